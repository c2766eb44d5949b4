//! The review of a week as JSON writes it and a closed review keeps it: typed values under the names of the contract.
//! Fields are added, none is renamed. Lengths are written in whole seconds (`_s`), shares from 0 to 1, `_pp` in points.

use serde::{Deserialize, Serialize};

use super::followed::DestinationRecord;
use super::missing::MissingRecord;
use super::progress::ProgressRecord;
pub use super::shares::{Lengths, Shares};
use crate::domain::block::{Account, Activity, Category};
use crate::domain::calendar::{Day, Week};
use crate::domain::discreet::Masks;
use crate::domain::format;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Answers, Missed};
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Role;
use crate::insight::accounts::Call;
use crate::insight::alerts::{AlertKind, Level};
use crate::insight::burden::Burden;
use crate::insight::coverage::{self, Reading};
use crate::insight::grades::Grades;
use crate::insight::hidden::Hidden;
use crate::insight::produce::Produced;
use crate::insight::tiers::{Item, Tiers};
use crate::insight::totals::Totals;
use crate::report::commitment::aim_words;
use crate::report::totals;

use super::habits::HabitsRecord;

/// So many of the biggest other things are named.
const OTHERS: usize = 3;
/// So many requesters are named.
const REQUESTERS: usize = 5;

/// The review asks about so many accounts without an advance.
const ASKED_ACCOUNTS: usize = 3;

/// A week and all that is said of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReviewRecord {
    pub week: Week,
    pub from: Day,
    pub to: Day,
    pub role: Role,
    /// Whether the week was over when this was computed.
    pub over: bool,
    #[serde(with = "totals")]
    pub totals: Totals,
    /// What is planned for it, days off aside: the gate of its TAFS goes by it.
    #[serde(default)]
    pub planned_s: Length,
    /// Its days with planned hours that had begun.
    pub workdays: usize,
    pub paused: bool,
    pub days: Vec<DayRecord>,
    pub guess: Option<Shares>,
    /// Guessed less measured.
    pub gap_pp: Option<Shares>,
    /// What is usual, by the same point of the week while it is not over.
    pub usual: Option<UsualRecord>,
    /// Measured less usual.
    pub delta_pp: Option<Shares>,
    /// The same in time per workday; `None` too where the week has no TAFS.
    #[serde(default)]
    pub delta_per_workday_s: Option<Lengths>,
    /// The categories that lie within ±T of the usual, T as for the alerts.
    pub steady: Vec<Category>,
    pub freed: Option<FreedRecord>,
    pub imposed_s: Length,
    pub admin_s: Length,
    /// Who asked for it, the most time first.
    pub by_requester: Vec<RequesterRecord>,
    /// The share of admin without a requester: so much of it the list cannot know.
    pub unasked_share: Option<f64>,
    /// The same of the 28 days up to its end, as those of the requesters.
    #[serde(default)]
    pub unasked_share_28d: Option<f64>,
    /// Working time less what was imposed and travel.
    pub controllable_s: Length,
    /// Selling as a share of the controllable time.
    #[serde(rename = "use")]
    pub used: Option<f64>,
    pub longest_selling_run: Option<RunRecord>,
    pub protected_s: Length,
    /// From so much unbroken selling on a run is protected.
    pub protected_from_s: Length,
    /// Whether the two above are left out of what is shown.
    #[serde(skip)]
    pub hides_protected: bool,
    /// Changes of category per hour of working time.
    pub switches_per_hour: Option<f64>,
    #[serde(rename = "yield")]
    pub produced: Vec<YieldRecord>,
    /// The yields that the role goes by, in words.
    pub headline: Vec<String>,
    pub grades: GradesRecord,
    /// What only several weeks tell.
    #[serde(flatten)]
    pub progress: ProgressRecord,
    /// Working time outside the planned hours.
    pub outside_hours_s: Length,
    /// Accounts that take time without an advance, over the 28 days up to the end of the week, or up to now.
    pub watch_accounts: Vec<AccountRecord>,
    #[serde(flatten)]
    pub habits: HabitsRecord,
    /// All other things beside selling, the largest first.
    pub others: Vec<Item>,
    pub tiers: Tiers,
    /// What the review of the week before decided, if there was one.
    pub last_time: Option<LastTimeRecord>,
    pub commitment: Option<CommitmentRecord>,
    pub alerts: Vec<AlertRecord>,
    pub missing: MissingRecord,
    pub answers: Answers,
    /// Set where the review is closed: the figures are those of that moment.
    pub closed: Option<ClosedRecord>,
}

