//! A row of any table of the file, whole: what an export of everything hands out and an import of it brings back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::away::Question;
use super::block::Block;
use super::calendar::Day;
use super::cell::Cell;
use super::focus_run::FocusRun;
use super::hours::DayMark;
use super::review::Guess;
use super::stamp::{Moment, Stamp};
use super::suggestion::Suggestion;

/// A row of any table. A week goes by its name, which is the same wherever weeks begin; `changed` is when the row was
/// last written.
#[derive(Clone, PartialEq, Debug)]
pub enum FileRow {
    Block {
        block: Box<Block>,
        changed: Stamp,
        /// Whether it breaks a rule of the file, as one that overlaps the block before does.
        past_rules: bool,
    },
    Mark {
        day: Day,
        marked: DayMark,
        changed: Stamp,
    },
    Pause {
        week: String,
        changed: Stamp,
    },
    FocusRun {
        run: FocusRun,
        changed: Stamp,
    },
    Guess {
        week: String,
        guess: Guess,
        changed: Stamp,
    },
    Commitment {
        week: String,
        text: String,
        changed: Stamp,
    },
    Review {
        week: String,
        review: ReviewRow,
        changed: Stamp,
    },
    Suggestion(Box<Suggestion>),
    Question(QuestionRow),
    Change(Box<ChangeRow>),
    /// A block that an undone change had added.
    Removed {
        change: i64,
        /// Which of its blocks it is, from 0.
        place: i64,
        block: Box<Block>,
    },
    /// What the person has been told once.
    Notice {
        key: String,
        at: Stamp,
    },
    /// A row that can't be read, or that breaks a rule of the file.
    Raw(RawRow),
}

/// A row as it stands in its table, value by value.
#[derive(Clone, PartialEq, Debug)]
pub struct RawRow {
    pub table: String,
    /// By the name of the column.
    pub cells: BTreeMap<String, Cell>,
}

/// A review as the file holds it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewRow {
    /// From 1 to 9; `None` before it was begun.
    pub step: Option<u8>,
    pub revealed: bool,
    /// JSON.
    pub answers: String,
    /// When it was closed, as RFC 3339, and the figures of that moment, as JSON.
    pub closed: Option<(String, String)>,
}

impl ReviewRow {
    /// Whether anything is said in it, beside how far it has come.
    pub fn has_answers(&self) -> bool {
        self.answers != "{}" || self.closed.is_some()
    }
}

/// A question about time away as the file holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuestionRow {
    /// By which the undo history knows it.
    pub number: i64,
    pub question: Question,
    pub answered: Option<Moment>,
}

/// A change as the undo journal holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeRow {
    pub number: i64,
    /// The change that it was made after.
    pub parent: Option<i64>,
    pub at: Stamp,
    pub label: String,
    pub undone: bool,
    /// What it wrote, as JSON, but for the blocks that it added.
    pub edits: String,
    /// For each block that it added the 16 bytes of its id and 8 of a digest.
    pub added: Vec<u8>,
    /// Those blocks as JSON, where it was undone before schema 9.
    pub removed: Option<String>,
}

/// How many rows a file holds beside its blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OtherRows {
    pub marks: usize,
    pub pauses: usize,
    pub focus_runs: usize,
    pub guesses: usize,
    pub commitments: usize,
    pub reviews: usize,
    pub suggestions: usize,
    /// About time away, open and answered.
    pub questions: usize,
    pub changes: usize,
}
