//! What became of the time that admin and distraction gave up.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Ledger;
use super::tiers::{self, Item};
use super::totals::Totals;
use super::usual::median;
use super::weeks::{Measured, Usual};
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// Less freed time is not worth a word.
pub const SHOWN_FROM: Length = Length::minutes(60);
/// If so much of it went to one category, the review asks "more of the same?".
pub const MORE_OF_THE_SAME_FROM: f64 = 0.70;

/// Time that admin and distraction took less than usual, and where it went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freed {
    pub time: Length,
    /// What each category gave up of it: admin, distraction or both.
    pub from: [Length; 4],
    /// What each category got of it, in the order of [`Category::WORK`]; adds up to all of it.
    pub to: [Length; 4],
}

impl Freed {
    /// The category that got 70 % of it or more, if one did.
    pub fn more_of_the_same(&self) -> Option<Category> {
        let most = |(_, to): &(Category, Length)| {
            let share = to.share_of(self.time);
            share.is_some_and(|share| share >= MORE_OF_THE_SAME_FROM)
        };
        let mut parts = Category::WORK.into_iter().zip(self.to);
        parts.find(most).map(|(category, _)| category)
    }
}

/// The freed time of a week, from 60 minutes on: with e_c = m_c·W and x_c = actual − e_c it is Σ max(0, −x_c) over
/// admin and distraction, and category i got freed · max(0, x_i) / Σ max(0, x). To the second, so that the parts add
/// up.
pub fn find_freed(totals: &Totals, usual: &Usual) -> Option<Freed> {
    let tracked = totals.tracked().as_seconds() as f64;
    let mut more = [0.0; 4];
    let mut less = [0.0; 4];
    for (index, category) in Category::WORK.into_iter().enumerate() {
        let change = totals.of(category).as_seconds() as f64 - usual.normalized[index] * tracked;
        more[index] = change.max(0.0);
        less[index] = match category {
            Category::Admin | Category::Distraction => (-change).max(0.0),
            Category::Selling | Category::Learning | Category::Break => 0.0,
        };
    }
    let freed: f64 = less.iter().sum();
    let time = Length::seconds(freed.round() as i64);
    let all: f64 = more.iter().sum();
    if time < SHOWN_FROM || all <= 0.0 {
        return None;
    }
    let to = share_out(freed, &more, Length::seconds(1));
    Some(Freed {
        time,
        from: less.map(|less| Length::seconds(less.round() as i64)),
        to: std::array::from_fn(|index| to[index]),
    })
}

/// So much time in parts that stand to each other as these do, in whole units of so many seconds. Each part is the
/// difference of two rounded sums, so that together they are all of it.
pub fn share_out(seconds: f64, parts: &[f64], unit: Length) -> Vec<Length> {
    let all: f64 = parts.iter().sum();
    let unit = unit.as_seconds();
    let rounded = |sum: f64| (seconds * sum / all / unit as f64).round() as i64;
    let mut sum = 0.0;
    let part = |part: &f64| {
        let before = rounded(sum);
        sum += part;
        Length::seconds((rounded(sum) - before) * unit)
    };
    parts.iter().map(part).collect()
}

