//! What lies beside the file: a journal, conflict copies of synchronizers, what killed processes left, old copies.

use std::fs;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::super::holder::describe_process;
use super::super::leftover::{DEMO, UNFINISHED};
use super::super::migrate::APPLICATION_ID;
use super::check::{Check, Checkup, counted, first_of, size};
use super::place::{backups_of, file_name, folder_of, quoted, with_end};

/// How the folder of a copy begins that is looked at, in the folder for temporary files.
pub(super) const COPY: &str = "tafs-doctor-";
const DAY: i64 = 86_400;

pub(super) fn check(checkup: &Checkup<'_>) -> Vec<Check> {
    let folder = folder_of(checkup.file);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    vec![
        check_journal(checkup),
        check_conflicts(checkup, &folder, &names),
        clear_leftovers(checkup, &folder),
        check_copies(checkup, &folder, &names),
    ]
}

fn check_journal(checkup: &Checkup<'_>) -> Check {
    let length = |end| fs::metadata(with_end(checkup.file, end)).map_or(0, |file| file.len());
    if length("-wal") > 0 {
        return Check::well(
            "journal",
            "another program keeps changes in a -wal file beside it; the next tafs brings them into the file",
        );
    }
    if length("-journal") > 0 {
        return Check::well(
            "journal",
            "a change was cut off or is in progress; the next tafs undoes one that was cut off",
        );
    }
    Check::well("journal", "no change is unfinished")
}

fn check_conflicts(checkup: &Checkup<'_>, folder: &Path, names: &[String]) -> Check {
    let own = file_name(checkup.file);
    let copies: Vec<PathBuf> = names
        .iter()
        .filter(|name| is_conflict_copy(name, &own, || is_marked_ours(&folder.join(name))))
        .map(|name| folder.join(name))
        .collect();
    let [first, ..] = &copies[..] else {
        return Check::well("conflicts", "no conflict copies beside the file");
    };
    let listed: Vec<String> = copies.iter().map(|path| file_name(path)).collect();
    Check::found(
        "conflicts",
        format!(
            "{} beside the file: {}",
            counted(copies.len(), "conflict copy").replace("copys", "copies"),
            first_of(&listed, 5)
        ),
        format!(
            "tafs --db {} export > copy.jsonl && tafs --db {} import json copy.jsonl brings in its blocks; then move \
             the copy away",
            quoted(first),
            quoted(checkup.file)
        ),
    )
}

/// Whether a name is the one that a synchronizer gives to the other version of a file of ours.
fn is_conflict_copy(name: &str, own: &str, is_ours: impl FnOnce() -> bool) -> bool {
    let (stem, end) = own
        .rsplit_once('.')
        .map_or((own, ""), |(stem, end)| (stem, end));
    let Some(rest) = name.strip_prefix(stem).filter(|_| name != own) else {
        return false;
    };
    // Syncthing, ownCloud, and whatever else says so.
    if rest.to_lowercase().contains("conflict") {
        return true;
    }
    let middle = match rest.strip_suffix(end).map(|rest| rest.strip_suffix('.')) {
        Some(Some(middle)) => middle,
        Some(None) if end.is_empty() => rest,
        Some(None) | None => return false,
    };
    // Drive and OneDrive number them in brackets, iCloud without.
    let in_brackets = middle.starts_with(" (") || middle.starts_with('(');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if (in_brackets && middle.ends_with(')')) || middle.strip_prefix(' ').is_some_and(is_number) {
        return true;
    }
    // OneDrive gives the name of the machine; so may a person, so the file has to be one of ours.
    middle
        .strip_prefix('-')
        .is_some_and(|host| !host.is_empty())
        && is_ours()
}

