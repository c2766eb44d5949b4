//! The letters of activities and the keys of the config beside each other: which cannot be, and what hides what while the
//! letters are shown.

use ratatui::crossterm::event::KeyCode;

use super::action::{Action, Capture, Program};
use super::key::Key;
use super::key_table::{Binding, Focus, Group};
use super::keymap::{BadBinding, Keymap};
use crate::config::{Config, OwnLetter};
use crate::domain::block::Category;
use crate::domain::taxonomy::{ActivityKind, CAPTURE_LETTERS, Taxonomy};

/// Whether a key works while the letters are shown, so that no activity may have it.
fn always_works(row: &Binding) -> bool {
    let does = |program| row.action_in(Focus::Block) == Some(Action::Program(program));
    let repeats = row.action_in(Focus::Block) == Some(Action::Capture(Capture::Repeat));
    matches!(row.group, Group::Capture | Group::Describe) && !repeats
        || does(Program::Undo)
        || does(Program::Quit)
}

fn key_of(letter: char) -> Key {
    Key::plain(KeyCode::Char(letter))
}

/// Refuses keys that a row of the table has from the config, where one is the letter of an activity that would hide it.
pub(super) fn check_keys(
    name: &str,
    keys: &[&str],
    keymap: &Keymap,
    taxonomy: &Taxonomy,
) -> Result<(), BadBinding> {
    for key in keys.iter().filter_map(|key| Key::parse(key)) {
        let row = keymap.row_in(Focus::Block, key);
        if !row.is_some_and(|row| row.name == name && always_works(row)) {
            continue;
        }
        if let Some((category, kind)) = activity_of(taxonomy, key) {
            let is_free = |letter: &char| {
                !CAPTURE_LETTERS.contains(*letter)
                    && !keymap.is_bound(key_of(*letter))
                    && activity_of(taxonomy, key_of(*letter)).is_none()
            };
            let free = ('a'..='z').find(is_free);
            let free = free.map_or_else(String::new, |free| format!(", such as {free}"));
            return Err(BadBinding {
                message: format!(
                    "\"{key}\" cannot be bound to \"{name}\": it is the letter of {} in {category}",
                    kind.name
                ),
                hint: format!(
                    "this key works while the letters of the activities are shown: take one that isn't a letter{free}"
                ),
            });
        }
    }
    Ok(())
}

fn activity_of(taxonomy: &Taxonomy, key: Key) -> Option<(Category, &ActivityKind)> {
    let letter = key.typed()?;
    Category::WORK
        .into_iter()
        .find_map(|category| Some((category, taxonomy.by_letter(category, letter)?)))
}

/// Which defaults the letters of the config hide, in a line; nothing where they hide none.
pub(super) fn describe_hidden(config: &Config, keymap: &Keymap) -> Option<String> {
    let hidden = |own: &OwnLetter| {
        let (category, letter) = (own.category, own.letter);
        let row = keymap.row_in(Focus::Block, key_of(letter));
        match (&own.replaces, row) {
            (Some(replaced), _) => Some(format!("{category} {letter} replaces {replaced}")),
            (None, Some(row)) => Some(format!(
                "{category} {letter} hides \"{}\" while the letters are shown",
                row.name
            )),
            (None, None) => None,
        }
    };
    let hidden: Vec<String> = config.own_letters.iter().filter_map(hidden).collect();
    (!hidden.is_empty()).then(|| format!("From the config: {}", hidden.join(", ")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::tui::surroundings::keymap_of;

    fn config(text: &str) -> Config {
        Config::parse(text, Path::new("config.toml")).expect("a config")
    }

    #[test]
    fn a_key_that_always_works_is_no_activity_letter() {
        for (keys, message) in [
            (
                "selling = \"p\"",
                "\"p\" cannot be bound to \"selling\": it is the letter of prospecting in selling",
            ),
            (
                "undo = [\"u\", \"e\"]",
                "\"e\" cannot be bound to \"undo\": it is the letter of internal-email in admin",
            ),
            (
                "note = \"i\"",
                "\"i\" cannot be bound to \"note\": it is the letter of interruption in distraction",
            ),
            (
                "account = \"k\"",
                "\"k\" cannot be bound to \"account\": it is the letter of nurture in selling",
            ),
            (
                "break = \"v\"\n[activities.selling]\nv = { name = \"visit\" }",
                "\"v\" cannot be bound to \"break\": it is the letter of visit in selling",
            ),
        ] {
            let error = keymap_of(&config(&format!("[keys]\n{keys}"))).expect_err(keys);
            let said = error.to_string();
            assert_eq!(
                said.lines().next(),
                Some(format!("config.toml, line 2: {message}").as_str())
            );
            let hint = error.way_out().unwrap_or_default();
            assert!(hint.contains("such as h"), "{hint}");
        }
        for keys in [
            "find = \"p\"",
            "selling = \"h\"",
            "undo = \"U\"",
            "up = \"w\"",
        ] {
            assert!(
                keymap_of(&config(&format!("[keys]\n{keys}"))).is_ok(),
                "{keys}"
            );
        }
    }

    #[test]
    fn what_a_letter_of_the_config_hides_is_named() {
        let hidden = |text: &str| {
            let config = config(text);
            let keymap = keymap_of(&config).expect("keys");
            describe_hidden(&config, &keymap)
        };
        assert_eq!(hidden(""), None);
        assert_eq!(
            hidden(
                "[activities.selling]\nv = { name = \"visit\" }\nm = { name = \"meeting\", tier = \"less\" }"
            ),
            None
        );
        assert_eq!(
            hidden("[activities.selling]\nj = { name = \"visit\" }\np = { name = \"calls\" }")
                .as_deref(),
            Some(
                "From the config: selling j hides \"down\" while the letters are shown, selling p replaces prospecting"
            )
        );
        assert_eq!(
            hidden("[keys]\ndown = \"down\"\n[activities.selling]\nj = { name = \"visit\" }"),
            None
        );
    }

    #[test]
    fn the_letters_that_are_suggested_first_are_no_keys() {
        for letter in "vhwept".chars() {
            let row = Keymap::default().row_in(Focus::Block, key_of(letter));
            assert!(row.is_none(), "{letter}");
        }
    }
}
