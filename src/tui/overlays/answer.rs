//! A question of the review that is answered in a line: what is typed, what is wrong with it, what it is kept as. It
//! begins with what was answered before; an emptied line takes the answer away.

use tui_input::Input;

use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::parse::{commitment, guess};
use crate::domain::review::{Reply, Response, ReviewAnswer, WeekNotes};
use crate::domain::text;
use crate::tui::action::{Action, LineAction};
use crate::tui::effect::{Effect, Handled};
use crate::tui::history::{Recall, TypedLine};
use crate::tui::key::Key;
use crate::tui::paint::{Ink, sentence};
use crate::tui::question::{OpenLine, ReviewQuestion};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::sheet::{Sheet, SheetCursor};
use crate::tui::widgets::text_input::{self, Prefill, Typed};

/// The line while it is typed.
#[derive(Clone, Debug)]
pub(crate) struct AnswerLine {
    question: ReviewQuestion,
    /// For which week's review.
    week: Week,
    /// What was kept for the week when the line opened.
    seen: Box<WeekNotes>,
    /// The commitment for the week after, then.
    committed: Option<String>,
    input: Input,
    prefill: Prefill,
    recall: Recall,
    /// Why the line was not taken.
    pub(crate) error: Option<String>,
    /// Whether what it begins with is hidden: then it takes no text, and no key runs anything.
    is_locked: bool,
}

impl AnswerLine {
    /// The question about a week, with what was answered before.
    pub(crate) fn open(scene: &Scene<'_>, question: ReviewQuestion, week: Week) -> Self {
        let mut line = Self::empty(scene, question, week);
        let said = answered(&line.question, &line.seen, line.committed.as_ref());
        let said = said.unwrap_or_default();
        line.recall = Recall::begin(said.clone());
        line.input = Input::new(said);
        line.prefill = if line.question == ReviewQuestion::Guess {
            Prefill::Replaced
        } else {
            Prefill::Followed
        };
        line
    }

    fn empty(scene: &Scene<'_>, question: ReviewQuestion, week: Week) -> Self {
        let next = scene.notes_of(scene.week_after(week));
        Self {
            question,
            week,
            seen: Box::new(scene.notes_of(week).cloned().unwrap_or_default()),
            committed: next.and_then(|notes| notes.commitment.clone()),
            input: Input::default(),
            prefill: Prefill::Joined,
            recall: Recall::default(),
            error: None,
            is_locked: false,
        }
    }

    /// Opens with one character typed, in place of what was answered before.
    pub(crate) fn begin(
        scene: &Scene<'_>,
        question: ReviewQuestion,
        week: Week,
        typed: char,
    ) -> Self {
        Self {
            input: Input::new(typed.to_string()),
            ..Self::empty(scene, question, week)
        }
    }

