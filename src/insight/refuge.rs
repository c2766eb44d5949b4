//! The admin that a rep chose in the hours that were meant for something else.

use super::Period;
use crate::domain::block::{Block, Category, Requester};
use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Span};

/// The admin of nobody else's asking within the focus hours of workdays; `None` where no such hours are named.
pub fn of_days(period: Period<'_>) -> Option<Length> {
    let ledger = period.ledger;
    let (hours, calendar) = (&ledger.context.hours, &ledger.context.calendar);
    if hours.focus.is_empty() {
        return None;
    }
    let within = |(_, day, part): (_, Day, Span)| -> Length {
        // Focus hours over midnight are of the day before, too.
        let spans = [day.plus(-1), day].into_iter();
        let spans = spans.flat_map(|day| hours.focus_spans(day, calendar, ledger.place(day)));
        let shared = spans.filter_map(|span| span.overlap(part));
        shared.map(Span::length).sum()
    };
    let own = period.work_parts().filter(|(block, ..)| is_own(block));
    Some(own.map(within).sum())
}

fn is_own(block: &Block) -> bool {
    let requester = block.details.requester.as_ref();
    block.category == Category::Admin && requester.is_none_or(Requester::is_self)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    fn minutes(day: &str, focus: &[(i64, i64)], back: i64) -> Option<i64> {
        let (mut context, monday) = (testdata::context(), testdata::monday());
        let stretches = focus.iter();
        context.hours.focus = stretches
            .map(|(from, to)| (Length::hours(*from), Length::hours(*to)))
            .collect();
        let monday = monday.plus(-back);
        let blocks = testdata::day(monday, day);
        let of = of_days(context.ledger(&blocks, testdata::saturday()).day(monday));
        of.map(|length| length.as_seconds() / 60)
    }

    #[test]
    fn only_admin_of_ones_own_within_the_hours_counts() {
        let morning: &[(i64, i64)] = &[(9, 11)];
        let cases = [
            ("", morning, Some(0)),
            ("0900-0930 ae", &[], None),
            (
                "0900-0930 ae; 0930-1000 ac !self; 1000-1030 ar !manager",
                morning,
                Some(60),
            ),
            ("0830-0910 ae; 1050-1200 ac", morning, Some(20)),
            ("0900-1000 sp; 1000-1030 lr; 1030-1100 dw", morning, Some(0)),
            ("0900-0930 ae; 1400-1500 ae", &[(9, 11), (14, 15)], Some(90)),
        ];
        for (day, focus, expected) in cases {
            assert_eq!(minutes(day, focus, 0), expected, "{day}");
        }
        assert_eq!(minutes("0900-1000 ae", morning, 1), Some(0), "a Sunday");
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (mut context, blocks) = (testdata::context(), testdata::week());
        context.hours.focus = vec![(Length::hours(9), Length::hours(11))];
        let monday = testdata::monday();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let of = of_days(ledger.days(monday, monday.plus(6)));
        // Five minutes of inbox on Monday, CRM on Tuesday and Thursday.
        assert_eq!(of, Some(Length::minutes(5 + 30 + 20)));
    }
}
