//! What readers hand over: the rows of another tool's file as they stand there, each label where a block has a place for
//! it. Knows nothing of single formats, of categories by rule, of the lane, or of what is on record.

use chrono::NaiveDateTime;

pub use super::error::ParseError;
use super::field::NamedColumns;
use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::Zone;
pub use crate::domain::classify::Labels;
use crate::domain::stamp::Moment;

/// What can be imported. A new format is a variant here, its name below, and an arm in `import::read`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JSON Lines, one block a line; nothing is lost. Reads an array of blocks too.
    Json,
    /// A row for each block, under the names of the columns: our own, or anybody's with a start and an end.
    Csv,
    /// A sheet of which a person says what its columns mean.
    Columns,
    /// A sheet that another tool writes, by the name of its preset.
    Preset(&'static str),
    /// Timewarrior's data files, and what `timew export` prints.
    Timewarrior,
    /// Watson's frames, and what `watson log --json` prints.
    Watson,
    Toggl,
    Clockify,
    Klog,
    Bartib,
    /// The file of hours, which is a database.
    Hours,
    /// The windows that ActivityWatch saw.
    ActivityWatch,
    /// A calendar: its meetings are suggestions.
    Ics,
}

impl Format {
    /// Those with a reader of their own, in the order in which they are listed. Presets and columns share one.
    pub const ALL: &[Self] = &[
        Self::Json,
        Self::Csv,
        Self::Timewarrior,
        Self::Watson,
        Self::Toggl,
        Self::Clockify,
        Self::Klog,
        Self::Bartib,
        Self::Hours,
        Self::ActivityWatch,
        Self::Ics,
    ];

    /// The name, as the command line spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv | Self::Columns => "csv",
            Self::Preset(name) => name,
            Self::Timewarrior => "timewarrior",
            Self::Watson => "watson",
            Self::Toggl => "toggl",
            Self::Clockify => "clockify",
            Self::Klog => "klog",
            Self::Bartib => "bartib",
            Self::Hours => "hours",
            Self::ActivityWatch => "activitywatch",
            Self::Ics => "ics",
        }
    }
}

/// How to read what a source does not say itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportOptions {
    /// The zone of times that name none.
    pub zone: Zone,
    /// The order of day and month, for the whole file.
    pub order: Option<DateOrder>,
    /// Whose time is wanted, where a file holds that of several.
    pub person: Option<String>,
    /// What the columns of a sheet mean, by a person who knows.
    pub columns: Option<NamedColumns>,
    /// Zones by names that only a calendar knows; the first of a name holds.
    pub named_zones: Vec<(String, Zone)>,
    /// Whether a calendar's absences and its events of a workday or more are meetings too.
    pub include_long: bool,
    /// Whether a calendar's all-day events are wanted, as days off, and not its meetings.
    pub days_off: bool,
    pub now: Moment,
}

impl ImportOptions {
    /// Of a source that says the rest.
    pub const fn new(zone: Zone, now: Moment) -> Self {
        Self {
            zone,
            order: None,
            person: None,
            columns: None,
            named_zones: Vec::new(),
            include_long: false,
            days_off: false,
            now,
        }
    }
}

/// Which part of a date like `03/04/2026` comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// A time as it stands in a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// An instant with the offset of its place.
    At(Moment),
    /// A wall clock without a zone: it is that of [`ImportOptions::zone`].
    Wall(NaiveDateTime),
}

/// One interval of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedRow {
    /// Its line in the source, from 1; for a source without lines its place in it.
    pub line: usize,
    pub start: Time,
    /// `None` while it is still open in the source.
    pub end: Option<Time>,
    pub labels: Labels,
    /// The category, where the source has the same ones.
    pub category: Option<Category>,
    pub details: Details,
    /// Its id in the source; without one, all that the source says of it tells it from the others.
    pub key: Option<String>,
    /// The block, where the row is one that we exported, as the other program has it now.
    pub own: Option<Box<Block>>,
}

/// What a tool says of an interval in words; what is empty is not there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct RowLabels<'a> {
    /// The description: it becomes the note.
    pub(super) title: &'a str,
    /// What it was within the project: it stands behind the description.
    pub(super) task: &'a str,
    pub(super) tags: Vec<String>,
    /// The project: it becomes a tag.
    pub(super) project: &'a str,
    /// The client: it becomes the account.
    pub(super) client: &'a str,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::calendar::{Calendar, Local, Zone, parse_rfc3339};
    use crate::exchange::delivery::TakeRows;
    use crate::exchange::error::ExchangeError;
    use crate::exchange::import_report::ImportReport;

    /// All that was found in a source: its intervals in their order, and the report on everything else.
    #[derive(Clone, PartialEq, Eq, Debug, Default)]
    pub(in crate::exchange) struct ParsedSource {
        pub(in crate::exchange) rows: Vec<ParsedRow>,
        pub(in crate::exchange) report: ImportReport,
    }

    /// Keeps all that a reader hands over.
    pub(in crate::exchange) fn collect(
        read: impl FnOnce(&mut dyn TakeRows) -> Result<ImportReport, ExchangeError>,
    ) -> Result<ParsedSource, ParseError> {
        let mut rows: Vec<ParsedRow> = Vec::new();
        match read(&mut rows) {
            Ok(report) => Ok(ParsedSource { rows, report }),
            Err(ExchangeError::Wrong(wrong)) => Err(wrong),
            Err(other) => panic!("{other}"),
        }
    }

    /// How the tests read: on the wall clock of Berlin.
    pub(in crate::exchange) fn asked() -> ImportOptions {
        let zone = Zone::named("Europe/Berlin").expect("a zone");
        let now = parse_rfc3339("2026-03-07T09:00:00+01:00").expect("a moment");
        ImportOptions::new(zone, now)
    }

    /// What was found, one line each: line, start, end, title, tags, project, client, key.
    pub(in crate::exchange) fn told(found: &ParsedSource) -> Vec<String> {
        let at = |time: Time| match time {
            Time::At(moment) => crate::domain::calendar::rfc3339(moment),
            Time::Wall(wall) => wall.to_string(),
        };
        let line = |entry: &ParsedRow| {
            let labels = &entry.labels;
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let end = entry.end.map_or("open".to_owned(), at);
            let words = [
                entry.line.to_string(),
                at(entry.start),
                end,
                text(&labels.title),
                labels.tags.join(","),
                text(&labels.project),
                text(&labels.client),
                text(&entry.key),
            ];
            words.join(" | ")
        };
        found.rows.iter().map(line).collect()
    }

    /// How many closed intervals there are, and their seconds.
    pub(in crate::exchange) fn sum(found: &ParsedSource) -> (usize, i64) {
        let calendar = Calendar::new(asked().zone);
        let at = |time: Time| match time {
            Time::At(moment) => moment.at,
            Time::Wall(wall) => match calendar.resolve(wall) {
                Local::Once(moment) | Local::Twice(moment, _) | Local::Never(_, moment) => {
                    moment.at
                }
                Local::OutOfRange => asked().now.at,
            },
        };
        let lengths = found
            .rows
            .iter()
            .filter_map(|entry| Some(at(entry.end?).since(at(entry.start)).as_seconds()));
        (lengths.clone().count(), lengths.sum())
    }

    /// The faults, as `line: reason`.
    pub(in crate::exchange) fn faults(found: &ParsedSource) -> Vec<String> {
        found
            .report
            .rejected
            .iter()
            .map(|fault| format!("{}: {}", fault.line, fault.what))
            .collect()
    }
}
