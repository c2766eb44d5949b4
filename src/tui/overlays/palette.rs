//! The command palette: every key of the table, activities, screens, settings, accounts and days by a few letters. Below
//! the list it says what the selected one will do.

mod command;
mod days;
mod outcome;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Modifier;
use tui_input::Input;

use self::command::{Command, IN_FULL, list_commands};
use self::days::find_days;
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Handled, Names};
use crate::tui::fuzzy::{Finder, Fit, Match};
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::{at_rows, first_shown, from_column, half_page, left_of, row_at};
use crate::tui::paint::{Ink, Piece, line, line_right, lines, piece, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::card;
use crate::tui::widgets::text_input::{self, Typed};

/// The card where there is room for it.
pub(crate) const CARD: Size = Size {
    width: 66,
    height: 19,
};
/// From so many rows on there is air, and what a command does has lines of its own.
const TALL: u16 = 14;
/// The columns of the names, from the left of the list, and what the keys take at its right.
const NAME: u16 = 3;
const KEYS: u16 = 10;
/// From so many columns on the group of a command stands beside its name.
const WITH_GROUPS: u16 = 44;

/// The palette while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// The place in which it was opened.
    place: Focus,
    input: Input,
    selected: usize,
    /// The latest used first; none until they are read.
    accounts: Vec<String>,
    /// The names of the themes; none until they are known.
    themes: Vec<String>,
}

/// A command that fits what is typed, and which letters of its name do.
struct Found<'a> {
    command: Command<'a>,
    name: String,
    fit: Match,
}

impl Palette {
    /// Opens over a place, and asks for the accounts.
    pub(crate) fn open(place: Focus) -> (Self, Effect) {
        let palette = Self {
            place,
            input: Input::default(),
            selected: 0,
            accounts: Vec::new(),
            themes: Vec::new(),
        };
        (palette, Effect::FindNames(Names::Accounts))
    }

    /// Takes the accounts that were asked for.
    pub(crate) fn know_accounts(&mut self, accounts: Vec<String>) {
        self.accounts = accounts;
    }

    /// Takes the themes, where they are not known yet.
    pub(crate) fn know_themes(&mut self, find: impl FnOnce() -> Vec<String>) {
        if self.themes.is_empty() {
            self.themes = find();
        }
    }

