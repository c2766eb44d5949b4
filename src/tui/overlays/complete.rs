//! Tab in a prompt: the names that go on from what was typed, one after the other. In a quick line it is the word
//! before the cursor that is completed, by what its sigil stands for.

use tui_input::Input;

use crate::domain::parse::spell;
use crate::domain::taxonomy::{REQUESTERS, Taxonomy};
use crate::tui::effect::Effect;
use crate::tui::model::{Asked, Prompt};

/// Names from history for this prompt; requesters also know the usual ones.
pub(crate) fn know(prompt: &mut Prompt, mut names: Vec<String>, taxonomy: &Taxonomy) {
    if prompt.knows == Some(Asked::Requester) {
        let unknown = REQUESTERS
            .iter()
            .filter(|usual| !names.iter().any(|name| name.eq_ignore_ascii_case(usual)));
        let unknown: Vec<String> = unknown.map(|usual| (*usual).to_owned()).collect();
        names.extend(unknown);
    }
    prompt.names = names;
    // A quick line asks for names only when Tab is pressed.
    if matches!(prompt.asked, Asked::Note | Asked::Edit) {
        complete(prompt, 1, taxonomy);
    }
}

/// The names that begin with what was typed.
pub(crate) fn matching(prompt: &Prompt) -> Vec<&str> {
    let typed = prompt
        .completing
        .as_ref()
        .map_or(prompt.input.value(), |(typed, _)| typed)
        .trim_start_matches(['@', '!']);
    starting(&prompt.names, typed)
}

fn starting<'a>(names: &'a [String], typed: &str) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    names
        .iter()
        .map(String::as_str)
        .filter(|name| name.to_lowercase().starts_with(&typed))
        .collect()
}

/// Tab forward, or backward where `step` is negative. Asks for names that are not known yet.
pub(crate) fn complete(prompt: &mut Prompt, step: isize, taxonomy: &Taxonomy) -> Option<Effect> {
    match prompt.asked {
        Asked::Account | Asked::Requester => {
            let names: Vec<String> = matching(prompt).into_iter().map(str::to_owned).collect();
            let value = prompt.input.value().to_owned();
            let (typed, next) = turn(prompt, value, names.len(), step)?;
            prompt.input = Input::new(names.get(next)?.clone());
            prompt.completing = Some((typed, next));
            prompt.error = None;
            None
        }
        Asked::Note | Asked::Edit => complete_word(prompt, step, taxonomy),
        Asked::Outcome | Asked::Split => None,
    }
}

fn complete_word(prompt: &mut Prompt, step: isize, taxonomy: &Taxonomy) -> Option<Effect> {
    let value = prompt.input.value();
    let at = value
        .char_indices()
        .nth(prompt.input.cursor())
        .map_or(value.len(), |(at, _)| at);
    let (before, after) = (value[..at].to_owned(), value[at..].to_owned());
    let typed = prompt
        .completing
        .as_ref()
        .map_or(&before, |(typed, _)| typed)
        .clone();
    let start = typed
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1);
    let (kept, word) = typed.split_at(start);
    let sigil = word.chars().next()?;
    let names: Vec<String> = match sigil {
        '@' | '!' => {
            let asked = if sigil == '@' {
                Asked::Account
            } else {
                Asked::Requester
            };
            if prompt.knows != Some(asked) {
                prompt.knows = Some(asked);
                return Some(Effect::Names(asked));
            }
            prompt.names.clone()
        }
        '/' => taxonomy
            .kinds(prompt.block.category)
            .iter()
            .map(|kind| kind.name.clone())
            .collect(),
        _ => return None,
    };
    let names: Vec<String> = starting(&names, &word[1..])
        .into_iter()
        .map(str::to_owned)
        .collect();
    let kept = kept.to_owned();
    let (typed, next) = turn(prompt, before, names.len(), step)?;
    let whole = format!("{kept}{sigil}{}", spell::word(names.get(next)?));
    let cursor = whole.chars().count();
    prompt.input = Input::new(whole + &after).with_cursor(cursor);
    prompt.completing = Some((typed, next));
    prompt.error = None;
    None
}

/// Which of so many names comes next, and what was typed before the first Tab.
fn turn(prompt: &mut Prompt, typed: String, count: usize, step: isize) -> Option<(String, usize)> {
    let last = count.checked_sub(1)?;
    Some(match prompt.completing.take() {
        None => (typed, if step > 0 { 0 } else { last }),
        Some((typed, at)) => (typed, at.checked_add_signed(step).unwrap_or(last) % count),
    })
}
