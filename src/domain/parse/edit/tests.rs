//! Lines that edit or add a block, what they change and where they are refused.

use proptest::prelude::*;

use super::*;
use crate::domain::block::Activity;
use crate::domain::calendar::{Zone, parse_rfc3339, rfc3339};

fn berlin() -> Calendar {
    Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
}

fn at(text: &str) -> Moment {
    parse_rfc3339(text).unwrap()
}

fn block(start: &str, end: Option<&str>) -> Block {
    let details = quick::parse_details(
        "/m @Northwind words",
        Category::Selling,
        &Taxonomy::default(),
    )
    .unwrap();
    Block::new(at(start), end.map(at), Category::Selling, details)
}

fn edited(line: &str, block: &Block) -> Result<Block, ParseError> {
    let now = at("2026-03-05T14:32:00+01:00");
    Ok(
        parse_edit(line, block, &Taxonomy::default(), now, &berlin())?
            .patch
            .applied_to(block),
    )
}

#[test]
fn times_stand_on_the_day_of_the_block() {
    let monday = block(
        "2026-03-02T08:30:27+01:00",
        Some("2026-03-02T09:05:10+01:00"),
    );
    let cases = [
        (
            "08:30-09:05",
            "2026-03-02T08:30:27+01:00",
            Some("2026-03-02T09:05:10+01:00"),
        ),
        (
            "8:30–9:15",
            "2026-03-02T08:30:27+01:00",
            Some("2026-03-02T09:15:00+01:00"),
        ),
        (
            "08:00-09:05",
            "2026-03-02T08:00:00+01:00",
            Some("2026-03-02T09:05:10+01:00"),
        ),
        (
            "-09:10",
            "2026-03-02T08:30:27+01:00",
            Some("2026-03-02T09:10:00+01:00"),
        ),
        (
            "9am-00:30",
            "2026-03-02T09:00:00+01:00",
            Some("2026-03-03T00:30:00+01:00"),
        ),
        ("08:15-", "2026-03-02T08:15:00+01:00", None),
        (
            "08:30:00-09:05:00",
            "2026-03-02T08:30:00+01:00",
            Some("2026-03-02T09:05:00+01:00"),
        ),
        (
            "yesterday 10:00-11:00",
            "2026-03-04T10:00:00+01:00",
            Some("2026-03-04T11:00:00+01:00"),
        ),
        (
            "tue 9am – 9:30am",
            "2026-03-03T09:00:00+01:00",
            Some("2026-03-03T09:30:00+01:00"),
        ),
        (
            "2026-03-04 10:00-11:00",
            "2026-03-04T10:00:00+01:00",
            Some("2026-03-04T11:00:00+01:00"),
        ),
        (
            "2026-03-03 23:00-00:30",
            "2026-03-03T23:00:00+01:00",
            Some("2026-03-04T00:30:00+01:00"),
        ),
        (
            "2026-03-04 10:00-2026-03-04 11:00",
            "2026-03-04T10:00:00+01:00",
            Some("2026-03-04T11:00:00+01:00"),
        ),
        (
            "2026-03-04T22:00 - 2026-03-05T01:00",
            "2026-03-04T22:00:00+01:00",
            Some("2026-03-05T01:00:00+01:00"),
        ),
        (
            "selling 08:00-09:00",
            "2026-03-02T08:00:00+01:00",
            Some("2026-03-02T09:00:00+01:00"),
        ),
        ("yesterday 10:00-", "2026-03-04T10:00:00+01:00", None),
    ];
    for (line, start, end) in cases {
        let after = edited(line, &monday).expect(line);
        assert_eq!(
            (rfc3339(after.start), after.end.map(rfc3339)),
            (start.to_owned(), end.map(str::to_owned))
        );
        assert_eq!(after.details, monday.details, "{line}");
    }
    let abroad = block(
        "2026-03-02T08:30:00-05:00",
        Some("2026-03-02T09:05:00-05:00"),
    );
    assert_eq!(
        rfc3339(edited("08:00-09:05", &abroad).unwrap().start),
        "2026-03-02T08:00:00-05:00"
    );
}

#[test]
fn a_line_tells_all_of_a_block_that_is_added() {
    let draft = Block::new(
        at("2026-03-04T12:10:27+01:00"),
        Some(at("2026-03-04T12:40:10+01:00")),
        Category::Break,
        Details::default(),
    );
    let now = at("2026-03-05T14:32:00+01:00");
    let read = |line| parse_new(line, &draft, &Taxonomy::default(), now, &berlin());
    let new = read("09:10-9:40 selling /m @Northwind !self #deck +advance POC terms").unwrap();
    assert_eq!(
        [rfc3339(new.start), rfc3339(new.end)],
        ["2026-03-04T09:10:00+01:00", "2026-03-04T09:40:00+01:00"]
    );
    assert_eq!(new.category, Category::Selling);
    assert_eq!(
        super::super::spell::details(&new.details),
        "/meeting @Northwind !self #deck +advance POC terms"
    );
    let own = read("s 12:10-12:40").unwrap();
    assert_eq!((own.start, Some(own.end)), (draft.start, draft.end));
    let late = read("yesterday 22:30-00:30 break").unwrap();
    assert_eq!(rfc3339(late.end), "2026-03-05T00:30:00+01:00");
    for (line, message, column) in [
        ("", "the times are missing", 1),
        ("selling call", "the times are missing", 1),
        ("09:10-09:40", "the category is missing", 12),
        ("09:10-09:40 sellin", "sellin isn't a category", 13),
        ("09:10- selling", "09:10 alone has no end", 1),
        ("-09:40 selling", "09:40 alone has no start", 2),
        (
            "09:10 selling",
            "09:10 alone does not say whether it is the start or the end",
            1,
        ),
        (
            "09:10-09:40 selling /zz",
            "selling has no activity \"zz\"",
            21,
        ),
    ] {
        let error = read(line).unwrap_err();
        assert_eq!((&*error.message, error.column), (message, column), "{line}");
        assert!(error.hint.is_some(), "{line}");
    }
}

