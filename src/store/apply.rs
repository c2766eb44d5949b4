//! The only writer of what a person asks for. A change is planned and written in one IMMEDIATE transaction, together
//! with what takes it back; so is an undo, and a redo, in `replay.rs`.

use rusqlite::config::DbConfig;
use rusqlite::params;

use super::row::{self, columns};
use super::{ChangeError, FileError, Store, StoreError};
use crate::domain::arrival::Tally;
use crate::domain::away::Question;
use crate::domain::block::{Block, Revision};
use crate::domain::calendar::rfc3339;
use crate::domain::change::Change;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::rules::{self, Consent, Plan, Refusal, SetBack, Warning};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::text::NOTE_LIMIT;

pub(super) const INSERT: &str = concat!(
    "INSERT INTO block (",
    columns!(),
    ", changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
);
const UPDATE: &str = concat!(
    "UPDATE block SET (",
    columns!(),
    ", changed) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) \
     WHERE uid = ?1 AND revision = ?17 - 1"
);
const DELETE: &str = "DELETE FROM block WHERE uid = ?1 AND revision = ?2";

// Of a row that can't be read only the times change, each where it does: what else it says stays, byte for byte.
const MOVE_START: &str =
    "UPDATE block SET (start, start_offset, revision, changed) = (?2, ?3, ?6, ?7) WHERE id = ?1";
const MOVE_END: &str =
    "UPDATE block SET (stop, stop_offset, revision, changed) = (?4, ?5, ?6, ?7) WHERE id = ?1";
const MOVE_BOTH: &str = "UPDATE block SET (start, start_offset, stop, stop_offset, revision, changed) = \
     (?2, ?3, ?4, ?5, ?6, ?7) WHERE id = ?1";

// The row before a block, and whether it reaches over another one or to no time that there is.
const ROW_BEFORE: &str = "SELECT id, start, stop > 7258118399 OR EXISTS \
     (SELECT 1 FROM block AS later WHERE later.start > block.start AND later.start < block.stop) \
     FROM block WHERE start <= ?1 AND uid <> ?2 AND stop IS NOT NULL ORDER BY start DESC LIMIT 1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 7] = [
    INSERT, UPDATE, DELETE, MOVE_START, MOVE_END, MOVE_BOTH, ROW_BEFORE,
];

/// What a change wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The writes; none where all was as asked already.
    pub edits: Vec<Edit>,
    /// The block that the change was about, as it is now.
    pub focus: Option<Block>,
    /// What became of the blocks of an import.
    pub tally: Option<Tally>,
    /// That the clock was set back, where that decided a time.
    pub set_back: Option<SetBack>,
    /// The open question about what the change touched, which it left open.
    pub waits: Option<Question>,
}

/// Hears how many of how many writes are done, and says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

impl Store {
    /// Makes a change, durably: when this returns, the file holds it.
    /// A change that would cost what its person may not mean is refused with [`Refusal::Asks`].
    pub fn apply(&mut self, change: &Change, now: Moment) -> Result<Applied, ChangeError> {
        self.apply_with(change, Consent::NotAsked, now)
    }

    /// As [`Store::apply`], with what the person has agreed to.
    pub fn apply_with(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        self.apply_watched(change, consent, now, &mut |_, _| true)
    }

    /// As [`Store::apply`], for a change with many writes: `watch` hears how many of how many are written, and where
    /// it says `false` all of it is taken back.
    pub fn apply_watched(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        let applied = self.apply_or_ask(change, consent, now, watch);
        // What is asked about rolls back, but for the question about time away.
        if matches!(applied, Err(ChangeError::Refused(Refusal::Asks(_)))) {
            self.raise_if_stale(now)?;
        }
        applied
    }

