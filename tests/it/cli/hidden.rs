//! Texts that lie: what another program has put into the file, in every field, leaves it visibly on every way out.

use crate::support::env::Machine;

/// An escape sequence, a C1 control, a bidi mark, and letters of no width.
const HIDDEN: &str = "\u{1b}[2J\u{9b}\u{202e}a\u{ad}\u{2060}\u{2063}\u{fff9}\u{e0041}\u{3164}";

/// A file of another program's making with such texts in all fields.
fn machine_with_hidden_texts() -> Machine {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add selling 9:00 10:00");
    machine.ok("add admin 10:00 10:30");
    let connection = rusqlite::Connection::open(machine.db()).expect("the file");
    let tags = serde_json::json!([HIDDEN]).to_string();
    connection
        .execute(
            "UPDATE block SET activity = ?1, account = ?1, requester = ?1, note = ?1, tags = ?2",
            [HIDDEN, &tags],
        )
        .expect("an update");
    machine
}

/// Whether a character may not stand in what is printed.
fn hides(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r'))
        || HIDDEN
            .chars()
            .any(|hidden| hidden == c && c != 'a' && c != '[' && c != '2' && c != 'J')
}

#[test]
fn no_output_hides_a_text() {
    let machine = machine_with_hidden_texts();
    let mut ways: Vec<String> = [
        "status",
        "status --json",
        "status --format {account}{note}",
        "log",
        "log --json",
        "log --csv",
        "report",
        "review",
        "review --json",
        "review --md",
        "review --html",
        "gaps",
        "gaps --json",
        "export",
        "delete last --json",
        "undo",
        "undo --list",
    ]
    .map(str::to_owned)
    .into();
    ways.extend(
        ["json", "csv", "timewarrior", "ics"].map(|format| format!("export --format {format}")),
    );
    for by in ["account", "activity", "requester", "tag"] {
        ways.extend(
            ["table", "json", "csv", "md", "html"]
                .map(|format| format!("report --by {by} --format {format}")),
        );
    }
    for way in ways {
        let said = machine.line(&way);
        for text in [&said.stdout, &said.stderr] {
            assert!(!text.contains(hides), "{way}: {text:?}");
        }
    }
}

#[test]
fn json_spells_what_hides_and_gives_it_back() {
    let machine = machine_with_hidden_texts();
    for way in ["export --format json", "log --json"] {
        let json = machine.ok(way);
        let text = json.trim_start_matches(['[', '\n']);
        let first = text.lines().next().expect("a block").trim_end_matches(',');
        let block: serde_json::Value = serde_json::from_str(first).expect("JSON");
        for field in ["note", "account", "requester", "activity"] {
            assert_eq!(block[field], HIDDEN, "{way} {field}");
        }
        assert_eq!(block["tags"][0], HIDDEN, "{way}");
    }
}
