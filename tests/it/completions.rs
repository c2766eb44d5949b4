//! Completions in the shells themselves: what is typed up to Tab, and the line that comes of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

use crate::support::env::{Machine, TAFS};
use crate::support::pty::Pty;
use crate::support::tools::{find_command, skip};

/// What a prompt of the shells under test is.
const PROMPT: &str = "ready>";
/// The same as it is typed, so that it is not on the screen before the shell is ready.
const ASKED: &str = "rea'dy> '";
/// Names that a shell would carry out, close a quote with, or look up in its history.
const NAMES: [&str; 6] = [
    "$(touch x1)",
    "`touch x2`",
    "O'Brien & Sons; touch x3",
    "Quote \"Q\" Co",
    "Wow!! Co",
    "Zebra*",
];

/// A machine with Maya's week and accounts of odd names, on whose path the program is.
fn machine() -> Machine {
    let mut machine = Machine::after_mayas_week();
    let programs = Path::new(TAFS).parent().expect("a folder");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display());
    machine.set("PATH", &path);
    for (hour, name) in (1..).zip(NAMES.iter().chain(&["Café Lux"])) {
        let (from, to) = (format!("0{hour}:00"), format!("0{hour}:10"));
        let said = machine.run(&["add", "selling", &from, &to, "--account", name]);
        assert_eq!(said.code, Some(0), "{said}");
    }
    machine
}

/// A shell that has been taught, or `None` where it is missing.
fn start(machine: &Machine, shell: &str, args: &[&str], setup: &str) -> Option<Pty> {
    let Some(program) = find_command(&[shell]) else {
        skip(shell, "it is not on the path");
        return None;
    };
    let pty = Pty::start_program(program, machine, args, 110, 40);
    pty.send(&format!("{setup}\r")).wait_for(PROMPT);
    Some(pty)
}

/// Types each line up to its Tab, and waits for what becomes of it.
fn complete(pty: &Pty, cases: &[(&str, &str)]) {
    for (typed, expected) in cases {
        let expected = format!("{PROMPT} {expected}");
        pty.send(&format!("{typed}\t")).wait_for(&expected);
        pty.send("\u{15}").wait_gone(&expected);
    }
}

/// Presses Enter on a line, and asserts that it started selling for this account and that nothing else came of it.
fn run(machine: &Machine, pty: &Pty, typed: &str, account: &str) {
    pty.send(&format!("{typed}\t\r")).wait_for("Selling @");
    pty.send("clear\r").wait_gone("Selling @");
    let status = machine.line("status --json").json();
    assert_eq!(status["running"]["account"], account, "{typed}");
    let left = fs::read_dir(machine.home()).expect("a home folder");
    let names = left.map(|entry| entry.expect("an entry").file_name());
    let made: Vec<_> = names
        .filter(|name| name.to_string_lossy().starts_with('x'))
        .collect();
    assert!(made.is_empty(), "{typed} made {made:?}");
}

#[test]
fn bash_completes_names_and_quotes_them() {
    let machine = machine();
    let setup = format!("PS1={ASKED}; source <(tafs completions bash)");
    let Some(pty) = start(&machine, "bash", &["--norc", "--noprofile"], &setup) else {
        return;
    };
    complete(
        &pty,
        &[
            ("tafs stat", "tafs status "),
            ("tafs s @n", "tafs s @Northwind "),
            ("tafs s @ostr", "tafs s @Ostrava "),
            ("tafs s @caf", "tafs s @\\\"Café\\ Lux\\\" "),
            ("tafs s '@caf", "tafs s '@\"Café Lux\"' "),
            ("tafs s \"@$", "tafs s \"@\\\"\\$(touch x1)\\\"\" "),
            ("tafs a '!le", "tafs a '!legal' "),
            ("tafs a !le", "tafs a \\!legal "),
            ("tafs l '#newd", "tafs l '#newdeck' "),
            ("tafs s /prosp", "tafs s /prospecting "),
            ("tafs s --account=hal", "tafs s --account=Halden "),
            ("tafs s --account caf", "tafs s --account Café\\ Lux "),
            ("tafs log last-w", "tafs log last-week "),
            ("tafs log 2026-W0", "tafs log 2026-W0"),
            (
                "tafs export --format timew",
                "tafs export --format timewarrior ",
            ),
            (
                "tafs config set theme.name tok",
                "tafs config set theme.name tokyonight ",
            ),
            ("tafs config get goal.t", "tafs config get goal.tafs "),
            ("tafs --db tafs.d", "tafs --db tafs.db "),
            ("tafs --db nowhere.db s @n", "tafs --db nowhere.db s @n"),
        ],
    );
    assert!(
        !machine.home().join("nowhere.db").exists(),
        "a Tab makes no file"
    );
    pty.send("tafs edit \t\t")
        .wait_for("last  (07:00-07:10 selling @Café Lux)");
    pty.send("\u{15}");
    for (typed, account) in [
        ("tafs s @$", NAMES[0]),
        ("tafs s '@`", NAMES[1]),
        ("tafs s @O\\'B", NAMES[2]),
        ("tafs s \"@O'B", NAMES[2]),
        ("tafs s @Q", NAMES[3]),
        ("tafs s \"@Wow", NAMES[4]),
        ("tafs s @Z", NAMES[5]),
    ] {
        run(&machine, &pty, typed, account);
    }
}

