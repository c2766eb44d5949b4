//! The steps whose pages are short: last week, the commitment, what the week produced.

use super::item::Item;
use super::page::Page;
use crate::domain::review::{Missed, Step};
use crate::tui::paint::{Ink, piece, plain, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;
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
