//! A block that runs for longer than the work is likely to: the key that ends it was probably forgotten.

use super::away::{Cause, Question};
use super::block::Block;
use super::calendar::Calendar;
use super::hours::{Marks, WorkHours};
use super::stamp::{Length, Moment, Span, Stamp};

/// So long past the end of the planned day a block that runs is stale.
const PAST_THE_DAY: Length = Length::hours(1);

/// What tells a forgotten block from one that is worked on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaleRule {
    pub calendar: Calendar,
    pub hours: WorkHours,
    /// Blocks that run longer are assumed forgotten.
    pub stale_after: Length,
}

impl StaleRule {
    /// Whether a block runs for so long that it may be stale, whatever its day was marked as.
    pub fn may_be_stale(&self, block: &Block, now: Stamp) -> bool {
        let ran = now.since(block.start.at);
        block.is_running() && ran >= PAST_THE_DAY.min(self.stale_after)
    }

    /// The question about a running block that is stale, by the marks of the day on which it began.
    pub fn find_question(&self, block: &Block, marks: Marks, now: Stamp) -> Option<Question> {
        Some(Question {
            block: block.id,
            cause: Cause::Stale,
            since: self.stale_since(block, marks, now)?,
            until: None,
        })
    }

    /// From when on a running block is doubtful: from the end of the planned day on which it began, once that is an
    /// hour ago; or from `stale_after` its start on, once it has run for longer; whichever is earlier. `None` for a
    /// block that is not running, or not stale.
    fn stale_since(&self, block: &Block, marks: Marks, now: Stamp) -> Option<Moment> {
        if !block.is_running() {
            return None;
        }
        let (calendar, start) = (&self.calendar, block.start);
        let mut hours = self.hours.clone();
        hours.marks = marks;
        let day = calendar.day_of(start);
        let plan_of = |day| hours.spans(day, calendar, Some(start));
        // A shift of the day before may go on over midnight.
        let mut night = plan_of(day.plus(-1)).into_iter();
        let night = night.rfind(|span| span.contains(start.at));
        let evening = night.or_else(|| plan_of(day).into_iter().next_back());
        let evening = evening.map(Span::end).filter(|end| *end > start.at);
        let past_the_day = evening.filter(|end| now.since(*end) >= PAST_THE_DAY);
        let long = start.at.plus(self.stale_after);
        let too_long = (now > long).then_some(long);
        let at = [past_the_day, too_long].into_iter().flatten().min()?;
        Some(calendar.lived_at(block, at, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Category, Details};
    use crate::domain::calendar::{parse_rfc3339, rfc3339, zone_from_tz};

    #[test]
    fn past_the_planned_day_or_after_four_hours() {
        let mut hours = WorkHours::default();
        let late = (Length::hours(22), Length::hours(26));
        hours.set(chrono::Weekday::Sat, vec![late]);
        let rule = StaleRule {
            calendar: Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone")),
            hours,
            stale_after: Length::hours(4),
        };
        let at = |text: &str| parse_rfc3339(&format!("2026-03-{text}:00+01:00")).expect("a time");
        let cases = [
            // Thursday, planned up to 17:30.
            ("05T17:00", "05T18:29", None),
            ("05T17:00", "05T18:30", Some("05T17:30")),
            ("05T17:00", "06T09:00", Some("05T17:30")),
            ("05T09:00", "05T13:00", None),
            ("05T09:00", "05T13:01", Some("05T13:00")),
            ("05T15:00", "05T20:00", Some("05T17:30")),
            // Begun in the evening, or on a Saturday: only the four hours.
            ("05T20:00", "05T23:00", None),
            ("05T20:00", "06T08:00", Some("06T00:00")),
            ("07T10:00", "07T13:00", None),
            ("07T10:00", "07T15:00", Some("07T14:00")),
            // Saturday's shift goes on over midnight, up to two.
            ("08T01:00", "08T02:59", None),
            ("08T01:00", "08T03:00", Some("08T02:00")),
        ];
        for (start, now, expected) in cases {
            let block = Block::new(at(start), None, Category::Selling, Details::default());
            let found = rule
                .stale_since(&block, Marks::default(), at(now).at)
                .map(rfc3339);
            assert_eq!(
                found,
                expected.map(|text| rfc3339(at(text))),
                "{start} at {now}"
            );
            let ended = Block {
                end: Some(at(now)),
                ..block
            };
            assert_eq!(rule.stale_since(&ended, Marks::default(), at(now).at), None);
        }
    }
}
