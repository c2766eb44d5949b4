//! The file, the clock and the model together: one event in, and all that it leads to. Knows no terminal, so a
//! test can sit at it.

mod actions;
mod backlog;
mod discreet;
mod effects;
mod footer;
mod meant;
mod messages;
mod model;
mod offer;
mod outcome;
mod pointer;
mod replayed;
mod rest;
mod setting;
mod setup_offer;
mod update;
mod view;
mod waiting;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use signal_hook::consts::SIGHUP;

use super::calendars::{CalendarReader, CalendarsAsked};
use super::daily::DailyBackup;
use super::effect::{Effect, Outcome};
use super::event::Wake;
use super::layout::Regions;
use super::mode::Mode;
use super::overlays::away::Card;
use super::read::Depth;
use super::scene::Settings;
use super::screens::today;
use super::session::Ended;
use super::surroundings::Surroundings;
use super::watched::Watched;
use crate::domain::away::{Cause, Question};
use crate::domain::block::Block;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::text::capitalized;
use crate::env::{self, Clock};
use crate::store::{ChangeError, DailyFile, Store, StoreError};
use backlog::Backlog;
pub(super) use model::Model;
use model::SetupOffer;
pub(super) use view::view;

/// Two ticks are a second apart; so much more is time away.
const AWAY: Length = Length::minutes(2);

/// What is left to do for the one who holds the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Next {
    Stay,
    Resize,
    Redraw,
    Suspend,
    /// Text for the clipboard.
    Copy(String),
    Leave(Ended),
}

pub(super) struct App {
    store: Store,
    clock: Clock,
    model: Model,
    /// The state of the file that the snapshot shows.
    version: i64,
    /// How much of it the snapshot shows.
    depth: Depth,
    /// The files of which every change writes to one; none in memory.
    watched: Vec<(PathBuf, Watched)>,
    /// When something last happened: two ticks that lie far apart tell of time away.
    ticked: Stamp,
    /// The second of the frame on the screen; `None` where that frame is no longer true.
    drawn: Option<Moment>,
    surroundings: Option<Surroundings>,
    daily: DailyBackup,
    calendars: CalendarReader,
    /// When the surroundings were last looked at.
    looked: Instant,
    /// What waits while another program holds the file.
    backlog: Backlog,
    /// Whether what is still to be set up was offered, or was not to be.
    setup_offer: SetupOffer,
}

impl App {
    /// Reads the day, as much of it as the first frame needs. So far the store may wait for other programs; from here on it never does.
    pub(super) fn open(
        mut store: Store,
        clock: Clock,
        settings: Settings,
    ) -> Result<Self, StoreError> {
        let now = settings.context.calendar.here(clock.now());
        let notice = settings.notice.clone();
        let mut model = Model::new(settings, Size::new(80, 24), now, env::instant());
        if let Some(notice) = notice {
            model.refuse(notice);
        }
        store.ask_by(model.common.settings.stale_rule());
        let version = store.data_version()?;
        let mut app = Self {
            store,
            clock,
            model,
            version,
            depth: Depth::Frame,
            watched: Vec::new(),
            ticked: now.at,
            drawn: None,
            surroundings: None,
            daily: DailyBackup::default(),
            calendars: CalendarReader::default(),
            looked: env::instant(),
            backlog: Backlog::default(),
            setup_offer: SetupOffer::Due,
        };
        let snapshot = app.read_snapshot(now)?;
        outcome::show_snapshot(&mut app.model, snapshot, now);
        app.store.never_wait()?;
        app.watch_files();
        app.ask_if_stale(now);
        if !app.model.common.snapshot.questions.is_empty() {
            app.model.mode = Mode::Away(Card::default());
        }
        Ok(app)
    }

