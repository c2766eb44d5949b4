//! What the full screen is opened with, and how it ends.

use super::theme::Palette;
use crate::config::{Config, ConfigPlace};
use crate::domain::calendar::Zone;
use crate::env::Clock;
use crate::store::{DailyFile, Store};

/// All that the full screen needs to know before it opens.
#[derive(Debug)]
pub struct Session {
    /// The file.
    pub store: Store,
    /// The config.
    pub config: Config,
    /// Where the config is read again once it changes.
    pub config_place: Option<ConfigPlace>,
    /// Where the rep is.
    pub zone: Zone,
    /// Where the time comes from.
    pub clock: Clock,
    /// How many colors there are.
    pub palette: Palette,
    /// The file, where a copy of it is made each day.
    pub daily: Option<DailyFile>,
    /// A word beside the name of the program, for a file that is not the rep's own.
    pub banner: Option<String>,
    /// What it says at its start.
    pub remark: Option<String>,
}

/// Why a change is not known to be saved, and the way on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsaved {
    pub why: String,
    pub hint: &'static str,
}

/// How the full screen ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The rep quit; the line tells the day and what runs on. After it a recap, where it could not be copied.
    Quit(String, Option<String>),
    /// As `Quit`, and the last change is not known to be saved.
    Unsaved(String, Option<String>, Unsaved),
    /// A signal asked for it, or the terminal was gone; the program ends as if by this signal.
    Signal(i32),
}
