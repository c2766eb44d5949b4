//! Blocks from a sheet: our own, whole again to the letter, or anybody's that has a start and an end.

use std::borrow::Cow;

use super::unguarded;
use crate::domain::block::{BlockId, Category};
use crate::domain::calendar::Calendar;
use crate::domain::record::SpelledDetails;
use crate::domain::stamp::Offset;
use crate::exchange::contents::Contents;
use crate::exchange::dates::{self, OrderClues, is_year_first};
use crate::exchange::delivery::{Delivery, TakeRows};
use crate::exchange::error::ExchangeError;
use crate::exchange::field::Field;
use crate::exchange::import_report::ImportReport;
use crate::exchange::sheet::{Columns, Names, Row, Sheet};
use crate::exchange::source::{DateOrder, ImportOptions, Labels, ParseError, ParsedRow, Time};

/// What should be in the file.
const WHAT: &str = "a CSV file of blocks";
/// Days since 1899-12-30, as spreadsheets count them, of the years in which anyone tracks time.
const SERIALS: std::ops::RangeInclusive<u32> = 20_000..=110_000;

/// The columns that mean something, each with the names that it may have.
const COLUMNS: [Names; 21] = [
    (Field::Id, &["id", "uuid"]),
    (
        Field::Start,
        &[
            "start",
            "start time",
            "started",
            "begin",
            "began",
            "from",
            "start datetime",
        ],
    ),
    (
        Field::End,
        &[
            "end",
            "end time",
            "ended",
            "stop",
            "stopped",
            "finish",
            "to",
            "until",
            "end datetime",
        ],
    ),
    (Field::Date, &["date", "day"]),
    (Field::StartDate, &["start date"]),
    (Field::EndDate, &["end date", "stop date"]),
    (Field::Category, &["category"]),
    (Field::Activity, &["activity"]),
    (Field::Account, &["account", "customer"]),
    (Field::Requester, &["requester"]),
    (Field::Tags, &["tags", "tag", "labels"]),
    (Field::Note, &["note", "notes", "comment"]),
    (
        Field::Title,
        &["title", "description", "summary", "subject", "task"],
    ),
    (Field::Project, &["project"]),
    (Field::Client, &["client"]),
    (Field::Touches, &["touches"]),
    (Field::Conversations, &["conversations"]),
    (Field::Meetings, &["meetings"]),
    (Field::Grade, &["grade"]),
    (Field::Source, &["source"]),
    (Field::Fit, &["fit"]),
];

/// Those that hold a time or a part of one.
const TIMES: [Field; 5] = [
    Field::Start,
    Field::End,
    Field::Date,
    Field::StartDate,
    Field::EndDate,
];

/// Whether a sheet has the columns without which it is none of blocks.
pub(in crate::exchange) fn is_one(sheet: &Sheet) -> bool {
    let columns = sheet.find_columns(COLUMNS);
    columns.has(Field::Start) && columns.has(Field::End)
}

/// Reads a sheet.
pub(in crate::exchange) fn read(
    contents: Contents,
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let mut sheet = Sheet::open(contents, WHAT)?;
    let columns = sheet.find_columns(COLUMNS);
    for (name, field) in [("start", Field::Start), ("end", Field::End)] {
        if !columns.has(field) {
            let what = format!("not {WHAT}: no {name} column");
            let hint = "name the columns in the first line: start,end,category,activity,account,requester,tags,note";
            return Err(ParseError::new(what, hint).into());
        }
    }
    let mut source = Delivery::new(to, unknown(&sheet, &columns));
    let reading = Reading {
        order: survey(&mut sheet, &columns, asked)?,
        home: Calendar::new(asked.zone),
        columns: &columns,
        wants_labels: source.wants_labels(),
    };
    source.report.rejected.append(&mut sheet.rejected);
    sheet.each_row(&mut |row| {
        match reading.entry(row) {
            Ok(entry) => source.push(entry),
            Err(what) => source.reject(row.line, what),
        }
        !source.is_over()
    })?;
    source.report.remarks.append(&mut sheet.remarks);
    source.finish()
}

