//! What a key asks for, as a value, and the only code of the screens that takes it to the file.

use super::action::{Action, Field};
use super::config_switch::Setting;
use super::question::ReviewQuestion;
use super::scene::{Cursor, Screen};
use crate::domain::away::{self, Question};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::{Change, ChangeNumber, PastChange};
use crate::domain::review::{Closed, Step};
use crate::domain::rules::{self, Consent, DayStart, Plan, Refusal, Warning};
use crate::domain::search::Query;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::timeline::Timeline;
use crate::report::review::ReviewRecord;
use crate::store::{Applied, ChangeError, Store, StoreError, Undone};

/// What became of a key.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Handled {
    /// It means nothing here: whoever lies below gets it. What it was pressed on closes.
    Ignored,
    Consumed(Option<Effect>),
    /// As consumed, and what it was pressed on closes.
    Closed(Option<Effect>),
}

impl Handled {
    /// Why something is not done.
    pub(crate) fn refused(why: impl Into<String>) -> Self {
        Self::Consumed(Some(Effect::Refuse(why.into())))
    }
}

/// Another day to show, if there is one.
impl From<Option<Day>> for Handled {
    fn from(day: Option<Day>) -> Self {
        Self::Consumed(day.map(Effect::Show))
    }
}

impl From<Effect> for Handled {
    fn from(effect: Effect) -> Self {
        Self::Consumed(Some(effect))
    }
}

/// What a key asks for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Effect {
    Apply(Change),
    /// Apply a change of which what it costs was shown and agreed to.
    ApplyAgreed(Change, Vec<Warning>),
    /// Apply a change that moves an edge of a block by one step, with what the steps before it have changed.
    Step(Change, Vec<Block>),
    /// Apply a change that minutes were typed for, unless they reach back before the day began: then ask.
    ApplyBackDated {
        change: Change,
        at: Moment,
        start: DayStart,
    },
    /// Say what a change would do.
    Preview(Change),
    Undo,
    /// Say what an undo would take back.
    PreviewUndo,
    Redo,
    /// Read the file again.
    Load,
    FindNames(Names),
    ReadMonth(Span),
    /// Read a page of the blocks that begin before an instant and may fit, the latest first.
    Search(Query, Stamp),
    /// Read so many changes older than the one with this number, or the newest.
    ReadHistory(Option<ChangeNumber>, usize),
    /// Keep which page the review of a week is on.
    KeepPage(Week, Step),
    CloseReview(Week, Box<ReviewRecord>),
    /// Keep the guess for a week, and that the week is shown.
    LockGuess(Change, Week),
    /// Show another day.
    Show(Day),
    /// Show a line of the list of a day.
    ShowLine(Day, Cursor),
    /// Show a line of the list of a day, on Today.
    OpenLine(Day, Cursor),
    Open(Screen),
    /// Type about a block.
    Prompt(PromptKind, Box<Block>),
    /// Type a block that is to be added, in the selected gap if it is for one.
    Add(Option<Span>),
    /// The work of the selected block begins again, some time ago.
    Repeat(Moment),
    /// Answer a question of the review of a week in a line.
    Ask(ReviewQuestion, Week),
    /// The next category says what the selected block or gap was.
    PickCategory,
    /// The selected block or gap was this; without a category the gap was off.
    SetCategory(Option<Category>),
    /// Do what a key does.
    Run(Action),
    Refuse(String),
    /// Write a setting to the config, and take it up.
    SetConfig(Setting),
    /// Find what these words ask for.
    Find(String),
    /// Text for the clipboard, or for the shell that is left behind.
    Copy(String),
    Suspend,
    Redraw,
    Quit,
}

impl Effect {
    /// Whether it changes what the file says of a person's work.
    pub(crate) const fn is_change(&self) -> bool {
        match self {
            Self::Apply(_)
            | Self::ApplyAgreed(..)
            | Self::Step(..)
            | Self::ApplyBackDated { .. }
            | Self::Undo
            | Self::Redo
            | Self::CloseReview(..)
            | Self::LockGuess(..) => true,
            Self::Preview(_)
            | Self::PreviewUndo
            | Self::Load
            | Self::FindNames(_)
            | Self::ReadMonth(_)
            | Self::Search(..)
            | Self::ReadHistory(..)
            | Self::KeepPage(..)
            | Self::Show(_)
            | Self::ShowLine(..)
            | Self::OpenLine(..)
            | Self::Open(_)
            | Self::Prompt(..)
            | Self::Add(_)
            | Self::Repeat(_)
            | Self::Ask(..)
            | Self::PickCategory
            | Self::SetCategory(_)
            | Self::Run(_)
            | Self::Refuse(_)
            | Self::SetConfig(_)
            | Self::Find(_)
            | Self::Copy(_)
            | Self::Suspend
            | Self::Redraw
            | Self::Quit => false,
        }
    }
}

