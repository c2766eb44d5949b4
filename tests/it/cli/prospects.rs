//! Whom selling opened with: a source and a fit, by words and by flags, in all that leaves the program and comes back.

use serde_json::{Value, json};

use crate::support::env::Machine;

/// A Monday with three blocks; the last has both.
fn machine() -> Machine {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add s 8:00 9:00 /p ~webinar +ready +3conv +1meeting names");
    machine.ok("add s 9:00 9:30 /m @Halden");
    machine.ok("add s 10:00 11:00 /k --source 'Spring Fair' --fit later --outcome 2conv");
    machine
}

fn last(machine: &Machine) -> Value {
    let blocks: Value = serde_json::from_str(&machine.ok("log --json")).expect("JSON");
    blocks
        .as_array()
        .and_then(|all| all.last())
        .expect("a block")
        .clone()
}

/// The source and the fit of the last block, and its conversations.
fn known(machine: &Machine) -> Value {
    let block = last(machine);
    json!([
        block["source"],
        block["fit"],
        block["outcomes"]["conversations"]
    ])
}

#[test]
fn words_and_flags_say_the_same_and_an_empty_flag_takes_one_away() {
    let machine = machine();
    let blocks: Value = serde_json::from_str(&machine.ok("log --json")).expect("JSON");
    assert_eq!(
        json!([blocks[0]["source"], blocks[0]["fit"]]),
        json!(["webinar", "ready"])
    );
    assert_eq!(
        json!([blocks[1]["source"], blocks[1]["fit"]]),
        json!([null, null])
    );
    for (line, expected) in [
        ("", json!(["Spring Fair", "later", 2])),
        ("edit last --fit unfit", json!(["Spring Fair", "unfit", 2])),
        ("edit last --outcome ''", json!(["Spring Fair", "unfit", 0])),
        (
            "edit last +1conv +LATER",
            json!(["Spring Fair", "later", 1]),
        ),
        ("edit last --fit ''", json!(["Spring Fair", null, 1])),
        ("edit last --source ~list", json!(["list", null, 1])),
        ("edit last --source ''", json!([null, null, 1])),
        ("undo", json!(["list", null, 1])),
        ("edit last --fit ready ~", json!([null, "ready", 1])),
        ("edit last +", json!([null, null, 0])),
        ("undo", json!([null, "ready", 1])),
        ("redo", json!([null, null, 0])),
    ] {
        if !line.is_empty() {
            machine.ok(line);
        }
        assert_eq!(known(&machine), expected, "{line}");
    }
    assert!(
        machine
            .ok("log")
            .contains("~webinar +3conv +1meeting +ready")
    );
}

#[test]
fn other_work_takes_neither_and_says_which_does() {
    let machine = machine();
    for (line, expected) in [
        ("s /m ~webinar", "meeting takes no source"),
        ("s ~webinar", "selling without an activity takes no source"),
        ("a --source webinar", "admin takes no source"),
        ("add l 11:00 11:10 --fit ready", "learning takes no +ready"),
        ("edit last /m --fit ready", "meeting takes no +ready"),
        ("focus 30m /prep +later", "prep takes no +later"),
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(2), "{said}");
        for words in [expected, "/prospecting, /nurture"] {
            assert!(said.stderr.contains(words), "{line}: {said}");
        }
    }
    for (line, expected) in [
        ("s /p +redy", "did you mean +ready?"),
        ("s /p --fit hot", "[possible values: ready, later, unfit]"),
        ("s /p --fit ''", "--fit is empty"),
        ("s /p --source ~", "--source is empty"),
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.contains(expected), "{line}: {said}");
    }
    // Another category drops them, and says so.
    let said = machine.line("edit last admin");
    let gone = "~\"Spring Fair\" +later belongs to selling: it is gone";
    assert!(said.code == Some(0) && said.stderr.contains(gone), "{said}");
    assert_eq!(known(&machine), json!([null, null, 2]));
}

