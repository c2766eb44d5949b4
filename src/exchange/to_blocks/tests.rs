//! What becomes of entries: their times, their ids, their categories.

use super::*;
use crate::domain::block::{Category, Tag};
use crate::domain::calendar::{Zone, parse_rfc3339, rfc3339};
use crate::domain::classify::{Classify, Labels};
use crate::domain::stamp::{Length, Span};
use crate::domain::taxonomy::Taxonomy;
use crate::exchange::source::ImportOptions;

fn time(text: &str) -> Time {
    match parse_rfc3339(text) {
        Some(moment) => Time::At(moment),
        None => Time::Wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect(text)),
    }
}

/// An entry of `start end title`, the end `-` where it is open.
fn entry(line: usize, text: &str) -> ParsedRow {
    let words: Vec<&str> = text.split(' ').collect();
    ParsedRow {
        line,
        start: time(words[0]),
        end: Some(words[1]).filter(|word| *word != "-").map(time),
        labels: Labels {
            title: words.get(2).map(|word| (*word).to_owned()),
            ..Labels::default()
        },
        category: None,
        details: Details::default(),
        key: None,
        own: None,
    }
}

/// What becomes of rows, the earliest first.
fn prepare(rows: Vec<ParsedRow>, request: &ImportRequest<'_>) -> PreparedImport {
    let mut found = Vec::new();
    let mut report = ImportReport::default();
    let mut keep = |line, arrival| {
        found.push((line, arrival));
        Ok(())
    };
    let mut blocks = Blocks::new(request, &mut keep);
    for row in rows {
        blocks.take(row, &mut report).expect("taken");
    }
    blocks.finish(&mut report);
    found.sort_by_key(|(_, arrival): &(usize, Arrival)| arrival.block.start.at);
    PreparedImport::of(found, report)
}

fn taken_by(texts: &[&str], days: Option<Span>) -> PreparedImport {
    let entries = (1..)
        .zip(texts)
        .map(|(line, text)| entry(line, text))
        .collect();
    let classify = Classify::new(&[], &[], &Taxonomy::default());
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let now = parse_rfc3339("2026-12-01T12:00:00+01:00").expect("a time");
    let asked = ImportOptions::new(zone, now);
    let request = ImportRequest {
        days,
        ..ImportRequest::new(Format::Csv, asked, &classify)
    };
    prepare(entries, &request)
}

fn taken(texts: &[&str]) -> PreparedImport {
    taken_by(texts, None)
}

fn shown(taken: &PreparedImport) -> Vec<String> {
    let block = |arrival: &Arrival| {
        let end = arrival.block.end.map(rfc3339).unwrap_or_default();
        format!(
            "{} {end} {}",
            rfc3339(arrival.block.start),
            arrival.block.category
        )
    };
    taken.arrivals.iter().map(block).collect()
}

#[test]
fn wall_clocks_are_those_of_the_zone_and_names_give_the_category() {
    let found = taken(&[
        "2026-07-02T09:00 2026-07-02T10:00 selling",
        "2026-03-02T09:00 2026-03-02T10:00 whatever",
        "2026-03-02T09:00:00Z 2026-03-02T10:00:00-05:00 break",
    ]);
    let expected = [
        "2026-03-02T09:00:00+01:00 2026-03-02T10:00:00+01:00 admin",
        "2026-03-02T09:00:00+00:00 2026-03-02T10:00:00-05:00 break",
        "2026-07-02T09:00:00+02:00 2026-07-02T10:00:00+02:00 selling",
    ];
    assert_eq!(
        (shown(&found), found.lines.as_slice()),
        (expected.map(str::to_owned).to_vec(), &[2, 3, 1][..])
    );
    assert_eq!(found.report.read_time, Length::hours(1 + 6 + 1));
    assert_eq!((found.report.read, found.report.by_default), (3, 1));
    assert_eq!(found.report.remarks, ["times are those of Europe/Berlin"]);
    assert!(
        taken(&["2026-03-02T09:00:00Z 2026-03-02T10:00:00Z"])
            .report
            .remarks
            .is_empty()
    );
}

