//! Changes of a block that is there: its texts and times, one into two, two into one.

use super::conflict::combine;
use super::lane::{Facts, Lane, Plan, check_order, check_past};
use super::refusal::Refusal;
use crate::domain::away::{Answer, Question};
use crate::domain::block::{Block, Details, Note, Outcomes, Prospect};
use crate::domain::change::{Patch, Target};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::text::NOTE_LIMIT;

/// As [`edit`], for a person. Who says when a block ended leaves no doubt about it: a question about it is answered.
pub(super) fn edit_by_hand(
    facts: &Facts,
    seen: &Block,
    patch: &Patch,
    now: Moment,
) -> Result<Plan, Refusal> {
    let mut plan = edit(&facts.lane, seen, patch, now)?;
    if matches!(patch.end, Some(Some(_))) {
        plan.edits.extend(settle_question(facts));
    }
    Ok(plan)
}

/// The block says what the patch says; what its new time covers gives way.
pub(super) fn edit(lane: &Lane, seen: &Block, patch: &Patch, now: Moment) -> Result<Plan, Refusal> {
    let before = lane.found(seen.id)?;
    let after = combine(seen, before, patch, now).map_err(Refusal::Conflict)?;
    let focus = Some(after.id);
    if after == *before {
        return Ok(Plan::of(Vec::new(), focus));
    }
    let mut edits = Vec::new();
    if (after.start, after.end) != (before.start, before.end) {
        check_edited_times(before, &after, now)?;
        let later = |block: &&Block| block.id != after.id && block.start.at > after.start.at;
        if after.is_running()
            && !before.is_running()
            && lane.blocks.iter().any(|block| later(&block))
        {
            return Err(Refusal::NotTheLast);
        }
        edits = lane.carve(after.start, after.end, Some(after.id));
    }
    edits.push(Edit::update(before, after));
    Ok(Plan::of(edits, focus))
}

/// An edge that stays as it is may lie after now, where the clock was set back.
fn check_edited_times(before: &Block, after: &Block, now: Moment) -> Result<(), Refusal> {
    if after.start != before.start {
        check_past(after.start, now)?;
    }
    let Some(end) = after.end else {
        return Ok(());
    };
    if after.end != before.end {
        check_past(end, now)?;
    }
    check_order(after.start, end)
}

/// The block ends at `at`, and the same work goes on from there as a block of its own; note and outcomes stay
/// with the first part.
pub(super) fn split(lane: &Lane, target: Target, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let block = lane.named(target)?;
    if at.at <= block.start.at || at.at >= block.end_or(now.at) {
        return Err(not_inside(block, at, now));
    }
    let rest = block.rest_from(at);
    let focus = Some(rest.id);
    let first = Edit::update(block, block.ending(at));
    Ok(Plan::of(vec![first, Edit::Insert(rest)], focus))
}

fn not_inside(block: &Block, at: Moment, now: Moment) -> Refusal {
    let start = block.start;
    let end = block.end.unwrap_or_else(|| start.moved_to(now.at));
    // By the block's own clock; the block is told by whose.
    let is_foreign = at.offset == start.offset && at.offset != now.offset;
    let offset = is_foreign.then(|| at.offset.to_string());
    Refusal::NotInside {
        block: format::inside(start, end, now),
        asked: format::clock_beside(at, start) + offset.as_deref().unwrap_or_default(),
    }
}

/// The block and the one before it become one, with the time between them. It stays what the earlier one was;
/// what that one does not say it takes from the later one. Tags and notes are put together, counts added up,
/// and the later grade holds.
pub(super) fn merge(lane: &Lane, target: Target) -> Result<Plan, Refusal> {
    let later = lane.named(target)?;
    let earlier = lane.before(later).ok_or(Refusal::NothingToMerge)?;
    let details = together(earlier, later)?;
    let after = Block {
        end: later.end,
        details,
        clock_back: earlier.clock_back || later.clock_back,
        ..earlier.clone()
    };
    let focus = Some(after.id);
    let edits = vec![Edit::Delete(later.clone()), Edit::update(earlier, after)];
    Ok(Plan::of(edits, focus))
}

