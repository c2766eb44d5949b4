//! Rows that another program damaged: what reads goes on without them and says so, what writes goes on, and what they say
//! stays in the file byte for byte.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::Value::Null;

use crate::support::env::{Machine, Said};

/// What another program does to the file.
fn damage(machine: &Machine, sql: &str) {
    let file = Connection::open(machine.db()).expect("the file");
    file.pragma_update(None, "ignore_check_constraints", true)
        .expect("a switch");
    let triggers =
        "DROP TRIGGER IF EXISTS block_lane_insert; DROP TRIGGER IF EXISTS block_lane_update;";
    file.execute_batch(triggers).expect("no triggers");
    file.execute_batch(sql)
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// All values of the rows that a statement finds, as they lie in the file.
fn values(machine: &Machine, sql: &str) -> Vec<Vec<Value>> {
    let file = Connection::open(machine.db()).expect("the file");
    let mut statement = file.prepare(sql).expect(sql);
    let count = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Vec<Value>> {
        (0..count)
            .map(|index| {
                let value = row.get_ref(index)?;
                Ok(match value {
                    // Text as its bytes: it may be none.
                    rusqlite::types::ValueRef::Text(bytes) => Value::Blob(bytes.to_vec()),
                    other => Value::try_from(other).expect("no text"),
                })
            })
            .collect()
    };
    let rows = statement.query_map([], read).expect(sql);
    rows.collect::<Result<_, _>>().expect(sql)
}

/// Everything but the times, the revision and when it was written.
const WORDS: &str = "uid, category, activity, account, requester, tags, note, touches, conversations, meetings, grade, clock_back, \
     source, fit";

/// A week with a block on Tuesday and one on Wednesday, now Friday; rows in the other tables too.
fn week() -> Machine {
    let mut machine = Machine::new();
    machine
        .at("2026-03-03T18:00:00+01:00")
        .ok("add s 9:00 10:00 @Halden '#q1' /p --source webinar --fit later first call");
    machine
        .at("2026-03-04T18:00:00+01:00")
        .ok("add a 9:00 11:00 @Halden !legal");
    machine
        .at("2026-03-06T12:00:00+01:00")
        .ok("add l 9:00 9:30");
    machine.ok("guess 60");
    machine.ok("commit '>= 6h selling'");
    machine.ok("day off 2026-03-05");
    machine.ok("pause 2026-W14");
    machine
}

/// Each way to damage the block of Tuesday.
const BLOCK_DAMAGE: [&str; 27] = [
    "note = CAST(x'ff' AS TEXT)",
    "note = CAST(x'66c328' AS TEXT)",
    "account = CAST(x'ff41' AS TEXT)",
    "activity = CAST(x'80' AS TEXT)",
    "requester = CAST(x'f0289f' AS TEXT)",
    "tags = CAST(x'ff' AS TEXT)",
    "tags = CAST(x'5b22ff225d' AS TEXT)",
    "tags = '{not json'",
    "tags = '{}'",
    "tags = ''",
    "category = 'lunch'",
    "category = CAST(x'ff' AS TEXT)",
    "grade = 'maybe'",
    "grade = CAST(x'ff' AS TEXT)",
    "source = CAST(x'ff41' AS TEXT)",
    "fit = 'hot'",
    "fit = CAST(x'ff' AS TEXT)",
    "touches = -1",
    "conversations = 99999999999",
    "meetings = -9223372036854775808",
    "start_offset = 30000000",
    "stop_offset = 90000",
    "stop_offset = NULL",
    "stop = start",
    "revision = 0 - 1",
    "uid = x'0102'",
    "uid = x''",
];

/// What reads; with `--json` where it writes JSON.
const READS: [&str; 24] = [
    "status",
    "status --json",
    "log week",
    "log all",
    "log week --json",
    "log all --csv",
    "report week",
    "report week --json",
    "report week --format md",
    "report week --format html",
    "review 2026-W10",
    "review 2026-W10 --json",
    "review 2026-W10 --html",
    "gaps week",
    "gaps week --json",
    "export",
    "export --format csv",
    "export --format timewarrior",
    "export --format ics",
    "export --everything",
    "export --everything --with-history",
    "commit",
    "undo --list",
    "undo --list --json",
];

fn assert_json(line: &str, said: &Said) {
    let is_export = line == "export" || line.starts_with("export --everything");
    let lines = line.starts_with("log") || is_export;
    if line.contains("--json") && !lines {
        said.json();
    }
    if line.contains("--json") || is_export {
        let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
        let whole = parse(&said.stdout) || said.stdout.lines().all(parse);
        assert!(whole, "{said}");
    }
}

#[test]
fn a_block_that_cannot_be_read_is_set_aside_and_told_by_every_command_that_reads() {
    let machine = week();
    let whole = std::fs::read(machine.db()).expect("the file");
    for set in BLOCK_DAMAGE {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(
            &machine,
            &format!("UPDATE block SET {set} WHERE start = (SELECT min(start) FROM block)"),
        );
        for line in READS {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{set}: {said}");
            assert_json(line, &said);
            assert!(
                line.starts_with("undo")
                    || line.starts_with("export --everything")
                    || !said.stdout.contains("first call"),
                "{set}: {said}"
            );
            // The list of changes and the commitment of a week look at no block of Tuesday, or at all of them.
            if !line.starts_with("undo") {
                assert!(
                    said.stderr
                        .contains("1 unreadable block on Tue 3 Mar · tafs doctor"),
                    "{set}: {said}"
                );
            }
        }
        let status = machine.line("status --json").json();
        assert_eq!(status["week"]["selling_s"], 0, "{set}");
        assert_eq!(status["week"]["admin_s"], 7200, "{set}");
        // What goes on about other days.
        let before = values(
            &machine,
            &format!("SELECT {WORDS} FROM block ORDER BY start LIMIT 1"),
        );
        for line in [
            "s @Brightwell",
            "note running hello",
            "stop",
            "undo",
            "redo",
            "add b 8:00 8:30",
            "edit last /lunch",
        ] {
            let said = machine.line(line);
            let worked = said.code == Some(0) || line == "edit last /lunch" || line == "stop";
            assert!(worked, "{set}: {said}");
        }
        let after = values(
            &machine,
            &format!("SELECT {WORDS} FROM block ORDER BY start LIMIT 1"),
        );
        assert_eq!(before, after, "{set}");
    }
}

#[test]
fn the_time_of_an_unreadable_block_is_neither_a_gap_nor_untracked() {
    let mut machine = week();
    machine.at("2026-03-03T18:00:00+01:00");
    let told = |machine: &Machine| {
        let status = machine.line("status --json").json();
        let report = machine.line("report tue --json").json();
        let review = machine.line("review 2026-W10 --json").json();
        let untracked = [&status["today"], &report["totals"], &review["totals"]]
            .map(|totals| totals["untracked_s"].as_i64().expect("seconds"));
        (machine.line("gaps tue --json").json(), untracked)
    };
    let whole = std::fs::read(machine.db()).expect("the file");
    let before = told(&machine);
    assert!(
        before.1.iter().all(|untracked| *untracked > 0),
        "{before:?}"
    );
    for set in BLOCK_DAMAGE
        .iter()
        .filter(|set| !set.starts_with("stop = "))
    {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(
            &machine,
            &format!("UPDATE block SET {set} WHERE start = (SELECT min(start) FROM block)"),
        );
        assert_eq!(told(&machine), before, "{set}");
    }
}

#[test]
fn an_import_keeps_clear_of_what_cannot_be_read() {
    let machine = week();
    let words = format!("SELECT {WORDS}, start, stop FROM block ORDER BY start LIMIT 1");
    let lines = machine.ok("export");
    let first = "(SELECT min(start) FROM block)";
    damage(
        &machine,
        &format!("UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE start = {first}"),
    );
    let before = values(&machine, &words);
    // The same again, by its ids; then others over the same time.
    let other = r#"{"start":"2026-03-03T09:30:00+01:00","end":"2026-03-03T10:30:00+01:00","category":"admin"}"#;
    for lines in [lines.as_str(), other] {
        let said = machine.run_with_input(&["import", "json", "-", "--overlap", "trim"], lines);
        assert_eq!(said.code, Some(0), "{said}");
        assert!(
            said.stderr.contains("1 unreadable block on Tue 3 Mar"),
            "{said}"
        );
        assert_eq!(values(&machine, &words), before);
    }
    let added = values(
        &machine,
        "SELECT start - 1772528400, stop - start FROM block ORDER BY start LIMIT 1 OFFSET 1",
    );
    assert_eq!(added, [[Value::Integer(0), Value::Integer(1800)]]);
}

#[test]
fn several_days_and_blocks_are_counted_and_a_day_without_one_says_nothing() {
    let machine = week();
    damage(
        &machine,
        "UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE category <> 'learning'",
    );
    let told = machine.line("log week").stderr;
    assert_eq!(
        told,
        "  2 unreadable blocks on Tue 3 Mar and Wed 4 Mar · tafs doctor\n"
    );
    assert_eq!(machine.line("log fri").stderr, "");
    let said = machine.line("log tue");
    assert!(
        said.stderr.contains("unreadable blocks on Tue 3 Mar and"),
        "{said}"
    );
}

#[test]
fn what_it_says_is_neither_changed_nor_deleted_nor_covered() {
    let machine = week();
    let words = format!("SELECT {WORDS}, start, stop FROM block ORDER BY start LIMIT 1");
    damage(
        &machine,
        "UPDATE block SET note = CAST(x'6869ff' AS TEXT) WHERE start = (SELECT min(start) FROM block)",
    );
    let id = match values(
        &machine,
        "SELECT lower(hex(uid)) FROM block ORDER BY start LIMIT 1",
    )
    .remove(0)
    .remove(0)
    {
        Value::Blob(bytes) => String::from_utf8(bytes).expect("digits"),
        other => panic!("{other:?}"),
    };
    let before = values(&machine, &words);
    for line in [
        &format!("edit {id} /prospecting"),
        &format!("edit {id} --note hello"),
        &format!("note {id} hello"),
        &format!("note {id} --add hello"),
        &format!("delete {id}"),
        &format!("split {id} 9:30"),
        &format!("merge {id}"),
        "add s 'tue 8:00' 'tue 11:00' --force",
        "add s 'tue 9:15' 'tue 9:30' --force",
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(1), "{said}");
        assert!(
            said.stderr.contains("can't be read") && said.stderr.contains("tafs doctor --repair"),
            "{said}"
        );
        assert!(said.stderr.contains("Tue 3 Mar 09:00–10:00"), "{said}");
        assert_eq!(values(&machine, &words), before, "{line}");
    }
    // Its edges may move, and it stays what it is.
    machine.ok("add s 'tue 9:40' 'tue 11:00' --force");
    let trimmed = values(&machine, &words);
    assert_eq!(trimmed[0][..12], before[0][..12]);
    assert_ne!(trimmed, before);
    machine.ok("undo");
    assert_eq!(values(&machine, &words), before);
    machine.ok("redo");
    assert_eq!(values(&machine, &words), trimmed);
    let said = machine.line("add s 'tue 8:30' 'tue 9:20' --force");
    assert!(
        said.stderr
            .contains("unreadable block Tue 3 Mar 09:00-09:40 now begins"),
        "{said}"
    );
}

