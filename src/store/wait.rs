//! Waiting for other programs that are writing: fair among many, and over soon where one never ends.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

/// Whoever waits has looked again after so long.
#[cfg(test)]
const TURN: Duration = Duration::from_millis(6);
/// After so many looks a writer is one that has waited for long.
const NEW: i32 = 100;
/// How many looks there are; the pauses between them are 5 seconds in all.
const LOOKS: i32 = 3200;
/// How often the 5 seconds begin anew as long as others get on.
const ROUNDS: u32 = 6;

/// Lets a connection wait for others.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_handler(Some(wait_for_others))
}

/// Waits for the next look, if there is one.
pub(super) fn wait_for_others(times: i32) -> bool {
    let Some(pause) = pause(std::process::id(), times) else {
        return false;
    };
    std::thread::sleep(pause);
    true
}

/// How long until the next look. SQLite's own pauses grow, so that of many writers the one that has waited longest
/// would wait on; these get shorter. No two processes have the same ones, so that none always comes second.
fn pause(process: u32, times: i32) -> Option<Duration> {
    let mixed = u64::from(process)
        .wrapping_mul(31)
        .wrapping_add(u64::from(times.unsigned_abs()));
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    match times {
        LOOKS.. => None,
        NEW.. => Some(Duration::from_micros(1000 + mixed % 1000)),
        _ => Some(Duration::from_micros(2000 + mixed % 4000)),
    }
}

/// Does `work` again where it gave up waiting, as long as the file changes meanwhile: then the others are many, and
/// none of them holds the file for good.
pub(super) fn patiently<T>(
    file: Option<&Path>,
    mut work: impl FnMut() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let state = || {
        let metadata = file.and_then(|file| std::fs::metadata(file).ok());
        metadata.map(|metadata| (metadata.mtime(), metadata.mtime_nsec()))
    };
    let mut seen = state();
    for _ in 1..ROUNDS {
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
            let pauses: Vec<Duration> = (0..).map_while(|times| pause(process, times)).collect();
            let all: Duration = pauses.iter().sum();
            assert!(
                (5000..5500).contains(&all.as_millis()),
                "{process}: {all:?}"
            );
            assert!(
                pauses
                    .iter()
                    .all(|pause| pause.as_micros() >= 1000 && *pause < TURN)
            );
            let (new, old) = pauses.split_at(NEW as usize);
            assert!(new.iter().min() >= old.iter().max(), "{process}");
        }
        let steps = |process| {
            (0..50)
                .map(|times| pause(process, times))
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
            let done = patiently(Some(file.path()), || {
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
        assert_eq!(tries(99, 99), (false, ROUNDS));
        let mut count = 0;
        let other = patiently(None, || {
            count += 1;
            Err::<(), _>(rusqlite::Error::InvalidQuery)
        });
        assert_eq!((other.is_err(), count), (true, 1));
    }
}
