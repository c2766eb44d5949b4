//! Files of which one page is damaged, in every way and at every page: what is outside of it comes back.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;

use super::pages::{PageKind, PageNumber, Pages};
use super::*;
use crate::domain::block::{Account, Block, Category, Details, Fit, Note, Prospect, Source};
use crate::domain::calendar::Zone;
use crate::domain::change::{Change, Patch};
use crate::domain::edit::SideRow;
use crate::domain::review::Guess;
use crate::domain::stamp::{Moment, Offset};
use crate::store::Store;
use crate::store::cell::Cell;
use crate::store::cell::{read_rows, read_tables};

const SIZE: usize = 4096;
const BLOCKS: i64 = 420;

fn at(minutes: i64) -> Moment {
    Moment::new(Stamp::clamped(1_740_000_000 + minutes * 60), Offset::UTC)
}

fn folder_in_memory() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}

fn folder() -> TempDir {
    tempfile::tempdir_in(folder_in_memory()).expect("a folder")
}

fn details(number: i64) -> Details {
    let note = match number % 50 {
        7 => format!("{number} long {}", "word and word ".repeat(700)),
        13 => format!("{number} longer than a page {}", "é".repeat(2500)),
        _ => format!("call {number} about terms and what comes next"),
    };
    Details {
        account: (number % 3 == 0)
            .then(|| Account::new(&format!("Account {}", number % 40)).ok())
            .flatten(),
        note: Note::stored(note),
        prospect: Prospect {
            source: (number % 4 == 0)
                .then(|| Source::new(&format!("list {}", number % 7)).ok())
                .flatten(),
            fit: Fit::ALL.get(number as usize % 6).copied(),
        },
        ..Details::default()
    }
}

/// The bytes of a file with many blocks, some of them long, changes, deleted rows and rows of other tables.
fn sample() -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    let block = |number: i64| {
        let category = Category::ALL[number as usize % 5];
        Block::new(
            at(number * 30),
            Some(at(number * 30 + 25)),
            category,
            details(number),
        )
    };
    store.seed_blocks((0..BLOCKS).map(block)).expect("blocks");
    let week = |number: i64| format!("20{:02}-W{:02}", 10 + number / 50, 1 + number % 50);
    let mut rows = Vec::new();
    for number in 0..200 {
        let guess = Guess {
            selling: 0.4,
            rest: None,
        };
        rows.push(SideRow::Guess {
            week: week(number),
            guess,
        });
        rows.push(SideRow::Commitment {
            week: week(number),
            text: ">= 6h selling/prospecting".to_owned(),
        });
    }
    store.seed_rows(&rows, at(0)).expect("rows");
    for number in 0..80 {
        let add = Change::Add {
            start: at(BLOCKS * 30 + number * 10),
            end: at(BLOCKS * 30 + number * 10 + 8),
            category: Category::Selling,
            details: details(number),
        };
        store.apply(&add, at(BLOCKS * 60)).expect("a block");
        if number % 4 == 0 {
            let seen = store.last().expect("a look").expect("a block");
            let admin = Patch {
                category: Some(Category::Admin),
                ..Patch::default()
            };
            store
                .apply(
                    &Change::Edit {
                        seen: Box::new(seen),
                        patch: admin,
                    },
                    at(BLOCKS * 60),
                )
                .expect("an edit");
        }
    }
    drop(store);
    // Pages that are free, with rows that are gone still in them.
    let connection = Connection::open(&path).expect("the file");
    let delete = "DELETE FROM block WHERE id BETWEEN 150 AND 270";
    connection.execute_batch(delete).expect("rows go");
    drop(connection);
    std::fs::read(&path).expect("bytes")
}

/// A file of these bytes.
fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile_in(folder_in_memory()).expect("a file");
    file.write_all(bytes).expect("bytes");
    file
}

/// The rows of a file by their table and key.
type Rows = BTreeMap<(String, String), Vec<Cell>>;

