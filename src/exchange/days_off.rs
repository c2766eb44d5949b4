//! The all-day events of a calendar as days off: in one change that one undo takes back. What is marked already stays.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ExchangeError;
use super::ics::{self, AllDay};
use super::import_report::{DaysReport, Explained, ImportReport, SaidLabels};
use super::request::ImportRequest;
use super::suggest::ReadCalendar;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::change::Change;
use crate::domain::format::count;
use crate::domain::hours::{Mark, WorkHours};
use crate::domain::stamp::Stamp;
use crate::store::Store;

/// Marks the days of a calendar's all-day events as off, from the first to the last of `days`. `hours` knows what is
/// marked of these.
pub fn mark_days_off(
    store: &mut Store,
    calendar: ReadCalendar,
    days: (Day, Day),
    hours: &WorkHours,
    request: &ImportRequest<'_>,
) -> Result<ImportReport, ExchangeError> {
    let meetings = calendar.meetings;
    let mut report = meetings.report;
    let found = find_days(&meetings.all_day, days);
    let fresh = |day: &&Day| !hours.is_off(**day) && !is_marked(hours, **day);
    let fresh: Vec<Day> = found.iter().filter(fresh).copied().collect();
    let already = found.iter().filter(|day| hours.is_off(**day)).count();
    report.offered = found.len();
    report.dry_run = request.dry_run;
    if request.explain {
        report.explained = explain(&meetings.all_day, days);
    }
    report.remarks.push(format!(
        "read from {} to {}; --from and --to choose other days",
        days.0, days.1
    ));
    report.days_off = Some(DaysReport {
        found: found.len(),
        marked: fresh.len(),
        already,
        kept: found.len() - fresh.len() - already,
        days: fresh.iter().map(ToString::to_string).collect(),
    });
    if !request.dry_run && !fresh.is_empty() {
        let mark = Some(Mark::Off);
        store.apply(&Change::MarkDays { days: fresh, mark }, request.options.now)?;
    }
    Ok(report)
}

impl ImportRequest<'_> {
    /// The first and the last day of a calendar that are read.
    pub fn calendar_days(&self, calendar: &Calendar) -> (Day, Day) {
        ics::days_of(self.calendar_window(), calendar)
    }
}

/// Whether a mark of its own says what a day is.
fn is_marked(hours: &WorkHours, day: Day) -> bool {
    hours.marks.work.contains(&day) || hours.marks.parts.contains_key(&day)
}

fn find_days(events: &[AllDay], (from, to): (Day, Day)) -> BTreeSet<Day> {
    let days = events.iter().flat_map(|event| {
        let (first, last) = (event.first.max(from), event.last.min(to));
        (0..=last.since(first)).map(move |days| first.plus(days))
    });
    days.collect()
}

/// Each event that has days there, in order of its days.
fn explain(events: &[AllDay], (from, to): (Day, Day)) -> Vec<Explained> {
    let within = events
        .iter()
        .filter(|event| event.first <= to && event.last >= from);
    let by_day: BTreeMap<(Day, usize), &AllDay> = within
        .map(|event| ((event.first, event.line), event))
        .collect();
    let explained = by_day.into_values().map(|event| {
        let when = match event.last.since(event.first) + 1 {
            1 => event.first.to_string(),
            days => format!(
                "{}..{}, {}",
                event.first,
                event.last,
                count(days as usize, "day")
            ),
        };
        Explained {
            line: event.line,
            at: Stamp::MIN,
            when,
            category: "off",
            activity: None,
            by: format!("{:?}", event.title),
            is_by_default: false,
            said: SaidLabels::default(),
        }
    });
    explained.collect()
}