/// What a prompt asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PromptKind {
    /// The note, or any other part of the quick line.
    Note,
    Account,
    Requester,
    Outcome,
    /// All of the block.
    Edit,
    /// All of a block that is to be added.
    Add,
    /// Where to cut the block in two, and the question about time away that this answers.
    Split(Option<Question>),
}

impl PromptKind {
    pub(crate) const fn of(field: Field) -> Self {
        match field {
            Field::Note => Self::Note,
            Field::Account => Self::Account,
            Field::Requester => Self::Requester,
            Field::Outcome => Self::Outcome,
        }
    }
}

/// Whose names a prompt completes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Names {
    Accounts,
    Requesters,
    Sources,
}

/// What came of an effect.
#[derive(Debug)]
pub(crate) enum Outcome {
    Applied(Box<Change>, Result<Box<Applied>, ChangeError>),
    /// A change waits for what it costs to be agreed to.
    Asked(Box<Change>, Vec<Warning>, Option<Box<Plan>>),
    Previewed(Result<Plan, ChangeError>),
    Undone(Result<Option<Undone>, ChangeError>),
    NextUndo(Result<Option<Undone>, ChangeError>),
    Redone(Result<Option<Undone>, ChangeError>),
    Loaded,
    Names(Result<Vec<String>, StoreError>),
    Month(Result<Timeline, StoreError>),
    /// A page of blocks, the latest first, and where the next one goes on.
    Searched(Result<(Vec<Block>, Option<Stamp>), StoreError>),
    /// So many changes older than that one were asked for.
    History(
        Option<ChangeNumber>,
        usize,
        Result<Vec<PastChange>, StoreError>,
    ),
    KeptPage(Result<(), ChangeError>),
    /// The review is not closed: its figures have no JSON.
    Unwritable(serde_json::Error),
}

impl Outcome {
    /// Whether nothing came of it yet, because another program holds the file.
    pub(crate) fn is_busy(&self) -> bool {
        self.error().is_some_and(StoreError::is_busy)
    }

    /// Whether it is not known yet if the file holds it.
    pub(crate) fn is_unsure(&self) -> bool {
        self.error().is_some_and(StoreError::is_unsure)
    }

    /// What went wrong with the file.
    const fn error(&self) -> Option<&StoreError> {
        match self {
            Self::Applied(_, Err(ChangeError::Store(error)))
            | Self::Previewed(Err(ChangeError::Store(error)))
            | Self::Undone(Err(ChangeError::Store(error)))
            | Self::NextUndo(Err(ChangeError::Store(error)))
            | Self::Redone(Err(ChangeError::Store(error)))
            | Self::KeptPage(Err(ChangeError::Store(error)))
            | Self::Names(Err(error))
            | Self::Month(Err(error))
            | Self::Searched(Err(error))
            | Self::History(_, _, Err(error)) => Some(error),
            Self::Applied(_, Ok(_) | Err(ChangeError::Refused(_)))
            | Self::Previewed(Ok(_) | Err(ChangeError::Refused(_)))
            | Self::Undone(Ok(_) | Err(ChangeError::Refused(_)))
            | Self::NextUndo(Ok(_) | Err(ChangeError::Refused(_)))
            | Self::Redone(Ok(_) | Err(ChangeError::Refused(_)))
            | Self::KeptPage(Ok(()) | Err(ChangeError::Refused(_)))
            | Self::Names(Ok(_))
            | Self::Month(Ok(_))
            | Self::Searched(Ok(_))
            | Self::History(_, _, Ok(_))
            | Self::Asked(..)
            | Self::Loaded
            | Self::Unwritable(_) => None,
        }
    }
}

/// How many names a prompt knows.
const NAMES: usize = 200;
/// How many blocks a search looks at between two frames: some five milliseconds' worth.
const PAGE: usize = 10_000;

