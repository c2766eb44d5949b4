//! `tafs report`: Maya's week in every grouping, held against calculations by hand.

use serde_json::{Value, json};

use super::said;
use crate::support::env::Machine;

/// The groups of a report, as `key minutes`.
fn groups(report: &Value) -> Vec<String> {
    let group = |group: &Value| {
        let key = group["key"].as_str().unwrap_or("-");
        let name = group["category"]
            .as_str()
            .map_or(key.to_owned(), |category| format!("{category}/{key}"));
        format!("{name} {}", group["seconds"].as_i64().unwrap() / 60)
    };
    report["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(group)
        .collect()
}

#[test]
fn json_is_as_promised() {
    let machine = Machine::after_mayas_week();
    let report = machine.line("report --json").json();
    let totals = &report["totals"];
    assert_eq!(
        (&report["from"], &report["to"], &report["by"]),
        (
            &json!("2026-03-02"),
            &json!("2026-03-08"),
            &json!("category")
        )
    );
    // 40h15 of which 20h50 selling, 14h35 admin, 2h10 learning, 2h40 distraction; 3 h of breaks, 145 minutes unknown.
    let minutes = |key: &str| totals[key].as_i64().unwrap() / 60;
    assert_eq!(
        [
            "tracked_s",
            "selling_s",
            "admin_s",
            "learning_s",
            "distraction_s",
            "break_s",
            "untracked_s"
        ]
        .map(minutes),
        [2415, 1250, 875, 130, 160, 180, 145]
    );
    assert_eq!(
        groups(&report),
        [
            "selling 1250",
            "admin 875",
            "learning 130",
            "distraction 160",
            "break 180"
        ]
    );
    assert_eq!(
        report["groups"][1],
        json!({"key": "admin", "seconds": 875 * 60, "share": 875.0 / 2415.0})
    );
    assert_eq!(
        report["groups"][4]["share"],
        Value::Null,
        "a break is no working time"
    );
    assert_eq!(
        machine.line("report --format json").stdout,
        machine.ok("report --json")
    );
    assert_eq!(
        machine.line("report 2025 --json").json()["groups"],
        json!([])
    );
    let nothing = Machine::new().line("report all --json").json();
    assert_eq!(
        (&nothing["from"], &nothing["to"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn every_grouping_adds_up_to_the_working_time() {
    let machine = Machine::after_mayas_week();
    let by = |by: &str| {
        machine
            .line(&format!("report 2026-W10 --by {by} --json"))
            .json()
    };
    for name in [
        "category",
        "activity",
        "account",
        "requester",
        "day",
        "week",
        "hour",
    ] {
        let report = by(name);
        let work: Vec<&Value> = report["groups"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|group| group["key"] != "break")
            .collect();
        let seconds: i64 = work
            .iter()
            .map(|group| group["seconds"].as_i64().unwrap())
            .sum();
        assert_eq!(seconds, 2415 * 60, "{name}");
        let shares: f64 = work
            .iter()
            .map(|group| group["share"].as_f64().unwrap())
            .sum();
        assert!((shares - 1.0).abs() < 1e-9, "{name}: {shares}");
    }
    assert_eq!(
        groups(&by("requester"))[..4],
        ["- 1540", "manager 310", "self 215", "finance 80"]
    );
    assert_eq!(
        groups(&by("account"))[..4],
        ["- 1365", "Northwind 470", "Kestrel 200", "Halden 165"]
    );
    assert_eq!(
        groups(&by("activity"))[..2],
        ["selling/prospecting 410", "selling/meeting 375"]
    );
    assert_eq!(groups(&by("day"))[3], "2026-03-05 530");
    assert_eq!(groups(&by("week")), ["2026-W10 2415"]);
    // Thursday's proposal from 20:30 to 21:10.
    assert_eq!(groups(&by("hour"))[10..], ["20 30", "21 10"]);
}

#[test]
fn tables_for_people() {
    let mut machine = Machine::after_mayas_week();
    let lines = [
        "report",
        "report --by requester",
        "report wed --by hour",
        "report thu",
        "report 2025",
        "report --by tag",
    ];
    insta::assert_snapshot!(said(&mut machine, &lines));
}

#[test]
fn a_table_is_never_wider_than_the_terminal() {
    let mut machine = Machine::after_mayas_week();
    machine.run(&[
        "add",
        "admin",
        "7:00",
        "7:30",
        "--account",
        "株式会社日本電気ソリューションズ",
        "--requester",
        "\u{1b}[2Jx",
    ]);
    for columns in [200, 80, 60, 40, 25, 9, 1] {
        machine.set("COLUMNS", &columns.to_string());
        for by in [
            "category",
            "activity",
            "account",
            "requester",
            "day",
            "week",
            "hour",
        ] {
            for line in machine.ok(&format!("report --by {by}")).lines() {
                assert!(
                    tafs::domain::text::width(line) <= columns,
                    "{columns} {by}: {line}"
                );
            }
        }
    }
    machine.set("COLUMNS", "40");
    insta::assert_snapshot!(said(&mut machine, &["report", "report --by account"]));
}

#[test]
fn an_open_question_is_counted_up_to_and_said() {
    let mut machine = Machine::new();
    machine.at("15:00").ok("s /meeting");
    // Five hours: longer than a block is likely to be.
    machine.at("20:00");
    let said = machine.line("report today");
    assert!(
        said.stderr
            .contains("Not counted yet · tafs away to answer"),
        "{said}"
    );
    let status = machine.line("status --json").json();
    let report = machine.line("report today --json").json();
    assert_eq!(report["totals"], status["today"]);
}

#[test]
fn a_day_off_has_no_gap_on_the_page() {
    let machine = Machine::after_mayas_week();
    let gaps = |machine: &Machine| {
        machine
            .ok("report fri --format html")
            .matches(" untracked</title>")
            .count()
    };
    // 16:50-17:30 on Friday.
    assert_eq!(gaps(&machine), 1);
    assert_eq!(machine.line("day off 2026-03-06").code, Some(0));
    assert_eq!(gaps(&machine), 0);
}

#[test]
fn a_file_is_made_once() {
    let mut machine = Machine::after_mayas_week();
    let lines = [
        "report -o week.json --json",
        "report -o week.json --json",
        "report -o week.json --by day --force",
        "report --force",
        "report --json --format table",
    ];
    insta::assert_snapshot!(said(&mut machine, &lines));
    assert!(
        std::fs::read_to_string(machine.home().join("week.json"))
            .unwrap()
            .contains("Thu 5 Mar")
    );
}

/// Rows of CSV as a spreadsheet reads them, the names of the columns first.
fn sheet(text: &str) -> Vec<Vec<String>> {
    let rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Texts that mean something to a spreadsheet, to Markdown, to HTML or to a terminal.
const HOSTILE: [&str; 4] = [
    "=HYPERLINK(\"x\",\"y\")",
    "a|b `c` <img src=x onerror=y>",
    "[link](javascript:x)",
    "-\"q\", more",
];

fn with_hostile_accounts() -> Machine {
    let mut machine = Machine::new();
    machine.at("18:00");
    for (hour, account) in (9..).zip(HOSTILE) {
        let start = format!("{hour:02}:00");
        let said = machine.run(&[
            "add",
            "selling",
            &start,
            "--for",
            "30m",
            "--account",
            account,
            "--note",
            "two\nlines",
        ]);
        assert_eq!(said.code, Some(0), "{said}");
    }
    machine
}

#[test]
fn csv_says_what_json_says() {
    let machine = Machine::after_mayas_week();
    for by in [
        "category",
        "activity",
        "account",
        "requester",
        "day",
        "week",
        "hour",
    ] {
        let json = machine.line(&format!("report --by {by} --json")).json();
        let text = machine.ok(&format!("report --by {by} --format csv"));
        assert!(!text.contains('\r'), "{by}");
        let rows = sheet(&text);
        // No two columns have one name.
        let category = if by == "category" {
            "letter"
        } else {
            "category"
        };
        assert_eq!(
            rows[0],
            [by, category, "seconds", "hours", "share", "selling_s"]
        );
        let groups = json["groups"].as_array().unwrap();
        assert_eq!(rows.len(), groups.len() + 1, "{by}");
        for (row, group) in rows[1..].iter().zip(groups) {
            assert_eq!(row[0], group["key"].as_str().unwrap_or_default());
            assert_eq!(row[2].parse::<i64>().ok(), group["seconds"].as_i64());
            assert_eq!(row[4].parse::<f64>().ok(), group["share"].as_f64());
        }
    }
    let accounts = sheet(&with_hostile_accounts().ok("report --by account --format csv"));
    let names: Vec<&str> = accounts[1..].iter().map(|row| row[0].as_str()).collect();
    let guarded = [
        format!("'{}", HOSTILE[3]),
        format!("'{}", HOSTILE[0]),
        HOSTILE[2].to_owned(),
        HOSTILE[1].to_owned(),
    ];
    assert_eq!(
        names, guarded,
        "as equal times sort by name, each guarded where it begins like a formula"
    );
}

#[test]
fn a_log_as_csv_has_a_row_for_each_block() {
    let machine = Machine::after_mayas_week();
    let rows = sheet(&machine.ok("log 2026-W10 --csv"));
    assert_eq!(rows.len(), 65);
    assert_eq!(
        rows[0].join(","),
        "id,start,end,category,activity,account,requester,tags,note,touches,conversations,meetings,grade,source,fit"
    );
    let first = [
        "2026-03-02T08:30:00+01:00",
        "2026-03-02T09:05:00+01:00",
        "admin",
        "internal-email",
        "",
        "self",
        "",
        "inbox",
    ];
    assert_eq!(rows[1][1..9], first);
    let row = |note: &str| rows.iter().find(|row| row[8] == note).unwrap()[3..].join(",");
    assert_eq!(
        row("CFO joins next call"),
        "selling,meeting,Northwind,,,CFO joins next call,0,0,0,advance,,"
    );
    assert_eq!(
        row("objection role-play"),
        "learning,skills,,,newdeck,objection role-play,0,0,0,,,"
    );
    assert_eq!(sheet(&machine.ok("log all --csv")), rows);
    assert_eq!(sheet(&machine.ok("log 2025 --csv")).len(), 1);
    let hostile = sheet(&with_hostile_accounts().ok("log --csv"));
    assert_eq!(
        (hostile[1][5].as_str(), hostile[1][8].as_str()),
        ("'=HYPERLINK(\"x\",\"y\")", "two\nlines")
    );
}

#[test]
fn markdown_is_one_table_and_no_text_breaks_out_of_it() {
    let machine = Machine::after_mayas_week();
    let hostile = with_hostile_accounts().ok("report --by account --format md");
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = hostile
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    assert!(
        rows.len() == 7 && rows.iter().all(|row| cells(row) == 5),
        "{hostile}"
    );
    let nothing = Machine::new().ok("report all --format md");
    insta::assert_snapshot!([machine.ok("report --format md"), hostile, nothing].join("\n"));
}

#[test]
fn a_block_with_two_tags_counts_under_each_and_that_is_said() {
    const WORDS: &str = "A block with several tags counts under each of them";
    let mut machine = Machine::new();
    machine.at("18:00");
    machine.ok("add s 9:00 10:00 #deck #pricing");
    machine.ok("add s 10:00 11:00 #deck");
    for shape in ["", " --format md", " --format html"] {
        let told = machine.ok(&format!("report --by tag{shape}"));
        assert!(told.contains(WORDS), "{shape}: {told}");
        let told = machine.ok(&format!("report --by account{shape}"));
        assert!(!told.contains(WORDS), "{shape}: {told}");
    }
    for shape in ["json", "csv"] {
        let told = machine.ok(&format!("report --by tag --format {shape}"));
        assert!(!told.contains(WORDS), "{shape}: {told}");
    }
    machine.ok("undo");
    machine.ok("undo");
    machine.ok("add s 9:00 10:00 #deck");
    assert!(!machine.ok("report --by tag").contains(WORDS));
}
