//! An undone change and the undone ones before it in its branch, as what all of them do together.

use std::collections::HashMap;

use crate::domain::block::{Block, BlockId};
use crate::domain::change::ChangeNumber;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::format;
use crate::domain::stamp::{Span, Stamp};

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
    /// As it was where the branch began, and then between its changes.
    pub states: Vec<Option<T>>,
    /// As the branch leaves it.
    pub after: Option<T>,
    /// As it is now.
    pub found: Option<T>,
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
        let mut suggested: HashMap<BlockId, usize> = HashMap::new();
        for edit in entries.into_iter().flatten() {
            let (before, after) = match edit {
                Edit::Insert(block) => (None, Some(block)),
                Edit::Update { before, after } => (Some(before), Some(after)),
                Edit::Delete(block) => (Some(block), None),
                Edit::Row { before, after } => {
                    branch.add_row(&mut suggested, before, after);
                    continue;
                }
            };
            let Some(id) = before.as_ref().or(after.as_ref()).map(|block| block.id) else {
                continue;
            };
            if let Some(place) = places.get(&id) {
                branch.blocks[*place].go_on(after);
            } else {
                places.insert(id, branch.blocks.len());
                branch.blocks.push(Touched::new(before, after));
            }
        }
        branch
    }

    /// A calendar suggests thousands of meetings, so that they go by their ids; of all else there are few.
    fn add_row(
        &mut self,
        suggested: &mut HashMap<BlockId, usize>,
        before: Option<SideRow>,
        after: Option<SideRow>,
    ) {
        let Some(row) = before.as_ref().or(after.as_ref()) else {
            return;
        };
        let known = if let SideRow::Suggestion(suggestion) = row {
            let place = *suggested.entry(suggestion.id).or_insert(self.rows.len());
            self.rows.get_mut(place)
        } else {
            let mut rows = self.rows.iter_mut();
            rows.find(|known| known.any().is_some_and(|one| one.is_of(row)))
        };
        match known {
            Some(known) => known.go_on(after),
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
    pub(super) fn placed(&self) -> Vec<&Block> {
        let written = self.blocks.iter().filter(|one| !one.is_done());
        let mut placed: Vec<&Block> = written.filter_map(|one| one.after.as_ref()).collect();
        placed.sort_by_key(|block| block.start.at);
        placed
    }
}

impl<T> Touched<T> {
    fn new(before: Option<T>, after: Option<T>) -> Self {
        Self {
            states: vec![before],
            after,
            found: None,
        }
    }

    fn go_on(&mut self, after: Option<T>) {
        self.states.push(std::mem::replace(&mut self.after, after));
    }

    /// Any state of it, for its key.
    pub fn any(&self) -> Option<&T> {
        let mut states = self.states.iter().chain([&self.after]);
        states.find_map(Option::as_ref)
    }
}