#[test]
fn what_is_no_block_is_counted_or_named() {
    let found = taken(&[
        "2026-03-02T09:00 -",
        "2026-03-02T09:00 2026-03-02T09:00",
        "2026-03-02T09:00 2026-03-02T08:00",
        "2026-03-29T02:30 2026-03-29T04:00",
        "1899-12-31T02:30 2026-03-29T04:00",
    ]);
    assert_eq!(
        (found.arrivals.len(), found.report.open, found.report.empty),
        (0, 1, 1)
    );
    let told: Vec<String> = found
        .report
        .rejected
        .iter()
        .map(|fault| format!("{}: {}", fault.line, fault.what))
        .collect();
    let expected = [
        "3: it ends at 2026-03-02 08:00:00, before it begins at 2026-03-02 09:00:00",
        "4: 2026-03-29 02:30 never came in Europe/Berlin, where the clocks were set forward: the nearest times are 01:59 and 03:00",
        "5: 1899-12-31 lies outside the years 1900 to 2199",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_time_that_came_twice_is_the_earlier_unless_it_would_end_before_it_began() {
    let cases = [
        (
            "2026-10-25T02:30 2026-10-25T04:00",
            "02:30:00+02:00 04:00:00+01:00",
            1,
        ),
        (
            "2026-10-25T01:30 2026-10-25T02:30",
            "01:30:00+02:00 02:30:00+02:00",
            1,
        ),
        (
            "2026-10-25T02:40:00+02:00 2026-10-25T02:30",
            "02:40:00+02:00 02:30:00+01:00",
            0,
        ),
        (
            "2026-10-25T02:10 2026-10-25T02:40",
            "02:10:00+02:00 02:40:00+02:00",
            1,
        ),
    ];
    for (text, expected, remarks) in cases {
        let found = taken(&[text]);
        assert_eq!(
            shown(&found)[0].replace("2026-10-25T", ""),
            format!("{expected} admin"),
            "{text}"
        );
        let told = found
            .report
            .remarks
            .iter()
            .filter(|remark| remark.contains("came twice"))
            .count();
        assert_eq!(told, remarks, "{text}: {:?}", found.report.remarks);
    }
}

#[test]
fn tags_go_where_a_block_has_a_place_for_them() {
    let cases = [
        (
            "selling,prospecting,@Northwind,!legal,q1",
            "selling/prospecting @Northwind !legal q1",
        ),
        ("Travel,far", "admin/travel far"),
        ("@A,@B,!", "admin @A @B !"),
        ("x,admin", "admin x"),
    ];
    let classify = Classify::new(&[], &[], &Taxonomy::default());
    let now = parse_rfc3339("2026-12-01T12:00:00Z").expect("a time");
    let asked = ImportOptions::new(Zone::Fixed(crate::domain::stamp::Offset::UTC), now);
    for (tags, expected) in cases {
        let mut entry = entry(1, "2026-03-02T09:00 2026-03-02T10:00");
        entry.labels.tags = tags.split(',').map(str::to_owned).collect();
        entry.details.tags = tags
            .split(',')
            .map(|tag| Tag::new(tag).expect("a tag"))
            .collect();
        let request = ImportRequest::new(Format::Timewarrior, asked.clone(), &classify);
        let block = prepare(vec![entry], &request).arrivals.remove(0).block;
        let details = &block.details;
        let activity = details
            .activity
            .as_ref()
            .map(|activity| format!("/{}", activity.as_str()));
        let mut told = vec![format!(
            "{}{}",
            block.category,
            activity.unwrap_or_default()
        )];
        told.extend(
            details
                .account
                .as_ref()
                .map(|account| format!("@{}", account.as_str())),
        );
        told.extend(
            details
                .requester
                .as_ref()
                .map(|requester| format!("!{}", requester.as_str())),
        );
        told.extend(details.tags.iter().map(|tag| tag.as_str().to_owned()));
        assert_eq!(told.join(" "), expected, "{tags}");
    }
}

#[test]
fn only_the_days_that_are_asked_for_are_read() {
    let at = |text: &str| parse_rfc3339(text).expect(text).at;
    let days = Span::new(
        at("2026-03-02T00:00:00+01:00"),
        at("2026-03-03T00:00:00+01:00"),
    );
    let texts = [
        "2026-03-01T22:00 2026-03-02T00:00",
        "2026-03-01T23:00 2026-03-02T00:01",
        "2026-03-02T23:00 2026-03-03T01:00",
        "2026-03-03T00:00 2026-03-03T01:00",
    ];
    let found = taken_by(&texts, days);
    assert_eq!(
        (found.report.read, found.report.outside, found.lines),
        (2, 2, vec![2, 3])
    );
}

#[test]
fn the_id_is_the_same_for_the_same_interval_and_begins_with_its_start() {
    let id = |text: &str| taken(&[text]).arrivals[0].block.id;
    let one = id("2026-03-02T09:00 2026-03-02T10:00 call");
    assert_eq!(one, id("2026-03-02T08:00:00Z 2026-03-02T09:00:00Z call"));
    // The value itself is a promise: another version, or another machine, finds the same.
    assert_eq!(one.to_string(), "019cad8f-ac00-7c8b-9fbe-8989d71e4b3c");
    let others = [
        "2026-03-02T09:00 2026-03-02T10:01 call",
        "2026-03-02T09:00 2026-03-02T10:00 cal",
        "2026-03-02T09:01 2026-03-02T10:00 call",
    ];
    for other in others {
        assert_ne!(one, id(other), "{other}");
    }
    let milliseconds = u128::from_be_bytes(*one.as_bytes()) >> 80;
    assert_eq!(milliseconds, 1_772_438_400_000);
    assert_ne!(
        id("1900-01-02T09:00 1900-01-02T10:00"),
        id("1900-01-02T09:00 1900-01-02T11:00")
    );
}

#[test]
fn a_key_is_the_interval_whatever_else_is_said_of_it() {
    let classify = Classify::new(&[], &[], &Taxonomy::default());
    let now = parse_rfc3339("2026-12-01T12:00:00Z").expect("a time");
    let asked = ImportOptions::new(Zone::Fixed(crate::domain::stamp::Offset::UTC), now);
    let with = |key: &str, title: &str| {
        let entry = ParsedRow {
            key: Some(key.to_owned()),
            ..entry(1, &format!("2026-03-02T09:00 2026-03-02T10:00 {title}"))
        };
        let request = ImportRequest::new(Format::Csv, asked.clone(), &classify);
        prepare(vec![entry], &request).arrivals.remove(0).block
    };
    assert_eq!(with("7", "one").id, with("7", "two").id);
    assert_ne!(with("7", "one").id, with("8", "one").id);
    assert_eq!(
        with("11111111-1111-1111-1111-111111111111", "").id,
        BlockId::from_bytes([0x11; 16])
    );
    assert_eq!(with("7", "selling").category, Category::Selling);
}

#[test]
fn what_lasts_longer_than_a_year_is_no_block() {
    let found = taken_by(&["2025-03-02T08:30 2026-03-04T08:30 x"], None);
    assert_eq!(found.arrivals.len(), 0);
    assert_eq!(
        found.report.rejected[0].what,
        "it lasts longer than a year, from 2025-03-02 08:30:00 to 2026-03-04 08:30:00"
    );
}
