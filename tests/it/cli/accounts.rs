//! `tafs accounts`, and the accounts that nobody has spoken to for long, against a second calculation.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::env::Machine;

#[test]
fn mayas_accounts_are_listed_in_every_shape() {
    let mut machine = Machine::after_mayas_week();
    machine.at("2026-03-07T09:00:00+01:00");
    insta::assert_snapshot!(machine.ok("accounts"));
    let csv = machine.ok("accounts --csv");
    assert!(csv.starts_with("account,seconds,hours,live_s,"), "{csv}");
    assert!(
        csv.contains("Halden,9900,2.75,2400,0,0,0,0,1,0,0,2026-03-04,3,watch"),
        "{csv}"
    );
    let json = machine.line("accounts 2026-03-03 --json").json();
    let names: Vec<&str> = json
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|of| of["account"].as_str())
        .collect();
    assert_eq!(names, ["Kestrel", "Brightwell"]);
    assert_eq!(json[1]["live_s"], 3000);
    assert_eq!(json[1]["last"], "2026-03-05", "the last touch of all days");
    assert_eq!(
        machine.line("accounts 2026-02").stderr.trim(),
        "No account in 2026-02"
    );
    assert!(
        Machine::new()
            .line("accounts")
            .stderr
            .contains("No account yet")
    );
}

#[test]
fn what_has_slipped_agrees_with_a_second_calculation() {
    let machine = Machine::after_mayas_weeks();
    let mut machine = machine;
    machine.at("2026-03-07T09:00:00+01:00");
    // A touch long before the weeks that a review reads, and selling since that is none.
    for line in [
        "add s 2025-06-02 09:00 10:00 /m @Vela",
        "add s 2025-12-01 09:00 10:00 /w @vela",
        "add s 2026-01-12 06:00 07:00 /k @Lumen",
        "add s 2026-01-13 06:00 07:00 /r @Tarn",
        "add s 2025-08-01 09:00 10:00 /m @Gone",
    ] {
        machine.ok(line);
    }
    let blocks: Vec<Value> = machine
        .ok("export --format json all")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a block"))
        .collect();
    for (now, week, last) in [
        ("2026-03-07T09:00:00+01:00", "W10", "2026-03-07"),
        ("2026-03-07T09:00:00+01:00", "W09", "2026-03-01"),
        ("2026-04-20T09:00:00+02:00", "W17", "2026-04-20"),
    ] {
        machine.at(now);
        let review = machine.line(&format!("review {week} --json")).json();
        let found: Vec<(String, i64)> = review["nurture"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|of| {
                let name = of["account"].as_str().expect("a name").to_lowercase();
                (name, of["days"].as_i64().expect("days"))
            })
            .collect();
        let mut expected = recount(&blocks, last);
        expected.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        assert_eq!(found, expected, "{week} at {now}");
        assert!(
            expected.iter().any(|(name, _)| name == "vela"),
            "{expected:?}"
        );
    }
}

/// Days without a touch by account, from the exported blocks alone.
fn recount(blocks: &[Value], last: &str) -> Vec<(String, i64)> {
    let day = |text: &str| -> i64 {
        let date: chrono::NaiveDate = text[..10].parse().expect("a date");
        date.signed_duration_since(chrono::NaiveDate::default())
            .num_days()
    };
    let mut sold: BTreeMap<String, i64> = BTreeMap::new();
    let mut touched: BTreeMap<String, i64> = BTreeMap::new();
    for block in blocks {
        let at = day(block["start"].as_str().expect("a start"));
        let Some(account) = block["account"].as_str().filter(|_| at <= day(last)) else {
            continue;
        };
        if block["category"] == "selling" {
            sold.insert(account.to_lowercase(), at);
            if ["nurture", "follow-up", "meeting"]
                .map(Value::from)
                .contains(&block["activity"])
            {
                touched.insert(account.to_lowercase(), at);
            }
        }
    }
    let days = touched
        .iter()
        .map(|(name, at)| (name.clone(), day(last) - at));
    days.filter(|(name, days)| *days >= 30 && day(last) - sold[name] < 180)
        .collect()
}

#[test]
fn what_no_terminal_reads_keeps_its_names_whole() {
    let machine = Machine::new();
    let name = "Consolidated-Northern-Lights-and-Power-of-the-Western-Isles";
    machine.ok(&format!("add selling 8:00 8:30 --account {name}"));
    let table = machine.ok("accounts");
    assert!(table.contains(&format!("@{name}")), "{table}");
    assert!(table.contains("last touch"), "{table}");
}
