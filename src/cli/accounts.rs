//! `tafs accounts`: what each account took and brought, and when it was touched last.

use clap::Args;

use super::ctx::{Ctx, chunk_days};
use super::document::Destination;
use super::{hyphens, log, output};
use crate::domain::away;
use crate::domain::format;
use crate::domain::parse::range::Range;
use crate::domain::timeline::Timeline;
use crate::error::Error;
use crate::insight::account_list::{AccountRow, AccountTally};
use crate::insight::{RECENT_DAYS, nurture};
use crate::report::accounts::{AccountRecord, account_document, write_account_csv};

/// Which days, and in which shape.
#[derive(Args, Debug)]
pub(super) struct AccountsArgs {
    /// The days that time and outcomes are of, as in tafs log
    #[arg(value_name = "RANGE", default_value = "all")]
    range: Vec<String>,
    /// As JSON: an array of accounts
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV: a row for each account
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    destination: Destination,
}

pub(super) fn list_accounts(ctx: &Ctx, asked: &AccountsArgs) -> Result<(), Error> {
    let said = hyphens::joined(&asked.range);
    let range = log::read_range(ctx, &said)?;
    let rows = read_rows(ctx, range)?;
    let text = if asked.json {
        let records: Vec<AccountRecord<'_>> = rows.iter().map(AccountRecord::from).collect();
        output::json("the accounts", &records)?
    } else if asked.csv {
        write_account_csv(&rows).map_err(|error| {
            Error::failed(format!("the accounts cannot be told as CSV: {error}"))
        })?
    } else if rows.is_empty() {
        String::new()
    } else {
        let days = match range {
            Range::All => "All days".to_owned(),
            Range::Days { first, last } => format::days(first, last),
        };
        let document = account_document(&rows, days, ctx.today());
        asked.destination.text_of(ctx, &document)
    };
    asked.destination.deliver(ctx, &text)?;
    if rows.is_empty() {
        ctx.message(match range {
            Range::All => "No account yet".to_owned(),
            Range::Days { .. } => format!("No account in {said}"),
        });
    }
    Ok(())
}

fn read_rows(ctx: &Ctx, range: Range) -> Result<Vec<AccountRow>, Error> {
    let (store, today) = (ctx.look()?, ctx.today());
    let days = match range {
        Range::Days { first, last } => Some((first, last.min(today))),
        Range::All => log::everything(ctx, &store)?,
    };
    let questions = store.at_once(|store| store.questions(ctx.now))?;
    let context = &ctx.context;
    let mut tally = AccountTally::default();
    for (from, to) in days
        .into_iter()
        .flat_map(|(first, last)| chunk_days(first, last))
    {
        let blocks = away::count_timeline(&store.blocks(context.reach(from, to))?, &questions);
        tally.count(context.ledger(&blocks, ctx.now.at).days(from, to));
    }
    // What an account calls for, and when it was touched, goes by now whatever the range is.
    let recent = context.reach(today.plus(1 - RECENT_DAYS), today);
    let touching = nurture::touching_activities(&context.taxonomy);
    let timeline = Timeline {
        account_starts: store.account_starts()?,
        account_touches: store.account_touches(ctx.now.at, &touching)?,
        ..store.blocks(recent)?
    };
    let timeline = away::count_timeline(&timeline, &questions);
    Ok(tally.finish(context.ledger(&timeline, ctx.now.at)))
}
