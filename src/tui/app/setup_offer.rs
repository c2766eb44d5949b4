//! What is still to be set up, offered in one line on a later day than that of the first block, once for each file. Nothing
//! of it is read before the first frame stands.

use super::App;
use super::model::{Toast, Tone};
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
    /// Offers it, where that was not done before; looks for other trackers only then.
    pub(in crate::tui) fn offer_setup(&mut self, find_tools: impl FnOnce() -> Vec<FoundTool>) {
        let is_first = !std::mem::replace(&mut self.has_offered, true);
        if !is_first || !self.is_later_day() || !self.is_quiet() {
            return;
        }
        let Some(config) = self.config_of_file() else {
            return;
        };
        let mut missing = missing_settings(config);
        if !matches!(self.store.was_told(NOTICE), Ok(false)) {
            return;
        }
        let tools: Vec<&str> = find_tools().iter().map(|tool| tool.format.name()).collect();
        if !tools.is_empty() {
            missing.push(format!("import from {}", tools.join(", ")));
        }
        let now = self.now();
        // Where it can't be remembered it would be said at each start.
        if missing.is_empty() || self.store.tell_once(NOTICE, now.at).is_err() {
            return;
        }
        let line = format!("tafs setup: {} · esc skips", missing.join(" · "));
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
