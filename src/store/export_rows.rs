//! All rows of all tables, handed out one by one.

use std::cell::RefCell;
use std::collections::HashSet;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Row};
use serde::de::IgnoredAny;

use super::error::odd_value;
use super::journal::{check_change, name_fault};
use super::row::{self, columns, read_columns};
use super::set_aside::{key_of, unreadable};
use super::suggestions::{self, columns as suggestion_columns};
use super::wait::Patience;
use super::{FileError, Store, StoreError};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::file_row::{ChangeRow, FileRow, QuestionRow, ReviewRow};
use crate::domain::review::Step;
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace};

const BLOCKS: &str = concat!(
    "SELECT ",
    read_columns!(),
    ", changed FROM block ORDER BY start"
);
const MARKS: &str = "SELECT day, kind, at FROM day_mark ORDER BY day";
const PAUSES: &str = "SELECT week, at FROM pause ORDER BY week";
const GUESSES: &str =
    "SELECT week, selling, admin, learning, distraction, at FROM guess ORDER BY week";
const COMMITMENTS: &str = "SELECT week, text, at FROM commitment ORDER BY week";
const REVIEWS: &str =
    "SELECT week, step, revealed, answers, closed_at, figures, at FROM review ORDER BY week";
const SUGGESTIONS: &str = concat!(
    "SELECT ",
    suggestion_columns!(),
    " FROM suggestion ORDER BY uid"
);
const QUESTIONS: &str = "SELECT block, cause, since, since_offset, until, until_offset, id, answered FROM away ORDER BY id";
const CHANGES: &str =
    "SELECT id, parent, at, label, undone, edits, added, removed FROM journal ORDER BY id";
const REMOVED: &str = concat!(
    "SELECT ",
    columns!(),
    ", change, place FROM removed_block WHERE place BETWEEN 0 AND \
     (SELECT length(added) / 24 - 1 FROM journal WHERE id = change AND undone = 1) ORDER BY change, place"
);
const NOTICES: &str = "SELECT key, at FROM notice ORDER BY key";

/// How many statements there are; they are there to read it all.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 11;

type Each<'e, E> = &'e mut dyn FnMut(FileRow) -> Result<(), E>;

impl Store {
    /// A copy of the file as it is at this moment, for as long as the value lives: whoever reads it keeps nobody from
    /// writing, however long that takes.
    pub fn copy_for_reading(&self) -> Result<Self, StoreError> {
        let copy = || -> Result<Self, StoreError> {
            // A file without a name, which SQLite keeps in memory while it is small.
            let mut connection = Connection::open("")?;
            let backup = Backup::new(&self.connection, &mut connection)?;
            match backup.step(-1)? {
                StepResult::Done => {}
                StepResult::More | StepResult::Busy | StepResult::Locked | _ => {
                    return Err(FileError::Busy.into());
                }
            }
            drop(backup);
            let mut store = Self::with(connection, None, Patience::Command)?;
            store.stale_rule.clone_from(&self.stale_rule);
            Ok(store)
        };
        self.in_file(copy())
    }

    /// Hands over all rows of all tables, the undo history only where that is asked.
    pub fn hand_over_rows<E: From<StoreError>>(
        &self,
        history: bool,
        each: Each<'_, E>,
    ) -> Result<(), E> {
        self.hand_over(RowKind::Block, BLOCKS, each, |row| {
            let block = Box::new(row::read_block(row)?);
            let changed = read_stamp(row, 18)?;
            Ok(FileRow::Block { block, changed })
        })?;
        self.hand_over_notes(each)?;
        self.hand_over(RowKind::Suggestion, SUGGESTIONS, each, |row| {
            let suggestion = suggestions::read_suggestion(row)?;
            Ok(FileRow::Suggestion(Box::new(suggestion)))
        })?;
        self.hand_over(RowKind::Question, QUESTIONS, each, |row| {
            Ok(FileRow::Question(read_question(row)?))
        })?;
        self.hand_over(RowKind::Notice, NOTICES, each, |row| {
            let (key, at) = (row.get(0)?, read_stamp(row, 1)?);
            Ok(FileRow::Notice { key, at })
        })?;
        if history {
            self.hand_over_changes(each)?;
        }
        Ok(())
    }

    /// Hands over the undo history. Without its change a removed block belongs to nothing.
    fn hand_over_changes<E: From<StoreError>>(&self, each: Each<'_, E>) -> Result<(), E> {
        let unread = RefCell::new(HashSet::new());
        self.hand_over(RowKind::Change, CHANGES, each, |row| {
            read_change(row).inspect_err(|_| {
                unread.borrow_mut().extend(row.get::<_, i64>(0).ok());
            })
        })?;
        self.hand_over(RowKind::Change, REMOVED, each, |row| {
            let change = row.get(17)?;
            if unread.borrow().contains(&change) {
                return Err(name_fault(change, "row", &"can't be read"));
            }
            Ok(FileRow::Removed {
                change,
                place: row.get(18)?,
                block: Box::new(row::read_block(row)?),
            })
        })
    }

