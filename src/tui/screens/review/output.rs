//! What the week produced: the yields that the role goes by, outcomes by activity, how conversations ended.

use super::grid::Room;
use super::line::Part;
use super::page::Page;
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::insight::produce::Produced;
use crate::report::document::TableRow;
use crate::report::prospects::{readiness_words, source_words};
use crate::report::review::steps::prepared_words;
use crate::report::review::steps::{effort_rows, fallen_stage, learned_words};
use crate::tui::paint::{Ink, piece};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

/// The columns that a row has for its name.
const NAMES: u16 = 20;
/// The figures of a row, and how far before the end of the page they end.
const FIGURES: &[(u16, &str)] = &[
    (34, "hours"),
    (10, "conversations"),
    (0, "meetings"),
    (25, "touches"),
];
/// The same in few columns, without attempts.
const NARROW: &[(u16, &str)] = &[(12, "hours"), (6, "conv"), (0, "meet")];

impl Page<'_> {
    pub(super) fn produced(&mut self) {
        let record = self.record;
        let is_empty = record.produced.is_empty() && record.grades.live_blocks == 0;
        if is_empty && record.headline.is_empty() {
            self.say("No outcomes this week.");
        }
        for words in &record.headline {
            self.text(words, self.theme().strong());
        }
        if !record.produced.is_empty() {
            self.blank();
            self.draw_produced();
        }
        if record.grades.live_blocks > 0 {
            self.blank();
            self.draw_grades();
        }
        self.draw_effort();
        self.draw_prospects();
        self.rest();
        self.line_question(ReviewQuestion::Moved, record.answers.moved.as_deref());
    }

    /// The columns before which the figures of a row end, and their heads.
    fn figures_of_output(&self) -> impl Iterator<Item = (u16, &'static str)> + use<> {
        let figures = match self.room {
            Room::Tall | Room::Tight => FIGURES,
            Room::Compact => NARROW,
        };
        let width = self.width;
        let placed = figures.iter();
        placed.map(move |(before, head)| (width.saturating_sub(*before), *head))
    }

    /// The column of the line bars and how wide they are; none where there is no room.
    fn bar_of_output(&self) -> Option<(u16, u16)> {
        let (hours, _) = self.figures_of_output().next()?;
        let wide = hours.checked_sub(NAMES + 1 + 7)?;
        (self.room != Room::Compact).then_some((NAMES + 1, wide))
    }

    fn draw_produced(&mut self) {
        let mut head = vec![Part::At(0, vec![self.strong("Activities")])];
        if let Some((bar, _)) = self.bar_of_output() {
            head.push(Part::At(bar, vec![self.quiet("this week")]));
        }
        let heads = self.figures_of_output();
        head.extend(heads.map(|(end, name)| Part::Ending(end, vec![self.quiet(name)])));
        self.push(head);
        let all = self.record.produced.iter().map(|of| &of.produced);
        let longest = all.clone().map(|of| of.time).max().unwrap_or_default();
        for of in all {
            let row = self.produced_row(of, longest);
            self.push(row);
        }
    }

    fn produced_row(&self, of: &Produced, longest: Length) -> Vec<Part> {
        let selling = Category::Selling;
        let (hue, soft) = (self.theme().category(selling), self.style(Role::Soft));
        let name = of.activity.as_deref().unwrap_or(selling.name());
        let hours = self
            .figures_of_output()
            .next()
            .map_or(0, |(hours, _)| hours);
        let end = self
            .bar_of_output()
            .map_or(hours.saturating_sub(6), |(bar, _)| bar - 1);
        let name = text::fit(name, usize::from(end.saturating_sub(3)));
        let mut parts = vec![
            Part::At(0, vec![piece(selling.letter().to_string(), hue)]),
            Part::At(3, vec![piece(name, soft)]),
        ];
        if let Some((bar, wide)) = self.bar_of_output() {
            let share = of.time.share_of(longest).unwrap_or_default();
            parts.push(Part::LineBar(bar, wide, share, Role::Category(selling)));
        }
        let count = |count: usize| match count {
            0 => "–".to_owned(),
            count => format::grouped(count),
        };
        let figures = [
            format::hours(of.time),
            count(of.conversations),
            count(of.meetings),
            count(of.touches),
        ];
        let text = self.style(Role::Text);
        let placed = self.figures_of_output().zip(figures);
        parts.extend(placed.map(|((end, _), figure)| Part::Ending(end, vec![piece(figure, text)])));
        parts
    }

    /// What an outcome took, and where there were fewer than usual.
    fn draw_effort(&mut self) {
        let Some((hours, _)) = self.figures_of_output().next() else {
            return;
        };
        let rows: Vec<TableRow> = self
            .record
            .progress
            .effort
            .iter()
            .flat_map(effort_rows)
            .collect();
        if !rows.is_empty() {
            self.blank();
        }
        for row in rows {
            let mut parts = vec![
                Part::At(0, vec![piece(row.name.clone(), self.style(Role::Soft))]),
                Part::Ending(
                    hours,
                    vec![piece(row.figure.clone(), self.style(Role::Text))],
                ),
            ];
            parts.push(Part::At(hours + 3, vec![self.quiet(row.words_beside())]));
            self.push(parts);
        }
        self.draw_learned(hours);
        if let Some(words) = self.record.progress.stages.as_ref().and_then(fallen_stage) {
            self.blank();
            self.say(&words);
        }
    }

    /// The last thing that was learned, and whether selling had it since; all of them stand in the text.
    fn draw_learned(&mut self, hours: u16) {
        let Some(of) = self.record.progress.learning_used.last() else {
            return;
        };
        let name = format!("learned #{}", text::visible(of.tag.as_str()));
        let name = text::fit(&name, usize::from(hours.saturating_sub(7)));
        let words = learned_words(of);
        let length = piece(format::hours(of.seconds), self.style(Role::Text));
        let mut parts = vec![
            Part::At(0, vec![piece(name, self.style(Role::Soft))]),
            Part::Ending(hours, vec![length]),
        ];
        self.blank();
        if usize::from(hours) + 3 + text::width(words) <= usize::from(self.width) {
            parts.push(Part::At(hours + 3, vec![self.quiet(words)]));
            self.push(parts);
        } else {
            self.push(parts);
            self.say(words);
        }
    }

    /// The hours with people who weren't ready, and the source with most time; all of them stand in the text.
    fn draw_prospects(&mut self) {
        let habits = &self.record.habits;
        let readiness = habits.readiness.as_ref().filter(|of| !of.is_unmarked());
        let readiness = readiness.map(|of| {
            let words = [false, true].map(|in_brief| readiness_words(of, in_brief));
            ("not ready".to_owned(), of.not_ready(), words)
        });
        let source = habits.sources.first().map(|of| {
            let words = [true, false].map(|with_rates| source_words(of, with_rates));
            let name = format!("~{}", text::visible(of.source.as_str()));
            (name, of.time, words)
        });
        let rows: Vec<_> = readiness.into_iter().chain(source).collect();
        let Some((hours, _)) = self.figures_of_output().next() else {
            return;
        };
        if !rows.is_empty() {
            self.blank();
        }
        for (name, time, words) in rows {
            let name = text::fit(&name, usize::from(hours.saturating_sub(7)));
            let time = piece(format::hours(time), self.style(Role::Text));
            let room = usize::from(self.width.saturating_sub(hours + 3));
            let mut parts = vec![
                Part::At(0, vec![piece(name, self.style(Role::Soft))]),
                Part::Ending(hours, vec![time]),
            ];
            let fitting = words.iter().find(|words| text::width(words) <= room);
            parts.extend(fitting.map(|words| Part::At(hours + 3, vec![self.quiet(words.clone())])));
            self.push(parts);
        }
    }

    /// How the conversations with customers ended.
    fn draw_grades(&mut self) {
        let Some((hours, _)) = self.figures_of_output().next() else {
            return;
        };
        let (live, grades) = (self.record.grades.live_blocks, &self.record.grades.grades);
        let mut head = vec![
            Part::At(0, vec![self.strong("Live conversations")]),
            Part::Ending(hours, vec![self.strong(live.to_string())]),
        ];
        if let Some((bar, _)) = self.bar_of_output() {
            head.push(Part::At(bar, vec![self.quiet("this week")]));
        }
        self.push(head);
        let ended = [
            ("advance", grades.advance),
            ("continuation", grades.continuation),
            ("won", grades.won),
            ("no", grades.no),
            ("ungraded", grades.ungraded),
        ];
        for (name, count) in ended.into_iter().filter(|(_, count)| *count > 0) {
            let soft = self.style(Role::Soft);
            let mut parts = vec![Part::At(3, vec![piece(name, soft)])];
            if let Some((bar, wide)) = self.bar_of_output() {
                let share = count as f64 / live as f64;
                let role = Role::Category(Category::Selling);
                parts.push(Part::LineBar(bar, wide, share, role));
            }
            let figure = piece(count.to_string(), self.style(Role::Text));
            parts.push(Part::Ending(hours, vec![figure]));
            self.push(parts);
        }
        self.draw_prepared(hours);
    }

    /// How many of them were prepared, and how those ended.
    fn draw_prepared(&mut self, hours: u16) {
        let prepared = &self.record.habits.prepared;
        if prepared.live == 0 {
            return;
        }
        let soft = self.style(Role::Soft);
        let count = piece(prepared.prepared.to_string(), self.style(Role::Text));
        let mut parts = vec![
            Part::At(0, vec![piece("prepared", soft)]),
            Part::Ending(hours, vec![count]),
        ];
        if let Some((bar, wide)) = self.bar_of_output() {
            let share = prepared.prepared as f64 / prepared.live.max(1) as f64;
            parts.push(Part::LineBar(bar, wide, share, Role::Quiet));
            let room = usize::from(self.width.saturating_sub(hours));
            let words = [true, false].map(|with_rates| prepared_words(prepared, with_rates));
            let mut fitting = words
                .into_iter()
                .filter(|words| text::width(words) + 2 <= room);
            let words = fitting.next().unwrap_or_default();
            parts.push(Part::Ending(self.width, vec![self.quiet(words)]));
        }
        self.blank();
        self.push(parts);
    }
}