/// To which activities freed time went, most first: what a category got goes to those of its activities that grew, by
/// how much. An activity is expected at the part of its category that its median share of W has among those of the
/// category's activities.
pub fn find_activities(
    freed: &Freed,
    ledger: Ledger<'_>,
    this: &Measured,
    weeks: &[Measured],
    usual: &Usual,
) -> Vec<Item> {
    let tracked = this.totals.tracked().as_seconds() as f64;
    let now = tiers::sum_items(this.period(ledger));
    let before = weeks
        .iter()
        .map(|week| tiers::sum_items(week.period(ledger)));
    let before: Vec<Vec<Item>> = before.collect();
    let share_then = |key: &str| {
        let shares = before.iter().zip(weeks).map(|(items, week)| {
            let same = items.iter().find(|item| folded(&item.key()) == key);
            let length = same.map_or(Length::ZERO, |item| item.length);
            length.share_of(week.totals.tracked()).unwrap_or_default()
        });
        median(shares.collect())
    };
    let mut gains = Vec::new();
    for (index, category) in Category::WORK.into_iter().enumerate() {
        let of_it = |item: &&Item| item.category == category;
        let known = before.iter().flatten().chain(&now).filter(of_it);
        let known: BTreeSet<String> = known.map(|item| folded(&item.key())).collect();
        let shares: f64 = known.iter().map(|key| share_then(key)).sum();
        let expected = usual.normalized[index] * tracked;
        let grown = now.iter().filter(of_it).filter_map(|item| {
            let usually = if shares > 0.0 {
                expected * share_then(&folded(&item.key())) / shares
            } else {
                0.0
            };
            let more = item.length.as_seconds() as f64 - usually;
            (more > 0.0).then_some((item, more))
        });
        let grown: Vec<(&Item, f64)> = grown.collect();
        let parts: Vec<f64> = grown.iter().map(|(_, more)| *more).collect();
        let seconds = freed.to[index].as_seconds() as f64;
        let lengths = share_out(seconds, &parts, Length::seconds(1));
        gains.extend(
            grown
                .into_iter()
                .zip(lengths)
                .map(|((item, _), length)| Item {
                    length,
                    ..item.clone()
                }),
        );
    }
    gains.retain(|item| item.length.is_positive());
    gains.sort_by_key(|item| Reverse(item.length));
    gains
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::insight::{testdata, weeks};

    fn usual(shares: [f64; 4]) -> Usual {
        Usual {
            shares,
            normalized: shares,
            bands: [0.0; 4],
            lengths: [Length::ZERO; 4],
            per_workday: [Length::ZERO; 4],
            tracked: Length::ZERO,
            weeks: 4,
        }
    }

    fn totals(minutes: [i64; 4]) -> Totals {
        let [selling, admin, learning, distraction] = minutes.map(Length::minutes);
        Totals {
            selling,
            admin,
            learning,
            distraction,
            ..Totals::default()
        }
    }

    #[test]
    fn maya_put_what_admin_and_distraction_gave_up_into_selling_and_learning() {
        let (blocks, context, week) = (
            testdata::history(),
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let usual = weeks::find_usual(context.ledger(&blocks, testdata::saturday()), week)
            .expect("four weeks");
        let measured = weeks::measure_week(context.ledger(&blocks, testdata::saturday()), week);
        let freed = find_freed(&measured.totals, &usual).expect("freed time");
        let minutes = |length: Length| (length.as_seconds() + 30) / 60;
        assert_eq!(
            (minutes(freed.time), freed.to.map(minutes)),
            (236, [195, 0, 41, 0])
        );
        assert_eq!(freed.to.into_iter().sum::<Length>(), freed.time);
        assert_eq!(freed.from.map(minutes), [0, 176, 0, 60]);
        assert_eq!(freed.more_of_the_same(), Some(Category::Selling));
    }

    #[test]
    fn freed_time_goes_to_what_grew() {
        let quarters = [0.25; 4];
        let cases = [
            // As usual: nothing is freed.
            ([600, 600, 600, 600], None, None),
            // Admin gave up 59 minutes, then 60.
            ([659, 541, 600, 600], None, None),
            (
                [660, 540, 600, 600],
                Some([60, 0, 0, 0]),
                Some(Category::Selling),
            ),
            // Distraction gave up 90, 30 for each of the others.
            ([630, 630, 630, 510], Some([30, 30, 30, 0]), None),
            // What selling and learning gave up is not freed.
            (
                [500, 900, 500, 500],
                Some([0, 100, 0, 0]),
                Some(Category::Admin),
            ),
            ([300, 900, 300, 900], None, None),
        ];
        for (minutes, expected, most) in cases {
            let freed = find_freed(&totals(minutes), &usual(quarters));
            assert_eq!(
                freed.map(|freed| freed.to),
                expected.map(|to| to.map(Length::minutes)),
                "{minutes:?}"
            );
            assert_eq!(
                freed.and_then(|freed| freed.more_of_the_same()),
                most,
                "{minutes:?}"
            );
        }
    }

    /// Four weeks of the same day, then one of another: what the activities got, in minutes.
    fn gained(before: &str, after: &str) -> (Option<Freed>, Vec<(String, i64)>) {
        let context = testdata::context();
        let days = (-20_i64..5).filter(|day| day.rem_euclid(7) < 5);
        let blocks: Vec<_> = days
            .flat_map(|day| {
                let text = if day < 0 { before } else { after };
                testdata::day(testdata::monday().plus(day), text)
            })
            .collect();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let week = Week {
            first: testdata::monday(),
        };
        let (this, weeks) = (
            weeks::measure_week(ledger, week),
            weeks::comparable_weeks(ledger, week),
        );
        let usual = weeks::usual_of(&weeks).expect("weeks");
        let freed = find_freed(&this.totals, &usual);
        let gains = freed.map_or_else(Vec::new, |freed| {
            find_activities(&freed, ledger, &this, &weeks, &usual)
        });
        let told = gains
            .iter()
            .map(|item| (item.key(), (item.length.as_seconds() + 30) / 60));
        (freed, told.collect())
    }

    /// The day, what gave up how many minutes, and what got them.
    type Case = (&'static str, [i64; 4], &'static [(&'static str, i64)]);

    #[test]
    fn what_a_category_got_goes_to_its_activities_that_grew() {
        let day = "0830-1030 sp; 1030-1230 sm; 1230-1430 ae; 1430-1630 ac; 1630-1730 dw";
        let cases: [Case; 4] = [
            // An hour a day of email went to calls, all of it.
            (
                "0830-1130 sp; 1130-1330 sm; 1330-1430 ae; 1430-1630 ac; 1630-1730 dw",
                [0, 300, 0, 0],
                &[("selling/prospecting", 300)],
            ),
            // Meetings shrank while selling grew: calls alone got it.
            (
                "0830-1230 sp; 1230-1330 sm; 1330-1430 ae; 1430-1630 ac; 1630-1730 dw",
                [0, 300, 0, 0],
                &[("selling/prospecting", 300)],
            ),
            // The web gave up an hour, and admin got it: the same emails.
            (
                "0830-1030 sp; 1030-1230 sm; 1230-1530 ae; 1530-1730 ac",
                [0, 0, 0, 300],
                &[("admin/internal-email", 300)],
            ),
            // Half an hour each to something new and to something known.
            (
                "0830-1030 sp; 1030-1300 sm; 1300-1330 lp; 1330-1430 ae; 1430-1630 ac; 1630-1730 dw",
                [0, 300, 0, 0],
                &[("selling/meeting", 150), ("learning/product", 150)],
            ),
        ];
        for (after, from, expected) in cases {
            let (freed, gains) = gained(day, after);
            let freed = freed.expect("freed time");
            assert_eq!(freed.from, from.map(Length::minutes), "{after}");
            let gains: Vec<(&str, i64)> = gains
                .iter()
                .map(|(key, minutes)| (key.as_str(), *minutes))
                .collect();
            assert_eq!(gains, expected, "{after}");
        }
    }

    #[test]
    fn no_week_frees_nothing() {
        assert_eq!(find_freed(&Totals::default(), &usual([0.25; 4])), None);
    }
}
