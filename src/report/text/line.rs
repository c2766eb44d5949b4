//! A line for a terminal, in pieces that say how they are meant to look.

use crate::domain::block::Category;
use crate::domain::text;

/// How a piece is meant to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Plain,
    /// What counts most.
    Strong,
    /// What stands back.
    Quiet,
    /// In the color of a category.
    Of(Category),
}

/// A stretch of a line in one look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub text: String,
    pub tone: Tone,
}

/// A line, from left to right.
pub type Line = Vec<Piece>;

pub(super) fn piece(words: impl Into<String>, tone: Tone) -> Piece {
    Piece {
        text: words.into(),
        tone,
    }
}

pub(super) fn width(line: &[Piece]) -> usize {
    line.iter().map(|piece| text::width(&piece.text)).sum()
}

/// The line without spaces at its end.
pub(super) fn trimmed(mut line: Line) -> Line {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
    line
}

/// The line without spaces at its end, cut where it is too long all the same.
pub(super) fn fitted(line: Line, columns: usize) -> Line {
    let mut line = trimmed(line);
    let mut left = columns;
    for piece in &mut line {
        piece.text = text::fit(&piece.text, left);
        left -= text::width(&piece.text).min(left);
    }
    line.retain(|piece| !piece.text.is_empty());
    line
}
