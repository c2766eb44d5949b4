//! The record of a week against what was counted by hand, and what closing it keeps.

use super::missing::MissingRecord;
use super::record::{EndedBy, YieldRecord};
use super::*;
use crate::domain::block::{Block, Category};
use crate::domain::calendar::{Week, rfc3339};
use crate::domain::review::{Closed, Guess, Missed, Review, WeekNotes};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Role;
use crate::insight::testdata;

fn w10() -> Week {
    Week {
        first: testdata::monday(),
    }
}

fn testdata() -> ReviewRecord {
    let guess = Some(Guess {
        selling: 0.60,
        rest: Some([0.22, 0.10, 0.08]),
    });
    let notes = WeekNotes {
        guess,
        ..WeekNotes::default()
    };
    reviewed(w10(), 5, "0900", &[(w10(), notes)])
}

/// The review of a week with Maya's blocks, at a time of so many days after her Monday.
fn reviewed(week: Week, day: i64, time: &str, notes: &[(Week, WeekNotes)]) -> ReviewRecord {
    let (blocks, context) = (testdata::history(), testdata::context());
    let now = testdata::at(testdata::monday().plus(day), time);
    let known = blocks.partition_point(|block| block.start.at < now.at);
    of_week(&Facts {
        week,
        on_record: (&blocks[..known]).into(),
        context: &context,
        now,
        role: Role::Ae,
        protected: Length::hours(1),
        notes,
    })
}

#[test]
fn a_commitment_is_settled_once_the_planned_time_of_the_week_is_over() {
    let mut notes = WeekNotes {
        commitment: Some(">= 7h selling/prospecting".to_owned()),
        ..WeekNotes::default()
    };
    let kept = |record: &ReviewRecord| {
        let of = record.commitment.as_ref().expect("a commitment");
        (of.kept, of.verdict.clone())
    };
    let at =
        |day, time: &str, notes: &WeekNotes| reviewed(w10(), day, time, &[(w10(), notes.clone())]);
    let early = at(4, "1652", &notes);
    assert_eq!(kept(&early), (None, "0h10 to go".to_owned()));
    assert_eq!(
        kept(&at(4, "1735", &notes)),
        (Some(false), "missed".to_owned())
    );
    // Closed before that it stays open, until it is looked at after.
    notes.review.closed = Some(Closed {
        at: testdata::at(testdata::monday().plus(4), "1652"),
        figures: serde_json::to_string(&early).expect("JSON"),
    });
    assert_eq!(kept(&at(4, "1700", &notes)).0, None);
    let settled = at(4, "1735", &notes);
    assert_eq!(kept(&settled), (Some(false), "missed".to_owned()));
    assert!(settled.tells_the_same(&early));
    // The next week asks why, until that is said.
    let next = Week { first: w10().end() };
    let last = |notes: &WeekNotes| {
        let record = reviewed(next, 9, "0900", &[(w10(), notes.clone())]);
        record.last_time.expect("a week before")
    };
    assert!(last(&notes).asks_why());
    notes.review.answers.missed = Some(Missed::Imposed);
    assert!(!last(&notes).asks_why());
    assert_eq!(at(7, "0900", &notes).answers.missed, Some(Missed::Imposed));
    notes.review = Review::default();
    assert!(last(&notes).asks_why(), "the review was never closed");
}

#[test]
fn what_an_alert_is_about_does_not_read_steady() {
    let (context, monday) = (testdata::context(), testdata::monday());
    let weeks = (-5..=0).map(|back| monday.plus(7 * back));
    let blocks: Vec<Block> = weeks
        .flat_map(|first| testdata::worked(first, 5, [18.0, 18.0, 0.0, 4.0]))
        .collect();
    let record = of_week(&Facts {
        week: w10(),
        on_record: (&blocks).into(),
        context: &context,
        now: context.calendar.here(testdata::saturday()),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    });
    let texts: Vec<&str> = record.alerts.iter().map(|of| of.text.as_str()).collect();
    assert_eq!(texts, ["no learning for 6 weeks"]);
    let mut read = Category::WORK.into_iter();
    assert!(read.all(|category| record.steady.contains(&category)));
    let read = Category::WORK.into_iter();
    let read: Vec<Category> = read.filter(|of| record.reads_steady(*of)).collect();
    let others = [Category::Selling, Category::Admin, Category::Distraction];
    assert_eq!(read, others);
}