    /// The theme that is selected.
    pub(crate) fn theme(&self, scene: &Scene<'_>) -> Option<String> {
        match self.matching(scene).get(self.selected)?.command {
            Command::Theme(name) => Some(name.to_owned()),
            Command::Key(_)
            | Command::Start(..)
            | Command::Open(_)
            | Command::Switch(_)
            | Command::Find(_)
            | Command::Account(_)
            | Command::Commit(_)
            | Command::Day(_) => None,
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

    fn choose(&self, scene: &Scene<'_>) -> Handled {
        let matching = self.matching(scene);
        match matching.get(self.selected) {
            Some(chosen) => Handled::Closed(Some(chosen.command.effect(scene, self.place))),
            None => Handled::Consumed(None),
        }
    }

    /// Moves the selection.
    pub(crate) fn select(&mut self, scene: &Scene<'_>, step: isize) {
        let last = self.matching(scene).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
    }

    /// A click selects the command under it.
    pub(crate) fn click(&mut self, scene: &Scene<'_>, area: Rect, at: Position) {
        let (list, count) = (list_of(area), self.matching(scene).len());
        let first = first_shown(count, self.selected, list.height.into());
        let row = row_at(list, first, at);
        if let Some(row) = row.filter(|row| *row < count) {
            self.selected = row;
        }
    }

    /// Pasted text is typed text, on one line.
    pub(crate) fn paste(&mut self, pasted: &str) {
        text_input::paste_line(&mut self.input, pasted);
        self.selected = 0;
    }

    /// What fits what is typed, the best first.
    fn matching<'a>(&'a self, scene: &Scene<'a>) -> Vec<Found<'a>> {
        let typed = self.input.value();
        let mut finder = Finder::new(typed);
        let whole = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = |command: Command<'a>| {
            let name = command.name(scene);
            let mut found = finder.find_all(|finder, word| {
                let by_key = command.find_key(scene, finder.word(word));
                by_key.or_else(|| command.find(finder, word, &name))
            })?;
            if command.is_named_in_full(&whole) {
                found.score = found.score.max(IN_FULL);
            }
            Some(Found {
                command,
                name,
                fit: found,
            })
        };
        let commands = list_commands(scene, &self.themes, &self.accounts).into_iter();
        let mut found: Vec<Found<'a>> = commands.filter_map(rank).collect();
        found.extend(find_days(scene, typed).into_iter().map(|(day, score)| {
            let command = Command::Day(day);
            let name = command.name(scene);
            let letters = finder.find_all(|finder, word| finder.find(word, &name));
            let hits = letters.unwrap_or_default().hits;
            Found {
                command,
                name,
                fit: Match {
                    score,
                    hits,
                    fit: Fit::Word,
                },
            }
        }));
        // Letters that lie apart are meant only where no word begins as typed.
        if found.iter().any(|found| found.fit.fit == Fit::Word) {
            found.retain(|found| found.fit.fit != Fit::Scattered);
        }
        found.sort_by_key(|found| std::cmp::Reverse(found.fit.score));
        found
    }

    /// Draws it on its card; hands back where the cursor stands.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
        let is_tall = area.height >= TALL;
        let matching = self.matching(scene);
        let days = matching
            .iter()
            .filter(|found| matches!(found.command, Command::Day(_)));
        let all = list_commands(scene, &self.themes, &self.accounts).len() + days.count();
        let count = scene.quiet(format!("{} of {all}", matching.len()));
        let end = line_right(buffer, area, 0, &[count]);
        let cursor = text_input::draw(buffer, left_of(area, end), ": ", &self.input, scene.theme);
        let told = rows_around(area).1;
        if is_tall {
            card::draw_rule(buffer, scene, area, area.y + 1);
            let below = area.bottom().saturating_sub(told);
            card::draw_rule(buffer, scene, area, below);
        }
        let list = list_of(area);
        let height = list.height;
        let Some(chosen) = matching.get(self.selected) else {
            let nothing = scene.quiet("No command fits");
            line(buffer, from_column(list, list.x + NAME), 0, &[nothing]);
            return cursor;
        };
        let first = first_shown(matching.len(), self.selected, height.into());
        let shown = matching.iter().skip(first).take(height.into());
        for (y, found) in (list.y..).zip(shown) {
            let is_selected = std::ptr::eq(found, chosen);
            if is_selected {
                card::draw_band(buffer, scene, area, y);
            }
            self.draw_row(scene, buffer, at_rows(list, y, 1), found, is_selected);
        }
        let mut words = Vec::new();
        if is_tall {
            words.push(vec![scene.strong(chosen.name.clone())]);
        }
        let tones = [Role::Soft, Role::Quiet];
        let sentences = chosen.command.describe(scene, self.place);
        for (what, tone) in sentences.iter().zip(tones) {
            words.extend(sentence(what, scene.style(tone), area.width));
        }
        let from = area.bottom().saturating_sub(told - u16::from(is_tall));
        let below = at_rows(area, from, told.min(area.height));
        lines(buffer, below.intersection(area), 0, &words);
        cursor
    }

    fn draw_row(
        &self,
        scene: &Scene<'_>,
        buffer: &mut Buffer,
        row: Rect,
        found: &Found<'_>,
        is_selected: bool,
    ) {
        let command = found.command;
        if let Some(category) = command.category() {
            let hue = scene.theme.category(category);
            let letter = piece(
                category.letter().to_string(),
                hue.add_modifier(Modifier::BOLD),
            );
            line(buffer, row, 0, &[letter]);
        }
        let keys = scene.strong(command.keys(scene, self.place));
        let keys = line_right(buffer, row, 0, &[keys]);
        let end = row
            .right()
            .saturating_sub(KEYS - 2)
            .min(keys.saturating_sub(2));
        let group = left_of(row, end);
        let words = if row.width >= WITH_GROUPS {
            command.group()
        } else {
            String::new()
        };
        let from = line_right(buffer, group, 0, &[scene.quiet(words)]);
        let tone = if is_selected { Role::Text } else { Role::Soft };
        let room = left_of(from_column(row, row.x + NAME), from);
        let name: Vec<Piece> = text::fit(&found.name, room.width.into())
            .chars()
            .enumerate()
            .map(|(at, letter)| {
                let style = if found.fit.hits.contains(&at) {
                    scene.theme.strong().add_modifier(Modifier::UNDERLINED)
                } else {
                    scene.style(tone)
                };
                piece(letter.to_string(), style)
            })
            .collect();
        line(buffer, room, 0, &name);
    }
}

/// The rows above the list, and those below it that say what a command will do.
const fn rows_around(area: Rect) -> (u16, u16) {
    if area.height >= TALL { (3, 5) } else { (1, 2) }
}

/// Where the list stands on the card.
fn list_of(area: Rect) -> Rect {
    let (top, told) = rows_around(area);
    let rule = u16::from(area.height >= TALL);
    let height = area.height.saturating_sub(top + told + rule);
    at_rows(area, area.y + top.min(area.height), height)
}
