//! Whole copies while others write, and another file in the place of ours: nothing is lost, whatever state either is in.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;

use rusqlite::Connection;

use super::files::{contents, ours};
use super::migrate::of_version;
use super::*;
use crate::domain::backup::Keep;
use crate::store::copies::Copies;
use crate::store::place::with_end;
use crate::store::restore::{restore_copy, restore_copy_by};
use crate::store::{Held, describe_failed_copy, make_daily, migrate};

fn empty_file(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    migrate::new_file(&path).expect("a new file");
    path
}

/// A copy of the file as it is, in the same folder.
fn copy_of(store: &Store, folder: &Path) -> PathBuf {
    let copy = empty_file(folder, "copy.db");
    store.copy_to(&copy).expect("a copy");
    copy
}

fn blocks_at(path: &Path) -> usize {
    all(&Store::open(path).expect("a store")).len()
}

/// A copy of the file and its journal in the middle of a change that fills many pages, as a crash leaves them.
fn halted(folder: &Path) -> PathBuf {
    let path = folder.join("halted.db");
    let whole = folder.join("whole.db");
    let mut store = Store::open(&whole).expect("a store");
    for minute in 0..200 {
        store
            .apply(&add(minute, minute + 1), at(1000))
            .expect("a block");
    }
    drop(store);
    let other = Connection::open(&whole).expect("a connection");
    other
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE block SET note = hex(zeroblob(2000));",
        )
        .expect("a long change");
    fs::copy(&whole, &path).expect("a copy");
    fs::copy(with_end(&whole, "-journal"), with_end(&path, "-journal")).expect("a copy");
    other.execute_batch("ROLLBACK").expect("it ends");
    drop(other);
    fs::remove_file(whole).expect("it was only a model");
    path
}

#[test]
fn a_copy_made_while_another_writes_is_whole() {
    let (folder, path) = ours();
    let writer = {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut store = Store::open(&path).expect("a store");
            for minute in 60..160 {
                store
                    .apply(&add(minute, minute + 1), at(1000))
                    .expect("a block");
            }
        })
    };
    let store = Store::open(&path).expect("a store");
    let (mut copies, mut before) = (0, 0);
    loop {
        let is_last = writer.is_finished();
        let copy = copy_of(&store, folder.path());
        let held = store.copy_to(&copy).expect("over it once more");
        assert!(held.blocks >= before, "{held:?}");
        before = held.blocks;
        let store = Store::open(&copy).expect("a store");
        assert_sound(&store);
        assert_eq!(all(&store).len() as u64, held.blocks);
        fs::remove_file(copy).expect("it is ours");
        copies += 1;
        if is_last {
            break;
        }
    }
    writer.join().expect("all is written");
    assert_eq!(before, 102, "after {copies} copies");
}