#[test]
fn the_second_of_two_equal_hours_stays_while_the_end_moves() {
    let fold = block(
        "2025-10-26T02:30:00+01:00",
        Some("2025-10-26T02:45:00+01:00"),
    );
    let after = edited("02:30-02:50", &fold).unwrap();
    assert_eq!(
        (after.start, after.end.map(rfc3339).as_deref()),
        (fold.start, Some("2025-10-26T02:50:00+01:00"))
    );
}

#[test]
fn category_and_parts_follow_the_times() {
    let monday = block(
        "2026-03-02T08:30:00+01:00",
        Some("2026-03-02T09:05:00+01:00"),
    );
    let as_admin = edited("08:30-09:00 admin /crm !legal", &monday).unwrap();
    assert_eq!(as_admin.category, Category::Admin);
    assert_eq!(as_admin.details.activity, Activity::new("crm").ok());
    assert_eq!(as_admin.details.note.as_str(), "words");
    let dropped = edited("admin", &monday).unwrap();
    assert_eq!(
        (dropped.category, dropped.details.activity),
        (Category::Admin, None)
    );
    let noted = edited("new words selling", &monday).unwrap();
    assert_eq!(
        (noted.category, noted.details.note.as_str()),
        (Category::Selling, "new words selling")
    );
    let quoted = edited("\"selling 9:00\"", &monday).unwrap();
    assert_eq!(
        (quoted.category, quoted.details.note.as_str()),
        (Category::Selling, "selling 9:00")
    );
    assert_eq!(edited("", &monday).unwrap(), monday);
    assert_eq!(
        edited("1530 units", &monday).unwrap().details.note.as_str(),
        "1530 units"
    );
}

#[test]
fn a_rewritten_block_has_what_the_line_tells_and_no_more() {
    let mut monday = block(
        "2026-03-02T08:30:00+01:00",
        Some("2026-03-02T09:05:00+01:00"),
    );
    monday.details.activity = Activity::new("site-visit").ok();
    let now = at("2026-03-05T14:32:00+01:00");
    let rewritten = |line: &str| {
        let edited = parse_rewrite(line, &monday, &Taxonomy::default(), now, &berlin())?;
        Ok::<_, ParseError>(edited.patch.applied_to(&monday))
    };
    let shorter = rewritten("08:30-09:00 selling /site-visit words").unwrap();
    let expected = Details {
        activity: monday.details.activity.clone(),
        note: monday.details.note.clone(),
        ..Details::default()
    };
    assert_eq!((shorter.start, shorter.details), (monday.start, expected));
    let bare = rewritten("").unwrap();
    assert_eq!(
        (bare.start, bare.end, bare.category),
        (monday.start, monday.end, monday.category)
    );
    assert!(bare.details.is_empty());
    assert!(rewritten("admin /site-visit").is_err());
}

#[test]
fn faults_point_into_the_whole_line() {
    let monday = block(
        "2026-03-02T08:30:00+01:00",
        Some("2026-03-02T09:05:00+01:00"),
    );
    let cases = [
        ("09:00", 1, 5, "alone does not say"),
        ("2024-2025 forecast", 1, 9, "could be times"),
        ("08:00-09:00 11:00-12:00", 13, 11, "stand here twice"),
        (
            "yesterday 8:00-9:00 admin 11:00-12:00",
            27,
            11,
            "stand here twice",
        ),
        ("-30m-now", 1, 8, "not a range of times"),
        ("-15m", 1, 4, "not a range of times"),
        ("08:30-25:00 x", 1, 11, "not a range of times"),
        (
            "  08:30-09:05 selling /crm",
            23,
            4,
            "selling has no activity",
        ),
        ("admin @", 0, 0, ""),
    ];
    for (line, column, width, message) in cases {
        match edited(line, &monday) {
            Ok(_) => assert_eq!(column, 0, "{line:?} is understood"),
            Err(fault) => {
                assert_eq!(
                    (fault.column, fault.width),
                    (column, width),
                    "{line:?}: {fault}"
                );
                assert!(fault.message.contains(message), "{line:?}: {fault}");
            }
        }
    }
    let spring = block(
        "2026-03-29T01:30:00+01:00",
        Some("2026-03-29T03:30:00+02:00"),
    );
    let fault = parse_edit(
        "02:30-03:30",
        &spring,
        &Taxonomy::default(),
        at("2026-04-01T09:00:00+02:00"),
        &berlin(),
    );
    assert!(fault.unwrap_err().message.starts_with("02:30 never came"));
}

proptest! {
    #[test]
    fn no_line_panics(line in "[0-9:\\-–apm @!\"a-z\\PC]{0,24}", runs: bool) {
        let mut block = block("2026-03-02T08:30:00+01:00", Some("2026-03-02T09:05:00+01:00"));
        block.end = block.end.filter(|_| !runs);
        block.details = Details::default();
        let _ = edited(&line, &block);
    }
}
