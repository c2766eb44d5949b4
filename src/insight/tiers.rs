//! What the time was worth: by tier, and the largest items beside the selling.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Context, Period};
use crate::domain::block::{Activity, Block, Category};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::{ActivityKind, Tier};
use crate::domain::text::folded;

/// The working time by what more of it is worth; together it is W.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tiers {
    #[serde(rename = "more_s")]
    pub more: Length,
    #[serde(rename = "necessary_s")]
    pub necessary: Length,
    #[serde(rename = "less_s")]
    pub less: Length,
    #[serde(rename = "limit_s")]
    pub limit: Length,
    /// Without an activity, or with one that the list does not know: no tier can be told.
    #[serde(rename = "unlisted_s")]
    pub unlisted: Length,
}

impl Tiers {
    /// Each with its name, the best first; what has none comes last.
    pub const fn named(&self) -> [(&'static str, Length); 5] {
        [
            ("do more", self.more),
            ("necessary", self.necessary),
            ("do less", self.less),
            ("severely limit", self.limit),
            ("not listed", self.unlisted),
        ]
    }
}

/// One kind of work, and the time that it took.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// One of the working time.
    pub category: Category,
    /// Its activity, as spelled in the list, else as spelled last.
    pub activity: Option<Activity>,
    #[serde(rename = "seconds")]
    pub length: Length,
}

impl Item {
    /// Whether there is a reason to be rid of it; of learning there is rather too little.
    pub fn is_burden(&self) -> bool {
        self.category != Category::Learning
    }

    /// How answers name it: `admin/internal-meeting`, `distraction`.
    pub fn key(&self) -> String {
        match &self.activity {
            Some(activity) => format!("{}/{}", self.category, activity.as_str()),
            None => self.category.to_string(),
        }
    }
}

/// The working time by tier.
pub fn sum_tiers(period: Period<'_>) -> Tiers {
    let mut tiers = Tiers::default();
    for (block, _, part) in period.work_parts() {
        let sum = match kind_of(block, period.ledger.context).map(|kind| kind.tier) {
            Some(Tier::More) => &mut tiers.more,
            Some(Tier::Necessary) => &mut tiers.necessary,
            Some(Tier::Less) => &mut tiers.less,
            Some(Tier::Limit) => &mut tiers.limit,
            None => &mut tiers.unlisted,
        };
        *sum = *sum + part.length();
    }
    tiers
}

/// The working time that was not selling, by category and activity: the most time first, then in the
/// order of the categories and by name. Its first three are "the three biggest other things".
pub fn rank_others(period: Period<'_>) -> Vec<Item> {
    let counted = count_others(period).into_iter();
    counted.map(|(item, _)| item).collect()
}

/// As [`rank_others`], each with the number of its blocks.
pub fn count_others(period: Period<'_>) -> Vec<(Item, usize)> {
    count_items(period, |category| category != Category::Selling)
}

/// All of the working time by category and activity, in the order of [`rank_others`].
pub fn sum_items(period: Period<'_>) -> Vec<Item> {
    let counted = count_items(period, |_| true).into_iter();
    counted.map(|(item, _)| item).collect()
}

fn count_items(period: Period<'_>, counts: fn(Category) -> bool) -> Vec<(Item, usize)> {
    let mut items: BTreeMap<(Category, Option<String>), (Item, usize)> = BTreeMap::new();
    let mut counted = None;
    let context = period.ledger.context;
    let work = period.work_parts();
    for (block, _, part) in work.filter(|(block, ..)| counts(block.category)) {
        let (category, activity) = (block.category, block.details.activity.clone());
        let key = (
            category,
            activity.as_ref().map(|activity| folded(activity.as_str())),
        );
        let none = Item {
            category,
            activity: None,
            length: Length::ZERO,
        };
        let (item, count) = items.entry(key).or_insert((none, 0));
        // A block over midnight has more than one part.
        *count += usize::from(counted != Some(block.id));
        counted = Some(block.id);
        let listed = kind_of(block, context).map(|kind| Activity::stored(kind.name.clone()));
        item.activity = listed.or(activity);
        item.length = item.length + part.length();
    }
    let mut items: Vec<(Item, usize)> = items.into_values().collect();
    // Stable: of equal ones the order of the keys stays.
    items.sort_by_key(|(item, _)| Reverse(item.length));
    items
}

