//! Brings rows back, one by one, into a file that holds nothing yet.

use rusqlite::{Params, params};

use super::error::refuse_broken_rule;
use super::journal::check_change;
use super::row::{self, columns};
use super::suggestions::{self, columns as suggestion_columns};
use super::transaction::without_rules;
use super::write::INSERT;
use super::{Store, StoreError};
use crate::domain::file_row::{ChangeRow, FileRow, QuestionRow, ReviewRow};
use crate::domain::stamp::Stamp;
use crate::domain::text::NOTE_LIMIT;

const PUT_MARK: &str = "INSERT INTO day_mark (day, kind, at) VALUES (?1, ?2, ?3)";
const PUT_PAUSE: &str = "INSERT INTO pause (week, at) VALUES (?1, ?2)";
const PUT_GUESS: &str = "INSERT INTO guess (week, selling, admin, learning, distraction, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const PUT_COMMITMENT: &str = "INSERT INTO commitment (week, text, at) VALUES (?1, ?2, ?3)";
const PUT_REVIEW: &str = "INSERT INTO review (week, step, revealed, answers, closed_at, figures, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const PUT_SUGGESTION: &str = concat!(
    "INSERT INTO suggestion (",
    suggestion_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
);
const PUT_QUESTION: &str = "INSERT INTO away (id, block, cause, since, since_offset, until, until_offset, answered) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_CHANGE: &str = "INSERT INTO journal (id, parent, at, label, undone, edits, added, removed) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_REMOVED: &str = concat!(
    "INSERT INTO removed_block (",
    columns!(),
    ", change, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
);
const ADDED: &str = "SELECT length(added) / 24 FROM journal WHERE id = ?1 AND undone = 1";
const PUT_NOTICE: &str = "INSERT INTO notice (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

/// So long a commitment may be, by the file's own check.
const COMMITMENT_LIMIT: usize = 4096;

/// How many statements there are.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 11;

impl Store {
    /// Brings rows back into a file that holds nothing yet, past the journal, all of them or none; how many there
    /// were. `None`, and nothing read, where the file holds something. A row that breaks a rule of the file is
    /// refused with [`StoreError::NotTaken`].
    pub fn restore_rows(
        &mut self,
        next: &mut dyn FnMut() -> Result<Option<FileRow>, StoreError>,
    ) -> Result<Option<usize>, StoreError> {
        let restored = self.in_transaction(|store, _| {
            if !store.is_empty()? {
                return Ok(None);
            }
            let mut count = 0;
            while let Some(row) = next()? {
                store.restore_row(&row)?;
                count += 1;
            }
            Ok(Some(count))
        });
        restored.map_err(without_rules)
    }

    fn restore_row(&self, row: &FileRow) -> Result<(), StoreError> {
        match row {
            FileRow::Block { block, changed } => self
                .with_room(block.details.note.as_str().len() > NOTE_LIMIT, || {
                    self.insert_row(INSERT, row::values(block, *changed))
                }),
            FileRow::Mark { day, mark, changed } => {
                let values = params![day.to_string(), mark.name(), changed.seconds()];
                self.insert_row(PUT_MARK, values)
            }
            FileRow::Pause { week, changed } => {
                self.insert_row(PUT_PAUSE, params![week, changed.seconds()])
            }
            FileRow::Guess {
                week,
                guess,
                changed,
            } => {
                let [admin, learning, distraction] =
                    guess.rest.map_or([None; 3], |rest| rest.map(Some));
                let at = changed.seconds();
                let values = params![week, guess.selling, admin, learning, distraction, at];
                self.insert_row(PUT_GUESS, values)
            }
            FileRow::Commitment {
                week,
                text,
                changed,
            } => self.with_room(text.len() > COMMITMENT_LIMIT, || {
                self.insert_row(PUT_COMMITMENT, params![week, text, changed.seconds()])
            }),
            FileRow::Review {
                week,
                review,
                changed,
            } => self.restore_review(week, review, *changed),
            FileRow::Suggestion(suggestion) => {
                let values = suggestions::values(suggestion);
                self.insert_row(PUT_SUGGESTION, values)
            }
            FileRow::Question(row) => self.restore_question(row),
            FileRow::Change(change) => self.restore_change(change),
            FileRow::Removed {
                change,
                place,
                block,
            } => {
                let added: Vec<i64> = self.read_rows(ADDED, [change], |row| Ok(row.get(0)?))?;
                if !added.iter().any(|added| (0..*added).contains(place)) {
                    let what = "not a block that an undone change above had added";
                    return Err(StoreError::NotTaken(what.to_owned()));
                }
                let key = [(*change).into(), (*place).into()];
                self.insert_row(PUT_REMOVED, row::values_with(block, key))
            }
            // A new file may have told its person the same already.
            FileRow::Notice { key, at } => self.insert_row(PUT_NOTICE, params![key, at.seconds()]),
        }
    }

    fn restore_review(
        &self,
        week: &str,
        review: &ReviewRow,
        changed: Stamp,
    ) -> Result<(), StoreError> {
        let (closed_at, figures) = review
            .closed
            .as_ref()
            .map(|(at, figures)| (at, figures))
            .unzip();
        let values = params![
            week,
            review.step,
            review.revealed,
            review.answers,
            closed_at,
            figures,
            changed.seconds()
        ];
        self.insert_row(PUT_REVIEW, values)
    }

    pub(super) fn restore_question(&self, row: &QuestionRow) -> Result<(), StoreError> {
        let question = row.question;
        let (since, until) = (question.since, question.until);
        let values = params![
            row.number,
            question.block.as_bytes(),
            question.cause.name(),
            since.at.seconds(),
            since.offset.seconds(),
            until.map(|until| until.at.seconds()),
            until.map(|until| until.offset.seconds()),
            row.answered.map(|answered| answered.at.seconds())
        ];
        self.insert_row(PUT_QUESTION, values)
    }

    fn restore_change(&self, change: &ChangeRow) -> Result<(), StoreError> {
        check_change(change).map_err(|column| {
            StoreError::NotTaken(format!("{column}: not what an undo history holds"))
        })?;
        let values = params![
            change.number,
            change.parent,
            change.at.seconds(),
            change.label,
            change.undone,
            change.edits,
            change.added,
            change.removed
        ];
        self.insert_row(PUT_CHANGE, values)
    }

    fn insert_row(&self, sql: &str, values: impl Params) -> Result<(), StoreError> {
        let put = self.connection.prepare_cached(sql)?.execute(values);
        put.map(|_| ()).map_err(refuse_broken_rule)
    }
}
