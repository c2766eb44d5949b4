//! Which rows are in the pages, and of which table: by the trees where they can be followed, else by what the rows look
//! like. Rows of free pages are not raised again.

use std::collections::{HashMap, HashSet};
use std::fs::File;

use super::super::cell::{Cell, Table, read_tables};
use super::super::{FileError, StoreError, migrate};
use super::pages::{PageKind, PageNumber, Pages};
use super::record::Record;
use super::shape::{has_shape, looks_like};

const ENTRIES: &str = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema";

/// Tables with the indexes that together have an entry for each row.
const COUNTING: [(&str, &[&str]); 3] = [
    ("away", &["away_block"]),
    ("journal", &["journal_done", "journal_undone"]),
    ("suggestion", &["suggestion_start"]),
];

/// A row that was found: where, and how sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FoundRow {
    pub(super) page: PageNumber,
    place: u16,
    /// It was reached through the tree of its table.
    pub(super) in_tree: bool,
}

/// All that was found in a file.
pub(super) struct Survey<'f> {
    pub(super) pages: Pages<'f>,
    pub(super) version: u32,
    pub(super) tables: Vec<Table>,
    /// The rows of each table.
    pub(super) rows: Vec<Vec<FoundRow>>,
    /// What the index of the blocks' starts says: the number of each row and its start, by number.
    pub(super) starts: Vec<(i64, i64)>,
    /// The numbers of rows in the index of the blocks' ids, in order.
    pub(super) numbers: Vec<i64>,
    /// Whether one of these two indexes is whole.
    pub(super) is_counted: bool,
    /// Whether rows of each table may be lost: a page of its tree, or a cell of one, can't be read.
    pub(super) holed: Vec<bool>,
    /// How many rows the indexes of each table tell of, where those are whole.
    pub(super) told: Vec<Option<usize>>,
}

/// An entry of the schema.
struct Entry {
    kind: String,
    name: String,
    root: PageNumber,
    sql: String,
}

impl FoundRow {
    /// Where its cell begins in its page.
    pub(super) const fn place(self) -> usize {
        self.place as usize
    }
}

impl<'f> Survey<'f> {
    /// Looks through all pages; none where nothing of ours is in them.
    pub(super) fn of(file: &'f File) -> Result<Option<Self>, StoreError> {
        let pages = Pages::of(file).map_err(FileError::Disk)?;
        let free = pages.free();
        let entries = read_entries(&pages, &free);
        let version = find_version(&pages, &entries)?;
        let tables = read_tables(&migrate::of_schema(version)?)?;
        let mut survey = Self {
            rows: vec![Vec::new(); tables.len()],
            holed: vec![false; tables.len()],
            told: vec![None; tables.len()],
            pages,
            version,
            tables,
            starts: Vec::new(),
            numbers: Vec::new(),
            is_counted: false,
        };
        survey.read_rows(&entries, &free);
        survey.read_indexes(&entries);
        survey.pages.check().map_err(FileError::Disk)?;
        let ours = entries
            .iter()
            .any(|entry| entry.name == "block_lane_insert");
        let blocks = survey
            .table("block")
            .map_or(0, |block| survey.rows[block].len());
        let marked = survey.pages.head_number(68) == Some(migrate::APPLICATION_ID);
        let any = survey.rows.iter().any(|rows| !rows.is_empty());
        Ok((ours || blocks > 0 || (marked && any)).then_some(survey))
    }

