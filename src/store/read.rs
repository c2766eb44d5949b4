//! All that is read from the file. Every statement finds its rows by an index; a test asserts it.

use rusqlite::{Params, Row, params};

use super::row::{self, read_columns};
use super::{Store, StoreError};
use crate::domain::block::{Block, BlockId};
use crate::domain::rules::{BLOCKS_BEFORE, Lane, Window};
use crate::domain::stamp::{Span, Stamp};
use crate::domain::text;
use crate::domain::timeline::{AccountStarts, Timeline};
use crate::domain::unreadable::{RowKind, UnreadableRow};

const RUNNING: &str = concat!("SELECT ", read_columns!(), " FROM block WHERE stop IS NULL");
// As far as it takes until one can be read.
const LAST: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block ORDER BY start DESC"
);
const FIRST: &str = concat!("SELECT ", read_columns!(), " FROM block ORDER BY start");
// The other reads of the first block look at all of it.
const SINCE: &str = "SELECT min(start) FROM block";
const BY_ID: &str = concat!("SELECT ", read_columns!(), " FROM block WHERE uid = ?1");
// Where its id can't be read.
const BY_NUMBER: &str = concat!("SELECT ", read_columns!(), " FROM block WHERE id = ?1");
const BY_PREFIX: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE uid BETWEEN ?1 AND ?2 LIMIT 3"
);
const BESIDE: &str = "SELECT (SELECT max(uid) FROM block WHERE uid < ?1), (SELECT min(uid) FROM block WHERE uid > ?1)";
// Blocks do not overlap: of those that begin before the span only the last one can reach into it.
const IN_SPAN: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE start >= coalesce((SELECT max(start) FROM block WHERE start <= ?1), ?1) AND start < ?2 \
     ORDER BY start"
);
// What begins at no time that there is lies in no span.
const OUT_OF_RANGE: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE start < -2208988800 UNION ALL SELECT ",
    read_columns!(),
    " FROM block WHERE start > 7258118399"
);
// Whether there is any row of no time: nearly always there is none, and to ask so is cheap.
const ANY_OUT_OF_RANGE: &str = "SELECT 1 FROM block WHERE start < -2208988800 \
     UNION ALL SELECT 1 FROM block WHERE start > 7258118399 \
     UNION ALL SELECT 1 FROM suggestion WHERE start < -2208988800 \
     UNION ALL SELECT 1 FROM suggestion WHERE start > 7258118399 \
     UNION ALL SELECT 1 FROM day_mark WHERE day < '1900' UNION ALL SELECT 1 FROM day_mark WHERE day > '2200' \
     UNION ALL SELECT 1 FROM pause WHERE week < '1900' UNION ALL SELECT 1 FROM pause WHERE week > '2200' \
     UNION ALL SELECT 1 FROM away WHERE answered IS NULL \
     AND (since NOT BETWEEN -2208988800 AND 7258118399 OR length(block) <> 16) LIMIT 1";
// The window, `?3 + 1` blocks before it and one after it.
const LANE: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE start >= coalesce((SELECT start FROM block WHERE start < ?1 ORDER BY start DESC LIMIT 1 \
     OFFSET ?3), -9e15) AND start <= coalesce((SELECT min(start) FROM block WHERE start >= ?2), 9e15) ORDER BY start"
);
const EVERY: &str = concat!("SELECT ", read_columns!(), " FROM block ORDER BY start");
// From one name to the next along the index, not from row to row.
const ACCOUNTS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(account COLLATE NOCASE) FROM block WHERE account IS NOT NULL AND account >= ?1 COLLATE NOCASE) \
         UNION ALL SELECT (SELECT min(account COLLATE NOCASE) FROM block \
                           WHERE account IS NOT NULL AND account > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL LIMIT 2000) \
     SELECT value FROM name WHERE value IS NOT NULL AND substr(value, 1, length(?1)) = ?1 COLLATE NOCASE \
     ORDER BY (SELECT max(start) FROM block WHERE account IS NOT NULL AND account = value COLLATE NOCASE) DESC LIMIT ?2";
// By its index, from name to name.
const ACCOUNT_STARTS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(account COLLATE NOCASE) FROM block WHERE account IS NOT NULL) \
         UNION ALL SELECT (SELECT min(account COLLATE NOCASE) FROM block \
                           WHERE account IS NOT NULL AND account > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL) \
     SELECT value, (SELECT min(start) FROM block WHERE account IS NOT NULL AND account = value COLLATE NOCASE) \
     FROM name WHERE value IS NOT NULL";