    /// Reads what the first frame did without, once that stands. Whether there was something to read.
    pub(super) fn read_rest(&mut self) -> bool {
        if std::mem::replace(&mut self.depth, Depth::All) == Depth::All {
            return false;
        }
        self.drawn = None;
        self.read_again(Outcome::Loaded, self.now());
        true
    }

    #[cfg(test)]
    pub(super) fn settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.model.common.settings);
    }

    #[cfg(test)]
    pub(super) fn surround(&mut self, change: impl FnOnce(&mut Surroundings)) {
        if let Some(surroundings) = &mut self.surroundings {
            change(surroundings);
        }
    }

    pub(super) const fn model(&self) -> &Model {
        &self.model
    }

    #[cfg(test)]
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    #[cfg(test)]
    pub(super) const fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Another clock, to try out another time.
    pub(super) const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// What to look at each second, for what may have changed.
    pub(super) fn look_around_at(&mut self, surroundings: Surroundings) {
        self.surroundings = Some(surroundings);
    }

    /// Of which file a copy is made each day.
    pub(super) fn back_up_daily(&mut self, file: Option<DailyFile>) {
        self.daily = DailyBackup::of(file);
    }

    /// Says something at the start.
    pub(super) fn remark(&mut self, words: Option<String>) {
        if let Some(words) = words {
            self.model.refuse(words);
        }
    }

    /// Begins the copy of a new day, once the frame stands, and says what failed of it.
    pub(super) fn look_at_backup(&mut self) {
        let now = self.now();
        let today = Day(Calendar::wall(now).date());
        if let Some(words) = self
            .daily
            .begin_or_report(self.model.common.settings.backup, today)
        {
            self.model.say(words, now.at);
            self.drawn = None;
        }
    }

    /// Begins a look at the calendars of the config, once the frame stands, and says what went wrong in the last one.
    pub(super) fn look_at_calendars(&mut self) {
        let now = self.now();
        let today = self.model.common.today;
        let (store, surroundings) = (&self.store, self.surroundings.as_ref());
        let asked = || {
            let around = surroundings?;
            let asked = CalendarsAsked::of(&around.config, around.place.zone)?;
            let file = store.file_to_follow()?;
            Some((asked, file))
        };
        let told = self
            .calendars
            .begin_or_report(asked, now, today, env::instant());
        if let Some(words) = told {
            self.model.say(words, now.at);
            self.drawn = None;
        }
    }

    fn now(&self) -> Moment {
        self.model
            .common
            .settings
            .context
            .calendar
            .here(self.clock.now())
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.model.common.size = size;
        self.drawn = None;
        // A larger screen may show more than was read.
        if !self.has_read_enough() {
            self.read_again(Outcome::Loaded, self.now());
        }
    }

    /// The moment to draw, if the frame on the screen is no longer true: something happened, a second passed
    /// while a block runs, or a minute passed.
    pub(super) fn due(&mut self) -> Option<Moment> {
        let now = self.now();
        let same = self.drawn.is_some_and(|drawn| {
            let runs = self.model.common.snapshot.running.is_some();
            let unit = if runs { 1 } else { 60 };
            drawn.at.seconds().div_euclid(unit) == now.at.seconds().div_euclid(unit)
        });
        if same {
            return None;
        }
        self.drawn = Some(now);
        Some(now)
    }

    /// Whether every key is text.
    pub(super) const fn is_typed(&self) -> bool {
        self.model.mode.is_typed()
    }

    /// How long nothing can happen by itself.
    pub(super) fn sleep(&self, at: Instant) -> Duration {
        let reads_on = matches!(&self.model.mode, Mode::Find(find) if find.next_page().is_some());
        if reads_on && !self.backlog.is_behind {
            return Duration::ZERO;
        }
        let due = self.model.mode.due();
        let due = due.map(|due| due.saturating_duration_since(at));
        let pauses = [due, self.backlog.pause(at)].into_iter().flatten();
        pauses.fold(self.clock.to_next_second(), Duration::min)
    }

    /// One event, and all that it leads to.
    pub(super) fn handle(&mut self, wake: &Wake, at: Instant) -> Next {
        if let Wake::Background(color) = wake {
            self.take_background(*color, at);
            return Next::Stay;
        }
        self.look_around(wake, at);
        let now = self.now();
        if let Some(keys) = meant::single_keys(&self.model, wake, now) {
            let mut nexts = keys.into_iter().map(|key| self.handle(&Wake::Key(key), at));
            return nexts.find(|next| *next != Next::Stay).unwrap_or(Next::Stay);
        }
        let typed = self.model.mode.typed_line();
        let next = self.react(wake, at, now);
        self.model.keep_line(typed, now);
        next
    }

    fn react(&mut self, wake: &Wake, at: Instant, now: Moment) -> Next {
        self.model.woken = at;
        self.notice_time_away(now);
        match wake {
            Wake::Leave(signal) => return Next::Leave(Ended::Signal(*signal)),
            Wake::Gone => return Next::Leave(Ended::Signal(SIGHUP)),
            Wake::Resize => return Next::Resize,
            Wake::Suspend => return Next::Suspend,
            Wake::Tick => {
                self.look_at_file(now);
                self.propose_focus_run(now);
            }
            Wake::Key(_)
            | Wake::Burst(_)
            | Wake::Paste(_)
            | Wake::Unfinished(_)
            | Wake::Click(_)
            | Wake::Wheel(_)
            | Wake::Background(_) => {
                self.drawn = None;
            }
        }
        if self.go_on(wake, now) {
            return Next::Stay;
        }
        if let Some(effect) = update::take_confirmed(&mut self.model, wake, now) {
            self.carry_out(effect, now);
        }
        let shown = self.passing();
        let next = match update::update(&mut self.model, wake, now) {
            Some(Effect::Suspend) => Next::Suspend,
            Some(Effect::Redraw) => Next::Redraw,
            Some(Effect::Copy(text)) => Next::Copy(text),
            Some(Effect::SetConfig(setting)) => {
                self.write_setting(&setting, now);
                Next::Stay
            }
            Some(effect) => {
                self.carry_out(effect, now);
                Next::Stay
            }
            None => Next::Stay,
        };
        self.try_theme(now);
        if shown != self.passing() || next != Next::Stay {
            self.drawn = None;
        }
        if self.model.quits {
            // What waited may be saved by now, and the line is to say so.
            let unsaved = self.settle_before_leaving(now);
            let line = self.farewell(now);
            let recap = self.model.printed.take();
            return Next::Leave(match unsaved {
                Some(unsaved) => Ended::Unsaved(line, recap, unsaved),
                None => Ended::Quit(line, recap),
            });
        }
        next
    }

    /// The line that is left: of today, whatever day is in view.
    fn farewell(&mut self, now: Moment) -> String {
        let common = &mut self.model.common;
        let day = std::mem::replace(&mut common.day, common.today);
        if day != self.model.common.today {
            match self.read_snapshot(now) {
                Ok(snapshot) => self.model.common.snapshot = snapshot,
                // What runs can be told all the same.
                Err(_) => self.model.common.day = day,
            }
        }
        let scene = self.model.common.scene(Regions::default(), now);
        today::view::farewell(&scene)
    }

    /// What may go as time passes.
    const fn passing(&self) -> (bool, bool, Day) {
        let has_letters = matches!(self.model.mode, Mode::Letters(_));
        (
            has_letters,
            self.model.toast.is_some(),
            self.model.common.today,
        )
    }

    /// Asks about the running block where two ticks lie so far apart that the machine must have slept, the
    /// program been stopped, or the clock been set.
    fn notice_time_away(&mut self, now: Moment) {
        let before = std::mem::replace(&mut self.ticked, now.at);
        if now.at.since(before) > AWAY {
            let since = self.model.common.settings.context.calendar.here(before);
            let slept = |block: &Block| Question {
                block: block.id,
                cause: Cause::Slept,
                since,
                until: Some(now),
            };
            let question = self
                .model
                .common
                .snapshot
                .running
                .as_ref()
                .filter(|block| block.start.at <= before)
                .map(slept);
            self.ask_question(question, now);
        }
        if now.at.seconds().div_euclid(60) != before.seconds().div_euclid(60) {
            self.ask_if_stale(now);
        }
    }

    /// Proposes a focus run in the focus hours, once a day: one line, until the next key or the end of the hours.
    fn propose_focus_run(&mut self, now: Moment) {
        let common = &self.model.common;
        let (context, today) = (&common.settings.context, common.today);
        if context.hours.focus.is_empty() || self.model.proposed == Some(today) {
            return;
        }
        let spans = context.hours.focus_spans(today, &context.calendar, None);
        let Some(hours) = spans.into_iter().find(|span| span.contains(now.at)) else {
            return;
        };
        if self.model.toast.is_some() || !matches!(self.model.mode, Mode::Normal) {
            return;
        }
        // Where the file is busy, it is tried again.
        let Ok(is_new) = self.store.tell_of_focus_hours(today, hours, now.at) else {
            return;
        };
        self.model.proposed = Some(today);
        if is_new {
            let end = format::clock(
                self.model
                    .common
                    .settings
                    .context
                    .calendar
                    .here(hours.end()),
            );
            let words = outcome::focus_proposal(&self.model, &end, now);
            self.model.say(words, now.at);
            self.model.keep_saying(hours.end());
            self.drawn = None;
        }
    }

    /// The question stays one line until a key opens it.
    fn show_raised(&mut self, raised: Result<bool, ChangeError>, now: Moment) {
        match raised {
            Ok(true) => {
                self.read_again(Outcome::Loaded, now);
                self.drawn = None;
            }
            Ok(false) => {}
            Err(ChangeError::Store(error)) => self.say_failed(&error),
            Err(ChangeError::Refused(refusal)) => self.model.refuse(refusal.to_string()),
        }
    }

    /// Another program may have written to the file.
    fn look_at_file(&mut self, now: Moment) {
        let differs = |(file, watched): &mut (PathBuf, Watched)| watched.may_differ(file);
        if !self.watched.is_empty() && !self.watched.iter_mut().any(differs) {
            return;
        }
        let looked = self
            .store
            .follow()
            .and_then(|other| Ok((other, self.store.data_version()?)));
        match looked {
            Ok((false, version)) if version == self.version => {}
            Ok((is_another, version)) => {
                if is_another {
                    self.watch_files();
                }
                self.version = version;
                self.drawn = None;
                self.read_again(Outcome::Loaded, now);
            }
            // The next second looks again.
            Err(error) => {
                self.watch_files();
                if !error.is_busy() {
                    self.say_failed(&error);
                }
            }
        }
    }

    /// Watches the files from here on, whatever was seen of them.
    fn watch_files(&mut self) {
        let files = self.store.changing_files();
        let files = files.into_iter().flatten();
        self.watched = files.map(|file| (file, Watched::default())).collect();
    }

    /// What came of a read, on the file as it is after it.
    fn read_again(&mut self, outcome: Outcome, now: Moment) {
        let (snapshot, failed) = match self.read_snapshot(now) {
            Ok(snapshot) => (snapshot, None),
            Err(error) => {
                let old = std::mem::take(&mut self.model.common.snapshot);
                (old, Some(error))
            }
        };
        outcome::apply_outcome(&mut self.model, outcome, snapshot, now, now);
        if let Some(error) = failed.filter(|error| !error.is_busy()) {
            self.say_failed(&error);
        }
    }

    fn say_failed(&mut self, error: &StoreError) {
        let why = format!("{error} — {}", error.hint());
        self.model.refuse(capitalized(&why));
        self.drawn = None;
    }
}
