//! A machine of its own for each test: a home folder, Berlin's clock, and a "now" that only the test moves.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The binary under test.
pub const TAFS: &str = env!("CARGO_BIN_EXE_tafs");

/// A Monday at 08:30 in Berlin: the first morning of Maya's week.
pub const MONDAY: &str = "2026-03-02T08:30:00+01:00";

/// How long any one thing may take before a test gives up on it; generous, since machines of CI are slow.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One made-up machine. Nothing of the real one reaches the program under test.
pub struct Machine {
    home: TempDir,
    vars: Vec<(String, String)>,
}

impl Machine {
    /// A machine where it is [`MONDAY`] and nothing is on record. Its database is `tafs.db` in the home folder.
    pub fn new() -> Self {
        let home = tempfile::Builder::new()
            .prefix("tafs-it-")
            .tempdir_in(quick_place())
            .expect("a temporary folder");
        let mut machine = Self {
            home,
            vars: Vec::new(),
        };
        // The path as the program sees it: some systems keep their temporary folder behind a link.
        let home = machine.home();
        machine.set("HOME", home.to_str().expect("a temporary path is UTF-8"));
        machine.set("TZ", "Europe/Berlin");
        machine.set("LANG", "C.UTF-8");
        machine.set("TERM", "xterm-256color");
        machine.set("TAFS_NOW", MONDAY);
        let db = machine.db();
        machine.set("TAFS_DB", db.to_str().expect("a temporary path is UTF-8"));
        machine
    }

    /// The morning after Maya's week, 2026-W10, with all of it on record.
    pub fn after_mayas_week() -> Self {
        let mut machine = Self::new();
        machine.at("2026-03-07T09:00:00+01:00");
        let taken = machine.run_with_input(
            &["import", "json", "-"],
            include_str!("../../fixtures/maya.jsonl"),
        );
        assert_eq!(taken.code, Some(0), "{taken}");
        machine
    }

    /// As [`Machine::after_mayas_week`], with the four weeks before it.
    pub fn after_mayas_weeks() -> Self {
        let machine = Self::after_mayas_week();
        let taken = machine.run_with_input(
            &["import", "json", "-"],
            include_str!("../../fixtures/maya-before.jsonl"),
        );
        assert_eq!(taken.code, Some(0), "{taken}");
        machine
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.home
            .path()
            .canonicalize()
            .expect("the home folder is there")
    }

    /// The database.
    pub fn db(&self) -> PathBuf {
        self.home().join("tafs.db")
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.unset(name);
        self.vars.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a variable out of the environment.
    pub fn unset(&mut self, name: &str) -> &mut Self {
        self.vars.retain(|(known, _)| known != name);
        self
    }

    /// Sets the clock: RFC 3339, or `14:32` on the [`MONDAY`].
    pub fn at(&mut self, now: &str) -> &mut Self {
        let now = if now.len() == 5 {
            format!("2026-03-02T{now}:00+01:00")
        } else {
            now.to_owned()
        };
        self.set("TAFS_NOW", &now)
    }

    /// The whole environment of the program under test.
    pub fn vars(&self) -> &[(String, String)] {
        &self.vars
    }

    /// A command of the program under test in this machine, in the home folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(TAFS);
        command
            .env_clear()
            .envs(self.vars.iter().map(|(name, value)| (name, value)));
        command
            .current_dir(self.home())
            .args(args)
            .stdin(Stdio::null());
        command
    }

    /// Runs `tafs` with these words.
    pub fn run(&self, args: &[&str]) -> Said {
        self.run_with_input(args, "")
    }

    /// Runs `tafs` with these words and this on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &str) -> Said {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        let output = command
            .write_stdin(input)
            .timeout(PATIENCE)
            .output()
            .expect("tafs starts and ends in time");
        Said::new(args, &output, &self.home())
    }

    /// Runs `tafs` with the words of one line, split at spaces; `'…'` keeps words together.
    pub fn line(&self, line: &str) -> Said {
        let words = words(line);
        self.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The command of a line, not yet run.
    pub fn line_command(&self, line: &str) -> Command {
        let words = words(line);
        self.command(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// As [`Self::line`], for a command that has to succeed; gives its stdout.
    pub fn ok(&self, line: &str) -> String {
        let said = self.line(line);
        assert_eq!(said.code, Some(0), "{said}");
        said.stdout
    }
}

/// Where temporary folders go: into memory where the system has such a place, since thousands of saves would wait for
/// the disk. That a save does wait for it is a context, which the store's own tests look at.
pub fn quick_place() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}

/// What a command said: the exit code, stdout and stderr. Prints as one snapshot, with the home folder as
/// `[home]` and every UUID as `[id]`.
pub struct Said {
    command: String,
    home: String,
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output as it was.
    pub stdout: String,
    /// Standard error as it was.
    pub stderr: String,
}

impl Said {
    /// What a program said when it was asked with these words.
    pub fn new(args: &[&str], output: &Output, home: &Path) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("tafs speaks UTF-8");
        Self {
            command: args
                .iter()
                .map(|arg| quoted(arg))
                .collect::<Vec<_>>()
                .join(" "),
            home: home.to_string_lossy().into_owned(),
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not JSON: {error}\n{self}"))
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .code
            .map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
        let mut text = format!("$ tafs {}\nexit {code}\n", self.command);
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.extend(["-- ", name, "\n", stream.as_str()]);
                if !stream.ends_with('\n') {
                    text.push_str("⏎ missing\n");
                }
            }
        }
        f.write_str(&masked(&text.replace(&self.home, "[home]")))
    }
}

/// The text with every UUID as `[id]`.
pub fn masked(text: &str) -> String {
    const DASHES: [usize; 4] = [8, 13, 18, 23];
    let is_uuid = |candidate: &str| {
        candidate.bytes().enumerate().all(|(at, byte)| {
            if DASHES.contains(&at) {
                byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.get(..36).is_some_and(is_uuid) {
            out.push_str("[id]");
            rest = &rest[36..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@!#+={}".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{arg}'")
    }
}

/// The words of a line as a shell would split it; only spaces and `'…'` mean anything.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut begun) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                begun = true;
            }
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    assert!(!quoted, "a quote is left open in {line:?}");
    if begun {
        words.push(word);
    }
    words
}

#[test]
fn a_line_splits_as_in_a_shell_and_ids_are_masked() {
    assert_eq!(
        words("add selling 9:00 10:00 '@Big Corp' ''"),
        ["add", "selling", "9:00", "10:00", "@Big Corp", ""]
    );
    assert_eq!(
        masked("«0195a1b2-c3d4-7e5f-8a6b-0123456789ab» 0195a1b2-"),
        "«[id]» 0195a1b2-"
    );
}
