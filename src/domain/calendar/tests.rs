//! What the wall clock does where it is hardest: changed clocks, ends of years, journeys, every zone there is.

use std::collections::HashSet;

use super::*;
use crate::domain::block::{Category, Details};

fn zone(name: &str) -> Calendar {
    Calendar::new(zone_from_tz(name).expect(name))
}

fn moment(text: &str) -> Moment {
    parse_rfc3339(text).expect(text)
}

fn day(text: &str) -> Day {
    Day(text.parse().expect(text))
}

fn block(start: &str, end: &str) -> Block {
    Block::new(
        moment(start),
        Some(moment(end)),
        Category::Selling,
        Details::default(),
    )
}

fn shown(local: Local) -> String {
    match local {
        Local::Once(moment) => rfc3339(moment),
        Local::Twice(first, second) => format!("{} and {}", rfc3339(first), rfc3339(second)),
        Local::Never(before, after) => {
            format!("between {} and {}", rfc3339(before), rfc3339(after))
        }
        Local::OutOfRange => "out of range".to_owned(),
    }
}

#[test]
fn a_local_time_comes_once_twice_or_never() {
    let cases = [
        (
            "Europe/Berlin",
            "2026-03-02T08:30:00",
            "2026-03-02T08:30:00+01:00",
        ),
        (
            "Europe/Berlin",
            "2026-03-29T01:59:59",
            "2026-03-29T01:59:59+01:00",
        ),
        (
            "Europe/Berlin",
            "2026-03-29T02:30:00",
            "between 2026-03-29T01:59:00+01:00 and 2026-03-29T03:00:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2026-03-29T02:00:00",
            "between 2026-03-29T01:59:00+01:00 and 2026-03-29T03:00:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2026-03-29T03:00:00",
            "2026-03-29T03:00:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2026-10-25T02:30:00",
            "2026-10-25T02:30:00+02:00 and 2026-10-25T02:30:00+01:00",
        ),
        (
            "Europe/Berlin",
            "2026-10-25T03:00:00",
            "2026-10-25T03:00:00+01:00",
        ),
        (
            "America/New_York",
            "2026-03-08T02:30:00",
            "between 2026-03-08T01:59:00-05:00 and 2026-03-08T03:00:00-04:00",
        ),
        (
            "America/New_York",
            "2026-11-01T01:30:00",
            "2026-11-01T01:30:00-04:00 and 2026-11-01T01:30:00-05:00",
        ),
        (
            "Australia/Sydney",
            "2026-10-04T02:30:00",
            "between 2026-10-04T01:59:00+10:00 and 2026-10-04T03:00:00+11:00",
        ),
        (
            "Australia/Sydney",
            "2026-04-05T02:30:00",
            "2026-04-05T02:30:00+11:00 and 2026-04-05T02:30:00+10:00",
        ),
        // Where midnight itself is skipped, or comes twice.
        (
            "America/Santiago",
            "2026-09-06T00:00:00",
            "between 2026-09-05T23:59:00-04:00 and 2026-09-06T01:00:00-03:00",
        ),
        (
            "America/Santiago",
            "2026-04-04T23:30:00",
            "2026-04-04T23:30:00-03:00 and 2026-04-04T23:30:00-04:00",
        ),
        (
            "Asia/Beirut",
            "2026-03-29T00:30:00",
            "between 2026-03-28T23:59:00+02:00 and 2026-03-29T01:00:00+03:00",
        ),
        (
            "Asia/Beirut",
            "2026-10-24T23:30:00",
            "2026-10-24T23:30:00+03:00 and 2026-10-24T23:30:00+02:00",
        ),
        (
            "Africa/Cairo",
            "2026-04-24T00:30:00",
            "between 2026-04-23T23:59:00+02:00 and 2026-04-24T01:00:00+03:00",
        ),
        (
            "Africa/Cairo",
            "2026-10-29T23:30:00",
            "2026-10-29T23:30:00+03:00 and 2026-10-29T23:30:00+02:00",
        ),
        // Half an hour.
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:15:00",
            "between 2026-10-04T01:59:00+10:30 and 2026-10-04T02:30:00+11:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05T01:45:00",
            "2026-04-05T01:45:00+11:00 and 2026-04-05T01:45:00+10:30",
        ),
        // A whole day: the islands changed sides of the date line.
        (
            "Pacific/Apia",
            "2011-12-30T12:00:00",
            "between 2011-12-29T23:59:00-10:00 and 2011-12-31T00:00:00+14:00",
        ),
        ("UTC", "1900-01-01T00:00:00", "1900-01-01T00:00:00+00:00"),
        ("UTC", "2199-12-31T23:59:59", "2199-12-31T23:59:59+00:00"),
        ("UTC", "1899-12-31T23:59:59", "out of range"),
        ("Europe/Berlin", "2200-01-01T02:00:00", "out of range"),
    ];
    for (name, local, expected) in cases {
        let local: NaiveDateTime = local.parse().expect(local);
        assert_eq!(
            shown(zone(name).resolve(local)),
            expected,
            "{local} in {name}"
        );
    }
}

