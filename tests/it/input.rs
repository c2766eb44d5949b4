//! Bytes that nobody pressed, at the real program: halves of sequences, answers of the terminal, signals in the midst of
//! them, a file that another program holds.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::env::{Machine, TAFS};
use crate::support::pty::Pty;
use crate::support::tools::{find_command, skip};

/// How long the program may take to leave.
const SOON: Duration = Duration::from_secs(1);

/// So many random streams go to one program.
const STREAMS_EACH: u64 = 4;

/// Longer than any pause within a stream is meant to be.
const TOO_LONG: Duration = Duration::from_millis(40);

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
const SIGNALS: [Signal; 11] = [
    Signal::TERM,
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::ABORT,
    Signal::VTALARM,
    Signal::PROF,
    Signal::XCPU,
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
    pty.wait_for("Today");
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

/// Presses `q` until it is heard: within a second of what is not whole a key may belong to it.
fn press_q(pty: &mut Pty) {
    let mut presses = (0..20).filter_map(|_| {
        pty.send("q");
        pty.exit_within(Duration::from_millis(300))
    });
    let status = presses.next().expect("q is heard");
    assert!(status.success(), "{status:?}");
}

#[test]
fn q_works_after_any_half_and_nothing_has_changed() {
    for half in HALVES {
        let machine = three_blocks();
        let before = machine.ok("export --format json");
        let mut pty = open(&machine);
        pty.send_bytes(half);
        press_q(&mut pty);
        pty.assert_restored();
        assert_eq!(machine.ok("export --format json"), before, "{half:?}");
    }
}

/// What a terminal says by itself.
const ANSWERS: [&[u8]; 6] = [
    b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
    b"\x1b]10;rgb:dada/dada/baba\x1b\\",
    b"\x1bP>|XTerm(388)\x1b\\",
    b"\x1b[?62;22;52c",
    b"\x1b\x1b[A\x1b\x1b[D",
    b"\x1b[<0;1;1M\x1b[<0;1;1m",
];

/// Sends the pieces with these pauses between them; the program is not to end meanwhile.
fn send_slowly<'a>(pty: &mut Pty, pieces: impl IntoIterator<Item = &'a [u8]>, pause: u64) {
    for piece in pieces {
        pty.send_bytes(piece);
        let ended = pty.exit_within(Duration::from_millis(pause));
        assert!(ended.is_none(), "it ended: {ended:?} {}", pty.screen());
    }
}

#[test]
fn answers_of_the_terminal_change_nothing_in_whatever_pieces() {
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let mut pty = open(&machine);
    for answer in ANSWERS {
        pty.send_bytes(answer);
        send_slowly(&mut pty, answer.chunks(3), 10);
    }
    pty.send("7").wait_for("7 min ago");
    pty.send("\u{1b}").wait_gone("7 min ago").send("q");
    assert!(pty.wait_exit().success());
    pty.assert_restored();
    assert_eq!(machine.ok("export --format json"), before);
}

/// The program in tmux, whose client gets what its terminal says; gives the record after it.
fn in_tmux(tmux: &Path, escape_time: u16, talk: impl Fn(&mut Pty)) -> (String, String) {
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let config = machine.home().join("tmux.conf");
    let settings =
        format!("set -sg escape-time {escape_time}\nset -g status off\nset -g mouse off\n");
    std::fs::write(&config, settings).expect("a config");
    let socket = machine.home().join("tmux");
    let (config, socket) = (config.display().to_string(), socket.display().to_string());
    let args = ["-f", &config, "-S", &socket, "-u", "new-session", TAFS];
    let mut pty = Pty::start_program(tmux, &machine, &args, 80, 24);
    let after = record_after(&machine, &mut pty, talk);
    (before, after)
}

/// The record after what the terminal says, a key that works and one that leaves.
fn record_after(machine: &Machine, pty: &mut Pty, talk: impl Fn(&mut Pty)) -> String {
    pty.wait_for("Today");
    talk(pty);
    pty.send("7").wait_for("7 min ago");
    pty.send("\u{1b}").wait_gone("7 min ago").send("q");
    // A session ends with its program.
    pty.wait_exit();
    machine.ok("export --format json")
}

