//! What only several weeks tell: what an outcome takes, at which stage outcomes fell, how well the rep guesses, and the best
//! weeks. Each is null where too little is known for it.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::followed::{FollowedRecord, followed_records};
use super::missing::MissingRecord;
use super::shares::Shares;
use crate::domain::block::Tag;
use crate::domain::calendar::{Day, Week};
use crate::domain::stamp::Length;
use crate::insight::Ledger;
use crate::insight::best::{self, Best};
use crate::insight::calibration;
use crate::insight::effort::{self, TouchRates};
use crate::insight::hidden::Hidden;
use crate::insight::learning_used::{self, Learned};
use crate::insight::missing::Missing;
use crate::insight::produce;
use crate::insight::stages::{self, Factor, Stage, Stages};
use crate::insight::weeks::Measured;
use crate::insight::yields::Outcome;

/// All of it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressRecord {
    pub effort: Option<EffortRecord>,
    pub stages: Option<StagesRecord>,
    pub calibration: Option<CalibrationRecord>,
    pub best_four: Option<BestRecord>,
    /// The tags of what was learned, and whether selling had them since.
    pub learning_used: Vec<LearnedRecord>,
    /// What became of the decisions of the week before.
    pub followed: Vec<FollowedRecord>,
}

/// All of it; what is not known adds to `missing` what it needs.
pub(super) fn progress_record(
    facts: &Facts<'_>,
    week: &Measured,
    comparable: &[Measured],
    missing: &mut MissingRecord,
) -> ProgressRecord {
    let last = facts.week.end().plus(-1);
    let stages = stages_record(facts, week, comparable);
    let effort = effort_record(facts, week, comparable);
    let lack = effort::lack_of_usual(facts.ledger(), comparable);
    missing.effort = lack.filter(|_| effort.is_some()).map(|of| of.to_string());
    ProgressRecord {
        effort,
        stages: stages.and_then(|stages| known(stages, &mut missing.stages)),
        calibration: known(calibration_record(facts), &mut missing.calibration),
        best_four: known(best_record(facts), &mut missing.best_four),
        learning_used: learned_records(facts.ledger(), last),
        followed: followed_records(facts),
    }
}

/// What was found; else what it needs goes where that is told.
fn known<T>(found: Result<T, Missing>, missing: &mut Option<String>) -> Option<T> {
    found
        .inspect_err(|lack| *missing = Some(lack.to_string()))
        .ok()
}

impl ProgressRecord {
    pub(super) fn leave_out(&mut self, hidden: &Hidden) {
        let Self {
            effort,
            stages,
            calibration,
            best_four,
            learning_used,
            followed,
        } = self;
        effort.take_if(|_| hidden.has("effort"));
        stages.take_if(|_| hidden.has("stages"));
        calibration.take_if(|_| hidden.has("calibration"));
        best_four.take_if(|_| hidden.has("best_four"));
        learning_used.retain(|_| !hidden.has("learning_used"));
        followed.retain(|_| !hidden.has("followed"));
    }
}

/// What an outcome took, over all selling of the week.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct EffortRecord {
    pub touches: usize,
    /// From 5 of it on.
    pub touches_per_conversation: Option<f64>,
    pub touches_per_meeting: Option<f64>,
    /// Null where 3 weeks are not known.
    pub usual: Option<EffortUsualRecord>,
}

impl EffortRecord {
    /// That of an outcome, and the usual one.
    pub const fn per(&self, outcome: Outcome) -> (Option<f64>, Option<f64>) {
        match (outcome, &self.usual) {
            (Outcome::Conversations, Some(usual)) => (
                self.touches_per_conversation,
                usual.touches_per_conversation,
            ),
            (Outcome::Conversations, None) => (self.touches_per_conversation, None),
            (Outcome::Meetings, Some(usual)) => {
                (self.touches_per_meeting, usual.touches_per_meeting)
            }
            (Outcome::Meetings, None) => (self.touches_per_meeting, None),
        }
    }
}

/// What it usually takes.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct EffortUsualRecord {
    pub touches_per_conversation: Option<f64>,
    pub touches_per_meeting: Option<f64>,
}

