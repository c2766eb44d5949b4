//! What stands beside the page: a hairline, and groups of lines below a head.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::strip::write_styled;
use crate::tui::layout::left_of;
use crate::tui::paint::{Ink, Piece, line, line_right};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// From the hairline to the panel.
const INDENT: u16 = 3;

/// Draws the hairline at the left of a panel.
pub(crate) fn draw_hairline(buffer: &mut Buffer, side: Rect, scene: &Scene<'_>) {
    for y in side.top() + 1..side.bottom() {
        let at = (side.x.saturating_sub(INDENT), y);
        write_styled(buffer, at, "│", scene.style(Role::Rule));
    }
}

/// Writes the head of a group, and at its right what it is of.
pub(crate) fn draw_head(
    buffer: &mut Buffer,
    row: Rect,
    scene: &Scene<'_>,
    head: &str,
    meta: Piece,
) {
    draw_row(buffer, row, &[scene.strong(head)], &[meta]);
}

/// Writes a row with words at both ends; those at the right come first.
pub(crate) fn draw_row(buffer: &mut Buffer, row: Rect, left: &[Piece], right: &[Piece]) {
    let from = line_right(buffer, row, 0, right);
    line(buffer, left_of(row, from), 0, left);
}
