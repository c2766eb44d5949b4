//! Two frames: the one on the screen and the one being drawn.

use ratatui::buffer::{Buffer, Cell, CellWidth};
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
    size: Size,
    /// None on a blank screen.
    shown: Option<Buffer>,
    spare: Option<Buffer>,
}

impl Canvas {
    /// A blank screen of a size.
    pub(super) const fn blank(size: Size) -> Self {
        Self {
            size,
            shown: None,
            spare: None,
        }
    }

    /// Draws a frame, all cells of it, and writes what differs from the one that stood there.
    pub(super) fn draw(
        &mut self,
        view: impl FnOnce(&mut Buffer) -> CursorPlace,
        mut write: impl FnMut((u16, u16, &Cell)),
    ) -> CursorPlace {
        let blank = || Buffer::empty(Rect::from(self.size));
        let mut next = self.spare.take().unwrap_or_else(blank);
        let cursor = view(&mut next);
        match &self.shown {
            Some(shown) => write_changes(shown, &next, write),
            None => each_symbol(&next).for_each(&mut write),
        }
        self.spare = self.shown.replace(next);
        cursor
    }
}

/// Most frames differ by a digit: rows that are the same are not looked at twice.
fn write_changes(old: &Buffer, new: &Buffer, mut write: impl FnMut((u16, u16, &Cell))) {
    let width = new.area.width;
    let rows = |of| Buffer::content(of).chunks_exact(width.into());
    let row = |y: u16, cells: &[Cell]| Buffer {
        area: Rect::new(0, y, width, 1),
        content: cells.to_vec(),
    };
    for (y, (old, new)) in (0..).zip(rows(old).zip(rows(new))) {
        if !old.iter().zip(new).all(|(old, new)| is_same(old, new)) {
            row(y, old).diff_iter(&row(y, new)).for_each(&mut write);
        }
    }
}

/// All that a frame shows; the cells that a wide letter covers are not among it.
fn each_symbol(frame: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let rows = frame.content.chunks_exact(frame.area.width.into());
    (0..).zip(rows).flat_map(|(y, row)| {
        let mut covered = 0_u16;
        (0..).zip(row).filter_map(move |(x, cell)| {
            if covered > 0 {
                covered -= 1;
                return None;
            }
            covered = cell.cell_width().saturating_sub(1);
            Some((x, y, cell))
        })
    })
}

/// Only symbol, colors and modifiers are ever set here; most symbols are one byte.
fn is_same(old: &Cell, new: &Cell) -> bool {
    if old.modifier != new.modifier || old.bg != new.bg || old.fg != new.fg {
        return false;
    }
    match (old.symbol().as_bytes(), new.symbol().as_bytes()) {
        ([old], [new]) => old == new,
        (old, new) => old == new,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        let mut canvas = Canvas::blank(Size::new(3, 3));
        let mut sent = |rows: [&str; 3]| {
            let view = |buffer: &mut Buffer| {
                buffer.reset();
                for (y, row) in (0..).zip(rows) {
                    buffer.set_string(0, y, row, Style::new());
                }
                CursorPlace::Resting(Position::ORIGIN)
            };
            let mut sent = Vec::new();
            canvas.draw(view, |(x, y, cell)| {
                sent.push(format!("{x},{y}{}", cell.symbol()));
            });
            sent.join(" ")
        };
        // A screen that is blank has nothing of what a page is painted with.
        assert_eq!(
            sent(["a日", "", "c"]),
            "0,0a 1,0日 0,1  1,1  2,1  0,2c 1,2  2,2 "
        );
        assert_eq!(sent(["ab", "", "c"]), "1,0b");
        assert_eq!(sent(["ab", "", "c"]), "");
        assert_eq!(sent(["ad", "", "c"]), "1,0d");
        // A wide character takes its second column with it, and the terminal clears that with it.
        assert_eq!(sent(["日d", "", "c"]), "0,0日 2,0d");
        assert_eq!(sent(["x", "", "c"]), "0,0x 2,0 ");
    }
}
