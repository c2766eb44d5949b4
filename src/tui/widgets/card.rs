//! A card: a raised panel without a frame on the dimmed screen, with half a row of air above and below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier, Style};

use super::strip::write_styled;
use crate::tui::layout::{SMALLEST, at_rows, narrowed, shortened};
use crate::tui::paint::{Ink, line, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::{Ground, Role};

/// The columns between the edge of a card and its words: on a whole screen, a card, a wide card.
const MARGINS: [u16; 3] = [2, 3, 4];
/// From so many columns on a card is wide.
const WIDE: u16 = 70;

/// Where a card of a wanted size lies on a screen: all of it where there is little room. What grows down stands higher.
pub(crate) fn place(size: Size, wanted: Size, grows: bool) -> Rect {
    let is_small = size.width < SMALLEST.width * 3 / 2 || size.height < SMALLEST.height + 4;
    if is_small {
        return Rect::new(0, 0, size.width, size.height);
    }
    let width = wanted.width.min(size.width - 4);
    let height = wanted.height.min(size.height - 4);
    let above = size.height - height;
    let y = if grows { above * 3 / 10 } else { above / 2 };
    Rect::new((size.width - width) / 2, y.max(1), width, height)
}

/// The part of a card that words stand on.
pub(crate) fn content(card: Rect) -> Rect {
    let [whole, usual, wide] = MARGINS;
    let margin = match card.x {
        0 => whole,
        _ if card.width < WIDE => usual,
        _ => wide,
    };
    Rect {
        x: card.x + margin,
        width: card.width.saturating_sub(2 * margin),
        ..card
    }
}

/// Draws an empty card on the dimmed screen.
pub(crate) fn draw(buffer: &mut Buffer, scene: &Scene<'_>, card: Rect) {
    dim(buffer, scene);
    let card = card.intersection(buffer.area);
    let ground = scene.theme.ground(Ground::Panel);
    for y in card.top()..card.bottom() {
        for x in card.left()..card.right() {
            buffer[(x, y)].reset();
        }
    }
    buffer.set_style(card, scene.style(Role::Text).patch(ground));
    if scene.theme.panel_edge().is_none() {
        clear_sides(buffer, card);
    }
    let (above, below, edge) = match scene.theme.panel_edge() {
        Some(edge) => ("▄", "▀", edge),
        None => ("─", "─", scene.style(Role::Rule)),
    };
    let inner = usize::from(card.width.saturating_sub(2));
    let whole = |sign: &str| {
        if scene.theme.is_plain() {
            return [piece(format!("+{}+", sign.repeat(inner)), edge)];
        }
        [piece(sign.repeat(card.width.into()), edge)]
    };
    if scene.theme.is_plain() && card.x > 0 {
        for y in card.top()..card.bottom() {
            for x in [card.left(), card.right().saturating_sub(1)] {
                write_styled(buffer, (x, y), "│", edge);
            }
        }
    }
    if let Some(y) = card.y.checked_sub(1) {
        line(buffer, at_rows(card, y, 1), 0, &whole(above));
    }
    if card.bottom() < buffer.area.bottom() {
        line(buffer, at_rows(card, card.bottom(), 1), 0, &whole(below));
    }
}

/// A frame that is no color of its own has a blank between it and the words behind it.
fn clear_sides(buffer: &mut Buffer, card: Rect) {
    let rows = card.y.saturating_sub(1)..(card.bottom() + 1).min(buffer.area.bottom());
    let columns = [card.x.checked_sub(1), Some(card.right())];
    for x in columns.into_iter().flatten() {
        for y in rows.clone() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// All that is drawn so far stands back. Most cells look as the one before them.
fn dim(buffer: &mut Buffer, scene: &Scene<'_>) {
    let dim_look = |(words, ground)| {
        let dimmed = scene.theme.dimmed(words)?;
        Some((dimmed, scene.theme.dimmed(ground).unwrap_or(ground)))
    };
    let mut look = (Color::Reset, Color::Reset);
    let mut dimmed = dim_look(look);
    for cell in &mut buffer.content {
        if (cell.fg, cell.bg) != look {
            look = (cell.fg, cell.bg);
            dimmed = dim_look(look);
        }
        if let Some((words, ground)) = dimmed {
            (cell.fg, cell.bg) = (words, ground);
        } else {
            let style = Style::new()
                .remove_modifier(Modifier::BOLD)
                .add_modifier(Modifier::DIM);
            cell.set_style(style);
        }
    }
}

/// Marks a row of a card as the selected one.
pub(crate) fn draw_band(buffer: &mut Buffer, scene: &Scene<'_>, content: Rect, y: u16) {
    let [whole, usual, wide] = MARGINS;
    let margin = match content.x {
        x if x == whole => whole,
        _ if content.width + 2 * usual < WIDE => usual,
        _ => wide,
    };
    let x = content.x.saturating_sub(margin);
    let band = Rect::new(x, y, content.right() + margin - x, 1).intersection(buffer.area);
    buffer.set_style(band, scene.theme.ground(Ground::Selected));
    line(
        buffer,
        narrowed(shortened(band, 1), 1),
        0,
        &[scene.strong(scene.theme.cursor())],
    );
}

/// A hairline across a card's words.
pub(crate) fn draw_rule(buffer: &mut Buffer, scene: &Scene<'_>, content: Rect, y: u16) {
    let rule = piece("─".repeat(content.width.into()), scene.style(Role::Rule));
    line(buffer, at_rows(content, y, 1), 0, &[rule]);
}
