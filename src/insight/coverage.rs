//! How far a TAFS can be trusted, and so how it is to be shown.

use std::fmt;

use super::totals::Totals;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Length;

/// Below this coverage TAFS is shown with its bounds.
pub const BOUNDS_BELOW: f64 = 0.85;
/// Below this coverage only the bounds are shown.
pub const ONLY_BOUNDS_BELOW: f64 = 0.60;
/// From so much tracked time on a day has a TAFS.
pub const DAY_FROM: Length = Length::hours(2);
/// From so much tracked time on a week has a TAFS, or from half of what is planned for it, if that is less.
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

    /// Whether too little is tracked for a share.
    pub const fn is_early(self) -> bool {
        match self {
            Self::TooEarly { .. } => true,
            Self::Exact { .. } | Self::Bounded { .. } | Self::OnlyBounds { .. } => false,
        }
    }
}

/// What is missing for a TAFS where too little is tracked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// So much more tracked time.
    More(Length),
    /// So much tracked time in all, in days that are over.
    Tracked(Length),
    /// Hours enough would not be enough: too little of the planned time is covered.
    Coverage,
}

impl Lack {
    /// In the fewest words: `after 40 min`, `after 1h20`.
    pub fn in_brief(&self) -> String {
        match self {
            Self::More(length) => {
                format!("after {}", format::spoken(format::up_to_minute(*length)))
            }
            Self::Tracked(_) | Self::Coverage => self.to_string(),
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::More(length) => write!(f, "after {}", format::needed(*length)),
            Self::Tracked(length) => write!(f, "needs {} tracked", format::brief(*length)),
            Self::Coverage => {
                write!(
                    f,
                    "needs {} coverage",
                    format::plain_percent(ONLY_BOUNDS_BELOW)
                )
            }
        }
    }
}

/// What a day needs for a share; `None` where it has one.
pub fn lack_of_day(totals: &Totals, is_over: bool) -> Option<Lack> {
    match of_day(totals) {
        Reading::TooEarly { .. } if is_over => Some(Lack::Tracked(DAY_FROM)),
        Reading::TooEarly { missing } => Some(Lack::More(missing)),
        Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => None,
    }
}

/// What a week needs for a share; `None` where it has one, or its bounds.
pub fn lack_of_week(totals: &Totals, is_over: bool) -> Option<Lack> {
    let missing = match of_week(totals) {
        Reading::TooEarly { .. } if is_over => return Some(Lack::Tracked(week_gate(totals))),
        Reading::TooEarly { missing } => missing,
        Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => {
            return None;
        }
    };
    // As it would be with those hours, and not a minute more without a block.
    let tracked = totals.tracked() + missing;
    let coverage = tracked.share_of(tracked + totals.untracked);
    Some(match coverage {
        Some(coverage) if coverage < ONLY_BOUNDS_BELOW => Lack::Coverage,
        Some(_) | None => Lack::More(missing),
    })
}

/// What may be said of a day: from 2 h tracked, minutes before.
pub fn of_day(totals: &Totals) -> Reading {
    read_share(DAY_FROM, totals)
}

/// What may be said of a week: from min(8 h, half of its plan) tracked; below 60 % coverage only its bounds.
pub fn of_week(totals: &Totals) -> Reading {
    read_share(week_gate(totals), totals)
}

/// What may be said of some days: of one as of a day, of more as of a week.
pub fn of_range((first, last): (Day, Day), totals: &Totals) -> Reading {
    if first == last {
        of_day(totals)
    } else {
        of_week(totals)
    }
}

/// What some days need for a share, read as [`of_range`] does; `None` where they have one, or its bounds.
pub fn lack_of_range((first, last): (Day, Day), totals: &Totals, is_over: bool) -> Option<Lack> {
    if first == last {
        lack_of_day(totals, is_over)
    } else {
        lack_of_week(totals, is_over)
    }
}

/// From how much tracked time on days have a TAFS as a week has it.
pub fn week_gate(totals: &Totals) -> Length {
    let half = Length::seconds(totals.planned.as_seconds() / 2);
    if half.is_positive() {
        WEEK_FROM.min(half)
    } else {
        WEEK_FROM
    }
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
    fn what_is_missing_is_hours_or_coverage_and_still_to_come_or_not() {
        let words = |lack: Option<Lack>| lack.map(|lack| lack.to_string());
        let early = totals(30, 18, 12);
        assert_eq!(
            words(lack_of_day(&early, false)).as_deref(),
            Some("after 72 more minutes")
        );
        assert_eq!(
            words(lack_of_day(&early, true)).as_deref(),
            Some("needs 2h tracked")
        );
        assert_eq!(words(lack_of_day(&totals(60, 60, 300), false)), None);
        let cases = [
            (totals(240, 120, 0), false, Some("after 120 more minutes")),
            (totals(160, 138, 0), false, Some("after 3h02 more")),
            (totals(240, 120, 0), true, Some("needs 8h tracked")),
            // 8 hours would be 23 % of what was planned by then.
            (totals(160, 138, 1650), false, Some("needs 60 % coverage")),
            (totals(240, 240, 480), false, None),
            (totals(240, 240, 0), false, None),
        ];
        for (totals, is_over, expected) in cases {
            assert_eq!(
                words(lack_of_week(&totals, is_over)).as_deref(),
                expected,
                "{totals:?}"
            );
        }
    }

    #[test]
    fn half_the_plan_is_enough_where_that_is_less() {
        // Planned hours, and what is then missing of 3 h tracked, in minutes; none where nothing is.
        for (planned, missing) in [
            (0, 300),
            (45, 300),
            (16, 300),
            (12, 180),
            (8, 60),
            (6, 0),
            (4, 0),
        ] {
            let totals = Totals {
                planned: Length::hours(planned),
                ..totals(90, 90, 0)
            };
            let expected = if missing == 0 {
                Reading::Exact { tafs: 0.5 }
            } else {
                Reading::TooEarly {
                    missing: Length::minutes(missing),
                }
            };
            assert_eq!(of_week(&totals), expected, "{planned}h planned");
        }
        let part_time = Totals {
            planned: Length::hours(8),
            ..totals(90, 90, 0)
        };
        assert_eq!(
            lack_of_week(&part_time, true),
            Some(Lack::Tracked(Length::hours(4)))
        );
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
