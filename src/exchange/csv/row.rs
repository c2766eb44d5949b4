//! A row of a sheet, cell by cell, as the `csv` crate writes it: most cells are plain and go through as they are.

use std::io::Write;

use crate::domain::block::{Fit, Grade, Tag};
use crate::domain::block_view::BlockView;
use crate::exchange::digits::push_count;
use crate::exchange::error::ExchangeError;
use crate::report::csv::guard_cell;

/// How texts stand in a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cells {
    /// So that no spreadsheet takes one for a formula; reading the sheet takes that back.
    #[default]
    Guarded,
    /// As they are.
    Raw,
}

/// A row that is being written.
pub(super) struct Row {
    bytes: Vec<u8>,
    delimiter: u8,
    /// Of which bytes a text may be that needs no quotes, and no closer look.
    plain: [bool; 256],
}

impl Row {
    pub(super) fn new(delimiter: u8) -> Self {
        let mut plain = [false; 256];
        plain[b' '.into()..=b'~'.into()].fill(true);
        plain[usize::from(b'"')] = false;
        plain[usize::from(delimiter)] = false;
        Self {
            bytes: Vec::new(),
            delimiter,
            plain,
        }
    }

    /// Adds a cell that no dialect puts in quotes: a time, an id, a word of our own.
    pub(super) fn push(&mut self, cell: &[u8]) {
        self.bytes.extend_from_slice(cell);
        self.bytes.push(self.delimiter);
    }

    /// Adds a text.
    pub(super) fn push_text(&mut self, text: &str, cells: Cells) {
        let is_plain = text.bytes().all(|byte| self.plain[usize::from(byte)]);
        let may_be_formula = text.starts_with(['=', '+', '-', '@', '\'']);
        match cells {
            Cells::Guarded if is_plain && !may_be_formula => self.push(text.as_bytes()),
            Cells::Raw if is_plain => self.push(text.as_bytes()),
            Cells::Guarded => self.push_quoted(&guard_cell(text)),
            Cells::Raw => self.push_quoted(text),
        }
    }

    /// Adds a text, in quotes where it needs them.
    fn push_quoted(&mut self, text: &str) {
        let delimiter = self.delimiter;
        let is_special = |byte| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        if text.bytes().any(is_special) {
            self.bytes.push(b'"');
            self.bytes
                .extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.push(b"\"");
        } else {
            self.push(text.as_bytes());
        }
    }

    fn push_count(&mut self, count: u32) {
        push_count(&mut self.bytes, count);
        self.bytes.push(self.delimiter);
    }

    /// Adds what a block says beside its times.
    pub(super) fn push_said(&mut self, block: &BlockView<'_>, cells: Cells) {
        self.push(block.category.name().as_bytes());
        for name in [block.activity, block.account, block.requester] {
            self.push_text(name.unwrap_or_default(), cells);
        }
        match block.tags.as_ref() {
            [] => self.push(b""),
            tags => self.push_text(&listed(tags), cells),
        }
        self.push_text(block.note, cells);
        let outcomes = block.outcomes;
        self.push_count(outcomes.touches);
        self.push_count(outcomes.conversations);
        self.push_count(outcomes.meetings);
        self.push(outcomes.grade.map_or("", Grade::name).as_bytes());
        self.push_text(block.source.unwrap_or_default(), cells);
        self.push(block.fit.map_or("", Fit::name).as_bytes());
    }

    /// Writes the row and begins the next one.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> Result<(), ExchangeError> {
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Tags side by side; a comma in one of them gets a backslash.
fn listed(tags: &[Tag]) -> String {
    let escaped = |tag: &Tag| tag.replace('\\', "\\\\").replace(',', "\\,");
    tags.iter().map(escaped).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv::Dialect;

    #[test]
    fn a_row_is_what_the_csv_crate_makes_of_its_cells() {
        let texts = [
            "",
            "plain",
            "a b",
            "a,b",
            "a;b",
            "a|b",
            "a\tb",
            "a\"b",
            "\"",
            "a\nb",
            "a\rb",
            "é",
            "日,本",
            "=1+1",
            "+1",
            "-1",
            "@x",
            "'quoted",
            "'=1",
            "＝1",
            "\u{2212}1",
            "\t=1",
            "\n",
            "a\u{202e}b",
            "\u{7f}",
            "~",
            " ",
        ];
        for delimiter in [b',', b';', b'|', b'\t'] {
            let dialect = Dialect {
                delimiter,
                ..Dialect::PLAIN
            };
            for cells in [Cells::Guarded, Cells::Raw] {
                let mut row = Row::new(delimiter);
                let mut written = Vec::new();
                let mut expected = dialect.builder().from_writer(Vec::new());
                for text in texts {
                    row.push(b"first");
                    row.push_text(text, cells);
                    row.write(&mut written).expect("room in memory");
                    let cell = match cells {
                        Cells::Guarded => guard_cell(text),
                        Cells::Raw => text.to_owned(),
                    };
                    expected
                        .write_record(["first", &cell])
                        .expect("room in memory");
                }
                let expected = expected.into_inner().expect("room in memory");
                assert_eq!(
                    String::from_utf8_lossy(&written),
                    String::from_utf8_lossy(&expected)
                );
            }
        }
    }
}
