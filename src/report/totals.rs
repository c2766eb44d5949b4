//! Totals as JSON writes them: a contract, to which fields are added, but none is renamed.

use serde::{Deserialize, Serialize};

use crate::insight::totals::Totals;

/// Totals as JSON writes them: whole seconds, and shares from 0 to 1 that are null where there is no time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TotalsRecord {
    /// Time spent selling.
    pub selling_s: i64,
    /// Time spent on administration.
    pub admin_s: i64,
    /// Time spent learning.
    pub learning_s: i64,
    /// Time lost.
    pub distraction_s: i64,
    /// Rest; not working time.
    pub break_s: i64,
    /// The working time on record.
    pub tracked_s: i64,
    /// Planned hours up to now without a block.
    pub untracked_s: i64,
    /// Selling as a share of the tracked time.
    pub tafs: Option<f64>,
    /// Live conversation as a share of the tracked time.
    pub face: Option<f64>,
    /// How much of the tracked and untracked time is tracked.
    pub coverage: Option<f64>,
    /// TAFS if none of the untracked time was selling.
    pub tafs_low: Option<f64>,
    /// TAFS if all of the untracked time was selling.
    pub tafs_high: Option<f64>,
}

impl From<&Totals> for TotalsRecord {
    fn from(totals: &Totals) -> Self {
        let bounds = totals.bounds();
        Self {
            selling_s: totals.selling.as_seconds(),
            admin_s: totals.admin.as_seconds(),
            learning_s: totals.learning.as_seconds(),
            distraction_s: totals.distraction.as_seconds(),
            break_s: totals.rest.as_seconds(),
            tracked_s: totals.tracked().as_seconds(),
            untracked_s: totals.untracked.as_seconds(),
            tafs: totals.tafs(),
            face: totals.face(),
            coverage: totals.coverage(),
            tafs_low: bounds.map(|(low, _)| low),
            tafs_high: bounds.map(|(_, high)| high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::Length;

    #[test]
    fn shares_are_null_where_there_is_no_time() {
        let none = serde_json::to_string(&TotalsRecord::from(&Totals::default())).unwrap();
        assert_eq!(
            none,
            "{\"selling_s\":0,\"admin_s\":0,\"learning_s\":0,\"distraction_s\":0,\"break_s\":0,\"tracked_s\":0,\
             \"untracked_s\":0,\"tafs\":null,\"face\":null,\"coverage\":null,\"tafs_low\":null,\"tafs_high\":null}"
        );
        let some = Totals {
            selling: Length::hours(1),
            untracked: Length::hours(1),
            ..Totals::default()
        };
        let some = TotalsRecord::from(&some);
        assert_eq!(
            (some.tafs, some.coverage, some.tafs_low, some.tafs_high),
            (Some(1.0), Some(0.5), Some(0.5), Some(1.0))
        );
    }
}
