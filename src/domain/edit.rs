//! One write of one row of any table, and its inverse. What the undo journal holds.

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::calendar::Day;
use super::file_row::{QuestionRow, ReviewRow};
use super::focus_run::FocusRun;
use super::hours::DayMark;
use super::rename::Renamed;
use super::review::{Closed, Guess, ReviewAnswer};
use super::suggestion::Suggestion;

/// One write of one row.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    Insert(Block),
    /// Both have the same id.
    Update {
        before: Block,
        after: Block,
    },
    Delete(Block),
    /// A row beside the lane: added, changed or removed. Both have the same key.
    Row {
        before: Option<SideRow>,
        after: Option<SideRow>,
    },
}

/// A row of a table beside the lane, with its key. A week goes by its name, which is the same wherever weeks begin.
/// The undo journal holds it as JSON.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SideRow {
    Suggestion(Suggestion),
    Guess {
        week: String,
        guess: Guess,
    },
    Commitment {
        week: String,
        text: String,
    },
    /// One answer of a review: the others may be given elsewhere meanwhile.
    Answer {
        week: String,
        answer: ReviewAnswer,
    },
    Closed {
        week: String,
        #[serde(flatten)]
        closed: Closed,
    },
    Mark {
        day: Day,
        #[serde(flatten)]
        marked: DayMark,
    },
    Pause {
        week: String,
    },
    FocusRun(FocusRun),
    /// A review as it came from elsewhere, whole.
    Review {
        week: String,
        #[serde(flatten)]
        review: ReviewRow,
    },
    /// A question about time away that came from elsewhere.
    Question(QuestionRow),
    /// That the question with this number, about time away, is answered.
    Answered(i64),
    /// Blocks that have another name from now on; without it they have the former one.
    Renamed(Renamed),
}

impl Edit {
    /// A block that says something else from now on.
    pub fn update(before: &Block, after: Block) -> Self {
        let before = before.clone();
        Self::Update { before, after }
    }

    /// The write that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Insert(block) => Self::Delete(block),
            Self::Update { before, after } => Self::Update {
                before: after,
                after: before,
            },
            Self::Delete(block) => Self::Insert(block),
            Self::Row { before, after } => Self::Row {
                before: after,
                after: before,
            },
        }
    }

    /// The block as it must be found, if one must be there.
    pub const fn before(&self) -> Option<&Block> {
        match self {
            Self::Insert(_) | Self::Row { .. } => None,
            Self::Update { before, .. } => Some(before),
            Self::Delete(block) => Some(block),
        }
    }

    /// The block as it will be, if one will be there.
    pub const fn after(&self) -> Option<&Block> {
        match self {
            Self::Insert(block) => Some(block),
            Self::Update { after, .. } => Some(after),
            Self::Delete(_) | Self::Row { .. } => None,
        }
    }

    /// Whether it is a block that changes, rather than a row beside the lane.
    pub const fn is_of_block(&self) -> bool {
        match self {
            Self::Insert(_) | Self::Update { .. } | Self::Delete(_) => true,
            Self::Row { .. } => false,
        }
    }
}

impl SideRow {
    /// The name of the week that it belongs to, if it belongs to one.
    pub fn week(&self) -> Option<&str> {
        match self {
            Self::Guess { week, .. }
            | Self::Commitment { week, .. }
            | Self::Answer { week, .. }
            | Self::Closed { week, .. }
            | Self::Review { week, .. }
            | Self::Pause { week } => Some(week),
            Self::Suggestion(_)
            | Self::Mark { .. }
            | Self::FocusRun(_)
            | Self::Question(_)
            | Self::Answered(_)
            | Self::Renamed(_) => None,
        }
    }

    /// Whether both have the same key.
    pub fn is_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Suggestion(one), Self::Suggestion(other)) => one.id == other.id,
            (Self::FocusRun(one), Self::FocusRun(other)) => one.start.at == other.start.at,
            (Self::Mark { day: one, .. }, Self::Mark { day: other, .. }) => one == other,
            (Self::Answered(one), Self::Answered(other)) => one == other,
            (Self::Question(one), Self::Question(other)) => one.number == other.number,
            (Self::Renamed(one), Self::Renamed(other)) => one == other,
            (
                Self::Answer { week: one, answer },
                Self::Answer {
                    week: other,
                    answer: given,
                },
            ) => one == other && answer.is_to_the_question_of(given),
            (one, other) => {
                std::mem::discriminant(one) == std::mem::discriminant(other)
                    && one.week().is_some()
                    && one.week() == other.week()
            }
        }
    }

    /// Whether two rows hold the same, as far as the file keeps it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Suggestion(one), Self::Suggestion(other)) => {
                one.dismissed == other.dismissed && one.says_the_same(other)
            }
            // How far the review has come is no answer.
            (
                Self::Review { week, review },
                Self::Review {
                    week: other_week,
                    review: other,
                },
            ) => {
                let said = |review: &ReviewRow| (review.answers.clone(), review.closed.clone());
                week == other_week && said(review) == said(other)
            }
            // When somebody was back, and whether that is answered, comes to be known later.
            (Self::Question(one), Self::Question(other)) => {
                let asked = |row: &QuestionRow| {
                    (row.question.block, row.question.cause, row.question.since)
                };
                asked(one) == asked(other)
            }
            (one, other) => one == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::block;

    #[test]
    fn the_inverse_of_the_inverse_is_the_write_and_turns_before_and_after_round() {
        let (one, other) = (block("a 09:00-10:00"), block("s 09:00-10:00"));
        let edits = [
            Edit::Insert(one.clone()),
            Edit::update(&one, other),
            Edit::Delete(one),
        ];
        for edit in edits {
            let inverse = edit.clone().inverse();
            assert_eq!(
                (inverse.before(), inverse.after()),
                (edit.after(), edit.before())
            );
            assert_eq!(inverse.inverse(), edit);
        }
        let week = || "2026-W10".to_owned();
        let row = |text: &str| SideRow::Commitment {
            week: week(),
            text: text.to_owned(),
        };
        let edit = Edit::Row {
            before: None,
            after: Some(row("no distraction")),
        };
        let inverse = Edit::Row {
            before: Some(row("no distraction")),
            after: None,
        };
        assert_eq!(edit.clone().inverse(), inverse);
        assert_eq!(inverse.inverse(), edit);
    }
}
