//! The last line: the keys that work here and now, those of the step, the prompt or the list in view first.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::action::Action;
use super::key::short;
use super::layout::Regions;
use super::model::{Asked, Model, Overlay, Prompt, Screen};
use super::paint::{Piece, as_many_as_fit, line, line_right, piece, width};
use super::screens::review;
use super::theme::Role;
use super::view::late;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::insight::gaps::Entry;

/// The gap between the keys.
const GAP: u16 = 2;

/// Draws the keys as far as there is room, the help at the right.
pub(super) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model, now: Moment) {
    let area = regions.footer;
    let help = hint(model, &[Action::Help], "help");
    let aside = if model.overlay.is_none() && model.digits.is_empty() {
        width(&help) + GAP
    } else {
        0
    };
    let room = area.width.saturating_sub(aside);
    let groups = match (&model.overlay, model.digits.is_empty()) {
        (Some(Overlay::Prompt(prompt)), _) => prompt_keys(model, prompt),
        (Some(Overlay::Ask(_)), _) => {
            vec![
                key(model, "enter", "save"),
                key(model, "esc", "leave as it was"),
                key(model, "ctrl-u", "empty"),
            ]
        }
        (Some(Overlay::Help(_)), _) => {
            vec![
                hint(model, &[Action::Up, Action::Down], "scroll"),
                hint(model, &[Action::Cancel], "close"),
            ]
        }
        (Some(Overlay::Month(_)), _) => month_keys(model),
        (Some(Overlay::Find(_)), _) => list_keys(model, "show it"),
        (Some(Overlay::Palette(_)), _) => list_keys(model, "do it"),
        (None, false) => digit_keys(model, now),
        (Some(Overlay::Away), _) => Vec::new(),
        (None, true) => match model.screen {
            Screen::Today => day_keys(model, room, now),
            Screen::Week => week_keys(model),
            Screen::Trends => trends_keys(model),
            Screen::Review => review_keys(model, regions),
        },
    };
    line(buffer, area, 0, &as_many_as_fit(&groups, GAP, room));
    if aside > 0 {
        line_right(buffer, area, 0, &help);
    }
}

fn day_keys(model: &Model, room: u16, now: Moment) -> Vec<Vec<Piece>> {
    let entries = model.entries(now.at);
    if let Some(Entry::Suggestion { .. }) = model
        .selected(&entries)
        .and_then(|index| entries.get(index))
    {
        let accept = [
            hint(model, &[Action::Edit], "accept"),
            hint(model, &[Action::Delete], "dismiss"),
        ];
        let other = [
            hint(model, &[Action::Change], "accept as"),
            hint(model, &[Action::Up, Action::Down], "select"),
        ];
        return accept
            .into_iter()
            .chain(other)
            .chain([one(model, Action::Undo), one(model, Action::Quit)])
            .collect();
    }
    let starts = [
        Action::Selling,
        Action::Admin,
        Action::Learning,
        Action::Distraction,
    ];
    let mut groups = vec![
        hint(model, &starts, "start"),
        one(model, Action::Break),
        one(model, Action::Off),
    ];
    if model.snapshot.last.is_none() {
        groups.push(one(model, Action::Quit));
        return groups;
    }
    let describe = [
        Action::Note,
        Action::Account,
        Action::Requester,
        Action::Outcome,
    ];
    let select = hint(model, &[Action::Up, Action::Down], "select");
    let mut every = groups.clone();
    every.push(one(model, Action::Resume));
    every.extend(describe.map(|action| one(model, action)));
    every.extend([
        select.clone(),
        one(model, Action::Undo),
        one(model, Action::Quit),
    ]);
    let wide: u16 = every.iter().map(|group| width(group) + GAP).sum();
    if wide <= room + GAP {
        return every;
    }
    groups.extend([
        one(model, Action::Resume),
        hint(model, &describe, "more"),
        one(model, Action::Undo),
        one(model, Action::Quit),
        select,
    ]);
    groups
}

fn week_keys(model: &Model) -> Vec<Vec<Piece>> {
    let mut groups = other_keys(model);
    let week = hint(model, &[Action::DayBefore, Action::DayAfter], "week");
    let day = hint(model, &[Action::Up, Action::Down], "day");
    groups.splice(
        1..1,
        [week, day, hint(model, &[Action::Edit], "shows the day")],
    );
    groups
}

