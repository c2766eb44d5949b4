//! Watches files by their metadata, so that they are read only after a change.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::env;

/// Longest clock tick of a file system: a second write within it may leave the same stamp.
const COARSE: Duration = Duration::from_secs(3);

/// What was last seen of the file, until it changes again.
#[derive(Debug, Default)]
pub(super) struct Watched {
    seen: Option<Seen>,
}

#[derive(Debug)]
struct Seen {
    stamp: Stamp,
    since: Instant,
    /// Whether it was read once when a write could no longer have left this stamp.
    is_settled: bool,
}

/// What every write changes; `None` where there is no such file.
type Stamp = Option<[i64; 5]>;

impl Watched {
    /// Whether the file may differ from what was read of it at the last look.
    pub(super) fn may_differ(&mut self, path: &Path) -> bool {
        self.may_differ_at(path, env::instant())
    }

    fn may_differ_at(&mut self, path: &Path, at: Instant) -> bool {
        let stamp = stamp_of(path);
        match &mut self.seen {
            Some(seen) if seen.stamp == stamp => {
                let was_settled = seen.is_settled;
                seen.is_settled |= at.saturating_duration_since(seen.since) >= COARSE;
                !was_settled
            }
            Some(_) | None => {
                self.seen = Some(Seen {
                    stamp,
                    since: at,
                    is_settled: false,
                });
                true
            }
        }
    }
}

fn stamp_of(path: &Path) -> Stamp {
    let found = fs::metadata(path).ok()?;
    Some([
        found.dev().cast_signed(),
        found.ino().cast_signed(),
        found.size().cast_signed(),
        // Unlike the time of the last write, that of the last change is never set by hand.
        found.ctime(),
        found.ctime_nsec(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_once_it_changed_and_while_that_is_fresh() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let begin = env::instant();
        let mut watched = Watched::default();
        let mut differs =
            |seconds| watched.may_differ_at(&path, begin + Duration::from_secs(seconds));
        assert!(differs(0), "never seen");
        assert!(differs(1) && differs(3) && !differs(4), "no file");
        fs::write(&path, "a = 1").expect("a file");
        assert!(differs(5) && differs(9) && !differs(10), "a new file");
        fs::write(folder.path().join("new"), "a = 2").expect("a file");
        fs::rename(folder.path().join("new"), &path).expect("a rename");
        assert!(
            differs(11) && differs(20) && !differs(21),
            "another of the same length"
        );
        fs::remove_file(&path).expect("gone");
        assert!(differs(22) && differs(25) && !differs(26), "no file again");
    }
}
