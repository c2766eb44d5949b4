//! The readers on damaged input: every file of the fuzzers' corpora and of the fixtures, and thousands made of them
//! by cutting, doubling and swapping; the same ones each time. Nothing may panic, and what is read is sound.

use std::fs;
use std::path::{Path, PathBuf};

use tafs::domain::block::Category;
use tafs::domain::calendar::{Zone, parse_rfc3339};
use tafs::domain::classify::Classify;
use tafs::domain::parse::quick;
use tafs::domain::taxonomy::Taxonomy;
use tafs::exchange::field::NamedColumns;
use tafs::exchange::presets::presets;
use tafs::exchange::source::{DateOrder, ImportOptions};
use tafs::exchange::{self, Format, ImportRequest};

/// So many inputs in all, shared out among the readers; the long run has more.
const INPUTS: usize = 20_000;

/// What readers stumble over.
const ODD: [&[u8]; 20] = [
    b"\"",
    b"\\",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"'=",
    b"[",
    b"]",
    b"{",
    b"}",
    b"-",
    b"\xff",
    b"\xe2\x80",
    b"99999999999999999999",
    b"2026-03-29 02:30",
    b"2200-01-01T00:00:00Z",
    "👩‍👩‍👧\u{202e}".as_bytes(),
];

/// What a person may say of the columns of a sheet.
const COLUMNS: [&str; 4] = [
    "start=Start,end=End,title=Title,person=Who,account=Company",
    "date=Date,start=Start,duration=Length:s,connected=Result,direction=Way,title=Title",
    "start=Start,duration=Length,zone=Zone,attendees=With,all_day=All day,show_as=Show as,id=Id",
    "date=Date,start=Start,end=End,duration=Length:h,person=Who,note=Title",
];

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Costly on purpose: read once, without damage.
const COSTLY: &str = "nonsense.ics";

/// A file to read.
struct Seed {
    bytes: Vec<u8>,
    costly: bool,
}

/// The files of a folder, in the order of their names; none where there is no folder.
fn files(folder: &Path) -> Vec<Seed> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let seed = |path: &PathBuf| Seed {
        bytes: fs::read(path).expect("a file"),
        costly: path.ends_with(COSTLY),
    };
    paths
        .iter()
        .filter(|path| path.is_file())
        .map(seed)
        .collect()
}

fn seeds(name: &str) -> Vec<Seed> {
    let mut seeds = files(&root("fuzz/corpus").join(name));
    seeds.extend(files(&root("tests/fixtures/import").join(name)));
    assert!(
        !seeds.is_empty(),
        "{name} has samples in fuzz/corpus or tests/fixtures/import"
    );
    seeds
}

/// One to four changes somewhere in the bytes.
fn damaged(seed: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.usize(1..5) {
        let at = random.usize(0..=bytes.len());
        let to = (at + random.usize(0..40)).min(bytes.len());
        match random.u8(0..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let again = bytes[at..to].to_vec();
                bytes.splice(at..at, again);
            }
            3 if at < bytes.len() => bytes[at] = random.u8(..),
            4 if at < bytes.len() => bytes[at] ^= 1 << random.u8(0..8),
            _ => drop(bytes.splice(at..at, ODD[random.usize(..ODD.len())].iter().copied())),
        }
    }
    bytes
}

fn options() -> ImportOptions {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let now = parse_rfc3339("2026-03-07T09:00:00+01:00").expect("a time");
    ImportOptions {
        order: Some(DateOrder::DayFirst),
        ..ImportOptions::new(zone, now)
    }
}

fn read(format: Format, options: ImportOptions, bytes: &[u8], classify: &Classify) {
    let Ok(prepared) = exchange::read(bytes, &ImportRequest::new(format, options, classify)) else {
        return;
    };
    let shown = || format!("{} {:?}", format.name(), String::from_utf8_lossy(bytes));
    let closed: Vec<i64> = prepared
        .arrivals
        .iter()
        .filter_map(|arrival| {
            Some(
                arrival
                    .block
                    .end?
                    .at
                    .since(arrival.block.start.at)
                    .as_seconds(),
            )
        })
        .collect();
    assert!(closed.iter().all(|seconds| *seconds > 0), "{}", shown());
    assert_eq!(closed.len(), prepared.report.read, "{}", shown());
    assert_eq!(
        closed.iter().sum::<i64>(),
        prepared.report.read_time.as_seconds(),
        "{}",
        shown()
    );
    assert!(
        prepared
            .report
            .rejected
            .iter()
            .all(|fault| fault.line > 0 && !fault.what.is_empty()),
        "{}",
        shown()
    );
}

fn quick_line(bytes: &[u8], taxonomy: &Taxonomy) {
    let text = String::from_utf8_lossy(bytes);
    for category in [Category::Selling, Category::Break] {
        if let Err(fault) = quick::parse_details(&text, category, taxonomy) {
            assert!(
                fault.column + fault.width <= text.chars().count() + 2,
                "{text:?}: {fault:?}"
            );
        }
    }
}

#[test]
fn no_input_breaks_a_reader() {
    assert!(read_damaged(INPUTS) >= INPUTS);
}

/// Reads all samples and so many damaged ones; returns how many that were.
pub fn read_damaged(inputs: usize) -> usize {
    let taxonomy = Taxonomy::default();
    let classify = Classify::new(&[], &[], &taxonomy);
    let formats: Vec<Format> = presets()
        .map(|preset| Format::Preset(preset.name))
        .chain(Format::ALL.iter().copied())
        // The file of hours is a database, which is not read from its bytes.
        .filter(|format| *format != Format::Hours)
        .collect();
    let each = inputs.div_ceil(formats.len() + COLUMNS.len());
    let mut random = fastrand::Rng::with_seed(20_260_302);
    let mut replayed = 0;
    let mut run = |name: &str, read: &dyn Fn(&[u8])| {
        let seeds = seeds(name);
        for seed in &seeds {
            read(&seed.bytes);
        }
        let cheap: Vec<&Seed> = seeds.iter().filter(|seed| !seed.costly).collect();
        for _ in 0..each {
            read(&damaged(
                &cheap[random.usize(..cheap.len())].bytes,
                &mut random,
            ));
        }
        replayed += seeds.len() + each;
    };
    for format in formats {
        run(format.name(), &|bytes| {
            read(format, options(), bytes, &classify);
        });
    }
    for format in [Format::Toggl, Format::Clockify, Format::Preset("aircall")] {
        let of_maya = ImportOptions {
            person: Some("Maya".to_owned()),
            ..options()
        };
        run(format.name(), &|bytes| {
            read(format, of_maya.clone(), bytes, &classify);
        });
    }
    for columns in COLUMNS {
        let by_name = ImportOptions {
            person: columns.contains("person").then(|| "Maya".to_owned()),
            columns: Some(NamedColumns::parse(columns).expect("columns")),
            ..options()
        };
        run("columns", &|bytes| {
            read(Format::Columns, by_name.clone(), bytes, &classify);
        });
    }
    run("quick", &|bytes| quick_line(bytes, &taxonomy));
    replayed
}
