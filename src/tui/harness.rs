//! A person at the keys without a terminal: the real resolve, update, perform and view over a file in memory.

use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::app::{self, App, Model, Next};
use super::canvas::CursorPlace;
use super::event::Wake;
use super::key::Key;
use super::keymap::Keymap;
use super::layout::Regions;
use super::mode::Mode;
use super::scene::{Clipboard, Scene, Settings};
use super::surroundings::Surroundings;
use super::theme::{Palette, Theme};
use crate::config::Config;
use crate::domain::block::Block;
use crate::domain::calendar::{Zone, parse_rfc3339};
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::wording::describe_work;
use crate::env::{self, Clock};
use crate::exchange::installed::FoundTool;
use crate::store::{Store, StoreError};

/// So long a person takes between two keys.
const PACE: Duration = Duration::from_millis(600);

/// A person at the keys.
pub(super) struct Harness {
    app: App,
    now: Moment,
    /// When the last key came.
    at: Instant,
    pub(super) next: Next,
}

impl Harness {
    /// An empty file, a goal of 45 %, Berlin.
    pub(super) fn at(now: &str) -> Self {
        Self::with(Store::in_memory().expect("a store"), now, Palette::Many)
    }

    pub(super) fn with(store: Store, now: &str, palette: Palette) -> Self {
        let mut harness = Self::just_opened(store, now, palette);
        harness.read_rest();
        harness
    }

    /// As far as the first frame, and no further.
    pub(super) fn just_opened(store: Store, now: &str, palette: Palette) -> Self {
        let now = parse_rfc3339(now).expect("a time");
        let config = Config::default();
        let settings = Settings {
            context: config.context(Zone::named("Europe/Berlin").expect("a zone")),
            keymap: Keymap::default(),
            theme: Theme::new(palette),
            goal: Some(0.45),
            role: config.role,
            protected: config.protected_run,
            hidden: config.hidden.clone(),
            selling_goal: None,
            distraction_ceiling: None,
            stale_after: config.stale_after,
            backup: config.backup,
            strip: config.ui.strip,
            clipboard: Clipboard::Unknown,
            banner: None,
            notice: None,
            mouse: true,
            discreet: false,
        };
        let app = App::open(store, Clock::Fixed(now), settings).expect("a app");
        Self {
            app,
            now,
            at: env::instant(),
            next: Next::Stay,
        }
    }

    /// What the program does once the first frame stands.
    pub(super) fn read_rest(&mut self) -> bool {
        self.app.read_rest()
    }

    /// What the app looks at each second.
    pub(super) fn look_around_at(&mut self, surroundings: Surroundings) {
        self.app.look_around_at(surroundings);
    }

    /// Changes what the app looks at each second.
    pub(super) fn surround(&mut self, change: impl FnOnce(&mut Surroundings)) {
        self.app.surround(change);
    }

    /// Whether the terminal is asked for its background now.
    pub(super) fn takes_question(&mut self) -> bool {
        self.app.take_question(self.at)
    }

    /// What the program does once a frame stands.
    pub(super) fn offer_setup(&mut self, find_tools: impl FnOnce() -> Vec<FoundTool>) {
        self.app.offer_setup(find_tools);
    }

    /// The screen opened anew over a copy of its file.
    pub(super) fn reopened(&self) -> Self {
        let store = self.app.store().copy_for_reading().expect("a copy");
        let now = crate::domain::calendar::rfc3339(self.now);
        Self::with(store, &now, Palette::Many)
    }

    /// Another config.
    pub(super) fn settings(&mut self, change: impl FnOnce(&mut Settings)) {
        self.app.settings(change);
    }

    pub(super) const fn model(&self) -> &Model {
        self.app.model()
    }

