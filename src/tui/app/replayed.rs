//! What an undo or a redo came to: the message, and the cursor on what was written last.

use super::discreet::told;
use super::messages::hint_of;
use super::model::Model;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::narrate;
use crate::domain::stamp::Moment;
use crate::store::{ChangeError, Undone};
use crate::tui::action::{Action, Open, Program};
use crate::tui::layout::Regions;
use crate::tui::scene::{Cursor, Scene};

const NO_UNDO: &str = "Nothing left to undo";
const NO_REDO: &str = "Nothing to redo";

pub(super) fn show_undone(
    model: &mut Model,
    result: Result<Option<Undone>, ChangeError>,
    now: Moment,
) {
    let back = hint_of(model, Action::Program(Program::Redo), "to redo", now);
    let back = back.map_or_else(String::new, |back| format!(" · {back}"));
    show_replay(model, result, ("Undone", &back), NO_UNDO, now);
}

/// That the setting stays, and what the next undo takes back instead.
pub(super) fn show_next_undo(
    model: &mut Model,
    result: Result<Option<Undone>, ChangeError>,
    now: Moment,
) {
    let stays = model.last_setting.take().unwrap_or_default();
    let words = match result {
        Ok(Some(next)) => {
            let label = describe_replayed(model, &next, now);
            let again = hint_of(model, Action::Program(Program::Undo), "again to undo", now);
            let again = again.unwrap_or_else(|| "again to undo".to_owned());
            format!("{stays} · {again}: {label}")
        }
        Ok(None) => format!("{stays} · {NO_UNDO}"),
        Err(fault) => format!("{stays} · {fault} — {}", fault.hint()),
    };
    model.refuse(words);
}

/// What was undone or redone, as it may be told of, with its day where that is not in view.
fn describe_replayed(model: &Model, replayed: &Undone, now: Moment) -> String {
    let label = told(model, replayed.label.clone());
    narrate::name_day(&label, &replayed.edits, now, model.common.day)
}

pub(super) fn show_redone(
    model: &mut Model,
    result: Result<Option<Undone>, ChangeError>,
    now: Moment,
) {
    let list = Action::Open(Open::History);
    let list = hint_of(model, list, "to list what was undone", now);
    let nothing = [Some(NO_REDO.to_owned()), list].into_iter().flatten();
    let nothing = nothing.collect::<Vec<_>>().join(" · ");
    show_replay(model, result, ("Redone", ""), &nothing, now);
}

/// The cursor goes to what an undo or a redo has written last.
fn show_replay(
    model: &mut Model,
    result: Result<Option<Undone>, ChangeError>,
    (verb, back): (&str, &str),
    nothing: &str,
    now: Moment,
) {
    match result {
        Ok(Some(undone)) => {
            let scene = model.common.scene(Regions::default(), now);
            let mut written = undone.edits.iter().rev();
            let cursor = written.find_map(|edit| cursor_on(&scene, edit));
            let cursor = cursor.or_else(|| undone.edits.iter().find_map(cursor_on_gap));
            let is_beside_lane = undone
                .edits
                .iter()
                .all(|edit| matches!(edit, Edit::Row { .. }));
            if cursor.is_some() || !is_beside_lane {
                model.today.cursor = cursor.unwrap_or_default();
            }
            let label = describe_replayed(model, &undone, now);
            // A newer change that could not be undone was passed over.
            let kept = undone.kept.map(|kept| told(model, kept));
            let kept = kept.map_or_else(String::new, |kept| {
                format!(" · {kept} stays: it was locked at the reveal")
            });
            model.say(format!("{verb}: {label}{kept}{back}"), now.at);
        }
        Ok(None) => model.refuse(nothing),
        Err(fault) => {
            let verb = verb.to_lowercase();
            let why = told(model, fault.to_string());
            model.refuse(format!("Not {verb}: {why} — {}", fault.hint()));
        }
    }
}

/// Where a block stood that is gone: the gap that came back.
const fn cursor_on_gap(edit: &Edit) -> Option<Cursor> {
    match edit {
        Edit::Delete(block) => Some(Cursor::At(block.start.at)),
        Edit::Insert(_) | Edit::Update { .. } | Edit::Row { .. } => None,
    }
}

/// The line of what was written, if it is in view: a block, or a suggestion that is open again.
fn cursor_on(scene: &Scene<'_>, edit: &Edit) -> Option<Cursor> {
    let id = match edit {
        Edit::Insert(block) | Edit::Update { after: block, .. } => {
            return scene.block(block.id).map(|block| Cursor::Block(block.id));
        }
        Edit::Delete(block) => block.id,
        Edit::Row { after, .. } => match after.as_ref()? {
            SideRow::Suggestion(suggestion) => suggestion.id,
            SideRow::Guess { .. }
            | SideRow::Commitment { .. }
            | SideRow::Answer { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::FocusRun(_)
            | SideRow::Review { .. }
            | SideRow::Question(_)
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => return None,
        },
    };
    let mut open = scene.snapshot.suggestions.iter();
    open.any(|suggestion| suggestion.id == id)
        .then_some(Cursor::Suggestion(id))
}
