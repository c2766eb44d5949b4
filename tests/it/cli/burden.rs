//! `tafs burden`: the sheet about requests, and what is on it for others to read.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::env::Machine;

fn machine() -> Machine {
    let mut machine = Machine::after_mayas_weeks();
    machine.at("2026-03-07T09:00:00+01:00");
    machine
}

#[test]
fn the_sheet_reads_well_and_names_no_account() {
    let machine = machine();
    let text = machine.ok("burden 2026-W10");
    insta::assert_snapshot!(text);
    for shape in ["", " --md", " --html", " --json"] {
        let told = machine.ok(&format!("burden 2026-W10{shape}"));
        assert!(told.contains("manager"), "{told}");
        assert!(
            !told.contains("Halden") && !told.contains("redlines"),
            "{shape}: {told}"
        );
        let full = machine.ok(&format!("burden 2026-W10 --examples{shape}"));
        assert!(full.contains("forecast sheet"), "{shape}: {full}");
    }
    let none = Machine::new();
    assert!(
        none.ok("burden")
            .contains("Nobody asked for admin in these days.")
    );
    assert_eq!(
        none.line("burden --json").json()["imposed_share"],
        Value::Null
    );
}

#[test]
fn below_the_gate_of_tafs_no_share_is_told() {
    let mut machine = Machine::new();
    machine.at("2026-03-09T07:00:00+01:00");
    let told = |machine: &Machine, lack: &str| {
        for shape in ["", " --md", " --html"] {
            let sheet = machine.ok(&format!("burden 2026-W10{shape}"));
            // On a page a figure and its sign stay together.
            let sheet = sheet.replace('\u{a0}', " ");
            assert!(sheet.contains(lack), "{shape}: {sheet}");
            let shares = sheet.replace("60 % coverage", "");
            let shares = shares.split("</style>").last().unwrap_or_default();
            assert!(!shares.contains(" %"), "{shape}: {sheet}");
        }
        let json = machine.line("burden 2026-W10 --json").json();
        assert_eq!(json["imposed_share"], Value::Null);
        assert_eq!(json["by_requester"][0]["share"], Value::Null);
    };
    machine.ok("add a 2026-03-06T09:00:00+01:00 2026-03-06T10:00:00+01:00 !legal");
    machine.ok("add a 2026-03-06T10:00:00+01:00 2026-03-06T11:00:00+01:00");
    told(&machine, "1h00 of 2h00 admin was asked for by others");
    told(&machine, "A share needs 8h tracked.");
    let json = machine.line("burden 2026-03-06 --json").json();
    assert_eq!(json["imposed_share"], Value::Null, "9h were planned");
    machine.ok("day off 2026-03-06 11:00-17:30");
    // A day has a share from two hours on.
    let json = machine.line("burden 2026-03-06 --json").json();
    assert_eq!(json["imposed_share"], 0.5);
    machine.ok("add s 2026-03-02T08:30:00+01:00 2026-03-02T17:30:00+01:00");
    told(&machine, "A share needs 60 % coverage.");
    machine.ok("day off 2026-03-03..2026-03-05");
    let sheet = machine.ok("burden 2026-W10");
    assert!(sheet.contains("was asked for by others: 50.0 %"), "{sheet}");
    assert!(
        sheet.contains("50.0 % of admin has no requester."),
        "{sheet}"
    );
}

#[test]
fn it_is_written_into_a_file_once() {
    let machine = machine();
    let path = machine.home().join("requests.html");
    let line = format!("burden --html -o {}", path.display());
    assert_eq!(machine.ok(&line), "", "it is no terminal");
    let page = fs::read_to_string(&path).expect("the page");
    assert!(
        page.contains("!finance") && page.contains("tafs · requests"),
        "{page}"
    );
    assert_eq!(machine.line(&line).code, Some(1), "the file stays");
}

