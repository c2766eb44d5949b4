//! What a whole sequence means: keys as xterm, rxvt, the Linux console and kitty's protocol spell them, the mouse, the
//! begin of a paste. Every other sequence means nothing.

use ratatui::crossterm::event::KeyCode;
use ratatui::layout::Position;

use crate::tui::event::Wake;
use crate::tui::key::Key;

/// What `ESC [` … means.
#[derive(Debug)]
pub(super) enum Meaning {
    Key(Key),
    /// A button that means something, or one that does not.
    Mouse(Option<Wake>),
    PasteBegins,
    Nothing,
}

/// The key of one byte below 0x80 that is no Esc.
pub(super) const fn single(byte: u8) -> Key {
    let code = match byte {
        b'\r' => KeyCode::Enter,
        b'\t' => KeyCode::Tab,
        0x7f => KeyCode::Backspace,
        0 => KeyCode::Char(' '),
        1..=0x1a => KeyCode::Char((byte - 1 + b'a') as char),
        0x1b..=0x1f => KeyCode::Char((byte - 0x1b + b'3') as char),
        _ => KeyCode::Char(byte as char),
    };
    Key {
        code,
        ctrl: byte < b' ' && !matches!(byte, b'\r' | b'\t'),
        alt: false,
    }
}

/// `ESC [ [` and this byte.
pub(super) const fn console_key(byte: u8) -> Option<Key> {
    match byte {
        b'A'..=b'E' => Some(Key::plain(KeyCode::F(byte - b'A' + 1))),
        _ => None,
    }
}

/// `ESC O` and this byte.
pub(super) fn keypad_key(byte: u8) -> Option<Key> {
    let code = match byte {
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        _ => lettered(byte)?,
    };
    Some(Key::plain(code))
}

/// What a button says; columns and rows count from 1.
pub(super) fn pressed_button(button: u16, (column, row): (u16, u16)) -> Option<Wake> {
    // Shift, Alt and Ctrl change nothing.
    match button & !0b1_1100 {
        0 => {
            let at = Position::new(column.saturating_sub(1), row.saturating_sub(1));
            Some(Wake::Click(at))
        }
        64 => Some(Wake::Wheel(-1)),
        65 => Some(Wake::Wheel(1)),
        _ => None,
    }
}

/// `ESC [`, these bytes, and the last one.
pub(super) fn meaning(bytes: &[u8], last: u8) -> Meaning {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Meaning::Nothing;
    };
    if let Some(text) = text.strip_prefix('<') {
        return match (last, numbers(text).as_deref()) {
            (b'M', Some([button, column, row])) => {
                Meaning::Mouse(pressed_button(*button, (*column, *row)))
            }
            _ => Meaning::Nothing,
        };
    }
    if (text, last) == ("200", b'~') {
        return Meaning::PasteBegins;
    }
    key(text, last).map_or(Meaning::Nothing, Meaning::Key)
}

fn numbers(text: &str) -> Option<Vec<u16>> {
    text.split(';').map(|part| part.parse().ok()).collect()
}

/// Parts divided by `;`, each of numbers divided by `:`. What is left out is 1.
fn key(text: &str, last: u8) -> Option<Key> {
    let number = |text: &str| match text {
        "" => Some(1),
        _ => text.parse::<u32>().ok(),
    };
    let part = |part: &str| part.split(':').map(number).collect::<Option<Vec<u32>>>();
    let parts: Vec<Vec<u32>> = text.split(';').map(part).collect::<Option<_>>()?;
    let at = |index: usize, sub: usize| parts.get(index).and_then(|part| part.get(sub)).copied();
    let modifiers = at(1, 0).unwrap_or(1);
    let first = at(0, 0)?;
    // Only a press acts: of what a terminal reports of a key held or let go nobody was asked for.
    if at(1, 1).unwrap_or(1) != 1 {
        return None;
    }
    if matches!(last, b'~' | b'u') && !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let code = match last {
        b'~' if (first, parts.len()) == (27, 3) => character(at(2, 0)?)?,
        b'~' => tilded(first)?,
        b'u' => character(at(0, 1).filter(|_| has(modifiers, 1)).unwrap_or(first))?,
        b'P' | b'Q' | b'S' if first == 1 => KeyCode::F(last - b'P' + 1),
        b'Z' => KeyCode::BackTab,
        _ if first == 1 => lettered(last)?,
        _ => return None,
    };
    modified(code, modifiers)
}

/// Whether a modifier is in what a terminal sends: 1 and the sum of them.
const fn has(modifiers: u32, bits: u32) -> bool {
    modifiers.saturating_sub(1) & bits != 0
}

fn modified(code: KeyCode, modifiers: u32) -> Option<Key> {
    // Alt, and super, hyper and meta, which are as good as Alt: bound to nothing.
    let (shift, alt, ctrl) = (
        has(modifiers, 0b1),
        has(modifiers, 0b11_1010),
        has(modifiers, 0b100),
    );
    if modifiers == 0 || modifiers > 256 {
        return None;
    }
    let code = match code {
        KeyCode::Char(c) if shift && !ctrl => KeyCode::Char(c.to_ascii_uppercase()),
        KeyCode::Tab if shift => KeyCode::BackTab,
        code => code,
    };
    Some(Key { code, ctrl, alt })
}

const fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

fn tilded(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F((number - 10) as u8),
        17..=21 => KeyCode::F((number - 11) as u8),
        23..=24 => KeyCode::F((number - 12) as u8),
        _ => return None,
    })
}

/// A key by its Unicode number. Those of kitty's own are keys that nothing is bound to.
fn character(number: u32) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        0xe000..=0xf8ff => return None,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}
