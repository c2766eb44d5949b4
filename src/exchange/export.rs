//! Blocks handed out one by one, in order of time, in the shape that was asked for.

use std::io::Write;

use super::csv::{Sheet, Style};
use super::error::ExchangeError;
use super::ics::Agenda;
use super::json::Lines;
use super::own::Records;
use super::timewarrior;
use crate::domain::block::Block;
use crate::domain::block_view::BlockView;
use crate::domain::filter::Filter;
use crate::domain::stamp::Span;
use crate::store::Store;

/// The shapes in which blocks are handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// JSON Lines, one block a line; nothing is lost.
    Json,
    /// A row for each block, for spreadsheets; nothing is lost.
    Csv(Style),
    /// A line of Timewarrior's data files for each block.
    Timewarrior(Records),
    /// A calendar with an event for each block that has ended.
    Ics(Records),
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Json,
        Self::Csv(Style::PLAIN),
        Self::Timewarrior(Records::Written),
        Self::Ics(Records::Written),
    ];

    /// The name, as the command line spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv(_) => "csv",
            Self::Timewarrior(_) => "timewarrior",
            Self::Ics(_) => "ics",
        }
    }
}

/// How many blocks were handed out, and how many the filter kept back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub written: usize,
    pub left_out: usize,
}

impl Counts {
    /// Writes a block that the filter keeps, and counts it either way.
    pub fn write(
        &mut self,
        filter: &Filter,
        block: &Block,
        write: &mut dyn FnMut(&Block) -> Result<(), ExchangeError>,
    ) -> Result<(), ExchangeError> {
        if !filter.keeps(block) {
            self.left_out += 1;
            return Ok(());
        }
        self.written += 1;
        write(block)
    }
}

type WriteView<'w> = &'w mut dyn FnMut(&BlockView<'_>) -> Result<(), ExchangeError>;

/// Writes the blocks that share time with `span`, each one whole, or all of them, to `out`, as far as the filter keeps them.
pub fn export(
    store: &Store,
    (span, filter): (Option<Span>, &Filter),
    shape: Shape,
    out: &mut dyn Write,
) -> Result<Counts, ExchangeError> {
    let each = |write: WriteView<'_>| write_each(store, span, filter, write);
    match shape {
        Shape::Json => {
            let mut lines = Lines::new(out);
            each(&mut |block| lines.write(block))
        }
        Shape::Timewarrior(records) => {
            each(&mut |block| timewarrior::write(&block.clone().into_block(), records, out))
        }
        Shape::Csv(style) => {
            let mut sheet = Sheet::new(out, style)?;
            let counts = each(&mut |block| sheet.write(block))?;
            sheet.end()?;
            Ok(counts)
        }
        Shape::Ics(records) => {
            let (mut agenda, mut running) = (Agenda::new(out, records)?, 0);
            let mut counts = each(&mut |block| {
                running += usize::from(!agenda.write(&block.clone().into_block())?);
                Ok(())
            })?;
            agenda.end()?;
            counts.written -= running;
            Ok(counts)
        }
    }
}

fn write_each(
    store: &Store,
    span: Option<Span>,
    filter: &Filter,
    write: WriteView<'_>,
) -> Result<Counts, ExchangeError> {
    let mut counts = Counts::default();
    match span {
        None if filter.keeps_all() => store.view_every(|block| {
            counts.written += 1;
            write(&block)
        })?,
        None => {
            store.every(|block| counts.write(filter, &block, &mut |block| write(&block.into())))?;
        }
        Some(span) => {
            store.blocks(span)?.blocks.iter().try_for_each(|block| {
                counts.write(filter, block, &mut |block| write(&block.into()))
            })?;
        }
    }
    Ok(counts)
}
