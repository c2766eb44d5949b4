//! TAFS: the figure, its definition, its hours, the goal and what is usual.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use crate::domain::block::Category;
use crate::domain::stamp::{Length, Moment};
use crate::domain::{format, text};
use crate::insight::coverage::{self, Reading};
use crate::insight::usual;
use crate::tui::layout::{at_columns, from_column, left_of, narrowed};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain, width};
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::{goal_line, share};

impl Frame<'_> {
    /// TAFS, large, with its definition, its hours, the goal and what is usual.
    pub(super) fn share(&self, buffer: &mut Buffer, area: Rect) {
        let reading = coverage::of_day(&self.totals);
        let room = narrowed(area, area.width.saturating_sub(2));
        share::draw(buffer, area, self.scene, reading, self.totals.selling);
        line(buffer, room, 4, &self.hours(reading));
        self.track(buffer, room, 5);
        let usual = self.usual();
        line(buffer, room, 6, &usual);
    }

    fn hours(&self, reading: Reading) -> Vec<Piece> {
        let is_empty = self.totals.tracked() == Length::ZERO;
        share::hours(
            self.scene,
            reading,
            &self.totals,
            |tracked| match is_empty {
                true if self.scene.day == self.scene.today => "nothing tracked yet".to_owned(),
                true => "nothing tracked".to_owned(),
                false => format!("of {tracked} · % from 2 h on"),
            },
        )
    }

    /// A bar of the share with a mark at the goal, and how far it is.
    fn track(&self, buffer: &mut Buffer, area: Rect, y: u16) {
        let Some(goal) = self.scene.settings.goal else {
            return;
        };
        let words = self.pace();
        let columns = area.width.saturating_sub(width(&words) + 2).min(24);
        let share = self.totals.tafs().unwrap_or(0.0);
        let filled = bar(share, columns);
        let rest = usize::from(columns).saturating_sub(text::width(&filled));
        let track = narrowed(area, columns);
        let filled = piece(filled, self.category(Category::Selling));
        line(buffer, track, y, &[filled, self.faint("·".repeat(rest))]);
        let mark = ((goal * f64::from(columns)) as u16).min(columns.saturating_sub(1));
        let mark = at_columns(area, area.x + mark, 1.min(columns));
        line(buffer, mark, y, &[self.strong("│")]);
        line(buffer, from_column(area, area.x + columns + 2), y, &words);
    }

    fn pace(&self) -> Vec<Piece> {
        goal_line::words(self.scene, coverage::of_day(&self.totals))
    }

    fn usual(&self) -> Vec<Piece> {
        let at = if self.scene.day == self.scene.today {
            self.scene.now
        } else {
            self.end_of_day()
        };
        let when = if self.scene.day == self.scene.today {
            "by now"
        } else {
            format::weekday(self.scene.day.weekday())
        };
        let usual = usual::by_now(&self.scene.snapshot.history, at, self.scene.context);
        let words = |tafs| self.quiet(format!("usual {when} {}", format::percent(tafs)));
        usual.map(|usual| words(usual.tafs)).into_iter().collect()
    }

    fn end_of_day(&self) -> Moment {
        let calendar = &self.scene.context.calendar;
        let end = calendar.day_span(self.scene.day).end();
        calendar.here(end.minus(Length::seconds(1)))
    }

    /// TAFS on one line.
    pub(super) fn share_line(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self
            .category(Category::Selling)
            .add_modifier(Modifier::BOLD);
        let reading = coverage::of_day(&self.totals);
        let figure = share::figure(reading, self.totals.selling);
        let mut words = vec![piece(format!("{figure}{} ", share::unit(reading)), selling)];
        if !matches!(reading, Reading::TooEarly { .. }) {
            words.push(self.strong(format::hours(self.totals.selling)));
            words.push(plain(" "));
        }
        words.push(self.quiet(format!("of {}", format::hours(self.totals.tracked()))));
        let from = line_right(buffer, area, 0, &self.pace());
        line(buffer, left_of(area, from), 0, &words);
    }
}
