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
        (&["s", "call", "back", "--forse"], "--force"),
        (&["s", "--note", "--acount", "x"], "--account"),
        (&["a", "x", "--at", "--forse"], "--forse"),
        (&["merge", "last", "--forse"], "--force"),
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
fn an_option_behind_a_dash_is_an_error_that_names_it() {
    let machine = Machine::new();
    for (words, hint) in [
        (&["s", "—at", "9:00"][..], "--at"),
        (&["s", "call", "–at=9:00"], "--at"),
        (&["start", "selling", "—force"], "--force"),
        (
            &["add", "s", "7:00", "8:00", "––account", "Big Co"],
            "--account",
        ),
        (&["edit", "running", "—note", "x"], "--note"),
        (&["note", "running", "—add", "more"], "--add"),
        (&["stop", "—at", "9:00"], "--at"),
        (&["log", "—json"], "--json"),
        (&["—db", "x.db", "status"], "--db"),
        (&["s", "x", "—db=y.db"], "--db"),
        (&["s", "—help"], "--help"),
    ] {
        let said = machine.run(words);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(&format!("write {hint}")), "{said}");
    }
    assert!(!machine.db().exists());
    for words in [
        &["s", "— note", "—", "–5", "—week", "–15 %", "a—at", "— at"][..],
        &["s", "--", "—at", "9:00"],
        &["s", "--note", "—at"],
        &["s", "--note=–force"],
    ] {
        let said = machine.run(words);
        assert_eq!(said.code, Some(0), "{said}");
        let note = &machine.run(&["log", "--json"]).json()[0]["note"];
        let last = words[words.len() - 1].trim_start_matches("--note=");
        assert!(
            note.as_str().is_some_and(|note| note.ends_with(last)),
            "{note}"
        );
        machine.ok("delete running");
    }
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
    let said = machine.run(&["--db=~/z.db", "import", "json", "~/out.jsonl"]);
    assert_eq!(said.code, Some(0), "{said}");
    for (option, name) in [("-o~/a.txt", "a.txt"), ("-o=~/b.txt", "b.txt")] {
        let said = machine.run(&["report", option]);
        assert_eq!(said.code, Some(0), "{said}");
        assert!(home.join(name).exists(), "{said}");
    }
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
    let said = machine.run(&["--config=~/none.toml", "status"]);
    assert!(said.stderr.contains(&*home.to_string_lossy()), "{said}");
    let said = machine.run(&["--db", "~sam/x.db", "status"]);
    assert_eq!(said.code, Some(2), "{said}");
    assert!(said.stderr.contains("./~sam/x.db"), "{said}");
    machine.unset("HOME");
    let said = machine.run(&["status"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("HOME"), "{said}");
    assert!(!home.join("~").exists());
}

/// What the latest block says, as JSON.
fn latest(machine: &Machine) -> serde_json::Value {
    let blocks = machine.run(&["log", "--json"]).json();
    blocks
        .as_array()
        .and_then(|all| all.last())
        .cloned()
        .expect("a block")
}

#[test]
fn a_sentence_is_kept_as_it_was_written() {
    let machine = Machine::new();
    for (line, account, note) in [
        (
            "call back +49 170 5551234",
            None,
            "call back +49 170 5551234",
        ),
        ("+1 from the CFO", None, "+1 from the CFO"),
        ("+20 % on the list", None, "+20 % on the list"),
        ("meet @ 3pm", None, "meet @ 3pm"),
        ("A / B test", None, "A / B test"),
        (
            "call @Northwind, then mail",
            Some("Northwind"),
            "call, then mail",
        ),
        ("met (@Halden).", Some("Halden"), "met."),
        ("@\"Acme Inc.\", new deal", Some("Acme Inc."), "new deal"),
        ("@“Big Co” called", Some("Big Co"), "called"),
        ("@Cafe\u{301} call", Some("Café"), "call"),
        ("@McDonald's e\u{301}clair", Some("McDonald's"), "éclair"),
    ] {
        for words in [vec![line], line.split(' ').collect()] {
            let said =
                machine.run(&[&["add", "s", "8:00", "8:10", "--force"], &words[..]].concat());
            assert_eq!(said.code, Some(0), "{said}");
            let block = latest(&machine);
            assert_eq!(block["account"].as_str(), account, "{line}");
            assert_eq!(block["note"], note, "{line}");
        }
    }
    for (line, hint) in [
        ("+3cnov", "+3conv"),
        ("called +2 conv", "+2conv"),
        ("+advnce", "+advance"),
    ] {
        let said = machine.run(&["s", line]);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
    let said = machine.run(&["s", "--outcome", "49"]);
    assert_eq!(said.code, Some(2), "{said}");
}

#[test]
fn an_edit_keeps_a_lone_sigil_in_a_sentence_and_clears_by_one_alone() {
    let machine = Machine::new();
    machine.ok("s @Northwind #q1 first");
    machine.ok("edit last 'meet @ 3pm'");
    let block = latest(&machine);
    assert_eq!(
        (&block["account"], &block["note"]),
        (&"Northwind".into(), &"meet @ 3pm".into())
    );
    machine.ok("edit last --account '' --note 'x'");
    let block = latest(&machine);
    assert_eq!(
        (&block["account"], &block["note"]),
        (&serde_json::Value::Null, &"x".into())
    );
    machine.ok("edit last @Halden");
    machine.ok("edit last @ '#'");
    let block = latest(&machine);
    assert_eq!(
        (&block["account"], &block["tags"]),
        (&serde_json::Value::Null, &serde_json::json!([]))
    );
    assert_eq!(block["note"], "x");
}

#[test]
fn a_name_is_one_name_however_its_accent_was_typed() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add s 8:00 9:00 --account Cafe\u{301}");
    machine.ok("add s 9:00 10:00 @Café");
    let report = machine.ok("report today --by account");
    assert_eq!(report.matches("Caf").count(), 1, "{report}");
    // As an older file has it.
    let export = machine
        .ok("export --format json")
        .replace("Café", "Cafe\u{301}");
    let imported = machine.run_with_input(&["--db", "other.db", "import", "json", "-"], &export);
    assert_eq!(imported.code, Some(0), "{imported}");
    let exported = machine.ok("--db other.db export --format json");
    assert_eq!(exported.matches("\"Café\"").count(), 2, "{exported}");
    let again = machine.run_with_input(&["--db", "other.db", "import", "json", "-"], &export);
    assert!(!again.stderr.contains("differ"), "{again}");
}