#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    let cases = [
        ("Europe/Berlin", "2026-03-28", 24 * 60),
        ("Europe/Berlin", "2026-03-29", 23 * 60),
        ("Europe/Berlin", "2026-10-25", 25 * 60),
        ("America/New_York", "2026-03-08", 23 * 60),
        ("America/New_York", "2026-11-01", 25 * 60),
        ("Australia/Sydney", "2026-04-05", 25 * 60),
        ("Australia/Lord_Howe", "2026-10-04", 23 * 60 + 30),
        ("Australia/Lord_Howe", "2026-04-05", 24 * 60 + 30),
        // The day begins at 01:00, its midnight being skipped; the one before ends there.
        ("America/Santiago", "2026-09-06", 23 * 60),
        ("America/Santiago", "2026-09-05", 24 * 60),
        ("America/Santiago", "2026-04-04", 25 * 60),
        ("Asia/Beirut", "2026-03-29", 23 * 60),
        ("Africa/Cairo", "2026-10-29", 25 * 60),
        ("Africa/Cairo", "2026-04-24", 23 * 60),
    ];
    for (name, date, minutes) in cases {
        assert_eq!(
            zone(name).day_span(day(date)).length(),
            Length::minutes(minutes),
            "{date} in {name}"
        );
    }
    let beirut = zone("Asia/Beirut");
    assert_eq!(
        rfc3339(beirut.here(beirut.first_instant(day("2026-03-29")))),
        "2026-03-29T01:00:00+03:00"
    );
}

#[test]
fn a_day_may_begin_at_four() {
    let mut berlin = zone("Europe/Berlin");
    berlin.day_start = Length::hours(4);
    let cases = [
        ("2026-03-03T03:59:59+01:00", "2026-03-02"),
        ("2026-03-03T04:00:00+01:00", "2026-03-03"),
        ("2026-03-29T03:30:00+02:00", "2026-03-28"),
        ("2026-03-29T04:00:00+02:00", "2026-03-29"),
        ("2026-01-01T01:00:00+01:00", "2025-12-31"),
    ];
    for (at, expected) in cases {
        assert_eq!(berlin.day_of(moment(at)), day(expected), "{at}");
    }
    let night = |date: &str| berlin.day_span(day(date));
    assert_eq!(
        rfc3339(berlin.here(night("2026-03-28").start())),
        "2026-03-28T04:00:00+01:00"
    );
    assert_eq!(
        night("2026-03-28").length(),
        Length::hours(23),
        "the short night belongs to the day before"
    );
    assert_eq!(night("2026-10-24").length(), Length::hours(25));
    let late = block("2026-03-02T22:00:00+01:00", "2026-03-03T05:30:00+01:00");
    assert_eq!(parts(&berlin, &late), ["2026-03-02 360", "2026-03-03 90"]);
}

