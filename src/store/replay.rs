//! Takes changes back by the journal, and makes them again.

use super::added::TOLD;
use super::journal::Entry;
use super::write::next_revision;
use super::{ChangeError, Store, StoreError};
use crate::domain::block::Block;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::rules::{Refusal, spare_unreadable};
use crate::domain::stamp::Moment;
use crate::domain::wording::describe_block;

/// A change that was taken back, or made again.
#[derive(Clone, PartialEq, Debug)]
pub struct Undone {
    /// What the change was.
    pub label: String,
    /// The writes that took it back, or made it again; of many added blocks no more than the first.
    pub edits: Vec<Edit>,
    /// What stays as it is though it comes before it: a guess that the reveal has locked.
    pub kept: Option<String>,
}

impl Store {
    /// Takes the last change back; `None` where there is none. A guess that the reveal has locked stays, and the change
    /// before it is taken back.
    pub fn undo(&mut self, now: Moment) -> Result<Option<Undone>, ChangeError> {
        self.in_transaction(|store, _| {
            store.keep_stale_question(now)?;
            let mut kept = None;
            while let Some(mut entry) = store.entry_to_undo()? {
                if store.is_all_locked(&entry)? {
                    store.mark_undone(&entry, entry.edits.iter().cloned())?;
                    kept = kept.or(Some(entry.label));
                    continue;
                }
                let mut edits = store.take_added(&entry, now)?;
                let mut inverses = std::mem::take(&mut entry.edits);
                inverses.reverse();
                let inverses = inverses.into_iter().map(Edit::inverse);
                let others = store.replay(&entry, false, inverses, now)?;
                let forward = others.iter().rev().cloned().map(Edit::inverse);
                store.mark_undone(&entry, forward)?;
                edits.extend(others);
                return Ok(Some(Undone {
                    label: entry.label,
                    edits,
                    kept,
                }));
            }
            nothing_but(kept)
        })
    }

    /// Makes the change again that was undone last on this line; `None` where there is none. A locked guess stays as
    /// it is.
    pub fn redo(&mut self, now: Moment) -> Result<Option<Undone>, ChangeError> {
        self.in_transaction(|store, _| {
            store.keep_stale_question(now)?;
            let mut kept = None;
            while let Some(mut entry) = store.entry_to_redo()? {
                if store.is_all_locked(&entry)? {
                    store.mark_made(&entry, &entry.edits)?;
                    kept = kept.or(Some(entry.label));
                    continue;
                }
                let forward = std::mem::take(&mut entry.edits).into_iter();
                let mut edits = store.replay(&entry, true, forward, now)?;
                let (put, added) = store.put_added(&entry, now)?;
                entry.added = added;
                store.mark_made(&entry, &edits)?;
                edits.extend(put);
                return Ok(Some(Undone {
                    label: entry.label,
                    edits,
                    kept,
                }));
            }
            nothing_but(kept)
        })
    }

    /// What an undo would take back, without doing it.
    pub fn preview_undo(&self) -> Result<Option<Undone>, ChangeError> {
        let Some(entry) = self.next_to_undo()? else {
            return Ok(None);
        };
        let mut edits = Vec::new();
        let told = self.each_added(&entry.added, &mut |_, block| {
            if edits.len() == TOLD {
                return Err(ChangeError::from(StoreError::Interrupted));
            }
            edits.extend(block.map(Edit::Delete));
            Ok(())
        });
        if edits.len() < TOLD {
            told?;
        }
        edits.extend(entry.edits.into_iter().rev().map(Edit::inverse));
        let label = entry.label;
        let kept = None;
        Ok(Some(Undone { label, edits, kept }))
    }

    /// Whether the change only set guesses that the reveal has locked since.
    pub(super) fn is_all_locked(&self, entry: &Entry) -> Result<bool, StoreError> {
        for edit in &entry.edits {
            let Edit::Row { before, after } = edit else {
                return Ok(false);
            };
            match before.as_ref().or(after.as_ref()) {
                Some(row) if self.is_locked(row)? => {}
                Some(_) | None => return Ok(false),
            }
        }
        Ok(!entry.edits.is_empty() && !entry.has_added())
    }

