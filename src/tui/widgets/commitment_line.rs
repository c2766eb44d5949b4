//! The commitment of a week in a line: how much of it there is, and how much is left.

use crate::domain::calendar::Week;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::insight::commitment::{self, State};
use crate::report;
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// `2h10 of 6h prospecting · 3h50 to go`; nothing where the week has none.
pub(crate) fn words(scene: &Scene<'_>, week: Week) -> Option<Vec<Piece>> {
    let theme = scene.theme;
    let text = scene.notes_of(week)?.commitment.as_deref()?;
    let Ok(commitment) = parse_stored_commitment(text) else {
        return Some(vec![plain(text)]);
    };
    let progress = commitment::measure_progress(
        &commitment,
        scene.context.ledger(&scene.snapshot.weeks, scene.now.at),
        week,
    );
    let style = match progress.state {
        State::Kept => theme.style(Role::Good),
        State::Missed | State::Open { .. } => theme.style(Role::Quiet),
    };
    Some(vec![
        scene.strong(report::commitment::figure_words(&commitment, &progress)),
        piece(
            format!(
                " · {}",
                report::commitment::verdict_words(&commitment, &progress)
            ),
            style,
        ),
    ])
}
