//! The planned working hours and the days off: against them, time without a block is untracked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Day, Week};
use super::stamp::{Length, Moment, Span};
use super::times_off::{MIDNIGHT, TimesOff, cut_out, overlaps};

pub use super::times_off::Stretch;

/// What a single day is marked as, against what is planned for it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// No work: leave, a sick day.
    Off,
    /// Work, though none was planned.
    Work,
}

impl Mark {
    /// The name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Work => "work",
        }
    }

    /// The mark of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Work]
            .into_iter()
            .find(|mark| mark.name() == name)
    }
}

/// All that is marked of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DayMark {
    pub mark: Mark,
    /// Where there are some, the day is off at these times alone, whatever the mark.
    #[serde(default, skip_serializing_if = "TimesOff::is_empty")]
    pub times: TimesOff,
}

impl DayMark {
    /// Of a whole day.
    pub fn whole(mark: Mark) -> Self {
        Self {
            mark,
            times: TimesOff::default(),
        }
    }

    /// Whether all of the day is off.
    pub fn is_off(&self) -> bool {
        self.mark == Mark::Off && self.times.is_empty()
    }
}

/// The days and weeks that are marked, day by day as they come, where the planned hours go by the weekday.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// Days that are off.
    pub off: BTreeSet<Day>,
    /// Days that are worked, whatever the weekday or a holiday says.
    pub work: BTreeSet<Day>,
    /// Days that are off in part, and when.
    pub parts: BTreeMap<Day, TimesOff>,
    /// Weeks that are off whole, whatever is marked within them.
    pub paused: BTreeSet<Week>,
}

impl Marks {
    /// Adds what is marked of a day.
    pub fn add(&mut self, day: Day, marked: DayMark) {
        match marked.mark {
            Mark::Work => {
                self.work.insert(day);
            }
            Mark::Off if marked.times.is_empty() => {
                self.off.insert(day);
            }
            Mark::Off => {}
        }
        if !marked.times.is_empty() {
            self.parts.insert(day, marked.times);
        }
    }

    /// The times of a day at which it is off in part, and those of its neighbors, all after its midnight.
    fn times_around(&self, day: Day) -> Vec<Stretch> {
        let days = self.parts.range(day.plus(-1)..=day.plus(1));
        let shifted = days.flat_map(|(of, times)| {
            let shift = Length::hours(24 * of.since(day));
            let times = times.stretches().iter();
            times.map(move |(from, to)| (*from + shift, *to + shift))
        });
        shifted.collect()
    }

    /// Whether a day lies in a week that is off whole.
    pub fn is_paused(&self, day: Day) -> bool {
        self.paused
            .range(..=Week { first: day })
            .next_back()
            .is_some_and(|week| day < week.end())
    }
}

/// What the names of [`WorkHours::notice`] begin with.
pub const NOTICE: &str = "hours";
/// What is to be known where hours change that no plan has taken over from.
pub const PAST_CHANGES: &str = "the weeks before count by these hours too";
/// How to leave the past alone.
pub const KEEP_PAST: &str = "tafs hours \"…\" --from DATE keeps theirs";

/// A goal for a week, and what of it is for a week with days off.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WeeklyGoal {
    /// For a week without days off.
    pub whole: Length,
    pub goal: Length,
    /// The planned days that are not off, one that is off in part by its share of the plan; and all planned ones.
    pub left: f64,
    pub planned: i64,
}

/// Which of so many weeks a plan is for, the week in which it begins being the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    pub every: i64,
    /// From 1 to `every`.
    pub number: i64,
}

/// Hours that take over from a date on; before it those hold that held then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub from: Day,
    /// The first day of the week of `from`.
    first: Day,
    /// `None` for all weeks.
    pub turn: Option<Turn>,
    weekdays: [Vec<Stretch>; 7],
}

impl Plan {
    /// The hours of the weekdays of a plan; `first` is the first day of the week of `from`.
    pub fn new(from: Day, first: Day, turn: Option<Turn>, hours: &WorkHours) -> Self {
        Self {
            from,
            first,
            turn,
            weekdays: hours.weekdays.clone(),
        }
    }

