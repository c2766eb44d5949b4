//! The file's identity and its schema: refuses what is not ours, makes what is missing, upgrades what is old.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::{SETTINGS, StoreError};

/// Marks the file as ours: "tafs" in ASCII.
const APPLICATION_ID: u32 = 0x7461_6673;
/// The newest schema: how many migrations there are.
const NEWEST: u32 = 2;
const MIGRATIONS: &[M<'static>] =
    &[M::up(include_str!("migrations/0001_lane.sql")), M::up(include_str!("migrations/0002_away.sql"))];

/// What stands at the path, by a look at its first 100 bytes: nothing is opened that is not ours, so not even
/// the leftover journal of a foreign file is touched.
pub(super) enum Found {
    Nothing,
    Current { wal: bool },
    Older { version: u32 },
}

pub(super) fn look_at(path: &Path) -> Result<Found, StoreError> {
    let folder = |error| StoreError::Folder { path: path.to_owned(), error };
    let kind = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(folder(error)),
    };
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
        Err(error) => return Err(folder(error)),
        Ok(()) if !header.starts_with(b"SQLite format 3\0") => return Err(StoreError::NotADatabase(path.to_owned())),
        Ok(()) => {}
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (version, application) = (number(60), number(68));
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    if is_cut_short(path, kind.len(), &header) {
        let cause = Box::new(StoreError::Damaged("its end is cut off".to_owned()));
        return Err(StoreError::Opening { path: path.to_owned(), cause });
    }
    match version {
        NEWEST => Ok(Found::Current { wal: header[18] == 2 }),
        version if version > NEWEST => Err(StoreError::Newer { path: path.to_owned(), version, known: NEWEST }),
        version => Ok(Found::Older { version }),
    }
}

/// Whether a part of the last page is missing, which SQLite would read as zeros. With a journal beside it, the
/// file may be in the middle of a change, and SQLite knows how to mend that.
fn is_cut_short(path: &Path, length: u64, header: &[u8; 100]) -> bool {
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size.max(512)),
    };
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    !length.is_multiple_of(page) && !Path::new(&journal).exists()
}

/// Makes a new file. It is built beside its place and linked there when it is whole, so that two programs that
/// start at once never see half a file, and the first one wins.
pub(super) fn create(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let failed = |error| StoreError::Folder { path: folder.to_owned(), error };
    make_folder(folder).map_err(failed)?;
    let unfinished = folder.join(format!(".tafs-{}.new", uuid::Uuid::now_v7()));
    let linked = build(&unfinished).and_then(|()| match fs::hard_link(&unfinished, path) {
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
    linked.map(|()| path.to_owned())
}

fn make_folder(folder: &Path) -> Result<(), std::io::Error> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn build(path: &Path) -> Result<(), StoreError> {
    new_file(path).map_err(|error| StoreError::Folder { path: path.to_owned(), error })?;
    let mut connection = Connection::open(path).map_err(|error| StoreError::opening(path, error))?;
    connection.execute_batch(SETTINGS)?;
    to_newest(&mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// An empty file that only this user can read, whatever the umask.
fn new_file(path: &Path) -> Result<fs::File, std::io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) fn to_newest(connection: &mut Connection) -> Result<(), StoreError> {
    let migrated = Migrations::from_slice(MIGRATIONS).to_latest(connection);
    migrated.map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Damaged(other.to_string()),
    })?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Brings an older file up to date, after a copy of it as `tafs.db.schema-N` beside it.
pub(super) fn upgrade(connection: &mut Connection, path: &Path, version: u32) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".schema-{version}"));
    let copy = path.with_file_name(name);
    if !copy.exists() {
        let unfinished = copy.with_extension("new");
        let failed = |error| StoreError::Folder { path: copy.clone(), error };
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            Ok(()) | Err(_) => {}
        }
        let file = new_file(&unfinished).map_err(failed)?;
        connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
        file.sync_all().map_err(failed)?;
        fs::rename(&unfinished, &copy).map_err(failed)?;
    }
    to_newest(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_runs_and_there_are_as_many_as_the_newest_schema_says() {
        assert_eq!(MIGRATIONS.len(), NEWEST as usize);
        Migrations::from_slice(MIGRATIONS).validate().expect("the migrations run");
    }
}
