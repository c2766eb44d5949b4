//! `tafs restore`: a backup in the file's place, or a list of the backups.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::NamedTempFile;

use super::backup::{explain_no_room, make_temporary_file};
use super::ctx::Ctx;
use super::output;
use crate::domain::calendar::Day;
use crate::domain::{format, text};
use crate::env;
use crate::error::Error;
use crate::store::{Copies, FileError, FoundCopy, Held, StoreError, restore_copy, without_links};

/// What to put there.
#[derive(Args, Debug)]
pub(super) struct RestoreArgs {
    /// Which backup, by its name or path; - for standard input; without one they are listed
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn restore_file(ctx: &Ctx, asked: &RestoreArgs) -> Result<(), Error> {
    let path = ctx.path()?;
    let copies = Copies::of(&path);
    let Some(file) = &asked.file else {
        return list_copies(ctx, &copies);
    };
    if file.as_os_str() == "-" {
        let received = receive_input()?;
        return restore_from(ctx, &path, received.path(), "standard input");
    }
    let from = copies.find_copy(&env::expand_home(file.clone())?);
    if !from.exists() {
        let what = format!("no such backup: {}", from.display());
        return Err(Error::failed(what).hint("tafs restore lists the backups"));
    }
    if without_links(&from) == copies.place() {
        let what = format!("{} is the file in use, not a backup", from.display());
        return Err(Error::usage(what).hint("tafs restore lists the backups"));
    }
    restore_from(ctx, &path, &from, &from.display().to_string())
}

fn restore_from(ctx: &Ctx, path: &Path, from: &Path, name: &str) -> Result<(), Error> {
    let restored = restore_copy(path, from, ctx.now).map_err(explain_refusal)?;
    let place = restored.place.display();
    let held = describe_held(ctx, restored.held);
    ctx.message(format!("Restored {place} from {name}: {held}"));
    if let Some(kept) = restored.kept {
        ctx.aside(format!("the previous file is kept as {}", kept.display()));
        let name = kept.file_name().unwrap_or_default().to_string_lossy();
        ctx.aside(format!("tafs restore {name} brings it back"));
    }
    Ok(())
}

/// What is wrong is mostly the backup that was named.
fn explain_refusal(error: StoreError) -> Error {
    let has_own_hint = matches!(
        error,
        StoreError::Folder { .. }
            | StoreError::Newer { .. }
            | StoreError::File {
                cause: FileError::Busy
                    | FileError::Full
                    | FileError::Quota
                    | FileError::Limit
                    | FileError::ReadOnly,
                ..
            }
    );
    let told = Error::from(error);
    if has_own_hint {
        return told;
    }
    told.hint("nothing was changed; tafs restore lists the backups")
}

/// Standard input as a file.
fn receive_input() -> Result<NamedTempFile, Error> {
    let mut file = make_temporary_file()?;
    io::copy(&mut io::stdin().lock(), file.as_file_mut())
        .map_err(|error| explain_no_room(&error))?;
    Ok(file)
}

/// "120 blocks up to Mon 2 Mar 17:20".
fn describe_held(ctx: &Ctx, held: Held) -> String {
    let count = format::count(held.blocks as usize, "block");
    match held.until {
        Some(until) => {
            let day = format::short_day(ctx.calendar().day_of(until), ctx.today());
            format!(
                "{count} up to {day} {}",
                format::clock_here(until, ctx.calendar())
            )
        }
        None => count,
    }
}

fn list_copies(ctx: &Ctx, copies: &Copies) -> Result<(), Error> {
    let found = copies.list_copies(ctx.calendar())?;
    if found.is_empty() {
        ctx.message(format!("No backups of {} yet", copies.place().display()));
        ctx.aside("tafs backup makes one");
        return Ok(());
    }
    let rows: Vec<[String; 4]> = found.iter().map(|copy| row_of(ctx, copy)).collect();
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let (made, size, held) = (width(0), width(1), width(2));
    let line = |row: &[String; 4]| {
        let [when, bytes, what, name] = row;
        format!("{when:made$}  {bytes:>size$}  {what:held$}  {name}\n")
    };
    output::result(&rows.iter().map(line).collect::<String>())?;
    ctx.message(format!(
        "tafs restore NAME brings one back as {}",
        copies.place().display()
    ));
    Ok(())
}

fn row_of(ctx: &Ctx, copy: &FoundCopy) -> [String; 4] {
    let day = format::short_day(Day(copy.made.date()), ctx.today());
    let held = match &copy.held {
        Ok(held) => describe_held(ctx, *held),
        Err(_) => "can't be read".to_owned(),
    };
    let name = copy.path.file_name().unwrap_or_default();
    [
        format!("{day} {}", copy.made.format("%H:%M")),
        describe_size(copy.bytes),
        held,
        text::visible(&name.to_string_lossy()),
    ]
}

/// "24 KB", "1.2 MB".
fn describe_size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1_000_000;
    if bytes < MEGABYTE {
        return format!("{} KB", bytes.div_ceil(1000));
    }
    format!("{:.1} MB", bytes as f64 / MEGABYTE as f64)
}
