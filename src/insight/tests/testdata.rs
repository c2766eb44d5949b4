//! A week to test against: Maya, account executive, 2 to 6 March 2026, in the compact notation in which it was
//! written down: `0830-0905 ae !self "inbox"`, category letter and activity letter, `b` for a break.

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::Context;
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Grade, Note, Outcomes, Requester,
};
use crate::domain::calendar::{Calendar, Day, Zone};
use crate::domain::hours::WorkHours;
use crate::domain::stamp::{Length, Moment, Offset, Span, Stamp};
use crate::domain::taxonomy::Taxonomy;

/// Monday to Friday.
pub(crate) const WEEK: [&str; 5] = [
    r#"0830-0905 ae !self "inbox"; 0905-1000 am !manager "pipeline call"; 1000-1015 ac !manager; 1015-1100 sr @Northwind; 1100-1150 sm @Northwind {adv} "CFO joins next call"; 1150-1210 sf @Northwind; 1210-1250 b; 1250-1330 dw; 1330-1430 sw @Halden "business case"; 1430-1500 ag @Halden !legal "redlines"; 1500-1520 ag @Halden !finance "discount ok?"; 1520-1630 sp {touch22 conv3 mtg1}; 1630-1700 ae !marketing "persona survey"; 1700-1720 dp"#,
    r#"0840-1010 sp {touch31 conv5 mtg2}; 1010-1040 ac !self; 1040-1130 sm @Brightwell {cont} "nice chat, no next step"; 1130-1150 dc; 1150-1220 b; 1220-1320 sr @Kestrel; 1320-1420 sm @Kestrel {adv}; 1420-1440 sf @Kestrel; 1440-1540 ar !manager "forecast sheet"; 1540-1620 am !product "roadmap input"; 1620-1710 lr "objection role-play #newdeck"; 1710-1725 dw"#,
    r#"0830-0930 am !manager "1:1, status only"; 0930-1000 ar !revops "stage fields"; 1000-1110 sp {touch18 conv2}; 1110-1150 sm @Halden {cont}; 1150-1205 sf @Halden; 1205-1235 b; 1345-1430 sm @Northwind {adv} "budget owner named"; 1430-1500 sf @Northwind; 1500-1550 ap @Ostrava !support "lost order"; 1550-1620 ap @Ostrava !finance "invoice retype"; 1620-1700 lk "CFO reading pack"; 1700-1730 ac !self"#,
    r#"0830-1000 sp {touch27 conv4 mtg1}; 1000-1020 ac !self; 1020-1100 st @Northwind "deal plan with SE"; 1100-1200 sm @Northwind {adv} "POC terms"; 1200-1240 b; 1240-1310 dp; 1310-1410 sw @Northwind; 1410-1500 ag @Northwind !legal; 1500-1530 ag @Northwind !finance; 1530-1610 sm @Brightwell {cont}; 1610-1640 ae !self; 1640-1720 am !enablement "tool rollout #dealroom"; 2030-2110 sw @Northwind "proposal""#,
    r#"0830-0900 ae !self; 0900-1030 sp {touch24 conv3 mtg1}; 1030-1045 dw; 1045-1130 sk @Lumen {conv1} "shared benchmark note"; 1130-1200 sm @Kestrel {adv} "security call booked"; 1200-1240 b; 1240-1310 sf @Kestrel; 1310-1410 ar !manager "forecast v2"; 1410-1440 le "2-line email test"; 1440-1540 am !manager "team call"; 1540-1600 dp; 1600-1640 ac !self; 1640-1650 lw "weekly review""#,
];

/// Hours of selling, admin, learning and distraction in the four weeks before, the earliest first.
const EARLIER: [[f64; 4]; 4] = [
    [17.5, 18.0, 1.5, 3.5],
    [18.2, 17.0, 2.0, 4.0],
    [16.9, 17.8, 1.0, 3.3],
    [18.0, 17.4, 1.5, 3.9],
];

/// How the hours of an earlier week are spent, on five days that are all alike: which of the four, what it was, and
/// the share of its hours.
const EARLIER_DAY: [(usize, &str, f64); 7] = [
    (0, "sp {touch24 conv3 mtg1}", 0.3),
    (1, "am !manager", 0.5),
    (0, "sm @Northwind {adv}", 0.3),
    (3, "dw", 1.0),
    (1, "ac !self", 0.5),
    (0, "sf @Northwind", 0.4),
    (2, "lr", 1.0),
];

/// Berlin, the default hours and the default list of activities.
pub(crate) fn context() -> Context {
    Context {
        calendar: Calendar::new(Zone::named("Europe/Berlin").expect("a zone")),
        hours: WorkHours::default(),
        taxonomy: Taxonomy::default(),
    }
}

