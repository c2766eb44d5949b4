//! All of the world that a command sees: the file, the config, the zone, the time, and where to print.

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use clap::Args;

use super::output::{self, Color, Output};
use crate::config::{Config, ConfigPlace};
use crate::domain::block::Block;
use crate::domain::calendar::{Calendar, Day, Zone};
use crate::domain::format::{self, Beside};
use crate::domain::hours::{KEEP_PAST, PAST_CHANGES};
use crate::domain::stale::StaleRule;
use crate::domain::stamp::Moment;
use crate::domain::taxonomy::Taxonomy;
use crate::domain::unreadable::{UnreadableRow, describe_unreadable};
use crate::domain::wording::describe_doubt;
use crate::env::{self, Clock, Place};
use crate::error::Error;
use crate::exchange::file::OwnFiles;
use crate::insight::Context;
use crate::store::{self, DailyFile, Store, StoreError, without_links};

/// So many days are read at once: some weeks are in memory, never all there is.
const CHUNK: i64 = 62;

/// Whether names of the config mean something.
pub(super) type Check = fn(&Config) -> Result<(), Error>;

/// What only the screens know of the config.
#[derive(Clone, Copy)]
pub struct ScreenNames {
    pub check: Check,
    /// The same of keys alone, for commands that draw nothing.
    pub check_keys: Check,
    /// The keys of `[keys]` and `[theme]`, each with its values; none where they depend on the terminal.
    pub list: fn(&Config) -> Result<Vec<NamedValues>, Error>,
}

/// A key of the config and its values.
type NamedValues = (String, Vec<String>);

/// Options that every command takes.
#[derive(Args, Debug)]
pub(super) struct Global {
    /// The file with the blocks, also TAFS_DB
    #[arg(long, value_name = "FILE", global = true, help_heading = "Everywhere")]
    pub(super) db: Option<PathBuf>,
    /// The config file, also TAFS_CONFIG
    #[arg(long, value_name = "FILE", global = true, help_heading = "Everywhere")]
    pub(super) config: Option<PathBuf>,
    /// Colors: auto (respects NO_COLOR), always or never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        help_heading = "Everywhere",
        default_value = "auto"
    )]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub(super) color: Color,
}

impl Global {
    /// The config file that is asked for, here or in the environment.
    pub(super) fn asked_config(&self) -> Result<Option<PathBuf>, Error> {
        asked_path(self.config.as_ref(), "TAFS_CONFIG")
    }

    /// Where the config is, or would be.
    pub(super) fn config_place(&self) -> Result<ConfigPlace, Error> {
        let (asked, usual) = (self.asked_config()?, env::default_config());
        if asked.is_none() && usual.is_none() {
            return Err(
                Error::usage("no home folder for a config file").hint("name a file with --config")
            );
        }
        let usual = usual.unwrap_or_default();
        Ok(ConfigPlace { asked, usual })
    }

    /// The file with the blocks: the one that is asked for, here or in the environment, else the platform's.
    pub(super) fn db_path(&self) -> Result<PathBuf, Error> {
        asked_path(self.db.as_ref(), "TAFS_DB")?.map_or_else(env::default_db, Ok)
    }
}

/// All of the world that a command sees.
pub(super) struct Ctx {
    pub(super) out: Output,
    /// Whether colors are wanted, for the full screen.
    pub(super) color: Color,
    pub(super) config: Config,
    pub(super) config_place: ConfigPlace,
    /// The config and the zone as the figures need them.
    pub(super) context: Context,
    pub(super) zone: Zone,
    pub(super) clock: Clock,
    /// Now, and here; the same all through a command.
    pub(super) now: Moment,
    db: Option<PathBuf>,
    /// Whether the file was opened to change it.
    changes: Cell<bool>,
    /// The rows that could not be read.
    set_aside: RefCell<Vec<UnreadableRow>>,
}

/// The file, opened for a command. A command ends right after it: then the system gives all of it back at once, where to
/// take it apart piece by piece costs an eighth of the instructions of a `tafs status`. What is saved is on the disk
/// long before.
pub(super) struct Opened<'a> {
    store: Option<Store>,
    ctx: &'a Ctx,
}

