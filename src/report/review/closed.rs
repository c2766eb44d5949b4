//! A closed review: it keeps the figures of the moment at which it was closed, and learns what was open then.

use super::compute::compute_review;
use super::facts::Facts;
use super::record::{ClosedRecord, CommitmentRecord, ReviewRecord};

/// The review of a week. A closed one keeps the figures of the moment at which it was closed, and says whether they
/// would be others today.
pub fn of_week(facts: &Facts<'_>) -> ReviewRecord {
    let fresh = compute_review(facts);
    let notes = facts.notes_of(facts.week);
    let Some(closed) = notes.and_then(|notes| notes.review.closed.as_ref()) else {
        return fresh;
    };
    let kept = serde_json::from_str::<ReviewRecord>(&closed.figures).ok();
    let differs = kept
        .as_ref()
        .is_none_or(|kept| !kept.tells_the_same(&fresh));
    let at = closed.at;
    let record = match kept {
        Some(kept) => settle(kept, &fresh),
        // Kept by another version of this program: what can be computed is better than nothing.
        None => fresh,
    };
    ReviewRecord {
        closed: Some(ClosedRecord { at, differs }),
        ..record
    }
}

/// A review that was closed while its commitment was open learns what became of it, and why it was missed; and how much
/// of freed time went where it was to go.
fn settle(kept: ReviewRecord, fresh: &ReviewRecord) -> ReviewRecord {
    let is_open = |of: &CommitmentRecord| of.kept.is_none();
    let mut record = kept;
    if record.commitment.as_ref().is_some_and(is_open) {
        record.commitment.clone_from(&fresh.commitment);
    }
    record.answers.missed = record.answers.missed.or(fresh.answers.missed);
    if let (Some(kept), Some(fresh)) = (&mut record.freed, &fresh.freed) {
        kept.destination.clone_from(&fresh.destination);
    }
    record
}
