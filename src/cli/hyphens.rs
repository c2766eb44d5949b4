//! Words such as `-15m` that clap would take for flags. Where a command takes times as plain words, they are
//! marked before clap reads the line, and the mark is taken off afterwards.

use std::ffi::OsString;

/// No argument of a program can hold it.
const MARK: char = '\0';
/// The commands that take times as plain words, and those where one is told to write --at.
const COMMANDS: [&str; 10] = ["add", "edit", "split", "away", "start", "s", "a", "l", "d", "b"];

/// The words of a command line with every plain word that is a hyphen and a digit marked.
pub(super) fn mark(words: Vec<OsString>) -> Vec<OsString> {
    let mut command = None;
    let mut after_option = false;
    let mut marked = Vec::with_capacity(words.len());
    for (at, word) in words.into_iter().enumerate() {
        let shown = word.to_string_lossy().into_owned();
        let is_value = std::mem::replace(&mut after_option, shown.starts_with("--") && !shown.contains('='));
        if at > 0 && !is_value && command.is_none() && !shown.starts_with('-') {
            command = Some(COMMANDS.contains(&shown.as_str()));
        }
        let time = shown.starts_with('-') && shown[1..].starts_with(|c: char| c.is_ascii_digit());
        if command == Some(true) && !is_value && time {
            marked.push(OsString::from(format!("{MARK}{shown}")));
        } else {
            marked.push(word);
        }
    }
    marked
}

/// The first marked word, as it was.
pub(super) fn first_marked(words: &[String]) -> Option<&str> {
    words.iter().find_map(|word| word.strip_prefix(MARK))
}

/// The words as they were.
pub(super) fn unmark(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.strip_prefix(MARK).unwrap_or(word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_of_some_commands_are_marked() {
        let cases = [
            ("tafs add selling -30m -15m --note -5", "tafs add selling ~-30m ~-15m --note -5"),
            ("tafs --db -1 add selling -1h now -o", "tafs --db -1 add selling ~-1h now -o"),
            ("tafs --color=never edit last -09:05", "tafs --color=never edit last ~-09:05"),
            ("tafs start selling -15m --at -15m", "tafs start selling ~-15m --at -15m"),
            ("tafs stop -15m", "tafs stop -15m"),
            ("tafs log add -7", "tafs log add -7"),
            ("tafs add x -- -5 -5", "tafs add x -- -5 ~-5"),
        ];
        for (line, expected) in cases {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let marked: Vec<String> =
                mark(words.clone()).iter().map(|word| word.to_string_lossy().into_owned()).collect();
            assert_eq!(marked.join(" ").replace(MARK, "~"), expected);
            assert_eq!(unmark(&marked).join(" "), line);
        }
    }
}
