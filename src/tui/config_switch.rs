//! The settings that the palette switches: what each is now, and what it would be. Knows no file.

use chrono::Weekday;

use super::scene::Settings;

/// A setting that is to be written to the config.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Setting {
    /// As `tafs config set` names it.
    pub(crate) key: &'static str,
    /// What it is set to, as the config has it.
    pub(crate) value: String,
    /// The same in words.
    pub(crate) words: String,
}

impl Setting {
    /// The name of a theme.
    pub(crate) fn theme(name: &str) -> Self {
        Self {
            key: "theme.name",
            value: name.to_owned(),
            words: format!("theme: {name}"),
        }
    }
}

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

impl From<ConfigSwitch> for Setting {
    fn from(switch: ConfigSwitch) -> Self {
        Self {
            key: switch.key,
            value: switch.value.to_owned(),
            words: format!("{}: {}", switch.name, switch.to),
        }
    }
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
    let (from, to) = if settings.theme.has_large_numerals() {
        ("large", "plain")
    } else {
        ("plain", "large")
    };
    let numerals = ConfigSwitch {
        key: "ui.numerals",
        value: to,
        name: "numerals",
        from,
        to,
    };
    let (from, to, value) = if settings.discreet {
        ("on", "off", "false")
    } else {
        ("off", "on", "true")
    };
    let discreet = ConfigSwitch {
        key: "ui.discreet",
        value,
        name: "hide names at start",
        from,
        to,
    };
    vec![mouse, week, numerals, discreet]
}
