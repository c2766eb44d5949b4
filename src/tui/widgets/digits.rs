//! Large figures, three rows high: two pixels a cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::paint::{line, piece};

/// Rows of five pixels; `#` is one that shines.
const GLYPHS: [(char, [&str; 5]); 14] = [
    ('0', ["###", "# #", "# #", "# #", "###"]),
    ('1', [" # ", "## ", " # ", " # ", "###"]),
    ('2', ["###", "  #", "###", "#  ", "###"]),
    ('3', ["###", "  #", "###", "  #", "###"]),
    ('4', ["# #", "# #", "###", "  #", "  #"]),
    ('5', ["###", "#  ", "###", "  #", "###"]),
    ('6', ["###", "#  ", "###", "# #", "###"]),
    ('7', ["###", "  #", "  #", "  #", "  #"]),
    ('8', ["###", "# #", "###", "# #", "###"]),
    ('9', ["###", "# #", "###", "  #", "###"]),
    ('.', [" ", " ", " ", " ", "#"]),
    ('h', ["#  ", "#  ", "###", "# #", "# #"]),
    ('–', ["  ", "  ", "##", "  ", "  "]),
    ('%', ["# #", "  #", " # ", "#  ", "# #"]),
];

/// A figure as three rows of cells. A character without a glyph is left out.
pub(crate) fn rows(figure: &str) -> [String; 3] {
    let mut rows = [String::new(), String::new(), String::new()];
    for c in figure.chars() {
        let Some((_, pixels)) = GLYPHS.iter().find(|(glyph, _)| *glyph == c) else {
            continue;
        };
        for (row, cells) in rows.iter_mut().enumerate() {
            let (upper, lower) = (
                pixels[2 * row],
                pixels.get(2 * row + 1).copied().unwrap_or_default(),
            );
            let lower = lower.chars().chain(std::iter::repeat(' '));
            cells.extend(upper.chars().zip(lower).map(|(upper, lower)| {
                match (upper == '#', lower == '#') {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                }
            }));
            cells.push(' ');
        }
    }
    rows
}

/// Draws a figure at the left of the area, three rows; hands back the column after it.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, figure: &str, style: Style) -> u16 {
    let mut end = area.x;
    for (y, cells) in rows(figure).into_iter().enumerate() {
        end = end.max(line(buffer, area, y as u16, &[piece(cells, style)]));
    }
    end
}
