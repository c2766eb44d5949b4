//! Where an import reads from, and where it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::DerefMut;
use std::path::Path;

use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::installed::data_files;
use crate::exchange::{ExchangeError, ImportRequest};
use crate::store::Store;

/// The store to import into; a dry run needs no file.
pub(super) fn open_store(
    ctx: &Ctx,
    request: &ImportRequest<'_>,
) -> Result<impl DerefMut<Target = Store>, Error> {
    if request.dry_run {
        ctx.look()
    } else {
        ctx.store()
    }
}

pub(super) fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

pub(super) fn name_of(file: &Path) -> &Path {
    if is_stdin(file) {
        Path::new("standard input")
    } else {
        file
    }
}

/// The bytes of a file, or of those of Timewarrior's folder.
pub(super) fn contents(file: &Path) -> Result<Vec<u8>, ExchangeError> {
    let months = data_files(file);
    if months.is_empty() {
        return contents_after(Vec::new(), open_source(file)?);
    }
    let mut bytes = Vec::new();
    for month in months {
        bytes = contents_after(bytes, open_source(&month)?)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

pub(super) fn contents_after(
    mut bytes: Vec<u8>,
    mut source: Source,
) -> Result<Vec<u8>, ExchangeError> {
    let read = source.read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(ExchangeError::Reading)
}

/// Where an import reads from.
pub(super) type Source = Box<dyn BufRead>;

pub(super) fn open_source(file: &Path) -> Result<Source, ExchangeError> {
    if is_stdin(file) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let open = File::open(file).map_err(ExchangeError::Reading)?;
    Ok(Box::new(BufReader::new(open)))
}
