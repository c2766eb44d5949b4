//! Made-up weeks against a second calculation of what only several weeks tell: effort, stages, calibration, the best four,
//! and what became of decisions. From counts in arrays, with none of the program's own figures.

use tafs::domain::block::{Activity, Block, Category, Details, Fit, Outcomes, Prospect, Source};
use tafs::domain::calendar::{Calendar, Week, Zone};
use tafs::domain::hours::WorkHours;
use tafs::domain::review::{Guess, Verdict, WeekNotes};
use tafs::domain::stamp::Length;
use tafs::domain::taxonomy::{Role, Taxonomy};
use tafs::insight::Context;
use tafs::insight::alerts::AlertKind;
use tafs::insight::stages::Stage;
use tafs::report::review::{Facts, ReviewRecord, compute_review};

use crate::weeks::{Dice, assert_close, median, monday};

/// So many weeks, the last of which is looked at.
const WEEKS: usize = 9;
/// A day is tracked for so many minutes from 08:30 on, of which nine hours are planned.
const TRACKED: i64 = 480;

/// A week: minutes of prospecting, touches, conversations and meetings of each day, and a guess that was locked.
struct Rolled {
    days: [[i64; 4]; 5],
    guess: Option<f64>,
}

impl Rolled {
    fn sum(&self, of: usize) -> f64 {
        self.days.iter().map(|day| day[of]).sum::<i64>() as f64
    }

    fn tafs(&self) -> f64 {
        self.sum(0) / (5 * TRACKED) as f64
    }

    /// Touches for one of an outcome.
    fn rate(&self, of: usize) -> Option<f64> {
        let (touches, count) = (self.sum(1), self.sum(of));
        (count >= 5.0 && touches > 0.0).then(|| touches / count)
    }

    fn factors(&self) -> Option<[f64; 4]> {
        let [minutes, touches, conversations, meetings] = [0, 1, 2, 3].map(|of| self.sum(of));
        let is_known = touches >= 5.0 && conversations >= 5.0 && meetings >= 1.0 && minutes > 0.0;
        let hours = minutes / 60.0;
        is_known.then(|| {
            let (per_hour, per_touch) = (touches / hours, conversations / touches);
            [hours, per_hour, per_touch, meetings / conversations]
        })
    }
}

fn roll_week(dice: &mut Dice) -> Rolled {
    let some = dice.roll(8) > 0;
    let days = [0; 5].map(|_: i64| {
        let mut roll = |sides| dice.roll(sides) as i64;
        let (minutes, touches) = (30 + roll(200), roll(30));
        let (conversations, meetings) = (roll(4), roll(3));
        [
            minutes,
            if some { touches } else { 0 },
            conversations,
            meetings,
        ]
    });
    let guess = (dice.roll(3) > 0).then(|| dice.roll(90) as f64 / 100.0);
    Rolled { days, guess }
}

/// What a day of so many minutes of prospecting says of whom it was with; the second is the third in another case.
fn source_of(minutes: i64) -> Option<&'static str> {
    [None, Some("LIST"), Some("list"), Some("webinar")][minutes as usize % 4]
}

fn fit_of(minutes: i64) -> Option<Fit> {
    [None, Some(Fit::Ready), Some(Fit::Later), Some(Fit::Unfit)][minutes as usize / 4 % 4]
}

fn check_prospects(record: &ReviewRecord, this: &Rolled) {
    let minutes_of = |fit: Option<Fit>| {
        let days = this.days.iter().map(|day| day[0]);
        days.filter(|minutes| fit_of(*minutes) == fit).sum::<i64>()
    };
    let found = record.habits.readiness.expect("it is told");
    let found = [found.unknown, found.ready, found.later, found.unfit];
    let fits = [None, Some(Fit::Ready), Some(Fit::Later), Some(Fit::Unfit)];
    let found = found.map(|time| time.as_seconds() / 60);
    assert_eq!(found, fits.map(minutes_of));
    let named = ["list", "webinar"].map(|name| {
        let is_it = |day: &&[i64; 4]| {
            source_of(day[0]).is_some_and(|source| source.eq_ignore_ascii_case(name))
        };
        let days: Vec<&[i64; 4]> = this.days.iter().filter(is_it).collect();
        let sum = |of: usize| days.iter().map(|day| day[of]).sum::<i64>();
        let spelled = days.last().and_then(|day| source_of(day[0]));
        (sum(0), spelled, sum(2), sum(3))
    });
    let mut named: Vec<_> = named.into_iter().filter(|of| of.0 > 0).collect();
    named.sort_by_key(|of| -of.0);
    let found = record.habits.sources.iter().map(|of| {
        let counts = [of.conversations, of.meetings].map(|count| count as i64);
        let minutes = of.time.as_seconds() / 60;
        (minutes, Some(of.source.as_str()), counts[0], counts[1])
    });
    assert_eq!(found.collect::<Vec<_>>(), named);
}

