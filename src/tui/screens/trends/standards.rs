//! What a week's share is held against, beside the chart of shares: the usual one, and that of the best four weeks.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use super::grid::Chart;
use crate::domain::format;
use crate::tui::layout::{at_columns, row_of};
use crate::tui::paint::{Ink, Piece, line, sentence};
use crate::tui::theme::Role;

/// What the standard of one's own is called, and the rows of the page from which on it stands beside the chart.
const BEST: &str = "median of best 4 weeks";
const WITH_BEST: u16 = 20;

impl Frame<'_> {
    /// `usual`, and the share; or what it still needs. `None` while the week itself is too early for one: what is usual
    /// by then is hardly more.
    pub(super) fn usual_words(&self) -> Option<[String; 2]> {
        let is_early = self.points().last().is_none_or(|last| last.tafs.is_none());
        let usual = match (self.is_running(), is_early) {
            (true, true) => return None,
            (true, false) => "usual by now",
            (false, _) => "usual",
        };
        Some(match &self.figures.usual {
            Ok(known) => [usual.to_owned(), format::percent(known.tafs())],
            Err(missing) => ["usual".to_owned(), missing.to_string()],
        })
    }

    /// `median of best 4 weeks 49.1 %`: the TAFS of the best four weeks of half a year.
    pub(super) fn best_words(&self) -> Option<String> {
        let best = self.figures.best.as_ref();
        let best = best.filter(|_| !self.scene.settings.hidden.has("best_four"))?;
        Some(format!("{BEST} {}", format::percent(best.tafs)))
    }

    /// Whether that of the best four weeks has room at the side of the chart; it is told in the words below elsewhere.
    pub(super) const fn has_best_beside(&self) -> bool {
        self.grid.parts.is_some() && self.grid.side.is_some() && self.grid.main.height >= WITH_BEST
    }

    /// At the side of the chart: the usual share, where the title doesn't tell it, and that of the best four weeks, so that a
    /// usual that sinks is seen to sink.
    pub(super) fn draw_standards(&self, buffer: &mut Buffer, chart: Chart) {
        let Some(x) = self.grid.parts else {
            return;
        };
        let mut words: Vec<String> = Vec::new();
        let usual = self.usual_words().filter(|_| self.figures.usual.is_ok());
        if let Some([usual, share]) = usual.filter(|_| self.grid.side.is_none()) {
            let usual = if chart.rows > 2 {
                usual
            } else {
                "usual".to_owned()
            };
            let lines = usual.split_inclusive("usual ").map(str::trim_end);
            words.extend(lines.map(str::to_owned));
            words.push(share);
        }
        if let Some(best) = self.best_words().filter(|_| self.has_best_beside()) {
            let best = sentence(&best, self.style(Role::Quiet), self.grid.main.right() - x);
            let text = |line: Vec<Piece>| line.into_iter().map(|piece| piece.content).collect();
            words.extend(best.into_iter().map(text));
        }
        let first = chart.figures().saturating_sub(words.len() as u16);
        for (row, words) in (first.max(chart.top)..chart.figures()).zip(words) {
            let area = row_of(self.grid.main, row);
            let area = at_columns(area, x, area.right() - x);
            line(buffer, area, 0, &[self.quiet(words)]);
        }
    }
}
