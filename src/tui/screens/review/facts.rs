//! What stands around the measured week: time with customers, what is covered, work outside the plan, switches.

use super::grid::Room;
use super::line::Part;
use super::page::Page;
use crate::domain::{format, taxonomy};
use crate::report::focus::{broken_words, kept_words};
use crate::tui::layout::Pace;
use crate::tui::paint::{Ink, Piece, wrapped};

/// A figure of the week, and what is said of it.
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) figure: String,
    pub(super) more: String,
}

impl Page<'_> {
    pub(super) fn facts(&self) -> Vec<Fact> {
        let (record, totals) = (self.record, &self.record.totals);
        if record.reading().tafs().is_none() {
            return Vec::new();
        }
        let fact = |name, figure, more| Fact { name, figure, more };
        let is_sdr = record.role == taxonomy::Role::Sdr;
        let live = totals.face().filter(|_| !is_sdr);
        let live = live.map(|share| {
            fact(
                "customer-facing",
                format::hours(totals.live),
                format::percent(share),
            )
        });
        let covered = totals.coverage().map(|coverage| {
            let untracked = if totals.untracked.is_positive() {
                format!("{} untracked", format::hours(totals.untracked))
            } else {
                "no gaps".to_owned()
            };
            fact("covered", format::covered(coverage), untracked)
        });
        let outside = record.outside_hours_s;
        let share = outside.share_of(totals.tracked()).unwrap_or_default();
        let outside = outside.is_positive().then(|| {
            fact(
                "outside hours",
                format::hours(outside),
                format::percent(share),
            )
        });
        let switches = record.switches_per_hour;
        let switches =
            switches.map(|rate| fact("switches", format::rate(rate), "an hour".to_owned()));
        [live, covered, outside, switches]
            .into_iter()
            .flatten()
            .collect()
    }

    pub(super) fn draw_facts(&mut self) {
        let columns = match self.room {
            Room::Tall if self.pace == Pace::Huge => [0, 35, 70, 105],
            Room::Tall => [0, 19, 38, 57],
            Room::Tight | Room::Compact => [0, 19, 45, 62],
        };
        let facts = self.facts();
        if facts.is_empty() {
            return;
        }
        let at = |words: &dyn Fn(&Fact) -> Vec<Piece>| -> Vec<Part> {
            let placed = columns.into_iter().zip(&facts);
            placed
                .map(|(column, fact)| Part::At(column, words(fact)))
                .collect()
        };
        let names = at(&|fact| vec![self.quiet(fact.name)]);
        let lines = if self.is_tall() {
            let figures = at(&|fact| vec![self.strong(fact.figure.clone())]);
            let more = at(&|fact| vec![self.quiet(fact.more.clone())]);
            vec![vec![Part::Rule(0, self.width)], names, figures, more]
        } else {
            let figures = at(&|fact| {
                vec![
                    self.strong(fact.figure.clone()),
                    self.quiet(format!("  {}", fact.more)),
                ]
            });
            vec![names, figures]
        };
        for parts in lines {
            self.push(parts);
        }
    }

    /// How many focus runs were kept, and who broke the others; nothing without any.
    pub(super) fn draw_focus_runs(&mut self) {
        let runs = &self.record.habits.focus_runs;
        let Some(kept) = kept_words(runs).filter(|_| self.record.reading().tafs().is_some()) else {
            return;
        };
        let kept = vec![self.quiet("focus runs  "), self.strong(kept)];
        let broken = broken_words(runs).map(|broken| vec![self.quiet(broken)]);
        let groups: Vec<_> = [kept].into_iter().chain(broken).collect();
        for line in wrapped(&groups, 3, self.width) {
            self.line(line);
        }
    }
}
