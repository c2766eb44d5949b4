//! What lies over a screen: prompts, the palette and the help.

pub(crate) mod ask;
pub(crate) mod away;
pub(crate) mod complete;
pub(crate) mod find;
pub(crate) mod help;
pub(crate) mod month;
pub(crate) mod palette;
pub(crate) mod prompt;
pub(crate) mod typing;