/// Removes what processes that are gone have left, and names it.
fn clear_leftovers(checkup: &Checkup<'_>, folder: &Path) -> Check {
    let backups = folder.join("backups");
    let places = [(folder, UNFINISHED), (&*backups, UNFINISHED)];
    let temporary = [UNFINISHED, DEMO, COPY].map(|kind| (&*checkup.temporary, kind));
    let found = places.into_iter().chain(temporary);
    let found = found.flat_map(|(folder, kind)| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        paths
            .filter(move |path| file_name(path).starts_with(kind))
            .map(move |path| (path, kind))
    });
    let mut found: Vec<(PathBuf, &str)> = found.collect();
    found.sort();
    found.dedup();
    let (mut removed, mut kept, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for (path, prefix) in found {
        let shown = path.display().to_string();
        match clear(&path, prefix, checkup.now.seconds()) {
            Fate::Removed => removed.push(shown),
            Fate::Gone => {}
            Fate::Kept(why) => kept.push(format!("{shown} {why}")),
            Fate::Failed => failed.push(shown),
        }
    }
    if !failed.is_empty() {
        return Check::found(
            "leftovers",
            format!("left by killed processes: {}", first_of(&failed, 5)),
            "tafs can't remove it: remove it by hand",
        );
    }
    if !removed.is_empty() {
        return Check::well(
            "leftovers",
            format!(
                "removed what killed processes left: {}",
                first_of(&removed, 5)
            ),
        );
    }
    if !kept.is_empty() {
        return Check::well("leftovers", format!("left alone: {}", first_of(&kept, 5)));
    }
    Check::well("leftovers", "nothing left by killed processes")
}

/// What became of a file that has the name of a temporary one.
#[derive(PartialEq, Eq, Debug)]
enum Fate {
    Removed,
    /// Its process, or another checkup, was faster.
    Gone,
    Kept(String),
    Failed,
}

fn clear(path: &Path, prefix: &str, now: i64) -> Fate {
    let is_gone = || {
        let found = fs::symlink_metadata(path);
        found.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    };
    match why_kept(path, prefix, now) {
        Some(_) if is_gone() => Fate::Gone,
        Some(why) => Fate::Kept(why),
        None => match remove(path) {
            Ok(()) => Fate::Removed,
            Err(_) if is_gone() => Fate::Gone,
            Err(_) => Fate::Failed,
        },
    }
}

/// Why a file stays that has the name of a temporary one; `None` where it is left over: its process is gone, or it is older
/// than a day, nobody has it open, and its name is one that only a program gives.
fn why_kept(path: &Path, prefix: &str, now: i64) -> Option<String> {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return Some("can't be looked at".to_owned());
    };
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Some("belongs to another user".to_owned());
    }
    if metadata.is_symlink() {
        return Some("is a link".to_owned());
    }
    let name = file_name(path);
    let rest = name.strip_prefix(prefix).unwrap_or_default();
    let number = rest
        .split_once('-')
        .and_then(|(number, _)| number.parse().ok());
    let process = number.and_then(rustix::process::Pid::from_raw);
    if process.is_some_and(|process| !is_running(process)) {
        return None;
    }
    if let Some(opener) = find_opener(path) {
        return Some(format!("is open in {}", describe_process(opener)));
    }
    let is_old = now - metadata.mtime() > DAY;
    match number {
        // The number may have gone to another program since.
        Some(number) => (!is_old).then(|| {
            let process = describe_process(number.unsigned_abs());
            format!("has the number of {process}, which is running")
        }),
        None if is_random(rest) => {
            (!is_old).then(|| "is open in no program, and goes once it is a day old".to_owned())
        }
        None => Some("is open in no program, and its name isn't one that tafs gives".to_owned()),
    }
}

