//! The only code that turns an instant into a local day, week or hour, and back. All zone rules live here.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, IsoWeek, NaiveDate, NaiveDateTime, NaiveTime,
    ParseError, Timelike, Weekday,
};
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::rfc3339;
use super::stamp::{Length, Moment, Offset, Span, Stamp};
pub use super::zone::Zone;

/// A day of the wall clock; it begins at the configured start of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(pub NaiveDate);

impl Day {
    /// The day of a number, counted from 1 January 1970.
    fn of_number(number: i64) -> Self {
        let date = i32::try_from(number)
            .ok()
            .and_then(NaiveDate::from_epoch_days);
        Self(date.unwrap_or(NaiveDate::MIN))
    }

    fn number(self) -> i64 {
        self.0.to_epoch_days().into()
    }

    /// The day so many days later, or earlier where negative; the nearest end of the calendar beyond it.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let moved = if days < 0 {
            self.0.checked_sub_days(step)
        } else {
            self.0.checked_add_days(step)
        };
        Self(moved.unwrap_or(if days < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        }))
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// How many days after `earlier` it is.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Seven days; named after the ISO week that holds its Thursday. Written as its name, it is read back as the week of
/// that name that begins on Monday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Week {
    /// Its first day.
    pub first: Day,
}

impl Week {
    /// Its days in order.
    pub fn days(self) -> [Day; 7] {
        std::array::from_fn(|index| self.first.plus(index as i64))
    }

    /// The first day of the week after.
    pub fn end(self) -> Day {
        self.first.plus(7)
    }

    /// `W10`.
    pub fn short_name(self) -> String {
        format!("W{:02}", self.iso().week())
    }

    fn iso(self) -> IsoWeek {
        let is_thursday = |day: &Day| day.weekday() == Weekday::Thu;
        let thursday = self.days().into_iter().find(is_thursday);
        thursday.unwrap_or(self.first).0.iso_week()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.iso();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = ParseError;
    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse().map(Self)
    }
}

impl From<Week> for String {
    fn from(week: Week) -> Self {
        week.to_string()
    }
}

impl TryFrom<String> for Week {
    type Error = ParseError;
    fn try_from(name: String) -> Result<Self, ParseError> {
        let monday = NaiveDate::parse_from_str(&format!("{name}-1"), "%G-W%V-%u")?;
        Ok(Self { first: Day(monday) })
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        rfc3339(moment)
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        parse_rfc3339(&text).ok_or("not an RFC 3339 time of the years 1900 to 2199")
    }
}

/// No clock was set back by more since 1900, other than over the date line: three hours, in seconds.
const FURTHEST_BACK: i64 = 3 * 3600;

/// What a local time of day on a date means in a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Local {
    /// One instant, as on almost every day.
    Once(Moment),
    /// The clocks were set back over it: it came twice.
    Twice(Moment, Moment),
    /// The clocks were set forward over it: it never came. The last minute before and the first one after.
    Never(Moment, Moment),
    /// Outside the years 1900 to 2199.
    OutOfRange,
}

/// A zone, the start of the day and the start of the week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Where the rep is.
    pub zone: Zone,
    /// The time of day at which a new day begins, after midnight.
    pub day_start: Length,
    /// The first day of the week.
    pub week_start: Weekday,
    /// The month with which a fiscal year begins, from 1 to 12.
    pub year_start: u32,
}

impl Calendar {
    /// Days from midnight, weeks from Monday.
    pub const fn new(zone: Zone) -> Self {
        Self {
            zone,
            day_start: Length::ZERO,
            week_start: Weekday::Mon,
            year_start: 1,
        }
    }

    /// The offset of the wall clock at an instant, to the minute.
    pub fn offset_at(&self, stamp: Stamp) -> Offset {
        let seconds = match self.zone {
            Zone::Fixed(offset) => offset.seconds(),
            Zone::Named(rules) => rules.seconds_at(stamp),
        };
        Offset::new(seconds).unwrap_or_default()
    }

    /// Whether a moment has the offset of the wall clock here.
    pub fn is_here(&self, moment: Moment) -> bool {
        self.offset_at(moment.at) == moment.offset
    }

    /// Another instant on the wall clock of a moment: here, if the moment has its offset from here.
    pub fn beside(&self, moment: Moment, at: Stamp) -> Moment {
        if self.is_here(moment) {
            self.here(at)
        } else {
            moment.moved_to(at)
        }
    }

    /// The calendar of the place where a block was lived: a journey later its hours still mean what they meant.
    #[must_use]
    pub fn home(&self, block: &Block) -> Self {
        let zone = if self.is_here(block.start) {
            self.zone
        } else {
            Zone::Fixed(block.start.offset)
        };
        Self { zone, ..*self }
    }

    /// The instant with the offset of the wall clock here.
    pub fn here(&self, at: Stamp) -> Moment {
        Moment::new(at, self.offset_at(at))
    }