    /// What the screens look at.
    pub(super) fn scene<T>(&self, look: impl FnOnce(&Scene<'_>) -> T) -> T {
        look(&self.model().common.scene(Regions::default(), self.now))
    }

    /// Whether the letters of the activities are shown.
    pub(super) const fn has_letters(&self) -> bool {
        matches!(self.model().mode, Mode::Letters(_))
    }

    /// The file.
    pub(super) const fn store(&self) -> &Store {
        self.app.store()
    }

    /// The file, to be changed behind the screen's back.
    pub(super) const fn store_mut(&mut self) -> &mut Store {
        self.app.store_mut()
    }

    /// Presses keys: `s15a<wait 15m>@Northwind<enter>`; text is typed as it stands.
    pub(super) fn press(mut self, keys: &str) -> Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest
                .strip_prefix('<')
                .and_then(|inner| inner.split_once('>'));
            if let Some((name, after)) = named {
                rest = after;
                self.special(name);
            } else {
                rest = &rest[c.len_utf8()..];
                self.wake(&Wake::Key(Key::parse(&c.to_string()).expect("a key")));
            }
        }
        // What a press waits for before it counts.
        if self.model().mode.due().is_some() {
            self.wake(&Wake::Tick);
        }
        self
    }

    /// A key held down for so many milliseconds, as terminals repeat it.
    pub(super) fn hold(mut self, name: &str, milliseconds: u64) -> Self {
        let key = Wake::Key(Key::parse(name).expect("a key"));
        self.wake(&key);
        for at in (500..milliseconds).step_by(33) {
            let pause = if at == 500 { 500 } else { 33 };
            self.wake_after(Duration::from_millis(pause), &key);
        }
        self.wake(&Wake::Tick);
        self
    }

    fn special(&mut self, name: &str) {
        if let Some(length) = name.strip_prefix("wait ") {
            self.wait(length);
        } else if let Some(minutes) = name.strip_prefix("sleep ") {
            let minutes: i64 = minutes.trim_end_matches('m').parse().expect("minutes");
            self.jump(self.now.at.plus(Length::minutes(minutes)));
        } else if let Some(text) = name.strip_prefix("paste ") {
            self.wake(&Wake::Paste(text.to_owned()));
        } else {
            self.wake(&Wake::Key(
                Key::parse(name).unwrap_or_else(|| unreachable!("{name} is a key")),
            ));
        }
    }

    fn wait(&mut self, length: &str) {
        let (number, unit) = length.split_at(length.len() - 1);
        let number: i64 = number.parse().expect("a number");
        let length = if unit == "m" {
            Length::minutes(number)
        } else {
            Length::seconds(number)
        };
        // As long as ticks come, nobody is away.
        let end = self.now.at.plus(length);
        while self.now.at < end {
            self.jump(end.min(self.now.at.plus(Length::minutes(2))));
        }
    }

    /// The machine sleeps, or its clock is set.
    pub(super) fn jump(&mut self, to: Stamp) {
        self.now = Moment { at: to, ..self.now };
        self.app.set_clock(Clock::Fixed(self.now));
        self.wake(&Wake::Tick);
    }

    /// So many seconds pass, on every clock.
    pub(super) fn pass(mut self, seconds: u64) -> Self {
        for _ in 0..seconds {
            let at = self.now.at.plus(Length::seconds(1));
            self.now = Moment { at, ..self.now };
            self.app.set_clock(Clock::Fixed(self.now));
            self.wake_after(Duration::from_secs(1), &Wake::Tick);
        }
        self
    }

    pub(super) fn wake(&mut self, wake: &Wake) {
        self.wake_after(PACE, wake);
    }

    fn wake_after(&mut self, pause: Duration, wake: &Wake) {
        self.at += pause;
        let next = self.app.handle(wake, self.at);
        if next != Next::Stay {
            self.next = next;
        }
    }

    /// How long nothing can happen by itself.
    pub(super) fn sleep(&self) -> std::time::Duration {
        self.app.sleep(self.at)
    }

    /// The frame at a size.
    pub(super) fn frame(&mut self, width: u16, height: u16) -> Buffer {
        self.draw(width, height).0
    }

    /// Where the terminal's cursor is in the frame at a size.
    pub(super) fn cursor(&mut self, width: u16, height: u16) -> CursorPlace {
        self.draw(width, height).1
    }

    fn draw(&mut self, width: u16, height: u16) -> (Buffer, CursorPlace) {
        self.app.resize(Size::new(width, height));
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = app::view(&mut buffer, self.app.model(), self.now);
        (buffer, cursor)
    }

    /// The frame as text, a line a row.
    pub(super) fn screen(&mut self, width: u16, height: u16) -> String {
        let buffer = self.frame(width, height);
        let row = |y: u16| {
            (0..width)
                .map(|x| buffer[(x, y)].symbol())
                .collect::<String>()
                .trim_end()
                .to_owned()
        };
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let read = self.app.store().every(|block| {
            blocks.push(block);
            Ok::<(), StoreError>(())
        });
        read.expect("the blocks are read");
        blocks
    }

    /// The lane in a line: `admin 09:00-09:20; selling 09:20-`.
    pub(super) fn lane(&self) -> String {
        let clock = |moment| crate::domain::format::clock(moment);
        let line = |block: &Block| {
            let end = block.end.map(clock).unwrap_or_default();
            format!("{} {}-{end}", describe_work(block), clock(block.start))
        };
        self.blocks()
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("; ")
    }
}
