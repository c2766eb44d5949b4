//! The lane on record, read a part at a time alongside blocks that arrive in the order of their starts.

use std::collections::VecDeque;

use rusqlite::params;

use super::row::{self, read_columns};
use super::{Store, StoreError};
use crate::domain::rules::Intake;
use crate::domain::stamp::Stamp;

// The block that may reach into a time, and those after it.
const REACHES: &str = "SELECT coalesce(max(start), -9000000000000000) FROM block WHERE start <= ?1";
const AHEAD: &str = concat!(
    "SELECT ",
    read_columns!(),
    " FROM block WHERE start >= ?1 AND id < ?2 ORDER BY start LIMIT 1000"
);
/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 2] = [REACHES, AHEAD];

/// The lane on record, as far as the arrivals have come, read in parts.
pub(super) struct LaneAhead {
    /// Blocks from this row on have just arrived.
    first: i64,
    pub(super) has_blocks: bool,
    ahead: VecDeque<(Stamp, Option<Stamp>)>,
    /// From where on it goes on; none where there is no more.
    next: Option<i64>,
    has_begun: bool,
}

impl LaneAhead {
    pub(super) const fn new(first: i64) -> Self {
        Self {
            first,
            has_blocks: first > 1,
            ahead: VecDeque::new(),
            next: None,
            has_begun: false,
        }
    }

    /// Tells the intake of all that begins before an end and may reach beyond a start.
    pub(super) fn offer(
        &mut self,
        store: &Store,
        start: Stamp,
        end: Stamp,
        intake: &mut Intake,
    ) -> Result<(), StoreError> {
        if !self.has_blocks {
            return Ok(());
        }
        if !self.has_begun {
            self.has_begun = true;
            let reaches = store.read_rows(REACHES, [start.seconds()], |row| Ok(row.get(0)?))?;
            self.next = reaches.first().copied();
        }
        loop {
            while let Some((from, until)) = self.ahead.front().copied() {
                if from >= end {
                    return Ok(());
                }
                self.ahead.pop_front();
                if until.is_none_or(|until| until > start) {
                    intake.offer(from, until);
                }
            }
            let Some(next) = self.next else {
                return Ok(());
            };
            self.read(store, next)?;
        }
    }

    fn read(&mut self, store: &Store, next: i64) -> Result<(), StoreError> {
        let found = store.read_rows(AHEAD, params![next, self.first], |row| {
            if let Err(error) = row::view_block(row) {
                store.set_aside.note(row::note_unreadable(row, &error)?);
            }
            let (start, stop): (i64, Option<i64>) = (row.get(1)?, row.get(3)?);
            Ok((start, stop))
        })?;
        self.next = found.last().map(|(start, _)| start + 1);
        let known = found.into_iter().filter_map(|(start, stop)| {
            let start = Stamp::new(start)?;
            Some((start, stop.map(Stamp::clamped)))
        });
        self.ahead.extend(known);
        Ok(())
    }
}
