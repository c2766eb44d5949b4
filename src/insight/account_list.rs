//! All accounts of some days: what each took, what came of it, and when somebody last spoke or wrote to it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::accounts::{self, Call};
use super::nurture;
use super::{Ledger, Period, is_work};
use crate::domain::block::{Account, Grade};
use crate::domain::calendar::Day;
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// What an account took and brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountRow {
    /// Which, as spelled last; the same name in another case is the same account.
    pub account: Account,
    /// The working time of all categories.
    pub length: Length,
    /// The part of it in which a customer was live.
    pub live: Length,
    pub brought: Brought,
    /// The day of the last nurture, follow-up or meeting, of whatever days; `None` where there was none.
    pub last: Option<Day>,
    /// From then up to today.
    pub days: Option<i64>,
    /// What it calls for, by the last 28 days.
    pub call: Option<Call>,
}

/// What came of the time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    pub touches: u64,
    pub conversations: u64,
    pub meetings: u64,
    pub advances: usize,
    pub continuations: usize,
    pub noes: usize,
    pub won: usize,
}

/// The accounts as they are added up, some days at a time.
#[derive(Debug, Default)]
pub struct AccountTally {
    rows: BTreeMap<String, AccountRow>,
}

impl AccountTally {
    /// Adds some days; those of two calls must not overlap.
    pub fn count(&mut self, period: Period<'_>) {
        for (block, length) in period.lengths().filter(|(block, _)| is_work(block)) {
            let Some(account) = &block.details.account else {
                continue;
            };
            let row = self
                .rows
                .entry(folded(account.as_str()))
                .or_insert_with(|| begin_row(account));
            row.account = account.clone();
            row.length = row.length + length;
            if period.ledger.context.is_live(block) {
                row.live = row.live + length;
            }
            // A block over the end of the days brought what it brought once.
            if !period.holds(block.start) {
                continue;
            }
            let (brought, outcomes) = (&mut row.brought, block.details.outcomes);
            brought.touches += u64::from(outcomes.touches);
            brought.conversations += u64::from(outcomes.conversations);
            brought.meetings += u64::from(outcomes.meetings);
            match outcomes.grade {
                Some(Grade::Advance) => brought.advances += 1,
                Some(Grade::Continuation) => brought.continuations += 1,
                Some(Grade::No) => brought.noes += 1,
                Some(Grade::Won) => brought.won += 1,
                None => {}
            }
        }
    }

    /// The accounts, the most time first, then by name. The ledger is to hold the 28 days up to today, and the last
    /// touches of all accounts.
    pub fn finish(self, ledger: Ledger<'_>) -> Vec<AccountRow> {
        let calendar = &ledger.context.calendar;
        let today = calendar.day_at(ledger.now);
        let known = nurture::find_touches(ledger, today);
        let efforts = accounts::rank_accounts(ledger, today);
        let row = |(name, row): (String, AccountRow)| {
            let touch = known.get(&name).and_then(|touch| touch.touched);
            let last = touch.map(|moment| calendar.day_of(moment));
            let mut same = efforts.iter();
            let same = same.find(|effort| folded(effort.account.as_str()) == name);
            AccountRow {
                last,
                days: last.map(|last| today.since(last)),
                call: same.and_then(|effort| effort.call),
                ..row
            }
        };
        let mut rows: Vec<AccountRow> = self.rows.into_iter().map(row).collect();
        // Stable: of equal ones the order of the names stays.
        rows.sort_by_key(|row| Reverse(row.length));
        rows
    }
}

fn begin_row(account: &Account) -> AccountRow {
    AccountRow {
        account: account.clone(),
        length: Length::ZERO,
        live: Length::ZERO,
        brought: Brought::default(),
        last: None,
        days: None,
        call: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn mayas_accounts_come_out_as_counted_by_hand() {
        let (context, blocks) = (testdata::context(), testdata::week());
        let ledger = context.ledger(&blocks, testdata::saturday());
        let mut tally = AccountTally::default();
        // Day by day, as a long range is read.
        for index in 0..7 {
            tally.count(ledger.day(testdata::monday().plus(index)));
        }
        let told = |row: &AccountRow| {
            let minutes = |length: Length| length.as_seconds() / 60;
            let Brought {
                conversations,
                advances,
                continuations,
                ..
            } = row.brought;
            let (name, live) = (row.account.as_str(), minutes(row.live));
            let days = row.days.map_or("never".to_owned(), |days| days.to_string());
            let call = row.call.map_or("", Call::name);
            let minutes = minutes(row.length);
            format!(
                "{name} {minutes} {live} {conversations} {advances}+{continuations} {days} {call}"
            )
        };
        let rows: Vec<String> = tally.finish(ledger).iter().map(told).collect();
        assert_eq!(
            rows,
            [
                "Northwind 470 155 0 3+0 2 ",
                "Kestrel 200 90 0 2+0 1 ",
                "Halden 165 40 0 0+1 3 watch",
                "Brightwell 90 90 0 0+2 2 watch",
                "Ostrava 80 0 0 0+0 never ",
                "Lumen 45 0 1 0+0 1 ",
            ]
        );
    }

    #[test]
    fn a_block_over_midnight_brings_once_and_takes_on_both_days() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 sm @A {conv2 adv}");
        blocks[0].end = Some(testdata::at(monday.plus(1), "0100"));
        let context = testdata::context();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let mut tally = AccountTally::default();
        for index in 0..2 {
            tally.count(ledger.day(monday.plus(index)));
        }
        let rows = tally.finish(ledger);
        assert_eq!(
            (rows[0].length, rows[0].live),
            (Length::hours(2), Length::hours(2))
        );
        assert_eq!(
            (rows[0].brought.conversations, rows[0].brought.advances),
            (2, 1)
        );
    }
}
