//! What is said of the week and of its selected day in a line each.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use super::grid::Grid;
use super::groups::columns;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Role as Job;
use crate::insight::focus::FocusRunRecord;
use crate::insight::tiers::Tiers;
use crate::insight::{focus, outside, runs, tiers};
use crate::report::focus::{broken_words, kept_words};
use crate::tui::layout::row_of;
use crate::tui::paint::{Ink, Piece, as_many_as_fit, line, line_right, piece, width};
use crate::tui::theme::Role;
use crate::tui::widgets::commitment::read_commitment;
use crate::tui::widgets::share::stretch_words;

/// Where the commitment begins, what there is of it, and where the length of the best stretch ends.
const COMMITMENT: u16 = 40;
const AMOUNT: u16 = 53;
const STRETCH: u16 = 14;
const STRETCH_ENDS: u16 = 35;
/// The blanks between two facts.
const GAP: u16 = 3;

impl Frame<'_> {
    /// The best stretch, and how the commitment stands.
    pub(super) fn draw_facts(&self, buffer: &mut Buffer, grid: &Grid) {
        let facts = grid.facts.map(|row| row + self.moved(grid));
        let Some(row) = facts.map(|row| row_of(grid.page, row)) else {
            return;
        };
        let x = row.x;
        if let Some(best) = runs::longest_run(&self.runs) {
            let part = columns(row, x, x + STRETCH_ENDS);
            line(buffer, part, 0, &[self.quiet("best stretch")]);
            let part = columns(row, x + STRETCH, x + STRETCH_ENDS);
            let words = piece(stretch_words(best), self.style(Role::Soft));
            line(buffer, part, 0, &[words]);
            line_right(
                buffer,
                part,
                0,
                &[self.strong(format::hours(best.row_length()))],
            );
        }
        let Some(commitment) = read_commitment(self.scene, self.week) else {
            return;
        };
        let last = row.right().saturating_sub(1);
        let head = self.quiet("commitment");
        line(buffer, columns(row, x + COMMITMENT, last), 0, &[head]);
        let part = columns(row, x + AMOUNT, last);
        let Some(standing) = commitment.standing else {
            line(buffer, part, 0, &[self.quiet(commitment.aim)]);
            return;
        };
        let of = piece(standing.of, self.style(Role::Soft));
        line(buffer, part, 0, &[self.strong(standing.amount), of]);
        line_right(buffer, part, 0, &[self.quiet(standing.verdict)]);
    }

    /// By how many rows the weekend moves what shares its row.
    fn moved(&self, grid: &Grid) -> u16 {
        u16::from(grid.facts.is_some() && grid.facts == grid.weekend && self.shows_others(grid))
    }

    /// The selected day and the week in words; what has no room is left out whole, from the end.
    pub(super) fn draw_words(&self, buffer: &mut Buffer, grid: &Grid) {
        let first = grid.words + self.moved(grid);
        let both = [self.day_words(), self.week_words(grid.page.width)];
        let rows = usize::from(grid.page.bottom().saturating_sub(first));
        let skipped = both.len().saturating_sub(rows.max(1));
        for (y, words) in (first..).zip(&both[skipped..]) {
            let row = row_of(grid.page, y);
            line(buffer, row, 0, &as_many_as_fit(words, GAP, row.width));
        }
    }

    /// The focus runs of the week and who broke them, then its time by what more of it is worth; shorter where not all of it
    /// has room.
    fn week_words(&self, room: u16) -> Vec<Vec<Piece>> {
        let hidden = &self.scene.settings.hidden;
        let runs = hidden.unless("focus_runs", focus::of_days(self.period()));
        let runs = runs.unwrap_or_default();
        let tiers = hidden.unless("tiers", tiers::sum_tiers(self.period()));
        let tiers = tiers.unwrap_or_default();
        let head = vec![self.strong(self.week.short_name())];
        let words = |full_runs, full_names| -> Vec<Vec<Piece>> {
            let runs = self.run_pieces(&runs, full_runs).into_iter();
            let known: Vec<_> = runs.chain(self.tier_pieces(&tiers, full_names)).collect();
            let head = (!known.is_empty()).then(|| head.clone());
            head.into_iter().chain(known).collect()
        };
        let has_room = |words: &Vec<Vec<Piece>>| {
            let gaps = GAP * (words.len() as u16).saturating_sub(1);
            words.iter().map(|part| width(part)).sum::<u16>() + gaps <= room
        };
        let variants = [(true, true), (true, false), (false, false)];
        let mut variants = variants.map(|(runs, names)| words(runs, names)).into_iter();
        let fitting = variants.clone().find(has_room);
        fitting.or_else(|| variants.next_back()).unwrap_or_default()
    }

    fn run_pieces(&self, runs: &[FocusRunRecord], in_full: bool) -> Vec<Vec<Piece>> {
        let soft = self.style(Role::Soft);
        let Some(kept) = kept_words(runs) else {
            return Vec::new();
        };
        let broken = broken_words(runs);
        if in_full {
            let kept = vec![self.quiet("focus runs"), piece(format!(" {kept}"), soft)];
            let broken = broken.map(|broken| vec![self.quiet(broken)]);
            return [kept].into_iter().chain(broken).collect();
        }
        let mut words = vec![self.quiet("focus"), piece(format!(" {kept}"), soft)];
        if let Some(by) = broken
            .as_deref()
            .and_then(|words| words.strip_prefix("broken by "))
        {
            words.push(self.quiet(format!(", {by}")));
        }
        vec![words]
    }

    fn tier_pieces(&self, tiers: &Tiers, with_full_names: bool) -> Vec<Vec<Piece>> {
        let tiers = tiers.named().into_iter();
        let tiers = tiers.filter(|(_, length)| length.is_positive());
        let tiers = tiers.map(|(name, length): (&str, Length)| {
            // Beside each other their last words tell them apart: more, less, limit.
            let last = name
                .trim_start_matches("do ")
                .trim_start_matches("severely ");
            let name = if with_full_names { name } else { last };
            let hours = piece(
                format!(" {}", format::hours(length)),
                self.style(Role::Soft),
            );
            vec![self.quiet(name.to_owned()), hours]
        });
        tiers.collect()
    }

    fn day_words(&self) -> Vec<Vec<Piece>> {
        let (scene, day) = (self.scene, self.scene.day);
        let mut words = vec![vec![self.strong(format::short_day(day, scene.today))]];
        let Some(of) = self.days.iter().find(|of| of.day == day) else {
            return words;
        };
        let totals = &of.totals;
        if !totals.tracked().is_positive() {
            words.push(vec![self.quiet("nothing tracked")]);
            return words;
        }
        let soft = self.style(Role::Soft);
        let (selling, tracked) = (totals.selling, totals.tracked());
        let selling = format!(
            "{} selling of {}",
            format::hours(selling),
            format::hours(tracked)
        );
        words.push(vec![piece(selling, soft)]);
        if let Some(run) = self.best_of(day) {
            let (start, end) = (format::clock(run.start), format::clock(run.end));
            let when = format!(" {start}–{end}, {}", format::hours(run.row_length()));
            words.push(vec![self.quiet("best stretch"), piece(when, soft)]);
        }
        let live = match scene.settings.role {
            Job::Sdr => Length::ZERO,
            Job::Ae | Job::Founder | Job::Am | Job::Se => totals.live,
        };
        let outside = outside::of_days(self.ledger().day(day));
        for (name, length) in [
            ("customer-facing", live),
            ("outside hours", outside),
            ("untracked", totals.untracked),
        ] {
            if length.is_positive() {
                let hours = piece(format!(" {}", format::hours(length)), soft);
                words.push(vec![self.quiet(name), hours]);
            }
        }
        words
    }

    /// The goal behind the hours and a gap, or what is missing for a share, in as many words as leave a gap before a column.
    pub(super) fn goal_behind_hours(&self, room: u16) -> Vec<Piece> {
        let headline = self.headline();
        let taken = width(&headline.hours()) + 2 * GAP;
        let forms = [headline.goal_words(), headline.brief_goal_words()];
        let fits = |words: &&Vec<Piece>| !words.is_empty() && taken + width(words) <= room;
        forms.iter().find(fits).map_or_else(Vec::new, |words| {
            let gap = self.quiet(" ".repeat(GAP.into()));
            [vec![gap], words.clone()].concat()
        })
    }
}
