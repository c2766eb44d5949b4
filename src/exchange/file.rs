//! Files that are there whole or not at all: written beside their place under another name, for this user alone,
//! and put there when they are on the disk.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::ExchangeError;
use crate::store::leftover::{UNFINISHED, leftover_prefix};
use crate::store::{Copies, folder_of, is_ours, sync_folder_of, with_end, without_links};

/// What SQLite keeps beside a database.
const BESIDE: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// How the names go on of files that are kept of a database.
const KEPT: [&str; 3] = [".kept-", ".schema-", ".damaged-"];

/// The files of the program itself, which no output replaces.
#[derive(Clone, Debug, Default)]
pub struct OwnFiles {
    paths: Vec<PathBuf>,
    /// The folders of the backups.
    folders: Vec<PathBuf>,
}

impl OwnFiles {
    /// Databases with what SQLite keeps beside them and with their backups, and config files.
    pub fn new<'a>(
        databases: impl IntoIterator<Item = &'a Path>,
        configs: impl IntoIterator<Item = &'a Path>,
    ) -> Self {
        let databases: Vec<&Path> = databases.into_iter().collect();
        let folders = databases.iter().map(|path| Copies::of(path).folder());
        let folders = folders.collect();
        let databases = databases
            .into_iter()
            // The journal of a database that a link leads to lies beside what it leads to.
            .flat_map(|database| [database.to_owned(), without_links(database)])
            .flat_map(|database| BESIDE.map(|end| with_end(&database, end)));
        let configs = configs.into_iter().map(Path::to_owned);
        Self {
            paths: databases.chain(configs).collect(),
            folders,
        }
    }

    /// Whether a path leads to one of them, by whatever spelling or link.
    fn contain(&self, path: &Path) -> bool {
        let resolved = without_links(path);
        let is_same = |own: &PathBuf| without_links(own) == resolved || is_one_file(own, path);
        let is_inside = |folder: &PathBuf| resolved.starts_with(without_links(folder));
        self.paths.iter().any(is_same)
            || self.folders.iter().any(is_inside)
            || self.paths.iter().any(|own| is_kept_of(own, &resolved))
    }
}

/// Whether a file is what a restore, a repair or an upgrade has kept of a database: also where it is damaged, and with it
/// no database at all.
fn is_kept_of(database: &Path, path: &Path) -> bool {
    // Beside a link, and beside what it leads to: both are among the databases.
    let folder = database.parent().map(without_links);
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let (Some(base), Some(name)) = (name(database), name(path)) else {
        return false;
    };
    let end = name.strip_prefix(&base);
    path.parent() == folder.as_deref()
        && end.is_some_and(|end| KEPT.iter().any(|kept| end.starts_with(kept)))
}

/// Whether two names are hard links to one file.
#[cfg(unix)]
fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::metadata(path).ok().map(|file| (file.dev(), file.ino()));
    id(one).is_some_and(|one| id(other) == Some(one))
}

#[cfg(not(unix))]
fn is_one_file(_: &Path, _: &Path) -> bool {
    false
}

/// Writes a file through `fill`; one that already exists only with `force`, and never one of the program's own or
/// another file with blocks. A link stays a link: the file that it leads to is replaced.
pub fn write(
    path: &Path,
    force: bool,
    own: &OwnFiles,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    if is_ours(path) {
        return Err(ExchangeError::Own);
    }
    write_file(path, force, own, |beside| {
        let mut out = BufWriter::new(beside.as_file_mut());
        fill(&mut out)?;
        Ok(out.flush()?)
    })
}

/// As [`write()`], by whoever fills the file beside the place itself; also in the place of a file with blocks, which only
/// a backup takes.
pub fn write_file(
    path: &Path,
    force: bool,
    own: &OwnFiles,
    fill: impl FnOnce(&mut NamedTempFile) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    if own.contain(path) {
        return Err(ExchangeError::Own);
    }
    let place = place(path, force)?;
    // Made with mode 0600, whatever the umask; taken away again if anything below fails.
    let mut beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile_in(folder_of(&place))?;
    fill(&mut beside)?;
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
    sync_folder_of(&place);
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
        let failed = write(&path, false, &OwnFiles::default(), |out| {
            out.write_all(b"half")?;
            Err(ExchangeError::Exists)
        });
        assert!(failed.is_err());
        assert_eq!(
            fs::read_dir(folder.path()).expect("a folder").count(),
            0,
            "nothing is left behind"
        );
        write(&path, false, &OwnFiles::default(), text("one")).expect("a new file");
        assert!(matches!(
            write(&path, false, &OwnFiles::default(), text("two")),
            Err(ExchangeError::Exists)
        ));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one");
        write(&path, true, &OwnFiles::default(), text("two")).expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "two");
        assert!(matches!(
            write(folder.path(), true, &OwnFiles::default(), text("x")),
            Err(ExchangeError::NotAFile)
        ));
        assert!(matches!(
            write(&path.join("x"), true, &OwnFiles::default(), text("x")),
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
        write(&link, true, &OwnFiles::default(), text("new")).expect("replaced");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("a file"), "new");
        assert_eq!(
            fs::metadata(&real).expect("a file").permissions().mode() & 0o777,
            0o600
        );
        let gone = folder.path().join("nowhere.json");
        symlink(folder.path().join("missing"), &gone).expect("a link");
        assert!(
            write(&gone, false, &OwnFiles::default(), text("x")).is_err(),
            "a link to nothing is not written over unasked"
        );
    }

    #[cfg(unix)]
    #[test]
    fn no_file_of_the_program_itself_is_replaced_by_any_name() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("data")).expect("a folder");
        fs::create_dir(at("real")).expect("a folder");
        fs::write(at("real/tafs.db"), "blocks").expect("a file");
        symlink(at("real/tafs.db"), at("data/tafs.db")).expect("a link");
        fs::write(at("config.toml"), "config").expect("a file");
        fs::hard_link(at("real/tafs.db"), at("hard.db")).expect("a link");
        fs::hard_link(at("config.toml"), at("hard.toml")).expect("a link");
        symlink(at("data"), at("elsewhere")).expect("a link");
        symlink(at("real/tafs.db-journal"), at("nothing.yet")).expect("a link");
        let own = OwnFiles::new([&*at("data/tafs.db")], [&*at("config.toml")]);
        for name in [
            "data/tafs.db",
            "real/tafs.db",
            "real/../data/./tafs.db",
            "elsewhere/tafs.db",
            "hard.db",
            "hard.toml",
            "config.toml",
            "data/tafs.db-journal",
            "real/tafs.db-journal",
            "real/tafs.db-wal",
            "elsewhere/tafs.db-shm",
            "nothing.yet",
            "real/tafs.db.kept-2026-03-02-1710",
            "elsewhere/tafs.db.schema-6.2",
            "data/tafs.db.kept-2026-03-02-1710",
        ] {
            for force in [false, true] {
                let refused = write(&at(name), force, &own, text("x"));
                assert!(
                    matches!(refused, Err(ExchangeError::Own)),
                    "{name}: {refused:?}"
                );
            }
        }
        assert_eq!(fs::read_to_string(at("hard.db")).expect("a file"), "blocks");
        assert_eq!(
            fs::read_to_string(at("hard.toml")).expect("a file"),
            "config"
        );
        write(&at("data/other.db"), false, &own, text("x")).expect("a file of its own");
        write(&at("data/tafs.db-journal.csv"), false, &own, text("x")).expect("another name");
    }
}
