//! The best four weeks: a standard of one's own that doesn't sink with the usual.

use super::missing::Missing;
use super::usual::median;
use super::weeks::{Measured, WEEKS, measure_week, weeks_before};
use super::{Ledger, coverage};
use crate::domain::calendar::Week;

/// So many weeks before a week the best are looked for.
pub const BEST_OF_WEEKS: usize = 26;

/// The best weeks, and what they have in the middle.
#[derive(Clone, PartialEq, Debug)]
pub struct Best {
    /// The median of their TAFS, from 0 to 1.
    pub tafs: f64,
    /// Four, in order of time.
    pub weeks: Vec<Week>,
}

/// The four weeks with the highest TAFS of the 26 before a week, of those that qualify and have one; the later of two that
/// are equal. Or how many more weeks are needed.
pub fn find_best(ledger: Ledger<'_>, week: Week) -> Result<Best, Missing> {
    let before = (1..=BEST_OF_WEEKS).map(|back| measure_week(ledger, weeks_before(week, back)));
    let known = before.filter(Measured::qualifies).filter_map(|week| {
        let tafs = coverage::of_week(&week.totals).tafs()?;
        Some((tafs, week.week))
    });
    let mut known: Vec<(f64, Week)> = known.collect();
    if let Some(missing @ 1..) = WEEKS.checked_sub(known.len()) {
        return Err(Missing::Weeks(missing));
    }
    known.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    known.truncate(WEEKS);
    let tafs = median(known.iter().map(|(tafs, _)| *tafs).collect());
    let mut weeks: Vec<Week> = known.into_iter().map(|(_, week)| week).collect();
    weeks.sort_unstable();
    Ok(Best { tafs, weeks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn the_best_four_are_found_among_all_weeks_before() {
        let context = testdata::context();
        let week = Week {
            first: testdata::monday(),
        };
        // Hours of selling of 40, by weeks back; the week itself and the 27th before are not asked.
        let hours = [
            (0, 40.0),
            (1, 16.0),
            (2, 20.0),
            (3, 14.0),
            (5, 24.0),
            (9, 20.0),
            (26, 22.0),
            (27, 39.0),
        ];
        let known = |hours: &[(usize, f64)]| {
            let mut blocks = Vec::new();
            for (back, selling) in hours.iter().rev() {
                let first = weeks_before(week, *back).first;
                blocks.extend(testdata::worked(
                    first,
                    5,
                    [*selling, 40.0 - selling, 0.0, 0.0],
                ));
            }
            find_best(context.ledger(&blocks, testdata::saturday()), week)
        };
        let best = known(&hours).expect("four weeks");
        // 24, 22, 20 and 20 of 40.
        assert!((best.tafs - 0.525).abs() < 1e-9, "{}", best.tafs);
        assert_eq!(
            best.weeks,
            [26, 9, 5, 2].map(|back| weeks_before(week, back))
        );
        assert_eq!(known(&hours[..4]), Err(Missing::Weeks(1)));
    }
}
