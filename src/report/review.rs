//! The review of one week: every figure of it, computed once, in the shape in which JSON writes it and a closed review
//! keeps it. Screens, Markdown and the page are drawn from this record alone. A contract: fields are added, none is
//! renamed.

mod calls;
mod compute;
pub mod markdown;
pub mod text;
mod which;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::totals::TotalsRecord;
use crate::domain::review::{Answers, Missed};
pub use compute::{Facts, compute, of_week};
pub use which::{days_to_read, default_week};

/// Figures by working category; what is not known, or is nothing, is left out. Shares and points of them name that of
/// selling a second time, as `tafs`.
pub type ByCategory<T> = BTreeMap<String, T>;

/// A week and all that is said of it. Seconds are whole, shares go from 0 to 1, `_pp` is in points.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// The week: `2026-W10`.
    pub week: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// The kind of seller, as the config spells it.
    pub role: String,
    /// Whether the week was over when this was computed.
    pub over: bool,
    /// Where its time went.
    pub totals: TotalsRecord,
    /// Its days with planned hours that had begun.
    pub workdays: usize,
    /// Whether the week is paused: it makes no gap and no zero.
    pub paused: bool,
    /// Day by day.
    pub days: Vec<DayRecord>,
    /// The guessed shares.
    pub guess: Option<ByCategory<f64>>,
    /// Guessed less measured.
    pub gap_pp: Option<ByCategory<f64>>,
    /// What is usual, by the same point of the week while it is not over.
    pub usual: Option<UsualRecord>,
    /// Measured less usual.
    pub delta_pp: Option<ByCategory<f64>>,
    /// The categories that differ so little from the usual that they read "steady".
    pub steady: Vec<String>,
    /// Time that admin and distraction gave up, and where it went.
    pub freed: Option<FreedRecord>,
    /// Admin that someone else asked for.
    pub imposed_s: i64,
    /// All admin.
    pub admin_s: i64,
    /// Who asked for it, the most time first.
    pub by_requester: Vec<RequesterRecord>,
    /// The share of admin without a requester: so much of it the list cannot know.
    pub unasked_share: Option<f64>,
    /// Working time less what was imposed and travel.
    pub controllable_s: i64,
    /// Selling as a share of the controllable time.
    #[serde(rename = "use")]
    pub used: Option<f64>,
    /// The longest unbroken selling.
    pub longest_selling_run: Option<RunRecord>,
    /// Selling in protected runs.
    pub protected_s: i64,
    /// From so much unbroken selling on a run is protected.
    pub protected_from_s: i64,
    /// Changes of category per hour of working time.
    pub switches_per_hour: Option<f64>,
    /// What each producing activity brought.
    #[serde(rename = "yield")]
    pub produced: Vec<YieldRecord>,
    /// The yields that the role goes by, in words.
    pub headline: Vec<String>,
    /// How live conversations ended.
    pub grades: GradesRecord,
    /// Working time outside the planned hours.
    pub outside_hours_s: i64,
    /// Accounts that take time without an advance, over the 28 days up to the end of the week.
    pub watch_accounts: Vec<AccountRecord>,
    /// The biggest other things beside selling, the largest first.
    pub others: Vec<ItemRecord>,
    /// The working time by what more of it is worth.
    pub tiers: TiersRecord,
    /// What the review of the week before decided, if there was one.
    pub last_time: Option<LastTimeRecord>,
    /// The commitment of the week, and how it went.
    pub commitment: Option<CommitmentRecord>,
    /// Wake-up calls, the loudest first.
    pub alerts: Vec<AlertRecord>,
    /// What is missing for a figure that is null.
    pub missing: BTreeMap<String, String>,
    /// What the rep has answered.
    pub answers: Answers,
    /// Set where the review is closed: the figures are those of that moment.
    pub closed: Option<ClosedRecord>,
}

impl ReviewRecord {
    /// Whether both tell the same of the week's own blocks, whatever the rep said, and whatever weeks stand beside it.
    fn tells_the_same(&self, other: &Self) -> bool {
        let work = self.others == other.others
            && self.produced == other.produced
            && self.grades == other.grades;
        let of_others = |record: &Self| {
            (
                record.imposed_s,
                record.controllable_s,
                record.outside_hours_s,
            )
        };
        work && self.totals == other.totals
            && self.days == other.days
            && of_others(self) == of_others(other)
    }
}

/// One day of the week.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DayRecord {
    /// Its date.
    pub day: String,
    /// Whether work was planned.
    pub planned: bool,
    /// Selling.
    pub selling_s: i64,
    /// Working time on record.
    pub tracked_s: i64,
    /// Planned hours without a block.
    pub untracked_s: i64,
    /// Selling as a share of the working time, from 2 h on.
    pub tafs: Option<f64>,
}

