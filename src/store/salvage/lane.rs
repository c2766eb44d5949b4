//! Which of the blocks that were found can stand in one lane: as many as possible as they are, others trimmed to the
//! time that is free. Pure.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::stamp::Stamp;

/// A block that was found, as far as its place in the lane goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Candidate {
    pub(super) uid: [u8; 16],
    pub(super) start: i64,
    /// None while it runs.
    pub(super) stop: Option<i64>,
    /// The more, the surer it is: found in the tree, borne out by the index, whole, the later revision.
    pub(super) trust: (bool, bool, bool, u32),
}

/// What becomes of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    Kept,
    /// It keeps what is free of its time.
    Trimmed {
        start: i64,
        stop: Option<i64>,
    },
    /// It is another state of a block that is kept.
    Twice,
    /// There is no room for it.
    LeftOut,
    /// It starts in the future, where the running block has all of the time.
    Ahead,
}

/// A block that overlaps more than so many others is not trimmed, unless its start is sure: its times are damaged.
const MOST_OVERLAPS: usize = 2;

/// So long after now a start may lie because two clocks differ.
const MOST_AHEAD: i64 = 86_400;

/// The fate of each candidate.
pub(super) fn plan_lane(candidates: &[Candidate], now: i64) -> Vec<Fate> {
    let mut fates = vec![Fate::LeftOut; candidates.len()];
    let mut open = one_of_each(candidates, &mut fates);
    open.retain(|index| Stamp::new(candidates[*index].start).is_some());
    leave_future(
        candidates,
        &mut open,
        &mut fates,
        now.saturating_add(MOST_AHEAD),
    );
    let stops = end_running(candidates, &open, &mut fates);
    let mut lane = Lane::default();
    // Those that the index bears out first; among them those that end first, which is how the most find room.
    open.sort_by_key(|index| {
        let candidate = &candidates[*index];
        let end = stops[*index].unwrap_or(i64::MAX);
        (!candidate.trust.1, end, candidate.start)
    });
    let mut waiting = Vec::new();
    for index in open {
        let (start, stop) = (candidates[index].start, stops[index]);
        if lane.take(start, stop) {
            if !matches!(fates[index], Fate::Trimmed { .. }) {
                fates[index] = Fate::Kept;
            }
        } else {
            waiting.push((index, start, stop));
        }
    }
    for (index, start, stop) in waiting {
        fates[index] = match lane.trim(start, stop, candidates[index].trust.1) {
            Some((start, stop)) if lane.take(start, stop) => Fate::Trimmed { start, stop },
            Some(_) | None => Fate::LeftOut,
        };
    }
    fates
}

/// The surest of each id, in the order in which they were found; of those that are as sure the first.
fn one_of_each(candidates: &[Candidate], fates: &mut [Fate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|index| {
        let candidate = &candidates[*index];
        (&candidate.uid, Reverse(candidate.trust), *index)
    });
    let mut last = None;
    order.retain(|index| {
        let id = Some(&candidates[*index].uid);
        let is_first = last != id;
        last = id;
        if !is_first {
            fates[*index] = Fate::Twice;
        }
        is_first
    });
    order.sort_unstable();
    order
}

/// While the newest block up to now runs, none can start later: those that do have a damaged start.
fn leave_future(candidates: &[Candidate], open: &mut Vec<usize>, fates: &mut [Fate], now: i64) {
    let past = open.iter().filter(|index| candidates[**index].start <= now);
    let newest = past.max_by_key(|index| candidates[**index].start);
    if newest.is_some_and(|index| candidates[*index].stop.is_none()) {
        open.retain(|index| {
            let ahead = candidates[*index].start > now;
            if ahead {
                fates[*index] = Fate::Ahead;
            }
            !ahead
        });
    }
}

/// Where each ends: of those that run the last one goes on, the others end where the next one starts.
fn end_running(candidates: &[Candidate], open: &[usize], fates: &mut [Fate]) -> Vec<Option<i64>> {
    let mut starts: Vec<i64> = open.iter().map(|index| candidates[*index].start).collect();
    starts.sort_unstable();
    let running = open
        .iter()
        .filter(|index| candidates[**index].stop.is_none());
    let last = running
        .max_by_key(|index| candidates[**index].start)
        .copied();
    let mut stops = vec![None; candidates.len()];
    for index in open {
        let Candidate { start, stop, .. } = candidates[*index];
        let next = starts
            .get(starts.partition_point(|other| *other <= start))
            .copied();
        let ended = match stop {
            None if Some(*index) != last => next.or(Some(start + 1)),
            stop => stop,
        };
        if ended != stop {
            fates[*index] = Fate::Trimmed { start, stop: ended };
        }
        stops[*index] = ended;
    }
    stops
}

/// The time that is taken: starts and ends.
#[derive(Default)]
struct Lane {
    taken: BTreeMap<i64, i64>,
}

