//! `tafs setup`: four questions that lines answer, each of which can be skipped.

use std::fs;

use crate::support::env::{Machine, Said};
use crate::support::pty::Pty;

fn answer(machine: &Machine, lines: &str) -> Said {
    machine.run_with_input(&["setup"], lines)
}

fn get(machine: &Machine, key: &str) -> String {
    machine.ok(&format!("config get {key}")).trim().to_owned()
}

const FRAMES: &str = r#"[
[1772438400, 1772442000, "pipeline", "0195a1b2c3d47e5f8a6b0123456789ab", ["calls"], 1772442000],
[1772442000, 1772445600, "crm", "0195a1b2c3d47e5f8a6b0123456789ac", [], 1772445600]
]"#;

fn install_watson(machine: &Machine) {
    let folder = machine.home().join(".config/watson");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("frames"), FRAMES).expect("frames");
}

#[test]
fn answers_are_saved_and_shown_as_the_default_the_next_time() {
    let machine = Machine::new();
    let said = answer(
        &machine,
        "sdr\nmon-thu 09:00-17:30; fri 09:00-13:00\n45 %\n",
    );
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(get(&machine, "role.preset"), "sdr");
    assert_eq!(get(&machine, "goal.tafs"), "0.45");
    assert_eq!(get(&machine, "hours.thu"), "09:00-17:30");
    assert_eq!(get(&machine, "hours.fri"), "09:00-13:00");
    assert_eq!(get(&machine, "hours.sat"), "");
    for shown in [
        "Your role: ae, sdr, am, se, founder [ae]: ",
        "Planned hours, or none [mon-fri 08:30-17:30]: ",
        "Goal: percent of your time for selling, or none [none]: ",
        "4 of 4  No data of another tracker",
        "Saved in ",
    ] {
        assert!(said.stderr.contains(shown), "{shown}: {said}");
    }
    let path = machine.home().join(".config/tafs/config.toml");
    let before = fs::read_to_string(&path).expect("a config");
    let said = answer(&machine, "\n\n\n\n");
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{said}");
    for shown in [
        "[sdr]",
        "[mon-thu 09:00-17:30; fri 09:00-13:00]",
        "[45 %]",
        "stays as it is",
    ] {
        assert!(said.stderr.contains(shown), "{shown}: {said}");
    }
    assert_eq!(fs::read_to_string(&path).expect("a config"), before);
}

#[test]
fn a_bad_answer_of_a_script_ends_it_and_moves_no_other_to_another_question() {
    let mut machine = Machine::new();
    machine.at("2026-03-03T09:00:00+01:00");
    for (lines, refused, saved) in [
        (
            "srd\nam\n",
            "answer 1 of 4, \"srd\", is not taken: write one of",
            "nothing was saved",
        ),
        (
            "am\n9 to 5\n50\n",
            "answer 2 of 4, \"9 to 5\", is not taken: write the hours as",
            "nothing was saved;",
        ),
        (
            "\n09:00-17:00\n450\n",
            "answer 3 of 4, \"450\", is not taken: write percent above 0 and up to 100",
            "nothing was saved;",
        ),
        (
            "sdr\n09:00-17:00\na lot\n",
            "\"a lot\"",
            "nothing was saved;",
        ),
    ] {
        let said = answer(&machine, lines);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(
            said.stderr.contains(refused) && said.stderr.contains(saved),
            "{said}"
        );
        assert!(!machine.home().join(".config/tafs").exists(), "{said}");
    }
    // What was saved before the last question stays, and is named.
    install_watson(&machine);
    let said = answer(&machine, "sdr\n\n\nmaybe\n");
    assert_eq!(said.code, Some(2), "{said}");
    assert!(said.stderr.contains("saved so far: role;"), "{said}");
    assert_eq!(get(&machine, "role.preset"), "sdr");
}

#[test]
fn hours_that_change_the_past_are_told_of_where_there_is_one() {
    let mut machine = Machine::new();
    let told = "the weeks before count by these hours too";
    let said = answer(&machine, "\n09:00-17:00\n\n\n");
    assert!(!said.stderr.contains(told), "{said}");
    machine.at("10:00").ok("start admin");
    let said = answer(&machine, "\n09:00-16:00\n\n\n");
    assert!(!said.stderr.contains(told), "{said}");
    machine.at("2026-03-03T10:00:00+01:00");
    let said = answer(&machine, "\n09:00-15:00\n\n\n");
    assert!(said.stderr.contains(told), "{said}");
    let said = answer(&machine, "sdr\n\n\n\n");
    assert!(!said.stderr.contains(told), "{said}");
}

