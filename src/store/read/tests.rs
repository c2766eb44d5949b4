//! Every statement finds its rows by an index, and none is left out of that; a change looks at its neighbors only.

use super::*;
use crate::domain::arrival::{Arrival, Marks, Overlap};
use crate::domain::block::{Category, Details};
use crate::domain::change::{Change, Patch};
use crate::domain::stamp::{Moment, Offset};
use crate::store::{
    account_touches, away, backup, calendars, combine, copy, count_rows, daily, exported, find,
    focus_runs, glance, import, in_bulk, journal, lane_ahead, names, notes, removed, rename,
    restore, restore_rows, side_rows, suggestions, write,
};

/// All statements but [`EVERY`], which is there to hand over everything.
const STATEMENTS: [&str; 13] = [
    ANY_OUT_OF_RANGE,
    RUNNING,
    LAST,
    FIRST,
    BEGUN,
    BY_ID,
    BY_NUMBER,
    BY_PREFIX,
    BESIDE,
    IN_SPAN,
    HOURS,
    OUT_OF_RANGE,
    LANE,
];

/// All tables, and what a statement calls one of them by.
const TABLES: [&str; 13] = [
    "suggestion",
    "block",
    "journal",
    "away",
    "other",
    "day_mark",
    "pause",
    "guess",
    "commitment",
    "review",
    "removed_block",
    "notice",
    "focus_run",
];

#[test]
fn no_statement_scans_the_file_but_the_one_that_hands_over_all_of_it() {
    let store = Store::in_memory().expect("a store");
    // The triggers' statements too.
    let triggers = rusqlite::config::DbConfig::SQLITE_DBCONFIG_TRIGGER_EQP;
    store
        .connection
        .set_db_config(triggers, true)
        .expect("a switch");
    let written = write::STATEMENTS
        .into_iter()
        .chain(journal::STATEMENTS)
        .chain(away::STATEMENTS);
    let written = written
        .chain(glance::STATEMENTS)
        .chain(names::STATEMENTS)
        .chain(rename::STATEMENTS)
        .chain(notes::STATEMENTS)
        .chain(side_rows::STATEMENTS)
        .chain(focus_runs::STATEMENTS)
        .chain(find::STATEMENTS)
        .chain(suggestions::STATEMENTS)
        .chain(combine::STATEMENTS)
        .chain(removed::STATEMENTS)
        .chain(import::STATEMENTS)
        .chain(lane_ahead::STATEMENTS)
        .chain(backup::STATEMENTS)
        .chain(calendars::STATEMENTS)
        .chain(account_touches::STATEMENTS);
    let mut steps_in_triggers = 0;
    for sql in STATEMENTS.into_iter().chain(written) {
        let mut statement = store
            .connection
            .prepare(&["EXPLAIN QUERY PLAN ", sql].concat())
            .expect(sql);
        let count = statement.parameter_count();
        let nothing = std::iter::repeat_n(rusqlite::types::Null, count);
        let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
            row.get::<_, String>(3)
        });
        for step in steps.expect("a plan") {
            let step = step.expect("a step");
            steps_in_triggers +=
                usize::from(sql == write::STATEMENTS[0] && step.contains("block_start"));
            let by_order =
                step == "SCAN block USING INDEX block_start" && [LAST, FIRST, BEGUN].contains(&sql);
            let running = step.starts_with("SCAN block") && step.ends_with("INDEX block_running");
            // There are as many rows in it as there are open questions.
            let open = step.starts_with("SCAN away USING INDEX away_open");
            let undone =
                step.starts_with("SCAN journal USING") && step.contains("INDEX journal_undone");
            let scans = TABLES.iter().any(|table| {
                step.strip_prefix("SCAN ")
                    .is_some_and(|scanned| scanned.split(' ').next() == Some(table))
            });
            assert!(
                !scans || by_order || running || undone || open,
                "{step}\n{sql}"
            );
        }
    }
    assert!(
        steps_in_triggers >= 2,
        "the triggers look at both neighbors: {steps_in_triggers}"
    );
}

#[test]
fn the_newest_change_is_found_by_its_index_however_many_there_are() {
    let store = Store::in_memory().expect("a store");
    for (sql, index) in [
        (
            journal::STATEMENTS[0],
            "SEARCH journal USING COVERING INDEX journal_done",
        ),
        (
            journal::STATEMENTS[1],
            "SEARCH journal USING COVERING INDEX journal_done",
        ),
        (
            journal::STATEMENTS[2],
            "SEARCH journal USING INDEX journal_undone (parent=?)",
        ),
    ] {
        let mut statement = store
            .connection
            .prepare(&["EXPLAIN QUERY PLAN ", sql].concat())
            .expect(sql);
        let count = statement.parameter_count();
        let nothing = std::iter::repeat_n(rusqlite::types::Null, count);
        let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
            row.get::<_, String>(3)
        });
        let steps: Result<Vec<String>, _> = steps.expect("a plan").collect();
        let steps = steps.expect("a plan");
        assert!(
            steps.iter().any(|step| step.starts_with(index)),
            "{steps:?}\n{sql}"
        );
    }
}

