//! The suggestions that come of calendars. Which of them are open is told by the blocks that there are.

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::row::read_moment;
use super::set_aside::{build_unreadable_row, key_of};
use super::{Store, StoreError};
use crate::domain::block::{Account, Activity, BlockId, Category, Details, Note, Requester};
use crate::domain::rules::Facts;
use crate::domain::stamp::{Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::unreadable::{RowKind, RowPlace, UnreadableRow};

macro_rules! columns {
    () => {
        "uid, key, start, start_offset, stop, stop_offset, title, category, activity, account, requester, dismissed"
    };
}
pub(super) use columns;

const OPEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM suggestion WHERE start >= ?1 AND start < ?2 AND dismissed = 0 \
     AND NOT EXISTS (SELECT 1 FROM block WHERE block.uid = suggestion.uid) ORDER BY start, stop"
);
const BY_ID: &str = concat!("SELECT ", columns!(), " FROM suggestion WHERE uid = ?1");
const SAME: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM suggestion WHERE key = ?1 OR uid = ?2 OR (start = ?3 AND stop = ?4 AND title = ?5)"
);
// What begins at no time that there is lies on no day.
const OUT_OF_RANGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM suggestion WHERE start < -2208988800 AND dismissed = 0 UNION ALL SELECT ",
    columns!(),
    " FROM suggestion WHERE start > 7258118399 AND dismissed = 0"
);
const ALL: &str = concat!("SELECT ", columns!(), " FROM suggestion WHERE start >= ?1");
const HELD: &str = "SELECT 1 FROM block WHERE uid = ?1";
const PUT: &str = concat!(
    "INSERT INTO suggestion (",
    columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (uid) DO UPDATE SET (",
    columns!(),
    ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
);
const TAKE: &str = "DELETE FROM suggestion WHERE uid = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] = [OPEN, BY_ID, SAME, OUT_OF_RANGE, ALL, HELD, PUT, TAKE];

impl Store {
    /// The open suggestions that begin in a stretch, in order of time.
    pub fn suggestions(&self, within: Span) -> Result<Vec<Suggestion>, StoreError> {
        let span = params![within.start().seconds(), within.end().seconds()];
        self.suggestions_by(OPEN, span)
    }

    /// Sets the open suggestions aside that begin at no time that there is.
    pub(super) fn note_suggestions_out_of_range(&self) -> Result<(), StoreError> {
        self.suggestions_by(OUT_OF_RANGE, []).map(drop)
    }

    /// The open suggestions that begin in a stretch and of which this is so, in order of time.
    pub(super) fn open_suggestions_that(
        &self,
        within: Span,
        is_so: impl Fn(&Suggestion) -> bool,
    ) -> Result<Vec<Suggestion>, StoreError> {
        let span = params![within.start().seconds(), within.end().seconds()];
        self.suggestions_that(OPEN, span, is_so)
    }

    /// All suggestions, open or not.
    pub(super) fn all_suggestions(&self) -> Result<Vec<Suggestion>, StoreError> {
        self.suggestions_by(ALL, [i64::MIN])
    }

    /// The suggestion of an id, open or not.
    pub(super) fn suggestion(&self, id: BlockId) -> Result<Option<Suggestion>, StoreError> {
        Ok(self.suggestions_by(BY_ID, [id.as_bytes()])?.pop())
    }

    /// Adds what is known of a meeting: the suggestions that are of it, and which of them are blocks.
    pub(super) fn add_known_of(
        &self,
        facts: &mut Facts,
        meeting: &Suggestion,
    ) -> Result<(), StoreError> {
        let (start, stop) = (meeting.start.at.seconds(), meeting.end.at.seconds());
        let id = meeting.id.as_bytes();
        let mut same = Vec::new();
        let known = params![meeting.key, id, start, stop, meeting.title];
        self.read_rows(SAME, known, |row| {
            match read_suggestion(row) {
                Ok(suggestion) => same.push(suggestion),
                Err(error) => {
                    self.set_aside.note(note_unreadable(row, &error));
                    // It is known already, and nothing in it is to be changed.
                    same.push(meeting.clone());
                }
            }
            Ok(())
        })?;
        let ids = same.iter().map(|row| row.id).chain([meeting.id]);
        for id in ids {
            let mut held = self.connection.prepare_cached(HELD)?;
            if held.exists([id.as_bytes()])? {
                facts.accepted.insert(id);
            }
        }
        facts
            .suggestions
            .extend(same.into_iter().map(|row| (row.id, row)));
        Ok(())
    }

    fn suggestions_by(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Suggestion>, StoreError> {
        self.suggestions_that(sql, values, |_| true)
    }

    fn suggestions_that(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        is_so: impl Fn(&Suggestion) -> bool,
    ) -> Result<Vec<Suggestion>, StoreError> {
        let mut suggestions = Vec::new();
        self.read_rows(sql, values, |row| {
            match read_suggestion(row) {
                Ok(suggestion) if !is_so(&suggestion) => {}
                Ok(suggestion) => suggestions.push(suggestion),
                Err(error) => self.set_aside.note(note_unreadable(row, &error)),
            }
            Ok(())
        })?;
        Ok(suggestions)
    }

    pub(super) fn put_suggestion(&self, suggestion: &Suggestion) -> Result<(), StoreError> {
        self.run(PUT, bind_suggestion(suggestion))
    }

    pub(super) fn take_suggestion(&self, id: BlockId) -> Result<(), StoreError> {
        self.run(TAKE, [id.as_bytes()])
    }
}

/// The values of a suggestion in the order of the columns.
pub(super) fn bind_suggestion(suggestion: &Suggestion) -> impl rusqlite::Params {
    let details = &suggestion.details;
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let values: [Value; 12] = [
        Value::Blob(suggestion.id.as_bytes().to_vec()),
        Value::Text(suggestion.key.clone()),
        suggestion.start.at.seconds().into(),
        suggestion.start.offset.seconds().into(),
        suggestion.end.at.seconds().into(),
        suggestion.end.offset.seconds().into(),
        Value::Text(suggestion.title.clone()),
        text(suggestion.category.map(Category::name)),
        text(details.activity.as_deref()),
        text(details.account.as_deref()),
        text(details.requester.as_deref()),
        suggestion.dismissed.into(),
    ];
    params_from_iter(values)
}

fn note_unreadable(row: &Row<'_>, error: &StoreError) -> UnreadableRow {
    let id = row.get(0).map(BlockId::from_bytes);
    let key = id.map_or_else(|_| key_of(row), |id| id.to_string());
    let start = row.get(2).ok().and_then(Stamp::new);
    let place = start.map_or(RowPlace::Unknown, RowPlace::Instant);
    build_unreadable_row(RowKind::Suggestion, key, place, error)
}

pub(super) fn read_suggestion(row: &Row<'_>) -> Result<Suggestion, StoreError> {
    let id = BlockId::from_bytes(row.get(0)?);
    let wrong = |column, reason| StoreError::in_row(format!("suggestion {id}"), column, reason);
    let moment =
        |name, column| read_moment(row, column)?.ok_or_else(|| wrong(name, "is none".to_owned()));
    let title: String = row.get(6)?;
    let category: Option<String> = row.get(7)?;
    let category = category.map(|name| {
        Category::from_name(&name).ok_or_else(|| wrong("category", format!("is {name:?}")))
    });
    Ok(Suggestion {
        id,
        key: row.get(1)?,
        start: moment("start", 2)?,
        end: moment("stop", 4)?,
        category: category.transpose()?,
        details: Details {
            activity: row.get::<_, Option<String>>(8)?.map(Activity::stored),
            account: row.get::<_, Option<String>>(9)?.map(Account::stored),
            requester: row.get::<_, Option<String>>(10)?.map(Requester::stored),
            note: Note::stored(title.clone()),
            ..Details::default()
        },
        title,
        dismissed: row.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrival::Tally;
    use crate::domain::change::Change;
    use crate::domain::stamp::{Moment, Offset};

    fn at(minutes: i64) -> Moment {
        Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC)
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
            dismissed: false,
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
        let told = |tally: Option<Tally>| {
            let tally = tally.expect("a tally");
            (tally.added, tally.already, tally.changed, tally.gone)
        };
        let change = |meetings: &[Suggestion], gone: Vec<Suggestion>| Change::Suggest {
            meetings: meetings.to_vec(),
            gone,
        };
        let dry = store
            .preview_change(&change(&first, Vec::new()), at(0))
            .expect("a dry run");
        assert_eq!((told(dry.tally), open(&store).len()), ((3, 0, 0, 0), 0));
        let suggest = |store: &mut Store, meetings: &[Suggestion], knows: bool| {
            let mut gone = store.suggestions(all()).expect("suggestions");
            gone.retain(|row| knows && meetings.iter().all(|meeting| meeting.key != row.key));
            let applied = store.apply(&change(meetings, gone), at(0));
            told(applied.expect("suggestions").tally)
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
        store.dismiss(first[1].id, at(1)).expect("dismissed");
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
            .suggest(std::slice::from_ref(&meeting), at(0))
            .expect("a suggestion");
        let kept = store.suggestions(all()).expect("suggestions").remove(0);
        assert_eq!(kept, meeting);
        let accept = Change::Accept {
            suggestion: kept,
            category: Category::Admin,
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
