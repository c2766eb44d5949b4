//! One VEVENT as it stands in a calendar: its properties read, and what keeps it from being a meeting said. Does not
//! know what instants its times are.

use std::borrow::Cow;

use chrono::NaiveDateTime;

use super::line::{self, Property};
use super::rule::Rule;
use super::when::{self, Value};
use super::zones::{Clock, Clocks};
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::exchange::source::ImportOptions;

/// The most that is kept of a title, in characters.
const TITLE: usize = 200;
/// The most that is kept of an identity, in characters.
const UID: usize = 500;
/// An event of this length is rarely one meeting.
const WORKDAY: Length = Length::hours(8);
/// The titles that calendars give to an absence, in small letters: Google's files name its kind nowhere else.
const ABSENCES: [&str; 6] = [
    "out of office",
    "ooo",
    "abwesend",
    "absence du bureau",
    "absent du bureau",
    "fuera de la oficina",
];
/// The property that holds our own block.
pub(super) const OWN_BLOCK: &str = "X-TAFS-BLOCK";
/// The most domains, tags and declined addresses that are kept of one event.
const PEOPLE: usize = 50;

/// A time of an event, on its clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct When {
    pub(super) clock: Clock,
    /// The time; for a whole day its midnight.
    pub(super) wall: NaiveDateTime,
    /// Whether it is a whole day.
    pub(super) day: bool,
}

impl When {
    const fn at(clock: Clock, wall: NaiveDateTime) -> Self {
        let day = false;
        Self { clock, wall, day }
    }
}

/// A time at which an event comes, and its length there where it has one of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Occurrence {
    pub(super) start: When,
    pub(super) end: Option<End>,
}

impl Occurrence {
    /// As long as the event.
    pub(super) const fn at(start: When) -> Self {
        Self { start, end: None }
    }
}

/// How an event ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    At(When),
    After(Length),
}

/// Why an event isn't a meeting to track.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Aside {
    Cancelled,
    /// The owner of the calendar does not come.
    Declined,
    AllDay,
    /// It leaves the time free.
    Free,
    /// It has no length.
    Moment,
    /// Out of office.
    Away,
    /// It takes a workday or more: a leave, a fair, a journey.
    Long,
    /// It has times, where days are asked for.
    Timed,
}

impl Aside {
    /// All of them, and what they are called.
    pub(super) const ALL: [(Self, &'static str); 8] = [
        (Self::AllDay, "all-day"),
        (Self::Cancelled, "cancelled"),
        (Self::Declined, "declined"),
        (Self::Free, "marked as free"),
        (Self::Moment, "with no length"),
        (Self::Away, "out of office"),
        (Self::Long, "of 8 hours or more"),
        (Self::Timed, "with a time of day"),
    ];

    /// Why it is left out, and what takes it in all the same.
    pub(super) const fn why(self) -> &'static str {
        match self {
            Self::Away | Self::Long => "left out without --include-long",
            Self::AllDay => "left out; --days-off marks all-day events as days off",
            Self::Timed => "left out, not all-day",
            Self::Cancelled | Self::Declined | Self::Free | Self::Moment => "left out",
        }
    }
}

/// A VEVENT.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is said by a property of its own"
)]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Event {
    pub(super) line: usize,
    pub(super) uid: Option<Box<str>>,
    pub(super) sequence: i64,
    pub(super) stamped: Option<NaiveDateTime>,
    pub(super) start: When,
    pub(super) end: Option<End>,
    pub(super) rules: Vec<Rule>,
    pub(super) dates: Vec<Occurrence>,
    pub(super) except: Vec<When>,
    /// Which instance of a series it is.
    pub(super) instance: Option<When>,
    /// Whether those after it are moved and said as it is.
    pub(super) future: bool,
    pub(super) title: Option<Box<str>>,
    pub(super) domains: Vec<Box<str>>,
    pub(super) tags: Vec<Box<str>>,
    /// Who said that they do not come.
    pub(super) declined: Vec<Box<str>>,
    /// How many were asked to come.
    pub(super) attendees: usize,
    pub(super) cancelled: bool,
    pub(super) tentative: bool,
    pub(super) free: bool,
    /// Whether it says that its owner is out of office.
    pub(super) away: bool,
    pub(super) all_day: bool,
    /// The block of ours that it was made of.
    pub(super) own: Option<Box<OwnBlock>>,
}

