//! What arrives one by one lands as the rule says that knows all of it at once.

use proptest::prelude::*;

use super::{all, at, folder};
use crate::domain::arrival::{Arrival, Marks, Overlap, Tally};
use crate::domain::block::{Block, BlockId, Category, Details};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::rules::{self, Facts, Lane};
use crate::domain::stamp::Moment;
use crate::store::{ChangeError, Feed, Import, Store, StoreError, Take, row};

const NOW: i64 = 100_000;

fn block(start: i64, length: i64, category: Category) -> Block {
    let end = (length > 0).then(|| at(start + length));
    Block::new(at(start), end, category, Details::default())
}

fn take(store: &mut Store, arrivals: &[Arrival], overlap: Overlap) -> Result<Tally, ChangeError> {
    let mut feed = |take: Take<'_>| {
        let mut arrivals = arrivals.iter().enumerate();
        arrivals.try_for_each(|(place, arrival)| take(place, arrival))
    };
    let import = Import { overlap, rows: &[] };
    let applied = store.import(import, &mut feed, at(NOW), &mut |_, _| true)?;
    Ok(applied.tally.expect("a tally"))
}

/// Times and categories in order; parts of a cut block have ids that are new each time.
fn said(blocks: &[Block]) -> Vec<(Moment, Option<Moment>, Category)> {
    let mut said: Vec<_> = blocks
        .iter()
        .map(|block| (block.start, block.end, block.category))
        .collect();
    said.sort_by_key(|(start, ..)| start.at);
    said
}

fn arrivals() -> impl Strategy<Value = Vec<(i64, i64, usize, usize, bool)>> {
    // Minutes from where, how long (none: it runs), which category, whose id, and whether the source gave it.
    let arrival = (
        0_i64..120,
        -1_i64..30,
        0_usize..3,
        0_usize..30,
        any::<bool>(),
    );
    prop::collection::vec(arrival, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn one_by_one_is_as_all_at_once(
        before in arrivals(), arriving in arrivals(), sorted in any::<bool>(), overlap in 0_usize..3,
    ) {
        let ids: Vec<BlockId> = (0..30).map(|_| BlockId::fresh()).collect();
        let arrival = |(start, length, category, id, has_id): (i64, i64, usize, usize, bool)| {
            let mut block = block(start, length, Category::ALL[category]);
            if has_id {
                block.id = ids[id];
            }
            Arrival { block, has_id, marks: Marks::default() }
        };
        let mut store = Store::in_memory().expect("a store");
        let before: Vec<Arrival> = before.into_iter().map(arrival).collect();
        take(&mut store, &before, Overlap::Trim).expect("a lane");
        let mut arriving: Vec<Arrival> = arriving.into_iter().map(arrival).collect();
        if sorted {
            arriving.sort_by_key(|arrival| arrival.block.start.at);
        }
        let overlap = [Overlap::Trim, Overlap::Skip, Overlap::Refuse][overlap];
        let lane = Lane { blocks: all(&store) };
        let facts = Facts { lane, ..Facts::default() };
        let change = Change::Import { arrivals: arriving.clone(), overlap, rows: Vec::new() };
        let planned = rules::plan(&change, &facts, at(NOW));
        let was = all(&store);
        let taken = take(&mut store, &arriving, overlap);
        match (planned, taken) {
            (Ok(plan), Ok(tally)) => {
                prop_assert_eq!(Some(&tally), plan.tally.as_ref());
                let mut expected = was.clone();
                expected.extend(plan.edits.iter().filter_map(|edit| edit.after().cloned()));
                prop_assert_eq!(said(&all(&store)), said(&expected));
                if tally.added > 0 {
                    store.undo(at(NOW)).expect("an undo").expect("the import");
                    prop_assert_eq!(all(&store), was);
                }
            }
            (Err(refusal), Err(ChangeError::Refused(refused))) => {
                prop_assert_eq!(refusal, refused);
                prop_assert_eq!(all(&store), was);
            }
            (planned, taken) => prop_assert!(false, "{planned:?} {taken:?}"),
        }
    }
}

/// So many blocks that the indexes are set aside meanwhile.
fn many(count: i64) -> Vec<Arrival> {
    let blocks = (0..count).map(|number| block(3 * number, 2, Category::Admin));
    let arrivals = blocks.map(|block| Arrival {
        block,
        has_id: true,
        marks: Marks::default(),
    });
    arrivals.collect()
}

fn schema(store: &Store) -> Vec<(String, Option<String>)> {
    let sql = "SELECT name, sql FROM sqlite_schema ORDER BY type, name";
    let mut statement = store.connection.prepare(sql).expect(sql);
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.expect(sql).collect::<Result<_, _>>().expect(sql)
}

#[test]
fn a_big_import_leaves_the_file_with_all_its_indexes_and_rules() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    let before = schema(&store);
    let mut arrivals = many(11_000);
    assert_eq!(
        take(&mut store, &arrivals, Overlap::Trim)
            .expect("taken")
            .added,
        11_000
    );
    assert_eq!(schema(&store), before);
    let again = take(&mut store, &arrivals, Overlap::Trim).expect("taken");
    assert_eq!((again.added, again.already), (0, 11_000));
    // Backwards, and with a block before, between and behind the others.
    arrivals.reverse();
    for (place, start) in [(0, 34_000), (5_000, 2), (10_000, -5)] {
        arrivals.insert(
            place,
            Arrival {
                block: block(start, 1, Category::Selling),
                has_id: true,
                marks: Marks::default(),
            },
        );
    }
    let more = take(&mut store, &arrivals, Overlap::Trim).expect("taken");
    assert_eq!((more.added, more.already, more.repeated), (3, 11_000, 0));
    let over = "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, changed) \
                SELECT randomblob(16), start + 1, start_offset, stop, stop_offset, category, changed FROM block LIMIT 1";
    let refused = store.connection.execute(over, []).expect_err("it overlaps");
    assert!(refused.to_string().contains("overlap"), "{refused}");
    let whole: String = store
        .connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("a check");
    assert_eq!(whole, "ok");
}

