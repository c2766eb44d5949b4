//! `tafs export` and `tafs import`: nothing is lost, nothing comes twice, nothing is half there.

use super::{MAYAS_MONDAY, said};
use crate::support::env::Machine;

fn mayas_monday() -> Machine {
    let mut machine = Machine::new();
    machine.at("18:00");
    for line in MAYAS_MONDAY {
        machine.ok(line);
    }
    machine
}

#[test]
fn an_export_comes_back_as_it_was_and_only_once() {
    let from = mayas_monday();
    let text = from.ok("export");
    assert_eq!(text.lines().count(), MAYAS_MONDAY.len());
    let mut to = Machine::new();
    to.at("18:00");
    let dry = to.run_with_input(&["import", "json", "-", "--dry-run"], &text);
    assert_eq!(
        (dry.code, to.ok("export")),
        (Some(0), String::new()),
        "{dry}"
    );
    let taken = to.run_with_input(&["import", "json", "-"], &text);
    assert_eq!(
        (taken.code, to.ok("export")),
        (Some(0), text.clone()),
        "{taken}"
    );
    let again = to.run_with_input(&["import", "json", "-"], &text);
    assert_eq!((again.code, to.ok("export")), (Some(0), text), "{again}");
    to.ok("undo");
    assert_eq!(
        to.ok("export --format json"),
        "",
        "one undo takes all of it back"
    );
    insta::assert_snapshot!([dry.to_string(), taken.to_string(), again.to_string()].join("\n"));
}

#[test]
fn a_range_holds_the_blocks_that_reach_into_it() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add selling yesterday 23:30 00:30");
    machine.ok("add admin 9:00 10:00");
    assert_eq!(machine.ok("export today").lines().count(), 2);
    assert_eq!(machine.ok("export yesterday").lines().count(), 1);
    assert_eq!(machine.ok("export 2025"), "");
}

