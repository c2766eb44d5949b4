//! All rows of all tables, handed out one by one.

use std::collections::BTreeMap;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Row};
use serde::de::IgnoredAny;

use super::added::Added;
use super::edits_text::without_rows;
use super::error::odd_value;
use super::exported::{self, ExportedTable};
use super::journal::{check_change, name_fault};
use super::set_aside::{build_unreadable_row, key_of};
use super::trial::Trial;
use super::wait::Patience;
use super::{FileError, Store, StoreError, row, suggestions};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::file_row::{ChangeRow, FileRow, QuestionRow, ReviewRow};
use crate::domain::review::Step;
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace};

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

    /// Hands over all rows of all tables, the undo history only where that is asked. Those that an import could not bring
    /// back from what they say are handed over raw.
    pub fn hand_over_rows<E: From<StoreError>>(
        &self,
        history: bool,
        each: Each<'_, E>,
    ) -> Result<(), E> {
        let trial = Some(&Trial::new()?);
        self.hand_over(&exported::BLOCK, trial, each, |row| {
            let block = Box::new(row::read_block(row)?);
            let changed = read_stamp(row, row::NUMBER + 1)?;
            let past_rules = false;
            Ok(FileRow::Block {
                block,
                changed,
                past_rules,
            })
        })?;
        self.hand_over_notes(trial, each)?;
        self.hand_over(&exported::SUGGESTION, trial, each, |row| {
            let suggestion = suggestions::read_suggestion(row)?;
            Ok(FileRow::Suggestion(Box::new(suggestion)))
        })?;
        self.hand_over(&exported::QUESTION, trial, each, |row| {
            Ok(FileRow::Question(read_question(row)?))
        })?;
        self.hand_over(&exported::NOTICE, trial, each, |row| {
            let (key, at) = (row.get(0)?, read_stamp(row, 1)?);
            Ok(FileRow::Notice { key, at })
        })?;
        if history {
            let lists = self.list_added_rows()?;
            self.hand_over(&exported::CHANGE, trial, each, |row| {
                self.read_change(row, &lists)
            })?;
            self.hand_over(&exported::REMOVED_BLOCK, trial, each, |row| {
                Ok(FileRow::Removed {
                    change: row.get(row::NUMBER)?,
                    place: row.get(row::NUMBER + 1)?,
                    block: Box::new(row::read_block(row)?),
                })
            })?;
        }
        Ok(())
    }

    /// Hands over what belongs to days and weeks.
    fn hand_over_notes<E: From<StoreError>>(
        &self,
        trial: Option<&Trial>,
        each: Each<'_, E>,
    ) -> Result<(), E> {
        self.hand_over(&exported::MARK, trial, each, |row| {
            let (day, marked) = super::notes::read_mark(row)?;
            Ok(FileRow::Mark {
                day,
                marked,
                changed: read_stamp(row, 3)?,
            })
        })?;
        self.hand_over(&exported::PAUSE, trial, each, |row| {
            let (week, changed) = (row.get(0)?, read_stamp(row, 1)?);
            Ok(FileRow::Pause { week, changed })
        })?;
        self.hand_over(&exported::FOCUS_RUN, trial, each, |row| {
            Ok(FileRow::FocusRun {
                run: super::focus_runs::read_focus_run(row)?,
                changed: read_stamp(row, 3)?,
            })
        })?;
        self.hand_over(&exported::GUESS, trial, each, read_guess)?;
        self.hand_over(&exported::COMMITMENT, trial, each, |row| {
            Ok(FileRow::Commitment {
                week: row.get(0)?,
                text: super::notes::read_commitment(row)?,
                changed: read_stamp(row, 2)?,
            })
        })?;
        self.hand_over(&exported::REVIEW, trial, each, read_review)
    }

    /// Sets aside what can't be read of what belongs to days and weeks, also where it doesn't say to which; whether a
    /// review is among that.
    pub fn note_unreadable_notes(&self) -> Result<bool, StoreError> {
        let skip: Each<'_, StoreError> = &mut |_| Ok(());
        self.hand_over_notes(None, skip)?;
        Ok(self.set_aside.has_without_place(RowKind::Review))
    }

    /// Hands over the rows of a table, raw where a trial doesn't give them back. One that can't be read is set aside.
    fn hand_over<E: From<StoreError>>(
        &self,
        table: &ExportedTable,
        trial: Option<&Trial>,
        each: Each<'_, E>,
        read: impl Fn(&Row<'_>) -> Result<FileRow, StoreError>,
    ) -> Result<(), E> {
        let mut statement = self.in_file(self.connection.prepare_cached(table.read))?;
        let mut rows = self.in_file(statement.query([]))?;
        while let Some(row) = self.in_file(rows.next())? {
            let found = self.readable_row(table.kind, row, &read)?;
            let handed = match trial {
                Some(trial) => Some(trial.choose_form(found, row, table)?),
                None => found,
            };
            handed.map_or(Ok(()), &mut *each)?;
        }
        Ok(())
    }

    /// What a row holds; one that can't be read is set aside.
    fn readable_row(
        &self,
        kind: RowKind,
        row: &Row<'_>,
        read: impl Fn(&Row<'_>) -> Result<FileRow, StoreError>,
    ) -> Result<Option<FileRow>, StoreError> {
        Ok(match kind {
            RowKind::Guess | RowKind::Commitment | RowKind::Review | RowKind::Pause => {
                let found = self.set_aside.readable_of_week(kind, row, |_| read(row));
                found.map(|(_, row)| row)
            }
            RowKind::Block
            | RowKind::Suggestion
            | RowKind::Question
            | RowKind::Mark
            | RowKind::FocusRun
            | RowKind::Change
            | RowKind::Notice => match read(row) {
                Ok(found) => Some(found),
                Err(error) => {
                    self.set_aside.note(if kind == RowKind::Block {
                        self.in_file(row::note_unreadable(row, &error))?
                    } else {
                        build_unreadable_row(kind, key_of(row), RowPlace::Unknown, &error)
                    });
                    None
                }
            },
        })
    }
}

fn read_stamp(row: &Row<'_>, column: usize) -> Result<Stamp, rusqlite::Error> {
    Ok(Stamp::clamped(row.get(column)?))
}

fn read_guess(row: &Row<'_>) -> Result<FileRow, StoreError> {
    Ok(FileRow::Guess {
        week: row.get(0)?,
        guess: super::notes::read_guess(row)?,
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

impl Store {
    /// The added blocks of each change that names rows, one by one as the change left them: found in a copy of the file, in
    /// which all later changes are taken back.
    fn list_added_rows(&self) -> Result<BTreeMap<i64, Vec<u8>>, StoreError> {
        let mut lists = BTreeMap::new();
        let mut left = self.count_changes_of_rows()?;
        if left == 0 {
            return Ok(lists);
        }
        let mut copy = self.copy_for_reading()?;
        copy.stale_rule = None;
        let now = Moment::new(Stamp::clamped(0), Offset::UTC);
        while let Some(entry) = copy.entry_to_undo()? {
            if let Added::Rows(rows) = entry.added {
                lists.insert(entry.id, copy.list_added(entry.id, false, rows)?);
                left -= 1;
            }
            // What can't be taken back there can't be here either.
            if left == 0 || copy.undo(now).is_err() {
                break;
            }
        }
        Ok(lists)
    }

    /// A change. What it has added goes out block by block: in another file they stand in other rows.
    fn read_change(
        &self,
        row: &Row<'_>,
        lists: &BTreeMap<i64, Vec<u8>>,
    ) -> Result<FileRow, StoreError> {
        let mut change = ChangeRow {
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
        change.edits = without_rows(change.edits);
        if let Some(Added::Rows(rows)) = Added::from_bytes(change.added.clone()) {
            change.added = match lists.get(&change.number) {
                Some(listed) => listed.clone(),
                None => self.list_added(change.number, change.undone, rows)?,
            };
        }
        Ok(FileRow::Change(Box::new(change)))
    }
}