#[test]
fn a_day_that_has_begun_is_not_left_again_when_the_clocks_are_set_back_over_its_start() {
    let mut new_york = zone("America/New_York");
    new_york.day_start = Length::minutes(90);
    // Sunday begins at the first 01:30.
    let days = [
        ("2026-11-01T01:10:00-04:00", "2026-10-31"),
        ("2026-11-01T01:29:59-04:00", "2026-10-31"),
        ("2026-11-01T01:30:00-04:00", "2026-11-01"),
        ("2026-11-01T01:10:00-05:00", "2026-11-01"),
        ("2026-11-01T01:40:00-05:00", "2026-11-01"),
        // Another place's clock has no second hour.
        ("2026-11-01T01:10:00+01:00", "2026-10-31"),
        ("2026-11-02T01:10:00-05:00", "2026-11-01"),
    ];
    for (at, date) in days {
        assert_eq!(new_york.day_of(moment(at)), day(date), "{at}");
    }
    let whole = |start: &str, end: &str| parts(&new_york, &block(start, end));
    assert_eq!(
        whole("2026-11-01T01:10:00-05:00", "2026-11-01T01:50:00-05:00").len(),
        1
    );
    assert_eq!(
        whole("2026-11-01T01:10:00-04:00", "2026-11-01T01:10:00-05:00").len(),
        2
    );
    // In Goose Bay midnight itself came twice.
    let goose_bay = zone("America/Goose_Bay");
    let again = moment("2006-10-28T23:30:00-04:00");
    assert_eq!(goose_bay.day_of(again), day("2006-10-29"));
}

