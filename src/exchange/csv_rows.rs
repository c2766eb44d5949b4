//! The rows of a text in CSV, one after the other: cells with a separator between them, in quotation marks where one holds
//! a separator, a line end or a mark. Reads as the csv crate does, and tells more of the lines. Knows no columns.

use std::io::{self, BufRead, Read};

/// A longer row is none.
pub(super) const LONGEST: usize = 16 << 20;

/// A row. It is filled anew by each that is read.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The line in which it begins, from 1.
    pub(super) line: usize,
    /// The row as it stands there, and behind it the cells that had marks in them, without those.
    text: String,
    cells: Vec<Cell>,
}

/// Where the text of a cell is.
#[derive(Clone, Copy, Debug)]
struct Cell {
    from: usize,
    to: usize,
    /// Whether it stands behind the row.
    behind: bool,
}

impl Row {
    /// How many cells it has.
    pub(super) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// What stands in a cell; nothing where the row is too short.
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let cell = self.cells.get(place)?;
        self.text.get(cell.from..cell.to)
    }

    /// All of its cells.
    pub(super) fn cells(&self) -> impl DoubleEndedIterator<Item = &str> {
        let text = |cell: &Cell| self.text.get(cell.from..cell.to).unwrap_or_default();
        self.cells.iter().map(text)
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| trimmed(cell).is_empty())
    }
}

/// A cell without the white space around it; most have none.
#[inline]
pub(super) fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [] => cell,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}

/// How a text breaks off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Break {
    /// In quotation marks that aren't closed.
    Unclosed,
    /// In a row that is too long.
    TooLong,
}

/// The rows of a text.
pub(super) struct Rows<'t> {
    source: Box<dyn BufRead + 't>,
    separator: u8,
    /// The lines of which the row is made.
    lines: Vec<u8>,
    /// Up to where they are read.
    at: usize,
    line: usize,
    /// What is to stand behind the row.
    behind: Vec<u8>,
    breaks_off: Option<Break>,
}

impl<'t> Rows<'t> {
    /// Reads a text whose first line has the number `line`.
    pub(super) fn new(source: Box<dyn BufRead + 't>, separator: u8, line: usize) -> Self {
        Self {
            source,
            separator,
            lines: Vec::new(),
            at: 0,
            line,
            behind: Vec::new(),
            breaks_off: None,
        }
    }

    /// How the row that was read last breaks off, where it does; it is the last one then.
    pub(super) const fn breaks_off(&self) -> Option<Break> {
        self.breaks_off
    }

    /// Reads the next row; `false` where there is none.
    pub(super) fn next(&mut self, row: &mut Row) -> io::Result<bool> {
        if self.breaks_off.is_some() || !self.skip_line_ends()? {
            return Ok(false);
        }
        // What is before the row is done with.
        if self.at > 0 {
            self.lines.drain(..self.at);
            self.at = 0;
        }
        self.behind.clear();
        row.cells.clear();
        row.line = self.line;
        if !self.split_plain_line(row) {
            self.split(row)?;
        }
        row.text.clear();
        row.text.push_str(self.text(&self.lines[..self.at])?);
        if !self.behind.is_empty() {
            let shift = row.text.len();
            row.text.push_str(self.text(&self.behind)?);
            for cell in row.cells.iter_mut().filter(|cell| cell.behind) {
                cell.from += shift;
                cell.to += shift;
            }
        }
        Ok(true)
    }

    /// Splits a row that is one line without marks, as most are; `false` where it is none.
    fn split_plain_line(&mut self, row: &mut Row) -> bool {
        let line = self.lines.strip_suffix(b"\n").unwrap_or(&self.lines);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Each of them is a search of its own: that is faster than one for all.
        if self.breaks_off.is_some() || [b'"', b'\r', b'\n'].iter().any(|odd| line.contains(odd)) {
            return false;
        }
        let (mut from, behind) = (0, false);
        let separator = self.separator;
        while let Some(length) = line[from..].iter().position(|byte| *byte == separator) {
            let to = from + length;
            row.cells.push(Cell { from, to, behind });
            from = to + 1;
        }
        let to = line.len();
        row.cells.push(Cell { from, to, behind });
        self.at = line.len();
        true
    }

    /// Splits any row.
    fn split(&mut self, row: &mut Row) -> io::Result<()> {
        loop {
            let cell = if self.lines.get(self.at) == Some(&b'"') {
                self.quoted()?
            } else {
                self.plain()
            };
            row.cells.push(cell);
            if self.lines.get(self.at) != Some(&self.separator) {
                return Ok(());
            }
            self.at += 1;
        }
    }

