//! Whatever a person asks for is taken back, and made again, to the last column of the file.

use std::collections::BTreeSet;

use rusqlite::types::Value;

use super::*;
use crate::domain::arrival::{Arrival, Marks, Overlap, Tally};
use crate::domain::away::{Answer, Cause, Question};
use crate::domain::block::{Account, BlockId, Note, Tag};
use crate::domain::calendar::{Week, parse_rfc3339};
use crate::domain::change::{ChangeNumber, Patch, Target};
use crate::domain::edit::SideRow;
use crate::domain::file_row::{QuestionRow, ReviewRow};
use crate::domain::focus_run::FocusRun;
use crate::domain::hours::{DayMark, Stretch};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::rename::{NameKind, Renaming};
use crate::domain::review::{Closed, Guess, Missed, ReviewAnswer, Step, Verdict};
use crate::domain::rules::{Consent, Refusal};
use crate::domain::stamp::{Length, Span};
use crate::domain::suggestion::Suggestion;
use crate::domain::times_off::TimesOff;
use crate::store::{ChangeError, Checkup, MeetingSource};

const NOW: i64 = 600;

/// All that the file says, but for the journal, how often a row was written and when.
fn content(store: &Store) -> Vec<String> {
    let names = |sql: &str, of: &str| -> Vec<String> {
        let mut statement = store.connection.prepare(sql).expect(sql);
        let count = statement.parameter_count();
        let rows = statement.query_map(
            rusqlite::params_from_iter(std::iter::repeat_n(of, count)),
            |row| row.get(0),
        );
        rows.expect(sql).collect::<Result<_, _>>().expect(sql)
    };
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' \
                  AND name NOT GLOB 'find*' AND name NOT IN ('journal', 'removed_block') ORDER BY name";
    let columns = "SELECT iif(name = 'answered', 'answered IS NULL', name) FROM pragma_table_info(?1) \
                   WHERE name NOT IN ('id', 'revision', 'changed', 'at')";
    let mut content = Vec::new();
    for table in names(tables, "") {
        let columns = names(columns, &table).join(", ");
        let sql = ["SELECT ", &columns, " FROM ", &table, " ORDER BY 1"].concat();
        let mut statement = store.connection.prepare(&sql).expect("a list");
        let count = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<Value> = (0..count)
                .map(|column| row.get(column).expect("a value"))
                .collect();
            content.push(format!("{table} {values:?}"));
        }
    }
    content
}

fn week() -> Week {
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    calendar.iso_week(2026, 10).expect("a week")
}

fn meeting(key: &str, from: i64) -> Suggestion {
    Suggestion {
        id: BlockId::fresh(),
        key: key.to_owned(),
        start: at(from),
        end: at(from + 30),
        title: key.to_owned(),
        category: None,
        details: Details {
            note: Note::new(key).expect("a note"),
            ..Details::default()
        },
        dismissed: false,
    }
}

/// Blocks, one of which runs and is asked about; open suggestions; something of each kind that a week has.
fn lived_in(path: &Path) -> Store {
    let mut store = Store::open(path).expect("a store");
    for (from, to) in [(0, 30), (30, 60)] {
        store.apply(&add(from, to), at(NOW)).expect("a block");
    }
    let names = Details {
        account: Account::new("nortwind").ok(),
        tags: ["q1", "Q2"]
            .map(|tag| Tag::new(tag).expect("a tag"))
            .to_vec(),
        ..Details::default()
    };
    store
        .apply(&add_with(90, 120, names), at(NOW))
        .expect("a block");
    store
        .apply(&start(Category::Selling, 200), at(200))
        .expect("a start");
    let question = Question {
        block: store.running().expect("a look").expect("it runs").id,
        cause: Cause::Slept,
        since: at(300),
        until: Some(at(400)),
    };
    assert!(store.raise(question).expect("a question"));
    store
        .suggest(&[meeting("Demo", 60), meeting("Sync", 130)], at(NOW))
        .expect("suggestions");
    let promise = parse_stored_commitment("no distraction").expect("a commitment");
    store
        .commit_to(week(), Some(&promise), at(NOW))
        .expect("a commitment");
    store
        .mark_days(&[marked(1)], Some(Mark::Off), at(NOW))
        .expect("a mark");
    store.apply(&add(70, 80), at(NOW)).expect("a block");
    store.undo(at(NOW)).expect("an undo").expect("the block");
    store
}

fn start(category: Category, minute: i64) -> Change {
    Change::Start {
        at: at(minute),
        category,
        details: Details::default(),
    }
}

