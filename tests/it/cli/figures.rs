//! Figures: `status` in all its shapes, held against calculations by hand.

use serde_json::{Value, json};
use tafs::domain::away::{Cause, Question};
use tafs::domain::calendar::parse_rfc3339;
use tafs::store::Store;

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

fn close(found: &Value, expected: f64) -> bool {
    found
        .as_f64()
        .is_some_and(|found| (found - expected).abs() < 1e-9)
}

#[test]
fn mayas_monday_comes_out_as_counted_by_hand() {
    let status = mayas_monday().line("status --json").json();
    let today = &status["today"];
    // 45 + 50 + 20 + 60 + 70 minutes of selling; 35 + 55 + 15 + 30 + 20 + 30 of admin; 40 + 20 of distraction.
    let (selling, admin, distraction) = (245, 185, 60);
    let tracked = selling + admin + distraction;
    // Of 08:30-17:30, nothing is on record from 17:20 on.
    let untracked = 10;
    assert_eq!(today["selling_s"], selling * 60);
    assert_eq!(today["admin_s"], admin * 60);
    assert_eq!(today["learning_s"], 0);
    assert_eq!(today["distraction_s"], distraction * 60);
    assert_eq!(today["break_s"], 40 * 60);
    assert_eq!(today["tracked_s"], tracked * 60);
    assert_eq!(today["untracked_s"], untracked * 60);
    let share = |part: i32, whole: i32| f64::from(part) / f64::from(whole);
    assert!(close(&today["tafs"], share(selling, tracked)), "{today}");
    assert!(close(&today["face"], share(50, tracked)), "{today}");
    assert!(
        close(&today["coverage"], share(tracked, tracked + untracked)),
        "{today}"
    );
    assert!(
        close(&today["tafs_low"], share(selling, tracked + untracked)),
        "{today}"
    );
    assert!(
        close(
            &today["tafs_high"],
            share(selling + untracked, tracked + untracked)
        ),
        "{today}"
    );
    assert_eq!(status["week"], *today, "Monday is all there is of the week");
    assert_eq!(status["running"], Value::Null);
}

#[test]
fn status_in_the_middle_of_the_day_agrees_with_a_calculation_by_hand() {
    let mut machine = Machine::new();
    std::fs::write(machine.home().join("config.toml"), "[goal]\ntafs = 0.45\n").unwrap();
    let config = machine.home().join("config.toml");
    machine.set("TAFS_CONFIG", config.to_str().unwrap());
    machine.at("08:45").ok("a /e !self");
    machine.at("09:15").ok("s @Northwind /meeting POC terms");
    machine.at("10:00").ok("b");
    machine.at("10:05").ok("stop");
    machine.at("10:30").ok("s @Halden /w");
    let status = machine
        .at("2026-03-02T11:15:30+01:00")
        .line("status --json")
        .json();
    assert!(
        status["running"]["id"]
            .as_str()
            .is_some_and(|id| id.len() == 36)
    );
    let mut running = status["running"].clone();
    running.as_object_mut().unwrap().remove("id");
    let expected = json!({
        "start": "2026-03-02T10:30:00+01:00", "end": null, "category": "selling", "activity": "proposal",
        "account": "Halden", "requester": null, "tags": [], "note": "",
        "outcomes": {"touches": 0, "conversations": 0, "meetings": 0, "grade": null},
        "source": null, "fit": null, "elapsed_s": 45 * 60 + 30,
    });
    assert_eq!(running, expected);
    assert_eq!(status["now"], "2026-03-02T11:15:30+01:00");
    assert_eq!(status["goal"], json!({"tafs": 0.45}));
    assert_eq!(status["away"], Value::Null);
    // Admin 30 minutes, a live meeting of 45, the proposal for 45:30; untracked 25 after the break, and nothing before it all.
    let (selling, admin, untracked) = (45 * 60 + 45 * 60 + 30, 30 * 60, 25 * 60);
    let tracked = f64::from(selling + admin);
    let today = &status["today"];
    let keys: Vec<&String> = today.as_object().unwrap().keys().collect();
    let contract = [
        "selling_s",
        "admin_s",
        "learning_s",
        "distraction_s",
        "break_s",
        "tracked_s",
        "untracked_s",
        "tafs",
        "face",
        "coverage",
        "tafs_low",
        "tafs_high",
    ];
    assert!(
        contract
            .iter()
            .all(|key| keys.iter().any(|known| known == key)),
        "{keys:?}"
    );
    assert_eq!(
        (&today["selling_s"], &today["admin_s"]),
        (&json!(selling), &json!(admin))
    );
    assert_eq!(
        (&today["break_s"], &today["untracked_s"]),
        (&json!(300), &json!(untracked))
    );
    assert!(
        close(&today["tafs"], f64::from(selling) / tracked),
        "{today}"
    );
    assert!(close(&today["face"], 2700.0 / tracked), "{today}");
    assert!(
        close(
            &today["coverage"],
            tracked / (tracked + f64::from(untracked))
        ),
        "{today}"
    );
}

