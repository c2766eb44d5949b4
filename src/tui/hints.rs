//! The words of the footer: which keys of the table are named in which place, and what they do in a word or two.

use super::action::{
    Action, Capture, Edge, Field, Fix, Go, LineAction, Open, Program, RowAction, Stride, Triage,
    Way,
};
use super::key_table::{Focus, ROWS, STARTS};
use crate::domain::block::{Category, Grade};
use crate::domain::review::Verdict;
use Action as A;

/// Keys of the footer and the word that they share.
pub(crate) type Hint = (&'static [Action], &'static str);

const START: Hint = (STARTS, "start");
const SWITCH: Hint = (STARTS, "switch");
const BREAK: Hint = (&[A::Capture(Capture::Start(Category::Break))], "break");
const OFF: Hint = (&[A::Capture(Capture::Off)], "off");
const BACK: Hint = (&[A::Capture(Capture::Resume)], "back");
const AGAIN: Hint = (&[A::Capture(Capture::Repeat)], "again");
const ADD: Hint = (&[A::Open(Open::Add)], "add");
const NOTE: Hint = (&[A::Describe(Field::Note)], "note");
const ACCOUNT: Hint = (&[A::Describe(Field::Account)], "account");
const REQUESTER: Hint = (&[A::Describe(Field::Requester)], "requester");
const OUTCOME: Hint = (&[A::Describe(Field::Outcome)], "outcome");
const FILL: Hint = (&[A::Fix(Fix::Fill)], "fill");
const NEXT_GAP: Hint = (&[A::Fix(Fix::NextGap)], "next gap");
const FIND: Hint = (&[A::Open(Open::Find)], "find");
const UNDO: Hint = (&[A::Program(Program::Undo)], "undo");
const QUIT: Hint = (&[A::Program(Program::Quit)], "quit");
const SELECT: Hint = (ROWS, "select");
const CHOOSE: Hint = (ROWS, "choose");
const CLOSE: Hint = (&[A::Cancel], "close");
const CANCEL: Hint = (&[A::Cancel], "cancel");
const NEXT: Hint = (&[A::Go(Go::Screen(Way::Forward))], "next screen");
const NEXT_PAGE: Hint = (&[A::Go(Go::Page(Way::Forward))], "next page");
const SAVE: Hint = (&[A::Line(LineAction::Save)], "save");
const CLEAR: Hint = (&[A::Line(LineAction::Clear)], "clear");
const COPY: Hint = (&[A::Copy], "copy");

/// While nothing runs; the start of a category some minutes ago goes after the first.
pub(crate) const OFF_THE_CLOCK: &[Hint] = &[START, BREAK, NEXT, QUIT, ADD, UNDO];
/// The same where the day so far is a gap.
pub(crate) const OFF_THE_CLOCK_SO_FAR: &[Hint] =
    &[START, FILL, BREAK, NEXT, NEXT_GAP, QUIT, ADD, UNDO];
/// The same before the first block, when there is nothing to undo.
pub(crate) const FIRST_DAY: &[Hint] = &[START, BREAK, NEXT, QUIT];
/// What runs is selected: selling, or anything else.
pub(crate) const RUNNING_SELLING: &[Hint] = &[
    SWITCH, BREAK, OFF, BACK, NOTE, ACCOUNT, OUTCOME, UNDO, NEXT_GAP, FIND, ADD,
];
pub(crate) const RUNNING: &[Hint] = &[
    SWITCH, BREAK, OFF, BACK, NOTE, ACCOUNT, REQUESTER, UNDO, NEXT_GAP, FIND, ADD,
];
const START_EDGE: &[Action] = &[
    A::Fix(Fix::Nudge(Edge::Start, Way::Back)),
    A::Fix(Fix::Nudge(Edge::Start, Way::Forward)),
];
const END_EDGE: &[Action] = &[
    A::Fix(Fix::Nudge(Edge::End, Way::Back)),
    A::Fix(Fix::Nudge(Edge::End, Way::Forward)),
];
/// A block that is over is selected.
const PAST_BLOCK: &[Hint] = &[
    (&[A::Fix(Fix::Edit)], "edit"),
    (&[A::Fix(Fix::Category)], "category"),
    (START_EDGE, "start"),
    (END_EDGE, "end"),
    (&[A::Fix(Fix::Split)], "split"),
    (&[A::Fix(Fix::Merge)], "merge"),
    (&[A::Fix(Fix::Delete)], "delete"),
    AGAIN,
    UNDO,
    NOTE,
    ACCOUNT,
];
const DAY_GAP: &[Hint] = &[
    FILL,
    (&[A::Fix(Fix::Edit)], "fill with details"),
    NEXT_GAP,
    SELECT,
    (STARTS, "start now"),
    UNDO,
    ADD,
];
/// While minutes are typed, after the digits and Backspace, which no table gives away.
pub(crate) const MINUTES: &[Hint] = &[CANCEL];
/// While a category is picked.
pub(crate) const CATEGORY: &[Hint] = &[CANCEL];

