//! A TAFS in one line: the share as far as it may be said, and the hours that it comes from.

use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::Reading;
use crate::insight::pace::{self, Pace};
use crate::insight::totals::Totals;

/// `51.8 %`, `46.0 to 53.2 %`; empty where it is too early for a share.
pub fn share(reading: &Reading) -> String {
    one_figure(reading, bounds).unwrap_or_default()
}

/// `51.8 %`, `46.0–53.2 %`; `–` where it is too early for a share.
pub fn short(reading: &Reading) -> String {
    one_figure(reading, format::range).unwrap_or_else(|| "–".to_owned())
}

/// `51.8 %`, `51.8 % (46.0–53.2 %)`, `46.0–53.2 %`; nothing where it is too early for a share.
pub fn with_bounds(reading: &Reading) -> Option<String> {
    let share = one_figure(reading, format::range)?;
    Some(match reading {
        Reading::Bounded { low, high, .. } => format!("{share} ({})", format::range(*low, *high)),
        Reading::TooEarly { .. } | Reading::Exact { .. } | Reading::OnlyBounds { .. } => share,
    })
}

/// The share as one figure, or its bounds where they alone may be shown.
fn one_figure(reading: &Reading, bounds: impl Fn(f64, f64) -> String) -> Option<String> {
    match reading {
        Reading::TooEarly { .. } => None,
        Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => Some(format::percent(*tafs)),
        Reading::OnlyBounds { low, high } => Some(bounds(*low, *high)),
    }
}

/// `4h10 selling of 8h03 tracked`, and what else there is to know of the share, in one line.
pub fn hours(totals: &Totals, reading: &Reading) -> String {
    facts(totals, reading).join(" · ")
}

/// `4h10 selling of 8h03 tracked`, and what else there is to know of the share.
pub fn facts(totals: &Totals, reading: &Reading) -> Vec<String> {
    let tracked = totals.tracked();
    if !tracked.is_positive() {
        return vec!["nothing tracked".to_owned()];
    }
    let (selling, tracked) = (format::hours(totals.selling), format::hours(tracked));
    let hours = format!("{selling} selling of {tracked} tracked");
    let covered = || {
        let covered = totals
            .coverage()
            .map(|known| format!("{} covered", format::covered(known)));
        covered.unwrap_or_default()
    };
    match reading {
        Reading::TooEarly { .. } | Reading::Exact { .. } => vec![hours],
        Reading::Bounded { low, high, .. } => {
            vec![hours, format!("{}, so {}", covered(), bounds(*low, *high))]
        }
        Reading::OnlyBounds { .. } => vec![hours, covered()],
    }
}

/// `1h30 selling`, or `2h45 tracked`, `1h30 selling` and `1h15 admin`: the hours of what a filter keeps, of which there
/// is no share.
pub fn parts(totals: &Totals) -> Vec<String> {
    let told = Category::ALL
        .into_iter()
        .filter(|category| totals.of(*category).is_positive());
    let told = told.map(|category| format!("{} {category}", format::hours(totals.of(category))));
    let mut parts: Vec<String> = told.collect();
    if parts.len() != 1 {
        parts.insert(0, format!("{} tracked", format::hours(totals.tracked())));
    }
    parts
}

/// `goal 45 %, 6.8 ahead`; nothing without a goal and a share to hold against it.
pub fn goal(reading: &Reading, goal: Option<f64>) -> Option<String> {
    let goal = goal?;
    let side = match pace::to_goal(reading.tafs()?, goal) {
        Pace::Ahead(by) => format!("{} points ahead", format::points(by)),
        Pace::Level => "met".to_owned(),
        Pace::Behind(by) => format!("{} points short", format::points(by)),
    };
    Some(format!("goal {}, {side}", format::plain_percent(goal)))
}

fn bounds(low: f64, high: f64) -> String {
    format!("{} to {}", format::share_figure(low), format::percent(high))
}
