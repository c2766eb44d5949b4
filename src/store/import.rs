//! Takes blocks in that come from elsewhere, one by one as they are read, in one transaction: a million of them cost no
//! more memory than a thousand. They have to come in the order of their starts; where they don't, they are put aside in
//! a table of their own first, which sorts them. Of many, the indexes are set aside meanwhile and built at the end, and
//! the lane is looked at as a whole instead of block by block.

use std::cell::RefCell;

use rusqlite::types::FromSql;
use rusqlite::{CachedStatement, OptionalExtension, Params, params};

use super::added::{Adding, TOLD};
use super::apply::Applied;
use super::in_bulk::set_rules_aside;
use super::lane_ahead::LaneAhead;
use super::row::{self, columns};
use super::write::Watch;
use super::{ChangeError, Store, StoreError};
use crate::domain::arrival::{Arrival, Marks, Overlap};
use crate::domain::block::{Block, BlockId};
use crate::domain::change::Change;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::rules::{Intake, KnownRow, Match, Verdict, label_import, tally_rows};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::text::NOTE_LIMIT;

const NEXT_ROW: &str = "SELECT coalesce(max(id), 0) + 1 FROM block";
const RUNS: &str = "SELECT 1 FROM block WHERE stop IS NULL";
const LAST: &str =
    "SELECT start, stop FROM block WHERE start <= 7258118399 ORDER BY start DESC LIMIT 1";
const ROW_OF_ID: &str = "SELECT id FROM block WHERE uid = ?1";
const ROW_OF_SAID: &str =
    "SELECT id FROM block WHERE start = ?1 AND stop IS ?2 AND category = ?3 ORDER BY id";
const ID_OF_ROW: &str = "SELECT uid FROM block WHERE id = ?1";
const ARRIVE: &str = concat!(
    "INSERT INTO block (",
    columns!(),
    ", changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) \
     ON CONFLICT (uid) DO NOTHING"
);
const INDEX: &str = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";

/// The statements that find or write single blocks, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 7] = [
    NEXT_ROW,
    RUNS,
    LAST,
    ROW_OF_ID,
    ROW_OF_SAID,
    ID_OF_ROW,
    ARRIVE,
];
/// How many other statements there are: they go through all of it, or make and drop tables and indexes.
#[cfg(test)]
pub(super) const OTHERS: usize = 9;

const PUT_ASIDE: &str = concat!(
    "CREATE TEMP TABLE arriving (",
    columns!(),
    ", place, marks)"
);
const PUT: &str = concat!(
    "INSERT INTO temp.arriving (",
    columns!(),
    ", place, marks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
);
const SORTED: &str = concat!(
    "SELECT ",
    columns!(),
    ", place, marks FROM temp.arriving ORDER BY start, rowid"
);
const FORGET: &str = "DROP TABLE IF EXISTS temp.arriving";

const TRY: &str = "SAVEPOINT arrivals";
const GO_ON: &str = "RELEASE arrivals";
const TAKE_BACK: &str = "ROLLBACK TO arrivals; RELEASE arrivals";

/// From so many blocks on it pays to set the indexes aside.
const MANY: usize = 10_000;
/// The indexes that nothing needs while blocks arrive.
const ASIDE: [&str; 3] = ["block_account", "block_requester", "block_source"];
/// The one that finds a block by its time: not needed where all blocks have just arrived in order.
const BY_TIME: &str = "block_start";

/// What is taken in beside the blocks themselves, and how.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    pub overlap: Overlap,
    /// Rows beside the lane, of an export of everything: they are added where none of the same key is.
    pub rows: &'a [SideRow],
}

