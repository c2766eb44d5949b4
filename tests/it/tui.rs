//! The full screen as a person meets it: the real program in a terminal, one journey a test.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::env::Machine;
use crate::support::pty::Pty;

/// How long the program may take to leave.
const SOON: Duration = Duration::from_secs(1);

const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";
const SHIFT_TAB: &str = "\u{1b}[Z";
const RIGHT: &str = "\u{1b}[C";
const DOWN: &str = "\u{1b}[B";
const CTRL_C: &str = "\u{3}";
const CTRL_R: &str = "\u{12}";
const CTRL_Z: &str = "\u{1a}";

/// The full screen, once it stands.
fn open(machine: &Machine) -> Pty {
    let pty = Pty::start(machine, &[]);
    pty.wait_for("Today");
    pty
}

/// Starts selling and closes the activity strip.
fn start_selling(pty: &Pty) {
    pty.send("s")
        .wait_for("Selling since 08:30")
        .wait_for("k nurture");
    pty.send(ESC).wait_gone("k nurture");
}

/// Leaves by `q`; gives what stands on the normal screen then.
fn quit(mut pty: Pty) -> String {
    pty.send("q");
    let status = pty.wait_exit();
    assert!(status.success(), "{status:?}\n{}", pty.screen());
    pty.assert_restored();
    pty.screen()
}

/// All blocks as the export tells them, without their ids.
fn blocks(machine: &Machine) -> Vec<Value> {
    let mut blocks: Vec<Value> = machine
        .ok("export --format json")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    for block in &mut blocks {
        block
            .as_object_mut()
            .expect("a block is an object")
            .remove("id");
    }
    blocks
}

/// `admin 08:30-09:05; selling 09:05-`.
fn lane(machine: &Machine) -> String {
    let clock = |time: &Value| {
        time.as_str()
            .map_or_else(String::new, |time| time[11..16].to_owned())
    };
    let line = |block: &Value| {
        format!(
            "{} {}-{}",
            block["category"].as_str().unwrap_or("?"),
            clock(&block["start"]),
            clock(&block["end"])
        )
    };
    blocks(machine)
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn the_first_key_of_the_first_run_is_saved_and_runs_on_after_the_last() {
    let mut machine = Machine::new();
    let pty = open(&machine);
    pty.send("s").wait_for("Selling since 08:30");
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["category"], "selling");
    assert_eq!(status["running"]["start"], "2026-03-02T08:30:00+01:00");
    let farewell = quit(pty);
    assert!(
        farewell.contains("still running: selling since 08:30"),
        "{farewell}"
    );
    // Forty minutes later it still runs, and another key ends it.
    let pty = open(machine.at("09:10"));
    pty.wait_for("0:40:00");
    pty.send("a").wait_for("Admin since 09:10");
    assert_eq!(lane(&machine), "selling 08:30-09:10; admin 09:10-");
    pty.send("o").wait_for("off the clock");
    let farewell = quit(pty);
    assert!(farewell.contains("· off the clock"), "{farewell}");
    assert_eq!(lane(&machine), "selling 08:30-09:10");
}

#[test]
fn the_hidden_cursor_rests_on_the_selected_row() {
    let mut machine = Machine::new();
    machine.at("12:00");
    for line in [
        "add admin 0830 0905 inbox",
        "add selling 0905 1000 call",
        "add learning 1000 1100",
    ] {
        machine.ok(line);
    }
    let rests_at = |pty: &Pty, words: &str| {
        pty.wait_until(words, |screen| {
            let (row, column) = screen.cursor_position();
            let rows: Vec<String> = screen.rows(column, 200).collect();
            let read = rows.get(usize::from(row));
            screen.hide_cursor() && read.is_some_and(|read| read.starts_with(words))
        });
    };
    let pty = open(&machine);
    rests_at(&pty, "10:00–11:00");
    pty.send("k");
    rests_at(&pty, "09:05–10:00");
    pty.send("k");
    rests_at(&pty, "08:30–09:05");
    // In a line of text it is shown where the next letter goes.
    pty.send("n")
        .wait_until("a shown cursor", |screen| !screen.hide_cursor());
    pty.send(ESC);
    rests_at(&pty, "08:30–09:05");
    quit(pty);
}

