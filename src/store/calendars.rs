//! Keeps the suggestions as the calendars of the config have them now. Nobody asks for that, so it is beside the undo
//! journal: what an undo takes back is what a person did.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::params;

use super::backup::TELL;
use super::{ChangeError, Store, StoreError};
use crate::domain::arrival::Tally;
use crate::domain::block::BlockId;
use crate::domain::change::Change;
use crate::domain::edit::SideRow;
use crate::domain::rules;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::suggestion::Suggestion;

/// The suggestions that came from there. They are told as notices are: what a calendar no longer has goes, and only that.
const FOLLOWED: &str = "SELECT key FROM notice WHERE key >= 'calendar ' AND key < 'calendar!'";
const LEAVE: &str = "DELETE FROM notice WHERE key = ?1";
const OF_KEY: &str = "SELECT uid FROM suggestion WHERE key = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 3] = [FOLLOWED, LEAVE, OF_KEY];

/// So many meetings are written at once, and then the file is left alone for longer than the screen waits until it tries
/// again: a key waits for one batch at most.
const BATCH: usize = 64;
const PAUSE: Duration = Duration::from_millis(80);

/// What the calendars of the config have now.
#[derive(Clone, Copy, Debug)]
pub struct CalendarState<'a> {
    pub meetings: &'a [Suggestion],
    /// Which days they were read for.
    pub within: Span,
    /// Whether every calendar could be read: else nothing is known to be gone.
    pub is_whole: bool,
}

/// Meetings that the calendars have, and suggestions that they no longer have.
type Batch<'a> = (&'a [Suggestion], &'a [Suggestion]);

impl Store {
    /// The file to keep the meetings of calendars in; none in memory, and where nothing can be saved.
    pub fn file_to_follow(&self) -> Option<PathBuf> {
        let file = self.path().filter(|_| !self.is_read_only());
        file.map(Path::to_owned)
    }

    /// Brings the suggestions up to date; those that are blocks, or were dismissed, stay as they are. A few at a time, until
    /// `goes_on` says no: what is left then is for the next look. Writes nothing where all is as it was.
    pub fn follow_calendars(
        &mut self,
        state: CalendarState<'_>,
        now: Moment,
        goes_on: impl Fn() -> bool,
    ) -> Result<Tally, ChangeError> {
        let followed = self.followed()?;
        let gone = self.find_gone(state, &followed)?;
        let come = state
            .meetings
            .chunks(BATCH)
            .map(|meetings| (meetings, &[][..]));
        let batches = come.chain(gone.chunks(BATCH).map(|gone| (&[][..], gone)));
        let (mut all, mut has_written) = (Tally::default(), false);
        for batch in batches {
            if !goes_on() {
                break;
            }
            if !self.differs(batch, &followed, now)? {
                continue;
            }
            if std::mem::replace(&mut has_written, true) {
                std::thread::sleep(PAUSE);
            }
            let tally = self.take_batch(batch, now)?;
            all.added += tally.added;
            all.changed += tally.changed;
            all.gone += tally.gone;
        }
        Ok(all)
    }

