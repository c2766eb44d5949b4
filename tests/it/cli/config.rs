//! `tafs config`: what holds and where it comes from, one key set, and the whole file edited.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::support::env::{Machine, Said};
use crate::support::pty::Pty;

fn config(machine: &Machine) -> PathBuf {
    machine.home().join(".config/tafs/config.toml")
}

fn text(machine: &Machine) -> String {
    fs::read_to_string(config(machine)).expect("a config")
}

fn write(machine: &Machine, text: &str) {
    let path = config(machine);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a config");
}

#[test]
fn the_past_keeps_the_hours_that_held_then() {
    let mut machine = Machine::new();
    machine.at("2026-03-30T09:00:00+02:00");
    // Ten hours of a plan of twenty, in each of two weeks.
    machine.ok("hours 'mon-fri 09:00-13:00'");
    for day in ["2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19"] {
        machine.ok(&format!(
            "add selling '{day} 09:00' '{day} 11:00' /prospecting"
        ));
        machine.ok(&format!("add admin '{day} 11:00' '{day} 13:00' /crm"));
    }
    let totals =
        |machine: &Machine| machine.line("report 2026-W12 --json").json()["totals"].clone();
    let before = totals(&machine);
    assert_eq!(before["untracked_s"], 4 * 3600);
    machine.at("2026-04-02T09:00:00+02:00");
    let said = machine.run(&["hours", "mon-fri 08:30-17:30", "--from", "2026-04-01"]);
    assert!(
        said.stderr.contains("From Wed 1 Apr: mon-fri 08:30-17:30"),
        "{said}"
    );
    assert_eq!(totals(&machine), before, "March is as it was");
    assert_eq!(
        machine.line("gaps 2026-04-01 --json").json()[0]["seconds"],
        9 * 3600
    );
    let shown = "mon-fri 09:00-13:00\nfrom 2026-04-01: mon-fri 08:30-17:30\n";
    assert_eq!(machine.ok("hours"), shown);
    // By turns: the first week is that of its date.
    machine.ok("hours 'mon 10:00-12:00' --from 2026-04-01 --every 2 --week 2");
    assert_eq!(
        machine.line("gaps 2026-03-31 --json").json()[0]["seconds"],
        4 * 3600
    );
    machine.at("2026-04-20T18:00:00+02:00");
    assert_eq!(
        machine.line("gaps 2026-04-13 --json").json()[0]["seconds"],
        9 * 3600
    );
    let monday = machine.line("gaps 2026-04-06 --json").json();
    assert_eq!(monday[0]["seconds"], 2 * 3600);
    // Hours that all weeks are held against change with a word on it.
    let said = machine.run(&["config", "set", "hours.mon", "09:00-12:00"]);
    assert!(
        said.stderr
            .contains("the weeks before count by these hours too"),
        "{said}"
    );
    for wrong in [
        &["hours", "mon 9-5"][..],
        &["hours", "mon 09:00-12:00", "--from", "2026-W15"],
        &[
            "hours",
            "mon 09:00-12:00",
            "--from",
            "2026-04-01",
            "--every",
            "2",
            "--week",
            "3",
        ],
        &["hours", "mon 09:00-12:00", "--every", "2", "--week", "1"],
    ] {
        assert_ne!(machine.run(wrong).code, Some(0), "{wrong:?}");
    }
    assert_eq!(text(&machine).matches("\n[[plan]]").count(), 2);
}

#[test]
fn hours_that_change_the_past_are_told_of_once() {
    let mut machine = Machine::new();
    let told = |said: &Said| {
        said.stderr
            .contains("the weeks before count by these hours too")
    };
    let line = |machine: &Machine, line: &str| machine.line(line);
    machine.at("2026-03-02T10:00:00+01:00").ok("start admin");
    machine.at("2026-03-04T10:00:00+01:00");
    assert!(!told(&line(&machine, "status")), "nothing was set");
    // By hand: the first command after it says so, and no other.
    write(&machine, "[hours]\nmon = \"09:00-12:00\"\n");
    assert!(told(&line(&machine, "status")));
    assert!(!told(&line(&machine, "status")));
    assert!(!told(&line(&machine, "stop")));
    // By a command, which says it itself.
    assert!(told(&line(&machine, "config set hours.tue 10:00-11:00")));
    assert!(!told(&line(&machine, "config set hours.tue 10:00-11:00")));
    assert!(!told(&line(&machine, "config set ui.mouse false")));
    assert!(!told(&line(&machine, "log")));
    assert!(told(&line(&machine, "hours 'mon 08:00-12:00'")));
    assert!(!told(&line(&machine, "hours 'mon 08:00-12:00'")));
    // Hours from a day on leave the past alone.
    assert!(!told(&line(
        &machine,
        "hours 'mon 07:00-12:00' --from 2026-03-09"
    )));
    assert!(!told(&line(&machine, "status")));
}

