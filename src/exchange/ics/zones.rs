//! What a calendar means by the name of a zone. Its own rules hold for a name that nobody else knows; for a name of the
//! tz database they hold from their first onset to their last, and the database before and after. Knows which instant a
//! wall clock shows there.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use chrono::{DateTime, Duration, NaiveDateTime};

use super::line::unescape;
use super::recur::{self, Work};
use super::rule::Rule;
use super::when::Value;
use crate::domain::calendar::{Calendar, Local, Zone};
use crate::domain::stamp::Stamp;

/// What Windows shows for its zones, and its names for them.
const DISPLAYED: &str = include_str!("../../../assets/windows-display-names.tsv");
/// Windows names and their zones, one pair a line.
const WINDOWS: &str = include_str!("../../../assets/windows-zones.tsv");

/// One rule of a zone that a calendar brings: from then on its clocks have this offset.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Observance {
    /// When it began first, on the wall clock before.
    pub(super) start: Option<NaiveDateTime>,
    /// Seconds east of Greenwich before, and from then on.
    pub(super) offsets: (Option<i64>, Option<i64>),
    /// When it began again.
    pub(super) rules: Vec<Rule>,
    /// When else it began.
    pub(super) dates: Vec<NaiveDateTime>,
}

/// The changes of a zone that a calendar brings, in the years that matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct CustomZone {
    /// The offset before the first change, in seconds.
    first: i64,
    /// Instants, in seconds of Unix time, and the offset from then on.
    changes: Vec<(i64, i64)>,
}

impl CustomZone {
    /// `None` where nothing of it can be used.
    pub(super) fn new(
        observances: &[Observance],
        until: NaiveDateTime,
        work: &mut Work,
    ) -> Option<Self> {
        let mut changes = Vec::new();
        for observance in observances {
            let (Some(start), (Some(before), Some(after))) = (observance.start, observance.offsets)
            else {
                continue;
            };
            let mut add = |wall: NaiveDateTime| {
                changes.push((wall.and_utc().timestamp() - before, before, after));
                true
            };
            add(start);
            observance.dates.iter().for_each(|wall| {
                add(*wall);
            });
            for rule in &observance.rules {
                let last = match rule.until {
                    None => until,
                    Some(Value::Utc(at)) => until.min(at + Duration::seconds(before + 1)),
                    Some(Value::Wall(at)) => until.min(at + Duration::seconds(1)),
                    Some(Value::Date(day)) => {
                        until.min(day.and_time(chrono::NaiveTime::MIN) + Duration::days(1))
                    }
                };
                recur::fall(rule, start, &(start..last.max(start)), work, &mut add).ok()?;
            }
        }
        changes.sort_unstable();
        let first = changes.first()?.1;
        Some(Self {
            first,
            changes: changes
                .into_iter()
                .map(|(at, _, after)| (at, after))
                .collect(),
        })
    }

    fn offset_at(&self, seconds: i64) -> i64 {
        let passed = self.changes.partition_point(|(at, _)| *at <= seconds);
        passed
            .checked_sub(1)
            .map_or(self.first, |index| self.changes[index].1)
    }

    /// Whether an instant lies between its first onset and its last: outside it says nothing, and calendars are written
    /// that hold the years of their events alone.
    fn covers(&self, seconds: i64) -> bool {
        let onsets = self.changes.first().zip(self.changes.last());
        onsets.is_some_and(|((first, _), (last, _))| (*first..*last).contains(&seconds))
    }

    /// The first instant at which its clocks show `local`; where they skip it, as if they had not been changed yet.
    fn instant(&self, local: i64) -> i64 {
        let (before, after) = (
            self.offset_at(local - 57_600),
            self.offset_at(local + 57_600),
        );
        let is_shown = |offset: &i64| self.offset_at(local - offset) == *offset;
        local
            - [before, after]
                .into_iter()
                .filter(is_shown)
                .max()
                .unwrap_or(before)
    }
}

