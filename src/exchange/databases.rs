//! Tells by its beginning whose an SQLite file is: by the mark of our own, or the tables that it makes. Reads no rows.

use super::source::ParseError;
use crate::store::{begins_as_ours, tables_of_head};

/// A database, as far as it matters to an import.
pub(super) enum Database {
    /// It may be that of hours, which is read.
    Hours,
    /// It is another one, and this is to be said.
    Other(ParseError),
}

/// Databases by two of their tables: what they are, and how to get at what is in them.
const KNOWN: [([&str; 2], &str, &str); 4] = [
    (
        ["eventmodel", "bucketmodel"],
        "the database of ActivityWatch",
        "in ActivityWatch choose Raw Data, Export all buckets as JSON, then tafs import activitywatch FILE",
    ),
    (
        ["facts", "activities"],
        "the database of Hamster",
        "hamster export ical > hamster.ics writes a calendar, then tafs import ics hamster.ics --accept",
    ),
    (
        ["entries", "meta"],
        "the database of Timetrap",
        "timetrap display --format csv > timetrap.csv writes a sheet, then tafs import csv timetrap.csv",
    ),
    (
        ["time_entries", "workspaces"],
        "the database of Toggl on this machine",
        "in Toggl choose Reports, Detailed, Export as CSV, then tafs import toggl FILE",
    ),
];

/// What a file is that begins so, where it is a database.
pub(super) fn find_database(head: &[u8]) -> Option<Database> {
    if !head.starts_with(b"SQLite format 3\0") {
        return None;
    }
    if begins_as_ours(head) {
        return Some(other(
            "a tafs file",
            "tafs --db FILE opens it; to bring what is in it in here, tafs --db FILE export --everything > all.jsonl, \
             then tafs import json all.jsonl",
        ));
    }
    Some(by_tables(&tables_of_head(head)))
}

fn by_tables(tables: &[&str]) -> Database {
    // Where the statements lie further back, its reader finds out.
    if tables.is_empty() || tables.contains(&"task_log") {
        return Database::Hours;
    }
    let known = KNOWN
        .iter()
        .find(|(names, ..)| names.iter().all(|name| tables.contains(name)));
    known.map_or_else(
        || {
            other(
                "an SQLite database of another program",
                "have that program write its times as CSV or as a calendar, and import that",
            )
        },
        |(_, what, hint)| other(what, hint),
    )
}

fn other(what: &str, hint: &str) -> Database {
    Database::Other(ParseError::new(format!("it is {what}"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tables: &[&str]) -> String {
        match by_tables(tables) {
            Database::Hours => "hours".to_owned(),
            Database::Other(wrong) => wrong.what,
        }
    }

    #[test]
    fn a_database_is_called_what_it_is() {
        let cases: [(&[&str], &str); 6] = [
            (&["task_log", "task"], "hours"),
            (&[], "hours"),
            (
                &["eventmodel", "bucketmodel"],
                "it is the database of ActivityWatch",
            ),
            (&["facts", "activities"], "it is the database of Hamster"),
            (&["entries", "meta"], "it is the database of Timetrap"),
            (&["x"], "it is an SQLite database of another program"),
        ];
        for (tables, what) in cases {
            assert_eq!(told(tables), what, "{tables:?}");
        }
        let mut ours = [0; 100];
        ours[..16].copy_from_slice(b"SQLite format 3\0");
        ours[68..72].copy_from_slice(b"tafs");
        assert!(
            matches!(find_database(&ours), Some(Database::Other(wrong)) if wrong.what == "it is a tafs file")
        );
        assert!(find_database(b"start,end\n").is_none());
    }
}