#[test]
fn a_running_block_that_cannot_be_read_is_ended_by_the_times_alone() {
    for set in BLOCK_DAMAGE.iter().filter(|set| !set.starts_with("stop")) {
        let mut machine = Machine::new();
        machine.at("09:00").ok("s @Halden first call");
        let words =
            format!("SELECT {WORDS}, start, start_offset FROM block ORDER BY start LIMIT 1");
        damage(&machine, &format!("UPDATE block SET {set}"));
        let before = values(&machine, &words);
        let said = machine.at("10:00").line("status --json");
        let running = &said.json()["running"];
        let fields = ["category", "account", "note", "end"].map(|field| running[field].clone());
        assert_eq!(
            fields,
            ["unreadable".into(), Null, "".into(), Null],
            "{set}"
        );
        assert_eq!(running["elapsed_s"], 3600, "{set}");
        assert!(
            running["start"]
                .as_str()
                .is_some_and(|start| start.starts_with("2026-03-02T0")),
            "{set}"
        );
        let line = machine.ok("status --format '{letter} {category} {account}{note}{elapsed}'");
        assert_eq!(line, "? unreadable 1:00:00\n", "{set}");
        assert!(
            said.stderr.contains("1 unreadable block on Mon 2 Mar"),
            "{set}: {said}"
        );
        let said = machine.line("edit running /prospecting");
        assert!(
            said.code == Some(1) && said.stderr.contains("can't be read"),
            "{set}: {said}"
        );
        let said = machine.line("s @Brightwell");
        assert_eq!(said.code, Some(0), "{set}: {said}");
        assert!(
            said.stderr
                .contains("unreadable block since 09:00 ends 10:00")
                || set.contains("offset"),
            "{set}: {said}"
        );
        assert_eq!(values(&machine, &words), before, "{set}");
        assert_eq!(
            machine.line("status --json").json()["running"]["account"],
            "Brightwell",
            "{set}"
        );
        machine.ok("undo");
        assert_eq!(
            values(&machine, "SELECT stop FROM block"),
            [[Value::Null]],
            "{set}"
        );
        machine.ok("redo");
        machine.at("11:00").ok("stop");
        machine.ok("undo");
        machine.ok("undo");
        machine.at("11:30").ok("stop");
        assert_eq!(values(&machine, &words), before, "{set}");
        assert_eq!(
            values(&machine, "SELECT stop IS NULL FROM block"),
            [[Value::Integer(0)]],
            "{set}"
        );
    }
}

