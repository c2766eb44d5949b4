//! Ranges of days as people write them: `today`, `last-week`, `2026-W10`, `2026-03`, `7d`, `A..B`, `all`.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::time_expr::{read_date, weekday};
use super::{Fault, place_in};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Moment, Span, Stamp};

const FORMS: &str = "one of: today, yesterday, mon, week, last-week, 2026-W10, month, last-month, 2026-03, quarter, \
                     last-quarter, 2026-Q1, year, last-year, 2026, 2026-03-02, 7d, A..B, all";

/// Days without a gap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// From the first to the last, both included.
    Days {
        /// The first day.
        first: Day,
        /// The last day; not before the first.
        last: Day,
    },
    /// All that is on record.
    All,
}

impl Range {
    /// Its instants.
    pub fn span(self, calendar: &Calendar) -> Span {
        match self {
            Self::Days { first, last } => calendar.days_span(first, last),
            Self::All => {
                Span::new(Stamp::MIN, Stamp::MAX).unwrap_or_else(|| unreachable!("there are years"))
            }
        }
    }
}

/// The days that a text names, as of `now`. Words may be joined by spaces or hyphens.
pub fn range(text: &str, now: Moment, calendar: &Calendar) -> Result<Range, Fault> {
    let said = text.trim();
    if said.eq_ignore_ascii_case("all") {
        return Ok(Range::All);
    }
    let Some((from, to)) = said.split_once("..") else {
        let (first, last) = days(text, said, now, calendar)?;
        return Ok(Range::Days { first, last });
    };
    let (first, _) = days(text, from.trim_end(), now, calendar)?;
    let last = match to.trim_start() {
        "" => calendar.day_of(now),
        to => days(text, to, now, calendar)?.1,
    };
    if first > last {
        return Err(Fault::at(
            text,
            place_in(text, said),
            format!("{said} ends before it begins"),
        )
        .hint("name the earlier day first"));
    }
    Ok(Range::Days { first, last })
}

/// The first and the last of the days that one side names.
fn days(text: &str, said: &str, now: Moment, calendar: &Calendar) -> Result<(Day, Day), Fault> {
    let today = calendar.day_of(now);
    let words = said
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
        .to_ascii_lowercase();
    if let Some(found) = by_name(&words, today, calendar) {
        return Ok(found);
    }
    if let Some(count) = words.strip_suffix('d').and_then(number) {
        return match count {
            1..=3660 => Ok((today.plus(1 - i64::from(count)), today)),
            _ => Err(Fault::at(
                text,
                place_in(text, said),
                "a range of days has 1 to 3660 of them",
            )
            .hint(FORMS)),
        };
    }
    match by_number(&of_this_year(&words, today, calendar), calendar) {
        Some(Ok(found)) => Ok(found),
        Some(Err(message)) => Err(Fault::at(text, place_in(text, said), message)),
        None if said.is_empty() => {
            Err(Fault::at(text, place_in(text, said), "a range is missing").hint(FORMS))
        }
        None => Err(Fault::at(
            text,
            place_in(text, said),
            format!("{said:?} is not a range of days"),
        )
        .hint(FORMS)),
    }
}

fn by_name(words: &str, today: Day, calendar: &Calendar) -> Option<(Day, Day)> {
    let week = |day: Day| {
        let week = calendar.week_of(day);
        Some((week.first, week.end().plus(-1)))
    };
    let date = today.0;
    let before = |first: NaiveDate| Day(first).plus(-1).0;
    let this_quarter = months(date.year(), date.month0() / 3 * 3 + 1, 3);
    match words {
        "today" => Some((today, today)),
        "yesterday" => Some((today.plus(-1), today.plus(-1))),
        "tomorrow" => Some((today.plus(1), today.plus(1))),
        "week" | "this-week" => week(today),
        "last-week" => week(today.plus(-7)),
        "next-week" => week(today.plus(7)),
        "month" | "this-month" => months(date.year(), date.month(), 1),
        "last-month" => {
            let last = before(date.with_day(1)?);
            months(last.year(), last.month(), 1)
        }
        "quarter" | "this-quarter" => this_quarter,
        "last-quarter" => {
            let last = before(this_quarter?.0.0);
            months(last.year(), last.month0() / 3 * 3 + 1, 3)
        }
        "year" | "this-year" => months(date.year(), 1, 12),
        "last-year" => months(date.year() - 1, 1, 12),
        word => {
            let ago = today.weekday().days_since(weekday(word)?);
            let day = today.plus(-i64::from(ago));
            Some((day, day))
        }
    }
}