    /// What it plans for each weekday, from Monday on.
    pub fn weekdays(&self) -> [&[Stretch]; 7] {
        std::array::from_fn(|index| self.weekdays[index].as_slice())
    }

    fn holds(&self, day: Day) -> bool {
        let weeks = day.since(self.first).div_euclid(7);
        day >= self.from
            && self
                .turn
                .is_none_or(|turn| weeks.rem_euclid(turn.every) == turn.number - 1)
    }
}

/// When the rep means to work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkHours {
    weekdays: [Vec<Stretch>; 7],
    /// What has taken over since, the latest first.
    plans: Vec<Plan>,
    /// Days that are off whatever the weekday says: holidays, sick days, leave.
    pub days_off: BTreeSet<Day>,
    /// The hours of each workday that are meant for selling alone, in order.
    pub focus: Vec<Stretch>,
    /// What has been marked since, which goes before all of that.
    pub marks: Marks,
}

impl Default for WorkHours {
    fn default() -> Self {
        let working = vec![(Length::minutes(8 * 60 + 30), Length::minutes(17 * 60 + 30))];
        let weekdays = std::array::from_fn(|index| {
            if index < 5 {
                working.clone()
            } else {
                Vec::new()
            }
        });
        Self {
            weekdays,
            ..Self::none()
        }
    }
}

impl WorkHours {
    /// No working hours at all, to name the workdays one by one.
    pub fn none() -> Self {
        Self {
            weekdays: Default::default(),
            plans: Vec::new(),
            days_off: BTreeSet::new(),
            focus: Vec::new(),
            marks: Marks::default(),
        }
    }

    /// Plans a weekday; stretches are given in order and do not overlap.
    pub fn set(&mut self, weekday: Weekday, stretches: Vec<Stretch>) {
        self.weekdays[weekday.num_days_from_monday() as usize] = stretches;
    }

    /// Lets plans take over, each from its date on.
    pub fn follow(&mut self, mut plans: Vec<Plan>) {
        // Of one date that of some weeks goes before that of all.
        plans.sort_by_key(|plan| (std::cmp::Reverse(plan.from), plan.turn.is_none()));
        self.plans = plans;
    }

    /// Whether both plan the same before anything takes over.
    pub fn has_same_base(&self, other: &Self) -> bool {
        self.weekdays == other.weekdays
    }

    /// Under which name it is kept that a person knows what these hours do to the past: one for each base.
    pub fn notice(&self) -> String {
        let day = |stretches: &Vec<Stretch>| {
            let times = stretches.iter();
            let times =
                times.map(|(from, to)| format!("{}-{}", from.as_seconds(), to.as_seconds()));
            times.collect::<Vec<_>>().join(",")
        };
        let days: Vec<String> = self.weekdays.iter().map(day).collect();
        format!("{NOTICE} {}", days.join(";"))
    }

    /// Whether another base plans any of these days differently.
    pub fn differs_on(&self, other: &Self, first: Day, last: Day) -> bool {
        let count = last.since(first) + 1;
        let mut days = (0..count).map(|days| first.plus(days));
        !self.has_same_base(other) && days.any(|day| self.planned_on(day) != other.planned_on(day))
    }

    /// What has taken over since, the latest first.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// What is planned for a date, days off aside: by the latest plan that holds then.
    pub fn planned_on(&self, day: Day) -> &[Stretch] {
        let plan = self.plans.iter().find(|plan| plan.holds(day));
        let weekdays = plan.map_or(&self.weekdays, |plan| &plan.weekdays);
        &weekdays[day.weekday().num_days_from_monday() as usize]
    }

    /// What is planned for a weekday before the first plan takes over, days off aside.
    pub fn of_weekday(&self, weekday: Weekday) -> &[Stretch] {
        &self.weekdays[weekday.num_days_from_monday() as usize]
    }

    /// Whether a day is off for a reason of its own: a pause, a mark, a holiday, or the parts of it that are off and leave
    /// nothing. A free weekday alone is none.
    pub fn is_off(&self, day: Day) -> bool {
        self.is_off_whole(day)
            || (!self.whole_of_day(day).is_empty() && self.of_day(day).is_empty())
    }

    fn is_off_whole(&self, day: Day) -> bool {
        self.marks.is_paused(day)
            || self.marks.off.contains(&day)
            || (self.days_off.contains(&day) && !self.marks.work.contains(&day))
    }

