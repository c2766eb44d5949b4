//! `tafs undo` and `tafs redo`: the last change taken back, and made again; the list of all, and an undone one by its
//! number.

use clap::Args;
use serde::Serialize;

use super::consent::consent_if;
use super::ctx::Ctx;
use super::feedback;
use super::output;
use crate::domain::calendar::{Calendar, Day, rfc3339};
use crate::domain::change::{Change, ChangeNumber, PastChange};
use crate::domain::edit::Edit;
use crate::domain::wording::describe_work;
use crate::domain::{format, narrate, text};
use crate::error::Error;
use crate::store::{Store, Undone};

/// So many changes are listed, unless all are asked for; and so many are read at once.
const LISTED: usize = 100;

#[derive(Args, Debug)]
pub(super) struct UndoArgs {
    /// List the changes, the newest first; undone ones are marked
    #[arg(long)]
    list: bool,
    /// All of them, not only the newest 100
    #[arg(long, requires = "list")]
    all: bool,
    /// The list as JSON
    #[arg(long, requires = "list")]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct RedoArgs {
    /// An undone change of the list, with the undone ones before it
    #[arg(value_name = "NUMBER")]
    number: Option<i64>,
    /// Trim or remove newer blocks that overlap
    #[arg(long, requires = "number")]
    force: bool,
}

/// A change as JSON writes it.
#[derive(Serialize)]
struct ChangeRecord {
    number: i64,
    at: String,
    what: String,
    undone: bool,
}

pub(super) fn undo_change(ctx: &Ctx, asked: &UndoArgs) -> Result<(), Error> {
    if asked.list {
        return list_changes(ctx, asked);
    }
    let mut store = ctx.store()?;
    let Some(undone) = store.undo(ctx.now)? else {
        return Err(Error::failed("there is nothing to undo").hint("tafs log shows the blocks"));
    };
    ctx.message(format!(
        "Undone: {}",
        name_day(ctx, &undone.label, &undone.edits)
    ));
    say_what_stays(ctx, &undone);
    say_what_runs(ctx, &store, &undone.edits)?;
    ctx.aside("tafs redo makes it again");
    Ok(())
}

pub(super) fn redo_change(ctx: &Ctx, asked: &RedoArgs) -> Result<(), Error> {
    let mut store = ctx.store()?;
    if let Some(number) = asked.number {
        let number = ChangeNumber(number);
        let consent = consent_if(asked.force);
        let change = Change::Restore { number };
        let applied = feedback::carry_out(ctx, &mut store, &change, consent)?;
        let made = store.past_changes(None, 1)?;
        match made.first().filter(|_| !applied.edits.is_empty()) {
            Some(made) => {
                let what = name_day(ctx, &made.label, &applied.edits);
                ctx.message(format!("Done: {what}"));
            }
            None => ctx.message(format!("Nothing to do: change {number} is already redone")),
        }
        say_what_runs(ctx, &store, &applied.edits)?;
        feedback::tell_question(ctx, applied.waits);
        if !applied.edits.is_empty() {
            ctx.aside("tafs undo takes all of it back");
        }
        return Ok(());
    }
    let Some(redone) = store.redo(ctx.now)? else {
        return Err(Error::failed("nothing to redo").hint("tafs undo --list shows what was undone"));
    };
    ctx.message(format!(
        "Redone: {}",
        name_day(ctx, &redone.label, &redone.edits)
    ));
    say_what_stays(ctx, &redone);
    say_what_runs(ctx, &store, &redone.edits)
}

/// Prints the newest changes, or all of them page by page.
fn list_changes(ctx: &Ctx, asked: &UndoArgs) -> Result<(), Error> {
    let store = ctx.look()?;
    let mut page = store.past_changes(None, LISTED)?;
    if asked.json {
        let mut all: Vec<ChangeRecord> = Vec::new();
        loop {
            all.extend(page.iter().map(|past| record(ctx, past)));
            let Some(last) = page.last().filter(|_| asked.all) else {
                return output::result(&output::json("the changes", &all)?);
            };
            page = store.past_changes(Some(last.number), LISTED)?;
        }
    }
    if page.is_empty() {
        ctx.aside("no changes yet");
    }
    let newest = page.first().map_or(0, |past| past.number.0);
    let width = newest.to_string().len();
    while let Some(last) = page.last() {
        let lines = page.iter().map(|past| line(ctx, past, width));
        output::result(&lines.collect::<String>())?;
        let before = Some(last.number);
        if !asked.all {
            if !store.past_changes(before, 1)?.is_empty() {
                ctx.aside("older ones: tafs undo --list --all");
            }
            break;
        }
        page = store.past_changes(before, LISTED)?;
    }
    Ok(())
}

fn line(ctx: &Ctx, past: &PastChange, width: usize) -> String {
    let at = ctx.calendar().here(past.at);
    let (day, clock) = (
        ctx.calendar().day_of(at),
        format::clock_here(at, ctx.calendar()),
    );
    let undone = if past.undone { "  (undone)" } else { "" };
    let unreadable = if past.unreadable && past.label != "unreadable" {
        "  (unreadable)"
    } else {
        ""
    };
    let label = text::visible(&past.label);
    let number = past.number.0;
    format!("{number:>width$}  {day} {clock}  {label}{undone}{unreadable}\n")
}

fn record(ctx: &Ctx, past: &PastChange) -> ChangeRecord {
    ChangeRecord {
        number: past.number.0,
        at: rfc3339(ctx.calendar().here(past.at)),
        what: past.label.clone(),
        undone: past.undone,
    }
}

/// The change with its day, where that is not today.
fn name_day(ctx: &Ctx, label: &str, edits: &[Edit]) -> String {
    let today = Day(Calendar::wall(ctx.now).date());
    narrate::name_day(label, edits, ctx.now, today)
}

fn say_what_stays(ctx: &Ctx, undone: &Undone) {
    if let Some(kept) = &undone.kept {
        ctx.aside(format!("{kept}: stays, it was locked at the reveal"));
    }
}

fn say_what_runs(ctx: &Ctx, store: &Store, edits: &[Edit]) -> Result<(), Error> {
    if !edits.iter().any(Edit::is_of_block) {
        return Ok(());
    }
    match store.running()? {
        Some(block) => {
            let since = ctx.clock_on(block.start);
            ctx.aside(format!("{} runs since {since}", describe_work(&block)));
        }
        None => match store.unreadable_running()? {
            Some(block) => ctx.aside(format!("unreadable since {}", ctx.clock_on(block.start))),
            None => ctx.aside("off the clock"),
        },
    }
    Ok(())
}
