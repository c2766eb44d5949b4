//! The next letter says what the selected block or gap was; any other key does what it always does.

use crate::domain::block::Category;
use crate::tui::action::{Action, Capture};
use crate::tui::key_table::Focus;
use crate::tui::paint::{Ink, Piece, plain};
use crate::tui::scene::Scene;
use crate::tui::widgets::sheet::{Sheet, category_choice, spread};

/// The letters to choose from; `outcome`: what the choice is for, and whether it may have been off.
pub(crate) fn sheet(
    scene: &Scene<'_>,
    room: u16,
    (outcome, may_be_off): (Option<Vec<Piece>>, bool),
) -> Sheet {
    let choice = |category: Category| category_choice(scene, category, category.name());
    let mut choices: Vec<Vec<Piece>> = Category::ALL.map(choice).into();
    let off = scene.keys(Focus::Block, &[Action::Capture(Capture::Off)]);
    if may_be_off && !off.is_empty() {
        choices.push(vec![scene.strong(off), plain(" it was off")]);
    }
    Sheet {
        what: vec![scene.strong("What was it?")],
        outcome: outcome.into_iter().collect(),
        choices: spread(&choices, room),
        ..Sheet::default()
    }
}
