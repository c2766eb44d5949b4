//! `tafs export`: blocks handed out, to standard output or to a file that is there whole or not at all.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::ctx::Ctx;
use super::{hyphens, log, output};
use crate::domain::format;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::exchange::csv::Cells;
use crate::exchange::{self, Shape, Which, file};

/// What to hand out, and where to.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// Which days, as in tafs log; blocks that reach into them are whole
    #[arg(value_name = "RANGE", default_value = "all")]
    range: Vec<String>,
    /// In which shape
    #[arg(long, value_name = "FORMAT", value_parser = shape(), default_value = Shape::Json.name())]
    format: Shape,
    /// CSV with texts as they are, also those that a spreadsheet takes for formulas
    #[arg(long)]
    raw: bool,
    /// Into this file instead of standard output; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

fn shape() -> impl TypedValueParser<Value = Shape> {
    PossibleValuesParser::new(Shape::ALL.map(Shape::name)).try_map(|word| {
        let found = Shape::ALL.into_iter().find(|shape| shape.name() == word);
        found.ok_or_else(|| format!("{word} is no format"))
    })
}

pub(super) fn run(ctx: &Ctx, asked: &Export) -> Result<(), Error> {
    let shape = match (asked.format, asked.raw) {
        (Shape::Csv(_), true) => Shape::Csv(Cells::Raw),
        (Shape::Json | Shape::Timewarrior | Shape::Ics, true) => {
            return Err(Error::usage("only CSV knows --raw")
                .hint("say --format csv as well, or leave --raw out"));
        }
        (shape, false) => shape,
    };
    let which = match log::read_range(ctx, &hyphens::unmark(&asked.range).join(" "))? {
        Range::All => Which::All,
        days @ Range::Days { .. } => Which::In(days.span(ctx.calendar())),
    };
    let store = ctx.look()?;
    let Some(path) = &asked.output else {
        return output::results(|out| {
            exchange::export(&store, which, shape, out)?;
            Ok(())
        });
    };
    let mut count = 0;
    file::write(path, asked.force, |out| {
        count = exchange::export(&store, which, shape, out)?;
        Ok(())
    })
    .map_err(|error| Error::in_file(path, error))?;
    ctx.out.message(&format!(
        "Wrote {} to {}",
        format::count(count, "block"),
        path.display()
    ));
    Ok(())
}