/// Each way to damage a row of another table, what is said of it, and a command that must not write over it.
const ROW_DAMAGE: [(&str, &str, &str, &str); 13] = [
    (
        "UPDATE guess SET selling = 7",
        "guess of 2026-W10",
        "guess 50",
        "guess",
    ),
    ("UPDATE guess SET admin = 0.5", "", "", "guess"),
    (
        "UPDATE commitment SET text = CAST(x'ff' AS TEXT)",
        "commitment of 2026-W10",
        "commit '>= 5h selling'",
        "commitment",
    ),
    (
        "UPDATE day_mark SET kind = 'half'",
        "day mark on Thu 5 Mar",
        "day work 2026-03-05",
        "day_mark",
    ),
    (
        "UPDATE day_mark SET kind = CAST(x'ff' AS TEXT)",
        "day mark on Thu 5 Mar",
        "day off 2026-03-05",
        "day_mark",
    ),
    ("UPDATE day_mark SET day = '2026-02-31'", "", "", "day_mark"),
    ("UPDATE pause SET week = '2026-W0x'", "pause", "", "pause"),
    (
        "UPDATE pause SET week = CAST(x'323032362d5730ff' AS TEXT)",
        "pause",
        "",
        "pause",
    ),
    (
        "INSERT INTO review (week, answers, at) VALUES ('2026-W10', '{oh', 0)",
        "review of 2026-W10",
        "",
        "review",
    ),
    (
        "INSERT INTO review (week, answers, at) VALUES ('2026-W10', CAST(x'7bff7d' AS TEXT), 0)",
        "review of 2026-W10",
        "",
        "review",
    ),
    (
        "INSERT INTO review (week, closed_at, figures, at) VALUES ('2026-W10', '2026-03-06T10:00:00+01:00', '{oh', 0)",
        "review of 2026-W10",
        "",
        "review",
    ),
    (
        "INSERT INTO review (week, step, at) VALUES ('2026-W10', 70, 0)",
        "review of 2026-W10",
        "",
        "review",
    ),
    (
        "UPDATE journal SET label = CAST(x'ff' AS TEXT) WHERE id = 2",
        "change on Wed 4 Mar",
        "",
        "journal",
    ),
];

