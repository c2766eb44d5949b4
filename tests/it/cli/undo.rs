//! Nothing that was undone is lost: the list has it by its number, and the number brings it back as one change.

use serde_json::{Value, json};

use crate::support::env::{Machine, Said};

/// Carries out lines one after the other, each at its time: `09:00 a /e`.
fn carry_out(machine: &mut Machine, lines: &[&str]) {
    for line in lines {
        let (now, line) = line.split_once(' ').expect("a time and a line");
        machine.at(now);
        machine.ok(line);
    }
}

/// Two changes that are undone, then two others after the same one, of which the first is undone.
fn two_branches() -> Machine {
    let mut machine = Machine::new();
    let lines = [
        "09:00 a /e",
        "09:30 s @Halden",
        "10:00 l",
        "10:01 undo",
        "10:02 undo",
        "10:05 b",
        "10:06 undo",
        "10:10 d",
    ];
    carry_out(&mut machine, &lines);
    machine
}

fn lane(machine: &Machine) -> Vec<Value> {
    let lines = machine.ok("log all --json");
    let lane: Vec<Value> = match serde_json::from_str(&lines) {
        Ok(Value::Array(all)) => all,
        Ok(one) => vec![one],
        Err(_) => lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect(),
    };
    lane.iter()
        .map(|block| {
            json!([
                block["category"],
                block["start"],
                block["end"],
                block["account"]
            ])
        })
        .collect()
}

fn listed(machine: &Machine) -> Vec<(i64, bool)> {
    let list = machine.line("undo --list --json").json();
    let list = list.as_array().expect("a list").clone();
    let row = |row: &Value| {
        (
            row["number"].as_i64().expect("a number"),
            row["undone"].as_bool().expect("a mark"),
        )
    };
    list.iter().map(row).collect()
}

fn refused(machine: &Machine, line: &str) -> Said {
    let before = (lane(machine), listed(machine));
    let said = machine.line(line);
    assert_eq!(said.code, Some(1), "{said}");
    assert_eq!((lane(machine), listed(machine)), before, "{line}");
    said
}

#[test]
fn the_list_has_every_change_by_its_number_the_newest_first() {
    let machine = two_branches();
    assert_eq!(
        machine.ok("undo --list"),
        "5  2026-03-02 10:10  start distraction at 10:10\n\
         4  2026-03-02 10:05  start break at 10:05  (undone)\n\
         3  2026-03-02 10:00  start learning at 10:00  (undone)\n\
         2  2026-03-02 09:30  start selling at 09:30: @Halden  (undone)\n\
         1  2026-03-02 09:00  start admin at 09:00: /internal-email\n"
    );
    let list = machine.line("undo --list --json").json();
    assert_eq!(
        list[1],
        json!({
            "number": 4, "at": "2026-03-02T10:05:00+01:00", "what": "start break at 10:05", "undone": true
        })
    );
    let empty = Machine::new();
    let said = empty.line("undo --list");
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{said}");
    assert!(said.stderr.contains("no changes yet"), "{said}");
    assert_eq!(empty.line("undo --list --json").json(), json!([]));
}

#[test]
fn more_than_a_hundred_are_listed_when_all_are_asked_for() {
    let mut machine = Machine::new();
    machine.at("17:00");
    for minute in 0..=100 {
        let (hour, minute) = (9 + minute / 60, minute % 60);
        machine.ok(&format!("add a {hour}:{minute:02} {hour}:{minute:02}:30"));
    }
    let said = machine.line("undo --list");
    assert_eq!(said.stdout.lines().count(), 100);
    assert!(said.stderr.contains("tafs undo --list --all"), "{said}");
    assert!(said.stdout.starts_with("101  "), "{said}");
    let all = machine.ok("undo --list --all");
    assert_eq!(all.lines().count(), 101);
    assert!(
        all.lines()
            .last()
            .is_some_and(|line| line.starts_with("  1  ")),
        "{all}"
    );
    assert_eq!(listed(&machine).len(), 100);
    let json = machine.line("undo --list --all --json").json();
    assert_eq!(json.as_array().map(Vec::len), Some(101));
}

