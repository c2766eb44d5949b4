//! What starts, stops, comes back or is added to the lane.

use super::lane::{Facts, Lane, Plan, Turn, check_past, check_times};
use super::refusal::Refusal;
use super::reshape;
use crate::domain::block::{Block, Category, Details};
use crate::domain::change::{Change, Patch};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::focus_run::FocusRun;
use crate::domain::stamp::{Moment, Stamp};

/// A category starts. What runs already goes on, unless it is in doubt by then: what is worked on now is told apart
/// from what is asked about.
pub(super) fn start(
    facts: &Facts,
    at: Moment,
    category: Category,
    details: &Details,
    now: Moment,
) -> Result<Plan, Refusal> {
    let lane = &facts.lane;
    let turn = lane.turn(at, now)?;
    let is_in_doubt = facts.doubt.is_some_and(|doubt| doubt.since.at < turn.at.at);
    let running = lane.running().filter(|_| !is_in_doubt);
    if let Some(running) = running.filter(|running| goes_on(running, category, details)) {
        // Only a time that is named moves its start.
        let at = if at.at == now.at { turn.at } else { at };
        return Ok(reach_back(lane, running, at));
    }
    Ok(begin(lane, turn, category, details.clone()))
}

/// A time is set aside for selling, which starts where it doesn't run. There is one at a time.
pub(super) fn focus(facts: &Facts, change: &Change, now: Moment) -> Result<Plan, Refusal> {
    let Change::Focus {
        at,
        planned,
        details,
    } = change
    else {
        return Ok(Plan::default());
    };
    let known = facts.focus_run.as_ref();
    let left = known.and_then(|(run, blocks)| run.left(blocks, now.at));
    // Of what is in doubt nobody knows whether it was selling: on the screen it has no countdown either.
    let is_in_doubt = facts.doubt.is_some_and(|doubt| doubt.since.at < now.at);
    if let Some(left) = left.filter(|_| !is_in_doubt) {
        return Err(Refusal::FocusRuns { left });
    }
    let start = facts.lane.turn(*at, now)?.at;
    let planned = *planned;
    let mut plan = self::start(facts, *at, Category::Selling, details, now)?;
    // A run that was broken in its first second is replaced.
    let before = known.filter(|(run, _)| run.start.at == start.at);
    plan.edits.push(Edit::Row {
        before: before.map(|(run, _)| SideRow::FocusRun(*run)),
        after: Some(SideRow::FocusRun(FocusRun { start, planned })),
    });
    Ok(plan)
}

/// Whether a block that runs, and of which nothing is in doubt, already is what is to start.
pub fn goes_on(running: &Block, category: Category, details: &Details) -> bool {
    let is_same = details.is_empty() || *details == running.details;
    running.category == category && running.unreadable.is_none() && is_same
}

/// What ran ends, and this begins.
fn begin(lane: &Lane, turn: Turn, category: Category, details: Details) -> Plan {
    let block = turn.mark(Block::new(turn.at, None, category, details));
    with(end_all(lane, turn), block).at_turn(turn)
}

/// Nothing goes on, and nothing stands after this.
fn end_all(lane: &Lane, turn: Turn) -> Vec<Edit> {
    let edits = lane.carve(turn.at, None, None).into_iter();
    let edits = edits.map(|edit| match edit {
        Edit::Update { before, after } if before.is_running() => Edit::Update {
            before,
            after: turn.mark(after),
        },
        Edit::Insert(_) | Edit::Update { .. } | Edit::Delete(_) | Edit::Row { .. } => edit,
    });
    edits.collect()
}

/// The running block goes on; it only begins earlier where that is asked.
fn reach_back(lane: &Lane, running: &Block, at: Moment) -> Plan {
    let focus = Some(running.id);
    if at.at >= running.start.at {
        return Plan::of(Vec::new(), focus);
    }
    let mut edits = lane.carve(at, Some(running.start), Some(running.id));
    let patch = Patch {
        start: Some(at),
        ..Patch::default()
    };
    edits.push(Edit::update(running, patch.applied_to(running)));
    Plan::of(edits, focus)
}

pub(super) fn stop(lane: &Lane, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let running = lane.running().ok_or(Refusal::NothingRuns)?;
    let turn = lane.turn(at, now)?;
    // At its start or before, it never was.
    let focus = (turn.at.at > running.start.at).then_some(running.id);
    Ok(Plan::of(end_all(lane, turn), focus).at_turn(turn))
}

pub(super) fn resume(lane: &Lane, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let running = lane.running();
    let same = |block: &Block| {
        running.is_some_and(|running| {
            running.unreadable.is_none()
                && running.category == block.category
                && running.details.activity == block.details.activity
                && running.details.account == block.details.account
        })
    };
    let turn = lane.turn(at, now)?;
    let mut closed = lane
        .blocks
        .iter()
        .rev()
        .filter(|block| block.unreadable.is_none())
        .filter(|block| !block.is_running() && block.start.at < turn.at.at);
    let before = closed
        .find(|block| !same(block))
        .ok_or(Refusal::NothingBefore)?;
    let details = Details {
        activity: before.details.activity.clone(),
        account: before.details.account.clone(),
        ..Details::default()
    };
    Ok(begin(lane, turn, before.category, details))
}

pub(super) fn claim(
    lane: &Lane,
    at: Moment,
    day_start: Stamp,
    category: Category,
    now: Moment,
) -> Result<Plan, Refusal> {
    check_past(at, now)?;
    if let Some(running) = lane.running() {
        let patch = Patch {
            category: Some(category),
            ..Patch::default()
        };
        return reshape::edit(lane, running, &patch, now);
    }
    let last = lane
        .blocks
        .iter()
        .rev()
        .find_map(|block| block.end)
        .filter(|end| end.at > day_start);
    let start = last.ok_or(Refusal::NothingToday)?;
    if start.at >= at.at {
        return Err(Refusal::NothingToFill);
    }
    Ok(with(
        Vec::new(),
        Block::new(start, Some(at), category, Details::default()),
    ))
}

/// A block in the past; what it covers is trimmed.
pub(super) fn add(lane: &Lane, block: Block, now: Moment) -> Result<Plan, Refusal> {
    check_times(&block, now)?;
    let edits = lane.carve(block.start, block.end, None);
    Ok(with(edits, block))
}

fn with(mut edits: Vec<Edit>, block: Block) -> Plan {
    let focus = Some(block.id);
    edits.push(Edit::Insert(block));
    Plan::of(edits, focus)
}
