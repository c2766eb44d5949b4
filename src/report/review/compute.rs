//! From blocks to the record: each figure is asked of the `insight` that knows it.

use std::collections::BTreeMap;

use super::calls;
use super::words;
use super::{
    AccountRecord, ByCategory, ClosedRecord, DayRecord, FreedRecord, GradesRecord, ItemRecord,
    LastTimeRecord, RequesterRecord, ReviewRecord, RunRecord, TiersRecord, UsualRecord,
    YieldRecord,
};
use crate::domain::block::{Account, Activity, Block, Category, Requester};
use crate::domain::calendar::{Day, Week, rfc3339};
use crate::domain::format;
use crate::domain::review::{Guess, WeekNotes};
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Role;
use crate::insight::accounts::{self, Call};
use crate::insight::burden;
use crate::insight::coverage::{self, Reading};
use crate::insight::produce::{self, Yield};
use crate::insight::runs::{self, Ending, Run};
use crate::insight::weeks::{self, Usual};
use crate::insight::{Context, control, delta, freed, guess, outside, switches, tiers, totals};
use crate::report::totals::TotalsRecord;

/// The burden of a requester is looked at over so many days.
const BURDEN_DAYS: i64 = 28;

/// All that a review is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Which week.
    pub week: Week,
    /// The blocks of the week and of those before it (see [`weeks::history`]), as they count, in order of time.
    pub blocks: &'a [Block],
    /// Calendar, hours, activities.
    pub context: &'a Context,
    /// Now.
    pub now: Moment,
    /// The kind of seller.
    pub role: Role,
    /// From so much on a selling run is protected.
    pub protected: Length,
    /// What is kept for the week and for those before it, in order.
    pub notes: &'a [(Week, WeekNotes)],
}

impl<'a> Facts<'a> {
    fn notes_of(&self, week: Week) -> Option<&'a WeekNotes> {
        self.notes
            .iter()
            .find(|(of, _)| *of == week)
            .map(|(_, notes)| notes)
    }

    fn days(&self) -> (Day, Day) {
        (self.week.first, self.week.end().plus(-1))
    }
}

/// The review of a week. A closed one keeps the figures of the moment at which it was closed, and says whether they
/// would be others today.
pub fn of_week(facts: &Facts<'_>) -> ReviewRecord {
    let fresh = compute(facts);
    let closed = facts
        .notes_of(facts.week)
        .and_then(|notes| notes.review.closed.as_ref());
    let Some(closed) = closed else {
        return fresh;
    };
    let at = closed.at.clone();
    match serde_json::from_str::<ReviewRecord>(&closed.figures) {
        Ok(kept) => {
            let differs = !kept.tells_the_same(&fresh);
            ReviewRecord {
                closed: Some(ClosedRecord { at, differs }),
                ..kept
            }
        }
        // Written by another version of this program: what can be computed is better than nothing.
        Err(_) => ReviewRecord {
            closed: Some(ClosedRecord { at, differs: true }),
            ..fresh
        },
    }
}

