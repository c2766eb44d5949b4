//! Calendars of our own making, good and broken: what is read of them, what is told, and that nothing breaks the reader.

use std::path::Path;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::write::Agenda;
use super::*;
use crate::domain::block::{Activity, Block, Category};
use crate::domain::calendar::{Day, Zone, parse_rfc3339, rfc3339};
use crate::domain::stamp::Length;
use crate::exchange::own::Records;
use crate::exchange::source::tests::{ParsedSource, collect};

fn calendar() -> Calendar {
    Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
}

/// March 2026 in Berlin.
fn march() -> Span {
    let day = |month, day| Day(NaiveDate::from_ymd_opt(2026, month, day).expect("a day"));
    calendar().days_span(day(3, 1), day(3, 31))
}

fn asked() -> ImportOptions {
    ImportOptions::new(calendar().zone, calendar().here(march().end()))
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import/ics");
    std::fs::read(folder.join(name).with_extension("ics")).expect(name)
}

/// What a calendar holds, with its meetings.
#[derive(Debug)]
struct Found {
    source: ParsedSource,
    known: Known,
}

fn read(bytes: &[u8], asked: &ImportOptions, window: Span) -> Result<Found, ParseError> {
    let mut known = Known::default();
    let source = collect(|to| {
        let meetings = super::read(bytes.into(), asked, window, to)?;
        known = meetings.known;
        Ok(meetings.report)
    })?;
    Ok(Found { source, known })
}

fn meetings(bytes: &[u8]) -> Found {
    read(bytes, &asked(), march()).expect("a calendar")
}

/// `02 09:00-10:00 title`, in order of time.
fn shown(meetings: &Found) -> Vec<String> {
    let moment = |time: Option<Time>| match time {
        Some(Time::At(moment)) => moment,
        other => unreachable!("an instant, not {other:?}"),
    };
    let mut entries: Vec<&ParsedRow> = meetings.source.rows.iter().collect();
    entries.sort_by_key(|entry| moment(Some(entry.start)).at);
    let line = |entry: &&ParsedRow| {
        let (start, end) = (moment(Some(entry.start)), moment(entry.end));
        let title = entry.labels.title.as_deref().unwrap_or("-");
        format!(
            "{}-{} {title}",
            &rfc3339(start)[8..16].replace('T', " "),
            &rfc3339(end)[11..16]
        )
    };
    entries.iter().map(line).collect()
}

fn told(meetings: &Found) -> Vec<String> {
    meetings
        .source
        .report
        .rejected
        .iter()
        .map(|fault| format!("{}: {}", fault.line, fault.what))
        .collect()
}