/// Changes of every variant, as they would be made on the file, each with its label.
fn changes(store: &Store) -> Vec<(Change, &'static str)> {
    let blocks = all(store);
    let target = |index: usize| Target::from(&blocks[index]);
    let open = store
        .suggestions(crate::domain::stamp::Span::new(at(0).at, at(NOW).at).expect("a span"))
        .expect("suggestions");
    let question = store.questions(at(0)).expect("questions")[0];
    let week = week();
    let answer = |answer| Change::Answer {
        target: target(3),
        question,
        answer,
    };
    let reflect = |answer| Change::Reflect {
        week,
        answer,
        seen: None,
    };
    let guess = Guess {
        selling: 0.6,
        rest: None,
    };
    let moved = Suggestion {
        start: at(65),
        ..open[0].clone()
    };
    let arrivals = [150, 160, 195].map(|from| Arrival {
        block: Block::new(
            at(from),
            Some(at(from + 8)),
            Category::Learning,
            Details::default(),
        ),
        has_id: true,
        marks: Marks::default(),
    });
    vec![
        (start(Category::Admin, 100), "start admin at 09:40"),
        (Change::Stop { at: at(500) }, "off the clock at 16:20"),
        (Change::Resume { at: at(500) }, "resume at 16:20"),
        (
            Change::Claim {
                at: at(NOW),
                day_start: at(-480).at,
                category: Category::Learning,
            },
            "tag as learning at 18:00",
        ),
        (add(10, 100), "add admin 08:10-09:40"),
        (
            Change::Edit {
                seen: Box::new(blocks[1].clone()),
                patch: Patch {
                    start: Some(at(100)),
                    end: Some(Some(at(110))),
                    ..Patch::default()
                },
            },
            "edit admin 08:30-09:00: from 09:40 to 09:50",
        ),
        (
            Change::Split {
                target: target(0),
                at: at(10),
            },
            "split admin 08:00-08:30 at 08:10",
        ),
        (
            Change::Merge { target: target(1) },
            "merge admin 08:30-09:00 with the block before",
        ),
        (
            Change::Delete { target: target(3) },
            "delete selling since 11:20",
        ),
        (answer(Answer::Keep), "answer about selling since 11:20"),
        (answer(Answer::Off), "answer about selling since 11:20"),
        (
            answer(Answer::Was(Category::Break)),
            "answer about selling since 11:20",
        ),
        (
            Change::Import {
                arrivals: arrivals.to_vec(),
                overlap: Overlap::Trim,
                rows: Vec::new(),
            },
            "import of 3 blocks",
        ),
        (
            Change::Import {
                arrivals: arrivals[..1].to_vec(),
                overlap: Overlap::Trim,
                rows: brought(question.block),
            },
            "import of 1 block and 9 other rows",
        ),
        (
            Change::Suggest {
                meetings: vec![moved, meeting("New", 140)],
                gone: vec![open[1].clone()],
            },
            "suggestions from 2 meetings",
        ),
        (
            Change::Accept {
                suggestion: open[0].clone(),
                category: Category::Admin,
            },
            "accept \"Demo\" 09:00-09:30",
        ),
        (
            Change::Dismiss {
                suggestion: open[0].clone(),
            },
            "dismiss \"Demo\" 09:00-09:30",
        ),
        (
            Change::Guess {
                week,
                guess: Some(guess),
                seen: None,
            },
            "guess for 2026-W10: selling 60 %",
        ),
        (
            Change::Commit {
                week,
                commitment: None,
                seen: None,
            },
            "no commitment for 2026-W10",
        ),
        (
            Change::Commit {
                week,
                commitment: Some(parse_stored_commitment(">= 1h learning").expect("a commitment")),
                seen: None,
            },
            "commitment for 2026-W10",
        ),
        (
            reflect(ReviewAnswer::Missed(Some(Missed::Avoided))),
            "answer in the review of 2026-W10: why the commitment was missed",
        ),
        (
            reflect(ReviewAnswer::Verdict(
                "!legal".to_owned(),
                Some(Verdict::Shrink),
            )),
            "answer in the review of 2026-W10: !legal",
        ),
        (
            Change::Close {
                week,
                closed: Closed {
                    at: parse_rfc3339("2026-03-06T16:52:00+01:00").expect("a time"),
                    figures: "{}".to_owned(),
                },
            },
            "close the review of 2026-W10",
        ),
        (
            Change::MarkDays {
                days: vec![marked(0), marked(1), marked(2)],
                mark: Some(Mark::Work),
            },
            "days worked 1970-01-01..1970-01-03",
        ),
        (
            Change::MarkDays {
                days: vec![marked(1)],
                mark: None,
            },
            "day as planned 1970-01-02",
        ),
        (
            Change::MarkTimes {
                days: vec![marked(0), marked(2)],
                times: vec![hours(9, 10), hours(22, 26)],
                off: true,
            },
            "2 days off 1970-01-01..1970-01-03 09:00-10:00, 22:00-02:00",
        ),
        // Of a day that is off whole.
        (
            Change::MarkTimes {
                days: vec![marked(1)],
                times: vec![hours(12, 17)],
                off: false,
            },
            "day worked 1970-01-02 12:00-17:00",
        ),
        (
            Change::Focus {
                at: at(NOW),
                planned: Length::minutes(25),
                details: Details::default(),
            },
            "focus run of 25 min at 18:00",
        ),
        (Change::Pause { week, off: true }, "pause 2026-W10"),
        (
            rename(NameKind::Account, "Nortwind", "North wind"),
            "rename @Nortwind to @\"North wind\"",
        ),
        (rename(NameKind::Tag, "q1", "Q2"), "rename #q1 to #Q2"),
        (
            restore(store.past_changes(None, 1).expect("a list")[0].number.0),
            "redo 8: add admin 09:10-09:20",
        ),
    ]
}