impl Opened<'_> {
    /// The store, to go on with or to close.
    pub(super) fn into_store(mut self) -> Option<Store> {
        self.note_set_aside();
        self.store.take()
    }

    fn note_set_aside(&self) {
        let rows = self.store.as_ref().map(Store::take_set_aside);
        self.ctx
            .set_aside
            .borrow_mut()
            .extend(rows.unwrap_or_default());
    }
}

impl Deref for Opened<'_> {
    type Target = Store;
    fn deref(&self) -> &Store {
        self.store
            .as_ref()
            .expect("it is there until it is taken out for good")
    }
}

impl DerefMut for Opened<'_> {
    fn deref_mut(&mut self) -> &mut Store {
        self.store
            .as_mut()
            .expect("it is there until it is taken out for good")
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.note_set_aside();
        std::mem::forget(self.store.take());
    }
}

impl Ctx {
    /// Looks at the world, once.
    pub(super) fn new(global: &Global, check: Check) -> Result<Self, Error> {
        let out = Output::new(global.color);
        store::tell_waits(output::waiting);
        let clock = Clock::from_env()?;
        let place = Place::from_env(clock);
        if let Some(warning) = &place.warning {
            out.warning(warning);
        }
        let asked = global.asked_config()?;
        let usual = env::default_config().unwrap_or_default();
        let config_place = ConfigPlace { asked, usual };
        let config = config_place.load()?;
        check(&config)?;
        let context = config.context(place.zone);
        let now = context.calendar.here(clock.now());
        let db = asked_path(global.db.as_ref(), "TAFS_DB")?;
        Ok(Self {
            out,
            color: global.color,
            config,
            config_place,
            context,
            zone: place.zone,
            clock,
            now,
            db,
            changes: Cell::new(false),
            set_aside: RefCell::default(),
        })
    }

