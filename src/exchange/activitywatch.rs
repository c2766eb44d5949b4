//! ActivityWatch: the JSON of its buckets, as "Export all buckets as JSON" writes it. The windows in front become
//! intervals, without the time away from the keyboard; what other watchers saw happened in those windows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::DateTime;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::dates::LONGEST;
use super::decode::decode;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::source::{ImportOptions, ParseError, RowLabels, Time};
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::{Length, Span, Stamp};

const FORMAT: &str = "an ActivityWatch export";
const HINT: &str =
    "name the JSON file of \"Export all buckets as JSON\", in ActivityWatch under Raw Data";

/// What lasts less counts with what was in front before it, and a shorter gap is none.
const GLANCE: Length = Length::minutes(1);

#[derive(Deserialize)]
struct Export {
    buckets: BTreeMap<String, Bucket>,
}

#[derive(Deserialize)]
struct Bucket {
    #[serde(default, rename = "type", deserialize_with = "text")]
    kind: String,
    #[serde(default, deserialize_with = "text")]
    hostname: String,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default, deserialize_with = "text")]
    timestamp: String,
    /// In seconds.
    #[serde(default)]
    duration: f64,
    #[serde(default)]
    data: Data,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data {
    #[serde(deserialize_with = "text")]
    app: String,
    #[serde(deserialize_with = "text")]
    title: String,
    #[serde(deserialize_with = "text")]
    status: String,
}

/// A text; what is none says nothing.
fn text<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(source)? {
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            String::new()
        }
    })
}

/// What a bucket holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Watcher {
    Window,
    Away,
    Web,
    Other,
}

impl Watcher {
    fn of(name: &str, bucket: &Bucket) -> Self {
        let begins = |start: &str| name.starts_with(start);
        match bucket.kind.as_str() {
            "currentwindow" => Self::Window,
            "afkstatus" => Self::Away,
            "web.tab.current" => Self::Web,
            _ if begins("aw-watcher-window") || begins("aw-watcher-android") => Self::Window,
            _ if begins("aw-watcher-afk") => Self::Away,
            _ if begins("aw-watcher-web") => Self::Web,
            _ => Self::Other,
        }
    }
}

/// A stretch of time with one window in front.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Visit {
    span: Span,
    app: String,
    title: String,
    /// Until when the window itself was seen.
    seen: Stamp,
}

/// The events of a bucket with windows.
struct Windows {
    host: String,
    visits: Vec<Visit>,
}

pub(super) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = decode(bytes, FORMAT)?;
    let export = parse(&text)?;
    let mut source = Delivery::new(to, remark);
    let mut sorted = sort_buckets(export, &mut source)?;
    // Where two were in use at once, the one with more time is counted.
    sorted.windows.sort_by_key(|windows| {
        let lengths = windows.visits.iter().map(|visit| visit.span.length());
        Reverse(lengths.sum::<Length>())
    });
    let (mut taken, mut away, mut twice) = (Vec::new(), Length::ZERO, Length::ZERO);
    let mut visits: Vec<Visit> = Vec::new();
    for windows in sorted.windows {
        let of_host = |(host, _): &&(String, Span)| {
            *host == windows.host || host.is_empty() || windows.host.is_empty()
        };
        let afk = union(
            sorted
                .away
                .iter()
                .filter(of_host)
                .map(|(_, span)| *span)
                .collect(),
        );
        let (present, cut) = without(in_order(windows.visits), &afk);
        let (free, doubled) = without(present, &taken);
        (away, twice) = (away + cut, twice + doubled);
        let blocked = union([afk.as_slice(), &taken].concat());
        let joined = join(free, &blocked);
        taken.extend(joined.iter().map(|visit| visit.span));
        taken = union(taken);
        visits.extend(joined);
    }
    visits.sort_by_key(|visit| visit.span.start());
    remark_on(&mut source, (away, twice), &sorted.left_out);
    let calendar = Calendar::new(asked.zone);
    for (place, visit) in (1..).zip(&visits) {
        let times = (visit.span.start(), visit.span.end());
        let times = (
            Time::At(calendar.here(times.0)),
            Some(Time::At(calendar.here(times.1))),
        );
        let said = RowLabels {
            title: &visit.title,
            project: &visit.app,
            ..RowLabels::default()
        };
        source.add(place, times, &said, None);
    }
    source.finish()
}

fn parse(text: &str) -> Result<Export, ParseError> {
    serde_json::from_str(text).map_err(|error| {
        let why = if text.trim_start().starts_with('{') {
            error.to_string()
        } else {
            "it isn't JSON with buckets".to_owned()
        };
        ParseError::new(format!("not {FORMAT}: {why}"), HINT)
    })
}

