//! The one reader of sheets whose columns are said by somebody else: by a preset, or by a person. A column feeds a field,
//! a row becomes work, a call or a meeting, and some rows are left out and counted. Knows no product.

mod rows;
mod traits;

use self::rows::{Reader, date_part, number};
pub(super) use self::traits::{LeftOut, Rows, Traits, YES};
use super::contents::Contents;
use super::dates::{OrderClues, is_year_first};
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::field::{Field, LengthUnit};
use super::import_report::ImportReport;
use super::people::People;
use super::sheet::{Columns, Sheet, plain};
use super::source::{ImportOptions, ParseError};
use super::spelled::in_figures;
use super::text::Text;
use crate::domain::calendar::Calendar;
use crate::domain::format::count;

/// Those that hold a time or a part of one.
const TIMES: [Field; 5] = [
    Field::Start,
    Field::End,
    Field::Date,
    Field::StartDate,
    Field::EndDate,
];
/// What a sheet is, and what its columns mean.
pub(super) struct Layout<'a> {
    /// `an Outlook calendar`.
    pub(super) what: &'a str,
    /// How to get one.
    pub(super) hint: &'a str,
    /// The fields and the names that their columns may have; none where a person has named them.
    pub(super) columns: &'a [(Field, &'a [&'a str])],
    pub(super) traits: Traits,
}

/// A sheet of which a person says what its columns mean.
const NAMED: Layout<'static> = Layout {
    what: "a CSV file",
    hint: "name the columns that it has",
    columns: &[],
    traits: Traits::OF_WORK,
};

/// Reads a sheet whose columns a person has named.
pub(super) fn read_named(
    contents: Contents,
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let sheet = Sheet::open(contents, NAMED.what)?;
    let named = asked.columns.clone().unwrap_or_default();
    named.check()?;
    let mut columns = Columns::NONE;
    for (field, column) in named.find(&sheet)? {
        columns.set(field, column);
    }
    let is_call = columns.has(Field::Direction) || columns.has(Field::Connected);
    let is_meeting = columns.has(Field::Attendees);
    let rows = match (is_call, is_meeting) {
        (true, _) => Rows::Calls,
        (false, true) => Rows::Meetings,
        (false, false) => Rows::Work,
    };
    let left_out = &[
        LeftOut {
            field: Field::AllDay,
            words: YES,
            why: "all-day",
        },
        LeftOut {
            field: Field::ShowAs,
            words: &["free", "out of office", "outofoffice", "oof"],
            why: "free or out of office",
        },
    ];
    let traits = Traits {
        rows,
        unit: named.unit,
        left_out,
        ..Traits::OF_WORK
    };
    read_sheet(sheet, columns, asked, &Layout { traits, ..NAMED }, to)
}

/// Reads a sheet whose columns are known.
pub(super) fn read(
    contents: Contents,
    asked: &ImportOptions,
    layout: &Layout<'_>,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = Text::decode(contents, layout.what)?;
    let mut below = None;
    let text = match layout.traits.cut {
        None => text,
        // A report of one meeting, or of some: it is short.
        Some(cut) => {
            let cut = cut(&text.whole()?)
                .ok_or_else(|| ParseError::new(format!("not {}", layout.what), layout.hint))?;
            below = (cut.below > 0).then(|| count(cut.below, "line"));
            Text::of_str(&cut.table)
        }
    };
    let mut sheet = Sheet::of(text, remark)?;
    let below = below.map(|lines| format!("{lines} below the table left out"));
    sheet.remarks.extend(below);
    let mut columns = Columns::NONE;
    for (field, names) in layout.columns {
        columns.set(*field, sheet.column(names));
    }
    check_columns(&columns, layout)?;
    read_sheet(sheet, columns, asked, layout, to)
}

/// Refuses a sheet that doesn't say when, or how long.
fn check_columns(columns: &Columns, layout: &Layout<'_>) -> Result<(), ParseError> {
    let name = |field| {
        let found = layout.columns.iter().find(|(known, _)| *known == field);
        found.and_then(|(_, names)| names.first())
    };
    let missing = |fields: &[Field]| {
        let names: Vec<&str> = fields
            .iter()
            .filter_map(|field| name(*field))
            .copied()
            .collect();
        ParseError::new(
            format!("not {}: no {} column", layout.what, names.join(" or ")),
            layout.hint,
        )
    };
    let ends = columns.has(Field::End) || columns.has(Field::EndDate);
    let starts = columns.has(Field::Start) || columns.has(Field::StartDate);
    if !(starts || ends && columns.has(Field::Length)) {
        return Err(missing(&[Field::Start]));
    }
    if !ends && !columns.has(Field::Length) {
        return Err(missing(&[Field::End, Field::Length]));
    }
    Ok(())
}

