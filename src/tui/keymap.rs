//! Which key does what. Built from the table of actions and the config's `[keys]`.

use ratatui::crossterm::event::KeyCode;

use super::action::{Action, Group};
use super::key::Key;
use crate::domain::parse::nearest;

/// Which keys do which action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Keymap {
    bound: Vec<(Key, Action)>,
}

/// Why a key binding of the config does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BadBinding {
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = |action: &Action| {
            action
                .keys()
                .iter()
                .filter_map(|name| Key::parse(name))
                .map(|key| (key, *action))
                .collect::<Vec<_>>()
        };
        Self {
            bound: Action::ALL.iter().flat_map(keys).collect(),
        }
    }
}

impl Keymap {
    /// Gives an action other keys than its own. A key that was another action's is taken from it.
    pub(crate) fn rebind(&mut self, name: &str, keys: &[&str]) -> Result<(), BadBinding> {
        let action = Action::from_name(name).ok_or_else(|| BadBinding {
            message: format!("there is no action \"{name}\""),
            hint: nearest(name, Action::ALL.iter().map(|action| action.name())).map_or_else(
                || "see the keys in ?".to_owned(),
                |name| format!("did you mean \"{name}\"?"),
            ),
        })?;
        let mut parsed = Vec::new();
        for key in keys {
            let key = Key::parse(key).ok_or_else(|| BadBinding {
                message: format!("\"{key}\" is not a key"),
                hint: "write it as s, S, ctrl-r, alt-x, f5, esc, up, space".to_owned(),
            })?;
            if matches!(key.code, KeyCode::Char('0'..='9')) && !key.ctrl && !key.alt {
                return Err(BadBinding {
                    message: format!("\"{key}\" cannot be bound"),
                    hint: "digits say how many minutes ago something began".to_owned(),
                });
            }
            if let Some(owner) = captures(key).filter(|owner| *owner != action) {
                return Err(BadBinding {
                    message: format!(
                        "\"{key}\" cannot be bound to \"{name}\": it is the key of \"{}\"",
                        owner.name()
                    ),
                    hint: "keys that tag time do so on every screen; choose another one".to_owned(),
                });
            }
            parsed.push(key);
        }
        self.bound
            .retain(|(key, bound)| *bound != action && !parsed.contains(key));
        self.bound
            .extend(parsed.into_iter().map(|key| (key, action)));
        Ok(())
    }

    /// What a key does outside of prompts.
    pub(crate) fn resolve(&self, key: Key) -> Option<Action> {
        self.bound
            .iter()
            .find(|(bound, _)| *bound == key)
            .map(|(_, action)| *action)
    }

    /// The keys of an action, the first one for the footer.
    pub(crate) fn keys(&self, action: Action) -> impl Iterator<Item = Key> + '_ {
        self.bound
            .iter()
            .filter(move |(_, bound)| *bound == action)
            .map(|(key, _)| *key)
    }
}

/// The action that tags time by this key: no other may take it.
fn captures(key: Key) -> Option<Action> {
    let capture = Action::ALL
        .iter()
        .filter(|action| action.group() == Group::Capture);
    capture.copied().find(|action| {
        action
            .keys()
            .iter()
            .any(|name| Key::parse(name) == Some(key))
    })
}

/// The key table of the README, in Markdown.
pub fn markdown() -> String {
    let mut out = String::from("| key | does |\n| --- | --- |\n");
    for group in Group::ALL {
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys: Vec<String> = action.keys().iter().map(|key| format!("`{key}`")).collect();
            out.extend(["| ", &keys.join(" "), " | ", action.doc(), " |\n"]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_parses_and_is_bound_once() {
        let mut seen = Vec::new();
        for action in Action::ALL {
            assert!(!action.keys().is_empty(), "{action:?}");
            for name in action.keys() {
                let key = Key::parse(name).unwrap_or_else(|| unreachable!("{name} parses"));
                assert!(!seen.contains(&key), "{name} is bound twice");
                seen.push(key);
            }
            assert_eq!(Action::from_name(action.name()), Some(*action));
        }
    }

    #[test]
    fn a_rebound_key_leaves_its_old_action() {
        let mut keymap = Keymap::default();
        keymap.rebind("quit", &["ctrl-q", "x"]).expect("a binding");
        assert_eq!(
            keymap.resolve(Key::parse("x").expect("a key")),
            Some(Action::Quit)
        );
        assert_eq!(keymap.resolve(Key::parse("q").expect("a key")), None);
        assert_eq!(
            keymap.resolve(Key::parse("del").expect("a key")),
            Some(Action::Delete)
        );
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
