//! An undone change and the undone ones before it in its branch, made again as one change; and what is in their way.

use std::collections::HashSet;

use super::branch::{Branch, Touched};
use super::lane::{Facts, Lane, Plan};
use super::refusal::Refusal;
use super::warning::{Obstacle, Obstacles, Warning};
use crate::domain::block::{Block, BlockId, Revision};
use crate::domain::change::ChangeNumber;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::wording::describe_row;

/// What a branch touches: blocks, and rows beside the lane.
pub trait Row: Sized {
    /// Whether both hold the same, as far as the file keeps it.
    fn is_as(&self, other: &Self) -> bool;
}

impl Row for Block {
    fn is_as(&self, other: &Self) -> bool {
        self.says_the_same(other)
    }
}

impl Row for SideRow {
    fn is_as(&self, other: &Self) -> bool {
        self.says_the_same(other)
    }
}

impl<T: Row> Touched<T> {
    fn is_found_as(&self, other: Option<&T>) -> bool {
        match (&self.found, other) {
            (Some(found), Some(other)) => found.is_as(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Whether it is as the branch does not know it: something else has changed it since.
    fn is_overtaken(&self) -> bool {
        let mut states = self.states.iter().chain([&self.after]);
        !states.any(|state| self.is_found_as(state.as_ref()))
    }
}

impl Touched<Block> {
    pub(super) fn is_done(&self) -> bool {
        self.is_found_as(self.after.as_ref())
    }

    fn obstacle(&self) -> Option<Obstacle> {
        if !self.is_overtaken() {
            return None;
        }
        match (&self.found, &self.after) {
            (Some(found), again) => Some(Obstacle::Changed {
                found: found.clone(),
                again: again.clone().map(Box::new),
            }),
            (None, again) => again.clone().map(Obstacle::Deleted),
        }
    }
}

impl Touched<SideRow> {
    /// That a question is answered has no state that could be looked at.
    fn is_answer(&self) -> bool {
        matches!(self.any(), Some(SideRow::Answered(_)))
    }

    pub(super) fn is_done(&self) -> bool {
        !self.is_answer() && self.is_found_as(self.after.as_ref())
    }

    fn is_set_anew(&self) -> bool {
        !self.is_answer() && self.is_overtaken()
    }
}

/// Which writes make the branch again; what is in its way gives way, as to a block that is added.
pub(super) fn restore(facts: &Facts, number: ChangeNumber) -> Result<Plan, Refusal> {
    let branch = facts.branch.as_ref();
    let branch = branch.ok_or(Refusal::NoSuchChange { number })?;
    if branch.count == 0 {
        let label = branch.label.clone();
        return Err(Refusal::NotUndone { number, label });
    }
    let mut edits = Vec::new();
    let mut pieces = Vec::new();
    for (block, parts) in overlaps(branch, &facts.lane) {
        let mut parts = parts.into_iter();
        edits.push(parts.next().map_or_else(
            || Edit::Delete(block.clone()),
            |first| Edit::update(block, first),
        ));
        pieces.extend(parts);
    }
    let written = || branch.blocks.iter().filter(|one| !one.is_done());
    // All of them leave their places before one comes to a new one: two may have traded theirs.
    edits.extend(written().filter_map(|one| one.found.clone().map(Edit::Delete)));
    edits.extend(pieces.into_iter().map(Edit::Insert));
    edits.extend(written().filter_map(|one| {
        let (after, found) = (one.after.clone()?, one.found.as_ref());
        let last = found.map_or(after.revision, |found| found.revision.max(after.revision));
        let revision = Revision(last.0.saturating_add(1));
        Some(Edit::Insert(Block { revision, ..after }))
    }));
    let rows = branch.rows.iter().filter(|row| !row.is_done());
    edits.extend(rows.map(|row| Edit::Row {
        before: row.found.clone(),
        after: row.after.clone(),
    }));
    if edits.is_empty() && branch.locked {
        let label = branch.label.clone();
        return Err(Refusal::LockedAtReveal { label });
    }
    let focus = branch.placed().last().map(|block| block.id);
    Ok(Plan::of(edits, focus))
}

/// What is newer than the branch and would give way to it.
pub(super) fn warn_of_restore(facts: &Facts, now: Moment) -> Option<Warning> {
    let branch = facts.branch.as_ref()?;
    let overlapping = overlaps(branch, &facts.lane).into_iter();
    let mut list: Vec<Obstacle> = overlapping
        .map(|(block, left)| Obstacle::Overlaps {
            block: block.clone(),
            left,
        })
        .chain(branch.blocks.iter().filter_map(Touched::obstacle))
        .collect();
    list.sort_by_key(Obstacle::start);
    let overtaken = branch.rows.iter().filter(|row| row.is_set_anew());
    let set = overtaken.filter_map(|row| row.any().map(describe_row));
    list.extend(set.map(Obstacle::Set));
    (!list.is_empty()).then_some(Warning::Overrides(Obstacles { list, now }))
}

/// The other blocks whose time the branch takes, each with what is left of it. The first part goes on as the block.
fn overlaps<'a>(branch: &Branch, lane: &'a Lane) -> Vec<(&'a Block, Vec<Block>)> {
    let of_branch: HashSet<BlockId> = branch
        .blocks
        .iter()
        .filter_map(|one| one.any().map(|block| block.id))
        .collect();
    let placed: Vec<Span> = branch.placed().into_iter().filter_map(span_of).collect();
    let others = lane.blocks.iter();
    let others = others.filter(|block| !of_branch.contains(&block.id));
    others
        .filter_map(|block| {
            let span = span_of(block)?;
            let first = placed.partition_point(|taken| taken.end() <= span.start());
            let taken: Vec<Span> = placed[first..]
                .iter()
                .take_while(|taken| taken.start() < span.end())
                .copied()
                .collect();
            (!taken.is_empty()).then(|| (block, leave_free(block, span, &taken)))
        })
        .collect()
}

fn span_of(block: &Block) -> Option<Span> {
    Span::new(block.start.at, block.end_or(Stamp::MAX))
}

/// The parts of a block outside of what is taken.
fn leave_free(block: &Block, span: Span, taken: &[Span]) -> Vec<Block> {
    let parts = span.without(taken).into_iter().enumerate();
    parts
        .map(|(place, part)| {
            let start = block.start.moved_to(part.start());
            let end = if part.end() == span.end() {
                block.end
            } else {
                Some(block.start.moved_to(part.end()))
            };
            if place == 0 {
                return Block {
                    start,
                    end,
                    ..block.clone()
                };
            }
            Block::new(start, end, block.category, block.details.same_work())
        })
        .collect()
}
