//! Words such as `-15m` and `-5%` that clap would take for flags. Where a command takes plain words, and behind the
//! flags that are parts of a quick line, they are marked before clap reads the line, and the mark is taken off
//! afterwards.

use std::ffi::OsString;

use crate::error::Error;

/// No argument of a program can hold it.
const MARK: char = '\0';
/// The commands that take times, ranges or text as plain words.
const COMMANDS: [&str; 16] = [
    "add", "edit", "note", "split", "away", "log", "gaps", "export", "day", "start", "s", "a", "l",
    "d", "b", "focus",
];
/// The flags whose value may begin with a hyphen.
const PARTS: [&str; 8] = [
    "--note",
    "--account",
    "--requester",
    "--tag",
    "--activity",
    "--outcome",
    "--source",
    "--text",
];
/// All options that take the next word as their value; a test compares them with the command line.
const VALUED: [&str; 36] = [
    "--db",
    "--config",
    "--color",
    "--account",
    "--requester",
    "--tag",
    "--activity",
    "--outcome",
    "--source",
    "--fit",
    "--note",
    "--at",
    "--for",
    "--start",
    "--end",
    "--every",
    "--week",
    "--by",
    "--format",
    "--output",
    "-o",
    "--seed",
    "--tz",
    "--zone",
    "--date-format",
    "--columns",
    "--person",
    "--category",
    "--from",
    "--to",
    "--overlap",
    "--text",
    "--without",
    "--delimiter",
    "--decimal",
    "--round",
];

/// What a word is to the command line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The program, or an option that takes the next word.
    Other,
    Command,
    Value {
        of: &'static str,
    },
    /// A plain word, or an option that takes none.
    Word,
    /// Behind a bare `--`.
    Text,
}

fn roles(words: &[OsString]) -> Vec<Role> {
    let mut has_command = false;
    let mut option = None;
    let mut roles = vec![Role::Other];
    for word in words.iter().skip(1) {
        let shown = word.to_string_lossy();
        roles.push(if let Some(of) = option.take() {
            Role::Value { of }
        } else if let Some(valued) = VALUED.into_iter().find(|name| *name == shown) {
            option = Some(valued);
            Role::Other
        } else if shown == "--" {
            break;
        } else if !has_command && !shown.starts_with('-') {
            has_command = true;
            Role::Command
        } else {
            Role::Word
        });
    }
    roles.resize(words.len(), Role::Text);
    roles
}

/// The words of a command line, with plain words that begin with a hyphen but aren't flags marked. A word that
/// begins with two is an option, or a mistake; what follows a bare `--` is text already.
pub(super) fn mark(words: Vec<OsString>) -> Vec<OsString> {
    let mut takes_words = false;
    let roles = roles(&words).into_iter();
    let marked = words.into_iter().zip(roles).map(|(word, role)| {
        let shown = word.to_string_lossy();
        let is_marked = match role {
            Role::Command => {
                takes_words = COMMANDS.contains(&&*shown);
                false
            }
            Role::Value { of } => {
                PARTS.contains(&of) && shown.starts_with('-') && !shown.starts_with("--")
            }
            Role::Word => is_text(&shown),
            Role::Other | Role::Text => false,
        };
        if is_marked && takes_words {
            OsString::from(format!("{MARK}{shown}"))
        } else {
            word
        }
    });
    marked.collect()
}

/// Refuses an option of the command whose two hyphens have become a dash on their way, as in mails and notes.
pub(super) fn check_dashes(
    words: &[OsString],
    program: fn() -> clap::Command,
) -> Result<(), Error> {
    let mut command = None;
    for (word, role) in words.iter().zip(roles(words)) {
        let shown = word.to_string_lossy();
        let option = shown.split('=').next().unwrap_or_default();
        let after = option.strip_prefix(['—', '–']);
        let (Some(after), Role::Command | Role::Word) = (after, role) else {
            if role == Role::Command {
                command = Some(shown);
            }
            continue;
        };
        let name = after.trim_start_matches(['—', '–', '-']);
        if has_option(&mut program(), command.as_deref(), name) {
            return Err(Error::usage(format!("{option} begins with a dash"))
                .hint(format!("write --{name}; text goes after --")));
        }
    }
    Ok(())
}