/// What an event holds of the block of ours that it was made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OwnBlock {
    pub(super) record: Box<str>,
    pub(super) note: Option<Box<str>>,
}

impl Event {
    /// Whether it is an absence: it says so, or has the title that calendars give to one.
    pub(super) fn is_away(&self) -> bool {
        let has_title = |title: &str| {
            let title = title.to_lowercase();
            ABSENCES.contains(&title.as_str())
        };
        self.away || self.title.as_deref().is_some_and(has_title)
    }

    /// Why it isn't a meeting to track, where it takes this long; `None` where it is one. `owner` is the address of the
    /// calendar's owner. Where days off are asked for, why it is none of those.
    pub(super) fn aside(
        &self,
        length: Length,
        owner: Option<&str>,
        asked: &ImportOptions,
    ) -> Option<Aside> {
        let long = asked.include_long || self.own.is_some();
        let declined = |address: &str| self.declined.iter().any(|declined| **declined == *address);
        let alone = self.attendees == 1 && self.declined.len() == 1;
        if asked.days_off && !self.all_day {
            Some(Aside::Timed)
        } else if self.cancelled {
            Some(Aside::Cancelled)
        } else if alone || owner.is_some_and(declined) {
            Some(Aside::Declined)
        } else if asked.days_off {
            None
        } else if self.all_day {
            Some(Aside::AllDay)
        } else if self.free {
            Some(Aside::Free)
        } else if !length.is_positive() {
            Some(Aside::Moment)
        } else if !long && self.is_away() {
            Some(Aside::Away)
        } else if !long && length >= WORKDAY {
            Some(Aside::Long)
        } else {
            None
        }
    }

    /// How long it is by the clock on the wall.
    pub(super) fn wall_length(&self) -> Length {
        match self.end {
            Some(End::At(end)) => Length::seconds((end.wall - self.start.wall).num_seconds()),
            Some(End::After(length)) => length,
            None if self.start.day => Length::hours(24),
            None => Length::ZERO,
        }
    }
}

/// A VEVENT that is being read.
#[derive(Debug)]
pub(super) struct Draft {
    calendar: u32,
    start: Option<When>,
    pub(super) event: Event,
    /// Everyone in it, for telling whose calendar it is.
    pub(super) people: Vec<String>,
    /// Its description as it stands there, which only an event of ours keeps.
    description: Option<String>,
    /// The first thing that is wrong with it.
    pub(super) fault: Option<(usize, String)>,
}

impl Draft {
    pub(super) fn new(line: usize, calendar: u32) -> Self {
        let event = Event {
            line,
            ..Event::default()
        };
        Self {
            calendar,
            start: None,
            event,
            people: Vec::new(),
            description: None,
            fault: None,
        }
    }

    /// Something is wrong with it; the first thing is told.
    pub(super) fn wrong(&mut self, line: usize, what: String) {
        self.fault.get_or_insert((line, what));
    }

