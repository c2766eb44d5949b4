//! Unbroken stretches of selling: how long they were, and what ended them.

use super::gaps::Entry;
use super::{Ledger, Period};
use crate::domain::block::{Activity, Block, Category, Requester};
use crate::domain::stamp::{Length, Moment, Stamp};

/// Selling blocks further apart are two runs.
pub const GAP: Length = Length::minutes(5);

/// Consecutive selling blocks with at most [`GAP`] between them and no other block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// When and where its first block began.
    pub start: Moment,
    /// When its last block ended; now while that runs.
    pub end: Moment,
    /// The selling time in it, without the gaps.
    pub length: Length,
    pub ending: Ending,
}

impl Run {
    /// How long it reads beside the times of both its ends.
    pub const fn row_length(&self) -> Length {
        self.end.at.clock_since(self.start.at)
    }
}

/// What ended a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Nothing yet: it still runs.
    Running,
    /// For longer than [`GAP`] nothing was on record, or nothing has been since.
    Off,
    Block {
        /// Its category; never selling.
        category: Category,
        activity: Option<Activity>,
        requester: Option<Requester>,
    },
}

/// The selling runs that began in these days, in order of time. A run over midnight counts whole, for the day on which
/// it began.
pub fn find_runs(period: Period<'_>) -> Vec<Run> {
    let (near, now) = (period.blocks(), period.ledger.now);
    let begun = &near[..near.partition_point(|block| block.start.at <= now)];
    let groups = begun.chunk_by(|block, next| joins(block, next, now));
    let mut groups = groups.peekable();
    let mut runs = Vec::new();
    while let Some(group) = groups.next() {
        let next = groups.peek().and_then(|next| next.first());
        runs.extend(run_of(group, next, period.ledger));
    }
    runs.retain(|run| period.holds(run.start));
    runs
}

/// The run with the most selling time in it; of equal ones the first.
pub fn longest_run(runs: &[Run]) -> Option<&Run> {
    runs.iter().rev().max_by_key(|run| run.length)
}

/// The selling time in runs of at least `protected`.
pub fn protected_total(runs: &[Run], protected: Length) -> Length {
    runs.iter()
        .map(|run| run.length)
        .filter(|length| *length >= protected)
        .sum()
}

/// The last run of at least `protected`; the one that still runs counts too.
pub fn last_protected(runs: &[Run], protected: Length) -> Option<&Run> {
    runs.iter().rev().find(|run| run.length >= protected)
}

/// Whether an entry of a day and the one after it are drawn as one run: blocks of one category with at most [`GAP`]
/// between them.
pub fn goes_on(one: &Entry<'_>, next: &Entry<'_>) -> bool {
    match (one, next) {
        (
            Entry::Block { block, part },
            Entry::Block {
                block: other,
                part: after,
            },
        ) => block.category == other.category && after.start().since(part.end()) <= GAP,
        (
            Entry::Block { .. }
            | Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_)
            | Entry::Suggestion { .. },
            _,
        ) => false,
    }
}

fn joins(block: &Block, next: &Block, now: Stamp) -> bool {
    let selling = block.category == Category::Selling && next.category == Category::Selling;
    selling && next.start.at.since(block.end_or(now)) <= GAP
}

fn run_of(group: &[Block], next: Option<&Block>, ledger: Ledger<'_>) -> Option<Run> {
    let Ledger { context, now, .. } = ledger;
    let (first, last) = (group.first()?, group.last()?);
    let length: Length = group
        .iter()
        .map(|block| block.end_or(now).min(now).since(block.start.at).or_zero())
        .sum();
    let sold = first.category == Category::Selling && length.is_positive();
    let ended = last.end.filter(|end| end.at <= now);
    sold.then(|| Run {
        start: first.start,
        end: ended.unwrap_or_else(|| context.calendar.lived_at(last, now, now)),
        length,
        ending: ended.map_or(Ending::Running, |end| ending_of(end.at, next)),
    })
}

