//! What a key means now: nothing is pending, or one thing that gets the keys first.

use std::time::Instant;

use super::action::{Action, Capture};
use super::effect::{Effect, Handled};
use super::history::TypedLine;
use super::key::Key;
use super::key_table::Focus;
use super::overlays::answer::AnswerLine;
use super::overlays::away::Card;
use super::overlays::back_date::BackDate;
use super::overlays::find::Find;
use super::overlays::guard::Guard;
use super::overlays::help::Help;
use super::overlays::history::History;
use super::overlays::letters::Letters;
use super::overlays::month::Month;
use super::overlays::palette::Palette;
use super::overlays::prompt::Prompt;
use super::preview::Preview;
use super::question::OpenLine;
use super::scene::Scene;
use crate::domain::discreet::Masks;

#[derive(Clone, Debug, Default)]
pub(crate) enum Mode {
    #[default]
    Normal,
    BackDate(BackDate),
    Letters(Letters),
    /// The next letter says what the selected block or gap was.
    Category,
    /// A change to be agreed to, and the line that asked for it, if one did.
    Guard(Guard, Option<Box<Self>>),
    Prompt(Box<Prompt>),
    Answer(AnswerLine),
    Away(Card),
    Help(Help),
    Palette(Palette),
    Month(Month),
    History(History),
    Find(Find),
}

impl Mode {
    /// Where the keys go, if not to the screen below.
    pub(crate) const fn focus(&self) -> Option<Focus> {
        match self {
            Self::Normal
            | Self::BackDate(_)
            | Self::Letters(_)
            | Self::Category
            | Self::Guard(..) => None,
            Self::Prompt(prompt) => Some(prompt.focus()),
            Self::Answer(_) => Some(Focus::PlainPrompt),
            Self::Away(_) => Some(Focus::Away),
            Self::Help(_) => Some(Focus::Help),
            Self::Palette(_) => Some(Focus::Palette),
            Self::Month(_) => Some(Focus::Month),
            Self::History(_) => Some(Focus::History),
            Self::Find(_) => Some(Focus::Find),
        }
    }

