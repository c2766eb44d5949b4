//! TAFS as the one number of the screen, what it is a share of, and the bar that shows the same sorted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::grid::Bar;
use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::{DAY_FROM, Reading};
use crate::tui::layout::at_rows;
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain};
use crate::tui::theme::{Fill, Role};
use crate::tui::widgets::numeral::{self, Face};
use crate::tui::widgets::share::{DEFINITION, figure};
use crate::tui::widgets::stacked_bar::{self, Edge, StackedBar};
use crate::tui::widgets::strip::write_styled;

impl Frame<'_> {
    /// The figure with its definition and its hours.
    pub(super) fn draw_share(&self, buffer: &mut Buffer) {
        let (place, reading) = (self.grid.figure, self.reading());
        if let Some(face) = place.face {
            self.draw_figure(buffer, face);
            let definition = self.strong(self.definition());
            line(buffer, self.row(place.captions), 0, &[definition]);
            line(
                buffer,
                self.row(place.captions + 1),
                0,
                &self.hours(reading),
            );
        } else {
            line(buffer, self.row(place.row), 0, &self.share_words());
            line(buffer, self.row(place.captions), 0, &self.hours(reading));
        }
        if let Some((row, is_right)) = place.goal {
            let words = self.goal_words();
            if is_right {
                line_right(buffer, self.row(row), 0, &words);
            } else {
                line(buffer, self.row(row), 0, &words);
            }
        }
    }

    /// The page's columns of a row; nothing where the row is below the page.
    pub(super) fn row(&self, row: u16) -> Rect {
        let page = self.grid.page;
        at_rows(page, row, u16::from(row < page.bottom()))
    }

    fn draw_figure(&self, buffer: &mut Buffer, face: Face) {
        let (page, row, reading) = (self.grid.page, self.grid.figure.row, self.reading());
        let style = self.style(Role::Display);
        let words = figure(reading, self.totals.selling);
        // What is no share is not set as large, and stands on the same line.
        let is_share = matches!(reading, Reading::Exact { .. } | Reading::Bounded { .. });
        let (face, row) = match face {
            _ if is_share => (face, row),
            Face::Huge => (Face::Large, row + 3),
            Face::Large => (Face::Medium, row + 1),
            Face::Medium => (face, row),
        };
        let end = numeral::draw(buffer, (page.x, row), &words, face, style);
        if !matches!(reading, Reading::TooEarly { .. }) {
            let style = self
                .category(Category::Selling)
                .add_modifier(Modifier::BOLD);
            write_styled(buffer, (end + 1, row + face.rows() - 1), "%", style);
        }
    }

    /// Whether too little is tracked for a share.
    pub(super) fn reading_is_early(&self) -> bool {
        matches!(self.reading(), Reading::TooEarly { .. })
    }

    fn definition(&self) -> &'static str {
        if self.reading_is_early() {
            "selling so far"
        } else {
            DEFINITION
        }
    }

    /// The same on one line.
    fn share_words(&self) -> Vec<Piece> {
        let selling = self.category(Category::Selling);
        let bold = selling.add_modifier(Modifier::BOLD);
        let unit = if self.reading_is_early() { "" } else { " %" };
        let figure = figure(self.reading(), self.totals.selling);
        let soft = self.style(Role::Soft);
        vec![
            piece(format!("{figure}{unit}"), bold),
            piece(format!("  {}", self.definition()), soft),
        ]
    }

    /// The hours behind the share; its bounds where some of the day is not known.
    fn hours(&self, reading: Reading) -> Vec<Piece> {
        let (selling, tracked) = (self.totals.selling, self.totals.tracked());
        let quiet = |words: String| self.quiet(words);
        if self.reading_is_early() {
            if !tracked.is_positive() {
                let words = if self.is_today() {
                    "nothing tracked yet"
                } else {
                    "nothing tracked"
                };
                return vec![self.quiet(words)];
            }
            let hours = self.strong(format::hours(tracked));
            return vec![self.quiet("of "), hours, self.quiet(" tracked")];
        }
        let mut words = vec![
            self.strong(format::hours(selling)),
            quiet(format!(" of {} tracked", format::hours(tracked))),
        ];
        if let (Reading::Bounded { low, high, .. }, Some(coverage)) =
            (reading, self.totals.coverage())
        {
            words.extend([
                plain("   "),
                self.strong(format!(
                    "{}–{}",
                    format::share_figure(low),
                    format::share_figure(high)
                )),
                quiet(format!(" at {} coverage", format::covered(coverage))),
            ]);
        }
        words
    }

    /// `goal 45 %  +8.7`; the goal alone where there is no share, nothing without a goal.
    pub(super) fn goal_words(&self) -> Vec<Piece> {
        let Some(goal) = self.scene.settings.goal else {
            return Vec::new();
        };
        let beyond = self.reading().tafs().map_or_else(String::new, |tafs| {
            format!("  {}", format::signed_points(tafs - goal))
        });
        vec![self.quiet(format!("goal {}{beyond}", format::plain_percent(goal)))]
    }

    /// The stacked bar, with hairlines through it at the goal and at what is usual; two hours that fill up, where it is
    /// too early for a share.
    pub(super) fn draw_bar(&self, buffer: &mut Buffer) {
        let Some(place) = self.grid.bar else {
            return;
        };
        if self.reading_is_early() {
            return self.draw_early_bar(buffer, &place);
        }
        let bar = StackedBar {
            theme: self.scene.theme,
            totals: &self.totals,
            has_hours: true,
            has_names: place.has_names,
            ..StackedBar::of(self.scene.theme, &self.totals)
        };
        bar.draw(buffer, place.area);
        let tafs = self.reading().tafs();
        if let Some(goal) = self.scene.settings.goal {
            let edge = Edge::at(place.area, goal);
            bar.draw_hairline(buffer, place.area, edge);
            if place.has_labels {
                let above = place.area.y.saturating_sub(1);
                self.draw_edge(buffer, edge, above);
                let ending = Rect {
                    width: edge.x.saturating_sub(place.area.x + 1),
                    ..self.row(above)
                };
                line_right(buffer, ending, 0, &self.goal_words());
            }
        }
        let Some(usual) = self.usual.filter(|_| place.has_labels) else {
            return;
        };
        let edge = Edge::at(place.area, usual.tafs);
        bar.draw_hairline(buffer, place.area, edge);
        let below = place.area.bottom();
        self.draw_edge(buffer, edge, below);
        let beyond = tafs.map_or_else(String::new, |tafs| {
            format!("  {}", format::signed_points(tafs - usual.tafs))
        });
        let words = self.quiet(format!("{}{beyond}", self.usual_words()));
        stacked_bar::write_beside(buffer, self.row(below), edge.x, &words);
    }

    fn draw_edge(&self, buffer: &mut Buffer, edge: Edge, row: u16) {
        if row < self.grid.page.bottom() {
            write_styled(buffer, (edge.x, row), edge.sign, self.style(Role::Soft));
        }
    }

    fn draw_early_bar(&self, buffer: &mut Buffer, place: &Bar) {
        let bar = StackedBar {
            whole: Some(DAY_FROM),
            has_hours: true,
            has_names: place.has_names,
            ..StackedBar::of(self.scene.theme, &self.totals)
        };
        let end = bar.draw(buffer, place.area);
        let Some(missing) = self.reading().missing() else {
            return;
        };
        let minutes = (missing.as_seconds() + 59) / 60;
        let words = format!("TAFS after {minutes} more minutes");
        let room = usize::from(place.area.right().saturating_sub(end));
        if room > words.len() + 2 {
            let style = self.scene.theme.ink(Fill::Track);
            write_styled(buffer, (end + 2, place.area.y), &words, style);
        }
        if place.has_labels {
            let above = place.area.y.saturating_sub(1);
            let words = [
                self.quiet("2h tracked "),
                piece("▕", self.style(Role::Soft)),
            ];
            line_right(buffer, self.row(above), 0, &words);
        }
    }
}
