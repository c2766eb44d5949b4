//! TAFS as the one number of the screen, what it is a share of, and the bar that shows the same sorted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::Frame;
use super::grid::Bar;
use crate::domain::format;
use crate::insight::coverage::{self, Lack};
use crate::tui::layout::{from_column, row_of};
use crate::tui::paint::{Ink, line, line_right, piece, plain, width};
use crate::tui::theme::{Fill, Role};
use crate::tui::widgets::headline::Headline;
use crate::tui::widgets::stacked_bar::{self, Edge, StackedBar};
use crate::tui::widgets::strip::write_styled;

impl Frame<'_> {
    /// The figure with its definition and its hours.
    pub(super) fn draw_share(&self, buffer: &mut Buffer) {
        let headline = self.headline();
        let page = self.grid.page;
        let end = self.grid.table.map_or(page.right(), |table| table.letter);
        let figure = self.grid.figure;
        // What is missing stands in the place of the goal.
        let mut goal = match headline.lack {
            Some(_) => headline.plain_goal(),
            None => Vec::new(),
        };
        if figure.face.is_none() {
            line_right(buffer, self.row(figure.row), 0, &goal);
            goal.clear();
        } else if !goal.is_empty() && self.totals.tracked().is_positive() {
            goal.insert(0, plain("  "));
        }
        headline.draw(buffer, (page, end), figure, &goal);
    }

    fn headline(&self) -> Headline<'_> {
        Headline {
            scene: self.scene,
            totals: &self.totals,
            reading: self.reading(),
            // Where the bar has room for words, it says it.
            lack: self
                .lack()
                .filter(|_| !self.grid.bar.is_some_and(|bar| bar.has_names)),
            is_open: self.is_today(),
        }
    }

    /// The page's columns of a row; nothing where the row is below the page.
    pub(super) const fn row(&self, row: u16) -> Rect {
        row_of(self.grid.page, row)
    }

    fn lack(&self) -> Option<Lack> {
        coverage::lack_of_day(&self.totals, self.scene.day < self.scene.today)
    }

    /// The stacked bar, with hairlines through it at the goal and at what is usual; two hours that fill up, where it is
    /// too early for a share.
    pub(super) fn draw_bar(&self, buffer: &mut Buffer) {
        let Some(place) = self.grid.bar else {
            return;
        };
        if let Some(lack) = self.lack() {
            return self.draw_early_bar(buffer, &place, lack);
        }
        let bar = StackedBar {
            has_hours: true,
            has_names: place.has_names,
            ..StackedBar::of_day(self.scene.theme, &self.totals)
        };
        bar.draw(buffer, place.area);
        let tafs = self.reading().tafs();
        if let Some(goal) = self.scene.settings.goal {
            let edge = Edge::at(place.area, goal);
            bar.draw_hairline(buffer, place.area, edge);
            if place.has_labels {
                let above = place.area.y.saturating_sub(1);
                self.draw_edge(buffer, edge, above);
                let words = self.headline().goal_words();
                let ending = Rect {
                    width: edge.x.saturating_sub(place.area.x + 1),
                    ..self.row(above)
                };
                // A small goal has no room at its left.
                if width(&words) <= ending.width {
                    line_right(buffer, ending, 0, &words);
                } else {
                    line(buffer, from_column(self.row(above), edge.x + 2), 0, &words);
                }
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

    fn draw_early_bar(&self, buffer: &mut Buffer, place: &Bar, lack: Lack) {
        let bar = StackedBar {
            has_hours: true,
            has_names: place.has_names,
            ..StackedBar::of_day(self.scene.theme, &self.totals)
        };
        let end = bar.draw(buffer, place.area);
        let words = format!("TAFS {lack}");
        let room = usize::from(place.area.right().saturating_sub(end));
        if place.has_names && room > words.len() + 2 {
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
