//! Whether values look like a row of a table: by the types of its columns, and by what only that table has. Pure.

use super::super::added::ADDED;
use super::super::cell::{Cell, Column, Kind, Table};
use crate::domain::block::Category;
use crate::domain::stamp::{Offset, Stamp};
use crate::domain::times_off::TimesOff;

/// Whether the values are of the types of a table's columns.
pub(super) fn has_shape(table: &Table, cells: &[Cell]) -> bool {
    let needed = table
        .columns
        .iter()
        .rposition(|column| column.not_null && !column.has_default);
    if cells.len() <= needed.unwrap_or(0) {
        return false;
    }
    let mut pairs = table.columns.iter().zip(cells);
    pairs.all(|(column, cell)| is_of_kind(column, cell))
}

fn is_of_kind(column: &Column, cell: &Cell) -> bool {
    match (cell, column.kind) {
        (Cell::Null, _) => column.is_rowid || !column.not_null,
        _ if column.is_rowid => false,
        (Cell::Integer(_), Kind::Integer | Kind::Real)
        | (Cell::Real(_), Kind::Real)
        | (Cell::Text(_), Kind::Text)
        | (Cell::Blob(_), Kind::Blob) => true,
        (Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) | Cell::Blob(_), _) => false,
    }
}

/// Whether the values are also such as only this table has.
pub(super) fn looks_like(table: &Table, cells: &[Cell]) -> bool {
    let mut pairs = table.columns.iter().zip(cells);
    cells.len() <= table.columns.len()
        && has_shape(table, cells)
        && pairs.all(|(column, cell)| is_plausible(&table.name, &column.name, cell))
}

fn is_plausible(table: &str, column: &str, cell: &Cell) -> bool {
    let (number, bytes) = (cell.as_integer(), cell.as_blob());
    let text = cell.as_text().map(String::from_utf8_lossy);
    let text = text.as_deref();
    let is_offset = |offset| i32::try_from(offset).ok().and_then(Offset::new).is_some();
    match column {
        "uid" | "block" => bytes.is_none_or(|bytes| bytes.len() == 16),
        "added" => bytes.is_none_or(|bytes| bytes.len().is_multiple_of(ADDED)),
        "start" | "since" => number.is_none_or(|at| Stamp::new(at).is_some()),
        "start_offset" | "since_offset" => number.is_none_or(is_offset),
        "undone" | "revealed" | "dismissed" => number.is_none_or(|flag| (0..=1).contains(&flag)),
        "category" => text.is_none_or(|name| Category::from_name(name).is_some()),
        "cause" => text.is_none_or(|cause| ["slept", "stale"].contains(&cause)),
        "kind" => text.is_none_or(|kind| ["off", "work"].contains(&kind)),
        "week" => text.is_none_or(is_week),
        "day" => text.is_none_or(|day| day.len() == 10 && day.as_bytes()[4] == b'-'),
        "times" => text.is_none_or(|times| TimesOff::parse(times).is_some()),
        "planned" => number.is_none_or(|planned| (1..=86_400).contains(&planned)),
        "key" if table == "notice" => text.is_none_or(|key| !is_week(key)),
        _ => true,
    }
}

fn is_week(text: &str) -> bool {
    text.len() == 8 && text.as_bytes()[4..6] == *b"-W"
}
