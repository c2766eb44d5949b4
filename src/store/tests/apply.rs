//! What a change does to the lane, and that undo and redo go both ways.

use crate::domain::arrival::Overlap;
use crate::domain::arrival::{Arrival, Marks};
use crate::domain::block::Block;
use crate::domain::block::{Category, Details};
use crate::domain::change::Change;
use crate::domain::change::Patch;
use crate::domain::rules::{Consent, Refusal};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::stamp::{Offset, Span};
use crate::store::{ChangeError, Store, StoreError};

fn at(minutes: i64) -> Moment {
    Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC)
}

fn start(category: Category, minutes: i64) -> Change {
    Change::Start {
        at: at(minutes),
        category,
        details: Details::default(),
    }
}

fn lane(store: &Store) -> Vec<(Category, i64, Option<i64>)> {
    let mut lane = Vec::new();
    let minutes = |moment: Moment| moment.at.since(at(0).at).as_seconds() / 60;
    store
        .every(|block| {
            lane.push((block.category, minutes(block.start), block.end.map(minutes)));
            Ok::<(), StoreError>(())
        })
        .expect("the blocks are read");
    lane
}

#[test]
fn a_start_ends_what_ran_and_undo_and_redo_go_both_ways() {
    let mut store = Store::in_memory().expect("a store");
    store
        .apply(&start(Category::Admin, 0), at(0))
        .expect("a start");
    store
        .apply(&start(Category::Selling, 30), at(30))
        .expect("a switch");
    let both = vec![
        (Category::Admin, 0, Some(30)),
        (Category::Selling, 30, None),
    ];
    assert_eq!(lane(&store), both);
    let undone = store
        .undo(at(31))
        .expect("an undo")
        .expect("something to undo");
    assert!(
        undone.label.starts_with("start selling"),
        "{}",
        undone.label
    );
    assert_eq!(lane(&store), vec![(Category::Admin, 0, None)]);
    store
        .undo(at(31))
        .expect("an undo")
        .expect("something to undo");
    assert_eq!(lane(&store), vec![]);
    assert_eq!(store.undo(at(31)).expect("nothing to undo"), None);
    store
        .redo(at(32))
        .expect("a redo")
        .expect("something to redo");
    store
        .redo(at(32))
        .expect("a redo")
        .expect("something to redo");
    assert_eq!(lane(&store), both);
    assert_eq!(store.redo(at(32)).expect("nothing to redo"), None);
}

#[test]
fn a_new_change_takes_the_place_of_what_was_undone() {
    let mut store = Store::in_memory().expect("a store");
    store
        .apply(&start(Category::Admin, 0), at(0))
        .expect("a start");
    store.undo(at(1)).expect("an undo");
    store
        .apply(&start(Category::Learning, 2), at(2))
        .expect("a start");
    assert_eq!(store.redo(at(3)).expect("nothing to redo"), None);
    assert_eq!(lane(&store), vec![(Category::Learning, 2, None)]);
}

#[test]
fn one_undo_brings_back_all_that_a_late_start_swallowed() {
    let mut store = Store::in_memory().expect("a store");
    store
        .apply(&start(Category::Admin, 0), at(0))
        .expect("a start");
    store
        .apply(&start(Category::Learning, 20), at(20))
        .expect("a start");
    store
        .apply(&start(Category::Break, 25), at(25))
        .expect("a start");
    let before = lane(&store);
    let late = start(Category::Selling, 10);
    let asked = store.apply(&late, at(30));
    assert!(
        matches!(asked, Err(ChangeError::Refused(Refusal::Asks(_)))),
        "{asked:?}"
    );
    assert_eq!(lane(&store), before, "nothing has changed yet");
    store
        .apply_with(&late, Consent::Given, at(30))
        .expect("a late start");
    assert_eq!(
        lane(&store),
        vec![
            (Category::Admin, 0, Some(10)),
            (Category::Selling, 10, None)
        ]
    );
    store.undo(at(30)).expect("an undo");
    assert_eq!(lane(&store), before);
}

