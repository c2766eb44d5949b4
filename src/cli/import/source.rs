//! Where an import reads from, and where it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::DerefMut;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use super::interrupts::Interrupts;
use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::installed::{data_files, describe_folder};
use crate::exchange::source::Format;
use crate::exchange::{Contents, ExchangeError, ImportRequest, recognize};
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
    pub(super) fn open(
        file: &Path,
        asked: Option<Format>,
        interrupts: &Interrupts,
    ) -> Result<Self, ExchangeError> {
        let (mut source, again) = open_source(file, interrupts)?;
        let mut head = Vec::new();
        let read = (&mut source)
            .take(recognize::LOOKED_AT)
            .read_to_end(&mut head);
        read.map_err(|error| interrupts.or(ExchangeError::Reading(error)))?;
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
    pub(super) fn contents(mut self, interrupts: &Interrupts) -> Result<Contents, ExchangeError> {
        let contents = match self.again {
            Some(file) => Contents::of_file(file).map_err(ExchangeError::Reading),
            None => Contents::spool(&mut self.source, recognize::longest_line(self.format)),
        };
        let contents = contents.map_err(|error| interrupts.or(error))?;
        Ok(contents.watched(interrupts.reading()))
    }
}

/// What was read already, and the rest.
fn contents_after(mut bytes: Vec<u8>, mut source: Source) -> Result<Vec<u8>, ExchangeError> {
    let read = source.read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(ExchangeError::Reading)
}

/// So much of a pipe is read at once.
const AT_ONCE: usize = 64 << 10;

/// A file, and the same again where it can be read more than once; or the files of Timewarrior's folder one after the
/// other.
fn open_source(
    file: &Path,
    interrupts: &Interrupts,
) -> Result<(Source, Option<File>), ExchangeError> {
    if is_stdin(file) {
        // Not by way of its own buffer, which hides what has already come.
        let source = io::stdin().as_fd().try_clone_to_owned().map(File::from);
        return Ok((awaited(source, interrupts)?, None));
    }
    let months = data_files(file);
    if months.is_empty() {
        let open = File::open(file).map_err(ExchangeError::Reading)?;
        let found = open.metadata().map_err(ExchangeError::Reading)?;
        if found.is_dir() {
            return Err(ExchangeError::Wrong(describe_folder(file)));
        }
        if !found.is_file() {
            return Ok((awaited(Ok(open), interrupts)?, None));
        }
        let again = open.try_clone().ok();
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

fn awaited(source: io::Result<File>, interrupts: &Interrupts) -> Result<Source, ExchangeError> {
    let source = source.and_then(|source| interrupts.await_source(source));
    let source = source.map_err(ExchangeError::Reading)?;
    Ok(Box::new(BufReader::with_capacity(AT_ONCE, source)))
}
