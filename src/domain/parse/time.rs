//! Times as people say them: `9:40`, `9am`, `-15m`, `15m ago`, `yesterday 16:00`, `mon 9:00`, RFC 3339. What a
//! local time means is the calendar's to say (see `calendar::resolve`).

use chrono::{NaiveDate, NaiveTime};

use super::ParseError;
use super::time_expr::{ClockExpr, DayExpr, FORMS, Place, TimeExpr, read_time_expr};
use crate::domain::block::Block;
use crate::domain::calendar::{Calendar, Day, Local};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Offset, Stamp};

/// Before it, and before the start of the day, the evening before is still meant.
const NIGHT: Length = Length::hours(4);

/// The most words that one time can have: `1 hour 30 minutes ago`.
const MOST_WORDS: usize = 5;

/// A moment as it was meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedTime {
    pub moment: Moment,
    /// What the person should know of how it was taken: that this local time came twice.
    pub remark: Option<String>,
}

impl From<Moment> for ResolvedTime {
    fn from(moment: Moment) -> Self {
        Self {
            moment,
            remark: None,
        }
    }
}

/// The moment that a text names; a bare time of day is the nearest one in the past.
pub fn parse_time(
    text: &str,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, ParseError> {
    let context = Resolver {
        text,
        now,
        calendar,
    };
    context.resolve(read_time_expr(text)?, None)
}

/// The moment that a text names as the end of what began at `start`: a bare time of day is the first one after.
pub fn parse_time_after(
    text: &str,
    start: Moment,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, ParseError> {
    let said = read_time_expr(text)?;
    let is_bare = matches!(said, TimeExpr::On(DayExpr::Bare, _));
    let context = Resolver {
        text,
        now,
        calendar,
    };
    let told = context.resolve(said, Some(start))?;
    let other_day = Calendar::wall(told.moment).date() != Calendar::wall(start).date();
    if is_bare && other_day && told.moment.at > now.at {
        let begun = format::clock_beside(start, now);
        let message = format!("{} is not after {begun}, when it begins", text.trim());
        return Err(ParseError::on(text, text.trim(), message).hint("name a later time"));
    }
    Ok(told)
}

/// The moment that a text names inside a block: a bare time of day is the first one between its start and its end, on
/// the clock of where it was lived.
pub fn parse_time_inside(
    text: &str,
    block: &Block,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, ParseError> {
    let said = read_time_expr(text)?;
    let home = &calendar.home(block);
    let context = Resolver {
        text,
        now,
        calendar: home,
    };
    if let TimeExpr::On(DayExpr::Bare, clock) = said {
        let days = context.possible_days(DayExpr::Bare, clock, Some(block.start));
        let fits = |at: Stamp| block.start.at < at && at < block.end_or(now.at);
        let of_day = |day| context.first(std::slice::from_ref(day), clock, fits);
        let found: Vec<_> = days.iter().map(of_day).collect();
        if let Some(Ok(Some(inside))) = found.iter().find(|found| matches!(found, Ok(Some(_)))) {
            return Ok(inside.clone());
        }
        found.into_iter().collect::<Result<Vec<_>, _>>()?;
        // It is for the lane to refuse.
        if let Some(outside) = context.first(&days[..1], clock, |_| true)? {
            return Ok(outside);
        }
    }
    parse_time_after(text, block.start, now, home)
}

/// The shortest text that [`parse_time_inside`] takes for this minute.
pub fn spell_time_inside(at: Stamp, block: &Block, now: Moment, calendar: &Calendar) -> String {
    let minute = Length::seconds(at.seconds().rem_euclid(60));
    let at = calendar.home(block).here(at.minus(minute));
    let (clock, date) = (format::clock(at), Calendar::wall(at).date());
    let exact = format!("{clock}{}", at.offset);
    let texts = [clock.clone(), exact.clone(), format!("{date} {exact}")];
    let says_it = |text: &String| {
        let read = parse_time_inside(text, block, now, calendar);
        read.is_ok_and(|read| read.moment.at == at.at)
    };
    texts.into_iter().find(says_it).unwrap_or(clock)
}

/// The moment that a bare time of day names on a day of the calendar.
pub fn parse_time_on(
    text: &str,
    day: Day,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, ParseError> {
    match read_time_expr(text)? {
        TimeExpr::On(DayExpr::Bare, clock) => {
            let date = DayExpr::Date(date_of(day, clock.time, calendar));
            let context = Resolver {
                text,
                now,
                calendar,
            };
            context.resolve(TimeExpr::On(date, clock), None)
        }
        TimeExpr::On(..) | TimeExpr::Now | TimeExpr::Ago(_) => {
            Err(ParseError::on(text, text, "a time of day stands here").hint("write it as 9:40"))
        }
    }
}

/// How many of the first words make up a time: as many as can.
pub fn leading_time<S: AsRef<str>>(words: &[S]) -> Result<usize, ParseError> {
    let read_first = |count: usize| {
        let words: Vec<&str> = words[..count].iter().map(AsRef::as_ref).collect();
        read_time_expr(&words.join(" "))
    };
    let most = words.len().min(MOST_WORDS);
    if let Some(count) = (1..=most).rev().find(|count| read_first(*count).is_ok()) {
        return Ok(count);
    }
    // What was understood furthest is most likely what was meant.
    let errors = (1..=most.min(2)).filter_map(|count| read_first(count).err());
    let furthest = errors.reduce(|best, error| {
        if error.column > best.column {
            error
        } else {
            best
        }
    });
    Err(furthest.unwrap_or_else(|| ParseError::after("", "a time is missing").hint(FORMS)))
}

/// The reading of a bare time of day, as against a text with a day in it.
pub fn is_bare_time(text: &str) -> bool {
    matches!(read_time_expr(text), Ok(TimeExpr::On(DayExpr::Bare, _)))
}

/// Whether a text is a time of any form.
pub(super) fn is_time(text: &str) -> bool {
    read_time_expr(text).is_ok()
}

/// Whether a text is a time of day on a day that it names.
pub(super) fn names_day(text: &str) -> bool {
    matches!(read_time_expr(text), Ok(TimeExpr::On(..))) && !is_bare_time(text)
}

/// The date on which a time of day comes in a day that may begin after midnight.
fn date_of(day: Day, clock: NaiveTime, calendar: &Calendar) -> NaiveDate {
    let after_midnight = Length::seconds(clock.signed_duration_since(NaiveTime::MIN).num_seconds());
    if after_midnight < calendar.day_start {
        day.plus(1).0
    } else {
        day.0
    }
}

/// A text that names a moment, and what it is relative to.
#[derive(Clone, Copy)]
struct Resolver<'a> {
    text: &'a str,
    now: Moment,
    calendar: &'a Calendar,
}

impl Resolver<'_> {
    /// The moment that is meant: where only a time of day is said the first one after `start`, or without one the
    /// last one before now.
    fn resolve(self, said: TimeExpr, start: Option<Moment>) -> Result<ResolvedTime, ParseError> {
        let (day, clock) = match said {
            TimeExpr::Now => return Ok(self.calendar.here(self.now.at).into()),
            TimeExpr::Ago(length) => {
                let at = Stamp::new(self.now.at.seconds() - length.as_seconds());
                let moment = at.map(|at| self.calendar.here(at).into());
                return moment.ok_or_else(|| self.out_of_range());
            }
            TimeExpr::On(day, clock) => (day, clock),
        };
        let days = self.possible_days(day, clock, start);
        let is_weekday = matches!(day, DayExpr::Weekday(_));
        let fits = |at: Stamp| start.map_or(at <= self.now.at, |start| at > start.at);
        let found = match (self.first(&days, clock, fits)?, days.as_slice()) {
            // A day that is named stands, even where the rule would rather have another one: it is for the lane to
            // refuse.
            (None, [_]) => self.first(&days, clock, |_| true)?,
            (found, _) => found,
        };
        let found = found.ok_or_else(|| self.out_of_range())?;
        if is_weekday && start.is_none() && found.moment.at > self.now.at {
            return Err(self.later_today(days[0], found.moment));
        }
        Ok(found)
    }

    /// Why a time of the weekday that is today is not taken as last week's.
    fn later_today(self, today: Day, asked: Moment) -> ParseError {
        let (clock, now) = (format::clock(asked), format::clock(self.now));
        let message = format!("{clock} is still to come (it is {now})");
        let hint = format!("for a week ago write {} {clock}", today.plus(-7));
        ParseError {
            is_refused: true,
            ..ParseError::on(self.text, self.text.trim(), message).hint(hint)
        }
    }

    /// The dates on which the time may be meant, the likeliest first.
    fn possible_days(self, day: DayExpr, clock: ClockExpr, start: Option<Moment>) -> Vec<Day> {
        let from = start.unwrap_or(self.now);
        let here = match clock.place {
            None => from,
            Some(Place::Greenwich) => Moment {
                offset: Offset::UTC,
                ..from
            },
            Some(Place::There(offset)) => Moment { offset, ..from },
        };
        let near = Day(Calendar::wall(here).date());
        let sign = if start.is_some() { 1 } else { -1 };
        let steps = |first: i64, step: i64| {
            let step = move |count| near.plus(sign * (first + count * step));
            (0..3).map(step).collect()
        };
        let date = |day: Day| vec![Day(date_of(day, clock.time, self.calendar))];
        let today = self.calendar.day_of(self.now);
        match day {
            // By day, a time that is still to come is not taken as yesterday's: the lane refuses it.
            DayExpr::Bare if start.is_none() && !self.is_night(here) => vec![near],
            DayExpr::Bare => steps(0, 1),
            DayExpr::Weekday(weekday) if start.is_some() => {
                steps(weekday.days_since(near.weekday()).into(), 7)
            }
            // As with a bare time, the day that is today stands, though its time is still to come.
            DayExpr::Weekday(weekday) if weekday == near.weekday() => vec![near],
            DayExpr::Weekday(weekday) => steps(near.weekday().days_since(weekday).into(), 7),
            DayExpr::Today => date(today),
            DayExpr::Yesterday => date(today.plus(-1)),
            DayExpr::Date(date) => vec![Day(date)],
        }
    }

    /// Whether a bare time may be one of the evening before: up to four, or to the start of the day where that is later.
    fn is_night(self, here: Moment) -> bool {
        let wall = Calendar::wall(here).time();
        let since_midnight =
            Length::seconds(chrono::Timelike::num_seconds_from_midnight(&wall).into());
        since_midnight < NIGHT.max(self.calendar.day_start)
    }

    /// The first of the days on which the time comes and fits.
    fn first(
        self,
        days: &[Day],
        clock: ClockExpr,
        fits: impl Fn(Stamp) -> bool,
    ) -> Result<Option<ResolvedTime>, ParseError> {
        for day in days {
            match self.on(*day, clock) {
                Local::Once(moment) if fits(moment.at) => return Ok(Some(moment.into())),
                Local::Twice(one, other) => match (fits(one.at), fits(other.at)) {
                    (true, true) => return Ok(Some(self.earlier(*day, one, other))),
                    (true, false) => return Ok(Some(one.into())),
                    (false, true) => return Ok(Some(other.into())),
                    (false, false) => {}
                },
                Local::Never(before, after) if fits(after.at) => {
                    return Err(self.never(*day, clock.time, before, after));
                }
                Local::OutOfRange => return Err(self.out_of_range()),
                Local::Once(_) | Local::Never(..) => {}
            }
        }
        Ok(None)
    }

    fn on(self, day: Day, clock: ClockExpr) -> Local {
        let local = day.0.and_time(clock.time);
        let seconds = local.and_utc().timestamp();
        match clock.place {
            None => self.calendar.resolve(local),
            Some(Place::Greenwich) => Stamp::new(seconds)
                .map_or(Local::OutOfRange, |at| Local::Once(self.calendar.here(at))),
            Some(Place::There(offset)) => Stamp::new(seconds - i64::from(offset.seconds()))
                .map_or(Local::OutOfRange, |at| Local::Once(Moment { at, offset })),
        }
    }

    fn short_day(self, day: Day) -> String {
        format::short_day(day, self.calendar.day_of(self.now))
    }

    fn earlier(self, day: Day, one: Moment, other: Moment) -> ResolvedTime {
        let clock = format::clock(one);
        let remark = format!(
            "{clock} came twice on {}: taken as the first, {clock}{}; for the second write {clock}{}",
            self.short_day(day),
            one.offset,
            other.offset
        );
        ResolvedTime {
            moment: one,
            remark: Some(remark),
        }
    }

    fn never(self, day: Day, clock: NaiveTime, before: Moment, after: Moment) -> ParseError {
        let (before, after) = (format::clock(before), format::clock(after));
        let message = format!(
            "{} never came on {}: the clocks went from {before} to {after}",
            clock.format("%H:%M"),
            self.short_day(day)
        );
        ParseError::on(self.text, self.text.trim(), message).hint(format!(
            "the nearest times that did are {before} and {after}"
        ))
    }

    fn out_of_range(self) -> ParseError {
        ParseError::on(
            self.text,
            self.text,
            "that is outside the years 1900 to 2199",
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{Zone, parse_rfc3339, rfc3339};

    fn berlin() -> Calendar {
        Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
    }

    fn at(text: &str) -> Moment {
        parse_rfc3339(text).unwrap()
    }

    fn told(text: &str, now: &str) -> String {
        match parse_time(text, at(now), &berlin()) {
            Ok(told) => rfc3339(told.moment),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn every_form_means_a_moment_in_the_past() {
        // A Thursday.
        let now = "2026-03-05T14:32:10+01:00";
        let cases = [
            ("now", "2026-03-05T14:32:10+01:00"),
            ("9:40", "2026-03-05T09:40:00+01:00"),
            ("14:32", "2026-03-05T14:32:00+01:00"),
            // Still to come: the lane refuses it.
            ("14:33", "2026-03-05T14:33:00+01:00"),
            ("11pm", "2026-03-05T23:00:00+01:00"),
            ("-15m", "2026-03-05T14:17:10+01:00"),
            ("-15", "2026-03-05T14:17:10+01:00"),
            ("15m ago", "2026-03-05T14:17:10+01:00"),
            ("1h30m ago", "2026-03-05T13:02:10+01:00"),
            ("1 hour 30 minutes ago", "2026-03-05T13:02:10+01:00"),
            ("today 9:00", "2026-03-05T09:00:00+01:00"),
            ("today 23:00", "2026-03-05T23:00:00+01:00"),
            ("Yesterday 16:00", "2026-03-04T16:00:00+01:00"),
            ("mon 9:00", "2026-03-02T09:00:00+01:00"),
            ("monday  9am", "2026-03-02T09:00:00+01:00"),
            ("thu 9:00", "2026-03-05T09:00:00+01:00"),
            ("thu 15:00", "15:00 is still to come (it is 14:32)"),
            ("fri 9:00", "2026-02-27T09:00:00+01:00"),
            ("2026-03-02 08:30", "2026-03-02T08:30:00+01:00"),
            ("2026-03-02T08:30", "2026-03-02T08:30:00+01:00"),
            ("2026-03-02T08:30:15", "2026-03-02T08:30:15+01:00"),
            ("2026-03-02T08:30:00+05:30", "2026-03-02T08:30:00+05:30"),
            ("2026-03-02T08:30:00Z", "2026-03-02T09:30:00+01:00"),
            ("2026-07-02 08:30", "2026-07-02T08:30:00+02:00"),
            ("20:00-05:00", "2026-03-05T20:00:00-05:00"),
            ("08:00-05:00", "2026-03-05T08:00:00-05:00"),
            ("  9:40 ", "2026-03-05T09:40:00+01:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text, now), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", 1, 1, "a time is missing"),
            ("foo", 1, 3, "\"foo\" is not a time"),
            ("yesterday", 10, 1, "a time of day is missing"),
            ("yesterday 25:00", 11, 2, "hours go from 0 to 23"),
            ("2026-03-02", 11, 1, "a time of day is missing"),
            ("2026-02-30 09:00", 1, 10, "there is no 2026-02-30"),
            ("1899-12-31 09:00", 1, 10, "the year 1899 is outside"),
            ("2200-01-01 09:00", 1, 10, "the year 2200 is outside"),
            ("2026-03-02x09:00", 11, 6, "does not follow a date"),
            ("-15x", 4, 1, "isn't a unit of time"),
            ("15x ago", 3, 1, "isn't a unit of time"),
            ("chicago", 1, 7, "is not a time"),
            ("2000000h ago", 1, 12, "outside the years"),
            ("ü9:40", 1, 5, "is not a time"),
        ];
        let now = at("2026-03-05T14:32:10+01:00");
        for (text, column, width, message) in cases {
            let fault = parse_time(text, now, &berlin()).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }

    #[test]
    fn a_time_that_never_came_is_refused_with_its_neighbors() {
        let (morning, never) = (
            "2026-03-29T12:00:00+02:00",
            "02:30 never came on Sun 29 Mar",
        );
        let fault = parse_time("02:30", at(morning), &berlin()).unwrap_err();
        assert!(fault.message.starts_with(never), "{fault}");
        assert_eq!(
            fault.hint.as_deref(),
            Some("the nearest times that did are 01:59 and 03:00")
        );
        assert!(told("sun 02:30", "2026-04-01T12:00:00+02:00").starts_with(never));
        assert!(told("2026-03-29 02:30", "2026-03-01T12:00:00+01:00").starts_with(never));
        // Just before the gap, the nearest one in the past is yesterday's.
        assert_eq!(
            told("02:30", "2026-03-29T01:59:00+01:00"),
            "2026-03-28T02:30:00+01:00"
        );
    }

    #[test]
    fn a_time_that_came_twice_is_the_earlier_and_that_is_said() {
        let told = parse_time("02:30", at("2026-10-25T12:00:00+01:00"), &berlin()).unwrap();
        assert_eq!(rfc3339(told.moment), "2026-10-25T02:30:00+02:00");
        let remark = "02:30 came twice on Sun 25 Oct: taken as the first, 02:30+02:00; for the second write 02:30+01:00";
        assert_eq!(told.remark.as_deref(), Some(remark));
        let second = parse_time("02:30+01:00", at("2026-10-25T12:00:00+01:00"), &berlin()).unwrap();
        assert_eq!(
            (rfc3339(second.moment).as_str(), second.remark),
            ("2026-10-25T02:30:00+01:00", None)
        );
        // While only the first has come, there is nothing to say.
        let first = parse_time("02:30", at("2026-10-25T02:45:00+02:00"), &berlin()).unwrap();
        assert_eq!(
            (rfc3339(first.moment).as_str(), first.remark),
            ("2026-10-25T02:30:00+02:00", None)
        );
    }

    #[test]
    fn an_end_is_the_first_such_time_after_the_start() {
        let now = at("2026-03-05T14:32:00+01:00");
        let cases = [
            (
                "2026-03-02T09:00:00+01:00",
                "10:00",
                "2026-03-02T10:00:00+01:00",
            ),
            (
                "2026-03-02T23:00:00+01:00",
                "01:00",
                "2026-03-03T01:00:00+01:00",
            ),
            (
                "2026-03-02T09:00:00+01:00",
                "09:00",
                "2026-03-03T09:00:00+01:00",
            ),
            (
                "2026-03-02T09:00:00+01:00",
                "mon 10:00",
                "2026-03-02T10:00:00+01:00",
            ),
            (
                "2026-03-02T09:00:00+01:00",
                "tue 01:00",
                "2026-03-03T01:00:00+01:00",
            ),
            (
                "2026-03-02T09:00:00+01:00",
                "2026-03-01 10:00",
                "2026-03-01T10:00:00+01:00",
            ),
            (
                "2026-03-02T09:00:00+01:00",
                "15m ago",
                "2026-03-05T14:17:00+01:00",
            ),
            (
                "2025-10-25T23:00:00+02:00",
                "02:30",
                "2025-10-26T02:30:00+02:00",
            ),
            (
                "2025-10-26T02:40:00+02:00",
                "02:30",
                "2025-10-26T02:30:00+01:00",
            ),
            (
                "2025-10-26T02:40:00+02:00",
                "2025-10-26 02:30",
                "2025-10-26T02:30:00+01:00",
            ),
        ];
        for (start, text, expected) in cases {
            let told = parse_time_after(text, at(start), now, &berlin()).unwrap();
            assert_eq!(rfc3339(told.moment), expected, "{start} {text:?}");
        }
        let gap = parse_time_after(
            "02:30",
            at("2026-03-29T01:00:00+01:00"),
            at("2026-03-30T09:00:00+02:00"),
            &berlin(),
        );
        assert!(
            gap.unwrap_err()
                .message
                .starts_with("02:30 never came on Sun 29 Mar")
        );
    }

    #[test]
    fn a_day_that_begins_late_holds_the_small_hours_of_the_next_date() {
        let late = Calendar {
            day_start: Length::hours(4),
            ..berlin()
        };
        let now = at("2026-03-06T01:30:00+01:00");
        let cases = [
            ("today 23:00", "2026-03-05T23:00:00+01:00"),
            ("today 1:00", "2026-03-06T01:00:00+01:00"),
            ("yesterday 1:00", "2026-03-05T01:00:00+01:00"),
            ("1:00", "2026-03-06T01:00:00+01:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                rfc3339(parse_time(text, now, &late).unwrap().moment),
                expected,
                "{text:?}"
            );
        }
        let on = |text| {
            parse_time_on(text, late.day_of(now), now, &late).map(|told| rfc3339(told.moment))
        };
        assert_eq!(on("08:30"), Ok("2026-03-05T08:30:00+01:00".to_owned()));
        assert_eq!(on("00:30"), Ok("2026-03-06T00:30:00+01:00".to_owned()));
        assert!(on("-15m").is_err() && on("mon 8:30").is_err());
    }

    #[test]
    fn leading_words_are_taken_as_far_as_they_make_a_time() {
        let cases = [
            ("9:00 10:00 note", 1),
            ("yesterday 16:00 17:00", 2),
            ("2026-03-02 08:30 09:05 @Northwind", 2),
            ("15m ago now", 2),
            ("1 hour 30 minutes ago rest", 5),
            ("-30m -15m", 1),
            ("9:40 pm call", 2),
            ("now", 1),
        ];
        for (text, count) in cases {
            assert_eq!(
                leading_time(&text.split(' ').collect::<Vec<_>>()),
                Ok(count),
                "{text:?}"
            );
        }
        for (text, column) in [
            ("", 1),
            ("foo bar", 1),
            ("yesterday 25:00", 11),
            ("2026-02-30 9:00", 1),
        ] {
            let fault = leading_time(&text.split_terminator(' ').collect::<Vec<_>>()).unwrap_err();
            assert_eq!(fault.column, column, "{text:?}: {fault}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,12}", words in proptest::collection::vec(0_usize..14, 0..5)) {
            let parts = ["mon", " ", "ago", "-", "9", ":", "40", "2026-03-29", "T", "+01", "pm", "h", "today", "Z"];
            let mixed: String = words.iter().map(|index| parts[*index]).chain([text.as_str()]).collect();
            let now = at("2026-03-29T12:00:00+02:00");
            for text in [&text, &mixed] {
                if let Err(fault) = parse_time(text, now, &berlin()) {
                    prop_assert!(fault.column + fault.width <= text.chars().count() + 2, "{:?} {:?}", text, fault);
                }
            }
        }

        #[test]
        fn a_printed_time_reads_back(seconds in Stamp::MIN.seconds()..Stamp::MAX.seconds() - 86_400) {
            let moment = berlin().here(Stamp::clamped(seconds));
            let now = berlin().here(moment.at.plus(Length::hours(23)));
            prop_assert_eq!(parse_time(&rfc3339(moment), now, &berlin()).map(|told| told.moment), Ok(moment));
            let minute = Moment { at: Stamp::clamped(seconds - seconds.rem_euclid(60)), ..moment };
            let clock = format!("{}{}", format::clock(minute), minute.offset);
            if minute.offset == berlin().offset_at(minute.at) && berlin().offset_at(minute.at).seconds() % 60 == 0 {
                let found = parse_time(&clock, now, &berlin()).unwrap().moment;
                prop_assert_eq!(format::clock(found), format::clock(minute));
                prop_assert!(now.at.since(found.at) < Length::hours(24));
            }
        }
    }
}
