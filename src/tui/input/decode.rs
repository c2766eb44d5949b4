//! Bytes of the terminal as keys, clicks and pastes: a state machine that knows no terminal and no clock. What is not
//! a whole key is swallowed to its end, in whatever pieces it comes; docs/input.md says why it is written by hand.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::KeyCode;

use super::control_string::{ControlString, Taken};
use super::sequence::{self, Meaning};
use super::utf8::{Accepted, Letter};
use crate::tui::event::Wake;
use crate::tui::key::Key;

/// So long after its last byte a key that is not whole has ended: longer than a line that delivers unevenly pauses,
/// shorter than a person notices on Esc.
const KEY: Duration = Duration::from_millis(50);
/// The same of a control string or a paste.
const STRING: Duration = Duration::from_secs(1);
/// Within a string so long a pause is a person's: a key typed after it does not put off the end.
const PAUSE: Duration = Duration::from_millis(100);
/// So many bytes at once are no person's.
const BULK: usize = 8;
/// So long after an Esc the rest of a sequence that it began may still come.
const LATE: Duration = Duration::from_millis(500);
/// So long after an answer was given up its rest may still come.
const FORGOTTEN: Duration = Duration::from_secs(5);
/// No sequence that means a key is longer.
const LONGEST: usize = 32;

const ESC: u8 = 0x1b;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the bytes so far began.
#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Ground,
    /// So many Escs.
    Escape(usize),
    Letter {
        alt: bool,
        letter: Letter,
    },
    /// `ESC [` and what came after it.
    Sequence {
        escapes: usize,
        bytes: Vec<u8>,
        broken: bool,
    },
    /// `ESC [ [`: a function key of the Linux console follows.
    ConsoleKey {
        escapes: usize,
    },
    /// `ESC O`: a key of the keypad follows.
    Keypad {
        escapes: usize,
    },
    /// `ESC [ M`: a button and where it was pressed, a byte each.
    Mouse(Vec<u8>),
    Text(ControlString),
    Paste(Vec<u8>),
}

/// Turns bytes into what they mean.
#[derive(Debug)]
pub(crate) struct Decoder {
    state: State,
    /// When the last byte came.
    heard: Instant,
    /// When what is open last went on by itself, not by a person's key.
    went_on: Instant,
    /// When an Esc was given out since nothing followed it.
    escaped: Option<Instant>,
    /// When an answer was given up, of which the rest may still come.
    given_up: Option<Instant>,
    /// Whether what is read is one byte after a pause, as a person's key is.
    is_alone: bool,
    /// A byte soon after an Esc: it opens a sequence if more follows at once, else it is a key.
    held: Option<u8>,
}

