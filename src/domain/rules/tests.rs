//! What each change does to a lane, as tables: the lane before, what is asked, the lane after. Every case is also
//! taken back, and every step on the way leaves the lane whole.

use super::{Facts, Refusal, Warning};
use crate::domain::arrival::{Arrival, Marks, Overlap};
use crate::domain::block::{Block, BlockId, Category, Grade, Note, Revision, Tag};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::edit::Edit;
use crate::domain::stamp::Moment;
use crate::domain::tests::{at, change, lane, plan, shown, told, work, written};

/// What a change at `now` makes of a lane; checks that its inverse brings the lane back.
fn after(before: &str, asked: &str, now: &str) -> String {
    let lane = lane(before);
    let change = change(asked, &lane);
    match plan(&change, &lane, at(now)) {
        Err(refusal) => format!("refused: {refusal}"),
        Ok(plan) => {
            let blocks = written(&lane.blocks, &plan.edits);
            let inverses: Vec<Edit> = plan
                .edits
                .iter()
                .rev()
                .cloned()
                .map(Edit::inverse)
                .collect();
            assert_eq!(
                written(&blocks, &inverses),
                lane.blocks,
                "taken back: {asked}"
            );
            let there = |id| blocks.iter().any(|block| block.id == id);
            assert!(
                plan.focus.is_none_or(there),
                "the focus is on a block that is gone: {asked}"
            );
            told(&blocks)
        }
    }
}

fn check(cases: &[(&str, &str, &str)]) {
    for (before, asked, expected) in cases {
        assert_eq!(
            after(before, asked, "12:00"),
            *expected,
            "{asked}, after {before:?}"
        );
    }
}

#[test]
fn a_start_ends_what_runs_and_what_lies_after_it_gives_way() {
    check(&[
        ("", "start s 12:00", "s 12:00-"),
        ("s 09:00-", "start a 12:00", "s 09:00-12:00; a 12:00-"),
        ("a 09:00-10:00", "start s 11:00", "a 09:00-10:00; s 11:00-"),
        (
            "a 09:00-11:00; l 11:00-11:50; b 11:50-",
            "start s 11:55",
            "a 09:00-11:00; l 11:00-11:50; b 11:50-11:55; s 11:55-",
        ),
        // It swallows whole blocks.
        (
            "a 09:00-11:00; l 11:00-11:50; b 11:50-",
            "start s 11:45",
            "a 09:00-11:00; l 11:00-11:45; s 11:45-",
        ),
        (
            "a 09:00-11:00; l 11:00-11:50; b 11:50-",
            "start s 10:30",
            "a 09:00-10:30; s 10:30-",
        ),
        (
            "a 09:00-11:00; l 11:00-",
            "start s 11:00",
            "a 09:00-11:00; s 11:00-",
        ),
        ("a 09:00-10:00; l 11:00-", "start s 08:00", "s 08:00-"),
        // Begun at midnight, over the day's edge.
        ("a 1.23:00-", "start s 00:30", "a 1.23:00-00:30; s 00:30-"),
        // In the same second it takes the other's place.
        (
            "a 09:00-10:00; s 12:00-",
            "start l 12:00",
            "a 09:00-10:00; l 12:00-",
        ),
        // Off the clock, reaching back over blocks that ended.
        (
            "a 09:00-10:00; s 10:00-11:30",
            "start l 11:00",
            "a 09:00-10:00; s 10:00-11:00; l 11:00-",
        ),
    ]);
}

#[test]
fn the_category_that_runs_goes_on_unless_other_work_is_named() {
    check(&[
        ("s 09:00-", "start s 12:00", "s 09:00-"),
        (
            "s/meeting@Northwind 09:00-",
            "start s 12:00",
            "s/meeting@Northwind 09:00-",
        ),
        (
            "s/meeting 09:00-",
            "start s/meeting 12:00",
            "s/meeting 09:00-",
        ),
        (
            "s/meeting 09:00-",
            "start s/prep 12:00",
            "s/meeting 09:00-12:00; s/prep 12:00-",
        ),
        (
            "s 09:00-",
            "start s@Halden 12:00",
            "s 09:00-12:00; s@Halden 12:00-",
        ),
        // Begun earlier: the block before gives way; begun later: it has begun already.
        (
            "a 09:00-11:00; s/prep 11:00-",
            "start s 10:45",
            "a 09:00-10:45; s/prep 10:45-",
        ),
        (
            "a 09:00-10:00; l 10:00-11:00; s 11:00-",
            "start s 09:30",
            "a 09:00-09:30; s 09:30-",
        ),
        (
            "a 09:00-10:00; s 11:00-",
            "start s 10:30",
            "a 09:00-10:00; s 10:30-",
        ),
        (
            "a 09:00-10:00; s 10:00-",
            "start s 11:00",
            "a 09:00-10:00; s 10:00-",
        ),
        // What runs no longer is no reason to go on.
        ("s 09:00-10:00", "start s 12:00", "s 09:00-10:00; s 12:00-"),
    ]);
}

