//! What the screen of trends shows, worked out once when the file is read. Draws nothing.

use super::stretch::Stretch;
use crate::domain::calendar::{Day, Week};
use crate::domain::review::Guess;
use crate::domain::stamp::{Length, Stamp};
use crate::insight::Period;
use crate::insight::accounts::{self, Effort};
use crate::insight::best::{self, Best};
use crate::insight::burden::{self, Burdens};
use crate::insight::calibration::{self, CALIBRATION_WEEKS, Guessed};
use crate::insight::coaching::{self, Coaching};
use crate::insight::effort::{self, TouchRates};
use crate::insight::heat::{self, Heat};
use crate::insight::missing::Missing;
use crate::insight::nurture::{self, Slip};
use crate::insight::produce::{self, Production};
use crate::insight::prospects::{self, Prospects};
use crate::insight::refuge;
use crate::insight::runs::{self, Run};
use crate::insight::studies;
use crate::insight::trend::{self, Point, Trend};
use crate::insight::weeks::{self, Usual};
use crate::insight::windows::{self, Windows};
use crate::tui::scene::Scene;

/// So many weeks before this one a trend goes back at most, and as many as its first one needs for its usual.
const WEEKS_BACK: i64 = 52 + 6;

/// The first and the last day whose blocks the screen needs.
pub(crate) fn days_to_read(scene: &Scene<'_>) -> (Day, Day) {
    let week = scene.context.calendar.week_of(scene.day);
    (week.first.plus(-7 * WEEKS_BACK), week.end().plus(-1))
}

/// The figures of the weeks in view.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// As of then.
    pub(super) at: Stamp,
    /// The first week of which anything was read.
    pub(super) begun: Option<Week>,
    /// The weeks.
    pub(super) trend: Trend,
    /// What is usual for the last of them.
    pub(super) usual: Result<Usual, Missing>,
    /// Selling by weekday and hour, over the weeks.
    pub(super) heat: Heat,
    /// Outcomes by two hours of the day, over the weeks.
    pub(super) windows: Result<Windows, Missing>,
    /// Who asked for the admin, over 28 days.
    pub(super) burdens: Burdens,
    /// The accounts, over 28 days.
    pub(super) accounts: Vec<Effort>,
    /// The accounts that nobody has spoken to for long.
    pub(super) slips: Vec<Slip>,
    /// Coaching and meetings for the manager, over 28 days.
    pub(super) coaching: Coaching,
    /// Own admin in the focus hours, over 28 days.
    pub(super) refuge: Option<Length>,
    /// Whom selling opened with, over 28 days.
    pub(super) prospects: Prospects,
    /// The studies, beside 28 days and the last guess in them.
    pub(super) studies: Vec<studies::StudyRow>,
    /// The last unbroken hour of selling in all that was read.
    pub(super) protected: Option<Run>,
    /// What the last week produced.
    pub(super) made: Production,
    /// The guesses of the last quarter that were locked.
    pub(super) guesses: Vec<Guessed>,
    /// The last week of that quarter whose guess waits for the reveal.
    pub(super) waiting_guess: Option<Week>,
    /// What an outcome took in each week of that quarter, and what it usually takes.
    pub(super) effort: Vec<(Week, TouchRates)>,
    pub(super) usual_effort: TouchRates,
    /// The best weeks of half a year.
    pub(super) best: Option<Best>,
    /// Selling in unbroken hours, over the weeks.
    pub(super) protected_total: Length,
}

impl Figures {
    /// The figures of the weeks up to the one of the day in view.
    pub(super) fn of(scene: &Scene<'_>, stretch: Stretch) -> Self {
        let (from, to) = days_to_read(scene);
        let now = scene.now.at;
        let (blocks, context) = (&scene.snapshot.weeks, scene.context);
        let ledger = context.ledger(blocks, now);
        let week = context.calendar.week_of(scene.day);
        let last = to.min(context.calendar.day_at(now));
        let trend = trend::of_weeks(ledger, week, stretch.weeks());
        let first = trend
            .weeks
            .first()
            .map_or(week.first, |point| point.week.week.first);
        let (in_view, month) = (ledger.days(first, last), ledger.recent(last));
        let runs = runs::find_runs(ledger.days(from, last));
        let runs_in_view: Vec<Run> = runs
            .iter()
            .filter(|run| context.calendar.day_of(run.start) >= first)
            .cloned()
            .collect();
        let quarter = trend.weeks.len().saturating_sub(CALIBRATION_WEEKS);
        let comparable = weeks::comparable_weeks(ledger, week);
        let latest = latest_guess(scene, month);
        Self {
            at: now,
            made: produce::of_days(ledger.week(week)),
            guesses: calibration::find_guesses(ledger, &scene.snapshot.notes, week),
            waiting_guess: waiting_guess(scene, &trend.weeks[quarter..]),
            effort: effort::of_trend(ledger, &trend.weeks[quarter..]),
            usual_effort: effort::usual(ledger, &comparable),
            best: best::find_best(ledger, week).ok(),
            begun: blocks.blocks.first().map(|block| {
                context
                    .calendar
                    .week_of(context.calendar.day_of(block.start))
            }),
            usual: weeks::usual_of(&comparable),
            heat: heat::of_days(in_view),
            windows: windows::of_days(in_view),
            burdens: burden::of_days(month),
            accounts: accounts::rank_accounts(ledger, last),
            slips: nurture::find_slips(ledger, last),
            coaching: coaching::of_days(month),
            refuge: refuge::of_days(month),
            prospects: prospects::of_days(month),
            studies: studies::compare_with_studies(month, latest),
            protected: runs::last_protected(&runs, scene.settings.protected).cloned(),
            protected_total: runs::protected_total(&runs_in_view, scene.settings.protected),
            trend,
        }
    }

    /// Whether they are of another minute than this one.
    pub(crate) fn are_old(&self, now: Stamp) -> bool {
        self.at.seconds().div_euclid(60) != now.seconds().div_euclid(60)
    }
}

/// The last of some weeks that has a guess and wasn't shown yet.
fn waiting_guess(scene: &Scene<'_>, weeks: &[Point]) -> Option<Week> {
    let is_meant = |week: &Week| weeks.iter().any(|point| point.week.week == *week);
    let mut notes = scene.snapshot.notes.iter().rev();
    let waits = notes
        .find(|(week, notes)| notes.guess.is_some() && !notes.review.revealed && is_meant(week))?;
    Some(waits.0)
}

/// The guess of the last of the weeks in some days that was locked in.
fn latest_guess(scene: &Scene<'_>, period: Period<'_>) -> Option<Guess> {
    let calendar = &scene.context.calendar;
    let (first, last) = (
        calendar.week_of(period.first),
        calendar.week_of(period.last),
    );
    let weeks = scene.snapshot.notes.iter().rev();
    let weeks = weeks.filter(|(week, _)| (first..=last).contains(week));
    let mut locked = weeks.filter(|(_, notes)| notes.review.revealed);
    locked.find_map(|(_, notes)| notes.guess)
}
