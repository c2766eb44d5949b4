//! The report of an import: how far it is, what came of it, for a person or as JSON.

use std::path::Path;

use serde::Serialize;

use crate::cli::ctx::Ctx;
use crate::cli::output;
use crate::domain::format;
use crate::domain::text;
use crate::error::{Error, Exit};
use crate::exchange::source::Format;
use crate::exchange::{DaysReport, ImportReport, RowError, SaidLabels, Unsorted};

/// At most this many rows that were not taken are named; of the others only how many they are.
const ROWS_NAMED: usize = 20;
/// Fewer writes are over before anybody could look.
const LONG: usize = 5_000;

/// How far an import is, on standard error where that is a terminal.
#[derive(Default)]
pub(super) struct Progress {
    shown: Option<(&'static str, usize)>,
}

impl Progress {
    /// Shows what is done of all, if that takes a while.
    pub(super) fn show(&mut self, what: &'static str, done: usize, all: usize) {
        if all < LONG {
            return;
        }
        let percent = (done * 100 / all).min(100);
        if self.shown != Some((what, percent)) {
            self.shown = Some((what, percent));
            output::progress(&format!("{what}: {percent} %"));
        }
    }

    pub(super) fn end(self) {
        if self.shown.is_some() {
            output::progress("");
        }
    }
}

/// The report as JSON, after the name of the format.
#[derive(Serialize)]
struct JsonReport<'a> {
    format: &'a str,
    #[serde(flatten)]
    report: &'a ImportReport,
}

/// What a file was read as.
pub(super) struct ReadAs<'a> {
    /// The name of the format, the preset or the source.
    pub(super) name: &'a str,
    /// The same in words, where it is to be said.
    pub(super) what: Option<&'static str>,
}

/// Prints what came of it. Where nothing could be read but rows were there, that is a failure.
pub(super) fn print(
    ctx: &Ctx,
    place: &Path,
    read_as: &ReadAs<'_>,
    report: &ImportReport,
    json: bool,
) -> Result<(), Error> {
    match &report.days_off {
        Some(days) => print_days_off(ctx, days, report.dry_run),
        None => print_outcome(ctx, report),
    }
    if let Some(what) = read_as.what {
        ctx.out.aside(&format!("read as {}: {what}", read_as.name));
    }
    print_left_out(ctx, report);
    print_rows(ctx, place, read_as, report);
    if report.suggested && report.added > 0 && !report.dry_run {
        ctx.out.aside(
            "Today shows suggestions: Enter accepts one, x dismisses it; --accept adds past ones as blocks",
        );
    } else if report.added
        + report.rows.map_or(0, |rows| rows.added)
        + report.days_off.as_ref().map_or(0, |days| days.marked)
        > 0
        && !report.dry_run
        && !report.restored
    {
        ctx.out.aside("tafs undo takes all of it back");
    }
    if json {
        let format = read_as.name;
        output::result(&output::json("the import", &JsonReport { format, report })?)?;
    } else {
        output::result(&explanations(report))?;
    }
    let nothing = report.offered + report.open + report.empty + report.outside == 0;
    if nothing && !report.rejected.is_empty() {
        return Err(Error::said(Exit::Failed));
    }
    Ok(())
}

/// A line for each block on what gave it its category.
fn explanations(report: &ImportReport) -> String {
    let mut lines = String::new();
    for explained in &report.explained {
        let activity = explained.activity.iter().map(|name| format!("/{name}"));
        // A suggestion that no rule sorts is of no category yet.
        let what = if report.suggested && explained.is_by_default {
            "no category: no rule fits".to_owned()
        } else {
            let activity = activity.collect::<String>();
            format!("{}{activity} by {}", explained.category, explained.by)
        };
        let line = format!("line {}: {} {what}", explained.line, explained.when);
        lines.push_str(&text::visible(&line));
        lines.push_str(&text::visible(&describe_labels(&explained.said)));
        lines.push('\n');
    }
    lines.push_str(&unsorted(&report.unsorted, report.suggested));
    lines
}

/// ` · title "Called Halden" · project "Pipeline"`.
fn describe_labels(said: &SaidLabels) -> String {
    let one = |name: &str, text: &Option<String>| {
        let text = text
            .as_deref()
            .map(|text| text.lines().next().unwrap_or_default());
        text.map_or_else(String::new, |text| format!(" · {name} {text:?}"))
    };
    let tags: Vec<String> = said.tags.iter().map(|tag| format!("{tag:?}")).collect();
    let tags = match tags.len() {
        0 => String::new(),
        1 => format!(" · tag {}", tags.join("")),
        _ => format!(" · tags {}", tags.join(", ")),
    };
    let (title, project) = (one("title", &said.title), one("project", &said.project));
    format!("{title}{project}{tags}{}", one("client", &said.client))
}