impl ReviewRecord {
    /// Whether a category reads "steady": it is, and no alert of this week is about it, such as learning that is usually
    /// none.
    pub fn reads_steady(&self, category: Category) -> bool {
        let mut alerts = self.alerts.iter();
        self.steady.contains(&category)
            && !alerts.any(|alert| alert.kind.category() == Some(category))
    }

    /// What may be said of the TAFS of the week.
    pub fn reading(&self) -> Reading {
        coverage::of_week(&self.planned_totals())
    }

    /// The accounts without an advance that the review asks about: the first of them, or all where one row more does.
    pub fn asked_accounts(&self) -> &[AccountRecord] {
        let all = &self.watch_accounts;
        if all.len() <= ASKED_ACCOUNTS + 1 {
            all
        } else {
            &all[..ASKED_ACCOUNTS]
        }
    }

    /// How many more there are, and the time that they took; `None` where all are asked about.
    pub fn accounts_beyond(&self) -> Option<(usize, Length)> {
        let beyond = &self.watch_accounts[self.asked_accounts().len()..];
        let seconds = beyond.iter().map(|of| of.seconds).sum();
        (!beyond.is_empty()).then_some((beyond.len(), seconds))
    }

    /// The totals with the plan, which JSON keeps beside them.
    fn planned_totals(&self) -> Totals {
        Totals {
            planned: self.planned_s,
            ..self.totals
        }
    }

    /// Leaves out what the rep doesn't want to see.
    pub fn leave_out(&mut self, hidden: &Hidden) {
        self.alerts.retain(|alert| !hidden.has(alert.kind.name()));
        if hidden.has("by_requester") {
            self.by_requester.clear();
            (self.unasked_share, self.unasked_share_28d) = (None, None);
        }
        self.watch_accounts
            .retain(|_| !hidden.has("watch_accounts"));
        self.headline.retain(|_| !hidden.has("yield"));
        self.hides_protected = hidden.has("protected_s");
        if hidden.has("tiers") {
            self.tiers = Tiers::default();
        }
        self.progress.leave_out(hidden);
        self.missing.leave_out(hidden);
        self.habits.leave_out(hidden);
    }

    /// Hides names, and what was answered in words.
    pub fn hide_names(&mut self, masks: &mut Masks) {
        for of in &mut self.by_requester {
            masks.hide_requester(&mut of.burden.requester);
        }
        for of in &mut self.watch_accounts {
            of.account = Account::stored(masks.hide(of.account.as_str()));
        }
        self.habits.hide_names(masks);
        let run = self.longest_selling_run.as_mut();
        if let Some(EndedBy::Work(words)) = run.and_then(|run| run.ended_by.as_mut())
            && let Some((work, requester)) = words.split_once(FOR)
        {
            *words = format!("{work}{FOR}{}", masks.hide(requester));
        }
        masks.hide_answers(&mut self.answers);
        for of in &mut self.progress.followed {
            of.what = if of.before_s.is_some() {
                masks.hide_key(&of.what)
            } else {
                masks.hide(&of.what)
            };
        }
        let freed = self.freed.as_mut();
        let last = self.last_time.as_mut();
        let destinations = [
            freed.and_then(|freed| freed.destination.as_mut()),
            last.and_then(|last| last.destination.as_mut()),
        ];
        for of in destinations.into_iter().flatten() {
            of.activity = masks.hide_key(&of.activity);
        }
        if let Some(last) = &mut self.last_time {
            let decided = [&mut last.more, &mut last.less, &mut last.limit];
            for words in decided.into_iter().flatten() {
                *words = masks.hide(words);
            }
        }
        let last = self.last_time.as_mut();
        let commitments = [
            last.and_then(|last| last.commitment.as_mut()),
            self.commitment.as_mut(),
        ];
        for commitment in commitments.into_iter().flatten() {
            let before = commitment.text.clone();
            masks.hide_unless_commitment(&mut commitment.text);
            if commitment.text != before {
                commitment.words = commitment.text.clone();
            }
        }
    }

    /// `11h00 of 14h35 admin`; `None` where nobody asked for any.
    pub(super) fn imposed_of_admin(&self) -> Option<String> {
        let (imposed, admin) = (format::hours(self.imposed_s), format::hours(self.admin_s));
        let words = format!("{imposed} of {admin} admin");
        self.imposed_s.is_positive().then_some(words)
    }

