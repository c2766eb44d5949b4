//! What a key does to the screen, and what it asks of the world. Decides nothing about the lane: that is the
//! store's, when it carries the effect out.

use super::action::Action;
use super::effect::{Effect, Outcome};
use super::event::Wake;
use super::key::Key;
use super::layout;
use super::model::{Cursor, Model, Overlay, Snapshot, Strip, Toast, Tone};
use super::overlays::prompt;
use crate::domain::block::{Activity, Block, Category, Details};
use crate::domain::calendar::Day;
use crate::domain::change::{Change, Patch, Target};
use crate::domain::narrate;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::insight::gaps::Entry;
use crate::store::{Applied, Fault, Undone};

/// How long a message stays that only says that all went well.
const TOAST: Length = Length::seconds(8);
/// So long after its start another activity is a correction of a block, not the next piece of work.
const SLIP: Length = Length::minutes(1);
/// The most digits of "so many minutes ago": a week and more.
const DIGITS: usize = 5;

/// One event.
pub(crate) fn update(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    match wake {
        Wake::Key(key) => press(model, *key, now),
        Wake::Paste(text) => {
            if let Some(Overlay::Prompt(prompt)) = &mut model.overlay {
                prompt::paste(prompt, text);
            }
            None
        }
        Wake::Tick => tick(model, now),
        Wake::Resize | Wake::Suspend | Wake::Leave(_) | Wake::Gone => None,
    }
}

/// Time passes: what has had its time goes, and a new day begins.
fn tick(model: &mut Model, now: Moment) -> Option<Effect> {
    model.strip = model.strip.filter(|strip| now.at < strip.until);
    if model.toast.as_ref().is_some_and(|toast| toast.until.is_some_and(|until| now.at >= until)) {
        model.toast = None;
    }
    let today = model.kit.setting.calendar.day_of(now);
    if today == model.today {
        return None;
    }
    let follows = model.day == model.today;
    model.today = today;
    follows.then(|| show(model, today))
}

fn press(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    tick(model, now);
    if let Some(Overlay::Prompt(_)) = &model.overlay {
        return prompt::press(model, key);
    }
    model.toast = None;
    if let Some(Overlay::Help(line)) = model.overlay
        && scrolls_help(model, key, line)
    {
        return None;
    }
    if let Some(effect) = pick(model, key, now) {
        return Some(effect);
    }
    model.strip = None;
    if let Some(digit) = key.typed().filter(char::is_ascii_digit) {
        return type_digit(model, digit, now);
    }
    let digits = std::mem::take(&mut model.digits);
    model.preview = None;
    let action = model.kit.keymap.resolve(key)?;
    if digits.is_empty() { act(model, action, now) } else { act_late(model, action, &digits, now) }
}

