//! `tafs export --everything`, and the import of it.

use super::said;
use crate::support::env::Machine;

/// A week with something of each kind in the file.
fn lived_in() -> Machine {
    let mut machine = Machine::after_mayas_week();
    for line in [
        "day off 2026-03-09",
        "pause 2026-W12",
        "guess 60 22 10 8 --week 2026-W10",
        "commit '>= 6h selling/prospecting' --week 2026-W11",
        "edit last --note 'two lines'",
        "undo",
    ] {
        machine.ok(line);
    }
    machine.at("2026-03-07T10:00:00+01:00");
    machine
}

fn other_machine() -> Machine {
    let mut machine = Machine::new();
    machine.at("2026-03-07T10:00:00+01:00");
    machine
}

#[test]
fn everything_comes_back_in_a_new_file_and_undo_goes_on_there() {
    let from = lived_in();
    let text = from.ok("export --everything --with-history");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with(r#"{"tafs":"everything","version":1"#),
        "{text}"
    );
    for kind in [
        "block",
        "mark",
        "pause",
        "guess",
        "commitment",
        "change",
        "end",
    ] {
        let of_kind = format!("{{\"{kind}\":");
        assert!(
            lines.iter().any(|line| line.starts_with(&of_kind)),
            "{kind}"
        );
    }
    let to = other_machine();
    let import =
        |flags: &[&str]| to.run_with_input(&[&["import", "json", "-"], flags].concat(), &text);
    let dry = import(&["--dry-run"]);
    assert!(dry.stderr.starts_with("Would restore"), "{dry}");
    assert!(!to.db().exists(), "a dry run makes no file");
    let taken = import(&[]);
    assert_eq!(
        (taken.code, to.ok("export --everything --with-history")),
        (Some(0), text.clone()),
        "{taken}"
    );
    let again = import(&[]);
    assert_eq!(
        (again.code, to.ok("export --everything --with-history")),
        (Some(0), text.clone()),
        "{again}"
    );
    let left_out = "the undo history of the source: left out, since this file has its own";
    assert!(again.stderr.contains(left_out), "{again}");
    assert_eq!(from.ok("undo --list"), to.ok("undo --list"));
    for line in ["redo", "undo", "undo"] {
        assert_eq!(from.line(line).stderr, to.line(line).stderr, "{line}");
    }
    assert_eq!(from.ok("export"), to.ok("export"));
}

#[test]
fn a_file_that_holds_something_gets_what_it_lacks_and_one_undo_takes_it_back() {
    let text = lived_in().ok("export --everything --with-history");
    let mut to = other_machine();
    for line in [
        "add admin 2026-03-02 08:35 08:45",
        "guess 50 --week 2026-W10",
        "pause 2026-W12",
    ] {
        to.ok(line);
    }
    std::fs::write(to.home().join("all.jsonl"), text).expect("a file");
    let before = to.ok("export --everything");
    let session = said(
        &mut to,
        &[
            "import json all.jsonl --dry-run",
            "import json all.jsonl",
            "import json all.jsonl --json",
            "undo",
        ],
    );
    insta::assert_snapshot!(session);
    assert_eq!(to.ok("export --everything"), before);
}

#[test]
fn what_is_left_out_is_said_beside_what_is_written() {
    let mut machine = lived_in();
    let session = said(
        &mut machine,
        &[
            "export 2026-03-06 --format csv -o day.csv",
            "export --format ics -o all.ics",
            "export --everything -o all.jsonl",
            "export --everything --with-history -o history.jsonl",
            "export today --everything",
            "export --everything --format csv",
            "export --with-history",
            "import json all.jsonl --from 2026-03-06",
        ],
    );
    insta::assert_snapshot!(session);
    let plain = machine.run(&["export", "--format", "timewarrior"]);
    assert_eq!(
        plain.stderr,
        "  left out: 1 marked day, 1 paused week, 1 guess, 1 commitment · tafs export --everything\n"
    );
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add selling 9:00 9:30");
    assert_eq!(machine.run(&["export"]).stderr, "", "nothing is left out");
}

#[test]
fn a_file_that_is_cut_off_or_newer_changes_nothing() {
    let text = lived_in().ok("export --everything");
    let to = other_machine();
    let half = text[..text.len() / 2].to_owned();
    let newer = text.replace("\"version\":1", "\"version\":2");
    for text in [half.clone(), newer, text.replace("{\"end\"", "{\"stop\"")] {
        let refused = to.run_with_input(&["import", "json", "-"], &text);
        assert_eq!(refused.code, Some(1), "{refused}");
        assert!(refused.stderr.contains("line "), "{refused}");
        assert_eq!(to.ok("export"), "");
    }
}
