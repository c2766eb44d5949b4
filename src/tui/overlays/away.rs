//! The question about time away: it opens by itself at the start, later a key opens it, and it never takes a key
//! that was not meant for it.

use crate::domain::away::{Answer, Cause, Question};
use crate::domain::block::Block;
use crate::domain::change::{Change, Target};
use crate::domain::format;
use crate::domain::wording::describe_work;
use crate::tui::action::{Action, Capture, Fix};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::hints::AWAY_ANSWERS;
use crate::tui::key_table::Focus;
use crate::tui::paint::{Piece, hint, sentence, wrapped};
use crate::tui::scene::Scene;

/// One key on the open question: an answer, or a key that means what it always does.
pub(crate) fn update(scene: &Scene<'_>, action: Option<Action>) -> Handled {
    let (Some((question, block)), Some(action)) = (scene.away(), action) else {
        return Handled::Ignored;
    };
    let answer = match action {
        Action::KeepAll => Answer::Keep,
        Action::Capture(Capture::Start(category) | Capture::Claim(category)) => {
            Answer::Was(category)
        }
        Action::Capture(Capture::Off) => Answer::Off,
        Action::Cancel => return Handled::Closed(None),
        Action::Fix(Fix::Split) => {
            let kind = PromptKind::Split(Some(question));
            return Handled::Closed(Some(Effect::Prompt(kind, Box::new(block.clone()))));
        }
        Action::Capture(_)
        | Action::Describe(_)
        | Action::Fix(_)
        | Action::Suggestion(_)
        | Action::Go(_)
        | Action::Open(_)
        | Action::Review(_)
        | Action::Line(_)
        | Action::Copy
        | Action::Program(_) => return Handled::Ignored,
    };
    Handled::Closed(Some(Effect::Apply(Change::Answer {
        target: Target::from(block),
        question,
        answer,
    })))
}

/// What is asked, and the answers.
pub(crate) fn lines(scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let theme = scene.theme;
    let Some((question, block)) = scene.away() else {
        return Vec::new();
    };
    let asked = question_words(scene, &question, block);
    let style = theme.accent();
    let mut lines = sentence(&asked, style, room);
    let keep = format!("still {}: keep it all", block.category);
    let mut answers = vec![hint(
        theme,
        scene.keys(Focus::Away, &[Action::KeepAll]),
        &keep,
    )];
    answers.extend(
        AWAY_ANSWERS
            .iter()
            .map(|(actions, words)| hint(theme, scene.keys(Focus::Away, actions), words)),
    );
    lines.extend(wrapped(&answers, 3, room));
    lines
}

fn question_words(scene: &Scene<'_>, question: &Question, block: &Block) -> String {
    let calendar = &scene.context.calendar;
    let clock = |moment| format::clock_on(moment, calendar, scene.today);
    let what = describe_work(block);
    match question.cause {
        Cause::Slept => {
            let back = question.until.unwrap_or(scene.now);
            format!(
                "Away from {} to {} ({}) while {what} ran. What was it?",
                clock(question.since),
                clock(back),
                format::spoken(back.at.since(question.since.at))
            )
        }
        Cause::Stale => format!(
            "{what} has run since {}. Did it go on after {}?",
            clock(block.start),
            clock(question.since)
        ),
    }
}
