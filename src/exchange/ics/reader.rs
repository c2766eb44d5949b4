//! A calendar taken apart, line by line: its events and zones, and what is wrong with them. What is kept of it is small,
//! however long the file is. Knows no instants.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use chrono::{DateTime, Duration, NaiveDateTime};

use super::event::{self, Draft, Event};
use super::line::{self, Property};
use super::recur::Work;
use super::rule::Rule;
use super::series::FILE_WORK;
use super::when;
use super::zones::{self, Clocks, CustomZone, Observance};
use crate::domain::stamp::Span;
use crate::exchange::import_report::{ImportReport, RowError};
use crate::exchange::source::ImportOptions;

/// So many meetings of one file are taken at most, and so many of its events are looked at.
pub(super) const MOST_MEETINGS: usize = 1_000_000;
/// So many rows that are wrong are told at most.
const MOST_FAULTS: usize = 10_000;

/// The properties without which nobody knows when an event is.
const NEEDED: [&str; 7] = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
];

/// Which of several versions of an event is the newest: SEQUENCE, then DTSTAMP.
type Version = (i64, Option<NaiveDateTime>);

/// Where in a calendar the lines are.
#[derive(Debug)]
pub(super) enum Within {
    /// In no part that matters.
    Outside,
    Event(Box<Draft>),
    Zone(Option<String>, Vec<Observance>),
}

