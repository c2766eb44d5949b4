//! The text of what is imported, in UTF-8 and read line by line, as often as needed. What is in another encoding is
//! written anew. Decides as `decode` does, without having all of it in memory.

use std::io::{self, BufRead, Read, Write};

use super::contents::{Contents, Spool};
use super::decode::{
    MARK, UTF_16, Utf16, check_has_no_zeros, check_is_text, not_utf_8, of_windows,
};
use super::error::ExchangeError;

/// So much of the beginning tells what it is.
const HEAD: u64 = 4096;

/// A text that can be read again and again.
#[derive(Debug)]
pub(super) struct Text {
    contents: Contents,
    /// How many bytes of a mark stand before it.
    mark: usize,
    /// Old Macs end their lines with CR alone.
    ends_with_cr: bool,
}

impl Text {
    /// The text of some contents, and what a person should know of how it was read; `format` is the name of what should
    /// be in it: `a Toggl detailed export`.
    pub(super) fn decode(
        contents: Contents,
        format: &str,
    ) -> Result<(Self, Option<String>), ExchangeError> {
        let head = head_of(&contents)?;
        check_is_text(&head, format)?;
        let reading = ExchangeError::Reading;
        if let Some(how) = Utf16::of(&head) {
            let contents = from_utf_16(&contents, how).map_err(reading)?;
            let seen = scan(&mut contents.pass().map_err(reading)?).map_err(reading)?;
            return Ok((Self::of(contents, 0, &seen), Some(UTF_16.to_owned())));
        }
        let mark = if head.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        check_has_no_zeros(&head[mark..], format)?;
        let seen = scan(&mut pass_after(&contents, mark).map_err(reading)?).map_err(reading)?;
        let Some(wrong) = seen.first_wrong else {
            return Ok((Self::of(contents, mark, &seen), None));
        };
        let line = line_at(&mut pass_after(&contents, mark).map_err(reading)?, wrong);
        let line = line.map_err(reading)?;
        let mut source = pass_after(&contents, mark).map_err(reading)?;
        let written = if seen.beyond_ascii {
            repair(&mut source)
        } else {
            from_windows(&mut source)
        };
        drop(source);
        contents.check_unchanged()?;
        let remark = not_utf_8(line, seen.beyond_ascii);
        Ok((Self::of(written.map_err(reading)?, 0, &seen), Some(remark)))
    }

    /// As [`Text::decode`], but what isn't UTF-16 stays as it is: whoever reads it line by line sees which is no UTF-8.
    pub(super) fn or_bytes(
        contents: Contents,
        format: &str,
    ) -> Result<(Self, Option<String>), ExchangeError> {
        let head = head_of(&contents)?;
        check_is_text(&head, format)?;
        if Utf16::of(&head).is_some() {
            return Self::decode(contents, format);
        }
        let mark = if head.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let text = Self {
            contents,
            mark,
            ends_with_cr: false,
        };
        Ok((text, None))
    }

    /// A text that is in memory.
    pub(super) fn of_str(text: &str) -> Self {
        Self {
            contents: text.as_bytes().into(),
            mark: 0,
            ends_with_cr: !text.contains('\n'),
        }
    }

    const fn of(contents: Contents, mark: usize, seen: &Seen) -> Self {
        Self {
            contents,
            mark,
            ends_with_cr: !seen.has_line_feed,
        }
    }

    /// Reads it from its beginning. One pass has to be over before the next begins.
    pub(super) fn pass(&self) -> Result<Box<dyn BufRead + '_>, ExchangeError> {
        let pass = pass_after(&self.contents, self.mark).map_err(ExchangeError::Reading)?;
        if !self.ends_with_cr {
            return Ok(pass);
        }
        let lines = io::BufReader::new(WithLineFeeds(pass));
        Ok(Box::new(lines))
    }

    /// All of it at once.
    pub(super) fn whole(&self) -> Result<String, ExchangeError> {
        let mut text = String::new();
        let read = pass_after(&self.contents, self.mark)
            .and_then(|mut pass| pass.read_to_string(&mut text));
        read.map_err(ExchangeError::Reading)?;
        self.check_unchanged()?;
        Ok(text)
    }

    /// As [`Contents::check_unchanged`].
    pub(super) fn check_unchanged(&self) -> Result<(), ExchangeError> {
        self.contents.check_unchanged()
    }
}

