//! A control string: an answer of the terminal, in whatever pieces it comes, and what a person may have pressed into it.

use super::sequence;
use crate::report::tone::Tone;
use crate::tui::event::Wake;

/// No answer that means something is longer.
const LONGEST: usize = 64;

/// `ESC ]` and its like, and what came after it.
#[derive(Clone, Debug, Default)]
pub(super) struct ControlString {
    /// Whether it is an OSC: the only one that a bell ends, and that means something.
    is_command: bool,
    /// Whether the last byte was an Esc.
    is_escaped: bool,
    bytes: Vec<u8>,
    /// The same without the bytes that came alone.
    together: Vec<u8>,
    /// The bytes that came alone, after a pause: they may be keys.
    alone: Vec<u8>,
}

/// What a byte makes of a string.
#[derive(Debug)]
pub(super) enum Taken {
    More(ControlString),
    /// The string has ended.
    Ended,
    /// An Esc before this byte was not its end, but begins something else.
    BrokenOff,
}

impl ControlString {
    /// Begins with the byte after the Esc.
    pub(super) fn begin(opener: u8) -> Self {
        Self {
            is_command: opener == b']',
            ..Self::default()
        }
    }

    /// Takes the next byte; `is_alone`: whether it came by itself after a pause.
    pub(super) fn with(mut self, byte: u8, is_alone: bool, out: &mut Vec<Wake>) -> Taken {
        match byte {
            b'\\' if self.is_escaped => {
                self.end(out);
                Taken::Ended
            }
            _ if self.is_escaped => {
                self.break_off(out);
                Taken::BrokenOff
            }
            0x18 | 0x1a => Taken::Ended,
            0x07 if self.is_command => {
                self.end(out);
                Taken::Ended
            }
            0x1b => {
                self.is_escaped = true;
                Taken::More(self)
            }
            _ => {
                self.keep(byte, is_alone);
                Taken::More(self)
            }
        }
    }

    fn keep(&mut self, byte: u8, is_alone: bool) {
        if is_alone && self.alone.len() < LONGEST {
            self.alone.push(byte);
        }
        let grown = [
            Some(&mut self.bytes),
            Some(&mut self.together).filter(|_| !is_alone),
        ];
        for bytes in grown
            .into_iter()
            .flatten()
            .filter(|bytes| bytes.len() < LONGEST)
        {
            bytes.push(byte);
        }
    }

    /// The end that was due: an answer; of one into which somebody pressed keys, both.
    fn end(self, out: &mut Vec<Wake>) {
        if !self.is_command {
            return;
        }
        if let Some(color) = background(&self.bytes) {
            out.push(Wake::Background(color));
        } else if let Some(color) = background(&self.together) {
            out.push(Wake::Background(color));
            self.break_off(out);
        }
    }

    /// The end never came: what came alone was pressed.
    pub(super) fn break_off(self, out: &mut Vec<Wake>) {
        let keys = self.alone.into_iter().filter(u8::is_ascii);
        out.extend(keys.map(|byte| Wake::Key(sequence::single(byte))));
    }
}

/// The color in an answer to the question for the background: `11;rgb:1e1e/2b2b/3c3c`.
fn background(answer: &[u8]) -> Option<Tone> {
    let answer = std::str::from_utf8(answer).ok()?.strip_prefix("11;rgb")?;
    let (parts, count) = match answer.strip_prefix("a:") {
        Some(parts) => (parts, 4),
        None => (answer.strip_prefix(':')?, 3),
    };
    let part = |digits: &str| {
        let is_part = (1..=4).contains(&digits.len()) && !digits.starts_with('+');
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| is_part)?;
        Some((value * 255 / (16_u32.pow(digits.len() as u32) - 1)) as u8)
    };
    let parts: Vec<u8> = parts.split('/').map(part).collect::<Option<_>>()?;
    match parts[..] {
        [red, green, blue, ..] if parts.len() == count => Some(Tone(red, green, blue)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_told_with_one_to_four_digits() {
        for (answer, color) in [
            ("11;rgb:ffff/8080/0000", Some(Tone(255, 128, 0))),
            ("11;rgb:ff/80/00", Some(Tone(255, 128, 0))),
            ("11;rgb:f/0/f", Some(Tone(255, 0, 255))),
            ("11;rgba:0000/0000/ffff/8000", Some(Tone(0, 0, 255))),
            ("10;rgb:ffff/8080/0000", None),
            ("11;rgb:ffff/8080", None),
            ("11;rgb:ff/80/00/ff", None),
            ("11;rgb:fffff/0/0", None),
            ("11;rgb:+fff/0/0", None),
            ("11;rgb:", None),
            ("11;?", None),
            ("", None),
        ] {
            assert_eq!(background(answer.as_bytes()), color, "{answer}");
        }
    }
}
