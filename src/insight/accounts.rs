//! Which accounts take time, and which of them take it without moving.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Ledger, is_work};
use crate::domain::block::{Account, Grade};
use crate::domain::calendar::Day;
use crate::domain::named::named;
use crate::domain::stamp::{Length, Moment};
use crate::domain::text::folded;

/// From so much time without an advance an account is one to watch.
pub const WATCH_FROM: Length = Length::minutes(90);
/// From so much time without an advance an account may be giving rope only.
pub const ROPE_FROM: Length = Length::hours(3);
/// So many days ago its first block has to be for that.
pub const ROPE_AFTER_DAYS: i64 = 14;

/// What an account took, and how its conversations ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effort {
    /// Which, as spelled last; the same name in another case is the same account.
    pub account: Account,
    /// The working time of all categories.
    pub length: Length,
    /// When its first block of these days began.
    pub since: Moment,
    /// The blocks in which a customer was live.
    pub meetings: usize,
    pub advances: usize,
    pub continuations: usize,
    pub won: usize,
    pub call: Option<Call>,
}

named!(
    /// What an account that takes time without an advance calls for.
    Call.name {
        /// From 90 minutes in 28 days.
        Watch = "watch",
        /// From 3 hours, the first block of all 14 days ago or more.
        Rope = "rope",
    }
);

impl Call {
    /// How it reads; JSON has the names.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Rope => "at risk",
        }
    }
}

/// The accounts of the 28 days up to and with `last`, or up to today: the most time first, then by name. An account is to
/// be watched from [`WATCH_FROM`] on without an advance, a won deal counting as one; from [`ROPE_FROM`] on, and with its
/// first block ever 14 days before the last of these, it is rope. Of what came before the 28 days only that first block
/// counts.
pub fn rank_accounts(ledger: Ledger<'_>, last: Day) -> Vec<Effort> {
    let mut efforts: BTreeMap<String, Effort> = BTreeMap::new();
    let period = ledger.recent(last);
    for (block, length) in period.lengths().filter(|(block, _)| is_work(block)) {
        let Some(account) = &block.details.account else {
            continue;
        };
        let effort = efforts
            .entry(folded(account.as_str()))
            .or_insert_with(|| begin_effort(account, block.start));
        effort.account = account.clone();
        effort.length = effort.length + length;
        effort.meetings += usize::from(ledger.context.is_live(block));
        match block.details.outcomes.grade {
            Some(Grade::Advance) => effort.advances += 1,
            Some(Grade::Continuation) => effort.continuations += 1,
            Some(Grade::Won) => effort.won += 1,
            Some(Grade::No) | None => {}
        }
    }
    let calendar = &ledger.context.calendar;
    let called = |(name, effort): (String, Effort)| {
        let starts = ledger.account_starts.and_then(|starts| starts.get(&name));
        let here = calendar.day_of(effort.since);
        let first = starts.map_or(here, |start| calendar.day_at(*start).min(here));
        Effort {
            call: call_for(&effort, period.last.since(first)),
            ..effort
        }
    };
    let mut efforts: Vec<Effort> = efforts.into_iter().map(called).collect();
    // Stable: of equal ones the order of the names stays.
    efforts.sort_by_key(|effort| Reverse(effort.length));
    efforts
}

fn begin_effort(account: &Account, since: Moment) -> Effort {
    let account = account.clone();
    Effort {
        account,
        length: Length::ZERO,
        since,
        meetings: 0,
        advances: 0,
        continuations: 0,
        won: 0,
        call: None,
    }
}