/// `None` where touches are not counted.
fn effort_record(
    facts: &Facts<'_>,
    week: &Measured,
    comparable: &[Measured],
) -> Option<EffortRecord> {
    let ledger = facts.ledger();
    let all = produce::of_days(week.period(ledger)).all();
    let this = TouchRates::of(&all);
    let usual = effort::usual(ledger, comparable);
    (all.touches > 0).then(|| EffortRecord {
        touches: all.touches,
        touches_per_conversation: this.per_conversation,
        touches_per_meeting: this.per_meeting,
        usual: (usual != TouchRates::default()).then_some(EffortUsualRecord {
            touches_per_conversation: usual.per_conversation,
            touches_per_meeting: usual.per_meeting,
        }),
    })
}

/// How far off the guesses of the last 13 weeks are.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct CalibrationRecord {
    pub weeks: usize,
    /// The mean distance in points, by category.
    pub mean_miss_pp: Shares,
}

fn calibration_record(facts: &Facts<'_>) -> Result<CalibrationRecord, Missing> {
    let guesses = calibration::find_guesses(facts.ledger(), facts.notes, facts.week);
    let known = calibration::calibrate(&guesses)?;
    Ok(CalibrationRecord {
        weeks: known.weeks,
        mean_miss_pp: Shares(known.mean_miss),
    })
}

/// Where the outcomes changed: each factor as ln(week / usual), null where nothing came of it or too little to tell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StagesRecord {
    /// Whose outcomes they are.
    pub activity: String,
    #[serde(default)]
    pub touches: usize,
    #[serde(default)]
    pub conversations: usize,
    /// For a role that goes by them.
    #[serde(default)]
    pub usual_conversations: Option<f64>,
    pub meetings: usize,
    pub usual_meetings: f64,
    pub hours: Option<f64>,
    pub touches_per_hour: Option<f64>,
    pub conversations_per_touch: Option<f64>,
    pub meetings_per_conversation: Option<f64>,
    /// The most negative, and before all others one of which nothing came; null where none is below the usual.
    pub fell: Option<Stage>,
    /// That one in this week, and as it usually is.
    pub fell_to: Option<f64>,
    pub fell_from: Option<f64>,
}

impl StagesRecord {
    /// Whether there was less than usual of what the role goes by: of meetings, and of conversations for some.
    pub fn is_less(&self) -> bool {
        let usual = self.usual_conversations;
        let fewer = usual.is_some_and(|usual| (self.conversations as f64) < usual);
        fewer || (self.meetings as f64) < self.usual_meetings
    }
}

fn stages_record(
    facts: &Facts<'_>,
    week: &Measured,
    comparable: &[Measured],
) -> Option<Result<StagesRecord, Missing>> {
    let stages = stages::find_stages(facts.ledger(), facts.role, week, comparable)?;
    Some(stages.map(record_of_stages))
}

fn record_of_stages(stages: Stages) -> StagesRecord {
    let [hours, touches, conversations, meetings] = stages.factors.map(Factor::log_ratio);
    let fell = stages.fell();
    StagesRecord {
        hours,
        touches_per_hour: touches,
        conversations_per_touch: conversations,
        meetings_per_conversation: meetings,
        fell: fell.map(|(stage, _)| stage),
        fell_to: fell.and_then(|(_, factor)| factor.actual),
        fell_from: fell.map(|(_, factor)| factor.usual),
        touches: stages.touches,
        conversations: stages.conversations,
        usual_conversations: stages.usual_conversations,
        meetings: stages.meetings,
        usual_meetings: stages.usual_meetings,
        activity: stages.activity,
    }
}

/// The four weeks with the highest TAFS of the 26 before.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BestRecord {
    /// Their median.
    pub tafs: f64,
    pub weeks: Vec<Week>,
}

fn best_record(facts: &Facts<'_>) -> Result<BestRecord, Missing> {
    let Best { tafs, weeks } = best::find_best(facts.ledger(), facts.week)?;
    Ok(BestRecord { tafs, weeks })
}

/// A tag that was learned in the 180 days up to the end of the week, and whether selling had it since.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LearnedRecord {
    pub tag: Tag,
    /// The day on which it was learned first in these days.
    pub learned: Day,
    pub seconds: Length,
    /// Null while the days aren't over and it was not.
    pub used_14d: Option<bool>,
    pub used_90d: Option<bool>,
}

fn learned_records(ledger: Ledger<'_>, last: Day) -> Vec<LearnedRecord> {
    let learned = learning_used::find_learned(ledger, last).into_iter();
    let record = |of: Learned| LearnedRecord {
        tag: of.tag,
        learned: of.first,
        seconds: of.length,
        used_14d: of.is_used_soon,
        used_90d: of.is_used,
    };
    learned.map(record).collect()
}
