//! What the week comes to: TAFS, hours, shares.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Frame;
use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::{self, Reading};
use crate::tui::paint::{Piece, line, line_right, piece};
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::digits;

/// The definition that stands beside the figure.
const DEFINITION: &str = "time available for selling";

impl Frame<'_> {
    /// The large figure of the week and its unit: TAFS, its bounds, or hours where it is too early for a share.
    pub(super) fn figure(&self) -> (String, &'static str) {
        match coverage::of_week(&self.totals) {
            Reading::TooEarly { .. } => (format::hours(self.totals.selling), ""),
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => (format!("{:.1}", tafs * 100.0), " %"),
            Reading::OnlyBounds { low, high } => (format!("{:.0}–{:.0}", low * 100.0, high * 100.0), " %"),
        }
    }

    /// The hours behind the figure, and what is missing for a share.
    pub(super) fn hours_words(&self) -> Vec<Piece> {
        let strong = self.model.kit.theme.strong();
        let tracked = format::hours(self.totals.tracked());
        match coverage::of_week(&self.totals) {
            Reading::TooEarly { .. } if !self.totals.tracked().is_positive() => vec![self.quiet("nothing tracked")],
            Reading::TooEarly { missing } => {
                vec![self.quiet(format!("of {tracked} · % needs {} more", format::spoken(missing)))]
            }
            Reading::Exact { .. } | Reading::OnlyBounds { .. } => {
                vec![piece(format::hours(self.totals.selling), strong), self.quiet(format!(" of {tracked} tracked"))]
            }
            Reading::Bounded { low, high, .. } => vec![
                piece(format::hours(self.totals.selling), strong),
                self.quiet(format!(" of {tracked} · {:.0}–{:.0} %", low * 100.0, high * 100.0)),
            ],
        }
    }

    /// TAFS of the week, and a bar a category.
    pub(super) fn panel(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self.model.kit.theme.category(Category::Selling);
        let (figure, unit) = self.figure();
        let end = digits::draw(buffer, Rect { height: area.height.min(3), ..area }, &figure, selling);
        let after = Rect { x: end.min(area.right()), width: area.right().saturating_sub(end), ..area };
        line(buffer, after, 2, &[piece(unit.trim_start(), selling)]);
        line(buffer, area, 3, &[piece(DEFINITION, self.model.kit.theme.strong())]);
        line(buffer, area, 4, &self.hours_words());
        self.bars(buffer, area, 6);
    }

    fn bars(&self, buffer: &mut Buffer, area: Rect, top: u16) {
        let lengths = Category::WORK.map(|category| self.totals.of(category));
        let longest = lengths.into_iter().max().unwrap_or_default();
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let y = top + index as u16;
            let length = self.totals.of(category);
            let style = self.model.kit.theme.category(category);
            let name = if area.width < 44 { category.letter().to_string() } else { format!("{category:<12}") };
            let share = length.share_of(self.totals.tracked()).map_or_else(String::new, format::percent);
            let hours = if length.is_positive() { format::hours(length) } else { "–".to_owned() };
            let figures = [piece(format!("{hours:>7}"), Style::new()), self.quiet(format!("{share:>8}"))];
            let from = line_right(buffer, area, y, &figures);
            let start = line(buffer, area, y, &[piece(name, style), piece(" ", Style::new())]);
            let columns = from.saturating_sub(start + 1);
            let filled = bar(length.share_of(longest).unwrap_or(0.0), columns);
            line(buffer, Rect { x: start, width: columns, ..area }, y, &[piece(filled, style)]);
        }
    }
}
