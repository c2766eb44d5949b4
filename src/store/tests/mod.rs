//! The file under pressure: what it refuses by itself, what is not ours, and processes that are killed.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Store, StoreError};
use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::{Calendar, Day, Zone};
use crate::domain::change::Change;
use crate::domain::hours::Mark;
use crate::domain::stamp::{Moment, Offset, Stamp};

mod apply;
mod copies;
mod doubt;
mod files;
mod find;
pub(crate) mod held;
mod import;
mod kept;
mod kill;
mod lane;
mod migrate;
mod rename;
mod undo;

impl Store {
    /// What another program may do to the file, whatever its checks say: to the note or the tags of admin, or to the
    /// account of what runs; or it writes longer names and notes than ours may be.
    pub(crate) fn damage(&self, what: &str) {
        let sql = match what {
            "note" => "UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE category = 'admin'",
            "tags" => "UPDATE block SET tags = '{' WHERE category = 'admin'",
            "account" => "UPDATE block SET account = CAST(x'ff' AS TEXT) WHERE stop IS NULL",
            "long" => {
                "UPDATE block SET (account, requester, tags, note) = (replace(hex(zeroblob(150)), '0', 'a'), \
                 replace(hex(zeroblob(150)), '0', 'r'), '[\"' || replace(hex(zeroblob(150)), '0', 't') || '\"]', \
                 replace(hex(zeroblob(35000)), '0', 'n'))"
            }
            other => unreachable!("{other} is not damaged here"),
        };
        let set = |on: bool| {
            let set = self
                .connection
                .pragma_update(None, "ignore_check_constraints", on);
            set.expect("a switch");
        };
        set(true);
        self.connection.execute_batch(sql).expect(sql);
        set(false);
    }
}

/// Names the file to a process of its own.
const CHILD_FILE: &str = "TAFS_TEST_FILE";

thread_local! {
    static READS: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

pub(super) fn count_read(sql: &str) {
    READS.with_borrow_mut(|reads| reads.push(sql.to_owned()));
}

/// How often this thread has looked whether a file has changed, and what else it has read, since it was asked last.
pub(crate) fn take_reads() -> (usize, Vec<String>) {
    let reads = READS.take();
    let (looks, others): (Vec<_>, Vec<_>) = reads
        .into_iter()
        .partition(|sql| sql == "PRAGMA data_version");
    (looks.len(), others)
}

/// So many minutes after a Monday morning.
fn at(minutes: i64) -> Moment {
    Moment::new(
        Stamp::clamped(1_772_434_800 + minutes * 60),
        Offset::new(3600).expect("an hour"),
    )
}

fn add(from: i64, to: i64) -> Change {
    Change::Add {
        start: at(from),
        end: at(to),
        category: Category::Admin,
        details: Details::default(),
    }
}

/// A day of its own for each number.
fn marked(number: i64) -> Day {
    Day(chrono::NaiveDate::default()).plus(number)
}

/// The numbers of the days that are marked as off.
fn all_marked(store: &Store) -> Vec<i64> {
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    let marks = store
        .marks(marked(0), marked(100_000), &calendar)
        .expect("the marks are read");
    marks
        .off
        .into_iter()
        .map(|day| day.since(marked(0)))
        .collect()
}

fn all(store: &Store) -> Vec<Block> {
    let mut blocks = Vec::new();
    let every = store.every(|block| {
        blocks.push(block);
        Ok::<(), StoreError>(())
    });
    every.expect("the blocks are read");
    blocks
}

/// In memory where the system has such a place: a kill takes nothing from it that a disk would have kept.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    tempfile::tempdir_in(place).expect("a folder")
}

fn assert_sound(store: &Store) {
    let check: String = store
        .connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("the check runs");
    assert_eq!(check, "ok");
    for pair in all(store).windows(2) {
        assert!(
            pair[0].end.is_some_and(|end| end.at <= pair[1].start.at),
            "not whole: {pair:#?}"
        );
    }
}

/// One ignored test of this binary, in a process of its own; it finds the file in [`CHILD_FILE`].
fn process(test: &str, file: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args([
        "--exact",
        &format!("store::tests::{test}"),
        "--ignored",
        "--nocapture",
    ]);
    command
        .env(CHILD_FILE, file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The file that this process was started for; `None` where nobody started it for one.
fn childs_file() -> Option<std::path::PathBuf> {
    std::env::var_os(CHILD_FILE).map(Into::into)
}

fn assert_done(output: &std::process::Output) {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let passed = said(&output.stdout).contains("1 passed");
    assert!(
        output.status.success() && passed,
        "{}{}",
        said(&output.stdout),
        said(&output.stderr)
    );
}
