//! What is selected in the list of the day.

use ratatui::layout::Position;

use super::fold::count_rows;
use super::grid::Grid;
use super::note::FullNote;
use super::scale::{is_empty, ribbon_scale};
use crate::domain::block::Block;
use crate::domain::stamp::Span;
use crate::domain::suggestion::Suggestion;
use crate::insight::gaps::Entry;
use crate::tui::action::{Action, Triage};
use crate::tui::key_table::Focus;
use crate::tui::paint::Piece;
use crate::tui::scene::{Cursor, Scene};
use crate::tui::widgets::{changes, ribbon};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct State {
    pub(crate) cursor: Cursor,
}

/// What the cursor stands on.
pub(super) enum Selected<'a> {
    Block(&'a Block),
    Gap(Span),
    Suggestion(&'a Suggestion),
    Nothing,
}

impl State {
    /// Where the keys go.
    pub(crate) fn focus(&self, scene: &Scene<'_>) -> Focus {
        match self.selected(scene) {
            Selected::Block(_) | Selected::Nothing => Focus::Block,
            Selected::Gap(_) => Focus::Gap,
            Selected::Suggestion(_) => Focus::Suggestion,
        }
    }

    /// What runs, where the cursor is on it and it has no line: the part of it that counts ended on a day before.
    fn unlisted<'a>(&self, scene: &Scene<'a>, entries: &[Entry<'_>]) -> Option<&'a Block> {
        let running = scene.snapshot.running.as_ref();
        let running = running.or(scene.snapshot.unreadable_running.as_ref())?;
        let is_selected = match self.cursor {
            Cursor::Newest => true,
            Cursor::Block(id) => id == running.id,
            Cursor::Suggestion(_) | Cursor::At(_) => false,
        };
        let is_listed = |entry: &Entry<'_>| matches!(entry, Entry::Block { block, .. } | Entry::Unreadable { block, .. } if block.id == running.id);
        let is_here = is_selected && scene.day == scene.today;
        (is_here && !entries.iter().any(is_listed)).then_some(running)
    }

    /// Which line of the list is selected; the last block where the cursor is on nothing that is still there.
    pub(super) fn selected_index(&self, scene: &Scene<'_>, entries: &[Entry<'_>]) -> Option<usize> {
        if self.unlisted(scene, entries).is_some() {
            return None;
        }
        let is_selected = |entry: &Entry<'_>| match (self.cursor, entry) {
            (Cursor::Block(id), Entry::Block { block, .. } | Entry::Unreadable { block, .. }) => {
                block.id == id
            }
            (Cursor::Suggestion(id), Entry::Suggestion { suggestion, .. }) => suggestion.id == id,
            (
                Cursor::At(at),
                Entry::Block { .. }
                | Entry::Unreadable { .. }
                | Entry::Untracked(_)
                | Entry::Off(_),
            ) => entry.span().contains(at),
            (
                Cursor::Newest | Cursor::Block(_) | Cursor::Suggestion(_) | Cursor::At(_),
                Entry::Block { .. }
                | Entry::Unreadable { .. }
                | Entry::Suggestion { .. }
                | Entry::Untracked(_)
                | Entry::Off(_),
            ) => false,
        };
        let is_block = |entry: &Entry<'_>| match entry {
            Entry::Block { .. } => true,
            Entry::Unreadable { block, .. } => block.is_running(),
            Entry::Untracked(_) | Entry::Off(_) | Entry::Suggestion { .. } => false,
        };
        let found = entries.iter().position(is_selected);
        found
            .or_else(|| entries.iter().rposition(is_block))
            .or(entries.len().checked_sub(1))
    }

    /// What is selected: a block as it is, not as it counts while it is asked about.
    pub(super) fn selected<'a>(&self, scene: &Scene<'a>) -> Selected<'a> {
        let entries = scene.entries();
        if let Some(running) = self.unlisted(scene, &entries) {
            return Selected::Block(running);
        }
        let index = self.selected_index(scene, &entries);
        match index.and_then(|index| entries.get(index)) {
            Some(Entry::Block { block, .. } | Entry::Unreadable { block, .. }) => scene
                .block(block.id)
                .map_or(Selected::Nothing, Selected::Block),
            Some(Entry::Suggestion { suggestion, .. }) => Selected::Suggestion(suggestion),
            Some(Entry::Untracked(span) | Entry::Off(span)) => Selected::Gap(*span),
            None => Selected::Nothing,
        }
    }

    /// The selected block: what runs where the cursor is on nothing else, the last one of the day where nothing runs.
    pub(crate) fn selected_block<'a>(&self, scene: &Scene<'a>) -> Option<&'a Block> {
        match self.selected(scene) {
            Selected::Block(block) => Some(block),
            Selected::Gap(_) | Selected::Suggestion(_) | Selected::Nothing => None,
        }
    }

    /// Whether an action that its key has here does something now: a meeting that is to come is not accepted.
    pub(crate) fn acts(&self, scene: &Scene<'_>, action: Action) -> bool {
        let accepts = [Triage::Accept, Triage::AcceptAs].map(Action::Suggestion);
        !accepts.contains(&action) || self.meeting_to_come(scene).is_none()
    }

    /// The selected suggestion, where its meeting is not over.
    pub(crate) fn meeting_to_come<'a>(&self, scene: &Scene<'a>) -> Option<&'a Suggestion> {
        match self.selected(scene) {
            Selected::Suggestion(of) if of.end.at > scene.now.at => Some(of),
            Selected::Suggestion(_) | Selected::Block(_) | Selected::Gap(_) | Selected::Nothing => {
                None
            }
        }
    }

    /// What a category is picked for.
    pub(crate) fn describe_pick(&self, scene: &Scene<'_>) -> Option<Vec<Piece>> {
        match self.selected(scene) {
            Selected::Block(block) => Some(changes::describe_was(scene, block)),
            Selected::Gap(span) => {
                let [start, end] = [span.start(), span.end()].map(|at| scene.moment_in_day(at));
                Some(changes::describe_fill(scene, "fills", (start, end)))
            }
            Selected::Suggestion(of) => {
                Some(changes::describe_fill(scene, "accepts", (of.start, of.end)))
            }
            Selected::Nothing => None,
        }
    }

    /// So many lines on in the list.
    pub(crate) fn select(&mut self, scene: &Scene<'_>, step: isize) {
        let entries = scene.entries();
        let last = entries.len().saturating_sub(1);
        let from = self
            .selected_index(scene, &entries)
            .unwrap_or(entries.len());
        let to = from.saturating_add_signed(step).min(last);
        if let Some(entry) = entries.get(to) {
            self.cursor = Cursor::on(entry);
        }
    }

    /// A click selects the block or the gap under it, in the list or on the ribbon; whether there is one. What only would
    /// be is not there to be selected.
    pub(crate) fn click(&mut self, scene: &Scene<'_>, at: Position) -> bool {
        // Before the first block there is nothing to select.
        if is_empty(scene) || scene.preview.is_some() {
            return false;
        }
        let (entries, grid) = (scene.entries(), Grid::new(&scene.regions));
        let selected = self.selected_index(scene, &entries);
        let entry = selected.and_then(|index| entries.get(index));
        let shown = FullNote::of(scene, &grid, entry).uncovered(grid.shown);
        let hit = if shown.contains(at) {
            let count = count_rows(scene, &grid, &entries, selected);
            let first = grid.first_row(count, selected, None, shown.height);
            entries.get(first + usize::from(at.y - shown.y))
        } else if grid.ribbon.contains(at) {
            let (column, columns) = (at.x - grid.ribbon.x, grid.ribbon.width);
            ribbon_scale(scene, &entries, columns)
                .and_then(|scale| scale.cell(column))
                .and_then(|cell| ribbon::fullest(cell, &entries))
        } else {
            None
        };
        if let Some(cursor) = hit.map(Cursor::on) {
            self.cursor = cursor;
        }
        hit.is_some()
    }
}
