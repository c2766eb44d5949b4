//! What stands above the footer: a preview or a message, letters, a prompt; and where all else stands because of it.

use super::model::{Model, Tone};
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::text;
use crate::domain::unreadable::{count_unreadable, describe_unreadable};
use crate::domain::wording::describe_doubt;
use crate::tui::action::{Action, Open};
use crate::tui::key_table::Focus;
use crate::tui::layout::{self, Regions};
use crate::tui::mode::Mode;
use crate::tui::overlays::category;
use crate::tui::paint::{Ink, Piece, hint, sentence};
use crate::tui::scene::{Scene, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::guess_hint;

/// Where things stand on the screen.
pub(crate) fn regions(model: &Model, now: Moment) -> Regions {
    let scene = model.common.scene(Regions::default(), now);
    layout::regions(scene.size, lines(model, &scene).len() as u16)
}

/// The screen as it is now.
pub(crate) fn scene_of(model: &Model, now: Moment) -> Scene<'_> {
    model.common.scene(regions(model, now), now)
}

/// The lines above the footer; the last one is the one that is typed, where one is.
pub(crate) fn lines(model: &Model, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
    let room = layout::message_width(scene.size);
    match &model.mode {
        Mode::Prompt(prompt) => prompt.lines(scene, room),
        Mode::Answer(line) => line.lines(scene, room),
        Mode::Away(card) => {
            let mut lines = toast(model, scene, room);
            lines.extend(card.lines(scene, room));
            lines
        }
        Mode::Category => category::lines(scene, room),
        Mode::BackDate(minutes) => {
            let lines = minutes.lines(scene, room);
            if lines.is_empty() {
                quiet_lines(model, scene, room)
            } else {
                lines
            }
        }
        Mode::Letters(letters) => {
            let mut lines = message(model, scene, room);
            lines.extend(letters.lines(scene, room));
            lines
        }
        Mode::Guard(guard, _) => guard.lines(scene, room),
        Mode::Normal
        | Mode::Help(_)
        | Mode::Palette(_)
        | Mode::Month(_)
        | Mode::History(_)
        | Mode::Find(_) => quiet_lines(model, scene, room),
    }
}

/// A message and what waits for an answer, else what a new rep may be asked.
fn quiet_lines(model: &Model, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let lines = message(model, scene, room);
    let is_free = matches!(model.mode, Mode::Normal | Mode::BackDate(_));
    if lines.is_empty() && is_free && model.screen == Screen::Today {
        return guess_hint::words(scene).into_iter().collect();
    }
    lines
}

fn message(model: &Model, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let mut lines = toast(model, scene, room);
    if !model.mode.covers_screen() {
        lines.extend(waiting_line(scene));
        lines.extend(set_aside_line(scene, room));
    }
    lines
}

/// That a question about time away waits, and the key that opens it.
fn waiting_line(scene: &Scene<'_>) -> Option<Vec<Piece>> {
    let (question, _) = scene.away()?;
    let calendar = &scene.context.calendar;
    let since = format::clock_on(question.since, calendar, scene.today);
    let count = scene.snapshot.questions.len();
    let first = if count > 1 {
        format!("1 of {count}: ")
    } else {
        String::new()
    };
    let words = format!("{first}{} · ", describe_doubt(&since));
    let key = scene.keys(Focus::Block, &[Action::Open(Open::Away)]);
    let mut line = vec![scene.quiet(words)];
    line.extend(hint(scene.theme, key, "to answer"));
    Some(line)
}

/// That some of the file can't be read, and what tells more: one line, in fewer words where there is little room.
pub(super) fn set_aside_line(scene: &Scene<'_>, room: u16) -> Option<Vec<Piece>> {
    let rows = &scene.snapshot.set_aside;
    let told = describe_unreadable(rows, &scene.context.calendar, scene.today)?;
    let fits = text::width(&told) <= usize::from(room);
    let told = if fits { told } else { count_unreadable(rows)? };
    Some(vec![scene.quiet(told)])
}

fn toast(model: &Model, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let Some(toast) = &model.toast else {
        return Vec::new();
    };
    let role = match toast.tone {
        Tone::Done => Role::Quiet,
        Tone::Refused => Role::Warning,
    };
    sentence(&toast.text, scene.theme.style(role), room)
}
