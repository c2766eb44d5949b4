//! What a key stands for before it is looked up: the one in its place on another layout, Esc and a key for a key with
//! Alt, one command for keys that came together. And what is said of a key that stands for nothing.

use ratatui::crossterm::event::KeyCode;

use super::model::Model;
use crate::domain::stamp::Moment;
use crate::tui::action::{Action, Capture};
use crate::tui::event::Wake;
use crate::tui::input::{french_digit, latin};
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::scene::Scene;
use crate::tui::widgets::text_input;

/// So many digits alone open the minutes, and are no one's note.
const DIGITS: usize = 5;

/// The keys to be pressed one by one in place of what came, if it stands for more than one.
pub(super) fn single_keys(model: &Model, wake: &Wake, now: Moment) -> Option<Vec<Key>> {
    let scene = model.common.scene(Regions::default(), now);
    match wake {
        Wake::Burst(keys) => {
            let is_text = model.mode.is_typed() || matches!(model.mode, Mode::Guard(_, Some(_)));
            (is_text || is_command(&scene, keys)).then(|| keys.clone())
        }
        Wake::Key(key) if model.mode.focus().is_some() && is_unbound_alt(model, &scene, *key) => {
            // A terminal sends Alt and a key as it sends Esc and, right after it, the key. Not so the keys of a
            // sequence.
            let comes_as_one_byte = matches!(
                key.code,
                KeyCode::Char(_)
                    | KeyCode::Enter
                    | KeyCode::Esc
                    | KeyCode::Tab
                    | KeyCode::Backspace
            );
            let alone = Key { alt: false, ..*key };
            comes_as_one_byte.then(|| vec![Key::plain(KeyCode::Esc), alone])
        }
        Wake::Key(_)
        | Wake::Paste(_)
        | Wake::Unfinished(_)
        | Wake::Click(_)
        | Wake::Wheel(_)
        | Wake::Background(_)
        | Wake::Resize
        | Wake::Suspend
        | Wake::Tick
        | Wake::Leave(_)
        | Wake::Gone => None,
    }
}

/// Minutes, the key of a capture, and the letter of one of its activities: a line that delivers late puts them together.
fn is_command(scene: &Scene<'_>, keys: &[Key]) -> bool {
    let is_digit = |key: &&Key| digit(scene, **key).is_some();
    let digits = keys.iter().take_while(is_digit).count();
    let action = |key: &Key| scene.keymap.resolve(Focus::Block, by_place(scene, *key));
    match &keys[digits..] {
        [] => digits <= DIGITS,
        [capture] => matches!(action(capture), Some(Action::Capture(_))),
        [capture, letter] => {
            let (
                Some(Action::Capture(Capture::Start(category) | Capture::Claim(category))),
                Some(c),
            ) = (action(capture), letter.typed())
            else {
                return false;
            };
            let taxonomy = &scene.context.taxonomy;
            taxonomy.by_letter(category, c).is_some()
        }
        _ => false,
    }
}

fn digit(scene: &Scene<'_>, key: Key) -> Option<char> {
    by_place(scene, key).typed().filter(char::is_ascii_digit)
}

/// The key that a key stands for outside of a line that is typed.
pub(super) fn by_place_in(model: &Model, scene: &Scene<'_>, key: Key) -> Key {
    if model.mode.is_typed() {
        return key;
    }
    if let Mode::Letters(letters) = &model.mode
        && letters.update(scene, key) != crate::tui::effect::Handled::Ignored
    {
        return key;
    }
    by_place(scene, key)
}

pub(super) fn by_place(scene: &Scene<'_>, key: Key) -> Key {
    let place = |c: char| latin(c).or_else(|| french_digit(c));
    let other = key
        .typed()
        .filter(|_| !scene.keymap.is_bound(key))
        .and_then(place);
    other.map_or(key, |c| Key::plain(KeyCode::Char(c)))
}

/// Whether a key with Alt does nothing here.
fn is_unbound_alt(model: &Model, scene: &Scene<'_>, key: Key) -> bool {
    let place = model
        .mode
        .focus()
        .unwrap_or_else(|| model.screen_focus(scene));
    let is_typing = model.mode.is_typed() && text_input::edits(key);
    key.alt && !is_typing && scene.keymap.resolve(place, key).is_none()
}

/// The small letter that does something here, where the capital that was pressed does nothing.
fn small_of(model: &Model, scene: &Scene<'_>, key: Key) -> Option<Key> {
    let place = model
        .mode
        .focus()
        .unwrap_or_else(|| model.screen_focus(scene));
    let capital = key.typed().filter(char::is_ascii_uppercase)?;
    let small = Key::plain(KeyCode::Char(capital.to_ascii_lowercase()));
    let acts = |key| scene.keymap.resolve(place, key).is_some();
    (!acts(key) && acts(small)).then_some(small)
}

/// What is said of a key that does nothing, where it could be taken for one that does.
/// `pressed` is what came, `key` what it stands for.
pub(super) fn hint_of(model: &Model, scene: &Scene<'_>, pressed: Key, key: Key) -> Option<String> {
    if model.mode.is_typed() {
        return None;
    }
    if is_unbound_alt(model, scene, key) {
        return Some(format!(
            "No command on {key} · [keys] in the config can set one"
        ));
    }
    if let Some(small) = small_of(model, scene, key) {
        return Some(format!(
            "{key} does nothing, {small} does: is Caps Lock on?"
        ));
    }
    let foreign = pressed
        .typed()
        .filter(|c| c.is_alphabetic() && !c.is_ascii())?;
    (!means_something(model, scene, key)).then(|| {
        format!("No command on {foreign} · ? to list the keys, [keys] in the config to add one")
    })
}

/// Whether a key does something where it is pressed: one with a place of its own, a digit, the letter of an activity.
fn means_something(model: &Model, scene: &Scene<'_>, key: Key) -> bool {
    let place = model
        .mode
        .focus()
        .unwrap_or_else(|| model.screen_focus(scene));
    let is_letter = matches!(&model.mode, Mode::Letters(letters) if letters.update(scene, key) != crate::tui::effect::Handled::Ignored);
    let is_digit = key.typed().is_some_and(|c| c.is_ascii_digit());
    is_letter || is_digit || scene.keymap.resolve(place, key).is_some()
}
