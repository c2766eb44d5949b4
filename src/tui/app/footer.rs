//! The last line: the keys that work here and now, those of what is selected first. All its words are in the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::model::{Model, WaitReason, WaitingLine};
use crate::tui::action::{Action, Open};
use crate::tui::hints::{self, Hint};
use crate::tui::key_table::Focus;
use crate::tui::mode::Mode;
use crate::tui::paint::{self, Ink, Piece, as_many_as_fit, line, line_right, piece, width};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The gap between the keys.
const GAP: u16 = 2;

/// Draws the keys as far as there is room, the help at the right.
pub(super) fn draw(buffer: &mut Buffer, model: &Model, scene: &Scene<'_>) {
    let area = scene.regions.footer;
    if let Some(waiting) = model.waiting {
        return draw_wait(buffer, area, waiting, scene);
    }
    let below = model.screen_focus(scene);
    let open_help = [Action::Open(Open::Help)];
    let help = || hint(scene, below, &(&open_help, "help"));
    let aside = match &model.mode {
        Mode::Guard(guard, _) => {
            let words = vec![scene.quiet("nothing has changed yet")];
            let keys = guard
                .hints(scene)
                .iter()
                .map(|keys| width(keys) + GAP)
                .sum::<u16>();
            (keys + width(&words) <= area.width).then_some(words)
        }
        Mode::BackDate(_) => None,
        mode => mode.focus().is_none().then(help),
    };
    let aside_width = aside.as_ref().map_or(0, |words| width(words) + GAP);
    let room = area.width.saturating_sub(aside_width);
    let groups = match &model.mode {
        Mode::BackDate(minutes) => {
            let style = scene.theme.style(Role::Accent);
            let ago = piece(minutes.words(scene), style.add_modifier(Modifier::BOLD));
            let mut groups = vec![vec![ago]];
            groups.extend(hint_groups(scene, below, hints::MINUTES));
            groups
        }
        Mode::Guard(guard, _) => guard.hints(scene),
        mode => keys_of(scene, mode.focus().unwrap_or(below), room),
    };
    line(buffer, area, 0, &as_many_as_fit(&groups, GAP, room));
    if let Some(words) = aside {
        line_right(buffer, area, 0, &words);
    }
}

/// That a change waits for the file, and the key that drops it.
pub(super) fn draw_wait(buffer: &mut Buffer, area: Rect, waiting: WaitingLine, scene: &Scene<'_>) {
    let (long, short, way_on) = match waiting.why {
        WaitReason::Unsaved => {
            let key = scene.keys(Focus::Block, &[Action::Cancel]);
            let way_on = format!(" · {key} to cancel");
            ("Waiting for the file", "Waiting", way_on)
        }
        WaitReason::Unshown => ("Waiting for the file", "Waiting", " · saved".to_owned()),
        WaitReason::Unknown => (
            "Can't tell yet whether it was saved",
            "Can't tell yet if it is saved",
            String::new(),
        ),
    };
    let (style, seconds) = (scene.theme.style(Role::Warning), waiting.seconds);
    let words = |begin: &str| [piece(format!("{begin}, {seconds} s{way_on}"), style)];
    let (whole, short) = (words(long), words(short));
    let fits = width(&whole) <= area.width;
    line(buffer, area, 0, if fits { &whole } else { &short });
}

/// The keys of a place; fewer words where they do not fit.
fn keys_of(scene: &Scene<'_>, place: Focus, room: u16) -> Vec<Vec<Piece>> {
    if matches!(place, Focus::Block | Focus::Gap) && scene.snapshot.last.is_none() {
        return hint_groups(scene, place, hints::FIRST_DAY);
    }
    let (selected, screen) = hints::hints(place);
    let mut groups = hint_groups(scene, place, selected);
    groups.extend(hint_groups(scene, place, screen));
    let wide: u16 = groups.iter().map(|group| width(group) + GAP).sum();
    if matches!(place, Focus::Block | Focus::Gap) && wide > room + GAP {
        return hint_groups(scene, place, hints::NARROW_DAY);
    }
    groups
}

fn hint_groups(scene: &Scene<'_>, place: Focus, hints: &[Hint]) -> Vec<Vec<Piece>> {
    let has_key = |(actions, _): &&Hint| !scene.keys(place, actions).is_empty();
    let named = hints.iter().filter(has_key);
    named.map(|one| hint(scene, place, one)).collect()
}

/// The first key of each action, and what they do.
fn hint(scene: &Scene<'_>, place: Focus, (actions, words): &(&[Action], &str)) -> Vec<Piece> {
    paint::hint(scene.theme, scene.keys(place, actions), words)
}
