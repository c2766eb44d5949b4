//! The guess: four bars that always add up to 100, moved by keys. Nothing is kept of it before it is locked in.

use ratatui::style::Modifier;

use super::answers::{is_shown, plain_figure};
use super::display::{BESIDE, Display};
use super::grid::Room;
use super::item::Item;
use super::line::{Bar, GUESSED, Part};
use super::page::Page;
use super::split::{MovedSplit, Split};
use super::state::State;
use crate::domain::block::Category;
use crate::domain::review::Guess;
use crate::report::review::record::Shares;
use crate::tui::paint::{Ink, piece, sentence};
use crate::tui::theme::{Fill, Role};

impl State {
    /// The guess as the bars show it: what is being moved, else what was kept, else all alike.
    fn split(&self) -> Split {
        let kept = self.record().and_then(|record| record.guess);
        self.draft
            .map(MovedSplit::split)
            .or(kept.as_ref().map(Split::of))
            .unwrap_or(Split::EVEN)
    }

    /// Moves the selected share by so many points.
    pub(super) fn move_guess(&mut self, by: i8) {
        let index = self.row.min(3);
        let draft = self.draft;
        let draft = draft.unwrap_or_else(|| MovedSplit::begin(self.split(), index));
        self.draft = Some(draft.step(index, by));
    }

    /// The guess that Enter locks in; `None` where it is kept as it is already.
    pub(super) fn guess_to_lock(&self) -> Option<Guess> {
        let is_kept =
            self.draft.is_none() && self.record().is_some_and(|record| record.guess.is_some());
        (!is_kept).then(|| self.split().guess())
    }
}

impl Page<'_> {
    pub(super) fn guess(&mut self) {
        let is_locked = is_shown(self.scene, self.state);
        let Some(guess) = self
            .record
            .guess
            .or((!is_locked).then(|| self.state.split().shares()))
        else {
            self.said(self.said);
            return;
        };
        let guess = match self.state.draft {
            Some(draft) if !is_locked => draft.split().shares(),
            Some(_) | None => guess,
        };
        match self.room {
            Room::Tall | Room::Tight => self.draw_guess(&guess, is_locked),
            Room::Compact => {
                let selling = plain_figure(guess.0[0].unwrap_or(0.0));
                let bold = self
                    .theme()
                    .category(Category::Selling)
                    .add_modifier(Modifier::BOLD);
                let words = self.quiet("  your guess for the week");
                self.line(vec![piece(format!("{selling} %"), bold), words]);
                self.blank();
            }
        }
        for (index, category) in Category::WORK.into_iter().enumerate() {
            self.draw_share(&guess, index, category, is_locked);
            if self.is_tall() && index < 3 {
                self.push(Vec::new());
            }
        }
        self.close_guess(&guess, is_locked);
    }

    /// The figure, what it is, and what is asked.
    fn draw_guess(&mut self, guess: &Shares, is_locked: bool) {
        let mut asked = vec![vec![piece(
            "How was the week split?",
            self.style(Role::Soft),
        )]];
        let words = if is_locked {
            "The week has been shown: the guess stays as it is."
        } else {
            "The measured week is hidden until you lock in your guess."
        };
        asked.extend(sentence(words, self.style(Role::Quiet), BESIDE));
        self.skip_to(1);
        self.display(Display {
            figure: plain_figure(guess.0[0].unwrap_or(0.0)),
            unit: "%",
            style: self.style(Role::Guess),
            captions: [
                vec![self.strong("time available for selling")],
                vec![self.quiet("your guess for the week")],
            ],
            beside: asked,
        });
        self.skip_to(if self.is_tall() { 9 } else { 7 });
        let head = self.quiet("guess");
        self.push(vec![Part::Ending(self.width, vec![head])]);
    }

    fn draw_share(&mut self, guess: &Shares, index: usize, category: Category, is_locked: bool) {
        let hue = self.theme().category(category);
        let is_selected = !is_locked && self.next_is_selected();
        let share = guess.0[index];
        let figure = share.map_or_else(|| "–".to_owned(), plain_figure);
        let share = share.unwrap_or(0.0);
        let (name, column) = match self.room {
            Room::Tall | Room::Tight => (3, 16),
            Room::Compact => (2, 14),
        };
        let bold = hue.add_modifier(Modifier::BOLD);
        let end = self.width.saturating_sub(2);
        let mut parts = vec![
            Part::At(0, vec![piece(category.letter().to_string(), bold)]),
            Part::At(name, vec![piece(category.name(), hue)]),
            Part::Bar(Bar {
                column,
                width: self.width.saturating_sub(column + 10),
                parts: vec![(share, Fill::Tinted(category, GUESSED))],
                rest: Fill::Track,
                hairline: Some(share),
                label: None,
            }),
            Part::Ending(end, vec![self.strong(figure)]),
        ];
        if is_selected {
            parts.push(Part::Ending(
                self.width.saturating_sub(6),
                vec![self.quiet("‹")],
            ));
            parts.push(Part::Ending(self.width, vec![self.quiet("›")]));
        }
        if is_locked {
            self.push(parts);
        } else {
            self.item_of(Item::Share, parts);
        }
    }

    /// The sum, the same as one bar, and what Enter does.
    fn close_guess(&mut self, guess: &Shares, is_locked: bool) {
        let is_whole = guess.0.iter().all(Option::is_some);
        if is_whole {
            if self.is_tall() {
                self.push(vec![Part::Rule(self.width.saturating_sub(8), self.width)]);
            }
            let sum = piece("100", self.style(Role::Soft));
            let mut parts = vec![Part::Ending(self.width.saturating_sub(2), vec![sum])];
            if !is_locked && self.room != Room::Compact {
                parts.push(Part::At(
                    16,
                    vec![self.quiet("The other three share the rest.")],
                ));
            }
            self.push(parts);
        }
        if is_whole && self.room != Room::Compact {
            self.skip_to(if self.is_tall() { 21 } else { 14 });
            self.push(vec![Part::Stacked(
                guess.0.map(Option::unwrap_or_default),
                true,
            )]);
        }
        if self.room != Room::Compact {
            self.blank();
        }
        self.say(if is_locked {
            "Locked in when the week was shown."
        } else {
            "Enter locks it in. A guess can't be changed after the reveal."
        });
    }
}
