//! The meetings of a calendar as suggestions: kept beside the blocks, never as tracked time unasked.

use std::collections::HashSet;

use super::error::ExchangeError;
use super::ics::{self, Known, Meetings};
use super::import_report::ImportReport;
use super::request::ImportRequest;
use super::source::ParsedSource;
use super::to_blocks::{admit, labels_to_explain, place_rows, to_block};
use crate::domain::arrival::Tally;
use crate::domain::change::Change;
use crate::domain::classify::By;
use crate::domain::format;
use crate::domain::stamp::Span;
use crate::domain::suggestion::Suggestion;
use crate::store::Store;

/// Reads the meetings of a calendar.
pub fn read_meetings(bytes: &[u8], request: &ImportRequest<'_>) -> Result<Meetings, ExchangeError> {
    ics::read(bytes, &request.options, request.calendar_window()).map_err(ExchangeError::Wrong)
}

/// Keeps the meetings of a calendar as suggestions. One that is known is not suggested again; an open one follows what
/// the calendar says now.
pub fn suggest(
    store: &mut Store,
    meetings: Meetings,
    request: &ImportRequest<'_>,
) -> Result<ImportReport, ExchangeError> {
    let Meetings { source, known, .. } = meetings;
    let (suggestions, mut report) = list_suggestions(source, request);
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
    report.settle(tally, request.dry_run);
    report.suggested = true;
    Ok(report)
}

/// The meetings of a calendar as they are suggested, and what is to be said of the others.
pub(super) fn list_suggestions(
    source: ParsedSource,
    request: &ImportRequest<'_>,
) -> (Vec<Suggestion>, ImportReport) {
    let (rows, mut report) = place_rows(source, request);
    let mut suggestions = Vec::with_capacity(rows.len());
    for (times, mut row) in rows {
        let line = row.line;
        let labels = labels_to_explain(request, &row);
        let (block, by) = to_block(request, &times, &mut row);
        let ruled = by != By::Default;
        if let Some(end) = block.end
            && admit(&mut report, request, line, (&block, by), labels)
        {
            suggestions.push(Suggestion {
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
    }
    (suggestions, report)
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
