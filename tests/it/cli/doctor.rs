//! `tafs doctor`: what is wrong is told and nothing is written.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::attacks::calls::{can_trace, log_calls, run_injected};
use crate::support::env::{Machine, Said};
use crate::support::tools;

/// A machine with two blocks.
fn machine() -> Machine {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.set("TMPDIR", machine.home().to_str().expect("a plain path"));
    machine.ok("add selling 9:00 10:00 @Northwind --note 'a call'");
    machine.ok("add admin 10:00 11:00");
    machine
}

/// The names of the checks that found something.
fn found(said: &Said) -> Vec<String> {
    let json = said.json();
    let checks = json["checks"].as_array().expect("checks").iter();
    let found = checks.filter(|check| check["ok"] == false);
    let names: Vec<String> = found
        .map(|check| {
            assert!(check["fix"].is_string(), "says what to do: {check}");
            check["name"].as_str().expect("a name").to_owned()
        })
        .collect();
    assert_eq!(json["ok"], names.is_empty(), "{said}");
    assert_eq!(said.code, Some(i32::from(!names.is_empty())), "{said}");
    names
}

/// Makes the file say what SQLite would refuse.
fn write_past_the_rules(machine: &Machine, sql: &str) -> bool {
    let Some(sqlite) = tools::find_command(&["sqlite3"]) else {
        tools::skip("sqlite3", "writes what the file itself would refuse");
        return false;
    };
    let triggers = "DROP TRIGGER block_lane_insert; DROP TRIGGER block_lane_update;";
    let text = format!("PRAGMA ignore_check_constraints = ON; {triggers} {sql}");
    let done = Command::new(sqlite).arg(machine.db()).arg(text).status();
    assert!(done.expect("it runs").success(), "{sql}");
    true
}

#[test]
fn a_file_that_is_well_is_called_well() {
    let machine = machine();
    let said = machine.line("doctor");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{said}");
    assert!(said.stdout.ends_with("No problems found.\n"), "{said}");
    assert!(said.stdout.contains("2 blocks, schema "), "{said}");
    let json = machine.line("doctor --json");
    assert_eq!(found(&json), Vec::<String>::new());
    assert!(json.json()["repair"].is_null(), "{json}");
    assert_eq!(
        json.json()["file"],
        machine.db().to_str().expect("a plain path")
    );
}

#[test]
fn what_no_other_command_opens_is_told_and_left_as_it_is() {
    let bytes = fs::read(machine().db()).expect("a file");
    let with = |at: usize, put: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[at..at + put.len()].copy_from_slice(put);
        bytes
    };
    let cases = [
        (Vec::new(), "is empty"),
        (b"notes of a meeting".to_vec(), "isn't a SQLite database"),
        (with(0, b"NOT"), "isn't a SQLite database"),
        (with(60, &[0, 0, 0, 99]), "was written by a newer tafs"),
        (with(68, &[9, 9, 9, 9]), "another program's database"),
        (bytes[..9000].to_vec(), "its end is cut off"),
        (with(100, &[0xff; 500]), "malformed"),
    ];
    for (bytes, expected) in cases {
        let machine = Machine::new();
        fs::write(machine.db(), &bytes).expect("a file");
        fs::set_permissions(machine.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
        let said = machine.line("doctor --json");
        assert_eq!(found(&said), ["file"], "{said}");
        let told = said.json()["checks"][0]["detail"].to_string();
        assert!(
            told.contains(expected) && told.contains("tafs.db"),
            "{expected}: {told}"
        );
        assert_eq!(
            fs::read(machine.db()).expect("the file"),
            bytes,
            "{expected}"
        );
        let names = fs::read_dir(machine.home()).expect("the folder").count();
        assert_eq!(names, 1, "{expected}: nothing is made beside it");
    }
    let machine = Machine::new();
    assert_eq!(found(&machine.line("doctor --json")), ["file"], "missing");
    assert!(!machine.db().exists());
    let said = machine.line("--db . doctor --json");
    assert_eq!(found(&said), ["file"], "{said}");
}