/// Whether the end of a name is six letters and digits as a program draws them; a word of small letters is a person's.
fn is_random(end: &str) -> bool {
    end.len() == 6
        && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !end.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_running(process: rustix::process::Pid) -> bool {
    let asked = rustix::process::test_kill_process(process);
    asked != Err(rustix::io::Errno::SRCH)
}

/// The process that has it, or something in it, open; where the system tells of processes.
fn find_opener(path: &Path) -> Option<u32> {
    let has_open = |process: &fs::DirEntry| {
        let files = fs::read_dir(process.path().join("fd"));
        let mut files = files.into_iter().flatten().flatten();
        files.any(|file| fs::read_link(file.path()).is_ok_and(|open| open.starts_with(path)))
    };
    let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let opener = processes.find(has_open)?;
    opener.file_name().to_str()?.parse().ok()
}

fn remove(path: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

/// Old copies: told with their size and age, and never removed.
fn check_copies(checkup: &Checkup<'_>, folder: &Path, names: &[String]) -> Check {
    let own = file_name(checkup.file);
    let is_copy = |name: &&String| {
        name.strip_prefix(&own)
            .is_some_and(|rest| rest.starts_with('.'))
            && !name.to_lowercase().contains("conflict")
    };
    let mut copies: Vec<PathBuf> = names
        .iter()
        .filter(is_copy)
        .map(|name| folder.join(name))
        .collect();
    copies.extend(backups_of(checkup.file));
    let told: Vec<String> = copies
        .iter()
        .filter_map(|path| tell_copy(checkup, path))
        .collect();
    if told.is_empty() {
        return Check::well("copies", "no old copies");
    }
    let count = counted(told.len(), "copy").replace("copys", "copies");
    Check::well(
        "copies",
        format!("{count} of earlier states: {}", first_of(&told, 5)),
    )
}

fn tell_copy(checkup: &Checkup<'_>, path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let age = match (checkup.now.seconds() - metadata.mtime()) / DAY {
        ..=0 => "today".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    };
    Some(format!(
        "{} ({}, {age})",
        file_name(path),
        size(metadata.len())
    ))
}

/// Whether the mark of our files is in it.
fn is_marked_ours(path: &Path) -> bool {
    let mut header = [0; 72];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[68..] == APPLICATION_ID.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file in a folder that is named after a process that is gone.
    fn leave_behind(folder: &Path, name: &str) -> PathBuf {
        // No process has a number that large.
        let path = folder.join(format!("{COPY}{}-{name}", i32::MAX));
        fs::create_dir(&path).expect("a folder");
        fs::write(path.join("tafs.db"), "x").expect("a file");
        path
    }

    #[test]
    fn what_another_checkup_has_removed_is_no_failure() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = leave_behind(folder.path(), "a");
        assert_eq!(clear(&path, COPY, 0), Fate::Removed);
        assert_eq!(clear(&path, COPY, 0), Fate::Gone);
        let left: Vec<PathBuf> = (0..200)
            .map(|number| leave_behind(folder.path(), &number.to_string()))
            .collect();
        let sweep = || left.iter().map(|path| clear(path, COPY, 0)).collect();
        let (one, other): (Vec<Fate>, Vec<Fate>) = std::thread::scope(|scope| {
            let other = scope.spawn(sweep);
            (sweep(), other.join().expect("it ends"))
        });
        for fate in one.iter().chain(&other) {
            assert!(matches!(fate, Fate::Removed | Fate::Gone), "{fate:?}");
        }
    }

    #[test]
    fn conflict_copies_are_known_by_the_names_of_each_synchronizer() {
        let cases = [
            ("tafs (conflicted copy 2026-03-11).db", true),
            ("tafs (Maya's conflicted copy 2026-03-11).db", true),
            (
                "tafs (maya-laptop's conflicted copy 2026-03-11 (1)).db",
                true,
            ),
            ("tafs.sync-conflict-20260311-140000-ABCDEFG.db", true),
            ("tafs.db.sync-conflict-20260311-140000-ABCDEFG", true),
            ("tafs (conflicted copy 2026-03-11 140000).db", true),
            ("tafs_conflict-20260311-140000.db", true),
            (
                "tafs (SFConflict maya@example.com 2026-03-11-14-00-00).db",
                true,
            ),
            ("tafs (1).db", true),
            ("tafs(1).db", true),
            ("tafs 2.db", true),
            ("tafs-DESKTOP7.db", true),
            ("tafs.db", false),
            ("tafs.db-journal", false),
            ("tafs.db.schema-6", false),
            ("tafs-.db", false),
            ("tafsx.db", false),
            ("other (1).db", false),
            ("tafs (1).txt", false),
            ("tafs two.db", false),
        ];
        for (name, expected) in cases {
            assert_eq!(
                is_conflict_copy(name, "tafs.db", || true),
                expected,
                "{name}"
            );
        }
        assert!(!is_conflict_copy("tafs-old.db", "tafs.db", || false));
        assert!(is_conflict_copy("work (1)", "work", || false));
    }
}
