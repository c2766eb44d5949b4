//! Files of older schemas, each kept as the text of a dump, are brought up to date; what only says that it is one
//! is not.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Child;

use rusqlite::Connection;

use super::files::{contents, ours, refused};
use super::*;
use crate::domain::search::Query;
use crate::store::migrate;

/// A file of schema 1 that an older version of this program has written.
const SCHEMA_1: &str = "tests/fixtures/schema-1.sql";

/// A folder with that file in it; `more` is done to it then.
fn older(more: &str) -> (TempDir, PathBuf) {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let dump = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA_1))
        .expect("the fixture");
    let old = Connection::open(&path).expect("a database");
    old.execute_batch(&dump).expect("the fixture is SQL");
    old.execute_batch(more).expect(more);
    (folder, path)
}

/// What the fixture has, told in short.
fn told(store: &Store) -> Vec<String> {
    let now = at(200);
    let tell = |block: &Block| {
        let tags = block
            .details
            .tags
            .iter()
            .map(|tag| format!(" {}", tag.as_str()));
        let note = block.details.note.as_str();
        format!(
            "{} {note}{}",
            crate::domain::rules::describe(block, now),
            tags.collect::<String>()
        )
    };
    all(store).iter().map(tell).collect()
}

/// What was written before there was an index is found by its words, before the index knows it and then.
fn assert_found(store: &Store) {
    for _ in 0..2 {
        let (page, _) = store
            .may_fit(&Query::new("redlines"), Stamp::MAX, 10)
            .expect("a search");
        assert!(
            page.iter()
                .any(|block| block.details.note.as_str() == "redlines \"v2\""),
            "{page:?}"
        );
        assert!(!store.catch_up(10).expect("the index takes it"));
    }
}

const BLOCKS: [&str; 3] = [
    "admin 08:30-09:05 inbox",
    "selling 09:05-10:00 redlines \"v2\" newdeck q1",
    "learning since 10:15 ",
];

#[test]
fn a_schema_that_is_out_stays_as_it_is() {
    let (_folder, path) = older("");
    let schema = |connection: &Connection| -> Vec<Option<String>> {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema ORDER BY name")
            .expect("a list");
        let rows = statement.query_map([], |row| row.get(0)).expect("a list");
        rows.collect::<Result<_, _>>().expect("a list")
    };
    let made = migrate::of_schema(1).expect("the first migration runs");
    assert_eq!(
        schema(&Connection::open(&path).expect("the fixture")),
        schema(&made)
    );
}

#[test]
fn an_older_file_is_copied_and_brought_up_to_date() {
    let (folder, path) = older("");
    let mut store = Store::open(&path).expect("an upgrade");
    assert_eq!(told(&store), BLOCKS);
    assert_found(&store);
    store
        .redo(at(120))
        .expect("a redo")
        .expect("what was undone before");
    assert_eq!(
        store.running().expect("a look").map(|block| block.category),
        Some(Category::Distraction)
    );
    for _ in 0..5 {
        store
            .undo(at(120))
            .expect("an undo")
            .expect("a change of before");
    }
    assert_eq!(told(&store), Vec::<String>::new());
    assert!(store.undo(at(120)).expect("nothing to undo").is_none());
    assert_sound(&store);
    assert_eq!(
        store
            .mark_days(&[marked(0)], Some(Mark::Off), at(120))
            .expect("the new tables are there")
            .edits
            .len(),
        1
    );
    drop(store);

    let copy = folder.path().join("tafs.db.schema-1");
    assert_eq!(contents(folder.path()).len(), 2, "the file and its copy");
    assert_eq!(fs::metadata(&copy).expect("the copy").mode() & 0o777, 0o600);
    let copied = Connection::open(&copy).expect("the copy is a database");
    let version: u32 = copied
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("its schema");
    assert_eq!(version, 1, "as it was before");
    // It can be put back, and brought up to date anew.
    fs::copy(&copy, &path).expect("the copy is put back");
    assert_eq!(told(&Store::open(&path).expect("another upgrade")), BLOCKS);
    assert!(
        folder.path().join("tafs.db.schema-1.2").exists(),
        "the first copy stays"
    );
}

#[test]
fn a_file_of_any_older_schema_is_brought_up_to_date() {
    for version in 1..migrate::NEWEST {
        let folder = folder();
        let path = folder.path().join("tafs.db");
        let model = migrate::of_schema(version).expect("the migrations up to it run");
        model
            .pragma_update(None, "application_id", 0x7461_6673)
            .expect("our mark");
        model
            .execute("VACUUM INTO ?1", [path.to_str().expect("a plain path")])
            .expect("a file of it");
        let mut store =
            Store::open(&path).unwrap_or_else(|error| panic!("schema {version}: {error}"));
        store.apply(&add(0, 30), at(60)).expect("a block");
        store
            .mark_days(&[marked(0)], Some(Mark::Off), at(60))
            .expect("a mark");
        assert_eq!(
            (all(&store).len(), all_marked(&store)),
            (1, vec![0]),
            "schema {version}"
        );
        assert!(
            folder
                .path()
                .join(format!("tafs.db.schema-{version}"))
                .exists()
        );
    }
}