#[test]
fn a_note_that_is_replaced_is_told() {
    let machine = Machine::new();
    machine.ok("s @Northwind first words");
    let said = machine.line("edit running 'wants two references'");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(
        said.stderr.contains("the note was \"first words\""),
        "{said}"
    );
    let said = machine.line("edit running @Halden");
    assert!(!said.stderr.contains("note"), "{said}");
    let said = machine.line("edit running 'wants two references'");
    assert!(!said.stderr.contains("note"), "{said}");
    let said = machine.line("edit running --note ''");
    assert!(
        said.stderr
            .contains("the note was \"wants two references\""),
        "{said}"
    );
}

#[test]
fn a_note_is_set_and_added_to_as_plain_text() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add a 9:00 10:00 '!legal' first");
    machine.ok("s @Northwind");
    let note = |block: &str| {
        let blocks = machine.run(&["log", "--json"]).json();
        let at = usize::from(block == "running");
        assert_eq!(blocks[1]["account"], "Northwind");
        assert_eq!(blocks[0]["requester"], "legal");
        blocks[at]["note"].as_str().expect("a note").to_owned()
    };
    let set = |args: &[&str], told: Option<&str>| {
        let said = machine.run(&[&["note"], args].concat());
        assert_eq!(said.code, Some(0), "{said}");
        match told {
            Some(told) => {
                let was = format!("the note was \"{told}\"");
                assert!(said.stderr.contains(&was), "{said}");
            }
            None => assert!(!said.stderr.contains("the note was"), "{said}"),
        }
    };
    set(&["running", "call", "@x", "+1conv #y /z !me \"q\""], None);
    assert_eq!(note("running"), "call @x +1conv #y /z !me \"q\"");
    set(&["running", "--add", "-5 % and +49 170"], None);
    assert_eq!(
        note("running"),
        "call @x +1conv #y /z !me \"q\" -5 % and +49 170"
    );
    let closed = machine.run(&["log", "--json"]).json()[0]["id"]
        .as_str()
        .map(str::to_owned);
    let closed = closed.expect("an id");
    set(&[&closed, "second", "-15m", "--add"], None);
    assert_eq!(note("closed"), "first second -15m");
    set(
        &[&closed, "--", "--add", "is text"],
        Some("first second -15m"),
    );
    assert_eq!(note("closed"), "--add is text");
    machine.ok("undo");
    assert_eq!(note("closed"), "first second -15m");
    set(
        &["last", ""],
        Some("call @x +1conv #y /z !me \"q\" -5 % and +49 170"),
    );
    assert_eq!(note("running"), "");
    for (args, hint) in [
        (&["note", "last"][..], "TEXT"),
        (&["note", "last", "--add", ""], "add"),
        (&["note", "last", "x", "--ad"], "--add"),
        (&["note", "last", "--what", "x"], "--"),
    ] {
        let said = machine.run(args);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(hint), "{said}");
    }
}

#[test]
fn a_near_miss_of_how_it_ended_is_told_and_names_stay_text() {
    let mut machine = Machine::new();
    machine.at("10:00");
    for (typed, meant) in [("+wonn", "+won"), ("+noo", "+no"), ("+won2", "+won")] {
        let refused = machine.line(&format!("s {typed}"));
        assert_eq!(refused.code, Some(2), "{refused}");
        assert!(refused.stderr.contains(meant), "{refused}");
    }
    machine.ok("s +Ann, +Noah and +Bob");
}
