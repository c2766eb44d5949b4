//! A meeting of a calendar that is not tracked time: a suggestion, until the rep says that it was so.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::arrival::{Arrival, Marks};
use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Note, Requester, Revision,
};
use super::record::{Record, RecordError};
use super::stamp::{Moment, Offset, Span, Stamp};

/// A suggested block. It is open until the block with its id is on record, or until it is dismissed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The id of the block that it becomes.
    pub id: BlockId,
    /// What tells it from every other meeting, for ever.
    pub key: String,
    pub start: Moment,
    pub end: Moment,
    /// What the calendar calls it; empty where it has no name.
    pub title: String,
    /// What it would be, where a rule or a name says so.
    pub category: Option<Category>,
    pub details: Details,
    /// Whether it was dismissed: then it is not open, and stays so that the calendar does not suggest it again.
    pub dismissed: bool,
}

impl Suggestion {
    /// Its stretch; `None` where it has no length.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.start.at, self.end.at)
    }

    /// The block that it becomes, as something of this category.
    pub fn arrival(&self, category: Category) -> Arrival {
        let mut block = self.block();
        if self.category != Some(category) {
            block.details.activity = None;
        }
        block.category = category;
        Arrival {
            block,
            has_id: true,
            marks: Marks::default(),
        }
    }

    /// The block that it becomes; admin where nothing says of what category it would be.
    pub(super) fn block(&self) -> Block {
        Block {
            id: self.id,
            start: self.start,
            end: Some(self.end),
            category: self.category.unwrap_or(Category::Admin),
            details: self.details.clone(),
            clock_back: false,
            unreadable: None,
            revision: Revision(1),
        }
    }

    /// Whether a calendar says the same of both; the offset of a place and the key are not what it says.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |suggestion: &Self| {
            let details = suggestion.details.clone();
            (
                (suggestion.start.at, suggestion.end.at),
                suggestion.category,
                (details.activity, details.account, details.requester),
            )
        };
        self.title == other.title && said(self) == said(other)
    }
}

/// A suggestion as the undo journal writes it, short because an import may add a hundred thousand: a list of what the file
/// keeps of one, in the order of its columns. What is unset at its end is left out.
impl Serialize for Suggestion {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let details = &self.details;
        let values = [
            Value::Text(&self.id.to_string()),
            Value::Text(&self.key),
            Value::Number(self.start.at.seconds()),
            Value::Number(self.start.offset.seconds().into()),
            Value::Number(self.end.at.seconds()),
            Value::Number(self.end.offset.seconds().into()),
            Value::Text(&self.title),
            Value::of(self.category.map(Category::name)),
            Value::of(details.activity.as_deref()),
            Value::of(details.account.as_deref()),
            Value::of(details.requester.as_deref()),
            if self.dismissed {
                Value::Flag(true)
            } else {
                Value::Null
            },
        ];
        let is_set = |value: &Value<'_>| !matches!(value, Value::Null);
        let count = values.iter().rposition(is_set).map_or(0, |last| last + 1);
        to.collect_seq(&values[..count])
    }
}

/// One of the values.
#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Text(&'a str),
    Number(i64),
    Flag(bool),
    Null,
}

impl<'a> Value<'a> {
    fn of(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl<'de> Deserialize<'de> for Suggestion {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ReadSuggestion)
    }
}

/// Reads the list, and the record that journals of before have in its place.
struct ReadSuggestion;

