//! The one reader of sheets whose columns are said by somebody else: by a preset, or by a person. A column feeds a field,
//! a row becomes work, a call or a meeting, and some rows are left out and counted. Knows no product.

mod rows;
mod traits;

use self::rows::{Reader, date_part, number};
pub(super) use self::traits::{LeftOut, Rows, Traits, YES};
use super::dates;
use super::decode::decode;
use super::field::{Field, LengthUnit};
use super::people::Wanted;
use super::sheet::{Columns, Row, Sheet, plain};
use super::source::{ImportOptions, ParseError, ParsedSource};
use super::spelled::in_figures;
use crate::domain::calendar::Calendar;

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
pub(super) fn read_named(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
    let (text, remark) = decode(bytes, NAMED.what)?;
    let sheet = Sheet::of_text(&text, remark);
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
    read_sheet(sheet, columns, asked, &Layout { traits, ..NAMED })
}

/// Reads a sheet whose columns are known.
pub(super) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
    layout: &Layout<'_>,
) -> Result<ParsedSource, ParseError> {
    let (text, remark) = decode(bytes, layout.what)?;
    let sheet = match layout.traits.cut {
        None => Sheet::of_text(&text, remark),
        Some(cut) => {
            let text = cut(&text)
                .ok_or_else(|| ParseError::new(format!("not {}", layout.what), layout.hint))?;
            Sheet::of_text(&text, remark)
        }
    };
    let mut columns = Columns::NONE;
    for (field, names) in layout.columns {
        columns.set(*field, sheet.column(names));
    }
    check_columns(&columns, layout)?;
    read_sheet(sheet, columns, asked, layout)
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
    sheet: Sheet,
    columns: Columns,
    asked: &ImportOptions,
    layout: &Layout<'_>,
) -> Result<ParsedSource, ParseError> {
    let traits = layout.traits;
    let cell =
        |row: &Row, field| in_figures(row.cell(columns.of(field)), traits.short_years).into_owned();
    let dates: Vec<(usize, String)> = sheet
        .rows
        .iter()
        .flat_map(|row| TIMES.map(|field| (row.line, date_part(&cell(row, field)).to_owned())))
        .filter(|(_, date)| !date.is_empty())
        .collect();
    let order = dates::order(
        dates.iter().map(|(line, date)| (*line, date.as_str())),
        asked.order,
    )?;
    drop(dates);
    let person = columns.of(Field::Person);
    let people = sheet.rows.iter().map(|row| row.cell(person));
    let wanted = Wanted::among(people, asked.person.as_deref())?;
    let unit = find_unit(&sheet, &columns, traits)?;
    let home = Calendar::new(asked.zone);
    let source = ParsedSource::with_remarks(sheet.remarks);
    let mut reader = Reader::new((order, unit, home), wanted, (columns, traits), source);
    for row in &sheet.rows {
        reader.row(row);
    }
    Ok(reader.all(sheet.rejected))
}

/// In what lengths are counted that are only numbers: as the layout says, as the name of the column does, or, where one
/// has a fraction, in hours. Where nothing tells, the file is refused.
fn find_unit(
    sheet: &Sheet,
    columns: &Columns,
    traits: Traits,
) -> Result<Option<LengthUnit>, ParseError> {
    let column = columns.of(Field::Length);
    let header = plain(sheet.name_of(column));
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
        return Ok(Some(unit));
    }
    let mut numbers = sheet.rows.iter().filter_map(|row| {
        let cell = row.cell(column);
        number(cell)
            .filter(|number| *number > 0.0)
            .map(|number| (row.line, cell, number))
    });
    let Some((line, cell, _)) = numbers.next() else {
        return Ok(None);
    };
    let has_fraction = |(_, _, number): (usize, &str, f64)| number.fract() > 0.0;
    let first = number(cell).unwrap_or_default();
    if first.fract() > 0.0 || numbers.any(has_fraction) {
        return Ok(Some(LengthUnit::Hours));
    }
    Err(ParseError::new(
        format!("a duration is {cell} in line {line}, and nothing says in which unit"),
        "say it behind the column: duration=NAME:s, or ms, min, h",
    ))
}

#[cfg(test)]
mod tests;
