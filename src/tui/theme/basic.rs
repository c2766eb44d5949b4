//! A terminal that keeps its own sixteen colors, of which nobody knows how they look: hue is in bars, single letters and
//! lines; words have the color of the terminal's text, for yellow ones vanish on white.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

/// The hues of words.
const HUES: [Color; 3] = [Color::Yellow, Color::LightBlue, Color::Cyan];

/// Takes the hue from every word of more than one letter, and from the sign of a share, that stands in no bar.
pub(super) fn take_hue_from_words(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        for word in row.chunk_by_mut(|one, other| is_part(one) && is_part(other)) {
            let is_percent = word[0].symbol() == "%" && word[0].bg == Color::Reset;
            if is_percent || word.len() > 1 && is_part(&word[0]) {
                for cell in word.iter_mut().filter(|cell| HUES.contains(&cell.fg)) {
                    cell.fg = Color::Reset;
                }
            }
        }
    }
}

/// Whether a cell holds a sign of a word or a figure that stands in no bar.
fn is_part(cell: &Cell) -> bool {
    let is_sign = |sign: char| sign.is_alphanumeric() || sign == '.';
    cell.bg == Color::Reset && cell.symbol().chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn letters_and_lines_keep_their_hue_and_words_do_not() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
        let hue = Style::new().fg(Color::Yellow);
        buffer.set_string(0, 0, "s selling \u{2501}\u{2501} 53.7 % \u{258c} x", hue);
        buffer.set_string(30, 0, "bar", hue.bg(Color::Cyan));
        take_hue_from_words(&mut buffer);
        let kept: String = buffer
            .content
            .iter()
            .filter(|cell| cell.fg == Color::Yellow)
            .map(Cell::symbol)
            .collect();
        assert_eq!(kept.replace(' ', ""), "s\u{2501}\u{2501}\u{258c}xbar");
    }
}
