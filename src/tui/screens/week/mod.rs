//! The week as Today seven times: a lane for each day, and what the days come to. Its day is the day in view: it has no
//! state of its own.

mod compact;
mod facts;
mod frame;
mod grid;
mod groups;
mod lanes;
mod runs;
mod scale;
mod side;
pub(crate) mod update;
pub(crate) mod view;
