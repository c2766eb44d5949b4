//! What a key asks of the world, as a value, and the only code of the screens that carries it out.

use super::model::{Asked, Model, Snapshot};
use super::widgets::guess_hint;
use crate::domain::away;
use crate::domain::block::{Block, BlockId};
use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::edit::Edit;
use crate::domain::review::{Guess, Review};
use crate::domain::rules::Plan;
use crate::domain::search::Query;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::insight::usual;
use crate::store::{Applied, Fault, Store, StoreError, Undone};

/// What a key asks of the world.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Effect {
    /// Save a change.
    Apply(Change),
    /// Save a change, unless it would swallow a whole block.
    Weigh(Change),
    /// Say what a change would do.
    Preview(Change),
    /// Take a suggestion away for good.
    Dismiss(BlockId),
    /// Take the last change back.
    Undo,
    /// Make the last undone change again.
    Redo,
    /// Read another day.
    Load,
    /// Look up the names that a prompt completes.
    Names(Asked),
    /// Read the blocks of a month.
    Month(Span),
    /// Read a page of the blocks that begin before an instant and may fit, the latest first.
    Search(Query, Stamp),
    /// Keep the guess of a week.
    Guess(Week, Guess),
    /// Keep the one commitment of a week, or take it away.
    Commit(Week, Option<Commitment>),
    /// Keep the review of a week as far as it has come.
    Keep(Week, Box<Review>),
    /// Hand text to the clipboard.
    Copy(String),
    /// Back to the shell for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The change is in the file.
    Applied(Change, Result<Applied, Fault>),
    /// The change is not made yet: it would swallow a whole block.
    Swallows(Change, Plan),
    /// What the change would do.
    Previewed(Result<Plan, Fault>),
    /// The suggestion is gone.
    Dismissed(Result<bool, Fault>),
    /// The undo is in the file.
    Undone(Result<Option<Undone>, Fault>),
    /// The redo is in the file.
    Redone(Result<Option<Undone>, Fault>),
    /// Another day is to be shown.
    Loaded,
    /// The names that a prompt completes.
    Names(Result<Vec<String>, StoreError>),
    /// The blocks of a month.
    Month(Result<Vec<Block>, StoreError>),
    /// A page of blocks, the latest first, and where the next one goes on.
    Searched(Result<(Vec<Block>, Option<Stamp>), StoreError>),
    /// The guess is in the file.
    Guessed(Week, Guess, Result<(), Fault>),
    /// The commitment is in the file.
    Committed(Week, Option<Commitment>, Result<(), Fault>),
    /// The review is in the file.
    Kept(Result<(), Fault>),
}

/// How many names a prompt knows.
const NAMES: usize = 200;
/// How many blocks a search looks at between two frames: a few milliseconds' worth.
const PAGE: usize = 4000;

/// Carries out what concerns the file; `None` for what concerns the terminal.
pub(crate) fn perform(effect: Effect, store: &mut Store, now: Moment) -> Option<Outcome> {
    Some(match effect {
        Effect::Apply(change) => {
            let result = store.apply(&change, now);
            Outcome::Applied(change, result)
        }
        Effect::Weigh(change) => match store.preview(&change, now) {
            Ok(plan)
                if plan
                    .edits
                    .iter()
                    .any(|edit| matches!(edit, Edit::Delete(_))) =>
            {
                Outcome::Swallows(change, plan)
            }
            Ok(_) | Err(_) => {
                let result = store.apply(&change, now);
                Outcome::Applied(change, result)
            }
        },
        Effect::Preview(change) => Outcome::Previewed(store.preview(&change, now)),
        Effect::Dismiss(suggestion) => Outcome::Dismissed(store.dismiss(suggestion)),
        Effect::Undo => Outcome::Undone(store.undo(now)),
        Effect::Redo => Outcome::Redone(store.redo(now)),
        Effect::Load => Outcome::Loaded,
        Effect::Names(Asked::Account) => Outcome::Names(store.accounts("", NAMES)),
        Effect::Names(Asked::Requester) => Outcome::Names(store.requesters("", NAMES)),
        Effect::Names(Asked::Note | Asked::Outcome | Asked::Edit | Asked::Split) => {
            Outcome::Names(Ok(Vec::new()))
        }
        Effect::Search(query, before) => Outcome::Searched(store.may_fit(&query, before, PAGE)),
        Effect::Month(span) => Outcome::Month(store.blocks(span)),
        Effect::Guess(week, guess) => {
            let result = store.set_guess(week, &guess, now).map(|_| ());
            Outcome::Guessed(week, guess, result)
        }
        Effect::Commit(week, commitment) => {
            let result = store.commit_to(week, commitment.as_ref(), now).map(|_| ());
            Outcome::Committed(week, commitment, result)
        }
        Effect::Keep(week, review) => Outcome::Kept(store.keep_review(week, &review, now)),
        Effect::Copy(_) | Effect::Suspend | Effect::Redraw => return None,
    })
}

/// Reads what the screen shows, all of it from one state of the file.
pub(crate) fn snapshot(store: &Store, model: &Model) -> Result<Snapshot, StoreError> {
    let (day, context) = (model.day, &model.settings.context);
    store.at_once(|store| {
        let mut history = Vec::new();
        for earlier in usual::days(day).into_iter().rev() {
            history.extend(store.blocks(context.reach(earlier, earlier))?);
        }
        // A block of more than a week reaches into two of the days.
        history.dedup_by_key(|block| block.id);
        let blocks = store.blocks(context.reach(day, day))?;
        let questions = store.questions()?;
        let this_week = context.calendar.week_of(model.today);
        let from = model
            .weeks()
            .map_or(this_week, |(first, _)| context.calendar.week_of(first));
        // A review commitments something for the week after.
        let next_week = context.calendar.week_of(this_week.end());
        let notes = store.reviews(from.min(this_week), next_week)?;
        let begun = store.first()?.map(|block| block.start);
        // The day needs its week only for what was commitment for it, and to ask a new rep for a guess.
        let commitment = notes
            .iter()
            .any(|(week, notes)| *week == this_week && notes.commitment.is_some());
        let new = begun
            .is_some_and(|begun| guess_hint::is_new(context.calendar.day_of(begun), model.today));
        let this_week =
            Some((this_week.first, this_week.end().plus(-1))).filter(|_| commitment || new);
        let weeks = match model.weeks().or(this_week) {
            Some((first, last)) => store.blocks(context.reach(first, last))?,
            None => Vec::new(),
        };
        // All of them, for whatever day is looked at: a rep marks some dozen days a year.
        let (first, last) = (
            context.calendar.day_at(Stamp::MIN),
            context.calendar.day_at(Stamp::MAX),
        );
        Ok(Snapshot {
            marks: store.marks(first, last, &context.calendar)?,
            begun,
            running: store.running()?,
            last: store.last()?,
            counted: away::counted(&blocks, &questions),
            weeks: away::counted(&weeks, &questions),
            notes,
            blocks,
            suggestions: store.suggestions(context.calendar.day_span(day))?,
            questions,
            history,
        })
    })
}
