//! What the parts of the screen of trends are drawn from, and the lines that they are made of.

use ratatui::layout::Rect;

use super::figures::Figures;
use super::state::State;
use crate::tui::layout::{self, Shape};
use crate::tui::paint::{Ink, Piece, as_many_as_fit, width, wrapped};
use crate::tui::scene::Scene;
use crate::tui::theme::Theme;

/// Between the columns and the panels.
pub(super) const GAP: u16 = 4;
/// What the number of the page takes of a first line.
const CORNER: u16 = 8;

/// A line of a page: what stands at its left and at its right.
#[derive(Clone, Default)]
pub(super) struct Line {
    pub(super) left: Vec<Piece>,
    pub(super) right: Vec<Piece>,
}

impl From<Vec<Piece>> for Line {
    fn from(left: Vec<Piece>) -> Self {
        let right = Vec::new();
        Self { left, right }
    }
}

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

/// What the screen is drawn from.
pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) figures: &'a Figures,
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, state: &'a State) -> Option<(Self, Rect)> {
        let regions = &scene.regions;
        if regions.shape == Shape::Line {
            return None;
        }
        let figures = state.figures.as_ref()?;
        Some((Self { scene, figures }, layout::screen_body(regions)))
    }
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl Frame<'_> {
    /// A title, and over what it goes where there is room for that beside the number of the page.
    pub(super) fn heading(&self, title: &str, over: String, room: u16) -> Line {
        let groups = [vec![self.strong(title)], vec![self.quiet(over)]];
        Line::from(as_many_as_fit(
            &groups,
            GAP - 1,
            room.saturating_sub(CORNER),
        ))
    }

    /// Quiet words in as many lines as they need.
    pub(super) fn prose(&self, words: &str, room: u16) -> Vec<Line> {
        let mut groups: Vec<Vec<Piece>> = Vec::new();
        for word in words.split(' ') {
            match groups.last_mut() {
                // A unit stays with its number.
                Some(number) if ["%", "h", "min"].contains(&word) => {
                    number.push(self.quiet(format!(" {word}")));
                }
                Some(_) | None => groups.push(vec![self.quiet(word)]),
            }
        }
        wrapped(&groups, 1, room)
            .into_iter()
            .map(Line::from)
            .collect()
    }

    pub(super) fn weeks(&self) -> usize {
        self.figures.trend.weeks.len()
    }
}

/// A name at the left, cut to what the figures at the right leave of a line.
pub(super) fn entry(name: Vec<Piece>, figures: Vec<Piece>) -> Line {
    Line {
        left: name,
        right: figures,
    }
}

/// How many columns a line takes at least.
pub(super) fn wide(line: &Line) -> u16 {
    width(&line.left) + width(&line.right) + 1
}