const REQUESTERS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(requester COLLATE NOCASE) FROM block \
                 WHERE requester IS NOT NULL AND requester >= ?1 COLLATE NOCASE) \
         UNION ALL SELECT (SELECT min(requester COLLATE NOCASE) FROM block \
                           WHERE requester IS NOT NULL AND requester > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL LIMIT 2000) \
     SELECT value FROM name WHERE value IS NOT NULL AND substr(value, 1, length(?1)) = ?1 COLLATE NOCASE \
     ORDER BY (SELECT max(start) FROM block WHERE requester IS NOT NULL AND requester = value COLLATE NOCASE) DESC \
     LIMIT ?2";

impl Store {
    /// The block that runs.
    pub fn running(&self) -> Result<Option<Block>, StoreError> {
        self.first_readable(RUNNING)
    }

    /// The block that began last.
    pub fn last(&self) -> Result<Option<Block>, StoreError> {
        self.first_readable(LAST)
    }

    /// The block that began first.
    pub fn first(&self) -> Result<Option<Block>, StoreError> {
        self.first_readable(FIRST)
    }

    /// The block with this id.
    pub fn block(&self, id: BlockId) -> Result<Option<Block>, StoreError> {
        Ok(self.read_blocks(BY_ID, params![id.as_bytes()])?.pop())
    }

    /// As [`Store::running`], also where no more than its times can be read.
    pub fn running_in_lane(&self) -> Result<Option<Block>, StoreError> {
        Ok(self.read_lane_blocks(RUNNING, [])?.pop())
    }

    /// As [`Store::last`], also where no more than its times can be read.
    pub fn last_in_lane(&self) -> Result<Option<Block>, StoreError> {
        let newest = self.read_lane_blocks(LANE, params![Stamp::MAX.seconds(), i64::MAX, 0])?;
        Ok(newest.into_iter().next_back())
    }

    /// As [`Store::block`], also where no more than its times can be read.
    pub(super) fn block_in_lane(&self, id: BlockId) -> Result<Option<Block>, StoreError> {
        let found = match row::find_row_number(id) {
            Some(number) => self.read_lane_blocks(BY_NUMBER, [number])?,
            None => self.read_lane_blocks(BY_ID, params![id.as_bytes()])?,
        };
        Ok(found.into_iter().next_back())
    }

