//! The files to measure on, made once and kept in the target folder, and copies to write to.

#![allow(dead_code, reason = "each bench uses its part")]

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use tafs::config::Config;
use tafs::demo;
use tafs::domain::block::{Block, BlockId, Category, Details, Revision};
use tafs::domain::calendar::Zone;
use tafs::domain::stamp::{Moment, Offset, Stamp};
use tafs::store::Store;

/// Thursday, 5 March 2026, 14:32 in Berlin: half an hour after the last block of each file began.
pub(crate) const NOW: i64 = 1_772_717_520;
/// Where the rep is.
pub(crate) fn berlin() -> Zone {
    Zone::named("Europe/Berlin").expect("a zone")
}
const HALF_AN_HOUR: i64 = 1_800;

/// An instant on the wall clock of Berlin in winter.
pub(crate) fn moment(seconds: i64) -> Moment {
    Moment {
        at: Stamp::clamped(seconds),
        offset: Offset::new(3_600).unwrap_or_default(),
    }
}

/// From and to of what `status` asks the file for (this week), and of what `log today` does.
pub(crate) fn asked() -> [(i64, i64); 2] {
    let context = Config::default().context(berlin());
    let today = context.calendar.day_of(moment(NOW));
    let week = context.calendar.week_of(today);
    [
        context.reach(week.first, week.end().plus(-1)),
        context.reach(today, today),
    ]
    .map(|span| (span.start().seconds(), span.end().seconds()))
}

/// Two ranges with their instants: this year, and one of which every day has its 40 blocks.
pub(crate) fn years() -> [(&'static str, (i64, i64)); 2] {
    let calendar = Config::default().context(berlin()).calendar;
    [("year", 2026), ("2024", 2024)].map(|(range, year)| {
        let first = calendar.fiscal_year(year).expect("a year");
        let next = calendar.fiscal_year(year + 1).expect("a year");
        let span = calendar.days_span(first, next.plus(-1));
        (range, (span.start().seconds(), span.end().seconds()))
    })
}

/// A file of so many blocks; the last one runs since half an hour before [`NOW`].
pub(crate) fn file_of(count: usize) -> PathBuf {
    let file = folder().join(format!("{count}.db"));
    if !file.exists() {
        let unfinished = folder().join(format!("{count}.unfinished"));
        fs::remove_file(&unfinished).ok();
        let until = moment(NOW - HALF_AN_HOUR);
        let running = Block {
            id: BlockId::from_bytes([0x70; 16]),
            start: until,
            end: None,
            category: Category::Selling,
            details: Details::default(),
            clock_back: false,
            unreadable: None,
            revision: Revision(1),
        };
        let mut store = Store::open(&unfinished).expect("a new file");
        store
            .seed_blocks(demo::many(count - 1, until).chain([running]))
            .expect("seeded");
        drop(store);
        fs::rename(&unfinished, &file).expect("the file in its place");
    }
    file
}

/// A copy to write to.
pub(crate) fn scratch(file: &Path, name: &str) -> PathBuf {
    let copy = folder().join(name);
    fs::remove_file(&copy).ok();
    fs::copy(file, &copy).expect("a copy");
    copy
}

/// A copy with so many changes more in its undo history.
pub(crate) fn with_steps(file: &Path, name: &str, count: usize) -> PathBuf {
    let copy = scratch(file, name);
    let sql = "WITH RECURSIVE step (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM step WHERE id < ?1) \
         INSERT INTO journal (id, parent, at, label, edits) \
         SELECT id, nullif(id - 1, 0), ?2 + id, 'pause 2026-W10', \
         '[{\"before\":null,\"after\":{\"pause\":{\"week\":\"2026-W10\"}}}]' FROM step";
    let values = params![count as i64, NOW - 10 * count as i64];
    bare(&copy).execute(sql, values).expect("the steps");
    copy
}

/// A copy whose running block began at another instant; the one before it still ends where it did.
pub(crate) fn running_at(file: &Path, name: &str, start: i64) -> PathBuf {
    let copy = scratch(file, name);
    bare(&copy)
        .execute(
            "UPDATE block SET start = ?1 WHERE stop IS NULL",
            params![start],
        )
        .expect("moved");
    copy
}

/// The file without any of our code around it, as durable as with it.
pub(crate) fn bare(file: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).expect("it opens");
    connection
        .execute_batch("PRAGMA synchronous = EXTRA")
        .expect("a context");
    connection
}

/// Ends what runs and begins another block.
pub(crate) fn durable_switch(connection: &mut Connection, now: i64) {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .expect("a transaction");
    let end = "UPDATE block SET stop = ?1, stop_offset = 0, revision = revision + 1, changed = ?1 WHERE stop IS NULL";
    transaction
        .prepare_cached(end)
        .and_then(|mut end| end.execute(params![now]))
        .expect("ended");
    let mut uid = [7_u8; 16];
    uid[..8].copy_from_slice(&now.to_be_bytes());
    let begin = "INSERT INTO block (uid, start, start_offset, category, changed) VALUES (?1, ?2, 0, 'admin', ?2)";
    transaction
        .prepare_cached(begin)
        .and_then(|mut begin| begin.execute(params![uid, now]))
        .expect("begun");
    transaction.commit().expect("committed");
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}
