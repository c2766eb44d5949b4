//! Which key does what, and where. Built from the key table and the config's `[keys]`.

use ratatui::crossterm::event::KeyCode;

use super::action::{Action, Capture};
use super::key::{Key, short};
use super::key_table::{BINDINGS, Binding, Focus, Group};
use crate::domain::parse::nearest;

/// Which keys are bound to which rows of the table.
#[derive(Clone, Debug)]
pub(crate) struct Keymap {
    bound: Vec<(Key, &'static Binding)>,
}

/// Why a key binding of the config does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BadBinding {
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = |binding: &'static Binding| {
            let parsed = binding.keys.iter().filter_map(|name| Key::parse(name));
            parsed.map(move |key| (key, binding))
        };
        Self {
            bound: BINDINGS.iter().flat_map(keys).collect(),
        }
    }
}

impl Keymap {
    /// Gives a row of the table other keys than its own; one that tags time keeps its own beside them. A key that was
    /// another row's is taken from it, where both do something in the same place: see [`Self::check_taken`].
    pub(crate) fn rebind(&mut self, name: &str, keys: &[&str]) -> Result<(), BadBinding> {
        let found = BINDINGS.iter().find(|binding| binding.name == name);
        let binding = found.ok_or_else(|| BadBinding {
            message: format!("there is no action \"{name}\""),
            hint: nearest(name, BINDINGS.iter().map(|binding| binding.name)).map_or_else(
                || "see the keys in ?".to_owned(),
                |name| format!("did you mean \"{name}\"?"),
            ),
        })?;
        let parsed = keys
            .iter()
            .map(|key| check_key(key, binding))
            .collect::<Result<Vec<Key>, _>>()?;
        let keeps = tags_time(binding);
        self.bound.retain(|(key, bound)| {
            if bound.name == name {
                return keeps && !parsed.contains(key);
            }
            !(parsed.contains(key) && bound.meets(binding))
        });
        // In the order of the table, whose first row with an action gives the key that is named.
        let row = |name| BINDINGS.iter().position(|binding| binding.name == name);
        let at = self
            .bound
            .partition_point(|(_, bound)| row(bound.name) < row(name));
        let keys = parsed.into_iter().map(|key| (key, binding));
        self.bound.splice(at..at, keys);
        Ok(())
    }

    /// Whether the row still has the keys that the config gave it: a later line may have given them to another one.
    pub(crate) fn check_kept(&self, name: &str, keys: &[&str]) -> Result<(), BadBinding> {
        let is_lost = |key: &Key| {
            let mut bound = self.bound.iter();
            !bound.any(|(bound, binding)| bound == key && binding.name == name)
        };
        let lost = keys.iter().filter_map(|key| Key::parse(key)).find(is_lost);
        let Some(key) = lost else {
            return Ok(());
        };
        let mut others = self.bound.iter().filter(|(bound, _)| *bound == key);
        let other = others
            .next()
            .map_or("another action", |(_, other)| other.name);
        Err(BadBinding {
            message: format!("\"{key}\" is given to \"{name}\" and to \"{other}\""),
            hint: "give each action a key of its own".to_owned(),
        })
    }

    /// Whether no key that the config gives a row is also the key of a row that the config doesn't name: that one would
    /// lose it without a word.
    pub(crate) fn check_taken(
        name: &str,
        keys: &[&str],
        is_named: impl Fn(&str) -> bool,
    ) -> Result<(), BadBinding> {
        let Some(binding) = BINDINGS.iter().find(|binding| binding.name == name) else {
            return Ok(());
        };
        let usual = Self::default();
        let keys = keys.iter().filter_map(|key| Key::parse(key));
        let mut taken = keys.filter_map(|key| {
            let mut others = usual.bound.iter();
            others.find(|(bound, other)| {
                let is_other = other.name != name && !is_named(other.name);
                *bound == key && is_other && other.meets(binding)
            })
        });
        let Some((key, other)) = taken.next() else {
            return Ok(());
        };
        Err(BadBinding {
            message: format!(
                "\"{key}\" is given to \"{name}\", and is the key of \"{}\"",
                other.name
            ),
            hint: format!(
                "give \"{}\" another key too, or choose another one",
                other.name
            ),
        })
    }

