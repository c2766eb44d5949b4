//! All that the screen shows and the keys change. Holds values only: no file, no terminal, no clock.

use std::time::Instant;

use ratatui::layout::Size;

use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::tui::action::{Action, LineAction, Way};
use crate::tui::history::{History, TypedLine};
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::overlays::find;
use crate::tui::scene::{Common, Cursor, Scene, Screen, Settings, Snapshot};
use crate::tui::screens::{review, today, trends, week};
use crate::tui::steps::Steps;

/// How long a message stays that only says that all went well.
const TOAST: Length = Length::seconds(8);

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// It is done and saved.
    Done,
    /// It was not done, and why.
    Refused,
}

/// A message above the footer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Toast {
    pub(crate) text: String,
    pub(crate) tone: Tone,
    /// When it goes by itself; a refusal stays until the next key.
    pub(crate) until: Option<Stamp>,
}

/// That a change waits for the file, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct WaitingLine {
    pub(crate) seconds: u64,
    pub(crate) why: WaitReason,
}

/// What a change waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WaitReason {
    /// It can still be dropped.
    Unsaved,
    /// It is saved.
    Unshown,
    /// The disk failed while it was saved.
    Unknown,
}

/// All that the screen shows.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) common: Common,
    pub(crate) screen: Screen,
    pub(crate) today: today::state::State,
    pub(crate) trends: trends::state::State,
    pub(crate) review: review::state::State,
    pub(crate) mode: Mode,
    pub(crate) toast: Option<Toast>,
    pub(crate) waiting: Option<WaitingLine>,
    /// Whether the days in view have not been read from the file yet.
    pub(crate) is_unread: bool,
    /// The key that was pressed last.
    pub(crate) pressed: Option<Key>,
    /// Steps that the next key may go on with.
    pub(crate) steps: Option<Steps>,
    /// When the last event came, on a clock that nobody sets.
    pub(crate) woken: Instant,
    /// That what was set after the last change is not undone, in words.
    pub(crate) last_setting: Option<&'static str>,
    /// Text that came at once and ran nothing: the next key may make it a note.
    pub(crate) offer: Option<String>,
    /// The last day of which a focus run was proposed, or was not to be.
    pub(crate) proposed: Option<Day>,
    /// Whether the event has saved the line that was typed.
    pub(crate) is_saved: bool,
    /// What is to be printed once the terminal is given back.
    pub(crate) printed: Option<String>,
    pub(crate) quits: bool,
}

impl Model {
    /// An empty screen, before anything is read.
    pub(crate) fn new(settings: Settings, size: Size, now: Moment, woken: Instant) -> Self {
        let today = settings.context.calendar.day_of(now);
        Self {
            common: Common {
                history: History::default(),
                discreet: settings.discreet,
                settings,
                tried_theme: None,
                snapshot: Snapshot::default(),
                size,
                today,
                day: today,
            },
            screen: Screen::default(),
            today: today::state::State::default(),
            trends: trends::state::State::default(),
            review: review::state::State::default(),
            mode: Mode::default(),
            toast: None,
            waiting: None,
            is_unread: false,
            pressed: None,
            steps: None,
            woken,
            last_setting: None,
            offer: None,
            proposed: None,
            is_saved: false,
            printed: None,
            quits: false,
        }
    }

    /// Where the keys of the screen in view go.
    pub(crate) fn screen_focus(&self, scene: &Scene<'_>) -> Focus {
        match self.screen {
            Screen::Today => self.today.focus(scene),
            Screen::Week => Focus::Week,
            Screen::Trends => Focus::Trends,
            Screen::Review => review::view::focus(scene, &self.review),
        }
    }

    /// The first and the last day whose blocks the screen in view needs beside those of its day.
    pub(crate) fn days_to_read(&self, scene: &Scene<'_>) -> Option<(Day, Day)> {
        match self.screen {
            Screen::Today => today::side::days_to_read(scene),
            Screen::Week => Some(week::update::days_to_read(scene)),
            Screen::Trends => Some(trends::figures::days_to_read(scene)),
            Screen::Review => Some(self.review.days_to_read(scene)),
        }
    }

    /// Another day is to be shown; it is read with the next effect.
    pub(crate) fn go_to(&mut self, day: Day) {
        if self.common.day != day {
            self.common.day = day;
            self.today.cursor = Cursor::Newest;
        }
    }

    /// Keeps what was typed in a line that is gone now without being saved.
    pub(crate) fn keep_line(&mut self, before: Option<TypedLine>, now: Moment) {
        let is_saved = std::mem::take(&mut self.is_saved);
        let Some(TypedLine { kind, text, others }) = before else {
            return;
        };
        if self.mode.typed_line().is_some_and(|line| line.kind == kind) {
            return;
        }
        let history = &mut self.common.history;
        for other in others {
            history.keep(kind, other);
        }
        if is_saved || text.trim().is_empty() {
            return;
        }
        history.keep(kind, text);
        self.say_kept(kind, now);
    }

    fn say_kept(&mut self, kind: &str, now: Moment) {
        let scene = self.common.scene(Regions::default(), now);
        let recall = [Action::Line(LineAction::Recall(Way::Back))];
        let key = scene.keys(Focus::PlainPrompt, &recall);
        if self.toast.is_none() && !key.is_empty() && kind != find::LABEL {
            self.toast = Some(Toast {
                text: format!("Not saved · {key} in the next prompt to bring it back"),
                tone: Tone::Done,
                until: Some(now.at.plus(TOAST)),
            });
        }
    }

    /// What came is no key: a line that waits to be agreed to is typed on.
    pub(crate) fn leave_guard(&mut self) {
        if let Mode::Guard(_, line) = &mut self.mode
            && let Some(line) = line.take()
        {
            self.mode = *line;
        }
    }

    /// Says that something is done, for a while.
    pub(crate) fn say(&mut self, text: impl Into<String>, now: Stamp) {
        self.toast = Some(Toast {
            text: text.into(),
            tone: Tone::Done,
            until: Some(now.plus(TOAST)),
        });
    }

    /// What is said stays until then, or until the next key.
    pub(crate) const fn keep_saying(&mut self, until: Stamp) {
        if let Some(toast) = &mut self.toast {
            toast.until = Some(until);
        }
    }

    /// Says why something is not done.
    pub(crate) fn refuse(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            tone: Tone::Refused,
            until: None,
        });
    }
}

/// How far the offer has come in this session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SetupOffer {
    Due,
    /// It stands in the next frame.
    Shown,
    Done,
}
