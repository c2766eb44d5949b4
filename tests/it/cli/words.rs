//! Words are kept as they were written: options with a blank in their value, home folders, the parts of a sentence.

use crate::support::env::Machine;

#[test]
fn an_option_with_a_blank_in_its_value_is_an_option_wherever_it_stands() {
    let machine = Machine::new();
    let db = machine.home().join("my file.db");
    let db_option = format!("--db={}", db.display());
    let said = machine.run(&["s", "call", "--at=15m ago", "--account=Big Co", &db_option]);
    assert_eq!(said.code, Some(0), "{said}");
    assert!(db.exists() && !machine.db().exists(), "{said}");
    let status = machine.run(&[&db_option, "log", "--json"]);
    let block = &status.json()[0];
    assert_eq!(block["start"], "2026-03-02T08:15:00+01:00", "{status}");
    assert_eq!(block["account"], "Big Co");
    assert_eq!(block["note"], "call");
    let said = machine.run(&["a", "--note=--force is text", "--requester=Ann Lee"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(
        machine.run(&["log", "--json"]).json()[0]["note"],
        "--force is text"
    );
}

#[test]
fn an_unknown_option_is_an_error_that_names_the_nearest() {
    let machine = Machine::new();
    for (words, hint) in [
        (&["s", "--acount=Big Co"][..], "--account"),
        (&["s", "--att 15m ago"], "--at"),
        (&["d", "--what a day"], "--"),
        (&["edit", "last", "--nte", "x"], "--note"),
        (&["log", "--jsn"], "--json"),
        (&["commit", "no", "distraction", "--wek", "next"], "--week"),
        (&["--dbb=a b", "status"], "--db"),
        (&["add", "s", "9:00", "--forr=1h"], "--for"),
    ] {
        let said = machine.run(words);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
    assert!(!machine.db().exists());
    let said = machine.run(&["s", "--", "--what", "-15m"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(
        machine.run(&["log", "--json"]).json()[0]["note"],
        "--what -15m"
    );
}

#[test]
fn a_tilde_that_no_shell_has_read_is_the_home_folder() {
    let mut machine = Machine::new();
    let home = machine.home();
    machine.set("TAFS_DB", "~/data/x.db");
    assert_eq!(machine.run(&["s", "call"]).code, Some(0));
    assert!(home.join("data/x.db").exists() && !home.join("~").exists());
    assert_eq!(machine.run(&["--db=~/y.db", "a"]).code, Some(0));
    assert!(home.join("y.db").exists());
    let said = machine.run(&["export", "-o", "~/out.jsonl"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert!(home.join("out.jsonl").exists());
    let said = machine.run(&["report", "--output=~/week.txt"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert!(home.join("week.txt").exists());
    machine.set("TAFS_CONFIG", "~/own/config.toml");
    assert_eq!(machine.run(&["config", "init"]).code, Some(0));
    assert!(home.join("own/config.toml").exists());
    assert_eq!(
        machine
            .run(&["--config", "~/own/config.toml", "status"])
            .code,
        Some(0)
    );
    let said = machine.run(&["--db", "~sam/x.db", "status"]);
    assert_eq!(said.code, Some(2), "{said}");
    assert!(said.stderr.contains("./~sam/x.db"), "{said}");
    machine.unset("HOME");
    let said = machine.run(&["status"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("HOME"), "{said}");
    assert!(!home.join("~").exists());
}
