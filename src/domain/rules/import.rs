//! Blocks that come from elsewhere: which are new, which are here already, which have to give way. What is on
//! record stays as it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::lane::{Facts, KnownRow, Lane, Plan};
use super::refusal::Refusal;
use crate::domain::arrival::{Arrival, Overlap, Tally};
use crate::domain::block::{Block, BlockId, Category, Details};
use crate::domain::change::Change;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::stamp::{Moment, Span, Stamp};

/// Which writes take the arrivals in. Where overlaps are refused, the refusal names the places of those that do.
pub(super) fn plan(
    arrivals: &[Arrival],
    overlap: Overlap,
    lane: &Lane,
    now: Moment,
) -> Result<Plan, Refusal> {
    let mut taken = Taken::of(lane);
    let mut tally = Tally::default();
    let mut edits = Vec::new();
    let mut overlapping = Vec::new();
    for (place, arrival) in arrivals.iter().enumerate() {
        let block = &arrival.block;
        if taken.knows(arrival) {
            taken.count_known(arrival, &mut tally);
        } else if block.end.unwrap_or(block.start).at > now.at {
            tally.future += 1;
        } else {
            let mut parts = taken.room_for(block);
            match parts.as_slice() {
                [whole] if (whole.start, whole.end) == (block.start, block.end) => tally.added += 1,
                [] | [..] if overlap == Overlap::Refuse => overlapping.push(place),
                [] => tally.skipped += 1,
                [_, ..] if overlap == Overlap::Skip => {
                    tally.skipped += 1;
                    parts.clear();
                }
                [_, ..] => {
                    tally.added += 1;
                    tally.trimmed += 1;
                }
            }
            tally.added_time = tally.added_time
                + parts
                    .iter()
                    .filter(|part| !part.is_running())
                    .map(|part| part.length(now.at))
                    .sum();
            if !parts.is_empty() {
                taken.know(block);
                taken.arrived.insert(block.id);
            }
            for part in parts {
                taken.take(&part);
                taken.said_by_arrivals.insert(said(&part));
                edits.push(Edit::Insert(part));
            }
        }
    }
    if !overlapping.is_empty() {
        return Err(Refusal::Overlap {
            arrivals: overlapping,
        });
    }
    Ok(Plan {
        tally: Some(tally),
        ..Plan::of(edits, None)
    })
}

/// Which writes take an import in.
pub(super) fn plan_import(change: &Change, facts: &Facts, now: Moment) -> Result<Plan, Refusal> {
    let Change::Import {
        arrivals,
        overlap,
        rows,
    } = change
    else {
        return Ok(Plan::default());
    };
    let blocks = plan(arrivals, *overlap, &facts.lane, now)?;
    Ok(add_rows(blocks, rows, &facts.known_rows))
}

/// The plan with the rows beside the lane that nothing stands in the place of; `known` says of each what does.
fn add_rows(plan: Plan, rows: &[SideRow], known: &[KnownRow]) -> Plan {
    let Plan {
        mut edits, tally, ..
    } = plan;
    let mut tally = tally.unwrap_or_default();
    for (row, known) in rows.iter().zip(known) {
        match known {
            KnownRow::Missing(row) => {
                tally.rows.added += 1;
                edits.push(Edit::Row {
                    before: None,
                    after: Some(row.clone()),
                });
            }
            KnownRow::Known(here) if here.says_the_same(row) => tally.rows.already += 1,
            KnownRow::Known(_) => tally.rows.differing += 1,
            KnownRow::Locked => tally.rows.locked += 1,
        }
    }
    Plan {
        tally: Some(tally),
        ..Plan::of(edits, None)
    }
}

/// What tells a block without an id from others.
type Said = (Stamp, Option<Stamp>, Category);

/// The lane as it fills up.
struct Taken<'a> {
    by_start: BTreeMap<Stamp, Option<Stamp>>,
    /// What is here, and what has arrived before.
    ids: HashMap<BlockId, &'a Block>,
    said: HashSet<Said>,
    /// What has arrived before, of both.
    arrived: HashSet<BlockId>,
    said_by_arrivals: HashSet<Said>,
    runs: bool,
}

impl<'a> Taken<'a> {
    fn of(lane: &'a Lane) -> Self {
        let mut taken = Self {
            by_start: BTreeMap::new(),
            ids: HashMap::new(),
            said: HashSet::new(),
            arrived: HashSet::new(),
            said_by_arrivals: HashSet::new(),
            runs: false,
        };
        for block in &lane.blocks {
            taken.know(block);
            taken.take(block);
        }
        taken
    }

    fn know(&mut self, block: &'a Block) {
        self.ids.insert(block.id, block);
    }

    fn take(&mut self, block: &Block) {
        let end = block.end.map(|end| end.at);
        self.by_start.insert(block.start.at, end);
        self.said.insert(said(block));
        self.runs |= end.is_none();
    }

    fn knows(&self, arrival: &Arrival) -> bool {
        let block = &arrival.block;
        self.ids.contains_key(&block.id) || (!arrival.has_id && self.said.contains(&said(block)))
    }

