//! Weeks of 40 hours as a rule, five equal days each, of which one kind of figure moves; MAD is 0 and T is 3 points
//! unless a case says otherwise.

use super::*;
use crate::domain::block::Block;
use crate::domain::timeline::OnRecord;
use crate::insight::testdata;

type Hours = [f64; 4];
/// The hours of weeks, each on so many days.
type Worked = Vec<(Hours, u32)>;

/// 45 % selling, 22.5 % imposed, 7.5 % distraction; 20 outcomes in 5.4 h of prospecting; 40 h of 45 h planned.
const BASE: Hours = [18.0, 18.0, 1.0, 3.0];
/// 41 % selling, 24.5 % imposed.
const FOUR_DOWN: Hours = [16.4, 19.6, 1.0, 3.0];
/// Nothing is on record: a week off.
const OFF: Hours = [0.0; 4];

fn w10() -> Week {
    Week {
        first: testdata::monday(),
    }
}

/// The weeks up to W10, the earliest first.
fn worked(weeks: &[Hours]) -> Vec<Block> {
    let first = 1 - weeks.len() as i64;
    (first..=0)
        .zip(weeks)
        .flat_map(|(back, hours)| testdata::worked(testdata::monday().plus(7 * back), 5, *hours))
        .collect()
}

fn shown(alerts: &[Alert]) -> Vec<String> {
    alerts
        .iter()
        .map(|alert| format!("{} {:?}", alert.kind.name(), alert.level))
        .collect()
}

/// The calls of the last of the weeks, once it is over.
fn calls(weeks: &[Hours]) -> Vec<String> {
    shown(&of_week(
        testdata::context().ledger(&worked(weeks), testdata::saturday()),
        w10(),
        &[],
    ))
}

fn scaled(by: f64) -> Hours {
    BASE.map(|hours| hours * by)
}

#[test]
fn a_share_beyond_its_band_is_a_watch_and_twice_or_far_beyond_a_wake_up_call() {
    let far: Hours = [15.5, 20.5, 1.0, 3.0];
    let cases: [(&str, Vec<Hours>, &[&str]); 10] = [
        ("as usual", vec![BASE; 5], &[]),
        (
            "4 points down",
            vec![BASE, BASE, BASE, FOUR_DOWN],
            &["tafs-down Watch"],
        ),
        (
            "2.9 points down",
            vec![BASE, BASE, BASE, [16.84, 19.16, 1.0, 3.0]],
            &[],
        ),
        (
            "twice running",
            vec![BASE, BASE, BASE, FOUR_DOWN, FOUR_DOWN],
            &["tafs-down WakeUp"],
        ),
        // The one before has nothing to be held against yet.
        (
            "a short history",
            vec![BASE, BASE, FOUR_DOWN, FOUR_DOWN],
            &["tafs-down Watch"],
        ),
        (
            "with a week off between",
            vec![BASE, BASE, BASE, FOUR_DOWN, OFF, FOUR_DOWN],
            &["tafs-down WakeUp"],
        ),
        (
            "with a good week between",
            vec![BASE, BASE, BASE, FOUR_DOWN, BASE, FOUR_DOWN],
            &["tafs-down Watch"],
        ),
        (
            "6.25 down, 3.1 imposed up",
            vec![BASE, BASE, BASE, far],
            &["tafs-down WakeUp", "imposed-up Watch"],
        ),
        (
            "5 distraction up",
            vec![BASE, BASE, BASE, [18.0, 16.0, 1.0, 5.0]],
            &["distraction-up Watch"],
        ),
        (
            "10 distraction up",
            vec![BASE, BASE, BASE, [18.0, 14.0, 1.0, 7.0]],
            &["distraction-up WakeUp"],
        ),
    ];
    for (case, weeks, expected) in cases {
        assert_eq!(calls(&weeks), expected, "{case}");
    }
}

#[test]
fn where_weeks_differ_the_band_is_wider() {
    // 40, 45, 50 and 45 %: MAD 2.5 points, T 5.
    let weeks = [[16.0, 20.0, 1.0, 3.0], BASE, [20.0, 16.0, 1.0, 3.0], BASE];
    assert_eq!(calls(&[&weeks[..], &[FOUR_DOWN]].concat()), [""; 0]);
    let six_down = [15.6, 20.4, 1.0, 3.0];
    let alerts = of_week(
        testdata::context().ledger(
            &worked(&[&weeks[..], &[six_down]].concat()),
            testdata::saturday(),
        ),
        w10(),
        &[],
    );
    let Some(Figures::Share {
        actual,
        usual,
        band,
    }) = alerts.first().map(|alert| alert.figures)
    else {
        panic!("{alerts:?}");
    };
    let tenths = |value: f64| (value * 10.0).round() as i64;
    assert_eq!(
        (tenths(actual * 100.0), tenths(usual * 100.0), tenths(band)),
        (390, 450, 50)
    );
    assert_eq!(alerts[0].level, Level::Watch);
}