fn rename(kind: NameKind, old: &str, new: &str) -> Change {
    Change::Rename(Renaming {
        kind,
        old: old.to_owned(),
        new: new.to_owned(),
    })
}

fn add_with(from: i64, to: i64, details: Details) -> Change {
    Change::Add {
        start: at(from),
        end: at(to),
        category: Category::Admin,
        details,
    }
}

fn hours(from: i64, to: i64) -> Stretch {
    (Length::hours(from), Length::hours(to))
}

/// Rows beside the lane as they come from another file: one of each kind.
fn brought(block: BlockId) -> Vec<SideRow> {
    let other = || "2026-W20".to_owned();
    let question = Question {
        block,
        cause: Cause::Stale,
        since: at(210),
        until: None,
    };
    let review = ReviewRow {
        step: Some(5),
        revealed: true,
        answers: r#"{"surprise":"mail"}"#.to_owned(),
        closed: Some(("2026-05-15T16:00:00+02:00".to_owned(), "[1]".to_owned())),
    };
    vec![
        SideRow::Guess {
            week: other(),
            guess: Guess {
                selling: 0.5,
                rest: None,
            },
        },
        SideRow::Review {
            week: other(),
            review,
        },
        SideRow::Commitment {
            week: other(),
            text: ">= 1h learning".to_owned(),
        },
        SideRow::Pause { week: other() },
        SideRow::FocusRun(FocusRun {
            start: at(150),
            planned: Length::minutes(60),
        }),
        SideRow::Mark {
            day: marked(7),
            marked: DayMark::whole(Mark::Off),
        },
        SideRow::Mark {
            day: marked(8),
            marked: DayMark {
                mark: Mark::Work,
                times: TimesOff::parse("09:00-10:00, 12:00-17:30").expect("times"),
            },
        },
        SideRow::Suggestion(meeting("Elsewhere", 170)),
        SideRow::Question(QuestionRow {
            number: 1,
            question,
            answered: Some(at(500)),
        }),
    ]
}

#[test]
fn the_mark_of_a_clock_set_back_is_taken_back_and_made_again() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    store
        .apply(&start(Category::Selling, 60), at(60))
        .expect("a start");
    let mut states = vec![content(&store)];
    for (change, minute) in [
        (start(Category::Admin, 0), 0),
        (start(Category::Learning, -60), -60),
        (Change::Resume { at: at(-90) }, -90),
        (Change::Stop { at: at(-120) }, -120),
    ] {
        store.apply(&change, at(minute)).expect("never refused");
        states.push(content(&store));
    }
    let marked = |store: &Store| all(store).iter().filter(|block| block.clock_back).count();
    assert_eq!((all(&store).len(), marked(&store)), (4, 4));
    assert_sound(&store);
    for state in states.iter().rev().skip(1) {
        drop(store);
        store = Store::open(&path).expect("the file");
        store.undo(at(-180)).expect("an undo").expect("a change");
        assert_eq!(content(&store), *state);
    }
    for state in states.iter().skip(1) {
        store.redo(at(-180)).expect("a redo").expect("a change");
        assert_eq!(content(&store), *state);
    }
    let times = Patch {
        start: Some(at(-200)),
        ..Patch::default()
    };
    let edit = Change::Edit {
        seen: Box::new(all(&store)[0].clone()),
        patch: times,
    };
    store.apply(&edit, at(-180)).expect("an edit");
    assert_eq!(marked(&store), 3);
}

/// The number of a variant, so that a new one is missed below.
const fn variant(change: &Change) -> usize {
    match change {
        Change::Start { .. } => 0,
        Change::Stop { .. } => 1,
        Change::Resume { .. } => 2,
        Change::Claim { .. } => 3,
        Change::Add { .. } => 4,
        Change::Edit { .. } => 5,
        Change::Split { .. } => 6,
        Change::Merge { .. } => 7,
        Change::Delete { .. } => 8,
        Change::Answer { .. } => 9,
        Change::Import { .. } => 10,
        Change::Suggest { .. } => 11,
        Change::Accept { .. } => 12,
        Change::Dismiss { .. } => 13,
        Change::Guess { .. } => 14,
        Change::Commit { .. } => 15,
        Change::Reflect { .. } => 16,
        Change::Close { .. } => 17,
        Change::MarkDays { .. } => 18,
        Change::Pause { .. } => 19,
        Change::Restore { .. } => 20,
        Change::MarkTimes { .. } => 21,
        Change::Focus { .. } => 22,
        Change::Rename(_) => 23,
    }
}