fn has_option(program: &mut clap::Command, command: Option<&str>, name: &str) -> bool {
    program.build();
    let asked = command.map_or(Some(&*program), |command| program.find_subcommand(command));
    asked.is_some_and(|asked| {
        asked
            .get_arguments()
            .any(|option| option.get_long() == Some(name))
    })
}

/// Whether a word that begins with a hyphen can be no flag: what follows is neither a letter nor another hyphen.
pub(super) fn is_text(word: &str) -> bool {
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
                "tafs add selling ~-30m ~-15m --note ~-5",
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

    /// A command with its required words, and a value that each of its options takes.
    fn spoken(command: &clap::Command) -> Vec<String> {
        let mut words = vec!["tafs".to_owned(), command.get_name().to_owned()];
        let required = command
            .get_positionals()
            .filter(|arg| arg.is_required_set());
        words.extend(required.map(|arg| {
            let values = arg.get_possible_values();
            values
                .first()
                .map_or_else(|| "last".to_owned(), |value| value.get_name().to_owned())
        }));
        words
    }

    fn parse(words: &[String]) -> Result<clap::ArgMatches, clap::Error> {
        Cli::command().try_get_matches_from(mark(words.iter().map(OsString::from).collect()))
    }

    #[test]
    fn every_option_of_every_command_takes_a_value_with_a_blank() {
        let mut whole = Cli::command();
        whole.build();
        let mut seen = 0;
        for command in whole
            .get_subcommands()
            .filter(|part| part.get_name() != "help")
        {
            let valued = |option: &&clap::Arg| option.get_action().takes_values();
            for option in command.get_opts().filter(valued) {
                let name = option.get_long().expect("a long name");
                let mut words = spoken(command);
                words.push("words".to_owned());
                words.push(format!("--{name}=some value"));
                if !command.get_positionals().any(|arg| arg.get_id() == "words") {
                    words.retain(|word| word != "words");
                }
                match parse(&words) {
                    Ok(found) => {
                        let (_, found) = found.subcommand().expect("a command");
                        let raw = found.get_raw(option.get_id().as_str());
                        let given: Vec<_> = raw.into_iter().flatten().collect();
                        assert_eq!(given, ["some value"], "{words:?}");
                    }
                    // What has a list of values says that this is none of them.
                    Err(error) => {
                        let shown = error.to_string();
                        assert!(
                            shown.contains("'some value' for '--") && shown.contains(name),
                            "{words:?}: {error}"
                        );
                    }
                }
                seen += 1;
            }
        }
        assert!(seen > 80, "{seen}");
    }

    #[test]
    fn an_unknown_option_is_an_error_wherever_it_stands() {
        let mut whole = Cli::command();
        whole.build();
        for command in whole
            .get_subcommands()
            .filter(|part| part.get_name() != "help")
        {
            for unknown in ["--forse", "--forse=a b", "--acount a"] {
                let words = spoken(command);
                for at in 1..=words.len() {
                    let mut words = words.clone();
                    words.insert(at, unknown.to_owned());
                    let error = parse(&words).expect_err(&format!("{words:?}"));
                    let kind = error.kind();
                    assert_eq!(kind, clap::error::ErrorKind::UnknownArgument, "{words:?}");
                }
            }
        }
        for line in ["s --note --forse", "edit last --account --acount"] {
            let words: Vec<String> = format!("tafs {line}")
                .split(' ')
                .map(str::to_owned)
                .collect();
            let error = parse(&words).expect_err(line);
            let kind = error.kind();
            assert_eq!(kind, clap::error::ErrorKind::UnknownArgument, "{line}");
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
