//! What the parts of the trends are drawn from, and the lines that their lists are made of.

use super::figures::Figures;
use super::grid::Grid;
use super::state::State;
use crate::domain::calendar::Week;
use crate::insight::trend::Point;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, broken, piece, width};
use crate::tui::scene::Scene;
use crate::tui::theme::{Role, Theme};

/// A line of a list: what stands at its left and at its right.
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
    pub(super) const fn new(left: Vec<Piece>, right: Vec<Piece>) -> Self {
        Self { left, right }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }

    /// Whether a figure stands at its right.
    pub(super) const fn is_entry(&self) -> bool {
        !self.right.is_empty()
    }

    /// Whether it stands below a head.
    pub(super) fn is_indented(&self) -> bool {
        let first = self.left.first();
        first.is_some_and(|piece| piece.content.starts_with("  "))
    }

    /// How many columns it takes at least.
    pub(super) fn width(&self) -> u16 {
        width(&self.left) + width(&self.right) + 1
    }
}

/// What the screen is drawn from.
pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) figures: &'a Figures,
    pub(super) grid: Grid,
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, state: &'a State) -> Option<Self> {
        if scene.regions.shape == Shape::Line {
            return None;
        }
        let figures = state.figures.as_ref()?;
        let grid = Grid::new(&scene.regions, figures.trend.weeks.len());
        Some(Self {
            scene,
            figures,
            grid,
        })
    }
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl Frame<'_> {
    pub(super) fn soft(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Soft))
    }

    /// The head of a list, and what it is of.
    pub(super) fn head(&self, title: &str, of: impl Into<String>) -> Line {
        Line::new(vec![self.strong(title)], vec![self.quiet(of)])
    }

    /// A name, how often, and for how long.
    pub(super) fn entry(&self, name: &str, count: &str, figure: &str) -> Line {
        let figures = vec![self.quiet(count), self.soft(format!("{figure:>8}"))];
        Line::new(vec![self.soft(name)], figures)
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
        let lines = broken(&groups, room);
        lines.into_iter().map(Line::from).collect()
    }

    pub(super) fn count_weeks(&self) -> usize {
        self.figures.trend.weeks.len()
    }

    /// The weeks that have a column, the one at the cursor last.
    pub(super) fn points(&self) -> &[Point] {
        let weeks = &self.figures.trend.weeks;
        &weeks[weeks.len().saturating_sub(self.grid.weeks.count.into())..]
    }

    /// Off whole, or paused: no day of it was to be worked, one at least for a reason of its own.
    pub(super) fn is_off(&self, point: &Point) -> bool {
        let (hours, days) = (&self.scene.context.hours, point.week.week.days());
        let free = !days.into_iter().any(|day| hours.is_workday(day))
            && days.into_iter().any(|day| hours.is_off(day));
        point.tafs.is_none() && free && self.is_after_the_first(point.week.week)
    }

    /// Over, with too little tracked for a share.
    pub(super) fn is_unknown(&self, point: &Point) -> bool {
        point.tafs.is_none()
            && point.over
            && !self.is_off(point)
            && self.is_after_the_first(point.week.week)
    }

    /// Whether anything was tracked by this week.
    fn is_after_the_first(&self, week: Week) -> bool {
        self.figures.begun.is_some_and(|first| first <= week)
    }

    /// While the last week runs its usual is that of the same point of the week.
    pub(super) fn is_running(&self) -> bool {
        let last = self.figures.trend.weeks.last();
        last.is_some_and(|point| !point.over)
    }
}
