//! What stands above the footer: a preview or a message, letters, a prompt; and where all else stands because of it.

use super::model::{Model, Tone};
use crate::domain::block::Block;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::text;
use crate::domain::unreadable::{count_unreadable, describe_unreadable};
use crate::domain::wording::describe_doubt;
use crate::tui::action::{Action, Open};
use crate::tui::key_table::Focus;
use crate::tui::layout::{self, Regions, Shape};
use crate::tui::mode::Mode;
use crate::tui::overlays::category;
use crate::tui::overlays::guard::Guard;
use crate::tui::paint::{Ink, Piece, hint, sentence};
use crate::tui::question::OpenLine;
use crate::tui::scene::{Scene, Screen};
use crate::tui::screens::today;
use crate::tui::theme::Role;
use crate::tui::widgets::sheet::Sheet;
use crate::tui::widgets::{focus_line, guess_hint};

/// Below so many rows a second line above the footer would lie on the day's ribbon.
const ROOM_FOR_LINES: u16 = 14;
/// From so many rows on the list behind a sheet has room for so many blocks that would be lost.
const ROOM_FOR_LOSSES: u16 = 36;
const LOSSES: usize = 8;

/// Where things stand on the screen.
pub(crate) fn regions(model: &Model, now: Moment) -> Regions {
    lay_out(model, now).0
}

/// Where things stand, and the lines above the footer where nothing is pending.
fn lay_out(model: &Model, now: Moment) -> (Regions, Vec<Vec<Piece>>) {
    let scene = model.common.scene(Regions::default(), now);
    let bare = layout::regions(scene.size, 0);
    let scene = Scene {
        regions: bare,
        ..scene
    };
    let Some(sheet) = sheet(model, &scene) else {
        let lines = lines(model, &scene);
        let is_today = model.screen == Screen::Today;
        let has_spare = is_today && !lines.is_empty() && today::view::has_spare_row(&scene);
        let rows = layout::message_rows(scene.size, lines.len() as u16, has_spare);
        return (layout::regions(scene.size, rows), lines);
    };
    let height = sheet.height(&bare, scene.size.height);
    // The review has rows to answer down to its end; the others show there what the sheet is about.
    let regions = match model.screen {
        Screen::Review => layout::regions(scene.size, height.saturating_sub(1)),
        Screen::Today | Screen::Week | Screen::Trends => bare,
    };
    (regions.with_sheet(scene.size, height), Vec::new())
}

/// The screen as it is now, and the lines above its footer.
pub(crate) fn scene_of(model: &Model, now: Moment) -> (Scene<'_>, Vec<Vec<Piece>>) {
    let (regions, lines) = lay_out(model, now);
    let scene = Scene {
        preview: model.mode.preview(),
        line: line_in_page(model, layout::regions(model.common.size, 0).shape),
        ..model.common.scene(regions, now)
    };
    (scene, lines)
}

/// The line that is typed in the page of the review.
fn line_in_page(model: &Model, shape: Shape) -> Option<OpenLine<'_>> {
    let has_page = model.screen == Screen::Review && shape != Shape::Line;
    model.mode.line_in_page().filter(|_| has_page)
}

/// What is pending, as a sheet over the end of the screen.
pub(super) fn sheet(model: &Model, scene: &Scene<'_>) -> Option<Sheet> {
    if line_in_page(model, scene.regions.shape).is_some() {
        return None;
    }
    let room = scene.regions.header.width;
    let (mut sheet, told) = match &model.mode {
        Mode::Prompt(prompt) => (prompt.sheet(scene, room), None),
        Mode::Answer(line) => (line.sheet(scene, room), None),
        Mode::Category => {
            let outcome = match model.screen {
                Screen::Today => model.today.describe_pick(scene),
                Screen::Review => model.review.describe_pick(scene),
                Screen::Week | Screen::Trends => None,
            };
            let may_be_off = model.screen_focus(scene).is_gap();
            (category::sheet(scene, room, (outcome, may_be_off)), None)
        }
        Mode::BackDate(minutes) => (minutes.sheet(scene, room), None),
        Mode::Letters(letters) => (letters.sheet(scene, room), Some(&letters.said)),
        Mode::Guard(guard, _) => {
            let is_shown = shows_losses(model, scene, guard);
            (guard.sheet(scene, room, is_shown), None)
        }
        Mode::Normal
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Palette(_)
        | Mode::Month(_)
        | Mode::History(_)
        | Mode::Find(_) => return None,
    };
    if matches!(model.mode, Mode::Letters(_)) {
        sheet.remarks.extend(focus_line::words(scene));
        sheet.remarks.extend(waiting_line(scene));
        sheet.remarks.extend(set_aside_line(scene, room));
    }
    let toast = model.toast.as_ref();
    if toast.is_some_and(|toast| Some(&toast.text) != told) {
        sheet.remarks.extend(toast_lines(model, scene, room));
    }
    Some(sheet)
}

