//! One key of the config as a person names it: `goal.tafs`, `activities.selling.v`. Knows which keys there are, and what
//! the commented file gives for them.

use std::fmt;

use toml::{Table, Value};

use super::TEMPLATE;
use super::tables::{LISTS, PLAN, RULES, SOURCES, TABLES, ZONES};
use crate::domain::block::Category;
use crate::domain::parse::nearest;
use crate::error::Error;

/// What an activity may say of itself.
pub(super) const ACTIVITY_KEYS: [&str; 4] = ["name", "live", "tier", "hint"];

/// The tables of which the commented file gives examples, not defaults.
const EXAMPLES: [&str; 8] = [
    "days_off",
    "goal",
    "activities",
    RULES,
    PLAN,
    ZONES,
    "me",
    SOURCES,
];

/// A key of the config: its table, and its name in there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigKey {
    parts: Vec<String>,
}

impl ConfigKey {
    /// Reads a dotted key. That of no table and that of a table without such a key are refused with the nearest one.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parts = toml_edit::Key::parse(text).unwrap_or_default();
        let key = Self {
            parts: parts.iter().map(|part| part.get().to_owned()).collect(),
        };
        let parts: Vec<&str> = key.parts.iter().map(String::as_str).collect();
        let keys_of = |name: &str| TABLES.iter().find(|(table, _)| *table == name);
        let is_known = match *parts.as_slice() {
            [list, ..] if LISTS.contains(&list) => {
                let what = format!("{list} is a list of tables, which has no keys of its own");
                return Err(Error::failed(what).hint("tafs config edit opens the file"));
            }
            [table] => match keys_of(table) {
                Some((_, keys)) => return Err(is_table(table, keys)),
                None => false,
            },
            ["activities", category] if is_category(category) => {
                return Err(is_table(&parts.join("."), &["v"]));
            }
            ["activities", category, letter, ref rest @ ..] => {
                let is_field = |name: &&str| ACTIVITY_KEYS.contains(name);
                is_category(category)
                    && !letter.is_empty()
                    && rest.len() < 2
                    && rest.iter().all(is_field)
            }
            ["activities", _] => false,
            [table, name] => {
                keys_of(table).is_some_and(|(_, keys)| keys.contains(&name) || keys.is_empty())
            }
            _ => false,
        };
        if is_known {
            Ok(key)
        } else {
            Err(unknown(text))
        }
    }

    pub(super) fn of(parts: &[&str]) -> Self {
        Self {
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        }
    }

    /// Of a field of an activity: the activity, and the name of the field.
    pub fn activity_and_field(&self) -> Option<(Self, &str)> {
        let (field, parents) = self.parts.split_last()?;
        let parts = parents.to_vec();
        (parts.len() == 3).then_some((Self { parts }, field))
    }

    /// Whether it is of the theme, which only a screen can check.
    pub fn is_of_theme(&self) -> bool {
        self.parts.first().is_some_and(|table| table == "theme")
    }

    /// Whether only the screens know its name.
    pub fn is_of_screens(&self) -> bool {
        ["keys", "theme"].contains(&self.parts[0].as_str())
    }

    /// The names of the tables that it is in, and its own.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Whether its value is text, so that the quotes around it need not be written.
    pub(super) fn is_text(&self) -> bool {
        match self.parts.as_slice() {
            _ if self.is_of_screens() || self.parts[0] == ZONES => true,
            [_, _, _, field] => field != "live",
            _ => self.sample().is_some_and(|value| value.is_str()),
        }
    }

    /// What the commented file gives for it, as an example or as its default.
    fn sample(&self) -> Option<Value> {
        find_value(&template_values(), &self.parts).cloned()
    }

    /// Its value where the file has none.
    pub(super) fn default_value(&self) -> Option<Value> {
        let is_example = EXAMPLES.contains(&self.parts[0].as_str());
        self.sample().filter(|_| !is_example)
    }
}

impl fmt::Display for ConfigKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts.iter().map(toml_edit::Key::new);
        let parts: Vec<String> = parts.map(|part| part.display_repr().into_owned()).collect();
        f.write_str(&parts.join("."))
    }
}

/// All keys whose names the config itself knows, in the order of the commented file.
pub(super) fn known_keys() -> Vec<ConfigKey> {
    let tables = TABLES
        .into_iter()
        .filter(|(table, _)| *table != "activities" && !LISTS.contains(table));
    let pairs = tables.flat_map(|(table, keys)| keys.iter().map(move |key| [table, key]));
    pairs.map(|pair| ConfigKey::of(&pair)).collect()
}

/// The value at a path of names.
pub(super) fn find_value<'v>(table: &'v Table, parts: &[String]) -> Option<&'v Value> {
    let (last, tables) = parts.split_last()?;
    let mut table = table;
    for name in tables {
        table = table.get(name)?.as_table()?;
    }
    table.get(last)
}

