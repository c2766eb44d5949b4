//! Which blocks of a range are wanted: `@Halden`, `!legal`, `#q1`, `/meeting`, `~webinar`, a category, and a piece of
//! text. Names are whole here; a line that is still being typed is a [`super::search::Query`].

use std::mem::discriminant;

use super::block::{Block, Category};
use super::search::Query;
use super::text;

/// What a block can be told apart by, with names in small letters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    Category(Category),
    Account(String),
    Requester(String),
    Tag(String),
    Activity(String),
    Source(String),
}

impl Mark {
    /// What a word stands for, by its sigil or as the name of a category; `None` where it is neither. An empty name is
    /// behind a sigil that stands alone.
    pub fn new(word: &str) -> Option<Self> {
        let word = word.trim();
        let sigil = word.chars().next()?;
        let name = || {
            let name = word[sigil.len_utf8()..].trim();
            let bare = name.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            text::folded(bare.unwrap_or(name))
        };
        Some(match sigil {
            '@' => Self::Account(name()),
            '!' => Self::Requester(name()),
            '#' => Self::Tag(name()),
            '/' => Self::Activity(name()),
            '~' => Self::Source(name()),
            _ => Self::Category(Category::from_name(&text::folded(word))?),
        })
    }

    /// Its name, without the sigil.
    pub fn name(&self) -> &str {
        match self {
            Self::Category(category) => category.name(),
            Self::Account(name)
            | Self::Requester(name)
            | Self::Tag(name)
            | Self::Activity(name)
            | Self::Source(name) => name,
        }
    }

    /// What stands before the name.
    pub const fn sigil(&self) -> Option<char> {
        match self {
            Self::Category(_) => None,
            Self::Account(_) => Some('@'),
            Self::Requester(_) => Some('!'),
            Self::Tag(_) => Some('#'),
            Self::Activity(_) => Some('/'),
            Self::Source(_) => Some('~'),
        }
    }

    /// What it names: `account`.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Category(_) => "category",
            Self::Account(_) => "account",
            Self::Requester(_) => "requester",
            Self::Tag(_) => "tag",
            Self::Activity(_) => "activity",
            Self::Source(_) => "source",
        }
    }

    fn is_of(&self, block: &Block) -> bool {
        let details = &block.details;
        let is = |name: Option<&str>, wanted: &str| {
            name.is_some_and(|name| text::folded(name) == wanted)
        };
        match self {
            Self::Category(category) => block.category == *category,
            Self::Account(name) => is(details.account.as_deref(), name),
            Self::Requester(name) => is(details.requester.as_deref(), name),
            Self::Activity(name) => is(details.activity.as_deref(), name),
            Self::Source(name) => is(details.prospect.source.as_deref(), name),
            Self::Tag(name) => details.tags.iter().any(|tag| is(Some(tag.as_str()), name)),
        }
    }
}

/// Which blocks are wanted. Of two accounts either will do; an account and a tag have to be there both.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    pub wanted: Vec<Mark>,
    pub without: Vec<Mark>,
    /// What any text of the block has to hold.
    pub text: Query,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn keeps_all(&self) -> bool {
        self.wanted.is_empty() && self.without.is_empty() && self.text.is_empty()
    }

    /// Whether a block is wanted.
    pub fn keeps(&self, block: &Block) -> bool {
        let fits = |mark: &Mark| {
            let alike = |other: &&Mark| discriminant(*other) == discriminant(mark);
            self.wanted
                .iter()
                .filter(alike)
                .any(|mark| mark.is_of(block))
        };
        self.wanted.iter().all(fits)
            && !self.without.iter().any(|mark| mark.is_of(block))
            && self.text.matches(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Requester;
    use crate::domain::tests::lane;

    /// Which of some blocks are kept, by their place.
    fn kept(wanted: &str, without: &str, words: &str) -> Vec<usize> {
        fn marks(words: &str) -> Vec<Mark> {
            let words = words.split_whitespace();
            words.map(|word| Mark::new(word).expect("a mark")).collect()
        }
        let text = "s/meeting@Halden 09:00-09:30; a 09:30-10:00; s/prospecting@Kestrel 10:00-10:30; \
                    d 10:30-10:40; a@Halden 10:40-11:00";
        let mut blocks = lane(text).blocks;
        for place in [1, 4] {
            blocks[place].details.requester = Requester::new("Legal").ok();
        }
        let filter = Filter {
            wanted: marks(wanted),
            without: marks(without),
            text: Query::of_text(words),
        };
        assert_eq!(
            filter.keeps_all(),
            [wanted, without, words].concat().is_empty()
        );
        let kept = blocks.iter().enumerate();
        let kept = kept.filter(|(_, block)| filter.keeps(block));
        kept.map(|(place, _)| place).collect()
    }

    #[test]
    fn of_one_kind_any_will_do_and_of_several_kinds_all_must() {
        let cases: [(&str, &str, &str, &[usize]); 14] = [
            ("", "", "", &[0, 1, 2, 3, 4]),
            ("@HALDEN", "", "", &[0, 4]),
            ("@\"Halden\"", "", "", &[0, 4]),
            ("@Halden @kestrel", "", "", &[0, 2, 4]),
            ("@Halden !legal", "", "", &[4]),
            ("@Hald", "", "", &[]),
            ("selling", "", "", &[0, 2]),
            ("Selling distraction", "", "", &[0, 2, 3]),
            ("/meeting", "", "", &[0]),
            ("", "distraction", "", &[0, 1, 2, 4]),
            ("", "@halden distraction", "", &[1, 2]),
            ("@Halden", "admin", "", &[0]),
            ("#q1", "", "", &[]),
            ("", "", "kest", &[2]),
        ];
        for (wanted, without, words, expected) in cases {
            assert_eq!(
                kept(wanted, without, words),
                expected,
                "{wanted} | {without} | {words}"
            );
        }
    }

    #[test]
    fn a_word_without_a_sigil_is_a_category_or_nothing() {
        assert_eq!(Mark::new("Halden"), None);
        assert_eq!(Mark::new(""), None);
        assert_eq!(Mark::new("sell"), None);
        assert_eq!(
            Mark::new("@").map(|mark| mark.name().to_owned()),
            Some(String::new())
        );
        assert_eq!(Mark::new("Break"), Some(Mark::Category(Category::Break)));
        assert_eq!(
            Mark::new("@Big Co"),
            Some(Mark::Account("big co".to_owned()))
        );
    }
}
