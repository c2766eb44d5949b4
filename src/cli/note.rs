//! `tafs note`: the note of a block as plain text, in which no character means anything.

use clap::Args;

use super::block_ref::BlockRef;
use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::{edit, hyphens};
use crate::domain::block::Note;
use crate::domain::change::Patch;
use crate::error::Error;

/// Which block, and what its note is from now on.
#[derive(Args, Debug)]
pub(super) struct NoteArgs {
    #[command(flatten)]
    block: BlockRef,
    /// The note, taken as it stands; "" takes the note away
    #[arg(value_name = "TEXT", required = true)]
    words: Vec<String>,
    /// Add it to the note that is there
    #[arg(long)]
    add: bool,
}

pub(super) fn set_note(ctx: &Ctx, asked: &NoteArgs) -> Result<(), Error> {
    let text = hyphens::joined(&asked.words);
    let added = read_note(&text)?;
    if asked.add && added.is_empty() {
        return Err(Error::usage("there is nothing to add")
            .hint("write the text after --add, or leave --add out to take the note away"));
    }
    let mut store = ctx.store()?;
    let block = asked.block.find(ctx, &store)?;
    let before = block.details.note.as_str();
    let note = if asked.add && !before.is_empty() {
        read_note(&format!("{before} {}", added.as_str()))?
    } else {
        added
    };
    let patch = Patch {
        note: Some(note),
        ..Patch::default()
    };
    edit::apply_patch(ctx, &mut store, &block, patch, ForceArgs::default(), vec![])
}

fn read_note(text: &str) -> Result<Note, Error> {
    Note::new(text).map_err(|error| {
        Error::failed(format!("the note {error}")).hint("keep the rest in a file of its own")
    })
}