#[test]
fn the_rules_of_the_lane_and_each_row_are_looked_at() {
    let cases = [
        (
            "INSERT INTO block (uid, start, start_offset, category, changed) VALUES (randomblob(16), 1772400000, 0, 'admin', 0)",
            &["schema", "lane"][..],
        ),
        (
            "UPDATE block SET stop = start - 60 WHERE category = 'admin'",
            &["schema", "lane", "rows", "undo"],
        ),
        (
            "UPDATE block SET start = 9999999999, stop = NULL, stop_offset = NULL WHERE category = 'admin'",
            &["schema", "lane", "rows", "undo"],
        ),
        (
            "UPDATE block SET note = CAST(x'61ff62' AS TEXT) WHERE category = 'selling'",
            &["schema", "rows"],
        ),
        (
            "UPDATE block SET tags = '[oops' WHERE category = 'selling'",
            &["schema", "rows"],
        ),
        (
            "UPDATE journal SET edits = '{'",
            &["schema", "rows", "history"],
        ),
        ("DELETE FROM journal WHERE id = 1", &["schema", "history"]),
        ("DROP INDEX block_running", &["schema"]),
        (
            "UPDATE block SET start_offset = 17 WHERE category = 'selling'",
            &["schema", "rows"],
        ),
        (
            "INSERT INTO day_mark (day, kind, at) VALUES ('2026-03-02', 'zz', 0)",
            &["schema", "rows"],
        ),
        (
            "INSERT INTO guess (week, selling, at) VALUES ('2026-W10', 7.5, 0)",
            &["schema", "rows"],
        ),
        (
            "UPDATE block SET note = 'a' || char(0, 0) WHERE category = 'selling'",
            &["schema", "rows"],
        ),
    ];
    for (sql, expected) in cases {
        let machine = machine();
        if !write_past_the_rules(&machine, sql) {
            return;
        }
        let said = machine.line("doctor --json");
        let mut found = found(&said);
        // Not each release of SQLite looks at the rules of the tables too.
        found.retain(|name| name != "integrity");
        assert_eq!(found, expected, "{sql}: {said}");
        if expected.contains(&"rows") {
            machine.line("doctor --repair");
            let said = machine.line("doctor");
            assert!(!said.stdout.contains("FOUND  rows"), "{sql}: {said}");
        }
    }
}

#[test]
fn a_file_or_a_folder_that_others_can_reach_is_told() {
    let cases = [
        ("tafs.db", 0o644),
        ("tafs.db", 0o620),
        (".", 0o777),
        ("tafs.db.schema-6", 0o640),
    ];
    for (name, mode) in cases {
        let machine = machine();
        let place = machine.home().join(name);
        if !place.exists() {
            fs::write(&place, "an old copy").expect("a file");
        }
        fs::set_permissions(&place, fs::Permissions::from_mode(mode)).expect("a mode");
        let said = machine.line("doctor --json");
        assert_eq!(found(&said), ["mode"], "{name} {mode:o}: {said}");
    }
}

#[test]
fn conflict_copies_are_named_with_the_way_to_bring_them_in() {
    for name in [
        "tafs (Maya's conflicted copy 2026-03-11).db",
        "tafs.sync-conflict-20260311-140000-ABCDEFG.db",
        "tafs (conflicted copy 2026-03-11 140000).db",
        "tafs (1).db",
    ] {
        let machine = machine();
        fs::copy(machine.db(), machine.home().join(name)).expect("a copy");
        let said = machine.line("doctor --json");
        assert_eq!(found(&said), ["conflicts"], "{said}");
        let told = machine.line("doctor").stdout;
        assert!(
            told.contains(name) && told.contains("import json"),
            "{told}"
        );
    }
}

#[test]
fn what_processes_that_are_gone_have_left_is_removed_and_named() {
    let machine = machine();
    let mut gone = Command::new("true").spawn().expect("a process");
    let dead = gone.id();
    gone.wait().expect("it ends");
    let own = std::process::id();
    let at = |name: String| machine.home().join(name);
    let removed = [
        at(format!(".tafs-{dead}-x.new")),
        at(format!("tafs-demo-{dead}-x")),
    ];
    let kept = [
        at(format!(".tafs-{own}-x.new")),
        at(format!("tafs-demo-{own}-x")),
        at(".tafs-x1y2z3".to_owned()),
    ];
    for place in removed.iter().chain(&kept) {
        if place.to_string_lossy().contains("demo") {
            fs::create_dir(place).expect("a folder");
            fs::write(place.join("tafs.db"), "x").expect("a file");
        } else {
            fs::write(place, "x").expect("a file");
        }
    }
    let aim = at("precious".to_owned());
    fs::write(&aim, "x").expect("a file");
    symlink(&aim, at(format!(".tafs-{dead}-link"))).expect("a link");
    let said = machine.line("doctor");
    assert_eq!(said.code, Some(0), "{said}");
    for place in &removed {
        let name = place.to_str().expect("a plain path");
        assert!(
            !place.exists() && said.stdout.contains(name),
            "{name}: {said}"
        );
    }
    assert!(kept.iter().all(|place| place.exists()), "{said}");
    assert!(aim.exists(), "{said}");
    assert!(!machine.ok("doctor").contains("removed"));
}

