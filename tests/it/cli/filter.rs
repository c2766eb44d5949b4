//! Parts of the record: what is asked for is handed out, what is left out is said beside it, and no share is told.

use serde_json::Value;

use crate::support::env::Machine;

/// The lines of a list of blocks in CSV, without the head.
fn rows(machine: &Machine, line: &str) -> usize {
    machine.line(line).stdout.lines().count() - 1
}

#[test]
fn log_and_export_hand_out_the_same_part_in_every_shape() {
    let machine = Machine::after_mayas_week();
    for (words, expected) in [
        ("@Northwind", 11),
        ("@northwind", 11),
        ("@Northwind @Halden", 16),
        ("@Northwind admin", 2),
        ("@Northwind --without admin", 9),
        ("!legal", 2),
        ("/meeting", 8),
        ("distraction", 7),
        ("--without distraction", 57),
        ("--without distraction --without selling --without admin", 9),
        ("--text order", 1),
        ("@Kest", 0),
    ] {
        assert_eq!(
            rows(&machine, &format!("log week {words} --csv")),
            expected,
            "{words}"
        );
        assert_eq!(
            rows(&machine, &format!("export all {words} --format csv")),
            expected,
            "{words}"
        );
        let log = machine.line(&format!("log {words} week --json"));
        assert_eq!(
            log.json().as_array().map(Vec::len),
            Some(expected),
            "{words}"
        );
        let export = machine.line(&format!("export {words}"));
        assert_eq!(export.stdout.lines().count(), expected, "{words}");
        let page = machine.line(&format!("log week {words}")).stdout;
        let blocks = page
            .lines()
            .filter(|line| line.starts_with("  0195"))
            .count();
        assert_eq!(blocks, expected, "{words}");
        for said in [&log, &export] {
            let told = format!("left out: {} block", 64 - expected);
            assert!(said.stderr.contains(&told), "{said}");
        }
    }
}

#[test]
fn a_page_that_is_handed_on_does_not_say_what_is_not_on_it() {
    let machine = Machine::after_mayas_week();
    for shape in ["md", "html", "csv", "json", "table"] {
        let said = machine.line(&format!(
            "report week --without distraction --by activity --format {shape}"
        ));
        let told = said.stdout.to_lowercase();
        for word in [
            "left out", "without", "phone", "chatter", "tafs ", "covered",
        ] {
            let is_title = shape == "html" && word == "tafs ";
            assert!(
                is_title || !told.contains(word),
                "{shape} has {word}: {told}"
            );
        }
        assert!(
            !told.contains("distraction") || shape == "html" || shape == "json",
            "{told}"
        );
        assert!(
            said.stderr
                .contains("left out: 7 blocks · --without distraction"),
            "{said}"
        );
    }
}

#[test]
fn a_filtered_report_has_hours_and_no_share() {
    let machine = Machine::after_mayas_week();
    let report = machine.line("report week @Northwind --json").json();
    let totals = &report["totals"];
    for name in [
        "tafs",
        "face",
        "coverage",
        "tafs_low",
        "tafs_high",
        "untracked_s",
    ] {
        assert_eq!(totals.get(name), Some(&Value::Null), "{name}");
    }
    assert_eq!(
        (&totals["tracked_s"], &totals["selling_s"]),
        (&(470 * 60).into(), &(390 * 60).into())
    );
    let groups = report["groups"].as_array().expect("groups");
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|group| group["share"].is_null()));
    let table = machine.ok("report week @Northwind --by day");
    assert!(!table.contains('%') && !table.contains("share"), "{table}");
    assert!(
        table.contains("7h50 tracked · 6h30 selling · 1h20 admin"),
        "{table}"
    );
    let log = machine.ok("log week @Northwind");
    assert!(
        log.ends_with("3 days           7h50 tracked · 6h30 selling · 1h20 admin\n"),
        "{log}"
    );
    assert!(!log.contains('%'), "{log}");
    // A day alone and all there is, too.
    for range in ["thu", "all", "2026-03"] {
        let report = machine
            .line(&format!("report {range} selling --json"))
            .json();
        assert!(report["totals"]["tafs"].is_null(), "{range}");
    }
    // And nothing is lacking of one that isn't filtered.
    assert!(machine.line("report week --json").json()["totals"]["tafs"].is_f64());
}

#[test]
fn a_word_that_is_no_filter_is_refused_with_what_was_meant() {
    let machine = Machine::after_mayas_week();
    for (line, what, hint) in [
        (
            "log week Northwind",
            "\"Northwind\" isn't a filter",
            "did you mean @Northwind?",
        ),
        (
            "log week sellin",
            "\"sellin\" isn't a filter",
            "did you mean selling?",
        ),
        (
            "report week Nortwind",
            "\"Nortwind\" isn't a filter",
            "did you mean @Northwind?",
        ),
        (
            "export all legal",
            "\"legal\" isn't a filter",
            "did you mean !legal?",
        ),
        (
            "log yesteday",
            "\"yesteday\" is neither a range of days nor a filter",
            "did you mean yesterday?",
        ),
        (
            "log week foo",
            "\"foo\" isn't a filter",
            "which blocks: @account, !requester, #tag, /activity, ~source, a category,",
        ),
        (
            "log week --without foo",
            "\"foo\" isn't a filter",
            "which blocks: @account",
        ),
        (
            "log week --without distracton",
            "\"distracton\" isn't a filter",
            "did you mean distraction?",
        ),
        (
            "log week @",
            "@ names no account",
            "write the account's name right behind it",
        ),
        (
            "log week --without #",
            "# names no tag",
            "write the tag's name",
        ),
        (
            "log week --text=",
            "--text is empty",
            "write what the blocks have in them",
        ),
    ] {
        let said = machine.line(line);
        assert_eq!(said.code, Some(2), "{said}");
        assert_eq!(said.stdout, "", "{said}");
        assert!(
            said.stderr.contains(what) && said.stderr.contains(hint),
            "{said}"
        );
    }
    let everything = machine.line("export --everything --without distraction");
    assert_eq!(everything.code, Some(2), "{everything}");
}

#[test]
fn a_name_that_nothing_has_is_told() {
    let machine = Machine::after_mayas_week();
    let none = machine.line("log week @Nortwind");
    assert_eq!((none.code, &*none.stdout), (Some(0), ""), "{none}");
    assert!(
        none.stderr.contains("No blocks for week @Nortwind"),
        "{none}"
    );
    assert!(none.stderr.contains("did you mean @Northwind?"), "{none}");
    let all = machine.line("export week --without @Nortwind");
    assert!(all.stderr.contains("did you mean @Northwind?"), "{all}");
    // It is on record, though not in these days.
    let quiet = machine.line("log fri @Halden");
    assert!(!quiet.stderr.contains("did you mean"), "{quiet}");
}