    /// What a key does in a place.
    pub(crate) fn resolve(&self, place: Focus, key: Key) -> Option<Action> {
        let mut bound = self.bound.iter().filter(|(bound, _)| *bound == key);
        bound.find_map(|(_, binding)| binding.action_in(place))
    }

    /// The row of the table that a key is of in a place.
    pub(crate) fn row_in(&self, place: Focus, key: Key) -> Option<&'static Binding> {
        let mut bound = self.bound.iter().filter(|(bound, _)| *bound == key);
        bound.find_map(|(_, binding)| binding.action_in(place).map(|_| *binding))
    }

    /// Whether a key does something in some place.
    pub(crate) fn is_bound(&self, key: Key) -> bool {
        self.bound.iter().any(|(bound, _)| *bound == key)
    }

    /// The keys of a row of the table.
    pub(crate) fn keys_of(&self, row: &'static Binding) -> impl Iterator<Item = Key> + '_ {
        let mine = move |(_, bound): &&(Key, &'static Binding)| bound.name == row.name;
        self.bound.iter().filter(mine).map(|(key, _)| *key)
    }

    /// The first key of an action in a place, as a person reads it; empty where it has none.
    pub(crate) fn key_in(&self, place: Focus, action: Action) -> String {
        let mut bound = self.bound.iter();
        bound
            .find(|(_, binding)| binding.action_in(place) == Some(action))
            .map_or_else(String::new, |(key, _)| short(*key))
    }

    /// The first key of each of some actions: `s a l d`.
    pub(crate) fn keys_in(&self, place: Focus, actions: &[Action]) -> String {
        let keys = actions.iter().map(|action| self.key_in(place, *action));
        keys.filter(|key| !key.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn check_key(name: &str, binding: &Binding) -> Result<Key, BadBinding> {
    let key = Key::parse(name).ok_or_else(|| BadBinding {
        message: format!("\"{name}\" is not a key"),
        hint: "write it as s, S, ctrl-r, alt-x, f5, esc, up, space".to_owned(),
    })?;
    if matches!(key.code, KeyCode::Char('0'..='9')) && !key.ctrl && !key.alt {
        return Err(BadBinding {
            message: format!("\"{key}\" cannot be bound"),
            hint: "digits say how many minutes ago something began".to_owned(),
        });
    }
    if let Some(owner) = owner_of(key).filter(|owner| owner.name != binding.name) {
        return Err(BadBinding {
            message: format!(
                "\"{key}\" cannot be bound to \"{}\": it is the key of \"{}\"",
                binding.name, owner.name
            ),
            hint: "keys that tag time do so on every screen; choose another one".to_owned(),
        });
    }
    Ok(key)
}

/// The row that tags time by this key: no other may take it, but for the key of a later version, which a config may have
/// given away before.
fn owner_of(key: Key) -> Option<&'static Binding> {
    let has_key = |binding: &&Binding| {
        let mut names = binding.keys.iter();
        tags_time(binding) && names.any(|name| Key::parse(name) == Some(key))
    };
    BINDINGS.iter().find(has_key)
}

fn tags_time(binding: &Binding) -> bool {
    let is_later = binding.action_in(Focus::Block) == Some(Action::Capture(Capture::Repeat));
    binding.group == Group::Capture && !is_later
}

/// The key table of the README, in Markdown.
pub fn markdown() -> String {
    let mut out = String::from("| key | does |\n| --- | --- |\n");
    for group in Group::ALL {
        for row in BINDINGS.iter().filter(|row| row.group == group) {
            let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            out.extend(["| ", &keys.join(" "), " | ", row.doc, " |\n"]);
        }
    }
    out
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Category;
    use crate::tui::action::{Fix, Go, LineAction, Program, Triage, Way};

    fn key(name: &str) -> Key {
        Key::parse(name).unwrap_or_else(|| unreachable!("{name} parses"))
    }

    #[test]
    fn every_default_key_parses_and_does_one_thing_in_a_place() {
        let mut seen: Vec<(Key, &Binding)> = Vec::new();
        for binding in BINDINGS {
            assert!(!binding.keys.is_empty(), "{}", binding.name);
            for name in binding.keys {
                let key = key(name);
                let twice = seen
                    .iter()
                    .find(|(other, of)| *other == key && of.meets(binding));
                assert!(twice.is_none(), "{name} is bound twice: {twice:?}");
                seen.push((key, binding));
            }
        }
        let mut names: Vec<&str> = BINDINGS.iter().map(|binding| binding.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), BINDINGS.len());
    }

    #[test]
    fn a_key_does_what_fits_its_place() {
        let keymap = Keymap::default();
        let cases = [
            (Focus::Block, "enter", Some(Action::Fix(Fix::Edit))),
            (
                Focus::Suggestion,
                "enter",
                Some(Action::Suggestion(Triage::Accept)),
            ),
            (Focus::Week, "enter", Some(Action::Go(Go::OpenDay))),
            (Focus::Prompt, "enter", Some(Action::Line(LineAction::Save))),
            (Focus::Prompt, "s", None),
            (
                Focus::Trends,
                "up",
                Some(Action::Go(Go::Stretch(Way::Back))),
            ),
            (Focus::Block, "x", Some(Action::Fix(Fix::Delete))),
            (
                Focus::Suggestion,
                "x",
                Some(Action::Suggestion(Triage::Dismiss)),
            ),
        ];
        for (place, name, action) in cases {
            assert_eq!(
                keymap.resolve(place, key(name)),
                action,
                "{name} in {place:?}"
            );
        }
    }

    #[test]
    fn a_rebound_key_leaves_its_old_action() {
        let mut keymap = Keymap::default();
        keymap.rebind("quit", &["ctrl-q", "x"]).expect("a binding");
        let resolve = |name| keymap.resolve(Focus::Block, key(name));
        assert_eq!(resolve("x"), Some(Action::Program(Program::Quit)));
        assert_eq!(resolve("q"), None);
        assert_eq!(resolve("del"), Some(Action::Fix(Fix::Delete)));
    }

    #[test]
    fn a_key_that_tags_time_is_added_and_no_key_is_given_twice() {
        let mut keymap = Keymap::default();
        keymap.rebind("selling", &["y"]).expect("a binding");
        let selling = Action::Capture(Capture::Start(Category::Selling));
        for name in ["s", "y"] {
            let action = keymap.resolve(Focus::Block, key(name));
            assert_eq!(action, Some(selling), "{name}");
        }
        assert_eq!(keymap.key_in(Focus::Block, selling), "y", "the rep's own");
        keymap.rebind("note", &["f9"]).expect("a binding");
        assert_eq!(keymap.check_kept("note", &["f9"]), Ok(()));
        keymap.rebind("find", &["f9"]).expect("a binding");
        assert_eq!(keymap.check_kept("find", &["f9"]), Ok(()));
        let twice = keymap.check_kept("note", &["f9"]).expect_err("both");
        assert_eq!(twice.message, "\"f9\" is given to \"note\" and to \"find\"");
    }

    #[test]
    fn a_key_is_taken_from_no_action_that_gets_no_other() {
        let check = |name, keys: &[&str], named: &[&str]| {
            Keymap::check_taken(name, keys, |other| named.contains(&other))
        };
        let taken = check("note", &["f9", "r"], &["note"]).expect_err("repeat loses it");
        assert_eq!(
            taken.message,
            "\"r\" is given to \"note\", and is the key of \"repeat\""
        );
        // Swapped, or one of its own.
        assert_eq!(check("note", &["r"], &["note", "repeat"]), Ok(()));
        assert_eq!(check("repeat", &["n"], &["note", "repeat"]), Ok(()));
        assert_eq!(check("note", &["n", "f2"], &["note"]), Ok(()));
    }

    #[test]
    fn a_bad_binding_says_what_is_near() {
        let mut keymap = Keymap::default();
        assert!(
            keymap
                .rebind("seling", &["s"])
                .expect_err("no such action")
                .hint
                .contains("selling")
        );
        assert!(keymap.rebind("quit", &["nokey"]).is_err());
        assert!(keymap.rebind("quit", &["5"]).is_err());
        for key in ["s", "a", "l", "d", "b", "o", "S", "A", "L", "D", "."] {
            let bad = keymap.rebind("quit", &["ctrl-q", key]).expect_err(key);
            assert!(
                bad.message.contains("cannot be bound to \"quit\""),
                "{}",
                bad.message
            );
        }
        keymap
            .rebind("selling", &["s", "f2"])
            .expect("its own key, and one more");
    }
}
