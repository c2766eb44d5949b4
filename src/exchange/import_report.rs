//! The one report of an import: readers, the step to blocks and the store fill it in turn; the command prints it as text
//! or as JSON.

use serde::Serialize;

use super::in_seconds::as_seconds;
use super::unsorted::{Unsorted, UnsortedLabels};
use crate::domain::arrival::{RowTally, Tally};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::Calendar;
use crate::domain::classify::{By, Labels};
use crate::domain::format;
use crate::domain::stamp::{Length, Stamp};

/// What came of an import, or would come of it. Its JSON is a contract: fields are added at its end, none is renamed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct ImportReport {
    /// Closed and valid blocks, of the days that are asked for.
    pub read: usize,
    /// The time that they hold, before anything is trimmed.
    #[serde(rename = "read_s", serialize_with = "as_seconds")]
    pub read_time: Length,
    pub added: usize,
    #[serde(rename = "added_s", serialize_with = "as_seconds")]
    pub added_time: Length,
    pub already: usize,
    pub trimmed: usize,
    pub skipped: usize,
    /// Intervals that are still open in the source.
    pub open: usize,
    /// Rows that are no blocks, in the order of their lines.
    pub rejected: Vec<RowError>,
    /// Intervals that ended when they began.
    pub empty: usize,
    pub future: usize,
    /// Blocks outside the days that are asked for.
    pub outside: usize,
    /// Added blocks that no rule and no name has classified; until the store has them, all of those.
    pub by_default: usize,
    /// What holds time without being an interval: a klog duration, a pause. Told, not stored.
    pub unplaced: Vec<RowError>,
    #[serde(rename = "unplaced_s", serialize_with = "as_seconds")]
    pub unplaced_time: Length,
    /// What a person should know of how the source was read.
    pub remarks: Vec<String>,
    pub dry_run: bool,
    /// Where each block got its category from, if that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<Explained>,
    /// What became of the rows beside the blocks, of an export of everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowTally>,
    /// What became of the days of a calendar's all-day events, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_off: Option<DaysReport>,
    /// Blocks among those that were here already that the source itself has twice.
    pub repeated: usize,
    /// The pauses that `unplaced_s` has been lessened by.
    #[serde(rename = "unplaced_pauses_s", serialize_with = "as_seconds")]
    pub paused_time: Length,
    /// The lines of what is still open in the source.
    pub open_lines: Vec<usize>,
    /// What no rule has sorted, the most time first, if that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsorted: Vec<Unsorted>,
    #[serde(skip)]
    pub(super) unsorted_labels: UnsortedLabels,
    /// How many blocks or days were to be added.
    #[serde(skip)]
    pub offered: usize,
    /// Blocks that were here already but say something else here; they stay as they are.
    #[serde(skip)]
    pub differing: usize,
    /// Activities that the config does not list, and of how many added blocks they are; they are kept.
    #[serde(skip)]
    pub unlisted: Vec<(Category, String, usize)>,
    /// Whether the blocks are kept as suggestions only.
    #[serde(skip)]
    pub suggested: bool,
    /// Whether a file that held nothing holds all of the source now, and no undo takes it back.
    #[serde(skip)]
    pub restored: bool,
}

/// What became of days that are to be off.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DaysReport {
    pub found: usize,
    pub marked: usize,
    /// Days that were off before.
    pub already: usize,
    /// Days that a mark of their own says to be worked, or off in part: that stays.
    pub kept: usize,
    /// Those that are marked.
    pub days: Vec<String>,
}

/// What is wrong with a row of a source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowError {
    /// The line of the source, from 1.
    pub line: usize,
    #[serde(rename = "reason")]
    pub what: String,
}

impl RowError {
    pub(super) fn new(line: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { line, what }
    }
}

/// What gave the block of a line its category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explained {
    pub line: usize,
    #[serde(skip)]
    pub(super) at: Stamp,
    /// When it is, before anything is trimmed.
    #[serde(skip)]
    pub when: String,
    pub category: &'static str,
    pub activity: Option<String>,
    /// In words: `the rule tag:calls in line 12 of the config`.
    pub by: String,
    /// Whether no rule gave it its category.
    #[serde(skip)]
    pub is_by_default: bool,
    /// What the source says of it.
    #[serde(flatten)]
    pub said: SaidLabels,
}

/// The labels of a row that rules ask for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct SaidLabels {
    pub title: Option<String>,
    pub project: Option<String>,
    pub tags: Vec<String>,
    pub client: Option<String>,
}

impl SaidLabels {
    fn of(labels: Labels) -> Self {
        let Labels {
            title,
            project,
            tags,
            client,
            domains: _,
            occasion: _,
        } = labels;
        Self {
            title,
            project,
            tags,
            client,
        }
    }
}

impl ImportReport {
    /// Counts a block that is to be added.
    pub(super) fn count_block(&mut self, block: &Block, by: By<'_>) {
        if let Some(end) = block.end {
            self.read += 1;
            self.read_time = self.read_time + end.at.since(block.start.at);
        }
        self.by_default += usize::from(by == By::Default);
        self.offered += 1;
    }

    /// Keeps what gave a block its category.
    pub(super) fn explain(&mut self, line: usize, block: &Block, by: By<'_>, labels: Labels) {
        if by == By::Default {
            let length = block.end.map(|end| end.at.since(block.start.at));
            self.unsorted_labels
                .add(&labels, length.unwrap_or_default());
        }
        let activity = block.details.activity.as_deref();
        self.explained.push(Explained {
            line,
            at: block.start.at,
            when: describe_times(block),
            category: block.category.name(),
            activity: activity.map(str::to_owned),
            by: by.to_string(),
            is_by_default: by == By::Default,
            said: SaidLabels::of(labels),
        });
    }

    /// What no rule has sorted, the most time first, where that was to be explained.
    pub fn list_unsorted(&self) -> Vec<Unsorted> {
        self.unsorted_labels.list()
    }

    /// Adds a remark, once.
    pub(super) fn remark(&mut self, text: String) {
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// Takes over what the store says became of the blocks.
    pub(super) fn settle(&mut self, tally: Tally, dry_run: bool) {
        self.added = tally.added;
        self.added_time = tally.added_time;
        self.by_default = tally.by_default;
        self.already = tally.already;
        self.repeated = tally.repeated;
        self.differing = tally.differing;
        self.trimmed = tally.trimmed;
        self.skipped = tally.skipped;
        self.future = tally.future;
        self.rows = self.rows.map(|_| tally.rows);
        self.dry_run = dry_run;
        self.unsorted = self.list_unsorted();
        let unlisted = tally.unlisted.into_iter();
        self.unlisted = unlisted
            .map(|((category, name), count)| (category, name, count))
            .collect();
    }
}

/// `2026-03-02 09:05-10:00`, for a message about a block of a source.
pub(super) fn describe_times(block: &Block) -> String {
    let day = Calendar::wall(block.start).format("%Y-%m-%d");
    match block.end {
        Some(end) => format!(
            "{day} {}",
            format::times_beside(block.start, end, block.start)
        ),
        None => format!("{day} {} on", format::clock(block.start)),
    }
}
