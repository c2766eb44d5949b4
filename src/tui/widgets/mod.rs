//! Things that are drawn on more than one screen, each from values alone.

pub(crate) mod band;
pub(crate) mod block_line;
pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod category_table;
pub(crate) mod changes;
pub(crate) mod commitment;
pub(crate) mod focus_line;
pub(crate) mod guess_hint;
pub(crate) mod header;
pub(crate) mod headline;
pub(crate) mod line_bar;
pub(crate) mod numeral;
pub(crate) mod ribbon;
pub(crate) mod share;
pub(crate) mod sheet;
pub(crate) mod side;
pub(crate) mod sparkline;
pub(crate) mod stacked_bar;
pub(crate) mod strip;
pub(crate) mod text_input;
