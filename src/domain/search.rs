//! The line that finds blocks: `admin !legal lost order`. Each word has to fit: a category's name, a name behind
//! its sigil, or a piece of any text of the block.

use super::block::{Block, Fit, Outcomes, Tag};
pub use super::parse::Term;
use super::parse::{search_words, spell};
use super::text;

/// What is looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// What a line asks for. Every line asks for something that can be looked for, also one that is still being
    /// typed.
    pub fn new(line: &str) -> Self {
        Self {
            terms: search_words(line),
        }
    }

    /// What has this piece of text anywhere.
    pub fn of_text(piece: &str) -> Self {
        let piece = text::plain(piece.trim());
        let terms = (!piece.is_empty()).then_some(Term::Text(piece));
        Self {
            terms: terms.into_iter().collect(),
        }
    }

    /// Whether nothing is asked for.
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a block fits every word.
    pub fn matches(&self, block: &Block) -> bool {
        let details = &block.details;
        self.fits(&Texts {
            category: block.category.name(),
            activity: details.activity.as_deref(),
            account: details.account.as_deref(),
            requester: details.requester.as_deref(),
            note: details.note.as_str(),
            source: details.prospect.source.as_deref(),
            fit: details.prospect.fit.map(Fit::name),
            tags: &|| details.tags.clone(),
            outcomes: &|| details.outcomes,
        })
    }

    /// Whether a block that says this fits every word.
    pub fn fits(&self, texts: &Texts<'_>) -> bool {
        self.terms.iter().all(|term| term.fits(texts))
    }
}

/// What a block says, as far as words are looked for in it. What takes work to read is read when it is asked for.
#[expect(missing_debug_implementations, reason = "closures have none")]
pub struct Texts<'a> {
    pub category: &'a str,
    pub activity: Option<&'a str>,
    pub account: Option<&'a str>,
    pub requester: Option<&'a str>,
    pub note: &'a str,
    pub source: Option<&'a str>,
    /// The name of the fit.
    pub fit: Option<&'a str>,
    pub tags: &'a dyn Fn() -> Vec<Tag>,
    pub outcomes: &'a dyn Fn() -> Outcomes,
}

impl Term {
    fn fits(&self, texts: &Texts<'_>) -> bool {
        let is = |name: Option<&str>, piece: &str| name.is_some_and(|name| holds(name, piece));
        let is_or_said =
            |name, piece: &str, sigil| is(name, piece) || piece.is_empty() && texts.say(sigil);
        match self {
            Self::Category(category) => texts.category == category.name(),
            Self::Account(piece) => is_or_said(texts.account, piece, "@"),
            Self::Requester(piece) => is_or_said(texts.requester, piece, "!"),
            Self::Activity(piece) => is_or_said(texts.activity, piece, "/"),
            Self::Tag(piece) => texts.tagged(piece) || piece.is_empty() && texts.say("#"),
            Self::Outcome(piece) => {
                let outcomes = (texts.outcomes)();
                let named = piece.strip_prefix('+').unwrap_or(piece);
                !outcomes.is_empty() && holds(&spell::outcomes(&outcomes), named)
                    || is(texts.fit, named)
                    || texts.say(piece)
            }
            Self::Source(piece) => is_or_said(texts.source, piece, "~"),
            Self::Text(piece) => texts.say(piece),
        }
    }
}

impl Texts<'_> {
    fn tagged(&self, piece: &str) -> bool {
        (self.tags)().iter().any(|tag| holds(tag.as_str(), piece))
    }

    /// Whether the piece is in any of the texts.
    fn say(&self, piece: &str) -> bool {
        let names = [self.account, self.activity, self.requester, self.source];
        holds(self.note, piece)
            || names.into_iter().flatten().any(|name| holds(name, piece))
            || self.tagged(piece)
    }
}

