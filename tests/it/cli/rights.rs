//! Where something else stands in the file's place, or where the person may not read or write: what it is and what to do
//! next is said, and what can be read is read. To root nothing is closed: somebody else tries it then.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::env::{Machine, Said, TAFS};
use crate::support::pty::Pty;
use crate::support::tools::{find_command, skip};

const NOBODY: u32 = 65_534;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A machine of somebody who is not root, with a folder `data` for the file.
struct Closed {
    machine: Machine,
    /// The program, where they can reach it.
    program: PathBuf,
}

impl Closed {
    fn new() -> Self {
        let mut machine = Machine::new();
        let home = machine.home();
        let data = home.join("data");
        fs::create_dir(&data).expect("a folder");
        let path = data.join("tafs.db");
        machine.set("TAFS_DB", path.to_str().expect("a plain path"));
        machine.ok("add admin 7:00 7:30 inbox");
        let mut closed = Self {
            machine,
            program: TAFS.into(),
        };
        if is_root() {
            for path in [&home, &data, &path] {
                chown(path, Some(NOBODY), Some(NOBODY)).expect("root gives it away");
            }
            let reached = closed.command(&["--version"]).output();
            if !reached.is_ok_and(|output| output.status.success()) {
                closed.program = home.join("tafs");
                // Another process copies it: a file that this one has open to write is busy for whoever starts it.
                let copied = Command::new("cp").arg(TAFS).arg(&closed.program).status();
                assert!(copied.expect("cp runs").success());
            }
        }
        closed
    }

    fn file(&self) -> PathBuf {
        self.machine.home().join("data/tafs.db")
    }

    fn folder(&self) -> PathBuf {
        self.machine.home().join("data")
    }

    fn command(&self, args: &[&str]) -> Command {
        let of_machine = self.machine.command(args);
        let mut command = Command::new(&self.program);
        command.args(args).env_clear();
        for (name, value) in of_machine.get_envs() {
            command.env(name, value.expect("nothing is taken away"));
        }
        command.current_dir(self.machine.home());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn line(&self, line: &str) -> Said {
        let args: Vec<&str> = line.split(' ').collect();
        let output = self.command(&args).output().expect("tafs starts");
        Said::new(&args, &output, &self.machine.home())
    }

    /// Puts a file of an older schema in the place.
    fn put_older(&self) {
        fs::remove_file(self.file()).expect("it is ours");
        let dump = include_str!("../../fixtures/schema-3.sql");
        let old = rusqlite::Connection::open(self.file()).expect("a database");
        old.execute_batch(dump).expect("the fixture is SQL");
        drop(old);
        set_mode(&self.file(), 0o600);
        if is_root() {
            chown(self.file(), Some(NOBODY), Some(NOBODY)).expect("root gives it away");
        }
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        set_mode(&self.folder(), 0o700);
    }
}

/// Names and bytes of all that is in a folder.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut all: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
        .collect();
    all.sort();
    all
}

fn assert_refused(said: &Said, expected: &str) {
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains(expected), "{expected}: {said}");
    assert!(said.stderr.contains("hint: "), "{said}");
    assert!(!said.stderr.contains("os error"), "{said}");
}

#[test]
fn what_the_person_may_not_do_is_said_and_what_they_may_is_done() {
    let closed = Closed::new();
    let (file, folder) = (closed.file(), closed.folder());
    // How the folder and the file are closed, what reading says, and what writing says; nothing where it is done.
    let cases = [
        (0o500, 0o600, None, Some("its folder is read-only")),
        (0o700, 0o400, None, Some("it is read-only")),
        (0o500, 0o400, None, Some("it is read-only")),
        (
            0o600,
            0o600,
            Some("is closed to you"),
            Some("is closed to you"),
        ),
        (
            0o000,
            0o600,
            Some("is closed to you"),
            Some("is closed to you"),
        ),
        (
            0o700,
            0o000,
            Some("permission denied"),
            Some("permission denied"),
        ),
        (0o300, 0o600, None, None),
    ];
    for (folder_mode, file_mode, reading, writing) in cases {
        set_mode(&file, file_mode);
        set_mode(&folder, folder_mode);
        for (line, expected) in [
            ("status", reading),
            ("export", reading),
            ("l --at 8:00", writing),
        ] {
            let said = closed.line(line);
            match expected {
                Some(expected) => assert_refused(&said, expected),
                None => assert_eq!(said.code, Some(0), "{folder_mode:o} {file_mode:o}: {said}"),
            }
        }
        set_mode(&folder, 0o700);
        set_mode(&file, 0o600);
    }
}

