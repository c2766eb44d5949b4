//! At which hours of the week the selling is done.

use chrono::Weekday;

use super::{Ledger, Period};
use crate::domain::block::Category;
use crate::domain::stamp::Length;

/// An hour of a weekday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    pub selling: Length,
    pub tracked: Length,
}

impl Cell {
    /// Selling as a share of the working time. `None` where nothing is tracked.
    pub fn tafs(&self) -> Option<f64> {
        self.selling.share_of(self.tracked)
    }
}

/// A weekday and its 24 hours of the wall clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeatRow {
    pub weekday: Weekday,
    /// From 00:00-01:00 to 23:00-24:00. With a later start of the day the hours before it come at the end of that
    /// day, and still stand in their own column.
    pub hours: [Cell; 24],
}

/// The seven weekdays, from the first day of the week on.
pub type Heat = [HeatRow; 7];

/// The working time by weekday and hour of the wall clock where it was lived. The parts add up to the blocks to the second, also in the nights of 23 and 25 hours: an
/// hour that comes twice holds both.
pub fn of_days(period: Period<'_>) -> Heat {
    let Ledger { context, now, .. } = period.ledger;
    let week = context.calendar.week_of(period.first).days();
    let mut heat = week.map(|day| HeatRow {
        weekday: day.weekday(),
        hours: [Cell::default(); 24],
    });
    for (block, day, part) in period.work_parts() {
        let row = &mut heat[day.weekday().days_since(context.calendar.week_start) as usize];
        for (hour, piece) in context.calendar.hours(block, part, now) {
            let cell = &mut row.hours[hour as usize];
            cell.tracked = cell.tracked + piece.length();
            if block.category == Category::Selling {
                cell.selling = cell.selling + piece.length();
            }
        }
    }
    heat
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::block::Details;
    use crate::domain::calendar::parse_rfc3339;
    use crate::insight::Context;
    use crate::insight::testdata;

    /// `Mon 9 60/60`: every cell with something in it, with its minutes of selling and of work.
    fn told(heat: &Heat) -> Vec<String> {
        let cells = heat
            .iter()
            .flat_map(|row| (0..24).map(|hour| (row.weekday, hour, row.hours[hour])));
        let full = cells.filter(|(_, _, cell)| cell.tracked.is_positive());
        let minutes = |length: Length| length.as_seconds() / 60;
        full.map(|(weekday, hour, cell)| {
            format!(
                "{weekday} {hour} {}/{}",
                minutes(cell.selling),
                minutes(cell.tracked)
            )
        })
        .collect()
    }

    fn sums(heat: &Heat) -> (Length, Length) {
        let cells = || heat.iter().flat_map(|row| row.hours);
        (
            cells().map(|cell| cell.selling).sum(),
            cells().map(|cell| cell.tracked).sum(),
        )
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (monday, context) = (testdata::monday(), testdata::context());
        let of = |first, last| {
            of_days(
                context
                    .ledger(&testdata::week(), testdata::saturday())
                    .days(first, last),
            )
        };
        let week = of(monday, monday.plus(6));
        assert_eq!(sums(&week), (Length::minutes(1250), Length::minutes(2415)));
        let expected = [
            "Mon 8 0/30",
            "Mon 9 0/60",
            "Mon 10 45/60",
            "Mon 11 60/60",
            "Mon 12 10/20",
            "Mon 13 30/60",
            "Mon 14 30/60",
            "Mon 15 40/60",
            "Mon 16 30/60",
            "Mon 17 0/20",
        ];
        assert_eq!(told(&of(monday, monday)), expected);
        assert_eq!(told(&week)[..10], expected);
        assert_eq!(week[0].hours[10].tafs(), Some(0.75));
        assert_eq!(week[0].hours[7].tafs(), None);
        // 13:45 to 14:00 on Wednesday; nothing before.
        assert_eq!(
            week[2].hours[13],
            Cell {
                selling: Length::minutes(15),
                tracked: Length::minutes(15)
            }
        );
        // Four weeks later the same cells hold no more.
        assert_eq!(of(monday, monday.plus(27)), week);
    }

    #[test]
    fn the_week_begins_where_the_calendar_says_and_a_night_belongs_to_its_day() {
        let monday = testdata::monday();
        let mut context = testdata::context();
        let mut blocks = testdata::day(monday, "2230-2359 sp");
        blocks.extend(testdata::day(monday.plus(1), "0000-0130 ae"));
        let of =
            |context: &Context| of_days(context.ledger(&blocks, testdata::saturday()).day(monday));
        assert_eq!(told(&of(&context)), ["Mon 22 30/30", "Mon 23 59/59"]);
        context.calendar.week_start = Weekday::Sun;
        context.calendar.day_start = Length::hours(4);
        assert_eq!(
            told(&of(&context)),
            ["Mon 0 0/60", "Mon 1 0/30", "Mon 22 30/30", "Mon 23 59/59"]
        );
        assert_eq!(
            of(&context).map(|row| row.weekday)[..2],
            [Weekday::Sun, Weekday::Mon]
        );
    }

    #[test]
    fn on_the_nights_of_the_clocks_and_on_journeys_no_second_is_lost() {
        let cases: [(&str, &str, &[&str]); 5] = [
            (
                "2026-03-29T01:30:00+01:00",
                "2026-03-29T04:10:00+02:00",
                &["Sun 1 30/30", "Sun 3 60/60", "Sun 4 10/10"],
            ),
            (
                "2026-10-25T01:30:00+02:00",
                "2026-10-25T03:10:00+01:00",
                &["Sun 1 30/30", "Sun 2 120/120", "Sun 3 10/10"],
            ),
            // Only the second of the two hours.
            (
                "2026-10-25T02:30:00+01:00",
                "2026-10-25T03:10:00+01:00",
                &["Sun 2 30/30", "Sun 3 10/10"],
            ),
            // In Delhi, half an hour beside the others.
            (
                "2026-03-02T09:40:00+05:30",
                "2026-03-02T10:20:00+05:30",
                &["Mon 9 20/20", "Mon 10 20/20"],
            ),
            // From Berlin to New York: by the clock of the place where it began.
            (
                "2026-03-02T10:30:00+01:00",
                "2026-03-02T06:30:00-05:00",
                &["Mon 10 30/30", "Mon 11 60/60", "Mon 12 30/30"],
            ),
        ];
        for (start, end, expected) in cases {
            let moment = |text| parse_rfc3339(text).expect(text);
            let block = Block::new(
                moment(start),
                Some(moment(end)),
                Category::Selling,
                Details::default(),
            );
            let context = testdata::context();
            let day = context.calendar.day_of(block.start);
            let now = block.end_or(block.start.at);
            let heat = of_days(context.ledger(std::slice::from_ref(&block), now).day(day));
            assert_eq!(told(&heat), expected, "{start}");
            assert_eq!(
                sums(&heat),
                (block.length(now), block.length(now)),
                "{start}"
            );
        }
    }

    #[test]
    fn a_running_block_counts_up_to_now_and_a_break_not_at_all() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "0900-1000 b; 1000-1030 sp");
        blocks[1].end = None;
        let of = |now| {
            told(&of_days(
                testdata::context()
                    .ledger(&blocks, testdata::at(monday, now).at)
                    .day(monday),
            ))
        };
        assert_eq!(of("1115"), ["Mon 10 60/60", "Mon 11 15/15"]);
        assert_eq!(of("1000"), Vec::<String>::new());
    }
}
