//! Blocks as CSV: one a row, under the names of the columns, for spreadsheets.

mod read;

use std::io::Write;

use super::error::ExchangeError;
use crate::domain::block::Block;
use crate::domain::record::Record;
use crate::domain::stamp::Stamp;
use crate::report::csv::{Dialect, guard_cell, is_formula};

pub(super) use read::{damage, is_one, read};

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

/// How texts stand in a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cells {
    /// So that no spreadsheet takes one for a formula; reading the sheet takes that back.
    #[default]
    Guarded,
    /// As they are.
    Raw,
}

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
    out: csv::Writer<&'a mut dyn Write>,
    style: Style,
}

impl<'a> Sheet<'a> {
    /// A sheet with the names of its columns.
    pub fn new(out: &'a mut dyn Write, style: Style) -> Result<Self, ExchangeError> {
        let mark = style.dialect.mark().as_bytes();
        out.write_all(mark).map_err(ExchangeError::Writing)?;
        let mut out = style.dialect.builder().from_writer(out);
        if style.for_sheets.is_some() {
            let [id, _, _, said @ ..] = COLUMNS;
            let names = SHEET_COLUMNS.into_iter().chain(said).chain([id]);
            out.write_record(names).map_err(writing)?;
        } else {
            out.write_record(COLUMNS).map_err(writing)?;
        }
        Ok(Self { out, style })
    }

    /// Writes a block as a row.
    pub fn write(&mut self, block: &Block) -> Result<(), ExchangeError> {
        let record = Record::from(block);
        let cell = |text: &str| match self.style.cells {
            Cells::Guarded => guard_cell(text),
            Cells::Raw => text.to_owned(),
        };
        let text = |text: Option<String>| cell(&text.unwrap_or_default());
        let outcomes = record.outcomes;
        let (id, end) = (text(record.id), record.end.unwrap_or_default());
        let said = [
            record.category,
            text(record.activity),
            text(record.account),
            text(record.requester),
            cell(&listed(&record.tags)),
            cell(&record.note),
            outcomes.touches.to_string(),
            outcomes.conversations.to_string(),
            outcomes.meetings.to_string(),
            text(outcomes.grade),
            text(record.source),
            text(record.fit),
        ];
        let row: Vec<String> = match self.style.for_sheets {
            None => [vec![id, record.start, end], said.to_vec()].concat(),
            Some(now) => {
                let hours = block.length(now).as_hours();
                let times = [
                    record.start.get(..10).unwrap_or_default().to_owned(),
                    time_of_day(&record.start),
                    time_of_day(&end),
                    self.style.dialect.number(hours, 4),
                    self.style.dialect.number(hours * 60.0, 2),
                ];
                [times.to_vec(), said.to_vec(), vec![id]].concat()
            }
        };
        self.out.write_record(row).map_err(writing)
    }

    /// Ends the sheet: all of it is written.
    pub fn end(mut self) -> Result<(), ExchangeError> {
        self.out.flush().map_err(ExchangeError::Writing)
    }
}

/// `09:00` of `2026-03-02T09:00:00+01:00`, with seconds where there are any.
fn time_of_day(moment: &str) -> String {
    let time = moment.get(11..19).unwrap_or_default();
    time.strip_suffix(":00").unwrap_or(time).to_owned()
}

fn writing(error: csv::Error) -> ExchangeError {
    ExchangeError::Writing(error.into())
}

/// Tags side by side; a comma in one of them gets a backslash.
fn listed(tags: &[String]) -> String {
    let escaped = |tag: &String| tag.replace('\\', "\\\\").replace(',', "\\,");
    tags.iter().map(escaped).collect::<Vec<_>>().join(", ")
}

/// A cell without the `'` that [`guard_cell`] puts before a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}
