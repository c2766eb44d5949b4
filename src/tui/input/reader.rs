//! Waits for the terminal, the signals and the next tick at once, and reads only what is there: nothing that comes in
//! half can hold the program up.

use std::collections::VecDeque;
use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::burst::Bursts;
use super::decode::Decoder;
use super::signals::Signals;
use crate::env;
use crate::tui::event::Wake;

/// So long a program that is left waits for an answer of the terminal.
const LEAVING: Duration = Duration::from_millis(100);

/// Everything that can wake the program.
#[derive(Debug)]
pub(in crate::tui) struct Reader {
    signals: Signals,
    decoder: Decoder,
    bursts: Bursts,
    /// What does not wait for keys that came before it.
    urgent: VecDeque<Wake>,
}

impl Reader {
    /// Takes the signals over; `give_back` is what is done to the terminal where the program is stuck in leaving it.
    pub(in crate::tui) fn open(give_back: fn()) -> io::Result<Self> {
        Ok(Self {
            signals: Signals::listen(give_back)?,
            decoder: Decoder::new(env::instant()),
            bursts: Bursts::default(),
            urgent: VecDeque::new(),
        })
    }

    /// Waits for what comes next, at most for `timeout`; [`Self::next`] gives it out.
    pub(in crate::tui) fn wait(&mut self, timeout: Duration, is_typed: bool) -> io::Result<()> {
        let mut now = env::instant();
        let until = now + timeout;
        loop {
            let dues = [self.decoder.due(), self.bursts.due(is_typed)];
            let next = dues.into_iter().flatten().fold(until, Instant::min);
            let ready = self.poll(next.saturating_duration_since(now))?;
            now = env::instant();
            if ready.signal {
                self.urgent.extend(self.signals.take());
            }
            let mut typed = Vec::new();
            match ready.terminal {
                Terminal::Gone => self.urgent.push_back(Wake::Gone),
                Terminal::Readable => self.read(now, &mut typed)?,
                // What is there already goes on before anything ends.
                Terminal::Quiet => self.decoder.expire(now, &mut typed),
            }
            self.bursts.push(typed, now);
            if !self.urgent.is_empty() || self.bursts.has_next(is_typed, now) {
                return Ok(());
            }
            if now >= until {
                self.urgent.push_back(Wake::Tick);
                return Ok(());
            }
        }
    }

    /// What has come, one after the other, and when.
    pub(in crate::tui) fn next(&mut self, is_typed: bool) -> Option<(Wake, Instant)> {
        let now = env::instant();
        let urgent = self.urgent.pop_front().map(|wake| (wake, now));
        urgent.or_else(|| self.bursts.next(is_typed, now))
    }

    /// Reads the answer of the terminal that is still due, so that it does not end in the shell: byte by byte, not past
    /// its end, and not past a key.
    pub(in crate::tui) fn swallow_answer(&mut self, due: Instant) {
        let until = due.min(env::instant() + LEAVING);
        let mut out = Vec::new();
        while out.is_empty() {
            let now = env::instant();
            let rest = until.saturating_duration_since(now);
            let ready = self.poll(rest).map(|ready| ready.terminal);
            let mut byte = [0];
            match ready {
                Ok(Terminal::Readable) => match rustix::io::read(io::stdin(), &mut byte) {
                    Ok(1..) => self.decoder.feed(&byte, now, &mut out),
                    Ok(0) | Err(_) => return,
                },
                Ok(Terminal::Quiet) if !rest.is_zero() => {}
                Ok(Terminal::Quiet | Terminal::Gone) | Err(_) => return,
            }
        }
    }

    fn poll(&self, timeout: Duration) -> io::Result<Ready> {
        let stdin = io::stdin();
        let mut fds = [
            PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.as_fd(), PollFlags::IN),
        ];
        let timeout = Timespec {
            tv_sec: timeout.as_secs() as i64,
            tv_nsec: timeout.subsec_nanos().into(),
        };
        match poll(&mut fds, Some(&timeout)) {
            Ok(_) => {}
            // A signal came; its pipe holds it.
            Err(Errno::INTR) => return self.poll(Duration::ZERO),
            Err(error) => return Err(error.into()),
        }
        let terminal = fds[0].revents();
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        Ok(Ready {
            signal: fds[1].revents().contains(PollFlags::IN),
            terminal: if terminal.intersects(gone) {
                Terminal::Gone
            } else if terminal.contains(PollFlags::IN) {
                Terminal::Readable
            } else {
                Terminal::Quiet
            },
        })
    }

    fn read(&mut self, now: Instant, out: &mut Vec<Wake>) -> io::Result<()> {
        let mut buffer = [0_u8; 4096];
        match rustix::io::read(io::stdin(), &mut buffer) {
            Ok(0) | Err(Errno::IO) => self.urgent.push_back(Wake::Gone),
            Ok(count) => self.decoder.feed(&buffer[..count], now, out),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
struct Ready {
    signal: bool,
    terminal: Terminal,
}

#[derive(Clone, Copy, Debug)]
enum Terminal {
    Readable,
    Gone,
    Quiet,
}
