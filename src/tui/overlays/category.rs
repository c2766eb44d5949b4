//! The next letter says what the selected block or gap was; any other key does what it always does.

use ratatui::style::Modifier;

use crate::domain::block::Category;
use crate::tui::action::{Action, Capture};
use crate::tui::key_table::Focus;
use crate::tui::paint::{Piece, piece, plain, wrapped};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The letters to choose from.
pub(crate) fn lines(scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let theme = scene.theme;
    let letter = |category: Category| {
        let style = theme.category(category).add_modifier(Modifier::BOLD);
        let start = [Action::Capture(Capture::Start(category))];
        vec![
            piece(scene.keys(Focus::Block, &start), style),
            plain(format!(" {category}")),
        ]
    };
    let mut words = vec![vec![piece("it was", theme.style(Role::Accent))]];
    words.extend(Category::ALL.map(letter));
    wrapped(&words, 3, room)
}
