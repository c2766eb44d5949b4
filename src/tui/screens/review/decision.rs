//! The last step: what to do more and less of, one commitment picked from those that suit the week, the end. And once it
//! is closed, the recap to pass on.

use ratatui::style::{Modifier, Style};

use super::grid::Room;
use super::item::{Item, RecapPart};
use super::line::Part;
use super::page::Page;
use super::suggest::is_met;
use super::weeks::amount_words;
use crate::domain::block::Category;
use crate::domain::commitment::{Aim, Bound, Commitment, Window};
use crate::domain::stamp::Length;
use crate::domain::text::folded;
use crate::domain::{format, text};
use crate::insight::commitment::Amount;
use crate::insight::{Period, named_work};
use crate::report::review::recap::write_recap;
use crate::report::review::record::ClosedRecord;
use crate::tui::paint::{Ink, piece, plain, sentence, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

/// The columns of a suggestion: its value, and what it is of.
const VALUE: u16 = 12;
const WORK: u16 = 20;
/// The column of an answer, and the one before which its hours end.
const ANSWER: u16 = 17;
const PICK_HOURS: u16 = 54;

/// Beside an answer that no time can be told of.
const NOT_FOLLOWED: &str = "names no activity: no hours next week";

/// An activity that is to be more or less, as it was this week.
struct PickedWork {
    category: Category,
    time: Length,
    /// How often it was, or what came of it.
    often: String,
}

impl Page<'_> {
    pub(super) fn decision(&mut self) {
        match &self.record.closed {
            Some(closed) => self.complete(closed),
            None => self.decide(),
        }
    }

    fn decide(&mut self) {
        let answers = &self.record.answers;
        let picks = [
            (ReviewQuestion::More, "do more", answers.more.as_deref()),
            (ReviewQuestion::Less, "do less", answers.less.as_deref()),
            (
                ReviewQuestion::Limit,
                "severely limit",
                answers.limit.as_deref(),
            ),
        ];
        for (wanted, name, answer) in picks {
            self.pick(wanted, name, answer);
        }
        if self.is_tall() {
            self.gap();
            self.rule();
        }
        if self.room != Room::Compact {
            self.gap();
        }
        let offered = self.state.suggestions();
        let open = self.state.open_suggestion(offered.len());
        for (index, commitment) in offered.iter().enumerate() {
            self.draw_suggestion(index, commitment);
            if index == open && self.room != Room::Compact {
                self.draw_weeks(commitment, None);
            }
        }
        if self.is_tall() {
            self.gap();
        }
        let mut own = vec![Part::At(0, vec![self.quiet("write your own")])];
        if self.room != Room::Compact {
            let example = self.quiet(">= 90m selling/prospecting before 12:00 on 5 days");
            own.push(Part::At(WORK, vec![example]));
        }
        self.item_of(Item::Line(ReviewQuestion::Commitment), own);
        let selected = self.state.selected_suggestion();
        self.draw_saved(selected.and_then(|index| offered.get(index)));
        if self.is_tall() {
            self.gap();
        }
        let mut close = vec![plain("Close the review")];
        if self.room != Room::Compact {
            close.push(self.quiet("   closing freezes these figures"));
        }
        self.item(Item::Close, close);
    }

    /// One of the three picks, with the hours of this week where an activity is named.
    fn pick(&mut self, wanted: ReviewQuestion, name: &str, answer: Option<&str>) {
        let mut parts = vec![Part::At(0, vec![self.quiet(name)])];
        if let Some((words, column)) = self.typed(&wanted, self.width.saturating_sub(ANSWER)) {
            parts.push(Part::At(ANSWER, vec![words]));
            self.item_of(Item::Line(wanted), parts);
            if let Some(line) = self.lines.last_mut() {
                line.cursor = Some(ANSWER + column);
            }
            return;
        }
        let Some(answer) = answer else {
            let hint = if self.next_is_selected() {
                self.quiet(self.answer_hint("to answer in one line"))
            } else {
                self.quiet("–")
            };
            parts.push(Part::At(ANSWER, vec![hint]));
            return self.item_of(Item::Line(wanted), parts);
        };
        // Before the hours, which take fifteen columns with their words.
        let room = usize::from(PICK_HOURS - ANSWER - 3) - 17;
        let known = self.find_work(answer);
        if let Some(work) = known.filter(|_| self.room != Room::Compact) {
            let hue = self.theme().category(work.category);
            let letter = work.category.letter().to_string();
            let hours = format!("{} this week", format::hours(work.time));
            let words = text::fit(&text::visible(answer), room);
            parts.extend([
                Part::At(
                    ANSWER,
                    vec![piece(letter, hue.add_modifier(Modifier::BOLD))],
                ),
                Part::At(ANSWER + 3, vec![piece(words, self.style(Role::Text))]),
                Part::Ending(PICK_HOURS, vec![piece(hours, self.style(Role::Soft))]),
                Part::At(PICK_HOURS + 2, vec![self.quiet(work.often)]),
            ]);
        } else {
            let room = usize::from(self.width.saturating_sub(ANSWER));
            let words = text::fit(&text::visible(answer), room);
            let is_followed = named_work::full_name(&[self.week()], answer).is_some();
            let fits = text::width(&words) + text::width(NOT_FOLLOWED) + 3 <= room;
            parts.push(Part::At(ANSWER, vec![piece(words, self.style(Role::Text))]));
            if !is_followed && fits && !self.scene.discreet {
                parts.push(Part::Ending(self.width, vec![self.quiet(NOT_FOLLOWED)]));
            }
        }
        self.item_of(Item::Line(wanted), parts);
    }

    /// The week under review.
    fn week(&self) -> Period<'_> {
        let ledger = (self.scene.context).ledger(&self.scene.snapshot.weeks, self.scene.now.at);
        ledger.week(self.record.week)
    }

    /// The activity that an answer names, as it was this week.
    fn find_work(&self, answer: &str) -> Option<PickedWork> {
        let name = folded(&named_work::full_name(&[self.week()], answer)?);
        let is_it = |key: &str| folded(key) == name;
        let mut produced = self.record.produced.iter().map(|of| &of.produced);
        let is_sold = |activity: &str| is_it(&format!("{}/{activity}", Category::Selling));
        if let Some(of) = produced.find(|of| of.activity.as_deref().is_some_and(is_sold)) {
            let often = match (of.conversations, of.meetings) {
                (0, 0) => String::new(),
                (0, meetings) => format::count(meetings, "meeting"),
                (conversations, _) => format::count(conversations, "conversation"),
            };
            return Some(PickedWork {
                category: Category::Selling,
                time: of.time,
                often,
            });
        }
        let mut others = self.record.others.iter();
        let of = others.find(|of| of.activity.is_some() && is_it(&of.key()))?;
        Some(PickedWork {
            category: of.category,
            time: of.length,
            often: format::count(self.blocks_behind(&of.key()).len(), "time"),
        })
    }

    /// `at least  ‹ 7h00 ›  prospecting`, and how it stands against the weeks before.
    fn draw_suggestion(&mut self, index: usize, commitment: &Commitment) {
        let work = commitment.work();
        let hue = self.theme().category(work.category);
        let name = work.activity.as_deref().unwrap_or(work.category.name());
        let (bound, value, is_length) = match &commitment.aim {
            Aim::Spend {
                bound: Bound::AtLeast,
                length,
                ..
            } => ("at least", format::hours(*length), true),
            Aim::Spend {
                bound: Bound::AtMost,
                length,
                ..
            } => ("at most", format::hours(*length), true),
            Aim::Avoid { window, .. } => {
                ("none", window.map_or_else(String::new, window_words), false)
            }
        };
        if self.room == Room::Compact {
            let words = vec![piece(commitment.to_string(), hue)];
            return self.item(Item::Suggestion(index), words);
        }
        let value_piece = piece(value, self.style(Role::Text));
        let mut parts = vec![Part::At(0, vec![self.quiet(bound)])];
        if is_length && self.next_is_selected() {
            parts.push(Part::At(VALUE - 2, vec![self.quiet("‹")]));
            let end = VALUE + width(std::slice::from_ref(&value_piece));
            parts.push(Part::At(end + 1, vec![self.quiet("›")]));
        }
        // What is longer than hours begins further left.
        let column = VALUE.min(WORK.saturating_sub(width(std::slice::from_ref(&value_piece)) + 1));
        parts.push(Part::At(column, vec![value_piece]));
        parts.push(Part::At(WORK, vec![piece(name.to_owned(), hue)]));
        let met = self.quiet(self.met_words(commitment));
        parts.push(Part::Ending(self.width, vec![met]));
        self.item_of(Item::Suggestion(index), parts);
    }

    /// `6h50 this week · met in 0 of 5 weeks`.
    fn met_words(&self, commitment: &Commitment) -> String {
        let measured = self.weeks_of(commitment);
        let now = measured.last().map(|(_, progress)| progress.value);
        let now = amount_words(now.unwrap_or(Amount::Time(Length::ZERO)));
        let met = measured
            .iter()
            .filter(|(_, progress)| is_met(commitment, *progress))
            .count();
        let of = format::count(measured.len(), "week");
        format!("{now} this week · met in {met} of {of}")
    }

    /// What the next review opens with, or would by Enter on the selected row.
    fn draw_saved(&mut self, selected: Option<&Commitment>) {
        let saved = self.commitment_words();
        let words = match (&saved, selected) {
            (Some(saved), _) => saved.clone(),
            (None, Some(selected)) => selected.to_string(),
            (None, None) => return self.leave_saved_blank(),
        };
        let lead = if saved.is_some() {
            "Next week's review opens with:"
        } else {
            "Enter saves for next week:"
        };
        match self.room {
            Room::Tall => {
                self.gap();
                self.rule();
                self.say(lead);
                self.line(vec![self.strong(words)]);
            }
            Room::Tight | Room::Compact if saved.is_some() => {
                self.line(vec![self.quiet("saved: "), self.strong(words)]);
            }
            Room::Tight => {
                let lead = self.quiet(format!("{lead} "));
                self.line(vec![lead, self.strong(words)]);
            }
            Room::Compact => {}
        }
    }

    /// The rows of what is saved, so that those below stay where they are.
    fn leave_saved_blank(&mut self) {
        let rows = match self.room {
            Room::Tall => 4,
            Room::Tight => 1,
            Room::Compact => 0,
        };
        for _ in 0..rows {
            self.line(Vec::new());
        }
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
        let words = format!("Review complete. Saved {at}.");
        let mut lines = sentence(&words, self.style(Role::Good), self.width.max(8)).into_iter();
        // Enter closed the review: pressed once more, it meets a row that it does nothing to.
        self.item(Item::Complete, lines.next().unwrap_or_default());
        lines.for_each(|line| self.line(line));
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

/// `09–11` for whole hours, else as it is typed.
fn window_words(window: Window) -> String {
    let hour = |length: Length| length.as_seconds() / 3600;
    let is_whole = |length: Length| length.as_seconds() % 3600 == 0;
    match window {
        Window::Between(from, to) if is_whole(from) && is_whole(to) => {
            format!("{:02}–{:02}", hour(from), hour(to))
        }
        Window::Between(..) | Window::Before(_) | Window::After(_) => window.to_string(),
    }
}
