//! How tafs stands against the floor (see `floor.rs`): both run in turn on the same file, and the medians are
//! compared. Also: memory, the size of the binary, and what an open screen costs. `cargo bench --bench ratios`.

mod files;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use files::{NOW, asked, file_of, scratch};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

const TAFS: &str = env!("CARGO_BIN_EXE_tafs");
const MANY: usize = 1_000_000;
const SOME: usize = 100_000;
const FEW: usize = 1_000;
/// So many changes a long undo history has.
const STEPS: usize = 100_000;
/// So often each command runs; the first tenth is warming up.
const RUNS: usize = 220;
/// So often one that takes a second.
const FEW_RUNS: usize = 11;
/// So long the open screen is watched.
const WATCHED: Duration = Duration::from_secs(20);

fn main() {
    // Run as a test, it has nothing to say.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let floor = build_floor();
    println!(
        "medians of {} runs in turn, in ms; the smallest in brackets\n",
        RUNS - RUNS / 10
    );
    let (many, few) = (file_of(MANY), file_of(FEW));
    let [week, day] = asked();
    for (what, args, (from, to)) in [
        ("status", vec!["status"], week),
        ("status", vec!["status", "--for", "tmux"], week),
        ("log", vec!["log", "today"], day),
    ] {
        let of_floor = || {
            let mut command = plain(&floor, &many, NOW);
            command.args([
                what,
                path(&many),
                &NOW.to_string(),
                &from.to_string(),
                &to.to_string(),
            ]);
            command
        };
        let of_many = || with(plain(Path::new(TAFS), &many, NOW), &args);
        let of_few = || with(plain(Path::new(TAFS), &few, NOW), &args);
        let times = in_turn(&mut [&mut |_| of_floor(), &mut |_| of_many(), &mut |_| of_few()]);
        report(&format!("tafs {}", args.join(" ")), &times);
    }
    let (work, small) = (scratch(&many, "work.db"), scratch(&few, "small.db"));
    let times = in_turn(&mut [
        &mut |run| {
            let now = NOW + 10 * run as i64 + 1;
            let mut command = plain(&floor, &work, now);
            command.args([
                "switch",
                path(&work),
                &now.to_string(),
                if run % 2 == 0 { "admin" } else { "learning" },
            ]);
            command
        },
        &mut |run| {
            with(
                plain(Path::new(TAFS), &work, NOW + 10 * run as i64 + 5),
                &["s"],
            )
        },
        &mut |run| {
            with(
                plain(Path::new(TAFS), &small, NOW + 10 * run as i64 + 5),
                &[if run % 2 == 0 { "s" } else { "a" }],
            )
        },
    ]);
    report("tafs s", &times);
    in_and_out(&floor, &many);
    history(&many);
    first_frames(&floor, &many, week);
    println!();
    memory(
        "floor status",
        &floor,
        &[
            "status",
            path(&many),
            &NOW.to_string(),
            &week.0.to_string(),
            &week.1.to_string(),
        ],
        &many,
    );
    for args in [&["status"][..], &["log", "today"], &["s"]] {
        memory(
            &format!("tafs {}", args.join(" ")),
            Path::new(TAFS),
            args,
            &work,
        );
    }
    let size = std::fs::metadata(TAFS).map_or(0, |file| file.len());
    println!("binary: {:.2} MB", size as f64 / 1e6);
    screen();
}

