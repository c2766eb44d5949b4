//! A name that becomes another one stands nowhere any more, and comes back whole.

use super::*;
use crate::domain::block::{Account, Activity, BlockId, Requester, Tag};
use crate::domain::change::ChangeNumber;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::rename::{NameKind, Renaming};
use crate::domain::review::{ReviewAnswer, Verdict};
use crate::domain::rules::Consent;
use crate::domain::suggestion::Suggestion;

const NOW: i64 = 600;

fn rename(kind: NameKind, old: &str, new: &str) -> Change {
    Change::Rename(Renaming {
        kind,
        old: old.to_owned(),
        new: new.to_owned(),
    })
}

fn with(from: i64, category: Category, account: &str, tags: &[&str]) -> Change {
    let tags = tags.iter().map(|tag| Tag::new(tag).expect("a tag"));
    Change::Add {
        start: at(from),
        end: at(from + 10),
        category,
        details: Details {
            account: Account::new(account).ok(),
            requester: Requester::new("legal").ok(),
            activity: Activity::new("crm").ok(),
            tags: tags.collect(),
            ..Details::default()
        },
    }
}

/// What blocks say, in order of time.
fn accounts(store: &Store) -> Vec<String> {
    let blocks = all(store).into_iter();
    let account = blocks.map(|block| block.details.account.as_deref().unwrap_or("-").to_owned());
    account.collect()
}

fn filled() -> Store {
    let mut store = Store::in_memory().expect("a store");
    for (index, account) in ["Nortwind", "nortwind", "northwind", "Halden", "MÜLLER"]
        .into_iter()
        .enumerate()
    {
        let tags: &[&str] = if index % 2 == 0 {
            &["q1", "x", "Q1"]
        } else {
            &[]
        };
        let change = with(index as i64 * 20, Category::Admin, account, tags);
        store.apply(&change, at(NOW)).expect("a block");
    }
    store
}

#[test]
fn a_name_is_another_one_on_all_blocks_and_one_undo_takes_it_apart() {
    let mut store = filled();
    let before = all(&store);
    let change = rename(NameKind::Account, "NORTWIND", "Northwind");
    store.apply(&change, at(NOW)).expect("a rename");
    let renamed = ["Northwind", "Northwind", "Northwind", "Halden", "MÜLLER"];
    assert_eq!(accounts(&store), renamed);
    let revisions: Vec<u32> = all(&store).iter().map(|block| block.revision.0).collect();
    assert_eq!(revisions, [2, 2, 2, 1, 1]);
    let undone = store.undo(at(NOW)).expect("an undo").expect("a change");
    assert_eq!(undone.label, "rename @NORTWIND to @Northwind");
    let after = all(&store);
    assert!(
        after
            .iter()
            .zip(&before)
            .all(|(one, other)| one.says_the_same(other))
    );
    store.redo(at(NOW)).expect("a redo").expect("a change");
    assert_eq!(accounts(&store), renamed);
    let change = rename(NameKind::Account, "mu\u{308}ller", "Miller");
    store.apply(&change, at(NOW)).expect("a rename");
    assert_eq!(accounts(&store)[4], "Miller");
    assert_sound(&store);
}

#[test]
fn tags_stand_once_and_come_back_twice() {
    let mut store = filled();
    let tags = |store: &Store| -> Vec<String> {
        let first = all(store).swap_remove(0);
        first.details.tags.iter().map(String::from).collect()
    };
    let change = rename(NameKind::Tag, "q1", "Q2");
    store.apply(&change, at(NOW)).expect("a rename");
    assert_eq!(tags(&store), ["Q2", "x"]);
    store.undo(at(NOW)).expect("an undo").expect("a change");
    assert_eq!(tags(&store), ["q1", "x", "Q1"]);
}

