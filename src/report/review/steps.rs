//! The review in words, step by step: the screen, the terminal, Markdown and the page say the same. Facts, never
//! blame: a bad week takes the same path with the same words.

use chrono::Datelike;

use super::followed::{DestinationRecord, FollowedRecord};
use super::progress::{CalibrationRecord, EffortRecord, LearnedRecord, StagesRecord};
use super::record::{EndedBy, ReviewRecord, RunRecord, Shares};
use crate::domain::block::Category;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::review::{Missed, Step, Verdict};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Role;
use crate::domain::text;
use crate::insight::RECENT_DAYS;
use crate::insight::coaching::Coaching;
use crate::insight::focus::FocusRunRecord;
use crate::insight::prepared::Prepared;
use crate::insight::stages::Stage;
use crate::insight::yields::Outcome;
use crate::report::document::{Block, Cell, Figure, Table, TableRow};
use crate::report::focus::{broken_words, kept_words};
use crate::report::grouped::bar_of;
use crate::report::share;

/// What stands above the accounts that nobody has spoken to for long.
pub const NO_TOUCH: &str = "no nurture, follow-up or meeting for 30 days";
/// So many of them are named.
const SLIPS: usize = 5;

/// A review asks about so many wake-up calls.
pub const ALERTS: usize = 2;

/// What the record says in a step.
pub fn blocks_of(record: &ReviewRecord, step: Step) -> Vec<Block> {
    match step {
        Step::Tidy => tidy_blocks(record),
        Step::LastTime => last_time_blocks(record),
        Step::Guess => guess_blocks(record),
        Step::Reveal => [reveal_blocks(record), around_blocks(record)].concat(),
        Step::Commitment => commitment_blocks(record),
        Step::Produced => produced_blocks(record),
        Step::Took => took_blocks(record),
        Step::Freed => freed_blocks(record),
        Step::Decision => decision_blocks(record),
    }
}

/// What is asked of a commitment that was missed.
fn why_missed() -> Block {
    let whys: Vec<&str> = Missed::ALL.iter().map(|why| why.words()).collect();
    Block::Note(format!("Why was it missed: {}?", whys.join(", ")))
}

/// Points with their sign: `+8.0`, `−7.3`.
pub fn signed(points: f64) -> String {
    format::signed_points(points / 100.0)
}

fn note(words: impl Into<String>) -> Vec<Block> {
    vec![Block::Note(words.into())]
}

/// A list of these rows; nothing without any.
fn list(rows: Vec<TableRow>) -> Vec<Block> {
    let block = (!rows.is_empty()).then(|| Block::Table(Table::list(rows)));
    block.into_iter().collect()
}

fn tidy_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(coverage) = record.totals.coverage() else {
        return note("Nothing tracked, so nothing is missing.");
    };
    let untracked = record.totals.untracked;
    let open = if untracked.is_positive() {
        format!("{} untracked", format::hours(untracked))
    } else {
        "no gaps".to_owned()
    };
    let covered = format::covered(coverage);
    vec![Block::Lead(format!("{covered} covered · {open}"))]
}

fn last_time_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(last) = &record.last_time else {
        return note("No review was closed for the week before.");
    };
    let commitment = last.commitment.as_ref().map(|of| {
        TableRow::new(None, &last.week.to_string(), &*of.words).beside(of.verdict.as_str())
    });
    let missed = last
        .missed
        .map(|why| TableRow::new(None, "why", why.words()));
    let before: Vec<TableRow> = commitment.into_iter().chain(missed).collect();
    let why = last.asks_why().then(why_missed);
    let followed = record.progress.followed.iter().map(followed_row);
    let destination = last.destination.as_ref();
    let destination = destination.map(|of| destination_row(of, record.over));
    let mut decided: Vec<TableRow> = followed.chain(destination).collect();
    if decided.is_empty() {
        // A review that was closed before this was known says no more.
        decided = decided_rows([&last.more, &last.less, &last.limit]);
    }
    if decided.is_empty() {
        let week = last.week;
        let nothing = format!("The review of {week} decided nothing beside its commitment.");
        let why = why.into_iter().collect();
        return [list(before), why, note(nothing)].concat();
    }
    let rows = list([before, decided].concat());
    rows.into_iter().chain(why).collect()
}

/// `shrink  admin/crm  2h10 → 1h05`.
fn followed_row(of: &FollowedRecord) -> TableRow {
    let row = TableRow::new(None, &of.verdict, &*of.what);
    row.beside(followed_words(of).unwrap_or_default())
}

