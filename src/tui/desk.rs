//! The file, the clock and the model together: one event in, and all that it leads to. Knows no terminal, so a
//! test can sit at it.

use std::time::Duration;

use ratatui::layout::Size;
use signal_hook::consts::SIGHUP;

use super::effect::{self, Effect, Outcome};
use super::event::Wake;
use super::model::{Kit, Model};
use super::{Ended, screens, update};
use crate::domain::stamp::Moment;
use crate::env::Clock;
use crate::store::{Store, StoreError};

/// What is left to do for the one who holds the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Next {
    Stay,
    Resize,
    Redraw,
    Suspend,
    Leave(Ended),
}

pub(super) struct Desk {
    store: Store,
    clock: Clock,
    model: Model,
    /// The state of the file that the snapshot shows.
    version: i64,
    /// The second of the frame on the screen; `None` where that frame is no longer true.
    drawn: Option<Moment>,
}

impl Desk {
    /// Reads the day.
    pub(super) fn open(store: Store, clock: Clock, kit: Kit) -> Result<Self, StoreError> {
        let now = kit.setting.calendar.here(clock.now());
        let mut model = Model::new(kit, Size::new(80, 24), now);
        let version = store.data_version()?;
        model.snapshot = effect::snapshot(&store, model.day, &model.kit.setting)?;
        Ok(Self { store, clock, model, version, drawn: None })
    }

    pub(super) const fn model(&self) -> &Model {
        &self.model
    }

    #[cfg(test)]
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// Another clock, to try out another time.
    pub(super) const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    fn now(&self) -> Moment {
        self.model.kit.setting.calendar.here(self.clock.now())
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.model.size = size;
        self.drawn = None;
    }

    /// The moment to draw, if the frame on the screen is no longer true: something happened, a second passed
    /// while a block runs, or a minute passed.
    pub(super) fn due(&mut self) -> Option<Moment> {
        let now = self.now();
        let same = self.drawn.is_some_and(|drawn| {
            let runs = self.model.snapshot.running.is_some();
            let unit = if runs { 1 } else { 60 };
            drawn.at.seconds().div_euclid(unit) == now.at.seconds().div_euclid(unit)
        });
        if same {
            return None;
        }
        self.drawn = Some(now);
        Some(now)
    }

    /// How long nothing can happen by itself.
    pub(super) fn sleep(&self) -> Duration {
        self.clock.to_next_second()
    }

    /// One event, and all that it leads to.
    pub(super) fn handle(&mut self, wake: &Wake) -> Next {
        let now = self.now();
        match wake {
            Wake::Leave(signal) => return Next::Leave(Ended::Signal(*signal)),
            Wake::Gone => return Next::Leave(Ended::Signal(SIGHUP)),
            Wake::Resize => return Next::Resize,
            Wake::Suspend => return Next::Suspend,
            Wake::Tick => self.look(now),
            Wake::Key(_) | Wake::Paste(_) => self.drawn = None,
        }
        let shown = (self.model.strip, self.model.toast.is_some(), self.model.today);
        let next = match update::update(&mut self.model, wake, now) {
            Some(Effect::Suspend) => Next::Suspend,
            Some(Effect::Redraw) => Next::Redraw,
            Some(effect) => {
                self.carry_out(effect, now);
                Next::Stay
            }
            None => Next::Stay,
        };
        if shown != (self.model.strip, self.model.toast.is_some(), self.model.today) || next != Next::Stay {
            self.drawn = None;
        }
        if self.model.quits {
            return Next::Leave(Ended::Quit(screens::today::farewell(&self.model, now)));
        }
        next
    }

    fn carry_out(&mut self, effect: Effect, now: Moment) {
        if let Some(outcome) = effect::perform(effect, &mut self.store, now) {
            self.read(outcome, now);
        }
        self.drawn = None;
    }

    /// Another program may have written to the file.
    fn look(&mut self, now: Moment) {
        let looked = self.store.follow().and_then(|other| Ok((other, self.store.data_version()?)));
        match looked {
            Ok((false, version)) if version == self.version => {}
            Ok((_, version)) => {
                self.version = version;
                self.drawn = None;
                self.read(Outcome::Loaded, now);
            }
            Err(error) => self.fail(&error),
        }
    }

    fn read(&mut self, outcome: Outcome, now: Moment) {
        match effect::snapshot(&self.store, self.model.day, &self.model.kit.setting) {
            Ok(snapshot) => update::absorb(&mut self.model, outcome, snapshot, now),
            Err(error) => {
                // What was saved is saved, but the screen cannot show it.
                let old = std::mem::take(&mut self.model.snapshot);
                update::absorb(&mut self.model, outcome, old, now);
                self.fail(&error);
            }
        }
    }

    fn fail(&mut self, error: &StoreError) {
        update::refuse(&mut self.model, format!("{error} — {}", error.hint()));
        self.drawn = None;
    }
}
