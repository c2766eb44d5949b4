//! The SQLite files of other programs: opened strictly to read, never written, nothing in them trusted. Knows their
//! tables; what the rows mean is for `exchange` to say.

use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

/// A stretch of time in the file of `hours`, as it stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoursLog {
    /// Its number.
    pub id: i64,
    /// The task that it was for, in words; empty where there is none.
    pub task: String,
    /// When the task was made: tells the tasks of one file from those of another.
    pub task_made: String,
    /// When it began.
    pub begin: String,
    /// When it ended.
    pub end: Option<String>,
    /// What was noted.
    pub comment: String,
    /// Whether it still runs.
    pub active: bool,
}

/// Why a file of another program was not read, in a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotRead(pub String);

/// What has to be there: tables and their columns.
const HOURS: [(&str, &[&str]); 2] = [
    ("task", &["id", "summary", "created_at"]),
    (
        "task_log",
        &["id", "task_id", "begin_ts", "end_ts", "comment", "active"],
    ),
];

/// All stretches in a file of `hours`, in the order in which they were entered.
pub fn read_hours_logs(path: &Path) -> Result<Vec<HoursLog>, NotRead> {
    check_file(path)?;
    let connection = open_untouched(path).map_err(|error| describe_error(&error))?;
    for (table, columns) in HOURS {
        let found = columns_of(&connection, table).map_err(|error| describe_error(&error))?;
        if found.is_empty() {
            return Err(NotRead(format!("it has no table {table}")));
        }
        if let Some(missing) = columns
            .iter()
            .find(|column| !found.iter().any(|found| found == *column))
        {
            return Err(NotRead(format!(
                "its table {table} has no column {missing}"
            )));
        }
    }
    read_logs(&connection).map_err(|error| describe_error(&error))
}

/// What begins the statement of a table.
const TABLE: &[u8] = b"CREATE TABLE ";

/// The names of the tables of any SQLite file whose statements stand in its first bytes.
pub fn tables_of_head(head: &[u8]) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = head;
    while let Some(place) = rest.windows(TABLE.len()).position(|found| found == TABLE) {
        rest = &rest[place + TABLE.len()..];
        let quoted = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"`"));
        let name = quoted.or_else(|| rest.strip_prefix(b"[")).unwrap_or(rest);
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let end = name.iter().position(|byte| !is_of_name(byte));
        let name = &name[..end.unwrap_or(name.len())];
        names.extend(
            std::str::from_utf8(name)
                .ok()
                .filter(|name| !name.is_empty()),
        );
    }
    names
}

fn describe_error(error: &rusqlite::Error) -> NotRead {
    NotRead(format!("SQLite cannot read it: {error}"))
}

/// Whether it is an SQLite file, and all of it is in that one file.
fn check_file(path: &Path) -> Result<(), NotRead> {
    let mut begins = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut begins));
    match read {
        Ok(()) if &begins == b"SQLite format 3\0" => {}
        Ok(()) => return Err(NotRead("it isn't an SQLite database".to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(NotRead("it isn't an SQLite database".to_owned()));
        }
        Err(error) => return Err(NotRead(format!("it cannot be read: {error}"))),
    }
    for beside in ["-wal", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(beside);
        if std::fs::metadata(PathBuf::from(name)).is_ok_and(|found| found.len() > 0) {
            return Err(NotRead(format!(
                "a part of it is in a {beside} file beside it: quit the program that writes it first"
            )));
        }
    }
    Ok(())
}

/// `immutable`: SQLite makes no lock, no journal and no index of a log beside it.
fn open_untouched(path: &Path) -> Result<Connection, rusqlite::Error> {
    let path: String = path
        .as_os_str()
        .as_bytes()
        .iter()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                char::from(*byte).to_string()
            }
            byte => format!("%{byte:02x}"),
        })
        .collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(format!("file:{path}?mode=ro&immutable=1"), flags)?;
    connection.execute_batch(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;",
    )?;
    Ok(connection)
}

/// The columns of a table; none where there is no table of the name, or a view has it.
fn columns_of(connection: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT info.name FROM sqlite_schema AS object, pragma_table_info(object.name) AS info \
         WHERE object.type = 'table' AND object.name = ?1",
    )?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn read_logs(connection: &Connection) -> Result<Vec<HoursLog>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT log.id, task.summary, task.created_at, log.begin_ts, log.end_ts, log.comment, log.active \
         FROM task_log AS log LEFT JOIN task ON task.id = log.task_id ORDER BY log.id",
    )?;
    let log = |row: &Row<'_>| {
        Ok(HoursLog {
            id: row.get(0)?,
            task: read_text(row, 1)?.unwrap_or_default(),
            task_made: read_text(row, 2)?.unwrap_or_default(),
            begin: read_text(row, 3)?.unwrap_or_default(),
            end: read_text(row, 4)?,
            comment: read_text(row, 5)?.unwrap_or_default(),
            active: read_text(row, 6)?.is_some_and(|active| active != "0"),
        })
    };
    statement.query_map([], log)?.collect()
}

