//! Calendars, as iCalendar (RFC 5545) writes them: their meetings inside a window of time. One bad event is left out
//! with its line, and the rest is read. Says what meetings there are, not what becomes of them.

mod days;
mod event;
mod line;
mod reader;
mod recur;
mod rule;
mod series;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_own;
mod when;
mod write;
mod zones;

use std::collections::{BTreeMap, HashSet};

use super::contents::Contents;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::own;
use super::source::{ImportOptions, Labels, ParseError, ParsedRow, Time};
use super::text::Text;
use crate::domain::block::{Block, BlockId, Details, Note};
use crate::domain::calendar::{Calendar, Day, Zone};
use crate::domain::classify::{Company, Occasion};
use crate::domain::format::count;
use crate::domain::stamp::Span;
pub use days::AllDay;
use event::{Aside, Event, OWN_BLOCK};
use line::Lines;
use reader::{Reader, hash};
use series::{FILE_WORK, Instance, Window};
pub use write::Agenda;
use zones::{Clock, Clocks};

/// What a calendar holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Meetings {
    /// What is to be said of it; its meetings were handed on.
    pub report: ImportReport,
    /// Which identities it knows: what is no longer among its meetings, and is of one of these, is gone.
    pub known: Known,
    /// Its all-day events inside the window, where days off are asked for.
    pub all_day: Vec<AllDay>,
}

/// The identities that a calendar knows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known(HashSet<u64>);

impl Known {
    /// Whether the calendar knows an identity; by a hash, so that a huge one is not kept twice.
    pub fn has(&self, uid: &str) -> bool {
        self.0.contains(&hash(uid))
    }
}

/// The identity of the event that a key of [`ParsedRow`] is of.
pub fn uid_of(key: &str) -> &str {
    key.split_once('\n').map_or(key, |(uid, _)| uid)
}

/// The first and the last day of a window.
pub(super) fn days_of(window: Span, calendar: &Calendar) -> (Day, Day) {
    let last = calendar.day_at(window.end());
    let is_begun = calendar.first_instant(last) < window.end();
    let last = last.plus(if is_begun { 0 } else { -1 });
    (calendar.day_at(window.start()), last)
}

/// The zone of a name of the tz database, or of one that Windows has for it.
pub fn find_zone(name: &str) -> Option<Zone> {
    zones::known(name)
}

/// Reads the meetings of a calendar that share time with `window`.
pub(super) fn read(
    contents: Contents,
    asked: &ImportOptions,
    window: Span,
    to: &mut dyn TakeRows,
) -> Result<Meetings, ExchangeError> {
    scan(contents, asked, window, &mut || {})?.meetings(to)
}

/// Reads a calendar up to its end: what is kept of it is enough to tell its meetings that share time with `window`. `watch`
/// is told again and again that it goes on.
pub(super) fn scan<'a>(
    contents: Contents,
    asked: &'a ImportOptions,
    window: Span,
    watch: &mut dyn FnMut(),
) -> Result<ScannedCalendar<'a>, ExchangeError> {
    scan_with(Reader::new(asked, window), contents, watch)
}

/// So often it is told that the reading goes on, in lines.
const TOLD_EACH: usize = 1_000;

/// A calendar that was read up to its end.
pub(super) struct ScannedCalendar<'a>(Reader<'a>);

impl ScannedCalendar<'_> {
    /// Hands over its meetings, in the order of their starts.
    pub(super) fn meetings(self, to: &mut dyn TakeRows) -> Result<Meetings, ExchangeError> {
        self.0.meetings(to)
    }
}

fn scan_with<'a>(
    mut reader: Reader<'a>,
    contents: Contents,
    watch: &mut dyn FnMut(),
) -> Result<ScannedCalendar<'a>, ExchangeError> {
    let (text, remark) = Text::or_bytes(contents, "a calendar")?;
    reader.report.remarks.extend(remark);
    let mut lines = Lines::new(text.pass()?);
    let mut count: usize = 0;
    while let Some(line) = lines.next().map_err(ExchangeError::Reading)? {
        reader.line(&line);
        count += 1;
        if count.is_multiple_of(TOLD_EACH) {
            watch();
        }
    }
    drop(lines);
    text.check_unchanged()?;
    if reader.calendars == 0 {
        return Err(ParseError::new(
            "not an iCalendar file: no BEGIN:VCALENDAR",
            "export the calendar as .ics",
        )
        .into());
    }
    reader.break_off("the file ends before");
    Ok(ScannedCalendar(reader))
}

