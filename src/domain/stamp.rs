//! Instants, lengths and spans, in whole seconds of UTC. Knows nothing of zones, days or wall clocks.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant: seconds since 1970-01-01T00:00:00Z, from the year 1900 up to and with 2199.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stamp(i64);

impl Stamp {
    /// 1900-01-01T00:00:00Z, the first instant that a block may have.
    pub const MIN: Self = Self(-2_208_988_800);
    /// 2199-12-31T23:59:59Z, the last one.
    pub const MAX: Self = Self(7_258_118_399);

    /// The instant at `seconds` of Unix time, or `None` outside the years 1900 to 2199.
    pub fn new(seconds: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0)
            .contains(&seconds)
            .then_some(Self(seconds))
    }

    /// The instant at `seconds` of Unix time, moved to the nearest end of the years 1900 to 2199.
    pub fn clamped(seconds: i64) -> Self {
        Self(seconds.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Seconds of Unix time.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// This instant moved by `length`, held inside the years 1900 to 2199.
    pub fn plus(self, length: Length) -> Self {
        Self::clamped(self.0.saturating_add(length.0))
    }

    /// This instant moved back by `length`, held inside the years 1900 to 2199.
    pub fn minus(self, length: Length) -> Self {
        Self::clamped(self.0.saturating_sub(length.0))
    }

    /// How long after `earlier` this instant is; negative where it is before it.
    pub const fn since(self, earlier: Self) -> Length {
        Length(self.0 - earlier.0)
    }

    /// How long after `earlier` it is by what the wall clock shows of both, without their seconds: what stands beside
    /// `08:30-08:41` is 11 minutes. Only what is told beside both goes by it, sums go by [`Stamp::since`].
    pub const fn clock_since(self, earlier: Self) -> Length {
        Length::minutes(self.0.div_euclid(60) - earlier.0.div_euclid(60))
    }
}

/// A length of time in seconds. May be negative as the difference of two instants.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Length(i64);

impl Length {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// So many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60)
    }

    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours * 3600)
    }

    /// In seconds.
    pub const fn as_seconds(self) -> i64 {
        self.0
    }

    /// In hours, with the fraction.
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / 3600.0
    }

    /// Whether there is any time in it.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// This length, or zero where it is negative.
    pub fn or_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// This length as a share of `whole`, or `None` where `whole` has no time in it.
    pub fn share_of(self, whole: Self) -> Option<f64> {
        whole.is_positive().then(|| self.0 as f64 / whole.0 as f64)
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// A stretch from `start` up to, not with, `end`; never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    start: Stamp,
    end: Stamp,
}

impl Span {
    /// The stretch between two instants, or `None` where it would be empty or run backwards.
    pub fn new(start: Stamp, end: Stamp) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Its first instant.
    pub const fn start(self) -> Stamp {
        self.start
    }

    /// The instant at which it is over.
    pub const fn end(self) -> Stamp {
        self.end
    }

    /// How long it is.
    pub const fn length(self) -> Length {
        self.end.since(self.start)
    }

    /// How long it is by what the wall clock shows of both ends, as [`Stamp::clock_since`].
    pub const fn clock_length(self) -> Length {
        self.end.clock_since(self.start)
    }

    /// Whether the instant lies in it.
    pub fn contains(self, stamp: Stamp) -> bool {
        self.start <= stamp && stamp < self.end
    }

    /// What it shares with `other`.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// What is left of it once `taken` is cut out, in order.
    pub fn without(self, taken: &[Self]) -> Vec<Self> {
        let mut taken: Vec<Self> = taken
            .iter()
            .filter_map(|span| self.overlap(*span))
            .collect();
        taken.sort_by_key(|span| span.start);
        let mut left = Vec::new();
        let mut from = self.start;
        for span in taken {
            left.extend(Self::new(from, span.start));
            from = from.max(span.end);
        }
        left.extend(Self::new(from, self.end));
        left
    }
}

/// A UTC offset in seconds east of Greenwich, in whole minutes, as RFC 3339 can write it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Offset(i32);

impl Offset {
    /// Greenwich itself.
    pub const UTC: Self = Self(0);

    /// The offset of so many seconds, rounded to the minute; `None` at a day or beyond.
    pub fn new(seconds: i32) -> Option<Self> {
        let minutes = (f64::from(seconds) / 60.0).round() as i32;
        (minutes.abs() < 24 * 60).then_some(Self(minutes * 60))
    }

    /// Seconds east of Greenwich.
    pub const fn seconds(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// An instant together with the UTC offset of the place where it was lived.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment {
    /// The instant.
    pub at: Stamp,
    /// The offset of the wall clock there and then.
    pub offset: Offset,
}

impl Moment {
    /// An instant on a wall clock.
    pub const fn new(at: Stamp, offset: Offset) -> Self {
        Self { at, offset }
    }

    /// Another instant on the same wall clock.
    #[must_use]
    pub const fn moved_to(self, at: Stamp) -> Self {
        Self { at, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: i64, end: i64) -> Span {
        Span::new(Stamp::clamped(start), Stamp::clamped(end)).expect("a span")
    }

    #[test]
    fn an_empty_or_backward_span_does_not_exist() {
        let noon = Stamp::clamped(43_200);
        assert_eq!(Span::new(noon, noon), None);
        assert_eq!(Span::new(noon, Stamp::clamped(0)), None);
    }

    #[test]
    fn years_outside_1900_to_2199_are_refused() {
        assert_eq!(Stamp::new(Stamp::MIN.seconds() - 1), None);
        assert_eq!(Stamp::new(Stamp::MAX.seconds() + 1), None);
        assert_eq!(Stamp::new(0), Some(Stamp::clamped(0)));
    }

    #[test]
    fn a_row_is_as_long_as_its_times_say() {
        let base = 8 * 3600 + 30 * 60;
        let cases = [
            (40, 11 * 60 + 10, 11, 630),
            (0, 11 * 60 + 59, 11, 719),
            (59, 60, 1, 1),
            (0, 59, 0, 59),
        ];
        for (from, to, minutes, seconds) in cases {
            let span = span(base + from, base + to);
            assert_eq!(
                span.clock_length(),
                Length::minutes(minutes),
                "{from} to {to}"
            );
            assert_eq!(span.length(), Length::seconds(seconds), "{from} to {to}");
        }
    }

    #[test]
    fn what_is_left_of_a_span_is_in_order_whatever_the_order_of_the_cuts() {
        let left = span(0, 100).without(&[span(80, 200), span(10, 20), span(15, 30)]);
        assert_eq!(left, vec![span(0, 10), span(30, 80)]);
        assert_eq!(span(0, 10).without(&[span(-5, 50)]), vec![]);
    }

    #[test]
    fn offsets_print_as_rfc_3339_writes_them() {
        let shown = |seconds| Offset::new(seconds).map(|offset| offset.to_string());
        assert_eq!(shown(3600).as_deref(), Some("+01:00"));
        assert_eq!(shown(-12_600).as_deref(), Some("-03:30"));
        assert_eq!(shown(1_172).as_deref(), Some("+00:20"));
        assert_eq!(shown(86_400), None);
    }
}
