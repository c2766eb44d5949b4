//! How live conversations ended, and how many moved the customer's decision.

use serde::{Deserialize, Serialize};

use crate::domain::block::Grade;

/// How the live blocks ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Grades {
    pub advance: usize,
    pub continuation: usize,
    pub no: usize,
    pub won: usize,
    pub ungraded: usize,
}

impl Grades {
    /// The live blocks with a grade.
    pub const fn graded(&self) -> usize {
        self.advance + self.continuation + self.no + self.won
    }

    /// All live blocks.
    pub const fn live_blocks(&self) -> usize {
        self.graded() + self.ungraded
    }

    /// Those that moved the customer's decision: advanced or won.
    pub const fn advanced(&self) -> usize {
        self.advance + self.won
    }

    /// (advance + won) / graded live blocks, from 0 to 1. `None` where none is graded.
    pub fn advance_rate(&self) -> Option<f64> {
        (self.graded() > 0).then(|| self.advanced() as f64 / self.graded() as f64)
    }

    pub(super) fn count(&mut self, grade: Option<Grade>) {
        *match grade {
            Some(Grade::Advance) => &mut self.advance,
            Some(Grade::Continuation) => &mut self.continuation,
            Some(Grade::No) => &mut self.no,
            Some(Grade::Won) => &mut self.won,
            None => &mut self.ungraded,
        } += 1;
    }
}
