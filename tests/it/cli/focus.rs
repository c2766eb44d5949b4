//! Focus runs on the command line: started, counted down, broken, kept, taken back and handed on.

use super::said;
use crate::support::env::Machine;

#[test]
fn a_focus_run_says_what_it_does_and_what_ended_it() {
    let session = said(
        &mut Machine::new(),
        &[
            "09:00 focus 60m @Northwind /prospecting",
            "09:17 status",
            "09:17 status --format '{letter} {focus}'",
            "09:20 focus",
            "09:20 s",
            "09:23 a '!manager' forecast",
            "09:24 status",
            "09:24 status --format '[{focus}]'",
            "09:30 focus 25",
            "09:40 b",
            "09:41 undo",
            "09:56 status",
            "10:00 focus 1h30 --account Halden",
            "10:10 stop",
            "10:11 undo --list",
            "10:12 focus 5x",
            "10:12 focus 0",
            "10:12 focus 13h",
            "10:12 focus -5m",
            "10:12 focus +9",
            "10:12 focus",
            "15:00 stop",
            "15:01 add a 10:30 10:40 --force",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn the_review_tells_what_was_kept_and_who_broke_the_rest() {
    let mut machine = Machine::new();
    for (now, line) in [
        ("09:00", "focus 60m"),
        ("09:23", "a !manager"),
        ("09:40", "focus 30m"),
        ("10:20", "stop"),
        ("11:00", "focus 25m"),
        ("11:05", "stop"),
        ("12:00", "s"),
        ("12:10", "focus"),
    ] {
        machine.at(now).ok(line);
    }
    machine.at("12:30");
    let record = |machine: &Machine| -> serde_json::Value {
        serde_json::from_str(&machine.ok("review this --json")).expect("JSON")
    };
    let expected = serde_json::json!([
        {"start": "2026-03-02T09:00:00+01:00", "planned_s": 3600, "kept_s": 1380, "broken_by": "manager"},
        {"start": "2026-03-02T09:40:00+01:00", "planned_s": 1800, "kept_s": 1800, "broken_by": null},
        {"start": "2026-03-02T11:00:00+01:00", "planned_s": 1500, "kept_s": 300, "broken_by": null},
        {"start": "2026-03-02T12:10:00+01:00", "planned_s": 3600, "kept_s": 1200, "broken_by": null},
    ]);
    assert_eq!(record(&machine)["focus_runs"], expected);
    let status: serde_json::Value =
        serde_json::from_str(&machine.ok("status --json")).expect("JSON");
    let focus = serde_json::json!({"start": "2026-03-02T12:10:00+01:00", "planned_s": 3600, "left_s": 2400});
    assert_eq!(status["focus"], focus);
    // A later edit of who asked is enough.
    machine.ok("undo");
    assert_eq!(
        record(&machine)["focus_runs"].as_array().map(Vec::len),
        Some(3)
    );
    machine.ok("redo");
    assert_eq!(record(&machine)["focus_runs"], expected);
    // All of it goes along in an export of everything, into a new file and into one with blocks.
    let text = machine.ok("export --everything");
    assert!(text.contains(r#"{"focus":{"start":"2026-03-02T09:00:00+01:00","planned_s":3600,"changed":"2026-03-02T08:00:00+00:00"}}"#), "{text}");
    for begins in [None, Some("add b 6:00 6:10 --db other.db")] {
        std::fs::remove_file(machine.home().join("other.db")).ok();
        if let Some(line) = begins {
            machine.ok(line);
        }
        let said = machine.run_with_input(&["import", "json", "-", "--db", "other.db"], &text);
        assert_eq!(said.code, Some(0), "{said}");
        let other: serde_json::Value =
            serde_json::from_str(&machine.ok("review this --json --db other.db")).expect("JSON");
        assert_eq!(other["focus_runs"], expected, "{begins:?}");
    }
}

#[test]
fn a_category_alone_is_no_note_of_a_focus_run() {
    let machine = Machine::new();
    for (line, hint) in [
        (
            "focus 20m admin",
            "tafs a starts admin; for a note write --note admin",
        ),
        (
            "focus ADMIN",
            "tafs a starts admin; for a note write --note ADMIN",
        ),
        (
            "focus 20m Selling",
            "leave it out; for a note write --note Selling",
        ),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let said = machine.run(&words);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains("a focus run is selling"), "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
    machine.ok("focus 20m --note admin");
    machine.ok("undo");
    machine.ok("focus 20m admin for Halden");
}
