//! What stands beside the page: a hairline, and groups of lines below a head.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::strip::write_styled;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::tui::layout::left_of;
use crate::tui::paint::{Ink, Piece, line, line_right, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// From the hairline to the panel.
const INDENT: u16 = 3;
/// The columns of the hours at the end of a row.
const HOURS: usize = 7;

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

/// A line of a group that is counted.
pub(crate) struct CountedRow {
    pub(crate) name: Vec<Piece>,
    pub(crate) count: usize,
    pub(crate) length: Length,
}

/// Writes the row, its count, and its hours in the tone of a role.
pub(crate) fn draw_counted(
    buffer: &mut Buffer,
    row: Rect,
    scene: &Scene<'_>,
    of: &CountedRow,
    tone: Role,
) {
    let count = scene.quiet(of.count.to_string());
    let hours = piece(hours_column(of.length), scene.style(tone));
    draw_row(buffer, row, &of.name, &[count, hours]);
}

/// Hours that end a row, with the air before them.
pub(crate) fn hours_column(length: Length) -> String {
    format!("{:>HOURS$}", format::hours(length))
}

/// Writes a row with words at both ends; those at the right come first.
pub(crate) fn draw_row(buffer: &mut Buffer, row: Rect, left: &[Piece], right: &[Piece]) {
    let from = line_right(buffer, row, 0, right);
    line(buffer, left_of(row, from), 0, left);
}
