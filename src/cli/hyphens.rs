//! Words such as `-15m` and `-5%` that clap would take for flags. Where a command takes plain words, and behind the
//! flags that are parts of a quick line, they are marked before clap reads the line, and the mark is taken off
//! afterwards.

use std::ffi::OsString;

/// No argument of a program can hold it.
const MARK: char = '\0';
/// The commands that take times, ranges or text as plain words.
const COMMANDS: [&str; 15] = [
    "add", "edit", "note", "split", "away", "log", "gaps", "export", "day", "start", "s", "a", "l",
    "d", "b",
];
/// The flags whose value may begin with a hyphen.
const PARTS: [&str; 5] = [
    "--account",
    "--requester",
    "--tag",
    "--activity",
    "--outcome",
];
/// All options that take the next word as their value; a test compares them with the command line.
const VALUED: [&str; 25] = [
    "--db",
    "--config",
    "--color",
    "--account",
    "--requester",
    "--tag",
    "--activity",
    "--outcome",
    "--note",
    "--at",
    "--for",
    "--start",
    "--end",
    "--week",
    "--by",
    "--format",
    "--output",
    "-o",
    "--seed",
    "--tz",
    "--date-format",
    "--category",
    "--from",
    "--to",
    "--overlap",
];

/// The words of a command line, with plain words that begin with a hyphen but aren't flags marked. A word that
/// begins with two is an option, or a mistake; what follows a bare `--` is text already.
pub(super) fn mark(words: Vec<OsString>) -> Vec<OsString> {
    let mut takes_words = None;
    let mut option = None;
    let mut words = words.into_iter();
    let mut marked: Vec<OsString> = words.by_ref().take(1).collect();
    for word in words.by_ref() {
        let shown = word.to_string_lossy();
        let is_marked = if let Some(option) = option.take() {
            PARTS.contains(&option) && shown.starts_with('-') && !shown.starts_with("--")
        } else if let Some(valued) = VALUED.into_iter().find(|name| *name == shown) {
            option = Some(valued);
            false
        } else if shown == "--" {
            marked.push(word);
            break;
        } else if takes_words.is_none() && !shown.starts_with('-') {
            takes_words = Some(COMMANDS.contains(&&*shown));
            false
        } else {
            is_text(&shown)
        };
        marked.push(if is_marked && takes_words == Some(true) {
            OsString::from(format!("{MARK}{shown}"))
        } else {
            word
        });
    }
    marked.extend(words);
    marked
}

/// Whether a word that begins with a hyphen can be no flag: what follows is neither a letter nor another hyphen.
fn is_text(word: &str) -> bool {
    let after = word.strip_prefix('-').and_then(|rest| rest.chars().next());
    after.is_some_and(|c| !c.is_ascii_alphabetic() && c != '-')
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
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

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
            ("tafs add x -- -5 -5", "tafs add x -- -5 -5"),
            ("tafs log --json -7d", "tafs log --json ~-7d"),
            ("tafs s --note -- -5", "tafs s --note -- ~-5"),
            ("tafs s --at=1 --db=x -5", "tafs s --at=1 --db=x ~-5"),
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

    #[test]
    fn every_option_with_a_value_is_known() {
        let command = Cli::command();
        let mut found = BTreeSet::new();
        for part in command.get_subcommands().chain([&command]) {
            let valued = |option: &&clap::Arg| option.get_action().takes_values();
            for option in part.get_opts().filter(valued) {
                found.extend(option.get_long().map(|name| format!("--{name}")));
                found.extend(option.get_short().map(|name| format!("-{name}")));
            }
        }
        assert_eq!(found, VALUED.map(str::to_owned).into());
    }
}
