//! The blocks that a change has added, taken out of the lane while it is undone and put back when it is made again: one
//! by one, so that a change of a million costs no memory.

use rusqlite::params;

use super::journal::{Entry, added_blocks};
use super::row::{self, columns, digest_block};
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
const KEPT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM removed_block WHERE change = ?1 ORDER BY place LIMIT ?2"
);
const FORGET: &str = "DELETE FROM removed_block WHERE change = ?1 AND place IN \
     (SELECT place FROM removed_block WHERE change = ?1 ORDER BY place LIMIT ?2)";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 4] = [KEEP, TAKE, KEPT, FORGET];

/// So many blocks are read at once.
const CHUNK: i64 = 1_000;
/// At most so many writes are told of: who asks wants to see them.
pub(super) const TOLD: usize = 1_000;

impl Store {
    /// Takes the blocks that a change has added out of the lane, where each is as the change left it; the writes, of many
    /// no more than the first.
    pub(super) fn take_added(&self, entry: &Entry, now: Moment) -> Result<Vec<Edit>, ChangeError> {
        let mut edits = Vec::new();
        for (place, (id, known)) in (0_i64..).zip(added_blocks(entry)?) {
            let block = self.find_as_added(id, known)?;
            let block = block.ok_or_else(|| StoreError::Overtaken {
                label: entry.label.clone(),
                again: false,
                block: "a block that it added".to_owned(),
            })?;
            if block.unreadable.is_some() {
                return Err(refuse_unreadable(&block, now).into());
            }
            self.run(KEEP, params![id.as_bytes(), entry.id, place])?;
            self.run(TAKE, [id.as_bytes()])?;
            if edits.len() < TOLD {
                edits.push(Edit::Delete(block));
            }
        }
        Ok(edits)
    }

    /// The blocks that a change has added: the id of each, and the block where it is as the change left it.
    pub(super) fn find_added<'e>(
        &'e self,
        entry: &'e Entry,
    ) -> Result<impl Iterator<Item = Result<(BlockId, Option<Block>), StoreError>> + 'e, StoreError>
    {
        let found = |(id, known)| Ok((id, self.find_as_added(id, known)?));
        Ok(added_blocks(entry)?.map(found))
    }

    fn find_as_added(&self, id: BlockId, known: [u8; 8]) -> Result<Option<Block>, StoreError> {
        let found = self.block_in_lane(id)?;
        Ok(found.filter(|block| digest_block(block).to_be_bytes() == known))
    }

    /// Puts the blocks back that a change had added; the writes, of many no more than the first.
    pub(super) fn put_added(&self, entry: &Entry, now: Moment) -> Result<Vec<Edit>, ChangeError> {
        let (mut edits, mut count) = (Vec::new(), 0);
        loop {
            let chunk = self.read_rows(KEPT, params![entry.id, CHUNK], row::read_block)?;
            if chunk.is_empty() {
                entry.check_count(count)?;
                return Ok(edits);
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
                if edits.len() < TOLD {
                    edits.push(edit);
                }
            }
            self.run(FORGET, params![entry.id, CHUNK])?;
        }
    }

    /// The blocks that an undone change had added.
    pub(super) fn removed_blocks(&self, entry: &Entry) -> Result<Vec<Block>, StoreError> {
        let blocks = self.read_rows(KEPT, params![entry.id, i64::MAX], row::read_block)?;
        entry.check_count(blocks.len())?;
        Ok(blocks)
    }
}