#[test]
fn an_older_file_in_wal_mode_leaves_it_too() {
    let (folder, path) = older("PRAGMA journal_mode = WAL; UPDATE block SET note = 'theirs';");
    let store = Store::open(&path).expect("an upgrade");
    assert!(
        all(&store)
            .iter()
            .all(|block| block.details.note.as_str() == "theirs")
    );
    drop(store);
    assert_eq!(
        fs::read(&path).expect("the file")[18..20],
        [1, 1],
        "no WAL in the header"
    );
    assert_eq!(contents(folder.path()).len(), 2, "the file and its copy");
}

#[test]
fn tables_that_are_not_those_of_the_schema_are_damage_told_in_a_sentence() {
    let marked = |version: u32, sql: &str| {
        let folder = folder();
        let path = folder.path().join("tafs.db");
        let other = Connection::open(&path).expect("a database");
        other
            .pragma_update(None, "application_id", 0x7461_6673)
            .expect("our mark");
        other
            .pragma_update(None, "user_version", version)
            .expect("a schema");
        other.execute_batch(sql).expect(sql);
        (folder, path)
    };
    let current = |sql: &str| {
        let (folder, path) = ours();
        Connection::open(&path)
            .expect("another program")
            .execute_batch(sql)
            .expect(sql);
        (folder, path)
    };
    let cases = [
        (marked(0, ""), "it has no schema"),
        (marked(0, "CREATE TABLE block (a)"), "it has no schema"),
        (marked(1, ""), "its tables are not those of schema 1"),
        (
            marked(1, "CREATE TABLE block (a); CREATE TABLE journal (b)"),
            "its tables are not those of schema 1",
        ),
        (
            older("DROP TRIGGER block_lane_update"),
            "its tables are not those of schema 1",
        ),
        (
            older("DROP INDEX block_start"),
            "its tables are not those of schema 1",
        ),
        (
            older("ALTER TABLE journal RENAME COLUMN label TO title"),
            "its tables are not those of schema 1",
        ),
        (
            older("CREATE TABLE away (a)"),
            "its tables are not those of schema 1",
        ),
        (
            older("CREATE TABLE find (a)"),
            "its tables are not those of schema 1",
        ),
        (
            older("CREATE TABLE review (a)"),
            "its tables are not those of schema 1",
        ),
        // Not seen beforehand: the migration runs into it, and all is as it was.
        (
            older("CREATE VIEW away AS SELECT 1"),
            "its tables are not those of its schema",
        ),
        (marked(2, ""), "its tables are not those of schema 2"),
        (marked(migrate::NEWEST, ""), "no such table: block"),
        (current("DROP TABLE journal"), "no such table: journal"),
        (
            current("DROP TABLE find_stale"),
            "no such table: main.find_stale",
        ),
        (
            current("ALTER TABLE block RENAME COLUMN note TO text"),
            "no such column: note",
        ),
    ];
    for ((_folder, path), expected) in cases {
        let said = refused(&path);
        assert!(
            said.contains(expected) && said.contains(" is damaged: "),
            "{expected}: {said}"
        );
        assert!(
            said.contains("put a backup in its place"),
            "names a way out: {said}"
        );
        assert!(!said.contains('\n') && said.len() < 300, "{said}");
    }
}

#[test]
fn what_another_program_has_added_is_not_in_the_way() {
    let (_folder, path) = older(
        "CREATE INDEX theirs ON block (note); CREATE TABLE mine (a); ALTER TABLE block ADD b TEXT;",
    );
    assert_eq!(told(&Store::open(&path).expect("an upgrade")), BLOCKS);
}

#[test]
#[ignore = "a process of its own, to be killed"]
fn upgrades_until_it_is_killed() {
    let Some(path) = childs_file() else { return };
    Store::open(&path).expect("an upgrade");
}

#[test]
fn a_kill_at_any_point_of_an_upgrade_leaves_the_old_file_or_the_new_one() {
    type Point = fn(&[String]) -> bool;
    let points: [Point; 4] = [
        |names| names.len() > 1,
        |names| names.iter().any(|name| name.starts_with(".tafs-")),
        |names| names.iter().any(|name| name == "tafs.db.schema-1"),
        |names| names.iter().any(|name| name == "tafs.db-journal"),
    ];
    for point in points.iter().cycle().take(24) {
        // Many rows, so that the copy takes its time.
        let (folder, path) = older(
            "CREATE TABLE filler (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) \
             INSERT INTO filler SELECT hex(zeroblob(200)) FROM n;",
        );
        let names = || names_in(folder.path());
        let mut child: Child = process("migrate::upgrades_until_it_is_killed", &path)
            .spawn()
            .expect("a process");
        while !point(&names()) && child.try_wait().expect("it can be asked").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("it is ours");
        child.wait().expect("it is gone");
        let store = Store::open(&path).expect("the file is whole");
        assert_eq!(told(&store), BLOCKS);
        assert_found(&store);
        assert_sound(&store);
        drop(store);
        let copy = folder.path().join("tafs.db.schema-1");
        let copied = Connection::open(&copy).expect("a copy");
        let kept: i64 = copied
            .query_row("SELECT count(*) FROM filler", [], |row| row.get(0))
            .expect("whole");
        assert_eq!(kept, 3000);
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(Result::ok);
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}
