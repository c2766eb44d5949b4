//! From a start to an end, or over a length: what wall clocks mean where the clocks change in between. Knows no files.

use chrono::NaiveDateTime;

use super::source::Time;
use crate::domain::calendar::{Calendar, Local};
use crate::domain::format::count;
use crate::domain::stamp::{Length, Moment};

/// When something began and ended; `None` while it is open.
pub(super) type Times = (Time, Option<Time>);

/// Makes intervals, and counts those whose length is another.
pub(super) struct Intervals {
    pub(super) calendar: Calendar,
    disagree: usize,
}

impl Intervals {
    pub(super) const fn new(calendar: Calendar) -> Self {
        Self {
            calendar,
            disagree: 0,
        }
    }

    /// From a start over a length; where the clocks change in between, the length counts.
    pub(super) fn after(&self, start: NaiveDateTime, length: Length) -> Result<Times, String> {
        let moments = self.moments(start);
        let from = *moments
            .first()
            .ok_or("Start date: it is outside the years 1900 to 2199")?;
        let end = self.calendar.here(from.at.plus(length));
        let start = if moments.len() == 1 {
            Time::Wall(start)
        } else {
            Time::At(from)
        };
        Ok((start, Some(Time::At(end))))
    }

    /// From a start to an end, whatever the length says. Where the clocks were set back over one of them, the length
    /// tells which of the two is meant.
    pub(super) fn both(
        &mut self,
        start: NaiveDateTime,
        end: NaiveDateTime,
        length: Option<Length>,
    ) -> Times {
        let as_they_stand = (Time::Wall(start), Some(Time::Wall(end)));
        let Some(length) = length else {
            return as_they_stand;
        };
        let (starts, ends) = (self.moments(start), self.moments(end));
        let pairs = starts
            .iter()
            .flat_map(|start| ends.iter().map(move |end| (*start, *end)));
        // Lengths are shown without seconds, too.
        let fits = |(start, end): &(Moment, Moment)| {
            (end.at.since(start.at).as_seconds() - length.as_seconds()).abs() < 60
        };
        match pairs.clone().find(fits) {
            Some((start, end)) if pairs.count() > 1 => (Time::At(start), Some(Time::At(end))),
            Some(_) => as_they_stand,
            None => {
                self.disagree += 1;
                as_they_stand
            }
        }
    }

    /// The moment of a wall clock, the earlier where there are two.
    pub(super) fn moment(&self, wall: NaiveDateTime) -> Option<Moment> {
        self.moments(wall).first().copied()
    }

    /// What a wall clock can mean.
    fn moments(&self, wall: NaiveDateTime) -> Vec<Moment> {
        match self.calendar.resolve(wall) {
            Local::Once(moment) | Local::Never(_, moment) => vec![moment],
            Local::Twice(one, other) => vec![one, other],
            Local::OutOfRange => Vec::new(),
        }
    }

    /// What there is to say of lengths that are other than from start to end.
    pub(super) fn remark(&self) -> Option<String> {
        let rows = count(self.disagree, "row");
        (self.disagree > 0).then(|| {
            format!("in {rows} the duration is not the time from start to end: that time was taken")
        })
    }
}
