//! Weeks as measured, which of them a week may be compared with, and what is usual of those (med4).

use super::usual::{median, same_time};
use super::{Context, Ledger, Period, missing::Missing, totals};
use crate::domain::block::Category;
use crate::domain::calendar::{Day, Week};
use crate::domain::stamp::{Length, Stamp};
use totals::Totals;

/// How many weeks back a week is looked for.
pub const WEEKS_BACK: usize = 6;
/// Over how many weeks the median goes.
pub const WEEKS: usize = 4;
/// With fewer weeks nothing is said.
pub const WEEKS_NEEDED: usize = 3;
/// A week qualifies from so many full workdays on, or all of them where it has fewer.
pub const FULL_DAYS_NEEDED: usize = 3;
/// A workday is full from so much tracked time on, or half of what is planned for it, if that is less.
pub const FULL_DAY_FROM: Length = Length::hours(3);
/// The band around a usual share, T, is at least so many points wide to each side.
pub const BAND_FROM_POINTS: f64 = 3.0;
/// A week qualifies from this coverage on.
pub const COVERAGE_FROM: f64 = 0.60;

/// A week, or the part of it before an instant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Measured {
    pub week: Week,
    /// Nothing from here on is counted.
    pub until: Stamp,
    pub totals: Totals,
    /// Its days with planned hours that had begun; days off are none.
    pub workdays: usize,
    /// All of its days with planned hours, also those to come.
    pub planned_days: usize,
    /// Those of them with min(3 h, half of their plan) tracked.
    pub full_days: usize,
}

impl Measured {
    /// Its days, as far as they were measured.
    pub fn period<'a>(&self, ledger: Ledger<'a>) -> Period<'a> {
        let now = self.until;
        Ledger { now, ..ledger }.week(self.week)
    }

    /// Whether the week can stand for a usual one: min(3, its planned days) of them full, and 60 % coverage.
    pub fn qualifies(&self) -> bool {
        let coverage = self.totals.coverage();
        self.has_full_days() && coverage.is_some_and(|known| known >= COVERAGE_FROM)
    }

    /// Whether as many days are full as a week needs.
    pub fn has_full_days(&self) -> bool {
        self.planned_days > 0 && self.full_days >= FULL_DAYS_NEEDED.min(self.planned_days)
    }

    /// The share of W of a category; `None` where nothing is tracked.
    pub fn share(&self, category: Category) -> Option<f64> {
        self.totals.of(category).share_of(self.totals.tracked())
    }

    /// The time of a category per workday that had begun; `None` without one.
    pub fn per_workday(&self, category: Category) -> Option<Length> {
        let seconds = self.totals.of(category).as_seconds() as f64;
        (self.workdays > 0)
            .then(|| Length::seconds((seconds / self.workdays as f64).round() as i64))
    }
}

/// What is usual of the weeks before; each figure by category in the order of [`Category::WORK`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Usual {
    /// The median share of W of each category by itself; they need not add up to 1.
    pub shares: [f64; 4],
    /// m_c: the same, brought to a sum of 1. Only freed time goes by them.
    pub normalized: [f64; 4],
    /// T in points: within so much of its usual share a category is steady, beyond it is looked at.
    pub bands: [f64; 4],
    pub lengths: [Length; 4],
    pub per_workday: [Length; 4],
    pub tracked: Length,
    pub weeks: usize,
}

impl Usual {
    /// The usual TAFS, from 0 to 1.
    pub const fn tafs(&self) -> f64 {
        self.shares[0]
    }
}

/// The week so many weeks before.
pub fn weeks_before(week: Week, weeks: usize) -> Week {
    Week {
        first: week.first.plus(-7 * weeks as i64),
    }
}

/// What is on record of a week.
pub fn measure_week(ledger: Ledger<'_>, week: Week) -> Measured {
    of_totals(ledger, week, &totals::by_day(ledger.week(week)))
}