/// All blocks out, the hours of a year, and blocks in: each against the floor.
fn in_and_out(floor: &Path, many: &Path) {
    let tafs = |file: &Path, args: &[&str]| with(plain(Path::new(TAFS), file, NOW), args);
    for shape in ["csv", "json"] {
        let args = ["export", "--format", shape];
        let times = in_turns(
            FEW_RUNS,
            &mut [
                &mut |_| with(plain(floor, many, NOW), &[shape, path(many)]),
                &mut |_| tafs(many, &args),
            ],
        );
        compare(&args.join(" "), &times);
    }
    for (count, file) in [("10^5", &file_of(SOME)), ("10^6", &many.to_owned())] {
        for (range, span) in files::years() {
            let [now, from, to] = [NOW, span.0, span.1].map(|at| at.to_string());
            let asked = ["report", path(file), &now, &from, &to];
            let times = in_turn(
                &mut [&mut |_| with(plain(floor, file, NOW), &asked), &mut |_| {
                    tafs(file, &["report", range])
                }],
            );
            compare(&format!("report {range}, {count}"), &times);
        }
    }
    let some = file_of(SOME);
    let sheet = some.with_file_name("some.csv");
    let out = std::fs::File::create(&sheet).expect("a file");
    let export = tafs(&some, &["export", "--format", "csv"])
        .stdout(out)
        .status();
    assert!(export.is_ok_and(|status| status.success()), "no sheet");
    let fresh = |name: &str| {
        let file = some.with_file_name(name);
        std::fs::remove_file(&file).ok();
        file
    };
    let times = in_turns(
        FEW_RUNS,
        &mut [
            &mut |_| {
                let file = fresh("taken by the floor.db");
                let args = ["import", path(&file), path(&sheet)];
                with(plain(floor, &file, NOW), &args)
            },
            &mut |_| tafs(&fresh("taken.db"), &["import", "csv", path(&sheet)]),
        ],
    );
    compare("import csv, 10^5", &times);
}

/// What a long undo history costs: each command on the same blocks, with 10^5 changes more and without.
fn history(many: &Path) {
    let steps = files::with_steps(many, "steps.db", STEPS);
    let fresh = scratch(many, "fresh.db");
    for args in [&["status"][..], &["undo", "--list"], &["s"]] {
        let run = |file: &Path, run: usize| {
            let args = match args {
                ["s"] if run.is_multiple_of(2) => &["a"],
                args => args,
            };
            with(plain(Path::new(TAFS), file, NOW + 10 * run as i64), args)
        };
        let times = in_turn(&mut [&mut |number| run(&fresh, number), &mut |number| {
            run(&steps, number)
        }]);
        let (fresh, steps) = (median(&times[0]), median(&times[1]));
        println!(
            "tafs {:12} {fresh:.2}   with 10^5 changes {steps:.2}   ratio {:.2}",
            args.join(" "),
            steps / fresh
        );
    }
}

/// The floor as cargo builds it for a release.
fn build_floor() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--example", "floor"])
        .status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "the floor does not build"
    );
    Path::new(TAFS).with_file_name("examples").join("floor")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

