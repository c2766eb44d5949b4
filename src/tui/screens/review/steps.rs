//! What each step is for, and the one that looks back on the week before.

use super::answers::is_shown;
use super::grid::Room;
use super::line::Part;
use super::page::Page;
use crate::domain::calendar::Week;
use crate::domain::commitment::{Aim, Commitment};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Missed, Step};
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::report::review::record::{CommitmentRecord, LastTimeRecord, Unit};
use crate::report::review::steps::destination_words;
use crate::tui::paint::{Ink, piece, width};
use crate::tui::theme::Role;

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

/// The column of the name of what a commitment is about.
const NAME: u16 = 3;
/// From the figure of one week to that of the next.
const WEEK_COLUMN: u16 = 7;

impl Page<'_> {
    pub(super) fn last_time(&mut self) {
        let record = self.record;
        if let Some(last) = &record.last_time {
            self.head_of_week("Commitment", last.week);
            match &last.commitment {
                Some(of) => self.draw_last_commitment(of),
                None => self.say("none"),
            }
            let kept = last.commitment.as_ref().and_then(|of| of.kept);
            if kept == Some(false) && record.closed.is_none() {
                self.ask_missed(last.week, last.missed);
            } else if let Some(why) = last.missed {
                self.draw_named("why", Missed::words(why));
            }
            self.blank();
            self.draw_decided(last);
        } else {
            self.say("No review of the week before.");
        }
        if let Some(of) = &record.commitment {
            self.blank();
            self.head_of_week("Commitment", record.week);
            // What became of it would tell of the week before it is guessed.
            let words = vec![piece(of.aim(), self.style(Role::Text))];
            let later = vec![self.quiet("outcome in step 5")];
            let fits = width(&words) + width(&later) + 2 <= self.width;
            let mut parts = vec![Part::At(0, words)];
            parts.extend(fits.then_some(Part::Ending(self.width, later)));
            self.push(parts);
        }
    }

    /// What was decided, with the time that it took then, and takes now: that waits for the reveal, since it would tell of the
    /// week before it is guessed. Freed time is followed up at once: it was decided to look at that first.
    fn draw_decided(&mut self, last: &LastTimeRecord) {
        let followed = &self.record.progress.followed;
        let weeks = if is_shown(self.scene, self.state) {
            vec![last.week, self.record.week]
        } else {
            vec![last.week]
        };
        let mut head = vec![Part::At(0, vec![self.strong("Decided")])];
        if !followed.is_empty() {
            let names = weeks.iter().map(|week| week.short_name());
            head.extend(self.week_columns(names.collect(), Role::Quiet));
        }
        self.push(head);
        for of in followed {
            let figures = [of.before_s, of.after_s].into_iter().take(weeks.len());
            let figures = figures.map(|of| of.map_or_else(|| "–".to_owned(), format::hours));
            self.draw_followed(&of.verdict, &of.what, figures.collect());
        }
        if followed.is_empty() {
            self.say("nothing");
        }
        if let Some(of) = &last.destination {
            let words = destination_words(of, self.record.over);
            if self.room == Room::Compact {
                self.draw_followed("freed time to", &of.activity, Vec::new());
                self.push(vec![Part::Ending(self.width, vec![self.quiet(words)])]);
            } else {
                self.draw_followed("freed time to", &of.activity, vec![words]);
            }
        }
    }

    /// Figures at the right, one a week, each below the head of its week.
    fn week_columns(&self, figures: Vec<String>, role: Role) -> Vec<Part> {
        let last = figures.len().saturating_sub(1);
        let placed = figures.into_iter().enumerate();
        let column = |(index, figure): (usize, String)| {
            let end = self
                .width
                .saturating_sub((last - index) as u16 * WEEK_COLUMN);
            Part::Ending(end, vec![piece(figure, self.style(role))])
        };
        placed.map(column).collect()
    }

    /// What was decided of something, and its figures at the right.
    fn draw_followed(&mut self, verdict: &str, what: &str, figures: Vec<String>) {
        let column = self.columns().bar.map_or(15, |(bar, _)| bar);
        let first = figures.first().map_or(0, |figure| text::width(figure));
        let later = figures.len().saturating_sub(1) * usize::from(WEEK_COLUMN);
        let end = usize::from(self.width).saturating_sub(first + later);
        let room = end.saturating_sub(usize::from(column) + 1);
        let what = text::fit(&text::visible(what), room);
        let mut parts = vec![
            Part::At(0, vec![self.quiet(verdict.to_owned())]),
            Part::At(column, vec![piece(what, self.style(Role::Text))]),
        ];
        parts.extend(self.week_columns(figures, Role::Soft));
        self.push(parts);
    }

    fn head_of_week(&mut self, name: &'static str, week: Week) {
        let column = self.columns().bar.map_or(17, |(bar, _)| bar);
        self.push(vec![
            Part::At(0, vec![self.strong(name)]),
            Part::At(column, vec![self.quiet(week.short_name())]),
        ]);
    }

    /// A line bar of how much of it there was, and what became of it.
    fn draw_last_commitment(&mut self, of: &CommitmentRecord) {
        let columns = self.columns();
        let commitment = parse_stored_commitment(&of.text).ok();
        let (Some(commitment), Some((bar, wide)), true) = (commitment, columns.bar, of.target > 0)
        else {
            let words = format!("{} · {}", of.words, of.verdict);
            return self.text(&words, self.style(Role::Text));
        };
        let work = commitment.work();
        let hue = self.theme().category(work.category);
        let name = work.activity.as_deref().unwrap_or(work.category.name());
        let amount = |value: i64| match of.unit {
            Unit::Seconds => format::hours(Length::seconds(value)),
            Unit::Days => value.to_string(),
        };
        let unit = match of.unit {
            Unit::Seconds => "",
            Unit::Days if of.target == 1 => " day",
            Unit::Days => " days",
        };
        // A long name moves the begin of its bar.
        let after = (NAME + text::width(name) as u16 + 1).clamp(bar, bar + 6);
        let (bar, wide) = (after, wide.saturating_sub(after - bar));
        let share = of.value as f64 / of.target as f64;
        let soft = self.style(Role::Soft);
        let value = piece(amount(of.value), self.style(Role::Text));
        let target = format!("of {}{unit}", amount(of.target));
        self.push(vec![
            Part::At(0, vec![piece(work.category.letter().to_string(), hue)]),
            Part::At(
                NAME,
                vec![piece(text::fit(name, usize::from(bar - NAME - 1)), soft)],
            ),
            Part::LineBar(bar, wide, share, Role::Category(work.category)),
            Part::Ending(columns.hours, vec![value]),
            Part::At(columns.hours + 2, vec![self.quiet(target)]),
            Part::At(columns.answer, vec![self.strong(of.verdict.clone())]),
        ]);
        // The bar tells neither on how many days nor within which hours.
        if has_condition(&commitment) {
            self.push(vec![Part::At(NAME, vec![self.quiet(of.words.clone())])]);
        }
    }

    /// A name, and what there is to say of it beside it.
    fn draw_named(&mut self, name: &'static str, words: &str) {
        let column = self.columns().bar.map_or(17, |(bar, _)| bar);
        let room = usize::from(self.width.saturating_sub(column));
        let words = text::fit(&text::visible(words), room);
        self.push(vec![
            Part::At(0, vec![self.quiet(name)]),
            Part::At(column, vec![piece(words, self.style(Role::Text))]),
        ]);
    }
}

/// Whether a commitment asks for more than an amount.
const fn has_condition(commitment: &Commitment) -> bool {
    match &commitment.aim {
        Aim::Spend { window, days, .. } => window.is_some() || days.is_some(),
        Aim::Avoid { window, .. } => window.is_some(),
    }
}