    /// The line, where it is typed in the page; what is wrong with it is told in a sheet.
    pub(crate) const fn in_page(&self) -> Option<OpenLine<'_>> {
        if !self.question.is_typed_in_page() || self.error.is_some() {
            return None;
        }
        Some(OpenLine {
            question: &self.question,
            input: &self.input,
        })
    }

    /// Begins with this text in place of what was answered before.
    pub(crate) fn begin_with(&mut self, text: String) {
        self.recall = Recall::begin(text.clone());
        self.input = Input::new(text);
    }

    /// Empties it, and takes no text from now on.
    pub(crate) fn lock(&mut self, why: String) {
        self.begin_with(String::new());
        (self.error, self.is_locked) = (Some(why), true);
    }

    /// Whether it begins with words of the rep's own, which may name someone.
    pub(crate) fn begins_with_words(&self) -> bool {
        let is_free = match self.question {
            ReviewQuestion::Guess => false,
            ReviewQuestion::Commitment => {
                commitment::parse_stored_commitment(self.input.value()).is_err()
            }
            ReviewQuestion::Surprise
            | ReviewQuestion::Moved
            | ReviewQuestion::Freed
            | ReviewQuestion::Reason(_)
            | ReviewQuestion::More
            | ReviewQuestion::Less
            | ReviewQuestion::Limit => true,
        };
        is_free && !self.input.value().is_empty()
    }

    /// What would be lost with the line.
    pub(crate) fn typed(&self) -> TypedLine {
        self.recall.typed(self.label(), self.input.value())
    }

    /// One key: every printable one is text.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
    ) -> Handled {
        if self.is_locked {
            return match action {
                Some(Action::Cancel) => Handled::Closed(None),
                Some(_) | None => Handled::Consumed(None),
            };
        }
        let typed = key.typed().filter(|_| action.is_none());
        self.prefill.meet(&mut self.input, typed);
        if let Some(Action::Line(LineAction::Recall(way))) = action {
            let (history, kind) = (scene.history, self.label());
            if self.recall.step(way, history, kind, &mut self.input) {
                self.error = None;
            }
            return Handled::Consumed(None);
        }
        match self.recall.edit(&mut self.input, key, action, 0) {
            Typed::Canceled => return Handled::Closed(None),
            Typed::Entered => return self.save(scene),
            Typed::Edited => self.error = None,
            Typed::Moved(_) | Typed::Nothing => {}
        }
        Handled::Consumed(None)
    }

    /// Pasted text is one line.
    pub(crate) fn paste(&mut self, pasted: &str) {
        if self.is_locked {
            return;
        }
        self.prefill.meet(&mut self.input, pasted.chars().next());
        text_input::paste_line(&mut self.input, pasted);
        self.error = None;
    }

    fn save(&mut self, scene: &Scene<'_>) -> Handled {
        match self.effect(scene) {
            Ok(Some(effect)) => effect.into(),
            Ok(None) => Handled::Closed(None),
            Err(why) => {
                self.error = Some(why);
                Handled::Consumed(None)
            }
        }
    }

    /// What the line asks of the file; nothing where an empty line has nothing to take away.
    fn effect(&self, scene: &Scene<'_>) -> Result<Option<Effect>, String> {
        let typed = text::clean_line(self.input.value());
        if typed.len() > text::NOTE_LIMIT {
            return Err(format!(
                "Too long: an answer has at most {} bytes",
                text::NOTE_LIMIT
            ));
        }
        let said = Some(typed.clone()).filter(|typed| !typed.is_empty());
        Ok(match &self.question {
            ReviewQuestion::Guess if said.is_none() => None,
            ReviewQuestion::Guess => {
                let guess = guess::parse_guess(&typed).map_err(|fault| fault.with_hint())?;
                let (week, guess) = (self.week, Some(guess));
                let seen = Some(self.seen.guess);
                Some(Effect::Apply(Change::Guess { week, guess, seen }))
            }
            ReviewQuestion::Commitment => {
                let taxonomy = &scene.context.taxonomy;
                let commitment = said
                    .map(|typed| commitment::parse_commitment(&typed, taxonomy))
                    .transpose()
                    .map_err(|fault| fault.with_hint())?;
                let week = scene.week_after(self.week);
                Some(Effect::Apply(Change::Commit {
                    week,
                    commitment,
                    seen: Some(self.committed.clone()),
                }))
            }
            ReviewQuestion::Surprise => Some(self.reflect(ReviewAnswer::Surprise(said))),
            ReviewQuestion::Moved => Some(self.reflect(ReviewAnswer::Moved(said))),
            ReviewQuestion::Freed => Some(self.reflect(ReviewAnswer::Freed(said))),
            ReviewQuestion::More => Some(self.reflect(ReviewAnswer::More(said))),
            ReviewQuestion::Less => Some(self.reflect(ReviewAnswer::Less(said))),
            ReviewQuestion::Limit => Some(self.reflect(ReviewAnswer::Limit(said))),
            ReviewQuestion::Reason(kind) => {
                let reply = said.map(|reason| Reply {
                    response: Response::Dismiss,
                    reason,
                });
                Some(self.reflect(ReviewAnswer::Alert(kind.clone(), reply)))
            }
        })
    }

    fn reflect(&self, answer: ReviewAnswer) -> Effect {
        let week = self.week;
        let seen = Some(self.seen.review.answers.clone().set(answer.clone()));
        Effect::Apply(Change::Reflect { week, answer, seen })
    }

    /// What stands before the line.
    pub(crate) const fn label(&self) -> &'static str {
        self.question.label()
    }

    /// What is asked, why the line was not taken or how it reads so far; and the line.
    pub(crate) fn sheet(&self, scene: &Scene<'_>, room: u16) -> Sheet {
        let theme = scene.theme;
        let (words, role) = match &self.error {
            Some(error) => (error.clone(), Role::Warning),
            None => (self.reads(scene), Role::Quiet),
        };
        Sheet {
            what: vec![scene.strong(self.question.question())],
            remarks: sentence(&words, theme.style(role), room),
            choices: vec![text_input::line(theme, self.label(), &self.input, room)],
            cursor: Some(SheetCursor::LastChoice(text_input::column(
                self.label(),
                &self.input,
                room,
            ))),
            ..Sheet::default()
        }
    }

    fn reads(&self, scene: &Scene<'_>) -> String {
        let typed = self.input.value().trim();
        let read = match &self.question {
            _ if typed.is_empty() => None,
            ReviewQuestion::Guess => Some(guess::parse_guess(typed).map(|guess| guess.to_string())),
            ReviewQuestion::Commitment => {
                let read = commitment::parse_commitment(typed, &scene.context.taxonomy);
                Some(read.map(|commitment| format!("reads: {commitment}")))
            }
            ReviewQuestion::Surprise
            | ReviewQuestion::Moved
            | ReviewQuestion::Freed
            | ReviewQuestion::Reason(_)
            | ReviewQuestion::More
            | ReviewQuestion::Less
            | ReviewQuestion::Limit => None,
        };
        match read {
            Some(read) => {
                read.unwrap_or_else(|fault| text_input::as_sentence(&fault.with_hint(), typed))
            }
            None if self.question == ReviewQuestion::Guess => {
                format!("{}: {}", self.week, self.question.hint())
            }
            None => self.question.hint().to_owned(),
        }
    }
}

/// What was answered to a question before; `committed` is the commitment of the week after.
fn answered(
    question: &ReviewQuestion,
    notes: &WeekNotes,
    committed: Option<&String>,
) -> Option<String> {
    let answers = notes.review.answers.clone();
    match question {
        ReviewQuestion::Guess => notes.guess.map(|guess| {
            let shares = [guess.selling]
                .into_iter()
                .chain(guess.rest.into_iter().flatten());
            shares
                .map(format::plain_figure)
                .collect::<Vec<_>>()
                .join(" ")
        }),
        ReviewQuestion::Surprise => answers.surprise,
        ReviewQuestion::Moved => answers.moved,
        ReviewQuestion::Freed => answers.freed,
        ReviewQuestion::Reason(kind) => answers.alerts.get(kind).map(|reply| reply.reason.clone()),
        ReviewQuestion::More => answers.more,
        ReviewQuestion::Less => answers.less,
        ReviewQuestion::Limit => answers.limit,
        ReviewQuestion::Commitment => committed.cloned(),
    }
}
