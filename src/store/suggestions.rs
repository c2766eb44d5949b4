//! The suggestions that come of calendars: kept once, brought up to date, dismissed. Which of them are open is told by
//! the blocks on record.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Fault, Store, StoreError};
use crate::domain::block::{Account, Activity, BlockId, Category, Details, Note, Requester};
use crate::domain::stamp::{Moment, Offset, Span, Stamp};
use crate::domain::suggestion::{Suggested, Suggestion};

const OPEN: &str = "SELECT uid, key, start, start_offset, stop, stop_offset, title, category, activity, account, requester \
     FROM ghost WHERE start >= ?1 AND start < ?2 AND dismissed = 0 \
     AND NOT EXISTS (SELECT 1 FROM block WHERE block.uid = ghost.uid) ORDER BY start, stop";
const BY_KEY: &str = "SELECT uid, dismissed = 1 OR EXISTS (SELECT 1 FROM block WHERE block.uid = ghost.uid) \
     FROM ghost WHERE key = ?1 OR uid = ?2";
// Some calendars give everything a new identity whenever they are exported.
const SAME: &str = "SELECT 1 FROM ghost WHERE start = ?1 AND stop = ?2 AND title = ?3 LIMIT 1";
const HELD: &str = "SELECT 1 FROM block WHERE uid = ?1";
const ADD: &str = "INSERT INTO ghost (uid, key, start, start_offset, stop, stop_offset, title, category, activity, account, \
     requester) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const CHANGE: &str = "UPDATE ghost SET (start, start_offset, stop, stop_offset, title, category, activity, account, requester) \
     = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) WHERE uid = ?1 AND (start, stop, title, category, activity, account, requester) \
     IS NOT (?2, ?4, ?6, ?7, ?8, ?9, ?10)";
const REMOVE: &str = "DELETE FROM ghost WHERE uid = ?1";
const DISMISS: &str = "UPDATE ghost SET dismissed = 1 WHERE uid = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] = [OPEN, BY_KEY, SAME, HELD, ADD, CHANGE, REMOVE, DISMISS];

impl Store {
    /// The open suggestions that begin in a stretch, in order of time.
    pub fn suggestions(&self, within: Span) -> Result<Vec<Suggestion>, StoreError> {
        self.in_file(self.open_suggestions(within))
    }

    fn open_suggestions(&self, within: Span) -> Result<Vec<Suggestion>, StoreError> {
        let mut statement = self.connection.prepare_cached(OPEN)?;
        let mut rows =
            statement.query(params![within.start().seconds(), within.end().seconds()])?;
        let mut suggestions = Vec::new();
        while let Some(row) = rows.next()? {
            suggestions.push(read(row)?);
        }
        Ok(suggestions)
    }

    /// Keeps the meetings of a calendar as suggestions. One that is known is brought up to date while it is open; an
    /// open one inside `within` that the calendar knows, by `knows`, but no longer has, is taken away. With `dry_run`
    /// nothing is written.
    pub fn suggest(
        &mut self,
        meetings: &[Suggestion],
        within: Span,
        knows: &dyn Fn(&str) -> bool,
        dry_run: bool,
    ) -> Result<Suggested, Fault> {
        let mut suggested = Suggested::default();
        let kept = self.in_one(|store, transaction| {
            for suggestion in meetings {
                keep(transaction, suggestion, &mut suggested)?;
            }
            let keys: std::collections::HashSet<&str> = meetings
                .iter()
                .map(|suggestion| suggestion.key.as_str())
                .collect();
            for suggestion in store.open_suggestions(within)? {
                if !keys.contains(suggestion.key.as_str()) && knows(&suggestion.key) {
                    suggested.gone += transaction
                        .prepare_cached(REMOVE)?
                        .execute([suggestion.id.as_bytes()])?;
                }
            }
            if dry_run {
                Err(StoreError::Interrupted.into())
            } else {
                Ok(())
            }
        });
        match kept {
            Err(Fault::Store(StoreError::Interrupted)) if dry_run => Ok(suggested),
            kept => kept.map(|()| suggested),
        }
    }

    /// Takes a suggestion away for good. Whether there was one.
    pub fn dismiss(&mut self, suggestion: BlockId) -> Result<bool, Fault> {
        self.in_one(|_, transaction| {
            Ok(transaction
                .prepare_cached(DISMISS)?
                .execute([suggestion.as_bytes()])?
                > 0)
        })
    }
}

