//! What stands under the columns and beside their axes: figures, the names of weeks, and why a week has no figure.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use crate::domain::format;
use crate::domain::text;
use crate::insight::trend::Point;
use crate::tui::paint::{Ink, Piece, width};
use crate::tui::theme::Role;
use crate::tui::widgets::header;
use crate::tui::widgets::strip::write_styled;

/// From this pitch on every week has its figure.
const WITH_FIGURES: u16 = 5;
/// From one name of a week to the next, at least.
const TO_NAME: u16 = 5;

/// What stands under a column.
pub(super) struct Mark {
    words: String,
    /// `None`: no figure, but why there is none.
    value: Option<f64>,
}

impl Frame<'_> {
    /// The names under the columns: of every week, or of as many as there is room for, back from the one at the cursor.
    pub(super) fn draw_names(&self, buffer: &mut Buffer, row: u16) {
        let (points, weeks) = (self.points(), self.grid.weeks);
        let step = usize::from(TO_NAME.div_ceil(weeks.pitch));
        let last = points.len().saturating_sub(1);
        for (index, point) in points.iter().enumerate() {
            let name = header::number_of(point.week.week);
            let wide = text::width(&name) as u16;
            let last_x = weeks.at(last as u16).min(self.grid.main.right() - wide);
            let x = weeks.at(index as u16).min(last_x);
            // The last one may begin before its column, where that stands at the edge.
            let is_free = index == last || x + wide < last_x;
            if (last - index).is_multiple_of(step) && is_free {
                let name = if index == last {
                    self.strong(name)
                } else {
                    self.quiet(name)
                };
                write_styled(buffer, (x, row), &name.content, name.style);
                if index == last && !self.scene.theme.marks_by_color() {
                    let mark = self.strong(self.scene.theme.cursor());
                    write_styled(
                        buffer,
                        (x.saturating_sub(1), row),
                        &mark.content,
                        mark.style,
                    );
                }
            }
        }
    }

    pub(super) fn tafs_mark(&self, point: &Point) -> Mark {
        match point.tafs {
            Some(tafs) => {
                let figure = format::share_figure(tafs);
                let words = figure
                    .strip_prefix("100")
                    .map_or(figure.clone(), |_| "100".to_owned());
                Mark {
                    words,
                    value: Some(tafs),
                }
            }
            None => self.no_mark(point),
        }
    }

    pub(super) fn hours_mark(&self, point: &Point) -> Mark {
        let tracked = point.week.totals.tracked();
        if tracked.is_positive() {
            return Mark {
                words: format::decimal_hours(tracked),
                value: Some(tracked.as_hours()),
            };
        }
        self.no_mark(point)
    }

    pub(super) fn no_mark(&self, point: &Point) -> Mark {
        let words = match (self.is_off(point), self.is_unknown(point)) {
            (true, _) if self.grid.weeks.pitch > 3 => "off",
            (true, _) => "–",
            (false, true) => "?",
            (false, false) => "",
        };
        Mark {
            words: words.to_owned(),
            value: None,
        }
    }

    /// The marks under the columns; where not all have room, the figures of the cursor, the best and the worst.
    pub(super) fn draw_marks(&self, buffer: &mut Buffer, row: u16, unit: &str, marks: &[Mark]) {
        let (weeks, last) = (self.grid.weeks, marks.len().saturating_sub(1));
        let has_all = weeks.pitch >= WITH_FIGURES;
        let known = || {
            marks
                .iter()
                .enumerate()
                .filter(|(_, mark)| mark.value.is_some())
        };
        let value = |(_, mark): &(usize, &Mark)| mark.value.unwrap_or_default();
        let best = known().max_by(|one, other| value(one).total_cmp(&value(other)));
        let worst = known().min_by(|one, other| value(one).total_cmp(&value(other)));
        let ends = [best, worst].into_iter().flatten().map(|(index, _)| index);
        let others = (0..marks.len()).filter(|index| has_all || marks[*index].value.is_none());
        let mut taken: Vec<(u16, u16)> = Vec::new();
        for index in [last].into_iter().chain(ends).chain(others) {
            let Some(mark) = marks.get(index) else {
                continue;
            };
            let wide = text::width(&mark.words) as u16;
            // Where a figure next to it is in its way it ends below its column, or a blank before that figure.
            let begin = weeks.at(index as u16).min(self.grid.main.right() - wide);
            let shifts = if has_all { 0..1 } else { 0..wide + 1 };
            let is_free = |x: &u16| {
                let apart = |(from, to): &(u16, u16)| x + wide < *from || x > to;
                *x >= weeks.x && taken.iter().all(apart)
            };
            let mut begins = shifts.filter_map(|shift| begin.checked_sub(shift));
            let Some(x) = begins.find(is_free).filter(|_| wide > 0) else {
                continue;
            };
            taken.push((x, x + wide));
            let style = match mark.value {
                Some(_) if index == last => self.scene.theme.strong(),
                Some(_) => self.style(Role::Soft),
                None => self.style(Role::Quiet),
            };
            write_styled(buffer, (x, row), &mark.words, style);
        }
        self.write_axis(buffer, row, &self.quiet(unit));
    }

    /// Words at the left of the columns, that end a blank before them.
    pub(super) fn write_axis(&self, buffer: &mut Buffer, row: u16, words: &Piece) {
        let wide = width(std::slice::from_ref(words));
        let x = (self.grid.weeks.x.saturating_sub(1 + wide)).max(self.grid.main.x);
        write_styled(buffer, (x, row), &words.content, words.style);
    }
}