/// What is usual of the weeks before.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct UsualRecord {
    /// The usual TAFS.
    pub tafs: f64,
    /// Over so many weeks.
    pub weeks: usize,
    /// The usual shares, which add up to 1.
    pub shares: ByCategory<f64>,
    /// The usual working time.
    pub tracked_s: i64,
}

/// Time that was freed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FreedRecord {
    /// All of it.
    pub minutes: i64,
    /// Where it went.
    pub to: ByCategory<i64>,
    /// The category that got 70 % of it or more.
    pub more_of_the_same: Option<String>,
}

/// What one requester asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RequesterRecord {
    /// Who.
    pub requester: String,
    /// The time of this week.
    pub seconds: i64,
    /// How many blocks.
    pub count: usize,
    /// The middle one.
    pub median_s: i64,
    /// The time of the 28 days up to the end of the week.
    pub seconds_28d: i64,
    /// The blocks of those days.
    pub count_28d: usize,
    /// Whether those are enough to rank by: 3 requests and 60 minutes.
    pub ranked: bool,
}

/// An unbroken stretch of selling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RunRecord {
    /// When it began.
    pub start: String,
    /// When it ended.
    pub end: String,
    /// The selling in it.
    pub seconds: i64,
    /// What ended it, in words.
    pub ended_by: Option<String>,
}

/// What an activity produced.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct YieldRecord {
    /// The activity; null for selling without one.
    pub activity: Option<String>,
    /// Its time.
    pub seconds: i64,
    /// Attempts.
    pub touches: usize,
    /// Conversations.
    pub conversations: usize,
    /// Meetings set.
    pub meetings: usize,
    /// Conversations an hour, from 5 h and 5 of them on.
    pub conversations_per_hour: Option<f64>,
    /// Meetings an hour, from 5 h and 5 of them on.
    pub meetings_per_hour: Option<f64>,
}

/// How live blocks ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GradesRecord {
    /// A customer action was agreed.
    pub advance: usize,
    /// It goes on.
    pub continuation: usize,
    /// It is over.
    pub no: usize,
    /// It is sold.
    pub won: usize,
    /// Live blocks without a grade.
    pub ungraded: usize,
    /// All live blocks.
    pub live_blocks: usize,
    /// (advance + won) / graded.
    pub advance_rate: Option<f64>,
}

/// An account that takes time without an advance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountRecord {
    /// Which.
    pub account: String,
    /// The time of 28 days.
    pub seconds: i64,
    /// Live conversations that went on without anything agreed.
    pub continuations: usize,
    /// `watch` or `rope`.
    pub kind: String,
}

/// A kind of work beside selling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemRecord {
    /// Its category.
    pub category: String,
    /// Its activity.
    pub activity: Option<String>,
    /// Its time.
    pub seconds: i64,
}

impl ItemRecord {
    /// How answers name it: `admin/internal-meeting`, `distraction`.
    pub fn key(&self) -> String {
        match &self.activity {
            Some(activity) => format!("{}/{activity}", self.category),
            None => self.category.clone(),
        }
    }
}

/// The working time by what more of it is worth.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TiersRecord {
    /// Do more of it.
    pub more_s: i64,
    /// Necessary.
    pub necessary_s: i64,
    /// Do less of it.
    pub less_s: i64,
    /// Severely limit it.
    pub limit_s: i64,
    /// Without a listed activity.
    pub unlisted_s: i64,
}

/// What was decided a week before, and what had been commitment for that week.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LastTimeRecord {
    /// That week.
    pub week: String,
    /// Its commitment, and how it went.
    pub commitment: Option<CommitmentRecord>,
    /// Why it was missed.
    pub missed: Option<Missed>,
    /// Do more of this.
    pub more: Option<String>,
    /// Do less of this.
    pub less: Option<String>,
    /// Severely limit this.
    pub limit: Option<String>,
}

/// A commitment and how it went.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CommitmentRecord {
    /// In its grammar.
    pub text: String,
    /// Whether it was kept; null while that is open.
    pub kept: Option<bool>,
    /// What was reached: seconds, or days where it counts days.
    pub value: i64,
    /// What was to be reached, in the same unit.
    pub target: i64,
    /// `s` or `days`.
    pub unit: String,
    /// In words: `6h50 of 6h prospecting`.
    pub words: String,
    /// Where that leaves the rep: `kept`, `missed`, `3h50 to go`.
    pub verdict: String,
}

/// A wake-up call.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AlertRecord {
    /// Which.
    pub kind: String,
    /// `wake-up` or `watch`.
    pub level: String,
    /// In a sentence, with its figures.
    pub text: String,
    /// How often it has been snoozed in a row.
    pub snoozed: usize,
}

/// How a review was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedRecord {
    /// When.
    pub at: String,
    /// Whether the blocks of the week have been changed since, so that the figures would be others today.
    pub differs: bool,
}