    /// Reads one of its lines.
    pub(super) fn take(&mut self, property: &Property<'_>, line: usize, clocks: &mut Clocks) {
        let name = property.name.to_ascii_uppercase();
        let (event, calendar) = (&mut self.event, self.calendar);
        let text = || property.value.trim();
        let mut time = || when(property, calendar, clocks);
        let read = match name.as_str() {
            "DTSTART" => time().map(|when| self.start = Some(when)),
            "DTEND" => time().map(|when| event.end = Some(End::At(when))),
            "DURATION" => when::duration(text()).map(|length| {
                event.end.get_or_insert(End::After(length));
            }),
            "RECURRENCE-ID" => time().map(|when| {
                event.instance = Some(when);
                event.future = property.param_is("RANGE", "THISANDFUTURE");
            }),
            "EXDATE" => list(property, calendar, clocks)
                .map(|dates| event.except.extend(dates.iter().map(|date| date.start))),
            "RDATE" => list(property, calendar, clocks).map(|dates| event.dates.extend(dates)),
            "RRULE" => match Rule::read(text()) {
                Ok(rule) => {
                    event.rules.push(rule);
                    Some(())
                }
                Err(why) => return self.wrong(line, format!("RRULE: {why}")),
            },
            _ => {
                self.say(&name, property);
                Some(())
            }
        };
        if read.is_none() {
            let value = cut(property.value, 40);
            self.wrong(line, format!("{name}: {value:?} isn't a valid time"));
        }
    }

    /// Reads what does not say when it is; nothing there can be wrong.
    fn say(&mut self, name: &str, property: &Property<'_>) {
        let event = &mut self.event;
        let value = || property.value.trim();
        let is = |word: &str| value().eq_ignore_ascii_case(word);
        match name {
            "UID" => {
                let uid = cut(&text::clean_line(&property.text()), UID);
                event.uid = Some(uid).filter(|uid| !uid.is_empty());
            }
            "SEQUENCE" => event.sequence = value().parse().unwrap_or_default(),
            "DTSTAMP" => {
                event.stamped = match when::value(value()) {
                    Some(Value::Utc(at) | Value::Wall(at)) => Some(at),
                    Some(Value::Date(_)) | None => None,
                };
            }
            "SUMMARY" => {
                let title = cut(&text::clean_line(&property.text()), TITLE);
                let title = title.trim();
                event.title = (!title.is_empty()).then(|| title.into());
            }
            "CATEGORIES" => {
                let text = text::clean_line(&property.text());
                let free = PEOPLE.saturating_sub(event.tags.len());
                let tags = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
                event
                    .tags
                    .extend(tags.take(free).map(|tag| cut(tag, TITLE)));
            }
            "STATUS" => {
                event.cancelled |= is("CANCELLED");
                event.tentative |= is("TENTATIVE");
            }
            "TRANSP" => event.free = is("TRANSPARENT"),
            "X-MICROSOFT-CDO-BUSYSTATUS" => {
                event.free |= is("FREE");
                event.away |= is("OOF");
            }
            // What Google's interface calls eventType; programs that write calendars of it name it in several ways.
            name if name.starts_with("X-GOOGLE-") => event.away |= is("outOfOffice"),
            "X-MICROSOFT-CDO-ALLDAYEVENT" => event.all_day |= is("TRUE"),
            OWN_BLOCK => {
                event.own = Some(Box::new(OwnBlock {
                    record: property.text().into(),
                    note: None,
                }));
            }
            "DESCRIPTION" => self.description = Some(property.value.to_owned()),
            "ATTENDEE" | "ORGANIZER" => self.meets(name == "ATTENDEE", property),
            _ => {}
        }
    }

    fn meets(&mut self, attends: bool, property: &Property<'_>) {
        // A room is no company.
        if property.param_is("CUTYPE", "ROOM") || property.param_is("CUTYPE", "RESOURCE") {
            return;
        }
        let value = property.value.trim();
        let address = value
            .get(..7)
            .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
            .map_or(value, |_| &value[7..]);
        let address = address.trim().to_lowercase();
        let event = &mut self.event;
        event.attendees += usize::from(attends);
        if attends && property.param_is("PARTSTAT", "DECLINED") && event.declined.len() < PEOPLE {
            event.declined.push(address.as_str().into());
        }
        let Some(domain) = domain(&address) else {
            return;
        };
        if event.domains.len() < PEOPLE && !event.domains.iter().any(|known| **known == *domain) {
            event.domains.push(domain.into());
        }
        if self.people.len() < PEOPLE && !self.people.contains(&address) {
            self.people.push(address);
        }
    }

