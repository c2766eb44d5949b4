//! The one table of keys: which key does what in which place. Keymap, footer, help, palette, README and `[keys]` read
//! it; no key is worded anywhere else.

use super::action::{
    Action, Capture, Edge, Field, Fix, Go, LineAction, Open, Program, RowAction, Stride, Triage,
    Way,
};
use crate::domain::block::{Category, Grade};
use crate::domain::review::Verdict;

/// Where the keys go: what is selected on the screen in view, or what lies over it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Focus {
    Block,
    Gap,
    Suggestion,
    Week,
    Trends,
    /// A page of the review with nothing selected.
    ReviewPage,
    ReviewGap,
    ReviewLongBlock,
    /// A block without an activity, and what it was most likely.
    ReviewBare,
    /// The same where nothing says what it was.
    ReviewUnknown,
    /// A conversation without a grade.
    ReviewUngraded,
    /// A question that is answered in a line.
    ReviewQuestion,
    /// A share of the guess.
    ReviewGuess,
    /// A commitment that is offered.
    ReviewCommitment,
    /// What is to become of something that took time.
    ReviewVerdict,
    /// A question with a few answers to choose from.
    ReviewChoice,
    /// The end of the last step.
    ReviewEnd,
    /// A row of a review that is closed.
    ReviewClosed,
    /// A part of the recap, which can be left out.
    RecapPart,
    RecapCopy,
    Away,
    Help,
    Month,
    History,
    Prompt,
    /// A prompt with nothing to complete.
    PlainPrompt,
    Palette,
    Find,
}

impl Focus {
    /// Whether time without a block is selected.
    pub(crate) const fn is_gap(self) -> bool {
        matches!(self, Self::Gap | Self::ReviewGap)
    }

    /// Whether it is on the review.
    pub(crate) const fn is_of_review(self) -> bool {
        REVIEW.contains(self)
    }
}

/// A set of places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places(u32);

impl Places {
    const fn of(places: &[Focus]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < places.len() {
            bits |= 1 << places[index] as u32;
            index += 1;
        }
        Self(bits)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn contains(self, place: Focus) -> bool {
        self.0 & (1 << place as u32) != 0
    }

    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

use Focus as F;
const DAY: Places = Places::of(&[F::Block, F::Gap, F::Suggestion]);
const BLOCKS: Places = Places::of(&[F::Block, F::Gap]);
const SUGGESTION: Places = Places::of(&[F::Suggestion]);
const WEEK: Places = Places::of(&[F::Week]);
const TRENDS: Places = Places::of(&[F::Trends]);
const REVIEW: Places = Places::of(&[
    F::ReviewPage,
    F::ReviewGap,
    F::ReviewLongBlock,
    F::ReviewBare,
    F::ReviewUnknown,
    F::ReviewUngraded,
    F::ReviewQuestion,
    F::ReviewGuess,
    F::ReviewCommitment,
    F::ReviewVerdict,
    F::ReviewChoice,
    F::ReviewEnd,
    F::ReviewClosed,
    F::RecapPart,
    F::RecapCopy,
]);
const BARE: Places = Places::of(&[F::ReviewBare, F::ReviewUnknown]);
const UNGRADED: Places = Places::of(&[F::ReviewUngraded]);
const VERDICT: Places = Places::of(&[F::ReviewVerdict]);
const GUESS: Places = Places::of(&[F::ReviewGuess]);
const COMMITMENT: Places = Places::of(&[F::ReviewCommitment]);
const VALUES: Places = GUESS.and(COMMITMENT);
const SCREENS: Places = DAY.and(WEEK).and(TRENDS).and(REVIEW);
const AWAY: Places = Places::of(&[F::Away]);
const HELP: Places = Places::of(&[F::Help]);
const MONTH: Places = Places::of(&[F::Month]);
const HISTORY: Places = Places::of(&[F::History]);
const PROMPT: Places = Places::of(&[F::Prompt]);
const LISTS: Places = Places::of(&[F::Palette, F::Find]);
const LINES: Places = Places::of(&[F::Prompt, F::PlainPrompt]);
const TEXT: Places = LINES.and(LISTS);

/// Where in the help a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    Capture,
    Describe,
    Correct,
    Move,
    Review,
    General,
    Type,
}

impl Group {
    /// All of them, in the order of the help.
    pub(crate) const ALL: [Self; 7] = [
        Self::Capture,
        Self::Describe,
        Self::Correct,
        Self::Move,
        Self::Review,
        Self::General,
        Self::Type,
    ];

