//! How a reader hands over what it finds: each row at once, so that none is kept, and the report at its end. Knows nothing
//! of what becomes of the rows.

use super::error::ExchangeError;
use super::import_report::{ImportReport, RowError};
use super::source::{Labels, ParsedRow, RowLabels, Time};
use crate::domain::block::{Account, Details, Note, Tag};
use crate::domain::stamp::Length;
use crate::domain::text::{NAME_LIMIT, NOTE_LIMIT};

/// Takes the rows of a source, one after the other as they are read.
pub(super) trait TakeRows {
    /// Takes a row, or notes in the report why not. After an error nothing more is read.
    fn take(&mut self, row: ParsedRow, report: &mut ImportReport) -> Result<(), ExchangeError>;

    /// Whether it wants to know what a row says of itself even where the row has a category.
    fn wants_labels(&self) -> bool {
        true
    }
}

/// Keeps them all.
impl TakeRows for Vec<ParsedRow> {
    fn take(&mut self, row: ParsedRow, _: &mut ImportReport) -> Result<(), ExchangeError> {
        self.push(row);
        Ok(())
    }
}

/// A source that is being read: where its rows go, and what is reported on the way.
pub(super) struct Delivery<'t> {
    to: &'t mut dyn TakeRows,
    pub(super) report: ImportReport,
    /// How many names and notes were too long.
    cut: usize,
    failed: Option<ExchangeError>,
}

impl<'t> Delivery<'t> {
    /// No rows yet, but what is to be said of how the file was read.
    pub(super) fn new(to: &'t mut dyn TakeRows, remarks: impl IntoIterator<Item = String>) -> Self {
        let mut report = ImportReport::default();
        report.remarks.extend(remarks);
        Self {
            to,
            report,
            cut: 0,
            failed: None,
        }
    }

    /// Hands a row on.
    pub(super) fn push(&mut self, row: ParsedRow) {
        if self.failed.is_none() {
            self.failed = self.to.take(row, &mut self.report).err();
        }
    }

    /// Hands an interval on; `key` is its id in the source.
    pub(super) fn add(
        &mut self,
        line: usize,
        times: (Time, Option<Time>),
        labels: &RowLabels<'_>,
        key: Option<String>,
    ) {
        let row = self.row(line, times, labels, key);
        self.push(row);
    }

    /// An interval as it is handed on.
    pub(super) fn row(
        &mut self,
        line: usize,
        (start, end): (Time, Option<Time>),
        labels: &RowLabels<'_>,
        key: Option<String>,
    ) -> ParsedRow {
        let (labels, details) = self.place_labels(labels);
        ParsedRow {
            line,
            start,
            end,
            labels,
            category: None,
            details,
            key,
            own: None,
        }
    }

    /// Whether nothing more is taken.
    pub(super) const fn is_over(&self) -> bool {
        self.failed.is_some()
    }

    /// As [`TakeRows::wants_labels`].
    pub(super) fn wants_labels(&self) -> bool {
        self.to.wants_labels()
    }

    /// Rejects a row.
    pub(super) fn reject(&mut self, line: usize, what: impl Into<String>) {
        self.report.rejected.push(RowError::new(line, what));
    }

    /// Reports time that is no interval; a pause is below zero.
    pub(super) fn add_unplaced(&mut self, line: usize, what: String, length: Length) {
        self.report.unplaced.push(RowError::new(line, what));
        let report = &mut self.report;
        report.unplaced_time = report.unplaced_time + length;
        report.paused_time = report.paused_time + Length::ZERO.max(Length::ZERO - length);
    }

