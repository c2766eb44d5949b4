//! What came of an effect: the message, the cursor, the letters.

use super::discreet::{as_told, told};
use super::messages::hint_of;
use super::model::Model;
use super::replayed::{show_next_undo, show_redone, show_undone};
use super::{meant, messages};
use crate::domain::away::Answer;
use crate::domain::block::Block;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::format::Beside;
use crate::domain::narrate;
use crate::domain::rules::{Plan, Refusal, Warning};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::timeline::Timeline;
use crate::store::{Applied, ChangeError};
use crate::tui::action::{Action, Capture, Program};
use crate::tui::effect::{Effect, Outcome};
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::overlays::away::Card;
use crate::tui::overlays::guard::{Doubt, Guard};
use crate::tui::overlays::letters::{LetterSense, Letters};
use crate::tui::preview::Preview;
use crate::tui::scene::{Cursor, Screen, Snapshot};

/// What came of an effect, and the file as it is after it; with when it was asked for, and now.
pub(crate) fn apply_outcome(
    model: &mut Model,
    outcome: Outcome,
    snapshot: Snapshot,
    asked: Moment,
    now: Moment,
) {
    show_snapshot(model, snapshot, now);
    match outcome {
        Outcome::Applied(change, Ok(applied)) => show_change(model, &change, &applied, asked, now),
        Outcome::Applied(_, Err(ChangeError::Refused(Refusal::Conflict(conflict))))
            if model.mode.is_line() =>
        {
            ask_first(model, Doubt::Conflict(conflict));
        }
        Outcome::Asked(change, warnings, plan) => {
            ask_about_cost(model, change, warnings, plan.map(|plan| *plan), now);
        }
        Outcome::Previewed(result) => show_preview(model, result, now),
        Outcome::Undone(result) => show_undone(model, result, now),
        Outcome::NextUndo(result) => show_next_undo(model, result, now),
        Outcome::Redone(result) => show_redone(model, result, now),
        Outcome::Loaded => read_list_again(model),
        Outcome::Searched(Ok((page, rest))) => take_page(model, &page, rest),
        Outcome::Searched(Err(error)) => {
            take_page(model, &[], None);
            say_failed(model, &ChangeError::Store(error));
        }
        Outcome::Names(Ok(names)) => take_names(model, names),
        Outcome::KeptPage(Ok(())) => {}
        Outcome::Unwritable(error) => {
            model.refuse(format!(
                "Not saved: can't write the review's figures: {error}"
            ));
        }
        Outcome::Applied(_, Err(fault)) | Outcome::KeptPage(Err(fault)) => {
            say_failed(model, &fault);
        }
        Outcome::Month(Ok(on_record)) => take_month(model, &on_record, now),
        Outcome::History(before, asked, Ok(page)) => {
            if let Mode::History(history) = &mut model.mode {
                history.take_page(before, asked, page);
            }
        }
        Outcome::Names(Err(error))
        | Outcome::Month(Err(error))
        | Outcome::History(_, _, Err(error)) => {
            say_failed(model, &ChangeError::Store(error));
        }
    }
}

/// Shows that what was asked of the file could not be read yet; whether it has to be asked for again.
pub(super) fn leave_unread(model: &mut Model, effect: &Effect) -> bool {
    let words = "Waiting for the file".to_owned();
    let is_preview = matches!(effect, Effect::Preview(_));
    if let Mode::Prompt(prompt) = &mut model.mode {
        if is_preview {
            prompt.show_preview(Err(words));
        }
        return is_preview || prompt.keeps_asking_for_names();
    }
    // What lies over the screen asks by itself as time passes.
    if let Mode::BackDate(minutes) = &mut model.mode {
        minutes.show_preview(Err(words));
    } else if let Mode::Month(month) = &mut model.mode {
        month.forget();
    } else if let Mode::History(history) = &mut model.mode {
        history.doubt();
    }
    is_preview
}

fn ask_about_cost(
    model: &mut Model,
    change: Box<Change>,
    warnings: Vec<Warning>,
    plan: Option<Plan>,
    now: Moment,
) {
    let beside = Beside::here(now, &model.common.settings.context.calendar);
    let preview = plan.map(|plan| Preview::new(plan, beside));
    let doubt = Doubt::Cost {
        change,
        warnings,
        preview,
    };
    ask_first(model, doubt);
}

/// Waits for the key that asked for the change to agree to it; a line that asked stays.
fn ask_first(model: &mut Model, doubt: Doubt) {
    model.steps = None;
    if let Some(key) = model.pressed {
        let asked_by = std::mem::take(&mut model.mode);
        let line = asked_by.is_line().then(|| Box::new(asked_by));
        let guard = Guard::ask(doubt, key, model.woken);
        model.mode = Mode::Guard(guard, line);
    }
}

