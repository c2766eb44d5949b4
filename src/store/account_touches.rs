//! When each account was sold to and touched last, by the index of accounts: however old that is.

use rusqlite::{Row, params};

use super::{Store, StoreError};
use crate::domain::block::Account;
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::text;
use crate::domain::timeline::{AccountTouch, AccountTouches};

// From name to name, and back from the end of each until a block fits.
const TOUCHES: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(account COLLATE NOCASE) FROM block WHERE account IS NOT NULL) \
         UNION ALL SELECT (SELECT min(account COLLATE NOCASE) FROM block \
                           WHERE account IS NOT NULL AND account > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL) \
     SELECT value, sold.account, sold.start, sold.start_offset, touched.start, touched.start_offset FROM name \
     JOIN block AS sold ON sold.id = (SELECT id FROM block WHERE account IS NOT NULL \
         AND account = value COLLATE NOCASE AND start < ?1 AND category = 'selling' ORDER BY start DESC LIMIT 1) \
     LEFT JOIN block AS touched ON touched.id = (SELECT id FROM block WHERE account IS NOT NULL \
         AND account = value COLLATE NOCASE AND start < ?1 AND category = 'selling' \
         AND activity COLLATE NOCASE IN (SELECT value FROM json_each(?2)) ORDER BY start DESC LIMIT 1)";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 1] = [TOUCHES];

impl Store {
    /// When each account was last sold to before an instant, and when last by one of these activities; by its folded name.
    pub fn account_touches(
        &self,
        before: Stamp,
        activities: &[&str],
    ) -> Result<AccountTouches, StoreError> {
        let activities = serde_json::json!(activities).to_string();
        // A row that can't be read has no name to be found by; it is set aside where it is shown.
        let found = self.read_rows(TOUCHES, params![before.seconds(), activities], |row| {
            Ok(read_touch(row))
        })?;
        let mut touches = AccountTouches::new();
        for (name, touch) in found.into_iter().flatten() {
            let same = touches.remove(&name);
            touches.insert(name, touch.or_later(same));
        }
        Ok(touches)
    }
}

fn read_touch(row: &Row<'_>) -> Option<(String, AccountTouch)> {
    let moment = |column: usize| {
        let at = Stamp::clamped(row.get(column).ok()?);
        Some(Moment::new(at, Offset::new(row.get(column + 1).ok()?)?))
    };
    let name: String = row.get(0).ok()?;
    let touch = AccountTouch {
        account: Account::stored(row.get(1).ok()?),
        sold: moment(2)?,
        touched: moment(4),
    };
    Some((text::folded(&name), touch))
}
