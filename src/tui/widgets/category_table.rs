//! Where the time went: a row for each category, and below them break, the time without a block, and how much of the
//! time is covered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::line_bar;
use super::share::hours_or_dash;
use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::totals::Totals;
use crate::tui::layout::{at_columns, row_of};
use crate::tui::paint::{Ink, Piece, line, line_right, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Where the table stands; rows and columns of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Table {
    pub(crate) row: u16,
    /// From one row to the next.
    pub(crate) pitch: u16,
    pub(crate) letter: u16,
    pub(crate) name: u16,
    pub(crate) bar: u16,
    pub(crate) bar_width: u16,
    /// The last columns of the figures.
    pub(crate) hours: u16,
    pub(crate) share: u16,
    pub(crate) usual: u16,
    /// Break, and the time without a block: column and row.
    pub(crate) rest: Option<(u16, u16)>,
    pub(crate) untracked: (u16, u16),
}

impl Table {
    /// A table of nothing yet whose figures end where the page does.
    pub(crate) const fn ending_at(page: Rect) -> Self {
        Self {
            row: 0,
            pitch: 1,
            letter: 0,
            name: 0,
            bar: 0,
            bar_width: 0,
            hours: page.right() - 20,
            share: page.right() - 11,
            usual: page.right() - 1,
            rest: None,
            untracked: (0, 0),
        }
    }
}

/// What the table is of.
pub(crate) struct CategoryTable<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) page: Rect,
    pub(crate) totals: &'a Totals,
    /// `None` where it is too early for shares.
    pub(crate) shares: Option<[f64; 4]>,
    /// Whether the shares are held against what is usual.
    pub(crate) has_usual: bool,
    /// What stands beside the share of each category.
    pub(crate) beside: [Option<String>; 4],
}

/// How far each share is from what is usual; dashes where there are no shares.
pub(crate) fn beside_usual(shares: Option<[f64; 4]>, usual: [f64; 4]) -> [Option<String>; 4] {
    [0, 1, 2, 3].map(|index: usize| {
        Some(shares.map_or_else(
            || "–".to_owned(),
            |shares| format::signed_points(shares[index] - usual[index]),
        ))
    })
}

impl CategoryTable<'_> {
    pub(crate) fn draw(&self, buffer: &mut Buffer, table: &Table) {
        let scene = self.scene;
        let heads = table.row.saturating_sub(1);
        for (end, head) in [(table.hours, "hours"), (table.share, "share")] {
            self.write_ending(buffer, end, heads, scene.quiet(head));
        }
        if self.has_usual {
            self.write_ending(buffer, table.usual, heads, scene.quiet("vs usual"));
        }
        for (index, category) in Category::WORK.into_iter().enumerate() {
            self.draw_category(buffer, table, index, category);
        }
        self.draw_rest(buffer, table);
    }

    fn draw_category(&self, buffer: &mut Buffer, table: &Table, index: usize, category: Category) {
        let (scene, row) = (self.scene, table.row + table.pitch * index as u16);
        let mine = scene.theme.category(category);
        let letter = piece(
            category.letter().to_string(),
            mine.add_modifier(Modifier::BOLD),
        );
        self.write_at(buffer, table.letter, row, &[letter]);
        self.write_at(buffer, table.name, row, &[piece(category.name(), mine)]);
        let length = self.totals.of(category);
        let share = self.shares.map_or(0.0, |shares| shares[index]);
        let bar = at_columns(row_of(self.page, row), table.bar, table.bar_width);
        line_bar::draw(buffer, bar, scene.theme, share, Role::Category(category));
        let hours = if length.is_positive() {
            scene.strong(format::hours(length))
        } else {
            scene.quiet("–")
        };
        self.write_ending(buffer, table.hours, row, hours);
        let share = match self.shares {
            Some(_) if length.is_positive() => {
                piece(format::percent(share), scene.style(Role::Soft))
            }
            Some(_) | None => scene.quiet("–"),
        };
        self.write_ending(buffer, table.share, row, share);
        if let Some(words) = &self.beside[index] {
            self.write_ending(buffer, table.usual, row, scene.quiet(words));
        }
    }

    fn draw_rest(&self, buffer: &mut Buffer, table: &Table) {
        let scene = self.scene;
        let rest = table.rest.map(|at| (at, "break", self.totals.rest));
        let untracked = Some((table.untracked, "untracked", self.totals.untracked));
        for ((x, row), name, length) in rest.into_iter().chain(untracked) {
            let hours = format!("  {}", hours_or_dash(length));
            let words = [scene.quiet(name), piece(hours, scene.style(Role::Soft))];
            self.write_at(buffer, x, row, &words);
        }
        // Before the first block nothing is covered yet, and nothing is lacking.
        let has_begun = self.totals.tracked().is_positive() || self.totals.rest.is_positive();
        if let Some(coverage) = self.totals.coverage().filter(|_| has_begun) {
            let words = format!("{} covered", format::covered(coverage));
            self.write_ending(buffer, table.usual, table.untracked.1, scene.quiet(words));
        }
    }

    fn write_at(&self, buffer: &mut Buffer, x: u16, row: u16, words: &[Piece]) {
        let room = at_columns(
            row_of(self.page, row),
            x,
            self.page.right().saturating_sub(x),
        );
        line(buffer, room, 0, words);
    }

    /// Writes words that end in a column.
    fn write_ending(&self, buffer: &mut Buffer, end: u16, row: u16, words: Piece) {
        let area = row_of(self.page, row);
        let room = at_columns(area, area.x, (end + 1).saturating_sub(area.x));
        line_right(buffer, room, 0, &[words]);
    }
}
