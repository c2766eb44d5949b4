//! The blocks that a change has added, taken out of the lane while it is undone and put back when it is made again: one
//! by one, so that a change of a million costs no memory.

use rusqlite::params;

use super::added::{ADDED, Added, AddedRows, TOLD, listed, put};
use super::in_bulk::set_rules_aside;
use super::journal::Entry;
use super::row::{self, columns, digest_block, read_columns};
use super::write::next_revision;
use super::{ChangeError, Store, StoreError};
use crate::domain::block::{Block, BlockId};
use crate::domain::edit::Edit;
use crate::domain::rules::refuse_unreadable;
use crate::domain::stamp::Moment;
use crate::domain::wording::describe_block;

const KEEP: &str = concat!(
    "INSERT INTO removed_block (change, place, ",
    columns!(),
    ") SELECT ?2, ?3, ",
    columns!(),
    " FROM block WHERE uid = ?1"
);
const TAKE: &str = "DELETE FROM block WHERE uid = ?1";
const IN_ROWS: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3"
);
const KEEP_ROWS: &str = concat!(
    "INSERT INTO removed_block (change, place, ",
    columns!(),
    ") SELECT ?1, id - ?2, ",
    columns!(),
    " FROM block WHERE id BETWEEN ?3 AND ?4"
);
// In their order, one behind the other.
const PUT_ROWS: &str = concat!(
    "INSERT INTO block (",
    columns!(),
    ", changed) SELECT uid, start, start_offset, stop, stop_offset, category, activity, account, requester, tags, note, \
     touches, conversations, meetings, grade, clock_back, min(revision + 1, 4294967295), source, fit, ?2 \
     FROM removed_block WHERE change = ?1 AND place BETWEEN ?3 AND ?4 ORDER BY place"
);
const TRY: &str = "SAVEPOINT added";
const GO_ON: &str = "RELEASE added";
const TAKE_BACK: &str = "ROLLBACK TO added; RELEASE added";
const TAKE_ROWS: &str = "DELETE FROM block WHERE id BETWEEN ?1 AND ?2";
const KEPT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM removed_block WHERE change = ?1 ORDER BY place LIMIT ?2"
);
const FORGET: &str = "DELETE FROM removed_block WHERE change = ?1 AND place IN \
     (SELECT place FROM removed_block WHERE change = ?1 ORDER BY place LIMIT ?2)";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] = [
    KEEP, TAKE, IN_ROWS, KEEP_ROWS, PUT_ROWS, TAKE_ROWS, KEPT, FORGET,
];
/// How many other statements there are.
#[cfg(test)]
pub(super) const OTHERS: usize = 3;

/// So many blocks are read at once.
const CHUNK: i64 = 1_000;

impl Store {
    /// Takes the blocks that a change has added out of the lane, where each is as the change left it; the writes, of many
    /// no more than the first.
    pub(super) fn take_added(&self, entry: &Entry, now: Moment) -> Result<Vec<Edit>, ChangeError> {
        let mut edits = Vec::new();
        let mut place: i64 = 0;
        self.each_added(&entry.added, &mut |id, block| {
            let block = block.ok_or_else(|| StoreError::Overtaken {
                label: entry.label.clone(),
                again: false,
                block: "a block that it added".to_owned(),
            })?;
            if block.unreadable.is_some() {
                return Err(refuse_unreadable(&block, now).into());
            }
            if matches!(entry.added, Added::Listed(_)) {
                self.run(KEEP, params![id.as_bytes(), entry.id, place])?;
                self.run(TAKE, [id.as_bytes()])?;
            }
            if edits.len() < TOLD {
                edits.push(Edit::Delete(block));
            }
            place += 1;
            Ok::<(), ChangeError>(())
        })?;
        if let Added::Rows(rows) = &entry.added {
            // Bit by bit, so that what is kept finds room where the blocks stood.
            let mut from = rows.first;
            while from <= rows.last {
                let to = rows.last.min(from + CHUNK - 1);
                self.run(KEEP_ROWS, params![entry.id, rows.first, from, to])?;
                self.run(TAKE_ROWS, [from, to])?;
                from = to + 1;
            }
        }
        Ok(edits)
    }

    /// Goes through the blocks that a change has added: the id of each, and the block where it is as the change left it.
    pub(super) fn each_added<E: From<StoreError>>(
        &self,
        added: &Added,
        each: &mut dyn FnMut(BlockId, Option<Block>) -> Result<(), E>,
    ) -> Result<(), E> {
        match added {
            Added::Listed(bytes) => listed(bytes).try_for_each(|(id, known)| {
                let found = self.block_in_lane(id)?;
                each(id, found.filter(|block| digest_block(block) == known))
            }),
            Added::Rows(rows) => self.each_in_rows(*rows, each),
        }
    }

    /// As [`Store::each_added`], of blocks in rows. That one of them is not as it was is known at the end.
    fn each_in_rows<E: From<StoreError>>(
        &self,
        rows: AddedRows,
        each: &mut dyn FnMut(BlockId, Option<Block>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut next, mut count, mut digest) = (rows.first, 0, 0_u64);
        while next <= rows.last {
            let chunk = self.rows_of_blocks(next, rows.last)?;
            let Some((last, _)) = chunk.last() else {
                break;
            };
            next = last + 1;
            count += chunk.len();
            for (row, block) in chunk {
                digest = digest.wrapping_add(digest_block(&block));
                if block.unreadable.is_some() {
                    return each(BlockId::from_bytes(row::make_stand_in(row)), None);
                }
                each(block.id, Some(block))?;
            }
        }
        if count == rows.count() && digest == rows.digest {
            return Ok(());
        }
        each(BlockId::from_bytes(row::make_stand_in(rows.first)), None)
    }

