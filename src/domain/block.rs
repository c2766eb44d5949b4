//! A block of time and what is known of it. Knows nothing of how blocks lie beside each other (see `rules`).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::named::named;
use super::stamp::{Length, Moment, Span, Stamp};
use super::text::{self, NAME_LIMIT, NOTE_LIMIT};

/// What a block of time was spent on. `Break` is a block, but not working time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Work that moves a customer's decision.
    Selling,
    /// Work that the selling needs, or that others ask for.
    Admin,
    /// Getting better at it.
    Learning,
    /// Neither work nor rest.
    Distraction,
    /// Rest: outside the working time.
    Break,
}

impl Category {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Selling,
        Self::Admin,
        Self::Learning,
        Self::Distraction,
        Self::Break,
    ];
    /// Those that make up the tracked working time.
    pub const WORK: [Self; 4] = [
        Self::Selling,
        Self::Admin,
        Self::Learning,
        Self::Distraction,
    ];

    /// The name, as stored and as written in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Selling => "selling",
            Self::Admin => "admin",
            Self::Learning => "learning",
            Self::Distraction => "distraction",
            Self::Break => "break",
        }
    }

    /// The capture key.
    pub const fn letter(self) -> char {
        match self {
            Self::Selling => 's',
            Self::Admin => 'a',
            Self::Learning => 'l',
            Self::Distraction => 'd',
            Self::Break => 'b',
        }
    }

    /// The category of a name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.name().eq_ignore_ascii_case(name))
    }

    /// The category of a name or of its letter.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) => Self::ALL
                .into_iter()
                .find(|category| category.letter() == letter.to_ascii_lowercase()),
            _ => Self::from_name(word),
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The identity of a block, for ever and on every machine: a UUID version 7.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BlockId(Uuid);

impl From<BlockId> for String {
    fn from(id: BlockId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for BlockId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not a UUID"))
    }
}

impl BlockId {
    /// A new id; its first 48 bits are the milliseconds of the clock, so ids sort by the time of entry. What is random
    /// follows at once, and the counter only then: ids of one import differ early, and few letters tell them apart.
    pub fn fresh() -> Self {
        let mut bytes = *Uuid::now_v7().as_bytes();
        let (counter, random) = (
            [bytes[6], bytes[7], bytes[8], bytes[9]],
            [bytes[12], bytes[13], bytes[14], bytes[15]],
        );
        bytes[6..10].copy_from_slice(&random);
        bytes[12..16].copy_from_slice(&counter);
        // The version and the variant of a UUIDv7.
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self::from_bytes(bytes)
    }

    /// The id with these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Its bytes, as stored.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// As it is written, in ASCII.
    pub fn spell(&self) -> [u8; 36] {
        let mut text = [0; 36];
        self.0.hyphenated().encode_lower(&mut text);
        text
    }

    /// The id that a text spells, if it spells a UUID.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// How often a block has been changed since it was first saved; 1 for a new one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Revision(pub u32);

/// Why a text was not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextError {
    /// Nothing is left of it once it is cleaned.
    #[error("is empty")]
    Empty,
    #[error("has {bytes} bytes; at most {limit} fit")]
    TooLong { bytes: usize, limit: usize },
}

/// An older file may hold a text in another form than the one in which it comes in now: both are the same text.
macro_rules! compare_composed {
    ($name:ident) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || text::composed(&self.0) == text::composed(&other.0)
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                text::composed(&self.0).hash(state);
            }
        }
    };
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $name(String);

        compare_composed!($name);

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                text::composed(&self.0).cmp(&text::composed(&other.0))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// The name, cleaned, on one line.
            pub fn new(text: &str) -> Result<Self, TextError> {
                let name = text::clean_line(text);
                match name.len() {
                    0 => Err(TextError::Empty),
                    bytes if bytes > NAME_LIMIT => Err(TextError::TooLong { bytes, limit: NAME_LIMIT }),
                    _ => Ok(Self(name)),
                }
            }

            /// As `new`; where the text is too long, it may still be what the block has, which another program wrote.
            pub fn new_or_own(text: &str, own: Option<&Self>) -> Result<Self, TextError> {
                Self::new(text).or_else(|error| {
                    let own = own.filter(|own| text::clean_line(&own.0) == text::clean_line(text));
                    own.cloned().ok_or(error)
                })
            }

            /// The name as the file holds it, whoever wrote it there.
            pub const fn stored(name: String) -> Self {
                Self(name)
            }

            /// The name as it was entered: not made harmless for a terminal.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&$name> for String {
            fn from(name: &$name) -> Self {
                name.0.clone()
            }
        }
    };
}

