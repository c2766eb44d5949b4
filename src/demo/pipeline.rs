//! The customers of the made-up life: who is at which stage, and what a meeting comes to.

use fastrand::Rng;

use super::words;
use crate::domain::block::Grade;

/// How far a deal has come: the index of its next meeting.
const LAST_STAGE: usize = 3;
/// Deals that are open when the story begins.
const AT_FIRST: usize = 9;

/// A customer who may buy.
#[derive(Clone, Debug)]
pub(super) struct Deal {
    pub(super) account: &'static str,
    /// 0 first meeting, 1 demo, 2 business case, 3 negotiation.
    pub(super) stage: usize,
    /// Likes to talk and never decides.
    talker: bool,
    /// How many weeks ago they last met.
    pub(super) rested: u32,
}

/// What a meeting came to.
pub(super) struct Result {
    pub(super) grade: Grade,
    pub(super) note: &'static str,
}

/// All deals.
#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) open: Vec<Deal>,
    /// Those who bought: sometimes there is trouble.
    pub(super) sold: Vec<&'static str>,
    next_name: usize,
}

impl Pipeline {
    /// The deals as the story begins.
    pub(super) fn new(rng: &mut Rng) -> Self {
        let mut pipeline = Self {
            open: Vec::new(),
            sold: vec!["Ostrava"],
            next_name: 0,
        };
        for _ in 0..AT_FIRST {
            pipeline.add(rng);
            if let Some(deal) = pipeline.open.last_mut() {
                deal.stage = rng.usize(..3);
            }
        }
        pipeline
    }

    /// A meeting was set with somebody new.
    pub(super) fn add(&mut self, rng: &mut Rng) {
        let names = words::ACCOUNTS
            .iter()
            .cycle()
            .skip(self.next_name)
            .take(words::ACCOUNTS.len());
        let busy =
            |name: &str| name == "Ostrava" || self.open.iter().any(|deal| deal.account == name);
        let Some((steps, account)) = names.enumerate().find(|(_, name)| !busy(name)) else {
            return;
        };
        self.next_name += steps + 1;
        let talker = rng.f64() < 0.22;
        self.open.push(Deal {
            account,
            stage: 0,
            talker,
            rested: rng.u32(1..4),
        });
    }

    /// Those to meet this week, the longest rested first.
    pub(super) fn due_to_meet(&mut self, count: usize, rng: &mut Rng) -> Vec<&'static str> {
        while self.open.len() < count + 2 {
            self.add(rng);
        }
        self.open.sort_by_key(|deal| std::cmp::Reverse(deal.rested));
        for deal in &mut self.open {
            deal.rested += 1;
        }
        self.open
            .iter()
            .take(count)
            .map(|deal| deal.account)
            .collect()
    }

    /// They have met. What came of it, and the stage at which it was; `rush`: the quarter ends.
    pub(super) fn meet(
        &mut self,
        account: &str,
        rush: bool,
        rng: &mut Rng,
    ) -> Option<(Result, usize)> {
        let index = self.open.iter().position(|deal| deal.account == account)?;
        let deal = &mut self.open[index];
        deal.rested = 0;
        let stage = deal.stage;
        let roll = rng.f64();
        let grade = match (deal.talker, stage) {
            (false, LAST_STAGE) if roll < if rush { 0.50 } else { 0.32 } => Grade::Won,
            (false, _) if roll < 0.62 => Grade::Advance,
            (_, _) if roll < 0.90 => Grade::Continuation,
            (_, _) => Grade::No,
        };
        let note = match grade {
            Grade::Advance => pick(rng, words::ADVANCES[stage]),
            Grade::Continuation => pick(rng, &words::CONTINUATIONS),
            Grade::No => pick(rng, &words::NOES),
            Grade::Won => pick(rng, &words::WINS),
        };
        match grade {
            Grade::Advance => deal.stage = (stage + 1).min(LAST_STAGE),
            Grade::Continuation => {}
            Grade::No => drop(self.open.remove(index)),
            Grade::Won => {
                let deal = self.open.remove(index);
                self.sold.push(deal.account);
            }
        }
        Some((Result { grade, note }, stage))
    }
}

/// One of them.
pub(super) fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())]
}
