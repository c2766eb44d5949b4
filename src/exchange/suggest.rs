//! The meetings of a calendar as suggestions: kept beside the blocks, never as tracked time unasked.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::contents::Contents;
use super::delivery::TakeRows;
use super::error::ExchangeError;
use super::ics::{self, Meetings, ScannedCalendar};
use super::import_report::ImportReport;
use super::request::ImportRequest;
use super::source::ParsedRow;
use super::to_blocks::{Places, admit, labels_to_explain, own_id, to_block};
use crate::domain::arrival::Tally;
use crate::domain::classify::By;
use crate::domain::format;
use crate::domain::stamp::{Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::store::{ChangeError, MeetingSource, Store, StoreError, Watch};

/// The meetings of a calendar as they are suggested.
#[derive(Debug)]
pub struct ReadCalendar {
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) meetings: Meetings,
}

/// Reads the meetings of a calendar, the earliest first.
pub fn read_meetings(
    contents: Contents,
    request: &ImportRequest<'_>,
) -> Result<ReadCalendar, ExchangeError> {
    let mut suggestions = Vec::new();
    let meetings = scan_calendar(contents, request, &mut || {})?.meetings(&mut |meeting| {
        suggestions.push(meeting);
        Ok(())
    })?;
    Ok(ReadCalendar {
        suggestions,
        meetings,
    })
}

/// A calendar that was read up to its end, but of which no meeting was taken yet.
pub struct OpenCalendar<'a> {
    scanned: ScannedCalendar<'a>,
    request: &'a ImportRequest<'a>,
}

/// Reads a calendar up to its end. `watch` is told again and again that it goes on.
pub fn scan_calendar<'a>(
    contents: Contents,
    request: &'a ImportRequest<'a>,
    watch: &mut dyn FnMut(),
) -> Result<OpenCalendar<'a>, ExchangeError> {
    let window = request.calendar_window();
    let scanned = ics::scan(contents, &request.options, window, watch)?;
    Ok(OpenCalendar { scanned, request })
}

/// Takes a meeting as it is suggested; after an error nothing more is handed over.
type TakeMeeting<'t> = dyn FnMut(Suggestion) -> Result<(), ExchangeError> + 't;

impl OpenCalendar<'_> {
    /// Hands over its meetings, the earliest first.
    fn meetings(self, take: &mut TakeMeeting<'_>) -> Result<Meetings, ExchangeError> {
        let mut to = Suggestions {
            places: Places::new(self.request),
            window: self.request.calendar_window(),
            take,
            own: 0,
        };
        let mut meetings = self.scanned.meetings(&mut to)?;
        to.places.finish(&mut meetings.report);
        if to.own > 0 {
            meetings.report.remark(format!(
                "{} exported by tafs: --accept restores them in full, older ones too",
                format::count(to.own, "block")
            ));
        }
        Ok(meetings)
    }
}

/// Makes a suggestion of each meeting.
struct Suggestions<'a, 't> {
    places: Places<'a>,
    window: Span,
    take: &'t mut TakeMeeting<'t>,
    /// How many of them are blocks that we exported.
    own: usize,
}

impl TakeRows for Suggestions<'_, '_> {
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
        let Some(end) = block.end else {
            return Ok(());
        };
        self.own += usize::from(is_own);
        if is_own && !self.window.contains(block.start.at) {
            report.outside += 1;
            return Ok(());
        }
        if admit(report, request, line, (&block, by), labels).is_none() {
            return Ok(());
        }
        (self.take)(Suggestion {
            id: block.id,
            key: row.key.unwrap_or_else(|| block.id.to_string()),
            start: block.start,
            end,
            title: row.labels.title.unwrap_or_default(),
            category: ruled.then_some(block.category),
            details: block.details,
            dismissed: false,
        })
    }
}

/// Keeps the meetings of a calendar as suggestions. One that is known is not suggested again; an open one follows what
/// the calendar says now. `watch` hears of each how many were taken, and can call it off.
pub fn suggest(
    store: &mut Store,
    calendar: OpenCalendar<'_>,
    request: &ImportRequest<'_>,
    watch: Watch<'_>,
) -> Result<ImportReport, ExchangeError> {
    let (within, now) = (request.calendar_window(), request.options.now);
    let mut source = Source {
        calendar: Some(calendar),
        watch,
        seen: Seen::default(),
        read: Meetings::default(),
        failed: None,
    };
    let suggested = if request.dry_run {
        let copy = store.copy_for_reading();
        copy.map_err(ChangeError::from)
            .and_then(|mut copy| copy.suggest_meetings(&mut source, within, now))
    } else {
        store.suggest_meetings(&mut source, within, now)
    };
    if let Some(error) = source.failed {
        return Err(error);
    }
    let tally = suggested?;
    let mut report = source.read.report;
    remark_changes(&mut report, &tally);
    report.suggested = true;
    report.settle(tally, request.dry_run);
    // It was said of meetings.
    report.by_default = 0;
    Ok(report)
}

