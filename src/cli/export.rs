//! `tafs export`: blocks handed out, to standard output or to a file that is there whole or not at all.

use std::io::Write;

use clap::Args;

use super::ctx::Ctx;
use super::document::{Destination, named_parser};
use super::filter::{self, FilterArgs};
use super::output;
use super::sheets::SheetArgs;
use crate::domain::format;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::exchange::csv::{Cells, Style};
use crate::exchange::{self, Counts, Records, Shape, everything, file};
use crate::store::Store;

const ALL: &str = "all";

/// What to hand out, and where to.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
#[derive(Args, Debug)]
pub(super) struct ExportArgs {
    /// Which days, then which blocks, as in tafs log; blocks that reach into them are whole
    #[arg(value_name = "RANGE", default_value = ALL)]
    range: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    sheets: SheetArgs,
    /// Format, json unless said; JSON has every field, CSV all but the mark of a clock set back
    #[arg(long, value_name = "FORMAT", value_parser = named_parser(Shape::ALL, Shape::name))]
    format: Option<Shape>,
    /// Everything in the file, as JSON Lines: blocks, days off, reviews, suggestions, …
    #[arg(long, conflicts_with_all = ["range", "raw", "text", "without", "program", "delimiter", "decimal", "bom", "plain"])]
    everything: bool,
    /// With --everything: include the undo history
    #[arg(long, requires = "everything")]
    with_history: bool,
    /// CSV with texts unchanged, even where a spreadsheet would read a formula
    #[arg(long)]
    raw: bool,
    /// Of ics and timewarrior: without the record by which a block comes back whole, for other people
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    destination: Destination,
}

pub(super) fn export_blocks(ctx: &Ctx, asked: &ExportArgs) -> Result<(), Error> {
    if asked.everything {
        return export_everything(ctx, asked);
    }
    let shape = read_shape(ctx, asked)?;
    let what = filter::read(ctx, &asked.range, ALL, &asked.filter)?;
    let span = match what.range {
        Range::All => None,
        days @ Range::Days { .. } => Some(days.span(ctx.calendar())),
    };
    let path = asked.destination.file()?;
    // Whoever reads what is printed may be slow: all of it comes from a copy, so that nobody waits to write meanwhile.
    let store = match span {
        None if path.is_none() && output::may_stall() => ctx.copy(&*ctx.look()?)?,
        None | Some(_) => ctx.look()?,
    };
    let mut counts = Counts::default();
    let mut fill = |out: &mut dyn Write| {
        counts = exchange::export(&store, (span, &what.filter), shape, out)?;
        Ok(())
    };
    match &path {
        None => output::results(fill)?,
        Some(path) => file::write(path, asked.destination.force, &ctx.own_files(), &mut fill)
            .map_err(|error| Error::in_file(path, error))?,
    }
    if let Some(path) = &path {
        let count = format::count(counts.written, "block");
        ctx.message(format!("Wrote {count} to {}", path.display()));
    }
    what.say_left_out(ctx, counts.written == 0, counts.left_out);
    if what.filter.keeps_all() {
        say_what_is_left_out(ctx, &store)?;
    }
    Ok(())
}

fn read_shape(ctx: &Ctx, asked: &ExportArgs) -> Result<Shape, Error> {
    let by_program = asked
        .sheets
        .is_for_program()
        .then_some(Shape::Csv(Style::PLAIN));
    let shape = asked.format.or(by_program).unwrap_or(Shape::Json);
    let is_csv = matches!(shape, Shape::Csv(_));
    if asked.raw && !is_csv {
        return Err(Error::usage("--raw is for CSV only").hint("add --format csv, or drop --raw"));
    }
    let shape = match shape {
        Shape::Timewarrior(_) if asked.plain => Shape::Timewarrior(Records::LeftOut),
        Shape::Ics(_) if asked.plain => Shape::Ics(Records::LeftOut),
        shape if !asked.plain => shape,
        shape => {
            let name = shape.name();
            return Err(Error::usage(format!(
                "--plain goes with ics and timewarrior: {name} has no records beside its blocks"
            ))
            .hint("drop --plain"));
        }
    };
    asked.sheets.check_shape(is_csv, "write --format csv")?;
    let cells = if asked.raw {
        Cells::Raw
    } else {
        Cells::Guarded
    };
    let style = asked.sheets.style(cells, ctx.now.at)?;
    Ok(if is_csv { Shape::Csv(style) } else { shape })
}

/// Everything that the file holds, as it is at one moment.
fn export_everything(ctx: &Ctx, asked: &ExportArgs) -> Result<(), Error> {
    if let Some(format) = asked.format.filter(|format| *format != Shape::Json) {
        let format = format.name();
        return Err(
            Error::usage(format!("--everything is JSON Lines, not {format}")).hint("drop --format"),
        );
    }
    let path = asked.destination.file()?;
    let store = ctx.copy(&*ctx.look()?)?;
    let history = asked.with_history;
    let mut counts = (0, 0);
    let mut fill = |out: &mut dyn Write| {
        counts = everything::export_everything(&store, history, out)?;
        Ok(())
    };
    match &path {
        None => output::results(fill)?,
        Some(path) => file::write(path, asked.destination.force, &ctx.own_files(), &mut fill)
            .map_err(|error| Error::in_file(path, error))?,
    }
    if let Some(path) = &path {
        let (blocks, others) = counts;
        let blocks = format::count(blocks, "block");
        let others = format::count(others, "other row");
        ctx.message(format!("Wrote {blocks} and {others} to {}", path.display()));
    }
    let changes = store.count_others()?.changes;
    if changes > 0 && !history {
        let changes = format::count(changes, "change");
        ctx.aside(format!(
            "left out: {changes} of the undo history · --with-history"
        ));
    }
    Ok(())
}

/// Says which rows of the file are no blocks, and so not in what was handed out.
fn say_what_is_left_out(ctx: &Ctx, store: &Store) -> Result<(), Error> {
    let rows = store.count_others()?;
    let kinds = [
        (rows.marks, "marked day"),
        (rows.pauses, "paused week"),
        (rows.focus_runs, "focus run"),
        (rows.guesses, "guess"),
        (rows.commitments, "commitment"),
        (rows.reviews, "review"),
        (rows.suggestions, "suggestion"),
        (rows.questions, "question about time away"),
    ];
    let counts = kinds.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, kind)| match (count, kind) {
            (1, kind) => format!("1 {kind}"),
            (count, "guess") => format!("{count} guesses"),
            (count, "question about time away") => format!("{count} questions about time away"),
            (count, kind) => format::count(count, kind),
        })
        .collect();
    if !counts.is_empty() {
        let counts = counts.join(", ");
        ctx.aside(format!("left out: {counts} · tafs export --everything"));
    }
    Ok(())
}
