//! What the file has in the place of rows that come from another one, and rows that only such an import writes.

use rusqlite::{Row, params};

use super::export_rows::{read_question, read_review_row};
use super::row::bind_review;
use super::set_aside::build_unreadable_row;
use super::{Store, StoreError};
use crate::domain::block::BlockId;
use crate::domain::edit::SideRow;
use crate::domain::file_row::{QuestionRow, ReviewRow};
use crate::domain::rules::{Facts, KnownRow};
use crate::domain::stamp::Stamp;
use crate::domain::suggestion::Suggestion;
use crate::domain::unreadable::{RowKind, RowPlace};

const REVIEW: &str =
    "SELECT week, step, revealed, answers, closed_at, figures FROM review WHERE week = ?1";
// What has been shown stays shown, and how far the review has come here is not the import's.
const PUT_REVIEW: &str = "INSERT INTO review (week, step, revealed, answers, closed_at, figures, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (week) DO UPDATE SET (revealed, answers, closed_at, figures, at) = \
     (max(revealed, excluded.revealed), excluded.answers, excluded.closed_at, excluded.figures, excluded.at)";
const TAKE_REVIEW: &str = "DELETE FROM review WHERE week = ?1 AND step IS ?2 AND revealed = ?3";
const CLEAR_REVIEW: &str =
    "UPDATE review SET (answers, closed_at, figures, at) = ('{}', NULL, NULL, ?2) WHERE week = ?1";
macro_rules! question {
    () => {
        "SELECT block, cause, since, since_offset, until, until_offset, id, answered FROM away WHERE "
    };
}
const QUESTION: &str = concat!(question!(), "id = ?1");
// Two open ones about a block are one and the same.
const SAME_QUESTION: &str = concat!(
    question!(),
    "block = ?1 AND (cause = ?2 AND since = ?3 OR answered IS NULL AND ?4) ORDER BY cause = ?2 AND since = ?3 DESC LIMIT 1"
);
const LAST_QUESTION: &str = "SELECT coalesce(max(id), 0) FROM away";
const TAKE_QUESTION: &str = "DELETE FROM away WHERE id = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] = [
    REVIEW,
    PUT_REVIEW,
    TAKE_REVIEW,
    CLEAR_REVIEW,
    QUESTION,
    SAME_QUESTION,
    LAST_QUESTION,
    TAKE_QUESTION,
];

impl Store {
    /// For each row what the file has in its place.
    pub(super) fn known_rows(&self, rows: &[SideRow]) -> Result<Vec<KnownRow>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let last = self.read_rows(LAST_QUESTION, [], |row| Ok(row.get(0)?))?;
        let mut last_question: i64 = last.first().copied().unwrap_or_default();
        let known = rows.iter().map(|row| match row {
            SideRow::Question(question) => {
                if let Some(found) = self.same_question(question)? {
                    return Ok(KnownRow::Known(SideRow::Question(found)));
                }
                last_question += 1;
                let number = last_question;
                let row = QuestionRow {
                    number,
                    ..*question
                };
                Ok(KnownRow::Missing(SideRow::Question(row)))
            }
            SideRow::Suggestion(suggestion) => {
                let found = self.same_suggestion(suggestion)?.map(SideRow::Suggestion);
                Ok(self.known_row(found, row))
            }
            SideRow::Guess { week, .. } => match self.found(row)? {
                None if self.is_revealed(week)? => Ok(KnownRow::Locked),
                found => Ok(self.known_row(found, row)),
            },
            SideRow::Commitment { .. }
            | SideRow::Answer { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::FocusRun(_)
            | SideRow::Review { .. }
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => Ok(self.known_row(self.found(row)?, row)),
        });
        known.collect()
    }

    /// What a row is to the file. One that can't be read is known already, and nothing in it is to be changed.
    fn known_row(&self, found: Option<SideRow>, row: &SideRow) -> KnownRow {
        match found {
            Some(found) => KnownRow::Known(found),
            None if self.spare_side_row(row).is_err() => KnownRow::Known(row.clone()),
            None => KnownRow::Missing(row.clone()),
        }
    }

    fn same_question(&self, row: &QuestionRow) -> Result<Option<QuestionRow>, StoreError> {
        let question = row.question;
        let (since, is_open) = (question.since.at.seconds(), row.answered.is_none());
        let values = params![
            question.block.as_bytes(),
            question.cause.name(),
            since,
            is_open
        ];
        let mut found = None;
        self.read_rows(SAME_QUESTION, values, |read| {
            // One that can't be read is known already.
            found = Some(self.readable_question(read)?.unwrap_or(*row));
            Ok(())
        })?;
        Ok(found)
    }

    /// The suggestion of the same meeting.
    fn same_suggestion(&self, suggestion: &Suggestion) -> Result<Option<Suggestion>, StoreError> {
        let mut facts = Facts::default();
        self.add_known_of(&mut facts, suggestion)?;
        let mut rows = facts.suggestions;
        let is_same = |id: BlockId| id == suggestion.id;
        let id = rows
            .keys()
            .copied()
            .find(|id| is_same(*id))
            .or(rows.keys().next().copied());
        Ok(id.and_then(|id| rows.remove(&id)))
    }

    pub(super) fn review_row(&self, week: &str) -> Result<Option<SideRow>, StoreError> {
        let found = self.read_rows(REVIEW, [week], |row| {
            let read = |_: &str| read_review_row(row);
            Ok(self.set_aside.readable_of_week(RowKind::Review, row, read))
        })?;
        let found = found.into_iter().flatten().next();
        Ok(found.map(|(week, review)| SideRow::Review { week, review }))
    }

    pub(super) fn question_row(&self, number: i64) -> Result<Option<SideRow>, StoreError> {
        let found = self.read_rows(QUESTION, [number], |row| self.readable_question(row))?;
        Ok(found.into_iter().flatten().next().map(SideRow::Question))
    }

    /// The question of a row; one that can't be read is set aside.
    fn readable_question(&self, row: &Row<'_>) -> Result<Option<QuestionRow>, StoreError> {
        match read_question(row) {
            Ok(question) => Ok(Some(question)),
            Err(error) => {
                let number: i64 = row.get(6)?;
                self.set_aside.note(build_unreadable_row(
                    RowKind::Question,
                    number.to_string(),
                    RowPlace::Unknown,
                    &error,
                ));
                Ok(None)
            }
        }
    }

    pub(super) fn put_review(
        &self,
        week: &str,
        review: &ReviewRow,
        now: Stamp,
    ) -> Result<(), StoreError> {
        self.run(PUT_REVIEW, bind_review(week, review, now))
    }

    /// Takes a review away; where it has come further since, no more than its answers and figures.
    pub(super) fn take_review(
        &self,
        week: &str,
        review: &ReviewRow,
        now: Stamp,
    ) -> Result<(), StoreError> {
        self.run(TAKE_REVIEW, params![week, review.step, review.revealed])?;
        self.run(CLEAR_REVIEW, params![week, now.seconds()])
    }

    pub(super) fn take_question(&self, number: i64) -> Result<(), StoreError> {
        self.run(TAKE_QUESTION, [number])
    }
}
