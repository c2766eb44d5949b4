//! Everything that a key can do. Which key does it, where and in which words is the key table's to say.

use crate::domain::block::{Category, Grade};
use crate::domain::review::Verdict;

/// Everything that a key can do; each means one thing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Action {
    Capture(Capture),
    Describe(Field),
    Fix(Fix),
    Suggestion(Triage),
    Go(Go),
    Open(Open),
    Review(RowAction),
    Line(LineAction),
    Program(Program),
    /// All of the time away was what runs.
    KeepAll,
    Copy,
    /// Closes what is open, drops what was begun.
    Cancel,
}

/// What tags time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Capture {
    /// This category, from now on.
    Start(Category),
    /// The last stretch was this category.
    Claim(Category),
    /// A time set aside for selling, from now on.
    Focus,
    Off,
    Resume,
    /// The work of the selected block, once more.
    Repeat,
}

/// Which way along time or a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Way {
    Back,
    Forward,
}

impl Way {
    /// So many steps that way.
    pub(crate) const fn times(self, steps: isize) -> isize {
        match self {
            Self::Back => -steps,
            Self::Forward => steps,
        }
    }
}

/// What can be said of a block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Field {
    Note,
    Account,
    Requester,
    Outcome,
}

/// What is done to the selected block or gap.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Fix {
    Edit,
    /// Another category for the block.
    Category,
    /// A category for the gap.
    Fill,
    /// An end of the block, a little earlier or later.
    Nudge(Edge, Way),
    Split,
    Merge,
    Delete,
    NextGap,
}

/// An end of a block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Edge {
    Start,
    End,
}

/// What becomes of a suggestion.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Triage {
    Accept,
    AcceptAs,
    Dismiss,
}

/// Where to go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Go {
    Row(Way),
    Page(Way),
    Day(Way),
    Week(Way),
    Month(Way),
    /// A step of the review.
    Step(Way),
    /// More or fewer weeks side by side.
    Stretch(Way),
    Screen(Way),
    /// The list of the selected day.
    OpenDay,
    /// The week of the selected column.
    OpenWeek,
    Today,
}

/// What to lay over the screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Open {
    /// The line of a block that is to be added.
    Add,
    Away,
    Find,
    Month,
    History,
    Guess,
    Palette,
    Help,
}

/// What is done to the selected row of the review.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum RowAction {
    /// Types the block that fills the gap.
    FillGap,
    /// Shows the long block on its day.
    ShowBlock,
    Ask,
    Next,
    /// More or less of the selected value.
    Adjust(Way, Stride),
    /// The block without an activity was what is most likely.
    TakeActivity,
    /// How the selected conversation ended.
    Grade(Grade),
    /// Types the outcome of the selected conversation.
    TypeOutcome,
    /// What is to become of the selected taker of time.
    Judge(Verdict),
    /// Keeps the selected commitment.
    Commit,
    /// Keeps the guess, and shows the week.
    LockIn,
    /// Goes on without a guess.
    Skip,
    Close,
    TogglePart,
}

/// How far one key moves a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Stride {
    Short,
    Long,
}

/// What is done to a line that is typed, and to the list below it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum LineAction {
    Save,
    Choose,
    Complete(Way),
    /// What was typed before in a line of this kind.
    Recall(Way),
    Clear,
}

/// What concerns the program as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Program {
    Undo,
    Redo,
    Redraw,
    Suspend,
    /// Hides names and notes, or shows them.
    HideNames,
    Quit,
}

impl Action {
    /// Whether it needs no more of the screen than the line that says what runs: nothing that is selected.
    pub(crate) const fn works_unseen(self) -> bool {
        match self {
            Self::Capture(
                Capture::Start(_)
                | Capture::Claim(_)
                | Capture::Focus
                | Capture::Off
                | Capture::Resume,
            )
            | Self::Describe(_)
            | Self::Program(_)
            | Self::Cancel => true,
            Self::Capture(Capture::Repeat)
            | Self::Fix(_)
            | Self::Suggestion(_)
            | Self::Go(_)
            | Self::Open(_)
            | Self::Review(_)
            | Self::Line(_)
            | Self::KeepAll
            | Self::Copy => false,
        }
    }

    /// The category that the key names: for now on, or for what has just been.
    pub(crate) const fn category(self) -> Option<Category> {
        if let Self::Capture(Capture::Start(category) | Capture::Claim(category)) = self {
            Some(category)
        } else {
            None
        }
    }
}
