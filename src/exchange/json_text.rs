//! JSON as it leaves: what hides in a text or a terminal would obey is spelled `\u....`, which every reader of JSON takes
//! for the same text.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::domain::text;

/// Writes a value as JSON on one line, without its end.
pub fn write_json(
    out: impl Write,
    value: &(impl Serialize + ?Sized),
) -> Result<(), serde_json::Error> {
    value.serialize(&mut Serializer::with_formatter(out, Spelled))
}

/// Writes a text as JSON does.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        write_json(out, text).unwrap_or_else(|_| unreachable!("there is room in memory"));
    }
}

/// A value as JSON on one line, without its end.
pub fn to_json(value: &(impl Serialize + ?Sized)) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    write_json(&mut bytes, value)?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// Compact JSON in which nothing hides.
struct Spelled;

impl Formatter for Spelled {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hidden)) = text::find_hidden(rest) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hidden.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    /// JSON on one line: what hides in it does so in its strings.
    fn write_raw_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.write_string_fragment(out, fragment)
    }
}

/// JSON in which what hides stands as it is again, as the file has it.
pub(super) fn unspelled(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (read, length) = match read_hidden(from) {
            Some((hidden, length)) => (Some(hidden), length),
            None => (None, from.chars().take(2).map(char::len_utf8).sum()),
        };
        match read {
            Some(hidden) => out.push(hidden),
            None => out.push_str(&from[..length]),
        }
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

/// The character that hides and that a text begins with by its number, and how many bytes spell it. Those that JSON
/// itself has spelled by their number are none.
fn read_hidden(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(text)?;
    let second = text.get(6..).and_then(unit);
    let mut decoded = char::decode_utf16([first].into_iter().chain(second));
    let hidden = decoded.next()?.ok()?;
    (u32::from(hidden) >= 0x7f && text::hides_alone(hidden))
        .then(|| (hidden, hidden.len_utf16() * 6))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn what_hides_is_spelled_and_reads_back_as_it_was() {
        let text = "a\u{202e}b\u{7f}\u{9b}c\u{ad}\u{2063}\u{e0041}\u{1b}\n\"é日👩\u{200d}👧";
        let json = to_json(text).expect("JSON");
        assert_eq!(
            json,
            r#""a\u202eb\u007f\u009bc\u00ad\u2063\udb40\udc41\u001b\n\"é日👩‍👧""#
        );
        let read: String = serde_json::from_str(&json).expect("the same JSON");
        assert_eq!(read, text);
        let raw = serde_json::to_string(text).expect("JSON");
        assert_eq!(unspelled(&json), raw, "as the file has it");
        let raw = RawValue::from_string(raw).expect("JSON");
        assert_eq!(to_json(&raw).expect("JSON"), json);
        let escaped = r#""\\\\u202e \\ud800x \\u0041 \\u202g""#;
        assert_eq!(unspelled(escaped), escaped, "what is none stays");
        let plain = serde_json::json!({"note": "Zürich", "n": [1, null]});
        assert_eq!(to_json(&plain).expect("JSON"), plain.to_string());
    }
}
