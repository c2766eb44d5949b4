//! What an event does to the screen, and what it asks of the world. Decides nothing about the lane: that is the
//! store's, when it carries the effect out.

use super::actions::run_action;
use super::effects::settle_effect;
use super::model::{Model, Toast};
use super::{discreet, meant, messages, offer, pointer};
use crate::domain::review::Step;
use crate::domain::stamp::Moment;
use crate::tui::action::{Action, Field, Fix, Program};
use crate::tui::effect::{Effect, Handled};
use crate::tui::event::Wake;
use crate::tui::input::text_of_burst;
use crate::tui::key::Key;
use crate::tui::layout::{self, Regions, Shape};
use crate::tui::mode::Mode;
use crate::tui::overlays::answer::AnswerLine;
use crate::tui::overlays::back_date::BackDate;
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::{Scene, Screen};

/// One event; what is left to do for the one who holds the file and the terminal.
pub(crate) fn update(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    if matches!(
        wake,
        Wake::Paste(_) | Wake::Unfinished(_) | Wake::Click(_) | Wake::Wheel(_)
    ) {
        model.steps = None;
        model.leave_guard();
    }
    let effect = match wake {
        Wake::Key(key) => {
            let ticked = pass_time(model, now);
            press_key(model, *key, now).or(ticked)
        }
        Wake::Paste(text) | Wake::Unfinished(text) => paste_text(model, text, now),
        Wake::Burst(keys) => take_burst(model, keys, now),
        Wake::Click(at) => pointer::click(model, *at, now),
        Wake::Wheel(step) => pointer::wheel(model, *step, now),
        Wake::Tick => pass_time(model, now).or_else(|| next_read(model, now)),
        Wake::Background(_) | Wake::Resize | Wake::Suspend | Wake::Leave(_) | Wake::Gone => None,
    };
    effect.and_then(|effect| settle_effect(model, effect, now))
}

/// Keys that came at once run nothing, but for the shares of a guess where they are asked for.
fn take_burst(model: &mut Model, keys: &[Key], now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let begins = keys.first().and_then(|key| guess_line(model, &scene, *key));
    let is_share = |key: &Key| {
        let typed = key.typed();
        typed.is_none_or(|typed| typed.is_ascii_digit() || " .,/%".contains(typed))
    };
    if begins.is_none() || model.mode.focus().is_some() || !keys.iter().all(is_share) {
        offer::offer(model, &text_of_burst(keys), now);
        return None;
    }
    keys.iter().find_map(|key| press_key(model, *key, now))
}

/// What an overlay reads on, as time passes.
fn next_read(model: &Model, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    match &model.mode {
        Mode::Month(month) => Some(month.read(&scene)),
        Mode::History(history) => history.next_page(),
        Mode::Find(find) => find.next_page(),
        Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Palette(_) => None,
    }
}

fn paste_text(model: &mut Model, text: &str, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    match &mut model.mode {
        Mode::Palette(palette) => palette.paste(text),
        Mode::Answer(line) => line.paste(text),
        Mode::Find(find) => return find.paste(text),
        Mode::Prompt(prompt) => return prompt.paste(&scene, text),
        Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Month(_)
        | Mode::History(_) => offer::offer(model, text, now),
    }
    None
}

/// Opens a note with what was offered in it. Where there is no block to note it on, it stays offered.
fn take_offer(model: &mut Model, text: String, now: Moment) -> Option<Effect> {
    let effect = run_action(model, Action::Describe(Field::Note), now)?;
    let effect = settle_effect(model, effect, now);
    if matches!(model.mode, Mode::Prompt(_)) {
        return paste_text(model, &text, now).or(effect);
    }
    model.offer = Some(text);
    effect
}

/// Time passes: what has had its time goes, and a new day begins.
fn pass_time(model: &mut Model, now: Moment) -> Option<Effect> {
    if matches!(&model.mode, Mode::Letters(letters) if now.at >= letters.until) {
        model.mode = Mode::Normal;
    }
    let is_over = |toast: &Toast| toast.until.is_some_and(|until| now.at >= until);
    if model.toast.as_ref().is_some_and(is_over) {
        model.toast = None;
    }
    let scene = model.common.scene(Regions::default(), now);
    model.trends.refresh(&scene);
    let today = scene.context.calendar.day_of(now);
    if today == model.common.today {
        refresh_review(model, now);
        return None;
    }
    let follows = model.common.day == model.common.today;
    model.common.today = today;
    // The review that is due may be another one now.
    let reviews = model.screen == Screen::Review;
    if follows {
        Some(Effect::Show(today))
    } else {
        reviews.then_some(Effect::Load)
    }
}

