//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

mod bars;
mod frame;
mod list;
mod scale;
mod share;
pub(crate) mod state;
pub(crate) mod update;
pub(crate) mod view;
