//! The rows of the review that can be selected, by what Enter does to them.

use crate::domain::calendar::Week;
use crate::insight::alerts::AlertKind;
use crate::tui::question::ReviewQuestion;

/// A row that Enter does something to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Item {
    /// A gap or a long block, by its place in the list.
    Untidy(usize),
    /// A question that is answered in a line.
    Line(ReviewQuestion),
    /// Why the commitment of a week was missed: this one, or in step 2 the one before.
    Missed(Week),
    /// What is to become of something that took time, by its key.
    Verdict(String),
    /// A wake-up call, by its kind.
    Alert(AlertKind),
    /// A share of the guess.
    Share,
    /// A commitment that is offered, by its place.
    Suggestion(usize),
    /// The end of the review.
    Close,
    /// That the review is closed.
    Complete,
    /// Whether the recap tells this.
    Tell(RecapPart),
    /// The recap to the clipboard.
    Copy,
}

/// What a recap tells only where it is asked to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RecapPart {
    /// Distraction.
    Distraction,
    /// What was answered in words.
    Notes,
    /// Accounts.
    Accounts,
}
