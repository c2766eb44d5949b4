//! What the mouse does: a click selects what is there, the wheel goes through the list. It changes no block.

use ratatui::layout::Position;

use super::model::Model;
use crate::domain::stamp::Moment;
use crate::tui::app::messages;
use crate::tui::app::view::{card_area, tab_at};
use crate::tui::effect::{Effect, Handled};
use crate::tui::mode::Mode;
use crate::tui::scene::{Scene, Screen};
use crate::tui::screens::{review, trends, week};

/// How many lines of the help a notch of the wheel is.
const HELP_LINES: isize = 3;

/// A click selects the screen, the day, the block or the gap under it, in a list or on the ribbon.
pub(super) fn click(model: &mut Model, at: Position, now: Moment) -> Option<Effect> {
    if model.mode.covers_screen() {
        return click_card(model, at, now);
    }
    let scene = Scene {
        preview: model.mode.preview(),
        ..model.common.scene(messages::regions(model, now), now)
    };
    if scene.regions.sheet.contains(at) {
        return None;
    }
    if let Some(screen) = tab_at(&scene, model.screen, at) {
        return Some(Effect::Open(screen));
    }
    // Before the first block there is nothing to select.
    if scene.snapshot.last.is_none() && scene.snapshot.suggestions.is_empty() {
        return None;
    }
    match model.screen {
        Screen::Today => {
            if model.today.click(&scene, at) {
                loosen(model);
            }
            None
        }
        Screen::Week => week::view::day_at(&scene, at).map(Effect::Show),
        Screen::Trends => trends::view::day_at(&scene, &model.trends, at).map(Effect::Show),
        Screen::Review => {
            if let Some(handled) = model.review.click_step(&scene, at) {
                return effect_of(handled);
            }
            if let Some(row) = review::view::row_at(&scene, &model.review, at) {
                model.review.row = row;
            }
            None
        }
    }
}

/// A click on a card selects the line or the day under it, and runs nothing.
fn click_card(model: &mut Model, at: Position, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(messages::regions(model, now), now);
    let area = card_area(model, &scene)?;
    match &mut model.mode {
        Mode::Palette(palette) => palette.click(&scene, area, at),
        Mode::Find(find) => find.click(&scene, area, at),
        Mode::Month(month) => month.click(&scene, area, at),
        Mode::History(history) => history.click(&scene, area, at),
        Mode::Help(_)
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Away(_) => {}
    }
    None
}

/// A notch of the wheel: a line of a list, some lines of the help.
pub(super) fn wheel(model: &mut Model, step: isize, now: Moment) -> Option<Effect> {
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    match &mut model.mode {
        Mode::Help(help) => help.scroll(&scene, step * HELP_LINES),
        Mode::Palette(palette) => palette.select(&scene, step),
        Mode::Find(find) => find.select(step),
        Mode::History(history) => {
            history.select(step);
            return history.next_page();
        }
        Mode::Month(_) | Mode::Prompt(_) | Mode::Answer(_) => {}
        Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Away(_) => {
            loosen(model);
            return scroll(model, step, now);
        }
    }
    None
}

/// A line of the list in view, a day of the week, a page of the trends.
fn scroll(model: &mut Model, step: isize, now: Moment) -> Option<Effect> {
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    let handled = match model.screen {
        Screen::Today => {
            model.today.select(&scene, step);
            Handled::Ignored
        }
        Screen::Week => scene.step_days(step as i64).into(),
        Screen::Trends => model.trends.turn_page(&scene, step),
        Screen::Review => model.review.select(&scene, step),
    };
    effect_of(handled)
}

fn effect_of(handled: Handled) -> Option<Effect> {
    match handled {
        Handled::Ignored => None,
        Handled::Consumed(effect) | Handled::Closed(effect) => effect,
    }
}

/// Another block is selected: what waits for a key that was meant for the one before waits no longer.
fn loosen(model: &mut Model) {
    if matches!(model.mode, Mode::Letters(_) | Mode::Guard(..)) {
        model.mode = Mode::Normal;
    }
}
