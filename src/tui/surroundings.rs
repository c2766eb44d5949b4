//! What may change around the open screen: where the machine says that the rep is, the config file and the theme's.
//! Looked at once a second, and taken up as new settings.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use super::background::Background;
use super::clipboard;
use super::config_switch::Setting;
use super::keymap::Keymap;
use super::own_letters;
use super::scene::Settings;
use super::session::Session;
use super::theme::{Glyphs, Palette, Theme};
use super::watched::Watched;
use crate::config::{Config, ConfigKey, ConfigPlace, ThemeChoice, write_value};
use crate::env::{Clock, Place};
use crate::error::Error;
use crate::report::tone::Tone;

/// What the settings of the screen were made of.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) config: Config,
    pub(super) config_place: Option<ConfigPlace>,
    /// The `TZ` of the program, which stays; what it names may change.
    pub(super) tz: Option<OsString>,
    pub(super) place: Place,
    pub(super) clock: Clock,
    pub(super) palette: Palette,
    pub(super) background: Background,
    pub(super) banner: Option<String>,
    /// What the config file held when it was last looked at, or why it could not be read.
    pub(super) seen: Option<Result<Option<Vec<u8>>, String>>,
    /// What the file of the theme held, where it has one.
    pub(super) seen_theme: Option<Vec<u8>>,
    pub(super) config_file: Watched,
    pub(super) theme_file: Watched,
    /// The last theme that could be read.
    pub(super) good_theme: Option<Theme>,
    /// The theme's file that a refused config names, and what it held then.
    pub(super) refused_theme: Option<(PathBuf, Option<Vec<u8>>)>,
}

/// What has changed around the screen.
#[derive(Debug)]
pub(super) enum Changed {
    Settings(Box<Settings>, Option<String>),
    /// The file of the theme says something else.
    Theme(Box<Theme>),
    /// The config or the theme is none, and why; the one before it goes on.
    Bad(Error, &'static str),
}

impl Surroundings {
    pub(super) fn new(session: &Session) -> Self {
        let warning = None;
        let zone = session.zone;
        Self {
            config: session.config.clone(),
            config_place: session.config_place.clone(),
            tz: std::env::var_os("TZ"),
            place: Place { zone, warning },
            clock: session.clock,
            palette: session.palette,
            background: Background::detect(session.palette, |name| std::env::var(name).ok()),
            banner: session.banner.clone(),
            seen: None,
            seen_theme: read_theme(&session.config),
            config_file: Watched::default(),
            theme_file: Watched::default(),
            good_theme: None,
            refused_theme: None,
        }
    }

    /// The settings of the screen. A theme that can't be read keeps no screen from opening: the last good one, or the usual
    /// one, is used, and why is told.
    pub(super) fn settings(&mut self) -> Result<(Settings, Option<Error>), Error> {
        let error = match self.settings_of(&self.config) {
            Ok(settings) => {
                self.good_theme = Some(settings.theme.clone());
                return Ok((settings, None));
            }
            Err(error) => error,
        };
        keymap_of(&self.config)?;
        let usual = Config {
            theme: ThemeChoice::default(),
            ..self.config.clone()
        };
        let mut settings = self.settings_of(&usual)?;
        if let Some(theme) = &self.good_theme {
            settings.theme = theme.clone();
        }
        Ok((settings, Some(error)))
    }

    /// What has changed since it was last looked at.
    pub(super) fn look(&mut self) -> Option<Changed> {
        let has_config = match self.look_at_config() {
            Ok(has_config) => has_config,
            Err(error) => return Some(Changed::Bad(error, "config")),
        };
        let place = Place::of(self.tz.as_deref(), self.clock);
        if place.zone == self.place.zone && !has_config {
            return self.look_at_theme();
        }
        self.place = place;
        Some(match self.settings() {
            Ok((settings, _)) => Changed::Settings(Box::new(settings), self.place.warning.clone()),
            Err(error) => Changed::Bad(error, "config"),
        })
    }

    /// The theme, where its file holds another one than before.
    fn look_at_theme(&mut self) -> Option<Changed> {
        let path = self.config.theme_file()?;
        if !self.theme_file.may_differ(&path) {
            return None;
        }
        let found = fs::read(path).ok();
        if found == self.seen_theme {
            return None;
        }
        self.seen_theme = found;
        Some(match self.theme_of(&self.config) {
            Ok(theme) => {
                self.good_theme = Some(theme.clone());
                Changed::Theme(Box::new(theme))
            }
            Err(error) => Changed::Bad(error, "theme"),
        })
    }

    /// Writes a setting to the config file; `None` where the config is of no file.
    pub(super) fn write_setting(&self, setting: &Setting) -> Option<Result<(), Error>> {
        let place = self.config_place.as_ref()?;
        let is_theme = ConfigKey::parse(setting.key).is_ok_and(|key| key.is_of_theme());
        let check = |config: &Config| {
            if is_theme {
                check_config(config)
            } else {
                keymap_of(config).map(drop)
            }
        };
        Some(write_value(place, setting.key, &setting.value, check).map(|_| ()))
    }