    fn apply_or_ask(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        self.in_one(|store, _| {
            let raised = store.keep_stale_question(now)?;
            let (mut facts, named) = store.facts(change, now)?;
            let asked = store.raised_questions()?;
            let plan = rules::plan(change, &facts, now)?;
            if let Consent::NotAskedSince(before) = consent {
                facts.before_steps = before.to_vec();
            }
            if let Some(warning) = rules::warn(change, &plan, &facts, now)
                && !consent.covers(&warning)
            {
                return Err(Refusal::Asks(Box::new(warning)).into());
            }
            let count = plan.edits.len();
            let edits = store.write_all(plan.edits, now.at, watch)?;
            if !edits.is_empty() {
                let label = match &facts.branch {
                    Some(branch) => branch.words(),
                    None => change.label(named.as_ref(), store.beside(now)),
                };
                store.add_entry(&label, &edits, now.at)?;
            }
            if !watch(count, count) {
                return Err(StoreError::Interrupted.into());
            }
            let focus = plan.focus.and_then(|id| {
                let written = edits.iter().rev().filter_map(Edit::after);
                let unchanged = facts.lane.blocks.iter();
                let mut blocks = written.chain(unchanged);
                blocks.find(|block| block.id == id).cloned()
            });
            for question in &asked {
                for heir in rules::inherit_question(change, &edits, plan.focus, question) {
                    store.keep_question(heir)?;
                }
            }
            let (tally, set_back) = (plan.tally, plan.set_back);
            Ok(Applied {
                set_back,
                waits: store.question_about(&edits, raised, &asked)?,
                edits,
                focus,
                tally,
            })
        })
    }

    /// Keeps the question about the running block, where it is stale, before anything else becomes of it.
    pub(super) fn keep_stale_question(&self, now: Moment) -> Result<Option<Question>, StoreError> {
        let question = self.stale_question(now)?;
        if let Some(question) = question {
            self.keep_question(question)?;
        }
        Ok(question)
    }

    /// The question that waits, where one was raised just now or is about a block that was written.
    fn question_about(
        &self,
        edits: &[Edit],
        raised: Option<Question>,
        asked: &[Question],
    ) -> Result<Option<Question>, StoreError> {
        let is_written = |asked: &Question| {
            let mut blocks = edits.iter().filter_map(Edit::before);
            blocks.any(|block| block.id == asked.block)
        };
        if raised.is_none() && !asked.iter().any(is_written) {
            return Ok(None);
        }
        Ok(self.raised_questions()?.into_iter().next())
    }

    /// What a change would write, were it made now. Writes nothing.
    pub fn preview(&self, change: &Change, now: Moment) -> Result<Plan, ChangeError> {
        let (facts, _) = self.facts(change, now)?;
        Ok(rules::plan(change, &facts, now)?)
    }

    /// What a change would cost, were it made now; `None` where it costs nothing. Writes nothing.
    pub fn weigh(&self, change: &Change, now: Moment) -> Result<Option<Warning>, ChangeError> {
        let (facts, _) = self.facts(change, now)?;
        let plan = rules::plan(change, &facts, now)?;
        Ok(rules::warn(change, &plan, &facts, now))
    }

    /// Fills a file that has no blocks yet, past the journal, in one transaction: for the demo and for
    /// measuring. The blocks come in order and do not overlap.
    pub fn seed(&mut self, blocks: impl Iterator<Item = Block>) -> Result<usize, StoreError> {
        let seeded = self.in_one(|_, transaction| {
            let mut insert = transaction.prepare_cached(INSERT)?;
            let mut count = 0;
            for block in blocks {
                insert.execute(row::values(&block, block.end.unwrap_or(block.start).at))?;
                count += 1;
            }
            Ok(count)
        });
        seeded.map_err(without_rules)
    }

    /// Fills tables beside the lane, past the journal too.
    pub fn seed_rows(&mut self, rows: &[SideRow], now: Moment) -> Result<(), StoreError> {
        let seeded = self.in_one(|store, _| {
            for row in rows {
                store.write_row(None, Some(row), now.at)?;
            }
            Ok(())
        });
        seeded.map_err(without_rules)
    }

    /// Writes the edits in their order; hands them back with the revisions that they were given.
    fn write_all(
        &self,
        edits: Vec<Edit>,
        now: Stamp,
        watch: Watch<'_>,
    ) -> Result<Vec<Edit>, StoreError> {
        let count = edits.len();
        let write = |(done, edit)| {
            if !watch(done, count) {
                return Err(StoreError::Interrupted);
            }
            self.write(edit, now)
        };
        // In the memory of the edits: of an import there are many.
        edits.into_iter().enumerate().map(write).collect()
    }

