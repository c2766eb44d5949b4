//! What may fit holds whatever fits: while the index is behind, when it is up to date, and whoever wrote.

use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::{Connection, params};

use super::files::ours;
use super::*;
use crate::domain::block::{Account, Activity, Grade, Note, Outcomes, Requester, Tag};
use crate::domain::search::Query;

/// So many blocks a page has here, so that a search has many of them.
const PAGE: usize = 3;
/// Letters that change their number or their kind with their case, marks of the index's own language, a NUL.
const TEXTS: [&str; 12] = [
    "Northwind",
    "northern lights, NORTH",
    "Groß & Müller",
    "ΟΔΟΣ Σίσυφος",
    "İstanbul \u{212a}elvin ǅ",
    "日本電気株式会社",
    "👩‍👩‍👧 e\u{301}clair",
    "\"quoted\" \\ 'AND' OR * ^ {note}:",
    "before\u{0}after",
    "won +2meeting",
    "selling",
    "ab",
];

fn details() -> impl Strategy<Value = Details> {
    let text = || select(TEXTS.to_vec());
    let some = || proptest::option::of(select(TEXTS.to_vec()));
    let grade = proptest::option::of(select(Grade::ALL.to_vec()));
    (
        some(),
        some(),
        some(),
        proptest::collection::vec(text(), 0..3),
        some(),
        grade,
    )
        .prop_map(
            |(activity, account, requester, tags, note, grade)| Details {
                activity: activity.map(|name| Activity::stored(name.to_owned())),
                account: account.map(|name| Account::stored(name.to_owned())),
                requester: requester.map(|name| Requester::stored(name.to_owned())),
                tags: tags
                    .into_iter()
                    .map(|name| Tag::stored(name.to_owned()))
                    .collect(),
                note: Note::stored(note.unwrap_or_default().to_owned()),
                outcomes: Outcomes {
                    grade,
                    ..Outcomes::default()
                },
            },
        )
}

/// What any program may do to the file. A slot is two minutes, the first of which a block may have.
#[derive(Clone, Debug)]
enum Step {
    Write(i64, Category, Details),
    Move(i64, i64),
    Remove(i64),
    CatchUp(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let slot = || 0..12_i64;
    let write = (slot(), select(Category::ALL.to_vec()), details());
    let step = prop_oneof![
        6 => write.prop_map(|(slot, category, details)| Step::Write(slot, category, details)),
        1 => (slot(), slot()).prop_map(|(from, to)| Step::Move(from, to)),
        1 => slot().prop_map(Step::Remove),
        3 => (1..8_usize).prop_map(Step::CatchUp),
    ];
    proptest::collection::vec(step, 0..24)
}

/// Lines of pieces of the texts, each behind a sigil or none, in any case.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let sigil = select(vec!["", "@", "!", "#", "/", "+"]);
    let word = (sigil, select(TEXTS.to_vec()), 0..20_usize, 1..9_usize, 0..3).prop_map(
        |(sigil, text, from, long, case)| {
            let chars: Vec<char> = text.chars().collect();
            let piece: String = chars.iter().skip(from % chars.len()).take(long).collect();
            let piece = piece.replace('\\', "\\\\").replace('"', "\\\"");
            match case {
                0 => format!("{sigil}\"{piece}\""),
                1 => format!("{sigil}\"{}\"", piece.to_uppercase()),
                _ => format!("{sigil}{}", piece.to_lowercase()),
            }
        },
    );
    proptest::collection::vec(
        proptest::collection::vec(word, 1..4).prop_map(|words| words.join(" ")),
        6,
    )
}

fn carry_out(store: &mut Store, step: Step) {
    let start = |slot: i64| at(slot * 2).at.seconds();
    match step {
        Step::Write(slot, category, details) => {
            let block = Block::new(at(slot * 2), Some(at(slot * 2 + 1)), category, details);
            store
                .connection
                .execute("DELETE FROM block WHERE start = ?1", [start(slot)])
                .expect("room");
            store.seed([block].into_iter()).expect("a block");
        }
        Step::Move(from, to) => {
            // Refused where another block is.
            let moved = "UPDATE block SET start = ?2, stop = ?2 + 60 WHERE start = ?1";
            store
                .connection
                .execute(moved, params![start(from), start(to)])
                .ok();
        }
        Step::Remove(slot) => {
            store
                .connection
                .execute("DELETE FROM block WHERE start = ?1", [start(slot)])
                .expect("gone");
        }
        Step::CatchUp(limit) => {
            store.catch_up(limit).expect("the index takes it");
        }
    }
}

