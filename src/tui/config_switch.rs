//! The settings that the palette switches: what each is now, and what it would be. Knows no file.

use chrono::Weekday;

use super::scene::Settings;

/// A setting that has another value to switch to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ConfigSwitch {
    /// As `tafs config set` names it.
    pub(crate) key: &'static str,
    /// What it would be, as the config has it.
    pub(crate) value: &'static str,
    /// In words: what is set, what it is, and what it would be.
    pub(crate) name: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
}

/// All of them, as the settings are.
pub(crate) fn list_switches(settings: &Settings) -> Vec<ConfigSwitch> {
    let (from, to, value) = if settings.mouse {
        ("on", "off", "false")
    } else {
        ("off", "on", "true")
    };
    let mouse = ConfigSwitch {
        key: "ui.mouse",
        value,
        name: "mouse",
        from,
        to,
    };
    let (from, to, value) = match settings.context.calendar.week_start {
        Weekday::Mon => ("Monday", "Sunday", "sunday"),
        Weekday::Sun => ("Sunday", "Monday", "monday"),
        Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri | Weekday::Sat => {
            ("another day", "Monday", "monday")
        }
    };
    let week = ConfigSwitch {
        key: "week.start",
        value,
        name: "week starts",
        from,
        to,
    };
    vec![mouse, week]
}
