//! Settings that change while the screen is open: by a config or theme file, by the terminal's background, by a switch of
//! the palette; and the theme that the palette shows before it is one.

use std::time::{Duration, Instant};

use super::model::{Toast, Tone};
use super::{App, discreet};
use crate::domain::hours::{KEEP_PAST, PAST_CHANGES};
use crate::domain::stamp::Moment;
use crate::domain::text;
use crate::domain::text::capitalized;
use crate::report::tone;
use crate::tui::config_switch::Setting;
use crate::tui::effect::Outcome;
use crate::tui::event::Wake;
use crate::tui::layout::{self, Regions};
use crate::tui::mode::Mode;
use crate::tui::scene::Settings;
use crate::tui::surroundings::{Changed, Surroundings};

/// What is said of changed hours where one line has no room for more.
const PAST_IN_SHORT: &str = "Past changed · tafs hours --from";
/// So often the surroundings are looked at, also while keys come so fast that no tick does.
const LOOK: Duration = Duration::from_secs(1);

impl App {
    /// Whether the terminal is to be asked for its background now.
    pub(in crate::tui) fn take_question(&mut self, at: Instant) -> bool {
        let surroundings = self.surroundings.as_mut();
        surroundings.is_some_and(|surroundings| surroundings.take_question(at))
    }

    /// Until when the terminal's answer is due.
    pub(in crate::tui) fn awaits_answer_until(&self) -> Option<Instant> {
        self.surroundings.as_ref()?.background.awaited_until()
    }

    pub(super) fn take_background(&mut self, color: tone::Tone, at: Instant) {
        let surroundings = self.surroundings.as_mut();
        let theme = surroundings.and_then(|around| around.take_background(color, at));
        if let Some(theme) = theme {
            self.model.common.settings.theme = theme;
            self.drawn = None;
        }
    }

    /// The machine may be elsewhere by now, and the config another one.
    pub(super) fn look_around(&mut self, wake: &Wake, at: Instant) {
        let is_tick = *wake == Wake::Tick && self.backlog.pause(at).is_none();
        if !is_tick && at.saturating_duration_since(self.looked) < LOOK {
            return;
        }
        self.looked = at;
        self.take_up_changes();
    }

    pub(super) fn take_up_changes(&mut self) {
        match self.surroundings.as_mut().and_then(Surroundings::look) {
            None => {}
            Some(Changed::Bad(error, what)) => {
                let error = error.to_string();
                let line = error.lines().next().unwrap_or_default();
                let words = format!("{line} · keeping the previous {what}");
                self.model.refuse(words);
                self.drawn = None;
            }
            Some(Changed::Theme(theme)) => {
                self.model.common.settings.theme = *theme;
                let now = self.now();
                self.model.say("Theme reloaded", now.at);
                self.drawn = None;
            }
            Some(Changed::Settings(settings, warning)) => self.take_settings(*settings, warning),
        }
    }

    pub(super) fn take_settings(&mut self, settings: Settings, warning: Option<String>) {
        let before = self.model.common.settings.discreet;
        if settings.discreet != before {
            let now = self.now();
            discreet::set(&mut self.model, settings.discreet, now);
        }
        let past = self.told_of_past(&settings);
        if past.is_some() {
            // No command repeats it; that it can't be kept is no failure.
            let _ = self
                .store
                .tell_of_hours(&settings.context.hours, self.now().at);
        }
        let common = &mut self.model.common;
        let moved = settings.context.calendar.zone != common.settings.context.calendar.zone;
        common.settings = settings;
        let now = self.now();
        let today = self.model.common.settings.context.calendar.day_of(now);
        let follows = self.model.common.day == self.model.common.today;
        self.model.common.today = today;
        if follows {
            self.model.go_to(today);
        }
        self.store.ask_by(self.model.common.settings.stale_rule());
        self.read_again(Outcome::Loaded, now);
        let zone = self.model.common.settings.context.calendar.zone;
        let notice = self.model.common.settings.notice.clone();
        match warning.or(notice.filter(|_| !moved)) {
            Some(words) => self.model.refuse(words),
            None if moved => self.model.say(format!("Clock set to {zone}"), now.at),
            // Whoever edits the file looks elsewhere: it stays until the next key.
            None if past.is_some() => self.model.toast = past,
            None => self.model.say("Config reloaded", now.at),
        }
        self.drawn = None;
    }

    /// That days before today are planned differently by new settings, and how to keep theirs.
    fn told_of_past(&self, settings: &Settings) -> Option<Toast> {
        let common = &self.model.common;
        let calendar = &common.settings.context.calendar;
        let first = calendar.day_of(common.snapshot.begun?);
        let (before, after) = (&common.settings.context.hours, &settings.context.hours);
        if !after.differs_on(before, first, common.today.plus(-1)) {
            return None;
        }
        let line = capitalized(&format!("{PAST_CHANGES} · {KEEP_PAST}"));
        let room = layout::message_width(common.size);
        let fits = text::width(&line) <= usize::from(room);
        Some(Toast {
            text: if fits { line } else { PAST_IN_SHORT.to_owned() },
            tone: Tone::Done,
            until: None,
        })
    }

    /// Writes a setting to the config file and takes it up.
    pub(super) fn write_setting(&mut self, setting: &Setting, now: Moment) {
        let around = self.surroundings.as_ref();
        match around.and_then(|around| around.write_setting(setting)) {
            None => self.model.refuse("Not set: there is no config file here"),
            Some(Err(error)) => {
                let what = error.to_string();
                let line = what.lines().next().unwrap_or_default();
                let hint = error.way_out().unwrap_or_default();
                self.model.refuse(format!("Not set: {line} — {hint}"));
            }
            Some(Ok(())) => {
                self.take_up_changes();
                self.model.last_setting = Some("Settings aren't undone");
                self.model.say(
                    capitalized(&format!("{} · saved in the config", setting.words)),
                    now.at,
                );
            }
        }
    }

    /// Shows the theme that is selected in the palette, as long as it is.
    pub(super) fn try_theme(&mut self, now: Moment) {
        let mut wanted = None;
        if let (Mode::Palette(palette), Some(around)) = (&mut self.model.mode, &self.surroundings) {
            palette.know_themes(|| around.config.theme_names());
            wanted = palette.theme(&self.model.common.scene(Regions::default(), now));
        }
        let tried = &mut self.model.common.tried_theme;
        if tried.as_ref().map(|(name, _)| name) == wanted.as_ref() {
            return;
        }
        *tried = wanted.and_then(|name| {
            let theme = self.surroundings.as_ref()?.theme_named(&name)?;
            Some((name, theme))
        });
        self.drawn = None;
    }
}
