//! What there is to offer from: the config, the file and the clock, each looked at once, when it is asked for. What is
//! wrong with one of them is said by the command itself, never while a person types.

use std::cell::OnceCell;
use std::path::PathBuf;

use super::place::Place;
use crate::cli::ctx::{Global, ScreenNames};
use crate::cli::output::Color;
use crate::config::{Config, ConfigPlace};
use crate::domain::calendar::Calendar;
use crate::domain::format::Beside;
use crate::domain::stamp::Moment;
use crate::env::{self, Clock};
use crate::insight::Context;
use crate::store::Store;

pub(super) struct World {
    global: Global,
    pub(super) screens: ScreenNames,
    config: OnceCell<Config>,
    context: OnceCell<Context>,
    store: OnceCell<Option<Store>>,
    clock: Clock,
}

impl World {
    /// With the files that the options of the line name.
    pub(super) fn of(place: &Place<'_>, screens: ScreenNames) -> Self {
        let path = |id| place.value_of(id).map(PathBuf::from);
        Self {
            global: Global {
                db: path("db"),
                config: path("config"),
                color: Color::Never,
            },
            screens,
            config: OnceCell::new(),
            context: OnceCell::new(),
            store: OnceCell::new(),
            clock: Clock::from_env().unwrap_or(Clock::System),
        }
    }

    /// Where the config is; nowhere if what is there can't be read.
    pub(super) fn config_place(&self) -> ConfigPlace {
        let place = self.global.config_place().ok();
        let sound = place.filter(|place| place.load().is_ok());
        sound.unwrap_or_else(|| ConfigPlace {
            asked: None,
            usual: PathBuf::new(),
        })
    }

    pub(super) fn config(&self) -> &Config {
        self.config.get_or_init(|| {
            let place = self.global.config_place().ok();
            place
                .and_then(|place| place.load().ok())
                .unwrap_or_default()
        })
    }

    /// The file with the blocks, where there is one that can be read at once.
    pub(super) fn store(&self) -> Option<&Store> {
        let open = || Store::glance(&self.db()?);
        self.store.get_or_init(open).as_ref()
    }

    pub(super) fn db(&self) -> Option<PathBuf> {
        self.global.db_path().ok()
    }

    pub(super) fn context(&self) -> &Context {
        self.context.get_or_init(|| {
            let zone = env::Place::from_env(self.clock).zone;
            self.config().context(zone)
        })
    }

    pub(super) fn calendar(&self) -> &Calendar {
        &self.context().calendar
    }

    pub(super) fn now(&self) -> Moment {
        self.calendar().here(self.clock.now())
    }

    pub(super) fn beside(&self) -> Beside {
        Beside::here(self.now(), self.calendar())
    }
}