#[test]
fn a_start_is_refused_in_the_future_and_trims_blocks_of_any_age() {
    check(&[
        (
            "s 09:00-",
            "start a 12:00:01",
            "refused: 12:00 is still to come (it is 12:00)",
        ),
        (
            "",
            "start a 3.08:00",
            "refused: Tue 3 Mar 08:00 is still to come (it is 12:00)",
        ),
        (
            "s 1.11:00-1.11:30; a 1.13:00-",
            "start l 1.10:00",
            "l 1.10:00-",
        ),
        // Cut short, not swallowed: whatever its age.
        (
            "s 1.09:00-",
            "start l 1.10:00",
            "s 1.09:00-1.10:00; l 1.10:00-",
        ),
        (
            "s 1.12:00-1.13:00; a 1.13:00-",
            "start l 1.11:00",
            "l 1.11:00-",
        ),
        (
            "l 1.10:00-1.11:00; a 1.13:00-",
            "start a 1.09:00",
            "a 1.09:00-",
        ),
    ]);
}

#[test]
fn a_clock_set_back_while_a_block_runs_stops_nobody_loses_nothing_and_leaves_a_mark() {
    check(&[
        // By seconds, by an hour, by years: what runs keeps a second, and what follows begins there.
        ("a 12:00:20-", "stop 12:00", "a 12:00:20-12:00:21!"),
        ("s 13:00-", "stop 12:00", "s 13:00-13:00:01!"),
        ("s 9.13:00-", "stop 12:00", "s 9.13:00-9.13:00:01!"),
        (
            "a 09:00-11:00; s 13:00-",
            "start a 12:00",
            "a 09:00-11:00; s 13:00-13:00:01!; a 13:00:01-!",
        ),
        (
            "a/crm@Halden 09:00-11:00; s 13:00-",
            "resume 12:00",
            "a/crm@Halden 09:00-11:00; s 13:00-13:00:01!; a/crm@Halden 13:00:01-!",
        ),
        // A time of the new clock says nothing of the old one's.
        ("s 13:00-", "stop 11:30", "s 13:00-13:00:01!"),
        (
            "s 13:00-",
            "start a 11:30",
            "s 13:00-13:00:01!; a 13:00:01-!",
        ),
        (
            "s 13:00-",
            "start a 12:30",
            "refused: 12:30 is still to come (it is 12:00)",
        ),
        // Again and again.
        (
            "s 13:00-13:00:01!; a 13:00:01-!",
            "start l 12:00",
            "s 13:00-13:00:01!; a 13:00:01-13:00:02!; l 13:00:02-!",
        ),
        (
            "s 13:00-13:00:01!; a 13:00:01-!",
            "stop 12:00",
            "s 13:00-13:00:01!; a 13:00:01-13:00:02!",
        ),
        // What has ended is kept whole.
        (
            "s 13:00-13:00:01!",
            "start a 12:00",
            "s 13:00-13:00:01!; a 13:00:01-!",
        ),
        ("a 11:00-12:01", "start s 12:00", "a 11:00-12:01; s 12:01-!"),
        ("s 13:00-13:00:01!", "stop 12:00", "refused: nothing runs"),
        // But where somebody says otherwise.
        ("a 11:00-12:01", "start s 11:30", "a 11:00-11:30; s 11:30-"),
        // The same goes on; a time that is named is its start.
        ("s 13:00-", "start s 12:00", "s 13:00-"),
        (
            "a 11:00-11:50; s 13:00-!",
            "start s 11:40",
            "a 11:00-11:40; s 11:40-",
        ),
        ("s 13:00-", "claim a 12:00", "a 13:00-"),
        (
            "s 13:00-13:00:01!",
            "claim a 12:00",
            "refused: the last block ends now: there is no time to fill",
        ),
    ]);
}

#[test]
fn the_mark_of_a_clock_set_back_goes_with_the_times_that_somebody_edits() {
    check(&[
        ("s 09:00-10:00!", "edit 0 start 09:30", "s 09:30-10:00"),
        ("s 09:00-10:00!", "edit 0 end 10:30", "s 09:00-10:30"),
        ("s 09:00-!", "edit 0 category a", "a 09:00-!"),
        // The edge that nobody touches may lie after now.
        (
            "s 13:00-13:00:01!",
            "edit 0 start 11:00",
            "s 11:00-13:00:01",
        ),
        ("s 13:00-!", "edit 0 start 11:00", "s 11:00-"),
        (
            "s 09:00-10:00!",
            "edit 0 account Halden",
            "s@Halden 09:00-10:00!",
        ),
        // What only trims it says nothing of it.
        ("s 09:00-!", "stop 12:00", "s 09:00-12:00!"),
        ("s 09:00-!", "start a 12:00", "s 09:00-12:00!; a 12:00-"),
        ("s 09:00-!", "split 0 10:00", "s 09:00-10:00!; s 10:00-!"),
        ("a 09:00-10:00!; s 10:00-11:00", "merge 1", "a 09:00-11:00!"),
        ("a 09:00-10:00; s 10:00-11:00!", "merge 1", "a 09:00-11:00!"),
    ]);
}

