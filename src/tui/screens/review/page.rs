//! A page of the review as lines, and the rows of it that Enter does something to. Knows how they look, not what
//! they say.

use ratatui::style::{Modifier, Style};

use super::grid::Room;
use super::item::Item;
use super::line::{PageLine, Part};
use super::state::State;
use crate::domain::text;
use crate::report::document::{Block, TableRow};
use crate::report::review::ReviewRecord;
use crate::tui::action::{Action, RowAction};
use crate::tui::key_table::Focus;
use crate::tui::layout::Pace;
use crate::tui::paint::{Ink, Piece, piece, plain, sentence, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::Scene;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::numeral::{self, Face};
use crate::tui::widgets::text_input;

/// The columns of the names of rows, and of the figures beside them.
const NAMES: usize = 24;
const NARROW_NAMES: usize = 16;
const FIGURES: usize = 7;
/// From so many columns on names have all the room that they may need.
pub(super) const ROOMY: u16 = 64;

/// A page that is being filled.
pub(super) struct Page<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) state: &'a State,
    pub(super) record: &'a ReviewRecord,
    /// What the record says in this step.
    pub(super) said: &'a [Block],
    pub(super) width: u16,
    /// The rows of the page.
    pub(super) height: usize,
    pub(super) room: Room,
    pub(super) pace: Pace,
    pub(super) lines: Vec<PageLine>,
    /// By how many lines the figure of the page is taller than four.
    pub(super) taller: usize,
    items: usize,
}

impl Ink for Page<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl<'a> Page<'a> {
    /// How the large figure is set.
    pub(super) const fn face(&self) -> Face {
        match (self.room, self.pace) {
            (Room::Tall, Pace::Huge) => Face::Huge,
            (Room::Tall, Pace::Plain | Pace::Airy) => Face::Large,
            (Room::Tight | Room::Compact, _) => Face::Medium,
        }
    }

    /// How the large figure looks.
    pub(super) fn figure_style(&self, role: Role) -> Style {
        numeral::styled(self.theme(), self.style(role))
    }

    pub(super) const fn new(
        scene: &'a Scene<'a>,
        state: &'a State,
        record: &'a ReviewRecord,
        said: &'a [Block],
        (width, height): (u16, usize),
        (room, pace): (Room, Pace),
    ) -> Self {
        Self {
            scene,
            state,
            record,
            said,
            width,
            height,
            room,
            pace,
            lines: Vec::new(),
            taller: 0,
            items: 0,
        }
    }

    pub(super) const fn is_roomy(&self) -> bool {
        self.width >= ROOMY
    }

    pub(super) fn is_tall(&self) -> bool {
        self.room == Room::Tall
    }

    /// What the step is for, where there is room; a line of air in its place.
    pub(super) fn subtitle(&mut self, words: Option<&str>) {
        match (self.room, words) {
            (Room::Tall, Some(words)) => {
                self.line(vec![piece(words, self.style(Role::Soft))]);
                self.skip_to(2);
            }
            (Room::Tall | Room::Tight, _) => self.skip_to(1),
            (Room::Compact, _) => {}
        }
    }

    pub(super) fn push(&mut self, parts: Vec<Part>) {
        self.lines.push(PageLine {
            parts,
            ..PageLine::default()
        });
    }

    pub(super) fn line(&mut self, pieces: Vec<Piece>) {
        self.push(vec![Part::At(0, pieces)]);
    }

    pub(super) fn rule(&mut self) {
        self.push(vec![Part::Rule(0, self.width)]);
    }

