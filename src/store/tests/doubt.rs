//! A transaction of which it is not known how it ended: what is said of it is what the file holds.

use super::files::ours;
use super::*;
use crate::store::doubt::Doubt;
use crate::store::{ChangeError, Settled};

impl Store {
    /// As where the disk failed while the last change was saved.
    pub(crate) fn doubt_last(&mut self) {
        self.doubt = Some(Doubt {
            mark: self.mark.get(),
            was_committed: true,
        });
    }
}

#[test]
fn a_change_in_doubt_is_saved_only_where_the_file_holds_it() {
    for is_there in [true, false] {
        let (_folder, path) = ours();
        let mut store = Store::open(&path).expect("a store");
        store.apply(&add(60, 90), at(100)).expect("a block");
        if !is_there {
            // Another program has taken it back.
            let mut other = Store::open(&path).expect("a store");
            other.undo(at(100)).expect("an undo");
        }
        store.doubt_last();
        // Nothing is written on what is in doubt.
        let refused = store.apply(&add(90, 95), at(100)).expect_err("in doubt");
        assert!(refused.is_unsure(), "{refused}");
        assert!(!refused.hint().contains("nothing was saved"), "{refused}");
        let expected = if is_there {
            Settled::Saved
        } else {
            Settled::NotSaved
        };
        assert_eq!(store.settle_doubt().expect("a look"), Some(expected));
        assert_eq!(store.settle_doubt().expect("nothing is in doubt"), None);
        store.apply(&add(90, 95), at(100)).expect("a block");
        assert_eq!(all(&store).len(), 3 + usize::from(is_there));
    }
}

#[test]
fn a_change_stays_in_doubt_while_the_file_cannot_be_read() {
    let (folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    store.apply(&add(60, 90), at(100)).expect("a block");
    store.doubt_last();
    let aside = folder.path().join("aside.db");
    std::fs::rename(&path, &aside).expect("it is moved");
    assert!(store.settle_doubt().is_err());
    assert!(store.settle_doubt().is_err());
    std::fs::rename(&aside, &path).expect("it is back");
    assert_eq!(store.settle_doubt().expect("a look"), Some(Settled::Saved));
}

#[test]
fn an_undo_in_doubt_is_told_from_the_change_itself() {
    let (_folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    store.apply(&add(60, 90), at(100)).expect("a block");
    let added = store.mark.get().expect("a change");
    store.undo(at(100)).expect("an undo");
    let undone = store.mark.get().expect("an undo");
    store.doubt_last();
    assert_eq!(store.settle_doubt().expect("a look"), Some(Settled::Saved));
    assert_eq!(
        (
            store.holds_mark(added).expect("a look"),
            store.holds_mark(undone).expect("a look")
        ),
        (false, true)
    );
    store.redo(at(100)).expect("a redo");
    assert!(!store.holds_mark(undone).expect("a look"));
    // A refusal leaves no mark.
    store.apply(&add(300, 200), at(100)).expect_err("no block");
    assert_eq!(store.mark.get(), None);
}

#[test]
fn what_fails_before_the_commit_is_known_not_to_be_saved() {
    let (_folder, path) = ours();
    let mut store = Store::open(&path).expect("a store");
    let failed: Result<(), ChangeError> = store.in_transaction(|_, transaction| {
        // As SQLite does by itself after some errors: there is nothing left to roll back.
        transaction.execute_batch("ROLLBACK")?;
        Err(rusqlite::Error::InvalidQuery.into())
    });
    let failed = failed.expect_err("it failed");
    assert!(failed.hint().starts_with("nothing was saved"), "{failed}");
    store.apply(&add(60, 90), at(100)).expect("a block");
    // A read that fails says nothing of saving.
    let read = StoreError::from(rusqlite::Error::InvalidQuery);
    assert!(!read.hint().contains("saved"), "{read}");
}
