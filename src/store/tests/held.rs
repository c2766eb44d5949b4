//! Another program that holds the file, and lets go of it when the value goes.

use std::path::Path;

use rusqlite::Connection;

/// What another program holds of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hold {
    /// Everything: nobody else reads or writes.
    Exclusive,
    /// It is about to write: others still read.
    Reserved,
    /// It reads: nobody else writes.
    Shared,
}

/// A hold on a file.
pub(crate) struct Held {
    _connection: Connection,
}

impl Held {
    /// Takes hold of the file.
    pub(crate) fn take(file: &Path, hold: Hold) -> Self {
        let connection = Connection::open(file).expect("another program");
        let sql = match hold {
            Hold::Exclusive => "BEGIN EXCLUSIVE",
            Hold::Reserved => "BEGIN IMMEDIATE",
            Hold::Shared => "BEGIN; SELECT count(*) FROM block",
        };
        connection.execute_batch(sql).expect("a lock");
        Self {
            _connection: connection,
        }
    }
}
