//! The program: reads the words, does what they ask for or opens the full screen, and ends with a status.

use std::process::ExitCode;

use rustix::fs::Mode;
use signal_hook::low_level::emulate_default_handler;
use tafs::cli::{self, Next, Screen, ScreenNames, output};
use tafs::error::{Error, Exit};
use tafs::store::size_limit_flag;
use tafs::tui::{self, Ended, Session};

fn main() -> ExitCode {
    // What is written is for this user alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    // A file that may not grow any more is an error like any other, not the end.
    let limit = rustix::process::Signal::XFSZ.as_raw();
    signal_hook::flag::register(limit, size_limit_flag()).ok();
    let names = ScreenNames {
        check: tui::check,
        check_keys: tui::check_keys,
        list: tui::list_names,
    };
    let (color, next) = cli::run(std::env::args_os(), names);
    let ended = next.and_then(|next| match next {
        Next::Done => Ok(()),
        Next::Screen(screen) => open(*screen),
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::report(&error, color);
            ExitCode::from(error.exit().code())
        }
    }
}

/// Opens the full screen until it is left.
fn open(screen: Screen) -> Result<(), Error> {
    let palette = tui::theme::Palette::detect(screen.color.on_stdout());
    let ended = tui::run(Session {
        store: screen.store,
        config: screen.config,
        config_place: screen.config_place,
        zone: screen.zone,
        clock: screen.clock,
        palette,
        daily: screen.daily,
        banner: screen.banner,
        remark: screen.remark,
    });
    drop(screen.temporary);
    match ended? {
        Ended::Quit(line, recap) => output::farewell(&line, recap.as_deref())?,
        Ended::Unsaved(line, recap, unsaved) => {
            output::farewell(&line, recap.as_deref())?;
            return Err(Error::failed(unsaved.why).hint(unsaved.hint));
        }
        Ended::Signal(signal) => {
            // The shell is to see what ended the program.
            emulate_default_handler(signal).ok();
            return Err(Error::said(Exit::Failed));
        }
    }
    Ok(())
}
