//! How often the category of the work changed.

use super::{Period, is_work};
use crate::domain::block::Block;
use crate::domain::stamp::Length;

/// Between blocks further apart nothing was switched: the work had stopped.
pub const APART: Length = Length::minutes(15);

/// The changes of category, and the working time in which they fell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Switches {
    pub count: usize,
    /// W of the same days.
    pub tracked: Length,
}

impl Switches {
    /// Changes for each hour of working time: count / W. `None` where nothing is tracked.
    pub fn per_hour(&self) -> Option<f64> {
        self.tracked
            .is_positive()
            .then(|| self.count as f64 / self.tracked.as_hours())
    }
}

/// The changes of category from one working block to the next, where at most [`APART`] lies between the two. A break
/// is no kind of work: going into one and coming out of it is no switch, and after a short one the work before it is
/// what the next is held against. A change counts on the day on which the later block begins.
pub fn of_days(period: Period<'_>) -> Switches {
    let now = period.ledger.now;
    let work = period.blocks().iter().filter(|block| is_work(block));
    let begun = work.filter(|block| block.start.at <= now);
    let pairs = begun.clone().zip(begun.skip(1));
    let changed = |(block, next): &(&Block, &Block)| {
        block.category != next.category
            && next.start.at.since(block.end_or(now)) <= APART
            && period.holds(next.start)
    };
    let tracked = period.work_parts().map(|(_, _, part)| part.length());
    Switches {
        count: pairs.filter(changed).count(),
        tracked: tracked.sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let monday = testdata::monday();
        let switches = of_days(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        assert_eq!(
            switches,
            Switches {
                count: 31,
                tracked: Length::minutes(40 * 60 + 15)
            }
        );
        assert_eq!(
            switches.per_hour().map(|rate| (rate * 100.0).round()),
            Some(77.0)
        );
    }

    #[test]
    fn only_work_close_to_work_is_switched() {
        let cases = [
            ("", "1800", 0),
            ("0900-1000 sp; 1000-1030 sm", "1800", 0),
            ("0900-1000 sp; 1000-1030 ae; 1030-1100 sp", "1800", 2),
            ("0900-1000 sp; 1015-1030 ae", "1800", 1),
            ("0900-1000 sp; 1016-1030 ae", "1800", 0),
            // Into a break and out of it; a short one stands between two kinds of work, a long one parts them.
            ("0900-1000 sp; 1000-1010 b; 1010-1100 sp", "1800", 0),
            ("0900-1000 sp; 1000-1010 b; 1010-1100 ae", "1800", 1),
            ("0900-1000 sp; 1000-1030 b; 1030-1100 ae", "1800", 0),
            // As it stood then.
            ("0900-1000 sp; 1000-1030 ae; 1030-1100 sp", "1015", 1),
            ("0900-1000 sp; 1000-1030 ae; 1030-1100 sp", "0959", 0),
        ];
        let monday = testdata::monday();
        for (day, now, expected) in cases {
            let now_at = testdata::at(monday, now).at;
            let switches = of_days(
                testdata::context()
                    .ledger(&testdata::day(monday, day), now_at)
                    .day(monday),
            );
            assert_eq!(switches.count, expected, "{day} at {now}");
        }
    }

    #[test]
    fn a_switch_past_midnight_counts_for_the_new_day_and_a_running_block_is_one() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2359 sp");
        blocks.extend(testdata::day(monday.plus(1), "0005-0030 ae"));
        blocks[1].end = None;
        let now = testdata::at(monday.plus(1), "0105").at;
        let of = |day| of_days(testdata::context().ledger(&blocks, now).day(day));
        assert_eq!(
            of(monday),
            Switches {
                count: 0,
                tracked: Length::minutes(59)
            }
        );
        assert_eq!(
            of(monday.plus(1)),
            Switches {
                count: 1,
                tracked: Length::hours(1)
            }
        );
        assert_eq!(of(monday.plus(1)).per_hour(), Some(1.0));
    }

    #[test]
    fn without_work_there_is_no_rate() {
        let monday = testdata::monday();
        let rest = testdata::day(monday, "0900-1000 b");
        assert_eq!(
            of_days(
                testdata::context()
                    .ledger(&rest, testdata::saturday())
                    .day(monday)
            )
            .per_hour(),
            None
        );
    }
}