#[test]
fn zsh_completes_names_and_quotes_them() {
    let machine = machine();
    let setup = format!(
        "PROMPT={ASKED}; autoload -Uz compinit; compinit -u -D; source <(tafs completions zsh)"
    );
    let Some(pty) = start(&machine, "zsh", &["-f"], &setup) else {
        return;
    };
    complete(
        &pty,
        &[
            ("tafs stat", "tafs status "),
            ("tafs s @n", "tafs s @Northwind "),
            ("tafs s @caf", "tafs s @\\\"Café\\ Lux\\\" "),
            ("tafs s '@caf", "tafs s '@\"Café Lux\"' "),
            ("tafs a '!le", "tafs a '!legal' "),
            ("tafs l '#newd", "tafs l '#newdeck' "),
            ("tafs s --account=hal", "tafs s --account=Halden "),
            ("tafs log last-w", "tafs log last-week "),
            (
                "tafs config set theme.name tok",
                "tafs config set theme.name tokyonight ",
            ),
            ("tafs --db tafs.d", "tafs --db tafs.db "),
        ],
    );
    pty.send("tafs log last-\t")
        .wait_for("-- 23 Feb–1 Mar 2026");
    pty.send("\u{15}");
    for (typed, account) in [
        ("tafs s '@$", NAMES[0]),
        ("tafs s '@`", NAMES[1]),
        ("tafs s @O\\'B", NAMES[2]),
        ("tafs s @Q", NAMES[3]),
        ("tafs s @Wow", NAMES[4]),
        ("tafs s @Z", NAMES[5]),
    ] {
        run(&machine, &pty, typed, account);
    }
}

#[test]
fn fish_completes_names_and_quotes_them() {
    let machine = machine();
    let setup = format!("function fish_prompt; echo {ASKED}; end; tafs completions fish | source");
    let Some(pty) = start(&machine, "fish", &["--no-config"], &setup) else {
        return;
    };
    complete(
        &pty,
        &[
            ("tafs stat", "tafs status "),
            ("tafs s @n", "tafs s @Northwind "),
            ("tafs s @Caf", "tafs s @\\\"Café\\ Lux\\\" "),
            ("tafs a !le", "tafs a !legal "),
            ("tafs l '#newd", "tafs l '#newdeck' "),
            ("tafs s --account=hal", "tafs s --account=Halden "),
            ("tafs log last-w", "tafs log last-week "),
            (
                "tafs config set theme.name tok",
                "tafs config set theme.name tokyonight ",
            ),
            ("tafs --db tafs.d", "tafs --db tafs.db "),
        ],
    );
    pty.send("tafs log last-\t").wait_for("(23 Feb–1 Mar 2026)");
    pty.send("\u{15}");
    for (typed, account) in [
        ("tafs s '@\"$", NAMES[0]),
        ("tafs s '@\"`", NAMES[1]),
        ("tafs s @O\\'B", NAMES[2]),
        ("tafs s @Q", NAMES[3]),
        ("tafs s @Wow", NAMES[4]),
        ("tafs s @Z", NAMES[5]),
    ] {
        run(&machine, &pty, typed, account);
    }
}

#[test]
fn elvish_completes_names_and_quotes_them() {
    let machine = machine();
    let setup =
        format!("set edit:prompt = {{ print {ASKED} }}; eval (tafs completions elvish | slurp)");
    let Some(pty) = start(&machine, "elvish", &["-norc"], &setup) else {
        return;
    };
    complete(
        &pty,
        &[
            ("tafs stat", "tafs status "),
            ("tafs s @N", "tafs s @Northwind "),
            ("tafs a '!le", "tafs a '!legal' "),
            ("tafs log last-w", "tafs log last-week "),
        ],
    );
    run(&machine, &pty, "tafs s '@\"$", NAMES[0]);
}

/// What the program answers a shell, without its first line.
fn answer(machine: &Machine, words: &[&str]) -> String {
    let said = machine.run(&[&["__complete"], words].concat());
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{said}");
    let (_, rest) = said.stdout.split_once('\n').expect("a first line");
    rest.to_owned()
}

