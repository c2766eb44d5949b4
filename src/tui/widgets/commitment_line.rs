//! The commitment of a week in a line: how much of it there is, and how much is left.

use ratatui::style::Style;

use crate::domain::calendar::Week;
use crate::domain::parse::commitment::stored_commitment;
use crate::domain::stamp::Moment;
use crate::insight::commitment::{self, State};
use crate::report;
use crate::tui::model::Model;
use crate::tui::paint::{Piece, piece};
use crate::tui::theme::Role;

/// `2h10 of 6h prospecting · 3h50 to go`; nothing where nothing was commitment for the week.
pub(crate) fn words(model: &Model, week: Week, now: Moment) -> Option<Vec<Piece>> {
    let theme = &model.settings.theme;
    let text = model.notes_of(week)?.commitment.as_deref()?;
    let Ok(commitment) = stored_commitment(text) else {
        return Some(vec![piece(text, Style::new())]);
    };
    let progress = commitment::progress(
        &commitment,
        &model.snapshot.weeks,
        week,
        &model.settings.context,
        now.at,
    );
    let style = match progress.state {
        State::Kept => theme.style(Role::Good),
        State::Missed | State::Open { .. } => theme.style(Role::Quiet),
    };
    Some(vec![
        piece(
            report::commitment::figure(&commitment, &progress),
            theme.strong(),
        ),
        piece(
            format!(" · {}", report::commitment::verdict(&commitment, &progress)),
            style,
        ),
    ])
}