/// What is said of the events of a calendar as a whole.
#[derive(Default)]
struct Tally {
    asides: BTreeMap<Aside, usize>,
    tentative: usize,
    /// Meetings with a block of ours that isn't theirs, or can't be read.
    foreign: usize,
    /// Whether any meeting is taken as one of where the person is.
    floating: bool,
    /// Meetings by the calendar's own clocks where the tz database has others, by zone.
    differing: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a meeting that is taken.
    fn add(&mut self, instance: &Instance<'_>, clocks: &Clocks) {
        let clock = instance.event.start.clock;
        self.tentative += usize::from(instance.event.tentative);
        self.floating |=
            matches!(clock, Clock::Floating(calendar) if clocks.floats_in(calendar).is_none());
        if clocks.disagrees(clock, instance.start) {
            *self
                .differing
                .entry(clocks.name(clock).to_owned())
                .or_default() += 1;
        }
    }

    fn remark(&self, owner: Option<&str>, remarks: &mut Vec<String>) {
        for (aside, name) in Aside::ALL {
            if let Some(number) = self.asides.get(&aside) {
                let why = aside.why();
                let by = owner.filter(|_| aside == Aside::Declined);
                let by = by.map_or_else(String::new, |owner| format!(" by {owner}"));
                remarks.push(format!("{number} {name}{by}: {why}"));
            }
        }
        if self.tentative > 0 {
            remarks.push(format!("{} tentative", self.tentative));
        }
        if self.foreign > 0 {
            remarks.push(format!(
                "{} with an {OWN_BLOCK} that can't be read or belongs to another event: read like any other",
                count(self.foreign, "meeting")
            ));
        }
        if self.floating {
            remarks.push("times without a zone are read in yours".to_owned());
        }
        for (zone, number) in &self.differing {
            remarks.push(format!(
                "{} in {zone}: the calendar's own offsets are used, which differ from the tz database",
                count(*number, "meeting")
            ));
        }
    }
}

/// What lies inside the window.
#[derive(Default)]
struct Placed<'e> {
    found: Vec<Instance<'e>>,
    all_day: Vec<AllDay>,
}

impl Reader<'_> {
    /// Whose calendar it is: the address that it is named after; else the only one that is in nearly all meetings.
    fn owner(&mut self) -> Option<String> {
        if self.owner.is_some() {
            return self.owner.take();
        }
        let enough = |count: usize| self.met >= 5 && count * 10 >= self.met * 9;
        let mut always = self.people.values().filter(|(count, _)| enough(*count));
        let found = always.next()?;
        always.next().is_none().then(|| found.1.clone())
    }

    fn meetings(mut self, to: &mut dyn TakeRows) -> Result<Meetings, ExchangeError> {
        let events = std::mem::take(&mut self.events);
        let clocks = std::mem::replace(&mut self.clocks, Clocks::new(self.asked.zone, Vec::new()));
        let home = Calendar::new(self.asked.zone);
        let Placed { mut found, all_day } = self.place(&events, &clocks, &home);
        found.sort_by_key(|instance| (instance.start, instance.event.line));
        let mut source = Delivery::new(to, None);
        source.report = self.report;
        for instance in &found {
            source.push(to_row(instance, &home));
        }
        Ok(Meetings {
            report: source.finish()?,
            known: Known(self.known),
            all_day,
        })
    }

    /// The meetings and days inside the window; what is to be said of them, and of the others, is reported.
    fn place<'e>(&mut self, events: &'e [Event], clocks: &Clocks, home: &Calendar) -> Placed<'e> {
        let owner = self.owner();
        let by_identity = self.sort_by_identity(events);
        let window = Window {
            span: self.window,
            walls: self.walls.clone(),
            clocks,
        };
        let (mut work, mut tally, mut placed) = (FILE_WORK, Tally::default(), Placed::default());
        for group in by_identity.chunk_by(|one, other| identity(one) == identity(other)) {
            let (instances, misfits) = window.place(group, &mut work);
            let is_elsewhere = instances.is_empty() && misfits.is_empty();
            if is_elsewhere && is_wanted(group, owner.as_deref(), self.asked) {
                self.outside += 1;
            }
            if !misfits.is_empty() {
                // Nobody knows when it is: what is suggested of it stays.
                let uid = group.first().and_then(|event| event.uid.as_deref());
                uid.map(|uid| self.known.remove(&hash(uid)));
            }
            for (line, what) in misfits {
                self.fault(line, what);
            }
            for instance in instances {
                if let Some(aside) = instance.aside(owner.as_deref(), self.asked) {
                    *tally.asides.entry(aside).or_default() += 1;
                } else if placed.found.len() + placed.all_day.len() >= self.most {
                    self.overflow = true;
                } else if self.asked.days_off {
                    placed.all_day.extend(AllDay::of(&instance, clocks));
                } else {
                    tally.add(&instance, clocks);
                    let is_own = own_block(&instance, home).is_some();
                    tally.foreign += usize::from(instance.event.own.is_some() && !is_own);
                    placed.found.push(instance);
                }
            }
        }
        self.report.outside = self.outside;
        self.remark(&tally, owner.as_deref());
        placed
    }

    /// The events with those of one identity beside each other, and without those of which a newer version lies outside the
    /// window: what is there alone is counted.
    fn sort_by_identity<'e>(&mut self, events: &'e [Event]) -> Vec<&'e Event> {
        let is_newest = |event: &&Event| {
            let uid = event.uid.as_deref();
            let past = uid.and_then(|uid| self.past.get(&hash(uid)));
            event.instance.is_some()
                || past.is_none_or(|(version, _)| *version <= (event.sequence, event.stamped))
        };
        let mut sorted: Vec<&Event> = events.iter().filter(is_newest).collect();
        sorted.sort_by(|one, other| identity(one).cmp(&identity(other)));
        for uid in sorted.iter().filter_map(|event| event.uid.as_deref()) {
            self.past.remove(&hash(uid));
        }
        let past = std::mem::take(&mut self.past);
        self.outside += past.values().filter(|(_, is_wanted)| *is_wanted).count();
        sorted
    }

    fn remark(&mut self, tally: &Tally, owner: Option<&str>) {
        let remarks = &mut self.report.remarks;
        tally.remark(owner, remarks);
        if self.is_empty {
            remarks.push("the calendar has no events".to_owned());
        }
        if self.outside > 0 && !self.asked.days_off {
            remarks.push(describe_window(self.window, self.asked.zone));
        }
        if let Some(line) = self.latin {
            remarks.push(format!(
                "line {line} isn't UTF-8: read as Latin-1, like others that aren't"
            ));
        }
        if let Some((line, number)) = self.odd {
            remarks.push(match number {
                1 => format!("1 line skipped as unreadable: line {line}"),
                _ => format!("{number} lines skipped as unreadable, the first is line {line}"),
            });
        }
        if self.untold > 0 {
            remarks.push(format!(
                "{} can't be read",
                count(self.untold, "more event")
            ));
        }
        if self.overflow {
            remarks.push(format!(
                "only the first {} meetings are read; the rest are left out",
                self.most
            ));
        }
    }
}

