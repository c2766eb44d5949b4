//! Sheets of tracked time as Toggl and Clockify export them: a row has a start, an end and a length, each in a column of
//! its name. Knows what both share; the dialects are in `toggl` and `clockify`.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::dates::{day, length, order, time_of_day, wall};
use super::sheet::{Column, Row, Sheet};
use super::source::{DateOrder, ImportOptions, ParseError, ParsedSource, RowLabels, Time};
use crate::domain::calendar::{Calendar, Local};
use crate::domain::stamp::{Length, Moment};

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

/// Where in the sheet things stand.
struct Columns {
    start_date: Column,
    start_time: Column,
    end_date: Column,
    end_time: Column,
    length: Column,
    title: Column,
    task: Column,
    project: Column,
    client: Column,
    tags: Column,
    person: Column,
}

impl Columns {
    fn of(sheet: &Sheet, dialect: &Dialect) -> Result<Self, ParseError> {
        let columns = Self {
            start_date: sheet.column(&["Start date"]),
            start_time: sheet.column(&["Start time"]),
            end_date: sheet.column(&["End date", "Stop date"]),
            end_time: sheet.column(&["End time", "Stop time"]),
            length: sheet.column(dialect.length),
            title: sheet.column(&["Description", "Time entry"]),
            task: sheet.column(&["Task", "Activity"]),
            project: sheet.column(&["Project"]),
            client: sheet.column(&["Client"]),
            tags: sheet.column(&["Tags", "Tag"]),
            person: sheet.column(&["Email", "User", "Member"]),
        };
        let wrong = |why: String| {
            Err(ParseError::new(
                format!("not {}: {why}", dialect.format),
                dialect.hint,
            ))
        };
        let (column, whose) = dialect.other;
        let needed = [
            ("Start date", columns.start_date),
            ("Start time", columns.start_time),
        ];
        if let Some((name, _)) = needed.iter().find(|(_, column)| !column.is_there()) {
            return wrong(format!("no {name} column"));
        }
        if sheet.column(&[column]).is_there() && !columns.length.is_there() {
            return wrong(format!("it has a {column} column, as {whose} has"));
        }
        if !columns.end_time.is_there() && !columns.length.is_there() {
            return wrong("neither an End time nor a Duration column".to_owned());
        }
        Ok(columns)
    }
}

/// Reads a sheet.
pub(super) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
    dialect: &Dialect,
) -> Result<ParsedSource, ParseError> {
    let sheet = Sheet::read(bytes, dialect.format)?;
    let columns = Columns::of(&sheet, dialect)?;
    let mut reader = Reader {
        order: decide(&sheet, &columns, asked, dialect)?,
        calendar: Calendar::new(asked.zone),
        columns,
        source: ParsedSource::with_remarks(sheet.remarks),
        disagree: 0,
        people: BTreeSet::new(),
    };
    for row in &sheet.rows {
        reader.row(row);
    }
    reader.source.report.rejected.extend(sheet.rejected);
    Ok(reader.all())
}

/// The order of day and month. Where no cell of the column is a date, a spreadsheet has been at work.
fn decide(
    sheet: &Sheet,
    columns: &Columns,
    asked: &ImportOptions,
    dialect: &Dialect,
) -> Result<DateOrder, ParseError> {
    let cells = |column: Column| {
        sheet
            .rows
            .iter()
            .map(move |row| (row.line, row.cell(column)))
    };
    let order = order(
        cells(columns.start_date).chain(cells(columns.end_date)),
        asked.order,
    )?;
    let is_date = |text: &str| {
        [DateOrder::DayFirst, DateOrder::MonthFirst]
            .iter()
            .any(|order| day(text, *order).is_some())
    };
    match cells(columns.start_date).next() {
        Some((line, text)) if !cells(columns.start_date).any(|(_, text)| is_date(text)) => Err(ParseError {
            what: format!(
                "not {}: no cell of its Start date column is a date; in line {line} it is {text:?}",
                dialect.format
            ),
            hint: "a spreadsheet may have changed the file: export it again, and take it in as it comes".to_owned(),
        }),
        Some(_) | None => Ok(order),
    }
}

/// What is being read.
struct Reader {
    order: DateOrder,
    calendar: Calendar,
    columns: Columns,
    source: ParsedSource,
    disagree: usize,
    people: BTreeSet<String>,
}

