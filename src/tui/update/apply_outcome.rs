//! What came of an effect: the message, the cursor, the strip.

use super::{find, month, refuse, review};
use crate::domain::block::Block;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::narrate;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::store::{Applied, Fault, Undone};
use crate::tui::effect::Outcome;
use crate::tui::model::{Cursor, Model, Overlay, Screen, Snapshot, Strip, Toast, Tone};
use crate::tui::overlays::complete;
use crate::tui::screens::trends::Figures;

/// How long a message stays that only says that all went well.
const TOAST: Length = Length::seconds(8);

/// What came of an effect, and the file as it is after it.
pub(crate) fn apply_outcome(model: &mut Model, outcome: Outcome, snapshot: Snapshot, now: Moment) {
    model.show(snapshot);
    model.trends.figures = figures(model, now);
    review::read(model, now);
    match outcome {
        Outcome::Applied(change, Ok(applied)) => {
            if let Some(Overlay::Prompt(_) | Overlay::Away) = model.overlay {
                model.overlay = None;
            }
            follow(model, &change, &applied, now);
            let ago = matches!(&change, Change::Start { at, .. } | Change::Resume { at } | Change::Stop { at } if at.at < now.at);
            let beside = ago
                || matches!(
                    change,
                    Change::Add { .. } | Change::Edit { .. } | Change::Merge { .. }
                );
            let mut words = vec![narrate::headline(
                &change,
                &applied.edits,
                applied.focus.as_ref(),
                now,
            )];
            if beside {
                words.extend(narrate::neighbours(
                    &applied.edits,
                    applied.focus.as_ref().map(|block| block.id),
                    now,
                ));
            }
            if !applied.edits.is_empty() {
                words.push("u undoes".to_owned());
            }
            done(model, words.join(" · "), now.at);
        }
        Outcome::Applied(_, Err(fault)) | Outcome::Dismissed(Err(fault)) => failed(model, &fault),
        Outcome::Dismissed(Ok(_)) => done(
            model,
            "Dismissed: it is not suggested again".to_owned(),
            now.at,
        ),
        Outcome::Swallows(change, plan) => {
            let beside = narrate::neighbours(&plan.edits, plan.focus, now).join(" · ");
            refuse(model, format!("Press it again, and {beside}"));
            model.armed = Some(change);
        }
        Outcome::Previewed(result) => {
            let words = match result {
                Ok(plan) => narrate::neighbours(&plan.edits, plan.focus, now).join(" · "),
                Err(fault) => fault.to_string(),
            };
            if let Some(Overlay::Prompt(prompt)) = &mut model.overlay {
                prompt.preview = Some(words);
            } else {
                model.preview = Some(words);
            }
        }
        Outcome::Undone(result) => replayed(model, result, "Undone", "nothing left to undo", now),
        Outcome::Redone(result) => replayed(model, result, "Redone", "nothing to redo", now),
        Outcome::Loaded => find::again(model),
        Outcome::Searched(Ok((page, rest))) => find::know(model, page, rest),
        Outcome::Names(Ok(names)) => {
            if let Some(Overlay::Prompt(prompt)) = &mut model.overlay {
                complete::know(prompt, names, &model.settings.context.taxonomy);
            }
        }
        Outcome::Guessed(week, guess, Ok(())) => {
            model.overlay = None;
            done(model, review::guessed(week, &guess), now.at);
        }
        Outcome::Committed(week, promise, Ok(())) => {
            model.overlay = None;
            done(model, review::committed(week, promise.as_ref()), now.at);
        }
        Outcome::Kept(Ok(())) => {
            model.overlay = model
                .overlay
                .take()
                .filter(|open| !matches!(open, Overlay::Ask(_)))
        }
        Outcome::Guessed(.., Err(fault))
        | Outcome::Committed(.., Err(fault))
        | Outcome::Kept(Err(fault)) => {
            failed(model, &fault);
        }
        Outcome::Month(Ok(blocks)) => month::know(model, &blocks, now),
        Outcome::Searched(Err(error)) => {
            find::know(model, Vec::new(), None);
            failed(model, &Fault::Store(error));
        }
        Outcome::Names(Err(error)) | Outcome::Month(Err(error)) => {
            failed(model, &Fault::Store(error))
        }
    }
}