#[test]
fn old_copies_are_named_with_size_and_age() {
    let machine = machine();
    let place = |name: &str| machine.home().join(name);
    fs::write(place("tafs.db.schema-6"), [0; 4096]).expect("a copy");
    fs::set_permissions(place("tafs.db.schema-6"), fs::Permissions::from_mode(0o600))
        .expect("a mode");
    let said = machine.ok("doctor");
    assert!(said.contains("tafs.db.schema-6 (4 kB, "), "{said}");
    assert!(place("tafs.db.schema-6").exists());
}

#[test]
fn a_change_that_was_cut_off_is_told_and_stays_for_the_next_who_opens_the_file() {
    let machine = machine();
    // A journal whose process is gone: the header of one, with nothing to take back.
    let journal = machine.home().join("tafs.db-journal");
    let mut header = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    header.resize(512, 0);
    fs::write(&journal, header).expect("a journal");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o600)).expect("a mode");
    let before = fs::read(machine.db()).expect("the file");
    let said = machine.line("doctor");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(
        said.stdout
            .contains("the next tafs undoes one that was cut off"),
        "{said}"
    );
    assert_eq!(fs::read(machine.db()).expect("the file"), before);
    assert!(Path::new(&journal).exists());
}

#[test]
fn a_config_that_is_wrong_does_not_stop_it() {
    let mut machine = machine();
    fs::write(machine.home().join("bad.toml"), "[goal]\ntaffs = 0.4\n").expect("a config");
    machine.set("TAFS_CONFIG", "bad.toml");
    let said = machine.line("doctor --json");
    assert_eq!(found(&said), ["config"], "{said}");
}

/// The blocks of the file, one a line.
fn blocks(machine: &Machine) -> Vec<String> {
    let lines = machine.ok("export");
    lines.lines().map(str::to_owned).collect()
}

/// The copy that a repair has made.
fn copy_of(said: &Said) -> String {
    let json = said.json();
    json["repair"]["copy"].as_str().expect("a copy").to_owned()
}

#[test]
fn a_file_that_is_whole_is_left_alone_by_a_repair() {
    let machine = machine();
    let before = fs::read(machine.db()).expect("the file");
    let said = machine.line("doctor --repair");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.starts_with("Nothing to repair\n"), "{said}");
    assert!(machine.line("doctor --repair --json").json()["repair"].is_null());
    assert_eq!(fs::read(machine.db()).expect("the file"), before);
    assert_eq!(fs::read_dir(machine.home()).expect("the folder").count(), 1);
}

