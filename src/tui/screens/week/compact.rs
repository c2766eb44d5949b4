//! The week on a small screen: a bar of 100 % for each day, with the goal through all of them.

use chrono::Datelike;
use ratatui::buffer::Buffer;

use super::frame::{Frame, WeekDay};
use super::grid::Compact;
use crate::domain::format;
use crate::tui::layout::{at_columns, row_of};
use crate::tui::paint::{Ink, Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::band;
use crate::tui::widgets::commitment::read_commitment;
use crate::tui::widgets::share::figures;
use crate::tui::widgets::stacked_bar::{Edge, StackedBar};

/// From the end of the hours to the end of the share, and from the bar to the end of the hours.
const HOURS: u16 = 6;

impl<'a> Frame<'a> {
    /// The days with a bar: those with a lane, and the selected one.
    pub(super) fn barred(&self) -> impl Iterator<Item = &WeekDay<'a>> {
        let days = self.days.iter();
        days.filter(|day| day.has_lane || self.is_selected(day))
    }

    pub(super) fn compact_grid(&self) -> Compact {
        let has_bounds = self.barred().any(WeekDay::has_bounds);
        Compact::new(&self.scene.regions, self.barred().count(), has_bounds)
    }

    pub(super) fn draw_compact(&self, buffer: &mut Buffer) {
        let grid = self.compact_grid();
        let (page, headline) = (grid.page, self.headline());
        line(buffer, row_of(page, grid.figure.row), 0, &headline.words());
        let hours = row_of(page, grid.figure.captions);
        let from = line_right(buffer, hours, 0, &headline.goal_words());
        let room = at_columns(hours, hours.x, from.saturating_sub(hours.x + 1));
        line(buffer, room, 0, &self.compact_hours());
        for (row, day) in (grid.bars.y..).zip(self.barred()) {
            self.draw_bar(buffer, &grid, row, day);
        }
        let below = row_of(page, grid.bars.bottom());
        let Some(commitment) = read_commitment(self.scene, self.week) else {
            return;
        };
        line(buffer, below, 0, &[self.quiet(commitment.line)]);
    }

    /// `20h50 of 40h15`; without a share the tracked hours alone, nothing where there are none.
    fn compact_hours(&self) -> Vec<Piece> {
        if !self.totals.tracked().is_positive() {
            return Vec::new();
        }
        let tracked = format::hours(self.totals.tracked());
        let words = if self.headline().is_early() {
            format!("of {tracked}")
        } else {
            format!("{} of {tracked}", format::hours(self.totals.selling))
        };
        vec![piece(words, self.style(Role::Soft))]
    }

    fn draw_bar(&self, buffer: &mut Buffer, grid: &Compact, y: u16, day: &WeekDay<'_>) {
        let row = row_of(grid.page, y);
        if row.is_empty() {
            return;
        }
        let is_selected = self.is_selected(day);
        let name = format::weekday(day.day.0.weekday());
        let (name, tone) = if is_selected {
            band::draw(buffer, grid.page, self.scene, (y, 1));
            (self.strong(name), Role::Text)
        } else {
            (self.quiet(name), Role::Soft)
        };
        line(buffer, row, 0, &[name]);
        let bar = at_columns(row, grid.bars.x, grid.bars.width);
        let tracked = day.totals.tracked();
        if tracked.is_positive() {
            let stacked = StackedBar::of_day(self.scene.theme, &day.totals);
            stacked.draw(buffer, bar);
            let goal = self.scene.settings.goal;
            if let Some(goal) = goal.filter(|_| !day.reading().is_early()) {
                stacked.draw_hairline(buffer, bar, Edge::at(bar, goal));
            }
            // The bounds take the place of the hours beside their share, and that of the share where they stand alone.
            let (share, bounds) = figures(day.reading());
            let end = match (&share, &bounds) {
                (None, Some(_)) => bar.right() + HOURS,
                (Some(_) | None, _) => row.right().saturating_sub(HOURS),
            };
            let beside = bounds.filter(|_| share.is_some());
            let words = beside.map_or_else(
                || piece(format::hours(tracked), self.style(tone)),
                |bounds| self.quiet(bounds),
            );
            line_right(buffer, at_columns(row, row.x, end - row.x), 0, &[words]);
        }
        let mut share = self.share_words(day, true);
        if !is_selected && figures(day.reading()) != (None, None) {
            share.style = self.style(Role::Text);
        }
        line_right(buffer, row, 0, &[share]);
    }
}
