//! Carries out what a person asks for: a change is planned and written in one transaction, together with what takes it
//! back. So is an undo, and a redo, in `replay.rs`.

use super::write::Watch;
use super::{ChangeError, Store, StoreError};
use crate::domain::arrival::Tally;
use crate::domain::away::Question;
use crate::domain::block::Block;
use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::review::Step;
use crate::domain::rules::{self, Consent, Plan, Refusal, SetBack, Warning};
use crate::domain::stamp::Moment;

/// What a change wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The writes; none where all was as asked already.
    pub edits: Vec<Edit>,
    /// The block that the change was about, as it is now.
    pub focus: Option<Block>,
    /// What became of the blocks of an import.
    pub tally: Option<Tally>,
    /// That the clock was set back, where that decided a time.
    pub set_back: Option<SetBack>,
    /// The open question about what the change touched, which it left open.
    pub waits: Option<Question>,
}

impl Store {
    /// Makes a change, durably: when this returns, the file holds it.
    /// A change that would cost what its person may not mean is refused with [`Refusal::Asks`].
    pub fn apply(&mut self, change: &Change, now: Moment) -> Result<Applied, ChangeError> {
        self.apply_with(change, Consent::NotAsked, now)
    }

    /// As [`Store::apply`], with what the person has agreed to.
    pub fn apply_with(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        self.apply_watched(change, consent, now, &mut |_, _| true)
    }

    /// As [`Store::apply`], for a change with many writes: `watch` hears how many of how many are written, and where
    /// it says `false` all of it is taken back.
    pub fn apply_watched(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        let applied = self.apply_or_ask(change, consent, now, watch);
        // What is asked about rolls back, but for the question about time away.
        if matches!(applied, Err(ChangeError::Refused(Refusal::Asks(_)))) {
            self.raise_if_stale(now)?;
        }
        applied
    }

    fn apply_or_ask(
        &mut self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        self.in_transaction(|store, _| store.make_change(change, consent, now, watch))
    }

    /// Makes a change that costs nothing, and goes on to a step of the review of a week: both, or neither.
    pub fn apply_and_reach(
        &mut self,
        change: &Change,
        (week, step): (Week, Step),
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        self.in_transaction(|store, _| {
            let applied = store.make_change(change, Consent::NotAsked, now, &mut |_, _| true)?;
            store.write_step(week, step, now)?;
            Ok(applied)
        })
    }

    /// Plans a change and writes it, within a transaction.
    fn make_change(
        &self,
        change: &Change,
        consent: Consent<'_>,
        now: Moment,
        watch: Watch<'_>,
    ) -> Result<Applied, ChangeError> {
        if matches!(change, Change::Import { .. }) {
            let taken = self.take_in_change(change, now, watch);
            return taken.unwrap_or_else(|| unreachable!("it is an import"));
        }
        if let Some(suggested) = self.suggest_change(change, now) {
            return suggested;
        }
        let raised = self.keep_stale_question(now)?;
        let (mut facts, named) = self.facts(change, now)?;
        let asked = self.raised_questions()?;
        let plan = rules::plan(change, &facts, now)?;
        if let Consent::NotAskedSince(before) = consent {
            facts.before_steps = before.to_vec();
        }
        let warnings = rules::warn(change, &plan, &facts, now);
        if !warnings.iter().all(|warning| consent.covers(warning)) {
            return Err(Refusal::Asks(warnings).into());
        }
        let count = plan.edits.len();
        let edits = self.write_edits(plan.edits, now.at, watch)?;
        if !edits.is_empty() {
            let label = match &facts.branch {
                Some(branch) => branch.words(),
                None => change.label(named.as_ref(), self.beside(now)),
            };
            self.add_entry(&label, &edits, now.at)?;
        }
        if !watch(count, count) {
            return Err(StoreError::Interrupted.into());
        }
        let focus = plan.focus.and_then(|id| {
            let written = edits.iter().rev().filter_map(Edit::after);
            let unchanged = facts.lane.blocks.iter();
            let mut blocks = written.chain(unchanged);
            blocks.find(|block| block.id == id).cloned()
        });
        for question in &asked {
            for heir in rules::inherit_question(change, &edits, plan.focus, question) {
                self.keep_question(heir)?;
            }
        }
        let (tally, set_back) = (plan.tally, plan.set_back);
        Ok(Applied {
            set_back,
            waits: self.question_about(&edits, raised, &asked)?,
            edits,
            focus,
            tally,
        })
    }

    /// Keeps the question about the running block, where it is stale, before anything else becomes of it.
    pub(super) fn keep_stale_question(&self, now: Moment) -> Result<Option<Question>, StoreError> {
        let question = self.stale_question(now)?;
        if let Some(question) = question {
            self.keep_question(question)?;
        }
        Ok(question)
    }

    /// The question that waits, where one was raised just now or is about a block that was written.
    fn question_about(
        &self,
        edits: &[Edit],
        raised: Option<Question>,
        asked: &[Question],
    ) -> Result<Option<Question>, StoreError> {
        let is_written = |asked: &Question| {
            let mut blocks = edits.iter().filter_map(Edit::before);
            blocks.any(|block| block.id == asked.block)
        };
        if raised.is_none() && !asked.iter().any(is_written) {
            return Ok(None);
        }
        Ok(self.raised_questions()?.into_iter().next())
    }

    /// What a change would write, were it made now. Writes nothing.
    pub fn preview_change(&self, change: &Change, now: Moment) -> Result<Plan, ChangeError> {
        let (facts, _) = self.facts(change, now)?;
        Ok(rules::plan(change, &facts, now)?)
    }

    /// All that a change would cost, were it made now; nothing where it costs nothing. Writes nothing.
    pub fn weigh_change(&self, change: &Change, now: Moment) -> Result<Vec<Warning>, ChangeError> {
        let (facts, _) = self.facts(change, now)?;
        let plan = rules::plan(change, &facts, now)?;
        Ok(rules::warn(change, &plan, &facts, now))
    }
}