    /// Blocks with the numbers of their rows.
    fn rows_of_blocks(&self, first: i64, last: i64) -> Result<Vec<(i64, Block)>, StoreError> {
        self.read_rows(IN_ROWS, params![first, last, CHUNK], |row| {
            let number = row.get(row::NUMBER)?;
            match row::read_block(row) {
                Ok(block) => Ok((number, block)),
                Err(error) => match row::salvage_times(row)? {
                    Some(block) => Ok((number, block)),
                    None => Err(error),
                },
            }
        })
    }

    /// Puts the blocks back that a change had added; the writes, of many no more than the first, and where they are now.
    pub(super) fn put_added(
        &self,
        entry: &Entry,
        now: Moment,
    ) -> Result<(Vec<Edit>, Added), ChangeError> {
        if let Added::Rows(rows) = &entry.added
            && let Some(put) = self.put_rows(entry, *rows, now)?
        {
            return Ok(put);
        }
        let (mut edits, mut count) = (Vec::new(), 0);
        let mut first = None;
        loop {
            let chunk = self.read_rows(KEPT, params![entry.id, CHUNK], row::read_block)?;
            if chunk.is_empty() {
                entry.check_count(count)?;
                let last = self.connection.last_insert_rowid();
                let added = match (&entry.added, first) {
                    (Added::Rows(rows), Some(first)) => Added::Rows(AddedRows {
                        first,
                        last,
                        ..*rows
                    }),
                    (added, _) => added.clone(),
                };
                return Ok((edits, added));
            }
            count += chunk.len();
            for block in chunk {
                if self.block_in_lane(block.id)?.is_some() {
                    let fault = StoreError::Overtaken {
                        label: entry.label.clone(),
                        again: true,
                        block: describe_block(&block, self.beside(now)),
                    };
                    return Err(fault.into());
                }
                let revision = next_revision(block.revision);
                let edit = self.write_edit(Edit::Insert(Block { revision, ..block }), now.at)?;
                first = first.or_else(|| Some(self.connection.last_insert_rowid()));
                if edits.len() < TOLD {
                    edits.push(edit);
                }
            }
            self.run(FORGET, params![entry.id, CHUNK])?;
        }
    }

    /// Puts many blocks back at once; `None`, and nothing is changed, where one of them finds no room: which one, is found
    /// one by one.
    fn put_rows(
        &self,
        entry: &Entry,
        rows: AddedRows,
        now: Moment,
    ) -> Result<Option<(Vec<Edit>, Added)>, ChangeError> {
        self.connection.execute_batch(TRY)?;
        set_rules_aside(self, true)?;
        let put = self.put_rows_without_rules(entry, rows, now);
        set_rules_aside(self, false)?;
        let is_put = put.is_ok();
        self.connection
            .execute_batch(if is_put { GO_ON } else { TAKE_BACK })?;
        Ok(put.ok())
    }

    fn put_rows_without_rules(
        &self,
        entry: &Entry,
        rows: AddedRows,
        now: Moment,
    ) -> Result<(Vec<Edit>, Added), StoreError> {
        // Bit by bit, so that they find room where they are taken from.
        let (mut count, mut place) = (0, 0);
        while place < rows.count() as i64 {
            let to = place + CHUNK - 1;
            let put = params![entry.id, now.at.seconds(), place, to];
            count += self.connection.prepare_cached(PUT_ROWS)?.execute(put)?;
            self.run(FORGET, params![entry.id, CHUNK])?;
            place = to + 1;
        }
        entry.check_count(count)?;
        let last = self.connection.last_insert_rowid();
        let first = last + 1 - count as i64;
        self.check_lane_since(first)?;
        let told = self.rows_of_blocks(first, last)?;
        let edits = told.into_iter().map(|(_, block)| Edit::Insert(block));
        let added = Added::Rows(AddedRows {
            first,
            last,
            ..rows
        });
        Ok((edits.take(TOLD).collect(), added))
    }

    /// Blocks in rows one by one, as the journal of another file has them. Where they are not as the change left them,
    /// none of them is known there either.
    pub(super) fn list_added(
        &self,
        change: i64,
        undone: bool,
        rows: AddedRows,
    ) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::with_capacity(rows.count() * ADDED);
        if undone {
            let mut statement = self.connection.prepare_cached(KEPT)?;
            let mut found = statement.query(params![change, i64::MAX])?;
            while let Some(row) = found.next()? {
                let block = row::read_block(row)?;
                put(&mut bytes, block.id, digest_block(&block));
            }
            return Ok(bytes);
        }
        let mut is_as_left = true;
        self.each_added(&Added::Rows(rows), &mut |id, block| {
            is_as_left &= block.is_some();
            let digest = block.as_ref().map_or(0, digest_block);
            put(&mut bytes, id, digest);
            Ok::<(), StoreError>(())
        })?;
        if !is_as_left {
            bytes.clear();
            put(&mut bytes, BlockId::from_bytes(row::make_stand_in(0)), 0);
        }
        Ok(bytes)
    }

    /// The blocks that an undone change had added.
    pub(super) fn removed_blocks(&self, entry: &Entry) -> Result<Vec<Block>, StoreError> {
        let blocks = self.read_rows(KEPT, params![entry.id, i64::MAX], row::read_block)?;
        entry.check_count(blocks.len())?;
        Ok(blocks)
    }
}