const VARIANTS: usize = 24;

#[test]
fn every_change_is_taken_back_and_made_again_whole_also_when_the_file_is_opened_anew() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = lived_in(&path);
    let mut seen = BTreeSet::new();
    for (change, label) in changes(&store) {
        seen.insert(variant(&change));
        // Each by itself, on the blocks and revisions that there are now.
        let change = on_current(&store, change);
        let before = content(&store);
        store
            .apply_with(&change, Consent::Given, at(NOW))
            .expect(label);
        let after = content(&store);
        assert_ne!(before, after, "{label} writes something");
        for _ in 0..2 {
            drop(store);
            store = Store::open(&path).expect("the file");
            let undone = store
                .undo(at(NOW))
                .expect(label)
                .expect("something to undo");
            assert_eq!(undone.label, label);
            assert_eq!(content(&store), before, "{label} undone");
            drop(store);
            store = Store::open(&path).expect("the file");
            let redone = store
                .redo(at(NOW))
                .expect(label)
                .expect("something to redo");
            assert_eq!(redone.label, label);
            assert_eq!(content(&store), after, "{label} redone");
        }
        store
            .undo(at(NOW))
            .expect(label)
            .expect("something to undo");
        assert_sound(&store);
    }
    assert_eq!(seen.len(), VARIANTS, "{seen:?}");
}

/// What another program may do to the file behind the journal's back.
const BEHIND: [&str; 18] = [
    "SELECT 1",
    "DELETE FROM commitment",
    "UPDATE commitment SET text = '>= 9h selling'",
    "DELETE FROM guess",
    "UPDATE guess SET selling = 0.1",
    "DELETE FROM day_mark",
    "UPDATE day_mark SET kind = iif(kind = 'off', 'work', 'off')",
    "UPDATE day_mark SET times = iif(times IS NULL, '09:00-10:00', NULL)",
    "DELETE FROM pause",
    "DELETE FROM focus_run",
    "UPDATE focus_run SET planned = 7",
    "INSERT OR IGNORE INTO pause VALUES ('2026-W10', 0), ('2026-W20', 0)",
    "UPDATE review SET answers = '{\"more\":\"calls\"}'",
    "DELETE FROM suggestion",
    "UPDATE suggestion SET dismissed = 1 - dismissed",
    "DELETE FROM block",
    "UPDATE block SET note = 'x'",
    "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, changed) \
     VALUES (randomblob(16), ?1, 0, ?1 + 60, 0, 'break', 0)",
];

/// The file as it is in a store of its own, with something done behind the journal's back.
fn changed_behind(store: &Store, path: &Path, sql: &str) -> Store {
    std::fs::remove_file(path).ok();
    let copied = store
        .connection
        .execute("VACUUM INTO ?1", [path.to_str().expect("a plain path")]);
    copied.expect("a copy");
    let copy = Store::open(path).expect("the copy");
    if sql.contains("?1") {
        // In each minute that is free.
        for minute in 0..NOW {
            let put = copy.connection.execute(sql, [at(minute).at.seconds()]);
            put.ok();
        }
    } else {
        copy.connection.execute_batch(sql).expect(sql);
    }
    copy
}

#[test]
fn a_checkup_says_that_an_undo_is_refused_exactly_where_it_is() {
    let folder = folder();
    let mut store = lived_in(&folder.path().join("tafs.db"));
    let path = folder.path().join("copy.db");
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    let checkup = Checkup {
        file: &path,
        own_folder: true,
        config: None,
        has_daily: false,
        real_clock: false,
        temporary: folder.path().to_owned(),
        now: at(NOW).at,
        calendar: &calendar,
    };
    let mut refused = 0;
    for (change, label) in changes(&store) {
        let change = on_current(&store, change);
        store
            .apply_with(&change, Consent::Given, at(NOW))
            .expect(label);
        for sql in BEHIND {
            let mut copy = changed_behind(&store, &path, sql);
            let entry = copy.next_to_undo().expect(label).expect("a change");
            let told = copy.find_overtaken(&checkup, &entry).expect(label);
            let undone = copy.undo(at(NOW));
            assert_eq!(
                told.is_empty(),
                undone.is_ok(),
                "{label}, {sql}: {told:?}, {undone:?}"
            );
            refused += usize::from(undone.is_err());
        }
        store.undo(at(NOW)).expect(label).expect("the change");
    }
    assert!(refused > 50, "{refused}");
}

