//! One save, with a kill or an error at each of its system calls, by strace.

use std::process::{Command, Stdio};

use super::{Tally, check_integrity, hold, lane_of, minute};
use crate::support::env::{Machine, Said, TAFS};
use crate::support::tools::{find_command, skip};

/// The calls by which a file is changed, or found out about.
pub const CALLS: [&str; 11] = [
    "openat",
    "pread64",
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "link",
    "rename",
    "fcntl",
];
/// What a disk or a system says when it can't.
const ERRORS: [&str; 3] = ["EIO", "ENOSPC", "EDQUOT"];

/// A machine on which something runs, and what its file says before and after a switch.
struct Save {
    machine: Machine,
    file: Vec<u8>,
    before: String,
    after: String,
}

impl Save {
    fn new() -> Self {
        let mut machine = Machine::new();
        machine.at(&minute(0)).ok("s @Northwind");
        let before = lane_of(&machine).expect("a sound file");
        let file = std::fs::read(machine.db()).expect("the file");
        machine.at(&minute(30)).ok("a /c");
        let after = shape(&lane_of(&machine).expect("a sound file"));
        let before = shape(&before);
        Self {
            machine,
            file,
            before,
            after,
        }
    }

    /// Puts the file back as it was before, alone in its folder.
    fn restore(&self) {
        std::fs::write(self.machine.db(), &self.file).expect("the file is ours");
        std::fs::remove_file(self.machine.home().join("tafs.db-journal")).ok();
    }

    /// The same switch, with what strace does to it.
    fn run(&self, inject: &str) -> Said {
        self.restore();
        run_injected(&self.machine, inject, &["a", "/c"])
    }
}

/// The blocks without what is another one each time: the ids of new ones.
fn shape(lane: &str) -> String {
    let from_start = |line: &str| {
        line.find("\"start\"")
            .map_or_else(String::new, |at| line[at..].to_owned())
    };
    lane.lines().map(from_start).collect::<Vec<_>>().join("\n")
}

/// Whether programs can be traced here; says why not.
pub fn can_trace() -> bool {
    let Some(strace) = find_command(&["strace"]) else {
        skip("strace", "not installed");
        return false;
    };
    let traced = Command::new(strace)
        .args(["-f", "-o", "/dev/null", "true"])
        .output();
    let works = traced.is_ok_and(|output| output.status.success());
    if !works {
        skip("strace", "tracing is not allowed here");
    }
    works
}

/// The program under strace, with strace's options before it.
pub fn traced(machine: &Machine, options: &[&str], args: &[&str]) -> Command {
    let mut command = Command::new(find_command(&["strace"]).expect("strace is there"));
    command
        .args(["-f", "-q"])
        .args(options)
        .arg(TAFS)
        .args(args)
        .env_clear()
        .envs(machine.vars().iter().map(|(name, value)| (name, value)))
        .current_dir(machine.home())
        .stdin(Stdio::null());
    command
}

/// Runs the program with something done to one of its calls.
pub fn run_injected(machine: &Machine, inject: &str, args: &[&str]) -> Said {
    let call = inject.split(':').next().expect("a call");
    let (trace, inject) = (format!("trace={call}"), format!("inject={inject}"));
    let options = ["-o", "/dev/null", "-e", &trace, "-e", &inject];
    let output = traced(machine, &options, args)
        .output()
        .expect("strace runs");
    Said::new(args, &output, &machine.home())
}

/// What strace notes of these calls of the program.
pub fn log_calls(machine: &Machine, calls: &str, args: &[&str]) -> String {
    let log = machine.home().join("calls.txt");
    let path = log.to_str().expect("a temporary path is UTF-8");
    let trace = format!("trace={calls}");
    let output = traced(machine, &["-e", &trace, "-o", path], args).output();
    output.expect("strace runs");
    let text = std::fs::read_to_string(&log).expect("a log");
    std::fs::remove_file(&log).expect("the log goes");
    text
}

/// How often the program makes a call.
pub fn count_calls(machine: &Machine, call: &str, args: &[&str]) -> usize {
    let (log, call) = (log_calls(machine, call, args), format!("{call}("));
    log.lines().filter(|line| line.contains(&call)).count()
}

/// A kill at every `step`-th call of each kind.
pub fn kill_at_each(step: usize) -> Tally {
    let mut tally = Tally::default();
    let save = Save::new();
    each_call(&save, step, |inject| {
        let said = save.run(&format!("{inject}:signal=KILL"));
        tally.count(check_killed(&save, &said).map_err(|fault| format!("{inject}: {fault}")));
    });
    tally
}

fn check_killed(save: &Save, said: &Said) -> Result<(), String> {
    let lane = shape(&lane_of(&save.machine)?);
    let is_after = lane == save.after;
    hold(is_after || lane == save.before, || {
        format!("neither before nor after:\n{lane}")
    })?;
    hold(is_after || said.code != Some(0), || {
        format!("acknowledged and lost: {said}")
    })
}

