//! The one-line prompts: note, account, requester, outcome. They begin with what the block says now, so that
//! an emptied line takes it away, and Esc leaves everything as it was.

use ratatui::crossterm::event::KeyCode;
use tui_input::Input;

use super::typing;
use crate::domain::away::Answer;
use crate::domain::block::{Account, Block, Outcomes, Requester};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::format;
use crate::domain::parse::{Fault, edit, quick, spell, time};
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Taxonomy;
use crate::domain::text;
use crate::insight::Context;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::model::{Asked, Model, Overlay, Prompt};
use crate::tui::overlays::complete;
use crate::tui::update::refuse;

/// Opens the prompt that the action asks for, on the selected block.
pub(crate) fn open(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    let asked = match action {
        Action::Account => Asked::Account,
        Action::Requester => Asked::Requester,
        Action::Outcome => Asked::Outcome,
        Action::Edit => Asked::Edit,
        Action::Split => Asked::Split,
        _ => Asked::Note,
    };
    let Some(block) = model.selected_block(now.at).cloned() else {
        refuse(
            model,
            "no block is selected: ↑ and ↓ select one, s a l d start one".to_owned(),
        );
        return None;
    };
    let input = Input::new(now_said(asked, &block, now));
    let prompt = Prompt {
        asked,
        block,
        input,
        names: Vec::new(),
        knows: Some(asked),
        completing: None,
        question: None,
        preview: None,
        error: None,
    };
    model.overlay = Some(Overlay::Prompt(prompt));
    match asked {
        Asked::Account | Asked::Requester => Some(Effect::Names(asked)),
        Asked::Note | Asked::Outcome => None,
        Asked::Edit | Asked::Split => preview(model, now),
    }
}

/// What the line begins with.
fn now_said(asked: Asked, block: &Block, now: Moment) -> String {
    let details = &block.details;
    match asked {
        Asked::Note if details.note.is_empty() => String::new(),
        Asked::Note => spell::note(details.note.as_str()),
        Asked::Account => details
            .account
            .as_ref()
            .map_or_else(String::new, |account| account.as_str().to_owned()),
        Asked::Requester => details
            .requester
            .as_ref()
            .map_or_else(String::new, |requester| requester.as_str().to_owned()),
        Asked::Outcome => spell::outcomes(&details.outcomes),
        Asked::Edit => spell::block(block),
        Asked::Split => {
            let half = Length::seconds(block.length(now.at).as_seconds() / 2);
            format::clock(Moment {
                at: block.start.at.plus(half),
                ..block.start
            })
        }
    }
}

/// One key in the prompt: every printable one is text.
pub(crate) fn press(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    if typing::leaves(key) {
        model.overlay = None;
        return None;
    }
    let context = &model.settings.context;
    let Some(Overlay::Prompt(prompt)) = &mut model.overlay else {
        return None;
    };
    match key.code {
        KeyCode::Enter => return save(prompt, context, now),
        KeyCode::Tab | KeyCode::BackTab => {
            let step = if key.code == KeyCode::Tab { 1 } else { -1 };
            if let Some(names) = complete::complete(prompt, step, &context.taxonomy) {
                return Some(names);
            }
        }
        _ => {
            if let Some(request) = typing::request(key) {
                prompt.input.handle(request);
                prompt.completing = None;
                prompt.error = None;
            }
        }
    }
    preview(model, now)
}

/// Says what the line would do to the lane, as it stands.
pub(super) fn preview(model: &mut Model, now: Moment) -> Option<Effect> {
    let context = &model.settings.context;
    let Some(Overlay::Prompt(prompt)) = &mut model.overlay else {
        return None;
    };
    if !matches!(prompt.asked, Asked::Edit | Asked::Split) {
        return None;
    }
    match change(prompt, context, now) {
        Ok(change) => Some(Effect::Preview(change)),
        Err(reason) => {
            prompt.preview = Some(reason);
            None
        }
    }
}