/// Whether a text has the piece in it, which is in small letters without accents: in any case, with or without them.
fn holds(text: &str, piece: &str) -> bool {
    let Some((first, rest)) = piece.as_bytes().split_first() else {
        return true;
    };
    if !text.is_ascii() {
        return text::plain(text).contains(piece);
    }
    // Millions of texts are looked through: none is copied for it, but for the few with letters beyond ASCII.
    let (small, large) = (*first, first.to_ascii_uppercase());
    let bytes = text.as_bytes();
    let Some(places) = (bytes.len() + 1).checked_sub(piece.len()) else {
        return false;
    };
    (0..places).any(|at| {
        (bytes[at] == small || bytes[at] == large)
            && bytes[at + 1..at + piece.len()].eq_ignore_ascii_case(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{
        Account, Activity, Category, Details, Grade, Note, Prospect, Requester, Source,
    };
    use crate::domain::calendar::parse_rfc3339;

    fn block() -> Block {
        let at =
            |time: &str| parse_rfc3339(&format!("2026-03-02T{time}:00+01:00")).expect("a time");
        let details = Details {
            activity: Some(Activity::stored("problem-solving".to_owned())),
            account: Some(Account::stored("Groß & Müller".to_owned())),
            requester: Some(Requester::stored("Legal".to_owned())),
            tags: vec![
                Tag::stored("dealroom".to_owned()),
                Tag::stored("Q2".to_owned()),
            ],
            note: Note::stored("Lost ORDER 4711, called back".to_owned()),
            outcomes: Outcomes {
                meetings: 2,
                grade: Some(Grade::Advance),
                ..Outcomes::default()
            },
            prospect: Prospect {
                source: Some(Source::stored("Spring Fair".to_owned())),
                fit: Some(Fit::Later),
            },
        };
        Block::new(at("09:00"), Some(at("09:30")), Category::Admin, details)
    }

    #[test]
    fn every_word_has_to_fit() {
        let cases = [
            ("", true),
            ("admin", true),
            ("ADMIN", true),
            ("selling", false),
            ("adm", false),
            ("\"admin\"", false),
            ("lost order", true),
            ("order lost", true),
            ("\"order lost\"", false),
            ("\"lost order", true),
            ("lost orders", false),
            ("4711,", true),
            ("MÜLLER", true),
            ("@müll", true),
            ("@legal", false),
            ("!legal", true),
            ("!leg", true),
            ("!finance", false),
            ("legal", true),
            ("#q2", true),
            ("#q2 #deal", true),
            ("#q3", false),
            ("/problem", true),
            ("/order", false),
            ("solving", true),
            ("@ ! # / + ~", true),
            ("~spring", true),
            ("~\"ring f\"", true),
            ("spring", true),
            ("~Halden", false),
            ("+later", true),
            ("+lat", true),
            ("+ready", false),
            ("later", false),
            ("+meeting", true),
            ("+adv +2", true),
            ("+won", false),
            ("@\"groß & m\"", true),
            ("admin !legal lost order", true),
            ("admin !legal lost parcel", false),
            ("+4711", false),
            ("Mu\u{308}ller", true),
            ("@Mu\u{308}ll", true),
            ("muller", true),
            ("GROSS", true),
            ("mullér", true),
            (
                "a much longer piece of text than the block has in all of its names and in its note",
                false,
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(Query::new(line).matches(&block()), expected, "{line:?}");
        }
        let noted = |note: &str| Block {
            details: Details {
                note: Note::stored(note.to_owned()),
                account: Some(Account::stored("Cafe\u{301} Central".to_owned())),
                ..Details::default()
            },
            ..block()
        };
        for (note, line, expected) in [
            ("call +49 170 555", "+49", true),
            ("call +49 170 555", "+4", true),
            ("call 49 170 555", "+49", false),
            ("meet @ 3pm", "meet @ 3pm", true),
            ("+Bob was there", "+bob", true),
            ("", "@café", true),
            ("", "café central", true),
            ("", "@cafe\u{301}", true),
            ("", "cafe", true),
            ("", "@cafe c", true),
            ("naive plan", "naïve", true),
            ("e\u{301}clair", "éCLAIR", true),
        ] {
            let found = Query::new(line).matches(&noted(note));
            assert_eq!(found, expected, "{line:?} in {note:?}");
        }
        assert!(Query::new("  ").is_empty() && !Query::new("@").is_empty());
    }

    #[test]
    fn a_bare_block_has_no_names_to_fit() {
        let bare = Block {
            details: Details::default(),
            ..block()
        };
        for line in ["@", "!", "#", "/", "+", "~", "~x", "+ready", "x"] {
            assert!(!Query::new(line).matches(&bare), "{line}");
        }
        assert!(Query::new("admin").matches(&bare));
    }
}
