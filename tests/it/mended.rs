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

/// The rows of an import: start, end and category.
fn import(machine: &Machine, rows: &[(&str, &str, &str)]) {
    let line = |(start, end, category): &(&str, &str, &str)| {
        format!("{{\"start\":\"{start}\",\"end\":\"{end}\",\"category\":\"{category}\"}}\n")
    };
    let said = machine.run_with_input(&["import", "json", "-"], &rows.iter().map(line).collect::<String>());
    assert_eq!(said.code, Some(0), "{said}");
}

/// The lines of a log without their ids.
fn log(machine: &Machine, range: &str) -> Vec<String> {
    let out = machine.ok(&format!("log {range}"));
    let bare = |line: &str| match line.strip_prefix("  ") {
        Some(row) => format!("- {}", row.split_once("  ").unwrap().1.trim_start()),
        None => line.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    out.lines().filter(|line| !line.is_empty()).map(bare).collect()
}

#[test]
fn a_log_has_each_day_once_also_after_a_journey() {
    let mut machine = Machine::new();
    machine.at("2026-03-20T12:00:00+01:00");
    import(
        &machine,
        &[
            ("2026-03-11T09:00:00-05:00", "2026-03-11T10:00:00-05:00", "selling"),
            ("2026-03-12T07:00:00+09:00", "2026-03-12T08:00:00+09:00", "selling"),
            ("2026-03-11T20:00:00-05:00", "2026-03-11T21:00:00-05:00", "admin"),
        ],
    );
    let all = log(&machine, "all");
    let headings: Vec<&String> = all.iter().filter(|line| !line.starts_with('-')).collect();
    assert!(headings[0].starts_with("Wed 11 Mar") && headings[0].contains("1h00 selling of 2h00 tracked"), "{all:?}");
    assert!(headings[1].starts_with("Thu 12 Mar") && headings[1].contains("1h00 selling of 1h00 tracked"), "{all:?}");
    assert!(headings[2].starts_with("2 days") && headings[2].contains("2h00 selling of 3h00 tracked"), "{all:?}");
    assert_eq!(headings.len(), 3, "{all:?}");
    for (day, place) in [("2026-03-11", 0), ("2026-03-12", 1)] {
        assert_eq!(&log(&machine, day)[0], headings[place], "one day reads the same alone and among others");
    }
}

#[test]
fn a_block_over_midnight_stands_under_each_of_its_days_with_its_part() {
    let mut machine = Machine::new();
    machine.at("2026-03-04T12:00:00+01:00");
    import(
        &machine,
        &[
            ("2026-03-02T22:00:00+01:00", "2026-03-04T01:30:00+01:00", "learning"),
            ("2026-03-04T09:00:00+01:00", "2026-03-04T09:00:20+01:00", "break"),
        ],
    );
    machine.ok("s --at 11:00");
    assert_eq!(
        log(&machine, "week"),
        [
            "Mon 2 Mar 0 to 82 % 0h00 selling of 2h00 tracked · 18 % covered",
            "- 22:00-…       2h00  l learning",
            "Tue 3 Mar 0.0 % 0h00 selling of 24h00 tracked",
            "- …-…      24h00  l learning",
            "Wed 4 Mar 6 to 56 % 1h00 selling of 2h30 tracked · 50 % covered"
                .replace("6 to 56 %", "20 to 70 %")
                .as_str(),
            "- …-01:30   1h30  l learning",
            "- 09:00-09:00   20 s  b break",
            "- 11:00-now     1h00  s selling",
            "3 days 3.5 % 1h00 selling of 28h30 tracked · 71 % covered, so 3 to 31 %",
        ]
    );
    let status = machine.ok("status");
    assert!(status.contains("1h00 selling of 28h30 tracked"), "{status}");
}

#[test]
fn ids_are_short_also_after_an_import() {
    let mut machine = Machine::new();
    machine.at("2026-03-04T12:00:00+01:00");
    let times: Vec<(String, String)> = (0..60)
        .map(|minute| (format!("2026-03-03T09:{minute:02}:00Z"), format!("2026-03-03T09:{minute:02}:30Z")))
        .collect();
    let rows: Vec<(&str, &str, &str)> =
        times.iter().map(|(start, end)| (start.as_str(), end.as_str(), "admin")).collect();
    import(&machine, &rows);
    let out = machine.ok("log yesterday");
    let ids: Vec<&str> = out.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(ids.len(), 60);
    assert!(ids.iter().all(|id| (8..=20).contains(&id.len())), "{ids:?}");
    machine.ok(&format!("edit {} learning", ids[30]));
}

#[test]
fn looking_makes_no_file() {
    let machine = Machine::new();
    for line in ["status", "status --json", "log", "log all", "log --json", "gaps", "away", "export"] {
        machine.ok(line);
        assert!(!machine.db().exists(), "{line}");
    }
    assert_eq!(machine.ok("log all --json"), "[]\n");
    assert_eq!(machine.line("status --json").json()["week"]["tracked_s"], 0);
}

#[test]
fn times_that_came_twice_have_their_offset() {
    let mut machine = Machine::new();
    machine.at("2026-10-25T01:45:00Z");
    machine.ok("add a 02:10+02:00 02:50+02:00");
    machine.ok("s --at 02:30+01:00");
    let status = machine.ok("status");
    assert!(status.contains("since 02:30+01:00"), "{status}");
    let lines = log(&machine, "today");
    assert!(lines[1].contains("02:10-02:50") && lines[1].ends_with("(+02:00)"), "{lines:?}");
    assert!(lines[2].ends_with("(+01:00)"), "{lines:?}");
    assert_eq!(machine.ok("status --format {since}"), "02:30+01:00\n");
}
