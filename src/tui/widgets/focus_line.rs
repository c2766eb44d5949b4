//! The focus run: its countdown, and the one quiet line once it is over.

use crate::domain::block::{Block, Category};
use crate::domain::focus_run::FocusState;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::tui::action::{Action, Field};
use crate::tui::key_table::Focus;
use crate::tui::paint::{Ink, Piece, hint};
use crate::tui::scene::Scene;

/// So long after its end it is said that a run was kept.
pub(crate) const TOLD_FOR: Length = Length::minutes(5);

/// `focus 42:10`, while a focus run goes on.
pub(crate) fn countdown(scene: &Scene<'_>) -> Option<String> {
    let (run, blocks) = scene.snapshot.focus_run.as_ref()?;
    let left = run.left(blocks, scene.now.at)?;
    Some(format!("focus {}", format::countdown(left)))
}

/// What became of the last focus run: that it was kept; that it ended, until somebody is named who asked for what broke
/// it, something else starts, or its time is over.
pub(crate) fn words(scene: &Scene<'_>) -> Option<Vec<Piece>> {
    let (run, blocks) = scene.snapshot.focus_run.as_ref()?;
    let progress = run.follow(blocks, scene.now.at);
    let running = scene.snapshot.running.as_ref();
    let breaker = match progress.state {
        FocusState::GoesOn => return None,
        FocusState::Kept if scene.now.at >= run.end().plus(TOLD_FOR) => return None,
        FocusState::Kept => {
            let words = format!("focus run kept: {}", format::hours(progress.kept));
            return Some(vec![scene.quiet(words)]);
        }
        FocusState::Broken(breaker) => breaker,
    };
    let still_runs = running.map(|block| block.id) == breaker.map(|block| block.id);
    let is_named = breaker.is_some_and(|block: &Block| block.details.requester.is_some());
    if !still_runs || is_named || scene.now.at >= run.end() {
        return None;
    }
    let ended = format!("focus run ended at {}", format::hours(progress.kept));
    // Nobody asks for a break.
    if breaker.is_none_or(|block| block.category == Category::Break) {
        return Some(vec![scene.quiet(ended)]);
    }
    let mut line = vec![scene.quiet(format!("{ended} · "))];
    let key = scene.keys(Focus::Block, &[Action::Describe(Field::Requester)]);
    line.extend(hint(scene.theme, key, "who asked"));
    Some(line)
}
