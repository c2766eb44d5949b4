//! How well typed words fit a name: by their letters in order, best at the starts of words and side by side; and which
//! letters of the name they are.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A name that is a word as typed.
const WHOLE: u32 = 100;

/// Where typed letters are found in a name.
/// By default nothing is typed, and anything fits that.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Match {
    /// The more the better.
    pub(crate) score: u32,
    /// Which letters of the name are meant, counted from 0.
    pub(crate) hits: Vec<usize>,
    pub(crate) fit: Fit,
}

/// How the letters of a word lie in a name, the poorest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) enum Fit {
    /// Some stand alone within a word: a chance hit where others fit better.
    Scattered,
    /// Side by side, or at the starts of words.
    Joined,
    /// A word begins as typed.
    #[default]
    Word,
}

impl Fit {
    fn of(hits: &[usize], word: &str, name: &str) -> Self {
        let letters: Vec<char> = name.chars().collect();
        let starts = |hit: usize| {
            let before = hit.checked_sub(1).and_then(|at| letters.get(at));
            before.is_none_or(|c| !c.is_alphanumeric())
        };
        let follows = |place: usize| {
            let before = place.checked_sub(1).and_then(|at| hits.get(at));
            before.is_some_and(|before| before + 1 == hits[place])
        };
        let is_joined = (1..hits.len()).all(follows);
        match hits.first() {
            Some(first) if is_joined && starts(*first) => Self::Word,
            Some(_) if (0..hits.len()).all(|at| starts(hits[at]) || follows(at)) => Self::Joined,
            // The matcher may have taken a letter at the start of another word.
            Some(_) if name.to_lowercase().contains(&word.to_lowercase()) => Self::Joined,
            Some(_) => Self::Scattered,
            None => Self::Word,
        }
    }
}

/// The words that are typed, each to be found in any case, and without its accents where it is typed without.
pub(crate) struct Finder {
    matcher: Matcher,
    words: Vec<(String, Atom)>,
    letters: Vec<char>,
    found: Vec<u32>,
}

impl Finder {
    pub(crate) fn new(typed: &str) -> Self {
        let atom = |word: &str| {
            let (case, accents) = (CaseMatching::Ignore, Normalization::Smart);
            Atom::new(word, case, accents, AtomKind::Fuzzy, false)
        };
        let words = typed.split_whitespace();
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            words: words.map(|word| (word.to_owned(), atom(word))).collect(),
            letters: Vec::new(),
            found: Vec::new(),
        }
    }

    /// How well all words fit something, each by `find` of the finder and the word's number.
    pub(crate) fn find_all(
        &mut self,
        find: impl Fn(&mut Self, usize) -> Option<Match>,
    ) -> Option<Match> {
        let mut whole = Match::default();
        for word in 0..self.words.len() {
            let found = find(self, word)?;
            whole.score += found.score;
            whole.hits.extend(found.hits);
            whole.fit = whole.fit.min(found.fit);
        }
        Some(whole)
    }

    /// A word as it is typed.
    pub(crate) fn word(&self, number: usize) -> &str {
        self.words.get(number).map_or("", |(word, _)| word)
    }

    /// The best way to find the letters of a word in a name; `None` where one of them is missing.
    pub(crate) fn find(&mut self, number: usize, name: &str) -> Option<Match> {
        let (word, atom) = self.words.get(number)?;
        self.found.clear();
        let letters = Utf32Str::new(name, &mut self.letters);
        let score = atom.indices(letters, &mut self.matcher, &mut self.found)?;
        let is_whole = name.to_lowercase() == word.to_lowercase();
        self.found.sort_unstable();
        let hits = self.found.iter();
        let hits: Vec<usize> = hits.filter_map(|hit| usize::try_from(*hit).ok()).collect();
        Some(Match {
            score: u32::from(score) + if is_whole { WHOLE } else { 0 },
            fit: Fit::of(&hits, word, name),
            hits,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(letters: &str, name: &str) -> Option<Match> {
        Finder::new(letters).find_all(|finder, word| finder.find(word, name))
    }

    #[test]
    fn all_letters_in_order_or_nothing() {
        let fits = [
            ("", "undo"),
            ("undo", "undo"),
            ("UD", "undo"),
            ("ng", "next-gap"),
            ("se", "start-earlier"),
            ("ecole", "find @École Nord"),
            ("north find", "find @Northwind"),
            ("!", "find !legal"),
        ];
        for (letters, name) in fits {
            assert!(find(letters, name).is_some(), "{letters} in {name}");
        }
        for (letters, name) in [
            ("ou", "undo"),
            ("undoo", "undo"),
            ("x", ""),
            ("find x", "find"),
        ] {
            assert_eq!(find(letters, name), None, "{letters} in {name}");
        }
    }

    #[test]
    fn the_letters_that_are_meant_are_told() {
        for (letters, name, hits) in [
            ("pro", "start prospecting", vec![6, 7, 8]),
            ("ng", "next-gap", vec![0, 5]),
            ("ud", "undo", vec![0, 2]),
            ("nord", "find @École Nord", vec![12, 13, 14, 15]),
            ("", "undo", vec![]),
        ] {
            let found = find(letters, name).expect("it fits");
            assert_eq!(found.hits, hits, "{letters} in {name}");
        }
    }

    #[test]
    fn letters_that_lie_apart_within_words_are_told_from_those_that_do_not() {
        for (letters, name, fit) in [
            ("pro", "start prospecting", Fit::Word),
            ("start pro", "start prospecting", Fit::Word),
            ("halden", "find @Halden", Fit::Word),
            ("spec", "start prospecting", Fit::Joined),
            ("ng", "next-gap", Fit::Joined),
            ("day", "start deal-strategy", Fit::Scattered),
            ("start day", "start deal-strategy", Fit::Scattered),
            ("d", "undo", Fit::Joined),
            ("", "undo", Fit::Word),
        ] {
            let found = find(letters, name).expect("it fits");
            assert_eq!(found.fit, fit, "{letters} in {name}");
        }
    }

    #[test]
    fn starts_of_words_and_whole_names_fit_best() {
        let score = |letters: &str, name: &str| find(letters, name).map(|found| found.score);
        for (letters, good, poor) in [
            ("sl", "start-later", "split"),
            ("day", "day-after", "delaying"),
            ("e", "edit", "delete"),
            ("undo", "undo", "undo-history"),
        ] {
            assert!(
                score(letters, good) > score(letters, poor),
                "{letters}: {good} before {poor}"
            );
        }
    }
}