#[test]
fn files_are_made_once_and_are_for_this_user_alone() {
    let mut machine = mayas_monday();
    let session = said(
        &mut machine,
        &[
            "export -o out.jsonl",
            "export today --output out.jsonl",
            "export 2025 --output out.jsonl --force",
            "export --force",
            "export --format xml",
            "export -o /nowhere/out.jsonl",
            "export -o .",
        ],
    );
    insta::assert_snapshot!(session);
    let mode = |name: &str| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(machine.home().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!((mode("out.jsonl"), mode("tafs.db")), (0o600, 0o600));
}

#[test]
fn no_output_replaces_the_file_with_the_blocks_or_the_config() {
    let machine = mayas_monday();
    let home = machine.home();
    std::fs::write(home.join("config.toml"), "").unwrap();
    std::fs::hard_link(machine.db(), home.join("hard.db")).unwrap();
    std::os::unix::fs::symlink(machine.db(), home.join("link.db")).unwrap();
    let before = std::fs::read(machine.db()).unwrap();
    let config = home.join("config.toml").display().to_string();
    for command in [
        "export",
        "report",
        "report --format html",
        "review",
        "export --format csv",
    ] {
        for name in [
            "tafs.db",
            "./tafs.db",
            "link.db",
            "hard.db",
            "tafs.db-journal",
            "config.toml",
        ] {
            for force in ["", " --force"] {
                let said = machine.line(&format!("{command} -o {name}{force} --config {config}"));
                assert_eq!(said.code, Some(1), "{command} -o {name}{force}: {said}");
                assert!(said.stderr.contains("one of tafs's own files"), "{said}");
            }
        }
    }
    assert_eq!(std::fs::read(machine.db()).unwrap(), before);
    assert_eq!(
        std::fs::read_to_string(home.join("config.toml")).unwrap(),
        ""
    );
    assert!(!home.join("tafs.db-journal").exists());
}

#[test]
fn sheets_are_guarded_unless_they_are_to_be_raw() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add selling 9:00 9:30 @=1+1 '#a,b' --note '-2 % \"off\"'");
    let session = said(
        &mut machine,
        &[
            "export --format csv",
            "export --format csv --raw",
            "export --raw",
            "export --format timewarrior",
            "export --format csv -o blocks.csv",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn rows_that_are_no_blocks_are_named_and_nothing_is_taken_in() {
    let good = "{\"start\":\"2026-02-27T09:00:00Z\",\"end\":\"2026-02-27T10:00:00Z\",\"category\":\"selling\",\"activity\":\"golf\"}";
    let mut machine = Machine::new();
    let mut session = String::new();
    for rows in [
        format!("{good}\nnonsense\n{}\n", good.replace("selling", "lunch")),
        good.replace("\"end\"", "\"until\""),
        good.replace("02-27T10", "02-30T10"),
        good.to_owned(),
        good.replace("2026-02", "2027-02"),
        String::new(),
    ] {
        session += &machine
            .run_with_input(&["import", "json", "-"], &rows)
            .to_string();
        session.push('\n');
    }
    session += &said(
        &mut machine,
        &[
            "import json missing.jsonl",
            "import csv x",
            "import json .",
            "export",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn a_calendar_is_suggested_once_and_becomes_blocks_only_when_that_is_asked() {
    let mut machine = Machine::new();
    machine.at("18:00");
    let event = |uid: &str, day: &str, title: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{day}T080000Z\r\nDURATION:PT1H\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        )
    };
    let calendar =
        |events: &[String]| format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
    let both = calendar(&[
        event("a", "20260302", "meeting"),
        event("b", "20260303", "Pipeline call"),
    ]);
    let import = |machine: &Machine, text: &str, flags: &[&str]| {
        let said = machine.run_with_input(&[&["import", "ics", "-"], flags].concat(), text);
        assert_eq!(said.code, Some(0), "{said}");
        said.to_string()
    };
    assert!(import(&machine, &both, &["--dry-run"]).contains("Would suggest 2 of 2 meetings"));
    assert!(import(&machine, &both, &[]).contains("Suggested 2 of 2 meetings (2h)"));
    assert!(import(&machine, &both, &[]).contains("Suggested 0 of 2 meetings"));
    assert_eq!(machine.ok("export"), "", "nothing is tracked unasked");
    let cancelled = event("b", "20260303", "Pipeline call\r\nSTATUS:CANCELLED");
    let less = import(
        &machine,
        &calendar(&[event("a", "20260302", "meeting"), cancelled]),
        &[],
    );
    assert!(
        less.contains("1 removed: no longer in the calendar"),
        "{less}"
    );
    let accepted = import(&machine, &both, &["--accept"]);
    assert!(accepted.contains("Added"), "{accepted}");
    assert!(import(&machine, &both, &["--accept"]).contains("Added 0 of 2 blocks"));
    let back = machine.ok("export --format ics");
    assert!(
        back.contains("SUMMARY:meeting\r\n") && back.contains("DTSTART:20260302T080000Z\r\n"),
        "{back}"
    );
    machine.ok("undo");
    assert_eq!(machine.ok("export"), "", "one undo takes all of it back");
    assert_eq!(
        machine.run(&["import", "csv", "x", "--accept"]).code,
        Some(2)
    );
}

#[test]
fn the_record_of_a_block_is_left_out_for_other_people() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add selling 9:00 10:00 /meeting @Halden '!legal' +2conv --note 'called twice'");
    for (format, record) in [("ics", "X-TAFS-BLOCK"), ("timewarrior", "tafs:{")] {
        let line = format!("export --format {format}");
        let whole = machine.ok(&line);
        assert!(whole.contains(record), "{whole}");
        let plain = machine.ok(&format!("{line} --plain"));
        assert!(plain.contains("called twice"), "{plain}");
        assert!(
            !plain.contains(record) && !plain.contains("conversations"),
            "{plain}"
        );
    }
    for line in ["export --plain", "export --format csv --plain"] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(
            said.stderr
                .contains("--plain goes with ics and timewarrior"),
            "{said}"
        );
    }
}