fn remark_on(source: &mut Delivery<'_>, (away, twice): (Length, Length), left_out: &[String]) {
    let remarks = &mut source.report.remarks;
    if away.is_positive() {
        remarks.push(format!(
            "{} away from the keyboard, cut out",
            format::spoken(away)
        ));
    }
    if twice.is_positive() {
        let time = format::spoken(twice);
        remarks.push(format!("{time} on two devices at once, counted once"));
    }
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        remarks.push(format!(
            "left out, since the windows have that time already: {names}"
        ));
    }
}

/// The buckets by what they hold.
#[derive(Default)]
struct Sorted {
    windows: Vec<Windows>,
    /// The time away from the keyboard, by host.
    away: Vec<(String, Span)>,
    left_out: Vec<String>,
}

fn sort_buckets(export: Export, source: &mut Delivery<'_>) -> Result<Sorted, ParseError> {
    let watchers = export
        .buckets
        .iter()
        .map(|(name, bucket)| Watcher::of(name, bucket));
    let watchers: Vec<Watcher> = watchers.collect();
    // Where only a browser was watched, its tabs are all that there is.
    let wanted = [Watcher::Window, Watcher::Web]
        .into_iter()
        .find(|wanted| watchers.contains(wanted));
    let Some(wanted) = wanted else {
        let what = format!("not {FORMAT} of work: none of its buckets has windows");
        return Err(ParseError::new(what, HINT));
    };
    let mut sorted = Sorted::default();
    for ((name, bucket), watcher) in export.buckets.into_iter().zip(watchers) {
        if watcher == wanted {
            let visits = read_visits(&name, bucket.events, wanted, source);
            let host = bucket.hostname;
            sorted.windows.push(Windows { host, visits });
        } else if watcher == Watcher::Away {
            let away = bucket
                .events
                .iter()
                .filter(|event| event.data.status == "afk");
            let spans = away.filter_map(|event| read_span(event).ok().flatten());
            sorted
                .away
                .extend(spans.map(|span| (bucket.hostname.clone(), span)));
        } else {
            sorted.left_out.push(name);
        }
    }
    Ok(sorted)
}

fn read_visits(
    name: &str,
    events: Vec<Event>,
    watcher: Watcher,
    source: &mut Delivery<'_>,
) -> Vec<Visit> {
    let browser = name.strip_prefix("aw-watcher-web-").unwrap_or(name);
    let mut visits = Vec::with_capacity(events.len());
    for (place, event) in (1..).zip(events) {
        match read_span(&event) {
            Ok(None) => {}
            Ok(Some(span)) => visits.push(Visit {
                span,
                app: match watcher {
                    Watcher::Web => browser.to_owned(),
                    Watcher::Window | Watcher::Away | Watcher::Other => event.data.app,
                },
                title: event.data.title,
                seen: span.end(),
            }),
            Err(what) => source.reject(place, format!("event {place} of {name}: {what}")),
        }
    }
    visits
}

/// When an event was, in whole seconds; `None` where none has passed in it.
fn read_span(event: &Event) -> Result<Option<Span>, String> {
    let text = &event.timestamp;
    let fault = || format!("{text:?} isn't a time of the years 1900 to 2199");
    let start = DateTime::parse_from_rfc3339(text).map_err(|_| fault())?;
    let milliseconds = (event.duration * 1000.0).round();
    if event.duration < 0.0 {
        return Err("its length is below zero".to_owned());
    }
    if event.duration > LONGEST.as_seconds() as f64 {
        return Err("it is longer than a year".to_owned());
    }
    let start = start.timestamp_millis();
    let end = start.saturating_add(milliseconds as i64);
    let stamp = |milliseconds: i64| Stamp::new(milliseconds.div_euclid(1000)).ok_or_else(fault);
    Ok(Span::new(stamp(start)?, stamp(end)?))
}

/// Visits one after the other: a watcher may round, and two then share a moment.
fn in_order(mut visits: Vec<Visit>) -> Vec<Visit> {
    visits.sort_by_key(|visit| visit.span.start());
    let mut free = Stamp::MIN;
    visits.retain_mut(|visit| {
        let Some(span) = Span::new(visit.span.start().max(free), visit.span.end()) else {
            return false;
        };
        visit.span = span;
        free = span.end();
        true
    });
    visits
}

