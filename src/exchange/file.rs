//! Files that are there whole or not at all: written beside their place under another name, for this user alone,
//! and put there when they are on the disk.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::ExchangeError;

/// Writes a file through `fill`; one that is there already only with `force`. A link stays a link: the file that
/// it leads to is replaced.
pub fn write(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let place = place(path, force)?;
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    // Made with mode 0600, whatever the umask; taken away again if anything below fails.
    let mut beside = tempfile::Builder::new()
        .prefix(".tafs-")
        .tempfile_in(folder)?;
    {
        let mut out = BufWriter::new(beside.as_file_mut());
        fill(&mut out)?;
        out.flush()?;
    }
    beside.as_file().sync_all()?;
    if force {
        beside
            .persist(&place)
            .map_err(|error| ExchangeError::Writing(error.error))?;
    } else {
        beside
            .persist_noclobber(&place)
            .map_err(|error| match error.error.kind() {
                std::io::ErrorKind::AlreadyExists => ExchangeError::Exists,
                _ => ExchangeError::Writing(error.error),
            })?;
    }
    // The new name is on the disk once its folder is; not every system can sync a folder.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
    Ok(())
}

fn place(path: &Path, force: bool) -> Result<PathBuf, ExchangeError> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(ExchangeError::NotAFile),
        Ok(_) if force => fs::canonicalize(path).map_err(ExchangeError::Writing),
        Ok(_) => Err(ExchangeError::Exists),
        Err(_) => Ok(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &'static str) -> impl FnOnce(&mut dyn Write) -> Result<(), ExchangeError> {
        move |out| {
            out.write_all(text.as_bytes())
                .map_err(ExchangeError::Writing)
        }
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.json");
        let failed = write(&path, false, |out| {
            out.write_all(b"half")?;
            Err(ExchangeError::Exists)
        });
        assert!(failed.is_err());
        assert_eq!(
            fs::read_dir(folder.path()).expect("a folder").count(),
            0,
            "nothing is left behind"
        );
        write(&path, false, text("one")).expect("a new file");
        assert!(matches!(
            write(&path, false, text("two")),
            Err(ExchangeError::Exists)
        ));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one");
        write(&path, true, text("two")).expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "two");
        assert!(matches!(
            write(folder.path(), true, text("x")),
            Err(ExchangeError::NotAFile)
        ));
        assert!(matches!(
            write(&path.join("x"), true, text("x")),
            Err(ExchangeError::Writing(_))
        ));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_this_user_alone_and_a_link_stays_a_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (
            folder.path().join("real.json"),
            folder.path().join("link.json"),
        );
        fs::write(&real, "old").expect("a file");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o644)).expect("a mode");
        symlink(&real, &link).expect("a link");
        write(&link, true, text("new")).expect("replaced");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("a file"), "new");
        assert_eq!(
            fs::metadata(&real).expect("a file").permissions().mode() & 0o777,
            0o600
        );
        let gone = folder.path().join("nowhere.json");
        symlink(folder.path().join("missing"), &gone).expect("a link");
        assert!(
            write(&gone, false, text("x")).is_err(),
            "a link to nothing is not written over unasked"
        );
    }
}
