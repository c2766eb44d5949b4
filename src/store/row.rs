//! Rows to blocks and back.

use std::borrow::Cow;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, Statement, ToSql, params_from_iter};

use super::error::{unreadable_json, unreadable_value};
use super::set_aside::build_unreadable_row;
use super::{FileError, StoreError};
use crate::domain::block::{
    Account, Activity, Block, BlockId, Category, Details, Fit, Grade, Note, Outcomes, Prospect,
    Requester, Revision, Source, Tag,
};
use crate::domain::block_view::BlockView;
use crate::domain::calendar::Day;
use crate::domain::file_row::ReviewRow;
use crate::domain::hours::DayMark;
use crate::domain::stamp::{Length, Moment, Offset, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace, UnreadableRow};

/// The columns of a block, in the order in which [`read_block`] takes them; a macro, so that statements are built
/// while compiling.
macro_rules! columns {
    () => {
        "uid, start, start_offset, stop, stop_offset, category, activity, account, requester, tags, note, \
         touches, conversations, meetings, grade, clock_back, revision, source, fit"
    };
}
pub(super) use columns;

/// The same with the number of the row, for reading.
macro_rules! read_columns {
    () => {
        concat!($crate::store::row::columns!(), ", id")
    };
}
pub(super) use read_columns;

/// Where the tags stand, the source with the fit behind it, and behind all columns the number of the row.
const TAGS: usize = 9;
pub(super) const SOURCE: usize = 17;
pub(super) const NUMBER: usize = 19;

/// The block that a row tells of. What cannot be one is told with the block's id.
pub(super) fn read_block(row: &Row<'_>) -> Result<Block, StoreError> {
    Ok(view_block(row)?.into_block())
}

/// As [`read_block`], without a copy of the texts.
pub(super) fn view_block<'r>(row: &'r Row<'_>) -> Result<BlockView<'r>, StoreError> {
    let id = row.get(0).map(BlockId::from_bytes);
    let id = id.map_err(|error| {
        StoreError::in_row("a block".to_owned(), "id", unreadable_value("id", &error))
    })?;
    view_block_of(id, row).map_err(|error| match error {
        StoreError::File {
            path: None,
            cause: FileError::Sqlite(error),
            ..
        } => {
            let column = column_of(&error);
            refuse_column(id, column, unreadable_value(column, &error))
        }
        other => other,
    })
}

/// Where the number of the row stands among the columns of [`read_hours`].
pub(super) const HOURS_NUMBER: usize = 7;

/// A block of which no more is read than its hours need. What can't be one is an error without words: the whole row
/// tells what's wrong with it.
pub(super) fn read_hours(row: &Row<'_>) -> Result<Block, StoreError> {
    let id = BlockId::from_bytes(row.get(0)?);
    let (start, end) = read_times(id, row)?;
    let category = read_category(id, row)?;
    let activity = view_name(row, 6)?.map(|name| Activity::stored(name.to_owned()));
    Ok(Block {
        id,
        start,
        end,
        category,
        details: Details {
            activity,
            ..Details::default()
        },
        clock_back: false,
        revision: Revision(0),
        unreadable: None,
    })
}

/// The column that an error is about.
fn column_of(error: &rusqlite::Error) -> &'static str {
    let index = match error {
        rusqlite::Error::FromSqlConversionFailure(index, ..)
        | rusqlite::Error::Utf8Error(index, ..)
        | rusqlite::Error::InvalidColumnType(index, ..)
        | rusqlite::Error::IntegralValueOutOfRange(index, ..) => Some(*index),
        _ => None,
    };
    let name = index.and_then(|index| columns!().split(", ").nth(index));
    name.unwrap_or("row")
}

/// The moment in a column and the offset in the next one; `None` where they make none.
pub(super) fn read_moment(row: &Row<'_>, column: usize) -> Result<Option<Moment>, rusqlite::Error> {
    let (at, offset) = (
        Stamp::new(row.get(column)?),
        Offset::new(row.get(column + 1)?),
    );
    Ok(at.zip(offset).map(|(at, offset)| Moment { at, offset }))
}

