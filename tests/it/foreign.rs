//! Rows that are longer than what we let in, as another program may write them: they are edited, ended, undone and handed
//! out as they are, and get shorter only where somebody types something shorter.

use rusqlite::{Connection, params};

use crate::support::env::Machine;

/// What a block says, as the file holds it.
const WORDS: &str = "SELECT category || '|' || coalesce(activity, '') || '|' || coalesce(account, '') || '|' || \
     coalesce(requester, '') || '|' || coalesce(source, '') || '|' || tags || '|' || note || '|' || touches FROM block WHERE note <> ''";

fn ask(machine: &Machine, sql: &str) -> String {
    let file = Connection::open(machine.db()).expect("the file");
    file.query_row(sql, [], |row| row.get(0)).expect(sql)
}

/// The only block, with all that another program may make long; `more` than even the file's own checks let in.
fn lengthen(machine: &Machine, more: bool) {
    let file = Connection::open(machine.db()).expect("the file");
    file.pragma_update(None, "ignore_check_constraints", more)
        .expect("a switch");
    let name = |letter: &str| letter.repeat(300);
    let tags: Vec<String> = (0..200)
        .map(|index| format!("{index}-{}", name("t")))
        .collect();
    let tags = serde_json::to_string(&tags).expect("JSON");
    let note = if more {
        "x".repeat(70_000)
    } else {
        "é".repeat(60_000)
    };
    let sql = "UPDATE block SET activity = ?1, account = ?2, requester = ?3, tags = ?4, note = ?5, source = ?6";
    let values = params![name("v"), name("a"), name("r"), tags, note, name("s")];
    file.execute(sql, values).expect("a foreign write");
}

#[test]
fn what_is_longer_than_ours_may_be_is_edited_undone_and_redone_as_it_is() {
    for more in [false, true] {
        let mut machine = Machine::new();
        machine.at("12:00").ok("add a 9:00 10:00");
        lengthen(&machine, more);
        let whole = ask(&machine, WORDS);
        let times = "SELECT start || ' ' || stop FROM block WHERE note <> ''";
        let at_first = ask(&machine, times);
        // Each changes another part, and leaves the others.
        let edits = [
            "edit last 9:00-9:30",
            "edit last +3touch",
            "move last --start 8:50",
            "add s 8:55 9:10 --force",
        ];
        for line in edits {
            let before = (ask(&machine, WORDS), ask(&machine, times));
            machine.ok(line);
            let after = (ask(&machine, WORDS), ask(&machine, times));
            assert_ne!(after, before, "{line}");
            let untouched = |words: &str| words.rsplit_once('|').map(|(words, _)| words.to_owned());
            assert_eq!(untouched(&after.0), untouched(&whole), "{line}");
            machine.ok("undo");
            assert_eq!(
                (ask(&machine, WORDS), ask(&machine, times)),
                before,
                "{line}"
            );
            machine.ok("redo");
            assert_eq!(
                (ask(&machine, WORDS), ask(&machine, times)),
                after,
                "{line}"
            );
            machine.ok("undo");
        }
        assert_eq!(
            (ask(&machine, WORDS), ask(&machine, times)),
            (whole.clone(), at_first)
        );
        // Whole blocks go, and come back.
        for line in [
            "delete last",
            "split last 9:30",
            "add s 8:00 11:00 --force",
            "edit last selling",
        ] {
            machine.ok(line);
            machine.ok("undo");
            assert_eq!(ask(&machine, WORDS), whole, "{line}");
            machine.ok("redo");
            machine.ok("undo");
            assert_eq!(ask(&machine, WORDS), whole, "{line}");
        }
    }
}

#[test]
fn a_long_running_block_is_ended_and_resumed_and_handed_out() {
    for more in [false, true] {
        let mut machine = Machine::new();
        machine.at("09:00").ok("a");
        lengthen(&machine, more);
        let whole = ask(&machine, WORDS);
        machine.at("10:00").ok("s");
        machine.ok("undo");
        machine.at("10:05").ok("stop");
        assert_eq!(ask(&machine, WORDS), whole);
        for line in [
            "status",
            "log today",
            "report today",
            "review",
            "export --format csv",
            "export --format ics",
        ] {
            machine.ok(line);
        }
        let lines = machine.ok("export");
        let said = machine.run_with_input(&["import", "json", "-", "--db", "other.db"], &lines);
        assert_eq!(said.code, Some(1), "{said}");
        assert!(
            said.stderr.contains("line 1") && said.stderr.contains("at most"),
            "{said}"
        );
        // Everything is brought back as it was.
        let lines = machine.ok("export --everything --with-history");
        let said = machine.run_with_input(&["import", "json", "-", "--db", "whole.db"], &lines);
        assert_eq!(said.code, Some(0), "{said}");
        assert_eq!(
            machine.ok("export --everything --with-history --db whole.db"),
            lines
        );
    }
}
