//! Texts that people write, read as values: times, lengths, ranges, the quick line. Relative to a given now,
//! with errors that point at the place. Each printed form (see `spell`) reads back as what it was.

pub mod classify;
pub mod commitment;
pub mod duration;
pub mod edit;
pub mod guess;
pub mod quick;
pub mod range;
mod search;
pub mod spell;
pub mod time;
mod time_expr;
pub mod week;
mod words;

pub(super) use search::search_words;

use std::fmt;

/// Why a text is not understood, and where in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// Where it begins: in characters, the first one is 1. May be just after the last one.
    pub column: usize,
    /// How many characters it takes; at least 1.
    pub width: usize,
    /// What to write instead.
    pub hint: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What is wrong, and what to write instead, in one line.
    pub fn with_hint(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{} — {hint}", self.message),
            None => self.message.clone(),
        }
    }

    /// A fault at `bytes` of `text`.
    fn at(text: &str, bytes: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        let characters = |part: Option<&str>| part.map_or(0, |part| part.chars().count());
        Self {
            message: message.into(),
            column: characters(text.get(..bytes.start)) + 1,
            width: characters(text.get(bytes)).max(1),
            hint: None,
        }
    }

    /// The same fault with what to write instead.
    #[must_use]
    fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The same fault as it stands in a longer text, in which `characters` come before.
    #[must_use]
    fn moved(self, characters: usize) -> Self {
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

/// Where `part`, a slice of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// The bytes that `part`, a slice of `whole`, takes in it.
fn place_in(whole: &str, part: &str) -> std::ops::Range<usize> {
    let start = offset_in(whole, part);
    start..start + part.len()
}
