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
    let freed = freed::find_freed(&week.totals, usual)?;
    let minutes = in_minutes(&[freed.time], freed.time)[0];
    let [from, to] = [freed.from, freed.to].map(|parts| {
        let parts = in_minutes(&parts, minutes);
        std::array::from_fn(|index| parts[index])
    });
    let items = freed::find_activities(&freed, facts.ledger(), week, comparable, usual);
    Some(FreedRecord {
        minutes,
        to_activities: gain_records(&items, to),
        from,
        to,
        more_of_the_same: freed.more_of_the_same(),
        destination: followed::destination_record(facts, week.week),
    })
}

/// Parts of a time in whole minutes, each the nearest; where these don't add up to `whole`, a whole number of minutes, those
/// give or take one that are the farthest from theirs.
fn in_minutes(parts: &[Length], whole: Length) -> Vec<Length> {
    let minutes = |length: Length| (length.as_seconds() + 30).div_euclid(60);
    let mut rounded: Vec<i64> = parts.iter().map(|part| minutes(*part)).collect();
    let mut lack = minutes(whole) - rounded.iter().sum::<i64>();
    while lack != 0 && !parts.is_empty() {
        let rest = |place: &usize| {
            let over = parts[*place].as_seconds() - rounded[*place] * 60;
            over * lack.signum()
        };
        let may_move = |place: &usize| lack > 0 || rounded[*place] > 0;
        let Some(place) = (0..parts.len()).filter(may_move).max_by_key(rest) else {
            break;
        };
        rounded[place] += lack.signum();
        lack -= lack.signum();
    }
    rounded.into_iter().map(Length::minutes).collect()
}

/// In whole minutes which add up to those of their category.
fn gain_records(items: &[Item], to: [Length; 4]) -> Vec<GainRecord> {
    let of_category = |(category, all): (Category, Length)| {
        let items: Vec<&Item> = items
            .iter()
            .filter(|item| item.category == category)
            .collect();
        let parts: Vec<Length> = items.iter().map(|item| item.length).collect();
        let lengths = in_minutes(&parts, all);
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
    let categories = Category::WORK.into_iter().zip(to);
    let mut gains: Vec<GainRecord> = categories.flat_map(of_category).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_minutes_are_the_nearest_that_add_up_to_the_whole() {
        for (parts, whole, expected) in [
            // 86.4, 36.4, 38.4: together 161.2.
            (vec![5_184, 2_184, 2_304], 161, vec![86, 36, 39]),
            (vec![1_227, 933, 294], 41, vec![20, 16, 5]),
            (vec![89, 89, 89, 89], 6, vec![1, 1, 2, 2]),
            (vec![31, 31, 0], 1, vec![1, 0, 0]),
            (vec![0, 0, 0, 3_630], 61, vec![0, 0, 0, 61]),
            (vec![], 0, vec![]),
        ] {
            let parts: Vec<Length> = parts.into_iter().map(Length::seconds).collect();
            let told = in_minutes(&parts, Length::minutes(whole));
            let told: Vec<i64> = told.iter().map(|part| part.as_seconds() / 60).collect();
            assert_eq!(told.iter().sum::<i64>(), whole, "{parts:?}");
            assert_eq!(told, expected, "{parts:?}");
        }
    }
}
