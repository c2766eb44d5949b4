//! Figures of whole made-up lives against a second calculation, from the minutes of their blocks alone, with none of the
//! program's own figures.

use std::collections::BTreeMap;

use tafs::demo;
use tafs::domain::block::{Block, Category, Fit, Grade, Requester, Tag};
use tafs::domain::calendar::{Calendar, Day, Week, Zone, parse_rfc3339};
use tafs::domain::hours::WorkHours;
use tafs::domain::stamp::{Length, Moment};
use tafs::domain::taxonomy::{Role, Taxonomy};
use tafs::domain::timeline::OnRecord;
use tafs::insight::Context;
use tafs::report::review::{Facts, ReviewRecord, compute_review};

use crate::weeks::Dice;

/// So many lives, each told with its last twenty weeks.
const LIVES: u64 = 6;
const WEEKS: i64 = 20;
/// The focus hours, in minutes after midnight.
const FOCUS: (i64, i64) = (9 * 60, 10 * 60 + 45);

fn now() -> Moment {
    parse_rfc3339("2026-03-06T16:30:00+01:00").unwrap()
}

/// Each week of each life, with all that was recorded up to now.
fn each_week(check: impl FnMut(&ReviewRecord, &[Block], &Calendar)) {
    each_week_of(|_, _| {}, check);
}

/// The same of lives whose blocks were changed before, by the number of the life.
fn each_week_of(
    change: impl Fn(u64, &mut [Block]),
    mut check: impl FnMut(&ReviewRecord, &[Block], &Calendar),
) {
    let calendar = Calendar::new(Zone::named("Europe/Berlin").unwrap());
    for seed in 1..=LIVES {
        let mut blocks = demo::blocks(now(), &calendar, seed);
        change(seed, &mut blocks);
        let mut hours = WorkHours::default();
        hours.days_off = demo::days_off(now(), seed);
        hours.focus = vec![(Length::minutes(FOCUS.0), Length::minutes(FOCUS.1))];
        let context = Context {
            calendar,
            hours,
            taxonomy: Taxonomy::default(),
        };
        let runs = demo::focus_runs(&blocks, &calendar);
        let this = calendar.week_of(calendar.day_of(now()));
        for back in 0..WEEKS {
            let week = Week {
                first: this.first.plus(-7 * back),
            };
            let record = compute_review(&Facts {
                week,
                on_record: OnRecord {
                    focus_runs: &runs,
                    ..(&blocks).into()
                },
                context: &context,
                now: now(),
                role: Role::Ae,
                protected: Length::hours(1),
                notes: &[],
            });
            check(&record, &blocks, &calendar);
        }
    }
}

fn seconds(block: &Block) -> i64 {
    let end = block.end.map_or(now().at, |end| end.at.min(now().at));
    end.since(block.start.at).as_seconds()
}

fn activity(block: &Block) -> &str {
    block.details.activity.as_deref().unwrap_or_default()
}

fn account(block: &Block) -> Option<String> {
    Some(block.details.account.as_deref()?.to_lowercase())
}

/// The blocks of a week; none of these lives works past midnight.
fn of_week<'b>(
    record: &ReviewRecord,
    blocks: &'b [Block],
    calendar: &Calendar,
) -> impl Iterator<Item = &'b Block> {
    let (from, to) = (record.from, record.to);
    let day = move |block: &Block, calendar: &Calendar| calendar.day_of(block.start);
    let calendar = *calendar;
    blocks
        .iter()
        .filter(move |block| (from..=to).contains(&day(block, &calendar)))
}

/// What lies at a second.
fn block_at<'b>(blocks: &[&'b Block], second: i64) -> Option<&'b Block> {
    let mut blocks = blocks.iter().copied();
    blocks.find(|block| {
        let start = block.start.at.seconds();
        (start..start + seconds(block)).contains(&second)
    })
}

#[test]
fn focus_runs_agree() {
    let (mut kept, mut broken, mut named) = (0, 0, 0);
    each_week(|record, blocks, calendar| {
        let mut days: Vec<Day> = Vec::new();
        for run in &record.habits.focus_runs {
            days.push(calendar.day_of(run.start));
            let near =
                |block: &&Block| block.start.at.since(run.start.at).as_seconds().abs() < 4 * 3600;
            let near: Vec<&Block> = blocks.iter().filter(near).collect();
            let (from, planned) = (run.start.at.seconds(), run.planned.as_seconds());
            let sold = |second: &i64| {
                block_at(&near, *second).is_some_and(|block| block.category == Category::Selling)
            };
            let unbroken = (from..from + planned).take_while(sold).count() as i64;
            assert_eq!(run.kept.as_seconds(), unbroken, "{run:?}");
            let breaker = block_at(&near, from + unbroken).filter(|_| unbroken < planned);
            let by = breaker.and_then(|block| block.details.requester.clone());
            assert_eq!(run.broken_by, by, "{run:?}");
            kept += usize::from(unbroken == planned);
            broken += usize::from(unbroken < planned);
            named += usize::from(by.is_some());
        }
        // One a day at most, and each of the week of its first minute.
        assert!(days.is_sorted_by(|one, other| one < other), "{days:?}");
        assert!(
            days.iter()
                .all(|day| (record.from..=record.to).contains(day))
        );
    });
    assert!(
        kept > 20 && broken > 20 && named > 5,
        "{kept} {broken} {named}"
    );
}

