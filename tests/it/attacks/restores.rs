//! A backup and a restore, killed at each of their system calls: what there was is there, and what is in place is whole.

use std::fs;
use std::path::PathBuf;

use super::calls::{can_trace, count_calls, run_injected};
use super::{Tally, check_integrity, hold};
use crate::support::env::Machine;

/// The calls by which a copy is made and put in its place.
const CALLS: [&str; 9] = [
    "openat", "pwrite64", "write", "fsync", "link", "rename", "fcntl", "unlink", "rmdir",
];

/// A machine with a backup of two blocks and a file of three, or with no file but what is left of it.
struct Restore {
    machine: Machine,
    file: Vec<u8>,
    /// What a change that was cut off has left beside the file.
    journal: Option<Vec<u8>>,
    now: String,
    then: String,
}

impl Restore {
    fn new() -> Self {
        let mut machine = Machine::new();
        machine.at("12:00").ok("add admin 7:00 7:30");
        machine.ok("add selling 8:00 9:00");
        machine.ok("backup then.db");
        let then = machine.ok("export");
        machine.ok("add learning 9:00 10:00");
        let now = machine.ok("export");
        let file = fs::read(machine.db()).expect("the file");
        Self {
            machine,
            file,
            journal: None,
            now,
            then,
        }
    }

    /// The same, with a change in the file that was cut off: half of it is written, and its journal is there.
    fn halted() -> Self {
        let mut restore = Self::new();
        let db = restore.machine.db();
        let writer = rusqlite::Connection::open(&db).expect("the file");
        writer
            .execute_batch(
                "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE block SET note = hex(zeroblob(9000)); \
                 CREATE TABLE more AS SELECT note FROM block;",
            )
            .expect("a long change");
        restore.file = fs::read(&db).expect("the file");
        restore.journal = fs::read(restore.journal_path()).ok();
        assert!(restore.journal.is_some());
        restore
    }

    fn journal_path(&self) -> PathBuf {
        self.machine.home().join("tafs.db-journal")
    }

    /// What lies in the home folder beside the file and the backup.
    fn others(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.machine.home()).expect("a folder");
        let known = [self.machine.db(), self.machine.home().join("then.db")];
        let all = entries.map(|entry| entry.expect("an entry").path());
        all.filter(|path| !known.contains(path)).collect()
    }

    fn begin_again(&self) {
        for path in self.others() {
            fs::remove_file(&path)
                .or_else(|_| fs::remove_dir_all(&path))
                .expect("it is ours");
        }
        fs::write(self.machine.db(), &self.file).expect("the file is ours");
        if let Some(journal) = &self.journal {
            fs::write(self.journal_path(), journal).expect("the journal is ours");
        }
    }

    /// After a restore that was killed: the file before or the backup, and the file before is somewhere.
    fn check_restore(&self, what: &str) -> Result<(), String> {
        let said = self.machine.line("export");
        let place = said.stdout.clone();
        hold(place == self.now || place == self.then, || {
            format!("{what}: {said}")
        })?;
        check_integrity(&self.machine).map_err(|error| format!("{what}: {error}"))?;
        let is_kept = |path: &PathBuf| {
            let name = path.to_str().expect("a plain path");
            name.contains(".kept-")
                && self.machine.run(&["--db", name, "export"]).stdout == self.now
        };
        let others = self.others();
        hold(place == self.now || others.iter().any(is_kept), || {
            format!("{what}: the file before is lost: {others:?}")
        })
    }

    /// After a backup that was killed: none, or a whole one, and no other file that looks like one.
    fn check_backup(&self, what: &str) -> Result<(), String> {
        for path in self.others() {
            let name = path
                .file_name()
                .expect("a name")
                .to_str()
                .expect("a plain name");
            let is_whole = || self.machine.run(&["--db", name, "export"]).stdout == self.now;
            let holds = name.starts_with(".tafs-") || (name == "new.db" && is_whole());
            hold(holds, || format!("{what}: {name}"))?;
        }
        hold(self.machine.ok("export") == self.now, || {
            format!("{what}: the file")
        })
    }
}

/// A kill at each `step`-th call of a restore and a backup, also of a file in the middle of a change.
pub fn kill_at_each(step: usize) -> Tally {
    let mut tally = Tally::default();
    let (whole, halted) = (Restore::new(), Restore::halted());
    kill_each(&whole, &["restore", "then.db"], step, &mut tally);
    kill_each(&whole, &["backup", "new.db"], step, &mut tally);
    kill_each(&halted, &["restore", "then.db"], step, &mut tally);
    tally
}

fn kill_each(restore: &Restore, args: &[&str], step: usize, tally: &mut Tally) {
    for call in CALLS {
        restore.begin_again();
        let count = count_calls(&restore.machine, call, args);
        // Near the end is where things change their places.
        let numbers = (1..=count).rev().enumerate();
        for (_, number) in numbers.filter(|(back, _)| *back < 4 || back % step == 0) {
            restore.begin_again();
            let inject = format!("{call}:signal=KILL:when={number}");
            run_injected(&restore.machine, &inject, args);
            let what = format!("{} {inject}", args[0]);
            tally.count(match args[0] {
                "restore" => restore.check_restore(&what),
                _ => restore.check_backup(&what),
            });
        }
    }
}

#[test]
fn a_kill_at_any_call_of_a_backup_or_a_restore_loses_nothing() {
    if can_trace() {
        kill_at_each(17).assert_held();
    }
}
