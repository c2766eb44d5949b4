//! How far a week lies from the usual.

use super::weeks::{Measured, Usual};
use crate::domain::block::Category;
use crate::domain::stamp::Length;

/// How far a category lies from its usual; negative where it is less.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Delta {
    /// Its share of W less the usual share, in points: 8.0 is 8.0 points more.
    pub points: f64,
    /// Its time per workday less the usual time per workday.
    pub per_workday: Length,
    /// T in points, as for the alerts.
    pub band: f64,
}

impl Delta {
    /// Whether it reads "steady": within ±T of the usual. An alert begins beyond T, so the two never stand together.
    pub fn is_steady(self) -> bool {
        self.points.abs() <= self.band
    }
}

/// The distance of each category from its usual, in the order of [`Category::WORK`]: share − m_c, and time per workday
/// less its median. `None` before anything is tracked on a workday.
pub fn from_usual(week: &Measured, usual: &Usual) -> Option<[Delta; 4]> {
    let mut deltas = [Delta {
        points: 0.0,
        per_workday: Length::ZERO,
        band: 0.0,
    }; 4];
    for (index, category) in Category::WORK.into_iter().enumerate() {
        deltas[index] = Delta {
            points: (week.share(category)? - usual.shares[index]) * 100.0,
            per_workday: week.per_workday(category)? - usual.per_workday[index],
            band: usual.bands[index],
        };
    }
    Some(deltas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::insight::{alerts, testdata, weeks};

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
    fn a_delta_is_steady_within_its_band_whatever_the_hours_say() {
        let cases = [
            (3.0, 3.0, 0, true),
            (-3.0, 3.0, -90, true),
            (3.1, 3.0, 0, false),
            (-3.1, 3.0, 5, false),
            (4.9, 5.0, 90, true),
            (-5.1, 5.0, -90, false),
        ];
        for (points, band, minutes, steady) in cases {
            let delta = Delta {
                points,
                band,
                per_workday: Length::minutes(minutes),
            };
            assert_eq!(delta.is_steady(), steady, "{delta:?}");
        }
    }

    /// Four weeks of 40 hours at so many hours of selling, then one, and whether selling is steady and called for.
    fn steady_and_called(before: [f64; 4], last: f64) -> (bool, bool) {
        let week = Week {
            first: testdata::monday(),
        };
        let hours = before.into_iter().chain([last]);
        let blocks: Vec<_> = (-4_i64..)
            .zip(hours)
            .flat_map(|(back, hours)| {
                let rest = 37.0 - hours;
                let monday = testdata::monday().plus(7 * back);
                testdata::worked(monday, 5, [hours, rest, 1.0, 2.0])
            })
            .collect();
        let context = testdata::context();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let usual = weeks::find_usual(ledger, week).expect("four weeks");
        let deltas = from_usual(&weeks::measure_week(ledger, week), &usual).expect("a week");
        let alerts = alerts::of_week(ledger, week, &[]);
        let is_called = alerts
            .iter()
            .any(|alert| alert.kind == alerts::AlertKind::TafsDown);
        (deltas[0].is_steady(), is_called)
    }

    #[test]
    fn steady_and_an_alert_never_stand_together() {
        let cases = [
            // 44 % four times, then 37.8, 40.9 and 41.1.
            ([17.6; 4], 15.12, (false, true)),
            ([17.6; 4], 16.36, (false, true)),
            ([17.6; 4], 16.44, (true, false)),
            // 40, 45, 50 and 45 %: T is 5 points.
            ([16.0, 18.0, 20.0, 18.0], 16.1, (true, false)),
            ([16.0, 18.0, 20.0, 18.0], 15.9, (false, true)),
        ];
        for (before, last, expected) in cases {
            assert_eq!(
                steady_and_called(before, last),
                expected,
                "{before:?} {last}"
            );
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
