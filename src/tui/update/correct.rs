//! Context the day right with the cursor: other categories, other times, two out of one, one out of two.

use super::{refuse, review};
use crate::domain::arrivals::Overlap;
use crate::domain::block::{Block, Category, Details};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::stamp::{Length, Moment, Span};
use crate::domain::suggestion::Suggestion;
use crate::insight::gaps::Entry;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::{Cursor, Model, Screen};

/// How far one press moves the start or the end of a block.
const STEP: Length = Length::minutes(5);

/// What the cursor stands on.
enum Selected {
    Block(Block),
    Gap(Span),
    Suggestion(Suggestion),
    Nothing,
}

fn selected(model: &Model, now: Moment) -> Selected {
    let entries = model.entries(now.at);
    match model
        .selected(&entries)
        .and_then(|index| entries.get(index))
    {
        // The block as it is, not as it counts while it is asked about.
        Some(Entry::Block { block, .. }) => model
            .block(block.id)
            .cloned()
            .map_or(Selected::Nothing, Selected::Block),
        Some(Entry::Suggestion { suggestion, .. }) => Selected::Suggestion((*suggestion).clone()),
        Some(Entry::Untracked(span) | Entry::Off(span)) => Selected::Gap(*span),
        None => Selected::Nothing,
    }
}

/// The selected block, or a word about what to do where there is none.
fn block(model: &mut Model, now: Moment) -> Option<Block> {
    match selected(model, now) {
        Selected::Block(block) => Some(block),
        Selected::Gap(_) => {
            refuse(model, "this is a gap: c and a letter fills it".to_owned());
            None
        }
        Selected::Suggestion(_) => {
            refuse(
                model,
                "this is a suggestion: Enter accepts it, x dismisses it".to_owned(),
            );
            None
        }
        Selected::Nothing => {
            refuse(model, "no block is selected: ↑ and ↓ select one".to_owned());
            None
        }
    }
}

/// Another category for the selected block, or one for the selected gap.
pub(super) fn change_to(model: &mut Model, category: Category, now: Moment) -> Option<Effect> {
    if model.screen == Screen::Review {
        return review::fill(model, category, now);
    }
    match selected(model, now) {
        Selected::Block(block) => {
            let patch = Patch {
                category: Some(category),
                ..Patch::default()
            };
            Some(Effect::Apply(Change::Edit {
                target: Target::from(&block),
                patch,
            }))
        }
        Selected::Suggestion(suggestion) => take(model, &suggestion, category, now),
        Selected::Gap(span) => {
            let (start, end) = (
                model.moment_in_day(span.start(), now.at),
                model.moment_in_day(span.end(), now.at),
            );
            Some(Effect::Apply(Change::Add {
                start,
                end,
                category,
                details: Details::default(),
            }))
        }
        Selected::Nothing => {
            refuse(
                model,
                "nothing is selected: ↑ and ↓ select a block or a gap".to_owned(),
            );
            None
        }
    }
}

/// The start or the end of the selected block, five minutes earlier or later.
pub(super) fn nudge(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    let block = block(model, now)?;
    let mut patch = Patch::default();
    let earlier = matches!(action, Action::StartEarlier | Action::EndEarlier);
    if matches!(action, Action::StartEarlier | Action::StartLater) {
        patch.start = Some(step(model, block.start, earlier));
    } else {
        let Some(end) = block.end else {
            refuse(model, format!("{} still runs: o stops it", block.category));
            return None;
        };
        let moved = step(model, end, earlier);
        // The last step up to now is a shorter one.
        patch.end = Some(Some(if end.at < now.at && moved.at > now.at {
            now
        } else {
            moved
        }));
    }
    Some(Effect::Weigh(Change::Edit {
        target: Target::from(&block),
        patch,
    }))
}

fn step(model: &Model, moment: Moment, earlier: bool) -> Moment {
    let at = if earlier {
        moment.at.minus(STEP)
    } else {
        moment.at.plus(STEP)
    };
    let calendar = &model.settings.context.calendar;
    // At home the clocks may change on the way; elsewhere the block stays where it was lived.
    if calendar.offset_at(moment.at) == moment.offset {
        calendar.here(at)
    } else {
        Moment { at, ..moment }
    }
}

/// The selected block and the one before it become one.
pub(super) fn merge(model: &mut Model, now: Moment) -> Option<Effect> {
    let block = block(model, now)?;
    Some(Effect::Apply(Change::Merge {
        target: Target::from(&block),
    }))
}

/// Whether the cursor is on a suggestion.
pub(super) fn on_suggestion(model: &Model, now: Moment) -> bool {
    matches!(selected(model, now), Selected::Suggestion(_))
}

/// The selected suggestion becomes a block; where no rule says of what category, the next letter does.
pub(super) fn accept(model: &mut Model, now: Moment) -> Option<Effect> {
    let Selected::Suggestion(suggestion) = selected(model, now) else {
        return None;
    };
    if let Some(category) = suggestion.category {
        return take(model, &suggestion, category, now);
    }
    model.changing = true;
    None
}

/// A suggestion becomes a block, in the time that is free.
fn take(
    model: &mut Model,
    suggestion: &Suggestion,
    category: Category,
    now: Moment,
) -> Option<Effect> {
    if suggestion.end.at > now.at {
        refuse(
            model,
            "this meeting is not over: accept it when it is, or start it now by its category"
                .to_owned(),
        );
        return None;
    }
    model.cursor = Cursor::Block(suggestion.id);
    Some(Effect::Apply(Change::Import {
        arrivals: vec![suggestion.arrival(category)],
        overlap: Overlap::Trim,
    }))
}

/// Removes the selected block, or dismisses the selected suggestion.
pub(super) fn delete(model: &mut Model, now: Moment) -> Option<Effect> {
    if let Selected::Suggestion(suggestion) = selected(model, now) {
        model.cursor = Cursor::At(suggestion.start.at);
        return Some(Effect::Dismiss(suggestion.id));
    }
    let block = block(model, now)?;
    Some(Effect::Apply(Change::Delete {
        target: Target::from(&block),
    }))
}

/// The cursor goes to the next gap of the day, and from the last one to the first.
pub(super) fn next_gap(model: &mut Model, now: Moment) {
    let entries = model.entries(now.at);
    let from = model.selected(&entries).unwrap_or_default();
    let gaps: Vec<(usize, Span)> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| match entry {
            Entry::Untracked(span) => Some((index, *span)),
            Entry::Block { .. } | Entry::Off(_) | Entry::Suggestion { .. } => None,
        })
        .collect();
    let next = gaps
        .iter()
        .find(|(index, _)| *index > from)
        .or(gaps.first())
        .map(|(_, span)| *span);
    match next {
        Some(span) => model.cursor = Cursor::At(span.start()),
        None => refuse(
            model,
            "no gap on this day: all planned hours are on record".to_owned(),
        ),
    }
}
