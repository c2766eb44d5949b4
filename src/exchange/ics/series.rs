//! The events of one identity put together: the newest version of each, moved instances in the place of those that
//! they stand for, exceptions taken out; as instants inside a window.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use chrono::{Duration, NaiveDate, NaiveDateTime};

use super::event::{Aside, End, Event, Occurrence, When};
use super::recur::{self, Work};
use super::rule::Rule;
use super::when::Value;
use super::zones::{Clock, Clocks};
use crate::domain::stamp::{Length, Span, Stamp};
use crate::exchange::source::ImportOptions;

/// One event that comes more often than this in the window is no meeting.
pub(super) const MOST_INSTANCES: usize = 10_000;
/// No rule is worth more work than this.
const WORK: u64 = 1_000_000;
/// Nor are a file's.
pub(super) const FILE_WORK: Work = Work(20_000_000);

/// A time at which an event is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Instance<'a> {
    /// What is said of it.
    pub(super) event: &'a Event,
    pub(super) start: Stamp,
    pub(super) end: Stamp,
    /// When the series would have had it, where it is one of a series.
    pub(super) original: Option<Stamp>,
}

/// An event that cannot be placed: its line, and why.
pub(super) type Misfit = (usize, String);

/// What a window is made of.
pub(super) struct Window<'a> {
    pub(super) span: Span,
    /// The same on any wall clock, and a little more.
    pub(super) walls: Range<NaiveDateTime>,
    pub(super) clocks: &'a Clocks,
}