fn keep(
    transaction: &Transaction<'_>,
    suggestion: &Suggestion,
    suggested: &mut Suggested,
) -> Result<(), StoreError> {
    let id = suggestion.id.as_bytes();
    let details = &suggestion.details;
    let (start, stop) = (suggestion.start, suggestion.end);
    let category = suggestion.category.map(Category::name);
    let activity = details.activity.as_ref().map(Activity::as_str);
    let account = details.account.as_ref().map(Account::as_str);
    let requester = details.requester.as_ref().map(Requester::as_str);
    let known: Option<([u8; 16], bool)> = transaction
        .prepare_cached(BY_KEY)?
        .query_row(params![suggestion.key, id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let times = (start.at.seconds(), stop.at.seconds());
    if let Some((known, closed)) = known {
        suggested.already += 1;
        if !closed {
            suggested.changed += transaction.prepare_cached(CHANGE)?.execute(params![
                known,
                times.0,
                start.offset.seconds(),
                times.1,
                stop.offset.seconds(),
                suggestion.title,
                category,
                activity,
                account,
                requester
            ])?;
        }
    } else if transaction.prepare_cached(SAME)?.exists(params![
        times.0,
        times.1,
        suggestion.title
    ])? || transaction.prepare_cached(HELD)?.exists([id])?
    {
        suggested.already += 1;
    } else {
        transaction.prepare_cached(ADD)?.execute(params![
            id,
            suggestion.key,
            times.0,
            start.offset.seconds(),
            times.1,
            stop.offset.seconds(),
            suggestion.title,
            category,
            activity,
            account,
            requester
        ])?;
        suggested.added += 1;
        suggested.added_time = suggested.added_time + stop.at.since(start.at);
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Suggestion, StoreError> {
    let id = BlockId::from_bytes(row.get(0)?);
    let wrong = |column, reason| StoreError::in_row(format!("suggestion {id}"), column, reason);
    let moment = |column, at: i64, offset: i32| {
        let moment = Stamp::new(at)
            .zip(Offset::new(offset))
            .map(|(at, offset)| Moment { at, offset });
        moment.ok_or_else(|| wrong(column, "is none".to_owned()))
    };
    let title: String = row.get(6)?;
    let category: Option<String> = row.get(7)?;
    let category = category.map(|name| {
        Category::from_name(&name).ok_or_else(|| wrong("category", format!("is {name:?}")))
    });
    Ok(Suggestion {
        id,
        key: row.get(1)?,
        start: moment("start", row.get(2)?, row.get(3)?)?,
        end: moment("stop", row.get(4)?, row.get(5)?)?,
        category: category.transpose()?,
        details: Details {
            activity: row.get::<_, Option<String>>(8)?.map(Activity::stored),
            account: row.get::<_, Option<String>>(9)?.map(Account::stored),
            requester: row.get::<_, Option<String>>(10)?.map(Requester::stored),
            note: Note::stored(title.clone()),
            ..Details::default()
        },
        title,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrivals::Overlap;
    use crate::domain::change::Change;

    fn at(minutes: i64) -> Moment {
        Moment {
            at: Stamp::clamped(1_772_000_000 + minutes * 60),
            offset: Offset::UTC,
        }
    }

    fn suggestion(key: &str, from: i64, title: &str) -> Suggestion {
        let details = Details {
            note: Note::stored(title.to_owned()),
            ..Details::default()
        };
        let (start, end, category) = (at(from), at(from + 30), Some(Category::Selling));
        Suggestion {
            id: BlockId::fresh(),
            key: key.to_owned(),
            start,
            end,
            title: title.to_owned(),
            category,
            details,
        }
    }

    fn open(store: &Store) -> Vec<String> {
        let suggestions = store.suggestions(all()).expect("suggestions");
        suggestions
            .iter()
            .map(|suggestion| format!("{} {}", suggestion.key, suggestion.title))
            .collect()
    }

    fn all() -> Span {
        Span::new(at(-10_000).at, at(10_000).at).expect("a span")
    }

    #[test]
    fn a_calendar_is_kept_once_and_follows_its_changes() {
        let mut store = Store::in_memory().expect("a store");
        let first = [
            suggestion("a", 0, "One"),
            suggestion("b", 60, "Two"),
            suggestion("c", 120, "Three"),
        ];
        let told = |suggested: Suggested| {
            (
                suggested.added,
                suggested.already,
                suggested.changed,
                suggested.gone,
            )
        };
        let dry = store
            .suggest(&first, all(), &|_| true, true)
            .expect("a dry run");
        assert_eq!((told(dry), open(&store).len()), ((3, 0, 0, 0), 0));
        let suggest = |store: &mut Store, meetings: &[Suggestion], knows: bool| {
            told(
                store
                    .suggest(meetings, all(), &|_| knows, false)
                    .expect("suggestions"),
            )
        };
        assert_eq!(suggest(&mut store, &first, true), (3, 0, 0, 0));
        assert_eq!(suggest(&mut store, &first, true), (0, 3, 0, 0));
        let other_ids = first.clone().map(|suggestion| Suggestion {
            key: format!("new {}", suggestion.key),
            ..suggestion
        });
        let other_ids = other_ids.map(|suggestion| Suggestion {
            id: BlockId::fresh(),
            ..suggestion
        });
        assert_eq!(
            suggest(&mut store, &other_ids, false),
            (0, 3, 0, 0),
            "the same meetings under other identities"
        );
        let moved = [suggestion("a", 5, "One, later"), first[1].clone()];
        assert_eq!(suggest(&mut store, &moved, true), (0, 2, 1, 1));
        assert_eq!(open(&store), ["a One, later", "b Two"]);
        assert_eq!(
            suggest(&mut store, &[], false),
            (0, 0, 0, 0),
            "another calendar takes nothing away"
        );
        store.dismiss(first[1].id).expect("dismissed");
        assert_eq!(open(&store), ["a One, later"]);
        assert_eq!(
            suggest(&mut store, &moved, true),
            (0, 2, 0, 0),
            "what is dismissed does not come back"
        );
    }

    #[test]
    fn one_that_is_accepted_is_open_again_once_that_is_undone() {
        let mut store = Store::in_memory().expect("a store");
        let meeting = suggestion("a", 0, "One");
        store
            .suggest(std::slice::from_ref(&meeting), all(), &|_| true, false)
            .expect("a suggestion");
        let kept = store.suggestions(all()).expect("suggestions").remove(0);
        assert_eq!(kept, meeting);
        let accept = Change::Import {
            arrivals: vec![kept.arrival(Category::Admin)],
            overlap: Overlap::Trim,
        };
        store.apply(&accept, at(100)).expect("accepted");
        assert_eq!(open(&store), Vec::<String>::new());
        store
            .undo(at(101))
            .expect("an undo")
            .expect("something to undo");
        assert_eq!(open(&store), ["a One"]);
        store
            .redo(at(102))
            .expect("a redo")
            .expect("something to redo");
        assert_eq!(open(&store), Vec::<String>::new());
    }
}