    /// The place of a table among all.
    pub(super) fn table(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// What the index of the blocks' starts says of the row with this number.
    pub(super) fn start_of(&self, number: i64) -> Option<i64> {
        let place = self.starts.binary_search_by_key(&number, |(row, _)| *row);
        self.starts.get(place.ok()?).map(|(_, start)| *start)
    }

    /// The row as its cell says it, with the columns of its table; the number of the row in its place.
    pub(super) fn read_row(&self, table: usize, row: FoundRow) -> Option<Record> {
        let mut record = self.pages.record(row.page, row.place())?;
        let columns = &self.tables[table].columns;
        // Another program may have added some.
        record.cells.truncate(columns.len());
        for column in columns.iter().skip(record.cells.len()) {
            record.cells.push(column.default.clone());
        }
        for (cell, column) in record.cells.iter_mut().zip(columns) {
            if column.is_rowid {
                *cell = record.rowid.map_or(Cell::Null, Cell::Integer);
            }
        }
        Some(record)
    }

    fn read_rows(&mut self, entries: &[Entry], free: &HashSet<PageNumber>) {
        let mut owners: HashMap<PageNumber, usize> = HashMap::new();
        let mut broken = vec![true; self.tables.len()];
        // Where all free pages are known, each other page belongs to a tree, also to one that looks whole without it.
        let all_free = self.pages.head_number(36).map(|count| count as usize) == Some(free.len());
        let told = self.pages.head_number(28);
        let is_cut = told.is_some_and(|told| told > self.pages.count());
        for (index, table) in self.tables.iter().enumerate() {
            let is_root = |entry: &&Entry| entry.kind == "table" && entry.name == table.name;
            if let Some(entry) = entries.iter().find(is_root) {
                let (mut reached, mut whole) = walk(&self.pages, entry.root, !table.has_rowid);
                if all_free {
                    // A free page in a tree is there by a damaged number.
                    let count = reached.len();
                    reached.retain(|page| !free.contains(page));
                    whole &= reached.len() == count;
                }
                // A page of another table among them: two pages have changed places.
                let strays = reached.iter().any(|page| !self.is_page_of(*page, index));
                broken[index] = !whole || strays;
                self.holed[index] = broken[index];
                for page in reached {
                    owners.entry(page).or_insert(index);
                }
            } else {
                self.holed[index] = is_cut;
            }
        }
        if all_free {
            broken.fill(true);
        }
        for page in self.pages.numbers() {
            let Some(kind) = self.pages.kind(page) else {
                continue;
            };
            let owner = owners.get(&page).copied();
            let orphan = owner.is_none() && !free.contains(&page);
            if kind == PageKind::TableInterior || (owner.is_none() && !orphan) {
                continue;
            }
            self.read_page(page, kind, owner, &broken);
        }
    }

    /// Whether the rows of a page are mostly such as the table has.
    fn is_page_of(&self, page: PageNumber, table: usize) -> bool {
        if self.pages.kind(page) == Some(PageKind::TableInterior) {
            return true;
        }
        let places = self.pages.cells(page);
        let records = places
            .iter()
            .filter_map(|place| self.pages.record(page, *place));
        let fitting = records.filter(|record| has_shape(&self.tables[table], &record.cells));
        fitting.count() * 2 >= places.len()
    }

    /// Takes the rows of a page for the table that owns it, or where they don't look like its rows, for the one that
    /// they do look like.
    fn read_page(
        &mut self,
        page: PageNumber,
        kind: PageKind,
        owner: Option<usize>,
        broken: &[bool],
    ) {
        let places = self.pages.cells(page);
        let records: Vec<(usize, Option<Record>)> = places
            .iter()
            .map(|place| (*place, self.pages.record(page, *place)))
            .collect();
        let known = |table: usize, test: fn(&Table, &[Cell]) -> bool| {
            let cells = records.iter().filter_map(|(_, record)| record.as_ref());
            cells
                .filter(|record| test(&self.tables[table], &record.cells))
                .count()
        };
        let fits = |table: &usize| {
            self.tables[*table].has_rowid != kind.is_of_index()
                && (broken[*table] || owner.is_some())
        };
        let told = owner.filter(|owner| known(*owner, has_shape) * 2 >= records.len().max(1));
        let guessed = || {
            let candidates = (0..self.tables.len()).filter(fits);
            let best =
                candidates.max_by_key(|table| (known(*table, looks_like), Some(*table) == owner));
            best.filter(|table| known(*table, looks_like) > 0)
        };
        let Some(table) = told.or_else(guessed) else {
            if let Some(owner) = owner {
                self.holed[owner] |= !records.is_empty();
            }
            return;
        };
        let test = if told.is_some() {
            has_shape
        } else {
            looks_like
        };
        for (place, record) in &records {
            match record {
                Some(record) if test(&self.tables[table], &record.cells) => {
                    self.rows[table].push(FoundRow {
                        page,
                        // Places are numbers of 16 bits.
                        place: *place as u16,
                        in_tree: owner == Some(table),
                    });
                }
                Some(_) | None => self.holed[owner.unwrap_or(table)] = true,
            }
        }
    }

    fn read_indexes(&mut self, entries: &[Entry]) {
        let root = |name: &str| {
            let entry = entries.iter().find(|entry| entry.name == name);
            entry.map(|entry| entry.root)
        };
        let (mut starts, mut numbers) = (Vec::new(), Vec::new());
        let starts_whole = self.each_entry(root("block_start"), |cells| {
            if let [start, number] = cells {
                starts.extend(number.as_integer().zip(start.as_integer()));
            }
        });
        let numbers_whole = self.each_entry(root("sqlite_autoindex_block_1"), |cells| {
            numbers.extend(cells.get(1).and_then(Cell::as_integer));
        });
        starts.sort_unstable();
        starts.dedup_by_key(|(number, _)| *number);
        numbers.sort_unstable();
        (self.starts, self.numbers) = (starts, numbers);
        self.is_counted = starts_whole || numbers_whole;
        // Of each table the indexes that have an entry a row together.
        for (table, indexes) in COUNTING {
            let Some(table) = self.table(table) else {
                continue;
            };
            let counts = indexes.iter().map(|name| {
                let (pages, whole) = walk(&self.pages, root(name)?, true);
                whole.then(|| {
                    let cells = pages.iter().map(|page| self.pages.cells(*page).len());
                    cells.sum::<usize>()
                })
            });
            self.told[table] = counts.sum();
        }
    }

    /// Hands over the entries of an index; whether it is whole.
    fn each_entry(&self, root: Option<PageNumber>, mut each: impl FnMut(&[Cell])) -> bool {
        let Some(root) = root else {
            return false;
        };
        let (pages, whole) = walk(&self.pages, root, true);
        for page in pages {
            for place in self.pages.cells(page) {
                if let Some(record) = self.pages.record(page, place) {
                    each(&record.cells);
                }
            }
        }
        whole
    }
}

/// The pages of the tree below a root, and whether all of it is there.
fn walk(pages: &Pages<'_>, root: PageNumber, is_index: bool) -> (Vec<PageNumber>, bool) {
    let (mut reached, mut whole, mut waiting) = (Vec::new(), true, vec![root]);
    let mut seen = HashSet::new();
    while let Some(page) = waiting.pop() {
        let fits = pages
            .kind(page)
            .is_some_and(|kind| kind.is_of_index() == is_index);
        if !fits || !seen.insert(page) {
            whole = false;
            continue;
        }
        reached.push(page);
        waiting.extend(pages.children(page));
    }
    (reached, whole)
}

/// The entries of the schema: those below the first page, else all rows that look like one.
fn read_entries(pages: &Pages<'_>, free: &HashSet<PageNumber>) -> Vec<Entry> {
    let (reached, whole) = walk(pages, 1, false);
    let all = || -> Vec<PageNumber> {
        let leaves = pages.numbers().filter(|page| !free.contains(page));
        leaves
            .filter(|page| pages.kind(*page) == Some(PageKind::TableLeaf))
            .collect()
    };
    let entries = if whole {
        entries_on(pages, reached)
    } else {
        Vec::new()
    };
    // Where the first page is lost, another one is in its place.
    if entries.is_empty() {
        entries_on(pages, all())
    } else {
        entries
    }
}

fn entries_on(pages: &Pages<'_>, leaves: Vec<PageNumber>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for page in leaves {
        let records = pages.cells(page).into_iter();
        for record in records.filter_map(|place| pages.record(page, place)) {
            if let Some(entry) = read_entry(&record.cells)
                && !entries.iter().any(|known| known.name == entry.name)
            {
                entries.push(entry);
            }
        }
    }
    entries
}

