//! The lines of a calendar: taken apart wherever they end, put together where they were folded, read as properties.
//! Knows nothing of what they mean.

use std::borrow::Cow;
use std::io::{self, BufRead};

/// A longer line is not put together: it holds a file that came with a meeting, or nothing that is meant well.
const LONGEST: usize = 1 << 20;

/// A line of a calendar, unfolded.
pub(super) struct Line<'a> {
    /// Where it begins in the file, from 1.
    pub(super) number: usize,
    /// What it says; as Latin-1 where it is not UTF-8.
    pub(super) text: Cow<'a, str>,
    /// Whether it is UTF-8.
    pub(super) utf8: bool,
    /// Whether its end was left out.
    pub(super) cut: bool,
}

/// The unfolded lines of a file.
pub(super) struct Lines<'t> {
    source: Box<dyn BufRead + 't>,
    number: usize,
    /// What the line says that was read last.
    bytes: Vec<u8>,
    cut: bool,
}

impl<'t> Lines<'t> {
    pub(super) fn new(source: Box<dyn BufRead + 't>) -> Self {
        Self {
            source,
            number: 0,
            bytes: Vec::new(),
            cut: false,
        }
    }

    /// The next line; over empty ones.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.bytes.clear();
        self.cut = false;
        self.skip_empty()?;
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let number = self.number + 1;
        self.physical()?;
        // Over empty lines too, as some programs leave them in a line that is folded.
        self.skip_empty()?;
        while let Some(b' ' | b'\t') = self.peek()? {
            self.source.consume(1);
            self.physical()?;
            self.skip_empty()?;
        }
        let text = str::from_utf8(&self.bytes);
        let utf8 = text.is_ok();
        let text = text.map_or_else(
            |_| Cow::Owned(self.bytes.iter().map(|byte| char::from(*byte)).collect()),
            Cow::Borrowed,
        );
        Ok(Some(Line {
            number,
            text,
            utf8,
            cut: self.cut,
        }))
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.source.fill_buf()?.first().copied())
    }

    /// Passes empty lines.
    fn skip_empty(&mut self) -> io::Result<()> {
        while let Some(b'\n' | b'\r') = self.peek()? {
            self.line_end()?;
        }
        Ok(())
    }

    /// Passes the end of a line.
    fn line_end(&mut self) -> io::Result<()> {
        self.number += 1;
        let end = self.peek()?;
        self.source.consume(1);
        if end == Some(b'\r') && self.peek()? == Some(b'\n') {
            self.source.consume(1);
        }
        Ok(())
    }

    /// Adds the rest of a line as it stands in the file; all of it, or what fits of the first one.
    fn physical(&mut self) -> io::Result<()> {
        let start = self.bytes.len();
        let mut fits = true;
        loop {
            let found = self.source.fill_buf()?;
            if found.is_empty() {
                self.number += 1;
                break;
            }
            let end = found.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let more = &found[..end.unwrap_or(found.len())];
            let free = LONGEST - self.bytes.len();
            if fits {
                self.bytes.extend_from_slice(&more[..more.len().min(free)]);
            }
            fits &= more.len() <= free;
            let length = more.len();
            self.source.consume(length);
            if end.is_some() {
                self.line_end()?;
                break;
            }
        }
        if !fits {
            self.cut = true;
            if start > 0 {
                self.bytes.truncate(start);
            }
        }
        Ok(())
    }
}

/// A line that names a property.
pub(super) struct Property<'a> {
    /// Its name, in the case in which it stands there.
    pub(super) name: &'a str,
    /// What is said of the value.
    params: Vec<(&'a str, &'a str)>,
    /// The value, still escaped.
    pub(super) value: &'a str,
}

impl<'a> Property<'a> {
    /// The name alone, where the line has one.
    pub(super) fn name_of(line: &'a str) -> Option<&'a str> {
        let end = line.find([';', ':'])?;
        let name = &line[..end];
        let good = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        good.then_some(name)
    }

    /// Reads a line; `None` where it is no property.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let name = Self::name_of(line)?;
        let mut rest = &line[name.len()..];
        let mut params = Vec::new();
        while let Some(param) = rest.strip_prefix(';') {
            let equals = param.find(['=', ';', ':'])?;
            let key = &param[..equals];
            rest = &param[equals..];
            if let Some(value) = rest.strip_prefix('=') {
                let quoted = value
                    .strip_prefix('"')
                    .and_then(|value| value.split_once('"'));
                let text = if let Some((text, after)) = quoted {
                    rest = after;
                    text
                } else {
                    let end = value.find([';', ':'])?;
                    rest = &value[end..];
                    &value[..end]
                };
                params.push((key, text));
                // More values of a list: none of them matters here.
                rest = past_list(rest)?;
            }
        }
        rest.strip_prefix(':').map(|value| Self {
            name,
            params,
            value,
        })
    }

