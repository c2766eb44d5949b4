//! The file in the hands of the system's own `sqlite3`, which may be years older than the SQLite that we bring: what we
//! write is whole to it, and it can write to each table.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::env::Machine;
use crate::support::tools;

/// All tables of the file.
const TABLES: [&str; 12] = [
    "block",
    "journal",
    "away",
    "suggestion",
    "guess",
    "commitment",
    "day_mark",
    "pause",
    "review",
    "notice",
    "removed_block",
    "focus_run",
];

/// The system's `sqlite3`; `None` where there is none, or one of before 3.37, which does not know our tables.
fn find_sqlite() -> Option<PathBuf> {
    let Some(sqlite) = tools::find_command(&["sqlite3"]) else {
        tools::skip("sqlite3", "it is not on the path");
        return None;
    };
    let knows_strict = Command::new(&sqlite)
        .args([":memory:", "CREATE TABLE one (a TEXT) STRICT"])
        .output()
        .is_ok_and(|output| output.status.success() && output.stderr.is_empty());
    if !knows_strict {
        tools::skip("sqlite3", "it is older than 3.37");
    }
    knows_strict.then_some(sqlite)
}

/// What it says to a line of SQL.
fn ask(sqlite: &Path, file: &Path, sql: &str) -> String {
    let output = Command::new(sqlite)
        .args(["-batch", "-bail"])
        .arg(file)
        .arg(sql)
        .output()
        .expect("it starts");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).trim().to_owned()
}

/// Loads a dump into a new file, whatever the older schema's checks say to it.
fn load(sqlite: &Path, dump: &Path, file: &Path) {
    let dump = File::open(dump).expect("the dump");
    let status = Command::new(sqlite)
        .args(["-cmd", "PRAGMA ignore_check_constraints = ON"])
        .arg(file)
        .stdin(dump)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.expect("it starts").success());
}

fn assert_healthy(sqlite: &Path, file: &Path) {
    for (check, expected) in [
        ("PRAGMA integrity_check", "ok"),
        ("PRAGMA quick_check", "ok"),
        ("PRAGMA foreign_key_check", ""),
    ] {
        assert_eq!(
            ask(sqlite, file, check),
            expected,
            "{}: {check}",
            file.display()
        );
    }
}

/// Every column written over with itself, then every row taken out and put back.
fn assert_writable(sqlite: &Path, file: &Path) {
    for table in TABLES {
        let columns = format!(
            "SELECT group_concat(name || ' = ' || name, ', ') FROM pragma_table_info('{table}')"
        );
        let columns = ask(sqlite, file, &columns);
        let sql = format!(
            "BEGIN; UPDATE {table} SET {columns}; CREATE TEMP TABLE kept AS SELECT * FROM {table}; \
             DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; COMMIT"
        );
        assert_eq!(ask(sqlite, file, &sql), "", "{}: {table}", file.display());
    }
}

/// A machine with rows in all tables that a command can fill.
pub fn rich() -> Machine {
    let mut machine = Machine::after_mayas_weeks();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/ics");
    for line in [
        "guess --week 2026-W06 100",
        "guess 60",
        "commit '>= 6h selling'",
        "day off 2026-03-11",
        "pause 2026-W13",
        "focus 30m /p @Halden --source webinar --fit later",
    ] {
        machine.ok(line);
    }
    machine.ok(&format!("import ics {fixtures}/recurring.ics"));
    machine.at("2026-03-07T20:00:00+01:00");
    machine.ok("stop");
    machine.ok("add s 7:00 7:01 /k --source webinar --fit ready");
    machine.ok("undo");
    machine
}

#[test]
fn a_file_with_rows_in_all_tables_is_whole_to_another_sqlite_and_written_by_it() {
    let Some(sqlite) = find_sqlite() else { return };
    let machine = rich();
    let file = machine.db();
    let theirs = "INSERT INTO review (week, step, at) VALUES ('2026-W08', 3, 0); \
         INSERT INTO review VALUES ('2026-W07', 9, 1, '{}', '2026-03-02T10:00:00+01:00', '{}', 0); \
         INSERT INTO guess VALUES ('2026-W08', 1, 0, 0, 0, 0); \
         INSERT INTO notice VALUES ('one', 0);";
    assert_eq!(
        ask(&sqlite, &file, theirs),
        "",
        "an open review, and a closed one"
    );
    for table in TABLES {
        let count = ask(&sqlite, &file, &format!("SELECT count(*) > 0 FROM {table}"));
        assert_eq!(count, "1", "{table}");
    }
    let before = machine.ok("export --format json");
    assert_healthy(&sqlite, &file);
    assert_writable(&sqlite, &file);
    assert_healthy(&sqlite, &file);
    assert_eq!(machine.ok("export --format json"), before);

    let (dump, again) = (
        machine.home().join("dump.sql"),
        machine.home().join("again.db"),
    );
    std::fs::write(&dump, ask(&sqlite, &file, ".dump")).expect("a dump");
    load(&sqlite, &dump, &again);
    assert_healthy(&sqlite, &again);
    let marks = "PRAGMA application_id = 0x74616673; PRAGMA user_version";
    let version = ask(&sqlite, &file, "PRAGMA user_version");
    assert_eq!(ask(&sqlite, &again, &format!("{marks} = {version}")), "");
    assert_eq!(machine.ok("export --format json --db again.db"), before);
}

#[test]
fn what_an_upgrade_leaves_is_whole_to_another_sqlite() {
    let Some(sqlite) = find_sqlite() else { return };
    let machine = Machine::new();
    for version in 1..=12 {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let name = format!("{version}.db");
        let file = machine.home().join(&name);
        load(
            &sqlite,
            &fixtures.join(format!("schema-{version}.sql")),
            &file,
        );
        machine.ok(&format!("log all --db {name}"));
        assert_healthy(&sqlite, &file);
        assert_writable(&sqlite, &file);
    }
}