    /// Who asked often enough to be held against each other, the most time in 28 days first.
    pub fn ranked_requests(&self) -> Vec<&RequesterRecord> {
        let mut ranked = self.all_ranked();
        ranked.truncate(REQUESTERS);
        ranked
    }

    /// How many more there are, and what they asked for in 28 days; `None` where all are told.
    pub fn requests_beyond(&self) -> Option<(usize, Length)> {
        let ranked = self.all_ranked();
        let beyond = ranked.get(REQUESTERS..)?;
        let seconds = beyond.iter().map(|of| of.seconds_28d).sum();
        (!beyond.is_empty()).then_some((beyond.len(), seconds))
    }

    fn all_ranked(&self) -> Vec<&RequesterRecord> {
        let mut ranked: Vec<_> = self.by_requester.iter().filter(|of| of.ranked).collect();
        ranked.sort_by_key(|of| std::cmp::Reverse(of.seconds_28d));
        ranked
    }

    /// What took most of the time that was not selling. Learning is nothing to be rid of.
    pub fn biggest_others(&self) -> impl Iterator<Item = &Item> {
        let others = self.others.iter().filter(|item| item.is_burden());
        others.take(OTHERS)
    }

    /// Whether both tell the same of the week's own blocks, whatever the rep said, and whatever weeks stand beside it.
    pub(super) fn tells_the_same(&self, other: &Self) -> bool {
        let unplanned = |record: &Self| Totals {
            planned: Length::ZERO,
            ..record.totals
        };
        // Which shares are told has changed since some were closed.
        let bare_days = |record: &Self| -> Vec<DayRecord> {
            let bare = |day: &DayRecord| DayRecord {
                tafs: None,
                ..day.clone()
            };
            record.days.iter().map(bare).collect()
        };
        unplanned(self) == unplanned(other)
            && bare_days(self) == bare_days(other)
            && self.others == other.others
            && self.produced == other.produced
            && self.grades == other.grades
            && self.imposed_s == other.imposed_s
            && self.controllable_s == other.controllable_s
            && self.outside_hours_s == other.outside_hours_s
    }
}

/// One day of the week.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DayRecord {
    pub day: Day,
    pub planned: bool,
    pub selling_s: Length,
    pub tracked_s: Length,
    pub untracked_s: Length,
    /// Selling as a share of the working time, from 2 h and 60 % coverage on; null where the week has none.
    pub tafs: Option<f64>,
}

/// What is usual of the weeks before.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct UsualRecord {
    pub tafs: f64,
    pub weeks: usize,
    /// The plain median of each; they need not add up to 1.
    pub shares: Shares,
    pub tracked_s: Length,
}

/// Time that admin and distraction gave up, in whole minutes, and where it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FreedRecord {
    #[serde(with = "minutes")]
    pub minutes: Length,
    /// In the order of [`Category::WORK`], as `to`.
    #[serde(default, with = "minutes_by_category")]
    pub from: [Length; 4],
    #[serde(with = "minutes_by_category")]
    pub to: [Length; 4],
    /// What of `to` each activity got, most first.
    #[serde(default)]
    pub to_activities: Vec<GainRecord>,
    /// The category that got 70 % of it or more.
    pub more_of_the_same: Option<Category>,
    /// Where it is to go from here, and how much of that the week after had.
    #[serde(default)]
    pub destination: Option<DestinationRecord>,
}

impl FreedRecord {
    /// `Admin and distraction`: what gave it up.
    pub fn givers(&self) -> String {
        let from = Category::WORK.into_iter().zip(self.from);
        let gave: Vec<Category> = from
            .filter(|(_, length)| length.is_positive())
            .map(|(category, _)| category)
            .collect();
        match *gave.as_slice() {
            [one] => one.to_string(),
            // A review that was closed before this was known says no more.
            _ => "admin and distraction".to_owned(),
        }
    }

