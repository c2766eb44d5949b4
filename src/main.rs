//! The program: reads the words, does what they ask for or opens the full screen, and ends with a status.

use std::process::ExitCode;

use rustix::fs::Mode;
use signal_hook::low_level::emulate_default_handler;
use tafs::cli::{self, Failed, Next, Screen, output};
use tafs::error::Exit;
use tafs::tui::{self, Ended, Session};

fn main() -> ExitCode {
    // What is written is for this user alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let ended = cli::run(std::env::args_os(), tui::check).and_then(|next| match next {
        Next::Done => Ok(()),
        Next::Screen(screen) => open(*screen),
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed { error, color }) => {
            output::report(&error, color);
            ExitCode::from(error.exit().code())
        }
    }
}

/// Opens the full screen until it is left.
fn open(screen: Screen) -> Result<(), Failed> {
    let Screen {
        store,
        config,
        zone,
        clock,
        color,
        banner,
        temporary,
    } = screen;
    let palette = tui::theme::Palette::detect(color.on_stdout());
    let ended = tui::run(Session {
        store,
        config,
        zone,
        clock,
        palette,
        banner,
    });
    drop(temporary);
    match ended.map_err(|error| Failed { error, color })? {
        Ended::Quit(line, recap) => output::farewell(&line, recap.as_deref()),
        Ended::Signal(signal) => {
            // The shell is to see what ended the program.
            emulate_default_handler(signal).ok();
            return Err(Failed {
                error: tafs::error::Error::said(Exit::Failed),
                color,
            });
        }
    }
    Ok(())
}