fn rows_of(connection: &Connection) -> Rows {
    let mut rows = Rows::new();
    for table in read_tables(connection).expect("tables") {
        read_rows(connection, &table, |number, cells| {
            let key = match (table.name.as_str(), number) {
                ("block", _) => format!("{:?}", cells[1]),
                (_, Some(number)) => number.to_string(),
                (_, None) => format!("{:?}", cells[0]),
            };
            rows.insert((table.name.clone(), key), cells);
        })
        .expect("rows");
    }
    rows
}

/// The pages that each row lies in, its chain of overflow among them.
fn pages_of(bytes: &[u8], all: &Rows) -> HashMap<(String, String), HashSet<PageNumber>> {
    let file = file_of(bytes);
    let survey = Survey::of(&file).expect("a survey").expect("it is ours");
    let mut places = HashMap::new();
    for (index, table) in survey.tables.iter().enumerate() {
        for row in &survey.rows[index] {
            let record = survey.read_row(index, *row).expect("a row");
            let key = match (table.name.as_str(), record.rowid) {
                ("block", _) => format!("{:?}", record.cells[1]),
                (_, Some(number)) => number.to_string(),
                (_, None) => format!("{:?}", record.cells[0]),
            };
            let pages = survey.pages.pages_of(row.page, row.place());
            places.insert((table.name.clone(), key), pages);
        }
    }
    assert_eq!(places.len(), all.len(), "the pages alone tell of every row");
    places
}

/// Noise that is the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }
}

const WAYS: usize = 8;

/// The file with one page damaged in one way; with it the pages that this touches.
fn damaged(
    bytes: &[u8],
    page: usize,
    way: usize,
    noise: &mut Noise,
) -> (Vec<u8>, HashSet<PageNumber>) {
    let mut bytes = bytes.to_vec();
    let count = bytes.len() / SIZE;
    let (from, to) = (page * SIZE, (page + 1) * SIZE);
    let mut touched = HashSet::from([page as PageNumber + 1]);
    match way {
        0 => bytes[from..to].fill(0),
        1 => bytes[from..to].fill_with(|| noise.next() as u8),
        2 => {
            let other = noise.below(count);
            touched.insert(other as PageNumber + 1);
            for byte in 0..SIZE {
                bytes.swap(from + byte, other * SIZE + byte);
            }
        }
        3 => bytes[from..to].fill(0xff),
        4 => {
            // The head of the page alone.
            let head = from + if page == 0 { 100 } else { 0 };
            for byte in &mut bytes[head..head + 12] {
                *byte = noise.next() as u8;
            }
        }
        5 => {
            let half = from + SIZE / 2;
            bytes[half..to].fill(0);
        }
        _ => {
            for _ in 0..=noise.below(40) {
                let byte = from + noise.below(SIZE);
                bytes[byte] ^= 1 << noise.below(8);
            }
        }
    }
    (bytes, touched)
}

/// What came back of the rows outside of the damaged pages: how many, of how many.
fn share(
    bytes: &[u8],
    touched: &HashSet<PageNumber>,
    all: &Rows,
    places: &HashMap<(String, String), HashSet<PageNumber>>,
) -> (usize, usize) {
    let folder = folder();
    let into = folder.path().join("new.db");
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    let salvaged = salvage(
        &file_of(bytes),
        &into,
        &calendar,
        Stamp::clamped(1_772_000_000),
    );
    let salvaged = salvaged.expect("a new file");
    let outside = all
        .iter()
        .filter(|(key, _)| places[*key].is_disjoint(touched));
    let outside: Vec<_> = outside.collect();
    if salvaged.is_none() {
        return (0, outside.len());
    }
    let found = rows_of(&Connection::open(&into).expect("the new file"));
    let back = outside.iter().filter(|(key, cells)| {
        let found = found.get(key);
        // A row may get another number, and a change may lose the one before it.
        found.is_some_and(|found| found[1..] == cells[1..] || key.0 == "journal")
    });
    (back.count(), outside.len())
}

