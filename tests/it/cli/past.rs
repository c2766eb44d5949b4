//! The past: add, edit, delete, and what a local time means.

use super::{said, without_ids};
use crate::support::env::Machine;

#[test]
fn blocks_are_told_late_and_neighbors_give_way() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 add admin 9:00 10:00 /crm",
            "12:00 add selling 9:30 --for 1h @Halden /w business case",
            "12:00 add distraction 9:40-9:50",
            "12:00 add distraction 9:40-9:50 --force",
            "12:00 add learning -30m -15m --note '-5 % price'",
            "12:00 add selling 1h30m ago 15m ago @Kestrel --force",
            "12:00 add break yesterday 23:30 0:30",
            "12:00 add admin sun 9:00 10:00",
            "12:00 add selling 2026-02-27 08:30 09:05 +3conv",
            "12:00 add selling 2026-02-27T10:00:00-05:00 --for 1:30",
            "12:00 log all",
        ],
    );
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn a_bare_time_that_is_still_to_come_is_refused_but_not_at_night() {
    let mut machine = Machine::new();
    let mut session = said(
        &mut machine,
        &[
            "14:00 s --at 14:05",
            "14:00 add selling 15:00 16:00",
            "14:00 stop --at 14:01",
            "14:00 s --at 'yesterday 14:05' --force",
        ],
    );
    machine.at("2026-03-04T01:30:00+01:00");
    session += &said(&mut machine, &["a --at 23:00", "log 2d"]);
    machine.at("2026-03-04T04:00:00+01:00");
    session += &said(&mut machine, &["s --at 23:00"]);
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn what_is_no_stretch_of_the_past_is_refused() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 add selling",
            "12:00 add selling 9:00",
            "12:00 add selling lunch 10:00",
            "12:00 add selling 9:00 lunch",
            "12:00 add selling 9:00 25:00",
            "12:00 add selling yesterday 9:00 yesterday",
            "12:00 add selling 9:00 --for 30x",
            "12:00 add selling 9:00 --for 0",
            "12:00 add selling 11:00 13:00",
            "12:00 add selling 9:00 10:00 --acount X",
            "12:00 add selling 1899-12-31 9:00 10:00",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn a_block_is_edited_by_what_is_named() {
    let session = said(
        &mut Machine::new(),
        &[
            "12:00 add admin 9:00 10:00 /crm !manager #q1 forecast",
            "12:00 add selling 10:00 11:00 @Northwind",
            "12:00 edit last 09:45-",
            "12:00 edit running -11:30 /meeting +advance",
            "12:00 edit last admin",
            "12:00 edit last @ --note 'two words' --tag deck",
            "12:00 edit last",
            "12:00 edit last 09:00",
            "12:00 edit last -13:00",
            "12:00 edit last selling /crm",
            "12:00 edit nothing x",
            "12:00 edit running x",
            "12:00 delete last",
            "12:00 undo",
        ],
    );
    insta::assert_snapshot!(session);
}

#[test]
fn ids_may_be_shortened_as_long_as_they_are_of_one_block() {
    let machine = Machine::new();
    let row = |id: &str, start: &str, end: &str| {
        format!(
            "{{\"id\":\"{id}\",\"start\":\"2026-02-27T{start}:00Z\",\"end\":\"2026-02-27T{end}:00Z\",\"category\":\"admin\"}}\n"
        )
    };
    let one = row("0195a1b2-c3d4-7e5f-8a6b-000000000001", "09:00", "10:00");
    let other = row("0195a1b2-c3d5-7e5f-8a6b-000000000002", "10:00", "11:00");
    assert_eq!(
        machine
            .run_with_input(&["import", "json", "-"], &(one + &other))
            .code,
        Some(0)
    );
    for (id, code) in [
        ("0195", 1),
        ("0195a1b2-c3d", 1),
        ("0195a1b2c3d4", 0),
        ("0195A1B2-C3D5-7", 0),
        ("", 1),
        ("%", 1),
    ] {
        let said = machine.run(&["edit", id, "noted"]);
        assert_eq!(said.code, Some(code), "{said}");
    }
    let log = machine.ok("log 2026-02-27");
    assert!(
        log.contains("0195a1b2-c3d4 ") && log.contains("0195a1b2-c3d5 "),
        "{log}"
    );
}

#[test]
fn a_time_that_never_came_is_refused_and_one_that_came_twice_is_said() {
    let mut machine = Machine::new();
    machine.at("2026-03-29T12:00:00+02:00");
    let mut session = said(
        &mut machine,
        &["add selling 01:30 02:30", "add selling 01:30 03:30", "log"],
    );
    machine.at("2026-10-25T12:00:00+01:00");
    let autumn = [
        "add selling 02:30 02:45",
        "add selling 02:30+01:00 --for 15m",
        "s --at 02:50 --force",
        "log",
    ];
    session += &said(&mut machine, &autumn);
    insta::assert_snapshot!(without_ids(&session));
}

#[test]
fn a_split_takes_the_time_inside_the_block_as_on_the_screen() {
    let table = include_str!("../../fixtures/splits.txt");
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = row.split(' ').collect();
        let [start, end, now, typed, expected] = words[..] else {
            panic!("{row}");
        };
        let end = if end == "-" {
            "null".to_owned()
        } else {
            format!("\"{end}\"")
        };
        let block = format!("{{\"start\":\"{start}\",\"end\":{end},\"category\":\"selling\"}}\n");
        let mut machine = Machine::new();
        machine.at(now);
        let taken = machine.run_with_input(&["import", "json", "-"], &block);
        assert_eq!(taken.code, Some(0), "{row}\n{taken}");
        let split = machine.line(&format!("split last {typed}"));
        let blocks = machine.ok("export");
        if expected == "no" {
            assert_ne!(split.code, Some(0), "{row}\n{split}");
            assert_eq!(blocks.lines().count(), 1, "{row}");
        } else {
            assert_eq!(split.code, Some(0), "{row}\n{split}");
            assert!(
                blocks.contains(&format!("\"end\":\"{expected}\"")),
                "{row}\n{blocks}"
            );
        }
    }
}

