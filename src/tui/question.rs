//! The questions of the review that are answered in a line: what the page asks, what stands before the line and above
//! it.

use tui_input::Input;

/// A line that is being typed in the page of the question that it answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenLine<'a> {
    pub(crate) question: &'a ReviewQuestion,
    pub(crate) input: &'a Input,
}

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ReviewQuestion {
    /// The shares of the week.
    Guess,
    Surprise,
    /// Which conversation moved most.
    Moved,
    /// Where freed time is to go.
    Freed,
    /// Why this wake-up call is nothing.
    Reason(String),
    More,
    Less,
    Limit,
    /// The commitment for the week after.
    Commitment,
}

impl ReviewQuestion {
    /// Whether it is typed where the page asks it: what has a grammar is read back in a sheet.
    pub(crate) const fn is_typed_in_page(&self) -> bool {
        match self {
            Self::Surprise | Self::Moved | Self::Freed | Self::More | Self::Less | Self::Limit => {
                true
            }
            Self::Guess | Self::Reason(_) | Self::Commitment => false,
        }
    }

    /// The question as the page asks it.
    pub(crate) const fn question(&self) -> &'static str {
        match self {
            Self::Guess => "Your guess",
            Self::Surprise => "What surprised you?",
            Self::Moved => "Which conversation moved most, and why?",
            Self::Freed => "Where does this time go next?",
            Self::Reason(_) => "Why is it nothing?",
            Self::More => "Do more",
            Self::Less => "Do less",
            Self::Limit => "Severely limit",
            Self::Commitment => "One commitment",
        }
    }

    /// What stands before the typed line.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Guess => "guess › ",
            Self::Surprise => "surprise › ",
            Self::Moved => "moved most › ",
            Self::Freed => "freed time › ",
            Self::Reason(_) => "reason › ",
            Self::More => "do more › ",
            Self::Less => "do less › ",
            Self::Limit => "limit › ",
            Self::Commitment => "commitment › ",
        }
    }

    /// What is said above the line.
    pub(crate) const fn hint(&self) -> &'static str {
        match self {
            Self::Guess => {
                "selling, or selling admin learning distraction, in percent: 60, or 60 22 10 8"
            }
            Self::Surprise => "What surprised you? One line is enough.",
            Self::Moved => "Which conversation moved most, and why?",
            Self::Freed => {
                "An activity and a time, such as prospecting 2h: next week's review tells how much went there."
            }
            Self::Reason(_) => "Why is it nothing? An empty line takes the answer back.",
            Self::More => "What to do more of next week; at most one thing.",
            Self::Less => "What to do less of next week; at most one thing.",
            Self::Limit => "What to limit severely next week; at most one thing.",
            Self::Commitment => {
                "such as: >= 6h selling/prospecting · <= 4h admin · no distraction 09:00-11:00"
            }
        }
    }
}
