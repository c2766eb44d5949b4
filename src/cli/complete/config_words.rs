//! Keys of the config and their values to offer.

use super::candidate::Candidate;
use super::world::World;
use crate::config::read_entries;
use crate::domain::taxonomy::Role;
use crate::report::tone::BASIC;

/// Every key with its value.
fn entries(world: &World) -> Vec<(String, String)> {
    let place = world.config_place();
    let Ok((config, entries)) = read_entries(&place) else {
        return Vec::new();
    };
    let own = entries.into_iter().map(|entry| {
        let value = entry.value.map(|value| value.to_string());
        (entry.key, value.unwrap_or_default())
    });
    let mut all: Vec<(String, String)> = own.collect();
    for (key, values) in (world.screens.list)(&config).unwrap_or_default() {
        if all.iter().all(|(known, _)| *known != key) {
            all.push((key, values.join(", ")));
        }
    }
    all
}

pub(super) fn keys(world: &World) -> Vec<Candidate> {
    let lists = ["rules.", "plan.", "sources."];
    let keys = entries(world).into_iter();
    let keys = keys.filter(|(key, _)| lists.iter().all(|list| !key.starts_with(list)));
    keys.map(|(key, value)| Candidate::new(key, value))
        .collect()
}

/// What a key may be, where that can be listed; else what it is.
pub(super) fn values(world: &World, key: Option<&String>) -> Vec<Candidate> {
    let Some(key) = key else {
        return Vec::new();
    };
    let words = |all: &[&str]| all.iter().map(|word| Candidate::new(*word, "")).collect();
    match key.as_str() {
        "role.preset" => words(&Role::ALL.map(Role::name)),
        "week.start" => words(&["monday", "sunday"]),
        "ui.numerals" => words(&["large", "plain"]),
        "theme.name" => {
            let names = world.config().theme_names();
            let names = std::iter::once("auto".to_owned()).chain(names);
            names.map(|name| Candidate::new(name, "")).collect()
        }
        key if key.starts_with("theme.") => BASIC.map(|(name, _)| Candidate::new(name, "")).into(),
        key => {
            let found = entries(world).into_iter().find(|(known, _)| known == key);
            match found {
                Some((_, value)) if ["true", "false"].contains(&&*value) || key == "ui.plain" => {
                    words(&["true", "false"])
                }
                Some((_, value)) if !value.is_empty() => {
                    let plain = value.trim_matches('"').to_owned();
                    vec![Candidate::new(plain, "now")]
                }
                Some(_) | None => Vec::new(),
            }
        }
    }
}