#[test]
fn a_stop_ends_what_runs() {
    check(&[
        ("s 09:00-", "stop 12:00", "s 09:00-12:00"),
        (
            "a 08:00-09:00; s 09:00-",
            "stop 11:30",
            "a 08:00-09:00; s 09:00-11:30",
        ),
        ("a 08:00-09:00; s 12:00-", "stop 12:00", "a 08:00-09:00"),
        ("s 09:00-", "stop 09:00", ""),
        // Before it began it never was, and what stands after that gives way.
        ("s 09:00-", "stop 08:59", ""),
        ("s 09:00-", "stop 1.23:00", ""),
        (
            "a 07:00-08:00; l 08:00-08:30; s 09:00-",
            "stop 07:45",
            "a 07:00-07:45",
        ),
        ("s 09:00-10:00", "stop 12:00", "refused: nothing runs"),
        ("", "stop 12:00", "refused: nothing runs"),
        (
            "s 09:00-",
            "stop 12:30",
            "refused: 12:30 is still to come (it is 12:00)",
        ),
    ]);
}

#[test]
fn resume_goes_back_to_what_ran_before_and_again_to_and_fro() {
    check(&[
        (
            "s/meeting@Northwind 09:00-11:00; a 11:00-",
            "resume 12:00",
            "s/meeting@Northwind 09:00-11:00; a 11:00-12:00; s/meeting@Northwind 12:00-",
        ),
        (
            "s/prep 09:00-10:00; a 10:00-11:00; s/prep 11:00-",
            "resume 12:00",
            "s/prep 09:00-10:00; a 10:00-11:00; s/prep 11:00-12:00; a 12:00-",
        ),
        // The same work in two stretches is no other work.
        (
            "l 08:00-09:00; s/prep 09:00-10:00; s/prep 10:00-",
            "resume 12:00",
            "l 08:00-09:00; s/prep 09:00-10:00; s/prep 10:00-12:00; l 12:00-",
        ),
        // Another account is.
        (
            "s@Halden 09:00-10:00; s@Kestrel 10:00-",
            "resume 12:00",
            "s@Halden 09:00-10:00; s@Kestrel 10:00-12:00; s@Halden 12:00-",
        ),
        // From a break, and off the clock.
        (
            "s 09:00-11:30; b 11:30-",
            "resume 12:00",
            "s 09:00-11:30; b 11:30-12:00; s 12:00-",
        ),
        (
            "s 09:00-10:00; a 10:00-11:00",
            "resume 12:00",
            "s 09:00-10:00; a 10:00-11:00; a 12:00-",
        ),
        (
            "s 09:00-11:00; a 11:00-",
            "resume 11:30",
            "s 09:00-11:00; a 11:00-11:30; s 11:30-",
        ),
        (
            "s 09:00-",
            "resume 12:00",
            "refused: nothing ran before this",
        ),
        ("", "resume 12:00", "refused: nothing ran before this"),
        (
            "s 09:00-10:00; a 10:00-",
            "resume 12:30",
            "refused: 12:30 is still to come (it is 12:00)",
        ),
        (
            "s 09:00-10:00; a 12:30-",
            "resume 12:00",
            "s 09:00-10:00; a 12:30-12:30:01!; s 12:30:01-!",
        ),
    ]);
}

#[test]
fn resume_takes_the_work_along_not_what_belongs_to_one_stretch() {
    let mut lane = lane("s/meeting@Northwind 09:00-10:00; a 10:00-");
    lane.blocks[0].details.note = Note::new("POC terms").expect("a note");
    lane.blocks[0].details.outcomes.meetings = 1;
    let plan = plan(&Change::Resume { at: at("12:00") }, &lane, at("12:00")).expect("a plan");
    let resumed = plan
        .edits
        .iter()
        .filter_map(Edit::after)
        .find(|block| block.is_running())
        .expect("it runs");
    assert_eq!(resumed.details, work("s/meeting@Northwind").1);
}

