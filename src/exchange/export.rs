//! Blocks handed out one by one, in order of time, in the shape that was asked for.

use std::io::Write;

use super::csv::{Cells, Sheet};
use super::error::ExchangeError;
use super::ics::Agenda;
use super::{json, timewarrior};
use crate::domain::block::Block;
use crate::domain::stamp::Span;
use crate::store::Store;

/// The shapes in which blocks are handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// JSON Lines, one block a line; nothing is lost.
    Json,
    /// A row for each block, for spreadsheets; nothing is lost.
    Csv(Cells),
    /// A line of Timewarrior's data files for each block.
    Timewarrior,
    /// A calendar with an event for each block that has ended.
    Ics,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Json,
        Self::Csv(Cells::Guarded),
        Self::Timewarrior,
        Self::Ics,
    ];

    /// The name, as the command line spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv(_) => "csv",
            Self::Timewarrior => "timewarrior",
            Self::Ics => "ics",
        }
    }
}

/// Writes the blocks that share time with `span`, each one whole, or all of them, to `out`; returns how many.
pub fn export(
    store: &Store,
    span: Option<Span>,
    shape: Shape,
    out: &mut dyn Write,
) -> Result<usize, ExchangeError> {
    match shape {
        Shape::Json => write_each(store, span, |block| json::write(block, out)),
        Shape::Timewarrior => write_each(store, span, |block| timewarrior::write(block, out)),
        Shape::Csv(cells) => {
            let mut sheet = Sheet::new(out, cells)?;
            let count = write_each(store, span, |block| sheet.write(block))?;
            sheet.end()?;
            Ok(count)
        }
        Shape::Ics => {
            let (mut agenda, mut running) = (Agenda::new(out)?, 0);
            let count = write_each(store, span, |block| {
                running += usize::from(!agenda.write(block)?);
                Ok(())
            })?;
            agenda.end()?;
            Ok(count - running)
        }
    }
}

fn write_each(
    store: &Store,
    span: Option<Span>,
    mut write: impl FnMut(&Block) -> Result<(), ExchangeError>,
) -> Result<usize, ExchangeError> {
    let mut count = 0;
    let mut write = |block: &Block| {
        count += 1;
        write(block)
    };
    match span {
        None => store.every(|block| write(&block))?,
        Some(span) => store.blocks(span)?.blocks.iter().try_for_each(write)?,
    }
    Ok(count)
}
