//! "Usual by now": what the TAFS of this weekday is at this time, as a rule.

use chrono::NaiveTime;

use super::{Context, Ledger, totals};
use crate::domain::block::Block;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Length, Moment, Stamp};

/// How many weeks back a day is looked for.
pub const WEEKS_BACK: usize = 6;
/// Over how many days the median goes.
pub const DAYS: usize = 4;
/// With fewer days nothing is said.
pub const DAYS_NEEDED: usize = 3;

/// A usual TAFS, and how many days it rests on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Usual {
    /// The median, a share from 0 to 1.
    pub tafs: f64,
    /// The medians of the shares of all categories, in the order of [`crate::domain::block::Category::WORK`]; the first one is `tafs`.
    pub shares: [f64; 4],
    pub days: usize,
}

/// The days that can count for `today`: the same weekday of the six weeks before, the latest first.
pub fn same_weekdays(today: Day) -> [Day; WEEKS_BACK] {
    [1, 2, 3, 4, 5, 6].map(|weeks| today.plus(-7 * weeks))
}

/// The median TAFS over the last 4 same weekdays by this time of day, out of the last 6; at least 3 are needed. Days
/// off and days on which nothing was tracked by then do not count. The
/// blocks are to hold those of [`same_weekdays`].
pub fn by_now(blocks: &[Block], now: Moment, context: &Context) -> Option<Usual> {
    let today = context.calendar.day_of(now);
    let worked = same_weekdays(today)
        .into_iter()
        .filter(|day| !context.hours.is_off(*day));
    let ledger = context.ledger(blocks, now.at);
    let by_then = |day| {
        let then = same_time(ledger, day, now);
        totals::of_days(context.ledger(blocks, then).day(day)).shares()
    };
    let days: Vec<[f64; 4]> = worked.filter_map(by_then).take(DAYS).collect();
    (days.len() >= DAYS_NEEDED).then(|| {
        let middle = |index: usize| median(days.iter().map(|shares| shares[index]).collect());
        let shares = [0, 1, 2, 3].map(middle);
        Usual {
            tafs: shares[0],
            shares,
            days: days.len(),
        }
    })
}

/// The instant on another day at which the wall clock of where the rep was then shows what it shows `now`.
pub(super) fn same_time(ledger: Ledger<'_>, day: Day, now: Moment) -> Stamp {
    let calendar = &ledger.context.calendar;
    let midnight = calendar.day_of(now).0.and_time(NaiveTime::MIN);
    let time = Length::seconds((Calendar::wall(now) - midnight).num_seconds());
    calendar.instant_at(day, time, ledger.place(day))
}

/// The middle value, or the mean of the two in the middle; 0 of none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match (values.len(), values.len() / 2) {
        (0, _) => 0.0,
        (count, middle) if count % 2 == 1 => values[middle],
        (_, middle) => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    /// Six Mondays before Maya's, the latest first; an empty one was not worked.
    fn usual(mondays: [&str; 6], off: &[i64], now: &str) -> Option<(f64, usize)> {
        let today = testdata::monday();
        let mut context = testdata::context();
        context
            .hours
            .days_off
            .extend(off.iter().map(|weeks| today.plus(-7 * weeks)));
        let mut blocks: Vec<Block> = Vec::new();
        for (index, text) in mondays.iter().enumerate().rev() {
            blocks.extend(testdata::day(today.plus(-7 * (index as i64 + 1)), text));
        }
        blocks.extend(testdata::week());
        let usual = by_now(&blocks, testdata::at(today, now), &context)?;
        Some(((usual.tafs * 1000.0).round() / 1000.0, usual.days))
    }

    const HALF: &str = "0900-1000 sp; 1000-1100 ae";
    const ALL: &str = "0900-1100 sp";
    const NONE: &str = "0900-1100 ae";
    const THIRD: &str = "0900-0930 sp; 0930-1030 ae";

    #[test]
    fn the_median_of_the_last_four_that_were_worked() {
        let cases = [
            (
                [HALF, ALL, NONE, HALF, ALL, ALL],
                &[][..],
                "1200",
                Some((0.5, 4)),
            ),
            (
                [ALL, ALL, HALF, THIRD, NONE, NONE],
                &[],
                "1200",
                Some((0.75, 4)),
            ),
            ([HALF, "", NONE, "", ALL, ""], &[], "1200", Some((0.5, 3))),
            ([HALF, "", NONE, "", "", ""], &[], "1200", None),
            // The second Monday was off although something is on record for it.
            ([HALF, ALL, ALL, NONE, "", ""], &[2], "1200", Some((0.5, 3))),
            // By 10:00 the admin of the other days had not begun.
            (
                [HALF, HALF, HALF, HALF, "", ""],
                &[],
                "1000",
                Some((1.0, 4)),
            ),
            (
                [HALF, HALF, HALF, HALF, "", ""],
                &[],
                "1030",
                Some((0.667, 4)),
            ),
            // By 09:00 nothing had.
            ([HALF, HALF, HALF, HALF, "", ""], &[], "0900", None),
        ];
        for (mondays, off, now, expected) in cases {
            assert_eq!(
                usual(mondays, off, now),
                expected,
                "{mondays:?} {off:?} {now}"
            );
        }
    }
}
