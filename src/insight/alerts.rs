//! Wake-up calls: what lies so far from the usual that a review should ask about it.

use super::best::BEST_OF_WEEKS;
use super::produce::{Produced, Production};
use super::usual::median;
use super::weeks::{self, Measured, Usual, WEEKS_BACK, weeks_before};
use super::yields::{Outcome, YIELD_FROM, YIELD_FROM_OUTCOMES};
use super::{Ledger, control, effort, produce};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::named::named;
use crate::domain::stamp::Length;

/// A week is busy from so many times the usual W on.
pub const BUSY_FROM: f64 = 1.10;
/// "More for less" is so many times the usual hours …
pub const MORE_FROM: f64 = 1.20;
/// … for so many times the usual yield.
pub const FOR_LESS_UP_TO: f64 = 0.80;
/// Coverage falls if each of so many weeks has less than the one before.
pub const FALLING_WEEKS: usize = 3;
/// Coverage falls if it lost so many points over those weeks.
pub const FALLING_FROM_POINTS: f64 = 3.0;
/// How often running a call may be put off.
pub const SNOOZES: usize = 2;

named!(
    /// What a call is about, in the order in which calls of one level are shown.
    AlertKind.name {
        TafsDown = "tafs-down",
        DistractionUp = "distraction-up",
        /// Nothing was learned for two weeks.
        NoLearning = "no-learning",
        /// The share of imposed admin is above the usual.
        ImposedUp = "imposed-up",
        /// More work than usual, and no more outcomes.
        Busy = "busy",
        /// More producing hours than usual, at a lower yield.
        MoreForLess = "more-for-less",
        /// An outcome takes more touches than usual.
        MoreTouches = "more_touches",
        /// For three weeks.
        CoverageFalling = "coverage-falling",
    }
);

impl AlertKind {
    /// The category whose share it is about.
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::TafsDown => Some(Category::Selling),
            Self::DistractionUp => Some(Category::Distraction),
            Self::NoLearning => Some(Category::Learning),
            Self::ImposedUp
            | Self::Busy
            | Self::MoreForLess
            | Self::MoreTouches
            | Self::CoverageFalling => None,
        }
    }
}

named!(
    /// How much a call matters, the most first.
    Level.name {
        /// Beyond twice the band once, or beyond it in two qualifying weeks running.
        WakeUp = "wake-up",
        /// Once, and not far.
        Watch = "watch",
    }
);

/// What the call rests on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Figures {
    /// A share of W, from 0 to 1, beside the usual one.
    Share {
        actual: f64,
        usual: f64,
        /// T, in points: so far from the usual is still usual.
        band: f64,
    },
    /// So many weeks running without learning; weeks off are passed over.
    Without {
        weeks: usize,
        /// Whether there may be more of them, before all that is looked back on.
        or_more: bool,
    },
    /// W, and the conversations and the meetings of the most producing activity, beside the usual ones.
    Work {
        tracked: Length,
        usual: Length,
        /// In the order of [`Outcome::ALL`].
        made: [(usize, f64); 2],
    },
    /// The hours of the most producing activity, and one of its outcomes per hour, beside the usual ones.
    Yield {
        time: Length,
        usual: Length,
        counted: Outcome,
        per_hour: f64,
        usual_per_hour: f64,
    },
    /// Touches per outcome, beside the usual.
    Touches {
        outcome: Outcome,
        actual: f64,
        usual: f64,
    },
    /// The coverage of the week before the fall and of the falling weeks, the earliest first.
    Coverage([f64; FALLING_WEEKS + 1]),
}

/// A call to look at something.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Alert {
    pub kind: AlertKind,
    pub level: Level,
    pub figures: Figures,
    /// In so many reviews running it has been put off before.
    pub snoozed: usize,
}

