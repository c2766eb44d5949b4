//! What belongs to a day or a week rather than to a block: marks, pauses, guesses, commitments, reviews; and how a row
//! beside the lane is written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::FromSql;
use rusqlite::{Row, params};
use serde::de::IgnoredAny;

use super::away::{ANSWER, ASK_AGAIN};
use super::error::{refuse_broken_rule, unreadable_json, unreadable_value};
use super::set_aside::{key_of, unreadable};
use super::{ChangeError, Store, StoreError};
use crate::domain::calendar::{Calendar, Day, Week, parse_rfc3339, rfc3339};
use crate::domain::edit::SideRow;
use crate::domain::hours::{Mark, Marks};
use crate::domain::review::{Closed, Guess, Review, ReviewAnswer, Step, WeekNotes};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace};

const GUESSES: &str =
    "SELECT week, selling, admin, learning, distraction FROM guess WHERE week BETWEEN ?1 AND ?2";
const COMMITMENTS: &str = "SELECT week, text FROM commitment WHERE week BETWEEN ?1 AND ?2";
const PAUSES: &str = "SELECT week FROM pause WHERE week BETWEEN ?1 AND ?2";
const REVIEWS: &str = "SELECT week, step, revealed, answers, closed_at, figures FROM review WHERE week BETWEEN ?1 AND ?2";
const MARKS: &str = "SELECT day, kind FROM day_mark WHERE day BETWEEN ?1 AND ?2 \
     UNION ALL SELECT week, 'pause' FROM pause WHERE week BETWEEN ?3 AND ?4";
const REVEALED: &str = "SELECT revealed FROM review WHERE week = ?1";
const SET_GUESS: &str = "INSERT INTO guess (week, selling, admin, learning, distraction, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (week) DO UPDATE SET (selling, admin, learning, distraction, at) = \
     (excluded.selling, excluded.admin, excluded.learning, excluded.distraction, excluded.at)";
const CLEAR_GUESS: &str = "DELETE FROM guess WHERE week = ?1";
const COMMIT: &str = "INSERT INTO commitment (week, text, at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (week) DO UPDATE SET (text, at) = (excluded.text, excluded.at)";
const UNCOMMIT: &str = "DELETE FROM commitment WHERE week = ?1";
// What has been shown stays shown, whatever another window that was opened before it says.
const REACH: &str = "INSERT INTO review (week, step, revealed, at) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (week) DO UPDATE SET (step, revealed, at) = (excluded.step, max(revealed, excluded.revealed), excluded.at)";
const SET_ANSWERS: &str = "INSERT INTO review (week, answers, at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (week) DO UPDATE SET (answers, at) = (excluded.answers, excluded.at)";
const CLOSE: &str = "INSERT INTO review (week, closed_at, figures, at) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (week) DO UPDATE SET (closed_at, figures, at) = (excluded.closed_at, excluded.figures, excluded.at)";
// A review of which nothing is left was never begun.
const DROP_EMPTY: &str = "DELETE FROM review WHERE week = ?1 AND step IS NULL AND revealed = 0 AND answers = '{}' \
     AND closed_at IS NULL";
