//! CSV for spreadsheets: dates, times and lengths as they read them, in their own dialect; and rows to the nearest
//! quarter of an hour.

use crate::support::env::Machine;

/// The cells of a sheet in which no cell needs quotes.
fn cells(text: &str, delimiter: char) -> Vec<Vec<&str>> {
    let lines = text.lines();
    lines.map(|line| line.split(delimiter).collect()).collect()
}

/// The column of a name.
fn column<'a>(sheet: &[Vec<&'a str>], name: &str) -> Vec<&'a str> {
    let place = sheet[0].iter().position(|head| *head == name);
    let place = place.unwrap_or_else(|| unreachable!("{name} is a column of {:?}", sheet[0]));
    sheet[1..].iter().map(|row| row[place]).collect()
}

fn is_number(text: &str, decimal: char) -> bool {
    let (whole, rest) = text.split_once(decimal).unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(rest)
}

#[test]
fn every_block_has_its_date_its_times_and_its_length_as_numbers() {
    let machine = Machine::after_mayas_week();
    for line in [
        "log mon --for sheets",
        "log mon --csv --for sheets",
        "export mon --for sheets",
        "export mon --format csv --for sheets",
    ] {
        let text = machine.ok(line);
        let sheet = cells(&text, ',');
        assert_eq!(
            sheet[0][..7],
            [
                "date", "start", "end", "hours", "minutes", "category", "activity"
            ],
            "{line}"
        );
        assert_eq!(
            sheet[1][..7],
            [
                "2026-03-02",
                "08:30",
                "09:05",
                "0.5833",
                "35",
                "admin",
                "internal-email"
            ]
        );
        let mut heads = sheet[0].clone();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), sheet[0].len(), "no two columns have one name");
        assert!(
            column(&sheet, "hours")
                .iter()
                .all(|cell| is_number(cell, '.')),
            "{text}"
        );
        let minutes: i64 = column(&sheet, "minutes")
            .iter()
            .filter_map(|cell| cell.parse::<i64>().ok())
            .sum();
        assert_eq!(minutes, 530, "8h10 tracked and a break of 40m");
    }
}

#[test]
fn a_block_that_runs_counts_up_to_now_and_one_with_seconds_keeps_them() {
    let mut machine = Machine::new();
    machine.ok("add admin 07:00:30 07:30");
    machine.at("08:00").ok("s");
    let text = machine.at("08:45").ok("log --for sheets");
    let sheet = cells(&text, ',');
    assert_eq!(
        sheet[1][..5],
        ["2026-03-02", "07:00:30", "07:30", "0.4917", "29.5"]
    );
    assert_eq!(sheet[2][..5], ["2026-03-02", "08:00", "", "0.75", "45"]);
}

#[test]
fn excel_in_german_gets_its_semicolons_commas_and_mark() {
    let machine = Machine::after_mayas_week();
    let text = machine.ok("report week --for excel-de");
    let bare = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let sheet = cells(bare, ';');
    assert_eq!(
        sheet[0],
        [
            "category",
            "letter",
            "hours",
            "minutes",
            "share",
            "selling_hours"
        ]
    );
    assert_eq!(
        sheet[1],
        ["selling", "s", "20,8333", "1250", "0,5176", "20,8333"]
    );
    assert!(
        column(&sheet, "minutes")
            .iter()
            .all(|cell| is_number(cell, ',')),
        "{text}"
    );
    let same = machine.ok("report week --for sheets --delimiter ; --decimal , --bom");
    assert_eq!(same, text);
    let log = machine.ok("log mon --for excel-de");
    assert!(
        log.starts_with("\u{feff}date;start;end;hours;minutes;"),
        "{log}"
    );
    assert!(
        log.contains("2026-03-02;08:30;09:05;0,5833;35;admin"),
        "{log}"
    );
    let plain = machine.ok("report week --format csv --decimal ,");
    assert!(plain.contains("selling;s;75000;20,83;0,51"), "{plain}");
    let tabs = machine.ok("export mon --format csv --delimiter tab");
    assert!(tabs.starts_with("id\tstart\tend\t"), "{tabs}");
    // And it comes back.
    let mut other = Machine::new();
    other.at("2026-03-08T12:00:00+01:00");
    let file = other.home().join("sheet.csv");
    std::fs::write(
        &file,
        machine.ok("export all --format csv --delimiter ; --bom"),
    )
    .expect("a file");
    other.ok("import csv sheet.csv");
    assert_eq!(other.ok("export"), machine.ok("export"));
}

