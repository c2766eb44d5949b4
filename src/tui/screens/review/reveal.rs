//! The measured week beside the guess: both as large figures, then each category as a bar with the guess as a hairline
//! through it, then what stands around it.

use ratatui::style::Modifier;

use super::answers::plain_figure;
use super::grid::Room;
use super::line::{Bar, GUESSED, Part};
use super::page::Page;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::text;
use crate::insight::coverage::Reading;
use crate::report::review::record::Shares;
use crate::report::review::steps::calibration_words;
use crate::tui::paint::{Ink, Piece, piece, plain, sentence};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::{Fill, Role};
use crate::tui::widgets::numeral::{self, Face};
use crate::tui::widgets::share as share_widget;

/// The bars show at least this share.
const LEAST_SCALE: f64 = 0.7;
/// From the left of the page: the figure where no guess stands before it, the sentences beside it.
const SENTENCES: u16 = 29;

impl Page<'_> {
    pub(super) fn reveal(&mut self) {
        let record = self.record;
        if record.totals.tracked().is_positive() {
            match self.room {
                Room::Tall | Room::Tight => self.draw_reveal(),
                Room::Compact => self.say_reveal(),
            }
        } else {
            self.said(self.said);
        }
        self.rest();
        self.line_question(ReviewQuestion::Surprise, record.answers.surprise.as_deref());
    }

    fn draw_reveal(&mut self) {
        self.skip_to(1);
        self.draw_figures();
        self.skip_to(if self.is_tall() { 9 } else { 7 });
        self.draw_heads();
        for category in Category::WORK {
            self.draw_category(category);
            if self.is_tall() && category != Category::Distraction {
                self.push(Vec::new());
            }
        }
        self.skip_to(if self.is_tall() { 19 } else { 13 });
        self.draw_facts();
        if self.is_tall() {
            self.blank();
        }
        self.draw_focus_runs();
    }

    /// The guess, the measured share, and how far apart they are.
    fn draw_figures(&mut self) {
        let reading = self.record.reading();
        let face = if reading.tafs().is_some() {
            self.face()
        } else {
            Face::Medium
        };
        let guess = self
            .record
            .guess
            .and_then(|guess| guess.of(Category::Selling));
        let first = guess.map(|guess| numeral::set(self.theme(), &plain_figure(guess), face));
        let wide = |rows: &[String]| rows.first().map_or(0, |row| row.chars().count() as u16);
        let end = first.as_deref().map_or(0, wide);
        // The figure stands behind the words below the guess as well.
        let nearest = text::width(self.guess_words()) as u16 + 2;
        let (arrow, second) = match (&first, face) {
            (None, _) => (0, 0),
            (Some(_), Face::Medium) => (end + 1, (end + 4).max(nearest)),
            (Some(_), Face::Large | Face::Huge) => (end + 2, (end + 6).max(nearest)),
        };
        let figure = share_widget::figure(reading, self.record.totals.selling);
        let rows = numeral::set(self.theme(), &figure, face);
        self.taller = rows.len().saturating_sub(Face::Large.rows().into());
        let (unit, last) = (second + wide(&rows) + 1, rows.len() - 1);
        let mut lines: Vec<Vec<Part>> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let mut parts = Vec::new();
            if let Some(first) = &first {
                parts.push(Part::At(
                    0,
                    vec![piece(first[index].clone(), self.figure_style(Role::Guess))],
                ));
            }
            if index == numeral::row_beside(self.theme(), face) && first.is_some() {
                parts.push(Part::At(arrow, vec![self.quiet("→")]));
            }
            parts.push(Part::At(
                second,
                vec![piece(row.clone(), self.figure_style(Role::Display))],
            ));
            if index == last {
                let hue = self.theme().category(Category::Selling);
                let words = share_widget::unit(reading).trim_start();
                parts.push(Part::At(unit, vec![piece(words, hue)]));
            }
            lines.push(parts);
        }
        lines.push(self.caption(second));
        lines.push(vec![Part::At(second, self.hours(reading))]);
        let at = self.width.saturating_sub(SENTENCES);
        for (line, words) in lines.iter_mut().zip(self.sentences(rows.len() + 2)) {
            line.push(Part::At(at, words));
        }
        for parts in lines {
            self.push(parts);
        }
    }

    /// What stands below the figures, the second of them at a column.
    fn caption(&self, second: u16) -> Vec<Part> {
        let mut caption = vec![Part::At(
            second,
            vec![self.strong(share_widget::DEFINITION)],
        )];
        if second > 0 {
            caption.push(Part::At(0, vec![self.quiet(self.guess_words())]));
        }
        caption
    }

    /// What stands below the guess.
    fn guess_words(&self) -> &'static str {
        if self.is_tall() {
            "your guess"
        } else {
            "guess"
        }
    }

    /// The hours behind the figure, and what is missing for a share.
    fn hours(&self, reading: Reading) -> Vec<Piece> {
        let record = self.record;
        let tracked = format::hours(record.totals.tracked());
        let bounds = match reading {
            Reading::TooEarly { .. } => {
                let missing = record.missing.tafs.as_deref().unwrap_or_default();
                return vec![self.quiet(format!("of {tracked} tracked · TAFS {missing}"))];
            }
            Reading::Bounded { low, high, .. } if self.room != Room::Compact => {
                format!(" · {}", format::range(low, high))
            }
            Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => {
                String::new()
            }
        };
        let selling = self.strong(format::hours(record.totals.selling));
        vec![
            selling,
            self.quiet(format!(" of {tracked} tracked{bounds}")),
        ]
    }

    /// How far the guess and the usual are from the measured share; then how far off the rep's guesses are, or as long as
    /// that isn't known, where the guess was high, that most are.
    fn sentences(&self, room: usize) -> Vec<Vec<Piece>> {
        let mut lines = self.differences();
        let gap = self.record.gap_pp.and_then(|gap| gap.of(Category::Selling));
        let is_told = self.record.reading().tafs().is_some();
        let own = self
            .record
            .guess
            .and(self.record.progress.calibration.as_ref());
        let own = own.and_then(calibration_words);
        let is_high = gap.filter(|_| is_told).is_some_and(|gap| gap >= 0.05);
        let company =
            "Most sellers guess high: 21 guessed, 11 measured, in a study of 800 (Proudfoot 2009)";
        if let Some(words) = own.or_else(|| is_high.then(|| company.to_owned())) {
            let words = sentence(&words, self.style(Role::Quiet), SENTENCES);
            let free = room.saturating_sub(lines.len());
            if self.is_tall() && free > words.len() {
                lines.push(Vec::new());
            }
            if free >= words.len() {
                lines.extend(words);
            }
        }
        lines
    }

    fn differences(&self) -> Vec<Vec<Piece>> {
        let record = self.record;
        let of = |shares: Option<Shares>| shares?.of(Category::Selling);
        let is_told = record.reading().tafs().is_some();
        let words = |measured_less: f64, what: &str| {
            let side = if measured_less < 0.0 {
                "below"
            } else {
                "above"
            };
            vec![
                self.strong(format!("{} points", format::points(measured_less / 100.0))),
                piece(format!(" {side} your {what}"), self.style(Role::Soft)),
            ]
        };
        let mut lines = Vec::new();
        lines.extend(
            of(record.gap_pp)
                .filter(|_| is_told)
                .map(|gap| words(-gap, "guess")),
        );
        if let Some(delta) = of(record.delta_pp).filter(|_| is_told) {
            lines.push(if record.reads_steady(Category::Selling) {
                vec![
                    self.strong("steady"),
                    piece(" against your usual", self.style(Role::Soft)),
                ]
            } else {
                words(delta, "usual")
            });
        }
        let best = record
            .progress
            .best_four
            .as_ref()
            .filter(|_| is_told && self.is_tall());
        lines.extend(best.map(|best| {
            vec![
                self.strong(format::percent(best.tafs)),
                piece(" median of best 4 weeks", self.style(Role::Soft)),
            ]
        }));
        lines.extend(
            record
                .missing
                .usual
                .as_ref()
                .map(|missing| vec![self.quiet(format!("your usual {missing}"))]),
        );
        lines
    }

    /// The columns before which the figures end.
    const fn ends(&self) -> [u16; 3] {
        let width = self.width;
        // Without a guess the last head is the longest.
        let (first, second) = match (self.room, self.record.gap_pp.is_some()) {
            (Room::Tall, true) => (15, 7),
            (Room::Compact, true) => (14, 7),
            (Room::Tall | Room::Compact, false) => (16, 9),
            (Room::Tight, _) => (18, 9),
        };
        [
            width.saturating_sub(first),
            width.saturating_sub(second),
            width,
        ]
    }

    fn draw_heads(&mut self) {
        let has_guess = self.record.gap_pp.is_some();
        let heads = if self.record.reading().tafs().is_none() {
            ["", "", "hours"]
        } else if has_guess {
            ["guess", "actual", "gap"]
        } else if self.record.delta_pp.is_some() {
            ["hours", "actual", "vs usual"]
        } else {
            ["", "hours", "actual"]
        };
        let heads = self.ends().into_iter().zip(heads);
        let heads = heads.map(|(end, head)| Part::Ending(end, vec![self.quiet(head)]));
        let heads = heads.collect();
        self.push(heads);
    }

    fn is_told(&self) -> bool {
        self.record.reading().tafs().is_some()
    }

    /// How much of the whole the bars show.
    fn scale(&self) -> f64 {
        let shares = self.record.totals.shares().unwrap_or_default();
        if !self.is_told() {
            // The longest fills its bar, so that no share can be read off it.
            return shares.into_iter().fold(f64::MIN_POSITIVE, f64::max);
        }
        let guessed = self.record.guess.map_or([None; 4], |guess| guess.0);
        let most = shares.into_iter().chain(guessed.into_iter().flatten());
        let most = most.fold(LEAST_SCALE, f64::max);
        (most * 10.0 - 1e-9).ceil() / 10.0
    }

    fn draw_category(&mut self, category: Category) {
        let hue = self.theme().category(category);
        let bold = hue.add_modifier(Modifier::BOLD);
        let index = Category::WORK
            .iter()
            .position(|of| *of == category)
            .unwrap_or(0);
        let shares = self.record.totals.shares().unwrap_or_default();
        let (share, scale) = (shares[index], self.scale());
        let guess = self.record.guess.and_then(|guess| guess.of(category));
        let guess = guess.filter(|_| self.is_told());
        let (column, width) = match self.room {
            Room::Tall => (16, self.width.saturating_sub(38)),
            Room::Tight | Room::Compact => (15, self.width.saturating_sub(41)),
        };
        let mut fills = vec![(share / scale, Fill::Work(category))];
        if let Some(guess) = guess.filter(|guess| *guess > share) {
            fills.push((guess / scale, Fill::Tinted(category, GUESSED)));
        }
        let mut parts = vec![
            Part::At(0, vec![piece(category.letter().to_string(), bold)]),
            Part::At(3, vec![piece(category.name(), hue)]),
            Part::Bar(Bar {
                column,
                width,
                parts: fills,
                rest: Fill::Track,
                hairline: guess.map(|guess| guess / scale),
                label: self
                    .is_tall()
                    .then(|| format::hours(self.record.totals.of(category))),
            }),
        ];
        let figures = self.figures(category, share);
        let ends = self.ends().into_iter().zip(figures);
        parts.extend(ends.map(|(end, figure)| Part::Ending(end, vec![figure])));
        self.push(parts);
    }

    fn figures(&self, category: Category, share: f64) -> [Piece; 3] {
        let record = self.record;
        let hours = share_widget::hours_or_dash(record.totals.of(category));
        if record.reading().tafs().is_none() {
            return [plain(""), plain(""), self.strong(hours)];
        }
        let actual = self.strong(format::share_figure(share));
        let soft = |words: String| piece(words, self.style(Role::Soft));
        let points = |points: f64| soft(format::signed_points(points / 100.0));
        if let Some(gap) = record.gap_pp {
            let guess = record.guess.and_then(|guess| guess.of(category));
            let guess = guess.map_or_else(|| "–".to_owned(), plain_figure);
            let gap = gap
                .of(category)
                .map_or_else(|| soft("–".to_owned()), points);
            return [self.quiet(guess), actual, gap];
        }
        let Some(delta) = record.delta_pp else {
            return [plain(""), self.quiet(hours), actual];
        };
        let delta = match delta.of(category) {
            Some(_) if record.reads_steady(category) => soft("steady".to_owned()),
            Some(delta) => points(delta),
            None => soft("–".to_owned()),
        };
        [self.quiet(hours), actual, delta]
    }

    /// The same line by line, where there is little room.
    fn say_reveal(&mut self) {
        let reading = self.record.reading();
        let figure = share_widget::figure(reading, self.record.totals.selling);
        let unit = share_widget::unit(reading);
        let guess = self
            .record
            .guess
            .and_then(|guess| guess.of(Category::Selling));
        let mut row = Vec::new();
        if let Some(guess) = guess {
            row.push(self.quiet(format!("{} → ", plain_figure(guess))));
        }
        let hue = self.theme().category(Category::Selling);
        let bold = hue.add_modifier(Modifier::BOLD);
        row.push(piece(format!("{figure}{unit}  "), bold));
        row.extend(self.hours(reading));
        self.line(row);
        for words in self.differences() {
            self.line(words);
        }
        self.draw_heads();
        let shares = self.record.totals.shares().unwrap_or_default();
        for (category, share) in Category::WORK.into_iter().zip(shares) {
            let hue = self.theme().category(category);
            let mut parts = vec![Part::At(0, vec![piece(category.letter().to_string(), hue)])];
            let name = vec![piece(category.name(), hue)];
            parts.push(Part::At(2, name));
            let ends = self.ends().into_iter().zip(self.figures(category, share));
            parts.extend(ends.map(|(end, figure)| Part::Ending(end, vec![figure])));
            self.push(parts);
        }
        for fact in self.facts() {
            let words = format!(" {}  {}", fact.name, fact.more);
            self.line(vec![self.strong(fact.figure), self.quiet(words)]);
        }
        self.draw_focus_runs();
    }
}