#[test]
fn a_branch_is_made_again_as_one_change_that_one_undo_takes_back() {
    let mut machine = two_branches();
    machine.at("10:11");
    machine.ok("undo");
    let before = lane(&machine);
    let said = machine.line("redo 3");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(
        said.stderr
            .contains("redo 3 and 1 change before it: start learning at 10:00"),
        "{said}"
    );
    let whole = json!([
        [
            "admin",
            "2026-03-02T09:00:00+01:00",
            "2026-03-02T09:30:00+01:00",
            null
        ],
        [
            "selling",
            "2026-03-02T09:30:00+01:00",
            "2026-03-02T10:00:00+01:00",
            "Halden"
        ],
        ["learning", "2026-03-02T10:00:00+01:00", null, null],
    ]);
    assert_eq!(json!(lane(&machine)), whole);
    let numbers = [
        (6, false),
        (5, true),
        (4, true),
        (3, true),
        (2, true),
        (1, false),
    ];
    assert_eq!(listed(&machine), numbers, "no number changes");
    machine.ok("undo");
    assert_eq!(lane(&machine), before);
    machine.ok("redo");
    assert_eq!(json!(lane(&machine)), whole);
    // It already exists.
    let said = machine.line("redo 3");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stderr.contains("is already redone"), "{said}");
    assert_eq!(listed(&machine), numbers);
    // A part of the branch alone, and then the rest of it: nothing that is not its own is in its way.
    machine.ok("undo");
    machine.ok("redo 2");
    assert_eq!(lane(&machine)[1][0], "selling");
    assert_eq!(lane(&machine).len(), 2);
    machine.ok("redo 3");
    assert_eq!(json!(lane(&machine)), whole);
    machine.ok("undo");
    machine.ok("undo");
    assert_eq!(lane(&machine), before);
}

#[test]
fn what_is_newer_is_named_and_gives_way_only_when_forced() {
    let mut machine = two_branches();
    machine.at("10:20");
    let before = lane(&machine);
    let said = refused(&machine, "redo 3");
    for part in [
        "newer blocks would be replaced",
        "sets 09:00-10:10 admin · internal-email back to 09:00-09:30 admin · internal-email",
        "removes 10:10-now distraction",
        "--force",
    ] {
        assert!(said.stderr.contains(part), "no {part:?} in {said}");
    }
    let said = machine.line("redo 3 --force");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stderr.contains("learning runs since 10:00"), "{said}");
    assert_eq!(lane(&machine).len(), 3);
    machine.ok("undo");
    assert_eq!(lane(&machine), before);
}

#[test]
fn what_cannot_be_made_again_is_refused_in_words() {
    let machine = two_branches();
    for (line, why) in [
        (
            "redo 1",
            "change 1 is not undone: start admin at 09:00: /internal-email",
        ),
        (
            "redo 5 --force",
            "change 5 is not undone: start distraction at 10:10",
        ),
        ("redo 99", "there is no change 99"),
        ("redo 0 --force", "there is no change 0"),
    ] {
        let said = refused(&machine, line);
        assert!(said.stderr.contains(why), "{said}");
        assert!(said.stderr.contains("tafs undo --list"), "{said}");
    }
    for line in [
        "redo --force",
        "redo -1",
        "redo three",
        "undo --all",
        "undo --json",
    ] {
        assert_eq!(machine.line(line).code, Some(2), "{line}");
    }
}

#[test]
fn a_branch_of_a_branch_comes_back_with_what_it_stands_on() {
    let mut machine = two_branches();
    machine.at("10:20");
    while machine.line("undo").code == Some(0) {}
    assert_eq!(lane(&machine), Vec::<Value>::new());
    // From nothing: the two alternatives share their first change.
    let said = machine.line("redo 4");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stderr.contains("1 change before it"), "{said}");
    assert_eq!(lane(&machine)[1][0], "break");
    refused(&machine, "redo 3");
    machine.ok("undo");
    machine.ok("redo 3");
    assert_eq!(lane(&machine).len(), 3);
    machine.at("10:30");
    machine.ok("edit running /product");
    let edited = listed(&machine)[0].0;
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("add b 9:10 9:20");
    // What came after a redone branch brings that with it.
    let said = machine.line(&format!("redo {edited} --force"));
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(lane(&machine).len(), 3);
    assert!(machine.ok("status").contains("product"));
}

