//! What belongs to a day or a week rather than to a block, as it is read: marks, pauses, guesses, commitments, reviews.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::FromSql;
use rusqlite::{Row, params};
use serde::de::IgnoredAny;

use super::error::{unreadable_json, unreadable_value};
use super::set_aside::{build_unreadable_row, key_of};
use super::{Store, StoreError};
use crate::domain::calendar::{Calendar, Day, Week, parse_rfc3339};
use crate::domain::hours::{DayMark, Mark, Marks};
use crate::domain::review::{Closed, Guess, Review, Step, WeekNotes};
use crate::domain::times_off::TimesOff;
use crate::domain::unreadable::{RowKind, RowPlace};

const GUESSES: &str =
    "SELECT week, selling, admin, learning, distraction FROM guess WHERE week BETWEEN ?1 AND ?2";
const COMMITMENTS: &str = "SELECT week, text FROM commitment WHERE week BETWEEN ?1 AND ?2";
const PAUSES: &str = "SELECT week FROM pause WHERE week BETWEEN ?1 AND ?2";
const REVIEWS: &str = "SELECT week, step, revealed, answers, closed_at, figures FROM review WHERE week BETWEEN ?1 AND ?2";
const MARKS: &str = "SELECT day, kind, times FROM day_mark WHERE day BETWEEN ?1 AND ?2 \
     UNION ALL SELECT week, 'pause', NULL FROM pause WHERE week BETWEEN ?3 AND ?4";
// The names of the days and weeks that there are lie between these.
const MARKS_OUT_OF_RANGE: &str = "SELECT day, kind, times FROM day_mark WHERE day < '1900' \
     UNION ALL SELECT day, kind, times FROM day_mark WHERE day > '2200' \
     UNION ALL SELECT week, 'pause', NULL FROM pause WHERE week < '1900' \
     UNION ALL SELECT week, 'pause', NULL FROM pause WHERE week > '2200'";
const REVEALED: &str = "SELECT revealed FROM review WHERE week = ?1";
/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 7] = [
    GUESSES,
    COMMITMENTS,
    PAUSES,
    REVIEWS,
    MARKS,
    MARKS_OUT_OF_RANGE,
    REVEALED,
];

impl Store {
    /// What is kept for a week.
    pub fn week_notes(&self, week: Week) -> Result<WeekNotes, StoreError> {
        self.notes_of(&week.to_string())
    }

    /// What is kept for the week of this name.
    pub(super) fn notes_of(&self, week: &str) -> Result<WeekNotes, StoreError> {
        let mut kept = self.kept(week, week)?;
        Ok(kept.remove(week).unwrap_or_default())
    }

    /// What is kept for each of the weeks from `first` to `last`, both included, in order; those for which nothing is
    /// kept are left out.
    pub fn reviews(&self, first: Week, last: Week) -> Result<Vec<(Week, WeekNotes)>, StoreError> {
        let mut kept = self.kept(&first.to_string(), &last.to_string())?;
        let count = last.first.since(first.first).div_euclid(7);
        let weeks = (0..=count).map(|index| Week {
            first: first.first.plus(index * 7),
        });
        Ok(weeks
            .filter_map(|week| Some((week, kept.remove(&week.to_string())?)))
            .collect())
    }