    pub(super) fn is_locked(&self, row: &SideRow) -> Result<bool, StoreError> {
        match row {
            SideRow::Guess { week, .. } => self.is_revealed(week),
            SideRow::Suggestion(_)
            | SideRow::Commitment { .. }
            | SideRow::Answer { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::FocusRun(_)
            | SideRow::Review { .. }
            | SideRow::Question(_)
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => Ok(false),
        }
    }

    /// Writes edits of the journal, each only where the row is as the journal left it.
    fn replay(
        &self,
        entry: &Entry,
        again: bool,
        edits: impl Iterator<Item = Edit>,
        now: Moment,
    ) -> Result<Vec<Edit>, ChangeError> {
        // In the memory of the edits: of an import there are many.
        edits
            .filter_map(|edit| self.replay_edit(entry, again, edit, now).transpose())
            .collect()
    }

    /// Writes one; `None` where it stays as it is in the file.
    fn replay_edit(
        &self,
        entry: &Entry,
        again: bool,
        edit: Edit,
        now: Moment,
    ) -> Result<Option<Edit>, ChangeError> {
        if let Edit::Row { before, after } = &edit
            && let Some(row) = before.as_ref().or(after.as_ref())
            && self.is_locked(row)?
        {
            return Ok(None);
        }
        let asked = edit.clone();
        let edit = self.as_found(edit)?;
        if self.leaves(&asked, edit.is_some())? {
            return Ok(None);
        }
        let edit = edit.ok_or_else(|| StoreError::Overtaken {
            label: entry.label.clone(),
            again,
            block: self.describe_written(&asked, now),
        })?;
        spare_unreadable(std::slice::from_ref(&edit), now)?;
        let row = edit.after().and_then(|block| entry.rows.get(&block.id));
        Ok(Some(self.write_edit_to(edit, row.copied(), now.at)?))
    }

    /// What an edit has written, for who can't take it back.
    fn describe_written(&self, edit: &Edit, now: Moment) -> String {
        match edit {
            Edit::Insert(block) | Edit::Update { before: block, .. } | Edit::Delete(block) => {
                describe_block(block, self.beside(now))
            }
            Edit::Row {
                before: Some(SideRow::Renamed(_)),
                ..
            }
            | Edit::Row {
                after: Some(SideRow::Renamed(_)),
                ..
            } => "a name that it changed".to_owned(),
            Edit::Row { .. } => "what it set".to_owned(),
        }
    }

    /// Whether an edit is left undone, since the calendars of the config have changed its suggestion meanwhile; `is_as_left`
    /// where the row itself is still as the journal left it.
    pub(super) fn leaves(&self, edit: &Edit, is_as_left: bool) -> Result<bool, StoreError> {
        let Edit::Row { before, after } = edit else {
            return Ok(false);
        };
        let Some(row) = before.as_ref().or(after.as_ref()) else {
            return Ok(false);
        };
        let differs = !is_as_left || (before.is_none() && self.has_come_anew(row)?);
        Ok(differs && self.is_left_to_calendars(row)?)
    }

    /// The edit with the rows as they are in the file now; `None` where one is not as the edit says.
    pub(super) fn as_found(&self, edit: Edit) -> Result<Option<Edit>, ChangeError> {
        let block = |block: &Block| self.block_in_lane(block.id);
        Ok(match edit {
            Edit::Insert(after) => block(&after)?.is_none().then(|| {
                let revision = next_revision(after.revision);
                Edit::Insert(Block { revision, ..after })
            }),
            Edit::Update { before, after } => block(&before)?
                .filter(|found| found.says_the_same(&before))
                .map(|before| Edit::Update { before, after }),
            Edit::Delete(before) => block(&before)?
                .filter(|found| found.says_the_same(&before))
                .map(Edit::Delete),
            Edit::Row { before, after } => {
                let Some(row) = before.as_ref().or(after.as_ref()) else {
                    return Ok(None);
                };
                let same = match (self.found(row)?, &before) {
                    (None, None) => true,
                    (Some(found), Some(before)) => found.says_the_same(before),
                    // How far a review has come stays where an import is taken back.
                    (Some(SideRow::Review { review, .. }), None) => !review.has_answers(),
                    // The question that was asked again since is another one, and stays.
                    (Some(_), None) | (None, Some(_)) => matches!(row, SideRow::Answered(_)),
                };
                same.then_some(Edit::Row { before, after })
            }
        })
    }
}

/// Where a locked guess is all that there is, it is said why nothing happens.
fn nothing_but(kept: Option<String>) -> Result<Option<Undone>, ChangeError> {
    match kept {
        Some(label) => Err(Refusal::LockedAtReveal { label }.into()),
        None => Ok(None),
    }
}
