//! What can be read of a damaged file, as a new one: row by row, each kept as far as it can be, in one lane. Knows
//! nothing of where the files lie.

mod lane;
mod pages;
mod survey;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use self::lane::{Candidate, Fate, plan_lane};
use self::pages::Record;
use self::survey::{FoundRow, Survey};
use super::cell::{Cell, Table};
use super::mend::{Fault, mend_cut, mend_row};
use super::row::{columns, digest, read_block};
use super::settings::SETTINGS_WHILE_BUILT;
use super::{FileError, StoreError, journal, migrate};
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Stamp;

/// The statement that puts a row into a table.
const INSERTING: &str = "SELECT 'INSERT INTO ' || ?1 || ' VALUES (' || group_concat('?', ', ') || ')' \
     FROM pragma_table_info(?1)";
const CHECK: &str = "SELECT integrity_check FROM pragma_integrity_check LIMIT 1";
const BY_ID: &str = concat!("SELECT ", columns!(), " FROM block WHERE uid = ?1");
const DONE: &str = "SELECT id, added FROM journal WHERE undone = 0 ORDER BY id DESC";
const SET_ADDED: &str = "UPDATE journal SET added = ?2 WHERE id = ?1";
const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";

/// So many things that were mended are named.
const MOST_NOTES: usize = 20;

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Salvaged {
    pub blocks: usize,
    /// How many blocks there were, as far as the indexes tell of those that are lost.
    pub blocks_of: usize,
    pub changes: usize,
    pub changes_of: usize,
    /// The rows of all other tables.
    pub others: usize,
    pub others_of: usize,
    /// The days of blocks that are lost.
    pub lost_days: Vec<String>,
    /// Tables of which rows may be lost, without anything that tells how many.
    pub uncounted: Vec<String>,
    /// What is not as it was: a sentence each.
    pub notes: Vec<String>,
    /// How many more there were.
    pub more_notes: usize,
}

/// Makes a new file at `into` of what can be read in the bytes of a damaged one; none where nothing of ours is in them.
pub(super) fn salvage(
    bytes: &[u8],
    into: &Path,
    calendar: &Calendar,
    today: Stamp,
) -> Result<Option<Salvaged>, StoreError> {
    let Some(survey) = Survey::of(bytes)? else {
        return Ok(None);
    };
    let mut connection = Connection::open(into)?;
    connection.execute_batch(SETTINGS_WHILE_BUILT)?;
    migrate::to_version(&mut connection, survey.version)?;
    let mut builder = Builder {
        survey: &survey,
        connection: &connection,
        day: &|at| format::short_day(calendar.day_at(at), calendar.day_at(today)),
        now: today.seconds(),
        done: Salvaged::default(),
        mended: HashSet::new(),
    };
    connection.execute_batch(BEGIN)?;
    builder.fill()?;
    let (done, mended) = (builder.done, builder.mended);
    connection.execute_batch(COMMIT)?;
    migrate::to_newest(&mut connection)?;
    if !mended.is_empty() || done.blocks < done.blocks_of {
        let transaction = connection.unchecked_transaction()?;
        note_in_journal(&transaction, &mended)?;
        transaction.commit()?;
    }
    let found: String = connection.query_row(CHECK, [], |row| row.get(0))?;
    if found != "ok" {
        return Err(
            FileError::Damaged(format!("what was saved of it is not whole: {found}")).into(),
        );
    }
    connection.close().map_err(|(_, error)| error)?;
    Ok(Some(done))
}

/// What can be read of a damaged file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Remains {
    pub(super) blocks: usize,
    /// The rows of all other tables.
    pub(super) others: usize,
}

/// Counts what [`salvage`] would find in the bytes of a damaged file; none where nothing of ours is in them.
pub(super) fn count_remains(bytes: &[u8]) -> Result<Option<Remains>, StoreError> {
    let Some(survey) = Survey::of(bytes)? else {
        return Ok(None);
    };
    let block = survey.table("block");
    let id_of = |row: &FoundRow| {
        let record = survey.read_row(block?, *row)?;
        let uid = cell_of(&survey.tables[block?], &record, "uid")?;
        uid.as_blob().map(<[u8]>::to_vec)
    };
    let (mut ids, mut others) = (HashSet::new(), 0);
    for (index, rows) in survey.rows.iter().enumerate() {
        if Some(index) == block {
            ids.extend(rows.iter().filter_map(id_of));
        } else {
            others += rows.len();
        }
    }
    let blocks = ids.len();
    Ok(Some(Remains { blocks, others }))
}