#[test]
fn no_cell_of_a_sheet_is_a_formula() {
    let machine = Machine::new();
    for account in ["=1+1", "+49 30", "@SUM(A1)", "-5"] {
        machine.command(&[
            "s",
            "/meeting",
            "--account",
            account,
            "--at",
            "07:00",
            "--force",
        ]);
    }
    machine.ok("add admin 06:00 06:30 --note =cmd()");
    let text = machine.ok("export all --for sheets");
    for row in cells(&text, ',') {
        let is_formula = |cell: &&str| cell.starts_with(['=', '+', '-', '@']);
        assert!(!row.iter().any(is_formula), "{text}");
    }
    assert!(text.contains("'=cmd()"), "{text}");
}

#[test]
fn what_does_not_go_together_is_refused_with_what_to_write() {
    let machine = Machine::after_mayas_week();
    for (line, what, hint) in [
        (
            "log week --json --for sheets",
            "--for is for CSV only",
            "write --csv, or drop --for",
        ),
        ("log week --bom", "--bom is for CSV only", "write --csv"),
        (
            "export --decimal ,",
            "--decimal is for CSV only",
            "write --format csv",
        ),
        (
            "export --format ics --for sheets",
            "--for is for CSV only",
            "drop --for",
        ),
        (
            "report --format md --for sheets",
            "--for is for CSV only",
            "drop --for",
        ),
        (
            "report --json --delimiter ;",
            "--delimiter is for CSV only",
            "write --format csv",
        ),
        (
            "log --csv --delimiter xx",
            "--delimiter is , ; | or tab",
            "with the quotes",
        ),
        (
            "log --csv --decimal x",
            "--decimal is . or ,",
            "leave it out",
        ),
        (
            "log --csv --decimal , --delimiter ,",
            "a comma can't stand both",
            "--delimiter ';'",
        ),
        ("report --round 10s", "--round is 1m to 24h", "--round 15m"),
        ("report --round x", "x", "hint"),
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(2), "{said}");
        assert_eq!(said.stdout, "", "{said}");
        assert!(
            said.stderr.contains(what) && said.stderr.contains(hint),
            "{said}"
        );
    }
}

#[test]
fn rounded_rows_add_up_to_their_total_and_that_is_said() {
    let machine = Machine::after_mayas_week();
    let report = machine.line("report week --by account --round 15m --json");
    let json = report.json();
    let seconds = |group: &serde_json::Value| group["seconds"].as_i64().expect("seconds");
    let groups = json["groups"].as_array().expect("groups");
    assert!(groups.iter().all(|group| seconds(group) % 900 == 0));
    let sum: i64 = groups.iter().map(seconds).sum();
    assert_eq!(json["rounded_total_s"].as_i64(), Some(sum));
    assert_eq!(json["rounded_to_s"], 900);
    assert_eq!(
        json["totals"]["tracked_s"],
        2415 * 60,
        "the totals stay exact"
    );
    assert!(
        report.stderr.contains("rounded to the nearest 15 min"),
        "{report}"
    );
    // Each to the nearest: none is more than half a step away.
    let exact = machine.line("report week --by account --json").json();
    assert!(exact.get("rounded_to_s").is_none());
    for (rounded, exact) in groups
        .iter()
        .zip(exact["groups"].as_array().expect("groups"))
    {
        assert!(
            (seconds(rounded) - seconds(exact)).abs() <= 450,
            "{rounded} {exact}"
        );
    }
    let table = machine.ok("report week --by account --round 15m");
    assert!(
        table.contains("Each row is rounded to the nearest 15 min"),
        "{table}"
    );
    let csv = machine.ok("report week --by account --round 15m --for sheets");
    let minutes = column(&cells(&csv, ','), "minutes")
        .iter()
        .filter_map(|cell| cell.parse::<i64>().ok())
        .sum::<i64>();
    assert_eq!(minutes * 60, sum);
}
