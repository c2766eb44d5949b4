//! `tafs review`: what is computed of a week, for a reader, for other programs, or as a page.

use std::path::PathBuf;

use clap::Args;

use super::ctx::Ctx;
use super::guess::read_week;
use super::{fault, hyphens, output, report};
use crate::domain::away;
use crate::domain::block::Block;
use crate::domain::calendar::Week;
use crate::domain::review::WeekNotes;
use crate::error::Error;
use crate::exchange::{ExchangeError, file};
use crate::insight::{Context, trend};
use crate::report::review::{self, Facts, ReviewRecord, markdown, text};
use crate::report::{html, strips};

/// So many weeks stand in the trend of the page: as many as a review reads.
const WEEKS_DRAWN: usize = 13;

/// Which week, and in which shape.
#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub(super) struct Review {
    /// Which week: 2026-W10, last-week, a date in it; without one, last week on Monday and Tuesday, else this one
    #[arg(value_name = "WEEK")]
    week: Vec<String>,
    /// As JSON
    #[arg(long, conflicts_with_all = ["md", "html"])]
    json: bool,
    /// As Markdown
    #[arg(long, conflicts_with = "html")]
    md: bool,
    /// As one self-contained page
    #[arg(long)]
    html: bool,
    /// Into this file instead of standard output; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

pub(super) fn run(ctx: &Ctx, asked: &Review) -> Result<(), Error> {
    let week = week(ctx, &hyphens::unmark(&asked.week).join(" "))?;
    let read = Read::of(ctx, week)?;
    let record = read.record(ctx);
    let shown = if asked.json {
        let json = serde_json::to_string(&record);
        json.map_err(|error| Error::failed(format!("the review cannot be told as JSON: {error}")))?
            + "\n"
    } else if asked.md {
        markdown::text(&record)
    } else if asked.html {
        read.page(ctx, &record)
    } else if asked.output.is_some() {
        let plain = |line: crate::report::table::Line| {
            line.into_iter().map(|piece| piece.text).collect::<String>() + "\n"
        };
        text::lines(&record, output::width())
            .into_iter()
            .map(plain)
            .collect()
    } else {
        report::painted(ctx.out.paint, &text::lines(&record, output::width()))
    };
    match &asked.output {
        None => output::result(&shown),
        Some(path) => {
            let fill = |out: &mut dyn std::io::Write| {
                out.write_all(shown.as_bytes())
                    .map_err(ExchangeError::Writing)
            };
            file::write(path, asked.force, fill).map_err(|error| fault::in_file(path, error))?;
            ctx.out.message(&format!("Wrote {}", path.display()));
            Ok(())
        }
    }
}

/// The week that is asked for; without one, that to look back on.
fn week(ctx: &Ctx, said: &str) -> Result<Week, Error> {
    let calendar = ctx.calendar();
    let today = calendar.day_of(ctx.now);
    if said.is_empty() {
        return Ok(review::default_week(today, calendar));
    }
    read_week(ctx, said)
}

/// All that the review of a week needs, from one state of the file.
struct Read {
    week: Week,
    blocks: Vec<Block>,
    notes: Vec<(Week, WeekNotes)>,
    context: Context,
}

impl Read {
    fn of(ctx: &Ctx, week: Week) -> Result<Self, Error> {
        let store = ctx.look()?;
        let (first, last) = review::days_to_read(week);
        let context = ctx.setting_with(&store, first, last)?;
        let span = context.reach(first, last);
        let (blocks, questions, notes) = store.at_once(|store| {
            let questions = ctx.questions(store, store.running()?.as_ref())?;
            Ok((
                store.blocks(span)?,
                questions,
                store.reviews(ctx.calendar().week_of(first), week)?,
            ))
        })?;
        Ok(Self {
            week,
            blocks: away::counted(&blocks, &questions),
            notes,
            context,
        })
    }

    fn record(&self, ctx: &Ctx) -> ReviewRecord {
        review::of_week(&Facts {
            week: self.week,
            blocks: &self.blocks,
            notes: &self.notes,
            context: &self.context,
            now: ctx.now,
            role: ctx.config.role,
            protected: ctx.config.protected_run,
        })
    }

    fn page(&self, ctx: &Ctx, record: &ReviewRecord) -> String {
        let (first, last) = (
            self.week.first,
            self.week.end().plus(-1).min(ctx.calendar().day_of(ctx.now)),
        );
        let strips = strips::of_days(&self.blocks, first, last, &self.context, ctx.now.at);
        let trend = trend::of_weeks(
            &self.blocks,
            self.week,
            WEEKS_DRAWN,
            &self.context,
            ctx.now.at,
        );
        html::review(record, &strips, &trend, ctx.config.goal.tafs)
    }
}