/// The order of day and month. Refuses a file in which a spreadsheet has put something else in the place of dates: not
/// one row of it is right.
fn survey(
    sheet: &mut Sheet,
    columns: &Columns,
    asked: &ImportOptions,
) -> Result<DateOrder, ExchangeError> {
    let mut clues = OrderClues::default();
    let mut damaged = None;
    sheet.survey(&mut |row| {
        for field in TIMES {
            let cell = row.cell(columns.of(field));
            if cell.is_empty() || is_year_first(cell) {
                continue;
            }
            if damaged.is_none() {
                damaged = damage(cell).map(|what| format!("line {}: {cell:?} is {what}", row.line));
            }
            clues.add(row.line, date_part(cell));
        }
    })?;
    if let Some(what) = damaged {
        let hint = "give the column the format yyyy-mm-dd hh:mm in the spreadsheet, then save it as CSV again";
        return Err(ParseError::new(what, hint).into());
    }
    Ok(clues.decide(asked.order)?)
}

/// Which columns say nothing here.
fn unknown(sheet: &Sheet, columns: &Columns) -> Option<String> {
    let says_nothing = |name: &&str| !name.is_empty() && !columns.know(sheet.column(&[name]));
    let names: Vec<&str> = sheet
        .names
        .iter()
        .map(String::as_str)
        .filter(says_nothing)
        .collect();
    (!names.is_empty()).then(|| format!("nothing was taken from {}", names.join(", ")))
}

/// What a spreadsheet has put in the place of a time, in words.
pub(in crate::exchange) fn damage(cell: &str) -> Option<&'static str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !cell.is_empty() && cell.bytes().all(|byte| byte == b'#') {
        return Some("what a spreadsheet shows where a column is too narrow");
    }
    let (whole, fraction) = cell.split_once(['.', ',']).unwrap_or((cell, "0"));
    if digits(whole) && digits(fraction) && whole.parse().is_ok_and(|days| SERIALS.contains(&days))
    {
        return Some("a spreadsheet's number of a day, not a time");
    }
    let date = date_part(cell);
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    if parts.len() == 3 && parts.iter().all(|part| digits(part) && part.len() <= 2) {
        return Some("a date with a year of two digits");
    }
    None
}

fn date_part(cell: &str) -> &str {
    cell.split([' ', 'T', '\u{a0}'])
        .next()
        .unwrap_or_default()
        .trim_end_matches(',')
}

struct Reading<'a> {
    order: DateOrder,
    home: Calendar,
    columns: &'a Columns,
    /// Whether all labels are wanted, or only those of rows without a category.
    wants_labels: bool,
}

