//! What the parts of the screen of the day are drawn from.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::state::State;
use crate::domain::block::Category;
use crate::domain::stamp::{Length, Span};
use crate::insight::gaps::Entry;
use crate::insight::totals::{self, Totals};
use crate::tui::layout::narrowed;
use crate::tui::paint::{Piece, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon;

pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) state: &'a State,
    pub(super) totals: Totals,
    pub(super) entries: Vec<Entry<'a>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, state: &'a State) -> Self {
        // Before the first key there is no day to hold against anyone.
        if is_empty(scene) {
            return Self {
                scene,
                state,
                totals: Totals::default(),
                entries: Vec::new(),
            };
        }
        let (counted, context) = (&scene.snapshot.counted, &scene.settings.context);
        Self {
            scene,
            state,
            totals: totals::of_days(counted, scene.day, scene.day, context, scene.now.at),
            entries: scene.entries(),
        }
    }

    pub(super) fn style(&self, role: Role) -> Style {
        self.scene.settings.theme.style(role)
    }

    pub(super) fn category(&self, category: Category) -> Style {
        self.scene.settings.theme.category(category)
    }

    pub(super) fn quiet(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Quiet))
    }
}

/// Whether the file has nothing yet to list.
pub(super) const fn is_empty(scene: &Scene<'_>) -> bool {
    scene.snapshot.last.is_none() && scene.snapshot.suggestions.is_empty()
}

pub(super) fn planned_spans(scene: &Scene<'_>) -> Vec<Span> {
    let context = &scene.settings.context;
    let place = context.place(&scene.snapshot.blocks, scene.day, scene.now.at);
    context.hours.spans(scene.day, &context.calendar, place)
}

/// The stretch of the day that the ribbon shows.
pub(super) fn ribbon_scale(scene: &Scene<'_>, entries: &[Entry<'_>]) -> Option<ribbon::Scale> {
    let context = &scene.settings.context;
    let mut known: Vec<Span> = entries
        .iter()
        .map(Entry::span)
        .chain(planned_spans(scene))
        .collect();
    if known.is_empty() {
        // On a day without plan or block there is still a day to look at.
        let usual = context.calendar.instant(scene.day, Length::hours(8));
        known.extend(Span::new(usual, usual.plus(Length::hours(9))));
    }
    let place = context.place(&scene.snapshot.blocks, scene.day, scene.now.at);
    let place = place.unwrap_or_else(|| {
        context
            .calendar
            .here(context.calendar.first_instant(scene.day))
    });
    ribbon::Scale::new(&known, place)
}

/// What an area has left of a column, with a gap.
pub(super) fn left_of(area: Rect, column: u16) -> Rect {
    narrowed(area, column.saturating_sub(area.x + 1))
}
