//! The manual as the tools show it that people read it with.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::support::env::Machine;
use crate::support::tools::{find_command, skip};

/// The pages of a machine, written into a folder that was not there.
fn pages(machine: &Machine) -> Vec<PathBuf> {
    let said = machine.line("man pages");
    assert_eq!(said.code, Some(0), "{said}");
    let folder = fs::read_dir(machine.home().join("pages")).expect("a folder");
    let mut pages: Vec<PathBuf> = folder
        .map(|entry| entry.expect("an entry").path())
        .collect();
    pages.sort();
    pages
}

fn show(machine: &Machine, program: &str, args: &[&str], pages: &[PathBuf]) -> Option<Output> {
    let Some(found) = find_command(&[program]) else {
        skip(program, "it is not on the path");
        return None;
    };
    let mut command = Command::new(found);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.env("LANG", "C.UTF-8").env("HOME", machine.home());
    command.env("MANWIDTH", "80").args(args).args(pages);
    Some(command.output().expect("it starts"))
}

#[test]
fn there_is_a_page_for_every_command_and_one_for_the_config() {
    let machine = Machine::new();
    let pages = pages(&machine);
    let names: Vec<String> = pages
        .iter()
        .map(|page| {
            page.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let help = machine.ok("--help");
    let list = help
        .split("Commands:\n")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next());
    for line in list.expect("a list of commands").lines() {
        let name = line.split_whitespace().next().expect("a name");
        let page = format!("tafs-{name}.1");
        assert!(names.contains(&page), "{page} in {names:?}");
    }
    assert!(
        names.contains(&"tafs-config.5".to_owned())
            && names.contains(&"tafs-config-set.1".to_owned())
    );
    let main = fs::read_to_string(machine.home().join("pages/tafs.1")).expect("the main page");
    assert_eq!(machine.ok("man"), main, "without a folder it is printed");
    for page in &pages {
        let mode = page.metadata().expect("a page").permissions().mode();
        assert_eq!(mode & 0o777, 0o644, "{}", page.display());
    }
    // A second time it is the same, over the old one.
    fs::write(machine.home().join("pages/tafs.1"), "old").expect("an old page");
    machine.ok("man pages");
    assert_eq!(
        fs::read_to_string(machine.home().join("pages/tafs.1")).expect("the main page"),
        main
    );
    let said = machine.line("man tafs.db/x");
    assert_eq!(said.code, Some(0), "{said}");
    fs::write(machine.home().join("file"), "").expect("a file");
    let said = machine.line("man file");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stderr.contains("file is a file, not a folder"),
        "{said}"
    );
    // In a folder of man's own each page goes where man looks for it, and over no file that a link leads to.
    let kept = machine.home().join("kept");
    fs::write(&kept, "mine").expect("a file");
    let man1 = machine.home().join("share/man1");
    fs::create_dir_all(&man1).expect("a folder");
    std::os::unix::fs::symlink(&kept, man1.join("tafs.1")).expect("a link");
    machine.ok("man share/man1");
    assert_eq!(fs::read_to_string(&kept).expect("the file"), "mine");
    assert_eq!(
        fs::read_to_string(man1.join("tafs.1")).expect("the main page"),
        main
    );
    assert!(!man1.join("tafs-config.5").exists());
    assert!(machine.home().join("share/man5/tafs-config.5").exists());
}

#[test]
fn man_groff_and_mandoc_show_the_pages_without_a_warning() {
    let machine = Machine::new();
    let pages = pages(&machine);
    for (program, args) in [
        ("man", &["--warnings=w", "-l", "-Tutf8"][..]),
        ("groff", &["-ww", "-man", "-Tutf8", "-Kutf8"]),
        ("mandoc", &["-Tlint", "-Wwarning"]),
    ] {
        let Some(shown) = show(&machine, program, args, &pages) else {
            continue;
        };
        let stderr = String::from_utf8_lossy(&shown.stderr);
        assert!(
            shown.status.success() && stderr.is_empty(),
            "{program}: {stderr}"
        );
        let text = String::from_utf8_lossy(&shown.stdout);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if program == "mandoc" {
            assert_eq!(text, "");
        } else {
            assert!(
                text.contains("tafs s @Northwind /meeting POC terms"),
                "{program}: {text}"
            );
            assert!(
                text.contains("work after midnight counts for the day before"),
                "{program}"
            );
        }
    }
}
