//! Takes in an export of everything.

use std::path::Path;

use super::source::{name_of, open_store};
use super::summary;
use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::everything::{RowReader, prepare_everything, restore_everything};
use crate::exchange::{self, Contents, ExchangeError, ImportReport, ImportRequest, Reading};

/// Brings all of it back into a file that holds nothing yet; adds what is missing to one that holds something.
pub(super) fn import_everything(
    ctx: &Ctx,
    file: &Path,
    request: &ImportRequest<'_>,
    contents: &Contents,
    reading: &Reading,
) -> Result<ImportReport, Error> {
    if request.days.is_some() {
        return Err(Error::usage(
            "--from and --to are for blocks: an export of everything is imported whole",
        )
        .hint("leave them out"));
    }
    let in_file = |error| Error::in_file(name_of(file), error);
    let source = contents
        .pass()
        .map_err(|error| in_file(ExchangeError::Reading(error)))?;
    let length = contents.length();
    let mut rows = RowReader::new(source).map_err(in_file)?;
    let mut opened = open_store(ctx, request)?;
    // A dry run does all of it in a copy.
    let mut copy = request
        .dry_run
        .then(|| opened.copy_for_reading())
        .transpose()?;
    let store = copy.as_mut().unwrap_or(&mut opened);
    let mut progress = summary::Progress::default();
    let restored = restore_everything(store, &mut rows, &mut |bytes| {
        progress.show("Reading", bytes, length);
        !reading.is_called_off()
    });
    progress.end();
    if let Some(mut report) = restored.map_err(in_file)? {
        report.dry_run = request.dry_run;
        return Ok(report);
    }
    let prepared = prepare_everything(store, &mut rows, request).map_err(in_file)?;
    let mut progress = summary::Progress::default();
    let mut watch = |done: usize, _: usize| {
        progress.show("Taking in", done, prepared.arrivals.len());
        !reading.is_called_off()
    };
    let report = exchange::import_read(store, &prepared, request, &mut watch);
    progress.end();
    report.map_err(in_file)
}