    /// What belongs to days and weeks.
    fn hand_over_notes<E: From<StoreError>>(&self, each: Each<'_, E>) -> Result<(), E> {
        self.hand_over(RowKind::Mark, MARKS, each, |row| {
            let (day, mark) = super::notes::mark(row)?;
            let changed = read_stamp(row, 2)?;
            Ok(FileRow::Mark { day, mark, changed })
        })?;
        self.hand_over(RowKind::Pause, PAUSES, each, |row| {
            let (week, changed) = (row.get(0)?, read_stamp(row, 1)?);
            Ok(FileRow::Pause { week, changed })
        })?;
        self.hand_over(RowKind::Guess, GUESSES, each, read_guess)?;
        self.hand_over(RowKind::Commitment, COMMITMENTS, each, |row| {
            Ok(FileRow::Commitment {
                week: row.get(0)?,
                text: super::notes::commitment(row)?,
                changed: read_stamp(row, 2)?,
            })
        })?;
        self.hand_over(RowKind::Review, REVIEWS, each, read_review)
    }

    /// Sets aside what can't be read of what belongs to days and weeks, also where it doesn't say to which; whether a
    /// review is among that.
    pub fn note_unreadable_notes(&self) -> Result<bool, StoreError> {
        let skip: Each<'_, StoreError> = &mut |_| Ok(());
        self.hand_over_notes(skip)?;
        Ok(self.set_aside.has_without_place(RowKind::Review))
    }

    /// A row that can't be read is set aside.
    fn hand_over<E: From<StoreError>>(
        &self,
        kind: RowKind,
        sql: &str,
        each: Each<'_, E>,
        read: impl Fn(&Row<'_>) -> Result<FileRow, StoreError>,
    ) -> Result<(), E> {
        let mut statement = self.in_file(self.connection.prepare_cached(sql))?;
        let mut rows = self.in_file(statement.query([]))?;
        while let Some(row) = self.in_file(rows.next())? {
            let found = match kind {
                RowKind::Guess | RowKind::Commitment | RowKind::Review | RowKind::Pause => {
                    let found = self.set_aside.readable_of_week(kind, row, |_| read(row));
                    found.map(|(_, row)| row)
                }
                RowKind::Block
                | RowKind::Suggestion
                | RowKind::Question
                | RowKind::Mark
                | RowKind::Change
                | RowKind::Notice => match read(row) {
                    Ok(found) => Some(found),
                    Err(error) => {
                        self.set_aside.note(if kind == RowKind::Block {
                            self.in_file(row::note_unreadable(row, &error))?
                        } else {
                            unreadable(kind, key_of(row), RowPlace::Unknown, &error)
                        });
                        None
                    }
                },
            };
            if let Some(found) = found {
                each(found)?;
            }
        }
        Ok(())
    }
}

fn read_stamp(row: &Row<'_>, column: usize) -> Result<Stamp, rusqlite::Error> {
    Ok(Stamp::clamped(row.get(column)?))
}

fn read_guess(row: &Row<'_>) -> Result<FileRow, StoreError> {
    Ok(FileRow::Guess {
        week: row.get(0)?,
        guess: super::notes::guess(row)?,
        changed: read_stamp(row, 5)?,
    })
}

fn read_review(row: &Row<'_>) -> Result<FileRow, StoreError> {
    Ok(FileRow::Review {
        week: row.get(0)?,
        review: read_review_row(row)?,
        changed: read_stamp(row, 6)?,
    })
}

/// A review, from its second column on.
pub(super) fn read_review_row(row: &Row<'_>) -> Result<ReviewRow, StoreError> {
    let wrong = |column| {
        let row = format!("the review of {}", key_of(row));
        StoreError::in_row(row, column, odd_value(column))
    };
    let review = ReviewRow {
        step: row.get(1)?,
        revealed: row.get(2)?,
        answers: row.get(3)?,
        closed: row.get::<_, Option<String>>(4)?.zip(row.get(5)?),
    };
    check_review(&review).map_err(wrong)?;
    Ok(review)
}

/// The column of a review that holds what none can, if one does.
fn check_review(review: &ReviewRow) -> Result<(), &'static str> {
    let is_object =
        |json| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json).is_ok();
    let is_step = |step: u8| Step::from_number(step.into()).is_some();
    if !review.step.is_none_or(is_step) {
        return Err("step");
    }
    if !is_object(&review.answers) {
        return Err("answers");
    }
    match &review.closed {
        Some((at, _)) if parse_rfc3339(at).is_none() => Err("closed_at"),
        // JSON's null is read as none.
        Some((_, figures)) => match serde_json::from_str::<Option<IgnoredAny>>(figures) {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => Err("figures"),
        },
        None => Ok(()),
    }
}

/// A question with its number and when it was answered behind it.
pub(super) fn read_question(row: &Row<'_>) -> Result<QuestionRow, StoreError> {
    let answered = row.get::<_, Option<i64>>(7)?.map(Stamp::clamped);
    Ok(QuestionRow {
        number: row.get(6)?,
        question: super::away::read_question(row)?,
        answered: answered.map(|at| Moment::new(at, Offset::UTC)),
    })
}

fn read_change(row: &Row<'_>) -> Result<FileRow, StoreError> {
    let change = ChangeRow {
        number: row.get(0)?,
        parent: row.get(1)?,
        at: read_stamp(row, 2)?,
        label: row.get(3)?,
        undone: row.get(4)?,
        edits: row.get(5)?,
        added: row.get(6)?,
        removed: row.get(7)?,
    };
    check_change(&change)
        .map_err(|column| name_fault(change.number, column, &odd_value(column)))?;
    Ok(FileRow::Change(Box::new(change)))
}
