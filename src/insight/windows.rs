//! In which two hours of the day the producing time produces more than elsewhere, if that can be told from chance.

use super::missing::Missing;
use super::yields::Outcome;
use super::{Ledger, Period, produce};
use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Moment, Span};

/// How long a window is.
pub const WINDOW: Length = Length::hours(2);
/// Nothing is said before so many weeks have producing time.
pub const WEEKS_NEEDED: usize = 2;
/// Nothing is said before so many outcomes.
pub const OUTCOMES_NEEDED: usize = 15;
/// A window is looked at from so much time on.
pub const TIME_NEEDED: Length = Length::hours(3);
/// A window is looked at from so many days on.
pub const DAYS_NEEDED: usize = 3;
/// A window is called better or worse only where so many outcomes were to be expected.
pub const EXPECTED_NEEDED: f64 = 5.0;

const IN_A_DAY: usize = 12;

/// What may be said of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// More outcomes than chance would give.
    Better,
    /// Fewer outcomes than chance would give.
    Worse,
    /// No difference that chance would not give.
    AsElsewhere,
    /// Too little time, too few days or too few outcomes to expect.
    TooEarly,
}

/// Two hours of the wall clock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Window {
    /// The hour at which it begins: 0, 2, 4, …
    pub hour: u32,
    /// T_w: the producing time in it.
    pub time: Length,
    pub days: usize,
    /// O_w: the outcomes in it; those of a block over its edge by time.
    pub outcomes: f64,
    /// E_w = y·T_w: as many as its time would have if every hour were alike.
    pub expected: f64,
    pub verdict: Verdict,
}

/// The windows in which the activity that produced most has time.
#[derive(Clone, PartialEq, Debug)]
pub struct Windows {
    /// Which; `None` for selling without one.
    pub activity: Option<String>,
    /// What is counted: that of which the activity had most.
    pub counted: Outcome,
    /// y: outcomes per hour of it.
    pub per_hour: f64,
    pub windows: Vec<Window>,
}

impl Windows {
    /// The window that is better by most outcomes an hour, if one is better.
    pub fn best(&self) -> Option<&Window> {
        let better = self
            .windows
            .iter()
            .filter(|window| window.verdict == Verdict::Better);
        let rate = |window: &Window| window.outcomes / window.time.as_hours();
        // The earlier of two that are alike.
        better
            .rev()
            .max_by(|one, other| rate(one).total_cmp(&rate(other)))
    }
}

/// The two-hour windows of the producing activity with most outcomes, never of a mix, by its conversations or its
/// meetings, whichever are more, never by both: those of its blocks that began in these days, or what is missing: 2 weeks, 15 outcomes, and a window with 3 h on 3 days. A window is better or worse only
/// where E_w ≥ 5 and |O_w − E_w| ≥ 2·√E_w, two standard deviations of a Poisson count. The hours are those of the wall
/// clock where a block began. Its outcomes are spread evenly over its time, as the time itself is counted: given to one
/// window alone they would make it look better, and its neighbors worse, than any of them is.
pub fn of_days(period: Period<'_>) -> Result<Windows, Missing> {
    let Ledger { context, now, .. } = period.ledger;
    let calendar = &context.calendar;
    let production = produce::of_days(period);
    let Some(of) = production.most_producing() else {
        return Err(Missing::Weeks(WEEKS_NEEDED));
    };
    let counted = of.most_made();
    let began = period.blocks().iter();
    let began = began.filter(|block| period.holds(block.start));
    let producing = began.filter(|block| of.is_of(block, context));
    let (mut tally, mut weeks, mut outcomes) = ([Tally::default(); IN_A_DAY], Vec::new(), 0);
    for block in producing {
        let Some(span) = block.span(now) else {
            continue;
        };
        let made = counted.of(block.details.outcomes);
        let week = calendar.week_of(calendar.day_of(block.start));
        if weeks.last() != Some(&week) {
            weeks.push(week);
        }
        outcomes += made;
        for (window, part) in cut_by_window(span, block.start) {
            let day = calendar.day_of(block.start.moved_to(part.start()));
            let share = part.length().share_of(span.length()).unwrap_or_default();
            tally[window].count(part.length(), day, made as f64 * share);
        }
    }
    if weeks.len() < WEEKS_NEEDED {
        return Err(Missing::Weeks(WEEKS_NEEDED - weeks.len()));
    }
    if outcomes < OUTCOMES_NEEDED {
        return Err(Missing::Outcomes(OUTCOMES_NEEDED - outcomes));
    }
    if !tally.iter().any(Tally::is_enough) {
        return Err(Missing::Window);
    }
    let time: Length = tally.iter().map(|window| window.time).sum();
    let per_hour = outcomes as f64 / time.as_hours();
    let windows = (0..)
        .zip(tally)
        .filter(|(_, window)| window.time.is_positive());
    Ok(Windows {
        activity: of.activity.clone(),
        counted,
        per_hour,
        windows: windows
            .map(|(index, window)| window.judged(2 * index, per_hour))
            .collect(),
    })
}

