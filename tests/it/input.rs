//! Bytes that nobody pressed, at the real program: halves of sequences, answers of the terminal, signals in the midst of
//! them, a file that another program holds.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::env::Machine;
use crate::support::pty::Pty;

/// How long the program may take to leave.
const SOON: Duration = Duration::from_secs(1);

/// Streams that are not whole.
const HALVES: [&[u8]; 9] = [
    b"\x1b[",
    b"\x1bO",
    b"\xc3",
    b"\x1b[<0;1,",
    b"\x1b[M",
    b"\x1b[200~half a paste",
    b"\x1b]11;rgb:1e1e/",
    b"\x1bP1$r",
    b"\x1b\x1b",
];

/// Every signal that asks to leave.
const SIGNALS: [Signal; 8] = [
    Signal::TERM,
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::ABORT,
];

fn three_blocks() -> Machine {
    let machine = Machine::new();
    machine.ok("add selling 07:00 08:00");
    machine.ok("add admin 08:00 08:20");
    machine.ok("start selling --at 08:20");
    machine
}

fn open(machine: &Machine) -> Pty {
    let pty = Pty::start(machine, &[]);
    pty.wait_for("time available for selling");
    pty
}

/// Does it up to three times on a busy machine: one of them has to be over soon.
fn ends_soon(
    what: &str,
    leave: impl Fn(&Pty),
    is_well: impl Fn(&portable_pty::ExitStatus) -> bool,
) {
    let mut slowest = Duration::ZERO;
    for _ in 0..3 {
        let machine = three_blocks();
        let before = machine.ok("export --format json");
        let mut pty = open(&machine);
        let start = Instant::now();
        leave(&pty);
        let status = pty.wait_exit();
        let took = start.elapsed();
        assert!(is_well(&status), "{what}: {status:?}");
        pty.assert_restored();
        assert_eq!(machine.ok("export --format json"), before, "{what}");
        if took <= SOON {
            return;
        }
        slowest = slowest.max(took);
    }
    panic!("{what}: it took {slowest:?} to leave");
}

#[test]
fn a_signal_ends_it_in_the_midst_of_any_half() {
    let halves = HALVES.iter().cycle();
    for (signal, half) in SIGNALS.into_iter().zip(halves) {
        let leave = |pty: &Pty| {
            pty.send_bytes(half);
            pty.signal(signal);
        };
        let by_signal = |status: &portable_pty::ExitStatus| status.signal().is_some();
        ends_soon(&format!("{signal:?} after {half:?}"), leave, by_signal);
    }
    for half in HALVES {
        let leave = |pty: &Pty| {
            pty.send_bytes(half);
            pty.signal(Signal::TERM);
        };
        ends_soon(&format!("TERM after {half:?}"), leave, |status| {
            status.signal().is_some()
        });
    }
}

#[test]
fn q_works_after_any_half_and_nothing_has_changed() {
    for half in HALVES {
        let machine = three_blocks();
        let before = machine.ok("export --format json");
        let mut pty = open(&machine);
        pty.send_bytes(half);
        // It is over within a second; until then a key may belong to it.
        let status = loop {
            pty.send("q");
            if let Some(status) = pty.exit_within(Duration::from_millis(300)) {
                break status;
            }
        };
        assert!(status.success(), "{half:?}: {status:?}");
        pty.assert_restored();
        assert_eq!(machine.ok("export --format json"), before, "{half:?}");
    }
}

#[test]
fn answers_of_the_terminal_change_nothing_in_whatever_pieces() {
    let answers: [&[u8]; 6] = [
        b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
        b"\x1b]10;rgb:dada/dada/baba\x1b\\",
        b"\x1bP>|XTerm(388)\x1b\\",
        b"\x1b[?62;22;52c",
        b"\x1b\x1b[A\x1b\x1b[D",
        b"\x1b[<0;1;1M\x1b[<0;1;1m",
    ];
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let mut pty = open(&machine);
    for answer in answers {
        pty.send_bytes(answer);
        for piece in answer.chunks(3) {
            pty.send_bytes(piece);
            // As a line that delivers unevenly.
            pty.catch_up();
        }
    }
    pty.send("7").wait_for("7 min ago");
    pty.send("\u{1b}").wait_gone("7 min ago").send("q");
    assert!(pty.wait_exit().success());
    pty.assert_restored();
    assert_eq!(machine.ok("export --format json"), before);
}

#[test]
fn a_paste_whose_end_never_comes_is_offered_as_a_note() {
    let machine = three_blocks();
    let pty = open(&machine);
    pty.send_bytes(b"\x1b[200~call Ada back")
        .wait_for("“call Ada back” came at once");
    pty.send("n").wait_for("call Ada back");
    pty.send("\r").wait_for("Saved");
    assert!(
        machine
            .ok("export --format json")
            .contains("\"call Ada back\"")
    );
}

#[test]
fn four_keys_at_once_run_nothing() {
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let pty = open(&machine);
    pty.send("xdulmq").wait_for("“xdulmq” came at once");
    assert_eq!(machine.ok("export --format json"), before);
    // Minutes and what they are for may come at once.
    pty.send("0005a").wait_for("Admin since 08:25");
}

#[test]
fn a_held_key_does_not_answer_what_it_was_asked() {
    let machine = three_blocks();
    let mut pty = open(&machine);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1_300) {
        pty.send("[");
        assert!(pty.exit_within(Duration::from_millis(33)).is_none());
    }
    pty.wait_for("again");
    assert!(
        machine.ok("log today").contains("admin"),
        "{}",
        pty.screen()
    );
}

#[test]
fn a_signal_ends_it_while_another_program_holds_the_file() {
    let machine = three_blocks();
    let mut pty = open(&machine);
    let holder = rusqlite::Connection::open(machine.db()).expect("the file opens");
    holder
        .execute_batch("BEGIN IMMEDIATE")
        .expect("the file is free");
    pty.send("a");
    // It waits for the file, and does not give up soon.
    assert!(pty.exit_within(Duration::from_millis(200)).is_none());
    let start = Instant::now();
    pty.signal(Signal::TERM);
    let status = pty.wait_exit();
    let took = start.elapsed();
    assert!(status.signal().is_some(), "{status:?}");
    assert!(took < Duration::from_secs(3), "{took:?}");
    pty.assert_restored();
}