/// Removes the block.
pub(super) fn delete(lane: &Lane, target: Target) -> Result<Plan, Refusal> {
    Ok(Plan::of(
        vec![Edit::Delete(lane.named(target)?.clone())],
        None,
    ))
}

/// What the time away was; with that the question is answered.
pub(super) fn answer(
    facts: &Facts,
    target: Target,
    question: Question,
    answer: Answer,
    now: Moment,
) -> Result<Plan, Refusal> {
    let mut plan = retell(&facts.lane, target, question, answer, now)?;
    plan.edits.extend(settle_question(facts));
    Ok(plan)
}

fn settle_question(facts: &Facts) -> Option<Edit> {
    facts.question.map(|number| Edit::Row {
        before: None,
        after: Some(SideRow::Answered(number)),
    })
}

/// The block says what the time away was. It says itself when it is over: what lies after its end is not asked about.
fn retell(
    lane: &Lane,
    target: Target,
    question: Question,
    answer: Answer,
    now: Moment,
) -> Result<Plan, Refusal> {
    let block = lane.named(target)?;
    let focus = Some(block.id);
    let as_it_is = Plan::of(Vec::new(), focus);
    let since = question.since;
    if since.at >= block.end_or(now.at) {
        return Ok(as_it_is);
    }
    match answer {
        Answer::Keep => Ok(as_it_is),
        Answer::Was(category) if category == block.category => Ok(as_it_is),
        Answer::Off => {
            let edit = end_at(block, since);
            let focus = edit.after().map(|after| after.id);
            Ok(Plan::of(vec![edit], focus))
        }
        Answer::Split(at) => split(lane, target, at, now),
        Answer::Was(category) => {
            let until = Some(question.until_in(block, now));
            let was = Block::new(since, until, category, Details::default());
            let mut edits = if question.goes_on_in(block, now) {
                lane.carve(since, until, None)
            } else {
                vec![end_at(block, since)]
            };
            let focus = Some(was.id);
            edits.push(Edit::Insert(was));
            Ok(Plan::of(edits, focus))
        }
    }
}

/// Nothing of the block is left from this moment on.
fn end_at(block: &Block, at: Moment) -> Edit {
    if at.at <= block.start.at {
        Edit::Delete(block.clone())
    } else {
        Edit::update(block, block.ending(at))
    }
}

fn together(earlier: &Block, later: &Block) -> Result<Details, Refusal> {
    let (one, other) = (&earlier.details, &later.details);
    let same = earlier.category == later.category;
    let mut tags = one.tags.clone();
    tags.extend(
        other
            .tags
            .iter()
            .filter(|tag| !one.tags.contains(tag))
            .cloned(),
    );
    let add = |one: u32, other: u32| one.checked_add(other).ok_or(Refusal::TooMuchToMerge);
    Ok(Details {
        // An activity belongs to its category.
        activity: one
            .activity
            .clone()
            .or_else(|| other.activity.clone().filter(|_| same)),
        account: one.account.clone().or_else(|| other.account.clone()),
        requester: one.requester.clone().or_else(|| other.requester.clone()),
        tags,
        note: joined(&one.note, &other.note)?,
        outcomes: Outcomes {
            touches: add(one.outcomes.touches, other.outcomes.touches)?,
            conversations: add(one.outcomes.conversations, other.outcomes.conversations)?,
            meetings: add(one.outcomes.meetings, other.outcomes.meetings)?,
            grade: other.outcomes.grade.or(one.outcomes.grade),
        },
        prospect: if same {
            let (one, other) = (&one.prospect, &other.prospect);
            Prospect {
                source: one.source.clone().or_else(|| other.source.clone()),
                fit: one.fit.or(other.fit),
            }
        } else {
            one.prospect.clone()
        },
    })
}

fn joined(one: &Note, other: &Note) -> Result<Note, Refusal> {
    if other.is_empty() || one == other {
        return Ok(one.clone());
    }
    if one.is_empty() {
        return Ok(other.clone());
    }
    let both = [one.as_str(), other.as_str()].join("\n");
    if both.len() > NOTE_LIMIT {
        Err(Refusal::TooMuchToMerge)
    } else {
        Ok(Note::stored(both))
    }
}