    /// What is kept from one week's name to another's.
    pub(super) fn kept(
        &self,
        first: &str,
        last: &str,
    ) -> Result<BTreeMap<String, WeekNotes>, StoreError> {
        let mut kept: BTreeMap<String, WeekNotes> = BTreeMap::new();
        self.read_rows(GUESSES, [first, last], |row| {
            let read = |_: &str| read_guess(row);
            if let Some((week, guess)) = self.set_aside.readable_of_week(RowKind::Guess, row, read)
            {
                kept.entry(week).or_default().guess = Some(guess);
            }
            Ok(())
        })?;
        self.read_rows(COMMITMENTS, [first, last], |row| {
            let read = |_: &str| read_commitment(row);
            if let Some((week, text)) =
                self.set_aside
                    .readable_of_week(RowKind::Commitment, row, read)
            {
                kept.entry(week).or_default().commitment = Some(text);
            }
            Ok(())
        })?;
        self.read_rows(PAUSES, [first, last], |row| {
            if let Some((week, ())) = self
                .set_aside
                .readable_of_week(RowKind::Pause, row, |_| Ok(()))
            {
                kept.entry(week).or_default().paused = true;
            }
            Ok(())
        })?;
        self.read_rows(REVIEWS, [first, last], |row| {
            let read = |week: &str| read_review(week, row);
            if let Some((week, review)) =
                self.set_aside.readable_of_week(RowKind::Review, row, read)
            {
                kept.entry(week).or_default().review = review;
            } else if row.get(2).unwrap_or(false) {
                // What has been shown stays shown.
                kept.entry(key_of(row)).or_default().review.revealed = true;
            }
            Ok(())
        })?;
        Ok(kept)
    }

    /// The marks of the days from `first` to `last`.
    pub(super) fn marks_of(
        &self,
        first: Day,
        last: Day,
    ) -> Result<BTreeMap<Day, DayMark>, StoreError> {
        let span = params![first.to_string(), last.to_string(), "", ""];
        let mut marks = BTreeMap::new();
        self.read_rows(MARKS, span, |row| {
            marks.extend(self.readable_mark(row));
            Ok(())
        })?;
        Ok(marks)
    }

    /// The days from `first` to `last` that are marked, also those beside them, whose hours may reach into them; and the
    /// weeks around them that are off whole.
    pub fn marks(&self, first: Day, last: Day, calendar: &Calendar) -> Result<Marks, StoreError> {
        let (from, to) = (calendar.week_of(first), calendar.week_of(last));
        let span = [
            first.plus(-1).to_string(),
            last.plus(1).to_string(),
            from.to_string(),
            to.to_string(),
        ];
        let mut marks = Marks::default();
        self.read_rows(MARKS, span, |row| {
            if row.get_ref(1)?.as_str() == Ok("pause") {
                if let Some((week, ())) =
                    self.set_aside
                        .readable_of_week(RowKind::Pause, row, |_| Ok(()))
                {
                    marks.paused.extend(find_week(&week, calendar));
                }
                return Ok(());
            }
            if let Some((day, marked)) = self.readable_mark(row) {
                marks.add(day, marked);
            }
            Ok(())
        })?;
        Ok(marks)
    }

