//! Blocks that come from elsewhere, one after the other in the order of their starts: each finds the time that is still
//! free. Blocks on record are never changed. It remembers only the taken time that can still be in the way, so that a
//! million arrivals need no more memory than a few.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Bound;

use super::refusal::Refusal;
use crate::domain::arrival::{Arrival, Overlap, Tally};
use crate::domain::block::{Block, Category, Details};
use crate::domain::stamp::{Moment, Span, Stamp};

/// What becomes of an arrival by its times alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// All of its time is free.
    Free,
    /// It lies ahead of the clock.
    Ahead,
    /// Something has a part of its time, or all of it.
    Crowded,
}

/// What an arrival is to what is known already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// It was on record before, and says there what it says here or something else.
    OnRecord { differs: bool },
    /// It has arrived a moment before.
    Repeated,
}

/// What tells a block without an id from others: its times, its category, and a hash of all else.
type Said = (Stamp, Option<Stamp>, Category, u64);

/// The lane as it fills up.
#[derive(Debug)]
pub struct Intake {
    overlap: Overlap,
    now: Moment,
    tally: Tally,
    /// The taken time that may be in the way of what comes, by its start.
    taken: BTreeMap<Stamp, Option<Stamp>>,
    /// When the last of all taken time ends.
    last_end: Option<Stamp>,
    runs: bool,
    /// What has arrived and doesn't begin before what comes.
    said: Vec<Said>,
    /// The places of those that overlap where that is refused.
    overlapping: Vec<usize>,
}

impl Intake {
    /// Nothing is taken yet, and nothing on record is known.
    pub fn new(overlap: Overlap, now: Moment) -> Self {
        Self {
            overlap,
            now,
            tally: Tally::default(),
            taken: BTreeMap::new(),
            last_end: None,
            runs: false,
            said: Vec::new(),
            overlapping: Vec::new(),
        }
    }

    /// Says whether something runs on record, and when the last block there ends.
    pub fn know_lane(&mut self, runs: bool, last_end: Option<Stamp>) {
        self.runs |= runs;
        self.last_end = self.last_end.max(last_end);
    }

    /// Tells of time that is taken on record. All of it that an arrival reaches into comes before that arrival.
    pub fn offer(&mut self, start: Stamp, end: Option<Stamp>) {
        self.taken.insert(start, end);
    }

    /// Forgets what can no longer be in the way: whatever comes begins at `start` or later.
    pub fn forget_before(&mut self, start: Stamp) {
        while let Some(first) = self.taken.first_entry() {
            if first.get().is_none_or(|end| end > start) {
                break;
            }
            first.remove();
        }
        self.said.retain(|said| said.0 >= start);
    }

    /// What becomes of an arrival by its times.
    pub fn judge(&self, block: &Block) -> Verdict {
        let Some(end) = block.end else {
            let is_clear = !self.runs && self.last_end.is_none_or(|last| last <= block.start.at);
            return match is_clear {
                _ if block.start.at > self.now.at => Verdict::Ahead,
                true => Verdict::Free,
                false => Verdict::Crowded,
            };
        };
        if end.at > self.now.at {
            return Verdict::Ahead;
        }
        match Span::new(block.start.at, end.at) {
            Some(span) if self.in_the_way(span).next().is_none() => Verdict::Free,
            Some(_) | None => Verdict::Crowded,
        }
    }

    /// Whether a block that says the same has arrived before.
    pub fn has_arrived(&self, block: &Block) -> bool {
        self.said.contains(&said(block))
    }

    /// Counts an arrival that is known already.
    pub fn count_known(&mut self, found: Match) {
        self.tally.already += 1;
        match found {
            Match::OnRecord { differs } => self.tally.differing += usize::from(differs),
            Match::Repeated => self.tally.repeated += 1,
        }
    }

    /// Counts an arrival that lies ahead of the clock.
    pub const fn count_ahead(&mut self) {
        self.tally.future += 1;
    }

    /// Takes an arrival in, all of whose time is free.
    pub fn add(&mut self, arrival: &Arrival) {
        self.count_added(arrival);
        self.take(&arrival.block);
    }

    /// The parts of an arrival that are taken in where not all of its time is free; the first keeps its id, note and
    /// outcomes. `place` names it where overlaps are refused.
    pub fn add_parts(&mut self, place: usize, arrival: &Arrival) -> Vec<Block> {
        let parts = match self.overlap {
            Overlap::Refuse => {
                self.overlapping.push(place);
                return Vec::new();
            }
            Overlap::Skip => Vec::new(),
            Overlap::Trim => self.free_parts(&arrival.block),
        };
        if parts.is_empty() {
            self.tally.skipped += 1;
        } else {
            self.count_added(arrival);
            self.tally.trimmed += 1;
        }
        for part in &parts {
            self.take(part);
        }
        parts
    }

    /// What came of all of them. Where overlaps are refused, the refusal names the places of those that do.
    pub fn finish(mut self) -> Result<Tally, Refusal> {
        if self.overlapping.is_empty() {
            return Ok(self.tally);
        }
        self.overlapping.sort_unstable();
        Err(Refusal::Overlap {
            arrivals: self.overlapping,
        })
    }

    fn count_added(&mut self, arrival: &Arrival) {
        let (block, tally) = (&arrival.block, &mut self.tally);
        tally.added += 1;
        tally.by_default += usize::from(arrival.marks.by_default);
        if arrival.marks.is_unlisted
            && let Some(activity) = block.details.activity.as_deref()
        {
            let key = (block.category, activity.to_owned());
            *tally.unlisted.entry(key).or_default() += 1;
        }
    }

    fn take(&mut self, block: &Block) {
        let end = block.end.map(|end| end.at);
        if end.is_some() {
            self.tally.added_time = self.tally.added_time + block.length(self.now.at);
        }
        self.taken.insert(block.start.at, end);
        self.last_end = self.last_end.max(end);
        self.runs |= end.is_none();
        self.said.push(said(block));
    }

    /// The taken time that a span reaches into.
    fn in_the_way(&self, span: Span) -> impl Iterator<Item = Span> {
        let before = self.taken.range(..=span.start()).next_back();
        let inside = (Bound::Excluded(span.start()), Bound::Excluded(span.end()));
        before
            .into_iter()
            .chain(self.taken.range(inside))
            .filter_map(|(start, end)| Span::new(*start, end.unwrap_or(Stamp::MAX)))
            .filter(move |taken| taken.end() > span.start())
    }

    fn free_parts(&self, block: &Block) -> Vec<Block> {
        let span = block.end.and_then(|end| Span::new(block.start.at, end.at));
        let Some((span, end)) = span.zip(block.end) else {
            return Vec::new();
        };
        let taken: Vec<Span> = self.in_the_way(span).collect();
        let parts = span.without(&taken).into_iter().enumerate();
        parts
            .map(|(index, part)| cut(block, end, part, index == 0))
            .collect()
    }
}

fn cut(block: &Block, end: Moment, part: Span, first: bool) -> Block {
    let start = if part.start() == block.start.at {
        block.start
    } else {
        block.start.moved_to(part.start())
    };
    let end = if part.end() == end.at {
        end
    } else {
        block.start.moved_to(part.end())
    };
    if first {
        Block {
            start,
            end: Some(end),
            ..block.clone()
        }
    } else {
        Block::new(
            start,
            Some(end),
            block.category,
            Details::same_work(&block.details),
        )
    }
}

fn said(block: &Block) -> Said {
    let mut hash = DefaultHasher::new();
    block.details.hash(&mut hash);
    let end = block.end.map(|end| end.at);
    (block.start.at, end, block.category, hash.finish())
}
