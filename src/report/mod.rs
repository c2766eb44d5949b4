//! The figures of `insight` in the shapes that leave the program. Pure: makes values and text, prints nothing.

pub mod review;
pub mod totals;