#[test]
fn each_fixture_is_read_as_a_person_would() {
    let cases: [(&str, &[&str]); 18] = [
        ("plain", &["02 09:00-10:00 Pipeline call, weekly"]),
        (
            "recurring",
            &[
                "02 10:00-10:30 Team",
                "05 14:00-14:30 Team",
                "06 09:00-09:15 Team",
                "30 10:00-10:30 Team",
            ],
        ),
        (
            "summer-time",
            &[
                "23 09:00-10:00 Nine on the wall",
                "30 09:00-10:00 Nine on the wall",
            ],
        ),
        (
            "moved",
            &[
                "02 10:00-11:00 Daily",
                "03 15:00-15:30 Moved",
                "04 10:00-11:00 Daily",
            ],
        ),
        (
            "this-and-future",
            &[
                "02 10:00-11:00 Before",
                "03 10:00-11:00 Before",
                "04 14:00-14:30 After",
                "05 14:00-14:30 After",
            ],
        ),
        // Moved with all that follow by a day and more: the last day of the rule counts whole as it does for an event that
        // is not moved, so that what it has on the 10th comes on the 11th.
        (
            "this-and-future-until",
            &[
                "02 13:00-14:00 Before",
                "04 13:00-14:00 Before",
                "07 15:22-17:13 After",
                "09 15:22-17:13 After",
                "11 15:22-17:13 After",
            ],
        ),
        (
            "until",
            &[
                "02 10:00-11:00 Whole day",
                "02 12:00-13:00 To the second",
                "03 10:00-11:00 Whole day",
                "03 12:00-13:00 To the second",
            ],
        ),
        ("not-work", &["02 09:00-10:00 Kept"]),
        (
            "zones",
            &[
                "02 09:00-10:00 The file's own zone wins between its onsets",
                "02 10:00-11:00 Any case",
                "02 15:00-16:00 A Windows name",
            ],
        ),
        (
            "half-a-zone",
            &[
                "02 14:00-14:30 Before the first onset",
                "03 10:00-10:30 Long before the only onset",
                "03 14:00-14:15 A series from winter into summer",
                "09 13:00-13:30 Between the onsets",
                "10 13:00-13:15 A series from winter into summer",
                "12 09:00-09:30 By the file's own clocks",
                "17 13:00-13:15 A series from winter into summer",
                "24 13:00-13:15 A series from winter into summer",
                "31 14:00-14:15 A series from winter into summer",
            ],
        ),
        (
            "commas",
            &[
                "02 09:00-10:00 In quotes",
                "03 09:00-10:00 Escaped in quotes",
                "04 09:00-10:00 Without quotes",
            ],
        ),
        ("floating", &["02 09:00-10:00 Wherever you are"]),
        ("calendar-zone", &["02 15:00-16:00 Where the calendar is"]),
        ("torn", &["02 09:00-10:00 Folded in the middle of a word"]),
        ("latin-1", &["02 09:00-10:00 Büro"]),
        ("utf-16", &["02 09:00-10:00 Büro"]),
        ("no-uid", &["02 09:00-10:00 Two calendars"]),
        ("versions", &["02 09:00-10:00 New"]),
    ];
    for (name, expected) in cases {
        assert_eq!(shown(&meetings(&fixture(name))), expected, "{name}");
    }
    assert_eq!(shown(&meetings(&fixture("bare-cr"))).len(), 1);
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_the_rest_is_read() {
    let cases: [(&str, &[&str]); 4] = [
        ("until", &["22: RRULE: UNTIL=next year isn't valid"]),
        (
            "zones",
            &[
                "35: unknown time zone \"Customized Time Zone\": name it, for example with --zone \"Customized Time Zone=Europe/Berlin\"",
            ],
        ),
        (
            "nonsense",
            &[
                "8: RRULE: INTERVAL=0 isn't valid",
                "10: RRULE: it comes more than 10000 times in the days that are read",
                "16: RRULE: it can't be followed to the days that are read",
                "22: the event ends before it starts",
                "27: the event starts on a day and ends at a time, or the other way around",
                "32: the event has no DTSTART",
                "38: DTSTART: \"tomorrow\" isn't a valid time",
                "42: DTSTART has no value",
            ],
        ),
        (
            "torn",
            &[
                "4: the event is cut off: another event begins before END:VEVENT",
                "20: the event is cut off: the calendar ends before END:VEVENT",
            ],
        ),
    ];
    for (name, expected) in cases {
        assert_eq!(told(&meetings(&fixture(name))), expected, "{name}");
    }
    assert_eq!(
        shown(&meetings(&fixture("nonsense"))),
        ["02 09:00-10:00 Kept"]
    );
    let wrong = read(&fixture("not-a-calendar"), &asked(), march()).expect_err("no calendar");
    assert_eq!(wrong.what, "not an iCalendar file: no BEGIN:VCALENDAR");
}

#[test]
fn what_a_person_should_know_is_remarked() {
    let cases: [(&str, &[&str]); 7] = [
        ("plain", &[]),
        (
            "not-work",
            &[
                "1 all-day: left out; --days-off marks all-day events as days off",
                "1 cancelled: left out",
                "1 declined by maya@example.com: left out",
                "1 marked as free: left out",
                "1 with no length: left out",
                "1 tentative",
            ],
        ),
        ("floating", &["times without a zone are read in yours"]),
        ("calendar-zone", &[]),
        ("torn", &["1 line skipped as unreadable: line 16"]),
        (
            "latin-1",
            &["line 8 isn't UTF-8: read as Latin-1, like others that aren't"],
        ),
        ("utf-16", &["the file is UTF-16"]),
    ];
    for (name, expected) in cases {
        assert_eq!(
            meetings(&fixture(name)).source.report.remarks,
            expected,
            "{name}"
        );
    }
}

#[test]
fn those_who_take_part_are_known_by_their_domain_and_each_meeting_by_a_key() {
    let plain = meetings(&fixture("plain"));
    let entry = &plain.source.rows[0];
    assert_eq!(entry.labels.domains, ["example.com", "northwind.example"]);
    assert_eq!(
        (entry.key.as_deref(), entry.line),
        (Some("one@example.com"), 4)
    );
    let moved = meetings(&fixture("moved"));
    let keys: Vec<&str> = moved
        .source
        .rows
        .iter()
        .filter_map(|entry| entry.key.as_deref())
        .collect();
    // A moved instance keeps the key of the time that it had.
    let third = parse_rfc3339("2026-03-03T10:00:00+01:00")
        .expect("a time")
        .at
        .seconds();
    assert!(
        keys.contains(&format!("m@example.com\n{third}").as_str()),
        "{keys:?}"
    );
    assert!(
        keys.iter()
            .all(|key| uid_of(key) == "m@example.com" && moved.known.has(uid_of(key)))
    );
    assert!(!moved.known.has("one@example.com"));
}

#[test]
fn a_calendar_that_swells_is_held_within_bounds() {
    let event = |uid: usize| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260302T080000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;COUNT=9999\nEND:VEVENT\n"
        )
    };
    let events: String = (0..12).map(event).collect();
    let bytes = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").into_bytes();
    let asked = asked();
    let mut reader = Reader::new(&asked, march());
    reader.most = 50_000;
    let source = collect(|to| {
        Ok(scan_with(reader, bytes.into(), &mut || {})?
            .meetings(to)?
            .report)
    })
    .expect("a calendar");
    assert_eq!(source.rows.len(), 50_000);
    assert_eq!(
        source.report.remarks,
        ["only the first 50000 meetings are read; the rest are left out"]
    );
}

