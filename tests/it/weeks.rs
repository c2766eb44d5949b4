//! Weeks of made-up work against a second calculation of what is usual: from minutes in arrays, with none of the
//! program's own figures.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use tafs::domain::block::{Activity, Block, Category, Details};
use tafs::domain::calendar::{Calendar, Day, Week, Zone};
use tafs::domain::hours::{DayMark, Mark, WorkHours};
use tafs::domain::stamp::{Length, Moment};
use tafs::domain::taxonomy::{Role, Taxonomy};
use tafs::domain::times_off::TimesOff;
use tafs::insight::Context;
use tafs::insight::alerts::AlertKind;
use tafs::report::review::{Facts, ReviewRecord, compute_review};

/// What the work of a minute is: its category and activity; nothing where there is no block, `None` for a break.
type Work = Option<(usize, &'static str)>;

const KINDS: [Work; 10] = [
    Some((0, "prospecting")),
    Some((0, "meeting")),
    Some((0, "proposal")),
    Some((1, "internal-email")),
    Some((1, "crm")),
    Some((1, "reporting")),
    Some((2, "skills")),
    Some((3, "web")),
    Some((3, "phone")),
    None,
];

/// So many weeks, the last of which is looked at.
const WEEKS: usize = 7;

/// Numbers that look random and are the same each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// When work is planned: which days of the week, and from which minute of the day to which.
#[derive(Clone, Copy)]
struct Plan {
    days: &'static [usize],
    from: i64,
    to: i64,
}

const PLANS: [Plan; 2] = [
    Plan {
        days: &[0, 1, 2, 3, 4],
        from: 510,
        to: 1050,
    },
    Plan {
        days: &[1, 3],
        from: 540,
        to: 780,
    },
];

/// A stretch of a day: from and to in minutes, and what it was.
type Stretch = (i64, i64, Work);

/// Which parts of which days are off: by the number of the day from the first Monday on, from and to in minutes.
type Off = Vec<(i64, i64, i64)>;

/// Now and then a part of a day is off: a morning, an afternoon, a stretch, all of what is planned and more.
fn roll_off(dice: &mut Dice, plan: Plan) -> Off {
    let planned = plan.days.iter().copied();
    let days: Vec<i64> = (0..WEEKS)
        .flat_map(|week| planned.clone().map(move |day| (7 * week + day) as i64))
        .collect();
    let mut off = Vec::new();
    for day in days {
        if dice.roll(6) > 0 {
            continue;
        }
        let from = plan.from - 60 + dice.roll((plan.to - plan.from) as u64 + 60) as i64;
        let to = (from + 30 + dice.roll(600) as i64).min(1440);
        off.push((day, from, to));
    }
    off
}

/// What is planned for a day, minute by minute, less what of it is off.
fn planned_minutes(plan: Plan, off: &Off, day: i64) -> Vec<i64> {
    let is_off = |minute: i64| {
        let mut off = off.iter();
        off.any(|(of, from, to)| *of == day && (*from..*to).contains(&minute))
    };
    let weekday = day.rem_euclid(7) as usize;
    let all = plan.from..plan.to;
    let planned = all.filter(|minute| plan.days.contains(&weekday) && !is_off(*minute));
    planned.collect()
}

pub(crate) fn monday() -> Day {
    Day(NaiveDate::from_ymd_opt(2026, 1, 12).unwrap())
}

/// Each planned day filled with blocks and gaps, now and then not at all; each week likes some kinds more.
fn roll_weeks(dice: &mut Dice, plan: Plan) -> Vec<Vec<(usize, Vec<Stretch>)>> {
    let roll_day = |dice: &mut Dice, liked: usize| {
        let (mut at, mut day) = (plan.from, Vec::new());
        while at < plan.to {
            let to = (at + 10 + dice.roll(100) as i64).min(plan.to);
            let kind = if dice.roll(3) == 0 {
                liked
            } else {
                dice.roll(KINDS.len() as u64) as usize
            };
            if dice.roll(8) > 0 {
                day.push((at, to, KINDS[kind]));
            }
            at = to;
        }
        day
    };
    let roll_week = |dice: &mut Dice| {
        let liked = dice.roll(KINDS.len() as u64) as usize;
        let is_short = dice.roll(6) == 0;
        let days = plan.days.iter().enumerate();
        let worked = days.filter(|(index, _)| !is_short || *index < 1);
        worked
            .map(|(_, day)| (*day, roll_day(dice, liked)))
            .collect()
    };
    (0..WEEKS).map(|_| roll_week(dice)).collect()
}

fn to_blocks(weeks: &[Vec<(usize, Vec<Stretch>)>], calendar: &Calendar) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (week, days) in weeks.iter().enumerate() {
        for (day, stretches) in days {
            let day = monday().plus((7 * week + day) as i64);
            let at = |minute| -> Moment {
                calendar.here(calendar.instant(day, Length::minutes(minute)))
            };
            blocks.extend(stretches.iter().map(|(from, to, work)| {
                let category = work.map_or(Category::Break, |(index, _)| Category::WORK[index]);
                let activity = work.map(|(_, name)| Activity::new(name).unwrap());
                let details = Details {
                    activity,
                    ..Details::default()
                };
                Block::new(at(*from), Some(at(*to)), category, details)
            }));
        }
    }
    blocks
}

