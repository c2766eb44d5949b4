//! Where an import reads from, and where it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::DerefMut;
use std::path::{Path, PathBuf};

use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::installed::data_files;
use crate::exchange::source::Format;
use crate::exchange::{Contents, ExchangeError, ImportRequest, Reading, recognize};
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

/// A file to import, and what it is.
pub(super) struct Input {
    pub(super) file: PathBuf,
    pub(super) format: Format,
    source: Source,
    /// The file, where it can be read again.
    again: Option<File>,
}

/// Where an import reads from.
type Source = Box<dyn BufRead>;

impl Input {
    /// Opens a file. Without a format its beginning tells what it is; with one, a file that is plainly another is
    /// refused.
    pub(super) fn open(file: &Path, asked: Option<Format>) -> Result<Self, ExchangeError> {
        let (mut source, again) = open_source(file)?;
        let mut head = Vec::new();
        let read = (&mut source)
            .take(recognize::LOOKED_AT)
            .read_to_end(&mut head);
        read.map_err(ExchangeError::Reading)?;
        let format = match asked {
            Some(format) => recognize::check(&head, format).map(|()| format),
            None => recognize::recognize(&head),
        };
        Ok(Self {
            file: file.to_owned(),
            format: format.map_err(ExchangeError::Wrong)?,
            source: Box::new(Cursor::new(head).chain(source)),
            again,
        })
    }

    /// What is in it: read where it stands, or from a copy where it can be read only once.
    pub(super) fn contents(mut self, reading: &Reading) -> Result<Contents, ExchangeError> {
        let contents = match self.again {
            Some(file) => Contents::of_file(file),
            None => Contents::spool(&mut self.source),
        };
        let contents = contents.map_err(ExchangeError::Reading)?;
        Ok(contents.watched(reading))
    }
}

/// What was read already, and the rest.
fn contents_after(mut bytes: Vec<u8>, mut source: Source) -> Result<Vec<u8>, ExchangeError> {
    let read = source.read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(ExchangeError::Reading)
}

/// A file, and the same again where it can be read more than once; or the files of Timewarrior's folder one after the
/// other.
fn open_source(file: &Path) -> Result<(Source, Option<File>), ExchangeError> {
    if is_stdin(file) {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let months = data_files(file);
    if months.is_empty() {
        let open = File::open(file).map_err(ExchangeError::Reading)?;
        let is_plain = open.metadata().is_ok_and(|found| found.is_file());
        let again = open.try_clone().ok().filter(|_| is_plain);
        return Ok((Box::new(BufReader::new(open)), again));
    }
    let mut bytes = Vec::new();
    for month in months {
        let open = File::open(month).map_err(ExchangeError::Reading)?;
        bytes = contents_after(bytes, Box::new(BufReader::new(open)))?;
        bytes.push(b'\n');
    }
    Ok((Box::new(Cursor::new(bytes)), None))
}