    /// All of it is handed on: the report, with what was rejected in the order of the lines.
    pub(super) fn finish(mut self) -> Result<ImportReport, ExchangeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.report.rejected.sort_by_key(|fault| fault.line);
        let cut = match self.cut {
            0 => None,
            1 => Some("1 name or note was too long and cut".to_owned()),
            many => Some(format!("{many} names or notes were too long and cut")),
        };
        self.report.remarks.extend(cut);
        Ok(self.report)
    }

    fn place_labels(&mut self, said: &RowLabels<'_>) -> (Labels, Details) {
        let given = |text: &str| {
            Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let title = match (given(said.title), given(said.task)) {
            (Some(title), Some(task)) => Some(format!("{title} ({task})")),
            (title, task) => title.or(task),
        };
        let mut labels = Labels {
            title,
            project: given(said.project),
            client: given(said.client),
            ..Labels::default()
        };
        for tag in said.tags.iter().filter_map(|tag| given(tag)) {
            if !labels.tags.contains(&tag) {
                labels.tags.push(tag);
            }
        }
        let mut details = Details::default();
        for tag in labels.tags.iter().chain(&labels.project) {
            // What cleaning leaves nothing of is no tag.
            let tag = Tag::new(self.cut_to_fit(tag, NAME_LIMIT)).ok();
            details
                .tags
                .extend(tag.filter(|tag| !details.tags.contains(tag)));
        }
        details.account = labels
            .client
            .as_deref()
            .and_then(|client| Account::new(self.cut_to_fit(client, NAME_LIMIT)).ok());
        details.note =
            Note::new(self.cut_to_fit(labels.title.as_deref().unwrap_or_default(), NOTE_LIMIT))
                .unwrap_or_default();
        (labels, details)
    }

    fn cut_to_fit<'s>(&mut self, text: &'s str, limit: usize) -> &'s str {
        self.cut += usize::from(text.len() > limit);
        &text[..text.floor_char_boundary(limit)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{asked, collect, faults};

    #[test]
    fn labels_find_their_place_in_a_block() {
        let time = Time::At(asked().now);
        let tags = ["call", " call ", "", "\u{202e}"]
            .map(str::to_owned)
            .to_vec();
        let long = "é".repeat(150);
        let found = collect(|to| {
            let mut source = Delivery::new(to, None);
            let said = RowLabels {
                title: " Demo ",
                task: "Prepare",
                tags,
                project: &long,
                client: "Northwind",
            };
            source.add(1, (time, None), &said, None);
            let said = RowLabels {
                task: "Prepare",
                ..RowLabels::default()
            };
            source.add(2, (time, None), &said, None);
            source.reject(9, "late");
            source.reject(3, "early");
            source.finish()
        })
        .expect("rows");
        let details = &found.rows[0].details;
        assert_eq!(details.note.as_str(), "Demo (Prepare)");
        assert_eq!(details.account.as_deref(), Some("Northwind"));
        assert_eq!(
            details.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
            ["call", &"é".repeat(100)]
        );
        assert_eq!(found.rows[0].labels.project.as_deref(), Some(long.as_str()));
        assert_eq!(found.rows[1].details.note.as_str(), "Prepare");
        assert_eq!(faults(&found), ["3: early", "9: late"]);
        assert_eq!(
            found.report.remarks,
            ["1 name or note was too long and cut"]
        );
    }

    /// Takes one row, and then no more.
    struct Full(usize);

    impl TakeRows for Full {
        fn take(&mut self, _: ParsedRow, _: &mut ImportReport) -> Result<(), ExchangeError> {
            self.0 += 1;
            if self.0 > 1 {
                return Err(ExchangeError::Changed);
            }
            Ok(())
        }
    }

    #[test]
    fn after_an_error_nothing_more_is_handed_on() {
        let mut to = Full(0);
        let time = Time::At(asked().now);
        let mut source = Delivery::new(&mut to, None);
        let over: Vec<bool> = (1..=4)
            .map(|line| {
                source.add(line, (time, None), &RowLabels::default(), None);
                source.is_over()
            })
            .collect();
        assert!(source.finish().is_err());
        assert_eq!((over, to.0), (vec![false, true, true, true], 2));
    }
}
