//! All tests from outside, in one binary: the program as a person or a script meets it, and the shape of the code.

// In a test a panic is the report; and nothing outside reaches in here.
#![allow(clippy::panic, clippy::unwrap_used, unreachable_pub)]

mod agree;
mod attacks;
mod background;
mod cli;
mod completions;
mod day;
mod docs;
mod foreign;
mod fuzz;
mod html;
mod input;
mod layering;
mod lives;
mod manual;
mod matrix;
mod mended;
mod props;
mod several_weeks;
mod spreadsheet;
mod sqlite;
mod status_bars;
mod support;
mod tui;
mod unreadable;
mod waiting;
mod weeks;
