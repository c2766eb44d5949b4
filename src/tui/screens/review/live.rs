//! Which keys do something on the step in view, so that the footer names no other.

use super::item::Item;
use super::state::State;
use super::view::{items, page_size};
use crate::domain::commitment::Aim;
use crate::tui::action::{Action, Go, RowAction};
use crate::tui::scene::Scene;

/// The page in view, as far as keys depend on it.
pub(crate) struct LivePage<'a> {
    scene: &'a Scene<'a>,
    state: &'a State,
    selected: Option<Item>,
    has_rows: bool,
}

impl<'a> LivePage<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, state: &'a State) -> Self {
        let (items, count) = items(scene, state);
        Self {
            scene,
            state,
            has_rows: items.len() > 1 || count > page_size(scene).0,
            selected: items.into_iter().nth(state.row).map(|(_, item)| item),
        }
    }

    /// Whether an action that its key has here does something now.
    pub(crate) fn acts(&self, action: Action) -> bool {
        match action {
            Action::Go(Go::Row(_)) => self.has_rows,
            Action::Go(Go::Step(way)) => self.state.step_beyond(way).is_some(),
            Action::Go(Go::Week(way)) => self.state.week_beyond(self.scene, way).is_some(),
            Action::Review(RowAction::Adjust(..)) => self.is_adjustable(),
            Action::Go(_)
            | Action::Review(_)
            | Action::Capture(_)
            | Action::Describe(_)
            | Action::Fix(_)
            | Action::Suggestion(_)
            | Action::Open(_)
            | Action::Line(_)
            | Action::KeepAll
            | Action::Copy
            | Action::Program(_)
            | Action::Cancel => true,
        }
    }

    /// A commitment without an amount has nothing to move.
    fn is_adjustable(&self) -> bool {
        let Some(Item::Suggestion(index)) = &self.selected else {
            return true;
        };
        let offered = self.state.suggestions();
        let picked = offered.get(*index);
        picked.is_some_and(|commitment| matches!(commitment.aim, Aim::Spend { .. }))
    }
}
