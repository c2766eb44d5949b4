//! A forgotten block is asked about whatever is said next, and counts up to where it is doubtful until then.

use serde_json::{Value, json};

use crate::support::env::{Machine, Said};

const FRIDAY: &str = "2026-03-06T16:00:00+01:00";
const MONDAY: &str = "2026-03-09T09:00:00+01:00";
const SINCE: &str = "2026-03-06T17:30:00+01:00";

/// A meeting begun on Friday at 16:00, and admin before it; now it is Monday at 09:00.
fn forgotten() -> Machine {
    let mut machine = Machine::new();
    machine.at(FRIDAY);
    machine.ok("add a 'fri 14:00' 'fri 15:00' !legal");
    machine.ok("s /m @Halden");
    machine.at(MONDAY);
    machine
}

fn done(machine: &Machine, line: &str) -> Said {
    let said = machine.line(line);
    assert_eq!(said.code, Some(0), "{said}");
    said
}

fn selling(machine: &Machine, range: &str) -> Value {
    let json = machine.line(&format!("report {range} --json")).json();
    json["totals"]["selling_s"].clone()
}

#[test]
fn whatever_ends_cuts_or_follows_a_forgotten_block_keeps_the_question_about_it() {
    let commands = [
        "a",
        "b --at '15m ago'",
        "start learning",
        "stop",
        "stop --at 'yesterday 22:00'",
        "resume",
        "add l 'fri 18:00' 'fri 19:00' --force",
        "add l 'fri 10:00' 'fri 11:00'",
        "split running 'sat 12:00'",
        "edit running a note",
        "merge running --force",
        "move running --start -5m",
    ];
    for command in commands {
        let machine = forgotten();
        let line = match command.strip_suffix(" --force") {
            // Where another rule does not ask, there is no such option.
            Some(plain) if machine.line(plain).code == Some(0) => None,
            Some(_) | None => Some(command),
        };
        if let Some(line) = line {
            let said = done(&machine, line);
            let told = said
                .stderr
                .lines()
                .filter(|line| line.contains("Away from"));
            assert_eq!(told.count(), 1, "{said}");
            assert!(
                said.stderr.contains("Away from Fri 6 Mar 17:30")
                    && said
                        .stderr
                        .contains("tafs away to answer, or z on the screen"),
                "{said}"
            );
        }
        let status = machine.line("status --json").json();
        assert_eq!(status["away"], json!({ "since": SINCE }), "{command}");
        // A merge adds the hour before it; a start five minutes earlier adds them.
        let merged = machine.ok("log all --json").matches("\"start\"").count() == 1;
        let expected = match command {
            _ if merged => json!(0),
            _ if command.starts_with("move running --start") => json!(95 * 60),
            _ => json!(90 * 60),
        };
        assert_eq!(selling(&machine, "all"), expected, "{command}");
        assert_eq!(status["today"]["selling_s"], 0, "{command}");
    }
}

/// Nobody counted on the doubtful time: what goes into it is no split.
#[test]
fn a_block_told_within_doubtful_time_is_taken_and_the_question_stays() {
    let machine = forgotten();
    let said = machine.line("add l 8:30 8:45");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stderr.contains("Away from Fri 6 Mar 17:30"), "{said}");
    let week = machine.run(&["status", "--json"]).json();
    assert_eq!(week["today"]["learning_s"], 900, "{week}");
    assert_eq!(week["today"]["selling_s"], 0, "{week}");
    // Time that counts is still guarded.
    let said = machine.line("add l 'fri 16:40' 'fri 16:50'");
    assert_eq!(said.code, Some(1), "{said}");
}

#[test]
fn what_is_refused_for_its_cost_keeps_the_question_too() {
    for command in [
        "add l 'fri 14:10' 'fri 14:50'",
        "stop --at 'fri 14:30'",
        "move running --start 'fri 14:10'",
        "merge running",
    ] {
        let machine = forgotten();
        for _ in 0..2 {
            let said = machine.line(command);
            assert_eq!(said.code, Some(1), "{said}");
            let told = said.stderr.matches("Away from Fri 6 Mar 17:30");
            assert_eq!(told.count(), 1, "{said}");
        }
        // It is on record: what ends the block now ends no question.
        assert_eq!(machine.ok("away").lines().count(), 1, "{command}");
        done(&machine, "delete running");
        done(&machine, "undo");
        assert_eq!(machine.ok("away").lines().count(), 1, "{command}");
    }
}

