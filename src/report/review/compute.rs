//! From blocks to the record: each figure is asked of the `insight` that knows it.

use std::cmp::Reverse;

use super::calls::{alert_records, commitment_record};
use super::facts::Facts;
use super::habits::HabitsRecord;
use super::record::{
    AccountRecord, ClosedRecord, CommitmentRecord, DayRecord, EndedBy, FOR, FreedRecord,
    GainRecord, GradesRecord, LastTimeRecord, Lengths, MissingRecord, RequesterRecord,
    ReviewRecord, RunRecord, Shares, UsualRecord, YieldRecord,
};
use super::{followed, progress};
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::review::{Answers, WeekNotes};
use crate::domain::stamp::Length;
use crate::insight::burden::Burden;
use crate::insight::coverage;
use crate::insight::delta::Delta;
use crate::insight::missing::Missing;
use crate::insight::produce::{self, Produced, Production};
use crate::insight::runs::{self, Ending, Run};
use crate::insight::tiers::Item;
use crate::insight::totals::Totals;
use crate::insight::weeks::{self, Measured, Usual};
use crate::insight::yields::{Reading, Yield};
use crate::insight::{
    Ledger, accounts, burden, control, delta, freed, guess, outside, switches, tiers, totals,
};

/// The review of a week. A closed one keeps the figures of the moment at which it was closed, and says whether they
/// would be others today.
pub fn of_week(facts: &Facts<'_>) -> ReviewRecord {
    let fresh = compute_review(facts);
    let notes = facts.notes_of(facts.week);
    let Some(closed) = notes.and_then(|notes| notes.review.closed.as_ref()) else {
        return fresh;
    };
    let kept = serde_json::from_str::<ReviewRecord>(&closed.figures).ok();
    let differs = kept
        .as_ref()
        .is_none_or(|kept| !kept.tells_the_same(&fresh));
    let at = closed.at;
    let record = match kept {
        Some(kept) => settle(kept, &fresh),
        // Kept by another version of this program: what can be computed is better than nothing.
        None => fresh,
    };
    ReviewRecord {
        closed: Some(ClosedRecord { at, differs }),
        ..record
    }
}

/// A review that was closed while its commitment was open learns what became of it, and why it was missed; and how much
/// of freed time went where it was to go.
fn settle(kept: ReviewRecord, fresh: &ReviewRecord) -> ReviewRecord {
    let is_open = |of: &CommitmentRecord| of.kept.is_none();
    let mut record = kept;
    if record.commitment.as_ref().is_some_and(is_open) {
        record.commitment.clone_from(&fresh.commitment);
    }
    record.answers.missed = record.answers.missed.or(fresh.answers.missed);
    if let (Some(kept), Some(fresh)) = (&mut record.freed, &fresh.freed) {
        kept.destination.clone_from(&fresh.destination);
    }
    record
}

/// The review of a week as it is now, whether it is closed or not.
pub fn compute_review(facts: &Facts<'_>) -> ReviewRecord {
    let (week, ledger) = (facts.week, facts.ledger());
    let period = ledger.week(week);
    let notes = facts.notes_of(week).cloned().unwrap_or_default();
    let measured = weeks::measure_week(ledger, week);
    let comparable = weeks::comparable_weeks(ledger, week);
    let (totals, found) = (measured.totals, weeks::usual_of(&comparable));
    let over = period.last < facts.context.calendar.day_at(ledger.now);
    let usual = found.as_ref().ok().copied();
    let deltas = usual.and_then(|usual| delta::from_usual(&measured, &usual));
    let (control, runs) = (control::of_days(period), runs::find_runs(period));
    let production = produce::of_days(period);
    let (by_requester, unasked_share) = requester_records(facts);
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
        days: week.days().map(|day| day_record(facts, day)).into(),
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
        controllable_s: control.controllable(),
        used: control.used(),
        longest_selling_run: runs::longest_run(&runs).map(run_record),
        protected_s: runs::protected_total(&runs, facts.protected),
        protected_from_s: facts.protected,
        switches_per_hour: switches::of_days(period).per_hour(),
        produced: production.activities.iter().map(yield_record).collect(),
        headline: headline_words(&production, facts),
        grades: grades_record(&production),
        progress: progress::progress_record(facts, &measured, &comparable),
        outside_hours_s: outside::of_days(period),
        watch_accounts: account_records(ledger, period.last),
        habits: HabitsRecord::of(facts),
        others: tiers::rank_others(period),
        tiers: tiers::sum_tiers(period),
        last_time: last_time_record(facts),
        commitment: notes
            .commitment
            .map(|text| commitment_record(&text, facts, week)),
        alerts: alert_records(facts),
        missing: missing_record(&totals, over, found.as_ref().err()),
        answers: notes.review.answers,
        closed: None,
    }
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
        commitment: notes
            .commitment
            .as_ref()
            .map(|text| commitment_record(text, facts, week)),
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

