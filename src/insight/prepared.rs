//! Which meetings were prepared, and whether those moved more than the others. No more than counts and rates: nothing is
//! said of why.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Context, Ledger, Period};
use crate::domain::block::{Block, BlockId, Category, Grade};
use crate::domain::stamp::{Length, Span};
use crate::domain::text::folded;

/// Stands before the account of a meeting that was prepared.
pub const MARK: &str = "✓";
/// Preparation counts for so long before a meeting.
pub const PREPARED_WITHIN: Length = Length::hours(72);
/// From so many graded meetings on a rate is told.
pub const RATE_FROM: usize = 5;
/// The selling activities that prepare a meeting.
const PREPARING: [&str; 3] = ["prep", "proposal", "deal-strategy"];

/// The live blocks of some days, and how those that were prepared ended beside the others.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Prepared {
    pub live: usize,
    pub prepared: usize,
    /// (advance + won) / graded, from 5 graded ones on.
    pub advance_rate_prepared: Option<f64>,
    pub advance_rate_unprepared: Option<f64>,
    /// What the rates are of.
    pub advanced_prepared: usize,
    pub graded_prepared: usize,
    pub advanced_unprepared: usize,
    pub graded_unprepared: usize,
    /// How many of all that advanced were won.
    #[serde(default)]
    pub won: usize,
}

/// Whether there was prep, proposal or deal strategy for the account of a live block in the 72 hours before it.
pub fn is_prepared(ledger: Ledger<'_>, meeting: &Block) -> bool {
    let start = meeting.start.at;
    let before = Span::new(start.minus(PREPARED_WITHIN), start);
    let (Some(account), Some(before)) = (&meeting.details.account, before) else {
        return false;
    };
    let account = folded(account.as_str());
    let prepares = |block: &Block| {
        let activity = block.details.activity.as_deref().unwrap_or_default();
        let with = block.details.account.as_ref();
        block.category == Category::Selling
            && PREPARING
                .iter()
                .any(|name| name.eq_ignore_ascii_case(activity))
            && with.is_some_and(|with| folded(with.as_str()) == account)
    };
    let is_before = |block: &&Block| {
        let span = block.span(ledger.now);
        span.is_some_and(|span| before.overlap(span).is_some())
    };
    ledger.context.is_live(meeting)
        && ledger
            .touching(before)
            .iter()
            .filter(is_before)
            .any(prepares)
}

/// The prepared ones among some blocks.
pub fn find_prepared<'a>(
    ledger: Ledger<'_>,
    blocks: impl IntoIterator<Item = &'a Block>,
) -> BTreeSet<BlockId> {
    let blocks = blocks.into_iter();
    let prepared = blocks.filter(|block| is_prepared(ledger, block));
    prepared.map(|block| block.id).collect()
}

/// The time in which preparation of these blocks may lie, up to where the last of them begins; `None` where none of
/// them can be prepared.
pub fn time_before(context: &Context, blocks: &[Block]) -> Option<Span> {
    let meetings = blocks.iter();
    let mut meetings =
        meetings.filter(|block| context.is_live(block) && block.details.account.is_some());
    let first = meetings.next()?.start.at;
    let last = meetings.next_back().map_or(first, |block| block.start.at);
    Span::new(first.minus(PREPARED_WITHIN), last)
}

/// The live blocks that began in some days. The blocks are to hold the 72 hours before them too.
pub fn of_days(period: Period<'_>) -> Prepared {
    let ledger = period.ledger;
    let mut sums = Prepared::default();
    for (block, _, part) in period.parts() {
        if !ledger.context.is_live(block) || part.start() != block.start.at {
            continue;
        }
        sums.live += 1;
        let grade = block.details.outcomes.grade;
        let (advanced, graded) = if is_prepared(ledger, block) {
            sums.prepared += 1;
            (&mut sums.advanced_prepared, &mut sums.graded_prepared)
        } else {
            (&mut sums.advanced_unprepared, &mut sums.graded_unprepared)
        };
        *graded += usize::from(grade.is_some());
        sums.won += usize::from(grade == Some(Grade::Won));
        *advanced += usize::from(matches!(grade, Some(Grade::Advance | Grade::Won)));
    }
    let rate = |advanced: usize, graded: usize| {
        (graded >= RATE_FROM).then(|| advanced as f64 / graded as f64)
    };
    Prepared {
        advance_rate_prepared: rate(sums.advanced_prepared, sums.graded_prepared),
        advance_rate_unprepared: rate(sums.advanced_unprepared, sums.graded_unprepared),
        ..sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    /// `8 6 | 5/6 83.3 | 0/2 –`: live, prepared, and what the rates are of.
    fn told(of: Prepared) -> String {
        let rate = |rate: Option<f64>| {
            rate.map_or("–".to_owned(), |rate| format!("{:.1}", rate * 100.0))
        };
        format!(
            "{} {} | {}/{} {} | {}/{} {}",
            of.live,
            of.prepared,
            of.advanced_prepared,
            of.graded_prepared,
            rate(of.advance_rate_prepared),
            of.advanced_unprepared,
            of.graded_unprepared,
            rate(of.advance_rate_unprepared)
        )
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (context, blocks) = (testdata::context(), testdata::week());
        let ledger = context.ledger(&blocks, testdata::saturday());
        let monday = testdata::monday();
        let of = of_days(ledger.days(monday, monday.plus(6)));
        // All but both meetings with Brightwell.
        assert_eq!(told(of), "8 6 | 5/6 83.3 | 0/2 –");
    }

    #[test]
    fn preparation_is_of_the_same_account_and_at_most_three_days_old() {
        let monday = testdata::monday();
        // Monday, and Thursday at nine.
        let cases = [
            ("0800-0859 sr @A", "", false),
            ("0800-0900 sr @A", "", false),
            ("0800-0901 sr @A", "", true),
            ("1700-1730 sw @a", "", true),
            ("1700-1730 st @A", "", true),
            ("1700-1730 sr @B", "", false),
            ("1700-1730 sf @A", "", false),
            ("1700-1730 ag @A", "", false),
            ("", "0830-0900 sr @A", true),
            ("", "1000-1030 sr @A", false),
        ];
        for (before, day, expected) in cases {
            let thursday = monday.plus(3);
            let mut blocks = testdata::day(monday, before);
            blocks.extend(testdata::day(thursday, day));
            blocks.extend(testdata::day(thursday, "0900-1000 sm @A {adv}"));
            blocks.sort_by_key(|block| block.start.at);
            let context = testdata::context();
            let of = of_days(context.ledger(&blocks, testdata::saturday()).day(thursday));
            assert_eq!((of.live, of.prepared == 1), (1, expected), "{before} {day}");
        }
    }
}
