//! `tafs undo` and `tafs redo`: the last change taken back, and made again.

use super::ctx::Ctx;
use crate::domain::edit::Edit;
use crate::domain::wording::describe_work;
use crate::error::Error;
use crate::store::{Store, Undone};

pub(super) fn undo_change(ctx: &Ctx) -> Result<(), Error> {
    let mut store = ctx.store()?;
    let Some(undone) = store.undo(ctx.now)? else {
        return Err(
            Error::failed("there is nothing to undo").hint("tafs log shows what is on record")
        );
    };
    ctx.message(format!("Undone: {}", undone.label));
    say_what_runs(ctx, &store, &undone)?;
    ctx.aside("tafs redo makes it again");
    Ok(())
}

pub(super) fn redo_change(ctx: &Ctx) -> Result<(), Error> {
    let mut store = ctx.store()?;
    let Some(redone) = store.redo(ctx.now)? else {
        return Err(Error::failed("there is nothing to redo")
            .hint("only what was undone last can be made again"));
    };
    ctx.message(format!("Redone: {}", redone.label));
    say_what_runs(ctx, &store, &redone)
}

fn say_what_runs(ctx: &Ctx, store: &Store, undone: &Undone) -> Result<(), Error> {
    if !undone.edits.iter().any(Edit::is_of_block) {
        return Ok(());
    }
    match store.running()? {
        Some(block) => {
            let since = ctx.clock_on(block.start);
            ctx.aside(format!("{} runs since {since}", describe_work(&block)));
        }
        None => ctx.aside("off the clock"),
    }
    Ok(())
}