    /// Counts what is known already.
    fn count_known(&self, arrival: &Arrival, tally: &mut Tally) {
        tally.already += 1;
        if self.had(arrival) {
            tally.differing += usize::from(self.says_otherwise(&arrival.block));
        } else {
            tally.repeated += 1;
        }
    }

    /// Whether what is known was here before anything arrived.
    fn had(&self, arrival: &Arrival) -> bool {
        let block = &arrival.block;
        if self.ids.contains_key(&block.id) {
            return !self.arrived.contains(&block.id);
        }
        !self.said_by_arrivals.contains(&said(block))
    }

    fn says_otherwise(&self, block: &Block) -> bool {
        self.ids
            .get(&block.id)
            .is_some_and(|known| !known.says_the_same(block))
    }

    /// The parts of the block whose time is free; the first keeps its id, note and outcomes.
    fn room_for(&self, block: &Block) -> Vec<Block> {
        let Some(end) = block.end else {
            let clear = !self.runs && self.last_end().is_none_or(|last| last <= block.start.at);
            return if clear {
                vec![block.clone()]
            } else {
                Vec::new()
            };
        };
        let Some(span) = Span::new(block.start.at, end.at) else {
            return Vec::new();
        };
        let first = self.by_start.range(..=span.start()).next_back();
        let inside = self.by_start.range((
            std::ops::Bound::Excluded(span.start()),
            std::ops::Bound::Excluded(span.end()),
        ));
        let taken: Vec<Span> = first
            .into_iter()
            .chain(inside)
            .filter_map(|(start, end)| Span::new(*start, end.unwrap_or(Stamp::MAX)))
            .collect();
        let parts = span.without(&taken);
        parts
            .into_iter()
            .enumerate()
            .map(|(index, part)| cut(block, end, part, index == 0))
            .collect()
    }

