//! How far a TAFS is from the goal, in a few words.

use crate::domain::format;
use crate::insight::coverage::Reading;
use crate::insight::pace::{self, Side};
use crate::tui::paint::{Piece, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// `goal 45 % ▲ 6.8`; the goal alone where no share may be said, nothing without a goal.
pub(crate) fn words(scene: &Scene<'_>, reading: Reading) -> Vec<Piece> {
    let Some(goal) = scene.settings.goal else {
        return Vec::new();
    };
    let theme = scene.theme;
    let quiet = |words: String| piece(words, theme.style(Role::Quiet));
    let tafs = match reading {
        Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => Some(tafs),
        Reading::TooEarly { .. } | Reading::OnlyBounds { .. } => None,
    };
    let mut words = vec![quiet(format!("goal {:.0} %", goal * 100.0))];
    words.extend(
        pace::to_goal(tafs, Some(goal)).map(|pace| match pace.side() {
            Side::Ahead => piece(
                format!(" ▲ {}", format::points(pace.difference)),
                theme.style(Role::Good),
            ),
            Side::Level => quiet(" =".to_owned()),
            Side::Behind => quiet(format!(" ▼ {}", format::points(pace.difference))),
        }),
    );
    words
}
