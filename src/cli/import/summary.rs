//! The report of an import: how far it is, what came of it, for a person or as JSON.

use std::path::Path;

use serde::Serialize;

use crate::cli::ctx::Ctx;
use crate::cli::output;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::error::{Error, Exit};
use crate::exchange::{Explained, Format, RowFault, Summary, told};

/// So many rows that were not taken are named; of the others only how many they are.
const ROWS_TOLD: usize = 20;
/// Fewer writes are over before anybody could look.
const LONG: usize = 5_000;

/// How far the writing is, on standard error where that is a terminal.
pub(super) struct Progress {
    thing: &'static str,
    shown: Option<usize>,
}

impl Progress {
    pub(super) const fn new(thing: &'static str) -> Self {
        Self { thing, shown: None }
    }

    pub(super) fn show(&mut self, done: usize, all: usize) {
        let percent = if all < LONG { return } else { done * 100 / all };
        if self.shown != Some(percent) {
            self.shown = Some(percent);
            output::progress(&format!("{percent} % of {all} {}", self.thing));
        }
    }

    pub(super) fn end(self) {
        if self.shown.is_some() {
            output::progress("");
        }
    }
}

/// Says what came of it. Where nothing could be read but rows were there, that is a failure.
pub(super) fn tell(
    ctx: &Ctx,
    place: &Path,
    format: Format,
    summary: &Summary,
    json: bool,
) -> Result<(), Error> {
    people(ctx, place, summary);
    if json {
        let report = serde_json::to_string(&Report::of(format, summary));
        output::result(&(report.map_err(|error| Error::failed(error.to_string()))? + "\n"))?;
    } else {
        let line = |explained: &Explained| text::visible(&explanation(explained)) + "\n";
        output::result(&summary.explained.iter().map(line).collect::<String>())?;
    }
    let counts = summary.counts;
    if summary.offered + counts.open + counts.empty + counts.outside == 0
        && !summary.rejected.is_empty()
    {
        return Err(Error::said(Exit::Failed));
    }
    Ok(())
}

fn explanation(explained: &Explained) -> String {
    let block = &explained.block;
    let activity = block
        .details
        .activity
        .as_ref()
        .map(|activity| format!("/{}", activity.as_str()));
    format!(
        "line {}: {} {}{} by {}",
        explained.line,
        told(block),
        block.category,
        activity.unwrap_or_default(),
        explained.by
    )
}

fn people(ctx: &Ctx, place: &Path, summary: &Summary) {
    let (tally, counts) = (summary.tally, summary.counts);
    let (verb, thing) = match (summary.suggested, summary.dry_run) {
        (false, false) => ("Added", "block"),
        (false, true) => ("Would add", "block"),
        (true, false) => ("Suggested", "meeting"),
        (true, true) => ("Would suggest", "meeting"),
    };
    // What runs has no length yet.
    let time = if tally.added_time.is_positive() {
        format!(" ({})", format::spoken(tally.added_time))
    } else {
        String::new()
    };
    ctx.out.message(&format!(
        "{verb} {} of {}{time}",
        tally.added,
        format::count(summary.offered, thing)
    ));
    if tally.added_time != counts.read_time && counts.read_time.is_positive() {
        ctx.out.aside(&format!(
            "the source holds {}",
            format::spoken(counts.read_time)
        ));
    }
    let parts = [
        (tally.already - tally.differing, "here already"),
        (
            tally.differing,
            "here already, but saying something else: left as on record",
        ),
        (tally.trimmed, "shortened to the time that was free"),
        (tally.skipped, "left out: their time is taken"),
        (tally.future, "left out: still to come"),
        (
            counts.open,
            "still open in the source: not taken until they have ended",
        ),
        (counts.empty, "left out: they ended when they began"),
        (counts.outside, "left out: of other days"),
        (
            counts.by_default,
            "taken as admin, by no rule: --category or [[rules]] in the config say what they are",
        ),
    ];
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        ctx.out.aside(&format!("{count} {what}"));
    }
    for (category, name, count) in &summary.unlisted {
        let blocks = format::count(*count, "block");
        ctx.out.aside(&format!(
            "{blocks} of {category} with {name:?}, which the config does not list"
        ));
    }
    for remark in &summary.remarks {
        ctx.out.aside(remark);
    }
    let unplaced: Vec<RowFault> = summary
        .unplaced
        .iter()
        .map(|(fault, _)| fault.clone())
        .collect();
    let time: Length = summary.unplaced.iter().map(|(_, length)| *length).sum();
    let hold = if unplaced.len() == 1 { "holds" } else { "hold" };
    rows(
        ctx,
        place,
        &unplaced,
        &format!("{hold} {} without saying when", format::spoken(time)),
    );
    let are = if summary.rejected.len() == 1 {
        "is no block"
    } else {
        "are no blocks"
    };
    rows(ctx, place, &summary.rejected, are);
    if summary.suggested {
        ctx.out.aside("Today shows suggestions: Enter accepts one, x dismisses it; --accept takes them all as blocks");
    } else if tally.added > 0 && !summary.dry_run {
        ctx.out.aside("tafs undo takes all of it back");
    }
}