impl Reading<'_> {
    fn entry(&self, row: &Row) -> Result<ParsedRow, String> {
        let raw = |field| row.cell(self.columns.of(field));
        let cell = |field| unguarded(raw(field));
        let (start, end) = self.times(row)?;
        let (category, activity) = self.category(row)?;
        let tags = tags(cell(Field::Tags));
        let (title, note) = (cell(Field::Title), cell(Field::Note));
        let (project, client) = (cell(Field::Project), cell(Field::Client));
        let grade = Some(cell(Field::Grade)).filter(|grade| !grade.is_empty());
        let spelled = SpelledDetails {
            activity: activity.unwrap_or_default(),
            account: first_said(cell(Field::Account), client),
            requester: cell(Field::Requester),
            note: first_said(note, title),
            touches: count("touches", raw(Field::Touches))?,
            conversations: count("conversations", raw(Field::Conversations))?,
            meetings: count("meetings", raw(Field::Meetings))?,
            grade,
            source: cell(Field::Source),
            fit: cell(Field::Fit),
        };
        // A project has no place of its own: it is a topic.
        let topics = tags.iter().map(|tag| &**tag).chain([project]);
        let details = spelled.read(topics).map_err(|fault| fault.to_string())?;
        let labels = if category.is_none() || self.wants_labels {
            let unsorted = activity.filter(|_| category.is_none());
            Labels {
                tags: tags
                    .iter()
                    .map(ToString::to_string)
                    .chain(unsorted.map(str::to_owned))
                    .collect(),
                project: said(project),
                client: said(client),
                title: said(first_said(title, note)),
                ..Labels::default()
            }
        } else {
            Labels::default()
        };
        Ok(ParsedRow {
            line: row.line,
            start,
            end,
            labels,
            category,
            details,
            key: said(cell(Field::Id)),
            own: None,
        })
    }

    /// `selling`, `Selling/prospecting`; nothing where the cell is empty.
    fn category<'r>(&self, row: &'r Row) -> Result<(Option<Category>, Option<&'r str>), String> {
        let cell = unguarded(row.cell(self.columns.of(Field::Category)));
        let beside = Some(unguarded(row.cell(self.columns.of(Field::Activity))))
            .filter(|name| !name.is_empty());
        let (name, activity) = cell.split_once('/').map_or((cell, None), |(name, rest)| {
            (name.trim(), Some(rest.trim()))
        });
        let activity = beside.or(activity);
        if name.is_empty() {
            return Ok((None, activity));
        }
        let category = Category::from_word(name);
        let names = || Category::ALL.map(Category::name).join(", ");
        category
            .map(|category| (Some(category), activity))
            .ok_or_else(|| format!("category: {name:?} is none of {}", names()))
    }

    fn times(&self, row: &Row) -> Result<(Time, Option<Time>), String> {
        let column = |field| self.columns.of(field);
        let on = |field| Some(row.cell(column(field))).filter(|cell| !cell.is_empty());
        let date = on(Field::StartDate).or_else(|| on(Field::Date));
        let start = self.time("start", row.cell(column(Field::Start)), date)?;
        let start = self.placed(row, Field::Start, start);
        if !row.reaches(column(Field::End)) {
            return Err("the row breaks off before its end".to_owned());
        }
        let cell = row.cell(column(Field::End));
        if cell.is_empty() {
            return Ok((start, None));
        }
        let own = on(Field::EndDate);
        let end = self.time("end", cell, own.or(date))?;
        let mut end = self.placed(row, Field::End, end);
        // With one date for both, an end before the start is after midnight.
        if let (Time::Wall(from), Time::Wall(to)) = (start, end)
            && own.is_none()
            && to < from
            && dates::time_of_day(cell).is_some()
        {
            end = to
                .checked_add_days(chrono::Days::new(1))
                .map_or(end, Time::Wall);
        }
        Ok((start, Some(end)))
    }

    /// A time with a Z, which says no place, where the person is; of a row of ours the place is known.
    fn placed(&self, row: &Row, field: Field, time: Time) -> Time {
        let cell = |field| unguarded(row.cell(self.columns.of(field)));
        let is_own = || BlockId::parse(cell(Field::Id)).is_some();
        let names_utc = || cell(field).ends_with(['Z', 'z', 'C', 'T']);
        match time {
            Time::At(moment) if moment.offset == Offset::UTC && names_utc() && !is_own() => {
                Time::At(self.home.here(moment.at))
            }
            Time::At(_) | Time::Wall(_) => time,
        }
    }

    fn time(&self, name: &str, cell: &str, date: Option<&str>) -> Result<Time, String> {
        if let Some(moment) = dates::instant(cell) {
            return Ok(Time::At(moment));
        }
        let beside = || {
            let day = dates::day(date_part(date?), self.order)?;
            dates::wall(day, dates::time_of_day(cell)?)
        };
        dates::date_time(cell, self.order).or_else(beside).map(Time::Wall).ok_or_else(|| match cell {
            "" => format!("{name} is empty"),
            cell if dates::day(cell, self.order).is_some() => format!("{name} is {cell:?}, without a time of day"),
            cell => {
                format!("{name} is {cell:?}, not a time of the years 1900 to 2199, such as 2026-03-02 08:30")
            }
        })
    }
}

/// The first of two texts, or the other one where it is empty.
const fn first_said<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}

/// A text, where there is one.
fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A list as our own export writes it: commas between, `\,` and `\\` for a comma and a backslash in a tag.
fn tags(cell: &str) -> Vec<Cow<'_, str>> {
    if !cell.contains('\\') {
        let parts = cell.split(',').map(str::trim);
        return parts
            .filter(|tag| !tag.is_empty())
            .map(Cow::Borrowed)
            .collect();
    }
    let mut all = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' {
            chars.next_if(|next| matches!(next, ',' | '\\'))
        } else {
            None
        };
        match (c, escaped, all.last_mut()) {
            (',', None, _) => all.push(String::new()),
            (c, escaped, Some(tag)) => tag.push(escaped.unwrap_or(c)),
            (_, _, None) => {}
        }
    }
    all.into_iter()
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .map(Cow::Owned)
        .collect()
}

fn count(name: &str, cell: &str) -> Result<u32, String> {
    if cell.is_empty() {
        return Ok(0);
    }
    cell.parse().map_err(|_| {
        format!(
            "{name} is {cell:?}, not a whole number from 0 to {}",
            u32::MAX
        )
    })
}

#[cfg(test)]
mod tests;