#[test]
fn a_restored_file_is_the_backup_and_the_one_before_is_kept() {
    let (folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    let backup = copy_of(&store, folder.path());
    store.apply(&add(60, 90), at(100)).expect("a block");
    // A program that has the file open meanwhile saves nothing into the one that is put aside, and follows.
    let restored = restore_copy(&path, &backup, at(200)).expect("restored");
    assert_eq!(
        restored.held,
        Held {
            blocks: 2,
            until: Some(at(60))
        }
    );
    let kept = restored.kept.expect("the one before");
    assert_eq!(kept, folder.path().join("tafs.db.kept-2026-03-02-1120"));
    let late = store
        .apply(&add(90, 95), at(100))
        .expect_err("it is another file");
    assert!(
        matches!(
            late,
            crate::store::ChangeError::Store(StoreError::Replaced(_))
        ),
        "{late}"
    );
    assert!(store.follow().expect("the new file"));
    assert_eq!((all(&store).len(), blocks_at(&kept)), (2, 3));
    // Undo goes on from what the backup knew.
    store.undo(at(100)).expect("an undo").expect("a change");
    drop(store);
    // Back again, within the same minute.
    let again = restore_copy(&path, &kept, at(200)).expect("restored");
    assert_eq!(
        again.kept.expect("the one before"),
        folder.path().join("tafs.db.kept-2026-03-02-1120-2")
    );
    assert_eq!(blocks_at(&path), 3);
    assert_eq!(contents(folder.path()).len(), 4, "and nothing else");
}

#[test]
fn whatever_stands_in_the_place_is_kept_as_it_is() {
    let (folder, path) = ours();
    let backup = copy_of(&Store::open(&path).expect("a store"), folder.path());
    let bytes = |path: &Path| fs::read(path).expect("a file");
    let mut damaged = bytes(&path);
    damaged[5000..].fill(0x5a);
    let halted = halted(folder.path());
    let cases: [(&[u8], Option<&[u8]>); 5] = [
        (b"", None),
        (b"no database at all", None),
        (&damaged, Some(b"a stray journal")),
        (
            &bytes(&halted),
            Some(&bytes(&with_end(&halted, "-journal"))),
        ),
        (&bytes(&backup)[..3000], None),
    ];
    for (present, journal) in cases {
        fs::write(&path, present).expect("a file");
        if let Some(journal) = journal {
            fs::write(with_end(&path, "-journal"), journal).expect("a journal");
        }
        let restored = restore_copy(&path, &backup, at(200)).expect("restored");
        let kept = restored.kept.expect("the one before");
        let kept_journal = with_end(&kept, "-journal");
        if journal.is_some_and(|journal| journal.starts_with(&[0xd9, 0xd5])) {
            // SQLite has taken back what was cut off.
            assert!(!kept_journal.exists() && bytes(&kept) != present);
            assert_eq!(blocks_at(&kept), 200);
        } else {
            assert_eq!(bytes(&kept), present);
            assert_eq!(fs::read(kept_journal).ok().as_deref(), journal);
        }
        assert!(!with_end(&path, "-journal").exists());
        assert_eq!(blocks_at(&path), 2);
    }
    // Nothing there, but the journal of what was there.
    fs::remove_file(&path).expect("it is ours");
    fs::write(with_end(&path, "-journal"), "left behind").expect("a journal");
    let restored = restore_copy(&path, &backup, at(300)).expect("restored");
    assert_eq!((restored.kept, blocks_at(&path)), (None, 2));
    let aside = folder.path().join("tafs.db.kept-2026-03-02-1300-journal");
    assert_eq!(bytes(&aside), b"left behind");
}

#[test]
fn a_backup_in_the_middle_of_a_change_is_taken_as_it_was_before() {
    let (folder, path) = ours();
    let halted = halted(folder.path());
    let before = (
        fs::read(&halted).ok(),
        fs::read(with_end(&halted, "-journal")).ok(),
    );
    let restored = restore_copy(&path, &halted, at(200)).expect("restored");
    assert_eq!(restored.held.blocks, 200);
    let store = Store::open(&path).expect("a store");
    assert_sound(&store);
    assert!(
        all(&store)
            .iter()
            .all(|block| block.details.note.as_str().is_empty())
    );
    let after = (
        fs::read(&halted).ok(),
        fs::read(with_end(&halted, "-journal")).ok(),
    );
    assert_eq!(after, before, "the backup itself stays as it was");
}

#[test]
fn what_cannot_be_restored_changes_nothing() {
    let (folder, path) = ours();
    let good = fs::read(&path).expect("the file");
    let patched = |name: &str, at: usize, with: &[u8]| {
        let mut bytes = good.clone();
        bytes[at..at + with.len()].copy_from_slice(with);
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let plain = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let cases = [
        (patched("newer", 60, &[0, 0, 0, 99]), "newer tafs"),
        (patched("foreign", 68, &[0; 4]), "another program's"),
        (patched("damaged", 4096, &[0x5a; 4096]), "damaged"),
        (plain("short", &good[..5000]), "damaged"),
        (plain("empty", b""), "is empty"),
        (plain("text", b"notes of a meeting"), "a SQLite"),
        (folder.path().to_owned(), "is a folder"),
        (folder.path().join("missing"), "cannot read"),
    ];
    let before = contents(folder.path());
    for (from, expected) in cases {
        let error = restore_copy(&path, &from, at(200)).expect_err(expected);
        let said = error.to_string();
        assert!(said.contains(expected), "{said}");
        assert!(
            said.contains(from.to_str().expect("plain")),
            "names the file: {said}"
        );
        assert_eq!(contents(folder.path()), before, "{said}");
    }
}

#[test]
fn a_backup_of_an_older_schema_is_brought_up_to_date_when_it_is_opened() {
    let (folder, path) = ours();
    let (_older, backup) = of_version(3, "");
    let restored = restore_copy(&path, &backup, at(200)).expect("restored");
    assert_eq!((restored.held.blocks, blocks_at(&path)), (3, 3));
    assert!(folder.path().join("tafs.db.schema-3").exists());
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_restored() {
    let (folder, path) = ours();
    let backup = copy_of(&Store::open(&path).expect("a store"), folder.path());
    let other = tempfile::tempdir().expect("a folder");
    let link = other.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let restored = restore_copy(&link, &backup, at(200)).expect("restored");
    assert_eq!(restored.place, path);
    assert!(link.symlink_metadata().expect("it is there").is_symlink());
    assert_eq!(Copies::of(&link).folder(), folder.path().join("backups"));
    assert_eq!(contents(other.path()).len(), 1);
}

#[test]
#[ignore = "a process of its own: locks are between processes"]
fn writes_until_it_is_told_to_end() {
    let Some(path) = childs_file() else { return };
    let other = Connection::open(path).expect("a connection");
    other
        .execute_batch("BEGIN IMMEDIATE; UPDATE block SET note = 'late';")
        .expect("a change");
    writeln!(std::io::stdout(), "\nwriting").expect("somebody listens");
    let mut end = String::new();
    std::io::stdin().read_to_string(&mut end).expect("its end");
    other.execute_batch("COMMIT").expect("the change is saved");
}

#[test]
fn a_change_that_is_being_written_is_in_the_file_that_is_kept() {
    let (folder, path) = ours();
    let backup = copy_of(&Store::open(&path).expect("a store"), folder.path());
    let mut child = process("copies::writes_until_it_is_told_to_end", &path)
        .stdin(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut said = std::io::BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    while line.trim() != "writing" {
        line.clear();
        std::io::BufRead::read_line(&mut said, &mut line).expect("a line");
    }
    let before = contents(folder.path());
    let busy =
        restore_copy_by(&path, &backup, at(200), |_| false).expect_err("it is being written to");
    assert!(busy.to_string().contains("has been holding"), "{busy}");
    assert_eq!(contents(folder.path()), before);
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(b"end")
        .expect("it is told");
    let restored = restore_copy(&path, &backup, at(200)).expect("it waits");
    assert!(child.wait().expect("it ends").success());
    let kept = Store::open(&restored.kept.expect("the one before")).expect("a store");
    assert!(
        all(&kept)
            .iter()
            .all(|block| block.details.note.as_str() == "late")
    );
}

#[test]
fn copies_are_listed_the_newest_first() {
    let (folder, path) = ours();
    let store = Store::open(&path).expect("a store");
    let copies = Copies::of(&path);
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    assert!(copies.list_copies(&calendar).expect("a list").is_empty());
    fs::write(copies.folder(), "in its place").expect("a file");
    assert!(
        copies.list_copies(&calendar).is_err(),
        "no folder to look into"
    );
    fs::remove_file(copies.folder()).expect("it goes");
    fs::create_dir(copies.folder()).expect("a folder");
    for name in [
        "tafs-2026-03-01.db",
        "tafs-2026-03-02-0830.db",
        "work-2026-03-01.db",
        ".tafs-x",
    ] {
        store
            .copy_to(&empty_file(&copies.folder(), name))
            .expect("a copy");
    }
    fs::write(copies.folder().join("tafs-2026-02-28.db"), "broken").expect("a file");
    fs::write(folder.path().join("tafs.db.kept-2026-03-02-0900"), "broken").expect("a file");
    fs::write(
        folder.path().join("tafs.db.kept-2026-03-02-0900-journal"),
        "x",
    )
    .expect("a file");
    fs::write(folder.path().join("other.db"), "x").expect("a file");
    let found = copies.list_copies(&calendar).expect("a list");
    let told: Vec<(String, Option<u64>)> = found
        .iter()
        .map(|copy| {
            let name = copy.path.file_name().expect("a name").to_string_lossy();
            (
                name.into_owned(),
                copy.held.as_ref().ok().map(|held| held.blocks),
            )
        })
        .collect();
    let row = |name: &str, blocks| (name.to_owned(), blocks);
    assert_eq!(
        told,
        [
            row("tafs.db.kept-2026-03-02-0900", None),
            row("tafs-2026-03-02-0830.db", Some(2)),
            row("tafs-2026-03-01.db", Some(2)),
            row("tafs-2026-02-28.db", None),
        ]
    );
    assert_eq!(
        copies.find_copy(Path::new("tafs-2026-03-01.db")),
        found[2].path
    );
    assert_eq!(
        copies.find_copy(Path::new("tafs.db.kept-2026-03-02-0900")),
        found[0].path
    );
    assert_eq!(
        copies.find_copy(Path::new("./none.db")),
        Path::new("./none.db")
    );
}

#[test]
fn the_copy_of_a_day_is_made_once_and_older_ones_go() {
    let (_folder, path) = ours();
    let copies = Copies::of(&path);
    let keep = Keep { days: 2, weeks: 1 };
    let make = |number| make_daily(&path, marked(number), keep, || true).expect("it is made");
    let first = make(0).expect("a copy");
    assert_eq!(first, copies.folder().join(copies.name_of_day(marked(0))));
    assert_eq!((make(0), blocks_at(&first)), (None, 2));
    for name in ["tafs-1969-01-01-0800.db", "x.db", "tafs-1970-01-01.db.txt"] {
        fs::write(copies.folder().join(name), "theirs").expect("a file");
    }
    for number in 1..5 {
        make(number).expect("a copy");
    }
    assert_eq!(copies.find_days(), [marked(3), marked(4)].into());
    assert_eq!(contents(&copies.folder()).len(), 5, "the others stay");
    // It is called off: nothing of it stays.
    for minute in 60..400 {
        let mut store = Store::open(&path).expect("a store");
        store
            .apply(&add(minute, minute + 1), at(1000))
            .expect("a block");
    }
    let called_off = make_daily(&path, marked(5), keep, || false).expect("no failure");
    assert_eq!(called_off, None);
    assert!(!copies.find_days().contains(&marked(5)));
    assert_eq!(contents(&copies.folder()).len(), 5);
}

#[test]
fn no_copy_is_made_of_a_file_without_blocks_and_none_of_a_damaged_one() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    drop(Store::open(&path).expect("a store"));
    let make = |number| make_daily(&path, marked(number), Keep::default(), || true);
    assert!(make(0).expect("no failure").is_none());
    assert!(!Copies::of(&path).folder().exists());
    let mut store = Store::open(&path).expect("a store");
    for minute in 0..300 {
        store
            .apply(&add(minute, minute + 1), at(1000))
            .expect("a block");
    }
    drop(store);
    let good = make(0).expect("a copy").expect("the first of its week");
    let mut bytes = fs::read(&path).expect("the file");
    let at = bytes.len() - 4096 * 3;
    bytes[at..at + 64].fill(0x5a);
    fs::write(&path, bytes).expect("damage");
    // On each day it is looked at: a damaged copy takes no good one's place.
    let keep = Keep { days: 1, weeks: 0 };
    for number in [1, 2, 9] {
        let error = make_daily(&path, marked(number), keep, || true).expect_err("it is damaged");
        let said = describe_failed_copy(&error);
        assert!(
            said.contains("damaged") && said.ends_with("tafs doctor"),
            "{said}"
        );
        assert!(said.contains(path.to_str().expect("plain")), "{said}");
    }
    assert_eq!(blocks_at(&good), 300);
    assert_eq!(contents(&Copies::of(&path).folder()).len(), 1);
}

#[test]
fn a_row_that_another_program_wrote_wrong_is_copied_and_restored_as_it_is() {
    let (folder, path) = ours();
    let other = Connection::open(&path).expect("a connection");
    let wrong = "PRAGMA ignore_check_constraints = ON; UPDATE block SET touches = -1, note = CAST(x'ff' AS TEXT), \
                 tags = 'none' WHERE id = 1;";
    other.execute_batch(wrong).expect("a foreign write");
    drop(other);
    let backup = copy_of(&Store::open(&path).expect("a store"), folder.path());
    let restored = restore_copy(&path, &backup, at(200)).expect("restored");
    assert_eq!(restored.held.blocks, 2);
    let copied = make_daily(&path, marked(0), Keep::default(), || true);
    assert!(copied.expect("it is no damage").is_some());
}
