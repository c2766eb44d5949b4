//! What a change did, told on standard error: in one line, then what gave way to it, then what else to know.

use super::consent::ForceArgs;
use super::ctx::Ctx;
use crate::domain::away::Question;
use crate::domain::block::{Block, Category};
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::focus_run::{self, FocusState};
use crate::domain::rules::{Consent, Refusal};
use crate::domain::wording::describe_work;
use crate::domain::{format, narrate};
use crate::error::Error;
use crate::store::{Applied, ChangeError, Store};

/// Carries a change out, and tells what it did.
pub(super) fn apply(
    ctx: &Ctx,
    store: &mut Store,
    change: &Change,
    force: ForceArgs,
    remarks: &[String],
) -> Result<(), Error> {
    let applied = carry_out(ctx, store, change, force.consent())?;
    tell_applied(ctx, change, &applied, remarks);
    tell_broken_run(ctx, store, &applied)
}

/// Carries a change out. Where it is refused for what it would cost, the question about time away waits all the same.
pub(super) fn carry_out(
    ctx: &Ctx,
    store: &mut Store,
    change: &Change,
    consent: Consent,
) -> Result<Applied, Error> {
    let applied = store.apply_with(change, consent, ctx.now);
    if matches!(applied, Err(ChangeError::Refused(Refusal::Asks(_)))) {
        let questions = store.questions(ctx.now)?;
        tell_question(ctx, questions.into_iter().next());
    }
    Ok(applied?)
}

/// Tells what a change did.
pub(super) fn tell_applied(ctx: &Ctx, change: &Change, applied: &Applied, remarks: &[String]) {
    let focus = applied.focus.as_ref();
    let length =
        focus.and_then(|block| block.end.map(|_| format::spoken(block.length(ctx.now.at))));
    let headline = narrate::headline(change, &applied.edits, focus, ctx.beside());
    let has_times = matches!(change, Change::Add { .. } | Change::Edit { .. });
    if let Some(length) = length
        .as_deref()
        .filter(|_| has_times && !applied.edits.is_empty())
    {
        ctx.message(format!("{headline} ({length})"));
    } else {
        ctx.message(&headline);
    }
    if let (Change::Stop { .. }, Some(block), Some(length)) = (change, focus, length) {
        let since = format::clock_beside(block.start, ctx.beside());
        ctx.aside(format!("{} since {since}: {length}", describe_work(block)));
    }
    // The headline tells of the block that a change names, also where it is gone now.
    let told = focus
        .map(|block| block.id)
        .or_else(|| change.target().map(|target| target.id));
    for line in narrate::neighbors(&applied.edits, told, ctx.beside()) {
        ctx.aside(&line);
    }
    if let Some(set_back) = applied.set_back {
        ctx.aside(narrate::clock_back(set_back, &applied.edits, ctx.beside()));
    }
    if remarks.is_empty() {
        let edges = focus
            .into_iter()
            .flat_map(|block| [Some(block.start), block.end])
            .flatten();
        for edge in edges.filter(|edge| ctx.calendar().comes_twice(*edge)) {
            let clock = format::clock(edge);
            ctx.aside(format!(
                "{clock} comes twice that night: this is {}",
                format::clock_here(edge, ctx.calendar())
            ));
        }
    }
    for remark in remarks {
        ctx.aside(remark);
    }
    tell_question(ctx, applied.waits);
    if applied.edits.iter().any(|edit| costs_time(edit, focus)) {
        ctx.aside("tafs undo takes it back");
    }
}

/// Tells that what was written ended a focus run, and who can be named for it.
fn tell_broken_run(ctx: &Ctx, store: &Store, applied: &Applied) -> Result<(), Error> {
    let Some((run, blocks)) = store.newest_focus_run(ctx.now, focus_run::LONGEST)? else {
        return Ok(());
    };
    let progress = run.follow(&blocks, ctx.now.at);
    let FocusState::Broken(breaker) = progress.state else {
        return Ok(());
    };
    let ended_at = run.start.at.plus(progress.kept);
    let is_new = |edit: &Edit| match (edit.before(), edit.after()) {
        (Some(before), Some(after)) => {
            before.is_running() && after.end.is_some_and(|end| end.at == ended_at)
        }
        (None, Some(after)) => breaker.is_some_and(|breaker| breaker.id == after.id),
        (_, None) => false,
    };
    if !applied.edits.iter().any(is_new) {
        return Ok(());
    }
    let ended = format!("focus run ended at {}", format::hours(progress.kept));
    // Nobody asks for a break.
    let nobody = breaker
        .filter(|block| block.category != Category::Break && block.details.requester.is_none());
    let last = store.last_in_lane()?.map(|block| block.id);
    // An earlier block has no such short name.
    ctx.aside(if nobody.is_some_and(|block| Some(block.id) == last) {
        format!("{ended} · tafs edit last '!NAME' says who asked")
    } else {
        ended
    });
    Ok(())
}

/// Tells of the question about time away that waits.
pub(super) fn tell_question(ctx: &Ctx, waits: Option<Question>) {
    if let Some(question) = waits {
        ctx.aside(format!(
            "{}, or z on the screen",
            ctx.away_line(question.since)
        ));
    }
}

/// Whether another block than the one in focus lost time that it had; one that ran and ends now did not.
fn costs_time(edit: &Edit, focus: Option<&Block>) -> bool {
    let is_focus = |block: &Block| focus.is_some_and(|focus| focus.id == block.id);
    match edit {
        Edit::Insert(_) | Edit::Row { .. } => false,
        Edit::Delete(_) => true,
        Edit::Update { before, .. } => !is_focus(before) && !before.is_running(),
    }
}
