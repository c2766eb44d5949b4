//! The commitments that the last step offers: more of what sells, less of what is to shrink, as values that ← → move.

use crate::domain::block::{Activity, Category};
use crate::domain::calendar::Week;
use crate::domain::commitment::{Aim, Bound, Commitment, Window, Work};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::Verdict;
use crate::domain::stamp::Length;
use crate::insight::commitment::{Progress, measure_progress};
use crate::insight::{Ledger, weeks};
use crate::report::review::ReviewRecord;

/// So many commitments are offered at most.
pub(super) const MOST: usize = 5;
/// So many weeks stand above the next one.
pub(super) const WEEKS: usize = 5;
const QUARTER: i64 = 15 * 60;
const HOUR: i64 = 3600;

/// The commitments that suit a week, each moved by so many quarters of an hour.
pub(super) fn suggest_commitments(record: &ReviewRecord, moved: [i64; MOST]) -> Vec<Commitment> {
    let offered = [at_least(record)]
        .into_iter()
        .chain(at_most(record))
        .chain(habits(record));
    let readable = |commitment: &Commitment| {
        parse_stored_commitment(&commitment.to_string()).is_ok_and(|read| read == *commitment)
    };
    let offered = offered.filter(readable).take(MOST).zip(moved);
    offered
        .map(|(commitment, quarters)| move_target(commitment, quarters))
        .collect()
}

fn spend(bound: Bound, seconds: i64, category: Category, activity: Option<Activity>) -> Commitment {
    let aim = Aim::Spend {
        bound,
        length: Length::seconds(seconds.max(QUARTER)),
        work: Work { category, activity },
        window: None,
        days: None,
    };
    Commitment { aim, from: None }
}

/// An hour that was not reached yet, of what the rep wants more of, else of what selling took most.
fn at_least(record: &ReviewRecord) -> Commitment {
    let wanted = record.answers.more.as_deref().unwrap_or_default();
    let named = record
        .produced
        .iter()
        .map(|of| &of.produced)
        .filter(|of| of.activity.is_some());
    let is_wanted = |name: &Option<String>| {
        name.as_deref()
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted))
    };
    let best = named
        .clone()
        .find(|of| is_wanted(&of.activity))
        .or_else(|| named.clone().next());
    let (time, activity) = match best {
        Some(of) => (of.time, of.activity.clone().map(Activity::stored)),
        None => (record.totals.selling, None),
    };
    let next = (time.as_seconds() / HOUR + 1) * HOUR;
    spend(Bound::AtLeast, next, Category::Selling, activity)
}

/// Less of what is to shrink, to be handed off or refused; of what took most, where nothing was answered yet.
fn at_most(record: &ReviewRecord) -> Vec<Commitment> {
    let verdicts = &record.answers.verdicts;
    let goes_down = |key: &str| {
        verdicts.get(key).is_some_and(|verdict| match verdict {
            Verdict::Shrink | Verdict::HandOff | Verdict::Refuse => true,
            Verdict::Needed => false,
        })
    };
    let mut others: Vec<_> = record
        .others
        .iter()
        .filter(|of| goes_down(&of.key()))
        .collect();
    if verdicts.is_empty() {
        others.extend(record.others.first());
    }
    let less = others.into_iter().take(2).map(|of| {
        let seconds = of.length.as_seconds();
        let below = if seconds > HOUR {
            (seconds - 1) / HOUR * HOUR
        } else {
            seconds / 2 / QUARTER * QUARTER
        };
        spend(Bound::AtMost, below, of.category, of.activity.clone())
    });
    less.collect()
}

/// A morning without distraction where there was some, and an hour of learning.
fn habits(record: &ReviewRecord) -> Vec<Commitment> {
    let work = |category| Work {
        category,
        activity: None,
    };
    let morning = Window::Between(Length::hours(9), Length::hours(11));
    let quiet = Commitment {
        aim: Aim::Avoid {
            work: work(Category::Distraction),
            window: Some(morning),
        },
        from: None,
    };
    let is_distracted = record.totals.of(Category::Distraction).is_positive();
    let learning = spend(Bound::AtLeast, HOUR, Category::Learning, None);
    is_distracted
        .then_some(quiet)
        .into_iter()
        .chain([learning])
        .collect()
}

fn move_target(mut commitment: Commitment, quarters: i64) -> Commitment {
    if let Aim::Spend { length, .. } = &mut commitment.aim {
        let seconds = length.as_seconds() + quarters * QUARTER;
        *length = Length::seconds(seconds.clamp(QUARTER, 100 * HOUR));
    }
    commitment
}

/// What there was of it in each of the weeks up to one, the earliest first.
pub(super) fn measure_weeks(
    commitment: &Commitment,
    ledger: Ledger<'_>,
    week: Week,
) -> Vec<(Week, Progress)> {
    let back = (0..WEEKS).rev();
    let measured = back.map(|back| {
        let of = weeks::weeks_before(week, back);
        (of, measure_progress(commitment, ledger, of))
    });
    measured.collect()
}

/// Whether a week with so much of it keeps it; a ceiling is kept until it is exceeded.
pub(super) fn is_met(commitment: &Commitment, progress: Progress) -> bool {
    match &commitment.aim {
        Aim::Spend {
            bound: Bound::AtLeast,
            ..
        } => progress.state.kept() == Some(true),
        Aim::Spend {
            bound: Bound::AtMost,
            ..
        }
        | Aim::Avoid { .. } => progress.state.kept() != Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::taxonomy::Role;
    use crate::insight::testdata;
    use crate::report::review::{Facts, of_week};

    #[test]
    fn only_what_is_to_take_less_is_limited_once_something_was_answered() {
        let context = testdata::context();
        let first = testdata::monday();
        let mut record = of_week(&Facts {
            week: Week { first },
            on_record: (&testdata::history()).into(),
            context: &context,
            now: testdata::at(first.plus(5), "0900"),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[],
        });
        let limits = |record: &ReviewRecord| {
            let limits = at_most(record).into_iter();
            limits.map(|of| of.to_string()).collect::<Vec<_>>()
        };
        let meetings = "<= 4h admin/internal-meeting";
        assert_eq!(limits(&record), [meetings], "what took most");
        let mut answer = |key: &str, verdict| {
            let verdicts = &mut record.answers.verdicts;
            verdicts.insert(key.to_owned(), verdict);
            limits(&record)
        };
        let kept = answer("admin/internal-meeting", Verdict::Needed);
        assert_eq!(kept, [""; 0]);
        let handed_off = answer("admin/crm", Verdict::HandOff);
        assert_eq!(handed_off, ["<= 2h admin/crm"]);
        let refused = answer("admin/reporting", Verdict::Refuse);
        assert_eq!(refused, ["<= 2h admin/reporting", "<= 2h admin/crm"]);
    }
}
