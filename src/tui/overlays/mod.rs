//! What lies over a screen and gets the keys first: lines to type, lists to choose from, questions, and keys that
//! were begun. Each keeps its own state; none knows of another, of a screen or of the app.

pub(crate) mod answer;
pub(crate) mod away;
pub(crate) mod back_date;
pub(crate) mod category;
pub(crate) mod find;
pub(crate) mod guard;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod letters;
pub(crate) mod month;
pub(crate) mod palette;
pub(crate) mod prompt;
