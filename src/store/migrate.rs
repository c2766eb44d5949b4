//! The file's identity and its schema: refuses what is not ours, makes what is missing, upgrades what is old.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite_migration::{M, Migrations};

use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{dangling_link, folder_of, make_folder, with_end};
use super::settings::SETTINGS_WHILE_BUILT;
use super::{FileError, StoreError};

/// Marks the file as ours: "tafs" in ASCII.
pub(super) const APPLICATION_ID: u32 = 0x7461_6673;
/// The newest schema: how many migrations there are.
pub(super) const NEWEST: u32 = 12;
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_lane.sql")),
    M::up(include_str!("migrations/0002_away.sql")),
    M::up(include_str!("migrations/0003_review.sql")),
    M::up(include_str!("migrations/0004_find.sql")),
    M::up(include_str!("migrations/0005_ghost.sql")),
    M::up(include_str!("migrations/0006_journal.sql")),
    M::up(include_str!("migrations/0007_clock.sql")),
    M::up(include_str!("migrations/0008_health.sql")),
    M::up(include_str!("migrations/0009_removed.sql")),
    M::up(include_str!("migrations/0010_times_off.sql")),
    M::up(include_str!("migrations/0011_focus_run.sql")),
    M::up(include_str!("migrations/0012_prospect.sql")),
];

/// What stands at the path, by a look at its first 100 bytes: nothing is opened that is not ours, so not even
/// the leftover journal of a foreign file is touched.
pub(super) enum Found {
    Nothing,
    /// `halted` where a change was cut off: SQLite takes back what of it is in the file, and with it maybe the version.
    Ours {
        version: u32,
        wal: bool,
        halted: bool,
    },
}

/// Whether a file is one of tafs by its first bytes, whatever its state.
pub fn is_ours(path: &Path) -> bool {
    let mut header = [0_u8; 72];
    let read = fs::metadata(path)
        .ok()
        .filter(fs::Metadata::is_file)
        .and_then(|_| fs::File::open(path).ok()?.read_exact(&mut header).ok());
    read.is_some() && begins_as_ours(&header)
}

/// The same of the first bytes themselves.
pub fn begins_as_ours(head: &[u8]) -> bool {
    head.starts_with(b"SQLite format 3\0")
        && head.get(68..72) == Some(&APPLICATION_ID.to_be_bytes())
}

impl Found {
    /// Whether the file can be used as it is.
    pub(super) fn is_current(&self) -> bool {
        matches!(
            self,
            Self::Ours {
                version: NEWEST,
                wal: false,
                halted: false,
            }
        )
    }
}

pub(super) fn look_at(path: &Path) -> Result<Found, StoreError> {
    let unreadable = |error| StoreError::Unreadable {
        path: path.to_owned(),
        error,
    };
    let kind = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound && dangling_link(path).is_none() => {
            return Ok(Found::Nothing);
        }
        Err(error) => return Err(unreadable(error)),
    };
    if kind.is_dir() {
        return Err(StoreError::IsAFolder(path.to_owned()));
    }
    if !kind.is_file() {
        return Err(StoreError::NotAFile(path.to_owned()));
    }
    if kind.len() == 0 {
        return Err(StoreError::Empty(path.to_owned()));
    }
    let mut header = [0_u8; 100];
    let complete = fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match complete {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotADatabase(path.to_owned()));
        }
        Err(error) => return Err(unreadable(error)),
        Ok(()) if !header.starts_with(b"SQLite format 3\0") => {
            return Err(StoreError::NotADatabase(path.to_owned()));
        }
        Ok(()) => {}
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (version, application) = (number(60), number(68));
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    let halted = has_journal(path);
    if !halted && is_cut_short(kind.len(), &header) {
        return Err(StoreError::from(FileError::Damaged("its end is cut off".to_owned())).of(path));
    }
    match version {
        // A file is ours only once it is whole, with a schema.
        0 => Err(StoreError::from(FileError::Damaged("it has no schema".to_owned())).of(path)),
        version if version > NEWEST => Err(StoreError::Newer {
            path: path.to_owned(),
            version,
            known: NEWEST,
        }),
        version => Ok(Found::Ours {
            version,
            wal: header[18] == 2,
            halted,
        }),
    }
}

/// Whether there is a journal beside the file: it may be in the middle of a change, and SQLite knows how to mend that.
fn has_journal(path: &Path) -> bool {
    with_end(path, "-journal").exists()
}

/// Whether a part of the last page is missing, which SQLite would read as zeros.
fn is_cut_short(length: u64, header: &[u8; 100]) -> bool {
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size.max(512)),
    };
    !length.is_multiple_of(page)
}

/// Makes a new file. It is built beside its place and linked there when it is whole, so that two programs that
/// start at once never see half a file, and the first one wins.
pub(super) fn create_file(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let failed = |error| StoreError::Folder {
        path: folder.to_owned(),
        error,
    };
    make_folder(folder).map_err(failed)?;
    let unfinished = folder.join(format!(
        "{}{}.new",
        leftover_prefix(UNFINISHED),
        uuid::Uuid::now_v7()
    ));
    let linked = build_file(&unfinished).and_then(|()| match fs::hard_link(&unfinished, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some file systems know no hard links.
        Err(_) if !path.exists() => fs::rename(&unfinished, path).map_err(failed),
        result => result.map_err(failed),
    });
    if let Err(error) = fs::remove_file(&unfinished)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(failed(error));
    }
    linked
}

