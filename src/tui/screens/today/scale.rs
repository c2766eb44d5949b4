//! The stretch of the day that the ribbon shows.

use crate::domain::stamp::{Length, Moment, Span};
use crate::insight::gaps::Entry;
use crate::tui::scene::Scene;
use crate::tui::widgets::ribbon;

/// Whether the file has nothing yet to list.
pub(super) const fn is_empty(scene: &Scene<'_>) -> bool {
    scene.snapshot.last.is_none() && scene.snapshot.suggestions.is_empty()
}

pub(super) fn planned_spans(scene: &Scene<'_>) -> Vec<Span> {
    let context = scene.context;
    let place = place_of(scene);
    context
        .hours
        .spans_within(scene.day, &context.calendar, place)
}

fn place_of(scene: &Scene<'_>) -> Option<Moment> {
    let blocks = &scene.snapshot.blocks;
    scene.context.ledger(blocks, scene.now.at).place(scene.day)
}

/// The stretch of the day that the ribbon shows.
pub(super) fn ribbon_scale(
    scene: &Scene<'_>,
    entries: &[Entry<'_>],
    columns: u16,
) -> Option<ribbon::Scale> {
    let context = scene.context;
    let mut known: Vec<Span> = entries
        .iter()
        .map(Entry::span)
        .chain(planned_spans(scene))
        .collect();
    // The mark for now is on it too.
    if scene.day == scene.today && !known.is_empty() {
        known.extend(Span::new(
            scene.now.at,
            scene.now.at.plus(Length::seconds(1)),
        ));
    }
    if known.is_empty() {
        // On a day without plan or block there is still a day to look at.
        let usual = context.calendar.instant(scene.day, Length::hours(8));
        known.extend(Span::new(usual, usual.plus(Length::hours(9))));
    }
    let place = place_of(scene).unwrap_or_else(|| {
        context
            .calendar
            .here(context.calendar.first_instant(scene.day))
    });
    ribbon::Scale::new(&known, place, columns)
}
