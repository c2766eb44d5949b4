//! What is in the file: its pages as SQLite sees them, its tables, and the changes that can be undone.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::super::cell::{Cell, Table, read_rows, read_tables};
use super::super::leftover::leftover_prefix;
use super::super::{Store, StoreError, journal, migrate, wait};
use super::beside::COPY;
use super::check::{Check, Checkup, REPAIR, TOLD, counted, first_of};
use super::place::with_end;
use super::rows::{check_lane, check_rows};
use super::undo::check_undo;
use crate::domain::stamp::Stamp;

/// SQLite stops looking for damage after so many finds.
const MOST_FOUND: usize = 1000;
const INTEGRITY: &str = "PRAGMA integrity_check(1000)";
const FOREIGN_KEYS: &str = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1";
const SCHEMA: &str = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
const READ_ONLY: &str =
    "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
const CHANGED: &str = "SELECT min(changed), max(changed) FROM block";
const SETTLE: &str = "SELECT count(*) FROM sqlite_schema";

/// The file, opened to be read.
struct Opened {
    connection: Connection,
    version: u32,
    /// Where a journal had to be played back first: a copy, which goes with this value.
    _copy: Option<tempfile::TempDir>,
}

/// What came of looking into the file.
pub(super) struct Looked {
    pub(super) checks: Vec<Check>,
    /// When a block was changed first and last, where there is one.
    pub(super) changed: Option<(Stamp, Stamp)>,
}

/// The checks of what is in the file; an error where it can't be opened.
pub(super) fn look(checkup: &Checkup<'_>) -> Result<Looked, StoreError> {
    let opened = open(checkup.file)?;
    let Opened {
        connection,
        version,
        ..
    } = &opened;
    let tables = own_tables(connection, *version)?;
    let mut lane = Vec::new();
    let mut checks = vec![
        check_integrity(connection),
        check_schema(connection, *version),
    ];
    let rows = check_rows(checkup, connection, (&tables, *version), &mut lane);
    let count = counted(lane.len(), "block");
    checks.push(check_lane(checkup, lane));
    checks.push(rows);
    // Before that schema the journal had another shape, which the upgrade brings over.
    if *version >= 6 {
        checks.push(check_history(connection, &tables));
    }
    let file = checkup.file.display();
    checks.insert(
        0,
        Check::well("file", format!("{file}: {count}, schema {version}")),
    );
    let changed = match find_changed(connection) {
        // Where it is damaged, a check has found that.
        Err(error) if checks.iter().all(|check| check.ok) => return Err(error),
        found => found.ok().flatten(),
    };
    // A block is read with all columns of the newest schema.
    if *version == migrate::NEWEST {
        let store = Store::over(opened.connection, wait::Patience::Command);
        checks.extend(check_undo(checkup, &store));
    }
    Ok(Looked { checks, changed })
}

fn find_changed(connection: &Connection) -> Result<Option<(Stamp, Stamp)>, StoreError> {
    let edges = connection.query_row(CHANGED, [], |row| {
        let edge = |column| row.get::<_, Option<i64>>(column);
        Ok((edge(0)?, edge(1)?))
    })?;
    let stamp = |edge: Option<i64>| edge.and_then(Stamp::new);
    Ok(stamp(edges.0).zip(stamp(edges.1)))
}

/// The tables of the file that its schema knows: what others keep in theirs is theirs to say.
fn own_tables(connection: &Connection, version: u32) -> Result<Vec<Table>, StoreError> {
    let known = read_tables(&migrate::of_schema(version)?)?;
    let mut tables = read_tables(connection)?;
    tables.retain(|table| known.iter().any(|known| known.name == table.name));
    Ok(tables)
}

/// Opens the file by a connection that cannot write. Where a journal waits to be played back it opens a copy, for this
/// would change the file.
fn open(path: &Path) -> Result<Opened, StoreError> {
    let waits = |end| std::fs::metadata(with_end(path, end)).is_ok_and(|file| file.len() > 0);
    if !waits("-journal") && !waits("-wal") && !is_wal(path) {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        return opened(path, Connection::open_with_flags(path, flags)?, None);
    }
    let failed = |error| StoreError::Unreadable {
        path: path.to_owned(),
        error,
    };
    let folder = tempfile::Builder::new()
        .prefix(&leftover_prefix(COPY))
        .tempdir()
        .map_err(failed)?;
    let copy = folder.path().join("tafs.db");
    for end in ["-journal", "-wal", ""] {
        match std::fs::copy(with_end(path, end), with_end(&copy, end)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !end.is_empty() => {}
            copied => {
                copied.map_err(failed)?;
            }
        }
    }
    let connection = Connection::open(&copy)?;
    // What comes of it is what the checks find.
    connection.query_row(SETTLE, [], |_| Ok(())).ok();
    opened(&copy, connection, Some(folder))
}

