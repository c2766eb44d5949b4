//! Rows of the file that can't be read: another program wrote them, or the disk did. They are set aside, and told of.

use super::calendar::{Calendar, Day};
use super::format;
use super::stamp::{Moment, Stamp};

/// What a row of the file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RowKind {
    Block,
    Suggestion,
    /// About time away.
    Question,
    Mark,
    Pause,
    FocusRun,
    Guess,
    Commitment,
    Review,
    /// Of the undo history.
    Change,
    /// Of what a person has been told once.
    Notice,
}

/// When or for when a row is, as far as it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowPlace {
    At(Moment),
    /// Its offset can't be read.
    Instant(Stamp),
    Day(Day),
    /// The name of a week.
    Week(String),
    Unknown,
}

/// A row that can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadableRow {
    pub kind: RowKind,
    /// What tells it from others of its kind.
    pub key: String,
    pub place: RowPlace,
    /// What is wrong with it.
    pub reason: String,
}

impl RowKind {
    const ALL: [Self; 11] = [
        Self::Block,
        Self::Suggestion,
        Self::Question,
        Self::Mark,
        Self::Pause,
        Self::FocusRun,
        Self::Guess,
        Self::Commitment,
        Self::Review,
        Self::Change,
        Self::Notice,
    ];

    const fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Block => ["block", "blocks"],
            Self::Suggestion => ["suggestion", "suggestions"],
            Self::Question => ["question", "questions"],
            Self::Mark => ["day mark", "day marks"],
            Self::Pause => ["pause", "pauses"],
            Self::FocusRun => ["focus run", "focus runs"],
            Self::Guess => ["guess", "guesses"],
            Self::Commitment => ["commitment", "commitments"],
            Self::Review => ["review", "reviews"],
            Self::Change => ["change", "changes"],
            Self::Notice => ["notice", "notices"],
        }
    }
}

impl RowKind {
    /// What it is called before its key: `the review of`.
    pub const fn of(self) -> &'static str {
        match self {
            Self::Block => "the block",
            Self::Suggestion => "the suggestion",
            Self::Question => "the question",
            Self::Mark => "the mark of",
            Self::Pause => "the pause of",
            Self::FocusRun => "the focus run",
            Self::Guess => "the guess for",
            Self::Commitment => "the commitment for",
            Self::Review => "the review of",
            Self::Change => "change",
            Self::Notice => "the notice",
        }
    }
}

impl RowPlace {
    fn day(&self, calendar: &Calendar) -> Option<Day> {
        match self {
            Self::At(moment) => Some(calendar.day_of(*moment)),
            Self::Instant(stamp) => Some(calendar.day_at(*stamp)),
            Self::Day(day) => Some(*day),
            Self::Week(_) | Self::Unknown => None,
        }
    }
}

/// How many rows can't be read, of what kind and when, and the way out:
/// `2 unreadable blocks on Mon 2 Mar and Tue 3 Mar · tafs doctor`. `None` where there are none.
pub fn describe_unreadable(
    rows: &[UnreadableRow],
    calendar: &Calendar,
    today: Day,
) -> Option<String> {
    let kinds = RowKind::ALL.into_iter();
    let told = kinds.filter_map(|kind| describe_kind(rows, kind, calendar, today));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("{} · tafs doctor", told.join(", ")))
}

/// As [`describe_unreadable`], where there is little room: `2 unreadable blocks · tafs doctor`.
pub fn count_unreadable(rows: &[UnreadableRow]) -> Option<String> {
    let first = rows.first()?;
    let [one, many] = if rows.iter().all(|row| row.kind == first.kind) {
        first.kind.nouns()
    } else {
        ["row", "rows"]
    };
    let noun = if rows.len() == 1 { one } else { many };
    Some(format!("{} unreadable {noun} · tafs doctor", rows.len()))
}