/// The beginning of some contents.
pub(super) fn head_of(contents: &Contents) -> Result<Vec<u8>, ExchangeError> {
    let mut head = Vec::new();
    let read = contents
        .pass()
        .and_then(|pass| pass.take(HEAD).read_to_end(&mut head));
    read.map(|_| head).map_err(ExchangeError::Reading)
}

/// A pass that leaves the first bytes out.
fn pass_after(contents: &Contents, mark: usize) -> io::Result<Box<dyn BufRead + '_>> {
    let mut pass = contents.pass()?;
    io::copy(&mut (&mut pass).take(mark as u64), &mut io::sink())?;
    Ok(pass)
}

/// What CR ends, ended by LF.
struct WithLineFeeds<R>(R);

impl<R: Read> Read for WithLineFeeds<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(bytes)?;
        for byte in bytes[..length].iter_mut().filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        Ok(length)
    }
}

/// What bytes are, as a whole.
#[derive(Default)]
struct Seen {
    /// Where the first is that is not UTF-8.
    first_wrong: Option<u64>,
    /// Whether some of it is UTF-8 beyond ASCII.
    beyond_ascii: bool,
    has_line_feed: bool,
}

fn scan(source: &mut dyn BufRead) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let mut at = 0;
    each_chunk(source, &mut |valid, is_wrong| {
        seen.beyond_ascii = seen.beyond_ascii || !valid.is_ascii();
        seen.has_line_feed = seen.has_line_feed || valid.contains('\n');
        at += valid.len() as u64;
        if is_wrong {
            seen.first_wrong.get_or_insert(at);
        }
        Ok(())
    })?;
    Ok(seen)
}

/// The line of a place, from 1.
fn line_at(source: &mut dyn BufRead, place: u64) -> io::Result<usize> {
    let mut before = source.take(place);
    let mut line = 1;
    loop {
        let found = before.fill_buf()?;
        let length = found.len();
        line += found.split(|byte| *byte == b'\n').count() - 1;
        before.consume(length);
        if length == 0 {
            return Ok(line);
        }
    }
}

/// Goes through bytes: what is UTF-8, each part with whether something follows that isn't.
fn each_chunk(
    source: &mut dyn BufRead,
    take: &mut dyn FnMut(&str, bool) -> io::Result<()>,
) -> io::Result<()> {
    // The beginning of a letter, the rest of which is still to come.
    let mut begun: Vec<u8> = Vec::new();
    loop {
        let found = source.fill_buf()?;
        let is_last = found.is_empty();
        let length = found.len();
        begun.extend_from_slice(found);
        source.consume(length);
        let rest = match std::str::from_utf8(&begun) {
            Ok(text) => {
                take(text, false)?;
                begun.len()
            }
            Err(_) => chunks_of(&begun, is_last, take)?,
        };
        begun.drain(..rest);
        if is_last {
            return Ok(());
        }
    }
}

/// As [`each_chunk`], of bytes that aren't all UTF-8: how many of them were taken.
fn chunks_of(
    bytes: &[u8],
    is_last: bool,
    take: &mut dyn FnMut(&str, bool) -> io::Result<()>,
) -> io::Result<usize> {
    let mut taken = 0;
    while taken < bytes.len() {
        let (valid, wrong) = match std::str::from_utf8(&bytes[taken..]) {
            Ok(_) => (bytes.len() - taken, 0),
            Err(error) => {
                let valid = error.valid_up_to();
                match error.error_len() {
                    Some(length) => (valid, length),
                    None if is_last => (valid, bytes.len() - taken - valid),
                    None => {
                        take(text_of(&bytes[taken..taken + valid]), false)?;
                        return Ok(taken + valid);
                    }
                }
            }
        };
        take(text_of(&bytes[taken..taken + valid]), wrong > 0)?;
        taken += valid + wrong;
    }
    Ok(taken)
}

