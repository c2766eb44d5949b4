//! The work that fell outside the planned hours.

use super::{Ledger, Period};
use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Span};

/// The working time outside the planned hours; on a day off and on a day without planned hours that is all of it. A
/// break is no work.
pub fn of_days(period: Period<'_>) -> Length {
    let days = period.each_day();
    days.map(|day| of_day(period.ledger, day)).sum()
}

fn of_day(ledger: Ledger<'_>, day: Day) -> Length {
    let planned: Vec<Span> = ledger.planned(day).collect();
    let work = ledger.day(day).work_parts();
    let outside = work.flat_map(|(_, _, part)| part.without(&planned));
    outside.map(Span::length).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::hours::WorkHours;
    use crate::domain::stamp::Stamp;
    use crate::insight::Context;
    use crate::insight::testdata;
    use chrono::Weekday;

    fn minutes(blocks: &[Block], first: Day, last: Day, context: &Context, now: Stamp) -> i64 {
        of_days(context.ledger(blocks, now).days(first, last)).as_seconds() / 60
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (monday, context, now) = (
            testdata::monday(),
            testdata::context(),
            testdata::saturday(),
        );
        let of = |first, last| minutes(&testdata::week(), first, last, &context, now);
        assert_eq!(of(monday, monday.plus(6)), 40);
        assert_eq!(of(monday.plus(3), monday.plus(3)), 40, "Thursday evening");
        let mut off = context.clone();
        off.hours.days_off.insert(monday.plus(4));
        let friday = minutes(&testdata::week(), monday.plus(4), monday.plus(4), &off, now);
        assert_eq!(
            friday, 460,
            "all that was worked on the day off, without the break"
        );
    }

    #[test]
    fn only_work_beyond_the_plan_counts() {
        let (monday, sunday) = (testdata::monday(), testdata::monday().plus(-1));
        let cases = [
            (monday, "", "2300", 0),
            (monday, "0830-1730 sp", "2300", 0),
            (monday, "0800-1800 sp", "2300", 60),
            (
                monday,
                "0700-0730 ae; 1900-1930 lp; 2000-2030 dw; 2030-2100 b",
                "2300",
                90,
            ),
            (monday, "0800-1800 sp", "0815", 15),
            (monday, "0800-1800 sp", "1745", 45),
            (sunday, "1000-1100 sp; 1100-1200 b", "2300", 60),
        ];
        for (day, text, now, expected) in cases {
            let now = testdata::at(day, now).at;
            assert_eq!(
                minutes(
                    &testdata::day(day, text),
                    day,
                    day,
                    &testdata::context(),
                    now
                ),
                expected,
                "{day} {text}"
            );
        }
    }

    #[test]
    fn a_running_block_over_midnight_is_cut_there() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "1700-1800 sp");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0900").at;
        let of = |day| minutes(&blocks, day, day, &testdata::context(), now);
        assert_eq!((of(monday), of(monday.plus(1))), (6 * 60 + 30, 8 * 60 + 30));
    }

    #[test]
    fn a_shift_past_midnight_is_planned_on_both_days() {
        let monday = testdata::monday();
        let mut context = testdata::context();
        context.hours = WorkHours::none();
        context
            .hours
            .set(Weekday::Mon, vec![(Length::hours(22), Length::hours(26))]);
        let mut blocks = testdata::day(monday, "2130-2200 sp; 2200-2359 sp");
        blocks.extend(testdata::day(monday.plus(1), "0000-0300 ae"));
        let of = |context: &Context, day| minutes(&blocks, day, day, context, testdata::saturday());
        assert_eq!(
            (of(&context, monday), of(&context, monday.plus(1))),
            (30, 60)
        );
        // With days from 04:00 the whole night is Monday's.
        context.calendar.day_start = Length::hours(4);
        assert_eq!(
            (of(&context, monday), of(&context, monday.plus(1))),
            (90, 0)
        );
        // Hours from midnight on, planned for Tuesday, are then worked on Monday.
        context.hours = WorkHours::none();
        context
            .hours
            .set(Weekday::Tue, vec![(Length::ZERO, Length::hours(2))]);
        assert_eq!(of(&context, monday), 30 + 119 + 60);
    }

    #[test]
    fn abroad_the_plan_is_that_of_the_place() {
        let monday = testdata::monday();
        let blocks: Vec<Block> = testdata::day(monday, "0800-1730 sp")
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        assert_eq!(
            minutes(
                &blocks,
                monday,
                monday,
                &testdata::context(),
                testdata::saturday()
            ),
            30
        );
    }
}
