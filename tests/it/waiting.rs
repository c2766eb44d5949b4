//! Another program holds the file: commands wait for it and say so, and the full screen answers every key.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::Signal;

use crate::attacks::calls::can_trace;
use crate::support::env::{Machine, TAFS};
use crate::support::pty::Pty;
use crate::support::tools::find_command;

const SOON: Duration = Duration::from_secs(5);
const ESC: &str = "\u{1b}";

/// Another program with the whole file in its hand.
fn hold(machine: &Machine) -> Connection {
    let holder = Connection::open(machine.db()).expect("the file opens");
    holder
        .execute_batch("BEGIN EXCLUSIVE")
        .expect("the file is free");
    holder
}

fn open(machine: &Machine) -> Pty {
    let pty = Pty::start(machine, &[]);
    pty.wait_for("Today");
    pty
}

/// What was said, with this process as any other program: the system's list of locks, read while other tests lock their
/// files, may leave one out.
fn without_name(said: &str) -> String {
    let own = format!(" (process {})", std::process::id());
    let lines = said.lines().map(|line| {
        let Some((before, after)) = line.split_once(&own) else {
            return line.to_owned();
        };
        let before = before.rsplit_once(' ').map_or("", |(before, _)| before);
        let space = if before.is_empty() { "" } else { " " };
        format!("{before}{space}another program{after}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_command_waits_and_says_for_whom() {
    let machine = Machine::new();
    machine.ok("add admin 07:00 07:30");
    let holder = hold(&machine);
    let start = Instant::now();
    let (refused, looked) = std::thread::scope(|scope| {
        let refused = scope.spawn(|| machine.line("s"));
        let looked = scope.spawn(|| machine.line("status"));
        (refused.join().unwrap(), looked.join().unwrap())
    });
    let took = start.elapsed();
    assert!(took > Duration::from_secs(4), "{took:?}");
    let db = machine.db();
    for said in [refused, looked] {
        assert_eq!(said.code, Some(1), "{said}");
        assert_eq!(said.stdout, "");
        let db = db.display();
        let expected = format!(
            "Waiting for the file: another program is holding {db}\n\
             error: another program has been holding {db} for more than 5 seconds\n\
             hint: close that program, then try again"
        );
        assert_eq!(without_name(&said.stderr), expected, "{said}");
    }
    drop(holder);
    assert_eq!(machine.ok("export").lines().count(), 1);
}

#[test]
fn a_checkup_waits_and_says_for_whom() {
    let machine = Machine::new();
    machine.ok("add admin 07:00 07:30");
    let before = std::fs::read(machine.db()).expect("the file");
    let holder = hold(&machine);
    let (looked, repaired) = std::thread::scope(|scope| {
        let looked = scope.spawn(|| machine.line("doctor"));
        let repaired = scope.spawn(|| machine.line("doctor --repair"));
        (looked.join().unwrap(), repaired.join().unwrap())
    });
    let db = machine.db();
    let db = db.display();
    for said in [&looked, &repaired] {
        assert_eq!(said.code, Some(1), "{said}");
        let expected =
            format!("Waiting for the file: another program is holding {db}\n1 finding to look at");
        assert_eq!(without_name(&said.stderr), expected, "{said}");
        let held = format!(
            "FOUND  held       another program has been holding {db} for more than 5 seconds\n"
        );
        assert!(without_name(&said.stdout).contains(&held), "{said}");
    }
    let not_repaired = "Not repaired: another program holds the file\n\nFOUND";
    assert!(repaired.stdout.starts_with(not_repaired), "{repaired}");
    drop(holder);
    assert_eq!(std::fs::read(machine.db()).expect("the file"), before);
    assert_eq!(machine.line("doctor").code, Some(0));
}

#[test]
fn a_command_that_waited_is_done_once_the_file_is_free() {
    let machine = Machine::new();
    machine.ok("add admin 07:00 07:30");
    let holder = hold(&machine);
    let mut child = machine
        .line_command("s")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("tafs starts");
    let mut said = String::new();
    let stderr = child.stderr.take().expect("it speaks");
    let mut stderr = std::io::BufReader::new(stderr);
    std::io::BufRead::read_line(&mut stderr, &mut said).expect("a line");
    assert!(said.starts_with("Waiting for the file: "), "{said}");
    drop(holder);
    std::io::Read::read_to_string(&mut stderr, &mut said).expect("the rest");
    assert!(child.wait().expect("it ends").success(), "{said}");
    assert!(said.contains("Selling since 08:30"), "{said}");
    assert_eq!(machine.ok("export").lines().count(), 2);
}

#[test]
fn a_key_waits_while_the_screen_goes_on() {
    let mut machine = Machine::new();
    // The letters stay as long as a busy machine may take to be looked at.
    std::fs::write(
        machine.home().join("config.toml"),
        "[ui]\nstrip_seconds = 60\n",
    )
    .expect("a config");
    machine.set("TAFS_CONFIG", "config.toml");
    let pty = open(&machine);
    let holder = hold(&machine);
    pty.send("s").wait_for(" s · esc to cancel");
    pty.send("?")
        .wait_for("relabel the running block")
        .wait_for("Waiting");
    pty.resize(100, 30);
    pty.wait_for("Waiting for the file");
    // In one look, since a screen that is being painted again for its new size holds neither for a moment.
    pty.send("?").wait_until("help is closed", |screen| {
        let text = screen.contents();
        text.contains("Waiting for the file") && !text.contains("relabel the running block")
    });
    drop(holder);
    pty.wait_for("Selling since 08:30").wait_for("m meeting");
    pty.send(ESC).wait_gone("m meeting");
    let status = machine.at("08:45").line("status --json").json();
    assert_eq!(status["running"]["start"], "2026-03-02T08:30:00+01:00");

    let holder = hold(&machine);
    pty.send("a").wait_for("Waiting for the file");
    pty.send(ESC).wait_for("Canceled · nothing was saved");
    pty.send("b").wait_for("Waiting for the file");
    let start = Instant::now();
    pty.signal(Signal::TERM);
    let mut pty = pty;
    let status = pty.wait_exit();
    assert!(status.signal().is_some(), "{status:?}");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    pty.assert_restored();
    drop(holder);
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["category"], "selling");
}

#[test]
fn the_screen_says_what_it_leaves_unsaved() {
    let machine = Machine::new();
    let mut pty = open(&machine);
    let holder = hold(&machine);
    pty.send("s").wait_for("Waiting for the file");
    let start = Instant::now();
    pty.send("q");
    let status = pty.wait_exit();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert_eq!(status.exit_code(), 1);
    pty.wait_for("error: the change of 08:30 was not saved: ");
    drop(holder);
    assert_eq!(machine.ok("export"), "");
}

#[test]
fn the_screen_of_a_held_file_opens_as_a_command_does() {
    let machine = Machine::new();
    machine.ok("add admin 07:00 07:30");
    let _holder = hold(&machine);
    let mut pty = Pty::start(&machine, &[]);
    pty.wait_for("Waiting for the file: ");
    let start = Instant::now();
    pty.send("\u{3}");
    pty.wait_exit();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    pty.assert_restored();
}

#[test]
fn a_disk_that_fails_while_a_key_is_saved_is_told_as_the_file_is() {
    if !can_trace() {
        return;
    }
    let machine = Machine::new();
    machine.ok("a --at 08:00");
    let strace = find_command(&["strace"]).expect("strace is there");
    let screen = |inject: &str| {
        let inject = format!("inject={inject}");
        let args = [
            "-f",
            "-q",
            "-o",
            "/dev/null",
            "-e",
            "trace=unlink,fsync",
            "-e",
            &inject,
            TAFS,
        ];
        let pty = Pty::start_program(&strace, &machine, &args, 80, 24);
        pty.wait_for("Today");
        pty
    };
    // Nothing can be told until the disk is well; then the journal takes it back.
    let mut pty = screen("unlink:error=EIO:when=1..9");
    pty.send("s").wait_for("Reopened: nothing was saved");
    pty.send("s").wait_for("Selling since 08:30");
    pty.send(ESC).wait_gone("m meeting").send("q");
    pty.wait_exit();
    assert_eq!(machine.ok("export").lines().count(), 2);
    let mut pty = screen("unlink:error=EIO");
    pty.send("l")
        .wait_for("Can't tell yet whether it was saved");
    pty.send("?").wait_for("relabel the running block");
    pty.send("?").wait_gone("relabel the running block");
    pty.send("q");
    pty.wait_exit();
    pty.wait_for("error: can't tell whether the change of 08:30 was saved");
    assert_eq!(machine.ok("export").lines().count(), 2);
    // After the commit only the folder is synced: it is there.
    let mut pty = screen("fsync:error=EIO:when=5");
    pty.send("b").wait_for("Break since 08:30");
    pty.send("q");
    pty.wait_exit();
    assert!(machine.ok("status --json").contains("\"break\""));
}