    /// What a local date and time means here.
    pub fn resolve(&self, local: NaiveDateTime) -> Local {
        let found = match self.zone {
            Zone::Fixed(offset) => [Some(offset.seconds()), None],
            Zone::Named(rules) => rules.seconds_of(local.and_utc().timestamp()),
        };
        // To the minute, as the wall clock shows it: a few zones had odd seconds in their offset until 1972.
        let shown = |offset: i32| Offset::new(offset).unwrap_or_default().seconds();
        let instant =
            |offset: i32| Stamp::new(local.and_utc().timestamp() - i64::from(shown(offset)));
        match found {
            [None, _] => self.around_gap(local),
            [Some(offset), None] => {
                instant(offset).map_or(Local::OutOfRange, |at| Local::Once(self.here(at)))
            }
            [Some(one), Some(other)] => match (instant(one), instant(other)) {
                (Some(one), Some(other)) => {
                    Local::Twice(self.here(one.min(other)), self.here(one.max(other)))
                }
                _ => Local::OutOfRange,
            },
        }
    }

    /// Whether the wall clock shows the time of a moment twice, because it was set back here: then only the offset
    /// tells which of the two is meant.
    pub fn comes_twice(&self, moment: Moment) -> bool {
        matches!(self.resolve(Self::wall(moment)), Local::Twice(one, other) if one == moment || other == moment)
    }

    /// Whether the wall clock of a moment misleads a reader here, without its offset: it is the one of another place, or
    /// its time came twice.
    pub fn needs_offset(&self, moment: Moment) -> bool {
        !self.is_here(moment) || self.comes_twice(moment)
    }

    /// The wall clock of a moment, there and then.
    pub fn wall(moment: Moment) -> NaiveDateTime {
        let shown = moment.at.seconds() + i64::from(moment.offset.seconds());
        DateTime::from_timestamp(shown, 0).map_or(NaiveDateTime::MIN, |time| time.naive_utc())
    }

    /// The day of a moment, by the wall clock there and then. A day that has begun is not left again: where the clocks
    /// are set back over its start, what the wall clock shows before it a second time is of that day.
    pub fn day_of(&self, moment: Moment) -> Day {
        let (number, second) = self.shown_in_day(moment);
        let day = Day::of_number(number);
        if second < 86_400 - FURTHEST_BACK || !self.is_here(moment) {
            return day;
        }
        let next = day.plus(1);
        if moment.at >= self.first_instant(next) {
            next
        } else {
            day
        }
    }

    /// Whether a moment is of a day, as [`Calendar::day_of`] says, in less time where it is not.
    pub fn is_of(&self, day: Day, moment: Moment) -> bool {
        let (number, second) = self.shown_in_day(moment);
        let later = day.number() - number;
        let may_be = later == 0 || (later == 1 && second >= 86_400 - FURTHEST_BACK);
        may_be && self.day_of(moment) == day
    }

    /// What the wall clock of a moment shows: the day by its number since 1970, and the seconds since it began.
    fn shown_in_day(&self, moment: Moment) -> (i64, i64) {
        let earlier = moment.at.minus(self.day_start).seconds();
        let shown = earlier + i64::from(moment.offset.seconds());
        (shown.div_euclid(86_400), shown.rem_euclid(86_400))
    }

    /// The day of an instant, by the wall clock here.
    pub fn day_at(&self, stamp: Stamp) -> Day {
        self.day_of(self.here(stamp))
    }

    /// The first instant of a day here: its start, or the first minute after it where the clocks skip it.
    pub fn first_instant(&self, day: Day) -> Stamp {
        self.instant(day, self.day_start)
    }

    /// The instant at `after_midnight` on the wall clock of a day: the earlier one where it comes twice, the
    /// first one after where it never comes. From 24 h on it is on the next date.
    pub fn instant(&self, day: Day, after_midnight: Length) -> Stamp {
        let seconds = after_midnight.as_seconds();
        let date = day.plus(seconds.div_euclid(86_400)).0;
        let time =
            NaiveTime::from_num_seconds_from_midnight_opt(seconds.rem_euclid(86_400) as u32, 0);
        match self.resolve(date.and_time(time.unwrap_or_default())) {
            Local::Once(moment) | Local::Twice(moment, _) | Local::Never(_, moment) => moment.at,
            Local::OutOfRange => {
                Stamp::clamped(date.and_time(NaiveTime::MIN).and_utc().timestamp() + seconds)
            }
        }
    }