/// A calendar that is being read line by line.
pub(super) struct Reader<'a> {
    pub(super) asked: &'a ImportOptions,
    pub(super) window: Span,
    /// The window on any wall clock, and a little more.
    pub(super) walls: Range<NaiveDateTime>,
    pub(super) calendars: u32,
    pub(super) clocks: Clocks,
    pub(super) zone_work: Work,
    pub(super) within: Within,
    /// The parts inside of that which hold nothing of its own, innermost last.
    pub(super) inner: Vec<String>,
    pub(super) all_cancelled: bool,
    pub(super) owner: Option<String>,
    pub(super) people: HashMap<u64, (usize, String)>,
    pub(super) met: usize,
    /// Whether there is no event in it.
    pub(super) is_empty: bool,
    pub(super) events: Vec<Event>,
    /// The versions of events that lie outside the window, and whether they would be taken inside it: a newer one of these
    /// takes an older one out.
    pub(super) past: HashMap<u64, (Version, bool)>,
    /// How many events without an identity would be taken, but lie outside the window.
    pub(super) outside: usize,
    pub(super) known: HashSet<u64>,
    /// What is reported on the way.
    pub(super) report: ImportReport,
    pub(super) untold: usize,
    pub(super) odd: Option<(usize, usize)>,
    pub(super) latin: Option<usize>,
    /// At most so many meetings are taken, and so many events are looked at.
    pub(super) most: usize,
    pub(super) overflow: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(asked: &'a ImportOptions, window: Span) -> Self {
        let wall = |seconds: i64| {
            DateTime::from_timestamp(seconds, 0).map_or(NaiveDateTime::MIN, |time| time.naive_utc())
        };
        let walls = (wall(window.start().seconds()) - Duration::days(2))
            ..(wall(window.end().seconds()) + Duration::days(2));
        Self {
            asked,
            window,
            walls,
            calendars: 0,
            clocks: Clocks::new(asked.zone, asked.named_zones.clone()),
            zone_work: FILE_WORK,
            within: Within::Outside,
            inner: Vec::new(),
            all_cancelled: false,
            owner: None,
            people: HashMap::new(),
            met: 0,
            is_empty: true,
            events: Vec::new(),
            past: HashMap::new(),
            outside: 0,
            known: HashSet::new(),
            report: ImportReport::default(),
            untold: 0,
            odd: None,
            latin: None,
            most: MOST_MEETINGS,
            overflow: false,
        }
    }

    pub(super) fn line(&mut self, line: &line::Line<'_>) {
        let Some(property) = Property::read(&line.text) else {
            return self.odd_line(line);
        };
        if !line.utf8 {
            self.latin.get_or_insert(line.number);
        }
        if property.is("BEGIN") {
            self.begin(&property.value.trim().to_ascii_uppercase(), line.number);
        } else if property.is("END") {
            self.end(&property.value.trim().to_ascii_uppercase());
        } else {
            self.property(&property, line);
        }
    }

    /// A line that is no property. Where it would say when an event is, the event is lost; else only the line is.
    fn odd_line(&mut self, line: &line::Line<'_>) {
        if self.calendars == 0 {
            return;
        }
        let (_, count) = self.odd.get_or_insert((line.number, 0));
        *count += 1;
        let starts = |name: &str| {
            line.text
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        if let (Within::Event(draft), true, Some(name)) = (
            &mut self.within,
            self.inner.is_empty(),
            NEEDED.iter().find(|name| starts(name)),
        ) {
            draft.wrong(line.number, format!("{name} has no value"));
        }
    }

    fn begin(&mut self, name: &str, line: usize) {
        match name {
            "VCALENDAR" => {
                self.break_off("another calendar begins before");
                self.calendars += 1;
                self.all_cancelled = false;
            }
            "VEVENT" => {
                self.break_off("another event begins before");
                self.within = Within::Event(Box::new(Draft::new(line, self.calendars)));
            }
            "VTIMEZONE" => {
                self.break_off("a zone begins before");
                self.within = Within::Zone(None, Vec::new());
            }
            "STANDARD" | "DAYLIGHT" => {
                if let Within::Zone(_, observances) = &mut self.within {
                    observances.push(Observance::default());
                }
            }
            other => {
                if !matches!(self.within, Within::Outside) {
                    self.inner.push(other.to_owned());
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.inner.iter().rposition(|inner| inner == name) {
            self.inner.truncate(at);
            return;
        }
        match (name, std::mem::replace(&mut self.within, Within::Outside)) {
            ("VEVENT", Within::Event(draft)) => {
                self.inner.clear();
                self.keep(*draft);
            }
            ("VTIMEZONE", Within::Zone(id, observances)) => {
                self.inner.clear();
                let own =
                    CustomZone::new(&observances, zones::reach(&self.walls), &mut self.zone_work);
                if let (Some(id), Some(own)) = (id, own) {
                    self.clocks.bring(self.calendars, &id, own);
                }
            }
            ("VCALENDAR", within) => {
                self.within = within;
                self.break_off("the calendar ends before");
            }
            (_, within) => self.within = within,
        }
    }

    /// Whatever is being read is over, though its END is missing.
    pub(super) fn break_off(&mut self, why: &str) {
        self.inner.clear();
        if let Within::Event(mut draft) = std::mem::replace(&mut self.within, Within::Outside) {
            let line = draft.event.line;
            draft.wrong(line, format!("the event is cut off: {why} END:VEVENT"));
            self.keep(*draft);
        }
    }

    fn property(&mut self, property: &Property<'_>, line: &line::Line<'_>) {
        match &mut self.within {
            Within::Event(draft) if self.inner.is_empty() => {
                if line.cut {
                    draft.wrong(
                        line.number,
                        format!("{} is longer than a megabyte", property.name),
                    );
                } else {
                    draft.take(property, line.number, &mut self.clocks);
                }
            }
            Within::Zone(id, observances) if self.inner.is_empty() => {
                match observances.last_mut() {
                    None if property.is("TZID") => *id = Some(property.value.to_owned()),
                    None => {}
                    Some(observance) => zone_property(observance, property),
                }
            }
            Within::Outside if property.is("METHOD") => {
                self.all_cancelled = property.value.trim().eq_ignore_ascii_case("CANCEL");
            }
            Within::Outside if property.is("X-WR-TIMEZONE") => {
                self.clocks.is_of(self.calendars, property.value);
            }
            Within::Outside if property.is("X-WR-CALNAME") => {
                let name = property.text().trim().to_lowercase();
                if event::domain(&name).is_some() {
                    self.owner = Some(name);
                }
            }
            Within::Outside | Within::Event(_) | Within::Zone(..) => {}
        }
    }

    fn keep(&mut self, mut draft: Draft) {
        self.is_empty = false;
        let people = std::mem::take(&mut draft.people);
        match draft.finish() {
            Err((line, what)) => self.fault(line, what),
            Ok(mut event) => {
                event.cancelled |= self.all_cancelled;
                if event.attendees > 0 {
                    self.met += 1;
                    for person in people {
                        self.people.entry(hash(&person)).or_insert((0, person)).0 += 1;
                    }
                }
                self.hold(event);
            }
        }
    }

    /// Keeps an event, as far as it can matter in the window.
    fn hold(&mut self, event: Event) {
        let uid = event.uid.as_deref().map(hash);
        self.known.extend(uid);
        let alone = event.rules.is_empty() && event.dates.is_empty() && event.instance.is_none();
        let length = event.wall_length();
        let ended = event.start.wall + Duration::seconds(length.as_seconds());
        // Our own blocks come back whenever they were.
        let alone = alone && event.own.is_none();
        if alone && (event.start.wall > self.walls.end || ended < self.walls.start) {
            let owner = self.owner.as_deref();
            let is_wanted = event.aside(length, owner, self.asked).is_none();
            let version = (event.sequence, event.stamped);
            match uid.map(|uid| self.past.entry(uid).or_insert((version, is_wanted))) {
                Some(held) if held.0 < version => *held = (version, is_wanted),
                Some(_) => {}
                None => self.outside += usize::from(is_wanted),
            }
        } else if self.events.len() < self.most {
            self.events.push(event);
        } else {
            self.overflow = true;
        }
    }

    pub(super) fn fault(&mut self, line: usize, what: String) {
        if self.report.rejected.len() < MOST_FAULTS {
            self.report.rejected.push(RowError::new(line, what));
        } else {
            self.untold += 1;
        }
    }
}

/// The hash by which an identity is known: a huge file is not kept twice.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn zone_property(observance: &mut Observance, property: &Property<'_>) {
    let value = property.value.trim();
    let wall = |value: &str| match when::value(value) {
        Some(when::Value::Wall(at) | when::Value::Utc(at)) => Some(at),
        Some(when::Value::Date(_)) | None => None,
    };
    if property.is("DTSTART") {
        observance.start = wall(value);
    } else if property.is("TZOFFSETFROM") {
        observance.offsets.0 = when::offset(value);
    } else if property.is("TZOFFSETTO") {
        observance.offsets.1 = when::offset(value);
    } else if property.is("RRULE") {
        observance.rules.extend(Rule::read(value));
    } else if property.is("RDATE") {
        observance.dates.extend(value.split(',').filter_map(wall));
    }
}
