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
            now,
            then,
        }
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

pub fn kill_at_each(step: usize) -> Tally {
    let mut tally = Tally::default();
    let restore = Restore::new();
    for args in [["restore", "then.db"], ["backup", "new.db"]] {
        for call in CALLS {
            restore.begin_again();
            let count = count_calls(&restore.machine, call, &args);
            // Near the end is where things change their places.
            let numbers = (1..=count).rev().enumerate();
            for (_, number) in numbers.filter(|(back, _)| *back < 4 || back % step == 0) {
                restore.begin_again();
                let inject = format!("{call}:signal=KILL:when={number}");
                run_injected(&restore.machine, &inject, &args);
                let what = format!("{} {inject}", args[0]);
                tally.count(match args[0] {
                    "restore" => restore.check_restore(&what),
                    _ => restore.check_backup(&what),
                });
            }
        }
    }
    tally
}

#[test]
fn a_kill_at_any_call_of_a_backup_or_a_restore_loses_nothing() {
    if can_trace() {
        kill_at_each(17).assert_held();
    }
}
