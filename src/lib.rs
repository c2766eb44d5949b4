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
//! 3. After a change the screen is drawn from a fresh read; nothing in memory is patched.
//!
//! `docs/architecture.md` follows a key press, an imported row and a review figure through these layers;
//! `CONTRIBUTING.md` says where to put a key, a command, a figure or a format.

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
