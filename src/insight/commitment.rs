//! What has become of a commitment: how far it is kept, mid-week too. In seconds, or in days.

use std::collections::BTreeMap;

use super::{Context, Ledger, Period};
use crate::domain::calendar::{Day, Week};
use crate::domain::commitment::{Aim, Bound, Commitment, Window, Work};
use crate::domain::hours::WeeklyGoal;
use crate::domain::stamp::{Length, Moment, Span};

/// How far a commitment is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Progress {
    /// What there is of it so far.
    pub value: Amount,
    /// What was committed to; no time at all where nothing is to be spent.
    pub target: Amount,
    pub state: State,
    /// The time of what it is to come from; `None` where none is named.
    pub from: Option<Length>,
    /// How the target comes of what was committed to, where days off of the week make it less.
    pub pro_rata: Option<WeeklyGoal>,
}

/// What a commitment is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    Time(Length),
    /// Days that reach it.
    Days(u8),
}

impl Amount {
    /// Seconds, or days: the one number of the review's JSON.
    pub fn as_number(self) -> i64 {
        match self {
            Self::Time(length) => length.as_seconds(),
            Self::Days(days) => days.into(),
        }
    }
}

/// Whether a commitment is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is: a floor as soon as it is reached, a ceiling once the planned time of the week is over.
    Kept,
    /// It is not: a ceiling as soon as it is exceeded, a floor once the planned time of the week is over, a number of
    /// days as soon as there are not enough of them left.
    Missed,
    /// The week decides.
    Open {
        /// What a floor lacks, or what a ceiling leaves.
        left: Amount,
    },
}

impl State {
    /// Whether it is kept; `None` while that is open.
    pub const fn kept(self) -> Option<bool> {
        match self {
            Self::Kept => Some(true),
            Self::Missed => Some(false),
            Self::Open { .. } => None,
        }
    }
}

/// How far a commitment is kept in its week, up to now. A floor for the week is for those of its planned days that are not
/// off. Time counts with the part that lies within the hours committed to, by the wall clock where it was
/// lived. Of a number of days only those count that reach what was committed to: a day off is neither kept nor broken. A
/// ceiling for a number of days counts a day once it is over and something was tracked on it. Once the planned time of
/// the week is over nothing is open any more; work that follows can still keep a floor, or exceed a ceiling.
pub fn measure_progress(commitment: &Commitment, ledger: Ledger<'_>, week: Week) -> Progress {
    let over = ledger.is_worked_out(week);
    let spent = |work, window| by_day(work, window, ledger.week(week));
    let from = commitment.from.as_ref();
    let from = from.map(|work| spent(work, None).into_values().sum());
    let (bound, length, work, window, days) = match &commitment.aim {
        Aim::Avoid { work, window } => (Bound::AtMost, Length::ZERO, work, *window, None),
        Aim::Spend {
            bound,
            length,
            work,
            window,
            days,
        } => (*bound, *length, work, *window, *days),
    };
    let spent_on_it = spent(work, window);
    let floor = (days.is_none() && bound == Bound::AtLeast)
        .then(|| ledger.context.hours.pro_rata(length, week))
        .filter(|floor| floor.left > 0.0 && floor.goal != floor.whole);
    let (value, target, state) = match days {
        None => {
            let target = floor.map_or(length, |floor| floor.goal);
            judge_time(bound, spent_on_it.into_values().sum(), target, over)
        }
        Some(target) => judge_days(
            bound,
            &spent_on_it,
            (length, target),
            ledger.week(week),
            over,
        ),
    };
    Progress {
        value,
        target,
        state,
        from,
        pro_rata: floor,
    }
}

fn judge_time(bound: Bound, value: Length, target: Length, over: bool) -> (Amount, Amount, State) {
    let state = match bound {
        Bound::AtLeast if value >= target => State::Kept,
        Bound::AtMost if value > target => State::Missed,
        Bound::AtLeast if over => State::Missed,
        Bound::AtMost if over => State::Kept,
        Bound::AtLeast | Bound::AtMost => State::Open {
            left: Amount::Time(target - value),
        },
    };
    (Amount::Time(value), Amount::Time(target), state)
}

/// Of a commitment for a number of days, with the time of each of them.
fn judge_days(
    bound: Bound,
    spent: &BTreeMap<Day, Length>,
    (length, target): (Length, u8),
    period: Period<'_>,
    is_worked_out: bool,
) -> (Amount, Amount, State) {
    let tracked: Vec<Day> = period.parts().map(|(_, day, _)| day).collect();
    let (mut reached, mut open) = (0_u8, 0_u8);
    for day in period.each_day() {
        let spent = spent.get(&day).copied().unwrap_or_default();
        let over = is_worked_out || is_over(period.ledger, day);
        let (is_reached, is_open) = match bound {
            Bound::AtLeast => (spent >= length, !over),
            Bound::AtMost => (
                over && spent <= length && tracked.contains(&day),
                !over && spent <= length,
            ),
        };
        reached += u8::from(is_reached);
        open += u8::from(is_open && !is_reached);
    }
    let state = if reached >= target {
        State::Kept
    } else if reached + open < target {
        State::Missed
    } else {
        State::Open {
            left: Amount::Days(target - reached),
        }
    };
    (Amount::Days(reached), Amount::Days(target), state)
}

