//! The weeks side by side, up to a given one.

use super::coverage;
use super::missing::Missing;
use super::weeks::{self, Measured, weeks_before};
use super::{Ledger, totals};
use crate::domain::calendar::Week;

/// Two points make no trend.
pub const POINTS_NEEDED: usize = 3;

/// A week of the trend.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// The week as measured; [`Measured::qualifies`] tells whether it can stand for a usual one.
    pub week: Measured,
    /// Its TAFS, from 0 to 1; `None` below 8 h tracked or 60 % coverage.
    pub tafs: Option<f64>,
    /// Whether it is over. One that is not may be shown, but is no point of the trend: a part week is never held
    /// against a whole one.
    pub over: bool,
}

/// Weeks in order, the given one last.
#[derive(Clone, PartialEq, Debug)]
pub struct Trend {
    /// One for each week, also for those with nothing on record.
    pub weeks: Vec<Point>,
}

impl Trend {
    /// How many weeks have a TAFS and are over, if they are enough for a line; else how many are missing.
    pub fn points(&self) -> Result<usize, Missing> {
        let points = self
            .weeks
            .iter()
            .filter(|point| point.over && point.tafs.is_some());
        match points.count() {
            points @ ..POINTS_NEEDED => Err(Missing::Weeks(POINTS_NEEDED - points)),
            points => Ok(points),
        }
    }
}

/// So many weeks up to and with `last`, in one pass.
pub fn of_weeks(ledger: Ledger<'_>, last: Week, count: usize) -> Trend {
    let today = ledger.context.calendar.day_at(ledger.now);
    let first = first_week(last, count);
    let days = totals::by_day(ledger.days(first.first, last.end().plus(-1)));
    let point = |(index, days): (i64, _)| {
        let first = first.first.plus(7 * index);
        let week = weeks::of_totals(ledger, Week { first }, days);
        Point {
            week,
            tafs: coverage::of_week(&week.totals).tafs(),
            over: today >= week.week.end(),
        }
    };
    Trend {
        weeks: (0..).zip(days.chunks(7)).map(point).collect(),
    }
}

fn first_week(last: Week, count: usize) -> Week {
    weeks_before(last, count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::Length;
    use crate::insight::testdata;

    fn w10() -> Week {
        Week {
            first: testdata::monday(),
        }
    }

    /// `2026-W10 51.8`, in percent, and `-` without a TAFS.
    fn shown(trend: &Trend) -> Vec<String> {
        let one = |point: &Point| {
            let tafs = point
                .tafs
                .map_or("-".to_owned(), |tafs| format!("{:.1}", tafs * 100.0));
            format!("{} {tafs}", point.week.week)
        };
        trend.weeks.iter().map(one).collect()
    }

    #[test]
    fn mayas_weeks_side_by_side() {
        let (blocks, context) = (testdata::history(), testdata::context());
        let now = testdata::at(testdata::monday().plus(7), "0800").at;
        let trend = of_weeks(context.ledger(&blocks, now), w10(), 6);
        let expected = [
            "2026-W05 -",
            "2026-W06 43.2",
            "2026-W07 44.2",
            "2026-W08 43.3",
            "2026-W09 44.1",
            "2026-W10 51.8",
        ];
        assert_eq!(shown(&trend), expected);
        assert_eq!(trend.points(), Ok(5));
        for point in &trend.weeks {
            assert_eq!(
                point.week,
                weeks::measure_week(context.ledger(&blocks, now), point.week.week)
            );
        }
    }

    #[test]
    fn two_points_are_no_trend_and_a_week_under_way_is_no_point() {
        let (blocks, context) = (testdata::history(), testdata::context());
        let monday = testdata::at(testdata::monday().plus(7), "0800").at;
        let points = |count, now| of_weeks(context.ledger(&blocks, now), w10(), count).points();
        assert_eq!(
            points(0, monday),
            Err(Missing::Weeks(2)),
            "the given week always stands"
        );
        assert_eq!(points(1, monday), Err(Missing::Weeks(2)));
        assert_eq!(points(2, monday), Err(Missing::Weeks(1)));
        assert_eq!(points(3, monday), Ok(3));
        assert_eq!(points(3, testdata::saturday()), Err(Missing::Weeks(1)));
        let last = of_weeks(context.ledger(&blocks, testdata::saturday()), w10(), 3);
        assert!(last.weeks[2].tafs.is_some() && !last.weeks[2].over);
        assert_eq!(
            of_weeks(context.ledger(&[], monday), w10(), 13).points(),
            Err(Missing::Weeks(3))
        );
    }

    #[test]
    fn below_the_gates_a_week_has_no_tafs() {
        let now = testdata::at(testdata::monday().plus(7), "0800").at;
        // 5h18 and 5h24 of 9 h with the other days off; 26 h of 45 h; 27 h of 45 h.
        let cases = [
            (1, [5.3, 0.0, 0.0, 0.0], "-"),
            (1, [5.4, 0.0, 0.0, 0.0], "100.0"),
            (5, [26.0, 0.0, 0.0, 0.0], "-"),
            (5, [27.0, 0.0, 0.0, 0.0], "100.0"),
        ];
        for (days, hours, expected) in cases {
            let mut context = testdata::context();
            context
                .hours
                .days_off
                .extend((i64::from(days)..5).map(|index| testdata::monday().plus(index)));
            let trend = of_weeks(
                context.ledger(&testdata::worked(testdata::monday(), days, hours), now),
                w10(),
                1,
            );
            assert_eq!(shown(&trend), [format!("2026-W10 {expected}")], "{hours:?}");
        }
    }

    #[test]
    fn weeks_in_which_the_clocks_change_are_whole() {
        // Forward on Sunday 29 March, W13: 47 hours of that weekend, all of them at work.
        let week = Week {
            first: testdata::monday().plus(21),
        };
        let mut blocks = testdata::day(week.first.plus(5), "0000-0001 sp");
        blocks[0].end = Some(testdata::at(week.first.plus(7), "0000"));
        let trend = of_weeks(
            testdata::context().ledger(&blocks, testdata::at(week.end(), "0800").at),
            weeks_before(week, 0),
            2,
        );
        assert_eq!(trend.weeks[1].week.totals.selling, Length::hours(47));
        assert_eq!(trend.weeks[0].week.totals.selling, Length::ZERO);
    }
}
