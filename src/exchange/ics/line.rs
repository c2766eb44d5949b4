//! The lines of a calendar: taken apart wherever they end, put together where they were folded, read as properties.
//! Knows nothing of what they mean.

use std::borrow::Cow;

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
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            number: 0,
        }
    }

    /// The next line as it stands in the file.
    fn physical(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let end = self
            .rest
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(self.rest.len());
        let (line, after) = self.rest.split_at(end);
        let ending = if after.starts_with(b"\r\n") {
            2
        } else {
            after.len().min(1)
        };
        self.rest = &after[ending..];
        Some(line)
    }

    /// What the next line adds to this one, where it is folded; over empty lines too, as some programs leave them.
    fn continuation(&mut self) -> Option<&'a [u8]> {
        let blank = self
            .rest
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        if !matches!(self.rest.get(blank), Some(b' ' | b'\t')) {
            return None;
        }
        loop {
            let line = self.physical()?;
            if let Some((_, more)) = line.split_first() {
                return Some(more);
            }
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let first = loop {
            let line = self.physical()?;
            if !line.is_empty() {
                break line;
            }
        };
        let number = self.number;
        let mut bytes = Cow::Borrowed(&first[..first.len().min(LONGEST)]);
        let mut cut = first.len() > LONGEST;
        while let Some(more) = self.continuation() {
            if bytes.len() + more.len() > LONGEST {
                cut = true;
            } else if !more.is_empty() {
                bytes.to_mut().extend_from_slice(more);
            }
        }
        let utf8 = std::str::from_utf8(&bytes).is_ok();
        let text = match bytes {
            Cow::Borrowed(bytes) if utf8 => String::from_utf8_lossy(bytes),
            bytes if utf8 => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            bytes => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
        };
        Some(Line {
            number,
            text,
            utf8,
            cut,
        })
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
        Lines::new(bytes)
            .map(|line| (line.number, line.text.into_owned()))
            .collect()
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
        assert!(Lines::new(long.as_bytes()).all(|line| line.cut && line.text.len() <= LONGEST));
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