/// What the commented file says without its `#`.
fn template_values() -> Table {
    let is_setting = |rest: &&str| rest.starts_with(|c: char| c == '[' || c.is_ascii_lowercase());
    let line = |line: &'static str| line.strip_prefix('#').filter(is_setting).unwrap_or(line);
    let text: Vec<&str> = TEMPLATE.lines().map(line).collect();
    text.join("\n").parse().unwrap_or_default()
}

fn is_category(name: &str) -> bool {
    Category::WORK
        .iter()
        .any(|category| category.name() == name)
}

fn is_table(name: &str, keys: &[&str]) -> Error {
    let keys: Vec<String> = keys.iter().map(|key| format!("{name}.{key}")).collect();
    let error = Error::failed(format!("{name} is a table"));
    if keys.is_empty() {
        error.hint(format!("name a key in it: {name}.NAME"))
    } else {
        error.hint(format!("name a key in it: {}", keys.join(", ")))
    }
}

fn unknown(text: &str) -> Error {
    let keys: Vec<String> = known_keys().iter().map(ToString::to_string).collect();
    unknown_among(text, &keys)
}

/// The error of a key that is none of these, with the nearest of them.
pub fn unknown_among(text: &str, keys: &[String]) -> Error {
    let in_table = keys.iter().find(|key| key.ends_with(&format!(".{text}")));
    let near = in_table
        .map(String::as_str)
        .or_else(|| nearest(text, keys.iter().map(String::as_str)));
    Error::failed(format!("there is no key {text:?}")).hint(near.map_or_else(
        || "tafs config show --resolved lists the keys".to_owned(),
        |near| format!("did you mean {near}?"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_its_table_and_one_that_is_not_by_its_nearest() {
        for text in [
            "goal.tafs",
            "hours.mon",
            "ui.mouse",
            "keys.undo",
            "theme.selling",
            "activities.selling.v",
            "activities.admin.v.live",
            "role . preset",
        ] {
            let key = ConfigKey::parse(text).map(|key| key.to_string());
            assert_eq!(key.ok(), Some(text.replace(' ', "")), "{text}");
        }
        for (text, expected) in [
            (
                "goal.tfas",
                "there is no key \"goal.tfas\" | did you mean goal.tafs?",
            ),
            (
                "gaol.tafs",
                "there is no key \"gaol.tafs\" | did you mean goal.tafs?",
            ),
            (
                "mouse",
                "there is no key \"mouse\" | did you mean ui.mouse?",
            ),
            (
                "goal.tafs.x",
                "there is no key \"goal.tafs.x\" | did you mean goal.tafs?",
            ),
            ("", "there is no key \"\" | tafs config show"),
            ("a..b", "there is no key \"a..b\" | tafs config show"),
            (
                "goal",
                "goal is a table | name a key in it: goal.tafs, goal.selling, goal.distraction",
            ),
            ("keys", "keys is a table | name a key in it: keys.NAME"),
            (
                "activities.selling",
                "activities.selling is a table | name a key in it: activities.selling.v",
            ),
            (
                "activities.seling.v",
                "there is no key \"activities.seling.v\" | ",
            ),
            ("activities.selling.v.color", "there is no key"),
            (
                "rules",
                "rules is a list of tables, which has no keys of its own | tafs config edit",
            ),
            ("rules.tag", "rules is a list of tables"),
        ] {
            let error = ConfigKey::parse(text).expect_err(text);
            let told = format!("{error} | {}", error.way_out().unwrap_or_default());
            assert!(told.starts_with(expected), "{text}: {told}");
            assert_eq!(error.exit().code(), 1);
        }
    }

    #[test]
    fn the_commented_file_gives_the_defaults_and_what_is_text() {
        let default = |text: &str| {
            let key = ConfigKey::parse(text).expect("a key");
            (
                key.default_value().map(|value| value.to_string()),
                key.is_text(),
            )
        };
        for (text, value, is_text) in [
            ("hours.mon", Some("\"08:30-17:30\""), true),
            ("hours.sat", Some("\"\""), true),
            ("goal.tafs", None, false),
            ("goal.selling", None, true),
            ("days_off.dates", None, false),
            ("ui.mouse", Some("true"), false),
            ("ui.strip_seconds", Some("5"), false),
            ("keys.undo", None, true),
            ("activities.selling.v", None, false),
            ("activities.selling.v.name", None, true),
            ("activities.selling.v.live", None, false),
        ] {
            assert_eq!(default(text), (value.map(str::to_owned), is_text), "{text}");
        }
        let has_sample = |key: &ConfigKey| key.sample().is_some();
        assert!(known_keys().iter().all(has_sample));
    }
}
