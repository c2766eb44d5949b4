//! A seller's life, made up: 26 weeks to look at, and any number of blocks to measure with. Seeded, so that the
//! same seed tells the same life; imports the domain only.

mod bulk;
mod life;
mod plan;
mod prospects;

use std::collections::BTreeSet;

pub use bulk::many;
pub use life::WEEKS;

use chrono::{Timelike, Weekday};

use crate::domain::block::{Activity, Block, Category, Details, Requester, Tag};
use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::focus_run::FocusRun;
use crate::domain::review::{Answers, Guess, Verdict};
use crate::domain::stamp::{Length, Moment, Stamp};

const MEETING: &str = "meeting";
/// The running meeting has begun so long ago at least, where the block before it has the time.
const MEETING_FROM: Length = Length::minutes(12);

/// Where nobody works now, the demo opens at this time of a workday.
const AFTERNOON: Length = Length::minutes(15 * 60 + 10);
/// What prepares a meeting, and how long before it.
const PREPARES: [&str; 3] = ["prep", "proposal", "deal-strategy"];
const FOLLOW_UP: &str = "follow-up";
const PREPARED_WITHIN: Length = Length::hours(72);
/// Who asks for what breaks a focus run, in the place of the seller.
const SELF: &str = "self";
const INTERRUPTERS: [&str; 3] = ["support", "manager", "finance"];
/// What is learned for the customers, and where it is used.
const DECK: &str = "newdeck";
const USES: [&str; 2] = ["proposal", "meeting"];

/// A focus run begins with a block of so long at least.
const FOCUSED_FROM: Length = Length::minutes(25);

/// When the demo opens, so that something runs: now, or where nobody works now, the afternoon of the last workday.
pub fn opening(now: Moment, calendar: &Calendar) -> Moment {
    if life::is_working(now) {
        return now;
    }
    let today = calendar.day_of(now);
    let afternoon = |day| calendar.here(calendar.instant(day, AFTERNOON));
    let mut days = (0..7).map(|back| afternoon(today.plus(-back)));
    let last = days.find(|at| at.at <= now.at && life::is_working(*at));
    last.unwrap_or(now)
}

/// The blocks of 26 weeks up to `now`, in order of time; the last one runs where `now` lies in working hours, and is a
/// meeting that was prepared: what the screen is for.
pub fn blocks(now: Moment, calendar: &Calendar, seed: u64) -> Vec<Block> {
    let mut blocks = life::tell_life(now, calendar, seed);
    prospects::name_prospects(&mut blocks, seed);
    if let Some((last, before)) = blocks.split_last_mut()
        && last.is_running()
    {
        let begun = calendar.here(now.at.minus(MEETING_FROM));
        if let Some(previous) = before.last_mut()
            && previous.start.at < begun.at
            && last.start.at > begun.at
        {
            previous.end = previous.end.filter(|end| end.at < begun.at).or(Some(begun));
            last.start = begun;
        }
        let is_meeting = |block: &&Block| {
            let activity = block.details.activity.as_ref();
            activity.is_some_and(|name| name.as_str() == MEETING) && block.details.account.is_some()
        };
        let account = before.iter().rev().find(is_meeting);
        last.category = Category::Selling;
        last.details = Details {
            activity: Some(Activity::stored(MEETING.to_owned())),
            account: account.and_then(|block| block.details.account.clone()),
            ..Details::default()
        };
    }
    prepare_last(&mut blocks);
    name_interruptions(&mut blocks, calendar);
    use_learned(&mut blocks);
    blocks
}

/// The last work that prepares anything is for the account of the running meeting; a follow-up, where there is none.
fn prepare_last(blocks: &mut [Block]) {
    let Some((last, before)) = blocks
        .split_last_mut()
        .filter(|(last, _)| last.is_running())
    else {
        return;
    };
    let from = last.start.at.minus(PREPARED_WITHIN);
    let is_one = |block: &Block, names: &[&str]| {
        let activity = block.details.activity.as_deref();
        let is_named = activity.is_some_and(|name| names.contains(&name));
        block.category == Category::Selling && is_named && block.start.at >= from
    };
    let account = last.details.account.clone();
    if let Some(block) = before.iter_mut().rfind(|block| is_one(block, &PREPARES)) {
        block.details.account = account;
    } else if let Some(block) = before.iter_mut().rfind(|block| is_one(block, &[FOLLOW_UP])) {
        block.details = Details {
            activity: Some(Activity::stored(PREPARES[0].to_owned())),
            account,
            ..Details::default()
        };
    }
}

