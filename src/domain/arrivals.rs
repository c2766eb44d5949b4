//! Blocks that come from elsewhere: which are new, which are here already, which have to give way. What is on
//! record stays as it is.

use std::collections::{BTreeMap, HashSet};

use super::block::{Block, BlockId, Category, Details};
use super::change::Arrival;
use super::edit::Edit;
use super::rules::{Lane, Plan, Window};
use super::stamp::{Length, Moment, Span, Stamp};

/// What became of the blocks of an import.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// New blocks; one that was cut into parts counts once.
    pub added: usize,
    /// The time that they hold.
    pub added_time: Length,
    /// Blocks that were here already.
    pub already: usize,
    /// Added blocks of which a part was taken already.
    pub trimmed: usize,
    /// Blocks whose time was all taken, or a second running one.
    pub skipped: usize,
    /// Blocks that lie ahead of the clock; not added.
    pub future: usize,
}

/// The stretch of the lane that the arrivals touch; `None` where there are none.
pub fn window(arrivals: &[Arrival]) -> Option<Window> {
    let from = arrivals.iter().map(|arrival| arrival.block.start.at).min()?;
    let to = arrivals.iter().try_fold(from, |to, arrival| arrival.block.end.map(|end| to.max(end.at)));
    Some(Window { from, to })
}

/// Which writes take the arrivals in.
pub fn plan(arrivals: &[Arrival], lane: &Lane, now: Moment) -> Plan {
    let mut taken = Taken::of(lane);
    let mut tally = Tally::default();
    let mut edits = Vec::new();
    for arrival in arrivals {
        let block = &arrival.block;
        if taken.knows(arrival) {
            tally.already += 1;
        } else if block.end.unwrap_or(block.start).at > now.at {
            tally.future += 1;
        } else {
            let parts = taken.room_for(block);
            match parts.as_slice() {
                [] => tally.skipped += 1,
                [whole] if (whole.start, whole.end) == (block.start, block.end) => tally.added += 1,
                _ => {
                    tally.added += 1;
                    tally.trimmed += 1;
                }
            }
            tally.added_time =
                tally.added_time + parts.iter().filter(|part| !part.is_running()).map(|part| part.length(now.at)).sum();
            for part in parts {
                taken.take(&part);
                edits.push(Edit::Insert(part));
            }
        }
    }
    Plan { edits, focus: None, tally: Some(tally) }
}

/// The lane as it fills up.
struct Taken {
    by_start: BTreeMap<Stamp, Option<Stamp>>,
    ids: HashSet<BlockId>,
    said: HashSet<(Stamp, Option<Stamp>, Category)>,
    runs: bool,
}

impl Taken {
    fn of(lane: &Lane) -> Self {
        let mut taken = Self { by_start: BTreeMap::new(), ids: HashSet::new(), said: HashSet::new(), runs: false };
        for block in &lane.blocks {
            taken.take(block);
        }
        taken
    }

    fn take(&mut self, block: &Block) {
        let end = block.end.map(|end| end.at);
        self.by_start.insert(block.start.at, end);
        self.ids.insert(block.id);
        self.said.insert((block.start.at, end, block.category));
        self.runs |= end.is_none();
    }

    fn knows(&self, arrival: &Arrival) -> bool {
        let block = &arrival.block;
        self.ids.contains(&block.id)
            || (!arrival.has_id && self.said.contains(&(block.start.at, block.end.map(|end| end.at), block.category)))
    }

    /// The parts of the block whose time is free; the first keeps its id, note and outcomes.
    fn room_for(&self, block: &Block) -> Vec<Block> {
        let Some(end) = block.end else {
            let clear = !self.runs && self.last_end().is_none_or(|last| last <= block.start.at);
            return if clear { vec![block.clone()] } else { Vec::new() };
        };
        let Some(span) = Span::new(block.start.at, end.at) else {
            return Vec::new();
        };
        let first = self.by_start.range(..=span.start()).next_back();
        let inside =
            self.by_start.range((std::ops::Bound::Excluded(span.start()), std::ops::Bound::Excluded(span.end())));
        let taken: Vec<Span> = first
            .into_iter()
            .chain(inside)
            .filter_map(|(start, end)| Span::new(*start, end.unwrap_or(Stamp::MAX)))
            .collect();
        let parts = span.without(&taken);
        parts.into_iter().enumerate().map(|(index, part)| cut(block, end, part, index == 0)).collect()
    }

    fn last_end(&self) -> Option<Stamp> {
        self.by_start.last_key_value().map(|(start, end)| end.unwrap_or(*start))
    }
}

fn cut(block: &Block, end: Moment, part: Span, first: bool) -> Block {
    let start = if part.start() == block.start.at { block.start } else { Moment { at: part.start(), ..block.start } };
    let end = if part.end() == end.at { end } else { Moment { at: part.end(), ..block.start } };
    if first {
        Block { start, end: Some(end), ..block.clone() }
    } else {
        Block::new(start, Some(end), block.category, Details::same_work(&block.details))
    }
}
