//! Where the time went: a row a category, and the rows of break and untracked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::frame::Frame;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::tui::layout::{at_columns, narrowed};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain, width};
use crate::tui::theme::{Role, UNTRACKED, pattern};
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::commitment_line;

/// Below so many columns only the letters name the bars.
const NARROW: u16 = 42;

impl Frame<'_> {
    /// A row a category; on a large screen also break, untracked and coverage.
    pub(super) fn bars(&self, buffer: &mut Buffer, area: Rect, compact: bool) {
        let lengths = Category::WORK.map(|category| self.totals.of(category));
        let percents = format::whole_percents(lengths);
        let longest = lengths
            .into_iter()
            .chain([self.totals.rest, self.totals.untracked])
            .max()
            .unwrap_or_default();
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let percent = if self.totals.tracked().is_positive() {
                format!("{:3} %", percents[index])
            } else {
                String::new()
            };
            self.work_bar(buffer, area, (index, category), longest, percent, compact);
        }
        if !compact {
            self.other_bars(buffer, area, longest);
        }
    }

    /// A kind of work: where a ceiling is set it says more than a share.
    fn work_bar(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        (row, category): (usize, Category),
        longest: Length,
        percent: String,
        compact: bool,
    ) {
        let length = self.totals.of(category);
        let label = if compact {
            category.letter().to_string()
        } else {
            format!("{}  {}", category.letter(), category.name())
        };
        let ceiling = self.scene.settings.distraction_ceiling;
        let ceiling = ceiling.filter(|_| category == Category::Distraction);
        let beside = ceiling.map_or(percent, |ceiling| format!("of {}", format::hours(ceiling)));
        let style = self.category(category);
        let filled = Filled {
            cell: None,
            share: length.share_of(longest).unwrap_or(0.0),
            style,
        };
        let label = (label.as_str(), style);
        self.bar(buffer, area, row as u16, label, &filled, length, &beside);
    }

    /// Break and untracked, and how much is covered.
    fn other_bars(&self, buffer: &mut Buffer, area: Rect, longest: Length) {
        let faint = self.style(Role::Quiet);
        let rest = self.totals.rest;
        let resting = Filled {
            cell: Some(pattern(Category::Break)),
            share: rest.share_of(longest).unwrap_or(0.0),
            style: self.category(Category::Break),
        };
        self.bar(buffer, area, 4, ("b  break", faint), &resting, rest, "");
        let open = self.totals.untracked;
        let hatched = Filled {
            cell: Some(UNTRACKED),
            share: open.share_of(longest).unwrap_or(0.0),
            style: self.style(Role::Faint),
        };
        let covered = self.totals.coverage().map_or_else(String::new, |coverage| {
            format!("{:.0} % covered", coverage * 100.0)
        });
        self.bar(buffer, area, 5, ("   untracked", faint), &hatched, open, "");
        let from = line_right(buffer, area, 6, &[self.quiet(covered)]);
        let room = from.saturating_sub(area.x + 2);
        line(
            buffer,
            narrowed(area, room),
            6,
            &self.commitment_words(room),
        );
    }

    /// The commitment of this week: whole where there is room for it, else without what is left to do.
    fn commitment_words(&self, room: u16) -> Vec<Piece> {
        let this_week = self.scene.context.calendar.week_of(self.scene.today);
        let words = commitment_line::words(self.scene, this_week).unwrap_or_default();
        if width(&words) <= room {
            words
        } else {
            words.into_iter().take(1).collect()
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a row of a table: its cells from left to right"
    )]
    fn bar(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        y: u16,
        label: (&str, Style),
        filled: &Filled,
        length: Length,
        percent: &str,
    ) {
        let name = if area.width < NARROW { 2 } else { 15 };
        let figures = 14;
        let columns = area.width.saturating_sub(name + figures);
        line(
            buffer,
            narrowed(area, name.min(area.width)),
            y,
            &[piece(label.0, label.1)],
        );
        let cells = match filled.cell {
            None => bar(filled.share, columns),
            Some(cell) => cell.repeat((filled.share * f64::from(columns)).round() as usize),
        };
        let track = at_columns(area, area.x + name.min(area.width), columns);
        line(buffer, track, y, &[piece(cells, filled.style)]);
        let hours = if length.is_positive() {
            plain(format!("{:>6}", format::hours(length)))
        } else {
            self.quiet("     –")
        };
        line_right(
            buffer,
            area,
            y,
            &[hours, self.quiet(format!("{percent:>7}"))],
        );
    }
}

/// What fills a bar: eighths of cells, or whole cells of a pattern.
struct Filled {
    cell: Option<&'static str>,
    share: f64,
    style: Style,
}
