//! Finds what a change would cost that its person may not mean.

use super::lane::{Facts, Lane};
use super::restore;
use super::warning::{DayEdge, Loss, Losses, Warning};
use crate::domain::away::Question;
use crate::domain::block::{Block, BlockId, Category};
use crate::domain::change::{Change, Target};
use crate::domain::edit::Edit;
use crate::domain::stamp::{Length, Moment};

/// More than this is not relabeled or filled by one key.
const HOUR: Length = Length::hours(1);
/// A merge joins blocks over a gap of up to this length.
const MERGED_GAP: Length = Length::minutes(30);

/// All that has to be agreed to before the writes of a change are made; nothing where it costs nothing.
pub(super) fn find_warnings(
    change: &Change,
    edits: &[Edit],
    facts: &Facts,
    now: Moment,
) -> Vec<Warning> {
    let found = match change {
        // Nothing goes on after what starts or stops: the same work is new work.
        Change::Start { .. }
        | Change::Focus { .. }
        | Change::Stop { .. }
        | Change::Resume { .. } => warn_of_losses(edits, &[], None, now),
        Change::Add { .. } | Change::Edit { .. } => {
            let named = change.target().map(|target| target.id);
            let edits = measure_from(&facts.before_steps, edits);
            let rests = find_rests(&edits, facts.doubt, now);
            warn_of_losses(&edits, &rests, named, now)
        }
        Change::Claim { category, .. } => warn_of_claim(edits, *category, now),
        Change::Merge { target } => return warn_of_merge(&facts.lane, *target, now),
        // It says what the time was, not that what the block says is lost.
        Change::Answer { .. } => {
            let says_more =
                |edit: &&Edit| matches!(edit, Edit::Delete(block) if !block.details.is_empty());
            let removals: Vec<Edit> = edits.iter().filter(says_more).cloned().collect();
            warn_of_losses(&removals, &[], None, now)
        }
        // What is asked for is the loss itself, or time that is free.
        Change::Split { .. }
        | Change::Delete { .. }
        | Change::Import { .. }
        | Change::Suggest { .. }
        | Change::Accept { .. }
        | Change::Dismiss { .. }
        | Change::Guess { .. }
        | Change::Commit { .. }
        | Change::Reflect { .. }
        | Change::Close { .. }
        | Change::MarkDays { .. }
        | Change::MarkTimes { .. }
        | Change::Pause { .. }
        | Change::Rename(_) => None,
        Change::Restore { .. } => restore::warn_of_restore(facts, now),
    };
    found.into_iter().collect()
}

/// The edits as though the steps before had not been made: many small losses are one.
fn measure_from(before_steps: &[Block], edits: &[Edit]) -> Vec<Edit> {
    let first = |block: &Block| {
        let mut known = before_steps.iter();
        let found = known.find(|before| before.id == block.id);
        found.unwrap_or(block).clone()
    };
    let edits = edits.iter().map(|edit| match edit {
        Edit::Update { before, after } => Edit::Update {
            before: first(before),
            after: after.clone(),
        },
        Edit::Delete(before) => Edit::Delete(first(before)),
        Edit::Insert(_) | Edit::Row { .. } => edit.clone(),
    });
    edits.collect()
}

/// The writes that may be the later part of a block in two. What has no time yet, or none but doubtful one, is no part
/// that anybody counted on.
fn find_rests(edits: &[Edit], doubt: Option<Question>, now: Moment) -> Vec<Edit> {
    let is_part = |block: &Block| {
        let is_doubtful = doubt.is_some_and(|doubt| doubt.since.at <= block.start.at);
        block.length(now.at) > Length::ZERO && !(block.is_running() && is_doubtful)
    };
    let rests = edits
        .iter()
        .filter(|edit| edit.after().is_some_and(is_part));
    rests.cloned().collect()
}

/// What blocks lose but the named one; `rests` hold the later parts of those that are cut in two.
fn warn_of_losses(
    edits: &[Edit],
    rests: &[Edit],
    named: Option<BlockId>,
    now: Moment,
) -> Option<Warning> {
    let is_named = |block: &Block| Some(block.id) == named;
    let mut blocks: Vec<Loss> = edits
        .iter()
        .filter(|edit| edit.before().is_some_and(|before| !is_named(before)))
        .filter_map(|edit| find_loss(edit, rests, now))
        .collect();
    blocks.sort_by_key(|loss| loss.before().start.at);
    (!blocks.is_empty()).then_some(Warning::Takes(Losses { blocks, now }))
}