/// A week of which the totals of each day before `now` are known.
pub(super) fn of_totals(ledger: Ledger<'_>, week: Week, days: &[Totals]) -> Measured {
    let Ledger { context, now, .. } = ledger;
    let today = context.calendar.day_at(now);
    let days_of = || week.days().into_iter().zip(days);
    let workdays = || days_of().filter(|(day, _)| context.hours.is_workday(*day));
    let full = |(day, totals): &(Day, &Totals)| totals.tracked() >= full_day_from(context, *day);
    Measured {
        week,
        until: now,
        totals: days.iter().copied().sum(),
        workdays: workdays().filter(|(day, _)| *day <= today).count(),
        planned_days: workdays().count(),
        full_days: workdays().filter(full).count(),
    }
}

/// From how much tracked time on a workday is full: min(3 h, half of its plan).
pub fn full_day_from(context: &Context, day: Day) -> Length {
    let planned = context.hours.length_of(day);
    if planned.is_positive() {
        FULL_DAY_FROM.min(Length::seconds(planned.as_seconds() / 2))
    } else {
        FULL_DAY_FROM
    }
}

/// The weeks that a week is compared with, the latest first: the last 4 qualifying ones of the 6 before it. While the
/// week is not over they are cut at the same weekday and time of day, by the wall clock: a part week is never held
/// against a whole one. Whether they qualify is asked of the whole week; one with nothing on record by then is left
/// out.
pub fn comparable_weeks(ledger: Ledger<'_>, week: Week) -> Vec<Measured> {
    let Ledger { context, now, .. } = ledger;
    let into = context.calendar.day_at(now).since(week.first);
    let here = context.calendar.here(now);
    let cut = |earlier: Week| match into {
        7.. => now,
        _ => same_time(ledger, earlier.first.plus(into), here),
    };
    let earlier = (1..=WEEKS_BACK).map(|weeks| weeks_before(week, weeks));
    let qualifying = earlier.filter(|earlier| measure_week(ledger, *earlier).qualifies());
    let by_then = qualifying.map(|earlier| {
        let now = cut(earlier);
        measure_week(Ledger { now, ..ledger }, earlier)
    });
    by_then
        .filter(|week| week.totals.tracked().is_positive() && week.workdays > 0)
        .take(WEEKS)
        .collect()
}

/// What is usual for a week (med4), or how many weeks are missing. The blocks are to hold those of the week and of
/// the [`WEEKS_BACK`] before it.
pub fn find_usual(ledger: Ledger<'_>, week: Week) -> Result<Usual, Missing> {
    usual_of(&comparable_weeks(ledger, week))
}

/// What is usual of the weeks that [`comparable_weeks`] found: the plain median of each figure.
pub fn usual_of(weeks: &[Measured]) -> Result<Usual, Missing> {
    let length = |of: &dyn Fn(&Measured) -> Option<Length>| {
        let seconds = |week: &Measured| Some(of(week)?.as_seconds() as f64);
        Ok(Length::seconds(median_of(weeks, seconds)?.round() as i64))
    };
    let shares = median_shares(weeks)?;
    let mut usual = Usual {
        shares,
        normalized: normalize_shares(shares, weeks),
        bands: [BAND_FROM_POINTS; 4],
        lengths: [Length::ZERO; 4],
        per_workday: [Length::ZERO; 4],
        tracked: length(&|week| Some(week.totals.tracked()))?,
        weeks: weeks.len(),
    };
    for (index, category) in Category::WORK.into_iter().enumerate() {
        usual.bands[index] = band_of(weeks, |week| week.share(category))?;
        usual.lengths[index] = length(&|week| Some(week.totals.of(category)))?;
        usual.per_workday[index] = length(&|week| week.per_workday(category))?;
    }
    Ok(usual)
}

/// The median of any figure over the weeks that have it; 3 weeks are needed.
pub fn median_of(
    weeks: &[Measured],
    figure: impl Fn(&Measured) -> Option<f64>,
) -> Result<f64, Missing> {
    let values: Vec<f64> = weeks.iter().filter_map(figure).collect();
    match WEEKS_NEEDED.checked_sub(values.len()) {
        Some(missing @ 1..) => Err(Missing::Weeks(missing)),
        Some(0) | None => Ok(median(values)),
    }
}