const MARK: &str = "INSERT INTO day_mark (day, kind, at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (day) DO UPDATE SET (kind, at) = (excluded.kind, excluded.at)";
const UNMARK: &str = "DELETE FROM day_mark WHERE day = ?1";
const PAUSE: &str = "INSERT INTO pause (week, at) VALUES (?1, ?2) ON CONFLICT (week) DO NOTHING";
const UNPAUSE: &str = "DELETE FROM pause WHERE week = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 18] = [
    GUESSES,
    COMMITMENTS,
    PAUSES,
    REVIEWS,
    MARKS,
    REVEALED,
    SET_GUESS,
    CLEAR_GUESS,
    COMMIT,
    UNCOMMIT,
    REACH,
    SET_ANSWERS,
    CLOSE,
    DROP_EMPTY,
    MARK,
    UNMARK,
    PAUSE,
    UNPAUSE,
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
    fn kept(&self, first: &str, last: &str) -> Result<BTreeMap<String, WeekNotes>, StoreError> {
        let mut kept: BTreeMap<String, WeekNotes> = BTreeMap::new();
        self.read_rows(GUESSES, [first, last], |row| {
            let read = |_: &str| guess(row);
            if let Some((week, guess)) = self.set_aside.readable_of_week(RowKind::Guess, row, read)
            {
                kept.entry(week).or_default().guess = Some(guess);
            }
            Ok(())
        })?;
        self.read_rows(COMMITMENTS, [first, last], |row| {
            let read = |_: &str| commitment(row);
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
            let read = |week: &str| review(week, row);
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
    ) -> Result<BTreeMap<Day, Mark>, StoreError> {
        let span = params![first.to_string(), last.to_string(), "", ""];
        let mut marks = BTreeMap::new();
        self.read_rows(MARKS, span, |row| {
            marks.extend(self.readable_mark(row));
            Ok(())
        })?;
        Ok(marks)
    }

    /// The days from `first` to `last` that are marked, and the weeks around them that are off whole.
    pub fn marks(&self, first: Day, last: Day, calendar: &Calendar) -> Result<Marks, StoreError> {
        let (from, to) = (calendar.week_of(first), calendar.week_of(last));
        let span = [
            first.to_string(),
            last.to_string(),
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
                    marks.paused.extend(week_named(&week, calendar));
                }
                return Ok(());
            }
            match self.readable_mark(row) {
                Some((day, Mark::Off)) => marks.off.insert(day),
                Some((day, Mark::Work)) => marks.work.insert(day),
                None => false,
            };
            Ok(())
        })?;
        Ok(marks)
    }

    /// The marked day of a row; one that can't be read is set aside.
    fn readable_mark(&self, row: &Row<'_>) -> Option<(Day, Mark)> {
        match mark(row) {
            Ok(mark) => Some(mark),
            Err(error) => {
                let place = day(row).map_or(RowPlace::Unknown, RowPlace::Day);
                self.set_aside
                    .note(unreadable(RowKind::Mark, key_of(row), place, &error));
                None
            }
        }
    }

    /// Notes which step a review has reached. From the reveal on the week has been shown, and stays so.
    pub fn reach_step(&mut self, week: Week, step: Step, now: Moment) -> Result<(), ChangeError> {
        let revealed = step >= Step::Reveal;
        let values = params![
            week.to_string(),
            step.number() as i64,
            revealed,
            now.at.seconds()
        ];
        self.in_transaction(|_, transaction| {
            transaction.prepare_cached(REACH)?.execute(values)?;
            Ok(())
        })
    }

    /// Whether the review of the week of this name has shown it.
    pub(super) fn is_revealed(&self, week: &str) -> Result<bool, StoreError> {
        let found = self.read_rows(REVEALED, [week], |row| Ok(row.get(0)?))?;
        Ok(found.first().copied().unwrap_or(false))
    }

    /// The row of the same key as it is in the file.
    pub(super) fn found(&self, row: &SideRow) -> Result<Option<SideRow>, StoreError> {
        let notes = match row.week() {
            Some(week) => self.notes_of(week)?,
            None => WeekNotes::default(),
        };
        Ok(match row {
            SideRow::Guess { week, .. } => notes.guess.map(|guess| SideRow::Guess {
                week: week.clone(),
                guess,
            }),
            SideRow::Commitment { week, .. } => notes.commitment.map(|text| SideRow::Commitment {
                week: week.clone(),
                text,
            }),
            SideRow::Answer { week, answer } => {
                let mut answers = notes.review.answers;
                Some(SideRow::Answer {
                    week: week.clone(),
                    // What the former answer to the same question is.
                    answer: answers.set(answer.clone()),
                })
            }
            SideRow::Closed { week, .. } => notes.review.closed.map(|closed| SideRow::Closed {
                week: week.clone(),
                closed,
            }),
            SideRow::Pause { .. } => notes.paused.then(|| row.clone()),
            SideRow::Suggestion(suggestion) => {
                self.suggestion(suggestion.id)?.map(SideRow::Suggestion)
            }
            SideRow::Mark { day, .. } => {
                let mark = self.marks_of(*day, *day)?.remove(day);
                mark.map(|mark| SideRow::Mark { day: *day, mark })
            }
            SideRow::Review { week, .. } => self.review_row(week)?,
            SideRow::Question(question) => self.question_row(question.number)?,
            SideRow::Answered(_) => Some(row.clone()),
        })
    }

    /// Writes a row in place of another one of the same key, or takes that one away.
    pub(super) fn write_row(
        &self,
        before: Option<&SideRow>,
        after: Option<&SideRow>,
        now: Stamp,
    ) -> Result<(), StoreError> {
        if let Some(row) = before.or(after) {
            self.spare_side_row(row)?;
        }
        match (before, after) {
            (_, Some(after)) => self.put_row(after, now),
            (Some(before), None) => self.take_row(before, now),
            (None, None) => Ok(()),
        }
    }

    /// What the row says can't be lost; where it can't be read, it was set aside when the change was planned.
    pub(super) fn spare_side_row(&self, row: &SideRow) -> Result<(), StoreError> {
        match row {
            SideRow::Suggestion(suggestion) => self
                .set_aside
                .spare(RowKind::Suggestion, &suggestion.id.to_string()),
            SideRow::Guess { week, .. } => self.set_aside.spare(RowKind::Guess, week),
            SideRow::Commitment { week, .. } => self.set_aside.spare(RowKind::Commitment, week),
            SideRow::Answer { week, .. }
            | SideRow::Closed { week, .. }
            | SideRow::Review { week, .. } => self.set_aside.spare(RowKind::Review, week),
            SideRow::Mark { day, .. } => self.set_aside.spare(RowKind::Mark, &day.to_string()),
            // There is nothing in them to lose.
            SideRow::Pause { .. } | SideRow::Question(_) | SideRow::Answered(_) => Ok(()),
        }
    }

    fn put_row(&self, row: &SideRow, now: Stamp) -> Result<(), StoreError> {
        let at = now.seconds();
        match row {
            SideRow::Suggestion(suggestion) => self.put_suggestion(suggestion),
            SideRow::Guess { week, guess } => {
                let [admin, learning, distraction] =
                    guess.rest.map_or([None; 3], |rest| rest.map(Some));
                let values = params![week, guess.selling, admin, learning, distraction, at];
                self.run(SET_GUESS, values)
            }
            SideRow::Commitment { week, text } => self.run(COMMIT, params![week, text, at]),
            SideRow::Answer { week, answer } => self.put_answer(week, answer.clone(), now),
            SideRow::Closed { week, closed } => self.put_closed(week, Some(closed), now),
            SideRow::Mark { day, mark } => {
                self.run(MARK, params![day.to_string(), mark.name(), at])
            }
            SideRow::Pause { week } => self.run(PAUSE, params![week, at]),
            SideRow::Review { week, review } => self.put_review(week, review, now),
            SideRow::Question(question) => self.restore_question(question),
            SideRow::Answered(question) => self.run(ANSWER, params![question, at]),
        }
    }

    fn take_row(&self, row: &SideRow, now: Stamp) -> Result<(), StoreError> {
        match row {
            SideRow::Suggestion(suggestion) => self.take_suggestion(suggestion.id),
            SideRow::Guess { week, .. } => self.run(CLEAR_GUESS, [week]),
            SideRow::Commitment { week, .. } => self.run(UNCOMMIT, [week]),
            // An answer that is none is an answer too.
            SideRow::Answer { .. } => Ok(()),
            SideRow::Closed { week, .. } => self.put_closed(week, None, now),
            SideRow::Mark { day, .. } => self.run(UNMARK, [day.to_string()]),
            SideRow::Pause { week } => self.run(UNPAUSE, [week]),
            SideRow::Review { week, review } => {
                self.take_review(week, review, now)?;
                self.run(DROP_EMPTY, [week])
            }
            SideRow::Question(question) => self.take_question(question.number),
            SideRow::Answered(question) => self.run(ASK_AGAIN, [question]),
        }
    }

    fn put_answer(&self, week: &str, answer: ReviewAnswer, now: Stamp) -> Result<(), StoreError> {
        let mut answers = self.notes_of(week)?.review.answers;
        answers.set(answer);
        let json = serde_json::to_string(&answers).map_err(|error| {
            let reason = format!("cannot be written: {error}");
            StoreError::in_row(format!("the review of {week}"), "answers", reason)
        })?;
        self.run(SET_ANSWERS, params![week, json, now.seconds()])?;
        self.run(DROP_EMPTY, [week])
    }

    fn put_closed(
        &self,
        week: &str,
        closed: Option<&Closed>,
        now: Stamp,
    ) -> Result<(), StoreError> {
        let (at, figures) = closed
            .map(|closed| (rfc3339(closed.at), closed.figures.as_str()))
            .unzip();
        self.run(CLOSE, params![week, at, figures, now.seconds()])?;
        self.run(DROP_EMPTY, [week])
    }

    /// Carries out a statement within a change.
    pub(super) fn run(&self, sql: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        let done = self.connection.prepare_cached(sql)?.execute(values);
        done.map(|_| ()).map_err(refuse_broken_rule)
    }
}

