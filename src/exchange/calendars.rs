//! The calendars that the config names: which files they are, and their meetings as suggestions. Nobody waits for them, so
//! what can't be read is told and left, and everything else is read.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError, glob_with};

use super::contents::Contents;
use super::error::ExchangeError;
use super::request::ImportRequest;
use super::suggest::read_meetings;
use crate::domain::suggestion::Suggestion;

/// Names of calendars in small letters and in large ones: `.ICS` is one, too.
const MATCH: MatchOptions = MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// The files that patterns name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CalendarFiles {
    pub files: BTreeSet<PathBuf>,
    /// The patterns that name no file, and why.
    pub missing: BTreeMap<String, String>,
    /// Whether one of them may name files that aren't here now: a folder that isn't there, or can't be read.
    pub is_in_part: bool,
}

/// What the files hold.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CalendarMeetings {
    /// Each meeting once, also where several files have it.
    pub meetings: Vec<Suggestion>,
    /// The files that can't be read, and why: what they hold isn't known.
    pub faults: BTreeMap<PathBuf, String>,
}

/// Whether a pattern of files can be read as one.
pub fn check_pattern(pattern: &str) -> Result<(), PatternError> {
    Pattern::new(pattern).map(|_| ())
}

/// The files that these patterns name, and of folders all that end in `.ics`, however deep.
pub fn find_files(patterns: &[String]) -> CalendarFiles {
    let mut found = CalendarFiles::default();
    for pattern in patterns {
        match files_of(pattern) {
            Ok((files, is_known)) => {
                if files.is_empty() {
                    let why = "names no calendar".to_owned();
                    found.missing.insert(pattern.clone(), why);
                    found.is_in_part |= !is_known;
                }
                found.files.extend(files);
            }
            Err(why) => {
                found.missing.insert(pattern.clone(), why);
                found.is_in_part = true;
            }
        }
    }
    found
}

/// The files of a pattern, and whether it is known that there are no others.
fn files_of(pattern: &str) -> Result<(Vec<PathBuf>, bool), String> {
    let place = PathBuf::from(pattern);
    // What is there under this very name is meant, whatever stars and brackets are in it.
    let (places, is_known) = if place.exists() {
        (vec![place], true)
    } else {
        (
            matches_of(&place.to_string_lossy())?,
            is_folder_there(&place),
        )
    };
    let mut files = Vec::new();
    for place in places {
        if place.is_dir() {
            let folder = Pattern::escape(&place.to_string_lossy());
            files.extend(matches_of(&format!("{folder}/**/*.ics"))?);
        } else {
            files.push(place);
        }
    }
    // A pipe would be waited for.
    files.retain(|file| fs::metadata(file).is_ok_and(|found| found.is_file()));
    Ok((files, is_known))
}

/// Whether the folder is there in which a pattern with stars looks.
fn is_folder_there(pattern: &Path) -> bool {
    let is_plain = |path: &&Path| !path.to_string_lossy().contains(['*', '?', '[']);
    let folder = pattern.ancestors().find(is_plain);
    folder.is_some_and(|folder| folder != pattern && folder.is_dir())
}

/// What a pattern matches; a folder that can't be looked into is an error.
fn matches_of(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let found = glob_with(pattern, MATCH).map_err(|error| error.to_string())?;
    let read = found.map(|place| {
        place.map_err(|error| format!("{}: {}", error.path().display(), error.error()))
    });
    read.collect()
}

