//! What else the weeks say, a short list each: the last unbroken hour of selling, who asked for admin, accounts without an
//! advance, outcomes by two hours, guesses, published studies. Every rate has its count beside it.

use super::frame::{Frame, Line};
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::insight::RECENT_DAYS;
use crate::insight::accounts::{Call, Effort};
use crate::insight::burden::Burden;
use crate::insight::calibration;
use crate::insight::runs::{Ending, Run};
use crate::insight::windows::{Verdict, Window, Windows};
use crate::insight::yields::Outcome;
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::widgets::{header, sparkline};

/// So many windows of two hours are shown, those with most time.
const WINDOWS: usize = 6;
/// So many guesses are shown, the last ones.
const GUESSES: usize = 3;

impl Frame<'_> {
    /// The groups in the order of what is asked most, each with its head; with so many names in each at most.
    pub(super) fn groups(&self, room: u16, most: usize) -> Vec<Vec<Line>> {
        let hidden = &self.scene.settings.hidden;
        let groups = [
            hidden.unless("protected_s", self.protected(room)),
            hidden.unless("by_requester", self.requests(room, most)),
            hidden.unless("watch_accounts", self.accounts(room, most)),
            hidden.unless("best_window", self.windows(room)),
            hidden.unless("calibration", self.guesses(room)),
        ];
        groups.into_iter().flatten().collect()
    }

    /// The groups that never stand beside the charts; those that have something to say.
    pub(super) fn more_groups(&self, room: u16) -> Vec<Vec<Line>> {
        let hidden = &self.scene.settings.hidden;
        let groups = hidden.unless("effort", self.effort(room)).into_iter();
        groups.filter(|group| !group.is_empty()).collect()
    }

    /// What an outcome took, week by week, beside the usual; nothing where touches are not counted.
    fn effort(&self, room: u16) -> Vec<Line> {
        let weeks = self.figures.effort.iter().map(|(_, rates)| rates);
        let known = Outcome::ALL.into_iter();
        let known = known.filter(|of| weeks.clone().any(|rates| rates.per(*of).is_some()));
        let row = |outcome: Outcome| {
            let figures = weeks.clone().map(|rates| rates.per(outcome));
            let last = figures.clone().next_back().flatten();
            let last = last.map_or_else(|| "–".to_owned(), format::rate);
            self.entry(outcome.one(), &sparkline::set(figures), &last)
        };
        let rows: Vec<Line> = known.clone().map(row).collect();
        if rows.is_empty() {
            return rows;
        }
        let mut lines = vec![self.head(
            "Touches for one outcome",
            format::count(weeks.len(), "week"),
        )];
        lines.extend(rows);
        let usual = known.filter_map(|outcome| {
            let usual = format::rate(self.figures.usual_effort.per(outcome)?);
            Some(format!("{usual} a {}", outcome.one()))
        });
        let usual: Vec<String> = usual.collect();
        if !usual.is_empty() {
            lines.extend(self.prose(&format!("usual {}", usual.join(", ")), room));
        }
        lines
    }

    /// When an hour was last sold without a break, how long it was and what ended it.
    fn protected(&self, room: u16) -> Vec<Line> {
        let title = "Last protected selling";
        let Some(run) = &self.figures.protected else {
            let least = format::brief(self.scene.settings.protected);
            let words = format!("None yet: {least} of selling with nothing between.");
            let mut lines = vec![self.head(title, "")];
            lines.extend(self.prose(&words, room));
            return lines;
        };
        let calendar = &self.scene.context.calendar;
        let day = format::short_day(calendar.day_of(run.start), self.scene.today);
        let offset = format::misleading_offset(run.start, Some(run.end), calendar);
        let (start, end) = (format::clock(run.start), format::clock(run.end));
        let times = format!("{day} {start}–{end} {offset}");
        let times = Line::new(
            vec![self.soft(times.trim_end())],
            vec![self.quiet(ending_words(run))],
        );
        let mut lines = vec![self.head(title, format::hours(run.row_length()))];
        // Where there is no room for both the times stay whole.
        if times.width() <= room {
            lines.push(times);
        } else {
            lines.push(Line::from(times.left));
            lines.push(Line::from(times.right));
        }
        let sold = self.figures.trend.weeks.iter();
        let sold: Length = sold.map(|point| point.week.totals.selling).sum();
        let total = format::hours(self.figures.protected_total);
        let over = format!("in {} weeks", self.count_weeks());
        let all = format!("{total} of {}", format::hours(sold));
        lines.push(Line::new(vec![self.quiet(over)], vec![self.quiet(all)]));
        lines
    }

    /// Who asked for the admin, and for how much of it nobody is named.
    fn requests(&self, room: u16, most: usize) -> Vec<Line> {
        let burdens = &self.figures.burdens;
        let mut lines = vec![self.head("Requests", format!("{RECENT_DAYS} days"))];
        let shown: Vec<&Burden> = burdens.ranked().take(most).collect();
        lines.extend(shown.iter().map(|burden| {
            let name = format!("!{}", burden.requester.as_str());
            let count = burden.requests.to_string();
            self.entry(&name, &count, &format::hours(burden.length))
        }));
        if shown.is_empty() {
            lines.extend(self.prose("None yet (needs 3 requests and 60 minutes)", room));
        }
        let rest = || {
            let all = burdens.by_requester.iter();
            all.filter(|burden| !shown.contains(burden))
        };
        let others = rest().count();
        if others > 0 {
            let count: usize = rest().map(|burden| burden.requests).sum();
            let length: Length = rest().map(|burden| burden.length).sum();
            lines.push(self.aside(&format::count(others, "other"), &count.to_string(), length));
        }
        if burdens.unasked.is_positive() {
            lines.push(self.aside("no requester", "", burdens.unasked));
        }
        lines
    }

    /// As an entry, standing back.
    fn aside_words(&self, name: &str, words: &str, figure: &str) -> Line {
        let figures = vec![self.quiet(words), self.quiet(format!("{figure:>8}"))];
        Line::new(vec![self.quiet(name)], figures)
    }

    /// What a list leaves over, so that it adds up.
    fn aside(&self, name: &str, count: &str, length: Length) -> Line {
        self.aside_words(name, count, &format::hours(length))
    }

    /// The accounts that take time without an advance.
    fn accounts(&self, room: u16, most: usize) -> Vec<Line> {
        let mut lines = vec![self.head("No advance yet", format!("{RECENT_DAYS} days"))];
        let efforts = self.figures.accounts.iter();
        let called: Vec<(&Effort, Call)> = efforts
            .filter_map(|effort| Some((effort, effort.call?)))
            .collect();
        lines.extend(called.iter().take(most).map(|(effort, call)| {
            let name = format!("@{}", effort.account.as_str());
            let meetings = format::count(effort.meetings, "meeting");
            let hours = format::hours(effort.length);
            let line = match call {
                Call::Watch => return self.entry(&name, &meetings, &hours),
                Call::Rope => self.entry(&name, &format!("at risk, {meetings}"), &hours),
            };
            if line.width() < room {
                line
            } else {
                self.entry(&name, "at risk", &hours)
            }
        }));
        let others = called.len().saturating_sub(most);
        if called.is_empty() {
            lines.extend(self.prose("No account has 1h30 without an advance.", room));
        } else if others > 0 {
            let rest = called.iter().skip(most);
            let length: Length = rest.map(|(effort, _)| effort.length).sum();
            lines.push(self.aside(&format::count(others, "other"), "", length));
        }
        lines
    }

    /// Outcomes by two hours of the day, past their gate.
    fn windows(&self, room: u16) -> Vec<Line> {
        let head = |title: &str| self.head(title, "an hour");
        let windows = match &self.figures.windows {
            Ok(windows) => windows,
            Err(missing) => {
                let mut lines = vec![head("Outcomes by time of day")];
                let words = format!("Too early: {missing}.");
                lines.extend(self.prose(&words, room));
                return lines;
            }
        };
        let name = text::capitalized(windows.activity.as_deref().unwrap_or("selling"));
        let whole = head(&format!("{name} by time of day"));
        let is_fitting = whole.width() < room;
        let mut lines = vec![if is_fitting { whole } else { head(&name) }];
        let mut most: Vec<&Window> = windows.windows.iter().collect();
        most.sort_by_key(|window| std::cmp::Reverse(window.time));
        most.truncate(WINDOWS);
        most.sort_by_key(|window| window.hour);
        lines.extend(most.into_iter().map(|window| self.window(window)));
        lines.extend(self.prose(&verdict_words(windows), room));
        lines
    }

    fn window(&self, window: &Window) -> Line {
        // A block over the edge counts in part: the rate is that of the count as it stands beside it.
        let outcomes = window.outcomes.round();
        let count = format!("{outcomes:.0} in {}", format::hours(window.time));
        let rate = format::rate(outcomes / window.time.as_hours());
        match window.verdict {
            Verdict::TooEarly => self.entry(&hours_of(window), &count, "too few"),
            Verdict::AsElsewhere => self.entry(&hours_of(window), &count, &rate),
            Verdict::Better | Verdict::Worse => Line::new(
                vec![piece(hours_of(window), self.scene.theme.strong())],
                vec![self.quiet(count), self.strong(format!("{rate:>8}"))],
            ),
        }
    }

    /// What was guessed of the last weeks, and what it was.
    fn guesses(&self, room: u16) -> Vec<Line> {
        let mut lines = vec![self.head("Guess vs actual", "gap")];
        let guesses = &self.figures.guesses;
        let last = &guesses[guesses.len().saturating_sub(GUESSES)..];
        lines.extend(last.iter().map(|of| {
            let guess = of.guess.selling;
            let (before, after) = (format::plain_figure(guess), format::share_figure(of.tafs));
            let words = format!("{before} → {after}");
            let gap = format::signed_points(guess - of.tafs);
            self.entry(&header::number_of(of.week), &words, &gap)
        }));
        if let Ok(known) = calibration::calibrate(guesses)
            && let Some(miss) = known.mean_miss[0]
        {
            let misses = guesses.iter().map(|of| of.gap[0].map(f64::abs));
            let miss = format::points(miss / 100.0);
            lines.push(self.aside_words("average miss", &sparkline::set(misses), &miss));
        }
        if last.is_empty() {
            let words = match self.figures.waiting_guess {
                Some(week) => format!(
                    "Your guess for {} shows here after the reveal, step 4 of the review.",
                    header::number_of(week)
                ),
                None => "No guess yet. The weekly review asks for one.".to_owned(),
            };
            lines.extend(self.prose(&words, room));
        }
        lines
    }

    /// A few of the studies, beside the charts; all of them have a page.
    pub(super) fn studies_in_brief(&self) -> Option<Vec<Line>> {
        if self.scene.settings.hidden.has("studies") {
            return None;
        }
        let heads: Vec<Piece> = vec![self.quiet("study"), plain("     "), self.quiet("you")];
        let mut lines = vec![Line::new(vec![self.strong("Published studies")], heads)];
        lines.extend(self.brief_studies());
        Some(lines)
    }
}