fn is_over(ledger: Ledger<'_>, day: Day) -> bool {
    ledger.now >= ledger.context.calendar.first_instant(day.plus(1))
}

/// The time of some work on each day of a week on which there is any, cut to the hours of a window.
fn by_day(work: &Work, window: Option<Window>, period: Period<'_>) -> BTreeMap<Day, Length> {
    let mut days: BTreeMap<Day, Length> = BTreeMap::new();
    for (block, day, part) in period.parts() {
        if !work.holds(block.category, block.details.activity.as_ref()) {
            continue;
        }
        let within = match window {
            None => part.length(),
            Some(window) => hours_of(window, day, block.start, period.ledger.context)
                .into_iter()
                .filter_map(|hours| hours.overlap(part))
                .map(Span::length)
                .sum(),
        };
        let sum = days.entry(day).or_default();
        *sum = *sum + within;
    }
    days
}

/// The hours of a window on a day, by the wall clock of where a block was recorded. Where a day begins late, hours
/// before its start are those of the night at its end.
fn hours_of(window: Window, day: Day, place: Moment, context: &Context) -> Vec<Span> {
    let whole = Length::hours(24);
    let opens = context.calendar.day_start;
    let closes = opens + whole;
    let stretches = match window {
        Window::Before(end) => vec![(opens, end)],
        Window::After(start) if start < opens => vec![(start + whole, closes)],
        Window::After(start) => vec![(start, closes)],
        Window::Between(start, end) => vec![
            (start.max(opens), end),
            (start + whole, (end + whole).min(closes)),
        ],
    };
    let calendar = &context.calendar;
    let instant = |after_midnight| calendar.instant_at(day, after_midnight, Some(place));
    stretches
        .into_iter()
        .filter(|(from, to)| from < to)
        .filter_map(|(from, to)| Span::new(instant(from), instant(to)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::parse::commitment::parse_stored_commitment;
    use crate::domain::stamp::Stamp;
    use crate::insight::testdata;

    /// `410 of 360, kept` in minutes, `3 of 5 days, open 2`.
    fn told(text: &str, blocks: &[Block], context: &Context, now: Stamp) -> String {
        let commitment =
            parse_stored_commitment(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        let found = measure_progress(
            &commitment,
            context.ledger(blocks, now),
            Week {
                first: testdata::monday(),
            },
        );
        let amount = |amount: Amount| match amount {
            Amount::Time(length) => (length.as_seconds() / 60).to_string(),
            Amount::Days(days) => format!("{days}d"),
        };
        let state = match found.state {
            State::Kept => "kept".to_owned(),
            State::Missed => "missed".to_owned(),
            State::Open { left } => format!("open {}", amount(left)),
        };
        let from = found.from.map_or(String::new(), |length| {
            format!(", from {}", length.as_seconds() / 60)
        });
        format!(
            "{} of {}, {state}{from}",
            amount(found.value),
            amount(found.target)
        )
    }

    #[test]
    fn mayas_week_keeps_and_misses() {
        let cases = [
            // The one she made, and how it stood in the week; times are on Monday 0, Tuesday 1, …
            (">= 6h selling/prospecting", 7, "0900", "410 of 360, kept"),
            (">= 6h selling/prospecting", 0, "0800", "0 of 360, open 360"),
            (
                ">= 6h selling/prospecting",
                1,
                "0900",
                "90 of 360, open 270",
            ),
            (">= 6h selling/prospecting", 4, "0939", "359 of 360, open 1"),
            (">= 6h selling/prospecting", 4, "0940", "360 of 360, kept"),
            (
                ">= 7h selling/prospecting",
                4,
                "1729",
                "410 of 420, open 10",
            ),
            // The planned time of the week ends on Friday at 17:30.
            (">= 7h selling/prospecting", 4, "1730", "410 of 420, missed"),
            (
                "<= 4h admin/problem-solving",
                4,
                "1729",
                "80 of 240, open 160",
            ),
            ("<= 4h admin/problem-solving", 4, "1730", "80 of 240, kept"),
            ("<= 1h admin/problem-solving", 2, "1600", "60 of 60, open 0"),
            ("<= 1h admin/problem-solving", 2, "1601", "61 of 60, missed"),
            (">= 1h learning", 5, "0900", "130 of 60, kept"),
            // The first half hour of Tuesday's hour and a half, and nothing of the other days: cut, not dropped.
            (
                "<= 2h selling/prospecting before 09:10",
                4,
                "1700",
                "80 of 120, open 40",
            ),
            (">= 10m selling after 17:00", 5, "0900", "40 of 10, kept"),
            ("no distraction 09:00-11:00", 4, "1029", "0 of 0, open 0"),
            ("no distraction 09:00-11:00", 4, "1031", "1 of 0, missed"),
            ("no distraction 09:00-10:30", 7, "0000", "0 of 0, kept"),
            ("no distraction/stalling", 7, "0000", "0 of 0, kept"),
            (
                ">= 90m selling/prospecting before 12:00 on 3 days",
                4,
                "1029",
                "2d of 3d, open 1d",
            ),
            (
                ">= 90m selling/prospecting before 12:00 on 3 days",
                4,
                "1030",
                "3d of 3d, kept",
            ),
            (
                ">= 90m selling/prospecting before 12:00 on 5 days",
                4,
                "1700",
                "3d of 5d, open 2d",
            ),
            (
                ">= 90m selling/prospecting before 12:00 on 5 days",
                4,
                "2000",
                "3d of 5d, missed",
            ),
            // Distraction: 60, 35, 0, 30, 35 minutes.
            (
                "<= 35m distraction on 4 days",
                4,
                "1700",
                "3d of 4d, open 1d",
            ),
            ("<= 35m distraction on 4 days", 4, "2000", "4d of 4d, kept"),
            // Saturday and Sunday are not tracked.
            (
                "<= 35m distraction on 5 days",
                7,
                "0000",
                "4d of 5d, missed",
            ),
            (
                ">= 6h selling/prospecting from admin/internal-email",
                7,
                "0900",
                "410 of 360, kept, from 125",
            ),
        ];
        for (text, day, time, expected) in cases {
            let now = testdata::at(testdata::monday().plus(day), time).at;
            assert_eq!(
                told(text, &testdata::week(), &testdata::context(), now),
                expected,
                "{text} on day {day} at {time}"
            );
        }
    }

    #[test]
    fn hours_are_those_of_the_wall_clock_lived_abroad_and_where_a_day_begins_late() {
        let (monday, mut context) = (testdata::monday(), testdata::context());
        let now = testdata::at(monday.plus(8), "0900").at;
        let abroad: Vec<Block> = testdata::day(monday, "0900-1100 sp")
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        assert_eq!(
            told(">= 1h selling 10:00-12:00", &abroad, &context, now),
            "60 of 60, kept"
        );
        // One in the morning is of Sunday night where the day begins at four.
        let night = testdata::day(monday.plus(1), "0030-0530 dw");
        assert_eq!(
            told("<= 9h distraction before 12:00", &night, &context, now),
            "300 of 540, kept"
        );
        context.calendar.day_start = Length::hours(4);
        assert_eq!(
            told("<= 9h distraction before 12:00", &night, &context, now),
            "90 of 540, kept"
        );
        assert_eq!(
            told("<= 9h distraction after 22:00", &night, &context, now),
            "210 of 540, kept"
        );
        assert_eq!(
            told("<= 9h distraction 03:00-05:00", &night, &context, now),
            "120 of 540, kept"
        );
        assert_eq!(
            told("<= 9h distraction after 01:00", &night, &context, now),
            "180 of 540, kept"
        );
    }

    #[test]
    fn the_last_planned_minute_of_the_week_settles_it() {
        let (blocks, text) = (testdata::week(), ">= 7h selling/prospecting");
        let told_at = |context: &Context, day: i64, time: &str| {
            let now = testdata::at(testdata::monday().plus(day), time).at;
            told(text, &blocks, context, now)
        };
        // Friday is off: Thursday's 17:30 is the last of it.
        let mut off = testdata::context();
        off.hours.days_off.insert(testdata::monday().plus(4));
        assert_eq!(told_at(&off, 3, "1729"), "320 of 336, open 16");
        assert_eq!(told_at(&off, 3, "1730"), "320 of 336, missed");
        // What follows can still keep it.
        let more = [
            blocks.clone(),
            testdata::day(testdata::monday().plus(5), "0900-0910 sp"),
        ];
        let saturday = testdata::at(testdata::monday().plus(5), "0910").at;
        let kept = told(text, &more.concat(), &testdata::context(), saturday);
        assert_eq!(kept, "420 of 420, kept");
        // Without a plan the week itself decides.
        let mut none = testdata::context();
        none.hours = crate::domain::hours::WorkHours::none();
        assert_eq!(told_at(&none, 6, "2359"), "410 of 420, open 10");
        assert_eq!(told_at(&none, 7, "0000"), "410 of 420, missed");
    }

    #[test]
    fn an_empty_week_keeps_a_ceiling_and_misses_a_floor() {
        let (context, now) = (
            testdata::context(),
            testdata::at(testdata::monday().plus(7), "0000").at,
        );
        assert_eq!(
            told("<= 1h distraction", &[], &context, now),
            "0 of 60, kept"
        );
        assert_eq!(
            told(">= 1h learning", &[], &context, now),
            "0 of 60, missed"
        );
        assert_eq!(
            told(">= 1h learning on 2 days", &[], &context, now),
            "0d of 2d, missed"
        );
        assert_eq!(
            told("<= 1h distraction on 2 days", &[], &context, now),
            "0d of 2d, missed"
        );
    }
}