    /// `prospecting 2h10, proposal 1h05`: the activities that got the part of a category.
    pub fn gains_of(&self, category: Category) -> String {
        let gains = self.to_activities.iter();
        let gains = gains.filter(|gain| gain.category == category);
        let words = gains.map(|gain| {
            let name = gain.activity.as_deref().unwrap_or("without activity");
            format!("{name} {}", format::hours(gain.minutes))
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// What an activity got of freed time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GainRecord {
    pub category: Category,
    pub activity: Option<Activity>,
    #[serde(with = "minutes")]
    pub minutes: Length,
}

mod minutes {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::stamp::Length;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a field so")]
    pub(super) fn serialize<S: Serializer>(length: &Length, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(length.as_seconds() / 60)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
        i64::deserialize(from).map(Length::minutes)
    }
}

mod minutes_by_category {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::block::Category;
    use crate::domain::stamp::Length;

    pub(super) fn serialize<S: Serializer>(parts: &[Length; 4], to: S) -> Result<S::Ok, S::Error> {
        let minutes = parts.map(|length| length.as_seconds() / 60);
        let named: BTreeMap<&str, i64> = Category::WORK
            .map(Category::name)
            .into_iter()
            .zip(minutes)
            .collect();
        to.collect_map(named.into_iter().filter(|(_, minutes)| *minutes > 0))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[Length; 4], D::Error> {
        let named = BTreeMap::<String, i64>::deserialize(from)?;
        let minutes = |category: Category| named.get(category.name()).copied().unwrap_or(0);
        Ok(Category::WORK.map(|category| Length::minutes(minutes(category))))
    }
}

/// What one requester asked for in this week, beside the 28 days up to its end, or up to now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RequesterRecord {
    #[serde(flatten)]
    pub burden: Burden,
    pub seconds_28d: Length,
    pub count_28d: usize,
    /// Whether those 28 days are enough to rank by: 3 requests and 60 minutes.
    pub ranked: bool,
}

/// An unbroken stretch of selling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RunRecord {
    pub start: Moment,
    pub end: Moment,
    /// The selling in it.
    pub seconds: Length,
    pub ended_by: Option<EndedBy>,
}

impl RunRecord {
    /// How long it reads beside the times of both its ends.
    pub const fn row_length(&self) -> Length {
        self.end.at.clock_since(self.start.at)
    }
}

/// Between the work that ended a run and who asked for it.
pub(super) const FOR: &str = " for ";

/// What ended a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EndedBy {
    /// Nothing followed it.
    #[serde(rename = "off the clock")]
    Off,
    /// Other work, in words: `reporting for manager`.
    #[serde(untagged)]
    Work(String),
}

/// What an activity produced.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct YieldRecord {
    #[serde(flatten)]
    pub produced: Produced,
    /// From 5 h and 5 of them on, as are meetings.
    pub conversations_per_hour: Option<f64>,
    pub meetings_per_hour: Option<f64>,
}

/// How live blocks ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GradesRecord {
    #[serde(flatten)]
    pub grades: Grades,
    pub live_blocks: usize,
    /// (advance + won) / graded.
    pub advance_rate: Option<f64>,
}

/// An account that takes time without an advance, over 28 days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountRecord {
    pub account: Account,
    pub seconds: Length,
    pub continuations: usize,
    pub kind: Call,
}

impl CommitmentRecord {
    /// What was committed to, in words; as it is kept, where it can't be read.
    pub fn aim(&self) -> String {
        let commitment = parse_stored_commitment(&self.text);
        commitment.map_or_else(|_| self.text.clone(), |commitment| aim_words(&commitment))
    }
}

/// What was decided a week before, and what had been the commitment for that week.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LastTimeRecord {
    pub week: Week,
    pub commitment: Option<CommitmentRecord>,
    pub missed: Option<Missed>,
    /// Where freed time was to go, and how much went there in this week.
    #[serde(default)]
    pub destination: Option<DestinationRecord>,
    pub more: Option<String>,
    pub less: Option<String>,
    pub limit: Option<String>,
}

impl LastTimeRecord {
    /// Whether its commitment was missed and nobody said why.
    pub fn asks_why(&self) -> bool {
        let is_missed = |of: &CommitmentRecord| of.kept == Some(false);
        self.missed.is_none() && self.commitment.as_ref().is_some_and(is_missed)
    }
}

/// A commitment and how it went.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CommitmentRecord {
    /// In its grammar.
    pub text: String,
    /// `None` while that is open.
    pub kept: Option<bool>,
    /// What was reached, in its unit.
    pub value: i64,
    pub target: i64,
    pub unit: Unit,
    /// `6h50 of 6h prospecting`.
    pub words: String,
    /// Where that leaves the rep: `kept`, `missed`, `3h50 to go`.
    pub verdict: String,
}

/// What a commitment is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "days")]
    Days,
}

/// A wake-up call.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AlertRecord {
    pub kind: AlertKind,
    pub level: Level,
    /// In a sentence, with its figures.
    pub text: String,
    /// How often it has been snoozed in a row.
    pub snoozed: usize,
}

/// How a review was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedRecord {
    pub at: Moment,
    /// Whether the blocks of the week have been changed since, so that the figures would be others today.
    pub differs: bool,
}