fn trends_keys(model: &Model) -> Vec<Vec<Piece>> {
    let mut groups = other_keys(model);
    let keys = [
        hint(model, &[Action::PageUp, Action::PageDown], "page"),
        hint(model, &[Action::Up, Action::Down], "13 26 52 weeks"),
        hint(model, &[Action::DayBefore, Action::DayAfter], "week"),
        hint(model, &[Action::Edit], "shows the week"),
    ];
    groups.splice(1..1, keys);
    groups
}

/// What works in the step in view: its own keys first.
fn review_keys(model: &Model, regions: &Regions) -> Vec<Vec<Piece>> {
    let does = review::does(model, review::room(regions));
    let mut groups: Vec<Vec<Piece>> = does
        .enter
        .map(|does| hint(model, &[Action::Edit], does))
        .into_iter()
        .collect();
    if does.fills {
        groups.push(hint(model, &[Action::Change], "other"));
    }
    if does.copies {
        groups.push(one(model, Action::Copy));
    }
    let starts = [
        Action::Selling,
        Action::Admin,
        Action::Learning,
        Action::Distraction,
    ];
    groups.extend([
        hint(model, &[Action::DayBefore, Action::DayAfter], "step"),
        hint(model, &[Action::Up, Action::Down], "row"),
        hint(model, &[Action::PageUp, Action::PageDown], "week"),
        hint(model, &starts, "start"),
        one(model, Action::Undo),
        one(model, Action::Quit),
    ]);
    groups
}

fn other_keys(model: &Model) -> Vec<Vec<Piece>> {
    let starts = [
        Action::Selling,
        Action::Admin,
        Action::Learning,
        Action::Distraction,
    ];
    vec![
        hint(model, &starts, "start"),
        hint(model, &[Action::NextScreen], "next"),
        one(model, Action::Undo),
        one(model, Action::Quit),
    ]
}

fn digit_keys(model: &Model, now: Moment) -> Vec<Vec<Piece>> {
    let theme = &model.settings.theme;
    let at = late(model, now).map_or_else(String::new, format::clock);
    let ago = piece(
        format!("{} min ago = {at}", model.digits),
        theme.style(Role::Accent).add_modifier(Modifier::BOLD),
    );
    let starts = [
        Action::Selling,
        Action::Admin,
        Action::Learning,
        Action::Distraction,
        Action::Break,
        Action::Off,
        Action::Resume,
    ];
    vec![
        vec![ago],
        hint(model, &starts, "began then"),
        hint(model, &[Action::Cancel], "drops it"),
    ]
}

fn prompt_keys(model: &Model, prompt: &Prompt) -> Vec<Vec<Piece>> {
    let key = |name, does| key(model, name, does);
    let mut groups = vec![key("enter", "save"), key("esc", "leave as it was")];
    if !matches!(prompt.asked, Asked::Outcome | Asked::Split) {
        groups.push(key("tab", "complete"));
    }
    groups.push(key("ctrl-u", "empty"));
    groups
}

fn month_keys(model: &Model) -> Vec<Vec<Piece>> {
    vec![
        key(model, "enter", "show the day"),
        hint(model, &[Action::DayBefore, Action::DayAfter], "day"),
        hint(model, &[Action::Up, Action::Down], "week"),
        hint(model, &[Action::PageUp, Action::PageDown], "month"),
        hint(model, &[Action::Cancel], "close"),
    ]
}

fn list_keys(model: &Model, chosen: &str) -> Vec<Vec<Piece>> {
    [("↑ ↓", "select"), ("enter", chosen), ("esc", "close")]
        .map(|(name, does)| key(model, name, does))
        .into()
}

/// A key that no config changes, and what it does.
fn key(model: &Model, name: &str, does: &str) -> Vec<Piece> {
    vec![
        piece(name, model.settings.theme.strong()),
        piece(format!(" {does}"), model.settings.theme.style(Role::Quiet)),
    ]
}

fn one(model: &Model, action: Action) -> Vec<Piece> {
    hint(model, &[action], action.short())
}

/// The first key of each action, and what they do.
pub(super) fn hint(model: &Model, actions: &[Action], does: &str) -> Vec<Piece> {
    let keys: Vec<String> = actions
        .iter()
        .filter_map(|action| model.settings.keymap.keys(*action).next())
        .map(short)
        .collect();
    vec![
        piece(keys.join(" "), model.settings.theme.strong()),
        piece(format!(" {does}"), model.settings.theme.style(Role::Quiet)),
    ]
}