/// While the letters of a category are shown.
pub(crate) const fn letters(category: Category) -> &'static [Hint] {
    match category {
        Category::Selling => &[NOTE, ACCOUNT, OUTCOME, UNDO, CLOSE],
        Category::Admin | Category::Learning | Category::Distraction | Category::Break => {
            &[NOTE, ACCOUNT, REQUESTER, UNDO, CLOSE]
        }
    }
}

const WEEKS: &[Action] = &[A::Go(Go::Week(Way::Back)), A::Go(Go::Week(Way::Forward))];
const MONTHS: &[Action] = &[A::Go(Go::Month(Way::Back)), A::Go(Go::Month(Way::Forward))];
const STRETCHES: &[Action] = &[
    A::Go(Go::Stretch(Way::Back)),
    A::Go(Go::Stretch(Way::Forward)),
];

const NEXT_STEP: Hint = (&[A::Go(Go::Step(Way::Forward))], "next step");
const PREVIOUS_STEP: Hint = (&[A::Go(Go::Step(Way::Back))], "previous step");
const GUESS_KEYS: &[Hint] = &[
    (
        &[
            A::Review(RowAction::Adjust(Way::Back, Stride::Short)),
            A::Review(RowAction::Adjust(Way::Forward, Stride::Short)),
        ],
        "± 1",
    ),
    (
        &[
            A::Review(RowAction::Adjust(Way::Back, Stride::Long)),
            A::Review(RowAction::Adjust(Way::Forward, Stride::Long)),
        ],
        "± 5",
    ),
    (ROWS, "category"),
    (&[A::Review(RowAction::LockIn)], "lock in"),
    (&[A::Review(RowAction::Skip)], "skip"),
    PREVIOUS_STEP,
];
const COMMITMENT_KEYS: &[Hint] = &[
    (ROWS, "choose"),
    (
        &[
            A::Review(RowAction::Adjust(Way::Back, Stride::Short)),
            A::Review(RowAction::Adjust(Way::Forward, Stride::Short)),
        ],
        "± 15 min",
    ),
    (&[A::Review(RowAction::Commit)], "commit"),
    (&[A::Review(RowAction::Ask)], "edit text"),
    PREVIOUS_STEP,
];
const VERDICT_KEYS: &[Hint] = &[
    (&[A::Review(RowAction::Judge(Verdict::Needed))], "keep"),
    (&[A::Review(RowAction::Judge(Verdict::Shrink))], "shrink"),
    (&[A::Review(RowAction::Judge(Verdict::HandOff))], "hand off"),
    (&[A::Review(RowAction::Judge(Verdict::Refuse))], "refuse"),
    (ROWS, "row"),
    NEXT_STEP,
    START,
    PREVIOUS_STEP,
];
const REVIEW_KEYS: &[Hint] = &[
    (ROWS, "row"),
    NEXT_STEP,
    START,
    UNDO,
    PREVIOUS_STEP,
    (WEEKS, "week"),
    QUIT,
];
const SUGGESTION_KEYS: &[Hint] = &[
    (&[A::Suggestion(Triage::Accept)], "accept"),
    (&[A::Suggestion(Triage::Dismiss)], "dismiss"),
    (&[A::Suggestion(Triage::AcceptAs)], "accept as"),
    SELECT,
    UNDO,
];
const WEEK_KEYS: &[Hint] = &[
    START,
    (WEEKS, "week"),
    (ROWS, "day"),
    (&[A::Go(Go::OpenDay)], "open day"),
    FIND,
    NEXT,
    UNDO,
    ADD,
];
const TRENDS_KEYS: &[Hint] = &[
    START,
    (WEEKS, "week"),
    (STRETCHES, "13 26 52 weeks"),
    (&[A::Go(Go::OpenWeek)], "open week"),
    NEXT_PAGE,
    UNDO,
];
/// The weeks side by side where there is little room.
pub(crate) const NARROW_TRENDS: &[Hint] = &[
    START,
    (WEEKS, "week"),
    NEXT_PAGE,
    (STRETCHES, "weeks"),
    (&[A::Go(Go::OpenWeek)], "open week"),
];
const GAP_KEYS: &[Hint] = &[
    FILL,
    (&[A::Review(RowAction::FillGap)], "fill with details"),
];
const LONG_BLOCK_KEYS: &[Hint] = &[(&[A::Review(RowAction::ShowBlock)], "show its day")];
const BARE_KEYS: &[Hint] = &[(&[A::Review(RowAction::TakeActivity)], "accept")];
const UNKNOWN_KEYS: &[Hint] = &[(&[A::Review(RowAction::TakeActivity)], "edit")];
const UNGRADED_KEYS: &[Hint] = &[
    (&[A::Review(RowAction::Grade(Grade::Advance))], "advance"),
    (
        &[A::Review(RowAction::Grade(Grade::Continuation))],
        "continuation",
    ),
    (&[A::Review(RowAction::Grade(Grade::No))], "no"),
    (&[A::Review(RowAction::TypeOutcome)], "other"),
];
const QUESTION_KEYS: &[Hint] = &[(&[A::Review(RowAction::Ask)], "answer")];
const CHOICE_KEYS: &[Hint] = &[(&[A::Review(RowAction::Next)], "next answer")];
const END_KEYS: &[Hint] = &[(&[A::Review(RowAction::Close)], "close the review")];
const PART_KEYS: &[Hint] = &[(&[A::Review(RowAction::TogglePart)], "toggle"), COPY];
const LATER: &str = "later: the question stays";
const HELP_KEYS: &[Hint] = &[(ROWS, "scroll"), CLOSE];
const MONTH_KEYS: &[Hint] = &[
    (&[A::Go(Go::OpenDay)], "open"),
    (
        &[A::Go(Go::Day(Way::Back)), A::Go(Go::Day(Way::Forward))],
        "day",
    ),
    (ROWS, "week"),
    (MONTHS, "month"),
    CLOSE,
];
const HISTORY_KEYS: &[Hint] = &[SELECT, (&[A::Line(LineAction::Choose)], "redo this"), CLOSE];
const PROMPT_KEYS: &[Hint] = &[
    SAVE,
    CANCEL,
    (&[A::Line(LineAction::Complete(Way::Forward))], "complete"),
    CLEAR,
];
/// While a block is typed that is to be added.
pub(crate) const ADDING: &[Hint] = &[
    (&[A::Line(LineAction::Save)], "add"),
    (&[A::Line(LineAction::Complete(Way::Forward))], "complete"),
    CLEAR,
    CANCEL,
];
const PALETTE_KEYS: &[Hint] = &[(&[A::Line(LineAction::Choose)], "run"), CHOOSE, CLOSE];
const FIND_KEYS: &[Hint] = &[(&[A::Line(LineAction::Choose)], "open"), CHOOSE, CLOSE];