#[test]
fn a_big_import_comes_in_any_order_also_between_blocks() {
    let mut arrivals = many(12_000);
    let (with_blocks, backwards) = (arrivals.split_off(11_000), arrivals.iter().rev().cloned());
    let backwards: Vec<Arrival> = backwards.collect();
    for before in [vec![], with_blocks[..5].to_vec(), with_blocks] {
        let mut store = Store::in_memory().expect("a store");
        take(&mut store, &before, Overlap::Trim).expect("taken");
        let (was, made) = (all(&store), schema(&store));
        let tally = take(&mut store, &backwards, Overlap::Trim).expect("taken");
        assert_eq!(
            (tally.added, all(&store).len()),
            (11_000, 11_000 + before.len())
        );
        assert_eq!(schema(&store), made);
        let taken = all(&store);
        store.undo(at(NOW)).expect("an undo").expect("the import");
        assert!(all(&store) == was);
        store.redo(at(NOW)).expect("a redo").expect("the import");
        assert!(said(&all(&store)) == said(&taken));
    }
}

#[test]
fn a_big_import_that_fails_at_any_point_leaves_nothing_of_it() {
    let mut store = Store::in_memory().expect("a store");
    take(&mut store, &many(10)[..3], Overlap::Trim).expect("taken");
    let (before, blocks) = (schema(&store), all(&store));
    let arrivals = many(11_000);
    for fails_at in [0, 9_999, 10_001, 10_999] {
        let mut feed = |take: Take<'_>| {
            for (place, arrival) in arrivals.iter().enumerate() {
                if place == fails_at {
                    return Err(StoreError::Interrupted.into());
                }
                take(place, arrival)?;
            }
            Ok(())
        };
        let feed: Feed<'_> = &mut feed;
        let import = Import {
            overlap: Overlap::Trim,
            rows: &[],
        };
        let failed = store.import(import, feed, at(NOW), &mut |_, _| true);
        assert!(
            matches!(failed, Err(ChangeError::Store(StoreError::Interrupted))),
            "{failed:?}"
        );
        assert_eq!(
            (schema(&store), all(&store)),
            (before.clone(), blocks.clone())
        );
    }
    // The rule of the lane holds again.
    let over = "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, changed) \
                SELECT randomblob(16), start + 1, start_offset, stop, stop_offset, category, changed FROM block LIMIT 1";
    store.connection.execute(over, []).expect_err("it overlaps");
}

