//! Waiting for other programs that hold the file: fair among many, and over soon where one never ends. A command waits,
//! and says so; the screen never does, and tries again between its events.

use std::cell::{Cell, RefCell};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::holder::describe_holder;

/// No pause is longer.
#[cfg(test)]
const LONGEST_PAUSE: Duration = Duration::from_millis(6);
/// After this many looks a writer counts as one that has waited long.
const LOOKS_WHILE_NEW: i32 = 100;
/// How many looks there are; the pauses between them are 5 seconds in all.
const LOOK_COUNT: i32 = 3200;
/// After this many looks, half a second, the wait is announced.
const LOOKS_UNTIL_TOLD: i32 = 160;
/// How often the 5 seconds start over while the file keeps changing.
const ROUND_COUNT: u32 = 6;

thread_local! {
    /// The file that was opened last, to find who holds it.
    static FILE: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
    /// Announces a wait, once. SQLite hands its handler no more than a number.
    static TELL: Cell<Option<fn(&str)>> = const { Cell::new(None) };
}

const BRIEF: Duration = Duration::from_millis(200);

/// How long a store waits while another program holds the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Patience {
    /// 5 seconds, and again while the file keeps changing.
    Command,
    /// A fifth of a second: what is asked again in a moment must not be kept waiting now.
    Brief,
    /// Not at all.
    None,
}

/// Announces by `tell`, once, that this thread is waiting for another program.
pub fn tell_waits(tell: fn(&str)) {
    TELL.set(Some(tell));
}

/// Names the file that this thread waits for, where no connection to it is opened.
pub(super) fn name_file(file: &Path) {
    FILE.set(Some(file.to_owned()));
}

/// Lets a connection to a file wait for others, or not.
pub(super) fn set_patience(
    connection: &Connection,
    file: Option<&Path>,
    patience: Patience,
) -> rusqlite::Result<()> {
    match patience {
        Patience::Command => {
            if let Some(file) = file {
                name_file(file);
            }
            connection.busy_handler(Some(wait_for_others))
        }
        Patience::Brief => connection.busy_timeout(BRIEF),
        Patience::None => connection.busy_handler(None),
    }
}

/// Waits for the next look, if there is one.
pub(super) fn wait_for_others(times: i32) -> bool {
    let Some(pause) = next_pause(std::process::id(), times) else {
        return false;
    };
    if times >= LOOKS_UNTIL_TOLD
        && let Some(tell) = TELL.take()
    {
        FILE.with_borrow(|file| {
            if let Some(file) = file {
                let holder = describe_holder(file);
                tell(&format!(
                    "Waiting for the file: {holder} is holding {}",
                    file.display()
                ));
            }
        });
    }
    std::thread::sleep(pause);
    true
}

/// How long until the next look. SQLite's own pauses grow, so that of many writers the one that has waited longest
/// would wait on; these get shorter. No two processes have the same ones, so that none always comes second.
fn next_pause(process: u32, times: i32) -> Option<Duration> {
    let mixed = u64::from(process)
        .wrapping_mul(31)
        .wrapping_add(u64::from(times.unsigned_abs()));
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    match times {
        LOOK_COUNT.. => None,
        LOOKS_WHILE_NEW.. => Some(Duration::from_micros(1000 + mixed % 1000)),
        _ => Some(Duration::from_micros(2000 + mixed % 4000)),
    }
}

/// Does `work` again where it gave up waiting, as long as the file changes meanwhile: then the others are many, and
/// none of them holds the file for good.
pub(super) fn retry_while_others_write<T>(
    patience: Patience,
    file: Option<&Path>,
    mut work: impl FnMut() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    match patience {
        Patience::Command => {}
        Patience::Brief | Patience::None => return work(),
    }
    let state = || {
        let metadata = file.and_then(|file| std::fs::metadata(file).ok());
        metadata.map(|metadata| (metadata.mtime(), metadata.mtime_nsec()))
    };
    let mut seen = state();
    for _ in 1..ROUND_COUNT {
        match work() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                let found = state();
                if found == seen {
                    return Err(error);
                }
                seen = found;
            }
            done => return done,
        }
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_are_five_seconds_in_all_and_get_shorter() {
        for process in [1, 2, 4711, u32::MAX] {
            let pauses: Vec<Duration> = (0..)
                .map_while(|times| next_pause(process, times))
                .collect();
            let all: Duration = pauses.iter().sum();
            assert!(
                (5000..5500).contains(&all.as_millis()),
                "{process}: {all:?}"
            );
            assert!(
                pauses
                    .iter()
                    .all(|pause| pause.as_micros() >= 1000 && *pause < LONGEST_PAUSE)
            );
            let untold: Duration = pauses[..LOOKS_UNTIL_TOLD as usize].iter().sum();
            assert!((400..600).contains(&untold.as_millis()), "{untold:?}");
            let (new, old) = pauses.split_at(LOOKS_WHILE_NEW as usize);
            assert!(new.iter().min() >= old.iter().max(), "{process}");
        }
        let steps = |process| {
            (0..50)
                .map(|times| next_pause(process, times))
                .collect::<Vec<_>>()
        };
        assert_ne!(steps(100), steps(101));
    }

    #[test]
    fn a_wait_goes_on_only_while_the_others_get_on() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let busy = || rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(5), None);
        let mut second = 0;
        // For so many tries another program is writing; for so many of them something comes of it.
        let mut tries = |free_after: u32, changes: u32| {
            let mut count = 0;
            let done = retry_while_others_write(Patience::Command, Some(file.path()), || {
                count += 1;
                if count <= changes {
                    second += 1;
                    let when = std::time::UNIX_EPOCH + Duration::from_secs(second);
                    file.as_file().set_modified(when).expect("it is ours");
                }
                if count > free_after {
                    Ok(())
                } else {
                    Err(busy())
                }
            });
            (done.is_ok(), count)
        };
        assert_eq!(tries(0, 0), (true, 1));
        assert_eq!(tries(1, 0), (false, 1));
        assert_eq!(tries(3, 3), (true, 4));
        assert_eq!(tries(9, 2), (false, 3));
        assert_eq!(tries(99, 99), (false, ROUND_COUNT));
        let mut count = 0;
        let other = retry_while_others_write(Patience::Command, None, || {
            count += 1;
            Err::<(), _>(rusqlite::Error::InvalidQuery)
        });
        assert_eq!((other.is_err(), count), (true, 1));
        let mut count = 0;
        let at_once = retry_while_others_write(Patience::None, None, || {
            count += 1;
            Err::<(), _>(busy())
        });
        assert_eq!((at_once.is_err(), count), (true, 1));
    }
}