#[test]
fn rows_beside_the_lane_are_set_aside_and_told_by_their_name() {
    let machine = week();
    let whole = std::fs::read(machine.db()).expect("the file");
    for (sql, named, overwrites, table) in ROW_DAMAGE {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(&machine, sql);
        let before = values(&machine, &format!("SELECT * FROM {table}"));
        let mut told = BTreeSet::new();
        for line in
            READS
                .iter()
                .chain(&["guess", "review 2026-W10", "log 2026-W14", "gaps 2026-W14"])
        {
            let said = machine.line(line);
            assert!(said.code == Some(0) || *line == "guess", "{sql}: {said}");
            assert_json(line, &said);
            told.extend(
                said.stderr
                    .lines()
                    .filter(|line| line.contains("unreadable"))
                    .map(str::to_owned),
            );
        }
        let expected = format!("  1 unreadable {named} · tafs doctor");
        assert!(
            named.is_empty() || told.contains(&expected),
            "{sql}: {told:?}"
        );
        if !overwrites.is_empty() {
            let said = machine.line(overwrites);
            assert_eq!(said.code, Some(1), "{sql}: {said}");
            assert!(
                said.stderr.contains("can't be read and would be lost"),
                "{said}"
            );
            assert!(said.stderr.contains("tafs doctor --repair"), "{said}");
        }
        for line in ["s", "stop --at 11:59", "undo", "redo"] {
            let said = machine.line(line);
            assert!(
                said.code == Some(0) || line.starts_with("stop"),
                "{sql}: {said}"
            );
        }
        let after = values(&machine, &format!("SELECT * FROM {table}"));
        assert!(before.iter().all(|row| after.contains(row)), "{sql}");
    }
}

#[test]
fn an_undo_that_cannot_be_read_is_refused_with_words_and_a_new_change_can_be_undone() {
    let cases = [
        "edits = '[{'",
        "edits = CAST(x'5bff5d' AS TEXT)",
        "edits = '[{\"before\":null,\"after\":null}]'",
        "edits = '[{\"before\":null,\"after\":{\"moon\":1}}]'",
        "added = x'0102'",
        "label = CAST(x'ff' AS TEXT)",
    ];
    for set in cases {
        let mut machine = Machine::new();
        machine.at("12:00").ok("add a 9:00 10:00");
        machine.ok("add s 10:00 11:00");
        damage(&machine, &format!("UPDATE journal SET {set} WHERE id = 2"));
        let before = machine.ok("export");
        let said = machine.line("undo");
        assert_eq!(said.code, Some(1), "{set}: {said}");
        assert!(
            said.stderr.contains("change 2 of the undo history"),
            "{set}: {said}"
        );
        assert!(said.stderr.contains("tafs doctor"), "{set}: {said}");
        assert_eq!(machine.ok("export"), before, "{set}");
        assert_eq!(machine.line("undo --list").code, Some(0), "{set}");
        machine.ok("add l 11:00 11:30");
        machine.ok("undo");
        assert_eq!(machine.ok("export"), before, "{set}");
        machine.ok("redo");
        machine.ok("undo");
    }
    // An undone one: its redo.
    for set in [
        "removed = '[oh'",
        "edits = '{}'",
        "removed = CAST(x'ff' AS TEXT)",
    ] {
        let mut machine = Machine::new();
        machine.at("12:00").ok("add a 9:00 10:00");
        machine.ok("undo");
        damage(&machine, &format!("UPDATE journal SET {set}"));
        for line in ["redo", "redo 1"] {
            let said = machine.line(line);
            assert_eq!(said.code, Some(1), "{set}: {said}");
            assert!(
                said.stderr.contains("change 1 of the undo history"),
                "{set}: {said}"
            );
        }
        machine.ok("s");
        machine.ok("undo");
    }
}

/// What a column of another program may hold.
const ODD_VALUES: [&str; 16] = [
    "CAST(x'ff' AS TEXT)",
    "CAST(x'6869ff' AS TEXT)",
    "''",
    "'{'",
    "'[1, 2'",
    "'null'",
    "'lunch'",
    "x''",
    "x'0102'",
    "NULL",
    "0",
    "-1",
    "7",
    "9223372036854775807",
    "-9223372036854775808",
    "0.5",
];

/// All columns of all tables.
fn columns(machine: &Machine) -> Vec<(String, String)> {
    let file = Connection::open(machine.db()).expect("the file");
    let sql = "SELECT entry.name, field.name FROM sqlite_schema AS entry, pragma_table_info(entry.name) AS field \
         WHERE entry.type = 'table' ORDER BY 1, 2";
    let mut statement = file.prepare(sql).expect("a list");
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a list");
    rows.collect::<Result<_, _>>().expect("a list")
}

