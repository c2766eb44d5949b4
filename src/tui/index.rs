//! When the index for finding is brought up to date: while nothing else is to do, a slice between two looks for a key.
//! It never waits for another program, and nothing that shows depends on it.

use std::time::Duration;

use crate::domain::stamp::{Length, Stamp};
use crate::store::{self, Store};

/// How many blocks the index takes in at once: some ten milliseconds' worth, and twenty where parts of the index are
/// merged, so that no key is felt late.
const SLICE: usize = 1000;
/// From so many blocks on that the index does not know it is worth a write that nobody asked for. Fewer are left until
/// somebody finds, so that a capture is one write and no more.
const WORTH_IT: usize = 500;
/// So long the file is left to another program that has written to it, and to itself where it cannot be written to.
const LEFT_ALONE: Length = Length::seconds(10);
/// Between two slices whoever waits for the file gets it.
const PAUSE: Duration = store::TURN.saturating_add(Duration::from_millis(2));

/// What is known of the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum State {
    /// Blocks may have been written since the last look.
    #[default]
    Unknown,
    /// It is being brought up to date.
    Behind,
    /// Nothing is left to do.
    Done,
}

/// How far the index has come.
#[derive(Debug, Default)]
pub(super) struct Index {
    state: State,
    /// When another program was seen at the file, or a slice did not succeed.
    left: Option<Stamp>,
}

impl Index {
    /// Something may have been written here.
    pub(super) const fn wrote(&mut self) {
        if matches!(self.state, State::Done) {
            self.state = State::Unknown;
        }
    }

    /// Another program has written, and may go on: with another screen open, only one of them does the work.
    pub(super) const fn leave(&mut self, now: Stamp) {
        self.state = State::Unknown;
        self.left = Some(now);
    }

    /// Does a little, if there is something to do. While somebody finds, each block counts.
    pub(super) fn catch_up(&mut self, store: &Store, finding: bool, now: Stamp) {
        if self.rests(now) {
            return;
        }
        let least = if finding { 1 } else { WORTH_IT };
        let is_behind = match self.state {
            State::Unknown => store.is_behind_by(least),
            State::Behind => Ok(true),
            State::Done => Ok(false),
        };
        let more = is_behind.and_then(|is_behind| {
            if is_behind {
                store.catch_up(SLICE)
            } else {
                Ok(false)
            }
        });
        match more {
            Ok(true) => self.state = State::Behind,
            Ok(false) => {
                if self.state == State::Behind {
                    store.rest();
                }
                self.state = State::Done;
            }
            // In a file that cannot be written to now, finding only takes longer.
            Err(_) => self.leave(now),
        }
    }

    /// How long until there is something to do, if there is. What was written since the last look can wait for a tick,
    /// unless somebody finds.
    pub(super) fn pause(&self, finding: bool, now: Stamp) -> Option<Duration> {
        let has_work = match self.state {
            State::Behind => true,
            State::Unknown => finding,
            State::Done => false,
        };
        (has_work && !self.rests(now)).then_some(PAUSE)
    }

    /// Whether the file is left alone; a clock that is set back does not make that longer.
    fn rests(&self, now: Stamp) -> bool {
        self.left
            .is_some_and(|left| (Length::ZERO..LEFT_ALONE).contains(&now.since(left)))
    }
}
