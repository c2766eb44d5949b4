//! What a change that waits would do to the other blocks, in a few words for a sheet.

use std::cmp::Ordering;

use crate::domain::block::Block;
use crate::domain::format;
use crate::domain::lost::counted_prospect;
use crate::domain::stamp::{Length, Moment};
use crate::domain::wording::describe_category;
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::preview::Preview;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// So many removed blocks are named.
const NAMED: usize = 3;

/// The activity or else the category; with the account where there is room for it.
pub(crate) fn name_of(block: &Block, with_account: bool) -> String {
    let activity = block.details.activity.as_deref();
    let mut name = activity.unwrap_or(describe_category(block)).to_owned();
    if let Some(account) = block.details.account.as_ref().filter(|_| with_account) {
        name.extend([" @", account.as_str()]);
    }
    name
}

/// What would become of the other blocks, a group for each: `trims meeting  0h42 → 0h27`.
pub(crate) fn describe_changes(scene: &Scene<'_>, preview: &Preview) -> Vec<Vec<Piece>> {
    let mut groups = Vec::new();
    // A block of no length is nothing to lose, and the count leaves it out too.
    let has_length = |block: &&Block| block.length(scene.now.at).is_positive();
    let removed: Vec<&Block> = preview.removed().filter(has_length).collect();
    let is_alone = preview.count_others() == 1;
    if !removed.is_empty() {
        groups.push(describe_removed(scene, &removed, is_alone));
    }
    let mut said = "";
    for (before, after) in preview.moved() {
        if let Some(rest) = preview.rest_of(before) {
            groups.push(describe_split(scene, after, rest));
            said = "";
            continue;
        }
        let verb = verb_of(scene, before, after);
        let mut words = describe_moved(scene, before, after, is_alone);
        // The same is not said twice in a row.
        if verb != said {
            words.insert(0, scene.quiet(verb));
            said = verb;
        }
        groups.push(words);
    }
    groups
}

/// What a gap that is filled is: `fills 10:12–10:37  0h25`.
pub(crate) fn describe_fill(
    scene: &Scene<'_>,
    verb: &str,
    (start, end): (Moment, Moment),
) -> Vec<Piece> {
    let times = format::stretch(start, end, &scene.context.calendar, scene.today);
    vec![
        scene.quiet(format!("{verb} ")),
        piece(times, scene.style(Role::Soft)),
        plain("  "),
        scene.strong(format::hours(end.at.clock_since(start.at))),
    ]
}

/// What a block was: `was admin  approvals @Halden`; and what it says that is gone with another category.
pub(crate) fn describe_was(scene: &Scene<'_>, block: &Block) -> Vec<Piece> {
    let category = describe_category(block);
    let name = name_of(block, true);
    let mut words = vec![
        scene.quiet("was "),
        piece(category, scene.theme.category(block.category)),
    ];
    // Without an activity the name begins with the category.
    let more = name.strip_prefix(category).unwrap_or(&name).trim_start();
    if !more.is_empty() {
        words.push(piece(format!("  {more}"), scene.style(Role::Soft)));
    }
    if let Some(of) = counted_prospect(block, &scene.context.taxonomy) {
        words.push(scene.quiet(format!("   {of} goes with {category} only")));
    }
    words
}

fn describe_removed(scene: &Scene<'_>, removed: &[&Block], is_alone: bool) -> Vec<Piece> {
    let names = removed.iter().take(NAMED);
    let mut names: Vec<String> = names.map(|block| name_of(block, is_alone)).collect();
    if removed.len() > NAMED {
        names.push(format!("{} more", removed.len() - NAMED));
    }
    let length: Length = removed.iter().map(|block| block.length(scene.now.at)).sum();
    vec![
        scene.quiet("removes "),
        piece(names.join(", "), scene.style(Role::Text)),
        plain("  "),
        scene.strong(format::hours(length)),
    ]
}

fn verb_of(scene: &Scene<'_>, before: &Block, after: &Block) -> &'static str {
    let [was, will] = [before, after].map(|block| block.length(scene.now.at));
    match will.cmp(&was) {
        Ordering::Less => "trims ",
        Ordering::Equal => "moves ",
        Ordering::Greater => "extends ",
    }
}

fn describe_moved(scene: &Scene<'_>, before: &Block, after: &Block, is_alone: bool) -> Vec<Piece> {
    let [was, will] = [before, after].map(|block| block.length(scene.now.at));
    vec![
        piece(name_of(before, is_alone), scene.style(Role::Soft)),
        scene.quiet(format!("  {} → ", format::hours(was))),
        scene.strong(format::hours(will)),
    ]
}

fn describe_split(scene: &Scene<'_>, first: &Block, rest: &Block) -> Vec<Piece> {
    let times = |block: &Block| {
        let beside = scene.beside();
        let start = format::clock_beside(block.start, beside);
        let end = block.end.map(|end| format::clock_beside(end, beside));
        format!("{start}–{}", end.unwrap_or_else(|| "now".to_owned()))
    };
    vec![
        scene.quiet("splits "),
        piece(name_of(first, false), scene.style(Role::Soft)),
        scene.quiet(format!(" into {} and {}", times(first), times(rest))),
    ]
}
