//! The next meeting of today that is suggested, and how long it is until then.

use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::suggestion::Suggestion;
use crate::domain::text;
use crate::tui::paint::{Ink, Piece};
use crate::tui::scene::Scene;

/// So many columns of the header tell what it is about.
const TITLE: usize = 30;

/// The next meeting of today, where today is in view.
pub(super) fn next_meeting<'a>(scene: &Scene<'a>) -> Option<&'a Suggestion> {
    let mut coming = scene.snapshot.suggestions.iter();
    let next = coming.find(|next| next.start.at > scene.now.at);
    next.filter(|_| scene.day == scene.today)
}

/// How long until a meeting: `in 12 min`.
fn until(scene: &Scene<'_>, next: &Suggestion) -> String {
    let seconds = next.start.at.since(scene.now.at).as_seconds();
    // Up to the next minute, as the clock will show it.
    let minutes = Length::minutes((seconds + 59) / 60);
    format!("in {}", format::spoken(minutes))
}

/// The next meeting, as the header tells it: `Kestrel demo in 12 min`; then shorter.
pub(crate) fn next_in_brief(scene: &Scene<'_>) -> Vec<Vec<Piece>> {
    let Some(next) = next_meeting(scene) else {
        return Vec::new();
    };
    let until = until(scene, next);
    let mut forms = vec![vec![scene.quiet(format!("next {until}"))]];
    if !scene.discreet && !next.title.is_empty() {
        let title = text::fit(&next.title, TITLE);
        forms.insert(0, vec![scene.quiet(format!("{title} {until}"))]);
    }
    forms
}
