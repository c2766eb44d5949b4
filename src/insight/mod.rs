//! What the blocks say: totals, TAFS and what to compare it with. Pure: from blocks, a context and an instant; each
//! file one figure, with its unit, its formula and its source.

pub mod accounts;
pub mod alerts;
pub mod burden;
pub mod commitment;
pub mod control;
pub mod coverage;
pub mod delta;
pub mod freed;
pub mod gaps;
pub mod groups;
pub mod guess;
pub mod heat;
pub mod missing;
pub mod outside;
pub mod pace;
pub mod produce;
pub mod runs;
pub mod stale;
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

use crate::domain::block::{Block, Category};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::hours::WorkHours;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::domain::taxonomy::Taxonomy;

/// How far apart the same wall clock can be in two places of the world: from UTC-12 to UTC+14.
const WORLD: Length = Length::hours(26);

/// All that a figure needs beside the blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Where days and weeks begin.
    pub calendar: Calendar,
    /// When work is planned.
    pub hours: WorkHours,
    /// Which activities there are, and which of them are live.
    pub taxonomy: Taxonomy,
}

impl Context {
    /// The stretch whose blocks have to be known for figures of the days from `first` to `last`, both included:
    /// wider than the days here, since a day is that of the wall clock where a block was recorded.
    pub fn reach(&self, first: Day, last: Day) -> Span {
        let here = self.calendar.days_span(first, last);
        Span::new(here.start().minus(WORLD), here.end().plus(WORLD)).unwrap_or(here)
    }

    /// The first moment of a day that is on record: it tells where the rep was. `blocks` are in order of time.
    pub fn place(&self, blocks: &[Block], day: Day, now: Stamp) -> Option<Moment> {
        let moments = near(blocks, self.reach(day, day), now)
            .iter()
            .flat_map(|block| [Some(block.start), block.end]);
        moments
            .flatten()
            .find(|moment| self.calendar.day_of(*moment) == day)
    }

    /// Whether a customer was live in a block.
    fn is_live(&self, block: &Block) -> bool {
        let activity = block.details.activity.as_ref();
        self.taxonomy.is_live(block.category, activity)
    }

    /// The planned stretches of a day as far as they lie before `now`.
    fn planned(&self, blocks: &[Block], day: Day, now: Stamp) -> Vec<Span> {
        let spans = self
            .hours
            .spans(day, &self.calendar, self.place(blocks, day, now));
        spans
            .into_iter()
            .filter_map(|span| Span::new(span.start(), span.end().min(now)))
            .collect()
    }
}

/// The parts of the blocks that lie in the days from `first` to `last`, both included, and before `now`: each with
/// its block and its day, in order of time. `blocks` are those that touch [`Context::reach`] of the days, in order of
/// time; blocks of other days do no harm. A block over the end of a day is cut there.
pub fn parts<'a>(
    blocks: &'a [Block],
    first: Day,
    last: Day,
    context: &'a Context,
    now: Stamp,
) -> impl Iterator<Item = (&'a Block, Day, Span)> {
    near(blocks, context.reach(first, last), now)
        .iter()
        .flat_map(move |block| {
            cut(block, first, last, context, now).map(move |(day, part)| (block, day, part))
        })
}

/// The parts of the working time alone: as [`parts`].
fn work_parts<'a>(
    blocks: &'a [Block],
    first: Day,
    last: Day,
    context: &'a Context,
    now: Stamp,
) -> impl Iterator<Item = (&'a Block, Day, Span)> {
    parts(blocks, first, last, context, now).filter(|(block, ..)| is_work(block))
}

/// The blocks of which [`parts`] has a part, each with the length of its parts together, in order of time.
fn lengths<'a>(
    blocks: &'a [Block],
    first: Day,
    last: Day,
    context: &'a Context,
    now: Stamp,
) -> impl Iterator<Item = (&'a Block, Length)> {
    let length = move |block| {
        cut(block, first, last, context, now)
            .map(|(_, part)| part.length())
            .sum()
    };
    let blocks = near(blocks, context.reach(first, last), now).iter();
    blocks
        .map(move |block| (block, length(block)))
        .filter(|(_, length): &(&Block, Length)| length.is_positive())
}

fn cut(
    block: &Block,
    first: Day,
    last: Day,
    context: &Context,
    now: Stamp,
) -> impl Iterator<Item = (Day, Span)> + use<> {
    let slices = context
        .calendar
        .slices(block, now)
        .into_iter()
        .filter(move |(day, _)| (first..=last).contains(day));
    slices.filter_map(move |(day, part)| Some((day, Span::new(part.start(), part.end().min(now))?)))
}

/// Whether a block is working time.
fn is_work(block: &Block) -> bool {
    Category::WORK.contains(&block.category)
}

/// What names that differ only in their case have in common.
fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Those of the blocks, which are in order of time, that touch a stretch.
fn near(blocks: &[Block], span: Span, now: Stamp) -> &[Block] {
    let to = blocks.partition_point(|block| block.start.at < span.end());
    let from = blocks.partition_point(|block| block.end_or(now) <= span.start());
    &blocks[from.min(to)..to]
}