/// The calls of a week, the most severe first, then in the order of [`AlertKind`]; a review shows two. The blocks are
/// to hold those of the 26 weeks before, as far as there are any. `snoozed` says in how many reviews running a kind was put off. A week that
/// does not qualify calls for nothing, and weeks off are passed over.
///
/// A share is beyond its band where it lies more than T = max(3 points, 2·MAD) from the usual: once is a watch, in two
/// qualifying weeks running or beyond 2·T once is a wake-up call. A busy week (W ≥ 110 % of the usual, conversations and
/// meetings each ≤ the usual), more for less (hours ≥ 120 %, each yield ≤ 80 %) and more touches (25 % and 2·MAD more per
/// outcome) are a watch once and a wake-up call twice running. The first two go by the one activity that produced most in
/// these weeks, and never add conversations to meetings.
pub fn of_week(ledger: Ledger<'_>, week: Week, snoozed: &[(AlertKind, usize)]) -> Vec<Alert> {
    let this = weeks::measure_week(ledger, week);
    if !this.qualifies() {
        return Vec::new();
    }
    let before = earlier(ledger, week).find(Measured::qualifies);
    let compared = Compared::of(ledger, this);
    let compared_before = before.and_then(|before| Compared::of(ledger, before));
    let calls = AlertKind::ALL.into_iter().filter_map(|kind| {
        let (level, figures) = match kind {
            AlertKind::TafsDown
            | AlertKind::DistractionUp
            | AlertKind::ImposedUp
            | AlertKind::Busy
            | AlertKind::MoreForLess
            | AlertKind::MoreTouches => {
                let (level, figures) = compared.as_ref()?.beyond(kind)?;
                let before = compared_before.as_ref();
                let twice = before.and_then(|before| before.beyond(kind)).is_some();
                (if twice { Level::WakeUp } else { level }, figures)
            }
            AlertKind::NoLearning => {
                let none = |week: &Measured| !week.totals.learning.is_positive();
                let both =
                    is_told(ledger, &this) && none(&this) && before.as_ref().is_some_and(none);
                both.then(|| {
                    let (weeks, or_more) = count_without_learning(ledger, week);
                    (Level::WakeUp, Figures::Without { weeks, or_more })
                })?
            }
            AlertKind::CoverageFalling => {
                (Level::WakeUp, Figures::Coverage(falling(ledger, &this)?))
            }
        };
        let times = snoozed.iter().find(|(of, _)| *of == kind);
        Some(Alert {
            kind,
            level,
            figures,
            snoozed: times.map_or(0, |(_, times)| *times),
        })
    });
    let mut alerts: Vec<Alert> = calls.collect();
    alerts.sort_by_key(|alert| (alert.level, alert.kind));
    alerts
}

/// In how many qualifying weeks running nothing was learned, this one included: up to the first record, or so far back as
/// a review reads, and then whether there may be more.
fn count_without_learning(ledger: Ledger<'_>, week: Week) -> (usize, bool) {
    let back = 1..=BEST_OF_WEEKS;
    let earlier = back.map(|weeks| weeks::measure_week(ledger, weeks_before(week, weeks)));
    let none: Vec<Measured> = earlier
        .take_while(|week| !week.totals.learning.is_positive())
        .collect();
    let calendar = &ledger.context.calendar;
    let read_from = calendar.first_instant(weeks_before(week, BEST_OF_WEEKS).first);
    let goes_on = ledger.since.is_some_and(|since| since < read_from);
    let all = none.len() == BEST_OF_WEEKS;
    let weeks = none.iter().filter(|week| week.qualifies()).count();
    (1 + weeks, all && goes_on)
}

/// The weeks before one, the latest first.
fn earlier(ledger: Ledger<'_>, week: Week) -> impl Iterator<Item = Measured> {
    (1..=WEEKS_BACK).map(move |weeks| weeks::measure_week(ledger, weeks_before(week, weeks)))
}

/// Whether the last workday of a week has begun: what it has none of can be told then, and not before.
fn is_told(ledger: Ledger<'_>, week: &Measured) -> bool {
    let days = week.week.days().into_iter();
    let workdays = days.filter(|day| ledger.context.hours.is_workday(*day));
    week.workdays == workdays.count()
}

/// Three weeks running with less coverage than the one before. They need their full days, but not the coverage of a
/// qualifying week, since it is the coverage that falls.
fn falling(ledger: Ledger<'_>, this: &Measured) -> Option<[f64; FALLING_WEEKS + 1]> {
    let worked = earlier(ledger, this.week).filter(Measured::has_full_days);
    let mut coverage = [this.totals.coverage()?; FALLING_WEEKS + 1];
    let mut worked = worked.filter_map(|week| week.totals.coverage());
    for place in coverage[..FALLING_WEEKS].iter_mut().rev() {
        *place = worked.next()?;
    }
    let falls = coverage.windows(2).all(|pair| pair[1] < pair[0]);
    let lost = (coverage[0] - coverage[FALLING_WEEKS]) * 100.0;
    (is_told(ledger, this) && falls && lost >= FALLING_FROM_POINTS).then_some(coverage)
}

/// A week and what it is compared with.
struct Compared<'a> {
    ledger: Ledger<'a>,
    this: Measured,
    weeks: Vec<Measured>,
    usual: Usual,
}

impl<'a> Compared<'a> {
    fn of(ledger: Ledger<'a>, this: Measured) -> Option<Self> {
        let weeks = weeks::comparable_weeks(ledger, this.week);
        Some(Self {
            ledger,
            this,
            usual: weeks::usual_of(&weeks).ok()?,
            weeks,
        })
    }