/// To one decimal.
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

#[test]
fn mayas_week_comes_out_as_counted_by_hand() {
    let record = testdata();
    let minutes = |length: Length| length.as_seconds() / 60;
    assert_eq!(
        (record.week.to_string(), record.workdays, record.over),
        ("2026-W10".to_owned(), 5, false)
    );
    assert_eq!(minutes(record.totals.tracked()), 40 * 60 + 15);
    assert_eq!(tenths(record.totals.tafs().expect("a share") * 100.0), 518);
    let gap = record.gap_pp.expect("a gap");
    assert_eq!(
        gap.0[..2]
            .iter()
            .map(|points| points.map(tenths))
            .collect::<Vec<_>>(),
        [Some(82), Some(-142)]
    );
    let usual = record.usual.expect("a usual");
    assert_eq!((tenths(usual.tafs * 100.0), usual.weeks), (437, 4));
    assert_eq!(
        record.delta_pp.and_then(|deltas| deltas.0[0]).map(tenths),
        Some(80)
    );
    // 4h10 a workday; the weeks before had 3h30, 3h38.4, 3h22.8 and 3h36, in the middle 3h33.
    let per_workday = record.delta_per_workday_s.expect("a delta");
    assert_eq!(per_workday.of(Category::Selling).map(minutes), Some(37));
    assert_eq!(record.steady, [Category::Learning, Category::Distraction]);
    let freed = record.freed.expect("freed time");
    assert_eq!(
        (minutes(freed.minutes), freed.to.map(minutes)),
        (236, [195, 0, 41, 0])
    );
    assert_eq!(freed.from.map(minutes), [0, 176, 0, 60]);
    let sum = |category: Category| {
        let gains = freed.to_activities.iter();
        let gains = gains.filter(|gain| gain.category == category);
        gains.map(|gain| minutes(gain.minutes)).sum::<i64>()
    };
    assert_eq!(Category::WORK.map(sum), [195, 0, 41, 0]);
    assert_eq!(
        (minutes(record.imposed_s), minutes(record.admin_s)),
        (660, 875)
    );
    let by: Vec<(&str, i64)> = record
        .by_requester
        .iter()
        .map(|by| (by.burden.requester.as_str(), minutes(by.burden.length)))
        .collect();
    assert_eq!(by[..3], [("manager", 310), ("finance", 80), ("legal", 80)]);
    assert_eq!(minutes(record.controllable_s), 29 * 60 + 15);
    assert_eq!(tenths(record.used.expect("a share") * 100.0), 712);
    let run = record.longest_selling_run.expect("a run");
    assert_eq!(
        (
            rfc3339(run.start),
            rfc3339(run.end),
            minutes(run.seconds),
            run.ended_by
        ),
        (
            "2026-03-03T12:20:00+01:00".to_owned(),
            "2026-03-03T14:40:00+01:00".to_owned(),
            140,
            Some(EndedBy::Work("reporting for manager".to_owned()))
        )
    );
    assert_eq!(
        (record.switches_per_hour.expect("a rate") * 100.0).round() as i64,
        77
    );
    let YieldRecord {
        produced: prospecting,
        meetings_per_hour,
        ..
    } = &record.produced[0];
    assert_eq!(prospecting.activity.as_deref(), Some("prospecting"));
    assert_eq!(
        (
            minutes(prospecting.time),
            prospecting.conversations,
            prospecting.meetings
        ),
        (410, 17, 5)
    );
    assert_eq!(
        (meetings_per_hour.expect("a rate") * 100.0).round() as i64,
        73
    );
    assert_eq!(
        record.headline[0],
        "5 meetings in 6h50 of prospecting, 0.73 an hour"
    );
    assert_eq!(
        (
            record.grades.grades.advance,
            record.grades.grades.continuation,
            record.grades.live_blocks
        ),
        (5, 3, 8)
    );
    assert_eq!(minutes(record.outside_hours_s), 40);
    let watched: Vec<(&str, i64, &str)> = record
        .watch_accounts
        .iter()
        .map(|of| (of.account.as_str(), minutes(of.seconds), of.kind.name()))
        .collect();
    assert_eq!(
        watched,
        [("Halden", 165, "watch"), ("Brightwell", 90, "watch")]
    );
    let missing = MissingRecord {
        calibration: Some("needs 3 more weeks".to_owned()),
        ..MissingRecord::default()
    };
    assert_eq!(record.missing, missing);
}