#[test]
fn a_weekday_that_is_today_is_not_taken_for_a_week_ago() {
    let mut machine = Machine::new();
    machine.at("2026-03-11T14:00:00+01:00");
    for (line, asked) in [
        ("s --at 'wed 15:00'", "15:00"),
        ("add s wed 14:30 wed 15:00", "14:30"),
        ("s --at 'wednesday 23:00'", "23:00"),
    ] {
        let refused = machine.line(line);
        assert_eq!(refused.code, Some(1), "{refused}");
        let words = format!(
            "{asked} is still to come (it is 14:00)\nhint: for a week ago write 2026-03-04 {asked}"
        );
        assert!(refused.stderr.contains(&words), "{refused}");
    }
    // A day before today is the last one of its name, and the answer says its date.
    for (line, words) in [
        ("s --at 'wed 13:30'", "Selling since 13:30"),
        ("undo", "Undone"),
        ("s --at 'thu 9:00'", "Selling since Thu 5 Mar 09:00"),
        (
            "stop --at 'fri 9:00'",
            "Off the clock since Fri 6 Mar 09:00",
        ),
        ("resume --at 'sat 9:00'", "since Sat 7 Mar 09:00"),
        ("undo", "Undone"),
        (
            "add admin sat 9:00 10:00",
            "Saved admin Sat 7 Mar 09:00-10:00",
        ),
        (
            "add admin '2026-03-04 15:00' 16:00",
            "Wed 4 Mar 15:00-16:00",
        ),
    ] {
        let said = machine.line(line);
        assert!(said.to_string().contains(words), "{words}: {said}");
    }
    // At night too: the evening before has a name of its own.
    machine.at("2026-03-12T01:00:00+01:00");
    assert_eq!(machine.line("s --at 'thu 23:00'").code, Some(1));
}

#[test]
fn a_split_outside_of_its_block_has_one_reason_and_one_status() {
    let mut machine = Machine::new();
    machine.at("05:00").ok("add selling 3:15 4:00");
    for (typed, shown) in [
        ("1:45", "01:45"),
        ("23:30", "23:30"),
        ("4:30", "04:30"),
        ("'2026-03-02 02:00'", "02:00"),
        ("'2026-03-01 3:30'", "Sun 1 Mar 03:30"),
    ] {
        let refused = machine.line(&format!("split last {typed}"));
        assert_eq!(refused.code, Some(1), "{refused}");
        let words = format!("error: {shown} doesn't lie inside 03:15–04:00\n");
        assert!(refused.stderr.starts_with(&words), "{refused}");
    }
}

#[test]
fn a_merge_into_another_category_lists_what_it_would_change_and_waits_for_force() {
    let mut machine = Machine::new();
    machine.at("12:00");
    machine.ok("add admin 9:00 9:30 /crm");
    machine.ok("add selling 9:30 10:00 /prep @Halden deck");
    machine.ok("add learning 10:40 11:00");
    let before = machine.ok("log all --json");
    let said = machine.line("merge last");
    assert_eq!(said.code, Some(1), "{said}");
    for line in [
        "0h20 of learning would become selling",
        "relabels 10:40-11:00 learning",
        "0h40 off the clock (10:00-10:40) would become selling",
        "nothing has changed; --force goes ahead",
    ] {
        assert!(said.stderr.contains(line), "{line}: {said}");
    }
    assert_eq!(machine.ok("log all --json"), before);
    machine.ok("delete last");
    let said = machine.line("merge last");
    assert_eq!(said.code, Some(1), "{said}");
    let lines = "0h30 of selling · prep @Halden would become admin\n\
                 relabels 09:30-10:00 selling · prep @Halden \"deck\"";
    assert!(said.stderr.replace("  ", "").contains(lines), "{said}");
    machine.ok("merge last --force");
    let merged = machine.line("log all --json").json();
    assert_eq!(merged[0]["category"], "admin", "{merged}");
    assert_eq!(merged[0]["activity"], "crm", "{merged}");
}