#[test]
fn a_file_of_somebody_else_is_read_where_they_let_it() {
    if !is_root() {
        return skip("root", "only root makes files of somebody else");
    }
    let closed = Closed::new();
    chown(closed.file(), Some(0), Some(0)).expect("root takes it");
    assert_refused(&closed.line("status"), "it belongs to another user");
    set_mode(&closed.file(), 0o644);
    assert_eq!(closed.line("status").code, Some(0));
    assert_refused(&closed.line("l"), "it belongs to another user");
}

#[test]
fn an_older_file_that_cannot_be_written_to_is_read_as_it_would_be() {
    let closed = Closed::new();
    closed.put_older();
    let before = contents(&closed.folder());
    for (folder_mode, file_mode) in [(0o500, 0o600), (0o700, 0o400), (0o500, 0o400)] {
        set_mode(&closed.file(), file_mode);
        set_mode(&closed.folder(), folder_mode);
        for line in [
            "status",
            "log all",
            "report",
            "review",
            "gaps",
            "undo --list",
            "backup elsewhere.db --force",
        ] {
            let said = closed.line(line);
            assert_eq!(said.code, Some(0), "{said}");
        }
        assert_eq!(closed.line("export").stdout.lines().count(), 3);
        assert_eq!(
            closed
                .line("--db elsewhere.db export")
                .stdout
                .lines()
                .count(),
            3
        );
        for line in ["stop", "note last x"] {
            assert_refused(&closed.line(line), closed.folder().to_str().expect("plain"));
        }
        set_mode(&closed.folder(), 0o700);
        set_mode(&closed.file(), 0o600);
        assert_eq!(contents(&closed.folder()), before, "nothing was written");
    }
    // Where it may be written to it is brought up to date as ever.
    assert_eq!(closed.line("status").code, Some(0));
    assert!(closed.folder().join("tafs.db.schema-3").exists());
}

#[test]
fn a_change_that_was_cut_off_is_not_seen_where_it_cannot_be_taken_back() {
    let closed = Closed::new();
    let file = closed.file();
    let whole = closed.machine.home().join("whole.db");
    fs::copy(&file, &whole).expect("a copy");
    let other = rusqlite::Connection::open(&whole).expect("a connection");
    let change = "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE block SET note = hex(zeroblob(20000)); \
                  CREATE TABLE filler AS SELECT hex(zeroblob(2000)) FROM pragma_function_list LIMIT 200;";
    other.execute_batch(change).expect("a long change");
    fs::copy(&whole, &file).expect("a copy");
    let journal = closed.folder().join("tafs.db-journal");
    fs::copy(closed.machine.home().join("whole.db-journal"), &journal).expect("a copy");
    if is_root() {
        chown(&journal, Some(NOBODY), Some(NOBODY)).expect("root gives it away");
    }
    set_mode(&closed.folder(), 0o500);
    let before = contents(&closed.folder());
    let said = closed.line("export");
    assert!(
        said.code == Some(0) && said.stdout.contains("inbox"),
        "{said}"
    );
    assert_refused(&closed.line("note last x"), "its folder is read-only");
    assert_eq!(contents(&closed.folder()), before);
    set_mode(&closed.folder(), 0o700);
    assert!(closed.line("export").stdout.contains("inbox"));
}

#[test]
fn the_screen_says_that_nothing_can_be_saved() {
    let closed = Closed::new();
    closed.put_older();
    set_mode(&closed.folder(), 0o500);
    let program = closed.program.to_str().expect("a plain path").to_owned();
    let ids = ["--reuid=65534", "--regid=65534", "--clear-groups", &program];
    let mut pty = if is_root() {
        let Some(setpriv) = find_command(&["setpriv"]) else {
            return skip("setpriv", "not installed");
        };
        Pty::start_program(setpriv, &closed.machine, &ids, 100, 30)
    } else {
        Pty::start_program(&program, &closed.machine, &[], 100, 30)
    };
    pty.wait_for("read-only").wait_for("Today");
    pty.send("s").wait_for("its folder is read-only");
    pty.send("q");
    assert!(pty.wait_exit().success());
}

