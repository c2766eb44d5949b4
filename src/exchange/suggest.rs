//! The meetings of a calendar as suggestions: kept beside the blocks, never as tracked time unasked.

use std::collections::HashSet;

use super::contents::Contents;
use super::delivery::TakeRows;
use super::error::ExchangeError;
use super::ics::{self, Known, Meetings};
use super::import_report::ImportReport;
use super::request::ImportRequest;
use super::source::ParsedRow;
use super::to_blocks::{Places, admit, labels_to_explain, own_id, to_block};
use crate::domain::arrival::Tally;
use crate::domain::change::Change;
use crate::domain::classify::By;
use crate::domain::format;
use crate::domain::stamp::Span;
use crate::domain::suggestion::Suggestion;
use crate::store::Store;

/// The meetings of a calendar as they are suggested.
#[derive(Debug)]
pub struct ReadCalendar {
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) meetings: Meetings,
}

/// Reads the meetings of a calendar.
pub fn read_meetings(
    contents: Contents,
    request: &ImportRequest<'_>,
) -> Result<ReadCalendar, ExchangeError> {
    let window = request.calendar_window();
    let mut to = Suggestions {
        places: Places::new(request),
        window,
        found: Vec::new(),
        own: 0,
    };
    let mut meetings = ics::read(contents, &request.options, window, &mut to)?;
    to.places.finish(&mut meetings.report);
    if to.own > 0 {
        meetings.report.remark(format!(
            "{} exported by tafs: --accept brings them back whole, older ones too",
            format::count(to.own, "block")
        ));
    }
    let mut suggestions = to.found;
    suggestions.sort_by_key(|suggestion| suggestion.start.at);
    Ok(ReadCalendar {
        suggestions,
        meetings,
    })
}

/// Makes a suggestion of each meeting.
struct Suggestions<'a> {
    places: Places<'a>,
    window: Span,
    found: Vec<Suggestion>,
    /// How many of them are blocks that we exported.
    own: usize,
}

impl TakeRows for Suggestions<'_> {
    fn take(&mut self, mut row: ParsedRow, report: &mut ImportReport) -> Result<(), ExchangeError> {
        let id = own_id(&row);
        let Some(times) = self.places.place(&row, id, report) else {
            return Ok(());
        };
        let (request, line) = (self.places.request, row.line);
        let labels = labels_to_explain(request, &row);
        let is_own = row.own.is_some();
        let (block, by) = to_block(request, &times, id, &mut row);
        let ruled = by != By::Default;
        if let Some(end) = block.end
            && (!is_own || self.window.contains(block.start.at))
            && admit(report, request, line, (&block, by), labels)
        {
            self.own += usize::from(is_own);
            self.found.push(Suggestion {
                id: block.id,
                key: row.key.unwrap_or_else(|| block.id.to_string()),
                start: block.start,
                end,
                title: row.labels.title.unwrap_or_default(),
                category: ruled.then_some(block.category),
                details: block.details,
                dismissed: false,
            });
        }
        Ok(())
    }
}

/// Keeps the meetings of a calendar as suggestions. One that is known is not suggested again; an open one follows what
/// the calendar says now.
pub fn suggest(
    store: &mut Store,
    calendar: ReadCalendar,
    request: &ImportRequest<'_>,
) -> Result<ImportReport, ExchangeError> {
    let ReadCalendar {
        suggestions,
        meetings,
    } = calendar;
    let Meetings {
        mut report, known, ..
    } = meetings;
    let change = Change::Suggest {
        gone: find_gone(store, &suggestions, request.calendar_window(), &known)?,
        meetings: suggestions,
    };
    let now = request.options.now;
    let tally = if request.dry_run {
        store.preview_change(&change, now)?.tally
    } else {
        store.apply(&change, now)?.tally
    };
    let tally = tally.unwrap_or_default();
    remark_changes(&mut report, &tally);
    report.suggested = true;
    report.settle(tally, request.dry_run);
    Ok(report)
}

/// The open suggestions of events that the calendar knows, but at times that it no longer has.
fn find_gone(
    store: &Store,
    meetings: &[Suggestion],
    within: Span,
    known: &Known,
) -> Result<Vec<Suggestion>, ExchangeError> {
    let keys: HashSet<&str> = meetings
        .iter()
        .map(|meeting| meeting.key.as_str())
        .collect();
    let mut open = store.suggestions(within)?;
    open.retain(|row| !keys.contains(row.key.as_str()) && known.has(ics::uid_of(&row.key)));
    Ok(open)
}

fn remark_changes(report: &mut ImportReport, tally: &Tally) {
    let changes = [
        (tally.changed, "brought up to date"),
        (
            tally.gone,
            "taken away: no longer among the calendar's meetings",
        ),
    ];
    for (count, what) in changes.into_iter().filter(|(count, _)| *count > 0) {
        report.remarks.push(format!("{count} {what}"));
    }
    if report.by_default > 0 {
        let many = format::count(std::mem::take(&mut report.by_default), "meeting");
        report.remarks.push(format!(
            "{many} without a category: rules in the config give one, or accepting asks"
        ));
    }
}