/// A clock by which a calendar tells a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub(super) enum Clock {
    /// That of Greenwich.
    #[default]
    Utc,
    /// None is named: that of the whole calendar, else the person's own.
    Floating(u32),
    /// A name of the calendar, by its number.
    Named(u32),
}

/// Every clock of a file.
#[derive(Debug)]
pub(super) struct Clocks {
    /// The person's.
    home: Calendar,
    /// Zones by the names that the person gives for them, in small letters.
    given: HashMap<String, Zone>,
    /// A zone whose clocks never change.
    utc: Rc<CustomZone>,
    /// The names, each with the number of the calendar of the file that uses it.
    names: Vec<(u32, String)>,
    numbers: HashMap<(u32, String), u32>,
    /// The zones that calendars bring, by calendar and name in small letters.
    own: HashMap<(u32, String), Rc<CustomZone>>,
    /// The zones that whole calendars are of.
    whole: HashMap<u32, String>,
    found: RefCell<HashMap<u32, Option<ZoneRules>>>,
}

#[derive(Clone, Debug)]
enum ZoneRules {
    Custom(Rc<CustomZone>),
    Known(Calendar),
    /// The tz database's, but for the time between the calendar's own onsets.
    Between(Rc<CustomZone>, Calendar),
}

impl Clocks {
    /// Of a person in `home`, who says what zones some names are; the first of a name holds.
    pub(super) fn new(home: Zone, named: Vec<(String, Zone)>) -> Self {
        let named = named.into_iter().rev();
        Self {
            home: Calendar::new(home),
            given: named
                .map(|(name, zone)| (bare(&name).to_lowercase(), zone))
                .collect(),
            utc: Rc::default(),
            names: Vec::new(),
            numbers: HashMap::new(),
            own: HashMap::new(),
            whole: HashMap::new(),
            found: RefCell::default(),
        }
    }