/// How far a figure usually lies from its median: the median absolute deviation (MAD), in the unit of the figure.
pub fn spread_of(
    weeks: &[Measured],
    figure: impl Fn(&Measured) -> Option<f64>,
) -> Result<f64, Missing> {
    let middle = median_of(weeks, &figure)?;
    median_of(weeks, |week| Some((figure(week)? - middle).abs()))
}

fn median_shares(weeks: &[Measured]) -> Result<[f64; 4], Missing> {
    let mut shares = [0.0; 4];
    for (share, category) in shares.iter_mut().zip(Category::WORK) {
        *share = median_of(weeks, |week| week.share(category))?;
    }
    Ok(shares)
}

/// T = max(3 points, 2·MAD): how far from its median a share may lie and still be as usual, in points.
pub fn band_of(
    weeks: &[Measured],
    share: impl Fn(&Measured) -> Option<f64>,
) -> Result<f64, Missing> {
    Ok(BAND_FROM_POINTS.max(2.0 * 100.0 * spread_of(weeks, share)?))
}

/// The median shares, brought to a sum of 1. Where no category has a share in half of the weeks there is no median to
/// speak of, and the mean shares stand in.
fn normalize_shares(shares: [f64; 4], weeks: &[Measured]) -> [f64; 4] {
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 {
        return shares.map(|share| share / sum);
    }
    let mean = |category| {
        let shares = weeks.iter().filter_map(|week| week.share(category));
        shares.sum::<f64>() / weeks.len() as f64
    };
    Category::WORK.map(mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::calendar::{Calendar, Day};
    use crate::domain::hours::WorkHours;
    use crate::insight::testdata;
    use chrono::Weekday;

    fn w10() -> Week {
        Week {
            first: testdata::monday(),
        }
    }

    fn monday(back: i64) -> Day {
        testdata::monday().plus(-7 * back)
    }

    /// In tenths of a percent.
    fn rounded(shares: [f64; 4]) -> [i64; 4] {
        shares.map(|share| (share * 1000.0).round() as i64)
    }

    #[test]
    fn mayas_usual_is_as_counted_by_hand() {
        let blocks = testdata::history();
        let usual = find_usual(
            testdata::context().ledger(&blocks, testdata::saturday()),
            w10(),
        )
        .expect("four weeks");
        // The middle two of 43.21 44.17 43.33 44.12 %, and so on for the others.
        assert_eq!(rounded(usual.shares), [437, 435, 37, 91]);
        assert!((usual.tafs() - f64::midpoint(16.9 / 39.0, 18.0 / 40.8)).abs() < 1e-4);
        assert!((usual.shares.iter().sum::<f64>() - 1.0).abs() > 1e-4);
        assert!((usual.normalized.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(usual.weeks, 4);
        // Medians of 17.5 18.2 16.9 18.0, of the sums 40.5 41.2 39.0 40.8, and a fifth of the first.
        assert_eq!(usual.lengths[0], Length::minutes(17 * 60 + 45));
        assert_eq!(usual.per_workday[0], Length::minutes(3 * 60 + 33));
        assert_eq!(usual.tracked, Length::minutes(40 * 60 + 39));
    }

    #[test]
    fn the_made_up_weeks_have_the_known_hours() {
        let expected = [
            [175, 180, 15, 35],
            [182, 170, 20, 40],
            [169, 178, 10, 33],
            [180, 174, 15, 39],
        ];
        for (back, tenths) in (1..=4).rev().zip(expected) {
            let week = measure_week(
                testdata::context().ledger(&testdata::earlier(), testdata::saturday()),
                Week {
                    first: monday(back),
                },
            );
            let hours = Category::WORK.map(|category| week.totals.of(category).as_hours());
            assert_eq!(
                hours.map(|hours| (hours * 10.0).round() as i64),
                tenths,
                "{back} weeks back"
            );
            assert!(
                week.qualifies() && (week.workdays, week.full_days) == (5, 5),
                "{back} weeks back"
            );
        }
    }

    /// Weeks back with so many days of 4 h selling and 4 h admin, and how many are then comparable.
    fn found(weeks: &[(i64, u32)], off: &[Day]) -> Result<usize, Missing> {
        let mut context = testdata::context();
        context.hours.days_off.extend(off);
        let mut weeks = weeks.to_vec();
        weeks.sort_by_key(|(back, _)| -back);
        let hours = |days| [4.0 * f64::from(days), 4.0 * f64::from(days), 0.0, 0.0];
        let mut blocks: Vec<Block> = weeks
            .iter()
            .flat_map(|&(back, days)| testdata::worked(monday(back), days, hours(days)))
            .collect();
        blocks.extend(testdata::week());
        find_usual(context.ledger(&blocks, testdata::saturday()), w10()).map(|usual| usual.weeks)
    }

    #[test]
    fn three_weeks_of_the_last_six_are_needed_and_four_are_enough() {
        let cases: [(&[(i64, u32)], _); 7] = [
            (&[], Err(Missing::Weeks(3))),
            (&[(1, 5)], Err(Missing::Weeks(2))),
            (&[(1, 5), (2, 5)], Err(Missing::Weeks(1))),
            (&[(1, 5), (2, 5), (6, 5)], Ok(3)),
            (&[(1, 5), (2, 5), (7, 5)], Err(Missing::Weeks(1))),
            // Two days are no week; three of five hold 24 h of 45 h planned: 57 % coverage.
            (&[(1, 5), (2, 2), (3, 5), (4, 3), (5, 4)], Ok(3)),
            (&[(1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (6, 5)], Ok(4)),
        ];
        for (weeks, expected) in cases {
            assert_eq!(found(weeks, &[]), expected, "{weeks:?}");
        }
    }

    #[test]
    fn two_days_a_week_have_a_usual_after_three_weeks() {
        let mut context = testdata::context();
        context.hours = WorkHours::none();
        for weekday in [Weekday::Tue, Weekday::Thu] {
            let four = (Length::hours(9), Length::hours(13));
            context.hours.set(weekday, vec![four]);
        }
        let worked = |back: i64, days: &[i64], text: &str| {
            let monday = monday(back);
            let days = days.iter().map(move |index| monday.plus(*index));
            days.flat_map(|day| testdata::day(day, text))
                .collect::<Vec<Block>>()
        };
        let usual = |days: &[i64], text: &str| {
            let blocks = [
                worked(3, &[1, 3], "0900-1100 sp; 1100-1300 ae"),
                worked(2, &[1, 3], "0900-1100 sp; 1100-1300 ae"),
                worked(1, days, text),
            ]
            .concat();
            let ledger = context.ledger(&blocks, testdata::saturday());
            find_usual(ledger, w10()).map(|usual| usual.weeks)
        };
        assert_eq!(usual(&[1, 3], "0900-1100 sp; 1100-1300 ae"), Ok(3));
        // A day of four hours is full from two on, and both days are needed.
        assert_eq!(usual(&[1, 3], "0900-1130 sp"), Ok(3));
        assert_eq!(usual(&[1, 3], "0900-1059 sp"), Err(Missing::Weeks(1)));
        assert_eq!(usual(&[1], "0900-1300 sp"), Err(Missing::Weeks(1)));
        // A day off leaves one, which is enough.
        context.hours.days_off.insert(monday(1).plus(3));
        let blocks = [
            worked(3, &[1, 3], "0900-1300 sp"),
            worked(2, &[1, 3], "0900-1300 sp"),
            worked(1, &[1], "0900-1300 sp"),
        ]
        .concat();
        let found = find_usual(context.ledger(&blocks, testdata::saturday()), w10());
        assert_eq!(found.map(|usual| usual.weeks), Ok(3));
    }

    #[test]
    fn days_off_make_no_gap_and_a_week_off_is_passed_over() {
        let thursday_and_friday = [monday(4).plus(3), monday(4).plus(4)];
        let weeks = [(1, 5), (2, 5), (4, 3)];
        assert_eq!(found(&weeks, &thursday_and_friday), Ok(3));
        assert_eq!(found(&weeks, &[]), Err(Missing::Weeks(1)));
        // A week off does not count although something is on record for it.
        let off: Vec<Day> = (0..5).map(|index| monday(1).plus(index)).collect();
        assert_eq!(
            found(&[(1, 5), (2, 5), (3, 5)], &off),
            Err(Missing::Weeks(1))
        );
    }

    #[test]
    fn while_the_week_lasts_the_earlier_ones_are_cut_at_the_same_point() {
        let context = testdata::context();
        let tuesday_noon = testdata::at(testdata::monday().plus(1), "1200").at;
        let weeks = comparable_weeks(context.ledger(&testdata::history(), tuesday_noon), w10());
        assert_eq!(weeks.len(), 4);
        for week in &weeks {
            let wall = Calendar::wall(context.calendar.here(week.until));
            assert_eq!(
                (wall.date(), week.workdays),
                (week.week.first.plus(1).0, 2),
                "{}",
                week.week
            );
            assert_eq!(wall.time().to_string(), "12:00:00");
        }
        // W09: 40.8 h over five days is 8.16 h a day; then 3.5 h from 08:30 to 12:00.
        assert_eq!(weeks[0].totals.tracked(), Length::seconds(29_376 + 12_600));
        // Before work on Monday nothing was on record in any week.
        let monday_morning = testdata::at(testdata::monday(), "0700").at;
        assert_eq!(
            find_usual(context.ledger(&testdata::history(), monday_morning), w10()),
            Err(Missing::Weeks(3))
        );
        // A week that has not begun has no usual either.
        let next = weeks_before(w10(), 1);
        assert_eq!(
            find_usual(
                context.ledger(&testdata::history(), testdata::at(next.first, "1200").at),
                w10()
            ),
            Err(Missing::Weeks(3))
        );
    }

    #[test]
    fn the_cut_goes_by_the_wall_clock_over_a_change_of_the_clocks() {
        // The clocks go forward on Sunday 29 March: noon on Tuesday the 31st is 10:00 UTC, a week before 11:00.
        let week = Week {
            first: testdata::monday().plus(28),
        };
        let blocks: Vec<Block> = [7, 14, 21]
            .into_iter()
            .flat_map(|days| {
                testdata::worked(testdata::monday().plus(days), 5, [20.0, 20.0, 0.0, 0.0])
            })
            .collect();
        let now = testdata::at(week.first.plus(1), "1200").at;
        let weeks = comparable_weeks(testdata::context().ledger(&blocks, now), week);
        assert_eq!(weeks.len(), 3);
        for week in weeks {
            assert_eq!(
                week.totals.tracked(),
                Length::minutes(8 * 60 + 210),
                "{}",
                week.week
            );
        }
    }

    #[test]
    fn the_spread_is_the_median_distance_from_the_median() {
        let weeks = comparable_weeks(
            testdata::context().ledger(&testdata::history(), testdata::saturday()),
            w10(),
        );
        let hours = |week: &Measured| Some(week.totals.selling.as_hours());
        // Median 17.75 of 17.5 18.2 16.9 18.0; distances 0.25 0.45 0.85 0.25, their median 0.35.
        let rounded =
            |value: Result<f64, Missing>| value.map(|value| (value * 100.0).round() as i64);
        assert_eq!(rounded(median_of(&weeks, hours)), Ok(1775));
        assert_eq!(rounded(spread_of(&weeks, hours)), Ok(35));
        // A figure that only two weeks have.
        let late = |week: &Measured| (week.week.first >= monday(2)).then_some(1.0);
        assert_eq!(rounded(median_of(&weeks, late)), Err(Missing::Weeks(1)));
    }

    #[test]
    fn weeks_of_nothing_in_common_still_have_shares() {
        let one = |index: usize, back: i64| {
            let mut hours = [0.0; 4];
            hours[index] = 40.0;
            testdata::worked(monday(back), 5, hours)
        };
        let blocks = [one(3, 3), one(1, 2), one(0, 1)].concat();
        let usual = find_usual(
            testdata::context().ledger(&blocks, testdata::saturday()),
            w10(),
        )
        .expect("three weeks");
        assert_eq!(rounded(usual.shares), [0; 4]);
        assert_eq!(rounded(usual.normalized), [333, 333, 0, 333]);
    }
}
