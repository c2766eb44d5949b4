//! What is wrong with a row, and the row that keeps the most of it: text that is no UTF-8 with marks in the place of
//! its bad bytes, JSON that is none as its text, numbers that cannot be as none. Decides by the row alone.

use super::cell::{Cell, Kind, Table};
use crate::domain::block::{Category, Fit, Grade};
use crate::domain::stamp::{Offset, Stamp};
use crate::domain::text::NOTE_LIMIT;

/// Something that a row says and cannot say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) column: String,
    /// "isn't UTF-8".
    pub(super) what: String,
}

/// Columns that hold JSON, and what begins it.
const JSON: [(&str, &str, char); 5] = [
    ("block", "tags", '['),
    ("review", "answers", '{'),
    ("review", "figures", '{'),
    ("journal", "edits", '['),
    ("journal", "removed", '['),
];

/// The most that a count of outcomes or a revision may be.
const MOST: i64 = 4_294_967_295;

/// A row with its table, while it is mended.
struct Patient<'r> {
    table: &'r Table,
    cells: &'r mut Vec<Cell>,
    faults: Vec<Fault>,
}

/// Makes a row one that its table takes, as far as that can be told from the row; what was wrong with it.
pub(super) fn mend_row(table: &Table, cells: &mut Vec<Cell>) -> Vec<Fault> {
    let mut row = Patient {
        table,
        cells,
        faults: Vec::new(),
    };
    row.mend_types();
    row.mend_json();
    match table.name.as_str() {
        "block" => row.mend_block(),
        "review" => row.mend_review(),
        _ => {}
    }
    row.faults
}

/// Text with NUL characters, which nothing of ours writes: its end lay in a page that was overwritten.
pub(super) fn find_cut(table: &Table, cells: &[Cell]) -> Vec<Fault> {
    let pairs = table.columns.iter().zip(cells);
    let cut = pairs.filter(|(_, cell)| cell.as_text().is_some_and(|text| text.contains(&0)));
    cut.map(|(column, _)| Fault {
        column: column.name.clone(),
        what: "was cut: it has NUL characters".to_owned(),
    })
    .collect()
}

/// Takes the NUL characters out of text; which columns had some.
pub(super) fn mend_cut(table: &Table, cells: &mut [Cell]) -> Vec<Fault> {
    let faults = find_cut(table, cells);
    for cell in cells {
        if let Cell::Text(text) = cell {
            text.retain(|byte| *byte != 0);
        }
    }
    faults
}

