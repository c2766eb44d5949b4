//! `tafs export`: blocks handed out, to standard output or to a file that is there whole or not at all.

use clap::Args;

use super::ctx::Ctx;
use super::document::{Destination, named_parser};
use super::{hyphens, log, output};
use crate::domain::format;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::exchange::csv::Cells;
use crate::exchange::{self, Shape, file};

/// What to hand out, and where to.
#[derive(Args, Debug)]
pub(super) struct ExportArgs {
    /// Which days, as in tafs log; blocks that reach into them are whole
    #[arg(value_name = "RANGE", default_value = "all")]
    range: Vec<String>,
    /// In which shape; JSON has all, CSV all but the mark of a clock that was set back
    #[arg(long, value_name = "FORMAT", value_parser = named_parser(Shape::ALL, Shape::name), default_value = Shape::Json.name())]
    format: Shape,
    /// CSV with texts as they are, also those that a spreadsheet takes for formulas
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    destination: Destination,
}

pub(super) fn export_blocks(ctx: &Ctx, asked: &ExportArgs) -> Result<(), Error> {
    let shape = match (asked.format, asked.raw) {
        (Shape::Csv(_), true) => Shape::Csv(Cells::Raw),
        (Shape::Json | Shape::Timewarrior | Shape::Ics, true) => {
            return Err(Error::usage("only CSV knows --raw")
                .hint("say --format csv as well, or leave --raw out"));
        }
        (shape, false) => shape,
    };
    let span = match log::read_range(ctx, &hyphens::joined(&asked.range))? {
        Range::All => None,
        days @ Range::Days { .. } => Some(days.span(ctx.calendar())),
    };
    let path = asked.destination.file()?;
    let store = ctx.look()?;
    let Some(path) = path else {
        return output::results(|out| {
            exchange::export(&store, span, shape, out)?;
            Ok(())
        });
    };
    let mut count = 0;
    let own = ctx.own_files();
    file::write(&path, asked.destination.force, &own, |out| {
        count = exchange::export(&store, span, shape, out)?;
        Ok(())
    })
    .map_err(|error| Error::in_file(&path, error))?;
    let count = format::count(count, "block");
    ctx.message(format!("Wrote {count} to {}", path.display()));
    Ok(())
}