/// When a block began and ended.
fn read_times(id: BlockId, row: &Row<'_>) -> Result<(Moment, Option<Moment>), StoreError> {
    let moment = |column, seconds, offset| {
        let at = Stamp::new(seconds)
            .ok_or_else(|| refuse_column(id, column, "lies outside 1900 to 2199".to_owned()))?;
        let offset = Offset::new(offset)
            .ok_or_else(|| refuse_column(id, column, "has an odd offset".to_owned()))?;
        Ok::<Moment, StoreError>(Moment { at, offset })
    };
    let start = moment("start", row.get(1)?, row.get(2)?)?;
    let end = match (row.get::<_, Option<i64>>(3)?, row.get::<_, Option<i32>>(4)?) {
        (Some(stop), Some(offset)) => Some(moment("stop", stop, offset)?),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            return Err(refuse_column(
                id,
                "stop",
                "has no offset, or only that".to_owned(),
            ));
        }
    };
    if end.is_some_and(|end| end.at <= start.at) {
        return Err(refuse_column(
            id,
            "stop",
            "is not after its start".to_owned(),
        ));
    }
    Ok((start, end))
}

fn read_category(id: BlockId, row: &Row<'_>) -> Result<Category, StoreError> {
    let category = view_text(row, 5)?;
    Category::from_name(category)
        .ok_or_else(|| refuse_column(id, "category", format!("is {category:?}")))
}

fn view_block_of<'r>(id: BlockId, row: &'r Row<'_>) -> Result<BlockView<'r>, StoreError> {
    let (start, end) = read_times(id, row)?;
    let category = read_category(id, row)?;
    Ok(BlockView {
        id,
        start,
        end,
        category,
        activity: view_name(row, 6)?,
        account: view_name(row, 7)?,
        requester: view_name(row, 8)?,
        tags: Cow::Owned(read_tags(id, row)?),
        note: view_text(row, 10)?,
        outcomes: Outcomes {
            touches: row.get(11)?,
            conversations: row.get(12)?,
            meetings: row.get(13)?,
            grade: read_named(id, row, (14, "grade"), Grade::from_name)?,
        },
        source: view_name(row, SOURCE)?,
        fit: read_named(id, row, (SOURCE + 1, "fit"), Fit::from_name)?,
        clock_back: row.get(15)?,
        revision: Revision(row.get(16)?),
    })
}

/// A text where it stands.
fn view_text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, rusqlite::Error> {
    match row.get_ref(column)?.as_str() {
        Ok(text) => Ok(text),
        // The same, with the error that a read has.
        Err(_) => row.get::<_, String>(column).map(|_| ""),
    }
}

/// A text where it stands, if there is one.
fn view_optional<'r>(row: &'r Row<'_>, column: usize) -> Result<Option<&'r str>, rusqlite::Error> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => {
            view_text(row, column).map(Some)
        }
    }
}

/// A name. Another program may have written an empty one, which is none.
fn view_name<'r>(row: &'r Row<'_>, column: usize) -> Result<Option<&'r str>, rusqlite::Error> {
    Ok(view_optional(row, column)?.filter(|name| !name.is_empty()))
}

