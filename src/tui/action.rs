//! Everything that a key can do: one table feeds the keymap, the footer, the help and the README.

use crate::domain::block::Category;

/// Where in the help an action stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Tagging time.
    Capture,
    /// Saying more about a block.
    Describe,
    /// Context the day right.
    Correct,
    /// Looking around.
    Move,
    /// Looking back.
    Review,
    /// Everything else.
    General,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Capture,
        Self::Describe,
        Self::Correct,
        Self::Move,
        Self::Review,
        Self::General,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Capture => "Tag time",
            Self::Describe => "Say more",
            Self::Correct => "Set the day right",
            Self::Move => "Look around",
            Self::Review => "Look back",
            Self::General => "And else",
        }
    }
}

macro_rules! actions {
    ($($variant:ident, $group:ident, $name:literal, $keys:expr, $short:literal, $doc:literal;)*) => {
        /// Everything that a key can do outside of a text prompt.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {
            $(#[doc = $doc] $variant,)*
        }

        impl Action {
            /// All of them, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, as the config spells it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Its keys, unless the config names others.
            pub const fn keys(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$keys,)* }
            }

            /// One word for the footer.
            pub const fn short(self) -> &'static str {
                match self { $(Self::$variant => $short,)* }
            }

            /// One line for the help.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }

            /// Where in the help it stands.
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }
        }
    };
}

actions! {
    Selling, Capture, "selling", ["s"], "selling", "from now on: selling; after digits, from so many minutes ago on";
    Admin, Capture, "admin", ["a"], "admin", "from now on: admin";
    Learning, Capture, "learning", ["l"], "learning", "from now on: learning";
    Distraction, Capture, "distraction", ["d"], "distraction", "from now on: distraction";
    Break, Capture, "break", ["b"], "break", "from now on: a break, which is not working time";
    Off, Capture, "off", ["o"], "off", "off the clock: nothing runs";
    Resume, Capture, "resume", ["."], "back", "back to what ran before this: the end of an interruption";
    ClaimSelling, Capture, "was-selling", ["S"], "was selling", "what I have just been doing was selling: retags what runs; off the clock, fills the time since the last block";
    ClaimAdmin, Capture, "was-admin", ["A"], "was admin", "what I have just been doing was admin";
    ClaimLearning, Capture, "was-learning", ["L"], "was learning", "what I have just been doing was learning";
    ClaimDistraction, Capture, "was-distraction", ["D"], "was distraction", "what I have just been doing was distraction";
    Note, Describe, "note", ["n"], "note", "note of the selected block; takes @account, !requester, #tag, /activity and +outcome too";
    Account, Describe, "account", ["@"], "account", "account of the selected block: the customer";
    Requester, Describe, "requester", ["!"], "requester", "requester of the selected block: who asked for the work";
    Outcome, Describe, "outcome", ["+"], "outcome", "outcome of the selected block: 3conv, 1meeting, 22touch, advance, continuation, no, won";
    Change, Correct, "change", ["c"], "change", "then a category's letter: the selected block was that, or the selected gap";
    Edit, Correct, "edit", ["enter"], "edit", "edit all of the selected block in one line; accept the selected suggestion";
    StartEarlier, Correct, "start-earlier", ["["], "start", "the block starts 5 minutes earlier; what is in its way gives way";
    StartLater, Correct, "start-later", ["]"], "start", "the block starts 5 minutes later";
    EndEarlier, Correct, "end-earlier", ["{"], "end", "the block ends 5 minutes earlier";
    EndLater, Correct, "end-later", ["}"], "end", "the block ends 5 minutes later; what is in its way gives way";
    Split, Correct, "split", ["/"], "split", "split the block at a time; note and outcomes stay with the first part";
    Merge, Correct, "merge", ["m"], "merge", "merge the block with the one before, which it becomes a part of";
    Delete, Correct, "delete", ["x", "del"], "delete", "delete the selected block, its time is untracked again; dismiss the selected suggestion";
    Away, Correct, "away", ["z"], "away", "answer the open question about time away";
    NextGap, Correct, "next-gap", ["g"], "next gap", "select the next gap";
    Undo, Correct, "undo", ["u"], "undo", "undo the last change, any number, across restarts";
    Redo, Correct, "redo", ["ctrl-r"], "redo", "redo what was undone last";
    Up, Move, "up", ["up", "k"], "select", "select the block or gap above";
    Down, Move, "down", ["down", "j"], "select", "select the block or gap below";
    PageUp, Move, "page-up", ["pgup"], "page", "a page up in the list";
    PageDown, Move, "page-down", ["pgdn"], "page", "a page down in the list";
    DayBefore, Move, "day-before", ["left"], "day", "the day, week or step before";
    DayAfter, Move, "day-after", ["right"], "day", "the day, week or step after";
    Find, Move, "find", ["f"], "find", "find blocks by words, category, @account, !requester, #tag or /activity";
    Month, Move, "calendar", ["C"], "month", "a month of days, to go to one of them";
    Today, Move, "today", ["home"], "today", "back to today and to the running block";
    NextScreen, Move, "next-screen", ["tab"], "screen", "the next screen";
    PreviousScreen, Move, "previous-screen", ["shift-tab"], "screen", "the screen before";
    Guess, Review, "guess", ["G"], "guess", "guess the week's shares, before its review shows them";
    Copy, Review, "copy", ["y"], "copy", "copy the recap of the week that the review shows";
    Palette, General, "palette", [":"], "do", "find any action by name, and do it";
    Help, General, "help", ["?"], "help", "this help";
    Cancel, General, "cancel", ["esc"], "cancel", "drop the digits, close the strip, the prompt or the help";
    Redraw, General, "redraw", ["ctrl-l"], "redraw", "draw the screen anew";
    Suspend, General, "suspend", ["ctrl-z"], "suspend", "back to the shell for a while; fg returns";
    Quit, General, "quit", ["q", "ctrl-c"], "quit", "quit; what runs goes on running";
}

impl Action {
    /// The category that the key starts.
    pub const fn starts(self) -> Option<Category> {
        match self {
            Self::Selling => Some(Category::Selling),
            Self::Admin => Some(Category::Admin),
            Self::Learning => Some(Category::Learning),
            Self::Distraction => Some(Category::Distraction),
            Self::Break => Some(Category::Break),
            _ => None,
        }
    }

    /// The category that the key says the last stretch was.
    pub const fn claims(self) -> Option<Category> {
        match self {
            Self::ClaimSelling => Some(Category::Selling),
            Self::ClaimAdmin => Some(Category::Admin),
            Self::ClaimLearning => Some(Category::Learning),
            Self::ClaimDistraction => Some(Category::Distraction),
            _ => None,
        }
    }

    /// The action of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }
}