name_type!(
    /// What kind of selling, admin, … a block was: a name of the taxonomy, or one kept from an import.
    Activity
);
name_type!(
    /// A customer, written `@Northwind`.
    Account
);
name_type!(
    /// Who asked for the work, written `!legal`.
    Requester
);
name_type!(
    /// A topic or an asset, written `#newdeck`.
    Tag
);
name_type!(
    /// Where the people came from whom selling opened with, written `~webinar`.
    Source
);

impl Requester {
    /// Whether the rep asked for this work; anyone else's request is imposed.
    pub fn is_self(&self) -> bool {
        self.0.eq_ignore_ascii_case("self")
    }
}

/// Free text; may be empty, may have several lines.
#[derive(Clone, Debug, Default)]
pub struct Note(String);

compare_composed!(Note);

impl Note {
    /// The note, cleaned.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let note = text::clean(text);
        match note.len() {
            bytes if bytes > NOTE_LIMIT => Err(TextError::TooLong {
                bytes,
                limit: NOTE_LIMIT,
            }),
            _ => Ok(Self(note)),
        }
    }

    /// As [`Note::new`]; where the text is too long, it may still be what the block has, which another program wrote.
    pub fn new_or_own(text: &str, own: &Self) -> Result<Self, TextError> {
        Self::new(text).or_else(|error| {
            if text::clean(&own.0) == text::clean(text) {
                Ok(own.clone())
            } else {
                Err(error)
            }
        })
    }

    /// The note as the file holds it, whoever wrote it there.
    pub const fn stored(note: String) -> Self {
        Self(note)
    }

    /// The note as it was entered: not made harmless for a terminal.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is noted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// How a live conversation ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grade {
    /// The customer agreed to an action that moves the decision.
    Advance,
    /// It goes on, nothing was agreed.
    Continuation,
    /// It is over.
    No,
    /// It is sold.
    Won,
}

impl Grade {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Advance, Self::Continuation, Self::No, Self::Won];

    /// The name, as stored and as written in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Continuation => "continuation",
            Self::No => "no",
            Self::Won => "won",
        }
    }

    /// The grade of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|grade| grade.name().eq_ignore_ascii_case(name))
    }
}

/// What a block produced.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Outcomes {
    /// Attempts: calls dialled, mails sent. Never a headline.
    pub touches: u32,
    /// Conversations with a customer.
    pub conversations: u32,
    /// Meetings set.
    pub meetings: u32,
    /// How a live block ended.
    pub grade: Option<Grade>,
}

impl Outcomes {
    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

named!(
    /// Whether the people whom selling opened with were ready to buy.
    Fit.name {
        Ready = "ready",
        /// Not now.
        Later = "later",
        /// Never.
        Unfit = "unfit",
    }
);

impl Fit {
    /// The fit of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|fit| fit.name().eq_ignore_ascii_case(name))
    }
}

/// Whom selling opened with: of activities to do more of in which no customer is live yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Prospect {
    /// Where they came from.
    pub source: Option<Source>,
    pub fit: Option<Fit>,
}

impl Prospect {
    /// Whether nothing is known.
    pub const fn is_empty(&self) -> bool {
        self.source.is_none() && self.fit.is_none()
    }
}

