//! The words of a report that all its shapes for people share: what its days are, and what a group is called. As they
//! were entered: each shape makes them harmless for where they go.

use chrono::Datelike;

use super::groups::{Key, Report};
use crate::domain::block::{Account, Activity, Requester};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::insight::coverage::{self, Reading};

/// `2026-W10 · 2 to 8 March 2026`; `Report` where there are no days.
pub fn title(report: &Report) -> String {
    let week = report
        .week
        .map(|week| format!("{week} · "))
        .unwrap_or_default();
    report.days.map_or("Report".to_owned(), |(first, last)| {
        week + &days(first, last)
    })
}

/// `2 to 8 March 2026`, `23 February to 1 March 2026`, `Mon 2 March 2026`.
pub fn days(first: Day, last: Day) -> String {
    let long = |day: Day| format!("{} {}", day.0.day(), format::month_of(day));
    if first == last {
        return format!("{} {}", format::weekday(first.weekday()), long(first));
    }
    let same_year = first.0.year() == last.0.year();
    let from = match first.0.month() == last.0.month() {
        true if same_year => first.0.day().to_string(),
        false if same_year => long(first)
            .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
            .to_owned(),
        true | false => long(first),
    };
    format!("{from} to {}", long(last))
}

/// What may be said of the TAFS of these days.
pub fn reading(report: &Report) -> Reading {
    match report.days {
        Some((first, last)) if first == last => coverage::of_day(&report.totals),
        Some(_) | None => coverage::of_week(&report.totals),
    }
}

/// What a group is called: `selling`, `Mon 2 Mar`, `09:00`; `no account` where the blocks do not say.
pub fn label(report: &Report, key: &Key) -> String {
    let last = |day: Day| report.days.map_or(day, |(_, last)| last);
    match key {
        Key::Category(category) => category.name().to_owned(),
        Key::Activity(_, activity) => activity
            .as_ref()
            .map_or("no activity", Activity::as_str)
            .to_owned(),
        Key::Account(account) => account
            .as_ref()
            .map_or("no account", Account::as_str)
            .to_owned(),
        Key::Requester(requester) => requester
            .as_ref()
            .map_or("no requester", Requester::as_str)
            .to_owned(),
        // With the year where it is not the one that the heading ends with.
        Key::Day(day) => format::short_day(*day, last(*day)),
        Key::Week(week) => week.to_string(),
        Key::Hour(hour) => format!("{hour:02}:00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_in_the_fewest_words() {
        let day = |text: &str| Day(text.parse().expect(text));
        let cases = [
            ("2026-03-02", "2026-03-02", "Mon 2 March 2026"),
            ("2026-03-02", "2026-03-08", "2 to 8 March 2026"),
            ("2026-02-23", "2026-03-01", "23 February to 1 March 2026"),
            (
                "2025-12-29",
                "2026-01-04",
                "29 December 2025 to 4 January 2026",
            ),
            ("2025-03-02", "2026-03-02", "2 March 2025 to 2 March 2026"),
        ];
        for (first, last, expected) in cases {
            assert_eq!(days(day(first), day(last)), expected);
        }
    }
}
