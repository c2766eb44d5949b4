//! Words such as `-15m` and `-5%` that clap would take for flags. Where a command takes plain words, and behind the
//! flags that are parts of a quick line, they are marked before clap reads the line, and the mark is taken off
//! afterwards.

use std::ffi::OsString;

/// No argument of a program can hold it.
const MARK: char = '\0';
/// The commands that take times, ranges or text as plain words.
const COMMANDS: [&str; 14] = [
    "add", "edit", "split", "away", "log", "gaps", "export", "day", "start", "s", "a", "l", "d",
    "b",
];
/// The flags whose value may begin with a hyphen.
const PARTS: [&str; 5] = [
    "--account",
    "--requester",
    "--tag",
    "--activity",
    "--outcome",
];

/// The words of a command line with every plain word that begins with a hyphen and is no flag marked.
pub(super) fn mark(words: Vec<OsString>) -> Vec<OsString> {
    let mut command = None;
    let mut before = String::new();
    let mut marked = Vec::with_capacity(words.len());
    for (at, word) in words.into_iter().enumerate() {
        let shown = word.to_string_lossy().into_owned();
        let option = std::mem::replace(&mut before, shown.clone());
        let is_value = option.starts_with("--") && option.len() > 2 && !option.contains('=');
        if at > 0 && !is_value && command.is_none() && !shown.starts_with('-') {
            command = Some(COMMANDS.contains(&shown.as_str()));
        }
        let is_part =
            PARTS.contains(&option.as_str()) && shown.starts_with('-') && !shown.starts_with("--");
        if command == Some(true) && (is_part || (!is_value && is_text(&shown))) {
            marked.push(OsString::from(format!("{MARK}{shown}")));
        } else {
            marked.push(word);
        }
    }
    marked
}

/// Whether a word that begins with a hyphen can be no flag: what follows is no letter, or there are several words.
fn is_text(word: &str) -> bool {
    let after = word.strip_prefix('-').and_then(|rest| rest.chars().next());
    after.is_some_and(|c| {
        !c.is_ascii_alphabetic() && (c != '-' || word.contains(char::is_whitespace))
    })
}

/// The marked words, as they were.
pub(super) fn marked(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().filter_map(|word| word.strip_prefix(MARK))
}

/// The word as it was.
pub(super) fn plain(word: &str) -> &str {
    word.strip_prefix(MARK).unwrap_or(word)
}

/// The words as they were.
pub(super) fn unmark(words: &[String]) -> Vec<String> {
    words.iter().map(|word| plain(word).to_owned()).collect()
}

/// The words as they were, in one line.
pub(super) fn joined(words: &[String]) -> String {
    unmark(words).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_of_some_commands_are_marked() {
        let cases = [
            (
                "tafs add selling -30m -15m --note -5",
                "tafs add selling ~-30m ~-15m --note -5",
            ),
            (
                "tafs --db -1 add selling -1h now -o",
                "tafs --db -1 add selling ~-1h now -o",
            ),
            (
                "tafs --color=never edit last -09:05",
                "tafs --color=never edit last ~-09:05",
            ),
            (
                "tafs start selling -15m --at -15m",
                "tafs start selling ~-15m --at -15m",
            ),
            ("tafs stop -15m", "tafs stop -15m"),
            ("tafs log -7d", "tafs log ~-7d"),
            ("tafs add x -- -5 -5", "tafs add x -- ~-5 ~-5"),
            (
                "tafs s -n -x --account -x --tag --json y -%",
                "tafs s -n -x --account ~-x --tag --json y ~-%",
            ),
        ];
        for (line, expected) in cases {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let marked: Vec<String> = mark(words.clone())
                .iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            assert_eq!(marked.join(" ").replace(MARK, "~"), expected);
            assert_eq!(unmark(&marked).join(" "), line);
        }
    }
}