    /// Opens the file; makes one where there is none.
    pub(super) fn store(&self) -> Result<Opened<'_>, Error> {
        self.changes.set(true);
        Ok(self.opened(self.warned(Store::open(&self.path()?)?)))
    }

    /// Opens the file for the screen, which says by itself what there is to say.
    pub(super) fn screen_store(&self) -> Result<Store, Error> {
        Ok(self.asking(Store::open(&self.path()?)?))
    }

    /// Opens the file to look at it: where there is none it is as an empty one, and none is made.
    pub(super) fn look(&self) -> Result<Opened<'_>, Error> {
        self.look_at(Store::open_existing(&self.path()?)?)
    }

    /// As [`Self::look`], for what is asked every few seconds: it hardly waits for other programs.
    pub(super) fn look_briefly(&self) -> Result<Opened<'_>, Error> {
        self.look_at(Store::open_existing_briefly(&self.path()?)?)
    }

    fn look_at(&self, found: Option<Store>) -> Result<Opened<'_>, Error> {
        let store = match found {
            Some(store) => store,
            None => Store::in_memory()?,
        };
        Ok(self.opened(self.warned(store)))
    }

    /// The store, after a word about who else can read it. That nobody could be told is no failure of a command.
    fn warned(&self, mut store: Store) -> Store {
        if let Ok(Some(words)) = store.tell_of_mode(self.now.at) {
            self.out.warning(&words);
        }
        if self.changes_past(&mut store) {
            self.out.aside(&format!("{PAST_CHANGES}; {KEEP_PAST}"));
        }
        self.asking(store)
    }

    /// Whether the hours were changed, by hand or by a command, and days before today count by them too; once for each
    /// change.
    pub(super) fn changes_past(&self, store: &mut Store) -> bool {
        let is_new = store.tell_of_hours(&self.context.hours, self.now.at);
        let first = || store.first().ok().flatten();
        let is_past = |block: Block| self.calendar().day_of(block.start) < self.today();
        matches!(is_new, Ok(true)) && first().is_some_and(is_past)
    }

    /// A copy of the file as it is at this moment: who reads it keeps nobody from writing.
    pub(super) fn copy(&self, store: &Store) -> Result<Opened<'_>, StoreError> {
        Ok(self.opened(store.copy_for_reading()?))
    }

    /// The store, which asks about a running block that is stale.
    fn asking(&self, mut store: Store) -> Store {
        store.ask_by(StaleRule {
            calendar: self.context.calendar,
            hours: self.context.hours.clone(),
            stale_after: self.config.stale_after,
        });
        store
    }

    /// A store for a command.
    const fn opened(&self, store: Store) -> Opened<'_> {
        Opened {
            store: Some(store),
            ctx: self,
        }
    }

    /// Tells of the rows that could not be read, and that were left out.
    pub(super) fn tell_set_aside(&self) {
        let mut rows = self.set_aside.take();
        rows.sort_by(|one, other| (one.kind, &one.key).cmp(&(other.kind, &other.key)));
        rows.dedup_by(|one, other| (one.kind, &one.key) == (other.kind, &other.key));
        if let Some(line) = describe_unreadable(&rows, self.calendar(), self.today()) {
            self.aside(line);
        }
    }

    /// Says what happened.
    pub(super) fn message(&self, line: impl AsRef<str>) {
        self.out.message(line.as_ref());
    }

    /// Adds to what was said.
    pub(super) fn aside(&self, line: impl AsRef<str>) {
        self.out.aside(line.as_ref());
    }

    /// Whether this command may have changed the file.
    pub(super) fn may_have_changed(&self) -> bool {
        self.changes.get()
    }

    /// The file, where a copy of it is made each day; none by a clock that is set.
    pub(super) fn daily_file(&self) -> Option<DailyFile> {
        let path = self.path().ok().filter(|_| self.clock == Clock::System)?;
        let usual = env::default_db().ok();
        let is_usual = usual.is_some_and(|usual| without_links(&usual) == without_links(&path));
        Some(DailyFile { path, is_usual })
    }

    /// The files that no output may replace: those in use, and those that are used without options.
    pub(super) fn own_files(&self) -> OwnFiles {
        let databases = [self.path().ok(), env::default_db().ok()];
        let configs = [
            self.config_place.asked.as_deref(),
            Some(&*self.config_place.usual),
        ];
        OwnFiles::new(
            databases.iter().flatten().map(PathBuf::as_path),
            configs.into_iter().flatten(),
        )
    }

    /// Where the file is, or would be.
    pub(super) fn path(&self) -> Result<PathBuf, Error> {
        self.db.clone().map_or_else(env::default_db, Ok)
    }

    /// The context for the days from `first` to `last`, with the days and weeks that the file has marked in them.
    pub(super) fn setting_with(
        &self,
        store: &Store,
        first: Day,
        last: Day,
    ) -> Result<Context, StoreError> {
        store.note_out_of_range()?;
        self.brief_setting(store, first, last)
    }

    /// The same for a bar, which has no place to tell of rows that are of no time.
    pub(super) fn brief_setting(
        &self,
        store: &Store,
        first: Day,
        last: Day,
    ) -> Result<Context, StoreError> {
        let mut context = self.context.clone();
        context.hours.marks = store.marks(first, last, &context.calendar)?;
        Ok(context)
    }

    /// The zone, and where days and weeks begin.
    pub(super) const fn calendar(&self) -> &Calendar {
        &self.context.calendar
    }

    /// The day of now.
    pub(super) fn today(&self) -> Day {
        self.calendar().day_of(self.now)
    }

    /// What times are told beside.
    pub(super) const fn beside(&self) -> Beside {
        Beside::here(self.now, self.calendar())
    }

    /// The wall clock of a moment, with its day where that is not today.
    pub(super) fn clock_on(&self, moment: Moment) -> String {
        format::clock_on(moment, self.calendar(), self.today())
    }

    /// That time away is to be answered for, since then.
    pub(super) fn away_line(&self, since: Moment) -> String {
        let since = self.clock_on(since);
        format!("{} · tafs away to answer", describe_doubt(&since))
    }

    /// The activities that there are.
    pub(super) const fn taxonomy(&self) -> &Taxonomy {
        &self.context.taxonomy
    }
}

/// The days from the first to the last, in stretches that are read at once.
pub(super) fn chunk_days(first: Day, last: Day) -> impl Iterator<Item = (Day, Day)> {
    let starts = (0..=last.since(first)).step_by(CHUNK as usize);
    starts.map(move |index| {
        let from = first.plus(index);
        (from, from.plus(CHUNK - 1).min(last))
    })
}

/// The path of an option, else of the environment, where an empty one is none.
fn asked_path(option: Option<&PathBuf>, variable: &str) -> Result<Option<PathBuf>, Error> {
    let of_environment = || {
        std::env::var_os(variable)
            .filter(|value| value.as_os_str() != OsStr::new(""))
            .map(PathBuf::from)
    };
    let asked = option.cloned().or_else(of_environment);
    asked.map(env::expand_home).transpose()
}