    /// Bytes as text; a row that is too long may break off within a letter.
    fn text<'b>(&self, bytes: &'b [u8]) -> io::Result<&'b str> {
        match str::from_utf8(bytes) {
            Err(error) if self.breaks_off == Some(Break::TooLong) => {
                let whole = &bytes[..error.valid_up_to()];
                Ok(str::from_utf8(whole).unwrap_or_default())
            }
            found => found.map_err(|_| io::ErrorKind::InvalidData.into()),
        }
    }

    /// Passes what ends lines; `false` where nothing else follows.
    fn skip_line_ends(&mut self) -> io::Result<bool> {
        loop {
            match self.lines.get(self.at) {
                Some(b'\n') => self.line += 1,
                Some(b'\r') => {}
                Some(_) => return Ok(true),
                None => {
                    self.lines.clear();
                    self.at = 0;
                    if !self.read_line()? {
                        return Ok(false);
                    }
                    continue;
                }
            }
            self.at += 1;
        }
    }

    /// Reads one line more; `false` where there is none, or the row becomes too long.
    fn read_line(&mut self) -> io::Result<bool> {
        let free = LONGEST.saturating_sub(self.lines.len());
        let length = (&mut self.source)
            .take(free as u64)
            .read_until(b'\n', &mut self.lines)?;
        if length == free && self.lines.last() != Some(&b'\n') {
            self.breaks_off = Some(Break::TooLong);
        }
        Ok(length > 0)
    }

    /// A cell without marks, or what follows behind the closing one.
    fn plain(&mut self) -> Cell {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let from = self.at;
        self.at += length;
        Cell {
            from,
            to: self.at,
            behind: false,
        }
    }

    /// A cell in marks. Two of them inside are one; what follows behind the closing one belongs to it.
    fn quoted(&mut self) -> io::Result<Cell> {
        self.at += 1;
        let (start, mut from) = (self.behind.len(), self.at);
        let mut is_split = false;
        loop {
            let rest = &self.lines[self.at..];
            let Some(length) = rest.iter().position(|byte| *byte == b'"') else {
                self.at = self.lines.len();
                if self.breaks_off.is_none() && self.read_line()? {
                    self.line += 1;
                    continue;
                }
                self.breaks_off = self.breaks_off.or(Some(Break::Unclosed));
                return Ok(self.end_of(start, from, self.at, is_split));
            };
            let close = self.at + length;
            self.at = close + 1;
            let next = self.lines.get(self.at);
            if next == Some(&b'"') {
                is_split = true;
                self.behind.extend_from_slice(&self.lines[from..self.at]);
                self.at += 1;
                from = self.at;
            } else if next
                .is_none_or(|next| *next == self.separator || matches!(next, b'\n' | b'\r'))
            {
                return Ok(self.end_of(start, from, close, is_split));
            } else {
                self.behind.extend_from_slice(&self.lines[from..close]);
                let after = self.plain();
                return Ok(self.end_of(start, after.from, after.to, true));
            }
        }
    }

    /// A cell that ends with a part of the row, and has begun behind it where it was split.
    fn end_of(&mut self, start: usize, from: usize, to: usize, is_split: bool) -> Cell {
        if !is_split {
            let behind = false;
            return Cell { from, to, behind };
        }
        self.behind.extend_from_slice(&self.lines[from..to]);
        Cell {
            from: start,
            to: self.behind.len(),
            behind: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::{ReaderBuilder, StringRecord};
    use proptest::prelude::*;

    fn rows(text: &str, separator: u8) -> (Vec<(usize, Vec<String>)>, Option<Break>) {
        let mut rows = Rows::new(Box::new(text.as_bytes()), separator, 1);
        let (mut row, mut found) = (Row::default(), Vec::new());
        while rows.next(&mut row).expect("read") {
            found.push((row.line, row.cells().map(str::to_owned).collect()));
        }
        (found, rows.breaks_off())
    }

    fn by_the_crate(text: &str, separator: u8) -> Vec<Vec<String>> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut found = Vec::new();
        while reader.read_record(&mut record).expect("text") {
            found.push(record.iter().map(str::to_owned).collect());
        }
        found
    }

    #[test]
    fn cells_are_taken_out_of_their_marks_and_rows_have_lines() {
        type Case = (&'static str, &'static [(usize, &'static [&'static str])]);
        let cases: [Case; 9] = [
            ("a,b\n1,2", &[(1, &["a", "b"]), (2, &["1", "2"])]),
            ("a,\r\n\r\n,b\r\n", &[(1, &["a", ""]), (3, &["", "b"])]),
            (
                "\"a,\n\"\"b\"\"\",c\nd",
                &[(1, &["a,\n\"b\"", "c"]), (3, &["d"])],
            ),
            (
                "\"\",\"x\"y\"z\",5\" w\n",
                &[(1, &["", "xy\"z\"", "5\" w"])],
            ),
            ("a\rb\n", &[(1, &["a"]), (1, &["b"])]),
            ("é,\"ü\"\"\",ß\n", &[(1, &["é", "ü\"", "ß"])]),
            ("\"\"\"\"", &[(1, &["\""])]),
            ("\n\n", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<(usize, Vec<String>)> = expected
                .iter()
                .map(|(line, cells)| (*line, cells.iter().map(ToString::to_string).collect()))
                .collect();
            assert_eq!(rows(text, b','), (expected, None), "{text:?}");
        }
        let (found, breaks_off) = rows("a,b\n1,\"2\n3,4\n", b',');
        assert_eq!(
            (found[1].1[1].as_str(), breaks_off),
            ("2\n3,4\n", Some(Break::Unclosed))
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_the_last() {
        for quote in ["", "\""] {
            let text = format!("a\n{quote}{}\nb\n", "x".repeat(LONGEST + 9));
            let (found, breaks_off) = rows(&text, b',');
            assert_eq!((found.len(), breaks_off), (2, Some(Break::TooLong)));
            assert!(found[1].1[0].len() <= LONGEST);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn they_are_those_that_the_csv_crate_reads(text in "[a,;\"\r\né ]{0,40}", separator in prop_oneof![Just(b','), Just(b';')]) {
            let (found, _) = rows(&text, separator);
            let cells: Vec<Vec<String>> = found.into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(cells, by_the_crate(&text, separator), "{:?}", text);
        }
    }
}
