//! One key at a time from a terminal, for commands that ask without drawing. The terminal is as it was after each.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

use crate::error::Error;

/// What was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    Char(char),
    Enter,
    /// Ctrl-C, or the end of the input.
    Cancel,
}

/// Whether there is somebody to ask, who sees the question.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The next key; arrows and others that are no letter are passed over. `ended` is readable once Ctrl-C came as a signal,
/// where nobody was waiting for a key.
pub(super) fn read_key(ended: BorrowedFd<'_>) -> Result<Key, Error> {
    let failed = |error: Errno| {
        let error = io::Error::from(error);
        Error::failed(format!("the terminal can't be read: {error}")).caused_by(error)
    };
    let _raw = RawMode::start().map_err(failed)?;
    loop {
        if is_ended(ended).map_err(failed)? {
            return Ok(Key::Cancel);
        }
        match read_byte().map_err(failed)? {
            None | Some(0x03 | 0x04) => return Ok(Key::Cancel),
            Some(b'\r' | b'\n') => return Ok(Key::Enter),
            Some(0x1b) => skip_sequence().map_err(failed)?,
            Some(byte) if byte.is_ascii_graphic() => return Ok(Key::Char(char::from(byte))),
            Some(_) => {}
        }
    }
}

/// Waits for a key or for the end; whether it is that.
fn is_ended(ended: BorrowedFd<'_>) -> Result<bool, Errno> {
    let stdin = io::stdin();
    let mut ends = [stdin.as_fd(), ended].map(|end| PollFd::from_borrowed_fd(end, PollFlags::IN));
    loop {
        match poll(&mut ends, None) {
            Ok(_) => return Ok(!ends[1].revents().is_empty()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// What an arrow or a function key sends behind its Escape.
fn skip_sequence() -> Result<(), Errno> {
    if !matches!(read_byte()?, Some(b'[' | b'O')) {
        return Ok(());
    }
    while read_byte()?.is_some_and(|byte| !(0x40..=0x7e).contains(&byte)) {}
    Ok(())
}

fn read_byte() -> Result<Option<u8>, Errno> {
    let mut byte = [0];
    loop {
        match rustix::io::read(io::stdin(), &mut byte) {
            Ok(0) => return Ok(None),
            Ok(_) => return Ok(Some(byte[0])),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// The terminal hands over each key at once, unseen, while this lives.
struct RawMode(Termios);

impl RawMode {
    fn start() -> Result<Self, Errno> {
        let before = tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        Ok(Self(before))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // Nobody is left to tell where even this fails.
        tcsetattr(io::stdin(), OptionalActions::Now, &self.0).ok();
    }
}
