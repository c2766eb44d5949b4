//! The JSON shape of a block: the contract of `--json`, of the export and of the undo journal.

use serde::{Deserialize, Deserializer, Serialize};

use super::arrival::{Arrival, Marks};
use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Fit, Grade, Note, Outcomes, Prospect,
    Requester, Revision, Source, Tag, TextError,
};
use super::calendar::{parse_rfc3339, rfc3339};
use super::stamp::Moment;

/// A block as JSON writes it. Fields are added to it, never renamed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// A UUID; missing where another tool wrote the line.
    #[serde(default)]
    pub id: Option<String>,
    /// RFC 3339 with the offset of the place.
    pub start: String,
    /// RFC 3339; null while it runs.
    #[serde(default)]
    pub end: Option<String>,
    pub category: String,
    #[serde(default)]
    pub activity: Option<String>,
    /// The customer, without `@`.
    #[serde(default)]
    pub account: Option<String>,
    /// Who asked, without `!`.
    #[serde(default)]
    pub requester: Option<String>,
    /// Topics, without `#`.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub tags: Vec<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub note: String,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub outcomes: OutcomesRecord,
    /// Where the people came from whom it opened with, without `~`.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether they were ready.
    #[serde(default)]
    pub fit: Option<String>,
    /// Whether the clock was set back while it ran; written only where it was.
    #[serde(
        default,
        deserialize_with = "null_is_empty",
        skip_serializing_if = "is_false"
    )]
    pub clock_back: bool,
}

/// What a block produced, as JSON writes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutcomesRecord {
    #[serde(deserialize_with = "null_is_empty")]
    pub touches: u32,
    #[serde(deserialize_with = "null_is_empty")]
    pub conversations: u32,
    #[serde(deserialize_with = "null_is_empty")]
    pub meetings: u32,
    /// How a live block ended.
    pub grade: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Other tools write null for what is empty.
fn null_is_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    source: D,
) -> Result<T, D::Error> {
    Option::deserialize(source).map(Option::unwrap_or_default)
}

/// Why a record is not a block: the field and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct RecordError {
    pub field: &'static str,
    pub reason: String,
}

impl From<&Block> for Record {
    fn from(block: &Block) -> Self {
        let details = &block.details;
        let outcomes = details.outcomes;
        Self {
            id: Some(block.id.to_string()),
            start: rfc3339(block.start),
            end: block.end.map(rfc3339),
            category: block.category.name().to_owned(),
            activity: details.activity.as_ref().map(String::from),
            account: details.account.as_ref().map(String::from),
            requester: details.requester.as_ref().map(String::from),
            tags: details.tags.iter().map(String::from).collect(),
            note: details.note.as_str().to_owned(),
            outcomes: OutcomesRecord {
                touches: outcomes.touches,
                conversations: outcomes.conversations,
                meetings: outcomes.meetings,
                grade: outcomes.grade.map(|grade| grade.name().to_owned()),
            },
            source: details.prospect.source.as_ref().map(String::from),
            fit: details.prospect.fit.map(|fit| fit.name().to_owned()),
            clock_back: block.clock_back,
        }
    }
}

impl Record {
    /// The block that the record tells of; a new id where it has none. Text is cleaned.
    pub fn into_arrival(self) -> Result<Arrival, RecordError> {
        let (id, mut block) = self.frame()?;
        block.details = self.into_details()?;
        let has_id = id.is_some();
        let marks = Marks::default();
        Ok(Arrival {
            block,
            has_id,
            marks,
        })
    }

