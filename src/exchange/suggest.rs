//! The meetings of a calendar as suggestions: kept beside the blocks, never as tracked time unasked.

use std::collections::{HashMap, HashSet};

use super::ics::{self, Known, Meetings};
use super::import::{Request, Summary};
use super::to_blocks::{Taken, take};
use super::{ExchangeError, source::Time};
use crate::domain::change::Change;
use crate::domain::classify::By;
use crate::domain::format;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::store::Store;

/// So far back a calendar is read, unless other days are asked for.
const BACK: Length = Length::hours(366 * 24);
/// So far ahead: a meeting that is still to come is suggested, so that it stands there when it has been.
const AHEAD: Length = Length::hours(14 * 24);

/// The stretch of a calendar that is read: a rule without an end needs one.
pub(super) fn window(request: &Request<'_>) -> Span {
    let now = request.asked.now.at;
    let usual = (now.minus(BACK), now.plus(AHEAD));
    let (from, to) = request
        .days
        .map_or(usual, |days| (days.start(), days.end()));
    let from = if from == Stamp::MIN {
        usual.0.min(to.minus(BACK))
    } else {
        from
    };
    let to = if to >= Stamp::MAX {
        usual.1.max(from.plus(AHEAD))
    } else {
        to
    };
    Span::new(from, to)
        .or(request.days)
        .unwrap_or_else(|| unreachable!("a window ends after it starts"))
}

/// Reads the meetings of a calendar.
pub fn meetings(bytes: &[u8], request: &Request<'_>) -> Result<Meetings, ExchangeError> {
    ics::read(bytes, &request.asked, window(request)).map_err(ExchangeError::Wrong)
}

/// Keeps the meetings of a calendar as suggestions. One that is known is not suggested again; an open one follows what
/// the calendar says now.
pub fn suggest(
    store: &mut Store,
    meetings: Meetings,
    request: &Request<'_>,
) -> Result<Summary, ExchangeError> {
    let within = window(request);
    let Meetings { found, known } = meetings;
    let mut said = HashMap::new();
    for entry in &found.entries {
        if let Time::At(start) = entry.start {
            let ruled = request.classify.sort(&entry.labels).1 != By::Default;
            let title = entry.labels.title.clone().unwrap_or_default();
            said.insert((entry.line, start.at), (entry.key.clone(), title, ruled));
        }
    }
    let Taken {
        arrivals,
        lines,
        explained,
        mut counts,
        rejected,
        unplaced,
        mut remarks,
    } = take(found, request);
    let suggestions: Vec<Suggestion> = arrivals
        .into_iter()
        .zip(lines)
        .filter_map(|(arrival, line)| {
            let block = arrival.block;
            let (key, title, ruled) = said.get(&(line, block.start.at))?.clone();
            Some(Suggestion {
                id: block.id,
                key: key.unwrap_or_else(|| block.id.to_string()),
                start: block.start,
                end: block.end?,
                title,
                category: ruled.then_some(block.category),
                details: block.details,
                dismissed: false,
            })
        })
        .collect();
    let offered = suggestions.len();
    let now = request.asked.now;
    let change = Change::Suggest {
        gone: gone(store, &suggestions, within, &known)?,
        meetings: suggestions,
    };
    let tally = if request.dry_run {
        store.preview(&change, now)?.tally
    } else {
        store.apply(&change, now)?.tally
    };
    let tally = tally.unwrap_or_default();
    let told = [
        (tally.changed, "brought up to date"),
        (tally.gone, "taken away: the calendar no longer has them"),
    ];
    remarks.extend(
        told.into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}")),
    );
    if counts.by_default > 0 {
        let many = format::count(std::mem::take(&mut counts.by_default), "meeting");
        remarks.push(format!(
            "{many} without a category: rules in the config give one, or accepting asks"
        ));
    }
    Ok(Summary {
        counts,
        offered,
        tally,
        rejected,
        unplaced,
        remarks,
        explained,
        unlisted: Vec::new(),
        suggested: true,
        dry_run: request.dry_run,
    })
}

/// The open suggestions of events that the calendar knows, but at times that it no longer has.
fn gone(
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
