//! The terms of the product as types, and the rules of the lane. Pure: no file, no clock, no terminal.

pub mod alike;
pub mod arrival;
pub mod away;
pub mod backup;
pub mod block;
pub mod calendar;
pub mod cell;
pub mod change;
pub mod classify;
pub mod commitment;
pub mod discreet;
pub mod edit;
pub mod file_row;
pub mod filter;
pub mod focus_run;
pub mod format;
pub mod hours;
pub(crate) mod named;
pub mod narrate;
pub mod parse;
pub mod record;
pub mod rename;
pub mod review;
pub mod rules;
pub mod search;
pub mod stale;
pub mod stamp;
pub mod suggestion;
pub mod taxonomy;
#[cfg(test)]
pub(crate) mod tests;
pub mod text;
pub mod timeline;
pub mod times_off;
pub mod unreadable;
pub mod wording;
mod zone;
