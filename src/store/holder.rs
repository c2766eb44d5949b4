//! Which program holds a file, as far as the system tells: Linux lists all locks in /proc/locks. Opens nothing, since
//! to close a file gives up this process's own locks on it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{major, minor};

use crate::domain::text;

/// Where Linux lists the locks of all processes.
const LOCKS: &str = "/proc/locks";

/// A lock on some file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Lock {
    process: u32,
    device: (u32, u32),
    inode: u64,
    writes: bool,
}

/// How often the list is read: it comes in parts, and one that changes in between can leave a lock out.
const LOOKS: usize = 5;

/// The program that holds the file, to be told: `python3 (process 4711)`, or that it is some other program.
pub(super) fn describe_holder(file: &Path) -> String {
    (0..LOOKS)
        .map_while(|_| fs::read_to_string(LOCKS).ok())
        .take_while(|locks| !locks.is_empty())
        .find_map(|locks| find_holder(file, &locks))
        .unwrap_or_else(|| "another program".to_owned())
}

fn find_holder(file: &Path, locks: &str) -> Option<String> {
    let metadata = fs::metadata(file).ok()?;
    let path = fs::canonicalize(file).ok()?;
    // Some file systems have another device for the list than for whoever asks.
    let is_on_file = |lock: &Lock| {
        lock.inode == metadata.ino()
            && (lock.device == (major(metadata.dev()), minor(metadata.dev()))
                || has_file_open(lock.process, &path))
    };
    let own = std::process::id();
    let locks = locks.lines().filter_map(read_lock).filter(is_on_file);
    let process = locks
        .min_by_key(|lock| (lock.process == own, !lock.writes))?
        .process;
    Some(describe_process(process))
}

/// A process by its name and number, as far as the system tells.
pub(super) fn describe_process(process: u32) -> String {
    match read_program_name(process) {
        Some(name) => format!("{name} (process {process})"),
        None => format!("process {process}"),
    }
}

/// A line of the list, `1: POSIX  ADVISORY  WRITE 4711 08:02:1234 1073741824 1073742335`; none of a process that waits for
/// a lock, or is hidden from this one.
fn read_lock(line: &str) -> Option<Lock> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, "POSIX" | "OFDLCK", _, kind, process, place, ..] = words[..] else {
        return None;
    };
    let mut place = place.split(':');
    let mut device = || u32::from_str_radix(place.next()?, 16).ok();
    Some(Lock {
        device: (device()?, device()?),
        inode: place.next()?.parse().ok()?,
        process: process.parse().ok().filter(|process| *process > 0)?,
        writes: kind == "WRITE",
    })
}

fn has_file_open(process: u32, path: &Path) -> bool {
    let Ok(mut open) = fs::read_dir(format!("/proc/{process}/fd")) else {
        return false;
    };
    open.any(|entry| {
        let link = entry.and_then(|entry| fs::read_link(entry.path()));
        link.is_ok_and(|link| link == path)
    })
}

fn read_program_name(process: u32) -> Option<String> {
    let name = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    let name = text::visible(name.trim());
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_and_one_that_is_waited_for_is_none() {
        let lock = |process, device, inode, writes| {
            Some(Lock {
                process,
                device,
                inode,
                writes,
            })
        };
        let cases = [
            (
                "1: POSIX  ADVISORY  WRITE 4711 08:02:1234 1073741824 1073742335",
                lock(4711, (8, 2), 1234, true),
            ),
            (
                "22: POSIX  ADVISORY  READ 7 00:1b:99 1073741826 1073742335",
                lock(7, (0, 0x1b), 99, false),
            ),
            (
                "3: -> POSIX  ADVISORY  WRITE 4711 08:02:1234 1073741824 EOF",
                None,
            ),
            ("4: FLOCK  ADVISORY  WRITE 4711 08:02:1234 0 EOF", None),
            ("5: OFDLCK ADVISORY  READ -1 08:02:1234 0 EOF", None),
            ("6: POSIX  ADVISORY  WRITE 0 08:02:1234 0 EOF", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(read_lock(line), expected, "{line}");
        }
    }

    #[test]
    fn the_program_that_holds_a_file_is_named_where_the_system_tells() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert_eq!(describe_holder(file.path()), "another program");
        let held = rusqlite::Connection::open(file.path()).expect("a database");
        held.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
        let told = describe_holder(file.path());
        let own = format!("(process {})", std::process::id());
        let is_listed = fs::read_to_string(LOCKS).is_ok_and(|locks| !locks.is_empty());
        assert_eq!(told.ends_with(&own), is_listed, "{told}");
    }
}