fn kind_of<'a>(block: &Block, context: &'a Context) -> Option<&'a ActivityKind> {
    let name = block.details.activity.as_ref()?.as_str();
    context.taxonomy.by_name(block.category, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    fn minutes(tiers: Tiers) -> [i64; 5] {
        let Tiers {
            more,
            necessary,
            less,
            limit,
            unlisted,
        } = tiers;
        [more, necessary, less, limit, unlisted].map(|length| length.as_seconds() / 60)
    }

    /// `a/crm 60`: the category, the activity and the minutes.
    fn told(items: &[Item]) -> Vec<String> {
        let one = |item: &Item| {
            let activity = item
                .activity
                .as_ref()
                .map(|name| format!("/{}", name.as_str()))
                .unwrap_or_default();
            format!(
                "{}{activity} {}",
                item.category.letter(),
                item.length.as_seconds() / 60
            )
        };
        items.iter().map(one).collect()
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (monday, context, now) = (
            testdata::monday(),
            testdata::context(),
            testdata::saturday(),
        );
        let week = sum_tiers(
            context
                .ledger(&testdata::week(), now)
                .days(monday, monday.plus(6)),
        );
        // Prospecting 410, meetings 375 and nurture 45; the other selling 420, crm 135 and learning 130; the other
        // admin 740; distraction 160.
        assert_eq!(minutes(week), [830, 685, 740, 160, 0]);
        assert_eq!(minutes(week).into_iter().sum::<i64>(), 40 * 60 + 15);
        let others = rank_others(
            context
                .ledger(&testdata::week(), now)
                .days(monday, monday.plus(6)),
        );
        let biggest = [
            "a/internal-meeting 255",
            "a/reporting 150",
            "a/crm 135",
            "a/approvals 130",
        ];
        assert_eq!(told(&others[..4]), biggest);
        assert_eq!(
            others.iter().map(|item| item.length).sum::<Length>(),
            Length::minutes(875 + 130 + 160)
        );
    }

    #[test]
    fn what_the_list_does_not_know_is_apart() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(
            monday,
            "0900-0930 ac; 0930-1000 sp; 1000-1010 b; 1010-1100 d; 1100-1200 a",
        );
        blocks[0].details.activity = Some(Activity::stored("CRM".to_owned()));
        blocks[1].details.activity = Some(Activity::stored("site visit".to_owned()));
        let of = |now| {
            sum_tiers(
                testdata::context()
                    .ledger(&blocks, testdata::at(monday, now).at)
                    .day(monday),
            )
        };
        assert_eq!(minutes(of("1800")), [0, 30, 0, 0, 30 + 50 + 60]);
        assert_eq!(minutes(of("1110")), [0, 30, 0, 0, 30 + 50 + 10]);
        assert_eq!(minutes(of("0800")), [0; 5]);
    }

    #[test]
    fn others_are_one_in_any_case_and_in_a_stable_order() {
        let cases: [(&str, &[&str]); 4] = [
            ("", &[]),
            ("0900-1000 sp; 1000-1100 b", &[]),
            (
                "0900-0930 dw; 0930-1000 lp; 1000-1030 ar; 1030-1100 ac",
                &["a/crm 30", "a/reporting 30", "l/product 30", "d/web 30"],
            ),
            (
                "0900-0910 a; 0910-0940 ac; 0940-1000 a",
                &["a 30", "a/crm 30"],
            ),
        ];
        let monday = testdata::monday();
        for (day, expected) in cases {
            let items = rank_others(
                testdata::context()
                    .ledger(&testdata::day(monday, day), testdata::saturday())
                    .day(monday),
            );
            assert_eq!(told(&items), expected, "{day}");
        }
        let mut blocks = testdata::day(
            monday,
            "0900-0910 ac; 0910-0920 ac; 0920-0930 ac; 0930-0940 ac",
        );
        for (block, name) in blocks.iter_mut().zip(["Crm", "CRM", "Visa", "visa"]) {
            block.details.activity = Some(Activity::stored(name.to_owned()));
        }
        let items = rank_others(
            testdata::context()
                .ledger(&blocks, testdata::saturday())
                .day(monday),
        );
        assert_eq!(told(&items), ["a/crm 20", "a/visa 20"]);
    }

    #[test]
    fn a_running_block_over_midnight_counts_for_each_day() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 dw");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0130").at;
        let of = |day| {
            told(&rank_others(
                testdata::context().ledger(&blocks, now).day(day),
            ))
        };
        assert_eq!(
            (of(monday), of(monday.plus(1))),
            (vec!["d/web 60".to_owned()], vec!["d/web 90".to_owned()])
        );
    }
}
