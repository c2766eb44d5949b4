//! Every command in every odd environment: a status that is documented, never a panic, never a signal, and never a
//! raw control character in what is said.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::env::Machine;

/// One line for each command, and some that ask for what is not there.
const LINES: [&str; 45] = [
    "start selling @Northwind",
    "s",
    "a /crm",
    "l --at -5m",
    "d",
    "b",
    "stop",
    "resume",
    "add selling 7:00 7:30 /meeting",
    "status",
    "status --json",
    "status --format '{category} {tafs}'",
    "log",
    "log all --json",
    "log all --csv",
    "edit last /meeting",
    "delete last",
    "undo",
    "redo",
    "export --format json",
    "import json -",
    "import json no-such-file",
    "guess 60 22 10 8",
    "guess",
    "commit >= 6h selling/prospecting",
    "commit",
    "commit --clear --week next",
    "commit nothing",
    "day off 2026-12-24..2026-12-31",
    "day planned",
    "pause next",
    "pause next --end",
    "backup",
    "backup x.db --force",
    "restore",
    "restore x.db",
    "restore no-such-file",
    "edit 0000 x",
    "doctor",
    "doctor --json",
    "start nothing",
    "add selling 9:00",
    "log never",
    "--help",
    "",
];

/// What is odd about the environment: variables to set, to take away where the value is `None`.
const ODD: [&[(&str, Option<&str>)]; 16] = [
    &[],
    // The file is named, so that no real home is looked for.
    &[("HOME", None), ("XDG_CONFIG_HOME", Some("/nonexistent"))],
    &[("HOME", Some("relative"))],
    &[
        ("XDG_DATA_HOME", Some("")),
        ("XDG_CONFIG_HOME", Some("relative")),
    ],
    &[("LANG", Some("C")), ("LC_ALL", Some("POSIX"))],
    &[("LANG", Some("tr_TR.UTF-8"))],
    &[("TERM", None)],
    &[("TERM", Some("dumb")), ("NO_COLOR", Some("1"))],
    &[("CLICOLOR_FORCE", Some("1")), ("COLUMNS", Some("7"))],
    &[("TZ", None)],
    &[("TZ", Some("Mars/Olympus"))],
    &[("TZ", Some(""))],
    &[("TAFS_NOW", Some("yesterday"))],
    &[("TAFS_NOW", Some("1900-01-01T00:00:00Z"))],
    &[("TAFS_NOW", Some("2199-12-31T23:59:59Z"))],
    &[
        ("TAFS_CONFIG", Some("/nonexistent/config.toml")),
        ("TMPDIR", Some("/nonexistent")),
    ],
];

/// Asserts that a command ended as it may end, and that what it said is fit for a terminal.
fn assert_decent(output: &Output, what: &str) {
    let said = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| panic!("{what}: not UTF-8"))
    };
    let (stdout, stderr) = (said(&output.stdout), said(&output.stderr));
    let all = format!("{what}\n{:?}\n{stdout}\n{stderr}", output.status);
    assert!(output.status.code().is_some_and(|code| code <= 2), "{all}");
    assert!(
        !stderr.contains("panicked") && !stderr.contains("RUST_BACKTRACE"),
        "{all}"
    );
    let obeyed = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(
        !stdout.contains(obeyed) && !stderr.contains(obeyed),
        "{all}"
    );
    let failed = output.status.code() != Some(0);
    assert!(
        !failed || !stderr.trim().is_empty(),
        "a failure says why: {all}"
    );
}

#[test]
fn every_command_ends_decently_wherever_it_is_run() {
    for odd in ODD {
        let mut machine = Machine::new();
        machine.ok("add admin 6:00 6:30 --note 'a first block'");
        for (name, value) in odd {
            match value {
                Some(value) => machine.set(name, value),
                None => machine.unset(name),
            };
        }
        for line in LINES {
            let output = machine.line_command(line).output().expect("tafs starts");
            assert_decent(&output, &format!("{odd:?} tafs {line}"));
        }
    }
}

#[test]
fn every_command_survives_closed_and_full_streams() {
    let machine = Machine::new();
    machine.ok("add admin 6:00 6:30");
    for line in LINES {
        let mut scripts = vec![
            "exec \"$0\" \"$@\" <&- >&- 2>&-",
            "exec \"$0\" \"$@\" >&-",
            "\"$0\" \"$@\" | :",
        ];
        // A disk that is always full; not every system has one.
        if Path::new("/dev/full").exists() {
            scripts.extend([
                "exec \"$0\" \"$@\" >/dev/full",
                "exec \"$0\" \"$@\" >/dev/full 2>/dev/full",
            ]);
        }
        for script in scripts {
            let output = in_shell(&machine.line_command(line), script)
                .output()
                .expect("a shell starts");
            let said = String::from_utf8_lossy(&output.stderr);
            let what = format!("tafs {line} in {script}: {:?}\n{said}", output.status);
            assert!(output.status.code().is_some_and(|code| code <= 2), "{what}");
            assert!(!said.contains("panicked"), "{what}");
        }
    }
}

/// The same command in the same environment, run by a line of shell as its `$0` and `$@`.
fn in_shell(command: &Command, script: &str) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    shell.current_dir(command.get_current_dir().expect("the home folder"));
    shell
        .arg("-c")
        .arg(script)
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null());
    shell
}

#[test]
fn words_that_are_no_text_are_refused_or_shown_with_a_mark() {
    let machine = Machine::new();
    machine.ok("add admin 6:00 6:30");
    let bad = OsString::from_vec(vec![b'@', 0xff, 0xfe, b'x']);
    for line in [
        "start selling",
        "add selling 7:00 7:30",
        "edit last",
        "delete",
        "log",
        "start",
        "--db",
        "import json",
        "",
    ] {
        let output = machine
            .line_command(line)
            .arg(&bad)
            .output()
            .expect("tafs starts");
        assert_decent(&output, &format!("tafs {line} @\\xff"));
    }
    let mut machine = Machine::new();
    machine.unset("TAFS_DB");
    let path = OsString::from_vec(["odd-".as_bytes(), &[0xff], b".db"].concat());
    let output = machine
        .line_command("s")
        .env("TAFS_DB", machine.home().join(path))
        .output()
        .expect("tafs starts");
    assert_decent(&output, "a file with a name that is no text");
    assert!(
        output.status.success(),
        "it is a good name for a file: {output:?}"
    );
}