    /// Sets the marks and pauses aside that are of no day and no week that there is.
    pub(super) fn note_marks_out_of_range(&self) -> Result<(), StoreError> {
        self.read_rows(MARKS_OUT_OF_RANGE, [], |row| {
            if row.get_ref(1)?.as_str() == Ok("pause") {
                (self.set_aside).readable_of_week(RowKind::Pause, row, |_| Ok(()));
            } else {
                self.readable_mark(row);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// The marked day of a row; one that can't be read is set aside.
    fn readable_mark(&self, row: &Row<'_>) -> Option<(Day, DayMark)> {
        match read_mark(row) {
            Ok(marked) => Some(marked),
            Err(error) => {
                let place = read_day(row).map_or(RowPlace::Unknown, RowPlace::Day);
                self.set_aside.note(build_unreadable_row(
                    RowKind::Mark,
                    key_of(row),
                    place,
                    &error,
                ));
                None
            }
        }
    }

    /// Whether the review of the week of this name has shown it.
    pub(super) fn is_revealed(&self, week: &str) -> Result<bool, StoreError> {
        let found = self.read_rows(REVEALED, [week], |row| Ok(row.get(0)?))?;
        Ok(found.first().copied().unwrap_or(false))
    }
}

/// The marked day of a row.
pub(super) fn read_mark(row: &Row<'_>) -> Result<(Day, DayMark), StoreError> {
    let wrong =
        |column, reason| StoreError::in_row(format!("the mark of {}", key_of(row)), column, reason);
    let day = read_day(row).ok_or_else(|| wrong("day", "is none".to_owned()))?;
    let kind: String = read_column(row, 1, "kind", &wrong)?;
    let mark = Mark::from_name(&kind).ok_or_else(|| wrong("kind", format!("is {kind:?}")))?;
    let times: Option<String> = read_column(row, 2, "times", &wrong)?;
    let times = match times {
        None => TimesOff::default(),
        Some(text) => {
            TimesOff::parse(&text).ok_or_else(|| wrong("times", format!("is {text:?}")))?
        }
    };
    Ok((day, DayMark { mark, times }))
}

fn read_day(row: &Row<'_>) -> Option<Day> {
    let name: String = row.get(0).ok()?;
    let day = Day(NaiveDate::parse_from_str(&name, "%Y-%m-%d").ok()?);
    (day.to_string() == name).then_some(day)
}

/// A column, or which one can't be read.
fn read_column<T: FromSql>(
    row: &Row<'_>,
    index: usize,
    name: &'static str,
    wrong: &impl Fn(&'static str, String) -> StoreError,
) -> Result<T, StoreError> {
    row.get(index)
        .map_err(|error| wrong(name, unreadable_value(name, &error)))
}

/// The shares after the name of the week.
pub(super) fn read_guess(row: &Row<'_>) -> Result<Guess, StoreError> {
    let week = key_of(row);
    let wrong =
        |column, reason| StoreError::in_row(format!("the guess for {week}"), column, reason);
    let share = |index, name| -> Result<Option<f64>, StoreError> {
        let share: Option<f64> = read_column(row, index, name, &wrong)?;
        if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(wrong(name, "is no share".to_owned()));
        }
        Ok(share)
    };
    let selling = share(1, "selling")?.ok_or_else(|| wrong("selling", "is none".to_owned()))?;
    let rest = match (
        share(2, "admin")?,
        share(3, "learning")?,
        share(4, "distraction")?,
    ) {
        (Some(admin), Some(learning), Some(distraction)) => Some([admin, learning, distraction]),
        _ => None,
    };
    Ok(Guess { selling, rest })
}

/// The text after the name of the week.
pub(super) fn read_commitment(row: &Row<'_>) -> Result<String, StoreError> {
    let week = key_of(row);
    let wrong =
        |column, reason| StoreError::in_row(format!("the commitment for {week}"), column, reason);
    read_column(row, 1, "text", &wrong)
}

fn read_review(week: &str, row: &Row<'_>) -> Result<Review, StoreError> {
    let wrong =
        |column, reason| StoreError::in_row(format!("the review of {week}"), column, reason);
    let step: Option<u8> = read_column(row, 1, "step", &wrong)?;
    let step = step.map(|number| {
        Step::from_number(number.into()).ok_or_else(|| wrong("step", format!("is {number}")))
    });
    let answers: String = read_column(row, 3, "answers", &wrong)?;
    let answers = serde_json::from_str(&answers)
        .map_err(|error| wrong("answers", unreadable_json("answers", &error)))?;
    let closed: Option<String> = read_column(row, 4, "closed_at", &wrong)?;
    let figures: Option<String> = read_column(row, 5, "figures", &wrong)?;
    if let Some(figures) = &figures {
        serde_json::from_str::<IgnoredAny>(figures)
            .map_err(|error| wrong("figures", unreadable_json("figures", &error)))?;
    }
    let closed = closed.zip(figures);
    let closed = closed.map(|(at, figures)| match parse_rfc3339(&at) {
        Some(at) => Ok(Closed { at, figures }),
        None => Err(wrong("closed_at", format!("is {at:?}"))),
    });
    Ok(Review {
        step: step.transpose()?,
        revealed: read_column(row, 2, "revealed", &wrong)?,
        answers,
        closed: closed.transpose()?,
    })
}

/// The week of a name such as `2026-W10`.
fn find_week(name: &str, calendar: &Calendar) -> Option<Week> {
    let (year, number) = name.split_once("-W")?;
    calendar.iso_week(year.parse().ok()?, number.parse().ok()?)
}

#[cfg(test)]
mod tests;
