//! Whom the made-up seller's prospecting was with: where they came from, and whether they were ready. Drawn apart from the
//! life, which stays as it is.

use fastrand::Rng;

use crate::domain::block::{Block, Category, Fit, Source};

/// A source, how often it stands behind work that set a meeting and behind other work, and how often those who came by
/// it were ready, not yet ready, and no fit: each in a hundred.
type SourceRow = (&'static str, usize, usize, [usize; 3]);

const SOURCES: [SourceRow; 4] = [
    ("referral", 35, 10, [65, 25, 10]),
    ("webinar", 35, 25, [45, 35, 20]),
    ("spring-list", 20, 45, [20, 35, 45]),
    ("website", 10, 20, [40, 30, 30]),
];
/// The share of prospecting with a source, and of those blocks with a fit.
const NAMED: f64 = 0.85;
const JUDGED: f64 = 0.75;
/// The activities that open something.
const OPENING: [&str; 2] = ["prospecting", "nurture"];

/// Says of the work that opens something where the people came from, of most of it.
pub(super) fn name_prospects(blocks: &mut [Block], seed: u64) {
    let mut rng = Rng::with_seed(seed ^ 0x7072_6f73);
    for block in blocks {
        let details = &mut block.details;
        let activity = details.activity.as_deref().unwrap_or_default();
        if block.category != Category::Selling || !OPENING.contains(&activity) {
            continue;
        }
        let has_met = details.outcomes.meetings > 0;
        let row = pick(
            &mut rng,
            SOURCES
                .iter()
                .map(|row| if has_met { row.1 } else { row.2 }),
        );
        let (name, _, _, fits) = SOURCES[row];
        let fit = Fit::ALL[pick(&mut rng, fits.into_iter())];
        let (is_named, is_judged) = (rng.f64() < NAMED, rng.f64() < JUDGED);
        if is_named {
            details.prospect.source = Source::new(name).ok();
            details.prospect.fit = is_judged.then_some(fit);
        }
    }
}

/// Which of some things with these weights, which come to a hundred.
fn pick(rng: &mut Rng, weights: impl Iterator<Item = usize>) -> usize {
    let mut left = rng.usize(..100);
    let mut found = 0;
    for (index, weight) in weights.enumerate() {
        found = index;
        if left < weight {
            break;
        }
        left -= weight;
    }
    found
}