    /// Writes one edit; hands it back with the revision that it was given.
    pub(super) fn write(&self, edit: Edit, now: Stamp) -> Result<Edit, StoreError> {
        let (edit, rows) = match edit {
            Edit::Insert(block) => {
                let write = || self.write_block(INSERT, &block, now);
                let rows = self.write_beside_broken(&block, false, write)?;
                (Edit::Insert(block), rows)
            }
            Edit::Update { before, after } => {
                let revision = next(before.revision);
                let after = Block { revision, ..after };
                let write = || match before.unreadable {
                    Some(number) => self.move_block(number, &before, &after, now),
                    None => self.write_block(UPDATE, &after, now),
                };
                let rows = self.write_beside_broken(&after, is_within(&after, &before), write)?;
                (Edit::Update { before, after }, rows)
            }
            Edit::Delete(block) => {
                let key = params![block.id.as_bytes(), block.revision.0];
                let rows = self.connection.prepare_cached(DELETE)?.execute(key)?;
                (Edit::Delete(block), rows)
            }
            Edit::Row { before, after } => {
                self.write_row(before.as_ref(), after.as_ref(), now)?;
                (Edit::Row { before, after }, 1)
            }
        };
        if rows == 1 {
            Ok(edit)
        } else {
            Err(FileError::Damaged(format!("one row was to be written, {rows} were")).into())
        }
    }
}

impl Store {
    /// Inserts or updates a block.
    fn write_block(&self, sql: &str, block: &Block, now: Stamp) -> Result<usize, StoreError> {
        self.with_room(block.details.note.as_str().len() > NOTE_LIMIT, || {
            let mut statement = self.connection.prepare_cached(sql)?;
            Ok(statement.execute(row::values(block, now))?)
        })
    }

    /// Writes a row, also where another program gave it a longer text than the file's check lets in.
    pub(super) fn with_room<T>(
        &self,
        is_long: bool,
        write: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !is_long {
            return write();
        }
        let ignore = |on: bool| {
            self.connection
                .pragma_update(None, "ignore_check_constraints", on)
        };
        ignore(true)?;
        let written = write();
        ignore(false)?;
        written
    }

    /// Writes a block, also where the file's own check is in the way because the row before lies over others already: the
    /// rules have seen to it that this write comes to lie over nothing, and what only gets shorter never does.
    fn write_beside_broken(
        &self,
        block: &Block,
        is_shorter: bool,
        write: impl Fn() -> Result<usize, StoreError>,
    ) -> Result<usize, StoreError> {
        let refused = match write() {
            Err(StoreError::File {
                cause: FileError::Overlap(_),
                ..
            }) => self.row_before(block)?,
            written => return written,
        };
        let (broken, row) = refused.unwrap_or((false, "a block".to_owned()));
        if !broken && !is_shorter {
            return Err(FileError::Overlap(row).into());
        }
        let enable = |on: bool| {
            let triggers = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
            self.connection.set_db_config(triggers, on)
        };
        enable(false)?;
        let written = write();
        enable(true)?;
        written
    }

    /// Whether the row before a block reaches over others, and which row that is.
    fn row_before(&self, block: &Block) -> Result<Option<(bool, String)>, StoreError> {
        let values = params![block.start.at.seconds(), block.id.as_bytes()];
        let found = self.read_rows(ROW_BEFORE, values, |row| {
            let (number, start): (i64, i64) = (row.get(0)?, row.get(1)?);
            let start = Stamp::new(start).map(|at| Moment::new(at, block.start.offset));
            let since = start.map(|start| format!(", from {},", rfc3339(start)));
            let named = format!("block {number}{}", since.unwrap_or_default());
            Ok((row.get(2)?, named))
        })?;
        Ok(found.into_iter().next())
    }

    /// Moves the edges of a block of which only the times can be read.
    fn move_block(
        &self,
        number: i64,
        before: &Block,
        after: &Block,
        now: Stamp,
    ) -> Result<usize, StoreError> {
        let sql = match (before.start == after.start, before.end == after.end) {
            (true, _) => MOVE_END,
            (false, true) => MOVE_START,
            (false, false) => MOVE_BOTH,
        };
        let (start, end) = (after.start, after.end);
        let values = params![
            number,
            start.at.seconds(),
            start.offset.seconds(),
            end.map(|end| end.at.seconds()),
            end.map(|end| end.offset.seconds()),
            after.revision.0,
            now.seconds()
        ];
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }
}

/// Whether all of its time is time of the other.
fn is_within(block: &Block, other: &Block) -> bool {
    let end = |block: &Block| block.end.map_or(Stamp::MAX, |end| end.at);
    block.start.at >= other.start.at && end(block) <= end(other)
}

/// What is written past the rules is not refused by them.
pub(super) fn without_rules(fault: ChangeError) -> StoreError {
    match fault {
        ChangeError::Store(error) => error,
        ChangeError::Refused(refusal) => FileError::Damaged(refusal.to_string()).into(),
    }
}