/// Nobody else sees the file before it is linked: it waits for the disk once, when it is whole.
fn build_file(path: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Folder {
        path: path.to_owned(),
        error,
    };
    let file = new_file(path).map_err(failed)?;
    let mut connection = Connection::open(path)?;
    connection.execute_batch(SETTINGS_WHILE_BUILT)?;
    to_newest(&mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    file.sync_all().map_err(failed)
}

/// An empty file that only this user can read, whatever the umask.
pub(super) fn new_file(path: &Path) -> Result<fs::File, std::io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) fn to_newest(connection: &mut Connection) -> Result<(), StoreError> {
    let migrated = Migrations::from_slice(MIGRATIONS).to_latest(connection);
    migrated.map_err(|error| match error {
        // Without the statement: it is the whole migration.
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::from(FileError::Damaged(other.to_string())),
    })?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Brings an older file up to date, after a copy of it as `tafs.db.schema-N` beside it. Where it cannot be done,
/// the file stays as it was, and so does its folder.
pub(super) fn upgrade_file(
    connection: &mut Connection,
    path: &Path,
    version: u32,
) -> Result<(), StoreError> {
    check_schema(connection, version)?;
    let copy = copy_beside(connection, path, version)?;
    match to_newest(connection) {
        // Another process has brought it up to date meanwhile.
        Err(_) if version_of(connection).is_ok_and(|version| version == NEWEST) => Ok(()),
        Err(error) => {
            if let Some(copy) = copy {
                // What matters is why the upgrade failed.
                fs::remove_file(copy).ok();
            }
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

/// Brings a copy in memory up to date.
pub(super) fn upgrade_copy(connection: &mut Connection) -> Result<(), StoreError> {
    check_schema(connection, version_of(connection)?)?;
    to_newest(connection)
}

pub(super) fn version_of(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Whether the tables are those of the schema that the file says it has, and none stands in the way of a migration.
/// Another program may have added what it likes.
fn check_schema(connection: &Connection, version: u32) -> Result<(), StoreError> {
    let (expected, newest) = (
        read_names(&of_schema(version)?)?,
        read_names(&of_schema(NEWEST)?)?,
    );
    let found = read_names(connection)?;
    let in_the_way = newest
        .difference(&expected)
        .any(|name| found.contains(name));
    if version_of(connection)? == version && (in_the_way || !expected.is_subset(&found)) {
        return Err(FileError::Damaged(format!("its tables don't match schema {version}")).into());
    }
    Ok(())
}

/// Makes the tables of a schema in an empty file.
pub(super) fn to_version(connection: &mut Connection, version: u32) -> Result<(), StoreError> {
    let migrated = Migrations::from_slice(MIGRATIONS).to_version(connection, version as usize);
    migrated.map_err(|error| StoreError::from(FileError::Damaged(error.to_string())))
}

/// A file of that schema, in memory.
pub(super) fn of_schema(version: u32) -> Result<Connection, StoreError> {
    let mut model = Connection::open_in_memory()?;
    to_version(&mut model, version)?;
    Ok(model)
}

/// What there is in a file: tables, indexes and triggers, and the columns of the tables; not those of virtual ones,
/// whose module may be missing here.
fn read_names(connection: &Connection) -> Result<HashSet<String>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT type || ' ' || name FROM sqlite_schema UNION ALL \
         SELECT 'column ' || entry.name || '.' || field.name \
         FROM sqlite_schema AS entry, pragma_table_info(entry.name) AS field WHERE entry.type = 'table' \
         AND entry.rootpage > 0",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Copies the file as it is now to a name of its own; an earlier copy stays. `None` where another process has
/// brought the file up to date meanwhile.
fn copy_beside(
    connection: &Connection,
    path: &Path,
    version: u32,
) -> Result<Option<PathBuf>, StoreError> {
    let folder = folder_of(path);
    let failed = |error| StoreError::Folder {
        path: folder.to_owned(),
        error,
    };
    // Made with mode 0600, whatever the umask; taken away again if anything below fails.
    let mut unfinished = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile_in(folder)
        .map_err(failed)?;
    let name = unfinished.path().as_os_str().as_encoded_bytes();
    connection.execute(
        "VACUUM INTO ?1",
        [ToSqlOutput::Borrowed(ValueRef::Text(name))],
    )?;
    unfinished.as_file().sync_all().map_err(failed)?;
    if version_of(connection)? != version {
        return Ok(None);
    }
    for number in 1.. {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".schema-{version}"));
        if number > 1 {
            name.push(format!(".{number}"));
        }
        let copy = path.with_file_name(name);
        match unfinished.persist_noclobber(&copy) {
            Ok(_) => return Ok(Some(copy)),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => unfinished = error.file,
            Err(error) => return Err(failed(error.error)),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_runs_and_there_are_as_many_as_the_newest_schema_says() {
        assert_eq!(MIGRATIONS.len(), NEWEST as usize);
        Migrations::from_slice(MIGRATIONS)
            .validate()
            .expect("the migrations run");
    }
}