/// Pasted text is one piece of the note, line ends and all.
pub(crate) fn paste(model: &mut Model, pasted: &str, now: Moment) -> Option<Effect> {
    let Some(Overlay::Prompt(prompt)) = &mut model.overlay else {
        return None;
    };
    let pasted = match prompt.asked {
        Asked::Note | Asked::Edit => spell::note(&text::clean(pasted)),
        Asked::Account | Asked::Requester | Asked::Outcome | Asked::Split => {
            text::clean_line(pasted)
        }
    };
    typing::insert(&mut prompt.input, &pasted);
    prompt.completing = None;
    prompt.error = None;
    preview(model, now)
}

fn save(prompt: &mut Prompt, context: &Context, now: Moment) -> Option<Effect> {
    match change(prompt, context, now) {
        Ok(change) => Some(Effect::Apply(change)),
        Err(reason) => {
            prompt.error = Some(reason);
            None
        }
    }
}

/// The change that the line asks for.
fn change(prompt: &Prompt, context: &Context, now: Moment) -> Result<Change, String> {
    let target = Target::from(&prompt.block);
    let typed = prompt.input.value().trim();
    match prompt.asked {
        Asked::Note | Asked::Account | Asked::Requester | Asked::Outcome => Ok(Change::Edit {
            target,
            patch: patch(prompt, &context.taxonomy)?,
        }),
        Asked::Edit => {
            let edited = edit::rewrite(
                typed,
                &prompt.block,
                &context.taxonomy,
                now,
                &context.calendar,
            );
            Ok(Change::Edit {
                target,
                patch: edited.map_err(|fault| said(&fault))?.patch,
            })
        }
        Asked::Split => {
            let day = context.calendar.day_of(prompt.block.start);
            let told =
                time::time_on(typed, day, now, &context.calendar).map_err(|fault| said(&fault))?;
            Ok(match prompt.question {
                Some(question) => Change::Answer {
                    target,
                    question,
                    answer: Answer::Split(told.moment),
                },
                None => Change::Split {
                    target,
                    at: told.moment,
                },
            })
        }
    }
}

fn patch(prompt: &Prompt, taxonomy: &Taxonomy) -> Result<Patch, String> {
    let typed = prompt.input.value().trim();
    let name = typed.trim_start_matches(['@', '!']).trim();
    match prompt.asked {
        Asked::Note => {
            let patch =
                quick::patch(typed, &prompt.block, taxonomy).map_err(|fault| said(&fault))?;
            Ok(Patch {
                note: Some(patch.note.unwrap_or_default()),
                ..patch
            })
        }
        Asked::Account if name.is_empty() => Ok(Patch {
            account: Some(None),
            ..Patch::default()
        }),
        Asked::Account => match Account::new(name) {
            Ok(account) => Ok(Patch {
                account: Some(Some(account)),
                ..Patch::default()
            }),
            Err(fault) => Err(format!("the account {fault}")),
        },
        Asked::Requester if name.is_empty() => Ok(Patch {
            requester: Some(None),
            ..Patch::default()
        }),
        Asked::Requester => match Requester::new(name) {
            Ok(requester) => Ok(Patch {
                requester: Some(Some(requester)),
                ..Patch::default()
            }),
            Err(fault) => Err(format!("the requester {fault}")),
        },
        Asked::Edit | Asked::Split => Ok(Patch::default()),
        Asked::Outcome if typed.is_empty() => Ok(Patch {
            outcomes: Some(Outcomes::default()),
            ..Patch::default()
        }),
        Asked::Outcome => {
            let line: Vec<String> = typed
                .split_whitespace()
                .map(|word| format!("+{}", word.trim_start_matches('+')))
                .collect();
            let patch = quick::patch(&line.join(" "), &prompt.block, taxonomy)
                .map_err(|fault| said(&fault))?;
            Ok(Patch {
                outcomes: patch.outcomes,
                ..Patch::default()
            })
        }
    }
}

/// What is wrong with the line, and what to do about it.
fn said(fault: &Fault) -> String {
    match &fault.hint {
        Some(hint) => format!("{} — {hint}", fault.message),
        None => fault.message.clone(),
    }
}