    /// Whether it has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// What is said of the value under a name.
    pub(super) fn param(&self, name: &str) -> Option<&'a str> {
        self.params
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// Whether a name stands for this value, in any case.
    pub(super) fn param_is(&self, name: &str, value: &str) -> bool {
        self.param(name)
            .is_some_and(|found| found.eq_ignore_ascii_case(value))
    }

    /// The value as text: without its escapes.
    pub(super) fn text(&self) -> String {
        unescape(self.value)
    }
}

/// Text without its escapes.
pub(super) fn unescape(escaped: &str) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut chars = escaped.chars();
    while let Some(char) = chars.next() {
        match (char, char == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            (char, false) => text.push(char),
        }
    }
    text
}

/// What follows after the further values of a parameter.
fn past_list(mut rest: &str) -> Option<&str> {
    while let Some(next) = rest.strip_prefix(',') {
        rest = match next.strip_prefix('"').and_then(|next| next.split_once('"')) {
            Some((_, after)) => after,
            None => &next[next.find([',', ';', ':'])?..],
        };
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(usize, String)> {
        let mut lines = Lines::new(Box::new(bytes));
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("read") {
            found.push((line.number, line.text.into_owned()));
        }
        found
    }

    #[test]
    fn lines_end_and_fold_wherever_they_like() {
        type Case = (&'static [u8], &'static [(usize, &'static str)]);
        let cases: [Case; 9] = [
            (b"A:1\r\nB:2\r\n", &[(1, "A:1"), (2, "B:2")]),
            (b"A:1\nB:2", &[(1, "A:1"), (2, "B:2")]),
            (b"A:1\rB:2\r", &[(1, "A:1"), (2, "B:2")]),
            (
                b"A:one\r\n  two\r\n\tthree\r\nB:2",
                &[(1, "A:one twothree"), (4, "B:2")],
            ),
            (b"\r\n\r\nA:1\r\n\r\n x", &[(3, "A:1x")]),
            // In the middle of a letter.
            (b"A:gr\xc3\r\n \xbcn", &[(1, "A:gr\u{fc}n")]),
            (b"A:gr\xfcn", &[(1, "A:gr\u{fc}n")]),
            (b" x\r\nA:1", &[(1, " x"), (2, "A:1")]),
            (b"", &[]),
        ];
        for (bytes, expected) in cases {
            let expected: Vec<(usize, String)> = expected
                .iter()
                .map(|(number, text)| (*number, (*text).to_owned()))
                .collect();
            assert_eq!(lines(bytes), expected, "{bytes:?}");
        }
        let long = ["A:".to_owned(), "x".repeat(LONGEST)].join("\n ");
        let mut lines = Lines::new(Box::new(long.as_bytes()));
        while let Some(line) = lines.next().expect("read") {
            assert!(line.cut && line.text.len() <= LONGEST);
        }
    }

    #[test]
    fn a_property_has_a_name_parameters_and_a_value() {
        let cases = [
            ("SUMMARY:a:b;c", "SUMMARY", None, "a:b;c"),
            (
                "DTSTART;TZID=Europe/Berlin:20260302T090000",
                "DTSTART",
                Some("Europe/Berlin"),
                "20260302T090000",
            ),
            (
                "DTSTART;tzid=\"W. Europe; Time\";VALUE=DATE-TIME:2",
                "DTSTART",
                Some("W. Europe; Time"),
                "2",
            ),
            (
                "ATTENDEE;MEMBER=\"mailto:a@b\",\"mailto:c@d\";TZID=x:mailto:e@f",
                "ATTENDEE",
                Some("x"),
                "mailto:e@f",
            ),
            ("X-A;ODD;TZID=y:", "X-A", Some("y"), ""),
        ];
        for (line, name, zone, value) in cases {
            let property = Property::read(line).expect(line);
            assert_eq!(
                (property.name, property.param("TZID"), property.value),
                (name, zone, value),
                "{line}"
            );
        }
        for line in [
            "",
            "words without a name",
            "SUMMARY",
            ":x",
            "DTSTART;TZID=",
            "a b:c",
            "X;A=\"b",
            "ü:1",
        ] {
            assert!(Property::read(line).is_none(), "{line}");
        }
        assert_eq!(
            Property::read(r"S:a\, b\; c\\d\ne\")
                .expect("a property")
                .text(),
            "a, b; c\\d\ne\\"
        );
    }
}
