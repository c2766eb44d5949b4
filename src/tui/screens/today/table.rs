//! Where the time went: a row for each category, and below them break, the time without a block, and how much of the
//! day is covered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::grid::Table;
use crate::domain::block::Category;
use crate::domain::format;
use crate::tui::paint::{Ink, Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::line_bar;
use crate::tui::widgets::share::hours_or_dash;

impl Frame<'_> {
    pub(super) fn draw_table(&self, buffer: &mut Buffer) {
        let Some(table) = self.grid.table else {
            return;
        };
        let heads = table.row.saturating_sub(1);
        for (end, head) in [(table.hours, "hours"), (table.share, "share")] {
            self.write_ending(buffer, end, heads, self.quiet(head));
        }
        if self.usual.is_some() {
            self.write_ending(buffer, table.usual, heads, self.quiet("vs usual"));
        }
        for (index, category) in Category::WORK.into_iter().enumerate() {
            self.draw_category(buffer, &table, index, category);
        }
        self.draw_rest(buffer, &table);
    }

    fn draw_category(&self, buffer: &mut Buffer, table: &Table, index: usize, category: Category) {
        let row = table.row + table.pitch * index as u16;
        let mine = self.category(category);
        let letter = piece(
            category.letter().to_string(),
            mine.add_modifier(Modifier::BOLD),
        );
        self.write_at(buffer, table.letter, row, letter);
        self.write_at(buffer, table.name, row, piece(category.name(), mine));
        let length = self.totals.of(category);
        let shares = self.totals.shares().filter(|_| !self.reading_is_early());
        let share = shares.map_or(0.0, |shares| shares[index]);
        let bar = Rect {
            x: table.bar,
            width: table.bar_width,
            ..self.row(row)
        };
        line_bar::draw(
            buffer,
            bar,
            self.scene.theme,
            share,
            Role::Category(category),
        );
        let hours = if length.is_positive() {
            self.strong(format::hours(length))
        } else {
            self.quiet("–")
        };
        self.write_ending(buffer, table.hours, row, hours);
        let share = match shares {
            Some(_) if length.is_positive() => {
                piece(format::percent(share), self.style(Role::Soft))
            }
            Some(_) | None => self.quiet("–"),
        };
        self.write_ending(buffer, table.share, row, share);
        if let Some(words) = self.beside(index, category, shares) {
            self.write_ending(buffer, table.usual, row, words);
        }
    }

    /// What a share is held against: a ceiling where one is set, else what is usual.
    fn beside(&self, index: usize, category: Category, shares: Option<[f64; 4]>) -> Option<Piece> {
        let ceiling = self.scene.settings.distraction_ceiling;
        if let Some(ceiling) = ceiling.filter(|_| category == Category::Distraction) {
            return Some(self.quiet(format!("of {}", format::hours(ceiling))));
        }
        let usual = self.usual?;
        let Some(shares) = shares else {
            return Some(self.quiet("–"));
        };
        let difference = shares[index] - usual.shares[index];
        Some(self.quiet(format::signed_points(difference)))
    }

    fn draw_rest(&self, buffer: &mut Buffer, table: &Table) {
        let soft = self.style(Role::Soft);
        for ((x, row), name, length) in [
            (table.rest, "break", self.totals.rest),
            (table.untracked, "untracked", self.totals.untracked),
        ] {
            let room = Rect {
                x,
                width: self.grid.page.right().saturating_sub(x),
                ..self.row(row)
            };
            let hours = piece(format!("  {}", hours_or_dash(length)), soft);
            line(buffer, room, 0, &[self.quiet(name), hours]);
        }
        if let Some(coverage) = self.totals.coverage() {
            let words = format!("{} covered", format::covered(coverage));
            self.write_ending(buffer, table.usual, table.untracked.1, self.quiet(words));
        }
    }

    fn write_at(&self, buffer: &mut Buffer, x: u16, row: u16, words: Piece) {
        let room = Rect {
            x,
            width: self.grid.page.right().saturating_sub(x),
            ..self.row(row)
        };
        line(buffer, room, 0, &[words]);
    }

    /// Writes words that end in a column.
    fn write_ending(&self, buffer: &mut Buffer, end: u16, row: u16, words: Piece) {
        let area = self.row(row);
        let room = Rect {
            width: (end + 1).saturating_sub(area.x),
            ..area
        };
        line_right(buffer, room, 0, &[words]);
    }
}