impl Lane {
    fn is_free(&self, start: i64, end: i64) -> bool {
        let before = self.taken.range(..end).next_back();
        end > start && before.is_none_or(|(_, taken)| *taken <= start)
    }

    fn take(&mut self, start: i64, stop: Option<i64>) -> bool {
        let end = stop.unwrap_or(i64::MAX);
        let free = self.is_free(start, end);
        if free {
            self.taken.insert(start, end);
        }
        free
    }

    /// What is free of a stretch, up to the first block within it.
    fn trim(&self, start: i64, stop: Option<i64>, is_sure: bool) -> Option<(i64, Option<i64>)> {
        let told = start;
        let end = stop.unwrap_or(i64::MAX);
        let reaching = self
            .taken
            .range(..=start)
            .next_back()
            .map_or(i64::MIN, |(_, end)| *end);
        let start = start.max(reaching);
        if start >= end {
            return None;
        }
        let next = self.taken.range(start..end).map(|(start, _)| *start).next();
        let overlaps = self.taken.range(start..end).take(MOST_OVERLAPS + 1).count();
        let is_sure = is_sure && start == told;
        if overlaps > MOST_OVERLAPS && stop.is_some() && !is_sure {
            return None;
        }
        let stop = next.or(stop);
        (stop.is_none_or(|stop| stop > start)).then_some((start, stop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(uid: u8, start: i64, stop: Option<i64>) -> Candidate {
        Candidate {
            uid: [uid; 16],
            start,
            stop,
            trust: (true, true, true, 1),
        }
    }

    /// An id, a start and an end.
    type Times = (u8, i64, Option<i64>);

    fn planned(blocks: &[Times]) -> Vec<Fate> {
        let blocks: Vec<Candidate> = blocks
            .iter()
            .map(|(uid, start, stop)| candidate(*uid, *start, *stop))
            .collect();
        plan_lane(&blocks, 1000 - MOST_AHEAD)
    }

    #[test]
    fn the_most_blocks_stay_and_others_are_trimmed_to_free_time() {
        use Fate::{Kept, LeftOut, Trimmed};
        let trimmed = |start, stop| Trimmed { start, stop };
        let cases: [(&[Times], &[Fate]); 7] = [
            (&[(1, 0, Some(10)), (2, 10, Some(20))], &[Kept, Kept]),
            (
                &[(1, 0, Some(10)), (2, 5, Some(20))],
                &[Kept, trimmed(10, Some(20))],
            ),
            (
                &[(1, 0, Some(100)), (2, 10, Some(20))],
                &[trimmed(0, Some(10)), Kept],
            ),
            (
                &[(1, 0, Some(20)), (2, 5, Some(10))],
                &[trimmed(0, Some(5)), Kept],
            ),
            // An end that is damaged takes nobody's room, and not the block's own.
            (
                &[
                    (1, -9, Some(99)),
                    (2, 0, Some(1)),
                    (3, 1, Some(2)),
                    (4, 3, Some(4)),
                ],
                &[trimmed(-9, Some(0)), Kept, Kept, Kept],
            ),
            // Of two that run the older ends where the newer starts.
            (
                &[(1, 0, None), (2, 50, None)],
                &[trimmed(0, Some(50)), Kept],
            ),
            (
                &[(1, 0, None), (2, 50, Some(60))],
                &[trimmed(0, Some(50)), Kept],
            ),
        ];
        for (blocks, expected) in cases {
            assert_eq!(planned(blocks), expected, "{blocks:?}");
        }
        let mut unsure = candidate(1, -9, Some(99));
        unsure.trust.1 = false;
        let mut all = vec![unsure];
        all.extend([(2, 0), (3, 1), (4, 3)].map(|(uid, at)| candidate(uid, at, Some(at + 1))));
        assert_eq!(plan_lane(&all, 1000), [LeftOut, Kept, Kept, Kept]);
    }

    #[test]
    fn a_block_in_the_future_does_not_end_the_one_that_runs() {
        use Fate::{Ahead, Kept};
        let later = (3, 5000, Some(5001));
        assert_eq!(
            planned(&[(1, 0, Some(10)), (2, 20, None), later]),
            [Kept, Kept, Ahead]
        );
        assert_eq!(
            planned(&[(2, 20, None), (3, 5000, None)]),
            [Kept, Ahead],
            "of two that run"
        );
        assert_eq!(planned(&[(1, 0, Some(10)), later]), [Kept, Kept]);
    }

    #[test]
    fn of_two_states_of_a_block_the_surer_stays() {
        let mut old = candidate(1, 0, Some(10));
        old.trust.3 = 0;
        let new = candidate(1, 5, Some(15));
        assert_eq!(
            plan_lane(&[old.clone(), new.clone()], 1000),
            [Fate::Twice, Fate::Kept]
        );
        let mut stray = new;
        stray.trust.0 = false;
        assert_eq!(plan_lane(&[stray, old], 1000), [Fate::Twice, Fate::Kept]);
    }
}
