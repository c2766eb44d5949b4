//! Seven days side by side: where each hour went, and what the week comes to.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::frame::Frame;
use super::grid;
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::tui::layout::{self, Shape, at_columns, from_column, left_of, narrowed};
use crate::tui::paint::{Ink, line, line_right, lines, piece};
use crate::tui::scene::Scene;
use crate::tui::widgets::{header, share};

/// From so many columns on the days have room for their dates.
const ROOMY: u16 = 96;

/// Draws the week.
pub(crate) fn view(scene: &Scene<'_>, buffer: &mut Buffer) {
    let regions = &scene.regions;
    let area = layout::screen_body(regions);
    let frame = Frame::new(scene);
    match regions.shape {
        Shape::Line => {}
        Shape::Compact => frame.compact(buffer, area),
        Shape::Wide => {
            let (grid, panel) = halves(area);
            frame.grid(buffer, grid);
            frame.panel(buffer, panel);
        }
    }
}

/// The grid on the left, and what the week comes to on the right.
fn halves(area: Rect) -> (Rect, Rect) {
    let column = if area.width >= ROOMY { 9 } else { 6 };
    let left = (grid::LABEL + 7 * column).min(area.width);
    let gap = if area.width >= ROOMY { 4 } else { 2 };
    (narrowed(area, left), from_column(area, area.x + left + gap))
}

/// The day whose column, or whose line, stands here.
pub(crate) fn day_at(scene: &Scene<'_>, at: Position) -> Option<Day> {
    let regions = &scene.regions;
    let area = layout::body(regions);
    let days = scene.context.calendar.week_of(scene.day).days();
    let index = match regions.shape {
        Shape::Line => return None,
        Shape::Compact => {
            at.y.checked_sub(area.y)
                .filter(|_| area.contains(at))
                .map(usize::from)
        }
        Shape::Wide => {
            let grid = halves(area).0;
            grid.contains(at)
                .then(|| grid::column_at(grid, at.x))
                .flatten()
        }
    };
    let day = *days.get(index?)?;
    (day <= scene.today).then_some(day)
}

/// The week in view as the header says it: `W10 · 2-8 Mar`.
pub(crate) fn title(scene: &Scene<'_>) -> String {
    let week = scene.context.calendar.week_of(scene.day);
    header::name_week(scene, week)
}

impl Frame<'_> {
    /// The week on a line, and a line a day: its ribbon, hours and TAFS; below them the commitment.
    fn compact(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self
            .scene
            .theme
            .category(Category::Selling)
            .add_modifier(Modifier::BOLD);
        let (reading, hours) = (self.reading(), self.totals.selling);
        let (figure, unit) = (share::figure(reading, hours), share::unit(reading));
        let mut words = vec![piece(format!("{figure}{unit} "), selling)];
        words.extend(self.hours_words());
        let from = line_right(buffer, area, 0, &self.pace());
        line(buffer, left_of(area, from), 0, &words);
        let scale = grid::extent(&self.days);
        for (index, day) in self.days.iter().enumerate() {
            let y = 1 + index as u16;
            let name = piece(format::weekday(day.day.weekday()), self.day_style(day.day));
            line(buffer, area, y, &[name]);
            let figures = format!(
                "{:>6} {:>5}",
                self.day_hours(day),
                Self::day_share(&day.totals)
            );
            let from = line_right(buffer, area, y, &[self.quiet(figures)]);
            let Some(width) = from.checked_sub(area.x + 5).filter(|_| y < area.height) else {
                continue;
            };
            for column in 0..width {
                let minutes = |column: u16| {
                    scale.0 + (scale.1 - scale.0) * i64::from(column) / i64::from(width)
                };
                let sign = self.sign(day, minutes(column), minutes(column + 1));
                line(buffer, at_columns(area, area.x + 4 + column, 1), y, &[sign]);
            }
        }
        // What is left of the lines says how the commitment stands.
        let commitment = self.commitment_words(area.width);
        lines(buffer, area, self.days.len() as u16 + 1, &commitment);
    }
}
