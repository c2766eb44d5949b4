//! The question about time away: it opens by itself at the start, later `z` opens it, and it never takes a key
//! that was not meant for it.

use ratatui::crossterm::event::KeyCode;
use tui_input::Input;

use crate::domain::away::{Answer, Cause, Question};
use crate::domain::block::Block;
use crate::domain::change::{Change, Target};
use crate::domain::format;
use crate::domain::narrate;
use crate::domain::stamp::{Length, Moment};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::model::{Asked, Model, Overlay, Prompt};
use crate::tui::overlays::prompt;
use crate::tui::update::refuse;

/// Opens the first question, if there is one.
pub(crate) fn open(model: &mut Model) -> Option<Effect> {
    if model.snapshot.questions.is_empty() {
        refuse(model, "no question about time away is open".to_owned());
    } else {
        model.overlay = Some(Overlay::Away);
    }
    None
}

/// The first open question and its block.
pub(crate) fn asked(model: &Model) -> Option<(Question, &Block)> {
    let question = model.snapshot.questions.first()?;
    Some((*question, model.block(question.block)?))
}

/// One key on the open question: an answer, or `None` for a key that means what it always does.
pub(crate) fn press(model: &mut Model, key: Key, now: Moment) -> Option<Option<Effect>> {
    model.overlay = None;
    let (question, block) = asked(model)?;
    let target = Target::from(block);
    let block = block.clone();
    let answer = |answer| {
        Some(Some(Effect::Apply(Change::Answer {
            target,
            question,
            answer,
        })))
    };
    if key.code == KeyCode::Enter {
        return answer(Answer::Keep);
    }
    let action = model.settings.keymap.resolve(key)?;
    if let Some(category) = action.starts().or(action.claims()) {
        return answer(Answer::Was(category));
    }
    match action {
        Action::Off => answer(Answer::Off),
        Action::Cancel => Some(None),
        Action::Split => Some(split(model, question, block, now)),
        _ => None,
    }
}

fn split(model: &mut Model, question: Question, block: Block, now: Moment) -> Option<Effect> {
    let input = Input::new(format::clock(question.since));
    let question = Some(question);
    let prompt = Prompt {
        asked: Asked::Split,
        block,
        input,
        names: Vec::new(),
        knows: None,
        completing: None,
        question,
        preview: None,
        error: None,
    };
    model.overlay = Some(Overlay::Prompt(prompt));
    prompt::preview(model, now)
}

/// What is asked, in a sentence.
pub(crate) fn sentence(model: &Model, now: Moment) -> Option<String> {
    let (question, block) = asked(model)?;
    let calendar = &model.settings.context.calendar;
    let clock = |moment| format::clock_on(moment, calendar, model.today);
    let what = narrate::what(block);
    Some(match question.cause {
        Cause::Slept => {
            let back = question.until.unwrap_or(now);
            let length: Length = back.at.since(question.since.at);
            format!(
                "Away from {} to {} ({}) while {what} ran. What was it?",
                clock(question.since),
                clock(back),
                format::spoken(length)
            )
        }
        Cause::Stale => {
            format!(
                "{what} has run since {}. Did it go on after {}?",
                clock(block.start),
                clock(question.since)
            )
        }
    })
}
