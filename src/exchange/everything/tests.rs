//! Any file goes through an export of everything and comes back the same; what is no whole one changes nothing.

use proptest::prelude::*;

use super::*;
use crate::domain::arrival::{Arrival, Marks, Overlap};
use crate::domain::away::{Answer, Cause, Question};
use crate::domain::block::{
    Account, Block, BlockId, Category, Details, Fit, Grade, Note, Outcomes, Prospect, Requester,
    Source, Tag,
};
use crate::domain::calendar::{Calendar, Day, Week, Zone};
use crate::domain::change::{Change, Patch};
use crate::domain::classify::Classify;
use crate::domain::hours::Mark;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Answers, Closed, Guess, Missed, ReviewAnswer, Step, Verdict};
use crate::domain::rules::Consent;
use crate::domain::stamp::{Length, Moment, Offset, Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::taxonomy::Taxonomy;
use crate::exchange::import_read;
use crate::exchange::source::{Format, ImportOptions};
use crate::store::ChangeError;

fn at(minute: i64) -> Moment {
    let offset = Offset::new(5400).expect("an offset");
    Moment::new(Stamp::clamped(1_772_434_800 + minute * 60), offset)
}

fn week(number: usize) -> Week {
    let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
    calendar
        .iso_week(2026, 1 + number as u32 % 12)
        .expect("a week")
}

fn day(number: usize) -> Day {
    Day(chrono::NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")).plus(number as i64 % 9)
}

fn all(store: &Store) -> Vec<Block> {
    let span = Span::new(Stamp::MIN, Stamp::MAX).expect("a span");
    store.blocks(span).expect("blocks").blocks
}

fn details(text: &str, number: usize) -> Details {
    Details {
        account: Account::new(text).ok(),
        requester: Requester::new(text)
            .ok()
            .filter(|_| number.is_multiple_of(2)),
        tags: Tag::new(text).ok().into_iter().collect(),
        note: Note::new(text).unwrap_or_default(),
        outcomes: Outcomes {
            touches: number as u32,
            grade: Grade::ALL.get(number % 7).copied(),
            ..Outcomes::default()
        },
        prospect: Prospect {
            source: Source::new(text).ok().filter(|_| number.is_multiple_of(3)),
            fit: Fit::ALL.get(number % 5).copied(),
        },
        ..Details::default()
    }
}

fn meeting(text: &str, from: i64) -> Suggestion {
    Suggestion {
        id: BlockId::fresh(),
        key: format!("{from} {text}"),
        start: at(from),
        end: at(from + 30),
        title: text.to_owned(),
        category: (from % 2 == 0).then_some(Category::Selling),
        details: Details {
            account: Account::new(text).ok(),
            note: Note::stored(text.to_owned()),
            ..Details::default()
        },
        dismissed: false,
    }
}

/// What a person does with the file at a minute; numbers pick a block, a week, a way.
fn act(
    store: &mut Store,
    now: i64,
    what: usize,
    pick: usize,
    text: &str,
) -> Result<(), ChangeError> {
    let blocks = all(store);
    let block = blocks.get(pick.checked_rem(blocks.len()).unwrap_or(0));
    let category = Category::ALL[pick % 5];
    let words = Some(text.to_owned());
    let reflect = |answer| Change::Reflect {
        week: week(pick),
        answer,
        seen: None,
    };
    let open = store.suggestions(Span::new(Stamp::MIN, Stamp::MAX).expect("a span"))?;
    let open = open.get(pick.checked_rem(open.len()).unwrap_or(0)).cloned();
    let change = match what {
        0..4 => Some(Change::Start {
            at: at(now),
            category,
            details: details(text, pick),
        }),
        4 => Some(Change::Stop { at: at(now) }),
        5..7 => Some(Change::Add {
            start: at(now - 90),
            end: at(now - 60),
            category,
            details: details(text, pick),
        }),
        7 => block.map(|block| Change::Edit {
            seen: Box::new(block.clone()),
            patch: Patch {
                note: Note::new(text).ok(),
                ..Patch::default()
            },
        }),
        8 => block.map(|block| Change::Delete {
            target: block.into(),
        }),
        9 => Some(Change::MarkDays {
            days: vec![day(pick), day(pick).plus(1)],
            mark: [Some(Mark::Off), Some(Mark::Work), None][pick % 3],
        }),
        22 => Some(Change::MarkTimes {
            days: vec![day(pick), day(pick).plus(2)],
            times: vec![(
                Length::minutes(9 * 60 + pick as i64 % 600),
                Length::hours(22 + pick as i64 % 5),
            )],
            off: !pick.is_multiple_of(4),
        }),
        26 => Some(Change::Focus {
            at: at(now),
            planned: Length::minutes(1 + pick as i64 % 90),
            details: details(text, pick),
        }),
        10 => Some(Change::Pause {
            week: week(pick),
            off: !pick.is_multiple_of(4),
        }),
        11 => Some(Change::Guess {
            week: week(pick),
            guess: (!pick.is_multiple_of(5)).then_some(Guess {
                selling: 1.0 / (1.0 + pick as f64),
                rest: pick.is_multiple_of(2).then_some([0.1, 0.7 / 3.0, 1e-9]),
            }),
            seen: None,
        }),
        12 => Some(Change::Commit {
            week: week(pick),
            commitment: parse_stored_commitment(["no distraction", ">= 1h learning"][pick % 2])
                .ok(),
            seen: None,
        }),
        13 => Some(reflect(match pick % 3 {
            0 => ReviewAnswer::Surprise(words),
            1 => ReviewAnswer::Missed(Some(Missed::Imposed)),
            _ => ReviewAnswer::Verdict(text.to_owned(), Some(Verdict::HandOff)),
        })),
        14 => Some(Change::Close {
            week: week(pick),
            closed: Closed {
                at: at(now),
                figures: serde_json::json!({"share": 1.0 / 3.0, "text": text}).to_string(),
            },
        }),
        15 => Some(Change::Suggest {
            meetings: vec![
                meeting(text, now - 600 - pick as i64 % 50),
                meeting("Sync", now),
            ],
            gone: open
                .into_iter()
                .filter(|_| pick.is_multiple_of(3))
                .collect(),
        }),
        16 => open.map(|suggestion| Change::Dismiss { suggestion }),
        17 => open.map(|suggestion| Change::Accept {
            suggestion,
            category,
        }),
        18 => Some(Change::Import {
            arrivals: (0..3)
                .map(|number| Arrival {
                    block: Block::new(
                        at(now - 2000 - number * 20),
                        Some(at(now - 1990 - number * 20)),
                        category,
                        details(text, pick),
                    ),
                    has_id: true,
                    marks: Marks::default(),
                })
                .collect(),
            overlap: Overlap::Trim,
            rows: Vec::new(),
        }),
        19 => {
            store.reach_step(week(pick), Step::ALL[pick % 9], at(now))?;
            None
        }
        20 => {
            if let Some(block) = store.running()? {
                store.raise(Question {
                    block: block.id,
                    cause: [Cause::Slept, Cause::Stale][pick % 2],
                    since: block
                        .start
                        .moved_to(block.start.at.plus(Length::seconds(60))),
                    until: pick.is_multiple_of(3).then_some(at(now)),
                })?;
            }
            None
        }
        21 => {
            let question = store.questions(at(now))?.into_iter().next();
            let block = question.and_then(|question| {
                store
                    .block(question.block)
                    .ok()?
                    .map(|block| (block, question))
            });
            block.map(|(block, question)| Change::Answer {
                target: (&block).into(),
                question,
                answer: [Answer::Keep, Answer::Off, Answer::Was(category)][pick % 3],
            })
        }
        23..26 => {
            store.undo(at(now))?;
            None
        }
        _ => {
            store.redo(at(now))?;
            None
        }
    };
    if let Some(change) = change {
        store.apply_with(&change, Consent::Given, at(now))?;
    }
    Ok(())
}

/// A file in which much was done; what is refused is not done.
fn lived_in(steps: &[(usize, usize, String)]) -> Store {
    let mut store = Store::in_memory().expect("a store");
    for (index, (what, pick, text)) in steps.iter().enumerate() {
        let now = 10_000 + index as i64 * 100;
        match act(&mut store, now, *what, *pick, text) {
            Ok(()) | Err(ChangeError::Refused(_)) => {}
            Err(ChangeError::Store(error)) => unreachable!("{error}"),
        }
    }
    store
}

fn steps() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let text = prop_oneof![
        "[a-z ]{1,8}",
        "\\PC{1,12}",
        any::<String>(),
        Just("日本 👩‍👩‍👧 \u{202e}\u{1b}[31m \"\\\n\u{ad}\u{e0041}".to_owned()),
    ];
    prop::collection::vec((0_usize..29, 0_usize..1000, text), 1..40)
}

fn export_of(store: &Store, history: bool) -> String {
    let mut out = Vec::new();
    export_everything(store, history, &mut out).expect("an export");
    String::from_utf8(out).expect("text")
}

fn restore(store: &mut Store, text: &str) -> Result<Option<ImportReport>, ExchangeError> {
    let mut rows = RowReader::new(text.as_bytes())?;
    restore_everything(store, &mut rows, &mut |_| true)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn an_empty_file_becomes_the_same_file_row_by_row(steps in steps()) {
        let mut from = lived_in(&steps);
        let mut to = Store::in_memory().expect("a store");
        let text = export_of(&from, true);
        let hides = |line: &str| crate::domain::text::find_hidden(line).is_some();
        prop_assert!(!text.lines().any(hides), "{}", text);
        let report = restore(&mut to, &text).expect("an import").expect("an empty file");
        prop_assert_eq!(report.offered, all(&from).len());
        prop_assert_eq!(to.dump(), from.dump());
        prop_assert_eq!(export_of(&to, true), text);
        // The undo history goes on as before.
        for _ in 0..3 {
            let now = at(20_000);
            let undone = from.undo(now).map_err(|error| error.to_string());
            prop_assert_eq!(to.undo(now).map_err(|error| error.to_string()), undone);
        }
        let redone = from.redo(at(20_000)).map_err(|error| error.to_string());
        prop_assert_eq!(to.redo(at(20_000)).map_err(|error| error.to_string()), redone);
        prop_assert_eq!(to.dump(), from.dump());
    }

    #[test]
    fn without_the_history_all_but_it_is_the_same(steps in steps()) {
        let from = lived_in(&steps);
        let mut to = Store::in_memory().expect("a store");
        let text = export_of(&from, false);
        restore(&mut to, &text).expect("an import").expect("an empty file");
        let mut rows = from.dump();
        rows.retain(|row| !row.starts_with("journal ") && !row.starts_with("removed_block "));
        prop_assert_eq!(to.dump(), rows);
    }
}

#[test]
fn a_file_that_was_made_by_others_is_the_same_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let mut from = Store::open(&path).expect("a store");
    act(&mut from, 10_000, 0, 3, "one").expect("a block");
    Store::write_as_others_may(&path);
    let mut to = Store::in_memory().expect("a store");
    let text = export_of(&from, true);
    restore(&mut to, &text)
        .expect("an import")
        .expect("an empty file");
    assert_eq!(to.dump(), from.dump());
}