/// What no rule has sorted, with a rule for each, as the config takes it.
fn unsorted(labels: &[Unsorted], suggested: bool) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let (taken, thing) = if suggested {
        ("Without a category: no rule fits these", "meeting")
    } else {
        ("Taken as admin by no rule", "row")
    };
    let mut lines = format!(
        "\n# {taken}, the most time first. Paste what fits into the config, and say what it is:\n\
         # category = \"selling\", \"admin\", \"learning\" or \"distraction\"; activity = \"prospecting\", for example.\n"
    );
    for Unsorted {
        label,
        rows,
        time,
        rule,
        ..
    } in labels
    {
        let (time, rows) = (format::spoken(*time), format::count(*rows, thing));
        lines.extend(["\n# ", label, ": ", &time, " in ", &rows, "\n", rule]);
    }
    lines
}

fn print_outcome(ctx: &Ctx, report: &ImportReport) {
    let (verb, thing) = match (report.suggested, report.dry_run) {
        _ if report.restored && report.dry_run => ("Would restore", "block"),
        _ if report.restored => ("Restored", "block"),
        (false, false) => ("Added", "block"),
        (false, true) => ("Would add", "block"),
        (true, false) => ("Suggested", "meeting"),
        (true, true) => ("Would suggest", "meeting"),
    };
    // What runs has no length yet.
    let time = if report.added_time.is_positive() {
        format!(" ({})", format::spoken(report.added_time))
    } else {
        String::new()
    };
    let offered = format::count(report.offered, thing);
    let others = report
        .rows
        .map(|rows| format::count(rows.added, "other row"));
    let others = others.map_or_else(String::new, |others| format!(" and {others}"));
    ctx.out.message(&format!(
        "{verb} {} of {offered}{time}{others}",
        report.added
    ));
    if report.added_time != report.read_time && report.read_time.is_positive() {
        let time = format::spoken(report.read_time);
        ctx.out.aside(&format!("the source holds {time}"));
    }
}

fn print_days_off(ctx: &Ctx, days: &DaysReport, dry_run: bool) {
    let verb = if dry_run { "Would mark" } else { "Marked" };
    let found = format::count(days.found, "day");
    ctx.out
        .message(&format!("{verb} {} of {found} as off", days.marked));
    for (count, what) in [
        (days.already, "already off"),
        (days.kept, "kept: marked as worked, or off in part"),
    ] {
        if count > 0 {
            ctx.out.aside(&format!("{count} {what}"));
        }
    }
}

/// What became of blocks that were not added as they are: how many of each kind.
fn count_left_out(report: &ImportReport) -> [(usize, String); 10] {
    let of = |count: usize, what: &str| (count, what.to_owned());
    [
        of(
            report.already - report.repeated - report.differing,
            "here already",
        ),
        of(report.repeated, "twice in the source: taken once"),
        of(report.differing, say_differing(report.differing)),
        of(report.trimmed, "shortened to the time that was free"),
        of(
            report.skipped,
            match report.skipped {
                1 => "left out: its time is taken",
                _ => "left out: their time is taken",
            },
        ),
        of(report.future, "left out: still to come"),
        of(report.open, &describe_open(report)),
        of(
            report.empty,
            match report.empty {
                1 => "left out: it ended when it began",
                _ => "left out: they ended when they began",
            },
        ),
        of(report.outside, "left out: on other days"),
        of(
            report.by_default,
            match report.by_default {
                1 => {
                    "taken as admin, by no rule: --category or [[rules]] in the config say what it is"
                }
                _ => {
                    "taken as admin, by no rule: --category or [[rules]] in the config say what they are"
                }
            },
        ),
    ]
}

/// Of what is here with something else in it.
const fn say_differing(count: usize) -> &'static str {
    match count {
        1 => "here already, but saying something else: kept as it is here",
        _ => "here already, but saying something else: kept as they are here",
    }
}