#[test]
fn hours_of_the_first_day_change_no_past() {
    let mut machine = Machine::new();
    machine.ok("hours 'mon-fri 09:00-12:00'");
    machine.ok("start admin");
    machine.at("2026-03-12T10:00:00+01:00");
    let said = machine.line("status");
    assert!(!said.stderr.contains("the weeks before"), "{said}");
}

#[test]
fn what_is_set_is_what_get_says_and_the_program_does() {
    let machine = Machine::new();
    for (key, value) in [
        ("goal.tafs", "0.45"),
        ("goal.selling", "20h"),
        ("hours.mon", "08:30-17:30"),
        ("hours.fri", "09:00-12:00, 13:00-16:00"),
        ("hours.wed", ""),
        ("days_off.dates", "[\"2026-12-25\"]"),
        ("role.preset", "sdr"),
        ("ui.mouse", "false"),
        ("week.start", "sunday"),
        ("keys.undo", "[\"u\", \"Z\"]"),
        ("theme.hatch", "72"),
        ("activities.selling.v", "{ name = \"site-visit\" }"),
        ("activities.selling.v.tier", "more"),
        ("backup.keep", "none"),
    ] {
        let said = machine.run(&["config", "set", key, value]);
        assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{said}");
        let said = machine.run(&["config", "get", key]);
        if !value.starts_with('{') {
            assert_eq!(said.stdout, format!("{value}\n"), "{said}");
        }
    }
    let mode = |path: PathBuf| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
    };
    assert_eq!(mode(config(&machine)) & 0o777, 0o600);
    assert_eq!(mode(machine.home().join(".config/tafs")) & 0o777, 0o700);
    machine.ok("s /site-visit");
    let template = include_str!("../../../assets/config.toml");
    let explains = |line: &&str| line.starts_with("# ");
    let kept = text(&machine);
    assert!(
        template
            .lines()
            .filter(explains)
            .all(|line| kept.contains(line))
    );
}

#[test]
fn comments_order_and_link_stay() {
    let machine = Machine::new();
    let mine = "# mine\n[goal] # aims\ntafs = 0.4 # low\n\n[ui]\n mouse=false\n";
    write(&machine, mine);
    let real = machine.home().join("dotfiles.toml");
    fs::rename(config(&machine), &real).expect("moved");
    std::os::unix::fs::symlink(&real, config(&machine)).expect("a link");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o644)).expect("a mode");
    machine.ok("config set goal.tafs 0.45");
    machine.ok("config set ui.mouse true");
    machine.ok("config set role.preset am");
    let expected = "# mine\n[goal] # aims\ntafs = 0.45 # low\n\n[ui]\n mouse=true\n\n[role]\npreset = \"am\"\n";
    assert_eq!(fs::read_to_string(&real).expect("a config"), expected);
    let link = fs::symlink_metadata(config(&machine)).expect("a link");
    assert!(link.is_symlink());
    let mode = fs::metadata(&real).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn what_is_wrong_is_refused_and_the_file_stays() {
    let machine = Machine::new();
    let mine = "[goal]\ntafs = 0.4\n";
    write(&machine, mine);
    for (line, expected) in [
        ("set goal.tfas 0.5", "did you mean goal.tafs?"),
        ("get goal.tfas", "did you mean goal.tafs?"),
        ("get keys.udo", "did you mean keys.undo?"),
        ("set keys.udo z", "did you mean \"undo\"?"),
        ("set theme.seling red", "did you mean selling?"),
        ("set mouse true", "did you mean ui.mouse?"),
        ("set goal 0.5", "goal is a table"),
        ("set rules.tag x", "tafs config edit"),
        (
            "set goal.tafs 45",
            "line 2: tafs is 45\n  tafs = 45\n  ^^^^",
        ),
        ("set goal.tafs -1", "tafs is -1"),
        ("set goal.tafs soon", "tafs is \"soon\""),
        ("set role.preset srd", "preset is \"srd\""),
        ("set hours.mon 9-5", "mon has \"9-5\""),
        ("set ui.mouse off", "write true or false"),
        ("set keys.undo s", "it is the key of \"selling\""),
    ] {
        let said = machine.line(&format!("config {line}"));
        assert_eq!(said.code, Some(1), "{said}");
        assert!(said.stderr.contains(expected), "{said}");
        assert_eq!(text(&machine), mine, "{said}");
    }
    write(&machine, "[goal]\ntafs = 4\n");
    for line in ["set ui.mouse false", "get ui.mouse", "show --resolved"] {
        let said = machine.line(&format!("config {line}"));
        assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{said}");
        assert!(said.stderr.contains("line 2: tafs is 4"), "{said}");
    }
    let said = machine.line("config set ui.mouse false");
    assert!(said.stderr.contains("tafs config edit"), "{said}");
    let said = machine.line("--config /dev/null config set ui.mouse false");
    assert_eq!(said.code, Some(1), "{said}");
}