impl Decoder {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            state: State::Ground,
            heard: now,
            went_on: now,
            escaped: None,
            given_up: None,
            is_alone: false,
            held: None,
        }
    }

    /// Takes what was read at once.
    pub(crate) fn feed(&mut self, bytes: &[u8], now: Instant, out: &mut Vec<Wake>) {
        let Some((&first, _)) = bytes.split_first() else {
            return;
        };
        let pause = now.saturating_duration_since(self.heard);
        self.is_alone = pause > PAUSE && bytes.len() == 1;
        if pause <= PAUSE || bytes.len() >= BULK || !self.is_string() {
            self.went_on = now;
        }
        self.heard = now;
        let since = |before: Instant| now.saturating_duration_since(before);
        if self.given_up.is_some_and(|at| since(at) < FORGOTTEN) && is_end_of_answer(bytes) {
            self.given_up = None;
            return;
        }
        let escaped = self.escaped.take();
        let is_late = escaped.is_some_and(|at| since(at) < LATE);
        if let Some(held) = self.held.take() {
            if !is_tail(&[&[held], bytes].concat()) {
                self.state = State::Ground;
                out.push(Wake::Key(sequence::single(held)));
            }
        } else if is_late && is_tail(bytes) {
            self.state = State::Escape(1);
        } else if is_late && bytes.len() == 1 && opens(first) {
            self.state = State::Escape(1);
            self.held = Some(first);
        }
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            if let State::Paste(text) = &mut self.state {
                rest = after_paste(text, rest);
                if let Some(text) = text.strip_suffix(PASTE_END) {
                    out.push(Wake::Paste(to_text(text)));
                    self.state = State::Ground;
                }
            } else {
                rest = after;
                self.take(byte, out);
            }
        }
    }

    /// When what is open ends, unless more comes before.
    pub(crate) fn due(&self) -> Option<Instant> {
        if self.held.is_some() {
            return Some(self.heard + KEY);
        }
        match self.state {
            State::Ground => None,
            State::Text(_) | State::Paste(_) => Some(self.went_on + STRING),
            State::Escape(_)
            | State::Letter { .. }
            | State::Sequence { .. }
            | State::ConsoleKey { .. }
            | State::Keypad { .. }
            | State::Mouse(_) => Some(self.went_on + KEY),
        }
    }

    /// Ends what is open, if nothing has come for long enough.
    pub(crate) fn expire(&mut self, now: Instant, out: &mut Vec<Wake>) {
        if self.due().is_none_or(|due| now < due) {
            return;
        }
        let open = std::mem::take(&mut self.state);
        if let Some(held) = self.held.take() {
            out.push(Wake::Key(sequence::single(held)));
            return;
        }
        match open {
            State::Escape(1) => {
                self.escaped = Some(now);
                out.push(Wake::Key(Key::plain(KeyCode::Esc)));
            }
            State::Escape(_) => out.push(Wake::Key(Key::plain(KeyCode::Esc).with_alt())),
            State::Paste(text) => {
                let text = to_text(without_part_of_end(&text));
                if !text.is_empty() {
                    out.push(Wake::Unfinished(text));
                }
            }
            State::Text(string) => {
                self.given_up = Some(now);
                string.break_off(out);
            }
            State::Ground
            | State::Letter { .. }
            | State::Sequence { .. }
            | State::ConsoleKey { .. }
            | State::Keypad { .. }
            | State::Mouse(_) => {}
        }
    }

    /// Whether what is open is text of any length.
    const fn is_string(&self) -> bool {
        matches!(self.state, State::Text(_) | State::Paste(_))
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Wake>) {
        self.state = match std::mem::take(&mut self.state) {
            State::Ground => begin(byte, out),
            State::Escape(escapes) => after_escape(escapes, byte, out),
            State::Letter { alt, letter } => match letter.with(byte) {
                Accepted::More(letter) => State::Letter { alt, letter },
                Accepted::Whole(c) => {
                    let key = Key::plain(KeyCode::Char(c));
                    out.push(Wake::Key(if alt { key.with_alt() } else { key }));
                    State::Ground
                }
                Accepted::Nothing => State::Ground,
                // The byte belongs to what comes after the broken letter.
                Accepted::Broken => begin(byte, out),
            },
            State::Sequence {
                escapes,
                bytes,
                broken,
            } => after_bracket(escapes, bytes, broken, byte, out),
            State::ConsoleKey { escapes } => {
                let key = sequence::console_key(byte);
                finish_key(escapes, byte, key, out)
            }
            State::Keypad { escapes } if matches!(byte, b'0'..=b'9' | b';') => {
                State::Keypad { escapes }
            }
            State::Keypad { escapes } => {
                let key = sequence::keypad_key(byte);
                finish_key(escapes, byte, key, out)
            }
            State::Mouse(bytes) => after_button(bytes, byte, out),
            State::Text(string) => match string.with(byte, self.is_alone, out) {
                Taken::More(string) => State::Text(string),
                Taken::Ended => State::Ground,
                Taken::BrokenOff => after_escape(1, byte, out),
            },
            State::Paste(text) => State::Paste(text),
        };
    }
}

/// A byte that continues nothing.
fn begin(byte: u8, out: &mut Vec<Wake>) -> State {
    match byte {
        ESC => State::Escape(1),
        0x80.. => {
            Letter::begin(byte).map_or(State::Ground, |letter| State::Letter { alt: false, letter })
        }
        _ => {
            out.push(Wake::Key(sequence::single(byte)));
            State::Ground
        }
    }
}

fn after_escape(escapes: usize, byte: u8, out: &mut Vec<Wake>) -> State {
    match byte {
        ESC => State::Escape(escapes + 1),
        b'[' => State::Sequence {
            escapes,
            bytes: Vec::new(),
            broken: false,
        },
        b'O' => State::Keypad { escapes },
        b']' | b'P' | b'X' | b'^' | b'_' => {
            press_escape_before(escapes, out);
            State::Text(ControlString::begin(byte))
        }
        // The end of a string of which nothing is left.
        b'\\' | CAN | SUB => State::Ground,
        0x80.. => {
            Letter::begin(byte).map_or(State::Ground, |letter| State::Letter { alt: true, letter })
        }
        _ => {
            out.push(Wake::Key(sequence::single(byte).with_alt()));
            State::Ground
        }
    }
}

