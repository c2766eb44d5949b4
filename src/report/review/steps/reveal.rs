//! Step 4 in words: the shares beside the usual and the guess, and what stands around them.

use chrono::Datelike;

use super::parts::{list, not_known, note};
use crate::domain::block::Category;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::taxonomy::Role;
use crate::insight::coaching::Coaching;
use crate::insight::focus::FocusRunRecord;
use crate::report::document::{Block, Cell, Figure, Table, TableRow};
use crate::report::focus::{broken_words, kept_words};
use crate::report::grouped::bar_of;
use crate::report::review::progress::CalibrationRecord;
use crate::report::review::record::{EndedBy, ReviewRecord, RunRecord, Shares};
use crate::report::share;

pub(super) fn reveal_blocks(record: &ReviewRecord) -> Vec<Block> {
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
    blocks.extend(not_known([
        ("best four weeks", &record.missing.best_four),
        ("how far off your guesses are", &record.missing.calibration),
    ]));
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
            _ if record.reads_steady(category) => Cell::from("steady".to_owned()),
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
pub(in crate::report::review) fn around_blocks(record: &ReviewRecord) -> Vec<Block> {
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
    if !record.hides_protected {
        let from = format::brief(record.protected_from_s);
        let protected = TableRow::timed(None, "protected selling", record.protected_s);
        rows.push(protected.beside(format!("in runs of {from} or more")));
    }
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
    TableRow::timed(None, "longest selling run", run.row_length()).beside(when)
}
