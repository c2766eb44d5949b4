//! The empty lines of a page: where they stand, more of them where there is room, fewer where there is none.

use super::line::{PageLine, Part};
use super::page::Page;
use crate::tui::layout::Pace;

impl Page<'_> {
    /// Air, unless the page begins here or there is some.
    pub(super) fn blank(&mut self) {
        if !self.lines.last().is_none_or(PageLine::is_air) {
            self.gap();
        }
    }

    /// The air above a question: two rows of it on a tall page.
    pub(super) fn rest(&mut self) {
        self.blank();
        if self.is_tall() && !self.lines.is_empty() {
            self.gap();
        }
    }

    /// Air between groups.
    pub(super) fn gap(&mut self) {
        self.lines.push(PageLine {
            is_gap: true,
            ..PageLine::default()
        });
    }

    /// Air down to a line of the page, or one further down where its figure is taller.
    pub(super) fn skip_to(&mut self, line: usize) {
        while self.lines.len() < line + self.taller {
            self.gap();
        }
    }

    /// Fewer empty lines where all of it fits without them, the last ones first.
    pub(super) fn tighten(&mut self, height: usize) {
        while self.lines.len() > height {
            let Some(blank) = self.lines.iter().rposition(PageLine::is_air) else {
                return;
            };
            self.lines.remove(blank);
        }
    }

    /// More air between groups on a tall page; bars and their distances twice as high on a huge one. Each of it
    /// everywhere or nowhere, as the page has room for it.
    pub(super) fn loosen(&mut self, height: usize) {
        let steps: &[Loosen] = match self.pace {
            Pace::Plain => &[],
            Pace::Airy => &[after_group],
            Pace::Huge => &[after_group, below_bar, between_rows, after_group],
        };
        for more_at in steps {
            let added: Vec<Option<PageLine>> = (0..self.lines.len())
                .map(|at| more_at(&self.lines, at))
                .collect();
            if self.lines.len() + added.iter().flatten().count() > height {
                continue;
            }
            let lines = std::mem::take(&mut self.lines).into_iter().zip(added);
            self.lines = lines
                .flat_map(|(line, more)| std::iter::once(line).chain(more))
                .collect();
        }
    }
}

/// What is added below a line; `None` where nothing is.
type Loosen = fn(&[PageLine], usize) -> Option<PageLine>;

fn after_group(lines: &[PageLine], at: usize) -> Option<PageLine> {
    let ends = |next: Option<&PageLine>| next.is_some_and(|next| !next.is_gap);
    let (line, next) = (lines.get(at)?, lines.get(at + 1));
    (line.is_gap && ends(next)).then(|| PageLine {
        is_gap: true,
        ..PageLine::default()
    })
}

/// The bar once more, without its words.
fn below_bar(lines: &[PageLine], at: usize) -> Option<PageLine> {
    let line = lines.get(at)?;
    let bars: Vec<Part> = line.parts.iter().filter_map(Part::bar_below).collect();
    (!bars.is_empty()).then(|| PageLine {
        parts: bars,
        is_selected: line.is_selected,
        ..PageLine::default()
    })
}

fn between_rows(lines: &[PageLine], at: usize) -> Option<PageLine> {
    let (line, next) = (lines.get(at)?, lines.get(at + 1)?);
    let is_inner = line.is_air() && !line.is_gap && !next.is_rule();
    (is_inner || line.is_row() && next.is_row()).then(PageLine::default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_added_at_the_end_of_the_air_between_groups() {
        let gap = || PageLine {
            is_gap: true,
            ..PageLine::default()
        };
        let words = || PageLine {
            parts: vec![Part::Rule(0, 1)],
            ..PageLine::default()
        };
        let lines = [words(), gap(), gap(), words(), gap()];
        let added: Vec<bool> = (0..lines.len())
            .map(|at| after_group(&lines, at).is_some())
            .collect();
        assert_eq!(added, [false, false, true, false, false]);
    }
}
