//! What the command line once did not do, or did wrong: each held by what a person would see.

use crate::support::env::Machine;

/// What a command says on standard error; it has to succeed.
fn told(machine: &Machine, line: &str) -> String {
    let said = machine.line(line);
    assert_eq!(said.code, Some(0), "{said}");
    said.stderr
}

/// What a command says that has to be refused with this exit code.
fn refused(machine: &Machine, code: i32, line: &str) -> String {
    let said = machine.line(line);
    assert_eq!(said.code, Some(code), "{said}");
    assert_eq!(said.stdout, "", "{said}");
    said.stderr
}

/// The blocks of a range: `s 09:00-10:00` each.
fn blocks(machine: &Machine, range: &str) -> Vec<String> {
    let blocks = machine.line(&format!("log {range} --json")).json();
    let clock = |time: &serde_json::Value| time.as_str().map_or("", |time| &time[11..16]).to_owned();
    let one = |block: &serde_json::Value| {
        format!("{} {}-{}", &block["category"].as_str().unwrap()[..1], clock(&block["start"]), clock(&block["end"]))
    };
    blocks.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_block_is_split_merged_and_moved() {
    let mut machine = Machine::new();
    machine.at("14:00").ok("add a 9:00 10:00");
    machine.ok("add s 10:00 11:00 @Halden");
    assert!(told(&machine, "split last 10:30").starts_with("Split at 10:30"));
    assert_eq!(blocks(&machine, "today"), ["a 09:00-10:00", "s 10:00-10:30", "s 10:30-11:00"]);
    assert!(told(&machine, "merge last").starts_with("Merged into selling @Halden 10:00-11:00"));
    assert!(told(&machine, "move last --start -15m --end +10m").contains("09:45-11:10"));
    assert_eq!(blocks(&machine, "today"), ["a 09:00-09:45", "s 09:45-11:10"]);
    machine.ok("move last --start 9:50 --end 10:50");
    assert_eq!(blocks(&machine, "today"), ["a 09:00-09:45", "s 09:50-10:50"]);
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("undo");
    assert_eq!(blocks(&machine, "today"), ["a 09:00-10:00", "s 10:00-11:00"]);
    machine.ok("s --at 12:00");
    machine.ok("split running -30m");
    machine.ok("move running --end 13:50");
    assert_eq!(blocks(&machine, "today")[2..], ["s 12:00-13:30", "s 13:30-13:50"]);

    assert!(refused(&machine, 1, "split last 9:00").contains("does not lie inside"));
    assert!(refused(&machine, 2, "split last soon").contains("is not a time"));
    assert!(refused(&machine, 2, "move last").contains("--start"));
    assert!(refused(&machine, 2, "move last --start +x").contains("no length of time"));
    machine.ok("a");
    assert!(refused(&machine, 2, "move running --end +5m").contains("no end yet to move"));
}

#[test]
fn gaps_are_told_by_day() {
    let mut machine = Machine::new();
    assert_eq!(machine.line("gaps 2026-W10 --json").json(), serde_json::json!([]));
    assert!(!machine.db().exists());
    machine.at("12:00").ok("add a 9:00 10:00");
    machine.ok("add s 10:30 12:00");
    assert_eq!(machine.ok("gaps"), "Mon 2 Mar   1h00 untracked\n  08:30-09:00   0h30\n  10:00-10:30   0h30\n");
    let json = machine.line("gaps week --json").json();
    assert_eq!(json[1]["start"], "2026-03-02T10:00:00+01:00");
    assert_eq!((&json[1]["day"], &json[1]["seconds"]), (&"2026-03-02".into(), &1800.into()));
    assert!(told(&machine, "gaps sun").starts_with("No gap in sun"));
}

#[test]
fn a_stale_block_counts_up_to_where_it_is_doubtful_until_it_is_answered() {
    let mut machine = Machine::new();
    machine.ok("s @Halden --at 8:30");
    assert_eq!(machine.line("status --json").json()["away"], serde_json::Value::Null);
    machine.at("14:00");
    let status = machine.line("status --json").json();
    assert_eq!(status["away"]["since"], "2026-03-02T12:30:00+01:00");
    assert_eq!(status["today"]["selling_s"], 4 * 3600);
    let shown = machine.ok("status");
    assert!(shown.contains("away since 12:30, counted up to there: tafs away answers"), "{shown}");
    let asked = machine.ok("away");
    assert!(asked.starts_with("selling @Halden since 08:30: what was 12:30-14:00 (1h30)?"), "{asked}");
    assert!(refused(&machine, 2, "away perhaps").contains("is no answer"));

    let answers = [
        ("keep", vec!["s 08:30-"]),
        ("off", vec!["s 08:30-12:30"]),
        ("b", vec!["s 08:30-12:30", "b 12:30-14:00"]),
        ("split 13:00", vec!["s 08:30-13:00", "s 13:00-"]),
    ];
    let file = std::fs::read(machine.db()).unwrap();
    for (answer, expected) in answers {
        machine.ok(&format!("away {answer}"));
        assert_eq!(blocks(&machine, "today"), expected, "{answer}");
        assert_eq!(machine.line("status --json").json()["away"], serde_json::Value::Null, "{answer}");
        assert!(refused(&machine, 1, "away off").contains("no question about time away is open"));
        assert!(told(&machine, "away").contains("No question"));
        std::fs::write(machine.db(), &file).unwrap();
    }
}