/// Whether the list behind a sheet shows all that would be lost, or its first line can name it.
fn shows_losses(model: &Model, scene: &Scene<'_>, guard: &Guard) -> bool {
    let is_listed = |block: &Block| {
        let mut blocks = scene.snapshot.counted.blocks.iter();
        blocks.any(|listed| listed.id == block.id)
    };
    let most = if guard.is_back_dated() {
        // Its first lines name some and count the rest.
        usize::MAX
    } else if scene.size.height >= ROOM_FOR_LOSSES {
        LOSSES
    } else {
        0
    };
    guard.preview().is_some_and(|preview| {
        let lost: Vec<&Block> = preview
            .removed()
            .chain(preview.moved().map(|one| one.0))
            .collect();
        model.screen == Screen::Today && lost.len() <= most && lost.into_iter().all(is_listed)
    })
}

fn lines(model: &Model, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
    let room = layout::message_width(scene.size);
    if model.mode.is_card() {
        return Vec::new();
    }
    let lines = message(model, scene, room);
    let is_free = matches!(model.mode, Mode::Normal);
    if lines.is_empty() && is_free && model.screen == Screen::Today {
        return guess_hint::words(scene).into_iter().collect();
    }
    lines
}

fn message(model: &Model, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let is_short = scene.regions.shape == Shape::Compact && scene.size.height < ROOM_FOR_LINES;
    let told = model
        .toast
        .as_ref()
        .filter(|toast| toast.tone == Tone::Done);
    let mut lines = match told.filter(|_| is_short) {
        Some(toast) => {
            let words = fit_message(&format::with_dashes(&toast.text), room.into());
            vec![vec![scene.quiet(words)]]
        }
        // Why a key was refused is read in full.
        None => toast_lines(model, scene, room),
    };
    let has_room = !is_short || lines.is_empty();
    if has_room && !model.mode.covers_screen() {
        lines.extend(focus_line::words(scene));
        lines.extend(waiting_line(scene));
        lines.extend(set_aside_line(scene, room));
        lines.truncate(if is_short { 1 } else { usize::MAX });
    }
    lines
}

/// A message in one line: what is cut is cut before the key that it ends with, where that key has room. Whole parts go
/// first, the last of them before the others, where what stays is more than a third of the room.
fn fit_message(words: &str, room: usize) -> String {
    let last = words.rfind(" · ").map(|at| words.split_at(at));
    let key = last.filter(|(_, key)| key.ends_with(" to undo"));
    match key {
        Some((said, key)) if text::width(key) < room / 2 => {
            format!("{}{key}", fit_parts(said, room - text::width(key)))
        }
        Some(_) | None => text::fit(words, room),
    }
}

/// The first parts of a message that fit whole; where they are too few, as much of its text as fits.
fn fit_parts(said: &str, room: usize) -> String {
    if text::width(said) <= room {
        return said.to_owned();
    }
    let ends = said.rmatch_indices(" · ").map(|(at, _)| &said[..at]);
    let whole = ends
        .into_iter()
        .find(|part| text::width(part) <= room && text::width(part) * 3 > room);
    whole.map_or_else(|| text::fit(said, room), str::to_owned)
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

pub(super) fn toast_lines(model: &Model, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let Some(toast) = &model.toast else {
        return Vec::new();
    };
    let role = match toast.tone {
        Tone::Done => Role::Quiet,
        Tone::Refused => Role::Warning,
    };
    let words = format::with_dashes(&toast.text);
    sentence(&words, scene.theme.style(role), room)
}

/// The key of an action and what it does; nothing where the config gives it no key.
pub(super) fn hint_of(model: &Model, action: Action, does: &str, now: Moment) -> Option<String> {
    let scene = model.common.scene(Regions::default(), now);
    let key = scene.keys(Focus::Block, &[action]);
    (!key.is_empty()).then(|| format!("{key} {does}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_cut_keeps_its_key() {
        let said = "Selling · meeting since 09:00, admin ended · u to undo";
        assert_eq!(fit_message(said, 60), said);
        assert_eq!(
            fit_message(said, 38),
            "Selling · meeting since 0… · u to undo"
        );
        let run = "Focus run of 25 min · selling since 09:30 · u to undo";
        assert_eq!(fit_message(run, 38), "Focus run of 25 min · u to undo");
        assert_eq!(fit_message("Saved · u to undo", 17), "Saved · u to undo");
        assert_eq!(fit_message("Nothing · to say", 8), "Nothing…");
    }
}