/// The change with the revision that its block has now: an undo writes the block anew.
fn on_current(store: &Store, change: Change) -> Change {
    let fresh = |target: Target| {
        Target::from(
            &store
                .block(target.id)
                .expect("a look")
                .expect("it is there"),
        )
    };
    match change {
        Change::Split { target, at } => Change::Split {
            target: fresh(target),
            at,
        },
        Change::Merge { target } => Change::Merge {
            target: fresh(target),
        },
        Change::Delete { target } => Change::Delete {
            target: fresh(target),
        },
        Change::Answer {
            target,
            question,
            answer,
        } => Change::Answer {
            target: fresh(target),
            question,
            answer,
        },
        other => other,
    }
}

#[test]
fn all_of_them_one_after_the_other_are_taken_back_to_the_empty_file() {
    let folder = folder();
    let mut store = lived_in(&folder.path().join("tafs.db"));
    let mut states = Vec::new();
    for (change, label) in changes(&store) {
        // What no longer fits after the others is not made.
        let before = content(&store);
        match store.apply(&change, at(NOW)) {
            Ok(applied) if !applied.edits.is_empty() => states.push((before, label)),
            Ok(_) | Err(ChangeError::Refused(_)) => assert_eq!(content(&store), before),
            Err(ChangeError::Store(error)) => panic!("{label}: {error}"),
        }
    }
    assert!(states.len() > 12, "{}", states.len());
    let end = content(&store);
    for (before, label) in states.iter().rev() {
        let undone = store
            .undo(at(NOW))
            .expect(label)
            .expect("something to undo");
        assert_eq!(
            (undone.label.as_str(), content(&store)),
            (*label, before.clone())
        );
    }
    for (_, label) in &states {
        store
            .redo(at(NOW))
            .expect(label)
            .expect("something to redo");
    }
    assert_eq!(content(&store), end);
    while store.undo(at(NOW)).expect("an undo").is_some() {}
    let left = content(&store);
    assert!(
        left.iter().all(|row| row.starts_with("away ")),
        "only what was asked: {left:?}"
    );
}

#[test]
fn an_answer_that_was_given_elsewhere_meanwhile_is_not_lost() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut one = Store::open(&path).expect("a store");
    let reflect = |answer| Change::Reflect {
        week: week(),
        answer,
        seen: None,
    };
    let text = |text: &str| Some(text.to_owned());
    one.apply(&reflect(ReviewAnswer::Surprise(text("mail"))), at(1))
        .expect("an answer");
    one.apply(&reflect(ReviewAnswer::More(text("calls"))), at(2))
        .expect("an answer");
    // Another program answers past the journal.
    let theirs = "UPDATE review SET answers = json_set(answers, '$.less', 'mail')";
    one.connection.execute(theirs, []).expect("a foreign write");
    one.undo(at(3))
        .expect("an undo")
        .expect("something to undo");
    let answers = one.week_notes(week()).expect("a look").review.answers;
    assert_eq!(
        (answers.surprise, answers.more, answers.less),
        (text("mail"), None, text("mail"))
    );
    let theirs = "UPDATE review SET answers = json_set(answers, '$.surprise', 'theirs')";
    one.connection.execute(theirs, []).expect("a foreign write");
    let refused = one
        .undo(at(4))
        .expect_err("it was changed since")
        .to_string();
    assert!(
        refused.contains("answer in the review of 2026-W10"),
        "{refused}"
    );
}

#[test]
fn the_step_and_the_reveal_are_not_undone_and_lock_the_guess() {
    let mut store = Store::in_memory().expect("a store");
    let guess = Guess {
        selling: 0.6,
        rest: None,
    };
    store.set_guess(week(), &guess, at(1)).expect("a guess");
    store
        .undo(at(2))
        .expect("an undo")
        .expect("something to undo");
    store
        .reach_step(week(), Step::Reveal, at(3))
        .expect("a step");
    let refused = store.redo(at(4)).expect_err("it is locked");
    assert!(
        refused.to_string().contains("locked at the reveal"),
        "{refused}"
    );
    store.apply(&add(0, 30), at(NOW)).expect("a block");
    store
        .undo(at(NOW))
        .expect("an undo")
        .expect("something to undo");
    let review = store.week_notes(week()).expect("a look").review;
    assert_eq!((review.step, review.revealed), (Some(Step::Reveal), true));
}

