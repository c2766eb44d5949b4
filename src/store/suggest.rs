//! Keeps the meetings of a calendar as suggestions: a few at a time as they come, all of them in one change. What is held of
//! them is what the undo journal will say, so that a hundred thousand cost little.

use super::added::{Added, TOLD};
use super::apply::Applied;
use super::edits_text::EditsText;
use super::{ChangeError, Store};
use crate::domain::arrival::Tally;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::rules::{self, label_suggestions};
use crate::domain::stamp::{Moment, Span};
use crate::domain::suggestion::Suggestion;

/// So many meetings are looked at together.
const BATCH: usize = 256;

/// The meetings of a calendar, one by one.
pub trait MeetingSource {
    /// Hands over all of them.
    fn each(
        &mut self,
        take: &mut dyn FnMut(Suggestion) -> Result<(), ChangeError>,
    ) -> Result<(), ChangeError>;

    /// Whether the calendar no longer has the meeting of an open suggestion; asked once all are handed over.
    fn is_gone(&self, open: &Suggestion) -> bool;
}

impl Store {
    /// Keeps the meetings of a calendar as suggestions, all of them or none. One that is known is brought up to date while
    /// it is open; the open ones of these days that the calendar no longer has go.
    pub fn suggest_meetings(
        &mut self,
        source: &mut dyn MeetingSource,
        within: Span,
        now: Moment,
    ) -> Result<Tally, ChangeError> {
        self.in_transaction(|store, _| {
            store.keep_stale_question(now)?;
            let mut suggesting = Suggesting::new(store, now);
            source.each(&mut |meeting| suggesting.take(meeting))?;
            suggesting.write_batch()?;
            let gone = store.open_suggestions_that(within, |open| source.is_gone(open))?;
            suggesting.take_away(&gone)?;
            let applied = suggesting.finish()?;
            Ok(applied.tally.unwrap_or_default())
        })
    }

    /// Keeps meetings that are all there already, within a transaction; `None` where the change is another one.
    pub(super) fn suggest_change(
        &self,
        change: &Change,
        now: Moment,
    ) -> Option<Result<Applied, ChangeError>> {
        let Change::Suggest { meetings, gone } = change else {
            return None;
        };
        let suggest = || {
            self.keep_stale_question(now)?;
            let mut suggesting = Suggesting::new(self, now);
            meetings
                .iter()
                .try_for_each(|meeting| suggesting.take(meeting.clone()))?;
            suggesting.write_batch()?;
            suggesting.take_away(gone)?;
            suggesting.finish()
        };
        Some(suggest())
    }
}

/// Meetings while they become suggestions.
struct Suggesting<'s> {
    store: &'s Store,
    now: Moment,
    batch: Vec<Suggestion>,
    offered: usize,
    tally: Tally,
    written: EditsText,
    /// The first writes.
    edits: Vec<Edit>,
}

impl<'s> Suggesting<'s> {
    fn new(store: &'s Store, now: Moment) -> Self {
        Self {
            store,
            now,
            batch: Vec::with_capacity(BATCH),
            offered: 0,
            tally: Tally::default(),
            written: EditsText::new(),
            edits: Vec::new(),
        }
    }

    fn take(&mut self, meeting: Suggestion) -> Result<(), ChangeError> {
        self.offered += 1;
        self.batch.push(meeting);
        if self.batch.len() == BATCH {
            self.write_batch()?;
            self.batch.reserve(BATCH);
        }
        Ok(())
    }

    fn write_batch(&mut self) -> Result<(), ChangeError> {
        let meetings = std::mem::take(&mut self.batch);
        self.write(meetings, Vec::new())
    }

    /// Takes suggestions away that are still open.
    fn take_away(&mut self, gone: &[Suggestion]) -> Result<(), ChangeError> {
        gone.chunks(BATCH)
            .try_for_each(|gone| self.write(Vec::new(), gone.to_vec()))
    }

    fn write(
        &mut self,
        meetings: Vec<Suggestion>,
        gone: Vec<Suggestion>,
    ) -> Result<(), ChangeError> {
        let change = Change::Suggest { meetings, gone };
        let (facts, _) = self.store.facts(&change, self.now)?;
        let plan = rules::plan(&change, &facts, self.now)?;
        for edit in plan.edits {
            let edit = self.store.write_edit(edit, self.now.at)?;
            self.written.add(self.store, &edit)?;
            if self.edits.len() < TOLD {
                self.edits.push(edit);
            }
        }
        let tally = plan.tally.unwrap_or_default();
        self.tally.added += tally.added;
        self.tally.by_default += tally.by_default;
        self.tally.added_time = self.tally.added_time + tally.added_time;
        self.tally.already += tally.already;
        self.tally.changed += tally.changed;
        self.tally.gone += tally.gone;
        Ok(())
    }

    fn finish(self) -> Result<Applied, ChangeError> {
        if !self.written.is_empty() {
            let label = label_suggestions(self.offered);
            let edits = self.written.finish()?;
            let added = Added::of(&[]);
            self.store
                .add_written_entry(&label, &edits, &added, self.now.at)?;
        }
        Ok(Applied {
            edits: self.edits,
            focus: None,
            tally: Some(self.tally),
            set_back: None,
            waits: None,
        })
    }
}
