//! Totals as JSON writes them: a contract, to which fields are added, but none is renamed. As a module it is the
//! `with` of a field.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::stamp::Length;
use crate::insight::totals::Totals;

/// Lengths in whole seconds, and shares from 0 to 1 that are null where there is no time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TotalsRecord {
    selling_s: Length,
    admin_s: Length,
    learning_s: Length,
    distraction_s: Length,
    break_s: Length,
    tracked_s: Length,
    /// Null for a part of the time, of which it isn't known.
    untracked_s: Option<Length>,
    tafs: Option<f64>,
    /// Live conversation as a share of the tracked time.
    face: Option<f64>,
    coverage: Option<f64>,
    /// TAFS if none of the untracked time was selling.
    tafs_low: Option<f64>,
    /// TAFS if all of the untracked time was selling.
    tafs_high: Option<f64>,
}

impl TotalsRecord {
    /// The hours of a part of the time, of which there are no shares.
    pub fn of_hours(totals: &Totals) -> Self {
        Self {
            untracked_s: None,
            tafs: None,
            face: None,
            coverage: None,
            tafs_low: None,
            tafs_high: None,
            ..Self::from(totals)
        }
    }
}

impl From<&Totals> for TotalsRecord {
    fn from(totals: &Totals) -> Self {
        let (tafs_low, tafs_high) = totals.bounds().unzip();
        Self {
            selling_s: totals.selling,
            admin_s: totals.admin,
            learning_s: totals.learning,
            distraction_s: totals.distraction,
            break_s: totals.rest,
            tracked_s: totals.tracked(),
            untracked_s: Some(totals.untracked),
            tafs: totals.tafs(),
            face: totals.face(),
            coverage: totals.coverage(),
            tafs_low,
            tafs_high,
        }
    }
}

impl From<TotalsRecord> for Totals {
    fn from(record: TotalsRecord) -> Self {
        // The shares follow from the lengths again; only the live time is told as a share alone.
        let live = record.face.unwrap_or(0.0) * record.tracked_s.as_seconds() as f64;
        Self {
            selling: record.selling_s,
            admin: record.admin_s,
            learning: record.learning_s,
            distraction: record.distraction_s,
            rest: record.break_s,
            live: Length::seconds(live.round() as i64),
            untracked: record.untracked_s.unwrap_or(Length::ZERO),
            // A review keeps it beside them.
            planned: Length::ZERO,
        }
    }
}

/// Writes totals as their record.
pub fn serialize<S: Serializer>(totals: &Totals, to: S) -> Result<S::Ok, S::Error> {
    TotalsRecord::from(totals).serialize(to)
}

/// Reads totals from their record.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Totals, D::Error> {
    TotalsRecord::deserialize(from).map(Totals::from)
}

#[cfg(test)]
mod tests {
    use super::*;

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