/// The same time as stretches that don't touch, in order.
fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.start());
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start() <= last.end() => {
                let end = last.end().max(span.end());
                *last = Span::new(last.start(), end).unwrap_or(*last);
            }
            _ => out.push(span),
        }
    }
    out
}

/// The stretches of a union that share time with a span.
fn within(taken: &[Span], span: Span) -> &[Span] {
    let from = taken.partition_point(|taken| taken.end() <= span.start());
    let to = taken.partition_point(|taken| taken.start() < span.end());
    &taken[from..to.max(from)]
}

/// Visits without time that is taken, and how much that was.
fn without(visits: Vec<Visit>, taken: &[Span]) -> (Vec<Visit>, Length) {
    let mut out = Vec::with_capacity(visits.len());
    let mut cut = Length::ZERO;
    for visit in visits {
        let hit = within(taken, visit.span);
        if hit.is_empty() {
            out.push(visit);
            continue;
        }
        cut = hit
            .iter()
            .filter_map(|taken| taken.overlap(visit.span))
            .fold(cut, |sum, shared| sum + shared.length());
        let pieces = visit.span.without(hit).into_iter();
        out.extend(pieces.map(|span| Visit {
            span,
            seen: span.end(),
            ..visit.clone()
        }));
    }
    (out, cut)
}