/// Answers in pieces of so many bytes with these pauses between them.
fn in_pieces(size: usize, pause: u64) -> impl Fn(&mut Pty) {
    move |pty: &mut Pty| {
        for answer in ANSWERS {
            send_slowly(pty, answer.chunks(size), pause);
        }
    }
}

#[test]
fn what_tmux_makes_of_answers_in_pieces_changes_nothing() {
    let Some(tmux) = find_command(&["tmux"]) else {
        return skip("tmux", "answers of the terminal within it are not tried");
    };
    let after_esc = |pty: &mut Pty| {
        for answer in ANSWERS {
            send_slowly(pty, [&answer[..1], &answer[1..]], 30);
            send_slowly(pty, [&answer[..2], &answer[2..]], 30);
        }
    };
    for escape_time in [10, 500] {
        // On a busy machine a pause may be longer than it was meant: one of three attempts has to hold.
        let is_unchanged = |talk: &dyn Fn(&mut Pty)| {
            (0..3).any(|_| {
                let (before, after) = in_tmux(&tmux, escape_time, talk);
                before == after
            })
        };
        assert!(
            is_unchanged(&in_pieces(1, 15)),
            "byte by byte, {escape_time}"
        );
        assert!(is_unchanged(&in_pieces(4, 30)), "in fours, {escape_time}");
        assert!(is_unchanged(&after_esc), "after the Esc, {escape_time}");
    }
    let (before, after) = in_tmux(&tmux, 0, in_pieces(100, 30));
    assert_eq!(before, after, "unbroken, 0");
}

#[test]
fn what_dtach_hands_on_changes_nothing() {
    let Some(dtach) = find_command(&["dtach"]) else {
        return skip("dtach", "answers of the terminal within it are not tried");
    };
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let socket = machine.home().join("dtach").display().to_string();
    let args = ["-c", &socket, "-E", "-z", TAFS];
    let mut pty = Pty::start_program(dtach, &machine, &args, 80, 24);
    let talk = |pty: &mut Pty| {
        in_pieces(1, 10)(pty);
        in_pieces(4, 20)(pty);
    };
    assert_eq!(record_after(&machine, &mut pty, talk), before);
}

/// Over a connection that the client's proxy command makes, so that no port is opened: docs/input.md.
#[test]
#[ignore = "needs an ssh server that may be run as this user"]
fn what_ssh_hands_on_changes_nothing() {
    let (Some(ssh), Some(sshd), Some(keygen)) = (
        find_command(&["ssh"]),
        find_command(&["sshd"]),
        find_command(&["ssh-keygen"]),
    ) else {
        return skip("ssh", "answers of the terminal over it are not tried");
    };
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let file = |name: &str| machine.home().join(name).display().to_string();
    for name in ["host", "key"] {
        let mut command = std::process::Command::new(&keygen);
        command.args(["-q", "-t", "ed25519", "-N", "", "-f", &file(name)]);
        assert!(command.status().expect("ssh-keygen runs").success());
    }
    let config = format!(
        "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n",
        file("host"),
        file("key.pub")
    );
    std::fs::write(file("sshd.conf"), config).expect("a config");
    let proxy = format!(
        "ProxyCommand={} -i -f {}",
        sshd.display(),
        file("sshd.conf")
    );
    let known = format!("UserKnownHostsFile={}", file("known"));
    let vars = machine.vars().iter();
    let vars: Vec<String> = vars
        .map(|(name, value)| format!("{name}='{value}'"))
        .collect();
    let remote = format!("env {} TERM=xterm-256color {TAFS}", vars.join(" "));
    let key = file("key");
    let args = [
        "-F",
        "none",
        "-i",
        &key,
        "-tt",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        &known,
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "LogLevel=ERROR",
        "-o",
        &proxy,
        "localhost",
        &remote,
    ];
    let mut pty = Pty::start_program(ssh, &machine, &args, 80, 24);
    let talk = |pty: &mut Pty| {
        in_pieces(1, 10)(pty);
        in_pieces(4, 30)(pty);
    };
    assert_eq!(record_after(&machine, &mut pty, talk), before);
}