/// What a column names of a few things, if anything.
fn read_named<T>(
    id: BlockId,
    row: &Row<'_>,
    (index, column): (usize, &'static str),
    find: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let name = view_optional(row, index)?;
    let found = name
        .map(|name| find(name).ok_or_else(|| refuse_column(id, column, format!("is {name:?}"))));
    found.transpose()
}

fn read_tags(id: BlockId, row: &Row<'_>) -> Result<Vec<Tag>, StoreError> {
    let json = row.get_ref(TAGS)?.as_str();
    let json = json.map_err(|_| refuse_column(id, "tags", "aren't UTF-8".to_owned()))?;
    parse_tags(json).map_err(|error| refuse_column(id, "tags", unreadable_json("tags", &error)))
}

/// The tags of a JSON array. SQLite cannot check that they are all strings: what another program put there in
/// their place is taken as its text, rather than that a lane is lost for a tag.
pub(super) fn parse_tags(json: &str) -> Result<Vec<Tag>, serde_json::Error> {
    if json == "[]" {
        return Ok(Vec::new());
    }
    let values = serde_json::from_str::<Vec<serde_json::Value>>(json)?;
    let text = |value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(values.into_iter().map(text).map(Tag::stored).collect())
}

/// What is left of a row that can't be read: its times, and of the rest what can be. The lane needs them, so that
/// nothing comes to lie over it; `None` where it has no time at all.
pub(super) fn salvage_times(row: &Row<'_>) -> Result<Option<Block>, rusqlite::Error> {
    let number: i64 = row.get(NUMBER)?;
    let integer = |column| row.get::<_, i64>(column).ok();
    let Some(start) = integer(1).and_then(Stamp::new) else {
        return Ok(None);
    };
    let moment = |at: Stamp, offset: usize| {
        let offset = row.get::<_, i32>(offset).ok().and_then(Offset::new);
        Moment::new(at, offset.unwrap_or(Offset::UTC))
    };
    let start = moment(start, 2);
    let least = start.at.plus(Length::seconds(1));
    let end = match row.get_ref(3)? {
        ValueRef::Null => None,
        ValueRef::Integer(stop) => Some(match Stamp::new(stop) {
            Some(stop) => moment(stop.max(least), 4),
            // Nobody knows how long it was.
            None => start.moved_to(least),
        }),
        ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => Some(start.moved_to(least)),
    };
    let id = row.get(0).unwrap_or_else(|_| make_stand_in(number));
    let category = row.get::<_, String>(5).ok();
    let text = |column| view_name(row, column).ok().flatten().map(str::to_owned);
    let count = |column| row.get(column).unwrap_or_default();
    Ok(Some(Block {
        id: BlockId::from_bytes(id),
        start,
        end,
        category: category
            .and_then(|name| Category::from_name(&name))
            .unwrap_or(Category::Break),
        details: Details {
            activity: text(6).map(Activity::stored),
            account: text(7).map(Account::stored),
            requester: text(8).map(Requester::stored),
            tags: text(9)
                .and_then(|json| parse_tags(&json).ok())
                .unwrap_or_default(),
            note: Note::stored(text(10).unwrap_or_default()),
            outcomes: Outcomes {
                touches: count(11),
                conversations: count(12),
                meetings: count(13),
                grade: text(14).and_then(|name| Grade::from_name(&name)),
            },
            prospect: Prospect {
                source: text(SOURCE).map(Source::stored),
                fit: text(SOURCE + 1).and_then(|name| Fit::from_name(&name)),
            },
        },
        clock_back: row.get(15).unwrap_or_default(),
        revision: Revision(row.get(16).unwrap_or_default()),
        unreadable: Some(number),
    }))
}

/// The first half of the id of a row whose own can't be read: no version of a UUID has it. The other half is its number.
const STAND_IN: [u8; 8] = [0xff; 8];

pub(super) fn make_stand_in(number: i64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&STAND_IN);
    id[8..].copy_from_slice(&number.to_be_bytes());
    id
}

/// The number of the row that an id stands for, where it isn't one that a row has.
pub(super) fn find_row_number(id: BlockId) -> Option<i64> {
    let (halves, _) = id.as_bytes().as_chunks::<8>();
    match halves {
        [STAND_IN, number] => Some(i64::from_be_bytes(*number)),
        _ => None,
    }
}

/// A note of a row that can't be read, and why.
pub(super) fn note_unreadable(
    row: &Row<'_>,
    error: &StoreError,
) -> Result<UnreadableRow, rusqlite::Error> {
    let number: i64 = row.get(NUMBER)?;
    let start = row.get(1).ok().and_then(Stamp::new);
    let offset = row.get(2).ok().and_then(Offset::new);
    let place = match (start, offset) {
        (Some(at), Some(offset)) => RowPlace::At(Moment { at, offset }),
        (Some(at), None) => RowPlace::Instant(at),
        (None, _) => RowPlace::Unknown,
    };
    Ok(build_unreadable_row(
        RowKind::Block,
        number.to_string(),
        place,
        error,
    ))
}

