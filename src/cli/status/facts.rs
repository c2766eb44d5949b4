//! What there is to tell of now, of today and of this week.

use super::super::ctx::Ctx;
use crate::domain::away;
use crate::domain::block::{Block, Details};
use crate::domain::focus_run::FocusRun;
use crate::domain::record::Record;
use crate::domain::stamp::{Length, Moment};
use crate::error::Error;
use crate::insight::totals::{self, Totals};

/// What is said in place of the category of a block that can't be read.
pub(super) const UNREADABLE: &str = "unreadable";

/// What there is to show.
pub(super) struct StatusFacts {
    /// What runs, also where no more than its times can be read.
    pub(super) running: Option<Block>,
    /// How long it has run, as far as it counts.
    pub(super) elapsed: Length,
    pub(super) away: Option<Moment>,
    /// The focus run that goes on, and how much of it is left.
    pub(super) focus: Option<(FocusRun, Length)>,
    /// Whether a block of today can't be read: what its time was is not known.
    pub(super) is_damaged: bool,
    pub(super) today: Totals,
    pub(super) week: Totals,
}

/// Reads it, all of it from one state of the file. A bar hardly waits for other programs.
pub(super) fn read(ctx: &Ctx, is_for_bar: bool) -> Result<StatusFacts, Error> {
    let now = ctx.now.at;
    let today = ctx.today();
    let week = ctx.calendar().week_of(today);
    let last = week.end().plus(-1);
    let store = if is_for_bar {
        ctx.look_briefly()?
    } else {
        ctx.look()?
    };
    let span = ctx.context.reach(week.first, last);
    let (context, blocks, questions, newest) = store.at_once(|store| {
        // What runs reaches into this week.
        let blocks = store.blocks(span)?;
        let context = if is_for_bar {
            ctx.brief_setting(store, week.first, last)?
        } else {
            ctx.setting_with(store, week.first, last)?
        };
        let newest = store.newest_focus_run(ctx.now, Length::ZERO)?;
        Ok((context, blocks, store.questions(ctx.now)?, newest))
    })?;
    let counted = away::count_timeline(&blocks, &questions);
    let ledger = context.ledger(&counted, now);
    let span = ctx.calendar().day_span(today);
    let is_of_today = |block: &Block| {
        block.start.at < span.end() && block.end.is_none_or(|end| end.at > span.start())
    };
    let is_damaged = blocks.unreadable.iter().any(is_of_today);
    let running = match blocks.blocks.into_iter().find(Block::is_running) {
        Some(running) => Some(running),
        None => store.unreadable_running()?,
    };
    let focus = newest.and_then(|(run, blocks)| {
        let counted = away::count_blocks(&blocks, &questions);
        Some((run, run.left(&counted, now)?))
    });
    Ok(StatusFacts {
        is_damaged,
        focus,
        elapsed: running.as_ref().map_or(Length::ZERO, |running| {
            away::counted_length(running, &questions, now)
        }),
        today: totals::of_days(ledger.day(today)),
        week: totals::of_days(ledger.days(week.first, last)),
        running,
        away: questions.first().map(|question| question.since),
    })
}

/// The record of what runs. Of one that can't be read it says when it began, and that nobody can read the rest.
pub(super) fn describe_running(block: &Block) -> Record {
    if block.unreadable.is_none() {
        return Record::from(block);
    }
    let times = Block {
        details: Details::default(),
        clock_back: false,
        ..block.clone()
    };
    Record {
        category: UNREADABLE.to_owned(),
        ..Record::from(&times)
    }
}
