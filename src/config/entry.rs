//! Every key of the config with its value, and the line of the file that gives it. Knows nothing of keys and colors whose
//! names only the screens know, but those that the file names.

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::key::{ACTIVITY_KEYS, ConfigKey, find_value};
use super::tables::{LISTS, TABLES};
use super::{Config, ConfigError, ConfigPlace};
use crate::domain::block::Category;
use crate::domain::taxonomy::ActivityKind;

/// A key with its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// As `tafs config set` takes it; the rules are counted.
    pub key: String,
    /// `None` where it has none: there is no goal by default.
    pub value: Option<Value>,
    /// The line of the file; `None` where the value is the default.
    pub line: Option<usize>,
}

/// The config of a place, and all of its keys in the order of the commented file.
pub fn read_entries(place: &ConfigPlace) -> Result<(Config, Vec<Entry>), ConfigError> {
    let bytes = place.read()?;
    let config = place.parse(bytes.clone())?;
    let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let entries = Entries {
        text,
        config: &config,
        table: text.parse().unwrap_or_default(),
        rows: DeTable::parse(text)
            .map(toml::Spanned::into_inner)
            .unwrap_or_default(),
    };
    let all = TABLES.into_iter().flat_map(|(table, keys)| match table {
        "activities" => entries.list_activities(),
        list if LISTS.contains(&list) => entries.list_tables(list),
        table => entries.list_table(table, keys),
    });
    let all = all.collect();
    Ok((config, all))
}

struct Entries<'a> {
    text: &'a str,
    config: &'a Config,
    table: Table,
    /// The same with places.
    rows: DeTable<'a>,
}

impl Entries<'_> {
    /// The keys that a table has, and those that the file names in one that takes any.
    fn list_table(&self, table: &str, keys: &[&str]) -> Vec<Entry> {
        let rows = self.table.get(table).and_then(Value::as_table);
        let names = rows
            .into_iter()
            .flat_map(|rows| rows.keys().map(String::as_str));
        let own = names.filter(|name| !keys.contains(name));
        let all = keys.iter().copied().chain(own);
        all.map(|name| self.entry_of(&ConfigKey::of(&[table, name])))
            .collect()
    }

    fn entry_of(&self, key: &ConfigKey) -> Entry {
        let set = find_value(&self.table, key.parts()).cloned();
        Entry {
            line: self.line_of(key.parts()),
            value: set.or_else(|| self.default_of(key)),
            key: key.to_string(),
        }
    }

    /// Where the file plans a day, those that it does not name are no workdays.
    fn default_of(&self, key: &ConfigKey) -> Option<Value> {
        let hours = self.table.get("hours").and_then(Value::as_table);
        let has_plan = hours.is_some_and(|hours| !hours.is_empty());
        if has_plan && key.parts()[0] == "hours" {
            return Some(String::new().into());
        }
        key.default_value()
    }

    /// Those of the role and of the file, whole.
    fn list_activities(&self) -> Vec<Entry> {
        let kinds = Category::WORK.into_iter().flat_map(|category| {
            let kinds = self.config.taxonomy.kinds(category).iter();
            kinds.map(move |kind| (category, kind))
        });
        let of = |(category, kind): (Category, &ActivityKind)| {
            let key = ConfigKey::of(&["activities", category.name(), &kind.letter.to_string()]);
            Entry {
                line: self.line_of(key.parts()),
                value: Some(Value::Table(fields_of(kind))),
                key: key.to_string(),
            }
        };
        kinds.map(of).collect()
    }

    /// The tables of a list, whole.
    fn list_tables(&self, list: &str) -> Vec<Entry> {
        let tables = self.table.get(list).and_then(Value::as_array);
        let places = self.rows.get(list);
        let places = places.and_then(|tables| tables.get_ref().as_array());
        let places = places.into_iter().flat_map(|places| places.iter());
        let tables = tables.into_iter().flatten().zip(places).enumerate();
        let of = |(index, (table, place)): (usize, (&Value, &toml::Spanned<DeValue<'_>>))| Entry {
            key: format!("{list}.{}", index + 1),
            value: Some(table.clone()),
            line: Some(self.line_at(place.span().start)),
        };
        tables.map(of).collect()
    }

    /// The line in which the file gives a value at a path of names.
    fn line_of(&self, parts: &[String]) -> Option<usize> {
        let (last, tables) = parts.split_last()?;
        let mut rows = &self.rows;
        for name in tables {
            rows = rows.get(name.as_str())?.get_ref().as_table()?;
        }
        let (key, _) = rows.get_key_value(last.as_str())?;
        Some(self.line_at(key.span().start))
    }

    fn line_at(&self, place: usize) -> usize {
        self.text[..place].matches('\n').count() + 1
    }
}

fn fields_of(kind: &ActivityKind) -> Table {
    let values: [Value; 4] = [
        kind.name.clone().into(),
        kind.live.into(),
        kind.tier.name().into(),
        kind.hint.clone().into(),
    ];
    let names = ACTIVITY_KEYS.map(str::to_owned);
    names.into_iter().zip(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_named_is_no_workday_once_one_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "[hours]\nmon = \"09:00-17:00\"\n").expect("a file");
        let (asked, usual) = (Some(path), "usual.toml".into());
        let (_, entries) = read_entries(&ConfigPlace { asked, usual }).expect("entries");
        let tuesday = entries.iter().find(|entry| entry.key == "hours.tue");
        let value = tuesday.and_then(|entry| entry.value.clone());
        assert_eq!(value, Some(Value::from("")));
    }

    #[test]
    fn every_key_has_its_value_and_the_line_that_gives_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let text = "\u{feff}goal.tafs = 0.5\n[role]\npreset = \"sdr\"\n[activities]\nselling.v = { name = \"visit\" }\n\
                    [keys]\nundo = [\"u\", \"z\"]\n[[rules]]\ntag = \"x\"\ncategory = \"admin\"\n";
        std::fs::write(&path, text).expect("a file");
        let place = ConfigPlace {
            asked: Some(path),
            usual: "usual.toml".into(),
        };
        let (_, entries) = read_entries(&place).expect("entries");
        let told = |key: &str| {
            let entry = entries.iter().find(|entry| entry.key == key);
            entry.map(|entry| {
                let value = entry.value.as_ref().map(ToString::to_string);
                format!("{} {:?}", value.unwrap_or_default(), entry.line)
            })
        };
        for (key, expected) in [
            ("goal.tafs", "0.5 Some(1)"),
            ("goal.selling", " None"),
            ("role.preset", "\"sdr\" Some(3)"),
            ("hours.mon", "\"08:30-17:30\" None"),
            ("ui.mouse", "true None"),
            (
                "activities.selling.v",
                "{ name = \"visit\", live = false, tier = \"necessary\", hint = \"\" } Some(5)",
            ),
            ("keys.undo", "[\"u\", \"z\"] Some(7)"),
            ("rules.1", "{ tag = \"x\", category = \"admin\" } Some(8)"),
        ] {
            assert_eq!(told(key).as_deref(), Some(expected), "{key}");
        }
        assert!(told("activities.distraction.w").is_some_and(|told| told.ends_with(" None")));
        assert_eq!(told("keys.redo"), None);
    }
}
