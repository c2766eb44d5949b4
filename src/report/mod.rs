//! The figures of `insight` in the shapes that leave the program. Pure: makes values and text, prints nothing.

pub mod accounts;
pub mod commitment;
pub mod csv;
pub mod document;
pub mod evidence;
pub mod focus;
pub mod grouped;
pub mod html;
pub mod markdown;
pub mod prospects;
pub mod record;
pub mod review;
pub mod share;
pub mod strips;
mod svg;
pub mod text;
pub(crate) mod tone;
pub(crate) mod tones;
pub mod totals;