    /// A sentence in as many lines as it takes.
    pub(super) fn text(&mut self, words: &str, style: Style) {
        for line in sentence(words, style, self.width.max(8)) {
            self.line(line);
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        self.text(words, self.style(Role::Quiet));
    }

    /// A row that can be selected.
    pub(super) fn item(&mut self, item: Item, pieces: Vec<Piece>) {
        self.item_of(item, vec![Part::At(0, pieces)]);
    }

    pub(super) fn item_of(&mut self, item: Item, mut parts: Vec<Part>) {
        let is_selected = self.next_is_selected();
        // What stands back stays back: it is no answer.
        let behind = [Role::Faint, Role::Quiet].map(|role| self.style(role));
        for part in parts.iter_mut().filter(|_| is_selected) {
            if let Part::At(_, pieces) | Part::Ending(_, pieces) = part {
                for piece in pieces
                    .iter_mut()
                    .filter(|piece| !behind.contains(&piece.style))
                {
                    piece.style = piece.style.add_modifier(Modifier::BOLD);
                }
            }
        }
        self.lines.push(PageLine {
            parts,
            item: Some(item),
            is_selected,
            ..PageLine::default()
        });
        self.items += 1;
    }

    /// Whether the next row is the selected one.
    pub(super) fn next_is_selected(&self) -> bool {
        self.items == self.state.row
    }

    /// The key that answers the selected question, and what for.
    pub(super) fn answer_hint(&self, does: &str) -> String {
        let answer = [Action::Review(RowAction::Ask)];
        format!("{} {does}", self.scene.keys(Focus::ReviewQuestion, &answer))
    }

    /// What is typed in answer to a question, and the column of the cursor in it; `None` unless it is being typed.
    pub(super) fn typed(&self, question: &ReviewQuestion, room: u16) -> Option<(Piece, u16)> {
        let open = self.scene.line.filter(|open| open.question == question)?;
        let (shown, column) = text_input::window(open.input, room.into());
        Some((piece(shown, self.style(Role::Text)), column as u16))
    }

    /// A question that one line answers, above a line to write on.
    pub(super) fn line_question(&mut self, wanted: ReviewQuestion, answer: Option<&str>) {
        let typed = self.typed(&wanted, self.width);
        let question = self.strong(wanted.question());
        let hint = match (&typed, answer) {
            (Some(_), _) => "one line, then enter".to_owned(),
            (None, Some(_)) => self.answer_hint("to change the answer"),
            (None, None) => self.answer_hint("to answer in one line"),
        };
        let hint = self.quiet(format!("  {hint}"));
        let fits = width(&[question.clone(), hint.clone()]) <= self.width;
        let row = if fits {
            vec![question, hint]
        } else {
            vec![question]
        };
        self.item(Item::Line(wanted), row);
        // The line has the cursor now.
        if let Some(question) = self.lines.last_mut().filter(|_| typed.is_some()) {
            question.is_selected = false;
        }
        if self.is_tall() {
            self.push(Vec::new());
        }
        match (typed, answer) {
            (Some((words, column)), _) => self.lines.push(PageLine {
                parts: vec![Part::At(0, vec![words])],
                cursor: Some(column),
                ..PageLine::default()
            }),
            (None, Some(answer)) => {
                let style = self.style(Role::Text);
                for line in sentence(&text::visible(answer), style, self.width.max(8)) {
                    self.line(line);
                }
            }
            (None, None) => self.push(Vec::new()),
        }
        self.rule();
    }

    /// One of several words, all of them where there is room, the chosen one in brackets.
    pub(super) fn options(&self, words: &[&str], chosen: Option<&str>, room: u16) -> Vec<Piece> {
        let all: usize = words.iter().map(|word| text::width(word) + 2).sum();
        if all <= usize::from(room) {
            return words
                .iter()
                .map(|word| self.option(word, chosen == Some(word)))
                .collect();
        }
        chosen.map_or_else(
            || vec![self.faint("·")],
            |chosen| vec![self.option(chosen, true)],
        )
    }

    fn option(&self, word: &str, chosen: bool) -> Piece {
        if chosen {
            self.accent(format!("[{word}]"))
        } else {
            self.quiet(format!(" {word} "))
        }
    }

    /// What the record says, block by block; the figure of the reveal is drawn there.
    pub(super) fn said<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            match block {
                Block::Lead(words) => self.text(words, self.theme().strong()),
                Block::Note(words) => self.say(words),
                Block::Caption(words) => {
                    self.blank();
                    self.say(words);
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        let pieces = self.row(row);
                        let left = self.width.saturating_sub(width(&pieces));
                        self.beside(pieces, &row.words_beside(), left);
                    }
                }
                Block::Figure(_) | Block::Days(_) | Block::Trend(..) => {}
            }
        }
    }

    /// A row, and what stands beside it; below it where there is no room.
    fn beside(&mut self, mut pieces: Vec<Piece>, words: &str, left: u16) {
        let wide = text::width(&text::visible(words)) + 2;
        if words.is_empty() || wide <= usize::from(left) {
            pieces.push(self.quiet(format!("  {words}")));
            self.line(pieces);
            return;
        }
        self.line(pieces);
        self.hanging(words, self.style(Role::Quiet), &plain("  "));
    }

    /// A sentence in lines that all begin with a sign.
    pub(super) fn hanging(&mut self, words: &str, style: Style, sign: &Piece) {
        for part in sentence(words, style, self.width.saturating_sub(2)) {
            self.line([vec![sign.clone()], part].concat());
        }
    }

    /// The name and the figure of a row.
    pub(super) fn row(&self, row: &TableRow) -> Vec<Piece> {
        let names = if self.is_roomy() { NAMES } else { NARROW_NAMES };
        let style = row.category.map_or(self.style(Role::Quiet), |category| {
            self.scene.theme.category(category)
        });
        let name = text::pad(&row.name, names - 1) + " ";
        // Hours stand below one another; other figures begin where those of their kind begin.
        let figure = text::visible(&row.figure);
        let figure = if row.category.is_some() {
            format!("{figure:>FIGURES$}")
        } else {
            format!("{figure:<FIGURES$}")
        };
        vec![piece(name, style), self.strong(figure)]
    }
}
