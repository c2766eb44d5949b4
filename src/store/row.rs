//! Rows to blocks and back.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::StoreError;
use crate::domain::block::{
    Account, Activity, Block, BlockId, Category, Details, Grade, Note, Outcomes, Requester, Revision, Tag,
};
use crate::domain::stamp::{Moment, Offset, Stamp};

/// The columns of a block, in the order in which [`read`] takes them; a macro, so that statements are built
/// while compiling.
macro_rules! columns {
    () => {
        "uid, start, start_offset, stop, stop_offset, category, activity, account, requester, tags, note, \
         touches, conversations, meetings, grade, revision"
    };
}
pub(super) use columns;

/// The block that a row tells of.
pub(super) fn read(row: &Row<'_>) -> Result<Block, StoreError> {
    let uid: [u8; 16] = row.get(0)?;
    let start = moment(row.get(1)?, row.get(2)?)?;
    let end = match (row.get::<_, Option<i64>>(3)?, row.get::<_, Option<i32>>(4)?) {
        (Some(stop), Some(offset)) => Some(moment(stop, offset)?),
        _ => None,
    };
    let category: String = row.get(5)?;
    let category = Category::from_name(&category).ok_or_else(|| wrong("category", format!("is {category:?}")))?;
    let grade: Option<String> = row.get(14)?;
    let grade = grade.map(|name| Grade::from_name(&name).ok_or_else(|| wrong("grade", format!("is {name:?}"))));
    Ok(Block {
        id: BlockId::from_bytes(uid),
        start,
        end,
        category,
        details: Details {
            activity: row.get::<_, Option<String>>(6)?.map(Activity::stored),
            account: row.get::<_, Option<String>>(7)?.map(Account::stored),
            requester: row.get::<_, Option<String>>(8)?.map(Requester::stored),
            tags: tags(row.get_ref(9)?.as_str().unwrap_or("[]"))?,
            note: Note::stored(row.get(10)?),
            outcomes: Outcomes {
                touches: row.get(11)?,
                conversations: row.get(12)?,
                meetings: row.get(13)?,
                grade: grade.transpose()?,
            },
        },
        revision: Revision(row.get(15)?),
    })
}

fn tags(json: &str) -> Result<Vec<Tag>, StoreError> {
    if json == "[]" {
        return Ok(Vec::new());
    }
    let names: Vec<String> = serde_json::from_str(json).map_err(|error| wrong("tags", error.to_string()))?;
    Ok(names.into_iter().map(Tag::stored).collect())
}

fn moment(seconds: i64, offset: i32) -> Result<Moment, StoreError> {
    let at = Stamp::new(seconds).ok_or_else(|| wrong("start or stop", "lies outside 1900 to 2199".to_owned()))?;
    let offset = Offset::new(offset).ok_or_else(|| wrong("offset", "is a day or more".to_owned()))?;
    Ok(Moment { at, offset })
}

const fn wrong(column: &'static str, reason: String) -> StoreError {
    StoreError::Row { column, reason }
}

/// The values of a block in the order of the columns, then the time of the change.
pub(super) fn values(block: &Block, changed: Stamp) -> impl rusqlite::Params {
    let details = &block.details;
    let outcomes = details.outcomes;
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let names: Vec<&str> = details.tags.iter().map(Tag::as_str).collect();
    // A list of strings is always written.
    let tags = if names.is_empty() { "[]".to_owned() } else { serde_json::json!(names).to_string() };
    let values: [Value; 17] = [
        Value::Blob(block.id.as_bytes().to_vec()),
        block.start.at.seconds().into(),
        block.start.offset.seconds().into(),
        block.end.map_or(Value::Null, |end| end.at.seconds().into()),
        block.end.map_or(Value::Null, |end| end.offset.seconds().into()),
        Value::Text(block.category.name().to_owned()),
        text(details.activity.as_ref().map(Activity::as_str)),
        text(details.account.as_ref().map(Account::as_str)),
        text(details.requester.as_ref().map(Requester::as_str)),
        Value::Text(tags),
        Value::Text(details.note.as_str().to_owned()),
        outcomes.touches.into(),
        outcomes.conversations.into(),
        outcomes.meetings.into(),
        text(outcomes.grade.map(Grade::name)),
        block.revision.0.into(),
        changed.seconds().into(),
    ];
    params_from_iter(values)
}
