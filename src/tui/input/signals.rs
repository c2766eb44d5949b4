//! The signals, and a watch that ends the program where it does not: where it waits for a file that another program
//! holds, or for a terminal that takes no more.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::emulate_default_handler;

use crate::tui::event::Wake;

/// Signals that ask to leave.
const LEAVING: [i32; 11] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGABRT, SIGVTALRM, SIGPROF,
    SIGXCPU,
];
/// So long after such a signal the program is stuck if it is still there: a second is what it has in all.
const STUCK: Duration = Duration::from_millis(600);

/// Signals as they come, told by a socket that all of them share: one for each would be a hundred system calls before the
/// first frame.
type Delivery = SignalDelivery<UnixStream, SignalOnly>;

/// The signals that have come.
#[derive(Debug)]
pub(super) struct Signals {
    delivery: Delivery,
    /// The one that asked to leave; it goes on asking.
    leaving: Option<i32>,
}

impl Signals {
    /// Takes the signals over. `give_back` is what the watch does to the terminal in the program's stead.
    pub(super) fn listen(give_back: fn()) -> io::Result<Self> {
        let taken = LEAVING.into_iter().chain([SIGTSTP, SIGWINCH, SIGCONT]);
        let signals = Self {
            delivery: deliver(taken)?,
            leaving: None,
        };
        watch(give_back)?;
        Ok(signals)
    }

    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }

    /// What came since the last time.
    pub(super) fn take(&mut self) -> Vec<Wake> {
        let (mut stopped, mut resized) = (false, false);
        for signal in self.delivery.pending() {
            match signal {
                SIGTSTP => stopped = true,
                SIGWINCH | SIGCONT => resized = true,
                leaving => self.leaving = Some(leaving),
            }
        }
        let leaving = self.leaving.map(Wake::Leave);
        let suspended = stopped.then_some(Wake::Suspend);
        let resized = resized.then_some(Wake::Resize);
        leaving
            .into_iter()
            .chain(suspended)
            .chain(resized)
            .collect()
    }
}

fn deliver(signals: impl IntoIterator<Item = i32>) -> io::Result<Delivery> {
    let (woken, wakes) = UnixStream::pair()?;
    SignalDelivery::with_pipe(woken, wakes, SignalOnly, signals)
}

/// Waits beside the program for a signal that asks to leave, then for its end; ends it where that does not come.
fn watch(give_back: fn()) -> io::Result<()> {
    let mut asked = deliver(LEAVING)?;
    let wait = move || {
        // Whatever fails here, an interruption too, is no signal.
        while !matches!(asked.get_read().read(&mut [0]), Ok(1..)) {}
        thread::sleep(STUCK);
        give_back();
        for signal in asked.pending() {
            emulate_default_handler(signal).ok();
        }
    };
    thread::Builder::new()
        .name("watch".to_owned())
        .stack_size(64 * 1024)
        .spawn(wait)
        .map(drop)
}