impl Patient<'_> {
    fn cell(&mut self, column: &str) -> Option<&mut Cell> {
        let place = self.table.column(column)?;
        self.cells.get_mut(place)
    }

    fn integer(&mut self, column: &str) -> Option<i64> {
        self.cell(column).and_then(|cell| cell.as_integer())
    }

    fn say(&mut self, column: &str, what: impl Into<String>) {
        self.faults.push(Fault {
            column: column.to_owned(),
            what: what.into(),
        });
    }

    /// Puts a value in the place of a bad one, and says what was bad.
    fn put(&mut self, column: &str, value: Cell, what: impl Into<String>) {
        if let Some(cell) = self.cell(column) {
            *cell = value;
            self.say(column, what);
        }
    }

    fn mend_types(&mut self) {
        self.cells.resize(self.table.columns.len(), Cell::Null);
        for (place, column) in self.table.columns.iter().enumerate() {
            if column.is_rowid {
                continue;
            }
            let cell = std::mem::replace(&mut self.cells[place], Cell::Null);
            let (mended, what) = match (column.kind, cell) {
                (_, Cell::Null) if column.not_null => match column.kind {
                    _ if column.has_default => (column.default.clone(), "is missing"),
                    Kind::Integer | Kind::Real => (Cell::Integer(0), "is missing"),
                    Kind::Text => (Cell::text(""), "is missing"),
                    Kind::Blob => (Cell::Blob(Vec::new()), "is missing"),
                },
                (Kind::Text, Cell::Text(bytes)) => match String::from_utf8(bytes) {
                    Ok(text) => (Cell::Text(text.into_bytes()), ""),
                    Err(error) => {
                        let text = String::from_utf8_lossy(error.as_bytes());
                        (Cell::text(&text), "isn't UTF-8")
                    }
                },
                (Kind::Text, Cell::Blob(bytes)) => {
                    (Cell::text(&String::from_utf8_lossy(&bytes)), "isn't text")
                }
                (Kind::Text, Cell::Integer(number)) => {
                    (Cell::text(&number.to_string()), "isn't text")
                }
                (Kind::Text, Cell::Real(number)) => (Cell::text(&number.to_string()), "isn't text"),
                (Kind::Integer, cell @ (Cell::Real(_) | Cell::Text(_) | Cell::Blob(_)))
                | (Kind::Real, cell @ (Cell::Text(_) | Cell::Blob(_))) => {
                    (number_in(&cell, column.not_null), "isn't a number")
                }
                (Kind::Blob, Cell::Text(bytes)) => (Cell::Blob(bytes), "isn't bytes"),
                (Kind::Blob, Cell::Integer(_) | Cell::Real(_)) => {
                    (Cell::Blob(Vec::new()), "isn't bytes")
                }
                (Kind::Integer, cell @ (Cell::Null | Cell::Integer(_)))
                | (Kind::Real, cell @ (Cell::Null | Cell::Integer(_) | Cell::Real(_)))
                | (Kind::Text, cell @ Cell::Null)
                | (Kind::Blob, cell @ (Cell::Null | Cell::Blob(_))) => (cell, ""),
            };
            self.cells[place] = mended;
            if !what.is_empty() {
                let name = column.name.clone();
                self.say(&name, what);
            }
        }
    }

    fn mend_json(&mut self) {
        for (table, column, opens) in JSON {
            if table != self.table.name {
                continue;
            }
            let Some(text) = self.cell(column).and_then(|cell| cell.as_text()) else {
                continue;
            };
            let text = String::from_utf8_lossy(text).into_owned();
            if text.trim_start().starts_with(opens)
                && serde_json::from_str::<serde_json::Value>(&text).is_ok()
            {
                continue;
            }
            let kept = match (table, opens) {
                ("block", _) if text.is_empty() => "[]".to_owned(),
                ("block", _) => serde_json::json!([text]).to_string(),
                // What was answered last has room for it.
                (_, '{') => serde_json::json!({ "surprise": text }).to_string(),
                _ => text,
            };
            self.put(column, Cell::text(&kept), "isn't valid JSON");
        }
    }

    fn mend_block(&mut self) {
        if self
            .cell("uid")
            .and_then(|cell| cell.as_blob())
            .map(<[u8]>::len)
            != Some(16)
        {
            let fresh = uuid::Uuid::now_v7().as_bytes().to_vec();
            self.put("uid", Cell::Blob(fresh), "isn't 16 bytes");
        }
        self.mend_times();
        let category = self.words("category");
        let known = Category::from_name(&category);
        if known.map(Category::name) != Some(category.as_str()) {
            let name = known.unwrap_or(Category::Admin).name();
            self.put("category", Cell::text(name), format!("is {category:?}"));
            self.keep_in_note("category", &category);
        }
        for column in ["activity", "account", "requester", "source"] {
            if self.cell(column).and_then(|cell| cell.as_text()) == Some(b"") {
                self.put(column, Cell::Null, "is empty");
            }
        }
        for column in ["touches", "conversations", "meetings"] {
            if !(0..=MOST).contains(&self.integer(column).unwrap_or(-1)) {
                self.put(column, Cell::Integer(0), "is out of range");
            }
        }
        self.mend_name("grade", |name| Grade::from_name(name).map(Grade::name));
        self.mend_name("fit", |name| Fit::from_name(name).map(Fit::name));
        if !(1..=MOST).contains(&self.integer("revision").unwrap_or(0)) {
            self.put("revision", Cell::Integer(1), "is out of range");
        }
        if !matches!(self.integer("clock_back"), None | Some(0 | 1)) {
            self.put("clock_back", Cell::Integer(0), "is out of range");
        }
        let note = self.words("note");
        let counted = note.split('\0').next().unwrap_or_default().chars().count();
        if counted > NOTE_LIMIT {
            let cut: String = note.chars().take(NOTE_LIMIT).collect();
            self.put("note", Cell::text(&cut), "is too long");
        }
    }

    /// A column that holds one of a few names, or none.
    fn mend_name(&mut self, column: &str, find: impl Fn(&str) -> Option<&'static str>) {
        let name = self.words(column);
        let known = find(&name);
        let is_named = self.cell(column).is_some_and(|cell| *cell != Cell::Null);
        if is_named && known != Some(name.as_str()) {
            let kept = known.map_or(Cell::Null, Cell::text);
            self.put(column, kept, format!("is {name:?}"));
            self.keep_in_note(column, &name);
        }
    }

    fn mend_times(&mut self) {
        // A row without a start has no place in the lane: it is left as it is, for the table to refuse.
        let start = self.integer("start").unwrap_or(i64::MIN);
        if Stamp::new(start).is_none() {
            self.say("start", "lies outside 1900 to 2199");
        }
        for column in ["start_offset", "stop_offset"] {
            if let Some(offset) = self.integer(column)
                && i32::try_from(offset).ok().and_then(Offset::new).is_none()
            {
                self.put(column, Cell::Integer(0), "is no offset");
            } else if let Some(offset) = self.integer(column)
                && offset % 60 != 0
            {
                let whole = Cell::Integer(offset - offset % 60);
                self.put(column, whole, "is no whole number of minutes");
            }
        }
        let (stop, offset) = (self.integer("stop"), self.integer("stop_offset"));
        let start_offset = self.integer("start_offset").unwrap_or(0);
        match (stop, offset) {
            (Some(stop), _) if stop <= start => {
                self.put(
                    "stop",
                    Cell::Integer(start.saturating_add(1)),
                    "isn't after its start",
                );
            }
            (Some(stop), _) if Stamp::new(stop).is_none() => {
                self.put(
                    "stop",
                    Cell::Integer(Stamp::MAX.seconds()),
                    "lies after 2199",
                );
            }
            (Some(_) | None, _) => {}
        }
        match (stop, offset) {
            (Some(_), None) => {
                self.put("stop_offset", Cell::Integer(start_offset), "is missing");
            }
            (None, Some(_)) => self.put("stop_offset", Cell::Null, "has no end"),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    fn mend_review(&mut self) {
        let closed = self
            .cell("closed_at")
            .is_some_and(|cell| *cell != Cell::Null);
        let figures = self.cell("figures").is_some_and(|cell| *cell != Cell::Null);
        if closed != figures {
            self.put("closed_at", Cell::Null, "has no figures");
            self.put("figures", Cell::Null, "has no end");
        }
    }

    fn words(&mut self, column: &str) -> String {
        let text = self.cell(column).and_then(|cell| cell.as_text());
        text.map(|text| String::from_utf8_lossy(text).into_owned())
            .unwrap_or_default()
    }

    /// What has no place of its own any more goes behind the note.
    fn keep_in_note(&mut self, column: &str, words: &str) {
        let note = self.words("note");
        let kept = format!("{note} ({column}: {words})");
        if let Some(cell) = self.cell("note") {
            *cell = Cell::text(kept.trim_start());
        }
    }
}

/// The number that a value comes closest to.
fn number_in(cell: &Cell, not_null: bool) -> Cell {
    let number = match cell {
        Cell::Real(number) if number.is_finite() => Some(*number as i64),
        Cell::Text(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.trim().parse().ok()),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => None,
    };
    match number {
        Some(number) => Cell::Integer(number),
        None if not_null => Cell::Integer(0),
        None => Cell::Null,
    }
}
