//! What failed, on what, and what to do next; and with which status the program ends. The errors of all layers become
//! one here, which keeps them as its source. Prints nothing itself.

use std::io;
use std::path::Path;

use crate::config::ConfigError;
use crate::domain::parse::ParseError;
use crate::domain::rules::Refusal;
use crate::exchange::ExchangeError;
use crate::store::{ChangeError, StoreError, plain_cause};

/// With which status the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// The reader of a pipe has seen enough: nothing to say, and no failure.
    Quiet,
    /// Refused or failed.
    Failed,
    /// Asked in a way that is not understood.
    Usage,
    /// The person has interrupted it.
    Interrupted,
}

impl Exit {
    /// The status as the shell sees it.
    pub const fn code(self) -> u8 {
        match self {
            Self::Quiet => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            // As the shell counts a program that SIGINT has ended.
            Self::Interrupted => 130,
        }
    }
}

/// Why nothing came of it. Shown, it says what failed and on what; the hint says what to do next.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Error {
    what: String,
    hint: Option<String>,
    exit: Exit,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: None,
            exit,
            source: None,
        }
    }

    /// It was refused, or it failed.
    pub fn failed(what: impl Into<String>) -> Self {
        Self::new(Exit::Failed, what)
    }

    /// It was asked in a way that is not understood.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Exit::Usage, what)
    }

    /// It is over with this status, and what there was to say has been said.
    pub fn said(exit: Exit) -> Self {
        Self::new(exit, "")
    }

    /// A text was not understood; `what` says so in full.
    pub fn in_text(what: String, error: ParseError) -> Self {
        Self {
            hint: error.hint.clone(),
            ..Self::usage(what).caused_by(error)
        }
    }

    /// Writing to `place` failed; a pipe whose reader has left is no failure.
    pub fn writing(place: &str, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::said(Exit::Quiet);
        }
        let why = plain_cause(&error).map_or_else(|| error.to_string(), str::to_owned);
        Self::failed(format!("cannot write to {place}: {why}"))
            .hint("free some space there, or write to another place")
            .caused_by(error)
    }

    /// Blocks could not be taken from a file, or written to it.
    pub fn in_file(place: &Path, error: ExchangeError) -> Self {
        let place = place.display();
        let what = match error {
            ExchangeError::Store(fault) => return fault.into(),
            ExchangeError::Rows(_) | ExchangeError::Overlaps(_) => {
                format!("{place} was not imported\n{error}")
            }
            ExchangeError::Wrong(_) => format!("{place}: {error}"),
            ExchangeError::Writing(ref cause) => {
                // The file beside the place, which the cause may name, is nothing to the person.
                let told = cause.to_string();
                let plain = told.split(" at path ").next().unwrap_or_default();
                let plain = plain_cause(cause).unwrap_or(plain);
                format!("{place} cannot be written: {plain}")
            }
            ExchangeError::Reading(ref cause) => match plain_cause(cause) {
                Some(plain) => format!("{place} cannot be read: {plain}"),
                None => format!("{place} {error}"),
            },
            ExchangeError::Exists
            | ExchangeError::Own
            | ExchangeError::NotAFile
            | ExchangeError::Changed => {
                format!("{place} {error}")
            }
        };
        Self::failed(what).hint(error.hint()).caused_by(error)
    }

    /// The same error with the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// What to do next.
    pub fn way_out(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// With which status the program ends.
    pub const fn exit(&self) -> Exit {
        self.exit
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        let what = match error.marked() {
            "" => error.to_string(),
            marked => format!("{error}\n{marked}"),
        };
        Self::failed(what).hint(error.hint()).caused_by(error)
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Self::in_text(error.message.clone(), error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let exit = if matches!(error, StoreError::Interrupted) {
            Exit::Interrupted
        } else {
            Exit::Failed
        };
        Self::new(exit, error.to_string())
            .hint(error.hint())
            .caused_by(error)
    }
}

impl From<ChangeError> for Error {
    fn from(fault: ChangeError) -> Self {
        match fault {
            ChangeError::Refused(refusal @ Refusal::Asks(_)) => Self::failed(refusal.to_string())
                .hint("nothing has changed; --force goes ahead, and tafs undo takes it back"),
            ChangeError::Refused(refusal) => Self::failed(refusal.to_string()).hint(refusal.hint()),
            ChangeError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_left_is_no_failure_and_a_full_disk_is_one() {
        let gone = Error::writing("standard output", io::ErrorKind::BrokenPipe.into());
        assert_eq!((gone.exit().code(), gone.to_string().as_str()), (0, ""));
        let full = Error::writing("standard output", io::ErrorKind::StorageFull.into());
        assert_eq!(full.exit().code(), 1);
        assert!(
            full.to_string()
                .starts_with("cannot write to standard output: "),
            "{full}"
        );
    }

    #[test]
    fn the_hint_stands_beside_what_failed() {
        let error = Error::usage("what is meant is not clear").hint("say it plainly");
        assert_eq!(error.to_string(), "what is meant is not clear");
        assert_eq!(error.way_out(), Some("say it plainly"));
        assert_eq!(error.exit().code(), 2);
    }
}