    /// A theme by its name, to be tried.
    pub(super) fn theme_named(&self, name: &str) -> Option<Theme> {
        let config = Config {
            theme: self.config.theme.renamed(name),
            ..self.config.clone()
        };
        self.theme_of(&config).ok()
    }

    /// Takes the config, where the file holds another one than before; whether it does.
    fn look_at_config(&mut self) -> Result<bool, Error> {
        let Some(place) = &self.config_place else {
            return Ok(false);
        };
        let refused = self.refused_theme.as_ref();
        let is_mended = refused.is_some_and(|(path, held)| fs::read(path).ok() != *held);
        if !self.config_file.may_differ(place.path()) && !is_mended {
            return Ok(false);
        }
        let read = place.read();
        let seen = match &read {
            Ok(bytes) => Ok(bytes.clone()),
            Err(error) => Err(error.to_string()),
        };
        if self.seen.as_ref() == Some(&seen) && !is_mended {
            return Ok(false);
        }
        self.seen = Some(seen);
        self.refused_theme = None;
        let config = place.parse(read?)?;
        if config == self.config {
            return Ok(false);
        }
        keymap_of(&config)?;
        // What is wrong with the theme that goes on has been told.
        if config.theme != self.config.theme
            && let Err(error) = self.theme_of(&config)
        {
            let held = read_theme(&config);
            self.refused_theme = config.theme_file().map(|path| (path, held));
            return Err(error);
        }
        self.seen_theme = read_theme(&config);
        self.config = config;
        Ok(true)
    }

    /// Whether the terminal is to be asked for its background now: a theme follows it.
    pub(super) fn take_question(&mut self, at: Instant) -> bool {
        self.config.theme.follows_terminal() && self.background.take_question(at)
    }

    /// Takes the color of the background; the theme, where it is another one for that.
    pub(super) fn take_background(&mut self, color: Tone, at: Instant) -> Option<Theme> {
        let is_new = self.background.answer(color, at) && self.config.theme.follows_terminal();
        is_new.then(|| self.theme_of(&self.config).ok()).flatten()
    }

    fn theme_of(&self, config: &Config) -> Result<Theme, Error> {
        let tones = config.load_tones(self.background.is_light)?;
        let glyphs = Glyphs::detect(config.ui.plain, |name| std::env::var(name).ok());
        let theme = Theme::of(self.palette, tones, config.theme.colors());
        Ok(theme.drawn_with(glyphs, config.ui.has_large_numerals))
    }

    fn settings_of(&self, config: &Config) -> Result<Settings, Error> {
        let (keymap, theme) = (keymap_of(config)?, self.theme_of(config)?);
        Ok(Settings {
            notice: own_letters::describe_hidden(config, &keymap),
            context: config.context(self.place.zone),
            keymap,
            theme,
            goal: config.goal.tafs,
            role: config.role,
            protected: config.protected_run,
            hidden: config.hidden.clone(),
            selling_goal: config.goal.selling,
            distraction_ceiling: config.goal.distraction,
            stale_after: config.stale_after,
            backup: config.backup,
            strip: config.ui.strip,
            clipboard: clipboard::detect(|name| std::env::var(name).ok()),
            banner: self.banner.clone(),
            mouse: config.ui.mouse,
            discreet: config.ui.discreet,
        })
    }
}

/// What the file of the theme holds, where it has one of its own.
fn read_theme(config: &Config) -> Option<Vec<u8>> {
    fs::read(config.theme_file()?).ok()
}

/// Whether every key and every color of the config means something.
pub(super) fn check_config(config: &Config) -> Result<(), Error> {
    keymap_of(config)?;
    config.load_tones(false)?;
    Ok(())
}

pub(super) fn keymap_of(config: &Config) -> Result<Keymap, Error> {
    let mut keymap = Keymap::default();
    for named in &config.keys {
        let keys: Vec<&str> = named.values.iter().map(String::as_str).collect();
        keymap
            .rebind(&named.name, &keys)
            .map_err(|bad| config.error_of(named, bad.message, bad.hint))?;
    }
    let is_named = |name: &str| config.keys.iter().any(|named| named.name == name);
    for named in &config.keys {
        let keys: Vec<&str> = named.values.iter().map(String::as_str).collect();
        keymap
            .check_kept(&named.name, &keys)
            .and_then(|()| own_letters::check_keys(&named.name, &keys, &keymap, &config.taxonomy))
            .and_then(|()| Keymap::check_taken(&named.name, &keys, is_named))
            .map_err(|bad| config.error_of(named, bad.message, bad.hint))?;
    }
    Ok(keymap)
}
