//! The command palette: every action by a few letters of its name or words of its line, with its keys. Enter does
//! what the key does.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use tui_input::Input;

use super::typing;
use crate::domain::change::Change;
use crate::domain::stamp::Moment;
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::fuzzy;
use crate::tui::key::{Key, short};
use crate::tui::keymap::Keymap;
use crate::tui::layout::first_shown;
use crate::tui::model::{Model, Overlay};
use crate::tui::paint::{line, piece, wrapped};
use crate::tui::theme::Role;
use crate::tui::update;

/// A name that fits counts for more than a word of the line that does.
const NAMED: i32 = 20;
/// A key as the config spells it is meant as nothing else.
const KEYED: i32 = 1000;
/// A word's start in the line, and a place inside a word.
const IN_LINE: (i32, i32) = (10, 2);
/// The line of an action stands beside its name from so many columns on.
const WIDE: u16 = 60;

/// The palette while it is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Palette {
    /// What is typed.
    input: Input,
    /// Which line is selected.
    selected: usize,
    /// What was warned about before it opened: the same action again does it.
    armed: Option<Change>,
}

/// Opens it.
pub(crate) fn open(model: &mut Model, armed: Option<Change>) {
    model.overlay = Some(Overlay::Palette(Palette {
        armed,
        ..Palette::default()
    }));
}

/// One key: every printable one is text.
pub(crate) fn press(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    let page = usize::from(model.size.height / 2).max(1);
    let Some(Overlay::Palette(palette)) = &mut model.overlay else {
        return None;
    };
    if typing::leaves(key) {
        model.overlay = None;
        return None;
    }
    let found = matching(&model.settings.keymap, palette.input.value());
    if key.code == KeyCode::Enter {
        let action = *found.get(palette.selected)?;
        let armed = palette.armed.take();
        model.overlay = None;
        return update::run(model, action, armed, now);
    }
    if let Some(by) = typing::step(key, page) {
        step(palette, &model.settings.keymap, by);
    } else if let Some(request) = typing::request(key) {
        palette.input.handle(request);
        palette.selected = 0;
    }
    None
}

/// Moves the selection.
pub(crate) fn step(palette: &mut Palette, keymap: &Keymap, step: isize) {
    let last = matching(keymap, palette.input.value())
        .len()
        .saturating_sub(1);
    palette.selected = palette.selected.saturating_add_signed(step).min(last);
}

/// Pasted text is typed text, on one line.
pub(crate) fn paste(palette: &mut Palette, pasted: &str) {
    typing::insert(&mut palette.input, &text::clean_line(pasted));
    palette.selected = 0;
}

/// The actions that fit what is typed, the best first. Those that only serve the palette itself are left out.
fn matching(keymap: &Keymap, typed: &str) -> Vec<Action> {
    let of_itself = |action: &Action| matches!(action, Action::Palette | Action::Cancel);
    let rank = |action: Action| {
        let words = typed
            .split_whitespace()
            .map(|word| fits(keymap, action, word));
        words.sum::<Option<i32>>().map(|score| (score, action))
    };
    let actions = Action::ALL
        .iter()
        .copied()
        .filter(|action| !of_itself(action));
    let mut found: Vec<(i32, Action)> = actions.filter_map(rank).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, action)| action).collect()
}

/// How well one word fits an action: by its name, by its line, or as its very key.
fn fits(keymap: &Keymap, action: Action, word: &str) -> Option<i32> {
    let named = fuzzy::score(word, action.name()).map(|score| score + NAMED);
    let (line, lower) = (action.doc().to_lowercase(), word.to_lowercase());
    let starts = |at: usize| {
        line[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric())
    };
    let places = line
        .match_indices(&lower)
        .map(|(at, _)| if starts(at) { IN_LINE.0 } else { IN_LINE.1 });
    let keyed = keymap
        .keys(action)
        .any(|key| key.to_string() == word)
        .then_some(KEYED);
    [named, places.max(), keyed].into_iter().flatten().max()
}

/// Draws it over everything but the header and the footer; hands back where the cursor stands.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model, palette: &Palette) -> Position {
    let theme = &model.settings.theme;
    let quiet = theme.style(Role::Quiet);
    let cursor = typing::draw(buffer, area, "do › ", &palette.input, theme);
    let found = matching(&model.settings.keymap, palette.input.value());
    let wide = area.width >= WIDE;
    let below = if wide { 0 } else { 2 };
    let top = 1 + u16::from(wide);
    let height = area.height.saturating_sub(top + below);
    let list = Rect {
        y: area.y + top.min(area.height),
        height,
        ..area
    };
    let Some(chosen) = found.get(palette.selected).copied() else {
        line(
            buffer,
            list,
            0,
            &[piece("  no action has this in its name or its line", quiet)],
        );
        return cursor;
    };
    let first = first_shown(found.len(), palette.selected, height.into());
    for (row, (index, action)) in found
        .iter()
        .enumerate()
        .skip(first)
        .take(height.into())
        .enumerate()
    {
        let selected = index == palette.selected;
        let mark = if selected { "› " } else { "  " };
        let keys: Vec<String> = model.settings.keymap.keys(*action).map(short).collect();
        let name = if selected {
            theme.strong()
        } else {
            Style::new()
        };
        let mut pieces = vec![
            piece(mark, theme.style(Role::Accent).add_modifier(Modifier::BOLD)),
            piece(text::pad(action.name(), 18), name),
            piece(text::pad(&keys.join(" "), 11), theme.strong()),
        ];
        if wide {
            pieces.push(piece(
                action.doc(),
                if selected { Style::new() } else { quiet },
            ));
        }
        line(buffer, list, row as u16, &pieces);
    }
    let words: Vec<_> = chosen
        .doc()
        .split(' ')
        .map(|word| vec![piece(word, quiet)])
        .collect();
    let doc = Rect {
        y: list.bottom(),
        height: below.min(area.bottom().saturating_sub(list.bottom())),
        ..area
    };
    for (row, pieces) in wrapped(&words, 1, area.width).iter().enumerate() {
        line(buffer, doc, row as u16, pieces);
    }
    cursor
}
