//! Times of the wall clock on one date, such as those at which a day is off in part: what is typed, kept and cut out of
//! the planned hours. Knows no zone.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse::parse_digits;
use super::stamp::Length;

/// A stretch of a planned day: from and to, both after midnight; `to` is later.
pub type Stretch = (Length, Length);

/// The end of a date by its wall clock.
pub const MIDNIGHT: Length = Length::hours(24);

/// Stretches of one date, in order and apart from each other, none beyond midnight.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TimesOff(Vec<Stretch>);

impl TimesOff {
    /// All of a date.
    pub fn whole() -> Self {
        Self(vec![(Length::ZERO, MIDNIGHT)])
    }

    /// What of some stretches lies on the date.
    pub fn of(stretches: &[Stretch]) -> Self {
        stretches
            .iter()
            .fold(Self::default(), |times, stretch| times.with(*stretch))
    }

    /// These and one more; those that touch become one.
    #[must_use]
    pub fn with(&self, (from, to): Stretch) -> Self {
        let (mut from, mut to) = (from.or_zero(), to.min(MIDNIGHT));
        if from >= to {
            return self.clone();
        }
        let mut all = Vec::with_capacity(self.0.len() + 1);
        for &(start, end) in &self.0 {
            if start <= to && from <= end {
                (from, to) = (from.min(start), to.max(end));
            } else {
                all.push((start, end));
            }
        }
        all.push((from, to));
        all.sort_unstable();
        Self(all)
    }

    /// What is left of these without a stretch.
    #[must_use]
    pub fn without(&self, taken: Stretch) -> Self {
        Self(cut_out(&self.0, &[taken]))
    }

    /// In order.
    pub fn stretches(&self) -> &[Stretch] {
        &self.0
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether nothing of the date is left beside them.
    pub fn is_whole(&self) -> bool {
        *self == Self::whole()
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let read = |part: &str| {
            let (from, to) = part.split_once('-')?;
            Some((read_time(from)?, read_time(to)?))
        };
        let parts: Option<Vec<Stretch>> = text.split(", ").map(read).collect();
        let times = Self(parts?);
        // Only as it is written: in order, apart, on the date.
        (Self::of(&times.0) == times).then_some(times)
    }
}

/// `12:00-17:30, 19:00-24:00`, with seconds where there are some.
impl fmt::Display for TimesOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (from, to)) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{}-{}", write_time(*from), write_time(*to))?;
        }
        Ok(())
    }
}

impl Serialize for TimesOff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimesOff {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom(format!("{text:?} is not times of a day"));
        Self::parse(&text).ok_or_else(wrong)
    }
}

/// What is left of some stretches once others are cut out, in order.
pub fn cut_out(stretches: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut left = stretches.to_vec();
    for &(start, end) in taken {
        let around = left
            .into_iter()
            .flat_map(|(from, to)| [(from, to.min(start)), (from.max(end), to)]);
        left = around.filter(|(from, to)| from < to).collect();
    }
    left
}

/// What some stretches share with others, in order.
pub fn overlaps(stretches: &[Stretch], others: &[Stretch]) -> Vec<Stretch> {
    let shared = stretches.iter().flat_map(|(from, to)| {
        let with = others.iter();
        with.map(|(start, end)| (*from.max(start), *to.min(end)))
    });
    let mut shared: Vec<Stretch> = shared.filter(|(from, to)| from < to).collect();
    shared.sort_unstable();
    shared
}

fn write_time(after_midnight: Length) -> String {
    let seconds = after_midnight.as_seconds();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{rest:02}")
    }
}

fn read_time(text: &str) -> Option<Length> {
    let fields: Vec<&str> = text.split(':').collect();
    let field = |index: usize| match fields.get(index) {
        Some(digits) => parse_digits::<i64>(digits).filter(|_| digits.len() == 2),
        None => Some(0),
    };
    let (hours, minutes, seconds) = (field(0)?, field(1)?, field(2)?);
    let time = Length::seconds(hours * 3600 + minutes * 60 + seconds);
    let is_time = matches!(fields.len(), 2 | 3) && minutes < 60 && seconds < 60;
    (is_time && time <= MIDNIGHT).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(from: i64, to: i64) -> Stretch {
        (Length::minutes(from), Length::minutes(to))
    }

    #[test]
    fn stretches_that_touch_become_one_and_none_goes_beyond_the_date() {
        let cases: [(&[Stretch], &str); 7] = [
            (&[], ""),
            (&[minutes(720, 1050)], "12:00-17:30"),
            (&[minutes(720, 780), minutes(780, 840)], "12:00-14:00"),
            (
                &[minutes(900, 960), minutes(540, 600), minutes(590, 910)],
                "09:00-16:00",
            ),
            (
                &[minutes(900, 960), minutes(540, 600)],
                "09:00-10:00, 15:00-16:00",
            ),
            (
                &[minutes(-60, 30), minutes(1320, 1560)],
                "00:00-00:30, 22:00-24:00",
            ),
            (&[minutes(600, 600), minutes(700, 600)], ""),
        ];
        for (stretches, expected) in cases {
            let times = TimesOff::of(stretches);
            assert_eq!(times.to_string(), expected);
            if !times.is_empty() {
                assert_eq!(TimesOff::parse(expected), Some(times));
            }
        }
    }

    #[test]
    fn what_is_taken_back_is_cut_out() {
        let day = TimesOff::of(&[minutes(540, 720), minutes(780, 1050)]);
        let cases = [
            (minutes(0, 1440), ""),
            (minutes(600, 660), "09:00-10:00, 11:00-12:00, 13:00-17:30"),
            (minutes(700, 800), "09:00-11:40, 13:20-17:30"),
            (minutes(720, 780), "09:00-12:00, 13:00-17:30"),
        ];
        for (taken, expected) in cases {
            assert_eq!(day.without(taken).to_string(), expected);
        }
        assert!(TimesOff::whole().is_whole() && !day.is_whole());
        let seconds = (Length::seconds(36_601), Length::seconds(36_662));
        assert_eq!(TimesOff::of(&[seconds]).to_string(), "10:10:01-10:11:02");
    }

    #[test]
    fn only_what_is_written_is_read() {
        let bad = [
            "",
            "12:00",
            "12:00-",
            "12:00-12:00",
            "13:00-12:00",
            "9:00-10:00",
            "09:00-10:00,11:00-12:00",
            "09:00-10:00, 09:30-12:00",
            "11:00-12:00, 09:00-10:00",
            "09:00-10:00, 10:00-12:00",
            "09:60-10:00",
            "09:00-24:01",
            "09:00-25:00",
            "-1:00-10:00",
            "09:00:00:00-10:00",
            "09-10",
        ];
        for text in bad {
            assert_eq!(TimesOff::parse(text), None, "{text:?}");
        }
    }
}