#[test]
fn blocks_that_are_handed_out_as_a_calendar_come_back() {
    let note =
        "redlines; \"ok?\",\n\\ and a long tail of words that has to be folded: ü🎉".repeat(3);
    let start = parse_rfc3339("2026-03-02T09:00:00+01:00").expect("a time");
    let mut blocks: Vec<Block> = Vec::new();
    for hour in 0..3 {
        let begin = start.moved_to(start.at.plus(Length::hours(hour)));
        let details = Details {
            note: Note::new(&note).expect("a note"),
            activity: Activity::new("meeting").ok(),
            ..Details::default()
        };
        let end = (hour < 2).then(|| begin.moved_to(begin.at.plus(Length::minutes(50))));
        blocks.push(Block::new(begin, end, Category::Selling, details));
    }
    let mut bytes = Vec::new();
    let mut agenda = Agenda::new(&mut bytes, Records::Written).expect("written");
    let written = blocks
        .iter()
        .filter(|block| agenda.write(block).expect("written"))
        .count();
    agenda.end().expect("written");
    assert_eq!(written, 2, "what runs has no end");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let back = meetings(&bytes);
    assert_eq!(
        shown(&back),
        ["02 09:00-09:50 meeting", "02 10:00-10:50 meeting"]
    );
    let tags: Vec<&[String]> = back
        .source
        .rows
        .iter()
        .map(|entry| entry.labels.tags.as_slice())
        .collect();
    assert_eq!(
        tags,
        [["selling", "meeting"], ["selling", "meeting"]],
        "what rules and names ask"
    );
    let keys: Vec<Option<String>> = back
        .source
        .rows
        .iter()
        .map(|entry| entry.key.clone())
        .collect();
    assert_eq!(
        keys,
        [
            Some(blocks[0].id.to_string()),
            Some(blocks[1].id.to_string())
        ]
    );
}

