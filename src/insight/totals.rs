//! The hours of each category, and the shares that follow from them: TAFS, FACE, coverage, bounds.

use std::iter::Sum;
use std::ops::AddAssign;

use super::{Period, gaps};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Span};

/// Where the time of some days went, to the second.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// S: work that moves a customer's decision.
    pub selling: Length,
    /// Work that the selling needs, or that others ask for.
    pub admin: Length,
    pub learning: Length,
    /// Neither work nor rest.
    pub distraction: Length,
    /// Breaks: on record, but not working time.
    pub rest: Length,
    /// The part of the tracked time in which a customer was live.
    pub live: Length,
    /// G: planned hours up to now without a block; a break is a block.
    pub untracked: Length,
    /// What is planned for these days, also what is to come: the gate of a week goes by it.
    pub planned: Length,
}

impl Totals {
    /// W, the working time on record: selling, admin, learning and distraction.
    pub fn tracked(&self) -> Length {
        self.selling + self.admin + self.learning + self.distraction
    }

    /// Time available for selling (David Brock's term): S / W. `None` where nothing is tracked.
    pub fn tafs(&self) -> Option<f64> {
        self.selling.share_of(self.tracked())
    }

    /// The shares of the tracked time, in the order of [`Category::WORK`]; TAFS is the first. `None` where nothing is tracked.
    pub fn shares(&self) -> Option<[f64; 4]> {
        let tracked = self.tracked();
        let [selling, admin, learning, distraction] =
            Category::WORK.map(|category| self.of(category).share_of(tracked));
        Some([selling?, admin?, learning?, distraction?])
    }

    /// Time in live customer conversation: live / W. `None` where nothing is tracked.
    pub fn face(&self) -> Option<f64> {
        self.live.share_of(self.tracked())
    }

    /// How much of the time is known: W / (W + G). `None` where there is neither.
    pub fn coverage(&self) -> Option<f64> {
        let tracked = self.tracked();
        tracked.share_of(tracked + self.untracked)
    }

    /// TAFS if none of the untracked time was selling, and if all of it was: S / (W + G) and (S + G) / (W + G).
    /// `None` where there is neither tracked nor untracked time.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let whole = self.tracked() + self.untracked;
        Some((
            self.selling.share_of(whole)?,
            (self.selling + self.untracked).share_of(whole)?,
        ))
    }

    /// The time of a category.
    pub const fn of(&self, category: Category) -> Length {
        match category {
            Category::Selling => self.selling,
            Category::Admin => self.admin,
            Category::Learning => self.learning,
            Category::Distraction => self.distraction,
            Category::Break => self.rest,
        }
    }

    /// Of single parts of the time, with nothing said of the rest.
    pub fn of_parts(parts: impl IntoIterator<Item = (Category, Length)>) -> Self {
        let mut totals = Self::default();
        for (category, length) in parts {
            totals.count(category, length);
        }
        totals
    }

    pub(super) fn count(&mut self, category: Category, length: Length) {
        let sum = match category {
            Category::Selling => &mut self.selling,
            Category::Admin => &mut self.admin,
            Category::Learning => &mut self.learning,
            Category::Distraction => &mut self.distraction,
            Category::Break => &mut self.rest,
        };
        *sum = *sum + length;
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        for category in Category::ALL {
            self.count(category, other.of(category));
        }
        self.live = self.live + other.live;
        self.untracked = self.untracked + other.untracked;
        self.planned = self.planned + other.planned;
    }
}

impl Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::default(), |mut sum, totals| {
            sum += totals;
            sum
        })
    }
}

/// The totals of these days. A block over the end of a day counts for each day with its part.
pub fn of_days(period: Period<'_>) -> Totals {
    by_day(period).into_iter().sum()
}

/// The totals of each of the days, in order, in one pass: as [`of_days`].
pub fn by_day(period: Period<'_>) -> Vec<Totals> {
    by_day_of(period, period.parts())
}

