//! What the file has in the place of rows that come from another one, and rows that only such an import writes.

use rusqlite::params;

use super::everything::{read_question, read_review_row};
use super::{Store, StoreError};
use crate::domain::block::BlockId;
use crate::domain::edit::SideRow;
use crate::domain::file_row::QuestionRow;
use crate::domain::rules::{Facts, KnownRow};
use crate::domain::suggestion::Suggestion;

const REVIEW: &str =
    "SELECT week, step, revealed, answers, closed_at, figures FROM review WHERE week = ?1";
const TAKE_REVIEW: &str = "DELETE FROM review WHERE week = ?1";
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
pub(super) const STATEMENTS: [&str; 6] = [
    REVIEW,
    TAKE_REVIEW,
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
                Ok(known(found, row))
            }
            SideRow::Guess { week, .. } => match self.found(row)? {
                None if self.is_revealed(week)? => Ok(KnownRow::Locked),
                found => Ok(known(found, row)),
            },
            SideRow::Commitment { .. }
            | SideRow::Answer { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::Review { .. }
            | SideRow::Answered(_) => Ok(known(self.found(row)?, row)),
        });
        known.collect()
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
        Ok(self.read_rows(SAME_QUESTION, values, read_question)?.pop())
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
        let found = self.read_rows(REVIEW, [week], read_review_row)?.pop();
        let week = week.to_owned();
        Ok(found.map(|review| SideRow::Review { week, review }))
    }

    pub(super) fn question_row(&self, number: i64) -> Result<Option<SideRow>, StoreError> {
        Ok(self
            .read_rows(QUESTION, [number], read_question)?
            .pop()
            .map(SideRow::Question))
    }

    pub(super) fn take_review(&self, week: &str) -> Result<(), StoreError> {
        self.run(TAKE_REVIEW, [week])
    }

    pub(super) fn take_question(&self, number: i64) -> Result<(), StoreError> {
        self.run(TAKE_QUESTION, [number])
    }
}

fn known(found: Option<SideRow>, row: &SideRow) -> KnownRow {
    found.map_or_else(|| KnownRow::Missing(row.clone()), KnownRow::Known)
}