fn refuse_column(id: BlockId, column: &'static str, reason: String) -> StoreError {
    StoreError::in_row(format!("block {id}"), column, reason)
}

/// The values of a block in the order of the columns, then the time of the change.
pub(super) fn bind_block(block: &Block, changed: Stamp) -> impl rusqlite::Params {
    bind_block_with(block, [changed.seconds().into()])
}

/// The values of a marked day in the order of its columns.
pub(super) fn bind_mark(day: Day, marked: &DayMark, changed: Stamp) -> impl rusqlite::Params {
    let times = (!marked.times.is_empty()).then(|| marked.times.to_string());
    (
        day.to_string(),
        marked.mark.name(),
        times,
        changed.seconds(),
    )
}

/// The values of a review in the order of its columns, as of its last change.
pub(super) fn bind_review<'a>(
    week: &'a str,
    review: &'a ReviewRow,
    changed: Stamp,
) -> impl rusqlite::Params + 'a {
    let closed = review.closed.as_ref();
    (
        week,
        review.step,
        review.revealed,
        review.answers.as_str(),
        closed.map(|(at, _)| at.as_str()),
        closed.map(|(_, figures)| figures.as_str()),
        changed.seconds(),
    )
}

/// Runs a statement with the values of a block in the order of the columns, then others, without a copy of its texts.
pub(super) fn run_with_block(
    statement: &mut Statement<'_>,
    block: &Block,
    others: &[i64],
) -> Result<usize, rusqlite::Error> {
    let (details, outcomes) = (&block.details, block.details.outcomes);
    let mut bind = Binding {
        statement,
        place: 0,
    };
    bind.value(block.id.as_bytes())?;
    bind.value(block.start.at.seconds())?;
    bind.value(block.start.offset.seconds())?;
    bind.value(block.end.map(|end| end.at.seconds()))?;
    bind.value(block.end.map(|end| end.offset.seconds()))?;
    bind.value(block.category.name())?;
    bind.name(details.activity.as_deref())?;
    bind.name(details.account.as_deref())?;
    bind.name(details.requester.as_deref())?;
    bind.value(&*write_tags(&details.tags))?;
    bind.value(details.note.as_str())?;
    bind.value(outcomes.touches)?;
    bind.value(outcomes.conversations)?;
    bind.value(outcomes.meetings)?;
    bind.name(outcomes.grade.map(Grade::name))?;
    bind.value(block.clock_back)?;
    bind.value(block.revision.0)?;
    bind.name(details.prospect.source.as_deref())?;
    bind.name(details.prospect.fit.map(Fit::name))?;
    for other in others {
        bind.value(*other)?;
    }
    statement.raw_execute()
}

/// The values of a statement, one after the other.
struct Binding<'s, 'c> {
    statement: &'s mut Statement<'c>,
    place: usize,
}

impl Binding<'_, '_> {
    fn value(&mut self, value: impl ToSql) -> Result<(), rusqlite::Error> {
        self.place += 1;
        self.statement.raw_bind_parameter(self.place, value)
    }

    /// Another program may have written an empty name, which is none.
    fn name(&mut self, name: Option<&str>) -> Result<(), rusqlite::Error> {
        self.value(name.filter(|name| !name.is_empty()))
    }
}

/// Tags as a JSON array: a list of strings is always written.
fn write_tags(tags: &[Tag]) -> Cow<'static, str> {
    if tags.is_empty() {
        return Cow::Borrowed("[]");
    }
    let names: Vec<&str> = tags.iter().map(Tag::as_str).collect();
    Cow::Owned(serde_json::json!(names).to_string())
}

/// The values of a block in the order of the columns, then others.
pub(super) fn bind_block_with<const N: usize>(
    block: &Block,
    others: [Value; N],
) -> impl rusqlite::Params {
    params_from_iter(list_values(block).into_iter().chain(others))
}

