//! How a row beside the lane is written: a guess, a commitment, a mark, an answer of a review, whatever a change names.

use rusqlite::params;

use super::away::{ANSWER, ASK_AGAIN};
use super::error::refuse_broken_rule;
use super::focus_runs::bind_focus_run;
use super::row::bind_mark;
use super::{ChangeError, Store, StoreError};
use crate::domain::calendar::{Week, rfc3339};
use crate::domain::edit::SideRow;
use crate::domain::review::{Closed, ReviewAnswer, Step, WeekNotes};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::unreadable::RowKind;

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
const MARK: &str = "INSERT INTO day_mark (day, kind, times, at) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (day) DO UPDATE SET (kind, times, at) = (excluded.kind, excluded.times, excluded.at)";
const UNMARK: &str = "DELETE FROM day_mark WHERE day = ?1";
const PAUSE: &str = "INSERT INTO pause (week, at) VALUES (?1, ?2) ON CONFLICT (week) DO NOTHING";
const UNPAUSE: &str = "DELETE FROM pause WHERE week = ?1";
const SET_FOCUS_RUN: &str = "INSERT INTO focus_run (start, start_offset, planned, at) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (start) DO UPDATE SET (start_offset, planned, at) = (excluded.start_offset, excluded.planned, excluded.at)";
const CLEAR_FOCUS_RUN: &str = "DELETE FROM focus_run WHERE start = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 14] = [
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
    SET_FOCUS_RUN,
    CLEAR_FOCUS_RUN,
];

impl Store {
    /// Notes which step a review has reached. From the reveal on the week has been shown, and stays so.
    pub fn reach_step(&mut self, week: Week, step: Step, now: Moment) -> Result<(), ChangeError> {
        self.in_transaction(|store, _| Ok(store.write_step(week, step, now)?))
    }

    /// The same within a transaction.
    pub(super) fn write_step(&self, week: Week, step: Step, now: Moment) -> Result<(), StoreError> {
        let revealed = step >= Step::Reveal;
        let values = params![
            week.to_string(),
            step.number() as i64,
            revealed,
            now.at.seconds()
        ];
        self.connection.prepare_cached(REACH)?.execute(values)?;
        Ok(())
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
            SideRow::FocusRun(run) => self.focus_run_at(run.start.at)?.map(SideRow::FocusRun),
            SideRow::Suggestion(suggestion) => {
                self.suggestion(suggestion.id)?.map(SideRow::Suggestion)
            }
            SideRow::Mark { day, .. } => {
                let marked = self.marks_of(*day, *day)?.remove(day);
                marked.map(|marked| SideRow::Mark { day: *day, marked })
            }
            SideRow::Review { week, .. } => self.review_row(week)?,
            SideRow::Question(question) => self.question_row(question.number)?,
            SideRow::Answered(_) => Some(row.clone()),
            SideRow::Renamed(renamed) => self.found_names(renamed)?.map(SideRow::Renamed),
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
            SideRow::FocusRun(run) => {
                let key = run.start.at.seconds().to_string();
                self.set_aside.spare(RowKind::FocusRun, &key)
            }
            // There is nothing in them to lose.
            SideRow::Pause { .. }
            | SideRow::Question(_)
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => Ok(()),
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
            SideRow::Mark { day, marked } => self.run(MARK, bind_mark(*day, marked, now)),
            SideRow::Pause { week } => self.run(PAUSE, params![week, at]),
            SideRow::FocusRun(run) => self.run(SET_FOCUS_RUN, bind_focus_run(*run, now)),
            SideRow::Review { week, review } => self.put_review(week, review, now),
            SideRow::Question(question) => self.restore_question(question),
            SideRow::Answered(question) => self.run(ANSWER, params![question, at]),
            SideRow::Renamed(renamed) => self.put_names(renamed, now),
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
            SideRow::FocusRun(run) => self.run(CLEAR_FOCUS_RUN, [run.start.at.seconds()]),
            SideRow::Review { week, review } => {
                self.take_review(week, review, now)?;
                self.run(DROP_EMPTY, [week])
            }
            SideRow::Question(question) => self.take_question(question.number),
            SideRow::Answered(question) => self.run(ASK_AGAIN, [question]),
            SideRow::Renamed(renamed) => self.take_names(renamed, now),
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