#[test]
fn an_end_in_the_middle_keeps_nothing_or_says_what() {
    let machine = Machine::new();
    let folder = machine.home().join(".config/tafs");
    for new in [None, Some("new.toml")] {
        let config = new.map(|file| ["--config", file]);
        let args = [config.as_ref().map_or(&[][..], |args| args), &["setup"]].concat();
        // Ctrl-C keeps nothing.
        let mut pty = Pty::start(&machine, &args);
        pty.wait_for("[ae]:").send("sdr\r");
        pty.wait_for("Planned hours").send("none\r");
        pty.wait_for("Goal").send("\u{3}");
        assert!(!pty.wait_exit().success());
        assert!(!folder.exists() && !machine.home().join("new.toml").exists());
        // The end of the input does before the first answer, and else says what it kept.
        let mut pty = Pty::start(&machine, &args);
        pty.wait_for("[ae]:").send("\u{4}");
        pty.wait_for("Skipped: the config stays as it is");
        assert!(pty.wait_exit().success());
        assert!(!folder.exists() && !machine.home().join("new.toml").exists());
    }
    let mut pty = Pty::start(&machine, &["setup"]);
    pty.wait_for("[ae]:").send("sdr\r");
    pty.wait_for("Planned hours").send("\u{4}");
    pty.wait_for(": role; the rest stays as it is");
    assert!(pty.wait_exit().success());
    assert_eq!(get(&machine, "role.preset"), "sdr");
    // All skipped, a config that was asked for is there.
    let said = machine.run_with_input(&["--config", "new.toml", "setup"], "\n\n\n\n");
    assert!(said.stderr.contains("new.toml: the defaults"), "{said}");
    assert!(machine.home().join("new.toml").exists());
}

#[test]
fn a_person_who_answers_wrongly_is_asked_again_with_the_reason() {
    let machine = Machine::new();
    let mut pty = Pty::start(&machine, &["setup"]);
    pty.wait_for("[ae]:").send("srd\r");
    pty.wait_for("srd: write one of").send("am\r");
    pty.wait_for("Planned hours").send("9 to 5\r");
    pty.wait_for("9 to 5: write the hours as").send("\r");
    pty.wait_for("Goal").send("nan\r");
    pty.wait_for("nan: write percent above 0").send("50\r");
    pty.wait_for("Saved in");
    assert!(pty.wait_exit().success());
    assert_eq!(get(&machine, "role.preset"), "am");
    assert_eq!(get(&machine, "goal.tafs"), "0.5");
}

#[test]
fn none_takes_the_goal_and_the_hours_away() {
    let machine = Machine::new();
    answer(&machine, "\n\n45\n");
    assert_eq!(get(&machine, "goal.tafs"), "0.45");
    let said = answer(&machine, "\nnone\nnone\n");
    assert!(said.stderr.contains("or none [45 %]: "), "{said}");
    assert_eq!(
        (said.code, get(&machine, "goal.tafs")),
        (Some(0), String::new())
    );
    assert_eq!(get(&machine, "hours.mon"), "");
    let said = answer(&machine, "\n");
    assert!(
        said.stderr.contains("Planned hours, or none [none]"),
        "{said}"
    );
    let path = machine.home().join(".config/tafs/config.toml");
    let text = fs::read_to_string(path).expect("a config");
    assert!(text.contains("\n#tafs = 0.45\n"), "{text}");
    machine.ok("config set goal.tafs 0.4");
    let said = machine.line("config set goal.tafs none");
    assert!(said.stderr.contains("goal.tafs is not set in"), "{said}");
    assert_eq!(get(&machine, "goal.tafs"), "");
}

#[test]
fn what_is_no_goal_is_refused_with_what_one_is() {
    let machine = Machine::new();
    for value in [
        "nan", "-nan", "inf", "+inf", "1e400", "-0", "-1", "0", "45", "'45 %'", "''",
    ] {
        let said = machine.line(&format!("config set goal.tafs -- {value}"));
        assert_eq!(said.code, Some(1), "{value}: {said}");
        let hint = "a goal is a share above 0 and up to 1: 0.45 is 45 %";
        assert!(said.stderr.contains(hint), "{value}: {said}");
    }
}

