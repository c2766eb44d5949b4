//! What failed, on what, and what to do next; and with which status the program ends. Prints nothing itself.

use std::fmt;
use std::io;

use crate::exchange::ExchangeError;
use crate::store::{Fault, StoreError};

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    what: String,
    hint: Option<String>,
    exit: Exit,
}

impl Error {
    /// It was refused, or it failed.
    pub fn failed(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: None,
            exit: Exit::Failed,
        }
    }

    /// It was asked in a way that is not understood.
    pub fn usage(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: None,
            exit: Exit::Usage,
        }
    }

    /// It is over with this status, and what there was to say has been said.
    pub fn said(exit: Exit) -> Self {
        Self {
            what: String::new(),
            hint: None,
            exit,
        }
    }

    /// Writing to `place` failed; a pipe whose reader has left is no failure.
    pub fn writing(place: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::said(Exit::Quiet);
        }
        Self::failed(format!("cannot write to {place}: {error}"))
            .hint("free some space there, or write to another place")
    }

    /// Blocks could not be taken from `place`, or written to it.
    pub fn exchange(place: &str, error: ExchangeError) -> Self {
        match error {
            ExchangeError::Writing(error) => Self::writing(place, &error),
            ExchangeError::Store(fault) => fault.into(),
            ExchangeError::Rows(_) | ExchangeError::Overlaps(_) | ExchangeError::Wrong(_) => {
                Self::failed(format!("{place}: {error}")).hint(error.hint())
            }
            ExchangeError::Reading(_) | ExchangeError::Exists | ExchangeError::NotAFile => {
                Self::failed(format!("{place} {error}")).hint(error.hint())
            }
        }
    }

    /// The same error with the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let exit = if matches!(error, StoreError::Interrupted) {
            Exit::Interrupted
        } else {
            Exit::Failed
        };
        Self {
            exit,
            ..Self::failed(error.to_string()).hint(error.hint())
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => Self::failed(refusal.to_string()).hint(refusal.hint()),
            Fault::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_left_is_no_failure_and_a_full_disk_is_one() {
        let gone = Error::writing("standard output", &io::ErrorKind::BrokenPipe.into());
        assert_eq!((gone.exit().code(), gone.to_string().as_str()), (0, ""));
        let full = Error::writing("standard output", &io::ErrorKind::StorageFull.into());
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