#[test]
fn a_claim_tags_what_runs_or_fills_the_time_since_the_last_block() {
    check(&[
        ("a 09:00-", "claim s 12:00", "s 09:00-"),
        ("a/crm@Halden 09:00-", "claim s 12:00", "s@Halden 09:00-"),
        ("s/prep 09:00-", "claim s 12:00", "s/prep 09:00-"),
        (
            "a 09:00-11:00",
            "claim s 12:00",
            "a 09:00-11:00; s 11:00-12:00",
        ),
        (
            "a 1.23:00-00:30",
            "claim s 12:00",
            "a 1.23:00-00:30; s 00:30-12:00",
        ),
        (
            "a 09:00-12:00",
            "claim s 12:00",
            "refused: the last block ends now: there is no time to fill",
        ),
        (
            "a 1.09:00-1.10:00",
            "claim s 12:00",
            "refused: there is no earlier block today to count from",
        ),
        (
            "a 1.09:00-00:00",
            "claim s 12:00",
            "refused: there is no earlier block today to count from",
        ),
        (
            "",
            "claim s 12:00",
            "refused: there is no earlier block today to count from",
        ),
        (
            "a 11:00-12:30",
            "claim s 12:00",
            "refused: the last block ends now: there is no time to fill",
        ),
        ("a 12:30-", "claim s 12:00", "s 12:30-"),
        (
            "a 09:00-11:00",
            "claim s 12:30",
            "refused: 12:30 is still to come (it is 12:00)",
        ),
    ]);
}

#[test]
fn what_is_added_takes_its_time_from_whatever_held_it() {
    check(&[
        ("", "add s 09:00-10:00", "s 09:00-10:00"),
        (
            "a 09:00-10:00; l 11:00-",
            "add s 10:00-11:00",
            "a 09:00-10:00; s 10:00-11:00; l 11:00-",
        ),
        (
            "a 09:00-10:30; l 10:40-",
            "add s 10:00-11:00",
            "a 09:00-10:00; s 10:00-11:00; l 11:00-",
        ),
        (
            "a 10:10-10:20; l 10:30-10:40",
            "add s 10:00-11:00",
            "s 10:00-11:00",
        ),
        ("a 10:00-11:00", "add s 10:00-11:00", "s 10:00-11:00"),
        // Inside another block: its later part goes on.
        (
            "a/crm@Halden 09:00-12:00",
            "add s 10:00-11:00",
            "a/crm@Halden 09:00-10:00; s 10:00-11:00; a/crm@Halden 11:00-12:00",
        ),
        (
            "a/crm 09:00-",
            "add s 10:00-11:00",
            "a/crm 09:00-10:00; s 10:00-11:00; a/crm 11:00-",
        ),
        ("a 09:00-", "add s 08:30-09:30", "s 08:30-09:30; a 09:30-"),
        // Up to now: what runs goes on from now.
        (
            "a 09:00-",
            "add s 11:00-12:00",
            "a 09:00-11:00; s 11:00-12:00; a 12:00-",
        ),
        ("a 09:00-", "add s 08:00-12:00", "s 08:00-12:00; a 12:00-"),
        (
            "",
            "add s 11:00-12:01",
            "refused: 12:01 is still to come (it is 12:00)",
        ),
        (
            "",
            "add s 12:30-12:40",
            "refused: 12:30 is still to come (it is 12:00)",
        ),
        (
            "",
            "add s 10:00-10:00",
            "refused: it would end at 10:00, not after it began at 10:00",
        ),
        (
            "",
            "add s 10:00-1.09:00",
            "refused: it would end at Sun 1 Mar 09:00, not after it began at 10:00",
        ),
        // The past may be told even while the clock is behind the last block.
        ("a 12:30-", "add s 10:00-11:00", "s 10:00-11:00; a 12:30-"),
    ]);
}

#[test]
fn a_block_that_is_cut_keeps_its_note_and_outcomes_in_its_first_part() {
    let mut lane = lane("s@Halden 09:00-12:00");
    lane.blocks[0].details.note = Note::new("business case").expect("a note");
    lane.blocks[0].details.outcomes.conversations = 2;
    let plan = plan(&change("add a 10:00-11:00", &lane), &lane, at("12:00")).expect("a plan");
    let blocks = written(&lane.blocks, &plan.edits);
    assert_eq!(blocks[0].details, lane.blocks[0].details);
    assert_eq!(blocks[2].details, lane.blocks[0].details.same_work());
    assert_eq!(
        (
            blocks[0].id == lane.blocks[0].id,
            blocks[2].id == lane.blocks[0].id
        ),
        (true, false)
    );
    assert_eq!(plan.focus, Some(blocks[1].id));
}

