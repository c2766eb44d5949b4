//! What can be wrong with the config file: each error names the file, the line, what is wrong and what would be right.

use std::io;
use std::path::PathBuf;
use std::str::Utf8Error;

use crate::store::describe_cause;

/// Why the config file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the config file {}: {}", path.display(), describe_cause(path, source))]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("cannot read the theme {}: {}", path.display(), describe_cause(path, source))]
    UnreadableTheme { path: PathBuf, source: io::Error },
    /// A pipe, a device, a folder, …
    #[error("the config {} is not a file", .0.display())]
    NotAFile(PathBuf),
    #[error("{}, line {line}: this is not UTF-8 text", path.display())]
    NotUtf8 {
        path: PathBuf,
        line: usize,
        source: Utf8Error,
    },
    #[error("{}, line {line}: {}", path.display(), source.message())]
    Syntax {
        path: PathBuf,
        line: usize,
        source: toml::de::Error,
    },
    /// A name or a value means nothing; the hint has the nearest one that does.
    #[error("{}, line {line}: {what}", path.display())]
    Invalid {
        path: PathBuf,
        line: usize,
        what: String,
        hint: String,
        /// The line and a mark under the place in it; empty where only the line is known.
        marked: String,
    },
}

impl ConfigError {
    /// The line and a mark under the place in it; empty where the place is not known.
    pub fn marked(&self) -> &str {
        match self {
            Self::Unreadable { .. }
            | Self::UnreadableTheme { .. }
            | Self::NotAFile(_)
            | Self::NotUtf8 { .. }
            | Self::Syntax { .. } => "",
            Self::Invalid { marked, .. } => marked,
        }
    }

    /// The same of a theme file, which has a syntax of its own to see.
    pub(super) fn in_theme(self) -> Self {
        match self {
            Self::Syntax { path, line, source } => Self::Invalid {
                path,
                line,
                what: source.message().to_owned(),
                hint: "write one color a line, such as bg = \"#12141a\"".to_owned(),
                marked: String::new(),
            },
            Self::Unreadable { .. }
            | Self::UnreadableTheme { .. }
            | Self::NotAFile(_)
            | Self::NotUtf8 { .. }
            | Self::Invalid { .. } => self,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Unreadable { .. } => "name another one with --config, or make this one readable",
            Self::UnreadableTheme { .. } => "make it readable, or name another theme in the config",
            Self::NotAFile(_) => "name a file with --config, or put one in its place",
            Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::Syntax { .. } => "see the file that `tafs config init` writes",
            Self::Invalid { hint, .. } => hint,
        }
    }
}