#[test]
fn fifteen_minutes_ago_and_back_again_also_after_a_restart() {
    let mut machine = Machine::new();
    machine.ok("add admin 07:30 08:10");
    machine.ok("add learning 08:10 08:20");
    machine.ok("start distraction --at 08:20");
    let before = lane(&machine);
    let pty = open(&machine);
    pty.send("25").wait_for("25 min ago, at 08:05");
    pty.send(ESC).wait_gone("25 min ago");
    assert_eq!(lane(&machine), before, "Esc drops the digits");
    pty.send("25").wait_for("25 min ago, at 08:05");
    pty.send("s").wait_for("s again to");
    assert_eq!(lane(&machine), before, "nothing has changed yet");
    pty.confirm("s", "Selling since 08:05");
    assert_eq!(lane(&machine), "admin 07:30-08:05; selling 08:05-");
    quit(pty);
    let pty = open(machine.at("08:31"));
    pty.send("u").wait_for("Undone");
    assert_eq!(lane(&machine), before);
    pty.send(CTRL_R).wait_for("Redone");
    assert_eq!(lane(&machine), "admin 07:30-08:05; selling 08:05-");
    quit(pty);
}

#[test]
fn what_the_command_line_writes_shows_up_live() {
    let machine = Machine::new();
    let pty = open(&machine);
    pty.wait_for("off the clock");
    machine.ok("start selling @Northwind --at 08:10");
    pty.wait_for("@Northwind").wait_for("0:20:00");
    machine.ok("stop");
    pty.wait_for("off the clock");
    quit(pty);
}

#[test]
fn a_note_is_saved_though_a_hotkey_switches_while_it_is_typed() {
    let machine = Machine::new();
    machine.ok("start selling --at 08:00");
    let pty = open(&machine);
    pty.send("n").wait_for("note ›");
    pty.send("budget owner").wait_for("budget owner");
    machine.ok("start admin --at 08:20");
    pty.send(ENTER).wait_for("Saved");
    assert_eq!(lane(&machine), "selling 08:00-08:20; admin 08:20-");
    assert_eq!(blocks(&machine)[0]["note"], json!("budget owner"));
    // The same note changed there too: both are shown, and a second Enter decides.
    pty.send("n").wait_for("note ›");
    pty.send("mine").wait_for("mine");
    machine.ok("edit running theirs");
    let selling = blocks(&machine)[0]["note"].clone();
    pty.send(ENTER).wait_for("theirs  theirs");
    assert_eq!(blocks(&machine)[1]["note"], json!("theirs"));
    pty.confirm(ENTER, "Saved");
    assert_eq!(blocks(&machine)[1]["note"], json!("mine"));
    assert_eq!(blocks(&machine)[0]["note"], selling);
    quit(pty);
}

