//! From blocks to the record: each figure is asked of the `insight` that knows it.

use super::calls::{alert_records, commitment_record};
use super::facts::Facts;
use super::habits::HabitsRecord;
use super::missing::MissingRecord;
use super::output_records::{grades_record, headline_words, yield_record};
use super::record::{
    CommitmentRecord, DayRecord, LastTimeRecord, Lengths, ReviewRecord, Shares, UsualRecord,
};
use super::time_records::{account_records, freed_record, requester_records, run_record};
use super::{followed, progress};
use crate::domain::block::Category;
use crate::domain::calendar::{Day, Week};
use crate::domain::review::{Answers, WeekNotes};
use crate::insight::coverage;
use crate::insight::delta::Delta;
use crate::insight::missing::Missing;
use crate::insight::totals::Totals;
use crate::insight::weeks::{self, Usual};
use crate::insight::{control, delta, guess, outside, produce, runs, switches, tiers, totals};

/// The review of a week as it is now, whether it is closed or not.
pub fn compute_review(facts: &Facts<'_>) -> ReviewRecord {
    let (week, ledger) = (facts.week, facts.ledger());
    let (period, notes) = (ledger.week(week), facts.notes_of(week).cloned());
    let (notes, measured) = (notes.unwrap_or_default(), weeks::measure_week(ledger, week));
    let comparable = weeks::comparable_weeks(ledger, week);
    let (totals, found) = (measured.totals, weeks::usual_of(&comparable));
    let over = period.last < facts.context.calendar.day_at(ledger.now);
    let usual = found.as_ref().ok().copied();
    let deltas = usual.and_then(|usual| delta::from_usual(&measured, &usual));
    let (control, runs) = (control::of_days(period), runs::find_runs(period));
    let (alerts, production) = (alert_records(facts), produce::of_days(period));
    let mut missing = missing_record(&totals, over, found.as_ref().err());
    let (by_requester, [unasked_share, unasked_share_28d]) = requester_records(facts);
    ReviewRecord {
        week,
        from: period.first,
        to: period.last,
        role: facts.role,
        over,
        totals,
        planned_s: totals.planned,
        workdays: measured.workdays,
        paused: notes.paused,
        days: day_records(facts, &totals),
        guess: notes.guess.map(Shares::from),
        gap_pp: gap_record(&notes, &totals),
        usual: usual.as_ref().map(usual_record),
        delta_pp: deltas.map(|deltas| Shares(deltas.map(|delta| Some(delta.points)))),
        delta_per_workday_s: deltas.and_then(|deltas| workday_record(&totals, deltas)),
        steady: deltas.map(steady_categories).unwrap_or_default(),
        freed: usual.and_then(|usual| freed_record(facts, &measured, &comparable, &usual)),
        imposed_s: control.imposed,
        admin_s: control.admin,
        by_requester,
        unasked_share,
        unasked_share_28d,
        controllable_s: control.controllable(),
        used: control.used(),
        longest_selling_run: runs::longest_run(&runs).map(run_record),
        protected_s: runs::protected_total(&runs, facts.protected),
        protected_from_s: facts.protected,
        hides_protected: false,
        switches_per_hour: switches::of_days(period).per_hour(),
        produced: production.activities.iter().map(yield_record).collect(),
        headline: headline_words(&production, facts),
        grades: grades_record(&production),
        progress: progress::progress_record(facts, &measured, &comparable, &mut missing),
        outside_hours_s: outside::of_days(period),
        watch_accounts: account_records(ledger, period.last),
        habits: HabitsRecord::of(facts),
        others: tiers::rank_others(period),
        tiers: tiers::sum_tiers(period),
        last_time: last_time_record(facts),
        commitment: committed_record(facts, &notes, week),
        alerts,
        missing,
        answers: notes.review.answers,
        closed: None,
    }
}

/// What the commitment of a week came to, if it has one.
fn committed_record(facts: &Facts<'_>, notes: &WeekNotes, week: Week) -> Option<CommitmentRecord> {
    let text = notes.commitment.as_deref()?;
    Some(commitment_record(text, facts, week))
}

fn gap_record(notes: &WeekNotes, totals: &Totals) -> Option<Shares> {
    let gap = guess::guess_gap(&notes.guess?, totals);
    gap.map(Shares)
}

/// Where the week has no TAFS it has no time to hold against others either.
fn workday_record(totals: &Totals, deltas: [Delta; 4]) -> Option<Lengths> {
    coverage::of_week(totals).tafs()?;
    Some(Lengths(deltas.map(|delta| delta.per_workday)))
}

fn missing_record(totals: &Totals, over: bool, usual: Option<&Missing>) -> MissingRecord {
    MissingRecord {
        tafs: coverage::lack_of_week(totals, over).map(|lack| lack.to_string()),
        usual: usual.map(Missing::to_string),
        ..MissingRecord::default()
    }
}

/// What the review of the week before decided, and what its commitment came to, if it had one.
fn last_time_record(facts: &Facts<'_>) -> Option<LastTimeRecord> {
    let week = weeks::weeks_before(facts.week, 1);
    let notes = facts.notes_of(week)?;
    let answers = &notes.review.answers;
    let is_known =
        notes.review.closed.is_some() || notes.commitment.is_some() || decides_something(answers);
    is_known.then(|| LastTimeRecord {
        week,
        commitment: committed_record(facts, notes, week),
        missed: answers.missed,
        destination: followed::destination_record(facts, week),
        more: answers.more.clone(),
        less: answers.less.clone(),
        limit: answers.limit.clone(),
    })
}

/// Whether there is something in it to come back to.
fn decides_something(answers: &Answers) -> bool {
    let picks = [&answers.more, &answers.less, &answers.limit, &answers.freed];
    !answers.verdicts.is_empty() || picks.into_iter().any(Option::is_some)
}

/// The days of a week with these totals: where it has no TAFS to tell, no day of it has.
fn day_records(facts: &Facts<'_>, totals: &Totals) -> Vec<DayRecord> {
    let tells_shares = coverage::of_week(totals).tafs().is_some();
    let days = facts.week.days().into_iter();
    days.map(|day| day_record(facts, day, tells_shares))
        .collect()
}

fn day_record(facts: &Facts<'_>, day: Day, tells_shares: bool) -> DayRecord {
    let totals = totals::of_days(facts.ledger().day(day));
    DayRecord {
        day,
        planned: facts.context.hours.is_workday(day),
        selling_s: totals.selling,
        tracked_s: totals.tracked(),
        untracked_s: totals.untracked,
        tafs: coverage::of_day(&totals).tafs().filter(|_| tells_shares),
    }
}

fn usual_record(usual: &Usual) -> UsualRecord {
    UsualRecord {
        tafs: usual.tafs(),
        weeks: usual.weeks,
        shares: Shares(usual.shares.map(Some)),
        tracked_s: usual.tracked,
    }
}

fn steady_categories(deltas: [Delta; 4]) -> Vec<Category> {
    let deltas = Category::WORK.into_iter().zip(deltas);
    let steady = deltas.filter(|(_, delta)| delta.is_steady());
    steady.map(|(category, _)| category).collect()
}
