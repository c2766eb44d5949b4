//! The last step: what to do more and less of, one commitment, the end. And once it is closed, the recap to pass on.

use ratatui::style::Style;

use super::item::{Item, RecapPart};
use super::page::Page;
use crate::domain::format;
use crate::report::review::recap::write_recap;
use crate::report::review::record::ClosedRecord;
use crate::tui::paint::{Ink, plain};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

impl Page<'_> {
    pub(super) fn decision(&mut self) {
        match &self.record.closed {
            Some(closed) => self.complete(closed),
            None => self.decide(),
        }
    }

    fn decide(&mut self) {
        let answers = &self.record.answers;
        let lines = [
            (ReviewQuestion::More, &answers.more),
            (ReviewQuestion::Less, &answers.less),
            (ReviewQuestion::Limit, &answers.limit),
        ];
        for (wanted, answer) in lines {
            self.question(wanted, answer.as_deref(), "–");
        }
        self.blank();
        let promise = self.commitment_words();
        self.question(
            ReviewQuestion::Commitment,
            promise.as_deref(),
            "such as >= 6h selling/prospecting",
        );
        let after = self.scene.week_after(self.state.week(self.scene));
        self.say(&format!("for {after}; the next review opens with it"));
        self.blank();
        self.item(Item::Close, vec![plain("Close the review")]);
        self.say("Its figures stay as they are now, whatever is edited later.");
    }

    /// The commitment for the week after.
    fn commitment_words(&self) -> Option<String> {
        self.scene
            .notes_of(self.scene.week_after(self.state.week(self.scene)))?
            .commitment
            .clone()
    }

    fn complete(&mut self, closed: &ClosedRecord) {
        let calendar = &self.scene.context.calendar;
        let at = format::clock_on(closed.at, calendar, self.scene.today);
        self.text(
            &format!("Review complete. Saved {at}."),
            self.style(Role::Good),
        );
        if closed.differs {
            self.say("The blocks of the week were changed since; these are the figures of then.");
        }
        if let Some(promise) = self.commitment_words() {
            let after = self.scene.week_after(self.state.week(self.scene));
            self.blank();
            self.text(&format!("{after}: {promise}"), self.theme().strong());
        }
        self.blank();
        self.say("A recap to pass on, with or without:");
        let shared = self.state.shared;
        let parts = [
            (RecapPart::Distraction, "distraction", shared.distraction),
            (RecapPart::Notes, "notes", shared.notes),
            (RecapPart::Accounts, "accounts", shared.accounts),
        ];
        for (part, name, told) in parts {
            let sign = if told { "[x] " } else { "[ ] " };
            self.item(Item::Tell(part), vec![plain(format!("{sign}{name}"))]);
        }
        self.item(Item::Copy, vec![plain("Copy it")]);
        self.blank();
        for line in write_recap(self.record, shared).lines() {
            self.hanging(line, Style::new(), &self.faint("│ "));
        }
    }
}
