//! The sheets of `--for` in a real spreadsheet, where there is one: what it takes for a date, a time, a number, and that
//! no text becomes a formula.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::env::Machine;
use crate::support::tools;

/// An office may take long to start on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A cell as the spreadsheet has read it: `float 0.5833`, `string Northwind`, nothing where it is empty.
type Cell = String;

/// Sheets as LibreOffice reads them, row by row; `None` where it isn't there. `dialect` is the character between the
/// cells and the language, by their numbers.
fn opened(machine: &Machine, names: &[&str], dialect: &str) -> Option<Vec<Vec<Vec<Cell>>>> {
    let Some(office) = tools::find_command(&["soffice", "libreoffice"]) else {
        tools::skip("soffice", "not on the path");
        return None;
    };
    let home = machine.home();
    let mut command = Command::new(office);
    command
        .env_clear()
        .env("HOME", &home)
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(&home)
        .arg(format!(
            "-env:UserInstallation=file://{}",
            home.join("office").display()
        ))
        .args(["--headless", "--convert-to", "fods", "--outdir", "opened"])
        .arg(format!("--infilter=CSV:{dialect},false,true"))
        .args(names)
        .stdin(Stdio::null());
    let output = assert_cmd::Command::from_std(command)
        .timeout(PATIENCE)
        .output();
    let output = output.expect("the office runs");
    let read = |name: &&str| {
        let file = home
            .join("opened")
            .join(Path::new(name).with_extension("fods"));
        let text = std::fs::read_to_string(file);
        let text = text.unwrap_or_else(|error| unreachable!("{name}: {error}: {output:?}"));
        assert!(!text.contains("table:formula"), "{name} has a formula");
        rows(&text)
    };
    Some(names.iter().map(read).collect())
}

/// The rows of a flat OpenDocument sheet.
fn rows(text: &str) -> Vec<Vec<Cell>> {
    let rows = text.split("<table:table-row").skip(1);
    rows.map(|row| {
        let row = row.split("</table:table-row>").next().unwrap_or_default();
        row.split("<table:table-cell")
            .skip(1)
            .flat_map(cells)
            .collect()
    })
    .filter(|row: &Vec<Cell>| row.iter().any(|cell| !cell.is_empty()))
    .collect()
}

/// A cell as often as it is repeated.
fn cells(cell: &str) -> Vec<Cell> {
    let head = cell.split('>').next().unwrap_or_default();
    let said = |name: &str| {
        let (_, rest) = head.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()
    };
    let kind = said("office:value-type").unwrap_or_default();
    let value = match kind {
        "" => String::new(),
        "string" => {
            let lines = cell.split("<text:p>").skip(1);
            let lines = lines.map(|line| line.split("</text:p>").next().unwrap_or_default());
            lines.collect::<Vec<_>>().join("\n")
        }
        kind => {
            let name = if kind == "float" {
                "value"
            } else {
                &format!("{kind}-value")
            };
            said(&format!("office:{name}"))
                .unwrap_or_default()
                .to_owned()
        }
    };
    let value = [
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value, |value, (spelled, plain)| {
        value.replace(spelled, plain)
    });
    let times = said("table:number-columns-repeated").and_then(|times| times.parse().ok());
    // The rest of a row is one empty cell, as wide as a sheet can be.
    vec![format!("{kind} {value}").trim().to_owned(); times.unwrap_or(1).min(50)]
}

/// Holds each cell of a sheet to what its column is.
fn check_kinds(name: &str, sheet: &[Vec<Cell>]) {
    let heads: Vec<&str> = sheet[0]
        .iter()
        .filter_map(|head| head.strip_prefix("string "))
        .collect();
    assert!(sheet.len() > 2 && heads.len() > 4, "{name}: {sheet:?}");
    for row in &sheet[1..] {
        for (head, cell) in heads.iter().zip(row) {
            let kind = match *head {
                "date" => "date ",
                "start" | "end" => "time ",
                "hours" | "minutes" | "share" | "selling_hours" | "touches" | "conversations"
                | "meetings" => "float ",
                _ => "string ",
            };
            assert!(
                cell.is_empty() || cell.starts_with(kind),
                "{name}: {head} is {cell:?}"
            );
        }
    }
}

#[test]
fn a_spreadsheet_reads_dates_times_and_numbers_and_no_formula() {
    let mut machine = Machine::new();
    machine.at("2026-03-06T18:00:00+01:00");
    let notes = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+49 30 1234",
        "-2 %",
        "@SUM(A1)",
        "plain <b> & more",
    ];
    for (hour, note) in (9..).zip(notes) {
        let (from, to) = (format!("2026-03-05T{hour:02}:00"), format!("{hour:02}:35"));
        let said = machine.run(&[
            "add", "selling", &from, &to, "@=1+1", "#=A1", "--note", note,
        ]);
        assert_eq!(said.code, Some(0), "{said}");
    }
    machine.ok("s @Northwind");
    machine.at("2026-03-06T18:30:00+01:00");
    let written = |name: &str, line: &str| {
        std::fs::write(machine.home().join(name), machine.ok(line)).expect("a file");
    };
    written("export.csv", "export --for sheets");
    written("log.csv", "log week --for sheets");
    written("report.csv", "report week --for sheets");
    written("export-de.csv", "export --for excel-de");
    written("report-de.csv", "report week --for excel-de");
    let english = ["export.csv", "log.csv", "report.csv"];
    let german = ["export-de.csv", "report-de.csv"];
    let Some(mut sheets) = opened(&machine, &english, "44,34,76,1,,1033") else {
        return;
    };
    sheets.extend(opened(&machine, &german, "59,34,76,1,,1031").expect("it was there"));
    let names = [english.as_slice(), &german].concat();
    for (name, sheet) in names.iter().zip(&sheets) {
        check_kinds(name, sheet);
    }
    for (name, sheet) in names
        .iter()
        .zip(&sheets)
        .filter(|(name, _)| !name.starts_with("report"))
    {
        let place = |head: &str| {
            let head = format!("string {head}");
            sheet[0]
                .iter()
                .position(|cell| *cell == head)
                .expect("a column")
        };
        let [date, start, end, hours, minutes] =
            ["date", "start", "end", "hours", "minutes"].map(place);
        let first = [date, start, end, hours, minutes].map(|place| sheet[1][place].as_str());
        let expected = [
            "date 2026-03-05",
            "time PT09H00M00S",
            "time PT09H35M00S",
            "float 0.5833",
            "float 35",
        ];
        assert_eq!(first, expected, "{name}");
        let read: Vec<&str> = sheet[1..]
            .iter()
            .map(|row| row[place("note")].as_str())
            .collect();
        let guarded = [
            "string '=HYPERLINK(\"http://x\",\"y\")",
            "string '+49 30 1234",
            "string '-2 %",
            "string '@SUM(A1)",
        ];
        assert_eq!(read[..4], guarded, "{name}");
        assert_eq!(read[4], "string plain <b> & more", "{name}");
        assert_eq!(sheet[1][place("account")], "string '=1+1", "{name}");
        let running = &sheet[6];
        assert_eq!(
            (running[end].as_str(), running[minutes].as_str()),
            ("", "float 30"),
            "{name}"
        );
    }
    assert_eq!(
        sheets[2][1][..4],
        ["string selling", "string s", "float 3.4167", "float 205"]
    );
    assert_eq!(
        sheets[2], sheets[4],
        "a comma and a point are the same number"
    );
}