fn hours_of(window: &Window) -> String {
    format!("{:02}–{:02}", window.hour, window.hour + 2)
}

/// Which windows differ from the others by more than chance.
fn verdict_words(windows: &Windows) -> String {
    let of = |verdict| {
        let windows = windows.windows.iter();
        let found: Vec<String> = windows
            .filter(|window| window.verdict == verdict)
            .map(hours_of)
            .collect();
        found.join(", ")
    };
    let words = match (of(Verdict::Better), of(Verdict::Worse)) {
        (better, worse) if better.is_empty() && worse.is_empty() => {
            "no time slot stands out from chance".to_owned()
        }
        (better, worse) if worse.is_empty() => format!("{better} above chance"),
        (better, worse) if better.is_empty() => format!("{worse} below chance"),
        (better, worse) => format!("{better} above chance, {worse} below"),
    };
    format!("{}: {words}", windows.counted.name())
}

fn ending_words(run: &Run) -> String {
    match &run.ending {
        Ending::Running => "still running".to_owned(),
        Ending::Off => "then untracked".to_owned(),
        Ending::Block {
            category,
            activity,
            requester,
        } => {
            let what = activity.as_deref().unwrap_or(category.name());
            let by = requester.as_ref();
            let by = by.map_or_else(String::new, |by| format!(" !{}", by.as_str()));
            format!("then {what}{by}")
        }
    }
}
