//! One write of one row, and its inverse. What the undo journal holds.

use super::block::Block;

/// One write of one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// A block that was not there.
    Insert(Block),
    /// A block that says something else from now on; both have the same id.
    Update {
        /// As it was.
        before: Block,
        /// As it is.
        after: Block,
    },
    /// A block that is no longer there.
    Delete(Block),
}

impl Edit {
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
        }
    }

    /// The row as it must be found, if it must be there.
    pub const fn before(&self) -> Option<&Block> {
        match self {
            Self::Insert(_) => None,
            Self::Update { before, .. } => Some(before),
            Self::Delete(block) => Some(block),
        }
    }

    /// The row as it will be, if it will be there.
    pub const fn after(&self) -> Option<&Block> {
        match self {
            Self::Insert(block) => Some(block),
            Self::Update { after, .. } => Some(after),
            Self::Delete(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::block;

    #[test]
    fn the_inverse_of_the_inverse_is_the_write_and_turns_before_and_after_round() {
        let (one, other) = (block("a 09:00-10:00"), block("s 09:00-10:00"));
        let edits = [
            Edit::Insert(one.clone()),
            Edit::Update {
                before: one.clone(),
                after: other,
            },
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
    }
}
