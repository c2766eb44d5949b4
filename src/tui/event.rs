//! What wakes the program: keys, pastes, a new size, signals, the next tick. The reader in `input` finds them.

use ratatui::layout::Position;

use super::key::Key;
use crate::report::tone::Tone;

/// What woke the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wake {
    Key(Key),
    /// Keys that came faster than a person presses them.
    Burst(Vec<Key>),
    Paste(String),
    /// A paste whose end never came.
    Unfinished(String),
    /// The left button of the mouse was pressed here.
    Click(Position),
    /// The wheel was turned: up is negative.
    Wheel(isize),
    /// The terminal has told the color of its background.
    Background(Tone),
    /// The terminal has another size, or the screen cannot be trusted.
    Resize,
    /// Back to the shell for a while.
    Suspend,
    /// Time to look at the clock and at the file.
    Tick,
    /// A signal asks to leave; its number.
    Leave(i32),
    /// The terminal is gone.
    Gone,
}
