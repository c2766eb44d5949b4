//! Which accounts nobody has spoken to for long: the days since the last nurture, follow-up or meeting.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::Ledger;
use crate::domain::block::{Account, Block, Category};
use crate::domain::calendar::Day;
use crate::domain::taxonomy::Taxonomy;
use crate::domain::text::folded;
use crate::domain::timeline::{AccountTouch, AccountTouches};

/// Accounts that were sold to in so many days are looked at.
pub const SOLD_DAYS: i64 = 180;
/// From so many days on a touch is missed.
pub const LISTED_FROM_DAYS: i64 = 30;
/// What keeps in touch beside the activities in which a customer is live.
const IN_TOUCH: [&str; 2] = ["nurture", "follow-up"];

/// An account, and how long ago it was touched last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slip {
    pub account: Account,
    /// From the last touch to the last of the days that are looked at.
    pub days: i64,
    /// The day of the last touch.
    pub last: Day,
}

/// The selling activities that keep in touch with a customer.
pub fn touching_activities(taxonomy: &Taxonomy) -> Vec<&str> {
    let live = taxonomy.kinds(Category::Selling).iter();
    let live = live.filter(|kind| kind.live);
    IN_TOUCH
        .into_iter()
        .chain(live.map(|kind| kind.name.as_str()))
        .collect()
}

/// The accounts with selling time in the [`SOLD_DAYS`] up to and with `last`, or up to today, whose last touch lies
/// [`LISTED_FROM_DAYS`] back or more: the longest ago first, then by name. Who was never touched has no last touch to
/// count from, and is left out.
pub fn find_slips(ledger: Ledger<'_>, last: Day) -> Vec<Slip> {
    let calendar = &ledger.context.calendar;
    let last = last.min(calendar.day_at(ledger.now));
    let slip = |touch: AccountTouch| {
        let touched = calendar.day_of(touch.touched?);
        let days = last.since(touched);
        let is_sold = last.since(calendar.day_of(touch.sold)) < SOLD_DAYS;
        (is_sold && days >= LISTED_FROM_DAYS).then_some(Slip {
            account: touch.account,
            days,
            last: touched,
        })
    };
    let touches = find_touches(ledger, last).into_values();
    let mut slips: Vec<Slip> = touches.filter_map(slip).collect();
    // Stable: of equal ones the order of the names stays.
    slips.sort_by_key(|slip| Reverse(slip.days));
    slips
}

/// When each account was last sold to and touched, up to and with a day: as the blocks say, and for what lies before them
/// as the file does.
pub fn find_touches(ledger: Ledger<'_>, last: Day) -> AccountTouches {
    let calendar = &ledger.context.calendar;
    let touching = touching_activities(&ledger.context.taxonomy);
    let mut touches = ledger.account_touches.cloned().unwrap_or_default();
    for block in ledger.blocks {
        let is_known = block.start.at <= ledger.now && calendar.day_of(block.start) <= last;
        if let Some((account, touch)) = touch_of(block, &touching).filter(|_| is_known) {
            let name = folded(account.as_str());
            let same = touches.remove(&name);
            touches.insert(name, touch.or_later(same));
        }
    }
    touches
}

fn touch_of<'b>(block: &'b Block, touching: &[&str]) -> Option<(&'b Account, AccountTouch)> {
    let account = block.details.account.as_ref()?;
    if block.category != Category::Selling {
        return None;
    }
    let activity = block.details.activity.as_deref().unwrap_or_default();
    let is_touch = touching
        .iter()
        .any(|name| name.eq_ignore_ascii_case(activity));
    let touch = AccountTouch {
        account: account.clone(),
        sold: block.start,
        touched: is_touch.then_some(block.start),
    };
    Some((account, touch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    /// `Halden 45 2026-01-20`: which account, how many days ago, and when.
    fn told(slips: &[Slip]) -> Vec<String> {
        let one = |slip: &Slip| format!("{} {} {}", slip.account.as_str(), slip.days, slip.last);
        slips.iter().map(one).collect()
    }

    #[test]
    fn mayas_accounts_are_all_in_touch_and_slip_a_month_later() {
        let context = testdata::context();
        let blocks = testdata::history();
        let slips = |days: i64| {
            let last = testdata::monday().plus(days);
            let now = testdata::at(last, "1800").at;
            told(&find_slips(context.ledger(&blocks, now), last))
        };
        assert_eq!(slips(6), Vec::<String>::new());
        assert_eq!(
            slips(34),
            [
                "Halden 32 2026-03-04",
                "Brightwell 31 2026-03-05",
                "Northwind 31 2026-03-05",
                "Kestrel 30 2026-03-06",
                "Lumen 30 2026-03-06",
            ],
            "Ostrava was never sold to"
        );
    }

    /// Days before Maya's Friday with the blocks of each, and what is told of them.
    type Case = (&'static [(i64, &'static str)], &'static [&'static str]);

    #[test]
    fn the_last_touch_counts_and_only_where_there_was_selling() {
        let cases: [Case; 9] = [
            (&[], &[]),
            (&[(29, "0900-0930 sk @A")], &[]),
            (&[(30, "0900-0930 sk @A")], &["A 30 2026-02-04"]),
            (
                &[(31, "0900-0930 sf @A"), (30, "0900-0930 sw @a")],
                &["a 31 2026-02-03"],
            ),
            (&[(40, "0900-0930 sm @A"), (3, "0900-0930 sf @A")], &[]),
            // Preparing is no touch, nor is admin, and who was never touched is left out.
            (&[(40, "0900-0930 sr @A; 1000-1100 ag @A")], &[]),
            (&[(200, "0900-0930 sm @A"), (10, "1000-1100 ag @A")], &[]),
            // Sold to within 180 days, the day of today among them; touched before that.
            (
                &[(200, "0900-0930 sm @A"), (179, "0900-0930 sw @A")],
                &["A 200 2025-08-18"],
            ),
            (&[(200, "0900-0930 sm @A"), (180, "0900-0930 sw @A")], &[]),
        ];
        let friday = testdata::monday().plus(4);
        let context = testdata::context();
        for (days, expected) in cases {
            let blocks: Vec<Block> = days
                .iter()
                .flat_map(|(back, text)| testdata::day(friday.plus(-back), text))
                .collect();
            let ledger = context.ledger(&blocks, testdata::saturday());
            assert_eq!(told(&find_slips(ledger, friday)), expected, "{days:?}");
        }
    }

    #[test]
    fn what_lies_before_the_blocks_is_known_from_the_file() {
        let friday = testdata::monday().plus(4);
        let context = testdata::context();
        let old = |back: i64| testdata::at(friday.plus(-back), "0900");
        let account = Account::new("Éclat").expect("a name");
        let touches = AccountTouches::from([(
            folded("éclat"),
            AccountTouch {
                account,
                sold: old(100),
                touched: Some(old(300)),
            },
        )]);
        let blocks = testdata::day(friday.plus(-40), "0900-1000 sw @éclat");
        let ledger = Ledger {
            account_touches: Some(&touches),
            ..context.ledger(&blocks, testdata::saturday())
        };
        assert_eq!(told(&find_slips(ledger, friday)), ["éclat 300 2025-05-10"]);
    }
}