#[derive(Clone, Copy, Default)]
struct Tally {
    time: Length,
    days: usize,
    last: Option<Day>,
    outcomes: f64,
}

impl Tally {
    /// Days come in order.
    fn count(&mut self, time: Length, day: Day, outcomes: f64) {
        self.time = self.time + time;
        self.days += usize::from(self.last != Some(day));
        self.last = Some(day);
        self.outcomes += outcomes;
    }

    fn is_enough(&self) -> bool {
        self.time >= TIME_NEEDED && self.days >= DAYS_NEEDED
    }

    fn judged(&self, hour: u32, per_hour: f64) -> Window {
        let expected = per_hour * self.time.as_hours();
        let apart = self.outcomes - expected;
        let verdict = if !self.is_enough() || expected < EXPECTED_NEEDED {
            Verdict::TooEarly
        } else if apart.abs() < 2.0 * expected.sqrt() {
            Verdict::AsElsewhere
        } else if apart > 0.0 {
            Verdict::Better
        } else {
            Verdict::Worse
        };
        Window {
            hour,
            time: self.time,
            days: self.days,
            outcomes: self.outcomes,
            expected,
            verdict,
        }
    }
}

/// A stretch cut at every even hour of the wall clock, each part with the number of its window.
fn cut_by_window(span: Span, place: Moment) -> Vec<(usize, Span)> {
    let offset = i64::from(place.offset.seconds());
    let mut parts = Vec::new();
    let mut from = span.start();
    while from < span.end() {
        let wall = from.seconds() + offset;
        let into = wall.rem_euclid(WINDOW.as_seconds());
        let to = from.plus(WINDOW - Length::seconds(into)).min(span.end());
        let window = wall.rem_euclid(86_400) / WINDOW.as_seconds();
        parts.extend(Span::new(from, to).map(|part| (window as usize, part)));
        from = to;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::insight::testdata;

    /// The same days over weeks: Monday to so many days on.
    fn worked(weeks: &[i64], days: i64, day: &str) -> Vec<Block> {
        let mondays = weeks.iter().map(|week| testdata::monday().plus(7 * week));
        mondays
            .flat_map(|monday| {
                (0..days).flat_map(move |index| testdata::day(monday.plus(index), day))
            })
            .collect()
    }

    fn of(blocks: &[Block]) -> Result<Windows, Missing> {
        let first = testdata::monday();
        of_days(
            testdata::context()
                .ledger(blocks, testdata::at(first.plus(42), "0900").at)
                .days(first, first.plus(41)),
        )
    }

    /// `10: 600 min 5 days 25.0 of 15.0 Better`, for short.
    fn shown(windows: &Windows) -> Vec<String> {
        let one = |window: &Window| {
            let Window {
                hour,
                time,
                days,
                outcomes,
                expected,
                verdict,
            } = window;
            let minutes = time.as_seconds() / 60;
            format!("{hour}: {minutes} min {days} days {outcomes:.1} of {expected:.1} {verdict:?}")
        };
        windows.windows.iter().map(one).collect()
    }

    #[test]
    fn a_window_is_better_only_beyond_chance() {
        // Thirty outcomes in ten hours, none in ten: 15 each were to be expected, give or take 7.7.
        let far = of(&worked(
            &[0, 1],
            5,
            "0900-1000 sp {conv3}; 1400-1500 sp {conv0}",
        ))
        .expect("enough");
        let expected = [
            "8: 600 min 10 days 30.0 of 15.0 Better",
            "14: 600 min 10 days 0.0 of 15.0 Worse",
        ];
        assert_eq!(shown(&far), expected);
        assert_eq!((far.per_hour * 10.0).round() as i64, 15);
        assert_eq!(far.best().map(|window| window.hour), Some(8));
        // Twenty and ten: within it.
        let near = of(&worked(
            &[0, 1],
            5,
            "0900-1000 sp {conv2}; 1400-1500 sp {conv1}",
        ))
        .expect("enough");
        let expected = [
            "8: 600 min 10 days 20.0 of 15.0 AsElsewhere",
            "14: 600 min 10 days 10.0 of 15.0 AsElsewhere",
        ];
        assert_eq!(shown(&near), expected);
        assert_eq!(near.best(), None);
    }

    #[test]
    fn a_block_over_the_edge_is_spread_by_its_time() {
        let windows =
            of(&worked(&[0, 1], 5, "0930-1030 sp {conv2}; 1600-1700 sr")).expect("enough");
        let expected = [
            "8: 300 min 10 days 10.0 of 10.0 AsElsewhere",
            "10: 300 min 10 days 10.0 of 10.0 AsElsewhere",
        ];
        assert_eq!(shown(&windows), expected);
    }

    #[test]
    fn windows_are_of_one_activity_never_of_a_mix() {
        let alone = of(&worked(&[0, 1], 5, "0900-1000 sp {conv3}")).expect("enough");
        let day = "0900-1000 sp {conv3}; 1000-1130 sk {conv1}";
        let beside = of(&worked(&[0, 1], 5, day)).expect("enough");
        assert_eq!(beside, alone);
        assert_eq!(beside.activity.as_deref(), Some("prospecting"));
        // Meetings are not added to conversations; where they are more, they are what is counted.
        let day = "0900-1000 sp {conv3 mtg2}; 1400-1500 sp {mtg2}";
        let both = of(&worked(&[0, 1], 5, day)).expect("enough");
        assert_eq!(both.counted, Outcome::Meetings);
        let expected = [
            "8: 600 min 10 days 20.0 of 20.0 AsElsewhere",
            "14: 600 min 10 days 20.0 of 20.0 AsElsewhere",
        ];
        assert_eq!(shown(&both), expected);
        // Two kinds of work with as many: the calls alone would be too few.
        let day = "0900-1000 sp {conv1}; 1000-1100 sk {conv1}";
        assert_eq!(of(&worked(&[0, 1], 7, day)), Err(Missing::Outcomes(1)));
    }

    #[test]
    fn a_window_with_little_time_few_days_or_little_to_expect_is_not_judged() {
        let mut few_days = worked(&[0, 1], 5, "0900-1000 sp {conv3}");
        few_days.extend(testdata::day(testdata::monday().plus(14), "1400-1600 sp"));
        few_days.extend(testdata::day(testdata::monday().plus(15), "1400-1600 sp"));
        let cases: [(Vec<Block>, &[&str]); 2] = [
            (
                worked(&[0, 1], 5, "0900-1000 sp {conv3}; 1200-1217 sp"),
                &[
                    "8: 600 min 10 days 30.0 of 23.4 AsElsewhere",
                    "12: 170 min 10 days 0.0 of 6.6 TooEarly",
                ],
            ),
            (
                few_days,
                &[
                    "8: 600 min 10 days 30.0 of 21.4 AsElsewhere",
                    "14: 240 min 2 days 0.0 of 8.6 TooEarly",
                ],
            ),
        ];
        for (blocks, expected) in cases {
            assert_eq!(shown(&of(&blocks).expect("enough")), expected);
        }
        // Twice as many as the 4.4 that were to be expected.
        let windows = of(&worked(
            &[0, 1],
            5,
            "0900-1100 sp; 1200-1220 sp {conv1}; 1400-1440 sp {conv1}",
        ));
        let verdicts: Vec<Verdict> = windows
            .expect("enough")
            .windows
            .iter()
            .map(|window| window.verdict)
            .collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Worse,
                Verdict::Worse,
                Verdict::TooEarly,
                Verdict::TooEarly
            ]
        );
    }

    #[test]
    fn what_the_gate_lacks_is_said() {
        let cases = [
            (Vec::new(), Missing::Weeks(2)),
            (worked(&[0], 5, "0900-1000 sp {conv3}"), Missing::Weeks(1)),
            (
                worked(&[0, 1], 5, "0900-1000 ae {conv3}"),
                Missing::Weeks(2),
            ),
            (worked(&[0, 1], 5, "0900-1000 sp"), Missing::Outcomes(15)),
            (
                worked(&[0, 1], 7, "0900-1000 sp {conv1}"),
                Missing::Outcomes(1),
            ),
            // 2h50 on ten days; 4 h on two.
            (worked(&[0, 1], 5, "0900-0917 sp {conv3}"), Missing::Window),
            (worked(&[0, 1], 1, "0800-1000 sp {conv9}"), Missing::Window),
        ];
        for (blocks, missing) in cases {
            assert_eq!(of(&blocks), Err(missing), "{blocks:?}");
        }
    }

    #[test]
    fn the_hour_is_that_of_the_place() {
        let home = worked(&[0, 1], 5, "0900-1000 sp {conv3}");
        let away: Vec<Block> = home
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        assert_eq!(of(&home), of(&away));
    }

    #[test]
    fn what_began_before_the_days_is_not_counted() {
        let blocks = worked(&[-1, 0, 1], 5, "0900-1000 sp {conv3}");
        assert_eq!(
            shown(&of(&blocks).expect("enough")),
            ["8: 600 min 10 days 30.0 of 30.0 AsElsewhere"]
        );
    }
}
