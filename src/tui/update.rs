//! What a key does to the screen, and what it asks of the world. Decides nothing about the lane: that is the
//! store's, when it carries the effect out.

mod apply_outcome;
mod correct;
mod pointer;
pub(crate) mod review;
mod screens;

use super::action::Action;
use super::effect::Effect;
use super::event::Wake;
use super::key::Key;
use super::layout;
use super::model::{Cursor, Model, Overlay, Screen, Toast, Tone};
use super::overlays::ask::{self, Wanted};
use super::overlays::{away, find, month, palette, prompt};
use crate::domain::block::{Activity, Category, Details};
use crate::domain::calendar::Day;
use crate::domain::change::{Change, Patch, Target};
use crate::domain::stamp::{Length, Moment};
pub(crate) use apply_outcome::apply_outcome;

/// So long after its start another activity is a correction of a block, not the next piece of work.
const SLIP: Length = Length::minutes(1);
/// The most digits of "so many minutes ago": a week and more.
const DIGITS: usize = 5;

/// One event.
pub(crate) fn update(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    match wake {
        Wake::Key(key) => press(model, *key, now),
        Wake::Paste(text) => paste(model, text, now),
        Wake::Click(at) => pointer::click(model, *at, now),
        Wake::Wheel(step) => pointer::wheel(model, *step, now),
        Wake::Tick => tick(model, now)
            .or_else(|| month::read(model))
            .or_else(|| find::next(model)),
        Wake::Resize | Wake::Suspend | Wake::Leave(_) | Wake::Gone => None,
    }
}

fn paste(model: &mut Model, text: &str, now: Moment) -> Option<Effect> {
    if let Some(Overlay::Palette(open)) = &mut model.overlay {
        palette::paste(open, text);
        return None;
    }
    if let Some(Overlay::Find(_)) = &model.overlay {
        return find::paste(model, text);
    }
    if let Some(Overlay::Ask(open)) = &mut model.overlay {
        ask::paste(open, text);
        return None;
    }
    prompt::paste(model, text, now)
}

/// Time passes: what has had its time goes, and a new day begins.
fn tick(model: &mut Model, now: Moment) -> Option<Effect> {
    model.strip = model.strip.filter(|strip| now.at < strip.until);
    if model
        .toast
        .as_ref()
        .is_some_and(|toast| toast.until.is_some_and(|until| now.at >= until))
    {
        model.toast = None;
    }
    apply_outcome::refresh(model, now);
    let today = model.settings.context.calendar.day_of(now);
    if today == model.today {
        review::refresh(model, now);
        return None;
    }
    let follows = model.day == model.today;
    model.today = today;
    // The review that is due may be another one now.
    let reviews = model.screen == Screen::Review;
    if follows {
        Some(show(model, today))
    } else {
        reviews.then_some(Effect::Load)
    }
}

fn press(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    tick(model, now);
    if let Some(Overlay::Away) = &model.overlay
        && let Some(effect) = away::press(model, key, now)
    {
        return effect;
    }
    if let Some(Overlay::Prompt(_)) = &model.overlay {
        return prompt::press(model, key, now);
    }
    if let Some(Overlay::Ask(_)) = &model.overlay {
        return ask::press(model, key);
    }
    if let Some(Overlay::Palette(_)) = &model.overlay {
        return palette::press(model, key, now);
    }
    if let Some(Overlay::Find(_)) = &model.overlay {
        return find::press(model, key);
    }
    model.toast = None;
    if let Some(effect) = month::press(model, key) {
        return effect;
    }
    if let Some(Overlay::Help(line)) = model.overlay
        && scrolls_help(model, key, line)
    {
        return None;
    }
    if let Some(effect) = pick(model, key, now) {
        return Some(effect);
    }
    model.strip = None;
    let armed = model.armed.take();
    if std::mem::take(&mut model.changing) {
        let action = model.settings.keymap.resolve(key);
        if let Some(category) = action.and_then(|action| action.starts().or(action.claims())) {
            return correct::change_to(model, category, now);
        }
        if action == Some(Action::Cancel) {
            return None;
        }
    }
    if let Some(digit) = key.typed().filter(char::is_ascii_digit) {
        return type_digit(model, digit, now);
    }
    let digits = std::mem::take(&mut model.digits);
    model.preview = None;
    let action = model.settings.keymap.resolve(key)?;
    if digits.is_empty() {
        run(model, action, armed, now)
    } else {
        act_late(model, action, &digits, now)
    }
}

