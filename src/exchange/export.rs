//! Blocks handed out one by one, in order of time, in the shape that was asked for.

use std::io::Write;

use super::{ExchangeError, Format, json};
use crate::domain::block::Block;
use crate::domain::stamp::Span;
use crate::store::Store;

/// Which blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// Every block on record.
    All,
    /// Those that share time with a stretch, each one whole.
    In(Span),
}

/// Writes blocks to `out`; returns how many.
pub fn export(store: &Store, which: Which, format: Format, out: &mut dyn Write) -> Result<usize, ExchangeError> {
    let mut count = 0;
    let mut write = |block: &Block| {
        count += 1;
        match format {
            Format::Json => json::write(block, out),
        }
    };
    match which {
        Which::All => store.every(|block| write(&block))?,
        Which::In(span) => store.blocks(span)?.iter().try_for_each(write)?,
    }
    Ok(count)
}