impl Window<'_> {
    /// The instances in the window of all events of one identity.
    pub(super) fn place<'a>(
        &self,
        events: &[&'a Event],
        work: &mut Work,
    ) -> (Vec<Instance<'a>>, Vec<Misfit>) {
        let (mut instances, mut misfits) = (Vec::new(), Vec::new());
        let mut core: Option<&Event> = None;
        let mut moved: BTreeMap<Stamp, &Event> = BTreeMap::new();
        let mut moved_days: HashMap<NaiveDate, &Event> = HashMap::new();
        for event in events {
            match event.instance {
                None if core.is_none_or(|core| newer(event, core)) => core = Some(event),
                None => {}
                Some(when) => match self.instant(when) {
                    Ok(_) if when.day => {
                        keep_newer(moved_days.entry(when.wall.date()).or_insert(event), event);
                    }
                    Ok(at) => keep_newer(moved.entry(at).or_insert(event), event),
                    Err(why) => misfits.push((event.line, why)),
                },
            }
        }
        let except = core.map(|core| self.except(core)).unwrap_or_default();
        if let Some(core) = core {
            match self.series(core, &except, &moved, &moved_days, work) {
                Ok(found) => instances.extend(found),
                Err(why) => misfits.push((core.line, why)),
            }
        }
        let days = moved_days
            .into_iter()
            .map(|(day, event)| (self.instant_of_day(day, event), event));
        for (original, event) in moved
            .into_iter()
            .map(|(at, event)| (Some(at), event))
            .chain(days)
        {
            if original.is_some_and(|at| except.instants.contains(&at)) {
                continue;
            }
            match self.instance(event, Occurrence::at(event.start), original) {
                Ok(instance) => instances.extend(instance),
                Err(why) => misfits.push((event.line, why)),
            }
        }
        instances.sort_by_key(|instance| (instance.start, instance.end));
        (instances, misfits)
    }

    /// The instances of a series that nothing else stands for.
    fn series<'a>(
        &self,
        core: &'a Event,
        except: &Except,
        moved: &BTreeMap<Stamp, &'a Event>,
        moved_days: &HashMap<NaiveDate, &'a Event>,
        work: &mut Work,
    ) -> Result<Vec<Instance<'a>>, String> {
        let repeats = !core.rules.is_empty() || !core.dates.is_empty();
        let mut instances = Vec::new();
        for (at, mut occurrence) in self.occurrences(core, moved, work)? {
            let start = &mut occurrence.start;
            let day = start.wall.date();
            let stands_elsewhere = moved.contains_key(&at) || moved_days.contains_key(&day);
            if except.instants.contains(&at) || except.days.contains(&day) || stands_elsewhere {
                continue;
            }
            // Those after an instance that was moved with all that follow.
            let ahead = moved.range(..at).rev().find(|(_, event)| event.future);
            let mut event = core;
            if let Some((from, follows)) = ahead {
                start.wall += self.shift(*from, follows, start.clock);
                event = follows;
            }
            instances.extend(self.instance(event, occurrence, repeats.then_some(at))?);
        }
        Ok(instances)
    }

    /// When a series falls, in and around the window; with what is moved into the window from elsewhere left to it.
    fn occurrences(
        &self,
        core: &Event,
        moved: &BTreeMap<Stamp, &Event>,
        work: &mut Work,
    ) -> Result<BTreeMap<Stamp, Occurrence>, String> {
        let mut found = BTreeMap::new();
        let start = core.start;
        let first = self.instant(start)?;
        // What began before the window may reach into it, by its own length or by a later move.
        let margins = moved
            .iter()
            .filter(|(_, event)| event.future)
            .map(|(from, event)| {
                self.shift(*from, event, start.clock).abs()
                    + Duration::seconds(
                        self.length(event.start, event.end)
                            .map_or(0, Length::as_seconds),
                    )
            });
        let length = Duration::seconds(
            self.length(start, core.end)?
                .as_seconds()
                .clamp(0, 400 * 86_400),
        );
        let margin = margins.fold(length, Duration::max).min(Duration::days(400));
        let within = (self.walls.start - margin)..(self.walls.end + margin);
        let mut ended = false;
        for rule in &core.rules {
            ended |= rule
                .until
                .is_some_and(|until| is_after(first, start.wall, until));
            self.follow(rule, start, &within, work, &mut found)?;
        }
        for further in core
            .dates
            .iter()
            .filter(|further| within.contains(&further.start.wall))
        {
            let mut when = further.start;
            if when.day && !start.day {
                when = When {
                    wall: when.wall.date().and_time(start.wall.time()),
                    ..start
                };
            }
            let end = further.end;
            found.insert(self.instant(when)?, Occurrence { start: when, end });
        }
        if !ended {
            found.entry(first).or_insert(Occurrence::at(start));
        }
        Ok(found)
    }

    fn follow(
        &self,
        rule: &Rule,
        start: When,
        within: &Range<NaiveDateTime>,
        work: &mut Work,
        found: &mut BTreeMap<Stamp, Occurrence>,
    ) -> Result<(), String> {
        let mut mine = Work(work.0.min(WORK));
        let before = mine.0;
        let mut count = 0;
        let followed = recur::fall(rule, start.wall, within, &mut mine, &mut |wall| {
            let Some(at) = self.clocks.instant(start.clock, wall) else {
                return false;
            };
            if rule.until.is_some_and(|until| is_after(at, wall, until)) {
                return false;
            }
            found.insert(at, Occurrence::at(When { wall, ..start }));
            count += 1;
            count <= MOST_INSTANCES
        });
        work.0 -= before - mine.0;
        if count > MOST_INSTANCES {
            return Err(format!(
                "RRULE: it comes more than {MOST_INSTANCES} times in the days that are read"
            ));
        }
        followed.map_err(|_| "RRULE: it can't be followed to the days that are read".to_owned())
    }

    /// By how much an instance was moved, on its clock.
    fn shift(&self, from: Stamp, event: &Event, clock: Clock) -> Duration {
        let was = self.clocks.wall(clock, from);
        let now = self
            .instant(event.start)
            .ok()
            .and_then(|at| self.clocks.wall(clock, at));
        was.zip(now)
            .map_or(Duration::zero(), |(was, now)| now - was)
    }

    /// An event at one of its times, where that touches the window.
    fn instance<'a>(
        &self,
        event: &'a Event,
        occurrence: Occurrence,
        original: Option<Stamp>,
    ) -> Result<Option<Instance<'a>>, String> {
        let start = self.instant(occurrence.start)?;
        let length = if occurrence.end.is_some() {
            self.length(occurrence.start, occurrence.end)?
        } else {
            self.length(event.start, event.end)?
        };
        let end = start.plus(length);
        let touches =
            start < self.span.end() && end.max(start.plus(Length::seconds(1))) > self.span.start();
        // Our own blocks come back whenever they were.
        let is_own = event.own.is_some() && original.is_none();
        Ok((touches || is_own).then_some(Instance {
            event,
            start,
            end,
            original,
        }))
    }

    /// How long an event is.
    fn length(&self, start: When, end: Option<End>) -> Result<Length, String> {
        let length = match end {
            Some(End::After(length)) => length,
            Some(End::At(end)) => self.instant(end)?.since(self.instant(start)?),
            None if start.day => Length::hours(24),
            None => Length::ZERO,
        };
        if length.as_seconds() < 0 {
            Err("the event ends before it starts".to_owned())
        } else {
            Ok(length)
        }
    }

    fn except(&self, core: &Event) -> Except {
        let mut except = Except::default();
        for when in &core.except {
            if when.day {
                except.days.insert(when.wall.date());
            } else {
                // Without a zone it is told by the clock of the event.
                let clock = if matches!(when.clock, Clock::Floating(_)) {
                    core.start.clock
                } else {
                    when.clock
                };
                except
                    .instants
                    .extend(self.clocks.instant(clock, when.wall));
            }
        }
        except
    }

    fn instant_of_day(&self, day: NaiveDate, event: &Event) -> Option<Stamp> {
        self.clocks
            .instant(event.start.clock, day.and_time(event.start.wall.time()))
    }

    /// The instant of a time; otherwise why there is none.
    fn instant(&self, when: When) -> Result<Stamp, String> {
        let at = self.clocks.instant(when.clock, when.wall);
        at.ok_or_else(|| {
            if self.clocks.knows(when.clock) {
                return format!("{} lies outside the years 1900 to 2199", when.wall);
            }
            let name = self.clocks.name(when.clock);
            let choice = format!("{name}=Europe/Berlin");
            format!("unknown time zone {name:?}: name it, for example with --zone {choice:?}")
        })
    }
}

/// Whether a time is after the last one of a rule. A day as the last one counts whole, whatever the time of the event.
fn is_after(at: Stamp, wall: NaiveDateTime, until: Value) -> bool {
    match until {
        Value::Date(day) => wall.date() > day,
        Value::Wall(last) => wall > last,
        Value::Utc(last) => at.seconds() > last.and_utc().timestamp(),
    }
}

/// When a series does not fall.
#[derive(Default)]
struct Except {
    instants: HashSet<Stamp>,
    days: HashSet<NaiveDate>,
}

/// Whether an event is a later version of another one: by SEQUENCE, then by DTSTAMP; else the first one stands.
fn newer(event: &Event, held: &Event) -> bool {
    (event.sequence, event.stamped) > (held.sequence, held.stamped)
}

fn keep_newer<'a>(held: &mut &'a Event, event: &'a Event) {
    if newer(event, held) {
        *held = event;
    }
}

impl Instance<'_> {
    /// Why it isn't a meeting to track; `None` where it is one.
    pub(super) fn aside(&self, owner: Option<&str>, asked: &ImportOptions) -> Option<Aside> {
        self.event.aside(self.end.since(self.start), owner, asked)
    }
}
