//! `tafs log`: the blocks of a range, day by day, or as JSON.

pub(super) mod page;

use std::collections::BTreeSet;

use clap::Args;

use self::page::Page;
use super::ctx::Ctx;
use super::filter::{self, Asked, FilterArgs};
use super::sheets::SheetArgs;
use super::{output, parse_error};
use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::parse::range::{Range, parse_range};
use crate::domain::record::Record;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::error::Error;
use crate::exchange::csv::{Cells, Sheet, Style};
use crate::exchange::json_text::write_json;
use crate::exchange::{Counts, ExchangeError};
use crate::store::{Store, StoreError};

/// How far days here and days where a block was lived can lie apart.
const ABROAD: Length = Length::hours(48);

const TODAY: &str = "today";

/// Which days, which blocks of them, and in which shape.
#[derive(Args, Debug)]
pub(super) struct LogArgs {
    /// Which days: yesterday, mon, week, last-week, 2026-W10, 2026-03, 7d, 2026-03-02..2026-03-06, all …; then which
    /// blocks: @account, !requester, #tag, /activity, ~source, a category
    #[arg(value_name = "RANGE", default_value = TODAY)]
    range: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    sheets: SheetArgs,
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
    let asked = filter::read(ctx, &log.range, TODAY, &log.filter)?;
    let is_csv = (log.csv || log.sheets.is_for_program()) && !log.json && !log.wide;
    log.sheets.check_shape(is_csv, "write --csv")?;
    let style = log.sheets.style(Cells::Guarded, ctx.now.at)?;
    let store = ctx.look()?;
    if log.json || is_csv {
        let counts = if is_csv {
            print_csv(ctx, &store, &asked, style)?
        } else {
            print_json(ctx, &store, &asked)?
        };
        asked.say_left_out(ctx, counts.written == 0, counts.left_out);
        return Ok(());
    }
    print_page(ctx, &store, &asked, log.wide)
}

fn print_page(ctx: &Ctx, store: &Store, asked: &Asked, is_wide: bool) -> Result<(), Error> {
    let (today, range) = (ctx.today(), asked.range);
    let days = match range {
        Range::Days { first, last } => Some((first, last.min(today))),
        Range::All => everything(ctx, store)?,
    };
    let (mut any, mut left_out) = (false, 0);
    if let Some(days) = days {
        let mut page = Page::new(ctx, store, asked, is_wide);
        output::results(|out| {
            any = page.write(out, days)?;
            Ok(())
        })?;
        left_out = page.left_out();
    }
    if !any {
        ctx.message(format!("No blocks for {}", asked.said));
        if store.first()?.is_none() {
            ctx.aside("tafs import brings in what another tool has recorded");
        }
    }
    asked.say_left_out(ctx, !any, left_out);
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

fn print_json(ctx: &Ctx, store: &Store, asked: &Asked) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    output::results(|out| {
        let mut before: &[u8] = b"[\n";
        counts = each_block(ctx, store, asked, |block| {
            out.write_all(before)?;
            before = b",\n";
            Ok(write_json(&mut *out, &Record::from(block)).map_err(std::io::Error::from)?)
        })?;
        let after: &[u8] = if before == b"[\n" { b"[]\n" } else { b"\n]\n" };
        Ok(out.write_all(after)?)
    })?;
    Ok(counts)
}

fn print_csv(ctx: &Ctx, store: &Store, asked: &Asked, style: Style) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    output::results(|out| {
        let mut sheet = Sheet::new(out, style)?;
        counts = each_block(ctx, store, asked, |block| sheet.write(&block.into()))?;
        sheet.end()
    })?;
    Ok(counts)
}

/// Every block of a range that the filter keeps, in order of time.
fn each_block(
    ctx: &Ctx,
    store: &Store,
    asked: &Asked,
    mut write: impl FnMut(&Block) -> Result<(), ExchangeError>,
) -> Result<Counts, ExchangeError> {
    let mut counts = Counts::default();
    let mut write = |block: &Block| counts.write(&asked.filter, block, &mut write);
    match asked.range {
        // Every block there is does not fit into memory.
        Range::All => store.every(|block| write(&block))?,
        Range::Days { first, last } => blocks_of(ctx, store, first, last)?
            .iter()
            .try_for_each(write)?,
    }
    Ok(counts)
}
