//! Sheets in CSV as other tools and spreadsheets write them: columns by name in any case, a separator of their own,
//! ragged rows. Knows nothing of what stands in the cells.

use std::collections::HashMap;
use std::io::{self, BufRead, Read};

use super::contents::Contents;
pub(super) use super::csv_rows::Row;
use super::csv_rows::{Break, Rows, trimmed};
use super::error::ExchangeError;
use super::field::Field;
use super::import_report::RowError;
use super::text::Text;

/// What may stand between the cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A first line is looked at up to here.
const LONGEST_HEADER: u64 = 1 << 20;

/// A sheet: its columns, and where its rows are. It holds none of them: each pass reads the text anew.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the columns as they stand there.
    pub(super) names: Vec<String>,
    /// Rows that are none; known once the sheet was surveyed.
    pub(super) rejected: Vec<RowError>,
    /// What a person should know of how it was read.
    pub(super) remarks: Vec<String>,
    text: Text,
    separator: u8,
    /// How many lines stand before it.
    skipped: usize,
    /// The place of a row that breaks off; known once the sheet was surveyed.
    broken: Option<usize>,
}

/// The names of the columns. Outlook in French calls date and time alike: the second of a name is `Début 2`.
fn name_columns(header: &Row) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let names = header.cells().map(|name| {
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
        column.0.is_some_and(|place| place < self.len())
    }

    /// What stands in a column, without the white space around it; empty where the row is too short.
    pub(super) fn cell(&self, column: Column) -> &str {
        let cell = column.0.and_then(|place| self.get(place));
        trimmed(cell.unwrap_or_default())
    }
}

impl Sheet {
    /// The sheet that some contents are; `format` is the name of what should be in it: `a Toggl detailed export`.
    pub(super) fn open(contents: Contents, format: &str) -> Result<Self, ExchangeError> {
        let (text, remark) = Text::decode(contents, format)?;
        Self::of(text, remark)
    }

    /// The sheet that a text in memory is.
    pub(super) fn of_str(text: &str) -> Result<Self, ExchangeError> {
        Self::of(Text::of_str(text), None)
    }

    /// The sheet that a text is; `remark` says how the text was read.
    pub(super) fn of(text: Text, remark: Option<String>) -> Result<Self, ExchangeError> {
        let (separator, skipped) = separator(&mut text.pass()?).map_err(ExchangeError::Reading)?;
        let mut sheet = Self {
            names: Vec::new(),
            rejected: Vec::new(),
            remarks: Vec::from_iter(remark),
            text,
            separator,
            skipped,
            broken: None,
        };
        let mut header = Row::default();
        if next_row(&mut sheet.pass()?, &mut header)? {
            sheet.names = name_columns(&header);
        }
        Ok(sheet)
    }

    /// Reads from the beginning, with the names of the columns.
    fn pass(&self) -> Result<Rows<'_>, ExchangeError> {
        let mut source = self.text.pass()?;
        for _ in 0..self.skipped {
            pass_line(&mut source).map_err(ExchangeError::Reading)?;
        }
        Ok(Rows::new(source, self.separator, 1 + self.skipped))
    }

    /// Goes through all rows for the first time: `look` sees each, and those that are none are noted.
    pub(super) fn survey(&mut self, look: &mut dyn FnMut(&Row)) -> Result<(), ExchangeError> {
        let mut rejected = Vec::new();
        let mut broken = None;
        let (mut rows, mut row) = (self.pass()?, Row::default());
        next_row(&mut rows, &mut row)?;
        for place in 0.. {
            if !next_row(&mut rows, &mut row)? {
                break;
            }
            if let Some(what) = self.surplus(&row) {
                rejected.push(RowError::new(row.line, what));
            } else if let Some(what) = rows.breaks_off().and_then(|how| describe_break(how, &row)) {
                rejected.push(RowError::new(row.line, what));
                broken = Some(place);
            } else {
                look(&row);
            }
        }
        drop(rows);
        self.text.check_unchanged()?;
        self.rejected.append(&mut rejected);
        self.broken = broken;
        Ok(())
    }

    /// Goes through all rows that are some, until one is not taken.
    pub(super) fn each_row(&self, take: &mut dyn FnMut(&Row) -> bool) -> Result<(), ExchangeError> {
        let (mut rows, mut row) = (self.pass()?, Row::default());
        next_row(&mut rows, &mut row)?;
        for place in 0.. {
            if !next_row(&mut rows, &mut row)? {
                break;
            }
            let is_one = row.len() <= self.names.len() || self.surplus(&row).is_none();
            if is_one && self.broken != Some(place) && !take(&row) {
                return Ok(());
            }
        }
        drop(rows);
        self.text.check_unchanged()
    }

    /// Why a row has more in it than there are columns.
    fn surplus(&self, row: &Row) -> Option<String> {
        let more = row.cells().skip(self.names.len());
        let mut more = more.filter(|cell| !cell.trim().is_empty());
        more.next()?;
        Some(format!(
            "there are {} cells in it and only {} columns",
            row.len(),
            self.names.len()
        ))
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

/// The next row in which something stands; `false` where there is none.
fn next_row(rows: &mut Rows<'_>, row: &mut Row) -> Result<bool, ExchangeError> {
    loop {
        match rows.next(row) {
            Ok(true) if row.is_blank() => {}
            Ok(found) => return Ok(found),
            // What was text before isn't any more.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(ExchangeError::Changed);
            }
            Err(error) => return Err(ExchangeError::Reading(error)),
        }
    }
}

