//! What an export of everything has handed out, brought back into a file that holds nothing yet.

use rusqlite::config::DbConfig;
use rusqlite::{Params, params, params_from_iter};

use super::error::refuse_broken_rule;
use super::exported::{self, find_place};
use super::focus_runs::bind_focus_run;
use super::journal::check_change;
use super::row::bind_mark;
use super::transaction::without_rules;
use super::{Store, StoreError, row, suggestions};
use crate::domain::block::Block;
use crate::domain::file_row::{ChangeRow, FileRow, QuestionRow, RawRow, ReviewRow};
use crate::domain::review::Guess;
use crate::domain::stamp::Stamp;
use crate::domain::text::NOTE_LIMIT;

const ADDED: &str = "SELECT length(added) / 24 FROM journal WHERE id = ?1 AND undone = 1";

/// How many statements there are; those of the tables are listed with them.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 1;

/// So long a commitment may be, by the file's own check.
const COMMITMENT_LIMIT: usize = 4096;

/// How many rows an import has brought back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RestoredRows {
    /// Those that are back as they were though they can't be read or break a rule of the file.
    pub raw: usize,
    /// Those that can't stand in one file with the others.
    pub left_out: usize,
}

impl Store {
    /// Brings rows back into a file that holds nothing yet, past the journal, all of them or none; what became of those
    /// that are raw. `None`, and nothing read, where the file holds something. Any other row that breaks a rule of the
    /// file is refused with [`StoreError::NotTaken`].
    pub fn restore_rows(
        &mut self,
        next: &mut dyn FnMut() -> Result<Option<FileRow>, StoreError>,
    ) -> Result<Option<RestoredRows>, StoreError> {
        let restored = self.in_transaction(|store, _| {
            if !store.is_empty()? {
                return Ok(None);
            }
            let mut restored = RestoredRows::default();
            while let Some(row) = next()? {
                match &row {
                    FileRow::Raw(raw) if store.put_raw(raw)? => restored.raw += 1,
                    FileRow::Raw(_) => restored.left_out += 1,
                    row => store.restore_row(row)?,
                }
            }
            Ok(Some(restored))
        });
        restored.map_err(without_rules)
    }

    pub(super) fn restore_row(&self, row: &FileRow) -> Result<(), StoreError> {
        match row {
            FileRow::Block {
                block,
                changed,
                past_rules,
            } => self.restore_block(block, *changed, *past_rules),
            FileRow::Mark {
                day,
                marked,
                changed,
            } => {
                let values = bind_mark(*day, marked, *changed);
                self.insert_row(exported::MARK.put, values)
            }
            FileRow::Pause { week, changed } => {
                self.insert_row(exported::PAUSE.put, params![week, changed.seconds()])
            }
            FileRow::FocusRun { run, changed } => {
                self.insert_row(exported::FOCUS_RUN.put, bind_focus_run(*run, *changed))
            }
            FileRow::Guess {
                week,
                guess,
                changed,
            } => self.restore_guess(week, guess, *changed),
            FileRow::Commitment {
                week,
                text,
                changed,
            } => self.with_room(text.len() > COMMITMENT_LIMIT, || {
                self.insert_row(
                    exported::COMMITMENT.put,
                    params![week, text, changed.seconds()],
                )
            }),
            FileRow::Review {
                week,
                review,
                changed,
            } => self.restore_review(week, review, *changed),
            FileRow::Suggestion(suggestion) => {
                let values = suggestions::bind_suggestion(suggestion);
                self.insert_row(exported::SUGGESTION.put, values)
            }
            FileRow::Question(row) => self.restore_question(row),
            FileRow::Change(change) => self.restore_change(change),
            FileRow::Removed {
                change,
                place,
                block,
            } => self.restore_removed(*change, *place, block),
            FileRow::Raw(row) => self.put_raw(row).map(drop),
            // A new file may have told its person the same already.
            FileRow::Notice { key, at } => {
                self.insert_row(exported::NOTICE.put, params![key, at.seconds()])
            }
        }
    }

    fn restore_block(
        &self,
        block: &Block,
        changed: Stamp,
        past_rules: bool,
    ) -> Result<(), StoreError> {
        let put = || self.insert_row(exported::BLOCK.put, row::bind_block(block, changed));
        if past_rules {
            return self.put_past_rules(put);
        }
        self.with_room(block.details.note.as_str().len() > NOTE_LIMIT, put)
    }

    fn restore_removed(&self, change: i64, place: i64, block: &Block) -> Result<(), StoreError> {
        let added: Vec<i64> = self.read_rows(ADDED, [change], |row| Ok(row.get(0)?))?;
        if !added.iter().any(|added| (0..*added).contains(&place)) {
            let what = "not a block that an undone change above had added";
            return Err(StoreError::NotTaken(what.to_owned()));
        }
        let key = [change.into(), place.into()];
        self.insert_row(
            exported::REMOVED_BLOCK.put,
            row::bind_block_with(block, key),
        )
    }

    fn restore_guess(&self, week: &str, guess: &Guess, changed: Stamp) -> Result<(), StoreError> {
        let [admin, learning, distraction] = guess.rest.map_or([None; 3], |rest| rest.map(Some));
        let at = changed.seconds();
        let values = params![week, guess.selling, admin, learning, distraction, at];
        self.insert_row(exported::GUESS.put, values)
    }

    fn restore_review(
        &self,
        week: &str,
        review: &ReviewRow,
        changed: Stamp,
    ) -> Result<(), StoreError> {
        let values = row::bind_review(week, review, changed);
        self.insert_row(exported::REVIEW.put, values)
    }

    pub(super) fn restore_question(&self, row: &QuestionRow) -> Result<(), StoreError> {
        let question = row.question;
        let (since, until) = (question.since, question.until);
        let values = params![
            question.block.as_bytes(),
            question.cause.name(),
            since.at.seconds(),
            since.offset.seconds(),
            until.map(|until| until.at.seconds()),
            until.map(|until| until.offset.seconds()),
            row.number,
            row.answered.map(|answered| answered.at.seconds())
        ];
        self.insert_row(exported::QUESTION.put, values)
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
        self.insert_row(exported::CHANGE.put, values)
    }

    /// Puts a row back past the rules of the file, as it was; whether it can stand there beside the others.
    fn put_raw(&self, row: &RawRow) -> Result<bool, StoreError> {
        let (sql, cells) = find_place(row)?;
        match self.put_past_rules(|| self.insert_row(sql, params_from_iter(cells))) {
            Ok(()) => Ok(true),
            Err(StoreError::NotTaken(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn put_past_rules(
        &self,
        put: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let enable = |on: bool| {
            let triggers = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
            self.connection.set_db_config(triggers, on)
        };
        enable(false)?;
        let written = self.with_room(true, put);
        enable(true)?;
        written
    }

    fn insert_row(&self, sql: &str, values: impl Params) -> Result<(), StoreError> {
        let put = self.connection.prepare_cached(sql)?.execute(values);
        put.map(|_| ()).map_err(refuse_broken_rule)
    }
}
