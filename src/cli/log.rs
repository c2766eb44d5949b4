//! `tafs log`: the blocks of a range, day by day, or as JSON.

mod page;

use std::collections::BTreeSet;

use clap::Args;

use self::page::Page;
use super::ctx::Ctx;
use super::{hyphens, output, parse_error};
use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::parse::range::{Range, parse_range};
use crate::domain::record::Record;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::error::Error;
use crate::exchange::ExchangeError;
use crate::exchange::csv::{Cells, Sheet};
use crate::exchange::json_text::write_json;
use crate::store::{Store, StoreError};

/// How far days here and days where a block was lived can lie apart.
const ABROAD: Length = Length::hours(48);

/// Which days, and in which shape.
#[derive(Args, Debug)]
pub(super) struct LogArgs {
    /// Which days: yesterday, mon, week, last-week, 2026-W10, 2026-03, 7d, 2026-03-02..2026-03-06, all …
    #[arg(value_name = "RANGE", default_value = "today")]
    range: Vec<String>,
    /// As JSON: an array of blocks
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV: a row for each block
    #[arg(long)]
    csv: bool,
    /// With names and notes in full, however long; one row a block
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    wide: bool,
}

pub(super) fn print_log(ctx: &Ctx, log: &LogArgs) -> Result<(), Error> {
    let said = hyphens::joined(&log.range);
    let range = read_range(ctx, &said)?;
    let store = ctx.look()?;
    if log.json {
        return print_json(ctx, &store, range);
    }
    if log.csv {
        return print_csv(ctx, &store, range);
    }
    let today = ctx.today();
    let days = match range {
        Range::Days { first, last } => Some((first, last.min(today))),
        Range::All => everything(ctx, &store)?,
    };
    let mut any = false;
    if let Some(days) = days {
        let mut page = Page::new(ctx, &store, range != Range::All, log.wide);
        output::results(|out| {
            any = page.write(out, days)?;
            Ok(())
        })?;
    }
    if !any {
        ctx.message(format!("No blocks for {said}"));
        if store.first()?.is_none() {
            ctx.aside("tafs import brings in what another tool has recorded");
        }
    }
    Ok(())
}

/// The range that the words name.
pub(super) fn read_range(ctx: &Ctx, said: &str) -> Result<Range, Error> {
    parse_range(said, ctx.now, ctx.calendar()).map_err(parse_error::mark_in(said))
}

/// The first and the last day with a block, by the wall clock where it was recorded.
pub(super) fn everything(ctx: &Ctx, store: &Store) -> Result<Option<(Day, Day)>, Error> {
    let around = |at: Stamp| Span::new(at.minus(ABROAD), at.plus(ABROAD));
    let ends = store.at_once(|store| {
        let (Some(first), Some(last)) = (store.first()?, store.last()?) else {
            return Ok(Vec::new());
        };
        let mut ends = vec![first.clone(), last.clone()];
        // Elsewhere a later block may be of an earlier day.
        let spans = [around(first.start.at), around(last.start.at)];
        for span in spans.into_iter().flatten() {
            ends.extend(store.blocks(span)?.blocks);
        }
        Ok(ends)
    })?;
    let calendar = ctx.calendar();
    let days = ends.iter().flat_map(|block| {
        let parts = calendar.slices(block, ctx.now.at).into_iter();
        let parts = parts.map(|(day, _)| day);
        parts.chain([calendar.day_of(block.start)])
    });
    let days: BTreeSet<Day> = days.collect();
    Ok(days.first().copied().zip(days.last().copied()))
}

/// The blocks of which a part lies in the days, by the wall clock where they were recorded.
fn blocks_of(ctx: &Ctx, store: &Store, first: Day, last: Day) -> Result<Vec<Block>, StoreError> {
    let mut blocks = store.blocks(ctx.context.reach(first, last))?.blocks;
    blocks.retain(|block| touches(ctx, block, first, last));
    Ok(blocks)
}

fn touches(ctx: &Ctx, block: &Block, first: Day, last: Day) -> bool {
    let days = first..=last;
    let parts = ctx.calendar().slices(block, ctx.now.at);
    parts.iter().any(|(day, _)| days.contains(day))
        || days.contains(&ctx.calendar().day_of(block.start))
}

fn print_json(ctx: &Ctx, store: &Store, range: Range) -> Result<(), Error> {
    output::results(|out| {
        let mut before: &[u8] = b"[\n";
        each_block(ctx, store, range, |block| {
            out.write_all(before)?;
            before = b",\n";
            Ok(write_json(&mut *out, &Record::from(block)).map_err(std::io::Error::from)?)
        })?;
        let after: &[u8] = if before == b"[\n" { b"[]\n" } else { b"\n]\n" };
        Ok(out.write_all(after)?)
    })
}

fn print_csv(ctx: &Ctx, store: &Store, range: Range) -> Result<(), Error> {
    output::results(|out| {
        let mut sheet = Sheet::new(out, Cells::Guarded)?;
        each_block(ctx, store, range, |block| sheet.write(block))?;
        sheet.end()
    })
}

/// Every block of a range, in order of time.
fn each_block(
    ctx: &Ctx,
    store: &Store,
    range: Range,
    mut write: impl FnMut(&Block) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    match range {
        // Every block there is does not fit into memory.
        Range::All => store.every(|block| write(&block)),
        Range::Days { first, last } => blocks_of(ctx, store, first, last)?
            .iter()
            .try_for_each(write),
    }
}
