//! Names and notes hidden while others look: the frame is drawn from a model in which they are masked, whatever draws it.
//! What is written stays as it is.

use ratatui::buffer::Buffer;

use super::messages;
use super::model::Model;
use crate::domain::discreet::{Masks, drawn, veil, veil_label};
use crate::domain::parse::destination::parse_destination;
use crate::domain::review::Answers;
use crate::domain::stamp::Moment;
use crate::insight::{Context, named_work};
use crate::store::Applied;
use crate::tui::action::{Action, Program};
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::scene::{Scene, Snapshot};

const KEY: Action = Action::Program(Program::HideNames);

/// Hides names and notes, or shows them.
pub(super) fn toggle(model: &mut Model, now: Moment) {
    set(model, !model.common.discreet, now);
    model.last_setting = Some("Hiding names isn't undone");
    let scene = model.common.scene(Regions::default(), now);
    let key = scene.keys(Focus::Block, &[KEY]);
    let words = if !scene.discreet {
        "Names and notes are shown".to_owned()
    } else if key.is_empty() {
        "Names and notes are hidden".to_owned()
    } else {
        format!("Names and notes are hidden · {key} to show them")
    };
    model.say(words, now.at);
}

/// As the person wants it. What is pending and what was said may name someone: that goes, and a typed line is kept.
pub(super) fn set(model: &mut Model, discreet: bool, now: Moment) {
    if discreet && !model.common.discreet {
        let typed = model.mode.typed_line();
        model.mode = Mode::Normal;
        model.toast = None;
        model.keep_line(typed, now);
    }
    model.common.discreet = discreet;
}

/// Why a line with a hidden text does not open.
pub(super) fn why_not_edited(scene: &Scene<'_>) -> String {
    let key = scene.keys(Focus::Block, &[KEY]);
    if key.is_empty() {
        return "What it says is hidden, and no key shows it: see \"hide-names\" in [keys]"
            .to_owned();
    }
    format!("What it says is hidden · esc, then {key} to show it")
}

/// The model as others may see it.
pub(super) fn masked(model: &Model, now: Moment) -> Model {
    let mut masked = model.clone();
    let mut masks = Masks::apart();
    let context = &masked.common.settings.context;
    hide_snapshot(&mut masked.common.snapshot, &mut masks, context);
    masked.mode.hide_names(&mut masks);
    if let Some(toast) = &mut masked.toast {
        toast.text = veil(&toast.text);
    }
    let regions = messages::regions(&masked, now);
    let scene = masked.common.scene(regions, now);
    masked.trends.work_out_again(&scene);
    masked.review.hide_names(&scene, &mut masks);
    masked
}

/// All that was read from the file.
fn hide_snapshot(snapshot: &mut Snapshot, masks: &mut Masks, context: &Context) {
    if let Some((_, blocks)) = &mut snapshot.focus_run {
        masks.hide_blocks(blocks);
    }
    masks.hide_blocks(&mut snapshot.running);
    masks.hide_blocks(&mut snapshot.unreadable_running);
    masks.hide_blocks(&mut snapshot.last);
    masks.hide_timeline(&mut snapshot.blocks);
    masks.hide_timeline(&mut snapshot.counted);
    masks.hide_timeline(&mut snapshot.weeks);
    masks.hide_blocks(&mut snapshot.asked);
    masks.hide_blocks(&mut snapshot.history);
    for suggestion in &mut snapshot.suggestions {
        masks.hide_suggestion(suggestion);
    }
    for (_, notes) in &mut snapshot.notes {
        let work = named_work(&notes.review.answers, context);
        masks.hide_notes(notes);
        show_again(work, &mut notes.review.answers);
    }
    for row in &mut snapshot.set_aside {
        masks.hide_row(row);
    }
}

/// The answers that name an activity of the list and nothing else: where freed time is to go, and what is to be more, less
/// and limited.
fn named_work(answers: &Answers, context: &Context) -> [Option<String>; 4] {
    let is_work = |words: &&String| named_work::listed_name(context, words).is_some();
    let freed = answers.freed.as_ref().filter(|words| {
        let destination = parse_destination(words);
        destination.is_ok_and(|of| is_work(&&of.activity))
    });
    let picks = [&answers.more, &answers.less, &answers.limit];
    let [more, less, limit] = picks.map(|words| words.as_ref().filter(is_work));
    [freed, more, less, limit].map(Option::<&String>::cloned)
}

/// Work has no name of a person, and is followed up.
fn show_again(work: [Option<String>; 4], answers: &mut Answers) {
    let Answers {
        freed,
        more,
        less,
        limit,
        ..
    } = answers;
    for (answer, words) in [freed, more, less, limit].into_iter().zip(work) {
        if words.is_some() {
            *answer = words;
        }
    }
}

/// Draws the stand-ins of names as dots.
pub(super) fn draw_dots(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(dot) = drawn(cell.symbol()) {
            cell.set_symbol(dot);
        }
    }
}

/// What a change wrote as it may be told of.
pub(super) fn as_told(model: &Model, applied: &Applied) -> Applied {
    let mut told = applied.clone();
    if model.common.discreet {
        let mut masks = Masks::same();
        masks.hide_edits(&mut told.edits);
        masks.hide_blocks(&mut told.focus);
    }
    told
}

/// Words about a change as they may be said: while names are hidden, without what was set by it.
pub(super) fn told(model: &Model, words: String) -> String {
    if model.common.discreet {
        veil_label(&words)
    } else {
        words
    }
}
