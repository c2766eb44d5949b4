//! What belongs to days and weeks: guesses, commitments, days off, pauses.

use super::{MAYAS_MONDAY, said};
use crate::support::env::Machine;

#[test]
fn a_guess_is_kept_and_another_takes_its_place() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 guess",
            "12:00 guess 60 22 10 8",
            "12:00 guess 55% --week this",
            "12:00 guess",
            "12:00 guess 62.5 --week W11",
            "12:00 guess 60 22 10 10",
            "12:00 guess 60 22",
            "12:00 guess 0.6",
            "12:00 guess much",
            "12:00 guess 60 --week march",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn a_commitment_is_kept_shown_and_taken_away() {
    let mut machine = Machine::new();
    machine.at("18:00");
    for line in MAYAS_MONDAY {
        machine.ok(line);
    }
    let session = said(
        &mut machine,
        &[
            "18:00 commit",
            "18:00 commit '>= 6h selling/prospecting'",
            "18:00 commit",
            "18:00 commit at most 1h a/g from a/e",
            "18:00 commit no distraction 09:00-11:00 --week next",
            "18:00 commit --week next",
            "18:00 commit --clear",
            "18:00 commit --clear",
            "18:00 commit '>= 6h prospecting'",
            "18:00 commit 6h selling",
            "18:00 commit '>= 6h selling' --clear",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn a_kept_commitment_says_so() {
    let machine = Machine::new();
    machine.ok("add selling 7:00 8:30 /p");
    machine.ok("commit at least 1h s/p");
    assert_eq!(
        machine.ok("commit"),
        "2026-W10: >= 1h selling/prospecting\n  1h30 of 1h prospecting · kept\n",
    );
}

#[test]
fn marked_days_and_weeks_count_everywhere() {
    let mut machine = Machine::new();
    let session = said(
        &mut machine,
        &[
            "12:00 add selling 9:00 10:00",
            "12:00 status",
            "12:00 gaps",
            "12:00 day off",
            "12:00 status",
            "12:00 gaps",
            "12:00 report today --json",
            "12:00 day work sun",
            "12:00 gaps sun",
            "12:00 day work today",
            "12:00 pause this",
            "12:00 status",
            "12:00 day work today",
            "12:00 pause this --end",
            "12:00 pause this --end",
            "12:00 day planned 2026-02-28..2026-03-02",
            "12:00 status",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn half_a_day_off_is_not_planned_and_taken_back() {
    let mut machine = Machine::new();
    let session = said(
        &mut machine,
        &[
            "16:00 add selling 8:30 11:00",
            "16:00 add admin 13:00 13:30",
            "16:00 gaps",
            "16:00 day off 12:00-17:30",
            "16:00 gaps",
            "16:00 status",
            "16:00 day off 2026-03-05 12-17:30",
            "16:00 day worked 12:00-13:00, 15:00-15:30",
            "16:00 gaps",
            "16:00 undo",
            "16:00 undo",
            "16:00 redo",
            "16:00 gaps --json",
            "16:00 day planned today",
            "16:00 gaps",
            "16:00 day off 2026-03-09..2026-03-10 9am - 11am 15:00-16:00",
            "16:00 day off 2026-03-07 22:00-02:00",
            "16:00 day off 2026-03-11",
            "16:00 day work 2026-03-11 9:00-12:00",
            "16:00 day off 2026-03-12 0:00-24:00",
            "16:00 export --everything",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn times_of_a_day_that_make_no_sense_are_pointed_at() {
    let mut machine = Machine::new();
    machine.ok("config set days_off.dates '[\"2026-12-25\"]'");
    let session = said(
        &mut machine,
        &[
            "12:00 day off 2026-03-13 12:00",
            "12:00 day off 2026-03-13 12:00-25:00",
            "12:00 day off 12:00-12:00",
            "12:00 day off 17:00-noon",
            "12:00 day off 9-5",
            "12:00 day off 12:00-17:30 2026-03-13",
            "12:00 day off someday 12:00-17:30",
            "12:00 day off all 12:00-17:30",
            "12:00 day off 2026-03-13 12:00-17:30+01:00",
            "12:00 day off -17:30",
            "12:00 day off 2026-03-13 17:30-12:00",
            "12:00 day off 2026-03-13 22:00-06:00",
            "12:00 day off 2026-03-13 12:00:30-14:00:15",
            "12:00 day off 2026-03-13 13:30-15:00",
            "12:00 undo",
            "12:00 day work 2026-03-14 12:00-17:30",
            "12:00 day work 2026-03-13 12:00-17:30",
            "12:00 day work 2026-12-25 12:00-17:30",
            "12:00 pause W20",
            "12:00 day planned 2026-W20 12:00-17:30",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn days_that_cannot_be_marked_are_refused() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 day off 2026-12-24..2026-12-31",
            "12:00 day off 2026-01-01..2027-12-31",
            "12:00 day off all",
            "12:00 day off someday",
            "12:00 day on",
            "12:00 day planned",
            "12:00 pause",
            "12:00 pause 2026-W54",
            "12:00 pause 2026-W32",
            "12:00 pause 2026-W32",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn each_of_them_is_undone_and_redone_by_its_name() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 guess 60",
            "12:00 commit no distraction",
            "12:00 commit --clear",
            "12:00 day off 2026-03-06",
            "12:00 day work 2026-03-05..2026-03-07",
            "12:00 pause W11",
            "12:00 undo",
            "12:00 undo",
            "12:00 undo",
            "12:00 undo",
            "12:00 commit",
            "12:00 undo",
            "12:00 undo",
            "12:00 undo",
            "12:00 redo",
            "12:00 guess",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn an_answer_about_time_away_is_asked_again_once_it_is_undone() {
    let session = said(
        &mut Machine::new(),
        &[
            "09:00 s",
            "23:30 away keep",
            "23:31 away",
            "23:32 undo",
            "23:33 away",
            "23:34 redo",
            "23:35 away",
        ],
    );
    insta::assert_snapshot!(session);
}