/// A marked day.
pub(super) fn mark(row: &Row<'_>) -> Result<(Day, Mark), StoreError> {
    let wrong =
        |column, reason| StoreError::in_row(format!("the mark of {}", key_of(row)), column, reason);
    let day = day(row).ok_or_else(|| wrong("day", "is none".to_owned()))?;
    let kind: String = column(row, 1, "kind", &wrong)?;
    let mark = Mark::from_name(&kind).ok_or_else(|| wrong("kind", format!("is {kind:?}")))?;
    Ok((day, mark))
}

fn day(row: &Row<'_>) -> Option<Day> {
    let name: String = row.get(0).ok()?;
    let day = Day(NaiveDate::parse_from_str(&name, "%Y-%m-%d").ok()?);
    (day.to_string() == name).then_some(day)
}

/// A column, or which one can't be read.
fn column<T: FromSql>(
    row: &Row<'_>,
    index: usize,
    name: &'static str,
    wrong: &impl Fn(&'static str, String) -> StoreError,
) -> Result<T, StoreError> {
    row.get(index)
        .map_err(|error| wrong(name, unreadable_value(name, &error)))
}

/// The shares after the name of the week.
pub(super) fn guess(row: &Row<'_>) -> Result<Guess, StoreError> {
    let week = key_of(row);
    let wrong =
        |column, reason| StoreError::in_row(format!("the guess for {week}"), column, reason);
    let share = |index, name| -> Result<Option<f64>, StoreError> {
        let share: Option<f64> = column(row, index, name, &wrong)?;
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
pub(super) fn commitment(row: &Row<'_>) -> Result<String, StoreError> {
    let week = key_of(row);
    let wrong =
        |column, reason| StoreError::in_row(format!("the commitment for {week}"), column, reason);
    column(row, 1, "text", &wrong)
}

fn review(week: &str, row: &Row<'_>) -> Result<Review, StoreError> {
    let wrong =
        |column, reason| StoreError::in_row(format!("the review of {week}"), column, reason);
    let step: Option<u8> = column(row, 1, "step", &wrong)?;
    let step = step.map(|number| {
        Step::from_number(number.into()).ok_or_else(|| wrong("step", format!("is {number}")))
    });
    let answers: String = column(row, 3, "answers", &wrong)?;
    let answers = serde_json::from_str(&answers)
        .map_err(|error| wrong("answers", unreadable_json("answers", &error)))?;
    let closed: Option<String> = column(row, 4, "closed_at", &wrong)?;
    let figures: Option<String> = column(row, 5, "figures", &wrong)?;
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
        revealed: column(row, 2, "revealed", &wrong)?,
        answers,
        closed: closed.transpose()?,
    })
}

/// The week of a name such as `2026-W10`.
fn week_named(name: &str, calendar: &Calendar) -> Option<Week> {
    let (year, number) = name.split_once("-W")?;
    calendar.iso_week(year.parse().ok()?, number.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::block::Category;
    use crate::domain::calendar::Zone;
    use crate::domain::commitment::{Aim, Bound, Commitment, Work};
    use crate::domain::edit::{Edit, SideRow};
    use crate::domain::review::{Answers, Missed};
    use crate::domain::stamp::{Length, Offset, Stamp};
    use crate::store::Applied;

    fn now() -> Moment {
        Moment::new(Stamp::clamped(1_772_000_000), Offset::UTC)
    }

    fn calendar() -> Calendar {
        Calendar::new(Zone::Fixed(Offset::UTC))
    }

    fn week(number: u32) -> Week {
        calendar().iso_week(2026, number).expect("a week")
    }

    fn commitment(hours: i64) -> Commitment {
        let work = Work {
            category: Category::Selling,
            activity: None,
        };
        let length = Length::hours(hours);
        Commitment {
            aim: Aim::Spend {
                bound: Bound::AtLeast,
                length,
                work,
                window: None,
                days: None,
            },
            from: None,
        }
    }

    #[test]
    fn a_week_of_which_nothing_is_kept_has_empty_notes() {
        let store = Store::in_memory().expect("a store");
        assert_eq!(
            store.week_notes(week(10)).expect("a look"),
            WeekNotes::default()
        );
        assert_eq!(store.reviews(week(1), week(53)).expect("a look"), vec![]);
    }

    #[test]
    fn what_is_kept_is_read_back_week_by_week_and_what_it_replaces_is_handed_over() {
        let mut store = Store::in_memory().expect("a store");
        let guess = Guess {
            selling: 0.6,
            rest: Some([0.22, 0.1, 0.08]),
        };
        let short = Guess {
            selling: 0.5,
            rest: None,
        };
        let before = |applied: Result<Applied, ChangeError>| {
            let Some(Edit::Row { before, .. }) = applied.expect("kept").edits.pop() else {
                return None;
            };
            before
        };
        let name = || week(10).to_string();
        let row = |guess| {
            Some(SideRow::Guess {
                week: name(),
                guess,
            })
        };
        assert_eq!(before(store.set_guess(week(10), &guess, now())), None);
        assert_eq!(before(store.set_guess(week(10), &short, now())), row(guess));
        assert_eq!(before(store.set_guess(week(10), &guess, now())), row(short));
        let commit = |store: &mut Store, number, hours: Option<i64>| {
            let commitment = hours.map(commitment);
            before(store.commit_to(week(number), commitment.as_ref(), now()))
        };
        assert_eq!(commit(&mut store, 10, Some(6)), None);
        let text = ">= 6h selling".to_owned();
        let former = SideRow::Commitment { week: name(), text };
        assert_eq!(commit(&mut store, 10, Some(5)), Some(former));
        assert_eq!(commit(&mut store, 11, Some(7)), None);
        assert!(commit(&mut store, 11, None).is_some());
        let pause = |store: &mut Store, off| {
            let applied = store.pause(week(12), off, now()).expect("a pause");
            !applied.edits.is_empty()
        };
        assert!(pause(&mut store, true));
        assert!(!pause(&mut store, true), "it is off already");
        let mut review = Review {
            step: Some(Step::Took),
            ..Review::default()
        };
        review.answers.missed = Some(Missed::Imposed);
        store
            .keep_review(week(9), &review, now())
            .expect("a review");

        let notes = WeekNotes::default();
        let tenth = WeekNotes {
            guess: Some(guess),
            commitment: Some(">= 5h selling".to_owned()),
            ..notes.clone()
        };
        let kept = vec![
            (
                week(9),
                WeekNotes {
                    review,
                    ..notes.clone()
                },
            ),
            (week(10), tenth.clone()),
            (
                week(12),
                WeekNotes {
                    paused: true,
                    ..notes
                },
            ),
        ];
        assert_eq!(store.reviews(week(1), week(53)).expect("a look"), kept);
        assert_eq!(
            store.reviews(week(10), week(11)).expect("a look"),
            vec![(week(10), tenth)]
        );
        assert!(pause(&mut store, false));
        assert!(!store.week_notes(week(12)).expect("a look").paused);
    }

    #[test]
    fn a_guess_is_locked_in_once_the_week_has_been_shown() {
        let mut store = Store::in_memory().expect("a store");
        let guess = Guess {
            selling: 0.6,
            rest: None,
        };
        store.set_guess(week(10), &guess, now()).expect("a guess");
        store
            .reach_step(week(10), Step::Reveal, now())
            .expect("shown");
        // Another window has not heard of it, or goes back.
        store
            .reach_step(week(10), Step::Guess, now())
            .expect("a step");
        for (undone, verb) in [(store.undo(now()), "undo"), (store.redo(now()), "redo")] {
            let nothing = matches!(undone, Ok(None));
            assert_eq!(nothing, verb == "redo", "{undone:?}");
            if let Err(refused) = undone {
                assert!(
                    refused.to_string().contains("locked at the reveal"),
                    "{refused}"
                );
                assert!(refused.hint().contains("edit its block"), "{refused}");
            }
        }
        let refused = store
            .set_guess(
                week(10),
                &Guess {
                    selling: 0.5,
                    rest: None,
                },
                now(),
            )
            .expect_err("it is locked");
        assert_eq!(
            refused.to_string(),
            "the guess for 2026-W10 is locked in: the week has been shown"
        );
        let notes = store.week_notes(week(10)).expect("a look");
        assert_eq!(
            (notes.guess, notes.review.revealed, notes.review.step),
            (Some(guess), true, Some(Step::Guess))
        );
        store
            .set_guess(week(11), &guess, now())
            .expect("another week's");
    }

    #[test]
    fn a_review_is_kept_as_it_was_closed() {
        let mut store = Store::in_memory().expect("a store");
        let answers = Answers {
            surprise: Some("\"so much\" mail".to_owned()),
            ..Answers::default()
        };
        let closed = Closed {
            at: now(),
            figures: "{\"week\":1}".to_owned(),
        };
        let review = Review {
            step: Some(Step::Decision),
            revealed: true,
            answers,
            closed: Some(closed),
        };
        store
            .keep_review(week(10), &review, now())
            .expect("a review");
        assert_eq!(store.week_notes(week(10)).expect("a look").review, review);
    }

    #[test]
    fn an_unreadable_moment_of_closing_is_set_aside_and_not_the_present() {
        let store = Store::in_memory().expect("a store");
        let review = "INSERT INTO review (week, closed_at, figures, at) VALUES ('2026-W10', 'friday', '{}', 0)";
        store.connection.execute(review, []).expect("a row");
        assert_eq!(
            store.week_notes(week(10)).expect("a look"),
            WeekNotes::default()
        );
        let aside = store.take_set_aside();
        let told: Vec<_> = aside.iter().map(|row| (&*row.key, &*row.reason)).collect();
        assert_eq!(told, [("2026-W10", "its closed_at is \"friday\"")]);
    }

    #[test]
    fn marks_are_those_of_the_days_and_of_the_weeks_around_them() {
        let mut store = Store::in_memory().expect("a store");
        let day = |text: &str| Day(text.parse().expect(text));
        let days = ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"].map(day);
        let mark = |store: &mut Store, days: &[Day], mark| {
            let applied = store.mark_days(days, mark, now()).expect("marks");
            applied.edits.len()
        };
        assert_eq!(mark(&mut store, &days, Some(Mark::Off)), 4);
        assert_eq!(mark(&mut store, &days, Some(Mark::Off)), 0, "they are so");
        assert_eq!(mark(&mut store, &days[2..], Some(Mark::Work)), 2);
        assert_eq!(mark(&mut store, &days[3..], None), 1);
        mark(&mut store, &[day("2026-03-10")], Some(Mark::Work));
        store.pause(week(10), true, now()).expect("a pause");
        store.pause(week(12), true, now()).expect("a pause");
        let marks = store
            .marks(day("2026-03-02"), day("2026-03-10"), &calendar())
            .expect("a look");
        assert_eq!(marks.off, [day("2026-03-02")].into());
        assert_eq!(marks.work, [day("2026-03-08"), day("2026-03-10")].into());
        assert_eq!(marks.paused, [week(10)].into());
        // Where weeks begin on Sunday, the same name begins a day earlier.
        let sundays = Calendar {
            week_start: Weekday::Sun,
            ..calendar()
        };
        let marks = store
            .marks(day("2026-03-02"), day("2026-03-10"), &sundays)
            .expect("a look");
        assert_eq!(
            marks.paused,
            [Week {
                first: day("2026-03-01")
            }]
            .into()
        );
    }

    #[test]
    fn a_row_that_says_nothing_is_refused_by_the_file_or_told() {
        let store = Store::in_memory().expect("a store");
        let bad = [
            "INSERT INTO day_mark VALUES ('2026-02-30', 'off', 0)",
            "INSERT INTO day_mark VALUES ('2026-3-1', 'off', 0)",
            "INSERT INTO day_mark VALUES ('2026-03-01', 'on', 0)",
            "INSERT INTO pause VALUES ('2026-W54', 0)",
            "INSERT INTO pause VALUES ('2026-W00', 0)",
            "INSERT INTO pause VALUES ('W10', 0)",
            "INSERT INTO guess VALUES ('2026-W10', 1.1, NULL, NULL, NULL, 0)",
            "INSERT INTO guess VALUES ('2026-W10', 0.5, 0.5, NULL, NULL, 0)",
            "INSERT INTO guess VALUES ('2026-W10', 0.5, NULL, NULL, 0.5, 0)",
            "INSERT INTO guess VALUES ('2026-W10', 0.5, NULL, 0.5, NULL, 0)",
            "INSERT INTO guess VALUES ('2026-W10', NULL, NULL, NULL, NULL, 0)",
            "INSERT INTO commitment VALUES ('2026-W10', '', 0)",
            "INSERT INTO review VALUES ('2026-W10', 10, 0, '{}', NULL, NULL, 0)",
            "INSERT INTO review VALUES ('2026-W10', 1, 2, '{}', NULL, NULL, 0)",
            "INSERT INTO review VALUES ('2026-W10', 1, 0, '[]', NULL, NULL, 0)",
            "INSERT INTO review VALUES ('2026-W10', 1, 0, '{}', 'now', NULL, 0)",
            "INSERT INTO review VALUES ('2026-W10', 1, 0, '{}', NULL, '{}', 0)",
        ];
        for sql in bad {
            assert!(store.connection.execute(sql, []).is_err(), "{sql}");
        }
        let odd = "INSERT INTO review VALUES ('2026-W10', 1, 0, '{\"missed\": \"never\"}', NULL, NULL, 0)";
        store
            .connection
            .execute(odd, [])
            .expect("another program may");
        store.week_notes(week(10)).expect("a look");
        let aside = store.take_set_aside();
        assert!(
            aside.len() == 1 && aside[0].reason.starts_with("its answers aren't"),
            "{aside:?}"
        );
    }
}
