//! What a row of an export of everything must hold before a file takes it: what is wrong is named while its line is known.

use crate::domain::block::Block;
use crate::domain::calendar::is_week_name;
use crate::domain::file_row::FileRow;
use crate::domain::focus_run::FocusRun;
use crate::domain::record::Record;
use crate::domain::review::{Guess, Step};
use crate::domain::stamp::Length;

/// Why no file takes a row.
pub(super) fn check_row(row: &FileRow) -> Result<(), String> {
    match row {
        FileRow::Pause { week, .. } | FileRow::Commitment { week, .. } => check_week(week),
        FileRow::Guess { week, guess, .. } => check_week(week).and_then(|()| check_guess(guess)),
        FileRow::Review { week, review, .. } => {
            check_week(week)?;
            match review.step {
                Some(step) if Step::from_number(step.into()).is_none() => {
                    Err(format!("step: {step} isn't between 1 and 9"))
                }
                Some(_) | None => Ok(()),
            }
        }
        FileRow::FocusRun { run, .. } => check_focus_run(run),
        FileRow::Block { .. }
        | FileRow::Mark { .. }
        | FileRow::Suggestion(_)
        | FileRow::Question(_)
        | FileRow::Change(_)
        | FileRow::Removed { .. }
        | FileRow::Notice { .. }
        | FileRow::Raw(_) => Ok(()),
    }
}

fn check_week(name: &str) -> Result<(), String> {
    if is_week_name(name) {
        return Ok(());
    }
    Err(format!("week: {name:?} isn't a week such as 2026-W10"))
}

fn check_focus_run(run: &FocusRun) -> Result<(), String> {
    let day = Length::hours(24);
    if run.planned.is_positive() && run.planned <= day {
        return Ok(());
    }
    let seconds = run.planned.as_seconds();
    Err(format!("planned_s: {seconds} isn't between 1 and 86400"))
}

fn check_guess(guess: &Guess) -> Result<(), String> {
    let mut shares = guess.rest.into_iter().flatten().chain([guess.selling]);
    match shares.find(|share| !(0.0..=1.0).contains(share)) {
        Some(share) => Err(format!("{share} isn't a share from 0 to 1")),
        None => Ok(()),
    }
}

/// The block as any import takes it in: with texts that are clean, and as long as ours may be.
pub(super) fn clean_block(block: &Block) -> Result<Block, String> {
    let arrival = Record::from(block).into_arrival();
    let clean = arrival.map_err(|fault| fault.to_string())?.block;
    let revision = block.revision;
    Ok(Block { revision, ..clean })
}
