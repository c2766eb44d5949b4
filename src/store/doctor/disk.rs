//! Whether the disk can read the file at all: to SQLite a read that fails is most often damage.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::check::Check;
use crate::domain::format::grouped;

/// So many bytes are read at once.
const PIECE: usize = 1 << 16;

/// Where a disk can't read a file, and why; `None` where it reads all of it.
pub(in crate::store) fn find_unreadable(file: &File) -> Option<(u64, io::Error)> {
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        match file.read_at(&mut piece, at) {
            Ok(0) => return None,
            Ok(read) => at += read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Some((at, error)),
        }
    }
}

/// What is said of a disk that can't read the file from some place on.
pub(super) fn describe_failure(at: u64) -> String {
    format!("it stops at byte {}", grouped(at as usize))
}

/// A disk that could not read the file at first, and then could.
pub(super) fn check_once_failed() -> Check {
    Check::found(
        "disk",
        "the disk failed to read the file once, then read it",
        "copy the file to another disk (tafs backup FILE) and check this one",
    )
}