/// A week in minutes.
#[derive(Default)]
struct Sums {
    categories: [f64; 4],
    activities: BTreeMap<(usize, &'static str), f64>,
    tracked: f64,
    untracked: f64,
    planned: f64,
    planned_days: usize,
    full_days: usize,
}

fn sum_week(week: usize, days: &[(usize, Vec<Stretch>)], plan: Plan, off: &Off) -> Sums {
    let mut sums = Sums::default();
    for weekday in 0..7 {
        let planned = planned_minutes(plan, off, (7 * week + weekday) as i64);
        let none = Vec::new();
        let stretches = days.iter().find(|(day, _)| *day == weekday);
        let stretches = stretches.map_or(&none, |(_, stretches)| stretches);
        let is_covered = |minute: &&i64| {
            let mut stretches = stretches.iter();
            stretches.any(|(from, to, _)| (*from..*to).contains(*minute))
        };
        let covered = planned.iter().filter(is_covered).count();
        sums.untracked += (planned.len() - covered) as f64;
        sums.planned += planned.len() as f64;
        let mut day = 0.0;
        for (from, to, work) in stretches {
            let minutes = (to - from) as f64;
            if let Some((category, name)) = work {
                sums.categories[*category] += minutes;
                *sums.activities.entry((*category, name)).or_default() += minutes;
                day += minutes;
            }
        }
        sums.tracked += day;
        let half = planned.len() as f64 / 2.0;
        sums.planned_days += usize::from(!planned.is_empty());
        sums.full_days += usize::from(!planned.is_empty() && day >= half.min(180.0));
    }
    sums
}

fn qualifies(sums: &Sums) -> bool {
    let is_known = sums.tracked / (sums.tracked + sums.untracked) >= 0.6;
    sums.planned_days > 0 && sums.full_days >= sums.planned_days.min(3) && is_known
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    }
}

fn review(blocks: &[Block], plan: Plan, off: &Off, calendar: Calendar) -> ReviewRecord {
    let mut hours = WorkHours::none();
    for day in plan.days {
        let weekday = Weekday::try_from(*day as u8).unwrap();
        let stretch = (Length::minutes(plan.from), Length::minutes(plan.to));
        hours.set(weekday, vec![stretch]);
    }
    for (day, from, to) in off {
        let times = TimesOff::of(&[(Length::minutes(*from), Length::minutes(*to))]);
        let mark = Mark::Off;
        hours
            .marks
            .add(monday().plus(*day), DayMark { mark, times });
    }
    let context = Context {
        calendar,
        hours,
        taxonomy: Taxonomy::default(),
    };
    let last = monday().plus(7 * (WEEKS as i64 - 1));
    compute_review(&Facts {
        week: Week { first: last },
        on_record: blocks.into(),
        context: &context,
        now: calendar.here(calendar.instant(last.plus(8), Length::hours(9))),
        role: Role::Ae,
        protected: Length::hours(1),
        notes: &[],
    })
}

pub(crate) fn assert_close(one: f64, other: f64, what: &str) {
    assert!((one - other).abs() < 1e-9, "{what}: {one} and {other}");
}

