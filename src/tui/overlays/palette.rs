//! The command palette: every key of the table, every activity and every screen by a few letters. Below the list it says
//! what the selected one will do.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Modifier;
use tui_input::Input;

use crate::domain::block::{Activity, Category, Details};
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::taxonomy::ActivityKind;
use crate::domain::wording::describe_words;
use crate::tui::action::{Action, Capture, Go, Open, Way};
use crate::tui::effect::{Effect, Handled};
use crate::tui::fuzzy::{self, Match};
use crate::tui::key::{Key, short};
use crate::tui::key_table::{BINDINGS, Binding, Focus};
use crate::tui::layout::{at_rows, first_shown, from_column, half_page, left_of};
use crate::tui::paint::{Ink, Piece, line, line_right, lines, piece, sentence};
use crate::tui::scene::{Scene, Screen};
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

/// A name that fits counts for more than a word of the line that does.
const NAMED: i32 = 20;
/// A key as the config spells it is meant as nothing else.
const KEYED: i32 = 1000;
/// A word's start in the line, and a place inside a word.
const IN_LINE: (i32, i32) = (10, 2);

/// The palette while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// The place in which it was opened.
    place: Focus,
    input: Input,
    selected: usize,
}

/// What can be run.
#[derive(Clone, Copy)]
enum Command<'a> {
    Key(&'static Binding),
    Start(Category, &'a ActivityKind),
    Open(Screen),
}

/// A command that fits what is typed, and which letters of its name do.
struct Found<'a> {
    command: Command<'a>,
    found: Match,
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
        let matching = self.matching(scene);
        let Some(found) = matching.get(self.selected) else {
            return Handled::Consumed(None);
        };
        Handled::Closed(match found.command {
            Command::Key(binding) => binding.action_in(self.place).map(Effect::Run),
            Command::Start(category, kind) => {
                let activity = Activity::new(&kind.name).ok();
                Some(Effect::Apply(Change::Start {
                    at: scene.now,
                    category,
                    details: Details {
                        activity,
                        ..Details::default()
                    },
                }))
            }
            Command::Open(screen) => Some(Effect::Open(screen)),
        })
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

    /// What fits what is typed, the best first.
    fn matching<'a>(&self, scene: &Scene<'a>) -> Vec<Found<'a>> {
        let rank = |command: Command<'a>| {
            let mut whole = Match::default();
            for word in self.input.value().split_whitespace() {
                let found = command.find(scene, word)?;
                whole.score += found.score;
                whole.hits.extend(found.hits);
            }
            Some(Found {
                command,
                found: whole,
            })
        };
        let mut found: Vec<Found<'a>> = commands(scene).into_iter().filter_map(rank).collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.found.score));
        found
    }

    /// Draws it on its card; hands back where the cursor stands.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
        let is_tall = area.height >= TALL;
        let all = commands(scene).len();
        let matching = self.matching(scene);
        let count = scene.quiet(format!("{} of {all}", matching.len()));
        let end = line_right(buffer, area, 0, &[count]);
        let cursor = text_input::draw(buffer, left_of(area, end), ": ", &self.input, scene.theme);
        let (top, told) = if is_tall { (3, 5) } else { (1, 2) };
        if is_tall {
            card::draw_rule(buffer, scene, area, area.y + 1);
            let below = area.bottom().saturating_sub(told);
            card::draw_rule(buffer, scene, area, below);
        }
        let height = area.height.saturating_sub(top + told + u16::from(is_tall));
        let list = at_rows(area, area.y + top.min(area.height), height);
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
            words.push(vec![scene.strong(chosen.command.name())]);
        }
        let what = chosen.command.describe(scene);
        words.extend(sentence(&what, scene.style(Role::Soft), area.width));
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
        let from = line_right(buffer, group, 0, &[scene.quiet(command.group())]);
        let tone = if is_selected { Role::Text } else { Role::Soft };
        let name: Vec<Piece> = command
            .name()
            .chars()
            .enumerate()
            .map(|(at, letter)| {
                let style = if found.found.hits.contains(&at) {
                    scene.theme.strong().add_modifier(Modifier::UNDERLINED)
                } else {
                    scene.style(tone)
                };
                piece(letter.to_string(), style)
            })
            .collect();
        line(
            buffer,
            left_of(from_column(row, row.x + NAME), from),
            0,
            &name,
        );
    }
}