#[test]
fn a_single_outcome_is_told_as_one() {
    let day = testdata::monday();
    let blocks = testdata::day(day, "0900-1000 sp {conv2 mtg1}; 1000-1100 sm {cont}");
    let context = testdata::context();
    let record = of_week(&Facts {
        week: w10(),
        on_record: (&blocks).into(),
        context: &context,
        now: context.calendar.here(testdata::saturday()),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    });
    let told: Vec<&str> = record
        .headline
        .iter()
        .map(|words| words.split(" (").next().unwrap_or_default())
        .collect();
    let expected = [
        "1 meeting in 1h00 of prospecting",
        "0 advances in 1h00 of live time",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_deal_won_is_told_apart_from_advances() {
    let day = testdata::monday();
    let blocks = testdata::day(day, "0900-1000 sm {adv}; 1000-1100 sm {won}");
    let context = testdata::context();
    let record = of_week(&Facts {
        week: w10(),
        on_record: (&blocks).into(),
        context: &context,
        now: context.calendar.here(testdata::saturday()),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    });
    let told: Vec<&str> = record
        .headline
        .iter()
        .map(|words| words.split(" (").next().unwrap_or_default())
        .collect();
    let expected = ["1 advance and 1 won in 2h00 of live time"];
    assert_eq!(told, expected);
}

#[test]
fn the_record_reads_back_as_it_was_written() {
    let record = testdata();
    let text = serde_json::to_string(&record).expect("JSON");
    let mut read = serde_json::from_str::<ReviewRecord>(&text).expect("a record");
    assert!(read.tells_the_same(&record));
    read.totals.planned = read.planned_s;
    assert_eq!(read, record);
}

#[test]
fn requests_are_ranked_by_28_days_and_gated() {
    let record = testdata();
    let ranked = record.ranked_requests();
    let names: Vec<&str> = ranked
        .iter()
        .map(|of| of.burden.requester.as_str())
        .collect();
    // Legal asked twice.
    assert_eq!(names, ["manager", "finance"]);
    let mut turned = record.clone();
    turned.by_requester[1].seconds_28d = Length::hours(99);
    let first = turned.ranked_requests()[0].burden.requester.clone();
    assert_eq!(first.as_str(), "finance");
    assert!(
        record
            .biggest_others()
            .all(|item| item.category != Category::Learning)
    );
}

#[test]
fn a_review_that_was_closed_before_is_read_and_keeps_its_figures() {
    let kept = include_str!("../../../tests/fixtures/review-2026-W10.json");
    let record: ReviewRecord = serde_json::from_str(kept).expect("a record");
    let mut written = serde_json::to_value(&record).expect("JSON");
    let kept: serde_json::Value = serde_json::from_str(kept).expect("JSON");
    // Figures that it did not know yet have no value.
    let fields = written.as_object_mut().expect("fields");
    fields.retain(|name, value| !value.is_null() || kept.get(name).is_some());
    assert_eq!(fields.remove("planned_s"), Some(serde_json::json!(0)));
    assert_eq!(fields.remove("learning_used"), Some(serde_json::json!([])));
    assert_eq!(fields.remove("followed"), Some(serde_json::json!([])));
    for habit in ["nurture", "prepared", "coaching", "focus_runs", "sources"] {
        assert!(fields.remove(habit).is_some(), "{habit}");
    }
    let freed = fields["freed"].as_object_mut().expect("freed time");
    assert_eq!(freed.remove("from"), Some(serde_json::json!({})));
    assert_eq!(freed.remove("to_activities"), Some(serde_json::json!([])));
    assert_eq!(freed.remove("destination"), Some(serde_json::json!(null)));
    assert_eq!(written, kept);
}

#[test]
fn an_empty_week_says_what_is_missing_and_holds_no_nonsense() {
    let context = testdata::context();
    let facts = Facts {
        week: Week {
            first: testdata::monday(),
        },
        on_record: (&[]).into(),
        context: &context,
        now: context.calendar.here(testdata::saturday()),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    };
    let record = of_week(&facts);
    assert_eq!(record.missing.usual.as_deref(), Some("needs 3 more weeks"));
    assert_eq!(record.missing.tafs.as_deref(), Some("needs 60 % coverage"));
    assert_eq!(
        (
            record.usual,
            record.freed,
            record.used,
            record.switches_per_hour
        ),
        (None, None, None, None)
    );
    assert_eq!(record.totals.untracked, Length::hours(45));
}

/// The share of admin without a requester in the 28 days up to Maya's Saturday, and in her week.
fn unasked(blocks: &[Block]) -> [Option<f64>; 2] {
    let context = testdata::context();
    let record = of_week(&Facts {
        week: w10(),
        on_record: blocks.into(),
        context: &context,
        now: testdata::at(testdata::monday().plus(5), "0900"),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    });
    [record.unasked_share_28d, record.unasked_share]
}

#[test]
fn admin_without_a_requester_is_told_of_28_days_beside_the_week() {
    type Days = &'static [(i64, &'static str)];
    let cases: [(Days, Option<f64>, Option<f64>); 9] = [
        (&[], None, None),
        (&[(0, "0900-1000 sp")], None, None),
        (&[(0, "0900-1000 ac")], Some(1.0), Some(1.0)),
        (&[(0, "0900-1000 ac !self")], Some(0.0), Some(0.0)),
        (
            &[(0, "0900-1000 ac; 1000-1300 ae !legal")],
            Some(0.25),
            Some(0.25),
        ),
        (
            &[(-7, "0900-1000 ac"), (0, "0900-1000 ae !legal")],
            Some(0.5),
            Some(0.0),
        ),
        // The first of the 28 days, and the one before it.
        (
            &[(-22, "0900-1000 ac"), (0, "1000-1300 ae !legal")],
            Some(0.25),
            Some(0.0),
        ),
        (
            &[(-23, "0900-1000 ac"), (0, "1000-1300 ae !legal")],
            Some(0.0),
            Some(0.0),
        ),
        (&[(-1, "0900-1000 ac")], Some(1.0), None),
    ];
    for (days, recent, week) in cases {
        let day = |(offset, text): &(i64, &str)| {
            testdata::day(testdata::monday().plus(*offset), text).into_iter()
        };
        let blocks: Vec<Block> = days.iter().flat_map(day).collect();
        assert_eq!(unasked(&blocks), [recent, week], "{days:?}");
    }
}