#[test]
fn an_edited_block_moves_its_neighbors() {
    check(&[
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 1 start 09:45",
            "a 09:00-09:45; s 09:45-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 1 start 10:15",
            "a 09:00-10:00; s 10:15-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 0 end 10:15",
            "a 09:00-10:15; s 10:15-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00; l 11:00-",
            "edit 0 end 11:30",
            "a 09:00-11:30; l 11:30-",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 1 start 08:00",
            "s 08:00-11:00",
        ),
        // Over to another place, both ways, and into the middle of another block.
        (
            "a 09:00-10:00; s 10:00-11:00; l 11:00-12:00",
            "edit 2 times 08:00-09:30",
            "l 08:00-09:30; a 09:30-10:00; s 10:00-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00; l 11:00-12:00",
            "edit 0 times 10:30-11:30",
            "s 10:00-10:30; a 10:30-11:30; l 11:30-12:00",
        ),
        (
            "a 08:00-09:00; s 09:00-12:00",
            "edit 0 times 10:00-11:00",
            "s 09:00-10:00; a 10:00-11:00; s 11:00-12:00",
        ),
        // What runs begins earlier, ends, and runs again.
        (
            "a 09:00-10:00; s 10:00-",
            "edit 1 start 09:30",
            "a 09:00-09:30; s 09:30-",
        ),
        (
            "a 09:00-10:00; s 10:00-",
            "edit 1 end 11:00",
            "a 09:00-10:00; s 10:00-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-",
            "edit 0 end 12:00",
            "a 09:00-12:00; s 12:00-",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 1 end -",
            "a 09:00-10:00; s 10:00-",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 0 end -",
            "refused: only the last block can run again",
        ),
        (
            "a 09:00-10:00; s 10:00-",
            "edit 0 end -",
            "refused: only the last block can run again",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "edit 1 times 08:30-",
            "refused: only the last block can run again",
        ),
        // What it was.
        (
            "a/crm@Halden 09:00-10:00",
            "edit 0 category s",
            "s@Halden 09:00-10:00",
        ),
        (
            "a/crm 09:00-10:00",
            "edit 0 category a",
            "a/crm 09:00-10:00",
        ),
        (
            "a/crm 09:00-10:00",
            "edit 0 account Halden",
            "a/crm@Halden 09:00-10:00",
        ),
        (
            "a 12:30-13:00",
            "edit 0 account Halden",
            "a@Halden 12:30-13:00",
        ),
        (
            "a 09:00-10:00",
            "edit 0 end 12:01",
            "refused: 12:01 is still to come (it is 12:00)",
        ),
        (
            "a 09:00-10:00",
            "edit 0 start 10:00",
            "refused: it would end at 10:00, not after it began at 10:00",
        ),
        (
            "a 09:00-10:00",
            "edit 0 end 08:00",
            "refused: it would end at 08:00, not after it began at 09:00",
        ),
    ]);
}

#[test]
fn a_deleted_block_leaves_its_time_untracked() {
    check(&[
        (
            "a 09:00-10:00; s 10:00-11:00; l 11:00-",
            "delete 1",
            "a 09:00-10:00; l 11:00-",
        ),
        ("a 09:00-10:00; s 10:00-", "delete 1", "a 09:00-10:00"),
        ("a 12:30-", "delete 0", ""),
    ]);
}

#[test]
fn a_block_that_is_gone_or_was_changed_meanwhile_is_not_overwritten() {
    let lane = lane("a 09:00-10:00");
    let seen = Target::from(&lane.blocks[0]);
    let elsewhere = Target {
        revision: Some(Revision(2)),
        ..seen
    };
    let gone = Target {
        id: BlockId::fresh(),
        ..seen
    };
    for (target, expected) in [
        (elsewhere, Refusal::ChangedMeanwhile),
        (gone, Refusal::Gone),
    ] {
        assert_eq!(
            plan(&Change::Delete { target }, &lane, at("12:00")),
            Err(expected)
        );
    }
    let edit = Change::Edit {
        seen: Box::new(crate::domain::tests::block("a 09:00-10:00")),
        patch: Patch::default(),
    };
    assert_eq!(plan(&edit, &lane, at("12:00")), Err(Refusal::Gone));
}

#[test]
fn nothing_is_written_where_all_is_as_asked() {
    let lane = lane("a 08:00-09:00; s/prep 09:00-");
    for asked in [
        "start s 12:00",
        "claim s 12:00",
        "edit 1 category s",
        "edit 0 end 09:00",
    ] {
        let plan = plan(&change(asked, &lane), &lane, at("12:00")).expect(asked);
        assert_eq!(
            (plan.edits, plan.focus.is_some()),
            (vec![], true),
            "{asked}"
        );
    }
}

