//! `tafs import`: blocks taken in from a file or from standard input, all of them or none.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::ctx::Ctx;
use super::export::{blocks, format};
use super::fault;
use crate::domain::format;
use crate::error::Error;
use crate::exchange::{self, ExchangeError, Format, Summary};

/// What to take in.
#[derive(Args, Debug)]
pub(super) struct Import {
    /// In which shape it is
    #[arg(value_name = "FORMAT", value_parser = format())]
    format: Format,
    /// Which file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say what would come of it
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(ctx: &Ctx, asked: &Import) -> Result<(), Error> {
    let (place, mut source) = open(&asked.file)?;
    let mut store = ctx.store()?;
    let summary = exchange::import(&mut store, asked.format, &mut source, ctx.taxonomy(), ctx.now, asked.dry_run)
        .map_err(|error| fault::in_file(place, &error))?;
    tell(ctx, &summary);
    Ok(())
}

fn open(file: &Path) -> Result<(&Path, Box<dyn Read>), Error> {
    if file == Path::new("-") {
        return Ok((Path::new("standard input"), Box::new(io::stdin().lock())));
    }
    match File::open(file) {
        Ok(open) => Ok((file, Box::new(open))),
        Err(error) => Err(fault::in_file(file, &ExchangeError::Reading(error))),
    }
}

fn tell(ctx: &Ctx, summary: &Summary) {
    let tally = summary.tally;
    let (added, read) = (tally.added, summary.read);
    let verb = if summary.dry_run { "Would add" } else { "Added" };
    // What runs has no length yet.
    let time =
        if tally.added_time.is_positive() { format!(" ({})", format::spoken(tally.added_time)) } else { String::new() };
    ctx.out.message(&format!("{verb} {added} of {read} {}{time}", blocks(read)));
    let parts = [
        (tally.already - tally.differing, "here already"),
        (tally.differing, "here already, but saying something else: left as on record"),
        (tally.trimmed, "shortened to the time that was free"),
        (tally.skipped, "left out: all of their time is taken"),
        (tally.future, "left out: still to come"),
    ];
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        ctx.out.aside(&format!("{count} {what}"));
    }
    for (category, name, count) in &summary.unlisted {
        ctx.out
            .aside(&format!("{count} {} of {category} with {name:?}, which the config does not list", blocks(*count)));
    }
    if added > 0 && !summary.dry_run {
        ctx.out.aside("tafs undo takes all of it back");
    }
}
