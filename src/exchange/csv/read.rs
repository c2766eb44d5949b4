//! Blocks from a sheet: our own, whole again to the letter, or anybody's that has a start and an end.

use super::unguarded;
use crate::domain::block::Category;
use crate::domain::calendar::parse_rfc3339;
use crate::domain::record::{OutcomesRecord, Record};
use crate::exchange::dates;
use crate::exchange::sheet::{Column, Row, Sheet};
use crate::exchange::source::{
    DateOrder, ImportOptions, Labels, ParseError, ParsedRow, ParsedSource, Time,
};

/// What should be in the file.
const WHAT: &str = "a CSV file of blocks";
/// Days since 1899-12-30, as spreadsheets count them, of the years in which anyone tracks time.
const SERIALS: std::ops::RangeInclusive<u32> = 20_000..=110_000;

/// The columns that mean something, each with the names that it may have.
struct Columns {
    id: Column,
    start: Column,
    end: Column,
    /// The date of both, where they are only times of day.
    date: Column,
    start_date: Column,
    end_date: Column,
    category: Column,
    activity: Column,
    account: Column,
    requester: Column,
    tags: Column,
    note: Column,
    title: Column,
    project: Column,
    client: Column,
    touches: Column,
    conversations: Column,
    meetings: Column,
    grade: Column,
}

impl Columns {
    fn of(sheet: &Sheet) -> Result<Self, ParseError> {
        let columns = Self {
            id: sheet.column(&["id", "uuid"]),
            start: sheet.column(&[
                "start",
                "start time",
                "started",
                "begin",
                "began",
                "from",
                "start datetime",
            ]),
            end: sheet.column(&[
                "end",
                "end time",
                "ended",
                "stop",
                "stopped",
                "finish",
                "to",
                "until",
                "end datetime",
            ]),
            date: sheet.column(&["date", "day"]),
            start_date: sheet.column(&["start date"]),
            end_date: sheet.column(&["end date", "stop date"]),
            category: sheet.column(&["category"]),
            activity: sheet.column(&["activity"]),
            account: sheet.column(&["account", "customer"]),
            requester: sheet.column(&["requester"]),
            tags: sheet.column(&["tags", "tag", "labels"]),
            note: sheet.column(&["note", "notes", "comment"]),
            title: sheet.column(&["title", "description", "summary", "subject", "task"]),
            project: sheet.column(&["project"]),
            client: sheet.column(&["client"]),
            touches: sheet.column(&["touches"]),
            conversations: sheet.column(&["conversations"]),
            meetings: sheet.column(&["meetings"]),
            grade: sheet.column(&["grade"]),
        };
        let missing = [("start", columns.start), ("end", columns.end)]
            .into_iter()
            .find(|(_, column)| !column.is_there());
        match missing {
            None => Ok(columns),
            Some((name, _)) => Err(ParseError::new(
                format!("not {WHAT}: no {name} column"),
                "name the columns in the first line: start,end,category,activity,account,requester,tags,note",
            )),
        }
    }

    fn all(&self) -> [Column; 19] {
        [
            self.id,
            self.start,
            self.end,
            self.date,
            self.start_date,
            self.end_date,
            self.category,
            self.activity,
            self.account,
            self.requester,
            self.tags,
            self.note,
            self.title,
            self.project,
            self.client,
            self.touches,
            self.conversations,
            self.meetings,
            self.grade,
        ]
    }

    fn times(&self) -> [Column; 5] {
        [
            self.start,
            self.end,
            self.date,
            self.start_date,
            self.end_date,
        ]
    }
}

/// Reads a sheet.
pub(in crate::exchange) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
) -> Result<ParsedSource, ParseError> {
    let sheet = Sheet::read(bytes, WHAT)?;
    let columns = Columns::of(&sheet)?;
    check_spreadsheet(&sheet, &columns)?;
    let cells = sheet.rows.iter().flat_map(|row| {
        columns
            .times()
            .map(|column| (row.line, date_part(row.cell(column))))
    });
    let reading = Reading {
        order: dates::order(cells, asked.order)?,
        columns: &columns,
    };
    let mut found = ParsedSource::with_remarks(unknown(&sheet, &columns));
    for row in &sheet.rows {
        match reading.entry(row) {
            Ok(entry) => found.rows.push(entry),
            Err(what) => found.reject(row.line, what),
        }
    }
    found.report.rejected.extend(sheet.rejected);
    found.report.remarks.extend(sheet.remarks);
    Ok(found)
}

/// Which columns say nothing here.
fn unknown(sheet: &Sheet, columns: &Columns) -> Option<String> {
    let known = columns.all();
    let says_nothing = |name: &&str| !name.is_empty() && !known.contains(&sheet.column(&[name]));
    let names: Vec<&str> = sheet
        .names
        .iter()
        .map(String::as_str)
        .filter(says_nothing)
        .collect();
    (!names.is_empty()).then(|| format!("nothing was taken from {}", names.join(", ")))
}

