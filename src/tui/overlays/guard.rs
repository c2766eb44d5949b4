//! A change that would cost something, or that was made elsewhere in the same field, waits for its key again. Nothing has
//! changed yet; any other key lets it go and does what it always does.

use std::time::Instant;

use ratatui::style::{Modifier, Style};

use crate::domain::change::Change;
use crate::domain::rules::{Conflict, Difference, Warning};
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::input::Confirm;
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::paint::{Piece, hint, piece, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Blocks of the list that are named; the rest is counted.
const NAMED: usize = 3;

/// The width of "theirs" and "yours" before a text.
const WHOSE: usize = 8;
/// So many letters are shown before the first one that differs.
const BEFORE: usize = 12;

#[derive(Clone, Debug)]
pub(crate) struct Guard {
    doubt: Doubt,
    key: Key,
    confirm: Confirm,
}

/// Why the key is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Doubt {
    /// What the change would cost, in the order in which it is said.
    Cost(Box<Change>, Vec<Warning>),
    /// The same field was changed elsewhere.
    Conflict(Box<Conflict>),
}

impl Guard {
    /// Asks about a change that `key` has asked for at this instant.
    pub(crate) const fn ask(doubt: Doubt, key: Key, at: Instant) -> Self {
        Self {
            doubt,
            key,
            confirm: Confirm::ask(key, at),
        }
    }

    /// Whether Esc leaves all as it is, the line that asked too.
    pub(crate) const fn is_about_conflict(&self) -> bool {
        matches!(self.doubt, Doubt::Conflict(_))
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

    /// What the key asks for, once it counts.
    pub(crate) fn into_effect(self) -> Effect {
        match self.doubt {
            Doubt::Cost(change, shown) => Effect::ApplyAgreed(*change, shown),
            Doubt::Conflict(conflict) => Effect::Apply(conflict.insisting),
        }
    }

    /// The keys that it takes.
    pub(crate) fn hints(&self, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
        // Without minutes a key asks about now, which takes nothing.
        let (does, is_back_dated, leaves) = match &self.doubt {
            Doubt::Conflict(_) => ("save yours", false, "keep theirs"),
            Doubt::Cost(change, _) => {
                let is_back_dated = matches!(
                    **change,
                    Change::Start { .. } | Change::Stop { .. } | Change::Resume { .. }
                );
                ("confirm", is_back_dated, "cancel")
            }
        };
        let mut keys = vec![(self.key.to_string(), does)];
        if is_back_dated {
            keys.push(("0–9".to_owned(), "other minutes"));
        }
        keys.push((scene.keys(Focus::Block, &[Action::Cancel]), leaves));
        keys.into_iter()
            .map(|(key, words)| hint(scene.theme, key, words))
            .collect()
    }

    /// What it would cost or what differs, and the way on.
    pub(crate) fn lines(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        match &self.doubt {
            Doubt::Cost(_, warnings) => self.cost_lines(scene, warnings, room),
            Doubt::Conflict(conflict) => self.conflict_lines(scene, &conflict.differences, room),
        }
    }

    fn cost_lines(&self, scene: &Scene<'_>, warnings: &[Warning], room: u16) -> Vec<Vec<Piece>> {
        let theme = scene.theme;
        let strong = theme.style(Role::Accent).add_modifier(Modifier::BOLD);
        let list: Vec<String> = warnings.iter().flat_map(Warning::list).collect();
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for warning in warnings {
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

    fn conflict_lines(
        &self,
        scene: &Scene<'_>,
        differences: &[Difference],
        room: u16,
    ) -> Vec<Vec<Piece>> {
        let theme = scene.theme;
        let strong = theme.style(Role::Accent).add_modifier(Modifier::BOLD);
        let quiet = theme.style(Role::Quiet);
        let value = |whose: &'static str, value: &str| {
            let room = usize::from(room).saturating_sub(whose.len());
            let value = if value.is_empty() { "(empty)" } else { value };
            let shown = text::fit(value, room);
            vec![piece(whose, quiet), piece(shown.trim_end(), Style::new())]
        };
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for of in differences {
            let what = format!("the {} was changed elsewhere too", of.field);
            lines.extend(sentence(&what, strong, room));
            let (theirs, mine) = from_difference(&of.theirs, &of.mine, room);
            lines.push(value("theirs  ", &theirs));
            lines.push(value("yours   ", &mine));
        }
        lines.push(vec![
            piece(self.key.to_string(), theme.strong()),
            piece(" again saves yours", Style::new()),
        ]);
        lines
    }
}

/// Two texts from a little before where they differ, where they are too long to be seen whole.
fn from_difference(one: &str, other: &str, room: u16) -> (String, String) {
    let (one, other) = (text::visible(one), text::visible(other));
    let widest = text::width(&one).max(text::width(&other));
    if widest + WHOSE <= usize::from(room) {
        return (one, other);
    }
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let skipped = same.saturating_sub(BEFORE);
    if skipped == 0 {
        return (one, other);
    }
    let rest = |text: &str| format!("…{}", text.chars().skip(skipped).collect::<String>());
    (rest(&one), rest(&other))
}
