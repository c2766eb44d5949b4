//! What a change did, in words: the toast of a key and the line that a command prints.

use std::collections::BTreeSet;

use super::block::{Block, BlockId};
use super::calendar::{Calendar, Day};
use super::change::Change;
use super::edit::{Edit, SideRow};
use super::format::{self, Beside};
use super::parse::spell;
use super::rules::SetBack;
use super::stamp::{Length, Moment};
use super::text;
use super::wording::{describe_block, describe_category, describe_times, describe_work};

/// What a change did, in a few words: `Selling since 14:02`.
pub fn headline(
    change: &Change,
    edits: &[Edit],
    focus: Option<&Block>,
    now: impl Into<Beside>,
) -> String {
    let now = now.into();
    match change {
        Change::Stop { at } => {
            let end = focus.and_then(|block| block.end).unwrap_or(*at);
            format!("Off the clock since {}", format::clock_beside(end, now))
        }
        Change::Delete { .. } => match edits.first().and_then(Edit::before) {
            Some(block) => format!("Deleted {}", describe_block(block, now)),
            None => "Deleted".to_owned(),
        },
        Change::Import { arrivals, .. } => name_source("Imported", arrivals.len(), "block"),
        Change::Suggest { meetings, .. } => name_source("Suggested", meetings.len(), "meeting"),
        Change::Dismiss { .. } => "Dismissed: it is not suggested again".to_owned(),
        Change::Guess { week, guess, .. } => match guess {
            Some(guess) => format!("Guessed for {week}: {guess}"),
            None => format!("No guess for {week}"),
        },
        Change::Commit {
            week, commitment, ..
        } => match commitment {
            Some(commitment) => format!("Committed for {week}: {commitment}"),
            None => format!("No commitment for {week}"),
        },
        Change::Restore { number, .. } if edits.is_empty() => {
            format!("Change {number} is already redone")
        }
        Change::Restore { number, .. } => format!("Redone: change {number}"),
        Change::Rename(renaming) => {
            let (old, new) = spell::renaming(renaming);
            format!("{old} is now {new}")
        }
        Change::Reflect { .. }
        | Change::Close { .. }
        | Change::MarkDays { .. }
        | Change::MarkTimes { .. }
        | Change::Pause { .. } => format!("Saved: {}", change.label(None, now)),
        Change::Start { .. }
        | Change::Focus { .. }
        | Change::Resume { .. }
        | Change::Claim { .. }
        | Change::Add { .. }
        | Change::Edit { .. }
        | Change::Split { .. }
        | Change::Merge { .. }
        | Change::Answer { .. }
        | Change::Accept { .. } => match focus {
            Some(block) => of_block(change, edits, block, now),
            None if matches!(change, Change::Accept { .. }) => {
                "Not saved: that time is taken".to_owned()
            }
            None => "Saved".to_owned(),
        },
    }
}

/// `Imported from 3 blocks`.
fn name_source(verb: &str, count: usize, thing: &str) -> String {
    format!("{verb} from {}", format::count(count, thing))
}

fn describe_focus_run(planned: Length, since: &str) -> String {
    format!("Focus run of {} · {since}", format::spoken(planned))
}

/// What a change did to the block that it was about.
fn of_block(change: &Change, edits: &[Edit], block: &Block, now: Beside) -> String {
    let clock = |moment: Moment| format::clock_beside(moment, now);
    let since = format!("{} since {}", describe_work(block), clock(block.start));
    let is_unchanged = !edits.iter().any(Edit::is_of_block);
    match change {
        Change::Start { .. } if is_unchanged => {
            let what = text::capitalized(&describe_work(block));
            format!("{what} runs since {}", clock(block.start))
        }
        Change::Start { .. } => text::capitalized(&since),
        Change::Focus { planned, .. } => describe_focus_run(*planned, &since),
        Change::Resume { .. } => format!("Back to {since}"),
        Change::Claim { .. } if is_unchanged => format!("Already {}", block.category),
        Change::Claim { .. } if block.is_running() => format!("Now {since}"),
        Change::Edit { .. } if is_unchanged => "Nothing to change".to_owned(),
        Change::Answer { .. } if is_unchanged => format!("Kept: {}", describe_work(block)),
        Change::Split { at, .. } => {
            format!(
                "Split at {}: {} from there on",
                clock(*at),
                describe_work(block)
            )
        }
        Change::Merge { .. } if block.is_running() => format!("Merged: {since}"),
        Change::Merge { .. } => format!(
            "Merged into {} {}",
            describe_work(block),
            describe_times(block, now)
        ),
        Change::Claim { .. }
        | Change::Add { .. }
        | Change::Edit { .. }
        | Change::Answer { .. }
        | Change::Accept { .. }
        | Change::Stop { .. }
        | Change::Delete { .. }
        | Change::Import { .. }
        | Change::Suggest { .. }
        | Change::Dismiss { .. }
        | Change::Guess { .. }
        | Change::Commit { .. }
        | Change::Reflect { .. }
        | Change::Close { .. }
        | Change::MarkDays { .. }
        | Change::MarkTimes { .. }
        | Change::Pause { .. }
        | Change::Rename(_)
        | Change::Restore { .. } => {
            if block.is_running() {
                format!("Saved: {since}")
            } else {
                format!(
                    "Saved {} {}",
                    describe_work(block),
                    describe_times(block, now)
                )
            }
        }
    }
}