#[test]
fn prepared_meetings_agree() {
    let mut seen = 0;
    each_week(|record, blocks, calendar| {
        let (mut live, mut prepared) = (0, 0);
        let mut graded = [[0_usize; 2]; 2];
        for meeting in of_week(record, blocks, calendar) {
            if meeting.category != Category::Selling || activity(meeting) != "meeting" {
                continue;
            }
            live += 1;
            let start = meeting.start.at.seconds();
            let is_prepared = account(meeting).is_some()
                && blocks.iter().any(|block| {
                    let begun = block.start.at.seconds();
                    ["prep", "proposal", "deal-strategy"].contains(&activity(block))
                        && account(block) == account(meeting)
                        && begun < start
                        && begun + seconds(block) > start - 72 * 3600
                });
            prepared += usize::from(is_prepared);
            if let Some(grade) = meeting.details.outcomes.grade {
                let of = &mut graded[usize::from(is_prepared)];
                of[0] += 1;
                of[1] += usize::from(matches!(grade, Grade::Advance | Grade::Won));
            }
        }
        let found = record.habits.prepared;
        assert_eq!(
            (found.live, found.prepared),
            (live, prepared),
            "{}",
            record.week
        );
        let rate = |of: [usize; 2]| (of[0] >= 5).then(|| of[1] as f64 / of[0] as f64);
        assert_eq!(
            found.advance_rate_prepared,
            rate(graded[1]),
            "{}",
            record.week
        );
        assert_eq!(
            found.advance_rate_unprepared,
            rate(graded[0]),
            "{}",
            record.week
        );
        seen += prepared;
    });
    assert!(seen > 100, "{seen}");
}

#[test]
fn accounts_without_a_touch_agree() {
    let mut seen = 0;
    each_week(|record, blocks, calendar| {
        let last = record.to.min(calendar.day_of(now()));
        let mut sold: BTreeMap<String, Day> = BTreeMap::new();
        let mut touched: BTreeMap<String, Day> = BTreeMap::new();
        for block in blocks
            .iter()
            .filter(|block| block.category == Category::Selling)
        {
            let day = calendar.day_of(block.start);
            let Some(name) = account(block).filter(|_| day <= last) else {
                continue;
            };
            sold.insert(name.clone(), day);
            if ["nurture", "follow-up", "meeting"].contains(&activity(block)) {
                touched.insert(name, day);
            }
        }
        let mut expected: Vec<(i64, String)> = touched
            .into_iter()
            .map(|(name, day)| (last.since(day), name))
            .filter(|(days, name)| *days >= 30 && last.since(sold[name]) < 180)
            .collect();
        let found = record.habits.nurture.iter();
        let mut found: Vec<(i64, String)> = found
            .map(|slip| (slip.days, slip.account.as_str().to_lowercase()))
            .collect();
        seen += found.len();
        assert!(
            found.windows(2).all(|two| two[0].0 >= two[1].0),
            "the longest first"
        );
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{}", record.week);
    });
    assert!(seen > 100, "{seen}");
}

#[test]
fn coaching_and_status_meetings_agree() {
    let (mut coached, mut met) = (0, 0);
    each_week(|record, blocks, calendar| {
        let (mut coaching, mut status) = (0, 0);
        for block in of_week(record, blocks, calendar) {
            let asked = block.details.requester.as_ref().map(Requester::as_str);
            match (block.category, activity(block), asked) {
                (Category::Learning, "coaching", _) => coaching += seconds(block),
                (Category::Admin, "internal-meeting", Some("manager")) => status += seconds(block),
                _ => {}
            }
        }
        let found = record.habits.coaching;
        let found = [found.coaching, found.status].map(Length::as_seconds);
        assert_eq!(found, [coaching, status], "{}", record.week);
        coached += coaching;
        met += status;
    });
    assert!(coached > 0 && met > 0, "{coached} {met}");
}

#[test]
fn own_admin_in_the_focus_hours_agrees() {
    let mut all = 0;
    each_week(|record, blocks, calendar| {
        let mut expected = 0;
        for block in of_week(record, blocks, calendar) {
            let asked = block.details.requester.as_ref().map(Requester::as_str);
            let is_own = block.category == Category::Admin && matches!(asked, None | Some("self"));
            // No life of these works on a weekend or a day off.
            if !is_own {
                continue;
            }
            let wall = block.start.at.seconds() + i64::from(block.start.offset.seconds());
            let from = wall.rem_euclid(24 * 3600);
            let to = from + seconds(block);
            expected += (to.min(FOCUS.1 * 60) - from.max(FOCUS.0 * 60)).max(0);
        }
        let found = record.habits.refuge_s.map(Length::as_seconds);
        assert_eq!(found, Some(expected), "{}", record.week);
        all += expected;
    });
    assert!(all > 3600, "{all}");
}