fn to_blocks(weeks: &[Rolled], calendar: &Calendar) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (week, rolled) in (0..).zip(weeks) {
        for (index, [minutes, touches, conversations, meetings]) in (0..).zip(rolled.days) {
            let day = monday().plus(7 * week + index);
            let at = |minutes| calendar.here(calendar.instant(day, Length::minutes(510 + minutes)));
            let named = |name: &str| Details {
                activity: Some(Activity::new(name).unwrap()),
                ..Details::default()
            };
            let selling = Details {
                outcomes: Outcomes {
                    touches: touches as u32,
                    conversations: conversations as u32,
                    meetings: meetings as u32,
                    grade: None,
                },
                prospect: Prospect {
                    source: source_of(minutes).and_then(|name| Source::new(name).ok()),
                    fit: fit_of(minutes),
                },
                ..named("prospecting")
            };
            let (begin, end, last) = (at(0), at(minutes), at(TRACKED));
            blocks.push(Block::new(begin, Some(end), Category::Selling, selling));
            blocks.push(Block::new(end, Some(last), Category::Admin, named("crm")));
        }
    }
    blocks
}

fn review(weeks: &[Rolled], role: Role) -> ReviewRecord {
    let calendar = Calendar::new(Zone::named("Europe/Berlin").unwrap());
    let blocks = to_blocks(weeks, &calendar);
    let context = Context {
        calendar,
        hours: WorkHours::default(),
        taxonomy: Taxonomy::default(),
    };
    let week = |index: i64| Week {
        first: monday().plus(7 * index),
    };
    let mut notes: Vec<(Week, WeekNotes)> = Vec::new();
    for (index, rolled) in (0..).zip(weeks) {
        let mut of = WeekNotes {
            guess: rolled.guess.map(|selling| Guess {
                selling,
                rest: None,
            }),
            ..WeekNotes::default()
        };
        of.review.revealed = rolled.guess.is_some();
        if index == WEEKS as i64 - 2 {
            let answers = &mut of.review.answers;
            answers
                .verdicts
                .insert("admin/crm".to_owned(), Verdict::Shrink);
            answers.more = Some("prospecting".to_owned());
            answers.freed =
                destination_of(rolled).map(|(activity, minutes)| format!("{activity} {minutes}m"));
        }
        notes.push((week(index), of));
    }
    let this = week(WEEKS as i64 - 1);
    compute_review(&Facts {
        week: this,
        on_record: (&blocks[..]).into(),
        context: &context,
        now: calendar.here(calendar.instant(this.first.plus(8), Length::hours(9))),
        role,
        protected: Length::hours(1),
        notes: &notes,
    })
}

/// Where a week's freed time is to go, and for how many minutes: by its first day, and nowhere after some weeks.
fn destination_of(week: &Rolled) -> Option<(&'static str, i64)> {
    let [minutes, touches, ..] = week.days[0];
    let activity = [Some("prospecting"), Some("crm"), None][minutes as usize % 3]?;
    Some((activity, 30 + touches))
}

/// What the week before was to give its freed time to, and what of it this one had.
fn check_destination(record: &ReviewRecord, this: &Rolled, before: &Rolled) -> bool {
    let sold = this.sum(0) as i64;
    let expected = destination_of(before).map(|(activity, planned)| match activity {
        "crm" => (activity.to_owned(), planned, 5 * TRACKED - sold),
        _ => (activity.to_owned(), planned, sold),
    });
    let last = record.last_time.as_ref().expect("a week before");
    let found = last.destination.as_ref().map(|of| {
        let [planned, done] = [of.planned_s, of.done_s].map(|of| of.as_seconds() / 60);
        (of.activity.clone(), planned, done)
    });
    assert_eq!(found, expected);
    expected.is_some()
}

fn usual(before: &[Rolled], figure: impl Fn(&Rolled) -> Option<f64>) -> Option<f64> {
    let known: Vec<f64> = before.iter().rev().take(4).filter_map(figure).collect();
    (known.len() >= 3).then(|| median(known))
}

fn assert_same(one: Option<f64>, other: Option<f64>, what: &str) {
    assert_eq!(one.is_some(), other.is_some(), "{what}: {one:?} {other:?}");
    if let (Some(one), Some(other)) = (one, other) {
        assert_close(one, other, what);
    }
}

fn check_effort(record: &ReviewRecord, this: &Rolled, before: &[Rolled]) {
    let touches = this.sum(1);
    let Some(effort) = record.progress.effort else {
        return assert_close(touches, 0.0, "touches");
    };
    let usual_of = |of| usual(before, |week| week.rate(of));
    let (known, usuals) = (effort.usual, [usual_of(2), usual_of(3)]);
    assert_same(
        effort.touches_per_conversation,
        this.rate(2),
        "conversation",
    );
    assert_same(effort.touches_per_meeting, this.rate(3), "meeting");
    let found = known.and_then(|usual| usual.touches_per_conversation);
    assert_same(found, usuals[0], "usual touches per conversation");
    let found = known.and_then(|usual| usual.touches_per_meeting);
    assert_same(found, usuals[1], "usual touches per meeting");
    let is_more = |of: usize| {
        let (Some(actual), Some(usual_rate)) = (this.rate(of), usuals[of - 2]) else {
            return false;
        };
        let spread = usual(before, |week| Some((week.rate(of)? - usual_rate).abs()));
        actual >= 1.25 * usual_rate && spread.is_some_and(|mad| actual - usual_rate > 2.0 * mad)
    };
    let called = record
        .alerts
        .iter()
        .any(|of| of.kind == AlertKind::MoreTouches);
    assert_eq!(called, is_more(2) || is_more(3), "more touches");
}