/// Fills the new file.
struct Builder<'s> {
    survey: &'s Survey<'s>,
    connection: &'s Connection,
    day: &'s dyn Fn(Stamp) -> String,
    now: i64,
    done: Salvaged,
    /// The ids of blocks that are not as they were.
    mended: HashSet<Vec<u8>>,
}

impl Salvaged {
    /// Whether something is lost, or may be.
    pub fn has_lost(&self) -> bool {
        !self.uncounted.is_empty()
            || self.blocks < self.blocks_of
            || self.changes < self.changes_of
            || self.others < self.others_of
    }
}

impl Builder<'_> {
    fn fill(&mut self) -> Result<(), StoreError> {
        for (index, table) in self.survey.tables.iter().enumerate() {
            match table.name.as_str() {
                "block" => self.fill_lane(index)?,
                "journal" => self.fill_journal(index)?,
                name if name.starts_with("find") => {}
                _ => self.fill_table(index)?,
            }
        }
        Ok(())
    }

    fn note(&mut self, note: String) {
        if self.done.notes.len() < MOST_NOTES {
            self.done.notes.push(note);
        } else {
            self.done.more_notes += 1;
        }
    }

    fn note_faults(&mut self, what: &str, faults: &[Fault]) {
        for fault in faults {
            self.note(format!("{what}: its {} {}", fault.column, fault.what));
        }
    }

    fn day_of(&self, start: i64) -> String {
        Stamp::new(start).map_or_else(|| "no day".to_owned(), self.day)
    }

    /// Puts a row into the new file; whether there was room for it.
    fn insert(&self, table: &Table, cells: &[Cell]) -> Result<bool, StoreError> {
        let sql: String = self
            .connection
            .query_row(INSERTING, [&table.name], |row| row.get(0))?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        match statement.execute(rusqlite::params_from_iter(cells)) {
            Ok(_) => Ok(true),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Ok(false)
            }
            // A date that the schema cannot read, for one.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::TypeMismatch) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn fill_lane(&mut self, index: usize) -> Result<(), StoreError> {
        let table = &self.survey.tables[index];
        let rows = &self.survey.rows[index];
        let mut candidates = Vec::with_capacity(rows.len());
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(mut record) = self.survey.read_row(index, *row) else {
                continue;
            };
            let whole = record.whole && !record.cells.is_empty();
            mend_cut(table, &mut record.cells);
            mend_row(table, &mut record.cells);
            candidates.push(self.candidate(table, *row, &record, whole));
            found.push(*row);
        }
        let fates = plan_lane(&candidates, self.now);
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|at| candidates[*at].start);
        let (mut numbers, mut used) = (HashSet::new(), HashSet::new());
        for at in order {
            if let Some(record) = self.survey.read_row(index, found[at]) {
                numbers.extend(record.rowid);
                self.put_block(index, record, &candidates[at], fates[at], &mut used)?;
            }
        }
        self.count_lost(&numbers);
        Ok(())
    }

    fn candidate(&self, table: &Table, row: FoundRow, record: &Record, whole: bool) -> Candidate {
        let integer = |name: &str| integer_of(table, record, name);
        let uid = cell_of(table, record, "uid");
        let start = integer("start").unwrap_or(i64::MIN);
        let told = record
            .rowid
            .and_then(|number| self.survey.starts.get(&number));
        Candidate {
            uid: uid.and_then(Cell::as_blob).unwrap_or_default().to_vec(),
            start,
            stop: integer("stop"),
            trust: (
                row.in_tree,
                self.survey.starts.is_empty() || told == Some(&start),
                whole,
                integer("revision").unwrap_or_default(),
            ),
        }
    }

    fn put_block(
        &mut self,
        index: usize,
        mut record: Record,
        candidate: &Candidate,
        fate: Fate,
        used: &mut HashSet<i64>,
    ) -> Result<(), StoreError> {
        if fate == Fate::Twice {
            return Ok(());
        }
        self.done.blocks_of += 1;
        let table = &self.survey.tables[index];
        let what = format!("a block on {}", self.day_of(candidate.start));
        let mut faults = mend_cut(table, &mut record.cells);
        faults.extend(mend_row(table, &mut record.cells));
        if !record.whole {
            faults.push(Fault {
                column: "end".to_owned(),
                what: "is lost with a page of the file".to_owned(),
            });
        }
        // The id by which the row was chosen, where it had none.
        set_cell(table, &mut record, "uid", Cell::Blob(candidate.uid.clone()));
        if let Fate::Trimmed { start, stop } = fate {
            trim_times(table, &mut record, start, stop);
        }
        let number = record.rowid.filter(|number| used.insert(*number));
        if let Some(at) = table.columns.iter().position(|column| column.is_rowid) {
            record.cells[at] = number.map_or(Cell::Null, Cell::Integer);
        }
        if fate == Fate::Ahead {
            self.note(format!(
                "{what} is only in the copy: it starts in the future, while another runs"
            ));
            return Ok(());
        }
        if fate == Fate::LeftOut || !self.insert(table, &record.cells)? {
            self.note(format!(
                "{what} is only in the copy: its times are taken or invalid"
            ));
            return Ok(());
        }
        self.done.blocks += 1;
        if !faults.is_empty() || fate != Fate::Kept {
            self.mended.insert(candidate.uid.clone());
        }
        self.note_faults(&what, &faults);
        if matches!(fate, Fate::Trimmed { .. }) {
            self.note(format!("{what} was trimmed: it overlapped another"));
        }
        Ok(())
    }

    /// Counts the blocks of which only the indexes tell, and names their days.
    fn count_lost(&mut self, found: &HashSet<i64>) {
        let Survey {
            starts, numbers, ..
        } = self.survey;
        let is_lost = |number: &&i64| {
            let told = numbers.is_empty() || numbers.contains(number);
            told && !found.contains(number)
        };
        let lost: Vec<i64> = if starts.is_empty() {
            numbers
                .iter()
                .filter(|number| !found.contains(number))
                .copied()
                .collect()
        } else {
            starts.keys().filter(is_lost).copied().collect()
        };
        self.done.blocks_of += lost.len();
        if !self.survey.is_counted {
            let holed = self.survey.table("block");
            if holed.is_some_and(|block| self.survey.holed[block]) {
                self.done.uncounted.push("blocks".to_owned());
            }
        }
        let starts = lost.iter().filter_map(|number| starts.get(number).copied());
        let days: BTreeMap<i64, String> = starts
            .filter(|start| Stamp::new(*start).is_some())
            .map(|start| (start, self.day_of(start)))
            .collect();
        let mut days: Vec<String> = days.into_values().collect();
        days.dedup();
        self.done.lost_days = days;
    }

    fn fill_table(&mut self, index: usize) -> Result<(), StoreError> {
        let table = &self.survey.tables[index];
        let mut rows: Vec<Record> = Vec::new();
        // Those of the tree first: of two with one key the surer one already exists.
        for in_tree in [true, false] {
            let found = self.survey.rows[index]
                .iter()
                .filter(|row| row.in_tree == in_tree);
            rows.extend(found.filter_map(|row| self.survey.read_row(index, *row)));
        }
        let (mut seen, mut found) = (HashSet::new(), 0);
        for mut record in rows {
            if record.rowid.is_some_and(|number| !seen.insert(number)) {
                continue;
            }
            found += 1;
            self.done.others_of += 1;
            let mut faults = mend_cut(table, &mut record.cells);
            faults.extend(mend_row(table, &mut record.cells));
            let what = if let Some(Cell::Text(key)) = record.cells.first() {
                format!("a row of {} ({})", table.name, String::from_utf8_lossy(key))
            } else {
                format!("a row of {}", table.name)
            };
            if self.insert(table, &record.cells)? {
                self.done.others += 1;
                self.note_faults(&what, &faults);
            } else {
                self.note(format!("{what} is only in the copy: the table rejects it"));
            }
        }
        let lost = self.count_missing(index, found);
        self.done.others_of += lost;
        if lost > 0 {
            let name = kind_of(&table.name);
            self.note(format!("lost: {} of {name}", format::count(lost, "row")));
        }
        Ok(())
    }

    /// How many rows of a table its indexes tell of beyond those that were found; a table of which none tells is named
    /// where rows may be lost.
    fn count_missing(&mut self, index: usize, found: usize) -> usize {
        if let Some(told) = self.survey.told[index] {
            return told.saturating_sub(found);
        }
        if self.survey.holed[index] {
            let name = kind_of(&self.survey.tables[index].name);
            self.done.uncounted.push(name.to_owned());
        }
        0
    }

    /// The changes that can be read.
    fn fill_journal(&mut self, index: usize) -> Result<(), StoreError> {
        let table = &self.survey.tables[index];
        let mut entries: BTreeMap<i64, Record> = BTreeMap::new();
        for row in &self.survey.rows[index] {
            if let Some(record) = self.survey.read_row(index, *row)
                && let Some(number) = record.rowid
            {
                let surer = row.in_tree || !entries.contains_key(&number);
                if surer {
                    entries.insert(number, record);
                }
            }
        }
        let missing = self.count_missing(index, entries.len());
        self.done.changes_of = entries.len() + missing;
        for (number, parent) in kept_changes(table, &entries) {
            let Some(mut record) = entries.remove(&number) else {
                continue;
            };
            if let Some(at) = table.column("parent") {
                record.cells[at] = parent;
            }
            if self.insert(table, &record.cells)? {
                self.done.changes += 1;
            }
        }
        let left = self.done.changes_of - self.done.changes;
        if left > 0 {
            self.note(format!(
                "{} can't be undone any more: what {} can't be read",
                format::count(left, "change"),
                if left == 1 { "it was" } else { "they were" }
            ));
        }
        Ok(())
    }
}