/// Names rows that were not taken.
fn rows(ctx: &Ctx, place: &Path, faults: &[RowFault], what: &str) {
    if faults.is_empty() {
        return;
    }
    ctx.out
        .message(&format!("{} {what}:", format::count(faults.len(), "row")));
    for fault in faults.iter().take(ROWS_TOLD) {
        ctx.out.aside(&format!(
            "{}:{}: {}",
            place.display(),
            fault.line,
            fault.what
        ));
    }
    if let Some(more) = faults.len().checked_sub(ROWS_TOLD).filter(|more| *more > 0) {
        ctx.out.aside(&format!("and {more} more"));
    }
}

/// The contract of `import --json`: fields are added at its end, and none is renamed.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    read: usize,
    read_s: i64,
    added: usize,
    added_s: i64,
    already: usize,
    trimmed: usize,
    skipped: usize,
    open: usize,
    rejected: Vec<Row<'a>>,
    empty: usize,
    future: usize,
    outside: usize,
    by_default: usize,
    unplaced: Vec<Row<'a>>,
    unplaced_s: i64,
    remarks: &'a [String],
    dry_run: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explained: Vec<Took<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    line: usize,
    reason: &'a str,
}

#[derive(Serialize)]
struct Took<'a> {
    line: usize,
    category: &'static str,
    activity: Option<&'a str>,
    by: &'a str,
}

impl<'a> Report<'a> {
    fn of(format: Format, summary: &'a Summary) -> Self {
        let (tally, counts) = (summary.tally, summary.counts);
        let row = |fault: &'a RowFault| Row {
            line: fault.line,
            reason: &fault.what,
        };
        let took = |explained: &'a Explained| Took {
            line: explained.line,
            category: explained.block.category.name(),
            activity: explained
                .block
                .details
                .activity
                .as_ref()
                .map(crate::domain::block::Activity::as_str),
            by: &explained.by,
        };
        Self {
            format: format.name(),
            read: counts.read,
            read_s: counts.read_time.as_seconds(),
            added: tally.added,
            added_s: tally.added_time.as_seconds(),
            already: tally.already,
            trimmed: tally.trimmed,
            skipped: tally.skipped,
            open: counts.open,
            rejected: summary.rejected.iter().map(row).collect(),
            empty: counts.empty,
            future: tally.future,
            outside: counts.outside,
            by_default: counts.by_default,
            unplaced: summary
                .unplaced
                .iter()
                .map(|(fault, _)| row(fault))
                .collect(),
            unplaced_s: summary
                .unplaced
                .iter()
                .map(|(_, length)| length.as_seconds())
                .sum(),
            remarks: &summary.remarks,
            dry_run: summary.dry_run,
            explained: summary.explained.iter().map(took).collect(),
        }
    }
}