/// Whether the key moved the help or closed it. Any other key closes it too, and does what it always does.
fn scrolls_help(model: &mut Model, key: Key, line: usize) -> bool {
    let page = usize::from(model.size.height.saturating_sub(4)).max(1);
    let last = layout::help_lines(model).saturating_sub(page);
    let to = match model.kit.keymap.resolve(key) {
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
    model.overlay = Some(Overlay::Help(to.min(last)));
    true
}

/// A letter of the strip sets the activity. Where the block has run as another activity for a while, a small
/// letter speaks of now on, as small letters do: that work begins now, and what was done stays what it was.
fn pick(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    let strip = model.strip?;
    let kind = model.kit.setting.taxonomy.by_letter(strip.category, key.typed()?)?;
    let activity = Activity::new(&kind.name).ok()?;
    let block = model.block(strip.block)?;
    let target = Target::from(block);
    let other = block.details.activity.as_ref().is_some_and(|known| *known != activity);
    let begins = strip.from_now && other && block.length(now.at) > SLIP;
    model.strip = None;
    if begins {
        let details = Details { activity: Some(activity), ..Details::default() };
        return Some(Effect::Apply(Change::Start { at: now, category: strip.category, details }));
    }
    let patch = Patch { activity: Some(Some(activity)), ..Patch::default() };
    Some(Effect::Apply(Change::Edit { target, patch }))
}

fn type_digit(model: &mut Model, digit: char, now: Moment) -> Option<Effect> {
    if model.digits.len() < DIGITS {
        model.digits.push(digit);
    }
    let at = minutes_ago(model, &model.digits, now)?;
    // Any category shows what gives way; one that does not run shows it best.
    let runs = model.snapshot.running.as_ref().map(|block| block.category);
    let category = if runs == Some(Category::Selling) { Category::Admin } else { Category::Selling };
    Some(Effect::Preview(Change::Start { at, category, details: Details::default() }))
}

fn minutes_ago(model: &Model, digits: &str, now: Moment) -> Option<Moment> {
    let minutes: i64 = digits.parse().ok()?;
    Some(model.kit.setting.calendar.here(now.at.minus(Length::minutes(minutes))))
}

/// A key after digits: it began so many minutes ago.
fn act_late(model: &mut Model, action: Action, digits: &str, now: Moment) -> Option<Effect> {
    let at = minutes_ago(model, digits, now)?;
    match action {
        Action::Off => return Some(Effect::Apply(Change::Stop { at })),
        Action::Resume => return Some(Effect::Apply(Change::Resume { at })),
        Action::Cancel => return None,
        action => {
            if let Some(category) = action.starts() {
                return Some(start(category, at));
            }
        }
    }
    let ways = "minutes go before s, a, l, d, b, o and .";
    refuse(model, format!("{digits} min and \"{}\" do not go together: {ways}", action.name()));
    None
}

fn start(category: Category, at: Moment) -> Effect {
    Effect::Apply(Change::Start { at, category, details: Details::default() })
}

fn act(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    match action {
        Action::Selling | Action::Admin | Action::Learning | Action::Distraction | Action::Break => {
            Some(start(action.starts()?, now))
        }
        Action::Off => Some(Effect::Apply(Change::Stop { at: now })),
        Action::Resume => Some(Effect::Apply(Change::Resume { at: now })),
        Action::ClaimSelling | Action::ClaimAdmin | Action::ClaimLearning | Action::ClaimDistraction => {
            let day_start = model.kit.setting.calendar.first_instant(model.today);
            Some(Effect::Apply(Change::Claim { at: now, day_start, category: action.claims()? }))
        }
        Action::Note | Action::Account | Action::Requester | Action::Outcome => prompt::open(model, action),
        Action::Delete => delete(model),
        Action::Undo => Some(Effect::Undo),
        Action::Redo => Some(Effect::Redo),
        Action::Up => select(model, now, -1),
        Action::Down => select(model, now, 1),
        Action::PageUp => select(model, now, -10),
        Action::PageDown => select(model, now, 10),
        Action::DayBefore => Some(show(model, model.day.plus(-1))),
        Action::DayAfter if model.day < model.today => Some(show(model, model.day.plus(1))),
        Action::Today => Some(show(model, model.today)),
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
        // There is one screen so far, and nothing is open that could be cancelled.
        Action::NextScreen | Action::PreviousScreen | Action::DayAfter | Action::Cancel => None,
    }
}

fn delete(model: &mut Model) -> Option<Effect> {
    let Some(block) = model.subject() else {
        refuse(model, "no block is selected: ↑ and ↓ select one".to_owned());
        return None;
    };
    Some(Effect::Apply(Change::Delete { target: Target::from(block) }))
}

fn select(model: &mut Model, now: Moment, step: isize) -> Option<Effect> {
    let entries = model.entries(now.at);
    let from = model.selected(&entries)?;
    let to = from.saturating_add_signed(step).min(entries.len().saturating_sub(1));
    let cursor = match entries.get(to)? {
        Entry::Block { block, .. } => Cursor::Block(block.id),
        Entry::Untracked(span) | Entry::Off(span) => Cursor::Gap(span.start()),
    };
    model.cursor = cursor;
    None
}

fn show(model: &mut Model, day: Day) -> Effect {
    model.day = day;
    model.cursor = Cursor::Newest;
    Effect::Load
}

/// What came of an effect, and the file as it is after it.
pub(crate) fn absorb(model: &mut Model, outcome: Outcome, snapshot: Snapshot, now: Moment) {
    model.snapshot = snapshot;
    match outcome {
        Outcome::Applied(change, Ok(applied)) => {
            if let Some(Overlay::Prompt(_)) = model.overlay {
                model.overlay = None;
            }
            follow(model, &change, &applied, now);
            let ago = matches!(&change, Change::Start { at, .. } | Change::Resume { at } | Change::Stop { at } if at.at < now.at);
            let beside = matches!(change, Change::Add { .. } | Change::Edit { .. }) || ago;
            let mut words = vec![narrate::headline(&change, &applied.edits, applied.focus.as_ref())];
            if beside {
                words.extend(narrate::neighbours(&applied.edits, applied.focus.as_ref().map(|block| block.id)));
            }
            if !applied.edits.is_empty() {
                words.push("u undoes".to_owned());
            }
            done(model, words.join(" · "), now.at);
        }
        Outcome::Applied(_, Err(fault)) => failed(model, &fault),
        Outcome::Previewed(Ok(plan)) => {
            let beside = narrate::neighbours(&plan.edits, plan.focus);
            model.preview = Some(beside.join(" · "));
        }
        Outcome::Previewed(Err(fault)) => model.preview = Some(fault.to_string()),
        Outcome::Undone(result) => replayed(model, result, "Undone", "nothing left to undo", now),
        Outcome::Redone(result) => replayed(model, result, "Redone", "nothing to redo", now),
        Outcome::Loaded => {}
        Outcome::Names(Ok(names)) => {
            if let Some(Overlay::Prompt(prompt)) = &mut model.overlay {
                prompt::know(prompt, names);
            }
        }
        Outcome::Names(Err(error)) => failed(model, &Fault::Store(error)),
    }
}

/// The cursor goes with what was just done, and the strip opens where a letter can say more.
fn follow(model: &mut Model, change: &Change, applied: &Applied, now: Moment) {
    let captured = match change {
        Change::Start { details, .. } => details.activity.is_none(),
        Change::Claim { .. } => true,
        Change::Stop { .. } | Change::Resume { .. } => {
            model.cursor = Cursor::Newest;
            false
        }
        Change::Split { .. } | Change::Merge { .. } => {
            model.cursor = applied.focus.as_ref().map_or(Cursor::Newest, |block| Cursor::Block(block.id));
            false
        }
        Change::Add { .. } | Change::Edit { .. } | Change::Delete { .. } | Change::Import { .. } => false,
    };
    if matches!(change, Change::Start { .. } | Change::Claim { .. }) {
        model.cursor = Cursor::Newest;
    }
    if !captured {
        return;
    }
    let kinds = |block: &&Block| !model.kit.setting.taxonomy.kinds(block.category).is_empty();
    model.strip = applied.focus.as_ref().filter(kinds).map(|block| Strip {
        block: block.id,
        category: block.category,
        from_now: matches!(change, Change::Start { .. }) && applied.edits.is_empty(),
        until: now.at.plus(model.kit.strip),
    });
}

fn replayed(model: &mut Model, result: Result<Option<Undone>, Fault>, verb: &str, nothing: &str, now: Moment) {
    match result {
        Ok(Some(undone)) => done(model, format!("{verb}: {}", undone.label), now.at),
        Ok(None) => refuse(model, nothing.to_owned()),
        Err(fault) => failed(model, &fault),
    }
}

fn done(model: &mut Model, text: String, now: Stamp) {
    model.toast = Some(Toast { text, tone: Tone::Done, until: Some(now.plus(TOAST)) });
}

/// Says why something is not done.
pub(super) fn refuse(model: &mut Model, text: String) {
    model.toast = Some(Toast { text, tone: Tone::Refused, until: None });
}

/// The typed text stays where it is, to be saved again.
pub(super) fn failed(model: &mut Model, fault: &Fault) {
    let text = format!("Not saved: {fault} — {}", fault.hint());
    match &mut model.overlay {
        Some(Overlay::Prompt(prompt)) => prompt.error = Some(text),
        Some(Overlay::Help(_)) | None => refuse(model, text),
    }
}