/// How much of it there was, and is: `2h10 → 1h05`.
pub fn followed_words(of: &FollowedRecord) -> Option<String> {
    let [before, after] = [of.before_s?, of.after_s?].map(format::hours);
    Some(format!("{before} → {after}"))
}

fn destination_row(of: &DestinationRecord, is_over: bool) -> TableRow {
    TableRow::new(None, "freed time to", &*of.activity).beside(destination_words(of, is_over))
}

/// How much went where it was to go, in the week after the decision: `8h41 so far, 2h00 planned`.
pub fn destination_words(of: &DestinationRecord, is_over: bool) -> String {
    let [planned, done] = [of.planned_s, of.done_s].map(format::hours);
    let so_far = if is_over { "" } else { " so far" };
    format!("{done}{so_far}, {planned} planned")
}

/// What there is to be more and less of.
fn decided_rows(answers: [&Option<String>; 3]) -> Vec<TableRow> {
    let names = ["do more", "do less", "severely limit"].into_iter();
    names
        .zip(answers)
        .filter_map(|(name, answer)| Some(TableRow::new(None, name, answer.as_ref()?)))
        .collect()
}

fn guess_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(guess) = &record.guess else {
        return note("No guess was made before the week was shown.");
    };
    let row = |category: Category| {
        let share = format::plain_percent(guess.of(category)?);
        Some(TableRow::new(Some(category), category.name(), share))
    };
    list(Category::WORK.into_iter().filter_map(row).collect())
}

fn reveal_blocks(record: &ReviewRecord) -> Vec<Block> {
    let totals = &record.totals;
    if !totals.tracked().is_positive() {
        return note(if record.paused {
            "The week is paused."
        } else {
            "Nothing tracked this week."
        });
    }
    let (selling, tracked) = (totals.selling, totals.tracked());
    let (selling, tracked) = (format::hours(selling), format::hours(tracked));
    let mut beside = vec![format!("{selling} of {tracked} tracked")];
    let missing = record.missing.tafs.as_ref();
    beside.extend(missing.map(|missing| format!("TAFS {missing}")));
    let figure = Figure {
        lead: "TAFS ",
        share: share::with_bounds(&record.reading()),
        selling: totals.selling,
        beside,
        bar: bar_of(totals, &Category::WORK),
        legend: Vec::new(),
    };
    let mut blocks = vec![Block::Figure(figure), Block::Table(shares_table(record))];
    let usual = record.missing.usual.as_ref();
    blocks.extend(usual.map(|missing| Block::Note(format!("Usual {missing}."))));
    let guessed = record.guess.and(record.progress.calibration.as_ref());
    blocks.extend(guessed.and_then(calibration_words).map(Block::Note));
    blocks
}

/// How far off the rep's guesses are.
pub fn calibration_words(calibration: &CalibrationRecord) -> Option<String> {
    let miss = calibration.mean_miss_pp.of(Category::Selling)?;
    let (points, weeks) = (format::points(miss / 100.0), calibration.weeks);
    Some(format!(
        "Your guesses of selling were off by {points} points on average, over {weeks} weeks."
    ))
}

/// Each category with its hours and share, beside the usual and the guess. Shares are neither shown nor held against
/// others where too little is tracked, nor where so much is unknown that TAFS has but its bounds.
fn shares_table(record: &ReviewRecord) -> Table {
    let is_told = record.reading().tafs().is_some();
    let usual = record.delta_pp.filter(|_| is_told);
    let workday = record.delta_per_workday_s.filter(|_| is_told);
    let gap = record.gap_pp.filter(|_| is_told);
    let row = |category: Category| {
        let time = record.totals.of(category);
        let share = time.share_of(record.totals.tracked()).filter(|_| is_told);
        let share = share.map(|share| Cell::from(format::percent(share)));
        let points =
            |shares: Option<Shares>| Some(format::signed_points(shares?.of(category)? / 100.0));
        let usual = usual.is_some().then(|| match points(usual) {
            _ if record.steady.contains(&category) => Cell::from("steady".to_owned()),
            points => cell(points, |points| format!("{points} vs usual")),
        });
        let workday = workday.is_some().then(|| {
            let hours = workday.and_then(|of| of.of(category));
            let hours = hours.map(format::signed_hours);
            cell(hours, |hours| format!("{hours} a workday"))
        });
        let guessed = |points: &str| format!("guess {points}");
        let gap = gap.is_some().then(|| cell(points(gap), guessed));
        TableRow {
            beside: [share, usual, workday, gap].into_iter().flatten().collect(),
            ..TableRow::timed(Some(category), category.name(), time)
        }
    };
    let heads = [
        ("category", true),
        ("time", true),
        ("share", is_told),
        ("vs usual", usual.is_some()),
        ("a workday", workday.is_some()),
        ("guess gap", gap.is_some()),
    ];
    let heads = heads.into_iter().filter(|(_, shown)| *shown);
    Table {
        heads: heads.map(|(head, _)| head).collect(),
        ..Table::list(Category::WORK.map(row).into())
    }
}

