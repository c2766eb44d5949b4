//! `tafs log`: the blocks of a range, day by day, or as JSON.

use std::io::Write;

use clap::Args;

use super::ctx::Ctx;
use super::output::{self, Unprinted};
use super::{fault, share};
use crate::domain::block::Block;
use crate::domain::calendar::{Calendar, Day, Local};
use crate::domain::parse::range::{Range, range};
use crate::domain::parse::spell;
use crate::domain::record::Record;
use crate::domain::stamp::Moment;
use crate::domain::{format, text};
use crate::error::Error;
use crate::insight::{coverage, totals};
use crate::store::{Store, StoreError};

/// The fewest characters of an id that are shown.
const ID_MIN: usize = 6;
/// For more rows than this the file is not asked whether another block's id begins alike.
const ID_ASKED: usize = 1000;
/// The most columns that an activity, and the names, take.
const ACTIVITY_MOST: usize = 18;
const NAMES_MOST: usize = 28;
/// From so many columns on the names have a column of their own.
const ALIGNED_FROM: usize = 100;

/// Which days, and in which shape.
#[derive(Args, Debug)]
pub(super) struct Log {
    /// Which days: yesterday, mon, week, last-week, 2026-W10, 2026-03, 7d, 2026-03-02..2026-03-06, all …
    #[arg(value_name = "RANGE", default_value = "today")]
    range: Vec<String>,
    /// As JSON: an array of blocks
    #[arg(long)]
    json: bool,
}

pub(super) fn run(ctx: &Ctx, log: &Log) -> Result<(), Error> {
    let said = log.range.join(" ");
    let range = read_range(ctx, &said)?;
    let store = ctx.store()?;
    if log.json {
        return json(ctx, &store, range);
    }
    let blocks = blocks_of(ctx, &store, range)?;
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        ctx.out.message(&format!("Nothing is on record for {said}"));
        return Ok(());
    };
    let ids = shortest_ids(&store, &blocks)?;
    let page = Page::new(ctx, &blocks, ids);
    let days = match range {
        Range::Days { first, last } => (first, last.min(ctx.calendar().day_of(ctx.now))),
        Range::All => (ctx.calendar().day_of(first.start), ctx.calendar().day_of(last.end.unwrap_or(ctx.now))),
    };
    output::results(|out| page.write(out, days))
}

/// The range that the words name.
pub(super) fn read_range(ctx: &Ctx, said: &str) -> Result<Range, Error> {
    range(said, ctx.now, ctx.calendar()).map_err(|reason| fault::in_text(said, &reason))
}

/// The blocks of which a part lies in the days, by the wall clock where they were recorded.
fn blocks_of(ctx: &Ctx, store: &Store, range: Range) -> Result<Vec<Block>, Error> {
    let span = match range {
        Range::Days { first, last } => ctx.setting.reach(first, last),
        Range::All => range.span(ctx.calendar()),
    };
    let mut blocks = store.blocks(span)?;
    if let Range::Days { first, last } = range {
        blocks.retain(|block| touches(ctx, block, first, last));
    }
    Ok(blocks)
}

fn touches(ctx: &Ctx, block: &Block, first: Day, last: Day) -> bool {
    let days = first..=last;
    let parts = ctx.calendar().slices(block, ctx.now.at);
    parts.iter().any(|(day, _)| days.contains(day)) || days.contains(&ctx.calendar().day_of(block.start))
}

fn json(ctx: &Ctx, store: &Store, range: Range) -> Result<(), Error> {
    output::results(|out| {
        let mut before: &[u8] = b"[\n";
        let mut write = |block: &Block| {
            out.write_all(before)?;
            before = b",\n";
            serde_json::to_writer(&mut *out, &Record::from(block)).map_err(std::io::Error::from)?;
            Ok::<(), Unprinted>(())
        };
        match range {
            // Every block there is does not fit into memory.
            Range::All => store.every(|block| write(&block))?,
            Range::Days { .. } => blocks_of(ctx, store, range)?.iter().try_for_each(&mut write)?,
        }
        let after: &[u8] = if before == b"[\n" { b"[]\n" } else { b"\n]\n" };
        Ok(out.write_all(after)?)
    })
}

/// As much of each id as tells it from every other one of the file; all of the same length.
fn shortest_ids(store: &Store, blocks: &[Block]) -> Result<Vec<String>, Error> {
    let mut ids: Vec<String> = blocks.iter().map(|block| block.id.to_string()).collect();
    let mut sorted: Vec<&String> = ids.iter().collect();
    sorted.sort_unstable();
    let alike = |pair: &[&String]| pair[0].bytes().zip(pair[1].bytes()).take_while(|(one, other)| one == other).count();
    let mut length = sorted.windows(2).map(|pair| alike(pair) + 1).max().unwrap_or(0).max(ID_MIN);
    if ids.len() <= ID_ASKED {
        length = store.at_once(|store| {
            ids.iter().try_fold(length, |mut length, id| {
                while length < id.len() && store.by_prefix(&id[..length])?.len() > 1 {
                    length += 1;
                }
                Ok::<_, StoreError>(length)
            })
        })?;
    }
    for id in &mut ids {
        id.truncate(length);
    }
    Ok(ids)
}

/// The rows of a log with the widths of their columns.
struct Page<'a> {
    ctx: &'a Ctx,
    blocks: &'a [Block],
    rows: Vec<Row>,
    activity: usize,
    names: usize,
    columns: Option<usize>,
}