/// Does what a key does, in the palette too. Asked again, it does what it was warned about.
pub(super) fn run(
    model: &mut Model,
    action: Action,
    armed: Option<Change>,
    now: Moment,
) -> Option<Effect> {
    if action == Action::Palette {
        palette::open(model, armed);
        return None;
    }
    match act(model, action, now) {
        Some(Effect::Weigh(change)) if armed.as_ref() == Some(&change) => {
            Some(Effect::Apply(change))
        }
        effect => effect,
    }
}

/// Whether the key moved the help or closed it. Any other key closes it too, and does what it always does.
fn scrolls_help(model: &mut Model, key: Key, line: usize) -> bool {
    let page = layout::help_page(model.size);
    let to = match model.settings.keymap.resolve(key) {
        Some(Action::Up) => line.saturating_sub(1),
        Some(Action::Down) => line + 1,
        Some(Action::PageUp) => line.saturating_sub(page),
        Some(Action::PageDown) => line + page,
        Some(Action::Help | Action::Cancel | Action::Quit) => {
            model.overlay = None;
            return true;
        }
        Some(_) | None => {
            model.overlay = None;
            return false;
        }
    };
    show_help(model, to);
    true
}

/// The help from this line on, as far as there are lines.
fn show_help(model: &mut Model, line: usize) {
    let last = layout::help_lines(model).saturating_sub(layout::help_page(model.size));
    model.overlay = Some(Overlay::Help(line.min(last)));
}

/// A letter of the strip sets the activity. Where the block has run as another activity for a while, a small
/// letter speaks of now on, as small letters do: that work begins now, and what was done stays what it was.
fn pick(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    let strip = model.strip?;
    let kind = model
        .settings
        .context
        .taxonomy
        .by_letter(strip.category, key.typed()?)?;
    let activity = Activity::new(&kind.name).ok()?;
    let block = model.block(strip.block)?;
    let target = Target::from(block);
    let other = block
        .details
        .activity
        .as_ref()
        .is_some_and(|known| *known != activity);
    let begins = strip.from_now && other && block.length(now.at) > SLIP;
    model.strip = None;
    if begins {
        let details = Details {
            activity: Some(activity),
            ..Details::default()
        };
        return Some(Effect::Apply(Change::Start {
            at: now,
            category: strip.category,
            details,
        }));
    }
    let patch = Patch {
        activity: Some(Some(activity)),
        ..Patch::default()
    };
    Some(Effect::Apply(Change::Edit { target, patch }))
}

fn type_digit(model: &mut Model, digit: char, now: Moment) -> Option<Effect> {
    if model.digits.len() < DIGITS {
        model.digits.push(digit);
    }
    let at = minutes_ago(model, &model.digits, now)?;
    // Any category shows what gives way; one that does not run shows it best.
    let runs = model.snapshot.running.as_ref().map(|block| block.category);
    let category = if runs == Some(Category::Selling) {
        Category::Admin
    } else {
        Category::Selling
    };
    Some(Effect::Preview(Change::Start {
        at,
        category,
        details: Details::default(),
    }))
}

fn minutes_ago(model: &Model, digits: &str, now: Moment) -> Option<Moment> {
    let minutes: i64 = digits.parse().ok()?;
    Some(
        model
            .settings
            .context
            .calendar
            .here(now.at.minus(Length::minutes(minutes))),
    )
}

/// A key after digits: it began so many minutes ago.
fn act_late(model: &mut Model, action: Action, digits: &str, now: Moment) -> Option<Effect> {
    let at = minutes_ago(model, digits, now)?;
    match action {
        Action::Off => {
            model.go_to(model.today);
            return Some(Effect::Apply(Change::Stop { at }));
        }
        Action::Resume => {
            model.go_to(model.today);
            return Some(Effect::Apply(Change::Resume { at }));
        }
        Action::Cancel => return None,
        action => {
            if let Some(category) = action.starts() {
                model.go_to(model.today);
                return Some(start(category, at));
            }
        }
    }
    let key = model
        .settings
        .keymap
        .keys(action)
        .next()
        .map_or_else(String::new, |key| key.to_string());
    refuse(
        model,
        format!("{digits} and {key} do not go together: minutes go before s a l d b o ."),
    );
    None
}

