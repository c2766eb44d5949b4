//! Another program that holds the file, and lets go of it when the value goes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;

use super::files::ours;
use super::marked;
use crate::domain::backup::Keep;
use crate::store::make_daily;

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

#[test]
fn the_copy_of_a_day_is_called_off_while_another_program_holds_the_file() {
    let (_folder, path) = ours();
    let _held = Held::take(&path, Hold::Exclusive);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let goes_on = move || count.fetch_add(1, Ordering::Relaxed) < 3;
    let made = make_daily(&path, marked(5), Keep::default(), goes_on);
    assert_eq!(
        (made.expect("no failure"), asked.load(Ordering::Relaxed)),
        (None, 4)
    );
}
