//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

mod first_day;
mod fold;
mod frame;
mod grid;
mod list;
pub(crate) mod next;
mod note;
mod running;
mod scale;
mod share;
pub(crate) mod side;
pub(crate) mod state;
mod table;
pub(crate) mod update;
pub(crate) mod view;
