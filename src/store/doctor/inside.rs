//! What is in the file: its pages as SQLite sees them, its tables, the lane, each row, and the changes that can be undone.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::super::cell::{Cell, Table, read_rows, read_tables};
use super::super::leftover::leftover_prefix;
use super::super::mend::{find_cut, mend_row};
use super::super::{Store, StoreError, journal, migrate, wait};
use super::beside::COPY;
use super::check::{Check, Checkup, REPAIR, counted, first_of};
use super::place::with_end;
use super::undo::check_undo;
use crate::domain::stamp::Stamp;

/// SQLite stops looking for damage after so many finds.
const MOST_FOUND: usize = 1000;
const INTEGRITY: &str = "PRAGMA integrity_check(1000)";
const FOREIGN_KEYS: &str = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1";
const SCHEMA: &str = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
const READ_ONLY: &str =
    "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
const MADE_BY: &str = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
const SETTLE: &str = "SELECT count(*) FROM sqlite_schema";

/// How many finds are told of each kind.
const TOLD: usize = 3;

/// The file, opened to be read.
struct Opened {
    connection: Connection,
    version: u32,
    /// Where a journal had to be played back first: a copy, which goes with this value.
    _copy: Option<tempfile::TempDir>,
}

/// The checks of what is in the file; an error where it can't be opened.
pub(super) fn check(checkup: &Checkup<'_>) -> Result<Vec<Check>, StoreError> {
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
    checks.push(check_lane(checkup, lane.clone()));
    checks.push(rows);
    // Before that schema the journal had another shape, which the upgrade brings over.
    if *version >= 6 {
        checks.push(check_history(connection, &tables));
    }
    let file = checkup.file.display();
    let count = counted(lane.len(), "block");
    checks.insert(
        0,
        Check::well("file", format!("{file}: {count}, schema {version}")),
    );
    // A block is read with all columns of the newest schema.
    if *version == migrate::NEWEST {
        let store = Store::over(opened.connection, wait::Patience::Command);
        checks.extend(check_undo(checkup, &store));
    }
    Ok(checks)
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

/// The times of a block as they stand in the file, and its number.
type Times = (i64, Option<i64>, i64);

fn check_rows(
    checkup: &Checkup<'_>,
    connection: &Connection,
    (tables, version): (&[Table], u32),
    lane: &mut Vec<Times>,
) -> Check {
    let (mut faults, mut count) = (Vec::new(), 0);
    let mut ids = HashSet::new();
    for table in tables {
        let is_block = table.name == "block";
        let read = read_rows(connection, table, |number, mut cells| {
            let at = |column: &str| table.column(column).and_then(|at| cells.get(at)).cloned();
            let [start, stop] = ["start", "stop"].map(|edge| at(edge)?.as_integer());
            if is_block {
                let (number, start) = (number.unwrap_or_default(), start.unwrap_or_default());
                lane.push((start, stop, number));
                if let Some(Cell::Blob(uid)) = at("uid")
                    && !ids.insert(uid)
                {
                    faults.push(format!(
                        "the block on {} has the id of another",
                        day_of(checkup, start)
                    ));
                }
            }
            faults.extend(find_fault(
                checkup,
                table,
                start.filter(|_| is_block),
                &mut cells,
            ));
        });
        match read {
            Ok(read) => count += read,
            Err(error) => faults.push(format!(
                "the table {} can't be read to its end: {error}",
                table.name
            )),
        }
    }
    // What the rows say by themselves comes first: a rule that is broken is most often the same fault.
    if faults.is_empty() {
        match find_broken_rules(connection, tables, version) {
            Ok(broken) => faults = broken,
            Err(error) => faults.push(format!("the rules of the tables can't be checked: {error}")),
        }
    }
    if faults.is_empty() {
        return Check::well("rows", describe_rows(count));
    }
    let detail = format!(
        "{}: {}",
        counted(faults.len(), "fault"),
        first_of(&faults, TOLD)
    );
    Check::found("rows", detail, REPAIR)
}

fn describe_rows(count: usize) -> String {
    match count {
        0 => "there are no rows yet".to_owned(),
        1 => "the only row can be read".to_owned(),
        count => format!("all {} can be read", counted(count, "row")),
    }
}

/// The first fault of a row, which is a block where it has a start.
fn find_fault(
    checkup: &Checkup<'_>,
    table: &Table,
    start: Option<i64>,
    cells: &mut Vec<Cell>,
) -> Option<String> {
    let mut wrong = find_cut(table, cells);
    wrong.extend(mend_row(table, cells));
    let fault = wrong.first()?;
    let which = match start {
        Some(start) => format!("a block on {}", day_of(checkup, start)),
        None => format!("a row of {}", table.name),
    };
    Some(format!("{which}: its {} {}", fault.column, fault.what))
}

/// The rules of the tables that rows break, and how many do. SQLite's own check does not look at them in each release.
fn find_broken_rules(
    connection: &Connection,
    tables: &[Table],
    version: u32,
) -> Result<Vec<String>, StoreError> {
    let model = migrate::of_schema(version)?;
    let mut broken = Vec::new();
    for table in tables {
        let made: String = model.query_row(MADE_BY, [&table.name], |row| row.get(0))?;
        let rules = rules_of(&made);
        if rules.is_empty() {
            continue;
        }
        let sums: Vec<String> = rules
            .iter()
            .map(|rule| format!("total(NOT ({rule}))"))
            .collect();
        // Rules and names are those of our own migrations, none of the file's.
        let looking = [
            "SELECT ",
            &sums.join(", "),
            " FROM ",
            &table.name,
            " NOT INDEXED",
        ]
        .concat();
        let mut statement = connection.prepare(&looking)?;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else {
            continue;
        };
        for (place, rule) in rules.iter().enumerate() {
            let count = row.get::<_, f64>(place)? as usize;
            if count > 0 {
                let rows = counted(count, "row");
                let verb = if count == 1 { "breaks" } else { "break" };
                broken.push(format!("{rows} of {} {verb} the rule {rule}", table.name));
            }
        }
    }
    Ok(broken)
}

/// The conditions of the CHECKs in the statement that makes a table, on one line each.
fn rules_of(made: &str) -> Vec<String> {
    let (mut rules, mut rest) = (Vec::new(), made);
    while let Some((_, behind)) = rest.split_once("CHECK (") {
        let (mut depth, mut quoted) = (1, false);
        let end = behind.find(|letter| {
            quoted ^= letter == '\'';
            match letter {
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some((rule, after)) = end.map(|end| behind.split_at(end)) else {
            break;
        };
        rules.push(rule.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = after;
    }
    rules
}

fn day_of(checkup: &Checkup<'_>, start: i64) -> String {
    Stamp::new(start).map_or_else(|| "no day".to_owned(), |at| checkup.day(at))
}

fn check_lane(checkup: &Checkup<'_>, mut lane: Vec<Times>) -> Check {
    lane.sort_unstable();
    let mut faults = Vec::new();
    let running = lane.iter().filter(|(_, stop, _)| stop.is_none()).count();
    if running > 1 {
        faults.push(format!("{} run at once", counted(running, "block")));
    }
    let mut taken: Option<i64> = None;
    for (start, stop, _) in &lane {
        if stop.is_some_and(|stop| stop <= *start) {
            faults.push(format!(
                "a block on {} ends before it starts",
                day_of(checkup, *start)
            ));
        }
        if Stamp::new(*start).is_none() {
            faults.push("a block lies outside 1900 to 2199".to_owned());
        }
        if taken.is_some_and(|taken| taken > *start) {
            faults.push(format!("blocks overlap on {}", day_of(checkup, *start)));
        }
        let end = stop.unwrap_or(i64::MAX);
        taken = Some(taken.map_or(end, |taken| taken.max(end)));
    }
    if faults.is_empty() {
        return Check::well("lane", "no blocks overlap, and at most one runs");
    }
    Check::found("lane", first_of(&faults, TOLD), REPAIR)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_a_table_are_found_whatever_is_in_them() {
        let made = "CREATE TABLE a (\n-- than a CHECK can say.\nb TEXT CHECK (b IN (')', '(') AND\n   length(b) < 4),\n\
            c INTEGER, CHECK (c > 0)) STRICT";
        assert_eq!(
            rules_of(made),
            ["b IN (')', '(') AND length(b) < 4", "c > 0"]
        );
        assert_eq!(rules_of("CREATE TABLE a (b)"), Vec::<String>::new());
    }
}
