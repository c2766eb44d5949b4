//! The full screen without a terminal, to be measured, or held against the command line: the same app, keys and view on
//! a grid of cells.

use std::hint;
use std::time::{Duration, Instant};

use ratatui::layout::Size;

use super::app::App;
use super::canvas::Canvas;
use super::event::Wake;
use super::key::Key;
use super::surroundings::Surroundings;
use super::{Session, app, store_fault};
use crate::domain::stamp::Moment;
use crate::env::{self, Clock};
use crate::error::Error;

/// So long a person takes between two keys: what asks for a pause gets one.
const PACE: Duration = Duration::from_secs(1);

/// A full screen that nobody looks at.
pub struct Probe {
    app: App,
    /// When the last event came.
    at: Instant,
    canvas: Canvas,
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Probe").finish_non_exhaustive()
    }
}

impl Probe {
    /// Opens the day, and draws the first frame at a size.
    pub fn open(session: Session, width: u16, height: u16) -> Result<Self, Error> {
        let (settings, _) = Surroundings::new(&session).settings()?;
        let mut app = App::open(session.store, session.clock, settings)
            .map_err(|error| store_fault(&error))?;
        app.resize(Size::new(width, height));
        let mut probe = Self {
            app,
            at: env::instant(),
            canvas: Canvas::blank(Size::new(width, height)),
        };
        probe.frame();
        Ok(probe)
    }

    /// Presses the key of a character at a moment: what it changes is saved when this returns.
    pub fn press(&mut self, c: char, now: Moment) {
        self.press_named(c.encode_utf8(&mut [0; 4]), now);
    }

    /// Presses the key of a name, as the config spells it.
    pub fn press_named(&mut self, name: &str, now: Moment) {
        if let Some(key) = Key::parse(name) {
            self.wake(&Wake::Key(key), now);
        }
    }

    /// A second later: looks whether another program has written.
    pub fn tick(&mut self, now: Moment) {
        self.wake(&Wake::Tick, now);
    }

    fn wake(&mut self, wake: &Wake, now: Moment) {
        self.app.read_rest();
        self.app.set_clock(Clock::Fixed(now));
        self.at += PACE;
        self.app.handle(wake, self.at);
    }

    /// Draws, if the last frame is no longer true; whether it did.
    pub fn frame(&mut self) -> bool {
        let Some(now) = self.app.due() else {
            return false;
        };
        let view = |buffer: &mut _| app::view(buffer, self.app.model(), now);
        self.canvas.draw(view, |cell| {
            hint::black_box(cell);
        });
        true
    }
}
