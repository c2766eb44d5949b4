//! The text of a file in whatever encoding it was written: UTF-8, UTF-16 or Windows-1252. Knows nothing of formats.

use std::borrow::Cow;

use super::source::ParseError;

/// What Windows-1252 has between 0x80 and 0x9f; the five that it leaves free are as in Latin-1.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How files begin that are no text, and what they are.
const NO_TEXT: [(&[u8], &str); 5] = [
    (b"SQLite format 3\0", "it is an SQLite database"),
    (b"%PDF-", "it is a PDF"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel workbook"),
    (b"\x1f\x8b", "it is compressed with gzip"),
    (b"{\\rtf", "it is a rich text document"),
];

/// How a zip archive begins.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";
/// How the first name in a zip archive begins that is an Excel workbook, 30 bytes into it.
const WORKBOOK: [&[u8]; 4] = [b"[Content_Types]", b"_rels/", b"xl/", b"docProps/"];

/// The mark with which UTF-8 may begin.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";
/// What there is to say of UTF-16.
pub(super) const UTF_16: &str = "the file is UTF-16";

/// So many bytes are looked at for what no text has.
const LOOKED_AT: usize = 64;
/// A text with fewer control characters is one that is damaged.
const ODD: usize = 64;

/// The text, without a byte order mark, and what a person should know of how it was read; `format` is the name of what
/// should be in it: `a Toggl detailed export`.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    format: &str,
) -> Result<(Cow<'a, str>, Option<String>), ParseError> {
    check_is_text(bytes, format)?;
    if let Some(text) = decode_utf_16(bytes) {
        return Ok((Cow::Owned(text), Some(UTF_16.to_owned())));
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    check_has_no_zeros(bytes, format)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), None)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()]
                .split(|byte| *byte == b'\n')
                .count();
            let beyond_ascii = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
            let text = if beyond_ascii {
                String::from_utf8_lossy(bytes).into_owned()
            } else {
                bytes.iter().map(|byte| of_windows(*byte)).collect()
            };
            Ok((Cow::Owned(text), Some(not_utf_8(line, beyond_ascii))))
        }
    }
}

/// What there is to say of a text that isn't UTF-8: damaged UTF-8 where some of it is beyond ASCII and whole, else
/// Windows-1252.
pub(super) fn not_utf_8(line: usize, beyond_ascii: bool) -> String {
    let how = if beyond_ascii {
        "what cannot be read is shown as \u{fffd}"
    } else {
        "it was read as Windows-1252"
    };
    format!("the file is not UTF-8 (line {line} is the first that is not): {how}")
}

/// Refuses what begins as no text does.
pub(super) fn check_has_no_zeros(bytes: &[u8], format: &str) -> Result<(), ParseError> {
    if bytes.iter().take(LOOKED_AT).any(|byte| *byte == 0) {
        return Err(not_text(format, "it isn't text"));
    }
    Ok(())
}

/// Refuses what no text is, however it begins: more than one byte in twenty is a control character.
pub(super) fn check_is_legible(head: &[u8], format: &str) -> Result<(), ParseError> {
    check_is_text(head, format)?;
    // In UTF-16 every other byte is 0.
    if Utf16::of(head).is_some() {
        return Ok(());
    }
    let is_odd = |byte: &&u8| {
        let c = char::from(**byte);
        byte.is_ascii() && c.is_control() && !c.is_whitespace() && c != '\u{1b}'
    };
    let odd = head.iter().filter(is_odd).count();
    if odd >= ODD && odd * 20 > head.len() {
        return Err(not_text(format, "it isn't text"));
    }
    Ok(())
}

/// A byte of Windows-1252.
pub(super) fn of_windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte) - 0x80],
        byte => char::from(byte),
    }
}

/// Refuses what is known to be no text, and says what to do with it; `format` as in [`decode`].
pub(super) fn check_is_text(bytes: &[u8], format: &str) -> Result<(), ParseError> {
    if bytes.starts_with(ZIP) {
        let name = bytes.get(30..).unwrap_or_default();
        let is_workbook = WORKBOOK.iter().any(|begins| name.starts_with(begins));
        let (what, hint) = if is_workbook {
            ("it is an Excel workbook", "save it as CSV and import that")
        } else {
            (
                "it is a zip archive",
                "unpack it and import its files one by one; in a Google Takeout archive the calendars are Takeout/Calendar/*.ics",
            )
        };
        return Err(ParseError::new(format!("not {format}: {what}"), hint));
    }
    if is_utf_32(bytes) {
        return Err(ParseError::new(
            format!("not {format}: it is text in UTF-32"),
            "open it in an editor or a spreadsheet, save it as UTF-8 and import that",
        ));
    }
    match NO_TEXT.iter().find(|(begins, _)| bytes.starts_with(begins)) {
        Some((_, what)) => Err(not_text(format, what)),
        None => Ok(()),
    }
}

