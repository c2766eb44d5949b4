//! What a figure still needs before it may be shown, so that every screen says the same.

use std::fmt;

use crate::domain::format;
use crate::domain::stamp::Length;

/// What is missing for a figure, to be shown in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    Weeks(usize),
    /// So much more time on record for the activity.
    Time(Length),
    Outcomes(usize),
    /// A window of two hours with time enough on days enough.
    Window,
}

impl Missing {
    /// How far it is to the figure: `1h17 to go`.
    pub fn to_go(self) -> String {
        match self {
            Self::Time(length) => format!("{} to go", format::hours(format::up_to_minute(length))),
            Self::Outcomes(outcomes) => {
                format!("{} to go", format::count(outcomes, "outcome"))
            }
            Self::Weeks(weeks) => format!("{} to go", format::count(weeks, "week")),
            Self::Window => self.to_string(),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weeks(1) => f.write_str("needs 1 more week"),
            Self::Weeks(weeks) => write!(f, "needs {weeks} more weeks"),
            Self::Time(length) => write!(f, "needs {} more", format::spoken(*length)),
            Self::Outcomes(1) => f.write_str("needs 1 more outcome"),
            Self::Outcomes(outcomes) => write!(f, "needs {outcomes} more outcomes"),
            Self::Window => f.write_str("needs 3h on 3 days in the same two hours of the day"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_go_counts_up_to_the_minute() {
        for (missing, words) in [
            (Missing::Time(Length::seconds(4561)), "1h17 to go"),
            (Missing::Outcomes(1), "1 outcome to go"),
            (Missing::Weeks(3), "3 weeks to go"),
        ] {
            assert_eq!(missing.to_go(), words);
        }
    }

    #[test]
    fn what_is_missing_is_said_in_words() {
        let cases = [
            (Missing::Weeks(1), "needs 1 more week"),
            (Missing::Weeks(3), "needs 3 more weeks"),
            (Missing::Time(Length::minutes(130)), "needs 2h10 more"),
            (Missing::Outcomes(1), "needs 1 more outcome"),
            (Missing::Outcomes(4), "needs 4 more outcomes"),
            (
                Missing::Window,
                "needs 3h on 3 days in the same two hours of the day",
            ),
        ];
        for (missing, expected) in cases {
            assert_eq!(missing.to_string(), expected);
        }
    }
}
