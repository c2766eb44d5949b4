//! Blocks that come from elsewhere: which are new, which are here already, which have to give way. What is on
//! record stays as it is.

use std::collections::{HashMap, HashSet};

use super::intake::{Intake, Match, Verdict};
use super::lane::{Facts, KnownRow, Lane, Plan};
use super::refusal::Refusal;
use crate::domain::arrival::{Arrival, Overlap, RowTally};
use crate::domain::block::{Block, BlockId, Category};
use crate::domain::change::Change;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::stamp::{Moment, Stamp};

/// Which writes take the arrivals in. Where overlaps are refused, the refusal names the places of those that do.
pub(super) fn plan(
    arrivals: &[Arrival],
    overlap: Overlap,
    lane: &Lane,
    now: Moment,
) -> Result<Plan, Refusal> {
    let mut intake = Intake::new(overlap, now);
    for block in &lane.blocks {
        let end = block.end.map(|end| end.at);
        intake.know_lane(block.is_running(), end);
        intake.offer(block.start.at, end);
    }
    let mut known = Known::of(lane);
    let mut edits = Vec::new();
    let mut in_order: Vec<(usize, &Arrival)> = arrivals.iter().enumerate().collect();
    // Where two overlap the later one is trimmed, whatever their order.
    in_order.sort_by_key(|(_, arrival)| arrival.block.start.at);
    for (place, arrival) in in_order {
        let block = &arrival.block;
        if let Some(found) = known.find(arrival, &intake) {
            intake.count_known(found);
            continue;
        }
        let parts = match intake.judge(block) {
            Verdict::Ahead => {
                intake.count_ahead();
                continue;
            }
            Verdict::Free => {
                intake.add(arrival);
                vec![block.clone()]
            }
            Verdict::Crowded => intake.add_parts(place, arrival),
        };
        if !parts.is_empty() {
            known.arrived.insert(block.id);
        }
        edits.extend(parts.into_iter().map(Edit::Insert));
    }
    Ok(Plan {
        tally: Some(intake.finish()?),
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
    let missing = tally_rows(rows, known, &mut tally.rows);
    edits.extend(missing.into_iter().map(|row| Edit::Row {
        before: None,
        after: Some(row),
    }));
    Plan {
        tally: Some(tally),
        ..Plan::of(edits, None)
    }
}

/// Counts the rows beside the lane, of each of which `known` says what stands in its place; those that are to be added.
pub fn tally_rows(rows: &[SideRow], known: &[KnownRow], tally: &mut RowTally) -> Vec<SideRow> {
    let mut missing = Vec::new();
    for (row, known) in rows.iter().zip(known) {
        match known {
            KnownRow::Missing(row) => {
                tally.added += 1;
                missing.push(row.clone());
            }
            KnownRow::Known(here) if here.says_the_same(row) => tally.already += 1,
            KnownRow::Known(_) => tally.differing += 1,
            KnownRow::Locked => tally.locked += 1,
        }
    }
    missing
}

/// What is known of the lane and of what has arrived.
struct Known<'a> {
    on_record: HashMap<BlockId, &'a Block>,
    said: HashMap<(Stamp, Option<Stamp>, Category), &'a Block>,
    arrived: HashSet<BlockId>,
}

impl<'a> Known<'a> {
    fn of(lane: &'a Lane) -> Self {
        let blocks = lane.blocks.iter();
        Self {
            on_record: blocks.clone().map(|block| (block.id, block)).collect(),
            said: blocks.map(|block| (said(block), block)).collect(),
            arrived: HashSet::new(),
        }
    }

    /// What an arrival is already. One without an id is the block with its start, end and category.
    fn find(&self, arrival: &Arrival, intake: &Intake) -> Option<Match> {
        let block = &arrival.block;
        if let Some(known) = self.on_record.get(&block.id) {
            let differs = !known.says_the_same(block);
            return Some(Match::OnRecord { differs });
        }
        if self.arrived.contains(&block.id) || !arrival.has_id && intake.has_arrived(block) {
            return Some(Match::Repeated);
        }
        let known = self.said.get(&said(block)).filter(|_| !arrival.has_id)?;
        let differs = known.details != block.details;
        Some(Match::OnRecord { differs })
    }
}

fn said(block: &Block) -> (Stamp, Option<Stamp>, Category) {
    (block.start.at, block.end.map(|end| end.at), block.category)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::arrival::Marks;
    use crate::domain::stamp::Length;
    use crate::domain::tests::{at, lane, told, written};

    fn arrivals(text: &str, has_id: bool) -> Vec<Arrival> {
        lane(text)
            .blocks
            .into_iter()
            .map(|block| Arrival {
                block,
                has_id,
                marks: Marks::default(),
            })
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
                marks: Marks::default(),
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
