//! What is found page by page in the columns is what a look at every whole block finds.

use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::params;

use super::*;
use crate::domain::block::{
    Account, Activity, Fit, Grade, Note, Outcomes, Prospect, Requester, Source, Tag,
};
use crate::domain::search::Query;

/// So many blocks a page has here, so that a search has many of them.
const PAGE: usize = 3;
/// Letters that change their number or their kind with their case, marks of JSON and of SQL, a NUL.
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
    let fit = proptest::option::of(select(Fit::ALL.to_vec()));
    (
        some(),
        some(),
        some(),
        proptest::collection::vec(text(), 0..3),
        some(),
        grade,
        (some(), fit),
    )
        .prop_map(
            |(activity, account, requester, tags, note, grade, (source, fit))| Details {
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
                prospect: Prospect {
                    source: source.map(|name| Source::stored(name.to_owned())),
                    fit,
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
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let slot = || 0..12_i64;
    let write = (slot(), select(Category::ALL.to_vec()), details());
    let step = prop_oneof![
        6 => write.prop_map(|(slot, category, details)| Step::Write(slot, category, details)),
        1 => (slot(), slot()).prop_map(|(from, to)| Step::Move(from, to)),
        1 => slot().prop_map(Step::Remove),
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
            store.seed_blocks([block].into_iter()).expect("a block");
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
    }
}

/// What a search comes to, page by page.
fn found(store: &Store, line: &str) -> Vec<Block> {
    let query = Query::new(line);
    let mut found = Vec::new();
    let mut before = Some(Stamp::MAX);
    while let Some(from) = before {
        let (page, rest) = store.find(&query, from, PAGE).expect("a page");
        assert!(
            page.len() <= PAGE && rest.is_none_or(|rest| rest < from),
            "{line:?} goes on"
        );
        found.extend(page);
        before = rest;
    }
    found
}

/// What fits of all blocks.
fn fitting(store: &Store, line: &str) -> Vec<Block> {
    let query = Query::new(line);
    all(store)
        .into_iter()
        .rev()
        .filter(|block| query.matches(block))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn what_fits_is_found(steps in steps(), lines in lines()) {
        let mut store = Store::in_memory().expect("a store");
        for step in steps {
            carry_out(&mut store, step);
        }
        for line in &lines {
            prop_assert_eq!(found(&store, line), fitting(&store, line), "{:?}", line);
        }
        assert_sound(&store);
    }
}
