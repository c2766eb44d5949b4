//! What the screens look at, read from the file: all of it from one state of it.

use std::collections::BTreeSet;

use super::scene::{Common, Snapshot};
use super::widgets::{focus_line, guess_hint};
use crate::domain::away::{self, Question};
use crate::domain::block::{Block, BlockId};
use crate::domain::calendar::Day;
use crate::domain::focus_run::FocusRun;
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::timeline::{AccountTouches, Timeline};
use crate::insight::{Context, nurture, prepared, usual};
use crate::store::{Store, StoreError};

/// How much of it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    /// What has a place of its own: a first frame can do without the rest for the moment until that is read.
    Frame,
    /// Also which meetings were prepared, and rows of no time that there is.
    All,
}

/// Reads what the screens show, all of it from one state of the file; `weeks` are the first and the last day that the
/// screen in view needs beside the day.
pub(crate) fn read_snapshot(
    store: &Store,
    common: &Common,
    (weeks, depth): (Option<(Day, Day)>, Depth),
    now: Moment,
) -> Result<Snapshot, StoreError> {
    let is_whole = depth == Depth::All;
    let (day, today, context) = (common.day, common.today, &common.settings.context);
    // What other reads have met is told where they are shown.
    store.take_set_aside();
    store.at_once(|store| {
        let history = read_history(store, context, day)?;
        let blocks = store.blocks(context.reach(day, day))?;
        let questions = store.questions(now)?;
        let asked = read_asked(store, &questions)?;
        let this_week = context.calendar.week_of(today);
        let from = weeks.map_or(this_week, |(first, _)| context.calendar.week_of(first));
        // A review makes a commitment for the week after.
        let next_week = context.calendar.week_of(this_week.end());
        let notes = store.reviews(from.min(this_week), next_week)?;
        let begun = store.begun()?;
        let (to_read, weeks) = read_weeks(store, common, weeks, begun)?;
        // All of them, for whatever day is looked at: a rep marks some dozen days a year.
        let first = context.calendar.day_at(Stamp::MIN);
        let last = context.calendar.day_at(Stamp::MAX);
        let prepared = if is_whole {
            store.note_out_of_range()?;
            read_prepared(store, common, &blocks.blocks, (to_read, &weeks), now)?
        } else {
            BTreeSet::new()
        };
        let running = store.running()?;
        // Nothing begins after a block that runs.
        let newest = match &running {
            Some(running) => Some(running.clone()),
            None => store.last()?,
        };
        Ok(Snapshot {
            marks: store.marks(first, last, &context.calendar)?,
            begun,
            prepared,
            focus_run: read_focus_run(store, &questions, now)?,
            running,
            unreadable_running: store.unreadable_running()?,
            last: newest,
            counted: away::count_timeline(&blocks, &questions),
            weeks: away::into_counted(weeks, &questions),
            notes,
            blocks,
            suggestions: store.suggestions(context.calendar.day_span(day))?,
            history: away::count_taken(history, &questions),
            questions,
            asked,
            set_aside: store.take_set_aside(),
        })
    })
}

/// The weeks that the screen in view needs, if any, and the days that they are.
fn read_weeks(
    store: &Store,
    common: &Common,
    asked: Option<(Day, Day)>,
    begun: Option<Moment>,
) -> Result<(Option<(Day, Day)>, Timeline), StoreError> {
    let (today, context) = (common.today, &common.settings.context);
    if let Some((first, last)) = asked {
        let weeks = Timeline {
            account_starts: store.account_starts()?,
            account_touches: read_touches(store, context, (first, last))?,
            ..store.blocks(context.reach(first, last))?
        };
        return Ok((asked, weeks));
    }
    // Without a panel the day needs its week only to ask a new rep for a guess, which is about hours alone.
    let is_new = |begun| guess_hint::is_new(context.calendar.day_of(begun), today);
    if !begun.is_some_and(is_new) {
        return Ok((None, Timeline::default()));
    }
    let week = context.calendar.week_of(today);
    let (first, last) = (week.first, week.end().plus(-1));
    Ok((
        Some((first, last)),
        store.blocks(context.reach(first, last))?,
    ))
}

/// The hours of the same weekdays before.
fn read_history(store: &Store, context: &Context, day: Day) -> Result<Vec<Block>, StoreError> {
    let mut history = Vec::new();
    for earlier in usual::same_weekdays(day).into_iter().rev() {
        history.extend(store.hours(context.reach(earlier, earlier))?.blocks);
    }
    // A block of more than a week reaches into two of the days.
    history.dedup_by_key(|block| block.id);
    Ok(history)
}

/// Which meetings of the day in view were prepared: told by the weeks that were read, where they go back as far.
fn read_prepared(
    store: &Store,
    common: &Common,
    blocks: &[Block],
    (weeks, read): (Option<(Day, Day)>, &Timeline),
    now: Moment,
) -> Result<BTreeSet<BlockId>, StoreError> {
    let (context, day) = (&common.settings.context, common.day);
    let before = prepared::time_before(context, blocks);
    let Some(before) = before.filter(|_| !common.settings.hidden.has("prepared")) else {
        return Ok(BTreeSet::new());
    };
    let reaches = |(first, last): (Day, Day)| {
        let read = context.reach(first, last);
        read.start() <= before.start() && before.end() <= read.end() && day <= last
    };
    let aside;
    let on_record = if weeks.is_some_and(reaches) {
        &read.blocks
    } else {
        aside = store.blocks_aside(before)?;
        &aside
    };
    Ok(prepared::find_prepared(
        context.ledger(on_record, now.at),
        blocks,
    ))
}

/// The focus run that goes on, or was over just now.
fn read_focus_run(
    store: &Store,
    questions: &[Question],
    now: Moment,
) -> Result<Option<(FocusRun, Vec<Block>)>, StoreError> {
    let newest = store.newest_focus_run(now, focus_line::TOLD_FOR)?;
    Ok(newest.map(|(run, blocks)| (run, away::count_taken(blocks, questions))))
}

/// When each account was touched last; a single week asks for none.
fn read_touches(
    store: &Store,
    context: &Context,
    (first, last): (Day, Day),
) -> Result<AccountTouches, StoreError> {
    if last.since(first) < 7 {
        return Ok(AccountTouches::new());
    }
    let before = context.calendar.first_instant(last.plus(1));
    store.account_touches(before, &nurture::touching_activities(&context.taxonomy))
}

/// The blocks that questions are about.
fn read_asked(store: &Store, questions: &[Question]) -> Result<Vec<Block>, StoreError> {
    let asked = questions.iter().map(|asked| store.block(asked.block));
    asked.filter_map(Result::transpose).collect()
}
