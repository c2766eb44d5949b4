//! `tafs config get` and `tafs config show --resolved`: what holds, and where it comes from.

use clap::Args;
use serde::Serialize;
use toml::Value;

use super::world::ConfigWorld;
use crate::cli::output;
use crate::config::{Config, ConfigKey, Entry, read_entries, unknown_among};
use crate::domain::text;
use crate::env::{Clock, Place};
use crate::error::Error;

/// How to show the config.
#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// Every key with its value, and whether it comes from the file, the environment, an option or the defaults
    #[arg(long)]
    resolved: bool,
    /// The same as JSON
    #[arg(long, requires = "resolved")]
    json: bool,
}

impl ShowArgs {
    pub(super) const fn is_resolved(&self) -> bool {
        self.resolved
    }
}

/// Which value.
#[derive(Args, Debug)]
pub(super) struct GetArgs {
    /// Which key: goal.tafs, hours.mon, ui.mouse, activities.selling.v
    #[arg(value_name = "KEY")]
    key: String,
    /// With where it comes from, as JSON
    #[arg(long)]
    json: bool,
}

/// A value and where it comes from.
#[derive(Serialize)]
struct Resolved {
    key: String,
    /// `null` where nothing gives one.
    value: Option<Value>,
    /// "file", "environment", "option", "machine", "default" or "not set".
    from: &'static str,
    /// The option or the variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

pub(super) fn get_value(world: ConfigWorld<'_>, asked: &GetArgs) -> Result<(), Error> {
    let found = resolve_key(world, &asked.key)?;
    if asked.json {
        return output::result(&output::json("the value", &found)?);
    }
    if let Some(value) = &found.value {
        return output::result(&format!("{}\n", plain(value)));
    }
    world.out.message(&format!("{} is not set", found.key));
    Ok(())
}

/// The value of a key, as the file has it.
pub(super) fn value_of(world: ConfigWorld<'_>, key: &str) -> Result<String, Error> {
    let value = resolve_key(world, key)?.value;
    Ok(value.map_or_else(String::new, |value| value.to_string()))
}

fn resolve_key(world: ConfigWorld<'_>, text: &str) -> Result<Resolved, Error> {
    let key = ConfigKey::parse(text)?;
    let (config, mut entries) = read_entries(world.place)?;
    add_names(world, &config, &mut entries)?;
    let (owner, field) = match key.activity_and_field() {
        Some((activity, field)) => (activity, Some(field)),
        None => (key.clone(), None),
    };
    let name = owner.to_string();
    let found = entries.iter().find(|entry| entry.key == name);
    if found.is_none() && key.is_of_screens() {
        let names: Vec<String> = entries.into_iter().map(|entry| entry.key).collect();
        return Err(unknown_among(text, &names));
    }
    let value = found.and_then(|entry| entry.value.as_ref());
    let value = match field {
        Some(field) => value.and_then(|value| value.get(field)),
        None => value,
    };
    let entry = Entry {
        key: key.to_string(),
        value: value.cloned(),
        line: found.and_then(|entry| entry.line),
    };
    Ok(resolve_entry(entry))
}

pub(super) fn show_values(world: ConfigWorld<'_>, asked: &ShowArgs) -> Result<(), Error> {
    let (config, mut entries) = read_entries(world.place)?;
    add_names(world, &config, &mut entries)?;
    let mut all = list_surroundings(world)?;
    all.extend(entries.into_iter().map(resolve_entry));
    if asked.json {
        return output::result(&output::json("the config", &all)?);
    }
    let origins: Vec<String> = all.iter().map(describe_origin).collect();
    let keys = all
        .iter()
        .map(|row| row.key.len())
        .max()
        .unwrap_or_default();
    let from = origins.iter().map(String::len).max().unwrap_or_default();
    let mut lines = String::new();
    for (row, origin) in all.iter().zip(&origins) {
        let value = row
            .value
            .as_ref()
            .map_or_else(String::new, Value::to_string);
        let key = text::visible(&row.key);
        let line = format!("{key:keys$}  {origin:from$}  {}", text::visible(&value));
        lines.extend([line.trim_end(), "\n"]);
    }
    output::result(&lines)
}

/// Adds the keys that only the screens know the names of, where the file does not give them.
fn add_names(
    world: ConfigWorld<'_>,
    config: &Config,
    entries: &mut Vec<Entry>,
) -> Result<(), Error> {
    for (key, values) in (world.names.list)(config)? {
        if entries.iter().any(|entry| entry.key == key) {
            continue;
        }
        let value = match values.as_slice() {
            [] => None,
            [value] => Some(Value::from(value.clone())),
            values => Some(Value::from(values.to_vec())),
        };
        let line = None;
        entries.push(Entry { key, value, line });
    }
    Ok(())
}

fn resolve_entry(entry: Entry) -> Resolved {
    let from = match (entry.line, &entry.value) {
        (Some(_), Some(_)) => "file",
        (None, Some(_)) => "default",
        (_, None) => "not set",
    };
    Resolved {
        key: entry.key,
        value: entry.value,
        from,
        name: None,
        line: entry.line,
    }
}

/// What options and the environment say instead of the file.
fn list_surroundings(world: ConfigWorld<'_>) -> Result<Vec<Resolved>, Error> {
    let of = |key: &str, value: String, (from, name)| Resolved {
        key: key.to_owned(),
        value: Some(value.into()),
        from,
        name,
        line: None,
    };
    let path_from = |option: bool, name, variable| match (option, is_set(variable)) {
        (true, _) => ("option", Some(name)),
        (false, true) => ("environment", Some(variable)),
        (false, false) => ("default", None),
    };
    let global = world.global;
    let config = path_from(global.config.is_some(), "--config", "TAFS_CONFIG");
    let blocks = path_from(global.db.is_some(), "--db", "TAFS_DB");
    let clock = Clock::from_env()?;
    let zone = Place::from_env(clock).zone.to_string();
    let time = match clock {
        Clock::System | Clock::Behind(_) => ("machine's clock".to_owned(), ("machine", None)),
        Clock::Fixed(_) => (variable("TAFS_NOW"), ("environment", Some("TAFS_NOW"))),
    };
    let zone_from = match std::env::var_os("TZ") {
        Some(_) => ("environment", Some("TZ")),
        None => ("machine", None),
    };
    Ok(vec![
        of("config", world.place.path().display().to_string(), config),
        of("file", global.db_path()?.display().to_string(), blocks),
        of("time", time.0, time.1),
        of("zone", zone, zone_from),
    ])
}

fn variable(name: &str) -> String {
    let value = std::env::var_os(name).unwrap_or_default();
    value.to_string_lossy().into_owned()
}

fn is_set(name: &str) -> bool {
    !variable(name).is_empty()
}

fn describe_origin(row: &Resolved) -> String {
    match (row.name, row.line) {
        (Some(name), _) => name.to_owned(),
        (None, Some(line)) => format!("line {line}"),
        (None, None) => row.from.to_owned(),
    }
}

/// Text as it is, all else as the file has it.
fn plain(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text::visible(text),
        None => text::visible(&value.to_string()),
    }
}