/// All that is known of a block beside when it was and its category.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Details {
    /// What kind of selling, admin, …
    pub activity: Option<Activity>,
    /// The customer.
    pub account: Option<Account>,
    /// Who asked for it.
    pub requester: Option<Requester>,
    /// Topics, each once, in the order in which they were given.
    pub tags: Vec<Tag>,
    /// Free text.
    pub note: Note,
    /// What it produced.
    pub outcomes: Outcomes,
    /// Whom it opened with.
    pub prospect: Prospect,
}

impl Details {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What another stretch of the same work shares: everything but the note and the outcomes, which belong to
    /// one stretch.
    #[must_use]
    pub fn same_work(&self) -> Self {
        Self {
            note: Note::default(),
            outcomes: Outcomes::default(),
            ..self.clone()
        }
    }
}

/// A stretch of time with one category.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Block {
    /// Its identity.
    pub id: BlockId,
    /// When and where it began.
    pub start: Moment,
    /// When and where it ended; `None` while it runs.
    pub end: Option<Moment>,
    /// What it was.
    pub category: Category,
    /// All else that is known of it.
    pub details: Details,
    /// Whether the clock was set back while it ran, and nobody has edited its times since.
    pub clock_back: bool,
    /// How often it has been changed.
    pub revision: Revision,
    /// The number of its row, where that can't be read but for the times: nobody knows what it was.
    pub unreadable: Option<i64>,
}

impl Block {
    /// A new block with an id of its own.
    pub fn new(start: Moment, end: Option<Moment>, category: Category, details: Details) -> Self {
        Self {
            id: BlockId::fresh(),
            start,
            end,
            category,
            details,
            clock_back: false,
            revision: Revision(1),
            unreadable: None,
        }
    }

    /// The same block with another start.
    #[must_use]
    pub fn starting(&self, start: Moment) -> Self {
        Self {
            start,
            ..self.clone()
        }
    }

    /// The same block with another end.
    #[must_use]
    pub fn ending(&self, end: Moment) -> Self {
        Self {
            end: Some(end),
            ..self.clone()
        }
    }

    /// What goes on of it from a time inside: the same work, as a block of its own.
    #[must_use]
    pub fn rest_from(&self, start: Moment) -> Self {
        Self {
            clock_back: self.clock_back,
            unreadable: self.unreadable,
            ..Self::new(start, self.end, self.category, self.details.same_work())
        }
    }

    /// Whether it still runs.
    pub const fn is_running(&self) -> bool {
        self.end.is_none()
    }

    /// The instant at which it ended, or `now` while it runs.
    pub fn end_or(&self, now: Stamp) -> Stamp {
        self.end.map_or(now, |end| end.at)
    }

    /// Its stretch, up to `now` while it runs; `None` where it has no length yet, or the clock went back.
    pub fn span(&self, now: Stamp) -> Option<Span> {
        Span::new(self.start.at, self.end_or(now))
    }

    /// How long a part of it reads in a row: as the times beside it, or to the second while it runs.
    pub const fn row_length(&self, part: Span) -> Length {
        if self.end.is_some() {
            part.clock_length()
        } else {
            part.length()
        }
    }

    /// How long it is, up to `now` while it runs; never negative.
    pub fn length(&self, now: Stamp) -> Length {
        self.end_or(now).since(self.start.at).or_zero()
    }

    /// Whether both say the same, whatever their revisions.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.start == other.start
            && self.end == other.end
            && self.category == other.category
            && self.details == other.details
            && self.clock_back == other.clock_back
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_name_is_the_same_however_its_accent_is_held() {
        let old = Account::stored("Cafe\u{301}".to_owned());
        let new = Account::new("Cafe\u{301}").expect("a name");
        assert_eq!(new.as_str(), "Café");
        assert_eq!((&old, old.cmp(&new)), (&new, Ordering::Equal));
        assert_eq!(
            [old.clone(), new].into_iter().collect::<HashSet<_>>().len(),
            1
        );
        assert_eq!(old.as_str(), "Cafe\u{301}");
        let note = Note::stored("e\u{301}clair".to_owned());
        assert_eq!(Some(note), Note::new("éclair").ok());
        assert_ne!(Account::new("Cafe"), Account::new("Café"));
    }
}
