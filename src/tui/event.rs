//! What wakes the program: keys, pastes, a new size, signals, the next tick. One poll waits for all of them, so
//! that a terminal that is gone is noticed and nothing ever spins.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::low_level::pipe;

use super::key::Key;

/// What woke the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wake {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, or typed faster than a person types.
    Paste(String),
    /// The left button of the mouse was pressed here.
    Click(Position),
    /// The wheel was turned: up is negative.
    Wheel(isize),
    /// The terminal has another size, or the screen cannot be trusted.
    Resize,
    /// Back to the shell for a while.
    Suspend,
    /// Time to look at the clock and at the file.
    Tick,
    /// A signal asks to leave; its number.
    Leave(i32),
    /// The terminal is gone.
    Gone,
}

/// Signals that ask to leave.
const LEAVING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// As good as no wait: crossterm does not even look where the wait is zero.
const AT_ONCE: Duration = Duration::from_micros(300);

/// All that can wake the program.
pub(super) struct Wakes {
    leaving: Vec<(i32, OwnedFd)>,
    resized: OwnedFd,
    stopped: OwnedFd,
}

impl Wakes {
    /// Takes the signals over.
    pub(super) fn listen() -> io::Result<Self> {
        let leaving = LEAVING
            .into_iter()
            .map(|signal| Ok((signal, open_pipe(&[signal])?)))
            .collect::<io::Result<_>>()?;
        Ok(Self {
            leaving,
            resized: open_pipe(&[SIGWINCH, SIGCONT])?,
            stopped: open_pipe(&[SIGTSTP])?,
        })
    }

    /// Waits for what comes next, at most for `timeout`, and hands over all that is there.
    pub(super) fn wait(&self, timeout: Duration) -> io::Result<Vec<Wake>> {
        let ready = self.poll(timeout)?;
        let mut wakes = Vec::new();
        for (signal, pipe) in &self.leaving {
            if drain_pipe(pipe) {
                wakes.push(Wake::Leave(*signal));
            }
        }
        if drain_pipe(&self.stopped) {
            wakes.push(Wake::Suspend);
        }
        if drain_pipe(&self.resized) {
            wakes.push(Wake::Resize);
        }
        match ready {
            Ready::Gone => wakes.push(Wake::Gone),
            Ready::Keys => read_keys(&mut wakes)?,
            Ready::Nothing if wakes.is_empty() => wakes.push(Wake::Tick),
            Ready::Nothing => {}
        }
        Ok(wakes)
    }

    fn poll(&self, timeout: Duration) -> io::Result<Ready> {
        let stdin = io::stdin();
        let mut fds = vec![PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN)];
        let pipes = self
            .leaving
            .iter()
            .map(|(_, pipe)| pipe)
            .chain([&self.resized, &self.stopped]);
        fds.extend(pipes.map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        let timeout = Timespec {
            tv_sec: timeout.as_secs() as i64,
            tv_nsec: timeout.subsec_nanos().into(),
        };
        match poll(&mut fds, Some(&timeout)) {
            Ok(_) => {}
            // A signal came; its pipe holds it.
            Err(rustix::io::Errno::INTR) => return Ok(Ready::Nothing),
            Err(error) => return Err(error.into()),
        }
        let terminal = fds[0].revents();
        Ok(
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                Ready::Gone
            } else if terminal.contains(PollFlags::IN) {
                Ready::Keys
            } else {
                Ready::Nothing
            },
        )
    }
}

enum Ready {
    Keys,
    Gone,
    Nothing,
}

/// The end of a pipe into which each of the signals writes a byte.
fn open_pipe(signals: &[i32]) -> io::Result<OwnedFd> {
    let (receiver, sender) = pipe_with(PipeFlags::NONBLOCK | PipeFlags::CLOEXEC)?;
    for signal in signals {
        pipe::register(*signal, sender.try_clone()?)?;
    }
    Ok(receiver)
}

fn drain_pipe(pipe: &OwnedFd) -> bool {
    let mut buffer = [0_u8; 64];
    let mut any = false;
    while matches!(rustix::io::read(pipe, &mut buffer), Ok(count) if count > 0) {
        any = true;
    }
    any
}

fn read_mouse(mouse: MouseEvent) -> Option<Wake> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            Some(Wake::Click(Position::new(mouse.column, mouse.row)))
        }
        MouseEventKind::ScrollUp => Some(Wake::Wheel(-1)),
        MouseEventKind::ScrollDown => Some(Wake::Wheel(1)),
        _ => None,
    }
}

fn read_keys(wakes: &mut Vec<Wake>) -> io::Result<()> {
    while event::poll(AT_ONCE)? {
        match event::read()? {
            Event::Key(key) => wakes.extend(Key::pressed(key).map(Wake::Key)),
            Event::Paste(text) => wakes.push(Wake::Paste(text)),
            Event::Resize(..) => wakes.push(Wake::Resize),
            Event::Mouse(mouse) => wakes.extend(read_mouse(mouse)),
            Event::FocusGained | Event::FocusLost => {}
        }
    }
    Ok(())
}