    /// What is planned for a day: nothing on a day off, nothing where it is off in part. A day that is marked as worked has
    /// the hours of its weekday, or where that one has none those of the nearest weekday before it that has some.
    pub fn of_day(&self, day: Day) -> Cow<'_, [Stretch]> {
        let whole = self.whole_of_day(day);
        let off = self.marks.times_around(day);
        if off.is_empty() {
            Cow::Borrowed(whole)
        } else {
            Cow::Owned(cut_out(whole, &off))
        }
    }

    /// Whether a part of what would be planned for a day is off.
    pub fn has_time_off(&self, day: Day) -> bool {
        let off = self.marks.times_around(day);
        !overlaps(self.whole_of_day(day), &off).is_empty()
    }

    /// What would be planned for a day were it not off in part.
    fn whole_of_day(&self, day: Day) -> &[Stretch] {
        if self.is_off_whole(day) {
            return &[];
        }
        let back = if self.marks.work.contains(&day) { 6 } else { 0 };
        let weekdays = (0..=back).map(|days| self.planned_on(day.plus(-days)));
        weekdays
            .into_iter()
            .find(|stretches| !stretches.is_empty())
            .unwrap_or_default()
    }

    /// How much is planned for a day.
    pub fn length_of(&self, day: Day) -> Length {
        sum_of(&self.of_day(day))
    }

    /// What a goal for a whole week is for this one: as much of it as there are of its planned days after days off. A day
    /// that is off in part counts by the planned time that is left of it.
    pub fn pro_rata(&self, goal: Length, week: Week) -> WeeklyGoal {
        let days = week.days().into_iter();
        let planned = days.filter(|day| !self.planned_on(*day).is_empty());
        let (planned, left) = planned.fold((0, 0.0), |(planned, left), day| {
            (planned + 1, left + self.part_left(day))
        });
        let seconds = (goal.as_seconds() as f64 * left / f64::from(planned.max(1))).round() as i64;
        WeeklyGoal {
            whole: goal,
            goal: if planned == 0 {
                goal
            } else {
                Length::seconds(seconds)
            },
            left,
            planned: planned.into(),
        }
    }

    /// How much of what is planned for a day is left after what is off, from 0 to 1.
    fn part_left(&self, day: Day) -> f64 {
        let whole = sum_of(self.whole_of_day(day));
        self.length_of(day).share_of(whole).unwrap_or(0.0)
    }

    /// Whether work is planned for a day.
    pub fn is_workday(&self, day: Day) -> bool {
        !self.of_day(day).is_empty()
    }

    /// The planned parts of a day: its own hours, cut where the day ends, and what of the hours of its neighbors lies in
    /// it, such as a shift past midnight. Otherwise as [`WorkHours::spans`].
    pub fn spans_within(&self, day: Day, calendar: &Calendar, place: Option<Moment>) -> Vec<Span> {
        let days = [day.plus(-1), day, day.plus(1)];
        if !days.iter().any(|day| self.reaches_beyond(*day, calendar)) {
            return self.spans(day, calendar, place);
        }
        let begins = |day: Day| calendar.instant_at(day, calendar.day_start, place);
        let Some(whole) = Span::new(begins(day), begins(day.plus(1))) else {
            return Vec::new();
        };
        let planned = days
            .into_iter()
            .flat_map(|day| self.spans(day, calendar, place));
        planned.filter_map(|span| whole.overlap(span)).collect()
    }

    /// The parts of a day that would be planned and are off; otherwise as [`WorkHours::spans_within`].
    pub fn spans_off(&self, day: Day, calendar: &Calendar, place: Option<Moment>) -> Vec<Span> {
        let begins = |day: Day| calendar.instant_at(day, calendar.day_start, place);
        let whole = Span::new(begins(day), begins(day.plus(1)));
        let (Some(whole), false) = (whole, self.marks.parts.is_empty()) else {
            return Vec::new();
        };
        let off = [day.plus(-1), day, day.plus(1)]
            .into_iter()
            .flat_map(|day| {
                let off = overlaps(self.whole_of_day(day), &self.marks.times_around(day));
                instants(&off, day, calendar, place)
            });
        off.filter_map(|span| whole.overlap(span)).collect()
    }

    /// The focus hours of a workday; otherwise as [`WorkHours::spans`].
    pub fn focus_spans(&self, day: Day, calendar: &Calendar, place: Option<Moment>) -> Vec<Span> {
        if self.is_workday(day) {
            instants(&self.focus, day, calendar, place)
        } else {
            Vec::new()
        }
    }

    /// Whether hours that are planned for a day lie in another one.
    fn reaches_beyond(&self, day: Day, calendar: &Calendar) -> bool {
        let (starts, ends) = (calendar.day_start, calendar.day_start + MIDNIGHT);
        let stretches = self.of_day(day);
        let mut stretches = stretches.iter();
        stretches.any(|(from, to)| *from < starts || *to > ends)
    }

    /// The planned stretches of a day as instants. The hours are those of the wall clock where the rep was:
    /// `place` is the first moment of the day that is on record, if there is one.
    pub fn spans(&self, day: Day, calendar: &Calendar, place: Option<Moment>) -> Vec<Span> {
        instants(&self.of_day(day), day, calendar, place)
    }
}

