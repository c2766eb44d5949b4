//! Takes in an export of everything.

use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::source::{Source, name_of, open_store};
use super::summary;
use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::everything::{RowReader, prepare_everything, restore_everything};
use crate::exchange::{self, ExchangeError, ImportReport, ImportRequest};

/// Brings all of it back into a file that holds nothing yet; adds what is missing to one that holds something. `first`
/// is the first line, which was read from the source.
pub(super) fn import_everything(
    ctx: &Ctx,
    file: &Path,
    request: &ImportRequest<'_>,
    first: Vec<u8>,
    source: Source,
    called_off: &AtomicBool,
) -> Result<ImportReport, Error> {
    if request.days.is_some() {
        return Err(Error::usage(
            "--from and --to are for blocks: an export of everything is imported whole",
        )
        .hint("leave them out"));
    }
    let in_file = |error| Error::in_file(name_of(file), error);
    let (source, length) =
        spool(first, source).map_err(|error| in_file(ExchangeError::Reading(error)))?;
    let mut rows = RowReader::new(source).map_err(in_file)?;
    let mut opened = open_store(ctx, request)?;
    // A dry run does all of it in a copy.
    let mut copy = request
        .dry_run
        .then(|| opened.copy_for_reading())
        .transpose()?;
    let store = copy.as_mut().unwrap_or(&mut opened);
    called_off.store(false, Ordering::Relaxed);
    let mut progress = summary::Progress::new("bytes");
    let restored = restore_everything(store, &mut rows, &mut |bytes| {
        progress.show(bytes, length);
        !called_off.load(Ordering::Relaxed)
    });
    progress.end();
    if let Some(mut report) = restored.map_err(in_file)? {
        report.dry_run = request.dry_run;
        return Ok(report);
    }
    let prepared = prepare_everything(store, &mut rows, request).map_err(in_file)?;
    let mut progress = summary::Progress::new("blocks");
    let mut watch = |done: usize, all: usize| {
        progress.show(done, all);
        !called_off.load(Ordering::Relaxed)
    };
    let report = exchange::import(store, prepared, request, &mut watch);
    progress.end();
    report.map_err(in_file)
}

/// The text in a file without a name, and how long it is: a source may be slow, and nobody else can write to the file
/// while rows are brought back.
fn spool(first: Vec<u8>, source: Source) -> io::Result<(impl io::BufRead, usize)> {
    let mut file = tempfile::tempfile()?;
    let length = io::copy(&mut Cursor::new(first).chain(source), &mut file)?;
    file.rewind()?;
    Ok((BufReader::new(file), length as usize))
}