/// A figure below its head, and the words that it takes without one; both empty where it is not known.
fn cell(figure: Option<String>, words: impl Fn(&str) -> String) -> Cell {
    Cell {
        words: figure.as_deref().map(words).unwrap_or_default(),
        figure: figure.unwrap_or_default(),
    }
}

/// What stands beside the shares: live time, runs, switches, hours outside the plan. Where too little is on record for
/// TAFS, it is for these too.
pub(super) fn around_blocks(record: &ReviewRecord) -> Vec<Block> {
    if record.reading().tafs().is_none() {
        return Vec::new();
    }
    let mut rows = Vec::new();
    if let Some(face) = record.totals.face().filter(|_| record.role != Role::Sdr) {
        let live = format::percent(face);
        let hours = format::hours(record.totals.live);
        let row = TableRow::new(None, "customer-facing", live);
        rows.push(row.beside(format!("{hours} with customers (FACE)")));
    }
    rows.extend(record.progress.best_four.as_ref().map(|best| {
        let usual = record.usual.as_ref();
        let usual = usual.map_or_else(String::new, |usual| {
            format!("; your usual is {}", format::percent(usual.tafs))
        });
        TableRow::new(None, "best four weeks", format::percent(best.tafs))
            .beside(format!("their median{usual}"))
    }));
    rows.extend(record.used.map(|used| {
        let own = format::hours(record.controllable_s);
        let own = format!("of {own} controllable time");
        TableRow::new(None, "selling share", format::percent(used)).beside(own)
    }));
    rows.extend(record.longest_selling_run.as_ref().map(longest_run_row));
    let from = format::brief(record.protected_from_s);
    let protected = TableRow::timed(None, "protected selling", record.protected_s);
    rows.push(protected.beside(format!("in runs of {from} or more")));
    let switches = record.switches_per_hour;
    rows.extend(switches.map(|rate| TableRow::new(None, "switches an hour", format::rate(rate))));
    rows.extend(coaching_row(&record.habits.coaching));
    rows.extend(focus_row(&record.habits.focus_runs));
    rows.extend(record.habits.refuge_s.map(|refuge| {
        let minutes = format!("{} min", refuge.as_seconds() / 60);
        TableRow::new(None, "focus hours", minutes).beside("of own admin in them")
    }));
    let outside = record.outside_hours_s;
    if outside.is_positive() {
        rows.push(TableRow::timed(None, "outside planned hours", outside));
    }
    list(rows)
}

/// How many focus runs were kept, and who broke the others; nothing without any.
fn focus_row(runs: &[FocusRunRecord]) -> Option<TableRow> {
    let row = TableRow::new(None, "focus runs", kept_words(runs)?);
    Some(row.beside(broken_words(runs).unwrap_or_default()))
}

/// Coaching beside the meetings in which the manager was told how things stand; nothing without either.
fn coaching_row(of: &Coaching) -> Option<TableRow> {
    let status = format!(
        "beside {} of meetings for the manager",
        format::hours(of.status)
    );
    (!of.is_empty()).then(|| TableRow::timed(None, "coaching", of.coaching).beside(status))
}

fn longest_run_row(run: &RunRecord) -> TableRow {
    let weekday = format::weekday(Calendar::wall(run.start).date().weekday());
    let (start, end) = (format::clock(run.start), format::clock(run.end));
    let ended = match &run.ended_by {
        None => String::new(),
        Some(EndedBy::Off) => ", then off the clock".to_owned(),
        Some(EndedBy::Work(work)) => format!(", ended by {work}"),
    };
    let when = format!("{weekday} {start}-{end}{ended}");
    TableRow::timed(None, "longest selling run", run.seconds).beside(when)
}

