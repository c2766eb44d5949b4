//! What a rule has to know of the file before a change is planned.

use std::collections::HashSet;

use super::{Store, StoreError};
use crate::domain::arrival::Arrival;
use crate::domain::away::{self, Question};
use crate::domain::block::{Block, BlockId};
use crate::domain::change::Change;
use crate::domain::rules::{Branch, Facts, Lane, Window};
use crate::domain::stamp::{Length, Moment};

impl Store {
    /// What a change has to know of the file, and the block that it names.
    pub(super) fn facts(
        &self,
        change: &Change,
        now: Moment,
    ) -> Result<(Facts, Option<Block>), StoreError> {
        let mut facts = Facts::default();
        let named = change.target().map(|target| self.block_in_lane(target.id));
        let named = named.transpose()?.flatten();
        if let Some(window) = change.window(named.as_ref()) {
            facts.lane = see_named(self.lane(window)?, named.as_ref());
        }
        facts.known_rows = self.known_rows(change.rows())?;
        facts.doubt = self.find_doubt(change, &facts.lane, now)?;
        match change {
            Change::Guess { week, .. }
            | Change::Commit { week, .. }
            | Change::Reflect { week, .. }
            | Change::Close { week, .. }
            | Change::Pause { week, .. } => facts.notes = self.week_notes(*week)?,
            Change::Import { arrivals, .. } => self.add_known(&mut facts.lane, arrivals)?,
            Change::Accept {
                suggestion,
                category,
            } => self.add_known(&mut facts.lane, &[suggestion.arrival(*category)])?,
            Change::Suggest { meetings, gone } => {
                let mut meetings = meetings.iter().chain(gone);
                meetings.try_for_each(|meeting| self.add_known_of(&mut facts, meeting))?;
            }
            Change::Dismiss { suggestion } => {
                let row = self.suggestion(suggestion.id)?;
                facts.suggestions.extend(row.map(|row| (row.id, row)));
            }
            Change::Answer { target, .. } => facts.question = self.open_question(target.id)?,
            Change::Edit { seen, .. } => facts.question = self.open_question(seen.id)?,
            Change::MarkDays { days, .. } | Change::MarkTimes { days, .. } => {
                if let (Some(first), Some(last)) = (days.first(), days.last()) {
                    // Times beyond midnight are of the next date.
                    facts.marks = self.marks_of(*first, last.plus(1))?;
                }
            }
            Change::Focus { .. } => facts.focus_run = self.newest_focus_run(now, Length::ZERO)?,
            Change::Rename(renaming) => facts.naming = self.naming(renaming)?,
            Change::Restore { number, .. } => {
                facts.branch = self.read_branch(*number)?;
                if let Some(span) = facts.branch.as_ref().and_then(Branch::span) {
                    let (from, to) = (span.start(), Some(span.end()));
                    facts.lane = self.lane(Window { from, to })?;
                }
            }
            Change::Start { .. }
            | Change::Add { .. }
            | Change::Stop { .. }
            | Change::Resume { .. }
            | Change::Claim { .. }
            | Change::Split { .. }
            | Change::Merge { .. }
            | Change::Delete { .. } => {}
        }
        Ok((facts, named))
    }

    /// The question about what runs, also where it is stale and nobody has asked yet; for a change that may cut it.
    fn find_doubt(
        &self,
        change: &Change,
        lane: &Lane,
        now: Moment,
    ) -> Result<Option<Question>, StoreError> {
        let may_cut = matches!(
            change,
            Change::Start { .. } | Change::Focus { .. } | Change::Add { .. } | Change::Edit { .. }
        );
        let Some(running) = lane.running().filter(|_| may_cut) else {
            return Ok(None);
        };
        Ok(away::find_question(running, &self.questions(now)?).copied())
    }

    /// Adds the blocks that arrivals name by their id and that have been moved out of the window since.
    fn add_known(&self, lane: &mut Lane, arrivals: &[Arrival]) -> Result<(), StoreError> {
        let mut seen: HashSet<BlockId> = lane.blocks.iter().map(|block| block.id).collect();
        for arrival in arrivals {
            if seen.insert(arrival.block.id) {
                lane.blocks.extend(self.block_in_lane(arrival.block.id)?);
            }
        }
        lane.blocks.sort_by_key(|block| block.start.at);
        Ok(())
    }
}

/// The lane with the block that a change names as it is, also where it lies over others.
fn see_named(mut lane: Lane, named: Option<&Block>) -> Lane {
    for block in &mut lane.blocks {
        if let Some(named) = named.filter(|named| named.id == block.id) {
            block.clone_from(named);
        }
    }
    lane
}