#[test]
fn no_statement_is_left_out_of_that() {
    let sources = [
        (include_str!("../read.rs"), STATEMENTS.len() + 1),
        (include_str!("../write.rs"), write::STATEMENTS.len()),
        // And one that goes through all of it.
        (include_str!("../journal.rs"), journal::STATEMENTS.len() + 1),
        (include_str!("../away.rs"), away::STATEMENTS.len()),
        (include_str!("../glance.rs"), glance::STATEMENTS.len()),
        (include_str!("../names.rs"), names::STATEMENTS.len()),
        (include_str!("../notes.rs"), notes::STATEMENTS.len()),
        (include_str!("../side_rows.rs"), side_rows::STATEMENTS.len()),
        (include_str!("../find.rs"), find::STATEMENTS.len()),
        (include_str!("../seed.rs"), 0),
        (include_str!("../in_bulk.rs"), in_bulk::STATEMENT_COUNT),
        (
            include_str!("../lane_ahead.rs"),
            lane_ahead::STATEMENTS.len(),
        ),
        (include_str!("../export_rows.rs"), 0),
        (
            include_str!("../restore_rows.rs"),
            restore_rows::STATEMENT_COUNT,
        ),
        (
            include_str!("../count_rows.rs"),
            count_rows::STATEMENT_COUNT,
        ),
        (include_str!("../exported.rs"), exported::STATEMENT_COUNT),
        (include_str!("../trial.rs"), 0),
        (include_str!("../combine.rs"), combine::STATEMENTS.len()),
        (
            include_str!("../removed.rs"),
            removed::STATEMENTS.len() + removed::OTHERS,
        ),
        (
            include_str!("../import.rs"),
            import::STATEMENTS.len() + import::OTHERS,
        ),
        (include_str!("../backup.rs"), backup::STATEMENTS.len()),
        (include_str!("../calendars.rs"), calendars::STATEMENTS.len()),
        (include_str!("../copy.rs"), copy::STATEMENTS.len()),
        (include_str!("../daily.rs"), daily::STATEMENTS.len()),
        (include_str!("../restore.rs"), restore::STATEMENTS.len()),
        (
            include_str!("../suggestions.rs"),
            suggestions::STATEMENTS.len(),
        ),
        (include_str!("../row.rs"), 0),
        (
            include_str!("../account_touches.rs"),
            account_touches::STATEMENTS.len(),
        ),
    ];
    for (source, listed) in sources {
        let (code, _) = source.split_once("mod tests {").unwrap_or((source, ""));
        let lines = || {
            code.lines()
                .map(str::trim_start)
                .map(|line| line.trim_start_matches("pub(super) "))
                .filter(|line| !line.starts_with("//"))
        };
        assert_eq!(
            lines()
                .filter(|line| line.starts_with("const ") && line.contains(": &str ="))
                .count(),
            listed
        );
        // Whatever is prepared is one of them, or asks SQLite about itself.
        let run = [".execute(\"", ".execute_batch(\"", ".query_row(\""];
        for line in lines().filter(|line| run.iter().any(|run| line.contains(run))) {
            assert!(line.contains("(\"PRAGMA "), "{line}");
        }
        for line in lines().filter(|line| line.contains(".prepare")) {
            let asked = line.split_once("prepare_cached(").expect(line).1;
            assert!(
                !asked.starts_with('"') || asked.starts_with("\"PRAGMA "),
                "{line}"
            );
        }
    }
}

#[test]
fn a_change_looks_at_its_neighbors_only_however_long_the_lane_is() {
    let at = |minutes: i64| Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC);
    let mut store = Store::in_memory().expect("a store");
    let block = |minute| {
        Block::new(
            at(minute),
            Some(at(minute + 1)),
            Category::Admin,
            Details::default(),
        )
    };
    store
        .seed_blocks((0..5000).map(|number| block(number * 2)))
        .expect("a long lane");
    let middle = &store
        .blocks(Span::new(at(5000).at, at(5001).at).expect("a span"))
        .expect("a read")
        .blocks[0];
    let target = middle.into();
    let edit = |patch| Change::Edit {
        seen: Box::new(middle.clone()),
        patch,
    };
    let (category, details) = (Category::Selling, Details::default());
    let add = |from, to| Change::Add {
        start: at(from),
        end: at(to),
        category,
        details: details.clone(),
    };
    let most = BLOCKS_BEFORE + 2;
    let cases = [
        (add(-10, -5), 1),
        (add(5001, 5002), most),
        (add(5001, 5021), most + 10),
        (add(20_000, 20_001), most),
        (edit(Patch::default()), most),
        (
            edit(Patch {
                end: Some(Some(at(5002))),
                ..Patch::default()
            }),
            most,
        ),
        (
            edit(Patch {
                start: Some(at(4999)),
                category: Some(category),
                ..Patch::default()
            }),
            most + 1,
        ),
        (Change::Delete { target }, most),
        (
            Change::Split {
                target,
                at: at(5000),
            },
            most,
        ),
        (Change::Merge { target }, most),
        (
            Change::Start {
                at: at(9999),
                category,
                details: details.clone(),
            },
            most,
        ),
        (Change::Stop { at: at(9999) }, most),
        (Change::Resume { at: at(9999) }, most),
        (
            Change::Import {
                arrivals: vec![Arrival {
                    block: block(5001),
                    has_id: true,
                    marks: Marks::default(),
                }],
                overlap: Overlap::Trim,
                rows: Vec::new(),
            },
            most,
        ),
    ];
    for (change, most) in cases {
        let lane = store.facts(&change, at(0)).expect("a look").0.lane;
        assert!(
            (1..=most).contains(&lane.blocks.len()),
            "{}: {change:?}",
            lane.blocks.len()
        );
    }
}

#[test]
fn a_prefix_that_is_no_id_finds_nothing() {
    let store = Store::in_memory().expect("a store");
    for prefix in ["", "-", "xyz", "last", "0123456789abcdef0123456789abcdef0"] {
        assert_eq!(
            store.by_prefix(prefix).expect("a search"),
            vec![],
            "{prefix}"
        );
    }
}
