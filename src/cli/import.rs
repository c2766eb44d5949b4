//! `tafs import`: blocks taken in from a file or from standard input, in one change.

mod options;
mod summary;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use self::options::{From, Spelled};
use super::ctx::Ctx;
use crate::domain::arrival::Overlap;
use crate::error::{Error, Exit};
use crate::exchange::source::{Asked, DateOrder};
use crate::exchange::{self, ExchangeError, Format, Request, Taken};

/// What to take in.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
#[derive(Args, Debug)]
pub(super) struct Import {
    /// Which tool wrote it, or in which shape it is
    #[arg(value_name = "FORMAT", value_parser = options::from())]
    format: From,
    /// Which file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say what would come of it
    #[arg(long)]
    dry_run: bool,
    /// The zone of times that name none, such as Europe/Berlin or +01:00 [default: yours]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// How dates such as 03/04/2026 are meant: dmy or mdy
    #[arg(long, value_name = "ORDER", value_parser = options::order)]
    date_format: Option<DateOrder>,
    /// What becomes what: tag:calls=selling/prospecting,client:Halden=admin
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    category: Vec<String>,
    /// Nothing that ended before this day
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Nothing that began after this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// What becomes of a block whose time is taken: trim, skip, or refuse them all
    #[arg(long, value_name = "WHAT", value_parser = Overlap::spelled(), default_value = "trim")]
    #[arg(hide_possible_values = true)]
    overlap: Overlap,
    /// Of a calendar: take its meetings as blocks at once, not as suggestions
    #[arg(long)]
    accept: bool,
    /// Say which rule gave each block its category
    #[arg(long)]
    explain: bool,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(ctx: &Ctx, asked: &Import) -> Result<(), Error> {
    let format = asked.format.format()?;
    if asked.accept && format != Format::Ics {
        return Err(Error::usage(
            "--accept goes with ics: only a calendar's meetings are suggestions first",
        )
        .hint("leave it out: blocks of other formats are taken at once"));
    }
    let classify = options::classify(ctx, &asked.category)?;
    let request = Request {
        days: options::days(ctx, asked.from.as_deref(), asked.to.as_deref())?,
        overlap: asked.overlap,
        explain: asked.explain,
        dry_run: asked.dry_run,
        ..Request::new(
            format,
            Asked {
                zone: options::zone(ctx, asked.tz.as_deref())?,
                order: asked.date_format,
                now: ctx.now,
            },
            &classify,
        )
    };
    if format == Format::Ics && !asked.accept {
        return suggest(ctx, asked, &request);
    }
    let called_off = interrupts()?;
    let (place, taken) = read(&asked.file, &request)?;
    let in_file = |error| Error::in_file(place, error);
    // To say what would come of it needs no file.
    let mut store = if request.dry_run {
        ctx.look()
    } else {
        ctx.store()
    }?;
    called_off.store(false, Ordering::Relaxed);
    let mut progress = summary::Progress::new("blocks");
    let mut watch = |done: usize, all: usize| {
        progress.show(done, all);
        !called_off.load(Ordering::Relaxed)
    };
    let summary = exchange::import(&mut store, taken, &request, ctx.taxonomy(), &mut watch);
    progress.end();
    summary::tell(ctx, place, format, &summary.map_err(in_file)?, asked.json)
}

/// Keeps the meetings of a calendar as suggestions.
fn suggest(ctx: &Ctx, asked: &Import, request: &Request<'_>) -> Result<(), Error> {
    let (place, bytes) = contents(&asked.file)?;
    let in_file = |error| Error::in_file(place, error);
    let meetings = exchange::meetings(&bytes, request).map_err(in_file)?;
    let mut store = if request.dry_run {
        ctx.look()
    } else {
        ctx.store()
    }?;
    let summary = exchange::suggest(&mut store, meetings, request).map_err(in_file)?;
    summary::tell(ctx, place, request.format, &summary, asked.json)
}

fn read<'a>(file: &'a Path, request: &Request<'_>) -> Result<(&'a Path, Taken), Error> {
    if file != Path::new("-")
        && let Some(taken) = exchange::read_at(file, request)
    {
        return taken
            .map(|taken| (file, taken))
            .map_err(|error| Error::in_file(file, error));
    }
    let (place, bytes) = contents(file)?;
    let taken = exchange::read(&bytes, request).map_err(|error| Error::in_file(place, error))?;
    Ok((place, taken))
}

fn contents(file: &Path) -> Result<(&Path, Vec<u8>), Error> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let place = Path::new("standard input");
        let read = io::stdin().lock().read_to_end(&mut bytes);
        return read
            .map(|_| (place, bytes))
            .map_err(|error| Error::in_file(place, ExchangeError::Reading(error)));
    }
    let read = File::open(file).and_then(|mut open| open.read_to_end(&mut bytes));
    read.map(|_| (file, bytes))
        .map_err(|error| Error::in_file(file, ExchangeError::Reading(error)))
}

/// A flag that Ctrl-C sets. While it is set, as it is to begin with, Ctrl-C ends the program at once: so while a source
/// is read, and where it comes a second time while what was being written is taken back.
fn interrupts() -> Result<Arc<AtomicBool>, Error> {
    let called_off = Arc::new(AtomicBool::new(true));
    let status = Exit::Interrupted.code().into();
    flag::register_conditional_shutdown(SIGINT, status, Arc::clone(&called_off))
        .and_then(|_| flag::register(SIGINT, Arc::clone(&called_off)))
        .map_err(|error| Error::failed(format!("cannot listen for Ctrl-C: {error}")))?;
    Ok(called_off)
}
