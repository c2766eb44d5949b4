//! What the screen keeps while another program holds the file: one change, and whatever it has to read or keep by itself.

use std::time::{Duration, Instant};

use crate::domain::away::Question;
use crate::domain::calendar::{Day, Week};
use crate::domain::review::Step;
use crate::domain::stamp::Moment;
use crate::tui::effect::{Effect, Outcome};
use crate::tui::key::Key;

/// So long until the next try.
const PAUSE: Duration = Duration::from_millis(50);

/// What waits for the file.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    pub(super) change: Option<WaitingChange>,
    /// The page that a review has reached.
    pub(super) page: Option<(Week, Step)>,
    /// A question about time away that is to be kept.
    pub(super) question: Option<Question>,
    /// Whether it is still to be found out if the running block is stale.
    pub(super) asks_if_stale: bool,
    /// What a line that is typed has asked of the file last.
    pub(super) read: Option<Effect>,
    /// Whether the file may say more than the screen shows.
    pub(super) is_behind: bool,
    /// The day and the days beside it that the snapshot was read for.
    pub(super) shown: Option<(Day, Option<(Day, Day)>)>,
    /// When all that was tried last.
    pub(super) tried: Option<Instant>,
}

/// A change that a person has asked for.
#[derive(Debug)]
pub(super) struct WaitingChange {
    pub(super) effect: Effect,
    pub(super) state: ChangeState,
    /// When it was asked for.
    pub(super) asked: Moment,
    pub(super) pressed: Option<Key>,
    /// Whether a line that is typed asked for it: the line stays as it is meanwhile.
    pub(super) of_line: bool,
    pub(super) since: Instant,
}

/// How far a change has come.
#[derive(Debug)]
pub(super) enum ChangeState {
    /// It is not saved yet.
    Asked,
    /// It is saved, or refused; only the file cannot be read to show it.
    Done(Box<Outcome>),
    /// The disk failed while it was saved, and the file has not told yet whether it is there.
    InDoubt,
}

impl Backlog {
    /// How long until it is time to try again; `None` where nothing waits.
    pub(super) fn pause(&self, at: Instant) -> Option<Duration> {
        let since = self.tried.map(|tried| at.saturating_duration_since(tried));
        let waits = self.change.is_some()
            || self.page.is_some()
            || self.question.is_some()
            || self.asks_if_stale
            || self.read.is_some()
            || self.is_behind;
        waits.then(|| since.map_or(PAUSE, |since| PAUSE.saturating_sub(since)))
    }
}