    /// Up to three of the blocks whose id begins with these hexadecimal digits, also those of which no more than the
    /// times can be read; none where the text has anything else in it.
    pub fn by_prefix(&self, prefix: &str) -> Result<Vec<Block>, StoreError> {
        let digits: String = prefix.chars().filter(|c| *c != '-').collect();
        if digits.is_empty()
            || digits.len() > 32
            || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return Ok(Vec::new());
        }
        let ends = [format!("{digits:0<32}"), format!("{digits:f<32}")];
        match ends.map(|end| BlockId::parse(&end)) {
            [Some(low), Some(high)] => {
                self.read_lane_blocks(BY_PREFIX, [low.as_bytes(), high.as_bytes()])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The ids just below and just above this one: as far as it tells itself from these, it does from all.
    pub fn ids_beside(&self, id: BlockId) -> Result<[Option<BlockId>; 2], StoreError> {
        // One that can't be read tells no id.
        let read = |row: &Row<'_>| Ok([0, 1].map(|column| row.get(column).ok().flatten()));
        let found = self.read_rows(BESIDE, [id.as_bytes()], read)?.pop();
        let ids: [Option<[u8; 16]>; 2] = found.unwrap_or_default();
        Ok(ids.map(|id| id.map(BlockId::from_bytes)))
    }

    /// All blocks that share time with the span. A running block reaches into every later one.
    pub fn blocks(&self, span: Span) -> Result<Timeline, StoreError> {
        let (from, to) = (span.start().seconds(), span.end().seconds());
        let reaches = |block: &Block| block.end.is_none_or(|end| end.at > span.start());
        let mut blocks = Vec::new();
        self.read_rows(IN_SPAN, [from, to], |row| {
            match row::read_block(row) {
                Ok(block) => blocks.extend(Some(block).filter(reaches)),
                Err(error) => {
                    let times = row::salvage_times(row)?;
                    if times.as_ref().is_none_or(reaches) {
                        self.set_aside.note(row::note_unreadable(row, &error)?);
                    }
                    blocks.extend(times.filter(reaches));
                }
            }
            Ok(())
        })?;
        let first: Option<Option<i64>> = self.read_rows(SINCE, [], |row| Ok(row.get(0)?))?.pop();
        Ok(Timeline {
            since: Some(first.flatten().map_or(Stamp::MAX, Stamp::clamped)),
            ..Timeline::from_blocks(blocks)
        })
    }

    /// Sets the rows aside that are of no time that there is: no other read by time meets them.
    pub fn note_out_of_range(&self) -> Result<(), StoreError> {
        let any = self.read_rows(ANY_OUT_OF_RANGE, [], |_| Ok(()))?;
        if any.is_empty() {
            return Ok(());
        }
        self.read_blocks(OUT_OF_RANGE, [])?;
        self.note_suggestions_out_of_range()?;
        self.note_questions_out_of_range()?;
        self.note_marks_out_of_range()
    }

    /// The block that runs, where no more than its times can be read; after a read that would have met it.
    pub fn unreadable_running(&self) -> Result<Option<Block>, StoreError> {
        if !self.set_aside.has(RowKind::Block) {
            return Ok(None);
        }
        let running = self.running_in_lane()?;
        Ok(running.filter(|block| block.unreadable.is_some()))
    }

    /// Hands over every block in order of time, one by one.
    pub fn every<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Block) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.in_file(self.connection.prepare_cached(EVERY))?;
        let mut rows = self.in_file(statement.query([]))?;
        while let Some(row) = self.in_file(rows.next())? {
            if let Some(block) = self.in_file(self.readable_block(row))? {
                each(block)?;
            }
        }
        Ok(())
    }

    /// Accounts that begin with these letters, in any case; the latest used first.
    pub fn accounts(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read_names(ACCOUNTS, prefix, limit)
    }

    /// When the first block with each account began, by its folded name.
    pub fn account_starts(&self) -> Result<AccountStarts, StoreError> {
        // A name that can't be read has no other blocks to be found by.
        let found = self.read_rows(ACCOUNT_STARTS, [], |row| {
            let name = row.get::<_, String>(0).ok();
            Ok(name.zip(row.get::<_, i64>(1).ok()))
        })?;
        let mut starts = AccountStarts::new();
        for (name, start) in found.into_iter().flatten() {
            let start = Stamp::clamped(start);
            let first = starts.entry(text::folded(&name)).or_insert(start);
            *first = start.min(*first);
        }
        Ok(starts)
    }

    /// Requesters that begin with these letters, in any case; the latest used first.
    pub fn requesters(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read_names(REQUESTERS, prefix, limit)
    }

    /// The rows that reads have met and could not read since this was asked last.
    pub fn take_set_aside(&self) -> Vec<UnreadableRow> {
        self.set_aside.take()
    }

    /// Forgets the rows of blocks before a moment, which were read for the sake of others.
    pub fn forget_set_aside_before(&self, at: Stamp) {
        self.set_aside.forget_before(at);
    }