#[test]
fn a_moment_is_of_one_day_however_it_is_asked() {
    let mut calendar = zone("Europe/Berlin");
    for day_start in [0, 4] {
        calendar.day_start = Length::hours(day_start);
        // Over both changes of the clocks, also as seen elsewhere.
        for start in [
            "2026-03-27T22:00:00+01:00",
            "2026-10-23T22:00:00+02:00",
            "2026-10-24T22:00:00-11:00",
        ] {
            let start = moment(start);
            for minutes in (0..4 * 1440).step_by(17) {
                let at = start.at.plus(Length::minutes(minutes));
                for moment in [calendar.here(at), start.moved_to(at)] {
                    let day = calendar.day_of(moment);
                    for away in -2..=2 {
                        let is_same = calendar.is_of(day.plus(away), moment);
                        assert_eq!(is_same, away == 0, "{moment:?} {away}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_week_is_named_after_its_thursday_whatever_day_it_begins_on() {
    let cases = [
        (
            "2026-03-02",
            "2026-W10 from 2026-03-02",
            "2026-W10 from 2026-03-01",
        ),
        (
            "2026-03-08",
            "2026-W10 from 2026-03-02",
            "2026-W11 from 2026-03-08",
        ),
        // A year with 53 weeks, and the turns of the years around it.
        (
            "2020-12-31",
            "2020-W53 from 2020-12-28",
            "2020-W53 from 2020-12-27",
        ),
        (
            "2021-01-02",
            "2020-W53 from 2020-12-28",
            "2020-W53 from 2020-12-27",
        ),
        (
            "2021-01-03",
            "2020-W53 from 2020-12-28",
            "2021-W01 from 2021-01-03",
        ),
        (
            "2021-01-04",
            "2021-W01 from 2021-01-04",
            "2021-W01 from 2021-01-03",
        ),
        (
            "2026-12-31",
            "2026-W53 from 2026-12-28",
            "2026-W53 from 2026-12-27",
        ),
        (
            "2027-01-03",
            "2026-W53 from 2026-12-28",
            "2027-W01 from 2027-01-03",
        ),
        (
            "2024-12-30",
            "2025-W01 from 2024-12-30",
            "2025-W01 from 2024-12-29",
        ),
        (
            "2023-01-01",
            "2022-W52 from 2022-12-26",
            "2023-W01 from 2023-01-01",
        ),
    ];
    let shown = |week: Week| format!("{week} from {}", week.first);
    for (date, monday, sunday) in cases {
        let mut calendar = zone("Europe/Berlin");
        assert_eq!(
            shown(calendar.week_of(day(date))),
            monday,
            "{date}, weeks from Monday"
        );
        calendar.week_start = Weekday::Sun;
        assert_eq!(
            shown(calendar.week_of(day(date))),
            sunday,
            "{date}, weeks from Sunday"
        );
    }
}

#[test]
fn a_week_number_finds_the_week_of_that_name() {
    for start in [Weekday::Mon, Weekday::Sun, Weekday::Sat] {
        let mut calendar = zone("Europe/Berlin");
        calendar.week_start = start;
        for (year, week) in [(2026, 10), (2026, 53), (2020, 53), (2021, 1), (2025, 1)] {
            let found = calendar.iso_week(year, week).expect("a week");
            assert_eq!(
                found.to_string(),
                format!("{year}-W{week:02}"),
                "from {start}"
            );
            assert_eq!(
                (found.first.weekday(), found.end()),
                (start, found.first.plus(7))
            );
            assert!(
                found
                    .days()
                    .into_iter()
                    .all(|day| calendar.week_of(day) == found)
            );
        }
        assert_eq!(calendar.iso_week(2025, 53), None, "2025 has 52 weeks");
        assert_eq!(calendar.iso_week(2026, 0), None);
    }
}

/// Each slice as its day and its minutes.
fn parts(calendar: &Calendar, block: &Block) -> Vec<String> {
    let now = block.end.expect("it has ended").at;
    let slices = calendar.slices(block, now);
    slices
        .iter()
        .map(|(day, part)| format!("{day} {}", part.length().as_seconds() / 60))
        .collect()
}

#[test]
fn a_block_is_cut_at_the_midnights_of_the_place_where_it_was_lived() {
    let cases: [(&str, &str, &str, &[&str]); 10] = [
        (
            "Europe/Berlin",
            "2026-03-02T22:00:00+01:00",
            "2026-03-02T23:00:00+01:00",
            &["2026-03-02 60"],
        ),
        (
            "Europe/Berlin",
            "2026-03-02T22:00:00+01:00",
            "2026-03-03T00:00:00+01:00",
            &["2026-03-02 120"],
        ),
        (
            "Europe/Berlin",
            "2026-03-02T22:00:00+01:00",
            "2026-03-03T01:30:00+01:00",
            &["2026-03-02 120", "2026-03-03 90"],
        ),
        // Over the short night and over the long one.
        (
            "Europe/Berlin",
            "2026-03-28T23:00:00+01:00",
            "2026-03-29T04:00:00+02:00",
            &["2026-03-28 60", "2026-03-29 180"],
        ),
        (
            "Europe/Berlin",
            "2026-10-24T23:00:00+02:00",
            "2026-10-25T04:00:00+01:00",
            &["2026-10-24 60", "2026-10-25 300"],
        ),
        // To the night after the change: midnight has moved.
        (
            "Europe/Berlin",
            "2026-03-28T22:00:00+01:00",
            "2026-03-30T02:00:00+02:00",
            &["2026-03-28 120", "2026-03-29 1380", "2026-03-30 120"],
        ),
        (
            "Asia/Beirut",
            "2026-03-28T23:00:00+02:00",
            "2026-03-29T02:00:00+03:00",
            &["2026-03-28 60", "2026-03-29 60"],
        ),
        // From Berlin to New York: the days of the place where it began.
        (
            "Europe/Berlin",
            "2026-03-02T23:00:00+01:00",
            "2026-03-02T22:00:00-05:00",
            &["2026-03-02 60", "2026-03-03 240"],
        ),
        (
            "America/New_York",
            "2026-03-02T23:00:00+01:00",
            "2026-03-02T22:00:00-05:00",
            &["2026-03-02 60", "2026-03-03 240"],
        ),
        // Recorded in Tokyo, looked at in Berlin: still Tokyo's midnight.
        (
            "Europe/Berlin",
            "2026-03-02T23:00:00+09:00",
            "2026-03-03T01:00:00+09:00",
            &["2026-03-02 60", "2026-03-03 60"],
        ),
    ];
    for (name, start, end, expected) in cases {
        assert_eq!(
            parts(&zone(name), &block(start, end)),
            expected,
            "{start} to {end}, seen from {name}"
        );
    }
}

#[test]
fn a_running_block_is_cut_up_to_now_and_is_nothing_while_the_clock_is_behind_it() {
    let berlin = zone("Europe/Berlin");
    let running = Block {
        end: None,
        ..block("2026-03-02T23:00:00+01:00", "2026-03-02T23:30:00+01:00")
    };
    let slices = |now: &str| berlin.slices(&running, moment(now).at).len();
    assert_eq!(slices("2026-03-03T00:30:00+01:00"), 2);
    assert_eq!(slices("2026-03-02T23:00:01+01:00"), 1);
    assert_eq!(slices("2026-03-02T23:00:00+01:00"), 0);
    assert_eq!(slices("2026-03-02T22:00:00+01:00"), 0);
}

#[test]
fn rfc_3339_goes_out_and_comes_back() {
    for text in [
        "2026-03-02T08:30:00+01:00",
        "2026-10-25T02:30:00+02:00",
        "1900-01-01T00:00:00+00:00",
        "1899-12-31T19:00:00-05:00",
        "2199-12-31T23:59:59+00:00",
        "2200-01-01T13:59:59+14:00",
        "2026-03-02T00:00:00-03:30",
    ] {
        assert_eq!(rfc3339(moment(text)), text);
    }
    let same = [
        ("2026-03-02T08:30:00.999+01:00", "2026-03-02T08:30:00+01:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("2026-03-02t08:30:00z", "2026-03-02T08:30:00+00:00"),
        ("2026-03-02 08:30:00-00:00", "2026-03-02T08:30:00+00:00"),
    ];
    for (text, expected) in same {
        assert_eq!(rfc3339(moment(text)), expected, "{text}");
    }
    for text in [
        "",
        "2026-03-02",
        "2026-03-02T08:30:00",
        "2026-02-30T08:30:00Z",
        "2026-03-02T25:00:00Z",
        "2026-03-02T24:00:00Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-0001-01-01T00:00:00Z",
        "2026-03-02T08:30:00+24:00",
        "2026-03-02T08:30:00+01:00 ",
    ] {
        assert_eq!(parse_rfc3339(text), None, "{text}");
    }
}

#[test]
fn tz_names_a_zone_or_an_offset_or_nothing() {
    let named = |name: &str| Zone::named(name);
    let fixed = |minutes: i32| Offset::new(minutes * 60).map(Zone::Fixed);
    let cases = [
        ("Europe/Berlin", named("Europe/Berlin")),
        (":America/New_York", named("America/New_York")),
        ("/usr/share/zoneinfo/Asia/Tokyo", named("Asia/Tokyo")),
        (":/usr/share/zoneinfo/Asia/Tokyo", named("Asia/Tokyo")),
        ("UTC", named("UTC")),
        ("GMT", named("GMT")),
        ("", fixed(0)),
        ("XXX-3", fixed(180)),
        ("EST5", fixed(-300)),
        ("<+0330>-3:30", fixed(210)),
        ("<-03>3", fixed(-180)),
        ("ABC+0", fixed(0)),
        ("<+14>-14", fixed(14 * 60)),
        ("garbage", None),
        ("Europe/Atlantis", None),
        ("<+03-3", None),
        ("XXX-25", None),
        ("XXX--3", None),
        ("XXX3:60", None),
        ("XXX3:-5", None),
        ("3", None),
        ("-3", None),
    ];
    for (value, expected) in cases {
        assert_eq!(zone_from_tz(value), expected, "{value:?}");
    }
}

#[test]
fn the_ends_of_the_calendar_hold() {
    for name in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let calendar = zone(name);
        for stamp in [Stamp::MIN, Stamp::MAX] {
            let at = calendar.day_at(stamp);
            let span = calendar.day_span(at);
            assert!(span.start() <= stamp && stamp <= span.end(), "{name}: {at}");
            let all = calendar.days_span(Day(NaiveDate::MIN), Day(NaiveDate::MAX));
            assert!(
                all.start() == Stamp::MIN && all.end() == Stamp::MAX,
                "{name}"
            );
        }
    }
    assert_eq!(day("2026-03-02").plus(i64::MAX), Day(NaiveDate::MAX));
    assert_eq!(day("2026-03-02").plus(i64::MIN), Day(NaiveDate::MIN));
}

/// Every change of a zone's offset from 1970 to 2100 that lasts for three weeks.
fn transitions(calendar: &Calendar) -> Vec<Stamp> {
    let (first, last) = (
        moment("1970-01-01T00:00:00Z").at,
        moment("2100-01-01T00:00:00Z").at,
    );
    let step = Length::hours(21 * 24);
    let (mut found, mut from) = (Vec::new(), first);
    while from < last {
        let to = from.plus(step);
        let offset = calendar.offset_at(from);
        if calendar.offset_at(to) != offset {
            let (mut before, mut after) = (from, to);
            while after.since(before) > Length::seconds(1) {
                let middle = before.plus(Length::seconds(after.since(before).as_seconds() / 2));
                if calendar.offset_at(middle) == offset {
                    before = middle;
                } else {
                    after = middle;
                }
            }
            found.push(after);
        }
        from = to;
    }
    found
}

#[test]
fn no_zone_and_no_change_of_the_clocks_loses_a_second() {
    let mut known = HashSet::new();
    let mut checked = 0;
    for name in Zone::names() {
        let mut calendar = Calendar::new(Zone::named(name).expect(name));
        let changes = transitions(&calendar);
        // Many names are links to one zone; and from 2030 on the same rules come round every year.
        if !known.insert((calendar.offset_at(Stamp::clamped(0)), changes.clone())) {
            continue;
        }
        let turn = moment("2030-01-01T00:00:00Z").at;
        let kept = changes
            .iter()
            .enumerate()
            .filter(|(index, at)| **at < turn || index % 16 < 2);
        for (index, (_, at)) in kept.enumerate() {
            calendar.day_start = [Length::ZERO, Length::hours(4), Length::minutes(90)][index % 3];
            check_around(&calendar, *at);
            checked += 1;
        }
    }
    assert!(checked > 10_000, "only {checked} changes were found");
}

/// Around a change of the clocks: every instant is found again by its wall clock, days follow each other without
/// a gap, and a block's parts are the block.
fn check_around(calendar: &Calendar, at: Stamp) {
    let context = || format!("{:?} at {}", calendar.zone, rfc3339(calendar.here(at)));
    for seconds in [-5400, -3600, -1800, -1, 0, 1, 1800, 3600, 5400] {
        let moment = calendar.here(Stamp::clamped(at.seconds() + seconds));
        let found = match calendar.resolve(Calendar::wall(moment)) {
            Local::Once(only) => only == moment,
            Local::Twice(first, second) => {
                first.at < second.at && (first == moment || second == moment)
            }
            Local::Never(..) | Local::OutOfRange => false,
        };
        assert!(
            found,
            "{} is not found again; {}",
            rfc3339(moment),
            context()
        );
        // The wall clock as if nobody had changed it.
        let unchanged = Moment::new(moment.at, calendar.offset_at(at.minus(Length::seconds(1))));
        let wall = Calendar::wall(unchanged);
        if let Local::Never(before, after) = calendar.resolve(wall) {
            assert!(
                Calendar::wall(before) < wall && wall < Calendar::wall(after),
                "{wall}; {}",
                context()
            );
            assert_eq!(
                (after.at, after.at.since(before.at)),
                (at, Length::minutes(1)),
                "{wall}; {}",
                context()
            );
        }
    }
    // Each instant is of the day that has begun and not ended.
    for minutes in (-300..300).step_by(15) {
        let instant = at.plus(Length::minutes(minutes));
        let day = calendar.day_at(instant);
        let (begins, ends) = (
            calendar.first_instant(day),
            calendar.first_instant(day.plus(1)),
        );
        assert!(
            begins <= instant && instant < ends,
            "{} on {day}; {}",
            rfc3339(calendar.here(instant)),
            context()
        );
    }
    let today = calendar.day_at(at);
    for back in -2..2 {
        let (one, next) = (today.plus(back), today.plus(back + 1));
        let (begins, ends) = (calendar.first_instant(one), calendar.first_instant(next));
        // A day that an island skipped has no time of its own; its span is the second that a span must have.
        let skipped = begins == ends;
        assert!(begins <= ends, "{one}; {}", context());
        assert!(
            skipped || Span::new(begins, ends) == Some(calendar.day_span(one)),
            "{one}; {}",
            context()
        );
    }
    for (before, after) in [(20, 30), (0, 26), (26, 0), (1, 1), (3, 200)] {
        let (start, end) = (
            calendar.here(at.minus(Length::hours(before))),
            calendar.here(at.plus(Length::hours(after))),
        );
        let block = Block::new(start, Some(end), Category::Admin, Details::default());
        let slices = calendar.slices(&block, end.at);
        let mut from = start.at;
        for (day, part) in &slices {
            assert_eq!(part.start(), from, "{day}; {}", context());
            from = part.end();
        }
        assert_eq!(from, end.at, "{}", context());
        let days: Vec<Day> = slices.iter().map(|(day, _)| *day).collect();
        assert!(
            days.is_sorted() && days.windows(2).all(|pair| pair[0] != pair[1]),
            "{days:?}; {}",
            context()
        );
    }
}

#[test]
fn hours_are_those_of_the_wall_clock_where_it_was_lived() {
    let berlin = zone("Europe/Berlin");
    let cases = [
        (
            "2026-03-02T08:30:00+01:00",
            "2026-03-02T10:15:00+01:00",
            "8:30 9:60 10:15",
        ),
        (
            "2026-03-02T23:30:00+01:00",
            "2026-03-03T00:30:00+01:00",
            "23:30 0:30",
        ),
        // The hour from two to three is skipped, and comes twice.
        (
            "2026-03-29T01:30:00+01:00",
            "2026-03-29T03:30:00+02:00",
            "1:30 3:30",
        ),
        (
            "2026-10-25T01:30:00+02:00",
            "2026-10-25T03:15:00+01:00",
            "1:30 2:60 2:60 3:15",
        ),
        // Six hours west of here, and half an hour off the hours here.
        (
            "2026-03-02T08:30:00-05:00",
            "2026-03-02T09:30:00-05:00",
            "8:30 9:30",
        ),
        (
            "2026-03-02T08:45:00+05:30",
            "2026-03-02T09:15:00+05:30",
            "8:15 9:15",
        ),
        // A flight: the hours are those of where it began.
        (
            "2026-03-02T22:00:00+01:00",
            "2026-03-02T18:00:00-05:00",
            "22:60 23:60",
        ),
    ];
    for (start, end, expected) in cases {
        let (block, now) = (block(start, end), moment(end).at);
        let hours = berlin.hours(&block, block.span(now).expect("a stretch"), now);
        let told: Vec<String> = hours
            .iter()
            .map(|(hour, part)| format!("{hour}:{:02}", part.length().as_seconds() / 60))
            .collect();
        assert_eq!(told.join(" "), expected, "{start} to {end}");
    }
}

#[test]
fn a_rule_is_a_zone_that_changes_its_clocks() {
    for (rule, expected) in [
        (
            "CET-1CEST,M3.5.0,M10.5.0/3",
            ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"],
        ),
        (
            "EST5EDT,M3.2.0,M11.1.0",
            ["2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"],
        ),
        (
            "CET-1CEST",
            ["2026-03-08T01:00:00Z", "2026-11-01T00:00:00Z"],
        ),
        (
            "<+01>-1<+02>,M3.5.0,M10.5.0/3",
            ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"],
        ),
    ] {
        let calendar = zone(rule);
        for change in expected {
            let at = moment(change).at;
            let before = calendar.offset_at(at.minus(Length::seconds(1)));
            assert_ne!(before, calendar.offset_at(at), "{rule} {change}");
        }
    }
    assert_eq!(zone_from_tz("CET-1CEST"), zone_from_tz(":CET-1CEST"));
    for none in [
        "CET-1CEST,M3.5.0",
        "CET-1,M3.5.0,M10.5.0",
        "-1CEST",
        "5",
        "CEST,M3.5.0,M10.5.0",
    ] {
        assert_eq!(zone_from_tz(none), None, "{none}");
    }
}
