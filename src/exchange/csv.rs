//! Blocks as CSV: one a row, under the names of the columns, for spreadsheets.

mod read;
mod row;

use std::io::Write;

use super::error::ExchangeError;
use crate::domain::block_view::BlockView;
use crate::domain::calendar::rfc3339_bytes;
use crate::domain::stamp::Stamp;
use crate::report::csv::{Dialect, is_formula};

pub(super) use read::{damage, is_one, read};
pub use row::Cells;
use row::Row;

/// The columns. Times are RFC 3339 with the offset of the place; tags stand side by side.
const COLUMNS: [&str; 15] = [
    "id",
    "start",
    "end",
    "category",
    "activity",
    "account",
    "requester",
    "tags",
    "note",
    "touches",
    "conversations",
    "meetings",
    "grade",
    "source",
    "fit",
];

/// What a spreadsheet gets in place of the first three: the date, the times of day, and the length as numbers to be
/// summed. The id stands last there.
const SHEET_COLUMNS: [&str; 5] = ["date", "start", "end", "hours", "minutes"];

/// How a sheet is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    pub cells: Cells,
    pub dialect: Dialect,
    /// For a spreadsheet, as of a moment: up to it counts what still runs. Else for whoever reads it back.
    pub for_sheets: Option<Stamp>,
}

impl Style {
    /// As it is read back.
    pub const PLAIN: Self = Self {
        cells: Cells::Guarded,
        dialect: Dialect::PLAIN,
        for_sheets: None,
    };
}

/// A sheet that is being written.
pub struct Sheet<'a> {
    out: &'a mut dyn Write,
    style: Style,
    row: Row,
}

impl<'a> Sheet<'a> {
    /// A sheet with the names of its columns.
    pub fn new(out: &'a mut dyn Write, style: Style) -> Result<Self, ExchangeError> {
        out.write_all(style.dialect.mark().as_bytes())?;
        let mut row = Row::new(style.dialect.delimiter);
        if style.for_sheets.is_some() {
            let [id, _, _, said @ ..] = COLUMNS;
            let names = SHEET_COLUMNS.into_iter().chain(said).chain([id]);
            for name in names {
                row.push(name.as_bytes());
            }
        } else {
            for name in COLUMNS {
                row.push(name.as_bytes());
            }
        }
        row.write(out)?;
        Ok(Self { out, style, row })
    }

    /// Writes a block as a row.
    pub fn write(&mut self, block: &BlockView<'_>) -> Result<(), ExchangeError> {
        let (start, end) = (rfc3339_bytes(block.start), block.end.map(rfc3339_bytes));
        let end = end.as_ref().map_or(&[][..], |end| &end[..]);
        let row = &mut self.row;
        match self.style.for_sheets {
            None => {
                row.push(&block.id.spell());
                row.push(&start);
                row.push(end);
            }
            Some(now) => {
                let hours = block.length(now).as_hours();
                let dialect = self.style.dialect;
                row.push(&start[..10]);
                row.push(time_of_day(&start));
                row.push(time_of_day(end));
                row.push_text(&dialect.number(hours, 4), Cells::Raw);
                row.push_text(&dialect.number(hours * 60.0, 2), Cells::Raw);
            }
        }
        row.push_said(block, self.style.cells);
        if self.style.for_sheets.is_some() {
            row.push(&block.id.spell());
        }
        row.write(self.out)
    }

    /// Ends the sheet: all of it is written.
    pub fn end(self) -> Result<(), ExchangeError> {
        Ok(self.out.flush()?)
    }
}

/// `09:00` of `2026-03-02T09:00:00+01:00`, with seconds where there are any.
fn time_of_day(moment: &[u8]) -> &[u8] {
    let time = moment.get(11..19).unwrap_or_default();
    time.strip_suffix(b":00").unwrap_or(time)
}

/// A cell without the `'` that [`guard_cell`] puts before a formula.
fn unguarded(cell: &str) -> &str {
    // Most have none.
    if cell.as_bytes().first() != Some(&b'\'') {
        return cell;
    }
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}
