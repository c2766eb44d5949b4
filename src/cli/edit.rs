//! `tafs edit` and `tafs delete`: a block that is on record says something else, or goes.

use clap::Args;

use super::block_ref::pick;
use super::ctx::Ctx;
use super::words::Parts;
use super::{feedback, hyphens, parse_error};
use crate::domain::block::Block;
use crate::domain::change::{Change, Target};
use crate::domain::parse::edit::edit;
use crate::domain::{format, text};
use crate::error::Error;

/// Which block, and what it says from now on.
#[derive(Args, Debug)]
pub(super) struct Edit {
    /// Which block: the beginning of its id, last, or running
    #[arg(value_name = "ID")]
    block: String,
    /// What changes: 08:30-09:05, a category, the parts of a quick line. A bare @ ! / # + takes that part away
    #[arg(value_name = "LINE")]
    words: Vec<String>,
    #[command(flatten)]
    parts: Parts,
}

/// Which block.
#[derive(Args, Debug)]
pub(super) struct Delete {
    /// Which block: the beginning of its id, last, or running
    #[arg(value_name = "ID")]
    block: String,
}

pub(super) fn run(ctx: &Ctx, asked: &Edit) -> Result<(), Error> {
    let line = asked.parts.line(&hyphens::unmark(&asked.words));
    if line.is_empty() {
        return Err(Error::usage("there is nothing to change")
            .hint("say what the block is from now on: tafs edit last 08:30-09:05 selling @Northwind POC terms"));
    }
    let mut store = ctx.store()?;
    let block = pick(&store, &asked.block)?;
    let edited = edit(&line, &block, ctx.taxonomy(), ctx.now, ctx.calendar())
        .map_err(|error| parse_error::mark(&line, error))?;
    let change = Change::Edit {
        target: Target::from(&block),
        patch: edited.patch,
    };
    let applied = store.apply(&change, ctx.now)?;
    let remarks: Vec<String> = edited
        .remarks
        .into_iter()
        .chain(lost(ctx, &block, applied.focus.as_ref()))
        .collect();
    feedback::applied(ctx, &change, &applied, &remarks);
    Ok(())
}

/// What the block was before and, though nobody named it, is no longer.
pub(super) fn lost(ctx: &Ctx, before: &Block, after: Option<&Block>) -> Vec<String> {
    let Some(after) = after else {
        return Vec::new();
    };
    let mut lost = Vec::new();
    if let (Some(activity), None) = (&before.details.activity, &after.details.activity)
        && before.category != after.category
    {
        lost.push(format!(
            "{} is an activity of {}: it is gone",
            text::visible(activity.as_str()),
            before.category
        ));
    }
    if let (None, Some(end)) = (before.end, after.end) {
        let since = format::clock_on(end, ctx.calendar(), ctx.calendar().day_of(ctx.now));
        lost.push(format!("it runs no longer: off the clock since {since}"));
    }
    lost
}

pub(super) fn delete(ctx: &Ctx, asked: &Delete) -> Result<(), Error> {
    let mut store = ctx.store()?;
    let block = pick(&store, &asked.block)?;
    let change = Change::Delete {
        target: Target::from(&block),
    };
    let applied = store.apply(&change, ctx.now)?;
    feedback::applied(ctx, &change, &applied, &[]);
    Ok(())
}