/// Refuses a file in which a spreadsheet has put something else in the place of dates: not one row of it is right.
fn check_spreadsheet(sheet: &Sheet, columns: &Columns) -> Result<(), ParseError> {
    for row in &sheet.rows {
        for column in columns.times() {
            let cell = row.cell(column);
            if let Some(what) = damage(cell) {
                return Err(ParseError::new(
                    format!("line {}: {cell:?} is {what}", row.line),
                    "give the column the format yyyy-mm-dd hh:mm in the spreadsheet, then save it as CSV again",
                ));
            }
        }
    }
    Ok(())
}

fn damage(cell: &str) -> Option<&'static str> {
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
    columns: &'a Columns,
}

impl Reading<'_> {
    fn entry(&self, row: &Row) -> Result<ParsedRow, String> {
        let columns = self.columns;
        let text = |column| unguarded(row.cell(column));
        let some = |column| {
            Some(text(column))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let (start, end) = self.times(row)?;
        let (category, activity) = self.category(row)?;
        let (title, tags) = (some(columns.title), tags(text(columns.tags)));
        let (project, client) = (some(columns.project), some(columns.client));
        let labels = Labels {
            tags: tags
                .iter()
                .cloned()
                .chain(activity.clone().filter(|_| category.is_none()))
                .collect(),
            project: project.clone(),
            client: client.clone(),
            title: title.clone().or_else(|| some(columns.note)),
            domains: Vec::new(),
        };
        let record = Record {
            id: None,
            start: String::new(),
            end: None,
            category: String::new(),
            activity,
            account: some(columns.account).or(client),
            requester: some(columns.requester),
            // A project has no place of its own: it is a topic.
            tags: tags.into_iter().chain(project).collect(),
            note: some(columns.note).or(title).unwrap_or_default(),
            outcomes: OutcomesRecord {
                touches: count("touches", row.cell(columns.touches))?,
                conversations: count("conversations", row.cell(columns.conversations))?,
                meetings: count("meetings", row.cell(columns.meetings))?,
                grade: some(columns.grade),
            },
        };
        let details = record.into_details().map_err(|fault| fault.to_string())?;
        Ok(ParsedRow {
            line: row.line,
            start,
            end,
            labels,
            category,
            details,
            key: some(columns.id),
        })
    }

    /// `selling`, `Selling/prospecting`; nothing where the cell is empty.
    fn category(&self, row: &Row) -> Result<(Option<Category>, Option<String>), String> {
        let cell = unguarded(row.cell(self.columns.category));
        let beside =
            Some(unguarded(row.cell(self.columns.activity))).filter(|name| !name.is_empty());
        let (name, activity) = cell.split_once('/').map_or((cell, None), |(name, rest)| {
            (name.trim(), Some(rest.trim()))
        });
        let activity = beside.or(activity).map(str::to_owned);
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
        let columns = self.columns;
        let on = |column| Some(row.cell(column)).filter(|cell| !cell.is_empty());
        let date = on(columns.start_date).or_else(|| on(columns.date));
        let start = self.time("start", row.cell(columns.start), date)?;
        if !row.reaches(columns.end) {
            return Err("the row breaks off before its end".to_owned());
        }
        let cell = row.cell(columns.end);
        if cell.is_empty() {
            return Ok((start, None));
        }
        let own = on(columns.end_date);
        let mut end = self.time("end", cell, own.or(date))?;
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

    fn time(&self, name: &str, cell: &str, date: Option<&str>) -> Result<Time, String> {
        if let Some(moment) = instant(cell) {
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
                format!("{name} is {cell:?}; a time of the years 1900 to 2199 stands there, such as 2026-03-02 08:30")
            }
        })
    }
}

/// A time with its offset: RFC 3339, also with a space between date and time, `UTC` for `Z`, and `+0100`.
fn instant(cell: &str) -> Option<crate::domain::stamp::Moment> {
    if let Some(moment) = parse_rfc3339(cell) {
        return Some(moment);
    }
    let (date, rest) = cell.split_once([' ', 'T'])?;
    let rest = rest
        .trim()
        .replace("UTC", "Z")
        .replace("GMT", "Z")
        .replace(' ', "");
    let at = rest.find(['+', '-', 'Z'])?;
    let (clock, offset) = rest.split_at(at);
    let clock = if clock.matches(':').count() == 1 {
        format!("{clock}:00")
    } else {
        clock.to_owned()
    };
    let offset = match offset.len() {
        3 => format!("{offset}:00"),
        5 if offset.is_ascii() && !offset.contains(':') => {
            format!("{}:{}", &offset[..3], &offset[3..])
        }
        _ => offset.to_owned(),
    };
    parse_rfc3339(&format!("{date}T{clock}{offset}"))
}

/// A list as our own export writes it: commas between, `\,` and `\\` for a comma and a backslash in a tag.
fn tags(cell: &str) -> Vec<String> {
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
        .collect()
}

fn count(name: &str, cell: &str) -> Result<u32, String> {
    if cell.is_empty() {
        return Ok(0);
    }
    cell.parse().map_err(|_| {
        format!(
            "{name} is {cell:?}; a whole number from 0 to {} stands there",
            u32::MAX
        )
    })
}

#[cfg(test)]
mod tests;
