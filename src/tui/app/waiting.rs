//! Going on while another program holds the file. Nothing here blocks: what waits is tried again between two events, until
//! it goes well, Esc drops it or its time is over.

use std::time::Duration;

use super::backlog::{ChangeState, WaitingChange};
use super::model::{WaitReason, WaitingLine};
use super::{App, effects, outcome};
use crate::domain::away::Question;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::timeline::Timeline;
use crate::store::{Settled, StoreError};
use crate::tui::action::Action;
use crate::tui::effect::{self, Effect, Outcome};
use crate::tui::event::Wake;
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::read;
use crate::tui::scene::Snapshot;
use crate::tui::session::Unsaved;

/// A change waits no longer than this.
const PATIENCE: Duration = Duration::from_secs(30);

impl App {
    /// Carries out what concerns the file, or lets it wait.
    pub(super) fn carry_out(&mut self, effect: Effect, now: Moment) {
        self.drawn = None;
        self.store.ask_by(self.model.common.settings.stale_rule());
        if effect.is_change() {
            // What was asked for first is done first.
            self.try_change(now);
            if let Some(why) = self.reason_against(&effect) {
                return outcome::refuse(&mut self.model, why);
            }
        }
        let again = effect.clone();
        match effect::perform(effect, &mut self.store, now) {
            None => {}
            Some(outcome) if outcome.is_busy() => self.let_wait(again, now),
            Some(outcome) if again.is_change() && outcome.is_unsure() => {
                let change = self.new_change(again, ChangeState::InDoubt, now);
                self.keep_waiting(change);
            }
            Some(outcome) if again.is_change() => {
                let change = self.new_change(again, ChangeState::Asked, now);
                self.show_change(change, outcome, now);
            }
            Some(outcome) => self.read_again(outcome, now),
        }
    }