/// What broke a focus run was asked for by somebody.
fn name_interruptions(blocks: &mut [Block], calendar: &Calendar) {
    for (index, run) in focus_runs(blocks, calendar).into_iter().enumerate() {
        let end = run.start.at.plus(run.planned);
        let mut within = blocks
            .iter_mut()
            .filter(|block| block.start.at > run.start.at && block.start.at < end);
        let Some(block) = within.find(|block| block.category != Category::Selling) else {
            continue;
        };
        let own = block.details.requester.as_deref();
        if own.is_none_or(|own| own == SELF) {
            let who = INTERRUPTERS[index % INTERRUPTERS.len()];
            block.details.requester = Requester::new(who).ok();
        }
    }
}

/// What was learned for the new deck is used in the next proposal or meeting.
fn use_learned(blocks: &mut [Block]) {
    let mut learned: Option<Tag> = None;
    for block in blocks.iter_mut().filter(|block| !block.is_running()) {
        let mut tags = block.details.tags.iter();
        let deck = tags.find(|tag| tag.as_str() == DECK).cloned();
        let activity = block.details.activity.as_deref();
        if block.category == Category::Learning && deck.is_some() {
            learned = deck;
        } else if block.category == Category::Selling
            && activity.is_some_and(|of| USES.contains(&of))
        {
            block.details.tags.extend(learned.take());
        }
    }
}

/// The focus runs of the same life: an hour from the first longer selling of a morning on, two on a Wednesday, where
/// neither a break nor an empty minute ended it. What follows tells which were kept.
pub fn focus_runs(blocks: &[Block], calendar: &Calendar) -> Vec<FocusRun> {
    let mut runs: Vec<FocusRun> = Vec::new();
    let mut known = None;
    for (index, block) in blocks.iter().enumerate() {
        let (day, clock) = (calendar.day_of(block.start), Calendar::wall(block.start));
        let is_long = block
            .end
            .is_some_and(|end| end.at.since(block.start.at) >= FOCUSED_FROM);
        let is_morning = (9..11).contains(&clock.time().hour());
        if block.category != Category::Selling || !is_long || !is_morning || known == Some(day) {
            continue;
        }
        known = Some(day);
        let hours = if day.weekday() == Weekday::Wed { 2 } else { 1 };
        let planned = Length::hours(hours);
        if is_told(&blocks[index..], block.start.at.plus(planned)) {
            runs.push(FocusRun {
                start: block.start,
                planned,
            });
        }
    }
    runs
}

/// Whether selling goes on up to a time without an empty minute, or until other work.
fn is_told(blocks: &[Block], until: Stamp) -> bool {
    let mut end = None;
    for block in blocks {
        if end.is_some_and(|end| end < block.start.at) || block.category == Category::Break {
            return false;
        }
        let Some(ends) = block.end.filter(|ends| ends.at < until) else {
            return true;
        };
        if block.category != Category::Selling {
            return true;
        }
        end = Some(ends.at);
    }
    false
}

/// The days on which the same life did not work: a week of holidays and a sick day.
pub fn days_off(now: Moment, seed: u64) -> BTreeSet<Day> {
    life::Year::of(now, seed).days_off
}

/// What the same life committed to for its weeks, in the grammar of commitments, and what it believed of them: this week
/// and some before it.
pub fn commitments(now: Moment, calendar: &Calendar) -> Vec<(Week, &'static str, Option<Guess>)> {
    let this = calendar.week_of(calendar.day_of(now));
    let prospecting = ">= 1h30 selling/prospecting before 12:00 on 3 days";
    let told = [
        (0, ">= 6h selling/prospecting", None),
        (1, prospecting, Some(0.60)),
        (2, "<= 4h admin/problem-solving", Some(0.55)),
        (3, ">= 1h learning", Some(0.65)),
    ];
    let entry = |(back, text, selling): (i64, _, Option<f64>)| {
        let first = this.first.plus(-7 * back);
        let rest = None;
        let guess = selling.map(|selling| Guess { selling, rest });
        (Week { first }, text, guess)
    };
    told.map(entry).into()
}

