//! The weekly self review: nine steps, one a page. Before the fourth one nothing that was measured is shown. Drawn
//! from the record that was computed when it was read, and from what the rep has answered.

mod air;
mod answers;
mod decision;
mod display;
mod facts;
mod freed;
mod grid;
mod guess;
pub(crate) mod item;
mod kept;
mod line;
mod list;
pub(crate) mod live;
mod output;
mod page;
mod reveal;
mod split;
pub(crate) mod state;
mod steps;
mod suggest;
mod tidy;
mod tidying;
mod took;
mod untidy;
pub(crate) mod update;
pub(crate) mod view;
mod weeks;
