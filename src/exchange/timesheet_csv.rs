//! Sheets of tracked time as Toggl and Clockify export them: a row has a start, an end and a length, each in a column of
//! its name. Knows what both share; the dialects are in `toggl` and `clockify`.

use chrono::NaiveDateTime;

use super::contents::Contents;
use super::dates::{OrderClues, day, length, time_of_day, wall};
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::field::Field;
use super::import_report::ImportReport;
use super::intervals::{Intervals, Times};
use super::people::{People, Wanted, remark_others};
use super::sheet::{Columns, Names, Row, Sheet};
use super::source::{DateOrder, ImportOptions, ParseError, RowLabels, Time};
use crate::domain::calendar::Calendar;

/// What one tool calls its things.
pub(super) struct Dialect {
    /// What the file is: `a Toggl detailed export`.
    pub(super) format: &'static str,
    /// How to get one.
    pub(super) hint: &'static str,
    /// The columns that hold the length.
    pub(super) length: &'static [&'static str],
    /// A column that only the other tool has, and whose file it is then.
    pub(super) other: (&'static str, &'static str),
}

/// The columns without which neither is one. Clockify's have the names of the language in which it is set: English,
/// German, French, Spanish, Portuguese.
pub(super) const START_DATE: &[&str] = &[
    "Start date",
    "Startdatum",
    "Date de début",
    "Fecha de inicio",
    "Data de início",
];
pub(super) const START_TIME: &[&str] = &[
    "Start time",
    "Startzeit",
    "Heure de début",
    "Hora de inicio",
    "Hora de início",
];

/// The columns that both have, each with the names that it may have.
const COLUMNS: [Names; 10] = [
    (Field::StartDate, START_DATE),
    (Field::Start, START_TIME),
    (
        Field::EndDate,
        &[
            "End date",
            "Stop date",
            "Enddatum",
            "Date de fin",
            "Fecha de finalización",
            "Data de término",
        ],
    ),
    (
        Field::End,
        &[
            "End time",
            "Stop time",
            "Endzeit",
            "Heure de fin",
            "Hora de finalización",
            "Hora de término",
        ],
    ),
    (
        Field::Title,
        &[
            "Description",
            "Time entry",
            "Beschreibung",
            "Descripción",
            "Descrição",
        ],
    ),
    (
        Field::Activity,
        &["Task", "Activity", "Aufgabe", "Tâche", "Tarea", "Tarefa"],
    ),
    (
        Field::Project,
        &["Project", "Projekt", "Projet", "Proyecto", "Projeto"],
    ),
    (Field::Client, &["Client", "Kunde", "Cliente"]),
    (Field::Tags, &["Tags", "Tag", "Étiquettes", "Etiquetas"]),
    (
        Field::Person,
        &[
            "Email",
            "E-mail",
            "User",
            "Member",
            "Benutzer",
            "Utilisateur",
            "Usuario",
            "Usuário",
        ],
    ),
];

fn find_columns(sheet: &Sheet, dialect: &Dialect) -> Result<Columns, ParseError> {
    let columns = sheet.find_columns(COLUMNS.into_iter().chain([(Field::Length, dialect.length)]));
    let (column, whose) = dialect.other;
    let why = if !columns.has(Field::StartDate) {
        "no Start date column".to_owned()
    } else if !columns.has(Field::Start) {
        "no Start time column".to_owned()
    } else if sheet.column(&[column]).is_there() && !columns.has(Field::Length) {
        format!("it has a {column} column, as {whose} has")
    } else if !columns.has(Field::End) && !columns.has(Field::Length) {
        "neither an End time nor a Duration column".to_owned()
    } else {
        return Ok(columns);
    };
    Err(ParseError::new(
        format!("not {}: {why}", dialect.format),
        dialect.hint,
    ))
}

/// Reads a sheet.
pub(super) fn read(
    contents: Contents,
    asked: &ImportOptions,
    dialect: &Dialect,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let mut sheet = Sheet::open(contents, dialect.format)?;
    let columns = find_columns(&sheet, dialect)?;
    let (order, wanted) = survey(&mut sheet, &columns, asked, dialect)?;
    let mut source = Delivery::new(to, std::mem::take(&mut sheet.remarks));
    source.report.rejected.append(&mut sheet.rejected);
    let mut reader = Reader {
        order,
        wanted,
        others: 0,
        intervals: Intervals::new(Calendar::new(asked.zone)),
        columns,
        source,
    };
    sheet.each_row(&mut |row| {
        reader.row(row);
        !reader.source.is_over()
    })?;
    reader.finish()
}

