//! What is kept for a day or a week beside its blocks: guesses, commitments, reviews, days off, pauses.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::{Conflict, ConflictField, Difference};
use super::lane::Plan;
use super::refusal::Refusal;
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::hours::{DayMark, Mark, Stretch};
use crate::domain::review::{Closed, Guess, ReviewAnswer, WeekNotes};
use crate::domain::stamp::Length;
use crate::domain::times_off::{MIDNIGHT, TimesOff};

pub(super) fn guess(
    notes: &WeekNotes,
    week: Week,
    guess: Option<Guess>,
    seen: Option<&Option<Guess>>,
) -> Result<Plan, Refusal> {
    if notes.review.revealed {
        return Err(Refusal::GuessLocked { week });
    }
    let row = |guess| SideRow::Guess {
        week: week.to_string(),
        guess,
    };
    let words = |guess: &Option<Guess>| guess.map_or_else(String::new, |guess| guess.to_string());
    let fresh = |seen| Change::Guess { week, guess, seen };
    let guess = choose(
        ConflictField::Guess,
        seen,
        &notes.guess,
        &guess,
        words,
        fresh,
    )?;
    Ok(replace(notes.guess.map(row), guess.map(row)))
}

pub(super) fn commit(
    notes: &WeekNotes,
    week: Week,
    commitment: Option<&Commitment>,
    seen: Option<&Option<String>>,
) -> Result<Plan, Refusal> {
    let row = |text| SideRow::Commitment {
        week: week.to_string(),
        text,
    };
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let fresh = |seen| Change::Commit {
        week,
        commitment: commitment.cloned(),
        seen,
    };
    let theirs = &notes.commitment;
    let mine = commitment.map(ToString::to_string);
    let text = choose(ConflictField::Commitment, seen, theirs, &mine, words, fresh)?;
    Ok(replace(theirs.clone().map(row), text.map(row)))
}

pub(super) fn reflect(
    notes: &WeekNotes,
    week: Week,
    answer: &ReviewAnswer,
    seen: Option<&ReviewAnswer>,
) -> Result<Plan, Refusal> {
    let row = |answer| {
        Some(SideRow::Answer {
            week: week.to_string(),
            answer,
        })
    };
    let fresh = |seen| Change::Reflect {
        week,
        answer: answer.clone(),
        seen,
    };
    let theirs = notes.review.answers.clone().set(answer.clone());
    let answer = choose(
        ConflictField::Answer,
        seen,
        &theirs,
        answer,
        ReviewAnswer::words,
        fresh,
    )?;
    Ok(replace(row(theirs), row(answer)))
}

/// Mine, unless it is as it was seen and theirs is not; where both are other than that, only a person can choose.
fn choose<T: Clone + PartialEq>(
    field: ConflictField,
    seen: Option<&T>,
    theirs: &T,
    mine: &T,
    words: impl Fn(&T) -> String,
    with_seen: impl Fn(Option<T>) -> Change,
) -> Result<T, Refusal> {
    match seen {
        Some(seen) if mine == seen => Ok(theirs.clone()),
        Some(seen) if theirs != seen && theirs != mine => {
            Err(Refusal::Conflict(Box::new(Conflict {
                differences: vec![Difference {
                    field,
                    theirs: words(theirs),
                    mine: words(mine),
                }],
                insisting: with_seen(Some(theirs.clone())),
            })))
        }
        Some(_) | None => Ok(mine.clone()),
    }
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

/// A mark of a whole day takes the place of what was marked of its parts.
pub(super) fn mark_days(marks: &BTreeMap<Day, DayMark>, days: &[Day], mark: Option<Mark>) -> Plan {
    let edits = days.iter().flat_map(|day| {
        let row = |marked| SideRow::Mark { day: *day, marked };
        let before = marks.get(day).cloned();
        replace(before.map(row), mark.map(DayMark::whole).map(row)).edits
    });
    Plan::of(edits.collect(), None)
}

/// Each day keeps the times of its own date, in one row.
pub(super) fn mark_times(
    marks: &BTreeMap<Day, DayMark>,
    days: &[Day],
    times: &[Stretch],
    off: bool,
) -> Plan {
    let mut after = marks.clone();
    for (day, (from, to)) in days
        .iter()
        .flat_map(|day| times.iter().map(move |time| (*day, *time)))
    {
        for next in 0..=(to - Length::seconds(1)).as_seconds() / MIDNIGHT.as_seconds() {
            let (date, shift) = (day.plus(next), Length::hours(24 * next));
            let marked = mark_stretch(after.remove(&date), (from - shift, to - shift), off);
            after.extend(marked.map(|marked| (date, marked)));
        }
    }
    let dates: BTreeSet<Day> = marks.keys().chain(after.keys()).copied().collect();
    let edits = dates.into_iter().flat_map(|day| {
        let row = |marked: &DayMark| SideRow::Mark {
            day,
            marked: marked.clone(),
        };
        replace(marks.get(&day).map(row), after.get(&day).map(row)).edits
    });
    Plan::of(edits.collect(), None)
}

/// What is marked of a day once a stretch of it is off as well, or isn't any more; nothing where it is as planned.
fn mark_stretch(before: Option<DayMark>, stretch: Stretch, off: bool) -> Option<DayMark> {
    let is_off_whole = before.as_ref().is_some_and(DayMark::is_off);
    let (mark, times) = match before {
        Some(marked) => (marked.mark, marked.times),
        None => (Mark::Off, TimesOff::default()),
    };
    let times = if is_off_whole {
        TimesOff::whole()
    } else {
        times
    };
    let times = if off {
        times.with(stretch)
    } else {
        times.without(stretch)
    };
    // All times of a date aren't the day itself: a shift over midnight belongs to the day on which it begins.
    if times.is_whole() && is_off_whole {
        Some(DayMark::whole(Mark::Off))
    } else if times.is_empty() && mark == Mark::Off {
        None
    } else {
        Some(DayMark { mark, times })
    }
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