#[test]
fn an_import_is_in_the_journal_by_its_ids_and_undone_only_where_no_block_was_changed_since() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    let count = 200;
    let arrivals = (0..count).map(|number| Arrival {
        block: Block::new(
            at(number),
            Some(at(number + 1)),
            Category::Admin,
            Details::default(),
        ),
        has_id: true,
        marks: Marks::default(),
    });
    let import = Change::Import {
        arrivals: arrivals.collect(),
        overlap: Overlap::Trim,
        rows: Vec::new(),
    };
    store.apply(&import, at(NOW)).expect("an import");
    let length = |store: &Store, column: &str| -> i64 {
        let sql = ["SELECT coalesce(length(", column, "), 0) FROM journal"].concat();
        let found = store.connection.query_row(&sql, [], |row| row.get(0));
        found.expect("a length")
    };
    let lengths = |store: &Store| ["edits", "added", "removed"].map(|column| length(store, column));
    assert_eq!(lengths(&store), [2, count * 24, 0]);
    // An edit that is itself undone leaves the block saying what it said, in another revision.
    let edit = Change::Edit {
        seen: Box::new(all(&store)[7].clone()),
        patch: Patch {
            category: Some(Category::Selling),
            ..Patch::default()
        },
    };
    let imported = content(&store);
    store.apply(&edit, at(NOW)).expect("an edit");
    store.undo(at(NOW)).expect("an undo").expect("the edit");
    let undone = store.undo(at(NOW)).expect("an undo").expect("the import");
    assert_eq!((undone.edits.len(), all(&store)), (count as usize, vec![]));
    assert_eq!(lengths(&store), [2, count * 24, 0]);
    let removed = |store: &Store| -> i64 {
        let sql = "SELECT count(*) FROM removed_block";
        let found = store.connection.query_row(sql, [], |row| row.get(0));
        found.expect("a count")
    };
    assert_eq!(removed(&store), count);
    drop(store);
    let mut store = Store::open(&path).expect("the file");
    store.redo(at(NOW)).expect("a redo").expect("the import");
    assert_eq!(
        (content(&store), lengths(&store)),
        (imported.clone(), [2, count * 24, 0])
    );
    assert_eq!(removed(&store), 0);
    for theirs in [
        "UPDATE block SET note = 'theirs' WHERE start = (SELECT max(start) FROM block)",
        "DELETE FROM block WHERE note = 'theirs'",
    ] {
        store
            .connection
            .execute(theirs, [])
            .expect("a foreign write");
        let before = content(&store);
        let refused = store
            .undo(at(NOW))
            .expect_err("it was changed since")
            .to_string();
        assert!(
            refused.contains("\"import of 200 blocks\": a block that it added has been changed"),
            "{refused}"
        );
        assert_eq!(content(&store), before);
    }
}

#[test]
fn a_big_import_is_undone_block_by_block_and_the_file_does_not_grow_by_it() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    let size = || std::fs::metadata(&path).expect("the file").len();
    let empty = size();
    let count = 4_500;
    let arrivals = (0..count).map(|number| Arrival {
        block: Block::new(
            at(number),
            Some(at(number + 1)),
            Category::Admin,
            Details::default(),
        ),
        has_id: true,
        marks: Marks::default(),
    });
    let import = Change::Import {
        arrivals: arrivals.collect(),
        overlap: Overlap::Trim,
        rows: Vec::new(),
    };
    store.apply(&import, at(count)).expect("an import");
    let (imported, full) = (content(&store), size());
    let journal: i64 = store
        .connection
        .query_row(
            "SELECT length(edits) + length(added) FROM journal",
            [],
            |row| row.get(0),
        )
        .expect("a length");
    assert!(journal < 100, "{journal} bytes for {count} blocks");
    assert!(full > empty);
    for _ in 0..2 {
        let undone = store.undo(at(count)).expect("an undo").expect("the import");
        assert_eq!((undone.edits.len(), all(&store)), (1_000, vec![]));
        assert!(size() * 10 < full * 13, "{} after {full}", size());
        drop(store);
        store = Store::open(&path).expect("the file");
        let redone = store.redo(at(count)).expect("a redo").expect("the import");
        assert_eq!(redone.edits.len(), 1_000);
        assert_eq!(content(&store), imported);
    }
    // What another program has put in the place of a block since is not overwritten; nothing is changed then.
    store.undo(at(count)).expect("an undo").expect("the import");
    let theirs = "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, changed) \
                  SELECT uid, start, start_offset, stop, stop_offset, 'break', 0 FROM removed_block WHERE place = 4400";
    store
        .connection
        .execute(theirs, [])
        .expect("a foreign write");
    let before = content(&store);
    let refused = store.redo(at(count)).expect_err("it is there").to_string();
    assert!(
        refused.starts_with("cannot make again \"import of 4500 blocks\": admin"),
        "{refused}"
    );
    assert_eq!(content(&store), before);
}