/// All that can be run. What only serves the palette itself, or a line that is typed, is left out.
fn commands<'a>(scene: &Scene<'a>) -> Vec<Command<'a>> {
    let of_itself = [Action::Open(Open::Palette), Action::Cancel].map(Some);
    let keys = BINDINGS
        .iter()
        .filter(|row| !row.is_for_text() && !of_itself.contains(&row.action_in(Focus::Block)));
    let mut commands: Vec<Command<'a>> = keys.map(Command::Key).collect();
    for category in Category::WORK {
        let kinds = scene.context.taxonomy.kinds(category).iter();
        commands.extend(kinds.map(|kind| Command::Start(category, kind)));
    }
    commands.extend(Screen::ALL.map(Command::Open));
    commands
}

impl Command<'_> {
    fn name(self) -> String {
        match self {
            Self::Key(binding) => binding.name.replace('-', " "),
            Self::Start(_, kind) => format!("start {}", kind.name),
            Self::Open(screen) => format!("open {}", screen.title()),
        }
    }

    fn group(self) -> String {
        match self {
            Self::Key(binding) => binding.group.title().to_lowercase(),
            Self::Start(..) => "activity".to_owned(),
            Self::Open(_) => "screen".to_owned(),
        }
    }

    fn category(self) -> Option<Category> {
        match self {
            Self::Key(binding) => match binding.action_in(Focus::Block) {
                Some(Action::Capture(Capture::Start(category))) => Some(category),
                Some(_) | None => None,
            },
            Self::Start(category, _) => Some(category),
            Self::Open(_) => None,
        }
    }

    fn keys(self, scene: &Scene<'_>, place: Focus) -> String {
        match self {
            Self::Key(binding) => {
                let keys: Vec<String> = scene.keymap.keys_of(binding).map(short).collect();
                keys.into_iter().next().unwrap_or_default()
            }
            Self::Start(category, kind) => {
                let start = [Action::Capture(Capture::Start(category))];
                format!("{} {}", scene.keys(Focus::Block, &start), kind.letter)
            }
            Self::Open(_) => scene.keys(place, &[Action::Go(Go::Screen(Way::Forward))]),
        }
    }

    /// What it will do, with the times that it would write.
    fn describe(self, scene: &Scene<'_>) -> String {
        match self {
            Self::Key(binding) => match self.category() {
                Some(_) => format!("{} {}", describe_end(scene), binding.doc),
                None => binding.doc.to_owned(),
            },
            Self::Start(_, kind) => format!("{} {}", describe_end(scene), kind.hint),
            Self::Open(screen) => format!("Shows {}.", screen.title()),
        }
    }

    /// How well one word fits: by the name, by the line, or as the very key.
    fn find(self, scene: &Scene<'_>, word: &str) -> Option<Match> {
        let spelled = match self {
            Self::Key(binding) => binding.name.to_owned(),
            Self::Start(..) | Self::Open(_) => self.name(),
        };
        let named = fuzzy::find_letters(word, &spelled).map(|found| Match {
            score: found.score + NAMED,
            hits: found.hits,
        });
        let Self::Key(binding) = self else {
            return named;
        };
        let mut keys = scene.keymap.keys_of(binding);
        let other = if keys.any(|key| key.to_string() == word) {
            Some(KEYED)
        } else {
            find_in_line(binding.doc, word)
        };
        let is_better = |score: &i32| named.as_ref().is_none_or(|named| named.score < *score);
        match other.filter(is_better) {
            Some(score) => Some(Match {
                score,
                hits: Vec::new(),
            }),
            None => named,
        }
    }
}

/// What runs would end.
fn describe_end(scene: &Scene<'_>) -> String {
    let Some(running) = &scene.snapshot.running else {
        return "Starts now.".to_owned();
    };
    format!(
        "Ends {} at {}, after {}.",
        describe_words(running),
        format::clock(scene.now),
        format::hours(running.length(scene.now.at))
    )
}

/// How well a word fits a line: best where it begins one of its words.
fn find_in_line(line: &str, word: &str) -> Option<i32> {
    let (line, lower) = (line.to_lowercase(), word.to_lowercase());
    let starts = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    line.match_indices(&lower)
        .map(|(at, _)| if starts(at) { IN_LINE.0 } else { IN_LINE.1 })
        .max()
}
