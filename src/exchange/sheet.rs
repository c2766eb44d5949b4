//! Sheets in CSV as other tools and spreadsheets write them: columns by name in any case, a separator of their own,
//! ragged rows. Knows nothing of what stands in the cells.

use std::borrow::Cow;
use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::decode::decode;
use super::field::Field;
use super::import_report::RowError;
use super::source::ParseError;

/// What may stand between the cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A sheet: its columns and its rows.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the columns as they stand there.
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Rows that are none.
    pub(super) rejected: Vec<RowError>,
    /// What a person should know of how it was read.
    pub(super) remarks: Vec<String>,
}

/// A row of a sheet.
#[derive(Debug)]
pub(super) struct Row {
    /// The line in which it begins, from 1.
    pub(super) line: usize,
    cells: StringRecord,
}

/// The names of the columns. Outlook in French calls date and time alike: the second of a name is `Début 2`.
fn name_columns(record: &StringRecord) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let names = record.iter().map(|name| {
        let name = name.trim();
        let count = counts.entry(name).or_default();
        *count += 1;
        match *count {
            1 => name.to_owned(),
            _ if name.is_empty() => String::new(),
            count => format!("{name} {count}"),
        }
    });
    names.collect()
}

/// A field, and the names that its column may have; the first that is there counts.
pub(super) type Names = (Field, &'static [&'static str]);

/// Which column of a sheet holds which field.
pub(super) struct Columns([Column; Field::COUNT]);

impl Columns {
    /// No column holds anything.
    pub(super) const NONE: Self = Self([Column(None); _]);

    pub(super) const fn set(&mut self, field: Field, column: Column) {
        self.0[field as usize] = column;
    }

    pub(super) const fn of(&self, field: Field) -> Column {
        self.0[field as usize]
    }

    /// Whether the sheet has a column for the field.
    pub(super) const fn has(&self, field: Field) -> bool {
        self.of(field).0.is_some()
    }

    /// Whether a column holds one of the fields.
    pub(super) fn know(&self, column: Column) -> bool {
        self.0.contains(&column)
    }
}

/// A column of a sheet, by its place; nothing stands in one that the sheet does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Column(Option<usize>);

impl Column {
    /// Whether the sheet has it.
    pub(super) const fn is_there(self) -> bool {
        self.0.is_some()
    }
}

impl Row {
    /// Whether the row has a cell in the column, though perhaps an empty one.
    pub(super) fn reaches(&self, column: Column) -> bool {
        column.0.is_some_and(|place| place < self.cells.len())
    }

    /// What stands in a column, without the white space around it; empty where the row is too short.
    pub(super) fn cell(&self, column: Column) -> &str {
        column
            .0
            .and_then(|place| self.cells.get(place))
            .unwrap_or_default()
            .trim()
    }
}

impl Sheet {
    /// Reads a sheet; `format` is the name of what should be in it: `a Toggl detailed export`.
    pub(super) fn read(bytes: &[u8], format: &str) -> Result<Self, ParseError> {
        let (text, remark) = decode(bytes, format)?;
        Ok(Self::of_text(&text, remark))
    }

    /// The sheet that a text is; `remark` says how the text was read.
    pub(super) fn of_text(text: &str, remark: Option<String>) -> Self {
        // Old Macs end their lines with CR alone; the lines are counted by LF.
        let text = if text.contains('\n') {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace('\r', "\n"))
        };
        let (separator, skipped) = separator(&text);
        let body = text.splitn(skipped + 1, '\n').last().unwrap_or_default();
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(body.as_bytes());
        let mut sheet = Self {
            names: Vec::new(),
            rows: Vec::new(),
            rejected: Vec::new(),
            remarks: Vec::from_iter(remark),
        };
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).is_ok_and(|more| more) {
            let line = record
                .position()
                .map_or(1, |position| position.line() as usize)
                + skipped;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if sheet.names.is_empty() {
                sheet.names = name_columns(&record);
            } else {
                sheet.take(Row {
                    line: line_of(line, body, &record),
                    cells: std::mem::take(&mut record),
                });
            }
        }
        sheet.look_for_an_open_quote(body);
        sheet
    }

    fn take(&mut self, row: Row) {
        let more = row
            .cells
            .iter()
            .skip(self.names.len())
            .any(|cell| !cell.trim().is_empty());
        if more {
            let what = format!(
                "there are {} cells in it and only {} columns",
                row.cells.len(),
                self.names.len()
            );
            self.rejected.push(RowError::new(row.line, what));
        } else {
            self.rows.push(row);
        }
    }

    /// Behind a quote that is never closed, all the rest of the file is one cell.
    fn look_for_an_open_quote(&mut self, body: &str) {
        let is_odd = body.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let swallows = |row: &Row| {
            row.cells
                .iter()
                .next_back()
                .is_some_and(|cell| cell.contains('\n'))
        };
        if is_odd && let Some(row) = self.rows.pop_if(|row| swallows(row)) {
            let what =
                "a quotation mark is not closed from here on: the rest of the file cannot be read";
            self.rejected.push(RowError::new(row.line, what));
        }
    }

    /// The columns of these fields.
    pub(super) fn find_columns(&self, fields: impl IntoIterator<Item = Names>) -> Columns {
        let mut columns = Columns::NONE;
        for (field, names) in fields {
            columns.set(field, self.column(names));
        }
        columns
    }

    /// The name of a column as it stands there; nothing where the sheet does not have it.
    pub(super) fn name_of(&self, column: Column) -> &str {
        let name = column.0.and_then(|place| self.names.get(place));
        name.map_or("", String::as_str)
    }

    /// The first column that has one of these names, in any case, with or without spaces, `_` and `-`.
    pub(super) fn column(&self, names: &[&str]) -> Column {
        let place = |name: &&str| {
            self.names
                .iter()
                .position(|found| plain(found) == plain(name))
        };
        Column(names.iter().find_map(place))
    }
}

