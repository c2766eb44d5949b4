//! What the steps are made of: notes and lists.

use crate::report::document::{Block, Table, TableRow};

pub(super) fn note(words: impl Into<String>) -> Vec<Block> {
    vec![Block::Note(words.into())]
}

/// A list of these rows; nothing without any.
pub(super) fn list(rows: Vec<TableRow>) -> Vec<Block> {
    let block = (!rows.is_empty()).then(|| Block::Table(Table::list(rows)));
    block.into_iter().collect()
}

/// Rows under their name, where they have one; nothing without any.
pub(super) fn captioned_list(caption: &str, rows: Vec<TableRow>) -> Vec<Block> {
    let mut blocks = list(rows);
    if !blocks.is_empty() && !caption.is_empty() {
        blocks.insert(0, Block::Caption(caption.to_owned()));
    }
    blocks
}

pub(super) fn join_counts<const N: usize>(counts: [Option<String>; N]) -> String {
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
