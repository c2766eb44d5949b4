//! The next letter says what the selected block or gap was; any other key does what it always does.

use crate::domain::block::Category;
use crate::tui::paint::{Ink, Piece};
use crate::tui::scene::Scene;
use crate::tui::widgets::sheet::{Sheet, category_choice, spread};

/// The letters to choose from; `outcome`: what the choice is for.
pub(crate) fn sheet(scene: &Scene<'_>, room: u16, outcome: Option<Vec<Piece>>) -> Sheet {
    let choices = Category::ALL.map(|category| category_choice(scene, category, category.name()));
    Sheet {
        what: vec![scene.strong("What was it?")],
        outcome: outcome.into_iter().collect(),
        choices: spread(&choices, room),
        ..Sheet::default()
    }
}
