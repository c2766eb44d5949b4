//! A second reader of the command line, for the commands that are typed and scripted again and again: it builds the one
//! command that the words name, where to build all of them takes a fifth of the instructions of a start. It cannot
//! disagree with the whole command line: both are made of the same argument types, what is not understood here is left
//! to the whole, and a test compares what both read.

use std::ffi::OsString;

use clap::{ArgMatches, Args};

use super::ctx::Global;
use super::{log, start, status, stop};

/// The options that may stand before a command with their value as a word of its own.
const BEFORE: [&str; 3] = ["--db", "--config", "--color"];

/// In place of a command where none is named: the full screen.
const NO_COMMAND: &str = "";

/// What the words ask for, where they name one of these commands or none, and all of them are understood.
pub(super) fn parse(words: &[OsString]) -> Option<ArgMatches> {
    program_with(command_name(words)?)?
        .try_get_matches_from(words)
        .ok()
}

/// The program as if it had this command alone.
fn program_with(name: &str) -> Option<clap::Command> {
    let command = clap::Command::new;
    let program = command("tafs")
        .disable_help_flag(true)
        .disable_help_subcommand(true);
    let program = Global::augment_args(program);
    let command = match name {
        "start" => start::StartArgs::augment_args(command("start")),
        "s" => start::QuickLineArgs::augment_args(command("s")),
        "a" => start::QuickLineArgs::augment_args(command("a")),
        "l" => start::QuickLineArgs::augment_args(command("l")),
        "d" => start::QuickLineArgs::augment_args(command("d")),
        "b" => start::QuickLineArgs::augment_args(command("b")),
        "stop" => stop::AtArgs::augment_args(command("stop")),
        "resume" => stop::AtArgs::augment_args(command("resume")),
        "status" => status::StatusArgs::augment_args(command("status")),
        "log" => log::LogArgs::augment_args(command("log")),
        NO_COMMAND => return Some(program),
        _ => return None,
    };
    Some(program.subcommand(command.disable_help_flag(true)))
}

/// The first word that is no option. Where it is none after all, the words are not understood here.
fn command_name(words: &[OsString]) -> Option<&str> {
    let mut words = words.iter().skip(1);
    loop {
        let Some(word) = words.next() else {
            return Some(NO_COMMAND);
        };
        let word = word.to_str()?;
        if BEFORE.contains(&word) {
            words.next()?;
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::cli::{Cli, hyphens};

    /// What the one command makes of the words.
    fn parse(words: &[OsString]) -> Option<Cli> {
        Cli::from_arg_matches(&super::parse(words)?).ok()
    }

    fn words(line: &str) -> Vec<OsString> {
        hyphens::mark(line.split(' ').map(OsString::from).collect())
    }

    /// What the whole command line makes of the words.
    fn whole(words: &[OsString]) -> Option<Cli> {
        let found = Cli::command().try_get_matches_from(words).ok()?;
        Cli::from_arg_matches(&found).ok()
    }

    #[test]
    fn what_one_command_understands_the_whole_command_line_understands_alike() {
        let cases = [
            ("tafs", true),
            ("tafs --db x", true),
            ("tafs --color=never --config c.toml", true),
            ("tafs --db", false),
            ("tafs --help", false),
            ("tafs --version", false),
            ("tafs status", true),
            ("tafs status --json", true),
            ("tafs --db status log month --color never", true),
            ("tafs --color=always log -7d --csv --db x", true),
            ("tafs s @Northwind call --at -15m --tag a --tag b", true),
            ("tafs s --note -h -- -5", true),
            ("tafs start SELLING /meeting --outcome 1meeting", true),
            ("tafs stop --at 17:30", true),
            ("tafs resume", true),
            ("tafs --db status", true),
            ("tafs report week", false),
            ("tafs -x status", false),
            ("tafs --color loud status", false),
            ("tafs --version status", false),
            ("tafs status --help", false),
            ("tafs status -h", false),
            ("tafs status status", false),
            ("tafs status --jsno", false),
            ("tafs log --json --csv", false),
            ("tafs start nothing", false),
            ("tafs help status", false),
        ];
        for (line, understood) in cases {
            let words = words(line);
            let found = parse(&words);
            assert_eq!(found.is_some(), understood, "{line}");
            if let Some(found) = found {
                assert_eq!(
                    format!("{found:?}"),
                    format!("{:?}", whole(&words).expect(line)),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn no_words_mean_something_else_alone() {
        let all = "status log s start stop selling admin week --json --db --color never -7d -h -- --at --note x";
        for one in all.split(' ') {
            for two in all.split(' ') {
                for line in [
                    format!("tafs {one} {two}"),
                    format!("tafs {one} status {two}"),
                ] {
                    let words = words(&line);
                    if let Some(found) = parse(&words) {
                        assert_eq!(
                            format!("{found:?}"),
                            format!("{:?}", whole(&words).expect(&line)),
                            "{line}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn each_command_alone_is_sound() {
        for name in [
            "start", "s", "a", "l", "d", "b", "stop", "resume", "status", "log",
        ] {
            program_with(name).expect(name).debug_assert();
        }
    }
}
