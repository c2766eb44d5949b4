//! Things that are drawn on more than one screen, each from values alone.

pub(crate) mod bars;
pub(crate) mod digits;
pub(crate) mod ribbon;