#[test]
fn the_28_days_of_admin_agree_with_a_count_minute_by_minute() {
    let calendar = testdata::context().calendar;
    let mut blocks = testdata::history();
    // For her CRM, and for a part of the admin of the weeks before, nobody is named.
    for (index, block) in blocks.iter_mut().enumerate() {
        let is_crm = block.details.activity.as_deref() == Some("crm");
        if is_crm || block.start.at < testdata::at(testdata::monday(), "0000").at && index % 3 > 0 {
            block.details.requester = None;
        }
    }
    let [recent, week] = unasked(&blocks);
    let count = |first: i64| {
        let first = calendar.first_instant(testdata::monday().plus(first));
        let last = testdata::at(testdata::monday().plus(5), "0900").at;
        let (mut admin, mut nobody) = (0_u32, 0_u32);
        let mut at = first;
        while at < last {
            let running = blocks
                .iter()
                .find(|block| block.start.at <= at && at < block.end_or(last));
            let of_admin = running.filter(|block| block.category == Category::Admin);
            admin += u32::from(of_admin.is_some());
            let is_nobodys = of_admin.is_some_and(|block| block.details.requester.is_none());
            nobody += u32::from(is_nobodys);
            at = at.plus(Length::minutes(1));
        }
        f64::from(nobody) / f64::from(admin)
    };
    for (share, first) in [(recent, -22), (week, 0)] {
        let share = share.expect("a share");
        // Blocks begin and end within minutes.
        assert!((share - count(first)).abs() < 2e-3, "{share} from {first}");
    }
    assert!(
        recent > Some(0.1) && week > Some(0.1),
        "they tell something: {recent:?} {week:?}"
    );
}