#[test]
fn two_weeks_without_learning() {
    let none: Hours = [18.5, 18.5, 0.0, 3.0];
    let cases: [(Vec<Hours>, &[&str]); 4] = [
        (vec![BASE, BASE, BASE, none], &[]),
        (vec![BASE, BASE, BASE, none, none], &["no-learning WakeUp"]),
        (vec![none, OFF, none], &["no-learning WakeUp"]),
        (vec![none, BASE, none], &[]),
    ];
    for (weeks, expected) in cases {
        assert_eq!(calls(&weeks), expected, "{weeks:?}");
    }
    // As many weeks as there are, and none that was off; learning in a short week ends them.
    let short = |hours: Hours, days: u32| (hours, days);
    let counts: [(Worked, usize, bool); 7] = [
        (
            vec![short(BASE, 5), short(none, 5), short(none, 5)],
            2,
            false,
        ),
        (vec![short(none, 5); 4], 4, false),
        (vec![short(none, 5); 20], 20, false),
        (vec![short(none, 5); 27], 27, false),
        // A review reads so far back.
        (vec![short(none, 5); 30], 27, true),
        (
            vec![
                short(none, 5),
                short(OFF, 5),
                short(none, 5),
                short(none, 5),
            ],
            3,
            false,
        ),
        (
            vec![
                short(none, 5),
                short([4.0, 2.0, 1.0, 0.0], 1),
                short(none, 5),
                short(none, 5),
            ],
            2,
            false,
        ),
    ];
    for (weeks, expected, goes_on) in counts {
        let first = 1 - weeks.len() as i64;
        let blocks = (first..=0).zip(&weeks).flat_map(|(back, (hours, days))| {
            testdata::worked(testdata::monday().plus(7 * back), *days, *hours)
        });
        let blocks: Vec<Block> = blocks.collect();
        let context = testdata::context();
        let on_record = OnRecord {
            since: blocks.first().map(|block| block.start.at),
            ..(&blocks).into()
        };
        let ledger = context.ledger(on_record, testdata::saturday());
        let alerts = of_week(ledger, w10(), &[]);
        let told = alerts.iter().find_map(|alert| match alert.figures {
            Figures::Without { weeks, or_more } => Some((weeks, or_more)),
            Figures::Share { .. }
            | Figures::Work { .. }
            | Figures::Yield { .. }
            | Figures::Touches { .. }
            | Figures::Coverage(_) => None,
        });
        assert_eq!(told, Some((expected, goes_on)), "{weeks:?}");
    }
    // On Wednesday there is still time for it.
    let wednesday = testdata::at(testdata::monday().plus(2), "1800").at;
    assert_eq!(
        of_week(
            testdata::context().ledger(&worked(&[none, none]), wednesday),
            w10(),
            &[]
        ),
        []
    );
    let friday = testdata::at(testdata::monday().plus(4), "1500").at;
    assert_eq!(
        shown(&of_week(
            testdata::context().ledger(&worked(&[none, none]), friday),
            w10(),
            &[]
        )),
        ["no-learning WakeUp"]
    );
}