    fn beyond(&self, kind: AlertKind) -> Option<(Level, Figures)> {
        let watch = |figures: Figures| (Level::Watch, figures);
        let share = |category| move |week: &Measured| week.share(category);
        match kind {
            AlertKind::TafsDown => self.band(share(Category::Selling), self.usual.tafs(), -1.0),
            AlertKind::DistractionUp => {
                self.band(share(Category::Distraction), self.usual.shares[3], 1.0)
            }
            AlertKind::ImposedUp => {
                let imposed = |week: &Measured| self.imposed(week);
                let usual = weeks::median_of(&self.weeks, imposed).ok()?;
                // Nobody who has just begun to name requesters is told that they ask for more.
                self.band(imposed, usual, 1.0).filter(|_| usual > 0.0)
            }
            AlertKind::Busy => self.busy().map(watch),
            AlertKind::MoreForLess => self.more_for_less().map(watch),
            AlertKind::MoreTouches => self.more_touches().map(watch),
            AlertKind::NoLearning | AlertKind::CoverageFalling => None,
        }
    }

    /// The share of W that others asked for.
    fn imposed(&self, week: &Measured) -> Option<f64> {
        let control = control::of_days(week.period(self.ledger));
        control.imposed.share_of(control.tracked)
    }

    /// What the activity produced that produced most in these weeks: in this one, and in each of those before.
    fn produced(&self) -> Option<(Produced, Vec<Produced>)> {
        let of_week = |week: &Measured| produce::of_days(week.period(self.ledger));
        let (this, before) = (of_week(&self.this), self.weeks.iter().map(of_week));
        let all: Vec<Production> = [this].into_iter().chain(before).collect();
        let together = Production::together(&all);
        let activity = together.most_producing()?.activity.as_deref();
        let mut all = all.iter().map(|one| one.of_activity(activity));
        Some((all.next()?, all.collect()))
    }

    /// Nobody who records no outcomes is told that a busy week had none.
    fn busy(&self) -> Option<Figures> {
        let (this, before) = self.produced()?;
        let made = Outcome::ALL.map(|outcome| {
            let counts = before.iter().map(|of| of.count(outcome) as f64);
            (this.count(outcome), median(counts.collect()))
        });
        let (tracked, usual) = (self.this.totals.tracked(), self.usual.tracked);
        let busy = tracked.as_hours() >= BUSY_FROM * usual.as_hours();
        let told = made
            .iter()
            .any(|(_, usual)| *usual >= YIELD_FROM_OUTCOMES as f64);
        let no_more = made.iter().all(|(count, usual)| *count as f64 <= *usual);
        (busy && told && no_more).then_some(Figures::Work {
            tracked,
            usual,
            made,
        })
    }

    /// The usual yield is that of the weeks past its gate; this week needs the time, not the outcomes: to have none is
    /// what is looked for.
    fn more_for_less(&self) -> Option<Figures> {
        let (this, before) = self.produced()?;
        let seconds = before.iter().map(|of| of.time.as_seconds() as f64);
        let usual = median(seconds.collect());
        let is_more = this.time.as_seconds() as f64 >= MORE_FROM * usual && this.time >= YIELD_FROM;
        let yields = Outcome::ALL.into_iter().filter_map(|outcome| {
            let rate = |of: &Produced| of.count(outcome) as f64 / of.time.as_hours();
            let is_past =
                |of: &&Produced| of.time >= YIELD_FROM && of.count(outcome) >= YIELD_FROM_OUTCOMES;
            let rates: Vec<f64> = before.iter().filter(is_past).map(rate).collect();
            let is_known = rates.len() >= weeks::WEEKS_NEEDED;
            is_known.then(|| (outcome, rate(&this), median(rates)))
        });
        let yields: Vec<(Outcome, f64, f64)> = yields.collect();
        let is_less = |(_, rate, usual): &(Outcome, f64, f64)| *rate <= FOR_LESS_UP_TO * usual;
        let (counted, per_hour, usual_per_hour) = *yields.first()?;
        (is_more && yields.iter().all(is_less)).then(|| Figures::Yield {
            time: this.time,
            usual: Length::seconds(usual.round() as i64),
            counted,
            per_hour,
            usual_per_hour,
        })
    }

    fn more_touches(&self) -> Option<Figures> {
        let found = effort::find_more_touches(self.ledger, &self.this, &self.weeks);
        found.map(|(outcome, actual, usual)| Figures::Touches {
            outcome,
            actual,
            usual,
        })
    }

    /// Whether a share lies beyond its band, upwards (`side` 1) or downwards (−1), and by how much.
    fn band(
        &self,
        share: impl Fn(&Measured) -> Option<f64>,
        usual: f64,
        side: f64,
    ) -> Option<(Level, Figures)> {
        let actual = share(&self.this)?;
        let band = weeks::band_of(&self.weeks, &share).ok()?;
        let beyond = side * (actual - usual) * 100.0;
        let level = if beyond > 2.0 * band {
            Level::WakeUp
        } else {
            Level::Watch
        };
        let figures = Figures::Share {
            actual,
            usual,
            band,
        };
        (beyond > band).then_some((level, figures))
    }
}

#[cfg(test)]
mod tests;
