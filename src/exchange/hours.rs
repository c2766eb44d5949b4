//! hours, the tracker in the terminal: its SQLite file, which `store` opens strictly to read. All its times are UTC.

use std::path::Path;

use super::dates::instant;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::source::{ImportOptions, ParseError, RowLabels, Time};
use crate::domain::calendar::Calendar;
use crate::store::{HoursLog, read_hours_logs};

/// What to name.
pub(super) const HINT: &str = "name the file that `hours` keeps, such as ~/hours.db";

/// Reads the file.
pub(super) fn read(
    path: &Path,
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let logs = read_hours_logs(path)
        .map_err(|fault| ParseError::new(format!("not the file of hours: {}", fault.0), HINT))?;
    let mut source = Delivery::new(to, None);
    for (place, log) in (1..).zip(&logs) {
        let end = log.end.as_deref().filter(|_| !log.active);
        match (
            time(&log.begin, asked),
            end.map(|end| time(end, asked)).transpose(),
        ) {
            (Ok(start), Ok(end)) => {
                let title = format!("{}\n{}", log.task.trim(), log.comment.trim());
                let said = RowLabels {
                    title: &title,
                    ..RowLabels::default()
                };
                source.add(place, (start, end), &said, Some(key(log)));
            }
            (Err(what), _) | (_, Err(what)) => {
                source.reject(place, format!("entry {}: {what}", log.id));
            }
        }
    }
    source.finish()
}

/// Its number, which the file gives only once, and what tells this file from another one.
fn key(log: &HoursLog) -> String {
    format!("{} {}", log.id, log.task_made).trim().to_owned()
}

/// A time as Go prints it, `2026-03-02 07:30:00.25 +0000 UTC`, or in RFC 3339; without an offset it is UTC.
fn time(text: &str, options: &ImportOptions) -> Result<Time, String> {
    // The name of the zone says nothing that the offset does not.
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    let written = words.join(" ");
    let moment = instant(&written).or_else(|| instant(&format!("{written}Z")));
    moment
        .map(|moment| Time::At(Calendar::new(options.zone).here(moment.at)))
        .ok_or_else(|| {
            format!(
                "{text:?} is not a time of the years 1900 to 2199, such as 2026-03-02 07:30:00 +0000 UTC"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
    use crate::store::foreign_tests::hours_file;
    use proptest::prelude::*;

    fn read(path: &Path, asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(path, asked, to))
    }

    #[test]
    fn entries_are_read_with_what_runs_and_a_time_that_is_none_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = read(&hours_file(folder.path()), &asked()).expect("entries");
        let made = "2026-03-01 09:00:00 +0000 UTC";
        assert_eq!(
            told(&found),
            [
                format!(
                    "1 | 2026-03-02T08:30:00+01:00 | 2026-03-02T09:05:00+01:00 | Northwind\ncalled |  |  |  | 1 {made}"
                ),
                format!(
                    "2 | 2026-03-02T10:00:00+01:00 | 2026-03-02T10:45:00+01:00 | Northwind |  |  |  | 2 {made}"
                ),
                "4 | 2026-03-02T11:00:00+01:00 | open | running |  |  |  | 4".to_owned(),
            ]
        );
        // 35 and 45 minutes.
        assert_eq!(sum(&found), (2, 80 * 60));
        let what = "is not a time of the years 1900 to 2199, such as 2026-03-02 07:30:00 +0000 UTC";
        assert_eq!(
            faults(&found),
            [format!(
                "3: entry 3: \"2026-02-31 09:00:00 +0000 UTC\" {what}"
            )]
        );
    }

    #[test]
    fn times_are_read_as_go_and_sqlite_write_them() {
        let cases = [
            (
                "2026-03-02 07:30:00.123456789 +0000 UTC",
                Some("2026-03-02T08:30:00+01:00"),
            ),
            (
                "2026-03-02 09:30:00 +0200 EET",
                Some("2026-03-02T08:30:00+01:00"),
            ),
            (
                "2026-03-02 02:30:00-05:00",
                Some("2026-03-02T08:30:00+01:00"),
            ),
            ("2026-03-02T07:30:00Z", Some("2026-03-02T08:30:00+01:00")),
            ("2026-03-02 07:30:00", Some("2026-03-02T08:30:00+01:00")),
            ("1772436600", None),
            ("", None),
            ("0001-01-01 00:00:00 +0000 UTC", None),
        ];
        for (text, expected) in cases {
            let found = time(text, &asked()).ok().map(|time| match time {
                Time::At(moment) => crate::domain::calendar::rfc3339(moment),
                Time::Wall(wall) => wall.to_string(),
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(changes in prop::collection::vec((0..20_480_usize, any::<u8>()), 1..8), text in "[0-9T:. +Z-]{0,30}") {
            use std::sync::OnceLock;
            static FILE: OnceLock<(tempfile::TempDir, Vec<u8>)> = OnceLock::new();
            let (folder, bytes) = FILE.get_or_init(|| {
                let folder = tempfile::tempdir().expect("a folder");
                let bytes = std::fs::read(hours_file(folder.path())).expect("bytes");
                (folder, bytes)
            });
            let mut bytes = bytes.clone();
            for (at, with) in changes {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = with;
                }
            }
            let path = folder.path().join("changed.db");
            std::fs::write(&path, &bytes).expect("written");
            let _ = read(&path, &asked()).map(|found| told(&found));
            let _ = time(&text, &asked());
        }
    }
}
