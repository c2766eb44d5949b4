//! Files that are looked at once a second: whether they may say something else by now, without reading them.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::env;

/// A file system tells times as coarsely as this: what is written within it may look like what stood there before.
const COARSE: Duration = Duration::from_secs(3);

/// What was last seen of the file, and since when it looks like that.
#[derive(Debug, Default)]
pub(super) struct Watched {
    seen: Option<(Stamp, Instant)>,
}

/// What every write changes; `None` where there is no such file.
type Stamp = Option<[i64; 5]>;

impl Watched {
    /// Whether the file may differ from what was read of it at the last look.
    pub(super) fn may_differ(&mut self, path: &Path) -> bool {
        self.may_differ_at(path, env::instant())
    }

    /// What was seen could not be read: the next look reads again.
    pub(super) const fn forget(&mut self) {
        self.seen = None;
    }

    fn may_differ_at(&mut self, path: &Path, at: Instant) -> bool {
        let stamp = stamp_of(path);
        match self.seen {
            Some((seen, since)) if seen == stamp => at.saturating_duration_since(since) < COARSE,
            Some(_) | None => {
                self.seen = Some((stamp, at));
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
        assert!(differs(1) && differs(2) && !differs(3), "no file");
        fs::write(&path, "a = 1").expect("a file");
        assert!(differs(4) && differs(6) && !differs(7), "a new file");
        fs::write(folder.path().join("new"), "a = 2").expect("a file");
        fs::rename(folder.path().join("new"), &path).expect("a rename");
        assert!(differs(8) && !differs(11), "another of the same length");
        fs::remove_file(&path).expect("gone");
        assert!(differs(12) && !differs(15), "no file again");
    }
}