    /// Why a change is not even tried.
    fn reason_against(&self, change: &Effect) -> Option<&'static str> {
        if let Some(change) = &self.backlog.change {
            return Some(match change.state {
                ChangeState::Asked | ChangeState::Done(_) => {
                    "Not done: the previous change is still waiting for the file"
                }
                ChangeState::InDoubt => {
                    "Not done: can't tell yet whether the previous change was saved"
                }
            });
        }
        let is_about_now = matches!(
            change,
            Effect::Apply(change) | Effect::ApplyBackDated { change, .. } if effects::is_about_now(change)
        );
        (self.model.is_unread && !is_about_now).then_some("Not done: the file hasn't been read yet")
    }

    /// Keeps what met another program's lock, to be tried again.
    fn let_wait(&mut self, effect: Effect, now: Moment) {
        let at = self.model.woken;
        self.backlog.tried = Some(at);
        if effect.is_change() {
            let change = self.new_change(effect, ChangeState::Asked, now);
            return self.keep_waiting(change);
        }
        self.backlog.is_behind = true;
        if let Effect::KeepPage(week, step) = effect {
            self.backlog.page = Some((week, step));
            return self.read_again(Outcome::Loaded, now);
        }
        self.backlog.read = outcome::leave_unread(&mut self.model, &effect).then_some(effect);
    }

    fn new_change(&self, effect: Effect, state: ChangeState, now: Moment) -> WaitingChange {
        WaitingChange {
            effect,
            state,
            asked: now,
            pressed: self.model.pressed,
            of_line: self.model.mode.is_line(),
            since: self.model.woken,
        }
    }

    fn keep_waiting(&mut self, change: WaitingChange) {
        let waited = self.model.woken.saturating_duration_since(change.since);
        let why = match change.state {
            ChangeState::Asked if waited >= PATIENCE => return self.give_up(&change),
            ChangeState::Asked => WaitReason::Unsaved,
            ChangeState::Done(_) => WaitReason::Unshown,
            ChangeState::InDoubt => WaitReason::Unknown,
        };
        let seconds = waited.as_secs();
        let line = WaitingLine { seconds, why };
        if self.model.waiting.replace(line) != Some(line) {
            self.drawn = None;
        }
        self.backlog.change = Some(change);
    }

    fn give_up(&mut self, change: &WaitingChange) {
        self.model.waiting = None;
        self.drawn = None;
        let why = format!(
            "Not saved: {} has been holding {} for {} s",
            self.store.describe_holder(),
            self.store.file_name(),
            PATIENCE.as_secs()
        );
        if change.of_line {
            outcome::refuse(&mut self.model, format!("{why} · enter to try again"));
        } else {
            self.model
                .refuse(format!("{why} · close it, then try again"));
        }
    }

    /// Between two events: what waits is tried again. Whether that is all that the event does.
    pub(super) fn go_on(&mut self, wake: &Wake, now: Moment) -> bool {
        let change = self.backlog.change.as_ref();
        // What is typed to a line that waits is neither part of it nor a command.
        let holds_line = self.model.mode.is_line() && change.is_some_and(|change| change.of_line);
        if let Wake::Key(key) = wake {
            if self.cancels(*key, holds_line, now) {
                self.backlog.change = None;
                self.model.waiting = None;
                self.model.toast = None;
                outcome::refuse(&mut self.model, "Canceled · nothing was saved");
                return true;
            }
            let is_preview = |read: &mut Effect| matches!(read, Effect::Preview(_));
            self.backlog.read.take_if(is_preview);
        }
        if *wake == Wake::Tick && self.backlog.change.is_none() {
            // Whatever the screen keeps by itself may be in doubt too; it is kept again.
            self.store.settle_doubt().ok();
        }
        let pause = self.backlog.pause(self.model.woken);
        if pause.is_some_and(|pause| pause.is_zero() || *wake == Wake::Tick) {
            self.backlog.tried = Some(self.model.woken);
            self.try_change(now);
            self.try_rest(now);
        }
        holds_line && *wake != Wake::Tick
    }

    /// Whether a key drops the change that waits. What lies over the screen closes first.
    fn cancels(&self, key: Key, holds_line: bool, now: Moment) -> bool {
        let mode = &self.model.mode;
        if !holds_line && (mode.focus().is_some() || matches!(mode, Mode::BackDate(_))) {
            return false;
        }
        let scene = self.model.common.scene(Regions::default(), now);
        let place = if holds_line {
            self.model.mode.focus().unwrap_or(Focus::Block)
        } else {
            Focus::Block
        };
        let line = self.model.waiting;
        line.is_some_and(|line| line.why == WaitReason::Unsaved)
            && scene.keymap.resolve(place, key) == Some(Action::Cancel)
    }

    fn try_change(&mut self, now: Moment) {
        let Some(mut change) = self.backlog.change.take() else {
            return;
        };
        // However the clock was set meanwhile, what was asked for is not in the future.
        let now = std::cmp::max_by_key(now, change.asked, |moment| moment.at);
        match std::mem::replace(&mut change.state, ChangeState::Asked) {
            ChangeState::Done(outcome) => self.show_change(change, *outcome, now),
            ChangeState::InDoubt => self.settle_change(change, now),
            ChangeState::Asked => {
                match effect::perform(change.effect.clone(), &mut self.store, now) {
                    Some(outcome) if outcome.is_busy() => self.keep_waiting(change),
                    Some(outcome) if outcome.is_unsure() => {
                        change.state = ChangeState::InDoubt;
                        self.keep_waiting(change);
                    }
                    Some(outcome) => self.show_change(change, outcome, now),
                    None => {}
                }
            }
        }
    }

    /// Looks whether the file holds a change that was in doubt.
    fn settle_change(&mut self, mut change: WaitingChange, now: Moment) {
        let Ok(settled) = self.store.settle_doubt() else {
            change.state = ChangeState::InDoubt;
            return self.keep_waiting(change);
        };
        self.model.waiting = None;
        self.read_again(Outcome::Loaded, now);
        match settled {
            Some(Settled::Saved) => {
                if change.of_line && self.model.mode.is_line() {
                    self.model.is_saved = true;
                    self.model.mode = Mode::Normal;
                }
                self.model.say("Reopened: it was saved", now.at);
            }
            Some(Settled::NotSaved) => {
                let why = "Reopened: nothing was saved";
                outcome::refuse(&mut self.model, why);
            }
            Some(Settled::Unknown) | None => {
                let why = "Reopened: can't tell whether it was saved";
                outcome::refuse(&mut self.model, why);
            }
        }
    }

    /// Shows what came of a change, on the file as it is after it.
    fn show_change(&mut self, mut change: WaitingChange, outcome: Outcome, now: Moment) {
        match self.read_snapshot(now) {
            Ok(snapshot) => self.show_outcome(&change, outcome, snapshot, now),
            Err(error) if error.is_busy() => {
                change.state = ChangeState::Done(Box::new(outcome));
                self.keep_waiting(change);
            }
            Err(error) => {
                // What was saved is saved, but the screen cannot show it.
                let old = std::mem::take(&mut self.model.common.snapshot);
                self.show_outcome(&change, outcome, old, now);
                self.say_failed(&error);
            }
        }
    }

    /// As though the key had been pressed just now; what was opened since then stays open.
    fn show_outcome(
        &mut self,
        change: &WaitingChange,
        outcome: Outcome,
        snapshot: Snapshot,
        now: Moment,
    ) {
        self.drawn = None;
        let model = &mut self.model;
        let has_waited = model.waiting.take().is_some();
        let opened = has_waited && !change.of_line && is_opened(&model.mode);
        let aside = opened.then(|| std::mem::take(&mut model.mode));
        let pressed = std::mem::replace(&mut model.pressed, change.pressed);
        outcome::apply_outcome(model, outcome, snapshot, change.asked, now);
        model.pressed = pressed;
        if let Some(mode) = aside {
            if model.mode.is_guard() {
                model.refuse("Not saved: it would change other blocks; do it again to see them");
            }
            model.mode = mode;
        }
    }

    /// The reads and what the screen keeps by itself.
    fn try_rest(&mut self, now: Moment) {
        if let Some((week, step)) = self.backlog.page.take() {
            self.carry_out(Effect::KeepPage(week, step), now);
        }
        if let Some(question) = self.backlog.question.take() {
            self.ask_question(Some(question), now);
        }
        if std::mem::take(&mut self.backlog.asks_if_stale) {
            self.ask_if_stale(now);
        }
        if self.backlog.is_behind {
            self.drawn = None;
            self.read_again(Outcome::Loaded, now);
        }
        let asks = matches!(self.model.mode, Mode::Prompt(_) | Mode::BackDate(_));
        if let Some(read) = self.backlog.read.take().filter(|_| asks) {
            self.carry_out(read, now);
        }
    }

    /// Keeps a question about time away, or lets it wait.
    pub(super) fn ask_question(&mut self, question: Option<Question>, now: Moment) {
        let Some(question) = question else {
            return;
        };
        match self.store.raise(question) {
            Err(error) if error.is_busy() => self.backlog.question = Some(question),
            raised => self.show_raised(raised, now),
        }
    }

    pub(super) fn ask_if_stale(&mut self, now: Moment) {
        self.store.ask_by(self.model.common.settings.stale_rule());
        match self.store.raise_if_stale(now) {
            Err(error) if error.is_busy() => self.backlog.asks_if_stale = true,
            raised => self.show_raised(raised, now),
        }
    }

    /// Whether what the screen in view needs has been read, at its size.
    pub(super) fn has_read_enough(&self) -> bool {
        let scene = self.model.common.scene(Regions::default(), self.now());
        let wanted = (self.model.common.day, self.model.days_to_read(&scene));
        self.backlog.shown.is_none_or(|shown| covers(shown, wanted))
    }

    /// Reads what the screens show. Where another program holds the file, the old picture stays if it is one of the same
    /// days; else there is none.
    pub(super) fn read_snapshot(&mut self, now: Moment) -> Result<Snapshot, StoreError> {
        let scene = self.model.common.scene(Regions::default(), now);
        let days = self.model.days_to_read(&scene);
        let wanted = (self.model.common.day, days);
        let read = read::read_snapshot(&self.store, &self.model.common, (days, self.depth), now);
        match &read {
            Ok(_) => {
                self.backlog.is_behind = false;
                self.backlog.shown = Some(wanted);
                self.model.is_unread = false;
            }
            Err(error) if error.is_busy() => {
                self.backlog.is_behind = true;
                if !self
                    .backlog
                    .shown
                    .is_some_and(|shown| covers(shown, wanted))
                {
                    self.model.is_unread = true;
                    forget_days(&mut self.model.common.snapshot);
                }
            }
            Err(_) => {}
        }
        read
    }

    /// Before the screen is left: a last try. What is not saved, if anything.
    pub(super) fn settle_before_leaving(&mut self, now: Moment) -> Option<Unsaved> {
        self.try_change(now);
        self.try_rest(now);
        let change = self.backlog.change.take()?;
        let clock = format::clock(change.asked);
        match change.state {
            ChangeState::Done(_) => None,
            ChangeState::Asked => Some(Unsaved {
                why: format!(
                    "the change of {clock} was not saved: {} is holding {}",
                    self.store.describe_holder(),
                    self.store.file_name()
                ),
                hint: "close that program, then try again",
            }),
            ChangeState::InDoubt => Some(Unsaved {
                why: format!("can't tell whether the change of {clock} was saved"),
                hint: "once the disk works again, check tafs log before you repeat it",
            }),
        }
    }
}

/// Whether what was read for some days serves for others.
fn covers(read: (Day, Option<(Day, Day)>), wanted: (Day, Option<(Day, Day)>)) -> bool {
    let serves = match (read.1, wanted.1) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((first, last)), Some((from, to))) => first <= from && to <= last,
    };
    read.0 == wanted.0 && serves
}

/// Blocks of other days than those in view are worse than none.
fn forget_days(snapshot: &mut Snapshot) {
    snapshot.blocks = Timeline::default();
    snapshot.counted = Timeline::default();
    snapshot.suggestions.clear();
    snapshot.history.clear();
    snapshot.weeks = Timeline::default();
}

/// Whether a person has opened something that the outcome of an earlier key must not close.
const fn is_opened(mode: &Mode) -> bool {
    match mode {
        Mode::Normal | Mode::Letters(_) => false,
        Mode::BackDate(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Palette(_)
        | Mode::Month(_)
        | Mode::History(_)
        | Mode::Find(_) => true,
    }
}