/// What stands in a column, as text; SQLite keeps any type in any column.
fn read_text(row: &Row<'_>, column: usize) -> Result<Option<String>, rusqlite::Error> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What `hours` makes, as far as it is read, and some rows.
    const TABLES: &str = "CREATE TABLE task (id INTEGER PRIMARY KEY AUTOINCREMENT, summary TEXT NOT NULL, \
        secs_spent INTEGER NOT NULL DEFAULT 0, active BOOLEAN NOT NULL DEFAULT true, created_at TIMESTAMP NOT NULL, \
        updated_at TIMESTAMP NOT NULL); \
        CREATE TABLE task_log (id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER, begin_ts TIMESTAMP NOT NULL, \
        end_ts TIMESTAMP, secs_spent INTEGER NOT NULL DEFAULT 0, comment TEXT, active BOOLEAN NOT NULL);";
    const ROWS: &str = "INSERT INTO task VALUES (1, 'Northwind', 4800, 1, '2026-03-01 09:00:00 +0000 UTC', 'x'); \
        INSERT INTO task_log VALUES \
        (1, 1, '2026-03-02 07:30:00 +0000 UTC', '2026-03-02 08:05:00.123456789 +0000 UTC', 2100, 'called', 0), \
        (2, 1, '2026-03-02T09:00:00Z', '2026-03-02 09:45:00+00:00', 2700, NULL, 0), \
        (3, 1, '2026-02-31 09:00:00 +0000 UTC', '2026-03-02 09:45:00 +0000 UTC', 2700, NULL, 0), \
        (4, NULL, '2026-03-02 10:00:00', NULL, 0, 'running', 1);";

    /// A file of `hours` in a folder.
    pub(crate) fn hours_file(folder: &Path) -> PathBuf {
        let path = folder.join("hours #1?.db");
        let connection = Connection::open(&path).expect("a file");
        connection.execute_batch(TABLES).expect("tables");
        connection.execute_batch(ROWS).expect("rows");
        path
    }

    #[test]
    fn rows_are_read_and_nothing_appears_beside_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = hours_file(folder.path());
        let before = std::fs::read(&path).expect("bytes");
        let logs = read_hours_logs(&path).expect("rows");
        assert_eq!(
            logs.iter()
                .map(|log| (log.id, log.task.as_str(), log.active))
                .collect::<Vec<_>>(),
            [
                (1, "Northwind", false),
                (2, "Northwind", false),
                (3, "Northwind", false),
                (4, "", true),
            ]
        );
        assert_eq!(std::fs::read(&path).expect("bytes"), before);
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("a folder").count(),
            1
        );
    }

    #[test]
    fn what_is_not_a_file_of_hours_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("other.db");
        let refused = |path: &Path| read_hours_logs(path).expect_err("refused").0;
        std::fs::write(&path, b"Start date,Start time\n").expect("written");
        assert_eq!(refused(&path), "it isn't an SQLite database");
        std::fs::write(&path, b"").expect("written");
        assert_eq!(refused(&path), "it isn't an SQLite database");
        assert!(
            refused(folder.path()).starts_with("it cannot be read"),
            "a folder"
        );
        std::fs::remove_file(&path).expect("removed");
        let connection = Connection::open(&path).expect("a file");
        connection
            .execute_batch(
                "CREATE TABLE task (id, summary, created_at); CREATE VIEW task_log AS SELECT 1;",
            )
            .expect("tables");
        assert_eq!(refused(&path), "it has no table task_log");
        connection
            .execute_batch("DROP VIEW task_log; CREATE TABLE task_log (id, task_id, begin_ts);")
            .expect("tables");
        assert_eq!(refused(&path), "its table task_log has no column end_ts");
        std::fs::write(folder.path().join("other.db-wal"), b"x").expect("written");
        assert!(refused(&path).contains("-wal file beside it"));
    }

    #[test]
    fn tables_are_found_in_the_first_bytes() {
        let head = b"SQLite format 3\0..CREATE TABLE task_log (id)\0CREATE TABLE \"a b\"(x)CREATE TABLE [c]CREATE TABLE `d` (";
        assert_eq!(tables_of_head(head), ["task_log", "a", "c", "d"]);
        assert_eq!(tables_of_head(b"CREATE TABLE "), [""; 0]);
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = std::fs::read(hours_file(folder.path())).expect("bytes");
        assert!(tables_of_head(&bytes).contains(&"task_log"));
    }
}
