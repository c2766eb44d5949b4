//! What holds for all rows of a sheet: what they are, which are none, and how its times and lengths are written.

use crate::exchange::field::{Field, LengthUnit};
use crate::exchange::sections::Cut;

/// What stands in a cell that says yes, in the languages of the presets.
pub(in crate::exchange) const YES: &[&str] = &[
    "true",
    "yes",
    "1",
    "on",
    "x",
    "wahr",
    "ein",
    "ja",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "si",
    "activado",
];
/// What stands in a cell of a call on which somebody answered.
pub(super) const ANSWERED: &[&str] = &[
    "answered",
    "connected",
    "accepted",
    "completed",
    "call connected",
];

/// What the rows of a sheet are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::exchange) enum Rows {
    Work,
    Calls,
    Meetings,
}

/// Rows that are no work: those with one of these words in a column, or with none where there are no words.
#[derive(Clone, Copy, Debug)]
pub(in crate::exchange) struct LeftOut {
    pub(in crate::exchange) field: Field,
    pub(in crate::exchange) words: &'static [&'static str],
    pub(in crate::exchange) why: &'static str,
}

/// What holds for all rows of a sheet.
#[derive(Clone, Copy, Debug)]
pub(in crate::exchange) struct Traits {
    pub(in crate::exchange) rows: Rows,
    /// In what a length is counted, where it is only a number.
    pub(in crate::exchange) unit: Option<LengthUnit>,
    pub(in crate::exchange) left_out: &'static [LeftOut],
    /// What stands in the column of how a call ended, where somebody answered; none for the usual words.
    pub(in crate::exchange) answered: &'static [&'static str],
    /// Whether times that name no zone are in UTC.
    pub(in crate::exchange) in_utc: bool,
    /// Whether 26 is 2026.
    pub(in crate::exchange) short_years: bool,
    /// Takes the sheet out of a file that holds more; `None` where it has none.
    pub(in crate::exchange) cut: Option<fn(&str) -> Option<Cut>>,
}

impl Traits {
    pub(in crate::exchange) const OF_WORK: Self = Self {
        rows: Rows::Work,
        unit: None,
        left_out: &[],
        answered: &[],
        in_utc: false,
        short_years: false,
        cut: None,
    };
}