#[test]
fn a_damaged_file_is_copied_aside_and_what_can_be_read_takes_its_place() {
    let machine = machine();
    let before = blocks(&machine);
    let mut bytes = fs::read(machine.db()).expect("the file");
    bytes[..4096].fill(0);
    fs::write(machine.db(), &bytes).expect("a damaged file");
    assert_eq!(machine.line("status").code, Some(1));
    let said = machine.line("doctor --repair --json");
    assert_eq!(said.code, Some(0), "{said}");
    let json = said.json();
    let of = |field: &str| json["repair"][field].as_u64().expect("a number");
    assert_eq!(
        (of("blocks"), of("of"), of("changes"), of("changes_of")),
        (2, 2, 2, 2),
        "{said}"
    );
    assert_eq!(blocks(&machine), before);
    let copy = copy_of(&said);
    assert_eq!(fs::read(&copy).expect("the copy"), bytes);
    for path in [Path::new(&copy), &machine.db()] {
        let mode = fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    // What was done can be undone, and it is a file as any other.
    machine.ok("undo");
    machine.ok("redo");
    assert_eq!(blocks(&machine), before);
    assert!(
        machine
            .ok("doctor --repair")
            .starts_with("Nothing to repair")
    );
}

#[test]
fn rows_that_break_the_rules_are_kept_as_far_as_they_can_be() {
    const RUN: &str = "DROP INDEX block_running; \
        INSERT INTO block (uid, start, start_offset, category, changed) VALUES \
        (randomblob(16), 1772449200, 0, 'admin', 0), (randomblob(16), 1772450000, 0, 'break', 0)";
    let cases = [
        (
            "UPDATE block SET note = CAST(x'61ff62' AS TEXT) WHERE category = 'selling'",
            "isn't UTF-8",
            2,
        ),
        ("UPDATE block SET tags = '[oops'", "isn't valid JSON", 2),
        (
            "UPDATE block SET category = 'lunch' WHERE category = 'admin'",
            "its category is",
            2,
        ),
        (
            "UPDATE block SET stop = start - 60 WHERE category = 'admin'",
            "isn't after its start",
            2,
        ),
        (
            "UPDATE block SET stop = stop + 600 WHERE category = 'selling'",
            "was trimmed",
            2,
        ),
        (RUN, "was trimmed", 4),
    ];
    for (sql, expected, count) in cases {
        let machine = machine();
        if !write_past_the_rules(&machine, sql) {
            return;
        }
        let said = machine.line("doctor --repair");
        let told = format!("Repaired: {count} of {count} blocks, 2 of 2 changes");
        assert!(said.stdout.contains(&told), "{sql}: {said}");
        assert!(said.stdout.contains(expected), "{sql}: {said}");
        assert_eq!(blocks(&machine).len(), count, "{sql}");
        let left = found(&machine.line("doctor --json"));
        assert_eq!(left, Vec::<String>::new(), "{sql}");
        assert_eq!(machine.line("undo").code, Some(0), "{sql}");
    }
}

#[test]
fn what_is_not_ours_is_not_repaired() {
    let cases: [(&[u8], &str); 3] = [
        (
            b"notes of a meeting, which nobody wants to lose",
            "isn't a SQLite database",
        ),
        (b"", "is empty"),
        (&[b'x'; 9000], "isn't a SQLite database"),
    ];
    for (bytes, expected) in cases {
        let machine = Machine::new();
        fs::write(machine.db(), bytes).expect("a file");
        let said = machine.line("doctor --repair");
        assert_eq!(said.code, Some(1), "{said}");
        assert!(said.stderr.contains(expected), "{said}");
        assert_eq!(fs::read(machine.db()).expect("the file"), bytes);
        let names = fs::read_dir(machine.home()).expect("the folder").count();
        assert_eq!(names, 1, "{said}");
    }
    let missing = Machine::new().line("doctor --repair");
    assert_eq!(missing.code, Some(1), "{missing}");
    let machine = machine();
    let mut bytes = fs::read(machine.db()).expect("the file");
    bytes[60..64].copy_from_slice(&[0, 0, 0, 99]);
    fs::write(machine.db(), &bytes).expect("a file");
    // Its tables are those of this version: the number in its head is what is damaged.
    let said = machine.line("doctor --repair --json");
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(blocks(&machine).len(), 2);
}

#[test]
fn a_link_to_a_damaged_file_stays_a_link() {
    let machine = machine();
    let real = machine.home().join("real.db");
    fs::rename(machine.db(), &real).expect("it is moved");
    symlink(&real, machine.db()).expect("a link");
    let mut bytes = fs::read(&real).expect("the file");
    bytes[..200].fill(0xff);
    fs::write(&real, &bytes).expect("a damaged file");
    let said = machine.line("doctor --repair --json");
    assert_eq!(said.code, Some(0), "{said}");
    let link = fs::symlink_metadata(machine.db()).expect("a link");
    assert!(link.is_symlink());
    assert!(copy_of(&said).contains("real.db.kept-"), "{said}");
}

#[test]
fn nobody_who_is_writing_is_cut_off() {
    use std::io::{Read, Write};
    let Some(sqlite) = tools::find_command(&["sqlite3"]) else {
        tools::skip("sqlite3", "holds the file while it is to be repaired");
        return;
    };
    let machine = machine();
    assert!(write_past_the_rules(
        &machine,
        "UPDATE block SET tags = '[oops'"
    ));
    let mut other = Command::new(sqlite)
        .arg(machine.db())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut input = other.stdin.take().expect("it listens");
    input
        .write_all(b"BEGIN IMMEDIATE; SELECT 'held';\n")
        .expect("it listens");
    let mut first = [0; 4];
    let output = other.stdout.as_mut().expect("it speaks");
    output.read_exact(&mut first).expect("it speaks");
    let before = fs::read(machine.db()).expect("the file");
    let said = machine.line("doctor --repair");
    assert_eq!(said.code, Some(1), "{said}");
    assert_eq!(fs::read(machine.db()).expect("the file"), before, "{said}");
    drop(input);
    other.wait().expect("it ends");
    let said = machine.line("doctor --repair");
    assert!(said.stdout.starts_with("Repaired: 2 of 2 blocks"), "{said}");
}

#[test]
fn tables_that_older_files_hold_of_their_own_are_no_damage() {
    for version in [4, 5] {
        let machine = Machine::new();
        let dump = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/fixtures/schema-{version}.sql"));
        let dump = fs::read_to_string(dump).expect("a dump");
        let made = rusqlite::Connection::open(machine.db()).expect("a file");
        made.execute_batch(&dump).expect("the dump");
        drop(made);
        fs::set_permissions(machine.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
        let before = fs::read(machine.db()).expect("the file");
        let said = machine.line("doctor --repair");
        assert_eq!(said.code, Some(0), "schema {version}: {said}");
        assert!(said.stdout.starts_with("Nothing to repair"), "{said}");
        assert_eq!(fs::read(machine.db()).expect("the file"), before);
    }
}

#[test]
fn a_repair_that_is_refused_says_so_as_json_too() {
    let machine = Machine::new();
    let said = machine.line("doctor --repair --json");
    assert_eq!(said.code, Some(1), "{said}");
    assert_eq!(said.json()["ok"], false, "{said}");
    assert!(said.json()["repair"].is_null(), "{said}");
    assert!(!said.stderr.is_empty(), "{said}");
    assert!(!machine.db().exists());
}

#[test]
fn a_changed_block_that_is_gone_since_is_told_as_no_undo() {
    let machine = machine();
    machine.ok("edit last --note 'another call'");
    assert_eq!(machine.line("doctor").code, Some(0));
    let file = rusqlite::Connection::open(machine.db()).expect("the file");
    file.execute_batch("DELETE FROM block WHERE category = 'admin'")
        .expect("a row goes");
    drop(file);
    assert_eq!(found(&machine.line("doctor --json")), ["undo"]);
    assert_eq!(machine.line("undo").code, Some(1));
}

#[test]
fn what_is_left_of_a_file_that_was_cut_off_is_told() {
    let whole = fs::read(machine().db()).expect("a file");
    let size = whole.len();
    for length in [
        10,
        50,
        99,
        100,
        512,
        2000,
        4095,
        4096,
        8192,
        size / 2,
        size - 1,
    ] {
        let machine = Machine::new();
        fs::write(machine.db(), &whole[..length]).expect("a file");
        fs::set_permissions(machine.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
        let said = machine.line("doctor --json");
        assert_eq!(found(&said), ["file"], "{length}: {said}");
        let json = said.json();
        let told = json["checks"][0]["detail"].as_str().expect("a text");
        let bytes = grouped(length);
        assert!(
            told.contains("its end is cut off") && told.contains(&bytes),
            "{length}: {told}"
        );
        assert!(
            told.contains("can still be read") || told.contains("no block"),
            "{told}"
        );
        let fix = json["checks"][0]["fix"]
            .as_str()
            .expect("a text")
            .to_owned();
        let repaired = machine.line("doctor --repair");
        let is_repaired = repaired.stdout.starts_with("Repaired: ");
        assert_eq!(
            is_repaired,
            fix.contains("--repair"),
            "{length}: {fix}: {repaired}"
        );
        if is_repaired {
            assert!(repaired.stdout.contains("its end is cut off"), "{repaired}");
            // Behind the last row nothing may be missing.
            let is_well = repaired.stdout.contains("No problems found");
            assert!(!is_well || length > 8192, "{repaired}");
        } else {
            assert!(fix.contains("tafs restore"), "{length}: {fix}");
            assert!(repaired.stderr.contains("its end is cut off"), "{repaired}");
            assert!(repaired.stderr.contains("tafs restore"), "{repaired}");
            assert_eq!(fs::read(machine.db()).expect("the file"), whole[..length]);
        }
    }
    // Pages of ours without a head.
    let machine = Machine::new();
    fs::write(machine.db(), &whole[4096..]).expect("a file");
    fs::set_permissions(machine.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
    let said = machine.line("doctor");
    assert!(said.stdout.contains("2 blocks and "), "{said}");
}

fn grouped(number: usize) -> String {
    match number {
        0..100 => format!(" {number} bytes of "),
        100..1000 => format!(" {number} of "),
        _ => format!(" {},{:03} of ", number / 1000, number % 1000),
    }
}

#[test]
fn a_file_that_names_a_newer_tafs_is_repaired_only_where_its_tables_are_known() {
    let set_version = |path: &Path, more: &str| {
        let file = rusqlite::Connection::open(path).expect("the file");
        file.execute_batch(&format!("{more}; PRAGMA user_version = 99"))
            .expect("a newer file");
    };
    let known = machine();
    set_version(&known.db(), "");
    let said = known.line("doctor");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stdout
            .contains("was written by a newer tafs (schema 99;")
            && said.stdout.contains("its tables are those of schema "),
        "{said}"
    );
    let said = known.line("doctor --repair --json");
    assert_eq!(said.code, Some(0), "{said}");
    let notes = said.json()["repair"]["notes"].to_string();
    assert!(notes.contains("it said schema 99"), "{said}");
    assert_eq!(blocks(&known).len(), 2);

    for more in [
        "ALTER TABLE block ADD COLUMN mood TEXT",
        "CREATE TABLE mood (day TEXT)",
        "DROP TRIGGER block_lane_insert",
    ] {
        let newer = machine();
        set_version(&newer.db(), more);
        let before = fs::read(newer.db()).expect("the file");
        let told = newer.line("doctor");
        assert!(!told.stdout.contains("--repair"), "{more}: {told}");
        let said = newer.line("doctor --repair");
        assert_eq!(said.code, Some(1), "{more}: {said}");
        assert!(
            said.stderr.contains("install the newer tafs"),
            "{more}: {said}"
        );
        assert_eq!(fs::read(newer.db()).expect("the file"), before, "{more}");
        assert_eq!(fs::read_dir(newer.home()).expect("the folder").count(), 1);
    }
}

#[test]
fn what_is_not_as_the_last_change_left_it_beside_the_lane_is_told_as_no_undo() {
    let cases = [
        ("commit at least 1h s/p", "DELETE FROM commitment"),
        ("guess 60", "UPDATE guess SET selling = 0.1"),
        ("day off", "DELETE FROM day_mark"),
        ("pause this", "DELETE FROM pause"),
    ];
    for (line, sql) in cases {
        let machine = machine();
        machine.ok(line);
        assert_eq!(found(&machine.line("doctor --json")), Vec::<String>::new());
        let file = rusqlite::Connection::open(machine.db()).expect("the file");
        file.execute_batch(sql).expect("a row changes");
        drop(file);
        assert_eq!(found(&machine.line("doctor --json")), ["undo"], "{line}");
        assert_eq!(machine.line("undo").code, Some(1), "{line}");
    }
}

#[test]
fn a_file_that_nobody_owns_is_called_what_it_is() {
    let machine = machine();
    let place = |name: &str| machine.home().join(name);
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
    for name in [".tafs-notes.txt", ".tafs-backup", ".tafs-x1y2z3"] {
        let file = fs::File::create(place(name)).expect("a file");
        file.set_modified(long_ago).expect("a time");
    }
    let held = place(".tafs-a1b2c3");
    let held = fs::File::create(held).expect("a file");
    held.set_modified(long_ago).expect("a time");
    let said = machine.line("doctor");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.contains("removed"), "{said}");
    let own = format!("(process {})", std::process::id());
    let openers = usize::from(Path::new("/proc/self/fd").exists());
    // A program that another test starts at this moment holds all that is open here, until it runs.
    let mut lines = (0..200).map(|_| {
        let said = machine.ok("doctor");
        let line = said.lines().find(|line| line.contains("leftovers"));
        line.expect("a line").to_owned()
    });
    let is_settled = |line: &String| {
        line.matches("(process ").count() == openers && line.matches(&own).count() == openers
    };
    let line = lines.find(is_settled).expect("held by this test alone");
    assert!(!line.contains("tafs is working"), "{line}");
    assert!(
        line.contains(".tafs-notes.txt is open in no program"),
        "{line}"
    );
    assert!(
        line.contains(".tafs-backup is open in no program"),
        "{line}"
    );
    let told = line.matches(".tafs-a1b2c3 is open in ").count();
    assert_eq!(told, openers, "{line}");
    assert!(!line.contains(".tafs-x1y2z3"), "{line}");
}

#[test]
fn nobody_is_said_to_have_rights_to_a_file_that_is_not_there() {
    let mode = |machine: &Machine| {
        let json = machine.line("doctor --json").json();
        let checks = json["checks"].as_array().expect("checks").clone();
        let mode = checks.into_iter().find(|check| check["name"] == "mode");
        mode.expect("a check")["detail"]
            .as_str()
            .expect("a text")
            .to_owned()
    };
    let machine = Machine::new();
    assert_eq!(
        mode(&machine),
        "there is no file, and no other user can change its folder"
    );
    fs::write(machine.db(), "").expect("a file");
    fs::set_permissions(machine.db(), fs::Permissions::from_mode(0o600)).expect("a mode");
    assert_eq!(
        mode(&machine),
        "only you can read and write the file, which is empty"
    );
}

#[test]
fn counts_agree_with_what_they_count() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.set("TMPDIR", machine.home().to_str().expect("a plain path"));
    for (line, count, expected) in [
        (
            "status",
            0,
            [
                "0 blocks, schema",
                "there are no rows yet",
                "there are no changes yet",
            ],
        ),
        (
            "add admin 9:00 10:00",
            1,
            ["1 block, schema", "all 2 rows", "1 change can be read"],
        ),
        (
            "add admin 10:00 11:00",
            2,
            ["2 blocks, schema", "all 4 rows", "2 changes can be read"],
        ),
    ] {
        machine.line(line);
        if count == 0 {
            machine.ok("commit '>= 6h selling'");
            machine.ok("undo");
            let file = rusqlite::Connection::open(machine.db()).expect("the file");
            file.execute_batch("DELETE FROM journal")
                .expect("no history");
        }
        let said = machine.ok("doctor");
        for text in expected {
            assert!(said.contains(text), "{text}: {said}");
        }
        let whole = fs::read(machine.db()).expect("the file");
        let mut bytes = whole.clone();
        bytes[..4096].fill(0);
        fs::write(machine.db(), &bytes).expect("a damaged file");
        if count > 0 {
            let s = if count == 1 { "" } else { "s" };
            let said = machine.line("doctor --repair").stdout;
            let told = format!(
                "{count} of {count} block{s}, {count} of {count} change{s}, 0 of 0 other rows"
            );
            assert!(said.contains(&told), "{told}: {said}");
        } else {
            fs::write(machine.db(), &whole).expect("the file");
        }
    }
}

/// A machine whose file has a page of blocks that can't be read.
fn machine_with_a_lost_page() -> Machine {
    let mut machine = Machine::new();
    machine.at("2026-03-20T09:00:00+01:00");
    machine.set("TMPDIR", machine.home().to_str().expect("a plain path"));
    let line = |number: u32| {
        let (day, hour) = (1 + number / 24, number % 24);
        format!(
            "{{\"start\":\"2026-03-{day:02}T{hour:02}:00:00Z\",\"end\":\"2026-03-{day:02}T{hour:02}:30:00Z\",\
             \"category\":\"admin\",\"note\":\"note number {number} of many\"}}\n"
        )
    };
    let lines: String = (0..400).map(line).collect();
    let taken = machine.run_with_input(&["import", "json", "-"], &lines);
    assert_eq!(taken.code, Some(0), "{taken}");
    let mut bytes = fs::read(machine.db()).expect("the file");
    let text = b"note number 200 of many";
    let place = bytes.windows(text.len()).position(|part| part == text);
    let page = place.expect("the note") / 4096 * 4096;
    bytes[page..page + 4096].fill(0);
    fs::write(machine.db(), &bytes).expect("a damaged file");
    machine
}

#[test]
fn a_repair_that_has_lost_rows_does_not_call_all_well() {
    let machine = machine_with_a_lost_page();
    let said = machine.line("doctor --repair");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{said}");
    assert!(
        said.stdout.contains(" of 400 blocks, 1 of 1 change,"),
        "{said}"
    );
    assert!(said.stdout.contains("\n  lost: blocks on "), "{said}");
    let end = "\n\nThe file is whole again, minus what was lost; a backup may have that (tafs restore lists them).\n";
    assert!(said.stdout.ends_with(end), "{said}");
    assert!(machine.ok("doctor").ends_with("\n\nNo problems found.\n"));
}

#[test]
fn each_field_and_each_check_is_described() {
    let page = include_str!("../../../docs/doctor.md");
    let assert_described = |name: &str| assert!(page.contains(&format!("`{name}`")), "{name}");
    let json = machine_with_a_lost_page()
        .line("doctor --repair --json")
        .json();
    let fields = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    for field in [
        fields(&json),
        fields(&json["checks"][0]),
        fields(&json["repair"]),
    ]
    .concat()
    {
        assert_described(&field);
    }
    for check in json["checks"].as_array().expect("checks") {
        assert_described(check["name"].as_str().expect("a name"));
    }
    assert_described("held");
}

#[test]
fn a_disk_that_fails_to_read_is_not_called_damage() {
    if !can_trace() {
        return;
    }
    let machine = machine();
    let before = fs::read(machine.db()).expect("the file");
    let log = log_calls(&machine, "pread64", &["doctor", "--json"]);
    let reads: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("pread64("))
        .collect();
    // The loader of programs reads too.
    let own = reads
        .iter()
        .position(|line| line.contains("SQLite format 3"));
    let (own, all) = (own.expect("the file is read") + 1, reads.len());
    assert!(all - own > 20, "{log}");
    for first in [own, own + 1, own + (all - own) / 2, all] {
        let inject = format!("pread64:error=EIO:when={first}+");
        let said = run_injected(&machine, &inject, &["doctor", "--json"]);
        let json = said.json();
        let file = &json["checks"][0];
        assert_eq!(file["name"], "file", "{first}: {said}");
        let told = file["detail"].to_string();
        assert!(told.contains("the disk fails"), "{first}: {said}");
        assert!(!said.stdout.contains("damage"), "{first}: {said}");
        let fix = file["fix"].as_str().unwrap_or_default();
        assert!(
            fix.contains("copy the file to another disk"),
            "{first}: {said}"
        );
        let said = run_injected(&machine, &inject, &["doctor", "--repair"]);
        assert_eq!(said.code, Some(1), "{first}: {said}");
        assert!(said.stderr.contains("the disk fails"), "{first}: {said}");
        // Once, and then no more.
        let inject = format!("pread64:error=EIO:when={first}");
        let said = run_injected(&machine, &inject, &["doctor", "--repair", "--json"]);
        assert!(said.json()["repair"].is_null(), "{first}: {said}");
        assert_eq!(found(&said), ["disk"], "{first}: {said}");
        assert!(said.stdout.contains("once, then read it"), "{said}");
    }
    assert_eq!(fs::read(machine.db()).expect("the file"), before);
    assert_eq!(fs::read_dir(machine.home()).expect("the folder").count(), 1);
}

