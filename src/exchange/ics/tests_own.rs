//! Our own blocks in a calendar, left alone or changed there since.

use super::write::Agenda;
use super::*;
use crate::domain::block::Tag;
use crate::domain::calendar::rfc3339;
use crate::domain::stamp::Stamp;
use crate::exchange::own::Records;
use crate::exchange::source::tests::{ParsedSource, collect};
use crate::insight::testdata;

fn meeting() -> Block {
    let mut block = testdata::week().remove(0);
    block.details.tags = vec![Tag::new("a;b,c\\d").expect("a tag")];
    block.details.note = Note::new("a \"demo\",\nfor two; {x} \\n").expect("a note");
    block.details.outcomes.meetings = 1;
    block
}

fn written(block: &Block) -> String {
    let mut bytes = Vec::new();
    let mut agenda = Agenda::new(&mut bytes, Records::Written).expect("written");
    assert!(agenda.write(block).expect("written"));
    agenda.end().expect("written");
    String::from_utf8(bytes).expect("text")
}

/// What a calendar holds, in a window that none of it is in as it was exported.
fn found(text: &str) -> ParsedSource {
    let far = Span::new(Stamp::clamped(4_000_000_000), Stamp::clamped(4_100_000_000));
    let zone = find_zone("Europe/Berlin").expect("a zone");
    let asked = ImportOptions::new(zone, testdata::at(testdata::monday(), "0900"));
    let read = |to: &mut dyn TakeRows| {
        let meetings = read(text.as_bytes().into(), &asked, far.expect("a span"), to)?;
        Ok(meetings.report)
    };
    collect(read).expect("a calendar")
}

fn own(text: &str) -> Option<Box<Block>> {
    found(text).rows.remove(0).own
}

#[test]
fn a_block_comes_back_from_any_time_and_any_order_of_lines() {
    let block = meeting();
    let text = written(&block);
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(own(&text).as_deref(), Some(&block));
    let (start, end) = text.split_at(text.find("X-TAFS-BLOCK").expect("the property"));
    let (record, end) = end.split_at(end.find("END:VEVENT").expect("an end"));
    let turned = start.replacen("UID:", &format!("{record}UID:"), 1) + end;
    assert_eq!(own(&turned).as_deref(), Some(&block));
}

#[test]
fn what_was_changed_in_the_calendar_goes_before_the_record() {
    let block = meeting();
    let text = written(&block).replace("\r\n ", "");
    let end = format!(
        "DTEND:{}",
        crate::exchange::dates::write_utc(block.end.expect("an end").at)
    );
    let moved =
        own(&text.replace(&end, "DTEND;TZID=America/New_York:20991231T120000")).expect("ours");
    assert_eq!(
        (moved.id, moved.start, &moved.details),
        (block.id, block.start, &block.details)
    );
    let expected = "2099-12-31T18:00:00+01:00";
    assert_eq!(
        moved.end.map(rfc3339).as_deref(),
        Some(expected),
        "at the offset of home"
    );
    let noted = own(&text.replace("DESCRIPTION:a ", "DESCRIPTION:one ")).expect("ours");
    assert_eq!(
        noted.details.note.as_str(),
        "one \"demo\",\nfor two; {x} \\n"
    );
    let kept = text.lines().filter(|line| !line.starts_with("DESCRIPTION"));
    let bare = kept.collect::<Vec<_>>().join("\n");
    assert_eq!(
        own(&bare).as_deref(),
        Some(&block),
        "a program that drops it has not emptied it"
    );
}

#[test]
fn an_event_that_only_looks_like_ours_is_one_as_any_other() {
    let block = meeting();
    let text = written(&block).replace("\r\n ", "");
    let id = block.id.to_string();
    let inside = "DTSTART:20990101T090000Z";
    let start = format!(
        "DTSTART:{}",
        crate::exchange::dates::write_utc(block.start.at)
    );
    let end = format!(
        "DTEND:{}",
        crate::exchange::dates::write_utc(block.end.expect("an end").at)
    );
    let later = text
        .replace(&start, inside)
        .replace(&end, "DTEND:20990101T100000Z");
    for changed in [
        later.replace(&format!("UID:{id}"), "UID:a copy"),
        later.replace("X-TAFS-BLOCK:{", "X-TAFS-BLOCK:["),
        later.replace(inside, &format!("RRULE:FREQ=DAILY;COUNT=2\r\n{inside}")),
    ] {
        let found = found(&changed);
        assert!(
            !found.rows.is_empty() && found.rows.iter().all(|row| row.own.is_none()),
            "{changed}"
        );
        assert!(
            found.report.remarks[0]
                .contains("X-TAFS-BLOCK that can't be read or belongs to another event")
        );
    }
}