    fn last_end(&self) -> Option<Stamp> {
        self.by_start
            .last_key_value()
            .map(|(start, end)| end.unwrap_or(*start))
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
    (block.start.at, block.end.map(|end| end.at), block.category)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::Length;
    use crate::domain::tests::{at, lane, told, written};

    fn arrivals(text: &str, has_id: bool) -> Vec<Arrival> {
        lane(text)
            .blocks
            .into_iter()
            .map(|block| Arrival { block, has_id })
            .collect()
    }

    /// The lane after an import at noon, and its tally: `+` added, `=` already here, `"` twice in the source, `~` trimmed, `-` skipped,
    /// `>` ahead of the clock.
    fn taken_in(before: &str, arriving: &str) -> String {
        taken_in_as(Overlap::Trim, before, arriving)
    }

    fn taken_in_as(overlap: Overlap, before: &str, arriving: &str) -> String {
        let lane = lane(before);
        let plan = match plan(&arrivals(arriving, false), overlap, &lane, at("12:00")) {
            Ok(plan) => plan,
            Err(refusal) => return format!("{refusal:?}"),
        };
        let tally = plan.tally.expect("an import has a tally");
        let counts = [
            (tally.added, '+'),
            (tally.already, '='),
            (tally.repeated, '"'),
            (tally.trimmed, '~'),
            (tally.skipped, '-'),
            (tally.future, '>'),
        ];
        let told_counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, sign)| format!("{count}{sign}"))
            .collect();
        format!(
            "{} | {}",
            told(&written(&lane.blocks, &plan.edits)),
            told_counts.join(" ")
        )
    }

    #[test]
    fn what_arrives_gives_way_to_what_is_here() {
        let cases = [
            (
                "",
                "s 09:00-10:00; a 10:00-11:00",
                "s 09:00-10:00; a 10:00-11:00 | 2+",
            ),
            (
                "s 09:00-10:00",
                "a 10:00-11:00",
                "s 09:00-10:00; a 10:00-11:00 | 1+",
            ),
            // Here already: the same start, end and category.
            (
                "s/prep 09:00-10:00",
                "s 09:00-10:00",
                "s/prep 09:00-10:00 | 1=",
            ),
            // Twice in what arrives, where it was here already.
            (
                "s 09:00-10:00",
                "s 09:00-10:00; s 09:00-10:00",
                "s 09:00-10:00 | 2=",
            ),
            ("s 09:00-10:00", "a 09:00-10:00", "s 09:00-10:00 | 1-"),
            (
                "s 09:00-10:00",
                "s 09:00-10:30",
                "s 09:00-10:00; s 10:00-10:30 | 1+ 1~",
            ),
            (
                "s 09:00-10:00",
                "a 08:00-09:30",
                "a 08:00-09:00; s 09:00-10:00 | 1+ 1~",
            ),
            (
                "s 09:00-10:00",
                "a 08:00-11:00",
                "a 08:00-09:00; s 09:00-10:00; a 10:00-11:00 | 1+ 1~",
            ),
            ("s 09:00-10:00", "a 09:10-09:20", "s 09:00-10:00 | 1-"),
            (
                "s 09:00-09:30; l 09:40-10:00",
                "a 09:20-09:50",
                "s 09:00-09:30; a 09:30-09:40; l 09:40-10:00 | 1+ 1~",
            ),
            // The arrivals do not overlap each other either: the first keeps its time.
            (
                "",
                "s 09:00-10:00; a 09:30-10:30",
                "s 09:00-10:00; a 10:00-10:30 | 2+ 1~",
            ),
            (
                "",
                "s 09:00-10:00; s 09:00-10:00",
                "s 09:00-10:00 | 1+ 1= 1\"",
            ),
            // Out of order in the source.
            (
                "",
                "a 10:00-11:00; s 09:00-10:00",
                "s 09:00-10:00; a 10:00-11:00 | 2+",
            ),
            // What runs here, and what runs there.
            (
                "s 10:00-",
                "a 09:00-11:00",
                "a 09:00-10:00; s 10:00- | 1+ 1~",
            ),
            ("s 10:00-", "a 11:00-11:30", "s 10:00- | 1-"),
            ("s 10:00-", "a 11:00-", "s 10:00- | 1-"),
            ("s 10:00-", "s 10:00-", "s 10:00- | 1="),
            ("s 10:00-11:00", "a 11:00-", "s 10:00-11:00; a 11:00- | 1+"),
            ("s 10:00-11:00", "a 10:30-", "s 10:00-11:00 | 1-"),
            ("", "a 10:00-; s 11:00-", "a 10:00- | 1+ 1-"),
            // Ahead of the clock.
            (
                "",
                "s 11:00-12:00; a 12:00-12:01; l 12:30-",
                "s 11:00-12:00 | 1+ 2>",
            ),
            ("", "s 12:00-", "s 12:00- | 1+"),
        ];
        for (before, arriving, expected) in cases {
            assert_eq!(
                taken_in(before, arriving),
                expected,
                "{arriving} into {before:?}"
            );
        }
    }

    #[test]
    fn what_overlaps_is_left_out_or_all_is_refused_where_that_is_asked() {
        let cases = [
            (
                "s 09:00-10:00",
                "a 09:30-10:30; l 10:00-11:00",
                "s 09:00-10:00; l 10:00-11:00 | 1+ 1-",
            ),
            (
                "s 09:00-10:00",
                "s 09:00-10:00; a 09:10-09:20",
                "s 09:00-10:00 | 1= 1-",
            ),
        ];
        for (before, arriving, expected) in cases {
            assert_eq!(
                taken_in_as(Overlap::Skip, before, arriving),
                expected,
                "{arriving} into {before:?}"
            );
        }
        let refuse = |before, arriving| taken_in_as(Overlap::Refuse, before, arriving);
        let text = "l 08:00-08:30; a 09:30-10:30; a 09:10-09:20";
        assert_eq!(
            refuse("s 09:00-10:00", text),
            "Overlap { arrivals: [1, 2] }"
        );
        assert_eq!(
            refuse("s 09:00-10:00", "s 09:00-10:00; a 10:00-11:00"),
            "s 09:00-10:00; a 10:00-11:00 | 1+ 1="
        );
        assert_eq!(
            refuse("", "s 09:00-10:00; a 09:30-10:30"),
            "Overlap { arrivals: [1] }"
        );
    }

    #[test]
    fn an_id_that_is_here_means_the_same_block_whatever_it_says() {
        let here = lane("s 09:00-10:00");
        let moved = Block {
            start: at("07:00"),
            end: Some(at("08:00")),
            ..here.blocks[0].clone()
        };
        let tally = |has_id, block: &Block| {
            let arrivals = [Arrival {
                block: block.clone(),
                has_id,
            }];
            plan(&arrivals, Overlap::Trim, &here, at("12:00"))
                .ok()
                .and_then(|plan| plan.tally)
                .expect("a tally")
        };
        assert_eq!(
            (tally(true, &moved).already, tally(true, &moved).added),
            (1, 0)
        );
        assert_eq!(
            (
                tally(true, &moved).differing,
                tally(true, &here.blocks[0]).differing
            ),
            (1, 0)
        );
        // With an id of its own it is another block, even where it says the same.
        let twin = Block {
            id: BlockId::fresh(),
            ..here.blocks[0].clone()
        };
        assert_eq!(
            (tally(true, &twin).already, tally(true, &twin).skipped),
            (0, 1)
        );
        assert_eq!(tally(false, &twin).already, 1);
    }

    #[test]
    fn the_first_part_of_a_cut_block_is_the_block_and_the_time_is_counted() {
        let here = lane("s 09:00-10:00");
        let mut arriving = arrivals("a@Halden 08:00-11:00", true);
        arriving[0].block.details.outcomes.touches = 3;
        let plan = plan(&arriving, Overlap::Trim, &here, at("12:00")).expect("a plan");
        assert_eq!(plan.tally.expect("a tally").added_time, Length::hours(2));
        let blocks = written(&here.blocks, &plan.edits);
        assert_eq!(
            (blocks[0].id, &blocks[0].details),
            (arriving[0].block.id, &arriving[0].block.details)
        );
        assert_ne!(blocks[2].id, arriving[0].block.id);
        assert_eq!(blocks[2].details, arriving[0].block.details.same_work());
    }
}
