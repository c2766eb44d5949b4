//! The questions of the review that are answered in a line: what is typed, what is wrong with it, what it is kept
//! as. They begin with what was answered before; an emptied line takes it away.

use ratatui::crossterm::event::KeyCode;
use tui_input::Input;

use super::typing;
use crate::domain::calendar::Week;
use crate::domain::parse::{Fault, commitment, guess};
use crate::domain::review::{Reply, Response, Review};
use crate::domain::taxonomy::Taxonomy;
use crate::domain::text;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::model::{Model, Overlay};
use crate::tui::update::{refuse, review};

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// The shares of the week.
    Guess,
    /// What surprised.
    Surprise,
    /// Which conversation moved most.
    Moved,
    /// Where freed time is to go.
    Freed,
    /// Why this wake-up call is nothing.
    Reason(String),
    /// Do more.
    More,
    /// Do less.
    Less,
    /// Severely limit.
    Limit,
    /// The commitment for the week after.
    Commitment,
}

impl Wanted {
    /// The question as the page asks it.
    pub(crate) const fn question(&self) -> &'static str {
        match self {
            Self::Guess => "Your guess",
            Self::Surprise => "What surprised you?",
            Self::Moved => "Which conversation moved most, and why?",
            Self::Freed => "More of the same?",
            Self::Reason(_) => "Why is it nothing?",
            Self::More => "Do more",
            Self::Less => "Do less",
            Self::Limit => "Severely limit",
            Self::Commitment => "One commitment",
        }
    }

    /// What stands before the typed line.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Guess => "guess › ",
            Self::Surprise => "surprise › ",
            Self::Moved => "moved most › ",
            Self::Freed => "freed time › ",
            Self::Reason(_) => "reason › ",
            Self::More => "do more › ",
            Self::Less => "do less › ",
            Self::Limit => "limit › ",
            Self::Commitment => "commitment › ",
        }
    }

    /// What is said above the line.
    const fn hint(&self) -> &'static str {
        match self {
            Self::Guess => {
                "selling, or selling admin learning distraction, in percent: 60, or 60 22 10 8"
            }
            Self::Surprise => "What surprised you? One line is enough.",
            Self::Moved => "Which conversation moved most, and why?",
            Self::Freed => {
                "Most of the freed time went to one thing: more of the same, or where else?"
            }
            Self::Reason(_) => "Why is it nothing? An empty line takes the answer back.",
            Self::More => "What to do more of next week; at most one thing.",
            Self::Less => "What to do less of next week; at most one thing.",
            Self::Limit => "What to limit severely next week; at most one thing.",
            Self::Commitment => {
                "such as: >= 6h selling/prospecting · <= 4h admin · no distraction 09:00-11:00"
            }
        }
    }
}

/// A line in which an answer is typed.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// What is asked for.
    pub(crate) wanted: Wanted,
    /// For which week's review.
    pub(crate) week: Week,
    /// What is typed.
    pub(crate) input: Input,
    /// Why the line was not taken.
    pub(crate) error: Option<String>,
}

/// Opens a question about a week, with what was answered before.
pub(crate) fn open(model: &mut Model, wanted: Wanted, week: Week) -> Option<Effect> {
    let notes = model.notes_of(week).cloned().unwrap_or_default();
    if wanted == Wanted::Guess && notes.review.revealed {
        refuse(
            model,
            format!("the guess for {week} is locked in: the week has been shown"),
        );
        return None;
    }
    let answers = notes.review.answers;
    let said = match &wanted {
        Wanted::Guess => notes.guess.map(|guess| {
            let shares = [Some(guess.selling)]
                .into_iter()
                .chain(guess.rest.map(|rest| rest.map(Some)).into_iter().flatten());
            shares.flatten().map(percent).collect::<Vec<_>>().join(" ")
        }),
        Wanted::Surprise => answers.surprise,
        Wanted::Moved => answers.moved,
        Wanted::Freed => answers.freed,
        Wanted::Reason(kind) => answers.alerts.get(kind).map(|reply| reply.reason.clone()),
        Wanted::More => answers.more,
        Wanted::Less => answers.less,
        Wanted::Limit => answers.limit,
        Wanted::Commitment => model
            .notes_of(model.week_after(week))
            .and_then(|notes| notes.commitment.clone()),
    };
    model.overlay = Some(Overlay::Ask(Ask {
        wanted,
        week,
        input: Input::new(said.unwrap_or_default()),
        error: None,
    }));
    None
}

/// As it is typed: without a decimal where there is none.
fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
        .trim_end_matches(".0")
        .to_owned()
}

