//! The rows of the file: whether each can be read, keeps the rules of its table, and has its place in the lane.

use rusqlite::Connection;

use super::super::cell::{Cell, Table, read_rows};
use super::super::mend::{find_cut, mend_row};
use super::super::{StoreError, migrate};
use super::check::{Check, Checkup, REPAIR, TOLD, counted, first_of};
use crate::domain::stamp::Stamp;

const MADE_BY: &str = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";

/// The times of a block as they stand in the file.
pub(super) type Times = (i64, Option<i64>);

pub(super) fn check_rows(
    checkup: &Checkup<'_>,
    connection: &Connection,
    (tables, version): (&[Table], u32),
    lane: &mut Vec<Times>,
) -> Check {
    let (mut faults, mut count) = (Vec::new(), 0);
    let mut ids = Vec::new();
    for table in tables {
        let is_block = table.name == "block";
        let read = read_rows(connection, table, |_, mut cells| {
            let at = |column: &str| table.column(column).and_then(|at| cells.get(at)).cloned();
            let [start, stop] = ["start", "stop"].map(|edge| at(edge)?.as_integer());
            if is_block {
                let start = start.unwrap_or_default();
                lane.push((start, stop));
                if let Some(Cell::Blob(uid)) = at("uid")
                    && let Ok(id) = <[u8; 16]>::try_from(uid)
                {
                    ids.push((id, start));
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
    faults.extend(find_twins(checkup, ids));
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

/// Blocks that have the id of another one.
fn find_twins(checkup: &Checkup<'_>, mut ids: Vec<([u8; 16], i64)>) -> Vec<String> {
    ids.sort_unstable();
    let twins = ids.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let days = twins.map(|pair| day_of(checkup, pair[1].1));
    days.map(|day| format!("the block on {day} has the id of another"))
        .collect()
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

pub(super) fn check_lane(checkup: &Checkup<'_>, mut lane: Vec<Times>) -> Check {
    lane.sort_unstable();
    let mut faults = Vec::new();
    let running = lane.iter().filter(|(_, stop)| stop.is_none()).count();
    if running > 1 {
        faults.push(format!("{} run at once", counted(running, "block")));
    }
    let mut taken: Option<i64> = None;
    for (start, stop) in &lane {
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