/// `W10` with the year of this week before it; anything else as it is.
fn of_this_year<'a>(words: &'a str, today: Day, calendar: &Calendar) -> Cow<'a, str> {
    let is_number = |digits: &str| {
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match words.strip_prefix('w').filter(|digits| is_number(digits)) {
        // As the name of this week has it: around New Year it is not always that of the day.
        Some(number) => Cow::Owned(format!(
            "{}-w{number}",
            &calendar.week_of(today).to_string()[..4]
        )),
        None => Cow::Borrowed(words),
    }
}

/// What `2026`, `2026-03`, `2026-Q1`, `2026-W10` and `2026-03-02` name; `None` where it is none of these.
fn by_number(words: &str, calendar: &Calendar) -> Option<Result<(Day, Day), String>> {
    let (year, rest) = words
        .split_once('-')
        .map_or((words, None), |(year, rest)| (year, Some(rest)));
    let year = Some(year).filter(|year| year.len() == 4).and_then(number)? as i32;
    if !(1900..=2199).contains(&year) {
        return Some(Err(format!("the year {year} is outside 1900 to 2199")));
    }
    let none = |what: String| move || format!("there is no {what}");
    let Some(rest) = rest else {
        return Some(months(year, 1, 12).ok_or_else(none(words.to_owned())));
    };
    if let Some(week) = rest.strip_prefix('w') {
        let week = calendar.iso_week(year, number(week)?);
        let days = week.map(|week| (week.first, week.end().plus(-1)));
        return Some(days.ok_or_else(none(format!("week {} in {year}", rest.to_uppercase()))));
    }
    if let Some(quarter) = rest.strip_prefix('q') {
        let quarter = number(quarter)?;
        let first = (1..=4).contains(&quarter).then(|| quarter * 3 - 2);
        return Some(
            first
                .and_then(|first| months(year, first, 3))
                .ok_or_else(none(format!("quarter {quarter}"))),
        );
    }
    if rest.len() == 2 {
        let month = number(rest)?;
        return Some(months(year, month, 1).ok_or_else(none(format!("month {month}"))));
    }
    (words.len() == 10).then(|| read_date(words).map(|date| (Day(date), Day(date))))
}

/// So many months from the first of one.
fn months(year: i32, month: u32, count: u32) -> Option<(Day, Day)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(chrono::Months::new(count))?;
    Some((Day(first), Day(next).plus(-1)))
}

