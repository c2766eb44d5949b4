//! What a line of a list says of a block beside its times.

use ratatui::style::Style;

use crate::domain::block::{Block, Category};
use crate::domain::parse::spell;
use crate::domain::wording::CLOCK_BACK;
use crate::domain::{format, text};
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Its letter, its activity or else its category, and what else is known of it.
pub(crate) fn describe(scene: &Scene<'_>, block: &Block, narrow: bool) -> Vec<Piece> {
    // Of a row only the letter has a hue, so that a list stays calm.
    let style = scene.theme.category(block.category);
    let tone = match block.category {
        Category::Selling => Role::Text,
        Category::Admin | Category::Learning | Category::Distraction => Role::Soft,
        Category::Break => Role::Quiet,
    };
    let activity = block.details.activity.as_ref();
    let activity = activity.map_or(block.category.name(), |activity| activity.as_str());
    let columns = if narrow { 14 } else { 18 };
    let mut pieces = vec![
        piece(format!("{}  ", block.category.letter()), style),
        piece(text::pad(activity, columns), scene.style(tone)),
        plain(" "),
    ];
    // It belongs to the times, which stand before it.
    let offset = format::misleading_offset(block.start, block.end, &scene.context.calendar);
    if !offset.is_empty() {
        pieces.push(scene.quiet(format!("{offset}  ")));
    }
    pieces.extend(describe_details(scene, block));
    pieces
}

/// Account, requester, the mark of a clock that was set back, note, tags, outcomes.
pub(crate) fn describe_details(scene: &Scene<'_>, block: &Block) -> Vec<Piece> {
    let (theme, details) = (scene.theme, &block.details);
    let quiet = theme.style(Role::Quiet);
    let mut pieces = Vec::new();
    let mut add = |words: String, style: Style| {
        if !pieces.is_empty() {
            pieces.push(plain("  "));
        }
        pieces.push(piece(words, style));
    };
    if let Some(account) = &details.account {
        add(format!("@{}", account.as_str()), theme.style(Role::Text));
    }
    if let Some(requester) = &details.requester {
        add(format!("!{}", requester.as_str()), quiet);
    }
    if block.clock_back {
        add(CLOCK_BACK.to_owned(), quiet);
    }
    if !details.note.is_empty() {
        add(details.note.as_str().to_owned(), theme.style(Role::Soft));
    }
    for tag in &details.tags {
        add(format!("#{}", tag.as_str()), quiet);
    }
    if !details.outcomes.is_empty() {
        add(spell::outcomes_in_words(&details.outcomes), quiet);
    }
    pieces
}