fn assert_comes_back(first: u64, each: usize) {
    let bytes = sample();
    let folder = folder();
    let path = folder.path().join("tafs.db");
    std::fs::write(&path, &bytes).expect("a file");
    let all = rows_of(&Connection::open(&path).expect("the file"));
    let places = pages_of(&bytes, &all);
    let count = bytes.len() / SIZE;
    assert!((60..200).contains(&count), "{count} pages");
    let mut noise = Noise(first);
    let (mut worst, mut sum) = ((1.0, String::new()), (0, 0));
    for number in 0..each {
        let (page, way) = (number % count, (number / count + number) % WAYS);
        let (bytes, touched) = damaged(&bytes, page, way, &mut noise);
        let (back, outside) = share(&bytes, &touched, &all, &places);
        let share = back as f64 / outside as f64;
        if share < worst.0 {
            worst = (
                share,
                format!("page {} way {way}: {back} of {outside}", page + 1),
            );
        }
        assert!(
            share >= 0.99,
            "page {} way {way}: {back} of {outside}",
            page + 1
        );
        sum = (sum.0 + back, sum.1 + outside);
    }
    let told = format!(
        "{each} files with a damaged page: {} of {} rows outside of it came back ({:.3} %), the worst {}",
        sum.0,
        sum.1,
        sum.0 as f64 / sum.1 as f64 * 100.0,
        worst.1
    );
    writeln!(std::io::stderr(), "{told}").ok();
}

#[test]
fn of_sixty_files_with_a_damaged_page_the_rows_outside_of_it_come_back() {
    assert_comes_back(7, 60);
}

#[test]
#[ignore = "the long run"]
fn of_two_thousand_files_with_a_damaged_page_the_rows_outside_of_it_come_back() {
    assert_comes_back(4711, 2400);
}

#[test]
fn whatever_the_bytes_are_it_ends_without_a_panic() {
    let bytes = sample();
    let mut noise = Noise(99);
    let folder = folder();
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    for number in 0..60 {
        let mut bytes = match number % 4 {
            0 => bytes[..noise.below(bytes.len())].to_vec(),
            1 => (0..noise.below(30_000))
                .map(|_| noise.next() as u8)
                .collect(),
            2 => bytes[noise.below(bytes.len())..].to_vec(),
            _ => bytes.clone(),
        };
        if !bytes.is_empty() {
            for _ in 0..number * 50 {
                let at = noise.below(bytes.len());
                bytes[at] = noise.next() as u8;
            }
        }
        let into = folder.path().join(format!("{number}.db"));
        salvage(&file_of(&bytes), &into, &calendar, Stamp::clamped(0)).expect("it ends");
    }
}

#[test]
fn a_file_that_is_whole_comes_back_as_it_is_and_what_was_deleted_stays_so() {
    let bytes = sample();
    let folder = folder();
    let (path, into) = (folder.path().join("old.db"), folder.path().join("new.db"));
    std::fs::write(&path, &bytes).expect("a file");
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    let salvaged =
        salvage(&file_of(&bytes), &into, &calendar, Stamp::clamped(0)).expect("a new file");
    let salvaged = salvaged.expect("it is ours");
    let before = rows_of(&Connection::open(&path).expect("the file"));
    assert_eq!(before, rows_of(&Connection::open(&into).expect("the file")));
    assert_eq!(
        (salvaged.blocks, salvaged.changes),
        (salvaged.blocks_of, salvaged.changes_of)
    );
    assert_eq!(salvaged.blocks as i64, BLOCKS - 121 + 80);
    assert_eq!(salvaged.notes, Vec::<String>::new());
    assert!(!salvaged.has_lost(), "{salvaged:?}");
    let file = file_of(&bytes);
    let pages = Pages::of(&file).expect("its pages");
    assert!(!pages.free().is_empty(), "there are free pages");
    let stale = pages
        .free()
        .into_iter()
        .filter(|page| pages.kind(*page) == Some(PageKind::TableLeaf));
    assert!(stale.count() > 0, "with rows in them");
}