    /// Whether a few meetings are not kept as they are now, or not known to be followed.
    fn differs(
        &self,
        batch: Batch<'_>,
        followed: &HashSet<String>,
        now: Moment,
    ) -> Result<bool, ChangeError> {
        if !self
            .preview_change(&change_of(batch), now)?
            .edits
            .is_empty()
        {
            return Ok(true);
        }
        for meeting in batch.0 {
            let of_key = self.suggestion_of_key(&meeting.key)?;
            if of_key.is_some_and(|id| !followed.contains(&name_of(id))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes what differs of a few meetings, and that they are followed from here on.
    fn take_batch(&mut self, batch: Batch<'_>, now: Moment) -> Result<Tally, ChangeError> {
        let change = change_of(batch);
        let (meetings, gone) = batch;
        self.in_transaction(|store, _| {
            let (facts, _) = store.facts(&change, now)?;
            let plan = rules::plan(&change, &facts, now)?;
            store.write_edits(plan.edits, now.at, &mut |_, _| true)?;
            for meeting in meetings {
                if let Some(id) = store.suggestion_of_key(&meeting.key)? {
                    store.run(TELL, params![name_of(id), now.at.seconds()])?;
                }
            }
            for meeting in gone {
                store.run(LEAVE, [name_of(meeting.id)])?;
            }
            Ok(plan.tally.unwrap_or_default())
        })
    }

    /// The open suggestions from the calendars that none of them has any more.
    fn find_gone(
        &self,
        state: CalendarState<'_>,
        followed: &HashSet<String>,
    ) -> Result<Vec<Suggestion>, StoreError> {
        if !state.is_whole || followed.is_empty() {
            return Ok(Vec::new());
        }
        let said = |of: &Suggestion| (of.start.at, of.end.at, of.title.clone());
        let keys: HashSet<&str> = state.meetings.iter().map(|of| of.key.as_str()).collect();
        // Some calendars give everything a new identity whenever they are written.
        let contents: HashSet<(Stamp, Stamp, String)> = state.meetings.iter().map(said).collect();
        let mut open = self.suggestions(state.within)?;
        open.retain(|row| {
            followed.contains(&name_of(row.id))
                && !keys.contains(row.key.as_str())
                && !contents.contains(&said(row))
        });
        Ok(open)
    }

    /// Whether a row is a suggestion that the calendars of the config decide: an undo leaves it where they changed it.
    pub(super) fn is_left_to_calendars(&self, row: &SideRow) -> Result<bool, StoreError> {
        let SideRow::Suggestion(suggestion) = row else {
            return Ok(false);
        };
        let of_key = self.suggestion_of_key(&suggestion.key)?;
        let known = of_key.unwrap_or(suggestion.id);
        self.was_told(&name_of(known))
    }

    /// Whether the suggestion of a meeting has come anew, as another row.
    pub(super) fn has_come_anew(&self, row: &SideRow) -> Result<bool, StoreError> {
        let SideRow::Suggestion(suggestion) = row else {
            return Ok(false);
        };
        let of_key = self.suggestion_of_key(&suggestion.key)?;
        Ok(of_key.is_some_and(|id| id != suggestion.id))
    }

    fn suggestion_of_key(&self, key: &str) -> Result<Option<BlockId>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| Ok(BlockId::from_bytes(row.get(0)?));
        Ok(self.read_rows(OF_KEY, [key], read)?.pop())
    }

    fn followed(&self) -> Result<HashSet<String>, StoreError> {
        let names = self.read_rows(FOLLOWED, [], |row| Ok(row.get(0)?))?;
        Ok(names.into_iter().collect())
    }
}

fn change_of((meetings, gone): Batch<'_>) -> Change {
    Change::Suggest {
        meetings: meetings.to_vec(),
        gone: gone.to_vec(),
    }
}

/// Under which name it is kept that a suggestion came from a calendar of the config.
fn name_of(id: BlockId) -> String {
    format!("calendar {id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Category, Details, Note};
    use crate::domain::stamp::Offset;

    fn at(minutes: i64) -> Moment {
        Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC)
    }

    fn meeting(key: &str, from: i64, title: &str) -> Suggestion {
        Suggestion {
            id: BlockId::fresh(),
            key: key.to_owned(),
            start: at(from),
            end: at(from + 30),
            title: title.to_owned(),
            category: Some(Category::Selling),
            details: Details {
                note: Note::stored(title.to_owned()),
                ..Details::default()
            },
            dismissed: false,
        }
    }

    fn all() -> Span {
        Span::new(at(-10_000).at, at(10_000).at).expect("a span")
    }

    fn open(store: &Store) -> Vec<String> {
        let open = store.suggestions(all()).expect("suggestions");
        open.iter()
            .map(|of| format!("{} {}", of.key, of.title))
            .collect()
    }

    /// `(added, changed, gone)` of a look at the calendars.
    fn follow(store: &mut Store, meetings: &[Suggestion], is_whole: bool) -> (usize, usize, usize) {
        let within = all();
        let state = CalendarState {
            meetings,
            within,
            is_whole,
        };
        let tally = store
            .follow_calendars(state, at(0), || true)
            .expect("a look");
        (tally.added, tally.changed, tally.gone)
    }

    fn version(store: &Store) -> i64 {
        let mut changes = store
            .connection
            .prepare("SELECT total_changes()")
            .expect("a query");
        changes.query_row([], |row| row.get(0)).expect("a number")
    }

    #[test]
    fn suggestions_follow_the_calendars_and_nothing_is_written_twice() {
        let mut store = Store::in_memory().expect("a store");
        let first = [
            meeting("a", 0, "One"),
            meeting("b", 60, "Two"),
            meeting("c", 120, "Three"),
        ];
        assert_eq!(follow(&mut store, &first, true), (3, 0, 0));
        let before = version(&store);
        assert_eq!(follow(&mut store, &first, true), (0, 0, 0));
        assert_eq!(version(&store), before, "nothing was written");
        let moved = [meeting("a", 5, "One, later"), first[1].clone()];
        assert_eq!(
            follow(&mut store, &moved, false),
            (0, 1, 0),
            "a calendar could not be read"
        );
        assert_eq!(follow(&mut store, &moved, true), (0, 0, 1));
        assert_eq!(open(&store), ["a One, later", "b Two"]);
        // All under new identities.
        let anew = [meeting("x", 5, "One, later"), meeting("y", 60, "Two")];
        assert_eq!(follow(&mut store, &anew, true), (0, 0, 0));
        assert_eq!(follow(&mut store, &[], true), (0, 0, 2));
        assert_eq!(open(&store), Vec::<String>::new());
    }

    #[test]
    fn what_was_imported_by_hand_stays_until_a_calendar_of_the_config_has_it() {
        let mut store = Store::in_memory().expect("a store");
        let by_hand = [meeting("a", 0, "One"), meeting("b", 60, "Two")];
        store.suggest(&by_hand, at(0)).expect("suggestions");
        assert_eq!(follow(&mut store, &by_hand[..1], true), (0, 0, 0));
        assert_eq!(follow(&mut store, &[], true), (0, 0, 1));
        assert_eq!(open(&store), ["b Two"]);
    }

    #[test]
    fn what_is_dismissed_or_taken_stays_so() {
        let mut store = Store::in_memory().expect("a store");
        let meetings = [meeting("a", 0, "One"), meeting("b", 60, "Two")];
        follow(&mut store, &meetings, true);
        store.dismiss(meetings[0].id, at(1)).expect("dismissed");
        let accept = Change::Accept {
            suggestion: meetings[1].clone(),
            category: Category::Selling,
        };
        store.apply(&accept, at(100)).expect("accepted");
        assert_eq!(follow(&mut store, &meetings, true), (0, 0, 0));
        assert_eq!(follow(&mut store, &[], true), (0, 0, 0));
        assert_eq!(open(&store), Vec::<String>::new());
        // Both are a person's doing, and both are taken back.
        for expected in [vec!["b Two"], vec!["a One", "b Two"]] {
            store.undo(at(101)).expect("an undo").expect("a change");
            assert_eq!(open(&store), expected);
        }
        assert!(
            store.undo(at(102)).expect("an undo").is_none(),
            "calendars are in no journal"
        );
    }

    #[test]
    fn an_undo_leaves_what_the_calendars_have_changed() {
        let mut store = Store::in_memory().expect("a store");
        let by_hand = [
            meeting("a", 0, "One"),
            meeting("b", 60, "Two"),
            meeting("c", 120, "Three"),
        ];
        store.suggest(&by_hand, at(0)).expect("suggestions");
        let moved = [meeting("a", 5, "One, later"), by_hand[1].clone()];
        follow(&mut store, &moved, true);
        let undone = store.undo(at(1)).expect("an undo").expect("a change");
        assert_eq!(open(&store), ["a One, later"], "{undone:?}");
        // The calendars bring it back, under another id.
        let anew = [moved[0].clone(), meeting("b", 60, "Two")];
        assert_eq!(follow(&mut store, &anew, true), (1, 0, 0));
        store.redo(at(2)).expect("a redo").expect("a change");
        assert_eq!(open(&store), ["a One, later", "b Two", "c Three"]);
        follow(&mut store, &anew, true);
        store.undo(at(3)).expect("an undo").expect("a change");
        assert_eq!(open(&store), ["a One, later", "b Two"]);
    }

    #[test]
    fn many_are_taken_a_few_at_a_time_and_can_be_called_off() {
        let mut store = Store::in_memory().expect("a store");
        let many: Vec<Suggestion> = (0..100)
            .map(|number| meeting(&format!("{number}"), number, "Standup"))
            .collect();
        let state = CalendarState {
            meetings: &many,
            within: all(),
            is_whole: true,
        };
        let asked = std::cell::Cell::new(0);
        let once = || asked.replace(asked.get() + 1) == 0;
        let tally = store.follow_calendars(state, at(0), once).expect("a look");
        assert_eq!(tally.added, BATCH);
        assert_eq!(follow(&mut store, &many, true), (100 - BATCH, 0, 0));
    }
}
