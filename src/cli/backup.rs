//! `tafs backup`: a whole copy of the file, to a name, to the folder of the backups or to standard output.

use std::fs::{DirBuilder, File};
use std::io::{self, IsTerminal};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ctx::Ctx;
use super::output;
use crate::domain::backup::keep_of;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::format;
use crate::env;
use crate::error::Error;
use crate::exchange::{ExchangeError, file};
use crate::store::leftover::{UNFINISHED, leftover_prefix};
use crate::store::{Copies, Held, Store, StoreError, describe_failed_copy, make_daily};

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
        let what = format!(
            "there is no file to back up: nothing is at {}",
            path.display()
        );
        return Err(Error::failed(what).hint("name the file: --db FILE, or TAFS_DB=FILE"));
    };
    let copies = Copies::of(&path);
    match &asked.file {
        Some(file) if file.as_os_str() == "-" => print_copy(&store),
        Some(file) => {
            let file = env::expand_home(file.clone())?;
            let file = if file.is_dir() {
                copies.free_name(&file, ctx.now)
            } else {
                file
            };
            let held = write_copy(&store, &file, |fill| {
                file::write_file(&file, asked.force, &ctx.own_files(), fill)
            })?;
            tell_written(ctx, held, &file);
            Ok(())
        }
        None => {
            let folder = copies.folder();
            make_folder(&folder)?;
            let file = copies.free_name(&folder, ctx.now);
            let held = write_copy(&store, &file, |fill| {
                file::write_file(&file, false, &file::OwnFiles::default(), fill)
            })?;
            tell_written(ctx, held, &file);
            Ok(())
        }
    }
}

/// Makes the copy of the day after a command that has changed something and has said so. What fails is said in a line,
/// and the command has succeeded all the same.
pub(super) fn make_daily_backup(ctx: &Ctx) {
    let Some(file) = ctx.daily_file().filter(|_| ctx.may_have_changed()) else {
        return;
    };
    let Some(keep) = keep_of(ctx.config.backup, file.is_usual, true) else {
        return;
    };
    let today = Day(Calendar::wall(ctx.now).date());
    if let Err(error) = make_daily(&file.path, today, keep, || true) {
        ctx.aside(describe_failed_copy(&error));
    }
}

type Fill<'f> = Box<dyn FnOnce(&mut tempfile::NamedTempFile) -> Result<(), ExchangeError> + 'f>;

/// Copies the file through whoever puts the copy in its place.
fn write_copy(
    store: &Store,
    file: &Path,
    write: impl FnOnce(Fill<'_>) -> Result<(), ExchangeError>,
) -> Result<Held, Error> {
    let mut held = Held::default();
    write(Box::new(|beside| {
        held = store.copy_to(beside.path())?;
        Ok(())
    }))
    .map_err(|error| Error::in_file(file, error))?;
    Ok(held)
}

fn make_folder(folder: &Path) -> Result<(), Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| {
        let path = folder.to_owned();
        Error::from(StoreError::Folder { path, error }).hint("name another place: tafs backup FILE")
    })
}

fn print_copy(store: &Store) -> Result<(), Error> {
    if io::stdout().is_terminal() {
        return Err(Error::usage("a backup is not for a terminal to read")
            .hint("name a file, or send it on: tafs backup - | gzip > blocks.db.gz"));
    }
    let failed = |error: io::Error| {
        Error::failed(format!("cannot make a temporary file: {error}"))
            .hint("set TMPDIR to a folder with some room")
    };
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile()
        .map_err(failed)?;
    store.copy_to(beside.path())?;
    output::results(|out| {
        let mut copy = File::open(beside.path())?;
        io::copy(&mut copy, out).map_err(ExchangeError::Writing)?;
        Ok(())
    })
}

fn tell_written(ctx: &Ctx, held: Held, file: &Path) {
    let count = format::count(held.blocks as usize, "block");
    ctx.message(format!("Wrote {count} to {}", file.display()));
}
