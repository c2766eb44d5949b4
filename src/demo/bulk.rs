//! Any number of blocks, quickly: what the store is measured with.

use fastrand::Rng;

use super::life::identity;
use super::plan::{Plan, accounts, read_plans};
use crate::domain::block::{Block, Grade, Outcomes};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Length, Moment};

/// Blocks of a recent workday.
const A_DAY: usize = 15;
/// So many blocks lie as a seller's do, on workdays.
const RECENT: usize = 3_000;
/// Those before lie closer, on every day: at 15 a workday a million would begin before 1900.
const CLOSE: usize = 40;

/// A day of them, in the columns of the seller's plans.
const DAY: &str = "\
any 1 1-1 admin internal-email - self - inbox
any 1 1-1 admin internal-meeting - manager - pipeline call
any 1 1-1 selling prospecting - - - -
any 1 1-1 selling prep open - - stakeholder map
any 1 1-1 selling meeting open - - CFO joins next call
any 1 1-1 selling follow-up open - - -
any 1 1-1 break - - - - -
any 1 1-1 distraction web - - - -
any 1 1-1 selling proposal open - - business case
any 1 1-1 admin approvals open legal - redlines
any 1 1-1 admin approvals open finance - discount ok?
any 1 1-1 selling prospecting - - - spring list
any 1 1-1 admin crm - self - -
any 1 1-1 learning skills - - - objection role-play
any 1 1-1 admin internal-email - marketing - persona survey";

/// So many blocks in order of time, the last of which ends at `until`; the same ones each time.
pub fn many(count: usize, until: Moment) -> impl Iterator<Item = Block> {
    let recent = count.min(RECENT);
    let old = count - recent;
    let workdays = workdays(until, recent.div_ceil(A_DAY));
    let oldest = workdays.last().copied().unwrap_or_default();
    let mut rng = Rng::with_seed(count as u64);
    let (plans, accounts) = (read_plans(DAY), accounts());
    // Counted back from the last block; each day ends at the time of day of `until`.
    (0..count).rev().map(move |back| {
        let (day, slot, pitch) = if back < recent {
            (workdays[back / A_DAY], back % A_DAY, 26 * 60)
        } else {
            let further = back - recent;
            (
                oldest + 1 + (further / CLOSE) as i64,
                further % CLOSE,
                34 * 60,
            )
        };
        let last = until.at.minus(Length::seconds(day * 86_400));
        let slot_end = last.minus(Length::seconds(slot as i64 * pitch));
        let (early, length) = if slot == 0 {
            (0, pitch - 60)
        } else {
            (rng.i64(0..90), rng.i64(8 * 60..pitch - 90))
        };
        let end = slot_end.minus(Length::seconds(early));
        let start = end.minus(Length::seconds(length));
        let plan = &plans[A_DAY - 1 - back % A_DAY];
        let account = if plan.account.is_empty() {
            String::new()
        } else {
            account(&accounts, back, old)
        };
        let [start, end] = [start, end].map(|at| Moment { at, ..until });
        block(start, end, plan, &account, &mut rng)
    })
}

/// A seller meets new customers as the years go by.
fn account(accounts: &[&str], back: usize, old: usize) -> String {
    let name = accounts[(back / A_DAY * 7 + back) % accounts.len()];
    match old.saturating_sub(back) / 50_000 {
        0 => name.to_owned(),
        era => format!("{name}-{era}"),
    }
}

/// The days on which work was done, counted back from the one of `until`.
fn workdays(until: Moment, count: usize) -> Vec<i64> {
    let today = Day(Calendar::wall(until).date());
    let worked = |back: &i64| *back == 0 || today.plus(-back).weekday().num_days_from_monday() < 5;
    (0..).filter(worked).take(count).collect()
}

fn block(start: Moment, end: Moment, plan: &Plan, account: &str, rng: &mut Rng) -> Block {
    let calls = plan.activity == "prospecting";
    let outcomes = Outcomes {
        touches: if calls { rng.u32(5..30) } else { 0 },
        conversations: if calls { rng.u32(0..5) } else { 0 },
        meetings: if calls { rng.u32(0..2) } else { 0 },
        grade: (plan.activity == "meeting").then(|| Grade::ALL[rng.usize(..4)]),
    };
    let details = plan.details(account, &plan.notes[0], outcomes);
    Block {
        id: identity(start, rng),
        ..Block::new(start, Some(end), plan.category, details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::{Offset, Stamp};

    #[test]
    fn so_many_blocks_in_one_lane_end_at_the_instant() {
        // Thursday, 5 March 2026, 14:32 UTC.
        let until = Moment::new(Stamp::clamped(1_772_721_120), Offset::UTC);
        for count in [0, 1, 14, 15, 16, 3_000, 3_001, 100_000] {
            let blocks: Vec<Block> = many(count, until).collect();
            assert_eq!(blocks.len(), count);
            assert_eq!(
                blocks.last().and_then(|block| block.end),
                (count > 0).then_some(until)
            );
            let apart = |pair: &[Block]| pair[0].end.is_some_and(|end| end.at <= pair[1].start.at);
            assert!(blocks.windows(2).all(apart), "{count}");
            assert!(
                blocks.iter().all(|block| block.span(until.at).is_some()),
                "{count}"
            );
        }
    }

    #[test]
    fn a_million_fit_into_the_years_that_exist() {
        let until = Moment::new(Stamp::clamped(1_772_721_120), Offset::UTC);
        let mut blocks = many(1_000_000, until);
        let first = blocks.next().expect("a block");
        assert!(
            first.start.at > Stamp::MIN
                && first.start.at < blocks.next().expect("a second").start.at
        );
    }
}
