//! `tafs backup` and `tafs restore`: a whole copy, to any place, and back; nothing of the program's own is overwritten.

use std::fs;
use std::os::unix::fs::PermissionsExt;
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

fn mode(path: &std::path::Path) -> u32 {
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
    pty.wait_for("not for a terminal");
    assert!(!pty.wait_exit().success());
}

#[test]
fn a_backup_takes_the_place_of_a_file_only_where_it_is_told_to() {
    let machine = backed_up();
    let home = machine.home();
    fs::write(home.join("old.db"), "old").expect("a file");
    let refused = machine.line("backup old.db");
    assert!(
        refused.code == Some(1) && refused.stderr.contains("there already"),
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
