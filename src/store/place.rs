//! Paths around a file: the folder that it is in, what SQLite keeps beside it, and where links lead.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database.
pub(super) const SIDES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The path with an end at its name.
pub fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether something of a file is beside it.
pub(super) fn has_sides(path: &Path) -> bool {
    SIDES.iter().any(|side| with_end(path, side).exists())
}

/// The folder that a path is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Makes a folder and those above it, for this user alone.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Puts the name of a file on the disk, which is there once its folder is. Not every system can sync a folder.
pub fn sync_folder_of(path: &Path) {
    if let Ok(folder) = File::open(folder_of(path)) {
        folder.sync_all().ok();
    }
}

/// The path without links, also of a file that is not there yet.
pub fn without_links(path: &Path) -> PathBuf {
    if let Ok(found) = fs::canonicalize(path) {
        return found;
    }
    // A link to nothing leads to where something may be.
    if let (Ok(target), Some(folder)) = (fs::read_link(path), path.parent()) {
        return in_real_folder(&folder.join(target));
    }
    in_real_folder(path)
}

fn in_real_folder(path: &Path) -> PathBuf {
    match (fs::canonicalize(folder_of(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// What part of the path is a link to nothing, and to what, where one is.
pub fn dangling_link(path: &Path) -> Option<String> {
    let is_dangling = |part: &Path| {
        fs::symlink_metadata(part).is_ok_and(|found| found.is_symlink()) && !part.exists()
    };
    let link = first_of(path, is_dangling)?;
    let target = fs::read_link(&link).ok()?;
    let name = if link == path {
        "it".to_owned()
    } else {
        link.display().to_string()
    };
    Some(format!(
        "{name} is a link to {}, which is not there",
        target.display()
    ))
}

/// The first part of a path, from its root on, of which something holds.
pub(super) fn first_of(path: &Path, holds: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let parts: Vec<&Path> = path
        .ancestors()
        .filter(|part| part.as_os_str() != OsStr::new(""))
        .collect();
    let mut parts = parts.into_iter().rev();
    parts.find(|part| holds(part)).map(Path::to_owned)
}