#[test]
fn whatever_stands_in_the_place_of_the_file_is_named() {
    let machine = Machine::new();
    let home = machine.home();
    let at = |name: &str| home.join(name);
    symlink("gone/tafs.db", at("link.db")).expect("a link");
    symlink("gone", at("link")).expect("a link");
    symlink("circle.db", at("circle.db")).expect("a link");
    fs::write(at("file"), "x").expect("a file");
    fs::create_dir(at("folder")).expect("a folder");
    let fifo = Command::new("mkfifo").arg(at("pipe")).status();
    assert!(fifo.expect("mkfifo runs").success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
    machine.ok("--db good.db add admin 7:00 7:30");
    let long = format!("{}.db", "x".repeat(300));
    let cases = [
        (
            "link.db",
            "it is a link to gone/tafs.db, which is not there",
        ),
        ("link/tafs.db", "is a link to gone, which is not there"),
        ("circle.db", "its links lead in a circle"),
        ("file/tafs.db", "file is a file, not a folder"),
        ("folder", "is a folder, not a file"),
        ("pipe", "pipe is not a file"),
        ("socket", "socket is not a file"),
        ("/dev/zero", "/dev/zero is not a file"),
        (&long, "its name is too long for this system"),
    ];
    for (name, expected) in cases {
        for line in ["status", "s", "export", "backup", "restore good.db"] {
            // A backup comes back to where a link leads, if there was nothing.
            if name == "link.db" && line.starts_with("restore") {
                continue;
            }
            let said = machine.line(&format!("--db {name} {line}"));
            assert_refused(&said, expected);
        }
    }
    machine.ok("--db link.db restore good.db");
    assert_eq!(machine.ok("--db gone/tafs.db export").lines().count(), 1);
    // The config too, which is read anew each second on the screen.
    let cases = [
        ("circle.db", "its links lead in a circle"),
        ("file/x.toml", "file is a file, not a folder"),
        ("folder", "is not a file"),
        ("pipe", "is not a file"),
        ("socket", "is not a file"),
        ("/dev/zero", "is not a file"),
        ("none.toml", "there is no such file"),
        (&long, "its name is too long for this system"),
    ];
    for (name, expected) in cases {
        assert_refused(&machine.line(&format!("--config {name} status")), expected);
    }
    fs::create_dir_all(at(".config/tafs")).expect("a folder");
    symlink("/gone/config.toml", at(".config/tafs/config.toml")).expect("a link");
    assert_refused(&machine.line("status"), "it is a link to /gone/config.toml");
}

/// A command under a limit of so many bytes a file.
fn limited(machine: &Machine, bytes: u64, line: &str) -> Said {
    let args: Vec<&str> = line.split(' ').collect();
    let script = format!("ulimit -f {}; exec \"$0\" \"$@\"", bytes / 512);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &script, TAFS]).args(&args).env_clear();
    shell.envs(machine.vars().iter().map(|(name, value)| (name, value)));
    let output = shell.current_dir(machine.home()).output();
    Said::new(&args, &output.expect("a shell starts"), &machine.home())
}

#[test]
fn a_limit_to_the_size_of_files_is_an_error_that_says_so() {
    let mut machine = Machine::new();
    machine.at("12:00");
    let refused = limited(&machine, 20_480, "s");
    assert_refused(&refused, "(ulimit -f)");
    machine.ok("add admin 7:00 7:30 inbox");
    let before = machine.ok("export");
    let size = fs::metadata(machine.db()).expect("the file").size();
    let long = "x".repeat(60_000);
    for line in [
        format!("note last {long}").as_str(),
        "backup",
        "backup x.db",
        "restore old.db",
    ] {
        machine.ok("backup old.db --force");
        let bytes = if line.starts_with("note") {
            size
        } else {
            20_480
        };
        let refused = limited(&machine, bytes, line);
        assert_refused(&refused, "(ulimit -f)");
        assert_eq!(machine.ok("export"), before);
    }
    let names: Vec<PathBuf> = contents(&machine.home())
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let left = names
        .iter()
        .filter(|path| path.to_string_lossy().contains("/.tafs-"));
    assert_eq!(left.count(), 0, "{names:?}");
    machine.ok(&format!("note last {long}"));
}

#[test]
fn who_else_can_read_the_file_is_said_once_for_each_mode() {
    let mut machine = Machine::new();
    machine.ok("add admin 7:00 7:30");
    set_mode(&machine.db(), 0o644);
    // Nobody else comes as far as the file.
    set_mode(&machine.home(), 0o700);
    assert!(!machine.line("status").stderr.contains("others"));
    set_mode(&machine.home(), 0o755);
    let said = machine.line("status --json");
    assert_eq!(
        said.stderr.matches("can be read by others").count(),
        1,
        "{said}"
    );
    assert!(said.stderr.contains("chmod 600"), "{said}");
    said.json();
    let assert_told = |machine: &Machine| {
        for line in ["status", "log", "s", "status"] {
            let said = machine.line(line);
            assert!(!said.stderr.contains("others"), "{said}");
        }
    };
    assert_told(&machine);
    set_mode(&machine.db(), 0o666);
    let said = machine.line("status");
    assert!(said.stderr.contains("can be changed by others"), "{said}");
    assert_told(&machine);
    let other = machine.home().join("other.db");
    machine.set("TAFS_DB", other.to_str().expect("a plain path"));
    machine.ok("add admin 7:00 7:30");
    set_mode(&other, 0o666);
    let mut pty = Pty::start(&machine, &[]);
    pty.wait_for("can be changed by others");
    pty.send("q");
    assert!(pty.wait_exit().success());
    assert!(!machine.line("status").stderr.contains("others"));
}