    /// A number that moves whenever another connection has written to the file.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let versions = self.read_rows("PRAGMA data_version", [], |row| Ok(row.get(0)?))?;
        Ok(versions.first().copied().unwrap_or_default())
    }

    /// Several reads of one and the same state of the file, for the price of one: it is locked once, and free again
    /// when this returns.
    pub fn at_once<T>(
        &self,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self.in_file(self.connection.unchecked_transaction())?;
        let found = read(self);
        self.in_file(transaction.rollback())?;
        found
    }

    /// The blocks around a change.
    pub(super) fn lane(&self, window: Window) -> Result<Lane, StoreError> {
        let (from, to) = (window.from, window.to.unwrap_or(Stamp::MAX));
        let before = (BLOCKS_BEFORE - 1) as i64;
        let mut blocks =
            self.read_lane_blocks(LANE, params![from.seconds(), to.seconds(), before])?;
        end_at_next(&mut blocks);
        Ok(Lane { blocks })
    }

    /// The first row of a statement that can be read. Those before it are told of where they are shown.
    fn first_readable(&self, sql: &str) -> Result<Option<Block>, StoreError> {
        let found = || -> Result<Option<Block>, StoreError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut skipped = Vec::new();
            while let Some(row) = rows.next()? {
                match row::read_block(row) {
                    Ok(block) => return Ok(Some(block)),
                    Err(error) => skipped.push(row::note_unreadable(row, &error)?),
                }
            }
            for row in skipped {
                self.set_aside.note(row);
            }
            Ok(None)
        };
        self.in_file(found())
    }

    /// The block of a row; one that can't be read is set aside.
    pub(super) fn readable_block(&self, row: &Row<'_>) -> Result<Option<Block>, StoreError> {
        match row::read_block(row) {
            Ok(block) => Ok(Some(block)),
            Err(error) => {
                self.set_aside.note(row::note_unreadable(row, &error)?);
                Ok(None)
            }
        }
    }

    fn read_blocks(&self, sql: &str, params: impl Params) -> Result<Vec<Block>, StoreError> {
        let mut blocks = Vec::new();
        self.read_rows(sql, params, |row| {
            blocks.extend(self.readable_block(row)?);
            Ok(())
        })?;
        Ok(blocks)
    }

    /// All blocks that take time, also those of which no more than the times can be read.
    fn read_lane_blocks(&self, sql: &str, params: impl Params) -> Result<Vec<Block>, StoreError> {
        let mut blocks = Vec::new();
        self.read_rows(sql, params, |row| {
            let read = self.readable_block(row)?;
            blocks.extend(match read {
                Some(block) => Some(block),
                None => row::salvage_times(row)?,
            });
            Ok(())
        })?;
        Ok(blocks)
    }

    fn read_names(&self, sql: &str, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        // A name that can't be read is no name to complete; its block is set aside wherever it is shown.
        let found = self.read_rows(sql, params![prefix, limit as i64], |row| {
            Ok(row.get::<_, String>(0).ok())
        })?;
        // An older file may hold a name in two forms.
        let mut names: Vec<String> = Vec::with_capacity(found.len());
        for name in found.iter().flatten().map(|name| text::composed(name)) {
            if !names.iter().any(|known| **known == *name) {
                names.push(name.into_owned());
            }
        }
        Ok(names)
    }

    /// What `read` makes of each row that a statement finds.
    pub(super) fn read_rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        #[cfg(test)]
        crate::store::tests::count_read(sql);
        let found = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_and_then(params, read)?.collect()
        };
        let found: Result<_, StoreError> = found();
        self.in_file(found)
    }
}