    /// The block as a file holds it, whoever wrote it there: with its id, and text as it stands.
    pub fn into_stored(self) -> Result<Block, RecordError> {
        let (id, block) = self.frame()?;
        if id.is_none() {
            return Err(fault("id", "is missing".to_owned()));
        }
        let fit = read_fit(self.fit.as_deref().unwrap_or_default())?;
        let known = |name: Option<String>| name.filter(|name| !name.is_empty());
        Ok(Block {
            details: Details {
                outcomes: self.outcomes.read()?,
                prospect: Prospect {
                    source: known(self.source).map(Source::stored),
                    fit,
                },
                activity: known(self.activity).map(Activity::stored),
                account: known(self.account).map(Account::stored),
                requester: known(self.requester).map(Requester::stored),
                tags: self.tags.into_iter().map(Tag::stored).collect(),
                note: Note::stored(self.note),
            },
            ..block
        })
    }

    /// The id, if there is one, and the block with it, but for its details.
    fn frame(&self) -> Result<(Option<BlockId>, Block), RecordError> {
        let unreadable = |id: &String| fault("id", format!("{id:?} is not a UUID"));
        let read = |id: &String| BlockId::parse(id).ok_or_else(|| unreadable(id));
        let id = self.id.as_ref().map(read).transpose()?;
        let start = moment("start", &self.start)?;
        let end = self.end.as_deref().map(|end| moment("end", end));
        let end = end.transpose()?;
        if end.is_some_and(|end| end.at <= start.at) {
            return Err(fault("end", "is not after the start".to_owned()));
        }
        let unknown = || {
            let choices = "selling, admin, learning, distraction, break";
            fault(
                "category",
                format!("{:?} is none of {choices}", self.category),
            )
        };
        let category = Category::from_name(&self.category).ok_or_else(unknown)?;
        let block = Block {
            id: id.unwrap_or_else(BlockId::fresh),
            start,
            end,
            category,
            details: Details::default(),
            clock_back: self.clock_back,
            revision: Revision(1),
            unreadable: None,
        };
        Ok((id, block))
    }

    /// All but the times and the category. Text is cleaned.
    pub fn into_details(self) -> Result<Details, RecordError> {
        let spelled = SpelledDetails {
            activity: self.activity.as_deref().unwrap_or_default(),
            account: self.account.as_deref().unwrap_or_default(),
            requester: self.requester.as_deref().unwrap_or_default(),
            note: &self.note,
            touches: self.outcomes.touches,
            conversations: self.outcomes.conversations,
            meetings: self.outcomes.meetings,
            grade: self.outcomes.grade.as_deref(),
            source: self.source.as_deref().unwrap_or_default(),
            fit: self.fit.as_deref().unwrap_or_default(),
        };
        spelled.read(self.tags.iter().map(String::as_str))
    }
}

/// All but the times and the category of a block, as they stand somewhere; what is empty isn't there.
#[derive(Clone, Copy, Debug, Default)]
pub struct SpelledDetails<'a> {
    pub activity: &'a str,
    pub account: &'a str,
    pub requester: &'a str,
    pub note: &'a str,
    pub touches: u32,
    pub conversations: u32,
    pub meetings: u32,
    pub grade: Option<&'a str>,
    pub source: &'a str,
    pub fit: &'a str,
}

impl SpelledDetails<'_> {
    /// Reads them, with the tags. Text is cleaned.
    pub fn read<'t>(self, tags: impl Iterator<Item = &'t str>) -> Result<Details, RecordError> {
        let mut read: Vec<Tag> = Vec::new();
        for tag in tags {
            match Tag::new(tag) {
                Ok(tag) if read.contains(&tag) => {}
                Ok(tag) => read.push(tag),
                // Nobody misses a tag without a name.
                Err(TextError::Empty) => {}
                Err(reason) => return Err(fault("tags", reason.to_string())),
            }
        }
        let fit = read_fit(self.fit)?;
        Ok(Details {
            prospect: Prospect {
                source: named("source", self.source, Source::new)?,
                fit,
            },
            activity: named("activity", self.activity, Activity::new)?,
            account: named("account", self.account, Account::new)?,
            requester: named("requester", self.requester, Requester::new)?,
            tags: read,
            note: Note::new(self.note).map_err(|reason| fault("note", reason.to_string()))?,
            outcomes: Outcomes {
                touches: self.touches,
                conversations: self.conversations,
                meetings: self.meetings,
                grade: self.grade.map(read_grade).transpose()?,
            },
        })
    }
}

