//! What lies over a screen: prompts and the help.

pub(crate) mod away;
pub(crate) mod help;
pub(crate) mod prompt;
