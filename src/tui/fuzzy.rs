//! How well a few typed letters fit a name: all of them in order, best at the starts of words and side by side; and which
//! letters of the name they are.

/// A letter at the start of a word.
const WORD_START: i32 = 8;
/// A letter right after the one before it.
const BESIDE: i32 = 5;
/// The most that a first letter loses by standing late in the name.
const LATE: i32 = 3;

/// Where typed letters are found in a name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Match {
    /// The more the better.
    pub(crate) score: i32,
    /// Which letters of the name are meant, counted from 0.
    pub(crate) hits: Vec<usize>,
}

/// The best way to find the letters in the name, in any case; `None` where one of them is missing.
pub(crate) fn find_letters(letters: &str, name: &str) -> Option<Match> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    // For each letter and each place of the name: the best score with that letter there, and where the one before is.
    let mut rows: Vec<Vec<Option<(i32, usize)>>> = Vec::new();
    for letter in letters.to_lowercase().chars() {
        let reach = |at: usize| match rows.last() {
            None => Some((-(at as i32).min(LATE), at)),
            Some(before) => (0..at)
                .filter_map(|from| {
                    let (score, _) = before[from]?;
                    Some((score + if from + 1 == at { BESIDE } else { -1 }, from))
                })
                .max_by_key(|(score, _)| *score),
        };
        let fits = |at: usize| {
            let starts = at == 0 || !name[at - 1].is_alphanumeric();
            let (score, from) = reach(at)?;
            Some((score + if starts { WORD_START } else { 0 }, from))
        };
        let row = (0..name.len()).map(|at| if name[at] == letter { fits(at) } else { None });
        rows.push(row.collect());
    }
    let Some(last) = rows.last() else {
        return Some(Match::default());
    };
    let ends = last.iter().enumerate();
    let (mut at, (score, _)) = ends
        .filter_map(|(at, best)| Some((at, (*best)?)))
        .max_by_key(|(at, (score, _))| (*score, std::cmp::Reverse(*at)))?;
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows.iter().rev() {
        hits.push(at);
        at = row[at].map_or(at, |(_, from)| from);
    }
    hits.reverse();
    Some(Match { score, hits })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(letters: &str, name: &str) -> Option<i32> {
        find_letters(letters, name).map(|found| found.score)
    }

    #[test]
    fn all_letters_in_order_or_nothing() {
        let fits = [
            ("", "undo"),
            ("undo", "undo"),
            ("UD", "undo"),
            ("ng", "next-gap"),
            ("se", "start-earlier"),
        ];
        for (letters, name) in fits {
            assert!(score(letters, name).is_some(), "{letters} in {name}");
        }
        for (letters, name) in [("ou", "undo"), ("undoo", "undo"), ("x", "")] {
            assert_eq!(score(letters, name), None, "{letters} in {name}");
        }
    }

    #[test]
    fn the_letters_that_are_meant_are_told() {
        for (letters, name, hits) in [
            ("pro", "start prospecting", vec![6, 7, 8]),
            ("ng", "next-gap", vec![0, 5]),
            ("ud", "undo", vec![0, 2]),
            ("", "undo", vec![]),
        ] {
            let found = find_letters(letters, name).expect("it fits");
            assert_eq!(found.hits, hits, "{letters} in {name}");
        }
    }

    #[test]
    fn starts_of_words_and_whole_words_fit_best() {
        let better = [
            ("sl", "start-later", "split"),
            ("day", "day-after", "delaying"),
            ("e", "edit", "delete"),
        ];
        for (letters, good, poor) in better {
            assert!(
                score(letters, good) > score(letters, poor),
                "{letters}: {good} before {poor}"
            );
        }
    }
}