/// The keys of the help: those of every screen that tag time.
pub(crate) const HELP_CAPTURE: &[Hint] = &[
    (
        &[A::Capture(Capture::Start(Category::Selling))],
        "start selling",
    ),
    (
        &[A::Capture(Capture::Start(Category::Admin))],
        "start admin",
    ),
    (
        &[A::Capture(Capture::Start(Category::Learning))],
        "start learning",
    ),
    (
        &[A::Capture(Capture::Start(Category::Distraction))],
        "start distraction",
    ),
    (
        &[A::Capture(Capture::Start(Category::Break))],
        "start a break",
    ),
    (&[A::Capture(Capture::Focus)], "focus run"),
    (&[A::Capture(Capture::Off)], "off the clock"),
    (&[A::Capture(Capture::Resume)], "resume the previous"),
    (&[A::Capture(Capture::Repeat)], "again, like the selected"),
    (
        &[
            A::Capture(Capture::Claim(Category::Selling)),
            A::Capture(Capture::Claim(Category::Admin)),
            A::Capture(Capture::Claim(Category::Learning)),
            A::Capture(Capture::Claim(Category::Distraction)),
        ],
        "relabel the running block",
    ),
];
/// And the rest of what works on every screen.
pub(crate) const HELP_REST: &[Hint] = &[
    NOTE,
    ACCOUNT,
    REQUESTER,
    OUTCOME,
    UNDO,
    (&[A::Program(Program::Redo)], "redo"),
    (&[A::Open(Open::History)], "undo history"),
    FIND,
    (&[A::Open(Open::Month)], "calendar"),
    (&[A::Program(Program::HideNames)], "hide names"),
    (&[A::Open(Open::Palette)], "all commands"),
];
const HELP_DAY: &[Hint] = &[
    SELECT,
    NEXT_GAP,
    (&[A::Open(Open::Add)], "add a block"),
    (&[A::Fix(Fix::Category)], "category, or fill"),
    (&[A::Fix(Fix::Edit)], "edit all in one line"),
    (START_EDGE, "start −5, +5 min"),
    (END_EDGE, "end −5, +5 min"),
    (&[A::Fix(Fix::Split)], "split"),
    (&[A::Fix(Fix::Merge)], "merge with previous"),
    (&[A::Fix(Fix::Delete)], "delete"),
    (
        &[A::Go(Go::Day(Way::Back)), A::Go(Go::Day(Way::Forward))],
        "day",
    ),
];