/// What lies over the screen lists the file as it was before.
fn read_list_again(model: &mut Model) {
    if let Mode::Find(find) = &mut model.mode {
        find.begin();
    } else if let Mode::History(history) = &mut model.mode {
        history.doubt();
    }
}

/// Names from history for the line that is typed; while names are hidden there are none.
fn take_names(model: &mut Model, names: Vec<String>) {
    let taxonomy = &model.common.settings.context.taxonomy;
    let names = if model.common.discreet {
        Vec::new()
    } else {
        names
    };
    if let Mode::Prompt(prompt) = &mut model.mode {
        prompt.know_names(names, taxonomy);
    } else if let Mode::Palette(palette) = &mut model.mode {
        palette.know_accounts(names);
    }
}

fn take_month(model: &mut Model, on_record: &Timeline, now: Moment) {
    let scene = model.common.scene(Regions::default(), now);
    if let Mode::Month(month) = &mut model.mode {
        month.take_blocks(&scene, on_record);
    }
}

/// Takes what was read from the file: the screens show it, and the hours count by its marks.
pub(crate) fn show_snapshot(model: &mut Model, snapshot: Snapshot, now: Moment) {
    let marks = &mut model.common.settings.context.hours.marks;
    marks.clone_from(&snapshot.marks);
    model.common.snapshot = snapshot;
    if matches!(model.mode, Mode::Away(_)) && model.common.snapshot.questions.is_empty() {
        model.mode = Mode::Normal;
    }
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    match model.screen {
        Screen::Trends => model.trends.read(&scene),
        Screen::Today | Screen::Week => model.trends.leave(),
        Screen::Review => {
            model.trends.leave();
            model.review.read(&scene);
            model.review.settle(&scene);
        }
    }
}

/// Whether the review itself shows what was answered. A guess that is locked in can't be undone a moment later.
fn is_shown_by_page(model: &Model, change: &Change) -> bool {
    let is_guess = matches!(change, Change::Guess { .. });
    matches!(change, Change::Reflect { .. } | Change::Close { .. })
        || is_guess && model.review.is_locking()
}

fn show_change(model: &mut Model, change: &Change, applied: &Applied, asked: Moment, now: Moment) {
    let remarks = if let Mode::Prompt(prompt) = &model.mode {
        prompt.remarks().to_vec()
    } else {
        Vec::new()
    };
    if matches!(
        model.mode,
        Mode::Prompt(_) | Mode::Away(_) | Mode::Answer(_)
    ) {
        model.is_saved = model.mode.is_line();
        model.mode = Mode::Normal;
    }
    if is_shown_by_page(model, change) {
        return;
    }
    follow_change(model, change, applied, now);
    if let Some(steps) = &mut model.steps {
        steps.keep(&applied.edits);
    }
    let applied = &as_told(model, applied);
    let focus = applied.focus.as_ref();
    let beside = Beside::here(now, &model.common.settings.context.calendar);
    let mut words = vec![narrate::headline(change, &applied.edits, focus, beside)];
    words.extend(remarks);
    let was_earlier = matches!(change, Change::Start { at, .. } | Change::Resume { at } | Change::Stop { at } if at.at < asked.at);
    let reshapes = matches!(
        change,
        Change::Add { .. } | Change::Edit { .. } | Change::Merge { .. }
    );
    let set_back = applied.set_back;
    words.extend(set_back.map(|set_back| narrate::clock_back(set_back, &applied.edits, beside)));
    if was_earlier || reshapes {
        let focus = focus.map(|block| block.id);
        words.extend(narrate::neighbors(&applied.edits, focus, beside));
    }
    if !applied.edits.is_empty() {
        model.last_setting = None;
        words.extend(hint_of(
            model,
            Action::Program(Program::Undo),
            "to undo",
            now,
        ));
    }
    if matches!(change, Change::Answer { .. }) && !model.common.snapshot.questions.is_empty() {
        let scene = model.common.scene(Regions::default(), now);
        let key = model.pressed.map(|key| meant::by_place(&scene, key));
        model.mode = Mode::Away(Card::after(key));
    }
    let said = words.join(" · ");
    if let Mode::Letters(letters) = &mut model.mode {
        letters.said.clone_from(&said);
        letters.headline = words.first().cloned().unwrap_or_default();
        let end = words.len() - usize::from(!applied.edits.is_empty());
        letters.changes = words.get(1..end).unwrap_or_default().to_vec();
    }
    model.say(said, now.at);
}

