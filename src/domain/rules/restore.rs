//! An undone change and the undone ones before it in its branch, made again as one change; and what is in their way.

use std::collections::HashMap;

use super::lane::{Facts, Lane, Plan};
use super::refusal::Refusal;
use crate::domain::block::{Block, BlockId, Revision};
use crate::domain::change::ChangeNumber;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::format;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::wording::describe_block;

/// An undone change with the undone ones before it.
#[derive(Clone, PartialEq, Debug)]
pub struct Branch {
    pub number: ChangeNumber,
    /// What the change with this number was.
    pub label: String,
    /// How many changes there are; none where the change is not undone.
    pub count: usize,
    pub blocks: Vec<Touched<Block>>,
    pub rows: Vec<Touched<SideRow>>,
    /// Whether a guess is left out that the reveal has locked.
    pub locked: bool,
}

/// What a branch touches.
#[derive(Clone, PartialEq, Debug)]
pub struct Touched<T> {
    /// As it was where the branch began.
    pub before: Option<T>,
    /// As the branch leaves it.
    pub after: Option<T>,
    /// As it is now.
    pub found: Option<T>,
}

/// A block that stands in the way of a branch.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Obstacle<'a> {
    /// It takes time that the branch takes; what is left of it.
    Overlaps(&'a Block, Vec<Block>),
    /// It was changed since the branch was undone.
    Changed(&'a Block),
    /// It was deleted since.
    Deleted(&'a Block),
    /// What was set beside the lane was set anew.
    Set,
}

impl Branch {
    /// The changes with these numbers and writes, the earliest first, as what all of them do together.
    pub fn of(number: ChangeNumber, label: String, entries: Vec<Vec<Edit>>) -> Self {
        let mut branch = Self {
            number,
            label,
            count: entries.len(),
            blocks: Vec::new(),
            rows: Vec::new(),
            locked: false,
        };
        let mut places: HashMap<BlockId, usize> = HashMap::new();
        for edit in entries.into_iter().flatten() {
            let (before, after) = match edit {
                Edit::Insert(block) => (None, Some(block)),
                Edit::Update { before, after } => (Some(before), Some(after)),
                Edit::Delete(block) => (Some(block), None),
                Edit::Row { before, after } => {
                    branch.add_row(before, after);
                    continue;
                }
            };
            let Some(id) = before.as_ref().or(after.as_ref()).map(|block| block.id) else {
                continue;
            };
            if let Some(place) = places.get(&id) {
                branch.blocks[*place].after = after;
            } else {
                places.insert(id, branch.blocks.len());
                branch.blocks.push(Touched::new(before, after));
            }
        }
        branch
    }

    fn add_row(&mut self, before: Option<SideRow>, after: Option<SideRow>) {
        let Some(row) = before.as_ref().or(after.as_ref()) else {
            return;
        };
        let is_same = |known: &&mut Touched<SideRow>| known.any().is_some_and(|one| one.is_of(row));
        match self.rows.iter_mut().find(is_same) {
            Some(known) => known.after = after,
            None => self.rows.push(Touched::new(before, after)),
        }
    }

    /// What was asked, in a few words, for the undo journal.
    pub fn words(&self) -> String {
        let (number, label) = (self.number, &self.label);
        match self.count.saturating_sub(1) {
            0 => format!("redo {number}: {label}"),
            more => format!(
                "redo {number} and {} before it: {label}",
                format::count(more, "change")
            ),
        }
    }

    /// The stretch of time that its blocks take again.
    pub fn span(&self) -> Option<Span> {
        let spans = || self.blocks.iter().filter_map(|one| one.after.as_ref());
        let from = spans().map(|block| block.start.at).min()?;
        let to = spans().map(|block| block.end_or(Stamp::MAX)).max()?;
        Span::new(from, to)
    }

    /// The blocks that it writes, in order of time.
    fn placed(&self) -> Vec<&Block> {
        let written = self.blocks.iter().filter(|one| !one.is_done());
        let mut placed: Vec<&Block> = written.filter_map(|one| one.after.as_ref()).collect();
        placed.sort_by_key(|block| block.start.at);
        placed
    }
}

impl<T> Touched<T> {
    const fn new(before: Option<T>, after: Option<T>) -> Self {
        let found = None;
        Self {
            before,
            after,
            found,
        }
    }

    /// Any state of it, for its key.
    pub fn any(&self) -> Option<&T> {
        self.before.as_ref().or(self.after.as_ref())
    }
}

impl Touched<Block> {
    fn is_found_as(&self, other: Option<&Block>) -> bool {
        match (&self.found, other) {
            (Some(found), Some(other)) => found.says_the_same(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn is_done(&self) -> bool {
        self.is_found_as(self.after.as_ref())
    }

    fn obstacle(&self) -> Option<Obstacle<'_>> {
        if self.is_done() || self.is_found_as(self.before.as_ref()) {
            return None;
        }
        match (&self.found, &self.before) {
            (Some(found), _) => Some(Obstacle::Changed(found)),
            (None, before) => before.as_ref().map(Obstacle::Deleted),
        }
    }
}

impl Touched<SideRow> {
    fn is_found_as(&self, other: Option<&SideRow>) -> bool {
        match (&self.found, other) {
            (Some(found), Some(other)) => found.says_the_same(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// That a question is answered has no state that could be looked at.
    fn is_answer(&self) -> bool {
        matches!(self.any(), Some(SideRow::Answered(_)))
    }

    fn is_done(&self) -> bool {
        !self.is_answer() && self.is_found_as(self.after.as_ref())
    }

    fn is_overtaken(&self) -> bool {
        !self.is_answer() && !self.is_done() && !self.is_found_as(self.before.as_ref())
    }
}

/// Which writes make the branch again; what is in its way gives way, as to a block that is added.
pub(super) fn restore(
    facts: &Facts,
    number: ChangeNumber,
    force: bool,
    now: Moment,
) -> Result<Plan, Refusal> {
    let branch = facts.branch.as_ref();
    let branch = branch.ok_or(Refusal::NoSuchChange { number })?;
    if branch.count == 0 {
        let label = branch.label.clone();
        return Err(Refusal::NotUndone { number, label });
    }
    let obstacles = find_obstacles(branch, &facts.lane);
    if !force && !obstacles.is_empty() {
        let list = obstacles.iter().map(|one| one.line(now)).collect();
        return Err(Refusal::InTheWay { list });
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

/// What is in the way of the branch, in order of time.
fn find_obstacles<'a>(branch: &'a Branch, lane: &'a Lane) -> Vec<Obstacle<'a>> {
    let overlapping = overlaps(branch, lane).into_iter();
    let mut found: Vec<Obstacle<'_>> = overlapping
        .map(|(block, parts)| Obstacle::Overlaps(block, parts))
        .chain(branch.blocks.iter().filter_map(Touched::obstacle))
        .collect();
    found.sort_by_key(|obstacle| obstacle.block().map(|block| block.start.at));
    let overtaken = branch.rows.iter().filter(|row| row.is_overtaken());
    found.extend(overtaken.map(|_| Obstacle::Set));
    found
}

impl Obstacle<'_> {
    fn line(&self, now: Moment) -> String {
        match self {
            Self::Overlaps(block, parts) if parts.is_empty() => {
                format!("{} would be removed", describe_block(block, now))
            }
            Self::Overlaps(block, _) => format!("{} would be trimmed", describe_block(block, now)),
            Self::Changed(block) => format!("{} was changed since", describe_block(block, now)),
            Self::Deleted(block) => format!("{} was deleted since", describe_block(block, now)),
            Self::Set => "what it set was set anew since".to_owned(),
        }
    }

    const fn block(&self) -> Option<&Block> {
        match self {
            Self::Overlaps(block, _) | Self::Changed(block) | Self::Deleted(block) => Some(block),
            Self::Set => None,
        }
    }
}

/// The other blocks whose time the branch takes, each with what is left of it. The first part goes on as the block.
fn overlaps<'a>(branch: &Branch, lane: &'a Lane) -> Vec<(&'a Block, Vec<Block>)> {
    let of_branch: HashMap<BlockId, ()> = branch
        .blocks
        .iter()
        .filter_map(|one| one.any().map(|block| (block.id, ())))
        .collect();
    let placed: Vec<Span> = branch.placed().into_iter().filter_map(span_of).collect();
    let others = lane.blocks.iter();
    let others = others.filter(|block| !of_branch.contains_key(&block.id));
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
