//! What became of the time that admin and distraction gave up.

use super::totals::Totals;
use super::weeks::Usual;
use crate::domain::block::Category;
use crate::domain::stamp::Length;

/// Less freed time is not worth a word.
pub const SHOWN_FROM: Length = Length::minutes(60);
/// If so much of it went to one category, the review asks "more of the same?".
pub const MORE_OF_THE_SAME_FROM: f64 = 0.70;

/// Time that admin and distraction took less than usual, and where it went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freed {
    pub time: Length,
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
    let mut freed = 0.0;
    for (index, category) in Category::WORK.into_iter().enumerate() {
        let change = totals.of(category).as_seconds() as f64 - usual.normalized[index] * tracked;
        more[index] = change.max(0.0);
        freed += match category {
            Category::Admin | Category::Distraction => (-change).max(0.0),
            Category::Selling | Category::Learning | Category::Break => 0.0,
        };
    }
    let time = Length::seconds(freed.round() as i64);
    let all: f64 = more.iter().sum();
    if time < SHOWN_FROM || all <= 0.0 {
        return None;
    }
    // Each part is the difference of two rounded sums.
    let mut sum = 0.0;
    let to = more.map(|more| {
        let before = (freed * sum / all).round() as i64;
        sum += more;
        Length::seconds((freed * sum / all).round() as i64 - before)
    });
    Some(Freed { time, to })
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

    #[test]
    fn no_week_frees_nothing() {
        assert_eq!(find_freed(&Totals::default(), &usual([0.25; 4])), None);
    }
}
