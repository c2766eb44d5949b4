//! `tafs backup`: a whole copy of the file, to a name, to the folder of the backups or to standard output.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::NamedTempFile;

use super::ctx::Ctx;
use super::output;
use crate::domain::backup::keep_of;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::format;
use crate::env;
use crate::error::Error;
use crate::exchange::ExchangeError;
use crate::exchange::file::{self, OwnFiles};
use crate::store::leftover::{UNFINISHED, leftover_prefix};
use crate::store::{
    Copies, Held, Store, StoreError, describe_cause, describe_failed_copy, make_daily, make_folder,
};

/// How often another name is taken where one is taken meanwhile.
const TRIES: u32 = 100;

/// Where to.
#[derive(Args, Debug)]
pub(super) struct BackupArgs {
    /// Into which file or folder; - for standard output [default: backups/ beside the file]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "file")]
    force: bool,
}

pub(super) fn back_up(ctx: &Ctx, asked: &BackupArgs) -> Result<(), Error> {
    let path = ctx.path()?;
    let Some(store) = Store::open_existing(&path)? else {
        let what = format!("nothing to back up: there is no file {}", path.display());
        return Err(Error::failed(what).hint("name the file: --db FILE, or TAFS_DB=FILE"));
    };
    let copies = Copies::of(&path);
    let (file, held) = match &asked.file {
        Some(file) if file.as_os_str() == "-" => return print_copy(&store),
        Some(file) => {
            let file = env::expand_home(file.clone())?;
            if file.is_dir() {
                write_dated_copy(ctx, &store, &copies, &file, &ctx.own_files())?
            } else {
                let held = write_copy(&store, &file, asked.force, &ctx.own_files());
                let held = held.map_err(|error| Error::in_file(&file, error))?;
                (file, held)
            }
        }
        None => {
            let folder = copies.folder();
            make_folder(&folder).map_err(|error| {
                let path = folder.clone();
                Error::from(StoreError::Folder { path, error })
                    .hint("name another place: tafs backup FILE")
            })?;
            write_dated_copy(ctx, &store, &copies, &folder, &OwnFiles::default())?
        }
    };
    let count = format::count(held.blocks as usize, "block");
    ctx.message(format!("Wrote {count} to {}", file.display()));
    Ok(())
}

/// Makes the copy of the day after a command that has changed something and has said so. What fails is said in a line,
/// and the command has succeeded all the same.
pub(super) fn make_daily_backup(ctx: &Ctx) {
    let Some(file) = ctx.daily_file().filter(|_| ctx.may_have_changed()) else {
        return;
    };
    let Some(keep) = keep_of(ctx.config.backup, file.is_usual) else {
        return;
    };
    let today = Day(Calendar::wall(ctx.now).date());
    if let Err(error) = make_daily(&file.path, today, keep, || true) {
        ctx.aside(describe_failed_copy(&error));
    }
}

/// Copies the file to a name of its own in a folder.
fn write_dated_copy(
    ctx: &Ctx,
    store: &Store,
    copies: &Copies,
    folder: &Path,
    own: &OwnFiles,
) -> Result<(PathBuf, Held), Error> {
    let mut tries = 0;
    loop {
        let file = copies.free_name(folder, ctx.now);
        match write_copy(store, &file, false, own) {
            // Another program took the name meanwhile.
            Err(ExchangeError::Exists) if tries < TRIES => tries += 1,
            Err(error) => return Err(Error::in_file(&file, error)),
            Ok(held) => return Ok((file, held)),
        }
    }
}

fn write_copy(
    store: &Store,
    file: &Path,
    force: bool,
    own: &OwnFiles,
) -> Result<Held, ExchangeError> {
    let mut held = Held::default();
    file::write_file(file, force, own, |beside| {
        held = store.copy_to(beside.path())?;
        Ok(())
    })?;
    Ok(held)
}

/// A file in the folder for temporary ones.
pub(super) fn make_temporary_file() -> Result<NamedTempFile, Error> {
    let made = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile();
    made.map_err(|error| explain_no_room(&error))
}

/// Why nothing can be written to the folder for temporary files.
pub(super) fn explain_no_room(error: &io::Error) -> Error {
    let folder = std::env::temp_dir();
    let cause = describe_cause(&folder, error);
    let what = format!("can't write to {}: {cause}", folder.display());
    Error::failed(what).hint("set TMPDIR to a folder with free space")
}

fn print_copy(store: &Store) -> Result<(), Error> {
    if io::stdout().is_terminal() {
        return Err(Error::usage("a backup can't be shown on a terminal")
            .hint("name a file, or pipe it: tafs backup - | gzip > blocks.db.gz"));
    }
    let beside = make_temporary_file()?;
    store.copy_to(beside.path())?;
    output::results(|out| {
        let mut copy = File::open(beside.path())?;
        io::copy(&mut copy, out).map_err(ExchangeError::Writing)?;
        Ok(())
    })
}
