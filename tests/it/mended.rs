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
    let clock =
        |time: &serde_json::Value| time.as_str().map_or("", |time| &time[11..16]).to_owned();
    let one = |block: &serde_json::Value| {
        format!(
            "{} {}-{}",
            &block["category"].as_str().unwrap()[..1],
            clock(&block["start"]),
            clock(&block["end"])
        )
    };
    blocks.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_block_is_split_merged_and_moved() {
    let mut machine = Machine::new();
    machine.at("14:00").ok("add a 9:00 10:00");
    machine.ok("add s 10:00 11:00 @Halden");
    assert!(told(&machine, "split last 10:30").starts_with("Split at 10:30"));
    assert_eq!(
        blocks(&machine, "today"),
        ["a 09:00-10:00", "s 10:00-10:30", "s 10:30-11:00"]
    );
    assert!(told(&machine, "merge last").starts_with("Merged into selling @Halden 10:00-11:00"));
    assert!(told(&machine, "move last --start -15m --end +10m").contains("09:45-11:10"));
    assert_eq!(
        blocks(&machine, "today"),
        ["a 09:00-09:45", "s 09:45-11:10"]
    );
    machine.ok("move last --start 9:50 --end 10:50");
    assert_eq!(
        blocks(&machine, "today"),
        ["a 09:00-09:45", "s 09:50-10:50"]
    );
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("undo");
    assert_eq!(
        blocks(&machine, "today"),
        ["a 09:00-10:00", "s 10:00-11:00"]
    );
    machine.ok("s --at 12:00");
    machine.ok("split running -30m");
    machine.ok("move running --end 13:50");
    assert_eq!(
        blocks(&machine, "today")[2..],
        ["s 12:00-13:30", "s 13:30-13:50"]
    );

    assert!(
        refused(&machine, 1, "split last 9:00").contains("9:00 doesn't lie inside 13:30–13:50")
    );
    assert!(
        refused(&machine, 1, "split last 13:55").contains("13:55 doesn't lie inside 13:30–13:50")
    );
    assert!(refused(&machine, 2, "split last soon").contains("is not a time"));
    assert!(refused(&machine, 2, "move last").contains("--start"));
    assert!(refused(&machine, 2, "move last --start +x").contains("isn't a length of time"));
    machine.ok("a");
    assert!(refused(&machine, 2, "move running --end +5m").contains("no end yet to move"));
}

#[test]
fn gaps_are_told_by_day() {
    let mut machine = Machine::new();
    assert_eq!(
        machine.line("gaps 2026-W10 --json").json(),
        serde_json::json!([])
    );
    assert!(!machine.db().exists());
    machine.at("12:00").ok("add a 9:00 10:00");
    machine.ok("add s 10:30 12:00");
    assert_eq!(
        machine.ok("gaps"),
        "Mon 2 Mar   0h30 untracked\n  10:00-10:30   0h30\n"
    );
    let json = machine.line("gaps week --json").json();
    assert_eq!(json[0]["start"], "2026-03-02T10:00:00+01:00");
    assert_eq!(
        (&json[0]["day"], &json[0]["seconds"]),
        (&"2026-03-02".into(), &1800.into())
    );
    assert!(told(&machine, "gaps sun").starts_with("No gap in sun"));
}

#[test]
fn a_stale_block_counts_up_to_where_it_is_doubtful_until_it_is_answered() {
    let mut machine = Machine::new();
    machine.ok("s @Halden --at 8:30");
    assert_eq!(
        machine.line("status --json").json()["away"],
        serde_json::Value::Null
    );
    machine.at("14:00");
    let status = machine.line("status --json").json();
    assert_eq!(status["away"]["since"], "2026-03-02T12:30:00+01:00");
    assert_eq!(status["today"]["selling_s"], 4 * 3600);
    let shown = machine.ok("status");
    assert!(
        shown.contains("Away from 12:30? Not counted yet · tafs away to answer"),
        "{shown}"
    );
    let asked = machine.ok("away");
    assert!(
        asked.starts_with("selling @Halden since 08:30: what was 12:30–14:00 (1h30)?"),
        "{asked}"
    );
    assert!(refused(&machine, 2, "away perhaps").contains("isn't an answer"));

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
        assert_eq!(
            machine.line("status --json").json()["away"],
            serde_json::Value::Null,
            "{answer}"
        );
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
    let said = machine.run_with_input(
        &["import", "json", "-"],
        &rows.iter().map(line).collect::<String>(),
    );
    assert_eq!(said.code, Some(0), "{said}");
}

