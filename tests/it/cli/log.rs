//! `tafs log`: days, columns, JSON, and text that would like to move the cursor.

use serde_json::Value;

use super::said;
use crate::support::env::Machine;
use crate::support::pty::Pty;

/// Blocks with ids that do not change from run to run: two of a Friday, one over midnight, two of a Monday.
fn some_days() -> Machine {
    let rows = [
        (
            "0195a1b2-c3d4-7e5f-8a6b-000000000001",
            "2026-02-27T09:00:00+01:00",
            "2026-02-27T10:30:00+01:00",
            "\"category\":\"selling\",\"activity\":\"meeting\",\"account\":\"Northwind\",\"note\":\"two\\nlines\",\"outcomes\":{\"grade\":\"advance\"}",
        ),
        (
            "0195a1b2-c3d5-7e5f-8a6b-000000000002",
            "2026-02-27T10:30:00+01:00",
            "2026-02-27T12:00:00+01:00",
            "\"category\":\"admin\",\"activity\":\"crm\",\"account\":\"日本電気\",\"requester\":\"legal\",\"tags\":[\"q1\"]",
        ),
        (
            "0195a1b3-0000-7e5f-8a6b-000000000003",
            "2026-03-01T23:30:00+01:00",
            "2026-03-02T00:30:00+01:00",
            "\"category\":\"learning\",\"note\":\"late reading\"",
        ),
        (
            "0195a1b4-0000-7e5f-8a6b-000000000004",
            "2026-03-02T08:30:00+01:00",
            "2026-03-02T09:00:00+01:00",
            "\"category\":\"break\"",
        ),
        (
            "0195a1b4-0001-7e5f-8a6b-000000000005",
            "2026-03-02T09:00:00+01:00",
            "",
            "\"category\":\"selling\",\"outcomes\":{\"touches\":22,\"conversations\":3}",
        ),
    ];
    let line = |(id, start, end, rest): &(&str, &str, &str, &str)| {
        let end = if end.is_empty() {
            String::new()
        } else {
            format!("\"end\":\"{end}\",")
        };
        format!("{{\"id\":\"{id}\",\"start\":\"{start}\",{end}{rest}}}\n")
    };
    let mut machine = Machine::new();
    machine.at("12:00");
    let said = machine.run_with_input(
        &["import", "json", "-"],
        &rows.iter().map(line).collect::<String>(),
    );
    assert_eq!(said.code, Some(0), "{said}");
    machine
}

#[test]
fn days_have_headings_and_columns() {
    let lines = [
        "log",
        "log 2026-02-27",
        "log last week..",
        "log yesterday",
        "log 2026-02-28",
        "log lastweek",
        "log 2026-W54",
    ];
    insta::assert_snapshot!(said(&mut some_days(), &lines));
}

#[test]
fn colors_come_when_they_are_asked_for_and_never_unasked() {
    let mut machine = some_days();
    let colors = |machine: &Machine, line: &str| machine.ok(line).contains('\u{1b}');
    assert!(!colors(&machine, "log all"), "into a pipe");
    assert!(colors(&machine, "--color always log all"));
    assert!(colors(&machine, "log all --color=always"));
    assert!(colors(&machine, "status --color always"));
    assert!(!colors(&machine, "log all --color never"));
    assert!(!colors(&machine, "--color always status --json"));
    machine.set("NO_COLOR", "1");
    assert!(!colors(&machine, "log all --color auto"));
    assert!(
        colors(&machine, "log all --color always"),
        "said here and now, it counts for more"
    );
    let plain = machine.ok("log all");
    let painted = machine.ok("log all --color always");
    let mut bare = String::new();
    let mut rest = painted.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare += before;
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(bare + rest, plain);
}

#[test]
fn a_goal_stands_beside_the_share() {
    let mut machine = some_days();
    std::fs::write(machine.home().join("config.toml"), "[goal]\ntafs = 0.9\n").unwrap();
    machine.set("TAFS_CONFIG", "config.toml");
    assert!(
        machine
            .ok("status")
            .contains("85.7 %   3h00 selling of 3h30 tracked · goal 90 %, 4.3 points short\n")
    );
}

