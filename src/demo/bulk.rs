//! Any number of blocks, quickly: what the store is measured with.

use fastrand::Rng;

use super::life::identity;
use super::words;
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Note, Outcomes, Requester, Revision,
};
use crate::domain::stamp::{Length, Moment};

/// Blocks of a recent workday.
const A_DAY: usize = 15;
/// So many blocks lie as a seller's do, on workdays.
const RECENT: usize = 3_000;
/// Those before lie closer, on every day: at 15 a workday a million would begin before 1900.
const CLOSE: usize = 40;

type Row = (Category, &'static str, bool, &'static str, &'static str);

/// A day: category, activity, whether there is an account, requester, note.
const DAY: [Row; A_DAY] = [
    (Category::Admin, "internal-email", false, "self", "inbox"),
    (
        Category::Admin,
        "internal-meeting",
        false,
        "manager",
        "pipeline call",
    ),
    (Category::Selling, "prospecting", false, "", ""),
    (Category::Selling, "prep", true, "", "stakeholder map"),
    (
        Category::Selling,
        "meeting",
        true,
        "",
        "CFO joins next call",
    ),
    (Category::Selling, "follow-up", true, "", ""),
    (Category::Break, "", false, "", ""),
    (Category::Distraction, "web", false, "", ""),
    (Category::Selling, "proposal", true, "", "business case"),
    (Category::Admin, "approvals", true, "legal", "redlines"),
    (
        Category::Admin,
        "approvals",
        true,
        "finance",
        "discount ok?",
    ),
    (Category::Selling, "prospecting", false, "", "spring list"),
    (Category::Admin, "crm", false, "self", ""),
    (
        Category::Learning,
        "skills",
        false,
        "",
        "objection role-play",
    ),
    (
        Category::Admin,
        "internal-email",
        false,
        "marketing",
        "persona survey",
    ),
];

/// So many blocks in order of time, the last of which ends at `until`; the same ones each time.
pub fn many(count: usize, until: Moment) -> impl Iterator<Item = Block> {
    let recent = count.min(RECENT);
    let old = count - recent;
    let workdays = workdays(until, recent.div_ceil(A_DAY));
    let oldest = workdays.last().copied().unwrap_or_default();
    let mut rng = Rng::with_seed(count as u64);
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
        let end = Moment {
            at: slot_end.minus(Length::seconds(early)),
            ..until
        };
        let start = Moment {
            at: end.at.minus(Length::seconds(length)),
            ..until
        };
        block(start, end, back, old, &mut rng)
    })
}

/// The days on which work was done, counted back from the one of `until`.
fn workdays(until: Moment, count: usize) -> Vec<i64> {
    let today = crate::domain::calendar::Day(crate::domain::calendar::Calendar::wall(until).date());
    let worked = |back: &i64| *back == 0 || today.plus(-back).weekday().num_days_from_monday() < 5;
    (0..).filter(worked).take(count).collect()
}

fn block(start: Moment, end: Moment, back: usize, old: usize, rng: &mut Rng) -> Block {
    let (category, activity, with_account, requester, note) = DAY[A_DAY - 1 - back % A_DAY];
    let account = with_account.then(|| {
        // A seller meets new customers as the years go by.
        let name = words::ACCOUNTS[(back / A_DAY * 7 + back) % words::ACCOUNTS.len()];
        let era = (old.saturating_sub(back)) / 50_000;
        if era == 0 {
            Account::new(name)
        } else {
            Account::new(&format!("{name}-{era}"))
        }
    });
    let calls = activity == "prospecting";
    let outcomes = Outcomes {
        touches: if calls { rng.u32(5..30) } else { 0 },
        conversations: if calls { rng.u32(0..5) } else { 0 },
        meetings: if calls { rng.u32(0..2) } else { 0 },
        grade: (activity == "meeting").then(|| crate::domain::block::Grade::ALL[rng.usize(..4)]),
    };
    let details = Details {
        activity: Activity::new(activity).ok(),
        account: account.and_then(Result::ok),
        requester: Requester::new(requester).ok(),
        tags: Vec::new(),
        note: Note::new(note).unwrap_or_default(),
        outcomes,
    };
    Block {
        id: identity(start, rng),
        start,
        end: Some(end),
        category,
        details,
        revision: Revision(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::{Offset, Stamp};

    #[test]
    fn so_many_blocks_in_one_lane_end_at_the_instant() {
        // Thursday, 5 March 2026, 14:32 UTC.
        let until = Moment {
            at: Stamp::clamped(1_772_721_120),
            offset: Offset::UTC,
        };
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
        let until = Moment {
            at: Stamp::clamped(1_772_721_120),
            offset: Offset::UTC,
        };
        let mut blocks = many(1_000_000, until);
        let first = blocks.next().expect("a block");
        assert!(
            first.start.at > Stamp::MIN
                && first.start.at < blocks.next().expect("a second").start.at
        );
    }
}
