//! Ranges of days as people write them: `today`, `last-week`, `2026-W10`, `2026-03`, `7d`, `A..B`, `all`.

use std::borrow::Cow;

use chrono::{Datelike, Months, NaiveDate};

use super::time_expr::{read_date, weekday};
use super::{ParseError, hyphenated, is_digits, parse_digits};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Moment, Span, Stamp};

const FORMS: &str = "one of: today, yesterday, mon, week, last-week, 2026-W10, month, last-month, 2026-03, quarter, \
                     last-quarter, Q1, 2026-Q1, year, last-year, FY26, 2026, 2026-03-02, 7d, A..B, all";

/// The ranges that are words, as far as they can be mistyped.
pub const NAMES: [&str; 11] = [
    "today",
    "yesterday",
    "week",
    "last-week",
    "month",
    "last-month",
    "quarter",
    "last-quarter",
    "year",
    "last-year",
    "all",
];

/// Days without a gap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// From the first to the last, both included; the last is not before the first.
    Days { first: Day, last: Day },
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
pub fn parse_range(text: &str, now: Moment, calendar: &Calendar) -> Result<Range, ParseError> {
    let said = text.trim();
    if said.eq_ignore_ascii_case("all") {
        return Ok(Range::All);
    }
    let today = calendar.day_of(now);
    let Some((from, to)) = said.split_once("..") else {
        let (first, last) = read_days(text, said, today, calendar)?;
        return Ok(Range::Days { first, last });
    };
    let (first, _) = read_days(text, from.trim_end(), today, calendar)?;
    let last = match to.trim_start() {
        "" => today,
        to => read_days(text, to, today, calendar)?.1,
    };
    if first > last {
        let message = format!("{said} ends before it begins");
        return Err(ParseError::on(text, said, message).hint("name the earlier day first"));
    }
    Ok(Range::Days { first, last })
}

/// The first and the last of the days that one side names.
fn read_days(
    text: &str,
    said: &str,
    today: Day,
    calendar: &Calendar,
) -> Result<(Day, Day), ParseError> {
    let error = |message: String| ParseError::on(text, said, message);
    let words = hyphenated(said);
    if let Some(found) = named_days(&words, today, calendar) {
        return Ok(found);
    }
    if let Some(count) = words.strip_suffix('d').and_then(parse_digits::<u32>) {
        return match count {
            1..=3660 => Ok((today.plus(1 - i64::from(count)), today)),
            _ => Err(error("a range of days has 1 to 3660 of them".to_owned()).hint(FORMS)),
        };
    }
    match numbered_days(&with_year(&words, today, calendar), calendar) {
        Some(found) => found.map_err(error),
        None if said.is_empty() => Err(error("a range is missing".to_owned()).hint(FORMS)),
        None => Err(error(format!("{said:?} is not a range of days")).hint(FORMS)),
    }
}

fn named_days(words: &str, today: Day, calendar: &Calendar) -> Option<(Day, Day)> {
    let week = |day: Day| {
        let week = calendar.week_of(day);
        Some((week.first, week.end().plus(-1)))
    };
    let day = |day: Day| Some((day, day));
    let date = today.0;
    let month = date.with_day(1)?;
    let into_year = (date.month() + 12 - calendar.year_start) % 12;
    let quarter = month.checked_sub_months(Months::new(into_year % 3))?;
    let year = month.checked_sub_months(Months::new(into_year))?;
    let before = |first: NaiveDate, months| {
        days_of_months(first.checked_sub_months(Months::new(months))?, months)
    };
    match words {
        "today" => day(today),
        "yesterday" => day(today.plus(-1)),
        "tomorrow" => day(today.plus(1)),
        "week" | "this-week" => week(today),
        "last-week" => week(today.plus(-7)),
        "next-week" => week(today.plus(7)),
        "month" | "this-month" => days_of_months(month, 1),
        "last-month" => before(month, 1),
        "quarter" | "this-quarter" => days_of_months(quarter, 3),
        "last-quarter" => before(quarter, 3),
        "year" | "this-year" => days_of_months(year, 12),
        "last-year" => before(year, 12),
        word => {
            let ago = today.weekday().days_since(weekday(word)?);
            day(today.plus(-i64::from(ago)))
        }
    }
}

/// `W10` with the year of this week before it, `q1` with this fiscal year, `fy26` with its century; anything else as it is.
fn with_year<'a>(words: &'a str, today: Day, calendar: &Calendar) -> Cow<'a, str> {
    let digits = |letters: &str, most: usize| {
        let digits = words.strip_prefix(letters)?;
        Some(digits).filter(|digits| digits.len() <= most && is_digits(digits))
    };
    if let Some(number) = digits("q", 2) {
        return Cow::Owned(format!("{}-q{number}", calendar.fiscal_year_of(today)));
    }
    if let Some(year) = digits("fy", 2).filter(|year| year.len() == 2) {
        return Cow::Owned(format!("fy20{year}"));
    }
    let number = words.strip_prefix('w');
    match number.filter(|digits| digits.len() <= 2 && is_digits(digits)) {
        // As the name of this week has it: around New Year it is not always that of the day.
        Some(number) => {
            let week = calendar.week_of(today).to_string();
            Cow::Owned(format!("{}-w{number}", &week[..4]))
        }
        None => Cow::Borrowed(words),
    }
}

