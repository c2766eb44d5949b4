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
use crate::domain::wording::describe_block;
use crate::store::migrate;

/// A folder with a file of schema 1 in it; `more` is done to it then.
fn older(more: &str) -> (TempDir, PathBuf) {
    of_version(1, more)
}

/// As [`older`], of any schema.
pub(super) fn of_version(version: u32, more: &str) -> (TempDir, PathBuf) {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let dump = fs::read_to_string(fixtures.join(format!("schema-{version}.sql")));
    let dump = dump.expect("the fixture");
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
            describe_block(block, now),
            tags.collect::<String>()
        )
    };
    all(store).iter().map(tell).collect()
}

fn assert_found(store: &Store) {
    let (found, _) = store
        .find(&Query::new("redlines"), Stamp::MAX, 10)
        .expect("a search");
    let notes: Vec<&str> = found
        .iter()
        .map(|block| block.details.note.as_str())
        .collect();
    assert_eq!(notes, ["redlines \"v2\""]);
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
fn a_file_of_any_older_schema_is_brought_up_to_date_with_all_that_it_holds() {
    for version in 1..migrate::NEWEST {
        let (folder, path) = of_version(version, "");
        let mut store =
            Store::open(&path).unwrap_or_else(|error| panic!("schema {version}: {error}"));
        let blocks = told(&store);
        assert!(
            BLOCKS
                .iter()
                .all(|block| blocks.contains(&(*block).to_owned())),
            "schema {version}: {blocks:?}"
        );
        assert_found(&store);
        assert_sound(&store);
        let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
        let kept = |store: &Store| {
            let week = |number| calendar.iso_week(2026, number).expect("a week");
            let notes = store.reviews(week(9), week(12)).expect("the notes");
            let day = |text: &str| Day(text.parse().expect(text));
            let marks = store.marks(day("2026-03-01"), day("2026-03-31"), &calendar);
            (notes, marks.expect("the marks"))
        };
        let (notes, marks) = kept(&store);
        if version >= 3 {
            assert_eq!(notes.len(), 3, "schema {version}: {notes:?}");
            assert_eq!(notes[0].1.review.answers.surprise.as_deref(), Some("mail"));
            assert_eq!(notes[1].1.guess.map(|guess| guess.selling), Some(0.6));
            assert_eq!(
                notes[1].1.commitment.as_deref(),
                Some(">= 6h selling/prospecting")
            );
            assert_eq!(
                (marks.off.len(), marks.work.len(), marks.paused.len()),
                (1, 1, 1)
            );
        }
        if version >= 5 {
            let all = crate::domain::stamp::Span::new(Stamp::MIN, Stamp::MAX).expect("a span");
            assert_eq!(store.suggestions(all).expect("suggestions").len(), 2);
        }
        // What was written before can be made again and taken back, down to the first change.
        let redone = store
            .redo(at(1000))
            .expect("a redo")
            .expect("what was undone before");
        assert!(
            redone.label.starts_with("start distraction"),
            "{}",
            redone.label
        );
        while store.undo(at(1000)).expect("an undo").is_some() {}
        assert_eq!(told(&store), Vec::<String>::new(), "schema {version}");
        while store.redo(at(1000)).expect("a redo").is_some() {}
        store
            .undo(at(1000))
            .expect("an undo")
            .expect("the last change");
        assert_eq!((told(&store), kept(&store)), (blocks, (notes, marks)));
        assert_sound(&store);
        let copy = folder.path().join(format!("tafs.db.schema-{version}"));
        assert!(copy.exists(), "schema {version}");
    }
}

#[test]
fn the_index_of_before_is_taken_out_to_the_last_page() {
    let (_folder, path) = of_version(5, "");
    let store = Store::open(&path).expect("an upgrade");
    let names = |store: &Store| -> Vec<String> {
        let sql = "SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' ORDER BY 1";
        let mut statement = store.connection.prepare(sql).expect("a list");
        let rows = statement.query_map([], |row| row.get(0)).expect("a list");
        rows.collect::<Result<_, _>>().expect("a list")
    };
    let new = Store::in_memory().expect("a store");
    assert_eq!(names(&store), names(&new), "as a new file has it");
    assert_sound(&store);
}

#[test]
fn an_answer_and_an_import_of_before_are_undone_and_redone() {
    let (_folder, path) = of_version(5, "");
    let mut store = Store::open(&path).expect("an upgrade");
    let labels = ["import of 2 blocks", "answer about learning since 10:15"];
    for label in labels {
        let undone = store.undo(at(1000)).expect("an undo").expect(label);
        assert_eq!(undone.label, label);
    }
    assert_eq!(
        (
            told(&store).len(),
            store.questions(at(0)).expect("a look").len()
        ),
        (3, 1)
    );
    for label in labels.iter().rev() {
        let redone = store.redo(at(1000)).expect("a redo").expect(label);
        assert_eq!(redone.label, *label);
    }
    assert_eq!(
        (
            told(&store).len(),
            store.questions(at(0)).expect("a look").len()
        ),
        (5, 0)
    );
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
        (marked(1, ""), "its tables don't match schema 1"),
        (
            marked(1, "CREATE TABLE block (a); CREATE TABLE journal (b)"),
            "its tables don't match schema 1",
        ),
        (
            older("DROP TRIGGER block_lane_update"),
            "its tables don't match schema 1",
        ),
        (
            older("DROP INDEX block_start"),
            "its tables don't match schema 1",
        ),
        (
            older("ALTER TABLE journal RENAME COLUMN label TO title"),
            "its tables don't match schema 1",
        ),
        (
            older("CREATE TABLE away (a)"),
            "its tables don't match schema 1",
        ),
        (
            older("CREATE TABLE suggestion (a)"),
            "its tables don't match schema 1",
        ),
        (
            older("CREATE TABLE review (a)"),
            "its tables don't match schema 1",
        ),
        // Not seen beforehand: the migration runs into it, and all is as it was.
        (
            older("CREATE VIEW away AS SELECT 1"),
            "its tables don't match its schema",
        ),
        (marked(2, ""), "its tables don't match schema 2"),
        (marked(migrate::NEWEST, ""), "no such table: block"),
        (current("DROP TABLE journal"), "no such table: journal"),
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
            said.contains("tafs doctor --repair"),
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
fn a_mended_check_leaves_what_another_program_has_added_to_the_table() {
    let theirs = "ALTER TABLE review ADD mood TEXT; CREATE INDEX mood ON review (mood); \
         CREATE VIEW moods AS SELECT week, mood FROM review; \
         CREATE TRIGGER glad AFTER INSERT ON review BEGIN UPDATE review SET mood = 'glad' WHERE week = new.week; END; \
         UPDATE review SET mood = 'sad';";
    let (_folder, path) = of_version(7, theirs);
    let store = Store::open(&path).expect("an upgrade");
    let run = |sql: &str| store.connection.execute(sql, []);
    run("INSERT INTO review (week, step, at) VALUES ('2026-W20', 1, 0)").expect("an open review");
    let broken =
        "INSERT INTO review (week, closed_at, figures, at) VALUES ('2026-W21', 'now', '{', 0)";
    assert!(run(broken).is_err(), "figures that are no JSON");
    let moods: String = store
        .connection
        .query_row("SELECT max(mood) || min(mood) FROM moods", [], |row| {
            row.get(0)
        })
        .expect("their view");
    assert_eq!(moods, "sadglad");
    let model = migrate::of_schema(migrate::NEWEST).expect("the migrations run");
    let check = |connection: &Connection| -> bool {
        let sql = "SELECT sql LIKE '%CHECK (figures IS NULL OR json_valid(figures))%' FROM sqlite_schema \
             WHERE type = 'table' AND name = 'review'";
        connection
            .query_row(sql, [], |row| row.get(0))
            .expect("the table")
    };
    assert!(check(&store.connection) && check(&model));
    assert_sound(&store);
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
        |names| names.iter().any(|name| name.starts_with("tafs.db.schema-")),
        |names| names.iter().any(|name| name == "tafs.db-journal"),
    ];
    let versions = [1, 1, 1, 1, 5, 5, 5, 5];
    for (point, version) in points.iter().cycle().zip(versions.iter().cycle()).take(32) {
        // Many rows, so that the copy takes its time.
        let (folder, path) = of_version(
            *version,
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
        assert!(told(&store).ends_with(&BLOCKS.map(str::to_owned)));
        assert_found(&store);
        assert_sound(&store);
        drop(store);
        let copy = folder.path().join(format!("tafs.db.schema-{version}"));
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
