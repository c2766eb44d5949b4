//! The words that describe a block, and the same as flags: both make one quick line, so that one grammar holds
//! and one place finds what stands twice.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::{hyphens, parse_error};
use crate::domain::block::Fit;
use crate::domain::parse::{ParseError, spell};
use crate::error::Error;

/// The parts of a quick line as flags, because shells keep `!` and `#` for themselves.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "The parts of a quick line as flags")]
pub(super) struct Parts {
    /// The customer: @NAME
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Who asked for it: !NAME
    #[arg(long, value_name = "NAME")]
    requester: Option<String>,
    /// A topic: #NAME; may be given several times
    #[arg(long, value_name = "NAME")]
    tag: Vec<String>,
    /// What kind of work, by name or letter: /NAME
    #[arg(long, value_name = "NAME")]
    activity: Option<String>,
    /// Free text, taken as it stands
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// What it produced: 3conv, 1meeting, 22touch, advance, continuation, no, won
    #[arg(long, value_name = "OUTCOME")]
    outcome: Vec<String>,
    /// Where the people came from, on selling that opens: ~NAME
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Whether they were ready: +FIT
    #[arg(long, value_name = "FIT", value_parser = fit_parser(), ignore_case = true)]
    fit: Option<NamedFit>,
}

/// What `--fit` names; nothing where it is empty.
#[derive(Clone, Copy, Debug)]
struct NamedFit(Option<Fit>);

fn fit_parser() -> impl TypedValueParser<Value = NamedFit> {
    let named = |fit: Fit| PossibleValue::new(fit.name());
    let empty = PossibleValue::new("").hide(true);
    let values = PossibleValuesParser::new(Fit::ALL.map(named).into_iter().chain([empty]));
    values.map(|word| NamedFit(Fit::from_name(&word)))
}

impl Parts {
    /// Each flag with its sigil and what it names.
    fn names(&self) -> [(&'static str, char, &[String]); 6] {
        [
            ("--activity", '/', self.activity.as_slice()),
            ("--account", '@', self.account.as_slice()),
            ("--requester", '!', self.requester.as_slice()),
            ("--tag", '#', &self.tag),
            ("--outcome", '+', &self.outcome),
            ("--source", '~', self.source.as_slice()),
        ]
    }

    /// Refuses a flag without a name: in a new block there is nothing for it to take away.
    pub(super) fn check_named(&self) -> Result<(), Error> {
        let found = self
            .names()
            .into_iter()
            .find(|(_, _, names)| names.iter().any(|name| is_bare(name)));
        let fit = self.clears_fit().then_some("--fit");
        match found.map(|(flag, _, _)| flag).or(fit) {
            Some(flag) => {
                Err(Error::usage(format!("{flag} is empty")).hint("name it, or leave the flag out"))
            }
            None => Ok(()),
        }
    }

    /// Whether the fit is to be taken away, which a quick line can't say of it alone.
    pub(super) fn clears_fit(&self) -> bool {
        self.fit.is_some_and(|fit| fit.0.is_none())
    }

    /// As [`parse_error::mark_in`]; where a flag named what the work doesn't take, the hint is to leave that flag out.
    pub(super) fn mark_in(&self, line: &str) -> impl FnOnce(ParseError) -> Error {
        let flags = [
            (
                self.source.is_some(),
                "; write \\~ for a plain ~",
                "--source",
            ),
            (self.fit.is_some(), "; write \\+ for a plain +", "--fit"),
        ];
        move |mut error| {
            for (_, typed, flag) in flags.into_iter().filter(|(is_given, _, _)| *is_given) {
                let hint = error
                    .hint
                    .as_deref()
                    .and_then(|hint| hint.strip_suffix(typed));
                if let Some(hint) = hint {
                    error.hint = Some(format!("{hint}; leave {flag} out"));
                }
            }
            parse_error::mark(line, error)
        }
    }

    /// The quick line of the words and the flags.
    pub(super) fn line(&self, words: &[String]) -> String {
        let mut line: Vec<String> = words
            .iter()
            .filter(|word| !word.is_empty())
            .cloned()
            .collect();
        for (_, sigil, names) in self.names() {
            for name in names {
                let name = hyphens::plain(name);
                let name = name.strip_prefix(sigil).unwrap_or(name);
                line.push(match sigil {
                    '+' => format!("+{}", spell::outcome(name)),
                    '~' => spell::source_word(name),
                    _ => format!("{sigil}{}", spell::word(name)),
                });
            }
        }
        let fit = self.fit.and_then(|fit| fit.0);
        line.extend(fit.map(|fit| format!("+{}", fit.name())));
        line.extend(
            self.note
                .iter()
                .map(|note| spell::note(hyphens::plain(note))),
        );
        line.join(" ")
    }
}

/// Whether there is no name in a value, only a sigil at most.
fn is_bare(value: &str) -> bool {
    matches!(value.trim(), "" | "@" | "!" | "#" | "/" | "+" | "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_words_of_the_line() {
        let parts = Parts {
            account: Some("Big Co".to_owned()),
            requester: Some("!legal".to_owned()),
            tag: vec!["poc".to_owned()],
            activity: Some("m".to_owned()),
            note: Some("mail @home".to_owned()),
            outcome: vec!["3conv".to_owned(), "+advance".to_owned()],
            source: Some("2nd list".to_owned()),
            fit: Some(NamedFit(Some(Fit::Later))),
        };
        let words = ["first".to_owned(), String::new(), "words".to_owned()];
        let expected = "first words /m @\"Big Co\" !legal #poc +3conv +advance ~\"2nd list\" +later mail \\@home";
        assert_eq!(parts.line(&words), expected);
        let cleared = Parts {
            account: Some(String::new()),
            note: Some(String::new()),
            ..Parts::default()
        };
        assert_eq!(cleared.line(&[]), "@\"\" \"\"");
    }
}
