//! What stands at the path and is not ours is refused and stays as it was; what is ours is for one person.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::migrate::of_version;
use super::*;
use crate::store::wait::Patience;

/// A folder with a file of ours in it that has two blocks.
pub(super) fn ours() -> (TempDir, PathBuf) {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    store.apply(&add(0, 30), at(100)).expect("a block");
    store.apply(&add(30, 60), at(100)).expect("a block");
    (folder, path)
}

/// Everything in a folder: names and bytes.
pub(super) fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path());
    let mut contents: Vec<_> = entries
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect();
    contents.sort();
    contents
}

/// Tries to open the path and to write there; gives what was said, with the hint, having made sure that nothing
/// in the folder has changed.
pub(super) fn refused(path: &Path) -> String {
    let folder = path.parent().expect("it is in a folder");
    let before = contents(folder);
    let said = match Store::open(path) {
        Err(error) => format!("{error}; {}", error.hint()),
        Ok(mut store) => {
            let fault = store
                .apply(&add(100, 130), at(200))
                .expect_err("it cannot be written to");
            format!("{fault}; {}", fault.hint())
        }
    };
    assert_eq!(contents(folder), before, "something was written: {said}");
    assert!(
        said.contains(folder.to_str().expect("a plain path")),
        "names the file: {said}"
    );
    said
}

fn patch(path: &Path, at: usize, bytes: &[u8]) {
    let mut file = fs::read(path).expect("the file is read");
    file[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, file).expect("the file is written");
}

