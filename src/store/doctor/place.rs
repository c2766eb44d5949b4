//! Where the file lies: who may read it, whose it is, and whether its disk knows locks.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::Access;

use super::check::{Check, Checkup};

/// File systems on which a lock of one machine or process may not hold for another, by the number that the system
/// gives them.
const WITHOUT_LOCKS: [(u32, &str); 13] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x564c, "NCP"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x786f_4256, "a VirtualBox shared folder"),
    (0xbacb_acbc, "a VMware shared folder"),
    (0x00c3_6400, "Ceph"),
];

/// Where the backups lie, beside the file.
const BACKUPS: &str = "backups";

pub(super) fn check(checkup: &Checkup<'_>) -> Vec<Check> {
    vec![check_modes(checkup), check_disk(checkup)]
}

fn check_modes(checkup: &Checkup<'_>) -> Check {
    let own = rustix::process::geteuid().as_raw();
    let mut found = Vec::new();
    let mut commands = Vec::new();
    for (path, wanted) in places(checkup) {
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if let Some(what) = exposure(&metadata, wanted) {
            found.push(format!("{} {what}", path.display()));
            let mode = match wanted {
                Wanted::NotWritten => "go-w",
                Wanted::Private => "go-rwx",
            };
            commands.push(format!("chmod {mode} {}", quoted(&path)));
        }
        if metadata.uid() != own && own != 0 && path == checkup.file {
            found.push(format!("{} belongs to another user", path.display()));
            commands.push(format!("chown {own} {}", quoted(&path)));
        }
    }
    if found.is_empty() {
        return Check::well("mode", describe_access(checkup));
    }
    Check::found("mode", found.join("; "), commands.join(" && "))
}

/// Who can do what with the file, where nobody can do more than they should.
fn describe_access(checkup: &Checkup<'_>) -> String {
    let Ok(metadata) = fs::metadata(checkup.file) else {
        let folder = folder_of(checkup.file);
        let what = match (folder.is_dir(), checkup.own_folder) {
            (false, _) => "nor a folder for it",
            (true, true) => "and only you can open its folder",
            (true, false) => "and no other user can change its folder",
        };
        return format!("there is no file, {what}");
    };
    if !metadata.is_file() {
        return "there is no file to look at".to_owned();
    }
    let can = |what| rustix::fs::access(checkup.file, what).is_ok();
    let who = if metadata.uid() == rustix::process::geteuid().as_raw() {
        "only you"
    } else {
        "only its owner and you"
    };
    let file = if metadata.len() == 0 {
        "the file, which is empty"
    } else {
        "the file"
    };
    match (can(Access::READ_OK), can(Access::WRITE_OK)) {
        (true, true) => format!("{who} can read and write {file}"),
        (true, false) => format!("{who} can read {file}; you can't write to it"),
        (false, _) => format!("no other user can read {file}; nor can you"),
    }
}

/// What others may not do with a file or folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Private,
    /// They may look, as into a home folder, but not change it.
    NotWritten,
}

/// The file, what belongs to it, its folder and the config.
fn places(checkup: &Checkup<'_>) -> Vec<(PathBuf, Wanted)> {
    let folder = folder_of(checkup.file);
    let mut places = vec![(checkup.file.to_owned(), Wanted::Private)];
    if !checkup.file.is_file() {
        places.clear();
    }
    let name = file_name(checkup.file);
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let entry_name = file_name(&entry.path());
        if !name.is_empty() && entry_name.len() > name.len() && entry_name.starts_with(&name) {
            places.push((entry.path(), Wanted::Private));
        }
    }
    let backups = backups_of(checkup.file);
    if !backups.is_empty() {
        places.push((folder.join(BACKUPS), Wanted::Private));
    }
    places.extend(backups.into_iter().map(|path| (path, Wanted::Private)));
    let wanted = if checkup.own_folder {
        Wanted::Private
    } else {
        Wanted::NotWritten
    };
    places.push((folder, wanted));
    places.extend(
        checkup
            .config
            .map(|config| (config.to_owned(), Wanted::NotWritten)),
    );
    places
}

/// What others can do there that they should not be able to.
fn exposure(metadata: &Metadata, wanted: Wanted) -> Option<&'static str> {
    const STICKY: u32 = 0o1000;
    let mode = metadata.mode();
    // In a sticky folder nobody replaces what is another's.
    let writable = mode & 0o022 != 0 && !(metadata.is_dir() && mode & STICKY != 0);
    let readable = mode & 0o055 != 0 && wanted == Wanted::Private;
    match (writable, readable) {
        (true, _) => Some("can be changed by other users"),
        (false, true) => Some("can be read by other users"),
        (false, false) => None,
    }
}

fn check_disk(checkup: &Checkup<'_>) -> Check {
    let place = if checkup.file.exists() {
        checkup.file.to_owned()
    } else {
        folder_of(checkup.file)
    };
    if is_read_only(&place) {
        return Check::found(
            "disk",
            "the disk is mounted read-only: nothing can be saved",
            "mount it writable, or copy the file to another disk and name it with --db FILE",
        );
    }
    match kind_of(&place).and_then(without_locks) {
        Some(kind) => Check::found(
            "disk",
            format!("the file is on {kind}, where two programs writing at once can damage it"),
            "keep it on a disk of this machine, and name that with --db FILE or TAFS_DB",
        ),
        None => Check::well("disk", "a writable local disk"),
    }
}

fn is_read_only(place: &Path) -> bool {
    rustix::fs::statvfs(place)
        .is_ok_and(|found| found.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}

#[cfg(target_os = "linux")]
fn kind_of(place: &Path) -> Option<u32> {
    rustix::fs::statfs(place)
        .ok()
        .map(|found| found.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn kind_of(_: &Path) -> Option<u32> {
    None
}

fn without_locks(kind: u32) -> Option<&'static str> {
    WITHOUT_LOCKS
        .into_iter()
        .find(|(number, _)| *number == kind)
        .map(|(_, name)| name)
}

/// The folder that the file really lies in.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The path with an end behind its name, as SQLite names what it keeps beside a file.
pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    crate::store::place::with_end(&real, end)
}

/// The backups of the file, the newest first; others may keep theirs in a folder of that name.
pub(super) fn backups_of(file: &Path) -> Vec<PathBuf> {
    let name = file_name(file);
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let entries = fs::read_dir(folder_of(file).join(BACKUPS));
    let mut backups: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            file_name(path)
                .strip_prefix(stem)
                .is_some_and(|rest| rest.starts_with('-'))
        })
        .collect();
    backups.sort();
    backups.reverse();
    backups
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "-_./+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_without_locks_are_named() {
        for (kind, name) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("CIFS")),
            (0x6573_5546, Some("FUSE")),
            (0x0102_1997, Some("9p")),
            (0xef53, None),
            (0x0102_1994, None),
        ] {
            assert_eq!(without_locks(kind), name, "{kind:x}");
        }
    }

    #[test]
    fn a_path_is_quoted_for_the_shell() {
        for (path, expected) in [
            ("/a/tafs.db", "/a/tafs.db"),
            ("tafs (1).db", "'tafs (1).db'"),
            ("Maya's.db", "'Maya'\\''s.db'"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