/// The keys of a place in the order of the help: as in the footer, but for the list of the day, which has more.
pub(crate) const fn help(place: Focus) -> (&'static [Hint], &'static [Hint]) {
    if matches!(place, Focus::Block | Focus::Gap) {
        (&[], HELP_DAY)
    } else {
        hints(place)
    }
}

/// The keys of a place in the order of the footer: those of what is selected, then those of the screen.
pub(crate) const fn hints(place: Focus) -> (&'static [Hint], &'static [Hint]) {
    match place {
        Focus::Block => (&[], PAST_BLOCK),
        Focus::Gap => (&[], DAY_GAP),
        Focus::Suggestion => (&[], SUGGESTION_KEYS),
        Focus::Week => (&[], WEEK_KEYS),
        Focus::Trends => (&[], TRENDS_KEYS),
        Focus::ReviewPage => (&[], REVIEW_KEYS),
        Focus::ReviewGap => (GAP_KEYS, REVIEW_KEYS),
        Focus::ReviewLongBlock => (LONG_BLOCK_KEYS, REVIEW_KEYS),
        Focus::ReviewCommitment => (&[], COMMITMENT_KEYS),
        Focus::ReviewVerdict => (&[], VERDICT_KEYS),
        Focus::ReviewGuess => (&[], GUESS_KEYS),
        Focus::ReviewBare => (BARE_KEYS, REVIEW_KEYS),
        Focus::ReviewUnknown => (UNKNOWN_KEYS, REVIEW_KEYS),
        Focus::ReviewUngraded => (UNGRADED_KEYS, REVIEW_KEYS),
        Focus::ReviewQuestion => (QUESTION_KEYS, REVIEW_KEYS),
        Focus::ReviewChoice => (CHOICE_KEYS, REVIEW_KEYS),
        Focus::ReviewEnd => (END_KEYS, REVIEW_KEYS),
        Focus::ReviewClosed | Focus::RecapCopy => (&[COPY], REVIEW_KEYS),
        Focus::RecapPart => (PART_KEYS, REVIEW_KEYS),
        Focus::Away => (&[], &[(&[A::Cancel], LATER)]),
        Focus::Help => (&[], HELP_KEYS),
        Focus::Month => (&[], MONTH_KEYS),
        Focus::History => (&[], HISTORY_KEYS),
        Focus::Prompt => (&[], PROMPT_KEYS),
        Focus::PlainPrompt => (&[], &[SAVE, CANCEL, CLEAR]),
        Focus::Palette => (&[], PALETTE_KEYS),
        Focus::Find => (&[], FIND_KEYS),
    }
}
