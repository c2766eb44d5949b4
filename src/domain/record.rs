//! The JSON shape of a block: the contract of `--json`, of the export and of the undo journal.

use serde::{Deserialize, Serialize};

use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Grade, Note, Outcomes, Requester, Revision, Tag,
};
use super::calendar::{parse_rfc3339, rfc3339};
use super::change::Arrival;
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
    /// The name of the category.
    pub category: String,
    /// The name of the activity.
    #[serde(default)]
    pub activity: Option<String>,
    /// The customer, without `@`.
    #[serde(default)]
    pub account: Option<String>,
    /// Who asked, without `!`.
    #[serde(default)]
    pub requester: Option<String>,
    /// Topics, without `#`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Free text.
    #[serde(default)]
    pub note: String,
    /// What it produced.
    #[serde(default)]
    pub outcomes: OutcomesRecord,
}

/// What a block produced, as JSON writes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutcomesRecord {
    /// Attempts.
    pub touches: u32,
    /// Conversations.
    pub conversations: u32,
    /// Meetings set.
    pub meetings: u32,
    /// How a live block ended.
    pub grade: Option<String>,
}

/// Why a record is not a block: the field and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordFault {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for RecordFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
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
            activity: details.activity.as_ref().map(|activity| activity.as_str().to_owned()),
            account: details.account.as_ref().map(|account| account.as_str().to_owned()),
            requester: details.requester.as_ref().map(|requester| requester.as_str().to_owned()),
            tags: details.tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
            note: details.note.as_str().to_owned(),
            outcomes: OutcomesRecord {
                touches: outcomes.touches,
                conversations: outcomes.conversations,
                meetings: outcomes.meetings,
                grade: outcomes.grade.map(|grade| grade.name().to_owned()),
            },
        }
    }
}

impl Record {
    /// The block that the record tells of; a new id where it has none. Text is cleaned.
    pub fn into_arrival(self) -> Result<Arrival, RecordFault> {
        let id = match &self.id {
            None => None,
            Some(id) => Some(BlockId::parse(id).ok_or_else(|| fault("id", format!("{id:?} is not a UUID")))?),
        };
        let start = moment("start", &self.start)?;
        let end = self.end.as_deref().map(|end| moment("end", end)).transpose()?;
        if end.is_some_and(|end| end.at <= start.at) {
            return Err(fault("end", "is not after the start".to_owned()));
        }
        let category = Category::from_name(&self.category).ok_or_else(|| {
            fault("category", format!("{:?} is none of selling, admin, learning, distraction, break", self.category))
        })?;
        let details = self.details()?;
        let block =
            Block { id: id.unwrap_or_else(BlockId::fresh), start, end, category, details, revision: Revision(1) };
        Ok(Arrival { block, has_id: id.is_some() })
    }

    fn details(self) -> Result<Details, RecordFault> {
        let name = |field, text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| (field, text));
        let grade = self.outcomes.grade.as_deref().map(|grade| {
            Grade::from_name(grade)
                .ok_or_else(|| fault("outcomes.grade", format!("{grade:?} is none of advance, continuation, no, won")))
        });
        let mut tags: Vec<Tag> = Vec::new();
        for tag in &self.tags {
            let tag = Tag::new(tag).map_err(|reason| fault("tags", reason.to_string()))?;
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        Ok(Details {
            activity: named(name("activity", self.activity), Activity::new)?,
            account: named(name("account", self.account), Account::new)?,
            requester: named(name("requester", self.requester), Requester::new)?,
            tags,
            note: Note::new(&self.note).map_err(|reason| fault("note", reason.to_string()))?,
            outcomes: Outcomes {
                touches: self.outcomes.touches,
                conversations: self.outcomes.conversations,
                meetings: self.outcomes.meetings,
                grade: grade.transpose()?,
            },
        })
    }
}

fn named<T, E: std::fmt::Display>(
    text: Option<(&'static str, String)>,
    new: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, RecordFault> {
    text.map(|(field, text)| new(&text).map_err(|reason| fault(field, reason.to_string()))).transpose()
}

fn moment(field: &'static str, text: &str) -> Result<Moment, RecordFault> {
    parse_rfc3339(text).ok_or_else(|| {
        fault(
            field,
            format!("{text:?} is not an RFC 3339 time of the years 1900 to 2199, such as 2026-03-02T08:30:00+01:00"),
        )
    })
}

const fn fault(field: &'static str, reason: String) -> RecordFault {
    RecordFault { field, reason }
}