#[test]
fn the_end_of_the_lines_skips_the_rest_and_keeps_what_was_answered() {
    let machine = Machine::new();
    install_watson(&machine);
    let said = answer(&machine, "se\n");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(!said.stderr.contains("3 of 4"), "{said}");
    assert_eq!(get(&machine, "role.preset"), "se");
    assert_eq!(get(&machine, "goal.tafs"), "");
    let said = answer(&machine, "");
    assert!(said.stderr.contains("Skipped"), "{said}");
    assert!(!machine.db().exists(), "nothing was imported");
}

#[test]
fn what_another_tracker_has_is_imported_once_that_is_agreed_to() {
    let mut machine = Machine::new();
    machine.at("2026-03-03T09:00:00+01:00");
    install_watson(&machine);
    let said = answer(&machine, "\n\n\n\n");
    assert!(said.stderr.contains("4 of 4  watson has data in"), "{said}");
    assert!(
        said.stderr.contains("Would add 2 of 2 blocks (2h)"),
        "{said}"
    );
    assert!(!machine.db().exists(), "nothing was imported");
    let said = answer(&machine, "\n\n\nmaybe\ny\n");
    assert!(
        said.stderr.contains("write y or n") && said.code == Some(2),
        "{said}"
    );
    assert!(!machine.db().exists(), "nothing was imported");
    let said = answer(&machine, "\n\n\ny\n");
    assert!(said.stderr.contains("Added 2 of 2 blocks"), "{said}");
    assert_eq!(machine.ok("export --format json").lines().count(), 2);
    let said = answer(&machine, "\n\n\n");
    assert!(said.stderr.contains("nothing in it to add"), "{said}");
    // The folder of Timewarrior is taken whole, here and by the command.
    let folder = machine.home().join(".local/share/timewarrior/data");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(
        folder.join("2026-01.data"),
        "inc 20260105T080000Z - 20260105T090000Z # a\n",
    )
    .expect("a file");
    fs::write(
        folder.join("2026-02.data"),
        "inc 20260202T080000Z - 20260202T090000Z # b",
    )
    .expect("a file");
    let said = answer(&machine, "\n\n\ny\n");
    assert!(
        said.stderr.contains("timewarrior has data in") && said.stderr.contains("Added 2 of 2"),
        "{said}"
    );
    let said = machine.run(&[
        "import",
        "timewarrior",
        folder.to_str().expect("UTF-8"),
        "--dry-run",
    ]);
    assert!(said.stderr.contains("Would add 0 of 2"), "{said}");
}

#[test]
fn a_broken_config_is_named_and_a_person_at_a_terminal_is_asked() {
    let machine = Machine::new();
    fs::write(machine.home().join("bad.toml"), "[ui]\nmuose = true\n").expect("a config");
    let said = machine.run_with_input(&["--config", "bad.toml", "setup"], "sdr\n");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("did you mean mouse?"), "{said}");
    let mut pty = Pty::start(&machine, &["--config", "new.toml", "setup"]);
    pty.wait_for("[ae]:").send("founder\r");
    pty.wait_for("Planned hours").send("\r");
    pty.wait_for("Goal").send("\u{4}");
    pty.wait_for("Saved in");
    assert!(pty.wait_exit().success());
    assert_eq!(
        machine.ok("--config new.toml config get role.preset"),
        "founder\n"
    );
}

#[test]
fn the_screen_of_the_second_day_offers_what_is_missing_once() {
    let mut machine = Machine::new();
    install_watson(&machine);
    machine.ok("s");
    machine.at("09:00").ok("stop");
    machine.at("2026-03-03T09:00:00+01:00");
    let mut pty = Pty::start(&machine, &[]);
    pty.wait_for("tafs setup: planned hours · a goal · import from watson");
    pty.send("s")
        .wait_for("Selling since 09:00")
        .wait_gone("tafs setup:");
    pty.send("q");
    assert!(pty.wait_exit().success());
    let told = machine.ok("export --everything --format json");
    assert_eq!(told.matches("\"setup\"").count(), 1, "{told}");
}
