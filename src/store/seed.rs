//! Fills a file past the rules and the journal, for the demo and for measuring.

use super::row;
use super::transaction::without_rules;
use super::write::INSERT;
use super::{Store, StoreError};
use crate::domain::block::Block;
use crate::domain::edit::SideRow;
use crate::domain::stamp::Moment;

impl Store {
    /// Fills a file that has no blocks yet, past the journal, in one transaction: for the demo and for
    /// measuring. The blocks come in order and do not overlap.
    pub fn seed_blocks(
        &mut self,
        blocks: impl Iterator<Item = Block>,
    ) -> Result<usize, StoreError> {
        let seeded = self.in_transaction(|_, transaction| {
            let mut insert = transaction.prepare_cached(INSERT)?;
            let mut count = 0;
            for block in blocks {
                insert.execute(row::bind_block(&block, block.end.unwrap_or(block.start).at))?;
                count += 1;
            }
            Ok(count)
        });
        seeded.map_err(without_rules)
    }

    /// Fills tables beside the lane, past the journal too.
    pub fn seed_rows(&mut self, rows: &[SideRow], now: Moment) -> Result<(), StoreError> {
        let seeded = self.in_transaction(|store, _| {
            for row in rows {
                store.write_row(None, Some(row), now.at)?;
            }
            Ok(())
        });
        seeded.map_err(without_rules)
    }
}
