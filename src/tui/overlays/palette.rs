//! The command palette: every key of the table by a few letters of its name or words of its line. Enter does what
//! the key does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::Input;

use crate::domain::text;
use crate::tui::action::{Action, Open};
use crate::tui::effect::{Effect, Handled};
use crate::tui::fuzzy;
use crate::tui::key::{Key, short};
use crate::tui::key_table::{BINDINGS, Binding, Focus};
use crate::tui::keymap::Keymap;
use crate::tui::layout::{self, at_rows, first_shown, half_page};
use crate::tui::paint::{Ink, Piece, line, lines, piece, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::text_input::{self, Typed};

/// A name that fits counts for more than a word of the line that does.
const NAMED: i32 = 20;
/// A key as the config spells it is meant as nothing else.
const KEYED: i32 = 1000;
/// A word's start in the line, and a place inside a word.
const IN_LINE: (i32, i32) = (10, 2);
/// The line of an action stands beside its name from so many columns on.
const WIDE: u16 = 60;

/// The palette while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// The place in which it was opened.
    place: Focus,
    input: Input,
    selected: usize,
}

impl Palette {
    /// Opens over a place.
    pub(crate) fn open(place: Focus) -> Self {
        Self {
            place,
            input: Input::default(),
            selected: 0,
        }
    }

    /// One key: every printable one is text.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
    ) -> Handled {
        match text_input::update(&mut self.input, key, action, half_page(scene.size)) {
            Typed::Canceled => return Handled::Closed(None),
            Typed::Entered => return self.choose(scene),
            Typed::Moved(step) => self.select(scene, step),
            Typed::Edited => self.selected = 0,
            Typed::Nothing => {}
        }
        Handled::Consumed(None)
    }

    fn choose(&mut self, scene: &Scene<'_>) -> Handled {
        let found = self.matching(scene);
        let Some(binding) = found.get(self.selected) else {
            return Handled::Consumed(None);
        };
        let action = binding.action_in(self.place);
        Handled::Closed(action.map(Effect::Run))
    }

    /// Moves the selection.
    pub(crate) fn select(&mut self, scene: &Scene<'_>, step: isize) {
        let last = self.matching(scene).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
    }

    /// Pasted text is typed text, on one line.
    pub(crate) fn paste(&mut self, pasted: &str) {
        text_input::paste_line(&mut self.input, pasted);
        self.selected = 0;
    }

    /// The keys that fit what is typed, the best first. Those that only serve the palette itself, or a line that is
    /// typed, are left out.
    fn matching(&self, scene: &Scene<'_>) -> Vec<&'static Binding> {
        let of_itself = [Action::Open(Open::Palette), Action::Cancel].map(Some);
        let rank = |binding: &'static Binding| {
            let words = self.input.value().split_whitespace();
            let scores = words.map(|word| score(scene.keymap, binding, word));
            scores.sum::<Option<i32>>().map(|score| (score, binding))
        };
        let mut found: Vec<(i32, &Binding)> = BINDINGS
            .iter()
            .filter(|row| !row.is_for_text() && !of_itself.contains(&row.action_in(Focus::Block)))
            .filter_map(rank)
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, binding)| binding).collect()
    }

    /// Draws it over everything but the header and the footer; hands back where the cursor stands.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
        let theme = scene.theme;
        let quiet = theme.style(Role::Quiet);
        let cursor = text_input::draw(buffer, area, "do › ", &self.input, theme);
        let found = self.matching(scene);
        let wide = area.width >= WIDE;
        let below = if wide { 0 } else { 2 };
        let top = 1 + u16::from(wide);
        let height = area.height.saturating_sub(top + below);
        let list = at_rows(area, area.y + top.min(area.height), height);
        let Some(chosen) = found.get(self.selected) else {
            let nothing = piece("  no action has this in its name or its line", quiet);
            line(buffer, list, 0, &[nothing]);
            return cursor;
        };
        let first = first_shown(found.len(), self.selected, height.into());
        let shown = found.iter().skip(first).take(height.into());
        for (row, binding) in shown.enumerate() {
            let selected = first + row == self.selected;
            let words = describe_binding(scene, binding, selected, list.width);
            line(buffer, list, row as u16, &words);
        }
        if !wide {
            let doc = layout::below(area, list.bottom() - area.y);
            lines(buffer, doc, 0, &sentence(chosen.doc, quiet, area.width));
        }
        cursor
    }
}

fn describe_binding(
    scene: &Scene<'_>,
    binding: &'static Binding,
    selected: bool,
    width: u16,
) -> Vec<Piece> {
    let theme = scene.theme;
    let keys: Vec<String> = scene.keymap.keys_of(binding).map(short).collect();
    let (name, doc) = if selected {
        (theme.strong(), Style::new())
    } else {
        (Style::new(), theme.style(Role::Quiet))
    };
    let mut pieces = vec![
        scene.mark(selected),
        piece(text::pad(binding.name, 18), name),
        scene.strong(text::pad(&keys.join(" "), 11)),
    ];
    if width >= WIDE {
        pieces.push(piece(binding.doc, doc));
    }
    pieces
}

/// How well one word fits a key: by its name, by its line, or as the very key.
fn score(keymap: &Keymap, binding: &'static Binding, word: &str) -> Option<i32> {
    let named = fuzzy::score(word, binding.name).map(|score| score + NAMED);
    let (line, lower) = (binding.doc.to_lowercase(), word.to_lowercase());
    let starts = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let places = line
        .match_indices(&lower)
        .map(|(at, _)| if starts(at) { IN_LINE.0 } else { IN_LINE.1 });
    let mut keys = keymap.keys_of(binding);
    let keyed = keys.any(|key| key.to_string() == word).then_some(KEYED);
    [named, places.max(), keyed].into_iter().flatten().max()
}
