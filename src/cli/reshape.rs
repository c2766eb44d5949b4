//! `tafs split`, `tafs merge` and `tafs move`: the edges of a block that is on record.

use clap::Args;

use super::block_ref::BlockRef;
use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::{edit, feedback, hyphens, parse_error};
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::change::{Change, Patch, Target};
use crate::domain::parse::duration::parse_duration;
use crate::domain::parse::time::{self, ResolvedTime};
use crate::domain::stamp::{Moment, Stamp};
use crate::error::Error;

/// Which block, and where to cut it.
#[derive(Args, Debug)]
pub(super) struct SplitArgs {
    #[command(flatten)]
    block: BlockRef,
    /// Where: 9:40, -15m, "15m ago"
    #[arg(value_name = "TIME", required = true)]
    time: Vec<String>,
}

/// Which block becomes one with the block before it.
#[derive(Args, Debug)]
pub(super) struct MergeArgs {
    #[command(flatten)]
    block: BlockRef,
    #[command(flatten)]
    force: ForceArgs,
}

/// Which block, and where its edges go.
#[derive(Args, Debug)]
pub(super) struct MoveArgs {
    #[command(flatten)]
    block: BlockRef,
    /// It began then: 9:40, or so much earlier or later: -5m, +10m
    #[arg(long, value_name = "TIME|±LENGTH", allow_hyphen_values = true)]
    start: Option<String>,
    /// It ended then: 10:30, or so much earlier or later: -5m, +10m
    #[arg(long, value_name = "TIME|±LENGTH", allow_hyphen_values = true)]
    end: Option<String>,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn split_block(ctx: &Ctx, asked: &SplitArgs) -> Result<(), Error> {
    let text = hyphens::joined(&asked.time);
    let mut store = ctx.store()?;
    let block = asked.block.find(ctx, &store)?;
    let read = time::parse_time_inside(&text, &block, ctx.now, ctx.calendar());
    let told = read.map_err(parse_error::mark_in(&text))?;
    let change = Change::Split {
        target: Target::from(&block),
        at: told.moment,
    };
    let remarks = told.remark.as_slice();
    feedback::apply(ctx, &mut store, &change, ForceArgs::default(), remarks)
}

pub(super) fn merge_block(ctx: &Ctx, asked: &MergeArgs) -> Result<(), Error> {
    change_block(ctx, &asked.block, asked.force, |target| Change::Merge {
        target,
    })
}

pub(super) fn delete_block(ctx: &Ctx, block: &BlockRef) -> Result<(), Error> {
    change_block(ctx, block, ForceArgs::default(), |target| Change::Delete {
        target,
    })
}

/// Changes a block in a way that the block alone decides.
fn change_block(
    ctx: &Ctx,
    block: &BlockRef,
    force: ForceArgs,
    change: fn(Target) -> Change,
) -> Result<(), Error> {
    let mut store = ctx.store()?;
    let target = Target::from(&block.find(ctx, &store)?);
    feedback::apply(ctx, &mut store, &change(target), force, &[])
}

pub(super) fn move_edges(ctx: &Ctx, asked: &MoveArgs) -> Result<(), Error> {
    if asked.start.is_none() && asked.end.is_none() {
        return Err(Error::usage("there is nothing to move")
            .hint("say where to: tafs move last --start 8:45 --end +10m"));
    }
    let mut store = ctx.store()?;
    let block = asked.block.find(ctx, &store)?;
    let (patch, remarks) = read_edges(ctx, asked, &block)?;
    edit::apply_patch(ctx, &mut store, &block, patch, asked.force, remarks)
}

/// The new edges, and what there is to say of how they were taken.
fn read_edges(ctx: &Ctx, asked: &MoveArgs, block: &Block) -> Result<(Patch, Vec<String>), Error> {
    let place = ctx.calendar().home(block);
    let mut remarks = Vec::new();
    let mut patch = Patch::default();
    if let Some(text) = &asked.start {
        let read = match shift_edge(text, Some(block.start), &place) {
            Some(shifted) => shifted?,
            None if time::is_bare_time(text) => {
                let day = place.day_of(block.start);
                time::parse_time_on(text, day, ctx.now, &place)
                    .map_err(parse_error::mark_in(text))?
            }
            None => time::parse_time(text, ctx.now, &place).map_err(parse_error::mark_in(text))?,
        };
        remarks.extend(read.remark);
        patch.start = Some(read.moment);
    }
    if let Some(text) = &asked.end {
        let read = match shift_edge(text, block.end, &place) {
            Some(shifted) => shifted?,
            None => {
                time::parse_time_after(text, patch.start.unwrap_or(block.start), ctx.now, &place)
                    .map_err(parse_error::mark_in(text))?
            }
        };
        remarks.extend(read.remark);
        patch.end = Some(Some(read.moment));
    }
    Ok((patch, remarks))
}

/// The edge so much earlier or later; `None` where the text does not say so.
fn shift_edge(
    text: &str,
    edge: Option<Moment>,
    place: &Calendar,
) -> Option<Result<ResolvedTime, Error>> {
    let (sign, length) = match text.trim().split_at_checked(1)? {
        ("+", length) => (1, length),
        ("-" | "−", length) => (-1, length),
        _ => return None,
    };
    let Ok(length) = parse_duration(length) else {
        let what = format!("{text:?} isn't a length of time");
        return Some(Err(
            Error::usage(what).hint("write it as +5m, -1h30, or name the time: 9:40")
        ));
    };
    let Some(edge) = edge else {
        return Some(Err(Error::usage("it runs: there is no end yet to move")
            .hint("name the time at which it ended: --end 10:30")));
    };
    let moved = Stamp::new(edge.at.seconds().saturating_add(sign * length.as_seconds()));
    let at = moved.ok_or_else(|| Error::usage(format!("{text} is outside the years 1900 to 2199")));
    Some(at.map(|at| ResolvedTime {
        moment: place.beside(edge, at),
        remark: None,
    }))
}