#[test]
fn json_is_an_array_of_blocks() {
    let machine = some_days();
    let blocks = machine.line("log 2026-02-27 --json").json();
    let ids: Vec<&Value> = blocks
        .as_array()
        .unwrap()
        .iter()
        .map(|block| &block["id"])
        .collect();
    assert_eq!(
        ids,
        [
            "0195a1b2-c3d4-7e5f-8a6b-000000000001",
            "0195a1b2-c3d5-7e5f-8a6b-000000000002"
        ]
    );
    assert_eq!(blocks[0]["note"], "two\nlines");
    assert_eq!(blocks[0]["outcomes"]["grade"], "advance");
    assert_eq!(
        machine
            .line("log all --json")
            .json()
            .as_array()
            .unwrap()
            .len(),
        5
    );
    // A block over midnight is of both days.
    assert_eq!(
        machine
            .line("log yesterday --json")
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        machine
            .line("log today --json")
            .json()
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(machine.ok("log 2025 --json"), "[]\n");
}

#[test]
fn no_text_moves_the_cursor() {
    let machine = Machine::new();
    let nasty = "\u{1b}]52;c;aGk=\u{7}\u{1b}[2J\u{9b}31m\u{202e}bell\u{7} \r\u{8}";
    let said = machine.run(&[
        "s",
        "--account",
        nasty,
        "--note",
        nasty,
        "--tag",
        nasty,
        "--requester",
        nasty,
    ]);
    assert_eq!(said.code, Some(0), "{said}");
    let refused = machine.run(&["s", &format!("/{nasty}")]);
    assert_eq!(refused.code, Some(2), "{refused}");
    let other = machine.run(&["--db", "/dev/null/\u{1b}[2Jx", "status"]);
    assert_eq!(other.code, Some(1), "{other}");
    let template = machine.run(&["status", "--format", "{note}{account}"]);
    let imported = "{\"start\":\"2026-02-27T09:00:00Z\",\"end\":\"2026-02-27T10:00:00Z\",\"category\":\"selling\",\"note\":\"\\u001b[2Jx\",\"activity\":\"\\u001b]0;t\\u0007odd\"}";
    let taken = machine.run_with_input(&["import", "json", "-"], imported);
    assert_eq!(taken.code, Some(0), "{taken}");
    for said in [
        said,
        refused,
        other,
        template,
        taken,
        machine.line("status"),
        machine.line("log all"),
        machine.line("undo"),
    ] {
        for text in [&said.stdout, &said.stderr] {
            let harmful =
                |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!text.contains(harmful), "{text:?}");
        }
    }
}

#[test]
fn wide_cuts_nothing_and_has_a_row_for_each_block() {
    let account = "a customer with a very long name of many words";
    let note = "they want the security paper by Tuesday, two references, a price that holds until the end of the quarter";
    let mut machine = Machine::new();
    machine.at("09:00");
    let told = machine.run(&["s", "/m", "--account", account, "--note", note]);
    assert_eq!(told.code, Some(0), "{told}");
    machine.at("10:00").ok("a /c");
    let cut = machine.ok("log");
    assert!(!cut.contains(account), "{cut}");
    let wide = machine.ok("log --wide");
    let row = wide
        .lines()
        .find(|line| line.contains(note))
        .expect("the note in full");
    assert!(row.contains(account), "{row}");
    assert_eq!(wide.lines().count(), 3, "{wide}");
    // On a terminal of 80 columns a row is cut, unless it is asked for in full.
    let shown = |args: &[&str]| {
        let mut pty = Pty::start_sized(&machine, args, 80, 24);
        pty.wait_exit();
        pty.screen()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(shown(&["log"]).contains('…'));
    assert!(
        shown(&["log", "--wide"])
            .replace(' ', "")
            .contains(&note.replace(' ', ""))
    );
    assert_eq!(machine.line("log --wide --json").code, Some(2));
}
