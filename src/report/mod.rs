//! The figures of `insight` in the shapes that leave the program. Pure: makes values and text, prints nothing.

pub mod commitment;
pub mod csv;
pub mod groups;
pub mod html;
pub mod markdown;
pub mod record;
pub mod review;
pub mod rows;
pub mod share;
pub mod strips;
pub mod svg;
pub mod table;
pub mod totals;
pub mod words;
