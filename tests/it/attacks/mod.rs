//! Attacks on the file: kills, failing system calls, full disks, many writers, half upgrades, noise. Samples of them run
//! in every suite; the long run, which docs/trust.md shows, is
//! `cargo test --release --test it the_long_run -- --ignored --nocapture`.

pub mod calls;
mod damage;
mod disks;
mod kills;
mod restores;
mod sockets;
mod upgrades;
mod writers;

use std::fmt::Write;
use std::panic::{UnwindSafe, catch_unwind};
use std::time::Instant;

use crate::fuzz::read_damaged;
use crate::input::send_noise;
use crate::support::env::Machine;

/// What came of an attack.
#[derive(Default)]
pub struct Tally {
    pub tries: usize,
    /// What did not hold; a test prints all of it.
    pub faults: Vec<String>,
}

impl Tally {
    /// Counts a try, and what was wrong with it.
    pub fn count(&mut self, result: Result<(), String>) {
        self.tries += 1;
        self.faults.extend(result.err());
    }

    /// Asserts that all held, and that there was something to hold.
    pub fn assert_held(&self) {
        assert!(self.tries > 0, "nothing was tried");
        assert!(
            self.faults.is_empty(),
            "{} of {}:\n{}",
            self.faults.len(),
            self.tries,
            self.faults.join("\n")
        );
    }
}

/// Asserts by words what has to hold.
fn hold(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// The blocks of a machine's file as one text, after a check of the file itself.
fn lane_of(machine: &Machine) -> Result<String, String> {
    let said = machine.run(&["export"]);
    hold(said.code == Some(0), || said.to_string())?;
    check_integrity(machine)?;
    Ok(said.stdout)
}

/// What SQLite itself thinks of the file.
fn check_integrity(machine: &Machine) -> Result<(), String> {
    let check = || {
        let connection = rusqlite::Connection::open(machine.db())?;
        connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))
    };
    match check() {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(found),
        Err(error) => Err(error.to_string()),
    }
}

/// The time so many minutes after the first morning's 08:30.
fn minute(number: usize) -> String {
    let (hours, minutes) = (number / 60, number % 60);
    format!(
        "2026-03-{:02}T{:02}:{minutes:02}:00+01:00",
        2 + hours / 24,
        hours % 24
    )
}

/// An attack that panics where something does not hold.
fn run_whole(count: usize, attack: impl FnOnce(usize) -> usize + UnwindSafe) -> Tally {
    match catch_unwind(|| attack(count)) {
        Ok(tries) => Tally {
            tries,
            faults: Vec::new(),
        },
        Err(_) => Tally {
            tries: count,
            faults: vec!["it broke: the words stand above".to_owned()],
        },
    }
}

/// One row of the long run: what it is, how it is run, and what had to hold.
type Row = (&'static str, fn() -> Tally, &'static str);

const LONG_RUN: [Row; 11] = [
    (
        "Commands killed at any moment",
        || kills::kill_commands(1_000),
        "what was acknowledged is there, nothing else, the file is sound",
    ),
    (
        "Screens killed at any moment",
        || kills::kill_screens(150),
        "what the screen said is saved is there",
    ),
    (
        "A kill at each system call of a save",
        || calls::kill_at_each(1),
        "the file is as before or as after",
    ),
    (
        "An error from each system call of a save",
        || calls::fail_at_each(1),
        "exit status and words say what the file holds",
    ),
    (
        "A kill at each system call of an upgrade",
        || upgrades::kill_at_each(1),
        "all blocks are there, in the old schema or the new one",
    ),
    (
        "A kill at each system call of a backup and a restore",
        || restores::kill_at_each(1),
        "the file before or the backup is in place, and the file before is kept",
    ),
    (
        "Disks of any size, filled up",
        || disks::fill_disks(60),
        "what was acknowledged is there; it goes on once there is room",
    ),
    (
        "Programs that write at once, beside two open screens",
        || writers::write_at_once(1_000),
        "every block is there, both screens show the last one",
    ),
    (
        "Databases with a damaged page",
        || damage::damage_files(600),
        "no panic, no write; 99 % of the blocks outside it come back",
    ),
    (
        "Damaged files to import",
        || run_whole(1_000_000, read_damaged),
        "no panic, what is read is sound",
    ),
    (
        "Random byte streams at the screen",
        || {
            run_whole(2_000, |count| {
                send_noise(count as u64);
                count
            })
        },
        "no block changes, `q` and TERM end it",
    ),
];

#[test]
#[ignore = "takes ten minutes: the long run"]
fn the_long_run() {
    let mut table = String::from(
        "| attack | tries | held | seconds | what holds |\n| --- | ---: | ---: | ---: | --- |\n",
    );
    let mut faults = Vec::new();
    for (name, attack, holds) in LONG_RUN {
        let start = Instant::now();
        let tally = attack();
        let held = tally.tries - tally.faults.len().min(tally.tries);
        let seconds = start.elapsed().as_secs();
        writeln!(
            table,
            "| {name} | {} | {held} | {seconds} | {holds} |",
            tally.tries
        )
        .unwrap();
        faults.extend(
            tally
                .faults
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    println!("{table}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
