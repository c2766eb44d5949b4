//! `tafs import` of sheets that other tools write: columns that a person names, presets, files that tell what they are,
//! and what a call or a meeting becomes.

use std::fs;

use super::import::machine_with;
use super::{said, without_ids};
use crate::support::env::Machine;

const DIALER: &str = "Started at;Talk time;Result;Way;Company;Who\n\
    2026-04-01T06:30:00Z;310;Answered;Outgoing;Kestrel;Maya\n\
    2026-04-01T06:40:00Z;22;Busy;Outgoing;Halden;Maya\n\
    2026-04-01T06:40:00Z;95;Answered;Incoming;Halden;Sam\n";
const COLUMNS: &str =
    "start=Started at,duration=Talk time:s,connected=Result,direction=Way,account=Company";

fn run(machine: &Machine, words: &[&str]) -> String {
    machine.run(words).to_string()
}

#[test]
fn a_sheet_is_read_by_the_columns_that_are_named_once() {
    let machine = machine_with("csv");
    fs::write(machine.home().join("dialer.csv"), DIALER).expect("a file");
    let with = |columns: &str, more: &[&str]| {
        let words = ["import", "csv", "dialer.csv", "--columns", columns];
        run(&machine, &[&words[..], more].concat())
    };
    let people = format!("{COLUMNS},person=Who");
    let session = [
        with(COLUMNS, &["--dry-run"]),
        with("start=Started,duration=Talk time", &[]),
        with("start=Started at,duration=Talk time", &[]),
        with("strat=Started at", &[]),
        with(&people, &[]),
        with(&people, &["--person", "Mia"]),
        with(&people, &["--person", "maya", "--explain"]),
        with(&people, &["--person", "maya"]),
        machine.line("log all").to_string(),
        machine
            .line("import csv week.csv --person maya")
            .to_string(),
        run(
            &machine,
            &["import", "watson", "dialer.csv", "--columns", COLUMNS],
        ),
    ];
    insta::assert_snapshot!(without_ids(&session.join("\n")));
}

#[test]
fn a_source_of_the_config_is_a_format_of_ones_own() {
    let mut machine = machine_with("csv");
    fs::write(machine.home().join("dialer.csv"), DIALER).expect("a file");
    let config = "[[sources]]\nname = \"dialer\"\nstart = \"Started at\"\nduration = \"Talk time:s\"\n\
        connected = \"Result\"\naccount = \"Company\"\n";
    machine.ok("config init");
    let path = machine.home().join(".config/tafs/config.toml");
    fs::write(path, config).expect("a config");
    let session = said(
        &mut machine,
        &[
            "import dialer dialer.csv --json",
            "import dialre dialer.csv",
            "import dialer week.csv",
            "import dialer",
            "import watson",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn a_file_tells_what_it_is_and_a_wrong_format_is_refused() {
    let mut machine = machine_with("aircall");
    let write =
        |name: &str, text: &[u8]| fs::write(machine.home().join(name), text).expect("a file");
    write(
        "takeout.zip",
        b"PK\x03\x04..........................Takeout/Calendar/a.ics",
    );
    write("any.csv", b"Day,Hours\n2026-03-02,1\n");
    write(
        "either.csv",
        b"Start date,Start time,Project\n2026-03-02,8:30,x\n",
    );
    write("notes.txt", b"hello\n");
    let lines = [
        "import calls.csv --dry-run",
        "import csv calls.csv",
        "import toggl calls.csv",
        "import json calls.csv",
        "import aircall calls.csv",
        "import calls.csv --json",
        "report 2026-03-31 --by activity",
        "log all --json",
        "import any.csv",
        "import either.csv",
        "import notes.txt",
        "import takeout.zip",
        "import csv takeout.zip",
        "import ics takeout.zip",
        "import json takeout.zip",
        "import aircall takeout.zip",
        "import hours takeout.zip",
        "import nowhere.csv",
    ];
    let session = said(&mut machine, &lines);
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn a_meeting_is_selling_or_admin_by_who_took_part() {
    let mut machine = machine_with("outlook");
    let plain = machine.ok("import english.csv --dry-run --explain");
    machine.ok("config init");
    let set = ["config", "set", "me.domains", "[\"mycompany.com\"]"];
    assert_eq!(machine.run(&set).code, Some(0), "{plain}");
    let session = said(
        &mut machine,
        &[
            "import english.csv --explain",
            "import english.csv",
            "import german.csv --dry-run",
            "log all",
            "undo",
        ],
    );
    insta::assert_snapshot!(without_ids(&format!("{plain}\n{session}")));
}

#[test]
fn every_preset_goes_all_the_way_and_twice_adds_nothing() {
    for preset in tafs::exchange::presets::presets() {
        let mut machine = machine_with(preset.name);
        machine.at("2026-12-01T12:00:00+01:00");
        let mut files: Vec<_> = fs::read_dir(machine.home())
            .expect("a home")
            .map(|file| file.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|end| end == "csv"))
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{}", preset.name);
        for file in files {
            let file = file.to_string_lossy().into_owned();
            let first = machine.run(&["import", &file, "--json", "--overlap", "skip"]);
            assert_eq!(first.code, Some(0), "{first}");
            let report = first.json();
            assert_eq!(report["format"].as_str(), Some(preset.name), "{first}");
            assert!(report["read"].as_u64() > Some(0), "{first}");
            assert_eq!(
                report["rejected"].as_array().map(Vec::len),
                Some(0),
                "{first}"
            );
            let again = machine.run(&["import", preset.name, &file, "--json", "--overlap", "skip"]);
            let again = again.json();
            assert_eq!(again["added"].as_u64(), Some(0), "{again}");
        }
    }
}