fn after_bracket(
    escapes: usize,
    mut bytes: Vec<u8>,
    broken: bool,
    byte: u8,
    out: &mut Vec<Wake>,
) -> State {
    match byte {
        ESC => State::Escape(1),
        CAN | SUB => State::Ground,
        b'[' if bytes.is_empty() && !broken => State::ConsoleKey { escapes },
        b'M' if bytes.is_empty() && !broken => {
            press_escape_before(escapes, out);
            State::Mouse(Vec::new())
        }
        0x40..=0x7e if broken => State::Ground,
        0x40..=0x7e => match sequence::meaning(&bytes, byte) {
            Meaning::Key(key) => finish_key(escapes, byte, Some(key), out),
            Meaning::PasteBegins => {
                press_escape_before(escapes, out);
                State::Paste(Vec::new())
            }
            Meaning::Mouse(wake) => {
                press_escape_before(escapes, out);
                out.extend(wake);
                State::Ground
            }
            Meaning::Nothing => State::Ground,
        },
        0x20..=0x3f if bytes.len() < LONGEST => {
            bytes.push(byte);
            State::Sequence {
                escapes,
                bytes,
                broken,
            }
        }
        // Too long, or with a byte that belongs into none: nothing, but to its end.
        _ => State::Sequence {
            escapes,
            bytes,
            broken: true,
        },
    }
}

fn after_button(mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Wake>) -> State {
    match byte {
        ESC => State::Escape(1),
        0x20.. => {
            bytes.push(byte);
            let [button, column, row] = bytes[..] else {
                return State::Mouse(bytes);
            };
            let from_one = |at: u8| u16::from(at.saturating_sub(b' '));
            let at = (from_one(column), from_one(row));
            out.extend(sequence::pressed_button(u16::from(button - b' '), at));
            State::Ground
        }
        _ => State::Ground,
    }
}

/// The end of a sequence that may be a key; an Esc in it begins the next one.
fn finish_key(escapes: usize, byte: u8, key: Option<Key>, out: &mut Vec<Wake>) -> State {
    if byte == ESC {
        return State::Escape(1);
    }
    let key = key.map(|key| if escapes > 1 { key.with_alt() } else { key });
    out.extend(key.map(Wake::Key));
    State::Ground
}

/// No terminal puts an Esc before what is no key: it was pressed by itself.
fn press_escape_before(escapes: usize, out: &mut Vec<Wake>) {
    if escapes > 1 {
        out.push(Wake::Key(Key::plain(KeyCode::Esc)));
    }
}

/// Whether a byte after an Esc opens a sequence or a string.
const fn opens(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'O' | b'P' | b'_' | b'X' | b'^' | b'\\')
}

/// Whether these bytes, right after an Esc that nothing followed in time, are the rest of its sequence: a person does
/// not type them at once.
fn is_tail(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'[' | b'X' | b'^', 0x20..=0x7e, ..]
            | [b']', b'0'..=b'9', ..]
            | [b'O', b'A'..=b'D' | b'F' | b'H' | b'M' | b'P'..=b'S', ..]
            | [b'P', b'0'..=b'9' | b'!' | b'$' | b'>' | b'+', ..]
            | [b'_', b'G', ..]
            | [b'\\', ..]
    )
}

/// Whether these bytes are the end of the answer to a question for a color; nobody types its last one at once with them.
fn is_end_of_answer(bytes: &[u8]) -> bool {
    let digits = bytes
        .strip_suffix(b"\x07")
        .or_else(|| bytes.strip_suffix(b"\x1b\\"));
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || b"rg:/;".contains(byte);
    digits.is_some_and(|digits| digits.len() > 1 && digits.iter().all(is_part))
}

/// Takes bytes into a paste, up to its end; what is left is keys again.
fn after_paste<'a>(text: &mut Vec<u8>, bytes: &'a [u8]) -> &'a [u8] {
    let old = text.len();
    let from = old.saturating_sub(PASTE_END.len() - 1);
    text.extend_from_slice(bytes);
    let mut windows = text[from..].windows(PASTE_END.len());
    let Some(end) = windows.position(|window| window == PASTE_END) else {
        return &[];
    };
    let taken = from + end + PASTE_END.len();
    text.truncate(taken);
    &bytes[taken - old..]
}

/// A paste without what may be the first bytes of its end.
fn without_part_of_end(text: &[u8]) -> &[u8] {
    let mut parts = (1..PASTE_END.len())
        .rev()
        .map(|length| &PASTE_END[..length]);
    parts
        .find_map(|part| text.strip_suffix(part))
        .unwrap_or(text)
}

fn to_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
