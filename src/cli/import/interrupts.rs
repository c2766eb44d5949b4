//! Ctrl-C during an import: it calls the reading off, also while that waits for what somebody has yet to write.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use signal_hook::low_level::pipe;

use crate::error::{Error, Exit};
use crate::exchange::{ExchangeError, Reading};
use crate::store::StoreError;

/// What Ctrl-C sets.
pub(super) struct Interrupts {
    reading: Reading,
    /// Readable once it came.
    woken: OwnedFd,
}

impl Interrupts {
    /// Takes Ctrl-C over. Where it comes a second time, while what was written is taken back, the program ends at once.
    pub(super) fn listen() -> Result<Self, Error> {
        let failed = |error: io::Error| Error::failed(format!("cannot listen for Ctrl-C: {error}"));
        let called_off = Arc::<AtomicBool>::default();
        let status = Exit::Interrupted.code().into();
        let (woken, wakes) = pipe_with(PipeFlags::NONBLOCK | PipeFlags::CLOEXEC)
            .map_err(|error| failed(error.into()))?;
        // The flag is up before the pipe says so: what is registered first is done first.
        flag::register_conditional_shutdown(SIGINT, status, Arc::clone(&called_off))
            .and_then(|_| flag::register(SIGINT, Arc::clone(&called_off)))
            .and_then(|_| pipe::register(SIGINT, wakes))
            .map_err(failed)?;
        let reading = Reading::until(&called_off);
        Ok(Self { reading, woken })
    }

    /// The reading that it ends.
    pub(super) const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Readable once somebody has called it off.
    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }

    /// What ended the reading: where somebody called it off, that.
    pub(super) fn or(&self, error: ExchangeError) -> ExchangeError {
        if self.reading.is_called_off() {
            StoreError::Interrupted.into()
        } else {
            error
        }
    }

    /// The same source, whose reader waits no longer once somebody calls it off.
    pub(super) fn await_source<R: Read + AsFd>(&self, source: R) -> io::Result<Awaited<R>> {
        let woken = self.woken.try_clone()?;
        Ok(Awaited { source, woken })
    }
}

/// A source that may keep its reader waiting.
pub(super) struct Awaited<R> {
    source: R,
    woken: OwnedFd,
}

impl<R: Read + AsFd> Read for Awaited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut ends = [self.source.as_fd(), self.woken.as_fd()]
                .map(|end| PollFd::from_borrowed_fd(end, PollFlags::IN));
            match poll(&mut ends, None) {
                // A signal came; its pipe holds it.
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) if !ends[1].revents().is_empty() => {
                    return Err(io::Error::other("called off"));
                }
                Ok(_) if !ends[0].revents().is_empty() => return self.source.read(into),
                Ok(_) => {}
            }
        }
    }
}