/// Tells the changes that have added a block what it is now, so that an undo finds it; the last change forgets what is
/// lost.
fn note_in_journal(connection: &Connection, mended: &HashSet<Vec<u8>>) -> Result<(), StoreError> {
    let mut changes = connection.prepare(DONE)?;
    let changes = changes.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let changes: Vec<(i64, Vec<u8>)> = changes.collect::<Result<_, _>>()?;
    let mut by_id = connection.prepare(BY_ID)?;
    for (place, (number, added)) in changes.iter().enumerate() {
        let mut fresh = Vec::with_capacity(added.len());
        for entry in added.chunks_exact(journal::ADDED) {
            let id = &entry[..16];
            let mut rows = by_id.query([id])?;
            match rows.next()? {
                Some(found) if mended.contains(id) => {
                    fresh.extend(id);
                    fresh.extend(digest(&read_block(found)?).to_be_bytes());
                }
                None if place == 0 => {}
                Some(_) | None => fresh.extend(entry),
            }
        }
        if fresh != *added {
            connection.execute(SET_ADDED, (number, fresh))?;
        }
    }
    Ok(())
}

/// The changes that are carried over, oldest first, with the one before each. One that is not undone follows the last of
/// those that are left where the one before it is missing: an undo takes back only what is as the change left it. One
/// that is undone stays with the one that it was made after.
fn kept_changes(table: &Table, entries: &BTreeMap<i64, Record>) -> Vec<(i64, Cell)> {
    let mut kept: Vec<(i64, Cell)> = Vec::new();
    let (mut there, mut last_done) = (HashSet::new(), None);
    for (number, record) in entries {
        if !is_readable(table, record) {
            continue;
        }
        let parent = integer_of(table, record, "parent");
        let follows = parent.is_none_or(|parent| there.contains(&parent));
        let undone = integer_of(table, record, "undone") == Some(1);
        if undone && !follows {
            continue;
        }
        let parent = if follows { parent } else { last_done };
        if !undone {
            last_done = Some(*number);
        }
        there.insert(*number);
        kept.push((*number, parent.map_or(Cell::Null, Cell::Integer)));
    }
    kept
}

