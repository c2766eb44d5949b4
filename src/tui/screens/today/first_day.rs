//! The first day: four letters, because learning them is all there is to learn. Nothing is missing yet.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::frame::Frame;
use crate::domain::block::Category;
use crate::tui::action::{Action, Capture, Field, Open, Program};
use crate::tui::key_table::{BACK_DATED, Focus, STARTS};
use crate::tui::layout::{PAGE, Shape, at_rows, from_column};
use crate::tui::paint::{Ink, line, piece, sentence};
use crate::tui::theme::Role;
use crate::tui::widgets::numeral::{self, Face};
use crate::tui::widgets::ribbon::Ribbon;
use crate::tui::widgets::strip::write_styled;

/// From so many rows on the letters are large.
const ROOMY: u16 = 30;
/// The columns of what is good to know, from the left of the page.
const KEY: u16 = 30;
const TO_ANSWER: u16 = 12;

/// What a category is, a line each.
const fn examples(category: Category) -> &'static [&'static str] {
    match category {
        Category::Selling => &["prospecting, meetings,", "prep, proposals,", "follow-up"],
        Category::Admin => &["CRM, internal email", "and meetings, reports,", "approvals"],
        Category::Learning => &["product, skills,", "coaching, reading"],
        Category::Distraction => &["web, phone, chatter,", "interruptions"],
        Category::Break => &["not working time"],
    }
}