/// What the screen of trends shows, where it is in view: worked out here, and not for every frame.
fn figures(model: &Model, now: Moment) -> Option<Figures> {
    match model.screen {
        Screen::Trends => Figures::of(model, now.at),
        Screen::Today | Screen::Week | Screen::Review => None,
    }
}

/// Works the trends out again where the minute has passed.
pub(super) fn refresh(model: &mut Model, now: Moment) {
    if model
        .trends
        .figures
        .as_ref()
        .is_some_and(|figures| figures.are_old(now.at))
    {
        model.trends.figures = figures(model, now);
    }
}

/// The cursor goes with what was just done, and the strip opens where a letter can say more.
fn follow(model: &mut Model, change: &Change, applied: &Applied, now: Moment) {
    let on_focus = applied
        .focus
        .as_ref()
        .map_or(Cursor::Newest, |block| Cursor::Block(block.id));
    let opens = match change {
        Change::Start { details, .. } => {
            model.cursor = Cursor::Newest;
            details.activity.is_none()
        }
        Change::Stop { .. } | Change::Resume { .. } => {
            model.cursor = Cursor::Newest;
            false
        }
        Change::Claim { .. } => {
            model.cursor = Cursor::Newest;
            true
        }
        Change::Add { .. } | Change::Answer { .. } => {
            model.cursor = on_focus;
            // What was kept needs no letter; and gap after gap is filled without one.
            !applied.edits.is_empty() && model.screen != Screen::Review
        }
        Change::Edit { patch, .. } => patch.category.is_some() && patch.activity.is_none(),
        Change::Split { .. } | Change::Merge { .. } => {
            model.cursor = on_focus;
            false
        }
        Change::Delete { .. } => {
            let place = applied
                .edits
                .first()
                .and_then(Edit::before)
                .map(|block| Cursor::At(block.start.at));
            model.cursor = place.unwrap_or(Cursor::Newest);
            false
        }
        Change::Import { .. } => false,
    };
    let kinds = |block: &&Block| {
        !model
            .settings
            .context
            .taxonomy
            .kinds(block.category)
            .is_empty()
    };
    model.strip = applied
        .focus
        .as_ref()
        .filter(|_| opens)
        .filter(kinds)
        .map(|block| Strip {
            block: block.id,
            category: block.category,
            from_now: matches!(change, Change::Start { .. }) && applied.edits.is_empty(),
            until: now.at.plus(model.settings.strip),
        });
}

/// The cursor goes to what an undo or a redo has written last.
fn replayed(
    model: &mut Model,
    result: Result<Option<Undone>, Fault>,
    verb: &str,
    nothing: &str,
    now: Moment,
) {
    match result {
        Ok(Some(undone)) => {
            let there = undone
                .edits
                .iter()
                .rev()
                .filter_map(Edit::after)
                .find(|block| model.block(block.id).is_some());
            model.cursor = there.map_or(Cursor::Newest, |block| Cursor::Block(block.id));
            let back = if verb == "Undone" {
                " · ctrl-r redoes"
            } else {
                ""
            };
            done(model, format!("{verb}: {}{back}", undone.label), now.at);
        }
        Ok(None) => refuse(model, nothing.to_owned()),
        Err(fault) => failed(model, &fault),
    }
}

fn done(model: &mut Model, text: String, now: Stamp) {
    model.toast = Some(Toast {
        text,
        tone: Tone::Done,
        until: Some(now.plus(TOAST)),
    });
}

/// The typed text stays where it is, to be saved again.
pub(super) fn failed(model: &mut Model, fault: &Fault) {
    let text = format!("Not saved: {fault} — {}", fault.hint());
    match &mut model.overlay {
        Some(Overlay::Prompt(prompt)) => prompt.error = Some(text),
        Some(Overlay::Ask(ask)) => ask.error = Some(text),
        Some(
            Overlay::Away
            | Overlay::Help(_)
            | Overlay::Palette(_)
            | Overlay::Month(_)
            | Overlay::Find(_),
        )
        | None => {
            refuse(model, text);
        }
    }
}