fn commitment_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(commitment) = &record.commitment else {
        return note("The week had no commitment.");
    };
    let mut blocks = vec![
        Block::Lead(format!("{} · {}", commitment.words, commitment.verdict)),
        Block::Note(commitment.text.clone()),
    ];
    let missed = record.answers.missed;
    let why = missed.map(|why| TableRow::new(None, "why", why.words()));
    blocks.extend(list(why.into_iter().collect()));
    let is_asked = missed.is_none() && commitment.kept == Some(false);
    blocks.extend((is_asked && record.closed.is_none()).then(why_missed));
    blocks
}

fn produced_blocks(record: &ReviewRecord) -> Vec<Block> {
    let mut blocks: Vec<Block> = record.headline.iter().cloned().map(Block::Lead).collect();
    let mut rows = Vec::new();
    for of in record.produced.iter().map(|of| &of.produced) {
        let counts = [
            count_words(of.conversations, "conversation", "conversations"),
            count_words(of.meetings, "meeting", "meetings"),
            count_words(of.touches, "touch", "touches"),
        ];
        let name = of.activity.as_deref().unwrap_or("selling without activity");
        let row = TableRow::timed(Some(Category::Selling), name, of.time);
        rows.push(row.beside(join_counts(counts)));
    }
    if record.grades.live_blocks > 0 {
        let grades = &record.grades.grades;
        let counts = [
            count_words(grades.advance, "advance", "advances"),
            count_words(grades.continuation, "continuation", "continuations"),
            count_words(grades.won, "won", "won"),
            count_words(grades.no, "no", "no"),
            count_words(grades.ungraded, "ungraded", "ungraded"),
        ];
        let live = record.grades.live_blocks.to_string();
        rows.push(TableRow::new(None, "live conversations", live).beside(join_counts(counts)));
    }
    let prepared = &record.habits.prepared;
    if prepared.live > 0 {
        let counts = format!("{} of {}", prepared.prepared, prepared.live);
        rows.push(TableRow::new(None, "prepared", counts).beside(prepared_words(prepared, true)));
    }
    let moved = record.answers.moved.as_ref();
    rows.extend(moved.map(|moved| TableRow::new(None, "moved most", moved)));
    rows.extend(record.progress.effort.iter().flat_map(effort_rows));
    blocks.extend(list(rows));
    blocks.extend(learned_blocks(record));
    if blocks.is_empty() {
        return note("No outcomes this week.");
    }
    let fell = record.progress.stages.as_ref().and_then(fallen_stage);
    blocks.extend(fell.map(Block::Note));
    blocks
}

/// So many learned tags are named, the last ones.
const LEARNED: usize = 4;

/// What was learned, and whether selling had it since.
pub fn learned_blocks(record: &ReviewRecord) -> Vec<Block> {
    let all = &record.progress.learning_used;
    let last = &all[all.len().saturating_sub(LEARNED)..];
    let rows = last.iter().map(|of| {
        let row = TableRow::timed(
            Some(Category::Learning),
            &format!("#{}", of.tag.as_str()),
            of.seconds,
        );
        row.beside(learned_words(of))
    });
    let mut blocks = captioned_list("learned in 90 days", rows.collect());
    let others = all.len() - last.len();
    blocks.extend((others > 0).then(|| Block::Note(format!("and {others} more"))));
    blocks
}

/// Whether it was used: `used within 14 days`, `not used yet`.
pub fn learned_words(of: &LearnedRecord) -> &'static str {
    match (of.used_14d, of.used_90d) {
        (Some(true), _) => "used within 14 days",
        (_, Some(true)) => "used within 90 days",
        (_, Some(false)) => "not used in 90 days",
        (Some(false) | None, None) => "not used yet",
    }
}

/// What an outcome took, beside the usual.
pub fn effort_rows(effort: &EffortRecord) -> impl Iterator<Item = TableRow> {
    Outcome::ALL.into_iter().filter_map(|outcome| {
        let (touches, usual) = effort.per(outcome);
        let name = format!("touches per {}", outcome.one());
        let row = TableRow::new(None, &name, format::rate(touches?));
        Some(match usual {
            Some(usual) => row.beside(format!("usual {}", format::rate(usual))),
            None => row,
        })
    })
}

/// At which stage there were fewer meetings than usual.
pub fn fallen_stage(stages: &StagesRecord) -> Option<String> {
    let stage = stages.fell.filter(|_| stages.is_less())?;
    let figures = [stages.fell_to?, stages.fell_from?].map(|figure| match stage {
        Stage::Hours => format::hours(Length::seconds((figure * 3600.0).round() as i64)),
        Stage::TouchesPerHour | Stage::ConversationsPerTouch | Stage::MeetingsPerConversation => {
            format::rate(figure)
        }
    });
    let [actual, usual] = figures;
    let stage = stage.words();
    Some(format!("Mainly fewer {stage}: {actual} (usual {usual})"))
}

