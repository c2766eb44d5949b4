//! The weekly self review: nine steps, one a page. Before the fourth one nothing that was measured is shown. Drawn
//! from the record that was computed when it was read, and from what the rep has answered.

mod answers;
mod decision;
mod grid;
mod guess;
mod line;
mod list;
pub(crate) mod page;
mod reveal;
pub(crate) mod state;
mod steps;
mod took;
mod untidy;
pub(crate) mod update;
pub(crate) mod view;
