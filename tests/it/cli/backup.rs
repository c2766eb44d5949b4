//! `tafs backup` and `tafs restore`: a whole copy, to any place, and back; nothing of the program's own is overwritten.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::said;
use crate::support::env::Machine;
use crate::support::pty::Pty;

/// Two blocks, and then a third after a backup.
fn backed_up() -> Machine {
    let mut machine = Machine::new();
    machine.at("12:00").ok("add admin 7:00 7:30 inbox");
    machine.ok("add selling 8:00 9:00 @Northwind");
    machine.ok("backup");
    machine.ok("add learning 9:00 10:00");
    machine
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

#[test]
fn a_backup_comes_back_and_so_does_what_it_replaced() {
    let mut machine = backed_up();
    let session = said(
        &mut machine,
        &[
            "12:10 backup",
            "backup",
            "12:30 restore",
            "restore tafs-2026-03-02-1200.db",
            "log",
            "restore tafs.db.kept-2026-03-02-1230",
            "log",
            "restore",
            "restore nothing.db",
            "restore tafs.db",
        ],
    );
    let sizeless = without_sizes(&session);
    insta::assert_snapshot!(super::without_ids(&sizeless));
    let folder = machine.home().join("backups");
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(&folder).expect("the backups") {
        assert_eq!(mode(&entry.expect("a file").path()), 0o600);
    }
    // Undo goes on where it was.
    machine.ok("undo");
    assert_eq!(machine.ok("export").lines().count(), 2);
}

/// The sizes of files depend on the schema.
fn without_sizes(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 1..words.len() {
        if words[at] == "KB" {
            words[at - 1] = "00";
        }
    }
    words.join(" ")
}

#[test]
fn a_backup_goes_through_a_pipe_and_back() {
    let machine = backed_up();
    let before = machine.ok("export");
    let copied = machine
        .line_command("backup -")
        .output()
        .expect("tafs runs");
    assert!(
        copied.status.success() && copied.stderr.is_empty(),
        "{copied:?}"
    );
    machine.ok("delete last");
    let mut restore = assert_cmd::Command::from_std(machine.command(&["restore", "-"]));
    let restored = restore
        .write_stdin(copied.stdout)
        .output()
        .expect("tafs runs");
    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(machine.ok("export"), before);
    // Nobody reads it.
    let mut closed = machine.line_command("backup -");
    let mut child = closed.stdout(Stdio::piped()).spawn().expect("tafs runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let mut pty = Pty::start(&machine, &["backup", "-"]);
    pty.wait_for("on a terminal");
    assert!(!pty.wait_exit().success());
}

#[test]
fn a_backup_takes_the_place_of_a_file_only_where_it_is_told_to() {
    let machine = backed_up();
    let home = machine.home();
    fs::write(home.join("old.db"), "old").expect("a file");
    let refused = machine.line("backup old.db");
    assert!(
        refused.code == Some(1) && refused.stderr.contains("already exists"),
        "{refused}"
    );
    assert_eq!(fs::read(home.join("old.db")).expect("a file"), b"old");
    machine.ok("backup old.db --force");
    machine.ok("backup old.db --force");
    assert_eq!(mode(&home.join("old.db")), 0o600);
    fs::create_dir(home.join("stick")).expect("a folder");
    machine.ok("backup stick");
    assert!(home.join("stick/tafs-2026-03-02-1200.db").exists());
    for args in ["--db none.db backup", "backup none/x.db", "backup --force"] {
        let said = machine.line(args);
        assert!(
            said.code.is_some_and(|code| code > 0) && !said.stderr.is_empty(),
            "{said}"
        );
    }
    assert!(!home.join("none.db").exists());
}

#[test]
fn no_command_writes_over_the_file_its_backups_or_the_config() {
    let machine = backed_up();
    let home = machine.home();
    let backup = home.join("backups/tafs-2026-03-02-1200.db");
    machine.ok("restore tafs-2026-03-02-1200.db");
    fs::hard_link(&backup, home.join("hard.db")).expect("a link");
    std::os::unix::fs::symlink(home.join("backups"), home.join("link")).expect("a link");
    let bytes = fs::read(&backup).expect("the backup");
    for name in [
        "backups/tafs-2026-03-02-1200.db",
        "backups/new.db",
        "backups/../backups/new.db",
        "link/tafs-2026-03-02-1200.db",
        "hard.db",
        "tafs.db",
        "tafs.db-journal",
        "tafs.db.kept-2026-03-02-1200",
    ] {
        for command in ["export -o", "report -o", "review -o", "backup"] {
            if command == "backup" && ["hard.db", "tafs.db.kept-2026-03-02-1200"].contains(&name) {
                continue;
            }
            let refused = machine.line(&format!("{command} {name} --force"));
            assert_eq!(refused.code, Some(1), "{refused}");
            assert!(
                refused.stderr.contains("one of tafs's own files"),
                "{refused}"
            );
        }
    }
    assert_eq!(fs::read(&backup).expect("the backup"), bytes);
    assert_eq!(
        fs::read_dir(home.join("backups"))
            .expect("a folder")
            .count(),
        1
    );
}

#[test]
fn a_restored_file_shows_on_the_open_screen() {
    let mut machine = Machine::new();
    machine.at("09:00").ok("start selling @Northwind --at 8:00");
    machine.ok("backup");
    machine.ok("start admin @Halden --at 8:45");
    let mut pty = Pty::start(&machine, &[]);
    pty.wait_for("@Halden");
    machine.ok("restore tafs-2026-03-02-0900.db");
    pty.wait_gone("@Halden").wait_for("@Northwind");
    pty.send("a").wait_for("Admin since");
    pty.send("q");
    assert!(pty.wait_exit().success());
    assert_eq!(machine.ok("export").lines().count(), 2);
    let kept = machine.ok("--db tafs.db.kept-2026-03-02-0900 export");
    assert!(kept.contains("Halden"), "{kept}");
}

/// A machine whose clock goes, with the file in its usual place.
fn going() -> Machine {
    let mut machine = Machine::new();
    machine.unset("TAFS_NOW").unset("TAFS_DB");
    machine
}

/// What is in the folder of the backups of the usual file.
fn daily_backups(machine: &Machine) -> Vec<PathBuf> {
    backups_in(&machine.home().join(".local/share/tafs/backups"))
}

fn backups_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

#[test]
fn a_command_that_changed_something_leaves_a_copy_of_the_day() {
    let machine = going();
    for quiet in ["status", "log", "export", "undo --list", "undo"] {
        machine.line(quiet);
    }
    assert!(
        daily_backups(&machine).is_empty(),
        "nothing is on record yet"
    );
    let said = machine.line("start selling @Northwind");
    assert_eq!(
        (said.code, said.stderr.lines().count()),
        (Some(0), 1),
        "{said}"
    );
    let made = daily_backups(&machine);
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(mode(&made[0]), 0o600);
    let copy = made[0].to_str().expect("a plain path");
    assert!(
        machine
            .ok(&format!("--db {copy} export"))
            .contains("Northwind")
    );
    machine.ok("note running more");
    let listed = machine.ok("restore");
    assert!(listed.contains("1 block up to"), "{listed}");
}

#[test]
fn a_copy_of_the_day_is_made_of_another_file_only_where_it_is_set_and_never_by_a_set_clock() {
    let mut machine = going();
    let other = machine.home().join("work.db");
    let backups = machine.home().join("backups");
    machine.set("TAFS_DB", other.to_str().expect("a plain path"));
    machine.ok("start selling");
    assert!(!backups.exists());
    let config = machine.home().join(".config/tafs");
    fs::create_dir_all(&config).expect("a folder");
    fs::write(config.join("config.toml"), "[backup]\nkeep = \"2 days\"\n").expect("a config");
    machine.set("TAFS_NOW", "2026-03-02T08:30:00+01:00");
    machine.ok("add admin 7:00 7:30 --force");
    assert!(!backups.exists());
    machine.unset("TAFS_NOW");
    fs::create_dir(&backups).expect("a folder");
    for name in [
        "work-2020-01-01.db",
        "work-2020-01-02.db",
        "work-2020-01-03-0800.db",
        "x.db",
    ] {
        fs::write(backups.join(name), "old").expect("a file");
    }
    machine.ok("start admin");
    let mut names: Vec<String> = backups_in(&backups)
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(
        &names[..2],
        ["work-2020-01-02.db", "work-2020-01-03-0800.db"]
    );
    assert_eq!(names[3], "x.db");
    fs::write(config.join("config.toml"), "[backup]\nkeep = \"none\"\n").expect("a config");
    fs::remove_dir_all(&backups).expect("it is ours");
    machine.ok("start selling");
    assert!(!backups.exists());
}

#[test]
fn a_copy_of_the_day_that_fails_is_one_line_and_no_failure() {
    let machine = going();
    let folder = machine.home().join(".local/share/tafs");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("backups"), "no folder").expect("a file");
    let said = machine.line("start selling");
    assert_eq!(
        (said.code, said.stderr.lines().count()),
        (Some(0), 2),
        "{said}"
    );
    assert!(said.stderr.contains("No backup today: "), "{said}");
}

#[test]
fn two_commands_at_once_leave_one_copy_of_the_day() {
    let machine = going();
    machine.ok("start selling");
    fs::remove_dir_all(machine.home().join(".local/share/tafs/backups")).expect("it is ours");
    let children: Vec<_> = (0..4)
        .map(|number| {
            let mut command = machine.line_command(&format!("day off 2026-01-0{}", number + 1));
            command.stderr(Stdio::piped()).spawn().expect("tafs runs")
        })
        .collect();
    for child in children {
        let said = child.wait_with_output().expect("it ends");
        let lines = String::from_utf8_lossy(&said.stderr);
        assert!(
            said.status.success() && !lines.contains("backup"),
            "{lines}"
        );
    }
    assert_eq!(daily_backups(&machine).len(), 1);
}

#[test]
fn backups_at_the_same_time_take_names_of_their_own() {
    let machine = backed_up();
    let children: Vec<_> = (0..6)
        .map(|_| {
            let mut command = machine.line_command("backup");
            command.stderr(Stdio::piped()).spawn().expect("tafs runs")
        })
        .collect();
    for child in children {
        let said = child.wait_with_output().expect("it ends");
        assert!(said.status.success(), "{said:?}");
    }
    assert_eq!(backups_in(&machine.home().join("backups")).len(), 7);
}

#[test]
fn the_open_screen_makes_the_copy_of_the_day_and_the_demo_none() {
    let machine = going();
    machine.ok("start selling");
    fs::remove_dir_all(machine.home().join(".local/share/tafs/backups")).expect("it is ours");
    let mut pty = Pty::start(&machine, &[]);
    // The clock on the screen goes, so that it is looked again and again.
    pty.wait_until("the copy of the day", |_| {
        daily_backups(&machine)
            .iter()
            .any(|path| !path.to_string_lossy().contains("/.tafs-"))
    });
    pty.send("q");
    assert!(pty.wait_exit().success());
    assert_eq!(daily_backups(&machine).len(), 1);
    let demo = going();
    let mut pty = Pty::start(&demo, &["demo"]);
    pty.wait_for("Today");
    pty.send("q");
    assert!(pty.wait_exit().success());
    assert!(!demo.home().join(".local").exists());
}