fn check_stages(record: &ReviewRecord, this: &Rolled, before: &[Rolled]) -> bool {
    let usuals = [0, 1, 2, 3].map(|of| usual(before, |week| Some(week.factors()?[of])));
    let [Some(a), Some(b), Some(c), Some(d)] = usuals else {
        assert_eq!(record.progress.stages, None);
        return false;
    };
    let found = record.progress.stages.as_ref().expect("stages");
    let [minutes, touches, conversations, meetings] = [0, 1, 2, 3].map(|of| this.sum(of));
    let hours = minutes / 60.0;
    let factors = [
        Some(hours),
        Some(touches / hours),
        (touches >= 5.0).then(|| conversations / touches),
        (conversations >= 5.0).then(|| meetings / conversations),
    ];
    let changes = [0, 1, 2, 3].map(|of| Some((factors[of]? / [a, b, c, d][of]).ln()));
    let logs = changes.map(|change| change.filter(|change| *change > f64::NEG_INFINITY));
    let of_record = [
        ("hours", found.hours),
        ("touches_per_hour", found.touches_per_hour),
        ("conversations_per_touch", found.conversations_per_touch),
        ("meetings_per_conversation", found.meetings_per_conversation),
    ];
    for ((name, found), log) in of_record.into_iter().zip(logs) {
        assert_same(found, log, name);
    }
    let names = of_record.into_iter().zip(changes);
    let fallen = names.filter_map(|(of, change)| Some((of, change?)));
    let fallen = fallen.filter(|(_, change)| *change < 0.0);
    let fell = fallen.min_by(|(_, one), (_, other)| one.total_cmp(other));
    let fell = fell.map(|((name, _), _)| name);
    assert_eq!(found.fell.map(Stage::name), fell);
    let is_less = meetings < usual(before, |week| Some(week.sum(3))).unwrap();
    assert_eq!(found.is_less(), is_less);
    true
}

#[test]
fn what_several_weeks_tell_agrees_with_a_second_calculation() {
    let (mut stages, mut calibrated, mut called, mut gone) = (0, 0, 0, 0);
    for seed in 1..=60_u64 {
        let mut dice = Dice::new(seed);
        let weeks: Vec<Rolled> = (0..WEEKS).map(|_| roll_week(&mut dice)).collect();
        let record = review(&weeks, Role::Ae);
        let (this, before) = weeks.split_last().unwrap();
        check_effort(&record, this, before);
        check_prospects(&record, this);
        let last = before.last().unwrap();
        gone += usize::from(check_destination(&record, this, last));
        called += usize::from(
            record
                .alerts
                .iter()
                .any(|of| of.kind == AlertKind::MoreTouches),
        );
        stages += usize::from(check_stages(&record, this, before));

        let mut best: Vec<f64> = before.iter().map(Rolled::tafs).collect();
        best.sort_by(f64::total_cmp);
        let best = median(best.split_off(best.len() - 4));
        assert_close(
            record.progress.best_four.as_ref().unwrap().tafs,
            best,
            "best four",
        );

        let misses = weeks.iter().filter_map(|week| {
            let guess = week.guess?;
            Some((guess - week.tafs()).abs() * 100.0)
        });
        let misses: Vec<f64> = misses.collect();
        let mean = misses.iter().sum::<f64>() / misses.len() as f64;
        let found = record.progress.calibration.as_ref();
        assert_eq!(found.is_some(), misses.len() >= 3, "seed {seed}");
        if let Some(found) = found {
            calibrated += 1;
            assert_eq!(found.weeks, misses.len());
            assert_same(found.mean_miss_pp.0[0], Some(mean), "mean miss");
            assert_eq!(found.mean_miss_pp.0[1], None);
        }

        let minutes = |week: &Rolled| [TRACKED * 5 - week.sum(0) as i64, week.sum(0) as i64];
        let expected = minutes(last).into_iter().zip(minutes(this));
        for (of, (before, after)) in record.progress.followed.iter().zip(expected) {
            let found = [of.before_s, of.after_s].map(|of| of.unwrap().as_seconds() / 60);
            assert_eq!(found, [before, after], "{}", of.what);
        }
        assert_eq!(record.progress.followed.len(), 2);
        assert_eq!(review(&weeks, Role::Se).progress.stages, None);
    }
    assert!(
        stages > 20 && calibrated > 30 && called > 0 && gone > 20,
        "{stages} stages, {calibrated} calibrations, {called} calls and {gone} destinations"
    );
}
