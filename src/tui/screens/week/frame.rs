//! What the parts of the screen of the week are drawn from.

use chrono::{Datelike, NaiveTime};

use super::grid::{Grid, Lanes};
use super::scale::{Part, Scale};
use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::format;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::insight::coverage::{self, Reading};
use crate::insight::gaps::{self, Entry};
use crate::insight::runs::{self, Run};
use crate::insight::totals::{self, Totals};
use crate::insight::{Ledger, Period};
use crate::tui::paint::Ink;
use crate::tui::scene::Scene;
use crate::tui::theme::Theme;
use crate::tui::widgets::headline::Headline;
use crate::tui::widgets::share::figures;

/// What the screen is drawn from.
pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) week: Week,
    pub(super) days: Vec<WeekDay<'a>>,
    pub(super) totals: Totals,
    /// The unbroken stretches of selling that began in the week.
    pub(super) runs: Vec<Run>,
}

/// One of the seven.
pub(super) struct WeekDay<'a> {
    pub(super) day: Day,
    /// When its wall clock showed 12:00.
    noon: Stamp,
    pub(super) totals: Totals,
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) planned: Vec<Span>,
    /// Whether it has a lane: it is planned in every week, or something is on record.
    pub(super) has_lane: bool,
}

impl WeekDay<'_> {
    /// A stretch of the day as the lanes show it.
    pub(super) fn part_of(&self, span: Span) -> Part {
        Part {
            from: self.time_of(span.start()),
            to: self.time_of(span.end()),
        }
    }

    /// The time of an instant on the hours above the lanes. Counted from noon, so that stretches are as long as they were
    /// also where the clocks changed at night.
    pub(super) fn time_of(&self, at: Stamp) -> Length {
        Length::hours(12) + at.since(self.noon)
    }

    /// The hours before a change of the clocks, as the wall clock showed them: each with its time above the lanes, which is
    /// another one.
    pub(super) fn night_hours(&self, calendar: &Calendar) -> Vec<(Length, String)> {
        if calendar.instant(self.day, Length::hours(12)) != self.noon {
            // The wall clock of another place.
            return Vec::new();
        }
        let (first, midnight) = (
            calendar.first_instant(self.day),
            self.day.0.and_time(NaiveTime::MIN),
        );
        let hours = (0..12).map(|hour| first.plus(Length::hours(hour)));
        let shifted = hours.filter_map(|at| {
            let (moment, drawn) = (calendar.here(at), self.time_of(at));
            let shown = Length::seconds((Calendar::wall(moment) - midnight).num_seconds());
            let label = format::clock(moment).chars().take(2).collect();
            (shown != drawn).then_some((drawn, label))
        });
        shifted.collect()
    }

    /// `Thu 5`.
    pub(super) fn name(&self) -> String {
        let date = self.day.0;
        format!("{} {}", format::weekday(date.weekday()), date.day())
    }

    pub(super) fn reading(&self) -> Reading {
        coverage::of_day(&self.totals)
    }

    /// Whether it is told with bounds.
    pub(super) fn has_bounds(&self) -> bool {
        figures(self.reading()).1.is_some()
    }
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        let context = scene.context;
        let week = context.calendar.week_of(scene.day);
        let ledger = context.ledger(&scene.snapshot.weeks, scene.now.at);
        let days = week.days().into_iter();
        let mut days: Vec<WeekDay<'a>> = days.map(|day| read_day(scene, ledger, day)).collect();
        if !days.iter().any(|day| day.has_lane) {
            // A week without a plan has its lanes too.
            days.iter_mut().take(5).for_each(|day| day.has_lane = true);
        }
        Self {
            scene,
            week,
            totals: days.iter().map(|day| day.totals).sum(),
            runs: runs::find_runs(ledger.week(week)),
            days,
        }
    }

    /// The days with a lane.
    pub(super) fn laned(&self) -> impl Iterator<Item = &WeekDay<'a>> {
        self.days.iter().filter(|day| day.has_lane)
    }

    /// The days without one.
    pub(super) fn others(&self) -> impl Iterator<Item = &WeekDay<'a>> {
        self.days.iter().filter(|day| !day.has_lane)
    }

    pub(super) fn grid(&self) -> Grid {
        let has_bounds = self.laned().any(WeekDay::has_bounds);
        Grid::new(&self.scene.regions, self.laned().count(), has_bounds)
    }

    /// The hours that the lanes show.
    pub(super) fn scale(&self, lanes: &Lanes) -> Scale {
        let known: Vec<Part> = self
            .laned()
            .flat_map(|day| {
                let on_record = day.entries.iter();
                let on_record = on_record.filter(|entry| !matches!(entry, Entry::Off(_)));
                let known = on_record
                    .map(Entry::span)
                    .chain(day.planned.iter().copied());
                known.map(|span| day.part_of(span))
            })
            .collect();
        Scale::new(&known, lanes.first.width)
    }

    pub(super) fn ledger(&self) -> Ledger<'a> {
        let (blocks, now) = (&self.scene.snapshot.weeks, self.scene.now.at);
        self.scene.context.ledger(blocks, now)
    }

    pub(super) fn period(&self) -> Period<'a> {
        self.ledger().week(self.week)
    }

    pub(super) fn reading(&self) -> Reading {
        coverage::of_week(&self.totals)
    }

    pub(super) fn headline(&self) -> Headline<'_> {
        let is_over = self.scene.today >= self.week.end();
        Headline {
            scene: self.scene,
            totals: &self.totals,
            reading: self.reading(),
            lack: coverage::lack_of_week(&self.totals, is_over),
            is_open: !is_over,
        }
    }

    pub(super) fn is_selected(&self, day: &WeekDay<'_>) -> bool {
        day.day == self.scene.day
    }

    /// The longest stretch of selling that began on a day.
    pub(super) fn best_of(&self, day: Day) -> Option<&Run> {
        let calendar = &self.scene.context.calendar;
        let mine = self.runs.iter().rev();
        mine.filter(|run| calendar.day_of(run.start) == day)
            .max_by_key(|run| run.length)
    }
}

fn read_day<'a>(scene: &Scene<'a>, ledger: Ledger<'a>, day: Day) -> WeekDay<'a> {
    let context = scene.context;
    let place = ledger.place(day);
    // Before the first key there is no day to hold against anyone.
    let begun = scene.snapshot.last.is_some();
    let entries = if begun {
        gaps::list_entries(ledger, day)
    } else {
        Vec::new()
    };
    let is_on_record =
        |entry: &Entry<'_>| matches!(entry, Entry::Block { .. } | Entry::Unreadable { .. });
    let planned = context.hours.spans_within(day, &context.calendar, place);
    let every_week = context.hours.planned_on(day);
    WeekDay {
        day,
        noon: context.calendar.instant_at(day, Length::hours(12), place),
        totals: if begun {
            totals::of_days(ledger.day(day))
        } else {
            Totals::default()
        },
        has_lane: !planned.is_empty() || !every_week.is_empty() || entries.iter().any(is_on_record),
        entries,
        planned,
    }
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}
