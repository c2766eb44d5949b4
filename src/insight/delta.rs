//! How far a week lies from the usual.

use super::weeks::{Measured, Usual};
use crate::domain::block::Category;
use crate::domain::stamp::Length;

/// A smaller difference of the share is steady, in points.
pub const STEADY_BELOW_POINTS: f64 = 3.0;
/// A smaller difference of the time per workday is steady.
pub const STEADY_BELOW: Length = Length::minutes(30);

/// How far a category lies from its usual; negative where it is less.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Delta {
    /// Its share of W less the usual share, in points: 8.0 is 8.0 points more.
    pub points: f64,
    /// Its time per workday less the usual time per workday.
    pub per_workday: Length,
}

impl Delta {
    /// Whether it reads "steady": it has to reach both 3 points and 30 minutes a workday to read otherwise. The larger
    /// of the two decides, so neither a short week, whose shares jump, nor a long one, whose hours do, looks like a
    /// change.
    pub fn is_steady(self) -> bool {
        let minutes = Length::seconds(self.per_workday.as_seconds().abs());
        self.points.abs() < STEADY_BELOW_POINTS || minutes < STEADY_BELOW
    }
}

/// The distance of each category from its usual, in the order of [`Category::WORK`]: share − m_c, and time per workday
/// less its median. `None` before anything is tracked on a workday.
pub fn from_usual(week: &Measured, usual: &Usual) -> Option<[Delta; 4]> {
    let mut deltas = [Delta {
        points: 0.0,
        per_workday: Length::ZERO,
    }; 4];
    for (index, category) in Category::WORK.into_iter().enumerate() {
        deltas[index] = Delta {
            points: (week.share(category)? - usual.shares[index]) * 100.0,
            per_workday: week.per_workday(category)? - usual.per_workday[index],
        };
    }
    Some(deltas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::insight::{testdata, weeks};

    #[test]
    fn mayas_week_against_her_usual() {
        let (blocks, context, week) = (
            testdata::history(),
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let usual = weeks::find_usual(context.ledger(&blocks, testdata::saturday()), week)
            .expect("four weeks");
        let measured = weeks::measure_week(context.ledger(&blocks, testdata::saturday()), week);
        let deltas = from_usual(&measured, &usual).expect("a week");
        // 4h10 − 3h33, 2h55 − 3h31.2, 0h26 − 0h18, 0h32 − 0h44.4.
        let expected = [
            (80, 2220, false),
            (-73, -2172, false),
            (17, 480, true),
            (-25, -744, true),
        ];
        for (delta, (tenths, seconds, steady)) in deltas.into_iter().zip(expected) {
            assert_eq!((delta.points * 10.0).round() as i64, tenths, "{delta:?}");
            assert_eq!(
                (delta.per_workday.as_seconds(), delta.is_steady()),
                (seconds, steady),
                "{delta:?}"
            );
        }
    }

    #[test]
    fn a_delta_is_steady_until_it_is_large_in_both_units() {
        let cases = [
            (2.9, 29, true),
            (2.9, 90, true),
            (9.0, 29, true),
            (3.0, 30, false),
            (-3.0, -30, false),
            (-2.9, -90, true),
            (-9.0, -29, true),
        ];
        for (points, minutes, steady) in cases {
            let delta = Delta {
                points,
                per_workday: Length::minutes(minutes),
            };
            assert_eq!(delta.is_steady(), steady, "{delta:?}");
        }
    }

    #[test]
    fn a_week_with_nothing_in_it_has_no_delta() {
        let (mut context, week) = (
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let usual = weeks::find_usual(
            context.ledger(&testdata::history(), testdata::saturday()),
            week,
        )
        .expect("four weeks");
        let nothing = weeks::measure_week(context.ledger(&[], testdata::saturday()), week);
        assert_eq!(from_usual(&nothing, &usual), None);
        context.hours.days_off.extend(week.days());
        let off = weeks::measure_week(
            context.ledger(&testdata::week(), testdata::saturday()),
            week,
        );
        assert_eq!(from_usual(&off, &usual), None);
    }
}