/// Takes one arrival; its place names it where overlaps are refused.
pub type Take<'t> = &'t mut dyn FnMut(usize, &Arrival) -> Result<(), ChangeError>;
/// Hands over all arrivals. It may be asked twice: where they don't come in the order of their starts.
pub type Feed<'f> = &'f mut dyn FnMut(Take<'_>) -> Result<(), ChangeError>;

impl Store {
    /// Takes blocks in, all of them or none. What there is already stays as it is.
    pub fn import(
        &mut self,
        import: Import<'_>,
        feed: Feed<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        self.in_transaction(|store, _| store.take_in(import, feed, now, watch))
    }

    /// Takes in blocks that are all there already, within a transaction; `None` where the change is no import.
    pub(super) fn take_in_change(
        &self,
        change: &Change,
        now: Moment,
        watch: Watch<'_>,
    ) -> Option<Result<Applied, ChangeError>> {
        let Change::Import {
            arrivals,
            overlap,
            rows,
        } = change
        else {
            return None;
        };
        let (watch, count) = (RefCell::new(watch), arrivals.len());
        let mut feed = |take: Take<'_>| {
            let mut arrivals = arrivals.iter().enumerate();
            arrivals.try_for_each(|(place, arrival)| {
                if (watch.borrow_mut())(place, count) {
                    take(place, arrival)
                } else {
                    Err(StoreError::Interrupted.into())
                }
            })
        };
        let overlap = *overlap;
        Some(self.take_in(
            Import { overlap, rows },
            &mut feed,
            now,
            &mut |done, all| (watch.borrow_mut())(done, all),
        ))
    }

    /// Within a transaction.
    fn take_in(
        &self,
        import: Import<'_>,
        feed: Feed<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        self.keep_stale_question(now)?;
        let known = self.known_rows(import.rows)?;
        self.connection.execute_batch(TRY)?;
        let mut landing = Landing::new(self, import.overlap, now)?;
        let all = feed(&mut |place, arrival| landing.take_next(place, arrival));
        if landing.is_out_of_order {
            drop(landing);
            self.connection.execute_batch(TAKE_BACK)?;
            let mut sorted = Landing::new(self, import.overlap, now)?;
            let taken = self.take_sorted(&mut sorted, feed, watch);
            self.connection.execute_batch(FORGET)?;
            taken?;
            landing = sorted;
        } else {
            all?;
            self.connection.execute_batch(GO_ON)?;
        }
        self.settle(landing, &known, import.rows, now, watch)
    }

    /// Puts all arrivals aside, and takes them in the order of their starts.
    fn take_sorted(
        &self,
        landing: &mut Landing<'_>,
        feed: Feed<'_>,
        watch: Watch<'_>,
    ) -> Result<(), ChangeError> {
        self.connection.execute_batch(FORGET)?;
        self.connection.execute_batch(PUT_ASIDE)?;
        let mut all = 0;
        {
            let mut put = self.connection.prepare_cached(PUT)?;
            feed(&mut |place, arrival| {
                let others = [place as i64, to_bits(arrival)];
                row::run_with_block(&mut put, &arrival.block, &others)?;
                all += 1;
                Ok(())
            })?;
        }
        // While they are read no index can go.
        if all >= MANY {
            landing.set_indexes_aside(all)?;
        }
        let mut sorted = self.connection.prepare_cached(SORTED)?;
        let mut rows = sorted.query([])?;
        let mut done = 0;
        while let Some(row) = rows.next()? {
            if !watch(done, all) {
                return Err(StoreError::Interrupted.into());
            }
            let place: i64 = row.get(row::NUMBER)?;
            let arrival = of_bits(row::read_block(row)?, row.get(row::NUMBER + 1)?);
            landing.take(place as usize, &arrival)?;
            done += 1;
        }
        Ok(())
    }

    /// Writes down what has arrived.
    fn settle(
        &self,
        landing: Landing<'_>,
        known: &[KnownRow],
        rows: &[SideRow],
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        let Landed {
            intake,
            added,
            mut edits,
            offered,
        } = landing.finish()?;
        let mut tally = intake.finish()?;
        let missing = tally_rows(rows, known, &mut tally.rows);
        let mut others = Vec::with_capacity(missing.len());
        for row in missing {
            let edit = Edit::Row {
                before: None,
                after: Some(row),
            };
            others.push(self.write_edit(edit, now.at)?);
        }
        if added.count() > 0 || !others.is_empty() {
            let label = label_import(offered, rows.len());
            let of_rows: Vec<&Edit> = others.iter().collect();
            self.add_entry_of(&label, &of_rows, &added.finish(), now.at)?;
        }
        if !watch(offered, offered) {
            return Err(StoreError::Interrupted.into());
        }
        edits.extend(others);
        Ok(Applied {
            edits,
            focus: None,
            tally: Some(tally),
            set_back: None,
            waits: None,
        })
    }
}