fn print_left_out(ctx: &Ctx, report: &ImportReport) {
    let rows = report.rows.unwrap_or_default();
    for (count, what) in count_left_out(report) {
        if count > 0 {
            ctx.out.aside(&format!("{count} {what}"));
        }
    }
    for (count, what) in [
        (rows.already, "here already"),
        (rows.differing, say_differing(rows.differing)),
    ] {
        if count > 0 {
            let rows = format::count(count, "other row");
            ctx.out.aside(&format!("{rows} {what}"));
        }
    }
    match rows.locked {
        0 => {}
        1 => ctx.out.aside("1 guess not added: its week has been shown"),
        count => ctx.out.aside(&format!(
            "{count} guesses not added: their weeks have been shown"
        )),
    }
    for (category, name, count) in &report.unlisted {
        let blocks = format::count(*count, "block");
        ctx.out.aside(&format!(
            "{blocks} of {category} with {name:?}, which the config does not list"
        ));
    }
    for remark in &report.remarks {
        ctx.out.aside(remark);
    }
}

/// What is still open in the source, with the lines of it.
fn describe_open(report: &ImportReport) -> String {
    let lines = &report.open_lines;
    let named: Vec<String> = lines
        .iter()
        .take(ROWS_NAMED)
        .map(ToString::to_string)
        .collect();
    let where_ = match lines.len() {
        0 => String::new(),
        1 => format!(", line {}", named.join("")),
        many if many <= ROWS_NAMED => format!(", lines {}", named.join(", ")),
        many => format!(
            ", lines {} and {} more",
            named.join(", "),
            many - ROWS_NAMED
        ),
    };
    let once = if report.open == 1 {
        "it has"
    } else {
        "they have"
    };
    format!("still open in the source{where_}: taken once {once} ended")
}

/// Names the rows that were not taken.
fn print_rows(ctx: &Ctx, place: &Path, read_as: &ReadAs<'_>, report: &ImportReport) {
    let one_or_more = |faults: &[RowError], one, more| if faults.len() == 1 { one } else { more };
    let hold = one_or_more(&report.unplaced, "holds", "hold");
    let durations = report.unplaced_time + report.paused_time;
    let pauses = format!("pauses of {}", format::spoken(report.paused_time));
    let time = match (durations.is_positive(), report.paused_time.is_positive()) {
        (true, true) => format!("{} and {pauses}", format::spoken(durations)),
        (false, true) => pauses,
        (_, false) => format::spoken(durations),
    };
    let unplaced = format!("{hold} {time} without saying when");
    let is_calendar = read_as.name == Format::Ics.name();
    let rejected = if is_calendar {
        "can't be read".to_owned()
    } else {
        one_or_more(&report.rejected, "isn't a block", "aren't blocks").to_owned()
    };
    for (faults, what) in [(&report.unplaced, unplaced), (&report.rejected, rejected)] {
        if faults.is_empty() {
            continue;
        }
        let row = if is_calendar { "event" } else { "row" };
        let rows = format::count(faults.len(), row);
        ctx.out.message(&format!("{rows} {what}:"));
        for RowError { line, what } in faults.iter().take(ROWS_NAMED) {
            ctx.out
                .aside(&format!("{}:{line}: {what}", place.display()));
        }
        if faults.len() > ROWS_NAMED {
            let more = faults.len() - ROWS_NAMED;
            ctx.out.aside(&format!("and {more} more"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of so many of each.
    fn told(number: usize) -> Vec<String> {
        let mut report = ImportReport::default();
        report.already = 3 * number;
        report.open_lines = (1..=number).collect();
        for count in [
            &mut report.repeated,
            &mut report.differing,
            &mut report.trimmed,
            &mut report.skipped,
            &mut report.future,
            &mut report.open,
            &mut report.empty,
            &mut report.outside,
            &mut report.by_default,
        ] {
            *count = number;
        }
        let parts = count_left_out(&report).into_iter();
        assert!(parts.clone().all(|(count, _)| count == number));
        parts.map(|(_, what)| what).collect()
    }

    #[test]
    fn words_agree_with_their_numbers() {
        let plural = [" they ", " their ", " are ", " lines "];
        let has_plural = |what: &str| plural.iter().any(|word| what.contains(word));
        let one = told(1);
        assert!(!one.iter().any(|what| has_plural(what)), "{one:#?}");
        let singular = [" it ", " its "];
        let two = told(2);
        let has_singular = |what: &str| singular.iter().any(|word| what.contains(word));
        assert!(!two.iter().any(|what| has_singular(what)), "{two:#?}");
        assert_eq!(told(0).len(), two.len());
    }
}
