//! A key as a person presses it, and its name: `ctrl-r`, `esc`, `S`. Nothing here knows what a key does.

use std::fmt;

use ratatui::crossterm::event::KeyCode;

/// A key with the modifiers that count. Shift shows in the letter itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Key {
    pub(crate) code: KeyCode,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
}

/// Keys that are not one character, with the names that people write.
const NAMED: [(KeyCode, &str); 14] = [
    (KeyCode::Enter, "enter"),
    (KeyCode::Esc, "esc"),
    (KeyCode::Tab, "tab"),
    (KeyCode::BackTab, "shift-tab"),
    (KeyCode::Backspace, "backspace"),
    (KeyCode::Delete, "del"),
    (KeyCode::Up, "up"),
    (KeyCode::Down, "down"),
    (KeyCode::Left, "left"),
    (KeyCode::Right, "right"),
    (KeyCode::Home, "home"),
    (KeyCode::End, "end"),
    (KeyCode::PageUp, "pgup"),
    (KeyCode::PageDown, "pgdn"),
];

impl Key {
    /// The key without modifiers.
    pub(crate) const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// The key with Alt.
    pub(crate) const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// The character that the key types into a prompt.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key of a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (mut rest, mut ctrl, mut alt) = (name, false, false);
        let code = loop {
            if let Some((code, _)) = NAMED
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(rest))
            {
                break *code;
            }
            if rest.eq_ignore_ascii_case("space") {
                break KeyCode::Char(' ');
            }
            let mut chars = rest.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                break KeyCode::Char(c);
            }
            if let Some(number) = rest
                .strip_prefix(['f', 'F'])
                .and_then(|number| number.parse::<u8>().ok())
            {
                break KeyCode::F(number);
            }
            let (modifier, tail) = rest.split_once('-')?;
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => ctrl = true,
                "alt" | "a" | "m" => alt = true,
                _ => return None,
            }
            rest = tail;
        };
        Some(Self { code, ctrl, alt })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "f{number}"),
            code => match NAMED.iter().find(|(known, _)| *known == code) {
                Some((_, name)) => f.write_str(name),
                None => write!(f, "{code:?}"),
            },
        }
    }
}

/// A key as the footer shows it: arrows as arrows.
pub(crate) fn short(key: Key) -> String {
    match key.code {
        KeyCode::Up => "↑".into(),
        KeyCode::Down => "↓".into(),
        KeyCode::Left => "←".into(),
        KeyCode::Right => "→".into(),
        _ => key.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_go_both_ways() {
        for name in [
            "s",
            "S",
            "ctrl-r",
            "alt-x",
            "esc",
            "shift-tab",
            "space",
            "f5",
            "-",
            "ctrl--",
            "up",
            "+",
            "@",
        ] {
            let key = Key::parse(name).expect(name);
            assert_eq!(key.to_string(), name);
        }
        for name in ["", "hyper-x", "nokey", "ctrl-"] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }
}