    /// [`Calendar::instant`] on the wall clock of where the rep was: `place` is a moment of that day which is on
    /// record, if there is one.
    pub fn instant_at(&self, day: Day, after_midnight: Length, place: Option<Moment>) -> Stamp {
        match place.filter(|moment| !self.is_here(*moment)) {
            None => self.instant(day, after_midnight),
            Some(moment) => {
                let midnight = day.0.and_time(NaiveTime::MIN).and_utc().timestamp();
                Stamp::clamped(
                    midnight - i64::from(moment.offset.seconds()) + after_midnight.as_seconds(),
                )
            }
        }
    }

    /// What the wall clock of that place shows at an instant, as a length after the midnight of a day: what
    /// [`Calendar::instant_at`] turns back.
    pub fn after_midnight(&self, day: Day, at: Stamp, place: Option<Moment>) -> Length {
        let moment = place.map_or_else(|| self.here(at), |place| self.beside(place, at));
        let midnight = day.0.and_time(NaiveTime::MIN).and_utc().timestamp();
        Length::seconds(at.seconds() + i64::from(moment.offset.seconds()) - midnight)
    }

    /// All of a day here; 23 or 25 hours where the clocks change.
    pub fn day_span(&self, day: Day) -> Span {
        self.days_span(day, day)
    }

    /// All of the days from `first` to `last`, both included.
    pub fn days_span(&self, first: Day, last: Day) -> Span {
        let start = self
            .first_instant(first)
            .min(Stamp::MAX.minus(Length::seconds(1)));
        let end = self
            .first_instant(last.plus(1))
            .max(start.plus(Length::seconds(1)));
        // A day has at least a second: both ends are held inside the years that exist.
        Span::new(start, end).unwrap_or_else(|| unreachable!("a day ends after it starts"))
    }

    /// The week that holds a day.
    pub fn week_of(&self, day: Day) -> Week {
        let into = day.weekday().days_since(self.week_start);
        Week {
            first: day.plus(-i64::from(into)),
        }
    }

    /// The fiscal year of a day, named after the year in which it ends.
    pub fn fiscal_year_of(&self, day: Day) -> i32 {
        let ends_later = self.year_start > 1 && day.0.month() >= self.year_start;
        day.0.year() + i32::from(ends_later)
    }

    /// The first day of the fiscal year that ends in a year.
    pub fn fiscal_year(&self, ends_in: i32) -> Option<Day> {
        let begins_in = ends_in - i32::from(self.year_start > 1);
        NaiveDate::from_ymd_opt(begins_in, self.year_start, 1).map(Day)
    }

    /// The week with an ISO year and number, if that year has it.
    pub fn iso_week(&self, year: i32, week: u32) -> Option<Week> {
        NaiveDate::from_isoywd_opt(year, week, Weekday::Thu)
            .map(|thursday| self.week_of(Day(thursday)))
    }

    /// A block cut at every start of a day on the wall clock where it was lived, in order. The parts add up to
    /// the block to the second.
    pub fn slices(&self, block: &Block, now: Stamp) -> Vec<(Day, Span)> {
        let Some(span) = block.span(now) else {
            return Vec::new();
        };
        let start = block.start;
        let end = block.end.unwrap_or_else(|| self.here(now));
        let moved = start.offset != end.offset && self.is_here(start) && self.is_here(end);
        let mut parts = Vec::new();
        let mut from = span.start();
        let mut day = self.day_of(start);
        while from < span.end() {
            // Where the clocks changed under the block the zone knows when; after a journey the day goes by the
            // place where the block began.
            let next = if moved {
                self.first_instant(day.plus(1))
            } else {
                self.midnight_at(day.plus(1), start.offset)
            };
            let until = next.min(span.end());
            parts.extend(Span::new(from, until).map(|part| (day, part)));
            from = from.max(until);
            day = day.plus(1);
        }
        parts
    }

    /// An instant within a block on the wall clock where it was lived: here where the block began and ended here,
    /// so that a change of the clocks shows, else where it began.
    pub fn lived_at(&self, block: &Block, at: Stamp, now: Stamp) -> Moment {
        let end = block.end.unwrap_or_else(|| self.here(now));
        if self.is_here(block.start) && self.is_here(end) {
            self.here(at)
        } else {
            block.start.moved_to(at)
        }
    }

    /// A part of a block cut at every full hour, each piece with the hour of the day, 0 to 23, that the wall clock
    /// showed where it was lived. The pieces add up to the part to the second.
    pub fn hours(&self, block: &Block, part: Span, now: Stamp) -> Vec<(u32, Span)> {
        let mut pieces = Vec::new();
        let mut from = part.start();
        while from < part.end() {
            let wall = Self::wall(self.lived_at(block, from, now));
            let left = Length::seconds(i64::from(3600 - wall.num_seconds_from_midnight() % 3600));
            let until = from.plus(left).min(part.end());
            pieces.extend(Span::new(from, until).map(|piece| (wall.hour(), piece)));
            from = until;
        }
        pieces
    }

