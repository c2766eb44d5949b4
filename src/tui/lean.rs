//! What a frame says to the terminal, without what the terminal knows already.

use std::io::{self, Write};

/// How a frame ends: four resets, of which the last one says it all.
const RESETS: &[u8] = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
const RESET: &[u8] = b"\x1b[0m";
const ESC: u8 = 0x1b;
const CSI: &[u8] = b"\x1b[";

/// Collects a frame and sends it in one write, without what the terminal knows already: a second on the screen is
/// one digit, and should be little more than that on a slow line.
pub(super) struct LeanWriter<W: Write> {
    frame: Vec<u8>,
    out: W,
}

impl<W: Write> LeanWriter<W> {
    pub(super) const fn new(out: W) -> Self {
        let frame = Vec::new();
        Self { frame, out }
    }
}

impl<W: Write> Write for LeanWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = drop_known(&self.frame);
        self.frame.clear();
        self.out.write_all(&frame)?;
        self.out.flush()
    }
}

/// The bytes with one reset at the end of a frame, and without the colors that are set already: words and what they lie on
/// are always told together, and on a painted page the second is mostly the same.
fn drop_known(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut words, mut ground): (&[u8], &[u8]) = (b"", b"");
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == ESC) {
        let (before, sequence) = rest.split_at(at);
        out.extend_from_slice(before);
        if let Some(after) = sequence.strip_prefix(RESETS) {
            out.extend_from_slice(RESET);
            (words, ground) = (b"", b"");
            rest = after;
            continue;
        }
        let Some(length) = length_of(sequence) else {
            rest = sequence;
            break;
        };
        let (sequence, after) = sequence.split_at(length);
        rest = after;
        if let Some((new_words, new_ground)) = split_colors(sequence) {
            let changed: Vec<&[u8]> = [(words, new_words), (ground, new_ground)]
                .into_iter()
                .filter_map(|(old, new)| (old != new).then_some(new))
                .collect();
            (words, ground) = (new_words, new_ground);
            if !changed.is_empty() {
                out.extend_from_slice(CSI);
                out.extend_from_slice(&changed.join(&b';'));
                out.push(b'm');
            }
            continue;
        }
        let is_color = |code: &&[u8]| sequence[CSI.len()..].starts_with(code);
        if sequence == RESET || [b"38".as_slice(), b"39", b"48", b"49"].iter().any(is_color) {
            (words, ground) = (b"", b"");
        }
        out.extend_from_slice(sequence);
    }
    out.extend_from_slice(rest);
    out
}

/// How long the sequence is at whose beginning the bytes are; `None` where it is of another kind, or cut off.
fn length_of(bytes: &[u8]) -> Option<usize> {
    let params = bytes.strip_prefix(CSI)?;
    let end = params
        .iter()
        .position(|byte| (0x40..=0x7e).contains(byte))?;
    Some(CSI.len() + end + 1)
}

/// The two colors that one sequence sets, as it spells them: that of words and that of what they lie on.
fn split_colors(sequence: &[u8]) -> Option<(&[u8], &[u8])> {
    let params = sequence.strip_prefix(CSI)?.strip_suffix(b"m")?;
    let mut fields = params.split(|byte| *byte == b';');
    let more = match (fields.next()?, fields.next()) {
        (b"39", _) => 0,
        (b"38", Some(b"5")) => 2,
        (b"38", Some(b"2")) => 4,
        _ => return None,
    };
    let mut marks = params
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b';')
        .map(|(at, _)| at);
    let at = marks.nth(more)?;
    let ground = &params[at + 1..];
    let is_ground = ground == b"49" || ground.starts_with(b"48;");
    is_ground.then_some((&params[..at], ground))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_sent_once_with_one_reset() {
        let mut lean = LeanWriter::new(Vec::new());
        for bytes in [&b"\x1b[3;104H\x1b[1m"[..], b"3", RESETS] {
            lean.write_all(bytes).expect("collected");
            assert!(lean.out.is_empty());
        }
        lean.flush().expect("sent");
        lean.flush().expect("nothing more");
        assert_eq!(lean.out, b"\x1b[3;104H\x1b[1m3\x1b[0m");
    }

    #[test]
    fn a_color_that_is_set_is_not_set_again() {
        let said = |frame: &str| {
            let bytes = drop_known(frame.replace('^', "\x1b").as_bytes());
            String::from_utf8(bytes).expect("text").replace('\x1b', "^")
        };
        let cases = [
            (
                "^[38;2;1;2;3;48;2;4;5;6ma^[38;2;7;48;9;48;2;4;5;6mb",
                "^[38;2;1;2;3;48;2;4;5;6ma^[38;2;7;48;9mb",
            ),
            (
                "^[38;2;1;2;3;48;2;4;5;6ma^[1m^[38;2;1;2;3;48;2;4;5;6mb",
                "^[38;2;1;2;3;48;2;4;5;6ma^[1mb",
            ),
            (
                "^[38;5;254;48;5;233ma^[38;5;254;48;5;235mb",
                "^[38;5;254;48;5;233ma^[48;5;235mb",
            ),
            ("^[39;48;5;43ma^[39;49mb", "^[39;48;5;43ma^[49mb"),
            ("^[39;49ma^[0m^[39;49mb", "^[39;49ma^[0m^[39;49mb"),
            (
                "^[38;5;1mx^[48;5;2my^[2;3H^[?25lé",
                "^[38;5;1mx^[48;5;2my^[2;3H^[?25lé",
            ),
            (
                "^[39;49mx^[48;5;2my^[39;49mz",
                "^[39;49mx^[48;5;2my^[39;49mz",
            ),
            ("cut ^[38;5", "cut ^[38;5"),
        ];
        for (frame, lean) in cases {
            assert_eq!(said(frame), lean);
        }
    }
}
