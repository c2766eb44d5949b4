//! What a change did, in words: the toast of a key and the line that a command prints.

use super::block::{Block, BlockId};
use super::edit::Edit;
use super::format;
use super::rules::describe;

/// What became of the blocks beside the one that the change was about: "admin 09:05-10:00 now ends 09:50".
pub fn neighbours(edits: &[Edit], focus: Option<BlockId>) -> Vec<String> {
    edits.iter().filter(|edit| id(edit) != focus).filter_map(neighbour).collect()
}

fn id(edit: &Edit) -> Option<BlockId> {
    edit.after().or(edit.before()).map(|block| block.id)
}

fn neighbour(edit: &Edit) -> Option<String> {
    match edit {
        Edit::Insert(block) => Some(match block.end {
            Some(_) => format!("{} goes on {}", block.category, times(block)),
            None => format!("{} goes on from {}", block.category, format::clock(block.start)),
        }),
        Edit::Delete(block) => Some(format!("{} is gone", describe(block))),
        Edit::Update { before, after } if before.start != after.start => {
            Some(format!("{} now begins {}", describe(before), format::clock(after.start)))
        }
        Edit::Update { before, after } => match (before.end, after.end) {
            (Some(_), Some(end)) => Some(format!("{} now ends {}", describe(before), format::clock(end))),
            (None, Some(end)) => {
                Some(format!("{} since {} ends {}", before.category, format::clock(before.start), format::clock(end)))
            }
            (_, None) => None,
        },
    }
}

fn times(block: &Block) -> String {
    let end = block.end.map(format::clock).unwrap_or_default();
    format!("{}-{end}", format::clock(block.start))
}