fn read_fit(fit: &str) -> Result<Option<Fit>, RecordError> {
    if fit.is_empty() {
        return Ok(None);
    }
    let unknown = || {
        let names = Fit::ALL.map(Fit::name).join(", ");
        fault("fit", format!("{fit:?} is none of {names}"))
    };
    Fit::from_name(fit).map(Some).ok_or_else(unknown)
}

fn read_grade(grade: &str) -> Result<Grade, RecordError> {
    let reason = || format!("{grade:?} is none of advance, continuation, no, won");
    Grade::from_name(grade).ok_or_else(|| fault("outcomes.grade", reason()))
}

impl OutcomesRecord {
    fn read(&self) -> Result<Outcomes, RecordError> {
        Ok(Outcomes {
            touches: self.touches,
            conversations: self.conversations,
            meetings: self.meetings,
            grade: self.grade.as_deref().map(read_grade).transpose()?,
        })
    }
}

fn named<T>(
    field: &'static str,
    text: &str,
    new: impl Fn(&str) -> Result<T, TextError>,
) -> Result<Option<T>, RecordError> {
    if text.is_empty() {
        return Ok(None);
    }
    let name = new(text).map(Some);
    name.map_err(|reason| fault(field, reason.to_string()))
}

fn moment(field: &'static str, text: &str) -> Result<Moment, RecordError> {
    let wanted = "an RFC 3339 time of the years 1900 to 2199, such as 2026-03-02T08:30:00+01:00";
    parse_rfc3339(text).ok_or_else(|| fault(field, format!("{text:?} is not {wanted}")))
}