fn opened(
    path: &Path,
    connection: Connection,
    copy: Option<tempfile::TempDir>,
) -> Result<Opened, StoreError> {
    wait::set_patience(&connection, Some(path), wait::Patience::Command)?;
    connection.execute_batch(READ_ONLY)?;
    Ok(Opened {
        version: migrate::version_of(&connection)?,
        connection,
        _copy: copy,
    })
}

/// Whether another program has switched the file to WAL: even to read it SQLite would then make files beside it.
fn is_wal(path: &Path) -> bool {
    use std::io::Read;
    let mut header = [0; 20];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[18..].contains(&2)
}

fn check_integrity(connection: &Connection) -> Check {
    let found = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(INTEGRITY)?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        lines.retain(|line| line != "ok");
        let mut statement = connection.prepare(FOREIGN_KEYS)?;
        let broken = statement.query_map([], |row| {
            let (table, count): (String, i64) = (row.get(0)?, row.get(1)?);
            let verb = if count == 1 { "leads" } else { "lead" };
            let rows = counted(count as usize, "row");
            Ok(format!("{rows} of {table} {verb} to none"))
        })?;
        for line in broken {
            lines.push(line?);
        }
        Ok(lines)
    };
    match found() {
        Ok(lines) if lines.is_empty() => Check::well("integrity", "SQLite finds no damage"),
        Ok(lines) => {
            let lines: Vec<String> = lines
                .iter()
                .flat_map(|line| line.lines())
                .map(str::to_owned)
                .collect();
            let more = if lines.len() >= MOST_FOUND {
                " or more"
            } else {
                ""
            };
            Check::found(
                "integrity",
                format!(
                    "SQLite finds {}{more}: {}",
                    counted(lines.len(), "fault"),
                    first_of(&lines, TOLD)
                ),
                REPAIR,
            )
        }
        Err(error) => Check::found(
            "integrity",
            format!("SQLite can't read the file to its end: {error}"),
            REPAIR,
        ),
    }
}

fn check_schema(connection: &Connection, version: u32) -> Check {
    let found = || -> Result<Vec<String>, StoreError> {
        let (expected, found) = (schema(&migrate::of_schema(version)?)?, schema(connection)?);
        let mut faults: Vec<String> = Vec::new();
        for (name, sql) in &expected {
            match found.get(name) {
                None => faults.push(format!("the {name} is missing")),
                Some(found) if found != sql => faults.push(format!("the {name} is another one")),
                Some(_) => {}
            }
        }
        faults.sort();
        Ok(faults)
    };
    match found() {
        Ok(faults) if faults.is_empty() => Check::well(
            "schema",
            format!("the tables and rules of schema {version}"),
        ),
        Ok(faults) => Check::found("schema", first_of(&faults, TOLD), REPAIR),
        Err(error) => Check::found("schema", format!("can't be read: {error}"), REPAIR),
    }
}

/// The schema of which the tables and rules of a file are exactly those, whatever its head says.
pub(in crate::store) fn find_schema(path: &Path) -> Option<u32> {
    let found = schema(&open(path).ok()?.connection).ok()?;
    let mut versions = (1..=migrate::NEWEST).rev();
    versions.find(|version| {
        let expected = migrate::of_schema(*version).and_then(|model| schema(&model));
        expected.is_ok_and(|expected| expected == found)
    })
}

fn schema(connection: &Connection) -> Result<HashMap<String, String>, StoreError> {
    let mut statement = connection.prepare(SCHEMA)?;
    let entries = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(entries.collect::<Result<_, _>>()?)
}

fn check_history(connection: &Connection, tables: &[Table]) -> Check {
    let Some(table) = tables.iter().find(|table| table.name == "journal") else {
        return Check::found("history", "the undo history is missing", REPAIR);
    };
    let (mut numbers, mut parents, mut faults) = (HashSet::new(), Vec::new(), Vec::new());
    let read = read_rows(connection, table, |number, cells| {
        let number = number.unwrap_or_default();
        numbers.insert(number);
        let text = |column: &str| {
            let cell = table.column(column).and_then(|at| cells.get(at));
            cell.and_then(Cell::as_text)
                .map(|text| String::from_utf8_lossy(text).into_owned())
        };
        if let Some(parent) = table.column("parent").and_then(|at| cells[at].as_integer()) {
            parents.push((number, parent));
        }
        if journal::find_fault(
            &text("edits").unwrap_or_default(),
            text("removed").as_deref(),
        )
        .is_some()
        {
            faults.push(format!("change {number} can't be read"));
        }
    });
    if let Err(error) = read {
        faults.push(format!("it can't be read to its end: {error}"));
    }
    for (number, parent) in parents {
        if !numbers.contains(&parent) {
            faults.push(format!("change {number} follows {parent}, which is gone"));
        }
    }
    if faults.is_empty() {
        let detail = match numbers.len() {
            0 => "there are no changes yet".to_owned(),
            count => format!("{} can be read", counted(count, "change")),
        };
        return Check::well("history", detail);
    }
    Check::found("history", first_of(&faults, TOLD), REPAIR)
}