#[test]
fn each_value_says_where_it_comes_from() {
    let machine = Machine::new();
    let said = machine.line("config get goal.tafs");
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{said}");
    assert_eq!(said.stderr, "goal.tafs is not set\n");
    assert_eq!(machine.ok("config get hours.mon"), "08:30-17:30\n");
    assert_eq!(machine.ok("config get keys.delete"), "[\"x\", \"del\"]\n");
    assert_eq!(
        machine.ok("config get activities.selling.p.name"),
        "prospecting\n"
    );
    machine.ok("config set goal.tafs 0.45");
    let shown = machine.ok("config show --resolved");
    let line = |key: &str| {
        let mut lines = shown
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        let found = lines.find(|words| words[0] == key);
        found
            .unwrap_or_else(|| panic!("no {key} in\n{shown}"))
            .join(" ")
    };
    let tafs = line("goal.tafs");
    assert!(
        tafs.starts_with("goal.tafs line ") && tafs.ends_with(" 0.45"),
        "{tafs}"
    );
    assert_eq!(line("goal.selling"), "goal.selling not set");
    assert_eq!(line("ui.mouse"), "ui.mouse default true");
    assert_eq!(line("keys.quit"), "keys.quit default [\"q\", \"ctrl-c\"]");
    assert!(line("file").starts_with("file TAFS_DB "));
    assert_eq!(line("time"), "time TAFS_NOW \"2026-03-02T08:30:00+01:00\"");
    let found = machine.line("--config other.toml --db x.db config show --resolved --json");
    assert_eq!(
        found.code,
        Some(1),
        "a file that is asked for must be there: {found}"
    );
    machine.ok("--config other.toml config set ui.mouse false");
    let all = machine
        .line("--config other.toml --db x.db config show --resolved --json")
        .json();
    let entry = |key: &str| {
        let mut all = all.as_array().expect("a list").iter();
        all.find(|entry| entry["key"] == key)
            .expect("a key")
            .clone()
    };
    assert_eq!(entry("config")["name"], "--config");
    assert_eq!(entry("file")["from"], "option");
    assert_eq!(entry("ui.mouse")["value"], false);
    assert_eq!(entry("ui.mouse")["from"], "file");
    assert_eq!(entry("goal.tafs")["value"], serde_json::Value::Null);
    let got = machine.line("config get goal.tafs --json").json();
    assert_eq!(
        (&got["value"], &got["from"]),
        (&0.45.into(), &"file".into())
    );
}

