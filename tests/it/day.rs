//! A day is set right in the full screen: the real program in a terminal, from key to file and back.

use crate::support::env::Machine;
use crate::support::pty::Pty;

const ENTER: &str = "\r";
const UP: &str = "\u{1b}[A";
const CTRL_R: &str = "\u{12}";
const CTRL_U: &str = "\u{15}";

fn open(machine: &Machine) -> Pty {
    let pty = Pty::start(machine, &[]);
    pty.wait_for("Today");
    pty
}

fn quit(mut pty: Pty) {
    pty.send("q");
    assert!(pty.wait_exit().success(), "{}", pty.screen());
    pty.assert_restored();
}

/// `admin 08:30-09:05; selling 09:05-`, as the export tells it.
fn lane(machine: &Machine) -> String {
    let line = |line: &str| {
        let block: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let clock = |time: &serde_json::Value| {
            time.as_str()
                .map_or_else(String::new, |time| time[11..16].to_owned())
        };
        let category = block["category"].as_str().unwrap_or("?").to_owned();
        format!(
            "{category} {}-{}",
            clock(&block["start"]),
            clock(&block["end"])
        )
    };
    machine
        .ok("export --format json")
        .lines()
        .map(line)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Admin, selling, a gap, learning; noon.
fn morning() -> Machine {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add admin 08:30 09:20");
    machine.ok("add selling 09:20 10:00 terms");
    machine.ok("add learning 10:15 11:00");
    machine
}

#[test]
fn a_day_is_set_right_with_the_cursor_and_every_step_is_taken_back_after_a_restart() {
    let mut machine = morning();
    let before = lane(&machine);
    let pty = open(&machine);
    // The cursor stands on the last block, learning; above it a gap, above that selling.
    pty.send(UP).send("ca").wait_for("Saved admin 10:00–10:15");
    pty.send(UP)
        .wait_for("▌09:20")
        .send("/")
        .wait_for("split at › 09:40");
    pty.send(CTRL_U)
        .send("9:30")
        .send(ENTER)
        .wait_for("Split at 09:30");
    pty.send("cd").wait_for("Saved distraction 09:30–10:00");
    pty.send("{").wait_for("Saved distraction 09:30–09:55");
    pty.send("[").wait_for("selling 09:20–09:30 now ends 09:25");
    pty.send(ENTER).wait_for("edit › 09:25-09:55 distraction");
    pty.send(CTRL_U)
        .send("09:25-10:05 learning deck")
        .wait_for("trims admin");
    pty.send(ENTER).wait_for("Saved learning 09:25–10:05");
    pty.send("m")
        .wait_for("0h40 of learning would become selling");
    pty.confirm("m", "Merged into selling 09:20–10:05");
    pty.send("x").wait_for("Deleted selling 09:20–10:05");
    assert_eq!(
        lane(&machine),
        "admin 08:30-09:20; admin 10:05-10:15; learning 10:15-11:00"
    );
    quit(pty);

    let pty = open(machine.at("12:01"));
    for step in 0..8 {
        pty.send("u").wait_for("Undone");
        // The next message must be a new one.
        pty.send(UP).wait_gone("Undone");
        assert!(step < 7 || lane(&machine) == before, "{}", lane(&machine));
    }
    assert_eq!(lane(&machine), before);
    pty.send(CTRL_R).wait_for("Redone");
    assert_eq!(machine.line("undo").code, Some(0));
    assert_eq!(lane(&machine), before);
    quit(pty);
}

#[test]
fn a_forgotten_block_is_asked_about_when_the_program_opens_and_kept_in_mind_until_then() {
    let mut machine = Machine::new();
    machine.at("17:00");
    let pty = open(&machine);
    pty.send("ac").wait_for("admin · crm");
    quit(pty);
    // The next morning.
    machine.set("TAFS_NOW", "2026-03-03T08:30:00+01:00");
    let pty = open(&machine);
    pty.wait_for("has run since Mon 2 Mar 17:00.");
    pty.send("\u{1b}").wait_for("z to answer");
    quit(pty);
    let status = machine.line("status --json").json();
    assert_eq!(status["away"]["since"], "2026-03-02T17:30:00+01:00");
    // It opens again, and off the clock since then is the answer.
    let pty = open(&machine);
    pty.wait_for("Did it go on after")
        .send("o")
        .wait_for("Mon 17:30 – Tue 08:30 was off the clock")
        .confirm("o", "▌ off the clock");
    assert_eq!(lane(&machine), "admin 17:00-17:30");
    assert_eq!(
        machine.line("status --json").json()["away"],
        serde_json::Value::Null
    );
    quit(pty);
    let pty = open(&machine);
    pty.send("u").wait_for("Undone");
    assert_eq!(lane(&machine), "admin 17:00-");
    quit(pty);
}