const fn fault(field: &'static str, reason: String) -> RecordError {
    RecordError { field, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::block;

    fn read(json: &str) -> Result<Arrival, String> {
        let record: Record = serde_json::from_str(json).map_err(|error| error.to_string())?;
        record.into_arrival().map_err(|fault| fault.to_string())
    }

    fn full() -> Block {
        let mut block = block("s/meeting@Northwind 09:00-10:00");
        block.details.requester = Requester::new("legal").ok();
        block.details.tags = ["newdeck", "Q1"]
            .map(|tag| Tag::new(tag).expect("a tag"))
            .to_vec();
        block.details.note = Note::new("two\nlines, \"quoted\"").expect("a note");
        block.details.outcomes = Outcomes {
            touches: 22,
            conversations: 3,
            meetings: 1,
            grade: Some(Grade::Advance),
        };
        block.details.prospect = Prospect {
            source: Source::new("spring fair").ok(),
            fit: Some(Fit::Later),
        };
        block
    }

    #[test]
    fn a_block_goes_out_and_comes_back() {
        for block in [full(), block("b 09:00-"), block("a 1.23:00-01:00")] {
            let json = serde_json::to_string(&Record::from(&block)).expect("a record is JSON");
            let arrival = read(&json).expect(&json);
            assert!(arrival.has_id && arrival.block == block, "{json}");
        }
    }

    #[test]
    fn the_json_is_as_promised() {
        let block = Block {
            id: BlockId::from_bytes([0x11; 16]),
            ..full()
        };
        let json = serde_json::to_string(&Record::from(&block)).expect("a record is JSON");
        let commitment = concat!(
            r#"{"id":"11111111-1111-1111-1111-111111111111","start":"2026-03-02T09:00:00+01:00","#,
            r#""end":"2026-03-02T10:00:00+01:00","category":"selling","activity":"meeting","account":"Northwind","#,
            r#""requester":"legal","tags":["newdeck","Q1"],"note":"two\nlines, \"quoted\"","#,
            r#""outcomes":{"touches":22,"conversations":3,"meetings":1,"grade":"advance"},"source":"spring fair","fit":"later"}"#
        );
        assert_eq!(json, commitment);
    }

    #[test]
    fn what_is_missing_is_empty_and_text_is_cleaned() {
        let least =
            read(r#"{"start":"2026-03-02T09:00:00+01:00","category":"Admin"}"#).expect("a block");
        assert!(!least.has_id && least.block.is_running() && least.block.details.is_empty());
        let nulls = read(
            r#"{"start":"2026-03-02T09:00:00+01:00","category":"admin","id":null,"end":null,"activity":null,"tags":null,
                "note":null,"outcomes":{"touches":null,"grade":null}}"#,
        );
        assert!(nulls.expect("a block").block.details.is_empty());
        let empty =
            read(r#"{"start":"2026-03-02T09:00:00Z","category":"selling","source":"","fit":""}"#);
        assert!(empty.expect("a block").block.details.is_empty());
        let dirty = read(
            r#"{"start":"2026-03-02T09:00:00Z","category":"admin","activity":"","account":" \u001b[31mBig\tCorp ",
                "tags":["x","","y"," ","x"],"note":"a\u202eb","outcomes":{"meetings":1}}"#,
        );
        let details = dirty.expect("a block").block.details;
        assert_eq!(details.activity, None);
        assert_eq!(details.account.as_deref(), Some("Big Corp"));
        assert_eq!(
            details.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
            ["x", "y"]
        );
        assert_eq!(
            (details.note.as_str(), details.outcomes.meetings),
            ("ab", 1)
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_field() {
        let with = |field: &str| {
            format!(
                r#"{{"start":"2026-03-02T09:00:00+01:00","end":"2026-03-02T10:00:00+01:00","category":"admin",{field}}}"#
            )
        };
        let cases = [
            (r#"{"category":"admin"}"#.to_owned(), "missing field `start`"),
            (r#"{"start":"2026-03-02T09:00:00Z"}"#.to_owned(), "missing field `category`"),
            (
                r#"{"start":"2026-03-02 9:00","category":"admin"}"#.to_owned(),
                "start: \"2026-03-02 9:00\" is not an RFC 3339",
            ),
            (r#"{"start":"2205-03-02T09:00:00Z","category":"admin"}"#.to_owned(), "of the years 1900 to 2199"),
            (
                r#"{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:00:00Z","category":"admin"}"#.to_owned(),
                "end: is not after the start",
            ),
            (
                r#"{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:30:00+01:00","category":"admin"}"#.to_owned(),
                "end: is not after the start",
            ),
            (
                r#"{"start":"2026-03-02T09:00:00Z","category":"lunch"}"#.to_owned(),
                "category: \"lunch\" is none of selling, admin, learning, distraction, break",
            ),
            (r#"{"start":"2026-03-02T09:00:00Z","category":"s"}"#.to_owned(), "category: \"s\" is none of"),
            (with(r#""id":"123""#), "id: \"123\" is not a UUID"),
            (with(r#""project":"x""#), "unknown field `project`"),
            (with(r#""account":" ""#), "account: is empty"),
            (with(r#""outcomes":{"calls":1}"#), "unknown field `calls`"),
            (with(r#""outcomes":{"meetings":-1}"#), "invalid value"),
            (with(r#""outcomes":{"meetings":4294967296}"#), "invalid value"),
            (
                with(r#""outcomes":{"grade":"maybe"}"#),
                "outcomes.grade: \"maybe\" is none of advance, continuation, no, won",
            ),
            (with(r#""fit":"hot""#), "fit: \"hot\" is none of ready, later, unfit"),
            (with(r#""source":" ""#), "source: is empty"),
            (with(&format!(r#""account":"{}""#, "x".repeat(201))), "account: has 201 bytes; at most 200 fit"),
            (with(&format!(r#""note":"{}""#, "x".repeat(65_537))), "note: has 65537 bytes; at most 65536 fit"),
        ];
        for (json, expected) in cases {
            let fault = read(&json).expect_err(expected);
            assert!(fault.contains(expected), "{fault}\n{json}");
        }
    }
}