/// The review of a week as it is now, whether it is closed or not.
pub fn compute(facts: &Facts<'_>) -> ReviewRecord {
    let notes = facts.notes_of(facts.week).cloned().unwrap_or_default();
    let Facts {
        week,
        blocks,
        context,
        now,
        ..
    } = *facts;
    let (first, last) = facts.days();
    let measured = weeks::measure(blocks, week, context, now.at);
    let usual = weeks::usual(blocks, week, context, now.at);
    let deltas = usual
        .as_ref()
        .ok()
        .and_then(|usual| delta::from_usual(&measured, usual));
    let control = control::of_days(blocks, first, last, context, now.at);
    let runs = runs::runs(blocks, first, last, context, now.at);
    let production = produce::of_days(blocks, first, last, context, now.at);
    let freed = usual
        .as_ref()
        .ok()
        .and_then(|usual| freed::of(&measured.totals, usual));
    let mut missing = BTreeMap::new();
    if let Err(reason) = &usual {
        missing.insert("usual".to_owned(), reason.to_string());
    }
    if let Reading::TooEarly { missing: time } = coverage::of_week(&measured.totals) {
        missing.insert(
            "tafs".to_owned(),
            format!("needs {} more", format::spoken(time)),
        );
    }
    let (requesters, unasked) = requesters(facts);
    ReviewRecord {
        week: week.to_string(),
        from: first.to_string(),
        to: last.to_string(),
        role: facts.role.name().to_owned(),
        over: context.calendar.day_at(now.at) > last,
        totals: TotalsRecord::from(&measured.totals),
        workdays: measured.workdays,
        paused: notes.paused,
        days: week
            .days()
            .into_iter()
            .map(|day| one_day(facts, day))
            .collect(),
        guess: notes.guess.as_ref().map(shares_of),
        gap_pp: notes
            .guess
            .as_ref()
            .and_then(|guess| guess::gap(guess, &measured.totals))
            .map(by_known),
        usual: usual.as_ref().ok().map(usual_record),
        delta_pp: deltas.map(|deltas| by_known(deltas.map(|delta| Some(delta.points)))),
        steady: deltas.map_or_else(Vec::new, |deltas| {
            let steady = Category::WORK
                .into_iter()
                .zip(deltas)
                .filter(|(_, delta)| delta.is_steady());
            steady
                .map(|(category, _)| category.name().to_owned())
                .collect()
        }),
        freed: freed.map(|freed| freed_record(&freed)),
        imposed_s: control.imposed.as_seconds(),
        admin_s: control.admin.as_seconds(),
        by_requester: requesters,
        unasked_share: unasked,
        controllable_s: control.controllable().as_seconds(),
        used: control.used(),
        longest_selling_run: runs::longest(&runs).map(run_record),
        protected_s: runs::protected_total(&runs, facts.protected).as_seconds(),
        protected_from_s: facts.protected.as_seconds(),
        switches_per_hour: switches::of_days(blocks, first, last, context, now.at).per_hour(),
        produced: production.activities.iter().map(yield_record).collect(),
        headline: production
            .headline(facts.role, context)
            .iter()
            .filter(|(.., of)| of.time.is_positive() || of.count > 0)
            .map(headline)
            .collect(),
        grades: grades_record(&production.grades),
        outside_hours_s: outside::of_days(blocks, first, last, context, now.at).as_seconds(),
        watch_accounts: watched(facts, last),
        others: tiers::others(blocks, first, last, context, now.at)
            .iter()
            .map(item_record)
            .collect(),
        tiers: tiers_record(&tiers::tiers(blocks, first, last, context, now.at)),
        last_time: last_time(facts),
        commitment: notes
            .commitment
            .map(|text| calls::commitment(&text, blocks, week, context, now.at)),
        alerts: calls::calls(blocks, week, context, now.at, facts.notes),
        missing,
        answers: notes.review.answers,
        closed: None,
    }
}

/// What the review of the week before decided, if it was closed.
fn last_time(facts: &Facts<'_>) -> Option<LastTimeRecord> {
    let Facts {
        blocks,
        context,
        now,
        ..
    } = *facts;
    let before = weeks::back(facts.week, 1);
    let notes = facts.notes_of(before)?;
    let answers = &notes.review.answers;
    notes.review.closed.is_some().then(|| LastTimeRecord {
        week: before.to_string(),
        commitment: notes
            .commitment
            .as_ref()
            .map(|text| calls::commitment(text, blocks, before, context, now.at)),
        missed: answers.missed,
        more: answers.more.clone(),
        less: answers.less.clone(),
        limit: answers.limit.clone(),
    })
}

fn one_day(facts: &Facts<'_>, day: Day) -> DayRecord {
    let totals = totals::of_days(facts.blocks, day, day, facts.context, facts.now.at);
    DayRecord {
        day: day.to_string(),
        planned: facts.context.hours.is_workday(day),
        selling_s: totals.selling.as_seconds(),
        tracked_s: totals.tracked().as_seconds(),
        untracked_s: totals.untracked.as_seconds(),
        tafs: totals
            .tafs()
            .filter(|_| !matches!(coverage::of_day(&totals), Reading::TooEarly { .. })),
    }
}

fn by_category<T>(values: [T; 4]) -> ByCategory<T> {
    Category::WORK
        .into_iter()
        .map(|category| category.name().to_owned())
        .zip(values)
        .collect()
}