/// Blocks as they arrive.
struct Landing<'s> {
    store: &'s Store,
    now: Moment,
    intake: Intake,
    lane: LaneAhead,
    /// The row from which on blocks are those that have arrived.
    first: i64,
    added: Adding,
    /// The first writes.
    edits: Vec<Edit>,
    offered: usize,
    last_start: Stamp,
    is_out_of_order: bool,
    is_bulk: bool,
    /// How the indexes are made that were set aside.
    set_aside: Vec<String>,
    insert: CachedStatement<'s>,
}

/// What has arrived.
struct Landed {
    intake: Intake,
    added: Adding,
    edits: Vec<Edit>,
    offered: usize,
}

impl<'s> Landing<'s> {
    fn new(store: &'s Store, overlap: Overlap, now: Moment) -> Result<Self, StoreError> {
        let connection = &store.connection;
        let first: i64 = connection.query_row(NEXT_ROW, [], |row| row.get(0))?;
        let runs = connection.prepare_cached(RUNS)?.exists([])?;
        let last: Option<(i64, Option<i64>)> = connection
            .query_row(LAST, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let mut intake = Intake::new(overlap, now);
        let last_end = last.map(|(start, stop)| Stamp::clamped(stop.unwrap_or(start)));
        intake.know_lane(runs, last_end);
        Ok(Self {
            store,
            now,
            intake,
            lane: LaneAhead::new(first),
            first,
            added: Adding::default(),
            edits: Vec::new(),
            offered: 0,
            last_start: Stamp::MIN,
            is_out_of_order: false,
            is_bulk: false,
            set_aside: Vec::new(),
            insert: connection.prepare_cached(ARRIVE)?,
        })
    }

    /// Takes an arrival that should not begin before the one before it.
    fn take_next(&mut self, place: usize, arrival: &Arrival) -> Result<(), ChangeError> {
        if arrival.block.start.at < self.last_start {
            self.is_out_of_order = true;
            return Err(StoreError::Interrupted.into());
        }
        self.take(place, arrival)
    }

    /// Takes an arrival that doesn't begin before the one before it.
    fn take(&mut self, place: usize, arrival: &Arrival) -> Result<(), ChangeError> {
        self.offered += 1;
        let other = with_other_id(arrival);
        let arrival = other.as_ref().unwrap_or(arrival);
        let block = &arrival.block;
        let start = block.start.at;
        self.last_start = start;
        self.intake.forget_before(start);
        self.lane.offer(
            self.store,
            start,
            block.end_or(Stamp::MAX),
            &mut self.intake,
        )?;
        match self.intake.judge(block) {
            Verdict::Free => {
                if self.write(block)? {
                    self.intake.add(arrival);
                } else {
                    let found = self.find(arrival)?;
                    self.intake.count_known(found.unwrap_or(Match::Repeated));
                }
            }
            verdict @ (Verdict::Ahead | Verdict::Crowded) => match self.find(arrival)? {
                Some(found) => self.intake.count_known(found),
                None if verdict == Verdict::Ahead => self.intake.count_ahead(),
                None => {
                    for part in self.intake.add_parts(place, arrival) {
                        self.write(&part)?;
                    }
                }
            },
        }
        Ok(())
    }

    /// What an arrival is already. One without an id is the block with its start, end and category.
    fn find(&self, arrival: &Arrival) -> Result<Option<Match>, StoreError> {
        let block = &arrival.block;
        let id = [block.id.as_bytes()];
        if let Some(row) = self.look::<i64>(ROW_OF_ID, id)? {
            if row >= self.first {
                return Ok(Some(Match::Repeated));
            }
            let known = self.store.block_in_lane(block.id)?;
            let differs = known.is_some_and(|known| !known.says_the_same(block));
            return Ok(Some(Match::OnRecord { differs }));
        }
        if arrival.has_id {
            return Ok(None);
        }
        if self.intake.has_arrived(block) {
            return Ok(Some(Match::Repeated));
        }
        self.find_said(block)
    }

    /// Which block on record has the same start, end and category.
    fn find_said(&self, block: &Block) -> Result<Option<Match>, StoreError> {
        if !self.lane.has_blocks {
            return Ok(None);
        }
        let end = block.end.map(|end| end.at.seconds());
        let said = params![block.start.at.seconds(), end, block.category.name()];
        let row = self.look::<i64>(ROW_OF_SAID, said)?;
        let Some(row) = row.filter(|row| *row < self.first) else {
            return Ok(None);
        };
        let id = self.look(ID_OF_ROW, [row])?.map(BlockId::from_bytes);
        let known = id.map(|id| self.store.block_in_lane(id)).transpose()?;
        let differs = known
            .flatten()
            .is_some_and(|known| known.details != block.details);
        Ok(Some(Match::OnRecord { differs }))
    }

    fn look<T: FromSql>(&self, sql: &str, values: impl Params) -> Result<Option<T>, StoreError> {
        let mut statement = self.store.connection.prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| row.get(0)).optional()?)
    }

    /// Writes a block; whether its id was new.
    fn write(&mut self, block: &Block) -> Result<bool, StoreError> {
        if !self.is_bulk && self.added.count() >= MANY {
            self.set_indexes_aside(self.added.count())?;
        }
        let (store, changed) = (self.store, self.now.at.seconds());
        let insert = &mut self.insert;
        let mut write = || Ok(row::run_with_block(insert, block, &[changed])?);
        let is_long = block.details.note.as_str().len() > NOTE_LIMIT;
        let rows = if self.is_bulk {
            write()?
        } else {
            store.with_room(is_long, write)?
        };
        if rows == 0 {
            return Ok(false);
        }
        self.added.add(block, store.connection.last_insert_rowid());
        if self.edits.len() < TOLD {
            self.edits.push(Edit::Insert(block.clone()));
        }
        Ok(true)
    }

    /// From here on the blocks are so many that it pays: the lane is looked at once, at the end, no check is made that a
    /// block of ours passes by what it is, and indexes are built anew where most of the blocks have just arrived.
    fn set_indexes_aside(&mut self, count: usize) -> Result<(), StoreError> {
        self.is_bulk = true;
        let store = self.store;
        set_rules_aside(store, true)?;
        if count as i64 * 4 < self.first {
            return Ok(());
        }
        let by_time = (!self.lane.has_blocks).then_some(BY_TIME);
        for name in ASIDE.into_iter().chain(by_time) {
            let sql: Option<String> = store
                .connection
                .query_row(INDEX, [name], |row| row.get(0))
                .optional()?;
            if let Some(sql) = sql {
                store
                    .connection
                    .execute_batch(&format!("DROP INDEX {name}"))?;
                self.set_aside.push(sql);
            }
        }
        Ok(())
    }

    /// Builds the indexes again and looks whether no block lies over another one.
    fn finish(mut self) -> Result<Landed, StoreError> {
        for sql in self.set_aside.iter().rev() {
            self.store.connection.execute_batch(sql)?;
        }
        if self.is_bulk {
            self.store.check_lane_since(self.first)?;
        }
        Ok(Landed {
            intake: std::mem::replace(&mut self.intake, Intake::new(Overlap::Trim, self.now)),
            added: std::mem::take(&mut self.added),
            edits: std::mem::take(&mut self.edits),
            offered: self.offered,
        })
    }
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        if self.is_bulk {
            // A connection that doesn't obey has failed as a whole, which the next statement says.
            let _ = set_rules_aside(self.store, false);
        }
    }
}

/// All that is put aside of an arrival beside its block, in one number.
fn to_bits(arrival: &Arrival) -> i64 {
    let Marks {
        by_default,
        is_unlisted,
    } = arrival.marks;
    let bits = [arrival.has_id, by_default, is_unlisted];
    bits.into_iter()
        .rfold(0, |all, bit| all << 1 | i64::from(bit))
}

fn of_bits(block: Block, bits: i64) -> Arrival {
    let marks = Marks {
        by_default: bits & 2 != 0,
        is_unlisted: bits & 4 != 0,
    };
    Arrival {
        block,
        has_id: bits & 1 != 0,
        marks,
    }
}

/// The same where its id is one that stands in for a row of this file: always with the same other id.
fn with_other_id(arrival: &Arrival) -> Option<Arrival> {
    row::find_row_number(arrival.block.id)?;
    let mut arrival = arrival.clone();
    let mut id = *arrival.block.id.as_bytes();
    id[0] ^= 0x80;
    arrival.block.id = BlockId::from_bytes(id);
    Some(arrival)
}
