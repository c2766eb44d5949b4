//! The steps whose pages are short: tidying up, last time, the guess, the commitment, what the week produced.

use super::item::Item;
use super::page::Page;
use super::untidy::{self, Untidy};
use crate::domain::block::{Category, Details};
use crate::domain::format;
use crate::domain::review::{Missed, Step};
use crate::tui::paint::{Ink, Piece, piece, plain, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::{Role, UNTRACKED};
use crate::tui::widgets::bars::bar;

/// What a step is for, in a line; `None` where the page begins with its figure.
pub(super) const fn purpose(step: Step) -> Option<&'static str> {
    match step {
        Step::Tidy => Some("Fill what you remember. Leave the rest."),
        Step::LastTime => Some("What you decided a week ago."),
        Step::Guess | Step::Reveal => None,
        Step::Commitment => Some("Kept or missed, as measured."),
        Step::Produced => Some("Outcomes, and the hours behind them."),
        Step::Took => Some("Keep, shrink, hand off or refuse?"),
        Step::Freed => Some("Time that admin and distraction gave up, and alerts."),
        Step::Decision => Some("One commitment for next week. tafs keeps the score."),
    }
}

impl Page<'_> {
    pub(super) fn tidy(&mut self) {
        self.said(self.said);
        self.blank();
        if self.record.closed.is_some() {
            self.say("This review is closed: what it says was counted then.");
            return;
        }
        let totals = &self.record.totals;
        if self.state.untidy.is_empty() && !(totals.tracked() + totals.rest).is_positive() {
            self.say("No block, so nothing to tidy.");
            return;
        }
        if self.state.untidy.is_empty() {
            self.say("Nothing to tidy: no gap of 15 minutes or more, and no block over 4 hours.");
            return;
        }
        for (index, untidy) in self.state.untidy.iter().enumerate() {
            let row = self.untidy(untidy);
            self.item(Item::Untidy(index), row);
        }
    }

    fn untidy(&self, untidy: &Untidy) -> Vec<Piece> {
        let mut row = vec![plain(self.when(untidy))];
        let (long, short) = match untidy {
            Untidy::Gap { before, .. } => {
                row.push(self.quiet(UNTRACKED.to_owned()));
                match before {
                    Some(_) => ("  still ", " "),
                    None => ("  nothing before it that day", " no block"),
                }
            }
            Untidy::Long { category, name, .. } => {
                let style = self.scene.theme.category(*category);
                row.push(piece(format!("{}  {name}", category.letter()), style));
                (", a long one", "")
            }
        };
        row.push(self.quiet(if self.is_roomy() { long } else { short }));
        if let Untidy::Gap {
            before: Some((category, details)),
            ..
        } = untidy
        {
            row.extend(self.suggested(*category, details));
        }
        row
    }

    /// The day, the times and the length of something to tidy, as far as there is room.
    fn when(&self, untidy: &Untidy) -> String {
        let calendar = &self.scene.context.calendar;
        let (day, start, length, times) = match untidy {
            Untidy::Gap {
                day, start, end, ..
            } => {
                let offset = format::misleading_offset(*start, Some(*end), calendar);
                let times = format!("{}-{}{offset}", format::clock(*start), format::clock(*end));
                (*day, *start, end.at.since(start.at), format!("{times}  "))
            }
            Untidy::Long {
                day, start, length, ..
            } => {
                let times = format!("from {}   ", format::clock_here(*start, calendar));
                (*day, *start, *length, times)
            }
        };
        let (day, length) = (
            format::short_day(day, self.scene.today),
            format::hours(length),
        );
        if self.is_roomy() {
            return format!("{day:<10}  {times}{length:>5}   ");
        }
        let day = day.get(..3).unwrap_or_default();
        format!("{day} {} {length:>5} ", format::clock(start))
    }

    /// What a gap may have been, as Enter fills it.
    fn suggested(&self, category: Category, details: &Details) -> Vec<Piece> {
        let style = self.scene.theme.category(category);
        let account = details
            .account
            .as_ref()
            .map(|account| format!(" @{}", account.as_str()));
        let words = format!(
            "{} {}{}",
            category.letter(),
            untidy::name(category, details),
            account.unwrap_or_default()
        );
        let asks = if self.is_roomy() { "?" } else { "" };
        vec![piece(words, style), self.quiet(asks)]
    }

    pub(super) fn last_time(&mut self) {
        self.said(self.said);
        if let Some(commitment) = &self.record.commitment {
            self.blank();
            self.say("Promised for this week:");
            self.text(&commitment.text, self.theme().strong());
            self.say("Step 5 tells what became of it.");
        }
    }

    pub(super) fn commitment(&mut self) {
        let Some(commitment) = &self.record.commitment else {
            self.said(self.said);
            self.blank();
            self.say("Step 9 makes one for the week after.");
            return;
        };
        let style = match commitment.kept {
            Some(true) => self.style(Role::Good),
            Some(false) | None => self.style(Role::Quiet),
        };
        let columns = self.width.min(48);
        self.text(&commitment.words, self.theme().strong());
        if commitment.target > 0 {
            let share = commitment.value as f64 / commitment.target as f64;
            let filled = bar(share, columns);
            let rest = usize::from(columns).saturating_sub(filled.chars().count());
            self.line(vec![
                piece(filled, self.style(Role::Accent)),
                self.faint("·".repeat(rest)),
            ]);
        }
        self.text(&commitment.verdict, style);
        self.blank();
        self.say(&commitment.text);
        if commitment.kept == Some(false) {
            let words: Vec<&str> = Missed::ALL.iter().map(|missed| missed.words()).collect();
            let chosen = self.record.answers.missed.map(Missed::words);
            self.blank();
            let mut row = vec![plain("What was it?  ")];
            let left = self.width.saturating_sub(width(&row));
            row.extend(self.options(&words, chosen, left));
            self.item(Item::Missed, row);
        }
    }

    pub(super) fn produced(&mut self) {
        self.said(self.said);
        self.blank();
        self.line_question(ReviewQuestion::Moved, self.record.answers.moved.as_deref());
    }
}
