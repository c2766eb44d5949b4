//! `tafs edit` and `tafs delete`: a block that is on record says something else, or goes.

use clap::Args;

use super::block_ref::BlockRef;
use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::quick_line::Parts;
use super::{feedback, hyphens};
use crate::domain::block::Block;
use crate::domain::change::{Change, Patch};
use crate::domain::lost::describe_lost_prospect;
use crate::domain::parse::edit::parse_edit;
use crate::domain::text;
use crate::error::Error;
use crate::store::Store;

/// Which block, and what it says from now on.
#[derive(Args, Debug)]
pub(super) struct EditArgs {
    #[command(flatten)]
    block: BlockRef,
    /// What changes: 08:30-09:05, a category, the parts of a quick line. A bare @ ! / # + ~ takes that part away
    #[arg(value_name = "LINE")]
    words: Vec<String>,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn edit_block(ctx: &Ctx, asked: &EditArgs) -> Result<(), Error> {
    let line = asked.parts.line(&hyphens::unmark(&asked.words));
    if line.is_empty() && !asked.parts.clears_fit() {
        return Err(Error::usage("there is nothing to change")
            .hint("say what the block is from now on: tafs edit last 08:30-09:05 selling @Northwind POC terms"));
    }
    let mut store = ctx.store()?;
    let block = asked.block.find(ctx, &store)?;
    let mut edited = parse_edit(&line, &block, ctx.taxonomy(), ctx.now, ctx.calendar())
        .map_err(asked.parts.mark_in(&line))?;
    if asked.parts.clears_fit() {
        edited.patch.fit = Some(None);
    }
    apply_patch(
        ctx,
        &mut store,
        &block,
        edited.patch,
        asked.force,
        edited.remarks,
    )
}

/// Changes a block, and tells what it did and what the block lost by it.
pub(super) fn apply_patch(
    ctx: &Ctx,
    store: &mut Store,
    block: &Block,
    patch: Patch,
    force: ForceArgs,
    mut remarks: Vec<String>,
) -> Result<(), Error> {
    let seen = Box::new(block.clone());
    let change = Change::Edit { seen, patch };
    let applied = feedback::carry_out(ctx, store, &change, force.consent())?;
    remarks.extend(lost_remarks(ctx, block, applied.focus.as_ref()));
    feedback::tell_applied(ctx, &change, &applied, &remarks);
    Ok(())
}

/// What the block was before and, though nobody named it, is no longer.
fn lost_remarks(ctx: &Ctx, before: &Block, after: Option<&Block>) -> Vec<String> {
    let Some(after) = after else {
        return Vec::new();
    };
    let mut lost = Vec::new();
    let note = &before.details.note;
    if !after.details.note.as_str().starts_with(note.as_str()) {
        lost.push(format!("the note was \"{}\"", text::visible(note.as_str())));
    }
    if let (Some(activity), None) = (&before.details.activity, &after.details.activity)
        && before.category != after.category
    {
        lost.push(format!(
            "{} is an activity of {}: it is gone",
            text::visible(activity.as_str()),
            before.category
        ));
    }
    lost.extend(describe_lost_prospect(before, after, ctx.taxonomy()));
    if let (None, Some(end)) = (before.end, after.end) {
        let since = ctx.clock_on(end);
        lost.push(format!("it runs no longer: off the clock since {since}"));
    }
    lost
}