fn plain(program: &Path, file: &Path, now: i64) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("TAFS_DB", file)
        .env("TAFS_NOW", rfc3339(now))
        .env("TZ", "Europe/Berlin");
    command
        .env("HOME", file.parent().expect("a folder"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    command
}

fn with(mut command: Command, args: &[&str]) -> Command {
    command.args(args);
    command
}

fn rfc3339(seconds: i64) -> String {
    let stamp = tafs::domain::stamp::Stamp::clamped(seconds);
    let offset = tafs::domain::stamp::Offset::UTC;
    tafs::domain::calendar::rfc3339(tafs::domain::stamp::Moment { at: stamp, offset })
}

type Make<'a> = &'a mut dyn FnMut(usize) -> Command;

/// The times of each command, one after the other, again and again: what disturbs one disturbs all.
fn in_turn(commands: &mut [Make<'_>]) -> Vec<Vec<f64>> {
    in_turns(RUNS, commands)
}

/// The same, so many times.
fn in_turns(runs: usize, commands: &mut [Make<'_>]) -> Vec<Vec<f64>> {
    let mut times = vec![Vec::new(); commands.len()];
    for run in 0..runs {
        for (make, times) in commands.iter_mut().zip(&mut times) {
            let mut command = make(run);
            let start = Instant::now();
            let status = command.status().expect("it runs");
            let time = start.elapsed().as_secs_f64() * 1000.0;
            assert!(status.success(), "{command:?} failed");
            if run >= runs / 10 {
                times.push(time);
            }
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    times
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

fn report(what: &str, times: &[Vec<f64>]) {
    let [floor, many, few] = times else {
        unreachable!("three commands")
    };
    println!(
        "{what:16} floor {:.2} ({:.2})   tafs {:.2} ({:.2})   ratio {:.2}   10^3 {:.2}   10^6 to 10^3 {:.2}",
        median(floor),
        floor[0],
        median(many),
        many[0],
        median(many) / median(floor),
        median(few),
        median(many) / median(few),
    );
}

fn compare(what: &str, times: &[Vec<f64>]) {
    let [floor, tafs] = times else {
        unreachable!("two commands")
    };
    let [floor, tafs] = [floor, tafs].map(|times| (median(times), times[0]));
    println!(
        "tafs {what:24} floor {:.2} ({:.2})   tafs {:.2} ({:.2})   ratio {:.2}",
        floor.0,
        floor.1,
        tafs.0,
        tafs.1,
        tafs.0 / floor.0
    );
}

/// The most memory that a command held, as GNU time tells it.
fn memory(what: &str, program: &Path, args: &[&str], file: &Path) {
    let mut command = plain(Path::new("/usr/bin/time"), file, NOW + 100_000);
    command
        .arg("-f")
        .arg("%M")
        .arg(program)
        .args(args)
        .stderr(Stdio::piped());
    let said = command
        .output()
        .map(|output| String::from_utf8_lossy(&output.stderr).trim().to_owned());
    let kilobytes = said.ok().and_then(|said| {
        said.lines()
            .last()
            .and_then(|line| line.parse::<f64>().ok())
    });
    match kilobytes {
        Some(kilobytes) => println!("{what:16} {:.1} MiB at most", kilobytes / 1024.0),
        None => println!("{what:16} memory unknown: /usr/bin/time does not tell it"),
    }
}

/// A program on a screen of its own.
struct Opened {
    child: Box<dyn Child + Send + Sync>,
    heard: Heard,
    keys: Box<dyn Write + Send>,
    /// From its start to its first frame, in ms.
    first_frame: f64,
}

impl Opened {
    /// Starts a program and waits for its first frame.
    fn start(program: &Path, args: &[&str], file: &Path, now: Option<i64>) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("TZ", "Europe/Berlin"),
            ("LANG", "C.UTF-8"),
        ] {
            command.env(name, value);
        }
        command.env("TAFS_DB", file);
        command.env("HOME", file.parent().expect("a folder"));
        if let Some(now) = now {
            command.env("TAFS_NOW", rfc3339(now));
        }
        let heard = Heard::listen(pair.master.try_clone_reader().expect("a reader"));
        let keys = pair.master.take_writer().expect("a writer");
        let start = Instant::now();
        let child = pair.slave.spawn_command(command).expect("it starts");
        let deadline = start + Duration::from_secs(10);
        while !heard.holds("help") && Instant::now() < deadline {
            thread::sleep(Duration::from_micros(50));
        }
        assert!(heard.holds("help"), "no first frame within 10 s");
        Self {
            child,
            heard,
            keys,
            first_frame: start.elapsed().as_secs_f64() * 1000.0,
        }
    }

    /// Leaves it by a key.
    fn leave(mut self) {
        self.keys.write_all(b"q").expect("a key");
        self.keys.flush().expect("a key");
        self.child.wait().expect("it ends");
    }
}

/// From the start to the first frame in the terminal, beside the least that draws one.
fn first_frames(floor: &Path, many: &Path, (from, to): (i64, i64)) {
    let args = [
        "screen",
        path(many),
        &NOW.to_string(),
        &from.to_string(),
        &to.to_string(),
    ]
    .map(str::to_owned);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut times = [Vec::new(), Vec::new()];
    for run in 0..RUNS {
        let programs = [(floor, args.as_slice()), (Path::new(TAFS), &[])];
        for ((program, args), times) in programs.into_iter().zip(&mut times) {
            let opened = Opened::start(program, args, many, Some(NOW));
            if run >= RUNS / 10 {
                times.push(opened.first_frame);
            }
            opened.leave();
        }
    }
    let [floor, tafs] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        median(&times)
    });
    println!(
        "first frame      floor {floor:.2}   tafs {tafs:.2}   ratio {:.2}",
        tafs / floor
    );
}

/// What an open screen costs, with a block that runs, on a file of a million blocks.
fn screen() {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs() as i64;
    let file = files::running_at(&file_of(MANY), "open.db", now - 1800);
    let mut opened = Opened::start(Path::new(TAFS), &[], &file, None);
    let (heard, pid) = (&opened.heard, opened.child.process_id().expect("a process"));
    println!("\nopen screen at 120x40, 10^6 blocks, a block runs");
    println!("started to first frame: {:.1} ms", opened.first_frame);
    thread::sleep(Duration::from_secs(3));
    let (cpu, switches, bytes) = (cpu_of(pid), switches_of(pid), heard.bytes());
    thread::sleep(WATCHED);
    let seconds = WATCHED.as_secs_f64();
    println!("cpu: {:.2} ms a second", (cpu_of(pid) - cpu) / seconds);
    println!(
        "wake-ups: {:.2} a second",
        (switches_of(pid) - switches) / seconds
    );
    println!(
        "to the terminal: {:.1} bytes a second",
        (heard.bytes() - bytes) as f64 / seconds
    );
    println!(
        "resident: {:.1} MiB, at most {:.1} MiB",
        status(pid, "VmRSS:") / 1024.0,
        status(pid, "VmHWM:") / 1024.0
    );
    keys_to_frames(&mut opened.keys, heard, &file);
    opened.leave();
}

/// From a key to the first byte of its frame, beside the same durable switch with the file already open.
fn keys_to_frames(keys: &mut Box<dyn Write + Send>, heard: &Heard, file: &Path) {
    let other = scratch(file, "sync.db");
    let mut connection = files::bare(&other);
    let (mut frames, mut syncs) = (Vec::new(), Vec::new());
    for run in 0..60_i64 {
        thread::sleep(Duration::from_millis(120));
        let before = heard.bytes();
        let start = Instant::now();
        keys.write_all(if run % 2 == 0 { b"a" } else { b"s" })
            .expect("a key");
        keys.flush().expect("a key");
        while heard.bytes() == before && start.elapsed() < Duration::from_secs(2) {
            thread::yield_now();
        }
        frames.push(start.elapsed().as_secs_f64() * 1000.0);
        let start = Instant::now();
        files::durable_switch(&mut connection, 4_000_000_000 + run);
        syncs.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    frames.sort_by(f64::total_cmp);
    syncs.sort_by(f64::total_cmp);
    let (frame, sync) = (median(&frames), median(&syncs));
    println!(
        "key to frame: {frame:.2} ms, of which the durable switch takes {sync:.2} ms: {:.2} ms beside it",
        frame - sync
    );
}

/// What the program has written to its terminal so far.
struct Heard {
    count: Arc<AtomicUsize>,
    start: Arc<Mutex<Vec<u8>>>,
}

impl Heard {
    fn listen(mut reader: Box<dyn Read + Send>) -> Self {
        let heard = Self {
            count: Arc::default(),
            start: Arc::default(),
        };
        let (count, start) = (Arc::clone(&heard.count), Arc::clone(&heard.start));
        thread::spawn(move || {
            let mut buffer = vec![0_u8; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                count.fetch_add(read, Ordering::SeqCst);
                let mut start = start.lock().expect("nobody panics with it");
                if start.len() < 200_000 {
                    start.extend_from_slice(&buffer[..read]);
                }
            }
        });
        heard
    }

    fn bytes(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    fn holds(&self, text: &str) -> bool {
        let start = self.start.lock().expect("nobody panics with it");
        start
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }
}

/// Milliseconds of processor time.
fn cpu_of(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/schedstat")).unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(|first| first.parse::<f64>().ok())
        .unwrap_or(f64::NAN)
        / 1e6
}

fn switches_of(pid: u32) -> f64 {
    status(pid, "voluntary_ctxt_switches:")
}

fn status(pid: u32, name: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_default();
    line.split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(f64::NAN)
}