/// A calendar whose meetings are handed over.
struct Source<'a, 'w> {
    calendar: Option<OpenCalendar<'a>>,
    watch: Watch<'w>,
    seen: Seen,
    /// What was read, once all of it is.
    read: Meetings,
    /// Why it could not be read.
    failed: Option<ExchangeError>,
}

/// The meetings that were handed over, by hashes: a huge calendar is not kept twice.
#[derive(Default)]
struct Seen {
    keys: HashSet<u64>,
    // Some calendars give everything a new identity whenever they are exported.
    contents: HashSet<u64>,
}

impl Seen {
    fn add(&mut self, meeting: &Suggestion) {
        self.keys.insert(hash_of(&meeting.key));
        self.contents.insert(hash_of(&content(meeting)));
    }

    fn has(&self, open: &Suggestion) -> bool {
        self.keys.contains(&hash_of(&open.key)) || self.contents.contains(&hash_of(&content(open)))
    }
}

fn content(meeting: &Suggestion) -> (Stamp, Stamp, &str) {
    (meeting.start.at, meeting.end.at, &meeting.title)
}

fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

impl MeetingSource for Source<'_, '_> {
    fn each(
        &mut self,
        take: &mut dyn FnMut(Suggestion) -> Result<(), ChangeError>,
    ) -> Result<(), ChangeError> {
        let (watch, seen, mut done) = (&mut *self.watch, &mut self.seen, 0);
        let Some(calendar) = self.calendar.take() else {
            return Ok(());
        };
        let read = calendar.meetings(&mut |meeting| {
            if !watch(done, 0) {
                return Err(StoreError::Interrupted.into());
            }
            done += 1;
            seen.add(&meeting);
            Ok(take(meeting)?)
        });
        self.read = read.map_err(|error| match error {
            ExchangeError::Store(error) => error,
            other => {
                self.failed = Some(other);
                StoreError::Interrupted.into()
            }
        })?;
        Ok(())
    }

    /// Of events that the calendar knows, but at times that it no longer has.
    fn is_gone(&self, open: &Suggestion) -> bool {
        !self.seen.has(open) && self.read.known.has(ics::uid_of(&open.key))
    }
}

