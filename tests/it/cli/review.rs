//! `tafs review`: Maya's week against calculations by hand, the gates, and the weeks that have little to say.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::said;
use crate::support::env::Machine;

/// In tenths, hundredths, …: rounded to so many decimals.
fn rounded(value: &Value, decimals: i32) -> i64 {
    (value.as_f64().expect("a number") * 10_f64.powi(decimals)).round() as i64
}

#[test]
fn mayas_week_comes_out_as_counted_by_hand() {
    let review = Machine::after_mayas_weeks()
        .line("review 2026-W10 --json")
        .json();
    assert_eq!(
        (&review["week"], &review["workdays"]),
        (&json!("2026-W10"), &json!(5))
    );
    let totals = &review["totals"];
    assert_eq!(totals["tracked_s"], 40 * 3600 + 15 * 60);
    assert_eq!(totals["selling_s"], 20 * 3600 + 50 * 60);
    let shares = [
        (&totals["tafs"], 518),
        (&totals["face"], 155),
        (&totals["coverage"], 943),
    ];
    for (share, expected) in shares {
        assert_eq!(rounded(share, 3), expected, "{share}");
    }
    assert_eq!(
        (
            rounded(&review["usual"]["tafs"], 3),
            &review["usual"]["weeks"]
        ),
        (437, &json!(4))
    );
    assert_eq!(rounded(&review["delta_pp"]["selling"], 1), 80);
    let freed = &review["freed"];
    assert_eq!(
        (&freed["minutes"], &freed["to"], &freed["more_of_the_same"]),
        (
            &json!(236),
            &json!({"selling": 195, "learning": 41}),
            &json!("selling")
        )
    );
    assert_eq!(freed["from"], json!({"admin": 176, "distraction": 60}));
    let sum = |category: &str| {
        let gains = freed["to_activities"].as_array().unwrap().iter();
        let gains = gains.filter(|gain| gain["category"] == category);
        gains
            .map(|gain| gain["minutes"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(
        (sum("selling"), sum("learning"), sum("admin")),
        (195, 41, 0)
    );
    assert_eq!(
        (&review["imposed_s"], &review["admin_s"]),
        (&json!(660 * 60), &json!(875 * 60))
    );
    let by = |index: usize| {
        (
            &review["by_requester"][index]["requester"],
            &review["by_requester"][index]["seconds"],
        )
    };
    assert_eq!(by(0), (&json!("manager"), &json!(18_600)));
    assert_eq!([by(1).1, by(2).1], [&json!(4800), &json!(4800)]);
    assert_eq!(
        (&review["controllable_s"], rounded(&review["use"], 3)),
        (&json!(29 * 3600 + 15 * 60), 712)
    );
    let run = &review["longest_selling_run"];
    assert_eq!(
        (&run["start"], &run["end"]),
        (
            &json!("2026-03-03T12:20:00+01:00"),
            &json!("2026-03-03T14:40:00+01:00")
        )
    );
    assert_eq!(
        (&run["seconds"], rounded(&review["switches_per_hour"], 2)),
        (&json!(8400), 77)
    );
    let prospecting = &review["yield"][0];
    assert_eq!(
        (&prospecting["activity"], &prospecting["seconds"]),
        (&json!("prospecting"), &json!(24_600))
    );
    assert_eq!(
        (&prospecting["conversations"], &prospecting["meetings"]),
        (&json!(17), &json!(5))
    );
    assert_eq!(rounded(&prospecting["meetings_per_hour"], 2), 73);
    let grades = &review["grades"];
    assert_eq!(
        (
            &grades["advance"],
            &grades["continuation"],
            &grades["live_blocks"]
        ),
        (&json!(5), &json!(3), &json!(8))
    );
    assert_eq!(review["outside_hours_s"], 2400);
    let watched: Vec<(&Value, &Value)> = review["watch_accounts"]
        .as_array()
        .expect("accounts")
        .iter()
        .map(|of| (&of["account"], &of["kind"]))
        .collect();
    assert_eq!(
        watched,
        [
            (&json!("Halden"), &json!("watch")),
            (&json!("Brightwell"), &json!("watch"))
        ]
    );
    // Nothing was guessed, promised or answered yet.
    for field in ["guess", "gap_pp", "commitment", "closed"] {
        assert_eq!(review[field], Value::Null, "{field}");
    }
    assert_eq!(review["answers"], json!({}));
}

#[test]
fn a_review_reads_well_and_says_what_is_missing() {
    assert_snapshot!(said(
        &mut Machine::after_mayas_weeks(),
        &["review 2026-W10"]
    ));
    // Without the weeks before, the gates are closed and say so.
    let review = Machine::after_mayas_week()
        .line("review 2026-W10 --json")
        .json();
    for field in ["usual", "delta_pp", "freed"] {
        assert_eq!(review[field], Value::Null, "{field}");
    }
    assert_eq!(review["missing"]["usual"], "needs 3 more weeks");
}

#[test]
fn a_guess_and_a_commitment_are_held_against_the_week() {
    let mut machine = Machine::after_mayas_weeks();
    for line in [
        "guess 60 22 10 8 --week 2026-W10",
        "commit '>= 6h selling/prospecting' --week 2026-W10",
    ] {
        assert_eq!(machine.line(line).code, Some(0), "{line}");
    }
    let review = machine.line("review 2026-W10 --json").json();
    assert_eq!(rounded(&review["gap_pp"]["selling"], 1), 82);
    assert_eq!(rounded(&review["guess"]["selling"], 2), 60);
    let commitment = &review["commitment"];
    assert_eq!(
        (&commitment["text"], &commitment["kept"]),
        (&json!(">= 6h selling/prospecting"), &json!(true))
    );
    assert_eq!(
        (&commitment["value"], &commitment["unit"]),
        (&json!(24_600), &json!("s"))
    );
    assert_snapshot!(said(&mut machine, &["review W10 --md"]));
    let page = machine.line("review W10 --html -o week.html");
    assert_eq!(page.code, Some(0), "{page}");
    let page = std::fs::read_to_string(machine.home().join("week.html")).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("6h50 of 6h prospecting · kept"));
    assert_eq!(
        machine.line("review W10 --html -o week.html").code,
        Some(1),
        "nothing is replaced unasked"
    );
}

#[test]
fn what_is_hidden_is_told_by_json_alone() {
    let mut machine = Machine::after_mayas_weeks();
    let shown = machine.ok("review 2026-W10");
    let json = machine.line("review 2026-W10 --json").json();
    let figures = [
        "touches per",
        "best four weeks",
        "learned in 180 days",
        "protected selling",
    ];
    assert!(
        figures.iter().all(|figure| shown.contains(figure)),
        "{shown}"
    );
    let config = machine.home().join("config.toml");
    let hide =
        "[insight]\nhide = [\"effort\", \"best_four\", \"learning_used\", \"protected_s\"]\n";
    std::fs::write(&config, hide).expect("a config");
    machine.set("TAFS_CONFIG", "config.toml");
    let hidden = machine.ok("review 2026-W10");
    assert!(
        figures.iter().all(|figure| !hidden.contains(figure)),
        "{hidden}"
    );
    assert_eq!(machine.line("review 2026-W10 --json").json(), json);
    std::fs::write(&config, "[insight]\nhide = [\"moon\"]\n").expect("a config");
    let said = machine.line("review 2026-W10");
    assert_eq!(said.code, Some(1), "{said}");
    for words in [
        "\"moon\", which is nothing to hide",
        "name one of effort, stages",
    ] {
        assert!(said.stderr.contains(words), "{said}");
    }
}

#[test]
fn the_week_is_the_last_one_until_wednesday() {
    let mut machine = Machine::after_mayas_week();
    for (now, week) in [
        ("2026-03-08T20:00:00+01:00", "2026-W10"),
        ("2026-03-09T08:00:00+01:00", "2026-W10"),
        ("2026-03-10T18:00:00+01:00", "2026-W10"),
        ("2026-03-11T08:00:00+01:00", "2026-W11"),
    ] {
        machine.at(now);
        assert_eq!(machine.line("review --json").json()["week"], week, "{now}");
    }
    assert_eq!(
        machine.line("review last-week --json").json()["week"],
        "2026-W10"
    );
    assert_eq!(
        machine.line("review 2026-03-04 --json").json()["week"],
        "2026-W10"
    );
    let refused = machine.line("review all");
    assert_eq!(refused.code, Some(2), "{refused}");
    assert_eq!(
        machine.line("review 2026-03").code,
        Some(2),
        "a month is no week"
    );
}

#[test]
fn an_account_is_as_old_as_its_first_block_though_nobody_worked_on_it_for_months() {
    let mut machine = Machine::new();
    machine.at("2026-03-06T18:00:00+01:00");
    machine.ok("add selling '2026-03-05 09:00' '2026-03-05 13:00' @Éclat /proposal");
    let kind = |lines: &[&str]| {
        for line in lines {
            machine.ok(line);
        }
        machine.line("review W10 --json").json()["watch_accounts"][0]["kind"].clone()
    };
    assert_eq!(kind(&[]), json!("watch"));
    let long_ago = "add selling '2025-06-02 09:00' '2025-06-02 10:00' @éclat /meeting";
    assert_eq!(kind(&[long_ago]), json!("rope"));
}

#[test]
fn weeks_with_little_in_them_are_read_kindly() {
    let mut machine = Machine::new();
    let empty = said(&mut machine, &["review"]);
    let short = said(
        &mut machine,
        &["09:30 add selling 9:00 9:20 /p", "09:30 review 2026-W10"],
    );
    let mut lost = Machine::new();
    let lost = said(
        &mut lost,
        &["18:00 add distraction 8:30 17:30", "18:00 review 2026-W10"],
    );
    assert_snapshot!([empty, short, lost].join("\n"));
}

#[test]
fn what_no_terminal_reads_is_never_cut() {
    let mut machine = Machine::after_mayas_weeks();
    machine.at("2026-03-07T19:00:00+01:00");
    let account = "Consolidated-Northern-Lights-and-Power-of-the-Western-Isles-and-Orkney";
    let requester = "the-committee-for-regional-pricing-exceptions-and-their-approval";
    let tag = "the-new-deck-for-utilities-with-more-than-twelve-thousand-employees";
    let note =
        "what they asked for at great length and in the end agreed to put on paper ".repeat(3);
    for (from, to) in [("09:30", "11:30"), ("11:30", "12:30"), ("12:30", "13:30")] {
        let times = ["2026-03-07", from, "2026-03-07", to];
        let words = [
            "--account",
            account,
            "--activity",
            "meeting",
            "--note",
            &note,
        ];
        let line = [&["add", "selling"][..], &times, &words].concat();
        assert_eq!(machine.run(&line).code, Some(0));
    }
    for (from, to) in [("14:00", "14:40"), ("15:00", "15:40"), ("16:00", "16:40")] {
        let times = ["2026-03-07", from, "2026-03-07", to];
        let words = [
            "--requester",
            requester,
            "--account",
            account,
            "--note",
            &note,
        ];
        let line = [&["add", "admin"][..], &times, &words].concat();
        assert_eq!(machine.run(&line).code, Some(0));
    }
    let learned = [
        "add",
        "learning",
        "2026-03-07",
        "17:00",
        "2026-03-07",
        "18:00",
        "--tag",
        tag,
    ];
    assert_eq!(machine.run(&learned).code, Some(0));
    for line in [
        "review 2026-W10",
        "review 2026-W10 --md",
        "burden --examples",
        "burden --md --examples",
    ] {
        let text = machine.ok(line);
        assert!(!text.contains('…'), "{line}:\n{text}");
        let joined = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('\\', "");
        let named: &[&str] = if line.starts_with("review") {
            &[account, requester, tag]
        } else {
            &[requester]
        };
        for name in named {
            assert!(joined.contains(name), "{name} in {line}:\n{text}");
        }
    }
}

#[test]
fn a_commitment_is_told_in_prose_and_a_heading_once() {
    let mut machine = Machine::after_mayas_week();
    machine.at("2026-03-07T09:00:00+01:00");
    machine.ok("commit '>= 6h selling/prospecting before 12:00' --week 2026-W10");
    for shape in ["", " --md", " --html"] {
        let told = machine.ok(&format!("review 2026-W10{shape}"));
        assert!(
            told.contains("At least 6h prospecting before 12:00"),
            "{shape}: {told}"
        );
        assert!(
            !told.contains(">= 6h") && !told.contains("&gt;= 6h"),
            "{shape}: {told}"
        );
        let heads = told.to_lowercase().matches("top non-selling").count();
        assert_eq!(heads, 1, "{shape}: {told}");
    }
}