#[test]
fn readiness_and_sources_agree() {
    let (mut judged, mut named) = (0, 0);
    each_week(|record, blocks, calendar| {
        let mut times = [0; 4];
        let mut sources: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
        for block in of_week(record, blocks, calendar) {
            let is_opening = ["prospecting", "nurture"].contains(&activity(block));
            if block.category != Category::Selling || !is_opening {
                continue;
            }
            let (prospect, outcomes) = (&block.details.prospect, block.details.outcomes);
            let fits = [Some(Fit::Ready), Some(Fit::Later), Some(Fit::Unfit), None];
            let place = fits.iter().position(|fit| *fit == prospect.fit).unwrap();
            times[place] += seconds(block);
            if let Some(source) = &prospect.source {
                let of = sources.entry(source.as_str()).or_default();
                of[0] += seconds(block);
                of[1] += i64::from(outcomes.conversations);
                of[2] += i64::from(outcomes.meetings);
            }
        }
        let found = record.habits.readiness.unwrap();
        let found = [found.ready, found.later, found.unfit, found.unknown];
        assert_eq!(found.map(Length::as_seconds), times, "{}", record.week);
        let mut expected: Vec<(&str, [i64; 3])> = sources.into_iter().collect();
        expected.sort_by_key(|(_, of)| -of[0]);
        let found = record.habits.sources.iter().map(|of| {
            let counts = [of.conversations, of.meetings].map(|count| count as i64);
            (
                of.source.as_str(),
                [of.time.as_seconds(), counts[0], counts[1]],
            )
        });
        let found: Vec<(&str, [i64; 3])> = found.collect();
        assert_eq!(found, expected, "{}", record.week);
        judged += times[..3].iter().filter(|time| **time > 0).count();
        named += found.len();
    });
    assert!(judged > 200 && named > 200, "{judged} {named}");
}

/// So many topics, of which the rarer ones may come back late or never.
const TOPICS: u64 = 40;

/// Gives learning a topic, and now and then selling too; each in one of two spellings.
fn roll_topics(seed: u64, blocks: &mut [Block]) {
    let mut dice = Dice::new(seed);
    for block in blocks {
        let topic = dice.roll(TOPICS);
        let name = [format!("topic{topic}"), format!("Topic{topic}")];
        let tag = Tag::new(&name[dice.roll(2) as usize]).unwrap();
        let is_learned = block.category == Category::Learning;
        let is_used = block.category == Category::Selling && dice.roll(60) < topic / 8;
        block.details.tags = (is_learned || is_used).then_some(tag).into_iter().collect();
    }
}

#[test]
fn learning_that_is_used_agrees() {
    // Used, not used and not yet known, within 14 days and within 90.
    let mut seen = [[0; 3]; 2];
    each_week_of(roll_topics, |record, blocks, calendar| {
        let today = calendar.day_of(now());
        let last = record.to.min(today);
        let day = |block: &Block| calendar.day_of(block.start);
        let is_about = |block: &Block, topic: &str| {
            let mut tags = block.details.tags.iter();
            tags.any(|tag| tag.as_str().to_lowercase() == topic)
        };
        let mut expected: Vec<(Day, String, i64, [Option<bool>; 2])> = Vec::new();
        for topic in (0..TOPICS).map(|topic| format!("topic{topic}")) {
            let about = || blocks.iter().filter(|block| is_about(block, &topic));
            let learned = about().filter(|block| {
                let back = last.since(day(block));
                block.category == Category::Learning && (0..180).contains(&back)
            });
            let learned: Vec<&Block> = learned.collect();
            let Some(first) = learned.iter().min_by_key(|block| block.start.at) else {
                continue;
            };
            let later = about().filter(|block| {
                block.category == Category::Selling && block.start.at > first.start.at
            });
            let after = later.map(|block| day(block).since(day(first))).min();
            let used = [14, 90].map(|days| {
                let is_used = after.is_some_and(|after| after <= days);
                let is_over = today.since(day(first)) > days;
                (is_used || is_over).then_some(is_used)
            });
            let time = learned.iter().map(|block| seconds(block)).sum();
            expected.push((day(first), topic, time, used));
        }
        expected.sort();
        let found = record.progress.learning_used.iter().map(|of| {
            let topic = of.tag.as_str().to_lowercase();
            let used = [of.used_14d, of.used_90d];
            (of.learned, topic, of.seconds.as_seconds(), used)
        });
        let found: Vec<_> = found.collect();
        assert!(found.is_sorted_by_key(|of| of.0), "{}", record.week);
        let mut sorted = found;
        sorted.sort();
        assert_eq!(sorted, expected, "{}", record.week);
        for (.., used) in expected {
            for (seen, used) in seen.iter_mut().zip(used) {
                seen[used.map_or(2, usize::from)] += 1;
            }
        }
    });
    assert!(
        seen.iter().flatten().all(|count| *count > 0),
        "all of it occurs: {seen:?}"
    );
}