/// Reads the meetings of calendars that share time with the days of the request; `None` once `goes_on` says no.
pub fn read_files<'a>(
    files: impl IntoIterator<Item = &'a Path>,
    request: &ImportRequest<'_>,
    goes_on: impl Fn() -> bool,
) -> Option<CalendarMeetings> {
    let mut read = CalendarMeetings::default();
    let mut keys = HashSet::new();
    for file in files {
        if !goes_on() {
            return None;
        }
        let calendar = File::open(file)
            .and_then(Contents::of_file)
            .map_err(ExchangeError::Reading)
            .and_then(|contents| read_meetings(contents, request));
        match calendar {
            Ok(calendar) => {
                let suggestions = calendar.suggestions.into_iter();
                let fresh = suggestions.filter(|meeting| keys.insert(meeting.key.clone()));
                read.meetings.extend(fresh);
            }
            Err(error) => {
                read.faults.insert(file.to_owned(), error.to_string());
            }
        }
    }
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::classify::Classify;
    use crate::domain::stamp::{Moment, Offset, Stamp};
    use crate::domain::taxonomy::Taxonomy;
    use crate::exchange::Format;
    use crate::exchange::source::ImportOptions;

    fn calendar(uid: &str, title: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n\
             DTSTART:20260302T090000Z\r\nDTEND:20260302T093000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    #[test]
    fn patterns_name_files_and_folders() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        for folder in ["work/inner", "odd [x]"] {
            fs::create_dir_all(at(folder)).expect("a folder");
        }
        for name in [
            "work/a.ics",
            "work/B.ICS",
            "work/notes.txt",
            "work/inner/c.ics",
            "odd [x]/d.ics",
        ] {
            fs::write(at(name), "").expect("a file");
        }
        let found = |pattern: &str| {
            let pattern = at(pattern).to_string_lossy().into_owned();
            let found = find_files(&[pattern]);
            let names = found.files.iter().map(|file| {
                let name = file.strip_prefix(home.path()).expect("in it");
                name.to_string_lossy().into_owned()
            });
            (
                names.collect::<Vec<_>>().join(" "),
                found.missing.into_values().next(),
            )
        };
        for (pattern, files) in [
            ("work/*.ics", "work/B.ICS work/a.ics"),
            ("work/notes.txt", "work/notes.txt"),
            ("work", "work/B.ICS work/a.ics work/inner/c.ics"),
            ("w*", "work/B.ICS work/a.ics work/inner/c.ics"),
            ("odd [x]", "odd [x]/d.ics"),
        ] {
            assert_eq!(found(pattern), (files.to_owned(), None), "{pattern}");
        }
        for pattern in ["work/*.vcs", "none", "odd [x]/inner"] {
            let (files, why) = found(pattern);
            assert_eq!(
                (files.as_str(), why.as_deref()),
                ("", Some("names no calendar")),
                "{pattern}"
            );
        }
    }

    #[test]
    fn a_meeting_of_several_files_comes_once_and_a_bad_file_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.ics"), calendar("one", "Kestrel demo")).expect("a file");
        fs::write(at("b.ics"), calendar("one", "An older name")).expect("a file");
        fs::write(at("c.ics"), "no calendar").expect("a file");
        fs::write(at("d.ics"), calendar("two", "Standup")).expect("a file");
        let now = Moment::new(Stamp::clamped(1_772_434_800), Offset::UTC);
        let taxonomy = Taxonomy::default();
        let classify = Classify::new(&[], &[], &taxonomy);
        let options = ImportOptions::new(Zone::Fixed(Offset::UTC), now);
        let request = ImportRequest::new(Format::Ics, options, &classify);
        let found = find_files(&[folder.path().to_string_lossy().into_owned()]);
        let files = || found.files.iter().map(PathBuf::as_path);
        let read = read_files(files(), &request, || true).expect("meetings");
        let titles: Vec<&str> = read
            .meetings
            .iter()
            .map(|meeting| meeting.title.as_str())
            .collect();
        assert_eq!(titles, ["Kestrel demo", "Standup"]);
        let faults: Vec<(&PathBuf, &String)> = read.faults.iter().collect();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, &at("c.ics"));
        assert!(
            faults[0].1.contains("not an iCalendar file"),
            "{}",
            faults[0].1
        );
        assert_eq!(read_files(files(), &request, || false), None);
    }
}