#[test]
fn days_off_pauses_guesses_and_commitments_come_back_too() {
    let mut machine = Machine::new();
    let lines = [
        "09:00 guess 60",
        "09:01 day off 2026-03-05",
        "09:02 pause 2026-W11",
        "09:03 commit >= 6h selling",
    ];
    carry_out(&mut machine, &lines);
    machine.at("09:10");
    while machine.line("undo").code == Some(0) {}
    machine.ok("redo 4");
    assert!(machine.ok("guess").contains("60 %"));
    assert!(machine.ok("commit").contains(">= 6h selling"));
    machine.ok("undo");
    machine.ok("guess 40");
    machine.ok("day work 2026-03-05");
    let said = machine.line("redo 4");
    assert_eq!(said.code, Some(1), "{said}");
    for part in [
        "newer changes would be replaced",
        "sets the guess for 2026-W10 back",
        "sets the mark of 2026-03-05 back",
        "--force",
    ] {
        assert!(said.stderr.contains(part), "no {part:?} in {said}");
    }
    assert!(!said.stderr.contains("commitment"), "{said}");
    machine.ok("redo 4 --force");
    assert!(machine.ok("guess").contains("60 %"));
    machine.ok("undo");
    assert!(machine.ok("guess").contains("40 %"));
}

#[test]
fn an_import_comes_back_whole_and_blocks_over_it_are_named() {
    let machine = Machine::after_mayas_week();
    let whole = lane(&machine);
    machine.ok("undo");
    assert_eq!(lane(&machine), Vec::<Value>::new());
    machine.ok("add l '2026-03-04 09:00' '2026-03-04 09:10'");
    let said = refused(&machine, "redo 1");
    assert!(
        said.stderr
            .contains("removes Wed 4 Mar 09:00-09:10 learning"),
        "{said}"
    );
    machine.ok("redo 1 --force");
    assert_eq!(lane(&machine), whole);
    machine.ok("undo");
    assert_eq!(lane(&machine).len(), 1);
    machine.ok("redo");
    assert_eq!(lane(&machine), whole);
}

#[test]
fn a_forgotten_block_that_gives_way_is_asked_about_first() {
    let mut machine = Machine::new();
    machine.at("2026-03-06T16:00:00+01:00");
    machine.ok("s /m @Halden");
    machine.ok("undo");
    machine.at("2026-03-06T16:05:00+01:00");
    machine.ok("a");
    machine.at("2026-03-09T09:00:00+01:00");
    let said = refused(&machine, "redo 1");
    assert!(
        said.stderr.contains("removes Fri 6 Mar 16:05-now admin"),
        "{said}"
    );
    machine.ok("redo 1 --force");
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["account"], "Halden");
    assert_eq!(
        status["away"],
        json!({ "since": "2026-03-06T17:30:00+01:00" })
    );
    machine.ok("undo");
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["category"], "admin");
    assert_eq!(
        status["away"],
        json!({ "since": "2026-03-06T17:30:00+01:00" })
    );
}

#[test]
fn what_another_day_changed_is_named_with_its_day() {
    let mut machine = Machine::new();
    machine.at("09:00");
    machine.ok("start admin");
    machine.at("2026-03-03T09:00:00+01:00");
    let undone = machine.line("undo");
    let redone = machine.line("redo");
    machine.at("2026-03-06T09:00:00+01:00");
    let later = machine.line("undo");
    for (said, words) in [
        (undone, "Undone: yesterday, start admin at 09:00"),
        (redone, "Redone: yesterday, start admin at 09:00"),
        (later, "Undone: Mon 2 Mar, start admin at 09:00"),
    ] {
        assert!(said.stderr.contains(words), "{said}");
    }
}