    /// The clock of a name, as a calendar uses it. A name in a parameter has no escapes, one in a value has; programs mix
    /// them up, so both are one name without.
    pub(super) fn named(&mut self, calendar: u32, name: &str) -> Clock {
        let name = unescape(name.trim());
        let key = (calendar, name.to_lowercase());
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.names.push((calendar, name));
        }
        Clock::Named(number)
    }

    /// Keeps a zone that a calendar brings.
    pub(super) fn bring(&mut self, calendar: u32, name: &str, own: CustomZone) {
        self.own.insert(
            (calendar, unescape(name.trim()).to_lowercase()),
            Rc::new(own),
        );
    }

    /// Keeps the zone that a whole calendar is of, if there is one of that name.
    pub(super) fn is_of(&mut self, calendar: u32, name: &str) {
        self.whole.insert(calendar, unescape(name.trim()));
    }

    /// The name of a clock.
    pub(super) fn name(&self, clock: Clock) -> &str {
        match clock {
            Clock::Utc | Clock::Floating(_) => "UTC",
            Clock::Named(number) => &self.names[number as usize].1,
        }
    }

    /// The zone of a calendar for times without one, where it names one that there is.
    pub(super) fn floats_in(&self, calendar: u32) -> Option<Zone> {
        self.whole.get(&calendar).and_then(|name| known(name))
    }

    /// The instant at which a clock shows a time; the earlier one where it does so twice. `None` where the clock is
    /// not known or the time lies outside 1900 to 2199.
    pub(super) fn instant(&self, clock: Clock, wall: NaiveDateTime) -> Option<Stamp> {
        let own = |zone: &CustomZone| zone.instant(wall.and_utc().timestamp());
        match self.find_rules(clock)? {
            ZoneRules::Between(zone, _) if zone.covers(own(&zone)) => Stamp::new(own(&zone)),
            ZoneRules::Custom(zone) => Stamp::new(own(&zone)),
            ZoneRules::Known(calendar) | ZoneRules::Between(_, calendar) => {
                resolve(&calendar, wall)
            }
        }
    }

    /// Whether the calendar's own rules hold at an instant and the tz database has other ones for the zone.
    pub(super) fn disagrees(&self, clock: Clock, at: Stamp) -> bool {
        match self.find_rules(clock) {
            Some(ZoneRules::Between(zone, calendar)) => {
                zone.covers(at.seconds())
                    && zone.offset_at(at.seconds()) != i64::from(calendar.here(at).offset.seconds())
            }
            Some(ZoneRules::Custom(_) | ZoneRules::Known(_)) | None => false,
        }
    }

    /// What a clock shows at an instant.
    pub(super) fn wall(&self, clock: Clock, at: Stamp) -> Option<NaiveDateTime> {
        let own = |zone: &CustomZone| {
            let shown = at.seconds() + zone.offset_at(at.seconds());
            DateTime::from_timestamp(shown, 0).map(|time| time.naive_utc())
        };
        match self.find_rules(clock)? {
            ZoneRules::Between(zone, _) if zone.covers(at.seconds()) => own(&zone),
            ZoneRules::Custom(zone) => own(&zone),
            ZoneRules::Known(calendar) | ZoneRules::Between(_, calendar) => {
                Some(Calendar::wall(calendar.here(at)))
            }
        }
    }

    /// Whether the clock is known at all.
    pub(super) fn knows(&self, clock: Clock) -> bool {
        self.find_rules(clock).is_some()
    }

    fn find_rules(&self, clock: Clock) -> Option<ZoneRules> {
        let number = match clock {
            Clock::Utc => return Some(ZoneRules::Custom(Rc::clone(&self.utc))),
            Clock::Floating(calendar) => {
                let zone = self.floats_in(calendar);
                return Some(ZoneRules::Known(zone.map_or(self.home, Calendar::new)));
            }
            Clock::Named(number) => number,
        };
        if let Some(found) = self.found.borrow().get(&number) {
            return found.clone();
        }
        let (calendar, name) = &self.names[number as usize];
        let given = self.given.get(&bare(name).to_lowercase());
        let own = self.own.get(&(*calendar, name.to_lowercase())).cloned();
        let found = match own {
            _ if given.is_some() => given.map(|zone| ZoneRules::Known(Calendar::new(*zone))),
            Some(own) => Some(match in_database(name) {
                Some(zone) => ZoneRules::Between(own, Calendar::new(zone)),
                None => ZoneRules::Custom(own),
            }),
            None => known(name).map(|zone| ZoneRules::Known(Calendar::new(zone))),
        };
        self.found.borrow_mut().insert(number, found.clone());
        found
    }
}

fn resolve(calendar: &Calendar, wall: NaiveDateTime) -> Option<Stamp> {
    match calendar.resolve(wall) {
        Local::Once(moment) | Local::Twice(moment, _) => Some(moment.at),
        // RFC 5545, 3.3.5: by the offset before the gap.
        Local::Never(before, _) => {
            Stamp::new(wall.and_utc().timestamp() - i64::from(before.offset.seconds()))
        }
        Local::OutOfRange => None,
    }
}

/// The zone of a name that the file does not explain.
pub(in crate::exchange) fn known(name: &str) -> Option<Zone> {
    let find = |table: &'static str, name: &str| {
        let mut pairs = table.lines().filter_map(|line| line.split_once('\t'));
        pairs
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, found)| found)
    };
    let windows = |name: &str| find(WINDOWS, name).and_then(Zone::named);
    in_database(name)
        .or_else(|| windows(bare(name)))
        .or_else(|| windows(find(DISPLAYED, without_offset(bare(name)))?))
}

/// A name without the offset that Windows shows before it: `(UTC-05:00) Eastern Time (US & Canada)`.
fn without_offset(name: &str) -> &str {
    let offset = name
        .strip_prefix("(UTC")
        .or_else(|| name.strip_prefix("(GMT"));
    let after = offset.and_then(|offset| offset.split_once(')'));
    after.map_or(name, |(_, rest)| rest.trim())
}