#[test]
fn a_big_import_is_undone_also_where_blocks_of_it_were_deleted_and_brought_back() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    take(&mut store, &many(2), Overlap::Trim).expect("taken");
    let before = all(&store);
    let mut arrivals = many(2_000);
    arrivals.remove(0);
    arrivals.remove(0);
    take(&mut store, &arrivals, Overlap::Trim).expect("taken");
    let imported = all(&store);
    let delete = |store: &mut Store, place: usize| {
        let target = Target {
            id: all(store)[place].id,
            revision: None,
        };
        let change = Change::Delete { target };
        store.apply(&change, at(NOW)).expect("a delete");
    };
    // The last row too: its number is free then, and the next block gets it.
    delete(&mut store, 1_999);
    delete(&mut store, 700);
    let start = Change::Start {
        at: at(NOW - 5),
        category: Category::Selling,
        details: Details::default(),
    };
    store.apply(&start, at(NOW)).expect("a start");
    for _ in 0..2 {
        for _ in 0..3 {
            store.undo(at(NOW)).expect("an undo").expect("a change");
        }
        drop(store);
        store = Store::open(&path).expect("a store");
        assert!(said(&all(&store)) == said(&imported));
        store.undo(at(NOW)).expect("an undo").expect("the import");
        assert_eq!(all(&store), before);
        for _ in 0..4 {
            store.redo(at(NOW)).expect("a redo").expect("a change");
        }
        assert_eq!(all(&store).len(), 1_999);
    }
    // What another program changed is not taken back with the rest.
    for _ in 0..3 {
        store.undo(at(NOW)).expect("an undo").expect("a change");
    }
    let theirs = "UPDATE block SET note = 'theirs' WHERE id = 900";
    store.connection.execute(theirs, []).expect("a write");
    let refused = store.undo(at(NOW)).expect_err("it was changed").to_string();
    assert!(refused.contains("a block that it added"), "{refused}");
    assert_eq!(all(&store).len(), 2_000);
}

#[test]
fn an_export_of_everything_lists_a_big_import_as_it_was_also_where_it_was_changed_since() {
    let mut store = Store::in_memory().expect("a store");
    take(&mut store, &many(1_500), Overlap::Trim).expect("taken");
    let imported = all(&store);
    for (place, is_delete) in [(700, true), (3, false), (1_200, false)] {
        let seen = all(&store)[place].clone();
        let change = if is_delete {
            let target = Target::from(&seen);
            Change::Delete { target }
        } else {
            let patch = Patch {
                category: Some(Category::Selling),
                ..Patch::default()
            };
            Change::Edit {
                seen: Box::new(seen),
                patch,
            }
        };
        store.apply(&change, at(NOW)).expect("a change");
    }
    let mut rows = Vec::new();
    let each = &mut |row| {
        rows.push(row);
        Ok::<(), StoreError>(())
    };
    store.hand_over_rows(true, each).expect("all rows");
    let mut other = Store::in_memory().expect("a store");
    let mut rows = rows.into_iter();
    let restored = other.restore_rows(&mut || Ok(rows.next()));
    restored.expect("restored").expect("an empty file");
    assert!(all(&other) == all(&store));
    for _ in 0..3 {
        other.undo(at(NOW)).expect("an undo").expect("a change");
    }
    assert!(said(&all(&other)) == said(&imported));
    other.undo(at(NOW)).expect("an undo").expect("the import");
    assert_eq!(all(&other), vec![]);
}

#[test]
fn an_id_that_stands_for_a_row_is_not_taken_for_one() {
    let mut store = Store::in_memory().expect("a store");
    take(&mut store, &many(1), Overlap::Trim).expect("taken");
    let mut arrivals = many(3);
    arrivals.remove(0);
    for (row, arrival) in (1..).zip(&mut arrivals) {
        arrival.block.id = BlockId::from_bytes(row::make_stand_in(row));
    }
    for added in [2, 0] {
        assert_eq!(
            take(&mut store, &arrivals, Overlap::Trim)
                .expect("taken")
                .added,
            added
        );
    }
    let target = Target::from(&all(&store)[1]);
    store
        .apply(&Change::Delete { target }, at(NOW))
        .expect("a delete");
    assert_eq!(all(&store).len(), 2);
    for _ in 0..2 {
        store.undo(at(NOW)).expect("an undo").expect("a change");
    }
    assert_eq!(all(&store).len(), 1);
}