fn start(category: Category, at: Moment) -> Effect {
    Effect::Apply(Change::Start {
        at,
        category,
        details: Details::default(),
    })
}

/// What is tagged now stands on today's list, so that is where to look.
fn look_where_it_is_tagged(model: &mut Model, action: Action) {
    let captures = action.starts().or(action.claims()).is_some()
        || matches!(action, Action::Off | Action::Resume);
    if captures {
        model.go_to(model.today);
    }
}

/// A prompt on the selected block; a suggestion is accepted instead of edited.
fn describe(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    if action == Action::Edit && correct::on_suggestion(model, now) {
        return correct::accept(model, now);
    }
    prompt::open(model, action, now)
}

fn act(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    look_where_it_is_tagged(model, action);
    if let Some(effect) = screens::act(model, action, now) {
        return effect;
    }
    match action {
        Action::Selling
        | Action::Admin
        | Action::Learning
        | Action::Distraction
        | Action::Break => Some(start(action.starts()?, now)),
        Action::Off => Some(Effect::Apply(Change::Stop { at: now })),
        Action::Resume => Some(Effect::Apply(Change::Resume { at: now })),
        Action::ClaimSelling
        | Action::ClaimAdmin
        | Action::ClaimLearning
        | Action::ClaimDistraction => {
            let day_start = model.settings.context.calendar.first_instant(model.today);
            Some(Effect::Apply(Change::Claim {
                at: now,
                day_start,
                category: action.claims()?,
            }))
        }
        Action::Change => {
            model.changing = true;
            None
        }
        Action::Note
        | Action::Account
        | Action::Requester
        | Action::Outcome
        | Action::Edit
        | Action::Split => describe(model, action, now),
        Action::StartEarlier | Action::StartLater | Action::EndEarlier | Action::EndLater => {
            correct::nudge(model, action, now)
        }
        Action::Merge => correct::merge(model, now),
        Action::Delete => correct::delete(model, now),
        Action::Away => away::open(model),
        Action::NextGap => {
            correct::next_gap(model, now);
            None
        }
        Action::Undo => Some(Effect::Undo),
        Action::Redo => Some(Effect::Redo),
        Action::Up => select(model, now, -1),
        Action::Down => select(model, now, 1),
        Action::PageUp => select(model, now, -10),
        Action::PageDown => select(model, now, 10),
        Action::DayBefore => Some(show(model, model.day.plus(-1))),
        Action::DayAfter if model.day < model.today => Some(show(model, model.day.plus(1))),
        Action::Month => month::open(model),
        Action::Find => {
            find::open(model);
            None
        }
        Action::Today => Some(show(model, model.today)),
        Action::Guess => ask::open(model, Wanted::Guess, review::guessed_week(model)),
        Action::Copy => {
            refuse(
                model,
                "the recap is copied from the review: shift-tab goes there from Today".to_owned(),
            );
            None
        }
        Action::Help => {
            model.overlay = Some(Overlay::Help(0));
            None
        }
        Action::Redraw => Some(Effect::Redraw),
        Action::Suspend => Some(Effect::Suspend),
        Action::Quit => {
            model.quits = true;
            None
        }
        Action::NextScreen => Some(screens::go(model, model.screen.step(1))),
        Action::PreviousScreen => {
            Some(screens::go(model, model.screen.step(Screen::ALL.len() - 1)))
        }
        // Nothing is open that could be cancelled, and `run` opens the palette.
        Action::DayAfter | Action::Cancel | Action::Palette => None,
    }
}

fn select(model: &mut Model, now: Moment, step: isize) -> Option<Effect> {
    match model.screen {
        Screen::Today => {}
        Screen::Week | Screen::Trends => return screens::scroll(model, step, now),
        Screen::Review => return review::row(model, step, now),
    }
    let entries = model.entries(now.at);
    let from = model.selected(&entries)?;
    let to = from
        .saturating_add_signed(step)
        .min(entries.len().saturating_sub(1));
    model.cursor = Cursor::on(entries.get(to)?);
    None
}

/// Shows another day.
pub(super) fn show(model: &mut Model, day: Day) -> Effect {
    model.go_to(day);
    Effect::Load
}

/// Says why something is not done.
pub(super) fn refuse(model: &mut Model, text: String) {
    model.toast = Some(Toast {
        text,
        tone: Tone::Refused,
        until: None,
    });
}