    /// Its heading.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Capture => "Capture",
            Self::Describe => "Add detail",
            Self::Correct => "Fix the day",
            Self::Move => "Move",
            Self::Review => "Review",
            Self::General => "Other",
            Self::Type => "While typing",
        }
    }
}

/// A row of the key table: what one key does, place by place.
#[derive(Debug)]
pub(crate) struct Binding {
    /// As `[keys]` and the palette spell it.
    pub(crate) name: &'static str,
    /// Its keys, unless the config names others.
    pub(crate) keys: &'static [&'static str],
    pub(crate) group: Group,
    /// One line for help, palette and README.
    pub(crate) doc: &'static str,
    pub(crate) uses: &'static [(Places, Action)],
}

impl Binding {
    /// What the key does in a place, if anything.
    pub(crate) fn action_in(&self, place: Focus) -> Option<Action> {
        self.uses
            .iter()
            .find(|(places, _)| places.contains(place))
            .map(|(_, action)| *action)
    }

    /// Whether the key does something anywhere on the screen to which a place belongs.
    pub(crate) fn acts_on_screen_of(&self, place: Focus) -> bool {
        let mut screens = [DAY, WEEK, TRENDS, REVIEW].into_iter();
        let screen = screens.find(|screen| screen.contains(place));
        screen.is_some_and(|screen| self.uses.iter().any(|(places, _)| places.overlaps(screen)))
    }

    /// Whether both keys do something in one and the same place.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let mut mine = self.uses.iter();
        mine.any(|(here, _)| other.uses.iter().any(|(there, _)| here.overlaps(*there)))
    }

    /// Whether it does something only where text is typed.
    pub(crate) fn is_for_text(&self) -> bool {
        self.group == Group::Type
    }
}

macro_rules! bindings {
    ($($group:ident $name:literal [$($key:literal),*] { $($places:expr => $action:expr),* $(,)? } $doc:literal;)*) => {
        /// The key table, in the order of the help.
        pub(crate) const BINDINGS: &[Binding] = &[$(Binding {
            name: $name,
            keys: &[$($key),*],
            group: Group::$group,
            doc: $doc,
            uses: &[$(($places, $action)),*],
        }),*];
    };
}

