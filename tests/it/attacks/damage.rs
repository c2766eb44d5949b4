//! Damaged databases: no command panics or writes to one, `doctor` names the damage, and `doctor --repair` brings back what
//! stands outside the damaged page.

use std::fmt::Write;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use super::{Tally, hold};
use crate::support::env::Machine;

const PAGE: usize = 4096;
const BLOCKS: usize = 1_200;
const LATER: &str = "2026-06-07T09:00:00+02:00";

/// Some sixty pages of blocks, some with notes that are longer than a page.
fn machine_with_blocks() -> Machine {
    let mut machine = Machine::new();
    machine.at(LATER);
    let mut lines = String::new();
    for number in 0..BLOCKS {
        let (day, hour) = (number / 24, number % 24);
        let day = format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        let note = "x".repeat(if number % 150 == 0 {
            5_000
        } else {
            number % 60
        });
        writeln!(
            lines,
            "{{\"start\":\"{day}T{hour:02}:00:00Z\",\"end\":\"{day}T{hour:02}:30:00Z\",\"category\":\"admin\",\"note\":\"{note}\"}}"
        )
        .unwrap();
    }
    let taken = machine.run_with_input(&["import", "json", "-"], &lines);
    assert_eq!(taken.code, Some(0), "{taken}");
    machine
}

/// So many files with one page zeroed, filled with noise, swapped with another or with some bits turned, and some that are
/// cut short.
pub fn damage_files(count: usize) -> Tally {
    let machine = machine_with_blocks();
    let whole = std::fs::read(machine.db()).expect("the file");
    let mut random = fastrand::Rng::with_seed(20_260_305);
    let mut tally = Tally::default();
    for number in 0..count {
        let (file, lost) = damage(&whole, number, &mut random);
        tally.count(
            attack(&machine, &file, lost).map_err(|fault| format!("file {number}: {fault}")),
        );
    }
    tally
}

/// The file with a damage, and how many blocks it may cost; none is promised of one that is cut short.
fn damage(whole: &[u8], number: usize, random: &mut fastrand::Rng) -> (Vec<u8>, Option<usize>) {
    let mut file = whole.to_vec();
    let pages = whole.len() / PAGE;
    // Each kind in turn, and each page in some order.
    let page = number * 37 % pages;
    let place = page * PAGE..(page + 1) * PAGE;
    match number % 5 {
        0 => file[place].fill(0),
        1 => file[place].fill_with(|| random.u8(..)),
        2 => (0..random.usize(1..9))
            .for_each(|_| file[page * PAGE + random.usize(..PAGE)] ^= 1 << random.u8(..8)),
        3 => {
            let other = random.usize(..pages);
            let copy = whole[other * PAGE..(other + 1) * PAGE].to_vec();
            file[other * PAGE..(other + 1) * PAGE].copy_from_slice(&whole[place.clone()]);
            file[place].copy_from_slice(&copy);
            return (file, Some(rows_on(whole, page) + rows_on(whole, other)));
        }
        _ => {
            file.truncate(random.usize(..whole.len()));
            return (file, None);
        }
    }
    (file, Some(rows_on(whole, page)))
}

/// How many rows a page holds, where it is a leaf of a table; another one may hold the end of a long one.
fn rows_on(file: &[u8], page: usize) -> usize {
    let start = page * PAGE + if page == 0 { 100 } else { 0 };
    match file[start] {
        13 => usize::from(u16::from_be_bytes([file[start + 3], file[start + 4]])),
        _ => 1,
    }
}

fn attack(machine: &Machine, file: &[u8], lost: Option<usize>) -> Result<(), String> {
    let left = std::fs::read_dir(machine.home()).expect("a folder");
    for entry in left.filter_map(Result::ok) {
        std::fs::remove_file(entry.path()).ok();
    }
    std::fs::write(machine.db(), file).expect("the file is ours");
    // That others may read it would be told once, and noted.
    let private = Permissions::from_mode(0o600);
    std::fs::set_permissions(machine.db(), private).expect("the file is ours");
    for args in [
        &["status"][..],
        &["log", "2026-01-05"],
        &["export"],
        &["doctor", "--json"],
    ] {
        let said = machine.run(args);
        hold(
            said.code.is_some_and(|code| code <= 1) && !said.stderr.contains("panicked"),
            || said.to_string(),
        )?;
        let after = std::fs::read(machine.db()).expect("the file");
        hold(after == file, || format!("{args:?} wrote to it"))?;
    }
    let Some(lost) = lost else {
        return Ok(());
    };
    let repaired = machine.run(&["doctor", "--repair"]);
    hold(!repaired.stderr.contains("panicked"), || {
        repaired.to_string()
    })?;
    let exported = machine.run(&["export"]);
    let found = exported.stdout.lines().count();
    let promised = (BLOCKS - lost.min(BLOCKS)) * 99 / 100;
    hold(exported.code == Some(0) && found >= promised, || {
        format!(
            "{found} blocks of at least {promised}: {repaired}{}",
            exported.stderr
        )
    })
}

#[test]
fn damaged_files_are_named_left_alone_and_repaired() {
    damage_files(20).assert_held();
}