#[test]
fn what_is_no_whole_export_is_refused_with_its_line_and_nothing_is_written() {
    let mut from = Store::in_memory().expect("a store");
    for (index, what) in [0, 5, 9, 12, 15].into_iter().enumerate() {
        act(&mut from, 10_000 + index as i64 * 100, what, 3, "one").expect("a row");
    }
    let text = export_of(&from, true);
    let lines: Vec<&str> = text.lines().collect();
    let count = lines.len();
    let with = |line: usize, other: &str| {
        let mut lines = lines.clone();
        lines[line - 1] = other;
        lines.join("\n")
    };
    let block = lines[1].to_owned();
    let (first, second) = (
        with(count, lines[1]),
        block.replace("\"revision\":", "\"mood\":1,\"revision\":"),
    );
    let cases = [
        (
            with(1, r#"{"tafs":"everything","version":2}"#),
            "line 1: written by a newer tafs (version 2 of this format; this one knows 1)",
        ),
        (with(1, ""), "line 1: the version line is missing"),
        (lines[1..].join("\n"), "line 1: the version line is missing"),
        (
            with(1, r#"{"tafs":"everything"}"#),
            "line 1: the version line is missing",
        ),
        (
            lines[..count - 1].join("\n"),
            &format!("line {count}: the file is cut off: its last line is missing"),
        ),
        (
            text[..text.len() - 8].to_owned(),
            &format!("line {count}: this is not JSON: it breaks off"),
        ),
        (
            text[..text.len() - lines[count - 1].len() - 9].to_owned(),
            &format!("line {}: this is not JSON: it breaks off", count - 1),
        ),
        (
            with(3, r#"{"mood":{}}"#),
            "line 3: unknown kind \"mood\"; there are block, mark,",
        ),
        (
            with(3, "nonsense"),
            "line 3: this is not JSON, from column 2 on",
        ),
        (with(3, "[]"), "line 3: a row is an object in { }"),
        (with(2, &second), "line 2: unknown field `mood`"),
        (with(3, lines[1]), "line 3: overlaps another block"),
        (with(6, lines[4]), "line 6: comes twice"),
        (
            [lines[..3].to_vec(), lines[4..].to_vec()]
                .concat()
                .join("\n"),
            &format!(
                "line {}: the end line counts {} rows, but there are {}",
                count - 1,
                count - 2,
                count - 3
            ),
        ),
        (first, &format!("line {count}: overlaps another block")),
        (
            format!("{text}{block}\n"),
            &format!(
                "line {}: there are more lines after the end line",
                count + 1
            ),
        ),
        (
            with(
                2,
                &block
                    .replace("selling", "lunch")
                    .replace("distraction", "lunch"),
            ),
            "line 2: category: \"lunch\" is none of",
        ),
        (
            with(
                count - 1,
                r#"{"change":{"number":1,"parent":null,"at":"2026-03-02T08:00:00Z","label":"x","undone":false,"edits":[{}],"added":"","removed":null}}"#,
            ),
            &format!("line {}: edits: not what an undo history holds", count - 1),
        ),
    ];
    for (text, expected) in cases {
        let mut to = Store::in_memory().expect("a store");
        let before = to.dump();
        let error = restore(&mut to, &text).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{error}\n{expected}\n{text}");
        assert_eq!(to.dump(), before);
    }
    let windows = format!("\u{feff}{}\r\n\r\n", lines.join("\r\n"));
    restore(&mut Store::in_memory().expect("a store"), &windows)
        .expect("an import")
        .expect("an empty file");
}

fn combine(store: &mut Store, text: &str, dry_run: bool) -> Result<ImportReport, ExchangeError> {
    let taxonomy = Taxonomy::default();
    let classify = Classify::new(&[], &[], &taxonomy);
    let options = ImportOptions::new(Zone::Fixed(Offset::UTC), at(30_000));
    let request = ImportRequest {
        dry_run,
        ..ImportRequest::new(Format::Json, options, &classify)
    };
    let mut rows = RowReader::new(text.as_bytes())?;
    let prepared = prepare_everything(store, &mut rows, &request)?;
    import_read(store, &prepared, &request, &mut |_, _| true)
}

/// All that a file says, but for when rows were written, and the history.
fn said(store: &Store) -> Vec<String> {
    let text = export_of(store, false);
    let when = |line: &str| {
        let (said, _) = line.split_once(r#","revision":"#).unwrap_or((line, ""));
        let (said, _) = said.split_once(r#","changed":"#).unwrap_or((said, ""));
        said.to_owned()
    };
    let mut lines: Vec<String> = text.lines().map(when).collect();
    lines.retain(|line| !line.starts_with(r#"{"question"#) && !line.starts_with(r#"{"end"#));
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn a_file_that_holds_something_gets_what_it_lacks_as_one_change(
        steps in steps(), others in steps(), same in any::<bool>(),
    ) {
        let from = lived_in(&steps);
        let text = export_of(&from, true);
        let mut to = Store::in_memory().expect("a store");
        if same {
            restore(&mut to, &text).expect("an import").expect("an empty file");
        }
        for (index, (what, pick, text)) in others.iter().enumerate() {
            act(&mut to, 10_050 + index as i64 * 100, *what, *pick, text).ok();
        }
        let before = said(&to);
        let dry = combine(&mut to, &text, true).expect("a dry run");
        prop_assert_eq!(said(&to), before.clone(), "a dry run writes nothing");
        let report = combine(&mut to, &text, false).expect("an import");
        prop_assert_eq!((report.added, report.rows), (dry.added, dry.rows));
        let after = said(&to);
        prop_assert!(before.iter().all(|line| after.contains(line)), "what is here stays");
        let again = combine(&mut to, &text, false).expect("an import");
        prop_assert_eq!((again.added, again.rows.unwrap_or_default().added), (0, 0), "importing twice adds nothing");
        prop_assert_eq!(said(&to), after.clone());
        let rows = report.rows.unwrap_or_default();
        if report.added + rows.added > 0 {
            to.undo(at(30_000)).expect("an undo").expect("the import");
            prop_assert_eq!(said(&to), before, "one undo takes all of it back");
            to.redo(at(30_000)).expect("a redo").expect("the import");
            prop_assert_eq!(said(&to), after);
        }
        let kinds = [r#"{"block"#, r#"{"change"#, r#"{"removed"#];
        let total = text.lines().filter(|line| !kinds.iter().any(|kind| line.starts_with(kind))).count();
        prop_assert_eq!(rows.added + rows.already + rows.differing + rows.locked, total - 2);
    }
}

#[test]
fn rows_that_say_something_else_stay_and_are_counted() {
    let mut from = Store::in_memory().expect("a store");
    let mut to = Store::in_memory().expect("a store");
    for (store, text) in [(&mut from, "theirs"), (&mut to, "mine")] {
        let reflect = Change::Reflect {
            week: week(0),
            answer: ReviewAnswer::Surprise(Some(text.to_owned())),
            seen: None,
        };
        store.apply(&reflect, at(0)).expect("an answer");
    }
    act(&mut from, 10_000, 9, 0, "").expect("days off");
    act(&mut to, 10_000, 9, 1, "").expect("days worked");
    act(&mut from, 10_000, 11, 2, "").expect("a guess");
    to.reach_step(week(2), Step::Reveal, at(0)).expect("a step");
    let text = export_of(&from, false);
    let report = combine(&mut to, &text, false).expect("an import");
    let expected = RowTally {
        added: 1,
        already: 0,
        differing: 2,
        locked: 1,
    };
    assert_eq!(report.rows, Some(expected), "{text}");
    assert_eq!(
        to.week_notes(week(2)).expect("a look").guess,
        None,
        "the week has been shown"
    );
    let review = to.week_notes(week(0)).expect("a look").review;
    assert_eq!(review.answers.surprise.as_deref(), Some("mine"));
}

fn day_with(count: i64, note: &str) -> Store {
    let mut store = Store::in_memory().expect("a store");
    let block = |number: i64| {
        let details = Details {
            note: Note::stored(note.to_owned()),
            ..Details::default()
        };
        let (start, end) = (at(number * 10), at(number * 10 + 5));
        let block = Block::new(start, Some(end), Category::Admin, details);
        Arrival {
            block,
            has_id: true,
            marks: Marks::default(),
        }
    };
    let import = Change::Import {
        arrivals: (0..count).map(block).collect(),
        overlap: Overlap::Trim,
        rows: Vec::new(),
    };
    store.apply(&import, at(900)).expect("an import");
    store
}

#[test]
fn a_redo_without_all_of_its_blocks_is_refused_and_a_removed_block_belongs_to_its_change() {
    let mut from = day_with(3, "");
    from.undo(at(900)).expect("an undo").expect("the import");
    let text = export_of(&from, true);
    let is_last = |line: &str| line.starts_with("{\"removed\"") && line.contains("\"place\":2");
    let without: Vec<&str> = text.lines().filter(|line| !is_last(line)).collect();
    let without = without.join("\n").replace("\"rows\":4", "\"rows\":3");
    let mut to = Store::in_memory().expect("a store");
    restore(&mut to, &without)
        .expect("an import")
        .expect("an empty file");
    let before = to.dump();
    let refused = to.redo(at(901)).expect_err("a part of it").to_string();
    assert!(
        refused.contains("its blocks are not all in the file: 2 of 3"),
        "{refused}"
    );
    let number = to.past_changes(None, 1).expect("a list")[0].number;
    let whole = Change::Restore { number };
    let refused = to.apply_with(&whole, Consent::Given, at(901));
    assert!(
        refused
            .expect_err("a part of it")
            .to_string()
            .contains("2 of 3")
    );
    assert_eq!(to.dump(), before);
    for (was, is) in [
        ("\"place\":2", "\"place\":3"),
        ("\"undone\":true", "\"undone\":false"),
    ] {
        let error = restore(
            &mut Store::in_memory().expect("a store"),
            &text.replace(was, is),
        );
        let error = error.expect_err(is).to_string();
        assert!(
            error.contains("not a block that an undone change above had added"),
            "{error}"
        );
    }
    let own_parent = text.replace("\"parent\":null", "\"parent\":1");
    let error = restore(&mut Store::in_memory().expect("a store"), &own_parent);
    let error = error.expect_err("a ring").to_string();
    assert!(
        error.contains("parent: not what an undo history holds"),
        "{error}"
    );
}

#[test]
fn a_long_note_comes_back_in_a_new_file_and_is_refused_by_its_line_in_another() {
    let long = "x".repeat(70_000);
    let from = day_with(1, &long);
    let text = export_of(&from, true);
    let mut to = Store::in_memory().expect("a store");
    restore(&mut to, &text)
        .expect("an import")
        .expect("an empty file");
    assert_eq!(to.dump(), from.dump());
    let again = combine(&mut to, &text, false).expect("what is here already");
    assert_eq!((again.added, again.already, again.differing), (0, 1, 0));
    let mut other = Store::in_memory().expect("a store");
    act(&mut other, 10_000, 0, 3, "one").expect("a block");
    let error = combine(&mut other, &text, false)
        .expect_err("a long note")
        .to_string();
    assert!(
        error.starts_with("line 2: note: has 70000 bytes; at most 65536 fit"),
        "{error}"
    );
    // Shorter ones are cleaned, as in any import.
    let hidden = export_of(&day_with(1, "a\u{202e}b"), true);
    combine(&mut other, &hidden, false).expect("an import");
    assert!(export_of(&other, false).contains("\"note\":\"ab\""));
}

#[test]
fn a_row_out_of_its_range_is_refused_with_its_line() {
    let mut from = Store::in_memory().expect("a store");
    act(&mut from, 10_000, 11, 3, "").expect("a guess");
    act(&mut from, 10_000, 10, 3, "").expect("a pause");
    from.reach_step(week(1), Step::Tidy, at(0)).expect("a step");
    let text = export_of(&from, false);
    let cases = [
        (
            "\"selling\":0.25",
            "\"selling\":7.0",
            "line 3: 7 isn't a share from 0 to 1",
        ),
        (
            "\"step\":1",
            "\"step\":70",
            "line 4: step: 70 isn't between 1 and 9",
        ),
        (
            "{\"pause\":{\"week\":\"2026",
            "{\"pause\":{\"week\":\"20x6",
            "line 2: week: \"20x6-W04\" isn't a week",
        ),
    ];
    for (was, is, expected) in cases {
        assert!(text.contains(was), "{text}");
        let text = text.replace(was, is);
        for mut to in [Store::in_memory().expect("a store"), day_with(1, "")] {
            let before = to.dump();
            let error = if to.is_empty().expect("a look") {
                restore(&mut to, &text).expect_err(expected)
            } else {
                combine(&mut to, &text, false).expect_err(expected)
            };
            assert!(error.to_string().starts_with(expected), "{error}");
            assert_eq!(to.dump(), before);
        }
    }
}

#[test]
fn what_has_been_shown_stays_shown_when_an_import_of_its_review_is_undone() {
    let mut from = Store::in_memory().expect("a store");
    act(&mut from, 10_000, 13, 2, "theirs").expect("an answer");
    let mut to = day_with(1, "");
    combine(&mut to, &export_of(&from, false), false).expect("an import");
    let imported = to.week_notes(week(2)).expect("a look").review.answers;
    assert_ne!(imported, Answers::default());
    to.reach_step(week(2), Step::Reveal, at(30_001))
        .expect("a step");
    to.undo(at(30_002)).expect("an undo").expect("the import");
    let review = to.week_notes(week(2)).expect("a look").review;
    assert!(
        review.revealed && review.answers == Answers::default(),
        "{review:?}"
    );
    assert_eq!(review.step, Some(Step::Reveal));
    let guess = Change::Guess {
        week: week(2),
        guess: None,
        seen: None,
    };
    assert!(
        to.apply(&guess, at(30_003)).is_err(),
        "the guess stays locked"
    );
    to.redo(at(30_004)).expect("a redo").expect("the import");
    let review = to.week_notes(week(2)).expect("a look").review;
    assert!(review.revealed && review.answers == imported, "{review:?}");
    to.undo(at(30_005)).expect("an undo").expect("the import");
    assert!(to.week_notes(week(2)).expect("a look").review.revealed);
}