/// The zone of the tz database that a name is of.
fn in_database(name: &str) -> Option<Zone> {
    let name = bare(name);
    // Some programs put a place of their own before it: /example.org/20070129_1/Europe/Berlin.
    let last = |parts: usize| {
        let at = name
            .strip_prefix('/')?
            .rmatch_indices('/')
            .nth(parts - 1)?
            .0;
        Zone::named(&name[at + 2..])
    };
    Zone::named(name)
        .or_else(|| last(3))
        .or_else(|| last(2))
        .or_else(|| Zone::named(name.strip_prefix('/')?))
}

/// A name without the quotes that some programs write twice.
fn bare(name: &str) -> &str {
    name.trim().trim_matches('"')
}

/// How far around a window the rules of a zone matter.
pub(super) fn reach(window: &Range<NaiveDateTime>) -> NaiveDateTime {
    window.end + Duration::days(400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect(text)
    }

    #[test]
    fn a_name_is_of_the_database_or_of_windows_in_any_case() {
        let cases = [
            ("Europe/lisbon", Some("Europe/Lisbon")),
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("eastern standard time", Some("America/New_York")),
            (
                "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin",
                Some("Europe/Berlin"),
            ),
            (
                "/example.org/20070129_1/America/Argentina/Salta",
                Some("America/Argentina/Salta"),
            ),
            ("\"Europe/Paris\"", Some("Europe/Paris")),
            ("Customized Time Zone", None),
            ("/Europe/Stockholm", Some("Europe/Stockholm")),
            ("(UTC+01:00) Amsterdam, Berlin", None),
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                Some("Europe/Berlin"),
            ),
            (
                "(GMT-05:00) Eastern Time (US & Canada)",
                Some("America/New_York"),
            ),
            ("eastern time (us & canada)", Some("America/New_York")),
            ("(UTC) Coordinated Universal Time", Some("Etc/UTC")),
            ("(UTC", None),
            ("/", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(known(name), expected.and_then(Zone::named), "{name}");
        }
        for line in WINDOWS.lines().filter(|line| !line.starts_with('#')) {
            let (_, zone) = line.split_once('\t').expect(line);
            assert!(Zone::named(zone).is_some(), "{line}");
        }
        for line in DISPLAYED.lines().filter(|line| !line.starts_with('#')) {
            let (shown, _) = line.split_once('\t').expect(line);
            assert!(known(&format!("(UTC+00:00) {shown}")).is_some(), "{line}");
        }
    }

    #[test]
    fn a_zone_that_a_calendar_brings_changes_its_clocks_by_its_own_rules() {
        let observance = |start, before, after, rule| Observance {
            start: Some(at(start)),
            offsets: (Some(before), Some(after)),
            rules: vec![Rule::read(rule).expect(rule)],
            dates: Vec::new(),
        };
        let berlin = [
            observance(
                "1601-01-01 02:00",
                3_600,
                7_200,
                "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            ),
            observance(
                "1601-01-01 03:00",
                7_200,
                3_600,
                "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            ),
        ];
        let own =
            CustomZone::new(&berlin, at("2028-01-01 00:00"), &mut Work(1_000_000)).expect("a zone");
        let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
        let times = [
            "2026-03-02 09:00",
            "2026-03-29 01:59",
            "2026-03-29 02:30",
            "2026-03-29 03:00",
            "2026-07-01 09:00",
        ];
        for time in
            times
                .into_iter()
                .chain(["2026-10-25 01:59", "2026-10-25 02:30", "2026-10-25 03:00"])
        {
            let local = at(time);
            let expected = resolve(&calendar, local).map(Stamp::seconds);
            assert_eq!(
                Some(own.instant(local.and_utc().timestamp())),
                expected,
                "{time}"
            );
        }
        assert_eq!(
            CustomZone::new(
                &[Observance::default()],
                at("2028-01-01 00:00"),
                &mut Work(9)
            ),
            None
        );
    }
}
