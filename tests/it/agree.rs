//! The screen and the command line agree: each row of the tables begins with one file, and the commands and the keys
//! leave the same blocks, the same totals and the same open question.

mod lane;
mod question;

use serde_json::Value;
use tafs::config::Config;
use tafs::domain::calendar::{Zone, parse_rfc3339};
use tafs::env::Clock;
use tafs::store::Store;
use tafs::tui::Session;
use tafs::tui::probe::Probe;
use tafs::tui::theme::Palette;

use crate::support::env::Machine;

/// What is said before, and when.
type Before = &'static [(&'static str, &'static str)];

/// A file, and what is done to it on either side.
struct Row {
    before: Before,
    now: &'static str,
    /// Commands; one that begins with `!` is refused.
    commands: &'static [&'static str],
    /// Keys, as `15a<enter>`; the screen opens with the first.
    keys: &'static str,
    /// The blocks after it, by day of the month.
    blocks: &'static [&'static str],
}

fn check(rows: &[Row]) {
    for row in rows {
        let [told, typed] = [tell(row), type_keys(row)];
        let name = format!("{:?} | {:?}", row.commands, row.keys);
        assert_eq!(lines(&told), row.blocks, "commands: {name}");
        assert_eq!(lines(&typed), row.blocks, "keys: {name}");
        assert_eq!(blocks(&told), blocks(&typed), "{name}");
        assert_eq!(status(&told), status(&typed), "{name}");
    }
}

fn begin(row: &Row) -> Machine {
    let mut machine = Machine::new();
    for (now, line) in row.before {
        machine.at(now);
        machine.ok(line);
    }
    machine.at(row.now);
    machine
}

fn tell(row: &Row) -> Machine {
    let machine = begin(row);
    for line in row.commands {
        match line.strip_prefix('!') {
            Some(line) => {
                let said = machine.line(line);
                assert!(matches!(said.code, Some(1 | 2)), "{said}");
            }
            None => {
                machine.ok(line);
            }
        }
    }
    machine
}

fn type_keys(row: &Row) -> Machine {
    let machine = begin(row);
    let now = parse_rfc3339(row.now).expect("a time");
    let session = Session {
        store: Store::open(&machine.db()).expect("a store"),
        config: Config::default(),
        config_place: None,
        zone: Zone::named("Europe/Berlin").expect("a zone"),
        clock: Clock::Fixed(now),
        palette: Palette::Many,
        banner: None,
    };
    let mut probe = Probe::open(session, 80, 24).expect("a screen");
    let mut rest = row.keys;
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inner| inner.split_once('>'));
        if let Some((name, after)) = named {
            probe.press_named(name, now);
            rest = after;
        } else {
            probe.press(c, now);
            rest = &rest[c.len_utf8()..];
        }
    }
    probe.tick(now);
    machine
}

/// All blocks without their ids.
fn blocks(machine: &Machine) -> Vec<Value> {
    let text = machine.ok("export all --format json");
    let mut blocks: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    for block in &mut blocks {
        let block = block.as_object_mut().expect("a block is an object");
        block.remove("id");
    }
    blocks
}

/// What counts, and what is asked.
fn status(machine: &Machine) -> [Value; 3] {
    let status = machine.line("status --json").json();
    [&status["today"], &status["week"], &status["away"]].map(Value::clone)
}

/// `11 09:00-10:00 selling /prospecting "first"`.
fn lines(machine: &Machine) -> Vec<String> {
    blocks(machine).iter().map(describe).collect()
}

fn describe(block: &Value) -> String {
    let text = |name: &str| block[name].as_str().unwrap_or_default();
    let (start, end) = (text("start"), text("end"));
    let mut words = format!("{} {}-", &start[8..10], &start[11..16]);
    if !end.is_empty() {
        if end[..10] != start[..10] {
            words.extend([&end[8..10], " "]);
        }
        words.push_str(&end[11..16]);
    }
    words.extend([" ", text("category")]);
    for (name, sign) in [("activity", " /"), ("account", " @"), ("requester", " !")] {
        if !text(name).is_empty() {
            words.extend([sign, text(name)]);
        }
    }
    if let Some(grade) = block["outcomes"]["grade"].as_str() {
        words.extend([" +", grade]);
    }
    if !text("note").is_empty() {
        words.extend([" \"", text("note"), "\""]);
    }
    words
}