#[test]
fn the_window_of_a_change_holds_all_that_it_touches() {
    let lane = lane("a 09:00-10:00; s 10:00-11:00; l 11:00-");
    let cases = [
        ("start s 10:30", "10:30-"),
        ("stop 10:30", "10:30-"),
        ("resume 10:30", "10:30-"),
        ("claim s 10:30", "10:30-"),
        ("add s 09:30-10:30", "09:30-10:30"),
        ("delete 1", "10:00-11:00"),
        ("delete 2", "11:00-"),
        ("edit 1 end 11:30", "10:00-11:30"),
        ("edit 2 end 11:30", "11:00-"),
        ("edit 1 end -", "10:00-"),
        // Also the place from which a block is moved away.
        ("edit 1 times 08:00-08:30", "08:00-11:00"),
        ("edit 0 times 10:30-11:30", "09:00-11:30"),
        ("edit 1 category a", "10:00-11:00"),
    ];
    for (asked, expected) in cases {
        let change = change(asked, &lane);
        let named = change
            .target()
            .and_then(|target| lane.blocks.iter().find(|block| block.id == target.id));
        let window = change.window(named).expect(asked);
        let shown = |stamp| {
            shown(Moment {
                at: stamp,
                ..at("09:00")
            })
        };
        let told = format!(
            "{}-{}",
            shown(window.from),
            window.to.map(shown).unwrap_or_default()
        );
        assert_eq!(told, expected, "{asked}");
    }
    assert_eq!(change("delete 0", &lane).window(None), None);
}

#[test]
fn a_split_makes_two_of_one_and_the_same_work_goes_on() {
    check(&[
        (
            "s/prep@Halden 09:00-10:00",
            "split 0 09:20",
            "s/prep@Halden 09:00-09:20; s/prep@Halden 09:20-10:00",
        ),
        (
            "a 08:00-09:00; s 09:00-",
            "split 1 11:00",
            "a 08:00-09:00; s 09:00-11:00; s 11:00-",
        ),
        (
            "s 09:00-10:00",
            "split 0 09:00",
            "refused: 09:00 doesn't lie inside 09:00–10:00",
        ),
        (
            "s 09:00-10:00",
            "split 0 10:00",
            "refused: 10:00 doesn't lie inside 09:00–10:00",
        ),
        (
            "s 09:00-",
            "split 0 12:00",
            "refused: 12:00 doesn't lie inside 09:00–12:00",
        ),
        (
            "s 09:00-",
            "split 0 12:30",
            "refused: 12:30 doesn't lie inside 09:00–12:00",
        ),
    ]);
}

#[test]
fn a_merge_keeps_what_the_earlier_block_was_and_the_time_between() {
    check(&[
        (
            "s/prep 09:00-10:00; s 10:00-11:00",
            "merge 1",
            "s/prep 09:00-11:00",
        ),
        (
            "s 09:00-10:00; s/prep@Halden 10:00-11:00",
            "merge 1",
            "s/prep@Halden 09:00-11:00",
        ),
        (
            "a 09:00-10:00; s/prep 10:30-11:00",
            "merge 1",
            "a 09:00-11:00",
        ),
        ("a 09:00-10:00; s 11:00-", "merge 1", "a 09:00-"),
        (
            "a 08:00-09:00; s 09:00-10:00; l 10:00-11:00",
            "merge 1",
            "a 08:00-10:00; l 10:00-11:00",
        ),
        (
            "a 09:00-10:00; s 10:00-11:00",
            "merge 0",
            "refused: there is no block before this one",
        ),
    ]);
}

#[test]
fn merged_texts_are_put_together_and_counts_added_up() {
    let mut lane = lane("s 09:00-10:00; s 10:00-11:00");
    let say =
        |block: &mut Block, note: &str, meetings: u32, grade: Option<Grade>, tags: &[&str]| {
            block.details.note = Note::new(note).expect("a note");
            block.details.outcomes.meetings = meetings;
            block.details.outcomes.grade = grade;
            block.details.tags = tags
                .iter()
                .map(|tag| Tag::new(tag).expect("a tag"))
                .collect();
        };
    say(
        &mut lane.blocks[0],
        "terms",
        1,
        Some(Grade::Continuation),
        &["q2"],
    );
    say(
        &mut lane.blocks[1],
        "redlines",
        2,
        Some(Grade::Advance),
        &["q2", "legal"],
    );
    let merged = plan(&change("merge 1", &lane), &lane, at("12:00")).expect("a plan");
    let blocks = written(&lane.blocks, &merged.edits);
    let details = &blocks[0].details;
    assert_eq!(details.note.as_str(), "terms\nredlines");
    assert_eq!(
        (details.outcomes.meetings, details.outcomes.grade),
        (3, Some(Grade::Advance))
    );
    assert_eq!(details.tags.len(), 2);

    lane.blocks[0].details.outcomes.meetings = u32::MAX;
    assert_eq!(
        plan(&change("merge 1", &lane), &lane, at("12:00")),
        Err(Refusal::TooMuchToMerge)
    );
}

