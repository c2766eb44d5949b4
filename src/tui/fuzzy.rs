//! How well a few typed letters fit a name: all of them in order, best at the starts of words and side by side.

/// A letter at the start of a word.
const WORD_START: i32 = 8;
/// A letter right after the one before it.
const BESIDE: i32 = 5;

/// How well the letters fit, the more the better; `None` where one of them is missing. In any case.
pub(crate) fn score(letters: &str, name: &str) -> Option<i32> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    // For each place of the name, the best way to have all letters so far with the last of them there.
    let mut best: Vec<Option<i32>> = Vec::new();
    for (count, letter) in letters.to_lowercase().chars().enumerate() {
        let reach = |at: usize| match count {
            0 => Some(-(at as i32)),
            _ => (0..at)
                .filter_map(|from| Some(best[from]? + if from + 1 == at { BESIDE } else { -1 }))
                .max(),
        };
        let fits = |at: usize| {
            let starts = at == 0 || !name[at - 1].is_alphanumeric();
            Some(reach(at)? + if starts { WORD_START } else { 0 })
        };
        best = (0..name.len())
            .map(|at| if name[at] == letter { fits(at) } else { None })
            .collect();
    }
    if letters.is_empty() {
        Some(0)
    } else {
        best.into_iter().flatten().max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