/// How many of the prepared meetings moved, beside the others; with the rates that are past their gate.
pub fn prepared_words(of: &Prepared, with_rates: bool) -> String {
    let rate = |rate: Option<f64>| {
        let rate = rate.filter(|_| with_rates);
        rate.map_or_else(String::new, |rate| format!(" ({})", format::percent(rate)))
    };
    let prepared = (of.graded_prepared > 0).then(|| {
        let (advanced, graded) = (of.advanced_prepared, of.graded_prepared);
        let rate = rate(of.advance_rate_prepared);
        format!("{advanced} of {graded} advanced{rate}")
    });
    let others = (of.graded_unprepared > 0).then(|| {
        let (advanced, graded) = (of.advanced_unprepared, of.graded_unprepared);
        let rate = rate(of.advance_rate_unprepared);
        format!("others {advanced} of {graded}{rate}")
    });
    join_counts([prepared, others])
}

fn count_words(count: usize, one: &str, many: &str) -> Option<String> {
    let thing = if count == 1 { one } else { many };
    (count > 0).then(|| format!("{count} {thing}"))
}

fn join_counts<const N: usize>(counts: [Option<String>; N]) -> String {
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn took_blocks(record: &ReviewRecord) -> Vec<Block> {
    let answered = |row: TableRow, key: &str| {
        let verdict = record.answers.verdicts.get(key).copied();
        row.beside(verdict.map_or("", Verdict::label))
    };
    let judged = |row: TableRow, key: String| answered(row, &key).answered_by(key);
    let others = record.biggest_others().map(|item| {
        let name = item.activity.as_deref();
        let name = name.unwrap_or(item.category.name());
        let row = TableRow::timed(Some(item.category), name, item.length);
        judged(row, item.key())
    });
    let asked = record.ranked_requests().into_iter().map(|of| {
        let name = format!("!{}", of.burden.requester.as_str());
        let row = TableRow::timed(Some(Category::Admin), &name, of.seconds_28d);
        let count = format::count(of.count_28d, "request");
        judged(row.beside(format!("{count} in {RECENT_DAYS} days")), name)
    });
    let asked_accounts = record.asked_accounts().len();
    let watched = record.watch_accounts.iter().enumerate().map(|(index, of)| {
        let name = format!("@{}", of.account.as_str());
        let row = TableRow::timed(Some(Category::Selling), &name, of.seconds);
        let row = row.beside(of.kind.words());
        if index < asked_accounts {
            judged(row, name)
        } else {
            answered(row, &name)
        }
    });
    let mut blocks = captioned_list("top non-selling", others.collect());
    let imposed = record.imposed_of_admin();
    let imposed = imposed.map(|of| format!("requests: {of}"));
    blocks.extend(captioned_list(
        &imposed.unwrap_or_default(),
        asked.collect(),
    ));
    let unasked = record.unasked_share.filter(|share| *share > 0.0);
    blocks.extend(unasked.map(|share| {
        let share = format::percent(share);
        Block::Note(format!("{share} of admin has no requester."))
    }));
    let without = "no advance yet, 28 days";
    blocks.extend(captioned_list(without, watched.collect()));
    blocks.extend(slip_blocks(record));
    if !blocks.is_empty() {
        blocks.extend(tier_words(record).map(Block::Note));
        return blocks;
    }
    note(if record.totals.tracked().is_positive() {
        "Nothing but selling."
    } else {
        "Nothing tracked."
    })
}

/// `By worth: do more 13h50, necessary 11h25, do less 12h20, severely limit 2h40`.
pub fn tier_words(record: &ReviewRecord) -> Option<String> {
    let tiers = record.tiers.named().into_iter();
    let known = tiers.filter(|(_, length)| length.is_positive());
    let words = known.map(|(name, length)| format!("{name} {}", format::hours(length)));
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("By worth: {}", words.join(", ")))
}

/// The accounts that nobody has spoken to for long.
fn slip_blocks(record: &ReviewRecord) -> Vec<Block> {
    let shown = record.habits.nurture.iter().take(SLIPS).map(|slip| {
        let name = format!("@{}", slip.account.as_str());
        let row = TableRow::new(
            Some(Category::Selling),
            &name,
            format!("{} days", slip.days),
        );
        row.beside(format!("last {}", format::short_day(slip.last, record.to)))
    });
    let mut blocks = captioned_list(NO_TOUCH, shown.collect());
    if let Some(rest @ 1..) = record.habits.nurture.len().checked_sub(SLIPS) {
        blocks.push(Block::Note(format!("and {rest} more")));
    }
    blocks
}

