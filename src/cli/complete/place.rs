//! Where in the command line the cursor is: at which command, option or plain word.

use clap::{Arg, ArgAction, Command};

use super::typed::Typed;
use crate::cli::hyphens;

/// What belongs at the cursor.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot<'c> {
    /// The name of a command, of the program or of one of its commands.
    Command,
    /// An option of the command.
    Option,
    /// The value of an option, which is a part of the word behind its `=` or a word of its own.
    Value { of: &'c Arg, behind: usize },
    /// A plain word.
    Word(&'c Arg),
    /// A plain word, where no more are taken.
    Nothing,
}

/// Where the cursor is.
#[derive(Debug)]
pub(super) struct Place<'c> {
    /// The program, and the commands that were named.
    pub(super) commands: Vec<&'c Command>,
    pub(super) slot: Slot<'c>,
    /// The plain words of the command.
    pub(super) words: Vec<String>,
    /// The options that were given, with their values.
    pub(super) given: Vec<(&'c Arg, String)>,
}

impl<'c> Place<'c> {
    /// Finds it in a program that has been built.
    pub(super) fn find(program: &'c Command, typed: &Typed) -> Self {
        let mut place = Self {
            commands: vec![program],
            slot: Slot::Nothing,
            words: Vec::new(),
            given: Vec::new(),
        };
        let (mut pending, mut is_text) = (None, false);
        for word in typed.before.iter().skip(1) {
            if let Some(option) = pending.take() {
                place.given.push((option, word.clone()));
            } else if is_text || !looks_like_option(word) {
                place.take_word(word, is_text);
            } else if word == "--" {
                is_text = true;
            } else {
                pending = place.take_option(word);
            }
        }
        let current = typed.current.as_str();
        place.slot = match pending {
            Some(of) => Slot::Value { of, behind: 0 },
            None if !is_text && current.starts_with('-') => place.option_at(current),
            None => place.word_at(),
        };
        place
    }

    /// The names of the commands, without that of the program.
    pub(super) fn path(&self) -> String {
        let names = self.commands[1..].iter().map(|command| command.get_name());
        names.collect::<Vec<_>>().join(" ")
    }

    /// The innermost command.
    pub(super) fn command(&self) -> &'c Command {
        self.commands[self.commands.len() - 1]
    }

    /// The value of an option that was given before, the last one.
    pub(super) fn value_of(&self, id: &str) -> Option<&str> {
        let mut given = self.given.iter().rev();
        given
            .find(|(option, _)| option.get_id() == id)
            .map(|(_, value)| &**value)
    }

    /// Whether an option makes no sense any more: it is there already, or excludes one that is.
    pub(super) fn is_ruled_out(&self, option: &Arg) -> bool {
        let repeats = matches!(option.get_action(), ArgAction::Append);
        let excludes = |other: &Arg| {
            let among = |one: &Arg, two: &Arg| {
                let all = self.command().get_arg_conflicts_with(one);
                all.iter().any(|arg| arg.get_id() == two.get_id())
            };
            among(option, other) || among(other, option)
        };
        let is_there = |other: &Arg| other.get_id() == option.get_id() && !repeats;
        let given = self.given.iter().map(|(given, _)| *given);
        let known = |id| {
            self.command()
                .get_arguments()
                .find(|arg| arg.get_id() == id)
        };
        given
            .filter_map(|other| known(other.get_id()))
            .any(|other| is_there(other) || excludes(other))
    }

    fn take_word(&mut self, word: &str, is_text: bool) {
        let named = self.command().find_subcommand(word);
        match named.filter(|_| self.words.is_empty() && !is_text) {
            Some(command) => self.commands.push(command),
            None => self.words.push(word.to_owned()),
        }
    }

    /// Takes an option; one that waits for its value is given back.
    fn take_option(&mut self, word: &str) -> Option<&'c Arg> {
        let (name, value) = split_option(word);
        let option = self.option_named(name)?;
        if !option.get_action().takes_values() {
            self.given.push((option, String::new()));
            return None;
        }
        let Some(value) = value else {
            return Some(option);
        };
        self.given.push((option, value.to_owned()));
        None
    }

    fn option_named(&self, name: &str) -> Option<&'c Arg> {
        let short = name
            .strip_prefix('-')
            .filter(|rest| rest.chars().count() == 1);
        let mut all = self.command().get_arguments();
        all.find(|option| match name.strip_prefix("--") {
            Some(long) => option.get_long() == Some(long),
            None => {
                short.is_some()
                    && short.and_then(|short| short.chars().next()) == option.get_short()
            }
        })
    }

    fn option_at(&self, current: &str) -> Slot<'c> {
        let (name, value) = split_option(current);
        let of = value.and_then(|_| self.option_named(name));
        match (value, of) {
            (Some(_), Some(of)) => Slot::Value {
                of,
                behind: name.len() + 1,
            },
            (Some(_), None) => Slot::Nothing,
            (None, _) if !looks_like_option(current) && current != "-" => self.word_at(),
            (None, _) => Slot::Option,
        }
    }

    fn word_at(&self) -> Slot<'c> {
        let command = self.command();
        if command.has_subcommands() && self.words.is_empty() {
            return Slot::Command;
        }
        let all: Vec<&Arg> = command.get_positionals().collect();
        let takes_many = |arg: &&Arg| {
            arg.get_num_args()
                .is_some_and(|count| count.max_values() > 1)
        };
        let many = all.last().copied().filter(takes_many);
        let word = all.get(self.words.len()).copied().or(many);
        word.map_or(Slot::Nothing, Slot::Word)
    }
}

/// Whether a word is an option rather than a time such as -15m or a lone hyphen.
fn looks_like_option(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-') && !hyphens::is_text(word)
}

/// `--format=json` in its two parts.
fn split_option(word: &str) -> (&str, Option<&str>) {
    let parts = word.split_once('=').filter(|_| word.starts_with("--"));
    parts.map_or((word, None), |(name, value)| (name, Some(value)))
}
