//! TAFS: the figure, its definition, its hours, the goal and what is usual.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::{Frame, left_of};
use crate::domain::block::Category;
use crate::domain::stamp::{Length, Moment};
use crate::domain::{format, text};
use crate::insight::coverage::{self, Reading};
use crate::insight::usual;
use crate::tui::layout::{at_columns, narrowed, shortened};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain, width};
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::digits;
use crate::tui::widgets::goal_line;

/// The definition that stands beside the figure.
const DEFINITION: &str = "time available for selling";

impl Frame<'_> {
    fn figure(&self) -> String {
        match coverage::of_day(&self.totals) {
            Reading::TooEarly { .. } => format::hours(self.totals.selling),
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => {
                format!("{:.1}", tafs * 100.0)
            }
            Reading::OnlyBounds { low, high } => format!("{:.0}–{:.0}", low * 100.0, high * 100.0),
        }
    }

    /// TAFS, large, with its definition, its hours, the goal and what is usual.
    pub(super) fn share(&self, buffer: &mut Buffer, area: Rect) {
        let reading = coverage::of_day(&self.totals);
        let selling = self.category(Category::Selling);
        let end = digits::draw(
            buffer,
            shortened(area, area.height.min(3)),
            &self.figure(),
            selling,
        );
        if !matches!(reading, Reading::TooEarly { .. }) {
            line(
                buffer,
                at_columns(
                    area,
                    end.min(area.right()),
                    area.right().saturating_sub(end),
                ),
                2,
                &[piece("%", selling)],
            );
        }
        let room = narrowed(area, area.width.saturating_sub(2));
        line(buffer, room, 3, &[self.strong(DEFINITION)]);
        line(buffer, room, 4, &self.hours(reading));
        self.track(buffer, room, 5);
        let usual = self.usual();
        line(buffer, room, 6, &usual);
    }

    fn hours(&self, reading: Reading) -> Vec<Piece> {
        let tracked = format::hours(self.totals.tracked());
        match reading {
            Reading::TooEarly { .. } if self.totals.tracked() == Length::ZERO => {
                vec![self.quiet(if self.scene.day == self.scene.today {
                    "nothing tracked yet"
                } else {
                    "nothing tracked"
                })]
            }
            Reading::TooEarly { .. } => vec![self.quiet(format!("of {tracked} · % from 2 h on"))],
            Reading::Exact { .. } | Reading::OnlyBounds { .. } => {
                vec![
                    self.strong(format::hours(self.totals.selling)),
                    self.quiet(format!(" of {tracked} tracked")),
                ]
            }
            Reading::Bounded { low, high, .. } => vec![
                self.strong(format::hours(self.totals.selling)),
                self.quiet(format!(
                    " of {tracked} · {:.0}–{:.0} %",
                    low * 100.0,
                    high * 100.0
                )),
            ],
        }
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
        line(
            buffer,
            track,
            y,
            &[
                piece(filled, self.category(Category::Selling)),
                self.faint("·".repeat(rest)),
            ],
        );
        let mark = ((goal * f64::from(columns)) as u16).min(columns.saturating_sub(1));
        line(
            buffer,
            at_columns(area, area.x + mark, 1.min(columns)),
            y,
            &[self.strong("│")],
        );
        let after = at_columns(
            area,
            area.x + columns + 2,
            area.width.saturating_sub(columns + 2),
        );
        line(buffer, after, y, &words);
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
        match usual::by_now(&self.scene.snapshot.history, at, self.scene.context) {
            Some(usual) if self.scene.day == self.scene.today => {
                vec![self.quiet(format!("usual by now {}", format::percent(usual.tafs)))]
            }
            Some(usual) => {
                let weekday = format::weekday(self.scene.day.weekday());
                vec![self.quiet(format!("usual {weekday} {}", format::percent(usual.tafs)))]
            }
            None => Vec::new(),
        }
    }

    fn end_of_day(&self) -> Moment {
        let calendar = &self.scene.context.calendar;
        calendar.here(
            calendar
                .day_span(self.scene.day)
                .end()
                .minus(Length::seconds(1)),
        )
    }

    /// TAFS on one line.
    pub(super) fn share_line(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self
            .category(Category::Selling)
            .add_modifier(Modifier::BOLD);
        let reading = coverage::of_day(&self.totals);
        let unit = if matches!(reading, Reading::TooEarly { .. }) {
            ""
        } else {
            " %"
        };
        let mut words = vec![piece(format!("{}{unit} ", self.figure()), selling)];
        if !matches!(reading, Reading::TooEarly { .. }) {
            words.push(self.strong(format::hours(self.totals.selling)));
            words.push(plain(" "));
        }
        words.push(self.quiet(format!("of {}", format::hours(self.totals.tracked()))));
        let from = line_right(buffer, area, 0, &self.pace());
        line(buffer, left_of(area, from), 0, &words);
    }
}
