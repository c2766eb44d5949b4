//! The full-screen program: a loop that waits, updates, performs and draws. It matches no keys itself.

mod action;
mod app;
mod clipboard;
mod effect;
mod event;
#[cfg(test)]
mod fuzz_view;
mod fuzzy;
#[cfg(test)]
mod harness;
mod hints;
mod history;
mod input;
mod key;
mod key_table;
pub mod keymap;
mod layout;
mod mode;
mod overlays;
mod own_letters;
mod paint;
#[doc(hidden)]
pub mod probe;
mod question;
mod scene;
mod screens;
mod session;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
mod widgets;

use std::io;

use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::SIGHUP;

use crate::config::Config;
use crate::env;
use crate::error::Error;
use crate::store::StoreError;
use app::{App, Next};
use input::Reader;
use keymap::Keymap;
use scene::Settings;
pub use session::{Ended, Session};
use terminal::Screen;
use theme::{Palette, Theme};

/// Runs the full screen until it is left.
pub fn run(session: Session) -> Result<Ended, Error> {
    if !terminal::is_usable() {
        let what = "the full screen needs a terminal on both ends";
        return Err(Error::failed(what)
            .hint("use the commands instead: tafs status, tafs s, tafs log (see tafs --help)"));
    }
    let settings = settings(&session)?;
    let mut reader =
        Reader::open(terminal::give_back_by_force).map_err(|error| terminal_fault(&error))?;
    let mouse = session.config.ui.mouse;
    let mut app =
        App::open(session.store, session.clock, settings).map_err(|error| store_fault(&error))?;
    let mut screen = Screen::take(mouse).map_err(|error| terminal_fault(&error))?;
    app.resize(screen.size());
    let ended = work(&mut app, &mut screen, &mut reader);
    drop(screen);
    ended.or_else(|error| match error.raw_os_error() {
        // The terminal is gone, and a frame noticed it before the reader did.
        Some(code) if code == Errno::IO.raw_os_error() => Ok(Ended::Signal(SIGHUP)),
        Some(_) | None => Err(terminal_fault(&error)),
    })
}

fn work(app: &mut App, screen: &mut Screen, reader: &mut Reader) -> io::Result<Ended> {
    loop {
        if let Some(now) = app.due() {
            screen.draw(|frame| app::view(frame, app.model(), now))?;
        }
        reader.wait(app.sleep(env::instant()), app.is_typed())?;
        while let Some((wake, at)) = reader.next(app.is_typed()) {
            match app.handle(&wake, at) {
                Next::Stay => {}
                Next::Resize => {
                    screen.resized()?;
                    app.resize(screen.size());
                }
                Next::Redraw => screen.redraw()?,
                Next::Copy(text) => terminal::send_sequence(&clipboard::sequence(
                    &text,
                    app.model().common.settings.clipboard,
                ))?,
                Next::Suspend => {
                    screen.suspend(|| {
                        kill_process(getpid(), Signal::STOP).map_err(io::Error::from)
                    })?;
                    app.resize(screen.size());
                }
                Next::Leave(ended) => return Ok(ended),
            }
        }
    }
}

/// Whether every key and every colour of the config means something, for whoever reads it without a screen.
pub fn check(config: &Config) -> Result<(), Error> {
    keymap_of(config)?;
    theme_of(config, Palette::Many).map(|_| ())
}

fn keymap_of(config: &Config) -> Result<Keymap, Error> {
    let mut keymap = Keymap::default();
    for named in &config.keys {
        let keys: Vec<&str> = named.values.iter().map(String::as_str).collect();
        keymap
            .rebind(&named.name, &keys)
            .map_err(|bad| config.error_of(named, bad.message, bad.hint))?;
    }
    for named in &config.keys {
        let keys: Vec<&str> = named.values.iter().map(String::as_str).collect();
        own_letters::check_keys(&named.name, &keys, &keymap, &config.taxonomy)
            .map_err(|bad| config.error_of(named, bad.message, bad.hint))?;
    }
    Ok(keymap)
}

fn theme_of(config: &Config, palette: Palette) -> Result<Theme, Error> {
    let mut theme = Theme::new(palette);
    for named in &config.theme {
        let color = named.values.first().map_or("", String::as_str);
        if !theme.set(&named.name, color) {
            let what = format!("\"{} = {color}\" is no colour of a role", named.name);
            let roles: Vec<&str> = theme::Role::ALL.iter().map(|(name, _)| *name).collect();
            let hint = format!("roles: {}; colours: green, 72, #5faf87", roles.join(", "));
            return Err(config.error_of(named, what, hint).into());
        }
    }
    Ok(theme)
}

fn settings(session: &Session) -> Result<Settings, Error> {
    let config = &session.config;
    let (keymap, theme) = (keymap_of(config)?, theme_of(config, session.palette)?);
    Ok(Settings {
        notice: own_letters::describe_hidden(config, &keymap),
        context: config.context(session.zone),
        keymap,
        theme,
        goal: config.goal.tafs,
        role: config.role,
        protected: config.protected_run,
        selling_goal: config.goal.selling,
        distraction_ceiling: config.goal.distraction,
        stale_after: config.stale_after,
        strip: config.ui.strip,
        clipboard: clipboard::detect(|name| std::env::var(name).ok()),
        banner: session.banner.clone(),
    })
}

fn terminal_fault(error: &io::Error) -> Error {
    Error::failed(format!("the terminal could not be used: {error}"))
        .hint("what was saved is in the file; start tafs again")
}

fn store_fault(error: &StoreError) -> Error {
    Error::failed(error.to_string()).hint(error.hint())
}