#[test]
fn a_busy_week_and_more_for_less() {
    let cases: [(&str, Vec<Hours>, &[&str]); 6] = [
        (
            "110 %, 20 outcomes",
            vec![BASE, BASE, BASE, scaled(1.1)],
            &["busy Watch"],
        ),
        ("109 %", vec![BASE, BASE, BASE, scaled(1.09)], &[]),
        (
            "twice",
            vec![BASE, BASE, BASE, scaled(1.1), scaled(1.1)],
            &["busy WakeUp"],
        ),
        // 6.9 h of prospecting instead of 5.4, 2.9 outcomes an hour instead of 3.7.
        (
            "+28 %, -22 %",
            vec![BASE, BASE, BASE, [23.0, 13.0, 1.0, 3.0]],
            &["more-for-less Watch"],
        ),
        // 6.6 h, 3.03 an hour: a yield 18 % down.
        (
            "+22 %, -18 %",
            vec![BASE, BASE, BASE, [22.0, 14.0, 1.0, 3.0]],
            &[],
        ),
        (
            "4.8 h are past no gate",
            vec![[15.0, 21.0, 1.0, 3.0]; 4],
            &[],
        ),
    ];
    for (case, weeks, expected) in cases {
        assert_eq!(calls(&weeks), expected, "{case}");
    }
    // As many together, but more meetings: they are not added up.
    let mut blocks = worked(&[BASE, BASE, BASE, scaled(1.1)]);
    for block in &mut blocks {
        let outcomes = &mut block.details.outcomes;
        let is_last = block.start.at >= testdata::at(testdata::monday(), "0000").at;
        if is_last && outcomes.meetings > 0 {
            (outcomes.conversations, outcomes.meetings) = (2, 2);
            outcomes.touches = 16;
        }
    }
    let context = testdata::context();
    let alerts = of_week(context.ledger(&blocks, testdata::saturday()), w10(), &[]);
    assert_eq!(shown(&alerts), [""; 0]);
    // Where no outcomes are recorded there is nothing to say of them.
    let mut blocks = worked(&[BASE, BASE, BASE, scaled(1.3)]);
    for block in &mut blocks {
        block.details.outcomes = crate::domain::block::Outcomes::default();
    }
    assert_eq!(
        of_week(
            testdata::context().ledger(&blocks, testdata::saturday()),
            w10(),
            &[]
        ),
        []
    );
}

#[test]
fn coverage_that_falls_for_three_weeks() {
    let cases: [(&str, Vec<Hours>, &[&str]); 5] = [
        // 88.9, 84.4, 80.0, 75.6 %.
        (
            "three falls",
            vec![BASE, scaled(0.95), scaled(0.9), scaled(0.85)],
            &["coverage-falling WakeUp"],
        ),
        (
            "two falls",
            vec![BASE, BASE, scaled(0.95), scaled(0.9)],
            &[],
        ),
        (
            "a week off between",
            vec![BASE, scaled(0.95), OFF, scaled(0.9), scaled(0.85)],
            &["coverage-falling WakeUp"],
        ),
        // 88.9 to 86.2 %.
        (
            "too little",
            vec![BASE, scaled(0.99), scaled(0.98), scaled(0.97)],
            &[],
        ),
        (
            "a rise between",
            vec![BASE, scaled(0.9), scaled(0.95), scaled(0.85)],
            &[],
        ),
    ];
    for (case, weeks, expected) in cases {
        assert_eq!(calls(&weeks), expected, "{case}");
    }
}

#[test]
fn odd_weeks_call_for_nothing_that_is_not_so() {
    assert_eq!(calls(&[]), [""; 0]);
    assert_eq!(calls(&[OFF]), [""; 0]);
    assert_eq!(calls(&[BASE]), [""; 0]);
    assert_eq!(calls(&[BASE, BASE, BASE, OFF]), [""; 0]);
    assert_eq!(calls(&[OFF, OFF, OFF, OFF, [0.0, 0.0, 0.0, 40.0]]), [""; 0]);
    let distracted = calls(&[BASE, BASE, BASE, [0.0, 0.0, 0.0, 40.0]]);
    assert_eq!(distracted, ["tafs-down WakeUp", "distraction-up WakeUp"]);
    // Two days are no week.
    let mut blocks = worked(&[BASE, BASE, BASE, OFF]);
    blocks.extend(testdata::worked(
        testdata::monday(),
        2,
        [0.0, 0.0, 0.0, 16.0],
    ));
    assert_eq!(
        of_week(
            testdata::context().ledger(&blocks, testdata::saturday()),
            w10(),
            &[]
        ),
        []
    );
}

#[test]
fn maya_is_asked_about_the_admin_that_others_wanted() {
    // 660 of 2415 minutes, 27.3 %, where half of 43.5 % was usual.
    let alerts = of_week(
        testdata::context().ledger(&testdata::history(), testdata::saturday()),
        w10(),
        &[],
    );
    assert_eq!(shown(&alerts), ["imposed-up Watch"]);
}

#[test]
fn a_call_knows_how_often_it_was_put_off() {
    let blocks = worked(&[BASE, BASE, BASE, FOUR_DOWN]);
    let cases = [
        (vec![], 0),
        (vec![(AlertKind::TafsDown, 1)], 1),
        (vec![(AlertKind::TafsDown, 2)], 2),
    ];
    for (snoozed, times) in cases {
        let alerts = of_week(
            testdata::context().ledger(&blocks, testdata::saturday()),
            w10(),
            &snoozed,
        );
        let told: Vec<usize> = alerts.iter().map(|alert| alert.snoozed).collect();
        assert_eq!(told, [times], "{snoozed:?}");
    }
}
