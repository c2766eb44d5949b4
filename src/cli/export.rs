//! `tafs export`: blocks handed out, to standard output or to a file that is there whole or not at all.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::ctx::Ctx;
use super::{fault, hyphens, log, output};
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::exchange::{self, Format, Which, file};

/// What to hand out, and where to.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// Which days, as in tafs log; blocks that reach into them are whole
    #[arg(value_name = "RANGE", default_value = "all")]
    range: Vec<String>,
    /// In which shape
    #[arg(long, value_name = "FORMAT", value_parser = format(), default_value = Format::Json.name())]
    format: Format,
    /// Into this file instead of standard output; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

/// Reads a format by its name.
pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|word| {
        let found = Format::ALL.into_iter().find(|format| format.name() == word);
        found.ok_or_else(|| format!("{word} is no format"))
    })
}

pub(super) fn run(ctx: &Ctx, asked: &Export) -> Result<(), Error> {
    let which = match log::read_range(ctx, &hyphens::unmark(&asked.range).join(" "))? {
        Range::All => Which::All,
        days @ Range::Days { .. } => Which::In(days.span(ctx.calendar())),
    };
    let store = ctx.look()?;
    let Some(path) = &asked.output else {
        return output::results(|out| {
            exchange::export(&store, which, asked.format, out)?;
            Ok(())
        });
    };
    let mut count = 0;
    file::write(path, asked.force, |out| {
        count = exchange::export(&store, which, asked.format, out)?;
        Ok(())
    })
    .map_err(|error| fault::in_file(path, &error))?;
    ctx.out.message(&format!("Wrote {count} {} to {}", blocks(count), path.display()));
    Ok(())
}

/// The word for so many blocks.
pub(super) const fn blocks(count: usize) -> &'static str {
    if count == 1 { "block" } else { "blocks" }
}