/// What a search comes to, page by page.
fn found(store: &Store, line: &str) -> Vec<Block> {
    let query = Query::new(line);
    let mut found = Vec::new();
    let mut before = Some(Stamp::MAX);
    while let Some(from) = before {
        let (page, rest) = store.may_fit(&query, from, PAGE).expect("a page");
        assert!(
            page.len() <= PAGE && rest.is_none_or(|rest| rest < from),
            "{line:?} goes on"
        );
        found.extend(page.into_iter().filter(|block| query.matches(block)));
        before = rest;
    }
    found
}

/// What fits of all blocks, without any index.
fn fitting(store: &Store, line: &str) -> Vec<Block> {
    let query = Query::new(line);
    all(store)
        .into_iter()
        .rev()
        .filter(|block| query.matches(block))
        .collect()
}

fn caught_up(store: &Store) {
    while store.catch_up(4).expect("the index takes it") {}
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn the_index_finds_what_a_look_at_every_block_does(steps in steps(), lines in lines()) {
        let mut store = Store::in_memory().expect("a store");
        for step in steps {
            carry_out(&mut store, step);
        }
        for line in &lines {
            prop_assert_eq!(found(&store, line), fitting(&store, line), "behind, {:?}", line);
        }
        caught_up(&store);
        for line in &lines {
            prop_assert_eq!(found(&store, line), fitting(&store, line), "{:?}", line);
        }
        assert_sound(&store);
    }
}

#[test]
fn each_field_is_found_by_its_own_word_and_only_the_blocks_with_it_are_read() {
    let mut store = Store::in_memory().expect("a store");
    let named = |name: &str| Details {
        activity: Some(Activity::stored(format!("activity-{name}"))),
        account: Some(Account::stored(format!("Account {name}"))),
        requester: Some(Requester::stored(format!("requester-{name}"))),
        tags: vec![
            Tag::stored(format!("tag-{name}")),
            Tag::stored("both".to_owned()),
        ],
        note: Note::stored(format!("a note of {name}")),
        outcomes: Outcomes {
            grade: Some(Grade::Won),
            ..Outcomes::default()
        },
    };
    let blocks = [
        (Category::Learning, "needle"),
        (Category::Selling, "hay"),
        (Category::Selling, "hay"),
    ];
    let blocks = blocks
        .into_iter()
        .zip(0..)
        .map(|((category, name), minute)| {
            Block::new(at(minute), Some(at(minute + 1)), category, named(name))
        });
    store.seed(blocks).expect("a lane");
    caught_up(&store);
    let cases = [
        ("learning", 1),
        ("selling", 2),
        ("@needle", 1),
        ("!needle", 1),
        ("#needle", 1),
        ("/needle", 1),
        ("NEEDLE", 1),
        ("note needle", 1),
        ("\"of needle\"", 1),
        ("+won", 3),
        ("#both hay", 2),
        ("!account", 0),
        ("@tag", 0),
        ("nowhere", 0),
        ("hay needle", 0),
        // Too short for the index: all are looked at.
        ("@ne", 3),
        ("", 3),
    ];
    for (line, read) in cases {
        let (page, rest) = store
            .may_fit(&Query::new(line), Stamp::MAX, 10)
            .expect("a page");
        assert_eq!((page.len(), rest), (read, None), "{line}");
    }
    // Nothing is taken out of the index: what is no longer true is looked at, and does not fit.
    store
        .connection
        .execute("UPDATE block SET account = 'Else'", [])
        .expect("a foreign write");
    caught_up(&store);
    assert_eq!(found(&store, "@needle"), vec![]);
    assert_eq!(found(&store, "@else").len(), 3);
}

#[test]
fn a_save_leaves_the_index_alone_and_another_program_is_not_waited_for() {
    let (_folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    caught_up(&store);
    let count = |sql: &str| -> i64 {
        store
            .connection
            .query_row(sql, [], |row| row.get(0))
            .expect("a count")
    };
    assert_eq!(count("SELECT count(*) FROM find_stale"), 0);
    let index = "SELECT sum(length(block)) FROM find_data";
    let before = count(index);
    let end = crate::domain::change::Patch {
        end: Some(Some(at(45))),
        ..Default::default()
    };
    let target = (&all(&store)[1]).into();
    store
        .apply(&Change::Edit { target, patch: end }, at(100))
        .expect("an edit");
    store.apply(&add(60, 90), at(100)).expect("a block");
    let count = |sql: &str| -> i64 {
        store
            .connection
            .query_row(sql, [], |row| row.get(0))
            .expect("a count")
    };
    assert_eq!(
        (count("SELECT count(*) FROM find_stale"), count(index)),
        (2, before)
    );

    let other = Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes");
    let error = store.catch_up(10).expect_err("not now");
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(
        found(&store, "admin").len(),
        3,
        "what is new is found all the same"
    );
    other.execute_batch("COMMIT").expect("it is done");
    assert!(!store.catch_up(10).expect("now"));
}
