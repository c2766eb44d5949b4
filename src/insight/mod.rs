//! What the blocks say: totals, TAFS and what to compare it with. Pure: from blocks, a context and an instant; each
//! file one figure, with its unit, its formula and its source.

pub mod account_list;
pub mod accounts;
pub mod alerts;
pub mod best;
pub mod burden;
pub mod calibration;
pub mod coaching;
pub mod commitment;
pub mod control;
pub mod coverage;
pub mod delta;
pub mod effort;
pub mod evidence;
pub mod focus;
pub mod freed;
pub mod gaps;
pub mod grades;
pub mod groups;
pub mod guess;
pub mod heat;
pub mod hidden;
pub mod learning_used;
pub mod missing;
pub mod named_work;
pub mod nurture;
pub mod outside;
pub mod pace;
pub mod prepared;
pub mod produce;
pub mod prospects;
pub mod refuge;
pub mod runs;
pub mod stages;
pub mod studies;
pub mod switches;
#[cfg(test)]
#[path = "tests/testdata.rs"]
pub(crate) mod testdata;
pub mod tiers;
pub mod totals;
pub mod trend;
pub mod usual;
pub mod weeks;
pub mod windows;
pub mod yields;

use crate::domain::block::{Block, Category};
use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::focus_run::FocusRun;
use crate::domain::hours::WorkHours;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::domain::taxonomy::Taxonomy;
use crate::domain::timeline::{AccountStarts, AccountTouches, OnRecord};

/// How far apart the same wall clock can be in two places of the world: from UTC-12 to UTC+14.
const WORLD: Length = Length::hours(26);

/// All that a figure needs beside the blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    pub calendar: Calendar,
    pub hours: WorkHours,
    pub taxonomy: Taxonomy,
}

impl Context {
    /// The stretch whose blocks have to be known for figures of the days from `first` to `last`, both included:
    /// wider than the days here, since a day is that of the wall clock where a block was recorded.
    pub fn reach(&self, first: Day, last: Day) -> Span {
        let here = self.calendar.days_span(first, last);
        Span::new(here.start().minus(WORLD), here.end().plus(WORLD)).unwrap_or(here)
    }

    /// What is on record, as far as it lies before `now`: a timeline, or blocks in order of time.
    pub fn ledger<'a>(&'a self, on_record: impl Into<OnRecord<'a>>, now: Stamp) -> Ledger<'a> {
        let OnRecord {
            blocks,
            unreadable,
            since,
            account_starts,
            account_touches,
            focus_runs,
        } = on_record.into();
        Ledger {
            blocks,
            unreadable,
            since,
            account_starts,
            account_touches,
            focus_runs,
            context: self,
            now,
        }
    }

    /// Whether a customer was live in a block.
    fn is_live(&self, block: &Block) -> bool {
        let activity = block.details.activity.as_ref();
        self.taxonomy.is_live(block.category, activity)
    }
}

/// Over so many days requesters and accounts are looked at.
pub const RECENT_DAYS: i64 = 28;

/// What is on record, and all that it takes to read it.
#[derive(Clone, Copy, Debug)]
pub struct Ledger<'a> {
    /// In order of time.
    pub blocks: &'a [Block],
    /// Blocks of which no more than the times can be read: no figure counts them, and their time is no gap.
    pub unreadable: &'a [Block],
    /// When the first block of the file began: no time before it is untracked.
    pub since: Option<Stamp>,
    /// When the first block of the file with each account began, where that was read.
    pub account_starts: Option<&'a AccountStarts>,
    /// When each account was last sold to and touched, where that was read; blocks may say later moments.
    pub account_touches: Option<&'a AccountTouches>,
    /// The focus runs that were read, in order.
    pub focus_runs: &'a [FocusRun],
    pub context: &'a Context,
    /// Nothing from here on is counted.
    pub now: Stamp,
}