/// Freed time as the second calculation has it: in minutes, what each category gave up and got.
fn check_freed(record: &ReviewRecord, this: &Sums, medians: [f64; 4]) -> bool {
    let sum: f64 = medians.iter().sum();
    let change = |index: usize| this.categories[index] - medians[index] / sum * this.tracked;
    let less = [1, 3].map(|index| (-change(index)).max(0.0));
    let all: f64 = (0..4).map(|index| change(index).max(0.0)).sum();
    let freed: f64 = less.iter().sum();
    let Some(found) = &record.freed else {
        assert!(freed < 60.5, "{freed} minutes were freed");
        return false;
    };
    let near = |length: Length, minutes: f64, what: &str| {
        let found = length.as_seconds() as f64 / 60.0;
        assert!(
            (found - minutes).abs() < 1.01,
            "{what}: {found} and {minutes}"
        );
    };
    near(found.minutes, freed, "freed");
    near(found.from[1], less[0], "from admin");
    near(found.from[3], less[1], "from distraction");
    for (index, category) in Category::WORK.into_iter().enumerate() {
        let to = freed * change(index).max(0.0) / all;
        near(found.to[index], to, category.name());
        let gains = found.to_activities.iter();
        let gains = gains.filter(|gain| gain.category == category);
        let sum: Length = gains.map(|gain| gain.minutes).sum();
        assert_eq!(sum, found.to[index], "the activities of {category}");
    }
    for gain in &found.to_activities {
        let index = Category::WORK
            .iter()
            .position(|of| *of == gain.category)
            .unwrap();
        let name = gain.activity.as_deref().unwrap();
        let known = this
            .activities
            .iter()
            .find(|((of, known), _)| *of == index && *known == name);
        let spent = known.map_or(0.0, |(_, minutes)| *minutes);
        assert!(spent > 0.0, "{name} got time and has none");
    }
    true
}

#[test]
fn what_is_usual_agrees_with_a_second_calculation() {
    let calendar = Calendar::new(Zone::named("Europe/Berlin").unwrap());
    let (mut compared, mut freed, mut called) = (0, 0, 0);
    for seed in 1..=60_u64 {
        let plan = PLANS[seed as usize % 2];
        let mut dice = Dice::new(seed);
        let weeks = roll_weeks(&mut dice, plan);
        // Every third history has days that are off in part.
        let off = if seed % 3 == 0 {
            roll_off(&mut dice, plan)
        } else {
            Vec::new()
        };
        let record = review(&to_blocks(&weeks, &calendar), plan, &off, calendar);
        let sums = weeks.iter().enumerate();
        let sums: Vec<Sums> = sums
            .map(|(index, week)| sum_week(index, week, plan, &off))
            .collect();
        let (this, before) = sums.split_last().unwrap();
        let minutes = |length: Length| length.as_seconds() as f64 / 60.0;
        assert_close(
            minutes(record.totals.untracked),
            this.untracked,
            "untracked",
        );
        assert_close(minutes(record.totals.planned), this.planned, "planned");
        assert_eq!(record.workdays, this.planned_days, "seed {seed}");
        let usual = before.iter().rev().filter(|sums| qualifies(sums));
        let usual: Vec<&Sums> = usual.take(4).collect();
        let tracked = record.totals.tracked().as_seconds() as f64 / 60.0;
        assert_close(tracked, this.tracked, "tracked");
        if usual.len() < 3 {
            assert_eq!(record.usual, None, "seed {seed}");
            continue;
        }
        compared += 1;
        let found = record.usual.as_ref().unwrap();
        assert_eq!(found.weeks, usual.len(), "seed {seed}");
        let medians = [0, 1, 2, 3].map(|index: usize| {
            let shares = usual
                .iter()
                .map(|sums| sums.categories[index] / sums.tracked);
            median(shares.collect())
        });
        assert_close(found.tafs, medians[0], "the usual TAFS");
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let share = this.categories[index] / this.tracked;
            let points = (share - medians[index]) * 100.0;
            let told = record
                .delta_pp
                .and_then(|deltas| deltas.of(category))
                .unwrap();
            assert_close(told, points, category.name());
            let apart = usual
                .iter()
                .map(|sums| (sums.categories[index] / sums.tracked - medians[index]).abs() * 100.0);
            let band = (2.0 * median(apart.collect())).max(3.0);
            let is_steady = record.steady.contains(&category);
            assert_eq!(is_steady, points.abs() <= band, "seed {seed}, {category}");
        }
        let down = |kind: AlertKind| record.alerts.iter().any(|alert| alert.kind == kind);
        for (kind, category) in [
            (AlertKind::TafsDown, Category::Selling),
            (AlertKind::DistractionUp, Category::Distraction),
        ] {
            assert!(
                !(down(kind) && record.steady.contains(&category)),
                "seed {seed}"
            );
            called += usize::from(down(kind));
        }
        freed += usize::from(check_freed(&record, this, medians));
    }
    assert!(
        compared > 30 && freed > 10 && called > 5,
        "{compared} {freed} {called}"
    );
}
