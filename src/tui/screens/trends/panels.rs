//! The last unbroken hour of selling, who asked for admin, accounts that do not move, and outcomes by two hours.

use ratatui::style::Style;

use super::frame::{Frame, Line, entry};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::accounts::{Call, DAYS, Effort};
use crate::insight::burden::Burden;
use crate::insight::runs::{Ending, Run};
use crate::insight::windows::{Verdict, Window};
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::theme::Role;

/// From so many columns on there is room for words.
const ROOMY: u16 = 44;
/// So many lines a list has at most.
const MOST: usize = 5;

impl Frame<'_> {
    fn over_days() -> String {
        format!("{DAYS} days")
    }

    /// When an hour was last sold without a break, how long it was and what ended it.
    pub(super) fn protected(&self, room: u16) -> Vec<Line> {
        let mut lines = vec![Line::from(vec![self.strong("Last protected selling")])];
        let Some(run) = &self.figures.protected else {
            lines.extend(self.prose(
                &format!(
                    "None yet: {} of selling with nothing else between.",
                    format::spoken(self.scene.settings.protected)
                ),
                room,
            ));
            return lines;
        };
        let selling = self.scene.theme.category(Category::Selling);
        let calendar = &self.scene.context.calendar;
        let day = format::short_day(calendar.day_of(run.start), self.scene.today);
        let offset = format::misleading_offset(run.start, Some(run.end), calendar);
        let (start, end) = (format::clock(run.start), format::clock(run.end));
        let times = format!("{day}  {start}–{end} {offset}");
        lines.push(entry(
            vec![piece(times.trim_end().to_owned(), selling)],
            vec![self.strong(format::hours(run.length))],
        ));
        lines.extend(self.prose(&ending_words(run), room));
        let weeks = format!("protected in {} weeks", self.weeks());
        let sold: Length = self
            .figures
            .trend
            .weeks
            .iter()
            .map(|point| point.week.totals.selling)
            .sum();
        let hours = format!(
            "{} of {}",
            format::hours(self.figures.protected_total),
            format::hours(sold)
        );
        lines.push(entry(vec![self.quiet(weeks)], vec![self.quiet(hours)]));
        lines
    }

    /// Who asked for the admin, and how much of it nobody is known to have asked for.
    pub(super) fn burdens(&self, room: u16) -> Vec<Line> {
        let burdens = &self.figures.burdens;
        let mut lines = vec![self.heading("Who asked for admin", Self::over_days(), room)];
        let line = |burden: &Burden| {
            let name = vec![plain(burden.requester.as_str())];
            let median = format::spoken(whole_minutes(burden.median));
            let count = if room < ROOMY {
                format!("{} × ~{median:<6}", burden.requests)
            } else {
                format!(
                    "{}, median {median:>6}",
                    format::count(burden.requests, "request")
                )
            };
            let hours = plain(format!("{:>7}", format::hours(burden.length)));
            entry(name, vec![self.quiet(count), hours])
        };
        lines.extend(burdens.ranked().take(MOST).map(line));
        if burdens.ranked().next().is_none() {
            lines.extend(self.prose("Nobody yet: named from 3 requests and 60 minutes on.", room));
        }
        if let Some(share) = burdens.unasked_share() {
            let words = format!(
                "no requester: {:.0} % of {} admin",
                share * 100.0,
                format::hours(burdens.admin)
            );
            lines.extend(self.prose(&words, room));
        }
        lines
    }

    /// The accounts that take time without an advance.
    pub(super) fn accounts(&self, room: u16) -> Vec<Line> {
        let mut lines = vec![self.heading("Time without an advance", Self::over_days(), room)];
        let called = || {
            self.figures
                .accounts
                .iter()
                .filter_map(|effort| Some((effort, effort.call?)))
        };
        let line = |(effort, call): (&Effort, Call)| {
            let word = match call {
                Call::Watch => self.quiet("watch  "),
                Call::Rope => self.strong("rope   "),
            };
            let name = vec![word, plain(format!("@{}", effort.account.as_str()))];
            let goes_on = format::count(effort.continuations, "continuation");
            entry(
                name,
                vec![
                    self.quiet(goes_on),
                    plain(format!("{:>7}", format::hours(effort.length))),
                ],
            )
        };
        lines.extend(called().take(MOST).map(line));
        let rules = "watch from 1h30 on, rope from 3 h on after 14 days";
        let words = match called().count() {
            0 => "No account has 1h30 without an advance.".to_owned(),
            1..=MOST => rules.to_owned(),
            count => format!("{MOST} of {count}; {rules}"),
        };
        lines.extend(self.prose(&words, room));
        lines
    }

    /// Outcomes by two hours of the day, past their gate.
    pub(super) fn windows(&self, room: u16) -> Vec<Line> {
        let mut lines = vec![self.heading(
            "Outcomes by time of day",
            format!("{} weeks", self.weeks()),
            room,
        )];
        let windows = match &self.figures.windows {
            Ok(windows) => windows,
            Err(missing) => {
                lines.extend(self.prose(&format!("By two hours of the day: {missing}."), room));
                return lines;
            }
        };
        lines.extend(windows.windows.iter().map(|window| self.window(window)));
        let words = match windows.best() {
            Some(best) => format!("{} has more than chance would give", hours_of(best)),
            None => "no two hours have more than chance would give".to_owned(),
        };
        let words = format!("conversations and meetings; {words}");
        lines.extend(self.prose(&words, room));
        lines
    }

    fn window(&self, window: &Window) -> Line {
        let (sign, style) = match window.verdict {
            Verdict::Better => (" ▲", self.style(Role::Good)),
            Verdict::Worse => (" ▼", self.style(Role::Quiet)),
            Verdict::AsElsewhere | Verdict::TooEarly => ("  ", Style::new()),
        };
        let count = format!("{:.0} in {}", window.outcomes, format::hours(window.time));
        let rate: Piece = match window.verdict {
            Verdict::TooEarly => self.quiet(format!("{:>10}", "too early")),
            Verdict::Better | Verdict::Worse | Verdict::AsElsewhere => plain(format!(
                "{:>10}",
                format!("{:.1} an h", window.outcomes / window.time.as_hours())
            )),
        };
        entry(
            vec![plain(hours_of(window)), piece(sign, style)],
            vec![self.quiet(format!("{count:>13}")), rate],
        )
    }
}

fn hours_of(window: &Window) -> String {
    format!("{:02}–{:02}", window.hour, window.hour + 2)
}

fn whole_minutes(length: Length) -> Length {
    Length::minutes((length.as_seconds() + 30) / 60)
}

fn ending_words(run: &Run) -> String {
    match &run.ending {
        Ending::Running => "still running".to_owned(),
        Ending::Off => "then nothing on record".to_owned(),
        Ending::Block {
            category,
            activity,
            requester,
        } => {
            let mut words = format!("then {category}");
            if let Some(activity) = activity {
                words.extend([" · ", activity.as_str()]);
            }
            if let Some(requester) = requester {
                words.extend([" !", requester.as_str()]);
            }
            words
        }
    }
}