/// Rows under their name, where they have one; nothing without any.
fn captioned_list(caption: &str, rows: Vec<TableRow>) -> Vec<Block> {
    let mut blocks = list(rows);
    if !blocks.is_empty() && !caption.is_empty() {
        blocks.insert(0, Block::Caption(caption.to_owned()));
    }
    blocks
}

fn freed_blocks(record: &ReviewRecord) -> Vec<Block> {
    let mut blocks = match (&record.freed, &record.usual) {
        (Some(freed), _) => {
            let gave_up = format::hours(freed.minutes);
            let to = Category::WORK.into_iter().zip(freed.to);
            let to = to.filter(|(_, length)| length.is_positive());
            let row = |(category, length): (Category, _)| {
                let row = TableRow::timed(Some(category), category.name(), length);
                row.beside(freed.gains_of(category))
            };
            let givers = text::capitalized(&freed.givers());
            let lead = Block::Lead(format!("{givers} gave up {gave_up}"));
            let planned = freed.destination.iter();
            let planned = planned.map(|of| {
                let row = TableRow::timed(None, &format!("next: {}", of.activity), of.planned_s);
                row.beside(if of.done_s.is_positive() {
                    format!("{} so far", format::hours(of.done_s))
                } else {
                    String::new()
                })
            });
            [vec![lead], list(to.map(row).chain(planned).collect())].concat()
        }
        (None, Some(_)) => note("No time freed compared with your usual week."),
        (None, None) => {
            let missing = record.missing.usual.as_deref().unwrap_or_default();
            note(format!("Freed time {missing}."))
        }
    };
    let alerts = record.alerts.iter().take(ALERTS).map(|alert| {
        let reply = record.answers.alerts.get(alert.kind.name());
        TableRow::new(None, alert.level.name(), &*alert.text)
            .beside(reply.map_or("", |reply| reply.response.words()))
            .answered_by(alert.kind.name())
    });
    blocks.extend(list(alerts.collect()));
    blocks
}

fn decision_blocks(record: &ReviewRecord) -> Vec<Block> {
    let answers = &record.answers;
    let rows = decided_rows([&answers.more, &answers.less, &answers.limit]);
    if rows.is_empty() {
        return note("Nothing is decided yet.");
    }
    list(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::domain::review::{Guess, WeekNotes};
    use crate::insight::testdata;
    use crate::report::review::{Facts, of_week};

    /// What stands beside selling in Maya's week of which only the first days are on record, with the weeks before it
    /// and a guess.
    fn beside_selling(days: i64, now: i64) -> (String, Option<String>) {
        let (context, week) = (
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let known = context.calendar.first_instant(week.first.plus(days));
        let blocks: Vec<_> = testdata::history()
            .into_iter()
            .filter(|block| block.start.at < known)
            .collect();
        let guess = Some(Guess {
            selling: 0.60,
            rest: None,
        });
        let notes = [(
            week,
            WeekNotes {
                guess,
                ..WeekNotes::default()
            },
        )];
        let record = of_week(&Facts {
            week,
            on_record: (&blocks).into(),
            context: &context,
            now: context
                .calendar
                .here(context.calendar.first_instant(week.first.plus(now))),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &notes,
        });
        let rows = blocks_of(&record, Step::Reveal)
            .into_iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.rows),
                Block::Figure(_)
                | Block::Lead(_)
                | Block::Note(_)
                | Block::Caption(_)
                | Block::Days(_)
                | Block::Trend(..) => None,
            });
        let selling = rows
            .flatten()
            .find(|row| row.category == Some(Category::Selling))
            .map(|row| row.words_beside());
        let tafs = share::with_bounds(&record.reading());
        (tafs.unwrap_or_default(), selling)
    }

    #[test]
    fn where_only_bounds_may_be_shown_no_share_stands_beside_them() {
        assert_eq!(
            beside_selling(5, 7),
            (
                "51.8 %".to_owned(),
                Some("51.8 %, +8.0 vs usual, +0h37 a workday, guess +8.2".to_owned())
            )
        );
        // 16h25 tracked, of which 8h45 selling, and 27h25 unknown: 37.4 % covered.
        assert_eq!(
            beside_selling(2, 7),
            ("20.0–82.5 %".to_owned(), Some(String::new()))
        );
    }
}