/// What no key stands for: whole, and halves that end by themselves.
const NOISE: [&[u8]; 16] = [
    b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
    b"\x1b]0;sald\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^xxxx\x1b\\",
    b"\x1bXuuuu\x1b\\",
    b"\x1b[?62;22c",
    b"\x1b[99;99;99y",
    b"\x1b[1;2 $y",
    b"\x1b[I",
    b"\x1b[M#!!",
    b"\x1b[<35;1;1M",
    b"\x1b\x1b[D",
    b"\x1bs",
    b"\xed\xa0\x80\xff",
    b"\x1b[[Z",
];

/// Noise of any kind, cut anywhere, at the end a half.
fn noise(random: &mut fastrand::Rng) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    for _ in 0..random.usize(1..8) {
        bytes.extend_from_slice(NOISE[random.usize(..NOISE.len())]);
    }
    bytes.extend_from_slice(HALVES[random.usize(..HALVES.len())]);
    let mut pieces = Vec::new();
    while !bytes.is_empty() {
        let piece = random.usize(1..=bytes.len().min(24));
        pieces.push(bytes.drain(..piece).collect());
    }
    pieces
}

/// So many random streams, or as many as `TAFS_STREAMS` says: docs/input.md.
#[test]
fn any_noise_changes_nothing_and_q_and_term_end_it_afterwards() {
    let asked = std::env::var("TAFS_STREAMS").ok();
    send_noise(asked.map_or(8, |count| count.parse().expect("a number")));
}

/// Sends so many random streams to the real program, several at a time.
pub fn send_noise(streams: u64) {
    // Nearly all of the time is waiting.
    let programs = if streams > 8 { 24 } else { 2 };
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..programs {
            scope.spawn(|| {
                loop {
                    let first = next.fetch_add(STREAMS_EACH, Ordering::Relaxed);
                    if first >= streams {
                        return;
                    }
                    withstand_noise(&(first..streams.min(first + STREAMS_EACH)));
                }
            });
        }
    });
}

/// Random streams for one program, which `q` or TERM ends afterwards.
/// Where a pause was much longer than it was meant it is done again: what comes so late was pressed.
fn withstand_noise(seeds: &Range<u64>) {
    let tries = (0..5).map(|_| try_noise(seeds));
    let mut unbroken = tries.skip_while(|(longest, _)| *longest > TOO_LONG);
    let (_, (before, after)) = unbroken.next().expect("a machine that is not too busy");
    assert_eq!(after, before, "streams {seeds:?}");
}

/// The longest pause that was meant to be short, and the record before and after.
fn try_noise(seeds: &Range<u64>) -> (Duration, (String, String)) {
    let machine = three_blocks();
    let before = machine.ok("export --format json");
    let mut pty = open(&machine);
    let mut longest = Duration::ZERO;
    for seed in seeds.clone() {
        let pieces = noise(&mut fastrand::Rng::with_seed(seed));
        for piece in pieces {
            let start = Instant::now();
            send_slowly(&mut pty, [&piece[..]], seed % 8);
            longest = longest.max(start.elapsed());
        }
        // The half at its end is over after this, whatever it was.
        send_slowly(&mut pty, [&b""[..]], 1_100);
    }
    let start = Instant::now();
    if seeds.start.is_multiple_of(2 * STREAMS_EACH) {
        press_q(&mut pty);
    } else {
        pty.signal(Signal::TERM);
        assert!(pty.wait_exit().signal().is_some(), "streams {seeds:?}");
    }
    assert!(start.elapsed() < 3 * SOON, "streams {seeds:?}");
    pty.assert_restored();
    (longest, (before, machine.ok("export --format json")))
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
