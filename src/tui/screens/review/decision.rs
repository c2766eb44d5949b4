//! The last step: what to do more and less of, one commitment picked from those that suit the week, the end. And once it
//! is closed, the recap to pass on.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::grid::Room;
use super::item::{Item, RecapPart};
use super::line::{Bar, Part};
use super::page::Page;
use super::suggest::{is_met, measure_weeks};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::commitment::{Aim, Bound, Commitment, Window};
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::report::review::recap::write_recap;
use crate::report::review::record::ClosedRecord;
use crate::tui::paint::{Ink, piece, plain, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::{Fill, Role};
use crate::tui::widgets::stacked_bar::Edge;

/// How many columns an hour may take, the most first.
const PITCHES: [u16; 6] = [8, 6, 4, 3, 2, 1];
/// Past weeks have so much of their color.
const PAST: u8 = 52;
const BARS: u16 = 6;
/// The columns of a suggestion: its value, and what it is of.
const VALUE: u16 = 12;
const WORK: u16 = 20;
/// The column of an answer.
const ANSWER: u16 = 17;

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
            self.push(Vec::new());
            self.rule();
        }
        if self.room != Room::Compact {
            self.push(Vec::new());
        }
        let offered = self.state.suggestions();
        let open = self.state.open_suggestion(offered.len());
        for (index, commitment) in offered.iter().enumerate() {
            self.draw_suggestion(index, commitment);
            if index == open && self.room != Room::Compact {
                self.draw_weeks(commitment);
            }
        }
        if self.is_tall() {
            self.push(Vec::new());
        }
        let mut own = vec![Part::At(0, vec![self.quiet("write your own")])];
        if self.room != Room::Compact {
            let example = self.quiet(">= 90m selling/prospecting before 12:00 on 5 days");
            own.push(Part::At(WORK, vec![example]));
        }
        self.item_of(Item::Line(ReviewQuestion::Commitment), own);
        self.draw_saved(offered.get(open));
        if self.is_tall() {
            self.push(Vec::new());
        }
        self.item(
            Item::Close,
            vec![
                plain("Close the review"),
                self.quiet("   its figures stay as they are now"),
            ],
        );
    }

    /// One of the three picks, with the hours of this week where an activity is named.
    fn pick(&mut self, wanted: ReviewQuestion, name: &str, answer: Option<&str>) {
        let mut parts = vec![Part::At(0, vec![self.quiet(name)])];
        let Some(answer) = answer else {
            let hint = if self.next_is_selected() {
                self.quiet(self.answer_hint("answers in one line"))
            } else {
                self.quiet("–")
            };
            parts.push(Part::At(ANSWER, vec![hint]));
            return self.item_of(Item::Line(wanted), parts);
        };
        let words = piece(text::visible(answer), self.style(Role::Text));
        let known = self.find_work(answer);
        let known = known.filter(|_| self.room != Room::Compact);
        match known {
            Some((category, time)) => {
                let hue = self.theme().category(category).add_modifier(Modifier::BOLD);
                let hours = format!("{} this week", format::hours(time));
                parts.push(Part::At(
                    ANSWER,
                    vec![piece(category.letter().to_string(), hue)],
                ));
                parts.push(Part::At(ANSWER + 3, vec![words]));
                parts.push(Part::Ending(
                    self.width,
                    vec![piece(hours, self.style(Role::Soft))],
                ));
            }
            None => parts.push(Part::At(ANSWER, vec![words])),
        }
        self.item_of(Item::Line(wanted), parts);
    }

    /// The activity that an answer names, with its hours of the week.
    fn find_work(&self, answer: &str) -> Option<(Category, Length)> {
        let is_it =
            |name: Option<&str>| name.is_some_and(|name| name.eq_ignore_ascii_case(answer.trim()));
        let mut produced = self.record.produced.iter().map(|of| &of.produced);
        let selling = produced.find(|of| is_it(of.activity.as_deref()));
        let mut others = self.record.others.iter();
        selling.map(|of| (Category::Selling, of.time)).or_else(|| {
            others
                .find(|of| is_it(of.activity.as_deref()))
                .map(|of| (of.category, of.length))
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
            parts.push(Part::At(VALUE + 5, vec![self.quiet("›")]));
        }
        // What is longer than hours begins further left.
        let column = VALUE.min(WORK.saturating_sub(width(std::slice::from_ref(&value_piece)) + 1));
        parts.push(Part::At(column, vec![value_piece]));
        parts.push(Part::At(WORK, vec![piece(name.to_owned(), hue)]));
        let met = self.quiet(self.met_words(commitment));
        parts.push(Part::Ending(self.width, vec![met]));
        self.item_of(Item::Suggestion(index), parts);
    }

    fn weeks_of(&self, commitment: &Commitment) -> Vec<(Week, Length)> {
        let scene = self.scene;
        let ledger = scene.context.ledger(&scene.snapshot.weeks, scene.now.at);
        let begun = scene
            .snapshot
            .begun
            .map(|begun| scene.context.calendar.day_of(begun));
        let mut measured = measure_weeks(commitment, ledger, self.record.week);
        measured.retain(|(week, _)| begun.is_some_and(|begun| week.end() > begun));
        measured
    }

    /// `6h50 this week · met in 0 of 5 weeks`.
    fn met_words(&self, commitment: &Commitment) -> String {
        let measured = self.weeks_of(commitment);
        let now = measured.last().map(|(_, value)| *value).unwrap_or_default();
        let met = measured
            .iter()
            .filter(|(_, value)| is_met(commitment, *value))
            .count();
        let of = format::count(measured.len(), "week");
        format!("{} this week · met in {met} of {of}", format::hours(now))
    }

    /// The last weeks as bars, with the target as a hairline through all of them.
    fn draw_weeks(&mut self, commitment: &Commitment) {
        let Aim::Spend { length, .. } = commitment.aim else {
            return;
        };
        let category = commitment.work().category;
        let measured = self.weeks_of(commitment);
        let columns = self.width.saturating_sub(BARS + 6);
        let longest = measured.iter().map(|(_, value)| *value).chain([length]);
        let pitch = self.pitch(longest.max().unwrap_or_default(), columns);
        let share = |value: Length| {
            value.as_seconds() as f64 * f64::from(pitch) / 3600.0 / f64::from(columns)
        };
        let target = share(length);
        let last = measured.len().saturating_sub(1);
        for (index, (week, value)) in measured.iter().enumerate() {
            self.draw_hairline(target, columns);
            let name = week.short_name();
            let (fill, name) = if index == last {
                (Fill::Work(category), self.strong(name))
            } else {
                (Fill::Tinted(category, PAST), self.quiet(name))
            };
            let label = Some(format::hours(*value));
            let bar = week_bar(columns, (share(*value), fill), target, label);
            self.push(vec![Part::At(0, vec![name]), Part::Bar(bar)]);
        }
        self.draw_hairline(target, columns);
        self.draw_next_week(length, target, columns);
    }

    /// How many columns an hour takes, so that so much fits.
    fn pitch(&self, longest: Length, columns: u16) -> u16 {
        let fits =
            |pitch: &u16| longest.as_seconds() * i64::from(*pitch) <= i64::from(columns) * 3600;
        // At 80 columns an hour takes six at most.
        let most = if self.is_tall() { 8 } else { 6 };
        let mut pitches = PITCHES.into_iter().filter(|pitch| *pitch <= most);
        pitches.find(fits).unwrap_or(1)
    }

    /// The week after: nothing yet but the target, and what it means a day.
    fn draw_next_week(&mut self, length: Length, target: f64, columns: u16) {
        let after = self.scene.week_after(self.record.week);
        let name = piece(after.short_name(), self.style(Role::Soft));
        let bar = week_bar(columns, (target, Fill::Track), target, None);
        let mut parts = vec![Part::At(0, vec![name]), Part::Bar(bar)];
        let beyond = BARS + (target * f64::from(columns)) as u16 + 2;
        parts.extend(self.a_day(length, after, beyond));
        self.push(parts);
        if self.is_tall() {
            self.push(Vec::new());
        }
    }

    /// The hairline alone, on the rows between the weeks.
    fn draw_hairline(&mut self, target: f64, columns: u16) {
        if !self.is_tall() {
            return;
        }
        let area = Rect::new(BARS, 0, columns, 1);
        let edge = Edge::at(area, target);
        let sign = piece(edge.sign, self.style(Role::Text));
        self.push(vec![Part::At(edge.x, vec![sign])]);
    }

    /// What it means a day: `1h24 a day`.
    fn a_day(&self, length: Length, week: Week, column: u16) -> Option<Part> {
        let hours = &self.scene.context.hours;
        let days = week
            .days()
            .into_iter()
            .filter(|day| hours.is_workday(*day))
            .count();
        let days = i64::try_from(days).ok().filter(|days| *days > 0)?;
        let each = format::hours(Length::seconds(length.as_seconds() / days));
        let words = vec![self.strong(each), self.quiet(" a day")];
        if column + width(&words) > self.width {
            return Some(Part::Ending(column.saturating_sub(3), words));
        }
        Some(Part::At(column, words))
    }

    /// What the next review opens with, or would.
    fn draw_saved(&mut self, open: Option<&Commitment>) {
        let saved = self.commitment_words();
        let words = match (&saved, open) {
            (Some(saved), _) => saved.clone(),
            (None, Some(open)) => open.to_string(),
            (None, None) => return,
        };
        let lead = if saved.is_some() {
            "Next week's review opens with:"
        } else {
            "Enter saves for next week:"
        };
        match self.room {
            Room::Tall => {
                self.push(Vec::new());
                self.rule();
                self.say(lead);
                self.line(vec![self.strong(words)]);
            }
            Room::Tight | Room::Compact if saved.is_some() => {
                self.line(vec![self.quiet("saved: "), self.strong(words)]);
            }
            Room::Tight | Room::Compact => {}
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

/// A week as a bar on the open page.
fn week_bar(width: u16, part: (f64, Fill), target: f64, label: Option<String>) -> Bar {
    Bar {
        column: BARS,
        width,
        parts: vec![part],
        rest: Fill::Open,
        hairline: Some(target),
        label,
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
