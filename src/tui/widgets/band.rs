//! What the selected row lies on: a band that goes into both margins, with a bar at its left end.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::paint::{Ink, line};
use crate::tui::scene::Scene;
use crate::tui::theme::Ground;

/// Below this width a band goes one column into the margins, else two.
const NARROW: u16 = 90;

/// Draws the band under so many rows of the page.
pub(crate) fn draw(buffer: &mut Buffer, page: Rect, scene: &Scene<'_>, (y, rows): (u16, u16)) {
    let margin = page.x.min(if page.width < NARROW { 1 } else { 2 });
    let band = Rect::new(page.x - margin, y, page.width + 2 * margin, rows);
    let band = band.intersection(buffer.area);
    buffer.set_style(band, scene.theme.ground(Ground::Selected));
    // A bar goes through all rows, a sign stands in the first.
    let marked = if scene.theme.is_plain() {
        band.height.min(1)
    } else {
        band.height
    };
    for row in 0..marked {
        line(
            buffer,
            Rect { width: 1, ..band },
            row,
            &[scene.strong(scene.theme.cursor())],
        );
    }
}
