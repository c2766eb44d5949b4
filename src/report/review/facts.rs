//! What a review is computed from.

use crate::domain::block::Block;
use crate::domain::calendar::Week;
use crate::domain::review::WeekNotes;
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Role;
use crate::insight::{Context, Ledger};

/// All that a review is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub week: Week,
    /// The blocks of [`super::days_to_read`], as they count, in order of time.
    pub blocks: &'a [Block],
    pub context: &'a Context,
    pub now: Moment,
    pub role: Role,
    /// From so much on a selling run is protected.
    pub protected: Length,
    /// What is kept for the week and for those before it, in order.
    pub notes: &'a [(Week, WeekNotes)],
}

impl<'a> Facts<'a> {
    pub(super) const fn ledger(&self) -> Ledger<'a> {
        self.context.ledger(self.blocks, self.now.at)
    }

    pub(super) fn notes_of(&self, week: Week) -> Option<&'a WeekNotes> {
        self.notes
            .iter()
            .find(|(of, _)| *of == week)
            .map(|(_, notes)| notes)
    }
}
