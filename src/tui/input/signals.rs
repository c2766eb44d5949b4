//! The signals, and a watch that ends the program where it does not: where it waits for a file that another program
//! holds, or for a terminal that takes no more.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU,
};
use signal_hook::flag;
use signal_hook::low_level::{emulate_default_handler, pipe};

use crate::tui::event::Wake;

/// Signals that ask to leave.
const LEAVING: [i32; 11] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGABRT, SIGVTALRM, SIGPROF,
    SIGXCPU,
];
/// So long after such a signal the program is stuck if it is still there: a second is what it has in all.
const STUCK: Duration = Duration::from_millis(600);

/// The signals that have come.
#[derive(Debug)]
pub(super) struct Signals {
    /// Readable once a signal has come.
    woken: OwnedFd,
    leaving: Arc<AtomicUsize>,
    stopped: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
}

impl Signals {
    /// Takes the signals over. `give_back` is what the watch does to the terminal in the program's stead.
    pub(super) fn listen(give_back: fn()) -> io::Result<Self> {
        let (woken, wakes) = pipe_with(PipeFlags::NONBLOCK | PipeFlags::CLOEXEC)?;
        let signals = Self {
            woken,
            leaving: Arc::default(),
            stopped: Arc::default(),
            resized: Arc::default(),
        };
        // Each flag is up before the pipe says so: what is registered first is done first.
        for signal in LEAVING {
            let number = signal.unsigned_abs() as usize;
            flag::register_usize(signal, Arc::clone(&signals.leaving), number)?;
        }
        flag::register(SIGTSTP, Arc::clone(&signals.stopped))?;
        for signal in [SIGWINCH, SIGCONT] {
            flag::register(signal, Arc::clone(&signals.resized))?;
        }
        for signal in LEAVING.into_iter().chain([SIGTSTP, SIGWINCH, SIGCONT]) {
            pipe::register(signal, wakes.try_clone()?)?;
        }
        watch(Arc::clone(&signals.leaving), give_back)?;
        Ok(signals)
    }

    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }

    /// What came since the last time.
    pub(super) fn take(&self) -> Vec<Wake> {
        let mut buffer = [0_u8; 64];
        while matches!(rustix::io::read(&self.woken, &mut buffer), Ok(count) if count > 0) {}
        let leaving = self.leaving.load(Ordering::SeqCst) as i32;
        let came = [
            (leaving != 0, Wake::Leave(leaving)),
            (self.stopped.swap(false, Ordering::SeqCst), Wake::Suspend),
            (self.resized.swap(false, Ordering::SeqCst), Wake::Resize),
        ];
        let came = came.into_iter().filter(|(came, _)| *came);
        came.map(|(_, wake)| wake).collect()
    }
}

/// Waits beside the program for a signal that asks to leave, then for its end; ends it where that does not come.
fn watch(leaving: Arc<AtomicUsize>, give_back: fn()) -> io::Result<()> {
    let (asked, asks) = pipe_with(PipeFlags::NONBLOCK | PipeFlags::CLOEXEC)?;
    for signal in LEAVING {
        pipe::register(signal, asks.try_clone()?)?;
    }
    let wait = move || {
        while poll(&mut [PollFd::new(&asked, PollFlags::IN)], None).is_err() {}
        thread::sleep(STUCK);
        give_back();
        let signal = leaving.load(Ordering::SeqCst) as i32;
        emulate_default_handler(signal).ok();
    };
    thread::Builder::new()
        .name("watch".to_owned())
        .stack_size(64 * 1024)
        .spawn(wait)
        .map(drop)
}