/// The lines of a log without their ids.
fn log(machine: &Machine, range: &str) -> Vec<String> {
    let out = machine.ok(&format!("log {range}"));
    let bare = |line: &str| match line.strip_prefix("  ") {
        Some(row) => format!("- {}", row.split_once("  ").unwrap().1.trim_start()),
        None => line.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    out.lines()
        .filter(|line| !line.is_empty())
        .map(bare)
        .collect()
}

#[test]
fn a_log_has_each_day_once_also_after_a_journey() {
    let mut machine = Machine::new();
    machine.at("2026-03-20T12:00:00+01:00");
    import(
        &machine,
        &[
            (
                "2026-03-11T09:00:00-05:00",
                "2026-03-11T10:00:00-05:00",
                "selling",
            ),
            (
                "2026-03-12T07:00:00+09:00",
                "2026-03-12T08:00:00+09:00",
                "selling",
            ),
            (
                "2026-03-11T20:00:00-05:00",
                "2026-03-11T21:00:00-05:00",
                "admin",
            ),
        ],
    );
    let all = log(&machine, "all");
    let headings: Vec<&String> = all.iter().filter(|line| !line.starts_with('-')).collect();
    assert!(
        headings[0].starts_with("Wed 11 Mar")
            && headings[0].contains("1h00 selling of 2h00 tracked"),
        "{all:?}"
    );
    assert!(
        headings[1].starts_with("Thu 12 Mar")
            && headings[1].contains("1h00 selling of 1h00 tracked"),
        "{all:?}"
    );
    assert!(
        headings[2].starts_with("2 days") && headings[2].contains("2h00 selling of 3h00 tracked"),
        "{all:?}"
    );
    assert_eq!(headings.len(), 3, "{all:?}");
    for (day, place) in [("2026-03-11", 0), ("2026-03-12", 1)] {
        assert_eq!(
            &log(&machine, day)[0],
            headings[place],
            "one day reads the same alone and among others"
        );
    }
}

#[test]
fn a_block_over_midnight_stands_under_each_of_its_days_with_its_part() {
    let mut machine = Machine::new();
    machine.at("2026-03-04T12:00:00+01:00");
    import(
        &machine,
        &[
            (
                "2026-03-02T22:00:00+01:00",
                "2026-03-04T01:30:00+01:00",
                "learning",
            ),
            (
                "2026-03-04T09:00:00+01:00",
                "2026-03-04T09:00:20+01:00",
                "break",
            ),
        ],
    );
    machine.ok("s --at 11:00");
    assert_eq!(
        log(&machine, "week"),
        [
            "Mon 2 Mar 0.0 % 0h00 selling of 2h00 tracked",
            "- 22:00-…       2h00  l learning",
            "Tue 3 Mar 0.0 % 0h00 selling of 24h00 tracked",
            "- …-…      24h00  l learning",
            "Wed 4 Mar 20.0 to 70.0 % 1h00 selling of 2h30 tracked · 50.1 % covered",
            "- …-01:30   1h30  l learning",
            "- 09:00-09:00   20 s  b break",
            "- 11:00-now     1h00  s selling",
            "3 days 3.5 % 1h00 selling of 28h30 tracked",
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
        .map(|minute| {
            (
                format!("2026-03-03T09:{minute:02}:00Z"),
                format!("2026-03-03T09:{minute:02}:30Z"),
            )
        })
        .collect();
    let rows: Vec<(&str, &str, &str)> = times
        .iter()
        .map(|(start, end)| (start.as_str(), end.as_str(), "admin"))
        .collect();
    import(&machine, &rows);
    let out = machine.ok("log yesterday");
    let ids: Vec<&str> = out
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(ids.len(), 60);
    assert!(ids.iter().all(|id| (8..=24).contains(&id.len())), "{ids:?}");
    machine.ok(&format!("edit {} learning", ids[30]));
}

#[test]
fn looking_makes_no_file() {
    let machine = Machine::new();
    for line in [
        "status",
        "status --json",
        "log",
        "log all",
        "log --json",
        "gaps",
        "away",
        "export",
    ] {
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
    assert!(
        lines[1].contains("02:10-02:50") && lines[1].ends_with("(+02:00)"),
        "{lines:?}"
    );
    assert!(lines[2].ends_with("(+01:00)"), "{lines:?}");
    assert_eq!(machine.ok("status --format {since}"), "02:30+01:00\n");
}

#[test]
fn the_hint_of_a_start_is_the_one_that_fits() {
    let mut machine = Machine::new();
    machine.at("2026-03-29T12:00:00+02:00").ok("s --at 1:00");
    for command in ["s", "stop", "resume"] {
        let hint = |time: &str| {
            let said = machine.run(&[command, "--at", time]);
            assert_eq!(said.code, Some(2), "{said}");
            said.stderr
                .split_once("hint: ")
                .unwrap_or_else(|| panic!("no hint: {said}"))
                .1
                .replace("\n     ", "")
        };
        assert!(hint("02:30").contains("the nearest times that did are 01:59 and 03:00"));
        assert!(hint("9").contains("write 9:00 for the time"));
        for time in ["noon", "", "9.40"] {
            assert!(
                hint(time).contains("write it as 9:40"),
                "{time:?}: {}",
                hint(time)
            );
        }
        for time in ["15m", "yesterday", "mon"] {
            assert!(
                hint(time).contains("of several words in quotes"),
                "{time:?}: {}",
                hint(time)
            );
        }
        for time in ["24:00", "1900-01-01 00:00"] {
            let said = machine.run(&[command, "--at", time]);
            assert!(!said.stderr.contains("in quotes"), "{said}");
        }
    }
}

#[test]
fn an_edit_moves_a_block_to_the_day_that_it_names() {
    let mut machine = Machine::new();
    machine
        .at("2026-03-05T14:00:00+01:00")
        .ok("add a 8:00 9:00 /crm");
    for line in [
        "yesterday 10:00-11:00",
        "2026-03-04 10:00-11:00",
        "'2026-03-04 10:00-2026-03-04 11:00'",
        "wed 10:00-11:00",
    ] {
        machine.ok(&format!("edit last {line}"));
        assert_eq!(blocks(&machine, "2026-03-04"), ["a 10:00-11:00"], "{line}");
        assert_eq!(
            machine.line("log yesterday --json").json()[0]["note"],
            "",
            "{line}"
        );
        machine.ok("undo");
    }
    for line in ["08:00-09:00 11:00-12:00", "-30m-now", "-15m", "admin 9:00"] {
        refused(&machine, 2, &format!("edit last {line}"));
    }
    assert_eq!(blocks(&machine, "today"), ["a 08:00-09:00"]);
}

#[test]
fn an_end_is_said_once_and_lies_after_the_start() {
    let mut machine = Machine::new();
    machine.at("14:00");
    assert!(refused(&machine, 2, "add s 9:00 10:00 --for 30m").contains("TO and --for together"));
    assert!(refused(&machine, 2, "add s 10:00 9:00").contains("9:00 is not after 10:00"));
    machine.ok("add s 9:00 --for 30m 1000 units");
    assert_eq!(blocks(&machine, "today"), ["s 09:00-09:30"]);
    assert!(told(&machine, "add b 12:00:00 12:00:30").contains("12:00:00-12:00:30 (30 s)"));
}

#[test]
fn a_template_shows_no_share_below_the_gates() {
    let mut machine = Machine::new();
    machine.at("09:12").ok("add s 8:30 9:12");
    assert_eq!(machine.ok("status --format {tafs}"), "–\n");
    machine.at("13:30").ok("add s 9:12 10:40");
    assert_eq!(machine.ok("status --format {tafs}"), "43.3–100.0 %\n");
    machine.ok("add a 10:40 13:30");
    assert_eq!(machine.ok("status --format {tafs}"), "43.3 %\n");
    let mut machine = Machine::new();
    machine.at("13:30").ok("add s 8:30 10:40");
    machine.ok("add a 11:30 13:30");
    let share = "52.0 % (43.3–60.0 %)\n";
    assert_eq!(machine.ok("status --format {tafs}"), share);
}

#[test]
fn words_with_a_hyphen_are_text_or_told() {
    let mut machine = Machine::new();
    machine.at("12:00");
    let note = |machine: &Machine| machine.line("status --json").json()["running"]["note"].clone();
    machine.ok("a '-5% discount'");
    assert_eq!(note(&machine), "-5% discount");
    assert!(refused(&machine, 2, "s hello -5 degrees").contains("text goes into --note"));
    machine.ok("s --account -x");
    assert_eq!(
        machine.line("status --json").json()["running"]["account"],
        "-x"
    );
    assert!(refused(&machine, 2, "log -7d").contains("7d"));
    assert!(refused(&machine, 2, "s --account ''").contains("--account is empty"));
    assert!(refused(&machine, 2, "s --attention").contains("--attention"));
}

#[test]
fn an_edit_says_what_goes_with_it() {
    let mut machine = Machine::new();
    machine.at("08:30").ok("a /crm");
    machine.at("12:00");
    let said = told(&machine, "edit last selling");
    assert!(
        said.contains("crm is an activity of admin: it is gone"),
        "{said}"
    );
    let said = told(&machine, "edit running -11:30");
    assert!(
        said.contains("it runs no longer: off the clock since 11:30"),
        "{said}"
    );
    let said = told(&machine, "undo") + &told(&machine, "redo");
    assert!(said.contains("Redone: edit"), "{said}");
}

#[test]
fn help_is_a_command_too() {
    let machine = Machine::new();
    assert_eq!(machine.ok("help start"), machine.ok("start --help"));
    assert_eq!(machine.ok("help"), machine.ok("--help"));
    assert!(refused(&machine, 2, "help lunch").contains("lunch"));
}

#[test]
fn an_import_says_what_it_left_as_it_was() {
    let mut machine = Machine::new();
    machine.at("14:00");
    let row = "{\"id\":\"0195a1b2-c3d4-7e5f-8a6b-000000000001\",\"start\":\"2026-03-02T09:00:00+01:00\",\
               \"end\":\"2026-03-02T10:00:00+01:00\",\"category\":\"admin\",\"tags\":[\"\"],\"note\":null,\"outcomes\":null}";
    let take = |row: &str| machine.run_with_input(&["import", "json", "-"], row).stderr;
    assert!(take(row).starts_with("Added 1 of 1 block (1h)"));
    assert!(take(row).contains("  1 here already\n"));
    let other = take(&row.replace("admin", "selling"));
    assert!(
        other.contains("  1 here already, but saying something else: kept as it is here\n"),
        "{other}"
    );
    assert_eq!(blocks(&machine, "today"), ["a 09:00-10:00"]);
    let runs = take("{\"start\":\"2026-03-02T13:00:00+01:00\",\"category\":\"admin\"}");
    assert!(runs.starts_with("Added 1 of 1 block\n"), "{runs}");
    for (row, expected) in [
        ("3", "not a tafs export: no line starts with {"),
        ("{\"start\":3}", "start is 3, not a text"),
    ] {
        assert!(take(row).contains(expected), "{}", take(row));
    }
}

#[test]
fn a_config_is_begun_shown_and_never_overwritten() {
    let mut machine = Machine::new();
    let path = machine.home().join("conf/tafs.toml");
    machine.set("TAFS_CONFIG", path.to_str().unwrap());
    assert_eq!(machine.ok("config path"), format!("{}\n", path.display()));
    let defaults = machine.ok("config show");
    assert!(told(&machine, "config init").starts_with("Wrote "));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), defaults);
    machine.ok("status");
    assert!(refused(&machine, 1, "config init").contains("already exists"));
    let left = std::fs::read_dir(machine.home().join("conf")).unwrap();
    assert_eq!(left.count(), 1, "nothing beside it");
    std::fs::write(&path, "nonsense").unwrap();
    assert_eq!(machine.ok("config show"), "nonsense");
    assert!(refused(&machine, 1, "status").contains("tafs config init"));
}

#[test]
fn keys_that_tag_time_stay_what_they_are_and_actions_have_to_exist() {
    let mut machine = Machine::new();
    machine.set("TAFS_CONFIG", "keys.toml");
    let with = |text: &str| std::fs::write(machine.home().join("keys.toml"), text).unwrap();
    with("[keys]\nundo = \"u\"\nquit = \"s\"\n");
    let said = refused(&machine, 1, "status");
    assert!(
        said.contains("keys.toml, line 3: \"s\" cannot be bound to \"quit\""),
        "{said}"
    );
    with("[keys]\nqiut = \"q\"\n");
    let said = refused(&machine, 1, "status");
    assert!(
        said.contains("line 2: there is no action \"qiut\"") && said.contains("\"quit\"?"),
        "{said}"
    );
    with("[theme]\nsellin = \"green\"\n");
    assert!(refused(&machine, 1, "s").contains("line 2"));
}