fn find_loss(edit: &Edit, rests: &[Edit], now: Moment) -> Option<Loss> {
    match edit {
        // Begun this second, it never was.
        Edit::Delete(block) => {
            (block.length(now.at) > Length::ZERO).then(|| Loss::Removed(block.clone()))
        }
        Edit::Update { before, after } => {
            if let Some(rest) = rest_of(before, after, rests) {
                return Some(Loss::Split {
                    before: before.clone(),
                    parts: Box::new([after.clone(), rest.clone()]),
                });
            }
            let kept = after.length(now.at).as_seconds();
            let is_cut = !before.is_running() && kept * 2 < before.length(now.at).as_seconds();
            is_cut.then(|| Loss::Cut {
                before: before.clone(),
                after: Box::new(after.clone()),
            })
        }
        Edit::Insert(_) | Edit::Row { .. } => None,
    }
}

/// The later part of a block that is cut in two.
fn rest_of<'a>(before: &Block, after: &Block, edits: &'a [Edit]) -> Option<&'a Block> {
    let cut = after.end?;
    edits
        .iter()
        .filter(|edit| edit.before().is_none())
        .filter_map(Edit::after)
        .find(|rest| {
            rest.start.at >= cut.at
                && rest.end == before.end
                && rest.category == before.category
                && rest.details == before.details.same_work()
                && before.end.is_none_or(|end| end.at > cut.at)
        })
}

fn warn_of_claim(edits: &[Edit], category: Category, now: Moment) -> Option<Warning> {
    edits.iter().find_map(|edit| match edit {
        Edit::Update { before, .. } => {
            let says_more = before.details.activity.is_some()
                || before.details.requester.is_some()
                || !before.details.outcomes.is_empty()
                || !before.details.prospect.is_empty();
            (says_more || before.length(now.at) > HOUR).then(|| Warning::Relabels {
                block: Box::new(before.clone()),
                category,
                now,
            })
        }
        Edit::Insert(block) => {
            let end = block.end.unwrap_or(now);
            (block.length(now.at) > HOUR).then_some(Warning::Fills {
                start: block.start,
                end,
                category,
                now,
            })
        }
        Edit::Delete(_) | Edit::Row { .. } => None,
    })
}

/// A merge must not turn work of one category into another unasked, nor much time off the clock into work.
fn warn_of_merge(lane: &Lane, target: Target, now: Moment) -> Vec<Warning> {
    let pair = lane.named(target).ok().and_then(|later| {
        let earlier = lane.before(later)?;
        Some((earlier, later))
    });
    let Some((earlier, later)) = pair else {
        return Vec::new();
    };
    let category = earlier.category;
    let relabels = (later.category != category).then(|| Warning::Relabels {
        block: Box::new(later.clone()),
        category,
        now,
    });
    let gap = earlier
        .end
        .filter(|end| later.start.at.since(end.at) > MERGED_GAP);
    let fills = gap.map(|start| Warning::Fills {
        start,
        end: later.start,
        category,
        now,
    });
    relabels.into_iter().chain(fills).collect()
}

/// When a day began, as far as the settings say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayStart {
    /// Where hours are planned for it.
    pub planned: Option<Moment>,
    /// Or where the settings put the start of a day.
    pub midnight: Moment,
}

/// What reaches back before the day began: before the earlier of its plan and its first block, or before midnight on a
/// day that has neither.
pub fn warn_of_reach(
    at: Moment,
    start: DayStart,
    first: Option<Moment>,
    now: Moment,
) -> Option<Warning> {
    let planned = start.planned.map(DayEdge::Plan);
    let first = first.map(DayEdge::FirstBlock);
    let edges = planned.into_iter().chain(first);
    let edge = edges
        .min_by_key(|edge| edge.moment().at)
        .unwrap_or(DayEdge::Midnight(start.midnight));
    (at.at < edge.moment().at).then_some(Warning::ReachesBack { at, edge, now })
}
