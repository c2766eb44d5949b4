//! A row of a sheet becomes an interval with what is said of it, by the columns and the traits of its layout.

use std::collections::BTreeMap;

use super::traits::{ANSWERED, LeftOut, Rows, Traits, YES};
use crate::domain::block::{Activity, Category, Note, Requester};
use crate::domain::calendar::{Calendar, Zone};
use crate::domain::classify::{Company, Direction, Occasion};
use crate::domain::stamp::{Length, Moment, Offset, Stamp};
use crate::exchange::csv::damage;
use crate::exchange::dates;
use crate::exchange::delivery::Delivery;
use crate::exchange::error::ExchangeError;
use crate::exchange::field::{Field, LengthUnit};
use crate::exchange::import_report::{ImportReport, RowError};
use crate::exchange::intervals::{Intervals, Times};
use crate::exchange::people::{Wanted, remark_others};
use crate::exchange::sheet::{Columns, Row};
use crate::exchange::source::{DateOrder, RowLabels, Time};
use crate::exchange::spelled::in_figures;

/// What is being read.
pub(super) struct Reader<'t> {
    order: DateOrder,
    wanted: Wanted,
    others: usize,
    unit: Option<LengthUnit>,
    intervals: Intervals,
    traits: Traits,
    columns: Columns,
    left_out: BTreeMap<&'static str, usize>,
    source: Delivery<'t>,
}

impl<'t> Reader<'t> {
    /// Reads rows whose times are those of `home` where they name no zone.
    pub(super) fn new(
        (order, unit, home): (DateOrder, Option<LengthUnit>, Calendar),
        wanted: Wanted,
        (columns, traits): (Columns, Traits),
        source: Delivery<'t>,
    ) -> Self {
        Self {
            order,
            wanted,
            others: 0,
            unit,
            intervals: Intervals::new(home),
            traits,
            columns,
            left_out: BTreeMap::new(),
            source,
        }
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        match row.cell(self.columns.of(field)) {
            "-" => "",
            cell => cell,
        }
    }

    /// Takes a row, or notes why not; `false` once nothing more is taken.
    pub(super) fn row(&mut self, row: &Row) -> bool {
        if !self.wanted.takes(row.cell(self.columns.of(Field::Person))) {
            self.others += 1;
        } else if let Some(why) = self.left_out(row) {
            *self.left_out.entry(why).or_default() += 1;
        } else {
            match self.times(row) {
                Ok(times) => self.add(row, times),
                Err(what) => self.source.reject(row.line, what),
            }
        }
        !self.source.is_over()
    }

