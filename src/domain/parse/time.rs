//! Times as people say them: `9:40`, `9am`, `-15m`, `15m ago`, `yesterday 16:00`, `mon 9:00`, RFC 3339. What a
//! local time means is the calendar's to say (see `calendar::resolve`).

use chrono::{NaiveDate, NaiveTime};

use super::time_expr::{FORMS, Place, TimeExpr, When, read};
use super::{Fault, place_in};
use crate::domain::calendar::{Calendar, Day, Local};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Offset, Stamp};

/// The most words that one time can have: `1 hour 30 minutes ago`.
const MOST_WORDS: usize = 5;

/// A moment as it was meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResolvedTime {
    /// The moment.
    pub moment: Moment,
    /// What the person should know of how it was taken: that this local time came twice.
    pub remark: Option<String>,
}

/// The moment that a text names; a bare time of day is the nearest one in the past.
pub fn time(text: &str, now: Moment, calendar: &Calendar) -> Result<ResolvedTime, Fault> {
    resolve(text, &read(text)?, Rule::Past, now, calendar)
}

/// The moment that a text names as the end of what began at `start`: a bare time of day is the first one after.
pub fn time_after(
    text: &str,
    start: Moment,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, Fault> {
    let said = read(text)?;
    let told = resolve(text, &said, Rule::After(start), now, calendar)?;
    let other_day = Calendar::wall(told.moment).date() != Calendar::wall(start).date();
    if matches!(said.day, When::Bare) && other_day && told.moment.at > now.at {
        let message = format!(
            "{} is not after {}, when it begins",
            text.trim(),
            format::clock(start)
        );
        return Err(Fault::at(text, place_in(text, text.trim()), message).hint("name a later time"));
    }
    Ok(told)
}

/// The moment that a bare time of day names on a day of the calendar.
pub fn time_on(
    text: &str,
    day: Day,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, Fault> {
    match read(text)? {
        TimeExpr {
            day: When::Bare,
            clock: Some((clock, place)),
        } => {
            let said = TimeExpr {
                day: When::Date(date_of(day, clock, calendar)),
                clock: Some((clock, place)),
            };
            resolve(text, &said, Rule::Past, now, calendar)
        }
        TimeExpr { .. } => {
            Err(Fault::at(text, 0..text.len(), "a time of day stands here")
                .hint("write it as 9:40"))
        }
    }
}

/// How many of the first words make up a time: as many as can.
pub fn leading_time<S: AsRef<str>>(words: &[S]) -> Result<usize, Fault> {
    let joined = |count: usize| {
        words[..count]
            .iter()
            .map(AsRef::as_ref)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let most = words.len().min(MOST_WORDS);
    if let Some(count) = (1..=most).rev().find(|count| read(&joined(*count)).is_ok()) {
        return Ok(count);
    }
    // What was understood furthest is most likely what was meant.
    let faults = (1..=most.min(2)).filter_map(|count| read(&joined(count)).err());
    let furthest = faults.reduce(|best, fault| {
        if fault.column > best.column {
            fault
        } else {
            best
        }
    });
    Err(furthest.unwrap_or_else(|| Fault::at("", 0..0, "a time is missing").hint(FORMS)))
}

/// The reading of a bare time of day, as against a text with a day in it.
pub fn is_bare_time(text: &str) -> bool {
    matches!(
        read(text),
        Ok(TimeExpr {
            day: When::Bare,
            ..
        })
    )
}

/// Whether a text is a time of any form.
pub(super) fn is_time(text: &str) -> bool {
    read(text).is_ok()
}

/// Whether a text is a time of day on a day that it names.
pub(super) fn names_day(text: &str) -> bool {
    matches!(
        read(text),
        Ok(TimeExpr {
            day: When::Today | When::Yesterday | When::Weekday(_) | When::Date(_),
            ..
        })
    )
}

/// Which of several moments is meant where only a time of day is said.
#[derive(Clone, Copy)]
enum Rule {
    Past,
    After(Moment),
}

impl Rule {
    fn fits(self, at: Stamp, now: Moment) -> bool {
        match self {
            Self::Past => at <= now.at,
            Self::After(start) => at > start.at,
        }
    }
}

fn resolve(
    text: &str,
    said: &TimeExpr,
    rule: Rule,
    now: Moment,
    calendar: &Calendar,
) -> Result<ResolvedTime, Fault> {
    let exact = |at: Option<Stamp>| match at {
        Some(at) => Ok(ResolvedTime {
            moment: calendar.here(at),
            remark: None,
        }),
        None => Err(out_of_range(text)),
    };
    let clock = match (&said.day, said.clock) {
        (When::Ago(length), _) => return exact(Stamp::new(now.at.seconds() - length.as_seconds())),
        (When::Now, _) | (_, None) => return exact(Some(now.at)),
        (_, Some(clock)) => clock,
    };
    let from = match rule {
        Rule::Past => now,
        Rule::After(start) => start,
    };
    let here = match clock.1 {
        None => from,
        Some(Place::Greenwich) => Moment {
            offset: Offset::UTC,
            ..from
        },
        Some(Place::There(offset)) => Moment { offset, ..from },
    };
    let near = Day(Calendar::wall(here).date());
    let forward = matches!(rule, Rule::After(_));
    let steps = |first: i64, step: i64| -> Vec<Day> {
        (0..3)
            .map(|count| {
                near.plus(if forward {
                    first + count * step
                } else {
                    -first - count * step
                })
            })
            .collect()
    };
    let today = calendar.day_of(now);
    let days = match &said.day {
        When::Bare | When::Now | When::Ago(_) => steps(0, 1),
        When::Weekday(weekday) => {
            let ahead = weekday.days_since(near.weekday());
            steps(i64::from(if forward { ahead } else { (7 - ahead) % 7 }), 7)
        }
        When::Today => vec![Day(date_of(today, clock.0, calendar))],
        When::Yesterday => vec![Day(date_of(today.plus(-1), clock.0, calendar))],
        When::Date(date) => vec![Day(*date)],
    };
    let meant = Meant {
        text,
        clock,
        today,
        calendar,
    };
    // A day that is named stands, even where the rule would rather have another one: it is for the lane to refuse.
    let found = meant.first(&days, |at| rule.fits(at, now))?;
    let found = match (found, days.as_slice()) {
        (None, [_]) => meant.first(&days, |_| true)?,
        (found, _) => found,
    };
    found.ok_or_else(|| out_of_range(text))
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

fn out_of_range(text: &str) -> Fault {
    Fault::at(
        text,
        0..text.len(),
        "that is outside the years 1900 to 2199",
    )
}

/// A time of day that is looked for on one of several days.
struct Meant<'a> {
    text: &'a str,
    clock: (NaiveTime, Option<Place>),
    today: Day,
    calendar: &'a Calendar,
}

impl Meant<'_> {
    /// The first of the days on which it comes and fits.
    fn first(
        &self,
        days: &[Day],
        fits: impl Fn(Stamp) -> bool,
    ) -> Result<Option<ResolvedTime>, Fault> {
        for day in days {
            let plain = |moment: Moment| {
                Ok(Some(ResolvedTime {
                    moment,
                    remark: None,
                }))
            };
            match self.on(*day) {
                Local::Once(moment) if fits(moment.at) => return plain(moment),
                Local::Twice(one, other) => match (fits(one.at), fits(other.at)) {
                    (true, true) => return Ok(Some(self.earlier(*day, one, other))),
                    (true, false) => return plain(one),
                    (false, true) => return plain(other),
                    (false, false) => {}
                },
                Local::Never(before, after) if fits(after.at) => {
                    return Err(self.never(*day, before, after));
                }
                Local::OutOfRange => return Err(out_of_range(self.text)),
                Local::Once(_) | Local::Never(..) => {}
            }
        }
        Ok(None)
    }

    fn on(&self, day: Day) -> Local {
        let local = day.0.and_time(self.clock.0);
        let offset = match self.clock.1 {
            None => return self.calendar.resolve(local),
            Some(Place::Greenwich) => Offset::UTC,
            Some(Place::There(offset)) => offset,
        };
        match (
            Stamp::new(local.and_utc().timestamp() - i64::from(offset.seconds())),
            self.clock.1,
        ) {
            (Some(at), Some(Place::There(offset))) => Local::Once(Moment { at, offset }),
            (Some(at), _) => Local::Once(self.calendar.here(at)),
            (None, _) => Local::OutOfRange,
        }
    }

    fn earlier(&self, day: Day, one: Moment, other: Moment) -> ResolvedTime {
        let clock = format::clock(one);
        let remark = format!(
            "{clock} came twice on {}: taken as the first, {clock}{}; for the second write {clock}{}",
            format::short_day(day, self.today),
            one.offset,
            other.offset
        );
        ResolvedTime {
            moment: one,
            remark: Some(remark),
        }
    }

    fn never(&self, day: Day, before: Moment, after: Moment) -> Fault {
        let (before, after) = (format::clock(before), format::clock(after));
        let message = format!(
            "{} never came on {}: the clocks went from {before} to {after}",
            self.clock.0.format("%H:%M"),
            format::short_day(day, self.today)
        );
        Fault::at(self.text, place_in(self.text, self.text.trim()), message).hint(format!(
            "the nearest times that did are {before} and {after}"
        ))
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
        match time(text, at(now), &berlin()) {
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
            ("14:33", "2026-03-04T14:33:00+01:00"),
            ("11pm", "2026-03-04T23:00:00+01:00"),
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
            ("thu 15:00", "2026-02-26T15:00:00+01:00"),
            ("fri 9:00", "2026-02-27T09:00:00+01:00"),
            ("2026-03-02 08:30", "2026-03-02T08:30:00+01:00"),
            ("2026-03-02T08:30", "2026-03-02T08:30:00+01:00"),
            ("2026-03-02T08:30:15", "2026-03-02T08:30:15+01:00"),
            ("2026-03-02T08:30:00+05:30", "2026-03-02T08:30:00+05:30"),
            ("2026-03-02T08:30:00Z", "2026-03-02T09:30:00+01:00"),
            ("2026-07-02 08:30", "2026-07-02T08:30:00+02:00"),
            ("20:00-05:00", "2026-03-04T20:00:00-05:00"),
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
            ("-15x", 4, 1, "no unit of time"),
            ("15x ago", 3, 1, "no unit of time"),
            ("chicago", 1, 7, "is not a time"),
            ("2000000h ago", 1, 12, "outside the years"),
            ("ü9:40", 1, 5, "is not a time"),
        ];
        let now = at("2026-03-05T14:32:10+01:00");
        for (text, column, width, message) in cases {
            let fault = time(text, now, &berlin()).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }

    #[test]
    fn a_time_that_never_came_is_refused_with_its_neighbours() {
        let (morning, never) = (
            "2026-03-29T12:00:00+02:00",
            "02:30 never came on Sun 29 Mar",
        );
        let fault = time("02:30", at(morning), &berlin()).unwrap_err();
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
        let told = time("02:30", at("2026-10-25T12:00:00+01:00"), &berlin()).unwrap();
        assert_eq!(rfc3339(told.moment), "2026-10-25T02:30:00+02:00");
        let remark = "02:30 came twice on Sun 25 Oct: taken as the first, 02:30+02:00; for the second write 02:30+01:00";
        assert_eq!(told.remark.as_deref(), Some(remark));
        let second = time("02:30+01:00", at("2026-10-25T12:00:00+01:00"), &berlin()).unwrap();
        assert_eq!(
            (rfc3339(second.moment).as_str(), second.remark),
            ("2026-10-25T02:30:00+01:00", None)
        );
        // While only the first has come, there is nothing to say.
        let first = time("02:30", at("2026-10-25T02:45:00+02:00"), &berlin()).unwrap();
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
            let told = time_after(text, at(start), now, &berlin()).unwrap();
            assert_eq!(rfc3339(told.moment), expected, "{start} {text:?}");
        }
        let gap = time_after(
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
                rfc3339(time(text, now, &late).unwrap().moment),
                expected,
                "{text:?}"
            );
        }
        let on =
            |text| time_on(text, late.day_of(now), now, &late).map(|told| rfc3339(told.moment));
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
                if let Err(fault) = time(text, now, &berlin()) {
                    prop_assert!(fault.column + fault.width <= text.chars().count() + 2, "{:?} {:?}", text, fault);
                }
            }
        }

        #[test]
        fn a_printed_time_reads_back(seconds in Stamp::MIN.seconds()..Stamp::MAX.seconds() - 86_400) {
            let moment = berlin().here(Stamp::clamped(seconds));
            let now = berlin().here(moment.at.plus(Length::hours(23)));
            prop_assert_eq!(time(&rfc3339(moment), now, &berlin()).map(|told| told.moment), Ok(moment));
            let minute = Moment { at: Stamp::clamped(seconds - seconds.rem_euclid(60)), ..moment };
            let clock = format!("{}{}", format::clock(minute), minute.offset);
            if minute.offset == berlin().offset_at(minute.at) && berlin().offset_at(minute.at).seconds() % 60 == 0 {
                let found = time(&clock, now, &berlin()).unwrap().moment;
                prop_assert_eq!(format::clock(found), format::clock(minute));
                prop_assert!(now.at.since(found.at) < Length::hours(24));
            }
        }
    }
}