impl Reader {
    fn row(&mut self, row: &Row) {
        match self.times(row) {
            Ok(times) => {
                let cell = |column| given(row.cell(column));
                let tags = cell(self.columns.tags)
                    .split([',', ';'])
                    .map(|tag| tag.trim().to_owned())
                    .collect();
                let said = RowLabels {
                    title: cell(self.columns.title),
                    task: cell(self.columns.task),
                    tags,
                    project: cell(self.columns.project),
                    client: cell(self.columns.client),
                };
                self.people.insert(cell(self.columns.person).to_owned());
                self.source.add(row.line, times, &said, None);
            }
            Err(what) => self.source.reject(row.line, what),
        }
    }

    fn times(&mut self, row: &Row) -> Result<(Time, Option<Time>), String> {
        let columns = &self.columns;
        let cell = |column| given(row.cell(column));
        let start = self.wall("Start", cell(columns.start_date), cell(columns.start_time))?;
        let text = cell(columns.length);
        // A length that cannot be read matters only where there is no end.
        let length = length(text).filter(|length| {
            !text.is_empty() && (length.is_positive() || columns.end_time.is_there())
        });
        match (cell(columns.end_date), cell(columns.end_time)) {
            (_, "") => match length.filter(|length| length.is_positive()) {
                Some(length) => self.after(start, length),
                None if text.is_empty() || columns.end_time.is_there() => {
                    Ok((Time::Wall(start), None))
                }
                None => Err(format!(
                    "Duration: {text:?} is not a length, such as 1:30:00 or 18:25 min"
                )),
            },
            ("", time) => {
                let end = self.wall("End", cell(columns.start_date), time)?;
                // A night: the end is on the day after.
                let end = if end < start {
                    end + chrono::Days::new(1)
                } else {
                    end
                };
                Ok(self.both(start, end, length))
            }
            (date, time) => {
                let end = self.wall("End", date, time)?;
                Ok(self.both(start, end, length))
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

    /// From a start over a length; where the clocks change in between, the length counts.
    fn after(&self, start: NaiveDateTime, length: Length) -> Result<(Time, Option<Time>), String> {
        let moments = self.moments(start);
        let from = *moments
            .first()
            .ok_or("Start date: it is outside the years 1900 to 2199")?;
        let end = self.calendar.here(from.at.plus(length));
        let start = if moments.len() == 1 {
            Time::Wall(start)
        } else {
            Time::At(from)
        };
        Ok((start, Some(Time::At(end))))
    }

    /// From a start to an end, whatever the length says. Where the clocks were set back over one of them, the length
    /// tells which of the two is meant.
    fn both(
        &mut self,
        start: NaiveDateTime,
        end: NaiveDateTime,
        length: Option<Length>,
    ) -> (Time, Option<Time>) {
        let as_they_stand = (Time::Wall(start), Some(Time::Wall(end)));
        let Some(length) = length else {
            return as_they_stand;
        };
        let (starts, ends) = (self.moments(start), self.moments(end));
        let pairs = starts
            .iter()
            .flat_map(|start| ends.iter().map(move |end| (*start, *end)));
        // Lengths are shown without seconds, too.
        let fits = |(start, end): &(Moment, Moment)| {
            (end.at.since(start.at).as_seconds() - length.as_seconds()).abs() < 60
        };
        match pairs.clone().find(fits) {
            Some((start, end)) if pairs.count() > 1 => (Time::At(start), Some(Time::At(end))),
            Some(_) => as_they_stand,
            None => {
                self.disagree += 1;
                as_they_stand
            }
        }
    }

    /// What a wall clock can mean.
    fn moments(&self, wall: NaiveDateTime) -> Vec<Moment> {
        match self.calendar.resolve(wall) {
            Local::Once(moment) | Local::Never(_, moment) => vec![moment],
            Local::Twice(one, other) => vec![one, other],
            Local::OutOfRange => Vec::new(),
        }
    }

    fn all(mut self) -> ParsedSource {
        if self.disagree > 0 {
            let rows = if self.disagree == 1 {
                "1 row"
            } else {
                &format!("{} rows", self.disagree)
            };
            self.source.report.remark(format!(
                "in {rows} the duration is not the time from start to end: that time was taken"
            ));
        }
        if self.people.len() > 1 {
            self.source.report.remark(format!(
                "the file holds the time of {} people: all of it was read",
                self.people.len()
            ));
        }
        self.source.finish()
    }
}

/// What stands in a cell; a lone dash stands for nothing.
fn given(cell: &str) -> &str {
    if cell == "-" { "" } else { cell }
}
