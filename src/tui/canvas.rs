//! Two frames: the one on the screen and the one being drawn.

use std::mem;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

/// Where the cursor is after a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CursorPlace {
    /// In a line of text, and shown.
    Typing(Position),
    /// At what is selected, and hidden.
    Resting(Position),
}

/// The frame on the screen, and a spare to draw over.
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
}

/// The rows that differ, as they were and as they are.
pub(super) struct Changes(Vec<(Buffer, Buffer)>);

impl Canvas {
    /// A blank screen of a size.
    pub(super) fn blank(size: Size) -> Self {
        let blank = Buffer::empty(Rect::from(size));
        Self {
            shown: blank.clone(),
            next: blank,
        }
    }

    /// Draws a frame, all cells of it, and hands back what differs from the one that stood there.
    pub(super) fn draw(
        &mut self,
        view: impl FnOnce(&mut Buffer) -> CursorPlace,
    ) -> (Changes, CursorPlace) {
        let cursor = view(&mut self.next);
        mem::swap(&mut self.shown, &mut self.next);
        (Changes::between(&self.next, &self.shown), cursor)
    }
}

impl Changes {
    /// Most frames differ by a digit: rows that are the same are not looked at cell by cell.
    fn between(old: &Buffer, new: &Buffer) -> Self {
        let width = new.area.width;
        let rows = |of| Buffer::content(of).chunks_exact(width.into());
        let row = |y: usize, cells: &[Cell]| Buffer {
            area: Rect::new(0, y as u16, width, 1),
            content: cells.to_vec(),
        };
        let changed = rows(old)
            .zip(rows(new))
            .enumerate()
            .filter(|(_, (old, new))| !old.iter().zip(*new).all(|(old, new)| is_same(old, new)))
            .map(|(y, (old, new))| (row(y, old), row(y, new)));
        Self(changed.collect())
    }

    /// The cells to be sent.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u16, u16, &Cell)> {
        self.0.iter().flat_map(|(old, new)| old.diff_iter(new))
    }

    /// Whether both frames are the same.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Only symbol, colors and modifiers are ever set here; most symbols are one byte.
fn is_same(old: &Cell, new: &Cell) -> bool {
    let symbol = match (old.symbol().as_bytes(), new.symbol().as_bytes()) {
        ([old], [new]) => old == new,
        (old, new) => old == new,
    };
    symbol && old.modifier == new.modifier && old.bg == new.bg && old.fg == new.fg
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        let mut canvas = Canvas::blank(Size::new(8, 3));
        let mut sent = |rows: [&str; 3]| {
            let view = |buffer: &mut Buffer| {
                buffer.reset();
                for (y, row) in (0..).zip(rows) {
                    buffer.set_string(0, y, row, Style::new());
                }
                CursorPlace::Resting(Position::ORIGIN)
            };
            let (changes, _) = canvas.draw(view);
            let cells = changes.cells();
            let cells = cells.map(|(x, y, cell)| format!("{x},{y}{}", cell.symbol()));
            cells.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(sent(["ab", "", "c"]), "0,0a 1,0b 0,2c");
        assert_eq!(sent(["ab", "", "c"]), "");
        assert_eq!(sent(["ad", "", "c"]), "1,0d");
        // A wide character takes its second column with it, and the terminal clears that with it.
        assert_eq!(sent(["日d", "", "c"]), "0,0日 2,0d");
        assert_eq!(sent(["x", "", "c"]), "0,0x 2,0 ");
    }
}
