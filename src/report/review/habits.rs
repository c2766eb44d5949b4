//! How a rep works, as far as a week tells: what was prepared, who was not touched, who was coached, whom selling
//! opened with. Its fields stand among those of the record.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::domain::block::{Account, Requester, Source};
use crate::domain::discreet::Masks;
use crate::domain::stamp::Length;
use crate::insight::coaching::{self, Coaching};
use crate::insight::focus::{self, FocusRunRecord};
use crate::insight::hidden::Hidden;
use crate::insight::nurture::{self, Slip};
use crate::insight::prepared::{self, Prepared};
use crate::insight::prospects::{self, Prospects, Readiness, SourceYield};
use crate::insight::refuge;

/// What was prepared, who was not touched, who was coached, whom selling opened with. A review that was closed before it was known has none of it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HabitsRecord {
    /// Accounts without a nurture, follow-up or meeting for 30 days or more, the longest first.
    pub nurture: Vec<Slip>,
    /// The meetings that were prepared, and whether those moved.
    pub prepared: Prepared,
    pub coaching: Coaching,
    /// The focus runs that began in the week, in order.
    pub focus_runs: Vec<FocusRunRecord>,
    /// Admin of the rep's own choice in the focus hours; `None` where the config names none.
    pub refuge_s: Option<Length>,
    /// Selling that opens, by how ready the people were; `None` in a review that was closed before it was known.
    pub readiness: Option<Readiness>,
    /// What came of each source, the most time first.
    pub sources: Vec<SourceYield>,
}

impl HabitsRecord {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let ledger = facts.ledger();
        let period = ledger.week(facts.week);
        let Prospects { readiness, sources } = prospects::of_days(period);
        Self {
            readiness: Some(readiness),
            sources,
            nurture: nurture::find_slips(ledger, period.last),
            prepared: prepared::of_days(period),
            coaching: coaching::of_days(period),
            focus_runs: focus::of_days(period),
            refuge_s: refuge::of_days(period),
        }
    }

    pub(super) fn leave_out(&mut self, hidden: &Hidden) {
        self.nurture.retain(|_| !hidden.has("nurture"));
        if hidden.has("prepared") {
            self.prepared = Prepared::default();
        }
        if hidden.has("coaching") {
            self.coaching = Coaching::default();
        }
        self.focus_runs.retain(|_| !hidden.has("focus_runs"));
        self.refuge_s.take_if(|_| hidden.has("refuge"));
        self.readiness.take_if(|_| hidden.has("readiness"));
        self.sources.retain(|_| !hidden.has("sources"));
    }

    /// The accounts, requesters and sources that it names.
    pub(super) fn hide_names(&mut self, masks: &mut Masks) {
        for of in &mut self.sources {
            of.source = Source::stored(masks.hide(of.source.as_str()));
        }
        for slip in &mut self.nurture {
            slip.account = Account::stored(masks.hide(slip.account.as_str()));
        }
        for requester in self
            .focus_runs
            .iter_mut()
            .filter_map(|run| run.broken_by.as_mut())
        {
            *requester = Requester::stored(masks.hide(requester.as_str()));
        }
    }
}