/// The text of bytes that are UTF-8.
fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Damaged UTF-8, with a mark in the place of what can't be read.
fn repair(source: &mut dyn BufRead) -> io::Result<Contents> {
    let mut spool = Spool::default();
    each_chunk(source, &mut |valid, is_wrong| {
        spool.write_all(valid.as_bytes())?;
        if is_wrong {
            write_char(&mut spool, char::REPLACEMENT_CHARACTER)?;
        }
        Ok(())
    })?;
    spool.into_contents()
}

fn from_windows(source: &mut dyn BufRead) -> io::Result<Contents> {
    let mut spool = Spool::default();
    for byte in source.bytes() {
        write_char(&mut spool, of_windows(byte?))?;
    }
    spool.into_contents()
}

fn from_utf_16(contents: &Contents, how: Utf16) -> io::Result<Contents> {
    let mut spool = Spool::default();
    let mut source = contents.pass()?;
    let mut failed = None;
    let pairs = std::iter::from_fn(|| {
        let mut pair = [0; 2];
        match source.read_exact(&mut pair) {
            Ok(()) => Some(pair),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => {
                failed = Some(error);
                None
            }
        }
    });
    for c in how.text(pairs) {
        write_char(&mut spool, c)?;
    }
    failed.map_or(Ok(()), Err)?;
    spool.into_contents()
}

fn write_char(spool: &mut Spool, c: char) -> io::Result<()> {
    spool.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::decode::decode;
    use proptest::prelude::*;

    /// All of it, and what is said of how it was read.
    fn told(bytes: &[u8]) -> Result<(String, Option<String>), String> {
        let told = |contents: Contents| {
            let decoded = Text::decode(contents, "a log").map_err(|error| error.to_string())?;
            Ok((decoded.0.whole().expect("text"), decoded.1))
        };
        let found = told(bytes.into());
        assert_eq!(told(Contents::in_file(bytes)), found, "in a file");
        found
    }

    fn told_at_once(bytes: &[u8]) -> Result<(String, Option<String>), String> {
        let decoded = decode(bytes, "a log").map_err(|wrong| wrong.what)?;
        Ok((decoded.0.into_owned(), decoded.1))
    }

    #[test]
    fn it_is_read_as_it_is_in_memory() {
        let cases: [&[u8]; 13] = [
            b"",
            "caf\u{e9}".as_bytes(),
            b"\xef\xbb\xbfa,b",
            b"\xff\xfea\0,\0",
            b"\xfe\xff\0a\0\xe9",
            b"a\0,\0b\0",
            b"\xff\xfea\0\x00\xd8",
            b"a\ncaf\xe9 \x80",
            b"caf\xc3\xa9 \xc3",
            b"caf\xc3\xa9 \xe2\x82 \n\xff\xfe",
            b"PK\x03\x04rest",
            b"%PDF-1.7",
            b"\x7fELF\x02\x01\x01\0\0\0",
        ];
        for bytes in cases {
            assert_eq!(told(bytes), told_at_once(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn where_lines_end_with_cr_alone_they_end_with_lf() {
        for (bytes, lines) in [("a\rb\r", "a\nb\n"), ("a\rb\n", "a\rb\n"), ("", "")] {
            let (text, _) = Text::decode(bytes.as_bytes().into(), "a log").expect("text");
            let mut found = String::new();
            let mut pass = text.pass().expect("a pass");
            pass.read_to_string(&mut found).expect("text");
            assert_eq!(found, lines, "{bytes:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn however_it_is_cut_it_reads_alike(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0xe2_u8), Just(0x82), Just(0xac), Just(b'\n')], 0..60),
            at_once in 1..6_usize
        ) {
            let mut parts = String::new();
            let mut source = io::BufReader::with_capacity(at_once, bytes.as_slice());
            each_chunk(&mut source, &mut |valid, is_wrong| {
                parts.push_str(valid);
                parts.extend(is_wrong.then_some(char::REPLACEMENT_CHARACTER));
                Ok(())
            }).expect("read");
            prop_assert_eq!(&*parts, &*String::from_utf8_lossy(&bytes));
            prop_assert_eq!(told(&bytes), told_at_once(&bytes));
        }
    }
}
