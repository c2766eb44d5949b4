//! The blocks that a change has added, as the journal writes them down: each by its id and a digest of what it said, or
//! many of them by the rows in which they stand one after the other, with the sum of their digests.

use super::row::{digest_block, find_row_number, make_stand_in};
use crate::domain::block::{Block, BlockId};

/// The id and the digest of an added block.
pub(super) const ADDED: usize = 24;
/// At most so many writes are told of: who asks wants to see them.
pub(super) const TOLD: usize = 1_000;
/// So many blocks are written down one by one.
const LISTED: usize = 1_000;

/// The added blocks of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Added {
    /// 16 bytes of the id and 8 of the digest for each.
    Listed(Vec<u8>),
    Rows(AddedRows),
}

/// Rows that stand one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct AddedRows {
    pub(super) first: i64,
    pub(super) last: i64,
    /// The sum of what [`digest_block`] says of each.
    pub(super) digest: u64,
}

impl AddedRows {
    pub(super) const fn count(self) -> usize {
        (self.last - self.first + 1) as usize
    }
}

impl Added {
    /// Each of the blocks.
    pub(super) fn of(blocks: &[&Block]) -> Self {
        let mut bytes = Vec::with_capacity(blocks.len() * ADDED);
        for block in blocks {
            put(&mut bytes, block.id, digest_block(block));
        }
        Self::Listed(bytes)
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Listed(bytes) => bytes.len() / ADDED,
            Self::Rows(rows) => rows.count(),
        }
    }

    /// As the journal has them. Rows are two entries: the first and the last row by the ids that stand in for rows, which
    /// no block has, the sum of the digests with the first.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Listed(bytes) => bytes.clone(),
            Self::Rows(rows) => {
                let mut bytes = Vec::with_capacity(2 * ADDED);
                let id = |row| BlockId::from_bytes(make_stand_in(row));
                put(&mut bytes, id(rows.first), rows.digest);
                put(&mut bytes, id(rows.last), 0);
                bytes
            }
        }
    }

    /// What the journal has; `None` where it is none.
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let (entries, rest) = bytes.as_chunks::<ADDED>();
        if !rest.is_empty() {
            return None;
        }
        let rows = match entries {
            [first, last] => row_of(first).zip(row_of(last)).map(|(from, to)| AddedRows {
                first: from,
                last: to,
                digest: split(first).1,
            }),
            _ => None,
        };
        match rows {
            Some(rows) if rows.first > rows.last => None,
            Some(rows) => Some(Self::Rows(rows)),
            None => Some(Self::Listed(bytes)),
        }
    }
}

/// The id and the digest of each listed block.
pub(super) fn listed(bytes: &[u8]) -> impl Iterator<Item = (BlockId, u64)> + use<'_> {
    bytes.as_chunks::<ADDED>().0.iter().map(split)
}

fn split(entry: &[u8; ADDED]) -> (BlockId, u64) {
    let (mut id, mut digest) = ([0; 16], [0; 8]);
    id.copy_from_slice(&entry[..16]);
    digest.copy_from_slice(&entry[16..]);
    (BlockId::from_bytes(id), u64::from_be_bytes(digest))
}

fn row_of(entry: &[u8; ADDED]) -> Option<i64> {
    find_row_number(split(entry).0)
}

pub(super) fn put(bytes: &mut Vec<u8>, id: BlockId, digest: u64) {
    bytes.extend(id.as_bytes());
    bytes.extend(digest.to_be_bytes());
}

/// The added blocks of a change while they are written, one after the other.
#[derive(Debug, Default)]
pub(super) struct Adding {
    listed: Vec<u8>,
    rows: Option<AddedRows>,
}

/// Up to here a new row stands behind the last one. Where the numbers are used up, SQLite looks for free ones.
const IN_ORDER: i64 = i64::MAX / 2;

impl Adding {
    pub(super) fn count(&self) -> usize {
        self.rows
            .map_or(self.listed.len() / ADDED, AddedRows::count)
    }

    /// Adds a block that was written to a row.
    pub(super) fn add(&mut self, block: &Block, row: i64) {
        let digest = digest_block(block);
        if self.count() < LISTED || row > IN_ORDER {
            put(&mut self.listed, block.id, digest);
        }
        if row <= IN_ORDER {
            let before = self.rows.map_or((row, 0), |rows| (rows.first, rows.digest));
            self.rows = Some(AddedRows {
                first: before.0,
                last: row,
                digest: before.1.wrapping_add(digest),
            });
        }
    }

    pub(super) fn finish(self) -> Added {
        match self.rows {
            Some(rows) if rows.count() > LISTED => Added::Rows(rows),
            Some(_) | None => Added::Listed(self.listed),
        }
    }
}