/// Carries out what concerns the file; `None` for what concerns the screen.
pub(crate) fn perform(effect: Effect, store: &mut Store, now: Moment) -> Option<Outcome> {
    Some(match effect {
        Effect::Apply(change) => apply(change, store, now),
        Effect::ApplyAgreed(change, shown) => {
            let result = store.apply_with(&change, Consent::To(&shown), now);
            settle(change, result, store, now)
        }
        Effect::Step(change, before) => {
            let result = store.apply_with(&change, Consent::NotAskedSince(&before), now);
            settle(change, result, store, now)
        }
        Effect::ApplyBackDated { change, at, start } => {
            apply_back_dated(change, at, start, store, now)
        }
        Effect::Preview(change) => Outcome::Previewed(store.preview_change(&change, now)),
        Effect::Undo => Outcome::Undone(store.undo(now)),
        Effect::PreviewUndo => Outcome::NextUndo(store.preview_undo()),
        Effect::Redo => Outcome::Redone(store.redo(now)),
        Effect::Load => Outcome::Loaded,
        Effect::FindNames(Names::Accounts) => Outcome::Names(store.accounts("", NAMES)),
        Effect::FindNames(Names::Requesters) => Outcome::Names(store.requesters("", NAMES)),
        Effect::FindNames(Names::Sources) => Outcome::Names(store.sources("", NAMES)),
        Effect::Search(query, before) => Outcome::Searched(store.find(&query, before, PAGE)),
        Effect::ReadHistory(before, count) => {
            Outcome::History(before, count, store.past_changes(before, count))
        }
        Effect::ReadMonth(span) => Outcome::Month(store.blocks(span)),
        Effect::KeepPage(week, step) => Outcome::KeptPage(store.reach_step(week, step, now)),
        Effect::LockGuess(change, week) => {
            let result = store.apply_and_reach(&change, (week, Step::Reveal), now);
            settle(change, result, store, now)
        }
        Effect::CloseReview(week, record) => close_review(week, &record, store, now),
        Effect::OpenLine(..)
        | Effect::Show(_)
        | Effect::ShowLine(..)
        | Effect::Open(_)
        | Effect::Prompt(..)
        | Effect::Add(_)
        | Effect::Repeat(_)
        | Effect::Ask(..)
        | Effect::PickCategory
        | Effect::SetCategory(_)
        | Effect::Run(_)
        | Effect::Refuse(_)
        | Effect::SetConfig(_)
        | Effect::Find(_)
        | Effect::Copy(_)
        | Effect::Suspend
        | Effect::Redraw
        | Effect::Quit => return None,
    })
}

fn apply(change: Change, store: &mut Store, now: Moment) -> Outcome {
    let result = store.apply(&change, now);
    settle(change, result, store, now)
}

/// What came of a change, or what is to be asked first.
fn settle(
    change: Change,
    result: Result<Applied, ChangeError>,
    store: &Store,
    now: Moment,
) -> Outcome {
    match result {
        Err(ChangeError::Refused(Refusal::Asks(warnings))) => {
            ask_first(change, warnings, store, now)
        }
        Ok(_) | Err(_) => Outcome::Applied(Box::new(change), result.map(Box::new)),
    }
}

/// A change that waits to be agreed to, with what it would do where that can be read.
fn ask_first(change: Change, warnings: Vec<Warning>, store: &Store, now: Moment) -> Outcome {
    let plan = store.preview_change(&change, now).ok();
    Outcome::Asked(Box::new(change), warnings, plan.map(Box::new))
}

/// Asks where the change begins before the day did, together with what else it costs.
fn apply_back_dated(
    change: Change,
    at: Moment,
    start: DayStart,
    store: &mut Store,
    now: Moment,
) -> Outcome {
    let warnings = warn_of_reach(at, start, store, now).and_then(|reach| {
        let Some(reach) = reach else {
            return Ok(Vec::new());
        };
        let cost = store.weigh_change(&change, now)?;
        Ok([reach].into_iter().chain(cost).collect())
    });
    ask_or_apply(change, warnings, store, now)
}

/// Applies a change that costs nothing beside what the store weighs itself; else asks.
fn ask_or_apply(
    change: Change,
    warnings: Result<Vec<Warning>, ChangeError>,
    store: &mut Store,
    now: Moment,
) -> Outcome {
    match warnings {
        Ok(warnings) if warnings.is_empty() => apply(change, store, now),
        Ok(warnings) => ask_first(change, warnings, store, now),
        Err(fault) => Outcome::Applied(Box::new(change), Err(fault)),
    }
}

fn warn_of_reach(
    at: Moment,
    start: DayStart,
    store: &Store,
    now: Moment,
) -> Result<Option<Warning>, ChangeError> {
    let first = match Span::new(start.midnight.at, now.at) {
        // A forgotten block is none of today: it counts up to where nobody knows.
        Some(today) => away::count_timeline(&store.blocks(today)?, &store.questions(now)?)
            .blocks
            .into_iter()
            .find(|block| block.end.is_none_or(|end| end.at > start.midnight.at)),
        None => None,
    };
    let first = first.map(|block| block.start);
    Ok(rules::warn_of_reach(at, start, first, now))
}

/// Closes a review with the figures of this moment.
fn close_review(week: Week, record: &ReviewRecord, store: &mut Store, now: Moment) -> Outcome {
    let figures = match serde_json::to_string(record) {
        Ok(figures) => figures,
        Err(error) => return Outcome::Unwritable(error),
    };
    let closed = Closed { at: now, figures };
    apply(Change::Close { week, closed }, store, now)
}
