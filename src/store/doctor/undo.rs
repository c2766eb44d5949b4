//! Whether the next undo goes well: another program may have changed what the last change wrote, or taken its time.

use std::collections::HashSet;

use super::super::journal::Entry;
use super::super::{ChangeError, FileError, Store, StoreError};
use super::check::{Check, Checkup, REPAIR, TOLD, first_of};
use crate::domain::block::{Block, BlockId};
use crate::domain::change::ChangeNumber;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::rules::{Branch, Touched, Window};
use crate::domain::stamp::Stamp;
use crate::domain::text;

/// Whether the last change can be undone; `None` where it can't be read, which the check of the history says.
pub(super) fn check_undo(checkup: &Checkup<'_>, store: &Store) -> Option<Check> {
    let entry = match store.next_to_undo() {
        Ok(Some(entry)) => entry,
        Ok(None) => return Some(Check::well("undo", "there is no change to undo")),
        Err(error) => return unreadable(&error),
    };
    let label = text::visible(&entry.label);
    let check = match store.find_overtaken(checkup, &entry) {
        Ok(found) if found.is_empty() => Check::well(
            "undo",
            format!("the last change can be undone: \"{label}\""),
        ),
        Ok(found) => Check::found(
            "undo",
            format!(
                "the last change, \"{label}\", can't be undone: {}",
                first_of(&found, TOLD)
            ),
            "another program did this: set it right yourself, or make any new change, which can be undone",
        ),
        Err(error) => return unreadable(&error),
    };
    Some(check)
}

fn unreadable(error: &ChangeError) -> Option<Check> {
    let is_row = matches!(
        error,
        ChangeError::Store(StoreError::File {
            cause: FileError::Row { .. },
            ..
        })
    );
    let check = || {
        Check::found(
            "undo",
            format!("the last change can't be read: {error}"),
            REPAIR,
        )
    };
    (!is_row).then(check)
}

impl Store {
    /// The change that an undo would take back.
    pub(in crate::store) fn next_to_undo(&self) -> Result<Option<Entry>, ChangeError> {
        let mut next = self.entry_to_undo()?;
        while let Some(entry) = next {
            if !self.is_all_locked(&entry)? {
                return Ok(Some(entry));
            }
            next = self.entry_before(&entry)?;
        }
        Ok(None)
    }

    /// What keeps a change from being undone, a few words each.
    pub(in crate::store) fn find_overtaken(
        &self,
        checkup: &Checkup<'_>,
        entry: &Entry,
    ) -> Result<Vec<String>, ChangeError> {
        let mut found = Vec::new();
        let mut touched = HashSet::new();
        self.each_added(&entry.added, &mut |id, block| {
            touched.insert(id);
            if block.is_none() {
                found.push("a block that it added is changed or gone".to_owned());
            }
            Ok::<(), ChangeError>(())
        })?;
        // What it wrote in all: of a row that it wrote twice only the last state is in the file.
        let number = ChangeNumber(entry.id);
        let written = Branch::of(number, entry.label.clone(), vec![entry.edits.clone()]);
        touched.extend(written.blocks.iter().filter_map(id_of));
        for block in written.blocks {
            found.extend(self.find_overtaken_block(checkup, block, &touched)?);
        }
        found.extend(self.find_overtaken_rows(written.rows)?);
        Ok(found)
    }

    /// What keeps a block from becoming again what it was.
    fn find_overtaken_block(
        &self,
        checkup: &Checkup<'_>,
        block: Touched<Block>,
        touched: &HashSet<BlockId>,
    ) -> Result<Option<String>, ChangeError> {
        let Some(known) = block.any().cloned() else {
            return Ok(None);
        };
        let day = checkup.day(known.start.at);
        let [before, after] = ends(block);
        let (back, what) = match (before.clone(), after) {
            (None, None) => return Ok(None),
            (Some(before), None) => (Edit::Insert(before), "is there again"),
            (None, Some(after)) => (Edit::Delete(after), "is changed or gone"),
            (Some(before), Some(after)) => {
                let (before, after) = (after, before);
                (Edit::Update { before, after }, "is changed or gone")
            }
        };
        if self.as_found(back)?.is_none() {
            return Ok(Some(format!("a block on {day} {what}")));
        }
        let is_taken = match before {
            Some(before) => !self.has_room(&before, touched)?,
            None => false,
        };
        Ok(is_taken.then(|| format!("the time of a block on {day} is taken")))
    }

    /// The rows beside the lane that are not as the change left them, in the order in which an undo comes to them.
    fn find_overtaken_rows(&self, rows: Vec<Touched<SideRow>>) -> Result<Vec<String>, ChangeError> {
        let (mut found, mut hidden) = (Vec::new(), HashSet::new());
        for row in rows.into_iter().rev() {
            let Some(known) = row.any().cloned() else {
                continue;
            };
            let [before, after] = ends(row);
            // Without the review that came with it, a guess is no longer locked.
            if let (SideRow::Review { week, .. }, None) = (&known, &before) {
                hidden.insert(week.clone());
            }
            let is_shown = known.week().is_none_or(|week| !hidden.contains(week));
            let back = Edit::Row {
                before: after,
                after: before,
            };
            let is_locked = is_shown && self.is_locked(&known)?;
            let is_as_left = self.as_found(back.clone())?.is_some();
            if !is_locked && !is_as_left && !self.leaves(&back, false)? {
                found.push(format!("{} is changed or gone", name_of(&known)));
            }
        }
        Ok(found)
    }

    /// Whether the time of a block is free, but for blocks that the undo changes itself.
    fn has_room(&self, block: &Block, touched: &HashSet<BlockId>) -> Result<bool, ChangeError> {
        let (from, to) = (block.start.at, block.end_or(Stamp::MAX));
        let lane = self.lane(Window { from, to: Some(to) })?;
        let mut others = lane.blocks.iter();
        Ok(!others.any(|other| {
            !touched.contains(&other.id) && other.start.at < to && other.end_or(Stamp::MAX) > from
        }))
    }
}

fn id_of(touched: &Touched<Block>) -> Option<BlockId> {
    touched.any().map(|block| block.id)
}

/// As it was before the change, and as the change left it.
fn ends<T>(touched: Touched<T>) -> [Option<T>; 2] {
    let before = touched.states.into_iter().next().flatten();
    [before, touched.after]
}

fn name_of(row: &SideRow) -> String {
    match row {
        SideRow::Suggestion(_) => "a suggestion".to_owned(),
        SideRow::Guess { week, .. } => format!("the guess for {week}"),
        SideRow::Commitment { week, .. } => format!("the commitment for {week}"),
        SideRow::Answer { week, .. } => format!("an answer in the review of {week}"),
        SideRow::Closed { week, .. } | SideRow::Review { week, .. } => {
            format!("the review of {week}")
        }
        SideRow::Mark { day, .. } => format!("the day off or worked, {}", day.0),
        SideRow::Pause { week } => format!("the week off {week}"),
        SideRow::FocusRun(_) => "a focus run".to_owned(),
        SideRow::Renamed(_) => "a name".to_owned(),
        SideRow::Question(_) | SideRow::Answered(_) => "a question about time away".to_owned(),
    }
}