/// The cells of one block.
struct Row {
    id: String,
    activity: String,
    names: String,
    rest: String,
}

impl<'a> Page<'a> {
    fn new(ctx: &'a Ctx, blocks: &'a [Block], ids: Vec<String>) -> Self {
        let rows: Vec<Row> = blocks.iter().zip(ids).map(|(block, id)| Row::new(ctx, block, id)).collect();
        let widest = |cell: fn(&Row) -> &str, most: usize| {
            rows.iter().map(|row| text::width(cell(row))).max().unwrap_or(0).min(most)
        };
        let (activity, names) = (widest(|row| &row.activity, ACTIVITY_MOST), widest(|row| &row.names, NAMES_MOST));
        Self { ctx, blocks, rows, activity, names, columns: output::columns() }
    }

    fn write(&self, out: &mut dyn Write, (first, last): (Day, Day)) -> Result<(), Unprinted> {
        let mut heading = None;
        let mut days = 0;
        for (block, row) in self.blocks.iter().zip(&self.rows) {
            let day = self.ctx.calendar().day_of(block.start).max(first);
            let from = self.ctx.calendar().day_of(block.start);
            if heading != Some(day) {
                let gap = if heading.is_some() { "\n" } else { "" };
                writeln!(out, "{gap}{}", self.totals(&self.day(day), day, day))?;
                heading = Some(day);
                days += 1;
            }
            let from = if from < day { format!("from {}  ", self.day(from)) } else { String::new() };
            writeln!(out, "{}", self.line(block, row, &from))?;
        }
        if days > 1 {
            writeln!(out, "\n{}", self.totals(&format!("{days} days"), first, last))?;
        }
        Ok(())
    }

    fn day(&self, day: Day) -> String {
        format::short_day(day, self.ctx.calendar().day_of(self.ctx.now))
    }

    /// `Thu 5 Mar        51.8 %   4h10 of 8h03 tracked`.
    fn totals(&self, label: &str, first: Day, last: Day) -> String {
        let totals = totals::of_days(self.blocks, first, last, &self.ctx.setting, self.ctx.now.at);
        let reading = if first == last { coverage::of_day(&totals) } else { coverage::of_week(&totals) };
        let share = share::share(&reading);
        let share = if share.is_empty() { share } else { format!("{share}   ") };
        let paint = self.ctx.out.paint;
        format!("{}{share}{}", paint.bold(&text::pad(label, 17)), paint.dim(&share::hours(&totals, &reading)))
    }

    fn line(&self, block: &Block, row: &Row, from: &str) -> String {
        let paint = self.ctx.out.paint;
        let times = match block.end {
            Some(end) => format!("{}-{}", format::clock(block.start), format::clock(end)),
            None => format!("{}-…    ", format::clock(block.start)),
        };
        let length = format!("{:>6}", format::hours(block.length(self.ctx.now.at)));
        let letter = block.category.letter().to_string();
        let activity = text::pad(&row.activity, self.activity);
        let fixed = "  ".len() + row.id.len() + "  08:30-09:05 100h00  s ".len() + self.activity + 2;
        let rest = [row.names.as_str(), from, row.rest.as_str()];
        let rest = match self.columns {
            None => format!("{}  {from}{}", text::pad(&row.names, self.names), text::visible(&row.rest)),
            Some(columns) if columns >= ALIGNED_FROM => {
                let left = columns.saturating_sub(fixed + self.names + 2);
                let rest = text::fit(&format!("{from}{}", row.rest), left);
                format!("{}  {rest}", text::pad(&row.names, self.names))
            }
            Some(columns) => {
                let parts: Vec<&str> = rest.into_iter().map(str::trim_end).filter(|part| !part.is_empty()).collect();
                text::fit(&parts.join("  "), columns.saturating_sub(fixed))
            }
        };
        let (id, letter) = (paint.dim(&row.id), paint.category(block.category, &letter));
        let line = format!("  {id}  {times} {length}  {letter} {activity}  {rest}");
        line.trim_end().to_owned()
    }
}

impl Row {
    fn new(ctx: &Ctx, block: &Block, id: String) -> Self {
        let details = &block.details;
        let activity = details.activity.as_ref().map(|activity| activity.as_str().to_owned());
        let account = details.account.as_ref().map(|account| format!("@{}", account.as_str()));
        let requester = details.requester.as_ref().map(|requester| format!("!{}", requester.as_str()));
        let names: Vec<String> = account.into_iter().chain(requester).collect();
        let mut others = details.clone();
        (others.activity, others.account, others.requester) = (None, None, None);
        let note = std::mem::take(&mut others.note);
        let produced = spell::details(&others);
        let place = place(ctx, block);
        let rest = [place.as_str(), produced.as_str(), note.as_str()];
        let rest: Vec<&str> = rest.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            id,
            activity: activity.unwrap_or_else(|| block.category.to_string()),
            names: names.join(" "),
            rest: rest.join("  "),
        }
    }
}

/// The offset of a block whose times would mislead without it: lived elsewhere, or in an hour that came twice.
fn place(ctx: &Ctx, block: &Block) -> String {
    let elsewhere = |moment: Moment| ctx.calendar().offset_at(moment.at) != moment.offset;
    let twice = |moment: Moment| matches!(ctx.calendar().resolve(Calendar::wall(moment)), Local::Twice(..));
    let mut moments = [Some(block.start), block.end].into_iter().flatten();
    let misleads = moments.any(|moment| elsewhere(moment) || twice(moment));
    if misleads { format!("({})", block.start.offset) } else { String::new() }
}
