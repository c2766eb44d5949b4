//! Kills without warning, of commands and of the screen.

use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Tally, hold, lane_of, minute};
use crate::support::env::Machine;
use crate::support::pty::Pty;

/// A category a minute, so that each start ends the one before it.
const KEYS: [(&str, &str); 5] = [
    ("s", "selling"),
    ("a", "admin"),
    ("l", "learning"),
    ("d", "distraction"),
    ("b", "break"),
];

/// So many starts, one a minute, each killed after a random part of the time that one takes.
pub fn kill_commands(count: usize) -> Tally {
    let mut machine = Machine::new();
    let mut random = fastrand::Rng::with_seed(20_260_302);
    let start = Instant::now();
    machine.at(&minute(0)).ok("s");
    let usual = start.elapsed();
    let (mut tally, mut acknowledged) = (Tally::default(), vec![minute(0)]);
    for number in 1..=count {
        let (key, _) = KEYS[number % KEYS.len()];
        machine.at(&minute(number));
        // The same again would be no change, where those between were killed.
        let account = format!("@Northwind-{number}");
        let mut command = machine.command(&[key, &account]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a process");
        let until = Instant::now() + usual.mul_f64(random.f64() * 1.5);
        let status = wait_until(until, || child.try_wait().expect("it can be asked"));
        child.kill().expect("it is ours");
        let status = status.unwrap_or_else(|| child.wait().expect("it is gone"));
        if status.success() {
            acknowledged.push(minute(number));
        }
        // A look after each one would let no two kills meet.
        if number % 5 == 0 || number == count {
            tally.count(check(&machine, &acknowledged, number));
        } else {
            tally.tries += 1;
        }
    }
    tally
}

/// So many screens, each killed before or after it said that a start is saved.
pub fn kill_screens(count: usize) -> Tally {
    let mut machine = Machine::new();
    let mut random = fastrand::Rng::with_seed(20_260_303);
    let (mut tally, mut acknowledged) = (Tally::default(), Vec::new());
    for number in 0..count {
        machine.at(&minute(number));
        // What runs already would not begin again.
        let runs = machine.ok("status --format {category}");
        let mut keys = KEYS.iter().cycle().skip(number % KEYS.len());
        let (key, category) = keys
            .find(|(_, name)| *name != runs.trim())
            .expect("another one");
        let mut pty = Pty::start(&machine, &[]);
        pty.wait_for("Today");
        pty.send(key);
        if random.bool() {
            let said = category[..1].to_uppercase() + &category[1..];
            pty.wait_for(&format!("{said} since"));
            acknowledged.push(minute(number));
        } else {
            let until = Instant::now() + Duration::from_micros(random.u64(..20_000));
            wait_until(until, || None::<()>);
        }
        pty.signal(Signal::KILL);
        pty.wait_exit();
        tally.count(check(&machine, &acknowledged, number));
    }
    tally
}

/// Asks again and again, until something comes of it or the time is over.
fn wait_until<T>(until: Instant, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    while Instant::now() < until {
        if let Some(found) = ask() {
            return Some(found);
        }
        std::thread::yield_now();
    }
    None
}

/// Whether the file has all starts that were acknowledged, and none that was never asked for.
fn check(machine: &Machine, acknowledged: &[String], last: usize) -> Result<(), String> {
    let lane = lane_of(machine)?;
    let has = |start: &String| lane.contains(&format!("\"start\":\"{start}\""));
    let missing: Vec<&String> = acknowledged.iter().filter(|start| !has(start)).collect();
    hold(missing.is_empty(), || {
        format!("minute {last}: lost {missing:?}")
    })?;
    let asked = (0..=last).filter(|number| has(&minute(*number))).count();
    hold(asked == lane.lines().count(), || {
        format!("minute {last}: blocks that nobody asked for\n{lane}")
    })
}

#[test]
fn no_acknowledged_start_is_lost_by_a_kill() {
    kill_commands(60).assert_held();
    kill_screens(4).assert_held();
}
