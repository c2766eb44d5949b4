//! What the rep believed the week was, beside what was measured.

use super::totals::Totals;
use crate::domain::block::Category;
use crate::domain::review::Guess;

/// The guess gap of each category in the order of [`Category::WORK`]: guessed less measured share, in points, so that
/// 8.2 is 8.2 points too many guessed; `None` for a category without a guess. `None` where nothing is tracked. After
/// Proudfoot 2009, who measured 11 % of active selling where 21 % were guessed.
pub fn guess_gap(guess: &Guess, totals: &Totals) -> Option<[Option<f64>; 4]> {
    let tracked = totals.tracked();
    let gap =
        |category| Some((guess.of(category)? - totals.of(category).share_of(tracked)?) * 100.0);
    tracked.is_positive().then(|| Category::WORK.map(gap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::{testdata, totals};

    /// Maya's gaps in tenths of a point.
    fn gaps(guess: Guess) -> Option<[Option<i64>; 4]> {
        let (monday, context) = (testdata::monday(), testdata::context());
        let totals = totals::of_days(
            context
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        Some(
            guess_gap(&guess, &totals)?.map(|gap| gap.map(|points| (points * 10.0).round() as i64)),
        )
    }

    #[test]
    fn maya_guessed_too_much_selling_and_too_little_admin() {
        // 60 − 51.76, 22 − 36.23, 10 − 5.38, 8 − 6.63.
        let whole = Guess {
            selling: 0.60,
            rest: Some([0.22, 0.10, 0.08]),
        };
        assert_eq!(
            gaps(whole),
            Some([Some(82), Some(-142), Some(46), Some(14)])
        );
        assert_eq!(
            gaps(Guess {
                selling: 0.50,
                rest: None
            }),
            Some([Some(-18), None, None, None])
        );
    }

    #[test]
    fn there_is_no_gap_to_nothing() {
        assert_eq!(
            guess_gap(
                &Guess {
                    selling: 0.5,
                    rest: None
                },
                &Totals::default()
            ),
            None
        );
    }
}
