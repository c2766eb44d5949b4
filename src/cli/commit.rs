//! `tafs commit`: the one commitment of a week, and how far it is kept.

use clap::Args;

use super::ctx::Ctx;
use super::guess::WeekOption;
use super::{output, parse_error};
use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::parse::commitment::{parse_commitment, parse_stored_commitment};
use crate::domain::{away, text};
use crate::error::Error;
use crate::insight::commitment::measure_progress;
use crate::report::commitment;
use crate::store::Store;

/// What to commit to, for which week.
#[derive(Args, Debug)]
pub(super) struct CommitArgs {
    /// What you commit to: ">= 6h selling/prospecting", at most 4h admin, no distraction 09:00-11:00
    #[arg(value_name = "GRAMMAR")]
    words: Vec<String>,
    #[command(flatten)]
    week: WeekOption,
    /// Take the commitment away
    #[arg(long, conflicts_with = "words")]
    clear: bool,
}

pub(super) fn commit_to_week(ctx: &Ctx, asked: &CommitArgs) -> Result<(), Error> {
    let week = asked.week.read(ctx)?;
    if asked.clear {
        return clear_commitment(ctx, week);
    }
    if asked.words.is_empty() {
        return show_commitment(ctx, week);
    }
    let line = asked.words.join(" ");
    let commitment =
        parse_commitment(&line, ctx.taxonomy()).map_err(parse_error::mark_in(&line))?;
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let former = store.week_notes(week)?.commitment;
    let change = Change::Commit {
        week,
        commitment: Some(commitment.clone()),
        seen: None,
    };
    store.apply(&change, ctx.now)?;
    ctx.message(format!("Committed for {week}: {commitment}"));
    if let Some(former) = former.filter(|former| *former != commitment.to_string()) {
        ctx.aside(format!("in place of {former}"));
    }
    if let Some(stands) = progress_line(ctx, &store, week, &commitment)? {
        ctx.aside(&stands);
    }
    let option = week_option(ctx, week);
    ctx.aside(format!("tafs commit --clear{option} takes it away"));
    Ok(())
}

fn clear_commitment(ctx: &Ctx, week: Week) -> Result<(), Error> {
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let Some(former) = store.week_notes(week)?.commitment else {
        ctx.message(format!("Nothing is committed for {week}"));
        return Ok(());
    };
    let change = Change::Commit {
        week,
        commitment: None,
        seen: None,
    };
    store.apply(&change, ctx.now)?;
    ctx.message(format!("No commitment for {week} any more"));
    let option = week_option(ctx, week);
    ctx.aside(format!("tafs commit '{former}'{option} brings it back"));
    Ok(())
}

fn show_commitment(ctx: &Ctx, week: Week) -> Result<(), Error> {
    let store = ctx.look()?;
    store.note_unreadable_notes()?;
    let Some(kept) = store.week_notes(week)?.commitment else {
        ctx.message(format!("Nothing is committed for {week}"));
        ctx.aside("tafs commit 'at least 6h selling/prospecting' does");
        return Ok(());
    };
    let stands = match parse_stored_commitment(&kept) {
        Ok(commitment) => progress_line(ctx, &store, week, &commitment)?,
        Err(reason) => Some(format!("it cannot be checked: {reason}")),
    };
    let mut lines = format!("{week}: {}\n", text::visible(&kept));
    lines.extend(stands.map(|line| format!("  {}\n", text::visible(&line))));
    output::result(&lines)
}

/// How a commitment stands: `2h10 of 6h prospecting · 3h50 to go`; `None` before its week has begun.
fn progress_line(
    ctx: &Ctx,
    store: &Store,
    week: Week,
    commitment: &Commitment,
) -> Result<Option<String>, Error> {
    if ctx.today() < week.first {
        return Ok(None);
    }
    let (blocks, questions) = store.at_once(|store| {
        let blocks = store.blocks(ctx.context.reach(week.first, week.end().plus(-1)))?;
        Ok((blocks, store.questions(ctx.now)?))
    })?;
    let counted = away::count_timeline(&blocks, &questions);
    let progress = measure_progress(commitment, ctx.context.ledger(&counted, ctx.now.at), week);
    Ok(Some(commitment::standing_words(commitment, &progress)))
}

/// The option that names the week, where it is not this one.
fn week_option(ctx: &Ctx, week: Week) -> String {
    let this = ctx.calendar().week_of(ctx.today());
    if week == this {
        String::new()
    } else {
        format!(" --week {week}")
    }
}