/// Shares or points that are known, that of selling as `tafs` too.
fn by_known(values: [Option<f64>; 4]) -> ByCategory<f64> {
    let tafs = ("tafs".to_owned(), values[0]);
    by_category(values)
        .into_iter()
        .chain([tafs])
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn shares_of(guess: &Guess) -> ByCategory<f64> {
    by_known(Category::WORK.map(|category| guess.of(category)))
}

fn usual_record(usual: &Usual) -> UsualRecord {
    UsualRecord {
        tafs: usual.tafs(),
        weeks: usual.weeks,
        shares: by_known(usual.shares.map(Some)),
        tracked_s: usual.tracked.as_seconds(),
    }
}

fn freed_record(freed: &freed::Freed) -> FreedRecord {
    let minutes = |length: Length| (length.as_seconds() + 30) / 60;
    let to = by_category(freed.to.map(minutes))
        .into_iter()
        .filter(|(_, minutes)| *minutes > 0);
    FreedRecord {
        minutes: minutes(freed.time),
        to: to.collect(),
        more_of_the_same: freed
            .more_of_the_same()
            .map(|category| category.name().to_owned()),
    }
}

/// Who asked for admin in the week, beside what they asked for in 28 days, and the share without a requester.
fn requesters(facts: &Facts<'_>) -> (Vec<RequesterRecord>, Option<f64>) {
    let Facts {
        blocks,
        context,
        now,
        ..
    } = *facts;
    let (first, last) = facts.days();
    let week = burden::of_days(blocks, first, last, context, now.at);
    let long = burden::of_days(blocks, last.plus(1 - BURDEN_DAYS), last, context, now.at);
    let record = |burden: &burden::Burden| {
        let same = |other: &&burden::Burden| {
            other.requester.as_str().to_lowercase() == burden.requester.as_str().to_lowercase()
        };
        let over = long.by_requester.iter().find(same).unwrap_or(burden);
        RequesterRecord {
            requester: burden.requester.as_str().to_owned(),
            seconds: burden.length.as_seconds(),
            count: burden.requests,
            median_s: burden.median.as_seconds(),
            seconds_28d: over.length.as_seconds(),
            count_28d: over.requests,
            ranked: over.is_ranked(),
        }
    };
    (
        week.by_requester.iter().map(record).collect(),
        week.unasked_share(),
    )
}

fn run_record(run: &Run) -> RunRecord {
    let ended_by = match &run.ending {
        Ending::Running => None,
        Ending::Off => Some(words::OFF.to_owned()),
        Ending::Block {
            category,
            activity,
            requester,
        } => {
            let activity = activity.as_ref().map_or("", Activity::as_str);
            let name = if activity.is_empty() {
                category.name()
            } else {
                activity
            };
            let asked = requester
                .as_ref()
                .map(Requester::as_str)
                .map(|name| format!(" for {name}"));
            Some(format!("{name}{}", asked.unwrap_or_default()))
        }
    };
    RunRecord {
        start: rfc3339(run.start),
        end: rfc3339(run.end),
        seconds: run.length.as_seconds(),
        ended_by,
    }
}

fn yield_record(produced: &produce::Produced) -> YieldRecord {
    let rate = |of: Yield| match of.reading() {
        produce::Reading::PerHour(rate) => Some(rate),
        produce::Reading::Nothing | produce::Reading::TooEarly(_) => None,
    };
    YieldRecord {
        activity: produced.activity.clone(),
        seconds: produced.time.as_seconds(),
        touches: produced.touches,
        conversations: produced.conversations,
        meetings: produced.meetings,
        conversations_per_hour: rate(produced.conversation_yield()),
        meetings_per_hour: rate(produced.meeting_yield()),
    }
}

/// `5 meetings in 6h50 of prospecting, 0.73 an hour`.
fn headline((counted, hours, of): &(produce::Counted, String, Yield)) -> String {
    let rate = match of.reading() {
        produce::Reading::PerHour(rate) => format!(", {rate:.2} an hour"),
        produce::Reading::Nothing => String::new(),
        produce::Reading::TooEarly(missing) => format!(" (a rate {missing})"),
    };
    let hours = if hours == "live" { "live time" } else { hours };
    format!(
        "{} {} in {} of {hours}{rate}",
        of.count,
        counted.name(),
        format::hours(of.time)
    )
}

fn grades_record(grades: &produce::Grades) -> GradesRecord {
    GradesRecord {
        advance: grades.advance,
        continuation: grades.continuation,
        no: grades.no,
        won: grades.won,
        ungraded: grades.ungraded,
        live_blocks: grades.live_blocks(),
        advance_rate: grades.advance_rate(),
    }
}

fn watched(facts: &Facts<'_>, last: Day) -> Vec<AccountRecord> {
    let efforts = accounts::accounts(facts.blocks, last, facts.context, facts.now.at);
    let called = efforts.iter().filter_map(|effort| {
        let kind = match effort.call? {
            Call::Watch => "watch",
            Call::Rope => "rope",
        };
        Some(AccountRecord {
            account: Account::as_str(&effort.account).to_owned(),
            seconds: effort.length.as_seconds(),
            continuations: effort.continuations,
            kind: kind.to_owned(),
        })
    });
    called.collect()
}

fn item_record(item: &tiers::Item) -> ItemRecord {
    ItemRecord {
        category: item.category.name().to_owned(),
        activity: item
            .activity
            .as_ref()
            .map(|activity| activity.as_str().to_owned()),
        seconds: item.length.as_seconds(),
    }
}

fn tiers_record(tiers: &tiers::Tiers) -> TiersRecord {
    TiersRecord {
        more_s: tiers.more.as_seconds(),
        necessary_s: tiers.necessary.as_seconds(),
        less_s: tiers.less.as_seconds(),
        limit_s: tiers.limit.as_seconds(),
        unlisted_s: tiers.unlisted.as_seconds(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    fn testdata() -> ReviewRecord {
        let (blocks, context) = (testdata::history(), testdata::context());
        let guess = Some(Guess {
            selling: 0.60,
            rest: Some([0.22, 0.10, 0.08]),
        });
        let notes = [(
            Week {
                first: testdata::monday(),
            },
            WeekNotes {
                guess,
                ..WeekNotes::default()
            },
        )];
        let facts = Facts {
            week: Week {
                first: testdata::monday(),
            },
            blocks: &blocks,
            context: &context,
            now: context.calendar.here(testdata::saturday()),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &notes,
        };
        of_week(&facts)
    }

    /// To one decimal.
    fn tenths(value: f64) -> i64 {
        (value * 10.0).round() as i64
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let record = testdata();
        let minutes = |seconds: i64| seconds / 60;
        assert_eq!(
            (record.week.as_str(), record.workdays, record.over),
            ("2026-W10", 5, false)
        );
        assert_eq!(minutes(record.totals.tracked_s), 40 * 60 + 15);
        assert_eq!(tenths(record.totals.tafs.expect("a share") * 100.0), 518);
        let gap = record.gap_pp.expect("a gap");
        assert_eq!((tenths(gap["selling"]), tenths(gap["admin"])), (82, -142));
        let usual = record.usual.expect("a usual");
        assert_eq!((tenths(usual.tafs * 100.0), usual.weeks), (437, 4));
        assert_eq!(tenths(record.delta_pp.expect("deltas")["selling"]), 81);
        assert_eq!(record.steady, ["learning", "distraction"]);
        let freed = record.freed.expect("freed time");
        assert_eq!(
            (
                freed.minutes,
                freed.to["selling"],
                freed.to["learning"],
                freed.to.len()
            ),
            (236, 195, 41, 2)
        );
        assert_eq!(
            (minutes(record.imposed_s), minutes(record.admin_s)),
            (660, 875)
        );
        let by: Vec<(&str, i64)> = record
            .by_requester
            .iter()
            .map(|by| (by.requester.as_str(), minutes(by.seconds)))
            .collect();
        assert_eq!(by[..3], [("manager", 310), ("finance", 80), ("legal", 80)]);
        assert_eq!(minutes(record.controllable_s), 29 * 60 + 15);
        assert_eq!(tenths(record.used.expect("a share") * 100.0), 712);
        let run = record.longest_selling_run.expect("a run");
        assert_eq!(
            (
                run.start.as_str(),
                run.end.as_str(),
                minutes(run.seconds),
                run.ended_by.as_deref()
            ),
            (
                "2026-03-03T12:20:00+01:00",
                "2026-03-03T14:40:00+01:00",
                140,
                Some("reporting for manager")
            )
        );
        assert_eq!(
            (record.switches_per_hour.expect("a rate") * 100.0).round() as i64,
            77
        );
        let prospecting = &record.produced[0];
        assert_eq!(prospecting.activity.as_deref(), Some("prospecting"));
        assert_eq!(
            (
                minutes(prospecting.seconds),
                prospecting.conversations,
                prospecting.meetings
            ),
            (410, 17, 5)
        );
        assert_eq!(
            (prospecting.meetings_per_hour.expect("a rate") * 100.0).round() as i64,
            73
        );
        assert_eq!(
            record.headline[0],
            "5 meetings in 6h50 of prospecting, 0.73 an hour"
        );
        assert_eq!(
            (
                record.grades.advance,
                record.grades.continuation,
                record.grades.live_blocks
            ),
            (5, 3, 8)
        );
        assert_eq!(minutes(record.outside_hours_s), 40);
        let watched: Vec<(&str, i64, &str)> = record
            .watch_accounts
            .iter()
            .map(|of| (of.account.as_str(), minutes(of.seconds), of.kind.as_str()))
            .collect();
        assert_eq!(
            watched,
            [("Halden", 165, "watch"), ("Brightwell", 90, "watch")]
        );
        assert_eq!(record.missing, BTreeMap::new());
    }

    #[test]
    fn the_record_reads_back_as_it_was_written() {
        let record = testdata();
        let text = serde_json::to_string(&record).expect("JSON");
        assert_eq!(
            serde_json::from_str::<ReviewRecord>(&text).expect("a record"),
            record
        );
    }

    #[test]
    fn an_empty_week_says_what_is_missing_and_holds_no_nonsense() {
        let context = testdata::context();
        let facts = Facts {
            week: Week {
                first: testdata::monday(),
            },
            blocks: &[],
            context: &context,
            now: context.calendar.here(testdata::saturday()),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[],
        };
        let record = of_week(&facts);
        assert_eq!(record.missing["usual"], "needs 3 more weeks");
        assert_eq!(record.missing["tafs"], "needs 8 h more");
        assert_eq!(
            (
                record.usual,
                record.freed,
                record.used,
                record.switches_per_hour
            ),
            (None, None, None, None)
        );
        assert_eq!(record.totals.untracked_s, 45 * 3600);
    }
}
