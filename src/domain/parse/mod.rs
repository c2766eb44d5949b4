//! Texts that people write, read as values: times, lengths, ranges, the quick line. Relative to a given now,
//! with errors that point at the place. Each printed form (see `spell`) reads back as what it was.

pub mod classify;
pub mod commitment;
pub mod day_times;
pub mod destination;
pub mod duration;
pub mod edit;
pub mod guess;
pub mod leading_times;
pub mod produced;
pub mod quick;
pub mod range;
mod search;
pub mod spell;
pub mod time;
mod time_expr;
pub mod week;
mod words;

pub use search::Term;
pub(super) use search::search_words;

use std::ops::Range;

/// Why a text is not understood, and where in it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where it begins: in characters, the first one is 1. May be just after the last one.
    pub column: usize,
    /// How many characters it takes; at least 1.
    pub width: usize,
    /// What to write instead.
    pub hint: Option<String>,
    /// Whether it was understood, and is refused all the same.
    pub is_refused: bool,
}

impl ParseError {
    /// What is wrong, and what to write instead, in one line.
    pub fn with_hint(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{} — {hint}", self.message),
            None => self.message.clone(),
        }
    }

    /// An error at `bytes` of `text`.
    pub fn at(text: &str, bytes: Range<usize>, message: impl Into<String>) -> Self {
        let characters = |part: Option<&str>| part.map_or(0, |part| part.chars().count());
        Self {
            message: message.into(),
            column: characters(text.get(..bytes.start)) + 1,
            width: characters(text.get(bytes)).max(1),
            hint: None,
            is_refused: false,
        }
    }

    /// An error in `part`, a slice of `text`.
    pub fn on(text: &str, part: &str, message: impl Into<String>) -> Self {
        Self::at(text, place_in(text, part), message)
    }

    /// An error after the last character of `text`, where something is missing.
    fn after(text: &str, message: impl Into<String>) -> Self {
        Self::at(text, text.len()..text.len(), message)
    }

    /// The same error with what to write instead.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The same error as it stands in a longer text, of which `part` is a slice.
    #[must_use]
    fn within(self, whole: &str, part: &str) -> Self {
        self.moved(whole[..offset_in(whole, part)].chars().count())
    }

    /// The same error as it stands in a longer text, in which `characters` come before.
    #[must_use]
    pub fn moved(self, characters: usize) -> Self {
        Self {
            column: self.column + characters,
            ..self
        }
    }
}

/// The one of `names` that was probably meant, if any is near.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&word, name), name));
    scored
        .filter(|(score, _)| *score > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

/// Whether two words are the same but for a slip or two of the fingers: the longer, the more of them.
pub fn is_slip(word: &str, name: &str) -> bool {
    let (word, name) = (word.to_lowercase(), name.to_lowercase());
    strsim::osa_distance(&word, &name) <= 1 + word.chars().count() / 5
}

/// What to write instead of a word: the name that was probably meant, or one of all of them.
fn nearest_or_all<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, names.clone()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
    }
}

/// Whether a text is a number without a sign: digits, and nothing else.
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that digits spell, if it fits.
pub fn parse_digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    is_digits(text).then(|| text.parse().ok()).flatten()
}

/// The words of a text in small letters, with hyphens between them: `last-week`.
fn hyphenated(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join("-").to_ascii_lowercase()
}

/// Where `part`, a slice of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// The bytes that `part`, a slice of `whole`, takes in it.
fn place_in(whole: &str, part: &str) -> Range<usize> {
    let start = offset_in(whole, part);
    start..start + part.len()
}