/// What is wrong with a row that breaks off. Behind a mark that is never closed, all the rest of the file is one cell.
fn describe_break(how: Break, row: &Row) -> Option<&'static str> {
    let swallows = || {
        row.cells()
            .next_back()
            .is_some_and(|cell| cell.contains('\n'))
    };
    match how {
        Break::Unclosed if !swallows() => None,
        Break::Unclosed => {
            Some("a quotation mark is not closed from here on: the rest of the file cannot be read")
        }
        Break::TooLong => {
            Some("it is longer than 16 MB, as no row is: the rest of the file cannot be read")
        }
    }
}

/// Passes a line.
fn pass_line(source: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    source.take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// The separator, by the first line that is not empty: the one that cuts it into the most cells. And how many lines
/// stand before the sheet: Excel may name the separator in the first one, as `sep=;`.
fn separator(source: &mut dyn BufRead) -> io::Result<(u8, usize)> {
    let mut line = pass_line(source)?;
    if let Some(separator) = line.strip_prefix(b"sep=").and_then(|rest| rest.first())
        && SEPARATORS.contains(separator)
    {
        return Ok((*separator, 1));
    }
    while String::from_utf8_lossy(&line).trim().is_empty() {
        line = pass_line(source)?;
        if line.is_empty() {
            break;
        }
    }
    let count = |separator: &u8| {
        let mut quoted = false;
        let outside = line.iter().filter(|byte| {
            quoted ^= **byte == b'"';
            !quoted && *byte == separator
        });
        outside.count()
    };
    // Of those that cut it alike, the first.
    let most = SEPARATORS.into_iter().rev().max_by_key(count);
    Ok((most.unwrap_or(b','), 0))
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

    fn read(bytes: &[u8]) -> Result<Sheet, ExchangeError> {
        let mut sheet = Sheet::open(bytes.into(), "a sheet")?;
        sheet.survey(&mut |_| {})?;
        Ok(sheet)
    }

    fn cells(sheet: &Sheet, names: &[&str]) -> Vec<(usize, String)> {
        let column = sheet.column(names);
        let mut cells = Vec::new();
        let all = sheet.each_row(&mut |row| {
            cells.push((row.line, row.cell(column).to_owned()));
            true
        });
        all.expect("rows");
        cells
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
            let sheet = read(text.as_bytes()).expect("a sheet");
            assert_eq!(
                cells(&sheet, &["begin", "start date"]),
                [(2, "1".to_owned())],
                "{text:?}"
            );
            assert!(sheet.rejected.is_empty(), "{text:?}");
            assert!(!sheet.column(&["end"]).is_there());
            assert_eq!(cells(&sheet, &["end"]), [(2, String::new())]);
        }
        let sheet = read(b"sep=;\na,x;start date\n9;1").expect("a sheet");
        assert_eq!(cells(&sheet, &["startdate"]), [(3, "1".to_owned())]);
    }

    #[test]
    fn a_row_is_named_by_its_line_in_the_file() {
        let text =
            "\n\na,b\n\n1,\"two\nlines, and \"\"quotes\"\"\"\r\n\r\n\r\n3,4\n5,6,7\n,\n8,9\n";
        let sheet = read(text.as_bytes()).expect("a sheet");
        let expected = [(5, "two\nlines, and \"quotes\""), (9, "4"), (12, "9")]
            .map(|(line, cell)| (line, cell.to_owned()));
        assert_eq!(cells(&sheet, &["B"]), expected);
        let what = "there are 3 cells in it and only 2 columns".to_owned();
        assert_eq!(sheet.rejected, [RowError { line: 10, what }]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_told() {
        let sheet = read(b"a,b\n1,2\n3,\"four\n5,6\n7,8\n").expect("a sheet");
        assert_eq!(cells(&sheet, &["b"]), [(2, "2".to_owned())]);
        assert_eq!(
            sheet
                .rejected
                .iter()
                .map(|fault| fault.line)
                .collect::<Vec<_>>(),
            [3]
        );
        let sheet = read(b"a,b\n1,5\" pipe\n2,3\n").expect("a sheet");
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
                if let Ok(sheet) = read(bytes) {
                    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
                    prop_assert!(cells(&sheet, &["x"]).iter().all(|(line, _)| *line <= lines));
                }
            }
        }
    }
}