/// Which days were read, and how others are.
fn describe_window(window: Span, zone: Zone) -> String {
    let (first, last) = days_of(window, &Calendar::new(zone));
    format!("read from {first} to {last}; --from and --to choose other days")
}

/// What tells an event from the others; without an identity it is by itself.
fn identity(event: &Event) -> (usize, &str) {
    let uid = event.uid.as_deref();
    uid.map_or((event.line, ""), |uid| (0, uid))
}

/// Whether what is the newest of an identity would be taken, if it were inside the window.
fn is_wanted(group: &[&Event], owner: Option<&str>, asked: &ImportOptions) -> bool {
    let newest = group
        .iter()
        .max_by_key(|event| (event.instance.is_none(), event.sequence, event.stamped));
    newest.is_some_and(|event| event.aside(event.wall_length(), owner, asked).is_none())
}

fn to_row(instance: &Instance<'_>, home: &Calendar) -> ParsedRow {
    let event = instance.event;
    let title = event.title.as_deref();
    let key = |uid: &str| match instance.original {
        Some(original) => format!("{uid}\n{}", original.seconds()),
        None => uid.to_owned(),
    };
    let mut row = ParsedRow {
        line: event.line,
        start: Time::At(home.here(instance.start)),
        end: Some(Time::At(home.here(instance.end))),
        labels: Labels {
            title: title.map(str::to_owned),
            tags: event.tags.iter().map(ToString::to_string).collect(),
            domains: event.domains.iter().map(ToString::to_string).collect(),
            occasion: Some(Occasion::Meeting(Company::Unknown)),
            ..Labels::default()
        },
        category: None,
        details: Details {
            note: title
                .and_then(|title| Note::new(title).ok())
                .unwrap_or_default(),
            ..Details::default()
        },
        key: event.uid.as_deref().map(key),
        own: None,
    };
    if let Some(block) = own_block(instance, home) {
        own::place(&mut row, block);
    }
    row
}

/// The block of ours that a meeting was made of, with what was changed in the calendar since. A copy has another UID, and
/// an instance of a series is none.
fn own_block(instance: &Instance<'_>, home: &Calendar) -> Option<Block> {
    let event = instance.event;
    let own = event.own.as_deref()?;
    let mut block = own::read_record(&own.record)?;
    let is_own = instance.original.is_none()
        && event.uid.as_deref().and_then(BlockId::parse) == Some(block.id);
    if !is_own {
        return None;
    }
    own::take_times(&mut block, (instance.start, Some(instance.end)), home);
    if let Some(note) = &own.note {
        own::take_note(&mut block, note);
    }
    Some(block)
}