    fn left_out(&self, row: &Row) -> Option<&'static str> {
        let is_out = |rule: &&LeftOut| {
            let cell = self.cell(row, rule.field).to_lowercase();
            self.columns.has(rule.field)
                && if rule.words.is_empty() {
                    cell.is_empty()
                } else {
                    rule.words.contains(&cell.as_str())
                }
        };
        self.traits
            .left_out
            .iter()
            .find(is_out)
            .map(|rule| rule.why)
    }

    fn add(&mut self, row: &Row, times: Times) {
        let tags = self.cell(row, Field::Tags).split([',', ';']);
        let account = match self.cell(row, Field::Account) {
            "" => self.cell(row, Field::Client),
            account => account,
        };
        let (category, activity) = match self.category(row) {
            Ok(found) => found,
            Err(what) => return self.source.reject(row.line, what),
        };
        let said = RowLabels {
            title: self.cell(row, Field::Title),
            task: "",
            tags: tags
                .map(str::to_owned)
                .chain(activity.filter(|_| category.is_none()).map(str::to_owned))
                .collect(),
            project: self.cell(row, Field::Project),
            client: account,
        };
        let key = Some(self.cell(row, Field::Id))
            .filter(|key| !key.is_empty())
            .map(str::to_owned);
        let note = Note::new(self.cell(row, Field::Note)).unwrap_or_default();
        let requester = Requester::new(self.cell(row, Field::Requester)).ok();
        let (domains, answered) = (self.domains(row), self.answered(row));
        let occasion = self.occasion(row, !account.is_empty());
        let activity = activity
            .filter(|_| category.is_some())
            .and_then(|name| Activity::new(name).ok());
        let mut found = self.source.row(row.line, times, &said, key);
        found.category = category;
        found.labels.domains = domains;
        found.labels.occasion = occasion;
        found.details.activity = activity;
        found.details.requester = requester;
        found.details.outcomes.conversations = u32::from(answered);
        if !note.as_str().is_empty() {
            found.details.note = note;
        }
        self.source.push(found);
    }

    /// The category and the activity; nothing where their cells are empty.
    fn category<'r>(&self, row: &'r Row) -> Result<(Option<Category>, Option<&'r str>), String> {
        let cell = self.cell(row, Field::Category);
        let beside = Some(self.cell(row, Field::Activity)).filter(|name| !name.is_empty());
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

    fn occasion(&self, row: &Row, has_account: bool) -> Option<Occasion> {
        match self.traits.rows {
            Rows::Work => None,
            Rows::Calls => {
                let word = self.cell(row, Field::Direction).to_lowercase();
                let begins = |words: &[&str]| words.iter().any(|begins| word.contains(begins));
                Some(Occasion::Call(if begins(&["out", "placed", "dialed"]) {
                    Direction::Outbound
                } else if begins(&["in", "received", "missed"]) {
                    Direction::Inbound
                } else {
                    Direction::Unknown
                }))
            }
            Rows::Meetings => {
                let customer = self.cell(row, Field::Customer).to_lowercase();
                let company = match customer.as_str() {
                    "internal" => Company::Colleagues,
                    "" | "unknown" if has_account => Company::Customer,
                    "" | "unknown" => Company::Unknown,
                    _ => Company::Customer,
                };
                Some(Occasion::Meeting(company))
            }
        }
    }

    /// Whether the source says that somebody was on the other end.
    fn answered(&self, row: &Row) -> bool {
        let word = self.cell(row, Field::Connected).to_lowercase();
        if self.traits.answered.is_empty() {
            ANSWERED.contains(&word.as_str()) || YES.contains(&word.as_str())
        } else {
            self.traits.answered.contains(&word.as_str())
        }
    }

    /// The domains of the addresses of those who took part.
    fn domains(&self, row: &Row) -> Vec<String> {
        let mut domains: Vec<String> = Vec::new();
        for field in [Field::Attendees, Field::MoreAttendees, Field::Organizer] {
            for after in self.cell(row, field).split('@').skip(1) {
                let is_of_name = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
                let end = after.find(|c| !is_of_name(c)).unwrap_or(after.len());
                let domain = after[..end].trim_end_matches('.').to_lowercase();
                if domain.contains('.') && !domains.contains(&domain) {
                    domains.push(domain);
                }
            }
        }
        domains
    }

    fn times(&mut self, row: &Row) -> Result<Times, String> {
        let date = match self.cell(row, Field::StartDate) {
            "" => self.cell(row, Field::Date),
            date => date,
        };
        let length = self.length(row)?;
        let end = self.end(row, date)?;
        let (start, end) = match (self.cell(row, Field::Start), end, length) {
            ("", Some((end, _)), Some(length)) if date.is_empty() => {
                let end = self.moment(end)?;
                return Ok((
                    Time::At(self.here(end.minus(length))),
                    Some(Time::At(self.here(end))),
                ));
            }
            ("", end, _) => (self.time(row, "start", date, "")?, end),
            (cell, end, _) => (self.time(row, "start", cell, date)?, end),
        };
        Ok(match (start, end, length) {
            (start, None, Some(length)) => match start {
                _ if !length.is_positive() => (start, Some(start)),
                Time::Wall(wall) => self.intervals.after(wall, length)?,
                Time::At(moment) => (start, Some(Time::At(self.here(moment.at.plus(length))))),
            },
            // A call without a length was none.
            (start, None, None) if self.traits.rows == Rows::Calls => (start, Some(start)),
            (start, None, None) => (start, None),
            (Time::Wall(start), Some((Time::Wall(end), only_clock)), length) => {
                // A night: with one date for both, the end is on the day after.
                let end = if only_clock && end < start {
                    end.checked_add_days(chrono::Days::new(1)).unwrap_or(end)
                } else {
                    end
                };
                self.intervals
                    .both(start, end, length.filter(|length| length.is_positive()))
            }
            (start, Some((end, _)), _) => (start, Some(end)),
        })
    }

    /// The end, and whether only its time of day is said.
    fn end(&self, row: &Row, date: &str) -> Result<Option<(Time, bool)>, String> {
        let (own, cell) = (self.cell(row, Field::EndDate), self.cell(row, Field::End));
        Ok(match (own, cell) {
            ("", "") => None,
            (own, "") if self.columns.has(Field::End) && dates::day(own, self.order).is_some() => {
                None
            }
            (own, "") => Some((self.time(row, "end", own, "")?, false)),
            ("", cell) => {
                let is_clock = dates::time_of_day(cell).is_some();
                Some((self.time(row, "end", cell, date)?, is_clock))
            }
            (own, cell) => Some((self.time(row, "end", cell, own)?, false)),
        })
    }

    fn length(&self, row: &Row) -> Result<Option<Length>, String> {
        let cell = self.cell(row, Field::Length);
        if cell.is_empty() {
            return Ok(None);
        }
        if self.unit != Some(LengthUnit::Hours) && has_group(cell) {
            return Err(format!(
                "duration: {cell:?} can be read in two ways: write it without the comma, or with a point"
            ));
        }
        let seconds = match (number(cell), self.unit) {
            (Some(number), Some(LengthUnit::Milliseconds)) => Some(number / 1000.0),
            (Some(number), Some(LengthUnit::Seconds)) => Some(number),
            (Some(number), Some(LengthUnit::Minutes)) => Some(number * 60.0),
            (Some(number), Some(LengthUnit::Hours) | None) => Some(number * 3600.0),
            (None, _) => None,
        };
        seconds
            .map(|seconds| Length::seconds(seconds.round() as i64))
            .or_else(|| dates::length(cell))
            .filter(|length| *length <= dates::LONGEST)
            .map(Some)
            .ok_or_else(|| {
                format!("duration: {cell:?} is not a length, such as 1:30:00 or 44m 50s")
            })
    }

    /// A time of day on a date, or both in one cell.
    fn time(&self, row: &Row, name: &str, cell: &str, date: &str) -> Result<Time, String> {
        let short = self.traits.short_years;
        if let Some(what) = damage(cell).filter(|_| !short) {
            return Err(format!("{name}: {cell:?} is {what}"));
        }
        let (text, date) = (in_figures(cell, short), in_figures(date, short));
        if let Some(moment) = dates::instant(&text) {
            return Ok(Time::At(self.here(moment.at)));
        }
        let beside = || {
            let day = dates::day(date_part(&date), self.order)?;
            dates::wall(day, dates::time_of_day(&text)?)
        };
        let Some(wall) = dates::date_time(&text, self.order).or_else(beside) else {
            return Err(match cell {
                "" => format!("{name} is empty"),
                cell if dates::day(&text, self.order).is_some() => {
                    format!("{name} is {cell:?}, without a time of day")
                }
                cell if dates::time_of_day(&text).is_some() => {
                    format!("{name} is {cell:?}, without a date")
                }
                cell => format!(
                    "{name} is {cell:?}, not a time of the years 1900 to 2199, such as 2026-03-02 08:30"
                ),
            });
        };
        let zone = match self.cell(row, Field::Zone) {
            "" if self.traits.in_utc => Zone::Fixed(Offset::UTC),
            "" => return Ok(Time::Wall(wall)),
            name => Zone::named(name).ok_or_else(|| format!("zone: {name:?} isn't a time zone"))?,
        };
        let there = Intervals::new(Calendar::new(zone)).moment(wall);
        there
            .map(|moment| Time::At(self.here(moment.at)))
            .ok_or_else(|| format!("{name} lies outside the years 1900 to 2199"))
    }

    fn here(&self, at: Stamp) -> Moment {
        self.intervals.calendar.here(at)
    }

    fn moment(&self, time: Time) -> Result<Stamp, String> {
        match time {
            Time::At(moment) => Some(moment.at),
            Time::Wall(wall) => self.intervals.moment(wall).map(|moment| moment.at),
        }
        .ok_or_else(|| "end lies outside the years 1900 to 2199".to_owned())
    }

    /// All is read.
    pub(super) fn finish(mut self, rejected: Vec<RowError>) -> Result<ImportReport, ExchangeError> {
        self.source.report.rejected.extend(rejected);
        let left_out = std::mem::take(&mut self.left_out);
        let left_out = left_out
            .into_iter()
            .map(|(why, rows)| format!("{rows} left out: {why}"));
        let remarks = [self.intervals.remark(), remark_others(self.others)];
        let report = &mut self.source.report;
        report
            .remarks
            .extend(left_out.chain(remarks.into_iter().flatten()));
        self.source.finish()
    }
}

/// Whether what stands behind the comma of a number may be thousands: `1,234`.
fn has_group(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    cell.split_once(',').is_some_and(|(whole, rest)| {
        digits(whole)
            && whole.len() <= 3
            && !whole.starts_with('0')
            && digits(rest)
            && rest.len() == 3
    })
}

/// A number and nothing else.
pub(super) fn number(cell: &str) -> Option<f64> {
    let plain = cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    plain
        .then(|| cell.replace(',', ".").parse().ok())
        .flatten()
        .filter(|number: &f64| number.is_finite() && *number < 1e12)
}

/// The part of a cell in which its date stands.
pub(super) fn date_part(cell: &str) -> &str {
    cell.split([' ', 'T', '\u{a0}'])
        .next()
        .unwrap_or_default()
        .trim_end_matches(',')
}