#[test]
fn the_next_command_begins_now_and_the_answer_is_for_later() {
    let machine = forgotten();
    done(&machine, "a");
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["start"], MONDAY);
    assert_eq!(status["running"]["category"], "admin");
    let day = machine.ok("log 2026-03-06");
    assert!(day.contains("counted up to 17:30"), "{day}");
    let asked = machine.ok("away");
    assert!(
        asked.contains("what was Fri 17:30 – Mon 09:00 (63h30)?"),
        "{asked}"
    );
    done(&machine, "away off");
    assert_eq!(machine.line("status --json").json()["away"], Value::Null);
    assert_eq!(selling(&machine, "all"), 90 * 60);
    done(&machine, "undo");
    assert_eq!(
        machine.line("status --json").json()["away"],
        json!({ "since": SINCE })
    );
    done(&machine, "away keep");
    assert_eq!(selling(&machine, "all"), 65 * 3600);
}

#[test]
fn an_undo_keeps_the_question_and_so_does_a_redo() {
    let mut machine = forgotten();
    done(&machine, "a");
    machine.at("2026-03-09T09:10:00+01:00");
    for (command, category) in [("undo", "selling"), ("redo", "admin")] {
        done(&machine, command);
        let status = machine.line("status --json").json();
        assert_eq!(status["away"], json!({ "since": SINCE }), "{command}");
        assert_eq!(status["running"]["category"], category);
        assert_eq!(selling(&machine, "all"), 90 * 60, "{command}");
    }
}

#[test]
fn a_block_of_a_clock_that_stood_at_1970_is_asked_about_too() {
    let mut machine = Machine::new();
    machine.at("1970-01-01T01:00:00+01:00");
    machine.ok("s /m @Halden");
    machine.at(MONDAY);
    let said = done(&machine, "a");
    assert!(
        said.stderr
            .contains("tafs away to answer, or z on the screen"),
        "{said}"
    );
    assert_eq!(
        machine.line("status --json").json()["away"],
        json!({ "since": "1970-01-01T05:00:00+01:00" })
    );
    assert_eq!(selling(&machine, "all"), 4 * 3600);
    // And the clock that falls back to it for a command leaves nothing to count.
    let mut machine = Machine::new();
    machine.at(FRIDAY);
    machine.ok("s /m @Halden");
    machine.at("1970-01-01T01:00:00+01:00");
    machine.ok("status");
    machine.at(MONDAY);
    done(&machine, "a");
    assert_eq!(selling(&machine, "all"), 90 * 60);
}

#[test]
fn a_switch_while_the_clock_stands_at_1970_loses_nothing_and_is_asked_about() {
    let mut machine = Machine::new();
    machine.at(FRIDAY);
    machine.ok("s /m @Halden");
    machine.at("1970-01-01T01:00:00+01:00");
    let said = done(&machine, "a");
    assert!(said.stderr.contains("the clock was set back"), "{said}");
    machine.at(MONDAY);
    done(&machine, "l");
    let status = machine.line("status --json").json();
    assert_eq!(status["away"], json!({ "since": SINCE }));
    assert_eq!(status["running"]["start"], MONDAY);
    assert_eq!(selling(&machine, "all"), 1);
    let json = machine.line("report all --json").json();
    assert_eq!(json["totals"]["admin_s"], 90 * 60 - 1, "up to the question");
}

#[test]
fn the_gaps_of_a_day_leave_doubtful_time_out() {
    let machine = forgotten();
    done(&machine, "a");
    let gaps = machine.ok("gaps 2026-03-09");
    assert!(gaps.contains("08:30-09:00"), "{gaps}");
}

#[test]
fn status_says_how_long_it_ran_as_far_as_it_counts() {
    let machine = forgotten();
    let elapsed = |machine: &Machine| machine.ok("status --format '{elapsed}'").trim().to_owned();
    let seconds =
        |machine: &Machine| machine.line("status --json").json()["running"]["elapsed_s"].clone();
    assert_eq!(
        (elapsed(&machine).as_str(), seconds(&machine)),
        ("1:30:00", json!(90 * 60))
    );
    let status = machine.ok("status");
    assert!(
        status.contains("1:30:00") && status.contains("Not counted yet"),
        "{status}"
    );
    done(&machine, "away keep");
    assert_eq!(
        (elapsed(&machine).as_str(), seconds(&machine)),
        ("65:00:00", json!(65 * 3600))
    );
}