fn day_record(facts: &Facts<'_>, day: Day) -> DayRecord {
    let totals = totals::of_days(facts.ledger().day(day));
    let too_early = coverage::of_day(&totals).is_early();
    DayRecord {
        day,
        planned: facts.context.hours.is_workday(day),
        selling_s: totals.selling,
        tracked_s: totals.tracked(),
        untracked_s: totals.untracked,
        tafs: totals.tafs().filter(|_| !too_early),
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

fn freed_record(
    facts: &Facts<'_>,
    week: &Measured,
    comparable: &[Measured],
    usual: &Usual,
) -> Option<FreedRecord> {
    let minutes = |length: Length| Length::minutes((length.as_seconds() + 30) / 60);
    let freed = freed::find_freed(&week.totals, usual)?;
    let items = freed::find_activities(&freed, facts.ledger(), week, comparable, usual);
    Some(FreedRecord {
        minutes: minutes(freed.time),
        from: freed.from.map(minutes),
        to: freed.to.map(minutes),
        to_activities: gain_records(&items),
        more_of_the_same: freed.more_of_the_same(),
        destination: followed::destination_record(facts, week.week),
    })
}

/// In whole minutes which add up to those of their category.
fn gain_records(items: &[Item]) -> Vec<GainRecord> {
    let of_category = |category: Category| {
        let items: Vec<&Item> = items
            .iter()
            .filter(|item| item.category == category)
            .collect();
        let seconds = |item: &&Item| item.length.as_seconds() as f64;
        let parts: Vec<f64> = items.iter().map(seconds).collect();
        let lengths = freed::share_out(parts.iter().sum(), &parts, Length::minutes(1));
        let record = |(item, minutes): (&Item, Length)| GainRecord {
            category,
            activity: item.activity.clone(),
            minutes,
        };
        items
            .into_iter()
            .zip(lengths)
            .map(record)
            .collect::<Vec<_>>()
    };
    let mut gains = Category::WORK.map(of_category).concat();
    gains.retain(|gain| gain.minutes.is_positive());
    gains.sort_by_key(|gain| Reverse(gain.minutes));
    gains
}

/// Who asked for admin in the week, beside what they asked for in 28 days, and the share without a requester.
fn requester_records(facts: &Facts<'_>) -> (Vec<RequesterRecord>, Option<f64>) {
    let ledger = facts.ledger();
    let period = ledger.week(facts.week);
    let week = burden::of_days(period);
    let long = burden::of_days(ledger.recent(period.last));
    let unasked_share = week.unasked_share();
    let record = |burden: Burden| {
        let name = |burden: &Burden| burden.requester.as_str().to_lowercase();
        let same = |other: &&Burden| name(other) == name(&burden);
        let over = long.by_requester.iter().find(same).unwrap_or(&burden);
        RequesterRecord {
            seconds_28d: over.length,
            count_28d: over.requests,
            ranked: over.is_ranked(),
            burden,
        }
    };
    let records = week.by_requester.into_iter().map(record);
    (records.collect(), unasked_share)
}

fn run_record(run: &Run) -> RunRecord {
    let ended_by = match &run.ending {
        Ending::Running => None,
        Ending::Off => Some(EndedBy::Off),
        Ending::Block {
            category,
            activity,
            requester,
        } => {
            let name = activity.as_deref();
            let name = name.filter(|name| !name.is_empty());
            let asked = requester.as_deref();
            let asked = asked.map_or_else(String::new, |name| format!("{FOR}{name}"));
            let name = name.unwrap_or(category.name());
            Some(EndedBy::Work(format!("{name}{asked}")))
        }
    };
    RunRecord {
        start: run.start,
        end: run.end,
        seconds: run.length,
        ended_by,
    }
}

fn yield_record(produced: &Produced) -> YieldRecord {
    YieldRecord {
        conversations_per_hour: produced.conversation_yield().per_hour(),
        meetings_per_hour: produced.meeting_yield().per_hour(),
        produced: produced.clone(),
    }
}

/// `5 meetings in 6h50 of prospecting, 0.73 an hour`: what the role goes by.
fn headline_words(production: &Production, facts: &Facts<'_>) -> Vec<String> {
    let words = |(counted, hours, of): (&str, String, Yield)| {
        let rate = match of.reading() {
            Reading::PerHour(rate) => format!(", {} an hour", format::rate(rate)),
            Reading::Nothing => String::new(),
            Reading::TooEarly(missing) => {
                format!(" (too early for a rate: {})", missing.to_go())
            }
        };
        let hours = if hours == "live" { "live time" } else { &hours };
        let time = format::hours(of.time);
        let counted = format::count(of.count, counted.trim_end_matches('s'));
        format!("{counted} in {time} of {hours}{rate}")
    };
    let yields = production.headline(facts.role, facts.context).into_iter();
    let known = yields.filter(|(.., of)| of.time.is_positive() || of.count > 0);
    known.map(words).collect()
}

fn grades_record(production: &Production) -> GradesRecord {
    let grades = production.grades;
    GradesRecord {
        grades,
        live_blocks: grades.live_blocks(),
        advance_rate: grades.advance_rate(),
    }
}

fn account_records(ledger: Ledger<'_>, last: Day) -> Vec<AccountRecord> {
    let efforts = accounts::rank_accounts(ledger, last);
    let called = efforts.into_iter().filter_map(|effort| {
        Some(AccountRecord {
            kind: effort.call?,
            account: effort.account,
            seconds: effort.length,
            continuations: effort.continuations,
        })
    });
    called.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Week, rfc3339};
    use crate::domain::review::{Closed, Guess, Missed, Review};
    use crate::domain::taxonomy::Role;
    use crate::insight::testdata;

    fn w10() -> Week {
        Week {
            first: testdata::monday(),
        }
    }

    fn testdata() -> ReviewRecord {
        let guess = Some(Guess {
            selling: 0.60,
            rest: Some([0.22, 0.10, 0.08]),
        });
        let notes = WeekNotes {
            guess,
            ..WeekNotes::default()
        };
        reviewed(w10(), 5, "0900", &[(w10(), notes)])
    }

    /// The review of a week with Maya's blocks, at a time of so many days after her Monday.
    fn reviewed(week: Week, day: i64, time: &str, notes: &[(Week, WeekNotes)]) -> ReviewRecord {
        let (blocks, context) = (testdata::history(), testdata::context());
        let now = testdata::at(testdata::monday().plus(day), time);
        let known = blocks.partition_point(|block| block.start.at < now.at);
        of_week(&Facts {
            week,
            on_record: (&blocks[..known]).into(),
            context: &context,
            now,
            role: Role::Ae,
            protected: Length::hours(1),
            notes,
        })
    }

    #[test]
    fn a_commitment_is_settled_once_the_planned_time_of_the_week_is_over() {
        let mut notes = WeekNotes {
            commitment: Some(">= 7h selling/prospecting".to_owned()),
            ..WeekNotes::default()
        };
        let kept = |record: &ReviewRecord| {
            let of = record.commitment.as_ref().expect("a commitment");
            (of.kept, of.verdict.clone())
        };
        let at = |day, time: &str, notes: &WeekNotes| {
            reviewed(w10(), day, time, &[(w10(), notes.clone())])
        };
        let early = at(4, "1652", &notes);
        assert_eq!(kept(&early), (None, "0h10 to go".to_owned()));
        assert_eq!(
            kept(&at(4, "1735", &notes)),
            (Some(false), "missed".to_owned())
        );
        // Closed before that it stays open, until it is looked at after.
        notes.review.closed = Some(Closed {
            at: testdata::at(testdata::monday().plus(4), "1652"),
            figures: serde_json::to_string(&early).expect("JSON"),
        });
        assert_eq!(kept(&at(4, "1700", &notes)).0, None);
        let settled = at(4, "1735", &notes);
        assert_eq!(kept(&settled), (Some(false), "missed".to_owned()));
        assert!(settled.tells_the_same(&early));
        // The next week asks why, until that is said.
        let next = Week { first: w10().end() };
        let last = |notes: &WeekNotes| {
            let record = reviewed(next, 9, "0900", &[(w10(), notes.clone())]);
            record.last_time.expect("a week before")
        };
        assert!(last(&notes).asks_why());
        notes.review.answers.missed = Some(Missed::Imposed);
        assert!(!last(&notes).asks_why());
        assert_eq!(at(7, "0900", &notes).answers.missed, Some(Missed::Imposed));
        notes.review = Review::default();
        assert!(last(&notes).asks_why(), "the review was never closed");
    }

    /// To one decimal.
    fn tenths(value: f64) -> i64 {
        (value * 10.0).round() as i64
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let record = testdata();
        let minutes = |length: Length| length.as_seconds() / 60;
        assert_eq!(
            (record.week.to_string(), record.workdays, record.over),
            ("2026-W10".to_owned(), 5, false)
        );
        assert_eq!(minutes(record.totals.tracked()), 40 * 60 + 15);
        assert_eq!(tenths(record.totals.tafs().expect("a share") * 100.0), 518);
        let gap = record.gap_pp.expect("a gap");
        assert_eq!(
            gap.0[..2]
                .iter()
                .map(|points| points.map(tenths))
                .collect::<Vec<_>>(),
            [Some(82), Some(-142)]
        );
        let usual = record.usual.expect("a usual");
        assert_eq!((tenths(usual.tafs * 100.0), usual.weeks), (437, 4));
        assert_eq!(
            record.delta_pp.and_then(|deltas| deltas.0[0]).map(tenths),
            Some(80)
        );
        // 4h10 a workday; the weeks before had 3h30, 3h38.4, 3h22.8 and 3h36, in the middle 3h33.
        let per_workday = record.delta_per_workday_s.expect("a delta");
        assert_eq!(per_workday.of(Category::Selling).map(minutes), Some(37));
        assert_eq!(record.steady, [Category::Learning, Category::Distraction]);
        let freed = record.freed.expect("freed time");
        assert_eq!(
            (minutes(freed.minutes), freed.to.map(minutes)),
            (236, [195, 0, 41, 0])
        );
        assert_eq!(freed.from.map(minutes), [0, 176, 0, 60]);
        let sum = |category: Category| {
            let gains = freed.to_activities.iter();
            let gains = gains.filter(|gain| gain.category == category);
            gains.map(|gain| minutes(gain.minutes)).sum::<i64>()
        };
        assert_eq!(Category::WORK.map(sum), [195, 0, 41, 0]);
        assert_eq!(
            (minutes(record.imposed_s), minutes(record.admin_s)),
            (660, 875)
        );
        let by: Vec<(&str, i64)> = record
            .by_requester
            .iter()
            .map(|by| (by.burden.requester.as_str(), minutes(by.burden.length)))
            .collect();
        assert_eq!(by[..3], [("manager", 310), ("finance", 80), ("legal", 80)]);
        assert_eq!(minutes(record.controllable_s), 29 * 60 + 15);
        assert_eq!(tenths(record.used.expect("a share") * 100.0), 712);
        let run = record.longest_selling_run.expect("a run");
        assert_eq!(
            (
                rfc3339(run.start),
                rfc3339(run.end),
                minutes(run.seconds),
                run.ended_by
            ),
            (
                "2026-03-03T12:20:00+01:00".to_owned(),
                "2026-03-03T14:40:00+01:00".to_owned(),
                140,
                Some(EndedBy::Work("reporting for manager".to_owned()))
            )
        );
        assert_eq!(
            (record.switches_per_hour.expect("a rate") * 100.0).round() as i64,
            77
        );
        let YieldRecord {
            produced: prospecting,
            meetings_per_hour,
            ..
        } = &record.produced[0];
        assert_eq!(prospecting.activity.as_deref(), Some("prospecting"));
        assert_eq!(
            (
                minutes(prospecting.time),
                prospecting.conversations,
                prospecting.meetings
            ),
            (410, 17, 5)
        );
        assert_eq!(
            (meetings_per_hour.expect("a rate") * 100.0).round() as i64,
            73
        );
        assert_eq!(
            record.headline[0],
            "5 meetings in 6h50 of prospecting, 0.73 an hour"
        );
        assert_eq!(
            (
                record.grades.grades.advance,
                record.grades.grades.continuation,
                record.grades.live_blocks
            ),
            (5, 3, 8)
        );
        assert_eq!(minutes(record.outside_hours_s), 40);
        let watched: Vec<(&str, i64, &str)> = record
            .watch_accounts
            .iter()
            .map(|of| (of.account.as_str(), minutes(of.seconds), of.kind.name()))
            .collect();
        assert_eq!(
            watched,
            [("Halden", 165, "watch"), ("Brightwell", 90, "watch")]
        );
        assert_eq!(record.missing, MissingRecord::default());
    }

    #[test]
    fn a_single_outcome_is_told_as_one() {
        let day = testdata::monday();
        let blocks = testdata::day(day, "0900-1000 sp {conv2 mtg1}; 1000-1100 sm {cont}");
        let context = testdata::context();
        let record = of_week(&Facts {
            week: w10(),
            on_record: (&blocks).into(),
            context: &context,
            now: context.calendar.here(testdata::saturday()),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[],
        });
        let told: Vec<&str> = record
            .headline
            .iter()
            .map(|words| words.split(" (").next().unwrap_or_default())
            .collect();
        let expected = [
            "1 meeting in 1h00 of prospecting",
            "0 advances in 1h00 of live time",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_record_reads_back_as_it_was_written() {
        let record = testdata();
        let text = serde_json::to_string(&record).expect("JSON");
        let mut read = serde_json::from_str::<ReviewRecord>(&text).expect("a record");
        assert!(read.tells_the_same(&record));
        read.totals.planned = read.planned_s;
        assert_eq!(read, record);
    }

    #[test]
    fn requests_are_ranked_by_28_days_and_gated() {
        let record = testdata();
        let ranked = record.ranked_requests();
        let names: Vec<&str> = ranked
            .iter()
            .map(|of| of.burden.requester.as_str())
            .collect();
        // Legal asked twice.
        assert_eq!(names, ["manager", "finance"]);
        let mut turned = record.clone();
        turned.by_requester[1].seconds_28d = Length::hours(99);
        let first = turned.ranked_requests()[0].burden.requester.clone();
        assert_eq!(first.as_str(), "finance");
        assert!(
            record
                .biggest_others()
                .all(|item| item.category != Category::Learning)
        );
    }

    #[test]
    fn a_review_that_was_closed_before_is_read_and_keeps_its_figures() {
        let kept = include_str!("../../../tests/fixtures/review-2026-W10.json");
        let record: ReviewRecord = serde_json::from_str(kept).expect("a record");
        let mut written = serde_json::to_value(&record).expect("JSON");
        let kept: serde_json::Value = serde_json::from_str(kept).expect("JSON");
        // Figures that it did not know yet have no value.
        let fields = written.as_object_mut().expect("fields");
        fields.retain(|name, value| !value.is_null() || kept.get(name).is_some());
        assert_eq!(fields.remove("planned_s"), Some(serde_json::json!(0)));
        assert_eq!(fields.remove("learning_used"), Some(serde_json::json!([])));
        assert_eq!(fields.remove("followed"), Some(serde_json::json!([])));
        for habit in ["nurture", "prepared", "coaching"] {
            assert!(fields.remove(habit).is_some(), "{habit}");
        }
        let freed = fields["freed"].as_object_mut().expect("freed time");
        assert_eq!(freed.remove("from"), Some(serde_json::json!({})));
        assert_eq!(freed.remove("to_activities"), Some(serde_json::json!([])));
        assert_eq!(freed.remove("destination"), Some(serde_json::json!(null)));
        assert_eq!(written, kept);
    }

    #[test]
    fn an_empty_week_says_what_is_missing_and_holds_no_nonsense() {
        let context = testdata::context();
        let facts = Facts {
            week: Week {
                first: testdata::monday(),
            },
            on_record: (&[]).into(),
            context: &context,
            now: context.calendar.here(testdata::saturday()),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[],
        };
        let record = of_week(&facts);
        assert_eq!(record.missing.usual.as_deref(), Some("needs 3 more weeks"));
        assert_eq!(record.missing.tafs.as_deref(), Some("needs 60 % coverage"));
        assert_eq!(
            (
                record.usual,
                record.freed,
                record.used,
                record.switches_per_hour
            ),
            (None, None, None, None)
        );
        assert_eq!(record.totals.untracked, Length::hours(45));
    }
}
