//! How live conversations ended, and how many moved the customer's decision.

use serde::{Deserialize, Serialize};

use crate::domain::block::Grade;
use crate::domain::format;

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

    /// The same in words that add up with the grades beside them: `5 advances`, `4 advances and 1 won`.
    pub fn advanced_words(&self) -> String {
        let advances = format::count(self.advance, "advance");
        match (self.advance, self.won) {
            (_, 0) => advances,
            (0, won) => format!("{won} won"),
            (_, won) => format!("{advances} and {won} won"),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_add_up_with_the_grades() {
        for (advance, won, words) in [
            (5, 0, "5 advances"),
            (4, 1, "4 advances and 1 won"),
            (1, 2, "1 advance and 2 won"),
            (0, 1, "1 won"),
            (0, 0, "0 advances"),
        ] {
            let grades = Grades {
                advance,
                won,
                ..Grades::default()
            };
            assert_eq!(grades.advanced_words(), words);
        }
    }
}