/// One key on the question: every printable one is text.
pub(crate) fn press(model: &mut Model, key: Key) -> Option<Effect> {
    if typing::leaves(key) {
        model.overlay = None;
        return None;
    }
    let Some(Overlay::Ask(ask)) = &mut model.overlay else {
        return None;
    };
    if key.code == KeyCode::Enter {
        return save(model);
    }
    if let Some(request) = typing::request(key) {
        ask.input.handle(request);
        ask.error = None;
    }
    None
}

/// Pasted text is one line.
pub(crate) fn paste(ask: &mut Ask, pasted: &str) {
    typing::insert(&mut ask.input, &text::clean_line(pasted));
    ask.error = None;
}

fn save(model: &mut Model) -> Option<Effect> {
    let Some(Overlay::Ask(ask)) = model.overlay.clone() else {
        return None;
    };
    let effect = match effect(model, &ask) {
        Ok(effect) => effect,
        Err(reason) => {
            model.overlay = Some(Overlay::Ask(Ask {
                error: Some(reason),
                ..ask
            }));
            return None;
        }
    };
    if effect.is_none() {
        model.overlay = None;
    }
    effect
}

/// What the line asks of the world; nothing where an empty line has nothing to take away.
fn effect(model: &Model, ask: &Ask) -> Result<Option<Effect>, String> {
    let typed = text::clean_line(ask.input.value());
    if typed.len() > text::NOTE_LIMIT {
        return Err(format!(
            "that is longer than the {} bytes that an answer may have",
            text::NOTE_LIMIT
        ));
    }
    let said = Some(typed.clone()).filter(|typed| !typed.is_empty());
    let keep = |change: &dyn Fn(&mut Review)| Ok(Some(review::keep(model, ask.week, change)));
    match &ask.wanted {
        Wanted::Guess if said.is_none() => Ok(None),
        Wanted::Guess => match guess::guess(&typed) {
            Ok(guess) => Ok(Some(Effect::Guess(ask.week, guess))),
            Err(fault) => Err(told(&fault)),
        },
        Wanted::Commitment => {
            let week = model.week_after(ask.week);
            match said {
                None => Ok(Some(Effect::Commit(week, None))),
                Some(typed) => {
                    match commitment::commitment(&typed, &model.settings.context.taxonomy) {
                        Ok(promise) => Ok(Some(Effect::Commit(week, Some(promise)))),
                        Err(fault) => Err(told(&fault)),
                    }
                }
            }
        }
        Wanted::Surprise => keep(&|review| review.answers.surprise.clone_from(&said)),
        Wanted::Moved => keep(&|review| review.answers.moved.clone_from(&said)),
        Wanted::Freed => keep(&|review| review.answers.freed.clone_from(&said)),
        Wanted::More => keep(&|review| review.answers.more.clone_from(&said)),
        Wanted::Less => keep(&|review| review.answers.less.clone_from(&said)),
        Wanted::Limit => keep(&|review| review.answers.limit.clone_from(&said)),
        Wanted::Reason(kind) => keep(&|review| {
            match &said {
                Some(reason) => {
                    let reply = Reply {
                        response: Response::Dismiss,
                        reason: reason.clone(),
                    };
                    review.answers.alerts.insert(kind.clone(), reply)
                }
                None => review.answers.alerts.remove(kind),
            };
        }),
    }
}

/// What stands above the line: why it was not taken, how it reads so far, or what is asked. And whether it warns.
pub(crate) fn above(ask: &Ask, taxonomy: &Taxonomy) -> (String, bool) {
    if let Some(error) = &ask.error {
        return (error.clone(), true);
    }
    let typed = ask.input.value().trim();
    let read = match &ask.wanted {
        _ if typed.is_empty() => None,
        Wanted::Guess => Some(guess::guess(typed).map(|guess| guess.to_string())),
        Wanted::Commitment => {
            Some(commitment::commitment(typed, taxonomy).map(|promise| format!("reads: {promise}")))
        }
        Wanted::Surprise
        | Wanted::Moved
        | Wanted::Freed
        | Wanted::Reason(_)
        | Wanted::More
        | Wanted::Less
        | Wanted::Limit => None,
    };
    match read {
        Some(Ok(words)) => (words, false),
        Some(Err(fault)) => (told(&fault), false),
        None if ask.wanted == Wanted::Guess => {
            (format!("{}: {}", ask.week, ask.wanted.hint()), false)
        }
        None => (ask.wanted.hint().to_owned(), false),
    }
}

/// What is wrong with the line, and what to do about it.
fn told(fault: &Fault) -> String {
    match &fault.hint {
        Some(hint) => format!("{} — {hint}", fault.message),
        None => fault.message.clone(),
    }
}
