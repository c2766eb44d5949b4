//! Where copies of the file go and what they are called: `backups/` beside it, by day or by minute, and the files that
//! a restore or an upgrade kept. Makes and removes none.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::StoreError;
use super::copy::{Held, held_at};
use super::place::{SIDES, with_end, without_links};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Moment, Stamp};

/// The folder beside the file.
const FOLDER: &str = "backups";
/// How a copy that was asked for is dated, and one that a restore keeps.
const DATED: &str = "%Y-%m-%d-%H%M";

/// The copies of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copies {
    /// The file itself, where links lead to.
    place: PathBuf,
}

/// A copy that was found.
#[derive(Debug)]
pub struct FoundCopy {
    pub path: PathBuf,
    /// When it was made: by its name, else by its file.
    pub made: NaiveDateTime,
    /// When its file was last written, in seconds and nanoseconds of Unix time.
    pub written: (i64, i64),
    pub bytes: u64,
    /// What it holds, or why that cannot be read.
    pub held: Result<Held, StoreError>,
}

impl Copies {
    /// Those of the file at a path, which may be a link to it.
    pub fn of(path: &Path) -> Self {
        let place = without_links(path);
        Self { place }
    }

    /// The file itself.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// The folder of the backups.
    pub fn folder(&self) -> PathBuf {
        self.place.with_file_name(FOLDER)
    }

    /// The name of the copy that a day makes by itself.
    pub fn name_of_day(&self, day: Day) -> String {
        format!("{}-{}.db", self.stem(), day.0)
    }

    /// The day of which a name is the name.
    pub fn day_of_name(&self, name: &str) -> Option<Day> {
        let date = name
            .strip_prefix(&self.stem())?
            .strip_prefix('-')?
            .strip_suffix(".db")?;
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().map(Day)?;
        (self.name_of_day(day) == name).then_some(day)
    }

