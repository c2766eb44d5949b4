//! The one quiet line that asks a new rep for a first guess, after the first full working day. It takes no key and
//! says no figure.

use crate::domain::calendar::Day;
use crate::domain::stamp::Length;
use crate::insight::weeks::full_day_from;
use crate::tui::action::{Action, Open};
use crate::tui::key_table::Focus;
use crate::tui::paint::{Ink, Piece};
use crate::tui::scene::Scene;

/// So long a rep is new.
const NEW_DAYS: i64 = 14;

/// Whether a rep whose first block is of this day is still new.
pub(crate) fn is_new(begun: Day, today: Day) -> bool {
    today.since(begun) < NEW_DAYS
}

/// The line, where it is time for it: a full day of this week is past, and nothing is guessed for it yet.
pub(crate) fn words(scene: &Scene<'_>) -> Option<Vec<Piece>> {
    let context = scene.context;
    let begun = context.calendar.day_of(scene.snapshot.begun?);
    if !is_new(begun, scene.today) {
        return None;
    }
    let week = context.calendar.week_of(scene.today);
    let known = scene.notes_of(week);
    if known.is_some_and(|notes| notes.guess.is_some() || notes.review.revealed || notes.paused) {
        return None;
    }
    let past = week.days().into_iter().filter(|day| *day < scene.today);
    let ledger = context.ledger(&scene.snapshot.weeks, scene.now.at);
    let tracked = |day| {
        let parts = ledger.day(day).work_parts();
        parts.map(|(_, _, part)| part.length()).sum::<Length>()
    };
    past.into_iter()
        .any(|day| tracked(day) >= full_day_from(context, day))
        .then(|| {
            let key = scene.keys(Focus::Block, &[Action::Open(Open::Guess)]);
            vec![
                scene.quiet("What share of this week is selling? "),
                scene.strong(key),
                scene.quiet(" guesses"),
            ]
        })
}
