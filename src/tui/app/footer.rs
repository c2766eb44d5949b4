//! The last line: the keys that work here and now, those of what is selected first. All its words are in the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::model::{Model, WaitReason, WaitingLine};
use crate::domain::block::Category;
use crate::tui::action::{Action, Open};
use crate::tui::hints::{self, Hint};
use crate::tui::key_table::{Focus, STARTS};
use crate::tui::layout::Shape;
use crate::tui::mode::Mode;
use crate::tui::paint::{self, Ink, Piece, as_many_as_fit, line, line_right, piece, plain, width};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The gap between the keys, and where there is little room.
const GAP: u16 = 3;
const NARROW_GAP: u16 = 2;

/// Draws the keys as far as there is room, the help at the right.
pub(super) fn draw(buffer: &mut Buffer, model: &Model, scene: &Scene<'_>) {
    let area = scene.regions.footer;
    if let Some(waiting) = model.waiting {
        return draw_wait(buffer, area, waiting, scene);
    }
    let below = model.screen_focus(scene);
    let gap = gap_of(scene);
    let aside = match &model.mode {
        Mode::Guard(guard, _) => {
            let words = vec![scene.quiet("nothing has changed yet")];
            let keys = guard
                .hints(scene)
                .iter()
                .map(|keys| width(keys) + gap)
                .sum::<u16>();
            (keys + width(&words) <= area.width).then_some(words)
        }
        Mode::BackDate(_) => None,
        mode => mode.focus().is_none().then(|| ways_on(scene, below)),
    };
    let aside_width = aside.as_ref().map_or(0, |words| width(words) + gap);
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
    line(buffer, area, 0, &as_many_as_fit(&groups, gap, room));
    if let Some(words) = aside {
        line_right(buffer, area, 0, &words);
    }
}

fn gap_of(scene: &Scene<'_>) -> u16 {
    match scene.regions.shape {
        Shape::Wide => GAP,
        Shape::Line | Shape::Compact => NARROW_GAP,
    }
}

/// What stands at the right of nearly every footer: the way to all commands, and the help.
fn ways_on(scene: &Scene<'_>, place: Focus) -> Vec<Piece> {
    let help = hint(scene, place, &(&[Action::Open(Open::Help)], "help"));
    let mut words = match scene.regions.shape {
        Shape::Wide => hint(scene, place, &(&[Action::Open(Open::Palette)], "commands")),
        Shape::Line | Shape::Compact => return help,
    };
    words.push(plain("   "));
    words.extend(help);
    words
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
    let gap = gap_of(scene);
    let wide: u16 = groups.iter().map(|group| width(group) + gap).sum();
    if matches!(place, Focus::Block | Focus::Gap) && wide > room + gap {
        return hint_groups(scene, place, hints::NARROW_DAY);
    }
    groups
}

fn hint_groups(scene: &Scene<'_>, place: Focus, hints: &[Hint]) -> Vec<Vec<Piece>> {
    let has_key = |(actions, _): &&Hint| !scene.keys(place, actions).is_empty();
    let named = hints.iter().filter(has_key);
    named.map(|one| hint(scene, place, one)).collect()
}

/// The first key of each action, and what they do; the keys of the categories in their colors.
fn hint(scene: &Scene<'_>, place: Focus, (actions, words): &(&[Action], &str)) -> Vec<Piece> {
    if *actions != STARTS {
        return paint::hint(scene.theme, scene.keys(place, actions), words);
    }
    let mut pieces = Vec::new();
    for (action, category) in actions.iter().zip(Category::WORK) {
        let style = scene.theme.category(category).add_modifier(Modifier::BOLD);
        let key = scene.keys(place, std::slice::from_ref(action));
        if !key.is_empty() {
            pieces.extend([piece(key, style), plain(" ")]);
        }
    }
    pieces.push(scene.quiet(*words));
    pieces
}
