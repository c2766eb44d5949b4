//! `tafs`: time available for selling, live in a terminal. This is the map.
//!
//! # Layers
//! Each folder may use those to its left, never the other way (a test holds it):
//! [`domain`] ← [`store`], [`insight`], [`demo`] ← [`report`] ← [`exchange`] ← [`config`], [`mod@env`], [`error`] ←
//! [`cli`] | [`tui`] ← `main`.
//!
//! - [`domain`]: the terms as types and the rules of the lane. Pure: no file, no clock.
//! - [`insight`]: what the blocks say: totals, TAFS, coverage, the usual. Pure.
//! - [`store`]: the one SQLite file, and the only SQL.
//! - [`report`]: the figures in the shapes that leave the program. Pure.
//! - [`exchange`]: blocks from and to other files.
//! - [`tui`]: the full screen. [`cli`]: the commands.
//!
//! # Three ideas
//! 1. What a person wants is a value, [`domain::change::Change`]. Keys and commands both end in one, and only
//!    [`store::Store::apply`] carries it out.
//! 2. [`domain::rules::plan`] decides, without a file or a clock; the store writes what it decided, and what takes it
//!    back, in one transaction.
//! 3. After a change the screen is drawn from a fresh read. Nothing in memory is kept up to date by hand.
//!
//! # Where to put things
//! - A key: a line in the table of [`tui::action`], and an arm in `tui/update.rs`. Footer, help and README follow.
//! - A command: a file in `cli/`, ending in a `Change` or in a question to the store.
//! - A kind of change: a variant of `Change`, its plan in [`domain::rules`], its words in [`domain::narrate`].
//! - A figure: a file in [`insight`], with its formula, unit and source in its doc.
//! - A format: a file in [`exchange`].
//! - A table or a column: the next file in `store/migrations`; released ones are never changed.

pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod env;
pub mod error;
pub mod exchange;
pub mod insight;
pub mod report;
pub mod store;
pub mod tui;
