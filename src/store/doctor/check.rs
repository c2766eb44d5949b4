//! A check and what it is told by: what all parts of a checkup share.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::format::{self, grouped};
use crate::domain::stamp::Stamp;

/// Something that was looked at, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub ok: bool,
    /// What was found, in a sentence.
    pub detail: String,
    /// What the person can do about it.
    pub fix: Option<String>,
}

impl Check {
    pub(super) fn well(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            ok: true,
            detail: detail.into(),
            fix: None,
        }
    }

    pub(super) fn found(
        name: &'static str,
        detail: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            name,
            ok: false,
            detail: detail.into(),
            fix: Some(fix.into()),
        }
    }
}

/// The checks of what is in the file, which a repair mends.
const OF_THE_FILE: [&str; 6] = ["file", "integrity", "schema", "lane", "rows", "history"];

/// Whether something in the file is not as it has to be.
pub fn needs_repair(checks: &[Check]) -> bool {
    let mut found = checks.iter().filter(|check| !check.ok);
    found.any(|check| OF_THE_FILE.contains(&check.name))
}

/// The check that is told where another program held the file, so that nothing in it was looked at.
pub(super) const HELD: &str = "held";

/// Whether another program held the file.
pub fn is_held(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.name == HELD)
}

/// What is looked at, and what it is told by.
#[derive(Clone, Debug)]
pub struct Checkup<'c> {
    /// The file with the blocks.
    pub file: &'c Path,
    /// Its folder belongs to the program alone.
    pub own_folder: bool,
    pub config: Option<&'c Path>,
    /// Whether a copy of the file is made each day.
    pub has_daily: bool,
    /// Whether the clock goes: by one that is set no copy is made.
    pub real_clock: bool,
    /// Where a demo has its folder.
    pub temporary: PathBuf,
    pub now: Stamp,
    pub calendar: &'c Calendar,
}

/// How many finds are told of each kind.
pub(super) const TOLD: usize = 3;

/// What repairs a file that is damaged.
pub(super) const REPAIR: &str = "tafs doctor --repair copies it aside and saves what can be read";

impl Checkup<'_> {
    /// The day of an instant, as `Tue 3 Mar`.
    pub(super) fn day(&self, at: Stamp) -> String {
        let today = self.calendar.day_at(self.now);
        format::short_day(self.calendar.day_at(at), today)
    }
}

/// `2,400 blocks`.
pub(super) fn counted(number: usize, thing: &str) -> String {
    format!(
        "{} {thing}{}",
        grouped(number),
        if number == 1 { "" } else { "s" }
    )
}

/// `1.2 MB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => counted(bytes as usize, "byte"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// The first few of many, and how many more there are.
pub(super) fn first_of(list: &[String], most: usize) -> String {
    let shown = list[..list.len().min(most)].join("; ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}; and {} more", grouped(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes_are_told_as_a_person_reads_them() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (2398, "2,398"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(counted(1, "block"), "1 block");
        for (bytes, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (53_248, "53 kB"),
            (1_260_000, "1.2 MB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
        let list = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(first_of(&list, 2), "a; b; and 1 more");
        assert_eq!(first_of(&list, 3), "a; b; c");
    }
}
