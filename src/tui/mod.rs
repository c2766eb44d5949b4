//! The full-screen program: a loop that waits, updates, performs and draws. It matches no keys itself.

mod action;
mod app;
mod background;
mod calendars;
mod canvas;
mod clipboard;
mod config_switch;
mod daily;
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
mod pen;
mod preview;
#[doc(hidden)]
pub mod probe;
mod question;
mod read;
mod scene;
mod screens;
mod session;
mod steps;
mod surroundings;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
mod watched;
mod widgets;

use std::io;

use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::SIGHUP;

use crate::config::Config;
use crate::domain::block::Category;
use crate::env;
use crate::error::Error;
use crate::exchange::installed::find_tools;
use crate::report::tones::Part;
use crate::store::StoreError;
use app::{App, Next};
use input::Reader;
use key_table::BINDINGS;
pub use session::{Ended, Session, Unsaved};
use surroundings::Surroundings;
use terminal::Screen;

/// Runs the full screen until it is left.
pub fn run(session: Session) -> Result<Ended, Error> {
    if !terminal::is_usable() {
        let what = "the full screen needs a terminal on both ends";
        return Err(Error::failed(what)
            .hint("use the commands instead: tafs status, tafs s, tafs log (see tafs --help)"));
    }
    let mut surroundings = Surroundings::new(&session);
    let (settings, no_theme) = surroundings.settings()?;
    let mouse = session.config.ui.mouse;
    // It may wait for another program: until the terminal is taken, a signal ends that as it ends any command.
    let mut app =
        App::open(session.store, session.clock, settings).map_err(|error| store_fault(&error))?;
    app.back_up_daily(session.daily);
    app.remark(
        no_theme
            .map(|error| describe_theme_fault(&error))
            .or(session.remark),
    );
    app.look_around_at(surroundings);
    let mut reader =
        Reader::open(terminal::give_back_by_force).map_err(|error| terminal_fault(&error))?;
    let mut screen = Screen::take(mouse).map_err(|error| terminal_fault(&error))?;
    app.resize(screen.size());
    let ended = work(&mut app, &mut screen, &mut reader);
    if ended.is_ok()
        && let Some(until) = app.awaits_answer_until()
    {
        reader.swallow_answer(until);
    }
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
            terminal::set_mouse(app.model().common.settings.mouse)?;
            screen.draw(|buffer| app::view(buffer, app.model(), now))?;
            if app.take_question(env::instant()) {
                terminal::send_sequence(background::QUESTION)?;
            }
        }
        if app.read_rest() {
            continue;
        }
        app.look_at_backup();
        app.look_at_calendars();
        // No key takes it away before it was drawn.
        if app.offer_setup(|| find_tools(|name| std::env::var_os(name))) {
            continue;
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

/// Whether every key and every color of the config means something, for whoever reads it without a screen.
pub fn check(config: &Config) -> Result<(), Error> {
    surroundings::check_config(config)
}

/// Whether every key means something: a theme that cannot be read stops no command.
pub fn check_keys(config: &Config) -> Result<(), Error> {
    surroundings::keymap_of(config).map(drop)
}

/// The keys of the config that name actions and colors: each action with its keys, the theme with its name, a color with
/// none, for those depend on the terminal.
pub fn list_names(config: &Config) -> Result<Vec<(String, Vec<String>)>, Error> {
    let keymap = surroundings::keymap_of(config)?;
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for row in BINDINGS {
        let name = format!("keys.{}", row.name);
        if names.iter().all(|(known, _)| *known != name) {
            let keys = keymap.keys_of(row).map(|key| key.to_string());
            names.push((name, keys.collect()));
        }
    }
    let theme = config.theme.name_in_words().to_owned();
    names.push(("theme.name".to_owned(), vec![theme]));
    let parts = Part::ALL.iter().map(|(name, _)| *name);
    let roles = parts.chain(Category::ALL.iter().map(|category| category.name()));
    names.extend(roles.map(|role| (format!("theme.{role}"), Vec::new())));
    Ok(names)
}

/// In one line: what is wrong with the theme, where, and what stands in.
fn describe_theme_fault(error: &Error) -> String {
    let what = error.to_string();
    let line = what.lines().next().unwrap_or_default();
    format!("{line} · using the default theme")
}

fn terminal_fault(error: &io::Error) -> Error {
    Error::failed(format!("the terminal could not be used: {error}"))
        .hint("what was saved is in the file; start tafs again")
}

fn store_fault(error: &StoreError) -> Error {
    Error::failed(error.to_string()).hint(error.hint())
}
