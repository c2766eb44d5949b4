//! The figures of `insight` in the shapes that leave the program. Pure: makes values and text, prints nothing.

pub mod groups;
pub mod promise;
pub mod record;
pub mod review;
pub mod share;
pub mod table;
pub mod totals;
pub mod words;
