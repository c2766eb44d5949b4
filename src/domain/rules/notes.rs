//! What is kept for a day or a week beside its blocks: guesses, commitments, reviews, days off, pauses.

use std::collections::BTreeMap;

use super::lane::Plan;
use super::refusal::Refusal;
use crate::domain::calendar::{Day, Week};
use crate::domain::commitment::Commitment;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::hours::Mark;
use crate::domain::review::{Closed, Guess, ReviewAnswer, WeekNotes};

pub(super) fn guess(notes: &WeekNotes, week: Week, guess: Option<Guess>) -> Result<Plan, Refusal> {
    if notes.review.revealed {
        return Err(Refusal::GuessLocked { week });
    }
    let row = |guess| SideRow::Guess {
        week: week.to_string(),
        guess,
    };
    Ok(replace(notes.guess.map(row), guess.map(row)))
}

pub(super) fn commit(notes: &WeekNotes, week: Week, commitment: Option<&Commitment>) -> Plan {
    let row = |text| SideRow::Commitment {
        week: week.to_string(),
        text,
    };
    replace(
        notes.commitment.clone().map(row),
        commitment.map(ToString::to_string).map(row),
    )
}

pub(super) fn reflect(notes: &WeekNotes, week: Week, answer: &ReviewAnswer) -> Plan {
    let row = |answer| {
        Some(SideRow::Answer {
            week: week.to_string(),
            answer,
        })
    };
    let former = notes.review.answers.clone().set(answer.clone());
    replace(row(former), row(answer.clone()))
}

pub(super) fn close(notes: &WeekNotes, week: Week, closed: &Closed) -> Plan {
    let row = |closed: &Closed| SideRow::Closed {
        week: week.to_string(),
        closed: closed.clone(),
    };
    replace(notes.review.closed.as_ref().map(row), Some(row(closed)))
}

pub(super) fn pause(notes: &WeekNotes, week: Week, off: bool) -> Plan {
    let row = |off: bool| {
        off.then(|| SideRow::Pause {
            week: week.to_string(),
        })
    };
    replace(row(notes.paused), row(off))
}

pub(super) fn mark_days(marks: &BTreeMap<Day, Mark>, days: &[Day], mark: Option<Mark>) -> Plan {
    let edits = days.iter().flat_map(|day| {
        let row = |mark| SideRow::Mark { day: *day, mark };
        replace(marks.get(day).copied().map(row), mark.map(row)).edits
    });
    Plan::of(edits.collect(), None)
}

/// One row for another; nothing where they are the same.
fn replace(before: Option<SideRow>, after: Option<SideRow>) -> Plan {
    let edits = if before == after {
        Vec::new()
    } else {
        vec![Edit::Row { before, after }]
    };
    Plan::of(edits, None)
}