#[test]
fn a_newest_backup_that_is_old_is_told_where_blocks_have_changed_since() {
    let mut machine = machine();
    machine.at("2026-03-20T12:00:00+01:00");
    let folder = machine.home().join("backups");
    fs::create_dir(&folder).expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("a mode");
    let put = |name: &str| {
        let place = folder.join(name);
        fs::copy(machine.db(), &place).expect("a backup");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).expect("a mode");
    };
    let config = machine.home().join("config.toml");
    let with_keep = |keep: &str| {
        fs::write(&config, format!("[backup]\nkeep = \"{keep}\"\n")).expect("a config");
        fs::set_permissions(&config, fs::Permissions::from_mode(0o600)).expect("a mode");
        let json = machine.line("--config config.toml doctor --json");
        (found(&json), json)
    };
    put("tafs-2026-02-20.db");
    let (names, said) = with_keep("7 days");
    assert_eq!(names, ["backups"], "{said}");
    assert!(said.stdout.contains("28 days old"), "{said}");
    assert!(said.stdout.contains("tafs backup makes one now"), "{said}");
    assert_eq!(with_keep("none").0, Vec::<String>::new());
    // Made after the last change, it has all of it.
    put("tafs-2026-03-03-0900.db");
    assert_eq!(with_keep("7 days").0, Vec::<String>::new());
}
