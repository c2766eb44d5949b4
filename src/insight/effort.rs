//! What an outcome takes: touches per conversation and per meeting. In the sources they went from 200 to 1,400 for one
//! response over some years, and nobody had noticed while each week looked like the one before.

use super::missing::Missing;
use super::produce::{self, Produced};
use super::weeks::{self, Measured};
use super::yields::{Outcome, YIELD_FROM_OUTCOMES};
use super::{Ledger, trend::Point};
use crate::domain::calendar::Week;

/// An outcome takes more touches if it takes at least this many times the usual …
pub const MORE_TOUCHES_FROM: f64 = 1.25;
/// … and exceeds the usual by more than this many times its spread (MAD).
pub const MORE_TOUCHES_SPREAD: f64 = 2.0;

/// Touches per outcome; `None` below 5 of it, or where touches are not counted.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct TouchRates {
    pub per_conversation: Option<f64>,
    pub per_meeting: Option<f64>,
}

impl TouchRates {
    /// Those of some selling.
    pub fn of(produced: &Produced) -> Self {
        let per = |count: usize| {
            let is_known = count >= YIELD_FROM_OUTCOMES && produced.touches > 0;
            is_known.then(|| produced.touches as f64 / count as f64)
        };
        Self {
            per_conversation: per(produced.conversations),
            per_meeting: per(produced.meetings),
        }
    }

    /// That of one outcome.
    pub const fn per(&self, outcome: Outcome) -> Option<f64> {
        match outcome {
            Outcome::Conversations => self.per_conversation,
            Outcome::Meetings => self.per_meeting,
        }
    }
}

/// What a week took: of all its selling.
pub fn of_week(ledger: Ledger<'_>, week: &Measured) -> TouchRates {
    TouchRates::of(&produce::of_days(week.period(ledger)).all())
}

/// The usual touches per outcome: the median of each over the weeks that have it, of which 3 are needed.
pub fn usual(ledger: Ledger<'_>, comparable: &[Measured]) -> TouchRates {
    let median = |outcome| {
        let rate = |week: &Measured| of_week(ledger, week).per(outcome);
        weeks::median_of(comparable, rate).ok()
    };
    TouchRates {
        per_conversation: median(Outcome::Conversations),
        per_meeting: median(Outcome::Meetings),
    }
}

/// How many more weeks with touches and 5 of an outcome a usual needs; `None` where one is known.
pub fn lack_of_usual(ledger: Ledger<'_>, comparable: &[Measured]) -> Option<Missing> {
    let lack = |outcome| {
        let rate = |week: &Measured| of_week(ledger, week).per(outcome);
        weeks::median_of(comparable, rate).err()
    };
    lack(Outcome::Conversations).and_then(|_| lack(Outcome::Meetings))
}

/// The first outcome that takes more touches than usual, by a quarter and by 2·MAD: what it takes, and the usual.
pub fn find_more_touches(
    ledger: Ledger<'_>,
    week: &Measured,
    comparable: &[Measured],
) -> Option<(Outcome, f64, f64)> {
    let this = of_week(ledger, week);
    Outcome::ALL.into_iter().find_map(|outcome| {
        let rate = |week: &Measured| of_week(ledger, week).per(outcome);
        let (actual, usual) = (this.per(outcome)?, weeks::median_of(comparable, rate).ok()?);
        let spread = weeks::spread_of(comparable, rate).ok()?;
        let is_more =
            actual >= MORE_TOUCHES_FROM * usual && actual - usual > MORE_TOUCHES_SPREAD * spread;
        is_more.then_some((outcome, actual, usual))
    })
}

/// The last weeks of a trend, each with what it took.
pub fn of_trend(ledger: Ledger<'_>, points: &[Point]) -> Vec<(Week, TouchRates)> {
    let of = |point: &Point| (point.week.week, of_week(ledger, &point.week));
    points.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::insight::testdata;

    /// Weeks of five whole days, the earliest first and the last of Maya's: touches, conversations and meetings of each.
    fn worked(weeks: &[(usize, usize, usize)]) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (back, (touches, conversations, meetings)) in (0..).zip(weeks.iter().rev()) {
            for day in 0..5 {
                let of = |count: &usize| count / 5 + usize::from(day < count % 5);
                let day = testdata::monday().plus(day as i64 - 7 * back);
                let (touches, conversations, meetings) =
                    (of(touches), of(conversations), of(meetings));
                let text =
                    format!("0830-1730 sp {{touch{touches} conv{conversations} mtg{meetings}}}");
                blocks.splice(0..0, testdata::day(day, &text));
            }
        }
        blocks.sort_by_key(|block| block.start.at);
        blocks
    }

    fn rounded(rates: TouchRates) -> (Option<i64>, Option<i64>) {
        let tenths = |rate: f64| (rate * 10.0).round() as i64;
        (
            rates.per_conversation.map(tenths),
            rates.per_meeting.map(tenths),
        )
    }

    #[test]
    fn touches_are_held_against_those_of_the_usual_weeks() {
        let context = testdata::context();
        let week = Week {
            first: testdata::monday(),
        };
        let usual_weeks = [(100, 20, 5), (110, 20, 5), (120, 20, 5), (100, 20, 4)];
        let more = |this: (usize, usize, usize)| {
            let blocks = worked(&[&usual_weeks[..], &[this]].concat());
            let ledger = context.ledger(&blocks, testdata::saturday());
            let measured = weeks::measure_week(ledger, week);
            let comparable = weeks::comparable_weeks(ledger, week);
            let found = find_more_touches(ledger, &measured, &comparable);
            let found = found.map(|(outcome, actual, _)| (outcome, (actual * 10.0).round() as i64));
            (
                rounded(of_week(ledger, &measured)),
                rounded(usual(ledger, &comparable)),
                found,
            )
        };
        // 5.0, 5.5, 6.0 and 5.0 a conversation: in the middle 5.25, MAD 0.25. Meetings: 20, 22, 24, in the middle 22.
        let usual = (Some(53), Some(220));
        for (this, rates, found) in [
            ((100, 20, 5), (Some(50), Some(200)), None),
            // A quarter more is 6.5625.
            ((131, 20, 5), (Some(66), Some(262)), None),
            (
                (132, 20, 5),
                (Some(66), Some(264)),
                Some((Outcome::Conversations, 66)),
            ),
            ((130, 25, 5), (Some(52), Some(260)), None),
            (
                (140, 28, 5),
                (Some(50), Some(280)),
                Some((Outcome::Meetings, 280)),
            ),
            // Too few outcomes, or no touches, say nothing.
            ((300, 4, 4), (None, None), None),
            ((0, 20, 5), (None, None), None),
        ] {
            assert_eq!(more(this), (rates, usual, found), "{this:?}");
        }
    }

    #[test]
    fn with_two_weeks_nothing_is_usual() {
        let context = testdata::context();
        let blocks = worked(&[(100, 20, 5), (100, 20, 5), (400, 20, 5)]);
        let ledger = context.ledger(&blocks, testdata::saturday());
        let week = Week {
            first: testdata::monday(),
        };
        let comparable = weeks::comparable_weeks(ledger, week);
        assert_eq!(comparable.len(), 2);
        assert_eq!(usual(ledger, &comparable), TouchRates::default());
        let measured = weeks::measure_week(ledger, week);
        assert_eq!(find_more_touches(ledger, &measured, &comparable), None);
    }
}