fn describe_kind(
    rows: &[UnreadableRow],
    kind: RowKind,
    calendar: &Calendar,
    today: Day,
) -> Option<String> {
    let rows: Vec<&UnreadableRow> = rows.iter().filter(|row| row.kind == kind).collect();
    let [one, many] = kind.nouns();
    let noun = match rows.len() {
        0 => return None,
        1 => one,
        _ => many,
    };
    let mut days: Vec<Day> = rows
        .iter()
        .filter_map(|row| row.place.day(calendar))
        .collect();
    days.sort_unstable();
    days.dedup();
    let weeks = rows.iter().filter_map(|row| match &row.place {
        RowPlace::Week(week) => Some(week.clone()),
        RowPlace::At(_) | RowPlace::Instant(_) | RowPlace::Day(_) | RowPlace::Unknown => None,
    });
    let mut weeks: Vec<String> = weeks.collect();
    weeks.sort_unstable();
    weeks.dedup();
    let days: Vec<String> = days
        .into_iter()
        .map(|day| format::short_day(day, today))
        .collect();
    let place = match (list_some(&days, "day"), list_some(&weeks, "week")) {
        (Some(days), _) => format!(" on {days}"),
        (None, Some(weeks)) => format!(" of {weeks}"),
        (None, None) => String::new(),
    };
    Some(format!("{} unreadable {noun}{place}", rows.len()))
}

/// `one`, `one and two`, `one, two and 3 more days`.
fn list_some(names: &[String], thing: &str) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(one.clone()),
        [one, two] => Some(format!("{one} and {two}")),
        [one, two, rest @ ..] => {
            let more = format::count(rest.len(), &format!("more {thing}"));
            Some(format!("{one}, {two} and {more}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::stamp::Offset;
    use crate::domain::tests::at;

    fn row(kind: RowKind, place: RowPlace) -> UnreadableRow {
        UnreadableRow {
            kind,
            key: String::new(),
            place,
            reason: String::new(),
        }
    }

    #[test]
    fn unreadable_rows_are_counted_by_their_kind_with_days_and_weeks() {
        let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
        let block = |time: &str| row(RowKind::Block, RowPlace::At(at(time)));
        let of = |kind, week: &str| row(kind, RowPlace::Week(week.to_owned()));
        let told = |rows: &[UnreadableRow]| {
            describe_unreadable(rows, &calendar, calendar.day_of(at("12:00")))
        };
        assert_eq!(told(&[]), None);
        let cases = [
            (vec![block("3.10:00")], "1 unreadable block on Tue 3 Mar"),
            (
                vec![block("3.10:00"), block("3.12:00"), block("10:00")],
                "3 unreadable blocks on Mon 2 Mar and Tue 3 Mar",
            ),
            (
                vec![
                    block("10:00"),
                    block("3.12:00"),
                    block("4.10:00"),
                    block("5.10:00"),
                ],
                "4 unreadable blocks on Mon 2 Mar, Tue 3 Mar and 2 more days",
            ),
            (
                vec![
                    of(RowKind::Review, "2026-W10"),
                    row(RowKind::Block, RowPlace::Unknown),
                ],
                "1 unreadable block, 1 unreadable review of 2026-W10",
            ),
            (
                vec![
                    of(RowKind::Guess, "2026-W10"),
                    of(RowKind::Guess, "2026-W09"),
                ],
                "2 unreadable guesses of 2026-W09 and 2026-W10",
            ),
        ];
        assert_eq!(count_unreadable(&[]), None);
        let brief: Vec<_> = cases
            .iter()
            .map(|(rows, _)| count_unreadable(rows))
            .collect();
        let words = [
            "1 unreadable block",
            "3 unreadable blocks",
            "4 unreadable blocks",
            "2 unreadable rows",
            "2 unreadable guesses",
        ];
        assert_eq!(
            brief,
            words.map(|words| Some(format!("{words} · tafs doctor")))
        );
        for (rows, expected) in cases {
            assert_eq!(told(&rows), Some(format!("{expected} · tafs doctor")));
        }
    }
}