#[test]
fn an_editor_changes_the_file_once_it_can_be_read() {
    let mut machine = Machine::new();
    let said = machine.line("config edit");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("set VISUAL or EDITOR"), "{said}");
    assert!(!config(&machine).exists());
    // With arguments, and from the template where there is no file.
    machine.set(
        "EDITOR",
        "sed -i 's/#mouse = true/mouse = false/; s/^#.ui./[ui]/'",
    );
    let said = machine.line("config edit");
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(machine.ok("config get ui.mouse"), "false\n");
    let before = text(&machine);
    machine.set("VISUAL", "sed -i 's/mouse = false/muose = false/'");
    let said = machine.line("config edit");
    assert_eq!(
        (said.code, text(&machine)),
        (Some(1), before.clone()),
        "{said}"
    );
    assert!(said.stderr.contains("did you mean mouse?"), "{said}");
    let words: String = said.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    let draft = words
        .split("your text is in ")
        .nth(1)
        .expect("a draft")
        .trim();
    assert!(
        fs::read_to_string(draft)
            .expect("a draft")
            .contains("muose")
    );
    fs::remove_file(draft).expect("it goes");
    machine.set("VISUAL", "true");
    let said = machine.line("config edit");
    assert!(said.stderr.starts_with("Nothing changed"), "{said}");
    machine.set("VISUAL", "false");
    let said = machine.line("config edit");
    assert_eq!((said.code, text(&machine)), (Some(1), before), "{said}");
    // A broken file is edited all the same.
    write(&machine, "[ui]\nmuose = true\n");
    machine.set("VISUAL", "sed -i s/muose/mouse/");
    let said = machine.line("config edit");
    assert_eq!(
        (said.code, text(&machine).as_str()),
        (Some(0), "[ui]\nmouse = true\n"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_read_is_edited_again_on_a_terminal() {
    let mut machine = Machine::new();
    write(&machine, "[ui]\nmouse = true\n");
    let drafts = machine.home().join("drafts");
    fs::create_dir(&drafts).expect("a folder");
    machine.set("TMPDIR", drafts.to_str().expect("UTF-8"));
    // The first time it makes a mistake, the second time it mends it.
    machine.set(
        "EDITOR",
        "sed -i 's/mouse/muose/; t; s/muose = true/mouse = false/'",
    );
    let mut pty = Pty::start(&machine, &["config", "edit"]);
    pty.wait_for("did you mean mouse?").wait_for("Edit again?");
    pty.send("\r").wait_for("Wrote");
    assert!(pty.wait_exit().success());
    assert_eq!(text(&machine), "[ui]\nmouse = false\n");
    let mut pty = Pty::start(&machine, &["config", "edit"]);
    pty.wait_for("Edit again?")
        .send("n\r")
        .wait_for("your text is in");
    assert!(!pty.wait_exit().success());
    assert_eq!(text(&machine), "[ui]\nmouse = false\n");
    let kept = fs::read_dir(machine.home().join("drafts")).expect("a folder");
    let kept: Vec<_> = kept
        .flatten()
        .map(|draft| fs::read_to_string(draft.path()))
        .collect();
    assert!(
        matches!(kept.as_slice(), [Ok(text)] if text == "[ui]\nmuose = false\n"),
        "{kept:?}"
    );
}

#[test]
fn a_theme_that_is_gone_stops_no_command_and_is_set_right() {
    let machine = Machine::new();
    machine.ok("config set theme.name nord");
    let path = config(&machine);
    let with_other = fs::read_to_string(&path).expect("a config");
    fs::write(&path, with_other.replace("\"nord\"", "\"mine\"")).expect("a config");
    machine.ok("s /meeting");
    machine.ok("status");
    machine.ok("config set ui.mouse false");
    let said = machine.line("config set theme.name nrod");
    assert!(said.stderr.contains("did you mean \"nord\"?"), "{said}");
    machine.ok("config set theme.name dark");
    assert_eq!(machine.ok("config get theme.name"), "dark\n");
    // The same for a value that is wrong by itself.
    fs::write(&path, "[ui]\nnumerals = \"huge\"\n").expect("a config");
    machine.ok("config set ui.numerals plain");
}

#[test]
fn a_theme_that_cannot_be_read_stops_no_command_and_no_screen() {
    let mut machine = Machine::new();
    let folder = machine.home().join(".config/tafs");
    fs::create_dir_all(folder.join("themes")).expect("a folder");
    fs::write(folder.join("config.toml"), "[theme]\nname = \"mine\"\n").expect("a config");
    fs::write(folder.join("themes/mine.toml"), "bg = 17\nfoo\n").expect("a theme");
    machine.ok("status");
    machine.ok("config set ui.mouse false");
    let said = machine.run_with_input(&["setup"], "sdr\n");
    assert_eq!(said.code, Some(0), "{said}");
    machine.set("EDITOR", "sed -i s/false/true/");
    machine.ok("config edit");
    assert_eq!(machine.ok("config get ui.mouse"), "true\n");
    let said = machine.line("config set theme.name mine");
    for words in [
        "themes/mine.toml, line 2:",
        "write one color a line, such as bg",
    ] {
        assert!(said.stderr.contains(words), "{words}: {said}");
    }
    assert!(!said.stderr.contains("config init"), "{said}");
    let mut pty = Pty::start(&machine, &[]);
    pty.wait_for("themes/mine.toml, line 2")
        .wait_for("using the default theme");
    pty.send("s").wait_for("Selling since");
    pty.send("q");
    assert!(pty.wait_exit().success());
    // A config that can't be read is an error as before.
    fs::write(folder.join("config.toml"), "[ui]\nmuose = 1\n").expect("a config");
    assert_eq!(machine.line("status").code, Some(1));
}

#[test]
fn a_single_name_to_hide_may_stand_without_a_list() {
    let machine = Machine::after_mayas_week();
    let review = |machine: &Machine| machine.ok("review 2026-W10");
    let has_row = |text: &str| {
        text.lines()
            .any(|line| line.trim().starts_with("prepared "))
    };
    assert!(has_row(&review(&machine)), "{}", review(&machine));
    write(&machine, "[insight]\nhide = \"prepared\"\n");
    let said = machine.run(&["review", "2026-W10"]);
    assert_eq!(said.stderr, "", "{said}");
    assert!(!has_row(&said.stdout), "{said}");
}