impl<'a> Ledger<'a> {
    /// The days from `first` to `last`, both included. The blocks are to hold those that touch [`Context::reach`] of
    /// them; blocks of other days do no harm.
    pub const fn days(self, first: Day, last: Day) -> Period<'a> {
        Period {
            ledger: self,
            first,
            last,
        }
    }

    /// One day: as [`Ledger::days`].
    pub const fn day(self, day: Day) -> Period<'a> {
        self.days(day, day)
    }

    /// A week: as [`Ledger::days`].
    pub fn week(self, week: Week) -> Period<'a> {
        self.days(week.first, week.end().plus(-1))
    }

    /// The last [`RECENT_DAYS`] up to and with a day, or up to today where that day is to come.
    pub fn recent(self, last: Day) -> Period<'a> {
        let last = last.min(self.context.calendar.day_at(self.now));
        self.days(last.plus(1 - RECENT_DAYS), last)
    }

    /// The first moment of a day that is on record: it tells where the rep was.
    pub fn place(self, day: Day) -> Option<Moment> {
        self.day(day)
            .blocks()
            .iter()
            .flat_map(|block| [Some(block.start), block.end])
            .flatten()
            .find(|moment| self.context.calendar.is_of(day, *moment))
    }

    /// Whether the planned time of a week is over; where nothing is planned, the week itself.
    pub fn is_worked_out(self, week: Week) -> bool {
        let Context {
            calendar, hours, ..
        } = self.context;
        let plan_of = |day| hours.spans(day, calendar, self.place(day));
        let ends = week.days().into_iter().flat_map(plan_of);
        let end = ends.map(Span::end).max();
        self.now >= end.unwrap_or_else(|| calendar.first_instant(week.end()))
    }

    /// The planned parts of a day as far as they lie before now.
    fn planned(self, day: Day) -> impl Iterator<Item = Span> {
        let Context {
            calendar, hours, ..
        } = self.context;
        let spans = hours.spans_within(day, calendar, self.place(day));
        spans
            .into_iter()
            .filter_map(move |span| Span::new(span.start(), span.end().min(self.now)))
    }

    /// The parts of a day that would be planned and are off, as far as they lie before now.
    pub fn off(self, day: Day) -> impl Iterator<Item = Span> {
        let Context {
            calendar, hours, ..
        } = self.context;
        let spans = hours.spans_off(day, calendar, self.place(day));
        spans
            .into_iter()
            .filter_map(move |span| Span::new(span.start(), span.end().min(self.now)))
    }

    /// The blocks that touch a stretch.
    fn touching(self, span: Span) -> &'a [Block] {
        let blocks = self.blocks;
        let to = blocks.partition_point(|block| block.start.at < span.end());
        let from = blocks.partition_point(|block| block.end_or(self.now) <= span.start());
        &blocks[from.min(to)..to]
    }
}

/// Some days of what is on record, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    pub ledger: Ledger<'a>,
    pub first: Day,
    pub last: Day,
}

impl<'a> Period<'a> {
    /// Each of its days, in order.
    pub fn each_day(self) -> impl Iterator<Item = Day> {
        (0..=self.last.since(self.first)).map(move |index| self.first.plus(index))
    }

    /// Whether a moment is of one of its days.
    fn holds(self, moment: Moment) -> bool {
        let day = self.ledger.context.calendar.day_of(moment);
        (self.first..=self.last).contains(&day)
    }

    /// The blocks that touch [`Context::reach`] of its days.
    fn blocks(self) -> &'a [Block] {
        let reach = self.ledger.context.reach(self.first, self.last);
        self.ledger.touching(reach)
    }

    /// The parts of the blocks that lie in its days and before now: each with its block and its day, in order of
    /// time. A block over the end of a day is cut there.
    fn parts(self) -> impl Iterator<Item = (&'a Block, Day, Span)> {
        let blocks = self.blocks().iter();
        blocks.flat_map(move |block| self.cut(block).map(move |(day, part)| (block, day, part)))
    }

    /// The parts of the working time alone, each with its block and its day, in order of time.
    pub fn work_parts(self) -> impl Iterator<Item = (&'a Block, Day, Span)> {
        self.parts().filter(|(block, ..)| is_work(block))
    }

    /// The blocks that have a part, each with the length of its parts together, in order of time.
    fn lengths(self) -> impl Iterator<Item = (&'a Block, Length)> {
        let length = move |block| self.cut(block).map(|(_, part)| part.length()).sum();
        self.blocks()
            .iter()
            .map(move |block| (block, length(block)))
            .filter(|(_, length): &(&Block, Length)| length.is_positive())
    }

    fn cut(self, block: &Block) -> impl Iterator<Item = (Day, Span)> + use<> {
        let Ledger { context, now, .. } = self.ledger;
        let (first, last) = (self.first, self.last);
        let slices = context.calendar.slices(block, now).into_iter();
        let of_days = slices.filter(move |(day, _)| (first..=last).contains(day));
        of_days.filter_map(move |(day, part)| {
            Some((day, Span::new(part.start(), part.end().min(now))?))
        })
    }
}

/// Whether a block is working time.
fn is_work(block: &Block) -> bool {
    Category::WORK.contains(&block.category)
}