fn read_entry(cells: &[Cell]) -> Option<Entry> {
    let [
        Cell::Text(kind),
        Cell::Text(name),
        Cell::Text(_),
        Cell::Integer(root),
        sql @ (Cell::Text(_) | Cell::Null),
    ] = cells
    else {
        return None;
    };
    let kind = String::from_utf8(kind.clone()).ok()?;
    let known = ["table", "index", "trigger", "view"].contains(&kind.as_str());
    known.then_some(Entry {
        kind,
        name: String::from_utf8(name.clone()).ok()?,
        root: PageNumber::try_from(*root).ok()?,
        sql: sql
            .as_text()
            .map(String::from_utf8_lossy)
            .unwrap_or_default()
            .into_owned(),
    })
}

/// The schema that the file says it has, where the tables that are left are among its; else the newest that has all of
/// them, or the most.
fn find_version(pages: &Pages<'_>, entries: &[Entry]) -> Result<u32, StoreError> {
    let told = pages
        .head_number(60)
        .filter(|version| (1..=migrate::NEWEST).contains(version));
    let has = |names: &HashSet<String>| {
        let known = entries.iter().filter(|entry| {
            let name = format!("{} {} {}", entry.kind, entry.name, entry.sql);
            names.contains(&name)
        });
        known.count()
    };
    let mut best = (0, told.unwrap_or(migrate::NEWEST));
    // Of those that have as many the one that the file names, then the newest.
    for version in told.into_iter().chain((1..=migrate::NEWEST).rev()) {
        let count = has(&names_of(version)?);
        if told == Some(version) && count == entries.len() {
            return Ok(version);
        }
        if count > best.0 {
            best = (count, version);
        }
    }
    Ok(best.1)
}

fn names_of(version: u32) -> Result<HashSet<String>, StoreError> {
    let model = migrate::of_schema(version)?;
    let mut statement = model.prepare(ENTRIES)?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}