/// Whether a block says all that the row says that it was read from.
pub(super) fn says_all(block: &Block, row: &Row<'_>) -> Result<bool, rusqlite::Error> {
    for (index, value) in list_values(block).iter().enumerate() {
        let (found, said) = (row.get_ref(index)?, ValueRef::from(value));
        let says_nothing = found == ValueRef::Text(b"") && said == ValueRef::Null;
        let are_tags = |json: &[u8]| {
            let names = serde_json::from_slice::<Vec<String>>(json).unwrap_or_default();
            names.iter().eq(block.details.tags.iter().map(Tag::as_str))
        };
        let is_spaced = index == TAGS && found.as_bytes().is_ok_and(are_tags);
        if found != said && !says_nothing && !is_spaced {
            return Ok(false);
        }
    }
    Ok(true)
}

fn list_values(block: &Block) -> [Value; NUMBER] {
    let details = &block.details;
    let outcomes = details.outcomes;
    // Another program may have written an empty name, which is none.
    let text = |text: Option<&str>| {
        let text = text.filter(|text| !text.is_empty());
        text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
    };
    [
        Value::Blob(block.id.as_bytes().to_vec()),
        block.start.at.seconds().into(),
        block.start.offset.seconds().into(),
        block.end.map_or(Value::Null, |end| end.at.seconds().into()),
        block
            .end
            .map_or(Value::Null, |end| end.offset.seconds().into()),
        Value::Text(block.category.name().to_owned()),
        text(details.activity.as_deref()),
        text(details.account.as_deref()),
        text(details.requester.as_deref()),
        Value::Text(write_tags(&details.tags).into_owned()),
        Value::Text(details.note.as_str().to_owned()),
        outcomes.touches.into(),
        outcomes.conversations.into(),
        outcomes.meetings.into(),
        text(outcomes.grade.map(Grade::name)),
        block.clock_back.into(),
        block.revision.0.into(),
        text(details.prospect.source.as_deref()),
        text(details.prospect.fit.map(Fit::name)),
    ]
}

/// A digest of what a block says (FNV-1a of 64 bits), the same for ever: it stands in files. What is empty is left out,
/// so that a new field that is empty changes none.
pub(super) fn digest_block(block: &Block) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |field: u8, bytes: &[u8]| {
        if !bytes.is_empty() {
            let length = (bytes.len() as u64).to_be_bytes();
            for byte in [field].iter().chain(&length).chain(bytes) {
                digest = (digest ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
    };
    let details = &block.details;
    let outcomes = details.outcomes;
    for (field, moment) in [(1, Some(block.start)), (2, block.end)] {
        if let Some(moment) = moment {
            add(field, &moment.at.seconds().to_be_bytes());
            add(field, &moment.offset.seconds().to_be_bytes());
        }
    }
    add(3, block.category.name().as_bytes());
    let names = [
        details.activity.as_deref(),
        details.account.as_deref(),
        details.requester.as_deref(),
    ];
    for (field, name) in (4..).zip(names) {
        add(field, name.unwrap_or_default().as_bytes());
    }
    for tag in &details.tags {
        add(7, tag.as_str().as_bytes());
    }
    add(8, details.note.as_str().as_bytes());
    let counts = [outcomes.touches, outcomes.conversations, outcomes.meetings];
    for (field, count) in (9..).zip(counts) {
        if count > 0 {
            add(field, &count.to_be_bytes());
        }
    }
    add(12, outcomes.grade.map_or("", Grade::name).as_bytes());
    add(13, if block.clock_back { &[1] } else { &[] });
    let prospect = &details.prospect;
    let source = prospect.source.as_deref();
    add(14, source.unwrap_or_default().as_bytes());
    add(15, prospect.fit.map_or("", Fit::name).as_bytes());
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::block;

    #[test]
    fn a_digest_stays_what_it_is_and_knows_each_mark() {
        let mut block = block("s/meeting@Northwind 09:00-10:00");
        assert_eq!(digest_block(&block), 4_535_865_324_388_655_402);
        let before = digest_block(&block);
        block.clock_back = true;
        assert_ne!(digest_block(&block), before);
        let marked = digest_block(&block);
        block.details.prospect.fit = Some(Fit::Ready);
        let ready = digest_block(&block);
        block.details.prospect.source = Some(Source::stored("webinar".to_owned()));
        assert!(ready != marked && digest_block(&block) != ready);
    }
}
