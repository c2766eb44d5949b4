//! Why a file cannot be read or written, in plain words: what the system says, and which part of the path it means.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use rustix::fs::{Access, access};
use rustix::io::Errno;

use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{dangling_link, first_of, folder_of};

/// A page, as SQLite writes it.
const PAGE: [u8; 4096] = [0; 4096];

/// Whether a write has met the limit of this shell since that was asked last.
static PAST_LIMIT: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Why something could not be done with the file at a path, to be read after a colon.
pub fn describe_cause(path: &Path, error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::PermissionDenied => Some(describe_no_access(path)),
        ErrorKind::NotADirectory => first_of(path, Path::is_file)
            .map(|file| format!("{} is a file, not a folder", file.display())),
        ErrorKind::NotFound | ErrorKind::AlreadyExists => dangling_link(path),
        _ => None,
    };
    words
        .or_else(|| plain_cause(error).map(str::to_owned))
        .unwrap_or_else(|| error.to_string())
}

/// What the system says, in plain words where it has some that a person knows.
pub fn plain_cause(error: &io::Error) -> Option<&'static str> {
    if Errno::from_io_error(error) == Some(Errno::LOOP) {
        return Some("its links lead in a circle");
    }
    if Errno::from_io_error(error) == Some(Errno::IO) {
        return Some("the disk fails (input/output error)");
    }
    Some(match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::NotADirectory => "part of its path isn't a folder",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::InvalidFilename => "its name is too long for this system",
        ErrorKind::ReadOnlyFilesystem => "its disk is read-only",
        ErrorKind::StorageFull => "No space left on the disk",
        ErrorKind::QuotaExceeded => "your quota on that disk is used up",
        ErrorKind::FileTooLarge => {
            "it would pass this shell's limit for the size of a file (ulimit -f)"
        }
        _ => return None,
    })
}

fn describe_no_access(path: &Path) -> String {
    let is_closed = |part: &Path| part.is_dir() && access(part, Access::EXEC_OK).is_err();
    let folder = path.parent().unwrap_or(path);
    if let Some(closed) = first_of(folder, is_closed) {
        return format!("the folder {} is closed to you", closed.display());
    }
    match fs::metadata(path) {
        Ok(found) if is_of_other(&found) => "it belongs to another user".to_owned(),
        Ok(_) | Err(_) => "permission denied".to_owned(),
    }
}

fn is_of_other(file: &fs::Metadata) -> bool {
    file.uid() != rustix::process::geteuid().as_raw()
}

/// Why a file that is there cannot be written to; `None` where it can.
pub(super) fn describe_no_write(file: &Path) -> Option<&'static str> {
    let folder = folder_of(file);
    match (
        access(file, Access::WRITE_OK),
        access(folder, Access::WRITE_OK | Access::EXEC_OK),
    ) {
        (Ok(()), Ok(())) => None,
        (Err(Errno::ROFS), _) | (_, Err(Errno::ROFS)) => Some("its disk is read-only"),
        (Err(_), _) if fs::metadata(file).is_ok_and(|file| is_of_other(&file)) => {
            Some("it belongs to another user, and you may only read it")
        }
        (Err(_), _) => Some("it is read-only"),
        (Ok(()), Err(_)) => Some("its folder is read-only"),
    }
}

/// The flag for whoever listens for the signal that the system sends with each write past the limit of this shell.
pub fn size_limit_flag() -> Arc<AtomicBool> {
    Arc::clone(&PAST_LIMIT)
}

/// Why a write beside a file failed, of which SQLite only says that it did; `None` where it goes well now.
pub(super) fn cause_of_write(file: &Path) -> Option<io::Error> {
    if PAST_LIMIT.swap(false, Ordering::Relaxed) {
        return Some(Errno::FBIG.into());
    }
    let folder = folder_of(file);
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile_in(folder);
    let written = beside.and_then(|beside| {
        beside.as_file().write_all_at(&PAGE, 0)?;
        beside.as_file().sync_all()
    });
    written
        .err()
        .map(|error| match Errno::from_io_error(&error) {
            Some(number) => number.into(),
            // The name of the file that was tried means nothing to anyone.
            None => error.kind().into(),
        })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_cause_names_the_part_of_the_path_that_it_means() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "x").expect("a file");
        symlink("nowhere", at("link")).expect("a link");
        symlink("circle", at("circle")).expect("a link");
        let long = "x".repeat(300);
        let cases = [
            (at("file/deeper/tafs.db"), "/file is a file, not a folder"),
            (at("link"), "it is a link to nowhere, which is not there"),
            (
                at("link/tafs.db"),
                "/link is a link to nowhere, which is not there",
            ),
            (at("circle"), "its links lead in a circle"),
            (at(&long), "its name is too long for this system"),
            (at("missing"), "there is no such file or folder"),
        ];
        for (path, expected) in cases {
            let error = fs::metadata(&path).expect_err(expected);
            let said = describe_cause(&path, &error);
            assert!(said.ends_with(expected), "{said}");
        }
    }

    #[test]
    fn a_write_that_goes_well_has_no_cause_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tafs.db");
        assert!(cause_of_write(&file).is_none());
        assert!(cause_of_write(&folder.path().join("none/tafs.db")).is_some());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