#[test]
fn the_changes_that_are_not_undone_are_one_line_of_parents() {
    let mut store = Store::in_memory().expect("a store");
    for minute in [0, 10, 20] {
        store
            .apply(&add(minute, minute + 5), at(NOW))
            .expect("a block");
    }
    store
        .undo(at(NOW))
        .expect("an undo")
        .expect("something to undo");
    store
        .undo(at(NOW))
        .expect("an undo")
        .expect("something to undo");
    let line = |store: &Store| -> Vec<(i64, Option<i64>, bool)> {
        let sql = "SELECT id, parent, undone FROM journal ORDER BY id";
        let mut statement = store.connection.prepare(sql).expect("a list");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.expect("a list")
            .collect::<Result<_, _>>()
            .expect("a list")
    };
    assert_eq!(
        line(&store),
        [(1, None, false), (2, Some(1), true), (3, Some(2), true)]
    );
    store
        .redo(at(NOW))
        .expect("a redo")
        .expect("something to redo");
    assert_eq!(
        line(&store),
        [(1, None, false), (2, Some(1), false), (3, Some(2), true)]
    );
    store.apply(&add(30, 35), at(NOW)).expect("a block");
    assert_eq!(
        line(&store),
        [
            (1, None, false),
            (2, Some(1), false),
            (3, Some(2), true),
            (4, Some(2), false)
        ]
    );
}

fn restore(number: i64) -> Change {
    Change::Restore {
        number: ChangeNumber(number),
    }
}

