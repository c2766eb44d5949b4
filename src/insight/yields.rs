//! How much of an outcome came of an hour, and from when on a rate may be said.

use std::fmt;

use super::missing::Missing;
use crate::domain::block::Outcomes;
use crate::domain::format;
use crate::domain::named::named;
use crate::domain::stamp::Length;

/// From so much time on an activity has a yield.
pub const YIELD_FROM: Length = Length::hours(5);
/// From so many outcomes on it has one.
pub const YIELD_FROM_OUTCOMES: usize = 5;

named!(
    /// What yields and windows are counted by. Attempts are none, and the two are never added up.
    Outcome.name {
        Conversations = "conversations",
        Meetings = "meetings",
    }
);

impl Outcome {
    /// The word for a single one.
    pub const fn one(self) -> &'static str {
        match self {
            Self::Conversations => "conversation",
            Self::Meetings => "meeting",
        }
    }

    /// How many of it a block had.
    pub const fn of(self, outcomes: Outcomes) -> usize {
        match self {
            Self::Conversations => outcomes.conversations as usize,
            Self::Meetings => outcomes.meetings as usize,
        }
    }
}

/// So many outcomes in so much time: the count always stands beside the rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Yield {
    pub count: usize,
    pub time: Length,
}

/// What may be said of a yield.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reading {
    /// Outcomes an hour: count / hours.
    PerHour(f64),
    /// There was time enough, and it produced none: "0 in 6h30", never "0.00/h".
    Nothing,
    /// A rate would say more than is known: only "3 in 6h00" may be shown, and what is missing.
    TooEarly(Missing),
}

impl Yield {
    pub(super) const fn new(count: usize, time: Length) -> Self {
        Self { count, time }
    }

    /// The rate, where it may be shown.
    pub fn per_hour(self) -> Option<f64> {
        match self.reading() {
            Reading::PerHour(rate) => Some(rate),
            Reading::Nothing | Reading::TooEarly(_) => None,
        }
    }

    /// What may be said of it: a rate from 5 h and 5 outcomes on.
    pub fn reading(self) -> Reading {
        let time = (YIELD_FROM - self.time).or_zero();
        match YIELD_FROM_OUTCOMES.saturating_sub(self.count) {
            _ if time.is_positive() => Reading::TooEarly(Missing::Time(time)),
            0 => Reading::PerHour(self.count as f64 / self.time.as_hours()),
            YIELD_FROM_OUTCOMES => Reading::Nothing,
            outcomes => Reading::TooEarly(Missing::Outcomes(outcomes)),
        }
    }
}

/// `0.73 an hour`, or `3 in 4h30` where a rate may not be shown.
impl fmt::Display for Yield {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.per_hour() {
            Some(rate) => write!(f, "{} an hour", format::rate(rate)),
            None => write!(f, "{} in {}", self.count, format::hours(self.time)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yield_is_a_rate_from_five_hours_and_five_outcomes_on() {
        let cases = [
            (
                5,
                410,
                Reading::PerHour(5.0 / (410.0 / 60.0)),
                "0.73 an hour",
            ),
            (5, 300, Reading::PerHour(1.0), "1.0 an hour"),
            (
                5,
                299,
                Reading::TooEarly(Missing::Time(Length::minutes(1))),
                "5 in 4h59",
            ),
            (4, 300, Reading::TooEarly(Missing::Outcomes(1)), "4 in 5h00"),
            (0, 390, Reading::Nothing, "0 in 6h30"),
            (
                0,
                0,
                Reading::TooEarly(Missing::Time(Length::hours(5))),
                "0 in 0h00",
            ),
        ];
        for (count, minutes, reading, text) in cases {
            let of = Yield {
                count,
                time: Length::minutes(minutes),
            };
            assert_eq!((of.reading(), of.to_string().as_str()), (reading, text));
        }
    }
}