pub(super) const fn next(revision: Revision) -> Revision {
    Revision(revision.0.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrival::Arrival;
    use crate::domain::arrival::Overlap;
    use crate::domain::block::{Category, Details};
    use crate::domain::change::Patch;
    use crate::domain::stamp::{Offset, Span};

    fn at(minutes: i64) -> Moment {
        Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC)
    }

    fn start(category: Category, minutes: i64) -> Change {
        Change::Start {
            at: at(minutes),
            category,
            details: Details::default(),
        }
    }

    fn lane(store: &Store) -> Vec<(Category, i64, Option<i64>)> {
        let mut lane = Vec::new();
        let minutes = |moment: Moment| moment.at.since(at(0).at).as_seconds() / 60;
        store
            .every(|block| {
                lane.push((block.category, minutes(block.start), block.end.map(minutes)));
                Ok::<(), StoreError>(())
            })
            .expect("the blocks are read");
        lane
    }

    #[test]
    fn a_start_ends_what_ran_and_undo_and_redo_go_both_ways() {
        let mut store = Store::in_memory().expect("a store");
        store
            .apply(&start(Category::Admin, 0), at(0))
            .expect("a start");
        store
            .apply(&start(Category::Selling, 30), at(30))
            .expect("a switch");
        let both = vec![
            (Category::Admin, 0, Some(30)),
            (Category::Selling, 30, None),
        ];
        assert_eq!(lane(&store), both);
        let undone = store
            .undo(at(31))
            .expect("an undo")
            .expect("something to undo");
        assert!(
            undone.label.starts_with("start selling"),
            "{}",
            undone.label
        );
        assert_eq!(lane(&store), vec![(Category::Admin, 0, None)]);
        store
            .undo(at(31))
            .expect("an undo")
            .expect("something to undo");
        assert_eq!(lane(&store), vec![]);
        assert_eq!(store.undo(at(31)).expect("nothing to undo"), None);
        store
            .redo(at(32))
            .expect("a redo")
            .expect("something to redo");
        store
            .redo(at(32))
            .expect("a redo")
            .expect("something to redo");
        assert_eq!(lane(&store), both);
        assert_eq!(store.redo(at(32)).expect("nothing to redo"), None);
    }

    #[test]
    fn a_new_change_takes_the_place_of_what_was_undone() {
        let mut store = Store::in_memory().expect("a store");
        store
            .apply(&start(Category::Admin, 0), at(0))
            .expect("a start");
        store.undo(at(1)).expect("an undo");
        store
            .apply(&start(Category::Learning, 2), at(2))
            .expect("a start");
        assert_eq!(store.redo(at(3)).expect("nothing to redo"), None);
        assert_eq!(lane(&store), vec![(Category::Learning, 2, None)]);
    }

    #[test]
    fn one_undo_brings_back_all_that_a_late_start_swallowed() {
        let mut store = Store::in_memory().expect("a store");
        store
            .apply(&start(Category::Admin, 0), at(0))
            .expect("a start");
        store
            .apply(&start(Category::Learning, 20), at(20))
            .expect("a start");
        store
            .apply(&start(Category::Break, 25), at(25))
            .expect("a start");
        let before = lane(&store);
        let late = start(Category::Selling, 10);
        let asked = store.apply(&late, at(30));
        assert!(
            matches!(asked, Err(ChangeError::Refused(Refusal::Asks(_)))),
            "{asked:?}"
        );
        assert_eq!(lane(&store), before, "nothing has changed yet");
        store
            .apply_with(&late, Consent::Given, at(30))
            .expect("a late start");
        assert_eq!(
            lane(&store),
            vec![
                (Category::Admin, 0, Some(10)),
                (Category::Selling, 10, None)
            ]
        );
        store.undo(at(30)).expect("an undo");
        assert_eq!(lane(&store), before);
    }

    #[test]
    fn a_block_that_was_moved_far_away_is_found_by_its_id() {
        let mut store = Store::in_memory().expect("a store");
        for minutes in (0..20).step_by(2) {
            let add = Change::Add {
                start: at(minutes),
                end: at(minutes + 1),
                category: Category::Admin,
                details: Details::default(),
            };
            store.apply(&add, at(60)).expect("a block");
        }
        let first = store
            .blocks(Span::new(at(0).at, at(1).at).expect("a span"))
            .expect("blocks")
            .blocks
            .remove(0);
        let arrival = Arrival {
            block: first.clone(),
            has_id: true,
        };
        let patch = Patch {
            start: Some(at(40)),
            end: Some(Some(at(41))),
            ..Patch::default()
        };
        store
            .apply(
                &Change::Edit {
                    seen: Box::new(first.clone()),
                    patch,
                },
                at(60),
            )
            .expect("a move to the end");
        let moved = store.block(first.id).expect("a look").expect("it is there");
        let back = Patch {
            start: Some(at(0)),
            end: Some(Some(at(1))),
            ..Patch::default()
        };
        store
            .apply(
                &Change::Edit {
                    seen: Box::new(moved.clone()),
                    patch: back.clone(),
                },
                at(60),
            )
            .expect("a move back");
        store.undo(at(60)).expect("an undo");
        // An older export still says where it was: what is on record stays.
        let imported = store
            .apply(
                &Change::Import {
                    arrivals: vec![arrival],
                    overlap: Overlap::Trim,
                    rows: Vec::new(),
                },
                at(60),
            )
            .expect("an import");
        assert_eq!(
            imported.tally.map(|tally| (tally.added, tally.already)),
            Some((0, 1))
        );
    }

    #[test]
    fn what_is_called_off_on_the_way_was_never_there() {
        let block = |minute| {
            Block::new(
                at(minute),
                Some(at(minute + 1)),
                Category::Admin,
                Details::default(),
            )
        };
        let arrivals = (0..3)
            .map(|minute| Arrival {
                block: block(minute),
                has_id: true,
            })
            .collect();
        let change = Change::Import {
            arrivals,
            overlap: Overlap::Trim,
            rows: Vec::new(),
        };
        for last in 0..=3 {
            let mut store = Store::in_memory().expect("a store");
            let called_off =
                store.apply_watched(&change, Consent::NotAsked, at(60), &mut |done, all| {
                    (done, all) != (last, 3)
                });
            assert!(
                matches!(called_off, Err(ChangeError::Store(StoreError::Interrupted))),
                "{last}"
            );
            assert_eq!(lane(&store), vec![], "{last}");
            assert_eq!(store.undo(at(60)).expect("an undo"), None, "{last}");
            store.apply(&change, at(60)).expect("an import");
            assert_eq!(lane(&store).len(), 3, "{last}");
        }
    }

    #[test]
    fn a_block_that_another_program_changed_is_not_overwritten_by_an_undo() {
        let mut store = Store::in_memory().expect("a store");
        store
            .apply(&start(Category::Admin, 0), at(0))
            .expect("a start");
        store
            .connection
            .execute("UPDATE block SET note = 'theirs'", [])
            .expect("a foreign write");
        let refused = store.undo(at(1)).expect_err("an overtaken undo");
        assert!(
            matches!(refused, ChangeError::Store(StoreError::Overtaken { .. })),
            "{refused}"
        );
        assert!(
            refused
                .to_string()
                .starts_with("cannot take back \"start admin"),
            "{refused}"
        );
        assert_eq!(lane(&store).len(), 1);
        // Nor by a redo.
        store
            .apply(&start(Category::Selling, 10), at(10))
            .expect("a start");
        store
            .undo(at(11))
            .expect("an undo")
            .expect("something to undo");
        store
            .connection
            .execute("UPDATE block SET note = 'theirs again'", [])
            .expect("a foreign write");
        let refused = store.redo(at(12)).expect_err("an overtaken redo");
        assert!(
            refused
                .to_string()
                .starts_with("cannot make again \"start selling"),
            "{refused}"
        );
    }

    #[test]
    fn the_file_itself_refuses_a_lane_that_is_not_whole() {
        let mut store = Store::in_memory().expect("a store");
        store
            .apply(&start(Category::Admin, 0), at(0))
            .expect("a start");
        store
            .apply(&start(Category::Selling, 30), at(30))
            .expect("a switch");
        let refused = |sql: &str| store.connection.execute(sql, []).is_err();
        assert!(
            refused("UPDATE block SET stop = NULL, stop_offset = NULL WHERE category = 'admin'"),
            "two running"
        );
        assert!(
            refused("UPDATE block SET stop = stop + 1 WHERE category = 'admin'"),
            "an overlap"
        );
        assert!(
            refused("UPDATE block SET stop = start WHERE category = 'admin'"),
            "no length"
        );
        assert!(
            refused("UPDATE block SET category = 'lunch' WHERE category = 'admin'"),
            "an unknown category"
        );
        assert!(
            !refused("UPDATE block SET stop = stop - 1 WHERE category = 'admin'"),
            "a shorter block is fine"
        );
    }
}
