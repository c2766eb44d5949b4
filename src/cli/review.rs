//! `tafs review`: what is computed of a week, for a reader, for other programs, or as a page.

use clap::Args;

use super::ctx::Ctx;
use super::document::Destination;
use super::guess::read_week;
use super::{hyphens, output};
use crate::domain::away;
use crate::domain::calendar::Week;
use crate::domain::review::WeekNotes;
use crate::domain::timeline::Timeline;
use crate::error::Error;
use crate::insight::{Context, nurture, trend};
use crate::report::review::{self, Facts, Pictures, ReviewRecord};
use crate::report::{html, markdown, strips};

/// So many weeks stand in the trend of the page: as many as a review reads.
const WEEKS_DRAWN: usize = 13;

/// Which week, and in which shape.
#[derive(Args, Debug)]
pub(super) struct ReviewArgs {
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
    #[command(flatten)]
    destination: Destination,
}

pub(super) fn print_review(ctx: &Ctx, asked: &ReviewArgs) -> Result<(), Error> {
    let week = read_week_or_default(ctx, &hyphens::joined(&asked.week))?;
    let read = WeekRead::load(ctx, week)?;
    let mut record = read.record(ctx);
    if !asked.json {
        record.leave_out(&ctx.config.hidden);
    }
    let text = if asked.json {
        output::json("the review", &record)?
    } else if asked.md {
        markdown::write_markdown(&review::review_document(&record, None))
    } else if asked.html {
        html::write_page(&review::review_document(&record, Some(read.pictures(ctx))))
    } else {
        let document = review::review_document(&record, None);
        asked.destination.text_of(ctx, &document)
    };
    asked.destination.deliver(ctx, &text)
}

/// The week that is asked for; without one, that to look back on.
fn read_week_or_default(ctx: &Ctx, said: &str) -> Result<Week, Error> {
    let calendar = ctx.calendar();
    let today = calendar.day_of(ctx.now);
    if said.is_empty() {
        return Ok(review::default_week(today, calendar));
    }
    read_week(ctx, said)
}

/// All that the review of a week needs, from one state of the file.
struct WeekRead {
    week: Week,
    timeline: Timeline,
    notes: Vec<(Week, WeekNotes)>,
    context: Context,
}

impl WeekRead {
    fn load(ctx: &Ctx, week: Week) -> Result<Self, Error> {
        let store = ctx.look()?;
        store.note_unreadable_notes()?;
        let (first, last) = review::days_to_read(week);
        let context = ctx.setting_with(&store, first, last)?;
        let span = context.reach(first, last);
        let (blocks, questions, notes) = store.at_once(|store| {
            let questions = store.questions(ctx.now)?;
            let timeline = Timeline {
                account_starts: store.account_starts()?,
                account_touches: store.account_touches(
                    context.calendar.first_instant(week.end()),
                    &nurture::touching_activities(&context.taxonomy),
                )?,
                ..store.blocks(span)?
            };
            Ok((
                timeline,
                questions,
                store.reviews(ctx.calendar().week_of(first), week)?,
            ))
        })?;
        Ok(Self {
            week,
            timeline: away::count_timeline(&blocks, &questions),
            notes,
            context,
        })
    }

    fn record(&self, ctx: &Ctx) -> ReviewRecord {
        review::of_week(&Facts {
            week: self.week,
            on_record: (&self.timeline).into(),
            notes: &self.notes,
            context: &self.context,
            now: ctx.now,
            role: ctx.config.role,
            protected: ctx.config.protected_run,
        })
    }

    fn pictures(&self, ctx: &Ctx) -> Pictures {
        let last = self.week.end().plus(-1).min(ctx.today());
        let ledger = self.context.ledger(&self.timeline, ctx.now.at);
        Pictures {
            strips: strips::of_days(ledger.days(self.week.first, last)),
            trend: trend::of_weeks(ledger, self.week, WEEKS_DRAWN),
            goal: ctx.config.goal.tafs,
        }
    }
}
