//! A name is another one from now on, and names that look alike are told with the command for it.

use crate::support::env::Machine;

/// Blocks with names in several spellings; selling with @nortwind runs.
fn with_names() -> Machine {
    let mut machine = Machine::new();
    machine.at("14:00");
    for line in [
        "add admin yesterday 09:00-10:00 @Nortwind '#q1' '!legal'",
        "add admin 09:00-10:00 @Northwind '#q1' '#Q1x' '!legal team'",
        "add selling 10:00-11:00 @Northwind /prospecting",
        "s @nortwind /meeting --at 13:00",
    ] {
        machine.ok(line);
    }
    machine
}

fn said(machine: &Machine, line: &str) -> (Option<i32>, String) {
    let said = machine.line(line);
    (said.code, format!("{}{}", said.stdout, said.stderr))
}

#[test]
fn a_misspelled_customer_is_put_right_on_all_blocks_at_once() {
    let machine = with_names();
    let before = machine.ok("log all --json");
    let dry = said(&machine, "rename @nortwind @Northwind --dry-run").1;
    assert!(dry.contains("would be @Northwind on 2 blocks"), "{dry}");
    assert_eq!(machine.ok("log all --json"), before);
    let told = said(&machine, "rename @nortwind @Northwind").1;
    assert!(
        told.contains("@nortwind is now @Northwind on 2 blocks ("),
        "{told}"
    );
    assert!(
        told.contains("it joins 2 blocks that had this name"),
        "{told}"
    );
    let log = machine.ok("log all --json");
    assert_eq!(log.matches("\"account\":\"Northwind\"").count(), 4, "{log}");
    let undone = said(&machine, "undo").1;
    assert!(
        undone.contains("rename @nortwind to @Northwind"),
        "{undone}"
    );
    assert_eq!(machine.ok("log all --json"), before);
}

#[test]
fn what_can_not_be_renamed_says_why_and_what_would_do() {
    let machine = with_names();
    for (line, code, words) in [
        ("rename @Norhtwind @X", 1, "the nearest is @N"),
        ("rename @Nortwind '!legal'", 2, "an account"),
        ("rename @Nortwind", 2, "there is no new name"),
        ("rename Nortwind @Northwind", 2, "has no sigil"),
        ("rename @Nortwind @Nortwind", 2, "both names are the same"),
        ("rename /meeting /meetng", 2, "did you mean /meeting?"),
    ] {
        let (found, told) = said(&machine, line);
        assert_eq!(found, Some(code), "{line}: {told}");
        assert!(told.contains(words), "{line}: {told}");
    }
    let told = said(&machine, "rename @NORTHWIND @Northwind").1;
    assert!(told.contains("Nothing to change"), "{told}");
}

#[test]
fn names_that_look_alike_come_with_their_command() {
    let machine = with_names();
    let (code, told) = said(&machine, "doctor --names");
    assert_eq!(code, Some(0));
    let pair = "@Nortwind (1 block) looks like @Northwind (2 blocks): one letter\n  → tafs rename @Nortwind @Northwind\n";
    assert!(told.contains(pair), "{told}");
    let json = machine.line("doctor --names --json").json();
    assert_eq!(json["names"][0]["kind"], "account");
    for one in json["names"].as_array().expect("names") {
        machine.ok(one["command"]
            .as_str()
            .expect("a command")
            .trim_start_matches("tafs "));
    }
    let (code, told) = said(&machine, "doctor --names");
    assert_eq!(
        (code, told.contains("No names look alike")),
        (Some(0), true),
        "{told}"
    );
}