/// Every fixture, one after the other.
fn all() -> Vec<Vec<u8>> {
    let names = [
        "plain",
        "recurring",
        "moved",
        "this-and-future",
        "until",
        "not-work",
        "zones",
        "nonsense",
        "torn",
        "utf-16",
    ];
    names.into_iter().map(fixture).collect()
}

#[test]
fn absences_and_workdays_are_meetings_only_where_they_are_asked_for() {
    let bytes = fixture("away");
    let found = meetings(&bytes);
    assert_eq!(
        shown(&found),
        ["02 09:00-16:59 A second short of a workday"]
    );
    assert_eq!(
        found.source.report.remarks,
        [
            "3 out of office: left out without --include-long",
            "2 of 8 hours or more: left out without --include-long"
        ]
    );
    let long = ImportOptions {
        include_long: true,
        ..asked()
    };
    let found = read(&bytes, &long, march()).expect("a calendar");
    assert_eq!(
        (found.source.rows.len(), found.source.report.remarks.len()),
        (6, 0)
    );
}

#[test]
fn a_zone_that_the_person_names_goes_before_all_others() {
    let event = |zone: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=\"{zone}\":20260302T090000\n\
             DURATION:PT1H\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let new_york = Zone::named("America/New_York").expect("a zone");
    let tokyo = Zone::named("Asia/Tokyo").expect("a zone");
    let named = ImportOptions {
        named_zones: vec![
            ("Head office".to_owned(), new_york),
            ("HEAD OFFICE".to_owned(), tokyo),
        ],
        ..asked()
    };
    for name in ["Head office", "head OFFICE"] {
        let found = read(event(name).as_bytes(), &named, march()).expect("a calendar");
        assert_eq!(shown(&found), ["02 15:00-16:00 x"], "{name}");
    }
    assert_eq!(
        told(&meetings(event("Head office").as_bytes())),
        [
            "2: unknown time zone \"Head office\": name it, for example with --zone \"Head office=Europe/Berlin\""
        ]
    );
}

#[test]
fn a_zone_that_differs_from_the_database_is_said() {
    let remarks = |name| meetings(&fixture(name)).source.report.remarks;
    assert_eq!(
        remarks("half-a-zone"),
        [
            "1 meeting in Asia/Tokyo: the calendar's own offsets are used, which differ from the tz database"
        ]
    );
    assert_eq!(
        remarks("zones"),
        [
            "1 meeting in GMT: the calendar's own offsets are used, which differ from the tz database"
        ]
    );
    assert!(remarks("commas").is_empty() && remarks("summer-time").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 64 } else { 20_000 }))]

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let framed = [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".as_slice(), &bytes].concat();
        prop_assert!(meetings(&framed).source.rows.is_empty());
        let _ = read(&bytes, &asked(), march());
    }

    #[test]
    fn no_mutation_of_a_calendar_breaks_the_reader(
        which in 0..10_usize,
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>(), any::<prop::sample::Index>()), 1..12),
    ) {
        let mut bytes = all().swap_remove(which);
        for (at, kind, byte, other) in cuts {
            let (at, other) = (at.index(bytes.len()), other.index(bytes.len()));
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"0123456789-;:=,\r\n Z"[usize::from(byte) % 19]),
                2 => { bytes.drain(at.min(other)..at.max(other).min(at.min(other) + 40)); }
                _ => {
                    let piece = bytes[at..(at + 30).min(bytes.len())].to_vec();
                    bytes.splice(other..other, piece);
                }
            }
            if bytes.is_empty() { break; }
        }
        if let Ok(meetings) = read(&bytes, &asked(), march()) {
            for entry in &meetings.source.rows {
                let (Time::At(start), Some(Time::At(end))) = (entry.start, entry.end) else { unreachable!("instants") };
                prop_assert!(start.at < end.at && Span::new(start.at, end.at).and_then(|span| span.overlap(march())).is_some());
            }
        }
    }
}