#[test]
fn a_file_of_any_schema_comes_back() {
    for version in 1..=migrate::NEWEST {
        let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let Ok(dump) = std::fs::read_to_string(dump.join(format!("schema-{version}.sql"))) else {
            continue;
        };
        let folder = folder();
        let (path, into) = (folder.path().join("old.db"), folder.path().join("new.db"));
        let old = Connection::open(&path).expect("a file");
        old.execute_batch(&dump).expect("the fixture");
        let count = "SELECT count(*) FROM block";
        let blocks: i64 = old.query_row(count, [], |row| row.get(0)).expect("a count");
        let mut bytes = std::fs::read(&path).expect("bytes");
        let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
        let whole =
            salvage(&file_of(&bytes), &into, &calendar, Stamp::clamped(0)).expect("a new file");
        let whole = whole.expect("it is ours");
        assert_eq!(whole.blocks as i64, blocks, "schema {version}: {whole:?}");
        assert_eq!(
            whole.changes, whole.changes_of,
            "schema {version}: {whole:?}"
        );
        bytes[..100].fill(0);
        let into = folder.path().join("headless.db");
        let headless =
            salvage(&file_of(&bytes), &into, &calendar, Stamp::clamped(0)).expect("a new file");
        assert_eq!(headless, Some(whole), "schema {version}");
        Store::open(&into).expect("it opens");
    }
}

#[test]
fn what_is_lost_of_any_table_is_counted_or_named() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    std::fs::write(&path, sample()).expect("a file");
    let old = Connection::open(&path).expect("the file");
    old.execute_batch(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 240) \
         INSERT INTO away (block, cause, since, since_offset, answered) \
         SELECT randomblob(16), 'slept', 1740000000 + n, 0, 1 FROM n",
    )
    .expect("rows");
    let journal: i64 = old
        .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
        .expect("a count");
    let journal = journal as usize;
    drop(old);
    let whole = std::fs::read(&path).expect("bytes");
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    let salvage_without = |table: &str| {
        let file = file_of(&whole);
        let survey = Survey::of(&file).expect("a survey").expect("it is ours");
        let rows = &survey.rows[survey.table(table).expect("a table")];
        let page = rows.last().expect("rows").page;
        let gone = rows.iter().filter(|row| row.page == page).count();
        let mut bytes = whole.clone();
        let to = page as usize * SIZE;
        bytes[to - SIZE..to].fill(0);
        let into = folder.path().join(format!("{table}.db"));
        let salvaged = salvage(
            &file_of(&bytes),
            &into,
            &calendar,
            Stamp::clamped(1_772_000_000),
        );
        (gone, salvaged.expect("a new file").expect("it is ours"))
    };
    let (gone, away) = salvage_without("away");
    assert_eq!(away.others_of, 240 + 400, "{away:?}");
    assert_eq!(away.others, 240 + 400 - gone, "{away:?}");
    let told = format!("lost: {gone} rows of questions about time away");
    assert!(away.notes.contains(&told), "{away:?}");
    let (gone, changes) = salvage_without("journal");
    assert_eq!(changes.changes_of, journal, "{changes:?}");
    assert!(changes.changes <= journal - gone, "{changes:?}");
    let (_, guesses) = salvage_without("guess");
    assert_eq!(guesses.uncounted, ["guesses"], "{guesses:?}");
    assert!([away, changes, guesses].iter().all(Salvaged::has_lost));
    // A change whose parent is gone is itself there.
    let old = Connection::open(&path).expect("the file");
    let broken = "UPDATE journal SET parent = 9999 WHERE id = (SELECT max(id) FROM journal)";
    old.execute_batch(broken).expect("a row");
    drop(old);
    let bytes = std::fs::read(&path).expect("bytes");
    let into = folder.path().join("parent.db");
    let broken =
        salvage(&file_of(&bytes), &into, &calendar, Stamp::clamped(0)).expect("a new file");
    let broken = broken.expect("it is ours");
    assert!(!broken.has_lost(), "{broken:?}");
    assert_eq!(broken.changes, journal);
}
