//! From the bytes of the terminal to what wakes the program. Nothing in here knows what a key does.

mod burst;
mod confirm;
mod control_string;
mod decode;
mod places;
mod reader;
mod sequence;
mod signals;
#[cfg(test)]
mod tests;
mod utf8;

pub(super) use burst::text as text_of_burst;
pub(super) use confirm::Confirm;
pub(super) use places::{french_digit, latin};
pub(super) use reader::Reader;