#[test]
fn a_letter_of_the_config_that_hides_a_key_is_named_at_the_start() {
    let mut machine = Machine::new();
    let write = |text: &str| std::fs::write(machine.home().join("config.toml"), text);
    write("[activities.selling]\nj = { name = \"visit\" }\n").expect("a config");
    machine.set("TAFS_CONFIG", "config.toml");
    let pty = Pty::start(&machine, &[]);
    pty.wait_for("selling j hides \"down\"");
    pty.send("s").wait_for("j visit");
    pty.send("j").wait_for("Saved");
    quit(pty);
    // The letter that nurture had is refused, with what to write.
    let old = "[activities.selling]\nn = { name = \"nurture\", tier = \"more\" }\n";
    std::fs::write(machine.home().join("config.toml"), old).expect("a config");
    let refused = machine.line("status");
    assert_eq!(refused.code, Some(1));
    assert!(
        refused
            .stderr
            .contains("line 2: n cannot be an activity's letter\n  n = { name = \"nurture\", tier = \"more\" }\n  ^\n")
            && refused
                .stderr
                .contains("nurture is k now: write k in place of n,"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_paste_of_several_lines_is_one_note_and_runs_no_command() {
    let machine = Machine::new();
    let pty = open(&machine);
    start_selling(&pty);
    pty.send("n").wait_for("note ›");
    pty.paste("budget owner:\r\nCFO\nq a d o x").wait_for("CFO");
    pty.send(ENTER).wait_for("Saved");
    let only = blocks(&machine);
    assert_eq!(
        (only.len(), &only[0]["note"]),
        (1, &json!("budget owner:\nCFO\nq a d o x"))
    );
    // Outside of a prompt a paste is not a row of keys.
    pty.paste("ado").send("+").wait_for("outcome");
    pty.send("2conv\r").wait_for("2conv");
    assert_eq!(lane(&machine), "selling 08:30-");
    quit(pty);
}

#[test]
fn a_long_paste_is_taken_at_once_and_too_long_a_one_says_so() {
    let machine = Machine::new();
    let pty = open(&machine);
    start_selling(&pty);
    let long = "what the customer wrote to us ".repeat(1000);
    pty.send("n").paste(&format!("{long}END")).wait_for("END");
    pty.send(ENTER).wait_for("Saved");
    assert_eq!(blocks(&machine)[0]["note"], json!(format!("{long}END")));
    pty.send("n")
        .wait_for("note ›")
        .paste(&long)
        .paste(&format!("{long}MORE"))
        .wait_for("MORE");
    pty.send(ENTER).wait_for("65536");
    pty.send(ESC).wait_for("switch");
    assert_eq!(
        blocks(&machine)[0]["note"],
        json!(format!("{long}END")),
        "Esc leaves it as it was"
    );
    quit(pty);
}

#[test]
fn any_size_is_taken_and_capture_keys_work_in_each() {
    let machine = Machine::new();
    let pty = open(&machine);
    pty.resize(120, 40);
    pty.wait_until("a frame of 120 columns", |screen| {
        screen
            .rows(0, 120)
            .next()
            .is_some_and(|row| row.trim_end().chars().count() > 110)
    });
    pty.resize(50, 13);
    pty.send("s").wait_for("selling");
    pty.resize(30, 5);
    pty.send("a").wait_for("a 0:00");
    pty.resize(20, 1);
    pty.send("l").wait_for("l 0:00");
    pty.resize(1, 1);
    pty.send("d");
    for step in 1..40 {
        pty.resize(1 + step * 7 % 90, 1 + step * 5 % 40);
    }
    pty.resize(80, 24);
    pty.wait_for("Today").wait_for("distraction");
    quit(pty);
    assert_eq!(lane(&machine), "distraction 08:30-");
}

#[test]
fn of_a_storm_of_sizes_the_last_one_counts_and_the_keys_go_on() {
    let machine = Machine::new();
    let pty = open(&machine);
    pty.send("s").wait_for("Selling since 08:30");
    for (columns, rows, key, said) in [
        (100, 30, "l", "Learning"),
        (60, 16, "a", "Admin"),
        (120, 40, "l", "Learning"),
    ] {
        for step in 1..=150 {
            pty.resize(1 + step * 37 % 160, 1 + step * 23 % 60);
        }
        // A key in the midst of it is not lost.
        pty.send(key);
        pty.resize(columns, rows);
        pty.wait_until("the last size filled", |screen| {
            let lines: Vec<String> = screen.rows(0, columns).collect();
            let header = lines
                .first()
                .is_some_and(|line| line.trim_end().chars().count() + 3 >= usize::from(columns));
            let footer = lines.last().is_some_and(|line| !line.trim().is_empty());
            lines.len() == usize::from(rows) && header && footer
        });
        pty.wait_for(&format!("{said} since 08:30"));
    }
    quit(pty);
    assert_eq!(lane(&machine), "learning 08:30-");
}

/// Opens the full screen on a running block and leaves it in some way; gives how it ended. What is asked for
/// within a second may take longer on a busy machine: one of three attempts has to do it.
fn left_by(leave: impl Fn(&mut Pty)) -> portable_pty::ExitStatus {
    let mut slowest = Duration::ZERO;
    for _ in 0..3 {
        let machine = Machine::new();
        machine.ok("start selling --at 08:00");
        let mut pty = open(&machine);
        pty.wait_for("0:30:00");
        let start = Instant::now();
        leave(&mut pty);
        let status = pty.wait_exit();
        let took = start.elapsed();
        pty.assert_nothing_behind();
        if pty.is_open() {
            pty.assert_restored();
        }
        assert_eq!(lane(&machine), "selling 08:00-", "what ran runs on");
        if took <= SOON {
            return status;
        }
        slowest = slowest.max(took);
    }
    panic!("it took {slowest:?} to leave");
}

#[test]
fn every_way_out_leaves_the_terminal_as_it_was_and_nothing_behind() {
    let status = left_by(|pty| {
        pty.send(CTRL_C);
    });
    assert!(status.success(), "Ctrl-C is a key: {status:?}");
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let status = left_by(|pty| pty.signal(signal));
        assert!(status.signal().is_some(), "{signal:?} ended it: {status:?}");
    }
    let status = left_by(Pty::close);
    assert!(
        status.signal().is_some(),
        "a closed terminal is a hang-up: {status:?}"
    );
    // In a prompt too.
    left_by(|pty| {
        pty.send("n").wait_for("note ›");
        pty.signal(Signal::TERM);
    });
}

#[test]
fn it_stops_for_the_shell_and_comes_back() {
    let machine = Machine::new();
    let pty = open(&machine);
    for stop in [true, false] {
        if stop {
            pty.send(CTRL_Z);
        } else {
            pty.signal(Signal::TSTP);
        }
        pty.wait_stopped();
        pty.catch_up();
        pty.assert_restored();
        // The window changes its size while the shell has it.
        pty.resize(if stop { 100 } else { 80 }, 30);
        pty.signal(Signal::CONT);
        pty.wait_until("the full screen again", vt100::Screen::alternate_screen);
        pty.wait_for("Today");
    }
    pty.send("s").wait_for("Selling since 08:30");
    quit(pty);
    assert_eq!(lane(&machine), "selling 08:30-");
}

#[test]
fn what_the_screen_said_is_saved_survives_a_kill() {
    let mut machine = Machine::new();
    let keys = [
        ("s", "Selling"),
        ("a", "Admin"),
        ("l", "Learning"),
        ("d", "Distraction"),
        ("b", "Break"),
    ];
    for (minute, (key, said)) in (10..).zip(keys) {
        let mut pty = open(machine.at(&format!("09:{minute}")));
        pty.send(key).wait_for(&format!("{said} since 09:{minute}"));
        pty.signal(Signal::KILL);
        pty.wait_exit();
    }
    assert_eq!(
        lane(&machine),
        "selling 09:10-09:11; admin 09:11-09:12; learning 09:12-09:13; distraction 09:13-09:14; break 09:14-"
    );
}

/// Maya's Monday: when, the keys (category, activity), then the prompts; and the same for `tafs add`.
const MONDAY: [(&str, &str, &str, &str); 14] = [
    (
        "08:30",
        "ae",
        "!self\r ninbox\r",
        "09:05 /e --requester self --note inbox",
    ),
    (
        "09:05",
        "am",
        "!manager\r npipeline call\r",
        "10:00 /m --requester manager --note 'pipeline call'",
    ),
    ("10:00", "ac", "!manager\r", "10:15 /c --requester manager"),
    ("10:15", "sr", "@Northwind\r", "11:00 /r @Northwind"),
    (
        "11:00",
        "sm",
        "@Northwind\r +advance\r nCFO joins next call\r",
        "11:50 /m @Northwind +advance --note 'CFO joins next call'",
    ),
    ("11:50", "sf", "@Northwind\r", "12:10 /f @Northwind"),
    ("12:10", "b", "", "12:50"),
    ("12:50", "dw", "", "13:30 /w"),
    (
        "13:30",
        "sw",
        "@Halden\r nbusiness case\r",
        "14:30 /w @Halden --note 'business case'",
    ),
    (
        "14:30",
        "ag",
        "@Halden\r !legal\r nredlines\r",
        "15:00 /g @Halden --requester legal --note redlines",
    ),
    (
        // The same work for somebody else: off the clock for no second, so that it is another block.
        "15:00",
        "oag",
        "@Halden\r !finance\r ndiscount ok?\r",
        "15:20 /g @Halden --requester finance --note 'discount ok?'",
    ),
    (
        "15:20",
        "sp",
        "+22touch 3conv 1meeting\r",
        "16:30 /p +22touch +3conv +1meeting",
    ),
    (
        "16:30",
        "ae",
        "!marketing\r npersona survey\r",
        "17:00 /e --requester marketing --note 'persona survey'",
    ),
    ("17:00", "dp", "", "17:20 /p"),
];

#[test]
fn mayas_monday_by_keys_is_mayas_monday_by_commands() {
    let (mut keys, mut commands) = (Machine::new(), Machine::new());
    for (at, capture, prompts, _) in MONDAY {
        let pty = open(keys.at(at));
        pty.send(capture).wait_for(&format!("since {at}"));
        for prompt in prompts.split_inclusive('\r') {
            let (key, line) = prompt.trim_start_matches(' ').split_at(1);
            let label = match key {
                "@" => "account @ ›",
                "!" => "requester ! ›",
                "+" => "outcome ›",
                _ => "note ›",
            };
            pty.send(key).wait_for(label).send(line).wait_gone(label);
        }
        // A key after all the others: once it shows, they have all been taken.
        pty.send("7").wait_for("7 min ago");
        pty.send(ESC).wait_gone("7 min ago");
        quit(pty);
    }
    let pty = open(keys.at("17:20"));
    pty.send("o").wait_for("Off the clock since 17:20");
    quit(pty);
    commands.at("17:20");
    for (from, capture, _, rest) in MONDAY {
        let category = capture.trim_start_matches('o').get(..1).expect("a letter");
        commands.ok(&format!("add {category} {from} {rest}"));
    }
    let (by_keys, by_commands) = (blocks(&keys), blocks(&commands));
    assert_eq!(by_keys.len(), MONDAY.len());
    assert_eq!(by_keys, by_commands);
    // By hand: selling 45+50+20+60+70, admin 35+55+15+30+20+30, distraction 40+20, the break 40.
    let today = keys.line("status --json").json()["today"].clone();
    assert_eq!(today, commands.line("status --json").json()["today"]);
    let minutes = |name: &str| today[name].as_i64().expect(name) / 60;
    let totals = [
        "selling_s",
        "admin_s",
        "learning_s",
        "distraction_s",
        "break_s",
        "tracked_s",
        "untracked_s",
    ]
    .map(minutes);
    assert_eq!(
        totals,
        [245, 185, 0, 60, 40, 490, 0],
        "08:30 to 17:20 is 530 minutes"
    );
    let tafs = today["tafs"].as_f64().expect("a share");
    assert!((tafs - 245.0 / 490.0).abs() < 1e-9, "{tafs}");
    let face = today["face"].as_f64().expect("a share");
    assert!(
        (face - 50.0 / 490.0).abs() < 1e-9,
        "one live block of 50 minutes: {face}"
    );
}

#[test]
fn a_whole_review_from_the_first_step_to_the_last() {
    let mut machine = Machine::after_mayas_weeks();
    let pty = open(&machine);
    pty.send(SHIFT_TAB)
        .wait_for("Tidy up")
        .wait_for("of planned hours covered");
    // Nothing was decided last week: that step is passed.
    pty.send(RIGHT)
        .wait_for("How was the week split?")
        .send("60 22 10 8\r")
        .wait_for("Guessed for 2026-W10")
        .send(ENTER);
    pty.wait_for("Actual vs guess")
        .wait_for("20h50 of 40h15 tracked")
        .wait_for("8.0 points above your usual");
    pty.send(ENTER)
        .wait_for("one line, then enter")
        .send("so many requests\r")
        .wait_gone("one line, then enter");
    pty.send(RIGHT)
        .wait_for("5 meetings in 6h50 of prospecting");
    pty.send(RIGHT)
        .wait_for("Top non-selling")
        .send("-")
        .wait_for("shrink");
    pty.send(RIGHT)
        .wait_for("from admin and distraction")
        .send(RIGHT)
        .wait_for("One decision");
    pty.send("e")
        .wait_for("commitment ›")
        .send("\u{15}>= 6h selling/prospecting\r");
    pty.wait_for("Committed for 2026-W11")
        .send(&DOWN.repeat(9))
        .send(ENTER)
        .wait_for("Review complete. Saved 09:00.");
    pty.send("y").wait_for("the recap prints when you quit");
    let left = quit(pty);
    assert!(
        left.contains("\n20h50 selling\n") && !left.contains("left out"),
        "{left}"
    );
    let review = machine.line("review --json").json();
    assert_eq!(review["guess"]["selling"], 0.6);
    assert_eq!(review["answers"]["surprise"], "so many requests");
    assert_eq!(
        review["answers"]["verdicts"],
        json!({"admin/internal-meeting": "shrink"})
    );
    assert_eq!(
        review["closed"],
        json!({"at": "2026-03-07T09:00:00+01:00", "differs": false})
    );
    machine.at("2026-03-13T09:00:00+01:00");
    let next = machine.line("review --json").json();
    assert_eq!(next["week"], "2026-W11");
    assert_eq!(next["commitment"]["text"], ">= 6h selling/prospecting");
}

#[test]
fn a_meeting_forgotten_over_the_weekend_is_asked_about_on_a_card_and_by_a_letter_pressed_again() {
    let mut machine = Machine::new();
    machine.at("2026-03-06T16:00:00+01:00");
    machine.ok("s /m @Halden");
    machine.at("2026-03-09T09:00:00+01:00");
    let before = lane(&machine);
    let pty = Pty::start(&machine, &[]);
    pty.wait_for("Did it go on after");
    pty.send("a").wait_for("Fri 17:30 – Mon 09:00 was admin");
    assert_eq!(lane(&machine), before, "nothing has changed yet");
    pty.send("b").wait_for("Fri 17:30 – Mon 09:00 was break");
    assert_eq!(lane(&machine), before, "nothing has changed yet");
    // Later: from here on the letters start now, and the question waits in a line.
    pty.send(ESC).wait_gone("again to save it");
    pty.wait_for("Away from Fri 6 Mar 17:30");
    pty.send("l").wait_for("Learning since 09:00");
    assert_eq!(lane(&machine), "selling 16:00-09:00; learning 09:00-");
    pty.send(ESC).wait_gone("experiment");
    pty.send("z").wait_for("keep meeting");
    pty.send("b").wait_for("Fri 17:30 – Mon 09:00 was break");
    pty.confirm("b", "Saved break");
    assert_eq!(
        lane(&machine),
        "selling 16:00-17:30; break 17:30-09:00; learning 09:00-"
    );
    // Taken back, it is a line again.
    pty.send("u").wait_for("Undone");
    assert_eq!(lane(&machine), "selling 16:00-09:00; learning 09:00-");
    pty.wait_for("Away from Fri 6 Mar 17:30");
    quit(pty);
}

#[test]
fn a_question_that_a_command_keeps_shows_up_as_a_line() {
    let mut machine = Machine::new();
    machine.at("2026-03-06T16:00:00+01:00");
    machine.ok("s /m @Halden");
    machine.ok("stop --at 16:00");
    machine.at("2026-03-09T09:00:00+01:00");
    let pty = open(&machine);
    // It runs on again, for days by now.
    machine.ok("undo");
    machine.ok("a");
    pty.wait_for("Away from Fri 6 Mar 17:30");
    pty.send("d").wait_for("Distraction since 09:00");
    machine.ok("away off");
    pty.wait_gone("Away from");
    assert!(
        lane(&machine).starts_with("selling 16:00-17:30"),
        "{}",
        lane(&machine)
    );
    quit(pty);
}

#[test]
fn a_zone_and_a_config_that_change_are_taken_up_while_the_screen_is_open() {
    use std::os::unix::fs::symlink;
    let mut machine = Machine::new();
    let (link, config) = (
        machine.home().join("localtime"),
        machine.home().join("own.toml"),
    );
    symlink("/usr/share/zoneinfo/Europe/Berlin", &link).expect("a link");
    std::fs::write(&config, "").expect("a config");
    machine.set("TZ", &format!(":{}", link.display()));
    machine.set("TAFS_CONFIG", config.to_str().expect("UTF-8"));
    let pty = open(&machine);
    start_selling(&pty);
    std::fs::remove_file(&link).expect("the link goes");
    symlink("/usr/share/zoneinfo/America/New_York", &link).expect("a link");
    pty.wait_for("since 08:30+01:00").wait_for("02:30");
    std::fs::write(&config, "[goal]\ntafs = 0.37\n").expect("a config");
    pty.wait_for("goal 37 %");
    std::fs::write(&config, "[goal]\ntafs = 37\n").expect("a config");
    pty.wait_for("own.toml, line 2").wait_for("goal 37 %");
    pty.send("a").wait_for("Admin since 02:30");
    quit(pty);
    machine.unset("TAFS_CONFIG");
    assert_eq!(blocks(&machine)[0]["start"], "2026-03-02T02:30:00-05:00");
}

#[test]
fn a_calendar_of_the_config_is_read_by_itself_and_again_once_it_changes() {
    let mut machine = Machine::new();
    machine.at("2026-03-02T08:30:00+01:00");
    let calendar = |title: &str, start: &str| {
        let folder = machine.home().join("calendars");
        std::fs::create_dir_all(&folder).expect("a folder");
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:{title}\n\
             DTSTART:20260302T{start}Z\nDURATION:PT30M\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        std::fs::write(folder.join("new"), text).expect("a file");
        std::fs::rename(folder.join("new"), folder.join("work.ics")).expect("a calendar");
    };
    calendar("Kestrel demo", "074200");
    machine.ok("config set calendar.files '[\"~/calendars\"]'");
    let pty = open(&machine);
    pty.wait_for("next in 12 min").wait_for("Kestrel demo?");
    calendar("Halden call", "073500");
    pty.wait_for("next in 5 min").wait_for("Halden call?");
    quit(pty);
    // What was read by itself is no change of the rep's.
    assert_eq!(machine.run(&["undo"]).code, Some(1));
}
