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

/// A file at a time.
#[derive(Clone, Copy)]
struct Situation {
    before: Before,
    now: &'static str,
}

impl Situation {
    /// What is done to it on either side.
    const fn row(
        self,
        commands: &'static [&'static str],
        keys: &'static str,
        blocks: &'static [&'static str],
    ) -> Row {
        Row {
            situation: self,
            commands,
            keys: Some(keys),
            blocks,
        }
    }

    /// What the screen has no keys for.
    const fn command_only(
        self,
        commands: &'static [&'static str],
        blocks: &'static [&'static str],
    ) -> Row {
        Row {
            situation: self,
            commands,
            keys: None,
            blocks,
        }
    }
}

struct Row {
    situation: Situation,
    /// Commands; one that begins with `!` is refused.
    commands: &'static [&'static str],
    /// Keys, as `15a<enter>`; the screen opens with the first.
    keys: Option<&'static str>,
    /// The blocks after it, by day of the month; a time without an offset is one at +01:00.
    blocks: &'static [&'static str],
}

fn check(rows: &[Row]) {
    for row in rows {
        let name = format!("{:?} | {:?}", row.commands, row.keys);
        let told = tell(row);
        assert_eq!(lines(&told), row.blocks, "commands: {name}");
        let Some(keys) = row.keys else { continue };
        let typed = type_keys(row.situation, keys);
        assert_eq!(lines(&typed), row.blocks, "keys: {name}");
        assert_eq!(blocks(&told), blocks(&typed), "{name}");
        assert_eq!(status(&told), status(&typed), "{name}");
    }
}

fn begin(situation: Situation) -> Machine {
    let mut machine = Machine::new();
    for (now, line) in situation.before {
        machine.at(now);
        machine.ok(line);
    }
    machine.at(situation.now);
    machine
}

fn tell(row: &Row) -> Machine {
    let machine = begin(row.situation);
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

fn type_keys(situation: Situation, keys: &str) -> Machine {
    let machine = begin(situation);
    let now = parse_rfc3339(situation.now).expect("a time");
    let session = Session {
        store: Store::open(&machine.db()).expect("a store"),
        config: Config::default(),
        config_place: None,
        zone: Zone::named("Europe/Berlin").expect("a zone"),
        clock: Clock::Fixed(now),
        palette: Palette::Many,
        daily: None,
        banner: None,
        remark: None,
    };
    let mut probe = Probe::open(session, 80, 24).expect("a screen");
    let mut rest = keys;
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

/// What counts, what is asked, and the focus run.
fn status(machine: &Machine) -> [Value; 4] {
    let status = machine.line("status --json").json();
    ["today", "week", "away", "focus"].map(|name| status[name].clone())
}

/// `11 09:00-10:00 selling /prospecting "first"`.
fn lines(machine: &Machine) -> Vec<String> {
    blocks(machine).iter().map(describe).collect()
}

fn describe(block: &Value) -> String {
    let text = |name: &str| block[name].as_str().unwrap_or_default();
    let (start, end) = (text("start"), text("end"));
    let clock = |time: &str| {
        format!(
            "{}{}",
            &time[11..16],
            time[19..].trim_start_matches("+01:00")
        )
    };
    let mut words = format!("{} {}-", &start[8..10], clock(start));
    if !end.is_empty() {
        if end[..10] != start[..10] {
            words.extend([&end[8..10], " "]);
        }
        words.push_str(&clock(end));
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
    for (name, sign) in [("fit", " +"), ("source", " ~")] {
        if !text(name).is_empty() {
            words.extend([sign, text(name)]);
        }
    }
    if !text("note").is_empty() {
        words.extend([" \"", text("note"), "\""]);
    }
    words
}