/// The order of day and month, and whose rows are wanted. Where no cell of the column is a date, a spreadsheet has been at
/// work.
fn survey(
    sheet: &mut Sheet,
    columns: &Columns,
    asked: &ImportOptions,
    dialect: &Dialect,
) -> Result<(DateOrder, Wanted), ExchangeError> {
    let is_date = |text: &str| {
        [DateOrder::DayFirst, DateOrder::MonthFirst]
            .iter()
            .any(|order| day(text, *order).is_some())
    };
    let (mut clues, mut people) = (OrderClues::default(), People::default());
    let mut first = None;
    let mut any_date = false;
    sheet.survey(&mut |row| {
        let cell = |field| row.cell(columns.of(field));
        let start = cell(Field::StartDate);
        clues.add(row.line, start);
        clues.add(row.line, cell(Field::EndDate));
        people.add(cell(Field::Person));
        any_date = any_date || is_date(start);
        if first.is_none() {
            first = Some((row.line, start.to_owned()));
        }
    })?;
    let order = clues.decide(asked.order)?;
    if let Some((line, text)) = first.filter(|_| !any_date) {
        return Err(ParseError {
            what: format!(
                "not {}: no cell of its Start date column is a date; in line {line} it is {text:?}",
                dialect.format
            ),
            hint: "a spreadsheet may have changed the file: export it again, and take it in as it comes".to_owned(),
        }
        .into());
    }
    Ok((order, people.choose(asked.person.as_deref())?))
}

/// What is being read.
struct Reader<'t> {
    order: DateOrder,
    wanted: Wanted,
    others: usize,
    intervals: Intervals,
    columns: Columns,
    source: Delivery<'t>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) {
        if !self.wanted.takes(row.cell(self.columns.of(Field::Person))) {
            self.others += 1;
            return;
        }
        match self.times(row) {
            Ok(times) => {
                let cell = |field| given(row.cell(self.columns.of(field)));
                let tags = cell(Field::Tags)
                    .split([',', ';'])
                    .map(|tag| tag.trim().to_owned())
                    .collect();
                let said = RowLabels {
                    title: cell(Field::Title),
                    task: cell(Field::Activity),
                    tags,
                    project: cell(Field::Project),
                    client: cell(Field::Client),
                };
                self.source.add(row.line, times, &said, None);
            }
            Err(what) => self.source.reject(row.line, what),
        }
    }

    fn times(&mut self, row: &Row) -> Result<Times, String> {
        let cell = |field| given(row.cell(self.columns.of(field)));
        let start = self.wall("Start", cell(Field::StartDate), cell(Field::Start))?;
        let text = cell(Field::Length);
        // A length that cannot be read matters only where there is no end.
        let length = length(text).filter(|length| {
            !text.is_empty() && (length.is_positive() || self.columns.has(Field::End))
        });
        match (cell(Field::EndDate), cell(Field::End)) {
            (_, "") => match length.filter(|length| length.is_positive()) {
                Some(length) => self.intervals.after(start, length),
                None if text.is_empty() || self.columns.has(Field::End) => {
                    Ok((Time::Wall(start), None))
                }
                None => Err(format!(
                    "Duration: {text:?} is not a length, such as 1:30:00 or 18:25 min"
                )),
            },
            ("", time) => {
                let end = self.wall("End", cell(Field::StartDate), time)?;
                // A night: the end is on the day after.
                let end = if end < start {
                    end + chrono::Days::new(1)
                } else {
                    end
                };
                Ok(self.intervals.both(start, end, length))
            }
            (date, time) => {
                let end = self.wall("End", date, time)?;
                Ok(self.intervals.both(start, end, length))
            }
        }
    }

    fn wall(&self, which: &str, date: &str, time: &str) -> Result<NaiveDateTime, String> {
        let date = day(date, self.order)
            .ok_or_else(|| format!("{which} date: {date:?} is not a date{}", self.hint(date)))?;
        let time = time_of_day(time)
            .ok_or_else(|| format!("{which} time: {time:?} is not a time of day"))?;
        wall(date, time).ok_or_else(|| format!("{which} date: it is outside the calendar"))
    }

    /// Why a date of another order is none here.
    fn hint(&self, date: &str) -> &'static str {
        let other = match self.order {
            DateOrder::DayFirst => DateOrder::MonthFirst,
            DateOrder::MonthFirst => DateOrder::DayFirst,
        };
        match (day(date, other), other) {
            (None, _) => "",
            (Some(_), DateOrder::MonthFirst) => " with the day first, as in the rest of the file",
            (Some(_), DateOrder::DayFirst) => " with the month first, as in the rest of the file",
        }
    }

    fn finish(mut self) -> Result<ImportReport, ExchangeError> {
        let remarks = [self.intervals.remark(), remark_others(self.others)];
        let report = &mut self.source.report;
        report.remarks.extend(remarks.into_iter().flatten());
        self.source.finish()
    }
}

/// What stands in a cell; a lone dash stands for nothing.
fn given(cell: &str) -> &str {
    if cell == "-" { "" } else { cell }
}
