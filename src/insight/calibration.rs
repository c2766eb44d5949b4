//! Guesses against what was measured, over weeks: how well the rep has learned to see where the time goes.

use super::Ledger;
use super::coverage;
use super::guess::guess_gap;
use super::missing::Missing;
use super::weeks::{WEEKS_NEEDED, measure_week, weeks_before};
use crate::domain::calendar::Week;
use crate::domain::review::{Guess, WeekNotes};

/// How many weeks of guesses count.
pub const CALIBRATION_WEEKS: usize = 13;

/// A week whose guess was locked at the reveal, with its guess gap in points, by category in the order of
/// [`crate::domain::block::Category::WORK`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Guessed {
    pub week: Week,
    pub guess: Guess,
    /// The TAFS that was measured.
    pub tafs: f64,
    pub gap: [Option<f64>; 4],
}

/// How far off guesses are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Calibration {
    pub weeks: usize,
    /// The mean distance between guess and measured share in points, too much or too little alike, over the weeks in
    /// which the category was guessed.
    pub mean_miss: [Option<f64>; 4],
}

/// The guesses of the weeks up to and with `week`, [`CALIBRATION_WEEKS`] at most, the earliest first: those that were
/// locked and whose week has a TAFS.
pub fn find_guesses(ledger: Ledger<'_>, notes: &[(Week, WeekNotes)], week: Week) -> Vec<Guessed> {
    let first = weeks_before(week, CALIBRATION_WEEKS - 1);
    let in_view = notes.iter().filter(|(of, _)| (first..=week).contains(of));
    let guessed = in_view.filter_map(|(week, notes)| {
        let guess = notes.guess.filter(|_| notes.review.revealed)?;
        let totals = measure_week(ledger, *week).totals;
        Some(Guessed {
            week: *week,
            guess,
            tafs: coverage::of_week(&totals).tafs()?,
            gap: guess_gap(&guess, &totals)?,
        })
    });
    guessed.collect()
}

/// The mean miss of some guesses; 3 weeks are needed.
pub fn calibrate(guesses: &[Guessed]) -> Result<Calibration, Missing> {
    let weeks = guesses.len();
    if let Some(missing @ 1..) = WEEKS_NEEDED.checked_sub(weeks) {
        return Err(Missing::Weeks(missing));
    }
    let mean_miss = std::array::from_fn(|category| {
        let misses = guesses.iter().filter_map(|of| of.gap[category]);
        let misses: Vec<f64> = misses.map(f64::abs).collect();
        let sum: f64 = misses.iter().sum();
        (!misses.is_empty()).then(|| sum / misses.len() as f64)
    });
    Ok(Calibration { weeks, mean_miss })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn the_miss_is_a_distance_over_the_weeks_that_were_locked() {
        let (blocks, context) = (testdata::history(), testdata::context());
        let ledger = context.ledger(&blocks, testdata::saturday());
        let week = Week {
            first: testdata::monday(),
        };
        let notes = |back: usize, selling: f64, revealed: bool| {
            let mut notes = WeekNotes {
                guess: Some(Guess {
                    selling,
                    rest: None,
                }),
                ..WeekNotes::default()
            };
            notes.review.revealed = revealed;
            (weeks_before(week, back), notes)
        };
        // Measured: 43.21, 44.17, 43.33, 44.12 and 51.76 %, to about a second.
        let mut all = vec![
            notes(4, 0.50, true),
            notes(2, 0.40, true),
            notes(1, 0.99, false),
            notes(0, 0.60, true),
        ];
        let found = find_guesses(ledger, &all, week);
        assert_eq!(found.len(), 3);
        let known = calibrate(&found).expect("three weeks");
        let miss = known.mean_miss[0].expect("selling was guessed");
        let expected = [
            (50.0, 17.5 / 40.5),
            (40.0, 16.9 / 39.0),
            (60.0, 1250.0 / 2415.0),
        ]
        .map(|(guess, measured): (f64, f64)| (guess - 100.0 * measured).abs());
        assert!(
            (miss - expected.iter().sum::<f64>() / 3.0).abs() < 0.01,
            "{miss}"
        );
        assert_eq!((known.weeks, known.mean_miss[1]), (3, None));
        all.remove(0);
        let few = find_guesses(ledger, &all, week);
        assert_eq!(calibrate(&few), Err(Missing::Weeks(1)));
    }
}