fn remark_changes(report: &mut ImportReport, tally: &Tally) {
    let changes = [
        (tally.changed, "updated"),
        (tally.gone, "removed: no longer in the calendar"),
    ];
    for (count, what) in changes.into_iter().filter(|(count, _)| *count > 0) {
        report.remarks.push(format!("{count} {what}"));
    }
    if tally.by_default > 0 {
        let many = format::count(tally.by_default, "meeting");
        report.remarks.push(format!(
            "{many} without a category: you pick one when you accept, or add [[rules]] to the config"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::classify::Classify;
    use crate::domain::stamp::{Moment, Offset};
    use crate::domain::taxonomy::Taxonomy;
    use crate::exchange::source::{Format, ImportOptions};

    /// A Monday, 2026-03-02, 08:00.
    fn now() -> Moment {
        Moment::new(Stamp::clamped(1_772_438_400), Offset::UTC)
    }

    /// What came of a calendar of these events, and the open suggestions after it.
    fn take(store: &mut Store, events: &[&str], dry_run: bool) -> (ImportReport, Vec<String>) {
        let events = events.iter().map(|lines| {
            let lines = lines.replace(' ', "\n");
            format!("BEGIN:VEVENT\n{lines}\nDURATION:PT30M\nEND:VEVENT\n")
        });
        let events: String = events.collect();
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        let taxonomy = Taxonomy::default();
        let classify = Classify::new(&[], &[], &taxonomy);
        let options = ImportOptions::new(Zone::Fixed(Offset::UTC), now());
        let request = ImportRequest {
            dry_run,
            ..ImportRequest::new(Format::Ics, options, &classify)
        };
        let contents = Contents::from(text.as_bytes());
        let calendar = scan_calendar(contents, &request, &mut || {}).expect("a calendar");
        let report = suggest(store, calendar, &request, &mut |_, _| true).expect("suggestions");
        let all = Span::new(Stamp::MIN, Stamp::MAX).expect("a span");
        let open = store.suggestions(all).expect("suggestions");
        let named = open
            .into_iter()
            .map(|row| format!("{} {}", row.title, row.start.at.seconds()));
        (report, named.collect())
    }

    #[test]
    fn a_meeting_that_becomes_a_series_stays_and_one_that_moves_goes() {
        let mut store = Store::in_memory().expect("a store");
        let once = "UID:sync SUMMARY:Sync DTSTART:20260302T090000Z";
        let demo = "UID:demo SUMMARY:Demo DTSTART:20260303T090000Z";
        let (report, open) = take(&mut store, &[once, demo], false);
        assert_eq!(
            (report.added, open),
            (
                2,
                vec!["Sync 1772442000".to_owned(), "Demo 1772528400".to_owned()]
            )
        );
        let series = "UID:sync SUMMARY:Sync DTSTART:20260302T090000Z RRULE:FREQ=DAILY;COUNT=2";
        let gone = "UID:demo SUMMARY:Demo DTSTART:20260303T090000Z STATUS:CANCELLED";
        let both = vec!["Sync 1772442000".to_owned(), "Sync 1772528400".to_owned()];
        let before = take(&mut store, &[series, gone], true);
        assert_eq!((before.0.added, before.1.len()), (1, 2), "a dry run");
        let (report, open) = take(&mut store, &[series, gone], false);
        assert_eq!((report.added, report.already), (1, 1));
        assert_eq!(open, both);
        assert_eq!(take(&mut store, &[series, gone], false).1, both);
        store.undo(now()).expect("an undo").expect("a change");
        assert_eq!(
            take(&mut store, &[once, demo], true).1,
            ["Sync 1772442000", "Demo 1772528400"]
        );
    }

    #[test]
    fn a_long_calendar_tells_that_it_is_being_read() {
        let taxonomy = Taxonomy::default();
        let classify = Classify::new(&[], &[], &taxonomy);
        let options = ImportOptions::new(Zone::Fixed(Offset::UTC), now());
        let request = ImportRequest::new(Format::Ics, options, &classify);
        let events = "BEGIN:VEVENT\nDTSTART:20260302T090000Z\nEND:VEVENT\n".repeat(1_000);
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        let mut told = 0;
        let contents = Contents::from(text.as_bytes());
        scan_calendar(contents, &request, &mut || told += 1).expect("a calendar");
        assert_eq!(told, 3);
    }

    #[test]
    fn a_meeting_that_can_no_longer_be_placed_stays_suggested() {
        let mut store = Store::in_memory().expect("a store");
        let meeting = "UID:sync SUMMARY:Sync DTSTART:20260302T090000Z";
        take(&mut store, &[meeting], false);
        for broken in [
            "UID:sync SUMMARY:Sync DTSTART;TZID=Head-office:20260302T090000",
            "UID:sync SUMMARY:Sync DTSTART:tomorrow",
        ] {
            let (report, open) = take(&mut store, &[broken], false);
            assert_eq!((report.rejected.len(), open.len()), (1, 1), "{broken}");
        }
        assert_eq!(
            take(&mut store, &[], false).0.remarks,
            ["the calendar has no events"]
        );
    }

    #[test]
    fn what_lies_on_other_days_is_counted() {
        let mut store = Store::in_memory().expect("a store");
        let wanted = [
            "UID:a DTSTART:20200302T090000Z",
            "UID:b DTSTART:20300302T090000Z",
            "DTSTART:20200302T090000Z",
            "UID:c DTSTART:20200302T090000Z RRULE:FREQ=DAILY;COUNT=3",
            // On the day before those that are read, so that it is looked at.
            "UID:d DTSTART:20250228T210000Z",
        ];
        let (report, _) = take(&mut store, &wanted, false);
        assert_eq!((report.offered, report.outside), (0, 5));
        assert_eq!(
            report.remarks,
            ["read from 2025-03-01 to 2026-03-16; --from and --to choose other days"]
        );
        let others = [
            "UID:a DTSTART:20200302T090000Z STATUS:CANCELLED",
            "UID:b DTSTART;VALUE=DATE:20200302",
            "UID:c DTSTART:20200302T090000Z SEQUENCE:1",
            // The newest version counts, and this one is inside.
            "UID:c DTSTART:20260302T090000Z SEQUENCE:2",
            "UID:d DTSTART:20200302T090000Z RRULE:FREQ=WEEKLY",
        ];
        let (report, _) = take(&mut store, &others, false);
        assert!(report.offered > 50 && report.outside == 0, "{report:?}");
    }
}