#[test]
fn who_says_when_a_block_ended_leaves_no_doubt_about_it_and_a_start_alone_does() {
    let edits = [
        ("edit last '2026-03-06 18:00-2026-03-06 19:00'", 3600),
        ("edit last 16:00-18:00", 2 * 3600),
        ("move last --end 'sat 10:00'", 18 * 3600),
        // What it said already is said by a person now.
        ("edit last 'fri 16:00-mon 09:00'", 65 * 3600),
    ];
    for (edit, seconds) in edits {
        for stop in [true, false] {
            let machine = forgotten();
            if stop {
                done(&machine, "stop");
            }
            let said = done(&machine, edit);
            assert!(!said.stderr.contains("Away from"), "{said}");
            let away = |machine: &Machine| machine.line("status --json").json()["away"].clone();
            assert_eq!(away(&machine), Value::Null, "{edit}");
            assert_eq!(selling(&machine, "all"), seconds, "{edit}");
            done(&machine, "undo");
            assert_eq!(away(&machine), json!({ "since": SINCE }), "{edit}");
            assert_eq!(selling(&machine, "all"), 90 * 60, "{edit}");
            done(&machine, "redo");
            assert_eq!(away(&machine), Value::Null, "{edit}");
        }
    }
    let machine = forgotten();
    done(&machine, "stop");
    let said = done(&machine, "move last --start -30m");
    assert!(
        said.stderr
            .contains("Away from Fri 6 Mar 17:30? Not counted yet"),
        "{said}"
    );
    assert_eq!(selling(&machine, "all"), 2 * 3600);
}

/// A forgotten block that was cut in the time in doubt: its rest is all in doubt.
fn cut(start: &str) -> Machine {
    let mut machine = Machine::new();
    machine.at(FRIDAY);
    machine.ok(start);
    machine.at(MONDAY);
    done(&machine, "split running 'sat 12:00'");
    done(&machine, "away keep");
    machine
}

fn lane(machine: &Machine) -> Vec<(String, String, Value)> {
    let json = machine.line("log all --json").json();
    let blocks = json.as_array().expect("a list").iter().map(|block| {
        let text = |key: &str| block[key].as_str().unwrap_or_default().to_owned();
        (text("category"), text("start"), block["end"].clone())
    });
    blocks.collect()
}

#[test]
fn a_rest_that_is_all_in_doubt_is_off_the_clock_after_the_answer() {
    let machine = cut("s");
    let said = done(&machine, "away b");
    assert!(said.stderr.contains("break"), "{said}");
    assert_eq!(machine.line("status --json").json()["running"], Value::Null);
    let sat = "2026-03-07T12:00:00+01:00";
    let expected = [
        ("selling", FRIDAY, json!(sat)),
        ("break", sat, json!(MONDAY)),
    ];
    let expected = expected.map(|(what, start, end)| (what.to_owned(), start.to_owned(), end));
    assert_eq!(lane(&machine), expected);
}

#[test]
fn an_answer_that_takes_all_that_a_block_says_has_to_be_agreed_to() {
    for stop in [false, true] {
        for answer in ["b", "off"] {
            let machine = cut("s /m @Halden");
            if stop {
                done(&machine, "stop");
                done(&machine, "note last terms");
            }
            let before = lane(&machine);
            let refused = machine.line(&format!("away {answer}"));
            assert_eq!(refused.code, Some(1), "{refused}");
            for part in ["removes", "selling · meeting @Halden", "--force"] {
                assert!(refused.stderr.contains(part), "{part}: {refused}");
            }
            assert_eq!(refused.stderr.contains("terms"), stop, "{refused}");
            assert_eq!(lane(&machine), before, "{answer}");
            done(&machine, &format!("away {answer} --force"));
            assert_ne!(lane(&machine), before, "{answer}");
            assert_eq!(machine.line("status --json").json()["away"], Value::Null);
        }
        // What stays says what it said.
        let machine = cut("s /m @Halden");
        done(&machine, "away keep");
    }
    let machine = forgotten();
    done(&machine, "away b");
}
