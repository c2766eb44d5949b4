//! What is still to be set up, offered in one line on a later day than that of the first block, once for each file. Nothing
//! of it is read before the first frame stands.

use super::App;
use super::model::{SetupOffer, Toast, Tone};
use crate::config::Config;
use crate::domain::hours::WorkHours;
use crate::domain::text;
use crate::exchange::installed::FoundTool;
use crate::tui::layout;
use crate::tui::mode::Mode;

/// What the file remembers the offer by.
const NOTICE: &str = "setup";
/// What is said where there is no room for more in one line.
const SHORT: &str = "Not all set: tafs setup · esc skips";

impl App {
    /// After a frame: offers it, where that was not done before, and remembers that once it was drawn. Looks for other
    /// trackers only then. Whether there is something to draw.
    pub(in crate::tui) fn offer_setup(
        &mut self,
        find_tools: impl FnOnce() -> Vec<FoundTool>,
    ) -> bool {
        match std::mem::replace(&mut self.setup_offer, SetupOffer::Done) {
            SetupOffer::Due => {
                let line = self.offer_line(find_tools);
                let is_offered = line.is_some();
                if let Some(line) = line {
                    self.show_offer(line);
                    self.setup_offer = SetupOffer::Shown;
                }
                is_offered
            }
            SetupOffer::Shown => {
                let now = self.now();
                // Where it can't be remembered, it is offered at the next start again.
                self.store.tell_once(NOTICE, now.at).ok();
                false
            }
            SetupOffer::Done => false,
        }
    }

    /// What is missing, where it is to be offered now.
    fn offer_line(&self, find_tools: impl FnOnce() -> Vec<FoundTool>) -> Option<String> {
        if !self.is_later_day() || !self.is_quiet() {
            return None;
        }
        let mut missing = missing_settings(self.config_of_file()?);
        if !matches!(self.store.was_told(NOTICE), Ok(false)) {
            return None;
        }
        let tools: Vec<&str> = find_tools().iter().map(|tool| tool.format.name()).collect();
        if !tools.is_empty() {
            missing.push(format!("import from {}", tools.join(", ")));
        }
        let is_any = !missing.is_empty();
        is_any.then(|| format!("tafs setup: {} · esc skips", missing.join(" · ")))
    }

    fn show_offer(&mut self, line: String) {
        let room = layout::message_width(self.model.common.size);
        let fits = text::width(&line) <= usize::from(room);
        self.model.toast = Some(Toast {
            text: if fits { line } else { SHORT.to_owned() },
            tone: Tone::Done,
            until: None,
        });
        self.drawn = None;
    }

    fn is_later_day(&self) -> bool {
        let common = &self.model.common;
        let calendar = &common.settings.context.calendar;
        let begun = common.snapshot.begun.map(|begun| calendar.day_of(begun));
        begun.is_some_and(|begun| begun < common.today)
    }

    /// Whether nothing else is said or asked.
    fn is_quiet(&self) -> bool {
        matches!(self.model.mode, Mode::Normal) && self.model.toast.is_none()
    }

    /// The config, where a file keeps it: that of a demo is made up.
    fn config_of_file(&self) -> Option<&Config> {
        let around = self.surroundings.as_ref()?;
        around.config_place.is_some().then_some(&around.config)
    }
}

/// What the config does not say.
fn missing_settings(config: &Config) -> Vec<String> {
    let mut hours = WorkHours::default();
    hours.days_off.clone_from(&config.hours.days_off);
    let has_goal = config.goal.tafs.is_some() || config.goal.selling.is_some();
    let missing = [
        (config.hours == hours, "planned hours"),
        (!has_goal, "a goal"),
    ];
    let missing = missing.iter().filter(|(is_missing, _)| *is_missing);
    missing.map(|(_, name)| (*name).to_owned()).collect()
}
