//! What a review is computed from.

use crate::domain::calendar::Week;
use crate::domain::review::WeekNotes;
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Role;
use crate::domain::timeline::OnRecord;
use crate::insight::{Context, Ledger};

/// All that a review is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub week: Week,
    /// What is on record of [`super::days_to_read`], as it counts.
    pub on_record: OnRecord<'a>,
    pub context: &'a Context,
    pub now: Moment,
    pub role: Role,
    /// From so much on a selling run is protected.
    pub protected: Length,
    /// What is kept for the week and for those before it, in order.
    pub notes: &'a [(Week, WeekNotes)],
}

impl<'a> Facts<'a> {
    pub(super) fn ledger(&self) -> Ledger<'a> {
        self.context.ledger(self.on_record, self.now.at)
    }

    pub(super) fn notes_of(&self, week: Week) -> Option<&'a WeekNotes> {
        self.notes
            .iter()
            .find(|(of, _)| *of == week)
            .map(|(_, notes)| notes)
    }
}