/// An error from every `step`-th call of each kind.
pub fn fail_at_each(step: usize) -> Tally {
    let mut tally = Tally::default();
    let save = Save::new();
    let mut number = 0;
    each_call(&save, step, |inject| {
        number += 1;
        let error = ERRORS[number % ERRORS.len()];
        let said = save.run(&format!("{inject}:error={error}"));
        tally.count(
            check_failed(&save, &said).map_err(|fault| format!("{inject}: {error}: {fault}")),
        );
    });
    tally
}

fn check_failed(save: &Save, said: &Said) -> Result<(), String> {
    hold(!said.stderr.contains("panicked"), || said.to_string())?;
    let lane = shape(&lane_of(&save.machine)?);
    let is_after = lane == save.after;
    hold(is_after || lane == save.before, || {
        format!("neither before nor after:\n{lane}")
    })?;
    match said.code {
        Some(0) => hold(is_after, || format!("acknowledged and lost: {said}")),
        Some(1 | 2) => {
            hold(!said.stderr.is_empty(), || {
                "failed without a word".to_owned()
            })?;
            let denies =
                said.stderr.contains("nothing was saved") || said.stderr.contains("not saved");
            hold(!(denies && is_after), || {
                format!("denied, though it is there: {said}")
            })
        }
        // What the loader of the program needs is beyond us.
        _ => Ok(()),
    }
}

/// Names every `step`-th call of each kind of the save: `pwrite64:when=3`.
fn each_call(save: &Save, step: usize, mut with: impl FnMut(&str)) {
    for call in CALLS {
        save.restore();
        let count = count_calls(&save.machine, call, &["a", "/c"]);
        for number in (1..=count).step_by(step) {
            with(&format!("{call}:when={number}"));
        }
    }
}

#[test]
fn a_kill_or_an_error_at_any_call_leaves_the_file_before_or_after() {
    if !can_trace() {
        return;
    }
    kill_at_each(9).assert_held();
    fail_at_each(9).assert_held();
}

/// Around the moment at which a change is saved, what is said is what the file holds: one failure, and a disk that stays
/// broken from there on.
#[test]
fn a_disk_that_fails_around_the_commit_is_told_as_the_file_is() {
    if !can_trace() {
        return;
    }
    let mut tally = Tally::default();
    let (mut saved, mut unsaved, mut unsure) = (0, 0, 0);
    let save = Save::new();
    for (call, step) in [("fsync", 1), ("unlink", 1), ("pwrite64", 6)] {
        save.restore();
        let count = count_calls(&save.machine, call, &["a", "/c"]);
        for number in (1..=count).step_by(step) {
            for lasting in ["", "+"] {
                let said = save.run(&format!("{call}:when={number}{lasting}:error=EIO"));
                let fault = |fault| format!("{call} {number}{lasting}: {fault}\n{said}");
                tally.count(check_failed(&save, &said).map_err(fault));
                saved += usize::from(said.code == Some(0));
                unsaved += usize::from(said.stderr.contains("nothing was saved"));
                unsure += usize::from(said.stderr.contains("can't tell yet whether it was saved"));
            }
        }
    }
    tally.assert_held();
    assert_eq!(
        saved + unsaved + unsure,
        tally.tries,
        "one of the three is said"
    );
    assert!(
        saved > 0 && unsaved > 0 && unsure > 0,
        "{saved} {unsaved} {unsure}"
    );
}

#[test]
fn what_is_acknowledged_was_synced_before() {
    if !can_trace() {
        return;
    }
    let save = Save::new();
    save.restore();
    let log = log_calls(
        &save.machine,
        "write,pwrite64,fsync,fdatasync",
        &["a", "/c"],
    );
    let last = |what: &str| {
        let found = log
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(what));
        found
            .last()
            .unwrap_or_else(|| panic!("no {what} in\n{log}"))
            .0
    };
    let said = log
        .lines()
        .position(|line| line.contains("write(2,") && line.contains("dmin"));
    let said = said.unwrap_or_else(|| panic!("it says nothing\n{log}"));
    assert!(
        last("pwrite64(") < last("sync(") && last("sync(") < said,
        "{log}"
    );
    check_integrity(&save.machine).expect("a sound file");
}

#[test]
fn a_quota_that_is_used_up_is_named() {
    if !can_trace() {
        return;
    }
    let save = Save::new();
    save.restore();
    let said = run_injected(&save.machine, "pwrite64:error=EDQUOT:when=1+", &["a", "/c"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stderr.contains("your quota on that disk is used up"),
        "{said}"
    );
}

#[test]
fn a_limit_that_was_not_met_is_not_named() {
    if !can_trace() {
        return;
    }
    let save = Save::new();
    save.restore();
    let strace = traced(
        &save.machine,
        &["-o", "/dev/null", "-e", "inject=pwrite64:error=EIO:when=1+"],
        &["a", "/c"],
    );
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", "ulimit -f 1000000; exec \"$0\" \"$@\""])
        .arg(strace.get_program())
        .args(strace.get_args())
        .env_clear()
        .envs(
            save.machine
                .vars()
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .current_dir(save.machine.home());
    let output = shell.output().expect("a shell starts");
    let said = Said::new(&["a", "/c"], &output, &save.machine.home());
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stderr.contains("disk I/O error") && !said.stderr.contains("ulimit"),
        "{said}"
    );
}