#[test]
fn off_the_clock_and_with_nothing_on_record_status_is_fine() {
    let mut machine = Machine::new();
    let session = said(
        &mut machine,
        &[
            "08:30 status",
            "08:30 status --json",
            "08:30 status --format '[{category}{letter}{activity}{account}{note}{elapsed}{since}] {tafs} {selling}/{tracked}'",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn status_for_people() {
    let mut machine = mayas_monday();
    machine
        .at("2026-03-03T08:40:00+01:00")
        .ok("s @Brightwell /meeting --note 'nice chat'");
    let mut session = machine.at("2026-03-03T09:14:30+01:00").ok("status");
    machine
        .at("2026-03-04T11:00:00+01:00")
        .ok("stop --at '2026-03-03 09:30'");
    session += &machine.ok("status");
    machine.at("2026-03-05T17:30:00+01:00");
    session += &machine.ok("status");
    insta::assert_snapshot!(session);
}

#[test]
fn while_time_away_is_asked_about_the_block_counts_up_to_there() {
    let mut machine = Machine::new();
    machine.at("08:30").ok("s @Northwind");
    let mut store = Store::open(&machine.db()).unwrap();
    let block = store.running().unwrap().unwrap();
    let since = parse_rfc3339("2026-03-02T09:15:00+01:00").unwrap();
    assert!(
        store
            .raise(Question {
                block: block.id,
                cause: Cause::Slept,
                since,
                until: None
            })
            .unwrap()
    );
    let status = machine.at("12:00").line("status --json").json();
    assert_eq!(
        status["away"],
        json!({"since": "2026-03-02T09:15:00+01:00"})
    );
    assert_eq!(
        (&status["today"]["selling_s"], &status["running"]["end"]),
        (&json!(45 * 60), &Value::Null)
    );
    let shown = machine.ok("status");
    assert!(
        shown.contains("Away from 09:15") && shown.contains("0h45 selling of 0h45 tracked"),
        "{shown}"
    );
}

#[test]
fn where_only_bounds_may_be_told_no_row_tells_a_share() {
    let mut machine = Machine::new();
    machine.at("2026-03-08T20:00:00+01:00");
    let maya = include_str!("../../fixtures/maya.jsonl");
    let two_days: Vec<&str> = maya.lines().take(28).collect();
    let file = machine.home().join("two.jsonl");
    std::fs::write(&file, two_days.join("\n") + "\n").unwrap();
    machine.ok(&format!("import json {}", file.display()));
    for line in [
        "status",
        "report W10",
        "report W10 --by day",
        "report W10 --by activity",
        "report W10 --format md",
        "report W10 --format html",
        "review W10",
        "review W10 --md",
        "review W10 --html",
    ] {
        let mut told = machine.ok(line);
        let (_, page) = told.split_once("</style>").unwrap_or(("", &told));
        told = page.replace('\u{a0}', " ");
        assert!(
            told.contains("20.0") && told.contains("79.1 %"),
            "{line}:\n{told}"
        );
        for allowed in ["79.1 %", "40.9 % covered", "60 % coverage"] {
            told = told.replace(allowed, "");
        }
        let shares: Vec<&str> = told.lines().filter(|line| line.contains(" %")).collect();
        assert_eq!(shares, [""; 0], "{line}");
    }
}

/// `08:30` with seconds, on Maya's Monday.
fn second(time: &str) -> String {
    format!("2026-03-02T{time}+01:00")
}

#[test]
fn rows_agree_with_their_times_and_gaps_add_up_to_what_is_untracked() {
    let mut machine = Machine::new();
    for (time, line) in [
        ("08:30:40", "s first"),
        ("08:41:10", "stop"),
        ("08:41:50", "a"),
        ("09:00:20", "stop"),
        ("09:20:05", "s second"),
        ("09:50:05", "stop"),
    ] {
        machine.at(&second(time)).ok(line);
    }
    machine.at("10:00");
    // 630 s, but 11 minutes on the clock.
    let log = machine.ok("log");
    for row in [
        "08:30-08:41   0h11",
        "08:41-09:00   0h19",
        "09:20-09:50   0h30",
    ] {
        assert!(log.contains(row), "{row} in\n{log}");
    }
    let gaps = machine.line("gaps --json").json();
    let lengths = gaps.as_array().unwrap().iter();
    let sum: i64 = lengths.map(|gap| gap["seconds"].as_i64().unwrap()).sum();
    let status = machine.line("status --json").json();
    assert_eq!(json!(sum), status["today"]["untracked_s"]);
    assert_eq!(sum, 40 + 1185 + 595);
    let gaps = machine.ok("gaps");
    let untracked = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let place = words.iter().position(|word| *word == "untracked");
        let place = place.unwrap_or_else(|| panic!("no total in {text}"));
        [
            words[place - 1],
            words.get(place + 1).copied().unwrap_or_default(),
        ]
        .map(str::to_owned)
    };
    assert_eq!(untracked(&gaps)[0], "0h30", "{gaps}");
    assert!(gaps.contains("1 gap under 5 min: 40 s"), "{gaps}");
    assert!(gaps.contains("09:00-09:20   0h20"), "{gaps}");
    let status = machine.ok("status");
    assert!(untracked(&status).contains(&"0h30".to_owned()), "{status}");
}

#[test]
fn templates_are_filled() {
    let mut machine = Machine::new();
    machine.at("09:00").ok("s @Northwind /meeting POC terms");
    machine.at("2026-03-02T11:15:30+01:00");
    let cases = [
        (
            "{category} {letter} {activity} {account} {note}",
            "selling s meeting Northwind POC terms\n",
        ),
        (
            "{elapsed} {since} {tafs} {selling} {tracked}",
            "2:15:30 09:00 100.0 % 2h15 2h15\n",
        ),
        ("{{{letter}}} 日本 {{}}", "{s} 日本 {}\n"),
        ("", "\n"),
    ];
    for (template, expected) in cases {
        let said = machine.run(&["status", "--format", template]);
        assert_eq!(
            (said.code, said.stdout.as_str()),
            (Some(0), expected),
            "{said}"
        );
    }
    let wrong = said(
        &mut machine,
        &[
            "status --format '{letter} {foo}'",
            "status --format 'a { b'",
            "status --json --format x",
        ],
    );
    insta::assert_snapshot!(wrong);
}
