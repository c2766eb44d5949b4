//! How far a TAFS is from the goal, in a few words.

use crate::domain::format;
use crate::insight::coverage::Reading;
use crate::insight::pace::{self, Pace};
use crate::tui::paint::{Ink, Piece, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// `goal 45 % ▲ 6.8`; the goal alone where no share may be said, nothing without a goal.
pub(crate) fn words(scene: &Scene<'_>, reading: Reading) -> Vec<Piece> {
    let Some(goal) = scene.settings.goal else {
        return Vec::new();
    };
    let theme = scene.theme;
    let quiet = |words: String| scene.quiet(words);
    let mut words = vec![quiet(format!("goal {:.0} %", goal * 100.0))];
    words.extend(reading.tafs().map(|tafs| match pace::to_goal(tafs, goal) {
        Pace::Ahead(by) => {
            let ahead = format!(" ▲ {}", format::points(by));
            piece(ahead, theme.style(Role::Good))
        }
        Pace::Level => quiet(" =".to_owned()),
        Pace::Behind(by) => quiet(format!(" ▼ {}", format::points(by))),
    }));
    words
}
