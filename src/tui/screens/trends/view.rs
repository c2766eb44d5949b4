//! The weeks side by side: TAFS and hours as columns, the hours of the week as a heat map, and beside them, page by page,
//! what else they say. The figures are worked out when the file is read; drawing only places them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::frame::{Frame, Line};
use super::grid::Rows;
use super::pages::Page;
use super::state::State;
use crate::domain::calendar::Day;
use crate::tui::layout::{self, Shape, row_of};
use crate::tui::paint::{Ink, line, line_right};
use crate::tui::scene::Scene;
use crate::tui::widgets::header;
use crate::tui::widgets::side::{draw_hairline, draw_row};

/// The weeks in view as the header says it: `26 weeks to W10`.
pub(crate) fn title(scene: &Scene<'_>, state: &State) -> (String, bool) {
    let calendar = &scene.context.calendar;
    let week = calendar.week_of(scene.day);
    let away = week != calendar.week_of(scene.today);
    let (weeks, to) = (
        format!("{} weeks", state.stretch.weeks()),
        format!("to {}", header::number_of(week)),
    );
    let words = match (scene.size.width < layout::SMALLEST.width * 3 / 2, away) {
        (false, _) => format!("{weeks} {to}"),
        (true, true) => to,
        (true, false) => weeks,
    };
    (words, away)
}

/// Draws the page in view, and what stands beside all of them.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) {
    let Some(frame) = Frame::new(scene, state) else {
        return;
    };
    let pages = frame.pages();
    let count = pages.pages.len();
    let index = state.page.min(count.saturating_sub(1));
    let Some(page) = pages.pages.get(index) else {
        return;
    };
    let has_side = match page {
        Page::Charts(_) | Page::Heat(_) => frame.grid.is_apart || index == 0,
        Page::Lists(_) => false,
    };
    if let Some(side) = frame.grid.side.filter(|_| has_side) {
        if let Some(apart) = scene.regions.side.filter(|_| frame.grid.is_apart) {
            draw_hairline(buffer, apart, scene);
        }
        draw_lines(buffer, side, &pages.side);
    }
    match page {
        Page::Charts(rows) => frame.draw_page_of_charts(buffer, rows),
        Page::Heat(_) => frame.draw_heat(buffer, frame.grid.main.y),
        Page::Lists(_) => {}
    }
    if let Page::Heat(lists) | Page::Lists(lists) = page {
        for (column, lines) in lists {
            draw_lines(buffer, *column, lines);
        }
    }
    if count > 1 {
        let words = match scene.regions.shape {
            Shape::Wide => format!("page {} of {count}", index + 1),
            Shape::Compact | Shape::Line => format!("{}/{count}", index + 1),
        };
        let row = row_of(frame.grid.page, frame.row_of_number(page));
        line_right(buffer, row, 0, &[frame.quiet(words)]);
    }
}

/// Where the week at the cursor is told in words; the top of the page where it is not.
pub(crate) fn rest(scene: &Scene<'_>, state: &State) -> Position {
    let top = layout::screen_body(&scene.regions).as_position();
    let Some(frame) = Frame::new(scene, state) else {
        return top;
    };
    let pages = frame.pages();
    let index = state.page.min(pages.pages.len().saturating_sub(1));
    match pages.pages.get(index) {
        Some(Page::Charts(rows)) if rows.words < frame.grid.page.bottom() => {
            Position::new(frame.grid.main.x, rows.words)
        }
        Some(Page::Charts(_) | Page::Heat(_) | Page::Lists(_)) | None => top,
    }
}

/// The day in view's weekday of the week whose column stands here.
pub(crate) fn day_at(scene: &Scene<'_>, state: &State, at: Position) -> Option<Day> {
    let frame = Frame::new(scene, state)?;
    let pages = frame.pages().pages;
    let index = state.page.min(pages.len().saturating_sub(1));
    let Page::Charts(rows) = pages.get(index)? else {
        return None;
    };
    let top = rows.tafs.or(rows.hours)?.top;
    if !(top..=rows.names).contains(&at.y) || frame.figures.trend.points().is_err() {
        return None;
    }
    let weeks = frame.grid.weeks;
    let back = weeks.count - 1 - weeks.index_at(at.x)?;
    scene.step_days(-7 * i64::from(back))
}

/// How many pages there are.
pub(super) fn count_pages(scene: &Scene<'_>, state: &State) -> usize {
    Frame::new(scene, state).map_or(0, |frame| frame.pages().pages.len())
}

/// Whether a page comes after the one in view.
pub(crate) fn has_next_page(scene: &Scene<'_>, state: &State) -> bool {
    state.page + 1 < count_pages(scene, state)
}

/// Writes lines; what stands at the right of a line is never written over.
fn draw_lines(buffer: &mut Buffer, area: Rect, lines: &[Line]) {
    for (y, one) in (area.y..area.bottom()).zip(lines) {
        if one.right.is_empty() {
            line(buffer, row_of(area, y), 0, &one.left);
        } else {
            draw_row(buffer, row_of(area, y), &one.left, &one.right);
        }
    }
}

impl Frame<'_> {
    /// Where a page has its number: at its top, but where the usual share and the groups stand there.
    fn row_of_number(&self, page: &Page) -> u16 {
        let top = self.grid.page.y;
        match page {
            Page::Charts(rows) if self.grid.side.is_some() => rows
                .words
                .min(self.grid.page.bottom().saturating_sub(1))
                .max(top),
            Page::Charts(_) | Page::Heat(_) | Page::Lists(_) => top,
        }
    }

    fn draw_page_of_charts(&self, buffer: &mut Buffer, rows: &Rows) {
        let main = self.grid.main;
        let end = rows
            .heat
            .map_or(main.bottom(), |heat| heat.saturating_sub(1));
        if let Err(missing) = self.figures.trend.points() {
            let area = Rect {
                height: end.saturating_sub(main.y),
                ..main
            };
            draw_lines(buffer, area, &self.too_few(missing, main.width));
        } else {
            self.draw_charts(buffer, rows);
            for (row, words) in (rows.words..).zip(self.words()) {
                line(buffer, row_of(self.grid.page, row), 0, &words);
            }
        }
        if let Some(heat) = rows.heat {
            self.draw_heat(buffer, heat);
        }
    }
}