/// The separator, by the first line that is not empty: the one that cuts it into the most cells. And how many lines
/// stand before the sheet: Excel may name the separator in the first one, as `sep=;`.
fn separator(text: &str) -> (u8, usize) {
    if let Some(separator) = text
        .strip_prefix("sep=")
        .and_then(|rest| rest.bytes().next())
        && SEPARATORS.contains(&separator)
    {
        return (separator, 1);
    }
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: &u8| {
        let mut quoted = false;
        let outside = header.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && byte == separator
        });
        outside.count()
    };
    // Of those that cut it alike, the first.
    (
        SEPARATORS
            .into_iter()
            .rev()
            .max_by_key(count)
            .unwrap_or(b','),
        0,
    )
}

/// The line of a row: the reader counts the empty lines before it to the row.
fn line_of(line: usize, body: &str, record: &StringRecord) -> usize {
    let from = record
        .position()
        .map_or(0, |position| position.byte() as usize);
    let before = body.as_bytes().get(from..).unwrap_or_default();
    line + before
        .iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|byte| **byte == b'\n')
        .count()
}

/// The name of a column as it is compared.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(sheet: &Sheet, names: &[&str]) -> Vec<(usize, String)> {
        let column = sheet.column(names);
        sheet
            .rows
            .iter()
            .map(|row| (row.line, row.cell(column).to_owned()))
            .collect()
    }

    #[test]
    fn columns_are_found_by_name_whatever_the_dialect() {
        let texts = [
            "a,Start date,b\nx,1,y\n",
            "\u{feff}a,START DATE,b\r\nx,1,y\r\n",
            "a;Start_Date;b\nx;1;y",
            "a\tstart-date\tb\nx\t1\ty",
            "a,\"Start Date\",b\rx,1,y",
            "start date\n 1 ",
            "\"a,b;c;d\",StartDate\nx,1",
            "start date,a,b\n1\n",
            "start date,a\n1,2,,\n",
        ];
        for text in texts {
            let sheet = Sheet::read(text.as_bytes(), "a sheet").expect("a sheet");
            assert_eq!(
                cells(&sheet, &["begin", "start date"]),
                [(2, "1".to_owned())],
                "{text:?}"
            );
            assert!(sheet.rejected.is_empty(), "{text:?}");
            assert!(!sheet.column(&["end"]).is_there());
            assert_eq!(cells(&sheet, &["end"]), [(2, String::new())]);
        }
        let sheet = Sheet::read(b"sep=;\na,x;start date\n9;1", "a sheet").expect("a sheet");
        assert_eq!(cells(&sheet, &["startdate"]), [(3, "1".to_owned())]);
    }

    #[test]
    fn a_row_is_named_by_its_line_in_the_file() {
        let text =
            "\n\na,b\n\n1,\"two\nlines, and \"\"quotes\"\"\"\r\n\r\n\r\n3,4\n5,6,7\n,\n8,9\n";
        let sheet = Sheet::read(text.as_bytes(), "a sheet").expect("a sheet");
        let expected = [(5, "two\nlines, and \"quotes\""), (9, "4"), (12, "9")]
            .map(|(line, cell)| (line, cell.to_owned()));
        assert_eq!(cells(&sheet, &["B"]), expected);
        let what = "there are 3 cells in it and only 2 columns".to_owned();
        assert_eq!(sheet.rejected, [RowError { line: 10, what }]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_told() {
        let sheet = Sheet::read(b"a,b\n1,2\n3,\"four\n5,6\n7,8\n", "a sheet").expect("a sheet");
        assert_eq!(cells(&sheet, &["b"]), [(2, "2".to_owned())]);
        assert_eq!(
            sheet
                .rejected
                .iter()
                .map(|fault| fault.line)
                .collect::<Vec<_>>(),
            [3]
        );
        let sheet = Sheet::read(b"a,b\n1,5\" pipe\n2,3\n", "a sheet").expect("a sheet");
        assert_eq!(
            cells(&sheet, &["b"]),
            [(2, "5\" pipe".to_owned()), (3, "3".to_owned())]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a,;\t\"\r\n ]{0,60}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                if let Ok(sheet) = Sheet::read(bytes, "a sheet") {
                    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
                    prop_assert!(sheet.rows.iter().all(|row| row.line <= lines));
                }
            }
        }
    }
}