#[test]
fn an_undone_branch_stays_reachable_after_new_changes_and_is_one_change() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    for minute in [0, 10, 20] {
        let block = add(minute, minute + 5);
        store.apply(&block, at(NOW)).expect("a block");
    }
    let whole = content(&store);
    while store.undo(at(NOW)).expect("an undo").is_some() {}
    store.apply(&add(40, 45), at(NOW)).expect("a newer block");
    let newer = content(&store);
    drop(store);
    let mut store = Store::open(&path).expect("the file");
    assert_eq!(store.redo(at(NOW)).expect("a redo"), None);
    let numbers = |before, limit| -> Vec<(i64, bool)> {
        let listed = store
            .past_changes(before, limit)
            .expect("a list")
            .into_iter();
        listed.map(|past| (past.number.0, past.undone)).collect()
    };
    assert_eq!(
        numbers(None, 9),
        [(4, false), (3, true), (2, true), (1, true)]
    );
    assert_eq!(
        numbers(Some(ChangeNumber(3)), 1),
        [(2, true)],
        "page by page"
    );
    store.apply(&restore(3), at(NOW)).expect("a redo");
    assert_eq!(all(&store).len(), 4);
    assert!(whole.len() == 3 && newer.len() == 1);
    let again = store.apply(&restore(3), at(NOW)).expect("a redo");
    assert_eq!(again.edits, [], "it is made again already");
    let undone = store.undo(at(NOW)).expect("an undo").expect("the branch");
    assert_eq!(
        (undone.label.as_str(), content(&store)),
        (
            "redo 3 and 2 changes before it: add admin 08:20-08:25",
            newer
        )
    );
    for (number, why) in [(4, "not undone"), (99, "no change 99")] {
        let refused = store.apply_with(&restore(number), Consent::Given, at(NOW));
        let refused = refused.expect_err(why).to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn what_is_in_the_way_of_a_branch_is_named_and_gives_way_when_forced() {
    let mut store = Store::in_memory().expect("a store");
    store.apply(&add(0, 60), at(NOW)).expect("a block");
    let block = all(&store)[0].clone();
    let split = Change::Split {
        target: (&block).into(),
        at: at(30),
    };
    store.apply(&split, at(NOW)).expect("a split");
    store
        .apply(&start(Category::Selling, 100), at(100))
        .expect("a start");
    let whole = content(&store);
    while store.undo(at(NOW)).expect("an undo").is_some() {}
    store.apply(&add(20, 40), at(NOW)).expect("a newer block");
    store.apply(&add(50, 90), at(NOW)).expect("a newer block");
    store
        .apply(&start(Category::Learning, 200), at(200))
        .expect("a start");
    let newer = content(&store);
    let refused = store.apply(&restore(3), at(NOW));
    let refused = refused.expect_err("it is in the way");
    assert!(matches!(refused, ChangeError::Refused(Refusal::Asks(_))));
    assert_eq!(
        refused.to_string(),
        "newer blocks would be replaced\nremoves 08:20-08:40 admin\n\
         trims 08:50-09:30 admin: 0h40 to 0h30\nremoves 11:20-now learning"
    );
    assert_eq!(content(&store), newer);
    store
        .apply_with(&restore(3), Consent::Given, at(NOW))
        .expect("a redo");
    assert_sound(&store);
    assert!(whole.iter().all(|row| content(&store).contains(row)));
    store.undo(at(NOW)).expect("an undo").expect("the branch");
    assert_eq!(content(&store), newer);
    store.redo(at(NOW)).expect("a redo").expect("the branch");
    assert_sound(&store);
}

#[test]
fn an_undo_passes_by_a_guess_that_is_locked() {
    let mut store = Store::in_memory().expect("a store");
    store.apply(&add(0, 30), at(NOW)).expect("a block");
    let guess = Guess {
        selling: 0.6,
        rest: None,
    };
    store.set_guess(week(), &guess, at(1)).expect("a guess");
    store
        .reach_step(week(), Step::Reveal, at(3))
        .expect("a step");
    let undone = store.undo(at(NOW)).expect("an undo").expect("the block");
    assert_eq!(
        undone.kept.as_deref(),
        Some("guess for 2026-W10: selling 60 %")
    );
    assert_eq!(all(&store), []);
    store.redo(at(NOW)).expect("a redo").expect("the block");
    assert_eq!(all(&store).len(), 1);
}

#[test]
fn a_branch_comes_back_without_a_guess_that_is_locked() {
    let mut store = Store::in_memory().expect("a store");
    let guess = |selling| Guess {
        selling,
        rest: None,
    };
    store
        .set_guess(week(), &guess(0.6), at(1))
        .expect("a guess");
    store.apply(&add(0, 30), at(NOW)).expect("a block");
    while store.undo(at(NOW)).expect("an undo").is_some() {}
    store
        .set_guess(week(), &guess(0.4), at(2))
        .expect("a guess");
    store
        .reach_step(week(), Step::Reveal, at(3))
        .expect("a step");
    let refused = store.apply_with(&restore(1), Consent::Given, at(NOW));
    let refused = refused.expect_err("it is locked").to_string();
    assert!(refused.contains("locked at the reveal"), "{refused}");
    store.apply(&restore(2), at(NOW)).expect("the block");
    assert_eq!(all(&store).len(), 1);
    let kept = store.week_notes(week()).expect("a look").guess;
    assert_eq!(kept, Some(guess(0.4)));
}

/// A calendar that has lost the meetings whose names begin so.
struct Agenda {
    meetings: Vec<Suggestion>,
    lost: &'static str,
    breaks_off_after: usize,
}

impl MeetingSource for Agenda {
    fn each(
        &mut self,
        take: &mut dyn FnMut(Suggestion) -> Result<(), ChangeError>,
    ) -> Result<(), ChangeError> {
        for meeting in self.meetings.iter().take(self.breaks_off_after) {
            take(meeting.clone())?;
        }
        if self.breaks_off_after < self.meetings.len() {
            return Err(StoreError::Interrupted.into());
        }
        Ok(())
    }

    fn is_gone(&self, open: &Suggestion) -> bool {
        open.title.starts_with(self.lost)
    }
}

#[test]
fn a_calendar_of_many_meetings_is_one_change_taken_back_and_made_again_whole() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = lived_in(&path);
    let within = Span::new(at(-10_000).at, at(200_000).at).expect("a span");
    let mut agenda = Agenda {
        meetings: (0..700)
            .map(|number| meeting(&format!("Meeting {number}"), 40 * number))
            .collect(),
        lost: "Sync",
        breaks_off_after: 699,
    };
    let before = content(&store);
    let broken = store.suggest_meetings(&mut agenda, within, at(NOW));
    assert!(matches!(
        broken,
        Err(ChangeError::Store(StoreError::Interrupted))
    ));
    assert_eq!(content(&store), before, "all of them or none");
    agenda.breaks_off_after = 700;
    let told = |tally: Tally| (tally.added, tally.already, tally.changed, tally.gone);
    let suggest = |store: &mut Store, agenda: &mut Agenda| {
        told(
            store
                .suggest_meetings(agenda, within, at(NOW))
                .expect("suggestions"),
        )
    };
    assert_eq!(suggest(&mut store, &mut agenda), (700, 0, 0, 1));
    let first = content(&store);
    assert_eq!(suggest(&mut store, &mut agenda), (0, 700, 0, 0));
    assert_eq!(content(&store), first, "the same again adds nothing");
    store
        .dismiss(agenda.meetings[3].id, at(NOW))
        .expect("dismissed");
    let dismissed = content(&store);
    // Every second one is a minute later, and those whose numbers begin with a seven are gone.
    let later = |moment: Moment| moment.moved_to(moment.at.plus(Length::minutes(1)));
    for moved in agenda.meetings.iter_mut().step_by(2) {
        (moved.start, moved.end) = (later(moved.start), later(moved.end));
    }
    agenda
        .meetings
        .retain(|meeting| !meeting.title.starts_with("Meeting 7"));
    agenda.lost = "Meeting 7";
    agenda.breaks_off_after = agenda.meetings.len();
    assert_eq!(suggest(&mut store, &mut agenda), (0, 689, 345, 11));
    let last = content(&store);
    for _ in 0..2 {
        for state in [&dismissed, &first, &before] {
            drop(store);
            store = Store::open(&path).expect("the file");
            store.undo(at(NOW)).expect("an undo").expect("a change");
            assert_eq!(content(&store), *state);
        }
        for state in [&first, &dismissed, &last] {
            store.redo(at(NOW)).expect("a redo").expect("a change");
            assert_eq!(content(&store), *state);
        }
    }
    let label = store.past_changes(None, 1).expect("a list")[0]
        .label
        .clone();
    assert_eq!(label, "suggestions from 689 meetings");
}
