//! What there is to know of a sheet that another tool writes.

use crate::exchange::field::Field;
use crate::exchange::layout::Traits;

/// A sheet that another tool writes.
#[derive(Debug)]
pub struct Preset {
    /// As the command line spells it.
    pub name: &'static str,
    /// What the file is: `an Outlook calendar as CSV`.
    pub what: &'static str,
    /// How to get one.
    pub(super) hint: &'static str,
    /// The headers by which it is known, all of one of these lists.
    pub(super) known_by: &'static [&'static [&'static str]],
    pub(super) columns: &'static [(Field, &'static [&'static str])],
    pub(super) traits: Traits,
    /// The public page that says what is in its columns.
    pub(super) source: &'static str,
}
