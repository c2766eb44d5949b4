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

/// One line for all that isn't known yet, each with what it needs: `Not known yet: best four weeks (needs 2 more weeks)`.
pub(super) fn not_known<const N: usize>(of: [(&str, &Option<String>); N]) -> Option<Block> {
    let of = of.into_iter();
    let words = of.filter_map(|(name, lack)| Some(format!("{name} ({})", lack.as_ref()?)));
    let words: Vec<String> = words.collect();
    let line = format!("Not known yet: {}", words.join(", "));
    (!words.is_empty()).then_some(Block::Note(line))
}

pub(super) fn join_counts<const N: usize>(counts: [Option<String>; N]) -> String {
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