fn number(digits: &str) -> Option<u32> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{Zone, parse_rfc3339};
    use crate::domain::stamp::Length;

    fn berlin() -> Calendar {
        Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
    }

    fn now() -> Moment {
        // A Thursday.
        parse_rfc3339("2026-03-05T14:32:00+01:00").unwrap()
    }

    fn read(text: &str, calendar: &Calendar) -> String {
        match range(text, now(), calendar) {
            Ok(Range::Days { first, last }) => format!("{first} {last}"),
            Ok(Range::All) => "all".to_owned(),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn every_form_is_read() {
        let cases = [
            ("today", "2026-03-05 2026-03-05"),
            ("yesterday", "2026-03-04 2026-03-04"),
            ("mon", "2026-03-02 2026-03-02"),
            ("thursday", "2026-03-05 2026-03-05"),
            ("fri", "2026-02-27 2026-02-27"),
            ("week", "2026-03-02 2026-03-08"),
            ("last-week", "2026-02-23 2026-03-01"),
            ("last week", "2026-02-23 2026-03-01"),
            ("next-week", "2026-03-09 2026-03-15"),
            ("tomorrow", "2026-03-06 2026-03-06"),
            ("2026-W10", "2026-03-02 2026-03-08"),
            ("2020-w53", "2020-12-28 2021-01-03"),
            ("W9", "2026-02-23 2026-03-01"),
            ("w8..W10", "2026-02-16 2026-03-08"),
            ("month", "2026-03-01 2026-03-31"),
            ("last-month", "2026-02-01 2026-02-28"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("quarter", "2026-01-01 2026-03-31"),
            ("last-quarter", "2025-10-01 2025-12-31"),
            ("2026-Q2", "2026-04-01 2026-06-30"),
            ("year", "2026-01-01 2026-12-31"),
            ("last-year", "2025-01-01 2025-12-31"),
            ("2025", "2025-01-01 2025-12-31"),
            ("2026-03-02", "2026-03-02 2026-03-02"),
            ("2026-03-02..2026-03-06", "2026-03-02 2026-03-06"),
            ("2026-W09 .. 2026-W10", "2026-02-23 2026-03-08"),
            ("mon..today", "2026-03-02 2026-03-05"),
            ("2026-02..", "2026-02-01 2026-03-05"),
            ("7d", "2026-02-27 2026-03-05"),
            ("1d", "2026-03-05 2026-03-05"),
            ("ALL", "all"),
            ("2199", "2199-01-01 2199-12-31"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, &berlin()), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", 1, 1, "a range is missing"),
            ("..today", 1, 1, "a range is missing"),
            ("lastweek", 1, 8, "is not a range"),
            ("2026-W54", 1, 8, "there is no week W54 in 2026"),
            ("2025-W53", 1, 8, "there is no week W53 in 2025"),
            ("W54", 1, 3, "there is no week W54 in 2026"),
            ("2026-13", 1, 7, "there is no month 13"),
            ("2026-Q5", 1, 7, "there is no quarter 5"),
            ("2026-02-29", 1, 10, "there is no 2026-02-29"),
            ("1899", 1, 4, "outside 1900 to 2199"),
            ("2026-03-06..2026-03-02", 1, 22, "ends before it begins"),
            ("today..2026-3-2", 8, 8, "is not a range"),
            ("0d", 1, 2, "1 to 3660"),
            ("99999d", 1, 6, "1 to 3660"),
            ("2026-W", 1, 6, "is not a range"),
        ];
        for (text, column, width, message) in cases {
            let fault = range(text, now(), &berlin()).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }

    #[test]
    fn weeks_and_days_begin_where_the_calendar_says() {
        let sunday = Calendar {
            week_start: Weekday::Sun,
            ..berlin()
        };
        assert_eq!(read("week", &sunday), "2026-03-01 2026-03-07");
        assert_eq!(read("2026-W10", &sunday), "2026-03-01 2026-03-07");
        let late = Calendar {
            day_start: Length::hours(16),
            ..berlin()
        };
        assert_eq!(read("today", &late), "2026-03-04 2026-03-04");
        let day = range("today", now(), &late).unwrap().span(&late);
        assert_eq!(
            day.start(),
            parse_rfc3339("2026-03-04T16:00:00+01:00").unwrap().at
        );
        assert_eq!(day.length(), Length::hours(24));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_range_runs_backwards(text in "[0-9a-zQW. \\-\\PC]{0,14}") {
            if let Ok(Range::Days { first, last }) = range(&text, now(), &berlin()) {
                prop_assert!(first <= last);
                prop_assert!(berlin().days_span(first, last).length().is_positive());
            }
        }

        #[test]
        fn a_printed_day_and_week_read_back(days in 0_i64..100_000) {
            let day = Day(NaiveDate::from_ymd_opt(1900, 1, 8).unwrap()).plus(days);
            prop_assert_eq!(read(&day.to_string(), &berlin()), format!("{day} {day}"));
            let week = berlin().week_of(day);
            let found = range(&week.to_string(), now(), &berlin());
            prop_assert_eq!(found, Ok(Range::Days { first: week.first, last: week.end().plus(-1) }));
        }
    }
}