#[test]
fn all_that_leaves_has_them_and_brings_them_back() {
    let machine = machine();
    machine.ok("add s 7:00 7:10 /p ~webinar +unfit");
    machine.ok("undo");
    let whole = machine.ok("export all --format json");
    assert!(
        whole.contains(r#""source":"Spring Fair","fit":"later"}"#),
        "{whole}"
    );
    for (export, import) in [
        ("export all --format json -o out", "import json out"),
        ("export all --format csv -o out", "import csv out"),
        (
            "export --everything --with-history -o out",
            "import json out",
        ),
    ] {
        machine.ok(&format!("{export} --db tafs.db"));
        let other = machine.home().join("other.db");
        machine.ok(&format!("{import} --db other.db"));
        assert_eq!(
            machine.ok("export all --format json --db other.db"),
            whole,
            "{import}"
        );
        if import.contains("json") && export.contains("history") {
            machine.ok("redo --db other.db");
            let again = machine.ok("export all --format json --db other.db");
            assert!(
                again.contains(r#""source":"webinar","fit":"unfit"}"#),
                "{again}"
            );
        }
        std::fs::remove_file(other).expect("the other file");
        std::fs::remove_file(machine.home().join("out")).expect("the export");
    }
}

#[test]
fn a_source_is_hidden_as_a_tag_is() {
    let mut machine = Machine::new();
    machine.at("09:00").ok("s /p ~Zzyzx '#Zzyzx' +ready");
    let json: Value = serde_json::from_str(&machine.ok("status --discreet --json")).expect("JSON");
    let running = &json["running"];
    assert_eq!(
        json!([running["source"], running["tags"], running["fit"]]),
        json!(["•••", ["•••"], "ready"])
    );
}

#[test]
fn the_review_tells_how_ready_they_were_and_what_each_source_brought() {
    let machine = machine();
    let review: Value = serde_json::from_str(&machine.ok("review 2026-W10 --json")).expect("JSON");
    assert_eq!(
        review["readiness"],
        json!({"ready_s": 3600, "later_s": 3600, "unfit_s": 0, "unknown_s": 0})
    );
    assert_eq!(
        review["sources"],
        json!([
            {"source": "Spring Fair", "seconds": 3600, "conversations": 2, "meetings": 0},
            {"source": "webinar", "seconds": 3600, "conversations": 3, "meetings": 1},
        ])
    );
    let text = machine.ok("review 2026-W10");
    for words in [
        "not ready",
        "later 1h00; ready 1h00",
        "by source",
        "~webinar",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let config = machine.home().join("config.toml");
    std::fs::write(&config, "[insight]\nhide = [\"readiness\", \"sources\"]\n").expect("a config");
    let hidden = machine.ok(&format!("review 2026-W10 --config {}", config.display()));
    assert!(
        !hidden.contains("not ready") && !hidden.contains("~webinar"),
        "{hidden}"
    );
    let unmarked = Machine::after_mayas_week();
    let review: Value = serde_json::from_str(&unmarked.ok("review 2026-W10 --json")).expect("JSON");
    assert_eq!(
        json!([review["readiness"], review["sources"]]),
        json!([{"ready_s": 0, "later_s": 0, "unfit_s": 0, "unknown_s": 27300}, []])
    );
}

#[test]
fn a_row_that_an_export_of_before_hands_over_raw_has_neither() {
    let machine = machine();
    let file = rusqlite::Connection::open(machine.db()).expect("the file");
    let damage = "UPDATE block SET note = CAST(x'ff' AS TEXT) WHERE fit = 'later'";
    file.execute(damage, []).expect(damage);
    let text = machine.ok("export --everything");
    let whole = r#""fit":"later","#;
    assert!(
        text.contains(r#"{"raw":"#) && text.contains(whole),
        "{text}"
    );
    let older = text
        .replace(whole, "")
        .replace(r#""source":"Spring Fair","#, "");
    let said = machine.run_with_input(&["import", "json", "-", "--db", "other.db"], &older);
    assert_eq!(said.code, Some(0), "{said}");
    let text = machine.ok("export --everything --db other.db");
    let raw = text.lines().find(|line| line.starts_with(r#"{"raw":"#));
    let raw = raw.expect("a raw row");
    for cell in [r#""fit":null"#, r#""source":null"#] {
        assert!(raw.contains(cell), "{raw}");
    }
}

#[test]
fn a_flag_that_the_work_does_not_take_is_to_be_left_out() {
    let machine = machine();
    for (flags, hint) in [
        (["--source", "webinar"], "; leave --source out"),
        (["--fit", "later"], "; leave --fit out"),
    ] {
        let said = machine.run(&[&["start", "admin"], &flags[..]].concat());
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.stderr.trim_end().ends_with(hint), "{said}");
    }
    let said = machine.run(&["start", "admin", "~webinar"]);
    assert!(said.stderr.contains("write \\~ for a plain ~"), "{said}");
}

#[test]
fn another_activity_says_that_a_source_no_longer_counts() {
    let machine = Machine::new();
    machine.ok("start selling /prospecting ~webinar +later");
    let said = machine.run(&["edit", "last", "/meeting"]);
    let expected = "~webinar +later no longer counts: it goes with other work";
    assert!(said.stderr.contains(expected), "{said}");
    let said = machine.run(&["edit", "last", "/prospecting"]);
    assert!(!said.stderr.contains("no longer counts"), "{said}");
}

#[test]
fn a_new_row_names_a_source_or_a_fit_only_of_work_that_takes_one() {
    let machine = Machine::new();
    let at = |name: &str| machine.home().join(name).display().to_string();
    let head = "id,start,end,category,activity,source,fit\n";
    let row = |id: &str, hour: u32, rest: &str| {
        format!("{id},2026-02-02T{hour:02}:00:00+01:00,2026-02-02T{hour:02}:30:00+01:00,{rest}\n")
    };
    let own = "019ca000-0000-7000-8000-000000000001";
    let rows = [
        row("", 8, "admin,crm,webinar,"),
        row("", 9, "selling,meeting,,later"),
        row("", 10, "selling,,webinar,"),
        row("", 11, "selling,prospecting,~web,later"),
        row("", 12, "selling,prospecting,web,+later"),
        row(own, 13, "admin,crm,webinar,"),
    ];
    std::fs::write(
        machine.home().join("new.csv"),
        head.to_owned() + &rows.concat(),
    )
    .expect("a file");
    let said = machine.run(&["import", "csv", &at("new.csv")]);
    let goes = "it goes with prospecting, nurture";
    for words in [
        format!(".csv:2: crm takes no source: {goes}"),
        format!(".csv:3: meeting takes no fit: {goes}"),
        format!(".csv:4: selling without an activity takes no source: {goes}"),
        ".csv:6: fit: \"+later\" is none of ready, later, unfit".to_owned(),
        "leave source empty".to_owned(),
    ] {
        assert!(said.to_string().contains(&words), "{words}: {said}");
    }
    let kept: Value = serde_json::from_str(&machine.ok("log 2026-02-02 --json")).expect("JSON");
    let kept: Vec<_> = kept.as_array().expect("blocks").iter().collect();
    let sources: Vec<_> = kept.iter().map(|block| &block["source"]).collect();
    // A cell is the name itself, as one of an account is.
    assert_eq!(json!(sources), json!(["~web", "webinar"]));
    let block = |id: &str| {
        format!(
            r#"{{{id}"start":"2026-02-03T08:00:00+01:00","end":"2026-02-03T09:00:00+01:00","category":"break","source":"list"}}"#
        )
    };
    std::fs::write(machine.home().join("new.jsonl"), block("") + "\n").expect("a file");
    let said = machine.run(&["import", "json", &at("new.jsonl")]);
    assert_ne!(said.code, Some(0), "{said}");
    assert!(said.to_string().contains("break takes no source"), "{said}");
    let id = r#""id":"019ca000-0000-7000-8000-000000000002","#;
    std::fs::write(machine.home().join("own.jsonl"), block(id) + "\n").expect("a file");
    machine.ok(&format!("import json {}", at("own.jsonl")));
}