fn ending_of(end: Stamp, next: Option<&Block>) -> Ending {
    match next.filter(|next| next.start.at.since(end) <= GAP) {
        None => Ending::Off,
        Some(next) => Ending::Block {
            category: next.category,
            activity: next.details.activity.clone(),
            requester: next.details.requester.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::Span;
    use crate::insight::testdata;

    const PROTECTED: Length = Length::minutes(60);

    /// `0900-1000 60 b`: when, its minutes of selling, and the letter of what ended it; `-` for off, `*` while it runs.
    fn told(run: &Run) -> String {
        let ending = match &run.ending {
            Ending::Running => "*".to_owned(),
            Ending::Off => "-".to_owned(),
            Ending::Block {
                category,
                activity,
                requester,
            } => {
                let activity = activity
                    .as_ref()
                    .map(|name| format!("/{}", name.as_str()))
                    .unwrap_or_default();
                let requester = requester
                    .as_ref()
                    .map(|name| format!(" !{}", name.as_str()))
                    .unwrap_or_default();
                format!("{}{activity}{requester}", category.letter())
            }
        };
        let span = Span::new(run.start.at, run.end.at).expect("a run has a length");
        format!(
            "{} {} {ending}",
            testdata::clock(span),
            run.length.as_seconds() / 60
        )
    }

    #[test]
    fn a_row_of_it_is_as_long_as_its_times_say() {
        let mut blocks = testdata::day(testdata::monday(), "0830-1130 sp");
        let second = |at: &mut Moment, seconds| at.at = at.at.plus(Length::seconds(seconds));
        second(&mut blocks[0].start, 30);
        second(blocks[0].end.as_mut().expect("an end"), 10);
        let context = testdata::context();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let runs = find_runs(ledger.day(testdata::monday()));
        assert_eq!(runs[0].length, Length::seconds(3 * 3600 - 20));
        assert_eq!(runs[0].row_length(), Length::hours(3));
    }

    fn of(day: &str, now: &str) -> Vec<String> {
        let monday = testdata::monday();
        let now = testdata::at(monday, now).at;
        find_runs(
            testdata::context()
                .ledger(&testdata::day(monday, day), now)
                .day(monday),
        )
        .iter()
        .map(told)
        .collect()
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (monday, context) = (testdata::monday(), testdata::context());
        let runs = find_runs(
            context
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        let longest = longest_run(&runs).expect("a run");
        assert_eq!(told(longest), "1220-1440 140 a/reporting !manager");
        assert_eq!(context.calendar.day_of(longest.start), monday.plus(1));
        assert_eq!(runs.len(), 16);
        assert_eq!(
            runs.iter().map(|run| run.length).sum::<Length>(),
            Length::minutes(1250),
            "all of the selling"
        );
        // Not the runs of 50 (Tue), 40 and 40 (Thu) and 30 minutes (Fri).
        assert_eq!(
            protected_total(&runs, PROTECTED),
            Length::minutes(1250 - 50 - 40 - 40 - 30)
        );
        assert_eq!(
            last_protected(&runs, PROTECTED).map(told).as_deref(),
            Some("1045-1200 75 b")
        );
        assert_eq!(
            last_protected(&runs, Length::hours(2)).map(told).as_deref(),
            Some("1000-1205 125 b")
        );
        assert_eq!(last_protected(&runs, Length::hours(3)), None);
    }

    #[test]
    fn a_run_ends_with_another_block_or_after_five_minutes() {
        let cases: [(&str, &str, &[&str]); 10] = [
            ("", "1800", &[]),
            ("0900-1000 ae; 1000-1030 b", "1800", &[]),
            ("0900-1000 sp; 1000-1030 sm", "1800", &["0900-1030 90 -"]),
            ("0900-1000 sp; 1005-1030 sm", "1800", &["0900-1030 85 -"]),
            (
                "0900-1000 sp; 1006-1030 sm",
                "1800",
                &["0900-1000 60 -", "1006-1030 24 -"],
            ),
            (
                "0900-1000 sp; 1000-1001 dw; 1001-1030 sm; 1034-1040 b",
                "1800",
                &["0900-1000 60 d/web", "1001-1030 29 b"],
            ),
            (
                "0900-1000 sp; 1006-1030 am !exec",
                "1800",
                &["0900-1000 60 -"],
            ),
            // Up to now, as it stood then.
            (
                "0900-1000 sp; 1000-1100 sm; 1100-1130 lp",
                "1040",
                &["0900-1040 100 *"],
            ),
            (
                "0900-1000 sp; 1000-1100 sm; 1100-1130 lp",
                "1100",
                &["0900-1100 120 l/product"],
            ),
            ("0900-1000 sp", "0900", &[]),
        ];
        for (day, now, expected) in cases {
            assert_eq!(of(day, now), expected, "{day} at {now}");
        }
    }

    #[test]
    fn a_run_over_midnight_counts_for_the_day_on_which_it_began() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 sp");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0130").at;
        let of = |day| {
            find_runs(testdata::context().ledger(&blocks, now).day(day))
                .iter()
                .map(told)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(monday), ["2300-0130 150 *"]);
        assert_eq!(of(monday.plus(1)), Vec::<String>::new());
    }

    #[test]
    fn abroad_the_day_is_that_of_the_place() {
        // 01:00 to 03:00 on Tuesday at home, but Monday evening six hours west.
        let monday = testdata::monday();
        let blocks: Vec<Block> = testdata::day(monday, "1900-2100 sp")
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        let now = testdata::saturday();
        let of = |day| find_runs(testdata::context().ledger(&blocks, now).day(day));
        assert_eq!((of(monday).len(), of(monday.plus(1)).len()), (1, 0));
        assert_eq!(Some(of(monday)[0].end), blocks[0].end);
        // While it runs, its end is told by the clock where it began.
        let running = [Block {
            end: None,
            ..blocks[0].clone()
        }];
        let soon = blocks[0].start.at.plus(Length::hours(1));
        assert_eq!(
            find_runs(testdata::context().ledger(&running, soon).day(monday))[0]
                .end
                .offset,
            blocks[0].start.offset
        );
    }

    #[test]
    fn of_equal_runs_the_first_is_the_longest() {
        let monday = testdata::monday();
        let blocks = testdata::day(monday, "0900-1000 sp; 1000-1010 ae; 1010-1110 sp");
        let runs = find_runs(
            testdata::context()
                .ledger(&blocks, testdata::saturday())
                .day(monday),
        );
        assert_eq!(
            longest_run(&runs).map(|run| run.start),
            Some(blocks[0].start)
        );
        assert_eq!(longest_run(&[]), None);
    }
}