/// What `2026`, `fy2026`, `2026-03`, `2026-Q1`, `2026-W10` and `2026-03-02` name; `None` where it is none of these.
fn numbered_days(words: &str, calendar: &Calendar) -> Option<Result<(Day, Day), String>> {
    let (is_fiscal, words) = match words.strip_prefix("fy") {
        Some(year) => (true, year),
        None => (false, words),
    };
    let (year, rest) = words.split_once('-').unwrap_or((words, ""));
    let year = Some(year)
        .filter(|year| year.len() == 4)
        .and_then(parse_digits::<i32>)?;
    if !(1900..=2199).contains(&year) {
        return Some(Err(format!("the year {year} is outside 1900 to 2199")));
    }
    let months = |first, count| days_of_months(NaiveDate::from_ymd_opt(year, first, 1)?, count);
    let fiscal = |months: u32, count| {
        let first = calendar.fiscal_year(year)?.0;
        days_of_months(first.checked_add_months(Months::new(months))?, count)
    };
    let (days, what) = if is_fiscal {
        let whole = (words.len() == 4).then(|| fiscal(0, 12));
        (whole?, format!("fiscal year {year}"))
    } else if words.len() == 4 {
        (months(1, 12), words.to_owned())
    } else if let Some(week) = rest.strip_prefix('w') {
        let week = calendar.iso_week(year, parse_digits(week)?);
        let days = week.map(|week| (week.first, week.end().plus(-1)));
        (days, format!("week {} in {year}", rest.to_uppercase()))
    } else if let Some(quarter) = rest.strip_prefix('q') {
        let quarter: u32 = parse_digits(quarter)?;
        let first = Some(quarter).filter(|quarter| (1..=4).contains(quarter));
        (
            first.and_then(|quarter| fiscal(quarter * 3 - 3, 3)),
            format!("quarter {quarter}"),
        )
    } else if rest.len() == 2 {
        let month = parse_digits(rest)?;
        (months(month, 1), format!("month {month}"))
    } else {
        return (words.len() == 10).then(|| read_date(words).map(|date| (Day(date), Day(date))));
    };
    Some(days.ok_or_else(|| format!("there is no {what}")))
}

/// So many months from the first of one.
fn days_of_months(first: NaiveDate, count: u32) -> Option<(Day, Day)> {
    let next = first.checked_add_months(Months::new(count))?;
    Some((Day(first), Day(next).plus(-1)))
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
        match parse_range(text, now(), calendar) {
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
            ("Q1", "2026-01-01 2026-03-31"),
            ("FY26", "2026-01-01 2026-12-31"),
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
            let fault = parse_range(text, now(), &berlin()).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }

    #[test]
    fn quarters_and_years_follow_the_fiscal_year() {
        // It is March 2026: with a year from February on, the first quarter of the one that ends in 2027.
        let read_from = |year_start: u32, text: &str| {
            let fiscal = Calendar {
                year_start,
                ..berlin()
            };
            read(text, &fiscal)
        };
        let cases = [
            ("quarter", "2026-02-01 2026-04-30"),
            ("last-quarter", "2025-11-01 2026-01-31"),
            ("year", "2026-02-01 2027-01-31"),
            ("last-year", "2025-02-01 2026-01-31"),
            ("Q1", "2026-02-01 2026-04-30"),
            ("q4", "2026-11-01 2027-01-31"),
            ("2026-Q1", "2025-02-01 2025-04-30"),
            ("FY26", "2025-02-01 2026-01-31"),
            ("fy2027", "2026-02-01 2027-01-31"),
            ("FY26..Q1", "2025-02-01 2026-04-30"),
            // Months, and years by their number, are those of the calendar.
            ("2026", "2026-01-01 2026-12-31"),
            ("month", "2026-03-01 2026-03-31"),
        ];
        for (text, expected) in cases {
            assert_eq!(read_from(2, text), expected, "{text:?}");
        }
        for (start, year, quarter) in [
            (4, "2025-04-01 2026-03-31", "2026-01-01 2026-03-31"),
            (10, "2025-10-01 2026-09-30", "2026-01-01 2026-03-31"),
            (12, "2025-12-01 2026-11-30", "2026-03-01 2026-05-31"),
        ] {
            let told = ["year", "FY26", "quarter"].map(|text| read_from(start, text));
            assert_eq!(told, [year, year, quarter], "{start}");
        }
        assert!(read_from(2, "Q5").contains("no quarter 5"));
        assert!(read_from(2, "FY2026-Q1").contains("is not a range"));
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
        let day = parse_range("today", now(), &late).unwrap().span(&late);
        assert_eq!(
            day.start(),
            parse_rfc3339("2026-03-04T16:00:00+01:00").unwrap().at
        );
        assert_eq!(day.length(), Length::hours(24));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_range_runs_backwards(text in "[0-9a-zQW. \\-\\PC]{0,14}") {
            if let Ok(Range::Days { first, last }) = parse_range(&text, now(), &berlin()) {
                prop_assert!(first <= last);
                prop_assert!(berlin().days_span(first, last).length().is_positive());
            }
        }

        #[test]
        fn a_printed_day_and_week_read_back(days in 0_i64..100_000) {
            let day = Day(NaiveDate::from_ymd_opt(1900, 1, 8).unwrap()).plus(days);
            prop_assert_eq!(read(&day.to_string(), &berlin()), format!("{day} {day}"));
            let week = berlin().week_of(day);
            let found = parse_range(&week.to_string(), now(), &berlin());
            prop_assert_eq!(found, Ok(Range::Days { first: week.first, last: week.end().plus(-1) }));
        }
    }
}
