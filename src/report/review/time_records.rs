//! Where the week's time went: what gave it up and what got it, who asked for it, the runs, the accounts.

use std::cmp::Reverse;

use super::facts::Facts;
use super::followed;
use super::record::{
    AccountRecord, EndedBy, FOR, FreedRecord, GainRecord, RequesterRecord, RunRecord,
};
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::stamp::Length;
use crate::insight::burden::{Burden, Burdens};
use crate::insight::runs::{Ending, Run};
use crate::insight::tiers::Item;
use crate::insight::weeks::{Measured, Usual};
use crate::insight::{Ledger, accounts, burden, freed};

pub(super) fn freed_record(
    facts: &Facts<'_>,
    week: &Measured,
    comparable: &[Measured],
    usual: &Usual,
) -> Option<FreedRecord> {
    let minutes = |length: Length| Length::minutes((length.as_seconds() + 30) / 60);
    let freed = freed::find_freed(&week.totals, usual)?;
    let items = freed::find_activities(&freed, facts.ledger(), week, comparable, usual);
    Some(FreedRecord {
        minutes: minutes(freed.time),
        from: freed.from.map(minutes),
        to: freed.to.map(minutes),
        to_activities: gain_records(&items),
        more_of_the_same: freed.more_of_the_same(),
        destination: followed::destination_record(facts, week.week),
    })
}

/// In whole minutes which add up to those of their category.
fn gain_records(items: &[Item]) -> Vec<GainRecord> {
    let of_category = |category: Category| {
        let items: Vec<&Item> = items
            .iter()
            .filter(|item| item.category == category)
            .collect();
        let seconds = |item: &&Item| item.length.as_seconds() as f64;
        let parts: Vec<f64> = items.iter().map(seconds).collect();
        let lengths = freed::share_out(parts.iter().sum(), &parts, Length::minutes(1));
        let record = |(item, minutes): (&Item, Length)| GainRecord {
            category,
            activity: item.activity.clone(),
            minutes,
        };
        items
            .into_iter()
            .zip(lengths)
            .map(record)
            .collect::<Vec<_>>()
    };
    let mut gains = Category::WORK.map(of_category).concat();
    gains.retain(|gain| gain.minutes.is_positive());
    gains.sort_by_key(|gain| Reverse(gain.minutes));
    gains
}

/// Who asked for admin in the week, beside what they asked for in 28 days, and the share without a requester: that of
/// the week and that of the 28 days.
pub(super) fn requester_records(facts: &Facts<'_>) -> (Vec<RequesterRecord>, [Option<f64>; 2]) {
    let ledger = facts.ledger();
    let period = ledger.week(facts.week);
    let week = burden::of_days(period);
    let long = burden::of_days(ledger.recent(period.last));
    let unasked_shares = [&week, &long].map(Burdens::unasked_share);
    let record = |burden: Burden| {
        let name = |burden: &Burden| burden.requester.as_str().to_lowercase();
        let same = |other: &&Burden| name(other) == name(&burden);
        let over = long.by_requester.iter().find(same).unwrap_or(&burden);
        RequesterRecord {
            seconds_28d: over.length,
            count_28d: over.requests,
            ranked: over.is_ranked(),
            burden,
        }
    };
    let records = week.by_requester.into_iter().map(record);
    (records.collect(), unasked_shares)
}

pub(super) fn run_record(run: &Run) -> RunRecord {
    let ended_by = match &run.ending {
        Ending::Running => None,
        Ending::Off => Some(EndedBy::Off),
        Ending::Block {
            category,
            activity,
            requester,
        } => {
            let name = activity.as_deref();
            let name = name.filter(|name| !name.is_empty());
            let asked = requester.as_deref();
            let asked = asked.map_or_else(String::new, |name| format!("{FOR}{name}"));
            let name = name.unwrap_or(category.name());
            Some(EndedBy::Work(format!("{name}{asked}")))
        }
    };
    RunRecord {
        start: run.start,
        end: run.end,
        seconds: run.length,
        ended_by,
    }
}

pub(super) fn account_records(ledger: Ledger<'_>, last: Day) -> Vec<AccountRecord> {
    let efforts = accounts::rank_accounts(ledger, last);
    let called = efforts.into_iter().filter_map(|effort| {
        Some(AccountRecord {
            kind: effort.call?,
            account: effort.account,
            seconds: effort.length,
            continuations: effort.continuations,
        })
    });
    called.collect()
}
