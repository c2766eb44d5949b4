//! A block that runs for longer than the work is likely to: the key that ends it was probably forgotten.

use super::Context;
use crate::domain::away::{Cause, Question};
use crate::domain::block::Block;
use crate::domain::stamp::{Length, Moment, Stamp};

/// So long past the end of the planned day a block that runs is stale.
const PAST_THE_DAY: Length = Length::hours(1);

/// The question about a running block that is stale.
pub fn stale_question(
    block: &Block,
    context: &Context,
    stale_after: Length,
    now: Stamp,
) -> Option<Question> {
    let since = stale_since(block, context, stale_after, now)?;
    Some(Question {
        block: block.id,
        cause: Cause::Stale,
        since,
        until: None,
    })
}

/// From when on a running block is doubtful: from the end of the planned day on which it began, once that is an
/// hour ago; or from `stale_after` its start on, once it has run for longer; whichever is earlier. `None` for a
/// block that is not running, or not stale.
fn stale_since(
    block: &Block,
    context: &Context,
    stale_after: Length,
    now: Stamp,
) -> Option<Moment> {
    if !block.is_running() {
        return None;
    }
    let day = context.calendar.day_of(block.start);
    let (calendar, start) = (&context.calendar, block.start);
    let planned = context.hours.spans(day, calendar, Some(start));
    let evening = planned.last().map(|span| span.end());
    let evening = evening.filter(|end| *end > start.at);
    let past_the_day = evening.filter(|end| now.since(*end) >= PAST_THE_DAY);
    let long = block.start.at.plus(stale_after);
    let too_long = (now > long).then_some(long);
    let at = [past_the_day, too_long].into_iter().flatten().min()?;
    Some(context.calendar.lived_at(block, at, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Category, Details};
    use crate::domain::calendar::{Calendar, parse_rfc3339, rfc3339, zone_from_tz};
    use crate::domain::hours::WorkHours;
    use crate::domain::taxonomy::Taxonomy;

    #[test]
    fn past_the_planned_day_or_after_four_hours() {
        let context = Context {
            calendar: Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone")),
            hours: WorkHours::default(),
            taxonomy: Taxonomy::default(),
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
        ];
        for (start, now, expected) in cases {
            let block = Block::new(at(start), None, Category::Selling, Details::default());
            let found = stale_since(&block, &context, Length::hours(4), at(now).at).map(rfc3339);
            assert_eq!(
                found,
                expected.map(|text| rfc3339(at(text))),
                "{start} at {now}"
            );
            let ended = Block {
                end: Some(at(now)),
                ..block
            };
            assert_eq!(
                stale_since(&ended, &context, Length::hours(4), at(now).at),
                None
            );
        }
    }
}
