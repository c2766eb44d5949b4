//! The grid of the week: a column a day, a row a stretch of the clock.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{DayColumn, Frame};
use crate::domain::format;
use crate::domain::stamp::Stamp;
use crate::insight::gaps::Entry;
use crate::tui::layout::at_columns;
use crate::tui::paint::{Ink, line, piece};

/// The columns of the hours at the left.
pub(super) const LABEL: u16 = 4;
/// Rows above the cells, and below them: a rule, the hours, TAFS.
const ABOVE: u16 = 1;
const BELOW: u16 = 3;
/// A row may stand for so many minutes; the least that fits is taken.
const STEPS: [i64; 5] = [30, 60, 120, 180, 240];
/// Without anything planned or on record there is still a day to look at: 8 to 18 o'clock, in minutes.
const EMPTY: (i64, i64) = (8 * 60, 18 * 60);

impl Frame<'_> {
    /// The names of the days, their cells, their hours and their TAFS.
    pub(super) fn grid(&self, buffer: &mut Buffer, area: Rect) {
        let (from, to) = extent(&self.days);
        let room = area.height.saturating_sub(ABOVE + BELOW);
        let step = STEPS
            .into_iter()
            .find(|step| (to - from) / step <= i64::from(room))
            .unwrap_or(STEPS[4]);
        let rows = ((to - from + step - 1) / step).min(i64::from(room)) as u16;
        for row in 0..rows {
            let minutes = from + i64::from(row) * step;
            if minutes % 60 == 0 {
                let label = format!("{:02}", minutes / 60 % 24);
                line(buffer, area, ABOVE + row, &[self.quiet(label)]);
            }
        }
        for (index, day) in self.days.iter().enumerate() {
            let column = column(area, index);
            self.day_name(buffer, column, day);
            for row in 0..rows {
                let minutes = from + i64::from(row) * step;
                let mut sign = self.sign(day, minutes, minutes + step);
                sign.content = sign.content.repeat(usize::from(column.width)).into();
                line(buffer, column, ABOVE + row, &[sign]);
            }
            let rule = "─".repeat(usize::from(column.width));
            line(buffer, column, ABOVE + rows, &[self.faint(rule)]);
            let hours = self.day_hours(day);
            line(
                buffer,
                column,
                ABOVE + rows + 1,
                &[self.strong(centred(&hours, column))],
            );
            let share = Self::day_share(&day.totals);
            line(
                buffer,
                column,
                ABOVE + rows + 2,
                &[self.quiet(centred(&share, column))],
            );
        }
    }

    fn day_name(&self, buffer: &mut Buffer, column: Rect, day: &DayColumn<'_>) {
        let name = format::weekday(day.day.weekday());
        let with_date = format!(
            "{name} {}",
            day.day
                .to_string()
                .get(8..)
                .unwrap_or_default()
                .trim_start_matches('0')
        );
        let name = if usize::from(column.width) > with_date.len() {
            with_date
        } else {
            name.to_owned()
        };
        let pad = (usize::from(column.width).saturating_sub(name.len())) / 2;
        line(
            buffer,
            column,
            0,
            &[
                self.quiet(" ".repeat(pad)),
                piece(name, self.day_style(day.day)),
            ],
        );
    }
}

fn centred(text: &str, column: Rect) -> String {
    format!("{text:^width$}", width = usize::from(column.width))
}

/// Where a day stands; a column of air parts it from the next.
fn column(area: Rect, index: usize) -> Rect {
    let each = area.width.saturating_sub(LABEL) / 7;
    let x = area.x + LABEL + each * index as u16;
    at_columns(area, x.min(area.right()), each.saturating_sub(1))
}

/// The index of the day that stands at a column of the screen.
pub(super) fn column_at(area: Rect, x: u16) -> Option<usize> {
    (0..7).find(|index| {
        let column = column(area, *index);
        (column.x..=column.right()).contains(&x)
    })
}

/// From which whole hour to which the days have anything planned or on record, in minutes after midnight.
pub(super) fn extent(days: &[DayColumn<'_>]) -> (i64, i64) {
    let minutes =
        |day: &DayColumn<'_>, at: Stamp| at.since(day.midnight).as_seconds().div_euclid(60);
    let spans = days.iter().flat_map(|day| {
        let known = day
            .entries
            .iter()
            .filter(|entry| !matches!(entry, Entry::Off(_)))
            .map(Entry::span);
        known
            .chain(day.planned.iter().copied())
            .map(|span| (minutes(day, span.start()), minutes(day, span.end())))
    });
    let around = spans.reduce(|all, span| (all.0.min(span.0), all.1.max(span.1)));
    let (from, to) = around.unwrap_or(EMPTY);
    let from = from.div_euclid(60) * 60;
    (from, ((to + 59).div_euclid(60) * 60).max(from + 60))
}