#[test]
fn whatever_a_column_holds_reading_goes_on_and_nothing_panics() {
    let mut machine = crate::sqlite::rich();
    let all = columns(&machine);
    let whole = std::fs::read(machine.db()).expect("the file");
    let mut random = fastrand::Rng::with_seed(7);
    machine.at("2026-03-07T21:00:00+01:00");
    for _ in 0..30 {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        let mut damages = Vec::new();
        for _ in 0..random.usize(1..5) {
            let (table, column) = &all[random.usize(..all.len())];
            let value = ODD_VALUES[random.usize(..ODD_VALUES.len())];
            let sql = format!(
                "UPDATE OR IGNORE {table} SET {column} = {value} WHERE abs({}) % 7 = 0 OR (SELECT count(*) FROM {table}) < 7",
                random.u32(0..7).to_string() + " + length(hex(" + column + "))"
            );
            let file = Connection::open(machine.db()).expect("the file");
            file.pragma_update(None, "ignore_check_constraints", true)
                .expect("a switch");
            // Some values no table takes.
            if file.execute_batch(&sql).is_ok() {
                damages.push(sql);
            }
        }
        for line in READS {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{damages:#?}: {said}");
            assert_json(line, &said);
        }
        assert_comes_back(&machine, &damages.join("; "));
        for line in [
            "s",
            "a",
            "undo",
            "redo",
            "stop",
            "add b 1:00 1:10",
            "delete last",
            "undo",
            "undo",
            "away",
            "guess 50",
        ] {
            let said = machine.line(line);
            assert!(matches!(said.code, Some(0 | 1)), "{damages:#?}: {said}");
        }
    }
}

#[test]
fn a_trim_of_a_block_that_cannot_be_read_is_undone_and_redone_whatever_is_wrong_with_it() {
    let machine = week();
    let whole = std::fs::read(machine.db()).expect("the file");
    let words = format!("SELECT {WORDS}, start, stop FROM block ORDER BY start LIMIT 1");
    for set in BLOCK_DAMAGE.iter().filter(|set| !set.starts_with("st")) {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(
            &machine,
            &format!("UPDATE block SET {set} WHERE start = (SELECT min(start) FROM block)"),
        );
        let before = values(&machine, &words);
        machine.ok("add s 'tue 9:40' 'tue 11:00' --force");
        assert_ne!(values(&machine, &words), before, "{set}");
        machine.ok("undo");
        assert_eq!(values(&machine, &words), before, "{set}");
        machine.ok("redo");
        machine.ok("undo");
        machine.ok("undo");
    }
}

#[test]
fn an_import_of_everything_goes_on_past_rows_that_cannot_be_read_and_leaves_them() {
    let machine = week();
    damage(
        &machine,
        "INSERT INTO review (week, step, at) VALUES ('2026-W10', 3, 0); \
         INSERT INTO away (id, block, cause, since, since_offset) SELECT 1, uid, 'slept', start + 60, 0 FROM block LIMIT 1",
    );
    let text = machine.ok("export --everything");
    damage(
        &machine,
        "UPDATE review SET answers = '{oh'; UPDATE away SET since_offset = 7; \
         UPDATE guess SET selling = 7; UPDATE commitment SET text = CAST(x'ff' AS TEXT)",
    );
    let before = ["review", "away", "guess", "commitment"]
        .map(|table| values(&machine, &format!("SELECT * FROM {table}")));
    let said = machine.run_with_input(&["import", "json", "-", "--json"], &text);
    assert_eq!(said.code, Some(0), "{said}");
    let rows = &said.json()["rows"];
    assert_eq!(
        (&rows["added"], &rows["differing"]),
        (&0.into(), &0.into()),
        "{said}"
    );
    let after = ["review", "away", "guess", "commitment"]
        .map(|table| values(&machine, &format!("SELECT * FROM {table}")));
    assert_eq!(after, before);
}

/// All that a file holds, but for the numbers of the blocks; an empty name is none.
fn all_rows(file: &Path) -> Vec<(String, Vec<String>)> {
    let file = Connection::open(file).expect("the file");
    let tables = "SELECT entry.name, group_concat(replace(iif(field.name IN ('activity', 'account', 'requester', 'source'), \
         'typeof(nullif(?, char())) || hex(?)', 'typeof(?) || hex(?)'), '?', field.name), ' || char(32) || ') \
         FROM sqlite_schema AS entry, pragma_table_info(entry.name) AS field \
         WHERE entry.type = 'table' AND NOT (entry.name = 'block' AND field.name = 'id') GROUP BY 1 ORDER BY 1";
    let mut statement = file.prepare(tables).expect("the tables");
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let tables: Vec<(String, String)> = tables
        .expect("tables")
        .map(|row| row.expect("a table"))
        .collect();
    let rows = tables.into_iter().map(|(name, columns)| {
        let mut statement = file
            .prepare(&format!("SELECT {columns} FROM {name} ORDER BY 1"))
            .expect("rows");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        (name, rows.map(|row| row.expect("a row")).collect())
    });
    rows.collect()
}

/// An export of everything into a new file makes the same file.
fn assert_comes_back(machine: &Machine, what: &str) {
    let other = machine.home().join("other.db");
    std::fs::remove_file(&other).ok();
    let text = machine.ok("export --everything --with-history");
    let said = machine.run_with_input(&["import", "json", "-", "--db", "other.db"], &text);
    assert_eq!(said.code, Some(0), "{what}: {said}\n{text}");
    assert_eq!(
        all_rows(&other),
        all_rows(&machine.db()),
        "{what}: {said}\n{text}"
    );
    assert_eq!(
        machine.ok("export --everything --with-history --db other.db"),
        text,
        "{what}"
    );
    let told = |db: &str| machine.line(&format!("log week --db {db}")).stderr;
    assert_eq!(
        told("other.db"),
        told(&machine.db().display().to_string()),
        "{what}"
    );
}

#[test]
fn rows_that_cannot_be_read_or_break_a_rule_come_back_in_a_new_file_as_they_were() {
    let machine = week();
    damage(
        &machine,
        "INSERT INTO review (week, step, at) VALUES ('2026-W09', 3, 0); \
         INSERT INTO away (id, block, cause, since, since_offset) SELECT id, uid, 'slept', start + 60, 0 FROM block",
    );
    machine.ok("undo");
    let whole = std::fs::read(machine.db()).expect("the file");
    let of_blocks = BLOCK_DAMAGE.map(|set| format!("UPDATE block SET {set} WHERE id = 1"));
    let of_rows = ROW_DAMAGE.map(|(sql, ..)| sql.to_owned());
    let broken = [
        "UPDATE block SET stop = start + 200000 WHERE id = 1",
        "UPDATE block SET stop = 7258118399 WHERE id = 1",
        "UPDATE block SET start = start - 30000 WHERE id = 2",
        "UPDATE block SET stop = 9223372036854775807 WHERE id = 1",
        "UPDATE block SET start = -9223372036854775808 WHERE id = 2",
        "UPDATE block SET start_offset = 90, stop_offset = 3601",
        "UPDATE block SET revision = 0, clock_back = 7, changed = 9223372036854775807",
        "UPDATE block SET tags = '[1, null]' WHERE id = 1",
        "UPDATE review SET step = 70",
        "UPDATE review SET revealed = 2, figures = '{}'",
        "UPDATE away SET until = since, until_offset = 0",
        "UPDATE away SET since_offset = 90, answered = 9223372036854775807",
        "UPDATE guess SET at = -9223372036854775808, selling = 9e999",
        "UPDATE commitment SET text = ''",
        "UPDATE day_mark SET at = 9223372036854775807",
        "UPDATE journal SET removed = '[]'",
        "UPDATE journal SET added = x'00', undone = 7",
        "INSERT INTO removed_block SELECT 77, 0, uid, start, start_offset, stop, stop_offset, category, activity, account, \
         requester, tags, note, touches, conversations, meetings, grade, clock_back, revision, source, fit FROM block LIMIT 1",
        "INSERT INTO suggestion VALUES (x'01', 'k', 20, 0, 10, 0, 't', 'lunch', '', NULL, NULL, 5)",
        "INSERT INTO notice VALUES (CAST(x'ff' AS TEXT), 9223372036854775807)",
    ];
    for sql in of_blocks
        .into_iter()
        .chain(of_rows)
        .chain(broken.map(str::to_owned))
    {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(&machine, &sql);
        assert_comes_back(&machine, &sql);
    }
}

#[test]
fn a_block_over_another_is_handed_out_as_a_block_and_taken_in_beside_others() {
    let machine = week();
    let spaced = r#"UPDATE block SET tags = '[ "a" ]' WHERE id = 3"#;
    let over = "UPDATE block SET start = start - 90000 WHERE id = 2";
    damage(&machine, &format!("{spaced}; {over}"));
    let text = machine.ok("export --everything");
    assert!(!text.contains("{\"raw\""), "{text}");
    assert_eq!(text.matches("\"past_rules\":true").count(), 1, "{text}");
    machine.ok("s --db beside.db");
    let beside = [
        "import",
        "json",
        "-",
        "--overlap",
        "trim",
        "--db",
        "beside.db",
    ];
    let said = machine.run_with_input(&beside, &text);
    assert!(
        said.code == Some(0) && said.stderr.contains("3 blocks"),
        "{said}"
    );
}

#[test]
fn an_import_says_what_became_of_rows_that_cannot_be_read() {
    let machine = week();
    damage(
        &machine,
        "UPDATE block SET note = CAST(x'6869ff' AS TEXT) WHERE id = 1; UPDATE guess SET selling = 7",
    );
    let text = machine.ok("export --everything");
    assert!(
        text.contains(r#"{"raw":{"table":"block","cells":{"#),
        "{text}"
    );
    assert!(text.contains(r#""note":{"text":"6869ff"}"#), "{text}");
    let import =
        |db: &str, text: &str| machine.run_with_input(&["import", "json", "-", "--db", db], text);
    let said = import("new.db", &text);
    let back =
        "2 rows can't be read or break a rule of the file: put back as they were · tafs doctor";
    assert!(said.stderr.contains(back), "{said}");
    machine.ok("s --db beside.db");
    let said = import("beside.db", &text);
    assert!(
        said.code == Some(0) && said.stderr.contains("2 rows of the source"),
        "{said}"
    );
    assert!(
        said.stderr.contains("left out, and still in the export"),
        "{said}"
    );
    for (was, is, told) in [
        (
            r#""table":"block""#,
            r#""table":"moon""#,
            r#"table: "moon" isn't a table of the file"#,
        ),
        (
            r#""note":{"text":"6869ff"},"#,
            "",
            "cells: the columns of block are uid,",
        ),
        (
            r#"{"text":"6869ff"}"#,
            r#"{"text":"6869f"}"#,
            "note: not a value of a row",
        ),
    ] {
        let said = import("wrong.db", &text.replace(was, is));
        assert!(said.code == Some(1) && said.stderr.contains(told), "{said}");
        assert!(said.stderr.contains("line 2"), "{said}");
    }
}

/// Four blocks from 9:00 to 14:00, and a meeting that runs since 15:00.
fn day() -> Machine {
    let mut machine = Machine::new();
    machine.at("2026-03-03T15:00:00+01:00");
    for line in [
        "s 9:00 10:00 first",
        "a 10:00 12:00",
        "l 12:00 13:00",
        "s 13:00 14:00 @Acme",
    ] {
        machine.ok(&format!("add {line}"));
    }
    machine.ok("s @Halden");
    machine.at("2026-03-03T16:00:00+01:00");
    machine
}

/// What another program does to the file, whose own checks stay.
fn damage_beside_checks(machine: &Machine, sql: &str) {
    let file = Connection::open(machine.db()).expect("the file");
    let triggers = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
    file.set_db_config(triggers, false).expect("a switch");
    file.pragma_update(None, "ignore_check_constraints", true)
        .expect("a switch");
    file.execute_batch(sql).expect(sql);
}

#[test]
fn a_block_over_others_keeps_nobody_from_starting_stopping_and_adding() {
    for set in [
        "stop = 9223372036854775807 WHERE id = 4",
        "stop = 7258118399 WHERE id = 4",
        "stop = start + 86400 WHERE id = 4",
        "stop = 9223372036854775807 WHERE id = 1",
        "start = -9223372036854775808 WHERE id = 4",
        "start = -9223372036854775808 WHERE id = 1",
        "start = 9223372036854775806, stop = 9223372036854775807 WHERE id = 4",
    ] {
        for checks in [true, false] {
            let mut machine = day();
            let sql = format!("UPDATE block SET {set}");
            if checks {
                damage_beside_checks(&machine, &sql);
            } else {
                damage(&machine, &sql);
            }
            for line in [
                "a mail",
                "stop",
                "undo",
                ".",
                "undo",
                "undo",
                "redo",
                "stop",
                "s",
                "add b 15:10 15:20 --force",
                "note last hello",
                "undo",
                "stop",
                "s",
            ] {
                let line = if line == "." { "resume" } else { line };
                let said = machine.line(line);
                assert!(
                    said.code == Some(0) || line == "stop",
                    "{set} {checks}: {said}"
                );
                assert!(!said.stderr.contains("the disk"), "{set} {checks}: {said}");
            }
            machine.at("2026-03-03T16:30:00+01:00").ok("stop");
            let late = values(
                &machine,
                "SELECT id FROM block WHERE start > 1900000000 AND start < 9e15",
            );
            assert!(late.is_empty(), "{set} {checks}: {late:?}");
        }
    }
}

#[test]
fn a_block_of_no_known_time_is_told_by_what_lists_blocks() {
    for start in ["-9223372036854775808", "7258118400", "9223372036854775800"] {
        let machine = day();
        damage(
            &machine,
            &format!("UPDATE block SET start = {start} WHERE id = 4"),
        );
        for line in ["status", "log", "log all", "report week", "gaps", "review"] {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{start}: {said}");
            assert!(
                said.stderr.contains("1 unreadable block · tafs doctor"),
                "{start}: {said}"
            );
        }
    }
}

#[test]
fn a_row_of_no_known_time_is_told_once_by_what_looks_at_its_table() {
    let machine = crate::sqlite::rich();
    damage(
        &machine,
        "INSERT INTO away (block, cause, since, since_offset) SELECT uid, 'slept', start + 60, 0 FROM block LIMIT 1",
    );
    let whole = std::fs::read(machine.db()).expect("the file");
    for (set, told) in [
        (
            "suggestion SET start = 9223372036854775806 WHERE uid = (SELECT min(uid) FROM suggestion)",
            "1 unreadable suggestion · ",
        ),
        (
            "suggestion SET start = -9223372036854775808 WHERE uid = (SELECT min(uid) FROM suggestion)",
            "1 unreadable suggestion · ",
        ),
        (
            "suggestion SET start = 7258118400 WHERE uid = (SELECT max(uid) FROM suggestion)",
            "1 unreadable suggestion · ",
        ),
        (
            "away SET since = 9223372036854775807 WHERE id = (SELECT max(id) FROM away)",
            "1 unreadable question · ",
        ),
        (
            "away SET since = -9223372036854775808 WHERE id = (SELECT max(id) FROM away)",
            "1 unreadable question · ",
        ),
        (
            "away SET block = x'01' WHERE id = (SELECT max(id) FROM away)",
            "1 unreadable question",
        ),
        (
            "day_mark SET day = CAST(x'ff' AS TEXT)",
            "1 unreadable day mark · ",
        ),
        ("day_mark SET day = ''", "1 unreadable day mark · "),
        ("pause SET week = 'soon'", "1 unreadable pause · "),
        (
            "block SET start = 9223372036854775806 WHERE id = 1",
            "1 unreadable block",
        ),
    ] {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(&machine, &format!("UPDATE {set}"));
        for line in ["status", "log", "report week", "gaps", "review"] {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{set}: {said}");
            assert_eq!(said.stderr.matches(told).count(), 1, "{set}: {said}");
        }
    }
}

#[test]
fn an_id_of_another_length_is_set_aside() {
    for id in ["x'0102'", "x''", "zeroblob(40)"] {
        let machine = day();
        damage(
            &machine,
            &format!("UPDATE block SET uid = {id} WHERE id = 4"),
        );
        for line in READS {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{id}: {said}");
        }
        assert!(machine.line("log").stderr.contains("1 unreadable block on"));
    }
}

#[test]
fn a_running_block_that_cannot_be_read_is_no_time_off_the_clock() {
    let machine = day();
    damage(
        &machine,
        "UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE stop IS NULL",
    );
    let said = machine.line("status");
    assert!(
        said.stdout
            .starts_with("● unreadable since 15:00 · tafs doctor\n"),
        "{said}"
    );
}

#[test]
fn a_resume_ends_what_runs_and_starts_the_last_work_that_can_be_read() {
    let mut machine = day();
    let words = format!("SELECT {WORDS} FROM block WHERE id = 5");
    damage(
        &machine,
        "UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE stop IS NULL",
    );
    let before = values(&machine, &words);
    let said = machine.line("resume");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(
        said.stderr.contains("Back to selling @Acme since 16:00"),
        "{said}"
    );
    assert!(
        said.stderr
            .contains("unreadable block since 15:00 ends 16:00"),
        "{said}"
    );
    let runs = machine.line("status --json").json()["running"].clone();
    assert_eq!(
        (&runs["category"], &runs["account"]),
        (&"selling".into(), &"Acme".into())
    );
    // What it was nobody knows: it is passed over, and stays as it is.
    let said = machine.at("2026-03-03T16:10:00+01:00").line("resume");
    assert!(
        said.stderr.contains("Back to learning since 16:10"),
        "{said}"
    );
    machine.ok("undo");
    machine.ok("undo");
    assert_eq!(values(&machine, &words), before);
    assert_eq!(
        machine.line("status --json").json()["running"]["category"],
        "unreadable"
    );
}

#[test]
fn a_damaged_change_is_marked_and_says_the_way_out() {
    for set in [
        "edits = CAST(x'ff' AS TEXT)",
        "edits = '{}'",
        "edits = '[{'",
        "added = x'00'",
        "label = CAST(x'ff' AS TEXT)",
    ] {
        let machine = day();
        let newest = "(SELECT max(id) FROM journal)";
        damage(
            &machine,
            &format!("UPDATE journal SET {set} WHERE id = {newest}"),
        );
        let list = machine.line("undo --list");
        let first = list.stdout.lines().next().expect("a line");
        assert!(first.contains("unreadable"), "{set}: {list}");
        assert_eq!(
            list.stdout.matches("unreadable").count(),
            1,
            "{set}: {list}"
        );
        let said = machine.line("undo");
        assert_eq!(said.code, Some(1), "{set}: {said}");
        assert!(
            said.stderr.contains("tafs doctor --repair"),
            "{set}: {said}"
        );
        for raw in ["odd", "line 1", "column 1", "Conversion", "utf-8"] {
            assert!(!said.stderr.contains(raw), "{set}: {said}");
        }
    }
}

#[test]
fn what_belongs_to_a_day_or_a_week_is_told_also_where_its_key_cannot_be_read() {
    let machine = week();
    let whole = std::fs::read(machine.db()).expect("the file");
    let shown =
        "INSERT INTO review (week, step, revealed, at) VALUES (CAST(x'ff' AS TEXT), 3, 1, 0)";
    for (sql, told) in [
        (
            "UPDATE pause SET week = CAST(x'ff' AS TEXT)",
            "1 unreadable pause · ",
        ),
        (
            "UPDATE guess SET week = CAST(x'ff' AS TEXT)",
            "1 unreadable guess · ",
        ),
        (
            "UPDATE commitment SET week = 'soon'",
            "1 unreadable commitment · ",
        ),
        (
            "UPDATE day_mark SET day = CAST(x'ff' AS TEXT)",
            "1 unreadable day mark · ",
        ),
        (shown, "1 unreadable review · "),
    ] {
        std::fs::write(machine.db(), &whole).expect("the file as it was");
        damage(&machine, sql);
        for line in [
            "guess --week 2026-W20",
            "commit --week 2026-W20",
            "day planned 2026-05-05",
            "pause 2026-W20",
            "review",
        ] {
            let said = machine.line(line);
            assert_eq!(said.code, Some(0), "{sql}: {said}");
            assert!(said.stderr.contains(told), "{sql}: {said}");
        }
    }
    // That review may be the one that locked the guess in.
    let said = machine.line("guess 30");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stderr
            .contains("may be locked in: a review can't be read"),
        "{said}"
    );
    assert!(machine.ok("guess").contains("60"));
}
