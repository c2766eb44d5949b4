//! What each target does with its bytes, and what has to hold of the result.

use std::sync::LazyLock;

use tafs::domain::block::Category;
use tafs::domain::calendar::{Zone, parse_rfc3339};
use tafs::domain::classify::Classify;
use tafs::domain::parse::quick;
use tafs::domain::taxonomy::Taxonomy;
use tafs::exchange::field::NamedColumns;
use tafs::exchange::source::{DateOrder, ImportOptions};
use tafs::exchange::{self, Format, ImportRequest};

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::default);
static CLASSIFY: LazyLock<Classify> = LazyLock::new(|| Classify::new(&[], &[], &TAXONOMY));

fn options() -> ImportOptions {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let now = parse_rfc3339("2026-03-07T09:00:00+01:00").expect("a time");
    ImportOptions {
        order: Some(DateOrder::DayFirst),
        ..ImportOptions::new(zone, now)
    }
}

/// Reads the bytes as a file of another tool.
pub fn read_source(format: Format, bytes: &[u8]) {
    read(format, options(), bytes);
}

/// Reads the bytes as a sheet of which a person has said what its columns mean: in the first line, where that says it.
pub fn read_columns(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let said = NamedColumns::parse(&String::from_utf8_lossy(&bytes[..end])).ok();
    let sheet = if said.is_some() { &bytes[end..] } else { bytes };
    let columns = said.or_else(|| NamedColumns::parse("start=Start,end=End,person=Who").ok());
    let options = ImportOptions {
        columns,
        person: Some("Maya".to_owned()),
        ..options()
    };
    read(Format::Columns, options, sheet.trim_ascii_start());
}

fn read(format: Format, options: ImportOptions, bytes: &[u8]) {
    let Ok(prepared) = exchange::read(bytes, &ImportRequest::new(format, options, &CLASSIFY))
    else {
        return;
    };
    assert_eq!(prepared.arrivals.len(), prepared.lines.len());
    for arrival in &prepared.arrivals {
        let block = &arrival.block;
        assert!(
            block.end.is_none_or(|end| end.at > block.start.at),
            "{block:?}"
        );
    }
}

/// Reads the bytes as a quick line.
pub fn read_quick_line(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for category in Category::ALL {
        if let Err(error) = quick::parse_details(&text, category, &TAXONOMY) {
            assert!(
                error.column + error.width <= text.chars().count() + 2,
                "{error:?}"
            );
        }
    }
}
