//! What is left of a file that can't be opened: whether it was cut off, and how many rows of ours can still be read.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::super::migrate::APPLICATION_ID;
use super::super::place::with_end;
use super::super::salvage::{Remains, count_remains};
use super::check::counted;
use crate::domain::format::grouped;

/// How each SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// So much of it is no accident.
const LEAST: usize = 7;

/// What to do where nothing can be saved from a file.
pub(in crate::store) const PUT_BACK: &str =
    "restore a backup (tafs restore lists them), or name another file with --db FILE";

/// That a file was cut off, and at which size; `None` where nothing says so.
pub(in crate::store) fn describe_cut(path: &Path) -> Option<String> {
    let length = fs::metadata(path).ok()?.len();
    let mut head = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(100).read_to_end(&mut head).ok()?;
    let begins = head.len().min(MAGIC.len());
    if head.len() < LEAST || head[..begins] != MAGIC[..begins] {
        return None;
    }
    let bytes = |length: u64| counted(length as usize, "byte");
    if head.len() < 100 {
        return Some(format!(
            "its end is cut off: {} of an SQLite file are left",
            bytes(length)
        ));
    }
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // The head counts the pages, where the last program to write knew of that. With a journal the count may be old.
    let is_counted = number(24) == number(92) && !with_end(path, "-journal").exists();
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let whole = page * u64::from(number(28));
    (number(68) == APPLICATION_ID && is_counted && length < whole).then(|| {
        format!(
            "its end is cut off: {} of {} are left",
            grouped(length as usize),
            bytes(whole)
        )
    })
}

/// What of ours can still be read in a file that can't be opened.
pub(super) fn count_rows(path: &Path) -> Option<Remains> {
    count_remains(&fs::File::open(path).ok()?).ok().flatten()
}

/// What can be read, in words.
pub(super) fn describe_remains(remains: &Remains) -> String {
    let blocks = match remains.blocks {
        0 => "no block".to_owned(),
        blocks => counted(blocks, "block"),
    };
    let others = match remains.others {
        0 => String::new(),
        others => format!(" and {}", counted(others, "other row")),
    };
    format!("{blocks}{others} can still be read")
}
