//! What can be read of a damaged file, as a new one: row by row, each kept as far as it can be, in one lane. Knows
//! nothing of where the files lie.

mod fill;
mod history;
mod lane;
mod outcome;
mod pages;
mod record;
mod shape;
mod survey;

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use rusqlite::Connection;

use self::fill::{Builder, cell_of, id_of};
use self::history::note_in_journal;
pub use self::outcome::Salvaged;
use self::survey::{FoundRow, Survey};
use super::settings::SETTINGS_WHILE_BUILT;
use super::{FileError, StoreError, migrate};
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Stamp;

const CHECK: &str = "SELECT integrity_check FROM pragma_integrity_check LIMIT 1";
const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";

/// Makes a new file at `into` of what can be read in a damaged one; none where nothing of ours is in it.
pub(super) fn salvage(
    file: &File,
    into: &Path,
    calendar: &Calendar,
    today: Stamp,
) -> Result<Option<Salvaged>, StoreError> {
    let Some(survey) = Survey::of(file)? else {
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
    survey.pages.check().map_err(FileError::Disk)?;
    drop(survey);
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

/// Counts what [`salvage`] would find in a damaged file; none where nothing of ours is in it.
pub(super) fn count_remains(file: &File) -> Result<Option<Remains>, StoreError> {
    let Some(survey) = Survey::of(file)? else {
        return Ok(None);
    };
    let block = survey.table("block");
    let read_id = |row: &FoundRow| {
        let record = survey.read_row(block?, *row)?;
        id_of(cell_of(&survey.tables[block?], &record, "uid")?)
    };
    let (mut ids, mut others) = (Vec::new(), 0);
    for (index, rows) in survey.rows.iter().enumerate() {
        if Some(index) == block {
            ids.extend(rows.iter().filter_map(read_id));
        } else {
            others += rows.len();
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let blocks = ids.len();
    Ok(Some(Remains { blocks, others }))
}

#[cfg(test)]
mod tests;
