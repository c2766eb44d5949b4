//! Learning that is used: a tag of a learning block that comes back in selling. What isn't used within three months was
//! time away from selling and no more.

use std::collections::BTreeMap;

use super::Ledger;
use crate::domain::block::{Category, Tag};
use crate::domain::calendar::Day;
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// Learning is looked back on for so many days: twice as many as it has to be used in, so that some of it can be judged.
pub const LEARNED_DAYS: i64 = 2 * USED_DAYS;
/// It is expected in selling within so many days.
pub const USED_DAYS: i64 = 90;
/// Soon is within so many days.
pub const SOON_DAYS: i64 = 14;

/// A tag that was learned in the days that are looked back on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Learned {
    /// As spelled last; the same tag in another case is the same.
    pub tag: Tag,
    /// The day of its first learning block in these days.
    pub first: Day,
    /// The learning with it in these days.
    pub length: Length,
    /// Whether selling had it within 14 days after that; `None` while they aren't over and it had not.
    pub is_used_soon: Option<bool>,
    /// The same within 90 days.
    pub is_used: Option<bool>,
}

/// The tags of the learning of the 180 days up to and with `last`, or up to today: in order of the days, then by name.
pub fn find_learned(ledger: Ledger<'_>, last: Day) -> Vec<Learned> {
    let calendar = &ledger.context.calendar;
    let today = calendar.day_at(ledger.now);
    let last = last.min(today);
    let period = ledger.days(last.plus(1 - LEARNED_DAYS), last);
    let mut tags: BTreeMap<String, Learned> = BTreeMap::new();
    for (block, length) in period.lengths() {
        for tag in block
            .details
            .tags
            .iter()
            .filter(|_| block.category == Category::Learning)
        {
            let learned = tags.entry(folded(tag.as_str())).or_insert_with(|| Learned {
                tag: tag.clone(),
                first: calendar.day_of(block.start).max(period.first),
                length: Length::ZERO,
                is_used_soon: None,
                is_used: None,
            });
            learned.tag = tag.clone();
            learned.length = learned.length + length;
        }
    }
    let mut learned: Vec<Learned> = tags
        .into_iter()
        .map(|(name, of)| judge(ledger, &name, of))
        .collect();
    // Stable: of one day the order of the names stays.
    learned.sort_by_key(|of| of.first);
    learned
}

/// Whether selling that began after the first learning has the tag.
fn judge(ledger: Ledger<'_>, name: &str, learned: Learned) -> Learned {
    let calendar = &ledger.context.calendar;
    let has_tag = |tags: &[Tag]| tags.iter().any(|tag| folded(tag.as_str()) == name);
    let known = ledger
        .blocks
        .iter()
        .filter(|block| block.start.at < ledger.now);
    let begun = known
        .clone()
        .find(|block| {
            let is_it = block.category == Category::Learning && has_tag(&block.details.tags);
            is_it && calendar.day_of(block.start) >= learned.first
        })
        .map(|block| block.start.at);
    let used = known
        .filter(|block| block.category == Category::Selling && has_tag(&block.details.tags))
        .find(|block| begun.is_some_and(|begun| block.start.at > begun))
        .map(|block| calendar.day_of(block.start).since(learned.first));
    let today = calendar.day_at(ledger.now);
    let within = |days: i64| match used {
        Some(after) if after <= days => Some(true),
        Some(_) | None => (today.since(learned.first) > days).then_some(false),
    };
    Learned {
        is_used_soon: within(SOON_DAYS),
        is_used: within(USED_DAYS),
        ..learned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::insight::testdata;

    /// `tag day minutes soon later`, with days counted from Maya's Monday.
    fn learned(days: &[(i64, &str)], now: i64) -> Vec<String> {
        let context = testdata::context();
        let monday = testdata::monday();
        let of_day = |(day, text): &(i64, &str)| testdata::day(monday.plus(*day), text);
        let mut blocks: Vec<Block> = days.iter().flat_map(of_day).collect();
        for block in &mut blocks {
            let note = block.details.note.clone();
            let words = note.as_str().split(' ');
            let tags = words.filter_map(|word| word.strip_prefix('#'));
            block.details.tags = tags.map(|tag| Tag::new(tag).expect("a tag")).collect();
        }
        let now = testdata::at(monday.plus(now), "2000").at;
        let found = find_learned(context.ledger(&blocks, now), monday.plus(now_day(now)));
        let word = |used: Option<bool>| match used {
            Some(true) => "yes",
            Some(false) => "no",
            None => "?",
        };
        let told = |of: &Learned| {
            let (day, minutes) = (of.first.since(monday), of.length.as_seconds() / 60);
            let (soon, later) = (word(of.is_used_soon), word(of.is_used));
            format!("{} {day} {minutes} {soon} {later}", of.tag.as_str())
        };
        found.iter().map(told).collect()
    }

    fn now_day(now: crate::domain::stamp::Stamp) -> i64 {
        let calendar = testdata::context().calendar;
        calendar.day_at(now).since(testdata::monday())
    }

    #[test]
    fn a_tag_is_used_once_selling_has_it() {
        let role_play = (0, r##"0900-0930 lr "#deck"; 1000-1100 lr "#Deck #spin""##);
        let used = |day| (day, r#"0900-1000 sm "pitch #deck""#);
        for (days, now, expected) in [
            (vec![role_play], 0, vec!["Deck 0 90 ? ?", "spin 0 60 ? ?"]),
            (
                vec![role_play],
                15,
                vec!["Deck 0 90 no ?", "spin 0 60 no ?"],
            ),
            (
                vec![role_play, used(14)],
                20,
                vec!["Deck 0 90 yes yes", "spin 0 60 no ?"],
            ),
            (
                vec![role_play, used(15)],
                15,
                vec!["Deck 0 90 no yes", "spin 0 60 no ?"],
            ),
            // Before it was learned, or in admin, it is not used.
            (
                vec![
                    (-1, r##"0900-1000 sm "#deck""##),
                    role_play,
                    (1, r##"0900-1000 ar "#deck""##),
                ],
                15,
                vec!["Deck 0 90 no ?", "spin 0 60 no ?"],
            ),
            // Not within 90 days.
            (
                vec![role_play],
                90,
                vec!["Deck 0 90 no ?", "spin 0 60 no ?"],
            ),
            (
                vec![role_play],
                91,
                vec!["Deck 0 90 no no", "spin 0 60 no no"],
            ),
            (
                vec![role_play, used(90)],
                120,
                vec!["Deck 0 90 no yes", "spin 0 60 no no"],
            ),
            (
                vec![role_play, used(91)],
                120,
                vec!["Deck 0 90 no no", "spin 0 60 no no"],
            ),
            // 180 days with the last: from the second day on.
            (
                vec![role_play, (1, r##"0900-0910 lr "#q""##)],
                180,
                vec!["q 1 10 no no"],
            ),
            (vec![role_play], 180, vec![]),
        ] {
            assert_eq!(learned(&days, now), expected, "{days:?} {now}");
        }
    }
}
