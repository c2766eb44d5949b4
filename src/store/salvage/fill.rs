//! Fills the new file: each row mended as far as it can be and put into its table, the blocks in one lane.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, ErrorCode};

use super::super::StoreError;
use super::super::cell::{Cell, Table};
use super::super::mend::{Fault, mend_cut, mend_row};
use super::lane::{Candidate, Fate, plan_lane};
use super::outcome::Salvaged;
use super::record::Record;
use super::survey::{FoundRow, Survey};
use crate::domain::format;
use crate::domain::stamp::Stamp;

/// The statement that puts a row into a table.
const INSERTING: &str = "SELECT 'INSERT INTO ' || ?1 || ' VALUES (' || group_concat('?', ', ') || ')' \
     FROM pragma_table_info(?1)";

/// So many things that were mended are named.
const MOST_NOTES: usize = 20;

/// Fills the new file.
pub(super) struct Builder<'s> {
    pub(super) survey: &'s Survey<'s>,
    pub(super) connection: &'s Connection,
    pub(super) day: &'s dyn Fn(Stamp) -> String,
    pub(super) now: i64,
    pub(super) done: Salvaged,
    /// The ids of blocks that are not as they were.
    pub(super) mended: HashSet<[u8; 16]>,
}

impl Builder<'_> {
    pub(super) fn fill(&mut self) -> Result<(), StoreError> {
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

    pub(super) fn note(&mut self, note: String) {
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
    pub(super) fn insert(&self, table: &Table, cells: &[Cell]) -> Result<bool, StoreError> {
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
        order.sort_unstable_by_key(|at| (candidates[*at].start, *at));
        let (mut numbers, mut used) = (Vec::with_capacity(found.len()), HashSet::new());
        for at in order {
            if let Some(record) = self.survey.read_row(index, found[at]) {
                numbers.extend(record.rowid);
                self.put_block(index, record, &candidates[at], fates[at], &mut used)?;
            }
        }
        numbers.sort_unstable();
        self.count_lost(&numbers);
        Ok(())
    }

    fn candidate(&self, table: &Table, row: FoundRow, record: &Record, whole: bool) -> Candidate {
        let integer = |name: &str| integer_of(table, record, name);
        let uid = cell_of(table, record, "uid");
        let start = integer("start").unwrap_or(i64::MIN);
        let told = record.rowid.and_then(|number| self.survey.start_of(number));
        let revision = integer("revision").unwrap_or_default();
        Candidate {
            uid: uid.and_then(id_of).unwrap_or_default(),
            start,
            stop: integer("stop"),
            trust: (
                row.in_tree,
                self.survey.starts.is_empty() || told == Some(start),
                whole,
                u32::try_from(revision).unwrap_or_default(),
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
        set_cell(
            table,
            &mut record,
            "uid",
            Cell::Blob(candidate.uid.to_vec()),
        );
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
            self.mended.insert(candidate.uid);
        }
        self.note_faults(&what, &faults);
        if matches!(fate, Fate::Trimmed { .. }) {
            self.note(format!("{what} was trimmed: it overlapped another"));
        }
        Ok(())
    }

    /// Counts the blocks of which only the indexes tell, and names their days. The numbers are in order.
    fn count_lost(&mut self, found: &[i64]) {
        let Survey {
            starts, numbers, ..
        } = self.survey;
        let is_in = |numbers: &[i64], number: i64| numbers.binary_search(&number).is_ok();
        let is_lost = |number: &i64| {
            let told = numbers.is_empty() || is_in(numbers, *number);
            told && !is_in(found, *number)
        };
        let lost: Vec<i64> = if starts.is_empty() {
            numbers.iter().copied().filter(is_lost).collect()
        } else {
            let numbers = starts.iter().map(|(number, _)| *number);
            numbers.filter(is_lost).collect()
        };
        self.done.blocks_of += lost.len();
        if !self.survey.is_counted {
            let holed = self.survey.table("block");
            if holed.is_some_and(|block| self.survey.holed[block]) {
                self.done.uncounted.push("blocks".to_owned());
            }
        }
        let starts = lost
            .iter()
            .filter_map(|number| self.survey.start_of(*number));
        let days: BTreeMap<i64, String> = starts
            .filter(|start| Stamp::new(*start).is_some())
            .map(|start| (start, self.day_of(start)))
            .collect();
        let mut days: Vec<String> = days.into_values().collect();
        days.dedup();
        self.done.lost_days = days;
    }

    fn fill_table(&mut self, index: usize) -> Result<(), StoreError> {
        let (mut seen, mut found) = (HashSet::new(), 0);
        // Those of the tree first: of two with one key the surer one already exists.
        for in_tree in [true, false] {
            let rows = self.survey.rows[index].iter();
            for row in rows.filter(|row| row.in_tree == in_tree) {
                let Some(record) = self.survey.read_row(index, *row) else {
                    continue;
                };
                if record.rowid.is_none_or(|number| seen.insert(number)) {
                    found += 1;
                    self.put_row(index, record)?;
                }
            }
        }
        let lost = self.count_missing(index, found);
        self.done.others_of += lost;
        if lost > 0 {
            let name = kind_of(&self.survey.tables[index].name);
            self.note(format!("lost: {} of {name}", format::count(lost, "row")));
        }
        Ok(())
    }

    fn put_row(&mut self, index: usize, mut record: Record) -> Result<(), StoreError> {
        let table = &self.survey.tables[index];
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
        Ok(())
    }

    /// How many rows of a table its indexes tell of beyond those that were found; a table of which none tells is named
    /// where rows may be lost.
    pub(super) fn count_missing(&mut self, index: usize, found: usize) -> usize {
        if let Some(told) = self.survey.told[index] {
            return told.saturating_sub(found);
        }
        if self.survey.holed[index] {
            let name = kind_of(&self.survey.tables[index].name);
            self.done.uncounted.push(name.to_owned());
        }
        0
    }
}

/// What the rows of a table are to a person.
fn kind_of(table: &str) -> &str {
    match table {
        "away" => "questions about time away",
        "commitment" => "commitments",
        "day_mark" => "days off or worked",
        "guess" => "guesses",
        "journal" => "the undo history",
        "notice" => "notices",
        "focus_run" => "focus runs",
        "pause" => "weeks off",
        "removed_block" => "undone blocks",
        "review" => "reviews",
        "suggestion" | "ghost" => "suggestions",
        other => other,
    }
}

pub(super) fn cell_of<'r>(table: &Table, record: &'r Record, name: &str) -> Option<&'r Cell> {
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

pub(super) fn integer_of(table: &Table, record: &Record, name: &str) -> Option<i64> {
    cell_of(table, record, name).and_then(Cell::as_integer)
}

/// The id that a value is, where it is one.
pub(super) fn id_of(cell: &Cell) -> Option<[u8; 16]> {
    cell.as_blob()?.try_into().ok()
}
