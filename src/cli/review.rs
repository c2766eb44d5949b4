//! `tafs review`: what is computed of a week, for a reader, for other programs, or as a page.

use std::path::PathBuf;

use clap::Args;

use super::ctx::Ctx;
use super::{fault, hyphens, log, output, report};
use crate::domain::away;
use crate::domain::calendar::Week;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::exchange::{ExchangeError, file};
use crate::report::review::{self, Facts, ReviewRecord, text};

/// Which week, and in which shape.
#[derive(Args, Debug)]
pub(super) struct Review {
    /// Which week: 2026-W10, last-week, a date in it; without one, last week on its first two days, else this one
    #[arg(value_name = "WEEK")]
    week: Vec<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Into this file instead of standard output; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

pub(super) fn run(ctx: &Ctx, asked: &Review) -> Result<(), Error> {
    let week = week(ctx, &hyphens::unmark(&asked.week).join(" "))?;
    let record = record(ctx, week)?;
    let shown = if asked.json {
        let json = serde_json::to_string(&record);
        json.map_err(|error| Error::failed(format!("the review cannot be told as JSON: {error}")))? + "\n"
    } else if asked.output.is_some() {
        let plain =
            |line: crate::report::table::Line| line.into_iter().map(|piece| piece.text).collect::<String>() + "\n";
        text::lines(&record, output::width()).into_iter().map(plain).collect()
    } else {
        report::painted(ctx.out.paint, &text::lines(&record, output::width()))
    };
    match &asked.output {
        None => output::result(&shown),
        Some(path) => {
            let fill = |out: &mut dyn std::io::Write| out.write_all(shown.as_bytes()).map_err(ExchangeError::Writing);
            file::write(path, asked.force, fill).map_err(|error| fault::in_file(path, &error))?;
            ctx.out.message(&format!("Wrote {}", path.display()));
            Ok(())
        }
    }
}

/// The week that is asked for; on the first two days of a week the one before, which is the one to look back on.
fn week(ctx: &Ctx, said: &str) -> Result<Week, Error> {
    let calendar = ctx.calendar();
    let today = calendar.day_of(ctx.now);
    if said.is_empty() {
        return Ok(review::default_week(today, calendar));
    }
    match log::read_range(ctx, said)? {
        Range::Days { first, .. } => Ok(calendar.week_of(first)),
        Range::All => Err(Error::usage(format!("a review is of one week, not of {said}")).hint("name it as 2026-W10")),
    }
}

/// Reads all that the review of a week needs, from one state of the file.
fn record(ctx: &Ctx, week: Week) -> Result<ReviewRecord, Error> {
    let store = ctx.look()?;
    let (first, last) = review::days_to_read(week);
    let setting = ctx.setting_with(&store, first, last)?;
    let span = setting.reach(first, last);
    let (blocks, questions, notes) = store.at_once(|store| {
        let questions = ctx.questions(store, store.running()?.as_ref())?;
        Ok((store.blocks(span)?, questions, store.reviews(ctx.calendar().week_of(first), week)?))
    })?;
    let facts = Facts {
        week,
        blocks: &away::counted(&blocks, &questions),
        notes: &notes,
        setting: &setting,
        now: ctx.now,
        role: ctx.config.role,
        protected: ctx.config.protected_run,
    };
    Ok(review::of_week(&facts))
}