use Action as A;
bindings! {
    // The first row with an action gives the key that the footer names.
    General "cancel" ["esc"] { GUESS => A::Review(RowAction::Skip), SCREENS.and(AWAY).and(HELP).and(MONTH).and(HISTORY) => A::Cancel } "close, or drop what was begun: minutes, letters, a line";
    Capture "selling" ["s"] { SCREENS.and(AWAY) => A::Capture(Capture::Start(Category::Selling)) } "start selling; type minutes first to back-date it";
    Capture "admin" ["a"] { SCREENS.and(AWAY) => A::Capture(Capture::Start(Category::Admin)) } "start admin";
    Capture "learning" ["l"] { SCREENS.and(AWAY) => A::Capture(Capture::Start(Category::Learning)) } "start learning";
    Capture "distraction" ["d"] { SCREENS.and(AWAY) => A::Capture(Capture::Start(Category::Distraction)) } "start distraction";
    Capture "break" ["b"] { SCREENS.and(AWAY) => A::Capture(Capture::Start(Category::Break)) } "start a break: not working time";
    Capture "focus-run" ["F"] { SCREENS => A::Capture(Capture::Focus) } "focus run: an hour set aside for selling; type other minutes first";
    Capture "off" ["o"] { SCREENS.and(AWAY) => A::Capture(Capture::Off) } "off the clock";
    Capture "resume" ["."] { SCREENS => A::Capture(Capture::Resume) } "resume the previous block, after an interruption";
    Capture "repeat" ["r"] { SCREENS => A::Capture(Capture::Repeat) } "start again like the selected block: its category, activity and account";
    Capture "was-selling" ["S"] { SCREENS.and(AWAY) => A::Capture(Capture::Claim(Category::Selling)) } "relabel the running block as selling; off the clock, fill since the last block";
    Capture "was-admin" ["A"] { SCREENS.and(AWAY) => A::Capture(Capture::Claim(Category::Admin)) } "relabel the running block as admin";
    Capture "was-learning" ["L"] { SCREENS.and(AWAY) => A::Capture(Capture::Claim(Category::Learning)) } "relabel the running block as learning";
    Capture "was-distraction" ["D"] { SCREENS.and(AWAY) => A::Capture(Capture::Claim(Category::Distraction)) } "relabel the running block as distraction";
    Describe "note" ["n"] { SCREENS => A::Describe(Field::Note) } "note of the selected block; takes @account, !requester, #tag, /activity, +outcome and ~source too";
    Describe "account" ["@"] { SCREENS => A::Describe(Field::Account) } "account of the selected block: the customer";
    Describe "requester" ["!"] { SCREENS => A::Describe(Field::Requester) } "requester of the selected block: who asked for the work";
    Describe "outcome" ["+"] { SCREENS => A::Describe(Field::Outcome) } "outcome of the selected block: 3conv, 1meeting, 22touch, advance, continuation, no, won, ready, later, unfit, ~source";
    Correct "change" ["c"] {
        Places::of(&[F::Gap, F::ReviewGap]) => A::Fix(Fix::Fill), SUGGESTION => A::Suggestion(Triage::AcceptAs), SCREENS => A::Fix(Fix::Category),
    } "category of the selected block, or fill the gap; then a letter, or o where it was off";
    Correct "edit" ["enter"] {
        BLOCKS => A::Fix(Fix::Edit), SUGGESTION => A::Suggestion(Triage::Accept), WEEK.and(MONTH) => A::Go(Go::OpenDay), TRENDS => A::Go(Go::OpenWeek), AWAY => A::KeepAll,
        Places::of(&[F::ReviewGap]) => A::Review(RowAction::FillGap), Places::of(&[F::ReviewLongBlock]) => A::Review(RowAction::ShowBlock),
        Places::of(&[F::ReviewQuestion]) => A::Review(RowAction::Ask), BARE => A::Review(RowAction::TakeActivity), UNGRADED => A::Review(RowAction::TypeOutcome), GUESS => A::Review(RowAction::LockIn), COMMITMENT => A::Review(RowAction::Commit), Places::of(&[F::ReviewPage]) => A::Go(Go::Step(Way::Forward)), Places::of(&[F::ReviewVerdict, F::ReviewChoice, F::ReviewClosed]) => A::Review(RowAction::Next),
        Places::of(&[F::ReviewEnd]) => A::Review(RowAction::Close), Places::of(&[F::RecapPart]) => A::Review(RowAction::TogglePart),
        Places::of(&[F::RecapCopy]) => A::Copy, HISTORY => A::Line(LineAction::Choose),
    } "edit all of the block in one line, or fill the gap with one; accept a suggestion";
    Correct "add" ["i"] { SCREENS => A::Open(Open::Add) } "add a block: type its times, category and the rest in one line";
    Correct "start-earlier" ["["] { VALUES => A::Review(RowAction::Adjust(Way::Back, Stride::Long)), SCREENS => A::Fix(Fix::Nudge(Edge::Start, Way::Back)) } "start 5 minutes earlier; neighbors are trimmed";
    Correct "start-later" ["]"] { VALUES => A::Review(RowAction::Adjust(Way::Forward, Stride::Long)), SCREENS => A::Fix(Fix::Nudge(Edge::Start, Way::Forward)) } "start 5 minutes later";
    Correct "end-earlier" ["{"] { SCREENS => A::Fix(Fix::Nudge(Edge::End, Way::Back)) } "end 5 minutes earlier";
    Correct "end-later" ["}"] { SCREENS => A::Fix(Fix::Nudge(Edge::End, Way::Forward)) } "end 5 minutes later; neighbors are trimmed";
    Correct "split" ["/"] { SCREENS.and(AWAY) => A::Fix(Fix::Split) } "split at a time; note and outcomes stay with the first part";
    Correct "merge" ["m"] { SCREENS => A::Fix(Fix::Merge) } "merge into the previous block; another category asks first";
    Correct "delete" ["x", "del"] { UNGRADED => A::Review(RowAction::Grade(Grade::No)), VERDICT => A::Review(RowAction::Judge(Verdict::Refuse)), SUGGESTION => A::Suggestion(Triage::Dismiss), SCREENS => A::Fix(Fix::Delete) } "delete the block: its time is untracked again; dismiss a suggestion; refuse, in step 7 of the review";
    Correct "away" ["z"] { SCREENS => A::Open(Open::Away) } "answer the question about time away";
    Correct "next-gap" ["g"] { SCREENS => A::Fix(Fix::NextGap) } "select the next gap";
    Correct "undo" ["u"] { SCREENS => A::Program(Program::Undo) } "undo the last change, as often as you like";
    Correct "redo" ["ctrl-r"] { SCREENS => A::Program(Program::Redo) } "redo what was undone last";
    Correct "undo-history" ["ctrl-u"] { HISTORY => A::Cancel, SCREENS => A::Open(Open::History) } "undo history: redo any undone change";
    Move "up" ["up", "k"] { TRENDS => A::Go(Go::Stretch(Way::Back)), SCREENS.and(HELP).and(MONTH).and(HISTORY) => A::Go(Go::Row(Way::Back)) } "select the row above";
    Move "down" ["down", "j"] { TRENDS => A::Go(Go::Stretch(Way::Forward)), SCREENS.and(HELP).and(MONTH).and(HISTORY) => A::Go(Go::Row(Way::Forward)) } "select the row below";
    Move "day-before" ["left"] {
        DAY.and(MONTH) => A::Go(Go::Day(Way::Back)), WEEK.and(TRENDS) => A::Go(Go::Week(Way::Back)), VALUES => A::Review(RowAction::Adjust(Way::Back, Stride::Short)), REVIEW => A::Go(Go::Step(Way::Back)),
    } "previous day, week or step; less, on a guess or a commitment";
    Move "day-after" ["right"] {
        DAY.and(MONTH) => A::Go(Go::Day(Way::Forward)), WEEK.and(TRENDS) => A::Go(Go::Week(Way::Forward)), VALUES => A::Review(RowAction::Adjust(Way::Forward, Stride::Short)), REVIEW => A::Go(Go::Step(Way::Forward)),
    } "next day, week or step; more, on a guess or a commitment";
    Move "page-up" ["pgup"] {
        MONTH => A::Go(Go::Month(Way::Back)), WEEK => A::Go(Go::Week(Way::Back)), REVIEW => A::Go(Go::Step(Way::Back)), SCREENS.and(HELP).and(HISTORY) => A::Go(Go::Page(Way::Back)),
    } "page up; previous step";
    Move "page-down" ["pgdn"] {
        MONTH => A::Go(Go::Month(Way::Forward)), WEEK => A::Go(Go::Week(Way::Forward)), REVIEW => A::Go(Go::Step(Way::Forward)), SCREENS.and(HELP).and(HISTORY) => A::Go(Go::Page(Way::Forward)),
    } "page down; next step";
    Move "week-before" ["<"] { WEEK.and(TRENDS).and(REVIEW) => A::Go(Go::Week(Way::Back)) } "previous week";
    Move "week-after" [">"] { UNGRADED => A::Review(RowAction::Grade(Grade::Advance)), VERDICT => A::Review(RowAction::Judge(Verdict::HandOff)), WEEK.and(TRENDS).and(REVIEW) => A::Go(Go::Week(Way::Forward)) } "next week; hand off, in step 7 of the review";
    Move "find" ["f"] { SCREENS => A::Open(Open::Find) } "find blocks by words, category, @account, !requester, #tag, /activity or ~source";
    Move "calendar" ["C"] { MONTH => A::Cancel, SCREENS => A::Open(Open::Month) } "calendar of the month: jump to a day";
    Move "today" ["home"] { SCREENS.and(MONTH).and(HISTORY) => A::Go(Go::Today) } "back to today and the running block";
    Move "next-screen" ["tab"] { SCREENS => A::Go(Go::Screen(Way::Forward)) } "next screen";
    Move "previous-screen" ["shift-tab"] { SCREENS => A::Go(Go::Screen(Way::Back)) } "previous screen";
    Review "edit-commitment" ["e"] { COMMITMENT => A::Review(RowAction::Ask) } "write the selected commitment in your own words";
    Review "keep" ["="] { UNGRADED => A::Review(RowAction::Grade(Grade::Continuation)), VERDICT => A::Review(RowAction::Judge(Verdict::Needed)) } "keep, in step 7 of the review";
    Review "shrink" ["-"] { VERDICT => A::Review(RowAction::Judge(Verdict::Shrink)) } "shrink, in step 7 of the review";
    Review "guess" ["G"] { SCREENS => A::Open(Open::Guess) } "guess the week's shares before the review shows them";
    Review "copy" ["y"] { SCREENS => A::Copy } "copy the recap of the week in review";
    General "palette" [":"] { SCREENS => A::Open(Open::Palette) } "find any command by name and run it";
    General "help" ["?"] { HELP => A::Cancel, SCREENS => A::Open(Open::Help) } "help";
    General "hide-names" ["H"] { SCREENS => A::Program(Program::HideNames) } "hide names and notes while others look, or show them";
    General "redraw" ["ctrl-l"] { SCREENS => A::Program(Program::Redraw) } "redraw";
    General "suspend" ["ctrl-z"] { SCREENS => A::Program(Program::Suspend) } "back to the shell for a while; fg returns";
    General "quit" ["q", "ctrl-c"] { HELP.and(MONTH).and(HISTORY) => A::Cancel, SCREENS => A::Program(Program::Quit) } "quit; what runs keeps running";
    Type "save" ["enter"] { LINES => A::Line(LineAction::Save), LISTS => A::Line(LineAction::Choose) } "save the line; run or open the selected row";
    Type "leave" ["esc", "ctrl-c"] { TEXT => A::Cancel } "cancel: nothing changes";
    Type "complete" ["tab"] { PROMPT => A::Line(LineAction::Complete(Way::Forward)) } "complete a name; again for the next one";
    Type "complete-back" ["shift-tab"] { PROMPT => A::Line(LineAction::Complete(Way::Back)) } "complete with the previous name";
    Type "clear" ["ctrl-u"] { TEXT => A::Line(LineAction::Clear) } "clear the line";
    Type "line-up" ["up", "ctrl-p"] { LISTS => A::Go(Go::Row(Way::Back)), LINES => A::Line(LineAction::Recall(Way::Back)) } "select the row above; in a prompt, bring back unsaved text";
    Type "line-down" ["down", "ctrl-n"] { LISTS => A::Go(Go::Row(Way::Forward)), LINES => A::Line(LineAction::Recall(Way::Forward)) } "select the row below; in a prompt, the text after it";
    Type "lines-up" ["pgup"] { LISTS => A::Go(Go::Page(Way::Back)) } "page up";
    Type "lines-down" ["pgdn"] { LISTS => A::Go(Go::Page(Way::Forward)) } "page down";
}

/// The keys that go after minutes.
pub(crate) const BACK_DATED: &[Action] = &[
    A::Capture(Capture::Start(Category::Selling)),
    A::Capture(Capture::Start(Category::Admin)),
    A::Capture(Capture::Start(Category::Learning)),
    A::Capture(Capture::Start(Category::Distraction)),
    A::Capture(Capture::Start(Category::Break)),
    A::Capture(Capture::Off),
    A::Capture(Capture::Resume),
    A::Capture(Capture::Repeat),
    A::Capture(Capture::Focus),
];
/// Those of them that start the four kinds of work.
pub(crate) const STARTS: &[Action] = BACK_DATED.split_at(4).0;
pub(crate) const ROWS: &[Action] = &[A::Go(Go::Row(Way::Back)), A::Go(Go::Row(Way::Forward))];