/// Whether a change can be taken back or made again, as far as its own row tells.
fn is_readable(table: &Table, record: &Record) -> bool {
    let text = |name: &str| {
        let text = cell_of(table, record, name)?.as_text()?;
        std::str::from_utf8(text).ok()
    };
    let removed = cell_of(table, record, "removed").is_some_and(|cell| *cell != Cell::Null);
    record.whole
        && text("label").is_some()
        && removed == text("removed").is_some()
        && text("edits").is_some_and(|edits| journal::find_fault(edits, text("removed")).is_none())
}

/// What the rows of a table are to a person.
fn kind_of(table: &str) -> &str {
    match table {
        "away" => "questions about time away",
        "commitment" => "commitments",
        "day_mark" => "days off or worked",
        "guess" => "guesses",
        "journal" => "the undo history",
        "pause" => "weeks off",
        "removed_block" => "undone blocks",
        "review" => "reviews",
        "suggestion" | "ghost" => "suggestions",
        other => other,
    }
}

fn cell_of<'r>(table: &Table, record: &'r Record, name: &str) -> Option<&'r Cell> {
    record.cells.get(table.column(name)?)
}

fn set_cell(table: &Table, record: &mut Record, name: &str, value: Cell) {
    if let Some(cell) = table.column(name).and_then(|at| record.cells.get_mut(at)) {
        *cell = value;
    }
}

fn trim_times(table: &Table, record: &mut Record, start: i64, stop: Option<i64>) {
    let ran = integer_of(table, record, "stop").is_none();
    set_cell(table, record, "start", Cell::Integer(start));
    set_cell(
        table,
        record,
        "stop",
        stop.map_or(Cell::Null, Cell::Integer),
    );
    if ran && stop.is_some() {
        let offset = cell_of(table, record, "start_offset").cloned();
        set_cell(
            table,
            record,
            "stop_offset",
            offset.unwrap_or(Cell::Integer(0)),
        );
    }
}

fn integer_of(table: &Table, record: &Record, name: &str) -> Option<i64> {
    cell_of(table, record, name).and_then(Cell::as_integer)
}

#[cfg(test)]
mod tests;