#[test]
fn what_is_to_come_says_how_yesterday_is_written() {
    let refused = |asked: &str, range: Option<(&str, &str)>| {
        let range = range.map(|(start, end)| (at(start), at(end)));
        let (asked, now) = (at(asked), at("12:00"));
        Refusal::Future { asked, now, range }.hint()
    };
    let yesterday = "for yesterday write yesterday";
    assert_eq!(refused("15:00", None), format!("{yesterday} 15:00"));
    let range = Some(("15:00", "15:30"));
    assert_eq!(refused("15:00", range), format!("{yesterday} 15:00-15:30"));
    let range = Some(("11:00", "15:30"));
    assert_eq!(refused("15:30", range), format!("{yesterday} 11:00-15:30"));
    // What began yesterday was meant so: its end is still to come.
    let mut start = at("23:00");
    start.at = start
        .at
        .minus(crate::domain::stamp::Length::minutes(24 * 60));
    let (asked, now) = (at("12:30"), at("12:00"));
    let range = Some((start, asked));
    let hint = Refusal::Future { asked, now, range }.hint();
    assert!(!hint.contains("yesterday"), "{hint}");
}

#[test]
fn every_refusal_names_the_way_out() {
    let (early, late) = (at("09:00"), at("10:00"));
    let refusals = [
        Refusal::Future {
            asked: late,
            now: early,
            range: None,
        },
        Refusal::Backwards {
            start: late,
            end: early,
        },
        Refusal::NothingRuns,
        Refusal::NothingBefore,
        Refusal::NothingToday,
        Refusal::NothingToFill,
        Refusal::Asks(vec![Warning::Fills {
            start: early,
            end: late,
            category: Category::Selling,
            now: late,
        }]),
        Refusal::Gone,
        Refusal::ChangedMeanwhile,
        Refusal::NotTheLast,
        Refusal::GuessLocked {
            week: crate::domain::calendar::Week {
                first: crate::domain::calendar::Day(chrono::NaiveDate::MIN),
            },
        },
    ];
    let mut told: Vec<String> = refusals
        .iter()
        .map(|refusal| format!("{refusal}; {}", refusal.hint()))
        .collect();
    assert!(
        told.iter()
            .all(|text| text.len() > 20 && !text.ends_with(['.', ' '])),
        "{told:?}"
    );
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), refusals.len());
}

#[test]
fn every_change_has_a_label_for_the_undo() {
    let lane = lane("a 09:00-10:00; s 10:00-");
    let cases = [
        ("start s 10:30", "start selling at 10:30"),
        (
            "start s/meeting@Halden 10:30",
            "start selling at 10:30: /meeting @Halden",
        ),
        ("stop 10:30", "off the clock at 10:30"),
        ("resume 10:30", "resume at 10:30"),
        ("claim l 10:30", "tag as learning at 10:30"),
        ("add d 10:00-10:30", "add distraction 10:00-10:30"),
        ("edit 0 category s", "edit admin 09:00-10:00: selling"),
        (
            "edit 0 times 09:15-09:45",
            "edit admin 09:00-10:00: from 09:15 to 09:45",
        ),
        ("edit 1 account Halden", "edit selling since 10:00: @Halden"),
        ("edit 1 end 11:30", "edit selling since 10:00: to 11:30"),
        ("delete 1", "delete selling since 10:00"),
    ];
    for (asked, expected) in cases {
        let change = change(asked, &lane);
        let named = change
            .target()
            .and_then(|target| lane.blocks.iter().find(|block| block.id == target.id));
        assert_eq!(change.label(named, at("12:00")), expected);
    }
    assert_eq!(
        Change::Import {
            arrivals: vec![],
            overlap: Overlap::Trim,
            rows: Vec::new(),
        }
        .label(None, at("12:00")),
        "import of 0 blocks"
    );
}

#[test]
fn the_window_holds_all_arrivals() {
    let told = |text: &str| {
        let blocks = lane(text).blocks.into_iter();
        let arrivals = blocks.map(|block| Arrival {
            block,
            has_id: false,
            marks: Marks::default(),
        });
        let import = Change::Import {
            arrivals: arrivals.collect(),
            overlap: Overlap::Trim,
            rows: Vec::new(),
        };
        import.window(None).map(|window| {
            let moment = |instant| Moment {
                at: instant,
                ..at("09:00")
            };
            format!(
                "{}-{}",
                shown(moment(window.from)),
                window.to.map(moment).map(shown).unwrap_or_default()
            )
        })
    };
    assert_eq!(
        told("a 10:00-11:00; s 08:00-09:00").as_deref(),
        Some("08:00-11:00")
    );
    assert_eq!(told("a 10:00-; s 08:00-09:00").as_deref(), Some("08:00-"));
    assert_eq!(told(""), None);
}