#[test]
fn the_figures_agree_with_a_second_calculation() {
    let machine = machine();
    let json = machine.line("burden 2026-02-09..2026-03-07 --json").json();
    let mut seconds: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut by_week: BTreeMap<String, i64> = BTreeMap::new();
    let (mut admin, mut tracked) = (0, 0);
    for line in machine.ok("export --format json all").lines() {
        let block: Value = serde_json::from_str(line).expect("a block");
        let at = |field: &str| {
            let text = block[field].as_str().expect("a time");
            chrono::DateTime::parse_from_rfc3339(text).expect("a time")
        };
        let (start, end) = (at("start"), at("end"));
        if start.format("%F").to_string().as_str() < "2026-02-09" || block["category"] == "break" {
            continue;
        }
        let length = (end - start).num_seconds();
        tracked += length;
        if block["category"] != "admin" {
            continue;
        }
        admin += length;
        let requester = block["requester"].as_str().filter(|name| *name != "self");
        if let Some(requester) = requester {
            seconds
                .entry(requester.to_owned())
                .or_default()
                .push(length);
            *by_week
                .entry(start.format("%G-W%V").to_string())
                .or_default() += length;
        }
    }
    assert_eq!(
        (&json["admin_s"], &json["tracked_s"]),
        (&Value::from(admin), &Value::from(tracked))
    );
    let imposed: i64 = seconds.values().flatten().sum();
    assert_eq!(json["imposed_s"], imposed);
    let asked = json["by_requester"].as_array().expect("a list");
    assert_eq!(asked.len(), seconds.len());
    for of in asked {
        let mut all = seconds[of["requester"].as_str().expect("a name")].clone();
        all.sort_unstable();
        let sum: i64 = all.iter().sum();
        let median = i64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2]);
        let is_ranked = all.len() >= 3 && sum >= 3600;
        assert_eq!(of["count"], all.len());
        assert_eq!(of["seconds"], sum);
        assert_eq!(of["median_s"].as_i64(), is_ranked.then_some(median));
        let share = of["share"].as_f64().expect("a share");
        assert!((share - sum as f64 / admin as f64).abs() < 1e-12);
        let longest: Vec<i64> = all.iter().rev().take(3).copied().collect();
        let examples = of["examples"].as_array().expect("a list").iter();
        let examples: Vec<i64> = examples.filter_map(|one| one["seconds"].as_i64()).collect();
        assert_eq!(examples, longest);
    }
    let weeks = json["weeks"].as_array().expect("weeks");
    let weeks: Vec<(String, i64)> = weeks
        .iter()
        .map(|of| {
            let name = of["week"].as_str().expect("a week").to_owned();
            (name, of["seconds"].as_i64().expect("seconds"))
        })
        .collect();
    let names = ["2026-W07", "2026-W08", "2026-W09", "2026-W10"].map(str::to_owned);
    let expected = names.map(|name| {
        let seconds = by_week.get(&name).copied().unwrap_or_default();
        (name, seconds)
    });
    assert_eq!(weeks, expected);
}

#[test]
fn all_begins_on_the_day_of_the_first_block() {
    let mut machine = Machine::new();
    machine.at("2026-03-04T18:00:00+01:00");
    machine.ok("add a 9:00 10:00 !legal");
    machine.ok("add s 10:00 11:00 @Halden");
    machine.at("2026-03-07T09:00:00+01:00");
    let first = |machine: &Machine, line: &str| machine.line(line).json()["from"].clone();
    for line in ["burden all --json", "report all --json"] {
        assert_eq!(first(&machine, line), "2026-03-04", "{line}");
    }
    assert!(machine.ok("burden all").contains("4 Mar"));
    // West of the date line a later block is of the day before.
    let block = |start: &str, end: &str| {
        format!(r#"{{"start":"{start}","end":"{end}","category":"admin","requester":"legal"}}"#)
    };
    let blocks = [
        block("2026-03-02T01:00:00+13:00", "2026-03-02T02:00:00+13:00"),
        block("2026-03-01T05:00:00-10:00", "2026-03-01T06:00:00-10:00"),
    ];
    let said = machine.run_with_input(&["import", "json", "-"], &blocks.join("\n"));
    assert_eq!(said.code, Some(0), "{said}");
    for line in ["burden all --json", "report all --json"] {
        assert_eq!(first(&machine, line), "2026-03-01", "{line}");
    }
}
