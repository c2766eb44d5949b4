//! The week as Today seven times: a lane for each day, and what the days come to.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::frame::Frame;
use super::grid::{Grid, is_compact};
use super::lanes::BESIDE;
use crate::domain::calendar::Day;
use crate::insight::weeks;
use crate::tui::layout::{Shape, row_of};
use crate::tui::paint::{line, line_right};
use crate::tui::scene::Scene;
use crate::tui::widgets::category_table::{CategoryTable, beside_usual};
use crate::tui::widgets::header;

/// Draws the week, but on a screen that has room for one line only.
pub(crate) fn view(scene: &Scene<'_>, buffer: &mut Buffer) {
    if scene.regions.shape == Shape::Line {
        return;
    }
    let frame = Frame::new(scene);
    let scrolled = frame.scrolled();
    if scrolled == 0 {
        return frame.draw(buffer);
    }
    let mut whole = buffer.clone();
    frame.draw(&mut whole);
    let page = scene.regions.page;
    for y in page.top()..page.bottom().saturating_sub(scrolled) {
        for x in buffer.area.left()..buffer.area.right() {
            buffer[(x, y)] = whole[(x, y + scrolled)].clone();
        }
    }
}

/// The day whose lane, or whose bar, stands here.
pub(crate) fn day_at(scene: &Scene<'_>, at: Position) -> Option<Day> {
    if scene.regions.shape == Shape::Line {
        return None;
    }
    let frame = Frame::new(scene);
    let at = Position {
        y: at.y + frame.scrolled(),
        ..at
    };
    let day = if is_compact(&scene.regions) {
        let bars = frame.compact_grid().bars;
        let index = at.y.checked_sub(bars.y)?;
        frame.barred().nth(index.into())
    } else {
        let grid = frame.grid();
        if frame.shows_others(&grid) && grid.weekend == Some(at.y) {
            let index = at.x.checked_sub(grid.page.x)? / BESIDE;
            frame.others().nth(index.into())
        } else {
            let below = at.y.checked_sub(grid.lanes.first.y)?;
            let index = (at.y < grid.lanes.end()).then_some(below / grid.lanes.pitch);
            frame.laned().nth(index?.into())
        }
    }?;
    (day.day <= scene.today).then_some(day.day)
}

/// The week in view as the header says it: `W10 · 2–8 Mar 2026`.
pub(crate) fn title(scene: &Scene<'_>) -> String {
    let week = scene.context.calendar.week_of(scene.day);
    header::name_week(scene, week)
}

impl Frame<'_> {
    fn draw(&self, buffer: &mut Buffer) {
        if is_compact(&self.scene.regions) {
            return self.draw_compact(buffer);
        }
        let grid = self.grid();
        self.draw_headline(buffer, &grid);
        self.draw_table(buffer, &grid);
        self.draw_lanes(buffer, &grid);
        self.draw_groups(buffer, &grid);
        self.draw_facts(buffer, &grid);
        self.draw_words(buffer, &grid);
        self.draw_side(buffer, &grid);
    }

    /// So many rows the page is scrolled by, so that a sheet leaves the selected day in view.
    fn scrolled(&self) -> u16 {
        let regions = &self.scene.regions;
        if regions.sheet.is_empty() {
            return 0;
        }
        let Some(end) = self.end_of_selected() else {
            return 0;
        };
        end.saturating_sub(regions.covered_from())
    }

    /// The row after those of the selected day.
    fn end_of_selected(&self) -> Option<u16> {
        if is_compact(&self.scene.regions) {
            let bars = self.compact_grid().bars;
            let index = self.barred().position(|day| self.is_selected(day))?;
            return Some(bars.y + index as u16 + 1);
        }
        let grid = self.grid();
        match self.laned().position(|day| self.is_selected(day)) {
            Some(index) => Some(grid.lanes.lane(index as u16).y + grid.lanes.pitch),
            None => grid.weekend.map(|row| row + 1),
        }
    }

    fn draw_headline(&self, buffer: &mut Buffer, grid: &Grid) {
        let mut place = grid.figure;
        let goal = place.goal.take();
        let more = match goal {
            Some(_) => Vec::new(),
            None => self.goal_behind_hours(grid.table.name.saturating_sub(grid.page.x)),
        };
        let room = (grid.page, grid.table.letter);
        self.headline().draw(buffer, room, place, &more);
        let words = self.headline().goal_words();
        match goal {
            Some((row, true)) => {
                line_right(buffer, row_of(grid.page, row), 0, &words);
            }
            Some((row, false)) => {
                line(buffer, row_of(grid.page, row), 0, &words);
            }
            None => {}
        }
    }

    fn draw_table(&self, buffer: &mut Buffer, grid: &Grid) {
        let shares = self.totals.shares();
        let shares = shares.filter(|_| self.reading().tafs().is_some());
        let usual = weeks::find_usual(self.ledger(), self.week).ok();
        let table = CategoryTable {
            scene: self.scene,
            page: grid.page,
            totals: &self.totals,
            shares,
            has_usual: usual.is_some(),
            beside: usual.map_or([const { None }; 4], |usual| {
                beside_usual(shares, usual.shares)
            }),
        };
        table.draw(buffer, &grid.table);
    }
}
