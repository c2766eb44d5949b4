//! Capture: start, stop, resume, undo, redo, and what is refused.

use super::said;
use crate::support::env::Machine;

#[test]
fn a_morning_is_captured_and_taken_back() {
    let session = said(
        &mut Machine::new(),
        &[
            "08:30 a !self /e inbox",
            "09:05 start selling @Northwind /meeting POC terms",
            "09:20 s",
            "09:40 d --at -15m",
            "09:45 resume",
            "10:00 s @Halden --at 08:45 +1meeting",
            "10:00 s @Halden --at 08:45 +1meeting --force",
            "10:00 b",
            "10:15 stop --at 10:10",
            "10:20 undo",
            "10:20 undo",
            "10:20 undo",
            "10:20 redo",
            "10:20 status",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn what_the_lane_does_not_allow_is_refused() {
    let session = said(
        &mut Machine::new(),
        &[
            "08:30 stop",
            "08:30 resume",
            "08:30 undo",
            "08:30 redo",
            "08:30 s",
            "08:30 start admin --at 'today 09:00'",
            "09:00 stop --at 08:15",
            "08:00 edit running -09:30",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn what_is_not_understood_is_shown_with_a_mark() {
    let session = said(
        &mut Machine::new(),
        &[
            "14:00 start",
            "14:00 start lunch",
            "14:00 launch",
            "14:00 s --attention",
            "14:00 s call /crm @Northwind",
            "14:00 b /lunch",
            "14:00 s @Northwind deck @Halden",
            "14:00 s +3advance",
            "14:00 s called +3cnov",
            "14:00 s '@\"Big'",
            "14:00 s --account ''",
            "14:00 s @a --account b",
            "14:00 s --at 25:00",
            "14:00 s --at 15",
            "14:00 s --at 15m ago",
            "14:00 s -15m",
            "14:00 s --at 2026-02-30 ",
        ],
    );
    insta::assert_snapshot!(session);
    assert!(!Machine::new().db().exists());
}

#[test]
fn a_time_that_went_into_the_note_is_told() {
    let mut machine = Machine::new();
    let said = machine.at("14:00").line("s 15m ago a call");
    assert!(
        said.stderr
            .contains("\"15m ago\" went into the note; --at \"15m ago\" says when it began"),
        "{said}"
    );
    let said = machine.line("a 1530 units");
    assert!(!said.stderr.contains("--at"), "{said}");
}

#[test]
fn parts_are_words_or_flags_before_and_after() {
    let machine = Machine::new();
    let quick = "s @Northwind !legal #poc #deck /m +3conv +advance POC terms";
    let flags = "start --activity meeting selling --account Northwind --requester legal --tag poc --tag deck \
                 --outcome 3conv --outcome advance --note 'POC terms'";
    let mixed = "s POC --tag deck !legal #poc +conv terms --outcome +2conv --activity m +adv --account @Northwind";
    let mut blocks = Vec::new();
    for line in [quick, flags, mixed] {
        machine.ok(line);
        let mut block = machine.line("status --json").json()["running"].take();
        block["id"].take();
        blocks.push(block);
        machine.ok("undo");
    }
    assert_eq!(blocks[0], blocks[1]);
    assert_eq!(blocks[0], blocks[2]);
    assert_eq!(blocks[0]["note"], "POC terms");
    assert_eq!(blocks[0]["tags"], serde_json::json!(["poc", "deck"]));
    assert_eq!(blocks[0]["outcomes"]["conversations"], 3);
}