/// The same, where the parts of the days have been found already.
pub(super) fn by_day_of<'a>(
    period: Period<'a>,
    parts: impl Iterator<Item = (&'a Block, Day, Span)>,
) -> Vec<Totals> {
    let untracked = |day| Totals {
        untracked: gaps::find_untracked(period.ledger, day)
            .into_iter()
            .map(Span::length)
            .sum(),
        planned: period.ledger.context.hours.length_of(day),
        ..Totals::default()
    };
    let mut days: Vec<Totals> = period.each_day().map(untracked).collect();
    for (block, day, part) in parts {
        let totals = &mut days[day.since(period.first) as usize];
        totals.count(block.category, part.length());
        if period.ledger.context.is_live(block) {
            totals.live = totals.live + part.length();
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    fn minutes(totals: &Totals) -> [i64; 7] {
        let Totals {
            selling,
            admin,
            learning,
            distraction,
            rest,
            live,
            untracked,
            planned: _,
        } = *totals;
        [selling, admin, learning, distraction, rest, live, untracked]
            .map(|length| length.as_seconds() / 60)
    }

    /// In tenths of a percent.
    fn rounded(share: Option<f64>) -> i64 {
        (share.expect("a share") * 1000.0).round() as i64
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let totals = of_days(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(testdata::monday(), testdata::monday().plus(6)),
        );
        assert_eq!(
            minutes(&totals),
            [20 * 60 + 50, 14 * 60 + 35, 130, 160, 180, 6 * 60 + 15, 145]
        );
        assert_eq!(totals.tracked(), Length::minutes(40 * 60 + 15));
        assert_eq!(rounded(totals.tafs()), 518);
        assert_eq!(rounded(totals.face()), 155);
        assert_eq!(rounded(totals.coverage()), 943);
        let (low, high) = totals.bounds().expect("bounds");
        assert_eq!((rounded(Some(low)), rounded(Some(high))), (488, 545));
    }

    #[test]
    fn days_add_up_to_the_week() {
        let (blocks, context) = (testdata::week(), testdata::context());
        let of = |first, last| {
            of_days(
                context
                    .ledger(&blocks, testdata::saturday())
                    .days(first, last),
            )
        };
        let monday = testdata::monday();
        let days: Totals = (0..7)
            .map(|index| of(monday.plus(index), monday.plus(index)))
            .sum();
        assert_eq!(days, of(monday, monday.plus(6)));
        assert_eq!(of(monday.plus(5), monday.plus(6)), Totals::default());
        assert_eq!(days.planned, Length::hours(45));
    }

    #[test]
    fn by_now_nothing_after_now_counts() {
        let cases = [
            // now, selling, admin, break, untracked: in the proposal of 13:30, and in the gap at 17:25.
            ("0800", 0, 0, 0, 0),
            ("1400", 45 + 50 + 20 + 30, 105, 40, 0),
            ("1725", 45 + 50 + 20 + 60 + 70, 105 + 30 + 20 + 30, 40, 5),
            ("2200", 45 + 50 + 20 + 60 + 70, 105 + 30 + 20 + 30, 40, 10),
        ];
        for (time, selling, admin, rest, untracked) in cases {
            let now = testdata::at(testdata::monday(), time).at;
            let totals = of_days(
                testdata::context()
                    .ledger(&testdata::week(), now)
                    .day(testdata::monday()),
            );
            let got = minutes(&totals);
            assert_eq!(
                (got[0], got[1], got[4], got[6]),
                (selling, admin, rest, untracked),
                "{time}"
            );
        }
    }

    #[test]
    fn a_block_over_midnight_counts_for_both_days_and_a_running_one_up_to_now() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 sp");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0130").at;
        let of = |day| of_days(testdata::context().ledger(&blocks, now).day(day)).selling;
        assert_eq!(
            (of(monday), of(monday.plus(1))),
            (Length::minutes(60), Length::minutes(90))
        );
    }

    #[test]
    fn no_time_has_no_share() {
        let none = Totals::default();
        assert_eq!(
            (none.tafs(), none.face(), none.coverage(), none.bounds()),
            (None, None, None, None)
        );
        let unknown = Totals {
            untracked: Length::hours(1),
            ..none
        };
        assert_eq!(
            (unknown.tafs(), unknown.coverage(), unknown.bounds()),
            (None, Some(0.0), Some((0.0, 1.0)))
        );
    }

    #[test]
    fn abroad_the_planned_hours_are_those_of_the_place() {
        // Six hours west of home all day: 08:30 there is 14:30 at home.
        let monday = testdata::monday();
        let blocks: Vec<Block> = testdata::day(monday, "0900-1700 sp")
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        let now = testdata::at(monday.plus(1), "0800").at;
        let totals = of_days(testdata::context().ledger(&blocks, now).day(monday));
        assert_eq!(minutes(&totals)[0], 480);
        assert_eq!(minutes(&totals)[6], 60);
    }
}