/// Whether bytes begin as UTF-32 does: with its mark, or with two letters that each take four bytes.
const fn is_utf_32(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xff, 0xfe, 0, 0, ..]
            | [0, 0, 0xfe, 0xff, ..]
            | [1..=255, 0, 0, 0, 1..=255, 0, 0, 0, ..]
            | [0, 0, 0, 1..=255, 0, 0, 0, 1..=255, ..]
    )
}

fn not_text(format: &str, what: &str) -> ParseError {
    ParseError::new(
        format!("not {format}: {what}"),
        "name the text file that the tool wrote",
    )
}

/// How the units of UTF-16 are written.
#[derive(Clone, Copy)]
pub(super) struct Utf16 {
    is_little: bool,
}

impl Utf16 {
    /// UTF-16 by its mark, or by every other byte being 0 at the beginning.
    pub(super) const fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => Some(Self { is_little: true }),
            [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => Some(Self { is_little: false }),
            _ => None,
        }
    }

    /// The text of pairs of bytes; marks are left out.
    pub(super) fn text(self, pairs: impl Iterator<Item = [u8; 2]>) -> impl Iterator<Item = char> {
        let unit = move |pair| {
            if self.is_little {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            }
        };
        char::decode_utf16(pairs.map(unit))
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|c| *c != '\u{feff}')
    }
}

/// The text of UTF-16, where it is that.
fn decode_utf_16(bytes: &[u8]) -> Option<String> {
    let (pairs, _) = bytes.as_chunks::<2>();
    Some(Utf16::of(bytes)?.text(pairs.iter().copied()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encoding_in_which_it_was_written() {
        let windows =
            "the file is not UTF-8 (line 2 is the first that is not): it was read as Windows-1252";
        let damaged = "the file is not UTF-8 (line 1 is the first that is not): what cannot be read is shown as \u{fffd}";
        let cases: [(&[u8], &str, Option<&str>); 9] = [
            (b"", "", None),
            ("caf\u{e9}".as_bytes(), "café", None),
            (b"\xef\xbb\xbfa,b", "a,b", None),
            (b"\xff\xfea\0,\0", "a,", Some("the file is UTF-16")),
            (b"\xfe\xff\0a\0\xe9", "aé", Some("the file is UTF-16")),
            (b"a\0,\0b\0", "a,b", Some("the file is UTF-16")),
            (
                b"\xff\xfea\0\x00\xd8",
                "a\u{fffd}",
                Some("the file is UTF-16"),
            ),
            (b"a\ncaf\xe9 \x80", "a\ncafé €", Some(windows)),
            (b"caf\xc3\xa9 \xc3", "café \u{fffd}", Some(damaged)),
        ];
        for (bytes, text, remark) in cases {
            let (found, told) = decode(bytes, "a log").expect("text");
            assert_eq!(
                (found.as_ref(), told.as_deref()),
                (text, remark),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let cases: [(&[u8], &str); 9] = [
            (b"PK\x03\x04rest", "not a log: it is a zip archive"),
            (
                b"PK\x03\x04..........................Takeout/Calendar/a.ics",
                "not a log: it is a zip archive",
            ),
            (
                b"PK\x03\x04..........................[Content_Types].xml",
                "not a log: it is an Excel workbook",
            ),
            (b"SQLite format 3\0", "not a log: it is an SQLite database"),
            (b"%PDF-1.7", "not a log: it is a PDF"),
            (b"\xff\xfe\0\0a\0\0\0", "not a log: it is text in UTF-32"),
            (b"\0\0\xfe\xff\0\0\0a", "not a log: it is text in UTF-32"),
            (b"a\0\0\0,\0\0\0", "not a log: it is text in UTF-32"),
            (b"\x7fELF\x02\x01\x01\0\0\0", "not a log: it isn't text"),
        ];
        for (bytes, what) in cases {
            assert_eq!(decode(bytes, "a log").expect_err("refused").what, what);
        }
    }

    #[test]
    fn what_nobody_can_read_is_no_text_however_it_begins() {
        let is_text = |bytes: &[u8]| check_is_legible(bytes, "a log").is_ok();
        let noise: Vec<u8> = (0..4096_u32)
            .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        for bytes in [
            noise.clone(),
            [b"start,end\n", noise.as_slice()].concat(),
            vec![0; 4096],
        ] {
            assert!(!is_text(&bytes), "{:?}", &bytes[..12]);
        }
        let text = "start,end\r\n\u{1b}[1m\tcaf\u{e9}\u{c}\n".repeat(200);
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let windows: Vec<u8> = text.chars().map(|c| c as u8).collect();
        for bytes in [text.as_bytes(), &utf_16, &windows, b"a\0\0b", b""] {
            assert!(is_text(bytes), "{:?}", &bytes[..bytes.len().min(12)]);
        }
    }
}
