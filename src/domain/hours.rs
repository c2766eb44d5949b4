//! The planned working hours and the days off: against them, time without a block is untracked.

use std::collections::BTreeSet;

use chrono::Weekday;

use super::calendar::{Calendar, Day};
use super::stamp::{Length, Moment, Span};

/// A stretch of a planned day: from and to, both after midnight; `to` is later.
pub type Stretch = (Length, Length);

/// When the rep means to work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkHours {
    weekdays: [Vec<Stretch>; 7],
    /// Days that are off whatever the weekday says: holidays, sick days, leave.
    pub days_off: BTreeSet<Day>,
}

impl Default for WorkHours {
    fn default() -> Self {
        let working = vec![(Length::minutes(8 * 60 + 30), Length::minutes(17 * 60 + 30))];
        let weekdays = std::array::from_fn(|index| if index < 5 { working.clone() } else { Vec::new() });
        Self { weekdays, days_off: BTreeSet::new() }
    }
}

impl WorkHours {
    /// No working hours at all, to name the workdays one by one.
    pub fn none() -> Self {
        Self { weekdays: Default::default(), days_off: BTreeSet::new() }
    }

    /// Plans a weekday; stretches are given in order and do not overlap.
    pub fn set(&mut self, weekday: Weekday, stretches: Vec<Stretch>) {
        self.weekdays[weekday.num_days_from_monday() as usize] = stretches;
    }

    /// What is planned for a weekday, days off aside.
    pub fn of_weekday(&self, weekday: Weekday) -> &[Stretch] {
        &self.weekdays[weekday.num_days_from_monday() as usize]
    }

    /// What is planned for a day: nothing on a day off.
    pub fn of_day(&self, day: Day) -> &[Stretch] {
        if self.days_off.contains(&day) { &[] } else { self.of_weekday(day.weekday()) }
    }

    /// Whether work is planned for a day.
    pub fn is_workday(&self, day: Day) -> bool {
        !self.of_day(day).is_empty()
    }

    /// The planned stretches of a day as instants. The hours are those of the wall clock where the rep was:
    /// `place` is the first moment of the day that is on record, if there is one.
    pub fn spans(&self, day: Day, calendar: &Calendar, place: Option<Moment>) -> Vec<Span> {
        let instant = |after_midnight| calendar.instant_at(day, after_midnight, place);
        self.of_day(day).iter().filter_map(|&(from, to)| Span::new(instant(from), instant(to))).collect()
    }
}