/// 2 March 2026.
pub(crate) fn monday() -> Day {
    Day(NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date"))
}

/// The morning after the week.
pub(crate) fn saturday() -> Stamp {
    at(monday().plus(5), "0900").at
}

/// The whole week, in order of time.
pub(crate) fn week() -> Vec<Block> {
    (0_i64..)
        .zip(WEEK)
        .flat_map(|(index, text)| day(monday().plus(index), text))
        .collect()
}

/// The four weeks before, 2026-W06 to W09, made up so that their hours are the known ones.
pub(crate) fn earlier() -> Vec<Block> {
    let weeks = EARLIER.into_iter().zip([-28, -21, -14, -7]);
    weeks
        .flat_map(|(hours, back)| worked(monday().plus(back), 5, hours))
        .collect()
}

/// The four weeks before and the week, in order of time.
pub(crate) fn history() -> Vec<Block> {
    [earlier(), week()].concat()
}

/// Hours of the four categories, spread evenly over so many days from `first` on, each from 08:30 without a pause.
pub(crate) fn worked(first: Day, days: u32, hours: [f64; 4]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for day in (0..i64::from(days)).map(|index| first.plus(index)) {
        let mut from = at(day, "0830");
        for (category, what, share) in EARLIER_DAY {
            let length = Length::seconds(
                (hours[category] * share * 3600.0 / f64::from(days)).round() as i64,
            );
            let to = context().calendar.here(from.at.plus(length));
            if length.is_positive() {
                blocks.push(Block {
                    start: from,
                    end: Some(to),
                    ..block(day, &format!("0000-0001 {what}"))
                });
            }
            from = to;
        }
    }
    blocks
}

/// The blocks of a day in compact notation.
pub(crate) fn day(day: Day, text: &str) -> Vec<Block> {
    text.split(';')
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| block(day, text))
        .collect()
}

/// `0830` on the wall clock of a day.
pub(crate) fn at(day: Day, time: &str) -> Moment {
    let number: u32 = time.parse().expect("a time such as 0830");
    let calendar = context().calendar;
    calendar.here(calendar.instant(
        day,
        Length::minutes(i64::from(number / 100 * 60 + number % 100)),
    ))
}

/// `0830-0905` on the wall clock.
pub(crate) fn clock(span: Span) -> String {
    let shown = |stamp| {
        let time: NaiveTime = Calendar::wall(context().calendar.here(stamp)).time();
        format!("{:02}{:02}", time.hour(), time.minute())
    };
    format!("{}-{}", shown(span.start()), shown(span.end()))
}

/// The block at the same wall clock, so many hours east.
pub(crate) fn moved(block: &Block, hours: i32) -> Block {
    let there = |moment: Moment| {
        Moment::new(
            moment.at.minus(Length::hours(i64::from(hours))),
            Offset::new(moment.offset.seconds() + hours * 3600).expect("an offset"),
        )
    };
    Block {
        start: there(block.start),
        end: block.end.map(there),
        ..block.clone()
    }
}

fn block(day: Day, text: &str) -> Block {
    let (text, note) = text.split_once('"').map_or((text, ""), |(text, note)| {
        (text, note.trim_end_matches('"'))
    });
    let (text, outcomes) = text.split_once('{').map_or((text, ""), |(text, rest)| {
        (text, rest.trim().trim_end_matches('}'))
    });
    let mut words = text.split_whitespace();
    let (from, to) = words
        .next()
        .and_then(|times| times.split_once('-'))
        .expect("two times");
    let mut code = words.next().expect("a code").chars();
    let category = code
        .next()
        .and_then(|letter| Category::from_word(&letter.to_string()))
        .expect("a category");
    let activity = code.next().map(|letter| {
        let kind = Taxonomy::default()
            .by_letter(category, letter)
            .expect("an activity")
            .name
            .clone();
        Activity::new(&kind).expect("a name")
    });
    let mut details = Details {
        activity,
        note: Note::new(note).expect("a note"),
        outcomes: outcome(outcomes),
        ..Details::default()
    };
    for word in words {
        match word.split_at(1) {
            ("@", name) => details.account = Account::new(name).ok(),
            ("!", name) => details.requester = Requester::new(name).ok(),
            _ => unreachable!("{word} in {text}"),
        }
    }
    Block::new(at(day, from), Some(at(day, to)), category, details)
}

fn outcome(text: &str) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for word in text.split_whitespace() {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let count = digits.parse().unwrap_or_default();
        match &word[..word.len() - digits.len()] {
            "touch" => outcomes.touches = count,
            "conv" => outcomes.conversations = count,
            "mtg" => outcomes.meetings = count,
            "adv" => outcomes.grade = Some(Grade::Advance),
            "cont" => outcomes.grade = Some(Grade::Continuation),
            "won" => outcomes.grade = Some(Grade::Won),
            other => unreachable!("{other} in {text}"),
        }
    }
    outcomes
}
