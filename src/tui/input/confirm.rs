//! A question that the key which raised it answers, told from the same key held down: its repeats begin half a second
//! after the press and come some thirty times a second. Knows no clock and not what is asked.

use std::time::{Duration, Instant};

use crate::tui::key::Key;

/// Before a person has read the question, no press answers it.
const READ: Duration = Duration::from_millis(500);
/// A key that comes again so soon is held.
const HELD: Duration = Duration::from_millis(120);

/// A question that waits for its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Confirm {
    key: Key,
    /// When it was asked, or was last asked again since the key was held.
    asked_at: Instant,
    last: Instant,
    pressed: Option<Instant>,
}

impl Confirm {
    /// Asks; `key` has raised the question at this instant.
    pub(crate) const fn ask(key: Key, at: Instant) -> Self {
        Self {
            key,
            asked_at: at,
            last: at,
            pressed: None,
        }
    }

    /// Whether a key is the one that answers. It does by [`Self::is_confirmed`], or was a repeat.
    pub(crate) fn press(&mut self, key: Key, at: Instant) -> bool {
        if key != self.key {
            return false;
        }
        let since = |before| at.saturating_duration_since(before);
        if since(self.last) < HELD {
            // The question stands until the key is let go and pressed anew.
            (self.asked_at, self.pressed) = (at, None);
        } else if since(self.asked_at) >= READ {
            self.pressed = Some(at);
        }
        self.last = at;
        true
    }

    /// When a press counts, unless its key comes again before.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.pressed.map(|pressed| pressed + HELD)
    }

    /// Whether a press has counted by now; another key makes it count at once.
    pub(crate) fn is_confirmed(&self, next: Option<Key>, at: Instant) -> bool {
        let is_other = next.is_some_and(|next| next != self.key);
        self.due().is_some_and(|due| is_other || at >= due)
    }
}