#[test]
fn suggestions_commitments_and_answers_go_along() {
    let mut store = filled();
    let week = Calendar::new(Zone::Fixed(Offset::UTC))
        .iso_week(2026, 10)
        .expect("a week");
    let suggestion = Suggestion {
        id: BlockId::fresh(),
        key: "demo".to_owned(),
        start: at(300),
        end: at(330),
        title: "Demo".to_owned(),
        category: Some(Category::Admin),
        details: Details {
            account: Account::new("Halden").ok(),
            activity: Activity::new("crm").ok(),
            ..Details::default()
        },
        dismissed: false,
    };
    store.suggest(&[suggestion], at(NOW)).expect("a suggestion");
    let promise = parse_stored_commitment("<= 2h admin/crm").expect("a commitment");
    store
        .commit_to(week, Some(&promise), at(NOW))
        .expect("a commitment");
    for answer in [
        ReviewAnswer::Verdict("@Halden".to_owned(), Some(Verdict::Shrink)),
        ReviewAnswer::Verdict("admin/crm".to_owned(), Some(Verdict::Refuse)),
        ReviewAnswer::Less(Some("admin/crm".to_owned())),
    ] {
        let seen = None;
        let change = Change::Reflect { week, answer, seen };
        store.apply(&change, at(NOW)).expect("an answer");
    }
    let told = |store: &Store| {
        let notes = store.week_notes(week).expect("notes");
        let answers = serde_json::to_string(&notes.review.answers).expect("answers");
        let details = &store.all_suggestions().expect("suggestions")[0].details;
        let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
        (
            notes.commitment.unwrap_or_default(),
            answers,
            name(details.account.as_deref()) + "/" + &name(details.activity.as_deref()),
        )
    };
    let before = told(&store);
    for change in [
        rename(NameKind::Account, "halden", "Hal"),
        rename(NameKind::Activity, "crm", "reporting"),
    ] {
        store.apply(&change, at(NOW)).expect("a rename");
    }
    let answers =
        r#"{"verdicts":{"@Hal":"shrink","admin/reporting":"refuse"},"less":"admin/reporting"}"#;
    let expected = ("<= 2h admin/reporting", answers, "Hal/reporting");
    let after = told(&store);
    assert_eq!((&*after.0, &*after.1, &*after.2), expected);
    for _ in 0..2 {
        store.undo(at(NOW)).expect("an undo").expect("a change");
    }
    assert_eq!(told(&store), before);
}

#[test]
fn an_undo_is_refused_where_a_block_was_given_another_name_behind_its_back() {
    let mut store = filled();
    let change = rename(NameKind::Account, "Halden", "Hal");
    store.apply(&change, at(NOW)).expect("a rename");
    let sql = "UPDATE block SET account = 'Other' WHERE account = 'Hal'";
    store.connection.execute_batch(sql).expect("a write");
    let refused = store.undo(at(NOW)).expect_err("it is another name");
    assert!(
        refused.to_string().contains("a name that it changed"),
        "{refused}"
    );
}

#[test]
fn a_branch_with_a_rename_is_made_again_with_the_blocks_that_it_added() {
    let mut store = filled();
    let added = with(200, Category::Selling, "Nortwind", &[]);
    store.apply(&added, at(NOW)).expect("a block");
    let change = rename(NameKind::Account, "Nortwind", "Northwind");
    store.apply(&change, at(NOW)).expect("a rename");
    let number = store.past_changes(None, 1).expect("a list")[0].number;
    let renamed = accounts(&store);
    for _ in 0..2 {
        store.undo(at(NOW)).expect("an undo").expect("a change");
    }
    let other = with(250, Category::Admin, "Lumen", &[]);
    store.apply(&other, at(NOW)).expect("a block");
    let number = ChangeNumber(number.0);
    store
        .apply_with(&Change::Restore { number }, Consent::Given, at(NOW))
        .expect("the branch");
    assert_eq!(accounts(&store)[..6], renamed[..6]);
    assert_eq!(accounts(&store)[6], "Lumen");
    assert_sound(&store);
}

#[test]
fn a_hundred_thousand_blocks_take_some_bytes_each_in_the_journal() {
    const COUNT: i64 = 2_000;
    let mut store = Store::in_memory().expect("a store");
    let sql = "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ?1 - 1) \
               INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, account, note, changed) \
               SELECT randomblob(16), n * 120, 0, n * 120 + 60, 0, 'selling', 'Nortwind', 'a call', 0 FROM n";
    store.connection.execute(sql, [COUNT]).expect("blocks");
    let change = rename(NameKind::Account, "Nortwind", "Northwind");
    store.apply(&change, at(NOW)).expect("a rename");
    let length = "SELECT length(edits) FROM journal";
    let bytes: i64 = store
        .connection
        .query_row(length, [], |row| row.get(0))
        .expect("a length");
    assert!(bytes < COUNT * 33 + 200, "{bytes}");
}
