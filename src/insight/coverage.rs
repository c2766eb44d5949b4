//! How far a TAFS can be trusted, and so how it is to be shown.

use super::totals::Totals;
use crate::domain::stamp::Length;

/// Below this coverage TAFS is shown with its bounds.
pub const BOUNDS_BELOW: f64 = 0.85;
/// Below this coverage only the bounds are shown.
pub const ONLY_BOUNDS_BELOW: f64 = 0.60;
/// From so much tracked time on a day has a TAFS.
pub const DAY_FROM: Length = Length::hours(2);
/// From so much tracked time on a week has a TAFS.
pub const WEEK_FROM: Length = Length::hours(8);

/// What may be said of a TAFS; shares from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reading {
    /// Too little is tracked for a share: only the hours are shown, and how much is missing.
    TooEarly {
        missing: Length,
    },
    Exact {
        tafs: f64,
    },
    /// The share, and what it would be if none or all of the untracked time had been selling.
    Bounded {
        tafs: f64,
        /// S / (W + G).
        low: f64,
        /// (S + G) / (W + G).
        high: f64,
    },
    /// Too much is unknown for a share.
    OnlyBounds {
        /// S / (W + G).
        low: f64,
        /// (S + G) / (W + G).
        high: f64,
    },
}

impl Reading {
    /// The share, where it may be shown as one figure.
    pub const fn tafs(self) -> Option<f64> {
        match self {
            Self::Exact { tafs } | Self::Bounded { tafs, .. } => Some(tafs),
            Self::TooEarly { .. } | Self::OnlyBounds { .. } => None,
        }
    }

    /// The tracked time that is missing for a share.
    pub const fn missing(self) -> Option<Length> {
        match self {
            Self::TooEarly { missing } => Some(missing),
            Self::Exact { .. } | Self::Bounded { .. } | Self::OnlyBounds { .. } => None,
        }
    }
}

/// What may be said of a day: from 2 h tracked, minutes before.
pub fn of_day(totals: &Totals) -> Reading {
    read_share(DAY_FROM, totals)
}

/// What may be said of a week: from 8 h tracked; below 60 % coverage only its bounds.
pub fn of_week(totals: &Totals) -> Reading {
    read_share(WEEK_FROM, totals)
}

fn read_share(gate: Length, totals: &Totals) -> Reading {
    let missing = (gate - totals.tracked()).or_zero();
    let (Some(tafs), Some(coverage), Some((low, high))) =
        (totals.tafs(), totals.coverage(), totals.bounds())
    else {
        return Reading::TooEarly { missing };
    };
    if missing.is_positive() {
        Reading::TooEarly { missing }
    } else if coverage < ONLY_BOUNDS_BELOW {
        Reading::OnlyBounds { low, high }
    } else if coverage < BOUNDS_BELOW {
        Reading::Bounded { tafs, low, high }
    } else {
        Reading::Exact { tafs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(selling: i64, admin: i64, untracked: i64) -> Totals {
        Totals {
            selling: Length::minutes(selling),
            admin: Length::minutes(admin),
            untracked: Length::minutes(untracked),
            ..Totals::default()
        }
    }

    #[test]
    fn the_less_is_known_the_less_is_said() {
        let cases = [
            (
                totals(0, 0, 0),
                Reading::TooEarly {
                    missing: Length::hours(2),
                },
            ),
            (
                totals(60, 59, 0),
                Reading::TooEarly {
                    missing: Length::minutes(1),
                },
            ),
            (totals(60, 60, 0), Reading::Exact { tafs: 0.5 }),
            (totals(85, 85, 30), Reading::Exact { tafs: 0.5 }),
            (
                totals(84, 84, 32),
                Reading::Bounded {
                    tafs: 0.5,
                    low: 0.42,
                    high: 0.58,
                },
            ),
            (
                totals(60, 60, 80),
                Reading::Bounded {
                    tafs: 0.5,
                    low: 0.3,
                    high: 0.7,
                },
            ),
            (
                totals(60, 60, 120),
                Reading::OnlyBounds {
                    low: 0.25,
                    high: 0.75,
                },
            ),
        ];
        for (totals, expected) in cases {
            assert_eq!(of_day(&totals), expected, "{totals:?}");
        }
    }

    #[test]
    fn a_week_needs_eight_hours() {
        assert_eq!(
            of_week(&totals(240, 120, 0)),
            Reading::TooEarly {
                missing: Length::hours(2)
            }
        );
        assert_eq!(of_week(&totals(240, 240, 0)), Reading::Exact { tafs: 0.5 });
        assert_eq!(
            of_week(&totals(240, 240, 480)),
            Reading::OnlyBounds {
                low: 0.25,
                high: 0.75
            }
        );
    }
}