impl Frame<'_> {
    pub(super) fn draw_first_day(&self, buffer: &mut Buffer) {
        let scene = self.scene;
        let area = self.grid.running;
        let words = "Press a letter to start. Press another when your work changes. That's all.";
        let soft = self.style(Role::Soft);
        if scene.regions.shape == Shape::Compact {
            let lines = sentence(words, soft, area.width.saturating_sub(2));
            for (row, pieces) in (1..).zip(lines.into_iter().take(2)) {
                let row = self.row(area.y + row);
                line(buffer, from_column(row, row.x + 2), 0, &pieces);
            }
            return self.draw_letters(buffer, area.y + 4);
        }
        let row = self.row(area.y + 1);
        line(
            buffer,
            from_column(row, row.x + 2),
            0,
            &[piece(words, soft)],
        );
        let below = area.y + 4;
        if self.grid.page.bottom() < ROOMY || self.grid.page.width < 95 {
            self.draw_letters(buffer, below);
            self.draw_answers(buffer, below + 6);
            return;
        }
        // Between groups: one row more where the day has more air too, two where it is huge.
        let (face, air) = match self.grid.figure.face {
            Some(Face::Huge) => (Face::Huge, 2),
            Some(Face::Medium | Face::Large) | None => {
                (Face::Large, u16::from(self.grid.ribbon.height > 2))
            }
        };
        let (letters, names) = (below + air, below + air + face.rows() + 1);
        self.draw_large_letters(buffer, face, letters, names);
        let hours = names + 6 + air;
        self.draw_empty_ribbon(buffer, hours);
        let ribbon = self.grid.ribbon.height;
        self.draw_answers(buffer, hours + ribbon + 4 + air);
    }

    /// From one large letter to the next: all of the screen is theirs, for there is nothing yet to stand in a panel.
    const fn quarter(&self) -> u16 {
        match self.scene.regions.header.width {
            PAGE => KEY,
            width => width / 4,
        }
    }

    /// The four letters as figures, with their names and examples below them.
    fn draw_large_letters(&self, buffer: &mut Buffer, face: Face, letters: u16, names: u16) {
        let quarter = self.quarter();
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let x = self.grid.page.x + quarter * index as u16;
            let letter = category.letter().to_string();
            let hue = self.category(category);
            numeral::draw(buffer, (x, letters), self.theme(), (&letter, face), hue);
            let name = hue.add_modifier(Modifier::BOLD);
            write_styled(buffer, (x, names), category.name(), name);
            for (row, words) in (names + 1..).zip(examples(category)) {
                write_styled(buffer, (x, row), words, self.style(Role::Soft));
            }
        }
    }

    /// The four letters in a line each, where there is little room.
    fn draw_letters(&self, buffer: &mut Buffer, from: u16) {
        for (row, (action, category)) in (from..).zip(STARTS.iter().zip(Category::WORK)) {
            let hue = self.category(category);
            let key = self.scene.keys(Focus::Block, std::slice::from_ref(action));
            let examples = examples(category).join(" ");
            let words = [
                piece(format!("{key:<3}"), hue.add_modifier(Modifier::BOLD)),
                piece(format!("{:<13}", category.name()), hue),
                piece(examples, self.style(Role::Soft)),
            ];
            line(buffer, self.row(row), 0, &words);
        }
    }

    fn draw_empty_ribbon(&self, buffer: &mut Buffer, row: u16) {
        let Some(scale) = self.scale() else {
            return;
        };
        let page = self.grid.page;
        if row + 1 + self.grid.ribbon.height > page.bottom() {
            return;
        }
        let ribbon = Ribbon {
            scene: self.scene,
            scale,
            entries: &[],
            planned: &self.planned,
            has_names: true,
        };
        ribbon.draw_hours(buffer, (page.x, row), self.is_today());
        let height = self.grid.ribbon.height;
        ribbon.draw_whole_plan(buffer, at_rows(page, row + 1, height));
        let words = "Your day fills in here, starting with your first block.";
        write_styled(
            buffer,
            (page.x + 12, row + 1),
            words,
            self.style(Role::Quiet),
        );
    }

    fn draw_answers(&self, buffer: &mut Buffer, from: u16) {
        let is_narrow = self.grid.page.width < 95;
        let is_huge = self.grid.figure.face == Some(Face::Huge);
        let (key, at, pitch) = if is_narrow {
            (23, 35, 1)
        } else if is_huge {
            (self.quarter(), self.quarter() + 15, 2)
        } else {
            let key = self.quarter().max(KEY);
            (key, key + TO_ANSWER, 1)
        };
        line(buffer, self.row(from), 0, &[self.strong("Good to know")]);
        let rows = (from + 2..).step_by(pitch);
        for (row, (question, keys, answer)) in rows.zip(self.answers(is_narrow)) {
            let row = self.row(row);
            if row.is_empty() {
                return;
            }
            line(buffer, row, 0, &[self.quiet(question)]);
            let keys = self.strong(keys);
            line(buffer, from_column(row, row.x + key), 0, &[keys]);
            let answer = piece(answer, self.style(Role::Soft));
            line(buffer, from_column(row, row.x + at), 0, &[answer]);
        }
    }

    /// What a new rep asks, the keys that answer, and what they do; in fewer words where there is little room.
    fn answers(&self, is_narrow: bool) -> [(&'static str, String, &'static str); 8] {
        let keys = |actions: &[Action]| self.scene.keys(Focus::Block, actions);
        let brief = |long, short| if is_narrow { short } else { long };
        let selling = keys(&STARTS[..1]);
        let describe = [
            Action::Describe(Field::Account),
            Action::Describe(Field::Note),
        ];
        let more = format!("m  {}", keys(&describe).replace(' ', "  "));
        let rest = keys(BACK_DATED.get(4..5).unwrap_or_default());
        let relabel = keys(&[Action::Capture(Capture::Claim(Category::Admin))]);
        let undo = keys(&[Action::Program(Program::Undo)]);
        let review = keys(&[Action::Open(Open::Palette)]) + "review";
        let detail = brief(
            "after the letter: it's a meeting · the account · a note",
            "a meeting · the account · a note",
        );
        let tools = brief(
            "Toggl, Timewarrior, klog, a calendar and more",
            "Toggl, Timewarrior, a calendar …",
        );
        let tafs = brief(
            "time available for selling: selling ÷ tracked, shown after 2 hours",
            "selling ÷ tracked, shown after 2 hours",
        );
        let friday = brief(
            "ten minutes to look back, one decision for next week",
            "ten minutes to look back",
        );
        let earlier = format!("20 {selling}");
        [
            ("Started earlier?", earlier, "selling since 20 minutes ago"),
            (
                "Forgot to switch?",
                relabel,
                "makes the running block admin",
            ),
            ("More detail?", more, detail),
            ("Lunch?", rest, "break: not working time"),
            ("Wrong key?", undo, "undo, as often as you like"),
            ("Hours in another tool?", "tafs import".to_owned(), tools),
            ("What is TAFS?", String::new(), tafs),
            ("Friday?", review, friday),
        ]
    }
}