/// Visits of the same window put together, over gaps and glances elsewhere that are short; over nothing that is blocked.
fn join(visits: Vec<Visit>, blocked: &[Span]) -> Vec<Visit> {
    let mut joined: Vec<Visit> = Vec::new();
    for visit in visits {
        if let Some(last) = joined.last_mut() {
            let (start, end) = (visit.span.start(), visit.span.end());
            let gap = Span::new(last.span.end(), start);
            let is_open = gap.is_none_or(|gap| within(blocked, gap).is_empty());
            let is_same = last.app == visit.app && last.title == visit.title;
            let since = if is_same { start } else { end }.since(last.seen);
            if is_open && since < GLANCE {
                last.span = Span::new(last.span.start(), end).unwrap_or(last.span);
                if is_same {
                    last.seen = end;
                }
                continue;
            }
        }
        joined.push(visit);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, told};
    use proptest::prelude::*;

    fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(bytes, asked, to))
    }

    const BUCKETS: &str = include_str!("../../tests/fixtures/import/activitywatch/buckets.json");
    const BROWSER: &str = include_str!("../../tests/fixtures/import/activitywatch/browser.json");

    #[test]
    fn windows_become_intervals_without_glances_and_time_away() {
        let found = read(BUCKETS.as_bytes(), &asked()).expect("buckets");
        assert_eq!(
            told(&found),
            [
                // Half a minute of Slack is part of it, and so is the look back at it during the sheet.
                "1 | 2026-03-02T09:00:00+01:00 | 2026-03-02T10:05:00+01:00 | Halden | Opportunity | Salesforce |  | Google Chrome |  | ",
                "2 | 2026-03-02T10:05:00+01:00 | 2026-03-02T10:50:00+01:00 | Pricing Halden.xlsx |  | Excel |  | ",
                // Away from 11:10 to 11:25; the phone at 11:05 was beside an open window.
                "3 | 2026-03-02T10:50:00+01:00 | 2026-03-02T11:10:00+01:00 | Inbox (3) - maya@example.com |  | Google Chrome |  | ",
                "4 | 2026-03-02T11:10:00+01:00 | 2026-03-02T11:20:00+01:00 |  |  | Phone |  | ",
                "5 | 2026-03-02T11:25:00+01:00 | 2026-03-02T11:29:59+01:00 | Inbox (3) - maya@example.com |  | Google Chrome |  | ",
                "6 | 2026-03-02T11:30:00+01:00 | 2026-03-02T11:40:00+01:00 | Standup |  | Teams |  | ",
                "7 | 2026-03-02T12:00:00+01:00 | 2026-03-02T12:10:00+01:00 |  |  | Phone |  | ",
            ]
        );
        assert_eq!(
            found.report.remarks,
            [
                "15 min away from the keyboard, cut out",
                "5 min on two devices at once, counted once",
                "left out, since the windows have that time already: aw-watcher-web-chrome",
            ]
        );
    }

    #[test]
    fn a_browser_alone_is_read_by_its_tabs_and_bad_events_are_named() {
        let found = read(BROWSER.as_bytes(), &asked()).expect("buckets");
        let expected = "1 | 2026-03-02T09:00:00+01:00 | 2026-03-02T09:02:00+01:00 | Example |  | firefox |  | ";
        assert_eq!(told(&found), [expected]);
        assert_eq!(
            faults(&found),
            [
                "2: event 2 of aw-watcher-web-firefox: \"yesterday\" isn't a time of the years 1900 to 2199",
                "3: event 3 of aw-watcher-web-firefox: its length is below zero",
                "4: event 4 of aw-watcher-web-firefox: \"3026-03-02T08:00:00Z\" isn't a time of the years 1900 to 2199",
            ]
        );
    }

    #[test]
    fn a_length_out_of_reason_is_refused_in_words() {
        for (length, what) in [
            ("1e308", "it is longer than a year"),
            ("-1e300", "its length is below zero"),
        ] {
            let text = format!(
                "{{\"buckets\":{{\"w\":{{\"type\":\"currentwindow\",\"events\":[{{\"timestamp\":\"2026-03-02T08:00:00Z\",\"duration\":{length}}}]}}}}}}"
            );
            let found = read(text.as_bytes(), &asked()).expect("buckets");
            assert_eq!(faults(&found), [format!("1: event 1 of w: {what}")]);
        }
    }

    #[test]
    fn what_has_no_windows_is_refused() {
        let cases = [
            (
                "timestamp,duration,app\n",
                "not an ActivityWatch export: it isn't JSON with buckets",
            ),
            (
                "{\"buckets\":{}}",
                "not an ActivityWatch export of work: none of its buckets has windows",
            ),
            (
                "{\"buckets\":{\"x\":{\"type\":\"app.editor.activity\",\"events\":[]}}}",
                "not an ActivityWatch export of work",
            ),
            ("{\"buckets\":{\"x\":", "not an ActivityWatch export: EOF"),
        ];
        for (text, what) in cases {
            let wrong = read(text.as_bytes(), &asked()).expect_err("refused").what;
            assert!(wrong.starts_with(what), "{wrong}");
        }
    }

    /// One bucket of windows and one of time away, of `start length window` in seconds.
    fn export(windows: &[(i64, i64, u8)], away: &[(i64, i64)]) -> String {
        let time = |at: i64| {
            DateTime::from_timestamp(1_700_000_000 + at, 0)
                .expect("a time")
                .to_rfc3339()
        };
        let windows = windows.iter().map(|(at, length, window)| {
            serde_json::json!({"timestamp": time(*at), "duration": length, "data": {"app": window.to_string(), "title": "x"}})
        });
        let away = away.iter().map(|(at, length)| {
            serde_json::json!({"timestamp": time(*at), "duration": length, "data": {"status": "afk"}})
        });
        serde_json::json!({"buckets": {
            "aw-watcher-window_a": {"type": "currentwindow", "hostname": "a", "events": windows.collect::<Vec<_>>()},
            "aw-watcher-afk_a": {"type": "afkstatus", "hostname": "a", "events": away.collect::<Vec<_>>()},
        }}).to_string()
    }

    proptest! {
        #[test]
        fn no_moment_counts_twice_or_while_away(
            windows in prop::collection::vec((0_i64..4_000, 0_i64..400, 0_u8..3), 0..40),
            away in prop::collection::vec((0_i64..4_000, 0_i64..900), 0..5),
        ) {
            let found = read(export(&windows, &away).as_bytes(), &asked()).expect("buckets");
            let at = |time: Time| match time { Time::At(moment) => moment.at.seconds() - 1_700_000_000, Time::Wall(_) => unreachable!("an instant") };
            let mut free = i64::MIN;
            for row in &found.rows {
                let (start, end) = (at(row.start), at(row.end.expect("an end")));
                prop_assert!(free <= start && start < end);
                prop_assert!(away.iter().all(|(from, length)| *length == 0 || end <= *from || from + length <= start));
                free = end;
            }
            // All that was in front is there.
            let inside = |second: i64| found.rows.iter().any(|row| (at(row.start)..at(row.end.expect("an end"))).contains(&second));
            let seen = |second: i64| windows.iter().any(|(from, length, _)| (*from..from + length).contains(&second));
            let gone = |second: i64| away.iter().any(|(from, length)| (*from..from + length).contains(&second));
            for second in (0..4_400).step_by(7) {
                prop_assert!(!seen(second) || gone(second) || inside(second));
            }
        }

        #[test]
        fn no_bytes_break_it(at in 0..4_000_usize, with in any::<u8>(), text in "[{}\\[\\]:,\"a-z0-9 .-]{0,60}") {
            let mut bytes = BUCKETS.as_bytes().to_vec();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = with;
            }
            let _ = read(&bytes, &asked());
            let _ = read(text.as_bytes(), &asked());
        }
    }
}