impl<'de> Visitor<'de> for ReadSuggestion {
    type Value = Suggestion;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a suggestion")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Suggestion, A::Error> {
        let id = BlockId::try_from(next::<String, _>(&mut list)?).map_err(A::Error::custom)?;
        let key = next(&mut list)?;
        let (start, end) = (next_moment(&mut list)?, next_moment(&mut list)?);
        let title: String = next(&mut list)?;
        let category = next_name(&mut list)?.map(|name| {
            Category::from_name(&name)
                .ok_or_else(|| A::Error::custom(format!("category is {name:?}")))
        });
        let details = Details {
            activity: next_name(&mut list)?.map(Activity::stored),
            account: next_name(&mut list)?.map(Account::stored),
            requester: next_name(&mut list)?.map(Requester::stored),
            note: Note::stored(title.clone()),
            ..Details::default()
        };
        Ok(Suggestion {
            id,
            key,
            start,
            end,
            title,
            category: category.transpose()?,
            details,
            dismissed: list.next_element::<Option<bool>>()?.flatten() == Some(true),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Suggestion, A::Error> {
        let record = SuggestionRecord::deserialize(MapAccessDeserializer::new(map))?;
        Suggestion::try_from(record).map_err(A::Error::custom)
    }
}

/// A value that has to be there.
fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(list: &mut A) -> Result<T, A::Error> {
    let value = list.next_element()?;
    value.ok_or_else(|| A::Error::custom("the list of a suggestion is cut short"))
}

fn next_moment<'de, A: SeqAccess<'de>>(list: &mut A) -> Result<Moment, A::Error> {
    let (seconds, offset) = (next(list)?, next(list)?);
    let moment = Stamp::new(seconds).zip(Offset::new(offset));
    moment
        .map(|(at, offset)| Moment::new(at, offset))
        .ok_or_else(|| A::Error::custom(format!("{seconds} with {offset} is no time")))
}

fn next_name<'de, A: SeqAccess<'de>>(list: &mut A) -> Result<Option<String>, A::Error> {
    Ok(list.next_element()?.flatten())
}

/// A suggestion as journals of before have it.
#[derive(Deserialize)]
struct SuggestionRecord {
    key: String,
    title: String,
    /// Its category may be missing, where that of the block is a placeholder.
    has_category: bool,
    dismissed: bool,
    block: Record,
}

impl TryFrom<SuggestionRecord> for Suggestion {
    type Error = RecordError;
    fn try_from(record: SuggestionRecord) -> Result<Self, RecordError> {
        let block = record.block.into_stored()?;
        let endless = || RecordError {
            field: "end",
            reason: "is missing".to_owned(),
        };
        Ok(Self {
            id: block.id,
            key: record.key,
            start: block.start,
            end: block.end.ok_or_else(endless)?,
            title: record.title,
            category: record.has_category.then_some(block.category),
            details: block.details,
            dismissed: record.dismissed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion() -> Suggestion {
        let at = |seconds, offset| {
            let offset = Offset::new(offset).expect("an offset");
            Moment::new(Stamp::new(seconds).expect("a time"), offset)
        };
        Suggestion {
            id: BlockId::from_bytes([7; 16]),
            key: "demo@example.com\n1772000000".to_owned(),
            start: at(1_772_000_000, -18_000),
            end: at(1_772_001_800, -14_400),
            title: "Kestrel \"demo\"".to_owned(),
            category: None,
            details: Details {
                note: Note::stored("Kestrel \"demo\"".to_owned()),
                ..Details::default()
            },
            dismissed: false,
        }
    }

    #[test]
    fn the_journal_has_a_suggestion_as_a_short_list() {
        let plain = suggestion();
        let mut full = suggestion();
        full.category = Some(Category::Selling);
        full.details.activity = Some(Activity::stored("demo".to_owned()));
        full.details.requester = Some(Requester::stored("legal".to_owned()));
        let dismissed = Suggestion {
            dismissed: true,
            ..suggestion()
        };
        let begin = "[\"07070707-0707-0707-0707-070707070707\",\"demo@example.com\\n1772000000\",\
                     1772000000,-18000,1772001800,-14400,\"Kestrel \\\"demo\\\"\"";
        for (suggestion, end) in [
            (plain, "]"),
            (full, ",\"selling\",\"demo\",null,\"legal\"]"),
            (dismissed, ",null,null,null,null,true]"),
        ] {
            let json = serde_json::to_string(&suggestion).expect("JSON");
            assert_eq!(json, format!("{begin}{end}"));
            let read: Suggestion = serde_json::from_str(&json).expect("a suggestion");
            assert_eq!(read, suggestion);
        }
        for wrong in [
            "[]",
            "7",
            "[\"x\",\"k\",0,0,1,0,\"t\"]",
            &format!("{begin},\"sold\"]"),
            &begin[..begin.len() - 1],
        ] {
            assert!(
                serde_json::from_str::<Suggestion>(wrong).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_suggestion_of_an_older_journal_is_read() {
        let json = r#"{"key":"demo@example.com\n1772000000","title":"Kestrel \"demo\"","has_category":false,
            "dismissed":false,"block":{"id":"07070707-0707-0707-0707-070707070707","start":"2026-02-25T01:13:20-05:00",
            "end":"2026-02-25T02:43:20-04:00","category":"admin","activity":null,"account":null,"requester":null,
            "tags":[],"note":"Kestrel \"demo\"","outcomes":{"touches":0,"conversations":0,"meetings":0,"grade":null},
            "source":null,"fit":null}}"#;
        let read: Suggestion = serde_json::from_str(json).expect("a suggestion");
        assert_eq!(read, suggestion());
    }
}
