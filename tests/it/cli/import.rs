//! `tafs import` from other tools: what the report says, what is trimmed or refused, and that twice is once.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use super::{said, without_ids};
use crate::support::env::Machine;

/// A Saturday after the week of the fixtures.
const SATURDAY: &str = "2026-04-04T09:00:00+02:00";

/// A machine with the fixtures of a format in its home folder.
pub(super) fn machine_with(format: &str) -> Machine {
    let mut machine = Machine::new();
    machine.at(SATURDAY);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(format);
    for file in std::fs::read_dir(folder).expect("a folder of fixtures") {
        let file = file.expect("a fixture");
        std::fs::copy(file.path(), machine.home().join(file.file_name())).expect("a copy");
    }
    machine
}

#[test]
fn a_sheet_of_another_tool_is_taken_in_once() {
    let mut machine = machine_with("csv");
    let session = said(
        &mut machine,
        &[
            "import csv week.csv --dry-run --explain",
            "log all",
            "import csv week.csv",
            "import csv week.csv --json",
            "log all",
            "undo",
            "log all",
            "import csv week.csv --from 2026-03-03 --to 2026-03-03 --tz America/New_York",
            "export all",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn bad_rows_are_named_and_the_good_ones_taken() {
    let mut machine = machine_with("csv");
    let session = said(
        &mut machine,
        &[
            "import csv broken.csv",
            "import csv broken.csv --json",
            "log 2026-03-02",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn what_it_is_comes_from_rules_and_names_and_dates_are_read_as_asked() {
    let mut machine = machine_with("csv");
    let config = "[[rules]]\ntitle = \"forecast\"\ncategory = \"admin\"\nactivity = \"reporting\"\nrequester = \"manager\"\n";
    std::fs::write(machine.home().join("config.toml"), config).expect("a config");
    let session = said(
        &mut machine,
        &[
            "import csv month-first.csv",
            "import csv month-first.csv --date-format dd/mm/yyyy --dry-run",
            "import csv month-first.csv --date-format ymd",
            "--config config.toml import csv month-first.csv --date-format mdy --category project:pipeline=s/p,l --explain",
            "import csv month-first.csv --date-format mdy --category project:pipeline=s/p --dry-run --explain",
            "import csv month-first.csv --date-format mdy --category projct:pipeline=s/p",
            "import csv month-first.csv --date-format mdy --tz Europe/Berln",
            "import csv month-first.csv --date-format mdy --from 2026-03-05 --to 2026-03-01",
            "log 2026-03-02..2026-03-04 --csv",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn what_overlaps_is_trimmed_left_out_or_refuses_all() {
    let mut machine = machine_with("csv");
    machine.ok("add selling '2026-03-02 08:45' '2026-03-02 10:30'");
    let session = said(
        &mut machine,
        &[
            "import csv week.csv --overlap refuse",
            "log 2026-03-02",
            "import csv week.csv --overlap skip --dry-run",
            "import csv week.csv",
            "import csv week.csv --overlap refuse",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn what_holds_no_blocks_is_refused_by_name() {
    let mut machine = machine_with("csv");
    std::fs::write(machine.home().join("zip.csv"), b"PK\x03\x04\0\0").expect("a file");
    let session = said(
        &mut machine,
        &[
            "import harvest week.csv",
            "import rescuetime week.csv",
            "import activitywatch week.csv",
            "import csv zip.csv",
            "import watson week.csv",
            "import csv missing.csv",
            "import excel week.csv",
            "log all",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn a_sheet_of_our_own_comes_back_whole() {
    let mut from = Machine::new();
    from.at("12:00");
    from.ok(
        "add selling 9:00 9:30 '@=HYPERLINK(1)' '#a, b' '+3conv' '+advance' '-2 %, she \"said\"'",
    );
    from.ok("add admin 9:30 10:00 /crm '!legal' --note '日本 👩‍👩‍👧\nsecond line'");
    from.ok("s /meeting");
    let text = from.ok("export");
    for sheet in [from.ok("export --format csv"), from.ok("log all --csv")] {
        let mut to = Machine::new();
        to.at("12:00");
        let taken = to.run_with_input(&["import", "csv", "-"], &sheet);
        assert_eq!(
            (taken.code, to.ok("export")),
            (Some(0), text.clone()),
            "{taken}\n{sheet}"
        );
        let again = to.run_with_input(&["import", "csv", "-", "--json"], &sheet);
        assert_eq!(
            (
                again.json()["added"].as_u64(),
                again.json()["already"].as_u64()
            ),
            (Some(0), Some(3)),
            "{again}"
        );
    }
}

#[test]
fn ctrl_c_before_the_end_of_the_input_says_that_nothing_is_saved() {
    let row = "2026-03-02 08:00,2026-03-02 08:30,written before the weekly meeting\n";
    for format in ["csv", "ics"] {
        let machine = Machine::new();
        let mut command = machine.command(&["import", format, "-"]);
        let mut running = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tafs starts");
        let begins = if format == "csv" {
            "start,end,note\n"
        } else {
            "BEGIN:VCALENDAR\n"
        };
        // More than a pipe holds: once it is written, the program has read.
        let text = begins.to_owned() + &row.repeat(10_000);
        let input = running.stdin.as_mut().expect("a pipe");
        input.write_all(text.as_bytes()).expect("it reads");
        let pid = Pid::from_child(&running);
        kill_process(pid, Signal::INT).expect("it runs");
        let mut said = String::new();
        let mut stderr = running.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut said).expect("it ends");
        let status = running.wait().expect("it ends");
        assert_eq!(status.code(), Some(130), "{said}");
        assert_eq!(
            said,
            "error: interrupted\nhint: nothing was saved; run it again to finish it\n"
        );
        assert!(!machine.db().exists());
    }
}

#[test]
fn an_endless_source_of_no_text_is_refused() {
    let machine = Machine::new();
    for args in [&["import", "csv", "-"][..], &["import", "-"]] {
        let zeros = std::fs::File::open("/dev/zero").expect("zeros");
        let said = machine
            .command(args)
            .stdin(zeros)
            .output()
            .expect("it ends");
        let told = String::from_utf8_lossy(&said.stderr);
        assert!(told.contains("it isn't text"), "{told}");
        assert_eq!(said.status.code(), Some(1));
    }
}

#[test]
fn a_file_of_tafs_is_called_what_it_is() {
    let machine = Machine::new();
    machine.ok("add selling 7:00 8:00");
    for line in [
        "import tafs.db",
        "import csv tafs.db",
        "import hours tafs.db",
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(1), "{said}");
        assert!(said.stderr.contains("tafs.db: it is a tafs file"), "{said}");
        assert!(said.stderr.contains("--everything"), "{said}");
    }
}

#[test]
fn a_source_that_is_none_makes_no_file() {
    let machine = Machine::new();
    for text in ["", "a,b\n1,2\n"] {
        let refused = machine.run_with_input(&["import", "csv", "-"], text);
        assert_ne!(refused.code, Some(0), "{refused}");
        assert!(!machine.db().exists(), "{text:?}");
    }
}

#[test]
fn a_calendar_is_told_what_its_zones_are() {
    let machine = machine_with("ics");
    let read = |options: &[&str]| {
        let words = ["import", "ics", "zones.ics", "--dry-run", "--json"];
        let report = machine.run(&[&words[..], options].concat()).json();
        (
            report["read"].as_i64(),
            report["rejected"].as_array().map(Vec::len),
        )
    };
    let named = ["--zone", "customized time zone=America/New_York"];
    assert_eq!(read(&[]), (Some(3), Some(1)));
    assert_eq!(read(&named), (Some(4), Some(0)));
    let by_windows = ["--zone", "Customized Time Zone=Eastern Standard Time"];
    assert_eq!(read(&by_windows), (Some(4), Some(0)));
    machine.ok("config init");
    let set = [
        "config",
        "set",
        "zones.\"Customized Time Zone\"",
        "America/New_York",
    ];
    assert_eq!(machine.run(&set).code, Some(0));
    assert_eq!(read(&[]), (Some(4), Some(0)));
}

#[test]
fn what_only_a_calendar_understands_is_refused_of_others() {
    let mut machine = machine_with("csv");
    let session = said(
        &mut machine,
        &[
            "import csv week.csv --zone Office=Europe/Berlin",
            "import csv week.csv --include-long",
            "import ics week.csv --zone Europe/Berlin",
            "import ics week.csv --zone Office=Europe/Berlni",
            "import ics week.csv --zone Office=Europe/Berlin --zone office=Europe/Rome",
            "config set zones.Office Europe/Berlni",
            "log all",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn the_all_day_events_of_a_calendar_are_days_off_at_once_and_one_undo_takes_them_back() {
    let mut machine = machine_with("ics");
    machine.ok("day work 2026-05-12");
    machine.ok("day off 2026-05-13");
    machine.ok("day off 2026-05-14 12:00-17:30");
    let before = machine.ok("export --everything");
    let session = said(
        &mut machine,
        &[
            "import ics days-off.ics --dry-run",
            "import ics days-off.ics --days-off --dry-run --explain",
            "import ics days-off.ics --days-off",
            "import ics days-off.ics --days-off --json",
            "undo --list",
            "undo",
        ],
    );
    insta::assert_snapshot!(session);
    assert_eq!(machine.ok("export --everything"), before);
    let may = "import ics days-off.ics --days-off --from 2027-01-01 --to 2029-12-31 --json";
    let days = machine.run(&may.split(' ').collect::<Vec<_>>()).json()["days_off"]["days"].clone();
    let labor_days: Vec<&str> = days
        .as_array()
        .expect("days")
        .iter()
        .filter_map(|day| day.as_str())
        .collect();
    assert_eq!(labor_days, ["2027-05-01", "2028-05-01", "2029-05-01"]);
    assert_eq!(machine.ok("log all"), "", "no block, and nothing to accept");
}

#[test]
fn a_calendar_tells_what_it_leaves_out_and_what_lies_on_other_days() {
    let mut machine = machine_with("ics");
    let session = said(
        &mut machine,
        &[
            "import ics not-work.ics --explain",
            "import ics not-work.ics",
            "import ics zones.ics --from 2030-01-01 --to 2030-01-31",
            "import ics zones.ics --from 2030-01-01 --to 2030-01-31 --accept --json",
            "import away.ics --dry-run",
            "import ics nonsense.ics --from 2026-01-01 --json",
            "undo",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn days_off_go_with_a_calendar_alone() {
    let mut machine = machine_with("ics");
    let session = said(
        &mut machine,
        &[
            "import csv week.csv --days-off",
            "import ics days-off.ics --days-off --accept",
            "import ics days-off.ics --days-off --category title:x=s",
            "import ics days-off.ics --days-off --overlap trim",
            "import ics not-a-calendar.ics --days-off",
            "undo --list",
        ],
    );
    insta::assert_snapshot!(session);
}
