//! Upgrades of old files, with a kill at each system call.

use super::calls::{CALLS, can_trace, count_calls, run_injected};
use super::{Tally, hold, lane_of};
use crate::support::env::Machine;

const LATER: &str = "2026-06-01T12:00:00+02:00";

/// A machine with a file of an old schema.
fn machine_of(version: u32) -> Machine {
    let mut machine = Machine::new();
    machine.at(LATER);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let dump = root.join(format!("tests/fixtures/schema-{version}.sql"));
    let dump = std::fs::read_to_string(dump).expect("a fixture");
    let connection = rusqlite::Connection::open(machine.db()).expect("a database");
    connection.execute_batch(&dump).expect("the fixture is SQL");
    machine
}

/// A kill at every `step`-th call of each kind, in the upgrade of the oldest file and of one from the middle.
pub fn kill_at_each(step: usize) -> Tally {
    let mut tally = Tally::default();
    for version in [1, 5] {
        let machine = machine_of(version);
        let file = std::fs::read(machine.db()).expect("the file");
        let restore = || {
            let entries = std::fs::read_dir(machine.home()).expect("a folder");
            for entry in entries.filter_map(Result::ok) {
                std::fs::remove_file(entry.path()).ok();
            }
            std::fs::write(machine.db(), &file).expect("the file is ours");
        };
        let whole = lane_of(&machine).expect("an upgrade");
        for call in CALLS {
            restore();
            let count = count_calls(&machine, call, &["export"]);
            for number in (1..=count).step_by(step) {
                restore();
                let inject = format!("{call}:signal=KILL:when={number}");
                run_injected(&machine, &inject, &["export"]);
                let lane =
                    lane_of(&machine).map_err(|fault| format!("{version}: {inject}: {fault}"));
                tally.count(lane.and_then(|lane| {
                    hold(lane == whole, || {
                        format!("{version}: {inject}: other blocks\\n{lane}")
                    })
                }));
            }
        }
    }
    tally
}

#[test]
fn a_kill_at_any_call_of_an_upgrade_loses_nothing() {
    if can_trace() {
        kill_at_each(60).assert_held();
    }
}