/// No block reaches over the next one, whatever the file says: it ends where that one begins.
fn end_at_next(blocks: &mut [Block]) {
    for index in 1..blocks.len() {
        let next = blocks[index].start;
        let block = &mut blocks[index - 1];
        if block.start.at < next.at && block.end.is_some_and(|end| end.at > next.at) {
            block.end = Some(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrival::{Arrival, Overlap};
    use crate::domain::block::{Category, Details};
    use crate::domain::change::{Change, Patch};
    use crate::domain::stamp::{Moment, Offset};
    use crate::store::{
        account_touches, away, backup, combine, copy, count_rows, daily, exported, find, journal,
        notes, removed, restore, restore_rows, side_rows, suggestions, write,
    };

    /// All statements but [`EVERY`], which is there to hand over everything.
    const STATEMENTS: [&str; 15] = [
        ANY_OUT_OF_RANGE,
        RUNNING,
        LAST,
        FIRST,
        SINCE,
        BY_ID,
        BY_NUMBER,
        BY_PREFIX,
        BESIDE,
        IN_SPAN,
        OUT_OF_RANGE,
        LANE,
        ACCOUNTS,
        ACCOUNT_STARTS,
        REQUESTERS,
    ];

    /// All tables, and what a statement calls one of them by.
    const TABLES: [&str; 12] = [
        "suggestion",
        "block",
        "journal",
        "away",
        "other",
        "day_mark",
        "pause",
        "guess",
        "commitment",
        "review",
        "removed_block",
        "notice",
    ];

    #[test]
    fn no_statement_scans_the_file_but_the_one_that_hands_over_all_of_it() {
        let store = Store::in_memory().expect("a store");
        // The triggers' statements too.
        let triggers = rusqlite::config::DbConfig::SQLITE_DBCONFIG_TRIGGER_EQP;
        store
            .connection
            .set_db_config(triggers, true)
            .expect("a switch");
        let written = write::STATEMENTS
            .into_iter()
            .chain(journal::STATEMENTS)
            .chain(away::STATEMENTS);
        let written = written
            .chain(notes::STATEMENTS)
            .chain(side_rows::STATEMENTS)
            .chain(find::STATEMENTS)
            .chain(suggestions::STATEMENTS)
            .chain(combine::STATEMENTS)
            .chain(removed::STATEMENTS)
            .chain(backup::STATEMENTS)
            .chain(account_touches::STATEMENTS);
        let mut steps_in_triggers = 0;
        for sql in STATEMENTS.into_iter().chain(written) {
            let mut statement = store
                .connection
                .prepare(&["EXPLAIN QUERY PLAN ", sql].concat())
                .expect(sql);
            let count = statement.parameter_count();
            let nothing = std::iter::repeat_n(rusqlite::types::Null, count);
            let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
                row.get::<_, String>(3)
            });
            for step in steps.expect("a plan") {
                let step = step.expect("a step");
                steps_in_triggers +=
                    usize::from(sql == write::STATEMENTS[0] && step.contains("block_start"));
                let by_order =
                    step == "SCAN block USING INDEX block_start" && (sql == LAST || sql == FIRST);
                let running = step == "SCAN block USING INDEX block_running";
                // There are as many rows in it as there are open questions.
                let open = step.starts_with("SCAN away USING INDEX away_open");
                let undone =
                    step.starts_with("SCAN journal USING") && step.contains("INDEX journal_undone");
                let scans = TABLES.iter().any(|table| {
                    step.strip_prefix("SCAN ")
                        .is_some_and(|scanned| scanned.split(' ').next() == Some(table))
                });
                assert!(
                    !scans || by_order || running || undone || open,
                    "{step}\n{sql}"
                );
            }
        }
        assert!(
            steps_in_triggers >= 2,
            "the triggers look at both neighbors: {steps_in_triggers}"
        );
    }

    #[test]
    fn the_newest_change_is_found_by_its_index_however_many_there_are() {
        let store = Store::in_memory().expect("a store");
        for (sql, index) in [
            (
                journal::STATEMENTS[0],
                "SEARCH journal USING COVERING INDEX journal_done",
            ),
            (
                journal::STATEMENTS[1],
                "SEARCH journal USING COVERING INDEX journal_done",
            ),
            (
                journal::STATEMENTS[2],
                "SEARCH journal USING INDEX journal_undone (parent=?)",
            ),
        ] {
            let mut statement = store
                .connection
                .prepare(&["EXPLAIN QUERY PLAN ", sql].concat())
                .expect(sql);
            let count = statement.parameter_count();
            let nothing = std::iter::repeat_n(rusqlite::types::Null, count);
            let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
                row.get::<_, String>(3)
            });
            let steps: Result<Vec<String>, _> = steps.expect("a plan").collect();
            let steps = steps.expect("a plan");
            assert!(
                steps.iter().any(|step| step.starts_with(index)),
                "{steps:?}\n{sql}"
            );
        }
    }

    #[test]
    fn no_statement_is_left_out_of_that() {
        let sources = [
            (include_str!("read.rs"), STATEMENTS.len() + 1),
            (include_str!("write.rs"), write::STATEMENTS.len()),
            (include_str!("journal.rs"), journal::STATEMENTS.len()),
            (include_str!("away.rs"), away::STATEMENTS.len()),
            (include_str!("notes.rs"), notes::STATEMENTS.len()),
            (include_str!("side_rows.rs"), side_rows::STATEMENTS.len()),
            (include_str!("find.rs"), find::STATEMENTS.len()),
            (include_str!("seed.rs"), 0),
            (include_str!("export_rows.rs"), 0),
            (
                include_str!("restore_rows.rs"),
                restore_rows::STATEMENT_COUNT,
            ),
            (include_str!("count_rows.rs"), count_rows::STATEMENT_COUNT),
            (include_str!("exported.rs"), exported::STATEMENT_COUNT),
            (include_str!("trial.rs"), 0),
            (include_str!("combine.rs"), combine::STATEMENTS.len()),
            (include_str!("removed.rs"), removed::STATEMENTS.len()),
            (include_str!("backup.rs"), backup::STATEMENTS.len()),
            (include_str!("copy.rs"), copy::STATEMENTS.len()),
            (include_str!("daily.rs"), daily::STATEMENTS.len()),
            (include_str!("restore.rs"), restore::STATEMENTS.len()),
            (
                include_str!("suggestions.rs"),
                suggestions::STATEMENTS.len(),
            ),
            (include_str!("row.rs"), 0),
            (
                include_str!("account_touches.rs"),
                account_touches::STATEMENTS.len(),
            ),
        ];
        for (source, listed) in sources {
            let (code, _) = source.split_once("mod tests {").unwrap_or((source, ""));
            let lines = || {
                code.lines()
                    .map(str::trim_start)
                    .map(|line| line.trim_start_matches("pub(super) "))
                    .filter(|line| !line.starts_with("//"))
            };
            assert_eq!(
                lines()
                    .filter(|line| line.starts_with("const ") && line.contains(": &str ="))
                    .count(),
                listed
            );
            // Whatever is prepared is one of them, or asks SQLite about itself.
            let run = [".execute(\"", ".execute_batch(\"", ".query_row(\""];
            for line in lines().filter(|line| run.iter().any(|run| line.contains(run))) {
                assert!(line.contains("(\"PRAGMA "), "{line}");
            }
            for line in lines().filter(|line| line.contains(".prepare")) {
                let asked = line.split_once("prepare_cached(").expect(line).1;
                assert!(
                    !asked.starts_with('"') || asked.starts_with("\"PRAGMA "),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn a_change_looks_at_its_neighbors_only_however_long_the_lane_is() {
        let at =
            |minutes: i64| Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC);
        let mut store = Store::in_memory().expect("a store");
        let block = |minute| {
            Block::new(
                at(minute),
                Some(at(minute + 1)),
                Category::Admin,
                Details::default(),
            )
        };
        store
            .seed_blocks((0..5000).map(|number| block(number * 2)))
            .expect("a long lane");
        let middle = &store
            .blocks(Span::new(at(5000).at, at(5001).at).expect("a span"))
            .expect("a read")
            .blocks[0];
        let target = middle.into();
        let edit = |patch| Change::Edit {
            seen: Box::new(middle.clone()),
            patch,
        };
        let (category, details) = (Category::Selling, Details::default());
        let add = |from, to| Change::Add {
            start: at(from),
            end: at(to),
            category,
            details: details.clone(),
        };
        let most = BLOCKS_BEFORE + 2;
        let cases = [
            (add(-10, -5), 1),
            (add(5001, 5002), most),
            (add(5001, 5021), most + 10),
            (add(20_000, 20_001), most),
            (edit(Patch::default()), most),
            (
                edit(Patch {
                    end: Some(Some(at(5002))),
                    ..Patch::default()
                }),
                most,
            ),
            (
                edit(Patch {
                    start: Some(at(4999)),
                    category: Some(category),
                    ..Patch::default()
                }),
                most + 1,
            ),
            (Change::Delete { target }, most),
            (
                Change::Split {
                    target,
                    at: at(5000),
                },
                most,
            ),
            (Change::Merge { target }, most),
            (
                Change::Start {
                    at: at(9999),
                    category,
                    details: details.clone(),
                },
                most,
            ),
            (Change::Stop { at: at(9999) }, most),
            (Change::Resume { at: at(9999) }, most),
            (
                Change::Import {
                    arrivals: vec![Arrival {
                        block: block(5001),
                        has_id: true,
                    }],
                    overlap: Overlap::Trim,
                    rows: Vec::new(),
                },
                most,
            ),
        ];
        for (change, most) in cases {
            let lane = store.facts(&change, at(0)).expect("a look").0.lane;
            assert!(
                (1..=most).contains(&lane.blocks.len()),
                "{}: {change:?}",
                lane.blocks.len()
            );
        }
    }

    #[test]
    fn a_prefix_that_is_no_id_finds_nothing() {
        let store = Store::in_memory().expect("a store");
        for prefix in ["", "-", "xyz", "last", "0123456789abcdef0123456789abcdef0"] {
            assert_eq!(
                store.by_prefix(prefix).expect("a search"),
                vec![],
                "{prefix}"
            );
        }
    }
}