    /// The days of which there is a copy that was made by itself.
    pub fn find_days(&self) -> BTreeSet<Day> {
        let names = names_in(&self.folder()).unwrap_or_default().into_iter();
        names
            .filter(|path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file()))
            .filter_map(|path| self.day_of_name(&name_of(&path)))
            .collect()
    }

    /// A name in `folder` for a copy that was asked for now; none that already exists.
    pub fn free_name(&self, folder: &Path, now: Moment) -> PathBuf {
        let date = Calendar::wall(now).format(DATED);
        let name = |number| match number {
            1 => format!("{}-{date}.db", self.stem()),
            number => format!("{}-{date}-{number}.db", self.stem()),
        };
        first_free(|number| folder.join(name(number)))
    }

    /// A name for the file where another one takes its place now; neither it nor a journal of it already exists.
    pub(super) fn kept_name(&self, now: Moment) -> PathBuf {
        let mut base = self.place.file_name().unwrap_or_default().to_owned();
        base.push(format!(".kept-{}", Calendar::wall(now).format(DATED)));
        first_free(|number| {
            let mut name = base.clone();
            if number > 1 {
                name.push(format!("-{number}"));
            }
            self.place.with_file_name(name)
        })
    }

    /// All copies, the newest first. A folder that can't be looked into is not one without copies.
    pub fn list_copies(&self, calendar: &Calendar) -> Result<Vec<FoundCopy>, StoreError> {
        let name = self.place.file_name().unwrap_or_default().to_string_lossy();
        let beside = format!("{name}.");
        let folder = self.place.parent().map(Path::to_owned).unwrap_or_default();
        let kept = names_in(&folder)?
            .into_iter()
            .filter(|path| name_of(path).starts_with(&beside));
        // Databases that lie side by side share the folder.
        let own = format!("{}-", self.stem());
        let made = names_in(&self.folder())?
            .into_iter()
            .filter(|path| name_of(path).starts_with(&own));
        let is_copy = |path: &PathBuf| !SIDES.iter().any(|side| name_of(path).ends_with(side));
        let mut found: Vec<FoundCopy> = kept
            .chain(made)
            .filter(is_copy)
            .filter_map(|path| look_at_copy(path, calendar))
            .collect();
        found.sort_by_key(|copy| std::cmp::Reverse((copy.made, copy.written)));
        Ok(found)
    }

    /// The copy that a word names: a path, or a name among the backups or beside the file.
    pub fn find_copy(&self, word: &Path) -> PathBuf {
        let among = [self.folder().join(word), self.place.with_file_name(word)];
        // A bare name is a copy's before it is that of a file here: `./NAME` says the other.
        if word.components().count() > 1 {
            return word.to_owned();
        }
        let here = fs::canonicalize(word).ok();
        let mut among = among.into_iter();
        among
            .find(|path| path.exists())
            .filter(|path| fs::canonicalize(path).ok() != here)
            .unwrap_or_else(|| word.to_owned())
    }

    fn stem(&self) -> String {
        let stem = self.place.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// The first path, of number 1 on, at which nothing is and no journal.
fn first_free(path: impl Fn(u32) -> PathBuf) -> PathBuf {
    let is_free = |path: &Path| {
        fs::symlink_metadata(path).is_err()
            && SIDES
                .iter()
                .all(|side| fs::symlink_metadata(with_end(path, side)).is_err())
    };
    let mut number = 1;
    loop {
        let candidate = path(number);
        if is_free(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn names_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(folder) {
            // A link to nothing is told, a folder that isn't there has no copies.
            Err(error)
                if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(folder).is_err() =>
            {
                return Ok(Vec::new());
            }
            entries => entries?,
        };
        entries.map(|entry| Ok(entry?.path())).collect()
    };
    read().map_err(|error| StoreError::Unreadable {
        path: folder.to_owned(),
        error,
    })
}

fn look_at_copy(path: PathBuf, calendar: &Calendar) -> Option<FoundCopy> {
    let about = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
    let held = held_at(&path);
    let written = Calendar::wall(calendar.here(Stamp::clamped(about.mtime())));
    let made = match date_in(&name_of(&path)) {
        Some((day, Some(time))) => day.and_time(time),
        // The copy of a day says by its file when on that day it was made.
        Some((day, None)) if day != written.date() => day.and_time(NaiveTime::MIN),
        Some((_, None)) | None => written,
    };
    Some(FoundCopy {
        made,
        written: (about.mtime(), about.mtime_nsec()),
        bytes: about.len(),
        held,
        path,
    })
}

/// The day on which a copy was made: by its name, else by its file.
pub(super) fn day_made(path: &Path, calendar: &Calendar) -> Option<Day> {
    if let Some((day, _)) = date_in(&name_of(path)) {
        return Some(Day(day));
    }
    let about = fs::metadata(path).ok()?;
    Some(calendar.day_at(Stamp::clamped(about.mtime())))
}

/// The date in a name, with the time where it has one.
fn date_in(name: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let dated = |at: usize| {
        let rest = name.get(at..)?;
        let date = rest
            .get(..10)
            .filter(|date| date.starts_with(|c: char| c.is_ascii_digit()))?;
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        let time = rest
            .get(10..15)
            .and_then(|time| NaiveTime::parse_from_str(time, "-%H%M").ok());
        Some((day, time))
    };
    (0..name.len()).find_map(dated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_day_is_one() {
        let copies = Copies::of(Path::new("/nowhere/tafs.db"));
        let day = Day(NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date"));
        assert_eq!(copies.name_of_day(day), "tafs-2026-03-02.db");
        assert_eq!(copies.day_of_name("tafs-2026-03-02.db"), Some(day));
        for other in [
            "tafs-2026-03-02-0830.db",
            "tafs-2026-3-2.db",
            "tafs-2026-03-02.db-journal",
            "tafs-2026-02-30.db",
            "tafs-2026-03-02 .db",
            "work-2026-03-02.db",
            "tafs-+2026-03-02.db",
            "tafs-.db",
            ".tafs-2026-03-02.db",
            "tafs.db",
            "",
        ] {
            assert_eq!(copies.day_of_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_date_is_read_from_wherever_it_stands_in_a_name() {
        let of = |name| {
            date_in(name).map(|(day, time)| {
                day.and_time(time.unwrap_or_default())
                    .format("%F %R")
                    .to_string()
            })
        };
        for (name, expected) in [
            ("tafs-2026-03-02.db", Some("2026-03-02 00:00")),
            ("tafs-2026-03-02-0830.db", Some("2026-03-02 08:30")),
            ("tafs-2026-03-02-0830-2.db", Some("2026-03-02 08:30")),
            ("tafs.db.kept-2026-03-02-1710", Some("2026-03-02 17:10")),
            ("tafs-2026-03-02-9999.db", Some("2026-03-02 00:00")),
            ("größe-2026-03-02.db", Some("2026-03-02 00:00")),
            ("tafs.db.schema-6", None),
            ("", None),
        ] {
            assert_eq!(of(name).as_deref(), expected, "{name}");
        }
    }
}
