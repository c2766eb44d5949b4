//! What the file itself refuses, whichever program writes to it.

use rusqlite::Connection;

use super::*;

/// A lane of two blocks and a running one: minutes 0-30, 40-60, 100-.
fn lane() -> Store {
    let mut store = Store::in_memory().expect("a store");
    store.apply(&add(0, 30), at(100)).expect("a block");
    store.apply(&add(40, 60), at(100)).expect("a block");
    let start = Change::Start {
        at: at(100),
        category: Category::Selling,
        details: Details::default(),
    };
    store.apply(&start, at(100)).expect("a start");
    store
}

/// A row from minute `from` to `to`; `NULL` lets it run.
fn insert(connection: &Connection, from: i64, to: Option<i64>) -> rusqlite::Result<usize> {
    let uid = *crate::domain::block::BlockId::fresh().as_bytes();
    let stop = to.map(|to| at(to).at.seconds());
    connection.execute(
        "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, changed) \
         VALUES (?1, ?2, 0, ?3, iif(?3 IS NULL, NULL, 0), 'admin', 0)",
        rusqlite::params![uid, at(from).at.seconds(), stop],
    )
}

#[test]
fn a_row_that_overlaps_is_refused_and_one_that_fits_is_not() {
    let cases = [
        (-10, Some(0), true),
        (30, Some(40), true),
        (60, Some(100), true),
        (35, Some(36), true),
        (0, Some(30), false),
        (10, Some(20), false),
        (-10, Some(1), false),
        (29, Some(35), false),
        (35, Some(41), false),
        (-10, Some(200), false),
        (35, Some(70), false),
        (40, Some(41), false),
        (90, Some(101), false),
        (120, Some(130), false),
        (35, None, false),
        (70, None, false),
        (200, None, false),
        (35, Some(35), false),
        (36, Some(35), false),
    ];
    for (from, to, fits) in cases {
        let store = lane();
        let done = insert(&store.connection, from, to);
        assert_eq!(done.is_ok(), fits, "{from} to {to:?}: {done:?}");
        assert_sound(&store);
    }
}

#[test]
fn a_row_that_is_moved_over_another_is_refused() {
    let minute = |minutes: i64| at(minutes).at.seconds();
    let cases = [
        ("stop", 30, 40, true),
        ("stop", 30, 41, false),
        ("stop", 30, 200, false),
        ("stop", 30, 0, false),
        ("stop", 60, 100, true),
        ("stop", 60, 101, false),
        ("start", 40, 30, true),
        ("start", 40, 29, false),
        ("start", 40, -10, false),
        ("start", 40, 60, false),
        ("start", 100, 60, true),
        ("start", 100, 59, false),
        ("start", 100, 10, false),
    ];
    for (column, from, to, fits) in cases {
        let store = lane();
        let sql = match column {
            "stop" => "UPDATE block SET stop = ?2 WHERE stop = ?1",
            _ => "UPDATE block SET start = ?2 WHERE start = ?1",
        };
        let done = store.connection.execute(sql, [minute(from), minute(to)]);
        assert_eq!(done.is_ok(), fits, "{column} {from} to {to}: {done:?}");
        assert_sound(&store);
    }
}

#[test]
fn a_row_that_is_no_block_is_refused() {
    // Each against the first row, which is sound.
    let bad = [
        "category = 'lunch'",
        "category = 'Selling'",
        "category = NULL",
        "start = -2208988801",
        "start = NULL",
        "start = 'now'",
        "start_offset = 3601",
        "start_offset = 86400",
        "start_offset = NULL",
        "stop = 7258118400",
        "stop_offset = NULL",
        "stop = NULL",
        "stop = NULL, stop_offset = NULL",
        "stop_offset = -86400",
        "uid = x'00'",
        "uid = 'text'",
        "uid = (SELECT uid FROM block WHERE stop IS NULL)",
        "activity = ''",
        "account = ''",
        "requester = ''",
        "account = x'00'",
        "tags = 'newdeck'",
        "tags = '{}'",
        "tags = NULL",
        // Only SQLite would read it.
        "tags = '[''newdeck'',]'",
        "note = NULL",
        "note = hex(zeroblob(32769))",
        "touches = -1",
        "conversations = 4294967296",
        "meetings = 1.5",
        "meetings = 'many'",
        "grade = 'maybe'",
        "grade = ''",
        "revision = 0",
        "changed = NULL",
    ];
    let good = [
        "category = 'break'",
        "start_offset = -34200",
        "activity = NULL",
        "account = 'Northwind'",
        "tags = '[\"newdeck\"]'",
        "note = hex(zeroblob(32768))",
        "touches = 4294967295",
        "grade = 'won'",
        "grade = NULL",
    ];
    for (set, fits) in bad
        .iter()
        .map(|set| (set, false))
        .chain(good.iter().map(|set| (set, true)))
    {
        let store = lane();
        let first = at(0).at.seconds();
        let sql = ["UPDATE block SET ", set, " WHERE start = ?1"].concat();
        let done = store.connection.execute(&sql, [first]);
        assert_eq!(done.is_ok(), fits, "{set}: {done:?}");
        assert_eq!(all(&store).len(), 3, "{set}");
    }
}

#[test]
fn the_journal_holds_only_what_it_can_take_back() {
    let store = lane();
    let refused = |sql: &str| store.connection.execute(sql, []).is_err();
    assert!(refused("UPDATE journal SET undone = 2"));
    assert!(refused("UPDATE journal SET edits = NULL"));
    assert!(refused("INSERT INTO journal (at, label) VALUES (0, 'x')"));
}

#[test]
fn the_connection_is_set_to_keep_what_it_acknowledges() {
    let folder = folder();
    let store = Store::open(&folder.path().join("tafs.db")).expect("a store");
    let pragma = |name: &str| -> String {
        let sql = ["SELECT CAST(", name, " AS TEXT) FROM pragma_", name].concat();
        store
            .connection
            .query_row(&sql, [], |row| row.get(0))
            .expect(name)
    };
    for (name, value) in [
        ("journal_mode", "delete"),
        ("synchronous", "3"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
    ] {
        assert_eq!(pragma(name), value, "{name}");
    }
}