fn read_sheet(
    mut sheet: Sheet,
    columns: Columns,
    asked: &ImportOptions,
    layout: &Layout<'_>,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let traits = layout.traits;
    let length = columns.of(Field::Length);
    let (mut clues, mut people) = (OrderClues::default(), People::default());
    let mut lengths = Lengths::default();
    sheet.survey(&mut |row| {
        for field in TIMES {
            let cell = row.cell(columns.of(field));
            if !is_year_first(cell) {
                clues.add(row.line, date_part(&in_figures(cell, traits.short_years)));
            }
        }
        people.add(row.cell(columns.of(Field::Person)));
        lengths.add(row.line, row.cell(length));
    })?;
    let order = clues.decide(asked.order)?;
    let wanted = people.choose(asked.person.as_deref())?;
    let (unit, guessed) = find_unit(sheet.name_of(length), &lengths, traits)?;
    let home = Calendar::new(asked.zone);
    let remarks = std::mem::take(&mut sheet.remarks).into_iter();
    let source = Delivery::new(to, remarks.chain(guessed));
    let mut reader = Reader::new((order, unit, home), wanted, (columns, traits), source);
    sheet.each_row(&mut |row| reader.row(row))?;
    reader.finish(sheet.rejected)
}

/// The lengths of a sheet that are only numbers.
#[derive(Default)]
struct Lengths {
    /// The first, as it stands there, with its line.
    first: Option<(usize, String)>,
    /// The first with a fraction.
    fraction: Option<(usize, String)>,
    /// The first that is no number of hours in a day.
    beyond_hours: Option<(usize, String)>,
}

impl Lengths {
    fn add(&mut self, line: usize, cell: &str) {
        let Some(number) = number(cell).filter(|number| *number > 0.0) else {
            return;
        };
        let here = || (line, cell.to_owned());
        self.first.get_or_insert_with(here);
        if number.fract() > 0.0 {
            self.fraction.get_or_insert_with(here);
        }
        if number > 24.0 {
            self.beyond_hours.get_or_insert_with(here);
        }
    }
}

/// In what lengths are counted that are only numbers: as the layout says, as the name of the column does, or, where one
/// has a fraction and all could be, in hours, which is to be told then. Where nothing tells, the file is refused.
fn find_unit(
    column: &str,
    lengths: &Lengths,
    traits: Traits,
) -> Result<(Option<LengthUnit>, Option<String>), ParseError> {
    let header = plain(column);
    let clues = [
        ("millisecond", LengthUnit::Milliseconds),
        ("(ms)", LengthUnit::Milliseconds),
        ("second", LengthUnit::Seconds),
        ("(s)", LengthUnit::Seconds),
        ("secs", LengthUnit::Seconds),
        ("minute", LengthUnit::Minutes),
        ("(min", LengthUnit::Minutes),
        ("mins", LengthUnit::Minutes),
        ("hour", LengthUnit::Hours),
        ("(h)", LengthUnit::Hours),
        ("decimal", LengthUnit::Hours),
    ];
    let clue = || {
        clues
            .iter()
            .find(|(clue, _)| header.contains(clue))
            .map(|(_, unit)| *unit)
    };
    if let Some(unit) = traits.unit.or_else(clue) {
        return Ok((Some(unit), None));
    }
    let Some((line, cell)) = &lengths.first else {
        return Ok((None, None));
    };
    let what = match (&lengths.fraction, &lengths.beyond_hours) {
        (Some((line, cell)), None) => {
            let told = format!(
                "durations such as {cell} in line {line} are taken as hours: --columns \"…,duration={column}:min\" says \
                 another unit, ms, s or min"
            );
            return Ok((Some(LengthUnit::Hours), Some(told)));
        }
        (Some((line, cell)), Some((other, long))) => format!(
            "a duration is {cell} in line {line} and {long} in line {other}, and nothing says in which unit"
        ),
        (None, _) => format!("a duration is {cell} in line {line}, and nothing says in which unit"),
    };
    let hint = "say it behind the column: duration=NAME:s, or ms, min, h";
    Err(ParseError::new(what, hint))
}

#[cfg(test)]
mod tests;