    /// When a press of the key that answers a question counts.
    pub(crate) fn due(&self) -> Option<Instant> {
        match self {
            Self::Guard(guard, _) => guard.due(),
            Self::Away(card) => card.due(),
            Self::Normal
            | Self::BackDate(_)
            | Self::Letters(_)
            | Self::Category
            | Self::Prompt(_)
            | Self::Answer(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Month(_)
            | Self::History(_)
            | Self::Find(_) => None,
        }
    }

    /// What a change that waits would do.
    pub(crate) const fn preview(&self) -> Option<&Preview> {
        match self {
            Self::BackDate(minutes) => minutes.preview.as_ref(),
            Self::Guard(guard, _) => guard.preview(),
            Self::Prompt(prompt) => prompt.preview.as_ref(),
            Self::Normal
            | Self::Letters(_)
            | Self::Category
            | Self::Answer(_)
            | Self::Away(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Month(_)
            | Self::History(_)
            | Self::Find(_) => None,
        }
    }

    /// The line that is typed in the page.
    pub(crate) const fn line_in_page(&self) -> Option<OpenLine<'_>> {
        if let Self::Answer(line) = self {
            line.in_page()
        } else {
            None
        }
    }

    /// Whether a change waits to be agreed to.
    pub(crate) const fn is_guard(&self) -> bool {
        matches!(self, Self::Guard(..))
    }

    /// Whether a line is typed that is to be saved.
    pub(crate) const fn is_line(&self) -> bool {
        matches!(self, Self::Prompt(_) | Self::Answer(_))
    }

    /// The line that is typed, also while it waits to be agreed to.
    pub(crate) fn typed_line(&self) -> Option<TypedLine> {
        match self {
            Self::Guard(_, Some(line)) => line.typed_line(),
            Self::Prompt(prompt) => Some(prompt.typed()),
            Self::Answer(line) => Some(line.typed()),
            Self::Find(find) => Some(find.typed()),
            Self::Normal
            | Self::BackDate(_)
            | Self::Letters(_)
            | Self::Category
            | Self::Guard(_, None)
            | Self::Away(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Month(_)
            | Self::History(_) => None,
        }
    }

    /// Hides names and notes in what is pending; what the person types is seen.
    pub(crate) fn hide_names(&mut self, masks: &mut Masks) {
        match self {
            Self::BackDate(minutes) => {
                if let Some(preview) = &mut minutes.preview {
                    preview.hide_names(masks);
                }
            }
            Self::Letters(letters) => letters.hide_names(),
            Self::Guard(guard, line) => {
                guard.hide_names(masks);
                if let Some(line) = line {
                    line.hide_names(masks);
                }
            }
            Self::Prompt(prompt) => prompt.hide_names(masks),
            Self::History(history) => history.hide_names(),
            Self::Find(find) => find.hide_names(masks),
            Self::Normal
            | Self::Category
            | Self::Answer(_)
            | Self::Away(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Month(_) => {}
        }
    }

    /// Whether every printable key is text.
    pub(crate) const fn is_typed(&self) -> bool {
        matches!(
            self,
            Self::Prompt(_) | Self::Answer(_) | Self::Palette(_) | Self::Find(_)
        )
    }

    /// Whether it lies over the dimmed screen.
    pub(crate) const fn is_card(&self) -> bool {
        matches!(
            self,
            Self::Help(_)
                | Self::Palette(_)
                | Self::Month(_)
                | Self::History(_)
                | Self::Find(_)
                | Self::Away(_)
        )
    }

    /// Whether the screen below gets no click.
    pub(crate) const fn covers_screen(&self) -> bool {
        self.is_typed() || matches!(self, Self::Help(_) | Self::Month(_) | Self::History(_))
    }

    /// A key on what is pending; `below` is where the keys of the screen go, `at` when it came.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        below: Focus,
        at: Instant,
    ) -> Handled {
        let place = self.focus().unwrap_or(below);
        let action = scene.keymap.resolve(place, key);
        match self {
            Self::Normal => Handled::Ignored,
            Self::Guard(guard, line) => {
                let leaves = guard.is_about_conflict();
                let Some(line) = line.take() else {
                    return if action == Some(Action::Cancel) {
                        Handled::Closed(None)
                    } else {
                        Handled::Ignored
                    };
                };
                *self = *line;
                if action == Some(Action::Cancel) {
                    return if leaves {
                        Handled::Closed(None)
                    } else {
                        Handled::Consumed(None)
                    };
                }
                self.update(scene, key, below, at)
            }
            Self::BackDate(minutes) => minutes.update(scene, key, action),
            Self::Letters(letters) => letters.update(scene, key),
            Self::Category => pick_category(action, below),
            Self::Prompt(prompt) => prompt.update(scene, key, action),
            Self::Answer(line) => line.update(scene, key, action),
            Self::Away(card) => card.update(scene, key, action, at),
            Self::Help(help) => help.update(scene, action),
            Self::Palette(palette) => palette.update(scene, key, action),
            Self::Month(month) => month.update(scene, action),
            Self::History(history) => history.update(scene, action),
            Self::Find(find) => find.update(scene, key, action),
        }
    }
}

/// A gap may also have been off.
fn pick_category(action: Option<Action>, below: Focus) -> Handled {
    match (action, action.and_then(Action::category)) {
        (_, Some(category)) => Handled::Closed(Some(Effect::SetCategory(Some(category)))),
        (Some(Action::Capture(Capture::Off)), None) if below.is_gap() => {
            Handled::Closed(Some(Effect::SetCategory(None)))
        }
        (Some(Action::Cancel), None) => Handled::Closed(None),
        (Some(_) | None, None) => Handled::Ignored,
    }
}
