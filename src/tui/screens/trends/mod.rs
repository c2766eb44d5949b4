//! The weeks side by side: TAFS and hours as columns, and beside them, page by page, what else they say. The figures
//! are worked out when the file is read; drawing only places them.

mod chart;
mod columns;
pub(crate) mod figures;
mod frame;
mod grid;
mod groups;
mod habits;
mod heat;
mod marks;
mod pages;
mod standards;
pub(crate) mod state;
pub(crate) mod stretch;
mod studies;
pub(crate) mod update;
pub(crate) mod view;
mod words;