/// The label of a change that was undone or redone, with the day that its writes are about where neither the label nor the
/// screen tells: `yesterday, start selling at 09:00`.
pub fn name_day(label: &str, edits: &[Edit], now: Moment, in_view: Day) -> String {
    let today = day_of(now);
    let days: BTreeSet<Day> = edits.iter().filter_map(first_changed).map(day_of).collect();
    let Some(first) = days.first().copied() else {
        return label.to_owned();
    };
    // What follows a colon was typed.
    let told = label.split_once(": ").map_or(label, |(told, _)| told);
    let is_told = |day: &Day| told.contains(&format::short_day(*day, today));
    if (days.len() == 1 && first == today && in_view == today) || days.iter().any(is_told) {
        return label.to_owned();
    }
    let name = if first == today {
        "today".to_owned()
    } else if first == today.plus(-1) {
        "yesterday".to_owned()
    } else {
        format::short_day(first, today)
    };
    let others = if days.len() > 1 {
        " and other days"
    } else {
        ""
    };
    format!("{name}{others}, {label}")
}

fn day_of(moment: Moment) -> Day {
    Day(Calendar::wall(moment).date())
}

/// Where the lane differs first after a write; `None` of a row that is about no time of day.
fn first_changed(edit: &Edit) -> Option<Moment> {
    match edit {
        Edit::Insert(block) | Edit::Delete(block) => Some(block.start),
        Edit::Update { before, after } if before.start == after.start => {
            let ends = [before.end, after.end].into_iter().flatten();
            let end = ends.min_by_key(|end| end.at);
            Some(
                end.filter(|_| before.end != after.end)
                    .unwrap_or(before.start),
            )
        }
        Edit::Update { before, after } => {
            Some(std::cmp::min_by_key(before.start, after.start, |start| {
                start.at
            }))
        }
        Edit::Row { before, after } => match before.as_ref().or(after.as_ref())? {
            SideRow::Suggestion(suggestion) => Some(suggestion.start),
            SideRow::FocusRun(run) => Some(run.start),
            SideRow::Guess { .. }
            | SideRow::Commitment { .. }
            | SideRow::Answer { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::Review { .. }
            | SideRow::Question(_)
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => None,
        },
    }
}

/// What to say where the clock was set back and that decided a time: also that the time that was named was not taken.
pub fn clock_back(set_back: SetBack, edits: &[Edit], now: impl Into<Beside>) -> String {
    let marked = edits.iter().filter_map(Edit::after);
    let marked = marked.filter(|after| after.clock_back).count();
    let check = if marked > 1 {
        "check the times of both blocks"
    } else {
        "check its times"
    };
    let words = format!("the clock was set back, {check}");
    match set_back.not_taken {
        Some(at) => format!("{} was not taken: {words}", format::clock_beside(at, now)),
        None => words,
    }
}

/// What became of the blocks beside the one that the change was about: "admin 09:05-10:00 now ends 09:50".
pub fn neighbors(edits: &[Edit], focus: Option<BlockId>, now: impl Into<Beside>) -> Vec<String> {
    let now = now.into();
    edits
        .iter()
        .filter(|edit| id(edit) != focus)
        .filter_map(|edit| neighbor(edit, now))
        .collect()
}

fn id(edit: &Edit) -> Option<BlockId> {
    edit.after().or(edit.before()).map(|block| block.id)
}

fn neighbor(edit: &Edit, now: Beside) -> Option<String> {
    let clock = |moment: Moment| format::clock_beside(moment, now);
    match edit {
        Edit::Insert(block) => Some(match block.end {
            Some(_) => format!("{} goes on {}", block.category, describe_times(block, now)),
            None => format!("{} goes on from {}", block.category, clock(block.start)),
        }),
        Edit::Delete(block) => Some(format!("removed {}", describe_block(block, now))),
        Edit::Update { before, after } if before.start != after.start => Some(format!(
            "{} now begins {}",
            describe_block(before, now),
            clock(after.start)
        )),
        Edit::Update { before, after } => match (before.end, after.end) {
            (Some(_), Some(end)) => Some(format!(
                "{} now ends {}",
                describe_block(before, now),
                clock(end)
            )),
            (None, Some(end)) => Some(format!(
                "{} since {} ends {}",
                describe_category(before),
                clock(before.start),
                clock(end)
            )),
            (_, None) => None,
        },
        Edit::Row { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::{at, change, lane, plan, written};

    /// What is said of a change at noon: the headline, and what became of the others.
    fn said(before: &str, asked: &str) -> String {
        let lane = lane(before);
        let change = change(asked, &lane);
        let plan = plan(&change, &lane, at("12:00")).expect(asked);
        let blocks = written(&lane.blocks, &plan.edits);
        let focus = plan
            .focus
            .and_then(|id| blocks.iter().find(|block| block.id == id));
        let mut words = vec![headline(&change, &plan.edits, focus, at("12:00"))];
        words.extend(neighbors(&plan.edits, plan.focus, at("12:00")));
        words.join("; ")
    }

    #[test]
    fn every_change_is_told_with_what_gave_way() {
        let cases = [
            ("", "start s 12:00", "Selling since 12:00"),
            (
                "a 09:00-",
                "start s/meeting@Halden 12:00",
                "Selling · meeting @Halden since 12:00; admin since 09:00 ends 12:00",
            ),
            (
                "s/prep 09:00-",
                "start s 12:00",
                "Selling · prep runs since 09:00",
            ),
            (
                "a 09:00-11:00; l 11:00-11:50; b 11:50-",
                "start s 11:45",
                "Selling since 11:45; learning 11:00-11:50 now ends 11:45; removed break since 11:50",
            ),
            (
                "a 09:00-11:00; s 11:00-",
                "start s 10:45",
                "Selling since 10:45; admin 09:00-11:00 now ends 10:45",
            ),
            ("a 09:00-", "stop 11:30", "Off the clock since 11:30"),
            (
                "a 12:00-",
                "stop 12:00",
                "Off the clock since 12:00; removed admin since 12:00",
            ),
            (
                "s/prep 09:00-11:00; a 11:00-",
                "resume 12:00",
                "Back to selling · prep since 12:00; admin since 11:00 ends 12:00",
            ),
            ("a 09:00-", "claim s 12:00", "Now selling since 09:00"),
            ("s 09:00-", "claim s 12:00", "Already selling"),
            (
                "a 09:00-11:00",
                "claim l 12:00",
                "Saved learning 11:00-12:00",
            ),
            (
                "a 09:00-12:00",
                "add s 10:00-11:00",
                "Saved selling 10:00-11:00; admin 09:00-12:00 now ends 10:00; admin goes on 11:00-12:00",
            ),
            (
                "a 09:00-",
                "add s 10:00-11:00",
                "Saved selling 10:00-11:00; admin since 09:00 ends 10:00; admin goes on from 11:00",
            ),
            (
                "a 10:30-",
                "add s 10:00-11:00",
                "Saved selling 10:00-11:00; admin since 10:30 now begins 11:00",
            ),
            (
                "a 09:00-10:00; s 10:00-11:00",
                "edit 1 start 09:45",
                "Saved selling 09:45-11:00; admin 09:00-10:00 now ends 09:45",
            ),
            (
                "a 09:00-",
                "edit 0 account Halden",
                "Saved: admin @Halden since 09:00",
            ),
            ("a 09:00-10:00", "edit 0 category a", "Nothing to change"),
        ];
        for (before, asked, expected) in cases {
            assert_eq!(said(before, asked), expected, "{asked}, after {before:?}");
        }
    }

    #[test]
    fn a_deleted_block_is_named() {
        let lane = lane("a 09:00-10:00; s 10:00-");
        for (asked, expected) in [
            ("delete 0", "Deleted admin 09:00-10:00"),
            ("delete 1", "Deleted selling since 10:00"),
        ] {
            let change = change(asked, &lane);
            let plan = plan(&change, &lane, at("12:00")).expect(asked);
            assert_eq!(headline(&change, &plan.edits, None, at("12:00")), expected);
        }
    }

    #[test]
    fn what_a_block_is_about_cannot_command_the_terminal() {
        let mut block = crate::domain::tests::block("s 09:00-");
        block.details.account = Some(crate::domain::block::Account::stored(
            "\u{1b}[2J".to_owned(),
        ));
        assert_eq!(describe_work(&block), "selling @␛[2J");
    }
}
