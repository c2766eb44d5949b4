//! Processes that are killed while they write, and processes that write at once.

use std::io::{BufRead, BufReader, Write};
use std::process::Child;

use super::*;

const SAVED: &str = "saved ";

/// Starts block after block, one a minute, and says so once each is saved; until it is killed.
#[test]
#[ignore = "a process of its own, to be killed"]
fn saves_until_it_is_killed() {
    let Some(path) = childs_file() else { return };
    let mut store = Store::open(&path).expect("a store");
    let last = store
        .last()
        .expect("a look")
        .map_or(0, |block| block.start.at.since(at(0).at).as_seconds() / 60);
    let mut out = std::io::stdout();
    for minute in last + 1.. {
        let category = Category::WORK[minute as usize % 4];
        let start = Change::Start {
            at: at(minute),
            category,
            details: Details::default(),
        };
        store.apply(&start, at(minute)).expect("a start");
        store
            .mark_days(&[marked(minute)], Some(Mark::Off), at(minute))
            .expect("a mark");
        writeln!(out, "{SAVED}{minute}")
            .and_then(|()| out.flush())
            .expect("somebody listens");
    }
}

fn acknowledged(line: &str) -> Option<i64> {
    line.split_once(SAVED)
        .and_then(|(_, minute)| minute.trim().parse().ok())
}

/// Lets a process save `count` blocks, kills it without warning, and gives all that it had acknowledged.
fn killed_after(count: usize, child: &mut Child) -> Vec<i64> {
    let mut lines = BufReader::new(child.stdout.take().expect("it speaks"))
        .lines()
        .map_while(Result::ok);
    let mut saved: Vec<i64> = lines
        .by_ref()
        .filter_map(|line| acknowledged(&line))
        .take(count)
        .collect();
    child.kill().expect("it runs");
    saved.extend(lines.filter_map(|line| acknowledged(&line)));
    child.wait().expect("it is gone");
    saved
}

#[test]
fn nothing_that_was_acknowledged_is_lost_in_a_hundred_kills() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let mut acknowledged = Vec::new();
    let mut marks = Vec::new();
    for round in 0..100 {
        let mut child = process("kill::saves_until_it_is_killed", &path)
            .spawn()
            .expect("a process");
        let said = killed_after(round % 7, &mut child);
        marks.extend(said.iter().copied());
        acknowledged.extend(said);
        let store = Store::open(&path).expect("the file is whole");
        let minute = |block: &Block| block.start.at.since(at(0).at).as_seconds() / 60;
        let stored: Vec<i64> = all(&store).iter().map(minute).collect();
        let lost: Vec<&i64> = acknowledged
            .iter()
            .filter(|minute| !stored.contains(minute))
            .collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?}");
        let kept = all_marked(&store);
        assert!(
            marks.iter().all(|minute| kept.contains(minute)),
            "round {round}: {marks:?}, {kept:?}"
        );
        // What was saved but not yet said counts as saved.
        acknowledged.clone_from(&stored);
        assert!(
            stored.is_sorted() && stored.windows(2).all(|pair| pair[0] < pair[1]),
            "twice: {stored:?}"
        );
        assert_sound(&store);
        let journal: i64 = store
            .connection
            .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
            .expect("a count");
        assert_eq!(
            journal,
            (stored.len() + kept.len()) as i64,
            "the journal and the blocks are of one transaction"
        );
    }
    assert!(
        acknowledged.len() > 200,
        "the processes did save: {}",
        acknowledged.len()
    );
    let mut store = Store::open(&path).expect("the file is whole");
    while store.undo(at(100_000)).expect("an undo").is_some() {}
    assert_eq!((all(&store), all_marked(&store)), (vec![], vec![]));
}

/// Adds a hundred blocks between those of the others.
#[test]
#[ignore = "a process of its own, beside others"]
fn saves_beside_others() {
    let Some(path) = childs_file() else { return };
    let lane: i64 = std::env::var("TAFS_TEST_LANE")
        .expect("its lane")
        .parse()
        .expect("a number");
    let mut store = Store::open(&path).expect("a store");
    for round in 0..100 {
        let minute = round * 4 + lane;
        store
            .apply(&add(minute, minute + 1), at(1000))
            .expect("a block");
    }
}

#[test]
fn processes_that_write_at_once_all_save_everything() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    // The file is not there yet: they also race to make it.
    let children: Vec<Child> = (0..4)
        .map(|lane| {
            process("kill::saves_beside_others", &path)
                .env("TAFS_TEST_LANE", lane.to_string())
                .spawn()
        })
        .map(|child| child.expect("a process"))
        .collect();
    for child in children {
        assert_done(&child.wait_with_output().expect("it ends"));
    }
    let store = Store::open(&path).expect("the file");
    assert_eq!(all(&store).len(), 400);
    assert_sound(&store);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .collect();
    assert_eq!(left.len(), 1, "one local file: {left:?}");
}

#[test]
fn what_another_connection_writes_is_seen() {
    let folder = folder();
    let path = folder.path().join("tafs.db");
    let (mut one, mut other) = (
        Store::open(&path).expect("a store"),
        Store::open(&path).expect("a store"),
    );
    let before = one.data_version().expect("a version");
    one.apply(&add(0, 1), at(100)).expect("a block");
    assert_eq!(
        one.data_version().expect("a version"),
        before,
        "its own write is no news"
    );
    other.apply(&add(1, 2), at(100)).expect("a block");
    assert_ne!(one.data_version().expect("a version"), before);
    assert_eq!(all(&one).len(), 2);
    // A block that the other has changed meanwhile is not overwritten.
    let seen = all(&one).remove(0);
    let selling = crate::domain::change::Patch {
        category: Some(Category::Selling),
        ..Default::default()
    };
    let edit = Change::Edit {
        seen: Box::new(seen.clone()),
        patch: selling,
    };
    other.apply(&edit, at(100)).expect("an edit");
    let refused = one
        .apply(
            &Change::Delete {
                target: (&seen).into(),
            },
            at(100),
        )
        .expect_err("it was changed");
    assert_eq!(
        refused.to_string(),
        "that block was changed elsewhere meanwhile"
    );
    // Undo goes through all changes, whoever made them.
    assert_eq!(
        one.undo(at(100))
            .expect("an undo")
            .map(|undone| undone.label)
            .as_deref(),
        Some("edit admin 08:00-08:01: selling")
    );
}
