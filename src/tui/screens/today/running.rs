//! What runs: a bar in its color, what it is, and for how long.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use crate::domain::away::{counted_length, find_question};
use crate::domain::block::Block;
use crate::domain::format;
use crate::domain::parse::spell;
use crate::domain::wording::CLOCK_BACK;
use crate::insight::prepared::MARK;
use crate::tui::layout::{Shape, from_column, left_of, shortened};
use crate::tui::paint::{Ink, Piece, as_many_as_fit, line, line_right, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// From the bar to the words.
const INDENT: u16 = 2;

impl Frame<'_> {
    pub(super) fn draw_running(&self, buffer: &mut Buffer) {
        let (area, scene) = (self.running_area(), self.scene);
        if area.is_empty() {
            return;
        }
        let Some(block) = &scene.snapshot.running else {
            return self.draw_off(buffer);
        };
        let mine = scene.theme.tally(block.category);
        for row in 0..area.height {
            line(buffer, area, row, &[piece("▌", mine)]);
        }
        let area = from_column(area, area.x + INDENT);
        let elapsed = self.strong(elapsed(scene, block));
        let (since, at) = self.since(block);
        let notes = self.notes(block);
        let what = self.what_runs(block);
        if area.height == 1 {
            let mut right = vec![elapsed];
            if scene.regions.shape == Shape::Wide {
                right.push(self.quiet(format!("  {since} {at}")));
            }
            let from = line_right(buffer, area, 0, &right);
            let room = left_of(area, from);
            let mut words = what;
            if scene.regions.shape == Shape::Compact {
                // In so few columns only what fits whole.
                let who = self.who(block).into_iter().map(|who| vec![who]);
                let groups: Vec<_> = std::iter::once(words).chain(who).collect();
                words = as_many_as_fit(&groups, 2, room.width);
            } else if !notes.is_empty() {
                words.push(plain("   "));
                words.extend(notes);
            }
            line(buffer, room, 0, &words);
            return;
        }
        let from = line_right(buffer, area, 0, &[elapsed]);
        line(buffer, left_of(area, from), 0, &what);
        let from = line_right(buffer, area, 1, &[self.quiet(format!("{since} {at}"))]);
        let mut below = Vec::new();
        if scene.regions.shape == Shape::Compact {
            for words in self.who(block) {
                below.extend([words, plain("  ")]);
            }
        }
        below.extend(notes);
        if below.is_empty() {
            below.push(self.quiet("no note"));
        }
        line(buffer, left_of(area, from), 1, &below);
    }

    /// One row less where what is selected takes it.
    fn running_area(&self) -> Rect {
        let rows = if self.unlisted_row().is_some() {
            1
        } else {
            u16::MAX
        };
        shortened(self.grid.running, rows.min(self.grid.running.height))
    }

    fn since(&self, block: &Block) -> (&'static str, String) {
        let scene = self.scene;
        let clock = |moment| format::clock_on(moment, &scene.context.calendar, scene.today);
        match find_question(block, &scene.snapshot.questions) {
            Some(question) => ("counted to", clock(question.since)),
            None => ("since", clock(block.start)),
        }
    }

    /// Category, activity and, where there is room, who it is for.
    fn what_runs(&self, block: &Block) -> Vec<Piece> {
        let mine = self.category(block.category);
        let mut what = vec![piece(
            block.category.name(),
            mine.add_modifier(Modifier::BOLD),
        )];
        if let Some(activity) = &block.details.activity {
            what.extend([self.quiet(" · "), self.strong(activity.as_str())]);
        }
        if self.scene.regions.shape == Shape::Wide {
            for words in self.who(block) {
                what.extend([plain("   "), words]);
            }
        }
        what
    }

    /// Account, with the mark of a meeting that was prepared, and requester.
    fn who(&self, block: &Block) -> Vec<Piece> {
        let details = &block.details;
        let account = details.account.as_ref();
        let requester = details.requester.as_ref();
        let text = |words| piece(words, self.style(Role::Text));
        let is_prepared = self.scene.snapshot.prepared.contains(&block.id);
        let mark = if is_prepared { MARK } else { "" };
        let account = account.map(|account| text(format!("{mark}@{}", account.as_str())));
        let requester = requester.map(|requester| self.quiet(format!("!{}", requester.as_str())));
        account.into_iter().chain(requester).collect()
    }

    /// What else is known of it: the mark of a clock that was set back, outcomes, source, tags, the note.
    fn notes(&self, block: &Block) -> Vec<Piece> {
        let details = &block.details;
        let mut words: Vec<String> = Vec::new();
        if block.clock_back {
            words.push(CLOCK_BACK.to_owned());
        }
        words.extend(Some(spell::produced(details)).filter(|words| !words.is_empty()));
        let source = details.prospect.source.as_ref();
        words.extend(source.map(|source| format!("~{}", source.as_str())));
        words.extend(details.tags.iter().map(|tag| format!("#{}", tag.as_str())));
        if !details.note.is_empty() {
            words.push(details.note.as_str().to_owned());
        }
        if words.is_empty() {
            Vec::new()
        } else {
            vec![self.quiet(words.join("  "))]
        }
    }

    fn draw_off(&self, buffer: &mut Buffer) {
        let (area, scene) = (self.running_area(), self.scene);
        let clock = |moment| format::clock_on(moment, &scene.context.calendar, scene.today);
        let bar = piece("▌", self.style(Role::Faint));
        for row in 0..area.height {
            line(buffer, area, row, std::slice::from_ref(&bar));
        }
        let words = from_column(area, area.x + INDENT);
        if let Some(block) = &scene.snapshot.unreadable_running {
            let since = clock(block.start);
            let runs = [
                self.strong(format!("unreadable since {since}")),
                self.quiet(" · tafs doctor"),
            ];
            line(buffer, words, 0, &runs);
            return;
        }
        let last = scene.snapshot.last.as_ref().and_then(|block| block.end);
        let from = last.map_or(area.right(), |end| {
            let since = self.quiet(format!("since {}", clock(end)));
            line_right(buffer, shortened(area, 1), 0, &[since])
        });
        let off = [self.strong("off the clock")];
        line(buffer, left_of(words, from), 0, &off);
    }
}

/// How long a block has run, as far as it counts.
pub(super) fn elapsed(scene: &Scene<'_>, block: &Block) -> String {
    let questions = &scene.snapshot.questions;
    format::elapsed(counted_length(block, questions, scene.now.at))
}