#[test]
fn a_file_that_is_moved_away_while_open_takes_no_more_changes_until_it_is_followed() {
    let (folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    let aside = folder.path().join("aside.db");
    fs::rename(&path, &aside).expect("the file is moved");
    let refused = store
        .apply(&add(60, 90), at(100))
        .expect_err("there is no file to save it in");
    assert!(
        refused.to_string().contains("moved or deleted"),
        "{refused}"
    );
    let refused = store
        .mark_days(&[marked(0)], Some(Mark::Off), at(100))
        .expect_err("nor this");
    assert!(
        refused.to_string().contains("moved or deleted"),
        "{refused}"
    );
    assert!(matches!(store.follow(), Err(StoreError::Moved(_))));

    // Another file takes its place, as when a backup is put back or a synchroniser replaces it.
    fs::copy(&aside, &path).expect("a copy");
    assert!(store.apply(&add(60, 90), at(100)).is_err());
    assert!(store.follow().expect("the new file is opened"));
    store.apply(&add(60, 90), at(100)).expect("a block");
    assert!(!store.follow().expect("nothing to follow"));
    assert_eq!(all(&Store::open(&path).expect("a store")).len(), 3);
    assert_eq!(all(&Store::open(&aside).expect("a store")).len(), 2);
}

#[test]
fn a_file_that_is_read_through_memory_is_followed_too() {
    let (_folder, path) = of_version(3, "");
    let set_second = |second| {
        let when = std::time::UNIX_EPOCH + std::time::Duration::from_secs(second);
        let file = fs::File::options().write(true).open(&path);
        file.and_then(|file| file.set_modified(when))
            .expect("it is ours");
    };
    set_second(1_000_000_000);
    let mut store = Store::open_to_read(&path, Patience::None).expect("a store");
    let before = all(&store).len();
    assert!(!store.follow().expect("nothing has happened"));
    let other = Connection::open(&path).expect("another program");
    other
        .execute_batch("DELETE FROM block WHERE id = (SELECT max(id) FROM block);")
        .expect("a change");
    drop(other);
    set_second(1_000_000_001);
    assert!(store.follow().expect("it is read again"));
    assert_eq!(all(&store).len(), before - 1);
    assert!(!store.follow().expect("nothing more has happened"));
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_was() {
    let other = |sql: &str| {
        let folder = folder();
        let path = folder.path().join("other.db");
        Connection::open(&path)
            .expect("a database")
            .execute_batch(sql)
            .expect(sql);
        (folder, path)
    };
    let plain = |bytes: &[u8]| {
        let folder = folder();
        let path = folder.path().join("a-file");
        fs::write(&path, bytes).expect("a file");
        (folder, path)
    };
    let patched = |offset, bytes: &[u8]| {
        let (folder, path) = ours();
        patch(&path, offset, bytes);
        (folder, path)
    };
    let inside = || {
        let folder = folder();
        let path = folder.path().join("a-folder");
        fs::create_dir(&path).expect("a folder");
        (folder, path)
    };
    let cases = [
        (
            patched(60, &[0, 0, 0, 99]),
            "was written by a newer tafs (schema 99; this one knows up to",
        ),
        (
            other("CREATE TABLE t (a); INSERT INTO t VALUES (1);"),
            "is not a tafs file: another program's database",
        ),
        (
            other("PRAGMA journal_mode = WAL; CREATE TABLE t (a);"),
            "another program's database",
        ),
        (
            other("PRAGMA application_id = 1234; CREATE TABLE block (a);"),
            "another program's database",
        ),
        (plain(b"notes of a meeting\n"), "it isn't a SQLite database"),
        (plain(&[b'x'; 4096]), "it isn't a SQLite database"),
        (plain(b"SQLite format 3\0"), "it isn't a SQLite database"),
        (plain(b""), "is empty, not a tafs file"),
        (inside(), "is a folder, not a file"),
        (patched(0, b"NOTSQLite"), "it isn't a SQLite database"),
    ];
    for ((_folder, path), expected) in cases {
        let said = refused(&path);
        assert!(said.contains(expected), "{said}");
        assert!(
            said.contains(path.to_str().expect("a plain path")),
            "names the path: {said}"
        );
        assert!(
            said.contains("; ") && !said.ends_with("; "),
            "names a way out: {said}"
        );
    }
}

#[test]
fn a_damaged_file_is_refused_and_left_as_it_was() {
    let whole = fs::metadata(ours().1).expect("a file").len();
    for length in (100..whole).step_by(1021) {
        let (_folder, path) = ours();
        let file = fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .expect("the file");
        file.set_len(length).expect("a cut");
        let said = refused(&path);
        assert!(
            said.contains("damaged") || said.contains("no SQLite database"),
            "{length} bytes: {said}"
        );
    }
    // Every page but the first turned to noise.
    let (_folder, path) = ours();
    let noise: Vec<u8> = (0..whole as usize - 4096)
        .map(|at| (at * 31 % 251) as u8)
        .collect();
    patch(&path, 4096, &noise);
    assert!(refused(&path).contains("damaged"));
}

#[test]
fn every_trouble_is_told_with_its_file_and_its_row() {
    let (_folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    let id = all(&store)[0].id;
    let odd = |store: &Store, set: &str| {
        store
            .connection
            .pragma_update(None, "ignore_check_constraints", true)
            .expect("a switch");
        let sql = ["UPDATE block SET ", set, " WHERE uid = ?1"].concat();
        store
            .connection
            .execute(&sql, [id.as_bytes()])
            .expect("a foreign write");
    };
    let mut told = Vec::new();
    for set in ["category = 'lunch'", "grade = 'maybe'", "touches = -1"] {
        odd(&store, set);
        let found = [store.block(id), store.last()].map(|found| found.expect("a look"));
        assert_eq!(
            found.map(|found| found.map(|block| block.id == id)),
            [None, Some(false)]
        );
        assert_eq!(all(&store).len(), 1, "{set}");
        let reasons: Vec<String> = store
            .take_set_aside()
            .into_iter()
            .map(|row| row.reason)
            .collect();
        let column = set.split(' ').next().unwrap_or_default();
        assert!(
            reasons.len() == 1
                && (reasons[0].starts_with(&format!("its {column} is ")) || column == "touches"),
            "{set}: {reasons:?}"
        );
        odd(&store, "category = 'admin', grade = NULL, touches = 0");
    }
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .expect("a count");
    store
        .connection
        .pragma_update(None, "max_page_count", pages)
        .expect("no room");
    let details = Details {
        note: crate::domain::block::Note::stored("x".repeat(9000)),
        ..Details::default()
    };
    let long = Change::Add {
        start: at(60),
        end: at(90),
        category: Category::Admin,
        details,
    };
    told.push((
        store
            .apply(&long, at(100))
            .expect_err("no room")
            .to_string(),
        "the disk is full",
    ));
    let other = Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    store.connection.busy_handler(None).expect("no wait");
    told.push((
        store
            .apply(&add(60, 90), at(100))
            .expect_err("a lock")
            .to_string(),
        "has been holding ",
    ));
    told.push((
        store.running().expect_err("a lock").to_string(),
        "has been holding ",
    ));
    told.push((
        store.data_version().expect_err("a lock").to_string(),
        "has been holding ",
    ));
    told.push((
        store.questions(at(0)).expect_err("a lock").to_string(),
        "has been holding ",
    ));
    for (said, expected) in told {
        assert!(
            said.contains(expected) && said.contains(path.to_str().expect("a plain path")),
            "{said}"
        );
    }
}

#[test]
fn what_another_program_put_among_the_tags_is_read_as_its_text() {
    let cases = [
        ("[1]", vec!["1"]),
        (
            "[\"new\",null,{\"a\":[2]}]",
            vec!["new", "null", "{\"a\":[2]}"],
        ),
    ];
    for (tags, expected) in cases {
        let mut store = Store::in_memory().expect("a store");
        store.apply(&add(0, 30), at(100)).expect("a block");
        store
            .connection
            .execute("UPDATE block SET tags = ?1", [tags])
            .expect("a foreign write");
        let block = all(&store).remove(0);
        let read: Vec<&str> = block
            .details
            .tags
            .iter()
            .map(crate::domain::block::Tag::as_str)
            .collect();
        assert_eq!(read, expected);
        let patch = crate::domain::change::Patch {
            category: Some(Category::Selling),
            ..Default::default()
        };
        store
            .apply(
                &Change::Edit {
                    seen: Box::new(block.clone()),
                    patch,
                },
                at(100),
            )
            .expect("an edit");
        store
            .undo(at(100))
            .expect("an undo")
            .expect("something to undo");
        assert_eq!(all(&store)[0].details.tags, block.details.tags);
    }
}

#[test]
fn a_path_without_a_folder_or_into_a_file_says_so() {
    let (_folder, path) = ours();
    let into_file = path.join("deeper.db");
    let error = Store::open(&into_file).expect_err("a file is no folder");
    assert!(error.to_string().contains("tafs.db"), "{error}");
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let (folder, path) = ours();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let mut store = Store::open(&link).expect("the file behind the link");
    store.apply(&add(60, 90), at(100)).expect("a block");
    assert!(link.symlink_metadata().expect("it is there").is_symlink());
    assert_eq!(all(&Store::open(&path).expect("the file")).len(), 3);
}

#[test]
fn a_file_that_was_switched_to_wal_is_switched_back() {
    let (folder, path) = ours();
    let other = Connection::open(&path).expect("another program");
    other
        .pragma_update(None, "journal_mode", "WAL")
        .expect("a switch");
    other
        .execute("UPDATE block SET note = 'theirs'", [])
        .expect("a foreign write");
    drop(other);
    let store = Store::open(&path).expect("our file");
    assert!(
        all(&store)
            .iter()
            .all(|block| block.details.note.as_str() == "theirs")
    );
    drop(store);
    assert_eq!(contents(folder.path()).len(), 1, "one local file");
    assert_eq!(
        fs::read(&path).expect("the file")[18..20],
        [1, 1],
        "no WAL in the header"
    );
}

#[test]
fn nobody_else_can_read_the_file_whatever_the_umask() {
    let folder = folder();
    let output = process(
        "files::writes_under_an_open_umask",
        &folder.path().join("a/b/tafs.db"),
    )
    .output();
    assert_done(&output.expect("the process runs"));
}

#[test]
#[ignore = "a process of its own: the umask is the whole process's"]
fn writes_under_an_open_umask() {
    let Some(path) = childs_file() else { return };
    rustix::process::umask(rustix::fs::Mode::empty());
    let mode = |path: &Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    let folder = path.parent().expect("a folder");
    let mut store = Store::open(&path).expect("a store");
    store.apply(&add(0, 30), at(100)).expect("a block");
    assert_eq!(
        (mode(folder), mode(folder.parent().expect("its folder"))),
        (0o700, 0o700)
    );
    store
        .connection
        .execute_batch("BEGIN IMMEDIATE; UPDATE block SET note = 'x';")
        .expect("a write");
    let during: Vec<(PathBuf, u32)> = contents(folder)
        .into_iter()
        .map(|(path, _)| (path.clone(), mode(&path)))
        .collect();
    assert_eq!(during.len(), 2, "the file and its journal: {during:?}");
    assert!(during.iter().all(|(_, mode)| *mode == 0o600), "{during:?}");
    store.connection.execute_batch("COMMIT").expect("the write");
}

#[test]
fn where_nothing_may_be_written_nothing_is_and_the_way_out_is_named() {
    let (folder, path) = ours();
    let nobody = (65_534, 65_534);
    let root = rustix::process::geteuid().is_root();
    if root {
        std::os::unix::fs::chown(folder.path(), Some(nobody.0), Some(nobody.1))
            .expect("root gives it away");
        std::os::unix::fs::chown(&path, Some(nobody.0), Some(nobody.1))
            .expect("root gives it away");
    }
    // To root nothing is read-only: somebody else tries, with a copy of this binary that they can reach.
    let mut command = process("files::writes_where_it_may_not", &path);
    let tools = tempfile::tempdir().expect("a folder");
    if root {
        let binary = tools.path().join("tests");
        // Another process copies it: a file that this one has open for writing can be inherited by a test that
        // starts a process just then, and is busy until that one has begun.
        let copied = Command::new("cp")
            .arg(std::env::current_exe().expect("this binary"))
            .arg(&binary)
            .status();
        assert!(copied.expect("cp runs").success());
        fs::set_permissions(tools.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        let mut other = Command::new(binary);
        other
            .args(command.get_args())
            .env(CHILD_FILE, &path)
            .current_dir("/")
            .stdin(Stdio::null());
        other
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .uid(nobody.0)
            .gid(nobody.1);
        command = other;
    }
    assert_done(&command.output().expect("the process runs"));
}

#[test]
#[ignore = "a process of its own: it runs as somebody to whom read-only means something"]
fn writes_where_it_may_not() {
    let Some(path) = childs_file() else { return };
    let folder = path.parent().expect("a folder").to_owned();
    let set = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    set(&folder, 0o500);
    let said = refused(&path);
    assert!(
        said.contains("read-only") && said.contains("make the file and its folder writable"),
        "folder: {said}"
    );
    let absent = folder.join("new.db");
    let said = refused(&absent);
    assert!(
        said.contains(folder.to_str().expect("plain")) && said.contains("--db"),
        "no file yet: {said}"
    );
    set(&folder, 0o700);
    set(&path, 0o400);
    let said = refused(&path);
    assert!(said.contains("read-only"), "file: {said}");
    set(&path, 0o000);
    let said = refused(&path);
    assert!(
        said.contains(path.to_str().expect("plain")),
        "unreadable: {said}"
    );
    set(&path, 0o600);
}

#[test]
fn the_files_that_change_are_those_that_are_written_to_also_behind_a_link() {
    let (folder, path) = ours();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let store = Store::open(&link).expect("a store");
    let [file, log] = store.changing_files().expect("files");
    assert_eq!(fs::canonicalize(file).ok(), fs::canonicalize(&path).ok());
    let beside = fs::canonicalize(folder.path()).expect("a folder");
    assert_eq!(log, beside.join("tafs.db-wal"));
    let memory = Store::in_memory().expect("a store");
    assert_eq!(memory.changing_files(), None);
}
