//! Seven days side by side: where each hour went, and what the week comes to. Its day is the day in view: it has no
//! state of its own.

mod frame;
mod grid;
mod panel;
pub(crate) mod update;
pub(crate) mod view;