#[test]
fn a_block_that_was_moved_far_away_is_found_by_its_id() {
    let mut store = Store::in_memory().expect("a store");
    for minutes in (0..20).step_by(2) {
        let add = Change::Add {
            start: at(minutes),
            end: at(minutes + 1),
            category: Category::Admin,
            details: Details::default(),
        };
        store.apply(&add, at(60)).expect("a block");
    }
    let first = store
        .blocks(Span::new(at(0).at, at(1).at).expect("a span"))
        .expect("blocks")
        .blocks
        .remove(0);
    let arrival = Arrival {
        block: first.clone(),
        has_id: true,
        marks: Marks::default(),
    };
    let patch = Patch {
        start: Some(at(40)),
        end: Some(Some(at(41))),
        ..Patch::default()
    };
    store
        .apply(
            &Change::Edit {
                seen: Box::new(first.clone()),
                patch,
            },
            at(60),
        )
        .expect("a move to the end");
    let moved = store.block(first.id).expect("a look").expect("it is there");
    let back = Patch {
        start: Some(at(0)),
        end: Some(Some(at(1))),
        ..Patch::default()
    };
    store
        .apply(
            &Change::Edit {
                seen: Box::new(moved.clone()),
                patch: back.clone(),
            },
            at(60),
        )
        .expect("a move back");
    store.undo(at(60)).expect("an undo");
    // An older export still says where it was: what is on record stays.
    let imported = store
        .apply(
            &Change::Import {
                arrivals: vec![arrival],
                overlap: Overlap::Trim,
                rows: Vec::new(),
            },
            at(60),
        )
        .expect("an import");
    assert_eq!(
        imported.tally.map(|tally| (tally.added, tally.already)),
        Some((0, 1))
    );
}

#[test]
fn what_is_called_off_on_the_way_was_never_there() {
    let block = |minute| {
        Block::new(
            at(minute),
            Some(at(minute + 1)),
            Category::Admin,
            Details::default(),
        )
    };
    let arrivals = (0..3)
        .map(|minute| Arrival {
            block: block(minute),
            has_id: true,
            marks: Marks::default(),
        })
        .collect();
    let change = Change::Import {
        arrivals,
        overlap: Overlap::Trim,
        rows: Vec::new(),
    };
    for last in 0..=3 {
        let mut store = Store::in_memory().expect("a store");
        let called_off =
            store.apply_watched(&change, Consent::NotAsked, at(60), &mut |done, all| {
                (done, all) != (last, 3)
            });
        assert!(
            matches!(called_off, Err(ChangeError::Store(StoreError::Interrupted))),
            "{last}"
        );
        assert_eq!(lane(&store), vec![], "{last}");
        assert_eq!(store.undo(at(60)).expect("an undo"), None, "{last}");
        store.apply(&change, at(60)).expect("an import");
        assert_eq!(lane(&store).len(), 3, "{last}");
    }
}

#[test]
fn a_block_that_another_program_changed_is_not_overwritten_by_an_undo() {
    let mut store = Store::in_memory().expect("a store");
    store
        .apply(&start(Category::Admin, 0), at(0))
        .expect("a start");
    store
        .connection
        .execute("UPDATE block SET note = 'theirs'", [])
        .expect("a foreign write");
    let refused = store.undo(at(1)).expect_err("an overtaken undo");
    assert!(
        matches!(refused, ChangeError::Store(StoreError::Overtaken { .. })),
        "{refused}"
    );
    assert!(
        refused
            .to_string()
            .starts_with("cannot take back \"start admin"),
        "{refused}"
    );
    assert_eq!(lane(&store).len(), 1);
    // Nor by a redo.
    store
        .apply(&start(Category::Selling, 10), at(10))
        .expect("a start");
    store
        .undo(at(11))
        .expect("an undo")
        .expect("something to undo");
    store
        .connection
        .execute("UPDATE block SET note = 'theirs again'", [])
        .expect("a foreign write");
    let refused = store.redo(at(12)).expect_err("an overtaken redo");
    assert!(
        refused
            .to_string()
            .starts_with("cannot make again \"start selling"),
        "{refused}"
    );
}

#[test]
fn the_file_itself_refuses_a_lane_that_is_not_whole() {
    let mut store = Store::in_memory().expect("a store");
    store
        .apply(&start(Category::Admin, 0), at(0))
        .expect("a start");
    store
        .apply(&start(Category::Selling, 30), at(30))
        .expect("a switch");
    let refused = |sql: &str| store.connection.execute(sql, []).is_err();
    assert!(
        refused("UPDATE block SET stop = NULL, stop_offset = NULL WHERE category = 'admin'"),
        "two running"
    );
    assert!(
        refused("UPDATE block SET stop = stop + 1 WHERE category = 'admin'"),
        "an overlap"
    );
    assert!(
        refused("UPDATE block SET stop = start WHERE category = 'admin'"),
        "no length"
    );
    assert!(
        refused("UPDATE block SET category = 'lunch' WHERE category = 'admin'"),
        "an unknown category"
    );
    assert!(
        !refused("UPDATE block SET stop = stop - 1 WHERE category = 'admin'"),
        "a shorter block is fine"
    );
}
