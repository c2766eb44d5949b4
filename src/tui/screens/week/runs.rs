//! A day as runs: neighbors of one category as one shape, with the words that are true of all of it.

use super::frame::WeekDay;
use super::scale::Part;
use crate::domain::block::{Block, Category};
use crate::domain::format;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::insight::Ledger;
use crate::insight::gaps::Entry;
use crate::insight::prepared::is_prepared;
use crate::insight::runs;
use crate::tui::scene::Scene;

/// Blocks of one category with hardly anything between them.
#[derive(Clone, Debug)]
pub(super) struct Shape<'a> {
    pub(super) category: Category,
    pub(super) part: Part,
    /// When its first block began.
    pub(super) start: Stamp,
    /// The time in it, without the gaps.
    pub(super) length: Length,
    /// With their parts of the day.
    blocks: Vec<(&'a Block, Part)>,
}

impl Shape<'_> {
    /// Activity, account and requester, each only where all of its blocks have the same.
    pub(super) fn words(&self) -> Vec<String> {
        let activity = |block: &Block| {
            let activity = block.details.activity.as_deref();
            Some(activity.unwrap_or(block.category.name()).to_owned())
        };
        let account = |block: &Block| {
            let account = block.details.account.as_ref()?;
            Some(format!("@{}", account.as_str()))
        };
        let requester = |block: &Block| {
            let requester = block.details.requester.as_ref();
            let other = requester.filter(|requester| !requester.is_self())?;
            Some(format!("!{}", other.as_str()))
        };
        let words = [
            self.common(activity),
            self.common(account),
            self.common(requester),
        ];
        words.into_iter().flatten().collect()
    }

    fn common(&self, of: impl Fn(&Block) -> Option<String>) -> Option<String> {
        let ((first, _), others) = self.blocks.split_first()?;
        let word = of(first)?;
        others
            .iter()
            .all(|(block, _)| of(block).as_ref() == Some(&word))
            .then_some(word)
    }

    /// Where in it the meetings are that were prepared.
    pub(super) fn prepared(&self, ledger: Ledger<'_>) -> impl Iterator<Item = Part> {
        let blocks = self.blocks.iter();
        let prepared = blocks.filter(move |(block, _)| is_prepared(ledger, block));
        prepared.map(|(_, part)| *part)
    }

    /// Its length, where it is protected selling.
    pub(super) fn length_words(&self, scene: &Scene<'_>) -> Option<String> {
        let is_protected =
            self.category == Category::Selling && self.length >= scene.settings.protected;
        is_protected.then(|| format::hours(self.length))
    }
}

/// The shapes of a day, in order.
pub(super) fn shapes_of<'a>(day: &WeekDay<'a>) -> Vec<Shape<'a>> {
    let runs = day.entries.chunk_by(runs::goes_on);
    runs.filter_map(|run| shape_of(day, run)).collect()
}

/// One run of blocks; `None` for anything else.
fn shape_of<'a>(day: &WeekDay<'a>, run: &[Entry<'a>]) -> Option<Shape<'a>> {
    let of_block = |entry: &Entry<'a>| match entry {
        Entry::Block { block, part } => Some((*block, *part)),
        Entry::Unreadable { .. }
        | Entry::Untracked(_)
        | Entry::Off(_)
        | Entry::Suggestion { .. } => None,
    };
    let parts: Vec<(&'a Block, Span)> = run.iter().filter_map(of_block).collect();
    let ((first, begin), (_, end)) = (*parts.first()?, *parts.last()?);
    Some(Shape {
        category: first.category,
        part: Part {
            from: day.part_of(begin).from,
            to: day.part_of(end).to,
        },
        start: begin.start(),
        length: parts.iter().map(|(_, part)| part.length()).sum(),
        blocks: parts
            .iter()
            .map(|(block, part)| (*block, day.part_of(*part)))
            .collect(),
    })
}
