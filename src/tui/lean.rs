//! What a frame says to the terminal, without what the terminal knows already.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::layout::Position;

/// How a frame ends: four resets, of which the last one says it all.
const RESETS: &[u8] = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
const RESET: &[u8] = b"\x1b[0m";
const CSI: &[u8] = b"\x1b[";
const HIDE: &[u8] = b"\x1b[?25l";
const SHOW: &[u8] = b"\x1b[?25h";

/// Where the hidden cursor is to rest after the frame: said by who draws it, before it is sent.
pub(super) type Rest = Rc<Cell<Option<Position>>>;

/// Collects a frame and sends it in one write, without what the terminal knows already: a second on the screen is
/// one digit, and should be little more than that on a slow line.
pub(super) struct LeanWriter<W: Write> {
    frame: Vec<u8>,
    is_hidden: bool,
    rest: Rest,
    /// Where it rests, if nothing has moved it since.
    rests: Option<Position>,
    out: W,
}

impl<W: Write> LeanWriter<W> {
    pub(super) const fn new(out: W, rest: Rest) -> Self {
        Self {
            frame: Vec::new(),
            is_hidden: false,
            rest,
            rests: None,
            out,
        }
    }

    /// Sends the hidden cursor to where it is to rest, behind the frame that moved it, unless it rests there already.
    fn move_to_rest(&mut self, frame: &mut Vec<u8>) {
        if !frame.is_empty() {
            self.rests = None;
        }
        let Some(rest) = self.rest.take().filter(|rest| self.rests != Some(*rest)) else {
            return;
        };
        self.rests = Some(rest);
        frame.extend_from_slice(format!("\x1b[{};{}H", rest.y + 1, rest.x + 1).as_bytes());
    }
}

impl<W: Write> Write for LeanWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut frame = drop_known_colors(&replace_bytes(&self.frame, RESETS, RESET));
        if self.is_hidden && find_bytes(&frame, SHOW).is_none() {
            frame = replace_bytes(&frame, HIDE, b"");
        }
        let last = |what| frame.windows(HIDE.len()).rposition(|window| window == what);
        match (last(HIDE), last(SHOW)) {
            (None, None) => {}
            (hide, show) => self.is_hidden = hide > show,
        }
        self.frame.clear();
        self.move_to_rest(&mut frame);
        if frame.is_empty() {
            return self.out.flush();
        }
        let sent = self.out.write_all(&frame).and_then(|()| self.out.flush());
        // ratatui shows the cursor when it is dropped and complains of what fails on a standard error that is gone with
        // the terminal: a panic.
        if frame == SHOW { Ok(()) } else { sent }
    }
}

/// The bytes without the colors that are set already: words and what they lie on are always told together, and on a
/// painted page the second is mostly the same.
fn drop_known_colors(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut words, mut ground): (&[u8], &[u8]) = (b"", b"");
    let mut rest = bytes;
    while let Some(at) = find_bytes(rest, CSI) {
        let params = &rest[at + CSI.len()..];
        let Some(end) = params.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
            break;
        };
        let sequence = &rest[at..=at + CSI.len() + end];
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + sequence.len()..];
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

fn find_bytes(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The bytes with `instead` wherever `what` stood.
fn replace_bytes(bytes: &[u8], what: &[u8], instead: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find_bytes(rest, what) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(instead);
        rest = &rest[at + what.len()..];
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_sent_once_and_says_nothing_twice() {
        let rest = Rest::default();
        let mut lean = LeanWriter::new(Vec::new(), Rc::clone(&rest));
        let mut frame = |bytes: &[u8]| {
            lean.write_all(bytes).expect("collected");
            lean.flush().expect("sent");
            String::from_utf8(std::mem::take(&mut lean.out))
                .expect("text")
                .replace('\x1b', "^")
        };
        let second = b"\x1b[3;104H\x1b[1m3\x1b[39m\x1b[49m\x1b[59m\x1b[0m\x1b[?25l";
        assert_eq!(frame(second), "^[3;104H^[1m3^[0m^[?25l");
        assert_eq!(frame(second), "^[3;104H^[1m3^[0m");
        assert_eq!(frame(b""), "");
        assert_eq!(frame(b"x\x1b[?25h\x1b[5;5H"), "x^[?25h^[5;5H");
        assert_eq!(frame(second), "^[3;104H^[1m3^[0m^[?25l");
        let place = Some(Position::new(3, 9));
        rest.set(place);
        assert_eq!(frame(b"x"), "x^[10;4H", "in the same write");
        rest.set(place);
        assert_eq!(frame(b""), "", "it rests there");
        rest.set(place);
        assert_eq!(frame(b"\x1b[1;1Hx"), "^[1;1Hx^[10;4H", "words moved it");
        assert_eq!(frame(b"\x1b[1;1Hx"), "^[1;1Hx", "nobody said where");
        rest.set(place);
        assert_eq!(frame(b""), "^[10;4H");
        assert_eq!(frame(b"\x1b[?25l\x1b[?25h"), "^[?25l^[?25h");
        assert_eq!(frame(b"\x1b[?25l"), "^[?25l");
    }

    #[test]
    fn a_color_that_is_set_is_not_set_again() {
        let said = |frame: &str| {
            let bytes = drop_known_colors(frame.replace('^', "\x1b").as_bytes());
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
