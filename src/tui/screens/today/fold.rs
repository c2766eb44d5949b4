//! Suggestions that are still to come as one row of the list, where it has few.

use super::grid::Grid;
use crate::insight::gaps::Entry;
use crate::tui::scene::Scene;

/// How many rows a list has: where there is little room, suggestions that are still to come are one, until one of them is
/// selected.
pub(super) fn count_rows(
    scene: &Scene<'_>,
    grid: &Grid,
    entries: &[Entry<'_>],
    selected: Option<usize>,
) -> usize {
    let is_ahead = |entry: &&Entry<'_>| {
        let is_to_come = entry.span().start() > scene.now.at;
        matches!(entry, Entry::Suggestion { .. }) && is_to_come
    };
    let ahead = entries.iter().rev().take_while(is_ahead).count();
    let first = entries.len() - ahead;
    let is_open = selected.is_some_and(|selected| selected >= first);
    if grid.is_short && ahead > 1 && !is_open {
        first + 1
    } else {
        entries.len()
    }
}