fn sum_of(stretches: &[Stretch]) -> Length {
    stretches.iter().map(|(from, to)| *to - *from).sum()
}

fn instants(
    stretches: &[Stretch],
    day: Day,
    calendar: &Calendar,
    place: Option<Moment>,
) -> Vec<Span> {
    let instant = |after_midnight| calendar.instant_at(day, after_midnight, place);
    let spans = stretches.iter();
    spans
        .filter_map(|&(from, to)| Span::new(instant(from), instant(to)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{parse_rfc3339, rfc3339, zone_from_tz};

    fn day(text: &str) -> Day {
        Day(text.parse().expect(text))
    }

    fn hours(times: &[(i64, i64)]) -> Vec<Stretch> {
        times
            .iter()
            .map(|&(from, to)| (Length::minutes(from), Length::minutes(to)))
            .collect()
    }

    #[test]
    fn weekdays_are_planned_and_days_off_are_not() {
        let mut plan = WorkHours::default();
        plan.days_off.insert(day("2026-03-03"));
        let cases = [
            ("2026-03-02", true),
            ("2026-03-03", false),
            ("2026-03-06", true),
            ("2026-03-07", false),
        ];
        for (date, works) in cases {
            assert_eq!(plan.is_workday(day(date)), works, "{date}");
        }
        assert_eq!(
            plan.of_weekday(Weekday::Tue),
            hours(&[(510, 1050)]),
            "the weekday itself stays planned"
        );
        let mut sundays = WorkHours::none();
        sundays.set(Weekday::Sun, hours(&[(540, 720)]));
        assert!(sundays.is_workday(day("2026-03-08")) && !sundays.is_workday(day("2026-03-02")));
    }

    #[test]
    fn marks_go_before_the_plan_and_a_pause_before_all() {
        let mut plan = WorkHours::default();
        plan.set(Weekday::Fri, hours(&[(480, 720)]));
        plan.set(Weekday::Thu, Vec::new());
        plan.days_off.extend([day("2026-03-02"), day("2026-03-03")]);
        plan.marks
            .off
            .extend([day("2026-03-04"), day("2026-03-11")]);
        // A holiday, a free weekday, a weekend; and in the week that is off.
        plan.marks
            .work
            .extend(["2026-03-03", "2026-03-05", "2026-03-08", "2026-03-18"].map(day));
        plan.marks.paused.insert(Week {
            first: day("2026-03-16"),
        });
        let whole = hours(&[(510, 1050)]);
        let cases = [
            ("2026-03-02", true, vec![]),
            ("2026-03-03", false, whole.clone()),
            ("2026-03-04", true, vec![]),
            // Thursday has none of its own: those of Wednesday. Sunday: those of Friday.
            ("2026-03-05", false, whole.clone()),
            ("2026-03-06", false, hours(&[(480, 720)])),
            ("2026-03-07", false, vec![]),
            ("2026-03-08", false, hours(&[(480, 720)])),
            ("2026-03-11", true, vec![]),
            ("2026-03-12", false, vec![]),
            ("2026-03-15", false, vec![]),
            ("2026-03-16", true, vec![]),
            ("2026-03-18", true, vec![]),
            ("2026-03-22", true, vec![]),
            ("2026-03-23", false, whole),
        ];
        for (date, off, expected) in cases {
            assert_eq!(
                (plan.is_off(day(date)), &*plan.of_day(day(date))),
                (off, expected.as_slice()),
                "{date}"
            );
        }
        let mut none = WorkHours::none();
        none.marks.work.insert(day("2026-03-02"));
        assert!(
            !none.is_workday(day("2026-03-02")),
            "there are no hours to work by"
        );
    }

    #[test]
    fn the_plan_goes_by_the_wall_clock_of_the_place_where_the_day_was_lived() {
        let berlin = Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone"));
        let mut plan = WorkHours::default();
        plan.set(Weekday::Sun, hours(&[(60, 240)]));
        plan.set(Weekday::Sat, hours(&[(23 * 60, 25 * 60)]));
        let cases: [(&str, Option<&str>, &[&str]); 7] = [
            (
                "2026-03-02",
                None,
                &["2026-03-02T08:30:00+01:00", "2026-03-02T17:30:00+01:00"],
            ),
            (
                "2026-07-01",
                None,
                &["2026-07-01T08:30:00+02:00", "2026-07-01T17:30:00+02:00"],
            ),
            // 01:00 to 04:00 on the nights of 23 and 25 hours.
            (
                "2026-03-29",
                None,
                &["2026-03-29T01:00:00+01:00", "2026-03-29T04:00:00+02:00"],
            ),
            (
                "2026-10-25",
                None,
                &["2026-10-25T01:00:00+02:00", "2026-10-25T04:00:00+01:00"],
            ),
            // Past midnight.
            (
                "2026-03-07",
                None,
                &["2026-03-07T23:00:00+01:00", "2026-03-08T01:00:00+01:00"],
            ),
            // In Berlin, and in New York that day.
            (
                "2026-03-02",
                Some("2026-03-02T09:00:00+01:00"),
                &["2026-03-02T08:30:00+01:00", "2026-03-02T17:30:00+01:00"],
            ),
            (
                "2026-03-02",
                Some("2026-03-02T09:00:00-05:00"),
                &["2026-03-02T14:30:00+01:00", "2026-03-02T23:30:00+01:00"],
            ),
        ];
        for (date, place, expected) in cases {
            let place = place.map(|text| parse_rfc3339(text).expect(text));
            let spans = plan.spans(day(date), &berlin, place);
            let shown: Vec<String> = spans
                .iter()
                .flat_map(|span| [span.start(), span.end()])
                .map(|at| rfc3339(berlin.here(at)))
                .collect();
            assert_eq!(shown, expected, "{date}");
        }
    }

    #[test]
    fn a_plan_takes_over_at_its_date_and_the_past_keeps_its_hours() {
        let weekday = |weekday, from: i64, to: i64| {
            let mut plan = WorkHours::none();
            plan.set(weekday, hours(&[(from * 60, to * 60)]));
            plan
        };
        let plan = |from: &str, turn: Option<(i64, i64)>, hours: &WorkHours| {
            let from = day(from);
            let first = from.plus(-i64::from(from.weekday().num_days_from_monday()));
            let turn = turn.map(|(every, number)| Turn { every, number });
            Plan::new(from, first, turn, hours)
        };
        let mut all = WorkHours::default();
        // From a Wednesday on Mondays and Tuesdays by turns; in the summer the mornings of Mondays.
        all.follow(vec![
            plan("2026-04-01", Some((2, 1)), &weekday(Weekday::Mon, 9, 12)),
            plan("2026-04-01", Some((2, 2)), &weekday(Weekday::Tue, 9, 12)),
            plan("2026-07-01", None, &weekday(Weekday::Mon, 7, 9)),
        ]);
        let cases = [
            ("2026-03-30", Some((510, 1050))),
            ("2026-03-31", Some((510, 1050))),
            // The plan begins, in its first week.
            ("2026-04-01", None),
            ("2026-04-06", None),
            ("2026-04-07", Some((540, 720))),
            ("2026-04-13", Some((540, 720))),
            ("2026-04-14", None),
            ("2026-06-22", Some((540, 720))),
            ("2026-07-06", Some((420, 540))),
            ("2026-07-07", None),
        ];
        for (date, expected) in cases {
            let expected: Vec<(i64, i64)> = expected.into_iter().collect();
            assert_eq!(*all.of_day(day(date)), *hours(&expected), "{date}");
        }
        // A turn that nobody planned keeps what held before.
        all.follow(vec![plan(
            "2026-04-01",
            Some((2, 2)),
            &weekday(Weekday::Tue, 9, 12),
        )]);
        assert_eq!(*all.of_day(day("2026-04-13")), *hours(&[(510, 1050)]));
    }

    #[test]
    fn a_weekly_goal_is_for_the_planned_days_that_are_not_off() {
        let week = Week {
            first: day("2026-03-02"),
        };
        let mut plan = WorkHours::default();
        let goal = |plan: &WorkHours| {
            let of = plan.pro_rata(Length::hours(20), week);
            (of.goal.as_seconds() / 60, of.left, of.planned)
        };
        assert_eq!(goal(&plan), (1200, 5.0, 5));
        plan.days_off.extend(["2026-03-02", "2026-03-03"].map(day));
        plan.marks.off.insert(day("2026-03-04"));
        // A weekend is no planned day, off or worked.
        plan.marks.off.insert(day("2026-03-07"));
        assert_eq!(goal(&plan), (480, 2.0, 5));
        plan.marks.work.insert(day("2026-03-08"));
        assert_eq!(goal(&plan), (480, 2.0, 5));
        plan.marks.paused.insert(week);
        assert_eq!(goal(&plan), (0, 0.0, 5));
        let mut two = WorkHours::none();
        two.set(Weekday::Tue, hours(&[(540, 780)]));
        two.set(Weekday::Thu, hours(&[(540, 780)]));
        assert_eq!(goal(&two), (1200, 2.0, 2));
        assert_eq!(goal(&WorkHours::none()), (1200, 0.0, 0));
    }

    #[test]
    fn a_shift_past_midnight_is_of_both_days() {
        let mut berlin = Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone"));
        let mut plan = WorkHours::none();
        plan.set(Weekday::Mon, hours(&[(22 * 60, 30 * 60)]));
        plan.set(Weekday::Tue, hours(&[(22 * 60, 30 * 60)]));
        let told = |calendar: &Calendar, date: &str| {
            let spans = plan.spans_within(day(date), calendar, None);
            let ends = spans.iter().flat_map(|span| [span.start(), span.end()]);
            let clocks = ends.map(|at| rfc3339(calendar.here(at))[8..16].replace('T', " "));
            clocks.collect::<Vec<_>>()
        };
        assert_eq!(told(&berlin, "2026-03-02"), ["02 22:00", "03 00:00"]);
        let both = ["03 00:00", "03 06:00", "03 22:00", "04 00:00"];
        assert_eq!(told(&berlin, "2026-03-03"), both);
        assert_eq!(told(&berlin, "2026-03-04"), ["04 00:00", "04 06:00"]);
        assert!(told(&berlin, "2026-03-05").is_empty());
        // A day from seven to seven holds all of its shift.
        berlin.day_start = Length::hours(7);
        assert_eq!(told(&berlin, "2026-03-02"), ["02 22:00", "03 06:00"]);
        assert!(told(&berlin, "2026-03-04").is_empty());
    }

    fn off_at(plan: &mut WorkHours, date: &str, times: &str) {
        let times = TimesOff::parse(times).expect(times);
        let mark = Mark::Off;
        plan.marks.add(day(date), DayMark { mark, times });
    }

    /// A date, whether it is off whole, and what is planned for it.
    type PartCase = (&'static str, bool, &'static [(i64, i64)]);

    #[test]
    fn what_is_off_in_part_is_not_planned() {
        let mut plan = WorkHours::default();
        plan.days_off.insert(day("2026-03-04"));
        off_at(&mut plan, "2026-03-02", "12:00-17:30");
        off_at(
            &mut plan,
            "2026-03-03",
            "08:00-09:00, 10:00-10:30, 17:00-24:00",
        );
        // A day off, a weekend, one of which nothing is left, one that keeps all.
        off_at(&mut plan, "2026-03-04", "09:00-10:00");
        off_at(&mut plan, "2026-03-05", "08:30-17:30");
        off_at(&mut plan, "2026-03-06", "18:00-20:00");
        off_at(&mut plan, "2026-03-07", "09:00-10:00");
        let cases: [PartCase; 6] = [
            ("2026-03-02", false, &[(510, 720)]),
            ("2026-03-03", false, &[(540, 600), (630, 1020)]),
            ("2026-03-04", true, &[]),
            ("2026-03-05", true, &[]),
            ("2026-03-06", false, &[(510, 1050)]),
            ("2026-03-07", false, &[]),
        ];
        for (date, is_off, expected) in cases {
            assert_eq!(*plan.of_day(day(date)), *hours(expected), "{date}");
            assert_eq!(plan.is_off(day(date)), is_off, "{date}");
            assert_eq!(plan.is_workday(day(date)), !expected.is_empty(), "{date}");
        }
        // 3h30 of 9 h, 7h30 of 9 h, and Friday whole.
        let week = Week {
            first: day("2026-03-02"),
        };
        let of = plan.pro_rata(Length::hours(20), week);
        assert_eq!(of.goal, Length::seconds(72_000 * 20 / 45));
        assert!((of.left - 20.0 / 9.0).abs() < 1e-9 && of.planned == 5);
        plan.marks.work.insert(day("2026-03-04"));
        assert_eq!(
            *plan.of_day(day("2026-03-04")),
            *hours(&[(510, 540), (600, 1050)])
        );
    }

    #[test]
    fn what_is_off_past_midnight_and_on_the_nights_when_clocks_change() {
        let berlin = Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone"));
        let mut plan = WorkHours::none();
        for weekday in [Weekday::Sat, Weekday::Sun] {
            plan.set(weekday, hours(&[(22 * 60, 30 * 60)]));
        }
        plan.set(Weekday::Fri, hours(&[(60, 240)]));
        let told = |spans: Vec<Span>| {
            let ends = spans.iter().flat_map(|span| [span.start(), span.end()]);
            let clocks = ends.map(|at| rfc3339(berlin.here(at))[8..22].replace('T', " "));
            clocks.collect::<Vec<_>>().join(" ")
        };
        // The shift from Saturday to Sunday, off from 23:00 to 02:30.
        for date in ["2026-03-28", "2026-10-24"] {
            off_at(&mut plan, date, "23:00-24:00");
            let next = day(date).plus(1).to_string();
            off_at(&mut plan, &next, "00:00-02:30");
        }
        let cases = [
            (
                "2026-03-28",
                "28 22:00:00+01 28 23:00:00+01",
                "28 23:00:00+01 29 00:00:00+01",
            ),
            // 02:30 never came: what is left begins where the clocks go on.
            (
                "2026-03-29",
                "29 03:00:00+02 29 06:00:00+02 29 22:00:00+02 30 00:00:00+02",
                "29 00:00:00+01 29 03:00:00+02",
            ),
            // 02:30 came twice, and the first is meant.
            (
                "2026-10-25",
                "25 02:30:00+02 25 06:00:00+01 25 22:00:00+01 26 00:00:00+01",
                "25 00:00:00+02 25 02:30:00+02",
            ),
        ];
        for (date, left, off) in cases {
            assert_eq!(
                told(plan.spans_within(day(date), &berlin, None)),
                left,
                "{date}"
            );
            assert_eq!(
                told(plan.spans_off(day(date), &berlin, None)),
                off,
                "{date}"
            );
        }
        assert!(plan.spans_off(day("2026-03-27"), &berlin, None).is_empty());
    }

    #[test]
    fn hours_that_the_clocks_skip_make_no_stretch() {
        let berlin = Calendar::new(zone_from_tz("Europe/Berlin").expect("a zone"));
        let mut plan = WorkHours::none();
        plan.set(Weekday::Sun, hours(&[(120, 150), (150, 180), (180, 240)]));
        let spans = plan.spans(day("2026-03-29"), &berlin, None);
        assert_eq!(
            spans.iter().map(|span| span.length()).collect::<Vec<_>>(),
            [Length::hours(1)]
        );
    }
}
