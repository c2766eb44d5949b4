//! The parts that the color of words, lines and large figures plays, and what each is on a terminal that keeps its own.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::block::Category;
use crate::report::tones::Part;

/// A part that the color of words, lines and large figures plays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// A category's own: its letter, its name as a heading.
    Category(Category),
    /// What is read first.
    Text,
    /// What is read next: other activities, notes, values.
    Soft,
    /// What stands back: heads, units, what a key does.
    Quiet,
    /// What stands back even more, and is no word: hatching.
    Faint,
    /// A hairline, the rest of a line bar.
    Rule,
    /// The goal in a chart of columns.
    GoalLine,
    /// The large figure.
    Display,
    /// The guess as a large figure.
    Guess,
    /// What the eye should find: the cursor, the current tab.
    Accent,
    /// Ahead of the goal.
    Good,
    /// A refusal.
    Warning,
}

impl Role {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 16] = [
        Self::Category(Category::Selling),
        Self::Category(Category::Admin),
        Self::Category(Category::Learning),
        Self::Category(Category::Distraction),
        Self::Category(Category::Break),
        Self::Text,
        Self::Soft,
        Self::Quiet,
        Self::Faint,
        Self::Rule,
        Self::GoalLine,
        Self::Display,
        Self::Guess,
        Self::Accent,
        Self::Good,
        Self::Warning,
    ];

    /// The part of a theme whose color it has.
    pub(super) const fn part(self) -> Part {
        match self {
            Self::Category(category) => Part::Words(category),
            Self::Text | Self::Accent | Self::Good | Self::Warning => Part::Text,
            Self::Soft => Part::Soft,
            Self::Quiet => Part::Muted,
            Self::Faint => Part::Hatch,
            Self::Rule => Part::Rule,
            Self::GoalLine => Part::Ghost,
            Self::Display => Part::Display,
            Self::Guess => Part::Guess,
        }
    }

    /// What it is on a terminal that keeps its own colors: hue where a letter or a line has one, the rest by weight.
    pub(super) fn basic(self) -> Style {
        match self {
            Self::Category(category) => match category {
                Category::Selling => Style::new().fg(Color::Yellow),
                Category::Admin => Style::new().fg(Color::LightBlue),
                Category::Learning => Style::new().fg(Color::Cyan),
                Category::Distraction => Style::new(),
                Category::Break => Style::new().add_modifier(Modifier::DIM),
            },
            Self::Display => Style::new().fg(Color::Yellow),
            Self::Text | Self::Soft | Self::Good => Style::new(),
            Self::Quiet | Self::Faint | Self::Rule | Self::GoalLine | Self::Guess => {
                Style::new().add_modifier(Modifier::DIM)
            }
            Self::Accent | Self::Warning => Style::new().add_modifier(Modifier::BOLD),
        }
    }
}