fn refresh_review(model: &mut Model, now: Moment) {
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    if model.screen == Screen::Review && model.review.refresh(&scene) {
        model.review.settle(&scene);
    }
}

/// What a press of the key that answers the open question does, once it counts.
pub(crate) fn take_confirmed(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    let next = if let Wake::Key(key) = wake {
        Some(*key)
    } else {
        None
    };
    if let Mode::Away(card) = &mut model.mode {
        let scene = model.common.scene(Regions::default(), now);
        let next = next.map(|key| meant::by_place(&scene, key));
        let effect = card.take_confirmed(&scene, next, model.woken)?;
        model.mode = Mode::Normal;
        return settle_effect(model, effect, now);
    }
    if !matches!(&model.mode, Mode::Guard(guard, _) if guard.is_confirmed(next, model.woken)) {
        return None;
    }
    let Mode::Guard(guard, line) = std::mem::take(&mut model.mode) else {
        return None;
    };
    // Until it is saved, the line stays.
    model.mode = line.map_or(Mode::Normal, |line| *line);
    model.toast = None;
    settle_effect(model, guard.into_effect(), now)
}

fn press_key(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    if shows_conflict(model, key, now) {
        discreet::toggle(model, now);
        return None;
    }
    if let Mode::Guard(guard, _) = &mut model.mode
        && guard.press(key, model.woken)
    {
        return None;
    }
    model.pressed = Some(key);
    close_unseen(model);
    let steps = model.steps.take();
    if !model.mode.is_typed() {
        model.toast = None;
    }
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    let below = model.screen_focus(&scene);
    let pressed = key;
    let key = meant::by_place_in(model, &scene, pressed);
    if let Some(hint) = meant::hint_of(model, &scene, pressed, key) {
        if matches!(model.mode, Mode::Letters(_)) {
            model.mode = Mode::Normal;
        }
        model.refuse(hint);
        return None;
    }
    let offered = model.offer.take();
    if let Some(text) =
        offered.filter(|_| offer::is_taken_by(key, scene.keymap.resolve(below, key)))
    {
        return take_offer(model, text, now);
    }
    match model.mode.update(&scene, key, below, model.woken) {
        Handled::Consumed(effect) => return effect,
        Handled::Closed(effect) => {
            model.mode = Mode::Normal;
            return effect;
        }
        Handled::Ignored => {}
    }
    // Any other key closes what is pending, and does what it always does.
    model.mode = Mode::Normal;
    if let Some(line) = guess_line(model, &scene, key) {
        model.mode = Mode::Answer(line);
        return None;
    }
    if let Some((minutes, effect)) = BackDate::begin(&scene, key) {
        model.mode = Mode::BackDate(minutes);
        return effect;
    }
    let action = scene.keymap.resolve(below, key)?;
    if matches!(action, Action::Fix(Fix::Nudge(..))) {
        model.steps = steps;
    }
    run_seen(model, action, now)
}

fn is_one_line(model: &Model) -> bool {
    layout::regions(model.common.size, 0).shape == Shape::Line
}

/// Closes a card that was opened on a larger screen and that nobody sees by now.
fn close_unseen(model: &mut Model) {
    if model.mode.is_card() && is_one_line(model) {
        model.mode = Mode::Normal;
    }
}

/// Does what a key does, but for what would be done to something that a screen of one line doesn't show.
fn run_seen(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    if is_one_line(model) && !action.works_unseen() {
        model.refuse("Needs 40×12: here only the running block can change");
        return None;
    }
    run_action(model, action, now)
}

/// Whether a key shows the names that a conflict is about: who decides has to see them.
fn shows_conflict(model: &Model, key: Key, now: Moment) -> bool {
    let is_asked = matches!(&model.mode, Mode::Guard(guard, _) if guard.is_about_conflict());
    if !is_asked || !model.common.discreet {
        return false;
    }
    let scene = model.common.scene(Regions::default(), now);
    let key = meant::by_place(&scene, key);
    let place = model.screen_focus(&scene);
    scene.keymap.resolve(place, key) == Some(Action::Program(Program::HideNames))
}

/// The line of the guess, begun with this digit: on that step digits are the guess, until the week is shown.
fn guess_line(model: &Model, scene: &Scene<'_>, key: Key) -> Option<AnswerLine> {
    let digit = key.typed().filter(char::is_ascii_digit)?;
    let is_asked = model.screen == Screen::Review && model.review.step == Step::Guess;
    let week = model.review.week(scene);
    let is_locked = scene
        .notes_of(week)
        .is_some_and(|notes| notes.review.revealed);
    (is_asked && !is_locked).then(|| AnswerLine::begin(scene, ReviewQuestion::Guess, week, digit))
}
