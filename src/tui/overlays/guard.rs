//! A change that would cost something waits for its key again. Nothing has changed yet; any other key lets it go and
//! does what it always does.

use std::time::Instant;

use ratatui::style::{Modifier, Style};

use crate::domain::change::Change;
use crate::domain::rules::Warning;
use crate::tui::action::Action;
use crate::tui::input::Confirm;
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::paint::{Piece, hint, piece, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Blocks of the list that are named; the rest is counted.
const NAMED: usize = 3;

#[derive(Clone, Debug)]
pub(crate) struct Guard {
    change: Change,
    /// What it would cost, in the order in which it is said.
    warnings: Vec<Warning>,
    key: Key,
    confirm: Confirm,
}

impl Guard {
    /// Asks about a change that `key` has asked for at this instant.
    pub(crate) const fn ask(change: Change, warnings: Vec<Warning>, key: Key, at: Instant) -> Self {
        Self {
            change,
            warnings,
            key,
            confirm: Confirm::ask(key, at),
        }
    }

    /// Whether a key is the one that confirms: pressed or held.
    pub(crate) fn press(&mut self, key: Key, at: Instant) -> bool {
        self.confirm.press(key, at)
    }

    /// When a press counts, unless its key comes again before.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.confirm.due()
    }

    /// Whether a press has counted by now; `next` is the key that follows it.
    pub(crate) fn is_confirmed(&self, next: Option<Key>, at: Instant) -> bool {
        self.confirm.is_confirmed(next, at)
    }

    pub(crate) fn into_change(self) -> Change {
        self.change
    }

    /// The keys that it takes.
    pub(crate) fn hints(&self, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
        // Without minutes a key asks about now, which takes nothing.
        let is_back_dated = matches!(
            self.change,
            Change::Start { .. } | Change::Stop { .. } | Change::Resume { .. }
        );
        let mut keys = vec![(self.key.to_string(), "confirm")];
        if is_back_dated {
            keys.push(("0–9".to_owned(), "other minutes"));
        }
        keys.push((scene.keys(Focus::Block, &[Action::Cancel]), "cancel"));
        keys.into_iter()
            .map(|(key, words)| hint(scene.theme, key, words))
            .collect()
    }

    /// What it would cost, and the way on.
    pub(crate) fn lines(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let theme = scene.theme;
        let strong = theme.style(Role::Accent).add_modifier(Modifier::BOLD);
        let list: Vec<String> = self.warnings.iter().flat_map(Warning::list).collect();
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for warning in &self.warnings {
            lines.extend(sentence(&warning.to_string(), strong, room));
        }
        for line in list.iter().take(NAMED) {
            lines.push(vec![piece(line, theme.style(Role::Quiet))]);
        }
        if list.len() > NAMED {
            let more = format!("and {} more", list.len() - NAMED);
            lines.push(vec![piece(more, theme.style(Role::Quiet))]);
        }
        lines.push(vec![
            piece(self.key.to_string(), theme.strong()),
            piece(" again to go ahead", Style::new()),
        ]);
        lines
    }
}
