//! What each step is for, and the one that looks back on the week before.

use super::answers::is_shown;
use super::line::Part;
use super::page::Page;
use crate::domain::calendar::Week;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Missed, Step};
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::report::review::record::{CommitmentRecord, LastTimeRecord, Unit};
use crate::report::review::steps::{destination_words, followed_words};
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
            self.head_of_week("Decided", last.week);
            self.draw_decided(last);
        } else {
            self.say("No review of the week before.");
        }
        if let Some(of) = &record.commitment {
            self.blank();
            self.head_of_week("Commitment", record.week);
            // What became of it would tell of the week before it is guessed.
            let words = vec![piece(of.text.clone(), self.style(Role::Text))];
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
        let is_shown = is_shown(self.scene, self.state);
        for of in followed {
            let figures = if is_shown {
                followed_words(of)
            } else {
                of.before_s.map(format::hours)
            };
            self.draw_followed(&of.verdict, &of.what, figures);
        }
        if followed.is_empty() {
            self.say("nothing");
        }
        if let Some(of) = &last.destination {
            self.draw_followed("freed time to", &of.activity, Some(destination_words(of)));
        }
    }

    /// What was decided of something, and the figures of both weeks at the right.
    fn draw_followed(&mut self, verdict: &str, what: &str, figures: Option<String>) {
        let column = self.columns().bar.map_or(17, |(bar, _)| bar);
        let figures = figures.unwrap_or_default();
        let end = self.width.saturating_sub(text::width(&figures) as u16);
        let room = usize::from(end.saturating_sub(column + 2));
        let what = text::fit(&text::visible(what), room);
        self.push(vec![
            Part::At(0, vec![self.quiet(verdict.to_owned())]),
            Part::At(column, vec![piece(what, self.style(Role::Text))]),
            Part::Ending(self.width, vec![piece(figures, self.style(Role::Soft))]),
        ]);
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
        // A long name moves the begin of its bar.
        let after = (NAME + text::width(name) as u16 + 1).clamp(bar, bar + 6);
        let (bar, wide) = (after, wide.saturating_sub(after - bar));
        let share = of.value as f64 / of.target as f64;
        let soft = self.style(Role::Soft);
        let value = piece(amount(of.value), self.style(Role::Text));
        let target = format!("of {}", amount(of.target));
        self.push(vec![
            Part::At(0, vec![piece(work.category.letter().to_string(), hue)]),
            Part::At(
                NAME,
                vec![piece(text::fit(name, usize::from(bar - NAME - 1)), soft)],
            ),
            Part::LineBar(bar, wide, share, Role::Category(work.category)),
            Part::Ending(columns.hours, vec![value]),
            Part::Ending(columns.hours + 13, vec![self.quiet(target)]),
            Part::At(columns.answer, vec![self.strong(of.verdict.clone())]),
        ]);
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
