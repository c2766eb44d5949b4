//! All rows of all tables: handed out one by one, and brought back into a file that holds nothing yet.

use std::cell::RefCell;
use std::collections::HashSet;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Params, Row, params};
use serde::de::IgnoredAny;

use super::apply::{INSERT, without_rules};
use super::error::{odd_value, refuse_broken_rule};
use super::journal::{broken, check_change};
use super::row::{self, columns, read_columns};
use super::set_aside::{key_of, unreadable};
use super::suggestions::{self, columns as suggestion_columns};
use super::wait::Patience;
use super::{FileError, Store, StoreError};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::file_row::{ChangeRow, FileRow, OtherRows, QuestionRow, ReviewRow};
use crate::domain::review::Step;
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::text::NOTE_LIMIT;
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
const COUNTS: &str = "SELECT (SELECT count(*) FROM day_mark), (SELECT count(*) FROM pause), \
     (SELECT count(*) FROM guess), (SELECT count(*) FROM commitment), (SELECT count(*) FROM review), \
     (SELECT count(*) FROM suggestion), (SELECT count(*) FROM away), (SELECT count(*) FROM journal)";
const ANY_BLOCK: &str = "SELECT EXISTS (SELECT 1 FROM block)";
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

/// How many statements there are; those that hand over everything are there to read it all.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 24;

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
    pub fn every_row<E: From<StoreError>>(
        &self,
        history: bool,
        each: Each<'_, E>,
    ) -> Result<(), E> {
        self.hand_over(RowKind::Block, BLOCKS, each, |row| {
            let block = Box::new(row::read_block(row)?);
            let changed = stamp(row, 18)?;
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
            let (key, at) = (row.get(0)?, stamp(row, 1)?);
            Ok(FileRow::Notice { key, at })
        })?;
        if history {
            self.every_change(each)?;
        }
        Ok(())
    }

    /// Hands over the undo history. Without its change a removed block belongs to nothing.
    fn every_change<E: From<StoreError>>(&self, each: Each<'_, E>) -> Result<(), E> {
        let unread = RefCell::new(HashSet::new());
        self.hand_over(RowKind::Change, CHANGES, each, |row| {
            read_change(row).inspect_err(|_| {
                unread.borrow_mut().extend(row.get::<_, i64>(0).ok());
            })
        })?;
        self.hand_over(RowKind::Change, REMOVED, each, |row| {
            let change = row.get(17)?;
            if unread.borrow().contains(&change) {
                return Err(broken(change, "row", &"can't be read"));
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
            let changed = stamp(row, 2)?;
            Ok(FileRow::Mark { day, mark, changed })
        })?;
        self.hand_over(RowKind::Pause, PAUSES, each, |row| {
            let (week, changed) = (row.get(0)?, stamp(row, 1)?);
            Ok(FileRow::Pause { week, changed })
        })?;
        self.hand_over(RowKind::Guess, GUESSES, each, read_guess)?;
        self.hand_over(RowKind::Commitment, COMMITMENTS, each, |row| {
            Ok(FileRow::Commitment {
                week: row.get(0)?,
                text: super::notes::commitment(row)?,
                changed: stamp(row, 2)?,
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

    /// How many rows there are beside the blocks.
    pub fn count_others(&self) -> Result<OtherRows, StoreError> {
        let read = |row: &Row<'_>| {
            let count = |column| row.get::<_, i64>(column).map(|count| count as usize);
            Ok(OtherRows {
                marks: count(0)?,
                pauses: count(1)?,
                guesses: count(2)?,
                commitments: count(3)?,
                reviews: count(4)?,
                suggestions: count(5)?,
                questions: count(6)?,
                changes: count(7)?,
            })
        };
        Ok(self.read_rows(COUNTS, [], read)?.pop().unwrap_or_default())
    }

    /// Whether the file holds nothing that a person put there, not even something to redo.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        let any: Vec<bool> = self.read_rows(ANY_BLOCK, [], |row| Ok(row.get(0)?))?;
        Ok(any == [false] && self.count_others()? == OtherRows::default())
    }

    /// Brings rows back into a file that holds nothing yet, past the journal, all of them or none; how many there
    /// were. `None`, and nothing read, where the file holds something. A row that breaks a rule of the file is
    /// refused with [`StoreError::NotTaken`].
    pub fn restore_rows(
        &mut self,
        next: &mut dyn FnMut() -> Result<Option<FileRow>, StoreError>,
    ) -> Result<Option<usize>, StoreError> {
        let restored = self.in_one(|store, _| {
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
                    self.put(INSERT, row::values(block, *changed))
                }),
            FileRow::Mark { day, mark, changed } => {
                let values = params![day.to_string(), mark.name(), changed.seconds()];
                self.put(PUT_MARK, values)
            }
            FileRow::Pause { week, changed } => {
                self.put(PUT_PAUSE, params![week, changed.seconds()])
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
                self.put(PUT_GUESS, values)
            }
            FileRow::Commitment {
                week,
                text,
                changed,
            } => self.with_room(text.len() > COMMITMENT_LIMIT, || {
                self.put(PUT_COMMITMENT, params![week, text, changed.seconds()])
            }),
            FileRow::Review {
                week,
                review,
                changed,
            } => self.restore_review(week, review, *changed),
            FileRow::Suggestion(suggestion) => {
                let values = suggestions::values(suggestion);
                self.put(PUT_SUGGESTION, values)
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
                self.put(PUT_REMOVED, row::values_with(block, key))
            }
            // A new file may have told its person the same already.
            FileRow::Notice { key, at } => self.put(PUT_NOTICE, params![key, at.seconds()]),
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
        self.put(PUT_REVIEW, values)
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
        self.put(PUT_QUESTION, values)
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
        self.put(PUT_CHANGE, values)
    }

    fn put(&self, sql: &str, values: impl Params) -> Result<(), StoreError> {
        let put = self.connection.prepare_cached(sql)?.execute(values);
        put.map(|_| ()).map_err(refuse_broken_rule)
    }
}

fn stamp(row: &Row<'_>, column: usize) -> Result<Stamp, rusqlite::Error> {
    Ok(Stamp::clamped(row.get(column)?))
}

fn read_guess(row: &Row<'_>) -> Result<FileRow, StoreError> {
    Ok(FileRow::Guess {
        week: row.get(0)?,
        guess: super::notes::guess(row)?,
        changed: stamp(row, 5)?,
    })
}

fn read_review(row: &Row<'_>) -> Result<FileRow, StoreError> {
    Ok(FileRow::Review {
        week: row.get(0)?,
        review: read_review_row(row)?,
        changed: stamp(row, 6)?,
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
        at: stamp(row, 2)?,
        label: row.get(3)?,
        undone: row.get(4)?,
        edits: row.get(5)?,
        added: row.get(6)?,
        removed: row.get(7)?,
    };
    check_change(&change).map_err(|column| broken(change.number, column, &odd_value(column)))?;
    Ok(FileRow::Change(Box::new(change)))
}