    /// What is read, once all of it is; otherwise in which line it went wrong, and how.
    pub(super) fn finish(mut self) -> Result<Event, (usize, String)> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let Some(start) = self.start else {
            return Err((self.event.line, "the event has no DTSTART".to_owned()));
        };
        if let Some(End::At(end)) = self.event.end
            && end.day != start.day
        {
            return Err((
                self.event.line,
                "the event starts on a day and ends at a time, or the other way around".to_owned(),
            ));
        }
        if let (Some(own), Some(note)) = (&mut self.event.own, &self.description) {
            own.note = Some(line::unescape(note).into());
        }
        self.event.start = start;
        self.event.all_day |= start.day;
        Ok(self.event)
    }
}

/// At most so many characters of a text.
fn cut(text: &str, most: usize) -> Box<str> {
    text.chars().take(most).collect()
}

/// The domain of an address that is one.
pub(super) fn domain(address: &str) -> Option<&str> {
    let (name, domain) = address.rsplit_once('@')?;
    let good = |char: char| char.is_alphanumeric() || char == '.' || char == '-';
    // Groups and rooms of Google are written as addresses.
    let place = domain.ends_with("calendar.google.com");
    (!name.is_empty()
        && domain.len() <= 253
        && domain.contains('.')
        && domain.chars().all(good)
        && !place)
        .then_some(domain)
}

/// Reads the value of a property that is one time.
pub(super) fn when(property: &Property<'_>, calendar: u32, clocks: &mut Clocks) -> Option<When> {
    let (value, zone) = value_and_zone(property);
    read(value, zone.as_deref(), calendar, clocks)
}

/// The value of a property that is made of times, and the name of its zone. Names with a colon in them aren't always
/// quoted; times have none.
fn value_and_zone<'a>(property: &Property<'a>) -> (&'a str, Option<Cow<'a, str>>) {
    let zone = property.param("TZID");
    match (property.value.rsplit_once(':'), zone) {
        (Some((before, value)), Some(zone)) => {
            (value, Some(Cow::Owned(format!("{zone}:{before}"))))
        }
        (_, zone) => (property.value, zone.map(Cow::Borrowed)),
    }
}

fn read(value: &str, zone: Option<&str>, calendar: u32, clocks: &mut Clocks) -> Option<When> {
    Some(match when::value(value)? {
        Value::Date(day) => When {
            day: true,
            ..When::at(
                Clock::Floating(calendar),
                day.and_time(chrono::NaiveTime::MIN),
            )
        },
        Value::Utc(wall) => When::at(Clock::Utc, wall),
        Value::Wall(wall) => {
            let named = zone.map(str::trim).filter(|zone| !zone.is_empty());
            let clock = named.map_or(Clock::Floating(calendar), |zone| {
                clocks.named(calendar, zone)
            });
            When::at(clock, wall)
        }
    })
}

/// Reads the value of a property that is a list of times or of periods.
fn list(property: &Property<'_>, calendar: u32, clocks: &mut Clocks) -> Option<Vec<Occurrence>> {
    let (value, zone) = value_and_zone(property);
    let zone = zone.as_deref();
    let mut further = |part: &str| {
        let Some((start, end)) = part.split_once('/') else {
            return read(part, zone, calendar, clocks).map(Occurrence::at);
        };
        let start = read(start, zone, calendar, clocks)?;
        let end = match when::duration(end) {
            Some(length) => End::After(length),
            None => End::At(read(end, zone, calendar, clocks)?),
        };
        Some(Occurrence {
            start,
            end: Some(end),
        })
    };
    value
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .map(&mut further)
        .collect()
}
