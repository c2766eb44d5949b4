//! Blocks as they are read from the file. Every statement finds its rows by an index; a test asserts it.

use rusqlite::{Params, Row, params};

use super::row::{self, read_columns};
use super::{Store, StoreError};
use crate::domain::block::{Block, BlockId};
use crate::domain::block_view::BlockView;
use crate::domain::rules::{BLOCKS_BEFORE, Lane, Window};
use crate::domain::stamp::{Moment, Offset, Span, Stamp};
use crate::domain::timeline::Timeline;
use crate::domain::unreadable::{RowKind, UnreadableRow};

const RUNNING: &str = concat!("SELECT ", read_columns!(), " FROM block WHERE stop IS NULL");
// As far as it takes until one can be read.
const LAST: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block ORDER BY start DESC"
);
const FIRST: &str = concat!("SELECT ", read_columns!(), " FROM block ORDER BY start");
// As far as it takes until one has a time.
const BEGUN: &str = "SELECT start, start_offset FROM block ORDER BY start";
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
// The same without what hours don't need.
const HOURS: &str = "SELECT uid, start, start_offset, stop, stop_offset, category, activity, id FROM block \
     WHERE start >= coalesce((SELECT max(start) FROM block WHERE start <= ?1), ?1) AND start < ?2 ORDER BY start";
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
     UNION ALL SELECT 1 FROM focus_run WHERE start < -2208988800 \
     UNION ALL SELECT 1 FROM focus_run WHERE start > 7258118399 \
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

    /// When the first block of the file began, whatever else of it can be read.
    pub fn begun(&self) -> Result<Option<Moment>, StoreError> {
        let found = || -> Result<Option<Moment>, StoreError> {
            let mut statement = self.connection.prepare_cached(BEGUN)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let start = row.get(0).ok().and_then(Stamp::new);
                // As for the lane: a time counts, whatever is wrong with the offset beside it.
                let offset = row.get(1).ok().and_then(Offset::new);
                if let Some(at) = start {
                    return Ok(Some(Moment::new(at, offset.unwrap_or(Offset::UTC))));
                }
            }
            Ok(None)
        };
        self.in_file(found())
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
        let blocks = self.lane_of(span)?;
        Ok(Timeline {
            focus_runs: self.focus_runs(span)?,
            since: Some(self.since()?),
            ..Timeline::from_blocks(blocks)
        })
    }

    /// As [`Store::blocks`], with no more of each block than its hours need: its times, its category and its activity.
    /// For a comparison: what else a row holds isn't read, so a row that is damaged there counts, and isn't told of.
    /// Without focus runs.
    pub fn hours(&self, span: Span) -> Result<Timeline, StoreError> {
        let (from, to) = (span.start().seconds(), span.end().seconds());
        let reaches = |block: &Block| block.end.is_none_or(|end| end.at > span.start());
        let (mut blocks, mut others) = (Vec::new(), Vec::new());
        self.read_rows(HOURS, [from, to], |row| {
            match row::read_hours(row) {
                Ok(block) => blocks.extend(Some(block).filter(reaches)),
                Err(_) => others.push(row.get::<_, i64>(row::HOURS_NUMBER)?),
            }
            Ok(())
        })?;
        if !others.is_empty() {
            for number in others {
                let whole = self.read_lane_blocks(BY_NUMBER, [number])?;
                blocks.extend(whole.into_iter().filter(reaches));
            }
            blocks.sort_by_key(|block| block.start.at);
        }
        Ok(Timeline {
            since: Some(self.since()?),
            ..Timeline::from_blocks(blocks)
        })
    }

    /// Since when there can be untracked time; never where there is no block.
    fn since(&self) -> Result<Stamp, StoreError> {
        Ok(self.begun()?.map_or(Stamp::MAX, |begun| begun.at))
    }

    /// The blocks that share time with the span, by one statement; those that can't be read are not told of.
    pub fn blocks_aside(&self, span: Span) -> Result<Vec<Block>, StoreError> {
        let before = self.set_aside.take();
        let blocks = self.lane_of(span)?;
        self.set_aside.take();
        for row in before {
            self.set_aside.note(row);
        }
        Ok(Timeline::from_blocks(blocks).blocks)
    }

    /// The blocks that share time with the span; those of which no more than the times can be read are among them.
    fn lane_of(&self, span: Span) -> Result<Vec<Block>, StoreError> {
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
        Ok(blocks)
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
        self.note_focus_runs_out_of_range()?;
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
        self.view_every(|block| each(block.into_block()))
    }

    /// As [`Store::every`], each block in place.
    pub fn view_every<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(BlockView<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.in_file(self.connection.prepare_cached(EVERY))?;
        let mut rows = self.in_file(statement.query([]))?;
        while let Some(row) = self.in_file(rows.next())? {
            match row::view_block(row) {
                Ok(block) => each(block)?,
                Err(error) => self
                    .set_aside
                    .note(self.in_file(row::note_unreadable(row, &error))?),
            }
        }
        Ok(())
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
mod tests;