#[test]
fn a_tab_is_silent_and_changes_nothing_whatever_is_there() {
    let mut machine = machine();
    let connection = Connection::open(machine.db()).expect("the file opens");
    for (old, new) in [
        ("Halden", "Hal\u{1b}[31mden"),
        ("Lumen", "Lu\nmen"),
        ("Kestrel", "Kes\ttrel"),
    ] {
        let changed = connection.execute(
            "UPDATE block SET account = ?2 WHERE account = ?1",
            [old, new],
        );
        assert!(changed.expect("a change") > 0, "{old}");
    }
    drop(connection);
    let accounts = answer(&machine, &["fish", "tafs", "s", "@"]);
    assert!(
        accounts.contains("@Northwind\n") && !accounts.contains("Hal"),
        "{accounts}"
    );
    assert!(
        accounts.bytes().all(|byte| byte >= b' ' || byte == b'\n'),
        "{accounts:?}"
    );
    assert_eq!(
        accounts.matches("men").count() + accounts.matches("Kes").count(),
        0,
        "{accounts}"
    );

    let before = fs::read(machine.db()).expect("the file");
    let home = machine.home();
    fs::write(home.join("broken.toml"), "[goal\n").expect("a config");
    fs::write(home.join("other.db"), "not a database").expect("a file");
    for words in [
        &["fish", "tafs", "--config", "broken.toml", "s", "/"][..],
        &[
            "fish",
            "tafs",
            "--config",
            "broken.toml",
            "config",
            "get",
            "",
        ],
        &["fish", "tafs", "--db", "other.db", "s", "@"],
        &["fish", "tafs", "--db", "none/tafs.db", "edit", ""],
        &["fish", "tafs", "--db", "/", "redo", ""],
        &["bash", "tafs --db=none.db restore ", "", "9"],
        &["fish", "tafs", "no-such-command", "@"],
        &["bash", "tafs s 'never closed", "never closed", "9"],
        &["bash"],
        &[],
    ] {
        let said = machine.run(&[&["__complete"], words].concat());
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{said}");
    }
    machine.set("TAFS_NOW", "never").set("TZ", "No/Where");
    assert!(answer(&machine, &["fish", "tafs", "log", "to"]).contains("today"));
    let mut left: Vec<_> = fs::read_dir(&home)
        .expect("a home folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    left.sort();
    assert_eq!(left, ["broken.toml", "other.db", "tafs.db"]);
    assert_eq!(fs::read(machine.db()).expect("the file"), before);
}

#[test]
fn options_of_the_line_are_heeded() {
    let machine = machine();
    let other = machine.home().join("other.db");
    let other = other.to_str().expect("a path");
    machine.ok(&format!("--db {other} s @Elsewhere"));
    fs::write(
        machine.home().join("sdr.toml"),
        "[role]\npreset = \"sdr\"\n[[sources]]\nname = \"dialer\"\nstart = \"A\"\nend = \"B\"\n",
    )
    .expect("a config");
    let names = answer(&machine, &["fish", "tafs", "--db", other, "s", "@"]);
    assert_eq!(names, "@Elsewhere\n");
    assert_eq!(
        answer(&machine, &["bash", "tafs --db=~/other.db s @", "@", "9"]),
        "@Elsewhere\n"
    );
    assert_eq!(
        answer(
            &machine,
            &["bash", "tafs --db \"$HOME/other.db\" s @", "@", "9"]
        ),
        "@Elsewhere\n"
    );
    let activities = answer(
        &machine,
        &["fish", "tafs", "--config", "sdr.toml", "s", "/cold"],
    );
    assert!(activities.starts_with("/cold-call\t"), "{activities}");
    let formats = answer(
        &machine,
        &["fish", "tafs", "--config=sdr.toml", "import", "dia"],
    );
    assert_eq!(formats, "dialer\tof your config\n");
    let blocks = answer(&machine, &["fish", "tafs", "--db", other, "edit", ""]);
    assert!(
        blocks.starts_with("running\tSat 7 Mar 09:00-now selling @Elsewhere\nlast\t")
            || blocks.starts_with("running\t09:00-now selling @Elsewhere\nlast\t"),
        "{blocks}"
    );
}

#[test]
fn every_shell_has_a_script_and_each_asks_what_is_answered() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = machine.ok(&format!("completions {shell}"));
        assert!(script.contains(&format!("__complete {shell} ")), "{shell}");
        let mut code = script.lines().filter(|line| !line.starts_with('#'));
        assert!(code.all(|line| !line.contains("eval")), "{shell}");
        assert!(script.is_ascii() && script.ends_with('\n'), "{shell}");
    }
    let module = machine.ok("completions nushell");
    assert!(module.contains("export extern \"tafs status\""), "{module}");
    assert!(!module.contains("__complete"));
    // There is no PowerShell to try: what it sends is what is read.
    let words = ["powershell", "tafs", "export", "--format", "=j"];
    assert_eq!(answer(&machine, &words), "json\n");
    assert!(answer(&machine, &["powershell", "tafs", "="]).contains("status\t"));
}

/// The scripts as their shells read them, where these are.
#[test]
fn the_scripts_are_sound() {
    let machine = machine();
    for (shell, name) in [
        ("bash", "tafs.bash"),
        ("zsh", "_tafs"),
        ("fish", "tafs.fish"),
    ] {
        let Some(program) = find_command(&[shell]) else {
            skip(shell, "it is not on the path");
            continue;
        };
        let path = machine.home().join(name);
        fs::write(&path, machine.ok(&format!("completions {shell}"))).expect("a script");
        let read = Command::new(program)
            .arg("-n")
            .arg(&path)
            .output()
            .expect("it runs");
        assert!(
            read.status.success() && read.stderr.is_empty(),
            "{shell}: {read:?}"
        );
    }
}
