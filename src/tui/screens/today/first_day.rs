//! The first day: four letters, because learning them is all there is to learn. Nothing is missing yet.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::frame::Frame;
use crate::domain::block::Category;
use crate::domain::text;
use crate::tui::action::{Action, Capture, Field, Open, Program};
use crate::tui::key_table::{BACK_DATED, Focus, STARTS};
use crate::tui::layout::{PAGE, Pace, Shape, at_rows, from_column};
use crate::tui::paint::{Ink, line, piece, sentence, width};
use crate::tui::theme::Role;
use crate::tui::widgets::numeral::{self, Face};
use crate::tui::widgets::ribbon::Ribbon;
use crate::tui::widgets::strip::write_styled;

/// From so many rows on the letters are large.
const ROOMY: u16 = 30;
/// The columns of what is good to know, from the left of the page.
const KEY: u16 = 30;
const TO_ANSWER: u16 = 15;
/// The same where there is little room.
const NARROW_KEY: u16 = 24;
const TO_NARROW_ANSWER: u16 = 13;
/// What a first day needs to be told, and the same where it would take too many rows.
const HOW: &str = "Press a letter to start. Press another when your work changes. That's all.";
const HOW_BRIEFLY: &str = "Press a letter to start. Press another when your work changes.";

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

/// Those of the examples that fit whole into so many columns.
fn fit_examples(category: Category, room: u16) -> String {
    let all = examples(category).join(" ");
    let mut fitting = String::new();
    for example in all.split(", ") {
        let gap = if fitting.is_empty() { "" } else { ", " };
        if text::width(&fitting) + gap.len() + text::width(example) <= usize::from(room) {
            fitting.push_str(gap);
            fitting.push_str(example);
        }
    }
    fitting
}

impl Frame<'_> {
    pub(super) fn draw_first_day(&self, buffer: &mut Buffer) {
        let area = self.grid.running;
        self.draw_how(buffer);
        if self.scene.regions.shape == Shape::Compact {
            return self.draw_letters(buffer, area.y + 4);
        }
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

    /// What to do, below `off the clock` and beside the same bar.
    fn draw_how(&self, buffer: &mut Buffer) {
        let (area, soft) = (self.grid.running, self.style(Role::Soft));
        let room = area.width.saturating_sub(2);
        let mut lines = sentence(HOW, soft, room);
        if lines.len() > area.height.into() {
            lines = sentence(HOW_BRIEFLY, soft, room);
        }
        for (row, pieces) in (area.y + 1..).zip(lines) {
            let row = self.row(row);
            line(buffer, row, 0, &[piece("▌", self.style(Role::Faint))]);
            line(buffer, from_column(row, row.x + 2), 0, &pieces);
        }
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
            let large = numeral::styled(self.theme(), self.theme().large_letter(category));
            numeral::draw(buffer, (x, letters), self.theme(), (&letter, face), large);
            let name = self.category(category).add_modifier(Modifier::BOLD);
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
            let row = self.row(row);
            let mut words = vec![
                piece(format!("{key:<3}"), hue.add_modifier(Modifier::BOLD)),
                piece(format!("{:<13}", category.name()), hue),
            ];
            let examples = fit_examples(category, row.width.saturating_sub(width(&words)));
            words.push(piece(examples, self.style(Role::Soft)));
            line(buffer, row, 0, &words);
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
        let page = self.grid.page;
        let (key, to_answer) = if page.width < 95 {
            (NARROW_KEY, TO_NARROW_ANSWER)
        } else {
            (self.quarter().max(KEY), TO_ANSWER)
        };
        let at = key + to_answer;
        let pitch = if self.scene.regions.pace == Pace::Huge {
            2
        } else {
            1
        };
        line(buffer, self.row(from), 0, &[self.strong("Good to know")]);
        let rows = (from + 2..).step_by(pitch);
        for (row, (question, keys, answer)) in rows.zip(self.answers(page.width.saturating_sub(at)))
        {
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

    /// What a new rep asks, the keys that answer, and what they do; in fewer words where they have fewer columns.
    fn answers(&self, room: u16) -> [(&'static str, String, &'static str); 8] {
        let keys = |actions: &[Action]| self.scene.keys(Focus::Block, actions);
        let brief = |long, short| {
            let fits = text::width(long) <= usize::from(room);
            if fits { long } else { short }
        };
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
            "Toggl, klog, a calendar and more",
        );
        let tafs = brief(
            "time available for selling: selling ÷ tracked, shown after 2 hours",
            "selling ÷ tracked, after 2 hours",
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
