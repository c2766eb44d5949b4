//! What a change does to the file: one lane, one running block, nothing in the future, neighbors are trimmed.
//! Pure: it decides, the store writes.

mod branch;
mod capture;
mod conflict;
mod guard;
mod import;
mod inherit;
mod intake;
mod label;
mod lane;
mod notes;
mod refusal;
mod rename;
mod reshape;
mod restore;
mod spare;
mod suggest;
mod warning;

use super::away::Question;
use super::block::{Block, BlockId};
use super::change::Change;
use super::edit::Edit;
use super::stamp::Moment;

pub use branch::{Branch, Touched};
pub use capture::goes_on;
pub use conflict::{Conflict, ConflictField, Difference};
pub use guard::{DayStart, warn_of_reach};
pub use import::tally_rows;
pub use intake::{Intake, Match, Verdict};
pub use label::{label_import, label_suggestions};
pub use lane::{BLOCKS_BEFORE, Facts, KnownRow, Lane, Plan, SetBack, Window};
pub use refusal::Refusal;
pub use rename::{Naming, Spelling};
pub use spare::{refuse_unreadable, spare_unreadable};
pub use warning::{Consent, DayEdge, Loss, Losses, Obstacle, Obstacles, Warning};

/// What is to be written so that the change holds, or why it is refused.
pub fn plan(change: &Change, facts: &Facts, now: Moment) -> Result<Plan, Refusal> {
    let plan = plan_change(change, facts, now)?;
    spare_unreadable(&plan.edits, now)?;
    Ok(plan)
}

fn plan_change(change: &Change, facts: &Facts, now: Moment) -> Result<Plan, Refusal> {
    let marks = &facts.marks;
    match change {
        Change::Start {
            at,
            category,
            details,
        } => capture::start(facts, *at, *category, details, now),
        Change::Focus { .. } => capture::focus(facts, change, now),
        Change::Stop { at } => capture::stop(&facts.lane, *at, now),
        Change::Resume { at } => capture::resume(&facts.lane, *at, now),
        Change::Claim {
            at,
            day_start,
            category,
        } => capture::claim(&facts.lane, *at, *day_start, *category, now),
        Change::Add {
            start,
            end,
            category,
            details,
        } => {
            let block = Block::new(*start, Some(*end), *category, details.clone());
            capture::add(&facts.lane, block, now)
        }
        Change::Edit { seen, patch } => reshape::edit_by_hand(facts, seen, patch, now),
        Change::Split { target, at } => reshape::split(&facts.lane, *target, *at, now),
        Change::Merge { target } => reshape::merge(&facts.lane, *target),
        Change::Delete { target } => reshape::delete(&facts.lane, *target),
        Change::Answer {
            target,
            question,
            answer,
        } => reshape::answer(facts, *target, *question, *answer, now),
        Change::Import { .. } => import::plan_import(change, facts, now),
        Change::Suggest { meetings, gone } => Ok(suggest::suggest(facts, meetings, gone)),
        Change::Accept {
            suggestion,
            category,
        } => suggest::accept(&facts.lane, suggestion, *category, now),
        Change::Dismiss { suggestion } => suggest::dismiss(facts, suggestion),
        Change::Guess { week, guess, seen } => {
            notes::guess(&facts.notes, *week, *guess, seen.as_ref())
        }
        Change::Commit {
            week,
            commitment,
            seen,
        } => notes::commit(&facts.notes, *week, commitment.as_ref(), seen.as_ref()),
        Change::Reflect { week, answer, seen } => {
            notes::reflect(&facts.notes, *week, answer, seen.as_ref())
        }
        Change::Close { week, closed } => Ok(notes::close(&facts.notes, *week, closed)),
        Change::MarkDays { days, mark } => Ok(notes::mark_days(marks, days, *mark)),
        Change::MarkTimes { days, times, off } => Ok(notes::mark_times(marks, days, times, *off)),
        Change::Pause { week, off } => Ok(notes::pause(&facts.notes, *week, *off)),
        Change::Rename(renaming) => Ok(Plan::of(renaming.edits(&facts.naming), None)),
        Change::Restore { number } => restore::restore(facts, *number),
    }
}

/// All that a plan would cost that the person may not mean; nothing where it costs nothing.
pub fn warn(change: &Change, plan: &Plan, facts: &Facts, now: Moment) -> Vec<Warning> {
    guard::find_warnings(change, &plan.edits, facts, now)
}

/// The questions about the blocks that took over doubtful time from the block of a question; `focus` is the block that
/// the change was about.
pub fn inherit_question(
    change: &Change,
    edits: &[Edit],
    focus: Option<BlockId>,
    question: &Question,
) -> Vec<Question> {
    inherit::inherit_question(change, edits, focus, question)
}

#[cfg(test)]
mod tests;
