//! A name that becomes another one: what is asked, and what it makes of a name, of the tags of a block, of a block.

use serde::{Deserialize, Serialize};

use super::block::{Account, Activity, Block, BlockId, Requester, Source, Tag};
use super::named::named;
use super::text;

named!(
    /// What a name is the name of.
    NameKind.word {
        /// `@Northwind`
        Account = "account",
        /// `!legal`
        Requester = "requester",
        /// `#newdeck`
        Tag = "tag",
        /// `/meeting`
        Activity = "activity",
        /// `~webinar`
        Source = "source",
    }
);

impl NameKind {
    /// What stands before such a name in a quick line.
    pub const fn sigil(self) -> char {
        match self {
            Self::Account => '@',
            Self::Requester => '!',
            Self::Tag => '#',
            Self::Activity => '/',
            Self::Source => '~',
        }
    }
}

/// That a name is another one from now on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renaming {
    pub kind: NameKind,
    /// In any case, and however its accents were typed.
    pub old: String,
    /// As it is to be written.
    pub new: String,
}

/// Blocks that say one thing in the place of another. The undo journal holds it as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Renamed {
    pub kind: NameKind,
    pub from: String,
    pub to: String,
    pub blocks: BlockList,
}

/// Ids of blocks, in the journal one behind the other: there may be a hundred thousand.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BlockList(pub Vec<BlockId>);

/// So many digits are an id.
const DIGITS: usize = 32;

impl From<BlockList> for String {
    fn from(list: BlockList) -> Self {
        let spelled = |id: &BlockId| format!("{:032x}", u128::from_be_bytes(*id.as_bytes()));
        list.0.iter().map(spelled).collect()
    }
}

impl TryFrom<String> for BlockList {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || "the ids of blocks aren't as tafs writes them".to_owned();
        let (ids, rest) = text.as_bytes().as_chunks::<DIGITS>();
        if !rest.is_empty() || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let id = |digits: &[u8; DIGITS]| {
            let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
            let number = u128::from_str_radix(digits, 16).map_err(|_| wrong())?;
            Ok(BlockId::from_bytes(number.to_be_bytes()))
        };
        ids.iter().map(id).collect::<Result<_, _>>().map(Self)
    }
}

impl Renamed {
    /// What the block says with what it says now in the place of what it said before.
    #[must_use]
    pub fn applied_to(&self, block: &Block) -> Block {
        self.written(block, &self.to)
    }

    /// The block as it has to be before.
    #[must_use]
    pub fn required_of(&self, block: &Block) -> Block {
        self.written(block, &self.from)
    }

    fn written(&self, block: &Block, value: &str) -> Block {
        let mut block = block.clone();
        let details = &mut block.details;
        let name = value.to_owned();
        match self.kind {
            NameKind::Account => details.account = Some(Account::stored(name)),
            NameKind::Requester => details.requester = Some(Requester::stored(name)),
            NameKind::Activity => details.activity = Some(Activity::stored(name)),
            NameKind::Source => details.prospect.source = Some(Source::stored(name)),
            NameKind::Tag => {
                details.tags = read_tags(value).into_iter().map(Tag::stored).collect();
            }
        }
        block
    }
}

impl Renaming {
    /// Whether nothing but the spelling changes.
    pub fn is_of_spelling(&self) -> bool {
        text::folded(&self.old) == text::folded(&self.new)
    }

    /// What stands in the place of a name, where it is another text. The new name too is unified.
    pub(super) fn renamed(&self, name: &str) -> Option<&str> {
        let folded = text::folded(name);
        let is_meant = folded == text::folded(&self.old) || folded == text::folded(&self.new);
        (is_meant && name != self.new).then_some(&*self.new)
    }

    /// What a column says from now on, where that is something else.
    pub fn becomes(&self, value: &str) -> Option<String> {
        if self.kind != NameKind::Tag {
            return self.renamed(value).map(ToOwned::to_owned);
        }
        let before = read_tags(value);
        let mut after: Vec<String> = Vec::with_capacity(before.len());
        for tag in &before {
            let tag = self.renamed(tag).unwrap_or(tag);
            // A block has a tag once.
            if tag != self.new || !after.iter().any(|known| *known == tag) {
                after.push(tag.to_owned());
            }
        }
        (after != before).then(|| serde_json::json!(after).to_string())
    }
}

/// The tags of a JSON array; none where it is no such thing.
pub(super) fn read_tags(json: &str) -> Vec<String> {
    let values: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let text = |value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    values.into_iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renaming(kind: NameKind, old: &str, new: &str) -> Renaming {
        let (old, new) = (old.to_owned(), new.to_owned());
        Renaming { kind, old, new }
    }

    #[test]
    fn names_match_in_any_case_and_tags_stand_once() {
        let rename = |kind, old: &str, new: &str, value: &str| {
            renaming(kind, old, new).becomes(value).unwrap_or_default()
        };
        let account = |old, new, value| rename(NameKind::Account, old, new, value);
        assert_eq!(account("nortwind", "Northwind", "NORTWIND"), "Northwind");
        assert_eq!(account("nortwind", "Northwind", "northwind"), "Northwind");
        assert_eq!(account("nortwind", "Northwind", "Northwind"), "");
        assert_eq!(account("northwind", "Northwind", "northwind"), "Northwind");
        assert_eq!(account("müller", "Miller", "MU\u{308}LLER"), "Miller");
        let tag = |value| rename(NameKind::Tag, "q1", "Q2", value);
        assert_eq!(tag(r#"["a","Q1","q2"]"#), r#"["a","Q2"]"#);
        assert_eq!(tag(r#"["a","a","q1"]"#), r#"["a","a","Q2"]"#);
        assert_eq!(tag(r#"["a","Q2"]"#), "");
    }

    #[test]
    fn ids_are_written_one_behind_the_other_and_read_back() {
        let ids = BlockList(vec![
            BlockId::from_bytes([0; 16]),
            BlockId::from_bytes([255; 16]),
        ]);
        let text = String::from(ids.clone());
        assert_eq!(text.len(), 64);
        assert_eq!(BlockList::try_from(text.clone()), Ok(ids));
        for wrong in [&text[1..], &text.replace('f', "+"), &text.replace('0', "é")] {
            BlockList::try_from(wrong.to_owned()).expect_err(wrong);
        }
    }
}
