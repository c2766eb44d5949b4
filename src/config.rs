//! The config file: everything has a default, and nothing in the file is guessed at. A fault names the file, the
//! line, what is wrong and what would be right. What keys mean is for the screens to say.

mod document;
mod entry;
mod error;
mod key;
mod parse;
mod place;
mod plan;
mod plan_text;
mod rules;
mod source;
mod sources;
mod tables;
mod theme;
mod theme_file;
mod values;
mod write;

use std::path::PathBuf;

use chrono::Weekday;

pub use self::entry::{Entry, read_entries};
pub use self::error::ConfigError;
pub use self::key::{ConfigKey, unknown_among};
pub use self::place::ConfigPlace;
pub use self::plan_text::PlanText;
pub use self::source::Named;
pub use self::theme::ThemeChoice;
pub use self::values::OwnLetter;
pub use self::write::{
    NO_GOAL, check_values, save_text, write_plan, write_rules, write_value, write_values,
};
use crate::domain::backup::Keep;
use crate::domain::calendar::{Calendar, Zone};
use crate::domain::classify::Rule;
use crate::domain::hours::WorkHours;
use crate::domain::stamp::Length;
use crate::domain::taxonomy::{Role, Taxonomy};
use crate::exchange::field::NamedSource;
use crate::insight::Context;
use crate::insight::hidden::Hidden;

/// The file that `tafs config init` writes: every key with its default, commented out.
pub const TEMPLATE: &str = include_str!("../assets/config.toml");

/// What the rep has set, with the defaults for all the rest.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// The file that it was read from; `None` where there is none.
    pub file: Option<PathBuf>,
    pub role: Role,
    /// The planned hours of each weekday, and the days off.
    pub hours: WorkHours,
    pub goal: Goal,
    pub week_start: Weekday,
    /// When a new day begins, after midnight.
    pub day_start: Length,
    /// The month with which a fiscal year begins, from 1 to 12.
    pub year_start: u32,
    /// The activities of the role, with those of the file.
    pub taxonomy: Taxonomy,
    /// Those of the file that are not only changed.
    pub own_letters: Vec<OwnLetter>,
    /// Which category time from elsewhere gets, in the order in which they are asked.
    pub rules: Vec<Rule>,
    /// Zones by the names that calendars give them, which nothing else knows.
    pub zones: Vec<(String, Zone)>,
    /// Calendars that are read by themselves: patterns of files and folders.
    pub calendars: Vec<String>,
    /// The domains of the person's own company.
    pub domains: Vec<String>,
    /// Sheets of other tools, by names of the person's own.
    pub sources: Vec<NamedSource>,
    /// Keys of actions: the action's name, and the keys that do it.
    pub keys: Vec<Named>,
    /// Which colors the screens have.
    pub theme: ThemeChoice,
    /// From so much unbroken selling on a run counts as protected.
    pub protected_run: Length,
    /// Figures and alerts that are not shown.
    pub hidden: Hidden,
    /// After so long without a change a running block is asked about.
    pub stale_after: Length,
    pub ui: Ui,
    /// How many daily copies of the file are kept; `None` where it is not set, which means some for the usual file.
    pub backup: Option<Keep>,
}

/// What the rep aims at; nothing by default.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Goal {
    /// Time available for selling, a share above 0 and up to 1.
    pub tafs: Option<f64>,
    /// At least so much selling a week.
    pub selling: Option<Length>,
    /// At most so much distraction a day.
    pub distraction: Option<Length>,
}

/// How the screens behave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ui {
    /// How long the strip of activities stays.
    pub strip: Length,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// Whether ASCII is all that is drawn; `None` where the locale decides.
    pub plain: Option<bool>,
    /// Whether the large figures are large.
    pub has_large_numerals: bool,
    /// Whether names and notes are hidden.
    pub discreet: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            file: None,
            role: Role::default(),
            hours: WorkHours::default(),
            goal: Goal::default(),
            week_start: Weekday::Mon,
            day_start: Length::ZERO,
            year_start: 1,
            taxonomy: Taxonomy::default(),
            own_letters: Vec::new(),
            rules: Vec::new(),
            zones: Vec::new(),
            calendars: Vec::new(),
            domains: Vec::new(),
            sources: Vec::new(),
            keys: Vec::new(),
            theme: ThemeChoice::default(),
            protected_run: Length::minutes(60),
            hidden: Hidden::default(),
            stale_after: Length::hours(4),
            ui: Ui {
                strip: Length::seconds(5),
                mouse: true,
                plain: None,
                has_large_numerals: true,
                discreet: false,
            },
            backup: None,
        }
    }
}

impl Config {
    /// All that a figure needs beside the blocks, for a rep in this zone.
    pub fn context(&self, zone: Zone) -> Context {
        Context {
            calendar: Calendar {
                zone,
                day_start: self.day_start,
                week_start: self.week_start,
                year_start: self.year_start,
            },
            hours: self.hours.clone(),
            taxonomy: self.taxonomy.clone(),
        }
    }

    /// An error in a line of the file, found by those who know what its names mean.
    pub fn error_of(&self, named: &Named, what: String, hint: String) -> ConfigError {
        let path = self.file.clone().unwrap_or_else(|| "the config".into());
        ConfigError::Invalid {
            path,
            line: named.line,
            what,
            hint,
            marked: named.marked.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
