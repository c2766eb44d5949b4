//! Finding blocks: a look at what each says, the latest first, page by page. What fits is decided by `domain::search`
//! on the columns as they stand; only what fits becomes a block. A working life of 10^5 blocks needs no index for that.

use rusqlite::{Row, params};

use super::row::{self, read_columns};
use super::{Store, StoreError};
use crate::domain::block::{Block, Grade, Outcomes};
use crate::domain::search::{Query, Texts};
use crate::domain::stamp::Stamp;

const BEFORE: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2"
);

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 1] = [BEFORE];

impl Store {
    /// What fits a query among the latest `limit` blocks that begin before an instant, the latest first; and from where
    /// on earlier ones are to be looked at, if there may be some.
    pub fn find(
        &self,
        query: &Query,
        before: Stamp,
        limit: usize,
    ) -> Result<(Vec<Block>, Option<Stamp>), StoreError> {
        let (mut blocks, mut count, mut last) = (Vec::new(), 0, before.seconds());
        self.read_rows(BEFORE, params![before.seconds(), limit as i64], |row| {
            (count, last) = (count + 1, row.get(1)?);
            if fits(query, row) {
                blocks.extend(self.readable_block(row)?);
            }
            Ok(())
        })?;
        let rest = Stamp::new(last).filter(|_| count == limit);
        Ok((blocks, rest))
    }
}

/// Whether the block of a row fits, without making it: of a million rows most do not.
fn fits(query: &Query, row: &Row<'_>) -> bool {
    let text = |column| {
        let value = row.get_ref(column).ok();
        value
            .and_then(|value| value.as_str().ok())
            .filter(|text| !text.is_empty())
    };
    let count = |column| row.get(column).unwrap_or_default();
    let tags = || row::parse_tags(text(9).unwrap_or("[]")).unwrap_or_default();
    let outcomes = || Outcomes {
        touches: count(11),
        conversations: count(12),
        meetings: count(13),
        grade: text(14).and_then(Grade::from_name),
    };
    query.fits(&Texts {
        category: text(5).unwrap_or_default(),
        activity: text(6),
        account: text(7),
        requester: text(8),
        note: text(10).unwrap_or_default(),
        source: text(row::SOURCE),
        fit: text(row::SOURCE + 1),
        tags: &tags,
        outcomes: &outcomes,
    })
}
