//! The words of a line that finds blocks. A line that is still being typed is never wrong.

use super::words::{Word, WordKind, split_words};
use crate::domain::block::Category;
use crate::domain::text;

/// One word, in small letters without accents; an empty one behind a sigil asks only that there is such a name, or the sigil itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// A category, by its full name.
    Category(Category),
    /// A piece of the account.
    Account(String),
    /// A piece of the requester.
    Requester(String),
    /// A piece of a tag.
    Tag(String),
    /// A piece of the activity.
    Activity(String),
    /// A piece of what the block produced, or of any text with its +: the + of a number belongs to it.
    Outcome(String),
    /// A piece of the source.
    Source(String),
    /// A piece of any text.
    Text(String),
}

/// What each word of the line asks for. A quote that is not closed yet ends with the line.
pub(in crate::domain) fn search_words(line: &str) -> Vec<Term> {
    let found = split_words(line).or_else(|_| split_words(&[line, "\""].concat()));
    // A lone backslash before the added quote would still leave it open: then every word is as it stands.
    let plain = || {
        line.split_whitespace()
            .map(|word| Term::Text(text::plain(word)))
            .collect()
    };
    found.map_or_else(|_| plain(), |words| words.iter().filter_map(term).collect())
}

fn term(word: &Word) -> Option<Term> {
    let piece = text::plain(&word.text);
    Some(match word.kind {
        WordKind::Note if piece.is_empty() => return None,
        WordKind::Note => {
            match Category::from_name(&text::folded(&word.text)).filter(|_| !word.quoted) {
                Some(category) => Term::Category(category),
                None => Term::Text(piece),
            }
        }
        WordKind::Account => Term::Account(piece),
        WordKind::Requester => Term::Requester(piece),
        WordKind::Tag => Term::Tag(piece),
        WordKind::Activity => Term::Activity(piece),
        WordKind::Outcome => Term::Outcome(format!("+{piece}")),
        WordKind::Source => Term::Source(piece),
    })
}
