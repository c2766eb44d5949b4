//! The words of the footer: which keys of the table are named in which place, and what they do in a word or two.

use super::action::{Action, Capture, Field, Fix, Go, LineAction, Program, RowAction, Triage, Way};
use super::key_table::{BACK_DATED, DESCRIBE, Focus, ROWS, STARTS};
use crate::domain::block::Category;
use Action as A;

/// Keys of the footer and the word that they share.
pub(crate) type Hint = (&'static [Action], &'static str);

const START: Hint = (STARTS, "start");
const BREAK: Hint = (&[A::Capture(Capture::Start(Category::Break))], "break");
const OFF: Hint = (&[A::Capture(Capture::Off)], "off");
const BACK: Hint = (&[A::Capture(Capture::Resume)], "back");
const UNDO: Hint = (&[A::Program(Program::Undo)], "undo");
const QUIT: Hint = (&[A::Program(Program::Quit)], "quit");
const SELECT: Hint = (ROWS, "select");
const CLOSE: Hint = (&[A::Cancel], "close");
const NEXT: Hint = (&[A::Go(Go::Screen(Way::Forward))], "next");
const SAVE: Hint = (&[A::Line(LineAction::Save)], "save");
const LEAVE: Hint = (&[A::Cancel], "leave as it was");
const EMPTY: Hint = (&[A::Line(LineAction::Clear)], "empty");
const COPY: Hint = (&[A::Copy], "copy");

/// The first day of a file.
pub(crate) const FIRST_DAY: &[Hint] = &[START, BREAK, OFF, QUIT];
/// The list of the day where there is little room.
pub(crate) const NARROW_DAY: &[Hint] = &[
    START,
    BREAK,
    OFF,
    BACK,
    (DESCRIBE, "more"),
    UNDO,
    QUIT,
    SELECT,
];
/// While minutes are typed.
pub(crate) const MINUTES: &[Hint] = &[(BACK_DATED, "began then"), (&[A::Cancel], "drops it")];

const DAY_KEYS: &[Hint] = &[
    START,
    BREAK,
    OFF,
    BACK,
    (&[A::Describe(Field::Note)], "note"),
    (&[A::Describe(Field::Account)], "account"),
    (&[A::Describe(Field::Requester)], "requester"),
    (&[A::Describe(Field::Outcome)], "outcome"),
    SELECT,
    UNDO,
    QUIT,
];
const WEEKS: &[Action] = &[A::Go(Go::Week(Way::Back)), A::Go(Go::Week(Way::Forward))];
const MONTHS: &[Action] = &[A::Go(Go::Month(Way::Back)), A::Go(Go::Month(Way::Forward))];
const STRETCHES: &[Action] = &[
    A::Go(Go::Stretch(Way::Back)),
    A::Go(Go::Stretch(Way::Forward)),
];

const REVIEW_KEYS: &[Hint] = &[
    (
        &[A::Go(Go::Step(Way::Back)), A::Go(Go::Step(Way::Forward))],
        "step",
    ),
    (ROWS, "row"),
    (WEEKS, "week"),
    START,
    UNDO,
    QUIT,
];
const SUGGESTION_KEYS: &[Hint] = &[
    (&[A::Suggestion(Triage::Accept)], "accept"),
    (&[A::Suggestion(Triage::Dismiss)], "dismiss"),
    (&[A::Suggestion(Triage::AcceptAs)], "accept as"),
    SELECT,
    UNDO,
    QUIT,
];
const WEEK_KEYS: &[Hint] = &[
    START,
    (WEEKS, "week"),
    (ROWS, "day"),
    (&[A::Go(Go::OpenDay)], "shows the day"),
    NEXT,
    UNDO,
    QUIT,
];
const TRENDS_KEYS: &[Hint] = &[
    START,
    (
        &[A::Go(Go::Page(Way::Back)), A::Go(Go::Page(Way::Forward))],
        "page",
    ),
    (STRETCHES, "13 26 52 weeks"),
    (WEEKS, "week"),
    (&[A::Go(Go::OpenWeek)], "shows the week"),
    NEXT,
    UNDO,
    QUIT,
];
const GAP_KEYS: &[Hint] = &[
    (&[A::Review(RowAction::FillAsBefore)], "takes it"),
    (&[A::Fix(Fix::Fill)], "other"),
];
const LONG_BLOCK_KEYS: &[Hint] = &[(&[A::Review(RowAction::ShowBlock)], "shows its day")];
const QUESTION_KEYS: &[Hint] = &[(&[A::Review(RowAction::Ask)], "answers")];
const CHOICE_KEYS: &[Hint] = &[(&[A::Review(RowAction::Next)], "next answer")];
const END_KEYS: &[Hint] = &[(&[A::Review(RowAction::Close)], "closes")];
const PART_KEYS: &[Hint] = &[(&[A::Review(RowAction::TogglePart)], "in or out"), COPY];
const HELP_KEYS: &[Hint] = &[(ROWS, "scroll"), CLOSE];
const MONTH_KEYS: &[Hint] = &[
    (&[A::Go(Go::OpenDay)], "show the day"),
    (
        &[A::Go(Go::Day(Way::Back)), A::Go(Go::Day(Way::Forward))],
        "day",
    ),
    (ROWS, "week"),
    (MONTHS, "month"),
    CLOSE,
];
const HISTORY_KEYS: &[Hint] = &[
    SELECT,
    (&[A::Line(LineAction::Choose)], "make it again"),
    CLOSE,
];
const PROMPT_KEYS: &[Hint] = &[
    SAVE,
    LEAVE,
    (&[A::Line(LineAction::Complete(Way::Forward))], "complete"),
    EMPTY,
];
const PALETTE_KEYS: &[Hint] = &[SELECT, (&[A::Line(LineAction::Choose)], "do it"), CLOSE];
const FIND_KEYS: &[Hint] = &[SELECT, (&[A::Line(LineAction::Choose)], "show it"), CLOSE];

/// The keys of a place in the order of the footer: those of what is selected, then those of the screen.
pub(crate) const fn hints(place: Focus) -> (&'static [Hint], &'static [Hint]) {
    match place {
        Focus::Block | Focus::Gap => (&[], DAY_KEYS),
        Focus::Suggestion => (&[], SUGGESTION_KEYS),
        Focus::Week => (&[], WEEK_KEYS),
        Focus::Trends => (&[], TRENDS_KEYS),
        Focus::ReviewPage => (&[], REVIEW_KEYS),
        Focus::ReviewGap => (GAP_KEYS, REVIEW_KEYS),
        Focus::ReviewLongBlock => (LONG_BLOCK_KEYS, REVIEW_KEYS),
        Focus::ReviewQuestion => (QUESTION_KEYS, REVIEW_KEYS),
        Focus::ReviewChoice => (CHOICE_KEYS, REVIEW_KEYS),
        Focus::ReviewEnd => (END_KEYS, REVIEW_KEYS),
        Focus::ReviewClosed | Focus::RecapCopy => (&[COPY], REVIEW_KEYS),
        Focus::RecapPart => (PART_KEYS, REVIEW_KEYS),
        Focus::Away => (&[], &[(&[A::Cancel], "later: the question stays")]),
        Focus::Help => (&[], HELP_KEYS),
        Focus::Month => (&[], MONTH_KEYS),
        Focus::History => (&[], HISTORY_KEYS),
        Focus::Prompt => (&[], PROMPT_KEYS),
        Focus::PlainPrompt => (&[], &[SAVE, LEAVE, EMPTY]),
        Focus::Palette => (&[], PALETTE_KEYS),
        Focus::Find => (&[], FIND_KEYS),
    }
}