/// What an account calls for whose first block was so many days ago.
fn call_for(effort: &Effort, days: i64) -> Option<Call> {
    let old = days >= ROPE_AFTER_DAYS;
    if effort.advances + effort.won > 0 || effort.length < WATCH_FROM {
        None
    } else if effort.length >= ROPE_FROM && old {
        Some(Call::Rope)
    } else {
        Some(Call::Watch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::timeline::AccountStarts;
    use crate::insight::testdata;

    /// `Halden 165 0+1 watch`: which, minutes, advances and continuations, and what it calls for.
    fn told(efforts: &[Effort]) -> Vec<String> {
        let one = |effort: &Effort| {
            let call = effort.call.map_or("", |call| match call {
                Call::Watch => " watch",
                Call::Rope => " rope",
            });
            let minutes = effort.length.as_seconds() / 60;
            format!(
                "{} {minutes} {}+{}{call}",
                effort.account.as_str(),
                effort.advances,
                effort.continuations
            )
        };
        efforts.iter().map(one).collect()
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let expected = [
            "Northwind 470 3+0",
            "Kestrel 200 2+0",
            "Halden 165 0+1 watch",
            "Brightwell 90 0+2 watch",
            "Ostrava 80 0+0",
            "Lumen 45 0+0",
        ];
        let efforts = rank_accounts(
            testdata::context().ledger(&testdata::week(), testdata::saturday()),
            testdata::monday().plus(6),
        );
        assert_eq!(told(&efforts), expected);
    }

    #[test]
    fn an_account_is_as_old_as_its_first_block_of_all() {
        let friday = testdata::monday().plus(4);
        let blocks = testdata::day(friday, "0900-1200 sw @Éclat");
        let context = testdata::context();
        let call = |start: Option<i64>| {
            let starts = start.map(|back| {
                let at = testdata::at(friday.plus(-back), "0900").at;
                AccountStarts::from([(folded("éclat"), at)])
            });
            let ledger = Ledger {
                account_starts: starts.as_ref(),
                ..context.ledger(&blocks, testdata::saturday())
            };
            rank_accounts(ledger, friday)[0].call
        };
        for (back, expected) in [(13, Call::Watch), (14, Call::Rope), (400, Call::Rope)] {
            assert_eq!(call(Some(back)), Some(expected), "{back} days");
        }
        assert_eq!(call(None), Some(Call::Watch), "nothing older is known");
    }

    /// Days before Maya's Friday with the blocks of each, and what is told of them.
    type Case = (&'static [(i64, &'static str)], &'static [&'static str]);

    #[test]
    fn what_moves_is_not_watched_and_what_is_new_is_no_rope() {
        let cases: [Case; 11] = [
            (&[], &[]),
            (&[(0, "0900-1029 sw @A")], &["A 89 0+0"]),
            (&[(0, "0900-1030 sw @A")], &["A 90 0+0 watch"]),
            (
                &[(0, "0900-1000 ag @A; 1000-1030 lk @a; 1030-1100 b @A")],
                &["a 90 0+0 watch"],
            ),
            (&[(0, "0900-1030 sm @A {adv}")], &["A 90 1+0"]),
            (
                &[(14, "0900-1030 sw @A"), (0, "0900-1030 sw @A")],
                &["A 180 0+0 rope"],
            ),
            (
                &[(13, "0900-1030 sw @A"), (0, "0900-1030 sw @A")],
                &["A 180 0+0 watch"],
            ),
            (
                &[(14, "0900-1030 sw @A"), (0, "0900-1029 sw @A")],
                &["A 179 0+0 watch"],
            ),
            (
                &[(14, "0900-1030 sm @A {adv}"), (0, "0900-1030 sm @A {cont}")],
                &["A 180 1+1"],
            ),
            // Only 28 days are looked at.
            (
                &[
                    (28, "0900-1030 sm @A {adv}"),
                    (27, "0900-1030 sm @A {cont}"),
                ],
                &["A 90 0+1 watch"],
            ),
            (
                &[(0, "0900-0930 sw @b; 0930-1000 sw @A")],
                &["A 30 0+0", "b 30 0+0"],
            ),
        ];
        let friday = testdata::monday().plus(4);
        for (days, expected) in cases {
            let blocks: Vec<Block> = days
                .iter()
                .flat_map(|(back, text)| testdata::day(friday.plus(-back), text))
                .collect();
            assert_eq!(
                told(&rank_accounts(
                    testdata::context().ledger(&blocks, testdata::saturday()),
                    friday
                )),
                expected,
                "{days:?}"
            );
        }
    }

    #[test]
    fn a_won_deal_is_an_advance() {
        let friday = testdata::monday().plus(4);
        let mut blocks = testdata::day(friday, "0900-1030 sm @A");
        for (grade, call) in [(Grade::Won, None), (Grade::No, Some(Call::Watch))] {
            blocks[0].details.outcomes.grade = Some(grade);
            assert_eq!(
                rank_accounts(
                    testdata::context().ledger(&blocks, testdata::saturday()),
                    friday
                )[0]
                .call,
                call,
                "{grade:?}"
            );
        }
    }

    #[test]
    fn the_28_days_end_today_while_their_last_day_is_to_come() {
        let context = testdata::context();
        let (week, monday) = (testdata::week(), testdata::monday());
        let far = testdata::day(monday.plus(-26), "0900-1100 sm @Far");
        let blocks = [far, week].concat();
        let ledger = context.ledger(&blocks, testdata::at(monday.plus(1), "1200").at);
        let (tuesday, sunday) = (monday.plus(1), monday.plus(6));
        assert_eq!(
            rank_accounts(ledger, sunday),
            rank_accounts(ledger, tuesday)
        );
        let names = rank_accounts(ledger, sunday);
        assert!(names.iter().any(|effort| effort.account.as_str() == "Far"));
        let after = context.ledger(&blocks, testdata::at(sunday, "1200").at);
        let names = rank_accounts(after, sunday);
        assert!(names.iter().all(|effort| effort.account.as_str() != "Far"));
    }

    #[test]
    fn while_the_week_lasts_age_goes_by_today() {
        let friday = testdata::monday().plus(4);
        let mut blocks = testdata::day(friday.plus(-12), "0900-1030 sw @A");
        blocks.extend(testdata::day(friday, "0900-1030 sw @A"));
        blocks[1].end = None;
        let of =
            |now| rank_accounts(testdata::context().ledger(&blocks, now), friday.plus(2))[0].call;
        assert_eq!(
            of(testdata::at(friday, "1100").at),
            Some(Call::Watch),
            "twelve days before today"
        );
        assert_eq!(of(testdata::at(friday, "0959").at), Some(Call::Watch));
        assert_eq!(
            of(testdata::at(friday.plus(2), "0900").at),
            Some(Call::Rope),
            "fourteen days before, and still running"
        );
    }

    #[test]
    fn abroad_the_first_day_is_that_of_the_place() {
        // Saturday at home, but Friday evening six hours west: 14 days before, not 13.
        let friday = testdata::monday().plus(4);
        let evening = testdata::day(friday.plus(-14), "1900-2200 sw @A");
        let blocks: Vec<Block> = evening
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        let of = |last| {
            told(&rank_accounts(
                testdata::context().ledger(&blocks, testdata::at(friday, "1800").at),
                last,
            ))
        };
        assert_eq!(of(friday), ["A 180 0+0 rope"]);
        assert_eq!(of(friday.plus(-14)), ["A 180 0+0 watch"]);
        assert_eq!(of(friday.plus(-15)), Vec::<String>::new());
    }
}