/// What the same life answered in the reviews of those weeks whose guess was shown beside the figures.
pub fn answers(week: Week, now: Moment, calendar: &Calendar) -> Answers {
    let this = calendar.week_of(calendar.day_of(now));
    let mut answers = Answers::default();
    if week.first == this.first.plus(-7) {
        let verdicts = [
            ("admin/internal-meeting", Verdict::Shrink),
            ("admin/crm", Verdict::HandOff),
            ("!manager", Verdict::Needed),
        ];
        let verdicts = verdicts.map(|(what, verdict)| (what.to_owned(), verdict));
        answers.verdicts = verdicts.into();
        answers.freed = Some("prospecting 2h".to_owned());
        answers.more = Some("prospecting".to_owned());
        answers.less = Some("internal-email".to_owned());
    }
    answers
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::NaiveDate;

    use super::life::Year;
    use super::plan::{PLANS, read_plans};
    use super::*;
    use crate::domain::block::{Fit, Grade};
    use crate::domain::calendar::Zone;
    use crate::domain::hours::WorkHours;
    use crate::domain::parse::commitment::parse_stored_commitment;
    use crate::domain::stamp::Span;
    use crate::domain::taxonomy::Taxonomy;

    fn calendar() -> Calendar {
        Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
    }

    fn at(day: u32, hour: i64, minute: i64) -> Moment {
        let day = Day(NaiveDate::from_ymd_opt(2026, 3, day).expect("a date"));
        calendar().here(calendar().instant(day, Length::minutes(hour * 60 + minute)))
    }

    /// Of a stretch of blocks: selling, tracked, in hours.
    fn hours(blocks: &[Block], now: Stamp) -> (f64, f64) {
        let of = |want: &dyn Fn(Category) -> bool| {
            blocks
                .iter()
                .filter(|block| want(block.category))
                .map(|block| block.length(now))
                .sum::<Length>()
                .as_hours()
        };
        (
            of(&|category| category == Category::Selling),
            of(&|category| category != Category::Break),
        )
    }

    fn weeks(now: Moment, seed: u64) -> Vec<Vec<Block>> {
        let all = blocks(now, &calendar(), seed);
        let monday = Year::first_monday(now);
        (0..WEEKS)
            .map(|week| {
                let (first, end) = (monday.plus(7 * week), monday.plus(7 * (week + 1)));
                let within =
                    |block: &&Block| (first..end).contains(&calendar().day_of(block.start));
                all.iter().filter(within).cloned().collect()
            })
            .collect()
    }

    #[test]
    fn every_line_of_the_table_is_a_plan() {
        let lines = PLANS.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(read_plans(PLANS).len(), lines.count());
    }

    #[test]
    fn commitments_can_be_read_and_belong_to_weeks_of_the_life() {
        let now = at(6, 16, 0);
        for (week, text, guess) in commitments(now, &calendar()) {
            let read = parse_stored_commitment(text).expect(text);
            assert_eq!(read.to_string(), text);
            assert_eq!(
                guess.is_none(),
                week == calendar().week_of(calendar().day_of(now)),
                "{week}"
            );
        }
    }

    #[test]
    fn the_same_seed_tells_the_same_life() {
        let now = at(5, 14, 32);
        assert_eq!(blocks(now, &calendar(), 7), blocks(now, &calendar(), 7));
        assert_ne!(blocks(now, &calendar(), 7), blocks(now, &calendar(), 8));
    }

    #[test]
    fn one_lane_up_to_now_and_ids_of_their_own() {
        let moments = [
            at(5, 14, 32),
            at(5, 8, 31),
            at(5, 12, 15),
            at(5, 23, 0),
            at(7, 11, 0),
            at(29, 3, 30),
        ];
        for (seed, now) in (0_u64..).zip(moments) {
            let all = blocks(now, &calendar(), seed);
            for pair in all.windows(2) {
                assert!(
                    pair[0].end.is_some_and(|end| end.at <= pair[1].start.at),
                    "{pair:?}"
                );
                assert!(
                    pair[0].end.is_some_and(|end| end.at > pair[0].start.at),
                    "{pair:?}"
                );
            }
            let last = all.last().expect("blocks");
            assert!(
                last.start.at <= now.at && last.end.is_none_or(|end| end.at <= now.at),
                "{last:?}"
            );
            assert_eq!(
                all.iter()
                    .map(|block| block.id)
                    .collect::<HashSet<_>>()
                    .len(),
                all.len()
            );
        }
    }

    #[test]
    fn in_working_hours_something_runs_and_else_nothing() {
        let cases = [
            (at(5, 8, 31), true),
            (at(5, 10, 7), true),
            (at(5, 17, 29), true),
            (at(5, 23, 0), false),
            (at(8, 11, 0), false),
        ];
        for seed in 0..20 {
            for (now, runs) in cases {
                let last = blocks(now, &calendar(), seed).pop().expect("blocks");
                assert_eq!(last.is_running(), runs, "{seed} {now:?}");
                let activity = last.details.activity.as_ref();
                let is_meeting = activity.is_some_and(|name| name.as_str() == MEETING);
                let is_good = is_meeting && last.details.account.is_some();
                assert_eq!(
                    is_good && last.category == Category::Selling,
                    runs,
                    "{last:?}"
                );
                assert!(
                    !runs || last.length(now.at) < Length::hours(3),
                    "{seed} {last:?}"
                );
            }
        }
    }

    #[test]
    fn the_demo_opens_on_a_meeting_at_any_hour() {
        // In working hours the clock stays as it is.
        for now in [at(5, 8, 31), at(5, 12, 15), at(5, 17, 29)] {
            assert_eq!(opening(now, &calendar()), now);
        }
        let cases = [
            (at(5, 23, 0), at(5, 15, 10)),
            (at(5, 7, 0), at(4, 15, 10)),
            (at(9, 8, 29), at(6, 15, 10)),
            (at(7, 11, 0), at(6, 15, 10)),
            (at(8, 23, 59), at(6, 15, 10)),
            (at(29, 3, 30), at(27, 15, 10)),
        ];
        for (now, expected) in cases {
            let opened = opening(now, &calendar());
            assert_eq!(opened, expected, "{now:?}");
            for seed in 0..5 {
                let last = blocks(opened, &calendar(), seed).pop().expect("blocks");
                let activity = last.details.activity.as_deref();
                assert_eq!((last.is_running(), activity), (true, Some(MEETING)));
            }
        }
    }

    #[test]
    fn the_running_meeting_was_prepared() {
        let now = at(5, 15, 10);
        for seed in 0..20 {
            let all = blocks(now, &calendar(), seed);
            let (last, before) = all.split_last().expect("blocks");
            let from = last.start.at.minus(PREPARED_WITHIN);
            let prepares = |block: &&Block| {
                let activity = block.details.activity.as_deref();
                block.start.at >= from
                    && block.details.account == last.details.account
                    && activity.is_some_and(|name| PREPARES.contains(&name))
            };
            assert!(before.iter().any(|block| prepares(&block)), "{seed}");
        }
    }

    #[test]
    fn focus_runs_are_kept_or_broken_by_somebody() {
        let now = at(5, 15, 10);
        for seed in 0..10 {
            let all = blocks(now, &calendar(), seed);
            let runs = focus_runs(&all, &calendar());
            let broken_by = |run: &FocusRun| {
                let end = run.start.at.plus(run.planned);
                let mut within = all
                    .iter()
                    .filter(|block| block.start.at > run.start.at && block.start.at < end);
                let other = within.find(|block| block.category != Category::Selling)?;
                Some(other.details.requester.clone())
            };
            let broken: Vec<_> = runs.iter().filter_map(broken_by).collect();
            assert!(broken.iter().all(Option::is_some), "{seed} {broken:?}");
            assert!(
                broken.len() > 5 && broken.len() < runs.len(),
                "{seed} {broken:?}"
            );
        }
    }

    #[test]
    fn what_was_learned_is_used() {
        let all = blocks(at(5, 15, 10), &calendar(), 1);
        let is_tagged = |block: &&Block| {
            let mut tags = block.details.tags.iter();
            block.category == Category::Selling && tags.any(|tag| tag.as_str() == DECK)
        };
        assert!(all.iter().any(|block| is_tagged(&block)));
    }

    #[test]
    fn every_week_is_a_believable_one_and_they_get_better() {
        for seed in [1, 2, 3, 42] {
            let now = at(6, 18, 30);
            let weeks = weeks(now, seed);
            let shares: Vec<f64> = weeks
                .iter()
                .map(|week| hours(week, now.at))
                .filter(|(_, tracked)| *tracked > 0.0)
                .map(|(selling, tracked)| selling / tracked)
                .collect();
            assert_eq!(shares.len(), WEEKS as usize - 1, "one week of holidays");
            assert!(
                shares.iter().all(|share| (0.25..0.60).contains(share)),
                "{seed} {shares:?}"
            );
            let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
            assert!(
                mean(&shares[17..]) - mean(&shares[..8]) > 0.03,
                "{seed} {shares:?}"
            );
            for week in weeks.iter().filter(|week| !week.is_empty()) {
                let (_, tracked) = hours(week, now.at);
                assert!((26.0..48.0).contains(&tracked), "{seed} {tracked}");
            }
        }
    }

    #[test]
    fn nearly_every_kind_of_work_occurs_and_the_days_are_covered() {
        let now = at(6, 18, 30);
        let all = blocks(now, &calendar(), 42);
        let taxonomy = Taxonomy::default();
        for category in Category::WORK {
            for kind in taxonomy.kinds(category) {
                let same = |block: &&Block| {
                    block.category == category
                        && block
                            .details
                            .activity
                            .as_ref()
                            .is_some_and(|a| a.as_str() == kind.name)
                };
                assert!(
                    all.iter().any(|block| same(&block)),
                    "{category} {}",
                    kind.name
                );
            }
        }
        let known = |block: &&Block| {
            let activity = block.details.activity.as_ref();
            activity.is_none_or(|activity| {
                taxonomy
                    .by_name(block.category, activity.as_str())
                    .is_some()
            })
        };
        assert!(all.iter().all(|block| known(&block)));
        for grade in Grade::ALL {
            assert!(
                all.iter()
                    .any(|block| block.details.outcomes.grade == Some(grade)),
                "{grade:?}"
            );
        }
        let off = days_off(now, 42);
        assert_eq!(off.len(), 6);
        assert!(
            all.iter()
                .all(|block| !off.contains(&calendar().day_of(block.start)))
        );
        for fit in Fit::ALL {
            assert!(
                all.iter()
                    .any(|block| block.details.prospect.fit == Some(fit)),
                "{fit:?}"
            );
        }
        for block in &all {
            let opens = taxonomy.opens(block.category, block.details.activity.as_ref());
            assert!(opens || block.details.prospect.is_empty(), "{block:?}");
        }
        let weekend = |block: &&Block| {
            matches!(
                calendar().day_of(block.start).weekday(),
                Weekday::Sat | Weekday::Sun
            )
        };
        assert!(all.iter().filter(weekend).count() <= 6);
        let odd = all
            .iter()
            .filter(|block| block.start.at.seconds() % 300 != 0)
            .count();
        assert!(odd * 10 > all.len() * 9, "{odd} of {}", all.len());
        assert!(
            (0.85..0.95).contains(&coverage(&all, now, off)),
            "{}",
            coverage(&all, now, days_off(now, 42))
        );
    }

    fn coverage(all: &[Block], now: Moment, days_off: BTreeSet<Day>) -> f64 {
        let mut hours = WorkHours::default();
        hours.days_off = days_off;
        let monday = Year::first_monday(now);
        let planned =
            (0..WEEKS * 7).flat_map(|day| hours.spans(monday.plus(day), &calendar(), None));
        let taken: Vec<_> = all.iter().filter_map(|block| block.span(now.at)).collect();
        let left: Length = planned
            .flat_map(|span| span.without(&taken))
            .filter(|span| span.end() <= now.at)
            .map(Span::length)
            .sum();
        let (_, tracked) = self::hours(all, now.at);
        tracked / (tracked + left.as_hours())
    }
}