fn show_preview(model: &mut Model, result: Result<Plan, ChangeError>, now: Moment) {
    let beside = Beside::here(now, &model.common.settings.context.calendar);
    let preview = match result {
        Ok(plan) => Ok(Preview::new(plan, beside)),
        Err(fault) => {
            let why = told(model, fault.to_string());
            Err(format!("{why} — {}", fault.hint()))
        }
    };
    if let Mode::Prompt(prompt) = &mut model.mode {
        prompt.show_preview(preview);
    } else if let Mode::BackDate(minutes) = &mut model.mode {
        minutes.show_preview(preview);
    }
}

/// That the focus hours go on until then, and the key that begins a run.
pub(super) fn focus_proposal(model: &Model, end: &str, now: Moment) -> String {
    let key = hint_of(model, Action::Capture(Capture::Focus), "focus run", now);
    let key = key.map_or_else(String::new, |key| format!(" · {key}"));
    format!("Focus hours to {end}{key}")
}

fn take_page(model: &mut Model, page: &[Block], rest: Option<Stamp>) {
    if let Mode::Find(find) = &mut model.mode {
        find.take_page(page, rest, &model.common.snapshot.questions);
    }
}

/// The cursor goes with what was just done, and the letters open where one of them can say more.
fn follow_change(model: &mut Model, change: &Change, applied: &Applied, now: Moment) {
    let (focus, edits) = (applied.focus.as_ref(), &applied.edits);
    let on_focus = focus.map_or(Cursor::Newest, |block| Cursor::Block(block.id));
    let cursor = &mut model.today.cursor;
    let opens = match change {
        Change::Start { details, .. } => {
            *cursor = Cursor::Newest;
            details.activity.is_none()
        }
        Change::Focus { .. } | Change::Stop { .. } | Change::Resume { .. } => {
            *cursor = Cursor::Newest;
            matches!(change, Change::Focus { .. }) && applied.edits.iter().any(Edit::is_of_block)
        }
        Change::Claim { .. } => {
            *cursor = Cursor::Newest;
            true
        }
        Change::Answer {
            answer: Answer::Off,
            ..
        }
        | Change::Split { .. }
        | Change::Merge { .. }
        | Change::Restore { .. } => {
            *cursor = on_focus;
            false
        }
        Change::Add { .. } | Change::Answer { .. } => {
            *cursor = on_focus;
            // What was kept or names its activity needs no letter; and gap after gap is filled without one.
            let is_named = focus.is_some_and(|block| block.details.activity.is_some());
            edits.iter().any(Edit::is_of_block) && !is_named && model.screen != Screen::Review
        }
        Change::Edit { patch, .. } => patch.category.is_some() && patch.activity.is_none(),
        Change::Delete { .. } => {
            let deleted = applied.edits.first().and_then(Edit::before);
            *cursor = deleted.map_or(Cursor::Newest, |block| Cursor::At(block.start.at));
            false
        }
        Change::Import { .. }
        | Change::Suggest { .. }
        | Change::Accept { .. }
        | Change::Dismiss { .. }
        | Change::Guess { .. }
        | Change::Commit { .. }
        | Change::Reflect { .. }
        | Change::Close { .. }
        | Change::MarkDays { .. }
        | Change::MarkTimes { .. }
        | Change::Pause { .. }
        | Change::Rename(_) => false,
    };
    let taxonomy = &model.common.settings.context.taxonomy;
    let has_letters = |block: &&Block| opens && !taxonomy.kinds(block.category).is_empty();
    if let Some(block) = focus.filter(has_letters) {
        let until = now.at.plus(model.common.settings.strip);
        model.mode = Mode::Letters(Letters::open(block, sense_of(change, applied, now), until));
    }
}

/// What a letter says after a change: more about the block, or, where its category ran already, another one from then on.
fn sense_of(change: &Change, applied: &Applied, now: Moment) -> LetterSense {
    if let Change::Start { at, .. } = change
        && applied.edits.is_empty()
    {
        if at.at < now.at {
            LetterSense::From(*at)
        } else {
            LetterSense::FromNow
        }
    } else {
        LetterSense::OfBlock
    }
}

/// The typed text stays where it is, to be saved again.
fn say_failed(model: &mut Model, fault: &ChangeError) {
    let why = told(model, fault.to_string());
    refuse(model, format!("Not saved: {why} — {}", fault.hint()));
}

/// Says why something is not done, beside the line that asked for it if one did.
pub(super) fn refuse(model: &mut Model, text: impl Into<String>) {
    let text = text.into();
    if let Mode::Prompt(prompt) = &mut model.mode {
        prompt.error = Some(text);
    } else if let Mode::Answer(line) = &mut model.mode {
        line.error = Some(text);
    } else {
        model.refuse(text);
    }
}
