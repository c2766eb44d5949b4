//! `tafs import --interactive` in a terminal: a key for each label that no rule sorts, rules in the config on request.

use crate::support::env::Machine;
use crate::support::pty::Pty;

const CTRL_C: &str = "\u{3}";
const UP: &str = "\u{1b}[A";

fn machine() -> Machine {
    let mut machine = Machine::new();
    machine.at("2026-03-06T18:00:00+01:00");
    let rows = "start,end,title,project\n\
        2026-03-02 09:00,2026-03-02 10:00,Call with Halden,Pipeline\n\
        2026-03-02 10:00,2026-03-02 10:30,Inbox,Office\n\
        2026-03-02 11:00,2026-03-02 11:15,\"Say \"\"hi\"\"\",\n";
    std::fs::write(machine.home().join("week.csv"), rows).expect("a file");
    std::fs::write(
        machine.home().join("config.toml"),
        "# mine\n[goal]\ntafs = 0.4",
    )
    .expect("a file");
    machine
}

fn start(machine: &Machine) -> Pty {
    let words = "--config config.toml import week.csv --interactive";
    let pty = Pty::start(machine, &words.split(' ').collect::<Vec<_>>());
    pty.wait_for("project \"Pipeline\", 1h in 1 row: ");
    pty
}

fn exported(machine: &Machine) -> Vec<String> {
    let lines = machine.ok("export");
    let row = |line: &str| {
        let block: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| block[name].as_str().unwrap_or("-").to_owned();
        format!("{} {}/{}", text("note"), text("category"), text("activity"))
    };
    lines.lines().map(row).collect()
}

#[test]
fn each_label_takes_a_key_and_the_rules_go_into_the_config() {
    let machine = machine();
    let mut pty = start(&machine);
    // An arrow is no letter; neither is one that stands for nothing.
    pty.send(UP).send("x").send("s").wait_for("p prospecting");
    pty.send("p")
        .wait_for("project \"Office\", 30 min in 1 row: ");
    pty.send("\r")
        .wait_for("left as admin")
        .wait_for("title \"Inbox\"");
    pty.send("l").wait_for("k customer-knowledge");
    pty.send("u").wait_for("back");
    pty.send("u").wait_until("Office again", |screen| {
        screen.contents().matches("project \"Office\"").count() == 2
    });
    pty.send("a").wait_for("c crm");
    pty.send("\r")
        .wait_for("title \"Say \\\"hi\\\"\", 15 min in 1 row: ");
    pty.send("d").wait_for("p phone");
    pty.send("\r")
        .wait_for("Write 3 rules to config.toml? y or n [n]: ");
    pty.send("y").wait_for("Saved in config.toml: 3 rules");
    assert!(pty.wait_exit().success(), "{}", pty.screen());
    pty.assert_restored();
    assert!(
        pty.screen().contains("Added 3 of 3 blocks"),
        "{}",
        pty.screen()
    );
    let expected = [
        "Call with Halden selling/prospecting",
        "Inbox admin/-",
        "Say \"hi\" distraction/-",
    ];
    assert_eq!(exported(&machine), expected);
    let config = std::fs::read_to_string(machine.home().join("config.toml")).expect("a config");
    assert_eq!(
        config,
        "# mine\n[goal]\ntafs = 0.4\n\n\
         [[rules]]\nproject = \"Pipeline\"\ncategory = \"selling\"\nactivity = \"prospecting\"\n\n\
         [[rules]]\nproject = \"Office\"\ncategory = \"admin\"\n\n\
         [[rules]]\ntitle = 'Say \"hi\"'\ncategory = \"distraction\"\n"
    );
    let again = machine.line("--config config.toml import week.csv --dry-run --explain");
    assert!(
        !again.stdout.contains("Taken as admin by no rule"),
        "{again}"
    );
}

#[test]
fn q_imports_with_what_is_chosen_and_ctrl_c_imports_nothing() {
    let machine = machine();
    let before = std::fs::read_to_string(machine.home().join("config.toml")).expect("a config");
    let mut pty = start(&machine);
    pty.send("s").wait_for("which? ");
    pty.send(CTRL_C).wait_for("Canceled: nothing was imported");
    assert_eq!(pty.wait_exit().exit_code(), 130, "{}", pty.screen());
    pty.assert_restored();
    assert_eq!(machine.ok("export"), "");
    let mut pty = start(&machine);
    pty.send("s").wait_for("which? ");
    pty.send("\r").wait_for("project \"Office\"");
    pty.send("q").wait_for("Write 1 rule to config.toml? ");
    pty.send("n").wait_for("no, for this import only");
    assert!(pty.wait_exit().success(), "{}", pty.screen());
    pty.assert_restored();
    let expected = [
        "Call with Halden selling/-",
        "Inbox admin/-",
        "Say \"hi\" admin/-",
    ];
    assert_eq!(exported(&machine), expected);
    let config = std::fs::read_to_string(machine.home().join("config.toml")).expect("a config");
    assert_eq!(config, before);
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let machine = machine();
    let mut said = machine.line("import week.csv --interactive").to_string();
    said += &machine.line("import csv - --interactive").to_string();
    said += &machine
        .line("import week.csv --interactive --json")
        .to_string();
    insta::assert_snapshot!(said);
}
