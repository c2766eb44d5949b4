//! What a change did, in words: the toast of a key and the line that a command prints.

use super::block::{Block, BlockId};
use super::change::Change;
use super::edit::Edit;
use super::format;
use super::rules::describe;
use super::text;

/// What a change did, in a few words: `Selling since 14:02`.
pub fn headline(change: &Change, edits: &[Edit], focus: Option<&Block>) -> String {
    let since = |block: &Block| format!("{} since {}", what(block), format::clock(block.start));
    match (change, focus) {
        (Change::Start { .. }, Some(block)) if edits.is_empty() => {
            format!("{} runs since {}", capital(&what(block)), format::clock(block.start))
        }
        (Change::Start { .. }, Some(block)) => capital(&since(block)),
        (Change::Resume { .. }, Some(block)) => format!("Back to {}", since(block)),
        (Change::Stop { at }, _) => format!("Off the clock since {}", format::clock(*at)),
        (Change::Claim { .. }, Some(block)) if edits.is_empty() => format!("It is {} already", block.category),
        (Change::Claim { .. }, Some(block)) if block.is_running() => format!("Now {}", since(block)),
        (Change::Edit { .. }, Some(_)) if edits.is_empty() => "Nothing to change".to_owned(),
        (Change::Edit { .. }, Some(block)) if block.is_running() => format!("Saved: {}", since(block)),
        (Change::Claim { .. } | Change::Add { .. } | Change::Edit { .. }, Some(block)) => {
            format!("Saved {} {}", what(block), times(block))
        }
        (Change::Delete { .. }, _) => match edits.first().and_then(Edit::before) {
            Some(block) => format!("Deleted {}", describe(block)),
            None => "Deleted".to_owned(),
        },
        (Change::Import { arrivals }, _) => format!("Imported from {} blocks", arrivals.len()),
        (
            Change::Start { .. }
            | Change::Resume { .. }
            | Change::Claim { .. }
            | Change::Add { .. }
            | Change::Edit { .. },
            None,
        ) => "Saved".to_owned(),
    }
}

/// `selling · meeting @Northwind`.
pub fn what(block: &Block) -> String {
    let mut words = block.category.to_string();
    if let Some(activity) = &block.details.activity {
        words.extend([" · ", &text::visible(activity.as_str())]);
    }
    if let Some(account) = &block.details.account {
        words.extend([" @", &text::visible(account.as_str())]);
    }
    words
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

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
