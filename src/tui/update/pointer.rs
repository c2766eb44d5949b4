//! What the mouse does: a click selects what is there, the wheel goes through the list. It changes no block.

use ratatui::layout::Position;

use crate::domain::stamp::Moment;
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::model::{Cursor, Model, Overlay, Screen};
use crate::tui::overlays::{find, palette};
use crate::tui::screens::{review, today, week};
use crate::tui::view;
use crate::tui::widgets::ribbon;

/// How many lines of the help a notch of the wheel is.
const HELP_LINES: isize = 3;

/// A click selects the screen, the day, the block or the gap under it, in a list or on the ribbon.
pub(super) fn click(model: &mut Model, at: Position, now: Moment) -> Option<Effect> {
    let covered = !matches!(model.overlay, None | Some(Overlay::Away));
    if let Some(screen) = view::tab_at(model, at, now).filter(|_| !covered) {
        return Some(super::screens::go(model, screen));
    }
    // Before the first block there is nothing to select.
    if covered || (model.snapshot.last.is_none() && model.snapshot.suggestions.is_empty()) {
        return None;
    }
    let regions = view::regions(model, now);
    match model.screen {
        Screen::Today => {}
        Screen::Week => {
            return week::day_at(model, &regions, at, now).map(|day| super::show(model, day));
        }
        Screen::Trends => return None,
        Screen::Review => {
            if let Some(row) = review::row_at(model, &regions, at) {
                model.review.row = row;
            }
            return None;
        }
    }
    let entries = model.entries(now.at);
    let hit = if regions.list.contains(at) {
        let row = usize::from(at.y - regions.list.y);
        let selected = model.selected(&entries).unwrap_or_default();
        entries.get(layout::first_shown(entries.len(), selected, regions.list.height.into()) + row)
    } else if regions.ribbon.contains(at) {
        let (column, columns) = (at.x - regions.ribbon.x, regions.ribbon.width);
        let cell = today::scale(model, &entries, now).and_then(|scale| scale.cell(column, columns));
        cell.and_then(|cell| ribbon::fullest(cell, &entries))
    } else {
        None
    };
    if let Some(cursor) = hit.map(Cursor::on) {
        model.cursor = cursor;
        loosen(model);
    }
    None
}

/// A notch of the wheel: a line of a list, some lines of the help.
pub(super) fn wheel(model: &mut Model, step: isize, now: Moment) -> Option<Effect> {
    match &mut model.overlay {
        None | Some(Overlay::Away) => {
            loosen(model);
            return super::select(model, now, step);
        }
        Some(Overlay::Help(line)) => {
            let line = line.saturating_add_signed(step * HELP_LINES);
            super::show_help(model, line);
        }
        Some(Overlay::Palette(open)) => palette::step(open, &model.settings.keymap, step),
        Some(Overlay::Find(open)) => find::step(open, step),
        Some(Overlay::Month(_) | Overlay::Prompt(_) | Overlay::Ask(_)) => {}
    }
    None
}

/// Another block is selected: what waits for a key that was meant for the one before waits no longer.
fn loosen(model: &mut Model) {
    model.strip = None;
    model.armed = None;
}
