//! `tafs burden`: one sheet about requests, for somebody who can make them fewer.

use clap::Args;

use super::ctx::{Ctx, chunk_days};
use super::document::Destination;
use super::{hyphens, log, output};
use crate::domain::away;
use crate::domain::block::{Block, Category};
use crate::domain::calendar::Day;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::insight::Context;
use crate::insight::evidence::{self, Evidence};
use crate::insight::totals::{self, Totals};
use crate::report::evidence::{evidence_document, evidence_record};
use crate::report::{html, markdown};
use crate::store::Store;

/// Which days, and in which shape.
#[derive(Args, Debug)]
pub(super) struct BurdenArgs {
    /// Which days, as in tafs log
    #[arg(value_name = "RANGE", default_value = "28d")]
    range: Vec<String>,
    /// With the notes and accounts of the examples
    #[arg(long)]
    examples: bool,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    destination: Destination,
}

/// In which shape; as text without one.
#[derive(Args, Debug)]
struct Shape {
    /// As JSON
    #[arg(long, conflicts_with_all = ["md", "html"])]
    json: bool,
    /// As Markdown
    #[arg(long, conflicts_with = "html")]
    md: bool,
    /// As one self-contained page
    #[arg(long)]
    html: bool,
}

pub(super) fn print_burden(ctx: &Ctx, asked: &BurdenArgs) -> Result<(), Error> {
    let said = hyphens::joined(&asked.range);
    let range = log::read_range(ctx, &said)?;
    let found = read_evidence(ctx, range)?;
    let document = evidence_document(&found, asked.examples);
    let told = asked.destination.text_of(ctx, &document);
    let text = if asked.shape.json {
        output::json("the requests", &evidence_record(&found, asked.examples))?
    } else if asked.shape.md {
        markdown::write_markdown(&document)
    } else if asked.shape.html {
        html::write_page(&document)
    } else {
        told.clone()
    };
    // It goes to somebody else: who writes it sees first what is on it.
    if asked.destination.is_file() && output::is_terminal() {
        output::result(&told)?;
    }
    asked.destination.deliver(ctx, &text)
}

/// What was asked for in the days of a range, up to today; of a long one only the admin is in memory.
fn read_evidence(ctx: &Ctx, range: Range) -> Result<Evidence, Error> {
    let (store, today) = (ctx.look()?, ctx.today());
    let (first, last) = match range {
        Range::Days { first, last } => (first, last.min(today).max(first)),
        Range::All => log::everything(ctx, &store)?
            .map_or((today, today), |(first, last)| (first, last.min(today))),
    };
    let weeks = evidence::weeks_up_to(ctx.calendar().week_of(last));
    let from = first.min(weeks[0].first);
    let to = weeks[evidence::WEEKS - 1].end().plus(-1).max(last);
    let context = ctx.setting_with(&store, from, to)?;
    let (admin, totals) = read_admin(ctx, &context, &store, (from, to), (first, last))?;
    let ledger = context.ledger(&admin, ctx.now.at);
    Ok(evidence::of_days(ledger, (first, last), totals))
}

/// The admin of some days, and the totals of those that are asked for.
fn read_admin(
    ctx: &Ctx,
    context: &Context,
    store: &Store,
    (from, to): (Day, Day),
    (first, last): (Day, Day),
) -> Result<(Vec<Block>, Totals), Error> {
    let questions = store.at_once(|store| store.questions(ctx.now))?;
    let mut admin: Vec<Block> = Vec::new();
    let mut totals = Totals::default();
    for (begin, end) in chunk_days(from, to) {
        let blocks = away::count_timeline(&store.blocks(context.reach(begin, end))?, &questions);
        let ledger = context.ledger(&blocks, ctx.now.at);
        let (begin, end) = (begin.max(first), end.min(last));
        if begin <= end {
            totals += totals::of_days(ledger.days(begin, end));
        }
        // Some days reach into the next ones.
        let known = admin.last().map(|block| block.start.at);
        let is_new = |block: &Block| known.is_none_or(|known| block.start.at > known);
        let of_admin = blocks.blocks.into_iter();
        let of_admin = of_admin.filter(|block| block.category == Category::Admin);
        admin.extend(of_admin.filter(is_new));
    }
    Ok((admin, totals))
}
