//! Tells keys that a person presses from bytes that come as keys: a paste without marks, a key jammed by a bag. Outside
//! of a line that is typed, a key that types waits a moment for the next one; knows no clock and not what keys do.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::KeyCode;

use crate::tui::event::Wake;
use crate::tui::key::Key;

/// Keys that come closer together were not pressed one by one.
const APART: Duration = Duration::from_millis(5);
/// So many of them that type are a burst.
const MANY: usize = 4;

/// What has come and is not given out yet.
#[derive(Debug, Default)]
pub(crate) struct Bursts {
    queue: VecDeque<(Wake, Instant)>,
}

impl Bursts {
    /// Takes what came at once.
    pub(crate) fn push(&mut self, wakes: impl IntoIterator<Item = Wake>, at: Instant) {
        self.queue.extend(wakes.into_iter().map(|wake| (wake, at)));
    }

    /// Whether something is next, and waits for nothing.
    pub(crate) fn has_next(&self, is_typed: bool, now: Instant) -> bool {
        !self.queue.is_empty() && self.due(is_typed).is_none_or(|due| now >= due)
    }

    /// What is next, and when it came. `is_typed`: whether every key is text, however fast it comes.
    pub(crate) fn next(&mut self, is_typed: bool, now: Instant) -> Option<(Wake, Instant)> {
        if !self.has_next(is_typed, now) {
            return None;
        }
        let run = if is_typed { 0 } else { self.run() };
        let keys: Vec<Key> = self.queue.iter().take(run).filter_map(key_of).collect();
        if !is_burst(&keys) {
            return self.queue.pop_front();
        }
        let at = self.queue.front()?.1;
        self.queue.drain(..run);
        Some((Wake::Burst(keys), at))
    }

    /// Until when what is next waits for what comes after it; `None` where nothing waits.
    pub(crate) fn due(&self, is_typed: bool) -> Option<Instant> {
        let run = self.run();
        let (_, last) = self.queue.get(run.checked_sub(1)?)?;
        (!is_typed && run == self.queue.len()).then_some(*last + APART)
    }

    /// How many keys belong together from the first one on; none where that is one that never waits.
    fn run(&self) -> usize {
        let waits = |(wake, _): &(Wake, Instant)| matches!(wake, Wake::Key(key) if types(*key));
        if !self.queue.front().is_some_and(waits) {
            return 0;
        }
        let is_near = |pair: &(&(Wake, Instant), &(Wake, Instant))| {
            let ((_, before), (wake, at)) = *pair;
            matches!(wake, Wake::Key(_)) && at.saturating_duration_since(*before) < APART
        };
        let pairs = self.queue.iter().zip(self.queue.iter().skip(1));
        1 + pairs.take_while(is_near).count()
    }
}

const fn key_of((wake, _): &(Wake, Instant)) -> Option<Key> {
    if let Wake::Key(key) = wake {
        return Some(*key);
    }
    None
}

/// Whether keys that came together are no person's. One key again and again is a key that is held.
fn is_burst(keys: &[Key]) -> bool {
    let printable = keys.iter().filter(|key| key.typed().is_some()).count();
    printable >= MANY && keys.iter().any(|key| *key != keys[0])
}

/// Whether a text holds what this key types.
fn types(key: Key) -> bool {
    text_of(key).is_some()
}

fn text_of(key: Key) -> Option<char> {
    match key.code {
        KeyCode::Enter if !key.alt => Some('\n'),
        KeyCode::Tab if !key.alt => Some('\t'),
        KeyCode::Char('j') if key.ctrl && !key.alt => Some('\n'),
        _ => key.typed(),
    }
}

/// The text that a burst types.
pub(crate) fn text(keys: &[Key]) -> String {
    keys.iter().filter_map(|key| text_of(*key)).collect()
}
