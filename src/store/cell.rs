//! A row as it stands in the file, whatever is in it: text may be no UTF-8 and numbers out of their range. Knows the
//! columns of the tables; what is wrong with a row is for `mend` to say.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row};

use super::StoreError;
pub(super) use crate::domain::cell::Cell;

const TABLES: &str = "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main' \
     AND name NOT LIKE 'sqlite_%' ORDER BY name";
const COLUMNS: &str = "SELECT name, type, \"notnull\" OR pk > 0, dflt_value, type = 'INTEGER' AND pk > 0 AND ?2 \
     FROM pragma_table_info(?1) ORDER BY cid";
/// The statement that reads all rows of a table past its indexes, the number of each first.
const READING: &str = "SELECT 'SELECT ' || iif(?2, 'rowid', 'NULL') || ', ' || group_concat(name, ', ') || ' FROM ' || ?1 \
     || ' NOT INDEXED' FROM (SELECT name FROM pragma_table_info(?1) ORDER BY cid)";

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// What a column may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) not_null: bool,
    /// What stands there in rows that are older than the column.
    pub(super) default: Cell,
    pub(super) has_default: bool,
    /// It is the number of the row, which the row itself does not hold.
    pub(super) is_rowid: bool,
}

/// A table of a schema.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Its rows have a number; else they lie in an index.
    pub(super) has_rowid: bool,
}

impl Table {
    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// All tables of a file, by name.
pub(super) fn read_tables(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut list = connection.prepare(TABLES)?;
    let names = list.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
    })?;
    let mut tables = Vec::new();
    for name in names {
        let (name, without_rowid) = name?;
        let mut columns = connection.prepare(COLUMNS)?;
        let columns = columns.query_map((&name, !without_rowid), read_column)?;
        tables.push(Table {
            columns: columns.collect::<Result<_, _>>()?,
            has_rowid: !without_rowid,
            name,
        });
    }
    Ok(tables)
}

fn read_column(row: &Row<'_>) -> rusqlite::Result<Column> {
    let kind = match row.get::<_, String>(1)?.as_str() {
        "INTEGER" | "INT" => Kind::Integer,
        "REAL" => Kind::Real,
        "BLOB" => Kind::Blob,
        _ => Kind::Text,
    };
    let default: Option<String> = row.get(3)?;
    Ok(Column {
        name: row.get(0)?,
        kind,
        not_null: row.get(2)?,
        has_default: default.is_some(),
        default: default.map_or(Cell::Null, |text| default_of(&text, kind)),
        is_rowid: row.get(4)?,
    })
}

/// The value of a default as the schema writes it: a number, a text in quotes, or no bytes.
fn default_of(text: &str, kind: Kind) -> Cell {
    match kind {
        Kind::Integer => text.parse().map_or(Cell::Null, Cell::Integer),
        Kind::Real => text.parse().map_or(Cell::Null, Cell::Real),
        Kind::Text => Cell::text(text.trim_matches('\'')),
        Kind::Blob => Cell::Blob(Vec::new()),
    }
}

/// Hands over every row of a table as it stands there, with its number; how many there were.
pub(super) fn read_rows(
    connection: &Connection,
    table: &Table,
    mut each: impl FnMut(Option<i64>, Vec<Cell>),
) -> rusqlite::Result<usize> {
    let reading: String =
        connection.query_row(READING, (&table.name, table.has_rowid), |row| row.get(0))?;
    let mut statement = connection.prepare(&reading)?;
    let count = statement.column_count();
    let mut rows = statement.query([])?;
    let mut read = 0;
    while let Some(row) = rows.next()? {
        let cells = (1..count).map(|column| row.get_ref(column).map(Cell::from));
        each(row.get(0)?, cells.collect::<Result<_, _>>()?);
        read += 1;
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn the_tables_of_each_schema_are_known_with_their_columns() {
        for version in 1..=migrate::NEWEST {
            let model = migrate::of_schema(version).expect("a schema");
            let tables = read_tables(&model).expect("its tables");
            let block = tables.iter().find(|table| table.name == "block");
            let block = block.expect("the lane");
            assert!(block.has_rowid && block.columns[0].is_rowid, "{block:?}");
            assert_eq!(block.columns[1].kind, Kind::Blob);
            assert_eq!(block.columns[10].default, Cell::text("[]"));
            assert_eq!(block.column("changed"), Some(17));
        }
        let model = migrate::of_schema(migrate::NEWEST).expect("a schema");
        let guess = read_tables(&model).expect("its tables");
        let guess = guess.iter().find(|table| table.name == "guess");
        assert!(guess.is_some_and(|guess| !guess.has_rowid && guess.columns[0].not_null));
    }
}