    fn midnight_at(&self, day: Day, offset: Offset) -> Stamp {
        let midnight = day.0.and_time(NaiveTime::MIN).and_utc().timestamp();
        Stamp::clamped(midnight - i64::from(offset.seconds()) + self.day_start.as_seconds())
    }

    /// The minute before and the minute after the gap that swallows a local time.
    fn around_gap(&self, local: NaiveDateTime) -> Local {
        let guess = local.and_utc().timestamp();
        let (Some(mut before), Some(mut after)) = (
            Stamp::new(guess - 2 * 86_400),
            Stamp::new(guess + 2 * 86_400),
        ) else {
            return Local::OutOfRange;
        };
        let skipped = |stamp: Stamp| Self::wall(self.here(stamp)) > local;
        while after.since(before) > Length::seconds(1) {
            let middle = before.plus(Length::seconds(after.since(before).as_seconds() / 2));
            if skipped(middle) {
                after = middle;
            } else {
                before = middle;
            }
        }
        Local::Never(self.here(after.minus(Length::minutes(1))), self.here(after))
    }
}

/// RFC 3339 with the moment's own offset: `2026-03-02T08:30:00+01:00`.
pub fn rfc3339(moment: Moment) -> String {
    rfc3339_bytes(moment).map(char::from).iter().collect()
}

/// The same as ASCII, in place.
pub fn rfc3339_bytes(moment: Moment) -> [u8; 25] {
    rfc3339::spell(moment)
}

/// The moment that an RFC 3339 text names; a fraction of a second is dropped, a leap second read as :59.
pub fn parse_rfc3339(text: &str) -> Option<Moment> {
    if let Some(moment) = parse_as_written(text.as_bytes()) {
        return Some(moment);
    }
    let time: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Moment::new(
        Stamp::new(time.timestamp())?,
        Offset::new(time.offset().local_minus_utc())?,
    ))
}

/// A time exactly as [`rfc3339`] writes it, which most are; `None` where it is written otherwise, or is none.
fn parse_as_written(text: &[u8]) -> Option<Moment> {
    let (time, offset) = text.split_at_checked(19)?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number: u32, digit| {
            let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
            Some(number * 10 + u32::from(digit))
        })
    };
    let signs = [time[4], time[7], time[10], time[13], time[16]];
    if signs != *b"--T::" {
        return None;
    }
    let year = i32::try_from(number(&time[..4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&time[5..7])?, number(&time[8..10])?)?;
    let clock = NaiveTime::from_hms_opt(
        number(&time[11..13])?,
        number(&time[14..16])?,
        number(&time[17..])?,
    )?;
    let east = match offset {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', tens, ones] if hours.len() == 2 => {
            let (hours, minutes) = (number(hours)?, number(&[*tens, *ones])?);
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            let is_one = hours < 24 && minutes < 60;
            is_one.then_some(if *sign == b'-' { -seconds } else { seconds })?
        }
        _ => return None,
    };
    let at = date.and_time(clock).and_utc().timestamp() - i64::from(east);
    Some(Moment::new(Stamp::new(at)?, Offset::new(east)?))
}

/// The zone that a `TZ` value names: a name of the tz database, with or without a leading colon or the path of
/// its file, or an offset without rules such as `UTC` and `<+03>-3`. `None` where it names neither.
pub fn zone_from_tz(value: &str) -> Option<Zone> {
    let name = value.strip_prefix(':').unwrap_or(value);
    let name = name.split_once("zoneinfo/").map_or(name, |(_, name)| name);
    if name.is_empty() {
        return Some(Zone::Fixed(Offset::UTC));
    }
    Zone::named(name)
        .or_else(|| posix_offset(name).map(Zone::Fixed))
        .or_else(|| Zone::of_rule(name))
}

/// `XXX-3`, `<+0330>-3:30`: POSIX writes offsets west of Greenwich as positive.
fn posix_offset(text: &str) -> Option<Offset> {
    let rest = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?.1,
        None => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    };
    if rest.is_empty() || rest == text {
        return None;
    }
    let (sign, digits) = match rest.strip_prefix('-') {
        Some(east) => (1, east),
        None => (-1, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let number = |digits: &str| {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse::<i32>().ok())
    };
    let (hours, minutes) = (number(hours)??, number(minutes)??);
    (hours <= 24 && minutes < 60)
        .then(|| Offset::new(sign * (hours * 3600 + minutes * 60)))
        .flatten()
}

/// Whether it is the name of a week, such as `2026-W10`.
pub fn is_week_name(name: &str) -> bool {
    let Some((year, number)) = name.split_once("-W") else {
        return false;
    };
    let week = year.parse().ok().zip(number.parse().ok());
    week.is_some_and(|(year, number): (i32, u32)| {
        NaiveDate::from_isoywd_opt(year, number, Weekday::Mon).is_some()
            && name == format!("{year:04}-W{number:02}")
    })
}

#[cfg(test)]
mod tests;
