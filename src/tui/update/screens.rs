//! What the keys do on the other screens than the day: they move through weeks, and leave blocks alone that are not
//! in view.

use super::{refuse, review, show};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::{Cursor, Model, Screen};
use crate::tui::screens::trends::{self, Stretch};
use crate::tui::view;

/// What an action does where the day's list is not in view; `None` where it does what it does everywhere.
pub(super) fn act(model: &mut Model, action: Action, now: Moment) -> Option<Option<Effect>> {
    match model.screen {
        Screen::Today => return None,
        Screen::Week | Screen::Trends => {}
        Screen::Review => {
            if let Some(effect) = review::act(model, action, now) {
                return Some(effect);
            }
        }
    }
    let trends = model.screen == Screen::Trends;
    let effect = match action {
        Action::Up if trends => stretch_to(model, model.trends.stretch.longer()),
        Action::Down if trends => stretch_to(model, model.trends.stretch.shorter()),
        Action::PageUp if trends => scroll(model, -1, now),
        Action::PageDown if trends => scroll(model, 1, now),
        Action::Edit if trends => Some(go(model, Screen::Week)),
        Action::Up => step(model, -1),
        Action::Down => step(model, 1),
        Action::PageUp | Action::DayBefore => step(model, -7),
        Action::PageDown | Action::DayAfter => step(model, 7),
        Action::Edit => Some(go(model, Screen::Today)),
        Action::Note | Action::Account | Action::Requester | Action::Outcome => {
            return describe(model);
        }
        Action::Change
        | Action::StartEarlier
        | Action::StartLater
        | Action::EndEarlier
        | Action::EndLater
        | Action::Split
        | Action::Merge
        | Action::Delete
        | Action::NextGap => {
            let day = format::short_day(model.day, model.today);
            let way = if trends {
                "home and tab go there".to_owned()
            } else {
                format!("enter shows {day}")
            };
            refuse(model, format!("that is done in the list of a day: {way}"));
            None
        }
        Action::Selling
        | Action::Admin
        | Action::Learning
        | Action::Distraction
        | Action::Break
        | Action::Off
        | Action::Resume
        | Action::ClaimSelling
        | Action::ClaimAdmin
        | Action::ClaimLearning
        | Action::ClaimDistraction
        | Action::Away
        | Action::Undo
        | Action::Redo
        | Action::Find
        | Action::Month
        | Action::Today
        | Action::NextScreen
        | Action::PreviousScreen
        | Action::Guess
        | Action::Copy
        | Action::Palette
        | Action::Help
        | Action::Cancel
        | Action::Redraw
        | Action::Suspend
        | Action::Quit => return None,
    };
    Some(effect)
}

/// So many weeks side by side: worked out of what is read anew.
fn stretch_to(model: &mut Model, stretch: Stretch) -> Option<Effect> {
    let changes = model.trends.stretch != stretch;
    model.trends.stretch = stretch;
    // Where the columns are a page of their own they are what is looked for now.
    model.trends.page = 0;
    changes.then_some(Effect::Load)
}

/// A notch of the wheel: a page of the trends, a day on the other screens.
pub(super) fn scroll(model: &mut Model, step: isize, now: Moment) -> Option<Effect> {
    if model.screen != Screen::Trends {
        return self::step(model, step as i64);
    }
    let last = trends::pages(model, &view::regions(model, now)).saturating_sub(1);
    model.trends.page = model
        .trends
        .page
        .min(last)
        .saturating_add_signed(step)
        .min(last);
    None
}

/// Another screen, read anew.
pub(super) fn go(model: &mut Model, screen: Screen) -> Effect {
    // What was looked at on another day is not what is due today.
    if screen == Screen::Review
        && !model
            .review
            .is_of_day(model.today, &model.settings.context.calendar)
    {
        model.reviewed = None;
    }
    model.screen = screen;
    Effect::Load
}

/// What is said goes to the block that runs, which every screen shows; any other has to be looked at first.
fn describe(model: &mut Model) -> Option<Option<Effect>> {
    if model.snapshot.running.is_some() && model.day == model.today {
        model.cursor = Cursor::Newest;
        return None;
    }
    refuse(
        model,
        "nothing runs: home and tab go to the day, where ↑ and ↓ select a block".to_owned(),
    );
    Some(None)
}

/// So many days on, up to today.
pub(super) fn step(model: &mut Model, days: i64) -> Option<Effect> {
    let to = model.day.plus(days).min(last_day(model, days));
    (to != model.day).then(|| show(model, to))
}

/// The last day that can be gone to: today, unless the day is ahead already.
fn last_day(model: &Model, days: i64) -> Day {
    if days > 0 {
        model.today.max(model.day)
    } else {
        Day::plus(model.day, days)
    }
}