/// What a change at noon asks about first: the one line, then the list.
fn asked_first(before: &str, asked: &str) -> String {
    let lane = lane(before);
    let change = change(asked, &lane);
    let plan = plan(&change, &lane, at("12:00")).expect(asked);
    let facts = Facts {
        lane,
        ..Facts::default()
    };
    let warnings = super::warn(&change, &plan, &facts, at("12:00"));
    let lines = warnings.iter().flat_map(|warning| {
        let list = warning.list().into_iter();
        std::iter::once(warning.to_string()).chain(list)
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[test]
fn what_costs_other_blocks_their_time_is_asked_about() {
    let cases = [
        // Trimming what runs never asks, nor does a closed block that keeps half.
        ("s 09:00-", "start a 12:00", ""),
        ("s 09:00-", "start a 09:01", ""),
        (
            "a 09:00-11:00; s 11:00-",
            "start l 10:00",
            "that would remove 1 block; removes 11:00-now selling",
        ),
        ("a 09:00-11:00", "start l 10:00", ""),
        (
            "a/crm@Halden 09:00-11:00",
            "start l 09:59",
            "that would leave 1 block less than half; trims 09:00-11:00 admin · crm @Halden: 2h00 to 0h59",
        ),
        (
            "a 09:00-10:00; l 10:00-11:00; s 11:00-",
            "start s 09:10",
            "that would remove 1 block and leave 1 block less than half; \
             trims 09:00-10:00 admin: 1h00 to 0h10; removes 10:00-11:00 learning",
        ),
        (
            "a 09:00-11:00; s 11:00-",
            "add l 09:50-10:10",
            "that would split 1 block in two; splits 09:00-11:00 admin into 09:00-09:50 and 10:10-11:00",
        ),
        (
            "s 09:00-",
            "add l 09:50-10:10",
            "that would split 1 block in two; splits 09:00-now selling into 09:00-09:50 and 10:10 on",
        ),
        ("a 09:00-11:00; s 11:00-", "add l 10:10-11:10", ""),
        (
            "a 09:00-11:00; s 11:00-11:30",
            "edit 1 start 09:30",
            "that would leave 1 block less than half; trims 09:00-11:00 admin: 2h00 to 0h30",
        ),
        // The block that is edited itself may become as short as its person says.
        ("a 09:00-11:00", "edit 0 end 09:05", ""),
        // Begun this second, it never was; and what is free is free.
        ("a 09:00-10:00; s 12:00-", "start l 12:00", ""),
        ("a 09:00-10:00", "add s 10:00-11:00", ""),
        // The loss is what is asked for.
        ("a 09:00-10:00", "delete 0", ""),
        ("a 09:00-10:00", "split 0 09:10", ""),
        (
            "s 09:00-10:00; a 10:00-",
            "resume 09:10",
            "that would remove 1 block and leave 1 block less than half; trims 09:00-10:00 selling: 1h00 to 0h10; removes 10:00-now admin",
        ),
    ];
    for (before, asked, expected) in cases {
        let expected = expected.to_owned();
        assert_eq!(
            asked_first(before, asked),
            expected,
            "{asked}, after {before:?}"
        );
    }
}

#[test]
fn a_capital_that_loses_words_or_an_hour_is_asked_about() {
    let cases = [
        ("a 11:00-", "claim s 12:00", ""),
        (
            "a 10:59-",
            "claim s 12:00",
            "1h01 of admin would become selling",
        ),
        (
            "a/crm 11:55-",
            "claim s 12:00",
            "0h05 of admin · crm would become selling",
        ),
        ("s/meeting 11:55-", "claim s 12:00", ""),
        ("s 09:00-11:00", "claim a 12:00", ""),
        (
            "s 09:00-10:59",
            "claim a 12:00",
            "1h01 off the clock (10:59-12:00) would become admin",
        ),
    ];
    for (before, asked, expected) in cases {
        assert_eq!(
            asked_first(before, asked),
            expected,
            "{asked}, after {before:?}"
        );
    }
}

#[test]
fn a_merge_into_another_category_or_over_hours_off_the_clock_is_asked_about() {
    let cases = [
        ("s 09:00-10:00; s/prep 10:30-11:00", "merge 1", ""),
        (
            "s 09:00-10:00; b 10:30-11:00",
            "merge 1",
            "0h30 of break would become selling",
        ),
        (
            "s 09:00-10:00; a/crm 10:31-11:00",
            "merge 1",
            "0h29 of admin · crm would become selling; 0h31 off the clock (10:00-10:31) would become selling",
        ),
        (
            "s 09:00-10:00; s 10:31-11:00",
            "merge 1",
            "0h31 off the clock (10:00-10:31) would become selling",
        ),
        (
            "s 1.17:00-1.18:00; s 09:00-10:00",
            "merge 1",
            "15h00 off the clock (Sun 1 Mar 18:00 - 09:00) would become selling",
        ),
    ];
    for (before, asked, expected) in cases {
        assert_eq!(
            asked_first(before, asked),
            expected,
            "{asked}, after {before:?}"
        );
    }
}

#[test]
fn what_goes_on_behind_a_cut_keeps_the_mark_of_the_clock() {
    check(&[(
        "a 09:00-12:00!",
        "add s 10:00-11:00",
        "a 09:00-10:00!; s 10:00-11:00; a 11:00-12:00!",
    )]);
}
